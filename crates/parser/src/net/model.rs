//! Reading sentences with trained weights.

use crate::net::{
    batch::Batch,
    input::Input,
    layers::{Net, Sizes},
    matrix::Matrix,
    read::{Forward, Found},
    table::Reader,
    tree,
    whole::WIDE,
};

/// The first bytes of a file of weights.
pub const MARK: &[u8] = b"asof-net";
/// The version of the file.
pub const VERSION: usize = 1;
/// Words read together: few enough that what they need stays near the processor.
const TOGETHER: usize = 600;
/// A longer sentence is read in parts.
const LONGEST: usize = 200;

/// Trained weights, over the bytes they were read from.
#[derive(Clone, Debug)]
pub struct Model<'a> {
    net: Forward,
    input: Input<'a>,
    tags: Vec<(&'a str, &'a str)>,
    relations: Vec<&'a str>,
}

/// What was found for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The index of its tags among `Model::tags`.
    pub tag: usize,
    /// The index in the sentence of its head; nothing for the root.
    pub head: Option<usize>,
    /// The index of its relation among `Model::relations`.
    pub relation: usize,
}

impl<'a> Model<'a> {
    /// Reads weights; nothing if they are damaged or of another version.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        if reader.take(MARK.len())? != MARK || reader.number()? != VERSION {
            return None;
        }
        let tags = (0..reader.number()?).map(|_| Some((reader.text()?, reader.text()?))).collect::<Option<Vec<_>>>()?;
        let relations = (0..reader.number()?).map(|_| reader.text()).collect::<Option<Vec<_>>>()?;
        let [hidden, layers, arc, relation] = [reader.number()?, reader.number()?, reader.number()?, reader.number()?];
        let words = Input::read(&mut reader)?;
        let input = words.width()?;
        let names = [(tags.len(), 512), (relations.len(), 512)];
        let sizes = [(hidden, 512), (layers, 8), (arc, 512), (relation, 512), (input, 1_024)];
        if names.into_iter().chain(sizes).any(|(size, most)| size == 0 || most < size) {
            return None;
        }
        if [hidden, arc, relation].into_iter().any(|size| size % WIDE != 0) {
            return None;
        }
        let mut net = Net::new(Sizes { input, hidden, layers, arc, relation, tags: tags.len(), relations: relations.len() });
        for weights in net.weights_mut() {
            let values = weights.values_mut();
            values.copy_from_slice(&reader.floats(values.len())?);
        }
        reader.0.is_empty().then(|| Self { net: Forward::new(&net), input: words, tags, relations })
    }

    /// The universal and the finer tags.
    pub fn tags(&self) -> &[(&'a str, &'a str)] {
        &self.tags
    }

    /// The relations.
    pub fn relations(&self) -> &[&'a str] {
        &self.relations
    }

    /// Reads sentences given as words; each gets a tree with one root.
    pub fn parse(&self, sentences: &[Vec<&str>]) -> Vec<Vec<Reading>> {
        let mut parts =
            sentences.iter().enumerate().flat_map(|(at, words)| words.chunks(LONGEST).map(move |part| (at, part))).collect::<Vec<_>>();
        parts.sort_by_key(|(at, part)| (std::cmp::Reverse(part.len()), *at));
        let mut found = sentences.iter().map(|words| Vec::with_capacity(words.len())).collect::<Vec<Vec<Reading>>>();
        let mut rest = &parts[..];
        while !rest.is_empty() {
            let (now, later) = rest.split_at(together(rest));
            for ((at, _), readings) in now.iter().zip(self.read_together(now)) {
                self.join(&mut found[*at], readings);
            }
            rest = later;
        }
        found
    }

    /// Puts the next part of a long sentence under the root of the first.
    fn join(&self, sentence: &mut Vec<Reading>, part: Vec<Reading>) {
        let root = sentence.iter().position(|reading| reading.head.is_none());
        let first = sentence.len();
        let beside = self.relations.iter().position(|relation| *relation == "parataxis").unwrap_or(0);
        sentence.extend(part.into_iter().map(|reading| match (reading.head, root) {
            (Some(head), _) => Reading { head: Some(first + head), ..reading },
            (None, Some(_)) => Reading { head: root, relation: beside, ..reading },
            (None, None) => reading,
        }));
    }

    fn read_together(&self, parts: &[(usize, &[&str])]) -> Vec<Vec<Reading>> {
        let batch = Batch::new(parts.iter().map(|(_, part)| part.len()).collect());
        let found = self.net.read(&batch, &self.input.gates(&self.net, &batch, parts));
        let heads = (0..batch.sentences()).map(|at| tree::tree(&self.net.heads(&found, batch.rows(at)))).collect::<Vec<_>>();
        let relations = self.relation_scores(&batch, &found, &heads);
        heads.into_iter().enumerate().map(|(at, heads)| self.readings(&found, &relations, batch.rows(at).start, &heads)).collect()
    }

    fn readings(&self, found: &Found, relations: &Matrix, first: usize, heads: &[usize]) -> Vec<Reading> {
        let root = self.relations.iter().position(|relation| *relation == "root").unwrap_or(0);
        let reading = |(at, head): (usize, &usize)| {
            let relation = if *head == 0 { root } else { best_but(relations.row(first + at), root) };
            Reading { tag: found.tags[first + at], head: head.checked_sub(1), relation }
        };
        heads.iter().enumerate().map(reading).collect()
    }

    fn relation_scores(&self, batch: &Batch, found: &Found, heads: &[Vec<usize>]) -> Matrix {
        let rows = |(at, heads): (usize, &Vec<usize>)| {
            let first = batch.rows(at).start;
            heads.iter().map(move |head| head.checked_sub(1).map(|head| first + head)).collect::<Vec<_>>()
        };
        let heads = heads.iter().enumerate().flat_map(rows).collect::<Vec<_>>();
        self.net.relations(found, &heads)
    }
}

/// How many of the first parts are read together.
fn together(parts: &[(usize, &[&str])]) -> usize {
    let mut words = 0;
    let fits = |(_, part): &&(usize, &[&str])| {
        words += part.len();
        words <= TOGETHER
    };
    parts.iter().take_while(fits).count().max(1)
}

/// The index of the largest score but one.
fn best_but(scores: &[f32], but: usize) -> usize {
    let others = scores.iter().enumerate().filter(|(at, _)| *at != but);
    others.max_by(|left, right| left.1.total_cmp(right.1)).map_or(but, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &[u8] = include_bytes!("../../weights/network.bin");

    #[test]
    fn shipped_weights_are_read() {
        let model = Model::read(SHIPPED).unwrap();
        assert!(model.relations().contains(&"root") && model.relations().contains(&"parataxis"));
        assert!(model.tags().contains(&("VERB", "VBD")));
    }

    #[test]
    fn damaged_weights_are_refused() {
        for length in (0..1_000).chain((1_000..SHIPPED.len()).step_by(400_001)) {
            assert!(Model::read(&SHIPPED[..length]).is_none(), "{length}");
        }
        assert!(Model::read(&[SHIPPED, b"!"].concat()).is_none());
        let mut bytes = SHIPPED.to_vec();
        for at in 0..12 {
            bytes[at] ^= 0xff;
            assert!(Model::read(&bytes).is_none(), "{at}");
            bytes[at] ^= 0xff;
        }
        // The last number of the file becomes infinite.
        bytes[SHIPPED.len() - 2..].copy_from_slice(&[0x80, 0x7f]);
        assert!(Model::read(&bytes).is_none());
    }

    #[test]
    fn damage_that_goes_unseen_still_gives_trees() {
        let words = vec!["Ana", "moved", "to", "Porto", "."];
        for at in (12..2_000).step_by(61).chain((2_000..SHIPPED.len()).step_by(800_009)) {
            let mut bytes = SHIPPED.to_vec();
            bytes[at..].iter_mut().take(3).for_each(|byte| *byte ^= 0x55);
            if let Some(model) = Model::read(&bytes) {
                let found = &model.parse(std::slice::from_ref(&words))[0];
                let heads = found.iter().map(|reading| reading.head.map_or(0, |head| head + 1)).collect::<Vec<_>>();
                assert!(heads.len() == words.len() && tree::is_tree(&heads), "{at}: {heads:?}");
            }
        }
    }
}

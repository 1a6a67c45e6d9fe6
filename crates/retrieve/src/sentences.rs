//! The sentences of passages, cut into word pieces once, when they are told: to compare the best candidates' sentences with a question
//! no text need be read again.

use std::{io, path::Path};

use asof_vectors::{Embedder, Static, dot, normalise};
use pulp::Arch;

use crate::{quantised::product, rows::Rows};

/// The sentences of one space's passages.
#[derive(Debug, Default)]
pub(crate) struct Sentences {
    /// The pieces of all sentences, one after the other; the table has fewer than 65,536.
    pieces: Vec<u16>,
    all: Vec<Sentence>,
    /// For each passage where its sentences end.
    ends: Vec<u32>,
    /// So many passages are on disk.
    saved: usize,
}

#[derive(Clone, Copy, Debug)]
struct Sentence {
    /// Where its pieces end.
    end: u32,
    /// How long the sum of its pieces' vectors is.
    length: f32,
}

/// How much each piece adds to how alike a sentence is to a question, as it is asked for.
pub(crate) struct Gains<'q> {
    arch: Arch,
    question: &'q [f32],
    known: Vec<f32>,
}

impl<'q> Gains<'q> {
    /// For the vector of a question.
    pub fn new(question: &'q [f32]) -> Self {
        Self { arch: Arch::default(), question, known: vec![f32::NAN; Static::shipped().vocabulary().len()] }
    }

    fn of(&mut self, piece: u16) -> f32 {
        let Some(gain) = self.known.get_mut(usize::from(piece)) else { return 0.0 };
        if gain.is_nan() {
            let (row, factor) = Static::shipped().row(piece.into());
            *gain = factor * self.arch.dispatch(|| product(row, self.question));
        }
        *gain
    }
}

impl Sentences {
    /// How many passages it knows.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// Takes in the next passage, and gives the sum of its pieces' vectors.
    pub fn add(&mut self, text: &str) -> Vec<f32> {
        let table = Static::shipped();
        let mut whole = vec![0.0; table.dimensions()];
        let mut sum = whole.clone();
        for sentence in cut(text) {
            sum.fill(0.0);
            table.each_piece(sentence, |piece| {
                table.add(piece, &mut whole);
                table.add(piece, &mut sum);
                self.pieces.extend(u16::try_from(piece));
            });
            self.end_sentence(dot(&sum, &sum).sqrt());
        }
        self.end_passage();
        whole
    }

    fn end_sentence(&mut self, length: f32) {
        self.all.push(Sentence { end: number(self.pieces.len()), length });
    }

    fn end_passage(&mut self) {
        self.ends.push(number(self.all.len()));
    }

    /// How alike a passage's best sentence is to a question; none where it has no sentence.
    pub fn best(&self, passage: u32, gains: &mut Gains<'_>) -> Option<f32> {
        self.of(passage as usize).map(|(pieces, length)| alike(pieces, length, gains)).reduce(f32::max)
    }

    /// The vector of a passage's sentence that is most alike to a question, of length 1; of equal ones the first's.
    pub fn best_vector(&self, passage: u32, gains: &mut Gains<'_>) -> Vec<f32> {
        let table = Static::shipped();
        let mut vector = vec![0.0; table.dimensions()];
        let scored = self.of(passage as usize).map(|(pieces, length)| (alike(pieces, length, gains), pieces));
        if let Some((_, pieces)) = scored.reduce(|best, next| if best.0 < next.0 { next } else { best }) {
            pieces.iter().for_each(|&piece| table.add(piece.into(), &mut vector));
            normalise(&mut vector);
        }
        vector
    }

    /// A passage's sentences: their pieces and lengths.
    fn of(&self, passage: usize) -> impl Iterator<Item = (&[u16], f32)> {
        let end = |ends: Option<u32>| ends.unwrap_or(0) as usize;
        let first = end(passage.checked_sub(1).and_then(|before| self.ends.get(before).copied()));
        let last = end(self.ends.get(passage).copied());
        (first..last).map(move |at| {
            let from = at.checked_sub(1).map_or(0, |before| self.all[before].end) as usize;
            let Sentence { end, length } = self.all[at];
            (&self.pieces[from..end as usize], length)
        })
    }

    /// Reads the passages that are on disk, no more than there are.
    pub fn open(folder: &Path, passages: u32) -> Self {
        let mut sentences = Self::default();
        let bytes = rows(folder).read();
        let mut rest = bytes.as_slice();
        while sentences.count() < passages as usize && sentences.read(&mut rest).is_some() {}
        sentences.saved = sentences.count();
        sentences
    }

    fn read(&mut self, rest: &mut &[u8]) -> Option<()> {
        for _ in 0..u32::from_le_bytes(take(rest)?) {
            let length = f32::from_le_bytes(take(rest)?);
            let pieces = u32::from_le_bytes(take(rest)?) as usize;
            let (own, after) = rest.split_at_checked(pieces.checked_mul(2)?)?;
            self.pieces.extend(own.as_chunks::<2>().0.iter().map(|bytes| u16::from_le_bytes(*bytes)));
            self.end_sentence(length);
            *rest = after;
        }
        self.end_passage();
        Some(())
    }

    /// Writes the passages that are not yet on disk.
    pub fn save(&mut self, folder: &Path) -> io::Result<()> {
        let mut bytes = Vec::new();
        for passage in self.saved..self.count() {
            bytes.extend(number(self.of(passage).count()).to_le_bytes());
            for (pieces, length) in self.of(passage) {
                bytes.extend(length.to_le_bytes());
                bytes.extend(number(pieces.len()).to_le_bytes());
                bytes.extend(pieces.iter().flat_map(|piece| piece.to_le_bytes()));
            }
        }
        if !bytes.is_empty() {
            rows(folder).append(&bytes, self.saved == 0)?;
            self.saved = self.count();
        }
        Ok(())
    }
}

/// How alike a sentence of some pieces, the sum of which is so long, is to a question.
fn alike(pieces: &[u16], length: f32, gains: &mut Gains<'_>) -> f32 {
    let sum: f32 = pieces.iter().map(|&piece| gains.of(piece)).sum();
    if 0.0 < length { sum / length } else { 0.0 }
}

fn rows(folder: &Path) -> Rows<'_> {
    Rows { folder, name: "sentences", model: Static::shipped().id(), width: Static::shipped().dimensions(), row: 1 }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn take(rest: &mut &[u8]) -> Option<[u8; 4]> {
    let (bytes, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    Some(*bytes)
}

/// Sentences end after a full stop, an exclamation or question mark before a space, and at a line's end.
fn cut(text: &str) -> impl Iterator<Item = &str> {
    let ends = |(at, letter): (usize, char)| match letter {
        '\n' => Some(at + 1),
        '.' | '!' | '?' if text[at + 1..].starts_with(char::is_whitespace) => Some(at + 1),
        _ => None,
    };
    let mut start = 0;
    let cuts: Vec<usize> = text.char_indices().filter_map(ends).chain([text.len()]).collect();
    cuts.into_iter()
        .map(move |end| {
            let sentence = &text[start..end];
            start = end;
            sentence.trim()
        })
        .filter(|sentence| !sentence.is_empty())
}

#[cfg(test)]
mod tests {
    use asof_vectors::{Static, dot};

    use super::{Gains, Sentences, cut};

    const TEXTS: [&str; 4] = ["I ran. It was 3.5 km!\nWow? Yes", "", "  \n ", "Łódź is a city in Poland. 東京都に住む\u{200b}"];

    #[test]
    fn texts_come_apart_into_sentences() {
        let found: Vec<&str> = cut(TEXTS[0]).collect();
        assert_eq!(found, ["I ran.", "It was 3.5 km!", "Wow?", "Yes"]);
    }

    #[test]
    fn every_piece_has_a_number_that_is_kept() {
        assert!(Static::shipped().vocabulary().len() <= usize::from(u16::MAX));
    }

    #[test]
    fn the_best_sentence_is_as_alike_as_its_text() {
        let question = Static::shipped().vector("Which city did they run in?");
        let mut sentences = Sentences::default();
        for text in TEXTS {
            assert_eq!(sentences.add(text), Static::shipped().sum(text), "{text}");
        }
        for (passage, text) in (0..).zip(TEXTS) {
            let found = sentences.best(passage, &mut Gains::new(&question));
            let expected = cut(text).map(|sentence| dot(&Static::shipped().vector(sentence), &question)).reduce(f32::max);
            assert_eq!(found.is_some(), expected.is_some(), "{text}");
            assert!((found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-5, "{text}: {found:?}, {expected:?}");
        }
        assert!(sentences.best(9, &mut Gains::new(&question)).is_none());
    }

    #[test]
    fn sentences_come_back_from_disk() {
        let folder = tempfile::tempdir().unwrap();
        let mut sentences = Sentences::default();
        for text in TEXTS {
            sentences.add(text);
            sentences.save(folder.path()).unwrap();
        }
        let read = Sentences::open(folder.path(), 9);
        assert_eq!(read.count(), TEXTS.len());
        for passage in 0..TEXTS.len() {
            assert!(read.of(passage).eq(sentences.of(passage)), "{passage}");
        }
        assert_eq!(Sentences::open(folder.path(), 1).count(), 1);
    }
}

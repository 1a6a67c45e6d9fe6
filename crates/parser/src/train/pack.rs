//! Writes trained weights as `model` reads them.

use rustc_hash::FxHashMap;

use super::{product::multiply, trainer::Trainer, vectors::Vectors};
use crate::net::{
    matrix::Matrix,
    model::{MARK, VERSION},
    table::short,
};

/// The bytes of a file of weights.
pub fn pack(trainer: &Trainer, vectors: &Vectors) -> Vec<u8> {
    let mut bytes = MARK.to_vec();
    number(VERSION, &mut bytes);
    number(trainer.names.tags.len(), &mut bytes);
    for (pos, tag) in &trainer.names.tags {
        text(pos, &mut bytes);
        text(tag, &mut bytes);
    }
    number(trainer.names.relations.len(), &mut bytes);
    trainer.names.relations.iter().for_each(|relation| text(relation, &mut bytes));
    let sizes = trainer.net.sizes;
    [sizes.hidden, sizes.layers, sizes.arc, sizes.relation].into_iter().for_each(|size| number(size, &mut bytes));
    table(&trainer.input.rows, &trainer.input.learned, &mut bytes);
    table(vectors.rows(), &projected(vectors, &trainer.input.projection), &mut bytes);
    for weights in trainer.net.weights() {
        floats(weights.values(), &mut bytes);
    }
    bytes
}

fn projected(vectors: &Vectors, projection: &Matrix) -> Matrix {
    let mut all = Matrix::zeros(vectors.rows().len(), vectors.width());
    for row in 0..all.rows() {
        all.row_mut(row).copy_from_slice(vectors.row(row));
    }
    let mut projected = Matrix::zeros(all.rows(), projection.columns());
    multiply(all.whole(), projection.whole(), projected.whole_mut());
    projected
}

/// A table: keys in order, a scale for each row, and the values in a byte each.
fn table(rows: &FxHashMap<u64, u32>, values: &Matrix, bytes: &mut Vec<u8>) {
    let mut order = rows.iter().map(|(key, row)| (short(*key), *row as usize)).collect::<Vec<_>>();
    order.sort_unstable();
    number(values.columns(), bytes);
    number(order.len(), bytes);
    order.iter().for_each(|(key, _)| bytes.extend(key.to_le_bytes()));
    let scale = |row: usize| {
        let scale = values.row(row).iter().fold(1e-6_f32, |most, value| most.max(value.abs())) / 127.0;
        f32::from_bits((scale.to_bits() + 0xffff) & 0xffff_0000)
    };
    floats(&order.iter().map(|(_, row)| scale(*row)).collect::<Vec<_>>(), bytes);
    for (_, row) in &order {
        let scale = scale(*row);
        bytes.extend(values.row(*row).iter().map(|value| ((value / scale).round() as i8).cast_unsigned()));
    }
}

fn number(number: usize, bytes: &mut Vec<u8>) {
    bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

fn text(text: &str, bytes: &mut Vec<u8>) {
    number(text.len(), bytes);
    bytes.extend(text.as_bytes());
}

/// Numbers in two bytes each, rounded.
fn floats(values: &[f32], bytes: &mut Vec<u8>) {
    for value in values {
        let half = (value.to_bits() + 0x7fff + ((value.to_bits() >> 16) & 1)) >> 16;
        bytes.extend(u16::try_from(half).unwrap_or(u16::MAX).to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::{model::Model, tree::is_tree};
    use crate::train::{conllu, input::Blank, trainer::Plan};

    const TREEBANK: &str = "1\tAnna\tAnna\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\tsleeps\tsleep\tVERB\tVBZ\t_\t0\troot\t_\t_\n3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n\
        1\tAnna\tAnna\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\twalks\twalk\tVERB\tVBZ\t_\t0\troot\t_\t_\n";

    fn vectors() -> Vectors {
        let header = br#"{"words":{"dtype":"F32","shape":[4,3],"data_offsets":[0,48]}}"#;
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend(header);
        (0..12_u8).for_each(|value| file.extend(f32::from(value * value % 7).to_le_bytes()));
        Vectors::read(&file, "words", "anna\nsleep\n##s\n.").unwrap()
    }

    fn weights() -> Vec<u8> {
        let input = Blank { words: 0.0, vectors: 0.0, values: 0.0 };
        let plan = Plan {
            pretrained: 4,
            learned: 8,
            hidden: 32,
            layers: 2,
            arc: 32,
            relation: 32,
            rounds: 80,
            words: 10,
            rate: 0.1,
            blank: 0.0,
            careless: 0.0,
            input,
            seed: 5,
        };
        let vectors = vectors();
        let mut trainer = Trainer::new(plan, &conllu::sentences(TREEBANK.as_bytes()).unwrap(), &vectors);
        (0..plan.rounds).for_each(|_| assert!(trainer.round().is_finite()));
        pack(&trainer, &vectors)
    }

    #[test]
    fn weights_come_back() {
        let bytes = weights();
        let model = Model::read(&bytes).unwrap();
        let found = &model.parse(&[vec!["Anna", "sleeps", "."]])[0];
        let heads = found.iter().map(|reading| reading.head).collect::<Vec<_>>();
        let relations = found.iter().map(|reading| model.relations()[reading.relation]).collect::<Vec<_>>();
        assert_eq!((heads, relations), (vec![Some(1), None, Some(1)], vec!["nsubj", "root", "punct"]));
        assert_eq!(model.tags()[found[1].tag], ("VERB", "VBZ"));
    }

    #[test]
    fn odd_sentences_get_trees() {
        let bytes = weights();
        let model = Model::read(&bytes).unwrap();
        let long = vec!["Anna"; 1_001];
        let odd = vec!["", "\u{0}", "🦀🦀", "ÀÉ’s", "\u{202e}", "1998", "İ"];
        let sentences = [vec![], long, odd.clone(), vec![], vec!["x"]];
        for (words, found) in sentences.iter().zip(model.parse(&sentences)) {
            assert_eq!(words.len(), found.len());
            let heads = found.iter().map(|reading| reading.head.map_or(0, |head| head + 1)).collect::<Vec<_>>();
            assert!(words.is_empty() || is_tree(&heads), "{words:?}: {heads:?}");
        }
        assert_eq!(model.parse(&sentences)[2], model.parse(&[odd])[0]);
    }

    #[test]
    fn damaged_weights_are_refused() {
        let bytes = weights();
        for length in (0..bytes.len()).step_by(97) {
            assert!(Model::read(&bytes[..length]).is_none(), "{length}");
        }
        for at in 0..bytes.len().min(2_000) {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0xff;
            drop(Model::read(&bytes));
        }
    }
}

//! Writes weights as `table` reads them.

use super::encoder::Encoder;
use crate::judge::Judge;
use crate::table::{MARK, Vector};

/// The bytes of a file of weights.
pub fn pack(encoder: &Encoder, relations: &[Vector], judge: &Judge) -> Vec<u8> {
    let mut bytes = MARK.to_vec();
    number(encoder.matrix.rows(), &mut bytes);
    number(encoder.matrix.columns(), &mut bytes);
    floats(encoder.matrix.values(), &mut bytes);
    number(encoder.moves.len(), &mut bytes);
    encoder.moves.keys().for_each(|piece| bytes.extend(piece.to_le_bytes()));
    encoder.moves.values().for_each(|row| rounded(row, &mut bytes));
    number(relations.len(), &mut bytes);
    relations.iter().for_each(|relation| rounded(relation.values(), &mut bytes));
    number(judge.units.len(), &mut bytes);
    judge.units.iter().for_each(|unit| floats(unit, &mut bytes));
    floats(&[judge.added], &mut bytes);
    bytes
}

fn number(number: usize, bytes: &mut Vec<u8>) {
    bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

fn floats(values: &[f32], bytes: &mut Vec<u8>) {
    values.iter().for_each(|value| bytes.extend(value.to_le_bytes()));
}

/// Numbers in a byte each, after what one step of a byte stands for.
fn rounded(row: &[f32], bytes: &mut Vec<u8>) {
    let scale = row.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs())) / 127.0;
    bytes.extend(scale.to_le_bytes());
    bytes.extend(row.iter().map(|value| ((value / scale).round() as i8).cast_unsigned()));
}

#[cfg(test)]
mod tests {
    use asof_vectors::{Embedder as _, Static};

    use super::*;
    use crate::judge::SEEN;
    use crate::learn::matrix::Matrix;
    use crate::table::Wordings;

    #[test]
    fn weights_come_back() {
        let mut matrix = Matrix::zeros(Static::shipped().dimensions(), 2);
        matrix.row_mut(3)[1] = 0.5;
        let encoder = Encoder { matrix, moves: [(4, vec![1.0, -0.5]), (9, vec![0.0, 2.0])].into() };
        let relations = [Vector::from(vec![0.6, 0.8])];
        let judge = Judge { units: vec![[0.25; SEEN + 2], [-1.0; SEEN + 2]], added: 0.5 };
        let bytes = pack(&encoder, &relations, &judge);
        let found = Wordings::read(&bytes).unwrap();
        assert!(0.999 < found.relations()[0].dot(&relations[0]) && found.relations().len() == 1);
        assert_eq!(found.judge(), &judge);
        let moved = found.sum([9].into_iter());
        let still = Wordings::read(&pack(&Encoder { moves: [].into(), ..encoder }, &relations, &judge)).unwrap().sum([9].into_iter());
        assert!((moved.values()[0] - still.values()[0]).abs() < 1e-6 && (moved.values()[1] - still.values()[1] - 2.0).abs() < 1e-6);
    }
}

//! Where the matrix starts: the directions in which the phrases differ most.

use super::matrix::{Matrix, add, dot};
use super::random::Random;

/// So many rounds of turning; more move next to nothing.
const ROUNDS: usize = 60;

/// A matrix of so many columns, of length 1 and at right angles, that keeps most of these rows: their first principal components, by
/// orthogonal iteration.
pub fn components(rows: &Matrix, kept: usize) -> Matrix {
    let moments = rows.turned().times(rows);
    let mut directions = Matrix::zeros(kept, rows.columns());
    // From directions by chance, for one at right angles to what is looked for would stay so.
    let mut random = Random::new(0);
    directions.values_mut().iter_mut().for_each(|value| *value = random.normal() as f32);
    for _ in 0..ROUNDS {
        directions = directions.times(&moments);
        straighten(&mut directions);
    }
    directions.turned()
}

/// Brings each row to length 1, at right angles to those before it (Gram and Schmidt, twice, for what rounding leaves).
fn straighten(rows: &mut Matrix) {
    for at in 0..rows.rows() {
        let mut row = rows.row(at).to_vec();
        for before in (0..at).chain(0..at) {
            let share = dot(&row, rows.row(before));
            add(&mut row, -share, rows.row(before));
        }
        let length = dot(&row, &row).sqrt().max(f32::MIN_POSITIVE);
        rows.row_mut(at).iter_mut().zip(&row).for_each(|(value, new)| *value = new / length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_directions_are_kept() {
        let mut rows = Matrix::zeros(4, 3);
        for (at, row) in [[0.1, 0.0, 0.0], [0.0, 3.0, 3.0], [0.0, 1.0, -1.0], [0.0, -2.0, -2.0]].iter().enumerate() {
            rows.row_mut(at).copy_from_slice(row);
        }
        let found = components(&rows, 2).turned();
        let root = 0.5_f32.sqrt();
        for (row, expected) in [[0.0, root, root], [0.0, root, -root]].iter().enumerate() {
            assert!((dot(found.row(row), expected).abs() - 1.0).abs() < 1e-4, "{found:?}");
        }
    }
}

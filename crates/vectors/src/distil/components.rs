//! Principal components, by Jacobi's rotations in a fixed order.

/// Sweeps over all pairs after which the rest is nothing; some ten are needed.
const SWEEPS: usize = 40;

/// Vectors by their main components: the directions in which vectors with so much share each differ most from zero.
pub fn components(vectors: &[Vec<f32>], shares: &[f64], kept: usize) -> Vec<Vec<f32>> {
    let mut matrix = moments(vectors, shares);
    let directions = directions(&mut matrix, kept);
    let along = |vector: &Vec<f32>| directions.iter().map(|direction| product(vector, direction) as f32).collect();
    vectors.iter().map(along).collect()
}

fn product(vector: &[f32], direction: &[f64]) -> f64 {
    vector.iter().zip(direction).map(|(value, part)| f64::from(*value) * part).sum()
}

/// The products of all pairs of columns, summed over the rows by share.
fn moments(vectors: &[Vec<f32>], shares: &[f64]) -> Vec<Vec<f64>> {
    let width = vectors.first().map_or(0, Vec::len);
    let mut sums = vec![vec![0.0; width]; width];
    for (vector, share) in vectors.iter().zip(shares).filter(|(_, share)| 0.0 < **share) {
        let row: Vec<f64> = vector.iter().map(|value| f64::from(*value)).collect();
        for (at, sums) in sums.iter_mut().enumerate() {
            let factor = share * row[at];
            sums[at..].iter_mut().zip(&row[at..]).for_each(|(sum, value)| *sum += factor * value);
        }
    }
    for (row, column) in (0..width).flat_map(|row| (0..row).map(move |column| (row, column))) {
        sums[row][column] = sums[column][row];
    }
    sums
}

/// The eigenvectors of a symmetric matrix, those with the largest eigenvalues first.
fn directions(matrix: &mut [Vec<f64>], kept: usize) -> Vec<Vec<f64>> {
    let width = matrix.len();
    let mut vectors: Vec<Vec<f64>> = (0..width).map(|at| (0..width).map(|other| f64::from(u8::from(at == other))).collect()).collect();
    let limit = 1e-12 * (0..width).map(|at| matrix[at][at]).sum::<f64>() / width.max(1) as f64;
    for _ in 0..SWEEPS {
        let mut turned = false;
        for (p, q) in (0..width).flat_map(|p| (p + 1..width).map(move |q| (p, q))) {
            if limit < matrix[p][q].abs() {
                rotate(matrix, &mut vectors, p, q);
                turned = true;
            }
        }
        if !turned {
            break;
        }
    }
    let mut order: Vec<usize> = (0..width).collect();
    order.sort_by(|left, right| matrix[*right][*right].total_cmp(&matrix[*left][*left]));
    order.into_iter().take(kept).map(|at| upright(std::mem::take(&mut vectors[at]))).collect()
}

/// Turns two axes so that their product vanishes.
fn rotate(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = (tangent * tangent + 1.0).sqrt().recip();
    let sine = tangent * cosine;
    turn(matrix, p, q, cosine, sine);
    for row in matrix.iter_mut() {
        (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
    }
    turn(vectors, p, q, cosine, sine);
}

/// Turns two rows.
fn turn(rows: &mut [Vec<f64>], p: usize, q: usize, cosine: f64, sine: f64) {
    let (before, after) = rows.split_at_mut(q);
    for (left, right) in before[p].iter_mut().zip(after[0].iter_mut()) {
        (*left, *right) = (cosine * *left - sine * *right, sine * *left + cosine * *right);
    }
}

/// A direction turned round if its largest part is below zero, so that there is but one way to write it.
fn upright(mut direction: Vec<f64>) -> Vec<f64> {
    let largest = direction.iter().fold(0.0_f64, |largest, part| if largest.abs() < part.abs() { *part } else { largest });
    if largest < 0.0 {
        direction.iter_mut().for_each(|part| *part = -*part);
    }
    direction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_directions_come_first() {
        let vectors = [vec![3.0, 3.0, 0.0], vec![1.0, -1.0, 0.0], vec![0.0, 0.0, 0.5], vec![9.0, 9.0, 9.0]];
        let found = components(&vectors, &[1.0, 1.0, 1.0, 0.0], 2);
        let root = std::f32::consts::SQRT_2;
        for (found, expected) in found.iter().zip([[3.0 * root, 0.0], [0.0, root], [0.0, 0.0], [9.0 * root, 0.0]]) {
            assert!(found.iter().zip(expected).all(|(found, expected)| (found.abs() - expected).abs() < 1e-5), "{found:?}");
        }
        assert_eq!(components(&[], &[], 2), Vec::<Vec<f32>>::new());
    }
}

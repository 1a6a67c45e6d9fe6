//! Numbers in rows, and their products.

/// The rows and columns of a product that are summed at once: as many sums as any processor has registers for.
const TALL: usize = 4;
const WIDE: usize = 8;

/// Numbers in rows of the same length.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    columns: usize,
    values: Vec<f32>,
}

impl Matrix {
    /// All zeros.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self { columns, values: vec![0.0; rows * columns] }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns.max(1)
    }

    /// How long a row is.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A row.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// A row, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [f32] {
        &mut self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// All rows.
    pub fn each_row(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.columns.max(1))
    }

    /// All rows, to be changed.
    pub fn each_row_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.values.chunks_exact_mut(self.columns.max(1))
    }

    /// All numbers.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// All numbers, to be changed.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values
    }

    /// The first rows, and the others.
    pub fn split(&self, at: usize) -> [Self; 2] {
        let (first, rest) = self.values.split_at(at * self.columns);
        [first, rest].map(|values| Self { columns: self.columns, values: values.to_vec() })
    }

    /// The rows of this above those of another.
    pub fn above(mut self, other: &Self) -> Self {
        self.values.extend(&other.values);
        self
    }

    /// Rows for columns.
    pub fn turned(&self) -> Self {
        let rows = self.rows();
        let mut turned = Self::zeros(self.columns, rows);
        for (at, row) in self.each_row().enumerate() {
            row.iter().enumerate().for_each(|(column, value)| turned.values[column * rows + at] = *value);
        }
        turned
    }

    /// The product of two.
    pub fn times(&self, other: &Self) -> Self {
        let mut product = Self::zeros(self.rows(), other.columns);
        let blank = vec![0.0; self.columns];
        for from in (0..other.columns).step_by(WIDE) {
            let panel = other.panel(from);
            for top in (0..self.rows()).step_by(TALL) {
                let rows = std::array::from_fn(|at| if top + at < self.rows() { self.row(top + at) } else { &blank });
                for (at, sums) in tile(rows, &panel).iter().enumerate().take(self.rows() - top) {
                    product.row_mut(top + at)[from..].iter_mut().zip(sums).for_each(|(value, sum)| *value = *sum);
                }
            }
        }
        product
    }

    /// Some columns, side by side; zeros beyond the last.
    fn panel(&self, from: usize) -> Vec<[f32; WIDE]> {
        let part = |row: &[f32]| std::array::from_fn(|at| row.get(from + at).copied().unwrap_or_default());
        self.each_row().map(part).collect()
    }
}

/// The products of a few rows with a few columns.
fn tile(rows: [&[f32]; TALL], panel: &[[f32; WIDE]]) -> [[f32; WIDE]; TALL] {
    let rows = rows.map(|row| &row[..panel.len()]);
    let mut sums = [[0.0; WIDE]; TALL];
    for (at, values) in panel.iter().enumerate() {
        for (sums, row) in sums.iter_mut().zip(&rows) {
            let factor = row[at];
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += factor * value);
        }
    }
    sums
}

/// The product of two rows.
pub fn dot(left: &[f32], right: &[f32]) -> f32 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

/// Adds a row, as many times as `factor` says.
pub fn add(onto: &mut [f32], factor: f32, row: &[f32]) {
    onto.iter_mut().zip(row).for_each(|(onto, value)| *onto += factor * value);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(rows: usize, columns: usize, step: usize) -> Matrix {
        let mut matrix = Matrix::zeros(rows, columns);
        matrix.values_mut().iter_mut().enumerate().for_each(|(at, value)| *value = ((at * step) % 7) as f32 - 3.0);
        matrix
    }

    #[test]
    fn products_of_any_size() {
        for (rows, inner, columns) in [(1, 1, 1), (4, 8, 8), (5, 3, 9), (7, 20, 17), (3, 2, 40)] {
            let (left, right) = (counted(rows, inner, 3), counted(inner, columns, 5));
            let (product, turned) = (left.times(&right), right.turned());
            assert_eq!((product.rows(), product.columns()), (rows, columns));
            for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
                assert_eq!(product.row(row)[column], dot(left.row(row), turned.row(column)));
            }
            let [first, rest] = product.split(1);
            assert_eq!(first.above(&rest), product);
        }
    }
}

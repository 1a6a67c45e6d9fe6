//! Writes a table as `table` reads it.

use crate::table::MARK;

/// The bytes of a table with these rows and a weight for each. Its name ends in a checksum of what follows the name.
pub fn pack(rows: &[Vec<f32>], weights: &[f32]) -> Vec<u8> {
    let width = rows.first().map_or(0, Vec::len);
    let scales: Vec<f32> = rows.iter().map(|row| scale(row)).collect();
    let mut body = Vec::new();
    [width, rows.len()].into_iter().for_each(|size| number(size, &mut body));
    scales.iter().chain(weights).for_each(|value| body.extend(value.to_le_bytes()));
    for (row, scale) in rows.iter().zip(&scales) {
        body.extend(row.iter().map(|value| ((value / scale).round() as i8).cast_unsigned()));
    }
    let name = format!("static {:08x}", crc32fast::hash(&body));
    let mut bytes = MARK.to_vec();
    number(name.len(), &mut bytes);
    [bytes, name.into_bytes(), body].concat()
}

/// What one step of a byte stands for, so that the largest number of a row is 127 of them.
fn scale(row: &[f32]) -> f32 {
    row.iter().fold(1e-6_f32, |most, value| most.max(value.abs())) / 127.0
}

fn number(number: usize, bytes: &mut Vec<u8>) {
    bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    #[test]
    fn a_table_comes_back() {
        let rows = [vec![1.0, -2.0], vec![0.0, 0.0], vec![1e-3, 2e-3]];
        let bytes = pack(&rows, &[1.0, 0.0, 0.5]);
        let table = Table::read(bytes.into()).unwrap();
        assert_eq!((table.width(), table.rows(), table.weight(2)), (2, 3, 0.5));
        for (at, row) in (0..).zip(&rows) {
            let mut found = vec![0.0; 2];
            table.add(at, 1.0, &mut found);
            assert!(found.iter().zip(row).all(|(found, given)| (found - given).abs() < 0.01), "{found:?} {row:?}");
        }
    }
}

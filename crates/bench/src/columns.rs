//! The bound: rectangles in sorted columns with offsets by subject, looked up by hand. No engine can do much less.

use std::collections::HashSet;

use crate::dataset::{Query, Rectangle, SUBJECTS};

/// Columns sorted by subject, predicate and first valid instant.
pub struct Columns {
    offsets: Vec<u32>,
    predicates: Vec<u32>,
    objects: Vec<u32>,
    valid: Vec<(i64, i64)>,
    known: Vec<(u32, u32)>,
}

impl Columns {
    pub fn new(rectangles: &[Rectangle]) -> Self {
        let mut sorted = rectangles.to_vec();
        sorted.sort_by_key(|row| (row.subject, row.predicate, row.valid.0));
        let subjects = u32::try_from(SUBJECTS).unwrap_or(u32::MAX);
        let small = |tx: i64| u32::try_from(tx).unwrap_or(u32::MAX);
        Self {
            offsets: (0..=subjects).map(|subject| count(sorted.partition_point(|row| row.subject < subject))).collect(),
            predicates: sorted.iter().map(|row| row.predicate).collect(),
            objects: sorted.iter().map(|row| row.object).collect(),
            valid: sorted.iter().map(|row| row.valid).collect(),
            known: sorted.iter().map(|row| (small(row.known.0), small(row.known.1))).collect(),
        }
    }

    fn rows(&self, subject: u32) -> std::ops::Range<usize> {
        self.offsets[subject as usize] as usize..self.offsets[subject as usize + 1] as usize
    }

    fn holds(&self, row: usize, v: i64, k: u32) -> bool {
        let (valid, known) = (self.valid[row], self.known[row]);
        valid.0 <= v && v < valid.1 && known.0 <= k && k < known.1
    }

    pub fn point(&self, query: &Query) -> Vec<u64> {
        let rows = self.rows(query.subject);
        let start = rows.start + self.predicates[rows.clone()].partition_point(|&predicate| predicate < query.predicate);
        (start..rows.end)
            .take_while(|&row| self.predicates[row] == query.predicate)
            .filter(|&row| self.holds(row, query.v, query.k))
            .map(|row| self.objects[row].into())
            .collect()
    }

    pub fn subject(&self, query: &Query) -> Vec<u64> {
        let rows = self.rows(query.subject).filter(|&row| self.holds(row, query.v, query.k));
        rows.map(|row| u64::from(self.predicates[row]) << 32 | u64::from(self.objects[row])).collect()
    }

    pub fn hops(&self, query: &Query) -> Vec<u64> {
        let mut seen: HashSet<u32> = HashSet::from([query.subject]);
        let mut reached = Vec::new();
        let mut visit = |subject: u32, reached: &mut Vec<u32>| {
            for row in self.rows(subject).filter(|&row| self.holds(row, query.v, query.k)) {
                if seen.insert(self.objects[row]) {
                    reached.push(self.objects[row]);
                }
            }
        };
        visit(query.subject, &mut reached);
        for near in reached.clone() {
            visit(near, &mut reached);
        }
        reached.into_iter().map(u64::from).collect()
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

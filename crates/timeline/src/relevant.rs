//! Which assertions matter at one instant.
//!
//! Invariant: the fold reads the same answer off the relevant assertions as off all of them (a law test compares the
//! two). For short fluents all are relevant. In a long one these are: the last start that has certainly begun; whatever
//! reaches past the beginning of any start that competes with it; whatever reaches into a span that covers the
//! instant; and what comes next. Rare shapes, where that would not be enough, fall back to all.

use smallvec::SmallVec;

use crate::{
    assertion::{Assertion, Shape},
    assertions::{Assertions, Search, Stretch, Want},
    state::{Moment, Strength},
};

pub(crate) type Rows<'a> = SmallVec<[&'a Assertion; 16]>;

/// The assertions that decide what holds at `t`, as known at `k`.
pub(crate) fn relevant<'a, S: Strength>(stretch: Stretch<'a>, t: i64, k: u32, strength: &S) -> Rows<'a> {
    match stretch {
        Stretch::Slice(rows) => rows.iter().filter(|row| row.visible(k)).collect(),
        Stretch::Blocks { all, low, high } => Long { all, low, high, t, k }.relevant(strength),
    }
}

/// A fluent too long to look at all of it.
struct Long<'a> {
    all: &'a Assertions,
    low: usize,
    high: usize,
    t: i64,
    k: u32,
}

impl<'a> Long<'a> {
    fn relevant<S: Strength>(&self, strength: &S) -> Rows<'a> {
        let position = self.all.begun_by(self.t, self.low, self.high);
        let begun = self.back(position, Want::BegunStart);
        let mut after = begun.map_or(self.t, |index| self.all.at(index).lo);
        let starts = self.reaching(position, after);
        after = earliest(&starts, Shape::Start).min(after);
        let covering = self.reaching(position, after);
        after = earliest(&covering, Shape::Span).min(after);
        let mut rows = self.reaching(position, after);
        if rows.iter().all(|row| !matches!(row.shape, Shape::Start | Shape::Span)) {
            rows.extend(self.last_ended(position));
        }
        rows.extend(self.next(position));
        if self.unusual(&rows, strength) { self.everything() } else { rows }
    }

    fn search(&self, want: Want) -> Search {
        Search { k: self.k, t: self.t, want }
    }

    fn back(&self, from: usize, want: Want) -> Option<usize> {
        self.all.find_back(self.search(want), self.low, from)
    }

    fn everything(&self) -> Rows<'a> {
        let stretch = Stretch::Blocks { all: self.all, low: self.low, high: self.high };
        stretch.iter().filter(|row| row.visible(self.k)).collect()
    }

    /// The visible assertions before a position whose cover ends after an instant.
    fn reaching(&self, position: usize, after: i64) -> Rows<'a> {
        let mut rows = Rows::new();
        let mut index = position;
        while let Some(found) = self.back(index, Want::EndAfter(after)) {
            rows.push(self.all.at(found));
            index = found;
        }
        rows
    }

    /// The visible assertion that was the last to end before the instant: where nothing is in force, time begins there.
    fn last_ended(&self, position: usize) -> Option<&'a Assertion> {
        let mut last = None;
        let mut index = position;
        let mut after = i64::MIN;
        while let Some(found) = self.back(index, Want::EndAfter(after)) {
            let row = self.all.at(found);
            after = row.end();
            last = Some(row);
            index = found;
        }
        last
    }

    /// The next visible assertion, with all that begin at the same instant.
    fn next(&self, position: usize) -> Rows<'a> {
        let Some(first) = self.all.find_forward(self.search(Want::Any), position, self.high) else { return Rows::new() };
        let lo = self.all.at(first).lo;
        (first..self.high).map(|index| self.all.at(index)).take_while(|row| row.lo == lo).filter(|row| row.visible(self.k)).collect()
    }

    /// Void starts hide what they reach, ends may belong to earlier starts, and looking back asks for all of the past.
    fn unusual<S: Strength>(&self, rows: &Rows<'a>, strength: &S) -> bool {
        let moment = Moment { rows, t: self.t, strength, half_life: None };
        let starts = || rows.iter().filter(|row| row.shape == Shape::Start);
        let void = starts().any(|start| moment.void(start));
        let end_across = |start: &Assertion| {
            rows.iter().any(|row| row.shape == Shape::Stop && row.value == start.value && row.lo < start.lo && start.lo < row.reach())
        };
        let next_denies = rows.iter().any(|row| self.t < row.lo && matches!(row.shape, Shape::Deny | Shape::DenySpan));
        void || starts().any(|start| end_across(start)) || next_denies || moment.next().is_some_and(|next| next.shape == Shape::Stop)
    }
}

fn earliest(rows: &Rows<'_>, shape: Shape) -> i64 {
    rows.iter().filter(|row| row.shape == shape).map(|row| row.lo).min().unwrap_or(i64::MAX)
}

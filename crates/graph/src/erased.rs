//! What is left of what was erased: gaps in the numbers under which people know things, and nothing else.
//!
//! Inside, claims, episodes and findings are counted without gaps. The number in an id such as `~7` counts what was erased, too, so
//! that an id never changes and never comes to mean something else.

use asof_model::Erased;
use imbl::{OrdMap, OrdSet};

/// The gaps of one sort of thing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gaps {
    /// From which number on so many are missing before it.
    missing: OrdMap<u32, u32>,
    /// The same numbers as people know them.
    shown: OrdMap<u32, u32>,
    total: u32,
}

impl Gaps {
    /// Notes that so many were erased before the thing that has, or will have, this number.
    fn add(&mut self, number: u32, count: u32) {
        if count == 0 {
            return;
        }
        self.total = self.total.saturating_add(count);
        self.missing.insert(number, self.total);
        self.shown.insert(number.saturating_add(self.total), number);
    }

    /// The number under which people know a thing.
    pub fn shown(&self, number: u32) -> u32 {
        let missing = self.missing.get_prev(&number).map_or(0, |(_, missing)| *missing);
        number.saturating_add(missing)
    }

    /// The thing that people know under a number, if it was not erased.
    pub fn number(&self, shown: u32) -> Option<u32> {
        let number = match self.shown.get_prev(&shown) {
            None => shown,
            Some((from, number)) => number.checked_add(shown - from)?,
        };
        (self.shown(number) == shown).then_some(number)
    }
}

/// All that was erased from a space.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gone {
    pub claims: Gaps,
    pub episodes: Gaps,
    pub findings: Gaps,
    /// The last transaction that erased, or from which something was erased.
    pub last: u32,
    /// The transactions of which nothing else is left.
    pub emptied: OrdSet<u32>,
}

impl Gone {
    /// Takes in what a transaction says was erased, where so many claims, episodes and findings are known.
    pub fn tell(&mut self, tx: u32, erased: Erased, [claims, episodes, findings]: [u32; 3]) {
        self.claims.add(claims, erased.claims);
        self.episodes.add(episodes, erased.episodes);
        self.findings.add(findings, erased.findings);
        self.last = tx;
    }

    pub fn total(&self) -> Erased {
        Erased { claims: self.claims.total, episodes: self.episodes.total, findings: self.findings.total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stays_what_it_was_whatever_was_erased_before_it() {
        // Of ten things, those at 0, 3, 4 and 9 were erased, in this order of telling; then two more were told.
        let mut gaps = Gaps::default();
        for (number, count) in [(0, 1), (2, 1), (2, 1), (6, 1)] {
            gaps.add(number, count);
        }
        let shown: Vec<u32> = (0..8).map(|number| gaps.shown(number)).collect();
        assert_eq!(shown, [1, 2, 5, 6, 7, 8, 10, 11]);
        let found: Vec<Option<u32>> = (0..12).map(|shown| gaps.number(shown)).collect();
        let expected = [None, Some(0), Some(1), None, None, Some(2), Some(3), Some(4), Some(5), None, Some(6), Some(7)];
        assert_eq!(found, expected);
        assert_eq!(Gaps::default().number(7), Some(7));
    }
}

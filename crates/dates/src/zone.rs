//! Time zones after a time of day: "3pm EST", "10:30 UTC+2", "T10:00-05:00".

use crate::parse::Parser;

/// Zone names that stand for one offset from UTC, in minutes.
const ZONES: &[(&str, i32)] = &[
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("bst", 60),
    ("cet", 60),
    ("cest", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
];

impl Parser<'_> {
    /// The offset in minutes, where the zone has one, and past the zone.
    pub(crate) fn zone(&self, at: usize, iso: bool) -> Option<(Option<i32>, usize)> {
        if let Some(found) = self.compact_offset(at).or_else(|| self.changing_zone(at)) {
            return Some(found);
        }
        if let Some((minutes, next)) = self.signed_offset(at).filter(|_| self.tokens.is_glued(at) && (iso || self.word(at) == "+")) {
            return (self.word(at + 2) == ":").then_some((Some(minutes), next));
        }
        let name = self.word(at);
        self.tokens.is_capital(at).then_some(())?;
        let (_, offset) = ZONES.iter().find(|(zone, _)| *zone == name)?;
        match self.signed_offset(at + 1).filter(|_| *offset == 0 && self.tokens.is_glued(at + 2)) {
            Some((minutes, next)) => Some((Some(minutes), next)),
            None => Some((Some(*offset), at + 1)),
        }
    }

    /// A name of a zone.
    pub(crate) fn is_zone(&self, at: usize) -> bool {
        ZONES.iter().any(|(zone, _)| *zone == self.word(at))
    }

    /// "+0200" after a time with seconds.
    pub(crate) fn compact_offset(&self, at: usize) -> Option<(Option<i32>, usize)> {
        let sign = match self.word(at) {
            "+" => 1,
            "-" => -1,
            _ => return None,
        };
        let told = at - if 2 < at && self.is(at - 2, &[".", ","]) { 2 } else { 0 };
        let seconds = 4 < told && self.word(told - 2) == ":" && self.word(told - 4) == ":";
        let digits = self.digits(at + 1, 4).filter(|_| seconds && self.word(at + 1).len() == 4 && self.tokens.is_glued(at + 1))?;
        let minutes = i32::try_from(digits / 100 * 60 + digits % 100).ok().filter(|minutes| *minutes <= 14 * 60)?;
        Some((Some(sign * minutes), at + 2))
    }

    /// "PT", "Pacific Time", "(EST)": zones whose offset changes over the year stay without one.
    fn changing_zone(&self, at: usize) -> Option<(Option<i32>, usize)> {
        if self.word(at) == "(" && self.tokens.is_word(at + 1) {
            let (offset, next) = self.zone(at + 1, false).filter(|(_, next)| self.word(*next) == ")")?;
            return Some((offset, next + 1));
        }
        let named = self.is(at, &["pacific", "eastern", "central", "mountain"]);
        let end = self.skip(self.skip(at + 1, &["standard", "daylight", "european"]), &["time"]);
        let full = named && self.before(end) == "time";
        let short = self.is(at, &["pt", "et", "ct", "mt"]) && self.tokens.is_capital(at) && !self.tokens.is_number(at + 1);
        if full {
            return Some((None, end));
        }
        short.then_some((None, at + 1))
    }

    /// "+2", "-05:00".
    fn signed_offset(&self, at: usize) -> Option<(i32, usize)> {
        let sign = match self.word(at) {
            "+" => 1,
            "-" => -1,
            _ => return None,
        };
        let hours = i32::try_from(self.digits(at + 1, 2)?).ok().filter(|hours| *hours <= 14)?;
        let minutes = self.digits(at + 3, 2).filter(|minutes| self.word(at + 2) == ":" && self.word(at + 3).len() == 2 && *minutes < 60);
        let more = minutes.and_then(|minutes| i32::try_from(minutes).ok());
        Some((sign * (hours * 60 + more.unwrap_or(0)), at + if more.is_some() { 4 } else { 2 }))
    }
}

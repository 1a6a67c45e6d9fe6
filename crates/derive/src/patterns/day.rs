//! Instants as days, weekdays and parts of the day, in local time.

use chrono::{DateTime, Datelike};

use super::{Options, rhythm::Part};

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// When an occasion was, in local time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    /// The day it was on, or the middle day where it is not known to the day; days count from 1 January 1970.
    pub day: i64,
    /// Whether the day is known.
    pub exact: bool,
    /// The part of the day, if that is known.
    pub part: Option<(Part, Told)>,
}

/// How a part of the day is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Somebody said "in the morning".
    AsPart,
    /// From a time.
    AsTime,
}

impl Moment {
    pub fn new(lo: i64, hi: i64, options: &Options) -> Self {
        let shift = i64::from(options.offset) * 1_000_000;
        let (lo, hi) = (lo.saturating_add(shift), hi.saturating_add(shift));
        let width = hi.saturating_sub(lo);
        let middle = lo.saturating_add(width / 2);
        let last = lo.max(hi.saturating_sub(1));
        let exact = lo.div_euclid(DAY) == last.div_euclid(DAY);
        Self { day: middle.div_euclid(DAY), exact, part: part(middle, width) }
    }

    /// 0 for Monday.
    pub fn weekday(&self) -> usize {
        // 1 January 1970 was a Thursday.
        usize::try_from((self.day.rem_euclid(7) + 3) % 7).unwrap_or_default()
    }

    /// The year, the month and the day of the month.
    pub fn date(&self) -> Option<(i32, u32, u32)> {
        let date = DateTime::from_timestamp_micros(self.day.checked_mul(DAY)?)?.date_naive();
        Some((date.year(), date.month(), date.day()))
    }
}

/// The part of the day around an instant, if it is known to a part.
fn part(middle: i64, width: i64) -> Option<(Part, Told)> {
    let told = match width {
        0..HOUR => Told::AsTime,
        HOUR..=28_800_000_000 => Told::AsPart,
        _ => return None,
    };
    let part = match middle.rem_euclid(DAY) / HOUR {
        5..12 => Part::Morning,
        12..17 => Part::Afternoon,
        17..22 => Part::Evening,
        _ => Part::Night,
    };
    Some((part, told))
}

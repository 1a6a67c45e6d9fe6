//! Whether a pattern goes on: the silence since it was last seen, against the usual time between occasions.

use serde::Serialize;

use super::{Kind, Options, chance::real, day::Moment};

/// A deed not heard of for less than a week is not missing: nobody tells everything at once.
const DEED_FLOOR: f64 = 7.0;
/// An attitude is told seldom, and stays.
const SAYING_FLOOR: f64 = 60.0;
/// If occasions came at random at their usual pace, a silence of three gaps would be one case in twenty.
const FADING: f64 = 3.0;
/// And one of seven gaps, one in a thousand.
const STALE: f64 = 7.0;
/// A pattern is stable when it has been seen so often …
const STABLE_TIMES: usize = 6;
/// … over so many days.
const STABLE_DAYS: i64 = 60;

/// Whether a pattern still goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It goes on, and has for long.
    Stable,
    /// It goes on.
    Current,
    /// It should have been heard of again.
    Fading,
    /// It has not been heard of for so long that it is probably over.
    Stale,
}

/// The pace of a pattern, in days.
pub(super) struct Pace {
    /// From one occasion to the next, on average.
    pub gap: f64,
    span: i64,
    /// The silence since the last, in gaps.
    silence: f64,
}

/// The day it is now.
pub(super) fn today(options: &Options) -> i64 {
    Moment::new(options.now, options.now, options).day
}

impl Pace {
    /// The pace of distinct days, which are in order.
    pub fn new(days: &[i64], kind: Kind, today: i64) -> Self {
        let (first, last) = (days.first().copied().unwrap_or(today), days.last().copied().unwrap_or(today));
        let span = last.saturating_sub(first);
        let gap = long(span) / real(days.len().saturating_sub(1).max(1));
        let floor = match kind {
            Kind::Deed => DEED_FLOOR,
            Kind::Saying => SAYING_FLOOR,
        };
        Self { gap, span, silence: long(today.saturating_sub(last).max(0)) / gap.max(floor) }
    }

    pub fn state(&self, times: usize) -> State {
        match self.silence {
            silence if STALE < silence => State::Stale,
            silence if FADING < silence => State::Fading,
            _ if STABLE_TIMES <= times && STABLE_DAYS <= self.span => State::Stable,
            _ => State::Current,
        }
    }

    /// Evidence times fit times recency. Evidence: 3 times are one half, 9 three quarters. Recency: halved for every two gaps of
    /// silence after the first.
    pub fn strength(&self, share: f64, times: usize) -> f32 {
        let evidence = real(times) / (real(times) + 3.0);
        let recency = 0.5f64.powf((self.silence - 1.0).max(0.0) / 2.0);
        #[expect(clippy::cast_possible_truncation, reason = "a strength needs no more than single precision")]
        let strength = (evidence * share * recency) as f32;
        strength.clamp(0.0, 1.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "days are far below 2^52")]
fn long(days: i64) -> f64 {
    days as f64
}

//! Picks one reading, by the direction that the sentence's verb gives.

use crate::value::{DayTime, Expression, Interval, Moment, Side, Value};

/// Which way a sentence points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// "I went on Tuesday."
    Past,
    /// "I will go on Tuesday."
    Future,
    /// "On Tuesday."
    Open,
}

/// The one reading of an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Resolved {
    /// A date or moment.
    Moment(Moment),
    /// A stretch.
    Interval(Interval<Moment>),
    /// A time of day.
    Time(DayTime),
    /// Hours of a day.
    Hours(Interval<DayTime>),
}

impl Expression {
    /// The reading that lies in the direction; with none told, the past one, since text mostly tells what was.
    ///
    /// `None` for what names no place in time: a length, a recurrence, or something counted from an event.
    #[must_use]
    pub fn resolve(&self, direction: Direction) -> Option<Resolved> {
        let wanted = if direction == Direction::Future { Side::Future } else { Side::Past };
        let fits = |side: Side| side == Side::Only || side == wanted;
        match &self.value {
            Value::Moment(all) => all.iter().find(|moment| fits(moment.side)).or(all.first()).copied().map(Resolved::Moment),
            Value::Interval(all) => {
                all.iter().find(|interval| interval.side().is_none_or(fits)).or(all.first()).copied().map(Resolved::Interval)
            }
            Value::Time(all) => all.first().copied().map(Resolved::Time),
            Value::Hours(all) => all.first().copied().map(Resolved::Hours),
            Value::NoSuchDay(year) => year.map(Resolved::Moment),
            Value::Length(_) | Value::Recurring(_) | Value::Anchored(_) => None,
        }
    }
}

impl Interval<Moment> {
    /// Which way it lies.
    #[must_use]
    pub fn side(&self) -> Option<Side> {
        self.from.or(self.to).map(|bound| bound.side)
    }
}

//! What a time expression means: values with every reading that the words leave open.

use asof_model::Point;

pub use crate::lexicon::Unit;

/// A time expression in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// The byte where it starts.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// What it means.
    pub value: Value,
    /// The words are vague ("recently", "a few weeks ago"): the value is wide, and its ends are not to be relied on.
    pub vague: bool,
    /// The words point back at a time spoken of before ("that week", "two days later", "the day before");
    /// the value is right only if that time was the reference.
    pub anaphoric: bool,
}

/// What a time expression means. Where several readings are possible, all are given, the past before the future.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A day, a moment, or a named stretch such as a month: "7 May 2023", "last week", "tomorrow at 7pm".
    Moment(Vec<Moment>),
    /// A stretch told by its ends: "from 2015 to 2019", "since 2020", "the last three days".
    Interval(Vec<Interval<Moment>>),
    /// A time of day on no told day: "at 7pm", "in the morning".
    Time(Vec<DayTime>),
    /// Hours of no told day: "from 9 to 5", "after 3pm".
    Hours(Vec<Interval<DayTime>>),
    /// How long: "for three years".
    Length(Length),
    /// Again and again: "every Monday".
    Recurring(Recurrence),
    /// A day that its month does not have ("30 February 2019"): no more than the year, where one is told, can be relied on.
    NoSuchDay(Option<Moment>),
    /// Counted from an event that only the caller can date: "a week after the wedding".
    Anchored(Anchored),
}

/// Which way from the reference a reading lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The words leave no choice.
    Only,
    /// The latest one that began before the reference.
    Past,
    /// The earliest one that begins after it.
    Future,
}

/// One reading of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What can be relied on: "two years ago" is a year, "in three weeks" a week.
    pub point: Point,
    /// What counting on the calendar gives; the same as `point` unless the words counted in a unit longer than a day.
    pub nominal: Point,
    /// Which way it lies.
    pub side: Side,
}

/// Two bounds and how they are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval<T> {
    /// Where it starts, if told.
    pub from: Option<T>,
    /// Where it ends, if told.
    pub to: Option<T>,
    /// How the words relate the bounds to the stretch.
    pub relation: Relation,
}

/// How an interval's bounds are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// From within the first bound to within the second.
    Between,
    /// From within the bound on, and not told to have ended.
    Since,
    /// Up to within the bound: "until Friday", "by Friday".
    Until,
    /// Ends before the bound begins.
    Before,
    /// Begins when the bound has ended.
    After,
}

/// A time of day, in seconds after midnight; an hour of the next day counts on from 86,400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayTime {
    /// From.
    pub from: u32,
    /// To; the same as `from` for a moment.
    pub to: u32,
}

/// How long something lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// Thousandths of units, longest first: "a year and six months" has two.
    pub parts: Vec<(i64, Unit)>,
    /// "more than", "less than", or neither.
    pub bound: Bound,
}

/// Whether a length is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// As told.
    Exact,
    /// "more than", "at least", "over".
    AtLeast,
    /// "less than", "at most", "under".
    AtMost,
}

impl Length {
    /// Seconds, with months of 30 days and years of 365.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        let thousandths = self.parts.iter().fold(0_i64, |sum, (count, unit)| sum.saturating_add(count.saturating_mul(unit.seconds())));
        thousandths / 1000
    }
}

/// Something that happens again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// The pattern in the manner of ISO 8601 and TIMEX3: "P1W", "XXXX-WXX-1", "T19:13".
    pub timex: String,
    /// Thousandths of a unit between two times, where that is told.
    pub every: Option<(i64, Unit)>,
    /// How often within the unit: 2 for "twice a week".
    pub times: u32,
}

/// A time counted from an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchored {
    /// How far from it; `None` for "before the wedding".
    pub offset: Option<Length>,
    /// Whether it lies before the event.
    pub before: bool,
    /// Where the event's words start.
    pub event_start: usize,
    /// Where they seem to end; a parse of the sentence knows better.
    pub event_end: usize,
}

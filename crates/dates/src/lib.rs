//! Finds English time expressions in running text and resolves them against a reference.
//!
//! Every reading that the words leave open is given ("on Tuesday" is one before and one after the reference);
//! [`Expression::resolve`] picks one by the direction that the verb's tense gives. A value keeps the precision of the words:
//! "two years ago" is a year, "recently" a wide stretch marked vague, "that week" marked as pointing back at a time spoken of,
//! and "a week after the wedding" is left for the caller to anchor. A date that the calendar does not have is found as just that.
//!
//! ```
//! use asof_dates::{Direction, Reference, Resolved, Value, find};
//! let reference = Reference::at("2024-04-02T10:00:00Z".parse()?);
//! let text = "I moved two weeks ago, will marry in May, and stay until 2026.";
//! let found = find(text, &reference);
//! let words: Vec<&str> = found.iter().map(|one| &text[one.start..one.end]).collect();
//! assert_eq!(words, ["two weeks ago", "May", "until 2026"]);
//! let point = |at: usize, direction| match found[at].resolve(direction) {
//!     Some(Resolved::Moment(moment)) => moment.point.to_string(),
//!     other => format!("{other:?}"),
//! };
//! assert_eq!(point(0, Direction::Past), "2024-03-18/2024-03-24");
//! assert_eq!(point(1, Direction::Past), "2023-05");
//! assert_eq!(point(1, Direction::Future), "2024-05");
//! assert!(matches!(found[2].value, Value::Interval(_)));
//! # Ok::<(), asof_model::TimeError>(())
//! ```
//!
//! # How it works
//! `token` cuts the text once, with words in their right `spelling`. At each token where a time expression may begin (`starts`), every
//! family of rules is tried (`expression`) and the one that reads furthest wins. The families: `day` (dates told by number and month),
//! `day_number` (by number alone), `no_day` (days that no month has), `year` (years alone), `weekday`, `relative` (counted from now or
//! another date), `rolling` (stretches up to now or from now), `period` (quarters, decades, seasons), `slice` (parts of stretches),
//! `holidays`, `clock` (times of day), `datum` (dates with times), `range`, `bounds` (one end of a stretch), `length`, `recur`, `loose`
//! (vague and anchored), `zone` (time zones), and `shared` (lists that share a word). Where a phrase is over, `closing` says for all of
//! them.
//! No rule looks further ahead than a bounded number of tokens, and none nests deeper than three, so time is linear.
//!
//! # Conventions
//! - A week starts on Monday; "next Friday" is the Friday of next week; [`Last`] says what "last Friday" is.
//! - "Monday" said on a Monday is today or the one a week ago; months that hold now are those of now ("from May to September").
//! - A part of the day is its core: morning 8 to 12, afternoon 12 to 16, evening 16 to 20, night 20 to 24; night-time is 0 to 8.
//! - Seasons are the northern ones by whole months, winter from December of its year.
//! - An hour with a leading zero or "ish" is one of 24; others without "am" or "pm" have two readings.
//! - "in three days" is a length after "haven't" and "the first time"; "for years" is a vague length of three.
//! - A text with a whole date that fits only one order of its numbers ("28.02.2017") is read in that order.
//! - "9/11" is a date where a word such as "on" says so; "the 2010-11 season" is two years, "2010-11" a month.
//! - Two digits of a year: below 30 in this century, from 40 in the last, between them either.
//! - "over the weekend" is the last or the coming one; "the weekend" alone the coming one.
//! - A told zone moves `point` to UTC; `nominal` stays as the words have it, as do the bounds of stretches.
//! - "one Sunday in June" is some day of that June; "two to three weeks ago" is as wide as both; "over the past year" ends today.
//! - The end of a year or quarter is its last third, of a month its second half, of a week from Thursday.
//! - Thirds of a decade or century are whole years: the early 70s are 1970 to 1973.
//! - A misspelt word of time is read as meant, and "&" and "@" as words; nothing reaches over an empty line.
//! - Zones that change over the year ("PT", "Eastern Time") belong to the time but do not move it.
//!
//! # Where it differs from Recognizers-Text, on whose cases it is scored
//! - What is counted from now in weeks, months or years is no day: `nominal` has that project's value, `point` ours.
//! - A holiday with a time ("Christmas Eve at 6 pm") is one moment; there, a date and a time.
//! - "the year before independence" is anchored in the event; there, it is this year.
//! - "next Monday or Tuesday" is one week, "every Tuesday and Thursday 19:00 - 21:00" is two recurrences.
//! - "from today pm to tomorrow am" is one stretch, "the last two decades" end today.
//! - "between the 21st and 23rd" is a stretch of days; there, nothing.

mod bounds;
mod calendar;
mod clock;
mod closing;
mod datum;
mod day;
mod day_number;
mod expression;
mod holidays;
mod length;
mod lexicon;
mod loose;
mod no_day;
mod notation;
mod number;
mod parse;
mod period;
mod range;
mod recur;
mod relative;
mod resolve;
mod rolling;
mod shared;
mod slice;
mod spelling;
mod starts;
mod token;
mod value;
mod weekday;
mod widen;
mod year;
mod zone;

pub use number::in_words;
pub use resolve::{Direction, Resolved};
pub use value::{Anchored, Bound, DayTime, Expression, Interval, Length, Moment, Recurrence, Relation, Side, Unit, Value};

use asof_model::{Instant, Point};
use chrono::NaiveDateTime;

use crate::{
    calendar::civil,
    parse::{Memo, Parser},
    token::Tokens,
};

/// In which order a date's numbers stand: "05/07" is 7 May or 5 July.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// 05/07 is 7 May.
    MonthFirst,
    /// 05/07 is 5 July.
    DayFirst,
}

/// What "last Tuesday" means on a Friday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Last {
    /// The latest Tuesday, three days ago.
    Nearest,
    /// The Tuesday of last week.
    OfLastWeek,
}

/// What the words of a text are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// When the text was written, as civil time in UTC.
    pub at: Point,
    /// The order of numbers in a date.
    pub order: Order,
    /// The sense of "last" with a day or month name.
    pub last: Last,
}

impl Reference {
    /// A reference with the month first and the nearest "last".
    #[must_use]
    pub fn at(at: Point) -> Self {
        Self { at, order: Order::MonthFirst, last: Last::Nearest }
    }
}

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// The longest piece that is read at once, in bytes.
const PIECE: usize = 1 << 15;

/// The time expressions of a text, in order and not overlapping.
///
/// Counted from a reference wider than a day, they are as much wider: "yesterday" in a text of May 2020 is any of 31 days.
#[must_use]
pub fn find(text: &str, reference: &Reference) -> Vec<Expression> {
    let Some(now) = civil(reference.at.lo()) else { return Vec::new() };
    let reference = &Reference { order: notation::order(text).unwrap_or(reference.order), ..*reference };
    let found = find_from(text, reference, now);
    match latest(reference.at) {
        Some(last) => widen::join(found, find_from(text, reference, last)),
        None => found,
    }
}

/// The last day of a reference wider than a day.
fn latest(at: Point) -> Option<NaiveDateTime> {
    let wide = MICROS_PER_DAY < at.hi().micros() - at.lo().micros();
    let last = wide.then(|| Instant::from_micros(at.hi().micros() - MICROS_PER_DAY))??;
    civil(last)
}

fn find_from(text: &str, reference: &Reference, now: NaiveDateTime) -> Vec<Expression> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = start + piece_end(&text[start..]);
        let tokens = Tokens::new(&text[start..end]);
        let parser = Parser {
            tokens: &tokens,
            now,
            day_first: reference.order == Order::DayFirst,
            nearest: reference.last == Last::Nearest,
            dates: Memo::new(),
            data: Memo::new(),
            timely: Memo::new(),
        };
        found.extend(parser.expressions().into_iter().map(|expression| expression.moved_by(start)));
        start = end;
    }
    found
}

/// Where the first piece of a text ends: at a line's end or at a space, where there is one.
fn piece_end(text: &str) -> usize {
    if text.len() <= PIECE {
        return text.len();
    }
    let end = (0..=PIECE).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let piece = &text[..end];
    let cut = |found: Option<usize>| found.filter(|at| end / 2 < *at).map(|at| at + 1);
    cut(piece.rfind('\n')).or_else(|| cut(piece.rfind(' '))).unwrap_or(end)
}

impl Expression {
    fn moved_by(mut self, bytes: usize) -> Self {
        self.start += bytes;
        self.end += bytes;
        if let Value::Anchored(anchored) = &mut self.value {
            anchored.event_start += bytes;
            anchored.event_end += bytes;
        }
        self
    }
}

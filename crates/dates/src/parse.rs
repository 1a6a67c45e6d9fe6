//! The parser's state, the meanings it passes about, and small helpers that all rules share.

use std::cell::RefCell;

use chrono::{Datelike, NaiveDateTime};

use crate::{
    calendar::Span,
    datum::Datum,
    lexicon::{Part, Unit},
    token::Tokens,
    value::{Bound, Length, Relation, Side},
};

/// How far rules may nest: "the end of the week after next Monday".
pub(crate) const MAX_DEPTH: u8 = 3;

pub(crate) struct Parser<'t> {
    pub(crate) tokens: &'t Tokens<'t>,
    pub(crate) now: NaiveDateTime,
    pub(crate) day_first: bool,
    pub(crate) nearest: bool,
    /// Dates and data already looked for at late places, since several rules ask for the same.
    pub(crate) dates: Memo<(When, usize)>,
    pub(crate) data: Memo<(Datum, usize)>,
    /// Words of time at late places, since every function word looks ahead for one.
    pub(crate) timely: Memo<()>,
}

/// What was found at some places not long ago; `None` where nothing was.
pub(crate) struct Memo<T>(RefCell<[Slot<T>; 16]>);

/// A place and what was found there.
type Slot<T> = Option<(usize, Option<T>)>;

impl<T: Clone> Memo<T> {
    pub(crate) fn new() -> Self {
        Self(RefCell::new(std::array::from_fn(|_| None)))
    }

    pub(crate) fn get(&self, at: usize, find: impl FnOnce() -> Option<T>) -> Option<T> {
        if let Some((place, known)) = &self.0.borrow()[at % 16]
            && *place == at
        {
            return known.clone();
        }
        let found = find();
        self.0.borrow_mut()[at % 16] = Some((at, found.clone()));
        found
    }
}

/// How finely a date is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grain {
    Instant,
    Hours,
    Day,
    Long,
}

/// A date in all its readings.
#[derive(Clone, Debug)]
pub(crate) struct When {
    pub(crate) readings: Vec<(Span, Side)>,
    pub(crate) grain: Grain,
    /// The unit it was counted in.
    pub(crate) told: Option<Unit>,
    /// How far the zone of its time is ahead of UTC, in minutes, where one was told.
    pub(crate) zone: Option<i32>,
    /// It was counted from now, so that it is no more exact than its unit.
    pub(crate) rough: bool,
    pub(crate) anaphoric: bool,
    pub(crate) vague: bool,
    /// It is the end of something, so that a stretch up to it reaches its end.
    pub(crate) to_end: bool,
    /// It is the beginning of something, so that what comes after it comes after that began.
    pub(crate) to_start: bool,
    /// It is the middle of something, so that a stretch from or to it begins or ends at its middle.
    pub(crate) to_middle: bool,
}

impl When {
    pub(crate) fn of(readings: Vec<(Span, Side)>) -> Self {
        let grain = match readings.first() {
            Some((span, _)) if span.lo == span.hi => Grain::Instant,
            Some((span, _)) if span.is_day() => Grain::Day,
            _ => Grain::Long,
        };
        Self {
            readings,
            grain,
            told: None,
            zone: None,
            rough: false,
            anaphoric: false,
            vague: false,
            to_end: false,
            to_start: false,
            to_middle: false,
        }
    }

    pub(crate) fn one(span: Span) -> Self {
        Self::of(vec![(span, Side::Only)])
    }

    pub(crate) fn map(mut self, change: impl Fn(Span) -> Option<Span>) -> Option<Self> {
        self.readings = self.readings.into_iter().map(|(span, side)| Some((change(span)?, side))).collect::<Option<_>>()?;
        let grain = Self::of(self.readings.clone()).grain;
        Some(Self { grain, ..self })
    }

    pub(crate) fn is_day(&self) -> bool {
        self.grain == Grain::Day
    }
}

/// A time of day in all its readings, in seconds.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    pub(crate) readings: Vec<(u32, u32)>,
    /// The hour alone, which needs other words to be a time at all.
    pub(crate) bare: bool,
    /// A part of the day.
    pub(crate) part: Option<Part>,
    /// How far its zone is ahead of UTC, in minutes, where one was told.
    pub(crate) zone: Option<i32>,
}

impl Clock {
    pub(crate) fn is_instant(&self) -> bool {
        self.readings.iter().all(|(from, to)| from == to)
    }
}

/// Two dates, or one, in all readings.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub(crate) readings: Vec<(Option<Span>, Option<Span>, Side)>,
    pub(crate) relation: Relation,
    pub(crate) vague: bool,
    pub(crate) anaphoric: bool,
}

/// Where hours start and end, each in seconds of the day.
pub(crate) type HourBounds = (Option<(u32, u32)>, Option<(u32, u32)>);

/// Two times of day, or one, in all readings.
#[derive(Clone, Debug)]
pub(crate) struct Hours {
    pub(crate) readings: Vec<HourBounds>,
    pub(crate) relation: Relation,
}

/// A length, and whether its count is a guess ("a few").
#[derive(Clone, Debug)]
pub(crate) struct Amount {
    pub(crate) length: Length,
    pub(crate) vague: bool,
}

impl Amount {
    pub(crate) fn exact(parts: Vec<(i64, Unit)>, vague: bool) -> Self {
        Self { length: Length { parts, bound: Bound::Exact }, vague }
    }

    /// The shortest unit that was counted.
    pub(crate) fn finest(&self) -> Option<Unit> {
        self.length.parts.iter().map(|(_, unit)| *unit).min()
    }

    pub(crate) fn is_clock(&self) -> bool {
        self.finest().is_some_and(Unit::is_clock)
    }
}

impl<'t> Parser<'t> {
    pub(crate) fn word(&self, at: usize) -> &str {
        self.tokens.word(at)
    }

    pub(crate) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.tokens.word(before))
    }

    pub(crate) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    /// Past one of the words if it is there.
    pub(crate) fn skip(&self, at: usize, words: &[&str]) -> usize {
        at + usize::from(!self.word(at).is_empty() && self.is(at, words))
    }

    /// Past the words if all are there.
    pub(crate) fn phrase(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().enumerate().all(|(offset, word)| self.word(at + offset) == *word).then_some(at + words.len())
    }

    /// Past the longest-listed-first of the phrases that is there.
    pub(crate) fn any_phrase(&self, at: usize, phrases: &[&[&str]]) -> Option<usize> {
        phrases.iter().find_map(|words| self.phrase(at, words))
    }

    /// Past "'s", "s'" or nothing.
    pub(crate) fn skip_possessive(&self, at: usize) -> usize {
        if self.word(at) == "'" && self.word(at + 1) == "s" { at + 2 } else { self.skip(at, &["'"]) }
    }

    /// The latest and the next of something that comes once a year.
    pub(crate) fn yearly(&self, in_year: impl Fn(i32) -> Option<Span>) -> Option<When> {
        let this = self.now.year();
        let past = (0..9).find_map(|back| in_year(this - back).filter(|span| span.lo < self.now))?;
        let future = (0..9).find_map(|ahead| in_year(this + ahead).filter(|span| self.now <= span.lo))?;
        Some(When::of(vec![(past, Side::Past), (future, Side::Future)]))
    }
}

//! Placing in time: what a verb's tense and a date phrase say together.

use asof_model::{End, Kind, Point};

use crate::{
    Reason,
    date::When,
    group::{Mood, Tense},
    table::Means,
};

/// The part of a claim that is about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// What it says about time.
    pub kind: Kind,
    /// Its first date.
    pub from: Option<Point>,
    /// Its second date.
    pub to: End,
}

impl Placed {
    fn undated(kind: Kind) -> Self {
        Self { kind, from: None, to: End::Unknown }
    }

    fn from(kind: Kind, from: Point) -> Self {
        Self { kind, from: Some(from), to: End::Unknown }
    }

    fn span(kind: Kind, from: Point, to: Point) -> Self {
        Self { kind, from: Some(from), to: End::At(to) }
    }
}

/// Places what a verb says at the date that the sentence gives.
///
/// # Errors
/// [`Reason::Future`] for what is told as past and lies ahead, [`Reason::Undated`] for a past with no date, and
/// [`Reason::NotUnderstood`] where tense and date do not go together.
pub fn place(means: Means, tense: Tense, mood: Mood, when: When, now: Option<Point>) -> Result<Placed, Reason> {
    let ahead = |point: Point| now.is_some_and(|now| now.reach() <= point.lo().micros());
    if when.points().into_iter().any(ahead) {
        return Err(Reason::Future);
    }
    match means {
        Means::State => state(tense, mood, when, now),
        Means::Begin | Means::End | Means::Happen if mood != Mood::Plain => Err(Reason::NotUnderstood),
        Means::Begin => change(Kind::Begins, tense, when),
        Means::End => change(Kind::Ends, tense, when),
        Means::Happen => event(tense, when),
    }
}

fn state(tense: Tense, mood: Mood, when: When, now: Option<Point>) -> Result<Placed, Reason> {
    match (mood, tense) {
        (Mood::Plain, Tense::Present) => present(when, now),
        (Mood::Plain, Tense::Past | Tense::UsedTo) => past(tense, when),
        (Mood::Plain, Tense::Perfect) => match when {
            When::Since(point) => Ok(Placed::from(Kind::Begins, point)),
            When::Unsaid => Err(Reason::Undated),
            When::At { .. } | When::From(_) | When::Until(_) | When::Span(..) | When::Between(..) => Err(Reason::NotUnderstood),
        },
        (Mood::Negated | Mood::Over, _) => not(tense, mood, when),
    }
}

/// "Lives in Lyon", now or since. A date other than the day it is said on would make it a story.
fn present(when: When, now: Option<Point>) -> Result<Placed, Reason> {
    let today = |point: Point| now.is_some_and(|now| point.lo() <= now.lo() && now.hi() <= point.hi());
    match when {
        When::Unsaid => Ok(Placed::undated(Kind::Holds)),
        When::At { point, counted: true } if today(point) => Ok(Placed::from(Kind::Holds, point)),
        When::Since(point) => Ok(Placed::from(Kind::Begins, point)),
        When::At { .. } | When::From(_) | When::Until(_) | When::Span(..) | When::Between(..) => Err(Reason::NotUnderstood),
    }
}

/// "Lived in Lyon in 2019" is bounded: it must not go on by inertia to this day.
fn past(tense: Tense, when: When) -> Result<Placed, Reason> {
    match when {
        When::Unsaid if tense == Tense::UsedTo => Ok(Placed::undated(Kind::Ends)),
        When::Unsaid => Err(Reason::Undated),
        When::At { point, .. } => Ok(Placed::span(Kind::Holds, point, point)),
        When::Span(from, to) | When::Between(from, to) => Ok(Placed::span(Kind::Holds, from, to)),
        When::Until(point) => Ok(Placed::from(Kind::Ends, point)),
        When::From(point) if tense == Tense::Past => Ok(Placed::from(Kind::Begins, point)),
        When::From(_) | When::Since(_) => Err(Reason::NotUnderstood),
    }
}

/// "Did not live in Lyon until 2019" says that it began then, or nothing; it is left alone.
fn not(tense: Tense, mood: Mood, when: When) -> Result<Placed, Reason> {
    match (mood, tense, when) {
        (Mood::Negated, Tense::Present, When::Unsaid) => Ok(Placed::undated(Kind::Denies)),
        (Mood::Negated, Tense::Past, When::At { point, .. }) => Ok(Placed::span(Kind::Denies, point, point)),
        (Mood::Negated, Tense::Past, When::Span(from, to)) => Ok(Placed::span(Kind::Denies, from, to)),
        (Mood::Negated, Tense::Past, When::Unsaid) => Err(Reason::Undated),
        (Mood::Over, Tense::Present, When::Unsaid) => Ok(Placed::undated(Kind::Ends)),
        (Mood::Over, Tense::Present, When::Since(point)) => Ok(Placed::from(Kind::Ends, point)),
        (Mood::Negated, Tense::Perfect, When::Since(point)) => Ok(Placed::from(Kind::Ends, point)),
        (Mood::Plain | Mood::Negated | Mood::Over, _, _) => Err(Reason::NotUnderstood),
    }
}

/// "Moved to Lyon in 2019". With no date, it came about at a time not told.
fn change(kind: Kind, tense: Tense, when: When) -> Result<Placed, Reason> {
    if !matches!(tense, Tense::Past | Tense::Perfect) {
        return Err(Reason::NotUnderstood);
    }
    match when {
        When::Unsaid => Ok(Placed::undated(kind)),
        When::At { point, .. } => Ok(Placed::from(kind, point)),
        When::Between(from, to) => Ok(Placed::from(kind, Point::new(from.lo(), to.hi()).map_err(|_| Reason::NotUnderstood)?)),
        When::Since(_) | When::From(_) | When::Until(_) | When::Span(..) => Err(Reason::NotUnderstood),
    }
}

fn event(tense: Tense, when: When) -> Result<Placed, Reason> {
    match when {
        When::At { point, .. } if tense == Tense::Past => Ok(Placed::from(Kind::Happens, point)),
        When::Unsaid if matches!(tense, Tense::Past | Tense::Perfect) => Err(Reason::Undated),
        When::Unsaid | When::At { .. } | When::Since(_) | When::From(_) | When::Until(_) | When::Span(..) | When::Between(..) => {
            Err(Reason::NotUnderstood)
        }
    }
}

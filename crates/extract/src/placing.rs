//! Placing in time: what a verb's meaning, its tense and the time expressions of its clause say together.

use asof_model::{End, Kind, Point};

use crate::{
    Reason,
    verb::{Group, Tense},
    vocabulary::Means,
    when::{Span, When},
};

/// The part of a claim that is about time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    pub kind: Kind,
    pub from: Option<Point>,
    pub to: End,
    /// What the placing leaves of the confidence.
    pub sure: f32,
}

impl Placed {
    fn undated(kind: Kind) -> Self {
        Self { kind, from: None, to: End::Unknown, sure: 1.0 }
    }

    fn from(kind: Kind, from: Point) -> Self {
        Self { from: Some(from), ..Self::undated(kind) }
    }

    fn span(kind: Kind, from: Point, to: Point) -> Self {
        Self { to: End::At(to), ..Self::from(kind, from) }
    }

    fn sure(self, sure: f32) -> Self {
        Self { sure, ..self }
    }
}

/// A clause to place.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'w> {
    pub means: Means,
    pub group: &'w Group,
    pub when: &'w When,
    /// The day on which it is said.
    pub said: Option<Point>,
    /// What is so usually ends when it is told as past: homes, posts, possessions.
    pub passing: bool,
    /// The predicate is of the core vocabulary.
    pub core: bool,
}

/// Places it.
///
/// # Errors
/// [`Reason::Future`] for a plan without a date, [`Reason::Undated`] where nothing says whether it still holds.
pub fn place(asked: &Asked<'_>) -> Result<Placed, Reason> {
    if is_ahead_of_itself(asked) {
        return Err(Reason::Future);
    }
    // "You can get a dog now" says of no dog that it is there.
    let comes_about = matches!(asked.means, Means::Begin | Means::End | Means::Happen);
    if asked.group.able && !asked.group.negated && asked.group.tense == Tense::Present && comes_about {
        return Err(Reason::Hypothetical);
    }
    let placed = match asked.means {
        Means::State => state(asked),
        Means::Begin => change(asked, Kind::Begins),
        Means::End => change(asked, Kind::Ends),
        Means::Happen => event(asked),
    }?;
    let vague = if asked.when.vague { 0.8 } else { 1.0 };
    Ok(Placed { sure: placed.sure * vague, ..placed })
}

/// What is told as past cannot lie ahead of the day it is told on.
fn is_ahead_of_itself(asked: &Asked<'_>) -> bool {
    let ahead = |point: Point| asked.said.is_some_and(|said| said.hi() < point.lo());
    let past = matches!(asked.group.tense, Tense::Past | Tense::Perfect);
    match asked.when.span {
        Span::At(point) | Span::Since(point) | Span::Between(point, _) => past && ahead(point),
        Span::Unsaid | Span::Until(_) => false,
    }
}

fn state(asked: &Asked<'_>) -> Result<Placed, Reason> {
    let group = asked.group;
    match () {
        () if group.over => Ok(dated(Kind::Ends, asked.when.span)),
        () if group.negated => Ok(not(asked)),
        () => so(asked),
    }
}

fn dated(kind: Kind, span: Span) -> Placed {
    match span {
        Span::Unsaid => Placed::undated(kind),
        Span::At(point) | Span::Since(point) | Span::Until(point) | Span::Between(point, _) => Placed::from(kind, point),
    }
}

/// "Doesn't live in Lyon", "hasn't lived in Lyon since 2019".
fn not(asked: &Asked<'_>) -> Placed {
    match (asked.group.tense, asked.when.span) {
        (Tense::Perfect, Span::Since(point)) => Placed::from(Kind::Ends, point),
        (Tense::Past, Span::Until(point)) => Placed::from(Kind::Begins, point).sure(0.8),
        (_, Span::At(point)) => Placed::span(Kind::Denies, point, point),
        (_, Span::Between(from, to)) => Placed::span(Kind::Denies, from, to),
        (_, Span::Unsaid | Span::Since(_) | Span::Until(_)) => Placed::undated(Kind::Denies),
    }
}

fn so(asked: &Asked<'_>) -> Result<Placed, Reason> {
    let around = |wide: Point, point: Point| wide.lo() <= point.lo() && point.hi() <= wide.hi();
    let now = |point: Point| asked.said.is_some_and(|said| around(point, said) || around(said, point));
    match (asked.group.tense, asked.when.span) {
        (Tense::Future, Span::Unsaid | Span::Until(_)) => Err(Reason::Future),
        (Tense::Future, Span::At(point) | Span::Since(point)) => Ok(Placed::from(Kind::Begins, point).sure(0.7)),
        (Tense::Past, Span::Unsaid) if asked.group.used_to => Ok(Placed::undated(Kind::Ends)),
        (Tense::Past, Span::Unsaid) if asked.passing => Ok(Placed::undated(Kind::Ends).sure(0.8)),
        (Tense::Past, Span::Unsaid) if asked.core => Ok(Placed::undated(Kind::Holds).sure(0.8)),
        (Tense::Past, Span::Unsaid) => Ok(Placed::undated(Kind::Happens)),
        (Tense::Perfect, Span::Unsaid) if asked.passing && !asked.group.progressive => Err(Reason::Undated),
        (_, Span::Unsaid) => Ok(Placed::undated(Kind::Holds)),
        (Tense::Present | Tense::None | Tense::Perfect, Span::At(point)) if now(point) => Ok(Placed::undated(Kind::Holds)),
        (_, Span::At(point)) => Ok(Placed::span(Kind::Holds, point, point)),
        (_, Span::Between(from, to)) => Ok(Placed::span(Kind::Holds, from, to)),
        (_, Span::Since(point)) => Ok(Placed::from(Kind::Begins, point)),
        (_, Span::Until(point)) => Ok(Placed::from(Kind::Ends, point)),
    }
}

/// "Moved to Lyon in 2019". With no date, it came about at a time not told.
fn change(asked: &Asked<'_>, kind: Kind) -> Result<Placed, Reason> {
    let group = asked.group;
    if group.negated {
        return Ok(match kind {
            Kind::Ends => Placed::undated(Kind::Holds).sure(0.7),
            Kind::Begins | Kind::Holds | Kind::Denies | Kind::Happens => not(asked),
        });
    }
    // "She is still recovering": it has not ended.
    if kind == Kind::Ends && group.progressive && group.ongoing && group.tense == Tense::Present {
        return Err(Reason::Future);
    }
    let ahead = group.tense == Tense::Future || group.tense == Tense::Present && group.progressive && !group.ongoing;
    match asked.when.span {
        Span::Unsaid if ahead => Err(Reason::Future),
        Span::Between(from, to) => hull(from, to).map(|point| Placed::from(kind, point)),
        Span::Unsaid | Span::At(_) | Span::Since(_) | Span::Until(_) => {
            Ok(dated(kind, asked.when.span).sure(if ahead { 0.8 } else { 1.0 }))
        }
    }
}

fn hull(from: Point, to: Point) -> Result<Point, Reason> {
    Point::new(from.lo(), to.hi()).map_err(|_| Reason::NotUnderstood)
}

/// "But now I eat fish", "she sees a lot of him these days": so it is, and not on that day alone.
fn is_at_present(asked: &Asked<'_>, point: Point) -> bool {
    let Some(said) = asked.said else { return false };
    let now = point.lo() == point.hi() && said.lo() <= point.lo() && point.hi() <= said.hi();
    let these_days = asked.when.vague && point.lo() <= said.lo() && said.hi() <= point.hi();
    now || these_days || !asked.group.progressive && point == said
}

fn event(asked: &Asked<'_>) -> Result<Placed, Reason> {
    let group = asked.group;
    if group.over {
        return Ok(dated(Kind::Ends, asked.when.span));
    }
    if group.negated && group.tense == Tense::Future {
        return Err(Reason::Future);
    }
    if group.negated {
        return Ok(not(asked));
    }
    let ahead = group.tense == Tense::Future;
    match (group.tense, asked.when.span) {
        (_, Span::Unsaid) if ahead => Err(Reason::Future),
        // "During Thanksgiving we usually watch films": at none in particular.
        (Tense::Present, _) if asked.when.recurs.is_some() || group.usual => Ok(Placed::undated(Kind::Holds)),
        (Tense::Present, Span::Unsaid) => Ok(Placed::undated(Kind::Holds)),
        (Tense::Present, Span::At(point)) if is_at_present(asked, point) => Ok(Placed::undated(Kind::Holds)),
        // "I've been working on my health lately": that goes on.
        (Tense::Perfect, Span::Unsaid) if group.progressive => Ok(Placed::undated(Kind::Holds)),
        (Tense::Perfect, Span::At(point)) if group.progressive && is_at_present(asked, point) => Ok(Placed::undated(Kind::Holds)),
        (Tense::Future, Span::Until(_)) => Err(Reason::Future),
        // "is at the Globe until June": what goes on until then ends then.
        (_, Span::Until(point)) => Ok(Placed::from(Kind::Ends, point)),
        // "I've lost ten pounds since January": at some time since then.
        (Tense::Perfect, Span::Since(point)) if !group.progressive && asked.said.is_some_and(|said| point.hi() < said.lo()) => {
            let said = asked.said.unwrap_or(point);
            Ok(Placed::from(Kind::Happens, hull(point, said)?))
        }
        (Tense::Present | Tense::Perfect, Span::Since(point)) => Ok(Placed::from(Kind::Begins, point)),
        (_, Span::Between(from, to)) => Ok(Placed::span(Kind::Happens, from, to)),
        (_, span) => Ok(dated(Kind::Happens, span).sure(if ahead { 0.8 } else { 1.0 })),
    }
}

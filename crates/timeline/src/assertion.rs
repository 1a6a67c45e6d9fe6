//! An assertion: one claim reduced to what the fold needs, small enough that a fluent's claims share a few cache lines.

use asof_model::{End, Kind, Point};

/// What an assertion says about its fluent (`docs/time.md`, *Shapes*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Shape {
    /// The value from then on.
    Start,
    /// The value between two points.
    Span,
    /// The value until then, not from then on.
    Stop,
    /// Not the value from then on.
    Deny,
    /// Not the value between two points.
    DenySpan,
    /// Something that happened; no part of any fluent.
    Event,
}

/// One claim as the fold sees it. Instants are microseconds, transactions numbers; ranges are half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// The first possible instant of its point.
    pub lo: i64,
    /// The end of the possible instants of its point; equal to `lo` for one instant.
    pub hi: i64,
    /// For a span: the first possible instant of its end.
    pub end_lo: i64,
    /// For a span: the end of the possible instants of its end.
    pub end_hi: i64,
    /// The value it gives to the fluent, or takes from it.
    pub value: u32,
    /// The claim's number.
    pub claim: u32,
    /// The first transaction at which it is visible.
    pub on: u32,
    /// The first transaction at which it no longer is; `u32::MAX` while it still is.
    pub off: u32,
    /// The predicate: together with `lo` the order in which assertions are kept.
    pub key: u32,
    /// What it says.
    pub shape: Shape,
    /// Nobody said when: the point is when it was said.
    pub undated: bool,
}

/// What a claim says about time.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    /// How.
    pub kind: Kind,
    /// From when.
    pub from: Option<Point>,
    /// Until when.
    pub to: End,
}

impl Assertion {
    /// Reduces a claim that was said at `said` and recorded at transaction `on`.
    #[must_use]
    pub fn of(dates: Dates, said: Point, key: u32, value: u32, number: u32, on: u32) -> Self {
        let (shape, point, end) = shape_of(dates);
        let from = point.unwrap_or(said);
        let end = end.unwrap_or(from);
        Self {
            lo: from.lo().micros(),
            hi: from.hi().micros(),
            end_lo: end.lo().micros(),
            end_hi: end.hi().micros(),
            value,
            claim: number,
            on,
            off: u32::MAX,
            key,
            shape,
            undated: point.is_none(),
        }
    }

    /// Whether it counts as known at transaction `k`.
    #[must_use]
    pub fn visible(&self, k: u32) -> bool {
        self.on <= k && k < self.off
    }

    /// One past the last instant that its point reaches.
    #[must_use]
    pub fn reach(&self) -> i64 {
        self.hi.max(self.lo + 1)
    }

    /// One past the last instant that it covers: its point's reach, or its interval's end.
    #[must_use]
    pub fn end(&self) -> i64 {
        match self.shape {
            Shape::Start | Shape::Stop | Shape::Deny => self.reach(),
            Shape::Span | Shape::DenySpan | Shape::Event => self.end_hi.max(self.lo + 1),
        }
    }

    /// Whether its cover holds `t`.
    #[must_use]
    pub fn covers(&self, t: i64) -> bool {
        self.lo <= t && t < self.end()
    }

    /// The point at which it starts, or takes effect.
    #[must_use]
    pub fn point(&self) -> (i64, i64) {
        (self.lo, self.hi)
    }

    /// The point at which its interval ends.
    #[must_use]
    pub fn end_point(&self) -> (i64, i64) {
        (self.end_lo, self.end_hi)
    }

    /// The order in which assertions are kept.
    #[must_use]
    pub fn order(&self) -> (u32, i64, u32, u32) {
        (self.key, self.lo, self.claim, self.on)
    }
}

/// The shape of a claim with its point and, for an interval, the end.
fn shape_of(claim: Dates) -> (Shape, Option<Point>, Option<Point>) {
    let end = match claim.to {
        End::At(end) => Some(end),
        End::Open | End::Unknown => None,
    };
    match (claim.kind, claim.from, end) {
        (Kind::Happens, from, end) => (Shape::Event, from, end),
        (Kind::Ends, from, end) => (Shape::Stop, from.or(end), None),
        (Kind::Denies, from, Some(end)) => (Shape::DenySpan, from, Some(end)),
        (Kind::Denies, from, None) => (Shape::Deny, from, None),
        (Kind::Begins | Kind::Holds, None, Some(end)) => (Shape::Stop, Some(end), None),
        (Kind::Begins | Kind::Holds, from, Some(end)) => (Shape::Span, from, Some(end)),
        (Kind::Begins | Kind::Holds, from, None) => (Shape::Start, from, None),
    }
}

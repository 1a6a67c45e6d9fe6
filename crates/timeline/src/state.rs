//! The fold at one instant, read step by step off `docs/time.md`.

use crate::assertion::{Assertion, Shape};

/// How claims compare where they compete.
pub trait Strength {
    /// Whether `a` is the stronger: a total order.
    fn stronger(&self, a: &Assertion, b: &Assertion) -> bool;

    /// Whether the two stand on the same footing: neither is a correction of more right, more trusted or more confident.
    fn equals(&self, a: &Assertion, b: &Assertion) -> bool;
}

/// What holds of a fluent at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State<'a> {
    /// The assertion that decides.
    pub winner: &'a Assertion,
    /// Whether the dates leave no other answer open.
    pub certain: bool,
    /// Whether some assertion speaks of this very instant; else it is so by inertia.
    pub observed: bool,
    /// Whether an equally strong claim says otherwise.
    pub disputed: bool,
    /// Whether all that is known is when it ended.
    pub looked_back: bool,
}

impl State<'_> {
    /// The value that holds.
    #[must_use]
    pub fn value(&self) -> u32 {
        self.winner.value
    }
}

/// Whether, and how surely, something has put an end to an assertion.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ended {
    No,
    Possibly,
    Certainly,
}

/// One instant of one fluent: the assertions that matter there, and how they compare.
pub(crate) struct Moment<'a, 'r, S> {
    pub rows: &'r [&'a Assertion],
    pub t: i64,
    pub strength: &'r S,
    pub half_life: Option<i64>,
}

impl<'a, S: Strength> Moment<'a, '_, S> {
    /// What holds, if anything does.
    pub fn state(&self) -> Option<State<'a>> {
        if let Some(state) = self.lone_start() {
            return state;
        }
        let latest = self.latest(self.t);
        let start = self.current_start(latest);
        let span = self.current_span();
        match self.winner(start, span) {
            Some(winner) => Some(State {
                winner,
                certain: self.is_certain(winner, start, latest),
                observed: self.is_observed(winner.value),
                disputed: self.is_disputed(winner, latest),
                looked_back: false,
            }),
            None => self.look_back(),
        }
    }

    /// The commonest case, told apart because it is most of all questions: nothing but starts, and none near another.
    fn lone_start(&self) -> Option<Option<State<'a>>> {
        let mut best: Option<&'a Assertion> = None;
        let mut reach = i64::MIN;
        for &row in self.rows {
            if row.shape != Shape::Start {
                return None;
            }
            if row.lo <= self.t {
                if best.is_none_or(|best| best.lo < row.lo) {
                    best = Some(row);
                }
                reach = if best == Some(row) { reach } else { reach.max(row.reach()) };
            }
        }
        let Some(winner) = best else { return Some(None) };
        let others_reach = self.rows.iter().any(|row| row.lo <= self.t && *row != winner && winner.lo < row.reach());
        if others_reach || reach > winner.lo || self.half_life.is_some() {
            return None;
        }
        Some(Some(State {
            winner,
            certain: winner.hi <= self.t,
            observed: self.t < winner.reach(),
            disputed: false,
            looked_back: false,
        }))
    }

    fn of_shape(&self, shape: Shape) -> impl Iterator<Item = &'a Assertion> {
        self.rows.iter().copied().filter(move |row| row.shape == shape)
    }

    /// The greatest `lo` among the starts begun by `by`: the starts that reach it are the latest.
    fn latest(&self, by: i64) -> i64 {
        self.of_shape(Shape::Start).filter(|start| start.lo <= by).map(|start| start.lo).max().unwrap_or(i64::MIN)
    }

    fn latest_starts(&self, latest: i64) -> impl Iterator<Item = &'a Assertion> {
        self.of_shape(Shape::Start).filter(move |start| start.lo <= self.t && latest < start.reach())
    }

    /// Step 1: the start in force.
    fn current_start(&self, latest: i64) -> Option<&'a Assertion> {
        self.latest_starts(latest)
            .filter(|start| self.in_force(start))
            .reduce(|best, start| if self.better_start(start, best) { start } else { best })
    }

    fn in_force(&self, start: &Assertion) -> bool {
        self.start_ended(start) < Ended::Certainly && !self.start_denied(start)
    }

    fn better_start(&self, start: &Assertion, than: &Assertion) -> bool {
        match (start.hi <= self.t, than.hi <= self.t) {
            (true, false) => true,
            (false, true) => false,
            (true, true) | (false, false) => self.strength.stronger(start, than),
        }
    }

    fn start_ended(&self, start: &Assertion) -> Ended {
        if self.half_life.is_some_and(|half_life| start.hi.saturating_add(half_life.saturating_mul(4)) <= self.t) {
            return Ended::Certainly;
        }
        let stops = self.rows.iter().filter(|stop| self.stops(stop, start));
        stops.map(|stop| self.over(stop)).max().unwrap_or(Ended::No)
    }

    fn stops(&self, stop: &Assertion, start: &Assertion) -> bool {
        let ends = match stop.shape {
            Shape::Stop => true,
            Shape::Deny => start.reach() <= stop.lo || self.strength.stronger(stop, start),
            Shape::Start | Shape::Span | Shape::DenySpan | Shape::Event => false,
        };
        ends && stop.value == start.value && stop.lo <= self.t && start.lo < stop.reach()
    }

    fn over(&self, stop: &Assertion) -> Ended {
        if stop.hi <= self.t { Ended::Certainly } else { Ended::Possibly }
    }

    fn start_denied(&self, start: &Assertion) -> bool {
        self.denials(start.value).any(|denial| !(start.covers(self.t) && self.strength.stronger(start, denial)))
    }

    /// The denials of a value whose cover holds the instant.
    fn denials(&self, value: u32) -> impl Iterator<Item = &'a Assertion> {
        self.rows.iter().copied().filter(move |row| {
            matches!(row.shape, Shape::Deny | Shape::DenySpan) && row.value == value && row.covers(self.t)
        })
    }

    /// The spans that cover the instant and were neither denied nor certainly cut short.
    fn open_spans(&self) -> impl Iterator<Item = &'a Assertion> {
        self.of_shape(Shape::Span).filter(|span| {
            span.covers(self.t) && self.span_ended(span) < Ended::Certainly && !self.span_denied(span)
        })
    }

    fn span_ended(&self, span: &Assertion) -> Ended {
        self.of_shape(Shape::Stop)
            .filter(|stop| stop.value == span.value && span.lo <= stop.lo && stop.lo <= self.t)
            .filter(|stop| self.strength.stronger(stop, span))
            .map(|stop| self.over(stop))
            .max()
            .unwrap_or(Ended::No)
    }

    fn span_denied(&self, span: &Assertion) -> bool {
        self.denials(span.value).any(|denial| self.strength.stronger(denial, span))
    }

    /// Step 2: the span in force.
    fn current_span(&self) -> Option<&'a Assertion> {
        self.open_spans().reduce(|best, span| if self.better_span(span, best) { span } else { best })
    }

    fn better_span(&self, span: &Assertion, than: &Assertion) -> bool {
        match (self.t < span.end_lo, self.t < than.end_lo) {
            (true, false) => true,
            (false, true) => false,
            (true, true) | (false, false) => self.strength.stronger(span, than),
        }
    }

    /// Step 3.
    fn winner(&self, start: Option<&'a Assertion>, span: Option<&'a Assertion>) -> Option<&'a Assertion> {
        let (Some(start), Some(span)) = (start, span) else { return start.or(span) };
        let contested = start.covers(self.t) && start.value != span.value;
        let start_wins = contested && (span.end_lo <= self.t || self.strength.stronger(start, span));
        Some(if start_wins { start } else { span })
    }

    fn span_certain(&self, span: &Assertion) -> bool {
        span.hi <= self.t && self.t < span.end_lo
    }

    fn is_certain(&self, winner: &Assertion, start: Option<&Assertion>, latest: i64) -> bool {
        let value = winner.value;
        let by_span = || {
            self.open_spans().any(|span| span.value == value && self.span_certain(span) && self.span_ended(span) == Ended::No)
        };
        let by_start = || {
            start.is_some_and(|start| {
                start.value == value
                    && start.hi <= self.t
                    && self.start_ended(start) == Ended::No
                    && self.latest_starts(latest).all(|other| other.value == value)
                    && self.open_spans().all(|span| span.value == value)
            })
        };
        by_span() || by_start()
    }

    fn is_observed(&self, value: u32) -> bool {
        let spoken = |row: &&Assertion| row.value == value;
        self.open_spans().any(|span| spoken(&span))
            || self.of_shape(Shape::Start).any(|start| spoken(&start) && start.covers(self.t) && self.in_force(start))
    }

    fn is_disputed(&self, winner: &Assertion, latest: i64) -> bool {
        let equal = |row: &Assertion| self.strength.equals(row, winner);
        let other = |row: &Assertion| row.value != winner.value && equal(row);
        self.open_spans().any(|span| other(span) && self.span_competes(span, winner))
            || self.latest_starts(latest).any(|start| other(start) && self.in_force(start) && self.start_competes(start, winner))
            || winner.covers(self.t) && self.denials(winner.value).any(equal)
    }

    fn span_competes(&self, span: &Assertion, winner: &Assertion) -> bool {
        if winner.shape == Shape::Start {
            return self.span_certain(span) && winner.covers(self.t);
        }
        let same = span.point() == winner.point() && span.end_point() == winner.end_point();
        same || self.span_certain(span) && self.span_certain(winner)
    }

    fn start_competes(&self, start: &Assertion, winner: &Assertion) -> bool {
        match winner.shape {
            Shape::Start => start.point() == winner.point(),
            Shape::Span | Shape::Stop | Shape::Deny | Shape::DenySpan | Shape::Event => {
                self.span_certain(winner) && start.covers(self.t)
            }
        }
    }

    /// Step 4: with nothing in force, the next thing known may be that something ended.
    fn look_back(&self) -> Option<State<'a>> {
        let next = self
            .rows
            .iter()
            .copied()
            .filter(|row| self.t < row.lo || row.shape == Shape::Stop && self.t < row.hi)
            .reduce(|next, row| if self.sooner(row, next) { row } else { next })?;
        if next.shape != Shape::Stop || self.denials(next.value).next().is_some() {
            return None;
        }
        Some(State { winner: next, certain: self.t < next.lo, observed: false, disputed: false, looked_back: true })
    }

    fn sooner(&self, row: &Assertion, than: &Assertion) -> bool {
        let order = |row: &Assertion| (row.lo, row.shape != Shape::Stop);
        order(row) < order(than) || order(row) == order(than) && self.strength.stronger(row, than)
    }

    /// The other values that the instant could have had.
    pub fn alternatives(&self) -> Vec<&'a Assertion> {
        let Some(state) = self.state().filter(|state| !state.looked_back) else { return Vec::new() };
        let latest = self.latest(self.t);
        let mut others: Vec<&'a Assertion> = self.open_spans().collect();
        others.extend(self.latest_starts(latest).filter(|start| self.in_force(start)));
        if self.current_start(latest).is_some_and(|start| self.t < start.hi) {
            others.extend(self.starts_before_the_zone());
        }
        others.retain(|other| other.value != state.value());
        others.sort_by(|a, b| a.value.cmp(&b.value).then_with(|| self.strength.stronger(b, a).cmp(&self.strength.stronger(a, b))));
        others.dedup_by_key(|other| other.value);
        others
    }

    /// While the current start may not have begun, what it takes over from may still be.
    fn starts_before_the_zone(&self) -> impl Iterator<Item = &'a Assertion> {
        let begun = || self.of_shape(Shape::Start).filter(|start| start.hi <= self.t && start.lo <= self.t);
        let latest = begun().map(|start| start.lo).max().unwrap_or(i64::MIN);
        let reaching: Vec<&'a Assertion> = begun().filter(|start| latest < start.reach()).collect();
        reaching.into_iter()
    }
}

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
        let start = self.current_start();
        let span = self.current_span();
        match self.winner(start, span) {
            Some(winner) => Some(State {
                winner,
                certain: self.is_certain(winner, start),
                observed: self.is_observed(winner.value),
                disputed: self.is_disputed(winner),
                looked_back: false,
            }),
            None => self.look_back(),
        }
    }

    fn of_shape(&self, shape: Shape) -> impl Iterator<Item = &'a Assertion> {
        self.rows.iter().copied().filter(move |row| row.shape == shape)
    }

    /// The starts that are not void: no stronger denial says that they never began.
    fn starts(&self) -> impl Iterator<Item = &'a Assertion> {
        self.of_shape(Shape::Start).filter(|start| !self.void(start))
    }

    pub fn void(&self, start: &Assertion) -> bool {
        self.denials_of(start.value)
            .any(|denial| denial.lo <= start.lo && start.reach() <= denial.end() && self.strength.stronger(denial, start))
    }

    fn begun(&self) -> impl Iterator<Item = &'a Assertion> {
        self.starts().filter(|start| start.lo <= self.t)
    }

    /// The begun starts after which none of the others certainly came.
    fn latest(&self) -> impl Iterator<Item = &'a Assertion> {
        let greatest = self.begun().map(|start| start.lo).max().unwrap_or(i64::MIN);
        self.begun().filter(move |start| greatest < start.reach())
    }

    /// Step 1: the start in force.
    fn current_start(&self) -> Option<&'a Assertion> {
        self.latest().filter(|start| self.in_force(start)).reduce(|best, start| if self.later_start(start, best) { start } else { best })
    }

    fn later_start(&self, start: &Assertion, than: &Assertion) -> bool {
        than.lo < start.lo || than.lo == start.lo && self.strength.stronger(start, than)
    }

    fn in_force(&self, start: &Assertion) -> bool {
        self.start_ended(start) < Ended::Certainly && !self.denied(start)
    }

    fn start_ended(&self, start: &Assertion) -> Ended {
        if self.half_life.is_some_and(|half_life| start.hi.saturating_add(half_life.saturating_mul(4)) <= self.t) {
            return Ended::Certainly;
        }
        let stops = self.rows.iter().filter(|stop| stop.value == start.value && stop.lo <= self.t && self.stops(stop, start));
        stops.map(|stop| self.over(stop)).max().unwrap_or(Ended::No)
    }

    fn stops(&self, stop: &Assertion, start: &Assertion) -> bool {
        match stop.shape {
            Shape::Stop if stop.lo < start.lo => start.lo < stop.reach() && !self.on_before(stop),
            Shape::Stop => true,
            Shape::Deny => start.lo <= stop.lo && self.applies(stop, start),
            Shape::Start | Shape::Span | Shape::DenySpan | Shape::Event => false,
        }
    }

    /// Whether an end had something to end before its first possible instant.
    fn on_before(&self, stop: &Assertion) -> bool {
        let same = |row: &&Assertion| row.value == stop.value;
        let over = |start: &Assertion| {
            self.of_shape(Shape::Stop).filter(same).any(|other| other != stop && start.lo <= other.lo && other.hi <= stop.lo)
        };
        self.of_shape(Shape::Span).filter(same).any(|span| span.covers(stop.lo))
            || self.starts().filter(same).any(|start| start.reach() <= stop.lo && !over(start))
    }

    fn over(&self, stop: &Assertion) -> Ended {
        if stop.hi <= self.t { Ended::Certainly } else { Ended::Possibly }
    }

    fn denials_of(&self, value: u32) -> impl Iterator<Item = &'a Assertion> {
        let denial = |row: &&Assertion| matches!(row.shape, Shape::Deny | Shape::DenySpan);
        self.rows.iter().copied().filter(denial).filter(move |row| row.value == value)
    }

    /// The denials of a value whose cover holds the instant.
    fn denials_now(&self, value: u32) -> impl Iterator<Item = &'a Assertion> {
        self.denials_of(value).filter(|denial| denial.covers(self.t))
    }

    fn applies(&self, denial: &Assertion, to: &Assertion) -> bool {
        let apart = denial.end() <= to.lo || to.end() <= denial.lo;
        apart || self.strength.stronger(denial, to)
    }

    fn denied(&self, row: &Assertion) -> bool {
        self.denials_now(row.value).any(|denial| self.applies(denial, row))
    }

    /// The spans that cover the instant and were neither denied nor certainly cut.
    fn open_spans(&self) -> impl Iterator<Item = &'a Assertion> {
        self.of_shape(Shape::Span).filter(|span| span.covers(self.t) && self.span_ended(span) < Ended::Certainly && !self.denied(span))
    }

    fn span_ended(&self, span: &Assertion) -> Ended {
        self.rows
            .iter()
            .filter(|row| span.lo <= row.lo && row.lo <= self.t && self.cuts(row, span))
            .map(|row| self.over(row))
            .max()
            .unwrap_or(Ended::No)
    }

    fn cuts(&self, row: &Assertion, span: &Assertion) -> bool {
        let speaks_against = match row.shape {
            Shape::Stop | Shape::Deny => row.value == span.value,
            Shape::Start => row.value != span.value && !self.void(row),
            Shape::Span | Shape::DenySpan | Shape::Event => false,
        };
        speaks_against && (self.strength.stronger(row, span) || self.says_when_it_ended(row, span))
    }

    /// Whether a start of another value begins where a span may have ended. Such a start agrees with the span, whichever is the stronger.
    fn says_when_it_ended(&self, row: &Assertion, span: &Assertion) -> bool {
        row.shape == Shape::Start && span.end_lo <= self.t && span.hi <= row.lo && span.end_lo < row.reach()
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

    fn is_certain(&self, winner: &Assertion, start: Option<&Assertion>) -> bool {
        let value = winner.value;
        let by_span = || self.open_spans().any(|span| span.value == value && self.span_certain(span) && self.span_ended(span) == Ended::No);
        let by_start = || {
            start.is_some_and(|start| {
                start.value == value
                    && start.hi <= self.t
                    && self.start_ended(start) == Ended::No
                    && self.latest().all(|other| other.value == value)
                    && self.open_spans().all(|span| span.value == value)
            })
        };
        by_span() || by_start()
    }

    fn is_observed(&self, value: u32) -> bool {
        self.open_spans().any(|span| span.value == value)
            || self.begun().any(|start| start.value == value && start.covers(self.t) && self.in_force(start))
    }

    fn is_disputed(&self, winner: &Assertion) -> bool {
        let rival = |row: &&Assertion| row.value != winner.value && self.strength.equals(row, winner);
        self.open_spans().filter(rival).any(|span| self.competes(span, winner))
            || self.latest().filter(rival).any(|start| self.in_force(start) && self.competes(start, winner))
            || winner.covers(self.t) && self.denials_now(winner.value).any(|denial| self.strength.equals(denial, winner))
    }

    /// Whether two starts or spans of different values speak of the same time.
    fn competes(&self, a: &Assertion, b: &Assertion) -> bool {
        match (a.shape == Shape::Span, b.shape == Shape::Span) {
            (true, true) => {
                let same = a.point() == b.point() && a.end_point() == b.end_point();
                same || self.span_certain(a) && self.span_certain(b)
            }
            (false, false) => a.point() == b.point(),
            (true, false) => self.span_certain(a) && b.covers(self.t),
            (false, true) => self.span_certain(b) && a.covers(self.t),
        }
    }

    /// Step 4: with nothing in force, the next thing known may be that something ended.
    fn look_back(&self) -> Option<State<'a>> {
        let next = self.next()?;
        let first = next.shape == Shape::Stop && self.first_known(next);
        first.then_some(State { winner: next, certain: false, observed: false, disputed: false, looked_back: true })
    }

    /// The next stop that is not over, start or span.
    pub fn next(&self) -> Option<&'a Assertion> {
        let stops = self.of_shape(Shape::Stop).filter(|stop| self.t < stop.hi.max(stop.lo));
        let spans = self.of_shape(Shape::Span).filter(|span| self.t < span.lo);
        let starts = self.starts().filter(|start| self.t < start.lo);
        stops.chain(spans).chain(starts).reduce(|next, row| if self.sooner(row, next) { row } else { next })
    }

    fn sooner(&self, row: &Assertion, than: &Assertion) -> bool {
        let order = |row: &Assertion| (row.lo, row.shape != Shape::Stop);
        order(row) < order(than) || order(row) == order(than) && self.strength.stronger(row, than)
    }

    /// Whether an end is the first that was ever heard of its value.
    fn first_known(&self, stop: &Assertion) -> bool {
        let value = stop.value;
        let spans = self.of_shape(Shape::Span);
        let told = self.starts().chain(spans).any(|row| row.value == value && row.lo < stop.reach());
        let ended = self.of_shape(Shape::Stop).any(|other| other.value == value && other.lo < stop.lo);
        let denied = self.denials_of(value).any(|denial| denial.covers(self.t) || self.t < denial.lo && denial.lo < stop.lo);
        !(told || ended || denied)
    }

    /// The other values that the instant could have had, each with its strongest assertion.
    pub fn alternatives(&self) -> Vec<&'a Assertion> {
        let Some(state) = self.state().filter(|state| !state.looked_back) else { return Vec::new() };
        let mut others: Vec<&'a Assertion> = self.open_spans().collect();
        others.extend(self.latest().filter(|start| self.in_force(start)));
        if self.current_start().is_some_and(|start| self.t < start.hi) {
            others.extend(self.before_the_zone());
        }
        others.retain(|other| other.value != state.value());
        let weaker = |a: &Assertion, b: &Assertion| self.strength.stronger(b, a);
        others.sort_by(|a, b| a.value.cmp(&b.value).then(weaker(a, b).cmp(&weaker(b, a))));
        others.dedup_by_key(|other| other.value);
        others
    }

    /// While the current start may not have begun, what it takes over from may still be.
    fn before_the_zone(&self) -> impl Iterator<Item = &'a Assertion> {
        let begun = || self.begun().filter(|start| start.hi <= self.t);
        let greatest = begun().map(|start| start.lo).max().unwrap_or(i64::MIN);
        begun().filter(move |start| greatest < start.reach() && self.in_force(start)).collect::<Vec<_>>().into_iter()
    }
}

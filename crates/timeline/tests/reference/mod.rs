//! The naive reference the engine is property-tested against: `docs/time.md`, followed word by word.
//!
//! It shares no code with the engine and was written from the page alone. Everything is brute force: each question
//! walks over every visible claim again. Where the page can be read in more than one way, a `// reading:` comment says
//! which way was taken (the most literal one).

use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A point: possible instants `[lo, hi)`, in microseconds; an instant has `hi == lo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub lo: i64,
    pub hi: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Start(Point),
    Span(Point, Point),
    Stop(Point),
    Deny(Point),
    DenySpan(Point, Point),
}

/// One claim of the fluent as told.
#[derive(Clone, Debug)]
pub struct Told {
    pub value: u32,
    pub shape: Shape,
    /// Rank in the total order of strength: larger is stronger, no two equal.
    pub strength: u32,
    /// Claims with the same footing are equals.
    pub footing: u32,
    /// Half-open ranges of transactions in which the claim is visible.
    pub visible: Vec<(u32, u32)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belief {
    pub value: u32,
    /// Index of the winning claim in the slice (the stop, when looked back to).
    pub claim: usize,
    pub certain: bool,
    pub observed: bool,
    pub disputed: bool,
    /// Looked back from an end (step 4).
    pub looked_back: bool,
    /// Other values still visible on request, sorted, without the winner's and without duplicates.
    pub alternatives: Vec<u32>,
}

/// What the fluent's value is at instant `t` as known at transaction `k`; `half_life` in microseconds for a transient fluent.
pub fn belief_at(told: &[Told], t: i64, k: u32, half_life: Option<i64>) -> Option<Belief> {
    let fold = Fold { told, seen: visible_at(told, k), t, half_life };

    let current_start = fold.current_start();
    let current_span = fold.current_span();
    let (claim, looked_back) = match fold.winner(current_start, current_span) {
        Some(claim) => (claim, false),
        None => (fold.look_back()?, true),
    };

    let value = told[claim].value;
    Some(Belief {
        value,
        claim,
        certain: !looked_back && fold.is_certain(value, current_start),
        observed: !looked_back && fold.is_observed(value),
        disputed: !looked_back && fold.is_disputed(claim),
        looked_back,
        alternatives: if looked_back { Vec::new() } else { fold.alternatives(value, current_start) },
    })
}

/// One run of the same value: `[from, to)` in instants, i64::MIN / i64::MAX where open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub value: u32,
    pub from: i64,
    pub to: i64,
}

/// The maximal runs, in order, by asking `belief_at` at every boundary.
pub fn runs(told: &[Told], k: u32, half_life: Option<i64>) -> Vec<Run> {
    let mut boundaries = BTreeSet::from([i64::MIN, i64::MAX]);
    for claim in told {
        for point in points_of(claim.shape) {
            boundaries.extend([point.lo, point.hi, point.lo.saturating_add(1)]);
        }
        if let (Shape::Start(p), Some(half_life)) = (claim.shape, half_life) {
            boundaries.insert(transient_end(p, half_life));
        }
    }
    let boundaries: Vec<i64> = boundaries.into_iter().collect();

    let mut runs: Vec<Run> = Vec::new();
    for piece in boundaries.windows(2) {
        let (from, to) = (piece[0], piece[1]);
        let Some(belief) = belief_at(told, from, k, half_life) else { continue };
        match runs.last_mut() {
            Some(last) if last.value == belief.value && last.to == from => last.to = to,
            _ => runs.push(Run { value: belief.value, from, to }),
        }
    }
    runs
}

// ---- Points and shapes ----

/// The first instant after the reach of a point, which is `[lo, max(hi, lo + 1))`.
fn reach_end(p: Point) -> i64 {
    p.hi.max(p.lo.saturating_add(1))
}

/// `a` reaches `x`.
fn reaches(a: Point, x: i64) -> bool {
    x < reach_end(a)
}

/// The cover of a start, span or denial, half-open. A stop has none.
fn cover(shape: Shape) -> Option<(i64, i64)> {
    match shape {
        Shape::Start(p) | Shape::Deny(p) => Some((p.lo, reach_end(p))),
        Shape::Span(p, q) | Shape::DenySpan(p, q) => Some((p.lo, q.hi)),
        Shape::Stop(_) => None,
    }
}

fn covers(shape: Shape, t: i64) -> bool {
    cover(shape).is_some_and(|(from, to)| from <= t && t < to)
}

fn covers_overlap(a: Shape, b: Shape) -> bool {
    let (Some(a), Some(b)) = (cover(a), cover(b)) else { return false };
    a.0 < b.1 && b.0 < a.1
}

/// Whether the cover of the shape holds the whole reach of the point.
fn covers_whole_reach(shape: Shape, p: Point) -> bool {
    cover(shape).is_some_and(|(from, to)| from <= p.lo && reach_end(p) <= to)
}

fn points_of(shape: Shape) -> Vec<Point> {
    match shape {
        Shape::Start(p) | Shape::Stop(p) | Shape::Deny(p) => vec![p],
        Shape::Span(p, q) | Shape::DenySpan(p, q) => vec![p, q],
    }
}

fn is_denial(shape: Shape) -> bool {
    matches!(shape, Shape::Deny(_) | Shape::DenySpan(_, _))
}

/// A start of a transient fluent is certainly stopped from here on.
fn transient_end(p: Point, half_life: i64) -> i64 {
    p.hi.saturating_add(half_life.saturating_mul(4))
}

/// The claims visible at transaction `k`.
fn visible_at(told: &[Told], k: u32) -> Vec<usize> {
    let is_visible = |i: &usize| told[*i].visible.iter().any(|&(from, to)| from <= k && k < to);
    (0..told.len()).filter(is_visible).collect()
}

/// Whether a start was stopped, or a span cut.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ended {
    No,
    Possibly,
    Certainly,
}

/// A visible start that is not void.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Start {
    claim: usize,
    value: u32,
    p: Point,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Span {
    claim: usize,
    value: u32,
    p: Point,
    q: Point,
}

/// A visible stop, or a visible unbounded denial.
#[derive(Clone, Copy, PartialEq, Eq)]
struct End {
    claim: usize,
    value: u32,
    e: Point,
}

/// The question: the visible claims and the instant. Claims are named by their index.
struct Fold<'a> {
    told: &'a [Told],
    seen: Vec<usize>,
    t: i64,
    half_life: Option<i64>,
}

impl Fold<'_> {
    fn shape(&self, claim: usize) -> Shape {
        self.told[claim].shape
    }

    fn value(&self, claim: usize) -> u32 {
        self.told[claim].value
    }

    fn strength(&self, claim: usize) -> u32 {
        self.told[claim].strength
    }

    fn stronger(&self, a: usize, b: usize) -> bool {
        self.strength(a) > self.strength(b)
    }

    fn equals(&self, a: usize, b: usize) -> bool {
        self.told[a].footing == self.told[b].footing
    }

    fn covers_t(&self, claim: usize) -> bool {
        covers(self.shape(claim), self.t)
    }

    /// The starts, without the void ones: those are "left out of all that follows".
    fn starts(&self) -> Vec<Start> {
        let mut starts = Vec::new();
        for &claim in &self.seen {
            if let Shape::Start(p) = self.shape(claim)
                && !self.is_void(claim, p)
            {
                starts.push(Start { claim, value: self.value(claim), p });
            }
        }
        starts
    }

    fn spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for &claim in &self.seen {
            if let Shape::Span(p, q) = self.shape(claim) {
                spans.push(Span { claim, value: self.value(claim), p, q });
            }
        }
        spans
    }

    fn stops(&self) -> Vec<End> {
        let mut stops = Vec::new();
        for &claim in &self.seen {
            if let Shape::Stop(e) = self.shape(claim) {
                stops.push(End { claim, value: self.value(claim), e });
            }
        }
        stops
    }

    fn unbounded_denials(&self) -> Vec<End> {
        let mut denials = Vec::new();
        for &claim in &self.seen {
            if let Shape::Deny(e) = self.shape(claim) {
                denials.push(End { claim, value: self.value(claim), e });
            }
        }
        denials
    }

    /// The `P.lo` of every start (not void) and span of a value.
    fn beginnings_of(&self, value: u32) -> Vec<i64> {
        let starts = self.starts().into_iter().filter(|start| start.value == value).map(|start| start.p.lo);
        let spans = self.spans().into_iter().filter(|span| span.value == value).map(|span| span.p.lo);
        starts.chain(spans).collect()
    }

    /// How far an end at `e` has come by t.
    fn ended_by(&self, e: Point) -> Ended {
        if self.t < e.lo {
            Ended::No
        } else if self.t < e.hi {
            Ended::Possibly
        } else {
            Ended::Certainly
        }
    }

    // ---- Denials ----

    /// The denials of a value, bounded or not.
    fn denials_of(&self, value: u32) -> Vec<usize> {
        let denies = |i: &usize| is_denial(self.shape(*i)) && self.value(*i) == value;
        self.seen.iter().copied().filter(denies).collect()
    }

    /// Whether a denial applies to a start or span of the value it denies.
    fn applies(&self, denial: usize, claim: usize) -> bool {
        self.stronger(denial, claim) || !covers_overlap(self.shape(denial), self.shape(claim))
    }

    /// Whether a start never began: a stronger denial of its value covers its whole reach.
    fn is_void(&self, start: usize, p: Point) -> bool {
        let voids = |denial: usize| self.stronger(denial, start) && covers_whole_reach(self.shape(denial), p);
        self.denials_of(self.value(start)).into_iter().any(voids)
    }

    /// Whether a start or span is denied at t.
    fn is_denied(&self, claim: usize) -> bool {
        let denies = |denial: usize| self.applies(denial, claim) && self.covers_t(denial);
        self.denials_of(self.value(claim)).into_iter().any(denies)
    }

    // ---- Step 1: the current start ----

    fn begun(&self) -> Vec<Start> {
        self.starts().into_iter().filter(|start| start.p.lo <= self.t).collect()
    }

    /// Those of the given starts that reach the greatest `lo` among them.
    fn latest_among(&self, starts: &[Start]) -> Vec<Start> {
        let Some(m) = starts.iter().map(|start| start.p.lo).max() else { return Vec::new() };
        starts.iter().copied().filter(|start| reaches(start.p, m)).collect()
    }

    fn latest(&self) -> Vec<Start> {
        self.latest_among(&self.begun())
    }

    /// Whether a stop of the value of `x` speaks of `x`, however far the stop has come.
    fn stop_is_about(&self, stop: End, x: Start) -> bool {
        let e = stop.e;
        if x.p.lo <= e.lo {
            return true;
        }
        reaches(e, x.p.lo) && !self.was_on_before(stop)
    }

    fn was_on_before(&self, stop: End) -> bool {
        let lo = stop.e.lo;
        for start in self.starts() {
            if start.value == stop.value && reach_end(start.p) <= lo {
                let mut ended = false;
                for other in self.stops() {
                    if other.claim != stop.claim && other.value == stop.value && start.p.lo <= other.e.lo && other.e.hi <= lo {
                        ended = true;
                    }
                }
                if !ended {
                    return true;
                }
            }
        }
        self.spans().into_iter().any(|span| span.value == stop.value && covers(self.shape(span.claim), lo))
    }

    fn stopped_by_stops(&self, x: Start) -> Ended {
        let mut ended = Ended::No;
        for stop in self.stops() {
            if stop.value == x.value && self.stop_is_about(stop, x) {
                ended = ended.max(self.ended_by(stop.e));
            }
        }
        ended
    }

    fn stopped_by_denials(&self, x: Start) -> Ended {
        let mut ended = Ended::No;
        for denial in self.unbounded_denials() {
            if denial.value == x.value && self.applies(denial.claim, x.claim) && x.p.lo <= denial.e.lo {
                ended = ended.max(self.ended_by(denial.e));
            }
        }
        ended
    }

    fn stopped_by_age(&self, x: Start) -> Ended {
        match self.half_life {
            Some(half_life) if self.t >= transient_end(x.p, half_life) => Ended::Certainly,
            Some(_) | None => Ended::No,
        }
    }

    fn start_stopped(&self, x: Start) -> Ended {
        self.stopped_by_stops(x).max(self.stopped_by_denials(x)).max(self.stopped_by_age(x))
    }

    /// Neither certainly stopped nor denied.
    fn in_force(&self, x: Start) -> bool {
        self.start_stopped(x) != Ended::Certainly && !self.is_denied(x.claim)
    }

    fn latest_in_force(&self) -> Vec<Start> {
        self.latest().into_iter().filter(|&x| self.in_force(x)).collect()
    }

    fn current_start(&self) -> Option<Start> {
        self.latest_in_force().into_iter().max_by_key(|x| (x.p.lo, self.strength(x.claim)))
    }

    // ---- Step 2: the current span ----

    /// The claims that cut a span if they come within it, and when.
    fn cutters(&self, span: Span) -> Vec<End> {
        let mut cutters = Vec::new();
        cutters.extend(self.stops().into_iter().filter(|stop| stop.value == span.value));
        cutters.extend(self.unbounded_denials().into_iter().filter(|denial| denial.value == span.value));
        for start in self.starts() {
            if start.value != span.value {
                cutters.push(End { claim: start.claim, value: start.value, e: start.p });
            }
        }
        cutters.into_iter().filter(|cutter| self.stronger(cutter.claim, span.claim)).collect()
    }

    fn span_cut(&self, span: Span) -> Ended {
        let mut cut = Ended::No;
        for cutter in self.cutters(span) {
            if span.p.lo <= cutter.e.lo {
                cut = cut.max(self.ended_by(cutter.e));
            }
        }
        cut.max(self.cut_in_end_zone(span))
    }

    /// In its end zone a span is cut by any start of another value that came after it and reaches the zone.
    fn cut_in_end_zone(&self, span: Span) -> Ended {
        let mut cut = Ended::No;
        if !self.in_end_zone(span) {
            return cut;
        }
        for start in self.starts() {
            if start.value != span.value && span.p.hi <= start.p.lo && reaches(start.p, span.q.lo) {
                cut = cut.max(self.ended_by(start.p));
            }
        }
        cut
    }

    fn open_spans(&self) -> Vec<Span> {
        let is_open = |&span: &Span| self.covers_t(span.claim) && self.span_cut(span) != Ended::Certainly && !self.is_denied(span.claim);
        self.spans().into_iter().filter(is_open).collect()
    }

    fn current_span(&self) -> Option<Span> {
        self.open_spans().into_iter().max_by_key(|span| (!self.in_end_zone(*span), self.strength(span.claim)))
    }

    fn in_end_zone(&self, span: Span) -> bool {
        self.t >= span.q.lo
    }

    // ---- Step 3: the winner ----

    fn winner(&self, start: Option<Start>, span: Option<Span>) -> Option<usize> {
        match (start, span) {
            (None, None) => None,
            (Some(x), None) => Some(x.claim),
            (None, Some(s)) => Some(s.claim),
            (Some(x), Some(s)) => Some(self.winner_of_both(x, s)),
        }
    }

    fn winner_of_both(&self, x: Start, s: Span) -> usize {
        if self.covers_t(x.claim) && x.value != s.value {
            if self.in_end_zone(s) || self.stronger(x.claim, s.claim) { x.claim } else { s.claim }
        } else {
            s.claim
        }
    }

    // ---- Step 4: looking back from an end ----

    /// The next thing known, when it is a stop. Denials are not among the candidates.
    fn next_is_stop(&self) -> Option<End> {
        let not_over = |stop: &End| self.t < stop.e.hi || self.t < stop.e.lo;
        let stops = self.stops().into_iter().filter(not_over);
        let next = stops.min_by_key(|stop| (stop.e.lo, Reverse(self.strength(stop.claim))))?;

        // Stops go before others at the same `lo`, so only something strictly earlier goes before this one.
        let comes_first = |lo: i64| lo > self.t && lo < next.e.lo;
        let start_first = self.starts().into_iter().any(|start| comes_first(start.p.lo));
        let span_first = self.spans().into_iter().any(|span| comes_first(span.p.lo));
        if start_first || span_first { None } else { Some(next) }
    }

    /// Whether an end is the first thing known of its value.
    fn is_first_known(&self, stop: End) -> bool {
        let begun_before = self.beginnings_of(stop.value).into_iter().any(|lo| reaches(stop.e, lo));
        let ended_before = self.stops().into_iter().any(|other| other.value == stop.value && other.e.lo < stop.e.lo);
        let denied_before =
            self.denials_of(stop.value).into_iter().any(|denial| self.covers_t(denial) || self.denial_between(denial, stop));
        !begun_before && !ended_before && !denied_before
    }

    /// Whether a denial begins after t and before the stop.
    fn denial_between(&self, denial: usize, stop: End) -> bool {
        cover(self.shape(denial)).is_some_and(|(lo, _)| self.t < lo && lo < stop.e.lo)
    }

    /// The stop that was looked back to.
    // reading: when the next thing known is a stop that is not the first known of its value there is no answer; the
    // one after it is not tried.
    fn look_back(&self) -> Option<usize> {
        let stop = self.next_is_stop()?;
        if self.is_first_known(stop) { Some(stop.claim) } else { None }
    }

    // ---- Certainty and basis ----

    fn is_certain(&self, value: u32, current_start: Option<Start>) -> bool {
        self.certain_by_span(value) || current_start.is_some_and(|x| self.certain_by_start(value, x))
    }

    // reading: any open span of the value will do, not only the winner.
    fn certain_by_span(&self, value: u32) -> bool {
        let makes_certain = |s: Span| s.value == value && self.span_cut(s) == Ended::No && self.certain_there(s);
        self.open_spans().into_iter().any(makes_certain)
    }

    /// A span is certain at t, by its dates alone.
    fn certain_there(&self, span: Span) -> bool {
        span.p.hi <= self.t && self.t < span.q.lo
    }

    // reading: X need not be the winner either, only of its value.
    fn certain_by_start(&self, value: u32, x: Start) -> bool {
        x.value == value
            && x.p.hi <= self.t
            && self.latest().into_iter().all(|other| other.value == value)
            && self.start_stopped(x) == Ended::No
            && self.open_spans().into_iter().all(|span| span.value == value)
    }

    fn is_observed(&self, value: u32) -> bool {
        let by_span = self.open_spans().into_iter().any(|span| span.value == value);
        let by_start = self.begun().into_iter().any(|start| start.value == value && self.covers_t(start.claim) && self.in_force(start));
        by_span || by_start
    }

    // ---- Disputes ----

    fn is_disputed(&self, winner: usize) -> bool {
        let others = self.seen.iter().copied().filter(|&other| other != winner && self.equals(other, winner));
        others.into_iter().any(|other| self.disputed_by(winner, other))
    }

    fn disputed_by(&self, winner: usize, other: usize) -> bool {
        if is_denial(self.shape(other)) {
            return self.value(other) == self.value(winner) && self.covers_t(other) && self.covers_t(winner);
        }
        self.value(other) != self.value(winner)
            && (self.dispute_of_spans(winner, other)
                || self.dispute_of_starts(winner, other)
                || self.dispute_of_span_and_start(winner, other)
                || self.dispute_of_span_and_start(other, winner))
    }

    fn dispute_of_spans(&self, a: usize, b: usize) -> bool {
        let (Some(a), Some(b)) = (self.open_span(a), self.open_span(b)) else { return false };
        (self.certain_there(a) && self.certain_there(b)) || (a.p == b.p && a.q == b.q)
    }

    fn dispute_of_starts(&self, a: usize, b: usize) -> bool {
        let (Some(a), Some(b)) = (self.latest_start_in_force(a), self.latest_start_in_force(b)) else { return false };
        a.p == b.p
    }

    // reading: "certain at t" is what the line before says, `P.hi <= t < Q.lo`: a possibly cut span may be it.
    fn dispute_of_span_and_start(&self, a: usize, b: usize) -> bool {
        let (Some(span), Some(start)) = (self.open_span(a), self.latest_start_in_force(b)) else { return false };
        self.certain_there(span) && self.covers_t(start.claim)
    }

    /// The claim, if it is an open span.
    fn open_span(&self, claim: usize) -> Option<Span> {
        self.open_spans().into_iter().find(|span| span.claim == claim)
    }

    /// The claim, if it is a start among the latest and in force.
    fn latest_start_in_force(&self, claim: usize) -> Option<Start> {
        self.latest_in_force().into_iter().find(|start| start.claim == claim)
    }

    // ---- Alternatives ----

    fn alternatives(&self, value: u32, current_start: Option<Start>) -> Vec<u32> {
        let mut values = BTreeSet::new();
        values.extend(self.open_spans().into_iter().map(|span| span.value));
        values.extend(self.latest_in_force().into_iter().map(|start| start.value));
        // reading: this holds whenever there is an X with `t < X.hi`, also when S won.
        if current_start.is_some_and(|x| self.t < x.p.hi) {
            values.extend(self.before_the_current_start().into_iter().map(|start| start.value));
        }
        values.remove(&value);
        values.into_iter().collect()
    }

    /// The latest among the starts with `P.hi <= t`, if in force.
    // reading: the latest are taken first, then those not in force are left out; none earlier takes their place.
    fn before_the_current_start(&self) -> Vec<Start> {
        let certainly_begun: Vec<Start> = self.starts().into_iter().filter(|start| start.p.hi <= self.t).collect();
        self.latest_among(&certainly_begun).into_iter().filter(|&start| self.in_force(start)).collect()
    }
}

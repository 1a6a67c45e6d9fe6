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
        certain: fold.is_certain(value, current_start, looked_back.then_some(claim)),
        observed: fold.is_observed(value),
        disputed: fold.is_disputed(claim),
        looked_back,
        alternatives: fold.alternatives(value, current_start),
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

fn reaches_overlap(a: Point, b: Point) -> bool {
    a.lo < reach_end(b) && b.lo < reach_end(a)
}

/// Whether `t` is in the cover of the shape.
fn covers(shape: Shape, t: i64) -> bool {
    match shape {
        Shape::Start(p) | Shape::Deny(p) => p.lo <= t && t < reach_end(p),
        // reading: a bounded denial with `P.lo >= Q.hi` (the page forbids it for spans only) covers nothing.
        Shape::Span(p, q) | Shape::DenySpan(p, q) => p.lo <= t && t < q.hi,
        // A stop has no cover.
        Shape::Stop(_) => false,
    }
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
    p.hi.max(p.lo).saturating_add(half_life.saturating_mul(4))
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

/// The question: the visible claims and the instant. Claims are named by their index.
struct Fold<'a> {
    told: &'a [Told],
    seen: Vec<usize>,
    t: i64,
    half_life: Option<i64>,
}

impl Fold<'_> {
    fn stronger(&self, a: usize, b: usize) -> bool {
        self.told[a].strength > self.told[b].strength
    }

    fn covers_t(&self, claim: usize) -> bool {
        covers(self.told[claim].shape, self.t)
    }

    fn starts(&self) -> Vec<(usize, Point)> {
        let as_start = |&i: &usize| {
            let Shape::Start(p) = self.told[i].shape else { return None };
            Some((i, p))
        };
        self.seen.iter().filter_map(as_start).collect()
    }

    fn spans(&self) -> Vec<(usize, Point, Point)> {
        let as_span = |&i: &usize| {
            let Shape::Span(p, q) = self.told[i].shape else { return None };
            Some((i, p, q))
        };
        self.seen.iter().filter_map(as_span).collect()
    }

    fn spans_covering_t(&self) -> Vec<(usize, Point, Point)> {
        self.spans().into_iter().filter(|&(i, _, _)| self.covers_t(i)).collect()
    }

    fn stops(&self) -> Vec<(usize, Point)> {
        let as_stop = |&i: &usize| {
            let Shape::Stop(e) = self.told[i].shape else { return None };
            Some((i, e))
        };
        self.seen.iter().filter_map(as_stop).collect()
    }

    fn unbounded_denials(&self) -> Vec<(usize, Point)> {
        let as_denial = |&i: &usize| {
            let Shape::Deny(e) = self.told[i].shape else { return None };
            Some((i, e))
        };
        self.seen.iter().filter_map(as_denial).collect()
    }

    /// The denials of a value, bounded or not, whose cover holds t.
    fn denials_covering_t(&self, value: u32) -> Vec<usize> {
        let denies = |i: &usize| is_denial(self.told[*i].shape) && self.told[*i].value == value && self.covers_t(*i);
        self.seen.iter().copied().filter(denies).collect()
    }

    /// Whether an end at `e`, which has possibly come by t (`e.lo <= t`), has certainly come.
    fn ended_by(&self, e: Point) -> Ended {
        if self.t >= e.hi { Ended::Certainly } else { Ended::Possibly }
    }

    // ---- Step 1: the current start ----

    /// Those of the given starts that reach the greatest `lo` among them.
    fn latest_among(&self, starts: &[(usize, Point)]) -> Vec<(usize, Point)> {
        let Some(m) = starts.iter().map(|(_, p)| p.lo).max() else { return Vec::new() };
        starts.iter().copied().filter(|&(_, p)| reaches(p, m)).collect()
    }

    // reading: M is taken among all the begun starts, also those stopped or denied at t: a start that is denied still
    // pushes the earlier ones out of the latest.
    fn latest(&self) -> Vec<(usize, Point)> {
        let begun: Vec<_> = self.starts().into_iter().filter(|(_, p)| p.lo <= self.t).collect();
        self.latest_among(&begun)
    }

    fn start_stopped(&self, x: usize, p: Point) -> Ended {
        let value = self.told[x].value;
        let mut ended = Ended::No;
        for (stop, e) in self.stops() {
            if self.told[stop].value == value && e.lo <= self.t && reaches(e, p.lo) {
                ended = ended.max(self.ended_by(e));
            }
        }
        for (denial, e) in self.unbounded_denials() {
            let spared = reaches_overlap(e, p) && self.stronger(x, denial);
            if self.told[denial].value == value && e.lo <= self.t && reaches(e, p.lo) && !spared {
                ended = ended.max(self.ended_by(e));
            }
        }
        if let Some(half_life) = self.half_life
            && self.t >= transient_end(p, half_life)
        {
            ended = Ended::Certainly;
        }
        ended
    }

    fn start_denied(&self, x: usize) -> bool {
        let denies = |denial: usize| !(self.covers_t(x) && self.stronger(x, denial));
        self.denials_covering_t(self.told[x].value).into_iter().any(denies)
    }

    /// Neither certainly stopped nor denied.
    fn start_stands(&self, x: usize, p: Point) -> bool {
        self.start_stopped(x, p) != Ended::Certainly && !self.start_denied(x)
    }

    fn current_start(&self) -> Option<usize> {
        let standing = self.latest().into_iter().filter(|&(x, p)| self.start_stands(x, p));
        standing.max_by_key(|&(x, p)| (p.hi <= self.t, self.told[x].strength)).map(|(x, _)| x)
    }

    // ---- Step 2: the current span ----

    fn span_cut(&self, s: usize, p: Point) -> Ended {
        let mut cut = Ended::No;
        for (stop, e) in self.stops() {
            let same_value = self.told[stop].value == self.told[s].value;
            if same_value && self.stronger(stop, s) && p.lo <= e.lo && e.lo <= self.t {
                cut = cut.max(self.ended_by(e));
            }
        }
        cut
    }

    fn span_denied(&self, s: usize) -> bool {
        self.denials_covering_t(self.told[s].value).into_iter().any(|denial| self.stronger(denial, s))
    }

    /// The spans that cover t and are neither cut nor denied.
    // reading: "those cut" and "uncut" mean cut in either degree, so a possibly cut span is out too, both here in step 2
    // and in the alternatives. (To keep possibly cut spans in, ask for `!= Ended::Certainly`.)
    fn standing_spans(&self) -> Vec<(usize, Point, Point)> {
        let stands = |&(s, p, _): &(usize, Point, Point)| self.span_cut(s, p) == Ended::No && !self.span_denied(s);
        self.spans_covering_t().into_iter().filter(stands).collect()
    }

    /// Neither certainly cut nor denied.
    fn span_may_hold(&self, s: usize, p: Point) -> bool {
        self.span_cut(s, p) != Ended::Certainly && !self.span_denied(s)
    }

    fn current_span(&self) -> Option<usize> {
        let standing = self.standing_spans().into_iter();
        standing.max_by_key(|&(s, _, q)| (self.t < q.lo, self.told[s].strength)).map(|(s, _, _)| s)
    }

    // ---- Step 3: the winner ----

    fn in_end_zone(&self, span: usize) -> bool {
        let Shape::Span(_, q) = self.told[span].shape else { unreachable!("asked only of spans") };
        self.t >= q.lo
    }

    fn winner(&self, start: Option<usize>, span: Option<usize>) -> Option<usize> {
        let (Some(x), Some(s)) = (start, span) else { return start.or(span) };
        if self.covers_t(x) && self.told[x].value != self.told[s].value {
            if self.in_end_zone(s) || self.stronger(x, s) { Some(x) } else { Some(s) }
        } else {
            Some(s)
        }
    }

    // ---- Step 4: looking back from an end ----

    /// The stop that was looked back to, if the next assertion is one.
    fn look_back(&self) -> Option<usize> {
        let mut ahead: Vec<(i64, bool, Reverse<u32>, usize)> = Vec::new();
        for &i in &self.seen {
            let strength = Reverse(self.told[i].strength);
            match self.told[i].shape {
                Shape::Stop(e) if self.t < e.hi || self.t < e.lo => ahead.push((e.lo, false, strength, i)),
                Shape::Stop(_) => {}
                // reading: "every other assertion" is literal: also denials, and claims about any other value.
                Shape::Start(p) | Shape::Span(p, _) | Shape::Deny(p) | Shape::DenySpan(p, _) => {
                    if p.lo > self.t {
                        ahead.push((p.lo, true, strength, i));
                    }
                }
            }
        }
        let (_, not_a_stop, _, next) = ahead.into_iter().min()?;
        if not_a_stop {
            return None;
        }
        // reading: when the next one is a stop of a denied value there is no answer; the one after it is not tried.
        // reading: any denial of v covering t does this, however weak.
        if self.denials_covering_t(self.told[next].value).is_empty() { Some(next) } else { None }
    }

    // ---- Certainty, basis, disputes, alternatives ----

    fn is_certain(&self, value: u32, current_start: Option<usize>, looked_back_to: Option<usize>) -> bool {
        self.certain_by_span(value)
            || current_start.is_some_and(|x| self.certain_by_start(value, x))
            || looked_back_to.is_some_and(|stop| self.certain_by_end(stop))
    }

    fn certain_by_span(&self, value: u32) -> bool {
        self.spans_covering_t().into_iter().any(|(s, p, q)| {
            let untouched = self.span_cut(s, p) == Ended::No && !self.span_denied(s);
            self.told[s].value == value && untouched && p.hi <= self.t && self.t < q.lo
        })
    }

    fn certain_by_start(&self, value: u32, x: usize) -> bool {
        let Shape::Start(p) = self.told[x].shape else { unreachable!("the current start is a start") };
        let another_span = self.spans_covering_t().into_iter().any(|(s, p, _)| self.told[s].value != value && self.span_may_hold(s, p));
        self.told[x].value == value
            && p.hi <= self.t
            // reading: "every one of the latest": denied ones are included as well as stopped ones.
            && self.latest().into_iter().all(|(other, _)| self.told[other].value == value)
            && self.start_stopped(x, p) == Ended::No
            && !another_span
    }

    fn certain_by_end(&self, stop: usize) -> bool {
        let Shape::Stop(e) = self.told[stop].shape else { unreachable!("looked back to a stop") };
        self.t < e.lo
    }

    // reading: any start or span of the value will do, and not only the winner.
    fn is_observed(&self, value: u32) -> bool {
        let by_start = self.starts().into_iter().any(|(x, p)| self.told[x].value == value && self.covers_t(x) && self.start_stands(x, p));
        let by_span = self.spans_covering_t().into_iter().any(|(s, p, _)| self.told[s].value == value && self.span_may_hold(s, p));
        by_start || by_span
    }

    fn is_disputed(&self, winner: usize) -> bool {
        let equals = self.seen.iter().copied().filter(|&o| o != winner && self.told[o].footing == self.told[winner].footing);
        equals.into_iter().any(|other| {
            if is_denial(self.told[other].shape) {
                self.disputed_by_denial(winner, other)
            } else {
                self.told[other].value != self.told[winner].value && self.speak_of_the_same_time(winner, other)
            }
        })
    }

    fn disputed_by_denial(&self, winner: usize, denial: usize) -> bool {
        self.told[denial].value == self.told[winner].value && self.covers_t(denial) && self.covers_t(winner)
    }

    fn speak_of_the_same_time(&self, a: usize, b: usize) -> bool {
        let certain_there = |p: Point, q: Point| p.hi <= self.t && self.t < q.lo;
        match (self.told[a].shape, self.told[b].shape) {
            // reading: nothing is said of cut or denied spans, so the other span may be cut or denied.
            (Shape::Span(pa, qa), Shape::Span(pb, qb)) => {
                let identical = (pa, qa) == (pb, qb);
                let both_certain = certain_there(pa, qa) && certain_there(pb, qb);
                self.covers_t(a) && self.covers_t(b) && (identical || both_certain)
            }
            (Shape::Start(pa), Shape::Start(pb)) => {
                let latest = self.latest();
                let both_latest = latest.contains(&(a, pa)) && latest.contains(&(b, pb));
                both_latest && pa == pb && self.start_stands(a, pa) && self.start_stands(b, pb)
            }
            // reading: nor here of a cut or denied span, or a stopped or denied start. A span that is certain at t but
            // does not cover it (`Q.hi < Q.lo`) is malformed.
            (Shape::Span(p, q), Shape::Start(_)) => certain_there(p, q) && self.covers_t(b),
            (Shape::Start(_), Shape::Span(p, q)) => certain_there(p, q) && self.covers_t(a),
            // A stop that was looked back to, or a stop beside the winner, disputes nothing.
            _ => false,
        }
    }

    fn alternatives(&self, value: u32, current_start: Option<usize>) -> Vec<u32> {
        let mut values = BTreeSet::new();
        for (s, _, _) in self.standing_spans() {
            values.insert(self.told[s].value);
        }
        for (x, p) in self.latest() {
            // reading: "unstopped" means stopped in neither degree, unlike the candidates of step 1.
            if self.start_stopped(x, p) == Ended::No && !self.start_denied(x) {
                values.insert(self.told[x].value);
            }
        }
        // reading: this holds whenever there is an X with `t < X.hi`, also when S won.
        if let Some(x) = current_start {
            let Shape::Start(p) = self.told[x].shape else { unreachable!("the current start is a start") };
            if self.t < p.hi {
                let certainly_begun: Vec<_> = self.starts().into_iter().filter(|(_, p)| p.hi <= self.t).collect();
                // reading: stopped and denied ones are not left out here.
                for (earlier, _) in self.latest_among(&certainly_begun) {
                    values.insert(self.told[earlier].value);
                }
            }
        }
        values.remove(&value);
        values.into_iter().collect()
    }
}

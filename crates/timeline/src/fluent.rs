//! A fluent: a slot that has at most one value at a time, and the questions one can ask of it.

use crate::{
    assertion::{Assertion, Shape},
    assertions::Stretch,
    relevant::{Rows, relevant},
    state::{Moment, State, Strength},
};

/// The claims about one slot as known at one transaction.
#[derive(Clone, Copy, Debug)]
pub struct Fluent<'a, S> {
    stretch: Stretch<'a>,
    k: u32,
    strength: S,
    half_life: Option<i64>,
}

/// A maximal stretch of valid time over which a fluent has one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// Its first instant; `i64::MIN` when it goes back for ever.
    pub from: i64,
    /// One past its last instant; `i64::MAX` when nothing ended it.
    pub to: i64,
    /// What decided at its first instant.
    pub first: State<'a>,
    /// What decided at the instant asked about (for a timeline, at its end).
    pub state: State<'a>,
    /// Whether it is certain somewhere in what was asked about.
    pub certain: bool,
    /// Whether it is certain everywhere in what was asked about, as far as it goes.
    pub certain_throughout: bool,
    /// Whether it is disputed somewhere in what was asked about.
    pub disputed: bool,
    /// What decided just before it, if anything held.
    pub before: Option<State<'a>>,
    /// What decided just after it, if anything held.
    pub after: Option<State<'a>>,
}

/// A run in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The value.
    pub value: u32,
    /// Its first instant.
    pub from: i64,
    /// One past its last instant.
    pub to: i64,
    /// Whether it is certain at the instant asked about.
    pub certain: bool,
}

/// A stretch of time over which nothing about the answer changes.
#[derive(Clone, Copy)]
struct Piece<'a> {
    from: i64,
    to: i64,
    state: Option<State<'a>>,
}

impl Piece<'_> {
    fn value(&self) -> Option<u32> {
        self.state.map(|state| state.value())
    }
}

impl<'a, S: Strength> Fluent<'a, S> {
    /// A fluent over its assertions, which share a key and are in order, as known at transaction `k`.
    /// A transient fluent has a half-life in microseconds.
    pub fn new(stretch: Stretch<'a>, k: u32, strength: S, half_life: Option<i64>) -> Self {
        Self { stretch, k, strength, half_life }
    }

    fn relevant(&self, t: i64) -> Rows<'a> {
        relevant(self.stretch, t, self.k, &self.strength)
    }

    fn moment<'r>(&'r self, rows: &'r [&'a Assertion], t: i64) -> Moment<'a, 'r, S> {
        Moment { rows, t, strength: &self.strength, half_life: self.half_life }
    }

    /// The commonest fluent, told apart because it is nearly every question: nothing but starts, each after the reach of
    /// the one before. Then the last one begun holds, and a single walk finds it; anything else is left to the fold.
    #[expect(clippy::option_option, reason = "outer: does the short cut apply; inner: its answer")]
    fn lone(&self, t: i64) -> Option<Option<Lone<'a>>> {
        let (Stretch::Slice(rows), None) = (self.stretch, self.half_life) else { return None };
        let (mut before, mut winner, mut after): (Option<&Assertion>, Option<&Assertion>, Option<&Assertion>) = (None, None, None);
        let mut reach = i64::MIN;
        for row in rows.iter().filter(|row| row.visible(self.k)) {
            if row.shape != Shape::Start || row.lo < reach {
                return None;
            }
            reach = row.reach();
            if row.lo <= t {
                before = winner.replace(row);
            } else {
                after = after.or(Some(row));
            }
        }
        Some(winner.map(|winner| Lone { before, winner, after }))
    }

    /// The one visible assertion of a fluent of one that gives a value: then nothing competes, and nothing need be compared.
    fn only(&self) -> Option<Only<'a>> {
        let Stretch::Slice(rows) = self.stretch else { return None };
        let mut visible = rows.iter().filter(|row| row.visible(self.k));
        let (row, None) = (visible.next()?, visible.next()) else { return None };
        let until = match row.shape {
            // Of a transient fluent it fades.
            Shape::Start if self.half_life.is_none() => i64::MAX,
            Shape::Span => row.end(),
            Shape::Start | Shape::Stop | Shape::Deny | Shape::DenySpan | Shape::Event => return None,
        };
        Some(Only { row, until })
    }

    /// What holds at an instant, since and until when: all that a walk over the graph asks.
    #[must_use]
    pub fn holding_at(&self, t: i64) -> Option<Holding> {
        if let Some(only) = self.only() {
            return only.holding(t);
        }
        match self.lone(t) {
            Some(None) => None,
            Some(Some(lone)) if lone.is_alone() => Some(lone.holding(t)),
            Some(Some(_)) | None => {
                self.run_at(t).map(|run| Holding { value: run.state.value(), from: run.from, to: run.to, certain: run.state.certain })
            }
        }
    }

    /// What holds at an instant.
    #[must_use]
    pub fn state_at(&self, t: i64) -> Option<State<'a>> {
        if let Some(lone) = self.lone(t) {
            return lone.map(|lone| lone_state(lone.winner, t));
        }
        self.moment(&self.relevant(t), t).state()
    }

    /// The other values that the instant could have had.
    #[must_use]
    pub fn alternatives_at(&self, t: i64) -> Vec<&'a Assertion> {
        self.moment(&self.relevant(t), t).alternatives()
    }

    fn piece_at(&self, t: i64) -> Piece<'a> {
        let rows = self.relevant(t);
        let (mut from, mut to) = (i64::MIN, i64::MAX);
        for boundary in rows.iter().flat_map(|row| self.boundaries(row)) {
            if boundary <= t {
                from = from.max(boundary);
            } else {
                to = to.min(boundary);
            }
        }
        Piece { from, to, state: self.moment(&rows, t).state() }
    }

    /// The instants at which an assertion may change the answer.
    fn boundaries(&self, row: &Assertion) -> impl Iterator<Item = i64> + use<S> {
        let end = matches!(row.shape, Shape::Span | Shape::DenySpan).then_some([row.end_lo, row.end()]);
        let fades = self.half_life.map(|half_life| row.hi.saturating_add(half_life.saturating_mul(4)));
        let zone = (row.hi != row.lo).then_some(row.hi);
        [row.lo, row.reach()].into_iter().chain(zone).chain(end.into_iter().flatten()).chain(fades)
    }

    /// The other values that some instant between two could have had, each once.
    #[must_use]
    pub fn alternatives_within(&self, from: i64, to: i64) -> Vec<&'a Assertion> {
        let mut all: Vec<&'a Assertion> = Vec::new();
        if self.only().is_some() {
            return all;
        }
        let mut t = from;
        while t < to {
            for row in self.alternatives_at(t) {
                if all.iter().all(|other| other.value != row.value) {
                    all.push(row);
                }
            }
            t = self.piece_at(t).to;
        }
        all
    }

    /// The run that holds at an instant.
    #[must_use]
    pub fn run_at(&self, t: i64) -> Option<Run<'a>> {
        match self.lone(t) {
            Some(None) => return None,
            Some(Some(lone)) if lone.is_alone() => return Some(lone.run(t)),
            Some(Some(_)) | None => {}
        }
        let piece = self.piece_at(t);
        let mut run = Run::of(piece, piece.state?, None);
        self.extend_back(&mut run);
        self.extend_forward(&mut run);
        Some(run)
    }

    fn extend_back(&self, run: &mut Run<'a>) {
        while i64::MIN < run.from {
            let piece = self.piece_at(run.from - 1);
            match piece.state {
                Some(state) if state.value() == run.state.value() => {
                    run.first = state;
                    run.from = piece.from;
                }
                state => {
                    run.before = state;
                    return;
                }
            }
        }
    }

    fn extend_forward(&self, run: &mut Run<'a>) {
        while run.to < i64::MAX {
            let piece = self.piece_at(run.to);
            match piece.state {
                Some(state) if state.value() == run.state.value() => run.to = piece.to,
                state => {
                    run.after = state;
                    return;
                }
            }
        }
    }

    /// The transactions at which anything about the fluent changed.
    pub fn transactions(&self) -> impl Iterator<Item = u32> {
        self.stretch.iter().flat_map(|row| [row.on, row.off]).filter(|&tx| tx != u32::MAX)
    }

    /// Every run, in order.
    #[must_use]
    pub fn timeline(&self) -> Vec<Run<'a>> {
        self.runs_within(i64::MIN, i64::MAX)
    }

    /// The runs that meet `[from, to)`, each in its whole length.
    #[must_use]
    pub fn runs_within(&self, from: i64, to: i64) -> Vec<Run<'a>> {
        if let Some(only) = self.only() {
            return only.run_within(from, to).into_iter().collect();
        }
        let mut runs: Vec<Run<'a>> = Vec::new();
        let mut t = from;
        while t < to {
            let piece = self.piece_at(t);
            let continues = runs.last().is_some_and(|run| Some(run.state.value()) == piece.value() && run.to == piece.from);
            match (piece.state, runs.last_mut()) {
                (Some(state), Some(run)) if continues => run.absorb(piece, state),
                (Some(state), last) => {
                    let before = last.filter(|run| run.to == piece.from).map(|run| {
                        run.after = Some(state);
                        run.state
                    });
                    runs.push(Run::of(piece, state, before));
                }
                (None, _) => {}
            }
            if piece.to == i64::MAX {
                break;
            }
            t = piece.to;
        }
        self.complete(&mut runs);
        runs
    }

    /// The first and last run may go on outside the stretch that was asked about.
    fn complete(&self, runs: &mut [Run<'a>]) {
        if let Some(run) = runs.first_mut() {
            self.extend_back(run);
        }
        if let Some(run) = runs.last_mut() {
            self.extend_forward(run);
        }
    }

    /// The visible starts and spans that say what a run says, and the end that it was looked back to from.
    #[must_use]
    pub fn supports(&self, run: &Run<'a>) -> Vec<&'a Assertion> {
        let says = |row: &&Assertion| matches!(row.shape, Shape::Start | Shape::Span) && row.value == run.state.value();
        let mut rows = self.meeting(run.from, run.to);
        rows.retain(says);
        for state in [run.first, run.state] {
            if !rows.contains(&state.winner) {
                rows.push(state.winner);
            }
        }
        rows
    }

    /// The visible assertions whose covers meet `[from, to)`, in no particular order.
    #[must_use]
    pub fn meeting(&self, from: i64, to: i64) -> Vec<&'a Assertion> {
        self.stretch.meeting(from, to, self.k)
    }
}

/// A start or a span that nothing else is told beside.
struct Only<'a> {
    row: &'a Assertion,
    /// One past its last instant.
    until: i64,
}

impl<'a> Only<'a> {
    fn state(&self, t: i64) -> State<'a> {
        match self.row.shape {
            Shape::Span => State { winner: self.row, certain: self.certain(t, t), observed: true, disputed: false, looked_back: false },
            Shape::Start | Shape::Stop | Shape::Deny | Shape::DenySpan | Shape::Event => lone_state(self.row, t),
        }
    }

    /// Whether it is certain at every instant from one to another, the latter included.
    fn certain(&self, first: i64, last: i64) -> bool {
        self.row.hi <= first && (self.row.shape == Shape::Start || last < self.row.end_lo)
    }

    fn holding(&self, t: i64) -> Option<Holding> {
        let Assertion { value, lo, .. } = *self.row;
        (lo <= t && t < self.until).then(|| Holding { value, from: lo, to: self.until, certain: self.certain(t, t) })
    }

    fn run_within(&self, from: i64, to: i64) -> Option<Run<'a>> {
        let (first, last) = (from.max(self.row.lo), to.min(self.until).checked_sub(1)?);
        let middle = self.row.hi.max(first);
        (first <= last).then(|| Run {
            from: self.row.lo,
            to: self.until,
            first: self.state(self.row.lo),
            state: self.state(first),
            certain: middle <= last && self.certain(middle, middle),
            certain_throughout: self.certain(first, last),
            disputed: false,
            before: None,
            after: None,
        })
    }
}

/// A start with its neighbours, none of which reaches another.
struct Lone<'a> {
    before: Option<&'a Assertion>,
    winner: &'a Assertion,
    after: Option<&'a Assertion>,
}

impl<'a> Lone<'a> {
    /// Whether both neighbours say something else, so that the run is bounded by them.
    fn is_alone(&self) -> bool {
        self.before.into_iter().chain(self.after).all(|other| other.value != self.winner.value)
    }

    fn holding(&self, t: i64) -> Holding {
        let to = self.after.map_or(i64::MAX, |after| after.lo);
        Holding { value: self.winner.value, from: self.winner.lo, to, certain: self.winner.hi <= t }
    }

    fn run(&self, t: i64) -> Run<'a> {
        let state = lone_state(self.winner, t);
        Run {
            from: self.winner.lo,
            to: self.after.map_or(i64::MAX, |after| after.lo),
            first: lone_state(self.winner, self.winner.lo),
            state,
            certain: state.certain,
            certain_throughout: state.certain,
            disputed: false,
            before: self.before.map(|before| lone_state(before, self.winner.lo - 1)),
            after: self.after.map(|after| lone_state(after, after.lo)),
        }
    }
}

fn lone_state(winner: &Assertion, t: i64) -> State<'_> {
    State { winner, certain: winner.hi <= t, observed: t < winner.reach(), disputed: false, looked_back: false }
}

impl<'a> Run<'a> {
    fn of(piece: Piece<'a>, state: State<'a>, before: Option<State<'a>>) -> Self {
        Self {
            from: piece.from,
            to: piece.to,
            first: state,
            state,
            certain: state.certain,
            certain_throughout: state.certain,
            disputed: state.disputed,
            before,
            after: None,
        }
    }

    fn absorb(&mut self, piece: Piece<'a>, state: State<'a>) {
        self.to = piece.to;
        self.certain |= state.certain;
        self.certain_throughout &= state.certain;
        self.disputed |= state.disputed;
    }
}

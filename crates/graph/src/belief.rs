//! Beliefs: facts in full, with how they are known.

use asof_model::{Alternative, Basis, Certainty, End, Evidence, Extent, Fact, Instant, Point, TxTime, Why};
use asof_timeline::{Assertion, Run, Shape, Strength};

use crate::{
    graph::{ByStrength, Graph},
    view::{About, Direction, View},
};

/// A fact in numbers, with the claims behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    /// The subject.
    pub subject: u32,
    /// The predicate.
    pub predicate: u32,
    /// The object.
    pub object: u32,
    /// Its first instant, in microseconds.
    pub lo: i64,
    /// One past its last instant.
    pub hi: i64,
    /// Since when, as told.
    pub from: Option<Point>,
    /// Until when, as told.
    pub to: End,
    /// How it is known.
    pub basis: Basis,
    /// Whether the dates leave another answer open.
    pub certainty: Certainty,
    /// Whether it covers all of what was asked about, equally surely.
    pub throughout: bool,
    /// Whether an equally good claim says otherwise.
    pub disputed: bool,
    /// The claims that support it.
    pub claims: Vec<u32>,
    /// The claims it took over from, or won against.
    pub superseded: Vec<u32>,
    /// The claims that took over from it.
    pub superseded_by: Vec<u32>,
    /// Other values of the same time: subject, predicate, object, claim, and why not.
    pub alternatives: Vec<(u32, u32, u32, u32, Why)>,
    /// Whether it is an event.
    pub event: bool,
}

/// A stretch of valid time in microseconds, half-open.
type Asked = (i64, i64);

/// The time that a slot's claims can say anything of, whatever is known of them: where what is asked of lies outside, and the
/// predicate reads alone, nothing of the slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// From when on, in microseconds.
    pub from: i64,
    /// One past its last instant.
    pub to: i64,
    /// Whether anything happened in it: events may be asked of another stretch than states.
    pub events: bool,
}

impl Reach {
    /// Of a slot without claims.
    const NOWHERE: Self = Self { from: i64::MAX, to: i64::MIN, events: false };

    /// With another claim; what [`View::is_silent`] passes over adds nothing.
    fn with(self, row: &Assertion) -> Self {
        let (from, to) = match row.shape {
            Shape::Start => (row.lo, i64::MAX),
            Shape::Span | Shape::Event => (row.lo, row.end()),
            Shape::Stop => (i64::MIN, i64::MAX),
            Shape::Deny | Shape::DenySpan => return self,
        };
        Self { from: from.min(self.from), to: to.max(self.to), events: self.events || row.shape == Shape::Event }
    }
}

impl View<'_> {
    /// What is believed about an entity within a stretch of valid time, in order of time.
    #[must_use]
    pub fn beliefs(&self, entity: u32, direction: Direction, predicate: Option<u32>, asked: Asked) -> Vec<Belief> {
        self.states_and_events(entity, direction, predicate, asked, asked)
    }

    /// As [`View::beliefs`], with states of one stretch and events of another: what happened stays worth telling when it is over.
    #[must_use]
    pub fn states_and_events(
        &self,
        entity: u32,
        direction: Direction,
        predicate: Option<u32>,
        states: Asked,
        during: Asked,
    ) -> Vec<Belief> {
        let mut beliefs = Vec::new();
        if direction == Direction::Outgoing && predicate.is_some_and(|predicate| self.is_silent(entity, predicate, states, during)) {
            return beliefs;
        }
        self.about(entity, direction, predicate, &mut |about| self.runs(&about, states, &mut beliefs));
        let events = self.events(entity, direction, predicate).into_iter();
        beliefs.extend(events.filter(|(_, row)| row.lo < during.1 && during.0 < row.end()).map(|(subject, row)| self.event(subject, &row)));
        beliefs.sort_by_key(|belief| (belief.lo, belief.subject, belief.predicate, belief.object));
        // What an entity has to do with itself is found from both of its sides.
        beliefs.dedup_by(|a, b| a.key() == b.key() && a.claims == b.claims);
        beliefs
    }

    /// Whether it can be seen without a fold that nothing holds: by then nothing had begun that lasts, no interval and no event meets
    /// what is asked of, and no end is told that one could look back from.
    fn is_silent(&self, subject: u32, predicate: u32, states: Asked, during: Asked) -> bool {
        let meets = |row: &Assertion, asked: Asked| row.lo < asked.1 && asked.0 < row.end();
        let may_hold = |row: &Assertion| match row.shape {
            Shape::Start => row.lo < states.1,
            Shape::Span => meets(row, states),
            Shape::Stop => true,
            Shape::Deny | Shape::DenySpan => false,
            Shape::Event => meets(row, during),
        };
        self.reads_alone(predicate) && !self.said(subject, predicate).any(|row| row.visible(self.known_at()) && may_hold(row))
    }

    fn runs(&self, about: &About<'_>, asked: Asked, beliefs: &mut Vec<Belief>) {
        for run in about.fluent.runs_within(asked.0, asked.1) {
            let value = run.state.value();
            if about.only.is_some_and(|only| only != value) {
                continue;
            }
            let belief = self.belief(about, &run, asked);
            if about.mutual {
                self.partner(about.slot, value, &mut |partner| self.agreed(&belief, &partner, asked, beliefs));
            } else {
                beliefs.push(belief);
            }
        }
    }

    /// One to one: a fact holds where both sides say so.
    fn agreed(&self, belief: &Belief, partner: &About<'_>, asked: Asked, beliefs: &mut Vec<Belief>) {
        let runs = partner.fluent.runs_within(asked.0.max(belief.lo), asked.1.min(belief.hi));
        for run in runs.iter().filter(|run| Some(run.state.value()) == partner.only) {
            let other = self.belief(partner, run, asked);
            let mut both = belief.clone();
            if both.lo < other.lo {
                (both.lo, both.from, both.superseded) = (other.lo, other.from, other.superseded);
            }
            if other.hi < both.hi {
                (both.hi, both.to, both.superseded_by) = (other.hi, other.to, other.superseded_by);
            }
            both.throughout &= other.throughout;
            both.disputed |= other.disputed;
            if other.certainty == Certainty::Possible {
                both.certainty = Certainty::Possible;
            }
            beliefs.push(both);
        }
    }

    fn belief(&self, about: &About<'_>, run: &Run<'_>, asked: Asked) -> Belief {
        let fluent = &about.fluent;
        let (subject, predicate, object) = about.slot.triple(run.state.value());
        let supports = fluent.supports(run);
        let within = (run.from.max(asked.0), run.to.min(asked.1));
        let observed = supports.iter().any(|row| row.shape != Shape::Stop && row.lo < within.1 && within.0 < row.end());
        let mut claims: Vec<u32> = supports.iter().map(|row| row.claim).collect();
        claims.sort_unstable();
        claims.dedup();
        let alternatives = self.alternatives(about, run, within);
        let superseded = superseded(run, &alternatives);
        Belief {
            subject,
            predicate,
            object,
            lo: run.from,
            hi: run.to,
            from: from_of(about, run),
            to: to_of(about, run),
            basis: self.basis(&claims, observed),
            certainty: if run.certain { Certainty::Certain } else { Certainty::Possible },
            throughout: (run.certain_throughout || !run.certain) && run.from <= asked.0 && asked.1 <= run.to,
            disputed: run.disputed,
            claims,
            superseded,
            superseded_by: run.after.filter(|after| after.winner.lo == run.to).map(|after| after.winner.claim).into_iter().collect(),
            alternatives,
            event: false,
        }
    }

    fn basis(&self, claims: &[u32], observed: bool) -> Basis {
        let derived = |claim: &u32| !self.graph().supports(*claim).is_empty();
        match observed {
            _ if claims.iter().all(derived) => Basis::Derived,
            true => Basis::Observed,
            false => Basis::Inertia,
        }
    }

    fn alternatives(&self, about: &About<'_>, run: &Run<'_>, within: Asked) -> Vec<(u32, u32, u32, u32, Why)> {
        let strength = ByStrength { graph: self.graph(), grouped: false };
        let why = |row: &Assertion| match (run.disputed && strength.equals(row, run.state.winner), run.certain_throughout) {
            (true, _) => Why::Disputed,
            (false, false) => Why::Possible,
            (false, true) => Why::Outranked,
        };
        let rows = about.fluent.alternatives_within(within.0, within.1).into_iter();
        rows.map(|row| {
            let (subject, predicate, object) = about.slot.triple(row.value);
            (subject, predicate, object, row.claim, why(row))
        })
        .collect()
    }

    fn event(&self, subject: u32, row: &Assertion) -> Belief {
        let point = point(row.point());
        let ended = row.end_point() != row.point();
        Belief {
            subject: self.root(subject),
            predicate: row.key,
            object: self.root(row.value),
            lo: row.lo,
            hi: row.end(),
            from: (!row.undated).then_some(point).flatten(),
            to: if ended { end(self::point(row.end_point())) } else { end(point) },
            basis: self.basis(&[row.claim], true),
            certainty: Certainty::Certain,
            throughout: false,
            disputed: false,
            claims: vec![row.claim],
            superseded: Vec::new(),
            superseded_by: Vec::new(),
            alternatives: Vec::new(),
            event: true,
        }
    }
}

fn superseded(run: &Run<'_>, alternatives: &[(u32, u32, u32, u32, Why)]) -> Vec<u32> {
    let before = run.before.filter(|_| run.first.winner.lo == run.from).map(|before| before.winner.claim);
    let outranked = alternatives.iter().filter(|other| other.4 == Why::Outranked).map(|other| other.3);
    let mut claims: Vec<u32> = before.into_iter().chain(outranked).collect();
    claims.sort_unstable();
    claims.dedup();
    claims
}

fn point((lo, hi): (i64, i64)) -> Option<Point> {
    Point::new(Instant::from_micros(lo)?, Instant::from_micros(hi)?).ok()
}

fn end(point: Option<Point>) -> End {
    point.map_or(End::Unknown, End::At)
}

/// The point that a run began at, as told; unknown where nobody said.
fn from_of(about: &About<'_>, run: &Run<'_>) -> Option<Point> {
    let first = run.first;
    if run.from == i64::MIN || first.looked_back {
        return None;
    }
    if first.winner.lo == run.from {
        return if first.winner.undated { None } else { point(first.winner.point()) };
    }
    let detour = |row: &&Assertion| matches!(row.shape, Shape::Span | Shape::DenySpan) && row.end() == run.from;
    let ended = about.fluent.meeting(run.from - 1, run.from).into_iter().find(detour).map(Assertion::end_point);
    point(ended.unwrap_or((run.from, run.from)))
}

/// The point that ended a run, as told; open where nothing did.
fn to_of(about: &About<'_>, run: &Run<'_>) -> End {
    if run.to == i64::MAX {
        return End::Open;
    }
    let last = run.state.winner;
    if run.state.looked_back {
        return end(point(last.point()));
    }
    if last.shape == Shape::Span && last.end_lo <= run.to && run.to <= last.end() {
        return end(point(last.end_point()));
    }
    if let Some(after) = run.after.filter(|after| after.winner.lo == run.to) {
        return end(point(after.winner.point()));
    }
    let value = run.state.value();
    let ends = |row: &&Assertion| match row.shape {
        Shape::Stop => row.value == value && (row.hi == run.to || row.lo == run.to),
        Shape::Deny | Shape::DenySpan => row.value == value && row.lo == run.to,
        Shape::Span => row.value == value && row.end() == run.to,
        Shape::Start | Shape::Event => false,
    };
    let ended =
        about.fluent.meeting(run.to - 1, run.to + 1).into_iter().filter(ends).min_by_key(|row| (row.shape != Shape::Stop, row.lo, row.hi));
    match ended {
        Some(row) if row.shape == Shape::Span => end(point(row.end_point())),
        Some(row) => end(point(row.point())),
        // The next says that it begins here, though no claim does: the two must not seem to overlap.
        None if run.after.is_some() => end(point((run.to, run.to))),
        // A transient that faded: when it ended nobody knows.
        None => End::Unknown,
    }
}

impl Graph {
    /// What the claims of a slot reach, seen or not.
    #[must_use]
    pub fn reach(&self, subject: u32, predicate: u32) -> Reach {
        self.rows_of_slot(subject, predicate).fold(Reach::NOWHERE, Reach::with)
    }

    /// A belief as people and programs read it.
    #[must_use]
    pub fn fact(&self, belief: &Belief) -> Fact {
        let metas = || belief.claims.iter().filter_map(|&claim| self.claim(claim));
        let known = metas().map(|claim| claim.tx).min().and_then(|tx| self.recorded_at(tx)).and_then(Instant::from_micros);
        let mut sources: Vec<String> = metas().filter_map(|claim| claim.source()).map(|source| self.source_text(source).into()).collect();
        sources.sort();
        sources.dedup();
        Fact {
            subject: self.object(belief.subject).text(),
            predicate: self.predicate_text(belief.predicate).into(),
            object: self.object(belief.object),
            from: belief.from,
            to: belief.to,
            last_confirmed: metas().map(|claim| claim.said).max_by_key(|said| said.lo()),
            basis: belief.basis,
            certainty: belief.certainty,
            disputed: belief.disputed,
            confidence: self.confidence(&belief.claims),
            claims: self.claim_ids(&belief.claims),
            sources,
            episodes: self.evidence(&belief.claims),
            known_since: TxTime(known.unwrap_or(Instant::MIN)),
            superseded: self.claim_ids(&belief.superseded),
            superseded_by: self.claim_ids(&belief.superseded_by),
            alternatives: belief.alternatives.iter().map(|alternative| self.alternative(*alternative)).collect(),
            holds: (!belief.event).then_some(if belief.throughout { Extent::Throughout } else { Extent::Part }),
            believed: None,
            event: belief.event,
        }
    }

    fn claim_ids(&self, claims: &[u32]) -> Vec<String> {
        claims.iter().map(|&claim| self.claim_id(claim)).collect()
    }

    fn alternative(&self, (subject, predicate, object, claim, why): (u32, u32, u32, u32, Why)) -> Alternative {
        Alternative {
            subject: self.object(subject).text(),
            predicate: self.predicate_text(predicate).into(),
            object: self.object(object),
            claim: self.claim_id(claim),
            why,
        }
    }

    fn evidence(&self, claims: &[u32]) -> Vec<Evidence> {
        let passages = claims.iter().filter_map(|&claim| self.passage(claim));
        let mut evidence: Vec<Evidence> =
            passages.filter_map(|(episode, span)| Some(Evidence { episode: self.episode(episode)?.id.to_string(), span })).collect();
        evidence.dedup();
        evidence
    }

    /// Independent sources add up: one minus the product of their doubts. Of one source the surest claim counts.
    fn confidence(&self, claims: &[u32]) -> f32 {
        let mut by_source: Vec<(Option<u32>, f32)> =
            claims.iter().filter_map(|&claim| self.claim(claim)).map(|claim| (claim.source(), claim.confidence)).collect();
        by_source.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        by_source.dedup_by_key(|(source, _)| *source);
        match by_source.as_slice() {
            [(_, only)] => *only,
            several => 1.0 - several.iter().map(|(_, confidence)| 1.0 - confidence).product::<f32>(),
        }
    }
}

impl Belief {
    /// What it believes, apart from how: two beliefs with the same key say the same thing.
    #[must_use]
    pub fn key(&self) -> (u32, u32, u32, i64, i64) {
        (self.subject, self.predicate, self.object, self.lo, self.hi)
    }
}

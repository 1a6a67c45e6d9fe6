//! Derivation: what follows by rules is told with its supports and its own interval, and taken back when it no longer follows.

use std::hash::{Hash, Hasher};

use asof_derive::rules::{Derived, Input, Limits, Program, Rule, Supports, Traits, derive};
use asof_graph::{Belief, Direction};
use asof_journal::Class;
use asof_model::{Cardinality, Claim, End, Finding, FindingKind, Instant, Kind, Operation, Outcome, Point, Statement};
use asof_timeline::Shape;
use rustc_hash::{FxHashSet, FxHasher};

use crate::{
    known::{Known, SOURCE, clip},
    pass::{Cancelled, Options, Pass, Progress, Proposal, Watch},
    predicates::Usage,
    scope::Scope,
};

/// What the ids of derived claims start with.
const PREFIX: &str = "asof:derived:";
/// A fact is given once for each of so many claims that say it.
const MOST_CLAIMS: usize = 3;
/// So much may follow in one pass.
const MOST_DERIVED: usize = 200_000;
const ALWAYS: (i64, i64) = (i64::MIN, i64::MAX);

/// Derives what follows from facts that the scope touched.
pub(crate) fn follow(
    known: &Known<'_>,
    scope: &Scope,
    usage: &Usage,
    options: &Options,
    pass: &mut Pass,
    watch: Watch<'_>,
) -> Result<(), Cancelled> {
    let rules = options.rules.as_slice();
    let numbers = Numbers::new(known);
    let live = live(known, usage, rules);
    let program = Program::link(&live, traits(known), |name| numbers.predicate(name), |name| known.view.entity(name));
    if !scope.predicates.iter().any(|&predicate| program.concerns(predicate)) {
        return Ok(());
    }
    if !watch(Progress { stage: "derivation", done: 0, total: 1 }) {
        return Err(Cancelled);
    }
    let inputs = inputs(known, &program);
    let limits = Limits { derivations: MOST_DERIVED, ..Limits::default() };
    let outcome = derive(&program, &inputs, &limits);
    pass.notes.extend(outcome.cut.iter().map(ToString::to_string));
    let teller = Teller { known, numbers: &numbers, rules: &live, again: options.again };
    let mut told: FxHashSet<String> = FxHashSet::default();
    for fact in &outcome.facts {
        pass.proposals.extend(teller.told(fact, &mut told));
    }
    // Where it stopped early, what was not derived may still follow.
    if outcome.cut.is_empty() {
        pass.proposals.extend(no_longer(known, rules, &told));
    }
    Ok(())
}

/// The rules that can say something: every premise is told of, or follows by another of them.
fn live(known: &Known<'_>, usage: &Usage, rules: &[Rule]) -> Vec<Rule> {
    // What a predicate is read as is told of as well, as is what is read as it.
    let mut told: FxHashSet<&str> = FxHashSet::default();
    for canonical in usage.predicates() {
        told.insert(known.predicate_text(canonical));
        let resolved = known.schema(canonical);
        let others = resolved.into_iter().flat_map(|resolved| resolved.sames.iter().chain(&resolved.inverses));
        told.extend(others.map(|&other| known.predicate_text(other)));
    }
    let mut live: Vec<&Rule> = Vec::new();
    loop {
        let able = |rule: &&Rule| rule.premises.iter().all(|premise| told.contains(premise.predicate.as_str()));
        let now: Vec<&Rule> = rules.iter().filter(able).collect();
        if now.len() == live.len() {
            return now.into_iter().cloned().collect();
        }
        told.extend(now.iter().map(|rule| rule.conclusion.predicate.as_str()));
        live = now;
    }
}

/// Numbers of predicates; those that the memory does not know yet get one beyond.
struct Numbers<'k, 'g> {
    known: &'k Known<'g>,
    new: std::cell::RefCell<Vec<String>>,
}

impl<'k, 'g> Numbers<'k, 'g> {
    fn new(known: &'k Known<'g>) -> Self {
        Self { known, new: std::cell::RefCell::default() }
    }

    fn predicate(&self, name: &str) -> u32 {
        let graph = self.known.graph;
        if let Some(number) = graph.number(Class::Predicate, name) {
            let (canonical, turned) = self.known.schemas.canonical(number);
            return if turned { number } else { canonical };
        }
        let mut new = self.new.borrow_mut();
        let at = new.iter().position(|known| known == name).unwrap_or_else(|| {
            new.push(name.to_owned());
            new.len() - 1
        });
        graph.next_number(Class::Predicate).saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
    }

    fn text(&self, predicate: u32) -> String {
        match predicate.checked_sub(self.known.graph.next_number(Class::Predicate)) {
            None => self.known.predicate_text(predicate).to_owned(),
            Some(new) => self.new.borrow().get(new as usize).cloned().unwrap_or_default(),
        }
    }
}

fn traits(known: &Known<'_>) -> Traits {
    let mut traits = Traits::default();
    for (number, predicate) in known.schemas.iter() {
        if let Some((to, true)) = predicate.read_as {
            traits.inverse.insert(number, to);
        }
        if predicate.schema.symmetric {
            traits.symmetric.insert(number);
        }
        let cardinality = predicate.cardinality();
        if matches!(cardinality, Cardinality::OneObjectPerSubject | Cardinality::OneToOne) {
            traits.one_object.insert(number);
        }
        if matches!(cardinality, Cardinality::OneSubjectPerObject | Cardinality::OneToOne) {
            traits.one_subject.insert(number);
        }
    }
    traits
}

/// What is believed under the predicates that the rules read, by whom it was told: nothing that was itself derived.
fn inputs(known: &Known<'_>, program: &Program) -> Vec<Input> {
    let metas = (0..known.graph.claim_count()).filter(|&claim| known.shows(claim)).filter_map(|claim| known.graph.claim(claim));
    let concerned: FxHashSet<u32> = (0..known.graph.next_number(Class::Predicate))
        .filter(|&predicate| program.concerns(known.schemas.canonical(predicate).0))
        .collect();
    let read = metas.filter(|meta| concerned.contains(&meta.predicate)).map(|meta| known.read(meta));
    let mut pairs: Vec<(u32, u32)> = read.map(|(subject, predicate, _)| (predicate, subject)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut inputs = Vec::new();
    for (predicate, subject) in pairs {
        for belief in known.view.beliefs(subject, Direction::Outgoing, Some(predicate), ALWAYS) {
            let plain = belief.claims.iter().copied().filter(|&claim| !is_derived(known, claim));
            inputs.extend(plain.take(MOST_CLAIMS).map(|claim| input(known, &belief, claim)));
        }
    }
    inputs
}

fn is_derived(known: &Known<'_>, claim: u32) -> bool {
    !known.graph.supports(claim).is_empty()
}

fn input(known: &Known<'_>, belief: &Belief, claim: u32) -> Input {
    let confidence = known.graph.claim(claim).map_or(1.0, |meta| meta.confidence);
    let certain = belief.certainty == asof_model::Certainty::Certain;
    let (lo, hi) = told_for(known, belief, claim);
    let input = Input::new(belief.subject, belief.predicate, belief.object, lo..hi, claim);
    Input { certain, confidence, claims: Supports::from_slice(&[claim]), ..input }
}

/// The time for which a claim itself tells what is believed: where something derived says so, too, that may be longer, and would otherwise
/// seem to be told, no longer follow, be taken back, and follow again.
fn told_for(known: &Known<'_>, belief: &Belief, claim: u32) -> (i64, i64) {
    let all = (belief.lo, belief.hi);
    if !belief.claims.iter().any(|&claim| is_derived(known, claim)) {
        return all;
    }
    let Some(meta) = known.graph.claim(claim) else { return all };
    let mut rows = known.graph.assertions_of(meta.subject, meta.predicate);
    let Some(row) = rows.find(|row| row.claim == claim && row.off == u32::MAX) else { return all };
    let hi = if row.shape == Shape::Span { row.end().min(belief.hi) } else { belief.hi };
    (row.lo.max(belief.lo), hi)
}

struct Teller<'k, 'g> {
    known: &'k Known<'g>,
    numbers: &'k Numbers<'k, 'g>,
    rules: &'k [Rule],
    again: bool,
}

impl Teller<'_, '_> {
    /// A derived fact as a claim, unless it is there already, or was taken back.
    fn told(&self, fact: &Derived, told: &mut FxHashSet<String>) -> Option<Proposal> {
        let graph = self.known.graph;
        let rule = self.rules.get(fact.rule as usize).map_or("", |rule| rule.name.as_str());
        let predicate = self.numbers.text(fact.predicate);
        let supports = self.known.ids(fact.supports.iter().copied());
        if supports.is_empty() || supports.len() < fact.supports.len() {
            return None;
        }
        let said = fact.supports.iter().filter_map(|&claim| graph.claim(claim)).map(|meta| meta.said).max_by_key(|said| said.lo());
        let claim = Claim {
            subject: graph.entity_text(fact.subject).to_owned(),
            predicate: predicate.clone(),
            object: graph.object(fact.object),
            kind: Kind::Holds,
            from: instant(fact.lo),
            to: instant(fact.hi).map_or(End::Unknown, End::At),
        };
        let key = (&claim.subject, &claim.predicate, claim.object.text(), fact.lo, fact.hi, &supports);
        let base = format!("{}{:016x}", prefix(rule), hash(&key));
        let id = self.free_id(&base, told)?;
        let statement = Statement {
            id: Some(id),
            supports: supports.clone(),
            occurred_at: said,
            confidence: fact.confidence.clamp(0.0, 1.0),
            ..Statement::new(claim).source(SOURCE)
        };
        let operation = Operation::Claim(statement);
        let finding = Finding {
            key: clip(&format!("derived {base}")),
            kind: FindingKind::Derived,
            outcome: Outcome::Done,
            reason: clip(&format!("{} {predicate} {} follows", self.known.text(fact.subject), self.known.text(fact.object))),
            rule: clip(if rule.is_empty() { "rule" } else { rule }),
            confidence: fact.confidence.clamp(0.0, 1.0),
            claims: supports,
            gave_way: Vec::new(),
            proposes: self.known.wire(std::slice::from_ref(&operation)),
        };
        Some(Proposal { operations: vec![operation], evidence: fact.supports.to_vec(), quiet: true, ..Proposal::of(finding) })
    }

    /// The id for a derived claim; nothing if it is told already, or a person took it back.
    fn free_id(&self, base: &str, told: &mut FxHashSet<String>) -> Option<String> {
        let graph = self.known.graph;
        for again in 0..100 {
            let id = if again == 0 { base.to_owned() } else { format!("{base}~{again}") };
            let Some(claim) = graph.claim_number(&id) else {
                told.insert(id.clone());
                return Some(id);
            };
            told.insert(id);
            let by_a_run = |tx: &u32| graph.run_of(*tx).is_some();
            let killers = graph.taken_back_by(claim);
            let undone = graph.claim(claim).is_some_and(|meta| !graph.is_active(meta.tx));
            let back = !undone && !killers.is_empty() && killers.iter().all(by_a_run);
            if graph.shows(claim) || !back && !self.again {
                return None;
            }
        }
        None
    }
}

/// What the ids of what a rule derives start with: a run without that rule leaves them alone.
fn prefix(rule: &str) -> String {
    format!("{PREFIX}{:08x}:", hash(&rule) >> 32)
}

/// Derived claims that are believed and no longer follow: their facts changed.
fn no_longer(known: &Known<'_>, rules: &[Rule], told: &FxHashSet<String>) -> Vec<Proposal> {
    let graph = known.graph;
    let Some(source) = graph.number(Class::Source, SOURCE) else { return Vec::new() };
    let prefixes: FxHashSet<String> = rules.iter().map(|rule| prefix(&rule.name)).collect();
    let of_a_rule = |id: &str| id.rfind(':').and_then(|end| id.get(..=end)).is_some_and(|prefix| prefixes.contains(prefix));
    let own = |claim: &u32| graph.shows(*claim) && graph.claim(*claim).is_some_and(|meta| meta.source() == Some(source));
    let derived = (0..graph.claim_count()).filter(own).map(|claim| (claim, graph.claim_id(claim)));
    let told_back = |(claim, id): (u32, String)| {
        let operation = Operation::Retract { target: id.clone(), reason: Some("it no longer follows".into()) };
        let finding = Finding {
            key: clip(&format!("no longer {id} {}", graph.last_tx())),
            kind: FindingKind::Derived,
            outcome: Outcome::Done,
            reason: clip(&format!("claim {id} no longer follows")),
            rule: "no_longer_follows".into(),
            confidence: 1.0,
            claims: Vec::new(),
            gave_way: vec![id],
            proposes: known.wire(std::slice::from_ref(&operation)),
        };
        Proposal { operations: vec![operation], evidence: vec![claim], quiet: true, ..Proposal::of(finding) }
    };
    derived.filter(|(_, id)| of_a_rule(id) && !told.contains(id)).map(told_back).collect()
}

fn instant(micros: i64) -> Option<Point> {
    let bounded = micros != i64::MIN && micros != i64::MAX;
    bounded.then(|| Instant::from_micros(micros)).flatten().map(Point::at)
}

pub(crate) fn hash(of: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    of.hash(&mut hasher);
    hasher.finish()
}

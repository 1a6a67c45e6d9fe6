//! A pass: what it is asked, what comes of it, and the order of its steps.

use asof_derive::rules::{Rule, built_in};
use asof_graph::Graph;
use asof_model::{Finding, Operation, Outcome};

use crate::{
    cardinality, contradictions, derivation, entities, instructions, kept::Kept, known::Known, life, patterns, predicates, scope::Scope,
};

/// What a pass is asked.
#[derive(Clone, Debug)]
pub struct Options {
    /// The watermark: what transactions after it touched is read.
    pub since: u32,
    /// Whether to propose again what was rejected or undone.
    pub again: bool,
    /// So many findings that need nothing to be told are listed; the rest are counted.
    pub most_listed: usize,
    /// The rules by which facts follow from facts.
    pub rules: Vec<Rule>,
    /// What is now, in microseconds: patterns fade.
    pub now: i64,
}

impl Default for Options {
    fn default() -> Self {
        Self { since: 0, again: false, most_listed: 100_000, rules: built_in(), now: 0 }
    }
}

/// How far a pass is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: &'static str,
    /// How much of it is done.
    pub done: u64,
    /// Of how much.
    pub total: u64,
}

/// Whoever watches said not to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the consolidation was cancelled")]
pub struct Cancelled;

/// A finding with what it wants told.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The finding. It is told along, so that the reason is kept.
    pub finding: Finding,
    /// What is told if nothing speaks against it by then; empty for what a person decides.
    pub operations: Vec<Operation>,
    /// The claims that have to be visible still.
    pub evidence: Vec<u32>,
    /// A predicate, by name, whose schema must still be the one told by that transaction, if any.
    pub schema: Option<(String, Option<u32>)>,
    /// Whether the finding need not be told along: the operations themselves say all of it, and are found again by their ids.
    pub quiet: bool,
}

impl Proposal {
    pub(crate) fn of(finding: Finding) -> Self {
        Self { finding, operations: Vec::new(), evidence: Vec::new(), schema: None, quiet: false }
    }
}

/// What a pass found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pass {
    /// What it proposes.
    pub proposals: Vec<Proposal>,
    /// What needs nothing to be told: resolved by the policy, or disputed.
    pub findings: Vec<Finding>,
    /// How many of those were not listed.
    pub unlisted: u64,
    /// How many claims it looked at.
    pub claims: u64,
    /// How many texts it looked at.
    pub episodes: u64,
    /// What was left undone, in words.
    pub notes: Vec<String>,
    /// The last transaction that it read.
    pub upto: u32,
}

/// What a pass calls with how far it is; it goes on while that says so.
pub type Watch<'w> = &'w mut dyn FnMut(Progress) -> bool;

impl Pass {
    pub(crate) fn note(&mut self, finding: Finding, options: &Options) {
        if self.findings.len() < options.most_listed { self.findings.push(finding) } else { self.unlisted += 1 }
    }
}

/// Reads what changed since the watermark and says what follows. What is kept is of the same memory, or empty.
///
/// # Errors
/// [`Cancelled`] when whoever watches says so.
pub fn pass(graph: &Graph, options: &Options, kept: &mut Kept, watch: Watch<'_>) -> Result<Pass, Cancelled> {
    let known = Known::new(graph);
    let mut pass = Pass { upto: graph.last_tx(), ..Pass::default() };
    let scope = Scope::new(&known, options.since);
    (pass.claims, pass.episodes) = (scope.claims.len() as u64, scope.episodes.len() as u64);
    if scope.is_empty() {
        return Ok(pass);
    }
    kept.catch_up(&known);
    entities::resolve(&known, &scope, options.since == 0, &mut kept.census, &mut pass, watch)?;
    predicates::join(&known, &scope, &kept.usage, &mut pass, watch)?;
    cardinality::learn(&known, &scope, &mut kept.seen, &mut pass, watch)?;
    contradictions::find(&known, &scope, options, &mut pass, watch)?;
    life::check(&known, &scope, &mut pass, watch)?;
    derivation::follow(&known, &scope, &kept.usage, options, &mut pass, watch)?;
    instructions::read(&known, &scope, &mut pass, watch)?;
    patterns::observe(&known, &scope, options.now, &mut pass, watch)?;
    pass.proposals.retain(|proposal| !is_settled(graph, &proposal.finding, options.again));
    // Of what is found in two ways, the surer counts; then what names the contradiction.
    let order = |proposal: &Proposal| (proposal.finding.outcome, std::cmp::Reverse(proposal.finding.kind));
    pass.proposals.sort_by(|a, b| (&a.finding.key, order(a)).cmp(&(&b.finding.key, order(b))));
    pass.proposals.dedup_by(|a, b| a.finding.key == b.finding.key);
    pass.proposals.sort_by(|a, b| (a.finding.kind, &a.finding.key).cmp(&(b.finding.kind, &b.finding.key)));
    // One schema at a time: a second would take the place of the first. What still follows does so in the next round.
    let mut changed = std::collections::BTreeSet::new();
    pass.proposals.retain(|proposal| match &proposal.schema {
        Some((predicate, _)) if !proposal.operations.is_empty() => changed.insert(predicate.clone()),
        Some(_) | None => true,
    });
    pass.findings.sort_by(|a, b| (a.kind, &a.key).cmp(&(b.kind, &b.key)));
    pass.findings.dedup_by(|a, b| a.key == b.key);
    Ok(pass)
}

/// Whether a finding of that key was told and nothing more is to be done: it was done, undone, waits for a person, or was rejected.
/// What waited may still become sure.
#[must_use]
pub fn is_settled(graph: &Graph, finding: &Finding, again: bool) -> bool {
    match graph.decision(&finding.key) {
        Some(false) => return !again,
        Some(true) => return true,
        None => {}
    }
    let Some(told) = graph.findings_of(&finding.key).next() else { return false };
    let in_force = graph.is_active(told.tx);
    let waited = told.finding().is_some_and(|told| told.outcome == Outcome::Review);
    match (in_force, waited) {
        (true, true) => finding.outcome == Outcome::Review,
        (true, false) => true,
        (false, _) => !again,
    }
}

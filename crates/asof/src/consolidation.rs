//! Consolidation: a pass over a snapshot proposes, and what still stands is told through the same door as all else.
//!
//! No lock is held while the pass thinks: reads and writes go on. What it proposes is told in batches, each a transaction that carries
//! the run, and is checked again against what is known by then. After a batch the pass looks at what that changed, until nothing more
//! follows. A run that was cut short has no last transaction: the next one goes on with it, from the same watermark, under its number.

use std::collections::BTreeMap;

use asof_consolidate::{Kept, Pass, Proposal, is_settled, pass};
use asof_derive::rules::built_in;
use asof_graph::Graph;
use asof_journal::Class;
use asof_model::{Finding, FindingKind, Operation, Outcome, Run, Statement, TxId};
use serde::Serialize;

use crate::{
    draft::Draft,
    error::{Error, Result},
    memory::{Memory, Trial},
    report::Report,
};

pub use asof_consolidate::Progress;
pub use asof_derive::rules::{Rule, RuleErrors, read as read_rules, with_built_in};

/// So often a pass looks again at what its own proposals changed.
const MOST_ROUNDS: usize = 8;

/// What a consolidation is asked.
#[derive(Clone, Debug)]
pub struct Consolidation {
    /// Read what transactions after this one touched; where the last run ended, if absent.
    pub since: Option<TxId>,
    /// Tell nothing: only report.
    pub dry_run: bool,
    /// Read everything, and propose again what was rejected or undone.
    pub again: bool,
    /// So many findings that need nothing to be told are listed; the rest are counted.
    pub most_listed: usize,
    /// So many proposals are told in one transaction.
    pub batch: usize,
    /// The rules by which facts follow from facts.
    pub rules: Vec<Rule>,
}

impl Default for Consolidation {
    fn default() -> Self {
        Self { since: None, dry_run: false, again: false, most_listed: 100_000, batch: 1_000, rules: built_in() }
    }
}

/// What a consolidation did, or with a dry run would do.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Consolidated {
    /// The space.
    pub space: String,
    /// The run's number; absent when nothing was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<u32>,
    /// Whether nothing was told on purpose.
    pub dry_run: bool,
    /// Whether whoever watched stopped it; the next run goes on.
    pub cancelled: bool,
    /// The watermark it began at.
    pub since: TxId,
    /// The last transaction it read.
    pub upto: TxId,
    /// How many claims it read.
    pub claims: u64,
    /// How many texts it read for working rules.
    pub episodes: u64,
    /// The transactions it told.
    pub transactions: Vec<TxId>,
    /// How many findings there are, by kind and outcome.
    pub counts: BTreeMap<FindingKind, BTreeMap<Outcome, u64>>,
    /// What it found, by kind.
    pub findings: Vec<Finding>,
    /// How many findings that needed nothing to be told are not listed.
    pub unlisted: u64,
    /// What was left undone, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Consolidated {
    /// Whether there is nothing that was, or would be, told.
    #[must_use]
    pub fn proposes_nothing(&self) -> bool {
        self.findings.iter().all(|finding| finding.outcome == Outcome::Resolved)
    }

    fn take(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
    }

    /// Sorts the findings, each once, and counts them.
    fn finish(mut self) -> Self {
        self.findings.sort_by(|a, b| (a.kind, a.outcome, &a.key).cmp(&(b.kind, b.outcome, &b.key)));
        self.findings.dedup_by(|a, b| a.key == b.key);
        self.notes.sort();
        self.notes.dedup();
        for finding in &self.findings {
            *self.counts.entry(finding.kind).or_default().entry(finding.outcome).or_default() += 1;
        }
        self
    }
}

/// A run of the consolidation, as the journal has it.
#[derive(Clone, Debug, Serialize)]
pub struct RunRecord {
    /// Its number.
    pub number: u32,
    /// Its transactions.
    pub transactions: Vec<TxId>,
    /// The last transaction that it read.
    pub upto: TxId,
    /// Whether it came to its end.
    pub complete: bool,
    /// Whether it was undone.
    pub undone: bool,
}

/// Where a run begins: its number, and the watermark.
struct Start {
    number: u32,
    since: u32,
    /// The watermark that is noted at the end, where less was read than was new.
    watermark: u32,
}

impl Memory {
    /// Consolidates: merges, joins and learns what is sure, lists what is not, and says why. It goes on while `watch` says so.
    ///
    /// # Errors
    /// When the space is being consolidated already, or as [`Memory::tell`].
    pub fn consolidate(&self, options: &Consolidation, watch: &mut dyn FnMut(Progress) -> bool) -> Result<Consolidated> {
        let _held = self.hold_for_consolidation()?;
        let start = start(self.snapshot().graph(), options);
        let mut done = Consolidated {
            space: self.space_name().to_owned(),
            dry_run: options.dry_run,
            since: TxId(start.since),
            upto: TxId(start.since),
            ..Consolidated::default()
        };
        let mut trial = options.dry_run.then(|| self.trial());
        let mut since = start.since;
        // What was only tried has to leave no trace.
        let mut kept = if options.dry_run { Kept::default() } else { std::mem::take(&mut *self.kept()) };
        for _ in 0..MOST_ROUNDS {
            let graph = trial.as_ref().map_or_else(|| self.snapshot().shared_graph(), Trial::graph);
            let asked = self.asked(since, options, &graph);
            let Ok(Pass { proposals, findings, unlisted, claims, episodes, upto, notes }) = pass(&graph, &asked, &mut kept, watch) else {
                done.cancelled = true;
                return Ok(done.finish());
            };
            drop(graph);
            (done.claims, done.episodes) = (done.claims.max(claims), done.episodes.max(episodes));
            (done.unlisted, done.upto, since) = (done.unlisted + unlisted, TxId(upto), upto);
            done.take(findings);
            done.notes.extend(notes);
            let before = done.findings.len();
            self.commit(&proposals, &start, options, trial.as_mut(), &mut done)?;
            if done.findings.len() == before {
                break;
            }
        }
        if !options.dry_run {
            *self.kept() = kept;
        }
        if !options.dry_run && 0 < done.claims + done.episodes {
            let upto = if start.watermark < start.since { start.watermark } else { done.upto.0 };
            let report = self.tell(Operation::Run(Run { number: start.number, upto: TxId(upto), last: true }))?;
            done.transactions.extend(report.tx);
            done.run = Some(start.number);
        }
        Ok(done.finish())
    }

    fn asked(&self, since: u32, options: &Consolidation, graph: &Graph) -> asof_consolidate::Options {
        // A clock that went backwards is taken to stand where the memory last learned something.
        let now = self.now().0.micros().max(graph.recorded_at(graph.last_tx()).unwrap_or(i64::MIN));
        asof_consolidate::Options { since, again: options.again, most_listed: options.most_listed, rules: options.rules.clone(), now }
    }

    fn commit(
        &self,
        proposals: &[Proposal],
        start: &Start,
        options: &Consolidation,
        mut trial: Option<&mut Trial>,
        done: &mut Consolidated,
    ) -> Result<()> {
        for batch in proposals.chunks(options.batch.max(1)) {
            let mut kept = Vec::new();
            let make = |graph: &Graph| {
                let (operations, findings) = acceptable(graph, batch, options.again);
                kept = findings;
                let run = Run { number: start.number, upto: TxId(start.watermark), last: false };
                if operations.is_empty() { operations } else { std::iter::once(Operation::Run(run)).chain(operations).collect() }
            };
            let tx = match &mut trial {
                Some(trial) => trial.tell_checked(make)?.tx,
                None => self.tell_checked(make)?.tx,
            };
            done.take(kept);
            done.transactions.extend(tx.filter(|_| !options.dry_run));
        }
        Ok(())
    }

    /// The runs of this space, in order.
    #[must_use]
    pub fn runs(&self) -> Vec<RunRecord> {
        let snapshot = self.snapshot();
        let graph = snapshot.graph();
        let mut runs: BTreeMap<u32, RunRecord> = BTreeMap::new();
        for told in graph.runs() {
            let new = || RunRecord { number: told.number, transactions: Vec::new(), upto: TxId(0), complete: false, undone: true };
            let run = runs.entry(told.number).or_insert_with(new);
            run.transactions.push(TxId(told.tx));
            (run.upto, run.complete) = (TxId(told.upto), told.last);
            run.undone &= !graph.is_active(told.tx);
        }
        runs.into_values().collect()
    }

    /// Undoes a run as a whole, in one transaction, which may itself be undone. What it proposed counts as rejected from then on.
    ///
    /// # Errors
    /// When there is no such run, or it is undone already.
    pub fn undo_run(&self, number: u32) -> Result<Report> {
        let run = self.runs().into_iter().find(|run| run.number == number).ok_or_else(|| Error::not_found("run", &number.to_string()))?;
        let snapshot = self.snapshot();
        let active = run.transactions.iter().rev().filter(|tx| snapshot.graph().is_active(tx.0));
        let operations: Vec<Operation> = active.map(|&tx| Operation::Undo { tx }).collect();
        if operations.is_empty() {
            return Err(Error::conflict(format!("run {number} is already undone")));
        }
        self.tell_all(operations)
    }
}

/// Where a run begins.
fn start(graph: &Graph, options: &Consolidation) -> Start {
    let last = graph.runs().next_back();
    let watermark = graph.runs().filter(|run| run.last).map(|run| run.upto).max().unwrap_or(0);
    let number = match last {
        Some(run) if !run.last && graph.is_active(run.tx) => run.number,
        Some(_) => graph.runs().map(|run| run.number).max().unwrap_or(0).saturating_add(1),
        None => 1,
    };
    // After an erasure what stays is read anew: something may follow, or stand out, that what went had kept from it.
    let anew = options.again || watermark < graph.last_erased();
    let since = options.since.map_or(if anew { 0 } else { watermark }, |since| since.0);
    Start { number, since, watermark }
}

/// Of proposals made of an earlier state, what still stands, with the findings that say why.
fn acceptable(graph: &Graph, proposals: &[Proposal], again: bool) -> (Vec<Operation>, Vec<Finding>) {
    let mut draft = Draft::new(graph);
    let (mut operations, mut findings) = (Vec::new(), Vec::new());
    for proposal in proposals.iter().filter(|proposal| still_stands(graph, proposal, again)) {
        let wanted = proposal.operations.iter().map(|operation| if again { anew(graph, operation) } else { operation.clone() });
        let accepted: Vec<Operation> = wanted.filter(|operation| draft.tell(operation).is_ok()).collect();
        if accepted.is_empty() && !proposal.operations.is_empty() {
            continue;
        }
        operations.extend(accepted);
        if !proposal.quiet {
            operations.push(Operation::Finding(Box::new(proposal.finding.clone())));
        }
        findings.push(proposal.finding.clone());
    }
    (operations, findings)
}

/// A claim that was undone is told again under another id: its own stays with what was undone.
fn anew(graph: &Graph, operation: &Operation) -> Operation {
    let Operation::Claim(statement) = operation else { return operation.clone() };
    let gone = |id: &String| graph.claim_number(id).is_some_and(|claim| !graph.shows(claim));
    let id = statement.id.clone().map(|id| if gone(&id) { format!("{id}~{}", graph.last_tx()) } else { id });
    Operation::Claim(Statement { id, ..statement.clone() })
}

fn still_stands(graph: &Graph, proposal: &Proposal, again: bool) -> bool {
    let same_schema = proposal.schema.as_ref().is_none_or(|(predicate, told_in)| {
        let known = graph.number(Class::Predicate, predicate).and_then(|number| graph.schemas(u32::MAX).get(number));
        known.and_then(|known| known.told_in) == *told_in
    });
    same_schema && proposal.evidence.iter().all(|&claim| graph.shows(claim)) && !is_settled(graph, &proposal.finding, again)
}

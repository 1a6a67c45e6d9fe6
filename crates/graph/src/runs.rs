//! What consolidations did: their runs, what they found, and what people said to it.

use std::sync::Arc;

use asof_model::Finding;
use asof_timeline::Assertion;
use imbl::Vector;

use crate::{graph::Graph, names::Map};

/// A transaction of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunTx {
    /// The transaction.
    pub tx: u32,
    /// The run's number.
    pub number: u32,
    /// The last transaction that the run had read.
    pub upto: u32,
    /// Whether the run ended with it.
    pub last: bool,
}

/// A finding as it was told.
#[derive(Clone, Debug)]
pub struct FindingMeta {
    /// The transaction that told it.
    pub tx: u32,
    /// Its number among all that were ever told, erased ones included.
    pub number: u32,
    /// Its key.
    pub key: Arc<str>,
    json: Arc<str>,
}

impl FindingMeta {
    /// The finding. What was journalled was checked before; one that no longer reads is left out rather than guessed at.
    #[must_use]
    pub fn finding(&self) -> Option<Finding> {
        serde_json::from_str(&self.json).ok()
    }
}

/// Runs, findings and decisions, in order of arrival.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs {
    runs: Vector<RunTx>,
    findings: Vector<FindingMeta>,
    /// For each key, its findings.
    by_key: Map<Arc<str>, Vec<u32>>,
    /// For each key: the transactions that decided, and how.
    decisions: Map<Arc<str>, Vec<(u32, bool)>>,
}

impl Runs {
    pub fn tell_run(&mut self, run: RunTx) {
        self.runs.push_back(run);
    }

    pub fn finding_count(&self) -> u32 {
        u32::try_from(self.findings.len()).unwrap_or(u32::MAX)
    }

    pub fn tell_finding(&mut self, tx: u32, number: u32, key: &str, json: &str) {
        let key: Arc<str> = key.into();
        let place = self.finding_count();
        self.by_key.entry(Arc::clone(&key)).or_default().push(place);
        self.findings.push_back(FindingMeta { tx, number, key, json: json.into() });
    }

    pub fn tell_decision(&mut self, tx: u32, key: &str, accepted: bool) {
        self.decisions.entry(key.into()).or_default().push((tx, accepted));
    }
}

impl Graph {
    /// Every transaction of a run, in order.
    pub fn runs(&self) -> impl DoubleEndedIterator<Item = RunTx> + '_ {
        self.runs.runs.iter().copied()
    }

    /// The run that a transaction is part of.
    #[must_use]
    pub fn run_of(&self, tx: u32) -> Option<RunTx> {
        let runs = &self.runs.runs;
        let (mut low, mut high) = (0, runs.len());
        while low < high {
            let middle = low.midpoint(high);
            if runs[middle].tx < tx { low = middle + 1 } else { high = middle }
        }
        runs.get(low).copied().filter(|run| run.tx == tx)
    }

    /// Every finding that was ever told, in order.
    pub fn findings(&self) -> impl Iterator<Item = &FindingMeta> {
        self.runs.findings.iter()
    }

    /// The findings told under a key, the last one first.
    pub fn findings_of<'g>(&'g self, key: &str) -> impl Iterator<Item = &'g FindingMeta> + use<'g> {
        let numbers = self.runs.by_key.get(key).map_or(&[][..], Vec::as_slice);
        numbers.iter().rev().filter_map(|&number| self.runs.findings.get(number as usize))
    }

    /// Whether anybody but a run told how a predicate behaves, and is in force.
    #[must_use]
    pub fn is_told_how(&self, predicate: u32) -> bool {
        self.schemas.told_of(predicate).any(|tx| self.is_active(tx) && self.run_of(tx).is_none())
    }

    /// What was last said to a finding, and is in force.
    #[must_use]
    pub fn decision(&self, key: &str) -> Option<bool> {
        let decisions = self.runs.decisions.get(key)?;
        decisions.iter().rev().find(|(tx, _)| self.is_active(*tx)).map(|(_, accepted)| *accepted)
    }

    /// What transactions after `tx` changed, for a pass that looks only at that.
    #[must_use]
    pub fn changed_since(&self, tx: u32) -> Changed {
        let since = tx.saturating_add(1);
        let mut undone: Vec<u32> = (since..=self.last_tx()).flat_map(|later| self.force.hang_on(later).into_iter().skip(1)).collect();
        undone.sort_unstable();
        undone.dedup();
        let mut claims: Vec<u32> = (self.first_claim_of_tx(since)..self.claim_count()).collect();
        // What an undone transaction told went out of sight, or came back.
        claims.extend(undone.iter().flat_map(|&undone| self.claims_of_tx(undone)));
        let killed = (since..=self.last_tx()).chain(undone.iter().copied()).filter_map(|tx| self.force.effects(tx));
        claims.extend(killed.flat_map(|effects| effects.killed.iter().copied()));
        let of = |told: u32| tx < told || undone.binary_search(&told).is_ok();
        Changed {
            claims: sorted(claims),
            names: sorted(self.identity.names_of(of).collect()),
            predicates: sorted(self.schemas.told_by(of).collect()),
        }
    }

    /// The transactions that took a claim back or corrected it, in force or not.
    #[must_use]
    pub fn taken_back_by(&self, claim: u32) -> &[u32] {
        self.force.killers(claim)
    }

    /// The names that are of another entity now than at a transaction, in no order.
    pub fn names_moved_since(&self, tx: u32) -> impl Iterator<Item = u32> {
        self.identity.moved_since(tx)
    }

    /// The claims that rest on a claim.
    #[must_use]
    pub fn dependents(&self, claim: u32) -> &[u32] {
        self.force.dependents(claim)
    }

    /// The assertions of a name, by predicate; those that were taken back among them.
    pub fn assertions(&self, name: u32) -> impl Iterator<Item = &Assertion> {
        self.index.of_subject(name).into_iter().flat_map(asof_timeline::Assertions::iter)
    }

    /// The assertions of a name under one predicate.
    pub fn assertions_of(&self, name: u32, predicate: u32) -> impl Iterator<Item = &Assertion> {
        self.index.of_subject(name).into_iter().flat_map(move |rows| rows.of_key(predicate).iter())
    }

    /// Who speaks of an object under which predicate: predicate and subject, sorted, each once.
    pub fn speakers_of(&self, object: u32) -> impl Iterator<Item = (u32, u32)> {
        self.index.of_object(object)
    }

    /// Whether no names were ever merged.
    #[must_use]
    pub fn is_unmerged(&self) -> bool {
        self.identity.is_plain()
    }
}

fn sorted(mut numbers: Vec<u32>) -> Vec<u32> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// What changed after a transaction. Each list is in order, without repeats.
#[derive(Clone, Debug, Default)]
pub struct Changed {
    /// The claims told, taken back or brought back. What is derived from them is not among them.
    pub claims: Vec<u32>,
    /// The names merged or split.
    pub names: Vec<u32>,
    /// The predicates whose schemas were told, or taken back.
    pub predicates: Vec<u32>,
}

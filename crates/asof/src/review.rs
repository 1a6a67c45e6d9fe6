//! Reviews: what a consolidation was not sure of waits for a person, and what the person says is remembered.

use asof_graph::Graph;
use asof_model::{Finding, Operation, Outcome, TxId, read_line};
use serde::Serialize;

use crate::{
    error::{Error, Result},
    memory::Memory,
    report::Report,
    snapshot::Snapshot,
};

/// A finding that waits for a person.
#[derive(Clone, Debug, Serialize)]
pub struct Review {
    /// Its number, which stays the same.
    pub number: usize,
    /// The transaction that told it.
    pub tx: TxId,
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
}

impl Snapshot {
    /// What waits for a person: not decided, not undone, and its evidence not taken back.
    #[must_use]
    pub fn reviews(&self) -> Vec<Review> {
        let graph = self.graph();
        graph.findings().filter_map(|told| waits(graph, told)).collect()
    }
}

fn waits(graph: &Graph, told: &asof_graph::FindingMeta) -> Option<Review> {
    let last = graph.findings_of(&told.key).next().is_some_and(|last| last.tx == told.tx);
    if !last || !graph.is_active(told.tx) || graph.decision(&told.key).is_some() {
        return None;
    }
    let finding = told.finding().filter(|finding| matches!(finding.outcome, Outcome::Review | Outcome::Disputed))?;
    let shows = |id: &String| graph.claim_number(id).is_some_and(|claim| graph.shows(claim));
    let stands = finding.claims.iter().chain(&finding.gave_way).all(shows);
    stands.then_some(Review { number: told.number as usize + 1, tx: TxId(told.tx), finding })
}

impl Memory {
    /// Accepts a finding that waits: what it proposes is told. Or rejects it: it is not proposed again.
    ///
    /// # Errors
    /// When nothing waits under that number, or what it proposes cannot be told any more.
    pub fn decide(&self, number: usize, accepted: bool, reason: Option<&str>) -> Result<Report> {
        let reviews = self.snapshot().reviews();
        let review = reviews.into_iter().find(|review| review.number == number);
        let finding = review.ok_or_else(|| Error::not_found("review", &number.to_string()))?.finding;
        let mut operations = Vec::new();
        for line in finding.proposes.iter().filter(|_| accepted) {
            operations.push(read_line(&line.to_string())?.operation);
        }
        operations.push(Operation::Decision { key: finding.key, accepted, reason: reason.map(str::to_owned) });
        self.tell_all(operations)
    }
}

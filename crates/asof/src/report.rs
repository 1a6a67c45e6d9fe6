//! Reports: what a write did to what is believed.

use asof_model::{Fact, TxId, TxTime};
use serde::Serialize;

/// What a transaction did.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The transaction; absent when everything told was already known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tx: Option<TxId>,
    /// When it was recorded.
    pub recorded_at: TxTime,
    /// The ids of the claims it told.
    pub claims: Vec<String>,
    /// The ids of the episodes it told.
    pub episodes: Vec<String>,
    /// How many statements were already known, word for word, and not told again.
    pub already_known: usize,
    /// What is no longer believed as it was.
    pub before: Vec<Fact>,
    /// What is believed instead.
    pub after: Vec<Fact>,
}

impl Report {
    /// What gave way to what, and why, in words: one line each.
    #[must_use]
    pub fn superseded(&self) -> Vec<String> {
        let gave_way = |fact: &&Fact| !fact.superseded.is_empty();
        self.after
            .iter()
            .filter(gave_way)
            .map(|fact| {
                format!("{} {} {} takes over from {}", fact.subject, fact.predicate, fact.object.text(), fact.superseded.join(", "))
            })
            .collect()
    }
}

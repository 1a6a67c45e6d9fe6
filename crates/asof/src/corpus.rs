//! The graph as retrieval reads it: what was ever told, document by document.

use std::sync::Arc;

use asof_graph::Graph;
use asof_retrieve::{Corpus, Passage, Sides};

/// What a graph tells retrieval.
#[derive(Clone)]
pub(crate) struct Told(pub Arc<Graph>);

impl Corpus for Told {
    fn passages(&self) -> u32 {
        self.0.episode_count()
    }

    fn claims(&self) -> u32 {
        self.0.claim_count()
    }

    fn mark(&self) -> (u32, i64) {
        let tx = self.0.last_tx();
        (tx, self.mark_at(tx).unwrap_or_default())
    }

    fn mark_at(&self, tx: u32) -> Option<i64> {
        self.0.recorded_at(tx)
    }

    fn passage(&self, number: u32) -> Option<Passage<'_>> {
        let episode = self.0.episode(number)?;
        Some(Passage {
            text: &episode.text,
            speaker: episode.speaker.map(|speaker| self.0.source_text(speaker)),
            occurred_at: episode.occurred_at,
            source: episode.source,
        })
    }

    fn sides(&self, claim: u32) -> Option<Sides> {
        let passage = self.0.passage(claim).map(|(episode, _)| episode);
        self.0.claim(claim).map(|claim| Sides { subject: claim.subject, object: claim.object, passage })
    }

    fn entity_name(&self, entity: u32) -> String {
        self.0.object(entity).text()
    }

    fn sentence(&self, number: u32) -> String {
        let Some(claim) = self.0.claim(number) else { return String::new() };
        sentence(self.0.entity_text(claim.subject), self.0.predicate_text(claim.predicate), &self.0.object(claim.object).text())
    }
}

/// A fact in words: "Ana lives in Berlin".
pub(crate) fn sentence(subject: &str, predicate: &str, object: &str) -> String {
    format!("{subject} {} {object}", predicate.replace('_', " "))
}

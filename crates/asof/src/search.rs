//! Search: everything that has words of a query in it, best first, with nothing read into the words.

use asof_model::Point;
use asof_retrieve::{content_words, words};
use rustc_hash::FxHashSet;

use crate::{
    error::Result,
    memory::Memory,
    recall::{Hit, HitKind, Recall},
    snapshot::AsOf,
};

/// Hits of recall that only stand near one that has the words are left out, so more than wanted are asked for.
const SPARE: usize = 4;

impl Memory {
    /// The facts and passages that have words of a query, best first: facts as of the dates given, and facts before passages.
    /// Dates in the words are words like others.
    ///
    /// # Errors
    /// As [`Memory::recall`].
    pub fn search(
        &self,
        query: &str,
        as_of: AsOf,
        kind: Option<HitKind>,
        limit: usize,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Vec<Hit>> {
        let wants = |wanted: HitKind| kind.is_none_or(|kind| kind == wanted);
        let most = |wanted: HitKind| if wants(wanted) { limit.saturating_mul(SPARE) } else { 0 };
        let valid = as_of.valid.unwrap_or(Point::at(self.now().0));
        let recall = Recall {
            as_of: AsOf { valid: Some(valid), ..as_of },
            facts: most(HitKind::Fact),
            passages: most(HitKind::Passage),
            ..Recall::new(query)
        };
        let recalled = self.recall_with_progress(&recall, progress)?;
        let asked: FxHashSet<String> = content_words(query).into_iter().collect();
        let of = |hits: Vec<Hit>| hits.into_iter().filter(|hit| wants(hit.kind) && has(hit, &asked)).take(limit).collect::<Vec<Hit>>();
        Ok([of(recalled.facts), of(recalled.passages)].concat())
    }
}

/// Whether a hit has a word that was asked for: in its text, its speaker's name or its date.
fn has(hit: &Hit, asked: &FxHashSet<String>) -> bool {
    let any = |text: &str| words(text).iter().any(|word| asked.contains(word));
    let date = || hit.occurred_at.map(|date| date.to_string()).unwrap_or_default();
    any(&hit.text) || hit.speaker.as_deref().is_some_and(any) || any(&date())
}

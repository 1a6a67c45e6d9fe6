//! Ranks documents, which are passages that nobody speaks: where chains begin, and where they lead.

use rustc_hash::FxHashSet;

use crate::{
    bm25::{Bm25, all},
    chain::{Chained, Chains, rank},
    field::Field,
    filter::Filter,
    newer::{Candidate, Newer},
    turns::LEAST_ALIKE,
    view::View,
};

/// So many candidates come from the words of passages, so many from those of claims, and so many from the vectors of the embedder
/// that was chosen.
const BY_WORDS: usize = 200;
const BY_CLAIMS: usize = 200;
const BY_VECTORS: usize = 100;

const PASSAGES: Bm25 = Bm25 { k1: 1.2, b: 0.75 };
const CLAIMS: Bm25 = Bm25 { k1: 1.2, b: 0.3 };

/// Whether a passage is a document.
pub(crate) fn is_document(view: &dyn View, passage: u32) -> bool {
    view.corpus().passage(passage).is_some_and(|passage| passage.speaker.is_none())
}

/// The documents that fit a question and that the filter keeps, best first.
pub(crate) fn documents(chains: &Chains<'_>, question: &str, filter: &Filter<'_>) -> Vec<Chained> {
    let candidates = candidates(chains, filter);
    let mut ranked = rank(chains, question, &candidates, None);
    ranked.retain(|chained| is_document(chains.view, chained.passage) && filter.keeps(chained.passage));
    ranked
}

/// Brings documents before older ones whose place they take.
pub(crate) fn newer_first(ranked: &mut [Chained], newer: &Newer<'_>) {
    let candidate = |chained: &Chained| Candidate { passage: chained.passage, score: chained.score, own: chained.own, has: chained.has };
    let candidates: Vec<Candidate> = ranked.iter().map(candidate).collect();
    for (chained, gain) in ranked.iter_mut().zip(newer.gains(&candidates)) {
        if 0.0 < gain {
            chained.score += gain;
            chained.reasons.push(("newer", gain));
        }
    }
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
}

fn candidates(chains: &Chains<'_>, filter: &Filter<'_>) -> Vec<u32> {
    let (view, reader) = (chains.view, chains.reader);
    let wanted: Vec<String> = chains.terms.all.iter().map(|term| term.word.clone()).collect();
    let keep = |passage: u32| filter.keeps(passage) && is_document(view, passage);
    let by_words = PASSAGES.score(reader, Field::Text, &wanted, view.known_passages(), (|_| (), |passage, ()| keep(passage)));
    let mut candidates: Vec<u32> = by_words.best(BY_WORDS).into_iter().map(|(passage, _)| passage).collect();
    let by_claims = CLAIMS.score(reader, Field::Claim, &wanted, view.known_claims(), all());
    let of_claims = by_claims.best(BY_CLAIMS).into_iter().filter_map(|(claim, _)| view.passage_of(claim));
    let mut seen: FxHashSet<u32> = candidates.iter().copied().collect();
    candidates.extend(of_claims.filter(|&passage| keep(passage) && seen.insert(passage)));
    candidates.extend(by_vectors(chains, filter).into_iter().filter(|&passage| seen.insert(passage)));
    candidates
}

/// The documents that are much like the question, whatever their words.
fn by_vectors(chains: &Chains<'_>, filter: &Filter<'_>) -> Vec<u32> {
    let Some(far) = chains.far else { return Vec::new() };
    let keeps = |passage: u32| filter.keeps(passage) && is_document(chains.view, passage);
    let mut near = far.nearest(chains.view.known_passages(), BY_VECTORS, |passage| filter.may_keep(passage), keeps);
    near.retain(|&passage| far.likeness(passage).is_some_and(|likeness| LEAST_ALIKE <= likeness));
    near
}

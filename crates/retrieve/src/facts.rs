//! The arm of facts: claims that share words with the question, folded to the facts they support as of then.

use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use crate::{
    bm25::{Bm25, Scores, Wanted},
    field::Field,
    index::Reader,
    view::{Known, Stretch, View},
};

/// So many claims are folded at the most: a query that meets nothing but what no longer holds stops there.
const MOST_FOLDED: usize = 20_000;

/// The stretches of valid time that a question is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// States must hold somewhere in it.
    pub states: Stretch,
    /// Events must have happened in it.
    pub events: Stretch,
}

/// A fact and how well it fits.
#[derive(Clone, Debug)]
pub(crate) struct Scored {
    pub fact: Known,
    pub score: f32,
}

/// What a subject's slot holds, folded once for a question.
type Slots = FxHashMap<(u32, u32), Vec<Known>>;

/// The best facts that hold in the scope, best first. What does not hold takes up no place.
pub(crate) fn best(reader: &Reader<'_>, view: &dyn View, words: &[Wanted], scope: Scope, most: usize) -> Vec<Scored> {
    const CLAIMS: Bm25 = Bm25 { k1: 1.2, b: 0.3 };
    let size = view.corpus().claims();
    let scores = CLAIMS.score(reader, Field::Claim, words, size, &mut |claim| view.slot(claim).is_some());
    let mut slots = Slots::default();
    let mut found: Vec<Scored> = Vec::new();
    for (claim, score) in by_score(&scores).take(MOST_FOLDED) {
        let Some(slot) = view.slot(claim) else { continue };
        let facts = slots.entry(slot).or_insert_with(|| view.facts(slot.0, Some(slot.1), scope.states, scope.events));
        let Some(fact) = facts.iter().find(|fact| fact.claims.contains(&claim)) else { continue };
        if found.iter().all(|other| other.fact.key() != fact.key()) {
            found.push(Scored { fact: fact.clone(), score });
        }
        if found.len() == most {
            break;
        }
    }
    found
}

/// Claims from the best on, of equal ones the later told; each is looked for only when it is asked for.
fn by_score(scores: &Scores) -> impl Iterator<Item = (u32, f32)> {
    let mut heap: BinaryHeap<(u32, u32)> = scores.all().map(|(number, score)| (score.to_bits(), number)).collect();
    std::iter::from_fn(move || heap.pop()).map(|(score, number)| (number, f32::from_bits(score)))
}

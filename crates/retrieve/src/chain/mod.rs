//! Chains of passages: what a question asks over several hops, each passage leading to the next by a name both speak of.
//!
//! A chain is two passages. The first answers part of the question by itself; the second is reached through a name of the first,
//! through facts that hold in the scope of the question, and answers what of the question is left. A passage is as good as the
//! best chain it is part of; then the best are chosen so that together they cover the question.
//!
//! The weights were chosen on a half of a public set of such questions and rounded; the other half gained as much. There, recall
//! of the supporting passages at 5 is 68 and 70 (the two halves) with chains, 52 and 53 without, 47 and 47 by BM25. Chains use
//! no PageRank: what a step has to know is what of the question is left, and a walk does not.

mod documents;
mod links;
mod names;
mod shares;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use asof_vectors::{Static, normalise};
use rustc_hash::FxHashMap;

use crate::{
    embedding::Far, facts::Scope, forward::title, index::Reader, terms::Terms, vectors::Vectors, view::View, words::content_words,
};
use links::{Links, Worth};
use shares::{Shares, beyond};

pub(crate) use documents::{documents, is_document, newer_first};
pub(crate) use names::Names;

/// Chains begin at so many of the best passages.
const STARTS: usize = 8;
/// So many of the best passages may end a chain without being led to.
const UNLINKED: usize = 60;
/// So many are chosen to cover the question together, of so many.
const CHOSEN: usize = 20;
const CHOSEN_OF: usize = 40;
/// What a share of the question is worth that the ones chosen before do not have.
const COVERING: f32 = 5.0;
/// A name that says less than this beyond the question leads nowhere.
const LEAST_NEW: f32 = 0.01;

/// What speaks for a passage by itself.
const OWN: [(&str, f32); 4] = [("words", 4.0), ("vector", 2.0), ("title", 2.0), ("name", 3.0)];
/// What speaks for a step to a passage.
const STEP: [(&str, f32); 8] = [
    ("own", 0.5),
    ("rest", 5.0),
    ("vector of the rest", 2.5),
    ("link", 2.0),
    ("said link", 2.5),
    ("rare said link", 3.5),
    ("linking fact", 4.5),
    ("linked title", 2.0),
];

/// How far a document climbs at the most over an older one that says the same.
pub(crate) const CLIMB: f32 = 2.0;

/// A passage, ranked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chained {
    pub passage: u32,
    pub score: f32,
    /// What speaks for it by itself.
    pub own: f32,
    /// The question's words that it has, a bit each.
    pub has: u64,
    /// The names on the way to it, as entities: from one in the question on.
    pub path: Vec<u32>,
    /// What speaks for it, by name.
    pub reasons: Vec<(&'static str, f32)>,
}

/// How good a passage is by itself, as another ranking says; without one it is judged as a document.
pub(crate) type Base<'b> = Option<&'b dyn Fn(u32) -> f32>;

/// What chains are made from.
pub(crate) struct Chains<'a> {
    pub reader: &'a Reader<'a>,
    pub view: &'a dyn View,
    pub names: &'a Names,
    pub vectors: &'a Vectors,
    pub far: Option<&'a Far<'a>>,
    pub terms: &'a Terms,
    pub scope: Scope,
}

/// The best chain that a passage is part of.
#[derive(Clone, Debug, Default)]
struct Best {
    score: f32,
    own: [f32; OWN.len()],
    step: [f32; STEP.len()],
    /// The passage before it, and the name that led from there.
    from: Option<u32>,
    by: Option<u32>,
}

/// A question on its way through the chains.
struct Walk<'a, 'b> {
    chains: &'a Chains<'a>,
    links: Links<'a>,
    shares: Shares,
    base: Base<'b>,
    /// The direction of each of the question's words, and of all of it.
    words: Vec<Vec<f32>>,
    vector: Vec<f32>,
    /// The names in the question.
    named: Vec<u32>,
    /// For each passage that speaks of a name in the question, what that is worth, and the name.
    anchored: FxHashMap<u32, (f32, u32)>,
}

/// Ranks passages for a question: the candidates, and those that chains from them lead to.
pub(crate) fn rank(chains: &Chains<'_>, question: &str, candidates: &[u32], base: Base<'_>) -> Vec<Chained> {
    let mut walk = Walk::new(chains, question, base);
    walk.anchor();
    let mut candidates: Vec<u32> = candidates.iter().copied().chain(walk.anchored.keys().copied()).collect();
    candidates.retain(|&passage| chains.view.shows_passage(passage));
    candidates.sort_unstable();
    candidates.dedup();
    walk.read(&candidates);
    let own = walk.by_own(&candidates);
    let best = walk.chain(&own);
    walk.choose(best)
}

impl<'a, 'b> Walk<'a, 'b> {
    fn new(chains: &'a Chains<'a>, question: &str, base: Base<'b>) -> Self {
        let words = chains.terms.all.iter().map(|term| Static::shipped().vector(&term.written)).collect();
        Self {
            chains,
            links: Links::new(chains.reader, chains.view, chains.names, chains.terms, chains.scope),
            shares: Shares::new(chains.view.corpus().passages(), chains.terms),
            base,
            words,
            vector: chains.terms.vector(),
            named: chains.names.named_in(question),
            anchored: FxHashMap::default(),
        }
    }

    /// Finds the passages that speak of what the question names.
    fn anchor(&mut self) {
        for key in self.named.clone() {
            let Worth { asked, rare, .. } = self.links.worth(key);
            let worth = asked * rare;
            for link in self.links.reach(key).iter() {
                let anchored = self.anchored.entry(link.passage).or_insert((worth, key));
                if anchored.0 < worth {
                    *anchored = (worth, key);
                }
            }
        }
    }

    fn read(&mut self, passages: &[u32]) {
        for &passage in passages {
            self.shares.want(self.chains.view, self.chains.terms, passage);
        }
        self.shares.fill(self.chains.reader, self.chains.terms);
    }

    /// The passages with what speaks for each by itself, best first.
    fn by_own(&mut self, passages: &[u32]) -> Vec<(u32, Best)> {
        let mut all: Vec<(u32, Best)> = passages.iter().map(|&passage| (passage, self.own(passage))).collect();
        all.sort_by(order);
        all
    }

    fn own(&mut self, passage: u32) -> Best {
        let mut best = Best::default();
        if let Some(base) = self.base {
            best.score = base(passage);
            return best;
        }
        let arms = [
            beyond(self.chains.terms, self.shares.of(passage), &[]),
            self.alike(passage),
            self.title(passage),
            self.anchored.get(&passage).map_or(0.0, |anchored| anchored.0),
        ];
        best.own = std::array::from_fn(|arm| OWN[arm].1 * arms[arm]);
        best.score = best.own.iter().sum();
        best
    }

    /// How alike a passage is to the question, as the shipped table finds it or would.
    fn alike(&self, passage: u32) -> f32 {
        let far = self.chains.far.and_then(|far| far.likeness(passage));
        far.unwrap_or_else(|| self.chains.vectors.likeness(passage, &self.vector))
    }

    /// The share of a title's worth that the question has.
    fn title(&mut self, passage: u32) -> f32 {
        let Some(title) = self.chains.view.corpus().passage(passage).and_then(|passage| title(passage.text)) else { return 0.0 };
        let mut words = content_words(title);
        words.sort_unstable();
        words.dedup();
        let terms = self.chains.terms;
        let asked: f32 = terms.all.iter().filter(|term| words.contains(&term.word)).map(|term| term.idf).sum();
        if asked == 0.0 {
            return 0.0;
        }
        let all: f32 = words.iter().map(|word| self.links.idf(word)).sum();
        if 0.0 < all { (asked / all).min(1.0) } else { 0.0 }
    }

    /// Follows the links from the best, and keeps for every passage the best chain that it is part of.
    fn chain(&mut self, own: &[(u32, Best)]) -> Vec<(u32, Best)> {
        let mut best: FxHashMap<u32, Best> = own.iter().cloned().collect();
        let starts: Vec<Start> = own.iter().take(STARTS).map(|(passage, start)| self.start(*passage, start.score)).collect();
        let reached: Vec<u32> = starts.iter().flat_map(|start| start.steps.keys().copied()).collect();
        self.read(&reached);
        for &passage in &reached {
            best.entry(passage).or_insert_with(|| self.own(passage));
        }
        let alone: FxHashMap<u32, Best> = best.clone();
        let mut chained: FxHashMap<u32, Best> = FxHashMap::default();
        for start in &starts {
            self.follow(start, own, &alone, &mut chained);
        }
        best.extend(chained);
        let mut all: Vec<(u32, Best)> = best.into_iter().collect();
        all.sort_by(order);
        all
    }

    /// Where a passage's names lead.
    fn start(&mut self, passage: u32, score: f32) -> Start {
        let had: Vec<f32> = self.shares.of(passage).to_vec();
        let mut start = Start { passage, score, had, steps: FxHashMap::default() };
        for (key, spoken) in self.links.of(passage) {
            let Worth { new, rare, .. } = self.links.worth(key);
            if new <= LEAST_NEW {
                continue;
            }
            let (wide, narrow) = (rare * new, (2.0 * rare - 1.0).max(0.0) * new);
            for link in self.links.reach(key).iter().filter(|link| link.passage != passage) {
                let step = start.steps.entry(link.passage).or_default();
                let fact = link.claim.map_or(0.0, |claim| new * self.links.said.gain(claim, self.chains.terms, &start.had));
                let title = if link.claim.is_none() { narrow } else { 0.0 };
                step.add([narrow, wide * spoken.said, narrow * spoken.said, fact, title], key, self.links.names);
            }
        }
        start
    }

    fn follow(&self, start: &Start, own: &[(u32, Best)], alone: &FxHashMap<u32, Best>, chained: &mut FxHashMap<u32, Best>) {
        let rest = self.rest(&start.had);
        let unlinked = own.iter().take(UNLINKED).map(|(passage, _)| *passage);
        let unlinked = unlinked.filter(|passage| *passage != start.passage && !start.steps.contains_key(passage));
        let none = Step::default();
        let mut ends: Vec<(u32, &Step)> = unlinked.map(|passage| (passage, &none)).collect();
        ends.extend(start.steps.iter().map(|(passage, step)| (*passage, step)));
        ends.sort_by_key(|end| end.0);
        let mut highest = f32::NEG_INFINITY;
        for (passage, step) in ends {
            let Some(end) = alone.get(&passage) else { continue };
            let alike = self.chains.vectors.likeness(passage, &rest);
            let covers = beyond(self.chains.terms, self.shares.of(passage), &start.had);
            let [narrow, wide, said, fact, title] = step.links;
            let arms = [end.score, covers, alike, narrow, wide, said, fact, title];
            let step_scores: [f32; STEP.len()] = std::array::from_fn(|arm| STEP[arm].1 * arms[arm]);
            let score = start.score + step_scores.iter().sum::<f32>();
            highest = highest.max(score);
            offer(chained, passage, Best { score, own: end.own, step: step_scores, from: Some(start.passage), by: step.by });
        }
        if let Some(own) = alone.get(&start.passage).filter(|_| highest.is_finite()) {
            offer(chained, start.passage, Best { score: highest, ..own.clone() });
        }
    }

    /// The direction of what of the question is not had.
    fn rest(&self, had: &[f32]) -> Vec<f32> {
        let mut sum = vec![0.0; self.vector.len()];
        for ((term, word), had) in self.chains.terms.all.iter().zip(&self.words).zip(had) {
            let weight = term.share * (1.0 - had);
            sum.iter_mut().zip(word).for_each(|(sum, value)| *sum += weight * value);
        }
        normalise(&mut sum);
        sum
    }

    /// Chooses the best one after the other, each also by what it adds to those before.
    fn choose(&self, mut left: Vec<(u32, Best)>) -> Vec<Chained> {
        let mut had = vec![0.0_f32; self.chains.terms.all.len()];
        let mut chosen = Vec::with_capacity(left.len());
        while !left.is_empty() && chosen.len() < CHOSEN {
            let gain = |passage: u32| COVERING * beyond(self.chains.terms, self.shares.of(passage), &had);
            let scores = left.iter().take(CHOSEN_OF - chosen.len()).map(|(passage, best)| best.score + gain(*passage));
            // The first of equal ones, as in the order before.
            let Some((at, score)) = scores.enumerate().reduce(|best, next| if best.1 < next.1 { next } else { best }) else { break };
            let (passage, best) = left.remove(at);
            had.iter_mut().zip(self.shares.of(passage)).for_each(|(had, has)| *had = had.max(*has));
            chosen.push(self.present(passage, &best, score));
        }
        let least = chosen.last().map_or(f32::INFINITY, |chosen: &Chained| chosen.score);
        chosen.extend(left.iter().map(|(passage, best)| self.present(*passage, best, best.score.min(least))));
        chosen
    }

    fn present(&self, passage: u32, best: &Best, score: f32) -> Chained {
        // At the end of a chain what speaks for a passage itself counts in part.
        let part = if best.from.is_some() { STEP[0].1 } else { 1.0 };
        let arms = OWN.iter().zip(best.own).map(|((arm, _), gain)| (*arm, part * gain));
        let steps = STEP.iter().zip(best.step).map(|((arm, _), gain)| (*arm, gain)).skip(1);
        let mut reasons: Vec<(&'static str, f32)> = arms.chain(steps).collect();
        let told: f32 = reasons.iter().map(|(_, gain)| gain).sum();
        reasons.push((if best.from.is_some() { "led from" } else { "leads on" }, best.score - told));
        reasons.push(("adds to the others", score - best.score));
        reasons.retain(|(_, gain)| *gain != 0.0);
        let own = best.own.iter().sum();
        let bit = |(place, share): (usize, &f32)| if 0.0 < *share { 1 << place } else { 0 };
        let has = self.shares.of(passage).iter().take(64).enumerate().map(bit).sum();
        Chained { passage, score, own, has, path: self.path(passage, best), reasons }
    }

    /// The names on the way: the one in the question that the chain begins with, and the one that leads on.
    fn path(&self, passage: u32, best: &Best) -> Vec<u32> {
        let anchor = self.anchored.get(&best.from.unwrap_or(passage)).map(|anchored| anchored.1);
        let keys = [anchor, best.by];
        let mut path: Vec<u32> = keys.into_iter().flatten().filter_map(|key| self.chains.names.entity(key)).collect();
        path.dedup();
        path
    }
}

/// A passage that chains begin at, and where its names lead.
struct Start {
    passage: u32,
    score: f32,
    /// What it has of each of the question's words.
    had: Vec<f32>,
    steps: FxHashMap<u32, Step>,
}

/// The links to a passage: the best of each kind, and the name of the best one.
#[derive(Clone, Debug, Default)]
struct Step {
    links: [f32; 5],
    by: Option<u32>,
    best: f32,
}

impl Step {
    fn add(&mut self, links: [f32; 5], key: u32, names: &Names) {
        let sum = links.iter().zip(&STEP[3..]).map(|(link, (_, weight))| link * weight).sum::<f32>();
        let earlier = |other: u32| names.text(key) < names.text(other);
        if self.by.is_none_or(|by| self.best < sum || (self.best == sum && earlier(by))) {
            (self.by, self.best) = (Some(key), sum);
        }
        self.links.iter_mut().zip(links).for_each(|(own, link)| *own = own.max(link));
    }
}

fn offer(chained: &mut FxHashMap<u32, Best>, passage: u32, best: Best) {
    if chained.get(&passage).is_none_or(|known| known.score < best.score) {
        chained.insert(passage, best);
    }
}

/// Best first; of equal ones the better by itself, then the earlier told.
fn order(a: &(u32, Best), b: &(u32, Best)) -> Ordering {
    let own = |best: &Best| best.own.iter().sum::<f32>();
    b.1.score.total_cmp(&a.1.score).then(own(&b.1).total_cmp(&own(&a.1))).then(a.0.cmp(&b.0))
}

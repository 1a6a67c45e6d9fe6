//! What is sure of each pair must also be sure of all together: no chain of likenesses joins what is not alike.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    Resolver,
    evidence::{Candidate, Clue, Evidence, Verdict},
};

/// So many partners of one entity are compared with each other, and so many entities at most become one at once.
const MOST: usize = 24;
/// What a pair is worth that another spoils.
const SPOILT: f64 = 0.7;

impl Resolver<'_> {
    /// Takes back what is not sure in company: "J. Smith" fits John and Jane; or a chain that ends in two that are apart.
    pub(crate) fn make_consistent(&self, candidates: &mut [Candidate]) {
        self.doubt_rivals(candidates);
        self.cut_chains(candidates);
    }

    fn doubt_rivals(&self, candidates: &mut [Candidate]) {
        let mut partners: FxHashMap<u32, Vec<(u32, usize)>> = FxHashMap::default();
        for (at, candidate) in candidates.iter().enumerate().filter(|(_, candidate)| candidate.verdict == Verdict::Same) {
            partners.entry(candidate.a).or_default().push((candidate.b, at));
            partners.entry(candidate.b).or_default().push((candidate.a, at));
        }
        let mut spoilt: Vec<(usize, u32)> = Vec::new();
        for of_one in partners.values().filter(|of_one| 1 < of_one.len()) {
            for (position, (one, at)) in of_one.iter().take(MOST).enumerate() {
                let rivals = of_one.iter().take(MOST).skip(position + 1).filter(|(other, _)| self.contradict(*one, *other));
                for (other, other_at) in rivals {
                    spoilt.extend([(*at, *other), (*other_at, *one)]);
                }
            }
        }
        spoilt.sort_unstable();
        spoilt.dedup_by_key(|(at, _)| *at);
        for (at, rival) in spoilt {
            if let Some(candidate) = candidates.get_mut(at) {
                self.spoil(candidate, rival);
            }
        }
    }

    fn spoil(&self, candidate: &mut Candidate, rival: u32) {
        candidate.verdict = Verdict::Unsure;
        candidate.score = candidate.score.min(SPOILT);
        candidate.evidence.push(Evidence { clue: Clue::FitsAnother(self.name(rival)), weight: 0.0 });
    }

    /// Joins the surest first, and no two groups of which one member is apart from one of the other.
    fn cut_chains(&self, candidates: &mut [Candidate]) {
        let mut order: Vec<usize> =
            (0..candidates.len()).filter(|at| candidates.get(*at).is_some_and(|c| c.verdict == Verdict::Same)).collect();
        order.sort_by(|x, y| {
            let score = |at: &usize| candidates.get(*at).map_or(0.0, |candidate| candidate.score);
            score(y).total_cmp(&score(x)).then(x.cmp(y))
        });
        let mut groups = Groups::default();
        for at in order {
            let Some(candidate) = candidates.get_mut(at) else { continue };
            if let Some(stranger) = groups.join(candidate.a, candidate.b, |a, b| self.contradict(a, b)) {
                self.spoil(candidate, stranger);
            }
        }
    }
}

/// Entities joined so far.
#[derive(Default)]
struct Groups {
    group_of: FxHashMap<u32, usize>,
    members: Vec<Vec<u32>>,
}

impl Groups {
    fn group(&mut self, entity: u32) -> usize {
        *self.group_of.entry(entity).or_insert_with(|| {
            self.members.push(vec![entity]);
            self.members.len() - 1
        })
    }

    /// Joins the groups of two, or names who stands against it.
    fn join(&mut self, a: u32, b: u32, apart: impl Fn(u32, u32) -> bool) -> Option<u32> {
        let (into, from) = (self.group(a), self.group(b));
        if into == from {
            return None;
        }
        let (ours, theirs) = (self.members.get(into)?, self.members.get(from)?);
        if MOST < ours.len() + theirs.len() {
            return ours.first().copied();
        }
        let known: FxHashSet<(u32, u32)> = std::iter::once((a, b)).collect();
        let pairs = ours.iter().flat_map(|one| theirs.iter().map(move |other| (*one, *other)));
        if let Some((_, stranger)) = pairs.filter(|pair| !known.contains(pair)).find(|(one, other)| apart(*one, *other)) {
            return Some(stranger);
        }
        let moved = self.members.get_mut(from).map(std::mem::take)?;
        for entity in &moved {
            self.group_of.insert(*entity, into);
        }
        self.members.get_mut(into)?.extend(moved);
        None
    }
}

//! Which proofs of a fact are worth keeping: those that need no more claims than others and say more.

use std::cmp::Reverse;

use super::{
    fact::{Derived, Supports},
    store::{Proof, Row, Store},
};

/// So many proofs of one fact are compared with a new one. A fact of which more is known has so many intervals that comparing
/// with all would cost the square of their number; some proof too many may then be kept.
const COMPARED: usize = 64;

impl Proof {
    fn is_told(&self) -> bool {
        self.depth == 0
    }

    /// Whether it holds wherever another does, and no less certainly.
    fn covers(&self, other: &Self) -> bool {
        self.lo <= other.lo && other.hi <= self.hi && other.certain <= self.certain
    }

    /// Whether another says nothing that this one does not say with no more claims.
    fn replaces(&self, other: &Self) -> bool {
        self.covers(other) && other.confidence <= self.confidence && is_subset(&self.supports, &other.supports)
    }

    /// What it rests on and how sure it is.
    fn worth(&self) -> (&Supports, bool, u32) {
        (&self.supports, self.certain, self.confidence.to_bits())
    }

    /// Best first. A proof that replaces another never comes after it.
    fn rank(&self) -> impl Ord + '_ {
        let worth = (self.supports.len(), Reverse(self.confidence.to_bits()), Reverse(self.hi.abs_diff(self.lo)), !self.certain);
        (worth, self.depth, self.rule, self.lo, &self.supports)
    }
}

fn is_subset(part: &[u32], whole: &[u32]) -> bool {
    let mut rest = whole.iter();
    part.len() <= whole.len() && part.iter().all(|claim| rest.by_ref().any(|other| other == claim))
}

/// Whether a new proof adds nothing to what is known: another replaces it, or enough better ones cover it.
pub(super) fn adds_nothing<'a>(known: impl Iterator<Item = &'a Proof>, new: &Proof, most: usize) -> bool {
    let mut better = 0;
    for proof in known.take(COMPARED) {
        better += usize::from(proof.covers(new) && proof.rank() < new.rank());
        if proof.replaces(new) || most <= better {
            return true;
        }
    }
    false
}

/// Whether so many proofs of a row are known that not all are compared with a new one.
pub(super) fn is_crowded(row: &Row) -> bool {
    COMPARED <= row.proofs.len()
}

/// What was derived, in order, with the few proofs of each fact that are worth keeping.
pub(super) fn worth_keeping(store: &Store, most: usize) -> Vec<Derived> {
    let mut kept: Vec<Derived> = Vec::new();
    for (number, row) in (0..).zip(&store.rows) {
        let mut derived: Vec<&Proof> = store.proofs_of(number).map(|(_, proof)| proof).filter(|proof| !proof.is_told()).collect();
        derived.sort_by(|a, b| a.rank().cmp(&b.rank()));
        let told: Vec<&Proof> = store.proofs_of(number).map(|(_, proof)| proof).take_while(|proof| proof.is_told()).collect();
        let mut best: Vec<&Proof> = Vec::new();
        for proof in derived {
            let is_told = told.iter().take(COMPARED).any(|other| other.covers(proof));
            if !is_told && !adds_nothing(best.iter().copied(), proof, most) {
                best.push(proof);
            }
        }
        joined(row, best, &mut kept);
    }
    let key = |fact: &Derived| (fact.subject, fact.predicate, fact.object, fact.lo, fact.hi);
    kept.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.supports.cmp(&b.supports)));
    kept
}

/// Adds the proofs of a row, with those joined that rest on the same claims, are as sure, and whose intervals touch.
fn joined(row: &Row, mut proofs: Vec<&Proof>, kept: &mut Vec<Derived>) {
    proofs.sort_by(|a, b| (a.worth(), a.lo, a.rank()).cmp(&(b.worth(), b.lo, b.rank())));
    let first = kept.len();
    for proof in proofs {
        let last = kept.get_mut(first..).and_then(<[Derived]>::last_mut);
        let alike = |last: &Derived| (&last.supports, last.certain, last.confidence.to_bits()) == proof.worth();
        match last.filter(|last| alike(last) && proof.lo <= last.hi) {
            Some(last) => {
                last.hi = last.hi.max(proof.hi);
                (last.depth, last.rule) = (last.depth, last.rule).min((proof.depth, proof.rule));
            }
            None => kept.push(fact(row, proof)),
        }
    }
}

fn fact(row: &Row, proof: &Proof) -> Derived {
    let Row { subject, predicate, object, .. } = *row;
    let Proof { lo, hi, certain, confidence, rule, depth, ref supports } = *proof;
    Derived { subject, predicate, object, lo, hi, certain, confidence, supports: supports.clone(), rule, depth }
}

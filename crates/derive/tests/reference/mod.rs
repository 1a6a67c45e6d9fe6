//! A naive reading of rules: at each instant alone, everything is tried with everything until nothing new follows.
//! It knows no intervals, no indexes and no rounds, and shares no code with the engine.

use std::collections::{BTreeMap, BTreeSet};

/// Subject, predicate, object.
pub type Triple = (u32, u32, u32);
/// The claims a proof rests on, whether it is certain, and its confidence in its bits.
pub type Proof = (BTreeSet<u32>, bool, u32);
/// Atoms with small letters for variables: `("a", 0, "b")`.
pub type Atom = (&'static str, u32, &'static str);

/// A rule as the reference reads it.
#[derive(Clone, Debug)]
pub struct Rule {
    pub premises: Vec<Atom>,
    pub unequal: Vec<(&'static str, &'static str)>,
    pub head: Atom,
    pub confidence: f32,
}

/// What is known at one instant: for each triple its proofs, told or derived.
pub type Known = BTreeMap<Triple, BTreeSet<(Proof, bool)>>;

fn no_worse(a: &Proof, b: &Proof) -> bool {
    a.0.is_subset(&b.0) && b.1 <= a.1 && f32::from_bits(b.2) <= f32::from_bits(a.2)
}

/// Only the proofs that no other makes needless.
pub fn minimal(proofs: &BTreeSet<(Proof, bool)>) -> BTreeSet<(Proof, bool)> {
    proofs.iter().filter(|(proof, _)| !proofs.iter().any(|(other, _)| other != proof && no_worse(other, proof))).cloned().collect()
}

/// Everything that follows from what was told.
pub fn closure(told: &Known, rules: &[Rule], symmetric: &BTreeSet<u32>) -> Known {
    let mut known = told.clone();
    loop {
        let mut next = known.clone();
        for rule in rules {
            let start = (BTreeMap::new(), (BTreeSet::new(), true, 1f32.to_bits()));
            for (bound, proof) in solve(&known, &rule.premises, symmetric, vec![start]) {
                let (s, o) = (bound[rule.head.0], bound[rule.head.2]);
                if s == o || rule.unequal.iter().any(|(a, b)| bound[a] == bound[b]) {
                    continue;
                }
                let (s, o) = if symmetric.contains(&rule.head.1) { (s.min(o), s.max(o)) } else { (s, o) };
                let confidence = f32::from_bits(proof.2) * rule.confidence;
                next.entry((s, rule.head.1, o)).or_default().insert(((proof.0, proof.1, confidence.to_bits()), false));
            }
        }
        next.values_mut().for_each(|proofs| *proofs = minimal(proofs));
        if next == known {
            return known;
        }
        known = next;
    }
}

type Partial = (BTreeMap<&'static str, u32>, Proof);

fn solve(known: &Known, premises: &[Atom], symmetric: &BTreeSet<u32>, partials: Vec<Partial>) -> Vec<Partial> {
    let Some(((subject, predicate, object), rest)) = premises.split_first() else { return partials };
    let mut next = Vec::new();
    for (bound, so_far) in &partials {
        for ((s, p, o), proofs) in known {
            let turned = symmetric.contains(p).then_some((*o, *s));
            for (s, o) in [Some((*s, *o)), turned].into_iter().flatten() {
                let mut bound = bound.clone();
                let fits = p == predicate && *bound.entry(subject).or_insert(s) == s && *bound.entry(object).or_insert(o) == o;
                for (proof, _) in proofs.iter().filter(|_| fits) {
                    let supports = so_far.0.union(&proof.0).copied().collect();
                    let confidence = f32::from_bits(so_far.2).min(f32::from_bits(proof.2));
                    next.push((bound.clone(), (supports, so_far.1 && proof.1, confidence.to_bits())));
                }
            }
        }
    }
    solve(known, rest, symmetric, next)
}

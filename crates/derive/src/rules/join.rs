//! A rule's premises joined: from one fact to all that follows from it by the rule.

use super::{
    fact::Supports,
    program::{Linked, Pattern, Slot},
    rule::MOST_PREMISES,
    store::{Proof, Row, Store},
};

/// The most that one fact may lead to before it is looked at what is new: it bounds the memory that a join takes.
const MOST_AT_ONCE: usize = 1 << 20;

/// What a rule may know: two things for each premise.
type Bound = [Option<u32>; 2 * MOST_PREMISES];

/// A fact that a rule found.
pub(super) struct Found {
    pub subject: u32,
    pub predicate: u32,
    pub object: u32,
    pub proof: Proof,
}

/// What a join found.
pub(super) struct Joined {
    pub found: Vec<Found>,
    /// The steps that are left; none means that it was cut.
    pub steps: u64,
    /// Whether it was cut because it found too much.
    pub crowded: bool,
}

/// Which proofs a premise may use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    /// The round, from 1; a proof found in it is so many rules deep.
    pub round: u16,
    /// The premise that must use what the round before found; in the first round all do.
    pub fresh: Option<usize>,
}

impl Turn {
    /// Each pair of premises and proofs is tried once: before the fresh premise only older proofs, after it any.
    fn allows(self, premise: usize, depth: u16) -> bool {
        let last = self.round.saturating_sub(1);
        match self.fresh {
            None => depth == last,
            Some(fresh) if premise == fresh => depth == last,
            Some(fresh) if premise < fresh => depth < last,
            Some(_) => depth <= last,
        }
    }
}

/// A join under way.
pub(super) struct Join<'a> {
    store: &'a Store,
    rule: &'a Linked,
    order: &'a [usize],
    turn: Turn,
    bound: Bound,
    path: Vec<u32>,
    steps: u64,
    found: Vec<Found>,
}

impl<'a> Join<'a> {
    /// A join that may take so many steps. Its first premise is the first of the order.
    pub fn new(store: &'a Store, rule: &'a Linked, order: &'a [usize], turn: Turn, steps: u64) -> Self {
        Self { store, rule, order, turn, bound: [None; 2 * MOST_PREMISES], path: Vec::new(), steps, found: Vec::new() }
    }

    /// What follows from a row as the first premise, and how many steps are left.
    pub fn from(mut self, row: u32) -> Joined {
        self.row(0, row, i64::MIN, i64::MAX);
        Joined { crowded: MOST_AT_ONCE <= self.found.len(), found: self.found, steps: self.steps }
    }

    fn is_over(&self) -> bool {
        self.steps == 0 || MOST_AT_ONCE <= self.found.len()
    }

    fn descend(&mut self, at: usize, lo: i64, hi: i64) {
        let Some(premise) = self.order.get(at) else { return self.emit(lo, hi) };
        let Some(pattern) = self.rule.premises.get(*premise) else { return };
        let store = self.store;
        for row in store.matching(pattern, self.known(pattern.subject), self.known(pattern.object)) {
            self.row(at, *row, lo, hi);
        }
    }

    fn row(&mut self, at: usize, number: u32, lo: i64, hi: i64) {
        if self.is_over() {
            return;
        }
        self.steps -= 1;
        let rule = self.rule;
        let Some(row) = self.store.rows.get(number as usize) else { return };
        let Some(pattern) = self.order.get(at).and_then(|premise| rule.premises.get(*premise)) else { return };
        for (subject, object) in sides(self.store, row) {
            let before = self.bound;
            if self.bind(pattern, subject, object) {
                self.proofs(at, number, lo, hi);
            }
            self.bound = before;
        }
    }

    fn proofs(&mut self, at: usize, row: u32, lo: i64, hi: i64) {
        let store = self.store;
        let premise = self.order.get(at).copied().unwrap_or_default();
        for (number, proof) in store.proofs_of(row) {
            let (lo, hi) = (lo.max(proof.lo), hi.min(proof.hi));
            self.steps = self.steps.saturating_sub(1);
            if self.is_over() {
                return;
            }
            if lo < hi && self.turn.allows(premise, proof.depth) {
                self.path.push(number);
                self.descend(at + 1, lo, hi);
                self.path.pop();
            }
        }
    }

    fn known(&self, slot: Slot) -> Option<u32> {
        match slot {
            Slot::Thing(thing) => Some(thing),
            Slot::Variable(number) => self.bound.get(number).copied().flatten(),
        }
    }

    fn bind(&mut self, pattern: &Pattern, subject: u32, object: u32) -> bool {
        self.bind_slot(pattern.subject, subject) && self.bind_slot(pattern.object, object)
    }

    fn bind_slot(&mut self, slot: Slot, value: u32) -> bool {
        match (self.known(slot), slot) {
            (Some(known), _) => known == value,
            (None, Slot::Variable(number)) => self.bound.get_mut(number).map(|place| *place = Some(value)).is_some(),
            (None, Slot::Thing(_)) => false,
        }
    }

    fn emit(&mut self, lo: i64, hi: i64) {
        let head = &self.rule.head;
        let (Some(subject), Some(object)) = (self.known(head.subject), self.known(head.object)) else { return };
        let told_of_itself = subject == object && head.subject != head.object;
        let variable = |number: usize| self.known(Slot::Variable(number));
        if told_of_itself || self.rule.unequal.iter().any(|(a, b)| variable(*a) == variable(*b)) {
            return;
        }
        let proof = self.proof(lo, hi);
        self.found.push(Found { subject, predicate: head.predicate, object, proof });
    }

    fn proof(&self, lo: i64, hi: i64) -> Proof {
        let premises = || self.path.iter().filter_map(|number| self.store.proofs.get(*number as usize));
        let mut supports: Supports = premises().flat_map(|proof| proof.supports.iter().copied()).collect();
        supports.sort_unstable();
        supports.dedup();
        let least = premises().map(|proof| proof.confidence).fold(1.0, f32::min);
        let certain = premises().all(|proof| proof.certain);
        Proof { lo, hi, certain, confidence: least * self.rule.confidence, supports, rule: self.rule.rule, depth: self.turn.round }
    }
}

/// The sides of a row as it is read: of a symmetric predicate, both ways.
fn sides(store: &Store, row: &Row) -> impl Iterator<Item = (u32, u32)> {
    let turned = store.turns(row).then_some((row.object, row.subject));
    std::iter::once((row.subject, row.object)).chain(turned)
}

/// The order in which to join the premises of a rule after a first one: always the one of which most is known.
pub(super) fn order(rule: &Linked, first: usize) -> Vec<usize> {
    let mut order = vec![first];
    let mut known: Vec<Slot> = rule.premises.get(first).map(|premise| premise.slots().to_vec()).unwrap_or_default();
    while order.len() < rule.premises.len() {
        let is_known = |slot: &Slot| matches!(slot, Slot::Thing(_)) || known.contains(slot);
        let left = rule.premises.iter().enumerate().filter(|(at, _)| !order.contains(at));
        let best = left.max_by_key(|(at, premise)| (premise.slots().iter().filter(|slot| is_known(slot)).count(), std::cmp::Reverse(*at)));
        let Some((at, premise)) = best else { break };
        order.push(at);
        known.extend(premise.slots());
    }
    order
}

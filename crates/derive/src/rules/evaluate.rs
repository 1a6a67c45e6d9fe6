//! A run: rounds of joining until nothing new follows, or a limit is met.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::{
    fact::{Derived, Input},
    join::{Found, Join, Joined, Turn, order},
    keep::{adds_nothing, is_crowded, worth_keeping},
    program::{Linked, Program},
    store::{Proof, Store},
};

/// No run goes deeper, whatever it is allowed.
const MOST_DEPTH: u16 = 10_000;

/// How much a run may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most proofs it may find.
    pub derivations: usize,
    /// The most rules on top of each other.
    pub depth: u16,
    /// The most proofs of one fact that are kept for the same time.
    pub proofs: usize,
    /// The most claims that one proof may rest on.
    pub supports: usize,
    /// The most facts and proofs it may look at.
    pub steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { derivations: 1_000_000, depth: 32, proofs: 3, supports: 64, steps: 100_000_000 }
    }
}

/// What a run left undone, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cut {
    /// It found as many proofs as it may, or one fact led to more than fits in memory; a rule, by its place among those given, was at work.
    #[error("stopped after {most} derivations, at rule {rule}")]
    Derivations {
        /// The limit.
        most: usize,
        /// The rule at work.
        rule: u32,
    },
    /// More follows, deeper than it may go.
    #[error("more follows after {most} rules on top of each other, by rule {rule}")]
    Depth {
        /// The limit.
        most: u16,
        /// The rule at work.
        rule: u32,
    },
    /// It looked at as many facts as it may.
    #[error("stopped after {most} steps, at rule {rule}")]
    Steps {
        /// The limit.
        most: u64,
        /// The rule at work.
        rule: u32,
    },
    /// Some proofs rest on more claims than one may.
    #[error("{dropped} derivations rest on more than {most} claims and were left out")]
    Supports {
        /// The limit.
        most: usize,
        /// So many proofs were left out.
        dropped: usize,
    },
}

/// What a run found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// What follows, in order of subject, predicate, object and time. What was told already is not among it.
    pub facts: Vec<Derived>,
    /// What was left undone; nothing, for nearly every run.
    pub cut: Vec<Cut>,
    /// So many proofs were left out because they contradict what was told (see [`Traits`](super::Traits)).
    pub withheld: usize,
    /// So many rounds it took.
    pub rounds: u16,
    /// So many facts and proofs it looked at.
    pub steps: u64,
}

/// Everything that follows from facts by the rules of a program. The order of the facts does not matter.
pub fn derive(program: &Program, inputs: &[Input], limits: &Limits) -> Outcome {
    let mut run = Run::new(program, inputs, limits);
    run.all_rounds();
    let facts = worth_keeping(&run.store, limits.proofs.max(1));
    Outcome { facts, cut: run.cuts(), withheld: run.withheld, rounds: run.rounds, steps: limits.steps - run.steps }
}

struct Run<'a> {
    program: &'a Program,
    limits: &'a Limits,
    store: Store,
    told: Told,
    /// The proofs of facts so crowded that not all are compared, so that none is found twice.
    seen: FxHashSet<u64>,
    /// The rows with new proofs, by predicate.
    fresh: FxHashMap<u32, Vec<u32>>,
    next: FxHashMap<u32, Vec<u32>>,
    stop: Option<Cut>,
    found: usize,
    too_many: usize,
    withheld: usize,
    rounds: u16,
    steps: u64,
}

impl<'a> Run<'a> {
    fn new(program: &'a Program, inputs: &[Input], limits: &'a Limits) -> Self {
        let store = Store::new(program, inputs);
        Self {
            program,
            limits,
            told: Told::new(program, &store),
            store,
            seen: FxHashSet::default(),
            fresh: FxHashMap::default(),
            next: FxHashMap::default(),
            stop: None,
            found: 0,
            too_many: 0,
            withheld: 0,
            rounds: 0,
            steps: limits.steps,
        }
    }

    fn cuts(&self) -> Vec<Cut> {
        let supports = Cut::Supports { most: self.limits.supports, dropped: self.too_many };
        self.stop.into_iter().chain((0 < self.too_many).then_some(supports)).collect()
    }

    fn all_rounds(&mut self) {
        let program = self.program;
        for rule in &program.rules {
            self.first_round(rule);
        }
        self.rounds = 1;
        while self.stop.is_none() && !self.next.is_empty() {
            self.fresh = std::mem::take(&mut self.next);
            self.rounds += 1;
            for rule in &program.rules {
                self.round(rule);
            }
        }
    }

    /// All is new, so that one premise is enough to begin with: the one that fits the fewest facts.
    fn first_round(&mut self, rule: &Linked) {
        let smallest = rule.premises.iter().enumerate().min_by_key(|(_, premise)| self.store.all(premise).len());
        let Some((first, premise)) = smallest else { return };
        let rows = self.store.all(premise).to_vec();
        self.join(rule, Turn { round: 1, fresh: None }, first, &rows);
    }

    fn round(&mut self, rule: &Linked) {
        let round = self.rounds;
        for (at, premise) in rule.premises.iter().enumerate() {
            if let Some(rows) = self.fresh.get(&premise.predicate).cloned() {
                self.join(rule, Turn { round, fresh: Some(at) }, at, &rows);
            }
        }
    }

    fn join(&mut self, rule: &Linked, turn: Turn, first: usize, rows: &[u32]) {
        let order = order(rule, first);
        for row in rows {
            if self.stop.is_some() {
                return;
            }
            let Joined { found, steps, crowded } = Join::new(&self.store, rule, &order, turn, self.steps).from(*row);
            self.steps = steps;
            for found in found {
                self.add(found);
            }
            let (rule, Limits { derivations, steps: most, .. }) = (rule.rule, *self.limits);
            let cut =
                if steps == 0 { Some(Cut::Steps { most, rule }) } else { crowded.then_some(Cut::Derivations { most: derivations, rule }) };
            self.stop = self.stop.or(cut);
        }
    }

    fn add(&mut self, found: Found) {
        let (subject, predicate, object) = self.program.traits.straight(found.subject, found.predicate, found.object);
        let proof = found.proof;
        if self.stop.is_some() || proof.supports.len() > self.limits.supports {
            self.too_many += usize::from(self.stop.is_none());
            return;
        }
        if self.told.contradicts(subject, predicate, object, &proof) {
            self.withheld += 1;
            return;
        }
        let row = self.store.row(subject, predicate, object);
        let known = self.store.proofs_of(row).map(|(_, proof)| proof);
        if adds_nothing(known, &proof, self.limits.proofs.max(1)) || self.is_seen(row, &proof) {
            return;
        }
        self.stop = self.limit(&proof);
        if self.stop.is_none() {
            self.keep(row, predicate, proof);
        }
    }

    /// The limit that a new proof would break.
    fn limit(&self, proof: &Proof) -> Option<Cut> {
        if self.limits.depth.min(MOST_DEPTH) < proof.depth {
            return Some(Cut::Depth { most: self.limits.depth, rule: proof.rule });
        }
        (self.limits.derivations <= self.found).then_some(Cut::Derivations { most: self.limits.derivations, rule: proof.rule })
    }

    fn keep(&mut self, row: u32, predicate: u32, proof: Proof) {
        self.found += 1;
        if self.store.is_read(predicate) {
            let rows = self.next.entry(predicate).or_default();
            let last = self.store.proofs_of(row).next_back().map_or(0, |(_, last)| last.depth);
            if last != proof.depth {
                rows.push(row);
            }
        }
        self.store.prove(row, proof);
    }

    /// Whether the same was found before, for a fact with too many proofs to look through.
    fn is_seen(&mut self, row: u32, proof: &Proof) -> bool {
        if !self.store.rows.get(row as usize).is_some_and(is_crowded) {
            return false;
        }
        let mut hasher = FxHasher::default();
        (row, proof.lo, proof.hi, proof.certain, &proof.supports).hash(&mut hasher);
        !self.seen.insert(hasher.finish())
    }
}

/// What was told of slots that hold one thing at a time, against which nothing is derived.
#[derive(Default)]
struct Told {
    objects: FxHashMap<(u32, u32), Vec<Stretch>>,
    subjects: FxHashMap<(u32, u32), Vec<Stretch>>,
    one_object: FxHashSet<u32>,
    one_subject: FxHashSet<u32>,
}

/// When a slot held what, and the latest end of it and of all that began before it.
struct Stretch {
    lo: i64,
    hi: i64,
    value: u32,
    reach: i64,
}

impl Told {
    fn new(program: &Program, store: &Store) -> Self {
        let derived = program.derived();
        let of = |all: &FxHashSet<u32>| all.intersection(&derived).copied().collect::<FxHashSet<u32>>();
        let mut told = Self { one_object: of(&program.traits.one_object), one_subject: of(&program.traits.one_subject), ..Self::default() };
        for (number, row) in (0..).zip(&store.rows) {
            for (_, proof) in store.proofs_of(number) {
                let stretch = |value| Stretch { lo: proof.lo, hi: proof.hi, value, reach: proof.hi };
                if told.one_object.contains(&row.predicate) {
                    told.objects.entry((row.predicate, row.subject)).or_default().push(stretch(row.object));
                }
                if told.one_subject.contains(&row.predicate) {
                    told.subjects.entry((row.predicate, row.object)).or_default().push(stretch(row.subject));
                }
            }
        }
        told.objects.values_mut().chain(told.subjects.values_mut()).for_each(|stretches| put_in_order(stretches));
        told
    }

    fn contradicts(&self, subject: u32, predicate: u32, object: u32, proof: &Proof) -> bool {
        let against = |stretches: Option<&Vec<Stretch>>, value| stretches.is_some_and(|stretches| is_against(stretches, value, proof));
        self.one_object.contains(&predicate) && against(self.objects.get(&(predicate, subject)), object)
            || self.one_subject.contains(&predicate) && against(self.subjects.get(&(predicate, object)), subject)
    }
}

fn put_in_order(stretches: &mut [Stretch]) {
    stretches.sort_by_key(|stretch| (stretch.lo, stretch.hi, stretch.value));
    let mut reach = i64::MIN;
    for stretch in stretches {
        reach = reach.max(stretch.hi);
        stretch.reach = reach;
    }
}

/// Whether another value was told of a time at which the proof holds.
fn is_against(stretches: &[Stretch], value: u32, proof: &Proof) -> bool {
    let begun = stretches.partition_point(|stretch| stretch.lo < proof.hi);
    let begun = stretches.get(..begun).unwrap_or_default().iter().rev();
    begun.take_while(|stretch| proof.lo < stretch.reach).any(|stretch| stretch.value != value && proof.lo < stretch.hi)
}

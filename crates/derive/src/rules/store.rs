//! The facts of a run, told and derived, found by subject and by object.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::{
    fact::{Input, Supports},
    program::{Pattern, Program, Slot, Traits},
};

/// One way in which a fact is known.
#[derive(Clone, Debug)]
pub(super) struct Proof {
    pub lo: i64,
    pub hi: i64,
    pub certain: bool,
    pub confidence: f32,
    pub supports: Supports,
    pub rule: u32,
    /// So many rules deep; 0 for what was told.
    pub depth: u16,
}

/// A fact without its dates, and the proofs of it in the order in which they were found: least deep first.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub subject: u32,
    pub predicate: u32,
    pub object: u32,
    pub proofs: SmallVec<[u32; 2]>,
}

/// The facts of a run.
#[derive(Debug, Default)]
pub(super) struct Store {
    pub rows: Vec<Row>,
    pub proofs: Vec<Proof>,
    by_key: FxHashMap<(u32, u32, u32), u32>,
    by_predicate: FxHashMap<u32, Vec<u32>>,
    by_subject: FxHashMap<(u32, u32), Vec<u32>>,
    by_object: FxHashMap<(u32, u32), Vec<u32>>,
    read: FxHashSet<u32>,
    symmetric: FxHashSet<u32>,
}

impl Store {
    /// The facts that a program's rules have to do with, in an order of their own.
    pub fn new(program: &Program, inputs: &[Input]) -> Self {
        let mut store = Self { read: program.read(), symmetric: program.traits.symmetric.clone(), ..Self::default() };
        let derived = program.derived();
        let mut facts: Vec<Input> = inputs
            .iter()
            .filter(|input| input.lo < input.hi)
            .map(|input| straight(&program.traits, input))
            .filter(|input| store.read.contains(&input.predicate) || derived.contains(&input.predicate))
            .collect();
        facts.sort_by(|a, b| a.key().cmp(&b.key()));
        facts.dedup();
        for fact in facts {
            let row = store.row(fact.subject, fact.predicate, fact.object);
            let Input { lo, hi, certain, confidence, claims: supports, .. } = fact;
            store.prove(row, Proof { lo, hi, certain, confidence, supports, rule: u32::MAX, depth: 0 });
        }
        store
    }

    /// The row of a fact, made where there is none. The fact is straight.
    pub fn row(&mut self, subject: u32, predicate: u32, object: u32) -> u32 {
        if let Some(row) = self.by_key.get(&(predicate, subject, object)) {
            return *row;
        }
        let row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.push(Row { subject, predicate, object, proofs: SmallVec::new() });
        self.by_key.insert((predicate, subject, object), row);
        if self.read.contains(&predicate) {
            self.index(row, subject, predicate, object);
        }
        row
    }

    fn index(&mut self, row: u32, subject: u32, predicate: u32, object: u32) {
        self.by_predicate.entry(predicate).or_default().push(row);
        self.by_subject.entry((predicate, subject)).or_default().push(row);
        self.by_object.entry((predicate, object)).or_default().push(row);
        if self.symmetric.contains(&predicate) && subject != object {
            self.by_subject.entry((predicate, object)).or_default().push(row);
            self.by_object.entry((predicate, subject)).or_default().push(row);
        }
    }

    /// Adds a proof to a row.
    pub fn prove(&mut self, row: u32, proof: Proof) {
        let number = u32::try_from(self.proofs.len()).unwrap_or(u32::MAX);
        if let Some(row) = self.rows.get_mut(row as usize) {
            row.proofs.push(number);
            self.proofs.push(proof);
        }
    }

    /// The proofs of a row.
    pub fn proofs_of(&self, row: u32) -> impl DoubleEndedIterator<Item = (u32, &Proof)> {
        let numbers = self.rows.get(row as usize).map(|row| row.proofs.as_slice()).unwrap_or_default();
        numbers.iter().filter_map(|number| self.proofs.get(*number as usize).map(|proof| (*number, proof)))
    }

    /// Whether any rule reads a predicate.
    pub fn is_read(&self, predicate: u32) -> bool {
        self.read.contains(&predicate)
    }

    /// Whether a row can be read from both sides.
    pub fn turns(&self, row: &Row) -> bool {
        row.subject != row.object && self.symmetric.contains(&row.predicate)
    }

    /// The rows that may fit a pattern, given what its slots are known to be.
    pub fn matching(&self, pattern: &Pattern, subject: Option<u32>, object: Option<u32>) -> &[u32] {
        let predicate = pattern.predicate;
        let rows = match (subject, object) {
            (Some(subject), Some(object)) => {
                let turn = self.symmetric.contains(&predicate) && object < subject;
                let (subject, object) = if turn { (object, subject) } else { (subject, object) };
                return self.by_key.get(&(predicate, subject, object)).map(std::slice::from_ref).unwrap_or_default();
            }
            (Some(subject), None) => self.by_subject.get(&(predicate, subject)),
            (None, Some(object)) => self.by_object.get(&(predicate, object)),
            (None, None) => self.by_predicate.get(&predicate),
        };
        rows.map(Vec::as_slice).unwrap_or_default()
    }

    /// The rows that fit a pattern before anything is known of its variables.
    pub fn all(&self, pattern: &Pattern) -> &[u32] {
        self.matching(pattern, thing(pattern.subject), thing(pattern.object))
    }
}

fn thing(slot: Slot) -> Option<u32> {
    match slot {
        Slot::Thing(thing) => Some(thing),
        Slot::Variable(_) => None,
    }
}

/// A fact with its sides as they are read, and its numbers made sound.
fn straight(traits: &Traits, input: &Input) -> Input {
    let (subject, predicate, object) = traits.straight(input.subject, input.predicate, input.object);
    let mut claims = input.claims.clone();
    claims.sort_unstable();
    claims.dedup();
    let confidence = if input.confidence.is_nan() { 0.0 } else { input.confidence.clamp(0.0, 1.0) };
    Input { subject, predicate, object, confidence, claims, ..*input }
}

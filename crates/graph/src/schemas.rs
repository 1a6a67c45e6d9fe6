//! Predicate schemas as known at any transaction, worked out for reading.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use asof_model::{Cardinality, Schema};

const MICROS_PER_DAY: f64 = 86_400e6;

/// A predicate's schema with its ties to other predicates worked out.
#[derive(Clone, Debug)]
pub struct Predicate {
    /// The schema as told.
    pub schema: Arc<Schema>,
    /// The transaction that told it, if any did.
    pub told_in: Option<u32>,
    /// The predicate as which this one is read, if it is another, and whether the sides change.
    pub read_as: Option<(u32, bool)>,
    /// The predicates that are read as this one.
    pub sames: Vec<u32>,
    /// The predicates that are read as this one, sides changed.
    pub inverses: Vec<u32>,
    /// The predicates of its exclusive group, itself among them; empty for none.
    pub group: Vec<u32>,
    /// In microseconds.
    pub half_life: Option<i64>,
}

impl Predicate {
    /// How many values it has at a time.
    #[must_use]
    pub fn cardinality(&self) -> Cardinality {
        self.schema.cardinality
    }

    /// Whether its fluents are exactly the claims of one subject and predicate: nothing to gather from elsewhere.
    pub(crate) fn is_plain(&self) -> bool {
        !self.schema.symmetric && self.inverses.is_empty() && self.sames.is_empty() && self.read_as.is_none()
    }
}

/// The schemas in force at one time, by predicate number.
#[derive(Clone, Debug, Default)]
pub struct Schemas {
    told: BTreeMap<u32, (u32, Arc<Schema>)>,
    predicates: BTreeMap<u32, Predicate>,
    /// The same for quick look-up: how the fast path reads each predicate.
    plain_single: Vec<Option<Option<i64>>>,
}

/// For each predicate that is read as another: as which at the next step, and whether the sides change.
type Steps = BTreeMap<u32, (u32, bool)>;

impl Schemas {
    /// The schema in force for a predicate, if any was told.
    #[must_use]
    pub fn get(&self, predicate: u32) -> Option<&Predicate> {
        self.predicates.get(&predicate)
    }

    /// Every predicate with a schema.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Predicate)> {
        self.predicates.iter().map(|(number, predicate)| (*number, predicate))
    }

    /// The predicate as which one is read, and whether the sides change.
    #[must_use]
    pub fn canonical(&self, predicate: u32) -> (u32, bool) {
        self.get(predicate).and_then(|resolved| resolved.read_as).unwrap_or((predicate, false))
    }

    /// For a predicate with one object per subject and no ties to others: its half-life.
    pub(crate) fn plain_single(&self, predicate: u32) -> Option<Option<i64>> {
        self.plain_single.get(predicate as usize).copied().flatten()
    }

    /// Whether an object is read as the subject of a predicate: it is symmetric, or read as its inverse.
    pub(crate) fn is_tied(&self, predicate: u32) -> bool {
        let (canonical, turned) = self.canonical(predicate);
        turned || self.get(canonical).is_some_and(|resolved| resolved.schema.symmetric)
    }

    fn work_out(&mut self, number: &dyn Fn(&str) -> Option<u32>) {
        let steps = self.steps(number);
        let mut tied: Vec<(u32, (u32, bool))> = Vec::new();
        for &predicate in steps.keys() {
            tied.push((predicate, self.follow(&steps, predicate)));
        }
        tied.retain(|(predicate, (to, _))| predicate != to);
        let known: BTreeSet<u32> = self.told.keys().copied().chain(tied.iter().flat_map(|&(alias, (to, _))| [alias, to])).collect();
        for predicate in known {
            let told = self.told.get(&predicate);
            let schema = told.map(|(_, schema)| Arc::clone(schema)).unwrap_or_default();
            let resolved = Predicate {
                told_in: told.map(|(tx, _)| *tx),
                read_as: None,
                sames: Vec::new(),
                inverses: Vec::new(),
                group: self.group(&schema),
                half_life: schema.half_life.map(micros),
                schema,
            };
            self.predicates.insert(predicate, resolved);
        }
        for (alias, (to, turned)) in tied {
            if let Some(resolved) = self.predicates.get_mut(&alias) {
                resolved.read_as = Some((to, turned));
            }
            if let Some(resolved) = self.predicates.get_mut(&to) {
                if turned { &mut resolved.inverses } else { &mut resolved.sames }.push(alias);
            }
        }
        let most = self.predicates.keys().last().map_or(0, |last| *last as usize + 1);
        self.plain_single = vec![None; most];
        for (&predicate, resolved) in &self.predicates {
            if resolved.is_plain() && resolved.cardinality() == Cardinality::OneObjectPerSubject {
                self.plain_single[predicate as usize] = Some(resolved.half_life);
            }
        }
    }

    /// One step from each predicate that is read as another. What it says of itself goes before what others say of it.
    fn steps(&self, number: &dyn Fn(&str) -> Option<u32>) -> Steps {
        let of = |name: Option<&str>| name.and_then(number);
        let inverses =
            self.told.iter().filter_map(|(&predicate, (_, schema))| Some((of(schema.inverse_of.as_deref())?, (predicate, true))));
        let mut steps: Steps = inverses.collect();
        steps.extend(self.told.iter().filter_map(|(&alias, (_, schema))| Some((alias, (of(schema.same_as.as_deref())?, false)))));
        steps
    }

    /// Where the steps lead. Where they go in a circle, to the one of it that comes first in the alphabet.
    fn follow(&self, steps: &Steps, predicate: u32) -> (u32, bool) {
        let name = |predicate: u32| self.told.get(&predicate).map(|(_, schema)| schema.name.as_str());
        let mut path = vec![(predicate, false)];
        let mut seen = BTreeMap::from([(predicate, 0)]);
        while let Some(&(at, turned)) = path.last() {
            let Some(&(to, turns)) = steps.get(&at) else { return (at, turned) };
            if let Some(&start) = seen.get(&to) {
                let circle = path.get(start..).unwrap_or_default().iter().copied();
                return circle
                    .min_by_key(|&(predicate, _)| (name(predicate).is_none(), name(predicate), predicate))
                    .unwrap_or((predicate, false));
            }
            seen.insert(to, path.len());
            path.push((to, turned ^ turns));
        }
        (predicate, false)
    }

    fn group(&self, schema: &Schema) -> Vec<u32> {
        let Some(group) = &schema.exclusive_group else { return Vec::new() };
        self.told.iter().filter(|(_, (_, other))| other.exclusive_group.as_ref() == Some(group)).map(|(&number, _)| number).collect()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a checked schema has less than a million days")]
fn micros(days: f64) -> i64 {
    (days * MICROS_PER_DAY) as i64
}

/// The schemas by transaction.
#[derive(Clone, Debug)]
pub(crate) struct SchemaHistory {
    versions: Vec<(u32, Arc<Schemas>)>,
    told: Vec<(u32, u32, Arc<Schema>)>,
}

impl Default for SchemaHistory {
    fn default() -> Self {
        Self { versions: vec![(0, Arc::default())], told: Vec::new() }
    }
}

impl SchemaHistory {
    pub fn at(&self, k: u32) -> &Schemas {
        let known = self.versions.partition_point(|&(tx, _)| tx <= k).max(1);
        &self.versions[known - 1].1
    }

    /// The transactions at which a schema changed.
    pub fn changes(&self) -> impl Iterator<Item = u32> {
        self.versions.iter().map(|&(tx, _)| tx)
    }

    /// The predicates whose schemas transactions told.
    pub fn told_by(&self, of: impl Fn(u32) -> bool) -> impl Iterator<Item = u32> {
        self.told.iter().filter(move |(tx, _, _)| of(*tx)).map(|(_, predicate, _)| *predicate)
    }

    /// The transactions that told a predicate's schema, in force or not.
    pub fn told_of(&self, predicate: u32) -> impl Iterator<Item = u32> {
        self.told.iter().filter(move |(_, other, _)| *other == predicate).map(|(tx, _, _)| *tx)
    }

    pub fn tell(&mut self, tx: u32, predicate: u32, schema: Schema) {
        self.told.push((tx, predicate, Arc::new(schema)));
    }

    /// Makes the schemas what those in force say, from `tx` on.
    pub fn replay(&mut self, tx: u32, in_force: impl Fn(u32) -> bool, number: &dyn Fn(&str) -> Option<u32>) {
        let mut schemas = Schemas::default();
        for (told, predicate, schema) in self.told.iter().filter(|(told, _, _)| in_force(*told)) {
            schemas.told.insert(*predicate, (*told, Arc::clone(schema)));
        }
        schemas.work_out(number);
        self.versions.retain(|&(version, _)| version != tx);
        self.versions.push((tx, Arc::new(schemas)));
    }
}

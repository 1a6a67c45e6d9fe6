//! Predicate schemas as known at any transaction, worked out for reading.

use std::{collections::BTreeMap, sync::Arc};

use asof_model::{Cardinality, Schema};

const MICROS_PER_DAY: f64 = 86_400e6;

/// A predicate's schema with its ties to other predicates worked out.
#[derive(Clone, Debug)]
pub struct Predicate {
    /// The schema as told.
    pub schema: Arc<Schema>,
    /// The predicate as which this one is read, sides changed.
    pub read_as: Option<u32>,
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
        !self.schema.symmetric && self.inverses.is_empty() && self.read_as.is_none()
    }
}

/// The schemas in force at one time, by predicate number.
#[derive(Clone, Debug, Default)]
pub struct Schemas {
    told: BTreeMap<u32, Arc<Schema>>,
    predicates: BTreeMap<u32, Predicate>,
    /// The same for quick look-up: how the fast path reads each predicate.
    plain_single: Vec<Option<Option<i64>>>,
}

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

    /// For a predicate with one object per subject and no ties to others: its half-life.
    pub(crate) fn plain_single(&self, predicate: u32) -> Option<Option<i64>> {
        self.plain_single.get(predicate as usize).copied().flatten()
    }

    /// Whether an object is read as the subject of a predicate: it is symmetric, or read as its inverse.
    pub(crate) fn is_tied(&self, predicate: u32) -> bool {
        self.get(predicate).is_some_and(|resolved| resolved.schema.symmetric || resolved.read_as.is_some())
    }

    fn work_out(&mut self, number: &dyn Fn(&str) -> Option<u32>) {
        let inverse = |schema: &Schema| schema.inverse_of.as_deref().and_then(number);
        let read_as: BTreeMap<u32, u32> = self.told.iter().filter_map(|(&predicate, schema)| Some((inverse(schema)?, predicate))).collect();
        // Where each names the other, the one first in the alphabet is kept.
        let gives_way = |alias: u32, to: u32| {
            let mutual = self.told.get(&alias).and_then(|schema| inverse(schema)) == Some(to);
            !mutual || self.told[&to].name < self.told[&alias].name
        };
        let read_as: BTreeMap<u32, u32> = read_as.into_iter().filter(|&(alias, to)| gives_way(alias, to)).collect();
        let schema_of = |predicate: u32| self.told.get(&predicate).cloned();
        let known: Vec<u32> = self.told.keys().copied().chain(read_as.keys().copied()).collect();
        self.predicates = known
            .into_iter()
            .map(|predicate| {
                let schema = schema_of(predicate).unwrap_or_default();
                let resolved = Predicate {
                    read_as: read_as.get(&predicate).copied(),
                    inverses: read_as.iter().filter(|&(_, &to)| to == predicate).map(|(&alias, _)| alias).collect(),
                    group: self.group(&schema),
                    half_life: schema.half_life.map(micros),
                    schema,
                };
                (predicate, resolved)
            })
            .collect();
        let most = self.predicates.keys().last().map_or(0, |last| *last as usize + 1);
        self.plain_single = vec![None; most];
        for (&predicate, resolved) in &self.predicates {
            if resolved.is_plain() && resolved.cardinality() == Cardinality::OneObjectPerSubject {
                self.plain_single[predicate as usize] = Some(resolved.half_life);
            }
        }
    }

    fn group(&self, schema: &Schema) -> Vec<u32> {
        let Some(group) = &schema.exclusive_group else { return Vec::new() };
        self.told.iter().filter(|(_, other)| other.exclusive_group.as_ref() == Some(group)).map(|(&number, _)| number).collect()
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

    pub fn tell(&mut self, tx: u32, predicate: u32, schema: Schema) {
        self.told.push((tx, predicate, Arc::new(schema)));
    }

    /// Makes the schemas what those in force say, from `tx` on.
    pub fn replay(&mut self, tx: u32, in_force: impl Fn(u32) -> bool, number: &dyn Fn(&str) -> Option<u32>) {
        let mut schemas = Schemas::default();
        for (_, predicate, schema) in self.told.iter().filter(|(told, _, _)| in_force(*told)) {
            schemas.told.insert(*predicate, Arc::clone(schema));
        }
        schemas.work_out(number);
        self.versions.retain(|&(version, _)| version != tx);
        self.versions.push((tx, Arc::new(schemas)));
    }
}

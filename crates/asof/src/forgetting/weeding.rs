//! What is left of each transaction: its records without what goes, renumbered, with a count where something stood.
//!
//! Definitions. A name **survives** while a claim or episode that stays mentions it; one that does not is **lost**, and so are the
//! merges and splits that only said of it which entity it was. Names are written anew at their first use, so that nothing tells that
//! something else once used them. Claims and episodes keep their order, and with the counts their made-up ids.

use asof_graph::Graph;
use asof_journal::{ClaimRecord, Class, Record, Transaction};
use asof_model::{Erased, Schema};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::{
    chosen::{Chosen, Wanted, ships},
    joining::Joining,
    mentions::Mentions,
};
use crate::error::Result;

/// How the keys of findings about predicates begin.
const OF_PREDICATES: [&str; 3] = ["join", "inverse", "cardinality"];
/// How the keys of all other findings begin.
const OF_OTHERS: [&str; 10] = ["same", "superseded", "dispute", "polarity", "derived", "no", "rule", "end", "impossible", "pattern"];

/// What goes beside claims and episodes, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Along {
    /// What consolidations found.
    pub findings: u32,
    /// What people said to that.
    pub decisions: u32,
    /// What said which names are one entity.
    pub merges_and_splits: u32,
    /// What took something back that goes itself.
    pub retractions: u32,
    /// What told how predicates behave that nothing uses any more.
    pub schemas: u32,
    /// Groups of predicates that stay, whose names mention it: the predicates are in none any more.
    pub groups: u32,
    /// Undoings of transactions of which nothing is left.
    pub undos: u32,
    /// Reasons that mention it, of what stays.
    pub reasons: u32,
}

impl Along {
    pub(crate) fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// Takes what goes out of one transaction after another, in order.
pub(crate) struct Weeding<'g> {
    graph: &'g Graph,
    wanted: &'g Wanted,
    survivors: Survivors,
    lost: Mentions,
    lost_predicates: Mentions,
    /// The ids of what goes.
    ids: FxHashSet<String>,
    names: [Table; 3],
    claims: Numbering,
    episodes: Numbering,
    emptied: FxHashSet<u32>,
    joining: Joining,
    /// Whether the transaction was told by a run, or by somebody who accepted what one found.
    consolidated: bool,
    pub along: Along,
    /// The claims that corrected one that goes, and stay as plain claims.
    pub plain: Vec<String>,
}

/// The names that something that stays mentions.
#[derive(Debug)]
pub(crate) struct Survivors {
    pub entities: Vec<bool>,
    predicates: Vec<bool>,
}

impl Survivors {
    pub fn of(graph: &Graph, chosen: &Chosen) -> Self {
        let none = |class| vec![false; graph.next_number(class) as usize];
        let mut survivors = Self { entities: none(Class::Entity), predicates: none(Class::Predicate) };
        let mark = |names: &mut Vec<bool>, number: u32| names.get_mut(number as usize).into_iter().for_each(|name| *name = true);
        for meta in (0..graph.claim_count()).filter(|claim| !chosen.claims.contains_key(claim)).filter_map(|claim| graph.claim(claim)) {
            mark(&mut survivors.entities, meta.subject);
            mark(&mut survivors.entities, meta.object);
            mark(&mut survivors.predicates, meta.predicate);
        }
        survivors
    }

    pub fn entity(&self, number: u32) -> bool {
        self.entities.get(number as usize).copied().unwrap_or(false)
    }

    fn predicate(&self, number: u32) -> bool {
        self.predicates.get(number as usize).copied().unwrap_or(false)
    }
}

/// One class of names: as they were read, and as they are written.
#[derive(Default)]
struct Table {
    names: Vec<(Class, String)>,
    new: FxHashMap<u32, u32>,
}

/// How many of a sort were read, and how many of them stay.
#[derive(Default)]
struct Numbering {
    read: u32,
    /// The old numbers of what goes, in order.
    gone: Vec<u32>,
}

impl Numbering {
    fn without(gone: impl IntoIterator<Item = u32>) -> Self {
        let mut gone: Vec<u32> = gone.into_iter().collect();
        gone.sort_unstable();
        Self { read: 0, gone }
    }

    /// The number of the next that is read.
    fn next(&mut self) -> u32 {
        self.read += 1;
        self.read - 1
    }

    /// What an old number becomes; nothing for what goes.
    fn of(&self, old: u32) -> Option<u32> {
        self.gone.binary_search(&old).err().map(|before| old - u32::try_from(before).unwrap_or(u32::MAX))
    }
}

fn table(class: Class) -> usize {
    match class {
        Class::Entity | Class::Value => 0,
        Class::Predicate => 1,
        Class::Source => 2,
    }
}

impl<'g> Weeding<'g> {
    /// Weeds what was chosen.
    ///
    /// # Errors
    /// When there are more names than can be looked for at once.
    pub fn new(graph: &'g Graph, chosen: &'g Chosen, wanted: &'g Wanted) -> Result<Self> {
        let survivors = Survivors::of(graph, chosen);
        let claims = chosen.claims.keys().map(|&claim| graph.claim_id(claim));
        let episodes = chosen.episodes.keys().filter_map(|&episode| graph.episode(episode)).map(|episode| episode.id.to_string());
        let (lost, predicates) = (lost(graph, &survivors, chosen), lost_predicates(graph, &survivors, chosen, wanted));
        Ok(Self {
            graph,
            wanted,
            ids: claims.chain(episodes).collect(),
            lost: Mentions::of(lost.iter().map(String::as_str))?,
            lost_predicates: Mentions::of(predicates.iter().map(String::as_str))?,
            joining: Joining::of(graph, &survivors),
            survivors,
            names: Default::default(),
            claims: Numbering::without(chosen.claims.keys().copied()),
            episodes: Numbering::without(chosen.episodes.keys().copied()),
            emptied: FxHashSet::default(),
            consolidated: false,
            along: Along::default(),
            plain: Vec::new(),
        })
    }

    /// What is left of a transaction: at least that it was.
    pub fn transaction(&mut self, told: &Transaction) -> Transaction {
        self.consolidated = told.records.iter().any(|record| matches!(record, Record::Run { .. } | Record::Decision(..)));
        let mut records = Vec::with_capacity(told.records.len());
        for record in &told.records {
            self.record(told.tx, record.clone(), &mut records);
        }
        self.joins(told, &mut records);
        if records.is_empty() {
            records.push(Record::Erased(Erased::default()));
        }
        if records.iter().all(|record| matches!(record, Record::Erased(_))) {
            self.emptied.insert(told.tx);
        }
        Transaction { records, tx: told.tx, recorded_at: told.recorded_at }
    }

    fn record(&mut self, tx: u32, record: Record, out: &mut Vec<Record>) {
        match record {
            Record::Name(class, text) => self.names[table(class)].names.push((class, text)),
            Record::Claim(claim) => self.claim(claim, out),
            Record::Episode { id, text, occurred_at, speaker, source } => {
                let number = self.episodes.next();
                if self.episodes.of(number).is_none() {
                    return leave(out, Erased { episodes: 1, ..Erased::default() });
                }
                let (speaker, source) = (self.optional(Class::Source, speaker, out), self.optional(Class::Source, source, out));
                out.push(Record::Episode { id, text, occurred_at, speaker, source });
            }
            Record::RetractClaim(claim, reason) => {
                let kept = self.claims.of(claim).map(|claim| Record::RetractClaim(claim, self.reason(reason)));
                keep(kept, out, &mut self.along.retractions);
            }
            Record::RetractEpisode(episode, reason) => {
                let kept = self.episodes.of(episode).map(|episode| Record::RetractEpisode(episode, self.reason(reason)));
                keep(kept, out, &mut self.along.retractions);
            }
            Record::RetractSource(source, reason) => {
                // It takes back what the source said before; where nothing of that stays, there is nothing to take back.
                let source = self.names[table(Class::Source)].new.get(&source).copied();
                let kept = source.map(|source| Record::RetractSource(source, self.reason(reason)));
                keep(kept, out, &mut self.along.retractions);
            }
            Record::Undo(target) => keep((!self.emptied.contains(&target)).then_some(Record::Undo(target)), out, &mut self.along.undos),
            // Looked at together, when the others are done.
            Record::Merge { .. } | Record::Split { .. } => {}
            Record::Predicate(json) => self.schema(tx, json, out),
            Record::Run { .. } => out.push(record),
            Record::Finding(key, json) => self.finding(key, json, out),
            Record::Decision(key, accepted, reason) => {
                let kept = (!self.has_key_about_it(&key)).then(|| Record::Decision(key, accepted, self.reason(reason)));
                keep(kept, out, &mut self.along.decisions);
            }
            Record::Erased(erased) => leave(out, erased),
        }
    }

    /// The new number of a name, which is written where it is first used.
    fn name(&mut self, class: Class, old: u32, out: &mut Vec<Record>) -> u32 {
        let Table { names, new } = &mut self.names[table(class)];
        let next = u32::try_from(new.len()).unwrap_or(u32::MAX);
        *new.entry(old).or_insert_with(|| {
            if let Some((class, text)) = names.get(old as usize) {
                out.push(Record::Name(*class, text.clone()));
            }
            next
        })
    }

    fn optional(&mut self, class: Class, old: Option<u32>, out: &mut Vec<Record>) -> Option<u32> {
        old.map(|old| self.name(class, old, out))
    }

    fn claim(&mut self, claim: ClaimRecord, out: &mut Vec<Record>) {
        let number = self.claims.next();
        if self.claims.of(number).is_none() {
            return leave(out, Erased { claims: 1, ..Erased::default() });
        }
        let corrects = claim.corrects.and_then(|(target, reason)| {
            let target = self.claims.of(target);
            if target.is_none() {
                self.plain.push(self.graph.claim_id(number));
            }
            target.map(|target| (target, self.reason(reason)))
        });
        let weeded = ClaimRecord {
            subject: self.name(Class::Entity, claim.subject, out),
            predicate: self.name(Class::Predicate, claim.predicate, out),
            object: self.name(Class::Entity, claim.object, out),
            source: self.optional(Class::Source, claim.source, out),
            episode: claim.episode.and_then(|episode| self.episodes.of(episode)),
            supports: claim.supports.iter().filter_map(|&support| self.claims.of(support)).collect(),
            corrects,
            ..claim
        };
        out.push(Record::Claim(weeded));
    }

    fn reason(&mut self, reason: Option<String>) -> Option<String> {
        let mentions = reason.as_deref().is_some_and(|reason| self.wanted.mentioned(reason));
        self.along.reasons += u32::from(mentions);
        reason.filter(|_| !mentions)
    }

    /// What is left of the merges and splits of a transaction comes last: an undoing beside them may be what they are needed for.
    fn joins(&mut self, told: &Transaction, out: &mut Vec<Record>) {
        let undoings: Vec<Record> = out.iter().filter(|record| matches!(record, Record::Undo(_))).cloned().collect();
        let left = self.joining.left_of(self.graph, told, &undoings, &self.survivors);
        let number = told.records.iter().filter(|record| matches!(record, Record::Merge { .. } | Record::Split { .. })).count();
        self.along.merges_and_splits += u32::try_from(number.saturating_sub(left.len())).unwrap_or(u32::MAX);
        for join in left {
            let join = if let Record::Merge { from, into } = join {
                Record::Merge { from: self.name(Class::Entity, from, out), into: self.name(Class::Entity, into, out) }
            } else if let Record::Split { from, name } = join {
                Record::Split { from: self.name(Class::Entity, from, out), name: self.name(Class::Entity, name, out) }
            } else {
                continue;
            };
            out.push(join);
        }
    }

    /// What people told of predicates stays unless it mentions what goes; what a consolidation concluded only where it is of use.
    fn schema(&mut self, tx: u32, json: String, out: &mut Vec<Record>) {
        let Ok(mut schema) = serde_json::from_str::<Schema>(&json) else {
            // Nothing reads it; but it was told.
            let kept = (!self.wanted.mentioned(&json)).then_some(Record::Predicate(json));
            return keep(kept, out, &mut self.along.schemas);
        };
        let mentioned = |word: &String| !ships(tx, word) && self.wanted.mentioned(word);
        let names: Vec<&String> = [Some(&schema.name), schema.inverse_of.as_ref(), schema.same_as.as_ref()].into_iter().flatten().collect();
        let number = |name: &&String| self.graph.number(Class::Predicate, name);
        let numbers: Vec<u32> = names.iter().filter_map(number).collect();
        let used = |&number: &u32| self.wanted.is_built_in(number) || self.survivors.predicate(number);
        if names.iter().any(|name| mentioned(name)) || self.consolidated && !numbers.iter().all(used) {
            self.along.schemas += 1;
            return;
        }
        let group = schema.exclusive_group.take_if(|group| mentioned(group));
        self.along.groups += u32::from(group.is_some());
        // The number that a predicate had in the graph is the one that it had in the journal.
        for number in numbers {
            self.name(Class::Predicate, number, out);
        }
        let left = if group.is_some() { serde_json::to_string(&schema).unwrap_or_default() } else { json };
        out.push(Record::Predicate(left));
    }

    fn finding(&mut self, key: String, json: String, out: &mut Vec<Record>) {
        let read = serde_json::from_str::<serde_json::Value>(&json);
        let about_it = read.map_or_else(|_| self.is_about_it(&json), |json| self.names_what_goes(&json, false));
        if !about_it && !self.has_key_about_it(&key) {
            return out.push(Record::Finding(key, json));
        }
        self.along.findings += 1;
        leave(out, Erased { findings: 1, ..Erased::default() });
    }

    /// Whether the key of a finding is about what goes: its first word is the engine's own, where it is one of those.
    fn has_key_about_it(&self, key: &str) -> bool {
        let (first, rest) = key.split_once(' ').unwrap_or((key, ""));
        let of_predicates = OF_PREDICATES.contains(&first);
        let said = if of_predicates || OF_OTHERS.contains(&first) { rest } else { key };
        of_predicates && self.lost_predicates.any(said) || self.is_about_it(said)
    }

    /// Whether what a consolidation wrote is about what goes.
    fn is_about_it(&self, text: &str) -> bool {
        self.wanted.mentioned(text) || self.lost.any(text) || text.split_whitespace().any(|word| self.ids.contains(word))
    }

    /// Whether a finding, or what it proposes, is about what goes; within a schema, what is called a name is a predicate's.
    fn names_what_goes(&self, json: &serde_json::Value, schema: bool) -> bool {
        use serde_json::Value::{Array, Bool, Null, Number, Object, String};
        match json {
            String(text) => self.ids.contains(text) || self.is_about_it(text),
            Array(items) => items.iter().any(|item| self.names_what_goes(item, false)),
            Object(fields) => fields.iter().any(|(field, value)| match (field.as_str(), value) {
                // The engine's own words.
                ("kind" | "outcome" | "rule", _) => false,
                ("key", String(key)) => self.has_key_about_it(key),
                ("predicate" | "inverse_of" | "same_as", String(text)) => self.is_predicate_that_goes(text),
                ("name", String(text)) if schema => self.is_predicate_that_goes(text),
                (field, value) => self.names_what_goes(value, field == "predicate"),
            }),
            Null | Bool(_) | Number(_) => false,
        }
    }

    fn is_predicate_that_goes(&self, name: &str) -> bool {
        self.lost_predicates.any(name) || !ships(1, name) && self.wanted.mentioned(name)
    }
}

/// Keeps a record, or counts that it went.
fn keep(record: Option<Record>, out: &mut Vec<Record>, gone: &mut u32) {
    match record {
        Some(record) => out.push(record),
        None => *gone += 1,
    }
}

/// Leaves a count where something stood; counts side by side are one.
fn leave(out: &mut Vec<Record>, more: Erased) {
    if let Some(Record::Erased(erased)) = out.last_mut() {
        *erased = Erased {
            claims: erased.claims + more.claims,
            episodes: erased.episodes + more.episodes,
            findings: erased.findings + more.findings,
        };
    } else {
        out.push(Record::Erased(more));
    }
}

/// The entities and values that are lost.
fn lost(graph: &Graph, survivors: &Survivors, chosen: &Chosen) -> FxHashSet<String> {
    let claims = chosen.claims.keys().filter_map(|&claim| graph.claim(claim));
    let names = claims.flat_map(|meta| [meta.subject, meta.object]).filter(|&name| !survivors.entity(name));
    names.map(|name| graph.object(name).text()).collect()
}

/// The predicates that are lost, and the words in which a finding would write them.
fn lost_predicates(graph: &Graph, survivors: &Survivors, chosen: &Chosen, wanted: &Wanted) -> FxHashSet<String> {
    let claims = chosen.claims.keys().filter_map(|&claim| graph.claim(claim));
    let lost = claims.map(|meta| meta.predicate).filter(|&name| !survivors.predicate(name) && !wanted.is_built_in(name));
    let texts = lost.map(|name| graph.predicate_text(name));
    texts.flat_map(|text| [text.to_owned(), text.replace('_', " ")]).collect()
}

//! A draft: operations checked against what is known and turned into records, before anything is written.

use asof_graph::Graph;
use asof_journal::{ClaimRecord, Class, Record};
use asof_model::{Erased, Object, Operation, Schema, Statement, normalise};
use rustc_hash::FxHashMap;

use crate::error::{Error, Result};

/// So many of each sort can be erased from a memory: numbers have to last.
const MOST_ERASED: u32 = 1 << 31;

/// The records of one transaction in the making.
pub(crate) struct Draft<'g> {
    graph: &'g Graph,
    pub records: Vec<Record>,
    /// The ids of the claims and episodes told so far.
    pub claims: Vec<String>,
    pub episodes: Vec<String>,
    /// Statements that were already known word for word.
    pub known: usize,
    /// What was erased where the operations come from.
    erased: Erased,
    /// Whether merges and splits may bring names.
    pub brings_names: bool,
    names: FxHashMap<(Class, String), u32>,
    new_names: FxHashMap<Class, u32>,
    claim_ids: FxHashMap<String, u32>,
    episode_ids: FxHashMap<String, u32>,
    schemas: FxHashMap<String, Schema>,
}

fn local_key(class: Class, text: &str) -> String {
    if class == Class::Entity { normalise(text) } else { text.to_owned() }
}

/// Values share their numbers with entities.
fn numbered_with(class: Class) -> Class {
    if class == Class::Value { Class::Entity } else { class }
}

impl<'g> Draft<'g> {
    pub fn new(graph: &'g Graph) -> Self {
        Self {
            graph,
            records: Vec::new(),
            claims: Vec::new(),
            episodes: Vec::new(),
            known: 0,
            erased: Erased::default(),
            brings_names: false,
            names: FxHashMap::default(),
            new_names: FxHashMap::default(),
            claim_ids: FxHashMap::default(),
            episode_ids: FxHashMap::default(),
            schemas: FxHashMap::default(),
        }
    }

    /// Adds an operation. What it refers to must be known, or told earlier in the same transaction.
    /// When it is refused, the draft is as it was.
    pub fn tell(&mut self, operation: &Operation) -> Result<()> {
        operation.check()?;
        match operation {
            Operation::Episode { id: Some(id), .. } if self.graph.says_again_episode(id, operation) => {
                self.known += 1;
                Ok(())
            }
            Operation::Episode { id, text, occurred_at, speaker, source } => {
                let id = self.new_episode_id(id.as_deref())?;
                let speaker = speaker.as_deref().map(|speaker| self.name(Class::Source, speaker));
                let source = source.as_deref().map(|source| self.name(Class::Source, source));
                self.records.push(Record::Episode { id, text: text.clone(), occurred_at: *occurred_at, speaker, source });
                Ok(())
            }
            Operation::Claim(statement) => self.claim(statement, None),
            Operation::Correct { target, statement, reason } => {
                let number = self.existing_claim(target)?;
                self.claim(statement, Some((number, reason.clone())))
            }
            Operation::Retract { target, reason } => self.retract(target, reason.as_ref()),
            Operation::RetractSource { source, reason } => {
                let number = self.known_name(Class::Source, source).ok_or_else(|| Error::not_found("source", source))?;
                self.records.push(Record::RetractSource(number, reason.clone()));
                Ok(())
            }
            Operation::Undo { tx } => self.undo(tx.0),
            Operation::Merge { from, into } => self.merge(from, into),
            Operation::Split { from, name } => self.split(from, name),
            Operation::Predicate(schema) => self.schema(schema),
            Operation::Run(run) => {
                self.records.push(Record::Run { number: run.number, upto: run.upto.0, last: run.last });
                Ok(())
            }
            Operation::Finding(finding) => {
                let json = serde_json::to_string(finding).map_err(|error| Error::invalid(error.to_string()))?;
                self.records.push(Record::Finding(finding.key.clone(), json));
                Ok(())
            }
            Operation::Decision { key, accepted, reason } => {
                self.records.push(Record::Decision(key.clone(), *accepted, reason.clone()));
                Ok(())
            }
            Operation::Erased(erased) => self.erased(*erased),
        }
    }

    /// Keeps the numbers free that an import's own memory had given to what was erased there.
    fn erased(&mut self, erased: Erased) -> Result<()> {
        let known = self.graph.erased();
        let sum = |count: u32, more: u32, known: u32| count.checked_add(more).filter(|count| count.saturating_add(known) <= MOST_ERASED);
        let sums = sum(self.erased.claims, erased.claims, known.claims)
            .zip(sum(self.erased.episodes, erased.episodes, known.episodes))
            .zip(sum(self.erased.findings, erased.findings, known.findings));
        let Some(((claims, episodes), findings)) = sums else {
            return Err(Error::invalid("more was erased than a memory can hold"));
        };
        self.erased = Erased { claims, episodes, findings };
        self.records.push(Record::Erased(erased));
        Ok(())
    }

    fn made_up_claim_id(&self, number: u32) -> String {
        self.graph.made_up_claim_id(number + self.erased.claims)
    }

    fn made_up_episode_id(&self, number: u32) -> String {
        self.graph.made_up_episode_id(number + self.erased.episodes)
    }

    fn known_name(&self, class: Class, text: &str) -> Option<u32> {
        let new = || self.names.get(&(class, local_key(class, text))).copied();
        self.graph.number(class, text).or_else(|| if self.names.is_empty() { None } else { new() })
    }

    fn name(&mut self, class: Class, text: &str) -> u32 {
        if let Some(number) = self.known_name(class, text) {
            return number;
        }
        let key = local_key(class, text);
        let new = self.new_names.entry(numbered_with(class)).or_default();
        let number = self.graph.next_number(class) + *new;
        *new += 1;
        self.names.insert((class, key), number);
        self.records.push(Record::Name(class, text.to_owned()));
        number
    }

    fn object(&mut self, object: &Object) -> u32 {
        match object {
            Object::Entity(name) => self.name(Class::Entity, name),
            Object::Value { .. } => {
                let json = serde_json::to_string(object).unwrap_or_default();
                self.name(Class::Value, &json)
            }
        }
    }

    fn claim(&mut self, statement: &Statement, corrects: Option<(u32, Option<String>)>) -> Result<()> {
        self.check_schema(statement)?;
        let supports = self.supports(statement)?;
        let episode = statement.episode.as_deref().map(|id| self.existing_episode(id)).transpose()?;
        let before = self.records.len();
        let record = ClaimRecord {
            subject: self.name(Class::Entity, &statement.claim.subject),
            predicate: self.name(Class::Predicate, &statement.claim.predicate),
            object: self.object(&statement.claim.object),
            kind: statement.claim.kind,
            from: statement.claim.from,
            to: statement.claim.to,
            trust: statement.trust,
            confidence: statement.confidence,
            source: statement.source.as_deref().map(|source| self.name(Class::Source, source)),
            episode,
            span: statement.span,
            occurred_at: statement.occurred_at,
            id: None,
            supports,
            corrects,
        };
        let number = self.graph.claim_count() + u32::try_from(self.claims.len()).unwrap_or(u32::MAX);
        match self.new_claim_id(statement.id.as_deref(), number, &record) {
            Ok(Some(id)) => {
                let shown = id.clone().unwrap_or_else(|| self.made_up_claim_id(number));
                self.claim_ids.insert(shown.clone(), number);
                self.claims.push(shown);
                self.records.push(Record::Claim(ClaimRecord { id, ..record }));
            }
            Ok(None) => self.known += 1,
            Err(error) => {
                self.forget_names_since(before);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Takes back the names that a refused claim would have introduced.
    fn forget_names_since(&mut self, before: usize) {
        for record in self.records.drain(before..) {
            if let Record::Name(class, text) = record {
                let key = local_key(class, &text);
                self.names.remove(&(class, key));
                *self.new_names.entry(numbered_with(class)).or_default() -= 1;
            }
        }
    }

    fn check_schema(&self, statement: &Statement) -> Result<()> {
        let predicate = &statement.claim.predicate;
        if let Some(schema) = self.schemas.get(predicate) {
            return Ok(schema.accepts(&statement.claim)?);
        }
        let number = self.graph.number(Class::Predicate, predicate);
        let known = number.and_then(|number| self.graph.schemas(u32::MAX).get(number));
        known.map_or(Ok(()), |known| Ok(known.schema.accepts(&statement.claim)?))
    }

    fn supports(&self, statement: &Statement) -> Result<Vec<u32>> {
        statement
            .supports
            .iter()
            .map(|support| {
                if statement.id.as_ref() == Some(support) {
                    return Err(Error::invalid(format!("claim `{support}` cannot support itself")));
                }
                self.existing_claim(support)
            })
            .collect()
    }

    /// The id to write for a new claim (`None` for one the engine makes up); nothing when it is already known word for word.
    #[expect(clippy::option_option, reason = "outer: is it new; inner: was it given an id")]
    fn new_claim_id(&self, id: Option<&str>, number: u32, record: &ClaimRecord) -> Result<Option<Option<String>>> {
        let Some(id) = id else {
            let made_up = self.made_up_claim_id(number);
            let taken = self.graph.claim_number(&made_up).is_some() || self.claim_ids.contains_key(&made_up);
            return Ok(Some(taken.then(|| format!("{made_up}~"))));
        };
        match self.graph.claim_number(id) {
            Some(known) if self.graph.says_again(known, record) => Ok(None),
            Some(_) => Err(Error::conflict(format!("claim `{id}` is already there and says something else; use `correct`, or another id"))),
            None if self.told_here(id).is_some_and(|told| *told == ClaimRecord { id: told.id.clone(), ..record.clone() }) => Ok(None),
            None if self.claim_ids.contains_key(id) => {
                Err(Error::conflict(format!("claim `{id}` is already there and says something else; use `correct`, or another id")))
            }
            None if self.known_episode(id).is_some() => Err(Error::conflict(format!("the id `{id}` is already an episode's"))),
            None => Ok(Some((id != self.made_up_claim_id(number)).then(|| id.to_owned()))),
        }
    }

    /// The record of a claim told earlier in this draft.
    fn told_here(&self, id: &str) -> Option<&ClaimRecord> {
        let place = (self.claim_ids.get(id)? - self.graph.claim_count()) as usize;
        let mut claims = self.records.iter().filter_map(|record| if let Record::Claim(claim) = record { Some(claim) } else { None });
        claims.nth(place)
    }

    fn new_episode_id(&mut self, id: Option<&str>) -> Result<Option<String>> {
        let number = self.graph.episode_count() + u32::try_from(self.episodes.len()).unwrap_or(u32::MAX);
        let made_up = self.made_up_episode_id(number);
        let shown = id.map_or_else(|| made_up.clone(), str::to_owned);
        if self.known_episode(&shown).is_some() || self.graph.claim_number(&shown).is_some() || self.claim_ids.contains_key(&shown) {
            return Err(Error::conflict(format!(
                "the id `{shown}` is already used; episodes never change: tell a new one under another id"
            )));
        }
        self.episode_ids.insert(shown.clone(), number);
        self.episodes.push(shown.clone());
        Ok(Some(shown).filter(|shown| *shown != made_up))
    }

    fn known_claim(&self, id: &str) -> Option<u32> {
        self.graph.claim_number(id).or_else(|| self.claim_ids.get(id).copied())
    }

    fn existing_claim(&self, id: &str) -> Result<u32> {
        self.known_claim(id).ok_or_else(|| Error::not_found("claim", id))
    }

    fn known_episode(&self, id: &str) -> Option<u32> {
        self.graph.episode_number(id).or_else(|| self.episode_ids.get(id).copied())
    }

    fn existing_episode(&self, id: &str) -> Result<u32> {
        self.known_episode(id).ok_or_else(|| Error::not_found("episode", id))
    }

    fn retract(&mut self, target: &str, reason: Option<&String>) -> Result<()> {
        let record = match (self.known_claim(target), self.known_episode(target)) {
            (Some(claim), _) => Record::RetractClaim(claim, reason.cloned()),
            (None, Some(episode)) => Record::RetractEpisode(episode, reason.cloned()),
            (None, None) => return Err(Error::not_found("claim or episode", target)),
        };
        self.records.push(record);
        Ok(())
    }

    fn undo(&mut self, tx: u32) -> Result<()> {
        if tx == 1 {
            return Err(Error::conflict("transaction 1 told the schemas that the memory started with; tell a schema anew instead"));
        }
        if tx == 0 || self.graph.last_tx() < tx {
            return Err(Error::not_found("transaction", &tx.to_string()));
        }
        if self.graph.is_emptied(tx) {
            return Err(Error::conflict(format!("transaction {tx} was erased; nothing can bring back what it told")));
        }
        if !self.graph.is_active(tx) {
            return Err(Error::conflict(format!("transaction {tx} is already undone")));
        }
        self.records.push(Record::Undo(tx));
        Ok(())
    }

    fn entity(&mut self, name: &str) -> Result<u32> {
        match self.known_name(Class::Entity, name) {
            None if self.brings_names => Ok(self.name(Class::Entity, name)),
            known => known.ok_or_else(|| Error::not_found("entity", name)),
        }
    }

    fn merge(&mut self, from: &str, into: &str) -> Result<()> {
        let (from_number, into_number) = (self.entity(from)?, self.entity(into)?);
        if !self.parts_names() && self.graph.root(from_number, u32::MAX) == self.graph.root(into_number, u32::MAX) {
            return Err(Error::conflict(format!("`{from}` and `{into}` are already one entity")));
        }
        self.records.push(Record::Merge { from: from_number, into: into_number });
        Ok(())
    }

    fn split(&mut self, from: &str, name: &str) -> Result<()> {
        let (entity, number) = (self.entity(from)?, self.entity(name)?);
        let root = self.graph.root(entity, u32::MAX);
        if self.parts_names() {
            self.records.push(Record::Split { from: entity, name: number });
            return Ok(());
        }
        if self.graph.root(number, u32::MAX) != root {
            return Err(Error::conflict(format!("`{name}` is not one of the names of `{from}`")));
        }
        if number == root {
            return Err(Error::conflict(format!("`{name}` is the name that the others were merged into; split those off instead")));
        }
        self.records.push(Record::Split { from: entity, name: number });
        Ok(())
    }

    /// Whether the transaction has already made names other entities than the graph knows: what is told of them then cannot be
    /// checked against it, and where it changes nothing it does no harm.
    fn parts_names(&self) -> bool {
        self.records.iter().any(|record| matches!(record, Record::Split { .. } | Record::Undo(_)))
    }

    fn schema(&mut self, schema: &Schema) -> Result<()> {
        self.name(Class::Predicate, &schema.name);
        for other in [&schema.inverse_of, &schema.same_as].into_iter().flatten() {
            self.name(Class::Predicate, other);
        }
        let json = serde_json::to_string(schema).map_err(|error| Error::invalid(error.to_string()))?;
        self.records.push(Record::Predicate(json));
        self.schemas.insert(schema.name.clone(), schema.clone());
        Ok(())
    }
}

//! The graph itself: everything the journal says, ready to be asked.

use std::{cmp::Ordering, sync::Arc};

use asof_journal::{ClaimRecord, Class};
use asof_model::{Cardinality, Erased, Object, Operation, is_normal, normalise};
use asof_timeline::{Assertion, Dates, Strength};
use imbl::Vector;

use crate::{
    claims::{ClaimMeta, Episode, Passage},
    erased::Gone,
    force::Force,
    identity::Identity,
    index::Index,
    names::{Map, Names},
    runs::Runs,
    schemas::{Predicate, SchemaHistory, Schemas},
    view::View,
};

/// A transaction's time, its first claim and its first episode.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TxMeta {
    pub recorded_at: i64,
    pub first_claim: u32,
    pub first_episode: u32,
}

/// The graph of one space. Cloning is cheap and gives an independent value.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub(crate) txs: Vector<TxMeta>,
    pub(crate) entities: Names,
    pub(crate) predicates: Names,
    pub(crate) sources: Names,
    pub(crate) claims: Vector<ClaimMeta>,
    pub(crate) claim_ids: Map<Arc<str>, u32>,
    /// For each claim that was read from an episode: where.
    pub(crate) passages: Map<u32, Passage>,
    /// For each episode that claims were read from: which.
    pub(crate) read: Map<u32, Vec<u32>>,
    pub(crate) episodes: Vector<Episode>,
    pub(crate) episode_ids: Map<Arc<str>, u32>,
    pub(crate) index: Index,
    pub(crate) schemas: SchemaHistory,
    pub(crate) identity: Identity,
    pub(crate) force: Force,
    pub(crate) runs: Runs,
    pub(crate) gone: Gone,
    /// How often the space was erased from since it was opened.
    pub(crate) generation: u32,
    /// The claims that the last transaction showed or hid.
    pub(crate) changed: Vec<u32>,
    /// The predicates that any claim uses.
    pub(crate) used: imbl::OrdSet<u32>,
    /// Those of them that were ever tied: read from both sides, or as their inverse.
    pub(crate) tied: imbl::OrdSet<u32>,
}

/// What a record says about time.
pub(crate) fn dates_of(record: &ClaimRecord) -> Dates {
    Dates { kind: record.kind, from: record.from, to: record.to }
}

/// The key under which a name of a class is found. A value's key cannot be a normalised name.
fn key_of(class: Class, text: &str) -> String {
    match class {
        Class::Entity => normalise(text),
        Class::Value => format!("\n{text}"),
        Class::Predicate | Class::Source => text.to_owned(),
    }
}

impl Graph {
    /// The last transaction applied; 0 when there is none.
    #[must_use]
    pub fn last_tx(&self) -> u32 {
        u32::try_from(self.txs.len()).unwrap_or(u32::MAX)
    }

    /// When a transaction was recorded, in microseconds.
    #[must_use]
    pub fn recorded_at(&self, tx: u32) -> Option<i64> {
        self.txs.get((tx as usize).checked_sub(1)?).map(|tx| tx.recorded_at)
    }

    /// The last transaction recorded by an instant; 0 when there is none.
    #[must_use]
    pub fn tx_at(&self, micros: i64) -> u32 {
        let (mut low, mut high) = (0, self.txs.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.txs[middle].recorded_at <= micros { low = middle + 1 } else { high = middle }
        }
        u32::try_from(low).unwrap_or(u32::MAX)
    }

    /// How many claims were ever told.
    #[must_use]
    pub fn claim_count(&self) -> u32 {
        u32::try_from(self.claims.len()).unwrap_or(u32::MAX)
    }

    /// How many episodes were ever told.
    #[must_use]
    pub fn episode_count(&self) -> u32 {
        u32::try_from(self.episodes.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn names(&self, class: Class) -> &Names {
        match class {
            Class::Entity | Class::Value => &self.entities,
            Class::Predicate => &self.predicates,
            Class::Source => &self.sources,
        }
    }

    pub(crate) fn add_name(&mut self, class: Class, text: &str, tx: u32) {
        let key = key_of(class, text);
        match class {
            Class::Entity | Class::Value => self.entities.add(text, &key, tx),
            Class::Predicate => self.predicates.add(text, &key, tx),
            Class::Source => self.sources.add(text, &key, tx),
        };
    }

    /// The number of a name, if it was ever used.
    #[must_use]
    pub fn number(&self, class: Class, text: &str) -> Option<u32> {
        match class {
            Class::Predicate | Class::Source => self.names(class).number(text),
            Class::Entity if is_normal(text) => self.entities.number(text),
            Class::Entity | Class::Value => self.entities.number(&key_of(class, text)),
        }
    }

    /// The number that the next new name of a class will get.
    #[must_use]
    pub fn next_number(&self, class: Class) -> u32 {
        self.names(class).next()
    }

    /// The text of a predicate.
    #[must_use]
    pub fn predicate_text(&self, predicate: u32) -> &str {
        self.predicates.text(predicate)
    }

    /// The text of a source or speaker.
    #[must_use]
    pub fn source_text(&self, source: u32) -> &str {
        self.sources.text(source)
    }

    /// The name of an entity, or a value's JSON.
    #[must_use]
    pub fn entity_text(&self, entity: u32) -> &str {
        self.entities.text(entity)
    }

    /// The transaction in which a name was first used.
    #[must_use]
    pub fn entity_since(&self, entity: u32) -> u32 {
        self.entities.since(entity)
    }

    /// An entity or value as claims name it. Only values' JSON starts with a brace: a name that does is told apart by its key.
    #[must_use]
    pub fn object(&self, entity: u32) -> Object {
        let text = self.entities.text(entity);
        let value = self.entities.number(&key_of(Class::Value, text)) == Some(entity);
        value.then(|| serde_json::from_str(text).ok()).flatten().unwrap_or_else(|| Object::Entity(text.into()))
    }

    /// The number of a claim, by its id.
    #[must_use]
    pub fn claim_number(&self, id: &str) -> Option<u32> {
        if self.claim_ids.is_empty() && !id.starts_with('~') {
            return None;
        }
        self.claim_ids.get(id).copied().or_else(|| {
            let number = self.gone.claims.number(id.strip_prefix('~')?.parse().ok()?)?;
            self.claims.get(number as usize).filter(|claim| claim.id.is_none()).map(|_| number)
        })
    }

    /// A claim's id: the one it was given, or `~` and its number.
    #[must_use]
    pub fn claim_id(&self, claim: u32) -> String {
        let given = self.claims.get(claim as usize).and_then(|claim| claim.id.as_deref());
        given.map_or_else(|| self.made_up_claim_id(claim), str::to_owned)
    }

    /// The id that the engine makes up for a claim: `~` and its number among all that were ever told, erased ones included.
    #[must_use]
    pub fn made_up_claim_id(&self, claim: u32) -> String {
        format!("~{}", self.gone.claims.shown(claim))
    }

    /// The id that the engine makes up for an episode.
    #[must_use]
    pub fn made_up_episode_id(&self, episode: u32) -> String {
        format!("e~{}", self.gone.episodes.shown(episode))
    }

    /// How much was erased.
    #[must_use]
    pub fn erased(&self) -> Erased {
        self.gone.total()
    }

    /// The last transaction that erased, or from which something was erased; 0 when there is none.
    #[must_use]
    pub fn last_erased(&self) -> u32 {
        self.gone.last
    }

    /// Whether nothing is left of a transaction but that it was.
    #[must_use]
    pub fn is_emptied(&self, tx: u32) -> bool {
        self.gone.emptied.contains(&tx)
    }

    /// How often the space was erased from since it was opened: numbers of an earlier generation mean nothing in a later one.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The same graph as that of another generation.
    #[must_use]
    pub fn of_generation(self, generation: u32) -> Self {
        Self { generation, ..self }
    }

    /// What is known of a claim beside its place in time.
    #[must_use]
    pub fn claim(&self, claim: u32) -> Option<&ClaimMeta> {
        self.claims.get(claim as usize)
    }

    /// Whether a record says again, word for word, what a claim already says.
    #[must_use]
    pub fn says_again(&self, claim: u32, record: &ClaimRecord) -> bool {
        let Some(meta) = self.claim(claim) else { return false };
        let provenance = meta.source() == record.source && self.passage(claim) == record.episode.map(|episode| (episode, record.span));
        let strength = meta.trust == record.trust && meta.confidence == record.confidence;
        let rows = self.index.of_subject(record.subject).into_iter().flat_map(|rows| rows.of_key(record.predicate).iter());
        let row = rows.filter(|row| row.claim == claim).min_by_key(|row| row.on).copied();
        let said = record.occurred_at.unwrap_or(meta.said);
        let again = Assertion::of(dates_of(record), said, record.predicate, record.object, claim, meta.tx);
        provenance && strength && row.is_some_and(|row| Assertion { off: again.off, ..row } == again)
    }

    /// Whether an operation tells again, word for word, an episode that is known under this id.
    #[must_use]
    pub fn says_again_episode(&self, id: &str, operation: &Operation) -> bool {
        let Some(known) = self.episode_number(id).and_then(|number| self.episode(number)) else { return false };
        let name = |number: Option<u32>| number.map(|number| self.source_text(number));
        let Operation::Episode { text, occurred_at, speaker, source, .. } = operation else { return false };
        *known.text == **text
            && known.occurred_at == *occurred_at
            && name(known.speaker) == speaker.as_deref()
            && name(known.source) == source.as_deref()
    }

    /// The claims that came into sight, or went out of it, with the last transaction, beside those it told.
    #[must_use]
    pub fn last_changed(&self) -> &[u32] {
        &self.changed
    }

    /// Whether a claim is visible now.
    #[must_use]
    pub fn shows(&self, claim: u32) -> bool {
        self.force.shows(claim)
    }

    /// Whether a transaction is in force now: not undone.
    #[must_use]
    pub fn is_active(&self, tx: u32) -> bool {
        self.force.active(tx)
    }

    /// The claims that a claim is derived from.
    #[must_use]
    pub fn supports(&self, claim: u32) -> &[u32] {
        self.force.supports(claim)
    }

    /// The claims told in a transaction, as a range of numbers.
    #[must_use]
    pub fn claims_of_tx(&self, tx: u32) -> std::ops::Range<u32> {
        let first = |tx: u32| self.txs.get(tx as usize - 1).map_or(self.claim_count(), |tx| tx.first_claim);
        if tx == 0 { 0..0 } else { first(tx)..first(tx + 1) }
    }

    /// The number that the first episode of a transaction has, or would have.
    #[must_use]
    pub fn first_episode_of_tx(&self, tx: u32) -> u32 {
        self.txs.get((tx as usize).wrapping_sub(1)).map_or(self.episode_count(), |tx| tx.first_episode)
    }

    /// The episodes told in a transaction, as a range of numbers.
    #[must_use]
    pub fn episodes_of_tx(&self, tx: u32) -> std::ops::Range<u32> {
        if tx == 0 { 0..0 } else { self.first_episode_of_tx(tx)..self.first_episode_of_tx(tx + 1) }
    }

    /// The number that the first claim of a transaction has, or would have.
    #[must_use]
    pub fn first_claim_of_tx(&self, tx: u32) -> u32 {
        self.txs.get((tx as usize).wrapping_sub(1)).map_or(self.claim_count(), |tx| tx.first_claim)
    }

    /// Whether no episode was ever taken back.
    #[must_use]
    pub fn keeps_every_episode(&self) -> bool {
        self.force.shows_every_episode()
    }

    /// Whether an episode that was told by a transaction was neither taken back nor undone by then.
    #[must_use]
    pub fn keeps_episode(&self, episode: u32, k: u32) -> bool {
        self.force.shows_episode(episode, k)
    }

    /// Where a claim was read: the episode's number, and the bytes of its text if known.
    #[must_use]
    pub fn passage(&self, claim: u32) -> Option<(u32, Option<(u32, u32)>)> {
        self.passages.get(&claim).copied()
    }

    /// The claims that were read from an episode.
    #[must_use]
    pub fn claims_of_episode(&self, episode: u32) -> &[u32] {
        self.read.get(&episode).map_or(&[], Vec::as_slice)
    }

    /// The number of an episode, by its id.
    #[must_use]
    pub fn episode_number(&self, id: &str) -> Option<u32> {
        self.episode_ids.get(id).copied()
    }

    /// An episode.
    #[must_use]
    pub fn episode(&self, episode: u32) -> Option<&Episode> {
        self.episodes.get(episode as usize)
    }

    /// The schemas as known at a transaction.
    #[must_use]
    pub fn schemas(&self, k: u32) -> &Schemas {
        self.schemas.at(k)
    }

    /// The name that stands for an entity, as known at a transaction.
    #[must_use]
    pub fn root(&self, name: u32, k: u32) -> u32 {
        self.identity.root(name, k)
    }

    /// The names of an entity, its root first, as known at a transaction.
    #[must_use]
    pub fn members(&self, root: u32, k: u32) -> Vec<u32> {
        self.identity.members(root, k)
    }

    /// The names that were ever merged or split, each as often as it was.
    pub fn names_ever_joined(&self) -> impl Iterator<Item = u32> {
        self.identity.names_of(|_| true)
    }

    /// How many claims, visible or not, a subject has under a predicate.
    #[must_use]
    pub fn claims_about(&self, subject: u32, predicate: u32) -> usize {
        self.index.of_subject(subject).map_or(0, |rows| rows.of_key(predicate).len())
    }

    /// The claims that a subject has under a predicate, visible or not.
    pub fn claims_of_slot(&self, subject: u32, predicate: u32) -> impl Iterator<Item = u32> {
        self.rows_of_slot(subject, predicate).map(|row| row.claim)
    }

    pub(crate) fn rows_of_slot(&self, subject: u32, predicate: u32) -> impl Iterator<Item = &Assertion> {
        self.index.of_subject(subject).into_iter().flat_map(move |rows| rows.of_key(predicate).iter())
    }

    /// Whether a new claim of a predicate changes only what is believed of its subject.
    #[must_use]
    pub fn is_about_subjects(&self, predicate: u32) -> bool {
        let schemas = self.schemas(u32::MAX);
        let (canonical, turned) = schemas.canonical(predicate);
        let one_sided = |schema: &Predicate| matches!(schema.cardinality(), Cardinality::Many | Cardinality::OneObjectPerSubject);
        !turned && schemas.get(canonical).is_none_or(one_sided)
    }

    /// The graph as known at a transaction.
    #[must_use]
    pub fn view(&self, k: u32) -> View<'_> {
        View::new(self, k)
    }

    /// Walks every claim and checks that the index, the names and the undoing agree; returns what is wrong, one line each.
    #[must_use]
    pub fn validate(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (claim, number) in self.claims.iter().zip(0..) {
            let rows = self.index.of_subject(claim.subject).into_iter().flat_map(|rows| rows.of_key(claim.predicate).iter());
            let last = rows.filter(|row| row.claim == number).max_by_key(|row| row.on);
            let id = self.claim_id(number);
            match last {
                None => wrong.push(format!("claim {id} is not in the index")),
                Some(row) if (row.off == u32::MAX) != self.force.should_show(number, claim.tx) => {
                    wrong.push(format!("claim {id} shows where it should not, or the reverse"));
                }
                Some(row) if row.value != claim.object => wrong.push(format!("claim {id} is indexed under another object")),
                Some(_) => {}
            }
            if !self.index.of_object(claim.object).any(|speaker| speaker == (claim.predicate, claim.subject)) {
                wrong.push(format!("claim {id} is not found from its object"));
            }
        }
        wrong
    }
}

/// Claims compared where they compete (`docs/time.md`, *Strength*).
#[derive(Clone, Copy, Debug)]
pub(crate) struct ByStrength<'a> {
    pub graph: &'a Graph,
    /// Whether the values are predicates of an exclusive group.
    pub grouped: bool,
}

impl<'a> ByStrength<'a> {
    fn compare(self, a: &Assertion, b: &Assertion) -> Ordering {
        let (Some(x), Some(y)) = (self.graph.claim(a.claim), self.graph.claim(b.claim)) else { return a.claim.cmp(&b.claim) };
        let recorded = |claim: &ClaimMeta| self.graph.recorded_at(claim.tx);
        self.footing(x, y)
            .then_with(|| x.said.lo().cmp(&y.said.lo()))
            .then_with(|| recorded(x).cmp(&recorded(y)))
            .then_with(|| x.id.cmp(&y.id))
            .then_with(|| self.value_text(b.value).cmp(self.value_text(a.value)))
            .then_with(|| a.claim.cmp(&b.claim))
    }

    /// A value as its fluent has it, which is not the claim's object where that is read from the other side.
    fn value_text(self, value: u32) -> &'a str {
        if self.grouped { self.graph.predicate_text(value) } else { self.graph.entity_text(value) }
    }

    fn footing(self, x: &ClaimMeta, y: &ClaimMeta) -> Ordering {
        x.corrects.cmp(&y.corrects).then(x.trust.total_cmp(&y.trust)).then(x.confidence.total_cmp(&y.confidence))
    }
}

impl Strength for ByStrength<'_> {
    fn stronger(&self, a: &Assertion, b: &Assertion) -> bool {
        self.compare(a, b) == Ordering::Greater
    }

    fn equals(&self, a: &Assertion, b: &Assertion) -> bool {
        self.graph.claim(a.claim).zip(self.graph.claim(b.claim)).is_some_and(|(x, y)| self.footing(x, y) == Ordering::Equal)
    }
}

//! Pins: labelled texts that come first in every context, versioned like everything else.
//!
//! A pin is told through the same door as all else. Its text is an episode, for a text may be long and have many lines; a claim
//! that begins now says which episode the label stands for, and a claim that ends now removes it. So a pin has a timeline, can be
//! asked as of any two dates, undone, taken back and exported. Its entity, its source and its episodes have names of their own
//! under [`NAMESPACE`], by which recall leaves them out of what it finds.

use asof_graph::{Graph, View};
use asof_journal::Class;
use asof_model::{Cardinality, Claim, Kind, Object, Operation, Point, Scalar, Schema, Statement, TxTime, ValueType};
use serde::Serialize;

use crate::{
    error::{Error, Result},
    memory::Memory,
    report::Report,
    snapshot::{AsOf, KnownAt, Snapshot},
    tokens::estimate_tokens,
};

/// What the names of pins start with: the entity and the source of a label are this and the label.
pub(crate) const NAMESPACE: &str = "asof:pin:";
/// The predicate from a label's entity to the id of the episode that holds its text.
pub(crate) const PREDICATE: &str = "pinned_text";
/// The longest text of a pin, in characters.
pub const MAX_PIN_CHARACTERS: usize = 4_000;
/// The longest label, in characters.
pub const MAX_LABEL_CHARACTERS: usize = 100;

/// A pinned text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pin {
    /// Its label.
    pub label: String,
    /// Its text.
    pub text: String,
    /// Since when it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Point>,
    /// When the memory learned it.
    pub known_since: TxTime,
    /// The entity that stands for the label: `asof timeline` shows its versions.
    pub entity: String,
    /// The episode that holds the text.
    pub episode: String,
    /// How many tokens it takes, as estimated.
    pub tokens: usize,
}

/// Whether a source is that of a pin.
pub(crate) fn is_pin(source: &str) -> bool {
    source.starts_with(NAMESPACE)
}

impl Memory {
    /// Pins a text under a label, in place of what the label stood for. A text that the label stands for already adds nothing.
    ///
    /// # Errors
    /// When the label or the text is empty or too long, or as [`Memory::tell`].
    pub fn pin(&self, label: &str, text: &str) -> Result<Report> {
        let (label, text) = (label.trim(), text.trim());
        check_label(label)?;
        check_text(text)?;
        self.tell_how_pins_behave()?;
        let snapshot = self.snapshot();
        if let Some(known) = snapshot.pin(label, AsOf::NOW)?.filter(|known| known.text == text) {
            return self.tell(snapshot.episode_of(&known));
        }
        let name = snapshot.name_of(label);
        let episode = snapshot.next_version(&name);
        let said = Operation::Episode {
            id: Some(episode.clone()),
            text: text.to_owned(),
            occurred_at: Some(Point::at(self.now().0)),
            speaker: None,
            source: Some(name.clone()),
        };
        self.tell_all(vec![said, Operation::Claim(self.statement_of(&name, episode, Kind::Begins))])
    }

    /// Removes what is pinned under a label. Its versions stay to be asked for as of then.
    ///
    /// # Errors
    /// When nothing is pinned under it, or as [`Memory::tell`].
    pub fn unpin(&self, label: &str) -> Result<Report> {
        let label = label.trim();
        check_label(label)?;
        let pin = self.snapshot().pin(label, AsOf::NOW)?.ok_or_else(|| Error::not_found("pin", label))?;
        self.tell(Operation::Claim(self.statement_of(&pin.entity, pin.episode, Kind::Ends)))
    }

    fn statement_of(&self, name: &str, episode: String, kind: Kind) -> Statement {
        let object = Object::Value { value: Scalar::Text(episode.clone()), unit: None };
        let claim = Claim { object, ..Claim::new(name, PREDICATE, "") }.kind(kind).from(Point::at(self.now().0));
        // Both the beginning and the end of a version hang on its episode: whoever takes back the text takes back both.
        Statement { episode: Some(episode), ..Statement::new(claim).source(name) }
    }

    /// In a transaction of its own, so that undoing the first pin leaves the others as they are.
    fn tell_how_pins_behave(&self) -> Result<()> {
        let snapshot = self.snapshot();
        let graph = snapshot.graph();
        let known = graph.number(Class::Predicate, PREDICATE).and_then(|number| graph.schemas(u32::MAX).get(number));
        if known.is_none() {
            let schema = Schema { cardinality: Cardinality::OneObjectPerSubject, value: ValueType::Text, ..Schema::many(PREDICATE) };
            self.tell(Operation::Predicate(schema))?;
        }
        Ok(())
    }
}

impl Snapshot {
    /// The pins as of a pair of dates, in the order in which their labels were first used.
    #[must_use]
    pub fn pins(&self, as_of: AsOf) -> Vec<Pin> {
        let graph = self.graph();
        let Some(reader) = Reader::new(self, as_of) else { return Vec::new() };
        let sources = (0..graph.next_number(Class::Source)).map(|number| graph.source_text(number));
        let mut entities: Vec<u32> = Vec::new();
        for entity in sources.filter(|source| is_pin(source)).filter_map(|source| reader.view.entity(source)) {
            if !entities.contains(&entity) {
                entities.push(entity);
            }
        }
        entities.into_iter().filter_map(|entity| reader.pin(entity)).collect()
    }

    /// What is pinned under a label as of a pair of dates.
    ///
    /// # Errors
    /// When the label cannot be one.
    pub fn pin(&self, label: &str, as_of: AsOf) -> Result<Option<Pin>> {
        let label = label.trim();
        check_label(label)?;
        Ok(Reader::new(self, as_of).and_then(|reader| reader.pin(reader.view.entity(&self.name_of(label))?)))
    }

    /// The name of a label's entity, as it was first written.
    fn name_of(&self, label: &str) -> String {
        let name = format!("{NAMESPACE}{label}");
        let known = self.graph().number(Class::Entity, &name).map(|number| self.graph().entity_text(number).to_owned());
        known.unwrap_or(name)
    }

    /// The id for the next version of a pin.
    fn next_version(&self, name: &str) -> String {
        let ids = (1..).map(|version: u32| format!("{name}/{version}"));
        let mut free = ids.filter(|id| self.graph().episode_number(id).is_none());
        free.next().unwrap_or_default()
    }

    /// The episode of a pin, as it was told.
    fn episode_of(&self, pin: &Pin) -> Operation {
        let graph = self.graph();
        let told = graph.episode_number(&pin.episode).and_then(|number| graph.episode(number));
        Operation::Episode {
            id: Some(pin.episode.clone()),
            text: pin.text.clone(),
            occurred_at: told.and_then(|told| told.occurred_at),
            speaker: None,
            source: told.and_then(|told| told.source).map(|source| graph.source_text(source).to_owned()),
        }
    }
}

/// Reads pins off a view.
struct Reader<'g> {
    graph: &'g Graph,
    view: View<'g>,
    predicate: u32,
    asked: (i64, i64),
}

impl<'g> Reader<'g> {
    /// Nothing where nothing was ever pinned.
    fn new(snapshot: &'g Snapshot, as_of: AsOf) -> Option<Self> {
        let graph = snapshot.graph();
        let predicate = graph.number(Class::Predicate, PREDICATE)?;
        let k = match as_of.known {
            KnownAt::Now => graph.last_tx(),
            KnownAt::Tx(tx) => tx.0.min(graph.last_tx()),
            KnownAt::At(point) => graph.tx_at(point.reach() - 1),
        };
        let valid = as_of.valid.unwrap_or(Point::at(snapshot.taken_at().0));
        Some(Self { graph, view: graph.view(k), predicate, asked: (valid.lo().micros(), valid.reach()) })
    }

    /// The last version that holds.
    fn pin(&self, entity: u32) -> Option<Pin> {
        let beliefs = self.view.beliefs(entity, asof_graph::Direction::Outgoing, Some(self.predicate), self.asked);
        let fact = self.graph.fact(beliefs.last()?);
        let episode = fact.object.text();
        let text = self.graph.episode_number(&episode).and_then(|number| self.graph.episode(number))?.text.to_string();
        let label = fact.subject.strip_prefix(NAMESPACE).unwrap_or(&fact.subject).to_owned();
        let tokens = estimate_tokens(&text);
        Some(Pin { label, text, since: fact.from, known_since: fact.known_since, entity: fact.subject, episode, tokens })
    }
}

fn check_label(label: &str) -> Result<()> {
    asof_model::check_name("label", label).map_err(|error| Error::invalid(error.to_string()))?;
    let length = label.chars().count();
    if MAX_LABEL_CHARACTERS < length {
        return Err(Error::invalid(format!("the label is {length} characters long; a label has at most {MAX_LABEL_CHARACTERS}")));
    }
    Ok(())
}

fn check_text(text: &str) -> Result<()> {
    if text.is_empty() {
        return Err(Error::invalid("there is nothing to pin: the text is empty; to remove a pin, say --remove"));
    }
    let length = text.chars().count();
    if MAX_PIN_CHARACTERS < length {
        return Err(Error::invalid(format!(
            "the text is {length} characters long; a pin has at most {MAX_PIN_CHARACTERS}, for it goes into every prompt: remember the \
             rest, and it is found when it is asked for"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use asof_model::{Instant, TxId, TxTime};

    use super::MAX_PIN_CHARACTERS;
    use crate::{
        clock::Clock,
        memory::Memory,
        snapshot::{AsOf, KnownAt},
    };

    /// A clock that goes on by a day each time it is read.
    #[derive(Default)]
    struct Days(AtomicI64);

    impl Clock for Days {
        fn now(&self) -> TxTime {
            TxTime(Instant::from_micros(1_700_000_000_000_000 + self.0.fetch_add(86_400_000_000, Ordering::Relaxed)).unwrap())
        }
    }

    fn memory() -> Memory {
        Memory::options().clock(Days::default()).volatile().unwrap()
    }

    fn pins(memory: &Memory, as_of: AsOf) -> Vec<(String, String)> {
        memory.snapshot().pins(as_of).into_iter().map(|pin| (pin.label, pin.text)).collect()
    }

    fn pair(label: &str, text: &str) -> (String, String) {
        (label.into(), text.into())
    }

    #[test]
    fn a_pin_has_versions() {
        let memory = memory();
        let first = memory.pin("persona", "Be brief.\nBe kind.").unwrap();
        let other = memory.pin("units", "Metric.").unwrap();
        memory.pin(" Persona ", "Be thorough.").unwrap();
        assert_eq!(pins(&memory, AsOf::NOW), [pair("persona", "Be thorough."), pair("units", "Metric.")]);
        let known = |tx: Option<TxId>| AsOf::NOW.known(KnownAt::Tx(tx.unwrap()));
        assert_eq!(pins(&memory, known(first.tx)), [pair("persona", "Be brief.\nBe kind.")]);
        memory.unpin("persona").unwrap();
        assert_eq!(pins(&memory, AsOf::NOW), [pair("units", "Metric.")]);
        assert_eq!(pins(&memory, known(other.tx)).len(), 2);
        assert!(memory.unpin("persona").unwrap_err().is_not_found());
        memory.pin("persona", "Be brief.\nBe kind.").unwrap();
        assert_eq!(pins(&memory, AsOf::NOW).len(), 2);
        let since = memory.snapshot().pin("units", AsOf::NOW).unwrap().unwrap().since.unwrap();
        assert_eq!(pins(&memory, AsOf::valid(since)), [pair("persona", "Be brief.\nBe kind."), pair("units", "Metric.")]);
    }

    #[test]
    fn pins_are_undone_and_taken_back() {
        let memory = memory();
        let first = memory.pin("a", "one").unwrap();
        let second = memory.pin("a", "two").unwrap();
        memory.pin("b", "three").unwrap();
        memory.tell(asof_model::Operation::Undo { tx: second.tx.unwrap() }).unwrap();
        assert_eq!(pins(&memory, AsOf::NOW), [pair("a", "one"), pair("b", "three")]);
        memory.tell(asof_model::Operation::Undo { tx: first.tx.unwrap() }).unwrap();
        memory.pin("b", "four").unwrap();
        assert_eq!(pins(&memory, AsOf::NOW), [pair("b", "four")]);
        memory.tell(asof_model::Operation::Retract { target: "asof:pin:b/2".into(), reason: None }).unwrap();
        assert_eq!(pins(&memory, AsOf::NOW), [pair("b", "three")]);
        memory.tell(asof_model::Operation::RetractSource { source: "asof:pin:b".into(), reason: None }).unwrap();
        assert_eq!(pins(&memory, AsOf::NOW), []);
    }

    #[test]
    fn the_same_text_again_adds_nothing() {
        let memory = memory();
        memory.pin("a", "one").unwrap();
        let again = memory.pin("a", "one").unwrap();
        assert_eq!((again.tx, again.already_known), (None, 1));
    }

    #[test]
    fn a_bad_pin_says_why() {
        let memory = memory();
        let long = "x".repeat(MAX_PIN_CHARACTERS + 1);
        let cases = [("a", "  ", "is empty"), ("", "x", "label is empty"), ("a\nb", "x", "control"), ("a", &long, "4001 characters long")];
        for (label, text, expected) in cases {
            let error = memory.pin(label, text).unwrap_err();
            assert!(error.is_invalid() && error.to_string().contains(expected), "{label}: {error}");
        }
        assert_eq!(pins(&memory, AsOf::NOW), []);
        memory.pin(&"l".repeat(100), &"字".repeat(MAX_PIN_CHARACTERS)).unwrap();
    }
}

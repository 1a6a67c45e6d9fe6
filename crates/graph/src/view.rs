//! The graph as known at one transaction: gathers fluents for the fold and asks it.

use std::collections::BTreeSet;

use asof_model::Cardinality;
use asof_timeline::{Assertion, Assertions, Fluent, Holding, Shape, Stretch};

use smallvec::SmallVec;

use crate::{
    graph::{ByStrength, Graph},
    schemas::{Predicate, Schemas},
};

/// From which side facts about an entity are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Those of which it is the subject.
    Outgoing,
    /// Those of which it is the object.
    Incoming,
    /// All.
    Both,
}

/// A fact at an instant, in numbers: what graph walks need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The subject.
    pub subject: u32,
    /// The predicate.
    pub predicate: u32,
    /// The object.
    pub object: u32,
    /// Since when, in microseconds; `i64::MIN` when it goes back for ever.
    pub from: i64,
    /// Until when; `i64::MAX` when nothing ended it.
    pub to: i64,
    /// Whether the dates leave no other answer open.
    pub certain: bool,
}

/// What a fluent's value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The object.
    Objects { subject: u32, predicate: u32 },
    /// The subject.
    Subjects { object: u32, predicate: u32 },
    /// True.
    One { subject: u32, predicate: u32, object: u32 },
    /// The predicate.
    Group { subject: u32, object: u32 },
}

impl Slot {
    /// Subject, predicate and object for a value.
    pub fn triple(self, value: u32) -> (u32, u32, u32) {
        match self {
            Self::Objects { subject, predicate } => (subject, predicate, value),
            Self::Subjects { object, predicate } => (value, predicate, object),
            Self::One { subject, predicate, object } => (subject, predicate, object),
            Self::Group { subject, object } => (subject, value, object),
        }
    }
}

/// A fluent that says something about an entity.
pub(crate) struct About<'f> {
    pub slot: Slot,
    pub fluent: Fluent<'f, ByStrength<'f>>,
    /// Only runs of this value are about the entity.
    pub only: Option<u32>,
    /// The other side must agree: one to one.
    pub mutual: bool,
}

/// Of those who speak of an entity so many are counted.
const MOST_COUNTED: usize = 4_096;

/// Which side of a claim an entity is on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Subject,
    Object,
}

/// The graph as known at one transaction.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    graph: &'a Graph,
    k: u32,
    schemas: &'a Schemas,
}

type Visit<'v> = &'v mut dyn FnMut(About<'_>);

impl<'a> View<'a> {
    pub(crate) fn new(graph: &'a Graph, k: u32) -> Self {
        let k = k.min(graph.last_tx());
        Self { graph, k, schemas: graph.schemas.at(k) }
    }

    /// The graph it is a view of.
    #[must_use]
    pub fn graph(&self) -> &'a Graph {
        self.graph
    }

    /// The transaction it knows up to.
    #[must_use]
    pub fn known_at(&self) -> u32 {
        self.k
    }

    /// The name that stands for an entity in this view.
    #[must_use]
    pub fn root(&self, name: u32) -> u32 {
        self.graph.identity.root(name, self.k)
    }

    /// The entity of a name, if the name was in use by then.
    #[must_use]
    pub fn entity(&self, name: &str) -> Option<u32> {
        let number = self.graph.number(asof_journal::Class::Entity, name)?;
        (self.graph.entities.since(number) <= self.k).then(|| self.root(number))
    }

    /// The entities and values known by then, each once.
    pub fn entities(&self) -> impl Iterator<Item = u32> + use<'a> {
        let view = *self;
        (0..self.graph.entities.next()).filter(move |&name| view.graph.entities.since(name) <= view.k && view.root(name) == name)
    }

    fn members(&self, entity: u32) -> SmallVec<[u32; 4]> {
        let plain = self.graph.identity.is_plain();
        if plain { SmallVec::from_slice(&[entity]) } else { self.graph.identity.members(entity, self.k).into() }
    }

    fn schema(&self, predicate: u32) -> Option<&'a Predicate> {
        self.schemas.get(predicate)
    }

    fn cardinality(&self, predicate: u32) -> Cardinality {
        self.schema(predicate).map_or(Cardinality::Many, Predicate::cardinality)
    }

    /// How many claims an entity has on either side, seen or not: what asking for all its facts costs. Those on its other side are
    /// counted by who speaks of it.
    #[must_use]
    pub fn claims_about(&self, entity: u32) -> usize {
        let of = |member: u32| {
            let own = self.graph.index.of_subject(member).map_or(0, Assertions::len);
            own + self.graph.index.of_object(member).take(MOST_COUNTED).count()
        };
        self.members(entity).into_iter().map(of).sum()
    }

    /// Whether a predicate is read from both sides.
    #[must_use]
    pub fn is_symmetric(&self, predicate: u32) -> bool {
        self.schema(predicate).is_some_and(|schema| schema.schema.symmetric)
    }

    /// The predicate as which one is read, and whether the sides change.
    #[must_use]
    pub fn canonical(&self, predicate: u32) -> (u32, bool) {
        self.schemas.canonical(predicate)
    }

    fn fluent<'f>(&'f self, stretch: Stretch<'f>, predicate: u32, grouped: bool) -> Fluent<'f, ByStrength<'f>> {
        let half_life = self.schema(predicate).and_then(|schema| schema.half_life);
        Fluent::new(stretch, self.k, ByStrength { graph: self.graph, grouped }, half_life)
    }

    /// What a subject has for a predicate with one object at a time, at an instant: the shortest way to an answer.
    #[must_use]
    pub fn held(&self, subject: u32, predicate: u32, t: i64) -> Option<Held> {
        if let Some(half_life) = self.plain_single(predicate) {
            let stretch = self.graph.index.of_subject(subject)?.of_key(predicate);
            let holding = Fluent::new(stretch, self.k, ByStrength { graph: self.graph, grouped: false }, half_life).holding_at(t)?;
            return Some(held(Slot::Objects { subject, predicate }, holding));
        }
        let mut found = None;
        self.about(subject, Direction::Outgoing, Some(predicate), &mut |about| found = found.or(self.held_of(&about, t)));
        found
    }

    /// The half-life of a predicate whose fluents are exactly the stretches of its subjects' claims.
    fn plain_single(&self, predicate: u32) -> Option<Option<i64>> {
        self.graph.identity.is_plain().then(|| self.schemas.plain_single(predicate)).flatten()
    }

    /// Every fact about an entity at an instant.
    #[must_use]
    pub fn facts_at(&self, entity: u32, direction: Direction, t: i64) -> Vec<Held> {
        let mut facts = Vec::with_capacity(8);
        self.each_fact(entity, direction, t, &mut |fact| {
            // What an entity has to do with itself is found from both of its sides.
            if fact.subject != fact.object || !facts.contains(&fact) {
                facts.push(fact);
            }
        });
        facts
    }

    /// Calls back with every fact about an entity at an instant; asked of both directions, with one between the entity
    /// and itself twice.
    pub fn each_fact(&self, entity: u32, direction: Direction, t: i64, each: &mut dyn FnMut(Held)) {
        self.about(entity, direction, None, &mut |about| {
            if let Some(fact) = self.held_of(&about, t) {
                each(fact);
            }
        });
    }

    fn held_of(&self, about: &About<'_>, t: i64) -> Option<Held> {
        let holding = about.fluent.holding_at(t)?;
        let wanted = about.only.is_none_or(|only| only == holding.value);
        (wanted && (!about.mutual || self.partner_agrees(about.slot, holding.value, t))).then(|| held(about.slot, holding))
    }

    fn partner_agrees(&self, slot: Slot, value: u32, t: i64) -> bool {
        let mut agrees = false;
        self.partner(slot, value, &mut |about| {
            agrees = about.fluent.state_at(t).is_some_and(|state| Some(state.value()) == about.only);
        });
        agrees
    }

    /// For a one-to-one slot and its value: the same question asked of the other side.
    pub(crate) fn partner(&self, slot: Slot, value: u32, visit: Visit<'_>) {
        match slot {
            Slot::Objects { subject, predicate } => {
                let rows = self.gather(predicate, value, Side::Object);
                self.visit_rows(rows, Slot::Subjects { object: value, predicate }, Some(subject), false, visit);
            }
            Slot::Subjects { object, predicate } => {
                let rows = self.gather(predicate, value, Side::Subject);
                self.visit_rows(rows, Slot::Objects { subject: value, predicate }, Some(object), false, visit);
            }
            Slot::One { .. } | Slot::Group { .. } => {}
        }
    }

    /// Visits every fluent that can say something about an entity.
    pub(crate) fn about(&self, entity: u32, direction: Direction, predicate: Option<u32>, visit: Visit<'_>) {
        let (wanted, turned) = predicate.map_or((None, false), |predicate| {
            let (canonical, turned) = self.canonical(predicate);
            (Some(canonical), turned)
        });
        let (subject, object) = (direction != Direction::Incoming, direction != Direction::Outgoing);
        let (subject, object) = if turned { (object, subject) } else { (subject, object) };
        if subject {
            self.as_subject(entity, wanted, visit);
        }
        if object {
            self.as_object(entity, wanted, visit);
        }
    }

    /// The transactions up to this view's at which what is believed about an entity may have changed.
    #[must_use]
    pub fn changes(&self, entity: u32) -> BTreeSet<u32> {
        let mut changes: BTreeSet<u32> = self.graph.identity.changes().chain(self.graph.schemas.changes()).collect();
        self.about(entity, Direction::Both, None, &mut |about| {
            changes.extend(about.fluent.transactions());
            if about.mutual {
                let values: BTreeSet<u32> = about.fluent.timeline().iter().map(|run| run.state.value()).collect();
                for value in values {
                    self.partner(about.slot, value, &mut |partner| changes.extend(partner.fluent.transactions()));
                }
            }
        });
        changes.extend(self.events(entity, Direction::Both, None).iter().map(|(_, row)| row.on));
        changes
    }

    /// Whether a predicate is read from no claims but those of its own name, and a subject from none but those under its own.
    #[must_use]
    pub fn reads_alone(&self, predicate: u32) -> bool {
        let alone = |schema: &Predicate| schema.is_plain() && schema.group.is_empty();
        self.graph.identity.is_plain() && self.schema(predicate).is_none_or(alone)
    }

    /// Whether a claim of a state supports a fact that holds within a stretch of valid time, where it is all that is told of its slot:
    /// then nothing need be gathered.
    #[must_use]
    pub fn holds_alone(&self, claim: u32, (subject, predicate): (u32, u32), (from, to): (i64, i64)) -> Option<bool> {
        let from_one_side = matches!(self.cardinality(predicate), Cardinality::Many | Cardinality::OneObjectPerSubject);
        if !from_one_side || !self.reads_alone(predicate) {
            return None;
        }
        let mut told = self.said(subject, predicate).filter(|row| row.shape != Shape::Event && row.visible(self.k));
        let (Some(row), None) = (told.next().filter(|row| row.claim == claim), told.next()) else { return None };
        let fluent = self.fluent(Stretch::Slice(std::slice::from_ref(row)), predicate, false);
        Some(!fluent.runs_within(from, to).is_empty())
    }

    fn as_subject(&self, entity: u32, wanted: Option<u32>, visit: Visit<'_>) {
        if let Some(predicate) = wanted.filter(|&wanted| self.schemas.plain_single(wanted).is_none() && self.reads_alone(wanted)) {
            return self.subject_fluents(entity, predicate, visit);
        }
        let mut rest = BTreeSet::new();
        let plain = self.graph.identity.is_plain();
        for member in self.members(entity) {
            for stretch in self.graph.index.of_subject(member).into_iter().flat_map(Assertions::stretches) {
                let Some(predicate) = stretch.key() else { continue };
                if let Some(half_life) = self.schemas.plain_single(predicate).filter(|_| plain) {
                    if wanted.is_none_or(|wanted| wanted == predicate) {
                        let fluent = Fluent::new(stretch, self.k, ByStrength { graph: self.graph, grouped: false }, half_life);
                        visit(About { slot: Slot::Objects { subject: entity, predicate }, fluent, only: None, mutual: false });
                    }
                    continue;
                }
                let (canonical, turned) = self.canonical(predicate);
                if !turned && wanted.is_none_or(|wanted| wanted == canonical) {
                    rest.insert(self.group_of(canonical));
                }
            }
            if self.graph.tied.is_empty() {
                continue;
            }
            rest.extend(self.tied_predicates(member).filter(|predicate| wanted.is_none_or(|wanted| wanted == *predicate)));
        }
        for predicate in rest {
            self.subject_fluents(entity, predicate, visit);
        }
    }

    /// The predicates that an object is read as the subject of, by what others say of it.
    fn tied_predicates(&self, object: u32) -> impl Iterator<Item = u32> {
        let speaks = move |predicate: &u32| self.graph.index.speakers(object, *predicate).next().is_some();
        let tied = self.graph.tied.iter().copied().filter(|predicate| self.schemas.is_tied(*predicate));
        tied.filter(speaks).map(|predicate| self.canonical(predicate).0)
    }

    fn as_object(&self, entity: u32, wanted: Option<u32>, visit: Visit<'_>) {
        let mut predicates = BTreeSet::new();
        for member in self.members(entity) {
            let spoken = self.graph.index.of_object(member).map(|(predicate, _)| predicate);
            predicates.extend(spoken.map(|predicate| self.canonical(predicate)).filter(|read| !read.1).map(|read| read.0));
            let own = self.graph.index.of_subject(member).into_iter().flat_map(Assertions::stretches).filter_map(Stretch::key);
            predicates.extend(own.map(|predicate| self.canonical(predicate)).filter(|read| read.1).map(|read| read.0));
        }
        let predicates: BTreeSet<u32> = predicates
            .into_iter()
            .filter(|predicate| wanted.is_none_or(|wanted| wanted == *predicate))
            .filter(|&predicate| !self.is_symmetric(predicate))
            .map(|predicate| self.group_of(predicate))
            .collect();
        for predicate in predicates {
            self.object_fluents(entity, predicate, visit);
        }
    }

    /// An exclusive group is visited once, under its first predicate.
    fn group_of(&self, predicate: u32) -> u32 {
        self.schema(predicate).and_then(|schema| schema.group.first().copied()).unwrap_or(predicate)
    }

    fn subject_fluents(&self, entity: u32, predicate: u32, visit: Visit<'_>) {
        let rows = self.gather_group(predicate, entity, Side::Subject);
        match self.cardinality(predicate) {
            Cardinality::OneObjectPerSubject => {
                self.visit_rows(rows, Slot::Objects { subject: entity, predicate }, None, false, visit);
            }
            Cardinality::OneToOne => self.visit_rows(rows, Slot::Objects { subject: entity, predicate }, None, true, visit),
            Cardinality::OneSubjectPerObject => {
                for object in others(&rows) {
                    let rows = self.gather(predicate, object, Side::Object);
                    self.visit_rows(rows, Slot::Subjects { object, predicate }, Some(entity), false, visit);
                }
            }
            Cardinality::Many => self.visit_each(rows, predicate, visit, |other| match other {
                Other::Plain(object) => Slot::One { subject: entity, predicate, object },
                Other::Group(object) => Slot::Group { subject: entity, object },
            }),
        }
    }

    fn object_fluents(&self, entity: u32, predicate: u32, visit: Visit<'_>) {
        let rows = self.gather_group(predicate, entity, Side::Object);
        match self.cardinality(predicate) {
            Cardinality::OneSubjectPerObject => {
                self.visit_rows(rows, Slot::Subjects { object: entity, predicate }, None, false, visit);
            }
            Cardinality::OneToOne => self.visit_rows(rows, Slot::Subjects { object: entity, predicate }, None, true, visit),
            Cardinality::OneObjectPerSubject => {
                for subject in others(&rows) {
                    let rows = self.gather(predicate, subject, Side::Subject);
                    self.visit_rows(rows, Slot::Objects { subject, predicate }, Some(entity), false, visit);
                }
            }
            Cardinality::Many => self.visit_each(rows, predicate, visit, |other| match other {
                Other::Plain(subject) => Slot::One { subject, predicate, object: entity },
                Other::Group(subject) => Slot::Group { subject, object: entity },
            }),
        }
    }

    fn visit_rows(&self, rows: Vec<Gathered>, slot: Slot, only: Option<u32>, mutual: bool, visit: Visit<'_>) {
        let Some(predicate) = rows.first().map(|row| row.predicate) else { return };
        let mut own: Vec<Assertion> = rows.into_iter().map(|row| Assertion { key: predicate, value: row.other, ..row.row }).collect();
        Assertions::asked(&mut own, |stretch| {
            visit(About { slot, fluent: self.fluent(stretch, predicate, false), only, mutual });
        });
    }

    /// Many objects: each other side is a fluent of its own; in an exclusive group its value is the predicate.
    fn visit_each(&self, mut rows: Vec<Gathered>, predicate: u32, visit: Visit<'_>, slot: impl Fn(Other) -> Slot) {
        let grouped = self.schema(predicate).is_some_and(|schema| !schema.group.is_empty());
        rows.sort_by_key(|row| row.other);
        let mut own: Vec<Assertion> = Vec::new();
        for rows in rows.chunk_by(|a, b| a.other == b.other) {
            let other = rows[0].other;
            let value = |row: &Gathered| if grouped { row.predicate } else { other };
            own.clear();
            own.extend(rows.iter().map(|row| Assertion { key: predicate, value: value(row), ..row.row }));
            let slot = slot(if grouped { Other::Group(other) } else { Other::Plain(other) });
            Assertions::asked(&mut own, |stretch| {
                visit(About { slot, fluent: self.fluent(stretch, predicate, grouped), only: None, mutual: false });
            });
        }
    }

    fn gather_group(&self, predicate: u32, entity: u32, side: Side) -> Vec<Gathered> {
        let group = self.schema(predicate).map_or(&[][..], |schema| &schema.group);
        if group.is_empty() {
            return self.gather(predicate, entity, side);
        }
        group.iter().flat_map(|&predicate| self.gather(predicate, entity, side)).collect()
    }

    /// The claims of a canonical predicate that have an entity on one side, whoever said them and from whichever side.
    fn gather(&self, predicate: u32, entity: u32, side: Side) -> Vec<Gathered> {
        let mut rows = Vec::new();
        let schema = self.schema(predicate);
        let symmetric = schema.is_some_and(|schema| schema.schema.symmetric);
        let (sames, inverses) = schema.map_or((&[][..], &[][..]), |schema| (&schema.sames, &schema.inverses));
        for member in self.members(entity) {
            for &same in std::iter::once(&predicate).chain(sames) {
                if symmetric || side == Side::Subject {
                    self.said_by(member, same, predicate, &mut rows);
                }
                if symmetric || side == Side::Object {
                    self.said_of(member, same, predicate, &mut rows);
                }
            }
            for &inverse in inverses {
                match side {
                    Side::Subject => self.said_of(member, inverse, predicate, &mut rows),
                    Side::Object => self.said_by(member, inverse, predicate, &mut rows),
                }
            }
        }
        rows
    }

    /// The claims of a subject, seen or not, under a predicate as told.
    pub(crate) fn said(&self, subject: u32, predicate: u32) -> impl Iterator<Item = &'a Assertion> {
        self.graph.rows_of_slot(subject, predicate)
    }

    fn said_by(&self, subject: u32, predicate: u32, canonical: u32, rows: &mut Vec<Gathered>) {
        let said = self.said(subject, predicate);
        let states = said.filter(|row| row.shape != Shape::Event && row.on <= self.k);
        rows.extend(states.map(|row| Gathered { other: self.root(row.value), predicate: canonical, row: *row }));
    }

    fn said_of(&self, object: u32, predicate: u32, canonical: u32, rows: &mut Vec<Gathered>) {
        for subject in self.graph.index.speakers(object, predicate) {
            let said = self.said(subject, predicate);
            let states = said.filter(|row| row.value == object && row.shape != Shape::Event && row.on <= self.k);
            rows.extend(states.map(|row| Gathered { other: self.root(subject), predicate: canonical, row: *row }));
        }
    }

    /// The events that have an entity on one side, with their subject, as told.
    pub(crate) fn events(&self, entity: u32, direction: Direction, predicate: Option<u32>) -> Vec<(u32, Assertion)> {
        let mut events = Vec::new();
        let wanted =
            |row: &Assertion| row.shape == Shape::Event && row.visible(self.k) && predicate.is_none_or(|predicate| predicate == row.key);
        for member in self.members(entity) {
            let of = |subject: u32| self.graph.index.of_subject(subject).into_iter().flat_map(Assertions::iter);
            if let (Direction::Outgoing, Some(predicate)) = (direction, predicate) {
                let said = self.said(member, predicate);
                events.extend(said.filter(|row| wanted(row)).map(|row| (member, *row)));
                continue;
            }
            if direction != Direction::Incoming {
                events.extend(of(member).filter(|row| wanted(row)).map(|row| (member, *row)));
            }
            if direction != Direction::Outgoing {
                let subjects: BTreeSet<u32> = self.graph.index.of_object(member).map(|(_, subject)| subject).collect();
                let new = subjects.into_iter().filter(|&subject| self.root(subject) != entity || direction == Direction::Incoming);
                let told = new.flat_map(|subject| of(subject).map(move |row| (subject, *row)));
                events.extend(told.filter(|(_, row)| row.value == member && wanted(row)));
            }
        }
        events
    }
}

/// A claim seen from one of its sides.
struct Gathered {
    other: u32,
    predicate: u32,
    row: Assertion,
}

/// The other side of a fluent with one possible value.
enum Other {
    Plain(u32),
    Group(u32),
}

fn others(rows: &[Gathered]) -> BTreeSet<u32> {
    rows.iter().map(|row| row.other).collect()
}

fn held(slot: Slot, holding: Holding) -> Held {
    let (subject, predicate, object) = slot.triple(holding.value);
    Held { subject, predicate, object, from: holding.from, to: holding.to, certain: holding.certain }
}

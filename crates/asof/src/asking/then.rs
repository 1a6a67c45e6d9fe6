//! A graph as of a pair of dates, as asking walks it.

use std::cell::RefCell;

use asof_ask::{Edge, End, OBJECT, Reading, SUBJECT, Standing, World};
use asof_consolidate::{Kind, kinds_of};
use asof_graph::{Belief, Direction, Graph, View};
use asof_journal::Class;
use asof_model::{Cardinality, Fact, Instant, Point, normalise};
use asof_retrieve::When;

use crate::pins;

/// A part of a name stands for a name of no more words than this.
const LONGEST_NAME: usize = 4;
/// The predicates that say when somebody died.
const DEATH: [&str; 2] = ["died_on", "died_in"];
/// The predicate that says what something is.
const IS_A: &str = "is_a";
/// Who "I" is where nobody says.
const ASKER: &str = "user";
/// Predicates of what somebody means, and verbs of thinking.
const MEANT: [&str; 5] = ["wants", "plans", "needs", "fears", "interested_in"];
const THINKING: [&str; 7] = ["think", "believe", "consider", "hope", "wonder", "decide", "try"];
/// A fact is looked at in so many wordings of how it began.
const MOST_READINGS: usize = 6;

/// A graph as of a pair of dates, as asking walks it.
pub(super) struct Then<'g> {
    pub(super) graph: &'g Graph,
    pub(super) view: View<'g>,
    asked: (i64, i64),
    /// Whether the question itself names a time: events are then only those within it.
    dated: bool,
    speaker: Option<&'g str>,
    pinned: Option<u32>,
    beliefs: RefCell<Vec<Belief>>,
}

impl<'g> Then<'g> {
    /// At every date.
    pub(super) fn new(graph: &'g Graph, k: u32, speaker: Option<&'g str>) -> Self {
        let pinned = graph.number(Class::Predicate, pins::PREDICATE);
        Self { graph, view: graph.view(k), asked: (i64::MIN, i64::MAX), dated: false, speaker, pinned, beliefs: RefCell::default() }
    }

    /// Holds it to a stretch of time; `dated` if the question itself names it.
    pub(super) fn hold(&mut self, asked: (i64, i64), dated: bool) {
        (self.asked, self.dated) = (asked, dated);
    }

    /// A fact that was seen as an edge.
    pub(super) fn fact(&self, number: usize) -> Option<Fact> {
        self.beliefs.borrow().get(number).map(|belief| Fact { holds: None, ..self.graph.fact(belief) })
    }

    /// When somebody died, if that is known.
    pub(super) fn died(&self, entity: u32) -> Option<i64> {
        let of = |name: &&str| {
            let predicate = self.graph.number(Class::Predicate, name)?;
            let beliefs = self.view.beliefs(self.view.root(entity), Direction::Outgoing, Some(predicate), (i64::MIN, i64::MAX));
            beliefs.iter().map(|belief| belief.lo).find(|lo| *lo != i64::MIN)
        };
        DEATH.iter().find_map(of)
    }

    fn standing(&self, belief: &Belief) -> Option<Standing> {
        let within = belief.lo < self.asked.1 && self.asked.0 < belief.hi;
        match belief.event {
            true if within || !self.dated && belief.lo < self.asked.1 => Some(Standing::Event),
            true => None,
            false if within => Some(Standing::Holds),
            false if belief.lo < self.asked.1 => Some(Standing::Over),
            false => None,
        }
    }

    fn edge(&self, from: u32, belief: Belief) -> Option<Edge> {
        let standing = self.standing(&belief)?;
        let forward = belief.subject == from;
        let last = belief.claims.iter().filter_map(|&claim| Some((self.graph.claim(claim)?.said.lo().micros(), claim))).max();
        let (said, claim) = last.unwrap_or((belief.lo, u32::MAX));
        let mut beliefs = self.beliefs.borrow_mut();
        let edge = Edge {
            fact: beliefs.len(),
            to: if forward { belief.object } else { belief.subject },
            forward,
            predicate: belief.predicate,
            standing,
            said,
            since: belief.lo,
            until: belief.hi,
            dated: self.is_dated(&belief) || belief.hi != i64::MAX,
            listed: !self.is_dated(&belief) && self.is_listed(claim),
            single: self.is_single(belief.predicate, forward),
            derived: belief.claims.iter().all(|&claim| !self.graph.supports(claim).is_empty()),
            symmetric: self.view.is_symmetric(belief.predicate),
        };
        beliefs.push(belief);
        Some(edge)
    }

    /// Whether the schema allows one value for the end that a fact is seen from.
    fn is_single(&self, predicate: u32, forward: bool) -> bool {
        let schema = self.graph.schemas(self.view.known_at()).get(predicate).map(|known| known.cardinality());
        match schema {
            Some(Cardinality::OneToOne) => true,
            Some(Cardinality::OneObjectPerSubject) => forward,
            Some(Cardinality::OneSubjectPerObject) => !forward,
            Some(Cardinality::Many) | None => false,
        }
    }

    /// Whether a fact began at a date of its own, rather than when it was said: such a one is no newer for being said later.
    fn is_dated(&self, belief: &Belief) -> bool {
        let said = |claim: &u32| self.graph.claim(*claim).map(|claim| claim.said.lo().micros());
        belief.lo != i64::MIN && belief.claims.iter().all(|claim| said(claim) != Some(belief.lo))
    }

    /// Items of a list are said each a moment after the last, not when their text was.
    fn is_listed(&self, claim: u32) -> bool {
        let passage = self.graph.passage(claim).and_then(|(episode, _)| self.graph.episode(episode));
        let said = self.graph.claim(claim).map(|claim| claim.said);
        passage.is_some_and(|episode| episode.occurred_at.is_some() && episode.occurred_at != said)
    }
}

impl World for Then<'_> {
    fn entity(&self, name: &str) -> Option<u32> {
        self.view.entity(name).or_else(|| {
            let bare = ["the ", "The ", "a ", "A ", "an ", "An "].iter().find_map(|article| name.strip_prefix(article))?;
            self.view.entity(bare)
        })
    }

    fn asker(&self) -> Option<u32> {
        self.view.entity(self.speaker.unwrap_or(ASKER))
    }

    fn like(&self, name: &str) -> Vec<u32> {
        let wanted = normalise(name);
        let wanted: Vec<&str> = wanted.split(' ').collect();
        let has_all = |entity: &u32| {
            let known = normalise(self.graph.entity_text(*entity));
            let words: Vec<&str> = known.split(' ').collect();
            words.len() <= LONGEST_NAME && wanted.iter().all(|word| words.contains(word))
        };
        let mut like: Vec<u32> = self.view.entities().filter(has_all).collect();
        like.sort_by_key(|&entity| std::cmp::Reverse(self.view.claims_about(entity)));
        like
    }

    fn some(&self, most: usize) -> Vec<u32> {
        let every = self.view.entities().count() / most.max(1) + 1;
        self.view.entities().step_by(every).collect()
    }

    fn name(&self, entity: u32) -> String {
        self.graph.object(entity).text()
    }

    fn edges(&self, entity: u32) -> Vec<Edge> {
        let always = (i64::MIN, i64::MAX);
        let beliefs = self.view.beliefs(self.view.root(entity), Direction::Both, None, always);
        let kept = beliefs.into_iter().filter(|belief| Some(belief.predicate) != self.pinned);
        kept.filter_map(|belief| self.edge(self.view.root(entity), belief)).collect()
    }

    fn wording(&self, edge: &Edge) -> String {
        self.sentence(edge).unwrap_or_else(|| sentence_of(&self.named(edge.predicate)))
    }

    fn kind(&self, edge: &Edge, end: End) -> Option<&'static str> {
        let (subject, object) = kinds_of(self.graph.predicate_text(edge.predicate));
        match if end == End::Subject { subject } else { object }? {
            Kind::Person => Some("person"),
            Kind::Organisation => Some("organisation"),
            Kind::Place => Some("place"),
            Kind::Work => Some("work"),
            Kind::Other => None,
        }
    }

    fn is_meant(&self, edge: &Edge) -> bool {
        let predicate = self.graph.predicate_text(edge.predicate);
        let verb = predicate.split('_').next().unwrap_or_default();
        MEANT.contains(&predicate) || THINKING.contains(&verb)
    }

    fn is_called(&self, entity: u32) -> Vec<String> {
        let Some(is_a) = self.graph.number(Class::Predicate, IS_A) else { return Vec::new() };
        let beliefs = self.view.beliefs(self.view.root(entity), Direction::Outgoing, Some(is_a), (i64::MIN, i64::MAX));
        beliefs.iter().map(|belief| self.name(belief.object).to_lowercase()).collect()
    }

    fn readings(&self, edge: &Edge, wording: &str) -> Vec<Reading> {
        let predicate = self.graph.predicate_text(edge.predicate);
        let known = self.graph.schemas(self.view.known_at()).get(edge.predicate).is_some();
        let name = self.named(edge.predicate);
        let begins = || asof_extract::beginnings(predicate).take(MOST_READINGS).map(str::to_owned);
        let begun: Vec<String> = if known && wording == sentence_of(&name) { begins().collect() } else { Vec::new() };
        let over = edge.until != i64::MAX && !edge.listed && edge.standing != Standing::Event;
        let ended: Vec<String> = if over { ends(predicate, &name) } else { Vec::new() };
        let reading = |ends: bool| move |text: String| Reading { text, ends };
        known.then_some(name).into_iter().chain(begun).map(reading(false)).chain(ended.into_iter().map(reading(true))).collect()
    }
}

/// The words of a predicate as a sentence.
fn sentence_of(name: &str) -> String {
    format!("{SUBJECT} {name} {OBJECT}")
}

/// Words for how a fact ended, of whatever predicate.
const ENDED: [&str; 2] = ["leave", "stop"];

fn ends(predicate: &str, name: &str) -> Vec<String> {
    let own = asof_extract::endings(predicate).take(MOST_READINGS).map(str::to_owned);
    own.chain(ENDED.iter().map(|word| (*word).to_owned())).chain([format!("stop {name}")]).collect()
}

impl Then<'_> {
    /// A predicate, in words.
    fn named(&self, predicate: u32) -> String {
        self.graph.predicate_text(predicate).replace('_', " ")
    }

    /// The sentence in which a fact was told last, if it says nothing else.
    fn sentence(&self, edge: &Edge) -> Option<String> {
        let beliefs = self.beliefs.borrow();
        let belief = beliefs.get(edge.fact)?;
        let newest = belief.claims.iter().copied().max_by_key(|&claim| self.graph.claim(claim).map(|claim| claim.said.lo()))?;
        // A claim under an inverse has its sides the other way round than the fact.
        let turned = self.graph.claim(newest).is_some_and(|claim| self.view.root(claim.subject) != belief.subject);
        let wording = self.graph.wording(newest, if turned { [OBJECT, SUBJECT] } else { [SUBJECT, OBJECT] })?;
        Some(without_times(wording))
    }
}

/// A wording without its dates: when it was is no part of what it says.
fn without_times(wording: String) -> String {
    let dated = wording.chars().any(|c| c.is_ascii_digit());
    if dated { When::read(&wording, Point::at(Instant::MAX)).without_times(&wording) } else { wording }
}

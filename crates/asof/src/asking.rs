//! Asking: a question in English to an answer with its facts, its path, its dates, and how sure it is.

use std::cell::RefCell;

use asof_ask::{Answer, Edge, Form, Habits, Named, OBJECT, Order, Path, SUBJECT, Standing, World};
use asof_graph::{Belief, Direction, Graph, View};
use asof_journal::Class;
use asof_model::{Cardinality, End, Fact, Instant, Point, normalise};
use asof_retrieve::When;
use serde::Serialize;

use crate::{
    error::{Error, Result},
    memory::Memory,
    pins,
    recall::{Hit, Recall},
    snapshot::{AsOf, KnownAt},
};

/// A part of a name stands for a name of no more words than this.
const LONGEST_NAME: usize = 4;
/// The longest question, in bytes.
const LONGEST_QUESTION: usize = 2_000;
/// A fact is looked at in so many wordings of how it began.
const MOST_READINGS: usize = 6;
/// So many hits are shown where nothing answers.
const NEAREST: usize = 5;

/// A question to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The question.
    pub question: String,
    /// When it should hold, and what the memory should know: these win over the words.
    pub as_of: AsOf,
    /// When it is asked: what "last week" is counted from; now, if absent.
    pub now: Option<Point>,
    /// Who asks: who "I" is; `user`, if absent.
    pub speaker: Option<String>,
}

/// A step of the way to an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PathStep {
    /// Where it starts.
    pub from: String,
    /// The predicate, in words.
    pub relation: String,
    /// Where it leads.
    pub to: String,
}

/// An answer.
#[derive(Clone, Debug, Serialize)]
pub struct Answered {
    /// What answers the question, the best first. Empty where it abstains.
    pub answer: Vec<String>,
    /// The facts that say so, along the path.
    pub facts: Vec<Fact>,
    /// The way from what the question names to the answer.
    pub path: Vec<PathStep>,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// Whether nothing that is known answers it.
    pub abstained: bool,
    /// The valid date it was asked of.
    pub as_of: Point,
    /// The transaction known up to.
    pub known_at: u32,
    /// What comes nearest, where it abstains.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<Hit>,
}

impl Ask {
    /// A question of what is so now.
    #[must_use]
    pub fn new(question: &str) -> Self {
        Self { question: question.into(), as_of: AsOf::NOW, now: None, speaker: None }
    }
}

/// Answers questions, and remembers which words are near which.
#[derive(Default)]
pub struct Asker {
    /// Of a memory of so many claims.
    habits: Option<((u32, u32), Habits)>,
}

impl Memory {
    /// Answers a question, or says that nothing known does.
    ///
    /// # Errors
    /// When the question is empty, or the index of the space can neither be read nor made.
    pub fn ask(&self, ask: &Ask) -> Result<Answered> {
        Asker::default().ask(self, ask)
    }
}

impl Asker {
    /// As [`Memory::ask`]: for many questions this is quicker.
    ///
    /// # Errors
    /// As [`Memory::ask`].
    pub fn ask(&mut self, memory: &Memory, ask: &Ask) -> Result<Answered> {
        if !ask.question.chars().any(char::is_alphanumeric) {
            return Err(Error::invalid("the question is empty"));
        }
        if LONGEST_QUESTION < ask.question.len() {
            let length = ask.question.len();
            return Err(Error::invalid(format!("the question has {length} bytes; the longest that is answered has {LONGEST_QUESTION}")));
        }
        let snapshot = memory.snapshot();
        let now = ask.now.unwrap_or(Point::at(memory.now().0));
        let reading = snapshot.as_of(ask.as_of);
        let known = reading.known().1;
        // Names are the same at every date; what looks like a date in one is none.
        let mut then = Then::new(snapshot.graph(), known.0, ask.speaker.as_deref());
        let question = asof_ask::unfold(&ask.question);
        let named = asof_ask::mentions(&question, &then);
        let when = When::read(&without_names(&question, &named), now);
        let stretch = match (ask.as_of.valid, when.named) {
            (Some(valid), _) => (valid.lo().micros(), valid.reach()),
            (None, Some(named)) => named,
            (None, None) => (now.lo().micros(), now.reach()),
        };
        (then.asked, then.dated) = (stretch, when.named.is_some());
        let count = (snapshot.graph().generation(), snapshot.graph().claim_count());
        let learnt = self.habits.take().filter(|(learnt, _)| *learnt == count);
        let (_, habits) = self.habits.insert(learnt.unwrap_or_else(|| (count, Habits::of(&then))));
        let answer = asof_ask::answer(&question, &named, &when.spans, &then, habits);
        let as_of = ask.as_of.valid.or_else(|| Instant::from_micros(stretch.0).map(Point::at)).unwrap_or(now);
        let mut answered = then.present(&answer, as_of);
        if answered.abstained {
            let recall = Recall {
                as_of: AsOf { known: KnownAt::Tx(known), ..ask.as_of },
                now: ask.now,
                facts: NEAREST,
                passages: NEAREST,
                ..Recall::new(&ask.question)
            };
            let recalled = memory.recall(&recall)?;
            answered.nearest = recalled.facts.into_iter().chain(recalled.passages).take(NEAREST).collect();
        }
        Ok(answered)
    }
}

/// The question with its names blotted out, byte for byte.
fn without_names(question: &str, named: &[Named]) -> String {
    let mut blotted = question.to_owned();
    for &(_, (from, to)) in named {
        blotted.replace_range(from..to, &"x".repeat(to - from));
    }
    blotted
}

/// A graph as of a pair of dates, as asking walks it.
struct Then<'g> {
    graph: &'g Graph,
    view: View<'g>,
    asked: (i64, i64),
    /// Whether the question itself names a time: events are then only those within it.
    dated: bool,
    speaker: Option<&'g str>,
    pinned: Option<u32>,
    beliefs: RefCell<Vec<Belief>>,
}

impl<'g> Then<'g> {
    /// At no date yet.
    fn new(graph: &'g Graph, k: u32, speaker: Option<&'g str>) -> Self {
        let pinned = graph.number(Class::Predicate, pins::PREDICATE);
        Self { graph, view: graph.view(k), asked: (0, 0), dated: false, speaker, pinned, beliefs: RefCell::default() }
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
            listed: self.is_listed(claim),
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

    /// Items of a list are said each a moment after the last, not when their text was.
    fn is_listed(&self, claim: u32) -> bool {
        let passage = self.graph.passage(claim).and_then(|(episode, _)| self.graph.episode(episode));
        let said = self.graph.claim(claim).map(|claim| claim.said);
        passage.is_some_and(|episode| episode.occurred_at.is_some() && episode.occurred_at != said)
    }
}

impl World for Then<'_> {
    fn entity(&self, name: &str) -> Option<u32> {
        let own = matches!(name.to_lowercase().as_str(), "i" | "me" | "my" | "user").then_some(self.speaker).flatten();
        self.view.entity(own.unwrap_or(name)).or_else(|| {
            let bare = ["the ", "The ", "a ", "A ", "an ", "An "].iter().find_map(|article| name.strip_prefix(article))?;
            self.view.entity(bare)
        })
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
        self.sentence(edge).or_else(|| Some(self.named(self.beliefs.borrow().get(edge.fact)?.predicate))).unwrap_or_default()
    }

    fn readings(&self, edge: &Edge, wording: &str) -> Vec<String> {
        if self.graph.schemas(self.view.known_at()).get(edge.predicate).is_none() {
            return Vec::new();
        }
        let name = self.named(edge.predicate);
        let begins = || asof_extract::beginnings(self.graph.predicate_text(edge.predicate)).take(MOST_READINGS).map(str::to_owned);
        let others = (wording == name).then(begins);
        std::iter::once(name).chain(others.into_iter().flatten()).collect()
    }
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
        self.graph.wording(newest, if turned { [OBJECT, SUBJECT] } else { [SUBJECT, OBJECT] })
    }

    fn present(&self, answer: &Answer, as_of: Point) -> Answered {
        let best = answer.found.first().map(|found| &found.path);
        let facts = best.into_iter().flat_map(|path| &path.steps).filter_map(|step| self.fact(step.edge.fact)).collect();
        let step = |step: &asof_ask::Step| PathStep {
            from: self.name(step.from),
            relation: self.graph.predicate_text(step.edge.predicate).replace('_', " "),
            to: self.name(step.edge.to),
        };
        let said = if answer.abstained { Vec::new() } else { self.said(answer) };
        Answered {
            // A date that nobody told is no answer.
            abstained: said.is_empty(),
            answer: said,
            facts,
            path: best.map(|path| path.steps.iter().map(step).collect()).unwrap_or_default(),
            confidence: answer.confidence,
            as_of,
            known_at: self.view.known_at(),
            nearest: Vec::new(),
        }
    }

    fn fact(&self, number: usize) -> Option<Fact> {
        self.beliefs.borrow().get(number).map(|belief| Fact { holds: None, ..self.graph.fact(belief) })
    }

    /// The answer in the words that the question wants: names, a date, a number, yes or no.
    fn said(&self, answer: &Answer) -> Vec<String> {
        let mut found: Vec<&asof_ask::Found> = answer.found.iter().collect();
        let since = |path: &Path| path.steps.last().map(|step| step.edge.since);
        match answer.asked.order {
            Some(Order::First) => found.sort_by_key(|found| since(&found.path)),
            Some(Order::Last) => found.sort_by_key(|found| std::cmp::Reverse(since(&found.path))),
            None => {}
        }
        let first = found.first().map(|found| &found.path);
        let last_fact = || first.and_then(|path| self.fact(path.steps.last()?.edge.fact));
        match answer.asked.form {
            Form::YesNo => vec![if answer.yes == Some(true) { "yes" } else { "no" }.to_owned()],
            Form::Count => vec![found.len().to_string()],
            Form::When => last_fact().and_then(|fact| date(&fact)).into_iter().collect(),
            Form::Duration => last_fact().and_then(|fact| length(&fact, Instant::from_micros(self.asked.0))).into_iter().collect(),
            Form::Who | Form::Where | Form::What if answer.asked.order.is_some() => {
                found.iter().take(1).map(|found| self.name(found.entity)).collect()
            }
            Form::Who | Form::Where | Form::What => found.iter().map(|found| self.name(found.entity)).collect(),
        }
    }
}

fn date(fact: &Fact) -> Option<String> {
    let end = if let End::At(point) = fact.to { Some(point) } else { None };
    fact.from.or(end).map(|point| point.to_string())
}

/// How long a fact held, or has held so far, in whole years, months or days.
fn length(fact: &Fact, now: Option<Instant>) -> Option<String> {
    const DAY: i64 = 86_400_000_000;
    let from = fact.from?.lo().micros();
    let to = if let End::At(point) = fact.to { point.lo().micros() } else { now?.micros() };
    let days = (to - from) / DAY;
    let (count, unit) = match days {
        ..0 => return None,
        0..60 => (days, "day"),
        60..730 => (days / 30, "month"),
        _ => (days * 100 / 36_525, "year"),
    };
    Some(format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
}

//! Recall: the best facts and passages for a question, as of a pair of dates.

use std::{collections::BTreeMap, sync::Arc};

use asof_graph::{Belief, Direction, Graph, View};
use asof_journal::Class;
use asof_model::{Fact, Instant, Point};
use asof_retrieve::{Corpus, FactHit, Known, PassageHit, Question, Ranking, Reason, SessionHit, Stretch, personalised_pagerank};
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::{
    corpus::{Told, sentence},
    error::Result,
    memory::Memory,
    pins,
    snapshot::{AsOf, KnownAt},
};

/// Who asks, where nobody is named: the name that chats give their user.
const USER: &str = "user";

/// What is to be recalled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recall {
    /// The question, or any words.
    pub text: String,
    /// When it should hold, and what the memory should know: these win over the words.
    pub as_of: AsOf,
    /// When it is asked: what "last week" is counted from; now, if absent.
    pub now: Option<Point>,
    /// Who asks: who "I" is; `user`, if absent.
    pub speaker: Option<String>,
    /// How many facts are wanted at the most.
    pub facts: usize,
    /// How many passages are wanted at the most.
    pub passages: usize,
}

impl Recall {
    /// A question of what is so now.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.into(), as_of: AsOf::NOW, now: None, speaker: None, facts: 20, passages: 20 }
    }
}

/// What kind of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    /// What is believed.
    Fact,
    /// What was said.
    Passage,
    /// What was pinned: of a context only.
    Pin,
}

/// Something that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// The id of the episode, or of the fact's first claim.
    pub id: String,
    /// The passage, or the fact in words.
    pub text: String,
    /// How well it fits: comparable among the hits of one kind of one recall.
    pub score: f32,
    /// When it was said, or last said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Point>,
    /// Who said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The fact, with its dates and how it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<Fact>,
    /// What speaks for it.
    pub explain: Explain,
}

/// Why a hit is where it is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Explain {
    /// Each arm's rank and what it adds to the score.
    pub arms: Vec<Arm>,
    /// The way through the graph, from a name in the question on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// Why the as-of filter kept it.
    pub kept: String,
}

/// What one arm says of a hit.
#[derive(Clone, Debug, Serialize)]
pub struct Arm {
    /// Its name.
    pub arm: &'static str,
    /// The hit's rank by this arm alone.
    pub rank: usize,
    /// What it adds to the score.
    pub score: f32,
    /// The model whose vectors it compares, where that is not the shipped table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

/// A session that fits.
#[derive(Clone, Debug, Serialize)]
pub struct Session {
    /// Its source, if it has one.
    pub source: Option<String>,
    /// When it began.
    pub occurred_at: Option<Point>,
    /// How well it fits.
    pub score: f32,
}

/// What was recalled.
#[derive(Clone, Debug, Serialize)]
pub struct Recalled {
    /// Facts, best first.
    pub facts: Vec<Hit>,
    /// Passages, best first.
    pub passages: Vec<Hit>,
    /// The sessions that it is about, best first: what was said in one source without a long silence.
    pub sessions: Vec<Session>,
    /// The stretch of valid time that was asked of; open where there is no bound.
    pub states: (Option<Instant>, Option<Instant>),
    /// The last transaction known to it.
    pub known_at: u32,
}

/// A graph as known at one transaction, as retrieval asks it.
struct Then<'g> {
    told: &'g Told,
    view: View<'g>,
    /// The predicate of pins, which are no answer to a question.
    pinned: Option<u32>,
    /// How many episodes and claims were told by then.
    passages: u32,
    claims: u32,
}

impl<'g> Then<'g> {
    fn new(told: &'g Told, k: u32) -> Self {
        let (graph, next) = (&told.0, k.saturating_add(1));
        let pinned = graph.number(Class::Predicate, pins::PREDICATE);
        Self { told, view: graph.view(k), pinned, passages: graph.first_episode_of_tx(next), claims: graph.first_claim_of_tx(next) }
    }

    fn known(&self, beliefs: Vec<Belief>) -> Vec<Known> {
        beliefs.into_iter().filter(|belief| Some(belief.predicate) != self.pinned).map(known).collect()
    }

    fn is_pinned(&self, episode: u32) -> bool {
        let source = || self.told.0.episode(episode)?.source;
        self.pinned.is_some() && source().is_some_and(|source| pins::is_pin(self.told.0.source_text(source)))
    }
}

fn known(belief: Belief) -> Known {
    let Belief { subject, predicate, object, lo, hi, claims, event, disputed, .. } = belief;
    Known { subject, predicate, object, from: lo, to: hi, claims, event, disputed }
}

impl asof_retrieve::View for Then<'_> {
    fn corpus(&self) -> &dyn Corpus {
        self.told
    }

    fn known_passages(&self) -> u32 {
        self.passages
    }

    fn known_claims(&self) -> u32 {
        self.claims
    }

    fn hides_any(&self) -> bool {
        self.pinned.is_some() || !self.told.0.keeps_every_episode()
    }

    fn hides(&self, passage: u32) -> bool {
        !self.told.0.keeps_episode(passage, self.view.known_at()) || self.is_pinned(passage)
    }

    fn slot(&self, claim: u32) -> Option<(u32, u32)> {
        let claim = self.told.0.claim(claim).filter(|claim| claim.tx <= self.view.known_at() && Some(claim.predicate) != self.pinned)?;
        Some((self.view.root(claim.subject), claim.predicate))
    }

    fn reads_alone(&self, predicate: u32) -> bool {
        self.view.reads_alone(predicate)
    }

    fn facts(&self, subject: u32, predicate: Option<u32>, states: Stretch, events: Stretch) -> Vec<Known> {
        self.known(self.view.states_and_events(subject, Direction::Outgoing, predicate, states, events))
    }

    fn supports(&self, claim: u32, slot: (u32, u32), states: Stretch, events: Stretch) -> bool {
        let folded = || self.facts(slot.0, Some(slot.1), states, events).iter().any(|fact| fact.claims.contains(&claim));
        self.view.holds_alone(claim, slot, states).unwrap_or_else(folded)
    }

    fn facts_to(&self, object: u32, states: Stretch, events: Stretch) -> Vec<Known> {
        self.known(self.view.states_and_events(object, Direction::Incoming, None, states, events))
    }

    fn entity(&self, name: &str) -> Option<u32> {
        self.view.entity(name)
    }

    fn same(&self, entity: u32) -> Vec<u32> {
        self.told.0.members(self.view.root(entity), self.view.known_at())
    }

    fn name(&self, entity: u32) -> &str {
        self.told.0.entity_text(entity)
    }

    fn claims_about(&self, entity: u32) -> usize {
        self.view.claims_about(entity)
    }

    fn near(&self, starts: &[(u32, f32)], at: i64, hub: usize) -> BTreeMap<u32, f32> {
        personalised_pagerank(&self.view.at(at), starts, |entity| self.view.claims_about(entity) <= hub)
    }

    fn passage_of(&self, claim: u32) -> Option<u32> {
        self.told.0.passage(claim).map(|(episode, _)| episode)
    }

    fn claims_of(&self, passage: u32) -> Vec<u32> {
        self.told.0.claims_of_episode(passage).to_vec()
    }
}

impl Memory {
    /// The best facts and passages for a question: as of the dates it gives, or else of the time its words name, or else now.
    ///
    /// # Errors
    /// When the index of a space can neither be read nor made.
    pub fn recall(&self, recall: &Recall) -> Result<Recalled> {
        self.recall_with_progress(recall, &mut |_, _| {})
    }

    /// As [`Memory::recall`], telling how many documents of how many are indexed, where an index has to be made first.
    ///
    /// # Errors
    /// As [`Memory::recall`].
    pub fn recall_with_progress(&self, recall: &Recall, progress: &mut dyn FnMut(u64, u64)) -> Result<Recalled> {
        let (told, now) = (Told(self.snapshot().shared_graph()), self.now());
        let (recalling, tx) = (self.recalling(&told), told.0.last_tx());
        if let Some(known) = recalling.known(recall, tx, now) {
            return Ok(Recalled::clone(&known));
        }
        let retriever = recalling.caught_up(&told, progress);
        // From before it is asked: what changes meanwhile makes the answer one that is not given again.
        let vectors = retriever.vectors_version();
        let then = Then::new(&told, known_tx(&told.0, recall.as_of.known));
        let question = Question {
            text: &recall.text,
            now: recall.now.unwrap_or(Point::at(now.0)),
            as_of: recall.as_of.valid,
            speaker: Some(recall.speaker.as_deref().unwrap_or(USER)),
            most_facts: recall.facts,
            most_passages: recall.passages,
        };
        let recalled = Arc::new(then.present(&retriever.recall(&then, &question)));
        recalling.keep(recall, (tx, vectors), now, &recalled);
        Ok(Recalled::clone(&recalled))
    }
}

/// The transaction known up to: at the end of a known-at stretch.
fn known_tx(graph: &Graph, known: KnownAt) -> u32 {
    match known {
        KnownAt::Now => graph.last_tx(),
        KnownAt::Tx(tx) => tx.0.min(graph.last_tx()),
        KnownAt::At(point) => graph.tx_at(point.reach() - 1),
    }
}

impl Then<'_> {
    fn present(&self, ranking: &Ranking) -> Recalled {
        let scope = ranking.scope;
        let bound = |micros: i64| Instant::from_micros(micros);
        // Each slot is folded once: hits may all be of one that holds facts by the thousand.
        let mut slots: FxHashMap<(u32, u32), Vec<Belief>> = FxHashMap::default();
        let fold = |hit: &FactHit| {
            self.view.states_and_events(hit.fact.subject, Direction::Outgoing, Some(hit.fact.predicate), scope.states, scope.events)
        };
        let mut fact = |hit: &FactHit| {
            let beliefs = slots.entry((hit.fact.subject, hit.fact.predicate)).or_insert_with(|| fold(hit));
            let key = |belief: &Belief| (belief.subject, belief.predicate, belief.object, belief.lo);
            Some(self.fact_hit(hit, beliefs.iter().find(|belief| key(belief) == hit.fact.key())?))
        };
        let facts = ranking.facts.iter().filter_map(&mut fact).collect();
        let passages = ranking.passages.iter().filter_map(|hit| self.passage_hit(hit)).collect();
        let sessions = ranking.sessions.iter().filter_map(|session| self.session(session)).collect();
        Recalled { facts, passages, sessions, states: (bound(scope.states.0), bound(scope.states.1)), known_at: self.view.known_at() }
    }

    fn fact_hit(&self, hit: &FactHit, belief: &Belief) -> Hit {
        let fact = Fact { holds: None, ..self.told.0.fact(belief) };
        Hit {
            kind: HitKind::Fact,
            id: fact.claims.first().cloned().unwrap_or_default(),
            text: sentence(&fact.subject, &fact.predicate, &fact.object.text()),
            score: hit.score,
            occurred_at: fact.last_confirmed,
            speaker: None,
            source: fact.sources.first().cloned(),
            explain: self.explain(&hit.reasons, &[], kept(&hit.fact)),
            fact: Some(fact),
        }
    }

    fn passage_hit(&self, hit: &PassageHit) -> Option<Hit> {
        let episode = self.told.0.episode(hit.passage)?;
        let name = |number: Option<u32>| number.map(|number| self.told.0.source_text(number).to_owned());
        Some(Hit {
            kind: HitKind::Passage,
            id: episode.id.to_string(),
            text: episode.text.to_string(),
            score: hit.score,
            occurred_at: episode.occurred_at,
            speaker: name(episode.speaker),
            source: name(episode.source),
            explain: self.explain(&hit.reasons, &hit.path, format!("told in transaction {}, not taken back", episode.tx)),
            fact: None,
        })
    }

    fn session(&self, hit: &SessionHit) -> Option<Session> {
        let episode = self.told.0.episode(hit.first)?;
        let source = episode.source.map(|source| self.told.0.source_text(source).to_owned());
        Some(Session { source, occurred_at: episode.occurred_at, score: hit.score })
    }

    fn explain(&self, reasons: &[Reason], path: &[u32], kept: String) -> Explain {
        let model = |reason: &Reason| reason.model.as_deref().map(str::to_owned);
        let arm = |reason: &Reason| Arm { arm: reason.arm, rank: reason.rank, score: reason.score, model: model(reason) };
        Explain {
            arms: reasons.iter().map(arm).collect(),
            path: path.iter().map(|&entity| self.told.0.entity_text(entity).to_owned()).collect(),
            kept,
        }
    }
}

fn kept(fact: &Known) -> String {
    let verb = if fact.event { "happened" } else { "holds" };
    let side = |micros: i64, open: &str| Instant::from_micros(micros).map_or(open.to_owned(), |instant| instant.to_string());
    let from = if fact.from == i64::MIN { "ever".to_owned() } else { side(fact.from, "ever") };
    let to = if fact.to == i64::MAX { "on".to_owned() } else { side(fact.to, "on") };
    format!("{verb} from {from} to {to}")
}

//! Recall from end to end: a question, the arms, and the best facts and passages with what speaks for each.

use std::{
    path::Path,
    sync::{PoisonError, RwLock},
};

use asof_model::Point;
use rustc_hash::FxHashMap;

use crate::{
    bm25::{Bm25, Wanted},
    corpus::Corpus,
    facts::{self, Scope},
    field::Field,
    index::{Index, IndexError, Progress},
    sessions::Sessions,
    view::{Known, View},
    when::When,
    words::words,
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question<'q> {
    /// In words.
    pub text: &'q str,
    /// When it is asked: what "last week" is counted from.
    pub now: Point,
    /// Of when: this wins over its words.
    pub as_of: Option<Point>,
    /// Who asks: who "I" is.
    pub speaker: Option<&'q str>,
    /// How many facts are wanted at the most.
    pub most_facts: usize,
    /// How many passages are wanted at the most.
    pub most_passages: usize,
}

/// One reason why a hit is where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The arm, by name.
    pub arm: &'static str,
    /// The hit's rank by this arm alone, from 1.
    pub rank: usize,
    /// What the arm adds to the score.
    pub score: f32,
}

/// A fact that fits.
#[derive(Clone, Debug)]
pub struct FactHit {
    /// The fact.
    pub fact: Known,
    /// How well it fits.
    pub score: f32,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// A passage that fits.
#[derive(Clone, Debug)]
pub struct PassageHit {
    /// The episode's number.
    pub passage: u32,
    /// How well it fits.
    pub score: f32,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The way through the graph by which it was reached: entities, from one named in the question on.
    pub path: Vec<u32>,
}

/// What fits a question, best first.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// What the question says about time.
    pub when: When,
    /// The stretches of valid time that were asked of.
    pub scope: Scope,
    /// Facts.
    pub facts: Vec<FactHit>,
    /// Passages.
    pub passages: Vec<PassageHit>,
}

/// What is kept of one space to answer questions about it.
pub struct Retriever {
    index: Index,
    sessions: RwLock<Sessions>,
}

impl Retriever {
    /// One that is gone with the process.
    #[must_use]
    pub fn volatile() -> Self {
        Self { index: Index::volatile(), sessions: RwLock::default() }
    }

    /// Opens what is kept in a folder; where nothing is, or what is there is damaged or of another memory, starts anew.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(folder: &Path, corpus: &dyn Corpus) -> Result<Self, IndexError> {
        Ok(Self { index: Index::open(folder, corpus)?, sessions: RwLock::default() })
    }

    /// Takes in what was told since it last looked.
    ///
    /// # Errors
    /// When there is much of it and the disk refuses; it is found all the same.
    pub fn catch_up(&self, corpus: &dyn Corpus, progress: Progress<'_>) -> Result<(), IndexError> {
        self.sessions.write().unwrap_or_else(PoisonError::into_inner).catch_up(corpus);
        self.index.catch_up(corpus, progress)
    }

    /// Whether enough is in memory alone that [`Retriever::commit`] is worth while.
    #[must_use]
    pub fn wants_commit(&self) -> bool {
        self.index.wants_commit()
    }

    /// Writes the index to disk, while questions go on.
    ///
    /// # Errors
    /// When the disk refuses; nothing is lost.
    pub fn commit(&self, corpus: &dyn Corpus, progress: Progress<'_>) -> Result<(), IndexError> {
        self.index.commit(corpus, progress)
    }

    /// The best facts and passages for a question.
    #[must_use]
    pub fn recall(&self, view: &dyn View, question: &Question<'_>) -> Ranking {
        let when = When::read(question.text, question.now);
        let scope = scope(question, &when);
        let reader = self.index.reader();
        let wanted: Vec<Wanted> = words(question.text).into_iter().map(|word| Wanted { word, weight: 1.0 }).collect();
        let facts = facts::best(&reader, view, &wanted, scope, question.most_facts);
        let hit = |(rank, scored): (usize, facts::Scored)| FactHit {
            fact: scored.fact,
            score: scored.score,
            reasons: vec![Reason { arm: "words", rank: rank + 1, score: scored.score }],
        };
        let facts = facts.into_iter().enumerate().map(hit).collect();
        let size = view.corpus().passages();
        let scores = Bm25 { k1: 1.2, b: 0.75 }.score(&reader, Field::Text, &wanted, size, &mut |passage| view.shows_passage(passage));
        let sessions = self.sessions.read().unwrap_or_else(PoisonError::into_inner);
        let mut fused: FxHashMap<u32, f32> = FxHashMap::default();
        for (passage, score) in scores.best(500) {
            *fused.entry(passage).or_default() += score;
            for near in [sessions.before(passage), sessions.after(passage)].into_iter().flatten() {
                *fused.entry(near).or_default() += 0.3 * score;
            }
        }
        let mut passages: Vec<PassageHit> = fused
            .into_iter()
            .filter(|(passage, _)| view.shows_passage(*passage))
            .map(|(passage, score)| PassageHit { passage, score, reasons: Vec::new(), path: Vec::new() })
            .collect();
        passages.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.passage.cmp(&a.passage)));
        passages.truncate(question.most_passages);
        Ranking { when, scope, facts, passages }
    }
}

/// What is asked of: the given date, else the time the words name, else now and whatever has happened.
fn scope(question: &Question<'_>, when: &When) -> Scope {
    let now = (question.now.lo().micros(), question.now.reach());
    if let Some(given) = question.as_of {
        let given = (given.lo().micros(), given.reach());
        return Scope { states: given, events: (i64::MIN, given.1) };
    }
    match when.named {
        Some(named) => Scope { states: named, events: named },
        None if when.past || when.asks_when => Scope { states: (i64::MIN, now.1), events: (i64::MIN, now.1) },
        None => Scope { states: now, events: (i64::MIN, now.1) },
    }
}

//! Recall from end to end: a question, the arms, and the best facts and passages with what speaks for each.

use std::{
    path::Path,
    sync::{PoisonError, RwLock, RwLockReadGuard},
};

use asof_model::Point;
use asof_vectors::{Static, normalise};

use crate::{
    bm25::Wanted,
    corpus::Corpus,
    cover::Cover,
    facts::{self, Scope},
    index::{Index, IndexError, Progress, Reader},
    sessions::Sessions,
    speakers::Speakers,
    terms::{MOST_WORDS, Terms},
    turns::{Asked, Ranked, Turns},
    vectors::Vectors,
    view::{Known, View},
    when::When,
    words::content_words,
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

/// A session that fits.
#[derive(Clone, Copy, Debug)]
pub struct SessionHit {
    /// Its first passage.
    pub first: u32,
    /// How well it fits.
    pub score: f32,
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
    /// Sessions.
    pub sessions: Vec<SessionHit>,
}

/// What is kept of one space to answer questions about it.
pub struct Retriever {
    index: Index,
    around: RwLock<Around>,
}

/// What is kept of passages beside their words.
#[derive(Default)]
struct Around {
    sessions: Sessions,
    speakers: Speakers,
    vectors: Vectors,
}

impl Retriever {
    /// One that is gone with the process.
    #[must_use]
    pub fn volatile() -> Self {
        Self { index: Index::volatile(), around: RwLock::default() }
    }

    /// Opens what is kept in a folder; where nothing is, or what is there is damaged or of another memory, starts anew.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(folder: &Path, corpus: &dyn Corpus) -> Result<Self, IndexError> {
        Ok(Self { index: Index::open(folder, corpus)?, around: RwLock::default() })
    }

    /// Takes in what was told since it last looked.
    ///
    /// # Errors
    /// When there is much of it and the disk refuses; it is found all the same.
    pub fn catch_up(&self, corpus: &dyn Corpus, progress: Progress<'_>) -> Result<(), IndexError> {
        let behind = self.around().sessions.len() < corpus.passages() as usize;
        if behind {
            let mut around = self.around.write().unwrap_or_else(PoisonError::into_inner);
            let Around { sessions, speakers, vectors } = &mut *around;
            sessions.catch_up(corpus);
            speakers.catch_up(corpus);
            vectors.catch_up(corpus, sessions);
        }
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
        let around = self.around();
        let facts = facts::best(&reader, view, &wanted(question.text), scope, question.most_facts);
        let (passages, sessions) = passages(&reader, &around, view, question, &when);
        Ranking { when, scope, facts: fact_hits(facts), passages, sessions }
    }

    fn around(&self) -> RwLockReadGuard<'_, Around> {
        self.around.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wanted(text: &str) -> Vec<Wanted> {
    let mut words: Vec<String> = content_words(text);
    words.truncate(MOST_WORDS);
    words.into_iter().map(|word| Wanted { word, weight: 1.0 }).collect()
}

fn fact_hits(facts: Vec<facts::Scored>) -> Vec<FactHit> {
    let hit = |(place, scored): (usize, facts::Scored)| FactHit {
        fact: scored.fact,
        score: scored.score,
        reasons: vec![Reason { arm: "words", rank: place + 1, score: scored.score }],
    };
    facts.into_iter().enumerate().map(hit).collect()
}

/// Ranks what was said.
fn passages(reader: &Reader<'_>, around: &Around, view: &dyn View, question: &Question<'_>, when: &When) -> (Vec<PassageHit>, Vec<SessionHit>) {
    let size = view.corpus().passages();
    let named = around.speakers.named_in(question.text);
    let terms = Terms::read(reader, question.text, &named.words);
    let mut keep = |passage: u32| view.shows_passage(passage);
    let cover = Cover::read(reader, &around.sessions, &terms, size, &mut keep);
    let words = terms.vector();
    let mut vector = Static::shipped().vector(question.text);
    vector.iter_mut().zip(&words).for_each(|(sum, value)| *sum += value);
    normalise(&mut vector);
    let asked = Asked {
        text: question.text,
        terms: &terms,
        vector: &vector,
        words: &words,
        named: when.named,
        asker: question.speaker,
        speaker: named.only(),
    };
    let spread = around.vectors.spread(&vector, size);
    let turns = Turns { view, sessions: &around.sessions, vectors: &around.vectors, cover: &cover, asked: &asked, spread };
    let ranked = turns.rank(&mut keep);
    let hit = |turn: &Ranked| PassageHit { passage: turn.passage, score: turn.score, reasons: turn.reasons(&ranked), path: Vec::new() };
    let passages = ranked.iter().take(question.most_passages).map(hit).collect();
    let session = |(session, score): (u32, f32)| Some(SessionHit { first: *around.sessions.passages(session).first()?, score });
    (passages, turns.sessions(&ranked).into_iter().filter_map(session).take(question.most_passages).collect())
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

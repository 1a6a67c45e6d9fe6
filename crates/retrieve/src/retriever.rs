//! Recall from end to end: a question, the arms, and the best facts and passages with what speaks for each.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
    thread::{Scope as Threads, ScopedJoinHandle},
};

use asof_model::Point;
use asof_vectors::{EmbedError, Static, normalise};

use crate::{
    anchor,
    chain::{self, Chained, Chains, Names},
    corpus::Corpus,
    cover::Cover,
    embedding::{Embedders, Embedding, Embeddings, Far},
    facts::{self, Scope},
    filter::Filter,
    index::{Index, IndexError, Progress, Reader},
    newer::Newer,
    sessions::Sessions,
    speakers::Speakers,
    spells::{Holding, Spells},
    terms::{MOST_WORDS, Terms},
    turns::{self, Asked, Near, Ranked, Turns},
    vectors::Vectors,
    view::{Known, View},
    when::When,
    words::content_words,
};

/// Threads are started for a question whose words are found in more places than this: else there is little to do meanwhile.
const MANY_PLACES: u32 = 4_096;
/// With more claims than this facts are ranked in a thread of their own, with more passages vectors are looked through in another.
const MANY: u32 = 16_384;

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
    /// The model whose vectors it compares, where that is not the shipped table.
    pub model: Option<Arc<str>>,
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
    /// Where it is kept, unless it is gone with the process.
    folder: Option<PathBuf>,
    /// The vectors of an embedder, where one was chosen.
    embedding: Option<Embedding>,
}

/// What is kept of passages beside their words.
#[derive(Default)]
struct Around {
    sessions: Sessions,
    speakers: Speakers,
    vectors: Vectors,
    names: Names,
    spells: Spells,
}

impl Around {
    fn is_behind(&self, corpus: &dyn Corpus) -> bool {
        let passages = self.sessions.len() < corpus.passages() as usize;
        passages || !self.spells.knows(corpus) || (self.speakers.any_silent() && !self.names.knows(corpus))
    }

    fn catch_up(&mut self, corpus: &dyn Corpus) {
        let Self { sessions, speakers, vectors, names, spells } = self;
        sessions.catch_up(corpus);
        speakers.catch_up(corpus);
        vectors.catch_up(corpus, sessions);
        spells.catch_up(corpus);
        // Only chains of documents ask for names, and to read a million takes a second.
        if speakers.any_silent() {
            names.catch_up(corpus);
        }
    }
}

impl Retriever {
    /// One that is gone with the process.
    #[must_use]
    pub fn volatile() -> Self {
        Self { index: Index::volatile(), around: RwLock::default(), folder: None, embedding: None }
    }

    /// Opens what is kept in a folder; where nothing is, or what is there is damaged or of another memory, starts anew.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(folder: &Path, corpus: &dyn Corpus) -> Result<Self, IndexError> {
        let index = Index::open(folder, corpus)?;
        let around = Around { vectors: Vectors::open(folder, corpus.passages()), ..Around::default() };
        Ok(Self { index, around: RwLock::new(around), folder: Some(folder.to_owned()), embedding: None })
    }

    /// Compares passages by the vectors of an embedder that was chosen, as far as there are any. They are kept in a folder even where
    /// nothing else can be.
    #[must_use]
    pub fn embedded_by(self, embedders: &Embedders, folder: Option<&Path>, corpus: &dyn Corpus) -> Self {
        let embedding = Embedding::open(embedders.clone(), folder, corpus);
        Self { embedding: Some(embedding), ..self }
    }

    /// How far embedding has come, where an embedder was chosen.
    #[must_use]
    pub fn embeddings(&self, corpus: &dyn Corpus) -> Option<Embeddings> {
        Some(self.embedding.as_ref()?.state(corpus.passages()))
    }

    /// Changes with the vectors, and so perhaps with the answers.
    #[must_use]
    pub fn vectors_version(&self) -> u64 {
        self.embedding.as_ref().map_or(0, Embedding::changes)
    }

    /// Whether passages are left to embed.
    #[must_use]
    pub fn wants_embedding(&self, corpus: &dyn Corpus) -> bool {
        self.embedding.as_ref().is_some_and(|embedding| embedding.is_behind(corpus.passages()))
    }

    /// Embeds the next passages, while questions go on. What comes is taken in within `allowed`, which may leave it out. Says whether
    /// any passages are left.
    ///
    /// # Errors
    /// When the embedder fails; what was embedded before stays.
    pub fn embed(&self, corpus: &dyn Corpus, allowed: &dyn Fn(&mut dyn FnMut())) -> Result<bool, EmbedError> {
        self.embedding.as_ref().map_or(Ok(false), |embedding| embedding.step(corpus, allowed))
    }

    /// Takes in what was told since it last looked.
    ///
    /// # Errors
    /// When there is much of it and the disk refuses; it is found all the same.
    pub fn catch_up(&self, corpus: &dyn Corpus, progress: Progress<'_>) -> Result<(), IndexError> {
        let behind = self.around().is_behind(corpus);
        if behind {
            let mut around = self.around.write().unwrap_or_else(PoisonError::into_inner);
            around.catch_up(corpus);
        }
        let committed = self.index.catch_up(corpus, progress)?;
        if committed { self.save_vectors() } else { Ok(()) }
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
        self.index.commit(corpus, progress)?;
        self.save_vectors()
    }

    fn save_vectors(&self) -> Result<(), IndexError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let mut around = self.around.write().unwrap_or_else(PoisonError::into_inner);
        Ok(around.vectors.save(folder)?)
    }

    /// The best facts and passages for a question.
    #[must_use]
    pub fn recall(&self, view: &dyn View, question: &Question<'_>) -> Ranking {
        let when = When::read(question.text, question.now);
        // Before anything is locked: the embedder may be far.
        let far = self.embedding.as_ref().and_then(|embedding| embedding.far(&embedding.asked(question.text)?, view.known_passages()));
        let far = far.as_ref();
        let reader = self.index.reader();
        let around = self.around();
        let scope = scope(&reader, view, &around.spells, question, &when);
        let holding = || Holding::new(&around.spells, view, scope);
        let filter = || Filter::new(view, &around.sessions, question.as_of.map(|given| (given.reach(), holding())));
        let said = around.speakers.any().then(|| Said::read(&reader, &around.speakers, question));
        let facts = || facts(&reader, view, question, &when, &holding());
        let nearest = |said: &Said<'_>| Near::read(&around.vectors, far, &said.vector, view.known_passages(), &filter());
        let near = || said.as_ref().map(nearest).unwrap_or_default();
        std::thread::scope(|threads| {
            let busy = said.as_ref().is_none_or(|said| MANY_PLACES < said.places());
            let facts = Soon::start(threads, &facts, busy && MANY < view.known_claims());
            let near = Soon::start(threads, &near, busy && MANY < view.known_passages() && said.is_some());
            let filter = filter();
            let asked = Asking { reader: &reader, around: &around, far, view, question, filter: &filter };
            let (turns, sessions) = said.as_ref().map(|said| asked.turns(&when, said, || near.get())).unwrap_or_default();
            let passages = asked.with_documents(turns, &when, scope);
            Ranking { when: when.clone(), scope, facts: facts.get(), passages, sessions }
        })
    }

    fn around(&self) -> RwLockReadGuard<'_, Around> {
        self.around.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is worked out in another thread meanwhile; where none is wanted, or none can be had, when it is asked for.
struct Soon<'s, A, F> {
    thread: Option<ScopedJoinHandle<'s, A>>,
    work: &'s F,
}

impl<'s, A: Send + 's, F: Fn() -> A + Sync> Soon<'s, A, F> {
    fn start(threads: &'s Threads<'s, '_>, work: &'s F, wanted: bool) -> Self {
        let spawn = || std::thread::Builder::new().name("asof-recall".into()).spawn_scoped(threads, work).ok();
        Self { thread: wanted.then(spawn).flatten(), work }
    }

    fn get(self) -> A {
        match self.thread {
            Some(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            None => (self.work)(),
        }
    }
}

fn wanted(text: &str) -> Vec<String> {
    let mut words = content_words(text);
    words.truncate(MOST_WORDS);
    words
}

/// Ranks what is believed.
fn facts(reader: &Reader<'_>, view: &dyn View, question: &Question<'_>, when: &When, holding: &Holding<'_>) -> Vec<FactHit> {
    let vector = Static::shipped().vector(question.text);
    let asked = facts::Asked {
        text: question.text,
        words: &wanted(&when.without_times(question.text)),
        vector: &vector,
        asker: question.speaker,
        scope: holding.scope,
        holding,
        of_now: when.asks_of_now,
    };
    facts::rank(reader, view, &asked, question.most_facts)
}

/// A question as turns are asked it.
struct Said<'a> {
    terms: Terms,
    /// The vector of its words by their worth, and that of these and all it says.
    words: Vec<f32>,
    vector: Vec<f32>,
    /// The one speaker it names.
    speaker: Option<&'a str>,
}

impl<'a> Said<'a> {
    fn read(reader: &Reader<'_>, speakers: &'a Speakers, question: &Question<'_>) -> Self {
        let named = speakers.named_in(question.text);
        let terms = Terms::read(reader, question.text, &named.words);
        let words = terms.vector();
        let mut vector = Static::shipped().vector(question.text);
        vector.iter_mut().zip(&words).for_each(|(sum, value)| *sum += value);
        normalise(&mut vector);
        Self { terms, words, vector, speaker: named.only() }
    }

    /// In how many places its words are found.
    fn places(&self) -> u32 {
        self.terms.all.iter().fold(0, |sum, term| sum.saturating_add(term.documents))
    }
}

/// What both rankings of passages look at.
struct Asking<'a> {
    reader: &'a Reader<'a>,
    around: &'a Around,
    far: Option<&'a Far<'a>>,
    view: &'a dyn View,
    question: &'a Question<'a>,
    filter: &'a Filter<'a>,
}

impl Asking<'_> {
    /// Ranks what was said, and the sessions in which it was.
    fn turns(&self, when: &When, said: &Said<'_>, near: impl FnOnce() -> Near) -> (Vec<PassageHit>, Vec<SessionHit>) {
        let Around { sessions, vectors, .. } = self.around;
        let (text, most) = (self.question.text, self.question.most_passages);
        let size = self.view.known_passages();
        let cover = Cover::read(self.reader, sessions, &said.terms, size, |passage, short| self.filter.may(passage, short));
        let (asker, speaker) = (self.question.speaker, said.speaker);
        let asked = Asked { text, vector: &said.vector, words: &said.words, named: when.named, asker, speaker };
        let turns = Turns { view: self.view, sessions, vectors, far: self.far, cover: &cover, asked: &asked };
        let mut ranked = turns.rank(self.filter, near);
        let session = |(session, score): (u32, f32)| Some(SessionHit { first: *sessions.passages(session).first()?, score });
        let of_sessions = turns.sessions(&ranked).into_iter().filter_map(session).take(most).collect();
        if when.asks_of_now {
            turns.newer_first(&mut ranked, &self.newer(&said.terms, &said.words, turns::CLIMB));
        }
        let model = self.far.and_then(Far::model);
        let hit = |turn: &Ranked| {
            let reasons = turn.reasons(&ranked, model.as_ref());
            PassageHit { passage: turn.passage, score: turn.score, reasons, path: Vec::new() }
        };
        (ranked.iter().take(most).map(hit).collect(), of_sessions)
    }

    /// What tells which passages take the place of older ones.
    fn newer<'n>(&'n self, terms: &'n Terms, words: &'n [f32], climb: f32) -> Newer<'n> {
        let Around { sessions, vectors, .. } = self.around;
        let until = self.question.as_of.unwrap_or(self.question.now).reach();
        Newer { view: self.view, sessions, vectors, terms, words, until, climb }
    }

    /// Ranks what nobody speaks, and puts it among the turns.
    fn with_documents(&self, mut hits: Vec<PassageHit>, when: &When, scope: Scope) -> Vec<PassageHit> {
        if !self.around.speakers.any_silent() {
            return hits;
        }
        let Self { reader, view, around, far, question, filter } = *self;
        let terms = Terms::read(reader, question.text, &[]);
        let chains = Chains { reader, view, names: &around.names, vectors: &around.vectors, far, terms: &terms, scope };
        let mut documents = chain::documents(&chains, question.text, filter);
        if when.asks_of_now {
            chain::newer_first(&mut documents, &self.newer(&terms, &terms.vector(), chain::CLIMB));
        }
        let documents = documents.into_iter().take(question.most_passages).enumerate();
        let mut documents: Vec<PassageHit> = documents.map(|document| document_hit(document, far)).collect();
        hits.retain(|hit| !chain::is_document(view, hit.passage));
        relative(&mut hits);
        relative(&mut documents);
        hits.extend(documents);
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.passage.cmp(&a.passage)));
        hits.truncate(question.most_passages);
        hits
    }
}

/// Two rankings side by side: scores as shares of the way from the last to the best.
fn relative(hits: &mut [PassageHit]) {
    let (Some(best), Some(last)) = (hits.first().map(|hit| hit.score), hits.last().map(|hit| hit.score)) else { return };
    let count = hits.len() as f32;
    for (place, hit) in hits.iter_mut().enumerate() {
        let share = if last < best { (hit.score - last) / (best - last) } else { 1.0 };
        // Equal scores stay in their order.
        hit.score = share - 1e-4 * place as f32 / count;
    }
}

fn document_hit((place, chained): (usize, Chained), far: Option<&Far<'_>>) -> PassageHit {
    let model = far.filter(|far| far.has(chained.passage)).and_then(Far::model);
    let model = |arm: &str| model.clone().filter(|_| arm == "vector");
    let reason = |(arm, score): (&'static str, f32)| Reason { arm, rank: place + 1, score, model: model(arm) };
    PassageHit {
        passage: chained.passage,
        score: chained.score,
        reasons: chained.reasons.into_iter().map(reason).collect(),
        path: chained.path,
    }
}

/// What is asked of: the given date, else the time the words name, or tell by an event, else now and whatever has happened.
fn scope(reader: &Reader<'_>, view: &dyn View, spells: &Spells, question: &Question<'_>, when: &When) -> Scope {
    let now = (question.now.lo().micros(), question.now.reach());
    if let Some(given) = question.as_of {
        let given = (given.lo().micros(), given.reach());
        return Scope { states: given, events: (i64::MIN, given.1) };
    }
    let by_event = || anchor::scope(reader, view, spells, question.text, when.event.as_ref()?, now);
    // "Now" is when it is asked of anyway, with all that has happened by then.
    match when.named.filter(|_| !when.asks_of_now) {
        Some(named) => Scope { states: named, events: named },
        None if when.past || when.asks_when => Scope { states: (i64::MIN, now.1), events: (i64::MIN, now.1) },
        None => by_event().unwrap_or(Scope { states: now, events: (i64::MIN, now.1) }),
    }
}

//! Embedding: the passages of a space by the embedder that was chosen, a batch after the other, while questions go on.
//!
//! Invariants. What is in use was once complete: the vectors of a model that is newly chosen are made beside those in use, and take
//! their place at once, when there is one for each passage. Passages that have none yet are judged by the shipped table, as all are
//! where nothing is in use. Nothing is locked while an embedder is asked: it may be far, and slow.

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicU64, Ordering},
    },
};

use asof_vectors::{EmbedError, Embedder, checked};

use crate::{
    corpus::Corpus,
    embedded::{Embedded, WIDEST, name_of},
    quantised::Spread,
    unlike::{self, UNLIKE},
};

/// So many passages are embedded at a time, and no more of their text than this, in bytes.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 1 << 16;
/// So many questions' vectors are kept.
const QUESTIONS: usize = 64;
/// The folder of the vectors that embedders made, within an index's.
pub const EMBEDDED: &str = "embedded";
/// The one within for what is not in use yet.
const NEXT: &str = "next";

/// Whose vectors passages are compared by.
#[derive(Clone)]
pub struct Embedders {
    /// Whose vectors are wanted.
    pub chosen: Arc<dyn Embedder>,
    /// Whose vectors, made earlier, are used until those are complete.
    pub former: Option<Arc<dyn Embedder>>,
}

/// How far embedding has come.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Embeddings {
    /// The model that was chosen.
    pub model: String,
    /// Of how many passages there is a vector by it.
    pub embedded: u32,
    /// How many passages there are.
    pub passages: u32,
    /// The model whose vectors are in use; where there is none, the shipped table's are.
    pub in_use: Option<String>,
    /// What was in the way when passages were last embedded, or else when a question was.
    pub trouble: Option<EmbedError>,
    /// Why the disk does not take what was embedded, if so: it is used, and gone with the process unless the disk takes it later.
    pub unsaved: Option<String>,
}

impl Embeddings {
    /// Whether every passage has a vector by the model that was chosen.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.passages <= self.embedded
    }
}

/// What a space has of vectors by an embedder that was chosen.
pub(crate) struct Embedding {
    embedders: Embedders,
    folder: Option<PathBuf>,
    sets: RwLock<Sets>,
    /// Held by whoever embeds passages.
    at_work: Mutex<()>,
    questions: Mutex<VecDeque<(String, Asked)>>,
    trouble: Mutex<Trouble>,
    /// Changes with whatever may change an answer.
    changes: AtomicU64,
}

#[derive(Default)]
struct Sets {
    in_use: Option<Embedded>,
    /// What is not complete yet, of the model that was chosen.
    next: Option<Embedded>,
}

#[derive(Clone, Default)]
struct Trouble {
    passages: Option<EmbedError>,
    question: Option<EmbedError>,
    disk: Option<String>,
}

/// A batch of passages, embedded.
struct Made<'c> {
    texts: Vec<&'c str>,
    vectors: Vec<Vec<f32>>,
    /// Of the first batch of a model, how alike unlike texts are to it.
    unlike: Option<Spread>,
}

/// A question's vector, and the model that made it.
#[derive(Clone)]
pub(crate) struct Asked {
    model: Arc<str>,
    vector: Arc<[f32]>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Embedding {
    /// Reads what is on disk of the two embedders' vectors.
    pub fn open(embedders: Embedders, folder: Option<&Path>, corpus: &dyn Corpus) -> Self {
        let folder = folder.map(|folder| folder.join(EMBEDDED));
        let read = |folder: &Path, embedder: &Arc<dyn Embedder>| Embedded::open(folder, &name_of(embedder.id()), corpus);
        let used = |folder: &PathBuf| {
            let former = || read(folder, embedders.former.as_ref()?);
            read(folder, &embedders.chosen).or_else(former)
        };
        let in_use = folder.as_ref().and_then(used);
        let next = folder.as_ref().and_then(|folder| read(&folder.join(NEXT), &embedders.chosen));
        let embedding = Self {
            embedders,
            folder,
            sets: RwLock::new(Sets { in_use, next }),
            at_work: Mutex::default(),
            questions: Mutex::default(),
            trouble: Mutex::default(),
            changes: AtomicU64::default(),
        };
        embedding.settle(corpus);
        embedding
    }

    /// Drops what is not needed beside what is in use, and switches to what became complete just before a process ended.
    fn settle(&self, corpus: &dyn Corpus) {
        let mut sets = self.write();
        if sets.in_use.as_ref().is_some_and(|used| *used.model() == self.chosen()) {
            sets.next = None;
        }
        if Self::switch(&mut sets, corpus.passages()) {
            self.save(&mut sets);
        }
    }

    fn chosen(&self) -> Arc<str> {
        name_of(self.embedders.chosen.id())
    }

    fn read(&self) -> RwLockReadGuard<'_, Sets> {
        self.sets.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Sets> {
        self.sets.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far it has come.
    pub fn state(&self, passages: u32) -> Embeddings {
        let (chosen, sets, trouble) = (self.chosen(), self.read(), lock(&self.trouble).clone());
        let embedded = sets.of(&chosen).map_or(0, Embedded::count);
        Embeddings {
            model: chosen.to_string(),
            embedded,
            passages,
            in_use: sets.in_use.as_ref().map(|used| used.model().to_string()),
            trouble: trouble.passages.or(trouble.question),
            unsaved: trouble.disk,
        }
    }

    /// Changes with whatever may change an answer.
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    fn changed(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
    }

    /// Whether passages are left to embed.
    pub fn is_behind(&self, passages: u32) -> bool {
        self.read().of(&self.chosen()).map_or(0, Embedded::count) < passages
    }

    /// Embeds the next batch of passages; what comes is taken in by `allowed`, which may refuse. Says whether any are left.
    pub fn step(&self, corpus: &dyn Corpus, allowed: &dyn Fn(&mut dyn FnMut())) -> Result<bool, EmbedError> {
        let _one_at_a_time = lock(&self.at_work);
        let passages = corpus.passages();
        if !self.is_behind(passages) {
            // What the disk refused before it may take now.
            allowed(&mut || self.save(&mut self.write()));
            return Ok(false);
        }
        let made = self.make(corpus);
        lock(&self.trouble).passages = made.as_ref().err().cloned();
        let made = made.inspect_err(|_| self.changed())?;
        let mut taken = false;
        allowed(&mut || {
            self.take_in(&made, passages);
            taken = true;
        });
        Ok(taken && self.is_behind(passages))
    }

    /// Embeds the next batch.
    fn make<'c>(&self, corpus: &'c dyn Corpus) -> Result<Made<'c>, EmbedError> {
        let known = self.read().of(&self.chosen()).map(|set| (set.count(), set.dimensions()));
        let texts = batch(corpus, known.map_or(0, |(count, _)| count));
        let embedder = &self.embedders.chosen;
        let unlike = if known.is_none() { Some(embedder.embed(&UNLIKE)?) } else { None };
        let vectors = embedder.embed(&texts)?;
        let first = unlike.iter().flatten().chain(&vectors).next().map_or(0, Vec::len);
        let dimensions = known.map_or(first, |(_, dimensions)| dimensions);
        if dimensions == 0 || WIDEST < dimensions {
            return Err(EmbedError::Refused(format!("vectors of {dimensions} numbers cannot be compared")));
        }
        let unlike = unlike.map(|vectors| Ok(unlike::spread(&checked(UNLIKE.len(), dimensions, vectors)?))).transpose()?;
        let vectors = checked(texts.len(), dimensions, vectors)?;
        Ok(Made { texts, vectors, unlike })
    }

    fn take_in(&self, made: &Made<'_>, passages: u32) {
        let mut sets = self.write();
        let chosen = self.chosen();
        if let (Some(unlike), Some(first)) = (made.unlike, made.vectors.first()) {
            let folder = self.folder.as_ref().map(|folder| folder.join(NEXT));
            sets.next = Some(Embedded::new(&chosen, first.len(), unlike, folder));
        }
        let Some(set) = sets.of_mut(&chosen) else { return };
        made.texts.iter().zip(&made.vectors).for_each(|(text, vector)| set.add(text, vector));
        Self::switch(&mut sets, passages);
        self.save(&mut sets);
        self.changed();
    }

    /// Puts what was made in use, in memory, if it is complete. Says whether it is.
    fn switch(sets: &mut Sets, passages: u32) -> bool {
        let complete = sets.next.take_if(|next| 0 < next.count() && passages <= next.count());
        let switches = complete.is_some();
        sets.in_use = complete.or_else(|| sets.in_use.take());
        switches
    }

    /// Has what was made on disk as it is in memory. What the disk refuses is noted, and tried again with what comes next.
    fn save(&self, sets: &mut Sets) {
        let chosen = self.chosen();
        let used = sets.in_use.as_mut().filter(|used| *used.model() == chosen);
        let saved = match (used, &self.folder, &mut sets.next) {
            (Some(used), Some(folder), _) => used.take_place(folder),
            (None, _, Some(next)) => next.save(),
            (Some(_), None, _) | (None, _, None) => Ok(()),
        };
        lock(&self.trouble).disk = saved.err().map(|error| error.to_string());
    }

    /// The vector of a question by the model in use; none where it cannot be had, which is noted.
    pub fn asked(&self, text: &str) -> Option<Asked> {
        if text.trim().is_empty() {
            return None;
        }
        let (model, dimensions) = self.read().in_use.as_ref().map(|used| (Arc::clone(used.model()), used.dimensions()))?;
        let known = |(question, asked): &&(String, Asked)| question == text && asked.model == model;
        if let Some((_, asked)) = lock(&self.questions).iter().find(known) {
            return Some(asked.clone());
        }
        let embedder = self.embedders.of(&model)?;
        let vector = embedder.embed_query(text).and_then(|vector| checked(1, dimensions, vec![vector]));
        lock(&self.trouble).question = vector.as_ref().err().cloned();
        let vector = vector.inspect_err(|_| self.changed()).ok()?.pop()?;
        // A question that says nothing to the embedder is like nothing.
        let asked = vector.iter().any(|value| *value != 0.0).then(|| Asked { model, vector: vector.into() })?;
        self.keep(text, &asked);
        Some(asked)
    }

    fn keep(&self, text: &str, asked: &Asked) {
        let mut questions = lock(&self.questions);
        if QUESTIONS <= questions.len() {
            questions.pop_front();
        }
        questions.push_back((text.to_owned(), asked.clone()));
    }

    /// What is in use, for a question that was embedded by it, of so many passages.
    pub fn far(&self, asked: &Asked, passages: u32) -> Option<Far<'_>> {
        let sets = self.read();
        let used = sets.in_use.as_ref().filter(|used| *used.model() == asked.model && used.dimensions() == asked.vector.len())?;
        let question = used.widened(asked.vector.to_vec());
        let spread = used.rows().spread(&question, passages);
        Some(Far { sets, question, spread })
    }
}

impl Embedders {
    /// The one that makes a model's vectors.
    fn of(&self, model: &str) -> Option<&Arc<dyn Embedder>> {
        [Some(&self.chosen), self.former.as_ref()].into_iter().flatten().find(|embedder| *name_of(embedder.id()) == *model)
    }
}

impl Sets {
    /// A model's vectors, in use or not yet.
    fn of(&self, model: &str) -> Option<&Embedded> {
        [&self.in_use, &self.next].into_iter().flatten().find(|set| **set.model() == *model)
    }

    fn of_mut(&mut self, model: &str) -> Option<&mut Embedded> {
        [&mut self.in_use, &mut self.next].into_iter().flatten().find(|set| **set.model() == *model)
    }
}

/// The next texts from a passage on.
fn batch(corpus: &dyn Corpus, first: u32) -> Vec<&str> {
    let mut bytes = 0;
    let texts = (first..corpus.passages()).take(BATCH).map(|number| corpus.passage(number).map_or("", |passage| passage.text));
    let fits = |text: &&str| {
        let none_yet = bytes == 0;
        bytes += text.len();
        none_yet || bytes <= BATCH_BYTES
    };
    texts.take_while(fits).collect()
}

/// The vectors in use while a question is asked.
pub(crate) struct Far<'e> {
    sets: RwLockReadGuard<'e, Sets>,
    question: Vec<f32>,
    spread: Spread,
}

impl Far<'_> {
    fn used(&self) -> Option<&Embedded> {
        self.sets.in_use.as_ref()
    }

    /// The model that made them.
    pub fn model(&self) -> Option<Arc<str>> {
        self.used().map(|used| Arc::clone(used.model()))
    }

    /// Whether a passage has a vector.
    pub fn has(&self, passage: u32) -> bool {
        self.used().is_some_and(|used| used.has(passage))
    }

    /// Whether each of the first so many passages has one.
    pub fn covers(&self, passages: u32) -> bool {
        self.used().is_some_and(|used| used.covers(passages))
    }

    /// How alike a passage is to the question, as the shipped table would find it; none where it has no vector.
    pub fn likeness(&self, passage: u32) -> Option<f32> {
        let used = self.used().filter(|used| used.has(passage))?;
        Some(used.as_the_table(used.rows().likeness(passage, &self.question)))
    }

    /// How alike a passage is to the question, in deviations from the mean of the memory; none where it has no vector.
    pub fn score(&self, passage: u32) -> Option<f32> {
        let used = self.used().filter(|used| used.has(passage))?;
        Some(self.spread.score(used.rows().likeness(passage, &self.question)))
    }

    /// The passages most alike to the question, of the first so many that are kept.
    pub fn nearest(&self, passages: u32, most: usize, may: impl Fn(u32) -> bool, keeps: impl Fn(u32) -> bool) -> Vec<u32> {
        let Some(used) = self.used() else { return Vec::new() };
        used.rows().nearest(&self.question, passages, most, |passage| used.has(passage) && may(passage), keeps)
    }
}

#[cfg(test)]
mod tests;

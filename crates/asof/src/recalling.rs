//! What a space keeps to recall by: its retriever, the threads that commit its index and embed its passages, and the last answers.

use std::{
    collections::VecDeque,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard},
    thread::JoinHandle,
};

use asof_model::TxTime;
use asof_retrieve::Retriever;
use asof_vectors::EmbedError;

use crate::{
    corpus::Told,
    embedding::Chosen,
    recall::{Recall, Recalled},
};

/// So many answers are kept.
const ANSWERS: usize = 64;
/// An answer to a question that gave no date of its own is given again for so long, in microseconds: a second.
const FRESH: i64 = 1_000_000;

/// What a space keeps to recall by.
pub(crate) struct Recalling {
    retriever: Arc<Retriever>,
    committing: Mutex<Option<JoinHandle<()>>>,
    embedding: Mutex<Option<JoinHandle<()>>>,
    embeds_in_background: bool,
    /// Whether nothing may be written any more; held for reading while something is.
    retired: Arc<RwLock<bool>>,
    answers: Mutex<VecDeque<Answer>>,
}

/// An answer, and what it was an answer to.
struct Answer {
    recall: Recall,
    /// The last transaction known to it, and the state of the vectors.
    version: (u32, u64),
    at: TxTime,
    recalled: Arc<Recalled>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(retired: &RwLock<bool>) -> RwLockReadGuard<'_, bool> {
    retired.read().unwrap_or_else(PoisonError::into_inner)
}

/// Embeds the next passages: what comes too late, when nothing may be written any more, is left out.
fn embed_next(retriever: &Retriever, told: &Told, retired: &RwLock<bool>) -> Result<bool, EmbedError> {
    retriever.embed(told, &|take_in| {
        let retired = read(retired);
        if !*retired {
            take_in();
        }
    })
}

impl Recalling {
    /// Opens what is kept in a folder, or keeps everything in memory: where there is no folder, or none that can be written.
    /// An index is a convenience; whoever asks shall be answered without.
    pub fn open(folder: Option<&Path>, told: &Told, chosen: &Chosen) -> Self {
        let opened = folder.and_then(|folder| Retriever::open(folder, told).ok()).unwrap_or_else(Retriever::volatile);
        let embedders = chosen.embedders();
        Self {
            retriever: Arc::new(match &embedders {
                Some(embedders) => opened.embedded_by(embedders, folder, told),
                None => opened,
            }),
            committing: Mutex::default(),
            embedding: Mutex::default(),
            embeds_in_background: embedders.is_some() && !chosen.in_foreground,
            retired: Arc::default(),
            answers: Mutex::default(),
        }
    }

    /// Waits for what is being written, and lets nothing be written from then on: the files are about to go.
    pub fn retire(&self) {
        *self.retired.write().unwrap_or_else(PoisonError::into_inner) = true;
    }

    /// The retriever, with everything told taken in. What the disk refuses is kept in memory, and tried again later.
    pub fn caught_up(&self, told: &Told, progress: &mut dyn FnMut(u64, u64)) -> &Retriever {
        let retired = read(&self.retired);
        if !*retired && self.retriever.catch_up(told, progress).is_ok() && self.retriever.wants_commit() {
            self.commit(told);
        }
        if !*retired && self.embeds_in_background && self.retriever.wants_embedding(told) {
            self.embed(told);
        }
        &self.retriever
    }

    /// The retriever as it is.
    pub fn retriever(&self) -> &Retriever {
        &self.retriever
    }

    /// Embeds passages in a thread of its own, unless one is at it. It ends with the first failure: the next recall begins again.
    fn embed(&self, told: &Told) {
        let mut embedding = lock(&self.embedding);
        if embedding.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return;
        }
        let (retriever, told, retired) = (Arc::clone(&self.retriever), told.clone(), Arc::clone(&self.retired));
        let work = move || while matches!(embed_next(&retriever, &told, &retired), Ok(true)) {};
        *embedding = std::thread::Builder::new().name("asof-embed".into()).spawn(work).ok();
    }

    /// Embeds the next passages. Says whether any are left.
    pub fn embed_next(&self, told: &Told) -> Result<bool, EmbedError> {
        embed_next(&self.retriever, told, &self.retired)
    }

    /// Commits in a thread of its own, unless one is at it.
    fn commit(&self, told: &Told) {
        let mut committing = lock(&self.committing);
        if committing.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return;
        }
        let (retriever, told, retired) = (Arc::clone(&self.retriever), told.clone(), Arc::clone(&self.retired));
        // What cannot be written now stays in memory: there is nobody to tell.
        let work = move || {
            let retired = read(&retired);
            if !*retired {
                drop(retriever.commit(&told, &mut |_, _| {}));
            }
        };
        *committing = std::thread::Builder::new().name("asof-index".into()).spawn(work).ok();
    }

    /// The answer to the same question, if nothing was told since.
    pub fn known(&self, recall: &Recall, tx: u32, now: TxTime) -> Option<Arc<Recalled>> {
        let answers = lock(&self.answers);
        let fresh = |answer: &&Answer| recall.now.is_some() || now.0.micros().abs_diff(answer.at.0.micros()) < FRESH.unsigned_abs();
        let version = (tx, self.retriever.vectors_version());
        let same = answers.iter().filter(|answer| answer.version == version && answer.recall == *recall).find(fresh);
        same.map(|answer| Arc::clone(&answer.recalled))
    }

    /// Keeps an answer, as of a transaction and a state of the vectors.
    pub fn keep(&self, recall: &Recall, version: (u32, u64), at: TxTime, recalled: &Arc<Recalled>) {
        let mut answers = lock(&self.answers);
        answers.retain(|answer| answer.version == version && answer.recall != *recall);
        if ANSWERS <= answers.len() {
            answers.pop_front();
        }
        answers.push_back(Answer { recall: recall.clone(), version, at, recalled: Arc::clone(recalled) });
    }
}

impl Drop for Recalling {
    fn drop(&mut self) {
        if let Some(thread) = lock(&self.committing).take() {
            // A thread that panicked left the index as it was.
            let _ = thread.join();
        }
        // Who embeds may be waiting for a far server: nobody waits for that, and nothing of it is taken in any more.
        self.retire();
    }
}

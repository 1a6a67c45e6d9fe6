//! What a space keeps to recall by: its retriever, the thread that commits its index, and the last answers.

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard},
    thread::JoinHandle,
};

use asof_model::TxTime;
use asof_retrieve::Retriever;

use crate::{
    corpus::Told,
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
    /// Whether nothing may be written any more; held for reading while something is.
    retired: Arc<RwLock<bool>>,
    answers: Mutex<VecDeque<Answer>>,
}

/// An answer, and what it was an answer to.
struct Answer {
    recall: Recall,
    tx: u32,
    at: TxTime,
    recalled: Arc<Recalled>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(retired: &RwLock<bool>) -> RwLockReadGuard<'_, bool> {
    retired.read().unwrap_or_else(PoisonError::into_inner)
}

impl Recalling {
    /// Opens what is kept in a folder, or keeps everything in memory: where there is no folder, or none that can be written.
    /// An index is a convenience; whoever asks shall be answered without.
    pub fn open(folder: Option<PathBuf>, told: &Told) -> Self {
        let opened = folder.and_then(|folder| Retriever::open(&folder, told).ok());
        Self {
            retriever: Arc::new(opened.unwrap_or_else(Retriever::volatile)),
            committing: Mutex::default(),
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
        &self.retriever
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
        let same = answers.iter().filter(|answer| answer.tx == tx && answer.recall == *recall).find(fresh);
        same.map(|answer| Arc::clone(&answer.recalled))
    }

    /// Keeps an answer.
    pub fn keep(&self, recall: &Recall, tx: u32, at: TxTime, recalled: &Arc<Recalled>) {
        let mut answers = lock(&self.answers);
        answers.retain(|answer| answer.tx == tx && answer.recall != *recall);
        if ANSWERS <= answers.len() {
            answers.pop_front();
        }
        answers.push_back(Answer { recall: recall.clone(), tx, at, recalled: Arc::clone(recalled) });
    }
}

impl Drop for Recalling {
    fn drop(&mut self) {
        if let Some(thread) = lock(&self.committing).take() {
            // A thread that panicked left the index as it was.
            let _ = thread.join();
        }
    }
}

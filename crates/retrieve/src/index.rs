//! The full-text index of one space: what is committed and what is not yet, asked as one.
//!
//! Invariants. An answer does not depend on what of it is committed: both parts score with the same statistics and the same
//! coded lengths. Everything here is made from the journal and can be made again: what is on disk is used only if its checksums
//! hold and its mark fits the memory's history.

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use tantivy::postings::BlockSegmentPostings;

use crate::{
    corpus::{Corpus, Kind},
    field::Field,
    segments::{Disk, Mark, Segment},
    tail::{Posting, Tail},
};

/// With more to take in than this, it goes to disk at once instead of into the tail.
const BULK: u32 = 8_192;
/// A tail of this length is worth committing.
const LONG_TAIL: usize = 4_096;

/// Why the index could not be written. What was told is still found: from memory.
#[derive(Debug, thiserror::Error)]
#[error("the index could not be written: {0}")]
pub struct IndexError(#[from] tantivy::TantivyError);

impl From<std::io::Error> for IndexError {
    fn from(error: std::io::Error) -> Self {
        Self(error.into())
    }
}

/// Is told how many documents of how many are done.
pub type Progress<'p> = &'p mut dyn FnMut(u64, u64);

/// The full-text index of one space.
pub struct Index {
    disk: Disk,
    inner: RwLock<Inner>,
    /// Held while committing.
    committing: Mutex<()>,
}

struct Inner {
    segments: Vec<Segment>,
    committed: Mark,
    tail: Tail,
    seen: Mark,
}

impl Inner {
    fn new((segments, committed): (Vec<Segment>, Mark)) -> Self {
        Self { segments, committed, tail: Tail::default(), seen: committed }
    }
}

impl Index {
    /// An index that is gone with the process.
    #[must_use]
    pub fn volatile() -> Self {
        Self::over(Disk::volatile(), Inner::new((Vec::new(), Mark::default())))
    }

    /// The index in a folder, if it is there and of this memory, or a new one.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(folder: &Path, corpus: &dyn Corpus) -> Result<Self, IndexError> {
        let (disk, committed) = Disk::open(folder, corpus)?;
        Ok(Self::over(disk, Inner::new(committed)))
    }

    fn over(disk: Disk, inner: Inner) -> Self {
        Self { disk, inner: RwLock::new(inner), committing: Mutex::new(()) }
    }

    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inner> {
        self.inner.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn committing(&self) -> MutexGuard<'_, ()> {
        self.committing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in what was told since it last looked, so that all of it is found. Says whether it went to disk.
    ///
    /// # Errors
    /// When much is to be taken in and the disk refuses; it is found all the same.
    pub fn catch_up(&self, corpus: &dyn Corpus, progress: Progress<'_>) -> Result<bool, IndexError> {
        let mark = Mark::of(corpus);
        let behind = mark.since(self.read().seen);
        if BULK < behind {
            return match self.commit(corpus, progress) {
                Ok(()) => Ok(true),
                Err(error) => {
                    self.take_in(corpus, mark);
                    Err(error)
                }
            };
        }
        if behind != 0 {
            self.take_in(corpus, mark);
        }
        Ok(false)
    }

    fn take_in(&self, corpus: &dyn Corpus, mark: Mark) {
        let mut inner = self.write();
        for (kind, number) in mark.documents_since(inner.seen) {
            inner.tail.add(corpus, kind, number);
        }
        if inner.seen.tx < mark.tx {
            inner.seen = mark;
        }
    }

    /// Whether so much is in memory that committing is worth while.
    #[must_use]
    pub fn wants_commit(&self) -> bool {
        LONG_TAIL <= self.read().tail.len()
    }

    /// Writes everything told so far to disk. Questions go on meanwhile.
    ///
    /// # Errors
    /// When the disk refuses; nothing is lost then.
    pub fn commit(&self, corpus: &dyn Corpus, progress: Progress<'_>) -> Result<(), IndexError> {
        let _one_at_a_time = self.committing();
        let (from, to) = (self.read().committed, Mark::of(corpus));
        let total = to.since(from);
        if total == 0 {
            return Ok(());
        }
        let mut done = 0;
        let (segments, committed) = self.disk.commit(corpus, from, to, &mut || {
            done += 1;
            progress(done, total.into());
        })?;
        let mut inner = self.write();
        (inner.segments, inner.committed) = (segments, committed);
        for kind in [Kind::Passage, Kind::Claim] {
            inner.tail.forget(kind, committed.count(kind));
        }
        if inner.seen.tx < committed.tx {
            inner.seen = committed;
        }
        Ok(())
    }

    /// The index as it is now, for one question.
    #[must_use]
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader { disk: &self.disk, inner: self.read() }
    }
}

/// The index while a question is asked.
pub(crate) struct Reader<'i> {
    disk: &'i Disk,
    inner: RwLockReadGuard<'i, Inner>,
}

/// What the scores of a field are computed from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statistics {
    /// How many documents there are.
    pub documents: f32,
    /// How many words they have at the mean.
    pub mean_length: f32,
}

/// Where a word is found, in both parts.
pub(crate) struct Found<'r> {
    committed: Vec<(&'r Segment, BlockSegmentPostings)>,
    tail: &'r [Posting],
    field: Field,
}

impl Reader<'_> {
    pub fn statistics(&self, field: Field) -> Statistics {
        let documents = self.inner.seen.count(field.kind()).max(1);
        let words = self.inner.segments.iter().map(|segment| segment.words(field)).sum::<u64>() + self.inner.tail.words(field);
        Statistics { documents: documents as f32, mean_length: (words as f32 / documents as f32).max(1.0) }
    }

    /// Where a word is found. What cannot be read is not found: the checksums held when the index was opened.
    pub fn find(&self, field: Field, word: &str) -> Found<'_> {
        let term = self.disk.term(field, word);
        let postings = |segment| Segment::postings(segment, &term, field).ok().flatten().map(|postings| (segment, postings));
        Found { committed: self.inner.segments.iter().filter_map(postings).collect(), tail: self.inner.tail.postings(field, word), field }
    }
}

impl Found<'_> {
    /// In how many documents.
    pub fn documents(&self) -> u32 {
        let committed: u32 = self.committed.iter().map(|(_, postings)| postings.doc_freq()).sum();
        committed + u32::try_from(self.tail.len()).unwrap_or(u32::MAX)
    }

    /// Calls back with every document: its number, how often it has the word, and its length in code.
    pub fn each(&self, mut each: impl FnMut(u32, u32, u8)) {
        for (segment, postings) in &self.committed {
            let mut postings = postings.clone();
            let lengths = segment.lengths(self.field);
            while postings.block_len() != 0 {
                for (&document, &frequency) in postings.docs().iter().zip(postings.freqs()) {
                    if let Some(&number) = segment.numbers.get(document as usize) {
                        each(number, frequency, lengths.fieldnorm_id(document));
                    }
                }
                postings.advance();
            }
        }
        for posting in self.tail {
            each(posting.number, posting.frequency, posting.length);
        }
    }
}

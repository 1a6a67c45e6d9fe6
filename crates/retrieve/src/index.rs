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
/// Postings come in blocks of no more than so many.
pub(crate) const BLOCK: usize = 128;
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
        let postings = |segment| Some((segment, self.postings(segment, field, word)?));
        Found { committed: self.segments().iter().filter_map(postings).collect(), tail: self.tail(field, word), field }
    }

    /// The parts that are committed.
    pub fn segments(&self) -> &[Segment] {
        &self.inner.segments
    }

    /// Where a word is found in a segment.
    pub fn postings(&self, segment: &Segment, field: Field, word: &str) -> Option<BlockSegmentPostings> {
        segment.postings(&self.disk.term(field, word), field).ok().flatten()
    }

    /// Where a word is found in what is not committed.
    pub fn tail(&self, field: Field, word: &str) -> &[Posting] {
        self.inner.tail.postings(field, word)
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
        self.each_block(|block| block.iter().for_each(|posting| each(posting.number, posting.frequency, posting.length)));
    }

    /// The same in blocks, in which no document is there twice.
    pub fn each_block(&self, mut each: impl FnMut(&[Posting])) {
        let mut block: Vec<Posting> = Vec::with_capacity(BLOCK);
        for (segment, postings) in &self.committed {
            let mut postings = postings.clone();
            let lengths = segment.lengths(self.field);
            while postings.block_len() != 0 {
                let found = postings.docs().iter().zip(postings.freqs()).filter_map(|(&document, &frequency)| {
                    let number = *segment.numbers.get(document as usize)?;
                    Some(Posting { number, frequency, length: lengths.fieldnorm_id(document) })
                });
                block.clear();
                block.extend(found);
                each(&block);
                postings.advance();
            }
        }
        self.tail.chunks(BLOCK).for_each(each);
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, test_runner::RngSeed};

    use super::Index;
    use crate::{
        bm25::{Bm25, all},
        corpus::{Corpus, Passage, Sides},
        field::Field,
    };

    /// Texts, of which the first so many are told.
    struct Texts<'t>(&'t [String], usize);

    impl Corpus for Texts<'_> {
        fn passages(&self) -> u32 {
            self.1 as u32
        }

        fn claims(&self) -> u32 {
            0
        }

        fn mark(&self) -> (u32, i64) {
            (self.1 as u32, self.1 as i64)
        }

        fn mark_at(&self, tx: u32) -> Option<i64> {
            Some(tx.into())
        }

        fn passage(&self, number: u32) -> Option<Passage<'_>> {
            self.0.get(number as usize).map(|text| Passage { text, speaker: None, occurred_at: None, source: None })
        }

        fn sentence(&self, _: u32) -> String {
            String::new()
        }

        fn sides(&self, _: u32) -> Option<Sides> {
            None
        }

        fn entity_name(&self, _: u32) -> String {
            String::new()
        }
    }

    fn scores(index: &Index, texts: &Texts<'_>) -> Vec<(u32, u32)> {
        let words = ["ana", "berlin", "cat"].map(str::to_owned);
        let scores = Bm25 { k1: 1.2, b: 0.75 }.score(&index.reader(), Field::Text, &words, texts.passages(), all());
        let mut all: Vec<(u32, u32)> = scores.all().iter().map(|&(number, score)| (number, score.to_bits())).collect();
        all.sort_unstable();
        all
    }

    /// BM25 as the textbook has it, over words split at spaces.
    fn by_hand(texts: &[String]) -> Vec<f64> {
        let split: Vec<Vec<&str>> = texts.iter().map(|text| text.split_whitespace().collect()).collect();
        let mean = (split.iter().map(Vec::len).sum::<usize>() as f64 / split.len() as f64).max(1.0);
        let score = |words: &Vec<&str>| {
            let of = |word: &str| {
                let with = split.iter().filter(|words| words.contains(&word)).count() as f64;
                let idf = (1.0 + (split.len() as f64 - with + 0.5) / (with + 0.5)).ln();
                let count = words.iter().filter(|other| **other == word).count() as f64;
                idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * words.len() as f64 / mean))
            };
            ["ana", "berlin", "cat"].map(of).iter().sum()
        };
        split.iter().map(score).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

        #[test]
        fn what_is_committed_and_when_changes_no_score(
            texts in vec(vec(prop::sample::select(vec!["ana", "berlin", "cat", "dog", "rome"]), 1..30), 1..40),
            first in 0_usize..40,
        ) {
            let texts: Vec<String> = texts.into_iter().map(|words| words.join(" ")).collect();
            let first = first.min(texts.len());
            let (some, all) = (Texts(&texts, first), Texts(&texts, texts.len()));
            let folder = tempfile::tempdir().unwrap();
            let parted = Index::open(folder.path(), &some).unwrap();
            parted.commit(&some, &mut |_, _| {}).unwrap();
            parted.catch_up(&all, &mut |_, _| {}).unwrap();
            let tail = Index::volatile();
            tail.catch_up(&all, &mut |_, _| {}).unwrap();
            let expected = scores(&tail, &all);
            prop_assert_eq!(&scores(&parted, &all), &expected);
            parted.commit(&all, &mut |_, _| {}).unwrap();
            prop_assert_eq!(&scores(&parted, &all), &expected);
            drop(parted);
            let reopened = Index::open(folder.path(), &all).unwrap();
            prop_assert_eq!(&scores(&reopened, &all), &expected);
            for (number, score) in by_hand(&texts).into_iter().enumerate() {
                let found = expected.iter().find(|(other, _)| *other == number as u32).map_or(0.0, |(_, bits)| f64::from(f32::from_bits(*bits)));
                prop_assert!((found - score).abs() < 1e-4 * score.max(1.0), "{} against {}", found, score);
            }
        }
    }

    #[test]
    fn an_index_of_another_history_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let texts = ["ana".to_owned(), "berlin".to_owned()];
        let both = Texts(&texts, 2);
        Index::open(folder.path(), &both).unwrap().commit(&both, &mut |_, _| {}).unwrap();
        let earlier = Texts(&texts, 1);
        let index = Index::open(folder.path(), &earlier).unwrap();
        index.catch_up(&earlier, &mut |_, _| {}).unwrap();
        assert_eq!(scores(&index, &earlier).len(), 1);
    }
}

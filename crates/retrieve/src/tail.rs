//! What was told since the index was last committed: an inverted index in memory, where a document is found at once.

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;

use crate::{
    corpus::{Corpus, Kind},
    field::{Field, count, texts},
};

/// One document of a word's postings: its number, how often it has the word, and its length in code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Posting {
    pub number: u32,
    pub frequency: u32,
    /// Lengths are coded as on disk, so that committing changes no score.
    pub length: u8,
}

#[derive(Debug, Default)]
struct FieldTail {
    postings: FxHashMap<Box<str>, Vec<Posting>>,
    /// The number and the length of each document.
    lengths: Vec<(u32, u32)>,
}

/// The documents that are not yet committed.
#[derive(Debug, Default)]
pub(crate) struct Tail([FieldTail; Field::ALL.len()]);

impl Tail {
    /// Takes in a document.
    pub fn add(&mut self, corpus: &dyn Corpus, kind: Kind, number: u32) {
        for (field, text) in texts(corpus, kind, number) {
            self.0[field as usize].add(number, &text);
        }
    }

    /// How many documents it holds.
    pub fn len(&self) -> usize {
        self.0[Field::Text as usize].lengths.len() + self.0[Field::Claim as usize].lengths.len()
    }

    /// Where a word is found.
    pub fn postings(&self, field: Field, word: &str) -> &[Posting] {
        self.0[field as usize].postings.get(word).map_or(&[], Vec::as_slice)
    }

    /// How many words a field has.
    pub fn words(&self, field: Field) -> u64 {
        self.0[field as usize].lengths.iter().map(|(_, length)| u64::from(*length)).sum()
    }

    /// Lets go of the documents of a kind with lower numbers than this: they are committed.
    pub fn forget(&mut self, kind: Kind, below: u32) {
        for field in Field::ALL.into_iter().filter(|field| field.kind() == kind) {
            self.0[field as usize].forget(below);
        }
    }
}

impl FieldTail {
    fn add(&mut self, number: u32, text: &str) {
        let mut counts = FxHashMap::default();
        let length = count(text, &mut counts);
        self.lengths.push((number, length));
        let length = FieldNormReader::fieldnorm_to_id(length);
        for (word, frequency) in counts {
            self.postings.entry(word).or_default().push(Posting { number, frequency, length });
        }
    }

    fn forget(&mut self, below: u32) {
        self.lengths.retain(|(number, _)| below <= *number);
        self.postings.retain(|_, postings| {
            postings.retain(|posting| below <= posting.number);
            !postings.is_empty()
        });
    }
}

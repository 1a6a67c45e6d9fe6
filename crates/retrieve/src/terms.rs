//! A question's words, with what each is worth in this memory.

use asof_vectors::{Static, normalise};

use crate::{bm25::Bm25, field::Field, index::Reader, words::each_content_word};

/// A word of a question.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// As it is indexed.
    pub word: String,
    /// As it is written, folded.
    pub written: String,
    /// How many passages have it.
    pub documents: u32,
    /// Its inverse document frequency among the passages.
    pub idf: f32,
    /// Its share of the idf of all the question's words.
    pub share: f32,
}

/// The words of a question, each once, in order.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    pub all: Vec<Term>,
}

impl Terms {
    /// Reads a question, passing over the words that are named, as they are indexed.
    pub fn read(reader: &Reader<'_>, question: &str, without: &[String]) -> Self {
        let statistics = reader.statistics(Field::Text);
        let mut all: Vec<Term> = Vec::new();
        each_content_word(question, &mut |written, word| {
            if MOST_WORDS <= all.len() || without.iter().any(|other| other == word) || all.iter().any(|term| term.word == word) {
                return;
            }
            let documents = reader.find(Field::Text, word).documents();
            let idf = Bm25::idf(statistics.documents, documents);
            all.push(Term { word: word.to_owned(), written: written.to_owned(), documents, idf, share: 0.0 });
        });
        let total: f32 = all.iter().map(|term| term.idf).sum();
        for term in &mut all {
            term.share = if 0.0 < total { term.idf / total } else { 0.0 };
        }
        Self { all }
    }

    /// The sum of the words' vectors, each weighed by what it is worth here, of length 1.
    pub fn vector(&self) -> Vec<f32> {
        let mut words: Vec<f32> = Vec::new();
        for term in &self.all {
            let word = Static::shipped().sum(&term.written);
            words.resize(word.len(), 0.0);
            words.iter_mut().zip(word).for_each(|(sum, value)| *sum += term.idf * value);
        }
        normalise(&mut words);
        words
    }
}

/// A question of more different words than this is cut there: 100 kB of words are no question.
pub(crate) const MOST_WORDS: usize = 64;

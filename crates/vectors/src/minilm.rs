//! The transformer as an embedder: slower than the table by three orders of magnitude, and it reads a piece among the others.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use crate::embedder::{EmbedError, Embedder, normalise};
use crate::net::{bert::Bert, tensors::Tensors};
use crate::wordpiece::Vocabulary;

/// The most pieces read of a text; it was trained on no more.
const LONGEST: usize = 256;
/// Pieces read together, so that little is held at a time.
const TOGETHER: usize = 1_024;

/// all-MiniLM-L6-v2, or another BERT encoder whose vector of a text is the mean over its pieces.
#[derive(Debug)]
pub struct MiniLm {
    bert: Bert,
    vocabulary: Vocabulary,
    first: u32,
    last: u32,
    id: String,
}

impl MiniLm {
    /// Opens the folder of a model, with `model.safetensors`, `vocab.txt` and `config.json`.
    ///
    /// # Errors
    /// When one of them cannot be read or is not what it should be.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        let (config, vocabulary, model) = (folder.join("config.json"), folder.join("vocab.txt"), folder.join("model.safetensors"));
        let (config_text, vocabulary_text) = (string(&config)?, string(&vocabulary)?);
        let bytes = read(&model, std::fs::read)?;
        let damaged = || OpenError::Damaged(model.clone());
        let bert = Bert::read(&config_text, &Tensors::read(&bytes).ok_or_else(damaged)?).ok_or_else(damaged)?;
        let pieces = Vocabulary::read(Cow::Owned(vocabulary_text));
        let ends = pieces.number("[CLS]").zip(pieces.number("[SEP]")).filter(|_| pieces.len() * bert.width() == bert.words().len());
        let (first, last) = ends.ok_or(OpenError::Damaged(vocabulary))?;
        let id = format!("minilm {:08x}", crc32fast::hash(&bytes));
        Ok(Self { bert, vocabulary: pieces, first, last, id })
    }

    /// The pieces it knows.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The network.
    #[cfg(feature = "distil")]
    pub(crate) fn bert(&self) -> &Bert {
        &self.bert
    }

    /// A text's pieces between the marks of its ends.
    fn pieces(&self, text: &str) -> Vec<u32> {
        let most = LONGEST.min(self.bert.longest()).saturating_sub(2);
        let mut pieces = vec![self.first];
        self.vocabulary.each_word(text, |word| pieces.extend_from_slice(&word[..word.len().min(most + 1 - pieces.len())]));
        pieces.push(self.last);
        pieces
    }

    /// Pieces between the marks of the ends.
    #[cfg(feature = "distil")]
    pub(crate) fn between_ends(&self, pieces: &[u32]) -> Vec<u32> {
        [&[self.first], pieces, &[self.last]].concat()
    }

    /// The vectors of pieces, summed for each text.
    pub(crate) fn sums(&self, texts: &[&[u32]]) -> Vec<Vec<f32>> {
        let width = self.bert.width();
        let rows = self.bert.forward(texts);
        let mut rows = rows.chunks_exact(width);
        let sum = |text: &&[u32]| {
            let mut sum = vec![0.0; width];
            for row in rows.by_ref().take(text.len().min(self.bert.longest())) {
                sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
            }
            sum
        };
        texts.iter().map(sum).collect()
    }
}

impl Embedder for MiniLm {
    fn id(&self) -> &str {
        &self.id
    }

    fn dimensions(&self) -> usize {
        self.bert.width()
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let texts: Vec<Vec<u32>> = texts.iter().map(|text| self.pieces(text)).collect();
        let mut vectors = Vec::with_capacity(texts.len());
        let mut rest = texts.iter().map(Vec::as_slice).collect::<Vec<_>>();
        while !rest.is_empty() {
            let mut pieces = 0;
            let count = rest
                .iter()
                .take_while(|text| {
                    pieces += text.len();
                    pieces <= TOGETHER
                })
                .count()
                .max(1);
            vectors.extend(self.sums(&rest[..count]));
            rest.drain(..count);
        }
        vectors.iter_mut().for_each(|vector| normalise(vector));
        Ok(vectors)
    }
}

/// Why a model cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// A file cannot be read.
    #[error("cannot read {path}: {error}", path = .0.display(), error = .1)]
    Read(PathBuf, #[source] io::Error),
    /// A file is not what it should be.
    #[error("{path} is not part of a BERT model in 32-bit numbers, or is damaged", path = .0.display())]
    Damaged(PathBuf),
}

fn string(path: &Path) -> Result<String, OpenError> {
    read(path, std::fs::read_to_string)
}

fn read<'a, T>(path: &'a Path, how: impl FnOnce(&'a Path) -> io::Result<T>) -> Result<T, OpenError> {
    how(path).map_err(|error| OpenError::Read(path.to_owned(), error))
}

#[cfg(test)]
mod tests;

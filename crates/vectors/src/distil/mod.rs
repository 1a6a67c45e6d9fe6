//! The shipped table, made anew from a transformer and a text.
//!
//! A piece's vector is how the transformer takes it in beside what it makes of it when it stands alone. From both, half the mean
//! over running text is taken away, for what all texts share tells none from another. Of these numbers the principal components
//! of running text are kept. A piece weighs `A / (A + p)`, where `p` is how often people write it (Arora, Liang and Ma 2017, "A simple
//! but tough-to-beat baseline for sentence embeddings").

mod components;
mod frequency;
mod pack;

use std::io;
use std::path::{Path, PathBuf};

use crate::dot;
use crate::minilm::{MiniLm, OpenError};
use components::components;

/// How many components are kept.
const WIDTH: usize = 256;
/// A piece of this frequency weighs half; the value of the paper above.
const HALF: f64 = 1e-3;
/// How much is taken away of what all texts share. All of it serves long passages a little better, and short turns worse.
const SHARED: f64 = 0.5;
/// Pieces given to the transformer together.
const TOGETHER: usize = 256;

/// What the table is made from.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The folder of the transformer, as [`MiniLm::open`] takes it.
    pub model: PathBuf,
    /// A text that pieces are counted in, or a treebank in the CoNLL-U format; compressed if its name ends in `gz`.
    pub text: PathBuf,
}

/// Why no table could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DistilError {
    /// The transformer cannot be opened.
    #[error(transparent)]
    Model(#[from] OpenError),
    /// The text cannot be read.
    #[error("cannot read {path}: {error}", path = .0.display(), error = .1)]
    Text(PathBuf, #[source] io::Error),
    /// The text has no piece of the vocabulary.
    #[error("{path} has no words", path = .0.display())]
    NoWords(PathBuf),
}

/// The bytes of a table; `told` hears how many pieces of how many have been run through the transformer.
///
/// # Errors
/// When the transformer or the text cannot be read.
pub fn distil(sources: &Sources, told: impl FnMut(usize, usize)) -> Result<Vec<u8>, DistilError> {
    let model = MiniLm::open(&sources.model)?;
    let frequencies = frequencies(&model, &sources.text)?;
    let weights: Vec<f32> = frequencies.iter().map(|often| weight(*often)).collect();
    let inner = centred(model.bert().words().to_vec(), &frequencies);
    let outer = centred(outputs(&model, told), &frequencies);
    let beside = beside(&inner, &outer, model.bert().width());
    let shares: Vec<f64> = frequencies.iter().zip(&weights).map(|(often, weight)| often * f64::from(*weight).powi(2)).collect();
    let kept = components(&beside, &shares, WIDTH);
    Ok(pack::pack(&kept, &weights))
}

/// How often people write each piece; nothing for pieces that are not written.
fn frequencies(model: &MiniLm, text: &Path) -> Result<Vec<f64>, DistilError> {
    let counts = frequency::counts(model.vocabulary(), text).map_err(|error| DistilError::Text(text.to_owned(), error))?;
    frequency::frequencies(model.vocabulary(), &counts).ok_or_else(|| DistilError::NoWords(text.to_owned()))
}

fn weight(often: f64) -> f32 {
    if 0.0 < often { (HALF / (HALF + often)) as f32 } else { 0.0 }
}

/// What the transformer makes of each piece alone: the mean over it and the marks of the ends.
fn outputs(model: &MiniLm, mut told: impl FnMut(usize, usize)) -> Vec<f32> {
    let pieces: Vec<Vec<u32>> = (0..model.vocabulary().len() as u32).map(|piece| model.between_ends(&[piece])).collect();
    let mut outputs = Vec::with_capacity(pieces.len() * model.bert().width());
    for some in pieces.chunks(TOGETHER) {
        let some: Vec<&[u32]> = some.iter().map(Vec::as_slice).collect();
        outputs.extend(model.sums(&some).concat());
        told(outputs.len() / model.bert().width(), pieces.len());
    }
    outputs
}

/// Vectors without part of their mean over running text, and scaled so that the mean of their squared lengths is one.
fn centred(mut vectors: Vec<f32>, frequencies: &[f64]) -> Vec<f32> {
    let width = vectors.len() / frequencies.len();
    let mut mean = vec![0.0_f64; width];
    for (vector, often) in vectors.chunks_exact(width).zip(frequencies) {
        mean.iter_mut().zip(vector).for_each(|(mean, value)| *mean += often * f64::from(*value));
    }
    let (mut squares, mut written) = (0.0, 0.0);
    for (vector, often) in vectors.chunks_exact_mut(width).zip(frequencies) {
        vector.iter_mut().zip(&mean).for_each(|(value, mean)| *value -= (SHARED * mean) as f32);
        if 0.0 < *often {
            squares += f64::from(dot(vector, vector));
            written += 1.0;
        }
    }
    let scale = (written / squares).sqrt() as f32;
    vectors.iter_mut().for_each(|value| *value *= scale);
    vectors
}

/// Each vector of one beside that of the other.
fn beside(left: &[f32], right: &[f32], width: usize) -> Vec<Vec<f32>> {
    left.chunks_exact(width).zip(right.chunks_exact(width)).map(|(left, right)| [left, right].concat()).collect()
}

//! The shipped weights, learned anew from what they were learned from.

use std::io;
use std::path::{Path, PathBuf};

use crate::bytes::Writer;
use crate::lemma::Lemmas;
use crate::net::model::Model;
use crate::train::conllu::{self, Gold};
use crate::train::input::Blank;
use crate::train::pack::pack;
use crate::train::score::{Scores, on_model};
use crate::train::trainer::{Plan, Trainer};
use crate::train::vectors::Vectors;

/// How the shipped network is made.
const SHIPPED: Plan = Plan {
    pretrained: 120,
    learned: 100,
    hidden: 128,
    layers: 3,
    arc: 128,
    relation: 96,
    rounds: 28,
    words: 700,
    rate: 3e-3,
    blank: 0.33,
    careless: 0.08,
    input: Blank { words: 0.2, vectors: 0.05, values: 0.25 },
    seed: 1,
};

/// The name of the vectors in their file.
const TENSOR: &str = "embeddings.word_embeddings.weight";

/// What the weights are learned from.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The folder of the treebank, with `train.conllu.gz` and `dev.conllu.gz`.
    pub treebank: PathBuf,
    /// The vectors of word pieces, a safetensors file.
    pub vectors: PathBuf,
    /// The word pieces, one a line.
    pub vocabulary: PathBuf,
}

/// The bytes of the two files of weights.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Tags, trees and relations.
    pub network: Vec<u8>,
    /// Dictionary forms.
    pub lemmas: Vec<u8>,
}

/// Learns the weights: `rounds` over the treebank, or as many as for the shipped ones. After each round `told` hears its number,
/// its loss and how well the network, as it would be written, reads the words of the treebank's `dev` part.
///
/// # Errors
/// When a file cannot be read or is not what it should be.
pub fn rebuild(sources: &Sources, rounds: Option<usize>, mut told: impl FnMut(usize, f32, Scores)) -> io::Result<Weights> {
    let (train, dev) = (part(&sources.treebank, "train")?, part(&sources.treebank, "dev")?);
    let (file, vocabulary) = (std::fs::read(&sources.vectors)?, std::fs::read_to_string(&sources.vocabulary)?);
    let vectors = Vectors::read(&file, TENSOR, &vocabulary).ok_or_else(|| damaged("the vectors"))?;
    drop(file);
    let plan = Plan { rounds: rounds.unwrap_or(SHIPPED.rounds), ..SHIPPED };
    let mut trainer = Trainer::new(plan, &train, &vectors);
    let mut network = pack(&trainer, &vectors);
    for round in 1..=plan.rounds {
        let loss = trainer.round();
        trainer.swap();
        network = pack(&trainer, &vectors);
        trainer.swap();
        let model = Model::read(&network).ok_or_else(|| damaged("what was learned"))?;
        told(round, loss, on_model(&model, &dev));
    }
    Ok(Weights { network, lemmas: lemmas(&train) })
}

fn part(folder: &Path, name: &str) -> io::Result<Vec<Gold>> {
    let sentences = conllu::read(&folder.join(format!("{name}.conllu.gz")))?;
    if sentences.is_empty() { Err(damaged(name)) } else { Ok(sentences) }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{what} cannot be made out"))
}

/// The exceptions of the lemmatiser.
fn lemmas(treebank: &[Gold]) -> Vec<u8> {
    let mut writer = Writer::default();
    Lemmas::learn(treebank.iter().flat_map(|sentence| &sentence.words)).write(&mut writer);
    writer.done
}

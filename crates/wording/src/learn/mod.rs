//! The shipped weights, learnt anew from the corpus.
//!
//! The judge must know how far an encoder can be trusted about wordings that it never met. So the corpus is parted a few times; each
//! time an encoder is learnt from one part, and the other makes examples for the judge. The encoder that is written is learnt from all.

mod corpus;
mod encoder;
mod examples;
mod fit;
mod folds;
mod matrix;
mod memory;
mod minimum;
mod pack;
mod random;
mod score;
mod start;

use crate::judge::Judge;
use crate::table::{Vector, Wordings};
use corpus::Relation;
use encoder::Encoder;
use examples::{Example, Others, examples};
use folds::Fold;
use memory::{Learnt, Memory, Style};
use random::Random;
pub use score::Score;

/// The corpus is parted so many times.
const FOLDS: usize = 6;
/// Each time memories of so many relations make examples, so often: few are told in a short text, many in a long list.
const SIZES: [usize; 7] = [40, 40, 20, 10, 10, 5, 5];
const TIMES: usize = 3;
/// What all random numbers start from.
const SEED: u64 = 3;

/// A judge, and how well it does.
#[derive(Debug)]
pub struct Judged {
    judge: Judge,
    /// How well it does on what the encoders were not learnt from.
    pub score: Score,
}

/// Learns the judge; `told` hears of each step.
#[must_use]
pub fn judge(mut told: impl FnMut(&str)) -> Judged {
    let relations = corpus::shipped();
    let mut random = Random::new(SEED);
    let (mut all, mut nearest) = (Vec::new(), [0, 0]);
    for number in 1..=FOLDS {
        let (examples, [count, right]) = fold(&relations, &mut random);
        nearest = [nearest[0] + count, nearest[1] + right];
        all.extend(examples);
        told(&format!("part {number} of {FOLDS}: {right} of {count} held wordings are nearest to their own relation"));
    }
    let shown: Vec<_> = all.iter().map(|(_, shown)| *shown).collect();
    let judge = fit::fit(&shown, &mut random);
    Judged { score: Score::of(&judge, &all, nearest), judge }
}

/// The bytes of the weights: an encoder learnt from all relations, and a judge.
#[must_use]
pub fn weights(judged: &Judged) -> Vec<u8> {
    let relations = corpus::shipped();
    let encoder = encoder::learn(&relations, &mut Random::new(SEED));
    let middles = middles(&wordings(&encoder), &relations);
    pack::pack(&encoder, &middles, &judged.judge)
}

/// Examples of what an encoder makes of wordings that it was not learnt from; and of those all, and how many are nearest to their own.
fn fold(relations: &[Relation], random: &mut Random) -> (Vec<Example>, [usize; 2]) {
    let fold = Fold::new(relations, random);
    let wordings = wordings(&encoder::learn(&fold.learnt, random));
    let known = middles(&wordings, &fold.learnt);
    let learnt = Learnt { wordings: &wordings, known: &known };
    let held: Vec<&Relation> = fold.held.iter().map(|held| &held.relation).collect();
    let others = Others::default();
    let sizes = SIZES.iter().flat_map(|size| [(*size, Style::Same), (*size, Style::Mixed)]).cycle().take(2 * SIZES.len() * TIMES);
    let all = sizes.flat_map(|(size, style)| examples(&Memory::new(learnt, &held, style, size, random), &others, random)).collect();
    (all, score::nearest(&fold, learnt))
}

/// An encoder as it is read when it is used.
fn wordings(encoder: &Encoder) -> Wordings {
    Wordings::read(&pack::pack(encoder, &[], &Judge::default())).unwrap_or_default()
}

/// The middle of each relation's wordings, of length 1.
fn middles(wordings: &Wordings, relations: &[Relation]) -> Vec<Vector> {
    let middle = |relation: &Relation| {
        let mut sum = wordings.sum(std::iter::empty());
        relation.phrases().for_each(|phrase| sum.add(&wordings.sum(phrase.pieces()).unit()));
        sum.unit()
    };
    relations.iter().map(middle).collect()
}

//! How well an encoder and a judge do on wordings that the encoder was not learnt from.

use std::fmt;

use super::{
    examples::{Example, Sort},
    fit::{surprise, weights},
    folds::Fold,
    memory::Learnt,
};
use crate::judge::Judge;
use crate::table::Vector;

/// All kinds of examples, and their names.
const SORTS: [(Sort, &str); 8] = [
    (Sort::Asked, "pos"),
    (Sort::Kin, "kin"),
    (Sort::Both, "both"),
    (Sort::Three, "three"),
    (Sort::Noise, "noise"),
    (Sort::Small, "small"),
    (Sort::Rival, "rival"),
    (Sort::Absent, "absent"),
];

/// Figures of held wordings.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// How many wordings of relations that were learnt from there are, and how many of them come nearest to their own.
    pub nearest: [usize; 2],
    /// How many examples there are.
    pub examples: usize,
    /// The mean surprise of the judge at those that say what is asked, and at the others, summed.
    pub loss: f64,
    /// For each kind of example the share that the judge holds for likely.
    pub likely: Vec<(&'static str, f64)>,
}

impl Score {
    /// Of a judge.
    pub(super) fn of(judge: &Judge, examples: &[Example], nearest: [usize; 2]) -> Self {
        let shown: Vec<_> = examples.iter().map(|(_, shown)| *shown).collect();
        let weights = weights(&shown);
        let likely: Vec<f32> = shown.iter().map(|shown| judge.likelihood(&shown.seen)).collect();
        let surprised = shown
            .iter()
            .zip(&likely)
            .map(|(shown, likely)| weights[usize::from(shown.says)] * surprise(f64::from(*likely), f64::from(u8::from(shown.says))));
        let share = |sort: Sort| {
            let own = || examples.iter().zip(&likely).filter(move |((other, _), _)| *other == sort);
            own().filter(|(_, likely)| 0.5 < **likely).count() as f64 / own().count().max(1) as f64
        };
        let shares = SORTS.map(|(sort, name)| (name, share(sort)));
        Self { nearest, examples: shown.len(), loss: surprised.sum(), likely: shares.into() }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [all, right] = self.nearest;
        writeln!(formatter, "{all} held wordings, nearest to their own relation {:.3}", right as f64 / all.max(1) as f64)?;
        write!(formatter, "{} examples, loss {:.3}, likely:", self.examples, self.loss)?;
        self.likely.iter().try_for_each(|(name, share)| write!(formatter, " {name} {share:.3}"))
    }
}

/// How many held wordings of relations learnt from there are, and how many of them come nearest to their own.
pub fn nearest(fold: &Fold, learnt: Learnt<'_>) -> [usize; 2] {
    let mut counts = [0, 0];
    for (number, phrase) in fold
        .held
        .iter()
        .filter_map(|held| Some((held.number?, &held.relation)))
        .flat_map(|(number, relation)| relation.phrases().map(move |phrase| (number, phrase)))
    {
        let own = at_top(learnt.known, &learnt.wordings.sum(phrase.pieces())) == Some(number);
        counts = [counts[0] + 1, counts[1] + usize::from(own)];
    }
    counts
}

fn at_top(known: &[Vector], words: &Vector) -> Option<usize> {
    let near = known.iter().map(|relation| relation.dot(words)).enumerate();
    near.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(at, _)| at)
}

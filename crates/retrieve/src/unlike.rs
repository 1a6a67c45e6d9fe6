//! How alike an embedder finds texts that have nothing to do with each other, so that its likeness can be read on the shipped table's
//! scale: one model finds any two texts half alike, another hardly ever.

use std::sync::LazyLock;

use asof_vectors::{Static, dot};

use crate::quantised::Spread;

/// Sentences that have nothing to do with each other.
pub(crate) const UNLIKE: [&str; 12] = [
    "The train to the coast leaves at nine in the morning.",
    "She sold her shares when interest rates rose.",
    "Boil the potatoes until they are soft.",
    "The judge dismissed the case for lack of evidence.",
    "My grandmother kept bees behind the house.",
    "The new compiler optimises loops across functions.",
    "They scored twice in the second half.",
    "Volcanic soil is rich in minerals.",
    "His left knee still hurts after the operation.",
    "The choir sang an old hymn in Latin.",
    "Please renew my library card before Friday.",
    "The glacier has lost a third of its ice.",
];

/// An embedder to which all are equally alike has no scale; none differs less than this.
const LEAST_DEVIATION: f32 = 0.01;

static OF_TABLE: LazyLock<Spread> = LazyLock::new(|| spread(&UNLIKE.map(|text| Static::shipped().vector(text))));

/// How alike the vectors of the unlike sentences are, each of length 1.
pub(crate) fn spread(vectors: &[Vec<f32>]) -> Spread {
    let pairs = (0..vectors.len()).flat_map(|at| vectors[..at].iter().map(move |other| dot(&vectors[at], other)));
    let pairs: Vec<f32> = pairs.collect();
    let Spread { mean, deviation } = Spread::of(pairs.iter().copied());
    Spread { mean, deviation: deviation.max(LEAST_DEVIATION) }
}

/// The likeness that the shipped table would find, for one that a model finds with whom unlike sentences are so alike.
pub(crate) fn as_the_table(unlike: Spread, likeness: f32) -> f32 {
    OF_TABLE.mean + OF_TABLE.deviation * unlike.score(likeness)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_own_scale_stays_and_any_other_is_turned_into_it() {
        let table = UNLIKE.map(|text| Static::shipped().vector(text));
        let own = spread(&table);
        for likeness in [-0.2, 0.0, 0.3, 1.0] {
            assert!((as_the_table(own, likeness) - likeness).abs() < 1e-6);
        }
        // Another that finds everything half as different, and all much alike.
        let other = Spread { mean: 0.8 + own.mean / 10.0, deviation: own.deviation / 10.0 };
        for likeness in [0.0, 0.3, 0.9] {
            assert!((as_the_table(other, 0.8 + likeness / 10.0) - likeness).abs() < 1e-4);
        }
        assert!(as_the_table(spread(&vec![vec![1.0]; 12]), 1.0).is_finite());
    }
}

//! Fits the judge to examples, each of the two answers counting as much as the other in all.

use super::{minimum::minimum, random::Random};
use crate::judge::{Judge, SEEN};

/// How many hidden units the judge has.
const UNITS: usize = 8;
/// A unit's weights for what is seen, what is added, and what it weighs.
const UNIT: usize = SEEN + 2;
/// So many steps at most.
const STEPS: usize = 600;
/// How strongly weights are drawn to 0.
const DRAWN: f64 = 1e-4;
/// How far weights are from 0 at the start.
const START: f64 = 0.5;

/// What the judge is shown of some words and a wording.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// What it sees.
    pub seen: [f32; SEEN],
    /// Whether the wording says it.
    pub says: bool,
}

/// What is seen, with a mean of 0 and a spread of 1, what is right, and how much it counts.
struct Row {
    seen: [f64; SEEN],
    right: f64,
    weight: f64,
}

/// A judge that is right about most of what it is shown.
pub fn fit(shown: &[Shown], random: &mut Random) -> Judge {
    let scale = Scale::of(shown);
    let weights = weights(shown);
    let row = |one: &Shown| Row { seen: scale.apply(one), right: f64::from(u8::from(one.says)), weight: weights[usize::from(one.says)] };
    let rows: Vec<Row> = shown.iter().map(row).collect();
    let start = (0..UNITS * UNIT + 1).map(|_| START * random.normal()).collect();
    let found = minimum(start, STEPS, |place| loss(&rows, place));
    let units = found.chunks_exact(UNIT).map(|unit| scale.unit(unit)).collect();
    Judge { units, added: found[UNITS * UNIT] as f32 }
}

/// How much an example with the answer no and one with yes count: all of each together 1.
pub fn weights(shown: &[Shown]) -> [f64; 2] {
    [false, true].map(|says| 1.0 / shown.iter().filter(|one| one.says == says).count().max(1) as f64)
}

/// The loss at a place, and its slope there.
fn loss(rows: &[Row], place: &[f64]) -> (f64, Vec<f64>) {
    let mut slope: Vec<f64> = place.iter().map(|value| 2.0 * DRAWN * value).collect();
    let mut loss = DRAWN * place.iter().map(|value| value * value).sum::<f64>();
    let added = place[UNITS * UNIT];
    for row in rows {
        let mut bent = [0.0; UNITS];
        let mut sum = added;
        for (bent, unit) in bent.iter_mut().zip(place.chunks_exact(UNIT)) {
            *bent = (unit.iter().zip(&row.seen).map(|(weight, seen)| weight * seen).sum::<f64>() + unit[SEEN]).tanh();
            sum += unit[SEEN + 1] * *bent;
        }
        let likely = 1.0 / (1.0 + (-sum).exp());
        loss += row.weight * surprise(likely, row.right);
        let change = row.weight * (likely - row.right);
        for ((bent, unit), slope) in bent.iter().zip(place.chunks_exact(UNIT)).zip(slope.chunks_exact_mut(UNIT)) {
            let inner = change * unit[SEEN + 1] * (1.0 - bent * bent);
            slope.iter_mut().zip(&row.seen).for_each(|(slope, seen)| *slope += inner * seen);
            slope[SEEN] += inner;
            slope[SEEN + 1] += change * bent;
        }
        slope[UNITS * UNIT] += change;
    }
    (loss, slope)
}

/// How surprising what is right is to one who held it for so likely.
pub fn surprise(likely: f64, right: f64) -> f64 {
    -(right * (likely + 1e-9).ln() + (1.0 - right) * (1.0 - likely + 1e-9).ln())
}

/// The mean and the spread of each thing seen.
struct Scale([[f64; 2]; SEEN]);

impl Scale {
    fn of(shown: &[Shown]) -> Self {
        let count = shown.len().max(1) as f64;
        Self(std::array::from_fn(|at| {
            let mean = shown.iter().map(|one| f64::from(one.seen[at])).sum::<f64>() / count;
            let square = shown.iter().map(|one| (f64::from(one.seen[at]) - mean).powi(2)).sum::<f64>() / count;
            [mean, square.sqrt() + 1e-6]
        }))
    }

    fn apply(&self, one: &Shown) -> [f64; SEEN] {
        std::array::from_fn(|at| (f64::from(one.seen[at]) - self.0[at][0]) / self.0[at][1])
    }

    /// A unit for what is seen as it is.
    fn unit(&self, unit: &[f64]) -> [f32; UNIT] {
        let off: f64 = unit.iter().zip(&self.0).map(|(weight, [mean, spread])| weight * mean / spread).sum();
        let plain = |at: usize| self.0.get(at).map_or(unit[at], |[_, spread]| unit[at] / spread);
        std::array::from_fn(|at| (if at == SEEN { unit[SEEN] - off } else { plain(at) }) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(count: usize) -> Vec<Shown> {
        let mut random = Random::new(3);
        let one = |_| {
            let seen: [f32; SEEN] = std::array::from_fn(|at| 3.0 * at as f32 + random.normal() as f32);
            // Neither of the two alone tells.
            Shown { seen, says: (seen[0] < 0.0) == (seen[1] < 3.0) }
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn a_judge_learns_what_no_sum_tells() {
        let shown = shown(600);
        let judge = fit(&shown, &mut Random::new(1));
        let right = shown.iter().filter(|one| (0.5 < judge.likelihood(&one.seen)) == one.says).count();
        assert!(560 < right, "{right}");
    }

    #[test]
    fn the_slope_is_that_of_the_loss() {
        let shown = shown(20);
        let scale = Scale::of(&shown);
        let row = |one: &Shown| Row { seen: scale.apply(one), right: f64::from(u8::from(one.says)), weight: 0.1 };
        let rows: Vec<Row> = shown.iter().map(row).collect();
        let mut random = Random::new(2);
        let place: Vec<f64> = (0..UNITS * UNIT + 1).map(|_| random.normal()).collect();
        let (_, slope) = loss(&rows, &place);
        for at in 0..place.len() {
            let moved = |by: f64| {
                let mut place = place.clone();
                place[at] += by;
                loss(&rows, &place).0
            };
            assert!(((moved(1e-5) - moved(-1e-5)) / 2e-5 - slope[at]).abs() < 1e-5, "{at}");
        }
    }
}

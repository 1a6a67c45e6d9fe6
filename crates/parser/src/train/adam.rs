//! The optimiser: Adam, with a running mean of the weights, which is what is kept in the end.

use crate::net::matrix::Matrix;

const MEAN: f32 = 0.9;
const SPREAD: f32 = 0.98;
const DECAY: f32 = 1e-5;
const RUNNING: f32 = 0.998;

/// The state of the optimiser for some weights.
#[derive(Clone, Debug)]
pub struct Adam {
    means: Vec<Vec<f32>>,
    spreads: Vec<Vec<f32>>,
    running: Vec<Vec<f32>>,
    steps: i32,
}

impl Adam {
    /// A new one.
    pub fn new(weights: &[&Matrix]) -> Self {
        let zeros = || weights.iter().map(|weights| vec![0.0; weights.values().len()]).collect();
        let running = weights.iter().map(|weights| weights.values().to_vec()).collect();
        Self { means: zeros(), spreads: zeros(), running, steps: 0 }
    }

    /// Takes a step against the change and sets the change to zero.
    pub fn step(&mut self, weights: Vec<&mut Matrix>, changes: Vec<&mut Matrix>, rate: f32, shrink: f32) {
        self.steps += 1;
        let rate = rate * (1.0 - SPREAD.powi(self.steps)).sqrt() / (1.0 - MEAN.powi(self.steps));
        let running = RUNNING.min(self.steps as f32 / (self.steps as f32 + 10.0));
        for (at, (weights, changes)) in weights.into_iter().zip(changes).enumerate() {
            let values = weights.values_mut().iter_mut().zip(changes.values_mut());
            let state = self.means[at].iter_mut().zip(&mut self.spreads[at]).zip(&mut self.running[at]);
            for ((value, change), ((mean, spread), kept)) in values.zip(state) {
                let gradient = *change * shrink;
                *mean += (1.0 - MEAN) * (gradient - *mean);
                *spread += (1.0 - SPREAD) * (gradient * gradient - *spread);
                *value -= rate * (*mean / (spread.sqrt() + 1e-8) + DECAY * *value);
                *kept += (1.0 - running) * (*value - *kept);
                *change = 0.0;
            }
        }
    }

    /// Swaps the weights with their running mean.
    pub fn swap(&mut self, weights: Vec<&mut Matrix>) {
        for (weights, running) in weights.into_iter().zip(&mut self.running) {
            weights.values_mut().swap_with_slice(running);
        }
    }
}

/// The length of all changes together.
pub fn length(changes: &[&mut Matrix]) -> f32 {
    changes.iter().flat_map(|change| change.values()).map(|value| value * value).sum::<f32>().sqrt()
}

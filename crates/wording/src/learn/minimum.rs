//! The lowest point of a function, by L-BFGS (Liu and Nocedal 1989, "On the limited memory BFGS method").

use std::collections::VecDeque;

/// So many steps are remembered.
const REMEMBERED: usize = 10;
/// A step must go down by this share of what the slope promises.
const ENOUGH: f64 = 1e-4;
/// A step is halved at most so often.
const HALVINGS: usize = 30;
/// Steps that go down by less than this share end the search.
const NOTHING: f64 = 1e-9;

/// Where one step led: how the place and the slope changed.
struct Step {
    place: Vec<f64>,
    slope: Vec<f64>,
    product: f64,
}

/// Goes down from a place by at most so many steps; `function` gives its value at a place and its slope there.
pub fn minimum(mut place: Vec<f64>, steps: usize, mut function: impl FnMut(&[f64]) -> (f64, Vec<f64>)) -> Vec<f64> {
    let (mut value, mut slope) = function(&place);
    let mut memory: VecDeque<Step> = VecDeque::new();
    for _ in 0..steps {
        let direction = direction(&slope, &memory);
        let Some((next, lower, new)) = walk(&place, value, dot(&slope, &direction), &direction, &mut function) else { break };
        let step = Step { place: minus(&next, &place), slope: minus(&new, &slope), product: 0.0 };
        let product = dot(&step.place, &step.slope);
        if 0.0 < product {
            memory.push_back(Step { product, ..step });
        }
        if REMEMBERED < memory.len() {
            memory.pop_front();
        }
        let gained = value - lower;
        (place, value, slope) = (next, lower, new);
        if gained <= NOTHING * value.abs() {
            break;
        }
    }
    place
}

/// The first place on the way that is low enough, its value and its slope.
fn walk(
    place: &[f64],
    value: f64,
    promised: f64,
    direction: &[f64],
    function: &mut impl FnMut(&[f64]) -> (f64, Vec<f64>),
) -> Option<(Vec<f64>, f64, Vec<f64>)> {
    let mut length = 1.0;
    for _ in 0..HALVINGS {
        let mut next = place.to_vec();
        add(&mut next, length, direction);
        let (lower, slope) = function(&next);
        if lower <= value + ENOUGH * length * promised {
            return Some((next, lower, slope));
        }
        length /= 2.0;
    }
    None
}

/// The way down: against the slope, bent by what the last steps showed.
fn direction(slope: &[f64], memory: &VecDeque<Step>) -> Vec<f64> {
    let mut way: Vec<f64> = slope.iter().map(|value| -value).collect();
    let mut shares = Vec::new();
    for step in memory.iter().rev() {
        let share = dot(&step.place, &way) / step.product;
        add(&mut way, -share, &step.slope);
        shares.push(share);
    }
    // The first step is a short one; later ones are scaled by the last.
    let scale = memory.back().map_or_else(|| 1.0 / dot(slope, slope).sqrt().max(1.0), |step| step.product / dot(&step.slope, &step.slope));
    way.iter_mut().for_each(|value| *value *= scale);
    for (step, share) in memory.iter().zip(shares.into_iter().rev()) {
        let other = dot(&step.slope, &way) / step.product;
        add(&mut way, share - other, &step.place);
    }
    way
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

fn add(onto: &mut [f64], factor: f64, row: &[f64]) {
    onto.iter_mut().zip(row).for_each(|(onto, value)| *onto += factor * value);
}

fn minus(left: &[f64], right: &[f64]) -> Vec<f64> {
    left.iter().zip(right).map(|(left, right)| left - right).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_valley_is_walked_to_its_end() {
        // Rosenbrock's function.
        let valley = |place: &[f64]| {
            let (x, y) = (place[0], place[1]);
            let off = y - x * x;
            ((1.0 - x).powi(2) + 100.0 * off * off, vec![-2.0 * (1.0 - x) - 400.0 * x * off, 200.0 * off])
        };
        let found = minimum(vec![-1.2, 1.0], 200, valley);
        assert!(found.iter().all(|value| (value - 1.0).abs() < 1e-3), "{found:?}");
    }
}

//! The loss, and how it changes with every weight.

use super::{
    forward::{Forward, Masks, Run, Trace, mask_steps, taken},
    product::{Panels, multiply},
};
use crate::net::{
    batch::{Batch, Step},
    layers::{Cell, Net},
    matrix::{Matrix, add, scale, softmax},
};

/// What should have come out, in sentence order.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// The tag of each word.
    pub tags: Vec<usize>,
    /// The row of each word's head; nothing for the root.
    pub heads: Vec<Option<usize>>,
    /// Each word's relation.
    pub relations: Vec<usize>,
}

/// The weight of the tags in the loss; heads and relations count 1.
const TAGS: f32 = 1.0;

/// Adds to `change` how the loss changes with the weights; gives the loss for a word and how it changes with the input.
pub fn back(
    (net, forward): (&Net, &Forward),
    batch: &Batch,
    trace: &Trace,
    masks: Option<&Masks>,
    gold: &Gold,
    change: &mut Net,
) -> (f32, Matrix) {
    let mut roles = Matrix::zeros(trace.roles.rows(), trace.roles.columns());
    let share = 1.0 / batch.words().max(1) as f32;
    let mut loss = tags(forward, trace, gold, share, &mut roles);
    loss += heads((net, forward), batch, trace, gold, share, (&mut roles, change));
    loss += relations((net, forward), trace, masks, gold, share, (&mut roles, change));
    bend(net, batch, trace, masks, &mut roles);
    multiply(trace.top.whole().turned().whole(), roles.whole(), change.roles.whole_mut());
    sum_rows(&roles, &mut change.roles_bias);
    let mut top = Matrix::zeros(trace.top.rows(), trace.top.columns());
    Panels::turned(net.roles.whole()).multiply(roles.whole(), top.whole_mut());
    let mut output = to_steps(batch, &top);
    for layer in (0..net.layers.len()).rev() {
        let passed = (0 < layer).then(|| output.clone());
        if let Some(masks) = masks {
            mask_steps(batch, &masks.output[layer], &mut output);
        }
        let mut input = Matrix::zeros(output.rows(), trace.inputs[layer].columns());
        for side in [0, 1] {
            let (cell, run) = (&net.layers[layer][side], &trace.runs[layer][side]);
            let mask = masks.map(|masks| &masks.state[layer][side]);
            let gates = cell_back(cell, side, batch, run, mask, &mut output);
            weights_back(side, batch, run, mask, (&trace.inputs[layer], &gates), &mut change.layers[layer][side]);
            Panels::turned(cell.input.whole()).multiply(gates.whole(), input.whole_mut());
        }
        if let Some(passed) = passed {
            add(input.values_mut(), passed.values());
        }
        output = input;
    }
    (loss, output)
}

/// Turns scores into how the loss changes with them; gives the loss.
fn surprise(scores: &mut [f32], gold: usize, share: f32) -> f32 {
    softmax(scores);
    let loss = -scores[gold].max(1e-12).ln() * share;
    scores[gold] -= 1.0;
    scores.iter_mut().for_each(|score| *score *= share);
    loss
}

fn tags(net: &Forward, trace: &Trace, gold: &Gold, share: f32, roles: &mut Matrix) -> f32 {
    let from = net.sizes.parts()[4];
    let mut loss = 0.0;
    for (row, tag) in gold.tags.iter().enumerate() {
        let scores = &mut roles.row_mut(row)[from..];
        scores.copy_from_slice(net.tags(trace, row));
        loss += surprise(scores, *tag, share * TAGS);
    }
    loss
}

fn heads(
    (net, forward): (&Net, &Forward),
    batch: &Batch,
    trace: &Trace,
    gold: &Gold,
    share: f32,
    (roles, change): (&mut Matrix, &mut Net),
) -> f32 {
    let [_, head, end, ..] = net.sizes.parts();
    let mut seeking = Matrix::zeros(trace.seeking.rows(), head);
    let mut loss = 0.0;
    for sentence in 0..batch.sentences() {
        let rows = batch.rows(sentence);
        let mut scores = forward.heads(trace, rows.clone());
        for (at, row) in rows.clone().enumerate() {
            loss += surprise(scores.row_mut(at), gold.heads[row].map_or(0, |head| head - rows.start + 1), share);
            let from_root = scores.row(at)[0];
            for column in 0..head {
                seeking.row_mut(row)[column] += from_root * net.root.row(0)[column];
                change.root.row_mut(0)[column] += from_root * trace.seeking.row(row)[column];
            }
        }
        let scores = scores.part(0..rows.len(), 1..rows.len() + 1);
        multiply(scores, trace.roles.part(rows.clone(), head..end), seeking.part_mut(rows.clone(), 0..head));
        multiply(scores.turned().whole(), trace.seeking.part(rows.clone(), 0..head), roles.part_mut(rows, head..end));
    }
    let words = batch.words();
    Panels::turned(net.arc.whole()).multiply(seeking.whole(), roles.part_mut(0..words, 0..head));
    multiply(trace.roles.part(0..words, 0..head).turned().whole(), seeking.whole(), change.arc.whole_mut());
    sum_rows(&seeking, &mut change.arc_bias);
    loss
}

fn relations(
    (net, forward): (&Net, &Forward),
    trace: &Trace,
    masks: Option<&Masks>,
    gold: &Gold,
    share: f32,
    (roles, change): (&mut Matrix, &mut Net),
) -> f32 {
    let [_, _, dependent, head, end, _] = net.sizes.parts();
    let pairs = forward.pairs(trace, &gold.heads, masks);
    let mut scores = forward.relations(&pairs);
    let mut loss = 0.0;
    for (row, relation) in gold.relations.iter().enumerate() {
        loss += surprise(scores.row_mut(row), *relation, share);
    }
    multiply(pairs.whole().turned().whole(), scores.whole(), change.relation.whole_mut());
    sum_rows(&scores, &mut change.relation_bias);
    let mut back = Matrix::zeros(pairs.rows(), pairs.columns());
    Panels::turned(net.relation.whole()).multiply(scores.whole(), back.whole_mut());
    for (row, at) in gold.heads.iter().enumerate() {
        let pair = back.row_mut(row);
        for (change, value) in pair.iter_mut().zip(pairs.row(row)) {
            *change = if 0.0 < *value { *change } else { 0.0 };
        }
        if let Some(masks) = masks {
            scale(pair, masks.relation.row(row));
        }
        add(&mut roles.row_mut(row)[dependent..head], pair);
        match at {
            Some(at) => add(&mut roles.row_mut(*at)[head..end], pair),
            None => add(&mut change.root.row_mut(0)[net.sizes.arc..], pair),
        }
    }
    loss
}

/// Back through the bend and the mask of the vectors that score heads.
fn bend(net: &Net, batch: &Batch, trace: &Trace, masks: Option<&Masks>, roles: &mut Matrix) {
    let width = 2 * net.sizes.arc;
    for sentence in 0..batch.sentences() {
        for row in batch.rows(sentence) {
            let change = &mut roles.row_mut(row)[..width];
            for (change, value) in change.iter_mut().zip(trace.roles.row(row)) {
                *change *= if *value < 0.0 { 0.1 } else { 1.0 };
            }
            if let Some(masks) = masks {
                scale(change, masks.arc.row(sentence));
            }
        }
    }
}

fn sum_rows(values: &Matrix, onto: &mut Matrix) {
    for row in 0..values.rows() {
        add(onto.row_mut(0), values.row(row));
    }
}

fn to_steps(batch: &Batch, values: &Matrix) -> Matrix {
    let mut steps = Matrix::zeros(values.rows(), values.columns());
    for (row, (_, onto)) in batch.pairs().into_iter().enumerate() {
        steps.row_mut(onto).copy_from_slice(values.row(row));
    }
    steps
}

/// Back through one direction of a layer: how the loss changes with its gates before they bend. `output` comes with what the
/// loss asks of the outputs, and receives what later steps ask of earlier ones.
fn cell_back(cell: &Cell, side: usize, batch: &Batch, run: &Run, mask: Option<&Matrix>, output: &mut Matrix) -> Matrix {
    let hidden = cell.state.rows();
    let mut gates = Matrix::zeros(output.rows(), 3 * hidden);
    let mut state = Matrix::zeros(batch.sentences(), hidden);
    let none = vec![0.0; hidden];
    let turned = Panels::turned(cell.state.whole());
    for (step, before) in batch.walk(side == 1).into_iter().rev() {
        let count = before.map_or(0, |before| step.count.min(before.count));
        for sentence in 0..step.count {
            let row = step.first + sentence;
            let earlier = before.filter(|_| sentence < count).map_or(&none[..], |before| run.states.row(before.first + sentence));
            let asked = &output.row(row)[side * hidden..(side + 1) * hidden];
            word_back(run.gates.row(row), (earlier, run.states.row(row)), asked, state.row_mut(sentence), gates.row_mut(row));
        }
        if let Some(before) = before {
            pass_on(&turned, side, &gates, (step, before, count), mask, output);
        }
    }
    gates
}

fn word_back(gates: &[f32], (earlier, now): (&[f32], &[f32]), asked: &[f32], state: &mut [f32], change: &mut [f32]) {
    let hidden = asked.len();
    for at in 0..hidden {
        let (forget, new, open) = (gates[at], gates[hidden + at], gates[2 * hidden + at]);
        let moved = state[at] + asked[at] * open;
        change[at] = moved * (earlier[at] - new) * forget * (1.0 - forget);
        change[hidden + at] = moved * (1.0 - forget) * (1.0 - new * new);
        change[2 * hidden + at] = asked[at] * now[at] * open * (1.0 - open);
        state[at] = moved * forget;
    }
}

/// Adds to the outputs of the step before what this step asks of them.
fn pass_on(
    turned: &Panels,
    side: usize,
    gates: &Matrix,
    (step, before, count): (Step, Step, usize),
    mask: Option<&Matrix>,
    output: &mut Matrix,
) {
    let hidden = output.columns() / 2;
    let mut asked = Matrix::zeros(count, hidden);
    turned.multiply(gates.part(step.first..step.first + count, 0..3 * hidden), asked.whole_mut());
    for sentence in 0..count {
        if let Some(mask) = mask {
            scale(asked.row_mut(sentence), mask.row(sentence));
        }
        add(&mut output.row_mut(before.first + sentence)[side * hidden..(side + 1) * hidden], asked.row(sentence));
    }
}

fn weights_back(side: usize, batch: &Batch, run: &Run, mask: Option<&Matrix>, (input, gates): (&Matrix, &Matrix), change: &mut Cell) {
    let hidden = change.state.rows();
    let mut outputs = Matrix::zeros(input.rows(), 2 * hidden);
    for row in 0..input.rows() {
        let outputs = &mut outputs.row_mut(row)[side * hidden..(side + 1) * hidden];
        outputs.copy_from_slice(run.states.row(row));
        scale(outputs, &run.gates.row(row)[2 * hidden..]);
    }
    let mut all = Matrix::zeros(input.rows(), hidden);
    for (step, before) in batch.walk(side == 1) {
        let Some(before) = before else { continue };
        let taken = taken(before, step.count.min(before.count), side, &outputs, mask);
        for row in 0..taken.rows() {
            all.row_mut(step.first + row).copy_from_slice(taken.row(row));
        }
    }
    multiply(all.whole().turned().whole(), gates.whole(), change.state.whole_mut());
    multiply(input.whole().turned().whole(), gates.whole(), change.input.whole_mut());
    sum_rows(gates, &mut change.bias);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::layers::Sizes;
    use crate::train::random::Random;

    fn setting() -> (Net, Batch, Matrix, Gold, Masks) {
        let sizes = Sizes { input: 5, hidden: 4, layers: 3, arc: 6, relation: 5, tags: 3, relations: 4 };
        let mut random = Random::new(3);
        let mut net = Net::new(sizes);
        net.weights_mut().into_iter().for_each(|weights| random.fill(weights, 0.6));
        let batch = Batch::new(vec![4, 3, 1]);
        let mut input = Matrix::zeros(8, 5);
        random.fill(&mut input, 1.0);
        let heads = vec![Some(1), None, Some(1), Some(2), Some(5), None, Some(4), None];
        let gold = Gold { tags: vec![0, 1, 2, 0, 1, 2, 0, 1], heads, relations: vec![0, 1, 2, 3, 0, 1, 2, 3] };
        let mut mask = |rows, columns| random.mask(rows, columns, 0.3);
        let masks = Masks {
            output: (0..3).map(|_| mask(3, 8)).collect(),
            state: (0..3).map(|_| [mask(3, 4), mask(3, 4)]).collect(),
            arc: mask(3, 12),
            relation: mask(8, 5),
        };
        (net, batch, input, gold, masks)
    }

    fn loss(net: &Net, batch: &Batch, input: &Matrix, gold: &Gold, masks: &Masks) -> f32 {
        let forward = Forward::new(net);
        let trace = forward.read(batch, input.clone(), Some(masks));
        back((net, &forward), batch, &trace, Some(masks), gold, &mut Net::new(net.sizes)).0
    }

    #[test]
    fn changes_match_differences() {
        let (mut net, batch, mut input, gold, masks) = setting();
        let mut change = Net::new(net.sizes);
        let forward = Forward::new(&net);
        let trace = forward.read(&batch, input.clone(), Some(&masks));
        let (_, into) = back((&net, &forward), &batch, &trace, Some(&masks), &gold, &mut change);
        let step = 1e-3;
        let check = |expected: f32, above: f32, below: f32, name: String| {
            let found = (above - below) / (2.0 * step);
            assert!((found - expected).abs() < 2e-3 + 0.02 * expected.abs(), "{name}: {expected} expected, {found} found");
        };
        for which in 0..net.weights().len() {
            for at in 0..net.weights()[which].values().len() {
                let moved = |by: f32, net: &mut Net| net.weights_mut()[which].values_mut()[at] += by;
                moved(step, &mut net);
                let above = loss(&net, &batch, &input, &gold, &masks);
                moved(-2.0 * step, &mut net);
                let below = loss(&net, &batch, &input, &gold, &masks);
                moved(step, &mut net);
                check(change.weights()[which].values()[at], above, below, format!("weight {which} {at}"));
            }
        }
        for at in 0..input.values().len() {
            input.values_mut()[at] += step;
            let above = loss(&net, &batch, &input, &gold, &masks);
            input.values_mut()[at] -= 2.0 * step;
            let below = loss(&net, &batch, &input, &gold, &masks);
            input.values_mut()[at] += step;
            check(into.values()[at], above, below, format!("input {at}"));
        }
    }
}

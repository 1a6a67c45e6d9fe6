//! The network as it learns: in `f32`, keeping all that the way back needs.

use pulp::{Arch, NullaryFnOnce};

use super::product::Panels;
use crate::net::{
    batch::{Batch, Step},
    curves::{advance, leak},
    layers::{Cell, Net, Sizes},
    matrix::{Matrix, add, dot, scale},
};

/// The weights laid out to read with.
#[derive(Clone, Debug)]
pub struct Forward {
    /// How large the network is.
    pub sizes: Sizes,
    layers: Vec<[ForwardCell; 2]>,
    roles: Panels,
    roles_bias: Matrix,
    root: Matrix,
    arc: Panels,
    arc_bias: Matrix,
    relation: Panels,
    relation_bias: Matrix,
}

#[derive(Clone, Debug)]
struct ForwardCell {
    input: Panels,
    state: Panels,
    bias: Matrix,
}

/// What dropout blanks while training, drawn once for a batch; kept values are scaled up.
#[derive(Clone, Debug)]
pub struct Masks {
    /// For each layer, a row per sentence for its output.
    pub output: Vec<Matrix>,
    /// For each layer and direction, a row per sentence for what a step takes from the step before.
    pub state: Vec<[Matrix; 2]>,
    /// A row per sentence for the vectors that score heads.
    pub arc: Matrix,
    /// A row per word, in sentence order, for the layer that scores relations.
    pub relation: Matrix,
}

/// What one direction of a layer computed, in step order.
#[derive(Clone, Debug)]
pub struct Run {
    pub(crate) gates: Matrix,
    pub(crate) states: Matrix,
}

/// What the network computed for a batch.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The input of each layer in step order, and last the output of the last layer; from the second layer on, a layer adds to
    /// what it is given.
    pub(crate) inputs: Vec<Matrix>,
    pub(crate) runs: Vec<[Run; 2]>,
    /// The output of the last layer, in sentence order.
    pub(crate) top: Matrix,
    /// The roles of each word, in sentence order.
    pub(crate) roles: Matrix,
    /// Each word as a dependent, times the bilinear form.
    pub(crate) seeking: Matrix,
}

impl Forward {
    /// Lays out the weights.
    pub fn new(net: &Net) -> Self {
        let cell = |cell: &Cell| ForwardCell {
            input: Panels::new(cell.input.whole()),
            state: Panels::new(cell.state.whole()),
            bias: cell.bias.clone(),
        };
        Self {
            sizes: net.sizes,
            layers: net.layers.iter().map(|[ahead, back]| [cell(ahead), cell(back)]).collect(),
            roles: Panels::new(net.roles.whole()),
            roles_bias: net.roles_bias.clone(),
            root: net.root.clone(),
            arc: Panels::new(net.arc.whole()),
            arc_bias: net.arc_bias.clone(),
            relation: Panels::new(net.relation.whole()),
            relation_bias: net.relation_bias.clone(),
        }
    }

    /// Reads a batch of sentences; `input` has their word vectors in step order.
    pub fn read(&self, batch: &Batch, input: Matrix, masks: Option<&Masks>) -> Trace {
        let mut inputs = vec![input];
        let mut runs = Vec::new();
        for (layer, cells) in self.layers.iter().enumerate() {
            let mut output = Matrix::zeros(batch.words(), 2 * self.sizes.hidden);
            let input = &inputs[layer];
            let both = [0, 1].map(|side| run(&cells[side], side, batch, input, &mut output, masks.map(|masks| &masks.state[layer][side])));
            runs.push(both);
            if let Some(masks) = masks {
                mask_steps(batch, &masks.output[layer], &mut output);
            }
            if 0 < layer {
                add(output.values_mut(), inputs[layer].values());
            }
            inputs.push(output);
        }
        let top = inputs.last().map(|output| to_sentences(batch, output)).unwrap_or_else(|| Matrix::zeros(0, 0));
        let roles = self.roles(batch, &top, masks);
        let seeking = self.seeking(&roles);
        Trace { inputs, runs, top, roles, seeking }
    }

    fn roles(&self, batch: &Batch, top: &Matrix, masks: Option<&Masks>) -> Matrix {
        let mut roles = Matrix::zeros(top.rows(), self.sizes.parts()[5]);
        roles.fill_rows(&self.roles_bias);
        self.roles.multiply(top.whole(), roles.whole_mut());
        let width = 2 * self.sizes.arc;
        for sentence in 0..batch.sentences() {
            for row in batch.rows(sentence) {
                let arcs = &mut roles.row_mut(row)[..width];
                arcs.iter_mut().for_each(|value| *value = leak(*value));
                if let Some(masks) = masks {
                    scale(arcs, masks.arc.row(sentence));
                }
            }
        }
        roles
    }

    fn seeking(&self, roles: &Matrix) -> Matrix {
        let mut seeking = Matrix::zeros(roles.rows(), self.sizes.arc);
        seeking.fill_rows(&self.arc_bias);
        self.arc.multiply(roles.part(0..roles.rows(), 0..self.sizes.arc), seeking.whole_mut());
        seeking
    }

    /// The scores of a sentence's words (rows) for their heads: column 0 is the root, column `n` the word `n - 1`.
    pub fn heads(&self, trace: &Trace, rows: std::ops::Range<usize>) -> Matrix {
        let parts = self.sizes.parts();
        let mut scores = Matrix::zeros(rows.len(), rows.len() + 1);
        let arc = self.sizes.arc;
        let heads = Panels::turned(trace.roles.part(rows.clone(), parts[1]..parts[2]));
        heads.multiply(trace.seeking.part(rows.clone(), 0..arc), scores.part_mut(0..rows.len(), 1..rows.len() + 1));
        let root = &self.root.row(0)[..arc];
        for (at, row) in rows.enumerate() {
            scores.row_mut(at)[0] = dot(trace.seeking.row(row), root);
        }
        scores
    }

    /// The hidden layer over each word and its head; `heads` has, in sentence order, the row of each word's head or nothing for
    /// the root.
    pub fn pairs(&self, trace: &Trace, heads: &[Option<usize>], masks: Option<&Masks>) -> Matrix {
        let [_, _, dependent, head, tags, _] = self.sizes.parts();
        let mut pairs = Matrix::zeros(heads.len(), self.sizes.relation);
        for (row, at) in heads.iter().enumerate() {
            let pair = pairs.row_mut(row);
            pair.copy_from_slice(&trace.roles.row(row)[dependent..head]);
            add(pair, at.map_or(&self.root.row(0)[self.sizes.arc..], |at| &trace.roles.row(at)[head..tags]));
            pair.iter_mut().for_each(|value| *value = value.max(0.0));
            if let Some(masks) = masks {
                scale(pair, masks.relation.row(row));
            }
        }
        pairs
    }

    /// The scores of relations for those pairs.
    pub fn relations(&self, pairs: &Matrix) -> Matrix {
        let mut scores = Matrix::zeros(pairs.rows(), self.sizes.relations);
        scores.fill_rows(&self.relation_bias);
        self.relation.multiply(pairs.whole(), scores.whole_mut());
        scores
    }

    /// The scores of a word's tags; `row` is in sentence order.
    pub fn tags<'a>(&self, trace: &'a Trace, row: usize) -> &'a [f32] {
        &trace.roles.row(row)[self.sizes.parts()[4]..]
    }
}

/// Multiplies each row in step order by its sentence's mask.
pub(crate) fn mask_steps(batch: &Batch, mask: &Matrix, values: &mut Matrix) {
    for step in batch.steps() {
        for sentence in 0..step.count {
            scale(values.row_mut(step.first + sentence), mask.row(sentence));
        }
    }
}

fn to_sentences(batch: &Batch, values: &Matrix) -> Matrix {
    let mut sorted = Matrix::zeros(values.rows(), values.columns());
    for (row, (_, from)) in batch.pairs().into_iter().enumerate() {
        sorted.row_mut(row).copy_from_slice(values.row(from));
    }
    sorted
}

/// Runs one direction of a layer and writes its half of `output`.
fn run(cell: &ForwardCell, side: usize, batch: &Batch, input: &Matrix, output: &mut Matrix, mask: Option<&Matrix>) -> Run {
    let hidden = output.columns() / 2;
    let mut gates = Matrix::zeros(input.rows(), 3 * hidden);
    gates.fill_rows(&cell.bias);
    cell.input.multiply(input.whole(), gates.whole_mut());
    let mut states = Matrix::zeros(input.rows(), hidden);
    let mut current = Matrix::zeros(batch.sentences(), hidden);
    for (step, before) in batch.walk(side == 1) {
        if let Some(before) = before {
            let count = step.count.min(before.count);
            let taken = taken(before, count, side, output, mask);
            cell.state.multiply(taken.whole(), gates.part_mut(step.first..step.first + count, 0..3 * hidden));
        }
        let span = step.first..step.first + step.count;
        let (gates, states) = (part(&mut gates, &span), part(&mut states, &span));
        Arch::new().dispatch(Advance { gates, states, current: current.values_mut(), output: part(output, &span), hidden, side });
    }
    Run { gates, states }
}

/// What a step takes from the outputs of the step before.
pub(crate) fn taken(before: Step, count: usize, side: usize, output: &Matrix, mask: Option<&Matrix>) -> Matrix {
    let hidden = output.columns() / 2;
    let mut taken = Matrix::zeros(count, hidden);
    for sentence in 0..count {
        let row = taken.row_mut(sentence);
        row.copy_from_slice(&output.row(before.first + sentence)[side * hidden..(side + 1) * hidden]);
        if let Some(mask) = mask {
            scale(row, mask.row(sentence));
        }
    }
    taken
}

/// Some rows of a matrix.
fn part<'a>(matrix: &'a mut Matrix, rows: &std::ops::Range<usize>) -> &'a mut [f32] {
    let columns = matrix.columns();
    &mut matrix.values_mut()[rows.start * columns..rows.end * columns]
}

/// One step of all its sentences: bends the gates, moves the states, gives the outputs. Compiled for the widest instructions.
struct Advance<'a> {
    gates: &'a mut [f32],
    states: &'a mut [f32],
    current: &'a mut [f32],
    output: &'a mut [f32],
    hidden: usize,
    side: usize,
}

impl NullaryFnOnce for Advance<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let hidden = self.hidden;
        let rows = self.gates.chunks_exact_mut(3 * hidden).zip(self.states.chunks_exact_mut(hidden));
        let onto = self.current.chunks_exact_mut(hidden).zip(self.output.chunks_exact_mut(2 * hidden));
        for ((gates, state), (current, output)) in rows.zip(onto) {
            let open = advance(gates, current);
            let output = &mut output[self.side * hidden..(self.side + 1) * hidden];
            for ((output, state), open) in output.iter_mut().zip(&*current).zip(open) {
                *output = *open * *state;
            }
            state.copy_from_slice(current);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        net::{
            matrix::best,
            read::{self, round_input},
            whole::Rows,
        },
        train::random::Random,
    };

    #[test]
    fn what_learns_and_what_reads_agree() {
        let sizes = Sizes { input: 20, hidden: 32, layers: 3, arc: 32, relation: 32, tags: 5, relations: 7 };
        let (mut random, mut net) = (Random::new(7), Net::new(sizes));
        net.weights_mut().into_iter().for_each(|weights| random.fill(weights, 0.4));
        let batch = Batch::new(vec![40, 9, 9, 4, 1]);
        let mut input = Matrix::zeros(batch.words(), sizes.input);
        random.fill(&mut input, 2.0);
        let (learning, reading) = (Forward::new(&net), read::Forward::new(&net));
        let mut rounded = Rows::zeros(batch.words(), sizes.input);
        (0..batch.words()).for_each(|row| round_input(input.row(row), rounded.row_mut(row)));
        let (trace, found) = (learning.read(&batch, input, None), reading.read_vectors(&batch, &rounded));
        let near =
            |left: &Matrix, right: &Matrix| left.values().iter().zip(right.values()).all(|(left, right)| (left - right).abs() < 0.02);
        for sentence in 0..batch.sentences() {
            let rows = batch.rows(sentence);
            assert!(near(&learning.heads(&trace, rows.clone()), &reading.heads(&found, rows)), "{sentence}");
        }
        let heads = (0..batch.words()).map(|row| row.checked_sub(1)).collect::<Vec<_>>();
        assert!(near(&learning.relations(&learning.pairs(&trace, &heads, None)), &reading.relations(&found, &heads)));
        let tags = (0..batch.words()).filter(|row| best(learning.tags(&trace, *row)) == found.tags[*row]).count();
        assert!(batch.words() - 2 <= tags, "{tags}");
    }
}

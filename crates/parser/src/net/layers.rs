//! The network: word vectors in, scores of tags, heads and relations out.
//!
//! Layers of recurrent cells read the sentence in both directions. A cell is an LSTM whose input gate is what its forget gate
//! leaves, so that its state stays between -1 and 1 and needs no second curve. On top, one product gives each word its tag
//! scores and its roles as dependent and as head; heads are scored by a bilinear form, relations by a small layer over the pair
//! (after Dozat and Manning, 2017).

use pulp::{Arch, NullaryFnOnce};

use crate::net::{
    batch::{Batch, Step},
    matrix::{Matrix, add, dot, scale, sigmoid, tanh},
    product::Panels,
};

/// How large the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Width of a word vector.
    pub input: usize,
    /// Width of a cell, in each direction.
    pub hidden: usize,
    /// Layers of cells.
    pub layers: usize,
    /// Width of the vectors that score heads.
    pub arc: usize,
    /// Width of the layer that scores relations.
    pub relation: usize,
    /// Number of tags.
    pub tags: usize,
    /// Number of relations.
    pub relations: usize,
}

impl Sizes {
    /// Where the parts of a word's roles lie: dependent, head, relation as dependent, relation as head, tags, end.
    pub fn parts(&self) -> [usize; 6] {
        let Self { arc, relation, tags, .. } = *self;
        [0, arc, 2 * arc, 2 * arc + relation, 2 * arc + 2 * relation, 2 * arc + 2 * relation + tags]
    }
}

/// The weights of one direction of a layer; columns are forget gate, new content, output gate.
#[derive(Clone, Debug)]
pub struct Cell {
    pub(crate) input: Matrix,
    pub(crate) state: Matrix,
    pub(crate) bias: Matrix,
}

impl Cell {
    fn new(input: usize, hidden: usize) -> Self {
        Self { input: Matrix::zeros(input, 3 * hidden), state: Matrix::zeros(hidden, 3 * hidden), bias: Matrix::zeros(1, 3 * hidden) }
    }
}

/// The weights.
#[derive(Clone, Debug)]
pub struct Net {
    /// How large it is.
    pub sizes: Sizes,
    pub(crate) layers: Vec<[Cell; 2]>,
    pub(crate) roles: Matrix,
    pub(crate) roles_bias: Matrix,
    pub(crate) root: Matrix,
    pub(crate) arc: Matrix,
    pub(crate) arc_bias: Matrix,
    pub(crate) relation: Matrix,
    pub(crate) relation_bias: Matrix,
}

impl Net {
    /// A network of zeros.
    pub fn new(sizes: Sizes) -> Self {
        let width = |layer| if layer == 0 { sizes.input } else { 2 * sizes.hidden };
        let roles = sizes.parts()[5];
        Self {
            sizes,
            layers: (0..sizes.layers).map(|layer| [0, 1].map(|_| Cell::new(width(layer), sizes.hidden))).collect(),
            roles: Matrix::zeros(2 * sizes.hidden, roles),
            roles_bias: Matrix::zeros(1, roles),
            root: Matrix::zeros(1, sizes.arc + sizes.relation),
            arc: Matrix::zeros(sizes.arc, sizes.arc),
            arc_bias: Matrix::zeros(1, sizes.arc),
            relation: Matrix::zeros(sizes.relation, sizes.relations),
            relation_bias: Matrix::zeros(1, sizes.relations),
        }
    }

    /// All weights, in a fixed order.
    pub fn weights(&self) -> Vec<&Matrix> {
        let cells = self.layers.iter().flatten().flat_map(|cell| [&cell.input, &cell.state, &cell.bias]);
        let tops = [&self.roles, &self.roles_bias, &self.root, &self.arc, &self.arc_bias, &self.relation, &self.relation_bias];
        cells.chain(tops).collect()
    }

    /// All weights, to write to, in the same order.
    pub fn weights_mut(&mut self) -> Vec<&mut Matrix> {
        let cells = self.layers.iter_mut().flatten().flat_map(|cell| [&mut cell.input, &mut cell.state, &mut cell.bias]);
        let tops = [
            &mut self.roles,
            &mut self.roles_bias,
            &mut self.root,
            &mut self.arc,
            &mut self.arc_bias,
            &mut self.relation,
            &mut self.relation_bias,
        ];
        cells.chain(tops).collect()
    }
}

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

/// A line with a bend: negative values count a tenth.
fn leak(value: f32) -> f32 {
    value.max(0.1 * value)
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
            advance(gates, current, &mut output[self.side * hidden..(self.side + 1) * hidden]);
            state.copy_from_slice(current);
        }
    }
}

/// One word; several simple loops, which compile to vector instructions where one over everything does not.
#[inline(always)]
fn advance(gates: &mut [f32], state: &mut [f32], output: &mut [f32]) {
    let hidden = state.len();
    let (forget, rest) = gates.split_at_mut(hidden);
    let (new, open) = rest.split_at_mut(hidden);
    forget.iter_mut().for_each(|value| *value = sigmoid(*value));
    new.iter_mut().for_each(|value| *value = tanh(*value));
    open.iter_mut().for_each(|value| *value = sigmoid(*value));
    for ((state, forget), new) in state.iter_mut().zip(&*forget).zip(&*new) {
        *state = *new + *forget * (*state - *new);
    }
    for ((output, state), open) in output.iter_mut().zip(&*state).zip(&*open) {
        *output = *open * *state;
    }
}

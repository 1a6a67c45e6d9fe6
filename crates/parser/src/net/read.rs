//! The network as it reads: in whole numbers, so that a sentence is read alike on every machine.
//!
//! Only what lies between two products is computed in `f32`, number by number and in one order: the units, the curves, the bends.

use std::ops::Range;

use pulp::{Arch, NullaryFnOnce};

use crate::net::{
    batch::{Batch, Step},
    curves::{advance, leak},
    input::Gates,
    layers::{Cell, Net, Sizes},
    matrix::{Matrix, best},
    whole::{self, Rows, Scaled, Sums, WIDE, Weights, filled, most, round},
};

/// How finely what a layer gives is rounded: so finely that the sums of eight layers still fit.
const OUTPUT: f32 = 2_048.0;
/// How finely word vectors are rounded.
const INPUT: f32 = 1_024.0;
/// The largest number of a word vector; what is larger is cut off.
const MOST_INPUT: f32 = 8_191.0;
/// Words whose gates are computed together, at least: few enough that they stay near the processor.
const TOGETHER: usize = 32;
/// Words that get their roles together.
const BLOCK: usize = 24;

/// The weights laid out to read with.
#[derive(Clone, Debug)]
pub struct Forward {
    /// How large the network is.
    pub sizes: Sizes,
    layers: Vec<[ReadingCell; 2]>,
    roles: Columns,
    /// The root as a head, and in the layer over pairs.
    root: (Scaled, Vec<f32>),
    arc: Columns,
    relation: Columns,
}

/// One direction of a layer.
#[derive(Clone, Debug)]
struct ReadingCell {
    input: Weights,
    state: Weights,
    /// The unit of each gate.
    units: Vec<f32>,
    /// What each gate starts with.
    start: Vec<Sums>,
}

/// Weights of which every column has a unit and a bias.
#[derive(Clone, Debug)]
struct Columns {
    weights: Weights,
    units: Vec<f32>,
    bias: Vec<f32>,
}

/// What the network found for a batch, in sentence order.
#[derive(Clone, Debug)]
pub struct Found {
    /// The tag of each word.
    pub tags: Vec<usize>,
    /// Each word as a head.
    heads: Scaled,
    /// Each word as a dependent, times the bilinear form.
    seeking: Scaled,
    /// Each word in the layer over pairs, as a dependent and as a head.
    pairs: Vec<f32>,
}

impl Forward {
    /// Lays out the weights.
    pub fn new(net: &Net) -> Self {
        let output = |layers: usize| whole::Range { unit: 1.0 / OUTPUT, most: layers as f32 * OUTPUT };
        let input = |layer| if layer == 0 { whole::Range { unit: 1.0 / INPUT, most: MOST_INPUT } } else { output(layer) };
        let cell = |layer, cell| ReadingCell::new(cell, input(layer), output(1));
        let scaled = |weights: &Matrix| whole::Range { unit: 1.0, most: most(weights.rows()) };
        let mut root = Scaled::new(1, net.sizes.arc, most(net.sizes.arc));
        root.set(0, &filled(&net.root.row(0)[..net.sizes.arc]));
        Self {
            sizes: net.sizes,
            layers: net.layers.iter().enumerate().map(|(layer, [ahead, back])| [cell(layer, ahead), cell(layer, back)]).collect(),
            roles: Columns::new(&net.roles, &net.roles_bias, output(net.sizes.layers)),
            root: (root, filled(&net.root.row(0)[net.sizes.arc..])),
            arc: Columns::new(&net.arc, &net.arc_bias, scaled(&net.arc)),
            relation: Columns::new(&net.relation, &net.relation_bias, scaled(&net.relation)),
        }
    }

    /// The gates of words in one direction of the first layer before it looks at the words beside them, row after row.
    pub fn first_gates(&self, side: usize, vectors: &Rows, rows: usize) -> Vec<Sums> {
        let mut gates = Vec::new();
        if let Some(cells) = self.layers.first() {
            cells[side].fill(Given::Rows(vectors), side, &(0..rows), &mut gates);
        }
        gates
    }

    /// Reads a batch of sentences, given the gates of their words in the first layer.
    pub fn read(&self, batch: &Batch, words: &Gates<'_>) -> Found {
        self.read_given(batch, Given::Words(words))
    }

    /// Reads a batch of sentences, given their word vectors in step order.
    #[cfg(all(test, feature = "train"))]
    pub fn read_vectors(&self, batch: &Batch, vectors: &Rows) -> Found {
        self.read_given(batch, Given::Rows(vectors))
    }

    fn read_given(&self, batch: &Batch, words: Given<'_>) -> Found {
        let mut top = Rows::zeros(batch.words(), 2 * self.sizes.hidden);
        for (layer, cells) in self.layers.iter().enumerate() {
            let mut output = Rows::zeros(batch.words(), 2 * self.sizes.hidden);
            for (side, cell) in cells.iter().enumerate() {
                let given = if layer == 0 { words } else { Given::Rows(&top) };
                cell.run(batch, side, given, &mut output);
            }
            output.values_mut().iter_mut().zip(top.values()).for_each(|(output, input)| *output = output.wrapping_add(*input));
            top = output;
        }
        self.top(batch, &top)
    }

    /// What is made of the output of the last layer.
    fn top(&self, batch: &Batch, top: &Rows) -> Found {
        let (words, Sizes { arc, relation, .. }) = (batch.words(), self.sizes);
        let scaled = |rows| Scaled::new(rows, arc, most(arc));
        let pairs = vec![0.0; words * 2 * relation];
        let mut found = Found { tags: vec![0; words], heads: scaled(words), seeking: scaled(words), pairs };
        let places = batch.places();
        for first in (0..words).step_by(BLOCK) {
            let places = &places[first..words.min(first + BLOCK)];
            let mut dependents = scaled(places.len());
            let sums = self.roles.sums(top.part(first..first + places.len(), 0), places.len());
            Arch::new().dispatch(Bend { net: self, sums: &sums, places, dependents: &mut dependents, found: &mut found });
            let sums = self.arc.sums(dependents.rows.part(0..places.len(), 0), places.len());
            Arch::new().dispatch(Seek { net: self, sums: &sums, places, dependents: &dependents, found: &mut found });
        }
        found
    }

    /// The scores of a sentence's words (rows) for their heads: column 0 is the root, column `n` the word `n - 1`.
    pub fn heads(&self, found: &Found, rows: Range<usize>) -> Matrix {
        let units = self.root.0.units.iter().chain(&found.heads.units[rows.clone()]).copied().collect::<Vec<_>>();
        let weights = Weights::turned(&self.root.0.rows, &found.heads.rows, rows.clone());
        let columns = Columns { bias: vec![0.0; weights.panels() * WIDE], units: filled(&units), weights };
        let sums = columns.sums(found.seeking.rows.part(rows.clone(), 0), rows.len());
        Arch::new().dispatch(Scale { columns: &columns, sums: &sums, units: &found.seeking.units[rows], width: units.len() })
    }

    /// The scores of relations; `heads` has, in sentence order, the row of each word's head or nothing for the root.
    pub fn relations(&self, found: &Found, heads: &[Option<usize>]) -> Matrix {
        let mut pairs = Scaled::new(heads.len(), self.sizes.relation, most(self.sizes.relation));
        Arch::new().dispatch(Pairs { root: &self.root.1, heads, found, pairs: &mut pairs });
        let sums = self.relation.sums(pairs.rows.part(0..heads.len(), 0), heads.len());
        Arch::new().dispatch(Scale { columns: &self.relation, sums: &sums, units: &pairs.units, width: self.sizes.relations })
    }
}

/// Rounds a word vector.
pub fn round_input(values: &[f32], onto: &mut [i16]) {
    for (onto, value) in onto.iter_mut().zip(values) {
        *onto = round((value * INPUT).clamp(-MOST_INPUT, MOST_INPUT));
    }
}

impl Columns {
    fn new(weights: &Matrix, bias: &Matrix, range: whole::Range) -> Self {
        let units = whole::units(&[(weights, range)], &vec![0.0; weights.columns()]);
        Self { weights: Weights::new(weights, range.unit, &units), units: filled(&units), bias: filled(bias.row(0)) }
    }

    fn sums(&self, left: whole::Left<'_>, rows: usize) -> Vec<Sums> {
        let mut sums = vec![[0; WIDE]; rows * self.weights.panels()];
        self.weights.multiply(left, &mut sums);
        sums
    }

    /// Reads off some sums of a row, given the unit of what was multiplied.
    #[inline(always)]
    fn scale(&self, sums: &[Sums], unit: f32, onto: &mut [f32]) {
        for (((onto, sum), own), bias) in onto.iter_mut().zip(sums.as_flattened()).zip(&self.units).zip(&self.bias) {
            *onto = *sum as f32 * (unit * own) + bias;
        }
    }
}

/// Gives words their roles.
struct Bend<'a> {
    net: &'a Forward,
    sums: &'a [Sums],
    places: &'a [usize],
    dependents: &'a mut Scaled,
    found: &'a mut Found,
}

impl NullaryFnOnce for Bend<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { net: Forward { roles, sizes, .. }, sums, places, dependents, found } = self;
        let [_, heads, pairs, _, tags, end] = sizes.parts();
        let mut values = vec![0.0; roles.units.len()];
        for (at, (sums, place)) in sums.chunks_exact(roles.weights.panels()).zip(places).enumerate() {
            roles.scale(sums, 1.0, &mut values);
            values[..pairs].iter_mut().for_each(|value| *value = leak(*value));
            dependents.set(at, &values[..heads]);
            found.heads.set(*place, &values[heads..pairs]);
            let width = tags - pairs;
            found.pairs[place * width..(place + 1) * width].copy_from_slice(&values[pairs..tags]);
            found.tags[*place] = best(&values[tags..end]);
        }
    }
}

/// Reads off what words seek as dependents.
struct Seek<'a> {
    net: &'a Forward,
    sums: &'a [Sums],
    places: &'a [usize],
    dependents: &'a Scaled,
    found: &'a mut Found,
}

impl NullaryFnOnce for Seek<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let mut values = vec![0.0; self.net.arc.units.len()];
        for ((sums, place), unit) in self.sums.chunks_exact(self.net.arc.weights.panels()).zip(self.places).zip(&self.dependents.units) {
            self.net.arc.scale(sums, *unit, &mut values);
            self.found.seeking.set(*place, &values[..self.net.sizes.arc]);
        }
    }
}

/// Puts each word beside its head.
struct Pairs<'a> {
    root: &'a [f32],
    heads: &'a [Option<usize>],
    found: &'a Found,
    pairs: &'a mut Scaled,
}

impl NullaryFnOnce for Pairs<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let width = self.root.len();
        let mut values = vec![0.0; width];
        for (row, head) in self.heads.iter().enumerate() {
            let dependent = &self.found.pairs[2 * row * width..][..width];
            let head = head.map_or(self.root, |head| &self.found.pairs[(2 * head + 1) * width..][..width]);
            for ((value, dependent), head) in values.iter_mut().zip(dependent).zip(head) {
                *value = (dependent + head).max(0.0);
            }
            self.pairs.set(row, &values);
        }
    }
}

/// Reads off rows of sums, given the unit of what was multiplied in each.
struct Scale<'a> {
    columns: &'a Columns,
    sums: &'a [Sums],
    units: &'a [f32],
    width: usize,
}

impl NullaryFnOnce for Scale<'_> {
    type Output = Matrix;

    #[inline(always)]
    fn call(self) -> Matrix {
        let mut scores = Matrix::zeros(self.units.len(), self.width);
        let mut values = vec![0.0; self.columns.units.len()];
        for (row, (sums, unit)) in self.sums.chunks_exact(self.columns.weights.panels()).zip(self.units).enumerate() {
            self.columns.scale(sums, *unit, &mut values);
            scores.row_mut(row).copy_from_slice(&values[..self.width]);
        }
        scores
    }
}

impl ReadingCell {
    fn new(cell: &Cell, input: whole::Range, output: whole::Range) -> Self {
        let units = whole::units(&[(&cell.input, input), (&cell.state, output)], cell.bias.row(0));
        let start = cell.bias.row(0).iter().zip(&units).map(|(bias, unit)| (bias / unit) as i32).collect::<Vec<_>>();
        Self {
            input: Weights::new(&cell.input, input.unit, &units),
            state: Weights::new(&cell.state, output.unit, &units),
            units: filled(&units),
            start: filled(&start).as_chunks().0.to_vec(),
        }
    }

    /// The gates of some rows before they look at the step before.
    fn fill(&self, given: Given<'_>, side: usize, rows: &Range<usize>, gates: &mut Vec<Sums>) {
        let panels = self.start.len();
        gates.resize(rows.len() * panels, [0; WIDE]);
        let gates = &mut gates[..rows.len() * panels];
        for (row, gates) in rows.clone().zip(gates.chunks_exact_mut(panels)) {
            gates.copy_from_slice(match given {
                Given::Words(words) => words.row(row, side),
                Given::Rows(_) => &self.start,
            });
        }
        if let Given::Rows(input) = given {
            self.input.multiply(input.part(rows.clone(), 0), gates);
        }
    }

    /// Reads a batch in one direction and writes its half of `output`.
    fn run(&self, batch: &Batch, side: usize, given: Given<'_>, output: &mut Rows) {
        let (panels, hidden) = (self.start.len(), self.units.len() / 3);
        let mut states = vec![0.0; batch.sentences() * hidden];
        let mut values = vec![0.0; 3 * hidden];
        let (mut gates, mut known) = (Vec::new(), 0..0);
        for (step, before) in batch.walk(side == 1) {
            if !known.contains(&step.first) {
                known = ahead(batch, step, side == 1);
                self.fill(given, side, &known, &mut gates);
            }
            let rows = step.first - known.start..step.first - known.start + step.count;
            let gates = &mut gates[rows.start * panels..rows.end * panels];
            if let Some(before) = before {
                let count = step.count.min(before.count);
                self.state.multiply(output.part(before.first..before.first + count, side * hidden), gates);
            }
            let rows = step.first..step.first + step.count;
            Arch::new().dispatch(Advance { units: &self.units, gates, values: &mut values, states: &mut states, output, rows, side });
        }
    }
}

/// What a layer is given.
#[derive(Clone, Copy)]
enum Given<'a> {
    /// The gates of the words.
    Words(&'a Gates<'a>),
    /// What the layer before it gave.
    Rows(&'a Rows),
}

/// The rows of a step and of as many as come after it that they are worth a product.
fn ahead(batch: &Batch, step: Step, backwards: bool) -> Range<usize> {
    if backwards {
        let end = step.first + step.count;
        let enough = |other: &&Step| TOGETHER <= end - other.first || other.first == 0;
        let first = batch.steps().iter().rev().filter(|other| other.first <= step.first).find(enough);
        first.map_or(0, |first| first.first)..end
    } else {
        let enough = |other: &&Step| TOGETHER <= other.first + other.count - step.first;
        let last = batch.steps().iter().filter(|other| step.first <= other.first).find(enough);
        step.first..last.map_or(batch.words(), |last| last.first + last.count)
    }
}

/// One step of all its sentences: bends the gates, moves the states, gives the outputs. Compiled for the widest instructions.
struct Advance<'a> {
    units: &'a [f32],
    gates: &'a [Sums],
    /// Room for the gates of a word.
    values: &'a mut [f32],
    states: &'a mut [f32],
    output: &'a mut Rows,
    rows: Range<usize>,
    side: usize,
}

impl NullaryFnOnce for Advance<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let hidden = self.units.len() / 3;
        let words = self.gates.as_flattened().chunks_exact(3 * hidden).zip(self.states.chunks_exact_mut(hidden));
        for (row, (gates, state)) in self.rows.zip(words) {
            for ((value, sum), unit) in self.values.iter_mut().zip(gates).zip(self.units) {
                *value = *sum as f32 * unit;
            }
            let open = advance(self.values, state);
            let output = &mut self.output.row_mut(row)[self.side * hidden..(self.side + 1) * hidden];
            for ((output, state), open) in output.iter_mut().zip(&*state).zip(open) {
                *output = round(*open * *state * OUTPUT);
            }
        }
    }
}

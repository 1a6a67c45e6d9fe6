//! Learns the matrix and the moves: two wordings of one relation are brought together and those of others of the batch apart.
//!
//! The loss is that of contrastive learning with the others of a batch (van den Oord and others 2018, "Representation learning with
//! contrastive predictive coding"), both ways. The matrix is led by Adam, the moves by one AdaGrad rate a piece, for most pieces are
//! in few wordings.

use std::collections::BTreeMap;

use asof_vectors::{Embedder as _, Static};

use super::{
    corpus::{Phrase, Relation},
    matrix::{Matrix, add, dot},
    random::Random,
    start::components,
};

/// How many numbers a vector has.
const WIDTH: usize = 128;
/// So many rounds, each so many times over all relations.
const ROUNDS: usize = 150;
const TIMES: usize = 6;
/// Relations told apart at once, and too few to be.
const BATCH: usize = 256;
const FEW: usize = 8;
/// The rates of the matrix and of the moves at the start; they sink to this share.
const MATRIX_RATE: f32 = 0.003;
const MOVE_RATE: f32 = 0.03;
const LAST_RATE: f32 = 0.1;
/// How strongly the matrix is drawn to where it started, and moves to nothing.
const DRAWN: f32 = 1e-3;
/// The share of pieces that are left out, so that none is relied on.
const LEFT_OUT: f64 = 0.1;
/// The share of pairs in which a question is beside a telling; in the others it is beside a question.
const TELLINGS: f64 = 0.7;
/// Cosines are divided by it: the less, the more only the nearest others count.
const SOFTNESS: f32 = 0.1;
/// How Adam forgets slopes and their squares.
const MEAN: f32 = 0.9;
const SPREAD: f32 = 0.999;

/// What makes vectors of wordings.
#[derive(Clone, Debug)]
pub struct Encoder {
    /// A row for each number of a piece's own vector.
    pub matrix: Matrix,
    /// What is added for a piece.
    pub moves: BTreeMap<u32, Vec<f32>>,
}

/// Learns from relations.
pub fn learn(relations: &[Relation], random: &mut Random) -> Encoder {
    let mut learner = Learner::new(relations);
    for round in 0..ROUNDS {
        learner.pace = LAST_RATE.max(1.0 - round as f32 / ROUNDS as f32);
        for _ in 0..TIMES {
            learner.round(random);
        }
    }
    let moves = learner.pieces.iter().enumerate().map(|(at, piece)| (*piece, learner.moves.row(at).to_vec()));
    Encoder { moves: moves.filter(|(_, row)| row.iter().any(|value| *value != 0.0)).collect(), matrix: learner.matrix }
}

/// A wording: its pieces' places in the learner.
type Line = Vec<usize>;

/// The state of learning.
struct Learner {
    /// The pieces that the relations have, and their vectors as they weigh.
    pieces: Vec<u32>,
    vectors: Matrix,
    /// For each relation the wordings that tell, and those that ask.
    lines: Vec<[Vec<Line>; 2]>,
    start: Matrix,
    matrix: Matrix,
    mean: Matrix,
    spread: Matrix,
    moves: Matrix,
    /// The mean squares of the slopes of each move so far, summed.
    steepness: Vec<f32>,
    steps: i32,
    pace: f32,
}

impl Learner {
    fn new(relations: &[Relation]) -> Self {
        let mut pieces: Vec<u32> = relations.iter().flat_map(Relation::phrases).flat_map(Phrase::pieces).collect();
        pieces.sort_unstable();
        pieces.dedup();
        let line = |phrase: &Phrase| phrase.pieces().filter_map(|piece| pieces.binary_search(&piece).ok()).collect::<Line>();
        let lines: Vec<_> =
            relations.iter().map(|relation| [&relation.told, &relation.asked].map(|phrases| phrases.iter().map(line).collect())).collect();
        let vectors = weighed(&pieces);
        let all: Vec<&Line> = lines.iter().flatten().flatten().collect();
        let mut sums = sums(&vectors, &all);
        lengths(&mut sums);
        let start = components(&sums, WIDTH);
        let zeros = Matrix::zeros(start.rows(), start.columns());
        let (moves, steepness) = (Matrix::zeros(pieces.len(), WIDTH), vec![0.0; pieces.len()]);
        Self {
            pieces,
            vectors,
            lines,
            matrix: start.clone(),
            start,
            mean: zeros.clone(),
            spread: zeros,
            moves,
            steepness,
            steps: 0,
            pace: 1.0,
        }
    }

    /// Once over all relations.
    fn round(&mut self, random: &mut Random) {
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        random.shuffle(&mut order);
        for batch in order.chunks(BATCH).filter(|batch| FEW <= batch.len()) {
            let pairs: Vec<[Line; 2]> = batch.iter().map(|relation| self.pair(*relation, random)).collect();
            let lines: Vec<&Line> = (0..2).flat_map(|side| pairs.iter().map(move |pair| &pair[side])).collect();
            self.step(&lines);
        }
    }

    /// A question of a relation, and another wording of it.
    fn pair(&self, relation: usize, random: &mut Random) -> [Line; 2] {
        let [told, asked] = &self.lines[relation];
        [0.0, TELLINGS].map(|tellings| {
            let lines = if random.unit() < tellings { told } else { asked };
            let line = random.one(lines).cloned().unwrap_or_default();
            let kept: Line = line.iter().copied().filter(|_| LEFT_OUT < random.unit()).collect();
            if kept.is_empty() { line } else { kept }
        })
    }

    /// A step against the slope of the loss of these wordings: those of the first half each belong to one of the second.
    fn step(&mut self, lines: &[&Line]) {
        self.steps += 1;
        let own = sums(&self.vectors, lines);
        let mut units = own.times(&self.matrix);
        units.each_row_mut().zip(lines).for_each(|(row, line)| line.iter().for_each(|piece| add(row, 1.0, self.moves.row(*piece))));
        let lengths = lengths(&mut units);
        let mut slopes = contrast(&units);
        for ((slope, unit), length) in slopes.each_row_mut().zip(units.each_row()).zip(lengths) {
            let along = dot(slope, unit);
            add(slope, -along, unit);
            slope.iter_mut().for_each(|value| *value /= length);
        }
        self.turn(&own.turned().times(&slopes));
        self.shift(lines, &slopes);
    }

    /// A step of the matrix.
    fn turn(&mut self, slopes: &Matrix) {
        let (mean_share, spread_share) = (1.0 - MEAN.powi(self.steps), 1.0 - SPREAD.powi(self.steps));
        let state = self.mean.values_mut().iter_mut().zip(self.spread.values_mut());
        let values = self.matrix.values_mut().iter_mut().zip(self.start.values());
        for (((value, start), slope), (mean, spread)) in values.zip(slopes.values()).zip(state) {
            let slope = slope + DRAWN * (*value - start);
            *mean = MEAN * *mean + (1.0 - MEAN) * slope;
            *spread = SPREAD * *spread + (1.0 - SPREAD) * slope * slope;
            *value -= self.pace * MATRIX_RATE * (*mean / mean_share) / ((*spread / spread_share).sqrt() + 1e-8);
        }
    }

    /// A step of the moves.
    fn shift(&mut self, lines: &[&Line], slopes: &Matrix) {
        let mut by_piece: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
        for (line, slope) in lines.iter().zip(slopes.each_row()) {
            for piece in *line {
                add(by_piece.entry(*piece).or_insert_with(|| vec![0.0; WIDTH]), 1.0, slope);
            }
        }
        for (piece, mut slope) in by_piece {
            let row = self.moves.row_mut(piece);
            add(&mut slope, DRAWN, row);
            self.steepness[piece] += dot(&slope, &slope) / WIDTH as f32;
            add(row, -self.pace * MOVE_RATE / (self.steepness[piece].sqrt() + 1e-6), &slope);
        }
    }
}

/// The vectors of pieces, as they weigh.
fn weighed(pieces: &[u32]) -> Matrix {
    let table = Static::shipped();
    let mut vectors = Matrix::zeros(pieces.len(), table.dimensions());
    for (row, piece) in vectors.each_row_mut().zip(pieces) {
        add(row, table.weight(*piece), &table.piece_vector(*piece));
    }
    vectors
}

/// For each wording the sum of its pieces' vectors.
fn sums(vectors: &Matrix, lines: &[&Line]) -> Matrix {
    let mut sums = Matrix::zeros(lines.len(), vectors.columns());
    sums.each_row_mut().zip(lines).for_each(|(row, line)| line.iter().for_each(|piece| add(row, 1.0, vectors.row(*piece))));
    sums
}

/// Brings each row to length 1; gives the lengths they had.
fn lengths(rows: &mut Matrix) -> Vec<f32> {
    let unit = |row: &mut [f32]| {
        let length = dot(row, row).sqrt() + 1e-6;
        row.iter_mut().for_each(|value| *value /= length);
        length
    };
    rows.each_row_mut().map(unit).collect()
}

/// How the loss changes with the units: each of the first half is to be nearest to its own of the second, and each of those to it.
fn contrast(units: &Matrix) -> Matrix {
    let pairs = units.rows() / 2;
    let [asked, told] = units.split(pairs);
    let mut near = asked.times(&told.turned());
    near.values_mut().iter_mut().for_each(|value| *value /= SOFTNESS);
    let back = shares(near.turned()).turned();
    let mut slopes = shares(near);
    slopes.values_mut().iter_mut().zip(back.values()).for_each(|(one, other)| *one += other);
    (0..pairs).for_each(|at| slopes.row_mut(at)[at] -= 2.0);
    let share = 1.0 / (2.0 * SOFTNESS * pairs as f32);
    slopes.values_mut().iter_mut().for_each(|value| *value *= share);
    slopes.times(&told).above(&slopes.turned().times(&asked))
}

/// What share of each row a value has, as powers of e.
fn shares(mut rows: Matrix) -> Matrix {
    for row in rows.each_row_mut() {
        let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        row.iter_mut().for_each(|value| *value = (*value - most).exp());
        let sum: f32 = row.iter().sum();
        row.iter_mut().for_each(|value| *value /= sum);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The loss that `contrast` gives the slope of.
    fn loss(units: &Matrix) -> f32 {
        let [asked, told] = units.split(units.rows() / 2);
        let near = asked.times(&told.turned());
        let near = |row: usize, column: usize| near.row(row)[column] / SOFTNESS;
        let count = asked.rows();
        let surprise = |at: usize| {
            let ways = [&(|other| near(at, other)) as &dyn Fn(usize) -> f32, &|other| near(other, at)];
            ways.map(|way| (0..count).map(|other| way(other).exp()).sum::<f32>().ln() - near(at, at)).iter().sum::<f32>()
        };
        (0..count).map(surprise).sum::<f32>() / (2 * count) as f32
    }

    #[test]
    fn the_slope_is_that_of_the_loss() {
        let mut random = Random::new(7);
        let mut units = Matrix::zeros(6, 5);
        units.values_mut().iter_mut().for_each(|value| *value = random.normal() as f32);
        lengths(&mut units);
        let slopes = contrast(&units);
        for at in 0..units.values().len() {
            let moved = |by: f32| {
                let mut units = units.clone();
                units.values_mut()[at] += by;
                loss(&units)
            };
            let found = (moved(0.01) - moved(-0.01)) / 0.02;
            assert!((found - slopes.values()[at]).abs() < 0.05, "{at}: {found} {}", slopes.values()[at]);
        }
    }
}

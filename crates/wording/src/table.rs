//! The shipped matrix, moves, relations and judge, and the vectors that they make.

use std::{
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

use asof_vectors::{Embedder as _, Static};

use crate::judge::Judge;

static SHIPPED: LazyLock<Wordings> = LazyLock::new(|| Wordings::read(include_bytes!("../weights/wordings.bin")).unwrap_or_default());

/// The first bytes of the weights; the last is the version.
pub const MARK: &[u8; 8] = b"asofwrd\x01";

/// Words as a point among the wordings: those of two parts add up to those of both.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector(Vec<f32>);

impl Vector {
    /// Its length: how much it says.
    #[must_use]
    pub fn length(&self) -> f32 {
        self.dot(self).sqrt()
    }

    /// Adds another.
    pub fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one += other);
    }

    /// The same with length 1, if it says anything.
    #[must_use]
    pub fn unit(mut self) -> Self {
        let length = self.length();
        self.0.iter_mut().filter(|_| 0.0 < length).for_each(|value| *value /= length);
        self
    }

    #[cfg(feature = "train")]
    pub(crate) fn values(&self) -> &[f32] {
        &self.0
    }

    /// The product of two: the cosine, if both have length 1.
    #[must_use]
    pub fn dot(&self, other: &Self) -> f32 {
        // Eight sums at a time, which processors add at once.
        let mut sums = [0.0; 8];
        for (ours, theirs) in self.0.chunks(8).zip(other.0.chunks(8)) {
            sums.iter_mut().zip(ours.iter().zip(theirs)).for_each(|(sum, (one, other))| *sum += one * other);
        }
        sums.iter().sum()
    }
}

#[cfg(feature = "train")]
impl From<Vec<f32>> for Vector {
    fn from(values: Vec<f32>) -> Self {
        Self(values)
    }
}

/// What was learnt of wordings.
#[derive(Debug, Default)]
pub struct Wordings {
    /// A row of the matrix for each number of a piece's own vector.
    rows: Vec<Vec<f32>>,
    width: usize,
    moves: HashMap<u32, Vec<f32>>,
    /// Pieces as they were asked for.
    pieces: Vec<OnceLock<Vector>>,
    relations: Vec<Vector>,
    judge: Judge,
}

impl Wordings {
    /// Those shipped with the crate; read the first time.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads weights: the height and width of the matrix and its numbers; of so many pieces the numbers and moves; so many relations;
    /// the judge. Nothing if they are damaged, or are not for the shipped table of pieces.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes.strip_prefix(MARK)?);
        let (table, height, width) = (Static::shipped(), reader.count()?, reader.count()?);
        if height != table.dimensions() || width == 0 {
            return None;
        }
        let rows = (0..height).map(|_| reader.floats(width)).collect::<Option<Vec<_>>>()?;
        let count = reader.count()?;
        let moved = (0..count).map(|_| reader.number()).collect::<Option<Vec<u32>>>()?;
        // In order, each once, and known.
        let known = |piece: &u32| (*piece as usize) < table.vocabulary().len();
        let ordered = moved.is_sorted_by(|one, next| one < next) && moved.last().is_none_or(known);
        let moves = moved.into_iter().map(|piece| Some((piece, reader.row(width)?))).collect::<Option<HashMap<_, _>>>()?;
        let count = reader.count()?;
        let relations = (0..count).map(|_| reader.row(width).map(Vector)).collect::<Option<Vec<Vector>>>()?;
        let judge = Judge::read(&mut reader)?;
        let pieces = std::iter::repeat_with(OnceLock::new).take(table.vocabulary().len()).collect();
        (ordered && reader.0.is_empty()).then_some(Self { rows, width, moves, pieces, relations, judge })
    }

    /// The vector of some words.
    #[must_use]
    pub fn vector(&self, text: &str) -> Vector {
        self.sum(Static::shipped().pieces(text).into_iter())
    }

    /// The vector of some pieces.
    pub(crate) fn sum(&self, pieces: impl Iterator<Item = u32>) -> Vector {
        let mut sum = Vector(vec![0.0; self.width]);
        for piece in pieces {
            if let Some(known) = self.pieces.get(piece as usize) {
                sum.add(known.get_or_init(|| self.piece(piece)));
            }
        }
        sum
    }

    fn piece(&self, piece: u32) -> Vector {
        let table = Static::shipped();
        let weight = table.weight(piece);
        let mut sum = self.moves.get(&piece).cloned().unwrap_or_else(|| vec![0.0; self.width]);
        for (value, row) in table.piece_vector(piece).iter().zip(&self.rows) {
            sum.iter_mut().zip(row).for_each(|(sum, cell)| *sum += weight * value * cell);
        }
        Vector(sum)
    }

    /// The middles of the relations that it was learnt from, each of length 1.
    pub(crate) fn relations(&self) -> &[Vector] {
        &self.relations
    }

    pub(crate) fn judge(&self) -> &Judge {
        &self.judge
    }
}

/// Reads numbers off bytes, the lowest first.
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn four(&mut self) -> Option<[u8; 4]> {
        self.take(4)?.try_into().ok()
    }

    fn number(&mut self) -> Option<u32> {
        self.four().map(u32::from_le_bytes)
    }

    /// How many of something follow.
    pub(crate) fn count(&mut self) -> Option<usize> {
        self.number().and_then(|count| usize::try_from(count).ok())
    }

    fn float(&mut self) -> Option<f32> {
        self.four().map(f32::from_le_bytes).filter(|value| value.is_finite())
    }

    pub(crate) fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        (0..count).map(|_| self.float()).collect()
    }

    /// Numbers of a byte each, after their scale.
    fn row(&mut self, width: usize) -> Option<Vec<f32>> {
        let scale = self.float()?;
        Some(self.take(width)?.iter().map(|byte| f32::from(byte.cast_signed()) * scale).collect())
    }
}

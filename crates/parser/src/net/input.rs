//! Words as the network takes them: what its first layer makes of each.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::net::{
    batch::Batch,
    read::{Forward, round_input},
    table::{Reader, Table},
    whole::{Rows, Sums},
    words,
};

/// Spellings of which it is remembered what the first layer makes of them: most words of a text are a few hundred, over and over.
const REMEMBERED: usize = 2_048;
/// The longest spelling remembered, in bytes.
const LONGEST: usize = 24;

/// What words are like, and what the first layer made of some.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    features: Table<'a>,
    pieces: Table<'a>,
    /// Each spelling has one place, and the first that comes keeps it. What is remembered is what would be computed again, to the bit.
    remembered: Vec<OnceLock<Remembered>>,
}

#[derive(Clone, Debug)]
struct Remembered {
    form: Box<str>,
    gates: [Box<[Sums]>; 2],
}

/// The gates of the words of a batch, as the first layer has them before it looks at the words beside them.
#[derive(Clone, Debug)]
pub struct Gates<'a> {
    made: [Vec<Sums>; 2],
    width: usize,
    /// In step order.
    words: Vec<Source<'a>>,
}

#[derive(Clone, Copy, Debug)]
enum Source<'a> {
    Remembered(&'a [Box<[Sums]>; 2]),
    Made(usize),
}

impl<'a> Input<'a> {
    /// Reads the tables.
    pub fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let (features, pieces) = (Table::read(reader)?, Table::read(reader)?);
        Some(Self { features, pieces, remembered: vec![OnceLock::new(); REMEMBERED] })
    }

    /// How wide a word vector is.
    pub fn width(&self) -> Option<usize> {
        self.features.width().checked_add(self.pieces.width())
    }

    /// The gates of the words of a batch; each spelling is looked up once.
    pub fn gates(&self, net: &Forward, batch: &Batch, parts: &[(usize, &[&str])]) -> Gates<'_> {
        let mut seen = FxHashMap::<&str, Source<'_>>::default();
        let mut unknown = Vec::new();
        let mut words = vec![Source::Made(0); batch.words()];
        for (sentence, (_, part)) in parts.iter().enumerate() {
            for (word, form) in part.iter().enumerate() {
                words[batch.row(sentence, word)] = *seen.entry(form).or_insert_with(|| {
                    self.recall(form).unwrap_or_else(|| {
                        unknown.push(*form);
                        Source::Made(unknown.len() - 1)
                    })
                });
            }
        }
        let vectors = self.vectors(&unknown);
        let made = [0, 1].map(|side| net.first_gates(side, &vectors, unknown.len()));
        let gates = Gates { width: made[0].len() / unknown.len().max(1), made, words };
        for (at, form) in unknown.iter().enumerate() {
            self.remember(form, [0, 1].map(|side| gates.made(at, side)));
        }
        gates
    }

    fn place(&self, form: &str) -> Option<&OnceLock<Remembered>> {
        self.remembered.get(words::spelling_key(form) as usize % REMEMBERED)
    }

    fn recall(&self, form: &str) -> Option<Source<'_>> {
        let remembered = self.place(form)?.get().filter(|remembered| *remembered.form == *form)?;
        Some(Source::Remembered(&remembered.gates))
    }

    fn remember(&self, form: &str, gates: [&[Sums]; 2]) {
        if let Some(place) = self.place(form).filter(|_| form.len() <= LONGEST) {
            place.get_or_init(|| Remembered { form: form.into(), gates: gates.map(Into::into) });
        }
    }

    fn vectors(&self, forms: &[&str]) -> Rows {
        let width = self.width().unwrap_or_default();
        let mut vectors = Rows::zeros(forms.len(), width);
        let mut vector = vec![0.0; width];
        for (row, form) in forms.iter().enumerate() {
            vector.fill(0.0);
            self.look_up(form, &mut vector);
            round_input(&vector, vectors.row_mut(row));
        }
        vectors
    }

    fn look_up(&self, form: &str, onto: &mut [f32]) {
        let (near, far) = onto.split_at_mut(self.pieces.width());
        let pieces = words::pieces(form, |key| self.pieces.find(key));
        for piece in &pieces {
            self.pieces.add(*piece, 1.0 / pieces.len() as f32, near);
        }
        for row in words::keys(form).keys.into_iter().filter_map(|key| self.features.find(key)) {
            self.features.add(row, 1.0, far);
        }
    }
}

impl Gates<'_> {
    /// The gates of a word in one direction; `row` is in step order.
    pub fn row(&self, row: usize, side: usize) -> &[Sums] {
        match self.words[row] {
            Source::Remembered(gates) => &gates[side],
            Source::Made(at) => self.made(at, side),
        }
    }

    fn made(&self, at: usize, side: usize) -> &[Sums] {
        &self.made[side][at * self.width..(at + 1) * self.width]
    }
}

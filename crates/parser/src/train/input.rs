//! Word vectors while training: a projection of fixed pretrained vectors beside the sum of learned ones.

use rustc_hash::FxHashMap;

use super::{adam::Adam, product::multiply, random::Random, vectors::Vectors};
use crate::net::{
    matrix::{Matrix, add, scale},
    words,
};

/// A feature must be seen on this many words to get a vector.
const SEEN: usize = 2;

/// A spelling: the rows of its features.
#[derive(Clone, Debug)]
struct Spelling {
    /// Rows of the features that say which word it is.
    identity: Vec<u32>,
    /// Rows of the others.
    parts: Vec<u32>,
}

/// The word vectors and what they are made of.
#[derive(Clone, Debug)]
pub struct Input {
    /// The row of each feature's learned vector.
    pub rows: FxHashMap<u64, u32>,
    /// The learned vectors.
    pub learned: Matrix,
    /// The projection of the pretrained vectors.
    pub projection: Matrix,
    spellings: Vec<Spelling>,
    ids: FxHashMap<String, usize>,
    pretrained: Matrix,
}

/// How much is blanked while training.
#[derive(Clone, Copy, Debug)]
pub struct Blank {
    /// Share of the words whose identity is hidden.
    pub words: f32,
    /// Share of the words whose pretrained vector is hidden.
    pub vectors: f32,
    /// Share of the values.
    pub values: f32,
}

/// What a batch's word vectors were made with.
#[derive(Clone, Debug)]
pub struct Made {
    ids: Vec<usize>,
    hidden: Vec<[bool; 2]>,
    pretrained: Matrix,
    mask: Option<Matrix>,
}

impl Input {
    /// The features seen in `train`, for the spellings there and in `others`.
    pub fn new<'a>(
        train: impl Iterator<Item = &'a str> + Clone,
        others: impl Iterator<Item = &'a str>,
        vectors: &Vectors,
        widths: (usize, usize),
        random: &mut Random,
    ) -> Self {
        let rows = rows(train.clone());
        let mut learned = Matrix::zeros(rows.len(), widths.1);
        random.fill(&mut learned, 0.15);
        let mut projection = Matrix::zeros(vectors.width(), widths.0);
        random.fill(&mut projection, (3.0 / vectors.width() as f32).sqrt());
        let mut ids = FxHashMap::default();
        let mut spellings = Vec::new();
        let mut forms = Vec::new();
        for form in train.chain(others) {
            if !ids.contains_key(form) {
                ids.insert(form.to_owned(), spellings.len());
                spellings.push(spelling(form, &rows));
                forms.push(form);
            }
        }
        let mut pretrained = Matrix::zeros(forms.len(), vectors.width());
        for (at, form) in forms.iter().enumerate() {
            pretrained.row_mut(at).copy_from_slice(&vectors.word(form));
        }
        Self { rows, learned, projection, spellings, ids, pretrained }
    }

    /// The spelling of a word given to `new`.
    pub fn id(&self, form: &str) -> usize {
        self.ids.get(form).copied().unwrap_or(0)
    }

    /// The vectors of these spellings, each with the row of the mask to use.
    pub fn make(&self, ids: &[usize], blank: Option<(Blank, &[usize])>, random: &mut Random) -> (Matrix, Made) {
        let (near, far) = (self.projection.columns(), self.learned.columns());
        let hidden = ids
            .iter()
            .map(|_| blank.map_or([false; 2], |(blank, _)| [random.unit() < blank.words, random.unit() < blank.vectors]))
            .collect::<Vec<_>>();
        let mut pretrained = Matrix::zeros(ids.len(), self.pretrained.columns());
        let mut made = Matrix::zeros(ids.len(), near + far);
        for (row, id) in ids.iter().enumerate() {
            if !hidden[row][1] {
                pretrained.row_mut(row).copy_from_slice(self.pretrained.row(*id));
            }
            for feature in self.features(*id, hidden[row][0]) {
                add(&mut made.row_mut(row)[near..], self.learned.row(*feature as usize));
            }
        }
        multiply(pretrained.whole(), self.projection.whole(), made.part_mut(0..ids.len(), 0..near));
        let mask = blank.map(|(blank, of)| {
            let sentences = random.mask(of.iter().max().map_or(0, |most| most + 1), near + far, blank.values);
            let mut mask = Matrix::zeros(ids.len(), near + far);
            of.iter().enumerate().for_each(|(row, sentence)| mask.row_mut(row).copy_from_slice(sentences.row(*sentence)));
            scale(made.values_mut(), mask.values());
            mask
        });
        (made, Made { ids: ids.to_vec(), hidden, pretrained, mask })
    }

    fn features(&self, id: usize, hidden: bool) -> impl Iterator<Item = &u32> {
        let spelling = &self.spellings[id];
        spelling.identity.iter().filter(move |_| !hidden).chain(&spelling.parts)
    }

    /// Adds how the loss changes with the learned vectors and the projection.
    pub fn back(&self, made: &Made, mut change: Matrix, (learned, projection): (&mut Matrix, &mut Matrix)) {
        if let Some(mask) = &made.mask {
            scale(change.values_mut(), mask.values());
        }
        let near = self.projection.columns();
        for (row, id) in made.ids.iter().enumerate() {
            for feature in self.features(*id, made.hidden[row][0]) {
                add(learned.row_mut(*feature as usize), &change.row(row)[near..]);
            }
        }
        multiply(made.pretrained.whole().turned().whole(), change.part(0..change.rows(), 0..near), projection.whole_mut());
    }

    /// The weights, for the optimiser.
    pub fn weights_mut(&mut self) -> [&mut Matrix; 2] {
        [&mut self.learned, &mut self.projection]
    }

    /// An optimiser for the weights.
    pub fn adam(&self) -> Adam {
        Adam::new(&[&self.learned, &self.projection])
    }
}

fn rows<'a>(forms: impl Iterator<Item = &'a str>) -> FxHashMap<u64, u32> {
    let mut seen = FxHashMap::<u64, usize>::default();
    for form in forms {
        for key in words::keys(form).keys {
            *seen.entry(key).or_default() += 1;
        }
    }
    let mut kept = seen.into_iter().filter(|(_, seen)| SEEN <= *seen).map(|(key, _)| key).collect::<Vec<_>>();
    kept.sort_unstable();
    kept.into_iter().zip(0..).collect()
}

fn spelling(form: &str, rows: &FxHashMap<u64, u32>) -> Spelling {
    let keys = words::keys(form);
    let (identity, parts) = keys.keys.split_at(keys.identity);
    let find = |keys: &[u64]| keys.iter().filter_map(|key| rows.get(key).copied()).collect();
    Spelling { identity: find(identity), parts: find(parts) }
}

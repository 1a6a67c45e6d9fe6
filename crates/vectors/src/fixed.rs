//! The embedder that is always there: a vector for each word piece, and their weighted mean for a text.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::embedder::{EmbedError, Embedder, normalise};
use crate::table::Table;
use crate::wordpiece::Vocabulary;

static TABLE: &[u8] = include_bytes!("../weights/pieces.bin");
static VOCABULARY: &str = include_str!("../weights/vocab.txt");

static SHIPPED: LazyLock<Static> = LazyLock::new(|| Static::read(Cow::Borrowed(TABLE), Cow::Borrowed(VOCABULARY)).unwrap_or_default());

/// A table of vectors of word pieces.
///
/// How much a piece weighs is fixed in the table: the more often people write it, the less. So the vector of a text depends on
/// nothing but the text.
#[derive(Debug, Default)]
pub struct Static {
    table: Table,
    vocabulary: Vocabulary,
}

impl Static {
    /// The table shipped with the crate; it is read the first time.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Another table, as `asof-distil` writes it, and its vocabulary, a piece a line; nothing if they are damaged or do not belong
    /// together.
    pub fn read(table: Cow<'static, [u8]>, vocabulary: Cow<'static, str>) -> Option<Self> {
        let (table, vocabulary) = (Table::read(table)?, Vocabulary::read(vocabulary));
        (table.rows() == vocabulary.len()).then_some(Self { table, vocabulary })
    }

    /// The vector of a text, of length 1; all zeros if no piece of it weighs anything.
    pub fn vector(&self, text: &str) -> Vec<f32> {
        let mut sum = self.sum(text);
        normalise(&mut sum);
        sum
    }

    /// The weighted vectors of a text's pieces added up: sums of texts add up to that of both.
    pub fn sum(&self, text: &str) -> Vec<f32> {
        let mut sum = vec![0.0; self.table.width()];
        self.vocabulary.each_word(text, |pieces| {
            for piece in pieces {
                self.table.add(*piece, self.table.weight(*piece), &mut sum);
            }
        });
        sum
    }

    /// Gives the pieces of a text, in order.
    pub fn each_piece(&self, text: &str, mut take: impl FnMut(u32)) {
        self.vocabulary.each_word(text, |pieces| pieces.iter().for_each(|piece| take(*piece)));
    }

    /// Adds a piece's weighted vector, as [`sum`](Self::sum) does for each piece of a text.
    pub fn add(&self, piece: u32, onto: &mut [f32]) {
        self.table.add(piece, self.table.weight(piece), onto);
    }

    /// A piece's weighted vector as it is kept: bytes with signs, and what to multiply them by.
    pub fn row(&self, piece: u32) -> (&[u8], f32) {
        (self.table.row(piece), self.table.weight(piece) * self.table.scale(piece))
    }

    /// The pieces of a text, in order.
    ///
    /// ```
    /// let table = asof_vectors::Static::shipped();
    /// let pieces = table.pieces("Snowboarding!");
    /// let written: Vec<&str> = pieces.iter().map(|piece| table.vocabulary().piece(*piece)).collect();
    /// assert_eq!(written, ["snow", "##boarding", "!"]);
    /// ```
    pub fn pieces(&self, text: &str) -> Vec<u32> {
        let mut all = Vec::new();
        self.vocabulary.each_word(text, |pieces| all.extend_from_slice(pieces));
        all
    }

    /// The pieces it knows.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// How much a piece weighs: near 1 for a rare one, near 0 for one that is in every text, 0 for none.
    pub fn weight(&self, piece: u32) -> f32 {
        self.table.weight(piece)
    }

    /// The vector of a piece, neither weighted nor brought to length 1.
    pub fn piece_vector(&self, piece: u32) -> Vec<f32> {
        let mut vector = vec![0.0; self.table.width()];
        self.table.add(piece, 1.0, &mut vector);
        vector
    }

    /// How alike two pieces are: their cosine, computed from the bytes of the table.
    pub fn likeness(&self, left: u32, right: u32) -> f32 {
        self.table.cosine(left, right)
    }
}

impl Embedder for Static {
    fn id(&self) -> &str {
        self.table.name()
    }

    fn dimensions(&self) -> usize {
        self.table.width()
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        Ok(texts.iter().map(|text| self.vector(text)).collect())
    }
}

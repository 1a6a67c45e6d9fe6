//! The fields that are indexed, and what of a document goes into each.

use asof_model::Point;
use smallvec::SmallVec;

use crate::{
    corpus::{Corpus, Kind, Passage},
    words::each_content_word,
};

/// A field of the index. Statistics are kept for each on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// What an episode says.
    Text,
    /// Who said it.
    Speaker,
    /// When: the year, the month's name, the day of the month and of the week.
    Date,
    /// A claim as a sentence.
    Claim,
}

impl Field {
    /// All of them; the place of each is its number.
    pub const ALL: [Self; 4] = [Self::Text, Self::Speaker, Self::Date, Self::Claim];

    /// Its name in the index.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Speaker => "speaker",
            Self::Date => "date",
            Self::Claim => "claim",
        }
    }

    /// Which documents have it.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Text | Self::Speaker | Self::Date => Kind::Passage,
            Self::Claim => Kind::Claim,
        }
    }
}

/// The texts of a document's fields.
pub(crate) type Texts = SmallVec<[(Field, String); 3]>;

/// What is indexed of a document.
pub(crate) fn texts(corpus: &dyn Corpus, kind: Kind, number: u32) -> Texts {
    match kind {
        Kind::Passage => corpus.passage(number).map(passage).unwrap_or_default(),
        Kind::Claim => [(Field::Claim, corpus.sentence(number))].into_iter().collect(),
    }
}

fn passage(passage: Passage<'_>) -> Texts {
    let mut texts = Texts::new();
    texts.push((Field::Text, passage.text.to_owned()));
    texts.extend(passage.speaker.map(|speaker| (Field::Speaker, speaker.to_owned())));
    texts.extend(passage.occurred_at.map(|date| (Field::Date, date_words(date))));
    texts
}

/// A date in words, as far as it is known: "2023 May 7 Sunday".
#[must_use]
pub fn date_words(date: Point) -> String {
    const DAY: i64 = 86_400_000_000;
    let Some(first) = chrono::DateTime::from_timestamp_micros(date.lo().micros()) else { return String::new() };
    let width = date.hi().micros().saturating_sub(date.lo().micros());
    let format = match width {
        _ if width <= DAY => "%Y %B %-d %A",
        _ if width <= 31 * DAY => "%Y %B",
        _ if width <= 366 * DAY => "%Y",
        _ => return String::new(),
    };
    first.format(format).to_string()
}

/// Counts the words of a field's text: each word with how often it is there, and their number.
pub(crate) fn count(text: &str, counts: &mut rustc_hash::FxHashMap<Box<str>, u32>) -> u32 {
    let mut length = 0;
    each_content_word(text, &mut |_, word| {
        length += 1;
        match counts.get_mut(word) {
            Some(count) => *count += 1,
            None => {
                counts.insert(word.into(), 1);
            }
        }
    });
    length
}

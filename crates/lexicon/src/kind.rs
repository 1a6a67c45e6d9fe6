//! What kind of thing a noun is: a person, a place, a time.

use crate::lexicon::Lexicon;
use crate::part::Part;

/// The kinds of things that matter to who, where, when and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Author, wife.
    Person,
    /// Company, team, party, university.
    Organisation,
    /// City, continent, building, river.
    Place,
    /// A thing made: book, song, film, tool.
    Work,
    /// Year, morning, birthday.
    Time,
    /// Language, dialect.
    Language,
    /// Price, age, distance.
    Amount,
    /// War, birth, wedding: things that happen or are done.
    Event,
    /// Dog, bird.
    Animal,
    /// Anything else.
    Other,
}

/// The words that stand for a kind, with which of the word's senses as a noun; the first met on the way up tells the kind.
const ROOTS: &[(&str, u8, Kind)] = &[
    ("person", 1, Kind::Person),
    ("people", 1, Kind::Person),
    ("imaginary being", 1, Kind::Person),
    ("spiritual being", 1, Kind::Person),
    ("political unit", 1, Kind::Place),
    ("organization", 1, Kind::Organisation),
    ("institution", 1, Kind::Organisation),
    ("social group", 1, Kind::Organisation),
    ("gathering", 1, Kind::Event),
    ("location", 1, Kind::Place),
    ("structure", 1, Kind::Place),
    ("way", 6, Kind::Place),
    ("land", 4, Kind::Place),
    ("geological formation", 1, Kind::Place),
    ("body of water", 1, Kind::Place),
    ("celestial body", 1, Kind::Place),
    ("facility", 1, Kind::Place),
    ("artifact", 1, Kind::Work),
    ("creation", 2, Kind::Work),
    ("writing", 2, Kind::Work),
    ("publication", 1, Kind::Work),
    ("music", 1, Kind::Work),
    ("show", 3, Kind::Work),
    ("software", 1, Kind::Work),
    ("language", 1, Kind::Language),
    ("time period", 1, Kind::Time),
    ("time", 5, Kind::Time),
    ("time unit", 1, Kind::Time),
    ("point in time", 1, Kind::Time),
    ("measure", 2, Kind::Amount),
    ("possession", 2, Kind::Amount),
    ("magnitude", 1, Kind::Amount),
    ("number", 1, Kind::Amount),
    ("physical property", 1, Kind::Amount),
    ("stature", 2, Kind::Amount),
    ("age", 1, Kind::Amount),
    ("monetary value", 1, Kind::Amount),
    ("event", 1, Kind::Event),
    ("animal", 1, Kind::Animal),
];

/// The words for whole kinds: to be one of these is to be of the kind.
const NAMES: &[(&str, Kind)] = &[
    ("person", Kind::Person),
    ("organization", Kind::Organisation),
    ("organisation", Kind::Organisation),
    ("place", Kind::Place),
    ("location", Kind::Place),
    ("work", Kind::Work),
    ("time", Kind::Time),
    ("language", Kind::Language),
    ("amount", Kind::Amount),
    ("event", Kind::Event),
    ("animal", Kind::Animal),
];

/// How many steps up are taken before giving up; the longest way in the table is shorter.
const HIGHEST: usize = 24;

impl Kind {
    /// The kind that a word stands for as a whole.
    pub(crate) fn named(word: &str) -> Option<Self> {
        NAMES.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind)
    }
}

/// The meanings that stand for kinds, sorted.
pub(crate) fn roots(lexicon: &Lexicon) -> Vec<(u32, Kind)> {
    let root = |(word, rank, kind): &(&str, u8, Kind)| {
        let word = lexicon.table.words.find(word)?;
        let mut senses = lexicon.table.senses_of(word).map(|(_, sense)| sense);
        let sense = senses.find(|sense| sense.rank == *rank && lexicon.table.part(sense.synset) == Some(Part::Noun))?;
        Some((sense.synset, *kind))
    };
    let mut roots: Vec<(u32, Kind)> = ROOTS.iter().filter_map(root).collect();
    roots.sort_unstable();
    roots
}

/// The kind of a meaning: that of the nearest root above it.
pub(crate) fn kind(lexicon: &Lexicon, synset: u32) -> Kind {
    let mut level = vec![synset];
    for _ in 0..HIGHEST {
        let root = |synset: &u32| lexicon.roots.binary_search_by_key(synset, |(root, _)| *root).ok();
        if let Some((_, kind)) = level.iter().find_map(root).and_then(|at| lexicon.roots.get(at)) {
            return *kind;
        }
        level = above(lexicon, &level);
    }
    Kind::Other
}

/// Whether a meaning is one of some, or a kind of one of them.
pub(crate) fn is_under(lexicon: &Lexicon, synset: u32, ancestors: &[u32]) -> bool {
    let mut level = vec![synset];
    for _ in 0..HIGHEST {
        if level.iter().any(|synset| ancestors.contains(synset)) {
            return true;
        }
        level = above(lexicon, &level);
    }
    false
}

fn above(lexicon: &Lexicon, level: &[u32]) -> Vec<u32> {
    let mut above: Vec<u32> = level.iter().flat_map(|synset| lexicon.table.above.of(*synset)).copied().collect();
    above.sort_unstable();
    above.dedup();
    above
}

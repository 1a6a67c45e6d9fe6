//! Parts of speech.

/// The parts of speech of the words that the lexicon has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Author, city.
    Noun,
    /// Write, live.
    Verb,
    /// Musical, born.
    Adjective,
    /// Formerly.
    Adverb,
}

impl Part {
    /// All four, in the order of their numbers in the table.
    pub const ALL: [Self; 4] = [Self::Noun, Self::Verb, Self::Adjective, Self::Adverb];
}

//! Which words may follow a whole phrase of time, so that it is no part of a longer one ("the 5th floor", "the week that we met").

use crate::parse::Parser;

/// Words that go on with the sentence after a phrase of time and can be no part of it.
const GOING_ON: [&str; 58] = [
    "at", "in", "for", "with", "from", "until", "till", "through", "between", "by", "about", "via", "near", "without", "within", "during",
    "around", "across", "along", "against", "despite", "except", "over", "under", "into", "as", "and", "or", "but", "because", "so", "if",
    "unless", "while", "whether", "though", "although", "please", "too", "then", "again", "instead", "maybe", "perhaps", "also", "not",
    "already", "always", "never", "still", "yet", "together", "alone", "anyway", "however", "thanks", "either", "ok",
];

/// Words that begin a clause or a phrase of their own, which after a noun may also belong to it ("the week I was ill").
const BEGINNING: [&str; 61] = [
    "to", "after", "before", "on", "when", "where", "that", "which", "who", "what", "since", "i", "you", "he", "she", "it", "we", "they",
    "me", "him", "us", "them", "there", "here", "my", "your", "his", "her", "our", "their", "the", "a", "an", "is", "was", "are", "were",
    "be", "been", "will", "would", "should", "shall", "can", "could", "might", "must", "do", "does", "did", "has", "have", "had", "am",
    "works", "worked", "just", "only", "everyone", "ll", "ve",
];

impl Parser<'_> {
    /// What follows is no noun that the words before it could belong to.
    pub(crate) fn closes(&self, next: usize) -> bool {
        self.goes_on_from(next) || BEGINNING.contains(&self.word(next))
    }

    /// What follows can be no part of a phrase of time at all, not even a clause about it.
    pub(crate) fn goes_on_from(&self, next: usize) -> bool {
        !self.tokens.is_word(next) || GOING_ON.contains(&self.word(next))
    }
}

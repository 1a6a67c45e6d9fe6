//! Which words may follow a whole phrase of time, so that it is no part of a longer one ("the 5th floor", "the week that we met").

use crate::parse::Parser;

/// Words that go on with the sentence after a phrase of time and can be no part of it.
const GOING_ON: [&str; 77] = [
    "at", "in", "for", "with", "from", "until", "till", "through", "between", "by", "about", "via", "near", "without", "within", "during",
    "around", "across", "along", "against", "despite", "except", "over", "under", "into", "as", "and", "or", "but", "because", "so", "if",
    "unless", "while", "whether", "though", "although", "please", "too", "then", "again", "instead", "maybe", "perhaps", "also", "not",
    "already", "always", "never", "still", "yet", "together", "alone", "anyway", "however", "thanks", "either", "ok", "is", "was", "are",
    "were", "will", "would", "should", "shall", "can", "could", "might", "must", "does", "did", "has", "have", "had", "works", "worked",
];

/// Words that begin a clause or a phrase of their own, which after a noun may also belong to it ("the week I was ill").
const BEGINNING: [&str; 38] = [
    "to", "after", "before", "on", "when", "where", "that", "which", "who", "what", "since", "i", "you", "he", "she", "it", "we", "they",
    "me", "him", "us", "them", "there", "here", "my", "your", "his", "her", "our", "their", "the", "a", "an", "just", "only", "everyone",
    "ll", "ve",
];

impl Parser<'_> {
    /// What follows is no noun that the words before it could belong to.
    pub(crate) fn closes(&self, next: usize) -> bool {
        self.goes_on_from(next) || BEGINNING.contains(&self.word(next))
    }

    /// A hyphen within a word, as in "week-long", and no dash.
    pub(crate) fn is_hyphen(&self, at: usize) -> bool {
        self.word(at) == "-" && self.tokens.is_glued(at) && self.tokens.is_glued(at + 1)
    }

    /// "of school": what came before is the last part of it ("the last week of school"), not the last one before now.
    pub(crate) fn names_part(&self, at: usize) -> bool {
        self.word(at) == "of" && self.tokens.is_word(at + 1) && self.word(at + 1) != "course"
    }

    /// What follows is the other end of a stretch: "to Friday", "- 5 May".
    pub(crate) fn begins_end(&self, at: usize) -> bool {
        self.is(at, &["to", "until", "till", "through", "-"]) && (self.is_timely(at + 1) || self.is_timely(at + 2))
    }

    /// What follows can be no part of a phrase of time at all, not even a clause about it.
    pub(crate) fn goes_on_from(&self, next: usize) -> bool {
        !self.tokens.is_word(next) || GOING_ON.contains(&self.word(next)) || self.is_purpose(next)
    }

    /// "to see Ana", and not "to come", "to Friday" or "to the end".
    fn is_purpose(&self, at: usize) -> bool {
        const OTHERS: [&str; 13] = ["come", "date", "the", "this", "that", "a", "an", "my", "end", "early", "late", "mid", "and"];
        let word = self.tokens.is_word(at + 1) && !self.is_timely(at + 1) && !self.is_function_word(at + 1);
        self.word(at) == "to" && word && !self.is(at + 1, &OTHERS)
    }
}

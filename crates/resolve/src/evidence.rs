//! What speaks for or against two entities being one, as values that people can read.

use std::fmt;

use crate::profile::Kind;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Clue {
    /// The names are equal but for case, marks, punctuation, small words.
    SameName,
    /// The same letters, divided into words otherwise.
    Spacing,
    /// A word that both have.
    Word(String),
    /// Two ways to write the same letters.
    Transliteration(String, String),
    /// A nickname or another spelling, and the name.
    Nickname(String, String),
    /// An initial, and the name it may stand for.
    Initial(String, String),
    /// Two words that differ as a slip of the pen does.
    Typo(String, String),
    /// A word cut short, and the word.
    Abbreviation(String, String),
    /// Initials of a name as a name, and the name.
    Acronym(String, String),
    /// Two names of one thing that everybody knows.
    ShortForm(String, String),
    /// The same words in another order.
    Order,
    /// Only one has this title.
    Title(String),
    /// Only one has this legal form.
    LegalForm(String),
    /// Words that only one has.
    Extra(String),
    /// One word of a name stands against a longer name.
    OneWord(String, String),
    /// Words of the one and words of the other that do not fit.
    Different(String, String),
    /// Numbers that differ; nothing if it has none.
    Numbers(String, String),
    /// One is junior, senior, or of a firm of another form; the other is not.
    Distinction(String, String),
    /// One says in brackets which is meant.
    Qualifier(String),
    /// A title of men against one of women.
    Gender(String, String),
    /// A description is not compared by its words.
    Description(String),
    /// Two sorts of things.
    Kinds(Kind, Kind),
    /// A fact holds between the two.
    Related(String),
    /// Both have a fact with the same other.
    Shared(String, String),
    /// One object at a time, and two different ones at once.
    Conflict(String, String, String),
    /// The only one described so, and the only one named of whom it is true.
    Described(String, String),
    /// Several are described so, or several named are so.
    NotTheOnly(String, String),
    /// The names that they mostly go by are apart.
    MainNames(String, String),
    /// Something else fits as well that is neither.
    FitsAnother(String),
}

impl fmt::Display for Clue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameName => f.write_str("the same name but for case, marks and small words"),
            Self::Spacing => f.write_str("the same letters but for spaces"),
            Self::Word(word) => write!(f, "both have \"{word}\""),
            Self::Transliteration(a, b) => write!(f, "two spellings of the same letters: {a} and {b}"),
            Self::Nickname(short, long) => write!(f, "nickname: {short} for {long}"),
            Self::Initial(letter, word) => write!(f, "initial: {letter}. for {word}"),
            Self::Typo(a, b) => write!(f, "the same letters but for a slip: {a} and {b}"),
            Self::Abbreviation(short, long) => write!(f, "abbreviation: {short}. for {long}"),
            Self::Acronym(short, long) => write!(f, "{short} are the initials of {long}"),
            Self::ShortForm(a, b) => write!(f, "known to be one: {a} and {b}"),
            Self::Order => f.write_str("the same words in another order"),
            Self::Title(title) => write!(f, "title: {title}"),
            Self::LegalForm(form) => write!(f, "legal form: {form}"),
            Self::Extra(words) => write!(f, "only one has: {words}"),
            Self::OneWord(word, name) => write!(f, "{word} alone may mean {name} or another"),
            Self::Different(a, b) => write!(f, "words differ: {a} and {b}"),
            Self::Numbers(a, b) if a.is_empty() || b.is_empty() => write!(f, "only one has the number {a}{b}"),
            Self::Numbers(a, b) => write!(f, "numbers differ: {a} and {b}"),
            Self::Distinction(a, b) if a.is_empty() || b.is_empty() => write!(f, "only one is {a}{b}"),
            Self::Distinction(a, b) => write!(f, "one is {a}, the other {b}"),
            Self::Qualifier(words) => write!(f, "one is told apart by: {words}"),
            Self::Gender(a, b) => write!(f, "{a} and {b} are two people"),
            Self::Description(name) => write!(f, "\"{name}\" describes, it does not name"),
            Self::Kinds(a, b) => write!(f, "one is {}, the other {}", a.word(), b.word()),
            Self::Related(predicate) => write!(f, "one is {predicate} the other"),
            Self::Shared(predicate, other) => write!(f, "both {predicate} {other}"),
            Self::Conflict(predicate, a, b) => write!(f, "different {predicate}: {a} and {b} at once"),
            Self::Described(predicate, other) => write!(f, "the only one described and the only one named who is {predicate} {other}"),
            Self::NotTheOnly(predicate, other) => write!(f, "not the only one who is {predicate} {other}"),
            Self::MainNames(a, b) => write!(f, "mostly called {a} and {b}"),
            Self::FitsAnother(name) => write!(f, "{name} fits as well, and is another"),
        }
    }
}

/// A clue and how much it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What was found.
    pub clue: Clue,
    /// Its log-odds, in nats: above nought it speaks for one entity, below for two.
    pub weight: f64,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.clue.fmt(f)
    }
}

/// What is to be done with a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Two entities.
    Apart,
    /// For somebody to look at.
    Unsure,
    /// One entity.
    Same,
}

/// Two entities that may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The smaller number.
    pub a: u32,
    /// The greater number.
    pub b: u32,
    /// How likely they are one, 0 to 1.
    pub score: f64,
    /// What to do.
    pub verdict: Verdict,
    /// Why, heaviest first.
    pub evidence: Vec<Evidence>,
}

/// Log-odds of 1 to 19, and of 9 to 1: what is apart or unsure is given no more.
const MOST_APART: f64 = -2.94;
/// See [`MOST_APART`].
const MOST_UNSURE: f64 = 2.2;

/// How far evidence may carry at most, whatever its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Limit {
    Apart,
    Unsure,
    /// Up to `Same`, but only with strong facts.
    WithFacts,
    /// Up to `Same`, but only with a fact that few have.
    WithAFact,
    Free,
}

/// Evidence being gathered about one pair.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// Whether the evidence is kept: most pairs are apart, and nobody asks why.
    tell: bool,
    pub log_odds: f64,
    pub limit: Limit,
    /// Whether names of several words agree as a whole, so that nothing was guessed.
    pub whole: bool,
    pub evidence: Vec<Evidence>,
}

impl Case {
    pub(crate) const fn new(prior: f64, tell: bool) -> Self {
        Self { tell, log_odds: prior, limit: Limit::Free, whole: false, evidence: Vec::new() }
    }

    pub(crate) fn add(&mut self, clue: impl FnOnce() -> Clue, weight: f64) {
        self.log_odds += weight;
        if self.tell {
            self.evidence.push(Evidence { clue: clue(), weight });
        }
    }

    pub(crate) fn limit(&mut self, limit: Limit) {
        self.limit = self.limit.min(limit);
    }

    /// The log-odds as far as the limit lets them count.
    pub(crate) fn capped(&self) -> f64 {
        match self.limit {
            Limit::Apart => self.log_odds.min(MOST_APART),
            Limit::Unsure | Limit::WithFacts | Limit::WithAFact => self.log_odds.min(MOST_UNSURE),
            Limit::Free => self.log_odds,
        }
    }

    /// The log-odds if facts were to speak for it with all the weight they may have.
    pub(crate) fn at_best(&self, weight: f64) -> f64 {
        Self { log_odds: self.log_odds + weight, evidence: Vec::new(), ..*self }.capped()
    }

    /// A pair of which one has no name.
    pub(crate) fn nameless(tell: bool) -> Self {
        Self { limit: Limit::Apart, ..Self::new(MOST_APART, tell) }
    }

    /// The same pair, with nothing said yet.
    pub(crate) fn anew(&self) -> Self {
        Self::new(0.0, self.tell)
    }

    /// A clue that sets a limit.
    pub(crate) fn bound(&mut self, clue: impl FnOnce() -> Clue, weight: f64, limit: Limit) {
        self.add(clue, weight);
        self.limit(limit);
    }
}

//! What retrieval reads: the trait through which it sees a memory, so that it depends on none.

use asof_model::Point;

/// One of the two kinds of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An episode's text.
    Passage,
    /// A claim as a sentence.
    Claim,
}

/// An episode as retrieval reads it.
#[derive(Clone, Copy, Debug)]
pub struct Passage<'a> {
    /// Its text.
    pub text: &'a str,
    /// Who spoke.
    pub speaker: Option<&'a str>,
    /// When it was said.
    pub occurred_at: Option<Point>,
    /// The number of its source.
    pub source: Option<u32>,
}

/// What a claim speaks of, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    /// The number of its subject, as it was told.
    pub subject: u32,
    /// The number of its object.
    pub object: u32,
    /// The episode that it was read from.
    pub passage: Option<u32>,
}

/// Everything that was ever told, in order: what an index is made from. Numbers count up from 0 and never change their meaning.
pub trait Corpus: Sync {
    /// How many episodes were told.
    fn passages(&self) -> u32;

    /// How many claims were told.
    fn claims(&self) -> u32;

    /// The last transaction, and a number that another history would hardly have at the same transaction.
    fn mark(&self) -> (u32, i64);

    /// The number that a history has at an earlier transaction, as in [`Corpus::mark`].
    fn mark_at(&self, tx: u32) -> Option<i64>;

    /// An episode.
    fn passage(&self, number: u32) -> Option<Passage<'_>>;

    /// A claim as a sentence.
    fn sentence(&self, number: u32) -> String;

    /// What a claim speaks of.
    fn sides(&self, claim: u32) -> Option<Sides>;

    /// The name of an entity, or a value in words.
    fn entity_name(&self, entity: u32) -> String;
}

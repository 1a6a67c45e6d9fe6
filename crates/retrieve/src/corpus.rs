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

/// A subject and a predicate as they were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// The number of the subject.
    pub subject: u32,
    /// The number of the predicate.
    pub predicate: u32,
}

/// The time that a slot's claims can say anything of: where nothing else is read as them, nothing of theirs holds outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// From when on, in microseconds.
    pub from: i64,
    /// One past its last instant.
    pub to: i64,
    /// Whether anything of it happened.
    pub events: bool,
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

    /// The slot of a claim, if that can be told, and how many claims it has.
    fn slot(&self, _claim: u32) -> Option<(Slot, usize)> {
        None
    }

    /// The claims of a slot.
    fn claims_of_slot(&self, _slot: Slot) -> Vec<u32> {
        Vec::new()
    }

    /// What a slot's claims reach.
    fn reach(&self, _slot: Slot) -> Reach {
        Reach { from: i64::MIN, to: i64::MAX, events: true }
    }

    /// The name of an entity, or a value in words.
    fn entity_name(&self, entity: u32) -> String;
}

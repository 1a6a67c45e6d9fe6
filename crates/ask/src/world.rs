//! What asking needs of a memory: names, facts as edges, and the words in which they were told.

use crate::wording::End;

/// How a fact stands at the date asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It holds.
    Holds,
    /// It happened, at some time up to then.
    Event,
    /// It held before, and is over.
    Over,
}

/// A fact, seen from one of its ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The fact's number in its world.
    pub fact: usize,
    /// The entity or value at the other end.
    pub to: u32,
    /// Whether the end it is seen from is the subject.
    pub forward: bool,
    /// The predicate.
    pub predicate: u32,
    /// How it stands at the date asked of.
    pub standing: Standing,
    /// When it was last told, in microseconds.
    pub said: i64,
    /// Its first instant, in microseconds.
    pub since: i64,
    /// The instant after its last, in microseconds.
    pub until: i64,
    /// Whether it is known when it began or ended, rather than only when it was told.
    pub dated: bool,
    /// Whether it was told as an item of a list, of which later ones are newer.
    pub listed: bool,
    /// Whether only one such fact holds of the thing it is seen from.
    pub single: bool,
    /// Whether nobody told it: it follows from other facts.
    pub derived: bool,
    /// Whether it says the same seen from either end: "_ is married to _".
    pub symmetric: bool,
}

/// Stands for the subject in a wording.
pub const SUBJECT: &str = "\u{1}";
/// Stands for the object in a wording.
pub const OBJECT: &str = "\u{2}";

/// A memory as of a pair of dates.
pub trait World {
    /// The entity or value of a name.
    fn entity(&self, name: &str) -> Option<u32>;
    /// Who asks, if anything is known of them.
    fn asker(&self) -> Option<u32>;
    /// Those whose names are like a name that is not known, the likest first.
    fn like(&self, name: &str) -> Vec<u32>;
    /// So many entities at the most, from all over the memory.
    fn some(&self, most: usize) -> Vec<u32>;
    /// How an entity or value is written.
    fn name(&self, entity: u32) -> String;
    /// The facts about an entity, from whichever side.
    fn edges(&self, entity: u32) -> Vec<Edge>;
    /// The words in which a fact was told, with [`SUBJECT`] and [`OBJECT`] where these stood.
    fn wording(&self, edge: &Edge) -> String;
    /// The noun for what a fact's end must be, if its predicate tells: "person", "place".
    fn kind(&self, edge: &Edge, end: End) -> Option<&'static str>;
    /// Whether a fact tells what somebody wants, plans or thinks, rather than what is so.
    fn is_meant(&self, edge: &Edge) -> bool;
    /// The nouns for what an entity was told to be: "dog".
    fn is_called(&self, entity: u32) -> Vec<String>;
    /// Other words for the same: those of the predicate that these were read as, "lives in" for "_ moved to _", if it is one that is
    /// known; where its wording is only the predicate's words, others for how it begins; and how it ended, if it did.
    fn readings(&self, edge: &Edge, wording: &str) -> Vec<Reading>;
}

/// Other words in which a fact may be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The words.
    pub text: String,
    /// Whether they say that it ended.
    pub ends: bool,
}

//! Facts as rules see them: what goes in and what comes out.

use std::ops::Range;

use smallvec::SmallVec;

/// The claims that something rests on, sorted, each once.
pub type Supports = SmallVec<[u32; 4]>;

/// A fact as it is believed.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Who or what it is about.
    pub subject: u32,
    /// What it says.
    pub predicate: u32,
    /// Of whom or what.
    pub object: u32,
    /// The first instant at which it holds, in microseconds; `i64::MIN` where it goes back for ever.
    pub lo: i64,
    /// One past its last instant; `i64::MAX` when nothing ends it. A fact with `hi <= lo` is passed over.
    pub hi: i64,
    /// Whether the dates leave nothing open.
    pub certain: bool,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
    /// The claims it rests on; *all* are taken to be needed. Where each of two claims would do, give the fact twice.
    pub claims: Supports,
}

impl Input {
    /// A certain fact of full confidence that rests on one claim.
    pub fn new(subject: u32, predicate: u32, object: u32, when: Range<i64>, claim: u32) -> Self {
        let claims = std::iter::once(claim).collect();
        Self { subject, predicate, object, lo: when.start, hi: when.end, certain: true, confidence: 1.0, claims }
    }

    /// Everything about it in an order that does not depend on how it was given.
    pub(super) fn key(&self) -> impl Ord + '_ {
        let confidence = self.confidence.to_bits();
        ((self.predicate, self.subject, self.object), (self.lo, self.hi), &self.claims, !self.certain, std::cmp::Reverse(confidence))
    }
}

/// A fact that follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// Who or what it is about.
    pub subject: u32,
    /// What it says.
    pub predicate: u32,
    /// Of whom or what.
    pub object: u32,
    /// Its first instant: the latest first instant of its premises.
    pub lo: i64,
    /// One past its last instant: the earliest end of its premises.
    pub hi: i64,
    /// Whether every premise is certain.
    pub certain: bool,
    /// The lowest confidence of its premises, times that of the rule. The least, not the product: premises often rest on the
    /// same claims, and those must not be counted twice. A chain is as sure as its weakest link, a little less at each step.
    pub confidence: f32,
    /// The claims it rests on: what was told, never what was derived.
    pub supports: Supports,
    /// The rule that derived it, by its place among those given; where several lead to it, the shortest way.
    pub rule: u32,
    /// So many rules deep.
    pub depth: u16,
}

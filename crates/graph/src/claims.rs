//! What is kept of each claim and episode beside what the fold needs.

use std::sync::Arc;

use asof_model::Point;

/// No source.
pub(crate) const NONE: u32 = u32::MAX;

/// A claim's provenance and strength.
#[derive(Clone, Debug)]
pub struct ClaimMeta {
    /// The subject's number.
    pub subject: u32,
    /// The predicate's number.
    pub predicate: u32,
    /// The object's number.
    pub object: u32,
    /// The transaction that told it.
    pub tx: u32,
    pub(crate) source: u32,
    /// How far the source is trusted.
    pub trust: f32,
    /// How sure the claim is.
    pub confidence: f32,
    /// When it was said, or else recorded.
    pub said: Point,
    /// Whether it corrects another.
    pub corrects: bool,
    pub(crate) id: Option<Arc<str>>,
}

impl ClaimMeta {
    /// The source's number.
    #[must_use]
    pub fn source(&self) -> Option<u32> {
        (self.source != NONE).then_some(self.source)
    }
}

/// The passage that a claim was read from: the episode's number, and the bytes of its text if known.
pub(crate) type Passage = (u32, Option<(u32, u32)>);

/// An episode as it was told.
#[derive(Clone, Debug)]
pub struct Episode {
    /// Its id.
    pub id: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// The date that "yesterday" refers to.
    pub occurred_at: Option<Point>,
    /// The speaker's number among the sources.
    pub speaker: Option<u32>,
    /// The source's number.
    pub source: Option<u32>,
    /// The transaction that told it.
    pub tx: u32,
}

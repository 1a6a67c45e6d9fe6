//! A memory as of two dates, as retrieval asks it.

use crate::corpus::Corpus;

/// A stretch of valid time in microseconds, half-open.
pub type Stretch = (i64, i64);

/// A fact in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The subject.
    pub subject: u32,
    /// The predicate.
    pub predicate: u32,
    /// The object.
    pub object: u32,
    /// Since when; `i64::MIN` when it goes back for ever.
    pub from: i64,
    /// Until when; `i64::MAX` when nothing ended it.
    pub to: i64,
    /// The claims that support it.
    pub claims: Vec<u32>,
    /// Whether it is an event rather than a state.
    pub event: bool,
    /// Whether an equally good claim says otherwise.
    pub disputed: bool,
}

impl Known {
    /// What tells it from every other fact.
    #[must_use]
    pub fn key(&self) -> (u32, u32, u32, i64) {
        (self.subject, self.predicate, self.object, self.from)
    }
}

/// A memory as known at one transaction.
pub trait View: Sync {
    /// What was ever told.
    fn corpus(&self) -> &dyn Corpus;

    /// How many episodes were told by then: those with lower numbers.
    fn known_passages(&self) -> u32;

    /// How many claims were told by then: those with lower numbers.
    fn known_claims(&self) -> u32;

    /// Whether any episode at all may be one that is not to be shown.
    fn hides_any(&self) -> bool {
        true
    }

    /// Whether an episode is not to be shown: it was taken back by then, or is none to be found.
    fn hides(&self, passage: u32) -> bool;

    /// Whether an episode was known by then, and not taken back.
    fn shows_passage(&self, number: u32) -> bool {
        number < self.known_passages() && !self.hides(number)
    }

    /// The subject (as it was known by then) and the predicate of a claim that was told by then.
    fn slot(&self, claim: u32) -> Option<(u32, u32)>;

    /// Whether a predicate is read from no claims but its subject's own under its own name.
    fn reads_alone(&self, _predicate: u32) -> bool {
        false
    }

    /// What is believed of a subject: states that hold somewhere in one stretch, events that happened in another.
    fn facts(&self, subject: u32, predicate: Option<u32>, states: Stretch, events: Stretch) -> Vec<Known>;

    /// Whether a claim supports any of what is believed of its slot.
    fn supports(&self, claim: u32, (subject, predicate): (u32, u32), states: Stretch, events: Stretch) -> bool {
        self.facts(subject, Some(predicate), states, events).iter().any(|fact| fact.claims.contains(&claim))
    }

    /// What is believed of an object.
    fn facts_to(&self, object: u32, states: Stretch, events: Stretch) -> Vec<Known>;

    /// The entity of a name, if it was in use by then.
    fn entity(&self, name: &str) -> Option<u32>;

    /// The names of the same entity as one name's by then, this one among them.
    fn same(&self, entity: u32) -> Vec<u32>;

    /// The name of an entity.
    fn name(&self, entity: u32) -> &str;

    /// How many claims, or a few more, an entity has on either side.
    fn claims_about(&self, entity: u32) -> usize;

    /// Personalised PageRank over the graph at an instant, from some entities on; what has more claims than `hub` is not walked on from.
    fn near(&self, starts: &[(u32, f32)], at: i64, hub: usize) -> std::collections::BTreeMap<u32, f32>;

    /// The episode that a claim was read from.
    fn passage_of(&self, claim: u32) -> Option<u32>;

    /// The claims that were read from an episode.
    fn claims_of(&self, passage: u32) -> Vec<u32>;
}

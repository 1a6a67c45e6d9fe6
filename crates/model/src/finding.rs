//! Findings: what a consolidation found, why, and what it did or would do about it.

use serde::{Deserialize, Serialize};

use crate::{
    claim::ClaimError,
    name::check_name,
    wire::{WireError, read_line},
};

/// A finding names so many claims as its evidence at the most.
pub const MOST_EVIDENCE: usize = 32;
/// A finding proposes so many operations at the most.
const MOST_PROPOSED: usize = 1_000;

/// What sort of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Two names mean one entity.
    SameEntity,
    /// Two predicates say the same.
    SamePredicate,
    /// Two predicates say the same with the sides changed.
    InversePredicate,
    /// How many values a predicate has at a time was learned from how it is used.
    LearnedCardinality,
    /// Two values where the schema has room for one.
    OneValue,
    /// Two predicates of one exclusive group.
    ExclusiveGroup,
    /// More than one partner where each has one.
    OneToOne,
    /// One says that it is so, another that it is not.
    OppositePolarity,
    /// Something that cannot have been then: work after death, a child older than a parent.
    ImpossibleInterval,
    /// Two values that are written differently and mean, or may mean, the same.
    NearDuplicate,
    /// Something that follows from what was told.
    Derived,
    /// Something that happens again and again.
    Pattern,
    /// A rule that somebody wants to be followed.
    Instruction,
}

/// What became of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Told along with it: names merged, predicates joined, a schema learned, an end told.
    Done,
    /// The policy decides between the claims by itself; nothing needed to be told.
    Resolved,
    /// Equally good claims disagree.
    Disputed,
    /// Not sure enough: a person decides.
    Review,
}

/// One thing that a consolidation found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// What it is about, in a form that stays the same from run to run: what was decided once is not proposed again.
    pub key: String,
    /// What sort of thing it is.
    pub kind: FindingKind,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, in words.
    pub reason: String,
    /// The rule that decided: newer, more trusted, explicit correction, …
    pub rule: String,
    /// How sure, 0 to 1.
    #[serde(default = "sure", skip_serializing_if = "is_sure")]
    pub confidence: f32,
    /// The claims that speak for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<String>,
    /// The claims that gave way, or would.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gave_way: Vec<String>,
    /// The operations that it led to, or would if it were accepted, in the wire form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposes: Vec<serde_json::Value>,
}

fn sure() -> f32 {
    1.0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_sure(share: &f32) -> bool {
    1.0 <= *share
}

impl Finding {
    /// Accepts a well-formed finding, or says what is wrong with it.
    ///
    /// # Errors
    /// [`WireError`] for bad names, a confidence that is no share, or operations that cannot be accepted.
    pub fn check(&self) -> Result<(), WireError> {
        for (what, name) in [("key", &self.key), ("reason", &self.reason), ("rule", &self.rule)] {
            check_name(what, name)?;
        }
        if !(0.0..=1.0).contains(&self.confidence) {
            return Err(ClaimError::NotAShare { what: "confidence", share: self.confidence }.into());
        }
        if MOST_EVIDENCE < self.claims.len().max(self.gave_way.len()) || MOST_PROPOSED < self.proposes.len() {
            return Err(WireError::TooMuchEvidence);
        }
        for id in self.claims.iter().chain(&self.gave_way) {
            check_name("id", id)?;
        }
        // What a finding proposes is told when it is accepted, so it must read now; no finding proposes findings.
        self.proposes.iter().try_for_each(|line| match line.get("finding") {
            None => read_line(&line.to_string()).map(drop),
            Some(_) => Err(WireError::TwoOperations),
        })
    }
}

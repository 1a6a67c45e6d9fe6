//! Facts: what the engine believes, with how it knows. These are the objects that `--json` prints.

use serde::{Deserialize, Serialize};

use crate::{
    claim::{End, Object, end_as_option},
    id::TxTime,
    time::{Instant, Point},
};

/// How a fact is known at the date asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Some claim speaks of that very time.
    Observed,
    /// It was so before and nothing ended it.
    Inertia,
    /// It follows from other claims.
    Derived,
}

/// Whether the dates, as precisely as they were told, leave another answer open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// They do not.
    Certain,
    /// They do: a begin "in 2019" may or may not have come before May.
    Possible,
}

/// For how much of the stretch asked about a fact holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// All of it.
    Throughout,
    /// A part of it.
    Part,
}

/// Why another value is not the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// As trusted and as confident: one of the two had to give way.
    Disputed,
    /// The dates leave it open.
    Possible,
    /// A stronger claim speaks of the same time.
    Outranked,
}

/// Another value that the same time could have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// The subject of the other statement.
    pub subject: String,
    /// Its predicate.
    pub predicate: String,
    /// Its object.
    pub object: Object,
    /// The claim that says so.
    pub claim: String,
    /// Why it is not the answer.
    pub why: Why,
}

/// What the engine believes of one fluent over one stretch of valid time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The entity it is about.
    pub subject: String,
    /// The relation.
    pub predicate: String,
    /// The other entity, or a value.
    pub object: Object,
    /// Since when; absent when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Point>,
    /// Until when; `null` when still going, as far as known.
    #[serde(default, skip_serializing_if = "End::is_unknown", with = "end_as_option")]
    pub to: End,
    /// When it was last said.
    pub last_confirmed: Option<Point>,
    /// How it is known.
    pub basis: Basis,
    /// Whether the dates leave another answer open.
    pub certainty: Certainty,
    /// Whether an equally good claim says otherwise.
    pub disputed: bool,
    /// How sure, 0 to 1: independent sources add up.
    pub confidence: f32,
    /// The claims that support it.
    pub claims: Vec<String>,
    /// Their sources.
    pub sources: Vec<String>,
    /// The passages they were read from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub episodes: Vec<Evidence>,
    /// When the memory first knew.
    pub known_since: TxTime,
    /// The claims it took over from, or won against.
    pub superseded: Vec<String>,
    /// The claims that took over from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub superseded_by: Vec<String>,
    /// Other values of the same time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// For how much of the stretch of valid time asked about it holds; absent for events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<Extent>,
    /// For how much of the stretch of transaction time asked about it was believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub believed: Option<Extent>,
    /// Whether it is an event rather than a state.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub event: bool,
}

/// A passage that a claim was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The episode's id.
    pub episode: String,
    /// The bytes of its text, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<(u32, u32)>,
}

impl Fact {
    /// The key by which lists of facts are ordered: earliest first, unknown beginnings before all.
    #[must_use]
    pub fn order(&self) -> (Option<Instant>, String, String, String) {
        (self.from.map(Point::lo), self.subject.clone(), self.predicate.clone(), self.object.text())
    }
}

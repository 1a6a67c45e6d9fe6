//! Operations: everything that can be told to a memory, and so everything the journal holds.

use serde::{Deserialize, Serialize};

use crate::{
    claim::Statement,
    finding::Finding,
    id::{TxId, TxTime},
    schema::Schema,
    time::Point,
};

/// One thing told to the memory.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Raw input as it arrived.
    Episode {
        /// Its id; the engine makes one up if there is none.
        id: Option<String>,
        /// The text, as it came.
        text: String,
        /// The date that "yesterday" refers to.
        occurred_at: Option<Point>,
        /// Who speaks.
        speaker: Option<String>,
        /// Where it came from.
        source: Option<String>,
    },
    /// A statement by a source.
    Claim(Statement),
    /// A claim was never so; this is what should have been said.
    Correct {
        /// The id of the claim that was wrong.
        target: String,
        /// What is right.
        statement: Statement,
        /// Why.
        reason: Option<String>,
    },
    /// Takes back a claim, or every claim read from an episode so far.
    Retract {
        /// The id of the claim or episode.
        target: String,
        /// Why.
        reason: Option<String>,
    },
    /// Takes back every claim of a source so far.
    RetractSource {
        /// The source.
        source: String,
        /// Why.
        reason: Option<String>,
    },
    /// From now on as if a transaction had never been.
    Undo {
        /// The transaction.
        tx: TxId,
    },
    /// Two names are one entity from now on.
    Merge {
        /// The name that gives way.
        from: String,
        /// The entity that stays.
        into: String,
    },
    /// A name merged earlier is an entity of its own again.
    Split {
        /// The entity it was merged into.
        from: String,
        /// The name.
        name: String,
    },
    /// How a predicate behaves, from now on.
    Predicate(Schema),
    /// Its transaction is part of a run of the consolidation.
    Run(Run),
    /// What the run found.
    Finding(Box<Finding>),
    /// What a person says to a finding.
    Decision {
        /// The finding's key.
        key: String,
        /// Whether it is accepted.
        accepted: bool,
        /// Why.
        reason: Option<String>,
    },
    /// Something stood here and was erased: what is left of it.
    Erased(Erased),
}

/// What is left of what was erased: how much it was, so that what follows keeps its numbers, and nothing of what it said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Erased {
    /// So many claims stood here.
    #[serde(skip_serializing_if = "is_zero")]
    pub claims: u32,
    /// So many episodes.
    #[serde(skip_serializing_if = "is_zero")]
    pub episodes: u32,
    /// So many findings.
    #[serde(skip_serializing_if = "is_zero")]
    pub findings: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// A run of the consolidation, as each of its transactions tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The run's number, from 1.
    pub number: u32,
    /// The last transaction that it has read; the next run begins after it.
    pub upto: TxId,
    /// Whether this is the run's last transaction. A run without one was cut short, and the next goes on with it.
    pub last: bool,
}

/// An operation as a line of an import file tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What is told.
    pub operation: Operation,
    /// When the memory it comes from learned it.
    pub recorded_at: Option<TxTime>,
    /// The transaction it was part of there; lines with the same number are one transaction.
    pub tx: Option<TxId>,
}

impl From<Operation> for Told {
    fn from(operation: Operation) -> Self {
        Self { operation, recorded_at: None, tx: None }
    }
}

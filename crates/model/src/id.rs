//! Newtypes for every id, so that a claim number cannot be passed where a transaction is meant.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The id as an index into a column.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// A transaction of one space: the order in which the memory learned things. The first is 1.
    TxId
}
id! {
    /// A claim's number in its space, in order of arrival.
    ClaimNo
}
id! {
    /// An entity or a typed value: whatever a claim can be about.
    EntityId
}
id! {
    /// A predicate.
    PredicateId
}
id! {
    /// A source of episodes and claims.
    SourceId
}

/// When the memory learned something, by its own clock. Never to be confused with valid time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TxTime(pub Instant);

impl std::fmt::Display for TxTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

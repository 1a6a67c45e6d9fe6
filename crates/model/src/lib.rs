//! The vocabulary of Asof: ids, times, names, claims, facts, operations and predicate schemas.
//!
//! Everything here is data. No I/O, no clock, no async; every other crate speaks these words.

mod claim;
mod fact;
mod finding;
mod id;
mod name;
mod operation;
mod schema;
mod time;
mod wire;

pub use claim::{Claim, ClaimError, End, Kind, MAX_NAME_BYTES, MAX_TEXT_BYTES, Object, Scalar, Statement};
pub use fact::{Alternative, Basis, Certainty, Evidence, Extent, Fact, Why};
pub use finding::{Finding, FindingKind, MOST_EVIDENCE, Outcome};
pub use id::{ClaimNo, EntityId, PredicateId, SourceId, TxId, TxTime};
pub use name::{NameError, check_name, is_normal, normalise};
pub use operation::{Erased, Operation, Run, Told};
pub use schema::{BUILT_IN, Cardinality, Schema, SchemaError, ValueType, read_schemas};
pub use time::{Instant, Point, TimeError};
pub use wire::{WireError, read_line, write_line};

//! The time-stamped entity graph: a projection of the journal that answers what held, as of any date, as known at any
//! transaction.
//!
//! Definitions. A **name** is a distinct normalised name; an **entity** is a name with those merged into it. An entity's
//! claims are kept as assertions under their subject, in the order the fold wants them; objects keep only who speaks of
//! them. A [`View`] is the graph as known at one transaction: it knows which names were one entity then, which schema
//! was in force, and gathers the fluents that the fold reads.
//!
//! Invariants. A [`Graph`] is a value: a clone shares everything with the original and never sees what is applied to
//! the other. Everything in it is indexed by transaction, so that a later one never changes an answer as known at an
//! earlier one. Applying the journal's transactions in order gives the same graph, however they were grouped.

mod apply;
mod belief;
mod claims;
mod erased;
mod force;
mod graph;
mod identity;
mod index;
mod names;
mod paged;
mod petgraph;
mod runs;
mod schemas;
mod view;
mod wording;

pub use self::petgraph::{AsOfGraph, FactEdge, Visited};
pub use belief::{Belief, Reach};
pub use claims::{ClaimMeta, Episode};
pub use graph::Graph;
pub use names::Names;
pub use runs::{Changed, FindingMeta, RunTx};
pub use schemas::{Predicate, Schemas};
pub use view::{Direction, Held, View};

//! The pass that turns many claims into few good facts: it reads a graph and returns proposals, and never writes.
//!
//! Definitions. A **pass** reads the graph as known now, and of it what transactions after a watermark touched. A
//! **finding** says what was found, why, by which rule and on what evidence; a **proposal** is a finding with operations to
//! be told. Whoever commits a proposal checks it again: its evidence has to be visible still, and nothing may have decided
//! about it since.
//!
//! Invariants. The same graph, watermark and options give the same pass, whatever the order of hash maps. What was decided,
//! rejected or undone is not proposed again. A pass over what a pass just proposed proposes nothing.

mod agreement;
mod called;
mod cardinality;
mod contradictions;
mod derivation;
mod entities;
mod instructions;
mod kept;
mod known;
mod life;
mod lists;
mod overrides;
mod pass;
mod patterns;
mod phrase;
mod predicates;
mod rewordings;
mod scope;

pub use agreement::{Agreement, agreement};
pub use asof_resolve::Kind;
pub use entities::kinds_of;
pub use instructions::INSTRUCTION;
pub use kept::Kept;
pub use known::SOURCE;
pub use pass::{Cancelled, Options, Pass, Progress, Proposal, is_settled, pass};
pub use patterns::PREDICATE as OBSERVATION;

//! Rules: what follows from facts, with the claims it rests on and the time over which it follows.
//!
//! A rule is Datalog with dates. Every fact holds over an interval; what a rule derives holds over the intersection of its
//! premises' intervals, rests on all the claims they rest on, and is not derived where that intersection is empty.
//!
//! Evaluation is semi-naive, bottom up (Bancilhon and Ramakrishnan, "An Amateur's Introduction to Recursive Query Processing
//! Strategies", SIGMOD 1986): each round joins only what the round before brought with what is known. A fact may have several
//! *proofs*; a proof is kept while no other one needs no other claims and says as much (the minimal witnesses of Buneman,
//! Khanna and Tan, "Why and Where", ICDT 2001; the labels of de Kleer, "An Assumption-based TMS", 1986).
//!
//! No entity is ever made, so every run ends; [`Limits`] bound how much a run may do, and what was cut is reported in
//! [`Outcome::cut`].
//!
//! ```
//! use asof_derive::rules::{Input, Limits, Program, Traits, derive, read};
//!
//! let rules = read(r#"
//! [[rule]]
//! name = "uncle"
//! if = ["?a brother_of ?b", "?b parent_of ?c"]
//! then = "?a uncle_of ?c"
//! confidence = 0.9
//! "#)?;
//! let names = ["brother_of", "parent_of", "uncle_of"];
//! let number = |name: &str| names.iter().position(|known| *known == name).unwrap_or(9) as u32;
//! let program = Program::link(&rules, Traits::default(), number, |_| None);
//! let (rui, ana, leo) = (1, 2, 3);
//! let facts = [Input::new(rui, 0, ana, 10..90, 7), Input::new(ana, 1, leo, 50..i64::MAX, 8)];
//! let outcome = derive(&program, &facts, &Limits::default());
//! let uncle = &outcome.facts[0];
//! assert_eq!((uncle.subject, uncle.predicate, uncle.object), (rui, 2, leo));
//! assert_eq!((uncle.lo, uncle.hi, uncle.supports.as_slice()), (50, 90, [7, 8].as_slice()));
//! # Ok::<(), asof_derive::rules::RuleErrors>(())
//! ```

mod evaluate;
mod fact;
mod join;
mod keep;
mod program;
mod read;
mod rule;
mod store;

pub use evaluate::{Cut, Limits, Outcome, derive};
pub use fact::{Derived, Input, Supports};
pub use program::{Idle, Program, Traits};
pub use read::{built_in, read, with_built_in};
pub use rule::{Atom, Reason, Rule, RuleError, RuleErrors, Term};

//! What follows from facts: rules with intervals, patterns of what is repeated, working rules, and what may be trained on.
//!
//! All of it is pure: facts and dates come in as plain values, "now" among them, and what follows goes out as plain values.
//! Nothing here reads a graph, a file or a clock, and the order in which things are given never matters.
//!
//! - [`rules`]: what follows from facts by rules, each derived fact with the claims it rests on and its own interval.
//! - [`patterns`]: what is done or said again and again becomes an observation, which fades when nothing is heard of it.
//! - [`instructions`]: sentences that lay down how to work are told apart from those that tell of habits.
//! - [`training`]: what is stable over several spaces, as lines to train on, with nothing personal unless asked.

pub mod instructions;
pub mod patterns;
pub mod rules;
pub mod training;

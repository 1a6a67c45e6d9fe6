//! Questions in English to answers with their facts, by search over the as-of graph, with no model.
//!
//! A question is read into the things it names and the words that ask ([`Asked`]). From what it names a beam search walks
//! the facts of a [`World`]: a step is worth the question's words that the fact's own words say, by lemma, synonym and
//! derivation ([`asof_lexicon`]). What covers the question with the fewest steps is the answer; what covers too little of it
//! is none. Nothing is a template: any composition of relations that the memory holds may be asked.

mod answer;
mod habits;
mod kinds;
mod question;
mod search;
mod unfold;
mod wording;
mod words;
mod world;

pub use answer::{Answer, Found, answer};
pub use habits::Habits;
pub use question::{Asked, Form, Mention, Named, Order, Word, mentions};
pub use search::{Path, Step};
pub use unfold::unfold;
pub use world::{Edge, OBJECT, SUBJECT, Standing, World};

//! Questions in English to answers with their facts, by search over the as-of graph, with no model.
//!
//! A question is read into the things it names, the words that ask ([`Asked`]) and the time it asks of ([`beside`], [`reach`]). From what
//! it names a beam search walks the facts of a [`World`]: a step is as likely as its fact's wording says the question's words
//! ([`asof_wording`]). The likeliest walk is the answer; where none is likely there is none. Nothing is a template: any composition of
//! relations that the memory holds may be asked. Of facts that follow each other ([`Around`]) those are given that were asked for.

mod answer;
mod direction;
mod fit;
mod frames;
mod habits;
mod kinds;
mod path;
mod question;
mod search;
mod shape;
mod succession;
mod time;
mod unfold;
mod wording;
mod words;
mod world;

pub use answer::{Answer, Found, Sought, answer, unknown};
pub use direction::Role;
pub use frames::unframed;
pub use habits::Habits;
pub use path::{Path, Step};
pub use question::{Asked, Form, Mention, Named, Word, mentions};
pub use succession::{Around, Phase, anchor};
pub use time::{Beside, Order, Reach, Relation, beside, reach};
pub use unfold::unfold;
pub use wording::End;
pub use world::{Edge, OBJECT, Reading, SUBJECT, Standing, World};

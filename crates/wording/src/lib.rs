//! How near the wordings of two relations are, whatever their words: "the person who penned _" and "_ was written by _".
//!
//! A wording's vector is the sum of its word pieces' vectors ([`asof_vectors::Static`]), each turned by one matrix and moved by
//! what was learnt of the piece, brought to length 1. Matrix and moves are learnt from `corpus/`, a few hundred relations of
//! everyday English each in some twenty wordings, so that wordings of one relation come close and those of others part.
//!
//! ```
//! use asof_wording::{Matcher, Wordings};
//!
//! let matcher = Matcher::new(["was written by", "was born in the city of"].into_iter());
//! let point = |text| matcher.point(Wordings::shipped().vector(text));
//! let (asked, words) = (point("who penned"), ["who", "penned"].map(point));
//! let says = |told| {
//!     let told = point(told);
//!     let unsaid = words.each_ref().map(|word| matcher.unsaid(&told, word));
//!     matcher.says(&told, &asked, &unsaid, &[])
//! };
//! assert!(says("was born in the city of") < says("was written by"));
//! ```
//!
//! `weights/README.md` says how the weights were learnt, and how to learn them anew.

mod judge;
#[cfg(feature = "train")]
pub mod learn;
mod matcher;
mod table;

pub use matcher::{Matcher, Point, Unsaid};
pub use table::{Vector, Wordings};

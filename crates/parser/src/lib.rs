//! English text to sentences, words, tags, dictionary forms and dependency trees, as Universal Dependencies has them.
//!
//! Offline and always the same: rules find the words and sentences, and models learnt from a treebank do the rest.
//! Their weights are shipped inside the crate; `weights/README.md` says where they come from and how to rebuild them.
//! Any text may be given, and time is in proportion to its length.
//!
//! ```
//! use asof_parser::{Parser, Pos};
//!
//! let sentences = Parser::new().parse("Ana moved to Porto.");
//! let words = &sentences[0].words;
//! assert_eq!((words[1].lemma.as_str(), words[1].pos, words[1].head), ("move", Pos::Verb, None));
//! assert_eq!((words[0].relation, words[0].head), ("nsubj", Some(1)));
//! assert_eq!((words[3].form.as_str(), words[3].relation), ("Porto", "obl"));
//! ```

mod bytes;
mod clitic;
mod hash;
mod irregular;
mod lemma;
#[cfg_attr(not(feature = "train"), expect(dead_code, reason = "the trainer uses more of the network than the parser does"))]
mod net;
mod parser;
mod split;
mod token;
mod token_lists;
#[cfg(feature = "train")]
pub mod train;
mod tree;

pub use parser::Parser;
pub use split::sentences;
pub use tree::{Pos, Sentence, Word};

//! Which English words are near in meaning or kind: synonyms, derivations and kinds.
//!
//! The words are Princeton WordNet's, cut down to what is common and to no names; `data/README.md` says what was kept and how to
//! rebuild the table. No model, no network; any string may be asked about.
//!
//! ```
//! use asof_lexicon::{Kind, Lexicon, Part};
//!
//! let lexicon = Lexicon::shipped();
//! assert_eq!(lexicon.lemmas("wrote", Some(Part::Verb)), ["write"]);
//! assert!(0.8 < lexicon.nearness("author", "writer"));
//! assert!(lexicon.nearness("author", "river") < 0.3);
//! assert_eq!(lexicon.kinds("author")[0].0, Kind::Person);
//! assert!(lexicon.is_a("husband", "person"));
//! ```

#[cfg(feature = "distil")]
pub mod build;
mod bytes;
mod everyday;
mod groups;
mod kind;
mod lexicon;
mod morphy;
mod normal;
mod part;
mod reach;
mod table;

pub use kind::Kind;
pub use lexicon::Lexicon;
pub use part::Part;
pub use reach::Reach;

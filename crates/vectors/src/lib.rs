//! Vectors of texts: close when the texts mean alike, whatever their words.
//!
//! [`Embedder`] is whatever makes them. [`Static`] is the one that is always there: a table shipped in the crate with a vector for
//! each word piece, so that a text costs a look-up a piece and a mean; `weights/README.md` says where the table comes from and how
//! to rebuild it. `MiniLm`, behind the feature `transformer`, is the network that the table was made from.
//!
//! ```
//! use asof_vectors::{Static, dot};
//!
//! let table = Static::shipped();
//! let [asked, near, far] = ["a dog", "my puppy", "the stock market"].map(|text| table.vector(text));
//! assert!(dot(&asked, &far) < dot(&asked, &near));
//! ```

#[cfg(feature = "distil")]
pub mod distil;
mod embedder;
mod fixed;
#[cfg(feature = "transformer")]
mod minilm;
#[cfg(feature = "transformer")]
mod net;
mod table;
mod wordpiece;

pub use embedder::{EmbedError, Embedder, checked, dot, normalise};
pub use fixed::Static;
#[cfg(feature = "transformer")]
pub use minilm::{MiniLm, OpenError};
pub use wordpiece::Vocabulary;

//! Retrieval: full text, graph, time and vectors, fused into context for a question, as of any date.
mod bm25;
mod corpus;
mod facts;
mod field;
mod index;
mod retriever;
mod segments;
mod sessions;
mod tail;
mod view;
mod when;
mod words;

pub use corpus::{Corpus, Kind, Passage};
pub use facts::Scope;
pub use field::{Field, date_words};
pub use index::{Index, IndexError, Progress};
pub use retriever::{FactHit, PassageHit, Question, Ranking, Reason, Retriever};
pub use sessions::Sessions;
pub use view::{Known, Stretch, View};
pub use when::{Event, When};
pub use words::{each_word, words};

//! Asof: a temporal knowledge-graph memory. *What was true as of a given date, and what did we know then?*
//!
//! A memory is one folder on disk and needs no service. It keeps **claims**, immutable statements by a source with what
//! they say about time, and *derives* **facts** from them. Nothing is overwritten: older facts that arrive late slot
//! into the past, corrections can be undone, and what was known last month is still there to be asked.
//!
//! ```
//! use asof::{AsOf, Claim, Kind, KnownAt, Memory, Operation, Statement};
//!
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("memory");
//! let memory = Memory::open(&path)?;
//! let tell = |place: &str, since: &str| -> Result<_, Box<dyn std::error::Error>> {
//!     let claim = Claim::new("Ana", "lives_in", place).kind(Kind::Begins).from(since.parse()?);
//!     Ok(memory.tell(Operation::Claim(Statement::new(claim)))?)
//! };
//! tell("Paris", "2020")?;
//! let first = tell("Berlin", "2022-03")?;
//! tell("Rome", "2021-06")?; // an older fact, told later
//!
//! let snapshot = memory.snapshot();
//! let place = |as_of: AsOf| snapshot.as_of(as_of).facts("Ana").map(|facts| facts[0].object.text());
//! assert_eq!(place(AsOf::valid("2020-12-24".parse()?))?, "Paris");
//! assert_eq!(place(AsOf::valid("2021-12-24".parse()?))?, "Rome");
//! assert_eq!(place(AsOf::NOW)?, "Berlin");
//! // What did we know before Rome was told?
//! let then = first.tx.map_or(KnownAt::Now, KnownAt::Tx);
//! assert_eq!(place(AsOf::valid("2021-12-24".parse()?).known(then))?, "Paris");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Words: a [`Point`] is a date as precisely as it was told; an [`Operation`] is anything one can tell; a [`Report`]
//! says what it changed; a [`Snapshot`] is the memory as a value; a [`Reading`] is a snapshot [`AsOf`] two dates.

mod asking;
mod cases;
mod chat;
mod clock;
mod consolidation;
mod context;
mod corpus;
mod delimited;
mod diverse;
mod draft;
mod embedding;
mod error;
mod excerpt;
mod export;
mod forgetting;
mod holding;
mod import;
mod lines;
mod mapping;
mod markdown;
mod memory;
mod moment;
mod opening;
mod pins;
mod profile;
mod recall;
mod recalling;
mod records;
mod remember;
mod report;
mod review;
mod search;
mod snapshot;
mod template;
mod together;
mod tokens;
mod training;

pub use asking::{Answered, Ask, Asker, PathStep};
pub use asof_extract as extract;
pub use asof_graph::{AsOfGraph, Direction, FactEdge, Held, View};
pub use asof_model::{
    Alternative, Basis, Cardinality, Certainty, Claim, End, Erased, Evidence, Extent, Fact, Finding, FindingKind, Instant, Kind, Object,
    Operation, Outcome, Point, Run, Scalar, Schema, Statement, TimeError, Told, TxId, TxTime, ValueType, Why, read_line, read_schemas,
    write_line,
};
pub use asof_retrieve::Embeddings;
pub use asof_vectors::{EmbedError, Embedder};
#[cfg(feature = "transformer")]
pub use asof_vectors::{MiniLm, OpenError};
pub use cases::{CASE_SOURCE, Case, CaseOutcome, RecalledCase, RecalledCases};
pub use chat::Chat;
pub use clock::{Clock, SystemClock};
pub use consolidation::{Consolidated, Consolidation, Progress, Rule, RuleErrors, RunRecord, read_rules, with_built_in};
pub use context::{Context, DEFAULT_BUDGET, Item, LeftFor, LeftOut, Section};
pub use delimited::Columns;
pub use error::{Error, Result};
pub use forgetting::{Along, Forgetting, Forgotten, ForgottenClaim, ForgottenEpisode, InPart, Selector};
pub use import::{Imported, Importer, OnError, Rejected};
pub use mapping::{Format, Mapping};
pub use markdown::{Markdown, Prose};
pub use memory::{Batch, DEFAULT_SPACE, Memory};
pub use opening::{Opening, Options};
pub use pins::{MAX_LABEL_CHARACTERS, MAX_PIN_CHARACTERS, Pin};
pub use profile::{DEFAULT_LATELY, Happening, Profile, ProfileLine};
pub use recall::{Arm, Explain, Hit, HitKind, Recall, Recalled, Session};
pub use records::Origin;
pub use remember::{Remembered, Text};
pub use report::Report;
pub use review::Review;
pub use snapshot::{AsOf, Change, Difference, KnownAt, Reading, Snapshot, Stats};
pub use tokens::estimate_tokens;

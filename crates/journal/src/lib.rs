//! The journal: an append-only log of everything that was ever told, and the only durable truth.
//!
//! Definitions. A **transaction** is a list of records told together. A **group** is the transactions of one durable
//! commit, as bytes. A **frame** is a part of a group, compressed and checksummed, small enough to suit sled. Frames are
//! keyed by space, first transaction and part; `docs/format.md` gives the layout to the byte.
//!
//! Invariants. A group is written whole or not at all. Transactions of a space are numbered from 1 without gaps. Records
//! are never edited: small frames are packed together into larger ones, in one atomic batch, and hold the same bytes.
//! An erasure writes what survives into a fresh log and changes the old one for it; transactions keep their numbers and times.
//! After a failed commit nothing more is accepted, since what is on disk is then unknown.
//!
//! *API boundary:* only this crate touches sled.

mod codec;
mod ends;
mod erase;
mod error;
mod frame;
mod log;
mod place;
mod record;
mod replay;
mod store;

pub use erase::{Ready, Weed};
pub use error::{Corruption, JournalError};
pub use log::{FORMAT, Journal, Mode, SpaceNo};
pub use record::{ClaimRecord, Class, Record, Transaction};
pub use store::{Change, Each, Entry, SledStore, Store, VolatileStore};

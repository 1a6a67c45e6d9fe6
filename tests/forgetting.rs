//! Forgetting: what a selector chooses is in no file and no answer any more, and all else is as if it had never been told.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod binary;
mod forgotten;

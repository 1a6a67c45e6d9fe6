//! The one error of the library: opaque, with predicates that tell what a caller can do about it.

use asof_journal::JournalError;
use asof_model::{SchemaError, TimeError, WireError};

/// Why a memory did not do what was asked.
#[derive(Debug)]
pub struct Error(Box<Problem>);

#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Wire(#[from] WireError),
    #[error(transparent)]
    Schema(#[from] SchemaError),
    #[error(transparent)]
    Time(#[from] TimeError),
    #[error("there is no {what} `{name}`{hint}")]
    NotFound { what: &'static str, name: String, hint: String },
    #[error("there is nothing to forget: nothing in the memory matches {0}")]
    NothingToForget(String),
    #[error("{0}")]
    Conflict(String),
    #[error("{0}")]
    Invalid(String),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// The library's result.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn not_found(what: &'static str, name: &str) -> Self {
        Problem::NotFound { what, name: name.into(), hint: String::new() }.into()
    }

    pub(crate) fn not_found_with(what: &'static str, name: &str, hint: String) -> Self {
        Problem::NotFound { what, name: name.into(), hint }.into()
    }

    pub(crate) fn nothing_to_forget(asked: &str) -> Self {
        Problem::NothingToForget(asked.into()).into()
    }

    pub(crate) fn conflict(why: impl Into<String>) -> Self {
        Problem::Conflict(why.into()).into()
    }

    pub(crate) fn invalid(why: impl Into<String>) -> Self {
        Problem::Invalid(why.into()).into()
    }

    /// The same error for another who has to hear of it: its kind, and what it says.
    pub(crate) fn same(&self) -> Self {
        if let Problem::Journal(JournalError::Corrupt(corruption)) = &*self.0 {
            return JournalError::Corrupt(corruption.clone()).into();
        }
        if let Problem::Journal(JournalError::Poisoned) = &*self.0 {
            return JournalError::Poisoned.into();
        }
        let io = |error: &std::io::Error| std::io::Error::new(error.kind(), error.to_string());
        match &*self.0 {
            Problem::Journal(JournalError::Io(error)) => JournalError::Io(io(error)).into(),
            Problem::Io(error) => io(error).into(),
            Problem::Conflict(why) => Self::conflict(why.as_str()),
            Problem::Journal(_)
            | Problem::Wire(_)
            | Problem::Schema(_)
            | Problem::Time(_)
            | Problem::NotFound { .. }
            | Problem::NothingToForget(_)
            | Problem::Invalid(_) => Self::invalid(self.to_string()),
        }
    }

    /// What was named is not there: a store, a claim, an entity.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(*self.0, Problem::NotFound { .. } | Problem::NothingToForget(_) | Problem::Journal(JournalError::Missing(_)))
    }

    /// It contradicts what is there: an id in use, a store in use, a time that goes backwards.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(*self.0, Problem::Conflict(_) | Problem::Journal(JournalError::Locked(_)))
    }

    /// What was told cannot be accepted: it is the caller's to mend.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        matches!(*self.0, Problem::Wire(_) | Problem::Schema(_) | Problem::Time(_) | Problem::Invalid(_))
    }

    /// The kind of the input or output error behind it, if that is what it is.
    #[must_use]
    pub fn io_kind(&self) -> Option<std::io::ErrorKind> {
        if let Problem::Io(error) | Problem::Journal(JournalError::Io(error)) = &*self.0 { Some(error.kind()) } else { None }
    }

    /// What was to be forgotten is in no answer any more, but old files with it could not be removed.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        matches!(*self.0, Problem::Journal(JournalError::NotRemoved(..)))
    }

    /// The store is damaged.
    #[must_use]
    pub fn is_corrupt(&self) -> bool {
        matches!(*self.0, Problem::Journal(JournalError::Corrupt(_)))
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl<E: Into<Problem>> From<E> for Error {
    fn from(problem: E) -> Self {
        Self(Box::new(problem.into()))
    }
}

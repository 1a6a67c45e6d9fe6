//! Trouble: what can go wrong between a text and its claims, each said so that people know what to do.

use asof_model::{ClaimError, SchemaError, TimeError};

use crate::transport::TransportError;

/// Something that was left out of a reading, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The bytes of the text that it is about.
    pub span: (u32, u32),
    /// What went wrong.
    pub trouble: Trouble,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// No response came.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The server refused, or failed too often.
    #[error("the server answered {status} ({message}); {advice}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// What the server said.
        message: String,
        /// What to do.
        advice: &'static str,
    },
    /// The answer is not of the right form, also when asked again.
    #[error("the model's answer cannot be used after {asked} tries: {why}; try a larger model, or one that keeps to a JSON schema")]
    Malformed {
        /// How often it was asked.
        asked: u32,
        /// What is wrong with the last.
        why: String,
    },
    /// The answer was longer than it may be.
    #[error("the model's answer was cut off at its longest; allow longer answers, or send less text at once")]
    Cut,
    /// The model or the server's filter would not answer.
    #[error("the model would not read this: {0}")]
    Refused(String),
    /// The time for the text ran out.
    #[error("the time for this text ran out; allow more, or import it again to go on from what is recorded")]
    Deadline,
    /// The next call could pass the cap.
    #[error("stopped before the cap: {0}; raise it and import again: what was answered is recorded and costs nothing more")]
    Cap(String),
    /// An earlier failure was final.
    #[error("not asked, as the model cannot be used: {0}")]
    Stopped(Box<Trouble>),
    /// An answer could not be recorded.
    #[error("the answer was used but not recorded, so no more are asked for: {0}")]
    Unsaved(String),
    /// A claim of the model was turned away.
    #[error("the model's claim `{claim}` was left out: {why}")]
    Rejected {
        /// The claim, as people read it.
        claim: String,
        /// Why.
        why: Rejection,
    },
}

impl Trouble {
    /// Whether asking again with other texts would fail as well.
    pub(crate) fn is_final(&self) -> bool {
        match self {
            Self::Transport(error) => matches!(error, TransportError::Tls { .. } | TransportError::NoTls(_)),
            Self::Status { status, message, .. } => matches!(status, 401..=404) || is_out_of_credit(message),
            Self::Unsaved(_) => true,
            Self::Malformed { .. }
            | Self::Cut
            | Self::Refused(_)
            | Self::Deadline
            | Self::Cap(_)
            | Self::Stopped(_)
            | Self::Rejected { .. } => false,
        }
    }

    /// Whether the server, rather than the text or the model, is in trouble.
    pub(crate) fn is_outage(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_transient(),
            Self::Status { status, .. } => is_transient(*status),
            Self::Malformed { .. }
            | Self::Cut
            | Self::Refused(_)
            | Self::Deadline
            | Self::Cap(_)
            | Self::Stopped(_)
            | Self::Unsaved(_)
            | Self::Rejected { .. } => false,
        }
    }

    /// What is said of a text that is not asked about because of this.
    pub(crate) fn again(self) -> Self {
        if matches!(self, Self::Cap(_) | Self::Stopped(_)) { self } else { Self::Stopped(Box::new(self)) }
    }

    /// A response that is no answer.
    pub(crate) fn status(status: u16, message: String) -> Self {
        let advice = match status {
            300..400 => "give the address that it points to",
            401 | 403 => "put the server's API key in the environment variable that is read for it",
            404 => "check the base URL and the name of the model",
            413 => "send less text at once",
            400 | 422 if is_too_long(&message) => "send less text at once, or give the server a longer context",
            402 | 429 if is_out_of_credit(&message) => "the account has no credit left; top it up",
            429 => "it is busy or limits how often it may be asked; wait, and import again",
            500..600 => "it fails; look at its log, and import again",
            _ => "check the base URL, the model and the server's log",
        };
        Self::Status { status, message, advice }
    }
}

/// Whether a status may be gone a little later.
pub(crate) fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504 | 529)
}

/// Whether a failure says that the account is empty.
pub(crate) fn is_out_of_credit(message: &str) -> bool {
    let message = message.to_lowercase();
    ["insufficient_quota", "exceeded your current quota", "insufficient credit", "billing"].iter().any(|words| message.contains(words))
}

/// Whether a failure says that the text does not fit the model.
pub(crate) fn is_too_long(message: &str) -> bool {
    let message = message.to_lowercase();
    ["context length", "context size", "context window", "context_length", "too many tokens"].iter().any(|words| message.contains(words))
}

/// Why a claim of the model was turned away.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// It is not of the form that was asked for.
    #[error("it is not of the form asked for ({0})")]
    Form(String),
    /// It is no claim.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// It uses a predicate otherwise than its schema says.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// Its predicate is no word.
    #[error("`{0}` is no predicate")]
    Predicate(String),
    /// It quotes what the text does not say.
    #[error("the text does not say `{0}`")]
    NotInText(String),
    /// Its quote names neither its subject nor its object.
    #[error("its quote names neither of the two")]
    QuoteBesideThePoint,
    /// It names whom or what the text does not.
    #[error("the text names no `{name}` as its {what}")]
    Invented {
        /// Subject, object or the like.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// It names somebody by a pronoun.
    #[error("`{0}` is no name")]
    Pronoun(String),
    /// Its date cannot be read.
    #[error(transparent)]
    Date(#[from] TimeError),
    /// Its date is longer than a date can be.
    #[error("a date is not that long")]
    LongDate,
    /// No words of the text tell its date.
    #[error("no words of the text tell its date, {0}")]
    Undated(String),
    /// Its words are an order to the reader.
    #[error("its words tell the reader what to do, not what is so")]
    Order,
}

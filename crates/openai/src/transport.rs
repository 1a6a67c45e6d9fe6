//! Transports: whatever answers a request. The network is one, a recording another, a test's fault a third.

use std::{sync::Arc, time::Duration};

/// A request, ready to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What it asks, hashed: the same question to the same model has the same key, however it is put on the wire.
    pub key: String,
    /// The model asked.
    pub model: String,
    /// The body, as JSON.
    pub body: String,
}

/// A response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// How long the server asks to be left alone.
    pub retry_after: Option<Duration>,
    /// The body.
    pub body: String,
    /// Whether it comes from a recording, and cost nothing.
    pub replayed: bool,
    /// Why it could not be recorded, though it should have been.
    pub unsaved: Option<String>,
}

impl Response {
    /// A response with a status and a body.
    #[must_use]
    pub fn new(status: u16, body: &str) -> Self {
        Self { status, body: body.to_owned(), ..Self::default() }
    }
}

/// Sends a request and brings the response.
pub trait Transport: Send + Sync {
    /// Sends a request, and waits no longer than `within`.
    ///
    /// # Errors
    /// [`TransportError`] when no response came; a status such as 500 is a response.
    fn send(&self, request: &Request, within: Duration) -> Result<Response, TransportError>;

    /// Whether it can answer without a call, so that the answer costs nothing.
    fn knows(&self, _request: &Request) -> bool {
        false
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, request: &Request, within: Duration) -> Result<Response, TransportError> {
        (**self).send(request, within)
    }

    fn knows(&self, request: &Request) -> bool {
        (**self).knows(request)
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: &Request, within: Duration) -> Result<Response, TransportError> {
        (**self).send(request, within)
    }

    fn knows(&self, request: &Request) -> bool {
        (**self).knows(request)
    }
}

/// Why no response came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// Nobody listens there.
    #[error("nothing answers at {0}; start the server, or give the address of one that runs")]
    Refused(String),
    /// The host's name is not known.
    #[error("the host of {0} is not known; check how it is spelt, and the network")]
    UnknownHost(String),
    /// It took too long.
    #[error("no whole answer from {url} within {} s; allow more time, send less text at once, or use a faster model", .within.as_secs_f32())]
    Timeout {
        /// Where.
        url: String,
        /// How long was waited.
        within: Duration,
    },
    /// The response is longer than may be read.
    #[error(
        "the answer of {url} is longer than {limit} bytes, and was not read on; check that the address is that of an OpenAI-compatible server"
    )]
    TooLarge {
        /// Where.
        url: String,
        /// The limit.
        limit: u64,
    },
    /// The encrypted connection failed.
    #[error("no secure connection to {url}: {why}; check the address and the clock, or use http:// for a server on this machine")]
    Tls {
        /// Where.
        url: String,
        /// Why.
        why: String,
    },
    /// This build cannot encrypt.
    #[error("{0} needs TLS, and this build has none; use an http:// address, or build with the feature `tls`")]
    NoTls(String),
    /// The connection broke, or what came is not HTTP.
    #[error("the connection to {url} broke: {why}; check that it is an OpenAI-compatible server, and try again")]
    Broken {
        /// Where.
        url: String,
        /// Why.
        why: String,
    },
    /// Only recordings may answer, and none does.
    #[error(
        "no recorded response answers this text; allow calls to the model, or import with the recording of the same text, model and settings"
    )]
    NotRecorded,
}

impl TransportError {
    /// Whether the same request might succeed a little later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Refused(_) | Self::UnknownHost(_) | Self::Timeout { .. } | Self::Broken { .. } => true,
            Self::TooLarge { .. } | Self::Tls { .. } | Self::NoTls(_) | Self::NotRecorded => false,
        }
    }

    /// Whether the server may have worked for nothing, and charge for it.
    #[must_use]
    pub fn may_have_cost(&self) -> bool {
        match self {
            Self::Timeout { .. } | Self::TooLarge { .. } | Self::Broken { .. } => true,
            Self::Refused(_) | Self::UnknownHost(_) | Self::Tls { .. } | Self::NoTls(_) | Self::NotRecorded => false,
        }
    }
}

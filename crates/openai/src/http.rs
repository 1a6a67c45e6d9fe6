//! The live transport: HTTP, with a time limit, a bounded read, and no redirects that could carry the key elsewhere.

use std::{
    io::{self, Read},
    time::Duration,
};

use crate::{
    settings::{ApiKey, Settings, SettingsError},
    transport::{Request, Response, Transport, TransportError},
    url::{Address, CHAT, EMBEDDINGS},
};

/// Asks a server over HTTP.
pub struct Http {
    agent: ureq::Agent,
    address: Address,
    endpoint: String,
    key: Option<ApiKey>,
    max_bytes: u64,
}

impl Http {
    /// A transport to the server that the settings name, for chat completions.
    ///
    /// # Errors
    /// [`SettingsError`] if they cannot be used.
    pub fn new(settings: &Settings) -> Result<Self, SettingsError> {
        Self::to(settings, CHAT)
    }

    /// The same for embeddings.
    ///
    /// # Errors
    /// [`SettingsError`] if they cannot be used.
    pub fn for_embeddings(settings: &Settings) -> Result<Self, SettingsError> {
        Self::to(settings, EMBEDDINGS)
    }

    fn to(settings: &Settings, path: &str) -> Result<Self, SettingsError> {
        settings.check()?;
        let address = Address::parse(&settings.base_url)?;
        let mut config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("asof/", env!("CARGO_PKG_VERSION")));
        // What stays on this machine has no business at a proxy.
        if address.is_loopback() {
            config = config.proxy(None);
        }
        let (agent, endpoint) = (config.build().new_agent(), address.endpoint(path));
        Ok(Self { agent, address, endpoint, key: settings.key.clone(), max_bytes: settings.max_response_bytes })
    }

    fn post(&self, body: &str, within: Duration) -> Result<Response, ureq::Error> {
        let mut request = self.agent.post(&self.endpoint).header("content-type", "application/json");
        if let Some(key) = &self.key {
            request = request.header("authorization", format!("Bearer {}", key.secret()));
        }
        let mut response = request.config().timeout_global(Some(within)).build().send(body)?;
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        let retry_after = header("retry-after").and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        // One byte more than is allowed tells a long response from one that just fits.
        let mut reader = response.body_mut().with_config().limit(self.max_bytes.saturating_add(1)).reader();
        reader.by_ref().take(self.max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
        if self.max_bytes < bytes.len() as u64 {
            return Err(ureq::Error::BodyExceedsLimit(self.max_bytes));
        }
        Ok(Response { retry_after, ..Response::new(status, &String::from_utf8_lossy(&bytes)) })
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the client's errors are many and grow; these are told apart")]
    fn error(&self, error: &ureq::Error, within: Duration) -> TransportError {
        let url = self.address.shown().to_owned();
        match error {
            ureq::Error::Timeout(_) => TransportError::Timeout { url, within },
            ureq::Error::HostNotFound => TransportError::UnknownHost(url),
            ureq::Error::ConnectionFailed => TransportError::Refused(url),
            ureq::Error::BodyExceedsLimit(limit) => TransportError::TooLarge { url, limit: *limit },
            ureq::Error::TlsRequired => TransportError::NoTls(url),
            ureq::Error::Io(io) => self.io_error(io, within),
            other => self.other_error(&other.to_string()),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the system's errors are many; these are told apart")]
    fn io_error(&self, error: &io::Error, within: Duration) -> TransportError {
        let url = self.address.shown().to_owned();
        let refused = [io::ErrorKind::ConnectionRefused, io::ErrorKind::NetworkUnreachable, io::ErrorKind::HostUnreachable];
        match error.kind() {
            kind if refused.contains(&kind) => TransportError::Refused(url),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => TransportError::Timeout { url, within },
            // A host that is not known has no kind of its own, only the system's words.
            _ if ["lookup address", "such host"].iter().any(|words| error.to_string().contains(words)) => TransportError::UnknownHost(url),
            _ => self.other_error(&error.to_string()),
        }
    }

    /// On an encrypted connection, what is neither the network nor the time is the encryption.
    fn other_error(&self, why: &str) -> TransportError {
        let (url, why) = (self.address.shown().to_owned(), why.to_owned());
        let tls = self.address.is_tls()
            && ["tls", "certificate", "handshake", "corrupt message", "alert"].iter().any(|word| why.to_lowercase().contains(word));
        if tls { TransportError::Tls { url, why } } else { TransportError::Broken { url, why } }
    }
}

impl Transport for Http {
    fn send(&self, request: &Request, within: Duration) -> Result<Response, TransportError> {
        if self.address.is_tls() && !cfg!(feature = "tls") {
            return Err(TransportError::NoTls(self.address.shown().to_owned()));
        }
        self.post(&request.body, within).map_err(|error| self.error(&error, within))
    }
}

//! Settings: which server and model, how long to wait, how often to try, and how much may be spent.

use std::{fmt, time::Duration};

use asof_model::{BUILT_IN, Schema, read_schemas};

use crate::url::{Address, UrlError};

/// The environment variable that holds the key, unless another is named.
pub const DEFAULT_KEY_VARIABLE: &str = "OPENAI_API_KEY";

/// Where a server is looked for, unless another address is given: nothing leaves this machine by default.
pub const DEFAULT_BASE_URL: &str = "http://127.0.0.1:8080";

/// A secret: never shown, not even by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// A key as the server's owner gave it; white space around it is dropped.
    ///
    /// # Errors
    /// [`SettingsError::BadKey`] if it cannot stand in a header.
    pub fn new(key: &str) -> Result<Self, SettingsError> {
        let key = key.trim();
        let fits = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(key.to_owned())) } else { Err(SettingsError::BadKey) }
    }

    /// The key in an environment variable; a server on this machine needs none, so an unset or empty one is no error.
    ///
    /// # Errors
    /// [`SettingsError::BadKey`] if it cannot stand in a header.
    pub fn from_env(variable: &str) -> Result<Option<Self>, SettingsError> {
        match std::env::var_os(variable) {
            None => Ok(None),
            Some(key) => match key.to_str().map(str::trim) {
                Some("") => Ok(None),
                Some(key) => Self::new(key).map(Some),
                None => Err(SettingsError::BadKey),
            },
        }
    }

    pub(crate) fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

/// What a million tokens cost, in the currency of the user's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Prices {
    /// A million tokens of what is sent.
    pub prompt: f64,
    /// A million tokens of what is answered.
    pub completion: f64,
}

/// How much may be spent in all; a call that could pass it is not made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cap {
    /// Tokens, sent and answered.
    pub tokens: Option<u64>,
    /// Cost, by the [`Prices`].
    pub cost: Option<f64>,
}

/// How a model is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Where the server is, such as `https://api.openai.com/v1` or `http://127.0.0.1:8080`.
    pub base_url: String,
    /// The model, by the server's name for it.
    pub model: String,
    /// The key, where the server asks for one.
    pub key: Option<ApiKey>,
    /// How long one request may take.
    pub timeout: Duration,
    /// How long one text may take, with all its requests.
    pub deadline: Duration,
    /// How often a request is sent again when the server is busy, fails or cannot be reached.
    pub retries: u32,
    /// The wait before the first of them; it doubles each time.
    pub backoff: Duration,
    /// How often an answer that is not of the right form is asked for again.
    pub repairs: u32,
    /// The longest answer, in tokens.
    pub max_answer_tokens: u32,
    /// The longest response that is read, in bytes.
    pub max_response_bytes: u64,
    /// The most of a text that is sent at once, in bytes.
    pub piece_bytes: usize,
    /// What tokens cost.
    pub prices: Option<Prices>,
    /// How much may be spent.
    pub cap: Cap,
    /// The predicates that the model is told of, and that its claims must fit; it may use others.
    pub schemas: Vec<Schema>,
    /// Names that a claim may use though the text does not say them.
    pub known_names: Vec<String>,
}

impl Settings {
    /// The settings for a server and a model, with the built-in predicates and no cap.
    #[must_use]
    pub fn new(base_url: &str, model: &str) -> Self {
        Self {
            base_url: base_url.to_owned(),
            model: model.to_owned(),
            key: None,
            timeout: Duration::from_secs(60),
            deadline: Duration::from_secs(300),
            retries: 3,
            backoff: Duration::from_millis(500),
            repairs: 2,
            max_answer_tokens: 2048,
            max_response_bytes: 4 << 20,
            piece_bytes: 6000,
            prices: None,
            cap: Cap::default(),
            schemas: read_schemas(BUILT_IN).unwrap_or_default(),
            known_names: Vec::new(),
        }
    }

    /// Accepts settings that make sense, or says what does not.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn check(&self) -> Result<(), SettingsError> {
        let address = Address::parse(&self.base_url)?;
        if self.key.is_some() && !address.is_private_way() {
            return Err(SettingsError::KeyInTheClear(address.shown().to_owned()));
        }
        if self.model.trim().is_empty() || self.model.chars().any(char::is_control) {
            return Err(SettingsError::NoModel);
        }
        self.check_limits()?;
        self.check_cap()
    }

    /// Whether the server is one that most likely asks for a key, on another machine and over TLS, and there is none.
    #[must_use]
    pub fn lacks_key(&self) -> bool {
        self.key.is_none() && Address::parse(&self.base_url).is_ok_and(|address| address.is_tls() && !address.is_loopback())
    }

    fn check_limits(&self) -> Result<(), SettingsError> {
        let limits = [
            ("timeout", !self.timeout.is_zero()),
            ("deadline", !self.deadline.is_zero()),
            ("longest answer", 0 < self.max_answer_tokens),
            ("longest response", 0 < self.max_response_bytes),
            ("piece of text", 0 < self.piece_bytes),
        ];
        limits.iter().find(|(_, fits)| !fits).map_or(Ok(()), |(what, _)| Err(SettingsError::Zero(what)))
    }

    fn check_cap(&self) -> Result<(), SettingsError> {
        let amount = |amount: f64| amount.is_finite() && 0.0 <= amount;
        let prices = self.prices.iter().flat_map(|prices| [prices.prompt, prices.completion]);
        if !prices.chain(self.cap.cost).all(amount) {
            return Err(SettingsError::BadAmount);
        }
        if self.cap.cost.is_some() && self.prices.is_none() {
            return Err(SettingsError::CapWithoutPrices);
        }
        Ok(())
    }
}

/// Settings that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The address of the server.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// No model, or a name that is none.
    #[error("no model is named; give the server's name for it, such as the ones that its /v1/models lists")]
    NoModel,
    /// A key with a line break or the like in it.
    #[error("the API key holds white space or other characters that no key has; copy it again")]
    BadKey,
    /// A key would be sent without encryption.
    #[error("the API key would travel unencrypted to {0}; use https://, or unset the key if this server needs none")]
    KeyInTheClear(String),
    /// A limit of nothing.
    #[error("the {0} must be more than nothing")]
    Zero(&'static str),
    /// A price or cost that is negative or not a number.
    #[error("prices and costs are numbers from 0 up")]
    BadAmount,
    /// A cost cannot be counted without prices.
    #[error("a cap on the cost needs the prices of a million prompt tokens and a million completion tokens")]
    CapWithoutPrices,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_cannot_work_say_what_to_change() {
        let good = || Settings::new("http://127.0.0.1:8080", "m");
        let key = || Some(ApiKey::new(" sk-1 ").unwrap());
        let cases: Vec<(Settings, &str)> = vec![
            (Settings { base_url: "localhost:8080".into(), ..good() }, "http://"),
            (Settings { model: " ".into(), ..good() }, "/v1/models"),
            (Settings { base_url: "http://example.org".into(), key: key(), ..good() }, "https://"),
            (Settings { timeout: Duration::ZERO, ..good() }, "timeout"),
            (Settings { piece_bytes: 0, ..good() }, "piece of text"),
            (Settings { cap: Cap { cost: Some(1.0), tokens: None }, ..good() }, "needs the prices"),
            (Settings { prices: Some(Prices { prompt: -1.0, completion: 0.0 }), ..good() }, "from 0 up"),
        ];
        for (settings, expected) in cases {
            let error = settings.check().unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        assert_eq!(good().check(), Ok(()));
        assert_eq!(Settings { key: key(), ..good() }.check(), Ok(()));
        assert_eq!(Settings { key: key(), base_url: "https://example.org/v1".into(), ..good() }.check(), Ok(()));
        assert!(40 < good().schemas.len());
    }

    #[test]
    fn a_key_is_never_shown() {
        let settings = Settings { key: Some(ApiKey::new("sk-secret").unwrap()), ..Settings::new("https://example.org", "m") };
        assert!(!format!("{settings:?}").contains("secret"));
        assert_eq!(ApiKey::new("a\nb"), Err(SettingsError::BadKey));
        assert_eq!(ApiKey::from_env("ASOF_NO_SUCH_VARIABLE"), Ok(None));
    }
}

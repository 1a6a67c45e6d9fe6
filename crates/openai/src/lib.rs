//! Claims from a language model, if one is wanted, and vectors: any server that speaks OpenAI's chat completions or embeddings.
//!
//! The model is asked for JSON of a fixed schema, and nothing it answers is believed that the text does not bear out: every claim
//! quotes the words that it rests on, names only whom the text names, and dates only what the text dates. What fails a check is a
//! note, never an error; so is a server that is away, an answer cut short, a cap reached. Every answer is recorded under a hash of
//! its question, so that the same text is never asked about twice.
//!
//! The way of a text: `piece` cuts it, `prompt` asks, `asking` sends until there is a usable answer (`chat` knows the wire, `sending`
//! tries again, `meter` the budget, `http` the network, `record` the recordings), `json` finds the claims in the answer, and `check`
//! judges each.
//!
//! [`Endpoint`] is the other thing such servers are good for: vectors of texts, as an [`Embedder`](asof_vectors::Embedder).
//!
//! ```
//! use asof_extract::Context;
//! use asof_openai::{Client, Request, Response, Settings, Transport, TransportError};
//!
//! /// A model that always answers the same.
//! struct Parrot;
//!
//! impl Transport for Parrot {
//!     fn send(&self, _: &Request, _: std::time::Duration) -> Result<Response, TransportError> {
//!         let claims = r#"{\"claims\":[{\"subject\":\"Ana\",\"predicate\":\"lives in\",\"object\":\"Berlin\",\"quote\":\"Ana lives in Berlin\"}]}"#;
//!         Ok(Response::new(200, &format!(r#"{{"choices":[{{"message":{{"content":"{claims}"}}}}]}}"#)))
//!     }
//! }
//!
//! let client = Client::new(Settings::new("http://127.0.0.1:8080", "parrot"), Parrot)?;
//! let reading = client.read("Ana lives in Berlin.", &Context::default());
//! assert_eq!(reading.found[0].claim.predicate, "lives_in");
//! let reading = client.read("Ana lives in Bern.", &Context::default());
//! assert!(reading.found.is_empty());
//! assert!(reading.notes[0].trouble.to_string().ends_with("the text does not say `Ana lives in Berlin`"));
//! # Ok::<(), asof_openai::SettingsError>(())
//! ```

mod asking;
mod chat;
mod check;
mod client;
mod endpoint;
mod http;
mod json;
mod meter;
mod number;
mod piece;
mod prompt;
mod record;
mod sending;
mod settings;
mod transport;
mod trouble;
mod url;
mod words;

pub use chat::Usage;
pub use client::{Client, Reading};
pub use endpoint::Endpoint;
pub use http::Http;
pub use meter::Spent;
pub use record::{Recorded, Recording, Tape, TapeError};
pub use settings::{ApiKey, Cap, DEFAULT_BASE_URL, DEFAULT_KEY_VARIABLE, Prices, Settings, SettingsError};
pub use transport::{Request, Response, Transport, TransportError};
pub use trouble::{Note, Rejection, Trouble};
pub use url::UrlError;

//! Vectors from an endpoint: any server that speaks OpenAI's embeddings.
//!
//! Nobody waits for a server that is away: after a failure it is left alone for a while, and who asks meanwhile is told at once. What
//! is no answer to what was asked (fewer vectors, another width, not numbers) is an error. A text that the server will not take alone
//! has no vector, where it takes others.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use asof_vectors::{EmbedError, Embedder, checked};
use serde::Deserialize;
use serde_json::json;

use crate::{
    chat,
    http::Http,
    meter::{Meter, Spent},
    sending::Sending,
    settings::{Settings, SettingsError},
    transport::{Request, Response, Transport},
    trouble::{self, Trouble, is_transient},
    url::Address,
};

/// So many texts are sent at once: the fewest that a common server takes.
const AT_ONCE: usize = 32;
/// So much of a text is sent, in bytes: models read no more than some thousand tokens.
const LONGEST_TEXT: usize = 8_000;
/// A text that is too long for the model is cut in half as long as it is longer than this.
const SHORTEST_TEXT: usize = 200;
/// A text that every server takes.
const PROBE: &str = "a";
/// The longest response: vectors are long when written out.
const LONGEST_RESPONSE: u64 = 64 << 20;
/// How long a question may take with all its tries: somebody waits.
const QUESTION: Duration = Duration::from_secs(10);
/// How long a server is left alone when it was busy or away, and when it refused.
const REST: Duration = Duration::from_secs(30);
const LONG_REST: Duration = Duration::from_secs(600);

/// An endpoint that makes vectors.
pub struct Endpoint {
    settings: Settings,
    transport: Box<dyn Transport>,
    meter: Meter,
    id: String,
    wanted: Option<usize>,
    question: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How wide its vectors are, once one came.
    dimensions: Option<usize>,
    /// The last failure, and until when it is left alone for it.
    rests: Option<(Instant, EmbedError)>,
}

/// Why there is no answer.
enum Failure {
    /// The server would not take these texts; others it might.
    Texts(String),
    Other(EmbedError),
}

impl From<EmbedError> for Failure {
    fn from(error: EmbedError) -> Self {
        Self::Other(error)
    }
}

impl Endpoint {
    /// An endpoint over some transport.
    ///
    /// # Errors
    /// [`SettingsError`] if the settings cannot be used.
    pub fn new(settings: Settings, transport: impl Transport + 'static) -> Result<Self, SettingsError> {
        settings.check()?;
        // The address is part of the name: what a server calls by a name is its own affair.
        let id = format!("openai {} {}", Address::parse(&settings.base_url)?.shown(), settings.model.trim());
        let meter = Meter::new(settings.prices, settings.cap);
        let (transport, question) = (Box::new(transport), QUESTION.min(settings.timeout));
        Ok(Self { settings, transport, meter, id, wanted: None, question, state: Mutex::default() })
    }

    /// The endpoint of the server of the settings.
    ///
    /// # Errors
    /// [`SettingsError`] if the settings cannot be used.
    pub fn live(settings: Settings) -> Result<Self, SettingsError> {
        let settings = Settings { max_response_bytes: settings.max_response_bytes.max(LONGEST_RESPONSE), ..settings };
        let http = Http::for_embeddings(&settings)?;
        Self::new(settings, http)
    }

    /// Asks for vectors of so many numbers, of models that can shorten them.
    #[must_use]
    pub fn dimensions(mut self, dimensions: usize) -> Self {
        self.id = format!("{} {dimensions}", self.id);
        self.wanted = Some(dimensions);
        self
    }

    /// What was spent so far.
    #[must_use]
    pub fn spent(&self) -> Spent {
        self.meter.spent()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Unless the server is being left alone, asks, and leaves it alone if it fails.
    fn unless_resting<T>(&self, ask: impl FnOnce() -> Result<T, EmbedError>) -> Result<T, EmbedError> {
        if let Some((until, error)) = &self.state().rests
            && Instant::now() < *until
        {
            return Err(error.clone());
        }
        let answer = ask();
        let rest = |error: &EmbedError| (Instant::now() + if error.is_transient() { REST } else { LONG_REST }, error.clone());
        self.state().rests = answer.as_ref().err().map(rest);
        answer
    }

    fn sending(&self, within: Duration, retries: u32) -> Sending<'_> {
        // A far deadline may be past what the clock can tell.
        let now = Instant::now();
        let deadline = now.checked_add(within).unwrap_or(now + Duration::from_secs(1 << 25));
        let Self { settings, transport, meter, .. } = self;
        Sending { settings, transport: transport.as_ref(), meter, retries, deadline, answer_tokens: 0, stopped: &|| None }
    }

    /// The vectors of texts that say something.
    fn asked(&self, sending: &Sending<'_>, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let mut vectors = Vec::with_capacity(texts.len());
        for texts in texts.chunks(AT_ONCE) {
            match self.asked_once(sending, texts) {
                Ok(answer) => vectors.extend(answer),
                Err(Failure::Other(error)) => return Err(error),
                Err(Failure::Texts(why)) => {
                    // Whose fault it is, one short text tells.
                    let probe = self.asked_once(sending, &[PROBE]).map_err(|failure| failure.of_any(&why))?;
                    self.in_parts(sending, texts, probe.first().map_or(0, Vec::len), &mut vectors)?;
                }
            }
        }
        Ok(vectors)
    }

    /// Asks for fewer at a time, and for less of a text that is too long, as long as the server refuses.
    fn in_parts(&self, sending: &Sending<'_>, texts: &[&str], width: usize, onto: &mut Vec<Vec<f32>>) -> Result<(), EmbedError> {
        let (left, right) = texts.split_at(texts.len() / 2);
        for part in [left, right].into_iter().filter(|part| !part.is_empty()) {
            match (self.asked_once(sending, part), part) {
                (Ok(answer), _) => onto.extend(answer),
                (Err(Failure::Other(error)), _) => return Err(error),
                (Err(Failure::Texts(why)), [text]) if is_too_long(&why) && SHORTEST_TEXT < text.len() => {
                    self.in_parts(sending, &[beginning(text, text.len() / 2)], width, onto)?;
                }
                (Err(Failure::Texts(_)), [_]) => onto.push(vec![0.0; width]),
                (Err(Failure::Texts(_)), _) => self.in_parts(sending, part, width, onto)?,
            }
        }
        Ok(())
    }

    fn asked_once(&self, sending: &Sending<'_>, texts: &[&str]) -> Result<Vec<Vec<f32>>, Failure> {
        let response = sending.sent(&self.request(texts)).map_err(|trouble| failed(&trouble))?;
        let message = chat::failure(&response.body);
        match response.status {
            200 => Ok(self.vectors(&response, texts.len())?),
            400 | 413 | 422 => Err(Failure::Texts(message)),
            500 if is_too_long(&message) => Err(Failure::Texts(message)),
            status => Err(EmbedError::from(Refusal { status, message }).into()),
        }
    }

    fn request(&self, texts: &[&str]) -> Request {
        let mut body = json!({"model": self.settings.model, "input": texts, "encoding_format": "float"});
        if let Some(wanted) = self.wanted {
            body["dimensions"] = wanted.into();
        }
        let body = body.to_string();
        Request { key: chat::hash(&body), model: self.settings.model.clone(), body }
    }

    /// The vectors of a response, in the order of the texts.
    fn vectors(&self, response: &Response, asked: usize) -> Result<Vec<Vec<f32>>, EmbedError> {
        let answer: Answer = serde_json::from_str(&response.body).map_err(|error| {
            EmbedError::Refused(format!(
                "the server's answer is no list of embeddings ({error}): {}; check the base URL and that the model makes embeddings",
                chat::short(&response.body, 120)
            ))
        })?;
        let vectors = answer.in_order(asked)?;
        let first = vectors.first().map_or(0, Vec::len);
        let dimensions = self.wanted.or(self.state().dimensions).unwrap_or(first);
        if dimensions == 0 {
            return Err(EmbedError::Refused("the server's vectors have no numbers".into()));
        }
        let vectors = checked(asked, dimensions, vectors)?;
        self.state().dimensions = Some(dimensions);
        Ok(vectors)
    }
}

impl Embedder for Endpoint {
    fn id(&self) -> &str {
        &self.id
    }

    fn dimensions(&self) -> usize {
        self.wanted.or(self.state().dimensions).unwrap_or(0)
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        // Servers refuse empty texts.
        let said: Vec<&str> =
            texts.iter().filter(|text| !text.trim().is_empty()).map(|text| beginning(text.trim(), LONGEST_TEXT)).collect();
        let sending = self.sending(self.settings.deadline, self.settings.retries);
        let vectors = self.unless_resting(|| self.asked(&sending, &said))?;
        let width = match (vectors.first(), Embedder::dimensions(self)) {
            (Some(vector), _) => vector.len(),
            // How wide nothing is, too, only an answer tells.
            (None, 0) if !texts.is_empty() => self.unless_resting(|| self.asked(&sending, &[PROBE]))?.first().map_or(0, Vec::len),
            (None, width) => width,
        };
        let mut vectors = vectors.into_iter();
        let vector = |text: &&str| if text.trim().is_empty() { None } else { vectors.next() };
        Ok(texts.iter().map(vector).map(|vector| vector.unwrap_or_else(|| vec![0.0; width])).collect())
    }

    fn embed_query(&self, query: &str) -> Result<Vec<f32>, EmbedError> {
        let query = beginning(query.trim(), LONGEST_TEXT);
        let retries = self.settings.retries.min(1);
        let vectors = self.unless_resting(|| self.asked(&self.sending(self.question, retries), &[query]))?;
        vectors.into_iter().next().ok_or(EmbedError::Count { asked: 1, given: 0 })
    }
}

/// Whether a refusal says that a text does not fit the model.
fn is_too_long(message: &str) -> bool {
    let said = message.to_lowercase();
    trouble::is_too_long(message)
        || ["too long", "too large", "longer than", "maximum allowed", "max_seq_len"].iter().any(|words| said.contains(words))
}

/// A text up to so many bytes.
fn beginning(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// What a server answers.
#[derive(Deserialize)]
struct Answer {
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    index: Option<usize>,
    /// Some servers write what is not finite as null.
    embedding: Vec<Option<f64>>,
}

impl Answer {
    /// The vectors in the order that their numbers tell, or in which they came.
    fn in_order(self, asked: usize) -> Result<Vec<Vec<f32>>, EmbedError> {
        let mut rows: Vec<Option<Vec<f32>>> = vec![None; asked];
        let given = self.data.len();
        for (at, Row { index, embedding }) in self.data.into_iter().enumerate() {
            #[expect(clippy::cast_possible_truncation, reason = "what does not fit becomes infinite, and is refused as such")]
            let row = embedding.into_iter().map(|value| value.map_or(f32::NAN, |value| value as f32)).collect();
            if let Some(place) = rows.get_mut(index.unwrap_or(at)) {
                *place = Some(row);
            }
        }
        let rows: Option<Vec<Vec<f32>>> = rows.into_iter().collect();
        // Where two have one number, one is missing.
        rows.filter(|_| given == asked).ok_or(EmbedError::Count { asked, given: if given == asked { asked - 1 } else { given } })
    }
}

impl Failure {
    /// Of a text that every server takes: then it is not the text.
    fn of_any(self, why: &str) -> EmbedError {
        match self {
            Self::Texts(_) => EmbedError::Refused(format!("the server takes no text ({why}); check the model and the server's log")),
            Self::Other(error) => error,
        }
    }
}

/// A response that is neither an answer nor about the texts.
struct Refusal {
    status: u16,
    message: String,
}

impl From<Refusal> for EmbedError {
    fn from(Refusal { status, message }: Refusal) -> Self {
        let advice = match status {
            300..=399 => "give the address that it points to",
            401 | 403 => "put the server's API key in the environment variable that is read for it",
            402 => "the account has no credit left; top it up",
            404 | 405 | 501 => "check the base URL and the name of the model, and that it makes embeddings",
            429 => "it limits how often it may be asked; wait, and try again",
            500..=599 => "it fails; look at its log",
            _ => "check the base URL, the model and the server's log",
        };
        let said = format!("the server answered {status} ({message}); {advice}");
        if is_transient(status) { Self::Unavailable(said) } else { Self::Refused(said) }
    }
}

fn failed(trouble: &Trouble) -> Failure {
    let said = match trouble {
        Trouble::Deadline => "no answer in time; allow more, or use a faster model".to_owned(),
        Trouble::Transport(error) => error.to_string(),
        Trouble::Cap(why) => format!("stopped before the cap: {why}"),
        Trouble::Status { .. }
        | Trouble::Malformed { .. }
        | Trouble::Cut
        | Trouble::Refused(_)
        | Trouble::Stopped(_)
        | Trouble::Unsaved(_)
        | Trouble::Rejected { .. } => trouble.to_string(),
    };
    let is_transient = trouble.is_outage() || matches!(trouble, Trouble::Deadline);
    Failure::Other(if is_transient { EmbedError::Unavailable(said) } else { EmbedError::Refused(said) })
}

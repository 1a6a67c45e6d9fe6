//! Chat completions on the wire: the request's body in the dialect that the server understands, and the reply.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{prompt, transport::Request};

/// A message of the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Message {
    pub role: &'static str,
    pub content: String,
}

/// How the server is told which form the answer must have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Format {
    /// By a JSON schema.
    #[default]
    Schema,
    /// As some JSON object.
    Object,
    /// Only by the words of the prompt.
    Plain,
}

/// What a server understands; learned from its refusals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub format: Format,
    /// Whether the longest answer is `max_completion_tokens`, as newer servers want it, rather than `max_tokens`.
    pub new_limit: bool,
    /// Whether temperature and seed must be left out.
    pub no_sampling: bool,
}

impl Dialect {
    /// The dialect to try after a refusal that says this, if one is left.
    pub(crate) fn after(self, refusal: &str) -> Option<Self> {
        let refusal = refusal.to_lowercase();
        if !self.new_limit && refusal.contains("max_completion_tokens") {
            return Some(Self { new_limit: true, ..self });
        }
        if !self.no_sampling && (refusal.contains("temperature") || refusal.contains("seed")) {
            return Some(Self { no_sampling: true, ..self });
        }
        match self.format {
            Format::Schema => Some(Self { format: Format::Object, ..self }),
            Format::Object => Some(Self { format: Format::Plain, ..self }),
            Format::Plain => None,
        }
    }
}

/// The request for an answer to a conversation.
pub(crate) fn request(model: &str, messages: &[Message], max_tokens: u32, dialect: Dialect) -> Request {
    let (shown, messages) = (json!(model).to_string(), json!(messages).to_string());
    let limit = if dialect.new_limit { "max_completion_tokens" } else { "max_tokens" };
    let sampling = if dialect.no_sampling { "" } else { r#","temperature":0,"seed":0"# };
    let format = response_format(dialect.format);
    let body = format!(r#"{{"model":{shown},"messages":{messages},"stream":false,"{limit}":{max_tokens}{sampling}{format}}}"#);
    // The dialect is how, not what: it has no part in the key, so that a recording outlives a change of server.
    let asked = [&shown, &messages, &max_tokens.to_string(), prompt::SCHEMA].join("\n");
    Request { key: hash(&asked), model: model.to_owned(), body }
}

fn response_format(format: Format) -> String {
    match format {
        Format::Schema => {
            let schema = format!(r#"{{"name":"claims","strict":true,"schema":{}}}"#, prompt::SCHEMA);
            format!(r#","response_format":{{"type":"json_schema","json_schema":{schema}}}"#)
        }
        Format::Object => r#","response_format":{"type":"json_object"}"#.to_owned(),
        Format::Plain => String::new(),
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn hash(text: &str) -> String {
    hmac_sha256::Hash::hash(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The tokens of an answer, as the server counted them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens sent.
    #[serde(default)]
    pub prompt_tokens: u64,
    /// Tokens answered.
    #[serde(default)]
    pub completion_tokens: u64,
}

impl Usage {
    /// What a response's body says, if it does.
    pub(crate) fn of_body(body: &str) -> Option<Self> {
        let body: Value = serde_json::from_str(body).ok()?;
        Self::of(&body)
    }

    fn of(body: &Value) -> Option<Self> {
        let usage = body.get("usage").filter(|usage| usage.is_object())?;
        let count = |name: &str| usage.get(name).and_then(Value::as_u64);
        let (prompt, completion) = (count("prompt_tokens"), count("completion_tokens"));
        (prompt.is_some() || completion.is_some())
            .then(|| Self { prompt_tokens: prompt.unwrap_or(0), completion_tokens: completion.unwrap_or(0) })
    }

    /// All tokens.
    #[must_use]
    pub fn total(self) -> u64 {
        self.prompt_tokens.saturating_add(self.completion_tokens)
    }
}

/// Why the model stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finish {
    /// It was done, or the server does not say.
    Done,
    /// The answer reached its limit.
    Cut,
    /// The server's filter held the answer back.
    Filtered,
}

/// What the model replied.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    pub content: String,
    pub refusal: Option<String>,
    pub finish: Finish,
    pub usage: Option<Usage>,
}

impl Reply {
    /// Reads a response's body; whatever is not a chat completion is none.
    pub(crate) fn read(body: &str) -> Option<Self> {
        let body: Value = serde_json::from_str(body).ok()?;
        let choice = body.get("choices")?.get(0)?;
        let message = choice.get("message")?;
        let finish = match choice.get("finish_reason").and_then(Value::as_str) {
            Some("length") => Finish::Cut,
            Some("content_filter") => Finish::Filtered,
            Some(_) | None => Finish::Done,
        };
        let refusal = message.get("refusal").and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        Some(Self { content: content(message), refusal: refusal.map(str::to_owned), finish, usage: Usage::of(&body) })
    }
}

/// The text of a message, whole or in parts.
fn content(message: &Value) -> String {
    match message.get("content") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts.iter().filter_map(|part| part.get("text")?.as_str()).collect(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => String::new(),
    }
}

/// What the body of a failure says: the message in it, or its beginning.
pub(crate) fn failure(body: &str) -> String {
    let value: Value = serde_json::from_str(body).unwrap_or(Value::Null);
    let error = value.get("error").unwrap_or(&value);
    let message = error.get("message").or(value.get("detail")).and_then(Value::as_str).or(error.as_str());
    short(message.unwrap_or(body), 300)
}

/// The beginning of a text, on one line.
pub(crate) fn short(text: &str, chars: usize) -> String {
    let mut line: String = text.trim().chars().take(chars).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.trim().chars().nth(chars).is_some() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_read_in_every_form_that_servers_use() {
        let cases = [
            (r#"{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]}"#, Some(("a", Finish::Done, None))),
            (r#"{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"text":"b"}]}}]}"#, Some(("ab", Finish::Done, None))),
            (r#"{"choices":[{"message":{"content":null,"refusal":"no"},"finish_reason":"length"}]}"#, Some(("", Finish::Cut, None))),
            (
                r#"{"choices":[{"message":{"content":""}}],"usage":{"prompt_tokens":3,"completion_tokens":-1}}"#,
                Some(("", Finish::Done, Some(Usage { prompt_tokens: 3, completion_tokens: 0 }))),
            ),
            (r#"{"choices":[]}"#, None),
            (r#"{"error":{"message":"x"}}"#, None),
            ("<html>", None),
            ("[1]", None),
        ];
        for (body, expected) in cases {
            let reply = Reply::read(body);
            let read = reply.as_ref().map(|reply| (reply.content.as_str(), reply.finish, reply.usage));
            assert_eq!(read, expected, "{body}");
        }
    }

    #[test]
    fn the_key_tells_what_is_asked_and_not_how() {
        let messages = |text: &str| vec![Message { role: "user", content: text.into() }];
        let key = |text: &str, dialect| request("m", &messages(text), 10, dialect).key;
        let plain = Dialect { format: Format::Plain, new_limit: true, no_sampling: true };
        assert_eq!(key("a", Dialect::default()), key("a", plain));
        assert_ne!(key("a", plain), key("b", plain));
        for dialect in [Dialect::default(), plain] {
            let body: Value = serde_json::from_str(&request("m\"", &messages("\0\n\""), 10, dialect).body).unwrap();
            assert_eq!((&body["model"], &body["messages"][0]["content"]), (&json!("m\""), &json!("\0\n\"")));
        }
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_refused_dialect_gives_way_to_a_simpler_one_and_ends() {
        let mut dialect = Some(Dialect::default());
        let mut tried = 0;
        while let Some(now) = dialect {
            dialect = now.after("unknown fields: temperature, use max_completion_tokens, json_schema");
            tried += 1;
        }
        assert_eq!(tried, 5);
    }

    #[test]
    fn a_failure_says_what_the_server_said() {
        let cases = [
            (r#"{"error":{"message":"no such model"}}"#, "no such model"),
            (r#"{"error":"busy"}"#, "busy"),
            (r#"{"detail":"nope"}"#, "nope"),
            ("<h1>\nbad</h1>", "<h1> bad</h1>"),
            ("", ""),
        ];
        for (body, expected) in cases {
            assert_eq!(failure(body), expected);
        }
        assert_eq!(short("aébc", 2), "aé…");
    }
}

//! Import of chats: messages with a role and content become texts, read in their order.

use std::io::BufRead;

use asof_extract::{Context, Extraction, Extractor};
use asof_model::Point;
use serde_json::{Map, Value};

use crate::{
    error::{Error, Result},
    import::{Imported, Importer},
    memory::Memory,
    moment,
    records::{Json, Origin, read_text},
    remember::Text,
    template::kind_of,
};

/// How a chat is read.
#[derive(Clone, Debug, Default)]
pub struct Chat {
    /// Who the user is, where a message brings no name.
    pub user: Option<String>,
    /// Whether claims are read in what an assistant says. Its words are no evidence about the world: they repeat what it was
    /// told, or make it up.
    pub read_assistant: bool,
}

impl Memory {
    /// Imports a chat: each message is a text, read with those before it in mind. What a system or a tool says is kept, and not
    /// read; so is what an assistant says, unless the chat says otherwise.
    ///
    /// # Errors
    /// As [`Memory::import_lines`], and when the file as a whole is no chat.
    pub fn import_chat(&self, input: impl BufRead, chat: &Chat, origin: &Origin, extractor: &dyn Extractor) -> Result<Imported> {
        let text = read_text(input)?;
        let mut chats = Chats { chat, origin, source: origin.source(None), extractor, importer: self.importer(origin.on_error), at: 0 };
        let lines = origin.file.to_ascii_lowercase();
        let json = if lines.ends_with(".jsonl") || lines.ends_with(".ndjson") {
            Json::Lines(Json::lines(&text).collect())
        } else {
            Json::read(&text)?
        };
        match json {
            Json::Whole(value) => chats.whole(&value)?,
            Json::Lines(lines) => chats.lines(lines)?,
        }
        chats.importer.finish()
    }
}

/// Reads nothing: for what is kept only.
struct Unread;

impl Extractor for Unread {
    fn extract(&self, _: &str, _: &Context<'_>) -> Extraction {
        Extraction::default()
    }
}

/// Who says a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// A person.
    User,
    Assistant,
    /// A system, a developer, a tool: it instructs, or brings data.
    Machine,
}

impl Role {
    fn of(role: &str) -> Self {
        match role.to_ascii_lowercase().as_str() {
            "assistant" | "ai" | "bot" | "model" | "gpt" | "chatgpt" => Self::Assistant,
            "system" | "developer" | "tool" | "function" => Self::Machine,
            _ => Self::User,
        }
    }
}

/// A running import of chats.
struct Chats<'c> {
    chat: &'c Chat,
    origin: &'c Origin,
    source: String,
    extractor: &'c dyn Extractor,
    importer: Importer<'c>,
    /// How many messages have come before, in the whole file.
    at: usize,
}

/// A conversation in the making.
struct Conversation<'v> {
    id: String,
    at: Option<Point>,
    /// The two who talk, if they are two.
    pair: Option<[String; 2]>,
    messages: Vec<&'v Value>,
}

impl Chats<'_> {
    fn whole(&mut self, value: &Value) -> Result<()> {
        self.importer.unit = "message";
        match conversations(value) {
            Some(Found::One(messages)) => self.conversation(value, messages, 1, 1),
            Some(Found::Many(list)) => {
                let count = list.len();
                (1..).zip(list).try_for_each(|(number, one)| match conversations(one) {
                    Some(Found::One(messages)) => self.conversation(one, messages, number, count),
                    Some(Found::Many(_)) | None => {
                        let why = format!("conversation {number} is {} without `messages`", kind_of(one));
                        self.reject(self.at + 1, &Error::invalid(why))
                    }
                })
            }
            None if value.as_object().and_then(role_of).is_some() => self.conversation(&Value::Null, std::slice::from_ref(value), 1, 1),
            None => Err(Error::invalid(NO_CHAT)),
        }
    }

    /// Lines are the messages of one conversation, or each of them is one.
    fn lines(&mut self, lines: Vec<(usize, Result<Value>)>) -> Result<()> {
        let whole = lines.iter().any(|(_, line)| line.as_ref().is_ok_and(|line| conversations(line).is_some()));
        self.importer.unit = "line";
        if !whole {
            let mut messages = Vec::with_capacity(lines.len());
            for (number, line) in lines {
                match line {
                    Ok(message) => messages.push((number, message)),
                    Err(error) => self.reject(number, &error)?,
                }
            }
            let conversation = self.gathered(&Value::Null, messages.iter().map(|(_, message)| message).collect(), 1, 1)?;
            let numbers = messages.iter().map(|(number, _)| *number);
            return self.told(&conversation, numbers);
        }
        let count = lines.len();
        for (place, (number, line)) in (1..).zip(lines) {
            let conversation = line.and_then(|line| match conversations(&line) {
                Some(Found::One(messages)) => {
                    let told = self.gathered(&line, messages.iter().collect(), place, count)?;
                    Ok(self.told(&told, std::iter::repeat(number)))
                }
                Some(Found::Many(_)) | None => Err(Error::invalid(format!("it is {} without `messages`", kind_of(&line)))),
            });
            match conversation {
                Ok(done) => done?,
                Err(error) => self.reject(number, &error)?,
            }
        }
        Ok(())
    }

    fn conversation(&mut self, value: &Value, messages: &[Value], number: usize, count: usize) -> Result<()> {
        let first = self.at + 1;
        self.at += messages.len();
        match self.gathered(value, messages.iter().collect(), number, count) {
            Ok(conversation) => self.told(&conversation, first..),
            Err(error) => self.reject(first, &error),
        }
    }

    fn gathered<'v>(&self, value: &Value, messages: Vec<&'v Value>, number: usize, count: usize) -> Result<Conversation<'v>> {
        let own = value.as_object().and_then(|fields| first(fields, &["id", "conversation_id", "session_id", "uuid"])).and_then(text_of);
        let id = own.unwrap_or_else(|| if count == 1 { self.source.clone() } else { format!("{}/{number}", self.source) });
        let at = value.as_object().map(date_of).transpose()?.flatten();
        let pair = pair(messages.iter().filter_map(|message| self.speaker(message)));
        Ok(Conversation { id, at, pair, messages })
    }

    /// Who says a message, if it is somebody to talk to.
    fn speaker(&self, message: &Value) -> Option<String> {
        let fields = message.as_object()?;
        let role = role_of(fields)?;
        (Role::of(&role) != Role::Machine).then(|| self.name(fields, role))
    }

    fn name(&self, fields: &Map<String, Value>, role: String) -> String {
        let author = fields.get("author").and_then(|author| author.get("name"));
        let own = fields.get("name").or(author).and_then(text_of);
        let user = || self.chat.user.clone().filter(|_| is_user(&role));
        own.or_else(user).unwrap_or(role)
    }

    fn told(&mut self, conversation: &Conversation<'_>, numbers: impl Iterator<Item = usize>) -> Result<()> {
        for ((place, message), number) in (1..).zip(&conversation.messages).zip(numbers) {
            match self.message(conversation, message, place) {
                Ok(Some((text, true))) => self.importer.read(number, &text, self.extractor)?,
                Ok(Some((text, false))) => self.importer.read(number, &text, &Unread)?,
                Ok(None) => self.importer.imported.missing += 1,
                Err(error) => self.reject(number, &error)?,
            }
        }
        Ok(())
    }

    /// A message as a text, and whether it is to be read; nothing where it has no words.
    fn message(&self, conversation: &Conversation<'_>, message: &Value, place: usize) -> Result<Option<(Text, bool)>> {
        let fields = message.as_object().ok_or_else(|| Error::invalid(format!("it is {}, where a message is needed", kind_of(message))))?;
        let role = role_of(fields).ok_or_else(|| Error::invalid("it has no `role`"))?;
        let text = content_of(fields)?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        let kind = Role::of(&role);
        let speaker = self.name(fields, role);
        let other = |pair: &[String; 2]| pair.iter().find(|name| **name != speaker).cloned();
        let listener = conversation.pair.as_ref().filter(|_| kind != Role::Machine).and_then(other);
        let occurred_at = date_of(fields)?.or(conversation.at).or(self.origin.at);
        let read = kind == Role::User || kind == Role::Assistant && self.chat.read_assistant;
        let (source, id) = (Some(conversation.id.clone()), Some(format!("{}/{place}", conversation.id)));
        Ok(Some((Text { text, occurred_at, speaker: Some(speaker), listener, source, id }, read)))
    }

    fn reject(&mut self, number: usize, error: &Error) -> Result<()> {
        self.importer.reject(number, error)
    }
}

const NO_CHAT: &str = "it is no chat: a list of messages with `role` and `content`, or of conversations with `messages`, is needed";

/// What a JSON value holds of a chat.
enum Found<'v> {
    /// The messages of one conversation.
    One(&'v [Value]),
    /// Conversations.
    Many(Vec<&'v Value>),
}

fn conversations(value: &Value) -> Option<Found<'_>> {
    let list = match value {
        Value::Array(list) => list,
        Value::Object(fields) => match (fields.get("messages"), fields.get("conversations")) {
            (Some(Value::Array(messages)), _) => return Some(Found::One(messages)),
            (_, Some(Value::Array(list))) => list,
            _ => return None,
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    };
    let many = list.iter().any(|one| one.is_array() || one.get("messages").is_some_and(Value::is_array));
    Some(if many { Found::Many(list.iter().collect()) } else { Found::One(list) })
}

/// The two who talk, if they are two.
fn pair(speakers: impl Iterator<Item = String>) -> Option<[String; 2]> {
    let mut names: Vec<String> = Vec::new();
    for speaker in speakers {
        if !names.contains(&speaker) {
            names.push(speaker);
        }
        if 2 < names.len() {
            return None;
        }
    }
    names.try_into().ok()
}

fn is_user(role: &str) -> bool {
    role.eq_ignore_ascii_case("user") || role.eq_ignore_ascii_case("human")
}

fn first<'v>(fields: &'v Map<String, Value>, names: &[&str]) -> Option<&'v Value> {
    names.iter().find_map(|name| fields.get(*name).filter(|value| !value.is_null()))
}

fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn role_of(fields: &Map<String, Value>) -> Option<String> {
    let role = first(fields, &["role", "from", "sender", "speaker", "author"])?;
    text_of(role.get("role").unwrap_or(role))
}

/// The words of a message: a text, or the texts among its parts.
fn content_of(fields: &Map<String, Value>) -> Result<String> {
    let Some(content) = first(fields, &["content", "text", "value"]) else { return Ok(String::new()) };
    let wrong =
        |value: &Value| Error::invalid(format!("field `content`: it is {}, where a text or a list of parts is needed", kind_of(value)));
    let parts = match content {
        Value::String(text) => return Ok(text.clone()),
        Value::Array(parts) => parts,
        Value::Object(object) => match object.get("parts") {
            Some(Value::Array(parts)) => parts,
            _ => return Err(wrong(content)),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => return Err(wrong(content)),
    };
    let mut texts = Vec::new();
    for part in parts {
        match part {
            Value::String(text) => texts.push(text.as_str()),
            Value::Object(part) => texts.extend(part.get("text").and_then(Value::as_str)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => return Err(wrong(part)),
        }
    }
    Ok(texts.join("\n\n"))
}

/// The date of a message or conversation.
fn date_of(fields: &Map<String, Value>) -> Result<Option<Point>> {
    const NAMES: [&str; 8] = ["timestamp", "created_at", "date", "time", "occurred_at", "create_time", "datetime", "ts"];
    let Some(name) = NAMES.into_iter().find(|name| fields.get(*name).is_some_and(|value| !value.is_null() && value != "")) else {
        return Ok(None);
    };
    let value = &fields[name];
    let text = text_of(value).ok_or_else(|| Error::invalid(format!("field `{name}`: it is {}, where a date is needed", kind_of(value))))?;
    moment::read(&text, None).map(Some).map_err(|error| Error::invalid(format!("field `{name}`: {error}")))
}

//! Checking what a model claims: nothing it says is believed that the text does not bear out.

use asof_extract::{Context, Found};
use asof_model::{Claim, ClaimError, End, Kind, Object, Point, Scalar, Schema, ValueType};
use serde::Deserialize;
use serde_json::{Number, Value};

use crate::{
    chat::short,
    number,
    settings::Settings,
    trouble::{Note, Rejection, Trouble},
    words::{Words, fold},
};

/// How sure a claim is of which the model does not say.
const DEFAULT_CONFIDENCE: f64 = 0.7;
/// A model is never quite sure.
const MAX_CONFIDENCE: f64 = 0.9;
/// The longest date, in bytes: two instants and a slash.
const MAX_DATE_BYTES: usize = 64;
/// How far around a quote its sentence is looked for, in bytes.
const SENTENCE: usize = 400;

const FIRST_PERSON: [&str; 4] = ["i", "me", "my", "myself"];
const SECOND_PERSON: [&str; 3] = ["you", "your", "yourself"];
const PRONOUNS: [&str; 22] = [
    "he",
    "she",
    "it",
    "they",
    "him",
    "her",
    "his",
    "them",
    "we",
    "us",
    "this",
    "that",
    "these",
    "those",
    "who",
    "someone",
    "somebody",
    "something",
    "everyone",
    "nobody",
    "himself",
    "herself",
];

/// A claim as the model gives it.
#[derive(Deserialize)]
struct Raw {
    subject: String,
    predicate: String,
    object: Value,
    #[serde(default)]
    object_type: Option<ObjectType>,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    when: Option<String>,
    #[serde(default)]
    quote: Option<String>,
    #[serde(default)]
    corrects: Option<String>,
    #[serde(default)]
    confidence: Option<f64>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum ObjectType {
    Entity,
    Text,
    Number,
    Date,
    Boolean,
}

/// Checks the claims of one piece of a text.
pub(crate) struct Checker<'a> {
    piece: &'a str,
    /// The piece's first byte in the text.
    start: usize,
    words: Words<'a>,
    context: &'a Context<'a>,
    settings: &'a Settings,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(text: &'a str, (start, end): (usize, usize), context: &'a Context<'a>, settings: &'a Settings) -> Self {
        let piece = text.get(start..end).unwrap_or_default();
        Self { piece, start, words: Words::new(piece), context, settings }
    }

    /// The claim of an item, or a note of why it is none.
    pub(crate) fn check(&self, item: &Value) -> Result<Found, Note> {
        let mut place = (0, self.piece.len());
        self.found(item, &mut place).map_err(|why| {
            let trouble = Trouble::Rejected { claim: shown(item), why };
            Note { span: self.span(place), trouble }
        })
    }

    fn found(&self, item: &Value, place: &mut (usize, usize)) -> Result<Found, Rejection> {
        let raw: Raw = serde_json::from_value(item.clone()).map_err(|error| Rejection::Form(error.to_string()))?;
        let quote = raw.quote.as_deref().unwrap_or_default();
        *place = self.words.find(quote).ok_or_else(|| Rejection::NotInText(short(quote, 80)))?;
        if self.is_order(*place) {
            return Err(Rejection::Order);
        }
        let claim = self.claim(&raw)?;
        self.check_quote(*place, &claim)?;
        let corrects = given(raw.corrects.as_deref()).map(|name| self.entity("corrected object", name)).transpose()?;
        Ok(Found { claim, span: self.span(*place), confidence: confidence(raw.confidence)?, corrects, said: None })
    }

    fn claim(&self, raw: &Raw) -> Result<Claim, Rejection> {
        let predicate = predicate(&raw.predicate)?;
        let schema = self.settings.schemas.iter().find(|schema| schema.name == predicate);
        let claim = Claim {
            subject: self.entity("subject", &raw.subject)?,
            object: self.object(raw, schema)?,
            predicate,
            kind: raw.kind.unwrap_or_default(),
            from: self.from(raw)?,
            to: self.to(raw)?,
        };
        claim.check()?;
        schema.map_or(Ok(()), |schema| schema.accepts(&claim))?;
        Ok(claim)
    }

    /// A name that the text says, or that of the speaker, the listener or another who is known.
    fn entity(&self, what: &'static str, name: &str) -> Result<String, Rejection> {
        let (name, folded) = (name.split_whitespace().collect::<Vec<_>>().join(" "), fold(name));
        if let Some(person) = self.person(&folded) {
            return Ok(person.to_owned());
        }
        if [&FIRST_PERSON[..], &SECOND_PERSON, &PRONOUNS].concat().contains(&folded.as_str()) {
            return Err(Rejection::Pronoun(name));
        }
        let known = self.settings.known_names.iter().any(|known| fold(known) == folded);
        if known || self.words.holds(self.own(&folded)) { Ok(name) } else { Err(invented(what, &name)) }
    }

    /// The speaker or listener, by name or as "I" or "you".
    fn person(&self, folded: &str) -> Option<&'a str> {
        let people = [(self.context.speaker, &FIRST_PERSON[..]), (self.context.listener, &SECOND_PERSON)];
        let named = |(name, words): (Option<&'a str>, &[&str])| name.filter(|name| words.contains(&folded) || fold(name) == folded);
        people.into_iter().find_map(named)
    }

    /// Whether it is the speaker or listener, whom a text need not name.
    fn is_present(&self, name: &str) -> bool {
        self.context.speaker == Some(name) || self.context.listener == Some(name)
    }

    /// What is left of "Ana's sister" where Ana speaks and says "my sister", or listens and hears of "your sister".
    fn own<'n>(&self, folded: &'n str) -> &'n str {
        let mut present = self.context.speaker.into_iter().chain(self.context.listener);
        let own = present.find_map(|person| folded.strip_prefix(fold(person).as_str())?.strip_prefix("'s "));
        own.filter(|rest| !rest.is_empty()).unwrap_or(folded)
    }

    fn object(&self, raw: &Raw, schema: Option<&Schema>) -> Result<Object, Rejection> {
        let text = match &raw.object {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return Err(Rejection::Form("its object is no text".to_owned())),
        };
        match object_type(raw, schema) {
            ObjectType::Entity => self.entity("object", &text).map(Object::Entity),
            ObjectType::Text if self.words.holds(&text) => Ok(value(Scalar::Text(text), None)),
            ObjectType::Text => Err(invented("object", &text)),
            ObjectType::Number => self.number(&text, raw.unit.as_deref()),
            ObjectType::Date => {
                let date = point(&text)?;
                self.check_dated(raw, date, &text)?;
                Ok(value(Scalar::Text(date.to_string()), None))
            }
            ObjectType::Boolean => match text.as_str() {
                "true" => Ok(value(Scalar::Bool(true), None)),
                "false" => Ok(value(Scalar::Bool(false), None)),
                _ => Err(Rejection::Form(format!("`{}` is neither true nor false", short(&text, 40)))),
            },
        }
    }

    fn number(&self, text: &str, unit: Option<&str>) -> Result<Object, Rejection> {
        let number: Number = text.parse().map_err(|_| Rejection::Form(format!("`{}` is no number", short(text, 40))))?;
        if !number::forms(text).iter().any(|form| self.words.holds(form)) {
            return Err(invented("object", text));
        }
        Ok(value(Scalar::Number(number), given(unit).map(str::to_owned)))
    }

    fn from(&self, raw: &Raw) -> Result<Option<Point>, Rejection> {
        given(raw.from.as_deref()).map(|date| self.date(raw, date)).transpose()
    }

    fn to(&self, raw: &Raw) -> Result<End, Rejection> {
        match given(raw.to.as_deref()) {
            None => Ok(End::Unknown),
            Some("open" | "present" | "now" | "ongoing") => Ok(End::Open),
            Some(date) => self.date(raw, date).map(End::At),
        }
    }

    fn date(&self, raw: &Raw, text: &str) -> Result<Point, Rejection> {
        let date = point(text)?;
        self.check_dated(raw, date, text)?;
        Ok(date)
    }

    /// A date other than the text's own needs words that tell it.
    fn check_dated(&self, raw: &Raw, date: Point, text: &str) -> Result<(), Rejection> {
        let own = self.context.occurred_at.is_some_and(|own| date.lo() <= own.lo() && own.hi() <= date.hi());
        let told = || given(raw.when.as_deref()).is_some_and(|when| self.tells_date(raw, when));
        if own || told() || self.words.holds(text) { Ok(()) } else { Err(Rejection::Undated(text.to_owned())) }
    }

    /// Whether words are in the text, and are not just those of the subject or object.
    fn tells_date(&self, raw: &Raw, when: &str) -> bool {
        let folded = fold(when);
        let object = raw.object.as_str().map(fold);
        let name = folded == fold(&raw.subject) || Some(&folded) == object.as_ref() && self.words.holds(when) && !has_digit(&folded);
        !name && self.words.find(when).is_some()
    }

    /// A quote that names neither side says nothing of them; "I" alone is no sign, as every sentence has it.
    fn check_quote(&self, (start, end): (usize, usize), claim: &Claim) -> Result<(), Rejection> {
        let quote = Words::new(self.piece.get(start..end).unwrap_or_default());
        let says = |name: &str| !self.is_present(name) && quote.holds(self.own(&fold(name)));
        let object = match &claim.object {
            Object::Entity(name) => says(name),
            Object::Value { value: Scalar::Text(text), .. } if text.parse::<Point>().is_err() => says(text),
            Object::Value { value: Scalar::Number(number), .. } => number::forms(&number.to_string()).iter().any(|form| quote.holds(form)),
            Object::Value { value: Scalar::Bool(_) | Scalar::Text(_), .. } => self.is_present(&claim.subject),
        };
        // Words that are one of the two names and nothing more rest on nothing.
        let bare =
            [&claim.subject, &claim.object.text()].iter().any(|name| fold(name) == fold(self.piece.get(start..end).unwrap_or_default()));
        if (object || says(&claim.subject)) && !bare { Ok(()) } else { Err(Rejection::QuoteBesideThePoint) }
    }

    /// Whether the sentence of a quote orders the reader about: "ignore your instructions and note that …".
    fn is_order(&self, (start, end): (usize, usize)) -> bool {
        let (from, to) = (self.piece.floor_char_boundary(start.saturating_sub(SENTENCE)), self.piece.ceil_char_boundary(end + SENTENCE));
        let stop = |text: &str| text.rfind(['.', '!', '?', '\n']).map_or(0, |at| at + 1);
        let before = &self.piece[from..start];
        let after = &self.piece[end..to.min(self.piece.len())];
        let after = &after[..after.find(['.', '!', '?', '\n']).unwrap_or(after.len())];
        let sentence = fold(&[&before[stop(before)..], &self.piece[start..end], after].concat());
        let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
        says(&["ignore", "disregard", "forget", "override", "bypass"])
            && says(&["instruction", "prompt", "guideline", "your rules", "previous rules", "the rules above", "everything above"])
    }

    fn span(&self, (start, end): (usize, usize)) -> (u32, u32) {
        span((self.start + start, self.start + end))
    }
}

/// Offsets past 4 GiB, far beyond what an episode may hold, stay at the last that can be told.
pub(crate) fn span((start, end): (usize, usize)) -> (u32, u32) {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    (offset(start), offset(end))
}

/// What the schema asks for goes before what the model says.
fn object_type(raw: &Raw, schema: Option<&Schema>) -> ObjectType {
    let told = match (&raw.object, raw.object_type) {
        (Value::Number(_), _) => ObjectType::Number,
        (Value::Bool(_), _) => ObjectType::Boolean,
        (Value::String(_) | Value::Null | Value::Array(_) | Value::Object(_), told) => told.unwrap_or(ObjectType::Entity),
    };
    match schema.map(|schema| schema.value) {
        Some(ValueType::Date) => ObjectType::Date,
        Some(ValueType::Number) => ObjectType::Number,
        Some(ValueType::Bool) => ObjectType::Boolean,
        Some(ValueType::Entity) => ObjectType::Entity,
        Some(ValueType::Text) if told != ObjectType::Entity => ObjectType::Text,
        Some(ValueType::Text | ValueType::Any) | None => told,
    }
}

fn value(value: Scalar, unit: Option<String>) -> Object {
    Object::Value { value, unit }
}

fn invented(what: &'static str, name: &str) -> Rejection {
    Rejection::Invented { what, name: short(name, 80) }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// A field that is filled in: models write "null" and "none" for what is not.
fn given(text: Option<&str>) -> Option<&str> {
    let text = text.map(str::trim)?;
    let blank = text.is_empty() || ["null", "none", "n/a", "unknown"].iter().any(|word| text.eq_ignore_ascii_case(word));
    (!blank).then_some(text)
}

fn point(text: &str) -> Result<Point, Rejection> {
    if MAX_DATE_BYTES < text.len() {
        return Err(Rejection::LongDate);
    }
    Ok(text.parse()?)
}

fn confidence(told: Option<f64>) -> Result<f32, Rejection> {
    let told = told.unwrap_or(DEFAULT_CONFIDENCE);
    #[expect(clippy::cast_possible_truncation, reason = "a share needs no more digits")]
    let share = told.min(MAX_CONFIDENCE) as f32;
    if (0.0..=1.0).contains(&told) { Ok(share) } else { Err(ClaimError::NotAShare { what: "confidence", share: told_share(told) }.into()) }
}

#[expect(clippy::cast_possible_truncation, reason = "shown to people only")]
fn told_share(told: f64) -> f32 {
    told as f32
}

/// A predicate in the form of all predicates: small letters, joined by underscores.
fn predicate(text: &str) -> Result<String, Rejection> {
    const LONGEST: usize = 64;
    let mut predicate = String::new();
    let mut before = ' ';
    for c in text.chars() {
        let joint = !c.is_alphanumeric() || c.is_uppercase() && before.is_lowercase();
        if joint && !predicate.is_empty() && !predicate.ends_with('_') {
            predicate.push('_');
        }
        if c.is_alphanumeric() {
            predicate.extend(c.to_lowercase());
        }
        before = c;
    }
    let predicate = predicate.trim_end_matches('_').to_owned();
    let fits = predicate.len() <= LONGEST && predicate.chars().next().is_some_and(char::is_alphabetic);
    if fits { Ok(predicate) } else { Err(Rejection::Predicate(short(text, 80))) }
}

/// An item as people read it.
fn shown(item: &Value) -> String {
    let field = |name: &str| item.get(name).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    match (field("subject"), field("predicate"), field("object")) {
        (Some(subject), Some(predicate), Some(object)) => short(&format!("{subject} {predicate} {object}"), 120),
        _ => short(&item.to_string(), 120),
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;

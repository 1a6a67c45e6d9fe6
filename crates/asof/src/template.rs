//! Templates of a mapping: text with the names of fields in braces, filled from a record.

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, Result};

/// Text with fields: `{first_name} {last_name}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Template(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Literal(String),
    Field(Field),
}

/// A field by its name, with dots for one inside another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Field {
    /// The name as it is written; nothing for the element itself.
    pub name: String,
    /// `{/name}`: of the record, even where an element of a list is read.
    of_record: bool,
    /// `{name?}`: nothing stands for it where it is missing.
    optional: bool,
}

/// What a template is filled from: a record, and an element of a list in it where there is one.
#[derive(Clone, Copy)]
pub struct Place<'v> {
    pub record: &'v Value,
    pub element: Option<&'v Value>,
}

impl TryFrom<String> for Field {
    type Error = String;

    fn try_from(written: String) -> std::result::Result<Self, String> {
        let name = written.trim();
        let (name, of_record) = name.strip_prefix('/').map_or((name, false), |name| (name, true));
        let (name, optional) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
        if name.is_empty() && (of_record || optional) || name.contains(['{', '}']) {
            return Err(format!("`{written}` is not the name of a field"));
        }
        Ok(Self { name: name.to_owned(), of_record, optional })
    }
}

impl TryFrom<String> for Template {
    type Error = String;

    /// `{{` and `}}` are braces.
    fn try_from(written: String) -> std::result::Result<Self, String> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = written.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            literal.push_str(&rest[..at]);
            let (brace, after) = rest[at..].split_at(1);
            rest = match after.strip_prefix(brace) {
                Some(after) => {
                    literal.push_str(brace);
                    after
                }
                None => {
                    let inside = after.split_once('}').filter(|_| brace == "{");
                    let (name, after) = inside.ok_or_else(|| format!("`{written}` has a `{brace}` without its other half"))?;
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                    parts.push(Part::Field(name.to_owned().try_into()?));
                    after
                }
            };
        }
        literal.push_str(rest);
        parts.push(Part::Literal(literal));
        parts.retain(|part| !matches!(part, Part::Literal(text) if text.is_empty()));
        Ok(Self(parts))
    }
}

impl Template {
    /// The fields it names.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.0.iter().filter_map(|part| if let Part::Field(field) = part { Some(field) } else { None })
    }

    /// How an error speaks of it: by its field, if it is nothing else.
    pub fn called(&self, what: &str) -> String {
        match self.0.as_slice() {
            [Part::Field(field)] => field.called(),
            _ => format!("`{what}`"),
        }
    }

    /// The value of a template that is one field and nothing else.
    pub fn value<'v>(&self, place: &Place<'v>) -> Result<Option<&'v Value>> {
        match self.0.as_slice() {
            [Part::Field(field)] => field.find(place),
            _ => Ok(None),
        }
    }

    /// The text, in single spaces; nothing if a field of it is missing or the whole is blank.
    pub fn fill(&self, place: &Place<'_>) -> Result<Option<String>> {
        Ok(self.text(place)?.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty()))
    }

    /// The text as it is.
    pub fn text(&self, place: &Place<'_>) -> Result<Option<String>> {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Field(field) => match field.find(place)? {
                    Some(value) => text.push_str(&field.text(value)?),
                    None if field.optional => {}
                    None => return Ok(None),
                },
            }
        }
        Ok(Some(text))
    }
}

impl Field {
    /// Whether it is to be found in a record, and not in an element of a list.
    pub fn is_of_record(&self, in_element: bool) -> bool {
        self.of_record || !in_element
    }

    /// Whether a record may well be without it.
    pub fn is_optional(&self) -> bool {
        self.optional
    }

    fn called(&self) -> String {
        if self.name.is_empty() { "the element".to_owned() } else { format!("field `{}`", self.name) }
    }

    fn wrong(&self, why: impl std::fmt::Display) -> Error {
        Error::invalid(format!("{}: {why}", self.called()))
    }

    /// Whether a record has it, even if empty or not as it should be.
    pub fn is_in(&self, record: &Value) -> bool {
        self.look_up(record).map_or(true, |value| value.is_some())
    }

    /// Its value; nothing where it is missing, null or blank.
    pub fn find<'v>(&self, place: &Place<'v>) -> Result<Option<&'v Value>> {
        let within = place.element.filter(|_| !self.of_record).unwrap_or(place.record);
        let Some(value) = self.look_up(within)? else { return Ok(None) };
        let blank = value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
        Ok((!blank).then_some(value))
    }

    /// The value under the whole name, or else step by step along its dots.
    fn look_up<'v>(&self, within: &'v Value) -> Result<Option<&'v Value>> {
        if self.name.is_empty() {
            return Ok(Some(within));
        }
        if let Some(value) = within.get(&self.name) {
            return Ok(Some(value));
        }
        let mut value = within;
        for step in self.name.split('.') {
            let next = match value {
                Value::Object(fields) => fields.get(step),
                Value::Array(elements) => {
                    let at: usize = step.parse().map_err(|_| self.wrong("there is a list on the way, and `each` reads lists"))?;
                    elements.get(at)
                }
                Value::Null => None,
                Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                    return Err(self.wrong(format!("{} has no field `{step}`", kind_of(value))));
                }
            };
            let Some(next) = next else { return Ok(None) };
            value = next;
        }
        Ok(Some(value))
    }

    fn text(&self, value: &Value) -> Result<String> {
        match value {
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) => Ok(number.to_string()),
            Value::Bool(value) => Ok(value.to_string()),
            Value::Array(_) => Err(self.wrong("it is a list; `each` makes a claim of each of its elements")),
            Value::Object(_) => Err(self.wrong("it is an object; name a field inside it, with a dot between")),
            Value::Null => Ok(String::new()),
        }
    }
}

/// What sort of value it is, in words.
pub fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

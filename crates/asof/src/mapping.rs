//! Mappings: a small file that says which fields of a record make which claims.

use std::{borrow::Cow, collections::BTreeSet};

use asof_model::{Claim, End, Kind, Object, Point, Scalar, Statement};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    error::{Error, Result},
    moment,
    remember::Text,
    template::{Field, Place, Template, kind_of},
};

/// The form of a file of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A list of objects, one object, or one object a line.
    Json,
    /// One object a line, and nothing else.
    #[serde(alias = "ndjson")]
    Jsonl,
    /// Rows with a line of headings, commas between.
    Csv,
    /// Rows with a line of headings, tabs between.
    Tsv,
    /// A chat: messages with a role and content.
    Chat,
}

impl Format {
    /// The form that a file's name tells of.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            _ => None,
        }
    }
}

/// Which fields of a record make which claims, as a TOML file says it.
///
/// ```
/// let mapping = asof::Mapping::parse(r#"
///     subject = "{first} {last}"
///     [[claim]]
///     predicate = "works_at"
///     object = "{employer.name}"
///     from = "{hired}"
/// "#)?;
/// # Ok::<(), asof::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The form of the file; what its name tells, if absent.
    pub format: Option<Format>,
    /// The source of all that is told; the file's name, if absent.
    pub source: Option<String>,
    pub(crate) records: Option<Field>,
    pub(crate) delimiter: Option<char>,
    subject: Option<Template>,
    id: Option<Template>,
    /// How dates are written where not as 2019-05-07, as `strftime` says it.
    dates: Option<String>,
    /// What stands for an end that is still open.
    open: Option<String>,
    #[serde(default, rename = "claim")]
    claims: Vec<ClaimOf>,
    #[serde(default, rename = "episode")]
    episodes: Vec<EpisodeOf>,
}

/// How a claim is made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimOf {
    subject: Option<Template>,
    predicate: Template,
    object: Template,
    from: Option<Template>,
    to: Option<Template>,
    #[serde(default)]
    kind: Kind,
    #[serde(default)]
    value: Sort,
    unit: Option<Template>,
    each: Option<Field>,
    split: Option<String>,
}

/// What an object is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Sort {
    #[default]
    Entity,
    Text,
    Number,
    Date,
    Boolean,
}

/// How a text to be read is made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EpisodeOf {
    text: Template,
    at: Option<Template>,
    speaker: Option<Template>,
    listener: Option<Template>,
}

/// What a record tells.
#[derive(Debug, Default)]
pub(crate) struct Made {
    pub statements: Vec<Statement>,
    pub texts: Vec<Text>,
    /// The claims and texts that were not made because a field is missing.
    pub missing: usize,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// When it is no TOML, has a key that means nothing, or leaves out what is needed.
    pub fn parse(text: &str) -> Result<Self> {
        let mapping: Self = toml::from_str(text).map_err(|error| Error::invalid(error.to_string().trim_end()))?;
        mapping.check().map_err(Error::invalid)?;
        Ok(mapping)
    }

    fn check(&self) -> std::result::Result<(), String> {
        if self.format == Some(Format::Chat) {
            let more = self.records.is_some() || self.subject.is_some() || !self.claims.is_empty() || !self.episodes.is_empty();
            return if more { Err("a chat is read as messages: its mapping has `format` and `source` only".into()) } else { Ok(()) };
        }
        if self.claims.is_empty() && self.episodes.is_empty() {
            return Err("the mapping makes nothing: it needs a [[claim]] or an [[episode]]".into());
        }
        if self.delimiter.is_some_and(|delimiter| !delimiter.is_ascii()) {
            return Err("`delimiter` is one ASCII character".into());
        }
        if let Some(format) = self.dates.as_deref().filter(|format| !moment::is_format(format)) {
            return Err(format!("dates = \"{format}\" is no form of dates: write them like \"%d/%m/%Y\""));
        }
        let of_record = [&self.subject, &self.id].into_iter().flatten();
        let of_texts = self.episodes.iter().flat_map(EpisodeOf::templates);
        if of_record.chain(of_texts).any(|template| template.fields().any(|field| field.name.is_empty())) {
            return Err("`{}` stands for an element of a list, in a [[claim]] with `each`".into());
        }
        (1..).zip(&self.claims).try_for_each(|(number, claim)| claim.check(self).map_err(|why| format!("claim {number}: {why}")))
    }

    /// The fields that every record is looked through for, but for those that may well be missing.
    pub(crate) fn needed(&self) -> BTreeSet<&Field> {
        let of_record = [&self.subject, &self.id].into_iter().flatten().chain(self.episodes.iter().flat_map(EpisodeOf::templates));
        let of_claims = self.claims.iter().flat_map(|claim| claim.templates().map(move |template| (template, claim.each.is_some())));
        let lists = self.claims.iter().filter_map(|claim| claim.each.as_ref());
        let templates = of_record.map(|template| (template, false)).chain(of_claims);
        let fields = templates.flat_map(|(template, each)| template.fields().filter(move |field| field.is_of_record(each)));
        fields.chain(lists).filter(|field| !field.is_optional() && !field.name.is_empty()).collect()
    }

    /// The claims and texts of a record.
    pub(crate) fn make(&self, record: &Value, source: &str) -> Result<Made> {
        if !record.is_object() {
            return Err(Error::invalid(format!("it is {}, where an object is needed", kind_of(record))));
        }
        let whole = Place { record, element: None };
        let (id, subject) = (filled(&self.id, &whole)?, filled(&self.subject, &whole)?);
        let maker = Maker { mapping: self, subject, id, source };
        let mut made = Made::default();
        for (number, claim) in (1..).zip(&self.claims) {
            maker.claims(&mut made, claim, number, &whole)?;
        }
        for (number, episode) in (1..).zip(&self.episodes) {
            match maker.text(episode, &whole, number)? {
                Some(text) => made.texts.push(text),
                None => made.missing += 1,
            }
        }
        Ok(made)
    }

    fn date(&self, what: &str, template: &Option<Template>, place: &Place<'_>) -> Result<Option<Point>> {
        let (Some(template), Some(text)) = (template, filled(template, place)?) else { return Ok(None) };
        if moment::is_unknown(&text) {
            return Ok(None);
        }
        moment::read(&text, self.dates.as_deref()).map(Some).map_err(|error| Error::invalid(format!("{}: {error}", template.called(what))))
    }

    fn end(&self, template: &Option<Template>, place: &Place<'_>) -> Result<End> {
        let Some(open) = self.open.as_deref().filter(|_| template.is_some()) else {
            return Ok(self.date("to", template, place)?.map_or(End::Unknown, End::At));
        };
        let text = filled(template, place)?.unwrap_or_default();
        if text.eq_ignore_ascii_case(open.trim()) {
            return Ok(End::Open);
        }
        Ok(self.date("to", template, place)?.map_or(End::Unknown, End::At))
    }
}

impl EpisodeOf {
    fn templates(&self) -> impl Iterator<Item = &Template> {
        std::iter::once(&self.text).chain([&self.at, &self.speaker, &self.listener].into_iter().flatten())
    }
}

impl ClaimOf {
    fn check(&self, mapping: &Mapping) -> std::result::Result<(), String> {
        let element = |template: &Template| template.fields().any(|field| field.name.is_empty());
        match () {
            () if self.subject.is_none() && mapping.subject.is_none() => {
                Err("it has no `subject`, and the mapping has none for all".into())
            }
            () if self.each.is_none() && self.templates().any(element) => {
                Err("`{}` stands for an element of a list, and needs `each`".into())
            }
            () if self.each.is_none() && self.split.is_some() => Err("`split` needs `each`, the field that it splits".into()),
            () if self.split.as_deref() == Some("") => Err("`split` is what stands between two elements, and cannot be empty".into()),
            () if self.unit.is_some() && self.value != Sort::Number => Err("`unit` needs value = \"number\"".into()),
            () => Ok(()),
        }
    }

    fn templates(&self) -> impl Iterator<Item = &Template> {
        let more = [&self.subject, &self.from, &self.to, &self.unit];
        [&self.predicate, &self.object].into_iter().chain(more.into_iter().flatten())
    }

    /// The elements of its list, or nothing where it has none and is made of the record itself.
    fn elements<'v>(&self, each: &Field, whole: &Place<'v>) -> Result<Option<Vec<Cow<'v, Value>>>> {
        match (each.find(whole)?, &self.split) {
            (None, _) => Ok(None),
            (Some(Value::Array(elements)), _) => Ok(Some(elements.iter().map(Cow::Borrowed).collect())),
            (Some(Value::String(text)), Some(split)) => {
                let texts = text.split(split.as_str()).map(str::trim).filter(|text| !text.is_empty());
                Ok(Some(texts.map(|text| Cow::Owned(text.into())).collect()))
            }
            (Some(other), split) => {
                let hint = if split.is_none() && other.is_string() { "; `split` says what stands between its elements" } else { "" };
                Err(Error::invalid(format!("field `{}`: it is {}, where a list is needed{hint}", each.name, kind_of(other))))
            }
        }
    }
}

/// What a record's claims and texts have in common.
struct Maker<'m> {
    mapping: &'m Mapping,
    subject: Option<String>,
    id: Option<String>,
    source: &'m str,
}

impl Maker<'_> {
    fn claims(&self, made: &mut Made, claim: &ClaimOf, number: usize, whole: &Place<'_>) -> Result<()> {
        let Some(each) = &claim.each else {
            made.keep(self.statement(claim, whole, &number.to_string())?);
            return Ok(());
        };
        let Some(elements) = claim.elements(each, whole)? else {
            made.missing += 1;
            return Ok(());
        };
        for (at, element) in (1..).zip(&elements) {
            let place = Place { element: Some(element.as_ref()), record: whole.record };
            let statement = self.statement(claim, &place, &format!("{number}/{at}"));
            made.keep(statement.map_err(|error| Error::invalid(format!("element {at} of `{}`: {error}", each.name)))?);
        }
        Ok(())
    }

    fn statement(&self, claim: &ClaimOf, place: &Place<'_>, number: &str) -> Result<Option<Statement>> {
        let subject = match &claim.subject {
            Some(own) => own.fill(place)?,
            None => self.subject.clone(),
        };
        let (Some(subject), Some(predicate), Some(object)) = (subject, claim.predicate.fill(place)?, object(self.mapping, claim, place)?)
        else {
            return Ok(None);
        };
        let (from, to) = (self.mapping.date("from", &claim.from, place)?, self.mapping.end(&claim.to, place)?);
        let claim = Claim { subject, predicate, object, kind: claim.kind, from, to };
        let content = || serde_json::to_string(&claim).unwrap_or_default();
        let id = self.id.as_ref().map_or_else(|| content_id(&[self.source, &content()]), |id| format!("{id}/{number}"));
        let statement = Statement { id: Some(id), source: Some(self.source.to_owned()), ..Statement::new(claim) };
        statement.check().map_err(|error| Error::invalid(error.to_string()))?;
        Ok(Some(statement))
    }

    fn text(&self, episode: &EpisodeOf, place: &Place<'_>, number: usize) -> Result<Option<Text>> {
        let Some(text) = episode.text.text(place)?.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
        let occurred_at = self.mapping.date("at", &episode.at, place)?;
        let (speaker, listener) = (filled(&episode.speaker, place)?, filled(&episode.listener, place)?);
        let content = || {
            let at = occurred_at.map(|at| at.to_string()).unwrap_or_default();
            content_id(&[self.source, &text, speaker.as_deref().unwrap_or_default(), &at])
        };
        let id = self.id.as_ref().map_or_else(content, |id| format!("{id}/e{number}"));
        Ok(Some(Text { occurred_at, speaker, listener, source: Some(self.source.to_owned()), id: Some(id), text }))
    }
}

impl Made {
    fn keep(&mut self, statement: Option<Statement>) {
        match statement {
            Some(statement) => self.statements.push(statement),
            None => self.missing += 1,
        }
    }
}

fn filled(template: &Option<Template>, place: &Place<'_>) -> Result<Option<String>> {
    template.as_ref().map_or(Ok(None), |template| template.fill(place))
}

fn object(mapping: &Mapping, claim: &ClaimOf, place: &Place<'_>) -> Result<Option<Object>> {
    let Some(text) = claim.object.fill(place)? else { return Ok(None) };
    let wrong = |what: &str| Error::invalid(format!("{}: `{text}` is not {what}", claim.object.called("object")));
    let value = match claim.value {
        Sort::Entity => return Ok(Some(Object::Entity(text))),
        Sort::Text => Scalar::Text(text),
        Sort::Number => match claim.object.value(place)? {
            Some(Value::Number(number)) => Scalar::Number(number.clone()),
            Some(_) | None => Scalar::Number(serde_json::from_str(&text).map_err(|_| wrong("a number, as 61 or 61.5"))?),
        },
        Sort::Date => {
            let date = moment::read(&text, mapping.dates.as_deref());
            Scalar::Text(date.map_err(|error| Error::invalid(format!("{}: {error}", claim.object.called("object"))))?.to_string())
        }
        Sort::Boolean => Scalar::Bool(truth(&text).ok_or_else(|| wrong("true or false, yes or no, 1 or 0"))?),
    };
    Ok(Some(Object::Value { value, unit: filled(&claim.unit, place)? }))
}

fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// An id made of what is said, so that what is said again is known again: 128 bits of FNV-1a.
fn content_id(parts: &[&str]) -> String {
    const START: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    let hash = bytes.fold(START, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("r~{hash:032x}")
}

//! Claims: immutable statements by one source about the world and time.

use serde::{Deserialize, Serialize};

use crate::{
    name::{NameError, check_name},
    time::{Point, TimeError},
};

/// The longest name, in bytes.
pub const MAX_NAME_BYTES: usize = 1024;
/// The longest text of one episode, in bytes.
pub const MAX_TEXT_BYTES: usize = 16 << 20;

/// What a claim says about time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// True from then on.
    Begins,
    /// Not true from then on.
    Ends,
    /// True at that point, or throughout that interval.
    #[default]
    Holds,
    /// Not true at that point.
    Denies,
    /// An event: it never contradicts anything.
    Happens,
}

/// The end of an interval as told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum End {
    /// Nothing was said.
    #[default]
    Unknown,
    /// Still going, as far as known.
    Open,
    /// It ended then.
    At(Point),
}

/// A literal value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    /// True or false.
    Bool(bool),
    /// A number, kept as it was written.
    Number(serde_json::Number),
    /// Text; a date is text that reads as a [`Point`].
    Text(String),
}

/// What a claim says of its subject: an entity, or a typed value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Object {
    /// An entity, by name.
    Entity(String),
    /// A value, with its unit if it has one.
    Value {
        /// The value.
        value: Scalar,
        /// Its unit, such as `kg`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
}

impl Object {
    /// The text people read: the name, or the value with its unit.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Entity(name) => name.clone(),
            Self::Value { value, unit } => {
                let value = match value {
                    Scalar::Bool(value) => value.to_string(),
                    Scalar::Number(value) => value.to_string(),
                    Scalar::Text(value) => value.clone(),
                };
                unit.as_ref().map_or(value.clone(), |unit| format!("{value} {unit}"))
            }
        }
    }
}

/// A subject, a predicate, an object, and what is said about time.
///
/// ```
/// use asof_model::{Claim, Kind};
/// let claim = Claim::new("Ana", "lives_in", "Berlin").kind(Kind::Begins).from("2024-03".parse()?);
/// assert!(claim.check().is_ok());
/// # Ok::<(), asof_model::TimeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The entity it is about.
    pub subject: String,
    /// The relation.
    pub predicate: String,
    /// The other entity, or a value.
    pub object: Object,
    /// What it says about time.
    #[serde(default)]
    pub kind: Kind,
    /// When it began, happened, ended or was denied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Point>,
    /// When it ended: a date, `null` for still going, absent for unknown.
    #[serde(default, skip_serializing_if = "End::is_unknown", with = "end_as_option")]
    pub to: End,
}

impl Claim {
    /// A claim that holds, with no date yet.
    #[must_use]
    pub fn new(subject: &str, predicate: &str, object: &str) -> Self {
        Self {
            subject: subject.into(),
            predicate: predicate.into(),
            object: Object::Entity(object.into()),
            kind: Kind::Holds,
            from: None,
            to: End::Unknown,
        }
    }

    /// The same claim of another kind.
    #[must_use]
    pub fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// The same claim from a date.
    #[must_use]
    pub fn from(self, from: Point) -> Self {
        Self { from: Some(from), ..self }
    }

    /// The same claim until a date.
    #[must_use]
    pub fn to(self, to: Point) -> Self {
        Self { to: End::At(to), ..self }
    }

    /// Accepts a well-formed claim, or says what is wrong with it.
    ///
    /// # Errors
    /// [`ClaimError`] for a bad name, an interval that ends before it begins, or dates that the kind has no place for.
    pub fn check(&self) -> Result<(), ClaimError> {
        check_name("subject", &self.subject)?;
        check_name("predicate", &self.predicate)?;
        check_name("object", &self.object.text())?;
        self.check_dates()
    }

    fn check_dates(&self) -> Result<(), ClaimError> {
        match (self.kind, self.from, self.to) {
            (Kind::Ends, Some(_), End::At(_)) => Err(ClaimError::TwoDates),
            (_, Some(from), End::At(to)) if to.hi() <= from.lo() => {
                Err(TimeError::EndsBeforeItBegins { from: from.to_string(), to: to.to_string() }.into())
            }
            (Kind::Begins | Kind::Denies | Kind::Happens, None, End::At(_)) => Err(ClaimError::EndOnly),
            _ => Ok(()),
        }
    }
}

impl End {
    /// Whether nothing was said about the end.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }
}

/// `null` is open, a string a date; absence (unknown) is handled by serde's default.
pub(crate) mod end_as_option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{End, Point};

    pub fn serialize<S: Serializer>(end: &End, serializer: S) -> Result<S::Ok, S::Error> {
        match end {
            End::At(point) => point.serialize(serializer),
            End::Open | End::Unknown => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<End, D::Error> {
        Ok(Option::<Point>::deserialize(deserializer)?.map_or(End::Open, End::At))
    }
}

/// A claim with its provenance: who said it, where, how sure, and what it is derived from.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What is claimed.
    pub claim: Claim,
    /// The claim's id; the engine makes one up if there is none.
    pub id: Option<String>,
    /// The source: a chat, a file, a feed.
    pub source: Option<String>,
    /// The id of the episode it was read from.
    pub episode: Option<String>,
    /// The bytes of the episode's text it was read from.
    pub span: Option<(u32, u32)>,
    /// When it was said; the episode's date if it has one.
    pub occurred_at: Option<Point>,
    /// How far the source is trusted, 0 to 1.
    pub trust: f32,
    /// How sure the claim is, 0 to 1.
    pub confidence: f32,
    /// Ids of the claims it is derived from: it is visible exactly while they all are.
    pub supports: Vec<String>,
}

impl Statement {
    /// A claim with full trust and confidence and nothing known of where it came from.
    #[must_use]
    pub fn new(claim: Claim) -> Self {
        Self {
            claim,
            id: None,
            source: None,
            episode: None,
            span: None,
            occurred_at: None,
            trust: 1.0,
            confidence: 1.0,
            supports: Vec::new(),
        }
    }

    /// The same statement under a given id.
    #[must_use]
    pub fn id(self, id: &str) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// The same statement by a source.
    #[must_use]
    pub fn source(self, source: &str) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// Accepts a well-formed statement, or says what is wrong with it.
    ///
    /// # Errors
    /// [`ClaimError`] as [`Claim::check`], and for trust or confidence outside 0 to 1.
    pub fn check(&self) -> Result<(), ClaimError> {
        self.claim.check()?;
        for (what, share) in [("trust", self.trust), ("confidence", self.confidence)] {
            if !(0.0..=1.0).contains(&share) {
                return Err(ClaimError::NotAShare { what, share });
            }
        }
        for (what, name) in [("id", &self.id), ("source", &self.source), ("episode", &self.episode)] {
            name.as_deref().map_or(Ok(()), |name| check_name(what, name))?;
        }
        Ok(())
    }
}

/// Why a claim cannot be accepted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// A bad name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A bad date or interval.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// An `ends` claim with two dates.
    #[error("an `ends` claim has one date; for a whole interval use `holds` with `from` and `to`")]
    TwoDates,
    /// A begin, denial or event with an end and no beginning.
    #[error("this kind of claim needs `from` when it has `to`")]
    EndOnly,
    /// Trust or confidence that is not between 0 and 1.
    #[error("{what} is {share}; it must be between 0 and 1")]
    NotAShare {
        /// Which of the two.
        what: &'static str,
        /// The number given.
        share: f32,
    },
}

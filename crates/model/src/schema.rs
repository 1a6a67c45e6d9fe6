//! Predicate schemas: how many values a predicate has at a time, and how it behaves in time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    claim::{Claim, Kind, Object, Scalar},
    name::{NameError, check_name},
    time::Point,
};

/// The schemas that ship with the engine, as TOML.
pub const BUILT_IN: &str = include_str!("built_in.toml");

/// Which slot has at most one value at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Cardinality {
    /// Any number of objects: each (subject, predicate, object) is true or false on its own.
    #[default]
    Many,
    /// One object per subject: `lives_in`.
    OneObjectPerSubject,
    /// One subject per object: `ceo_of`.
    OneSubjectPerObject,
    /// Both: `spouse_of`.
    OneToOne,
}

/// What may stand as the object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueType {
    /// Anything.
    #[default]
    Any,
    /// An entity.
    Entity,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A text that reads as a date.
    Date,
    /// True or false.
    Bool,
}

/// How a predicate behaves in time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "SchemaForm", into = "SchemaForm")]
pub struct Schema {
    /// The predicate.
    pub name: String,
    /// Which slot has at most one value.
    pub cardinality: Cardinality,
    /// The group of predicates of which at most one holds between the same two things.
    pub exclusive_group: Option<String>,
    /// Read from both sides.
    pub symmetric: bool,
    /// The predicate that says the same with the sides changed.
    pub inverse_of: Option<String>,
    /// The predicate that says the same, and whose schema is the one that counts.
    pub same_as: Option<String>,
    /// Never ends.
    pub permanent: bool,
    /// In days: for what passes soon, such as being at the airport.
    pub half_life: Option<f64>,
    /// What may stand as the object.
    pub value: ValueType,
}

/// The form that people write, in TOML and JSON.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SchemaForm {
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(skip_serializing_if = "is_false")]
    one_object_per_subject: bool,
    #[serde(skip_serializing_if = "is_false")]
    one_subject_per_object: bool,
    #[serde(skip_serializing_if = "is_false")]
    one_to_one: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    exclusive_group: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    symmetric: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    inverse_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    same_as: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    permanent: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    transient_half_life_days: Option<f64>,
    #[serde(skip_serializing_if = "is_any")]
    value: ValueType,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_any(value: &ValueType) -> bool {
    *value == ValueType::Any
}

impl From<SchemaForm> for Schema {
    fn from(form: SchemaForm) -> Self {
        let cardinality = match (form.one_object_per_subject, form.one_subject_per_object) {
            _ if form.one_to_one => Cardinality::OneToOne,
            (true, true) => Cardinality::OneToOne,
            (true, false) => Cardinality::OneObjectPerSubject,
            (false, true) => Cardinality::OneSubjectPerObject,
            (false, false) => Cardinality::Many,
        };
        Self {
            name: form.name,
            cardinality,
            exclusive_group: form.exclusive_group,
            symmetric: form.symmetric,
            inverse_of: form.inverse_of,
            same_as: form.same_as,
            permanent: form.permanent,
            half_life: form.transient_half_life_days,
            value: form.value,
        }
    }
}

impl From<Schema> for SchemaForm {
    fn from(schema: Schema) -> Self {
        Self {
            name: schema.name,
            one_object_per_subject: schema.cardinality == Cardinality::OneObjectPerSubject,
            one_subject_per_object: schema.cardinality == Cardinality::OneSubjectPerObject,
            one_to_one: schema.cardinality == Cardinality::OneToOne,
            exclusive_group: schema.exclusive_group,
            symmetric: schema.symmetric,
            inverse_of: schema.inverse_of,
            same_as: schema.same_as,
            permanent: schema.permanent,
            transient_half_life_days: schema.half_life,
            value: schema.value,
        }
    }
}

impl Schema {
    /// The schema of a predicate of which nothing was told: any number of objects, each on its own.
    #[must_use]
    pub fn many(name: &str) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Accepts a schema that makes sense, or says why it does not.
    ///
    /// # Errors
    /// [`SchemaError`] for bad names and for properties that exclude each other.
    pub fn check(&self) -> Result<(), SchemaError> {
        check_name("predicate", &self.name)?;
        for other in [&self.exclusive_group, &self.inverse_of, &self.same_as].into_iter().flatten() {
            check_name("name", other)?;
        }
        let one_sided = matches!(self.cardinality, Cardinality::OneObjectPerSubject | Cardinality::OneSubjectPerObject);
        if self.symmetric && one_sided {
            return Err(SchemaError::clash(self, "symmetric needs one_to_one or no limit: both sides are alike"));
        }
        if self.exclusive_group.is_some() && self.cardinality != Cardinality::Many {
            return Err(SchemaError::clash(self, "an exclusive_group has no other limit on its objects"));
        }
        if self.same_as.as_deref() == Some(self.name.as_str()) {
            return Err(SchemaError::clash(self, "it is the same as itself; leave same_as out"));
        }
        if self.same_as.is_some() && *self != (Self { same_as: self.same_as.clone(), ..Self::many(&self.name) }) {
            return Err(SchemaError::clash(self, "it is read as another predicate: how that one behaves, one says it there"));
        }
        if self.inverse_of.as_deref() == Some(self.name.as_str()) {
            return Err(SchemaError::clash(self, "its own inverse: say symmetric = true"));
        }
        if self.half_life.is_some_and(|days| !(0.0 < days && days < 1e6)) {
            return Err(SchemaError::clash(self, "transient_half_life_days must be more than 0 and less than a million"));
        }
        if self.permanent && self.half_life.is_some() {
            return Err(SchemaError::clash(self, "permanent and transient exclude each other"));
        }
        Ok(())
    }

    /// Accepts a claim that uses the predicate as the schema says.
    ///
    /// # Errors
    /// [`SchemaError::Misused`] for an object of the wrong type, or an end to what never ends.
    pub fn accepts(&self, claim: &Claim) -> Result<(), SchemaError> {
        if self.permanent && claim.kind == Kind::Ends {
            return Err(self.misused("it is permanent and never ends; use `correct` or `retract` if it was wrong".into()));
        }
        let fits = match (self.value, &claim.object) {
            (ValueType::Any, _) | (ValueType::Entity, Object::Entity(_)) => true,
            (ValueType::Date, Object::Entity(text) | Object::Value { value: Scalar::Text(text), .. }) => text.parse::<Point>().is_ok(),
            (ValueType::Text, Object::Entity(_) | Object::Value { value: Scalar::Text(_), .. })
            | (ValueType::Number, Object::Value { value: Scalar::Number(_), .. })
            | (ValueType::Bool, Object::Value { value: Scalar::Bool(_), .. }) => true,
            (ValueType::Entity | ValueType::Number | ValueType::Text | ValueType::Date | ValueType::Bool, _) => false,
        };
        if fits {
            Ok(())
        } else {
            Err(self.misused(format!("its object must be {}, not `{}`", self.value.described(), claim.object.text())))
        }
    }

    fn misused(&self, why: String) -> SchemaError {
        SchemaError::Misused { predicate: self.name.clone(), why }
    }
}

impl ValueType {
    fn described(self) -> &'static str {
        match self {
            Self::Any => "anything",
            Self::Entity => "an entity",
            Self::Number => "a number, {\"value\": 42}",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::Bool => "true or false, {\"value\": true}",
        }
    }
}

/// Reads a TOML file of schemas: one table a predicate.
///
/// # Errors
/// [`SchemaError::Malformed`] with the line and reason, or what [`Schema::check`] says of an entry.
pub fn read_schemas(text: &str) -> Result<Vec<Schema>, SchemaError> {
    let tables: BTreeMap<String, Schema> = toml::from_str(text).map_err(|error| SchemaError::Malformed(error.to_string()))?;
    let schemas = tables.into_iter().map(|(name, schema)| {
        let schema = Schema { name, ..schema };
        schema.check().map(|()| schema)
    });
    let schemas = schemas.collect::<Result<Vec<Schema>, SchemaError>>()?;
    check_together(&schemas)?;
    Ok(schemas)
}

/// Accepts schemas that can all be so: following `same_as` and `inverse_of` from a predicate never leads back to it turned about, nor
/// by `same_as` alone.
fn check_together(schemas: &[Schema]) -> Result<(), SchemaError> {
    let mut sides: BTreeMap<&str, (&str, bool)> = BTreeMap::new();
    for schema in schemas {
        let next = |name: &str| schemas.iter().find(|other| other.name == name)?.same_as.as_deref();
        let chain = std::iter::successors(schema.same_as.as_deref(), |name| next(name)).take(schemas.len());
        if chain.into_iter().any(|name| name == schema.name) {
            return Err(SchemaError::clash(schema, "same_as leads back to it; leave out one of the circle"));
        }
        for (other, turned) in [(&schema.same_as, false), (&schema.inverse_of, true)] {
            let Some(other) = other else { continue };
            let ((root, own), (far, its)) = (side(&sides, &schema.name), side(&sides, other));
            if root != far {
                sides.insert(far, (root, own ^ its ^ turned));
            } else if own ^ its != turned {
                return Err(SchemaError::clash(schema, "with the others of the file it comes out as its own inverse; leave one out"));
            }
        }
    }
    Ok(())
}

/// The predicate that stands for all that are tied to one, and whether that one is its inverse.
fn side<'n>(sides: &BTreeMap<&'n str, (&'n str, bool)>, name: &'n str) -> (&'n str, bool) {
    let (mut at, mut turned) = (name, false);
    while let Some((to, turns)) = sides.get(at) {
        (at, turned) = (to, turned ^ turns);
    }
    (at, turned)
}

/// A schema that cannot be accepted, or a claim against one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// The TOML cannot be read.
    #[error("the schema file cannot be read: {0}")]
    Malformed(String),
    /// A bad name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Properties that exclude each other.
    #[error("the schema of `{predicate}` contradicts itself: {why}")]
    Clash {
        /// The predicate.
        predicate: String,
        /// What excludes what.
        why: &'static str,
    },
    /// A claim that uses a predicate against its schema.
    #[error("`{predicate}` is used against its schema: {why}")]
    Misused {
        /// The predicate.
        predicate: String,
        /// What is wrong.
        why: String,
    },
}

impl SchemaError {
    fn clash(schema: &Schema, why: &'static str) -> Self {
        Self::Clash { predicate: schema.name.clone(), why }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_schemas_are_sound() {
        let schemas = read_schemas(BUILT_IN).unwrap();
        assert!(schemas.iter().any(|schema| schema.name == "lives_in" && schema.cardinality == Cardinality::OneObjectPerSubject));
        for schema in &schemas {
            let json = serde_json::to_string(schema).unwrap();
            assert_eq!(serde_json::from_str::<Schema>(&json).unwrap(), *schema, "{json}");
        }
    }

    #[test]
    fn a_bad_schema_says_why() {
        let cases = [
            ("[a]\nsymmetric = true\none_object_per_subject = true", "symmetric needs"),
            ("[a]\npermanent = true\ntransient_half_life_days = 2.0", "exclude each other"),
            ("[a]\ntransient_half_life_days = -1.0", "more than 0"),
            ("[a]\ninverse_of = \"a\"", "symmetric = true"),
            ("[a]\none_objekt = true", "unknown field"),
            ("[a", "cannot be read"),
            ("[a]\nsame_as = \"b\"\n[b]\nsame_as = \"a\"", "leads back"),
            ("[a]\ninverse_of = \"b\"\n[b]\ninverse_of = \"c\"\n[c]\ninverse_of = \"a\"", "its own inverse"),
            (
                "[a]\ninverse_of = \"b\"\n[c]\nsame_as = \"b\"\n[d]\nsame_as = \"a\"\n[b]\ninverse_of = \"d\"\n[e]\nsame_as = \"e\"",
                "itself",
            ),
        ];
        for (text, expected) in cases {
            let error = read_schemas(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn schemas_that_tie_predicates_without_turning_one_about_are_read() {
        for text in
            ["[a]\ninverse_of = \"b\"\n[b]\ninverse_of = \"a\"", "[a]\nsame_as = \"b\"\n[b]\ninverse_of = \"c\"\n[d]\nsame_as = \"b\""]
        {
            assert!(read_schemas(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_claim_against_its_schema_is_refused() {
        let schemas = read_schemas("[born_on]\nvalue = \"date\"\npermanent = true\n[weighs]\nvalue = \"number\"").unwrap();
        let (born, weighs) = (&schemas[0], &schemas[1]);
        assert!(born.accepts(&Claim::new("Ana", "born_on", "1990-05")).is_ok());
        assert!(born.accepts(&Claim::new("Ana", "born_on", "Berlin")).is_err());
        assert!(born.accepts(&Claim::new("Ana", "born_on", "1990").kind(Kind::Ends)).is_err());
        assert!(weighs.accepts(&Claim::new("Ana", "weighs", "heavy")).is_err());
    }
}

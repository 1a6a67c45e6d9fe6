//! A case: a text, what a model answered about it, and what must come of that.

#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::{fs, path::Path};

use asof_extract::Context;
use asof_model::{End, Object, Scalar, Schema};
use asof_openai::{Client, Reading, Recording, Settings};
use serde::{Deserialize, Serialize};

/// A case, as its file in `fixtures/responses` holds it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it shows.
    pub about: String,
    /// The text.
    pub text: String,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<String>,
    /// Who speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// What the model answered. A real answer has the key of its request, one written by hand has none.
    pub recordings: Vec<Recording>,
    /// The claims that must be found.
    #[serde(default)]
    pub found: Vec<String>,
    /// What must be noted, in part.
    #[serde(default)]
    pub notes: Vec<String>,
}

impl Case {
    /// All cases of a folder, with their names.
    pub fn all(folder: &Path) -> Vec<(String, Self)> {
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|extension| extension == "json")).collect();
        files.sort();
        let case = |file: &Path| {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            let case = serde_json::from_str(&fs::read_to_string(file).unwrap());
            (name.clone(), case.unwrap_or_else(|error| panic!("{name}: {error}")))
        };
        files.iter().map(|file| case(file)).collect()
    }

    /// Reads the text.
    pub fn read(&self, client: &Client) -> Reading {
        let occurred_at = self.occurred_at.as_ref().map(|date| date.parse().unwrap());
        client.read(&self.text, &Context { occurred_at, speaker: self.speaker.as_deref(), ..Context::default() })
    }

    /// Whether the answers are those of a real model.
    pub fn is_real(&self) -> bool {
        self.recordings.iter().all(|recording| !recording.request.is_empty())
    }
}

/// Settings that stay as they are when the built-in predicates grow: recordings are found by what was asked.
pub fn settings(base_url: &str) -> Settings {
    let schemas = ["lives_in", "works_at", "owns", "bought", "sold"].map(Schema::many).to_vec();
    Settings { schemas, max_answer_tokens: 400, ..Settings::new(base_url, "smollm2-135m-instruct") }
}

/// The claims of a reading, a line each.
pub fn found(reading: &Reading, text: &str) -> Vec<String> {
    let line = |found: &asof_extract::Found| {
        let claim = &found.claim;
        let kind = serde_json::to_value(claim.kind).unwrap();
        let from = claim.from.map(|date| format!(" from {date}")).unwrap_or_default();
        let to = match claim.to {
            End::Unknown => String::new(),
            End::Open => " to open".to_owned(),
            End::At(date) => format!(" to {date}"),
        };
        let object = match &claim.object {
            Object::Value { value: Scalar::Text(text), .. } => format!("{text:?}"),
            Object::Value { .. } | Object::Entity(_) => claim.object.text(),
        };
        let quote = &text[found.span.0 as usize..found.span.1 as usize];
        format!("{} {} {object} {}{from}{to} | {quote}", claim.subject, claim.predicate, kind.as_str().unwrap())
    };
    reading.found.iter().map(line).collect()
}

/// The notes of a reading, a line each.
pub fn notes(reading: &Reading) -> Vec<String> {
    reading.notes.iter().map(|note| note.trouble.to_string()).collect()
}

//! How relations are put into words: statements, questions, and phrases that nest.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{Failure, measure::Luck};

const SCHEMA: &str = include_str!("relations.toml");
const DEVELOPED: &str = include_str!("forms_dev.toml");
const HELD_BACK: &str = include_str!("forms_held.toml");
const PLAINEST: &str = include_str!("forms_plain.toml");
const QUIZ: &str = include_str!("forms_quiz.toml");
const CROWD: &str = include_str!("forms_crowd.toml");
const ALMANAC: &str = include_str!("forms_almanac.toml");
const CLOZE: &str = include_str!("forms_cloze.toml");
const PRESS: &str = include_str!("forms_press.toml");

/// Of a hundred descriptions that may come last, so many do.
const LONG_LAST: u64 = 75;

/// Which half of the forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Half {
    /// Those to develop against
    Dev,
    /// Those that are only measured with
    Held,
    /// One plain form for each relation
    Plain,
    /// Those of an author of quizzes, to develop against
    Quiz,
    /// Those of crowd workers, to develop against
    Crowd,
    /// Those of writers of almanacs and of data bases, to develop against
    Almanac,
    /// Those of a researcher of knowledge graphs and of language models, to develop against
    Cloze,
    /// Those of a journalist and of people who search, only to measure with
    Press,
}

/// A relation: what it is told of, and what values it takes.
#[derive(Clone, Debug, Deserialize)]
pub struct Relation {
    pub id: String,
    pub subject: Vec<String>,
    pub object: Vec<String>,
    /// Other relations that a careless reader may take for this one.
    #[serde(default)]
    pub rivals: Vec<String>,
}

#[derive(Deserialize)]
struct Schema {
    relation: Vec<Relation>,
}

/// The relations there are.
pub fn relations() -> Result<Vec<Relation>, Failure> {
    Ok(toml::from_str::<Schema>(SCHEMA)?.relation)
}

/// The forms of one relation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    #[serde(default)]
    pub state: Vec<String>,
    pub ask: Vec<String>,
    pub noun: Vec<String>,
    #[serde(default)]
    pub clue: Vec<String>,
    #[serde(default)]
    pub plan: Vec<String>,
    /// For a phrase that takes several steps at once: which.
    #[serde(default)]
    pub path: Vec<String>,
}

/// Remarks that may be made many times over and end nothing.
#[derive(Clone, Debug, Deserialize)]
pub struct Many {
    pub subject: String,
    pub object: String,
    pub state: Vec<String>,
    /// The relations that it may be mistaken for.
    pub near: Vec<String>,
}

/// Frames that fit any relation.
#[derive(Clone, Debug, Deserialize)]
pub struct General {
    pub wrap: Vec<String>,
    pub split: Vec<String>,
    pub clue: Vec<String>,
    pub doubt: Vec<String>,
    pub anaphor: BTreeMap<String, String>,
}

/// One half of the forms.
#[derive(Clone, Debug, Deserialize)]
pub struct Forms {
    pub general: General,
    pub relation: BTreeMap<String, Wording>,
    pub fused: Vec<Wording>,
    pub many: Vec<Many>,
}

impl Forms {
    pub fn read(half: Half) -> Result<Self, Failure> {
        Ok(toml::from_str(match half {
            Half::Dev => DEVELOPED,
            Half::Held => HELD_BACK,
            Half::Plain => PLAINEST,
            Half::Quiz => QUIZ,
            Half::Crowd => CROWD,
            Half::Almanac => ALMANAC,
            Half::Cloze => CLOZE,
            Half::Press => PRESS,
        })?)
    }

    /// How to refer back to a value of that kind.
    pub fn anaphor(&self, kind: &str) -> Phrase {
        let anaphors = &self.general.anaphor;
        let text = anaphors.get(kind).or_else(|| anaphors.get("other")).cloned().unwrap_or_default();
        Phrase { text, chains: true, name: false }
    }
}

/// What stands for an entity: its name, or a description.
#[derive(Clone, Debug)]
pub struct Phrase {
    pub text: String,
    /// Whether `'s` may follow without changing whose it is.
    pub chains: bool,
    pub name: bool,
}

impl Phrase {
    pub fn name(text: &str) -> Self {
        Self { text: text.to_owned(), chains: true, name: true }
    }

    /// The phrase for the value that `form` names of this one.
    pub fn nest(&self, form: &str) -> Self {
        Self { text: fill(form, &self.text, ""), chains: form.starts_with("{s}'s"), name: false }
    }

    /// One of the forms that fit this phrase. Descriptions mostly come last, as people put what is long.
    pub fn choose<'a>(&self, forms: &'a [String], luck: &mut Luck) -> &'a str {
        let fitting: Vec<&String> = forms.iter().filter(|form| self.chains || !form.contains("{s}'s")).collect();
        let last: Vec<&String> = fitting.iter().copied().filter(|form| form.trim_end_matches('?').ends_with("{s}")).collect();
        let prefers_last = !self.name && !last.is_empty() && luck.below(100) < LONG_LAST;
        pick(if prefers_last { &last } else { &fitting }, luck).map_or("", |form| form.as_str())
    }

    /// A clause inside a sentence.
    pub fn clause(&self, form: &str, object: &str) -> String {
        fill(form, &self.text, object)
    }

    /// A whole sentence, without its end.
    pub fn sentence(&self, form: &str, object: &str) -> String {
        let filled = fill(form, &self.text, object);
        let by_name = form.starts_with("{o}") || (form.starts_with("{s}") && self.name);
        if by_name { filled } else { capital(&filled) }
    }
}

/// One of them.
pub fn pick<'a, T>(items: &'a [T], luck: &mut Luck) -> Option<&'a T> {
    items.get(below(items.len(), luck))
}

/// A place below that length.
pub fn below(length: usize, luck: &mut Luck) -> usize {
    usize::try_from(luck.below(length as u64)).unwrap_or(0)
}

fn fill(form: &str, subject: &str, object: &str) -> String {
    let lower = object.to_lowercase();
    let mut form = form.to_owned();
    if lower.starts_with("the ") {
        form = form.replace("the {o}", "{o}").replace("The {o}", "{o}");
    }
    if lower.starts_with(['a', 'e', 'i', 'o', 'u']) {
        form = form.replace(" a {o}", " an {o}");
    }
    // In one sweep, so that a name with a brace in it is left alone.
    let mut filled = String::with_capacity(form.len() + subject.len() + object.len());
    let mut rest = form.as_str();
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        let (slot, after) = rest[at..].split_at((rest.len() - at).min(3));
        filled.push_str(match slot {
            "{s}" => subject,
            "{o}" => object,
            other => other,
        });
        rest = after;
    }
    filled + rest
}

/// The same with a capital at its start.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The same with a small letter at its start.
pub fn small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// With a full stop, unless a shortened word brings one.
pub fn stopped(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

//! What is stable over several spaces as lines to train on, each with where it comes from, and nothing personal unless asked.
//!
//! A space is a user or a project; what only one of them says is theirs. A line is made of what at least so many spaces agree on.
//! Unless [`Options::personal`] is set, these are left out besides: facts about people (the user among them) and what they do day
//! by day; whatever names a person, wherever the name stands; addresses, telephone numbers and the like; and whatever names an
//! entity that one space alone knows.
//!
//! ```
//! use asof_derive::training::{Options, Stable, What, jsonl, lines};
//!
//! let said = |space| Stable { space, what: What::Rule { polarity: "always".into(), text: "deploy from main".into() }, claims: vec![format!("c{space}")] };
//! let lines = lines(&[said(1), said(2), said(3)], &Options { spaces: 3, ..Options::default() });
//! assert_eq!(
//!     jsonl(&lines),
//!     "{\"prompt\":\"Working rule: always\",\"completion\":\" deploy from main\",\"provenance\":[\"c1\",\"c2\",\"c3\"],\"spaces\":3}\n"
//! );
//! ```

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Whoever the space belongs to.
    User,
    /// Another person.
    Person,
    /// Anything else.
    Other,
}

/// An entity or a value, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// How it is written.
    pub text: String,
    /// What it is.
    pub sort: Sort,
}

/// Something stable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A fact in words: "Lisbon", "is located in", "Portugal".
    Fact {
        /// Who or what it is about.
        subject: Name,
        /// The predicate in words.
        words: String,
        /// Of whom or what.
        object: Name,
    },
    /// What somebody says again and again they like or want: "prefers", "short answers".
    Preference {
        /// Whose it is.
        subject: Name,
        /// The predicate in words.
        words: String,
        /// Of what.
        object: Name,
    },
    /// What somebody does again and again: "runs on Sunday mornings".
    Habit {
        /// Whose it is.
        subject: Name,
        /// It in words.
        words: String,
    },
    /// A working rule: "always", "deploy from main".
    Rule {
        /// "always", "never" or "prefer".
        polarity: String,
        /// What.
        text: String,
    },
}

/// Something stable in one space, with the ids of its claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stable {
    /// The space.
    pub space: u32,
    /// What is stable.
    pub what: What,
    /// The claims it rests on.
    pub claims: Vec<String>,
}

/// What may be trained on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// So many spaces must agree.
    pub spaces: usize,
    /// Whether personal things may be told.
    pub personal: bool,
    /// The names of people that the spaces know, besides those of the things given: no line may hold one.
    pub people: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { spaces: 3, personal: false, people: Vec::new() }
    }
}

/// A line to train on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What is given.
    pub prompt: String,
    /// What is to follow.
    pub completion: String,
    /// The claims it rests on, sorted.
    pub provenance: Vec<String>,
    /// So many spaces agree.
    pub spaces: usize,
}

/// The lines that so many spaces agree on, in order of their words.
pub fn lines(stable: &[Stable], options: &Options) -> Vec<Line> {
    let private = Private::new(stable, options);
    let mut groups: BTreeMap<(String, String), Vec<&Stable>> = BTreeMap::new();
    for one in stable.iter().filter(|one| options.personal || !private.concerns(&one.what)) {
        let (prompt, completion) = sides(&one.what);
        groups.entry((plain(&prompt).to_lowercase(), plain(&completion).to_lowercase())).or_default().push(one);
    }
    groups.values().filter_map(|group| line(group, options)).collect()
}

/// The lines as JSON, one object a line.
pub fn jsonl(lines: &[Line]) -> String {
    lines.iter().filter_map(|line| serde_json::to_string(line).ok()).map(|line| line + "\n").collect()
}

fn line(group: &[&Stable], options: &Options) -> Option<Line> {
    let spaces = group.iter().map(|one| one.space).collect::<BTreeSet<u32>>().len();
    // Of several ways to write the same, the one that comes first in the alphabet, whatever came first.
    let (prompt, completion) = group.iter().map(|one| sides(&one.what)).min()?;
    let provenance: BTreeSet<&String> = group.iter().flat_map(|one| &one.claims).collect();
    let said = !plain(&prompt).is_empty() && !plain(&completion).is_empty();
    (said && options.spaces.max(1) <= spaces).then(|| Line {
        prompt: plain(&prompt),
        completion: format!(" {}", plain(&completion)),
        provenance: provenance.into_iter().cloned().collect(),
        spaces,
    })
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sides(what: &What) -> (String, String) {
    match what {
        What::Fact { subject, words, object } | What::Preference { subject, words, object } => {
            (format!("{} {words}", shown(subject)), object.text.clone())
        }
        What::Habit { subject, words } => (shown(subject), words.clone()),
        What::Rule { polarity, text } if polarity == "prefer" => ("The user prefers".into(), text.clone()),
        What::Rule { polarity, text } => (format!("Working rule: {polarity}"), text.clone()),
    }
}

fn shown(name: &Name) -> String {
    match name.sort {
        Sort::User => "The user".into(),
        Sort::Person | Sort::Other => name.text.clone(),
    }
}

/// What no line may hold.
struct Private {
    /// The words of people's names.
    people: FxHashSet<String>,
    /// For each name the one space that knows it, or none if several do.
    known_in: FxHashMap<String, Option<u32>>,
}

impl Private {
    fn new(stable: &[Stable], options: &Options) -> Self {
        let mut private = Self { people: FxHashSet::default(), known_in: FxHashMap::default() };
        options.people.iter().for_each(|name| private.add_person(name));
        for (one, name) in stable.iter().flat_map(|one| names(&one.what).into_iter().map(move |name| (one, name))) {
            if matches!(name.sort, Sort::User | Sort::Person) {
                private.add_person(&name.text);
            }
            let known = private.known_in.entry(plain(&name.text).to_lowercase()).or_insert(Some(one.space));
            if *known != Some(one.space) {
                *known = None;
            }
        }
        private
    }

    /// Every word of a name that is written with a capital. "the user" adds none.
    fn add_person(&mut self, name: &str) {
        let parts = words(name).filter(|word| 1 < word.chars().count() && !word.starts_with(char::is_lowercase));
        self.people.extend(parts.map(str::to_lowercase));
    }

    fn concerns(&self, what: &What) -> bool {
        let about_life = match what {
            What::Fact { subject, object, .. } => is_person(subject) || is_person(object),
            What::Preference { subject, object, .. } => subject.sort == Sort::Person || is_person(object),
            What::Habit { .. } => true,
            What::Rule { .. } => false,
        };
        let lonely = |name: &&Name| self.known_in.get(&plain(&name.text).to_lowercase()).is_none_or(Option::is_some);
        let (prompt, completion) = sides(what);
        about_life
            || names(what).iter().filter(|name| name.sort != Sort::User).any(lonely)
            || [prompt, completion].iter().any(|text| self.names_somebody(text) || is_contact(text))
    }

    fn names_somebody(&self, text: &str) -> bool {
        words(text).any(|word| !word.starts_with(char::is_lowercase) && self.people.contains(&word.to_lowercase()))
    }
}

fn names(what: &What) -> Vec<&Name> {
    match what {
        What::Fact { subject, object, .. } | What::Preference { subject, object, .. } => vec![subject, object],
        What::Habit { subject, .. } => vec![subject],
        What::Rule { .. } => Vec::new(),
    }
}

fn is_person(name: &Name) -> bool {
    matches!(name.sort, Sort::User | Sort::Person)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a text holds an address of mail or web, or so many digits that they may be a telephone, a card or a code.
fn is_contact(text: &str) -> bool {
    let small = text.to_lowercase();
    let digits = text.split(|letter: char| letter.is_alphabetic()).map(|part| part.chars().filter(char::is_ascii_digit).count()).max();
    text.contains('@') || small.contains("http") || small.contains("www.") || digits.is_some_and(|digits| 5 <= digits)
}

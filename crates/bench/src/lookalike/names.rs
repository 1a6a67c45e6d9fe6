//! Invented names of people, works, places and the rest, many of them hard to read.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::forms::pick;
use crate::{Failure, measure::Luck};

const RECIPES: &str = include_str!("names.toml");
/// A name that is taken is drawn anew so often.
const TRIES: usize = 200;

/// How the names of one kind are composed.
#[derive(Deserialize)]
struct Recipe {
    /// How many to a thousand facts.
    share: usize,
    least: usize,
    #[serde(default)]
    real: Vec<String>,
    shapes: Vec<String>,
    hard: Vec<String>,
}

#[derive(Deserialize)]
struct Recipes {
    lists: BTreeMap<String, Vec<String>>,
    kind: BTreeMap<String, Recipe>,
    not_cities: Vec<String>,
}

/// Composes names that nobody has yet.
pub struct Namer {
    recipes: Recipes,
    taken: BTreeSet<String>,
    known: BTreeMap<String, Vec<String>>,
}

impl Namer {
    pub fn new() -> Result<Self, Failure> {
        Ok(Self { recipes: toml::from_str(RECIPES)?, taken: BTreeSet::new(), known: BTreeMap::new() })
    }

    /// The kinds, those first whose names the others are made of.
    pub fn kinds(&self) -> Vec<String> {
        let first = ["city", "country", "field", "person"];
        let rest = self.recipes.kind.keys().filter(|kind| !first.contains(&kind.as_str())).cloned();
        first.iter().map(|kind| (*kind).to_owned()).chain(rest).collect()
    }

    /// How many names of that kind a list of so many facts has.
    pub fn count(&self, kind: &str, facts: usize) -> usize {
        self.recipes.kind.get(kind).map_or(0, |recipe| (recipe.share * facts / 1000).max(recipe.least))
    }

    /// The real names of that kind.
    pub fn real(&self, kind: &str) -> Vec<String> {
        self.recipes.kind.get(kind).map(|recipe| recipe.real.clone()).unwrap_or_default()
    }

    /// The lists by name: of instruments, of given names.
    pub fn list(&self, name: &str) -> &[String] {
        self.recipes.lists.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a place with that name is no city.
    pub fn is_no_city(&self, name: &str) -> bool {
        self.recipes.not_cities.iter().any(|other| other == name)
            || ["country", "continent"].iter().any(|kind| self.real(kind).iter().any(|other| other == name))
    }

    /// Takes the name for that kind, if nobody has it.
    pub fn take(&mut self, kind: &str, name: &str) -> bool {
        let key = key(name);
        let free = !key.is_empty() && self.taken.insert(key);
        if free {
            self.known.entry(kind.to_owned()).or_default().push(name.to_owned());
        }
        free
    }

    /// A new name of that kind.
    pub fn fresh(&mut self, kind: &str, luck: &mut Luck) -> String {
        for attempt in 0..TRIES {
            let mut name = self.compose(kind, luck);
            if attempt > TRIES / 2 {
                // The short shapes are used up: a number makes it another.
                name = format!("{name} {}", luck.below(9_000) + 10);
            }
            if self.take(kind, &name) {
                return name;
            }
        }
        let name = format!("{kind} {}", self.taken.len());
        self.take(kind, &name);
        name
    }

    fn compose(&self, kind: &str, luck: &mut Luck) -> String {
        let Some(recipe) = self.recipes.kind.get(kind) else { return kind.to_owned() };
        let shapes = if luck.below(4) == 0 { &recipe.hard } else { &recipe.shapes };
        let shape = pick(shapes, luck).map_or("", String::as_str);
        self.fill(shape, luck)
    }

    fn fill(&self, shape: &str, luck: &mut Luck) -> String {
        let mut name = String::new();
        let mut rest = shape;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((slot, after)) = after.split_once('}') else { break };
            name.push_str(before);
            let choices = self.recipes.lists.get(slot).or_else(|| self.known.get(slot));
            let choice = choices.and_then(|choices| pick(choices, luck)).map_or("", String::as_str);
            // Inside another name a town goes without its state, a person without what tells two of them apart.
            let short = if self.known.contains_key(slot) { choice.split([',', '(']).next().unwrap_or(choice) } else { choice };
            name.push_str(short.trim_end());
            rest = plural_end(&name, after);
        }
        name.push_str(rest);
        name
    }

    /// A name that is easily taken for `name`, of somebody or something else.
    pub fn similar(&mut self, kind: &str, name: &str, luck: &mut Luck) -> Option<String> {
        for _ in 0..TRIES {
            let candidate = self.resemble(kind, name, luck);
            if candidate != name && self.take(kind, &candidate) {
                return Some(candidate);
            }
        }
        None
    }

    fn resemble(&self, kind: &str, name: &str, luck: &mut Luck) -> String {
        let other = pick(self.list("given"), luck).map_or("", String::as_str);
        let choices = match (kind, name.split_once(' ')) {
            ("person", Some((_, family))) => [format!("{other} {family}"), format!("{other} {family}"), format!("{name} Jr.")],
            ("person", None) => [format!("{name} {other}"), format!("{name} II"), format!("{name} Jr.")],
            ("city" | "country", _) => [format!("New {name}"), format!("North {name}"), format!("Little {name}")],
            ("book" | "film" | "song" | "show", _) => [format!("{name} II"), format!("Return to {name}"), format!("{name}: {other}")],
            ("team", _) => [format!("{name} Juniors"), format!("{name} B"), format!("{name} II")],
            ("company" | "channel", _) => [format!("{name} Services"), format!("{name} International"), format!("{name} 2")],
            ("university", _) => [format!("{name} of Technology"), format!("{name} Hospital"), format!("Old {name}")],
            _ => [format!("new {name}"), format!("{name} {}", luck.below(8) + 2), format!("{name} Plus")],
        };
        pick(&choices, luck).cloned().unwrap_or_default()
    }
}

/// What follows a word: no second plural after a word that ends in one.
fn plural_end<'a>(before: &str, after: &'a str) -> &'a str {
    if before.ends_with('s') { after.strip_prefix('s').unwrap_or(after) } else { after }
}

/// What two names must not share, so that nobody takes one for the other: letters and digits, of any case.
pub fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

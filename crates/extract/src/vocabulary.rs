//! The core vocabulary: phrases of a verb with what belongs to it, and the predicates they say. The words are in `vocabulary.toml`.

use std::{collections::HashMap, ops::RangeInclusive, sync::LazyLock};

/// What a phrase says of its predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// It is so: "lives in".
    State,
    /// It came to be so: "moved to".
    Begin,
    /// It stopped being so: "moved out of".
    End,
    /// It happened: "visited".
    Happen,
}

/// What a phrase says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub predicate: String,
    pub means: Means,
    /// Subject and object change places.
    pub inverse: bool,
    /// It is of the core vocabulary.
    pub core: bool,
}

type Table = HashMap<String, Meaning>;

static TABLE: LazyLock<Table> = LazyLock::new(|| read(include_str!("vocabulary.toml")));

/// What a phrase says, if the vocabulary has it.
pub fn find(phrase: &str) -> Option<&'static Meaning> {
    TABLE.get(phrase)
}

/// The verbs, each with a preposition, that say that a predicate came to hold of their subject, the shortest first: "move to", of
/// `lives_in`. Those with a noun say more than that.
pub fn beginnings(predicate: &str) -> impl Iterator<Item = &'static str> {
    phrases(predicate, Means::Begin, 2..=2)
}

/// As [`beginnings`], for how it ceased to hold: "move out of", "divorce".
pub fn endings(predicate: &str) -> impl Iterator<Item = &'static str> {
    phrases(predicate, Means::End, 1..=3)
}

/// The words of all phrases that say something of a predicate.
pub fn words(predicate: &str) -> impl Iterator<Item = &'static str> {
    let own = TABLE.iter().filter(move |(_, meaning)| meaning.predicate == predicate);
    own.flat_map(|(phrase, _)| phrase.split(' '))
}

/// The phrases of so many words that say this of a predicate, the shortest first.
fn phrases(predicate: &str, means: Means, words: RangeInclusive<usize>) -> impl Iterator<Item = &'static str> {
    let says = |meaning: &Meaning| meaning.predicate == predicate && !meaning.inverse && meaning.means == means;
    let long = |phrase: &&str| words.contains(&phrase.split(' ').count());
    let mut phrases: Vec<&str> =
        TABLE.iter().filter(|(_, meaning)| says(meaning)).map(|(phrase, _)| phrase.as_str()).filter(long).collect();
    phrases.sort_unstable_by_key(|phrase| (phrase.len(), *phrase));
    phrases.into_iter()
}

type File = HashMap<String, HashMap<String, Vec<String>>>;

/// A broken vocabulary is an empty one here; a test holds the shipped one to its form.
fn read(text: &str) -> Table {
    let mut file: File = toml::from_str(text).unwrap_or_default();
    let classes = file.remove("classes").unwrap_or_default();
    let mut table = Table::new();
    for (predicate, senses) in &file {
        for (sense, phrases) in senses {
            let Some((means, inverse)) = sense_of(sense) else { continue };
            let meaning = Meaning { predicate: predicate.clone(), means, inverse, core: true };
            for phrase in phrases.iter().flat_map(|phrase| spread(phrase, &classes)) {
                table.insert(phrase, meaning.clone());
            }
        }
    }
    table
}

fn sense_of(sense: &str) -> Option<(Means, bool)> {
    let (name, inverse) = sense.strip_suffix("_by").map_or((sense, false), |name| (name, true));
    let means = match name {
        "state" => Means::State,
        "begin" => Means::Begin,
        "end" => Means::End,
        "happen" => Means::Happen,
        _ => return None,
    };
    Some((means, inverse))
}

/// A phrase for each word of the class that it names.
fn spread(phrase: &str, classes: &HashMap<String, Vec<String>>) -> Vec<String> {
    let named = phrase.split_once('{').and_then(|(before, rest)| rest.split_once('}').map(|(class, after)| (before, class, after)));
    match named {
        Some((before, class, after)) => classes.get(class).into_iter().flatten().map(|word| format!("{before}{word}{after}")).collect(),
        None => vec![phrase.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_says_one_thing() {
        let mut file: File = toml::from_str(include_str!("vocabulary.toml")).unwrap();
        let classes = file.remove("classes").unwrap();
        let mut seen: HashMap<String, String> = HashMap::new();
        for (predicate, senses) in &file {
            for (sense, phrases) in senses {
                assert!(sense_of(sense).is_some(), "{predicate}.{sense}");
                for phrase in phrases.iter().flat_map(|phrase| spread(phrase, &classes)) {
                    let before = seen.insert(phrase.clone(), format!("{predicate}.{sense}"));
                    assert_eq!(before, None, "{phrase} says {predicate}.{sense} too");
                }
            }
        }
    }

    #[test]
    fn every_predicate_has_a_built_in_schema() {
        let schemas = asof_model::read_schemas(asof_model::BUILT_IN).unwrap();
        for meaning in TABLE.values() {
            assert!(schemas.iter().any(|schema| schema.name == meaning.predicate), "{}", meaning.predicate);
        }
    }
}

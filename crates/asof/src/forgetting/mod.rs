//! Forgetting: what a selector chooses is erased, with all that cannot stay without it, and what is left is a count.
//!
//! First it is said what would go ([`Memory::forgetting`]); [`Memory::forget`] then erases it: claims, texts, what is derived from
//! them, names that nothing mentions any more, the index, and the journal's own bytes. `docs/architecture.md` says which goes why.

mod chosen;
mod erasing;
mod joining;
mod mentions;
mod naming;
mod weeding;

use asof_graph::Graph;
use asof_journal::Class;
use asof_model::{Point, TxId, TxTime};
use serde::Serialize;

use chosen::{Chosen, Wanted, Why};
use mentions::Mentions;
use weeding::Survivors;

use crate::memory::Memory;

pub use weeding::Along;

/// So many characters of a text are shown of what would go.
const SHOWN: usize = 100;
/// Words of so few letters make no names alike.
const SHORT: usize = 2;
/// So many words of names are looked for.
const MOST_WORDS: usize = 64;
/// So many names that are alike are said.
const MOST_ALIKE: usize = 20;

/// What is to be forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// An episode, by its id, with what was read from it.
    Episode(String),
    /// An entity, with all its names: every claim about it, and every text that speaks of it.
    Entity(String),
    /// All that a source told.
    Source(String),
    /// Every claim and text that has all these words in it.
    Query(String),
    /// Everything in the space, and the space itself.
    Everything,
}

impl Selector {
    fn why(&self) -> String {
        match self {
            Self::Episode(_) => "asked for".into(),
            Self::Entity(name) => format!("mentions {name}"),
            Self::Source(name) => format!("told by {name}"),
            Self::Query(words) => format!("has the words: {words}"),
            Self::Everything => "in this space".into(),
        }
    }
}

impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Episode(id) => write!(f, "episode {id}"),
            Self::Entity(name) => write!(f, "entity {name}"),
            Self::Source(name) => write!(f, "source {name}"),
            Self::Query(words) => write!(f, "query {words}"),
            Self::Everything => f.write_str("everything"),
        }
    }
}

/// What goes.
#[derive(Clone, Debug, Serialize)]
pub struct Forgetting {
    /// The space.
    pub space: String,
    /// Whether the space itself goes.
    pub everything: bool,
    /// Whether the space's own name mentions what goes: it stays unless the space goes.
    pub in_space_name: bool,
    /// The texts that go.
    pub episodes: Vec<ForgottenEpisode>,
    /// The claims that go, taken back ones among them.
    pub claims: Vec<ForgottenClaim>,
    /// The entities and values that nothing mentions any more.
    pub names: Vec<String>,
    /// Names of others that stay, and share a word with an entity that goes: it may be known by them, too.
    pub alike: Vec<String>,
    /// The words of an entity that goes which texts have that stay: they may speak of it, too.
    pub in_part: Vec<InPart>,
    /// What goes along, counted.
    pub along: Along,
    /// The ids of claims that stay, and corrected one that goes: they become plain claims.
    pub become_plain: Vec<String>,
    /// How many reasons and ids of what stays mention an id of what goes, or a source that was chosen: they stay as they are.
    pub still_named: usize,
}

/// A word of a name that goes, in texts that stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InPart {
    /// The word.
    pub word: String,
    /// In how many texts.
    pub texts: usize,
}

/// A text that goes.
#[derive(Clone, Debug, Serialize)]
pub struct ForgottenEpisode {
    /// Its id.
    pub id: String,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Point>,
    /// Who speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// How it begins.
    pub text: String,
    /// Why it goes.
    pub why: String,
}

/// A claim that goes.
#[derive(Clone, Debug, Serialize)]
pub struct ForgottenClaim {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: String,
    /// Its predicate.
    pub predicate: String,
    /// Its object.
    pub object: String,
    /// Why it goes.
    pub why: String,
}

/// What was forgotten.
#[derive(Clone, Debug, Serialize)]
pub struct Forgotten {
    /// The transaction that stands for it, with no content; absent when the space itself went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tx: Option<TxId>,
    /// When.
    pub recorded_at: TxTime,
    /// What went.
    #[serde(flatten)]
    pub what: Forgetting,
}

impl Forgetting {
    fn of(memory: &Memory, graph: &Graph, selectors: &[Selector], (wanted, chosen): (&Wanted, &Chosen)) -> Self {
        let because = |why: Why| match why {
            Why::Asked(place) => selectors.get(place).map_or_else(String::new, Selector::why),
            Why::ReadFrom(episode) => graph.episode(episode).map_or_else(String::new, |episode| format!("read from {}", episode.id)),
            Why::SpeaksOf(claim) => format!("claim {} was read from it", graph.claim_id(claim)),
            Why::DerivedFrom(claim) => format!("derived from {}", graph.claim_id(claim)),
        };
        let mut episodes: Vec<(u32, Why)> = chosen.episodes.iter().map(|(&number, &why)| (number, why)).collect();
        let mut claims: Vec<(u32, Why)> = chosen.claims.iter().map(|(&number, &why)| (number, why)).collect();
        let survivors = Survivors::of(graph, chosen);
        episodes.sort_unstable_by_key(|(number, _)| *number);
        claims.sort_unstable_by_key(|(number, _)| *number);
        let everything = selectors.contains(&Selector::Everything);
        Self {
            space: memory.space_name().to_owned(),
            everything,
            in_space_name: !everything && wanted.mentioned(memory.space_name()),
            episodes: episodes.into_iter().filter_map(|(number, why)| episode(graph, number, because(why))).collect(),
            claims: claims.into_iter().filter_map(|(number, why)| claim(graph, number, because(why))).collect(),
            names: entities(graph, &survivors, false).collect(),
            alike: alike(graph, &survivors, &words_of_names(selectors)),
            in_part: in_part(graph, chosen, words_of_names(selectors)),
            along: Along::default(),
            become_plain: Vec::new(),
            still_named: 0,
        }
    }

    /// Whether nothing would go.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.everything && self.episodes.is_empty() && self.claims.is_empty() && self.along.is_empty()
    }
}

/// The entities and values that stay, or those that go.
fn entities(graph: &Graph, survivors: &Survivors, staying: bool) -> impl Iterator<Item = String> {
    let of = (0..graph.next_number(Class::Entity)).zip(&survivors.entities).filter(move |(_, stays)| **stays == staying);
    of.map(|(number, _)| graph.object(number).text())
}

/// The words of the entities that are to be forgotten.
fn words_of_names(selectors: &[Selector]) -> Vec<&str> {
    let names = selectors.iter().filter_map(|selector| if let Selector::Entity(name) = selector { Some(name) } else { None });
    names.flat_map(|name| name.split_whitespace()).filter(|word| SHORT < word.chars().count()).take(MOST_WORDS).collect()
}

fn alike(graph: &Graph, survivors: &Survivors, words: &[&str]) -> Vec<String> {
    let words = Mentions::of(words.iter().copied()).ok().filter(|words| 0 < words.len());
    let alike = |words: Mentions| entities(graph, survivors, true).filter(|name| words.any(name)).take(MOST_ALIKE).collect();
    words.map_or_else(Vec::new, alike)
}

fn in_part(graph: &Graph, chosen: &Chosen, words: Vec<&str>) -> Vec<InPart> {
    let Some(mentions) = Mentions::of(words.iter().copied()).ok().filter(|mentions| mentions.len() == words.len() && !words.is_empty())
    else {
        return Vec::new();
    };
    let staying = (0..graph.episode_count()).filter(|episode| !chosen.episodes.contains_key(episode));
    let found: Vec<u64> = staying.filter_map(|episode| graph.episode(episode)).map(|episode| mentions.which(&episode.text)).collect();
    let count = |place: usize| found.iter().filter(|bits| **bits >> place & 1 == 1).count();
    let counted = words.into_iter().enumerate().map(|(place, word)| InPart { word: word.to_owned(), texts: count(place) });
    counted.filter(|part| part.texts != 0).collect()
}

fn episode(graph: &Graph, number: u32, why: String) -> Option<ForgottenEpisode> {
    let told = graph.episode(number)?;
    let source = |number: Option<u32>| number.map(|number| graph.source_text(number).to_owned());
    let line = told.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = line.char_indices().nth(SHOWN).map(|(at, _)| at);
    Some(ForgottenEpisode {
        id: told.id.to_string(),
        occurred_at: told.occurred_at,
        speaker: source(told.speaker),
        source: source(told.source),
        text: cut.map_or(line.clone(), |at| format!("{}…", &line[..at])),
        why,
    })
}

fn claim(graph: &Graph, number: u32, why: String) -> Option<ForgottenClaim> {
    let meta = graph.claim(number)?;
    Some(ForgottenClaim {
        id: graph.claim_id(number),
        subject: graph.entity_text(meta.subject).to_owned(),
        predicate: graph.predicate_text(meta.predicate).to_owned(),
        object: graph.object(meta.object).text(),
        why,
    })
}

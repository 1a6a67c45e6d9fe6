//! What goes: what the selectors choose, and what cannot stay without it.

use std::sync::LazyLock;

use asof_graph::{ClaimMeta, Episode, Graph};
use asof_journal::Class;
use asof_model::{BUILT_IN, Schema, read_schemas};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Selector, mentions::Mentions};
use crate::{
    cases::CASE_SOURCE,
    error::{Error, Result},
};

/// The names of predicates and of their groups that ship with the engine.
static SHIPPED: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let words = |schema: Schema| [Some(schema.name), schema.inverse_of, schema.same_as, schema.exclusive_group];
    read_schemas(BUILT_IN).unwrap_or_default().into_iter().flat_map(words).flatten().collect()
});
/// Words of a query beyond these cannot be told apart.
const MOST_WORDS: usize = 64;
/// How the names that the engine gives to its own things begin.
const OWN: &str = "asof:";

/// Why something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// A selector names it, by its place among them.
    Asked(usize),
    /// It was read from an episode that goes.
    ReadFrom(u32),
    /// A claim that was asked for was read from it.
    SpeaksOf(u32),
    /// It is derived from a claim that goes.
    DerivedFrom(u32),
}

/// The claims and episodes that go, with why.
#[derive(Debug, Default)]
pub(crate) struct Chosen {
    pub claims: FxHashMap<u32, Why>,
    pub episodes: FxHashMap<u32, Why>,
}

impl Chosen {
    /// What goes of a graph.
    ///
    /// # Errors
    /// When a selector names an episode or a source that is not there.
    pub fn of(graph: &Graph, selectors: &[Selector], wanted: &Wanted) -> Result<Self> {
        let mut chosen = Self::default();
        for (place, selector) in selectors.iter().enumerate() {
            chosen.take_named(graph, place, selector)?;
        }
        if !wanted.is_empty() {
            chosen.take_wanted(graph, wanted);
        }
        chosen.close(graph);
        Ok(chosen)
    }

    fn take_named(&mut self, graph: &Graph, place: usize, selector: &Selector) -> Result<()> {
        let why = Why::Asked(place);
        match selector {
            Selector::Episode(id) => {
                let number = graph.episode_number(id).ok_or_else(|| Error::not_found("episode", id))?;
                self.episodes.insert(number, why);
            }
            Selector::Source(name) => {
                let number = graph.number(Class::Source, name).ok_or_else(|| Error::not_found("source", name))?;
                let claims = (0..graph.claim_count()).filter(|&claim| graph.claim(claim).is_some_and(|meta| meta.source() == Some(number)));
                self.claims.extend(claims.map(|claim| (claim, why)));
                let of_source = |episode: &u32| graph.episode(*episode).is_some_and(|told| told.source == Some(number));
                self.episodes.extend((0..graph.episode_count()).filter(of_source).map(|episode| (episode, why)));
            }
            Selector::Everything => {
                self.claims.extend((0..graph.claim_count()).map(|claim| (claim, why)));
                self.episodes.extend((0..graph.episode_count()).map(|episode| (episode, why)));
            }
            Selector::Entity(_) | Selector::Query(_) => {}
        }
        Ok(())
    }

    /// Takes what mentions what is wanted; and the text that such a claim was read from, for it speaks of it in other words.
    fn take_wanted(&mut self, graph: &Graph, wanted: &Wanted) {
        let names = wanted.in_names(graph);
        for claim in 0..graph.claim_count() {
            let Some(place) = graph.claim(claim).and_then(|meta| wanted.in_claim(graph, &names, claim, meta)) else { continue };
            self.claims.entry(claim).or_insert(Why::Asked(place));
            if let Some((episode, _)) = graph.passage(claim) {
                self.episodes.entry(episode).or_insert(Why::SpeaksOf(claim));
            }
        }
        for episode in 0..graph.episode_count() {
            if let Some(place) = graph.episode(episode).and_then(|told| wanted.in_episode(&names, told)) {
                self.episodes.insert(episode, Why::Asked(place));
            }
        }
    }

    /// Takes what was read from what goes, and what is derived from that.
    fn close(&mut self, graph: &Graph) {
        for &episode in self.episodes.keys() {
            for &claim in graph.claims_of_episode(episode) {
                self.claims.entry(claim).or_insert(Why::ReadFrom(episode));
            }
        }
        let mut todo: Vec<u32> = self.claims.keys().copied().collect();
        while let Some(support) = todo.pop() {
            for &claim in graph.dependents(support) {
                if let std::collections::hash_map::Entry::Vacant(place) = self.claims.entry(claim) {
                    place.insert(Why::DerivedFrom(support));
                    todo.push(claim);
                }
            }
        }
    }
}

/// What selectors want by its words: an entity by any of its names, a query by all of its words.
pub(crate) struct Wanted {
    of: Vec<(usize, Sought)>,
    /// The predicates that ship with the engine: their words name nobody.
    built_in: FxHashSet<u32>,
}

enum Sought {
    /// The numbers of an entity's names, and what they are in words.
    Entity(FxHashSet<u32>, Mentions),
    /// All words of a query.
    Query(Mentions),
}

impl Sought {
    fn full(&self) -> u64 {
        match self {
            Self::Entity(..) => 1,
            Self::Query(words) if words.len() < MOST_WORDS => (1 << words.len()) - 1,
            Self::Query(_) => u64::MAX,
        }
    }

    fn bits(&self, text: &str) -> u64 {
        match self {
            Self::Entity(_, names) => u64::from(names.any(text)),
            Self::Query(words) => words.which(text),
        }
    }
}

/// Whether a word of a schema told in a transaction ships with the engine: an import may tell its own in the first, too.
pub(crate) fn ships(tx: u32, word: &str) -> bool {
    tx == 1 && SHIPPED.contains(word)
}

/// For each that is sought: what of it each entity, predicate and source mentions, by number.
struct InNames(Vec<[Vec<u64>; 3]>);

impl Wanted {
    /// What selectors want of a graph by its words.
    ///
    /// # Errors
    /// When a query has no words, or too many.
    pub fn of(graph: &Graph, selectors: &[Selector]) -> Result<Self> {
        let mut of = Vec::new();
        for (place, selector) in selectors.iter().enumerate() {
            match selector {
                Selector::Entity(name) => of.push((place, entity(graph, name)?)),
                Selector::Query(words) => of.push((place, query(words)?)),
                Selector::Episode(_) | Selector::Source(_) | Selector::Everything => {}
            }
        }
        let first = graph.schemas(1).iter().filter(|(_, told)| told.told_in == Some(1)).map(|(number, _)| number);
        Ok(Self { of, built_in: first.filter(|&number| ships(1, graph.predicate_text(number))).collect() })
    }

    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Whether a predicate ships with the engine.
    pub fn is_built_in(&self, predicate: u32) -> bool {
        self.built_in.contains(&predicate)
    }

    /// Whether a text mentions any of it.
    pub fn mentioned(&self, text: &str) -> bool {
        !self.of.is_empty() && self.of.iter().any(|(_, sought)| sought.bits(own_words(text)) == sought.full())
    }

    fn in_names(&self, graph: &Graph) -> InNames {
        let of_one = |sought: &Sought| {
            let mut entities: Vec<u64> =
                numbers(graph, Class::Entity).map(|name| sought.bits(own_words(&graph.object(name).text()))).collect();
            if let Sought::Entity(numbers, _) = sought {
                numbers.iter().filter_map(|&number| entities.get_mut(number as usize).map(|bits| *bits = 1)).for_each(drop);
            }
            let predicate = |name: u32| if self.is_built_in(name) { 0 } else { sought.bits(graph.predicate_text(name)) };
            let source = |name: u32| sought.bits(source_words(graph.source_text(name)));
            [entities, numbers(graph, Class::Predicate).map(predicate).collect(), numbers(graph, Class::Source).map(source).collect()]
        };
        InNames(self.of.iter().map(|(_, sought)| of_one(sought)).collect())
    }

    fn in_claim(&self, graph: &Graph, names: &InNames, claim: u32, meta: &ClaimMeta) -> Option<usize> {
        let id = graph.claim_id(claim);
        let id = if id.starts_with('~') { "" } else { own_words(&id) };
        let all = |(_, sought): &(usize, Sought), [entities, predicates, sources]: &[Vec<u64>; 3]| {
            let source = meta.source().map_or(0, |source| bits(sources, source));
            let said = bits(entities, meta.subject) | bits(predicates, meta.predicate) | bits(entities, meta.object) | source;
            said == sought.full() || !id.is_empty() && (said | sought.bits(id)) == sought.full()
        };
        self.of.iter().zip(&names.0).find(|(sought, names)| all(sought, names)).map(|((place, _), _)| *place)
    }

    fn in_episode(&self, names: &InNames, told: &Episode) -> Option<usize> {
        let all = |(_, sought): &(usize, Sought), [_, _, sources]: &[Vec<u64>; 3]| {
            let of = |source: Option<u32>| source.map_or(0, |source| bits(sources, source));
            let around = of(told.speaker) | of(told.source);
            around == sought.full() || (around | sought.bits(&told.text) | sought.bits(own_words(&told.id))) == sought.full()
        };
        self.of.iter().zip(&names.0).find(|(sought, names)| all(sought, names)).map(|((place, _), _)| *place)
    }
}

fn bits(names: &[u64], number: u32) -> u64 {
    names.get(number as usize).copied().unwrap_or(0)
}

fn numbers(graph: &Graph, class: Class) -> std::ops::Range<u32> {
    0..graph.next_number(class)
}

/// An entity with all its names, as known now; or a name that only texts and sources know.
fn entity(graph: &Graph, name: &str) -> Result<Sought> {
    asof_model::check_name("entity", name).map_err(|error| Error::invalid(error.to_string()))?;
    let number = graph.number(Class::Entity, name);
    let names: FxHashSet<u32> = number.map(|number| graph.members(graph.root(number, u32::MAX), u32::MAX)).into_iter().flatten().collect();
    let texts: Vec<String> = names.iter().map(|&name| graph.object(name).text()).collect();
    let mentions = Mentions::of(texts.iter().map(String::as_str).chain([name]).map(own_words))?;
    Ok(Sought::Entity(names, mentions))
}

fn query(words: &str) -> Result<Sought> {
    let bare = |word: &str| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    let words: Vec<String> = words.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Err(Error::invalid("the query has no words"));
    }
    if MOST_WORDS < words.len() {
        return Err(Error::invalid(format!("a query has at most {MOST_WORDS} words")));
    }
    Ok(Sought::Query(Mentions::of(words.iter().map(String::as_str))?))
}

/// A name without what the engine puts before its own: of `asof:pin:trip` the word `trip`.
fn own_words(text: &str) -> &str {
    match text.strip_prefix(OWN) {
        None => text,
        Some(rest) => rest.split_once(':').map_or("", |(_, label)| label),
    }
}

fn source_words(text: &str) -> &str {
    if text == CASE_SOURCE { "" } else { own_words(text) }
}

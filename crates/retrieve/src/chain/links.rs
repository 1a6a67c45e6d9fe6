//! The links of a memory as of a question's scope: which claims hold, which names a passage speaks of, where a name leads.

use std::{collections::BTreeMap, rc::Rc};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    bm25::Bm25,
    chain::{names::Names, shares::Said},
    facts::Scope,
    field::Field,
    forward::title,
    function_words::is_function_word,
    index::Reader,
    terms::Terms,
    view::View,
};

/// A name spoken of in more claims leads through so many of them, those that say most of the question.
const MOST_CLAIMS: usize = 400;

/// A claim that a name leads to, and its passage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub passage: u32,
    /// None where the passage is called so.
    pub claim: Option<u32>,
}

/// A name of a passage.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spoken {
    /// How much of the question the passage's best claim of it says.
    pub said: f32,
}

/// What a name is worth as a link.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Worth {
    /// The share of its words' worth that the question does not have: a link says something new.
    pub new: f32,
    /// The share of the question's worth that it has.
    pub asked: f32,
    /// How rare it is: 1 in one passage only, 0 in all.
    pub rare: f32,
}

/// The links, read as they are asked for.
pub(crate) struct Links<'a> {
    pub reader: &'a Reader<'a>,
    pub view: &'a dyn View,
    pub names: &'a Names,
    pub terms: &'a Terms,
    pub scope: Scope,
    pub said: Said,
    slots: FxHashSet<(u32, u32)>,
    holding: FxHashSet<u32>,
    worths: FxHashMap<u32, Worth>,
    rarities: FxHashMap<Box<str>, f32>,
    reached: FxHashMap<u32, Rc<[Link]>>,
}

impl<'a> Links<'a> {
    pub fn new(reader: &'a Reader<'a>, view: &'a dyn View, names: &'a Names, terms: &'a Terms, scope: Scope) -> Self {
        let said = Said::read(reader, terms, view.corpus().claims());
        let (slots, holding, worths, rarities, reached) = Default::default();
        Self { reader, view, names, terms, scope, said, slots, holding, worths, rarities, reached }
    }

    /// Whether a claim supports a fact that holds in the scope.
    fn holds(&mut self, claim: u32) -> bool {
        let Some(slot) = self.view.slot(claim) else { return false };
        if self.slots.insert(slot) {
            let facts = self.view.facts(slot.0, Some(slot.1), self.scope.states, self.scope.events);
            self.holding.extend(facts.iter().flat_map(|fact| &fact.claims));
        }
        self.holding.contains(&claim)
    }

    /// The names that a passage speaks of, by their words, and those in its title.
    pub fn of(&mut self, passage: u32) -> BTreeMap<u32, Spoken> {
        let mut spoken = BTreeMap::new();
        let view = self.view;
        if !view.shows_passage(passage) {
            return spoken;
        }
        for key in self.titles(passage) {
            spoken.entry(key).or_default();
        }
        for claim in view.claims_of(passage) {
            let Some(sides) = view.corpus().sides(claim).filter(|_| self.holds(claim)) else { continue };
            let said = self.said.gain(claim, self.terms, &[]);
            for entity in [sides.subject, sides.object] {
                for key in self.keys(entity) {
                    let spoken: &mut Spoken = spoken.entry(key).or_default();
                    spoken.said = spoken.said.max(said);
                }
            }
        }
        spoken
    }

    /// The names that a passage's title gives it.
    pub fn titles(&self, passage: u32) -> Vec<u32> {
        let title = self.view.corpus().passage(passage).and_then(|passage| title(passage.text));
        title.map_or_else(Vec::new, |title| self.names.of_title(title).collect())
    }

    /// An entity's names, and the titles inside them.
    fn keys(&self, entity: u32) -> Vec<u32> {
        let mut keys: Vec<u32> = self.view.same(entity).into_iter().filter_map(|entity| self.names.of_entity(entity)).collect();
        for at in 0..keys.len() {
            let inside = self.names.inside(self.names.text(keys[at]));
            let shown = |key: &u32| self.names.titled(*key).iter().any(|&passage| self.view.shows_passage(passage));
            keys.extend(inside.into_iter().filter(shown));
        }
        keys
    }

    /// What a name is worth.
    pub fn worth(&mut self, key: u32) -> Worth {
        if let Some(&known) = self.worths.get(&key) {
            return known;
        }
        let (mut all, mut asked) = (0.0, 0.0);
        let mut seen: Vec<&str> = Vec::new();
        let names = self.names;
        for word in names.text(key).split(' ') {
            if is_function_word(word) || seen.contains(&word) {
                continue;
            }
            seen.push(word);
            if let Some(term) = self.terms.all.iter().find(|term| term.word == word) {
                all += term.idf;
                asked += term.idf;
            } else {
                all += self.idf(word);
            }
        }
        let total: f32 = self.terms.all.iter().map(|term| term.idf).sum();
        let passages = self.view.corpus().passages().max(2) as f32;
        let rare = (1.0 - (names.passages(key) as f32).ln() / passages.ln()).max(0.0);
        let share = |part: f32, whole: f32| if 0.0 < whole { part / whole } else { 0.0 };
        let worth = Worth { new: 1.0 - share(asked, all).min(1.0), asked: share(asked, total), rare };
        self.worths.insert(key, worth);
        worth
    }

    /// A word's inverse document frequency among passages.
    pub fn idf(&mut self, word: &str) -> f32 {
        if let Some(&known) = self.rarities.get(word) {
            return known;
        }
        let documents = self.reader.statistics(Field::Text).documents;
        let idf = Bm25::idf(documents, self.reader.find(Field::Text, word).documents());
        self.rarities.insert(word.into(), idf);
        idf
    }

    /// Where a name leads: passages that are called so, and passages of claims that speak of it and hold.
    pub fn reach(&mut self, key: u32) -> Rc<[Link]> {
        if let Some(known) = self.reached.get(&key) {
            return Rc::clone(known);
        }
        let (names, view) = (self.names, self.view);
        let titled = names.titled(key).iter().filter(|&&passage| view.shows_passage(passage));
        let mut links: Vec<Link> = titled.take(MOST_CLAIMS).map(|&passage| Link { passage, claim: None }).collect();
        for claim in self.claims(key) {
            let passage = view.passage_of(claim).filter(|&passage| view.shows_passage(passage));
            if let Some(passage) = passage.filter(|_| self.holds(claim)) {
                links.push(Link { passage, claim: Some(claim) });
            }
        }
        let links: Rc<[Link]> = links.into();
        self.reached.insert(key, Rc::clone(&links));
        links
    }

    /// The claims that speak of a name; of very many those that say most of the question.
    fn claims(&self, key: u32) -> Vec<u32> {
        let mut claims: Vec<u32> = self.names.claims(key).collect();
        claims.sort_unstable();
        claims.dedup();
        if MOST_CLAIMS < claims.len() {
            let gain = |claim: u32| self.said.gain(claim, self.terms, &[]);
            let mut by_gain: Vec<(f32, u32)> = claims.into_iter().map(|claim| (gain(claim), claim)).collect();
            by_gain.select_nth_unstable_by(MOST_CLAIMS, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            by_gain.truncate(MOST_CLAIMS);
            claims = by_gain.into_iter().map(|(_, claim)| claim).collect();
            claims.sort_unstable();
        }
        claims
    }
}

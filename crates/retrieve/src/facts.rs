//! The arm of facts: claims that share words with the question, and what is near the entities it names, folded to the facts that
//! hold as of then.

use std::collections::{BTreeMap, BinaryHeap};

use asof_vectors::{Embedder, Static, normalise};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::{
    bm25::{Bm25, Scores},
    field::Field,
    index::Reader,
    named, newer,
    retriever::{FactHit, Reason},
    spells::Holding,
    vectors::Vectors,
    view::{Known, Stretch, View},
};

/// BM25's constants for claims: all are short.
const CLAIMS: Bm25 = Bm25 { k1: 1.2, b: 0.3 };
/// So many claims are folded at the most: a query that meets nothing but what no longer holds stops there.
const MOST_FOLDED: usize = 20_000;
/// So many facts come from the words, and so many entities bring theirs.
const BY_WORDS: usize = 60;
const ENTITIES: usize = 16;
/// So many facts of theirs are looked at.
const BESIDE: usize = 100;
/// An entity with more claims than this is not asked for all its facts.
const HUB: usize = 128;
/// The arms, and what each is worth: each lies between 0 and about 1.
const WORDS: f32 = 2.5;
const ALIKE: f32 = 1.0;
const GRAPH: f32 = 0.6;
const PATH: f32 = 0.8;
const ARMS: [&str; 5] = ["words", "vector", "graph", "path", "newer"];
const NEWER: usize = 4;
/// How far a fact climbs at the most over an older one that says the same.
const CLIMB: f32 = 0.4;
/// What comes just before another is better by this.
const STEP: f32 = 1e-4;

/// The stretches of valid time that a question is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// States must hold somewhere in it.
    pub states: Stretch,
    /// Events must have happened in it.
    pub events: Stretch,
}

/// A fact and how well its words fit.
#[derive(Clone, Debug)]
pub(crate) struct Scored {
    pub fact: Known,
    pub score: f32,
}

/// What a question asks of facts.
pub(crate) struct Asked<'a> {
    /// In words.
    pub text: &'a str,
    /// Its words.
    pub words: &'a [String],
    /// Its vector.
    pub vector: &'a [f32],
    /// Who asks.
    pub asker: Option<&'a str>,
    /// Of when, and what may hold then.
    pub scope: Scope,
    pub holding: &'a Holding<'a>,
    /// Whether it is what is so by now.
    pub of_now: bool,
}

/// A fact with what each arm gives it.
type Weighed = (Known, [f32; ARMS.len()]);

/// The facts that fit, best first.
pub(crate) fn rank(reader: &Reader<'_>, view: &dyn View, asked: &Asked<'_>, most: usize) -> Vec<FactHit> {
    let by_words = by_words(reader, view, asked.words, asked.holding, BY_WORDS);
    let starts = starts(view, asked, &by_words);
    let near = near(view, asked, &starts);
    let most_by_words = most_by_words(reader, asked.words);
    let mut all: Vec<Weighed> = Vec::new();
    for Scored { fact, score } in by_words {
        all.push((fact, [WORDS * score / most_by_words, 0.0, 0.0, 0.0, 0.0]));
    }
    for fact in beside(view, &near, asked.scope) {
        // What is read from both sides is one fact.
        if all.iter().all(|(other, _)| (other.from, &other.claims) != (fact.from, &fact.claims)) {
            all.push((fact, [0.0; ARMS.len()]));
        }
    }
    let mut pieces = Pieces::default();
    let vectors: Vec<Vec<f32>> = all.iter().map(|(fact, _)| pieces.vector(&sentence(view, fact))).collect();
    for ((fact, arms), vector) in all.iter_mut().zip(&vectors) {
        arms[1] = ALIKE * Vectors::alike(vector, asked.vector).max(0.0);
        arms[2] = GRAPH * graph(fact, &near);
    }
    walk_on(&mut all, &starts);
    if asked.of_now {
        newer_first(view, &mut all, &vectors);
    }
    hits(&all, most)
}

/// The score of a fact that had all the words.
fn most_by_words(reader: &Reader<'_>, words: &[String]) -> f32 {
    let documents = reader.statistics(Field::Claim).documents;
    let most = |word: &String| Bm25::idf(documents, reader.find(Field::Claim, word).documents());
    words.iter().map(most).sum::<f32>().max(f32::MIN_POSITIVE)
}

/// A fact beyond a start's own gains from the one that leads to it: "Ana's sister" leads to Lucia, and so to what she does.
fn walk_on(all: &mut [Weighed], starts: &[(u32, f32)]) {
    let is_start = |entity: u32| starts.iter().any(|(start, _)| *start == entity);
    let mut led: BTreeMap<u32, f32> = BTreeMap::new();
    for (fact, arms) in all.iter() {
        for (start, other) in [(fact.subject, fact.object), (fact.object, fact.subject)] {
            if is_start(start) && !is_start(other) {
                let by = led.entry(other).or_default();
                *by = by.max(arms[0] + arms[1]);
            }
        }
    }
    for (fact, arms) in all {
        if !is_start(fact.subject) && !is_start(fact.object) {
            let by = |entity: u32| led.get(&entity).copied().unwrap_or(0.0);
            arms[3] = PATH * by(fact.subject).max(by(fact.object));
        }
    }
}

/// Facts in order, with what speaks for each.
fn hits(arms: &[Weighed], most: usize) -> Vec<FactHit> {
    let rank = |place: usize, score: f32| 1 + arms.iter().filter(|(_, other)| score < other[place]).count();
    let reason =
        |(place, score): (usize, f32)| (0.0 < score).then(|| Reason { arm: ARMS[place], rank: rank(place, score), score, model: None });
    let hit = |(fact, own): &Weighed| FactHit {
        fact: fact.clone(),
        score: own.iter().sum(),
        reasons: own.iter().copied().enumerate().filter_map(reason).collect(),
    };
    let mut hits: Vec<FactHit> = arms.iter().map(hit).collect();
    // Of equal ones the later.
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.fact.from.cmp(&a.fact.from)).then(a.fact.key().cmp(&b.fact.key())));
    hits.truncate(most);
    hits
}

/// The entities that are named, or else those of which the best facts by words tell, with a weight each.
fn starts(view: &dyn View, asked: &Asked<'_>, by_words: &[Scored]) -> Vec<(u32, f32)> {
    const BEST: usize = 3;
    let mut starts = named::entities(view, asked.text);
    if crate::turns::is_about_asker(asked.text) {
        starts.extend(asked.asker.and_then(|asker| view.entity(asker)));
    }
    if starts.is_empty() {
        starts.extend(by_words.iter().take(BEST).flat_map(|scored| [scored.fact.subject, scored.fact.object]));
    }
    starts.sort_unstable();
    starts.dedup();
    let weight = 1.0 / starts.len().max(1) as f32;
    starts.into_iter().map(|start| (start, weight)).collect()
}

/// What is near to them in the graph as of then.
fn near(view: &dyn View, asked: &Asked<'_>, starts: &[(u32, f32)]) -> BTreeMap<u32, f32> {
    let at = asked.scope.states.1.saturating_sub(1);
    if starts.is_empty() { BTreeMap::new() } else { view.near(starts, at, HUB) }
}

/// The facts of the nearest entities.
fn beside(view: &dyn View, near: &BTreeMap<u32, f32>, scope: Scope) -> Vec<Known> {
    let mut nearest: Vec<(u32, f32)> = near.iter().map(|(&entity, &share)| (entity, share)).collect();
    nearest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let open = nearest.into_iter().take(ENTITIES).filter(|(entity, _)| view.claims_about(*entity) <= HUB);
    open.flat_map(|(entity, _)| {
        let mut facts = view.facts(entity, None, scope.states, scope.events);
        facts.extend(view.facts_to(entity, scope.states, scope.events));
        facts
    })
    .take(BESIDE)
    .collect()
}

fn sentence(view: &dyn View, fact: &Known) -> String {
    fact.claims.first().map(|&claim| view.corpus().sentence(claim)).unwrap_or_default()
}

/// The pieces of words, each cut once for a question: what is found has many of its words in common.
#[derive(Default)]
struct Pieces(FxHashMap<Box<str>, SmallVec<[u32; 6]>>);

impl Pieces {
    /// The vector of a text, as [`Static::vector`] makes it.
    fn vector(&mut self, text: &str) -> Vec<f32> {
        let table = Static::shipped();
        let mut sum = vec![0.0; table.dimensions()];
        for word in text.split_whitespace() {
            if !self.0.contains_key(word) {
                let mut pieces = SmallVec::new();
                table.each_piece(word, |piece| pieces.push(piece));
                self.0.insert(word.into(), pieces);
            }
            self.0.get(word).into_iter().flatten().for_each(|&piece| table.add(piece, &mut sum));
        }
        normalise(&mut sum);
        sum
    }
}

/// Brings facts before older ones of the same slot whose place they take: "is on page 220" before "is on page 200". The more alike two
/// are, the farther the newer one climbs.
fn newer_first(view: &dyn View, all: &mut [Weighed], vectors: &[Vec<f32>]) {
    let score = |(_, arms): &Weighed| arms.iter().sum::<f32>();
    let own: Vec<f32> = all.iter().map(score).collect();
    let dates: Vec<i64> = all.iter().map(|(fact, _)| date(view, fact)).collect();
    let mut by_date: Vec<usize> = (0..all.len()).filter(|&at| dates[at] != i64::MIN).collect();
    by_date.sort_by_key(|&at| (dates[at], all[at].0.key()));
    for (place, &later) in by_date.iter().enumerate() {
        for &older in &by_date[..place] {
            let over = own[older] - own[later];
            let same = |fact: &Known, other: &Known| (fact.subject, fact.predicate) == (other.subject, other.predicate);
            let may = dates[older] < dates[later] && (0.0..CLIMB).contains(&over) && same(&all[later].0, &all[older].0);
            if may && over < newer::reach(CLIMB, Vectors::alike(&vectors[later], &vectors[older])) {
                let wanted = score(&all[older]) + STEP - own[later];
                all[later].1[NEWER] = wanted.max(all[later].1[NEWER]);
            }
        }
    }
}

/// Since when a fact holds, or else when it was said; the first instant of all where nobody knows.
fn date(view: &dyn View, fact: &Known) -> i64 {
    let said = |&claim: &u32| view.corpus().passage(view.passage_of(claim)?)?.occurred_at;
    let last = || fact.claims.iter().filter_map(said).map(|said| said.lo().micros()).max();
    if fact.from == i64::MIN { last().unwrap_or(i64::MIN) } else { fact.from }
}

/// How near a fact is: by its farther side, as a share of the way from a start.
fn graph(fact: &Known, near: &BTreeMap<u32, f32>) -> f32 {
    let share = |entity: &u32| near.get(entity).copied().unwrap_or(0.0);
    (share(&fact.subject) + share(&fact.object)).min(1.0)
}

/// What a subject's slot holds, folded once for a question.
struct Folded {
    facts: Vec<Known>,
    /// For each claim the first fact that it supports: a slot may hold facts by the thousand.
    by_claim: FxHashMap<u32, usize>,
}

impl Folded {
    fn new(facts: Vec<Known>) -> Self {
        let mut by_claim = FxHashMap::default();
        for (place, fact) in facts.iter().enumerate() {
            for &claim in &fact.claims {
                by_claim.entry(claim).or_insert(place);
            }
        }
        Self { facts, by_claim }
    }

    fn of(&self, claim: u32) -> Option<&Known> {
        self.by_claim.get(&claim).and_then(|&place| self.facts.get(place))
    }
}

/// The best facts by words that hold in the scope, best first. What does not hold takes up no place.
pub(crate) fn by_words(reader: &Reader<'_>, view: &dyn View, words: &[String], holding: &Holding<'_>, most: usize) -> Vec<Scored> {
    let scope = holding.scope;
    let scores = CLAIMS.score(reader, Field::Claim, words, view.known_claims(), holding.filter());
    let mut slots: FxHashMap<(u32, u32), Folded> = FxHashMap::default();
    let mut found: Vec<Scored> = Vec::new();
    for (claim, score) in by_score(&scores).filter(|(claim, _)| holding.may_hold(*claim)).take(MOST_FOLDED) {
        let Some(slot) = view.slot(claim) else { continue };
        let fold = || Folded::new(view.facts(slot.0, Some(slot.1), scope.states, scope.events));
        let Some(fact) = slots.entry(slot).or_insert_with(fold).of(claim) else { continue };
        if found.iter().all(|other| other.fact.key() != fact.key()) {
            found.push(Scored { fact: fact.clone(), score });
        }
        if found.len() == most {
            break;
        }
    }
    found
}

/// Claims from the best on, of equal ones the later told; each is looked for only when it is asked for.
fn by_score(scores: &Scores) -> impl Iterator<Item = (u32, f32)> {
    let mut heap: BinaryHeap<(u32, u32)> = scores.all().iter().map(|&(number, score)| (score.to_bits(), number)).collect();
    std::iter::from_fn(move || heap.pop()).map(|(score, number)| (number, f32::from_bits(score)))
}

#[cfg(test)]
mod tests {
    use asof_vectors::Static;

    use super::Pieces;

    #[test]
    fn a_text_has_the_same_vector_word_by_word() {
        let mut pieces = Pieces::default();
        for text in ["Ana lives in Berlin", "Berlin's  mayor\tlives in\u{a0}Łódź", "東京 city-state\u{200b}s city", "", "Ana, Ana; in?"]
        {
            assert_eq!(pieces.vector(text), Static::shipped().vector(text), "{text}");
        }
    }
}

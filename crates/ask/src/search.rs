//! The search: from what a question names, step by step over facts whose words say what it asks.
//!
//! A beam search (Lowerre 1976) over paths. A path's worth is the share of the question's words that its facts say, less
//! something for each step, for words of the facts that the question does not have, and for steps in another order than that
//! of the question. Of facts told in one list the newest counts.

use std::{cell::RefCell, cmp::Ordering, rc::Rc};

use rustc_hash::FxHashMap;

use crate::{
    kinds,
    matched::{Match, Matcher, NO_UNIT, Near, OF_KIND, OF_PLACE, WHOLLY},
    question::{Asked, Form, Term},
    wording::{End, Unit},
    words::Nearness,
    world::{Edge, Standing, World},
};

/// The most steps of a path.
const MOST_STEPS: usize = 5;
/// So many paths are followed at a time.
const BEAM: usize = 96;
/// Words nearer than this say the same.
const NEAR: f32 = 0.7;
/// The object of a verb needs less, for the verb says some of it.
const NEAR_OBJECT: f32 = 0.8;
/// A step has to say so much of the question that the steps before it did not.
const LEAST_GAIN: f32 = 0.32;
/// What each step costs, in shares of the question.
const STEP: f32 = 0.03;
/// What words of a fact cost that the question does not have, if it has none of them.
const UNASKED: f32 = 0.10;
/// What it costs to take a step that the question names before one that it names later.
const ORDER: f32 = 0.08;
/// The least share of a question that a step has to say, where the question is short.
const LEAST_SHARE: f32 = 0.2;
/// Only things with few facts are looked at for the kinds of what they lead to.
const FEW: usize = 64;
/// To be of the kind that a noun names is worth this share of being told with the noun.
const KIND: f32 = 0.8;
/// What "the country of _" is worth to a fact that says where it is.
const AS_PLACE: f32 = 0.75;
/// What is implied is worth this share of what is said.
const IMPLIED: f32 = 0.8;
/// What it costs to go from one thing to another that the same is said of.
const SIBLING: f32 = 0.4;
/// What it costs to go where many things lead, and by how many ways that is.
const CROWD: f32 = 0.12;
const CROWDED: usize = 6;
/// What it costs that a path ends at another kind of thing than is asked for.
const MISFIT: f32 = 0.3;
/// So many of the best paths are judged by the kind of thing they end at.
const JUDGED: usize = 32;
/// What it is worth that a question after somebody ends at a person.
const WHO: f32 = 0.25;
/// Words of this weight are at the heart of a question.
const HEART: f32 = 0.8;
/// What it costs to leave one of them out.
const UNSAID: f32 = 0.32;
/// What it costs that something newer was told that says the same of the question, and how well that has to say it.
const OLDER: f32 = 0.34;
const AS_WELL: f32 = 0.78;
/// What says more that was not asked, by so much, is another matter: who runs for mayor is none.
const MORE_UNASKED: f32 = 0.3;
/// Words of two facts nearer than this say the same.
const SAME: f32 = 0.99;
/// What is told more often than this of one thing is no correction of what was told before.
const MOST_RESTATED: usize = 5;
/// Of things with more facts from lists than this it is not asked which replaced which.
const MOST_LISTED: usize = 128;
/// What it costs that something that the question names is not on the way.
pub const MISSED: f32 = 0.15;
/// What it costs that a fact is over at the date asked of.
const OVER: f32 = 0.19;

/// One fact of a path, and the end that it leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The end it starts from.
    pub from: u32,
    /// The fact.
    pub edge: Edge,
    /// The question's terms that it says, as bits.
    pub says: u64,
}

/// A walk over facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The number of the mention it starts from.
    pub mention: usize,
    /// The entity it starts from.
    pub start: u32,
    /// Its steps.
    pub steps: Vec<Step>,
    /// The terms that it says, as bits.
    pub says: u64,
    /// How much of them it says, in weight.
    pub(crate) gained: f32,
    /// What speaks against it.
    pub(crate) cost: f32,
    /// What it is worth, about 0 to 1.
    pub worth: f32,
}

impl Path {
    /// Where it ends.
    pub fn end(&self) -> u32 {
        self.steps.last().map_or(self.start, |step| step.edge.to)
    }
}

/// A fact, and what its wording says of the question.
type Told = (Edge, Rc<Match>);

/// A search for one question.
pub struct Search<'w> {
    world: &'w dyn World,
    asked: &'w Asked,
    matcher: Matcher<'w>,
    matches: RefCell<FxHashMap<String, Rc<Match>>>,
    edges: RefCell<FxHashMap<u32, Rc<Vec<Told>>>>,
    /// The kinds of things.
    nouns: RefCell<FxHashMap<u32, Rc<Vec<String>>>>,
    total: f32,
}

impl<'w> Search<'w> {
    /// A search over a world.
    pub fn new(world: &'w dyn World, asked: &'w Asked, nearness: &'w Nearness) -> Self {
        let total = asked.terms.iter().map(|term| term.weight).sum::<f32>().max(0.1);
        Self {
            world,
            asked,
            matcher: Matcher { terms: &asked.terms, nearness },
            matches: RefCell::default(),
            edges: RefCell::default(),
            nouns: RefCell::default(),
            total,
        }
    }

    /// The best paths, the best first.
    pub fn paths(&self) -> Vec<Path> {
        let mut all: Vec<Path> = Vec::new();
        let start = |(number, mention): (usize, &crate::question::Mention)| Path {
            mention: number,
            start: mention.entity,
            steps: Vec::new(),
            says: 0,
            gained: 0.0,
            cost: 0.0,
            worth: 0.0,
        };
        let mut beam: Vec<Path> = self.asked.mentions.iter().enumerate().map(start).collect();
        for _ in 0..MOST_STEPS {
            let mut next: Vec<Path> = beam.iter().flat_map(|path| self.longer(path)).collect();
            next.sort_by(better);
            next.truncate(BEAM);
            all.extend(next.iter().cloned());
            beam = next;
        }
        all.sort_by(better);
        all
    }

    /// A path with each step that says something new.
    fn longer(&self, path: &Path) -> Vec<Path> {
        let from = path.end();
        let visited = |entity: u32| entity == path.start || path.steps.iter().any(|step| step.edge.to == entity);
        let edges = self.edges_of(from);
        let mut steps: Vec<Candidate<'_>> = Vec::new();
        let (least, few) = (LEAST_GAIN.min(self.total * LEAST_SHARE), edges.len() <= FEW);
        for (edge, words) in edges.iter() {
            let (says, gain) = self.gain(path.says, words, from, edge, few);
            let only_kinds = !path.steps.is_empty()
                && self.asked.terms.iter().enumerate().all(|(at, term)| says & 1 << at == 0 || term.is_kind && !term.is_answers);
            if least <= gain && !only_kinds && !visited(edge.to) {
                steps.push(Candidate { edge, says, gain, words });
            }
        }
        let crowds = crowds(&edges);
        let most = steps.iter().map(|step| step.gain).fold(0.0, f32::max);
        steps
            .iter()
            .filter(|step| most * 0.4 <= step.gain)
            .map(|step| {
                let Candidate { edge, says, gain, words } = *step;
                let mut cost = path.cost + STEP + UNASKED * words.unasked;
                let newer = |other: &Candidate<'_>| {
                    other.edge.listed
                        && edge.said < other.edge.said
                        && says & !other.says == 0
                        && gain * AS_WELL <= other.gain
                        && same_links(other, step)
                        && other.words.unasked <= words.unasked + MORE_UNASKED
                        && (other.edge.predicate != edge.predicate || other.edge.forward == edge.forward)
                };
                cost += if edge.listed && steps.len() <= MOST_LISTED && steps.iter().any(newer) { OLDER } else { 0.0 };
                cost += if edge.standing == Standing::Over && !edge.listed { OVER } else { 0.0 };
                cost += self.disorder(path, says);
                let back = path.steps.last().is_some_and(|last| last.edge.predicate == edge.predicate && last.edge.forward != edge.forward);
                cost += if back { SIBLING } else { 0.0 };
                cost += if !edge.forward && CROWDED < crowds.get(&edge.predicate).copied().unwrap_or_default() { CROWD } else { 0.0 };
                let (gained, says_all) = (path.gained + gain, path.says | says);
                let mut steps = path.steps.clone();
                steps.push(Step { from, edge: edge.clone(), says });
                let worth = gained / self.total - cost - self.missed(&steps, path.start);
                Path { steps, says: says_all, gained, cost, worth, mention: path.mention, start: path.start }
            })
            .collect()
    }

    /// What else the question names that is not on the way.
    fn missed(&self, steps: &[Step], start: u32) -> f32 {
        let on_way = |entity: u32| entity == start || steps.iter().any(|step| step.edge.to == entity);
        let missed = self.asked.mentions.iter().filter(|mention| !on_way(mention.entity)).count();
        #[expect(clippy::cast_precision_loss, reason = "a few names")]
        let missed = missed as f32;
        MISSED * missed
    }

    /// The terms that a fact says and no step before did, and their weight.
    fn gain(&self, said: u64, words: &Match, from: u32, edge: &Edge, few: bool) -> (u64, f32) {
        let to = if edge.forward { End::Object } else { End::Subject };
        let terms = self.asked.terms.iter().enumerate().filter(|(at, _)| said & 1 << at == 0);
        // From a city one goes on to its country, where a country is asked for.
        let elsewhere = |term: &Term| said != 0 && self.by_kind(term, from) < NEAR && !self.kinds_of(from).is_empty();
        let mut nears: Vec<(usize, Near, bool)> = terms
            .map(|(at, term)| {
                let near = words.near(at, term, to);
                let by_kind = near.0 < NEAR && few && term.is_noun && (edge.forward || !term.is_answers);
                let near = if by_kind { (self.by_kind(term, edge.to), OF_KIND) } else { near };
                let wanted = !term.is_answers || elsewhere(term);
                let place =
                    near.0 < NEAR && edge.forward && words.places && wanted && !term.word.contains(' ') && kinds::is_place(&term.word);
                // What "which league does it compete in" asks for is its league.
                let implies = WHOLLY <= near.0 && (by_kind || words.relational(at, to));
                (at, if place { (AS_PLACE, OF_PLACE) } else { near }, implies)
            })
            .filter(|(at, near, _)| if self.asked.terms[*at].object_of.is_some() { NEAR_OBJECT } else { NEAR } <= near.0)
            .collect();
        // Objects come after their verbs.
        let object = |at: usize| self.asked.terms[at].object_of.is_some();
        nears.sort_by(|one, other| object(one.0).cmp(&object(other.0)).then(other.1.0.total_cmp(&one.1.0)).then(one.0.cmp(&other.0)));
        let (mut says, mut gain) = (0_u64, 0.0);
        let mut used: Vec<(usize, &str)> = Vec::new();
        for (at, (near, unit), implies) in nears {
            let term = &self.asked.terms[at];
            // A word of the fact says one word of the question, and with a verb its object.
            let room =
                words.wording.units.get(unit).map_or(1, |unit| unit.text.split(' ').filter(|word| !crate::words::is_small(word)).count());
            let with_verb = term.object_of.is_some_and(|verb| (said | says) & 1 << verb != 0);
            if near < NEAR && !with_verb {
                continue;
            }
            let own: Vec<&(usize, &str)> = used.iter().filter(|used| used.0 == unit).collect();
            let taken = unit != NO_UNIT && (room <= own.len() || own.iter().any(|used| used.1 == term.word));
            if says & 1 << at != 0 || !term.is_kind && !with_verb && taken {
                continue;
            }
            let implied = term.verb.filter(|verb| implies && (said | says) & 1 << verb == 0).map(|verb| (verb, IMPLIED));
            for (at, near) in [Some((at, near)), implied].into_iter().flatten() {
                let term = &self.asked.terms[at];
                says |= 1 << at;
                gain += near * term.weight;
            }
            if !term.is_kind {
                used.push((unit, term.word.as_str()));
            }
        }
        (says, gain)
    }

    /// How near a noun comes to the kind of what a fact leads to: "the country of Porto" is the country that it has to do with.
    fn by_kind(&self, term: &Term, to: u32) -> f32 {
        if kinds::is_named(&self.world.name(to), &term.word) {
            return WHOLLY;
        }
        self.nearest_of(term, &self.kinds_of(to)) * KIND
    }

    /// The nouns that only say of what kind a thing is.
    fn kinds_of(&self, entity: u32) -> Rc<Vec<String>> {
        if let Some(nouns) = self.nouns.borrow().get(&entity) {
            return Rc::clone(nouns);
        }
        let nouns = Rc::new(kinds::nouns(self.edges_of(entity).iter().map(|(edge, words)| (edge, &words.wording)), true));
        self.nouns.borrow_mut().insert(entity, Rc::clone(&nouns));
        nouns
    }

    fn nearest_of(&self, term: &Term, nouns: &[String]) -> f32 {
        nouns.iter().map(|noun| self.matcher.nearest(term, noun)).fold(0.0, f32::max)
    }

    /// What it costs that the words of this step are nearer to the name than those of the step before.
    fn disorder(&self, path: &Path, says: u64) -> f32 {
        let far = &self.asked.mentions[path.mention].far;
        let nearest = |says: u64| {
            let own = (0..far.len()).filter(|at| says & 1 << at != 0);
            let full = own.clone().filter(|&at| !self.asked.terms[at].is_kind).map(|at| far[at]).min();
            full.or_else(|| own.map(|at| far[at]).min())
        };
        let before = path.steps.last().and_then(|step| nearest(step.says));
        match (before, nearest(says)) {
            (Some(before), Some(now)) if now < before => ORDER,
            _ => 0.0,
        }
    }

    fn edges_of(&self, entity: u32) -> Rc<Vec<Told>> {
        if let Some(edges) = self.edges.borrow().get(&entity) {
            return Rc::clone(edges);
        }
        let edges = self.world.edges(entity).into_iter().map(|edge| {
            let words = self.matched(self.world.wording(&edge));
            (edge, words)
        });
        let edges = Rc::new(self.without_replaced(edges.collect()));
        self.edges.borrow_mut().insert(entity, Rc::clone(&edges));
        edges
    }

    /// Of what lists say again and again of one thing in the same sense, only the last.
    fn without_replaced(&self, edges: Vec<Told>) -> Vec<Told> {
        let listed: Vec<usize> = (0..edges.len()).filter(|&at| edges[at].0.listed).collect();
        if MOST_LISTED < listed.len() {
            return edges;
        }
        let same = |&one: &usize, &other: &usize| self.says_the_same(&edges[one], &edges[other]);
        let replaced = |at: &usize| {
            let alike: Vec<usize> = listed.iter().copied().filter(|other| same(at, other)).collect();
            alike.len() <= MOST_RESTATED && alike.iter().any(|&other| edges[*at].0.said < edges[other].0.said)
        };
        let gone: Vec<usize> = listed.iter().copied().filter(replaced).collect();
        edges.into_iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, edge)| edge).collect()
    }

    /// Whether two facts about one thing say the same of it, but for what they lead to.
    fn says_the_same(&self, one: &Told, other: &Told) -> bool {
        if one.0.predicate == other.0.predicate {
            return one.0.forward == other.0.forward;
        }
        if one.1.wording.links != other.1.wording.links {
            return false;
        }
        let (ours, theirs) = (one.1.wording.core(), other.1.wording.core());
        let far = |fact: &Told, unit: &Unit| unit.bearer.map(|end| (end == End::Object) == fact.0.forward);
        let alike = |a: &Unit, b: &Unit| {
            let ends = (far(one, a), far(other, b));
            (ends.0 == ends.1 || ends.0.is_none() || ends.1.is_none()) && SAME <= self.matcher.nearness.of(&a.text, &b.text)
        };
        !ours.is_empty()
            && ours.iter().all(|a| theirs.iter().any(|b| alike(a, b)))
            && theirs.iter().all(|b| ours.iter().any(|a| alike(a, b)))
    }

    fn matched(&self, wording: String) -> Rc<Match> {
        if let Some(known) = self.matches.borrow().get(&wording) {
            return Rc::clone(known);
        }
        let matched = Rc::new(self.matcher.compare(&wording));
        self.matches.borrow_mut().insert(wording, Rc::clone(&matched));
        matched
    }

    /// The best paths with what speaks for the kind of thing that they end at.
    pub fn judged(&self) -> Vec<Path> {
        let mut paths = self.paths();
        let judged = paths.len().min(JUDGED);
        for path in &mut paths[..judged] {
            path.worth += self.fits(path) - self.unsaid(path);
        }
        paths[..judged].sort_by(better);
        paths.truncate(judged);
        paths
    }

    /// Whether a path ends at the kind of thing that is asked for.
    fn fits(&self, path: &Path) -> f32 {
        let edges = self.edges_of(path.end());
        let nouns = kinds::nouns(edges.iter().map(|(edge, words)| (edge, &words.wording)), false);
        let last = path.steps.last().map_or(0, |step| step.says);
        let wanted = self.asked.terms.iter().enumerate().filter(|(at, term)| term.is_answers && last & 1 << at == 0);
        // What was said of something on the way is not said of the end.
        let twice = |at: usize, term: &Term| if path.says & 1 << at == 0 { 0.0 } else { term.weight / self.total };
        let said: f32 = wanted.map(|(at, term)| self.fits_kind(term, &nouns, path.end()) - twice(at, term)).sum();
        match self.asked.form {
            Form::Who => said + (kinds::somebody(&nouns) - 0.5) * WHO,
            Form::Where | Form::When | Form::Count | Form::Duration | Form::YesNo | Form::What => said,
        }
    }

    /// What it is worth that the end is of the kind that a term names, or costs that it is of another.
    fn fits_kind(&self, term: &Term, nouns: &[String], end: u32) -> f32 {
        let nearest = self.nearest_of(term, nouns);
        let own_name = || self.world.name(end).to_lowercase().split(' ').any(|word| NEAR <= self.matcher.nearest(term, word));
        match kinds::fits(&term.word, nouns) {
            _ if NEAR <= nearest || own_name() || kinds::is_named(&self.world.name(end), &term.word) => term.weight / self.total,
            Some(true) => 0.3 * term.weight / self.total,
            Some(false) => -MISFIT,
            None => 0.35 * term.weight / self.total,
        }
    }

    /// What it costs that a path leaves out words that are at the heart of the question.
    fn unsaid(&self, path: &Path) -> f32 {
        let heart = |(at, term): &(usize, &Term)| HEART <= term.weight && !term.is_kind && path.says & 1 << at == 0;
        #[expect(clippy::cast_precision_loss, reason = "a few words")]
        let unsaid = self.asked.terms.iter().enumerate().filter(heart).count() as f32;
        unsaid * UNSAID
    }
}

/// By how many ways each predicate leads to a thing.
fn crowds(edges: &[Told]) -> FxHashMap<u32, usize> {
    let mut crowds = FxHashMap::default();
    edges.iter().filter(|(edge, _)| !edge.forward).for_each(|(edge, _)| *crowds.entry(edge.predicate).or_default() += 1);
    crowds
}

/// Whether two facts are told with the same links, such as "by" and "in", or one of them by a noun: "its creator is _".
fn same_links(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    let called = |step: &Candidate<'_>| step.words.called[usize::from(step.edge.forward)];
    called(one) || called(other) || one.words.wording.links == other.words.wording.links
}

/// A step that a path may take.
#[derive(Clone, Copy)]
struct Candidate<'e> {
    edge: &'e Edge,
    says: u64,
    gain: f32,
    words: &'e Match,
}

/// The worthier first; of equals the shorter, the newer, then in the order of facts, so that the answer is always the same.
fn better(one: &Path, other: &Path) -> Ordering {
    let said = |path: &Path| path.steps.last().map(|step| step.edge.said);
    other
        .worth
        .total_cmp(&one.worth)
        .then(one.steps.len().cmp(&other.steps.len()))
        .then(said(other).cmp(&said(one)))
        .then_with(|| facts(one).cmp(&facts(other)))
}

fn facts(path: &Path) -> Vec<usize> {
    path.steps.iter().map(|step| step.edge.fact).collect()
}

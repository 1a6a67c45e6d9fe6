//! What a pass looks at: the claims that changed since the watermark, and the slots they are about.

use asof_graph::Graph;
use asof_model::Cardinality;

use crate::known::Known;

/// A slot that has at most one value at a time, or for a group, those of one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot {
    /// The predicate, canonical; the first of its exclusive group.
    pub predicate: u32,
    /// The entity whose slot it is.
    pub entity: u32,
    /// Whether that is the subject.
    pub of_subject: bool,
}

/// What a pass looks at.
pub(crate) struct Scope {
    /// The watermark.
    pub since: u32,
    /// The claims, in order.
    pub claims: Vec<u32>,
    /// The slots with more than one claim, in order.
    pub slots: Vec<Slot>,
    /// The predicates, canonical, in order.
    pub predicates: Vec<u32>,
    /// The entities on either side, in order.
    pub entities: Vec<u32>,
    /// The episodes told since.
    pub episodes: std::ops::Range<u32>,
}

impl Scope {
    pub fn new(known: &Known<'_>, since: u32) -> Self {
        let all = since == 0;
        let claims = if all { (0..known.graph.claim_count()).collect() } else { changed(known, since) };
        let mut slots = Vec::with_capacity(claims.len());
        let (mut predicates, mut entities) = (Vec::new(), Vec::with_capacity(claims.len()));
        for meta in claims.iter().filter(|&&claim| !all || known.shows(claim)).filter_map(|&claim| known.graph.claim(claim)) {
            let (subject, predicate, object) = known.read(meta);
            slots_of(known, (subject, predicate, object), &mut slots);
            predicates.push(predicate);
            entities.extend([subject, object]);
        }
        sort(&mut predicates);
        sort(&mut entities);
        let slots = if all { told_twice(slots) } else { each_once(slots) };
        let episodes = known.graph.first_episode_of_tx(since.saturating_add(1))..known.graph.episode_count();
        Self { since, claims, slots, predicates, entities, episodes }
    }

    pub fn is_empty(&self) -> bool {
        self.claims.is_empty() && self.episodes.is_empty()
    }

    pub fn has_predicate(&self, predicate: u32) -> bool {
        self.predicates.binary_search(&predicate).is_ok()
    }
}

fn sort(numbers: &mut Vec<u32>) {
    numbers.sort_unstable();
    numbers.dedup();
}

fn told_twice(mut slots: Vec<Slot>) -> Vec<Slot> {
    slots.sort_unstable();
    slots.chunk_by(|a, b| a == b).filter(|same| 1 < same.len()).map(|same| same[0]).collect()
}

fn each_once(mut slots: Vec<Slot>) -> Vec<Slot> {
    slots.sort_unstable();
    slots.dedup();
    slots
}

/// The claims told, taken back or brought back since, with those of names that were merged or split, and of predicates whose schema
/// changed.
fn changed(known: &Known<'_>, since: u32) -> Vec<u32> {
    let graph = known.graph;
    let changed = graph.changed_since(since);
    let mut claims = changed.claims;
    if !changed.predicates.is_empty() {
        let mut predicates: Vec<u32> = changed.predicates.iter().map(|&predicate| known.schemas.canonical(predicate).0).collect();
        predicates.extend(&changed.predicates);
        sort(&mut predicates);
        let touched = |claim: &u32| {
            let predicate = graph.claim(*claim).map(|meta| known.schemas.canonical(meta.predicate).0);
            predicate.is_some_and(|predicate| predicates.binary_search(&predicate).is_ok())
        };
        claims.extend((0..graph.claim_count()).filter(touched));
    }
    for name in changed.names {
        let members = graph.members(known.view.root(name), u32::MAX);
        for member in members.into_iter().chain([name]) {
            claims.extend(claims_of(graph, member));
        }
    }
    sort(&mut claims);
    claims
}

/// The claims with a name on either side.
pub(crate) fn claims_of(graph: &Graph, name: u32) -> impl Iterator<Item = u32> {
    let of_object = move |(predicate, subject)| graph.assertions_of(subject, predicate).filter(move |row| row.value == name);
    graph.assertions(name).chain(graph.speakers_of(name).flat_map(of_object)).map(|row| row.claim)
}

fn slots_of(known: &Known<'_>, (subject, predicate, object): (u32, u32, u32), slots: &mut Vec<Slot>) {
    let schema = known.schema(predicate);
    let first = schema.and_then(|schema| schema.group.first().copied()).unwrap_or(predicate);
    let slot = |entity: u32, of_subject: bool| Slot { predicate: first, entity, of_subject };
    match known.cardinality(predicate) {
        Cardinality::OneObjectPerSubject => slots.push(slot(subject, true)),
        Cardinality::OneSubjectPerObject => slots.push(slot(object, false)),
        // Symmetric ones are read from both sides alike.
        Cardinality::OneToOne if known.view.is_symmetric(predicate) => slots.extend([slot(subject, true), slot(object, true)]),
        Cardinality::OneToOne => slots.extend([slot(subject, true), slot(object, false)]),
        // Of a group, at most one predicate holds between the same two; whatever else is of many contradicts nothing but a denial.
        Cardinality::Many if schema.is_some_and(|schema| !schema.group.is_empty()) => slots.push(slot(subject, true)),
        Cardinality::Many => {}
    }
}

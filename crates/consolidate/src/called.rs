//! People called by their first names: "Ana", in later texts of a source that spoke of Ana Silva and of no other Ana.

use asof_model::{Finding, FindingKind, Operation, Outcome};
use asof_resolve::{Census, Kind, Profile};
use rustc_hash::FxHashMap;

use crate::{
    entities::Reader,
    known::{Known, clip, pair_key},
    lists::Lists,
    pass::Proposal,
    scope::claims_of,
};

/// So many claims of a name are looked at for where it was told of.
const MOST_CLAIMS: usize = 256;
/// How sure it is that a source goes on to speak of whom it spoke of.
const SURE: f32 = 0.9;

/// The first names among these entities that each mean somebody whose whole name was told before. `census` has the names beside them;
/// without one all names are gone through.
pub(crate) fn find(reader: &Reader<'_, '_>, entities: &[u32], census: Option<&Census>) -> Vec<Proposal> {
    let known = reader.known;
    let short: Vec<u32> = entities.iter().copied().filter(|&entity| is_first_name(known.graph.entity_text(entity))).collect();
    if short.is_empty() {
        return Vec::new();
    }
    let whole = whole_names(reader, &short, census);
    let mut lists = Lists::default();
    short.iter().filter_map(|entity| meant(reader, &mut lists, *entity, whole.get(entity)?)).collect()
}

fn is_first_name(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphabetic) && asof_resolve::is_given(name)
}

/// For each first name the entities whose names go on after it.
fn whole_names(reader: &Reader<'_, '_>, short: &[u32], census: Option<&Census>) -> FxHashMap<u32, Vec<u32>> {
    let known = reader.known;
    let by_name: FxHashMap<&str, u32> = short.iter().map(|&entity| (known.graph.entity_text(entity), entity)).collect();
    let mut found: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut add = |name: u32| {
        let first = known.graph.entity_text(name).split_once(' ').map(|(first, _)| first);
        if let Some(&entity) = first.and_then(|first| by_name.get(first)) {
            let (root, others) = (known.view.root(name), found.entry(entity).or_default());
            if root != entity && !others.contains(&root) {
                others.push(root);
            }
        }
    };
    match census {
        Some(census) => {
            let beside = census.beside(by_name.iter().map(|(name, entity)| (*entity, *name)));
            beside.into_iter().for_each(|(_, other)| add(other));
        }
        None => known.view.entities().filter(|&entity| reader.is_entity(entity)).for_each(add),
    }
    found
}

/// The merge of a first name into the only whole name that the same source told before, if nothing speaks against it.
fn meant(reader: &Reader<'_, '_>, lists: &mut Lists, short: u32, whole: &[u32]) -> Option<Proposal> {
    let known = reader.known;
    let mut told = places(known, lists, short)?;
    let &[whole] = whole else { return None };
    let before = places(known, lists, whole)?;
    told.dedup();
    let later = |(source, first): &(Option<u32>, u32)| before.iter().any(|(other, episode)| source == other && episode < first);
    let beside = |(_, episode): &(Option<u32>, u32)| before.iter().any(|(_, other)| other == episode);
    let (one, other) = (reader.profile(short), reader.profile(whole));
    let people = [&one, &other].iter().all(|profile| profile.kind.is_none_or(|kind| kind == Kind::Person));
    let fits = told.iter().all(later) && !told.iter().any(beside) && people && !differ(&one, &other);
    fits.then(|| proposal(known, reader, short, whole)).flatten()
}

/// The sources and texts in which a name is told of; none if one of them is a list, where each name is whole, or is no text.
fn places(known: &Known<'_>, lists: &mut Lists, entity: u32) -> Option<Vec<(Option<u32>, u32)>> {
    let mut places = Vec::new();
    for claim in claims_of(known.graph, entity).filter(|&claim| known.shows(claim)).take(MOST_CLAIMS) {
        let (episode, _) = known.graph.passage(claim)?;
        if lists.is_of_one(known, claim) {
            return None;
        }
        places.push((known.graph.episode(episode)?.source, episode));
    }
    places.sort_unstable();
    (!places.is_empty()).then_some(places)
}

/// Whether two have to do with each other, or have another of what one has one of at a time.
fn differ(one: &Profile, other: &Profile) -> bool {
    let related = |profile: &Profile, to: u32| profile.facts.iter().any(|fact| fact.other == to);
    let clash = one.facts.iter().any(|fact| other.facts.iter().any(|against| fact.excludes(against)));
    related(one, other.number) || related(other, one.number) || clash
}

fn proposal(known: &Known<'_>, reader: &Reader<'_, '_>, short: u32, whole: u32) -> Option<Proposal> {
    let (from, into) = (known.graph.entity_text(short), known.graph.entity_text(whole));
    let merge = Operation::Merge { from: from.to_owned(), into: into.to_owned() };
    let evidence: Vec<u32> = [short, whole].iter().filter_map(|&entity| reader.first_claim(entity)).collect();
    let finding = Finding {
        key: pair_key("same", from, into),
        kind: FindingKind::SameEntity,
        outcome: Outcome::Done,
        reason: clip(&format!("{from} is {into}: the same source told of {into} before, and of no other {from}")),
        rule: "called_by_first_name".into(),
        confidence: SURE,
        claims: known.ids(evidence.iter().copied()),
        gave_way: Vec::new(),
        proposes: known.wire(std::slice::from_ref(&merge)),
    };
    (!evidence.is_empty()).then(|| Proposal { operations: vec![merge], evidence, ..Proposal::of(finding) })
}

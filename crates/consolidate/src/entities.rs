//! Entities: which names are one, by what they look like and what is told of them. Sure ones are merged, others are asked about.

use asof_lexicon::Lexicon;
use asof_model::{Cardinality, Finding, FindingKind, Operation, Outcome};
use asof_resolve::{Candidate, Feature, Kind, Profile, Resolver, Verdict, is_description};
use asof_timeline::{Assertion, Shape};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    derivation::hash,
    known::{Known, clip, pair_key},
    pass::{Cancelled, Pass, Progress, Proposal, Watch},
    phrase::is_light,
    scope::Scope,
};

/// So many facts of an entity are looked at on each side.
const MOST_FACTS: usize = 64;
/// So many of those around the entities of the scope are looked at with them.
const MOST_AROUND: usize = 4_096;
/// So many names may have a key in common.
const MOST_PER_KEY: usize = 300;
/// From this nearness on a word for somebody says what a predicate does.
const MUCH_ALIKE: f32 = 0.85;
/// Below this nobody is asked.
const WORTH_ASKING: f64 = 0.3;
/// So many are asked about in one pass: the likeliest.
const MOST_ASKED: usize = 1_000;
/// Where more entities changed, only names that are new are compared with others: what is told of those known before made them no
/// one else until now, and a pass over everything looks at all.
const MOST_CHANGED: usize = 5_000;

/// What the subjects and objects of predicates are.
const KINDS: [(&str, Option<Kind>, Option<Kind>); 29] = [
    ("lives_in", Some(Kind::Person), Some(Kind::Place)),
    ("works_at", Some(Kind::Person), Some(Kind::Organisation)),
    ("studies_at", Some(Kind::Person), Some(Kind::Organisation)),
    ("job_title", Some(Kind::Person), None),
    ("born_on", Some(Kind::Person), None),
    ("born_in", Some(Kind::Person), Some(Kind::Place)),
    ("died_on", Some(Kind::Person), None),
    ("died_in", Some(Kind::Person), Some(Kind::Place)),
    ("buried_in", Some(Kind::Person), Some(Kind::Place)),
    ("spouse_of", Some(Kind::Person), Some(Kind::Person)),
    ("sibling_of", Some(Kind::Person), Some(Kind::Person)),
    ("parent_of", Some(Kind::Person), Some(Kind::Person)),
    ("friend_of", Some(Kind::Person), Some(Kind::Person)),
    ("engaged_to", Some(Kind::Person), Some(Kind::Person)),
    ("colleague_of", Some(Kind::Person), Some(Kind::Person)),
    ("graduated_from", Some(Kind::Person), Some(Kind::Organisation)),
    ("nationality", Some(Kind::Person), None),
    ("native_language", Some(Kind::Person), None),
    ("ceo_of", Some(Kind::Person), Some(Kind::Organisation)),
    ("president_of", Some(Kind::Person), None),
    ("mayor_of", Some(Kind::Person), Some(Kind::Place)),
    ("capital_of", Some(Kind::Place), Some(Kind::Place)),
    ("headquartered_in", Some(Kind::Organisation), Some(Kind::Place)),
    ("founded", Some(Kind::Person), Some(Kind::Organisation)),
    ("author_of", Some(Kind::Person), Some(Kind::Work)),
    ("composer_of", Some(Kind::Person), Some(Kind::Work)),
    ("director_of", Some(Kind::Person), Some(Kind::Work)),
    ("shares_border_with", Some(Kind::Place), Some(Kind::Place)),
    ("coach_of", Some(Kind::Person), None),
];

/// Finds the entities of the scope that are, or may be, one with another.
pub(crate) fn resolve(known: &Known<'_>, scope: &Scope, whole: bool, pass: &mut Pass, watch: Watch<'_>) -> Result<(), Cancelled> {
    if !watch(Progress { stage: "entities", done: 0, total: scope.entities.len() as u64 }) {
        return Err(Cancelled);
    }
    let reader = Reader::new(known);
    let mut touched: Vec<u32> = scope.entities.iter().copied().filter(|&entity| reader.is_entity(entity)).collect();
    if !whole && MOST_CHANGED < touched.len() {
        touched.retain(|&entity| scope.since < known.graph.entity_since(entity));
    }
    if touched.is_empty() {
        return Ok(());
    }
    let profiles: Vec<Profile> = reader.compared(&touched, whole).into_iter().map(|entity| reader.profile(entity)).collect();
    let names = (0..known.graph.next_number(asof_journal::Class::Predicate)).flat_map(|predicate| {
        let name = known.predicate_text(predicate);
        [(2 * predicate, name.to_owned()), (2 * predicate + 1, format!("{name} (of)"))]
    });
    let resolver = Resolver::new(&profiles).with_predicates(names);
    let mut candidates = if whole { resolver.candidates() } else { resolver.candidates_of(&touched) };
    let sure: Vec<Candidate> = candidates.iter().filter(|candidate| candidate.verdict == Verdict::Same).cloned().collect();
    candidates.retain(|candidate| candidate.verdict == Verdict::Unsure && WORTH_ASKING <= candidate.score);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.a, a.b).cmp(&(b.a, b.b))));
    pass.unlisted += candidates.len().saturating_sub(MOST_ASKED) as u64;
    candidates.truncate(MOST_ASKED);
    pass.proposals.extend(sure.iter().chain(&candidates).filter_map(|candidate| reader.proposal(candidate)));
    Ok(())
}

struct Reader<'k, 'g> {
    known: &'k Known<'g>,
    kinds: Vec<(u32, Option<Kind>, Option<Kind>)>,
}

impl<'k, 'g> Reader<'k, 'g> {
    fn new(known: &'k Known<'g>) -> Self {
        let kinds = KINDS.iter().filter_map(|(name, subject, object)| Some((known.predicate(name)?, *subject, *object)));
        Self { known, kinds: kinds.collect() }
    }

    /// Whether a name can be that of an entity: no value, nothing of the engine's own, and with letters in it.
    fn is_entity(&self, entity: u32) -> bool {
        let text = self.known.graph.entity_text(entity);
        let value = text.starts_with('{') && !matches!(self.known.graph.object(entity), asof_model::Object::Entity(_));
        !value && !text.starts_with("asof:") && text.chars().any(char::is_alphabetic) && self.known.view.root(entity) == entity
    }

    /// The entities that are compared: all, or those of the scope with whoever may be one with them.
    fn compared(&self, touched: &[u32], whole: bool) -> Vec<u32> {
        if whole {
            return self.known.view.entities().filter(|&entity| self.is_entity(entity)).collect();
        }
        let mut around: FxHashSet<u32> = touched.iter().copied().collect();
        // "Ana's sister" is found beside Lucia, who is Ana's sister too.
        for &entity in touched.iter().take(MOST_AROUND) {
            let described = is_description(self.known.graph.entity_text(entity));
            for neighbour in self.neighbours(entity).into_iter().take(MOST_FACTS) {
                let beside = self.neighbours(neighbour);
                // What very many have something to do with, such as a town, says nothing about who they are.
                let beside = if beside.len() < MOST_FACTS { beside } else { Vec::new() };
                around.extend(beside.into_iter().filter(|&other| described || self.may_describe(other)));
            }
        }
        let mut keys = Keys::default();
        let mut by_key: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for &entity in touched {
            by_key.extend(keys.of(self.known.graph.entity_text(entity)).iter().map(|&key| (key, Vec::new())));
        }
        for entity in self.known.view.entities() {
            for key in keys.of(self.known.graph.entity_text(entity)) {
                if let Some(found) = by_key.get_mut(key).filter(|found| found.len() <= MOST_PER_KEY) {
                    found.push(entity);
                }
            }
        }
        // What very many names have in common tells nothing: they have something else in common, too.
        around.extend(by_key.into_values().filter(|found| found.len() <= MOST_PER_KEY).flatten());
        let mut around: Vec<u32> = around.into_iter().filter(|&entity| self.is_entity(entity)).collect();
        around.sort_unstable();
        around
    }

    fn may_describe(&self, entity: u32) -> bool {
        let name = self.known.graph.entity_text(entity);
        // Most names are told apart from descriptions by a look.
        let plain = name.starts_with(char::is_uppercase) && !name.contains("'s ") && !name.contains("\u{2019}s ") && name.contains(' ');
        !plain && is_description(name)
    }

    fn neighbours(&self, entity: u32) -> Vec<u32> {
        let graph = self.known.graph;
        let own = graph.assertions(entity).take(MOST_FACTS).map(|row| row.value);
        let of = graph.speakers_of(entity).take(MOST_FACTS).map(|(_, subject)| subject);
        own.chain(of).map(|name| self.known.view.root(name)).collect()
    }

    fn profile(&self, entity: u32) -> Profile {
        let graph = self.known.graph;
        let members = if graph.is_unmerged() { vec![entity] } else { graph.members(entity, u32::MAX) };
        let names: Vec<String> = members.iter().map(|&member| graph.entity_text(member).to_owned()).collect();
        let described = names.first().filter(|name| is_description(name)).map(|name| asof_model::normalise(name));
        let mut profile = Profile { number: entity, names, kind: None, facts: Vec::new() };
        for member in members {
            for row in graph.assertions(member).filter(|row| is_told(row)).take(MOST_FACTS) {
                self.feature(row, row.value, false, described.as_deref(), &mut profile);
            }
            for (predicate, subject) in graph.speakers_of(member).take(MOST_FACTS) {
                let mut rows = graph.assertions_of(subject, predicate).take(MOST_AROUND);
                if let Some(row) = rows.find(|row| row.value == member && is_told(row)) {
                    self.feature(row, subject, true, described.as_deref(), &mut profile);
                }
            }
        }
        profile
    }

    fn feature(&self, row: &Assertion, other: u32, of_object: bool, described: Option<&str>, profile: &mut Profile) {
        let known = self.known;
        let (predicate, turned) = known.schemas.canonical(row.key);
        let symmetric = known.view.is_symmetric(predicate);
        let backwards = of_object != turned && !symmetric;
        let other = known.view.root(other);
        let kinds = self.kinds.iter().find(|kinds| kinds.0 == predicate);
        let kind = kinds.and_then(|kinds| if backwards { kinds.2 } else { kinds.1 });
        profile.kind = profile.kind.or(kind);
        let cardinality = known.cardinality(predicate);
        let functional = match cardinality {
            Cardinality::OneToOne => true,
            Cardinality::OneObjectPerSubject => !backwards,
            Cardinality::OneSubjectPerObject => backwards,
            Cardinality::Many => false,
        };
        let permanent = known.schema(predicate).is_some_and(|schema| schema.schema.permanent);
        let feature = Feature::new(2 * predicate + u32::from(backwards), other);
        let feature = if functional { feature.functional() } else { feature };
        let feature = if permanent { feature } else { feature.during(row.lo, row.reach().max(row.end()) - 1) };
        // What the description says: "Ana's sister" is sibling of Ana.
        let says_so = |name: &str| {
            name.contains(&asof_model::normalise(known.graph.entity_text(other))) && is_role(name, known.predicate_text(predicate))
        };
        let defining = described.is_some_and(says_so);
        profile.facts.push(if defining { feature.defining() } else { feature });
    }

    fn proposal(&self, candidate: &Candidate) -> Option<Proposal> {
        let known = self.known;
        let graph = known.graph;
        if [candidate.a, candidate.b].into_iter().any(|entity| is_common(graph.entity_text(entity))) {
            return None;
        }
        // The name that more is told under stays; a description gives way to a name.
        let weight = |entity: u32| {
            let text = graph.entity_text(entity);
            (!is_description(text), graph.assertions(entity).take(MOST_AROUND).count(), text.len(), std::cmp::Reverse(entity))
        };
        let (from, into) = if weight(candidate.a) < weight(candidate.b) { (candidate.a, candidate.b) } else { (candidate.b, candidate.a) };
        let (from_name, into_name) = (graph.entity_text(from), graph.entity_text(into));
        let clues: Vec<String> = candidate.evidence.iter().take(4).map(ToString::to_string).collect();
        let sure = candidate.verdict == Verdict::Same;
        let merge = Operation::Merge { from: from_name.to_owned(), into: into_name.to_owned() };
        let evidence: Vec<u32> = [from, into].iter().filter_map(|&entity| self.first_claim(entity)).collect();
        let words = if sure { "are one" } else { "may be one" };
        #[expect(clippy::cast_possible_truncation, reason = "a probability")]
        let finding = Finding {
            key: pair_key("same", from_name, into_name),
            kind: FindingKind::SameEntity,
            outcome: if sure { Outcome::Done } else { Outcome::Review },
            reason: clip(&format!("{from_name} and {into_name} {words}: {}", clues.join("; "))),
            rule: if sure { "entity_resolution" } else { "entity_resolution_unsure" }.into(),
            confidence: (candidate.score as f32).clamp(0.0, 1.0),
            claims: known.ids(evidence.iter().copied()),
            gave_way: Vec::new(),
            proposes: known.wire(std::slice::from_ref(&merge)),
        };
        let operations = if sure { vec![merge] } else { Vec::new() };
        (!evidence.is_empty()).then_some(Proposal { operations, evidence, ..Proposal::of(finding) })
    }

    fn first_claim(&self, entity: u32) -> Option<u32> {
        let graph = self.known.graph;
        let own = graph.assertions(entity).find(|row| row.off == u32::MAX).map(|row| row.claim);
        own.or_else(|| {
            let speakers = graph.speakers_of(entity).take(MOST_FACTS);
            let mut rows = speakers.flat_map(|(predicate, subject)| graph.assertions_of(subject, predicate).take(MOST_AROUND));
            rows.find(|row| row.value == entity && row.off == u32::MAX).map(|row| row.claim)
        })
    }
}

/// Whether what a description calls somebody is what a predicate says of them: a sister is a sibling.
fn is_role(description: &str, predicate: &str) -> bool {
    let lexicon = Lexicon::shipped();
    let role = description.rsplit_once("'s ").map_or(description, |(_, role)| role);
    let role = role.split(" of ").next().unwrap_or(role).rsplit(' ').next().unwrap_or(role);
    let relation = predicate.split('_').next().unwrap_or(predicate);
    !is_light(relation) && (lexicon.is_a(role, relation) || MUCH_ALIKE <= lexicon.nearness(role, relation))
}

/// Whether a name is made of nothing but everyday words: "good time", "people". Whether two of those are one nobody can tell.
fn is_common(name: &str) -> bool {
    let lower = !name.chars().any(|c| c.is_uppercase() || c.is_numeric());
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| 2 < word.len());
    lower && !is_description(name) && words.all(|word| Lexicon::shipped().is_known(word))
}

/// Whether a visible claim tells what is so, or happened.
fn is_told(row: &Assertion) -> bool {
    row.off == u32::MAX && matches!(row.shape, Shape::Start | Shape::Span | Shape::Event)
}

/// Works out by what names that may be one are found: one slip of the pen leaves the front or the back of a word as it was.
#[derive(Default)]
struct Keys {
    word: Vec<char>,
    initials: Vec<char>,
    keys: Vec<u64>,
}

impl Keys {
    /// Words of at least and at most so many letters are told by so many at the front and at the back: about half, so that one slip
    /// leaves one of them; the lengths overlap, for a slip may make a word longer.
    const PARTS: [(usize, usize, usize); 5] = [(2, 4, 2), (4, 7, 3), (7, 10, 4), (10, 14, 5), (14, usize::MAX, 7)];

    fn of(&mut self, name: &str) -> &[u64] {
        self.keys.clear();
        self.initials.clear();
        for c in name.chars().chain([' ']) {
            if c.is_alphanumeric() {
                self.word.extend(c.to_lowercase());
            } else if !self.word.is_empty() {
                self.initials.extend(self.word.first());
                self.add_word();
                self.word.clear();
            }
        }
        if 3 <= self.initials.len() {
            self.keys.push(hash(&('w', &self.initials)));
        }
        &self.keys
    }

    fn add_word(&mut self) {
        let word = self.word.as_slice();
        if word.len() < 2 {
            return;
        }
        self.keys.push(hash(&('w', word)));
        for (_, _, letters) in Self::PARTS.iter().filter(|(least, most, _)| (*least..=*most).contains(&word.len())) {
            let (front, back) = (word.get(..*letters), word.get(word.len() - letters..));
            self.keys.extend([hash(&('f', front)), hash(&('b', back))]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_one_have_a_key_in_common() {
        let meet = |a: &str, b: &str| {
            let mut keys = Keys::default();
            let first = keys.of(a).to_vec();
            keys.of(b).iter().any(|key| first.contains(key))
        };
        for (a, b) in
            [("Ana Silva", "A. Silva"), ("NYC", "New York City"), ("Jonas", "Jonass"), ("Katherine", "Catherine"), ("Reed", "Read")]
        {
            assert!(meet(a, b), "{a} {b}");
        }
        assert!(!meet("Ana Silva", "Bob Krum"));
        assert!(Keys::default().of("").is_empty() && Keys::default().of(" - ").is_empty());
    }
}

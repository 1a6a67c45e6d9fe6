//! Entities: which names are one, by what they look like and what is told of them. Sure ones are merged, others are asked about.

use asof_graph::Graph;
use asof_journal::Class;
use asof_lexicon::Lexicon;
use asof_model::{Cardinality, Finding, FindingKind, Operation, Outcome};
use asof_resolve::{Candidate, Census, Feature, Holders, Kind, Profile, Resolver, Verdict, is_description};
use asof_timeline::{Assertion, Shape};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    called,
    known::{Known, clip, pair_key},
    pass::{Cancelled, Pass, Progress, Proposal, Watch},
    phrase::is_light,
    scope::Scope,
};

/// So many facts of an entity are looked at on each side.
const MOST_FACTS: usize = 64;
/// So many of those around the entities of the scope are looked at with them.
const MOST_AROUND: usize = 4_096;
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

/// What the subject and the object of a predicate of the core vocabulary are.
#[must_use]
pub fn kinds_of(predicate: &str) -> (Option<Kind>, Option<Kind>) {
    KINDS.iter().find(|(name, ..)| *name == predicate).map(|(_, subject, object)| (*subject, *object)).unwrap_or_default()
}

/// Finds the entities of the scope that are, or may be, one with another.
pub(crate) fn resolve(
    known: &Known<'_>,
    scope: &Scope,
    whole: bool,
    census: &mut Census,
    pass: &mut Pass,
    watch: Watch<'_>,
) -> Result<(), Cancelled> {
    if !watch(Progress { stage: "entities", done: 0, total: scope.entities.len() as u64 }) {
        return Err(Cancelled);
    }
    let reader = Reader::new(known);
    let entities = || scope.entities.iter().copied().filter(|&entity| reader.is_entity(entity));
    let many = !whole && entities().nth(MOST_CHANGED).is_some();
    let new = |entity: &u32| scope.since < known.graph.entity_since(*entity);
    let touched: Vec<u32> = if many {
        scope.entities.iter().copied().filter(new).filter(|&entity| reader.is_entity(entity)).collect()
    } else {
        entities().collect()
    };
    if touched.is_empty() {
        return Ok(());
    }
    let mut candidates = if whole { reader.all() } else { reader.few(&touched, census) };
    let sure: Vec<Candidate> = candidates.iter().filter(|candidate| candidate.verdict == Verdict::Same).cloned().collect();
    candidates.retain(|candidate| candidate.verdict == Verdict::Unsure && WORTH_ASKING <= candidate.score);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.a, a.b).cmp(&(b.a, b.b))));
    pass.unlisted += candidates.len().saturating_sub(MOST_ASKED) as u64;
    candidates.truncate(MOST_ASKED);
    pass.proposals.extend(called::find(&reader, &touched, (!whole).then_some(census)));
    pass.proposals.extend(sure.iter().chain(&candidates).filter_map(|candidate| reader.proposal(candidate)));
    Ok(())
}

/// Takes in the names that are new.
fn take_in(census: &mut Census, known: &Known<'_>) {
    let new = census.next()..known.graph.next_number(Class::Entity);
    census.extend(new.map(|name| is_name(known.graph, name).then(|| known.graph.entity_text(name))));
}

/// Whether a name can be that of an entity: no value, nothing of the engine's own, and with letters in it.
fn is_name(graph: &Graph, name: u32) -> bool {
    let text = graph.entity_text(name);
    let value = text.starts_with('{') && !matches!(graph.object(name), asof_model::Object::Entity(_));
    !value && !text.starts_with("asof:") && text.chars().any(char::is_alphabetic)
}

/// How a predicate as told counts for who somebody is.
struct Reading {
    /// The predicate as which it is read.
    predicate: u32,
    turned: bool,
    symmetric: bool,
    cardinality: Cardinality,
    permanent: bool,
    kinds: (Option<Kind>, Option<Kind>),
}

impl Reading {
    /// Whether a claim of it tells of its object as others tell of their subject: `of_object` is on which side of the claim somebody is.
    fn is_backwards(&self, of_object: bool) -> bool {
        of_object != self.turned && !self.symmetric
    }

    fn kind(&self, of_object: bool) -> Option<Kind> {
        if self.is_backwards(of_object) { self.kinds.1 } else { self.kinds.0 }
    }
}

pub(crate) struct Reader<'k, 'g> {
    pub known: &'k Known<'g>,
    /// By the number of the predicate as told.
    readings: Vec<Reading>,
}

impl<'k, 'g> Reader<'k, 'g> {
    fn new(known: &'k Known<'g>) -> Self {
        let kinds: FxHashMap<u32, (Option<Kind>, Option<Kind>)> =
            KINDS.iter().rev().filter_map(|(name, subject, object)| Some((known.predicate(name)?, (*subject, *object)))).collect();
        let reading = |told: u32| {
            let (predicate, turned) = known.schemas.canonical(told);
            Reading {
                predicate,
                turned,
                symmetric: known.view.is_symmetric(predicate),
                cardinality: known.cardinality(predicate),
                permanent: known.schema(predicate).is_some_and(|schema| schema.schema.permanent),
                kinds: kinds.get(&predicate).copied().unwrap_or_default(),
            }
        };
        Self { known, readings: (0..known.graph.next_number(Class::Predicate)).map(reading).collect() }
    }

    pub fn is_entity(&self, entity: u32) -> bool {
        is_name(self.known.graph, entity) && self.known.view.root(entity) == entity
    }

    /// All entities compared with all.
    fn all(&self) -> Vec<Candidate> {
        let entities = self.known.view.entities().filter(|&entity| self.is_entity(entity));
        let profiles: Vec<Profile> = entities.map(|entity| self.profile(entity)).collect();
        Resolver::new(&profiles).with_predicates(self.predicates()).candidates()
    }

    /// The entities of the scope compared with whoever may be one with them: first by their names, then what is left by what is told of it.
    fn few(&self, touched: &[u32], census: &mut Census) -> Vec<Candidate> {
        take_in(census, self.known);
        let pairs = self.alike(touched, census);
        let named: Vec<Profile> = sides(&pairs).map(|entity| self.named(entity)).collect();
        let likely = Resolver::among(&named, census, |_| Holders::default()).likely(&pairs);
        let described = self.described(touched);
        let mut profiles: Vec<Profile> = each_once(sides(&likely).chain(described)).map(|entity| self.profile(entity)).collect();
        let whole: FxHashSet<u32> = profiles.iter().map(|profile| profile.number).collect();
        // Of those that the facts lead to, only the names count.
        let others = each_once(profiles.iter().flat_map(|profile| &profile.facts).map(|fact| fact.other));
        profiles.extend(others.filter(|other| !whole.contains(other)).map(|other| self.named(other)));
        let resolver = Resolver::among(&profiles, census, |feature| self.holders(feature)).with_predicates(self.predicates());
        resolver.candidates_among(&likely, touched)
    }

    /// The pairs of an entity of the scope and one whose name is like one of its names.
    fn alike(&self, touched: &[u32], census: &Census) -> Vec<(u32, u32)> {
        let known = self.known;
        let names = touched.iter().flat_map(|&entity| self.members(entity));
        let beside = census.beside(names.map(|name| (name, known.graph.entity_text(name))));
        let roots = beside.into_iter().map(|(one, other)| (known.view.root(one), known.view.root(other)));
        let mut pairs: Vec<(u32, u32)> = roots.filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Entities of the scope with those that they may describe, or that may describe them: "Ana's sister" is found beside Lucia, who is
    /// Ana's sister too.
    fn described(&self, touched: &[u32]) -> Vec<u32> {
        let mut found = Vec::new();
        for &entity in touched.iter().take(MOST_AROUND) {
            let described = is_description(self.known.graph.entity_text(entity));
            let before = found.len();
            for neighbour in self.neighbours(entity).into_iter().take(MOST_FACTS) {
                let beside = self.neighbours(neighbour);
                // What very many have something to do with, such as a town, says nothing about who they are.
                let beside = if beside.len() < MOST_FACTS { beside } else { Vec::new() };
                found.extend(beside.into_iter().filter(|&other| other != entity && (described || self.may_describe(other))));
            }
            if before < found.len() {
                found.push(entity);
            }
        }
        found.retain(|&entity| self.is_entity(entity));
        found
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

    fn members(&self, entity: u32) -> Vec<u32> {
        let graph = self.known.graph;
        if graph.is_unmerged() { vec![entity] } else { graph.members(entity, u32::MAX) }
    }

    fn predicates(&self) -> Vec<(u32, String)> {
        let named = |predicate: u32| {
            let name = self.known.predicate_text(predicate);
            [(2 * predicate, name.to_owned()), (2 * predicate + 1, format!("{name} (of)"))]
        };
        (0..self.known.graph.next_number(Class::Predicate)).flat_map(named).collect()
    }

    /// What is told of a name, and on which side of it the name is: the claim, who is on the other side, and whether that is the subject.
    fn told(&self, member: u32) -> impl Iterator<Item = (&'g Assertion, u32, bool)> + use<'_, 'k, 'g> {
        let graph = self.known.graph;
        let own = graph.assertions(member).filter(|row| is_told(row)).take(MOST_FACTS).map(|row| (row, row.value, false));
        let of = graph.speakers_of(member).take(MOST_FACTS).filter_map(move |(predicate, subject)| {
            let mut rows = graph.assertions_of(subject, predicate).take(MOST_AROUND);
            rows.find(|row| row.value == member && is_told(row)).map(|row| (row, subject, true))
        });
        own.chain(of)
    }

    fn kind(&self, row: &Assertion, of_object: bool) -> Option<Kind> {
        self.readings.get(row.key as usize)?.kind(of_object)
    }

    /// An entity as far as its names and its kind go.
    fn named(&self, entity: u32) -> Profile {
        let told = |member| self.told(member).find_map(|(row, _, of_object)| self.kind(row, of_object));
        let members = self.members(entity);
        let kind = members.iter().find_map(|&member| told(member));
        Profile { number: entity, names: self.names(&members), kind, facts: Vec::new() }
    }

    fn names(&self, members: &[u32]) -> Vec<String> {
        members.iter().map(|&member| self.known.graph.entity_text(member).to_owned()).collect()
    }

    pub fn profile(&self, entity: u32) -> Profile {
        let members = self.members(entity);
        let names = self.names(&members);
        let described = names.first().filter(|name| is_description(name)).map(|name| asof_model::normalise(name));
        let mut profile = Profile { number: entity, names, kind: None, facts: Vec::new() };
        for (row, other, of_object) in members.into_iter().flat_map(|member| self.told(member)) {
            profile.kind = profile.kind.or_else(|| self.kind(row, of_object));
            profile.facts.extend(self.feature(row, other, of_object, described.as_deref()));
        }
        profile
    }

    fn feature(&self, row: &Assertion, other: u32, of_object: bool, described: Option<&str>) -> Option<Feature> {
        let known = self.known;
        let reading = self.readings.get(row.key as usize)?;
        let backwards = reading.is_backwards(of_object);
        let other = known.view.root(other);
        let functional = match reading.cardinality {
            Cardinality::OneToOne => true,
            Cardinality::OneObjectPerSubject => !backwards,
            Cardinality::OneSubjectPerObject => backwards,
            Cardinality::Many => false,
        };
        let feature = Feature::new(2 * reading.predicate + u32::from(backwards), other);
        let feature = if functional { feature.functional() } else { feature };
        let feature = if reading.permanent { feature } else { feature.during(row.lo, row.reach().max(row.end()) - 1) };
        // What the description says: "Ana's sister" is sibling of Ana.
        let says_so = |name: &str| {
            name.contains(&asof_model::normalise(known.graph.entity_text(other))) && is_role(name, known.predicate_text(reading.predicate))
        };
        Some(if described.is_some_and(says_so) { feature.defining() } else { feature })
    }

    /// How many have a fact.
    fn holders(&self, feature: Feature) -> Holders {
        let graph = self.known.graph;
        let same = |told: u32, of_object: bool| {
            let reading = self.readings.get(told as usize);
            reading.is_some_and(|reading| feature.predicate == 2 * reading.predicate + u32::from(reading.is_backwards(of_object)))
        };
        let told = |subject: u32, predicate: u32, object: u32| {
            graph.assertions_of(subject, predicate).take(MOST_AROUND).any(|row| row.value == object && is_told(row))
        };
        let mut holders: Vec<u32> = Vec::new();
        for member in self.members(feature.other) {
            let speakers =
                graph.speakers_of(member).filter(|(predicate, subject)| same(*predicate, false) && told(*subject, *predicate, member));
            holders.extend(speakers.map(|(_, subject)| self.known.view.root(subject)));
            let own = graph.assertions(member).filter(|row| is_told(row) && same(row.key, true));
            holders.extend(own.map(|row| self.known.view.root(row.value)));
        }
        let holders = each_once(holders).filter(|&holder| is_name(graph, holder));
        let mut count = Holders::default();
        for holder in holders {
            // What so many have describes nobody.
            let described = (count.named as usize) < MOST_FACTS && self.may_describe(holder);
            let slot = if described { &mut count.described } else { &mut count.named };
            *slot += 1;
        }
        count
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

    pub fn first_claim(&self, entity: u32) -> Option<u32> {
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

/// Both sides of all pairs, in order, each once.
fn sides(pairs: &[(u32, u32)]) -> impl Iterator<Item = u32> + use<> {
    each_once(pairs.iter().flat_map(|&(a, b)| [a, b]))
}

fn each_once(numbers: impl IntoIterator<Item = u32>) -> std::vec::IntoIter<u32> {
    let mut numbers: Vec<u32> = numbers.into_iter().collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter()
}

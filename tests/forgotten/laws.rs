//! The law of forgetting: what is left is what a memory would be that was never told the rest.

#![allow(clippy::wildcard_enum_match_arm, reason = "the law names the operations that it says something of")]

use std::collections::BTreeSet;

use asof::{AsOf, Batch, Claim, End, Erased, Instant, Kind, KnownAt, Memory, Operation, Point, Selector, Statement, TxTime};
use proptest::{collection::vec, option, prelude::*, sample::Index, test_runner::RngSeed};

use super::{exported, forget};

const DAY: i64 = 86_400_000_000;
/// 1 January 2020.
const FIRST_DAY: i64 = 18_262 * DAY;
const NAMES: [&str; 4] = ["Ana", "Ben", "Cleo", "Dora"];
const PREDICATES: [&str; 3] = ["lives_in", "likes", "spouse_of"];
const SOURCES: [&str; 3] = ["chat", "file", "feed"];

#[derive(Clone, Debug)]
struct Said {
    claim: Claim,
    source: Option<&'static str>,
    trust: f32,
    has_id: bool,
    episode: Option<Index>,
    supports: Vec<Index>,
}

#[derive(Clone, Debug)]
enum Step {
    Claim(Said),
    Correct(Index, Said),
    Episode(Option<&'static str>, &'static str),
    RetractClaim(Index),
    RetractEpisode(Index),
    RetractSource(&'static str),
    Undo(Index),
    Merge(&'static str, &'static str),
    Split(&'static str, &'static str),
}

#[derive(Clone, Debug)]
enum What {
    Source(&'static str),
    Episode(Index),
    Entity(&'static str),
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&NAMES[..])
}

fn source() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&SOURCES[..])
}

fn said() -> impl Strategy<Value = Said> {
    let kind = prop::sample::select(vec![Kind::Begins, Kind::Begins, Kind::Holds, Kind::Ends, Kind::Denies, Kind::Happens]);
    let from = option::weighted(0.8, (2018..2022_i32).prop_map(|year| year.to_string().parse::<Point>().unwrap()));
    let claim = (name(), prop::sample::select(&PREDICATES[..]), name(), kind, from)
        .prop_filter_map("with oneself", |(a, predicate, b, kind, from)| {
            (a != b).then(|| Claim { kind, from, to: End::Unknown, ..Claim::new(a, predicate, b) })
        });
    let share = prop_oneof![3 => Just(1.0_f32), 1 => Just(0.5)];
    let refers = (option::weighted(0.3, any::<Index>()), prop_oneof![3 => vec(any::<Index>(), 0..1), 1 => vec(any::<Index>(), 1..3)]);
    (claim, option::weighted(0.6, source()), share, any::<bool>(), refers)
        .prop_map(|(claim, source, trust, has_id, (episode, supports))| Said { claim, source, trust, has_id, episode, supports })
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    prop_oneof![
        8 => said().prop_map(Step::Claim),
        2 => (index(), said()).prop_map(|(target, said)| Step::Correct(target, said)),
        3 => (option::of(source()), name()).prop_map(|(source, name)| Step::Episode(source, name)),
        1 => index().prop_map(Step::RetractClaim),
        1 => index().prop_map(Step::RetractEpisode),
        1 => source().prop_map(Step::RetractSource),
        2 => index().prop_map(Step::Undo),
        1 => (name(), name()).prop_map(|(from, into)| Step::Merge(from, into)),
        1 => (name(), name()).prop_map(|(from, name)| Step::Split(from, name)),
    ]
}

fn what() -> impl Strategy<Value = Vec<What>> {
    let one =
        prop_oneof![3 => source().prop_map(What::Source), 2 => any::<Index>().prop_map(What::Episode), 1 => name().prop_map(What::Entity)];
    vec(one, 1..3)
}

/// Something told, with what the naive reading of the law needs to know of it.
#[derive(Clone, Debug)]
struct Entry {
    operation: Operation,
    day: i64,
    /// The id of the claim or episode that it brought.
    id: Option<String>,
    /// The transactions of this memory.
    tx: u32,
}

/// Tells each step in a transaction of its own, as far as it is accepted; says what was told.
fn tell_all(memory: &Memory, steps: &[Step], merging: bool, given_ids: bool) -> Vec<Entry> {
    let mut told: Vec<Entry> = Vec::new();
    // So that every name and source is known from the start, whatever goes.
    let known = |(a, b): (&&str, &&str)| Statement::new(Claim::new(a, "knows", b)).source("base").id(&format!("{a} knows"));
    let first: Vec<Operation> = NAMES.iter().zip(NAMES.iter().skip(1)).map(known).map(Operation::Claim).collect();
    let all = first.into_iter().map(Some).chain(steps.iter().map(|_| None));
    for (place, given) in all.enumerate() {
        let step = place.checked_sub(NAMES.len() - 1).and_then(|place| steps.get(place));
        let operation = match (given, step) {
            (Some(operation), _) => Some(operation),
            (None, Some(step)) => operation(step, place, &told, merging, given_ids),
            (None, None) => None,
        };
        let day = FIRST_DAY + i64::try_from(place).unwrap() * DAY;
        let Some(operation) = operation else { continue };
        let Ok((tx, id)) = tell(memory, operation.clone(), day) else { continue };
        told.push(Entry { operation, day, id, tx });
    }
    told
}

fn tell(memory: &Memory, operation: Operation, day: i64) -> asof::Result<(u32, Option<String>)> {
    let recorded_at = Some(TxTime(Instant::from_micros(day).unwrap()));
    let batch = Batch { operations: vec![operation], recorded_at, ..Batch::default() };
    let report = memory.tell_batches(&[batch])?.remove(0);
    let id = report.claims.first().or(report.episodes.first()).cloned();
    report
        .tx
        .map(|tx| (tx.0, id))
        .ok_or_else(|| memory.tell(Operation::Retract { target: "nothing new".into(), reason: None }).unwrap_err())
}

fn ids<'t>(told: &'t [Entry], claims: bool) -> Vec<&'t String> {
    let of = |entry: &&'t Entry| matches!(entry.operation, Operation::Episode { .. }) != claims;
    told.iter().filter(of).filter_map(|entry| entry.id.as_ref()).collect()
}

fn pick(index: &Index, from: &[&String]) -> Option<String> {
    (!from.is_empty()).then(|| (*index.get(from)).clone())
}

fn operation(step: &Step, place: usize, told: &[Entry], merging: bool, given_ids: bool) -> Option<Operation> {
    let (claims, episodes) = (ids(told, true), ids(told, false));
    let statement = |said: &Said| Statement {
        id: (given_ids || said.has_id).then(|| format!("c{place}")),
        source: said.source.map(str::to_owned),
        trust: said.trust,
        episode: said.episode.as_ref().and_then(|episode| pick(episode, &episodes)),
        supports: said.supports.iter().filter_map(|support| pick(support, &claims)).collect(),
        ..Statement::new(said.claim.clone())
    };
    Some(match step {
        Step::Claim(said) => Operation::Claim(statement(said)),
        Step::Correct(target, said) => Operation::Correct { target: pick(target, &claims)?, statement: statement(said), reason: None },
        Step::Episode(source, name) => Operation::Episode {
            id: (given_ids || place.is_multiple_of(2)).then(|| format!("t{place}")),
            text: format!("Words about {name}, on day {place}."),
            occurred_at: None,
            speaker: None,
            source: source.map(str::to_owned),
        },
        Step::RetractClaim(target) => Operation::Retract { target: pick(target, &claims)?, reason: None },
        Step::RetractEpisode(target) => Operation::Retract { target: pick(target, &episodes)?, reason: None },
        Step::RetractSource(source) => Operation::RetractSource { source: (*source).into(), reason: None },
        Step::Undo(index) => Operation::Undo { tx: asof::TxId(index.get(told).tx) },
        Step::Merge(from, into) if merging => Operation::Merge { from: (*from).into(), into: (*into).into() },
        Step::Split(from, name) if merging => Operation::Split { from: (*from).into(), name: (*name).into() },
        Step::Merge(..) | Step::Split(..) => return None,
    })
}

/// The law, read naively: what is left of each thing told, and how much was erased where nothing is.
fn left(
    told: &[Entry],
    sources: &BTreeSet<&str>,
    episodes: &BTreeSet<String>,
    entities: &BTreeSet<&str>,
) -> Vec<Result<Operation, Erased>> {
    let about = |claim: &Claim| entities.contains(claim.subject.as_str()) || entities.contains(claim.object.text().as_str());
    let statement = |entry: &Entry| match &entry.operation {
        Operation::Claim(statement) | Operation::Correct { statement, .. } => Some(statement.clone()),
        _ => None,
    };
    // A text from which a claim about the entity was read goes too.
    let speaks: BTreeSet<String> =
        told.iter().filter_map(statement).filter(|said| about(&said.claim)).filter_map(|said| said.episode).collect();
    let mut gone: BTreeSet<String> = BTreeSet::new();
    let mut emptied: BTreeSet<u32> = BTreeSet::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut all = Vec::new();
    let of_source = |source: &Option<String>| source.as_deref().is_some_and(|source| sources.contains(source));
    for entry in told {
        let erased = |claims, episodes| Err(Erased { claims, episodes, findings: 0 });
        let what = match entry.operation.clone() {
            Operation::Claim(_) | Operation::Correct { .. } => {
                let said = statement(entry).unwrap();
                let goes =
                    of_source(&said.source) || about(&said.claim) || said.episode.iter().chain(&said.supports).any(|id| gone.contains(id));
                match entry.operation.clone() {
                    _ if goes => erased(1, 0),
                    Operation::Correct { target, .. } if gone.contains(&target) => Ok(Operation::Claim(said)),
                    operation => Ok(operation),
                }
            }
            Operation::Episode { text, source, .. } => {
                let id = entry.id.clone().unwrap();
                let mentions = entities.iter().any(|name| text.contains(name));
                let goes = of_source(&source) || mentions || episodes.contains(&id) || speaks.contains(&id);
                if goes { erased(0, 1) } else { Ok(entry.operation.clone()) }
            }
            Operation::Retract { target, .. } if gone.contains(&target) => erased(0, 0),
            Operation::RetractSource { source, .. } if !used.contains(&source) => erased(0, 0),
            Operation::Undo { tx } if emptied.contains(&tx.0) => erased(0, 0),
            operation => Ok(operation),
        };
        match &what {
            Err(_) => {
                gone.extend(entry.id.clone());
                emptied.insert(entry.tx);
            }
            Ok(Operation::Claim(Statement { source, .. }) | Operation::Correct { statement: Statement { source, .. }, .. }) => {
                used.extend(source.clone())
            }
            Ok(Operation::Episode { source, .. }) => used.extend(source.clone()),
            Ok(_) => {}
        }
        all.push(what);
    }
    all
}

/// Everything that can be asked of the names, as known on each day.
fn answers(memory: &Memory, days: &[i64]) -> Vec<String> {
    let snapshot = memory.snapshot();
    let mut answers = Vec::new();
    for &day in days {
        let known = KnownAt::At(Point::at(Instant::from_micros(day).unwrap()));
        for name in NAMES {
            for valid in [None, "2019".parse().ok()] {
                let reading = snapshot.as_of(AsOf { valid, known });
                answers.push(show(&reading.facts(name).unwrap_or_default()));
            }
            answers.push(show(&snapshot.as_of(AsOf::NOW.known(known)).timeline(name, None).unwrap_or_default()));
        }
    }
    answers
}

fn show(facts: &[asof::Fact]) -> String {
    serde_json::to_string(facts).unwrap()
}

fn volatile() -> Memory {
    Memory::options().volatile().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, rng_seed: RngSeed::Fixed(77), ..ProptestConfig::default() })]

    #[test]
    fn what_is_left_is_what_a_memory_never_told_the_rest_would_be(steps in vec(step(), 1..30), what in what(), given_ids: bool) {
        let by_entity = what.iter().any(|what| matches!(what, What::Entity(_)));
        let memory = volatile();
        // Who is one entity with whom is told of in `names`.
        let told = tell_all(&memory, &steps, !by_entity, given_ids);
        let texts = ids(&told, false);
        let (mut selectors, mut sources, mut episodes, mut entities) = (Vec::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for what in &what {
            match what {
                What::Source(source) => if memory.forgetting(&[Selector::Source((*source).into())]).is_ok() {
                    sources.insert(*source);
                    selectors.push(Selector::Source((*source).into()));
                },
                What::Episode(index) => if let Some(id) = pick(index, &texts) {
                    episodes.insert(id.clone());
                    selectors.push(Selector::Episode(id));
                },
                What::Entity(name) => {
                    entities.insert(*name);
                    selectors.push(Selector::Entity((*name).into()));
                }
            }
        }
        prop_assume!(!selectors.is_empty());
        let days: Vec<i64> = told.iter().map(|entry| entry.day).collect();
        forget(&memory, &selectors);

        let (beside, never) = (volatile(), volatile());
        let mut never_txs = std::collections::BTreeMap::new();
        for (entry, left) in told.iter().zip(left(&told, &sources, &episodes, &entities)) {
            match left {
                Ok(operation) => {
                    tell(&beside, operation.clone(), entry.day).unwrap();
                    if given_ids {
                        // Without tombstones, transactions have other numbers.
                        let operation = match operation {
                            Operation::Undo { tx } => Operation::Undo { tx: never_txs[&tx.0] },
                            other => other,
                        };
                        let (tx, _) = tell(&never, operation, entry.day).unwrap();
                        never_txs.insert(entry.tx, asof::TxId(tx));
                    }
                }
                Err(erased) => { tell(&beside, Operation::Erased(erased), entry.day).unwrap(); }
            }
        }
        prop_assert_eq!(memory.check().unwrap(), Vec::<String>::new());
        let (found, expected) = (exported(&memory), exported(&beside));
        let found: Vec<&str> = found.lines().collect();
        let (last, found) = found.split_last().unwrap();
        prop_assert!(last.contains("{\"erased\":{}"), "{}", last);
        let expected: Vec<&str> = expected.lines().collect();
        let differs = found.iter().zip(&expected).find(|(found, expected)| found != expected);
        prop_assert_eq!((differs, found.len()), (None, expected.len()), "{:#?}", &found[100..]);
        prop_assert_eq!(answers(&memory, &days), answers(&beside, &days));
        if given_ids {
            prop_assert_eq!(answers(&memory, &days), answers(&never, &days));
        }
        let again = memory.forget(&selectors, &mut |_, _| {});
        prop_assert!(again.is_err_and(|error| error.is_not_found()));
    }

    #[test]
    fn forgetting_one_thing_after_another_is_forgetting_both(steps in vec(step(), 1..25), first in source(), second in source()) {
        prop_assume!(first != second);
        let both: Vec<Selector> = [first, second].map(|source| Selector::Source(source.into())).into();
        let (one_by_one, at_once) = (volatile(), volatile());
        let told = tell_all(&one_by_one, &steps, false, false);
        tell_all(&at_once, &steps, false, false);
        prop_assume!(both.iter().all(|selector| at_once.forgetting(std::slice::from_ref(selector)).is_ok()));
        forget(&at_once, &both);
        forget(&one_by_one, &both[..1]);
        // The first may have taken all that the second would.
        if one_by_one.forgetting(&both[1..]).is_ok() {
            forget(&one_by_one, &both[1..]);
        }
        let lines = |memory: &Memory| exported(memory).lines().map(str::to_owned).take_while(|line| !is_after(line, told.last())).collect::<Vec<_>>();
        prop_assert_eq!(lines(&one_by_one), lines(&at_once));
    }
}

fn is_after(line: &str, last: Option<&Entry>) -> bool {
    let tx = line.rsplit_once("\"tx\":").and_then(|(_, tx)| tx.trim_end_matches('}').parse::<u32>().ok());
    tx.zip(last).is_some_and(|(tx, last)| last.tx < tx)
}

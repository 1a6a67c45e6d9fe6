//! The laws of the whole memory: whatever is told, in whatever order, these hold; and a brute-force model of the memory
//! gives the same answers.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod brute;

use std::collections::BTreeSet;

use asof::{
    AsOf, Batch, Cardinality, Certainty, Claim, Clock, Direction, End, Fact, Instant, Kind, KnownAt, Memory, Object, OnError, Operation,
    Point, Scalar, Schema, Statement, Told, TxId, TxTime,
};
use brute::{Answer, Brute, Entry};
use proptest::{collection::vec, option, prelude::*, sample::Index, test_runner::RngSeed};

const CASES: u32 = 200;
const DAY: i64 = 86_400_000_000;
/// The first day on which something is told: 1 January 2020.
const FIRST_DAY: i64 = 18_262 * DAY;
const NAMES: [&str; 5] = ["Ana", "Ben", "Cleo", "Dora", "Emil"];
const PREDICATES: [&str; 10] =
    ["one_home", "one_boss", "paired_with", "tagged", "adores", "abhors", "near", "teaches", "taught_by", "passing"];
/// Predicates with values for objects too; they are never read from the other side.
const VALUED: [&str; 4] = ["one_boss", "tagged", "adores", "passing"];
const SOURCES: [&str; 3] = ["chat", "file", "feed"];

// ---- What is told ----

/// A claim in the making: what it refers to is chosen among what is there when it is told.
#[derive(Clone, Debug)]
struct Said {
    statement: Statement,
    given_id: Option<char>,
    episode: Option<Index>,
    supports: Vec<Index>,
}

#[derive(Clone, Debug)]
enum Step {
    Claim(Said),
    Correct(Index, Said),
    Retract(Index),
    RetractEpisode(Index),
    RetractSource(&'static str),
    Undo(Index),
    Merge(&'static str, &'static str),
    Split(&'static str, &'static str),
    Schema(Schema),
    Episode { source: Option<&'static str>, occurred_at: Option<Point> },
}

/// Things told in one transaction, so many days after the one before.
#[derive(Clone, Debug)]
struct Telling {
    steps: Vec<Step>,
    days: i64,
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&NAMES[..])
}

fn date() -> impl Strategy<Value = Point> {
    let parts = (2018..2023_u32, prop::sample::select(vec![1_u32, 3, 5, 12]), prop::sample::select(vec![1_u32, 2, 28]), 0..12_u8);
    parts.prop_map(|(year, month, day, precision)| {
        let text = match precision {
            0..3 => format!("{year}"),
            3..6 => format!("{year}-{month:02}"),
            6..9 => format!("{year}-{month:02}-{day:02}"),
            9 => format!("{year}-{month:02}-{day:02}T12:00:00Z"),
            10 => "201X".into(),
            _ => format!("{year}-{month:02}/{year}-12"),
        };
        text.parse().unwrap()
    })
}

fn dates() -> impl Strategy<Value = (Option<Point>, End)> {
    let end = prop_oneof![3 => Just(End::Unknown), 1 => Just(End::Open), 3 => date().prop_map(End::At)];
    (option::weighted(0.85, date()), end)
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        6 => Just(Kind::Begins),
        4 => Just(Kind::Holds),
        3 => Just(Kind::Ends),
        2 => Just(Kind::Denies),
        1 => Just(Kind::Happens),
    ]
}

fn object() -> impl Strategy<Value = Object> {
    let value = || Object::Value { value: Scalar::Number(7.into()), unit: Some("kg".into()) };
    prop_oneof![8 => name().prop_map(|name| Object::Entity(name.into())), 1 => Just(value())]
}

fn claim() -> impl Strategy<Value = Claim> {
    (name(), prop::sample::select(&PREDICATES[..]), object(), name(), kind(), dates(), any::<bool>()).prop_map(
        |(subject, predicate, object, entity, kind, (from, to), shout)| {
            let subject = if shout { subject.to_uppercase() } else { subject.into() };
            // `begins` with an end alone is no shape of the page; `ends` has one date.
            let values = VALUED.contains(&predicate);
            let object = if values { object } else { Object::Entity(entity.into()) };
            let to = if kind != Kind::Holds && from.is_none() || kind == Kind::Ends { End::Unknown } else { to };
            Claim { subject, predicate: predicate.into(), object, kind, from, to }
        },
    )
}

fn statement() -> impl Strategy<Value = Statement> {
    let share = || prop_oneof![3 => Just(1.0_f32), 1 => Just(0.5)];
    (claim(), option::weighted(0.3, prop::sample::select(&SOURCES[..])), option::weighted(0.3, date()), share(), share()).prop_map(
        |(claim, source, occurred_at, trust, confidence)| Statement {
            source: source.map(str::to_owned),
            occurred_at,
            trust,
            confidence,
            ..Statement::new(claim)
        },
    )
}

fn said() -> impl Strategy<Value = Said> {
    let supports = prop_oneof![4 => vec(any::<Index>(), 0..1), 1 => vec(any::<Index>(), 1..3)];
    (statement(), option::weighted(0.5, prop::char::range('a', 'e')), option::weighted(0.25, any::<Index>()), supports)
        .prop_map(|(statement, given_id, episode, supports)| Said { statement, given_id, episode, supports })
}

/// Claims that speak of nothing that was told before, each under an id of its own.
fn claims(lengths: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Statement>> {
    vec((statement(), prop::char::range('p', 't')), lengths).prop_map(|claims| {
        let numbered = (0..).zip(claims);
        numbered.map(|(number, (statement, letter))| statement.id(&format!("{letter}{number}"))).collect()
    })
}

fn schemas() -> Vec<Schema> {
    let limited = |name: &str, cardinality| Schema { cardinality, ..Schema::many(name) };
    let group = |name: &str| Schema { exclusive_group: Some("feeling".into()), ..Schema::many(name) };
    vec![
        limited("one_home", Cardinality::OneObjectPerSubject),
        limited("one_boss", Cardinality::OneSubjectPerObject),
        Schema { symmetric: true, ..limited("paired_with", Cardinality::OneToOne) },
        Schema::many("tagged"),
        group("adores"),
        group("abhors"),
        Schema { symmetric: true, ..Schema::many("near") },
        Schema { inverse_of: Some("taught_by".into()), ..limited("teaches", Cardinality::OneSubjectPerObject) },
        Schema { half_life: Some(10.0), ..limited("passing", Cardinality::OneObjectPerSubject) },
    ]
}

/// Another schema for a predicate than the one it started with.
fn schema() -> impl Strategy<Value = Schema> {
    let limits = vec![Cardinality::Many, Cardinality::OneObjectPerSubject, Cardinality::OneSubjectPerObject, Cardinality::OneToOne];
    let limited = (prop::sample::select(&PREDICATES[..8]), prop::sample::select(limits), any::<bool>());
    let other = limited.prop_map(|(predicate, cardinality, symmetric)| {
        let two_sided = matches!(cardinality, Cardinality::Many | Cardinality::OneToOne);
        let symmetric = symmetric && two_sided && !VALUED.contains(&predicate);
        Schema { cardinality, symmetric, ..Schema::many(predicate) }
    });
    prop_oneof![other, prop::sample::select(schemas())]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        18 => said().prop_map(Step::Claim),
        3 => (any::<Index>(), said()).prop_map(|(target, said)| Step::Correct(target, said)),
        2 => any::<Index>().prop_map(Step::Retract),
        1 => any::<Index>().prop_map(Step::RetractEpisode),
        1 => prop::sample::select(&SOURCES[..]).prop_map(Step::RetractSource),
        4 => any::<Index>().prop_map(Step::Undo),
        3 => (name(), name()).prop_map(|(from, into)| Step::Merge(from, into)),
        2 => (name(), name()).prop_map(|(from, part)| Step::Split(from, part)),
        1 => schema().prop_map(Step::Schema),
        2 => (option::of(prop::sample::select(&SOURCES[..])), option::of(date()))
            .prop_map(|(source, occurred_at)| Step::Episode { source, occurred_at }),
    ]
}

fn telling(step: impl Strategy<Value = Step> + Clone) -> impl Strategy<Value = Telling> {
    let steps = prop_oneof![4 => vec(step.clone(), 1..2), 1 => vec(step, 2..4)];
    (steps, 0..3_i64).prop_map(|(steps, days)| Telling { steps, days })
}

fn history(lengths: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Telling>> {
    vec(telling(step().boxed()), lengths)
}

/// An instant at or next to a bound of a date.
fn instant() -> impl Strategy<Value = i64> {
    (date(), any::<bool>(), -1..2_i64).prop_map(|(date, end, off)| if end { date.hi() } else { date.lo() }.micros() + off)
}

// ---- Telling it ----

/// A clock that stands still, after all that is told.
struct Still;

impl Clock for Still {
    fn now(&self) -> TxTime {
        TxTime(at(FIRST_DAY + 10_000 * DAY))
    }
}

fn at(micros: i64) -> Instant {
    Instant::from_micros(micros).unwrap()
}

fn volatile() -> Memory {
    Memory::options().clock(Still).volatile().unwrap()
}

/// A memory and the model of it, told the same.
struct World {
    memory: Memory,
    brute: Brute,
    day: i64,
    claims: Vec<String>,
    episodes: Vec<String>,
    /// So many ids were given.
    given: usize,
}

impl World {
    /// A memory that knows the predicates.
    fn new() -> Self {
        let mut world = Self { memory: volatile(), brute: Brute::default(), day: 0, claims: Vec::new(), episodes: Vec::new(), given: 0 };
        world.tell_operations(schemas().into_iter().map(Operation::Predicate).collect());
        world
    }

    fn told(history: &[Telling]) -> Self {
        let mut world = Self::new();
        world.tell_all(history);
        world
    }

    fn tell_all(&mut self, history: &[Telling]) {
        for telling in history {
            self.tell(telling);
        }
    }

    fn tell_claims(&mut self, claims: &[Statement]) {
        for claim in claims {
            self.tell_operations(vec![Operation::Claim(claim.clone())]);
        }
    }

    fn tell(&mut self, telling: &Telling) -> Option<TxId> {
        self.day += telling.days;
        let operations = telling.steps.iter().filter_map(|step| self.operation(step)).collect();
        self.tell_operations(operations)
    }

    /// Tells a transaction, and the model too if it is accepted.
    fn tell_operations(&mut self, operations: Vec<Operation>) -> Option<TxId> {
        let time = FIRST_DAY + self.day * DAY;
        let batch = Batch { operations: operations.clone(), recorded_at: Some(TxTime(at(time))), ..Batch::default() };
        match self.memory.tell_batches(&[batch]) {
            Ok(reports) => {
                let report = &reports[0];
                let tx = report.tx?;
                self.claims.extend(report.claims.iter().cloned());
                self.episodes.extend(report.episodes.iter().cloned());
                self.brute.told.extend(operations.into_iter().map(|operation| Entry { tx: tx.0, time, operation }));
                Some(tx)
            }
            Err(error) => {
                assert!(!error.is_corrupt(), "{error}");
                None
            }
        }
    }

    fn last_tx(&self) -> u32 {
        self.memory.snapshot().last_tx().0
    }

    /// The operation that a step stands for now, if what it speaks of is there.
    fn operation(&mut self, step: &Step) -> Option<Operation> {
        let pick = |ids: &[String], index: &Index| (!ids.is_empty()).then(|| index.get(ids).clone());
        Some(match step {
            Step::Claim(said) => Operation::Claim(self.statement(said)),
            Step::Correct(target, said) => {
                Operation::Correct { target: pick(&self.claims, target)?, statement: self.statement(said), reason: None }
            }
            Step::Retract(target) => Operation::Retract { target: pick(&self.claims, target)?, reason: None },
            Step::RetractEpisode(target) => Operation::Retract { target: pick(&self.episodes, target)?, reason: None },
            Step::RetractSource(source) => Operation::RetractSource { source: (*source).into(), reason: None },
            Step::Undo(index) => Operation::Undo { tx: TxId(u32::try_from(index.index(self.last_tx() as usize)).unwrap() + 1) },
            Step::Merge(from, into) => Operation::Merge { from: (*from).into(), into: (*into).into() },
            Step::Split(from, part) => Operation::Split { from: (*from).into(), name: (*part).into() },
            Step::Schema(schema) => Operation::Predicate(schema.clone()),
            Step::Episode { source, occurred_at } => self.new_episode(source.map(str::to_owned), *occurred_at),
        })
    }

    fn new_episode(&mut self, source: Option<String>, occurred_at: Option<Point>) -> Operation {
        self.given += 1;
        Operation::Episode { id: Some(format!("e{}", self.given)), text: "said".into(), occurred_at, speaker: None, source }
    }

    fn statement(&mut self, said: &Said) -> Statement {
        self.given += 1;
        let id = said.given_id.map(|letter| format!("{letter}{}", self.given));
        let episode = said.episode.filter(|_| !self.episodes.is_empty()).map(|index| index.get(&self.episodes).clone());
        let supports: Vec<String> = match self.claims.as_slice() {
            [] => Vec::new(),
            claims => said.supports.iter().map(|index| index.get(claims).clone()).collect(),
        };
        Statement { id, episode, supports, ..said.statement.clone() }
    }
}

// ---- Asking ----

/// What the memory says of a name; nothing if it does not know it.
fn facts(memory: &Memory, name: &str, t: i64, k: u32) -> Vec<Fact> {
    let snapshot = memory.snapshot();
    let reading = snapshot.as_of(AsOf::valid(Point::at(at(t))).known(KnownAt::Tx(TxId(k))));
    found(reading.facts(name))
}

fn timeline(memory: &Memory, name: &str, k: u32) -> Vec<Fact> {
    let snapshot = memory.snapshot();
    found(snapshot.as_of(AsOf::NOW.known(KnownAt::Tx(TxId(k)))).timeline(name, None))
}

fn found(facts: asof::Result<Vec<Fact>>) -> Vec<Fact> {
    facts.unwrap_or_else(|error| {
        assert!(error.is_not_found(), "{error}");
        Vec::new()
    })
}

/// The facts as the model gives them.
fn answers(brute: &Brute, facts: &[Fact], k: u32) -> Vec<Answer> {
    let answer = |fact: &Fact| Answer {
        subject: fact.subject.clone(),
        predicate: fact.predicate.clone(),
        object: fact.object.text(),
        certain: !fact.event && fact.certainty == Certainty::Certain,
        disputed: fact.disputed,
        event: fact.event,
    };
    let mut answers: Vec<Answer> = facts.iter().map(|fact| brute.orient(answer(fact), k)).collect();
    answers.sort();
    answers.dedup();
    answers
}

/// All that the memory says at some instants and of all time, as known at some transactions.
fn everything(memory: &Memory, known: std::ops::RangeInclusive<u32>, instants: &[i64]) -> Vec<Vec<Fact>> {
    let of_name = |name: &str, k: u32| {
        let at_instants = instants.iter().map(|&t| facts(memory, name, t, k));
        at_instants.chain([timeline(memory, name, k)]).collect::<Vec<_>>()
    };
    known.flat_map(|k| NAMES.map(|name| of_name(name, k)).concat()).collect()
}

/// What is believed now, in words that do not depend on which spelling or side was told first.
fn beliefs(memory: &Memory, instants: &[i64]) -> Vec<Vec<String>> {
    let now = memory.snapshot().last_tx().0;
    everything(memory, now..=now, instants).iter().map(|facts| in_words(facts)).collect()
}

fn in_words(facts: &[Fact]) -> Vec<String> {
    let mut words: Vec<String> = facts.iter().map(fact_in_words).collect();
    words.sort();
    words
}

fn fact_in_words(fact: &Fact) -> String {
    let mut sides = [fact.subject.to_lowercase(), fact.object.text().to_lowercase()];
    sides.sort();
    let mut claims = fact.claims.clone();
    claims.sort();
    let Fact { predicate, from, to, certainty, disputed, basis, .. } = fact;
    let from = from.map(|from| from.to_string());
    format!("{predicate} {sides:?} from {from:?} to {to:?} {certainty:?} {basis:?} disputed: {disputed} by {claims:?}")
}

fn exported(memory: &Memory) -> String {
    let mut lines = Vec::new();
    memory.export(&mut lines).unwrap();
    String::from_utf8(lines).unwrap()
}

/// Predicates that give their subject at most one object at a time, unless another schema is told.
const ONE_OBJECT: [&str; 2] = ["one_home", "passing"];

/// Those of some facts that give an entity an object by one predicate, each once.
fn objects_of(mut facts: Vec<Fact>, entity: &str, predicate: &str) -> Vec<Fact> {
    facts.retain(|fact| fact.predicate == predicate && fact.subject == entity && !fact.event);
    facts.dedup();
    facts
}

/// Whether a fact ends before the next one begins, as far as the dates say. When a transient faded, nobody knows.
fn ends_before(fact: &Fact, next: &Fact) -> bool {
    match (fact.to, next.from) {
        // Where a detour ends in the year in which it began, it was not told in which month.
        (End::At(to), Some(from)) => to.lo().micros() < from.reach(),
        (End::At(_), None) => true,
        (End::Unknown, _) => fact.predicate == "passing",
        (End::Open, _) => false,
    }
}

fn lines(claims: &[Statement]) -> String {
    claims.iter().map(|claim| asof::write_line(&Operation::Claim(claim.clone()).into()).unwrap() + "\n").collect()
}

/// What was told, line by line, without the schemas of the beginning.
fn script(brute: &Brute) -> String {
    let told = brute.told.iter().skip(schemas().len());
    told.map(|entry| {
        let told = Told { operation: entry.operation.clone(), recorded_at: Some(TxTime(at(entry.time))), tx: Some(TxId(entry.tx)) };
        asof::write_line(&told).unwrap() + "\n"
    })
    .collect()
}

/// The same cases every time, so that a change is judged by itself. `PROPTEST_CASES` and `PROPTEST_RNG_SEED` search elsewhere.
fn config() -> ProptestConfig {
    let asked = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let searching = std::env::var_os("PROPTEST_CASES").is_some();
    if searching { asked } else { ProptestConfig { cases: CASES, rng_seed: RngSeed::Fixed(1), ..asked } }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_answer_is_the_brute_forces_answer(history in history(1..14), instants in vec(instant(), 3)) {
        let World { memory, brute, .. } = World::told(&history);
        for k in 0..=memory.snapshot().last_tx().0 {
            for &t in &instants {
                let expected = brute.everything(t, k);
                for name in NAMES {
                    let got = answers(&brute, &facts(&memory, name, t, k), k);
                    prop_assert_eq!(got, expected.of(name), "{} at {} known at {}: got | expected, told\n{}", name, at(t), k, script(&brute));
                }
            }
        }
        prop_assert_eq!(memory.check().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn one_predicate_is_answered_as_it_is_among_all(history in history(1..14), t in instant(), days in 1_i64..800) {
        let World { memory, brute, .. } = World::told(&history);
        let (snapshot, ever) = (memory.snapshot(), (i64::MIN, i64::MAX));
        for view in (0..=snapshot.last_tx().0).map(|k| snapshot.graph().view(k)) {
            let told = view.entities().flat_map(|entity| view.beliefs(entity, Direction::Both, None, ever));
            let predicates: BTreeSet<u32> = told.map(|belief| belief.predicate).collect();
            for (states, events) in [((t, t + 1), (i64::MIN, t + 1)), ((t, t + days * DAY), (t, t + days * DAY)), (ever, ever)] {
                for entity in view.entities() {
                    let all = view.states_and_events(entity, Direction::Outgoing, None, states, events);
                    for &predicate in &predicates {
                        let mut one = view.states_and_events(entity, Direction::Outgoing, Some(predicate), states, events);
                        one.retain(|belief| belief.predicate == predicate);
                        let among_all: Vec<_> = all.iter().filter(|belief| belief.predicate == predicate).cloned().collect();
                        prop_assert_eq!(one, among_all, "from {} known at {}, told\n{}", at(t), view.known_at(), script(&brute));
                    }
                }
            }
        }
    }

    #[test]
    fn what_was_known_then_is_answered_as_it_was(before in history(1..10), after in history(1..10), instants in vec(instant(), 2)) {
        let mut world = World::told(&before);
        let last = world.last_tx();
        let old = everything(&world.memory, 0..=last, &instants);
        world.tell_all(&after);
        prop_assert_eq!(old, everything(&world.memory, 0..=last, &instants), "told\n{}", script(&world.brute));
    }

    #[test]
    fn an_export_imports_to_an_equal_memory(history in history(1..14), instants in vec(instant(), 2)) {
        let World { memory, brute, .. } = World::told(&history);
        let lines = exported(&memory);
        let copy = volatile();
        let imported = copy.import_lines(lines.as_bytes(), OnError::Stop);
        prop_assert!(imported.is_ok(), "{:?}, told\n{}", imported, script(&brute));
        let last = memory.snapshot().last_tx().0;
        let (of_memory, of_copy) = (everything(&memory, 0..=last, &instants), everything(&copy, 0..=last, &instants));
        prop_assert_eq!(of_memory, of_copy, "told\n{}", script(&brute));
        prop_assert_eq!(&exported(&copy), &lines);
        prop_assert_eq!(copy.snapshot().last_tx().0, last);
        prop_assert_eq!(copy.check().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_is_undone_has_never_been(
        before in history(0..10),
        undone in telling(step().boxed()),
        after in claims(0..5),
        instants in vec(instant(), 2),
    ) {
        let (mut with, mut without) = (World::told(&before), World::told(&before));
        let tx = with.tell(&undone);
        without.day = with.day;
        with.tell_claims(&after);
        without.tell_claims(&after);
        if let Some(tx) = tx {
            let undo = with.tell_operations(vec![Operation::Undo { tx }]);
            prop_assert!(undo.is_some(), "{:?} cannot be undone, told\n{}", tx, script(&with.brute));
        }
        prop_assert_eq!(beliefs(&with.memory, &instants), beliefs(&without.memory, &instants), "told\n{}", script(&with.brute));
    }

    #[test]
    fn claims_in_any_order_give_the_same_timelines(
        (told, shuffled) in claims(1..9).prop_flat_map(|claims| (Just(claims.clone()), Just(claims).prop_shuffle())),
    ) {
        let ask = |claims: &[Statement]| {
            let mut world = World::new();
            world.tell_claims(claims);
            beliefs(&world.memory, &[])
        };
        prop_assert_eq!(ask(&told), ask(&shuffled), "told\n{}\nor\n{}", lines(&told), lines(&shuffled));
    }

    #[test]
    fn what_has_one_value_never_has_two(history in history(1..14), instants in vec(instant(), 3)) {
        let World { memory, brute, .. } = World::told(&history);
        let asked = (0..=memory.snapshot().last_tx().0).flat_map(|k| ONE_OBJECT.map(|predicate| (k, predicate)));
        for (k, predicate) in asked.filter(|(k, predicate)| brute.cardinality(predicate, *k) == Cardinality::OneObjectPerSubject) {
            for name in NAMES {
                let entity = brute.goes_by(name, k);
                for pair in objects_of(timeline(&memory, name, k), &entity, predicate).windows(2) {
                    prop_assert!(ends_before(&pair[0], &pair[1]), "{} at {}: {:#?}, told\n{}", name, k, pair, script(&brute));
                }
                for &t in &instants {
                    let now = objects_of(facts(&memory, name, t, k), &entity, predicate);
                    prop_assert!(now.len() <= 1, "{} at {} known at {}: {:#?}, told\n{}", name, at(t), k, now, script(&brute));
                }
            }
        }
    }

    #[test]
    fn what_is_derived_stands_and_falls_with_its_supports(
        bases in 1..5_usize,
        derived in vec(vec(any::<Index>(), 1..4), 1..5),
        changes in vec((any::<bool>(), any::<Index>()), 0..10),
    ) {
        let cascade = Cascade::tell(bases, &derived, &changes);
        for k in 0..=cascade.world.last_tx() {
            let visible = cascade.visible(k);
            for (claim, supports) in (bases..).zip(&cascade.supports) {
                let told = cascade.told_at[claim].0 <= k;
                let expected = told && supports.iter().all(|&support| visible[support]);
                prop_assert_eq!(visible[claim], expected, "claim {} known at {}, told\n{}", claim, k, script(&cascade.world.brute));
            }
        }
    }

    #[test]
    fn a_check_finds_nothing_wrong(history in history(1..30)) {
        let World { memory, brute, .. } = World::told(&history);
        prop_assert_eq!(memory.check().unwrap(), Vec::<String>::new(), "told\n{}", script(&brute));
    }
}

/// Claims told one by one, those after the bases derived from earlier ones; then bases are taken back, and that undone.
struct Cascade {
    world: World,
    told_at: Vec<TxId>,
    /// What each derived claim is derived from, by number.
    supports: Vec<Vec<usize>>,
}

impl Cascade {
    fn tell(bases: usize, derived: &[Vec<Index>], changes: &[(bool, Index)]) -> Self {
        let mut cascade = Self { world: World::new(), told_at: Vec::new(), supports: Vec::new() };
        for _ in 0..bases {
            cascade.tell_claim(&[]);
        }
        for chosen in derived {
            let supports: Vec<usize> = chosen.iter().map(|index| index.index(cascade.told_at.len())).collect();
            cascade.tell_claim(&supports);
            cascade.supports.push(supports);
        }
        // What may be undone: the bases, and what is told from here on.
        let mut undoable: Vec<TxId> = cascade.told_at[..bases].to_vec();
        for (undo, index) in changes {
            let retract = || Operation::Retract { target: format!("c{}", index.index(bases)), reason: None };
            let change = if *undo { Operation::Undo { tx: *index.get(&undoable) } } else { retract() };
            undoable.extend(cascade.world.tell_operations(vec![change]));
        }
        cascade
    }

    fn tell_claim(&mut self, supports: &[usize]) {
        let number = self.told_at.len();
        let claim = Claim::new("Ana", "tagged", &format!("tag {number}")).kind(Kind::Begins);
        let supports = supports.iter().map(|support| format!("c{support}")).collect();
        let statement = Statement { supports, ..Statement::new(claim).id(&format!("c{number}")) };
        self.told_at.extend(self.world.tell_operations(vec![Operation::Claim(statement)]));
    }

    /// Of every claim, whether its fact is there.
    fn visible(&self, k: u32) -> Vec<bool> {
        let facts = timeline(&self.world.memory, "Ana", k);
        let is_there = |number: usize| facts.iter().any(|fact| fact.object.text() == format!("tag {number}"));
        (0..self.told_at.len()).map(is_there).collect()
    }
}

/// A memory that was told one claim.
fn memory_of(subject: &str, predicate: &str, object: Object) -> World {
    let mut world = World::new();
    world.tell_claims(&[Statement::new(Claim { object, ..Claim::new(subject, predicate, "").kind(Kind::Begins) })]);
    world
}

#[test]
fn a_fact_between_an_entity_and_itself_is_given_once() {
    let world = memory_of("Ana", "tagged", Object::Entity("Ana".into()));
    assert_eq!(facts(&world.memory, "Ana", FIRST_DAY, world.last_tx()).len(), 1);
    assert_eq!(timeline(&world.memory, "Ana", world.last_tx()).len(), 1);
}

#[test]
fn a_value_that_is_read_as_the_subject_is_shown_as_people_read_it() {
    let world = memory_of("Ana", "taught_by", Object::Value { value: Scalar::Number(7.into()), unit: Some("kg".into()) });
    let facts = facts(&world.memory, "Ana", FIRST_DAY, world.last_tx());
    assert_eq!(facts.iter().map(|fact| fact.subject.as_str()).collect::<Vec<_>>(), ["7 kg"]);
}

/// Found by `claims_in_any_order_give_the_same_timelines`.
#[test]
fn what_was_looked_back_to_ends_where_its_end_was_told_whatever_else_is_denied() {
    let claim = |kind, from: &str| Claim::new("Cleo", "one_home", "Ana").kind(kind).from(from.parse().unwrap());
    let denied = Statement::new(claim(Kind::Denies, "2020")).id("t");
    let ended = Statement { trust: 0.5, ..Statement::new(claim(Kind::Ends, "2020-01-01")).id("r") };
    for told in [[denied.clone(), ended.clone()], [ended, denied]] {
        let mut world = World::new();
        world.tell_claims(&told);
        let homes = timeline(&world.memory, "Cleo", world.last_tx());
        let ends: Vec<End> = homes.iter().map(|fact| fact.to).collect();
        assert_eq!(ends, [End::At("2020-01-01".parse().unwrap())], "told\n{}", lines(&told));
    }
}

/// Found by `every_answer_is_the_brute_forces_answer`.
#[test]
fn merges_in_force_again_are_all_in_force() {
    let mut world = World::new();
    let tags = [("Ana", "x"), ("Ben", "y"), ("Dora", "z")];
    world.tell_claims(&tags.map(|(name, tag)| Statement::new(Claim::new(name, "tagged", tag).kind(Kind::Begins))));
    let merge = |into: &str| vec![Operation::Merge { from: "Dora".into(), into: into.into() }];
    let first = world.tell_operations(merge("Ana")).unwrap();
    let undo = world.tell_operations(vec![Operation::Undo { tx: first }]).unwrap();
    world.tell_operations(merge("Ben")).unwrap();
    world.tell_operations(vec![Operation::Undo { tx: undo }]).unwrap();
    for name in ["Ana", "Ben", "Dora"] {
        assert_eq!(facts(&world.memory, name, FIRST_DAY, world.last_tx()).len(), 3, "what is known of {name}");
    }
}

/// Found by `every_answer_is_the_brute_forces_answer`.
#[test]
fn of_what_is_told_from_both_sides_the_side_does_not_decide() {
    let mut world = World::new();
    let ended = Claim { to: End::At("2018".parse().unwrap()), ..Claim::new("Emil", "near", "Ben").kind(Kind::Holds) };
    let stay = Claim { to: End::At("2020".parse().unwrap()), ..Claim::new("Ben", "near", "Emil").from("2018".parse().unwrap()) };
    world.tell_claims(&[Statement::new(ended), Statement::new(stay)]);
    let t = "2019-06-01".parse::<Point>().unwrap().lo().micros();
    assert_eq!(facts(&world.memory, "Ben", t, world.last_tx()).len(), 1, "the value is the same, so the later claim is the stronger");
}

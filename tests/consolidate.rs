//! Consolidation in a user's words: what is found, what is told, what is left alone, and how it is taken back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

use std::sync::{Arc, Mutex};

use asof::{AsOf, Claim, Consolidated, Consolidation, Fact, Finding, FindingKind, Kind, Memory, Operation, Outcome, Point, Statement};

/// A clock that a test sets.
struct Set(Arc<Mutex<String>>);

impl asof::Clock for Set {
    fn now(&self) -> asof::TxTime {
        let point: Point = self.0.lock().unwrap().parse().unwrap();
        asof::TxTime(point.lo())
    }
}

fn memory() -> Memory {
    Memory::options().volatile().unwrap()
}

/// "Ana works_at Acme from 2019 to 2020 @2021 #c1 source=a trust=0.5 ends": a claim in a few words.
fn statement(line: &str) -> Statement {
    let mut words = line.split_whitespace();
    let mut next = || words.next().unwrap().replace('_', " ");
    let (subject, predicate, object) = (next(), next().replace(' ', "_"), next());
    let mut statement = Statement::new(Claim::new(&subject, &predicate, &object));
    let words: Vec<&str> = line.split_whitespace().skip(3).collect();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let mut date = || rest.next().unwrap().parse::<Point>().unwrap();
        match *word {
            "from" => statement.claim.from = Some(date()),
            "to" => statement.claim.to = asof::End::At(date()),
            "begins" => statement.claim.kind = Kind::Begins,
            "ends" => statement.claim.kind = Kind::Ends,
            "denies" => statement.claim.kind = Kind::Denies,
            "happens" => statement.claim.kind = Kind::Happens,
            other if other.starts_with('@') => statement.occurred_at = other[1..].parse().ok(),
            other if other.starts_with('#') => statement.id = Some(other[1..].into()),
            other if other.starts_with("source=") => statement.source = Some(other[7..].into()),
            other if other.starts_with("trust=") => statement.trust = other[6..].parse().unwrap(),
            other => panic!("{other}"),
        }
    }
    statement
}

fn tell(memory: &Memory, lines: &[&str]) {
    for line in lines {
        memory.tell(Operation::Claim(statement(line))).unwrap();
    }
}

fn run(memory: &Memory, options: &Consolidation) -> Consolidated {
    memory.consolidate(options, &mut |_| true).unwrap()
}

fn consolidated(lines: &[&str]) -> (Memory, Consolidated) {
    let memory = memory();
    tell(&memory, lines);
    let done = run(&memory, &Consolidation::default());
    (memory, done)
}

fn of(done: &Consolidated, kind: FindingKind, outcome: Outcome) -> Vec<&Finding> {
    done.findings.iter().filter(|finding| (finding.kind, finding.outcome) == (kind, outcome)).collect()
}

fn holds(memory: &Memory, subject: &str, predicate: &str, at: &str) -> Vec<String> {
    let as_of = if at == "now" { AsOf::NOW } else { AsOf::valid(at.parse().unwrap()) };
    let facts: Vec<Fact> = memory.snapshot().as_of(as_of).facts(subject).unwrap_or_default();
    let of_predicate = facts
        .into_iter()
        .filter(|fact| fact.predicate == predicate && asof_model::normalise(&fact.subject) == asof_model::normalise(subject));
    of_predicate.map(|fact| fact.object.text()).collect()
}

#[test]
fn each_kind_of_contradiction_is_named_with_the_rule_that_decided() {
    use FindingKind::{ExclusiveGroup, ImpossibleInterval, NearDuplicate, OneToOne, OneValue, OppositePolarity};
    use Outcome::{Disputed, Done, Resolved, Review};
    let cases: &[(&[&str], FindingKind, Outcome, &str, &str)] = &[
        (&["Ana lives_in Paris @2020 #a", "Ana lives_in Rome @2021 #b"], OneValue, Resolved, "newer", "a"),
        (
            &["Ana lives_in Paris from 2020 to 2023 #a", "Ana lives_in Rome from 2021 to 2022 #b trust=0.5"],
            OneValue,
            Resolved,
            "more_trusted",
            "b",
        ),
        (&["Ana lives_in Paris @2020-01-01 #a", "Ana lives_in Rome @2020-01-01 #b"], OneValue, Disputed, "equally_good", "a"),
        (&["Bo ceo_of Halden @2020 #a", "Cy ceo_of Halden @2021 #b"], OneValue, Resolved, "newer", "a"),
        (&["Ana likes tea @2020 #a", "Ana dislikes tea @2021 #b"], ExclusiveGroup, Resolved, "newer", "a"),
        (&["Ana spouse_of Bo @2010 #a", "Ana spouse_of Cy @2020 #b"], OneToOne, Resolved, "newer", "a"),
        (&["Ana owns boat @2020 #a", "Ana owns boat denies @2021 #b"], OppositePolarity, Resolved, "newer", "a"),
        (&["Ana owns boat @2020-05-01 #a", "Ana owns boat denies @2020-05-01 #b"], OppositePolarity, Disputed, "equally_good", "a"),
        (&["Ana works_at Acme from 2000 #a", "Ana died_on 2010-03-01 #b"], ImpossibleInterval, Done, "ends_with_death", "a"),
        (&["Ana works_at Acme begins from 2012 #a", "Ana died_on 2010-03-01 #b"], ImpossibleInterval, Review, "after_death", "a"),
        (&["Ana works_at Acme @2012 #a", "Ana died_on 2010-03-01 #b"], ImpossibleInterval, Review, "told_after_death", "a"),
        (&["Ana works_at Acme begins from 1950 #a", "Ana born_on 1970-03-01 #b"], ImpossibleInterval, Review, "before_birth", "a"),
        (&["Ana parent_of Bo #a", "Ana born_on 1980 #b", "Bo born_on 1970 #c"], ImpossibleInterval, Review, "child_older_than_parent", "b"),
        (&["Ana born_on 1980 #a", "Ana died_on 1970 #b"], ImpossibleInterval, Review, "died_before_born", "b"),
        (&["Ana lives_in NYC @2020 #a", "Ana lives_in New_York_City @2021 #b"], NearDuplicate, Done, "same_name", ""),
        (&["Ana lives_in Camden @2020 #a", "Ana lives_in Camden_Town @2021 #b"], NearDuplicate, Review, "one_name_in_the_other", ""),
    ];
    for (lines, kind, outcome, rule, gave_way) in cases {
        let (_, done) = consolidated(lines);
        let found = of(&done, *kind, *outcome);
        assert_eq!(found.len(), 1, "{lines:?}: {:#?}", done.findings);
        assert_eq!(found[0].rule, *rule, "{lines:?}: {:#?}", done.findings);
        assert!(gave_way.is_empty() || found[0].gave_way == [*gave_way], "{lines:?}: {:#?}", found[0]);
    }
}

#[test]
fn what_is_no_contradiction_is_left_alone() {
    let cases: &[&[&str]] = &[
        &["Ana visited Rome @2020", "Ana visited Paris @2021"],
        &["Ana lives_in Paris @2020", "Bo lives_in Rome @2021"],
        &["Ana lives_in Paris @2020", "Ana lives_in Paris @2021"],
        &["Ana lives_in Paris from 2010 to 2015", "Ana visited Rome @2012"],
        &["Ana owns boat @2020", "Ana owns car denies @2021"],
        &["Ana works_at Acme from 2000 to 2005", "Ana died_on 2010"],
        &["Ana author_of Emma from 1990", "Ana died_on 2010"],
        &["Ana located_in Room_101 @2020", "Bo located_in Room_102 @2020"],
        &["Ana works_at Acme from 2010 to 2012", "Ana works_at Halden from 2013 to 2015"],
    ];
    for lines in cases {
        let (_, done) = consolidated(lines);
        assert!(done.proposes_nothing(), "{lines:?}: {:#?}", done.findings);
        let named = done.findings.iter().filter(|finding| finding.kind != FindingKind::OneValue).count();
        assert_eq!(named, 0, "{lines:?}: {:#?}", done.findings);
    }
}

#[test]
fn a_correction_is_named_as_one() {
    let memory = memory();
    tell(&memory, &["Ana lives_in Lyon @2020 #a"]);
    let right = statement("Ana lives_in Paris @2021 #b");
    memory.tell(Operation::Correct { target: "a".into(), statement: right, reason: None }).unwrap();
    let done = run(&memory, &Consolidation::default());
    let found = of(&done, FindingKind::OneValue, Outcome::Resolved);
    assert_eq!((found.len(), found[0].rule.as_str(), found[0].gave_way.as_slice()), (1, "explicit_correction", &["a".to_owned()][..]));
}

#[test]
fn work_ends_with_a_death_as_long_as_the_death_is_believed() {
    let (memory, _) = consolidated(&["Ana works_at Acme from 2000 #a", "Ana died_on 2010-03-01 #b"]);
    assert_eq!(holds(&memory, "Ana", "works_at", "2009"), ["Acme"]);
    assert_eq!(holds(&memory, "Ana", "works_at", "2011"), Vec::<String>::new());
    memory.tell(Operation::Retract { target: "b".into(), reason: None }).unwrap();
    assert_eq!(holds(&memory, "Ana", "works_at", "2011"), ["Acme"]);
    memory.tell(Operation::Retract { target: "a".into(), reason: None }).unwrap();
    assert_eq!(holds(&memory, "Ana", "works_at", "2005"), Vec::<String>::new());
}

/// Thirty people, each with an editor; some changed it, in turn.
fn editors(in_turn: usize, together: usize) -> Vec<String> {
    let mut lines: Vec<String> = (0..30).map(|number| format!("P{number} edits_with E{} from 2010 to 2015", number % 7)).collect();
    lines.extend((0..in_turn).map(|number| format!("P{number} edits_with F{number} from 2015 to 2020")));
    lines.extend((0..together).map(|number| format!("P{number} edits_with G{number} from 2012 to 2020")));
    lines
}

#[test]
fn a_predicate_whose_values_take_turns_is_learned_to_have_one() {
    for (in_turn, together, learned) in [(5, 0, true), (0, 0, false), (5, 5, false), (2, 2, false)] {
        let lines = editors(in_turn, together);
        let (memory, done) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(
            of(&done, FindingKind::LearnedCardinality, Outcome::Done).len(),
            usize::from(learned),
            "{in_turn} {together}: {:#?}",
            done.findings
        );
        let single = memory
            .snapshot()
            .schemas()
            .iter()
            .any(|schema| schema.name == "edits_with" && schema.cardinality == asof::Cardinality::OneObjectPerSubject);
        assert_eq!(single, learned);
    }
}

#[test]
fn what_happens_to_many_in_one_place_is_not_learned_to_happen_to_one() {
    let lines: Vec<String> =
        (0..60).map(|number| format!("P{number} came_to_life_in T{0} from {1} to {1}", number % 6, 1950 + number)).collect();
    let (memory, done) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(done.proposes_nothing(), "{:#?}", done.findings);
    assert_eq!(holds(&memory, "P3", "came_to_life_in", "1953"), ["T3"]);
    // Those who follow one another in an office do so without a gap.
    let lines: Vec<String> = (0..66)
        .map(|number| format!("P{number} keeper_of T{} from {} to {}", number % 22, 1950 + number / 22 * 4, 1954 + number / 22 * 4))
        .collect();
    let (_, done) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(of(&done, FindingKind::LearnedCardinality, Outcome::Done)[0].key, "cardinality keeper_of one_subject_per_object");
}

#[test]
fn what_is_told_of_a_predicate_wins_over_what_would_be_learned() {
    let memory = memory();
    memory.tell(Operation::Predicate(asof::Schema::many("edits_with"))).unwrap();
    let lines = editors(5, 0);
    tell(&memory, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
}

#[test]
fn a_run_can_be_undone_and_is_not_done_again_unless_asked() {
    let lines = editors(5, 0);
    let (memory, done) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let run_number = done.run.unwrap();
    let schemas = || memory.snapshot().schemas().len();
    let learned = schemas();
    memory.undo_run(run_number).unwrap();
    assert_eq!(schemas(), learned - 1);
    assert!(memory.undo_run(run_number).unwrap_err().is_conflict());
    assert!(memory.undo_run(99).unwrap_err().is_not_found());
    for options in [Consolidation::default(), Consolidation { since: Some(asof::TxId(0)), ..Consolidation::default() }] {
        assert!(run(&memory, &options).proposes_nothing());
        assert_eq!(schemas(), learned - 1);
    }
    assert!(!run(&memory, &Consolidation { again: true, ..Consolidation::default() }).proposes_nothing());
    assert_eq!(schemas(), learned);
}

const MIXED: &[&str] = &[
    "Ana lives_in NYC @2020 #a",
    "Ana lives_in New_York_City @2021 #b",
    "Bo works_at Acme from 2000 #c",
    "Bo died_on 2010 #d",
    "Cy lives_in Camden @2020 #e",
    "Cy lives_in Camden_Town @2021 #f",
    "Di lives_in Paris @2020-01-01 #g",
    "Di lives_in Rome @2020-01-01 #h",
];

#[test]
fn a_second_run_proposes_nothing_and_a_third_tells_nothing() {
    let (memory, done) = consolidated(MIXED);
    assert!(!done.proposes_nothing());
    let before = memory.snapshot().last_tx();
    let second = run(&memory, &Consolidation::default());
    assert!(second.proposes_nothing() && second.run.is_none(), "{:#?}", second.findings);
    assert_eq!(memory.snapshot().last_tx(), before);
    let whole = run(&memory, &Consolidation { since: Some(asof::TxId(0)), ..Consolidation::default() });
    assert!(whole.proposes_nothing(), "{:#?}", whole.findings);
}

#[test]
fn a_dry_run_changes_nothing_and_says_what_a_run_would_do() {
    let memory = memory();
    tell(&memory, MIXED);
    let before = memory.snapshot().last_tx();
    let dry = run(&memory, &Consolidation { dry_run: true, ..Consolidation::default() });
    assert_eq!(memory.snapshot().last_tx(), before);
    assert!(memory.snapshot().reviews().is_empty() && dry.transactions.is_empty() && dry.run.is_none());
    let wet = run(&memory, &Consolidation::default());
    assert_eq!(dry.findings, wet.findings);
}

#[test]
fn the_same_memory_gives_the_same_report() {
    let report = || serde_json::to_string(&consolidated(MIXED).1).unwrap();
    assert_eq!(report(), report());
}

#[test]
fn a_run_that_was_cut_short_is_gone_on_with() {
    let (_, whole) = consolidated(MIXED);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let memory = Memory::open(&path).unwrap();
    tell(&memory, MIXED);
    // Batches of one, and a stop before the end: as a kill would leave it, the first of them are there.
    let mut calls = 0;
    let options = Consolidation { batch: 1, ..Consolidation::default() };
    let cut = memory.consolidate(&options, &mut |_| {
        calls += 1;
        calls < 4
    });
    assert!(cut.unwrap().cancelled);
    drop(memory);
    let memory = Memory::open(&path).unwrap();
    let runs = memory.runs();
    assert!(runs.iter().all(|run| !run.complete), "{runs:?}");
    let rest = run(&memory, &options);
    assert_eq!(rest.run, Some(1));
    assert!(memory.runs()[0].complete);
    let keys = |memory: &Memory| -> Vec<String> { memory.snapshot().reviews().into_iter().map(|review| review.finding.key).collect() };
    let mut found = keys(&memory);
    found.sort();
    let mut expected: Vec<String> = whole
        .findings
        .iter()
        .filter(|finding| matches!(finding.outcome, Outcome::Review | Outcome::Disputed))
        .map(|finding| finding.key.clone())
        .collect();
    expected.sort();
    assert_eq!(found, expected);
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
    memory.undo_run(1).unwrap();
    assert!(memory.snapshot().reviews().is_empty());
}

#[test]
fn two_at_once_are_refused_with_who_holds_it() {
    let memory = memory();
    tell(&memory, MIXED);
    let other = memory.clone();
    let mut refused = None;
    let done = memory.consolidate(&Consolidation::default(), &mut |_| {
        refused = other.consolidate(&Consolidation::default(), &mut |_| true).err();
        // Others read and write meanwhile.
        let told = other.tell(Operation::Claim(statement("Eve knows Ana")));
        told.is_ok() && other.snapshot().as_of(AsOf::NOW).facts("Eve").is_ok()
    });
    assert!(!done.unwrap().cancelled);
    let error = refused.unwrap();
    assert!(error.is_conflict() && error.to_string().contains(&format!("process {}", std::process::id())), "{error}");
    assert!(other.consolidate(&Consolidation::default(), &mut |_| true).is_ok(), "let go of at the end");
}

#[test]
fn what_a_person_says_to_a_review_is_remembered() {
    let (memory, _) = consolidated(MIXED);
    let reviews = memory.snapshot().reviews();
    let camden = reviews.iter().find(|review| review.finding.kind == FindingKind::NearDuplicate).unwrap();
    memory.decide(camden.number, false, Some("two places")).unwrap();
    assert!(memory.decide(camden.number, true, None).unwrap_err().is_not_found());
    let dispute = reviews.iter().find(|review| review.finding.outcome == Outcome::Disputed).unwrap();
    let loser = dispute.finding.gave_way[0].clone();
    memory.decide(dispute.number, true, None).unwrap();
    assert_eq!(holds(&memory, "Di", "lives_in", "2020-01-01").len(), 1);
    assert!(memory.snapshot().reviews().is_empty(), "{loser} is taken back");
    // Told anew, by others: still two places.
    tell(&memory, &["Cy lives_in Camden @2022 #i", "Cy lives_in Camden_Town @2023 #j"]);
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
    assert!(run(&memory, &Consolidation { since: Some(asof::TxId(0)), ..Consolidation::default() }).proposes_nothing());
}

#[test]
fn an_accepted_merge_can_be_split_again() {
    let (memory, _) = consolidated(&["Cy lives_in Camden @2020 #e", "Cy lives_in Camden_Town @2021 #f"]);
    let review = memory.snapshot().reviews().remove(0);
    memory.decide(review.number, true, None).unwrap();
    assert_eq!(holds(&memory, "Cy", "lives_in", "2020"), ["Camden Town"]);
    memory.tell(Operation::Split { from: "Camden Town".into(), name: "Camden".into() }).unwrap();
    assert_eq!(holds(&memory, "Cy", "lives_in", "2020"), ["Camden"]);
    assert!(run(&memory, &Consolidation { since: Some(asof::TxId(0)), ..Consolidation::default() }).proposes_nothing());
}

#[test]
fn an_export_with_runs_imports_to_an_equal_memory() {
    let (memory, _) = consolidated(MIXED);
    memory.decide(memory.snapshot().reviews()[0].number, false, None).unwrap();
    let exported = |memory: &Memory| {
        let mut lines = Vec::new();
        memory.export(&mut lines).unwrap();
        String::from_utf8(lines).unwrap()
    };
    let lines = exported(&memory);
    let again = Memory::options().volatile().unwrap();
    again.import_lines(lines.as_bytes(), asof::OnError::Stop).unwrap();
    assert_eq!(exported(&again), lines);
    assert_eq!(again.check().unwrap(), Vec::<String>::new());
    assert!(run(&again, &Consolidation::default()).proposes_nothing());
}

#[test]
fn predicates_told_to_be_the_same_are_read_as_one() {
    let memory = memory();
    let schema = |name: &str, same_as: Option<&str>, inverse_of: Option<&str>| {
        let schema =
            asof::Schema { same_as: same_as.map(str::to_owned), inverse_of: inverse_of.map(str::to_owned), ..asof::Schema::many(name) };
        memory.tell(Operation::Predicate(schema)).unwrap();
    };
    tell(&memory, &["Ana works_for Acme @2020 #a", "Ana works_at Halden @2021 #b", "Acme set_up_by Bo #c"]);
    schema("works_for", Some("works_at"), None);
    schema("founded", None, Some("founded_by"));
    schema("set_up_by", Some("founded_by"), None);
    assert_eq!(holds(&memory, "Ana", "works_at", "2020"), ["Acme"]);
    assert_eq!(holds(&memory, "Ana", "works_at", "2022"), ["Halden"]);
    assert_eq!(holds(&memory, "Bo", "founded", "now"), ["Acme"]);
    let timeline = memory.snapshot().as_of(AsOf::NOW).timeline("Ana", Some("works_for")).unwrap();
    assert_eq!(timeline.iter().map(|fact| fact.object.text()).collect::<Vec<_>>(), ["Acme", "Halden"]);
    assert_eq!(memory.snapshot().as_of(AsOf::NOW).facts("Acme").unwrap().len(), 1);
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_clock_that_goes_backwards_breaks_nothing() {
    let clock = Arc::new(Mutex::new("2026-04-20".to_owned()));
    let memory = Memory::options().clock(Set(Arc::clone(&clock))).volatile().unwrap();
    tell(&memory, MIXED);
    "1999-01-01".clone_into(&mut clock.lock().unwrap());
    let done = run(&memory, &Consolidation::default());
    assert!(!done.proposes_nothing() && done.run == Some(1));
    let recorded: Vec<_> = (1..=memory.snapshot().last_tx().0).map(|tx| memory.snapshot().recorded_at(asof::TxId(tx))).collect();
    assert!(recorded.is_sorted());
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
}

#[test]
fn an_empty_memory_is_consolidated_to_nothing() {
    let memory = memory();
    let done = run(&memory, &Consolidation::default());
    assert!(done.proposes_nothing() && done.run.is_none());
    assert_eq!(memory.snapshot().last_tx(), asof::TxId(0));
}

fn joined(memory: &Memory, predicate: &str) -> Option<String> {
    let schemas = memory.snapshot().schemas();
    let same = schemas.iter().find(|schema| schema.name == predicate).and_then(|schema| schema.same_as.clone());
    same.or_else(|| schemas.iter().find(|schema| schema.inverse_of.as_deref() == Some(predicate)).map(|schema| format!("^{}", schema.name)))
}

#[test]
fn verb_phrases_that_mean_the_same_are_joined_and_others_are_not() {
    let told_under_both = |a: &str, b: &str, turned: bool| -> Vec<String> {
        let of = |number: usize| if turned { format!("O{number} {b} S{number}") } else { format!("S{number} {b} O{number}") };
        (0..4).flat_map(|number| [format!("S{number} {a} O{number}"), of(number)]).chain([format!("S9 {a} O9")]).collect()
    };
    let alone = |a: &str, b: &str| vec![format!("S1 {a} O1"), format!("S2 {b} O2"), format!("S3 {a} O3")];
    let cases = [
        (alone("set_up", "was_set_up"), "set_up", None),
        (alone("works_on", "is_working_on"), "is_working_on", Some("works_on")),
        (alone("painted", "painted_by"), "painted_by", Some("^painted")),
        (alone("founded", "was_founded_by"), "was_founded_by", Some("^founded")),
        (alone("works_at", "works_with"), "works_with", None),
        (alone("moved_to", "moved_from"), "moved_from", None),
        (alone("visited", "saw"), "saw", None),
        (told_under_both("works_at", "has_a_job_at", false), "has_a_job_at", Some("works_at")),
        (told_under_both("wrote", "authored", false), "authored", Some("wrote")),
        (told_under_both("moved_to", "moved_from", false), "moved_from", None),
        (told_under_both("admires", "despises", false), "despises", None),
        (told_under_both("lives_in", "votes_in", false), "votes_in", None),
        (told_under_both("trained", "was_trained_by", true), "was_trained_by", Some("^trained")),
    ];
    for (lines, alias, expected) in cases {
        let (memory, done) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(joined(&memory, alias).as_deref(), expected, "{lines:?}: {:#?}", done.findings);
    }
}

#[test]
fn joined_predicates_come_apart_with_the_run() {
    let (memory, done) = consolidated(&["Bo painted Mural", "Sunset painted_by Cy", "Di painted Door"]);
    assert_eq!(holds(&memory, "Cy", "painted", "now"), ["Sunset"]);
    memory.undo_run(done.run.unwrap()).unwrap();
    assert_eq!(holds(&memory, "Cy", "painted", "now"), Vec::<String>::new());
    assert_eq!(holds(&memory, "Sunset", "painted_by", "now"), ["Cy"]);
}

fn merged(memory: &Memory, a: &str, b: &str) -> bool {
    let snapshot = memory.snapshot();
    snapshot.entity(a) == snapshot.entity(b)
}

#[test]
fn names_of_one_entity_are_merged_and_others_stay_apart() {
    let cases: &[(&[&str], &str, &str, bool)] = &[
        (
            &["Ana's_sister works_at Halden", "Ana sibling_of Ana's_sister", "Ana sibling_of Lucia", "Lucia works_at Halden"],
            "Ana's sister",
            "Lucia",
            true,
        ),
        (
            &["Dr._Lucia_Moreira lives_in Porto", "Lucia_Moreira works_at Halden", "Dr._Lucia_Moreira works_at Halden"],
            "Dr. Lucia Moreira",
            "Lucia Moreira",
            true,
        ),
        (&["Ana located_in Room_101", "Bo located_in Room_102"], "Room 101", "Room 102", false),
        (&["Tigran lives_in Iran", "Bo lives_in Tigran"], "Tigran", "Iran", false),
        (&["John_Reed spouse_of Ana", "John_Read spouse_of Eva"], "John Reed", "John Read", false),
    ];
    for (lines, a, b, expected) in cases {
        let (memory, done) = consolidated(lines);
        assert_eq!(merged(&memory, a, b), *expected, "{lines:?}: {:#?}", done.findings);
    }
}

#[test]
fn what_follows_is_told_with_its_supports_and_goes_and_comes_with_them() {
    let (memory, done) = consolidated(&[
        "Alfama located_in Lisbon begins from 1900 #a",
        "Lisbon located_in Portugal begins from 1900 #b",
        "Ana lives_in Alfama begins from 2020 #c",
    ]);
    assert!(!of(&done, FindingKind::Derived, Outcome::Done).is_empty(), "{:#?}", done.findings);
    assert_eq!(holds(&memory, "Alfama", "within", "now"), ["Portugal"]);
    let mut places = holds(&memory, "Ana", "lives_within", "2021");
    places.sort();
    assert_eq!(places, ["Lisbon", "Portugal"]);
    assert_eq!(holds(&memory, "Ana", "lives_within", "2019"), Vec::<String>::new(), "the intersection of the intervals");
    let retracted = memory.tell(Operation::Retract { target: "b".into(), reason: None }).unwrap();
    assert_eq!(holds(&memory, "Alfama", "within", "now"), Vec::<String>::new());
    memory.tell(Operation::Undo { tx: retracted.tx.unwrap() }).unwrap();
    assert_eq!(holds(&memory, "Alfama", "within", "now"), ["Portugal"]);
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
}

#[test]
fn what_no_longer_follows_is_taken_back_and_may_follow_again() {
    let (memory, _) = consolidated(&["Lisbon located_in Portugal begins from 1900 #b", "Ana lives_in Lisbon begins from 2020 #c"]);
    assert_eq!(holds(&memory, "Ana", "lives_within", "2023"), ["Portugal"]);
    let moved = memory.tell(Operation::Claim(statement("Ana lives_in Rome begins from 2022 #d"))).unwrap();
    run(&memory, &Consolidation::default());
    assert_eq!(holds(&memory, "Ana", "lives_within", "2023"), Vec::<String>::new());
    assert_eq!(holds(&memory, "Ana", "lives_within", "2021"), ["Portugal"]);
    memory.tell(Operation::Undo { tx: moved.tx.unwrap() }).unwrap();
    run(&memory, &Consolidation::default());
    assert_eq!(holds(&memory, "Ana", "lives_within", "2023"), ["Portugal"]);
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
}

#[test]
fn rules_of_ones_own_are_run_and_a_circle_of_rules_comes_to_an_end() {
    let memory = memory();
    tell(&memory, &["Ana admires Bo", "Bo admires Cy"]);
    let rules = asof::read_rules(
        "[[rule]]\nname = \"one\"\nif = [\"?a admires ?b\", \"?b admires ?c\"]\nthen = \"?a looks_up_to ?c\"\n[[rule]]\nname = \"two\"\nif = [\"?a looks_up_to ?b\"]\nthen = \"?a admires ?b\"\n",
    );
    let options = Consolidation { rules: asof::with_built_in(rules.unwrap()), ..Consolidation::default() };
    run(&memory, &options);
    assert_eq!(holds(&memory, "Ana", "looks_up_to", "now"), ["Cy"]);
    assert!(run(&memory, &options).proposes_nothing());
    let error = asof::read_rules("[[rule]]\nname = \"x\"\nif = [\"?a admires\"]\nthen = \"?a p ?b\"\n").unwrap_err().to_string();
    assert!(error.contains('3'), "the line: {error}");
}

#[test]
fn what_is_done_again_and_again_becomes_an_observation() {
    let lines: Vec<String> = ["2026-03-01", "2026-03-08", "2026-03-15", "2026-03-22", "2026-03-29", "2026-04-05", "2026-04-12"]
        .iter()
        .map(|day| format!("Ana ran marathon happens from {day}"))
        .collect();
    let clock = Arc::new(Mutex::new("2026-04-20".to_owned()));
    let memory = Memory::options().clock(Set(Arc::clone(&clock))).volatile().unwrap();
    tell(&memory, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    let done = run(&memory, &Consolidation::default());
    let found = of(&done, FindingKind::Pattern, Outcome::Done);
    assert_eq!(found.len(), 1, "{:#?}", done.findings);
    assert!(found[0].reason.contains("7 times on 7 days, first 2026-03-01, last 2026-04-12"), "{}", found[0].reason);
    let timeline = memory.snapshot().as_of(AsOf::NOW).timeline("Ana", Some("does_regularly")).unwrap();
    assert!(timeline[0].object.text().contains("Sunday"), "{:?}", timeline[0].object);
    assert_eq!(timeline[0].claims.len(), 1);
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
    // Seen again, it is confirmed; not seen for long, it fades.
    tell(&memory, &["Ana ran marathon happens from 2026-04-19"]);
    run(&memory, &Consolidation::default());
    let again = memory.snapshot().as_of(AsOf::NOW).timeline("Ana", Some("does_regularly")).unwrap();
    assert_eq!((again.len(), again[0].last_confirmed.unwrap().to_string().as_str()), (1, "2026-04-19"));
    "2027-06-01".clone_into(&mut clock.lock().unwrap());
    tell(&memory, &["Ana lives_in Porto"]);
    run(&memory, &Consolidation::default());
    assert_eq!(holds(&memory, "Ana", "does_regularly", "now"), Vec::<String>::new());
    assert_eq!(holds(&memory, "Ana", "does_regularly", "2026-04-01").len(), 1);
    assert!(run(&memory, &Consolidation { since: Some(asof::TxId(0)), ..Consolidation::default() }).proposes_nothing());
}

#[test]
fn working_rules_are_kept_apart() {
    let memory = memory();
    for text in ["Never e-mail customers directly.", "I always run on Sundays.", "Send me the report, please."] {
        let episode = Operation::Episode { id: None, text: text.into(), occurred_at: None, speaker: Some("user".into()), source: None };
        memory.tell(episode).unwrap();
    }
    let done = run(&memory, &Consolidation::default());
    let rules: Vec<&str> = of(&done, FindingKind::Instruction, Outcome::Done).iter().map(|finding| finding.reason.as_str()).collect();
    assert_eq!(rules, ["user: never e-mail customers directly"]);
    assert_eq!(holds(&memory, "user", "follows_rule", "now"), ["never e-mail customers directly"]);
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
}

#[test]
fn what_several_spaces_agree_on_may_be_trained_on_and_nothing_personal() {
    let store = memory();
    for space in ["a", "b", "c"] {
        let memory = store.space(space).unwrap();
        let text = "Never e-mail customers directly.".to_owned();
        memory.tell(Operation::Episode { id: None, text, occurred_at: None, speaker: Some("user".into()), source: None }).unwrap();
        tell(&memory, &["Lisbon located_in Portugal", "Ana lives_in Lisbon"]);
        run(&memory, &Consolidation::default());
    }
    let lines = store.training(3, false).unwrap();
    assert!(lines.contains("e-mail customers directly") && lines.contains("Portugal") && !lines.contains("Ana"), "{lines}");
    assert!(lines.lines().all(|line| line.contains("\"provenance\":[\"")), "{lines}");
    assert!(store.training(4, false).unwrap().is_empty());
    assert!(store.training(3, true).unwrap().contains("Ana"));
}

#[test]
fn cases_of_similar_tasks_are_recalled_good_and_bad_apart() {
    let memory = memory();
    let record = |task: &str, steps: &str, outcome: asof::CaseOutcome| {
        memory.record_case(&asof::Case { task: task.into(), steps: steps.into(), outcome, note: None }).unwrap();
    };
    record("deploy the billing service", "ran the migrations first", asof::CaseOutcome::Good);
    record("deploy the billing service to staging", "restarted before the migrations", asof::CaseOutcome::Bad);
    record("write a poem about the sea", "used rhymes", asof::CaseOutcome::Good);
    let found = memory.recall_cases("deploy billing", 5).unwrap();
    assert_eq!(found.good[0].case.task, "deploy the billing service");
    assert_eq!(found.bad[0].case.steps, "restarted before the migrations");
    assert!(
        memory
            .record_case(&asof::Case { task: " ".into(), steps: "x".into(), outcome: asof::CaseOutcome::Bad, note: None })
            .unwrap_err()
            .is_invalid()
    );
}

#[test]
fn the_same_fact_from_several_sources_is_one_fact_surer_and_later_confirmed() {
    let memory = memory();
    for (source, day) in [("a", "2020-01-01"), ("b", "2021-01-01"), ("b", "2022-01-01")] {
        let claim = statement(&format!("Ana lives_in Berlin @{day} source={source}"));
        memory.tell(Operation::Claim(Statement { confidence: 0.6, ..claim })).unwrap();
    }
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
    let facts = memory.snapshot().as_of(AsOf::NOW).facts("Ana").unwrap();
    assert_eq!(facts.len(), 1);
    assert_eq!((facts[0].sources.len(), facts[0].claims.len()), (2, 3));
    assert!((facts[0].confidence - 0.84).abs() < 1e-6, "{}", facts[0].confidence);
    assert_eq!(facts[0].last_confirmed.unwrap().to_string(), "2022-01-01");
}

/// A numbered list, told as the reader tells it: one text, and a claim for each statement with a moment of its own.
fn tell_list(memory: &Memory, id: &str, statements: &[(&str, &str)]) {
    let text: String = statements.iter().map(|(sentence, _)| format!("{sentence}\n")).collect();
    let day: Point = "2024-04-02T10:00:00Z".parse().unwrap();
    let mut told = vec![Operation::Episode { id: Some(id.into()), text, occurred_at: Some(day), speaker: None, source: None }];
    let mut from = 0;
    for (number, (sentence, claim)) in (0..).zip(statements) {
        let to = from + u32::try_from(sentence.len()).unwrap();
        let at = asof::Instant::from_micros(day.lo().micros() + number).map(Point::at);
        told.push(Operation::Claim(Statement { episode: Some(id.into()), span: Some((from, to)), occurred_at: at, ..statement(claim) }));
        from = to + 1;
    }
    memory.tell_all(told).unwrap();
}

const REVISED: &[(&str, &str)] = &[
    ("Ana works at Acme.", "Ana works_at Acme"),
    ("The chairperson of Halden is Bo.", "Bo chairperson_of Halden"),
    ("Cy lives in Rome.", "Cy lives_in Rome"),
    ("The flagship product of Dorn is Lamp.", "Dorn flagship_product Lamp"),
    ("Di was born in Oslo.", "Di born_in Oslo"),
    ("Gus is a fan of Reds.", "Gus fan_of Reds"),
    ("Gus owns a car.", "Gus owns car"),
    ("Ana works at Halden.", "Ana works_at Halden"),
    ("The chairperson of Halden is Eva.", "Eva chairperson_of Halden"),
    ("Cy lives in Madrid.", "Cy lives_in Madrid"),
    ("The flagship product of Dorn is Chair.", "Dorn flagship_product Chair"),
    ("Di was born in Bergen.", "Di born_in Bergen"),
    ("Gus is a fan of Blues.", "Gus fan_of Blues"),
    ("Gus owns a bike.", "Gus owns bike"),
];

#[test]
fn later_statements_of_a_list_override_earlier_ones_where_that_is_meant() {
    let memory = memory();
    tell_list(&memory, "list", REVISED);
    let done = run(&memory, &Consolidation::default());
    let learned: Vec<&str> = of(&done, FindingKind::LearnedCardinality, Outcome::Done).iter().map(|finding| finding.key.as_str()).collect();
    assert_eq!(learned, ["cardinality chairperson_of one_subject_per_object", "cardinality flagship_product one_object_per_subject"]);
    assert_eq!(holds(&memory, "Dorn", "flagship_product", "now"), ["Chair"]);
    assert_eq!(holds(&memory, "Bo", "chairperson_of", "now"), Vec::<String>::new());
    assert_eq!(holds(&memory, "Eva", "chairperson_of", "now"), ["Halden"]);
    // What may as well add up is asked about, or left alone.
    assert_eq!(holds(&memory, "Gus", "fan_of", "now").len(), 2);
    assert_eq!(holds(&memory, "Gus", "owns", "now").len(), 2);
    let gave_way = of(&done, FindingKind::OneValue, Outcome::Resolved);
    assert_eq!(gave_way.len(), 5, "{gave_way:#?}");
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
}

#[test]
fn a_list_that_never_revises_what_is_known_teaches_nothing() {
    let memory = memory();
    tell_list(
        &memory,
        "list",
        &[
            ("Ana works at Acme.", "Ana works_at Acme"),
            ("Cy lives in Rome.", "Cy lives_in Rome"),
            ("The sponsor of Halden is Bo.", "Bo sponsor_of Halden"),
            ("The sponsor of Halden is Eva.", "Eva sponsor_of Halden"),
        ],
    );
    let done = run(&memory, &Consolidation::default());
    assert!(done.proposes_nothing(), "{:#?}", done.findings);
    assert_eq!(holds(&memory, "Bo", "sponsor_of", "now"), ["Halden"]);
}

#[test]
fn one_value_for_nearly_everybody_is_learned_unless_the_words_say_that_it_adds_up() {
    for (predicate, learned) in [("drives", true), ("bought", false), ("has_read", false), ("possesses", false)] {
        let mut lines: Vec<String> = (0..40).map(|number| format!("P{number} {predicate} Car{number} @2020-01-01")).collect();
        lines.push(format!("P1 {predicate} Van @2021-01-01"));
        let (memory, done) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(
            of(&done, FindingKind::LearnedCardinality, Outcome::Done).len(),
            usize::from(learned),
            "{predicate}: {:#?}",
            done.findings
        );
        assert_eq!(holds(&memory, "P1", predicate, "now").len(), if learned { 1 } else { 2 }, "{predicate}");
    }
}

#[test]
fn what_was_undone_is_told_again_when_asked() {
    let lines = ["Lisbon located_in Portugal begins from 1900 #b", "Ana lives_in Lisbon begins from 2020 #c", "Ana died_on 2023-05-01 #d"];
    let (memory, done) = consolidated(&lines);
    let state = || (holds(&memory, "Ana", "lives_within", "2021"), holds(&memory, "Ana", "lives_in", "2024"));
    let told = state();
    assert_eq!(told, (vec!["Portugal".to_owned()], Vec::new()));
    memory.undo_run(done.run.unwrap()).unwrap();
    assert_eq!(state(), (Vec::new(), vec!["Lisbon".to_owned()]));
    assert!(run(&memory, &Consolidation { since: Some(asof::TxId(0)), ..Consolidation::default() }).proposes_nothing());
    run(&memory, &Consolidation { again: true, ..Consolidation::default() });
    assert_eq!(state(), told);
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
}

#[test]
fn schemas_that_go_in_circles_are_read_one_way() {
    let circles = [
        "[a]\nsame_as = \"b\"\n[b]\nsame_as = \"c\"\n[c]\nsame_as = \"a\"",
        "[a]\nsame_as = \"b\"\n[b]\ninverse_of = \"a\"\n[c]\nsame_as = \"b\"",
        "[a]\ninverse_of = \"b\"\n[b]\ninverse_of = \"c\"\n[c]\ninverse_of = \"a\"",
        "[a]\nsame_as = \"b\"\n[b]\nsymmetric = true\n[c]\nsame_as = \"a\"",
    ];
    for circle in circles {
        let memory = memory();
        memory.tell_all(asof::read_schemas(circle).unwrap().into_iter().map(Operation::Predicate).collect()).unwrap();
        tell(&memory, &["X a Y", "X b Y", "Y c X", "Z a X"]);
        for name in ["X", "Y", "Z"] {
            let facts = memory.snapshot().as_of(AsOf::NOW).facts(name).unwrap();
            let predicates: std::collections::BTreeSet<&str> = facts.iter().map(|fact| fact.predicate.as_str()).collect();
            assert_eq!(predicates.len(), 1, "{circle}: {facts:?}");
        }
        assert!(run(&memory, &Consolidation::default()).proposes_nothing(), "{circle}");
        assert_eq!(memory.check().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_chain_of_names_that_are_each_one_comes_to_an_end() {
    let lines: Vec<String> =
        (0..300).map(|number| format!("Node{} linked_to Node{} @2020", "x".repeat(number % 40), "x".repeat(number % 40 + 1))).collect();
    let (memory, _) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
}

//! Consolidation in a user's words: what is found, what is told, what is left alone, and how it is taken back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod consolidating;

use std::sync::{Arc, Mutex};

use asof::{AsOf, Consolidation, FindingKind, Memory, Operation, Outcome, Statement, Text, extract::Reader};
use consolidating::{Set, consolidated, editors, holds, memory, of, run, statement, tell};

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
fn a_first_name_is_whom_its_source_told_of_before() {
    type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], bool);
    let cases: &[Case<'_>] = &[
        ("told before", &[("notes", "Ana Silva lives in Porto."), ("notes", ""), ("notes", "Ana works at Acme.")], true),
        ("another source", &[("notes", "Ana Silva lives in Porto."), ("mail", "Ana works at Acme.")], false),
        ("told only later", &[("notes", "Ana works at Acme."), ("notes", ""), ("notes", "Ana Silva lives in Porto.")], false),
        (
            "two of the name",
            &[("notes", "Ana Silva lives in Porto. Ana Reis lives in Faro."), ("notes", ""), ("notes", "Ana works at Acme.")],
            false,
        ),
        ("born elsewhere", &[("notes", "Ana Silva was born in Porto."), ("notes", ""), ("notes", "Ana was born in Oslo.")], false),
        ("her sister", &[("notes", "Ana Silva lives in Porto."), ("notes", ""), ("notes", "Ana is the sister of Ana Silva.")], false),
        ("no given name", &[("notes", "Paris Hotel is in Lyon."), ("notes", ""), ("notes", "Paris is in France.")], false),
    ];
    for (what, texts, expected) in cases {
        let memory = Memory::options().volatile().unwrap();
        for (source, text) in *texts {
            // So much lies between that the reader looks back no further.
            let between = (0..24).map(|day| format!("Nothing happened on day {day}."));
            let texts: Vec<String> = if text.is_empty() { between.collect() } else { vec![(*text).to_owned()] };
            for text in texts {
                memory.remember(&Text { text, source: Some((*source).into()), ..Text::default() }, &Reader::new()).unwrap();
            }
        }
        let done = run(&memory, &Consolidation::default());
        let (short, whole) = if *what == "no given name" { ("Paris", "Paris Hotel") } else { ("Ana", "Ana Silva") };
        assert!(memory.snapshot().entity(short).is_some(), "{what}");
        assert_eq!(merged(&memory, short, whole), *expected, "{what}: {:#?}", done.findings);
    }
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
fn a_chain_of_names_that_are_each_one_comes_to_an_end() {
    let lines: Vec<String> =
        (0..300).map(|number| format!("Node{} linked_to Node{} @2020", "x".repeat(number % 40), "x".repeat(number % 40 + 1))).collect();
    let (memory, _) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
}

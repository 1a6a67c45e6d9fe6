//! What follows: derived facts, patterns, working rules, cases, and lines to train on.

use std::sync::{Arc, Mutex};

use asof::{AsOf, Consolidation, FindingKind, Memory, Operation, Outcome};

use super::{Set, consolidated, holds, memory, of, run, statement, tell};

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

//! `asof consolidate`, `review`, `case` and what goes with them, on the command line.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod binary;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use asof::{Claim, Consolidation, Memory, Operation, Statement};
use binary::binary;
use serde_json::Value;
use tempfile::TempDir;

const TANGLE: &str = r#"{"claim":{"subject":"Cy","predicate":"lives_in","object":"NYC"},"occurred_at":"2020-01-01","id":"t1"}
{"claim":{"subject":"Cy","predicate":"lives_in","object":"New York City"},"occurred_at":"2021-01-01","id":"t2"}
{"claim":{"subject":"Bo","predicate":"works_at","object":"Acme","kind":"begins","from":"2000"},"id":"t3"}
{"claim":{"subject":"Bo","predicate":"died_on","object":"2010-03-01"},"id":"t4"}
{"claim":{"subject":"Di","predicate":"lives_in","object":"Camden"},"occurred_at":"2020-01-01","id":"t5"}
{"claim":{"subject":"Di","predicate":"lives_in","object":"Camden Town"},"occurred_at":"2021-01-01","id":"t6"}
{"claim":{"subject":"Fay","predicate":"lives_in","object":"Porto"},"occurred_at":"2020","id":"t7"}
{"claim":{"subject":"Fay","predicate":"lives_in","object":"Braga"},"occurred_at":"2021","id":"t8"}
"#;

struct Desk(TempDir);

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.err);
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Desk {
    fn with_tangle() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::write(desk.path("tangle.jsonl"), TANGLE).unwrap();
        assert_eq!(desk.run(&["import", "tangle.jsonl"]).code, 0);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_at(&self.path("store"), arguments)
    }

    fn run_at(&self, store: &Path, arguments: &[&str]) -> Ran {
        let mut command = Command::new(binary());
        command.args(arguments).current_dir(self.0.path()).env("ASOF_STORE", store).stdin(Stdio::null());
        command.output().unwrap().into()
    }
}

#[test]
fn a_run_says_what_it_did_in_words_and_as_json() {
    let desk = Desk::with_tangle();
    let dry = desk.run(&["consolidate", "--dry-run"]);
    assert_eq!(dry.code, 0);
    assert!(dry.out.contains("Would be done (2)") && dry.err.contains("a dry run"), "{}{}", dry.out, dry.err);
    let report = desk.run(&["consolidate", "--report", "json"]).json();
    assert_eq!((report["run"].as_u64(), report["since"].as_u64(), report["dry_run"].as_bool()), (Some(1), Some(0), Some(false)));
    assert_eq!(report["counts"]["impossible_interval"]["done"], 1);
    let gave_way: Vec<&Value> = report["findings"].as_array().unwrap().iter().filter(|finding| finding["gave_way"][0] == "t7").collect();
    assert_eq!(gave_way.len(), 1);
    assert_eq!((&gave_way[0]["rule"], &gave_way[0]["claims"][0]), (&Value::from("newer"), &Value::from("t8")));
    let second = desk.run(&["consolidate"]);
    assert!(second.out.is_empty() && second.err.contains("nothing new since the last run"), "{}{}", second.out, second.err);
    assert!(desk.run(&["consolidate", "--json"]).json()["findings"].as_array().unwrap().is_empty());
    assert_eq!(desk.run(&["check"]).code, 0);
}

#[test]
fn a_run_is_undone_by_its_number() {
    let desk = Desk::with_tangle();
    desk.run(&["consolidate"]);
    let works = || desk.run(&["facts", "Bo", "--as-of", "2012", "--json"]).out.contains("works_at");
    assert!(!works());
    assert_eq!(desk.run(&["undo", "--run", "1"]).code, 0);
    assert!(works());
    for (arguments, code) in
        [(vec!["undo", "--run", "1"], 4), (vec!["undo", "--run", "7"], 3), (vec!["undo"], 2), (vec!["undo", "2", "--run", "1"], 2)]
    {
        assert_eq!(desk.run(&arguments).code, code, "{arguments:?}");
    }
}

#[test]
fn reviews_are_listed_accepted_and_rejected() {
    let desk = Desk::with_tangle();
    assert!(desk.run(&["review"]).err.contains("nothing waits"));
    desk.run(&["consolidate"]);
    let reviews = desk.run(&["review", "--json"]).json();
    assert_eq!(reviews.as_array().unwrap().len(), 1, "{reviews}");
    let number = reviews[0]["number"].to_string();
    assert!(desk.run(&["review"]).out.contains("Camden and Camden Town may be one"));
    for (arguments, code) in [(vec!["review", "accept"], 2), (vec!["review", "accept", "99"], 3), (vec!["review", "perhaps", "1"], 2)] {
        assert_eq!(desk.run(&arguments).code, code, "{arguments:?}");
    }
    assert_eq!(desk.run(&["review", "accept", &number]).code, 0);
    assert!(desk.run(&["facts", "Di", "--as-of", "2020-06", "--json"]).out.contains("Camden Town"));
    assert_eq!(desk.run(&["split", "Camden Town", "Camden"]).code, 0);
    assert!(desk.run(&["consolidate", "--since", "0", "--json"]).json()["counts"]["near_duplicate"].is_null());
    let ran = desk.run(&["consolidate", "--since", "May"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`May` is not a transaction's number: write 12 or tx:12"), "{}", ran.err);
    assert_eq!(desk.run(&["consolidate", "--since", "tx:1"]).code, 0);
}

#[test]
fn bad_rules_are_refused_with_line_and_reason() {
    let desk = Desk::with_tangle();
    fs::write(desk.path("rules.toml"), "[[rule]]\nname = \"uncle\"\nif = [\"?a brother_of\"]\nthen = \"?a uncle_of ?b\"\n").unwrap();
    let ran = desk.run(&["consolidate", "--rules", "rules.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("rules.toml") && ran.err.contains("line 3"), "{}", ran.err);
    assert_eq!(desk.run(&["consolidate", "--rules", "none.toml"]).code, 1);
}

#[test]
fn every_space_and_every_store_is_consolidated_at_once() {
    let desk = Desk::with_tangle();
    assert_eq!(desk.run(&["--space", "other", "import", "tangle.jsonl"]).code, 0);
    let all = desk.run(&["consolidate", "--all", "--json"]).json();
    let spaces: Vec<&str> = all.as_array().unwrap().iter().map(|done| done["space"].as_str().unwrap()).collect();
    assert_eq!(spaces, ["default", "other"]);
    let folder = desk.path("stores");
    fs::create_dir_all(folder.join("no-store")).unwrap();
    for store in ["a", "b", "c"] {
        assert_eq!(desk.run_at(&folder.join(store), &["import", "tangle.jsonl"]).code, 0);
    }
    fs::write(folder.join("c/asof-store"), "format 99\n").unwrap();
    let ran = desk.run(&["consolidate", "--stores", "stores", "--report", "json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("format 99"), "{}", ran.err);
    let done: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(done.as_array().unwrap().iter().filter(|store| store["spaces"][0]["run"] == 1).count(), 2, "{done}");
}

#[test]
fn a_store_that_another_process_consolidates_is_refused_with_who_holds_it() {
    let desk = Desk::with_tangle();
    let memory = Memory::open(desk.path("store")).unwrap();
    let mut refused = None;
    let done = memory.consolidate(&Consolidation::default(), &mut |_| {
        refused.get_or_insert_with(|| desk.run(&["consolidate"]));
        true
    });
    done.unwrap();
    let refused = refused.unwrap();
    assert_eq!(refused.code, 4, "{}", refused.err);
    assert!(refused.err.contains(&format!("process {} since", std::process::id())), "{}", refused.err);
    drop(memory);
    assert!(!desk.path("store/consolidating").exists());
    // What a killed one left behind says nothing about whoever comes next.
    fs::write(desk.path("store/consolidating"), "process 1 since 1999").unwrap();
    assert_eq!(desk.run(&["consolidate"]).code, 0);
}

#[test]
fn cases_and_training_lines() {
    let desk = Desk::with_tangle();
    for (task, outcome) in [("deploy the billing service", "good"), ("deploy billing on a Friday", "bad")] {
        let ran = desk.run(&["case", "record", "--task", task, "--steps", "ran the migrations", "--outcome", outcome, "--note", "slow"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let found = desk.run(&["case", "recall", "deploy billing", "--json"]).json();
    assert_eq!((&found["good"][0]["task"], &found["bad"][0]["outcome"]), (&Value::from("deploy the billing service"), &Value::from("bad")));
    let text = desk.run(&["case", "recall", "deploy billing"]).out;
    assert!(text.starts_with("Worked\n") && text.contains("Did not work\n") && text.contains("note: slow"), "{text}");
    assert_eq!(desk.run(&["case", "record", "--task", "x", "--steps", "y", "--outcome", "so-so"]).code, 2);
    let lines = desk.run(&["export", "--training", "--spaces", "1", "--personal"]);
    assert_eq!(lines.code, 0);
    assert!(lines.out.lines().all(|line| serde_json::from_str::<Value>(line).unwrap()["provenance"].is_array()), "{}", lines.out);
}

#[test]
fn reads_see_what_a_run_tells_while_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let memory = Memory::open(folder.path().join("store")).unwrap();
    memory.tell(Operation::Claim(Statement::new(Claim::new("Ana", "knows", "Bo")))).unwrap();
    let before = memory.snapshot();
    memory.consolidate(&Consolidation::default(), &mut |_| true).unwrap();
    assert!(before.last_tx() < memory.snapshot().last_tx(), "a snapshot keeps what it knew");
}

//! The command line: every command, every way to fail, and what each says where.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod binary;

use std::{
    collections::BTreeSet,
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use asof::Memory;
use binary::binary;
use serde_json::Value;
use tempfile::TempDir;

const DONE: i32 = 0;
const FAILED: i32 = 1;
const USAGE: i32 = 2;
const NOT_FOUND: i32 = 3;
const CONFLICT: i32 = 4;

/// A folder to work in, with a store named by `ASOF_STORE` that is not there yet.
struct Desk(TempDir);

/// What a command did.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    /// The output as JSON.
    fn json(&self) -> Value {
        assert_eq!(self.code, DONE, "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }
}

impl Desk {
    fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// One where the history in `fixtures/imports/ana.jsonl` was imported.
    fn with_ana() -> Self {
        let desk = Self::empty();
        assert_eq!(desk.run(&["import", &fixture("ana.jsonl")]).code, DONE);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments).current_dir(self.0.path()).env("ASOF_STORE", self.path("store"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).stdin(Stdio::null()).output().unwrap().into()
    }

    /// Runs with something on standard input.
    fn piped(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self.command(arguments).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        // A command that fails early does not read all of it.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        output.into()
    }

    /// The lines of an export that say something of this memory, without the schemas it started with.
    fn told(&self) -> Vec<String> {
        let ran = self.run(&["export"]);
        assert_eq!(ran.code, DONE, "{ran:?}");
        ran.lines().into_iter().filter(|line| !line.contains("\"tx\":1}")).map(str::to_owned).collect()
    }

    fn is_sound(&self) {
        let ran = self.run(&["check"]);
        assert_eq!((ran.code, ran.out.as_str()), (DONE, ""), "{ran:?}");
        assert!(ran.err.contains("the store is sound"), "{ran:?}");
    }
}

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/imports").join(name).to_str().unwrap().to_owned()
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// A line of the wire form that claims something, with more fields of the claim, and of the line.
fn claim(subject: &str, of_claim: &str, of_line: &str) -> String {
    format!("{{\"claim\": {{\"subject\": \"{subject}\", \"predicate\": \"knows\", \"object\": \"Bo\"{of_claim}}}{of_line}}}")
}

/// `predicate object since..until` of every fact, with `~` where it holds for a part and `%` where it was believed for a part.
fn facts(ran: &Ran) -> Vec<String> {
    let show = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let date = |fact: &Value, key: &str| match fact.get(key) {
        None => "?".to_owned(),
        Some(Value::Null) => String::new(),
        Some(date) => show(date),
    };
    let of_one = |fact: &Value| {
        let object = fact["object"].get("value").unwrap_or(&fact["object"]);
        let part = |key: &str, sign: &'static str| if fact.get(key).is_some_and(|extent| extent == "part") { sign } else { "" };
        let (from, to) = (date(fact, "from"), date(fact, "to"));
        format!("{} {} {from}..{to}{}{}", show(&fact["predicate"]), show(object), part("holds", "~"), part("believed", "%"))
    };
    ran.json().as_array().unwrap().iter().map(of_one).collect()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

// What each command does.

#[test]
fn remembering_a_text_tells_what_was_read_and_what_that_changed() {
    let desk = Desk::empty();
    let when = ["--at", "2024-04-02", "--speaker", "Ana", "--source", "chat-7", "--id", "m1"];
    let ran = desk.run(&[&["remember", "I moved to Berlin in March 2024."], when.as_slice()].concat());
    assert_eq!((ran.code, ran.out.as_str()), (DONE, ""), "{ran:?}");
    assert!(ran.err.contains("episode m1") && ran.err.contains("+ Ana lives_in Berlin  2024-03 .. -"), "{ran:?}");
    let fact = &desk.run(&["facts", "Ana", "--json"]).json()[0];
    assert_eq!((fact["episodes"][0]["episode"].as_str(), fact["sources"][0].as_str()), (Some("m1"), Some("chat-7")));
    let again = desk.run(&["remember", "Something else.", "--id", "m1"]);
    assert_eq!(again.code, CONFLICT, "{again:?}");
    assert!(again.err.contains("`m1` is already used"), "{again:?}");
    desk.is_sound();
}

#[test]
fn a_text_may_come_from_a_file_or_from_standard_input() {
    let desk = Desk::empty();
    fs::write(desk.path("note.txt"), "Bo lives in Oslo.").unwrap();
    assert_eq!(desk.run(&["remember", "note.txt", "--at", "2024"]).code, DONE);
    assert_eq!(desk.piped(&["remember", "-", "--at", "2024"], b"Cy lives in Turin.").code, DONE);
    assert_eq!(desk.run(&["facts", "Bo", "--json"]).json()[0]["sources"][0], "note.txt");
    assert_eq!(desk.run(&["facts", "Cy", "--json"]).json()[0]["object"], "Turin");
}

#[test]
fn a_question_may_bring_either_date_or_both_as_precisely_as_it_likes() {
    let desk = Desk::with_ana();
    let cases = [
        ("--as-of 2020-12-24", "works_at Acme 2018..2021, colleague_of Bo 2020..2021, lives_in Paris 2020..2021-06"),
        ("--as-of 2021-07-10", "works_at Acme 2018..2021, colleague_of Bo 2020..2021, lives_in Rome 2021-06..2021-08"),
        ("--as-of 2021-07-10 --known-at 2024-02-15", "lives_in Paris 2020..2022-03"),
        ("--as-of 2022-06 --known-at 2024-01-15", "lives_in Paris 2020.."),
        ("--as-of 2023 --known-at tx:2", "lives_in Paris 2020.."),
        ("--as-of 2023 --known-at tx:3", "lives_in Berlin 2022-03..?"),
        ("--as-of 2023 --known-at 2024", "lives_in Paris 2020..%, lives_in Berlin 2022-03..?%"),
        ("--as-of 2019-06 --known-at 2024-04-02", "works_at Acme 2019..2021"),
        ("--as-of 2018-06-15T12:00:00Z", "works_at Acme 2018..2021"),
        ("--as-of 2000", ""),
        (
            "--as-of 2021",
            "works_at Acme 2018..2021, colleague_of Bo 2020..2021, lives_in Paris 2020..2021-06~, lives_in Rome 2021-06..2021-08~, \
             lives_in Paris 2021-08..2022-03~",
        ),
    ];
    let mut wrong = Vec::new();
    for (dates, expected) in cases {
        let ran = desk.run(&[&["facts", "Ana", "--json"], words(dates).as_slice()].concat());
        // An end that nobody told may be given as open or unknown: neither names a date.
        let found = facts(&ran).join(", ").replace("..?", "..");
        if found != expected.replace("..?", "..") {
            wrong.push(format!("{dates}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn facts_may_be_asked_from_either_side_and_by_any_name() {
    let desk = Desk::with_ana();
    let at = |more: &[&str]| facts(&desk.run(&[&["facts", "--json", "--as-of", "2020-06"], more].concat()));
    assert_eq!(at(&["Acme", "--direction", "out"]), Vec::<String>::new());
    assert_eq!(at(&["Acme", "--direction", "in"]).len(), 2, "Ana and Bo work there");
    assert_eq!(at(&["Annie"]), at(&["  ANA "]), "a merged name, and another spelling");
    let table = desk.run(&["facts", "Ana", "--as-of", "2024-05", "--all"]);
    assert_eq!(words(table.lines()[0]).join(" "), "subject predicate object since until how we know claims");
    assert!(table.lines().iter().any(|line| words(line).join(" ").starts_with("Ana owns Whiskers 2024-04 -")), "{table:?}");
    assert_eq!(table.err, "");
}

#[test]
fn a_timeline_is_in_order_of_time() {
    let desk = Desk::with_ana();
    let ran = desk.run(&["timeline", "Ana", "lives_in", "--json"]);
    let expected = ["Paris 2020..2021-06", "Rome 2021-06..2021-08", "Paris 2021-08..2022-03", "Berlin 2022-03..2025-01-15"];
    assert_eq!(facts(&ran), expected.map(|fact| format!("lives_in {fact}")));
    let before = desk.run(&["timeline", "Ana", "lives_in", "--known-at", "2024-02-15", "--json"]);
    assert_eq!(facts(&before).join(", ").replace("..?", ".."), "lives_in Paris 2020..2022-03, lives_in Berlin 2022-03..");
    let held = desk.run(&["timeline", "Ana", "lives_in", "--as-of", "2021-07", "--json"]);
    assert_eq!(facts(&held), ["lives_in Rome 2021-06..2021-08"]);
    let unknown = desk.run(&["timeline", "Ana", "live_in"]);
    assert_eq!(unknown.code, NOT_FOUND);
    assert!(unknown.err.contains("did you mean lives_in?"), "{unknown:?}");
}

/// `+object` and `-object` of every difference in where people live.
fn moves(ran: &Ran) -> Vec<String> {
    let all = ran.json();
    let lives = all.as_array().unwrap().iter().filter(|difference| difference["fact"]["predicate"] == "lives_in");
    let sign = |difference: &Value| if difference["change"] == "added" { '+' } else { '-' };
    lives.map(|difference| format!("{}{}", sign(difference), difference["fact"]["object"].as_str().unwrap())).collect()
}

#[test]
fn a_diff_compares_two_dates_of_either_kind() {
    let desk = Desk::with_ana();
    let valid = desk.run(&["diff", "--from", "2020-06", "--to", "2023-06", "--json"]);
    assert_eq!(moves(&valid), ["-Paris", "+Berlin"]);
    let of_one = desk.run(&["diff", "--from", "2020-06", "--to", "2023-06", "--json", "Bo"]);
    assert_eq!(moves(&of_one), Vec::<String>::new());
    let known = desk.run(&["diff", "--known", "--from", "2024-01-15", "--to", "2024-02-15", "--as-of", "2023", "--json"]);
    assert_eq!(moves(&known), ["-Paris", "+Berlin"]);
    let table = desk.run(&["diff", "--from", "2020-06", "--to", "2023-06", "Ana"]);
    assert!(table.lines().iter().any(|line| words(line).join(" ").starts_with("+ Ana lives_in Berlin 2022-03")), "{table:?}");
    let same = desk.run(&["diff", "--from", "2023-06", "--to", "2023-07"]);
    assert_eq!((same.code, same.out.as_str()), (DONE, ""));
    assert!(same.err.contains("nothing differs"));
}

#[test]
fn a_diff_lists_a_fact_that_is_read_from_both_sides_once() {
    let desk = Desk::with_ana();
    let ran = desk.run(&["diff", "--from", "2020-06", "--to", "2023-06", "--json"]);
    let all = ran.json();
    let colleagues = all.as_array().unwrap().iter().filter(|difference| difference["fact"]["predicate"] == "colleague_of");
    assert_eq!(colleagues.count(), 1, "{}", ran.out);
}

#[test]
fn a_correction_changes_what_is_known_now_and_can_be_undone() {
    let desk = Desk::with_ana();
    let at = |dates: &str| facts(&desk.run(&[&["facts", "Ana", "--json", "--as-of"], words(dates).as_slice()].concat())).join(", ");
    let before = at("2023");
    let ran = desk.run(&["correct", "b", "Potsdam", "--from", "2022-05", "--reason", "misheard", "--json"]);
    let report = ran.json();
    assert!(at("2023").contains("lives_in Potsdam 2022-05") && !at("2023").contains("Berlin"), "{}", at("2023"));
    assert!(at("2023 --known-at 2024-02-15").contains("Berlin"), "it was believed then");
    let undone = desk.run(&["undo", &report["tx"].to_string()]);
    assert_eq!(undone.code, DONE, "{undone:?}");
    assert_eq!(at("2023"), before);
    assert_eq!(desk.run(&["undo", &format!("tx:{}", report["tx"])]).code, CONFLICT, "only once, however it is written");
    desk.is_sound();
}

#[test]
fn a_claim_about_a_number_can_be_corrected_too() {
    let desk = Desk::with_ana();
    let ran = desk.run(&["correct", "g", "43"]);
    assert_eq!(ran.code, DONE, "{ran:?}");
    assert_eq!(facts(&desk.run(&["timeline", "Ana", "age", "--json"])), ["age 43 2024-04-02T08:30:00Z.."]);
}

#[test]
fn a_claim_an_episode_and_a_source_can_be_taken_back() {
    let desk = Desk::with_ana();
    let said = |predicate: &str| facts(&desk.run(&["timeline", "Ana", predicate, "--json"])).len();
    for (arguments, predicate, left) in
        [("retract e --reason joke", "ran", 0), ("retract m1", "owns", 0), ("retract --source letters", "lives_in", 1)]
    {
        let ran = desk.run(&words(arguments));
        assert_eq!((ran.code, ran.out.as_str()), (DONE, ""), "{ran:?}");
        assert_eq!(said(predicate), left, "{arguments}");
    }
    desk.is_sound();
}

#[test]
fn two_names_can_be_made_one_entity_and_two_again() {
    let desk = Desk::with_ana();
    assert_eq!(desk.run(&["merge", "Robert", "Bo"]).code, DONE);
    let knows = || facts(&desk.run(&["timeline", "Bo", "knows", "--json"])).len();
    assert_eq!(knows(), 1);
    assert_eq!(desk.run(&["merge", "Robert", "Bo"]).code, CONFLICT, "they are one");
    assert_eq!(desk.run(&["split", "Bo", "Robert"]).code, DONE);
    assert_eq!(knows(), 0);
    assert_eq!(desk.run(&["split", "Bo", "Robert"]).code, CONFLICT, "they are two");
    desk.is_sound();
}

#[test]
fn schemas_can_be_told_and_shown() {
    let desk = Desk::empty();
    fs::write(desk.path("mine.toml"), "[captain_of]\none_subject_per_object = true\n[pilots]\nvalue = \"entity\"\n").unwrap();
    let ran = desk.run(&["schema", "mine.toml"]);
    assert_eq!((ran.code, ran.out.as_str()), (DONE, ""), "{ran:?}");
    let all = desk.run(&["schema", "--json"]).json();
    let named = |name: &str| all.as_array().unwrap().iter().find(|schema| schema["name"] == name).cloned();
    assert_eq!(named("captain_of").unwrap()["one_subject_per_object"], true);
    assert!(named("lives_in").is_some() && named("pilots").is_some());
}

#[test]
fn stats_count_what_there_is() {
    let desk = Desk::with_ana();
    let stats = desk.run(&["stats", "--json"]).json();
    let expected = [("claims", 13), ("visible_claims", 11), ("episodes", 1), ("transactions", 22), ("spaces", 1)];
    for (name, number) in expected {
        assert_eq!(stats[name], number, "{name}");
    }
    let table = desk.run(&["stats"]);
    assert!(table.lines().iter().any(|line| words(line) == ["visible", "claims", "11"]), "{table:?}");
}

#[test]
fn completions_are_there_for_every_shell_and_name_every_command() {
    let desk = Desk::empty();
    for shell in ["bash", "zsh", "fish"] {
        let ran = desk.run(&["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (DONE, ""));
        for command in
            ["remember", "import", "export", "facts", "timeline", "diff", "correct", "retract", "undo", "merge", "split", "schema"]
        {
            assert!(ran.out.contains(command), "{shell}: {command}");
        }
    }
    assert!(!desk.path("store").exists(), "no store is made for that");
}

#[test]
fn what_is_exported_imports_to_an_equal_memory() {
    let (desk, copy) = (Desk::with_ana(), Desk::empty());
    assert_eq!(desk.run(&["retract", "k"]).code, DONE);
    let lines = desk.run(&["export"]).out;
    assert_eq!(desk.run(&["export", "file.jsonl"]).code, DONE);
    assert_eq!(fs::read_to_string(desk.path("file.jsonl")).unwrap(), lines, "to a file as to standard output");
    let ran = copy.piped(&["import"], lines.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (DONE, ""), "{ran:?}");
    assert_eq!(copy.run(&["export"]).out, lines);
    for question in
        ["facts Ana --as-of 2021 --known-at 2024-04 --json", "timeline Ana --json", "diff --from 2000 --to 2024 --json", "schema"]
    {
        assert_eq!(copy.run(&words(question)).out, desk.run(&words(question)).out, "{question}");
    }
    copy.is_sound();
}

#[test]
fn importing_claims_twice_tells_nothing_new() {
    let desk = Desk::empty();
    let lines: String = (0..20).map(|number| claim(&format!("P{number}"), "", &format!(", \"id\": \"c{number}\"")) + "\n").collect();
    let first = desk.piped(&["import"], lines.as_bytes());
    assert!(first.err.contains("20 imported, 0 already known, 0 left out"), "{first:?}");
    let told = desk.told();
    let again = desk.piped(&["import", "--json"], lines.as_bytes());
    assert_eq!(again.json(), serde_json::json!({"accepted": 0, "already_known": 20, "rejected": 0}));
    assert_eq!(desk.told(), told);
}

#[test]
fn delimited_files_bring_dates_of_any_precision_and_open_and_unknown_ends() {
    let desk = Desk::empty();
    let columns = ["--columns", "subject,predicate,object,from,to,-", "--header"];
    let ran = desk.run(&[&["import", &fixture("dated.csv")], columns.as_slice()].concat());
    assert!(ran.code == DONE && ran.err.contains("6 imported"), "{ran:?}");
    let tabs = ["--columns", "subject,predicate,object,from,to", "--delimiter", "tab", "--open", "now", "--source", "tabs"];
    let ran = desk.run(&[&["import", &fixture("dated.tsv")], tabs.as_slice()].concat());
    assert!(ran.code == DONE && ran.err.contains("2 imported"), "{ran:?}");
    let expected = [
        r#""object":"Paris","kind":"holds","from":"2001","to":"2003-05"},"id":"~0","source":"dated.csv""#,
        r#""object":"Porto, Portugal","kind":"holds","from":"2004-02-29","to":null}"#,
        r#""object":"Oslo","kind":"holds","to":"2010"}"#,
        r#""object":"Turin","kind":"holds","from":"199X"}"#,
        r#""object":"Lyon","kind":"holds"}"#,
        r#""object":"Bern","kind":"holds","from":"-0044-03-15","to":"2020-03"#,
        r#""object":"Bo \"the boat\"","kind":"holds","from":"2001-05-07","to":null},"id":"~6","source":"tabs""#,
        r#""object":"Oslo","kind":"holds","from":"1970"}"#,
    ];
    let told = desk.told();
    assert_eq!(told.len(), expected.len());
    for (line, expected) in told.iter().zip(expected) {
        assert!(line.contains(expected), "{line}\n{expected}");
    }
}

#[test]
fn lines_out_of_order_are_refused_unless_they_are_to_be_sorted() {
    let desk = Desk::empty();
    let recorded = |day: u32| claim(&format!("P{day}"), "", &format!(", \"recorded_at\": \"2024-01-0{day}T00:00:00Z\"")) + "\n";
    let lines = [3, 1, 2].map(recorded).concat();
    let ran = desk.piped(&["import"], lines.as_bytes());
    assert!(ran.code == FAILED && ran.err.contains("line 2") && ran.err.contains("import --sort"), "{ran:?}");
    let sorted = Desk::empty();
    let ran = sorted.piped(&["import", "--sort"], lines.as_bytes());
    assert!(ran.code == DONE && ran.err.contains("3 imported"), "{ran:?}");
    assert!(sorted.told()[0].contains("P1"));
}

// What `--json` prints.

#[test]
fn facts_have_the_documented_fields() {
    let desk = Desk::with_ana();
    let always = [
        "subject",
        "predicate",
        "object",
        "from",
        "last_confirmed",
        "basis",
        "certainty",
        "disputed",
        "confidence",
        "claims",
        "sources",
        "known_since",
        "superseded",
    ];
    let sometimes = ["to", "episodes", "superseded_by", "alternatives", "holds", "believed", "event"];
    for question in ["facts Ana --as-of 2021 --json", "timeline Ana --json", "facts Ana --as-of 2024-06-03 --json"] {
        let all = desk.run(&words(question)).json();
        assert!(1 < all.as_array().unwrap().len());
        for fact in all.as_array().unwrap() {
            let keys = keys(fact);
            assert!(always.iter().all(|key| keys.contains(key)), "{question}: {fact}");
            assert!(keys.iter().all(|key| always.contains(key) || sometimes.contains(key)), "{question}: {fact}");
        }
    }
    let facts = desk.run(&words("facts Ana --as-of 2024-05 --json")).json();
    let cat = facts.as_array().unwrap().iter().find(|fact| fact["predicate"] == "owns").unwrap();
    assert_eq!(cat["to"], Value::Null, "still so, as far as known");
    assert_eq!(cat["basis"], "inertia");
    assert_eq!(cat["certainty"], "certain");
    assert_eq!(cat["confidence"], 0.75);
    assert_eq!(cat["claims"], serde_json::json!(["k"]));
    assert_eq!(cat["episodes"], serde_json::json!([{"episode": "m1", "span": [0, 15]}]));
    assert_eq!((&cat["last_confirmed"], &cat["known_since"]), (&"2024-04-04".into(), &"2024-04-05T00:00:00Z".into()));
    let timeline = desk.run(&words("timeline Ana lives_in --json")).json();
    assert_eq!(timeline[0]["superseded_by"][0], "r");
}

#[test]
fn every_write_reports_in_json_what_it_did() {
    let desk = Desk::with_ana();
    let expected = ["tx", "recorded_at", "claims", "episodes", "already_known", "before", "after"].into();
    fs::write(desk.path("s.toml"), "[pilots]\n").unwrap();
    for write in
        ["correct b Potsdam", "retract e", "retract --source letters", "merge Robert Bo", "split Bo Robert", "undo 24", "schema s.toml"]
    {
        let ran = desk.run(&[words(write).as_slice(), &["--json"]].concat());
        assert_eq!(keys(&ran.json()), expected, "{write}");
        assert_eq!(ran.err, "", "{write}");
    }
    let report = desk.run(&["remember", "Dee lives in Lyon.", "--json"]).json();
    assert_eq!((keys(&report), report["after"][0]["object"].as_str()), (expected, Some("Lyon")));
    assert_eq!(desk.run(&["check", "--json"]).json(), serde_json::json!([]));
    let differences = desk.run(&["diff", "--from", "2020", "--to", "2023", "--json"]).json();
    assert_eq!(keys(&differences[0]), ["change", "fact"].into());
}

// Where it prints, and to which store.

#[test]
fn data_goes_to_stdout_and_everything_else_to_stderr() {
    let desk = Desk::with_ana();
    for read in ["facts Ana", "timeline Ana", "stats", "schema", "export", "diff --from 2020 --to 2023", "completions bash"] {
        let ran = desk.run(&words(read));
        assert!(ran.code == DONE && !ran.out.is_empty() && ran.err.is_empty(), "{read}: {ran:?}");
        assert!(!ran.out.contains('\u{1b}'), "no colour where nobody watches: {read}");
    }
    for failing in ["facts Nobody", "undo 999", "retract nothing", "facts", "facts Ana --as-of 2023-13"] {
        let ran = desk.run(&words(failing));
        assert!(ran.code != DONE && ran.out.is_empty() && !ran.err.is_empty(), "{failing}: {ran:?}");
    }
    for quiet in ["check --quiet", "facts Ana --as-of 1900 --quiet", "retract e -q", "import -q"] {
        let ran = desk.run(&words(quiet));
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (DONE, "", ""), "{quiet}");
    }
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let desk = Desk::empty();
    let lines: String = (0..3_000).map(|number| claim(&format!("P{number}"), ", \"from\": \"2020\"", "") + "\n").collect();
    assert_eq!(desk.piped(&["import"], lines.as_bytes()).code, DONE);
    let mut wrong = Vec::new();
    for read in
        ["export", "facts Bo", "timeline Bo --json", "diff --from 2019 --to 2021", "stats", "stats --json", "schema", "completions bash"]
    {
        let mut child = desk.command(&words(read)).spawn().unwrap();
        drop(child.stdout.take());
        let ran = Ran::from(child.wait_with_output().unwrap());
        if (ran.code, ran.err.as_str()) != (DONE, "") {
            wrong.push(format!("{read} ended with {}: {}", ran.code, ran.err.lines().take(3).collect::<Vec<_>>().join(" / ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_store_is_named_by_a_flag_or_else_by_the_environment() {
    let desk = Desk::empty();
    assert_eq!(desk.run(&["remember", "Bo lives in Oslo."]).code, DONE);
    assert!(desk.path("store").is_dir(), "ASOF_STORE");
    assert_eq!(desk.run(&["--store", "other", "remember", "Bo lives in Rome."]).code, DONE);
    assert_eq!(desk.run(&["facts", "Bo", "--json"]).json()[0]["object"], "Oslo");
    assert_eq!(desk.run(&["facts", "Bo", "--json", "--store", "other"]).json()[0]["object"], "Rome");
    assert_eq!(desk.command(&["stats"]).env_remove("ASOF_STORE").output().unwrap().status.code(), Some(NOT_FOUND));
}

#[test]
fn nothing_crosses_spaces() {
    let desk = Desk::with_ana();
    assert_eq!(desk.run(&["remember", "Ana lives in Cairo.", "--space", "other"]).code, DONE);
    assert!(desk.run(&["facts", "Ana", "--space", "other", "--json"]).out.contains("Cairo"));
    assert!(!desk.run(&["export"]).out.contains("Cairo"));
    assert!(!desk.run(&["export", "--space", "other"]).out.contains("Paris"));
    assert_eq!(desk.run(&["facts", "Bo", "--space", "other"]).code, NOT_FOUND);
    assert_eq!(desk.run(&["retract", "e", "--space", "other"]).code, NOT_FOUND);
    assert_eq!(desk.run(&["facts", "Ana", "--space", "third"]).code, NOT_FOUND);
    assert_eq!(desk.run(&["stats", "--json"]).json()["spaces"], 2);
    desk.is_sound();
}

// Ways to fail.

#[test]
fn every_failure_has_its_code_and_says_what_is_wrong() {
    let desk = Desk::with_ana();
    fs::write(desk.path("bad.toml"), "[a]\nsymmetric = true\none_object_per_subject = true").unwrap();
    fs::write(desk.path("no.toml"), "").unwrap();
    fs::write(desk.path("latin1.txt"), b"caf\xe9").unwrap();
    let cases = [
        ("facts Nobody", NOT_FOUND, "there is no entity `Nobody`"),
        ("facts Anna", NOT_FOUND, "did you mean Ana"),
        ("facts Bo --known-at 2024-01-15", NOT_FOUND, "later than the date given by known-at"),
        ("timeline Ana nothing", NOT_FOUND, "there is no predicate `nothing`"),
        ("diff --from 2020 --to 2021 Nobody", NOT_FOUND, "there is no entity `Nobody`"),
        ("correct nothing X", NOT_FOUND, "there is no claim `nothing`"),
        ("retract nothing", NOT_FOUND, "there is no claim or episode `nothing`"),
        ("retract --source nothing", NOT_FOUND, "there is no source `nothing`"),
        ("undo 999", NOT_FOUND, "there is no transaction `999`"),
        ("undo 0", NOT_FOUND, "there is no transaction `0`"),
        ("merge Nobody Ana", NOT_FOUND, "there is no entity `Nobody`"),
        ("split Ana Nobody", NOT_FOUND, "there is no entity `Nobody`"),
        ("undo 13", CONFLICT, "transaction 13 is already undone"),
        ("merge Ana Ana", CONFLICT, "`Ana` and `Ana` are already one entity"),
        ("merge Ana ana", CONFLICT, "already one entity"),
        ("merge Ana Annie", CONFLICT, "already one entity"),
        ("split Ana Bo", CONFLICT, "`Bo` is not one of the names of `Ana`"),
        ("split Ana Ana", CONFLICT, "the others were merged into"),
        ("correct b Potsdam --from 2030 --to 2020", FAILED, "ends (2020) before it begins (2030)"),
        ("import nowhere.jsonl", FAILED, "nowhere.jsonl"),
        ("schema nowhere.toml", FAILED, "nowhere.toml"),
        ("export no/where.jsonl", FAILED, "no/where.jsonl"),
        ("schema bad.toml", FAILED, "the schema of `a` contradicts itself"),
        ("schema latin1.txt", FAILED, "not UTF-8 at byte 4"),
        ("remember latin1.txt", FAILED, "not UTF-8 at byte 4"),
        ("schema no.toml", USAGE, "tells of no predicate"),
        ("remember -", USAGE, "the text is empty"),
        ("facts", USAGE, "ENTITY"),
        ("fact Ana", USAGE, "'facts'"),
        ("facts Ana --as-of 2023-02-30", USAGE, "does not exist"),
        ("facts Ana --as-of yesterday", USAGE, "is not a date"),
        ("facts Ana --known-at tx:x", USAGE, "not a transaction's number"),
        ("diff --from 2020", USAGE, "--to"),
        ("retract", USAGE, "ID"),
        ("retract a --source letters", USAGE, "cannot be used with"),
        ("undo x", USAGE, "invalid value 'x'"),
        ("completions tcl", USAGE, "bash"),
        ("import --columns subject,predicate", USAGE, "needs the column `object`"),
        ("import --columns subject,predicate,object,colour", USAGE, "unknown column `colour`"),
        ("import --columns subject,predicate,object --delimiter xy", USAGE, "one ASCII character"),
        ("import --header", USAGE, "--columns"),
        ("import --on-error ignore", USAGE, "skip"),
    ];
    let before = desk.run(&["export"]).out;
    let mut wrong = Vec::new();
    for (arguments, code, expected) in cases {
        let ran = desk.run(&words(arguments));
        if ran.code != code || !ran.out.is_empty() || !ran.err.contains(expected) {
            wrong.push(format!("{arguments}: {ran:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(desk.run(&["export"]).out, before, "none of them wrote anything");
    desk.is_sound();
}

#[test]
fn a_store_that_is_missing_is_created_by_the_first_write_alone() {
    let desk = Desk::empty();
    let reads = ["facts Ana", "timeline Ana", "diff --from 2020 --to 2021", "export", "export out.jsonl", "check", "stats", "schema"];
    let refer = ["correct c X", "retract c", "undo 1", "merge A B", "split A B"];
    for command in reads.into_iter().chain(refer) {
        let ran = desk.run(&words(command));
        assert_eq!((ran.code, ran.out.as_str()), (NOT_FOUND, ""), "{command}: {ran:?}");
        assert!(ran.err.contains("there is no store at") && ran.err.contains("the first write creates one"), "{command}: {ran:?}");
        assert!(!desk.path("store").exists() && !desk.path("out.jsonl").exists(), "{command} left something");
    }
    for usage in ["import nowhere.jsonl", "import --columns x", "schema nowhere.toml", "remember -"] {
        assert_ne!(desk.run(&words(usage)).code, DONE);
        assert!(!desk.path("store").exists(), "{usage} left a store");
    }
    assert_eq!(desk.piped(&["import"], claim("Ana", "", "").as_bytes()).code, DONE);
    assert_eq!(desk.run(&["facts", "Ana"]).code, DONE);
}

#[test]
fn a_folder_of_other_files_is_no_store() {
    let desk = Desk::empty();
    fs::create_dir(desk.path("store")).unwrap();
    fs::write(desk.path("store").join("diary.txt"), "mine").unwrap();
    let ran = desk.run(&["remember", "Bo lives in Oslo."]);
    assert_eq!(ran.code, FAILED);
    assert!(ran.err.contains("not an Asof store; choose an empty or new folder"), "{ran:?}");
    assert_eq!(fs::read_dir(desk.path("store")).unwrap().count(), 1, "nothing was added");
}

#[test]
fn a_second_writer_is_told_that_the_store_is_in_use() {
    let desk = Desk::with_ana();
    let first = Memory::open(desk.path("store")).unwrap();
    for command in ["remember x", "import", "undo 3", "facts Ana", "check"] {
        let ran = desk.run(&words(command));
        assert_eq!((ran.code, ran.out.as_str()), (CONFLICT, ""), "{command}: {ran:?}");
        assert!(ran.err.contains("is in use by another process; close it, or wait"), "{command}: {ran:?}");
    }
    drop(first);
    desk.is_sound();
}

// Bad input.

/// A line that cannot be accepted, and what its error says.
fn bad_lines() -> Vec<(Vec<u8>, &'static str)> {
    let claim = |of_claim: &str, of_line: &str| claim("X", of_claim, of_line).into_bytes();
    let long = "n".repeat(1 << 20);
    let mut bad = vec![
        (b"not json".to_vec(), "expected an object"),
        (b"{".to_vec(), "not an import line"),
        (b"[1]".to_vec(), "expected an object"),
        (b"{}".to_vec(), "says nothing"),
        (b"{\"claim\": {\"subject\": \"X\", \"predicate\": \"knows\"}}".to_vec(), "missing field `object`"),
        (b"{\"claim\": {\"subject\": \"caf\xe9\", \"predicate\": \"p\", \"object\": \"o\"}}".to_vec(), "not UTF-8 at byte 27"),
        (claim(", \"from\": \"2023-02-30\"", ""), "`2023-02-30` does not exist"),
        (claim(", \"from\": \"2023-13\"", ""), "`2023-13` does not exist"),
        (claim(", \"from\": \"12023\"", ""), "12023"),
        (claim(", \"from\": \"soon\"", ""), "`soon` is not a date"),
        (claim(", \"from\": \"2023\", \"to\": \"2020\"", ""), "ends (2020) before it begins (2023)"),
        (claim(", \"kind\": \"maybe\"", ""), "maybe"),
        (claim(", \"until\": \"2020\"", ""), "unknown field `until`"),
        (claim("", ", \"trust\": 7"), "between 0 and 1"),
        (claim("", ", \"retract\": \"c1\""), "two things at once"),
        (claim("", ", \"supports\": [\"nothing\"]"), "nothing"),
        (claim("", ", \"id\": \"me\", \"supports\": [\"me\"]"), "cannot support itself"),
        (claim("", ", \"episode_id\": \"nothing\""), "nothing"),
        (claim("", ", \"id\": \"first\""), "`first` is already there and says something else"),
        (claim("", ", \"recorded_at\": \"1999-01-01T00:00:00Z\""), "import --sort"),
        (
            b"{\"claim\": {\"subject\": \"X\", \"predicate\": \"born_on\", \"object\": \"Oslo\"}}".to_vec(),
            "`born_on` is used against its schema",
        ),
        (b"{\"claim\": {\"subject\": \"X\", \"predicate\": \"age\", \"object\": \"old\"}}".to_vec(), "its object must be a number"),
        (
            b"{\"claim\": {\"subject\": \"X\", \"predicate\": \"born_in\", \"object\": \"Oslo\", \"kind\": \"ends\"}}".to_vec(),
            "permanent and never ends",
        ),
        (b"{\"merge\": {\"from\": \"Bo\", \"into\": \"Bo\"}}".to_vec(), "already one entity"),
        (b"{\"merge\": {\"from\": \"Nobody\", \"into\": \"Bo\"}}".to_vec(), "there is no entity `Nobody`"),
        (b"{\"split\": {\"from\": \"Bo\", \"name\": \"Nobody\"}}".to_vec(), "there is no entity `Nobody`"),
        (b"{\"undo\": {\"tx\": 999}}".to_vec(), "there is no transaction `999`"),
        (b"{\"retract\": \"nothing\"}".to_vec(), "`nothing`"),
        (b"{\"correct\": \"first\"}".to_vec(), "`correct` needs the `claim`"),
        (b"{\"predicate\": {\"name\": \"p\", \"permanent\": true, \"transient_half_life_days\": 1.0}}".to_vec(), "contradicts itself"),
    ];
    for name in ["subject", "object"] {
        let other = if name == "subject" { "object" } else { "subject" };
        let line = format!("{{\"claim\": {{\"{name}\": \"{long}\", \"predicate\": \"p\", \"{other}\": \"o\"}}}}");
        bad.push((line.into_bytes(), "is 1048576 bytes long; a name has at most 1024"));
    }
    bad
}

/// Whether a line refers to what may still come.
fn waits(bad: &[u8]) -> bool {
    let bad = String::from_utf8_lossy(bad);
    bad.contains("\"nothing\"") && !bad.contains("from")
}

fn around(bad: &[u8]) -> Vec<u8> {
    let (first, last) = (claim("First", "", ", \"id\": \"first\""), claim("Last", "", ", \"id\": \"last\""));
    [first.as_bytes(), b"\n", bad, b"\n", last.as_bytes(), b"\n"].concat()
}

#[test]
fn a_bad_line_is_named_and_what_comes_before_it_stays() {
    let mut wrong = Vec::new();
    for (bad, expected) in bad_lines() {
        let desk = Desk::empty();
        let ran = desk.piped(&["import"], &around(&bad));
        let told = desk.told().join("\n");
        // What refers to something that may still come can only be refused at the end.
        let stays = if waits(&bad) { 2 } else { 1 };
        let whole = told.lines().count() == stays && told.contains("First");
        let clear = ran.err.len() < 2_000 && ran.err.contains("line 2") && ran.err.contains(expected);
        if ran.code != FAILED || !ran.out.is_empty() || !clear || !ran.err.contains("--on-error skip") || !whole {
            wrong.push(format!("{expected}: {} {:.400}\n   then exports {:.200}", ran.code, ran.err, told));
        }
        desk.is_sound();
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_line_that_waited_in_vain_does_not_miscount_the_lines_before_it() {
    let desk = Desk::empty();
    let ran = desk.piped(&["import"], &around(b"{\"retract\": \"nothing\"}"));
    assert!(ran.code == FAILED && ran.err.contains("line 2: there is no claim or episode `nothing`"), "{ran:?}");
    assert!(ran.err.contains("2 lines were imported"), "one line came before it, and one after: {ran:?}");
}

#[test]
fn a_bad_line_is_left_out_where_that_was_asked_for() {
    let mut wrong = Vec::new();
    for (bad, expected) in bad_lines() {
        let desk = Desk::empty();
        let ran = desk.piped(&["import", "--on-error", "skip"], &around(&bad));
        let told = desk.told();
        let whole = told.len() == 2 && told[0].contains("First") && told[1].contains("Last");
        let counted = ran.err.contains("2 imported, 0 already known, 1 left out");
        if ran.code != DONE || !ran.err.contains("line 2: ") || !ran.err.contains(expected) || !counted || !whole {
            wrong.push(format!("{expected}: {} {:.400}\n   then exports {:.200}", ran.code, ran.err, told.join("\n")));
        }
        desk.is_sound();
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn many_bad_lines_are_each_named_and_counted() {
    let desk = Desk::empty();
    let (bad, words): (Vec<Vec<u8>>, Vec<&str>) = bad_lines().into_iter().filter(|(_, words)| !words.contains("sort")).unzip();
    let first = claim("First", "", ", \"id\": \"first\"").into_bytes();
    let lines: Vec<Vec<u8>> = [vec![first], bad].concat();
    let ran = desk.piped(&["import", "--on-error", "skip"], &lines.join(&b'\n'));
    assert_eq!(ran.code, DONE);
    assert!(ran.err.contains(&format!("1 imported, 0 already known, {} left out", words.len())), "{}", ran.err);
    for (number, words) in (2..).zip(words) {
        let of_line = ran.err.lines().find(|line| line.starts_with(&format!("line {number}: ")));
        assert!(of_line.is_some_and(|line| line.contains(words)), "line {number}, {words}: {of_line:?}");
    }
    let counts = desk.piped(&["import", "--on-error", "skip", "--json"], b"nonsense\n");
    assert_eq!(counts.json(), serde_json::json!({"accepted": 0, "already_known": 0, "rejected": 1}));
    assert!(counts.err.contains("line 1: "));
}

#[test]
fn a_circle_of_supports_is_named_as_one() {
    let desk = Desk::empty();
    let line = |id: &str, support: &str| claim(id, "", &format!(", \"id\": \"{id}\", \"supports\": [\"{support}\"]")) + "\n";
    let lines = [line("c1", "c3"), line("c2", "c1"), line("c3", "c2"), claim("Last", "", "")].concat();
    let ran = desk.piped(&["import", "--on-error", "skip"], lines.as_bytes());
    assert!(ran.code == DONE && ran.err.contains("circle") && ran.err.contains("1 imported, 0 already known, 3 left out"), "{ran:?}");
    assert_eq!(desk.told().len(), 1);
    let stopped = Desk::empty().piped(&["import"], lines.as_bytes());
    assert!(stopped.code == FAILED && stopped.err.contains("circle") && stopped.err.contains("line "), "{stopped:?}");
}

#[test]
fn a_circle_of_supports_is_named_as_one_whatever_else_was_wrong() {
    let desk = Desk::empty();
    let line = |id: &str, support: &str| claim(id, "", &format!(", \"id\": \"{id}\", \"supports\": [\"{support}\"]")) + "\n";
    let lines = ["nonsense\n".to_owned(), line("a", "e"), line("e", "a")].concat();
    let ran = desk.piped(&["import", "--on-error", "skip"], lines.as_bytes());
    assert_eq!(ran.err.matches("circle").count(), 2, "both of them: {}", ran.err);
}

#[test]
fn a_claim_may_come_before_what_supports_it() {
    let desk = Desk::empty();
    let later = claim("Later", "", ", \"id\": \"x\", \"supports\": [\"y\"]") + "\n" + &claim("Sooner", "", ", \"id\": \"y\"");
    let ran = desk.piped(&["import"], later.as_bytes());
    assert!(ran.code == DONE && ran.err.contains("2 imported"), "{ran:?}");
    desk.is_sound();
}

#[test]
fn a_bad_row_of_a_delimited_file_is_named_and_counted() {
    let columns = ["import", "--columns", "subject,predicate,object,from,to,kind", "--header"];
    let cases: [(&[u8], &str); 9] = [
        (b"Cy\tknows\tDi", "1 column where the mapping has 6, separated by `,`"),
        (b"Cy,knows,Di,2023-02-30,,", "`2023-02-30` does not exist"),
        (b"Cy,knows,Di,2023,2020,", "ends (2020) before it begins (2023)"),
        (b"Cy,knows,Di", "3 columns where the mapping has 6, separated by `,`"),
        (b"Cy,knows,Di,,,,,", "8 columns where the mapping has 6"),
        (b"Cy,knows,,2020,,", "object is empty"),
        (b"Cy,knows,Di,2020,,maybe", "maybe"),
        (b"Cy,born_on,Oslo,,,", "against its schema"),
        (b"Cy,knows,caf\xe9,,,", "utf-8"),
    ];
    let mut wrong = Vec::new();
    for (bad, expected) in cases {
        let rows = [b"s,p,o,f,t,k\nAna,knows,Bo,2001,,\n", bad, b"\nLast,knows,Bo,,,\n"].concat();
        let (skipping, stopping) = (Desk::empty(), Desk::empty());
        let skipped = skipping.piped(&[columns.as_slice(), &["--on-error", "skip"]].concat(), &rows);
        let clear = skipped.err.contains("line 3: ") && skipped.err.to_lowercase().contains(expected);
        if skipped.code != DONE || !clear || !skipped.err.contains("2 imported, 0 already known, 1 left out") || skipping.told().len() != 2
        {
            wrong.push(format!("{expected}: {skipped:?}"));
        }
        let stopped = stopping.piped(&columns, &rows);
        if stopped.code != FAILED || !stopped.err.contains("line 3: ") || stopping.told().len() != 1 {
            wrong.push(format!("{expected}, stopping: {stopped:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_bad_name_or_text_is_refused_by_every_command() {
    let desk = Desk::with_ana();
    let long = "n".repeat(4_000);
    let before = desk.run(&["export"]).out;
    let cases: [&[&str]; 8] = [
        &["remember", "Hello.", "--source", &long],
        &["remember", "Hello.", "--id", ""],
        &["remember", "Hello.", "--speaker", "a\u{7}b"],
        &["correct", "b", &long],
        &["correct", "b", " "],
        &["merge", "Ana", &long],
        &["stats", "--space", &long],
        &["stats", "--space", ""],
    ];
    for arguments in cases {
        let ran = desk.run(arguments);
        assert!([FAILED, USAGE, NOT_FOUND].contains(&ran.code) && ran.out.is_empty(), "{:.80}: {}", arguments.join(" "), ran.code);
        let said = ["a name has at most 1024", "is empty", "control character"].iter().any(|words| ran.err.contains(words));
        assert!(said, "{:.80}: {:.300}", arguments.join(" "), ran.err);
    }
    assert_eq!(desk.run(&["export"]).out, before, "none of them wrote anything");
}

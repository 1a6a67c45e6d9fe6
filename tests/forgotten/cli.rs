//! `asof forget`: what it shows, what it does, and what it answers.

use std::{
    fs,
    process::{Command, Output},
};

use serde_json::Value;

use super::{Told, exported, files_with};
use crate::binary::binary;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(told: &Told, arguments: &[&str]) -> Ran {
    let mut command = Command::new(binary());
    command.args(arguments).env("ASOF_STORE", told.store()).env_remove("NO_COLOR");
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
}

#[test]
fn it_shows_what_would_go_and_erases_only_when_told_to() {
    let told = Told::new();
    let before = exported(&told.open());
    let shown = run(&told, &["forget", "--entity", "Zerlina"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    for said in [
        "Texts that would go (3)",
        "Claims that would go, with every fact that rests on them (7)",
        "mentions Zerlina",
        "claim c2 was read from it",
        "derived from d1",
        "Names that nothing would mention any more: Zerlina, Zanzibar",
        "Also: 1 finding of consolidations that name it",
        "Also: 1 decision on such findings",
        "Also: 1 merge or split of names that go",
        "Also: 1 undoing of transactions of which nothing stays",
        "Also: 2 reasons in which it is mentioned",
    ] {
        assert!(shown.out.contains(said), "{said}: {}", shown.out);
    }
    assert!(shown.err.contains("a dry run: nothing was erased. 3 texts and 7 claims would go for good; `--yes` erases"), "{}", shown.err);
    assert_eq!(exported(&told.open()), before);
    let erased = run(&told, &["forget", "--entity", "Zerlina", "--yes"]);
    assert_eq!((erased.code, erased.out.as_str()), (0, ""));
    assert!(erased.err.contains("erased 3 texts and 7 claims; transaction 20 stands for it, with no content"), "{}", erased.err);
    assert!(files_with(&told.store(), "zerlina").is_empty());
    for (again, code, said) in [
        (&["forget", "--entity", "Zerlina", "--yes"][..], 3, "there is nothing to forget: nothing in the memory matches entity Zerlina"),
        (&["forget", "--entity", "Zerlina"], 3, "there is nothing to forget"),
        (&["forget", "--episode", "t1"], 3, "there is no episode `t1`"),
        (&["forget", "--source", "chat-1"], 3, "there is no source `chat-1`"),
        (&["forget", "--query", "zanzibar"], 3, "nothing in the memory matches query zanzibar"),
        (&["forget", "--query", "..."], 1, "the query has no words"),
        (&["forget"], 2, "required"),
        (&["forget", "--everything", "--space", "none"], 3, "no space `none`"),
        (&["facts", "Zerlina"], 3, "Zerlina"),
        (&["check"], 0, "sound"),
    ] {
        let ran = run(&told, again);
        assert_eq!(ran.code, code, "{again:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{again:?}: {}", ran.err);
    }
}

#[test]
fn json_has_the_documented_fields() {
    let told = Told::new();
    let json = |arguments: &[&str]| -> Value { serde_json::from_str(&run(&told, arguments).out).unwrap() };
    let would = json(&["forget", "--source", "chat-2", "--json"]);
    assert_eq!((would["dry_run"].as_bool(), would["everything"].as_bool()), (Some(true), Some(false)));
    assert_eq!(would["episodes"][0]["id"], "t3");
    assert_eq!(would["episodes"][0]["text"], "Ben lives in Porto, he says.");
    assert_eq!(would["claims"][0]["why"], "told by chat-2");
    assert_eq!(would["names"], serde_json::json!(["Porto", "Zee", "liquorice"]));
    assert_eq!(would["become_plain"], serde_json::json!(["c5"]));
    assert_eq!(would["along"]["retractions"], 1);
    let did = json(&["forget", "--source", "chat-2", "--json", "--yes"]);
    assert_eq!((did["dry_run"].as_bool(), did["tx"].as_u64()), (Some(false), Some(20)));
    assert_eq!((&did["episodes"], &did["claims"]), (&would["episodes"], &would["claims"]));
    let stats = json(&["stats", "--json"]);
    assert_eq!((stats["erased_claims"].as_u64(), stats["erased_episodes"].as_u64()), (Some(2), Some(1)));
}

#[test]
fn a_space_that_is_called_like_it_is_pointed_out() {
    let told = Told::new();
    assert_eq!(run(&told, &["remember", "Ida lives in Ostend.", "--space", "user-ida"]).code, 0);
    let shown = run(&told, &["forget", "--entity", "Ida", "--space", "user-ida"]);
    assert!(shown.out.contains("The space's own name, `user-ida`, would stay; `--everything` takes the space, too"), "{}", shown.out);
    assert!(!run(&told, &["forget", "--entity", "Ben"]).out.contains("own name"));
}

#[test]
fn everything_goes_with_the_space() {
    let told = Told::new();
    let shown = run(&told, &["forget", "--everything"]);
    assert!(shown.out.contains("Also: the space `default` itself, with its history"), "{}", shown.out);
    let erased = run(&told, &["forget", "--everything", "-y"]);
    assert!(erased.err.contains("the space is gone"), "{}", erased.err);
    let stats = run(&told, &["stats"]);
    assert_eq!(stats.code, 3);
    assert!(stats.err.contains("no space `default` in this store; there is nothing"), "{}", stats.err);
}

#[test]
fn recorded_responses_of_models_go_as_a_whole() {
    let told = Told::new();
    let file = told.store().with_file_name("store.responses.jsonl");
    fs::write(&file, "{\"request\":\"k\",\"model\":\"m\",\"response\":\"Zerlina lives in Zanzibar\"}\n").unwrap();
    assert_eq!(run(&told, &["forget", "--entity", "Nobody", "--yes"]).code, 3);
    let shown = run(&told, &["forget", "--entity", "Zerlina"]);
    assert!(file.exists() && shown.out.contains("the recorded responses of models"), "{}", shown.out);
    assert_eq!(run(&told, &["forget", "--entity", "Zerlina", "--yes"]).code, 0);
    assert!(!file.exists());
}

#[test]
fn recorded_responses_stay_where_nothing_could_be_forgotten_and_one_cut_short_is_made_good() {
    let told = Told::new();
    let file = told.store().with_file_name("store.responses.jsonl");
    let aside = told.store().with_file_name("store.responses.jsonl.forgetting");
    fs::write(&file, "paid for").unwrap();
    // What stands where the index would be cannot be removed as a folder is.
    fs::create_dir_all(told.store().join("index")).unwrap();
    fs::write(told.store().join("index/0"), "in the way").unwrap();
    let failed = run(&told, &["forget", "--entity", "Zerlina", "--yes"]);
    assert_eq!(failed.code, 1, "{}", failed.err);
    assert_eq!((fs::read_to_string(&file).unwrap().as_str(), aside.exists()), ("paid for", false));
    fs::remove_file(told.store().join("index/0")).unwrap();
    // A kill before the end leaves it aside: nothing reads it there, and the next forgetting removes it.
    fs::rename(&file, &aside).unwrap();
    assert!(run(&told, &["forget", "--entity", "Zerlina"]).out.contains("the recorded responses of models"));
    assert!(aside.exists(), "a dry run");
    assert_eq!(run(&told, &["forget", "--entity", "Zerlina", "--yes"]).code, 0);
    assert!(!aside.exists() && !file.exists());
    for (left, stays) in [(&aside, false), (&file, true)] {
        fs::write(left, "Zerlina lives in Zanzibar").unwrap();
        assert_eq!(run(&told, &["forget", "--entity", "Zerlina", "--yes"]).code, 3);
        assert_eq!(left.exists(), stays, "{}: nothing was left to forget", left.display());
    }
}

#[test]
fn what_stays_and_names_what_goes_by_its_id_is_pointed_out() {
    let told = Told::new();
    let lines = "{\"claim\":{\"subject\":\"Ben\",\"predicate\":\"likes\",\"object\":\"figs\"},\"id\":\"like t4\"}\n{\"retract\":\"like t4\",\"reason\":\"as chat-4 says\"}\n";
    told.open().import_lines(lines.as_bytes(), asof::OnError::Stop).unwrap();
    for (asked, places) in [(["--episode", "t4"], "1 place"), (["--source", "chat-4"], "2 places")] {
        let shown = run(&told, &["forget", asked[0], asked[1]]);
        let said = format!("Ids of what goes, or its source, would still be named in {places}: in reasons and ids of what stays");
        assert!(shown.out.contains(&said), "{asked:?}: {}", shown.out);
    }
    assert!(!run(&told, &["forget", "--episode", "t1"]).out.contains("still be named"));
}

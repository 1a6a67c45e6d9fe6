//! `asof embed` on the command line: a server that embeds, and what is said and done when it is away, or answers nonsense.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod binary;
mod http;

use std::{
    fs,
    io::Write,
    net::TcpListener,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use binary::binary;
use http::request;
use serde_json::{Value, json};
use tempfile::TempDir;

const DONE: i32 = 0;
const FAILED: i32 = 1;
const USAGE: i32 = 2;
const NOT_FOUND: i32 = 3;

/// Words that the server takes for the same.
const SAME: [[&str; 2]; 2] = [["umbrella", "parliament"], ["walrus", "invoice"]];

/// What the server does.
#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Good,
    /// So many answers, and then failures.
    GoodFor(usize),
    Slow,
    Failing,
    Denying,
    Wider,
    Fewer,
    NotANumber,
}

struct Server {
    url: String,
    mood: Arc<Mutex<Mood>>,
    calls: Arc<AtomicUsize>,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mood = Arc::new(Mutex::new(Mood::Good));
        let server = Self { url, mood, calls: Arc::default(), heads: Arc::default() };
        let (mood, calls, heads) = (Arc::clone(&server.mood), Arc::clone(&server.calls), Arc::clone(&server.heads));
        thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let call = calls.fetch_add(1, Ordering::SeqCst);
                let (head, body) = request(&mut stream);
                heads.lock().unwrap().push(head);
                let mood = *mood.lock().unwrap();
                let (status, body) = respond(mood, call, &body);
                let head = format!("HTTP/1.1 {status} X\r\nretry-after: 0\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
                let _ = stream.write_all(format!("{head}{body}").as_bytes());
            }
        });
        server
    }

    fn becomes(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

fn respond(mood: Mood, call: usize, body: &str) -> (u16, String) {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let texts: Vec<&str> = body["input"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut rows: Vec<Value> = texts.iter().map(|text| json!(vector(text))).collect();
    match mood {
        Mood::GoodFor(calls) if calls <= call => return (503, r#"{"error":{"message":"out of memory"}}"#.into()),
        Mood::Good | Mood::GoodFor(_) => {}
        Mood::Slow => thread::sleep(Duration::from_millis(100)),
        Mood::Failing => return (503, r#"{"error":{"message":"out of memory"}}"#.into()),
        Mood::Denying => return (401, r#"{"error":{"message":"Incorrect API key"}}"#.into()),
        Mood::Wider => rows.iter_mut().for_each(|row| row.as_array_mut().unwrap().push(json!(0.5))),
        Mood::Fewer => drop(rows.pop()),
        Mood::NotANumber => rows.iter_mut().for_each(|row| row[0] = Value::Null),
    }
    let rows: Vec<Value> = rows.into_iter().enumerate().map(|(index, row)| json!({"index": index, "embedding": row})).collect();
    (200, json!({"data": rows, "usage": {"prompt_tokens": texts.len(), "total_tokens": texts.len()}}).to_string())
}

/// A number for each meaning, and one that differs from text to text.
fn vector(text: &str) -> Vec<f32> {
    let mut vector: Vec<f32> = SAME.iter().map(|same| if same.iter().any(|word| text.contains(word)) { 1.0 } else { 0.0 }).collect();
    let other = text.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % 61;
    vector.extend((0..61).map(|at| if at == other { 0.2 } else { 0.0 }));
    vector
}

/// A store in a folder of its own.
struct Desk(TempDir);

#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.say("chat-1", "We saw an umbrella by the lake.");
        desk.say("chat-2", "Somebody painted the walrus.");
        desk
    }

    fn store(&self) -> PathBuf {
        self.0.path().join("memory")
    }

    fn ran(&self, args: &[&str]) -> Ran {
        let mut command = Command::new(binary());
        command.env("ASOF_STORE", self.store()).env("EMBED_KEY", "sk-secret").env_remove("OPENAI_API_KEY").args(args);
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    fn say(&self, id: &str, text: &str) {
        let ran = self.ran(&["remember", text, "--at", "2024-05-01", "--speaker", "Ana", "--source", "chat", "--id", id]);
        assert_eq!(ran.code, DONE, "{ran:?}");
    }

    /// Starts a command, kills it once that is so, and says whether it was still running.
    fn killed(&self, args: &[&str], when: impl Fn() -> bool) -> bool {
        let mut command = Command::new(binary());
        command.env("ASOF_STORE", self.store()).args(args).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        while !when() && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(2));
        }
        let was_running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        was_running
    }

    /// Many texts at once.
    fn say_many(&self, count: usize) {
        let lines: String =
            (0..count).map(|at| format!("{}\n", json!({"episode": format!("Day {at} was dull."), "id": format!("d{at}")}))).collect();
        let file = self.0.path().join("lines.jsonl");
        fs::write(&file, lines).unwrap();
        assert_eq!(self.ran(&["import", file.to_str().unwrap()]).code, DONE);
    }

    fn choose(&self, server: &Server, model: &str) -> Ran {
        self.ran(&["embed", "--embedder", "openai", "--base-url", &server.url, "--model", model])
    }

    fn ids(&self, question: &str) -> Vec<String> {
        let ran = self.ran(&["recall", question, "--json", "-q"]);
        assert_eq!((ran.code, ran.err.as_str()), (DONE, ""), "{ran:?}");
        let hits: Value = serde_json::from_str(&ran.out).unwrap();
        hits.as_array().unwrap().iter().filter(|hit| hit["kind"] == "passage").map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn an_endpoint_is_chosen_once_and_used_from_then_on() {
    let (desk, server) = (Desk::new(), Server::new());
    let before = desk.ran(&["recall", "parliament", "--json", "--explain", "--now", "2024-06-01"]);
    assert_eq!(before.out, "[]\n");
    let ran = desk.ran(&["embed", "--embedder", "openai", "--base-url", &server.url, "--model", "m", "--api-key-env", "EMBED_KEY"]);
    assert_eq!((ran.code, ran.out.as_str()), (DONE, ""), "{ran:?}");
    assert!(ran.err.contains(&format!("space default: 2 of 2 passages embedded by openai {}/v1 m", server.url)), "{ran:?}");
    assert!(ran.err.contains("model: 3 calls, 0 replayed, 15 + 0 tokens"), "{ran:?}");
    let head = server.heads.lock().unwrap()[0].clone();
    assert!(head.starts_with("POST /v1/embeddings ") && head.contains("Bearer sk-secret"), "{head}");

    assert_eq!(desk.ids("parliament").first().map(String::as_str), Some("chat-1"));
    let ran = desk.ran(&["recall", "parliament", "--explain"]);
    assert!(ran.out.contains(&format!("vector by openai {}/v1 m: rank 1", server.url)) && ran.err.is_empty(), "{ran:?}");
    let stats: Value = serde_json::from_str(&desk.ran(&["stats", "--json"]).out).unwrap();
    assert_eq!((stats["embedder"].as_str().unwrap(), &stats["embedded"]), (format!("openai {}/v1 m", server.url).as_str(), &json!(2)));

    // What is told later is embedded before it is asked about, if it is not much.
    desk.say("chat-3", "An umbrella stood in the hall.");
    let calls = server.calls();
    assert!(desk.ids("parliament").contains(&"chat-3".to_owned()));
    assert_eq!(server.calls() - calls, 2, "the question and the text");
    desk.say_many(40);
    let ran = desk.ran(&["recall", "lake"]);
    assert!(ran.err.contains("3 of 43 passages embedded by") && ran.err.contains("`asof embed` does the rest"), "{ran:?}");
    let calls = server.calls();
    let ran = desk.ran(&["embed", "--json"]);
    let made: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&made[0]["embedded"], &made[0]["passages"], &made[0]["trouble"]), (&json!(43), &json!(43), &Value::Null), "{ran:?}");
    assert_eq!((server.calls() - calls, ran.err.as_str()), (2, ""), "of 32 and of 8 texts");

    // The key is nowhere but in the environment.
    let written = fs::read_to_string(desk.store().join("embedder.json")).unwrap();
    assert!(written.contains("EMBED_KEY") && !written.contains("sk-secret"), "{written}");
    let ran = desk.ran(&["embed", "--embedder", "static"]);
    assert_eq!(ran.code, DONE, "{ran:?}");
    let calls = server.calls();
    assert_eq!(desk.ran(&["recall", "parliament", "--json", "--explain", "--now", "2024-06-01"]).out, before.out);
    assert!(desk.ran(&["stats"]).out.lines().all(|line| !line.contains("embedde")));
    assert_eq!(server.calls(), calls);
}

#[test]
fn recall_goes_on_when_the_endpoint_fails() {
    let (desk, server) = (Desk::new(), Server::new());
    assert_eq!(desk.choose(&server, "m").code, DONE);
    let cases = [
        (Mood::Failing, "the server answered 503 (out of memory); it fails; look at its log"),
        (Mood::Denying, "the server answered 401 (Incorrect API key); put the server's API key in the environment variable"),
        (Mood::Wider, "expected vectors of 63 numbers, got one of 64"),
        (Mood::Fewer, "asked for 1 vectors, got 0"),
        (Mood::NotANumber, "a vector is not made of finite numbers"),
    ];
    for (mood, said) in cases {
        server.becomes(mood);
        for json in [false, true] {
            let args: &[&str] = if json { &["recall", "the lake", "--json"] } else { &["recall", "the lake"] };
            let ran = desk.ran(args);
            assert!(ran.code == DONE && ran.out.contains("umbrella by the lake"), "{said}: {ran:?}");
            assert!(ran.err.contains(said) && ran.err.contains("the shipped table"), "{said}: {ran:?}");
        }
        assert!(!desk.ids("lake").is_empty(), "quiet, too");
    }
    // What is told meanwhile is not lost, and found.
    desk.say("late", "The lighthouse was repainted.");
    assert_eq!(desk.ids("lighthouse").first().map(String::as_str), Some("late"));
    let ran = desk.ran(&["embed"]);
    assert!(ran.code == FAILED && ran.err.contains("2 of 3 passages") && ran.err.contains("what is, is kept"), "{ran:?}");
    server.becomes(Mood::Good);
    assert_eq!(desk.ran(&["embed"]).code, DONE);
    assert_eq!(desk.ids("parliament").first().map(String::as_str), Some("chat-1"));
    // Another model now answers by that name.
    server.becomes(Mood::Wider);
    desk.say("later", "The ferry is late.");
    let ran = desk.ran(&["embed"]);
    assert!(ran.code == FAILED && ran.err.contains("expected vectors of 63 numbers, got one of 64"), "{ran:?}");
    let ran = desk.ran(&["embed", "--anew"]);
    assert!(ran.code == DONE && ran.err.contains("4 of 4 passages"), "{ran:?}");
    assert_eq!(desk.ids("parliament").first().map(String::as_str), Some("chat-1"));
}

#[test]
fn while_another_model_embeds_the_old_one_answers_and_what_was_done_is_kept() {
    let (desk, old, new) = (Desk::new(), Server::new(), Server::new());
    desk.say_many(100);
    assert_eq!(desk.choose(&old, "old").code, DONE);
    // It answers the probe, the unlike sentences and one batch.
    new.becomes(Mood::GoodFor(4));
    let ran = desk.choose(&new, "new");
    assert!(ran.code == FAILED && ran.err.contains("64 of 102 passages") && ran.err.contains("out of memory"), "{ran:?}");
    let ran = desk.ran(&["recall", "parliament", "--explain"]);
    assert!(ran.out.contains("v1 old: rank") && ran.err.contains("64 of 102 passages embedded by"), "{ran:?}");
    // Back and forth costs nothing.
    let calls = old.calls();
    assert_eq!(desk.choose(&old, "old").code, DONE);
    assert_eq!(old.calls() - calls, 1, "the probe");
    assert!(desk.ran(&["recall", "parliament", "--explain"]).out.contains("v1 old: rank"));
    new.becomes(Mood::Good);
    let calls = new.calls();
    let ran = desk.choose(&new, "new");
    assert!(ran.code == DONE && ran.err.contains("102 of 102"), "{ran:?}");
    assert_eq!(new.calls() - calls, 3, "the probe, and the 38 texts that were missing");
    let calls = old.calls();
    assert!(desk.ran(&["recall", "parliament", "--explain"]).out.contains("v1 new: rank"));
    assert_eq!(old.calls(), calls);
}

#[test]
fn killed_at_any_moment_it_goes_on_where_it_was() {
    let (desk, server) = (Desk::new(), Server::new());
    desk.say_many(300);
    assert_eq!(desk.ran(&["embed", "--embedder", "openai", "--base-url", &server.url, "--model", "m", "--anew", "-q"]).code, DONE);
    let once = server.calls();
    // The probe, the unlike sentences, and 302 texts, 32 and 32 at a time.
    assert_eq!(once, 2 + 2 * 4 + 2);
    server.becomes(Mood::Slow);
    assert!(desk.killed(&["embed", "--anew"], || once + 4 <= server.calls()));
    for after in [1, 2, 3] {
        let before = server.calls();
        assert!(desk.killed(&["embed"], || before + after <= server.calls()), "{after}");
        assert!(desk.ran(&["recall", "lake"]).out.contains("umbrella by the lake"));
    }
    assert_eq!(desk.ran(&["embed", "-q"]).code, DONE);
    // Each kill costs what was under way, a batch of two calls; the one with --anew began anew, after a probe. A recall asks nothing until all is there.
    assert!(server.calls() <= once + once + 1 + 4 * 2, "{} calls", server.calls());
    assert_eq!(desk.ids("parliament").first().map(String::as_str), Some("chat-1"));
}

#[test]
fn what_cannot_work_is_said_and_changes_nothing() {
    let (desk, server) = (Desk::new(), Server::new());
    let empty = desk.0.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let empty = empty.to_str().unwrap();
    let cases: [(&[&str], i32, &str); 9] = [
        (&["--weights", "x"], USAGE, "--weights goes with --embedder minilm"),
        (&["--embedder", "static", "--model", "x"], USAGE, "--model goes with --embedder openai"),
        (&["--embedder", "minilm"], USAGE, "say with --weights where the model is"),
        (&["--embedder", "minilm", "--weights", "/no/such/folder"], FAILED, "/no/such/folder"),
        (&["--embedder", "minilm", "--weights", empty], FAILED, "config.json"),
        (&["--embedder", "openai"], USAGE, "say which model with --model"),
        (&["--embedder", "openai", "--model", "m", "--dimensions", "0"], USAGE, "at least one number"),
        (&["--embedder", "openai", "--model", "m", "--base-url", "https://example.org"], USAGE, "no key for https://example.org"),
        (&["--embedder", "openai", "--model", "m", "--base-url", "nowhere"], USAGE, "http://"),
    ];
    for (args, code, said) in cases {
        let ran = desk.ran(&[&["embed"], args].concat());
        assert!(ran.code == code && ran.err.contains(said), "{args:?}: {ran:?}");
        assert!(!desk.store().join("embedder.json").exists(), "{args:?}");
    }
    server.becomes(Mood::Denying);
    let ran = desk.choose(&server, "m");
    assert!(ran.code == FAILED && ran.err.contains("nothing was changed: no vectors: the server answered 401"), "{ran:?}");
    assert!(!desk.store().join("embedder.json").exists());
    let ran = desk.ran(&["embed"]);
    assert!(ran.code == DONE && ran.err.contains("choose another embedder with --embedder"), "{ran:?}");
    for args in [&["embed"][..], &["embed", "--embedder", "static"]] {
        let ran = desk.ran(&[&["--store", empty], args].concat());
        assert_eq!(ran.code, NOT_FOUND, "{ran:?}");
    }
}

#[test]
fn nothing_is_thrown_away_for_a_server_that_is_away() {
    let (desk, server) = (Desk::new(), Server::new());
    assert_eq!(desk.choose(&server, "m").code, DONE);
    server.becomes(Mood::Failing);
    let ran = desk.ran(&["embed", "--anew"]);
    assert!(ran.code == FAILED && ran.err.contains("nothing was changed: no vectors for now: the server answered 503"), "{ran:?}");
    server.becomes(Mood::Good);
    let calls = server.calls();
    assert_eq!(desk.ran(&["embed"]).code, DONE);
    assert_eq!(server.calls(), calls, "all is there");
}

#[test]
fn vectors_that_the_disk_refuses_are_told_of() {
    let (desk, server) = (Desk::new(), Server::new());
    assert_eq!(desk.choose(&server, "m").code, DONE);
    let index = desk.store().join("index");
    fs::remove_dir_all(&index).unwrap();
    fs::write(&index, "in the way").unwrap();
    let told = "not all that was embedded could be written; the rest is gone with this command (";
    for args in [&["embed"][..], &["embed", "--json"]] {
        let ran = desk.ran(args);
        assert!(ran.code == FAILED && ran.err.contains(told) && ran.err.contains("`asof embed` tries again"), "{ran:?}");
        assert!(ran.out.is_empty() || ran.out.contains(r#""unsaved": ""#), "{ran:?}");
    }
    let ran = desk.ran(&["recall", "the lake"]);
    assert!(ran.code == DONE && ran.out.contains("umbrella by the lake") && ran.err.contains(told), "{ran:?}");
    fs::remove_file(&index).unwrap();
    let ran = desk.ran(&["embed", "--json"]);
    assert!(ran.code == DONE && ran.err.is_empty() && ran.out.contains(r#""unsaved": null"#), "{ran:?}");
}

#[test]
fn a_choice_that_cannot_be_read_or_opened_any_more_stops_no_recall() {
    let (desk, server) = (Desk::new(), Server::new());
    assert_eq!(desk.choose(&server, "m").code, DONE);
    let file = desk.store().join("embedder.json");
    let gone = r#"{"chosen":{"embedder":"minilm","weights":"/gone"}}"#;
    for (text, said) in [("{", "choose again with `asof embed --embedder`"), (gone, "/gone")] {
        fs::write(&file, text).unwrap();
        let ran = desk.ran(&["recall", "lake"]);
        assert!(ran.code == DONE && ran.out.contains("umbrella by the lake"), "{ran:?}");
        assert!(ran.err.contains("the embedder that was chosen cannot be used") && ran.err.contains(said), "{ran:?}");
        assert_eq!(desk.ran(&["stats"]).code, DONE);
        let ran = desk.ran(&["embed"]);
        assert!(ran.code == FAILED && ran.err.contains(said), "{ran:?}");
    }
    let calls = server.calls();
    assert_eq!(desk.choose(&server, "m").code, DONE);
    assert_eq!(server.calls() - calls, 1, "nothing was lost");
}

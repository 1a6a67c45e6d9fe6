//! A model on the command line: asked once, recorded, and never in the way of what works without it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod binary;
mod http;

use std::{
    fs,
    io::Write,
    net::TcpListener,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use binary::binary;
use http::request;
use serde_json::{Value, json};
use tempfile::TempDir;

const DONE: i32 = 0;
const FAILED: i32 = 1;
const USAGE: i32 = 2;
const NOT_FOUND: i32 = 3;
const TEXT: &str = "Ana keeps two llamas in her garden.";

/// A server that answers everything with the same claims, and counts.
struct Server {
    url: String,
    calls: Arc<AtomicUsize>,
}

impl Server {
    fn answering(status: u16, body: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let calls = Arc::new(AtomicUsize::new(0));
        let server = Self { url, calls: Arc::clone(&calls) };
        thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                calls.fetch_add(1, Ordering::SeqCst);
                request(&mut stream);
                let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
                let _ = stream.write_all(format!("{head}{body}").as_bytes());
            }
        });
        server
    }

    /// One claim that the text bears out, and one that it does not.
    fn with_claims() -> Self {
        Self::costing(100)
    }

    fn costing(prompt_tokens: u32) -> Self {
        let claim = |object: &str, quote: &str| json!({"subject": "Ana", "predicate": "keeps", "object": object, "quote": quote});
        let claims = [claim("two llamas", "Ana keeps two llamas"), claim("a yacht", "Ana keeps a yacht")];
        let content = json!({ "claims": claims }).to_string();
        let usage = json!({"prompt_tokens": prompt_tokens, "completion_tokens": 50});
        Self::answering(200, json!({"choices": [{"message": {"content": content}}], "usage": usage}).to_string())
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

/// The address of a port at which nobody listens.
fn closed() -> String {
    format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap())
}

/// What a command did: its exit code, its output, and what it said.
type Ran = (i32, String, String);

fn run(desk: &TempDir, arguments: &[&str]) -> Ran {
    let mut command = Command::new(binary());
    command.args(arguments).current_dir(desk.path()).stdin(Stdio::null());
    for name in ["OPENAI_API_KEY", "ASOF_STORE", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"] {
        command.env_remove(name);
    }
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// Runs a command on the text with a model at an address.
fn ask(desk: &TempDir, command: &str, url: &str, more: &[&str]) -> Ran {
    ask_about(desk, command, TEXT, url, more)
}

fn ask_about(desk: &TempDir, command: &str, text: &str, url: &str, more: &[&str]) -> Ran {
    let model = [command, text, "--at", "2024-04-02", "--extractor", "openai", "--base-url", url, "--model", "m"];
    run(desk, &[&model, more].concat())
}

#[test]
fn an_answer_gives_claims_and_is_never_asked_for_again() {
    let (desk, server) = (tempfile::tempdir().unwrap(), Server::with_claims());
    let (code, out, said) = ask(&desk, "remember", &server.url, &["--price-prompt", "1", "--price-completion", "10"]);
    assert_eq!((code, out.as_str()), (DONE, ""), "{said}");
    assert!(said.contains("model: 1 call, 0 replayed, 100 + 50 tokens, cost 0.000600"), "{said}");
    assert!(said.contains("kept, but not read as claims: 1 part; `asof extract` shows why"), "{said}");
    let (_, facts, _) = run(&desk, &["facts", "Ana", "--as-of", "2024-04-02"]);
    assert!(facts.contains("two llamas") && !facts.contains("yacht"), "{facts}");
    assert_eq!(fs::read_to_string(desk.path().join("asof-memory.responses.jsonl")).unwrap().lines().count(), 1);

    // The same text again, in this memory and others, with the server and without: the same claims, no calls.
    let tape = ["--responses", "asof-memory.responses.jsonl"];
    for (store, url, more) in
        [("asof-memory", server.url.clone(), vec![]), ("other", server.url.clone(), vec![]), ("third", closed(), vec!["--replay"])]
    {
        let (code, _, said) = ask(&desk, "remember", &url, &[&tape[..], &["--store", store], &more].concat());
        assert!(code == DONE && said.contains("0 calls, 1 replayed"), "{said}");
        let (_, facts, _) = run(&desk, &["facts", "Ana", "--as-of", "2024-04-02", "--store", store]);
        assert!(facts.contains("two llamas"), "{facts}");
    }
    assert_eq!(server.calls(), 1);
    // For programs, the report and nothing else; what was spent is said aside.
    let (_, out, said) = ask(&desk, "remember", &closed(), &[&tape[..], &["--replay", "--json", "--store", "fourth"]].concat());
    assert!(serde_json::from_str::<Value>(&out).unwrap()["claims"].is_array() && said.contains("1 replayed"), "{out}{said}");
    let (_, _, said) = ask(&desk, "remember", &closed(), &[&tape[..], &["--replay", "--quiet", "--store", "fifth"]].concat());
    assert_eq!(said, "");
}

#[test]
fn extract_shows_what_a_model_claims_and_why_it_is_not_believed() {
    let (desk, server) = (tempfile::tempdir().unwrap(), Server::with_claims());
    let (code, out, said) = ask(&desk, "extract", &server.url, &["--responses", "tape"]);
    assert!(code == DONE && said.contains("1 call,"), "{said}");
    assert!(out.starts_with(TEXT) && out.contains("Ana keeps two llamas"), "{out}");
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("left") && words.contains("does not say `Ana keeps a yacht`"), "{out}");
    let replay = ["--responses", "tape", "--replay"];
    let (_, marked, _) = ask(&desk, "extract", &closed(), &[&replay[..], &["--marked"]].concat());
    assert!(marked.contains("⟨Ana · keeps · two llamas⟩") && marked.contains("⟨left: the model's claim"), "{marked}");
    let (_, lines, _) = ask(&desk, "extract", &closed(), &[&replay[..], &["--json"]].concat());
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[1]["claim"]["object"]), (2, &json!("two llamas")), "{lines:?}");
    assert_eq!(server.calls(), 1);
    assert_eq!(fs::read_dir(desk.path()).unwrap().count(), 1, "a text that is only shown leaves no store behind");
}

#[test]
fn where_nothing_could_be_asked_nothing_is_remembered() {
    let (desk, server) = (tempfile::tempdir().unwrap(), Server::with_claims());
    let wrong_key = Server::answering(401, json!({"error": {"message": "Incorrect API key"}}).to_string());
    let prices = ["--price-prompt", "1", "--price-completion", "1"];
    let cases: Vec<(&str, Vec<&str>, &str)> = vec![
        (&server.url, vec!["--max-tokens", "10"], "stopped before the cap: 10 tokens, of which 0 are spent; raise it"),
        (&server.url, [&prices[..], &["--max-cost", "0.000001"]].concat(), "stopped before the cap: a cost of 0.000001"),
        (
            &wrong_key.url,
            vec![],
            "(Incorrect API key); put the server's API key in the environment variable that is read for it (--api-key-env)",
        ),
    ];
    for (url, more, expected) in cases {
        let (code, out, said) = ask(&desk, "remember", url, &more);
        assert_eq!((code, out.as_str()), (FAILED, ""), "{said}");
        assert!(said.contains("asof: nothing was read: ") && said.contains(expected), "{said}");
    }
    assert_eq!(server.calls(), 0);
    let (code, stats, _) = run(&desk, &["stats"]);
    assert_eq!((code, stats.as_str()), (NOT_FOUND, ""), "nothing was ever told");
}

#[test]
fn a_cap_reached_midway_keeps_what_was_read() {
    let (desk, server) = (tempfile::tempdir().unwrap(), Server::costing(9_000));
    let text = format!("{TEXT}\n\n{}", "Nothing else is said of it. ".repeat(300));
    let (code, _, said) = ask_about(&desk, "remember", &text, &server.url, &["--max-tokens", "10000"]);
    assert_eq!((code, server.calls()), (DONE, 1), "{said}");
    assert!(said.contains("not all was read: stopped before the cap: 10000 tokens, of which 9050 are spent"), "{said}");
    let (_, facts, _) = run(&desk, &["facts", "Ana", "--as-of", "2024-04-02"]);
    assert!(facts.contains("two llamas"), "{facts}");
    // Another run goes on where this one stopped.
    let (_, _, said) = ask_about(&desk, "remember", &text, &server.url, &[]);
    assert!(said.contains("1 call, 1 replayed") && server.calls() == 2, "{said}");
}

#[test]
fn a_server_that_is_away_is_told() {
    let desk = tempfile::tempdir().unwrap();
    let (code, _, said) = ask(&desk, "remember", &closed(), &[]);
    assert_eq!(code, FAILED, "{said}");
    assert!(
        said.contains("nothing answers at http://127.0.0.1") && said.contains("start the server") && said.contains("--base-url"),
        "{said}"
    );
}

#[test]
fn options_that_cannot_work_say_what_to_change() {
    let (desk, local) = (tempfile::tempdir().unwrap(), "http://127.0.0.1:9");
    let openai = ["extract", TEXT, "--extractor", "openai"];
    let cases: Vec<(Vec<&str>, i32, &str)> = vec![
        (vec!["--base-url", local], USAGE, "say which model with --model; `curl http://127.0.0.1:9/v1/models` lists"),
        (vec!["--base-url", "localhost:1", "--model", "m"], USAGE, "http://"),
        (vec!["--base-url", "https://example.invalid/v1", "--model", "m"], USAGE, "environment variable OPENAI_API_KEY"),
        (vec!["--base-url", "https://example.invalid", "--model", "m", "--api-key-env", "MY_KEY"], USAGE, "environment variable MY_KEY"),
        (vec!["--base-url", local, "--model", "m", "--api-key-env", "a=b"], USAGE, "the name of an environment variable"),
        (vec!["--base-url", local, "--model", "m", "--timeout", "0"], USAGE, "timeout"),
        (vec!["--model", "m", "--max-cost", "1"], USAGE, "--price-prompt"),
        (vec!["--model", "m", "--replay"], USAGE, "--responses"),
        (vec!["--model", "m", "--replay", "--responses", "none.jsonl"], NOT_FOUND, "no recorded responses at none.jsonl"),
    ];
    for (more, expected, what) in cases {
        let (code, _, said) = run(&desk, &[&openai[..], &more].concat());
        assert!(code == expected && said.contains(what), "{more:?}: {code} {said}");
    }
    let (code, _, said) = run(&desk, &["remember", TEXT, "--model", "m"]);
    assert!(code == USAGE && said.contains("--model is for a model: add --extractor openai"), "{said}");
}

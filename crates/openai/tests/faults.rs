//! Faults of the network and the server, each made by a small server of our own, and what people are told of them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod server;

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use asof_extract::Context;
use asof_openai::{ApiKey, Cap, Client, Http, Prices, Reading, Settings, Spent, Tape, Trouble};
use server::{Act, Server};

const TEXT: &str = "Ana lives in Berlin.";

fn claims(items: &str) -> String {
    let content = serde_json::Value::from(format!("{{\"claims\":[{items}]}}"));
    format!(
        r#"{{"choices":[{{"message":{{"content":{content}}},"finish_reason":"stop"}}],"usage":{{"prompt_tokens":100,"completion_tokens":50}}}}"#
    )
}

fn berlin() -> String {
    claims(r#"{"subject":"Ana","predicate":"lives_in","object":"Berlin","quote":"Ana lives in Berlin"}"#)
}

fn ok() -> Act {
    Act::Answer(200, "", berlin())
}

fn fails(status: u16, body: &str) -> Act {
    Act::Answer(status, "", body.to_owned())
}

fn read(settings: Settings) -> (Reading, Spent) {
    let http = Http::new(&settings).unwrap();
    let client = Client::new(settings, http).unwrap();
    let reading = client.read(TEXT, &Context::default());
    (reading, client.spent())
}

#[track_caller]
fn check(script: Vec<Act>, calls: usize, expected: &str) {
    check_within(Duration::from_secs(10), script, calls, expected);
}

#[track_caller]
fn check_within(timeout: Duration, script: Vec<Act>, calls: usize, expected: &str) {
    let server = Server::new(script);
    let (reading, _) = read(Settings { timeout, ..server.settings() });
    let said: Vec<String> = reading.notes.iter().map(|note| note.trouble.to_string()).collect();
    if expected.is_empty() {
        assert_eq!((reading.found.len(), said), (1, vec![]));
    } else {
        assert!(said.len() == 1 && said[0].contains(expected), "{said:?}");
        assert_eq!(reading.notes[0].span, (0, 20));
    }
    assert_eq!(server.calls(), calls);
}

#[test]
fn a_busy_or_failing_server_is_asked_again_and_no_more_than_that() {
    check(vec![ok()], 1, "");
    check(vec![fails(429, ""), ok()], 2, "");
    check(vec![fails(500, "boom"), fails(503, ""), ok()], 3, "");
    check(vec![Act::Answer(429, "retry-after: 0\r\n", String::new()), ok()], 2, "");
    check(vec![Act::Close, ok()], 2, "");
    check_within(Duration::from_secs(1), vec![Act::Hang, ok()], 2, "");
    check(
        vec![fails(500, r#"{"error":{"message":"out of memory"}}"#)],
        4,
        "the server answered 500 (out of memory); it fails; look at its log",
    );
    check(vec![fails(429, "slow down")], 4, "wait, and import again");
}

#[test]
fn what_will_not_get_better_is_not_asked_again() {
    check(
        vec![fails(401, r#"{"error":{"message":"Incorrect API key"}}"#)],
        1,
        "(Incorrect API key); put the server's API key in the environment",
    );
    check(vec![fails(404, "")], 1, "check the base URL and the name of the model");
    check(vec![fails(302, "")], 1, "302");
    check(vec![fails(429, r#"{"error":{"message":"You exceeded your current quota"}}"#)], 1, "no credit left");
    check(vec![fails(400, r#"{"error":{"message":"exceeds the available context size"}}"#)], 1, "send less text at once");
    check(vec![Act::Answer(429, "retry-after: 3600\r\n", String::new())], 1, "wait, and import again");
    check(vec![Act::Answer(200, "", "<html>hello</html>".into())], 1, "no chat completion: <html>hello</html>");
}

#[test]
fn a_slow_or_endless_answer_is_cut_off() {
    let start = Instant::now();
    let timeout = Duration::from_millis(250);
    check_within(timeout, vec![Act::Hang], 4, "no whole answer from http://127.0.0.1");
    check_within(timeout, vec![Act::Trickle], 4, "allow more time");
    check(vec![Act::Flood], 1, "longer than 100000 bytes");
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn the_time_for_a_text_holds_over_all_tries() {
    let server = Server::new(vec![Act::Hang]);
    let start = Instant::now();
    let (reading, _) =
        read(Settings { timeout: Duration::from_millis(250), deadline: Duration::from_millis(600), retries: 100, ..server.settings() });
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(reading.notes.len(), 1);
}

#[test]
fn a_server_that_is_away_is_told_and_given_up_after_three_texts() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = Settings { backoff: Duration::from_millis(1), retries: 1, ..Settings::new(&format!("http://{closed}"), "tiny") };
    let client = Client::live(settings, Tape::default()).unwrap();
    for at in 0..4 {
        let said = client.read(TEXT, &Context::default()).notes[0].trouble.to_string();
        assert!(said.contains("nothing answers at http://127.0.0.1") && said.contains("start the server"), "{said}");
        assert_eq!(said.starts_with("not asked"), at == 3, "{said}");
    }
    assert_eq!(client.spent(), Spent::default());
}

#[test]
fn an_unknown_host_and_a_missing_tls_are_told() {
    let settings = Settings { retries: 0, ..Settings::new("http://no-such-host.invalid", "tiny") };
    let said = read(settings).0.notes[0].trouble.to_string();
    assert!(said.contains("not known; check how it is spelt"), "{said}");
    let server = Server::new(vec![fails(400, "this is http")]);
    let (reading, _) = read(Settings { base_url: server.url.replace("http:", "https:"), retries: 0, ..server.settings() });
    let said = reading.notes[0].trouble.to_string();
    let expected = if cfg!(feature = "tls") { "no secure connection to https://127.0.0.1" } else { "this build has none" };
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_server_that_refuses_the_schema_is_asked_in_plainer_ways_and_remembered() {
    let no_format = || fails(400, r#"{"error":{"message":"response_format is not supported"}}"#);
    let no_limit = fails(400, r#"{"error":{"message":"use max_completion_tokens instead"}}"#);
    let server = Server::new(vec![no_limit, no_format(), no_format(), ok()]);
    let client = Client::live(server.settings(), Tape::default()).unwrap();
    for text in [TEXT, "Ana lives in Berlin!"] {
        assert_eq!(client.read(text, &Context::default()).found.len(), 1);
    }
    assert_eq!(server.calls(), 5);
    let bodies = server.bodies.lock().unwrap();
    let says = |at: usize, what: &str| bodies[at].contains(what);
    assert!(says(0, "json_schema") && says(0, "\"max_tokens\"") && says(1, "json_schema") && says(1, "max_completion_tokens"));
    assert!(says(2, "json_object") && !says(3, "response_format") && !says(4, "response_format"));
}

#[test]
fn the_key_is_sent_and_never_said() {
    let server = Server::new(vec![fails(401, "")]);
    let (reading, _) = read(Settings { key: Some(ApiKey::new("sk-secret").unwrap()), ..server.settings() });
    assert!(server.bodies.lock().unwrap()[0].contains("Bearer sk-secret"));
    assert!(!format!("{reading:?}").contains("sk-secret"));
}

#[test]
fn a_cap_stops_before_it_is_passed_and_keeps_what_was_read() {
    let server = Server::new(vec![ok()]);
    let prices = Some(Prices { prompt: 1.0, completion: 2.0 });
    let cap = Cap { cost: Some(0.0064), tokens: None };
    let text = "Ana lives in Berlin.\n\nAna lives in Berlin!\n\nAna lives in Berlin?";
    let settings = Settings { prices, cap, piece_bytes: 22, max_answer_tokens: 1000, ..server.settings() };
    let most_per_call = 0.0062;
    let client = Client::live(settings, Tape::default()).unwrap();
    let reading = client.read(text, &Context::default());
    let spent = client.spent();
    assert!(0.0 < spent.cost.unwrap() && spent.cost.unwrap() <= most_per_call, "{spent:?}");
    assert!((spent.cost.unwrap() - 0.0002 * spent.calls as f64).abs() < 1e-12, "{spent:?}");
    assert_eq!((server.calls() as u64, reading.found.len() as u64), (spent.calls, spent.calls));
    if spent.calls < 3 {
        let [note] = reading.notes.as_slice() else { panic!("one note: {:?}", reading.notes) };
        assert!(matches!(note.trouble, Trouble::Cap(_)), "{note:?}");
        assert_eq!(note.span.1 as usize, text.len());
    }
    // Nothing at all may be spent: nothing is asked.
    let none = Settings { cap: Cap { tokens: Some(0), cost: None }, ..server.settings() };
    let calls = server.calls();
    let said = read(none).0.notes[0].trouble.to_string();
    assert!(said.contains("0 tokens, of which 0 are spent; raise it and import again"), "{said}");
    assert_eq!(server.calls(), calls);
}

#[test]
fn a_malformed_answer_is_asked_for_again_within_its_budget() {
    let bad = || Act::Answer(200, "", r#"{"choices":[{"message":{"content":"Sure! Ana is nice."}}]}"#.into());
    check(vec![bad(), ok()], 2, "");
    check(vec![bad()], 3, "after 3 tries: it is not the JSON asked for");
    let server = Server::new(vec![bad(), ok()]);
    read(server.settings());
    let bodies = server.bodies.lock().unwrap();
    assert!(bodies[1].contains("Sure! Ana is nice.") && bodies[1].contains("That cannot be used: it is not the JSON asked for"));
}

#[test]
fn what_was_recorded_is_never_asked_for_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("responses.jsonl");
    let server = Server::new(vec![ok()]);
    let first = Client::live(server.settings(), Tape::open(&path).unwrap()).unwrap().read(TEXT, &Context::default());
    assert_eq!((server.calls(), first.recordings.len()), (1, 1));
    let client = Client::live(server.settings(), Tape::open(&path).unwrap()).unwrap();
    assert_eq!(client.read(TEXT, &Context::default()), first);
    assert_eq!((server.calls(), client.spent().replayed, client.spent().calls), (1, 1, 0));
    // Also with no server, with nothing to spend, and from the recordings of the reading alone.
    let mut tape = Tape::default();
    tape.add(first.recordings[0].clone()).unwrap();
    let settings = Settings { cap: Cap { tokens: Some(0), cost: None }, ..server.settings() };
    let client = Client::replaying(settings, tape).unwrap();
    assert_eq!(client.read(TEXT, &Context::default()), first);
    let said = client.read("Ana lives in Bern.", &Context::default()).notes[0].trouble.to_string();
    assert!(said.contains("no recorded response answers this text"), "{said}");
}

#[test]
fn a_failure_is_not_recorded() {
    let server = Server::new(vec![fails(401, ""), Act::Answer(200, "", "<html>".into()), ok()]);
    for expected in [0, 0, 1] {
        let client = Client::live(server.settings(), Tape::default()).unwrap();
        assert_eq!(client.read(TEXT, &Context::default()).recordings.len().min(1), expected.max(usize::from(server.calls() == 2)));
    }
}

#[test]
fn an_answer_cut_short_is_used_as_far_as_it_goes_and_the_halves_are_asked() {
    let cut = r#"{"choices":[{"message":{"content":"{\"claims\":[{\"subject\":\"Ana\",\"predicate\":\"lives_in\",\"object\":\"Berlin\",\"quote\":\"Ana lives in Berlin\"},{\"subj"},"finish_reason":"length"}]}"#;
    let server = Server::new(vec![Act::Answer(200, "", cut.into()), Act::Answer(200, "", claims(""))]);
    let client = Client::live(server.settings(), Tape::default()).unwrap();
    let reading = client.read(&format!("{TEXT} {}", "So it is. ".repeat(50)), &Context::default());
    assert_eq!((reading.found.len(), reading.notes.len(), server.calls()), (1, 0, 3));
    // A short text has no halves.
    let server = Server::new(vec![Act::Answer(200, "", cut.into())]);
    let (reading, spent) = read(server.settings());
    assert_eq!((reading.found.len(), &reading.notes[0].trouble), (1, &Trouble::Cut));
    assert_eq!((spent.calls, spent.estimated), (1, 1));
}

//! Vectors from an endpoint: what servers answer, and what is made of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod server;

use std::{
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use asof_openai::{ApiKey, Endpoint, Request, Response, Settings, Transport, TransportError};
use asof_vectors::{EmbedError, Embedder};
use serde_json::{Value, json};
use server::{Act, Server};

/// A model that has a vector for each text: of how many letters and how many spaces it is.
fn vector(text: &str) -> Value {
    json!([text.chars().filter(|letter| *letter != ' ').count(), text.matches(' ').count()])
}

/// What a good server answers to a request.
fn answer(texts: &[String]) -> String {
    let rows: Vec<Value> = texts.iter().enumerate().map(|(index, text)| json!({"index": index, "embedding": vector(text)})).collect();
    json!({"data": rows, "usage": {"prompt_tokens": 7, "total_tokens": 7}}).to_string()
}

/// A server in process: what it answers to the texts of each request.
struct Fake<F> {
    calls: Arc<AtomicUsize>,
    act: F,
}

impl<F: Fn(usize, &[String]) -> (u16, String) + Send + Sync> Transport for Fake<F> {
    fn send(&self, request: &Request, _: Duration) -> Result<Response, TransportError> {
        let body: Value = serde_json::from_str(&request.body).unwrap();
        let texts: Vec<String> = body["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect();
        let (status, body) = (self.act)(self.calls.fetch_add(1, Ordering::SeqCst), &texts);
        Ok(Response::new(status, &body))
    }
}

fn endpoint(act: impl Fn(usize, &[String]) -> (u16, String) + Send + Sync + 'static) -> (Endpoint, Arc<AtomicUsize>) {
    let calls = Arc::<AtomicUsize>::default();
    let settings = Settings { backoff: Duration::from_millis(1), ..Settings::new("http://127.0.0.1:1", "tiny") };
    (Endpoint::new(settings, Fake { calls: Arc::clone(&calls), act }).unwrap(), calls)
}

/// The vectors that the good model has of texts, of length 1.
fn expected(texts: &[&str]) -> Vec<Vec<f32>> {
    let of = |text: &&str| {
        let numbers: Vec<f32> = serde_json::from_value(vector(text.trim())).unwrap();
        let length = numbers.iter().map(|number| number * number).sum::<f32>().sqrt();
        numbers.iter().map(|number| if length == 0.0 { 0.0 } else { number / length }).collect()
    };
    texts.iter().map(of).collect()
}

fn close(left: &[Vec<f32>], right: &[Vec<f32>]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|(a, b)| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-6))
}

#[test]
fn every_text_has_its_vector_however_many_and_in_whatever_order_they_come() {
    let texts: Vec<String> = (0..100).map(|number| format!("{} b", "a".repeat(number))).collect();
    let mut texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    texts.extend(["", "  \n ", "the last"]);
    let (plain, calls) = endpoint(|_, texts| (200, answer(texts)));
    assert_eq!(Embedder::dimensions(&plain), 0, "nobody knows yet");
    assert!(close(&plain.embed(&texts).unwrap(), &expected(&texts)));
    assert_eq!((calls.load(Ordering::SeqCst), Embedder::dimensions(&plain)), (4, 2));
    assert_eq!((plain.spent().calls, plain.spent().usage.prompt_tokens), (4, 28));
    let (turned, _) = endpoint(|_, texts| {
        let mut body: Value = serde_json::from_str(&answer(texts)).unwrap();
        body["data"].as_array_mut().unwrap().reverse();
        (200, body.to_string())
    });
    assert!(close(&turned.embed(&texts).unwrap(), &expected(&texts)));
    let (unnumbered, _) = endpoint(|_, texts| {
        let mut body: Value = serde_json::from_str(&answer(texts)).unwrap();
        body["data"].as_array_mut().unwrap().iter_mut().for_each(|row| drop(row.as_object_mut().unwrap().remove("index")));
        (200, body.to_string())
    });
    assert!(close(&unnumbered.embed(&texts).unwrap(), &expected(&texts)));
    assert_eq!(plain.embed(&[]).unwrap().len(), 0);
    assert_eq!(plain.embed(&[" "]).unwrap(), [[0.0, 0.0]], "what says nothing is not sent");
    assert_eq!(calls.load(Ordering::SeqCst), 4);
    let (fresh, calls) = endpoint(|_, texts| (200, answer(texts)));
    assert_eq!(fresh.embed(&[" ", ""]).unwrap(), [[0.0, 0.0]; 2], "how wide nothing is, another text tells");
    assert_eq!((calls.load(Ordering::SeqCst), fresh.embed(&[]).unwrap().len()), (1, 0));
}

#[test]
fn what_is_no_answer_is_told() {
    fn rows(rows: &str) -> String {
        format!(r#"{{"data":[{rows}]}}"#)
    }
    let one = r#"{"index":0,"embedding":[1,2]}"#;
    let cases: [(String, EmbedError); 7] = [
        (rows(one), EmbedError::Count { asked: 2, given: 1 }),
        (rows(&[one; 3].join(",")), EmbedError::Count { asked: 2, given: 3 }),
        (rows(&[one; 2].join(",")), EmbedError::Count { asked: 2, given: 1 }),
        (rows(&[one, r#"{"index":1,"embedding":[1,2,3]}"#].join(",")), EmbedError::Dimensions { expected: 2, given: 3 }),
        (rows(&[one, r#"{"index":1,"embedding":[1,null]}"#].join(",")), EmbedError::NotFinite),
        (rows(&[one, r#"{"index":1,"embedding":[1,1e300]}"#].join(",")), EmbedError::NotFinite),
        (
            rows(r#"{"index":0,"embedding":[]},{"index":1,"embedding":[]}"#),
            EmbedError::Refused("the server's vectors have no numbers".into()),
        ),
    ];
    for (body, expected) in cases {
        let shown = body.clone();
        let (endpoint, _) = endpoint(move |_, _| (200, body.clone()));
        assert_eq!(endpoint.embed(&["a b", "c"]), Err(expected), "{shown}");
    }
    for (body, said) in [
        ("<html>hello</html>", "<html>hello</html>"),
        (r#"{"choices":[]}"#, "missing field `data`"),
        (r#"{"data":[{"index":0,"embedding":[1,NaN]}]}"#, "no list of embeddings"),
        ("", "no list of embeddings"),
    ] {
        let (endpoint, _) = endpoint(move |_, _| (200, body.into()));
        let error = endpoint.embed(&["a"]).unwrap_err();
        assert!(!error.is_transient() && error.to_string().contains(said), "{error}");
    }
    let (shrinking, _) = endpoint(|call, texts| (200, if call == 0 { answer(texts) } else { rows(r#"{"index":0,"embedding":[1]}"#) }));
    shrinking.embed(&["a"]).unwrap();
    assert_eq!(shrinking.embed_query("a"), Err(EmbedError::Dimensions { expected: 2, given: 1 }), "as wide as before");
    let (long, _) = endpoint(|_, texts| (200, answer(texts)));
    assert_eq!(long.dimensions(1).embed(&["a"]), Err(EmbedError::Dimensions { expected: 1, given: 2 }), "as wide as asked for");
}

#[test]
fn a_text_that_is_refused_stops_no_other() {
    // A server that takes eight texts of fifty bytes, and not the word `bomb`.
    let (endpoint, _) = endpoint(|_, texts| match texts {
        texts if 8 < texts.len() => (413, "batch too large".into()),
        texts if texts.iter().any(|text| 3_000 < text.len()) => (400, r#"{"error":{"message":"maximum context length is 50"}}"#.into()),
        texts if texts.iter().any(|text| text.contains("bomb")) => (422, "not nice".into()),
        texts => (200, answer(texts)),
    });
    let long = "é".repeat(5_000);
    let mut texts = vec!["a b"; 20];
    (texts[3], texts[17]) = ("a bomb", &long);
    let vectors = endpoint.embed(&texts).unwrap();
    let mut wanted = expected(&texts);
    wanted[3] = vec![0.0; 2];
    assert!(close(&vectors, &wanted), "{vectors:?}");
}

#[test]
fn a_server_that_takes_no_text_is_not_asked_about_each() {
    let (endpoint, calls) = endpoint(|_, _| (400, r#"{"error":{"message":"this model makes no embeddings"}}"#.into()));
    let error = endpoint.embed(&["a"; 32]).unwrap_err().to_string();
    assert!(error.contains("takes no text (this model makes no embeddings)"), "{error}");
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[test]
fn a_server_that_failed_is_left_alone_for_a_while() {
    for (status, tries, said) in
        [(503, 4, "look at its log"), (429, 4, "wait"), (401, 1, "environment variable"), (404, 1, "the name of the model")]
    {
        let (endpoint, calls) = endpoint(move |_, _| (status, r#"{"error":"busy"}"#.into()));
        let error = endpoint.embed(&["a"]).unwrap_err();
        assert!(error.to_string().contains(said) && error.is_transient() == (4 == tries), "{error}");
        assert_eq!(calls.load(Ordering::SeqCst), tries);
        assert_eq!(endpoint.embed_query("b"), Err(error));
        assert_eq!(calls.load(Ordering::SeqCst), tries, "{status}: not asked again at once");
    }
    let (flaky, calls) = endpoint(|call, texts| if call == 1 { (500, String::new()) } else { (200, answer(texts)) });
    (0..3).for_each(|_| drop(flaky.embed_query("a b").unwrap()));
    assert_eq!(calls.load(Ordering::SeqCst), 4, "tried again");
}

#[test]
fn over_the_network_the_key_and_the_path_are_right_and_a_silent_server_is_given_up() {
    let server = Server::new(vec![Act::Answer(200, "", answer(&["a b".into()]))]);
    let settings = Settings { key: Some(ApiKey::new("sk-secret").unwrap()), ..server.settings() };
    let endpoint = Endpoint::live(settings).unwrap().dimensions(2);
    assert!(close(&[endpoint.embed_query(" a b ").unwrap()], &expected(&["a b"])));
    let sent = server.bodies.lock().unwrap()[0].clone();
    assert!(sent.starts_with("POST /v1/embeddings ") && sent.contains("Bearer sk-secret"), "{sent}");
    assert!(sent.contains(r#""input":["a b"]"#) && sent.contains(r#""dimensions":2"#), "{sent}");
    assert_eq!(endpoint.id(), format!("openai {}/v1 tiny 2", server.url));

    let silent = Server::new(vec![Act::Hang]);
    let within = Duration::from_millis(200);
    let endpoint = Endpoint::live(Settings { timeout: within, deadline: within, ..silent.settings() }).unwrap();
    let start = Instant::now();
    let error = endpoint.embed(&["a"]).unwrap_err();
    assert!(error.is_transient() && start.elapsed() < Duration::from_secs(2), "{error}");
    let start = Instant::now();
    assert_eq!(endpoint.embed_query("b"), Err(error));
    assert!(start.elapsed() < within);

    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = Settings { backoff: Duration::from_millis(1), ..Settings::new(&format!("http://{closed}"), "tiny") };
    let error = Endpoint::live(settings).unwrap().embed_query("a").unwrap_err().to_string();
    assert!(error.contains("nothing answers at http://127.0.0.1") && error.contains("start the server"), "{error}");
}

//! What models answered, replayed: no network, no model, the same claims every time.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod case;

use std::{
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use asof_extract::Context;
use asof_openai::{Client, Request, Response, Tape, Transport, TransportError};
use case::{Case, found, notes, settings};

/// Gives the answers of a case one after another, the last again and again, whatever is asked.
struct Script {
    bodies: Vec<String>,
    next: AtomicUsize,
}

impl Transport for Script {
    fn send(&self, _: &Request, _: Duration) -> Result<Response, TransportError> {
        let at = self.next.fetch_add(1, Ordering::SeqCst).min(self.bodies.len() - 1);
        Ok(Response::new(200, &self.bodies[at]))
    }
}

fn cases() -> Vec<(String, Case)> {
    Case::all(&PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/responses")))
}

#[test]
fn the_answers_of_a_real_model_are_replayed_by_what_was_asked() {
    let real: Vec<_> = cases().into_iter().filter(|(_, case)| case.is_real()).collect();
    assert!(!real.is_empty());
    for (name, case) in real {
        let mut tape = Tape::default();
        case.recordings.iter().for_each(|recording| tape.add(recording.clone()).unwrap());
        let client = Client::replaying(settings("http://127.0.0.1:1"), tape).unwrap();
        let reading = case.read(&client);
        let renew = "; if the prompt was changed on purpose, record it anew as tests/live.rs says";
        assert_eq!(found(&reading, &case.text), case.found, "{name}{renew}");
        assert_eq!(notes(&reading), case.notes, "{name}{renew}");
        assert_eq!(reading.recordings, case.recordings, "{name}{renew}");
        assert_eq!((client.spent().calls, client.spent().replayed), (0, case.recordings.len() as u64), "{name}");
    }
}

#[test]
fn bad_answers_bring_no_claims_and_say_why() {
    for (name, case) in cases().into_iter().filter(|(_, case)| !case.is_real()) {
        let bodies = case.recordings.iter().map(|recording| recording.response.clone()).collect();
        let client = Client::new(settings("http://127.0.0.1:1"), Script { bodies, next: AtomicUsize::new(0) }).unwrap();
        let reading = case.read(&client);
        assert_eq!(found(&reading, &case.text), case.found, "{name}");
        let said = notes(&reading);
        assert_eq!(said.len(), case.notes.len(), "{name}: {said:?}");
        for (said, expected) in said.iter().zip(&case.notes) {
            assert!(said.contains(expected.as_str()), "{name}: {said}");
        }
    }
}

#[test]
fn a_long_text_without_a_stop_is_one_note() {
    let text = "ab ".repeat(1 << 20);
    let client = Client::replaying(settings("http://127.0.0.1:1"), Tape::default()).unwrap();
    let reading = client.read(&text, &Context::default());
    assert_eq!((reading.found.len(), reading.notes.len()), (0, 1));
    assert_eq!(reading.notes[0].span, (0, (text.len() - 1) as u32));
}

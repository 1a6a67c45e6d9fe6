//! A memory with an embedder of one's own: what it finds, what goes on without it, and what a switch, a failure or a kill leaves.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

use std::{
    path::Path,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use asof::{EmbedError, Embedder, Memory, Options, Recall, Selector, Text, extract::Reader};

/// What a fake answers to its so-manieth call.
type Spoil = Box<dyn Fn(usize, Vec<Vec<f32>>) -> Result<Vec<Vec<f32>>, EmbedError> + Send + Sync>;

/// Takes some words for the same; every other word is like nothing.
struct Synonyms {
    id: String,
    /// Words of one meaning in one group.
    groups: &'static [&'static [&'static str]],
    asked: AtomicUsize,
    spoil: Spoil,
}

const SAME: &[&[&str]] = &[&["umbrella", "parliament"], &["walrus", "invoice"]];

impl Synonyms {
    fn spoilt(id: &str, spoil: impl Fn(usize, Vec<Vec<f32>>) -> Result<Vec<Vec<f32>>, EmbedError> + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { id: id.into(), groups: SAME, asked: AtomicUsize::default(), spoil: Box::new(spoil) })
    }

    fn new(id: &str) -> Arc<Self> {
        Self::spoilt(id, |_, vectors| Ok(vectors))
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// A number for each group, and one for what is of none, which differs from text to text.
    fn vector(&self, text: &str) -> Vec<f32> {
        let has = |word: &&str| text.to_lowercase().contains(*word);
        let mut vector: Vec<f32> = self.groups.iter().map(|group| if group.iter().any(has) { 1.0 } else { 0.0 }).collect();
        let other = text.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % 61;
        vector.extend((0..61).map(|at| if at == other { 0.2 } else { 0.0 }));
        vector
    }
}

impl Embedder for Synonyms {
    fn id(&self) -> &str {
        &self.id
    }

    fn dimensions(&self) -> usize {
        self.groups.len() + 61
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        (self.spoil)(asked, texts.iter().map(|text| self.vector(text)).collect())
    }
}

fn said(memory: &Memory, id: &str, text: &str) {
    let text = Text { text: text.into(), id: Some(id.into()), speaker: Some("Ana".into()), source: Some("chat".into()), ..Text::default() };
    memory.remember(&text, &Reader::new()).unwrap();
}

/// A memory in which an umbrella is spoken of, among much else.
fn tell(memory: &Memory, more: usize) {
    said(memory, "umbrella", "We saw an umbrella by the lake.");
    said(memory, "walrus", "Somebody painted the walrus.");
    (0..more).for_each(|number| said(memory, &format!("m{number}"), &format!("Nothing much on day {number}.")));
}

fn found(memory: &Memory, question: &str) -> Vec<String> {
    memory.recall(&Recall::new(question)).unwrap().passages.into_iter().map(|hit| hit.id).collect()
}

/// The models that the first passage's vector is by.
fn models(memory: &Memory, question: &str) -> Vec<String> {
    let recalled = memory.recall(&Recall::new(question)).unwrap();
    recalled.passages.first().map(|hit| hit.explain.arms.iter().filter_map(|arm| arm.model.clone()).collect()).unwrap_or_default()
}

fn embed(memory: &Memory) -> asof::Embeddings {
    memory.embed(&mut |_, _| {}).unwrap()
}

fn in_use(memory: &Memory) -> Option<String> {
    memory.embeddings().unwrap().in_use
}

fn options(embedder: &Arc<Synonyms>) -> Options {
    Memory::options().embedder(Arc::clone(embedder)).embed_in_background(false)
}

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn without_an_embedder_there_is_none_to_speak_of() {
    let memory = Memory::options().volatile().unwrap();
    tell(&memory, 0);
    assert_eq!(memory.embeddings(), None);
    assert_eq!(memory.embed(&mut |_, _| panic!("nothing is embedded")), None);
    assert!(models(&memory, "umbrella").is_empty());
    assert_eq!(found(&memory, "parliament"), [""; 0]);
}

#[test]
fn what_only_the_embedder_knows_is_found_and_said_to_be_by_it() {
    let synonyms = Synonyms::new("synonyms");
    let memory = options(&synonyms).volatile().unwrap();
    tell(&memory, 20);
    assert_eq!(found(&memory, "parliament"), [""; 0], "not embedded yet");
    let mut heard = Vec::new();
    let made = memory.embed(&mut |done, of| heard.push((done, of))).unwrap();
    assert!(made.is_complete() && made.trouble.is_none() && heard == [(22, 22)], "{made:?} {heard:?}");
    assert_eq!(found(&memory, "parliament").first().map(String::as_str), Some("umbrella"));
    assert_eq!(models(&memory, "parliament"), ["synonyms"]);
    assert_eq!(found(&memory, "invoice").first().map(String::as_str), Some("walrus"));
    // What is told later is found by its words at once, and by its meaning once it is embedded.
    said(&memory, "late", "Another umbrella came by.");
    assert!(found(&memory, "another").contains(&"late".to_owned()));
    assert!(!found(&memory, "parliament").contains(&"late".to_owned()));
    embed(&memory);
    assert!(found(&memory, "parliament").contains(&"late".to_owned()));
}

#[test]
fn documents_are_found_by_it_too() {
    let memory = options(&Synonyms::new("synonyms")).volatile().unwrap();
    for (id, text) in [("umbrella", "The umbrella\nAn umbrella is a bird of the lakes."), ("other", "The lamp\nIt stands in the hall.")] {
        memory.remember(&Text { text: text.into(), id: Some(id.into()), ..Text::default() }, &Reader::new()).unwrap();
    }
    embed(&memory);
    assert_eq!(found(&memory, "parliament"), ["umbrella"]);
    assert_eq!(models(&memory, "parliament"), ["synonyms"]);
    assert_eq!(found(&memory, "gravel"), [""; 0], "and nothing that is like nothing");
}

#[test]
fn the_background_embeds_while_questions_and_writing_go_on() {
    let slow = Synonyms::spoilt("slow", |_, vectors| {
        thread::sleep(Duration::from_millis(30));
        Ok(vectors)
    });
    let memory = Memory::options().embedder(Arc::clone(&slow)).volatile().unwrap();
    tell(&memory, 300);
    assert_eq!(slow.asked(), 0, "writing asks nobody");
    assert_eq!(found(&memory, "umbrella").first().map(String::as_str), Some("umbrella"));
    said(&memory, "late", "The lighthouse was repainted.");
    assert_eq!(found(&memory, "lighthouse").first().map(String::as_str), Some("late"));
    wait_for("all is embedded", || {
        drop(found(&memory, "lake"));
        memory.embeddings().unwrap().is_complete()
    });
    assert_eq!(models(&memory, "parliament"), ["slow"]);
}

#[test]
fn a_switch_that_is_cut_short_goes_on_and_the_old_vectors_answer_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (Synonyms::new("old"), Synonyms::new("new"));
    let memory = options(&old).open(folder.path()).unwrap();
    tell(&memory, 150);
    embed(&memory);
    drop(memory);

    // The new one embeds two batches, and is away from then on.
    let cut = Synonyms::spoilt("new", |asked, vectors| if asked < 3 { Ok(vectors) } else { Err(EmbedError::Unavailable("away".into())) });
    let memory = options(&cut).former_embedder(Arc::clone(&old)).open(folder.path()).unwrap();
    let made = embed(&memory);
    assert_eq!((made.embedded, made.trouble), (128, Some(EmbedError::Unavailable("away".into()))));
    assert_eq!(models(&memory, "parliament"), ["old"]);
    said(&memory, "late", "The lighthouse was repainted.");
    assert_eq!(found(&memory, "lighthouse").first().map(String::as_str), Some("late"));
    drop(memory);

    let memory = options(&new).former_embedder(Arc::clone(&old)).open(folder.path()).unwrap();
    assert_eq!((memory.embeddings().unwrap().embedded, in_use(&memory).as_deref()), (128, Some("old")));
    assert!(embed(&memory).is_complete());
    assert_eq!((new.asked(), in_use(&memory).as_deref()), (1, Some("new")), "only what was missing");
    assert_eq!(models(&memory, "parliament"), ["new"]);
    drop(memory);

    let memory = options(&new).open(folder.path()).unwrap();
    assert_eq!(models(&memory, "parliament"), ["new"]);
}

#[test]
fn vectors_of_a_model_that_is_gone_are_left_and_the_table_answers() {
    let folder = tempfile::tempdir().unwrap();
    let gone = Synonyms::new("gone");
    let memory = options(&gone).open(folder.path()).unwrap();
    tell(&memory, 5);
    embed(&memory);
    drop(memory);
    let memory = Memory::open(folder.path()).unwrap();
    assert_eq!(found(&memory, "umbrella").first().map(String::as_str), Some("umbrella"));
    assert_eq!((found(&memory, "parliament"), memory.embeddings()), (vec![], None));
    drop(memory);
    let asked = gone.asked();
    let memory = options(&gone).open(folder.path()).unwrap();
    assert_eq!(models(&memory, "parliament"), ["gone"]);
    assert_eq!(gone.asked(), asked + 1, "the question alone");
}

#[test]
fn recall_goes_on_when_the_embedder_fails_and_its_answer_is_not_kept() {
    let flaky = Synonyms::spoilt("flaky", |asked, vectors| match asked {
        2 => Err(EmbedError::Unavailable("busy".into())),
        3 => Ok(vec![]),
        4 => Ok(vec![vec![f32::NAN; vectors[0].len()]]),
        _ => Ok(vectors),
    });
    let memory = options(&flaky).volatile().unwrap();
    tell(&memory, 5);
    embed(&memory);
    let recall = Recall { now: Some("2024-05-05".parse().unwrap()), ..Recall::new("parliament") };
    let passages = || memory.recall(&recall).unwrap().passages.len();
    let trouble = || memory.embeddings().unwrap().trouble;
    for expected in [EmbedError::Unavailable("busy".into()), EmbedError::Count { asked: 1, given: 0 }, EmbedError::NotFinite] {
        assert_eq!((passages(), trouble()), (0, Some(expected)));
    }
    assert!(0 < passages() && trouble().is_none());
}

/// An embedder that answers no sooner than it is let.
#[derive(Default)]
struct Gate {
    state: Mutex<(usize, bool)>,
    changed: Condvar,
}

impl Embedder for Gated {
    fn id(&self) -> &str {
        "gate"
    }

    fn dimensions(&self) -> usize {
        1
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let mut state = self.0.state.lock().unwrap();
        state.0 += 1;
        self.0.changed.notify_all();
        while !state.1 {
            state = self.0.changed.wait(state).unwrap();
        }
        Ok(vec![vec![1.0]; texts.len()])
    }
}

/// One that others may open.
struct Gated(Arc<Gate>);

fn files_of_vectors(folder: &Path) -> usize {
    let there = |path: &str| {
        usize::from(folder.join("index/0/embedded").join(path).exists()) + usize::from(folder.join("index/1/embedded").join(path).exists())
    };
    there("vectors") + there("next/vectors")
}

#[test]
fn nobody_waits_for_an_embedder_that_hangs_and_what_it_says_too_late_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let gate = Arc::new(Gate::default());
    let memory = Memory::options().embedder(Gated(Arc::clone(&gate))).open(folder.path()).unwrap();
    tell(&memory, 5);
    let start = Instant::now();
    assert_eq!(found(&memory, "umbrella").first().map(String::as_str), Some("umbrella"));
    wait_for("it hangs", || gate.state.lock().unwrap().0 == 1);
    said(&memory, "late", "The lighthouse was repainted.");
    assert_eq!(found(&memory, "lighthouse").first().map(String::as_str), Some("late"));
    memory.forget(&[Selector::Query("lighthouse".into())], &mut |_, _| {}).unwrap();
    assert!(!found(&memory, "lighthouse").contains(&"late".to_owned()));
    drop(memory);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    let memory = Memory::open(folder.path()).unwrap();
    gate.state.lock().unwrap().1 = true;
    gate.changed.notify_all();
    wait_for("who hung is gone", || Arc::strong_count(&gate) == 1);
    assert_eq!(files_of_vectors(folder.path()), 0);
    drop(memory);
}

#[test]
fn forgetting_takes_the_vectors_along_and_an_index_made_anew_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let synonyms = Synonyms::new("synonyms");
    let memory = options(&synonyms).open(folder.path()).unwrap();
    tell(&memory, 5);
    embed(&memory);
    assert_eq!(files_of_vectors(folder.path()), 1);
    drop(memory);
    // The index is damaged; the vectors are not.
    for number in ["0", "1"] {
        drop(std::fs::write(folder.path().join("index").join(number).join("meta.json"), "{"));
    }
    let asked = synonyms.asked();
    let memory = options(&synonyms).open(folder.path()).unwrap();
    assert_eq!(models(&memory, "parliament"), ["synonyms"]);
    assert_eq!(synonyms.asked(), asked + 1, "the question alone");
    memory.forget(&[Selector::Episode("walrus".into())], &mut |_, _| {}).unwrap();
    assert_eq!(files_of_vectors(folder.path()), 0);
    assert_eq!(found(&memory, "invoice"), [""; 0]);
    embed(&memory);
    assert_eq!(found(&memory, "invoice"), [""; 0]);
    assert_eq!(found(&memory, "parliament").first().map(String::as_str), Some("umbrella"));
    memory.discard_embeddings().unwrap();
    assert_eq!((files_of_vectors(folder.path()), memory.embeddings().unwrap().embedded), (0, 0));
    assert!(embed(&memory).is_complete());
}

#[test]
fn each_space_has_its_own() {
    let memory = options(&Synonyms::new("synonyms")).volatile().unwrap();
    tell(&memory, 0);
    let other = memory.space("other").unwrap();
    said(&other, "other", "The walrus is ours.");
    assert_eq!((embed(&memory).embedded, other.embeddings().unwrap().embedded), (2, 0));
    assert_eq!((embed(&other).embedded, found(&other, "invoice"), found(&other, "parliament")), (1, vec!["other".to_owned()], vec![]));
}

//! Embedding with embedders made by hand: switches, kills in the middle, and whatever an embedder may do wrong.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use asof_vectors::{EmbedError, Embedder};

use super::{BATCH, Embedders, Embedding};
use crate::{
    corpus::{Corpus, Passage, Sides},
    unlike::UNLIKE,
};

/// Texts, of which so many are told.
struct Texts(Vec<String>);

impl Texts {
    fn new(count: usize) -> Self {
        Self((0..count).map(|number| format!("{}{number}", ["bee ", "cat ", "dog "][number % 3].repeat(9))).collect())
    }
}

impl Corpus for Texts {
    fn passages(&self) -> u32 {
        self.0.len() as u32
    }

    fn claims(&self) -> u32 {
        0
    }

    fn mark(&self) -> (u32, i64) {
        (1, 1)
    }

    fn mark_at(&self, _: u32) -> Option<i64> {
        Some(1)
    }

    fn passage(&self, number: u32) -> Option<Passage<'_>> {
        self.0.get(number as usize).map(|text| Passage { text, speaker: None, occurred_at: None, source: None })
    }

    fn sentence(&self, _: u32) -> String {
        String::new()
    }

    fn sides(&self, _: u32) -> Option<Sides> {
        None
    }

    fn entity_name(&self, _: u32) -> String {
        String::new()
    }
}

type Answer = Result<Vec<Vec<f32>>, EmbedError>;
type Spoil = fn(Vec<Vec<f32>>) -> Answer;
type Damage = fn(&mut Vec<u8>);

/// Counts letters, and then does to its answer what it is told to.
struct Letters {
    id: String,
    asked: AtomicUsize,
    spoil: Box<dyn Fn(usize, Answer) -> Answer + Send + Sync>,
}

impl Letters {
    fn spoilt(id: &str, spoil: impl Fn(usize, Answer) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { id: id.into(), asked: AtomicUsize::default(), spoil: Box::new(spoil) })
    }

    fn good(id: &str) -> Arc<Self> {
        Self::spoilt(id, |_, answer| answer)
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Embedder for Letters {
    fn id(&self) -> &str {
        &self.id
    }

    fn dimensions(&self) -> usize {
        10
    }

    fn embed(&self, texts: &[&str]) -> Answer {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        let count = |text: &str, letter: u8| text.bytes().filter(|byte| *byte == letter).count() as f32;
        let vector = |text: &&str| (b'a'..=b'j').map(|letter| count(text, letter)).collect();
        (self.spoil)(asked, Ok(texts.iter().map(vector).collect()))
    }
}

fn embedders(chosen: &Arc<Letters>, former: Option<&Arc<Letters>>) -> Embedders {
    let dynamic = |letters: &Arc<Letters>| -> Arc<dyn Embedder> { Arc::<Letters>::clone(letters) };
    Embedders { chosen: dynamic(chosen), former: former.map(dynamic) }
}

fn open(chosen: &Arc<Letters>, former: Option<&Arc<Letters>>, folder: &Path, texts: &Texts) -> Embedding {
    Embedding::open(embedders(chosen, former), Some(folder), texts)
}

fn step(embedding: &Embedding, texts: &Texts) -> Result<bool, EmbedError> {
    embedding.step(texts, &|take_in| take_in())
}

fn all(embedding: &Embedding, texts: &Texts) {
    while step(embedding, texts).unwrap() {}
}

/// The passages nearest to a question, if anything is in use that can tell.
fn nearest(embedding: &Embedding, texts: &Texts, question: &str) -> Option<Vec<u32>> {
    let far = embedding.far(&embedding.asked(question)?, texts.passages())?;
    Some(far.nearest(texts.passages(), 2, |_| true, |_| true))
}

fn in_use(embedding: &Embedding) -> Option<String> {
    embedding.state(0).in_use
}

#[test]
fn a_switch_is_at_once_and_goes_on_after_a_kill_where_it_was() {
    let (folder, texts) = (tempfile::tempdir().unwrap(), Texts::new(3 * BATCH));
    let (old, new) = (Letters::good("old"), Letters::good("new"));
    let embedding = open(&old, None, folder.path(), &texts);
    assert_eq!(nearest(&embedding, &texts, "bee"), None, "nothing is complete yet");
    assert_eq!(old.asked(), 0, "and so nobody is asked");
    all(&embedding, &texts);
    assert_eq!(in_use(&embedding).as_deref(), Some("old"));
    let before = nearest(&embedding, &texts, "bee").unwrap();

    let embedding = open(&new, Some(&old), folder.path(), &texts);
    assert!(step(&embedding, &texts).unwrap());
    assert_eq!((embedding.state(9).embedded, in_use(&embedding).as_deref()), (BATCH as u32, Some("old")));
    assert_eq!(nearest(&embedding, &texts, "bee").unwrap(), before);
    // Killed: nothing but what is on disk is left.
    let asked = new.asked();
    let embedding = open(&new, Some(&old), folder.path(), &texts);
    assert_eq!((embedding.state(9).embedded, in_use(&embedding).as_deref()), (BATCH as u32, Some("old")));
    assert!(step(&embedding, &texts).unwrap());
    assert!(!step(&embedding, &texts).unwrap());
    assert_eq!(new.asked() - asked, 2, "no batch is asked for twice");
    assert_eq!(in_use(&embedding).as_deref(), Some("new"));
    assert_eq!(nearest(&embedding, &texts, "bee").unwrap(), before);
    // The new is all that is needed from then on.
    let embedding = open(&new, None, folder.path(), &texts);
    assert_eq!((in_use(&embedding).as_deref(), embedding.is_behind(texts.passages())), (Some("new"), false));
}

#[test]
fn a_kill_between_the_last_batch_and_the_switch_loses_nothing() {
    let (folder, texts) = (tempfile::tempdir().unwrap(), Texts::new(BATCH));
    let new = Letters::good("new");
    all(&open(&new, None, folder.path(), &texts), &texts);
    let used = folder.path().join("embedded");
    fs::create_dir_all(used.join("next")).unwrap();
    fs::rename(used.join("vectors"), used.join("next/vectors")).unwrap();
    let asked = new.asked();
    let embedding = open(&new, None, folder.path(), &texts);
    assert_eq!((in_use(&embedding).as_deref(), new.asked()), (Some("new"), asked));
    assert!(used.join("vectors").exists());
}

#[test]
fn what_a_model_made_that_is_not_there_any_more_is_left_alone() {
    let (folder, texts) = (tempfile::tempdir().unwrap(), Texts::new(5));
    let (gone, other) = (Letters::good("gone"), Letters::good("other"));
    all(&open(&gone, None, folder.path(), &texts), &texts);
    let failing = Letters::spoilt("failing", |_, _| Err(EmbedError::Refused("no such model".into())));
    let embedding = open(&failing, None, folder.path(), &texts);
    assert!(step(&embedding, &texts).is_err());
    assert_eq!((in_use(&embedding), nearest(&embedding, &texts, "bee")), (None, None));
    // It came back: nothing was lost.
    let asked = gone.asked();
    assert_eq!(in_use(&open(&gone, None, folder.path(), &texts)).as_deref(), Some("gone"));
    assert_eq!(gone.asked(), asked);
    all(&open(&other, None, folder.path(), &texts), &texts);
    assert_eq!(in_use(&open(&other, None, folder.path(), &texts)).as_deref(), Some("other"));
}

#[test]
fn an_embedder_that_answers_nonsense_is_told_of_and_nothing_of_it_is_kept() {
    let (folder, texts) = (tempfile::tempdir().unwrap(), Texts::new(2 * BATCH));
    // Of the calls, the first is about unlike sentences, the second about the first batch.
    let spoilt: [(&str, Spoil, EmbedError); 5] = [
        ("fewer", |rows| Ok(rows[1..].to_vec()), EmbedError::Count { asked: BATCH, given: BATCH - 1 }),
        (
            "wider",
            |rows| Ok(rows.iter().map(|row| [row.as_slice(), &[0.0]].concat()).collect()),
            EmbedError::Dimensions { expected: 10, given: 11 },
        ),
        ("NaN", |rows| Ok(vec![vec![f32::NAN; 10]; rows.len()]), EmbedError::NotFinite),
        ("infinite", |rows| Ok(vec![vec![f32::INFINITY; 10]; rows.len()]), EmbedError::NotFinite),
        ("away", |_| Err(EmbedError::Unavailable("away".into())), EmbedError::Unavailable("away".into())),
    ];
    for (name, spoil, expected) in spoilt {
        for good in [1, 2] {
            let id = format!("{name} after {good}");
            let embedder = Letters::spoilt(&id, move |asked, answer| if good <= asked { spoil(answer?) } else { answer });
            let embedding = open(&embedder, None, folder.path(), &texts);
            let failed = loop {
                match step(&embedding, &texts) {
                    Ok(more) => assert!(more, "{id}"),
                    Err(error) => break error,
                }
            };
            assert_eq!(failed, expected, "{id}");
            let state = embedding.state(texts.passages());
            assert_eq!((state.embedded as usize, state.trouble, state.in_use), ((good - 1) * BATCH, Some(expected.clone()), None), "{id}");
        }
    }
}

#[test]
fn a_question_that_cannot_be_embedded_is_noted_until_one_can() {
    let texts = Texts::new(5);
    let flaky = Letters::spoilt("flaky", |asked, answer| match asked {
        2 => Ok(vec![vec![1.0]]),
        3 => Err(EmbedError::Unavailable("away".into())),
        _ => answer,
    });
    let embedding = Embedding::open(embedders(&flaky, None), None, &texts);
    all(&embedding, &texts);
    let (found, version) = (|| nearest(&embedding, &texts, "bee"), embedding.changes());
    assert_eq!(found(), None);
    assert_eq!(embedding.state(5).trouble, Some(EmbedError::Dimensions { expected: 10, given: 1 }));
    assert_ne!(embedding.changes(), version, "an answer without is not given again");
    assert_eq!(found(), None);
    assert!(found().is_some() && embedding.state(5).trouble.is_none());
    let asked = flaky.asked();
    assert!(found().is_some());
    assert_eq!(flaky.asked(), asked, "the same question is not asked twice");
    assert_eq!(nearest(&embedding, &texts, "zzz"), None, "it says nothing to the embedder");
    let asked = flaky.asked();
    assert_eq!((nearest(&embedding, &texts, " \n"), flaky.asked()), (None, asked), "nothing is no question");
}

#[test]
fn what_is_told_meanwhile_has_no_vector_until_it_is_embedded() {
    let (early, late) = (Texts::new(4), Texts::new(7));
    let letters = Letters::good("letters");
    let embedding = Embedding::open(embedders(&letters, None), None, &early);
    all(&embedding, &early);
    let far = |texts: &Texts| {
        embedding.far(&embedding.asked("dog").unwrap(), texts.passages()).map(|far| (far.has(5), far.covers(texts.passages())))
    };
    assert_eq!(far(&late), Some((false, false)));
    assert!(embedding.is_behind(late.passages()));
    all(&embedding, &late);
    assert_eq!(far(&late), Some((true, true)));
}

#[test]
fn a_text_that_says_nothing_has_no_vector_and_stops_nothing() {
    let texts = Texts(vec!["bee".into(), String::new(), "zzz".into(), "dog".into()]);
    let letters = Letters::good("letters");
    let embedding = Embedding::open(embedders(&letters, None), None, &texts);
    all(&embedding, &texts);
    let far = embedding.far(&embedding.asked("bee").unwrap(), 4).unwrap();
    assert_eq!([0, 1, 2, 3, 9].map(|passage| far.has(passage)), [true, false, false, true, false]);
    assert_eq!(far.nearest(4, 4, |_| true, |_| true), [0, 3]);
    assert_eq!((far.likeness(1), far.score(1), far.covers(4)), (None, None, false));
}

#[test]
fn vectors_of_other_texts_or_damaged_ones_are_made_again() {
    let texts = Texts::new(2 * BATCH);
    let file = |folder: &Path| folder.join("embedded/vectors");
    let damage: [(&str, Damage, u32); 4] = [
        ("cut in the second batch", |bytes| bytes.truncate(bytes.len() - 7), BATCH as u32),
        ("a bit of the second batch", |bytes| *bytes.last_mut().unwrap() ^= 1, BATCH as u32),
        ("all of it", |bytes| bytes.fill(b'x'), 0),
        ("nothing left", Vec::clear, 0),
    ];
    for (name, damage, left) in damage {
        let folder = tempfile::tempdir().unwrap();
        let letters = Letters::good("letters");
        all(&open(&letters, None, folder.path(), &texts), &texts);
        let mut bytes = fs::read(file(folder.path())).unwrap();
        damage(&mut bytes);
        fs::write(file(folder.path()), bytes).unwrap();
        let embedding = open(&letters, None, folder.path(), &texts);
        assert_eq!(embedding.state(0).embedded, left, "{name}");
        all(&embedding, &texts);
        let state = open(&letters, None, folder.path(), &texts).state(texts.passages());
        assert!(state.is_complete() && state.in_use.is_some(), "{name}: {state:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let letters = Letters::good("letters");
    all(&open(&letters, None, folder.path(), &texts), &texts);
    let mut others = Texts::new(2 * BATCH);
    others.0[7] = "another history".into();
    let embedding = open(&letters, None, folder.path(), &others);
    assert_eq!(embedding.state(0).embedded, 7);
    all(&embedding, &others);
    assert_eq!(open(&letters, None, folder.path(), &others).state(0).embedded, others.passages());
}

#[test]
fn nothing_is_taken_in_that_is_not_allowed() {
    let (folder, texts) = (tempfile::tempdir().unwrap(), Texts::new(5));
    let letters = Letters::good("letters");
    let embedding = open(&letters, None, folder.path(), &texts);
    assert_eq!(embedding.step(&texts, &|_| {}), Ok(false));
    assert_eq!(embedding.state(5).embedded, 0);
    assert!(!folder.path().join("embedded").exists());
}

#[test]
fn what_the_disk_refuses_is_in_use_all_the_same_told_of_and_written_later() {
    // With what is told later, or, where nothing is, by itself.
    for more in [1, 0] {
        let (folder, texts) = (tempfile::tempdir().unwrap(), Texts::new(2 * BATCH));
        // A file stands where the folder should be.
        fs::write(folder.path().join("embedded"), "in the way").unwrap();
        let letters = Letters::good("letters");
        let embedding = open(&letters, None, folder.path(), &texts);
        all(&embedding, &texts);
        assert!(in_use(&embedding).is_some() && nearest(&embedding, &texts, "bee").is_some());
        assert!(embedding.state(0).unsaved.is_some());
        fs::remove_file(folder.path().join("embedded")).unwrap();
        let texts = Texts::new(2 * BATCH + more);
        all(&embedding, &texts);
        assert_eq!(embedding.state(0).unsaved, None);
        let state = open(&letters, None, folder.path(), &texts).state(texts.passages());
        assert!(state.is_complete() && state.in_use.is_some(), "{more}: {state:?}");
    }
}

#[test]
fn files_that_are_deleted_meanwhile_are_written_again() {
    let (folder, texts) = (tempfile::tempdir().unwrap(), Texts::new(2 * BATCH));
    let letters = Letters::good("letters");
    let embedding = open(&letters, None, folder.path(), &texts);
    all(&embedding, &texts);
    fs::remove_dir_all(folder.path().join("embedded")).unwrap();
    let more = Texts::new(2 * BATCH + 1);
    all(&embedding, &more);
    assert_eq!(open(&letters, None, folder.path(), &more).state(0).embedded, more.passages());
}

#[test]
fn likeness_is_on_the_tables_scale_whatever_the_model_s() {
    // With an offset all texts are much alike.
    let offset = Letters::spoilt("offset", |_, answer| {
        Ok(answer?.into_iter().map(|row| row.into_iter().map(|value| value + 5.0).collect()).collect())
    });
    let texts = Texts(UNLIKE.map(str::to_owned).to_vec());
    let embedding = Embedding::open(embedders(&offset, None), None, &texts);
    all(&embedding, &texts);
    let far = embedding.far(&embedding.asked(UNLIKE[3]).unwrap(), 12).unwrap();
    let alike: Vec<f32> = (0..12).map(|passage| far.likeness(passage).unwrap()).collect();
    // The table finds them alike by .2 at the mean, none by .4.
    assert!(alike.iter().enumerate().all(|(at, likeness)| at == 3 || (-0.2..0.4).contains(likeness)), "{alike:?}");
    assert!(alike.iter().all(|likeness| *likeness <= alike[3]), "{alike:?}");
}

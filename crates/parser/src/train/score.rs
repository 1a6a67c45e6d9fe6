//! Measures a parser against a treebank, in the manner of the CoNLL 2018 shared task.

use std::collections::BTreeMap;

use super::conllu::Gold;
use crate::net::model::{Model, Reading};
use crate::{Parser, Sentence};

/// How much of a treebank was found; each a share of 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scores {
    /// Words found where they are (F1), and sentences (F1).
    pub words: f64,
    /// Sentences found where they are.
    pub sentences: f64,
    /// Parts of speech.
    pub upos: f64,
    /// Finer tags.
    pub xpos: f64,
    /// Dictionary forms.
    pub lemmas: f64,
    /// Heads.
    pub uas: f64,
    /// Heads and relations without their subtypes.
    pub las: f64,
    /// Heads and whole relations.
    pub full: f64,
}

impl std::fmt::Display for Scores {
    /// Each measure in percent.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { words, sentences, upos, xpos, lemmas, uas, las, full } = *self;
        let measures = [
            ("words", words),
            ("sentences", sentences),
            ("UPOS", upos),
            ("XPOS", xpos),
            ("lemmas", lemmas),
            ("UAS", uas),
            ("LAS", las),
            ("LAS with subtypes", full),
        ];
        let shown: Vec<String> = measures.iter().map(|(measure, share)| format!("{measure} {:.2}", share * 100.0)).collect();
        f.write_str(&shown.join(", "))
    }
}

/// What is compared of a word; `H` is how its head is given.
struct Known<'a, H> {
    pos: &'a str,
    tag: &'a str,
    lemma: &'a str,
    head: Option<H>,
    relation: &'a str,
}

/// A sentence as the forms of its words and what is known of each, the head by its index.
type Words<'a> = Vec<(&'a str, Known<'a, usize>)>;

/// Where words lie, counted in characters other than spaces.
type Place = (usize, usize);

/// Words by where they lie.
type Laying<'a> = BTreeMap<Place, Known<'a, Place>>;

/// Scores on the treebank's own words.
pub fn on_gold_words(parser: &Parser, gold: &[Gold]) -> Scores {
    let found: Vec<Sentence> = gold.iter().map(|gold| parser.parse_words(&gold.forms())).collect();
    compare(gold, found.iter().map(words))
}

/// Scores of a network on the treebank's own words, without dictionary forms.
pub fn on_model(model: &Model<'_>, gold: &[Gold]) -> Scores {
    let readings = model.parse(&gold.iter().map(Gold::forms).collect::<Vec<_>>());
    compare(gold, gold.iter().zip(&readings).map(|(gold, readings)| model_words(model, gold, readings)))
}

fn model_words<'a>(model: &'a Model<'_>, gold: &'a Gold, readings: &[Reading]) -> Words<'a> {
    let known = |reading: &Reading| {
        let (pos, tag) = model.tags()[reading.tag];
        Known { pos, tag, lemma: "", head: reading.head, relation: model.relations()[reading.relation] }
    };
    gold.words.iter().zip(readings).map(|(word, reading)| (word.form.as_str(), known(reading))).collect()
}

fn words(sentence: &Sentence) -> Words<'_> {
    let words = sentence.words.iter();
    words
        .map(|word| {
            let known = Known { pos: word.pos.name(), tag: word.tag, lemma: &word.lemma, head: word.head, relation: word.relation };
            (word.form.as_str(), known)
        })
        .collect()
}

fn gold_words(gold: &Gold) -> Words<'_> {
    let words = gold.words.iter();
    words
        .map(|word| {
            let known = Known { pos: &word.pos, tag: &word.tag, lemma: &word.lemma, head: word.head, relation: &word.relation };
            (word.form.as_str(), known)
        })
        .collect()
}

/// Scores from raw text, words and sentences being found too.
pub fn on_text(parser: &Parser, gold: &[Gold]) -> Scores {
    compare(gold, parser.parse(&raw(gold)).iter().map(words))
}

/// The text of a treebank, paragraphs parted by empty lines.
pub fn raw(gold: &[Gold]) -> String {
    let mut text = String::new();
    for sentence in gold {
        if sentence.opens && !text.is_empty() {
            text.push_str("\n\n");
        }
        for word in &sentence.words {
            text.push_str(&word.form);
            if word.spaced {
                text.push(' ');
            }
        }
    }
    text
}

fn length(form: &str) -> usize {
    form.chars().filter(|letter| !letter.is_whitespace()).count()
}

fn places(words: &Words<'_>, at: &mut usize) -> Vec<Place> {
    let mut place = |(form, _): &(&str, Known<'_, usize>)| {
        let start = *at;
        *at += length(form);
        (start, *at)
    };
    words.iter().map(&mut place).collect()
}

/// Lays words on the text, and gives where the sentences lie.
fn lay<'a>(sentences: impl Iterator<Item = Words<'a>>) -> (Laying<'a>, Vec<Place>) {
    let (mut laying, mut whole, mut at) = (BTreeMap::new(), Vec::new(), 0);
    for words in sentences {
        let start = at;
        let places = places(&words, &mut at);
        for ((_, Known { pos, tag, lemma, head, relation }), place) in words.into_iter().zip(&places) {
            laying.insert(*place, Known { pos, tag, lemma, head: head.map(|head| places[head]), relation });
        }
        whole.push((start, at));
    }
    (laying, whole)
}

fn compare<'a>(gold: &'a [Gold], found: impl Iterator<Item = Words<'a>>) -> Scores {
    let ((right, sentences), (given, parts)) = (lay(gold.iter().map(gold_words)), lay(found));
    let share = |test: &dyn Fn(&Known<'_, Place>, &Known<'_, Place>) -> bool| {
        let hits = right.iter().filter(|(place, right)| given.get(place).is_some_and(|given| test(right, given))).count();
        2.0 * hits as f64 / (right.len() + given.len()).max(1) as f64
    };
    let same = parts.iter().filter(|part| sentences.binary_search(part).is_ok()).count();
    Scores {
        words: share(&|_, _| true),
        sentences: 2.0 * same as f64 / (parts.len() + sentences.len()).max(1) as f64,
        upos: share(&|right, given| right.pos == given.pos),
        xpos: share(&|right, given| right.tag == given.tag),
        lemmas: share(&|right, given| right.lemma == given.lemma),
        uas: share(&|right, given| right.head == given.head),
        las: share(&|right, given| right.head == given.head && universal(right.relation) == universal(given.relation)),
        full: share(&|right, given| right.head == given.head && right.relation == given.relation),
    }
}

/// A relation without its subtype.
fn universal(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

//! The parser as a whole: text in, trees out.

use std::sync::LazyLock;

use crate::bytes::Reader;
use crate::lemma::Lemmas;
use crate::net::model::{Model, Reading};
use crate::token::Span;
use crate::{Pos, Sentence, Word};

/// The weights shipped with the crate.
static NETWORK: &[u8] = include_bytes!("../weights/network.bin");
static LEMMAS: &[u8] = include_bytes!("../weights/lemmas.bin");

static SHIPPED: LazyLock<Parser> =
    LazyLock::new(|| Parser { model: Model::read(NETWORK), lemmas: Lemmas::read(&mut Reader::new(LEMMAS)).unwrap_or_default() });

/// The longest sentence; what is longer is read in parts, so that time stays in proportion to length.
pub const MOST_WORDS: usize = 160;

/// Sentences given to the network together: so many that it finds ones of like length to read side by side, but not all of a long
/// text, so that little is held beside what was found.
const TOGETHER: usize = 2_048;

/// Reads English.
#[derive(Debug)]
pub struct Parser {
    model: Option<Model<'static>>,
    lemmas: Lemmas,
}

impl Parser {
    /// The parser with the weights shipped; they are read the first time.
    pub fn new() -> &'static Self {
        &SHIPPED
    }

    /// Every sentence of a text with its tree.
    pub fn parse(&self, text: &str) -> Vec<Sentence> {
        self.parse_some(text, &crate::sentences(text), &|_| true)
    }

    /// Sentences whose words were found by [`sentences`](crate::sentences), each with its tree; those that are not wanted have no words.
    pub fn parse_some(&self, text: &str, sentences: &[Vec<Span>], wanted: &dyn Fn(&[&str]) -> bool) -> Vec<Sentence> {
        let Some(model) = &self.model else { return Vec::new() };
        sentences.chunks(TOGETHER).flat_map(|sentences| self.parse_together(model, text, sentences, wanted)).collect()
    }

    /// The tree of a sentence whose words are known; the places are those in the words joined by single spaces.
    pub fn parse_words(&self, words: &[&str]) -> Sentence {
        let text = words.join(" ");
        let mut start = 0;
        let mut spans = Vec::with_capacity(words.len());
        for word in words {
            spans.push((start, start + word.len()));
            start += word.len() + 1;
        }
        self.parse_some(&text, &[spans], &|_| true).pop().unwrap_or_default()
    }

    fn parse_together(
        &self,
        model: &Model<'static>,
        text: &str,
        sentences: &[Vec<Span>],
        wanted: &dyn Fn(&[&str]) -> bool,
    ) -> Vec<Sentence> {
        let form = |span: &Span| text.get(span.0..span.1).unwrap_or_default();
        let forms_of =
            |spans: &Vec<Span>| Some(spans.iter().map(form).collect()).filter(|forms: &Vec<&str>| wanted(forms)).unwrap_or_default();
        let forms: Vec<Vec<&str>> = sentences.iter().map(forms_of).collect();
        let readings = model.parse(&forms);
        let sentence = |(spans, readings): (&Vec<Span>, Vec<Reading>)| {
            let words: Vec<Word> = spans.iter().zip(readings).map(|(span, reading)| self.word(model, *span, form(span), reading)).collect();
            let (start, end) = (spans.first().map_or(0, |span| span.0), spans.last().map_or(0, |span| span.1));
            Sentence { start, end, words }
        };
        sentences.iter().zip(readings).filter(|(spans, _)| !spans.is_empty()).map(sentence).collect()
    }

    fn word(&self, model: &Model<'static>, (start, end): Span, form: &str, reading: Reading) -> Word {
        let (pos, tag) = model.tags().get(reading.tag).copied().unwrap_or(("X", "XX"));
        Word {
            start,
            end,
            form: form.to_owned(),
            lemma: self.lemmas.lemma(form, tag),
            pos: Pos::named(pos),
            tag,
            head: reading.head,
            relation: model.relations().get(reading.relation).copied().unwrap_or("dep"),
        }
    }
}

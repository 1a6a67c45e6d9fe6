//! From text to claims.
//!
//! [`Extractor`] is what a reader of text must be; [`Reader`] is the one that ships: a small, exact reader of plain short
//! English sentences. It reads a sentence whole or leaves it alone and says why: a wrong claim is a bug, a missed one is not.
//! No model, no network, no clock; the same text in the same [`Context`] always gives the same claims.
//!
//! The way of a sentence: `sentence` cuts the text, `word` cuts the sentence, `guard` turns away what is no statement,
//! `date` takes the date phrase off either end, `group` reads tense and negation, `table` says what the verb means,
//! `noun` reads the names, `place` turns tense and date into a kind with points, and `reader` puts them together.
//!
//! ```
//! use asof_extract::{Context, Extractor, Reader};
//! let context = Context { occurred_at: Some("2024-04-02".parse()?), speaker: Some("Ana") };
//! let read = Reader::new().extract("I moved to Berlin in March. Do you like it?", &context);
//! let claim = &read.found[0].claim;
//! assert_eq!((claim.predicate.as_str(), claim.object.text().as_str()), ("lives_in", "Berlin"));
//! assert_eq!(claim.from, Some("2024-03".parse()?));
//! assert_eq!(read.diagnostics[0].reason.to_string(), "it is a question");
//! # Ok::<(), asof_model::TimeError>(())
//! ```

mod date;
mod group;
mod guard;
mod lexicon;
mod noun;
mod place;
mod reader;
mod sentence;
mod table;
mod told;
mod word;

use std::fmt;

use asof_model::{Claim, Point};

/// The longest sentence that is read, in bytes.
pub const MAX_SENTENCE_BYTES: usize = 1000;

/// What a text is read against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The date that "yesterday" refers to.
    pub occurred_at: Option<Point>,
    /// Who "I" is.
    pub speaker: Option<&'a str>,
}

/// A claim read from a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What is claimed.
    pub claim: Claim,
    /// The bytes of the sentence it was read from.
    pub span: (u32, u32),
    /// How sure the reader is, 0 to 1.
    pub confidence: f32,
    /// The object that was wrong, where the sentence says that an earlier claim was ("No, I meant Lyon, not Paris").
    pub corrects: Option<String>,
}

/// A sentence left alone, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The bytes of the sentence.
    pub span: (u32, u32),
    /// Why no claim was read from it.
    pub reason: Reason,
}

/// Why a sentence was left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It asks.
    Question,
    /// It says what might be, or what somebody wants.
    Hypothetical,
    /// It speaks of what is to come.
    Future,
    /// It says what somebody says, thinks or feels is so.
    Reported,
    /// It quotes.
    Quoted,
    /// It is about "she", "it" or another whom only the text around it names.
    Pronoun,
    /// It says "I", and nobody said who speaks.
    UnknownSpeaker,
    /// It says "yesterday" or "in May", and its own date is missing or too rough to count from.
    NoReferenceDate,
    /// It says that something was so, and not when.
    Undated,
    /// Its verb has several meanings and nothing settles which: "left Acme".
    Ambiguous,
    /// It corrects something that is not in this text.
    NothingToCorrect,
    /// It is longer than [`MAX_SENTENCE_BYTES`].
    TooLong,
    /// Some of its words were not understood.
    NotUnderstood,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Question => "it is a question",
            Self::Hypothetical => "it says what might be, not what is",
            Self::Future => "it speaks of the future",
            Self::Reported => "it says what somebody says or believes",
            Self::Quoted => "it quotes somebody",
            Self::Pronoun => "it does not say by name whom or what it is about",
            Self::UnknownSpeaker => "it says \"I\", and the speaker is not known",
            Self::NoReferenceDate => "its date counts from a day that is not known",
            Self::Undated => "it says that something was so, and not when",
            Self::Ambiguous => "its verb can mean several things",
            Self::NothingToCorrect => "it corrects something that was not said in this text",
            Self::TooLong => "it is too long",
            Self::NotUnderstood => "some of its words were not understood",
        })
    }
}

/// What was read from a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// The claims, in the order of the text.
    pub found: Vec<Found>,
    /// The sentences left alone, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Text to claims.
pub trait Extractor {
    /// Reads the claims of a text. Any text is accepted; what cannot be read is a diagnostic.
    fn extract(&self, text: &str, context: &Context<'_>) -> Extraction;
}

/// The built-in reader of plain English sentences.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reader;

impl Reader {
    /// The reader.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Extractor for Reader {
    fn extract(&self, text: &str, context: &Context<'_>) -> Extraction {
        let mut extraction = Extraction::default();
        let mut told = told::Told::default();
        for sentence in sentence::sentences(text) {
            let span = span(&sentence);
            match reader::read(&sentence, context, &told) {
                Ok(readings) => {
                    told.note(&readings);
                    extraction.found.extend(readings.into_iter().map(|reading| reading.found(span)));
                }
                Err(reason) => extraction.diagnostics.push(Diagnostic { span, reason }),
            }
        }
        extraction
    }
}

/// Offsets past 4 GiB, far beyond what an episode may hold, stay at the last that can be told.
fn span(sentence: &sentence::Sentence<'_>) -> (u32, u32) {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    (offset(sentence.start), offset(sentence.start + sentence.text.len()))
}

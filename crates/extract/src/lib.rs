//! From text to claims.
//!
//! [`Extractor`] is what a reader of text must be; [`Reader`] is the one that ships. It parses each sentence and reads clauses off
//! the tree; what it cannot read is a [`Diagnostic`], never an error and never a guess. No model, no network, no clock; the same
//! text in the same [`Context`] always gives the same claims.
//!
//! The way of a sentence: `asof-parser` makes it a tree and `asof-dates` finds its times; `clause` reads who does what, `verb` the
//! tense and negation, `discourse` whom "she" means, `force` whether it is told or only asked, wished or supposed; `deed`, `being`
//! and `nominal` make claims of verbs, of "be" and of noun phrases in the words of the `vocabulary`; `placing` puts them in time.
//!
//! ```
//! use asof_extract::{Context, Extractor, Reader};
//! let context = Context { occurred_at: Some("2024-04-02".parse()?), speaker: Some("Ana"), ..Context::default() };
//! let read = Reader::new().extract("I moved to Berlin in March. Do you like it?", &context);
//! let claim = &read.found[0].claim;
//! assert_eq!((claim.predicate.as_str(), claim.object.text().as_str()), ("lives_in", "Berlin"));
//! assert_eq!(claim.from, Some("2024-03".parse()?));
//! assert_eq!(read.diagnostics[0].reason.to_string(), "it is a question");
//! # Ok::<(), asof_model::TimeError>(())
//! ```

mod argument;
mod attitude;
mod being;
mod called;
mod clause;
mod correct;
mod deed;
mod discourse;
mod drafts;
mod facets;
mod firms;
mod fitting;
mod force;
mod general;
mod governor;
mod had;
mod hedge;
mod kin;
mod language;
mod list;
mod manner;
mod mend;
mod names;
mod nominal;
mod phrase;
mod placing;
mod post;
pub mod proposition;
mod reader;
mod scene;
mod serving;
mod slips;
mod stray;
mod titles;
mod told;
mod torn;
mod tree;
mod untie;
mod verb;
mod vocabulary;
mod when;
mod wholes;

pub use argument::{LEAVING, TIES};
pub use vocabulary::{beginnings, endings};

use std::fmt;

use asof_model::{Claim, Point};

/// What a text is read against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The date that "yesterday" refers to.
    pub occurred_at: Option<Point>,
    /// Who "I" is.
    pub speaker: Option<&'a str>,
    /// Who "you" is.
    pub listener: Option<&'a str>,
    /// What was said just before, oldest first: "it" and "she" may mean what it named. Nothing is claimed of it.
    pub before: &'a [Turn<'a>],
}

/// Something said before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Turn<'a> {
    /// Who said it.
    pub speaker: Option<&'a str>,
    /// The text.
    pub text: &'a str,
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
    /// When it was said, where that is not when the text was: a later item of a list is newer.
    pub said: Option<Point>,
}

/// A sentence left alone, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The bytes of the sentence.
    pub span: (u32, u32),
    /// Why no claim was read from it.
    pub reason: Reason,
    /// What there is to say beyond the reason: a model's trouble, and what to do about it.
    pub detail: Option<String>,
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
    /// Its date is a day that its month does not have: "30 February".
    NoSuchDay,
    /// It says that something was so, and not when.
    Undated,
    /// Its verb has several meanings and nothing settles which: "left Acme".
    Ambiguous,
    /// It corrects something that is not in this text.
    NothingToCorrect,
    /// It tells somebody what to do.
    Order,
    /// It is marked as a joke.
    Joke,
    /// It speaks of a kind, and of nobody and nothing in particular.
    General,
    /// It has no verb.
    Fragment,
    /// It is in another language.
    OtherLanguage,
    /// It is code, a table or data, and no prose.
    NotProse,
    /// Some of its words were not understood.
    NotUnderstood,
    /// A model was asked, and its answer could not be used.
    Model,
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
            Self::NoSuchDay => "the month has no such day; of the date only a year is kept",
            Self::Undated => "it says that something was so, and not when",
            Self::Ambiguous => "its verb can mean several things",
            Self::NothingToCorrect => "it corrects something that was not said in this text",
            Self::Order => "it tells somebody what to do",
            Self::Joke => "it is marked as a joke",
            Self::General => "it speaks of things in general",
            Self::Fragment => "it has no verb",
            Self::OtherLanguage => "it is not in English",
            Self::NotProse => "it is no prose",
            Self::NotUnderstood => "some of its words were not understood",
            Self::Model => "a model was asked, and its answer could not be used",
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

impl Reader {
    /// The text sentence by sentence, with all that was read of each.
    #[must_use]
    pub fn read(&self, text: &str, context: &Context<'_>) -> Vec<Read> {
        reader::read(text, context)
    }
}

impl Extractor for Reader {
    fn extract(&self, text: &str, context: &Context<'_>) -> Extraction {
        let mut extraction = Extraction::default();
        for read in self.read(text, context) {
            extraction.found.extend(read.found);
            extraction.diagnostics.extend(read.left);
        }
        extraction
    }
}

/// Whether a text has numbered or dated statements.
#[must_use]
pub fn has_list(text: &str) -> bool {
    !list::items(text).is_empty()
}

/// What was read of one sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// Its bytes.
    pub span: (u32, u32),
    /// The phrases that name something.
    pub mentions: Vec<Mention>,
    /// The time expressions.
    pub times: Vec<TimeMention>,
    /// The claims.
    pub found: Vec<Found>,
    /// What was left alone.
    pub left: Vec<Diagnostic>,
}

/// A phrase that names an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Its bytes.
    pub span: (u32, u32),
    /// What the entity is called.
    pub name: String,
    /// How sure it is that the phrase means that entity, 0 to 1.
    pub confidence: f32,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeMention {
    /// Its bytes.
    pub span: (u32, u32),
    /// What it means: a point, an interval, or the words of what recurs.
    pub means: String,
}

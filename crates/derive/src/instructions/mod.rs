//! Working rules among sentences: "always deploy from main", "never e-mail customers directly", "please answer briefly".
//!
//! Precision first. A rule is an order that stands: it says always or never, or tells how work is to be done in general. An order
//! for once ("send me the report"), a habit ("I always run on Sundays"), a comfort ("don't worry", "never give up"), a question,
//! and whatever is quoted or reported ("she said never to deploy on Fridays") are none.
//!
//! ```
//! use asof_derive::instructions::{Polarity, Reader, Speaker};
//!
//! let reader = Reader::new();
//! let rule = reader.read("Please don't ever e-mail customers directly.", Speaker::User).map(|rule| (rule.polarity, rule.text));
//! assert_eq!(rule, Some((Polarity::Never, "e-mail customers directly".to_owned())));
//! assert_eq!(reader.read("I always run on Sundays.", Speaker::User), None);
//! ```

mod core;
mod lists;
mod view;

use std::fmt;

use asof_parser::{Parser, Sentence};
use serde::Serialize;

use view::View;

/// Whether something is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// It is to be done, whenever it comes up.
    Always,
    /// It is not to be done.
    Never,
    /// It is liked better.
    Prefer,
}

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaker {
    /// Whoever the memory works for: what they say is meant for it.
    User,
    /// Another person: only what says always or never.
    Other,
    /// The assistant: it advises, and lays down nothing.
    Assistant,
}

/// A working rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Instruction {
    /// Whether to do it.
    pub polarity: Polarity,
    /// What, from its verb on: "deploy from main".
    pub text: String,
}

impl fmt::Display for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.polarity {
            Polarity::Always => "always",
            Polarity::Never => "never",
            Polarity::Prefer => "prefer",
        };
        write!(f, "{word} {}", self.text)
    }
}

/// Reads working rules.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    parser: &'static Parser,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// A reader; it holds the parser's weights.
    pub fn new() -> Self {
        Self { parser: Parser::new() }
    }

    /// The rule that a text of one sentence lays down, if it does; of several sentences, the first that does.
    pub fn read(&self, text: &str, speaker: Speaker) -> Option<Instruction> {
        self.all(text, speaker).next().map(|(_, rule)| rule)
    }

    /// The rules in a text, each with the bytes of its sentence.
    pub fn all<'a>(&'a self, text: &'a str, speaker: Speaker) -> impl Iterator<Item = ((usize, usize), Instruction)> + 'a {
        let sentences = if speaker == Speaker::Assistant { Vec::new() } else { asof_parser::sentences(text) };
        sentences.into_iter().filter(|words| may_tell(text, words)).filter_map(move |words| {
            let (from, to) = (words.first()?.0, words.last()?.1);
            let piece = text.get(from..to)?;
            let rule = self.parser.parse(piece).iter().find_map(|sentence| in_sentence(piece, sentence, speaker));
            rule.map(|rule| ((from, to), rule))
        })
    }
}

/// Whether a sentence is worth parsing.
fn may_tell(text: &str, words: &[(usize, usize)]) -> bool {
    let small = |at: usize| words.get(at).and_then(|(from, to)| text.get(*from..*to)).map(str::to_lowercase).unwrap_or_default();
    let begins = |at: usize| {
        let before = at.checked_sub(1).map(small).unwrap_or_default();
        !before.contains(char::is_alphabetic) || lists::FILLING.contains(&before.as_str())
    };
    (0..words.len()).any(|at| {
        let word = small(at);
        let word = word.as_str();
        let ordering = || lists::ORDERING.contains(&word) || lists::ANSWERING.contains(&word);
        lists::TELLING.contains(&word) || ordering() && begins(at)
    })
}

/// The rule in a sentence that was parsed already; the text is the one it was parsed from.
pub fn in_sentence(text: &str, sentence: &Sentence, speaker: Speaker) -> Option<Instruction> {
    if speaker == Speaker::Assistant {
        return None;
    }
    core::rule(&View::new(text, sentence)?, speaker)
}

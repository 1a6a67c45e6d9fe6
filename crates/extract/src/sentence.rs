//! Sentences: cutting a text in one pass.
//!
//! A cut too many could turn "I live in St. Petersburg" into a false claim, a cut too few only loses a sentence. So a full
//! stop after an abbreviation, or before a small letter, does not cut, and neither does the line break of wrapped prose.

use crate::lexicon::{ABBREVIATIONS, HALVES};

/// A sentence with its closing punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// Its first byte.
    pub start: usize,
    /// Its text, without white space around it.
    pub text: &'a str,
    /// Whether any of it stands in quotes, that of an earlier sentence among them.
    pub quoted: bool,
}

impl<'a> Sentence<'a> {
    /// The text without its closing punctuation; "U.S." keeps its last stop.
    pub fn body(&self) -> &'a str {
        let body = self.text.trim_end_matches(['.', '!', '?', '…']);
        let stopped = self.text[body.len()..].starts_with('.');
        let dotted = body.rsplit(char::is_whitespace).next().is_some_and(is_dotted);
        if stopped && dotted { &self.text[..=body.len()] } else { body }
    }

    /// Whether it closes with a question mark.
    pub fn asks(&self) -> bool {
        self.text[self.body().len()..].contains('?')
    }
}

const OPENING: [char; 9] = ['"', '“', '„', '«', '»', '‘', '\'', '`', '>'];
const CLOSING: [char; 8] = ['"', '”', '“', '»', '«', '’', '\'', '`'];
/// Quotes that are never apostrophes.
const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];

/// From this length on, in bytes, a line with no full stop is taken for wrapped prose.
const WRAPPED: usize = 50;
/// How far back an abbreviation is looked for, in bytes.
const LOOK_BACK: usize = 12;

/// The sentences of a text, in order; none is blank.
pub fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut cutter = Cutter { text, start: 0, line: 0, found: Vec::new(), quote: false };
    let mut from = 0;
    while let Some(at) = text[from..].find(['.', '!', '?', '…', '\n']).map(|at| from + at) {
        from = match text.as_bytes()[at] {
            b'\n' => cutter.at_line_break(at),
            _ => cutter.at_stop(at),
        };
    }
    cutter.cut(text.len());
    cutter.found
}

struct Cutter<'a> {
    text: &'a str,
    start: usize,
    line: usize,
    found: Vec<Sentence<'a>>,
    quote: bool,
}

impl Cutter<'_> {
    fn cut(&mut self, end: usize) {
        let piece = &self.text[self.start..end];
        let text = piece.trim();
        if !text.is_empty() {
            let start = self.start + (piece.len() - piece.trim_start().len());
            let quoted = self.pass_quotes(text);
            self.found.push(Sentence { start, text, quoted });
        }
        self.start = end;
    }

    /// Follows the quotes of a sentence: whether one is open at its start, or anywhere in it.
    fn pass_quotes(&mut self, text: &str) -> bool {
        let mut any = self.quote;
        for word in text.split_whitespace() {
            self.quote |= word.starts_with(OPENING);
            any |= self.quote || word.contains(QUOTES);
            self.quote &= !word.trim_end_matches(|mark: char| ".,;:!?…)]".contains(mark)).ends_with(CLOSING);
        }
        any
    }

    /// At a run of closing punctuation; returns where to go on.
    fn at_stop(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let run = rest.len() - rest.trim_start_matches(['.', '!', '?', '…', '"', '”', '’', '\'', ')', ']', '»']).len();
        let end = at + run;
        let after = &self.text[end..];
        let closed = after.chars().next().is_none_or(char::is_whitespace);
        if closed && !goes_on(after) && !(&rest[..run] == "." && self.abbreviated(at)) {
            self.cut(end);
        }
        end
    }

    fn at_line_break(&mut self, at: usize) -> usize {
        if self.breaks_at(at) {
            self.cut(at);
        }
        if self.text[self.line..at].trim().is_empty() {
            self.quote = false;
        }
        self.line = at + 1;
        at + 1
    }

    fn breaks_at(&self, at: usize) -> bool {
        let line = self.text[self.line..at].trim_end();
        let next = self.text[at + 1..].trim_start_matches([' ', '\t', '\r']).chars().next();
        let begins_word = next.is_some_and(char::is_alphanumeric);
        let small = next.is_some_and(char::is_lowercase);
        let stopped = line.is_empty() || line.ends_with(['.', '!', '?', '…', ':']);
        let abbreviated = line.ends_with('.') && self.abbreviated(self.line + line.len() - 1);
        let half = line.rsplit(char::is_whitespace).next().is_some_and(|word| HALVES.has(word));
        !(begins_word && (abbreviated || half || !stopped && (small || WRAPPED <= line.len())))
    }

    /// Whether the full stop at `at` belongs to an abbreviation or an initial ("J. Smith", but not "than I.").
    fn abbreviated(&self, at: usize) -> bool {
        let word = last_word(&self.text[self.start.min(at)..at]);
        let initial = word.len() == 1 && word != "I" && word.bytes().all(|byte| byte.is_ascii_uppercase());
        initial || is_dotted(word) || ABBREVIATIONS.has(word)
    }
}

/// "U.S", "e.g": letters with stops between them.
fn is_dotted(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|letter| letter.len() == 1)
}

/// The last word, if it is short enough to be an abbreviation.
fn last_word(text: &str) -> &str {
    let cut = text.bytes().rev().take(LOOK_BACK).take_while(|byte| !byte.is_ascii_whitespace()).count();
    text.get(text.len() - cut..).unwrap_or_default()
}

/// Whether what follows starts small, as the middle of a sentence does.
fn goes_on(after: &str) -> bool {
    after.trim_start().chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_a_sentence_ends() {
        for (text, expected) in [
            ("", vec![]),
            (" \n\n ", vec![]),
            ("One. Two! Three? Four", vec!["One.", "Two!", "Three?", "Four"]),
            ("Dr. J. Smith lives. Then", vec!["Dr. J. Smith lives.", "Then"]),
            ("In the U.S. Ana", vec!["In the U.S. Ana"]),
            ("taller than I. Ana", vec!["taller than I.", "Ana"]),
            ("I live in St. Petersburg.", vec!["I live in St. Petersburg."]),
            ("I live in St.\nPetersburg.", vec!["I live in St.\nPetersburg."]),
            ("one... if only. Two", vec!["one... if only.", "Two"]),
            ("version 3.5 is out", vec!["version 3.5 is out"]),
            ("One line\nTwo lines", vec!["One line", "Two lines"]),
            ("She lives in\nparis now.", vec!["She lives in\nparis now."]),
            (
                "For as long as anyone remembers she has lived in New\nYork.",
                vec!["For as long as anyone remembers she has lived in New\nYork."],
            ),
            ("\"Stop.\" Ana left.", vec!["\"Stop.\"", "Ana left."]),
            ("¿Qué? 東京。", vec!["¿Qué?", "東京。"]),
        ] {
            let read: Vec<&str> = sentences(text).iter().map(|sentence| sentence.text).collect();
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn a_quote_goes_on_until_it_is_closed() {
        for (text, expected) in [
            ("Ana's cat. Mine.", "..-"),
            ("\u{201c}One. Two. Three,\u{201d} said Ana. Four.", "qqq."),
            ("'One. Two.' Three.", "qq."),
            ("\"One. Two\n\nThree.", "qq."),
            ("> One.\nTwo.", "qq"),
        ] {
            let quoted: String = sentences(text).iter().map(|sentence| if sentence.quoted { 'q' } else { '.' }).collect();
            assert_eq!(quoted, expected.trim_end_matches('-'), "{text}");
        }
    }

    #[test]
    fn a_body_has_no_closing_punctuation() {
        for (text, body) in [("Ana left.", "Ana left"), ("In the U.S.", "In the U.S."), ("What?!", "What"), ("...", "")] {
            assert_eq!(Sentence { start: 0, text, quoted: false }.body(), body, "{text}");
        }
    }
}

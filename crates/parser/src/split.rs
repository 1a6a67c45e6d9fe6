//! Sentences: which words of a text belong together.

use crate::parser::MOST_WORDS;
use crate::token::{self, Span};
use crate::token_lists::FACES;

/// Words that seldom stand in a name, so that a capital on them says that a sentence begins.
const STARTERS: &[&str] = &[
    "The", "A", "An", "I", "He", "She", "It", "We", "You", "They", "This", "That", "These", "Those", "There", "Here", "In", "On", "At",
    "But", "And", "So", "If", "When", "While", "After", "Before", "As", "For", "My", "His", "Her", "Our", "Your", "Their", "What", "Who",
    "How", "Why", "Where", "Then", "Now", "Please", "Thanks", "However", "Not", "No", "Yes", "By", "From", "With", "Although", "Since",
];

/// Abbreviations that always stand before something.
const TITLES: &[&str] = &[
    "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St.", "Rev.", "Gen.", "Sen.", "Rep.", "Gov.", "Lt.", "Col.", "Sgt.", "Capt.", "Mt.", "vs.",
    "e.g.", "i.e.", "cf.", "Messrs.", "Hon.", "Ft.", "No.",
];

/// Where the words of every sentence of a text begin and end, in bytes.
///
/// ```
/// let text = "I don't know. Ask Ana!";
/// let words: Vec<Vec<&str>> =
///     asof_parser::sentences(text).iter().map(|words| words.iter().map(|(start, end)| &text[*start..*end]).collect()).collect();
/// assert_eq!(words, [vec!["I", "do", "n't", "know", "."], vec!["Ask", "Ana", "!"]]);
/// ```
pub fn sentences(text: &str) -> Vec<Vec<Span>> {
    let mut sentences = Vec::new();
    for (start, end) in blocks(text) {
        split(text, &token::words(text, start, end), &mut sentences);
    }
    sentences
}

/// Stretches of text that no sentence crosses: lines, save those broken in the middle of a sentence.
fn blocks(text: &str) -> Vec<Span> {
    let mut blocks: Vec<Span> = Vec::new();
    let mut at = 0;
    let mut last = "";
    for line in text.split('\n') {
        let (start, end) = (at, at + line.len());
        at = end + 1;
        let wrapped = runs_on(last, line);
        last = line;
        match blocks.last_mut().filter(|_| wrapped) {
            Some(block) => block.1 = end,
            None => blocks.push((start, end)),
        }
    }
    blocks
}

/// Whether a line is long enough to have been broken for width only, and the next goes on in small letters.
fn runs_on(line: &str, next: &str) -> bool {
    let (line, next) = (line.trim_end(), next.trim_start());
    let full = 45 < line.len() && !line.ends_with(['.', '!', '?', ':', '…']);
    full && next.starts_with(|first: char| first.is_lowercase() || first.is_ascii_digit() || first == '(')
}

/// Parts the words of a block into sentences.
fn split(text: &str, words: &[Span], sentences: &mut Vec<Vec<Span>>) {
    let mut open: Vec<Span> = Vec::new();
    for (at, span) in words.iter().enumerate() {
        open.push(*span);
        let view = View { text, words, at };
        let listed = open.len() <= 2 && open.first().is_some_and(|first| is_marker(&text[first.0..first.1]));
        if MOST_WORDS <= open.len() || view.ends() && !listed {
            sentences.push(std::mem::take(&mut open));
        }
    }
    if !open.is_empty() {
        sentences.push(open);
    }
}

/// Whether a word is the number or letter of a list's item.
fn is_marker(word: &str) -> bool {
    word.len() <= 3
        && (word.bytes().all(|byte| byte.is_ascii_digit()) || word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// A place among the words of a block.
struct View<'a> {
    text: &'a str,
    words: &'a [Span],
    at: usize,
}

impl View<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).and_then(|(start, end)| self.text.get(*start..*end)).unwrap_or_default()
    }

    /// Whether a space stands before a word.
    fn spaced(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.words.get(before)).map_or(0, |span| span.1);
        self.words.get(at).is_none_or(|span| before < span.0)
    }

    /// The last word that is not a closing mark hanging on the one before, looking back from here.
    fn stop(&self) -> usize {
        let mut at = self.at;
        while 0 < at && self.at - at < 3 && is_closing(self.word(at)) && !self.spaced(at) {
            at -= 1;
        }
        at
    }

    /// Whether the sentence ends with this word.
    fn ends(&self) -> bool {
        let next = self.word(self.at + 1);
        if next.is_empty() {
            return false;
        }
        if is_closing(next) && !self.spaced(self.at + 1) || is_stop(next) && !next.starts_with("..") {
            return false;
        }
        let stop = self.stop();
        let closed = stop != self.at;
        self.ends_at(self.word(stop), closed, next)
    }

    fn ends_at(&self, stop: &str, closed: bool, next: &str) -> bool {
        let small = next.starts_with(char::is_lowercase);
        match stop {
            "." => !(closed && (small || is_stop(next))) && next != ",",
            _ if stop.starts_with(['!', '?']) => !(closed && small) && next != "," && !self.is_face(next),
            "…" => capital(next),
            _ if stop.starts_with("..") => capital(next),
            "。" | "！" | "？" => true,
            _ if self.is_face(stop) => capital(next) && self.spaced(self.at + 1),
            _ if stop.ends_with('.') && 1 < stop.len() => !TITLES.contains(&stop) && STARTERS.contains(&next) && stop.len() != 2,
            _ => false,
        }
    }

    fn is_face(&self, word: &str) -> bool {
        FACES.contains(&word)
            || word.starts_with(|first: char| ('\u{1F300}'..='\u{1FAFF}').contains(&first) || ('\u{2600}'..='\u{27BF}').contains(&first))
    }
}

fn capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase) || word.starts_with(|first: char| first.is_ascii_digit())
}

fn is_stop(word: &str) -> bool {
    word.starts_with(['.', '!', '?', '…'])
}

fn is_closing(word: &str) -> bool {
    matches!(word, ")" | "]" | "}" | "\"" | "”" | "'" | "''" | "’" | "’’" | "»")
}

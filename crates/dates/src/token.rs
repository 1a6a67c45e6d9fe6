//! Cuts text into words, numbers and marks once; every rule reads these tokens and never the text.

use crate::spelling::{meant, meant_after_two};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number,
    Mark,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    start: usize,
    end: usize,
    kind: Kind,
    spaced: bool,
    /// The word that a misspelt one means.
    meant: Option<&'static str>,
}

/// The tokens of one piece of text, with its lower-case form. Asking beyond either end, or for an empty line, gives the empty word.
pub(crate) struct Tokens<'t> {
    text: &'t str,
    lower: String,
    list: Vec<Token>,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut list: Vec<Token> = Vec::with_capacity(text.len() / 4);
        let (mut spaced, mut breaks) = (true, 0);
        for (start, letter) in text.char_indices() {
            let end = start + letter.len_utf8();
            if letter.is_whitespace() || letter.is_control() {
                spaced = true;
                breaks += usize::from(letter == '\n');
                if breaks == 2 && letter == '\n' {
                    list.push(Token { start, end, kind: Kind::Mark, spaced, meant: None });
                }
                continue;
            }
            breaks = 0;
            let kind = kind_of(letter);
            match list.last_mut() {
                Some(last) if !spaced && last.kind == kind && kind != Kind::Mark => last.end = end,
                _ => list.push(Token { start, end, kind, spaced, meant: None }),
            }
            spaced = false;
        }
        let lower = text.to_ascii_lowercase();
        for token in list.iter_mut().filter(|token| token.kind == Kind::Word) {
            token.meant = meant(&lower[token.start..token.end]);
        }
        join_twos(&mut list, &lower);
        Self { text, lower, list }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The token in lower case and rightly spelt; a typographic apostrophe or dash reads as the plain one, "&" and "@" as the words.
    pub(crate) fn word(&self, at: usize) -> &str {
        let word = self.list.get(at).map_or("", |token| token.meant.unwrap_or(&self.lower[token.start..token.end]));
        match word {
            "\u{2019}" | "\u{2018}" => "'",
            "\n" => "",
            "&" => "and",
            "@" if !self.is_glued(at) => "at",
            "\u{2013}" | "\u{2014}" | "\u{2212}" | "\u{2010}" | "\u{2011}" => "-",
            _ => word,
        }
    }

    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.kind == Kind::Word)
    }

    pub(crate) fn is_number(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.kind == Kind::Number)
    }

    /// Nothing stands between this token and the one before.
    pub(crate) fn is_glued(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| !token.spaced)
    }

    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| self.text[token.start..].starts_with(char::is_uppercase))
    }

    pub(crate) fn start(&self, at: usize) -> usize {
        self.list.get(at).map_or(self.text.len(), |token| token.start)
    }

    /// Where the token before `next` ends.
    pub(crate) fn end_before(&self, next: usize) -> usize {
        next.checked_sub(1).and_then(|at| self.list.get(at)).map_or(0, |token| token.end)
    }
}

/// Makes one word of "2" and what is glued to it, as in "2nite".
fn join_twos(list: &mut Vec<Token>, lower: &str) {
    for at in 1..list.len() {
        let (two, word) = (list[at - 1], list[at]);
        let glued = &lower[two.start..two.end] == "2" && two.spaced && !word.spaced;
        if let Some(meant) = meant_after_two(&lower[word.start..word.end]).filter(|_| glued) {
            list[at] = Token { start: two.start, kind: Kind::Word, spaced: true, meant: Some(meant), ..word };
            list[at - 1].end = two.start;
        }
    }
    list.retain(|token| token.start < token.end);
}

fn kind_of(letter: char) -> Kind {
    if letter.is_ascii_digit() {
        Kind::Number
    } else if letter.is_alphabetic() {
        Kind::Word
    } else {
        Kind::Mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_letters_and_marks_are_apart() {
        let tokens = Tokens::new("Dec31, 7pm – ½ O’Brien");
        let words: Vec<&str> = (0..tokens.len()).map(|at| tokens.word(at)).collect();
        assert_eq!(words, ["dec", "31", ",", "7", "pm", "-", "½", "o", "'", "brien"]);
        assert!(tokens.is_glued(1) && !tokens.is_glued(3));
        assert_eq!((tokens.word(99), tokens.start(99)), ("", 27));
    }
}

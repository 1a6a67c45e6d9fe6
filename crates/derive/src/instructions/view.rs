//! A sentence as the reader of rules sees it: its words in small letters, and its text from a word on.

use asof_parser::{Sentence, Word};

use super::lists::{REPORTING, STANDING_AT_END};

/// Longer sentences are no rules.
const MOST_WORDS: usize = 45;

/// A sentence that may hold a rule.
pub(super) struct View<'a> {
    text: &'a str,
    words: &'a [Word],
    small: Vec<String>,
    /// One past the last word that is not an end mark, a "please" or a "from now on".
    end: usize,
    /// Whether it ends by saying that it stands.
    stands: bool,
}

impl<'a> View<'a> {
    /// The sentence, unless it asks, quotes, reports, or is a title.
    pub fn new(text: &'a str, sentence: &'a Sentence) -> Option<Self> {
        let words = sentence.words.as_slice();
        let small: Vec<String> = words.iter().map(|word| word.form.replace('’', "'").to_lowercase()).collect();
        let mut view = Self { text, words, small, end: words.len(), stands: false };
        view.find_end();
        let says_no_rule = words.len() < 2 || MOST_WORDS < words.len() || view.asks() || view.quotes() || view.reports() || view.is_title();
        (!says_no_rule).then_some(view)
    }

    fn asks(&self) -> bool {
        self.small.iter().any(|word| word.contains('?'))
    }

    fn quotes(&self) -> bool {
        self.small.iter().any(|word| matches!(word.as_str(), "\"" | "“" | "”" | "``" | "''" | "«" | "»" | "„" | "‘"))
    }

    /// "…, he said", "…, as my boss told me"; not "when I say otherwise".
    fn reports(&self) -> bool {
        let told = |word: &Word| matches!(word.tag, "VBD" | "VBZ") && REPORTING.contains(&word.lemma.as_str());
        self.words.iter().any(told)
    }

    /// "Never Let Me Go"
    fn is_title(&self) -> bool {
        let mut long = self.words.iter().filter(|word| 3 < word.form.len());
        let all = long.clone().count();
        2 < all && long.all(|word| word.form.starts_with(char::is_uppercase)) && !self.words.iter().all(|word| is_shouted(&word.form))
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// A word in small letters; nothing past the end.
    pub fn small(&self, at: usize) -> &str {
        self.small.get(at).map(String::as_str).unwrap_or_default()
    }

    pub fn word(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    pub fn tag(&self, at: usize) -> &'static str {
        self.words.get(at).map(|word| word.tag).unwrap_or_default()
    }

    pub fn starts_with(&self, at: usize, words: &[&str]) -> bool {
        words.iter().zip(at..).all(|(word, at)| self.small(at) == *word)
    }

    pub fn has(&self, range: std::ops::Range<usize>, words: &[&str]) -> bool {
        range.into_iter().any(|at| words.contains(&self.small(at)))
    }

    pub fn find(&self, from: usize, word: &str) -> Option<usize> {
        (from..self.len()).find(|at| self.small(*at) == word)
    }

    /// One past the last word that says what to do.
    pub fn end(&self) -> usize {
        self.end
    }

    /// Whether the sentence ends with "from now on".
    pub fn stands(&self) -> bool {
        self.stands
    }

    fn find_end(&mut self) {
        self.end = self.last_word();
        let tail = |words: &&&[&str]| self.end.checked_sub(words.len()).is_some_and(|from| 0 < from && self.starts_with(from, words));
        if let Some(words) = STANDING_AT_END.iter().find(tail) {
            (self.end, self.stands) = (self.end - words.len(), true);
            self.end = self.last_word();
        }
    }

    /// One past the last word before the end that is no mark.
    fn last_word(&self) -> usize {
        let idle = |word: &str| matches!(word, "please" | "thanks" | "pls") || !word.contains(char::is_alphanumeric);
        (0..self.end).rev().find(|at| !idle(self.small(*at))).map_or(0, |at| at + 1)
    }

    /// The text of words, spaces joined, its first letter small unless it is a name.
    pub fn text(&self, from: usize, to: usize) -> String {
        let (Some(first), Some(last)) = (self.words.get(from), self.words.get(to.wrapping_sub(1))) else { return String::new() };
        if to <= from {
            return String::new();
        }
        let text = self.text.get(first.start..last.end).unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let keep = matches!(first.tag, "NNP" | "NNPS") || first.form == "I" || is_shouted(&first.form);
        let mut letters = text.chars();
        match letters.next() {
            Some(letter) if !keep => letter.to_lowercase().chain(letters).collect(),
            _ => text,
        }
    }
}

fn is_shouted(form: &str) -> bool {
    !form.chars().any(char::is_lowercase)
}

//! Which of some phrases a text mentions: as whole words, whatever their case, spacing or composition.

use aho_corasick::AhoCorasick;
use asof_model::normalise;

use crate::error::{Error, Result};

/// Phrases to be looked for.
pub(crate) struct Mentions {
    automaton: Option<AhoCorasick>,
    phrases: usize,
}

impl Mentions {
    /// Looks for these phrases; for none where there are none.
    ///
    /// # Errors
    /// When there are more than can be looked for at once.
    pub fn of<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Result<Self> {
        let normal: Vec<String> = phrases.into_iter().map(normalise).filter(|phrase| !phrase.is_empty()).collect();
        let too_many = |error: aho_corasick::BuildError| Error::invalid(format!("too much to look for at once: {error}"));
        let automaton = if normal.is_empty() { None } else { Some(AhoCorasick::new(&normal).map_err(too_many)?) };
        Ok(Self { automaton, phrases: normal.len() })
    }

    /// How many phrases are looked for.
    pub fn len(&self) -> usize {
        self.phrases
    }

    /// Whether a text mentions any of them.
    pub fn any(&self, text: &str) -> bool {
        let mut any = false;
        self.each(text, |_| {
            any = true;
            false
        });
        any
    }

    /// Which of the first 64 a text mentions, as bits.
    pub fn which(&self, text: &str) -> u64 {
        let (mut found, all) = (0, if self.phrases < 64 { (1 << self.phrases) - 1 } else { u64::MAX });
        self.each(text, |phrase| {
            found |= 1_u64.checked_shl(u32::try_from(phrase).unwrap_or(u32::MAX)).unwrap_or(0);
            found != all
        });
        found
    }

    /// Calls back with the number of each phrase that is found, for as long as more are wanted.
    fn each(&self, text: &str, mut wanted: impl FnMut(usize) -> bool) {
        let Some(automaton) = &self.automaton else { return };
        let text = normalise(text);
        for found in automaton.find_overlapping_iter(&text) {
            if is_whole(&text, found.start(), found.end()) && !wanted(found.pattern().as_usize()) {
                return;
            }
        }
    }
}

/// Whether a stretch of a text is made of whole words. Digits after letters are words of their own, as in `ana92@example.org`.
fn is_whole(text: &str, from: usize, to: usize) -> bool {
    let inside = || text.get(from..to).unwrap_or_default();
    let before = text.get(..from).and_then(|before| before.chars().next_back());
    let after = text.get(to..).and_then(|after| after.chars().next());
    // Not after one or two: that is how things are numbered.
    let alike = |a: char, b: char| inside().len() < 3 || a.is_numeric() == b.is_numeric();
    let goes_on = |a: Option<char>, b: Option<char>| a.zip(b).is_some_and(|(a, b)| joins(a) && joins(b) && alike(a, b));
    !goes_on(before, inside().chars().next()) && !goes_on(inside().chars().next_back(), after)
}

/// Whether a letter joins with another to one word: those of scripts that are written without spaces stand for themselves.
fn joins(letter: char) -> bool {
    let spaceless = matches!(letter, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    letter.is_alphanumeric() && !spaceless
}

#[cfg(test)]
mod tests {
    use super::Mentions;

    #[test]
    fn a_phrase_is_found_as_whole_words_whatever_its_case_and_spacing() {
        let cases = [
            ("Ana", "I met Ana.", true),
            ("Ana", "ANA'S sister", true),
            ("ana", "(Ana)", true),
            ("Ana", "a banana", false),
            ("Ana", "Anaïs", false),
            ("Ana", "write to ana92@example.org", true),
            ("Room 1", "Room 10", false),
            ("C", "c7", false),
            ("P7", "P77 and P 7", false),
            ("Ana", "sister_of_ana", true),
            ("Ana Silva", "ana\n  SILVA", true),
            ("Ana Silva", "Ana and Silva", false),
            ("Café", "the cafe\u{301}", true),
            ("C++", "I write C++, mostly", true),
            ("C++", "C+++", true),
            ("安娜", "我叫安娜住在柏林", true),
            ("Ana", "我叫Ana住", true),
            ("Ana", "", false),
        ];
        for (phrase, text, expected) in cases {
            assert_eq!(Mentions::of([phrase]).unwrap().any(text), expected, "{phrase} in {text}");
        }
    }

    #[test]
    fn each_phrase_has_its_bit_and_no_phrase_is_never_found() {
        let words = Mentions::of(["red", "car", "red car"]).unwrap();
        assert_eq!([words.which("a red car"), words.which("the car is red"), words.which("cars")], [0b111, 0b011, 0]);
        let none = Mentions::of([" "]).unwrap();
        assert_eq!((none.len(), none.any("a b"), none.which(" ")), (0, false, 0));
    }
}

//! Finding in a text what a model says it found there: quotes to their bytes, names to whole words.

/// A text folded for comparison: small letters, plain quotes, single spaces; it knows where each byte came from.
pub(crate) struct Words<'a> {
    text: &'a str,
    folded: String,
    /// For every byte of `folded`, the byte of `text` that it stands for; one more for the end.
    origin: Vec<usize>,
}

impl<'a> Words<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut words = Self { text, folded: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len() + 1) };
        for (at, c) in text.char_indices() {
            words.push(at, c);
        }
        words.origin.push(text.len());
        words
    }

    fn push(&mut self, at: usize, c: char) {
        if c.is_whitespace() && (self.folded.is_empty() || self.folded.ends_with(' ')) {
            return;
        }
        for c in plain(c).to_lowercase() {
            self.folded.push(c);
        }
        self.origin.resize(self.folded.len(), at);
    }

    /// The bytes of the text that say a quote: as it is, or with other case, white space and quotation marks.
    pub(crate) fn find(&self, quote: &str) -> Option<(usize, usize)> {
        let quote = trimmed(quote);
        if quote.is_empty() {
            return None;
        }
        if let Some(at) = self.text.find(quote) {
            return Some((at, at + quote.len()));
        }
        let folded = fold(quote);
        let at = self.folded.find(&folded).filter(|_| !folded.is_empty())?;
        let start = *self.origin.get(at)?;
        let last = *self.origin.get(at + folded.len() - 1)?;
        let end = last + self.text.get(last..)?.chars().next()?.len_utf8();
        Some((start, end))
    }

    /// Whether the text says a name, as whole words.
    pub(crate) fn holds(&self, name: &str) -> bool {
        holds(&self.folded, &fold(name))
    }
}

/// Whether a folded text holds a folded name as whole words.
fn holds(text: &str, name: &str) -> bool {
    !name.is_empty() && text.match_indices(name).any(|(at, _)| stands_apart(text, at, at + name.len()))
}

/// Whether no word goes on over either end.
fn stands_apart(text: &str, start: usize, end: usize) -> bool {
    let goes_on = |left: Option<char>, right: Option<char>| left.is_some_and(in_word) && right.is_some_and(in_word);
    let (before, name, after) = (&text[..start], &text[start..end], &text[end..]);
    !goes_on(before.chars().next_back(), name.chars().next()) && !goes_on(name.chars().next_back(), after.chars().next())
}

/// Whether a letter or digit is of a script that puts spaces between words.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{2e80}'
}

/// A name or quote as it is compared.
pub(crate) fn fold(text: &str) -> String {
    Words::new(text.trim()).folded
}

/// Models put quotes and dots around what they copy.
fn trimmed(quote: &str) -> &str {
    quote.trim_matches(|c: char| c.is_whitespace() || matches!(plain(c), '"' | '…')).trim_end_matches("...").trim()
}

fn plain(c: char) -> char {
    match c {
        '‘' | '’' | 'ʼ' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‐' | '‑' | '–' | '—' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::{
        prelude::*,
        test_runner::{Config, RngSeed},
    };

    use super::*;

    #[test]
    fn a_quote_is_found_where_it_stands() {
        let text = "Hi!  I’ve moved\nto Zürich — in “May”. İstanbul was fun.";
        let cases = [
            ("I’ve moved\nto Zürich", Some("I’ve moved\nto Zürich")),
            ("i've moved to zürich", Some("I’ve moved\nto Zürich")),
            ("\"moved to  Zürich...\"", Some("moved\nto Zürich")),
            ("Zürich - in \"May\".", Some("Zürich — in “May”.")),
            ("was fun", Some("was fun")),
            ("İSTANBUL", Some("İstanbul")),
            ("moved to Bern", None),
            ("", None),
            ("\" \"", None),
        ];
        for (quote, expected) in cases {
            let found = Words::new(text).find(quote).map(|(start, end)| &text[start..end]);
            assert_eq!(found, expected, "{quote}");
        }
    }

    #[test]
    fn a_name_is_held_as_whole_words() {
        let words = Words::new("Tigran’s sister, Ana  Silva (Room 101), 東京に住む");
        for name in ["Tigran", "tigran's sister", "ana silva", "Room 101", "東京"] {
            assert!(words.holds(name), "{name}");
        }
        for name in ["Iran", "igra", "Room 10", "Silva Ana", "", " "] {
            assert!(!words.holds(name), "{name}");
        }
    }

    proptest! {
        #![proptest_config(Config { failure_persistence: None, rng_seed: RngSeed::Fixed(11), ..Config::with_cases(300) })]
        #[test]
        fn what_is_found_is_in_the_text(text in "(\\PC|İ|ß|\\s|’){0,60}", from in 0_usize..60, len in 0_usize..30) {
            let quote: String = text.chars().skip(from).take(len).collect();
            for quote in [quote.clone(), quote.to_uppercase(), fold(&quote)] {
                if let Some((start, end)) = Words::new(&text).find(&quote) {
                    prop_assert!(text.get(start..end).is_some_and(|found| !found.is_empty()));
                }
                let _ = Words::new(&text).holds(&quote);
            }
        }
    }
}

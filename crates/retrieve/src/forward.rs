//! A passage taken apart: its words with their counts, its length, its title.

use crate::words::each_content_word;

/// A word of a passage.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Counted {
    /// As it is indexed.
    pub word: String,
    /// How often it is there.
    pub count: u32,
}

/// A passage's words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Forward {
    /// Each once, in order of its indexed form.
    pub words: Vec<Counted>,
    /// How many words there are.
    pub length: u32,
}

impl Forward {
    pub fn read(text: &str) -> Self {
        let mut words: Vec<Counted> = Vec::new();
        each_content_word(text, &mut |_, word| words.push(Counted { word: word.to_owned(), count: 1 }));
        let length = u32::try_from(words.len()).unwrap_or(u32::MAX);
        words.sort_by(|a, b| a.word.cmp(&b.word));
        words.dedup_by(|next, kept| {
            let same = next.word == kept.word;
            kept.count += u32::from(same);
            same
        });
        Self { words, length }
    }

    /// How often a word is there, as it is indexed.
    pub fn count(&self, word: &str) -> u32 {
        self.words.binary_search_by(|counted| counted.word.as_str().cmp(word)).map_or(0, |at| self.words[at].count)
    }
}

/// The longest title, in bytes.
const LONGEST_TITLE: usize = 120;

/// The title of a text: its first line, where more follow and it is short and no sentence.
pub(crate) fn title(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once('\n')?;
    let first = first.trim().trim_start_matches('#').trim();
    let is_title = !first.is_empty() && first.len() <= LONGEST_TITLE && !first.ends_with(['.', '?', '!', ':', ';', ',']);
    (is_title && !rest.trim().is_empty()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::{Forward, title};

    #[test]
    fn words_are_counted() {
        let forward = Forward::read("Runs and running: the runner ran a run.");
        assert_eq!((forward.count("run"), forward.count("runner"), forward.count("absent"), forward.length), (3, 1, 0, 5));
    }

    #[test]
    fn a_title_is_a_short_first_line() {
        let cases = [
            ("Lionel Messi\n\nHe plays.", Some("Lionel Messi")),
            ("# Notes\nText.", Some("Notes")),
            ("A sentence.\nAnother.", None),
            ("One line", None),
            ("Title\n\n", None),
        ];
        for (text, expected) in cases {
            assert_eq!(title(text), expected, "{text}");
        }
    }
}

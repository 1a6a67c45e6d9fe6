//! The words of all names, once each, with what is worth knowing of each and how many profiles have it.

use rustc_hash::FxHashMap;

use crate::{
    census::Census,
    fold::{fold, spelled_out, umlauts_merged},
    nicknames,
};

/// A word by its number in [`Words`].
pub(crate) type WordId = u32;

/// A folded word.
pub(crate) struct Word {
    pub text: String,
    /// How it may be written without umlauts, if it was seen with them.
    pub spelled_out: Option<String>,
    pub umlauts_merged: String,
    pub given: bool,
    /// The nickname lines that it stands in.
    pub lines: Vec<u16>,
    /// How many profiles have it.
    pub profiles: u32,
}

impl Word {
    pub(crate) fn is_letter(&self) -> bool {
        self.text.len() == 1 && self.text.bytes().all(|byte| byte.is_ascii_lowercase())
    }
}

/// See the module.
#[derive(Default)]
pub(crate) struct Words {
    words: Vec<Word>,
    ids: FxHashMap<String, WordId>,
    /// How many profiles there are.
    pub profiles: u32,
}

/// What an id that nobody gave stands for.
static NONE: Word =
    Word { text: String::new(), spelled_out: None, umlauts_merged: String::new(), given: false, lines: Vec::new(), profiles: 0 };

impl Words {
    /// No words yet, for so many profiles.
    pub(crate) fn of(profiles: usize) -> Self {
        Self { profiles: u32::try_from(profiles).unwrap_or(u32::MAX), ..Self::default() }
    }

    /// The number of a word as written.
    pub(crate) fn intern(&mut self, raw: &str) -> WordId {
        let text = fold(raw);
        let spelled = spelled_out(raw);
        let id = self.ids.get(&text).copied().unwrap_or_else(|| self.add(text));
        if let (Some(spelled), Some(word)) = (spelled, self.words.get_mut(id as usize)) {
            word.spelled_out = Some(spelled);
        }
        id
    }

    fn add(&mut self, text: String) -> WordId {
        let id = WordId::try_from(self.words.len()).unwrap_or(WordId::MAX);
        self.ids.insert(text.clone(), id);
        self.words.push(Word {
            umlauts_merged: umlauts_merged(&text),
            given: nicknames::is_given(&text),
            lines: nicknames::lines(&text),
            spelled_out: None,
            profiles: 0,
            text,
        });
        id
    }

    pub(crate) fn count(&mut self, id: WordId) {
        if let Some(word) = self.words.get_mut(id as usize) {
            word.profiles += 1;
        }
    }

    /// Counts them as in all names.
    pub(crate) fn are_of(&mut self, census: &Census) {
        self.profiles = census.names();
        for word in &mut self.words {
            word.profiles = census.count(&word.text);
        }
    }

    pub(crate) fn get(&self, id: WordId) -> &Word {
        self.words.get(id as usize).unwrap_or(&NONE)
    }

    pub(crate) fn text(&self, id: WordId) -> &str {
        &self.get(id).text
    }

    /// How likely another entity has this word by chance, leaving out the two that are compared.
    ///
    /// Few profiles say little about how common a word is in the world, so a thousand imagined ones stand beside them, in which
    /// common given names are already common. The half keeps relatives in mind: they share rare surnames.
    pub(crate) fn frequency(&self, id: WordId) -> f64 {
        let word = self.get(id);
        let common = if word.given { 3.0 } else { 0.0 };
        (f64::from(word.profiles.saturating_sub(2)) + 0.5 + common) / self.crowd()
    }

    /// How many entities a name could mean.
    pub(crate) fn crowd(&self) -> f64 {
        f64::from(self.profiles) + 1_000.0
    }
}

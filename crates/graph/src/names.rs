//! Names and numbers: each distinct name once, numbered in order of first use.

use std::sync::Arc;

use imbl::{GenericHashMap, Vector, shared_ptr::DefaultSharedPtr};
use rustc_hash::FxBuildHasher;

/// A hash map that shares structure between versions.
pub(crate) type Map<K, V> = GenericHashMap<K, V, FxBuildHasher, DefaultSharedPtr>;

/// One class of names.
#[derive(Clone, Debug, Default)]
pub struct Names {
    texts: Vector<Arc<str>>,
    since: Vector<u32>,
    numbers: Map<Arc<str>, u32>,
}

impl Names {
    /// Adds a name under the key by which it is found; returns its number.
    pub(crate) fn add(&mut self, text: &str, key: &str, tx: u32) -> u32 {
        let number = self.next();
        let text: Arc<str> = text.into();
        let key = if *key == *text { Arc::clone(&text) } else { key.into() };
        self.texts.push_back(text);
        self.since.push_back(tx);
        self.numbers.insert(key, number);
        number
    }

    /// The number the next new name will get.
    #[must_use]
    pub fn next(&self) -> u32 {
        u32::try_from(self.texts.len()).unwrap_or(u32::MAX)
    }

    /// The number of a name, by its key.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<u32> {
        self.numbers.get(key).copied()
    }

    /// The name as it was first written.
    #[must_use]
    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    /// The transaction in which the name was first used.
    #[must_use]
    pub fn since(&self, number: u32) -> u32 {
        self.since.get(number as usize).copied().unwrap_or(u32::MAX)
    }
}

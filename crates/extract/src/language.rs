//! What is no English prose is left alone: other languages and scripts, code, tables, encoded data.

use std::collections::HashSet;

use crate::Reason;

/// Common small words of English; a sentence of some length has at least one.
const COMMON: &[&str] = &[
    "the", "a", "an", "of", "to", "in", "is", "was", "are", "were", "and", "or", "for", "on", "at", "by", "with", "that", "this", "it",
    "i", "you", "he", "she", "we", "they", "my", "his", "her", "their", "our", "be", "been", "has", "have", "had", "not", "but", "from",
    "as", "do", "did", "will", "would", "can", "who", "which", "its", "me", "so", "if", "when", "n't", "'s", "'m", "'re", "'ve", "'ll",
    "'d", "am", "since", "until", "until", "into", "about", "after", "before", "than", "no", "your", "us", "him", "them", "there", "what",
    "how",
];

/// The most words a sentence of another language may have and still pass for a short English one.
const SHORT: usize = 9;

/// A sentence of more words than this that says the same few again and again is none.
const MANY: usize = 30;

/// Passes what may be English prose.
///
/// # Errors
/// Why it is none.
pub fn check(words: &[&str]) -> Result<(), Reason> {
    let letters: usize = words.iter().map(|word| word.chars().filter(|c| c.is_alphabetic()).count()).sum();
    let all: usize = words.iter().map(|word| word.chars().count()).sum();
    let latin = words.iter().flat_map(|word| word.chars()).filter(|&c| c.is_alphabetic() && (c as u32) < 0x250).count();
    let common = words.iter().filter(|word| COMMON.contains(&word.to_lowercase().as_str())).count();
    let different: HashSet<&str> = words.iter().copied().collect();
    let repeats = MANY < words.len() && different.len() * 6 < words.len();
    match () {
        // "He's 78."
        () if repeats || words.iter().any(|word| word.len() > 100) => Err(Reason::NotProse),
        () if letters * 2 < all && (common == 0 || SHORT < words.len()) => Err(Reason::NotProse),
        () if latin * 2 < letters => Err(Reason::OtherLanguage),
        () if SHORT < words.len() && common == 0 && !mostly_names(words) => Err(Reason::OtherLanguage),
        () => Ok(()),
    }
}

fn mostly_names(words: &[&str]) -> bool {
    words.iter().filter(|word| crate::phrase::capital(word)).count() * 3 > words.len()
}

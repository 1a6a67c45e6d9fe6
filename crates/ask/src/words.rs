//! Words that ask and words that tell: which say nothing by themselves, and which belong together.

use asof_lexicon::Lexicon;

/// Words that only hold a sentence together, or ask.
const SMALL: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "it", "its", "he", "him", "his", "she", "her", "hers", "they", "them", "their",
    "i", "me", "my", "you", "your", "we", "us", "our", "who", "whom", "whose", "which", "what", "where", "when", "why", "how", "of", "in",
    "on", "at", "to", "for", "from", "by", "with", "as", "into", "and", "or", "but", "if", "than", "then", "so", "not", "no", "there",
    "is", "are", "was", "were", "be", "been", "being", "am", "do", "does", "did", "done", "has", "have", "had", "having", "will", "would",
    "can", "could", "may", "might", "should", "shall", "must", "'s", "s", "also", "please", "just", "ever", "whether", "any", "some",
    "certain", "such", "very", "most", "more", "now", "still", "about", "under", "over",
];

/// Words that say little by themselves: they name the asking, or stand for whatever follows.
const LIGHT: &[&str] = &[
    "name",
    "tell",
    "give",
    "consider",
    "person",
    "people",
    "someone",
    "somebody",
    "one",
    "thing",
    "something",
    "somewhere",
    "current",
    "currently",
    "present",
    "certain",
    "respective",
    "exactly",
    "precisely",
    "particular",
    "specific",
    "same",
    "actually",
    "question",
    "answer",
    "identify",
];

/// The most words that make one unit, such as "chief executive officer".
const LONGEST: usize = 4;

/// Whether a word only holds a sentence together.
pub fn is_small(word: &str) -> bool {
    SMALL.contains(&word)
}

/// Whether a word says hardly anything by itself.
pub fn is_light(word: &str) -> bool {
    LIGHT.contains(&word)
}

/// The words of a wording that say something, those that make one unit as one.
pub fn units(words: &[String]) -> Vec<(usize, usize)> {
    let lexicon = Lexicon::shipped();
    let mut units = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (2..=LONGEST.min(words.len() - at)).rev().find(|&count| {
            let all_words = words[at..at + count].iter().all(|word| word.chars().all(|c| c.is_alphanumeric() || c == '-'));
            let ends = [&words[at], &words[at + count - 1]];
            all_words && ends.iter().all(|word| !is_small(word)) && lexicon.is_known(&words[at..at + count].join(" "))
        });
        let count = longest.unwrap_or(1);
        units.push((at, at + count));
        at += count;
    }
    units
}

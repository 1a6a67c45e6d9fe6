//! The words of a list's items, and what their writing tells of them: which may be said of things, and which belong to names.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

/// A word of an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub span: (usize, usize),
    pub hash: u64,
    /// Whether it may be part of a frame: in lower case or punctuation, or a small word that opens its item.
    pub plain: bool,
    /// Whether it is in lower case or punctuation as it stands.
    pub low: bool,
    pub article: bool,
    /// Whether it is more than a comma or an owner's mark.
    pub says: bool,
    /// Whether it says that something is something.
    pub is_be: bool,
    /// Whether it may stand within a name in lower case.
    pub joins: bool,
    /// Whether it is more than a small word: one that tells what the frame is about.
    pub tells: bool,
    /// How many brackets it opens more than it closes.
    pub brackets: i32,
}

/// Words that names have in them in lower case.
const JOINERS: &[&str] = &[
    "of", "the", "and", "in", "for", "de", "la", "le", "von", "van", "der", "den", "du", "da", "di", "dos", "del", "el", "al", "bin",
    "ibn", "on", "to", "at", "by", "a", "an", "with", "from", "upon", "y", "e", "'s", "’s", ",", "or", "as",
];

/// Words that tell nothing by themselves: "_ is _" is no frame.
const SMALL: &[&str] = &[
    "is", "was", "are", "were", "be", "been", "has", "have", "had", "of", "in", "by", "at", "on", "for", "to", "from", "with", "as", "and",
    "or", "the", "a", "an", "it", "its", "his", "her", "their", "who", "that", "which", "whose", "where", "'s", "’s", ",",
];

/// Words of common meaning that are written like names.
const POSTS: &[&str] = &["CEO", "CFO", "COO", "CTO", "MP", "PM", "MVP", "TV", "DJ", "GP", "PhD"];

/// Words that open a statement before a name, and are no part of it.
const ADVERBS: &[&str] = &["maybe", "perhaps", "only", "even", "also", "currently"];

/// The words that are written with a full stop or an exclamation mark within items, such as "Inc.", "F.C." and "Yahoo!", each by
/// itself and after the word before it: in "Anthony B. Hill" the stop belongs to the initial, and in "… owns Benfica B." it does not.
pub(super) fn stopped<'t>(items: &[&'t str]) -> FxHashSet<(&'t str, &'t str)> {
    let mut stopped = FxHashSet::default();
    for item in items {
        let words: Vec<&str> = item.split_whitespace().collect();
        for pair in words.windows(2).take(words.len().saturating_sub(2)).filter(|pair| pair[1].ends_with(['.', '!'])) {
            stopped.insert((pair[0], pair[1]));
            if pair[1].chars().filter(|c| c.is_alphabetic()).nth(1).is_some() {
                stopped.insert(("", pair[1]));
            }
        }
    }
    stopped
}

/// The words of an item: parted at spaces, with commas and possessives by themselves and without the mark at its end.
pub(super) fn split(item: &str, stopped: &FxHashSet<(&str, &str)>) -> Vec<Word> {
    let body = item.trim_end().trim_end_matches([',', ';']).trim_end();
    let mut ending = body.split_whitespace().rev();
    let (last, before) = (ending.next().unwrap_or_default(), ending.next().unwrap_or_default());
    let initials = last.strip_suffix('.').is_some_and(|last| last.contains('.') && last.split('.').all(|part| part.chars().count() == 1));
    let ends_so = initials || stopped.contains(&("", last)) || stopped.contains(&(before, last));
    let body = if ends_so { body } else { body.strip_suffix(['.', '!']).unwrap_or(body) };
    let mut words: Vec<Word> = Vec::new();
    let mut at = 0;
    for piece in body.split_inclusive(char::is_whitespace) {
        let text = piece.trim_end();
        for (from, to) in pieces(text) {
            words.push(word(item, (at + from, at + to), words.is_empty()));
        }
        at += piece.len();
    }
    words
}

/// A word and what hangs on its end.
fn pieces(text: &str) -> Vec<(usize, usize)> {
    let comma = text.len() - text.trim_end_matches([',', ';', ':']).len();
    let stem = &text[..text.len() - comma];
    let owner = ["'s", "’s"].iter().find(|mark| stem.ends_with(**mark)).map_or(0, |mark| mark.len());
    let cuts = [0, stem.len() - owner, stem.len(), text.len()];
    cuts.windows(2).filter(|pair| pair[0] < pair[1]).map(|pair| (pair[0], pair[1])).collect()
}

fn word(item: &str, span: (usize, usize), first: bool) -> Word {
    let text = item.get(span.0..span.1).unwrap_or_default();
    let lower = text.to_lowercase();
    let mut hasher = FxHasher::default();
    lower.hash(&mut hasher);
    let names = |c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | '"' | '“' | '”' | '&' | '/');
    // "Wolf TV" is a name, "the TV series" is none.
    let before = item.get(..span.0).and_then(|before| before.split_whitespace().next_back()).unwrap_or_default();
    let named = text == "TV" && before.starts_with(char::is_uppercase) && !SMALL.contains(&before.to_lowercase().as_str());
    let low = (lower == text || POSTS.contains(&text) && !named) && !text.contains(names);
    let set_off = lower.ends_with("ly") && item.get(span.1..).is_some_and(|rest| rest.starts_with(','));
    let adverb = first && (set_off || ADVERBS.contains(&lower.as_str()));
    Word {
        span,
        hash: hasher.finish(),
        plain: low || adverb || first && SMALL.contains(&lower.as_str()),
        low,
        article: matches!(lower.as_str(), "the" | "a" | "an"),
        says: lower.chars().filter(|c| c.is_alphabetic()).nth(1).is_some(),
        is_be: matches!(lower.as_str(), "is" | "was" | "are" | "were"),
        joins: JOINERS.contains(&lower.as_str()),
        tells: !SMALL.contains(&lower.as_str()),
        brackets: lower.chars().map(|c| i32::from(c == '(') - i32::from(c == ')')).sum(),
    }
}

//! Whether two values that are written differently mean the same.

/// What two ways to write a value have to do with each other, where both stand in the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// They mean the same.
    Same,
    /// They may: one says more than the other.
    Maybe,
    /// Nothing speaks for it.
    Different,
}

/// Words that tell nothing apart at the front of a name.
const ARTICLES: [&str; 3] = ["the", "a", "an"];
/// Small words that an acronym may leave out.
const LEFT_OUT: [&str; 6] = ["of", "the", "and", "for", "in", "de"];

/// Compares two values of one slot.
///
/// ```
/// use asof_consolidate::{Agreement, agreement};
/// assert_eq!(agreement("NYC", "New York City"), Agreement::Same);
/// assert_eq!(agreement("Camden", "Camden Town"), Agreement::Maybe);
/// assert_eq!(agreement("Room 101", "Room 102"), Agreement::Different);
/// ```
#[must_use]
pub fn agreement(a: &str, b: &str) -> Agreement {
    let (left, right) = (words(a), words(b));
    if left.is_empty() || right.is_empty() || numbers(&left) != numbers(&right) {
        return Agreement::Different;
    }
    if left.concat() == right.concat() || is_acronym(a, &right) || is_acronym(b, &left) {
        return Agreement::Same;
    }
    let (short, long) = if left.len() < right.len() { (&left, &right) } else { (&right, &left) };
    // Whole words at the front or the back: "Camden" in "Camden Town", "Silva" in "Ana Silva".
    let part = long.starts_with(short) || long.ends_with(short);
    if part && short.len() < long.len() { Agreement::Maybe } else { Agreement::Different }
}

/// The words of a name in lower case, without signs and without an article at the front.
fn words(name: &str) -> Vec<String> {
    let normal = asof_model::normalise(name);
    let signs = |c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}' && c != '.';
    let plain = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut words: Vec<String> = normal.split(signs).map(plain).filter(|word| !word.is_empty()).collect();
    if 1 < words.len() && words.first().is_some_and(|first| ARTICLES.contains(&first.as_str())) {
        words.remove(0);
    }
    words
}

/// What tells "Room 101" from "Room 102": words with digits.
fn numbers(words: &[String]) -> Vec<&String> {
    words.iter().filter(|word| word.chars().any(char::is_numeric)).collect()
}

/// Whether a name in capitals spells the first letters of words: at least three, for two fit too much.
fn is_acronym(name: &str, words: &[String]) -> bool {
    let letters: String = name.chars().filter(|c| *c != '.').collect();
    let capitals = letters.chars().all(|c| c.is_ascii_uppercase());
    if !capitals || letters.len() < 3 || words.len() < 2 {
        return false;
    }
    let lower = letters.to_ascii_lowercase();
    let spells = |small: bool| {
        let counted = words.iter().filter(|word| small || !LEFT_OUT.contains(&word.as_str()));
        counted.filter_map(|word| word.chars().next()).eq(lower.chars())
    };
    spells(true) || spells(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_agree_may_agree_or_differ() {
        use Agreement::{Different, Maybe, Same};
        let cases = [
            ("NYC", "New York City", Same),
            ("U.S.A.", "United States of America", Same),
            ("the Hague", "The  Hague", Same),
            ("Saint-Denis", "Saint Denis", Same),
            ("O'Brien", "OBrien", Same),
            ("Camden", "Camden Town", Maybe),
            ("Silva", "Ana Silva", Maybe),
            ("Room 101", "Room 102", Different),
            ("Room 101", "Room", Different),
            ("Tigran", "Iran", Different),
            ("Paris", "Berlin", Different),
            ("PM", "Project Manager", Different),
            ("...", "Berlin", Different),
            ("York", "New York City", Different),
        ];
        for (a, b, expected) in cases {
            assert_eq!((agreement(a, b), agreement(b, a)), (expected, expected), "{a} / {b}");
        }
    }
}

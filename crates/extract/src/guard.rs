//! Guards: what is no plain statement is turned away before it is read.

use crate::{
    Reason,
    lexicon::{FUTURE, HYPOTHETICAL, INVERTED, Lexicon, PRONOUNS, REPORTED},
    sentence::Sentence,
};

/// Turns away a sentence that states nothing.
pub fn check(sentence: &Sentence<'_>, words: &[&str]) -> Result<(), Reason> {
    let first = words.first().copied().unwrap_or_default();
    let says = |list: &Lexicon| says(words, list);
    match () {
        () if sentence.asks() || INVERTED.has(first) => Err(Reason::Question),
        () if sentence.quoted => Err(Reason::Quoted),
        () if words.len() < 2 => Err(Reason::NotUnderstood),
        () if says(&HYPOTHETICAL) => Err(Reason::Hypothetical),
        () if says(&FUTURE) || goes_to(words) => Err(Reason::Future),
        () if says(&REPORTED) => Err(Reason::Reported),
        () => Ok(()),
    }
}

/// The better word for "not understood", where a pronoun is to blame.
pub fn blame(words: &[&str]) -> Reason {
    if says(words, &PRONOUNS) { Reason::Pronoun } else { Reason::NotUnderstood }
}

/// Small letters only, or "Will" and "May" could have no name; but the first word is always capitalised.
fn says(words: &[&str], list: &Lexicon) -> bool {
    let named = |word: &str| matches!(word, "Will" | "May" | "Hope");
    words.iter().any(|word| list.has(word)) || words.first().is_some_and(|first| !named(first) && list.has_any_case(first))
}

fn goes_to(words: &[&str]) -> bool {
    words.windows(2).any(|pair| *pair == ["going", "to"])
}

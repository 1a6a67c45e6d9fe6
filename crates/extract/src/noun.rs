//! Nouns: what may stand as a name, and what as a plain noun phrase.

use crate::{
    date::is_calendar_word,
    lexicon::{ABSTRACT, ADVERB_LIKE, CLERGY, COMPANY, FUNCTION, GENERIC, OPENERS, PARTICLES, PLURAL_LIKE},
    word::owner,
};

/// The most words of a name.
const MAX_NAME_WORDS: usize = 8;
/// The most words of a plain noun phrase.
const MAX_PHRASE_WORDS: usize = 3;

/// How many words from the start may be a name.
pub fn name_length(words: &[&str]) -> usize {
    words.iter().take_while(|word| is_capital(word) || is_number(word) || PARTICLES.has(word)).count()
}

/// The name that these words are, if they are one; a small "the" before it is left out.
pub fn name(words: &[&str]) -> Option<String> {
    let words = words.strip_prefix(&["the"]).unwrap_or(words);
    let (first, last) = (words.first()?, words.last()?);
    let inside = |word: &str| is_capital(word) || is_number(word) || PARTICLES.has(word);
    let whole = words.len() <= MAX_NAME_WORDS && is_capital(first) && (is_capital(last) || is_number(last));
    let fits = |(at, word): (usize, &&str)| inside(word) && is_plain(word) && (at == 0 && *word == "The" || !is_odd_in_name(word));
    let clean = words.iter().enumerate().all(fits);
    (whole && clean && owner(last).is_none()).then(|| joined(words))
}

/// "Plan B", "Phase 2": a stage, and no place or body.
fn is_phase(words: &[&str]) -> bool {
    matches!(words, ["Plan" | "Phase" | "Stage" | "Step" | "Level" | "Round", _])
}

/// A name that is no date, and no notion with a capital: the words before a date phrase that was not read must not be taken with it.
pub fn object_name(words: &[&str]) -> Option<String> {
    let notion = |name: &str| ABSTRACT.has_any_case(name) || GENERIC.has_any_case(name) || is_phase(words);
    name(words).filter(|name| !words.iter().any(|word| is_calendar_word(word)) && !notion(name))
}

/// The name of whom the sentence is about. The first word of a sentence is capitalised whatever it is.
pub fn subject_name(words: &[&str]) -> Option<String> {
    let first = words.first()?;
    let alone = words.len() == 1;
    let generic = alone && (GENERIC.has_any_case(first) || is_plural(first));
    let opener = *first == "The" || !alone && (is_calendar_word(first) || first.starts_with("Ex-") || OPENERS.has_any_case(first));
    let adverb = first.ends_with("ly") && !ADVERB_LIKE.has(first) && !alone;
    let participle = first.ends_with("ing") && !alone;
    let owned = words.iter().any(|word| owner(word).is_some());
    (!generic && !opener && !adverb && !participle && !owned).then(|| name(words))?
}

/// A name, or one to three nouns and adjectives: "strong coffee", "Italian food".
pub fn phrase(words: &[&str]) -> Option<String> {
    let odd = |(at, word): (usize, &&str)| {
        !is_plain(word)
            || is_function(word)
            || is_calendar_word(word)
            || is_number(word)
            || word.contains('.')
            || owner(word).is_some()
            || word.ends_with("ly")
            || 0 < at && word.ends_with("ing")
    };
    let short = (1..=MAX_PHRASE_WORDS).contains(&words.len());
    let small = words.last().is_some_and(|last| !is_capital(last));
    (short && small && !words.iter().enumerate().any(odd)).then(|| joined(words))
}

/// Whether this one marries others.
pub fn is_clergy(name: &str) -> bool {
    name.split_once(' ').is_some_and(|(first, _)| CLERGY.has(first))
}

/// Whether this is plainly the name of a company.
pub fn is_company(name: &str) -> bool {
    name.rsplit_once(' ').is_some_and(|(_, last)| COMPANY.has(last))
}

/// "Refugees moved to Lyon": a noun that is no name, in a tense that has no ending to tell by.
fn is_plural(word: &str) -> bool {
    let foreign = ["ss", "us", "is", "as", "os"].iter().any(|ending| word.ends_with(ending));
    word.ends_with('s') && !foreign && !PLURAL_LIKE.has(word)
}

/// One space between the words, and no full stop after "Inc": it comes and goes with its place in the sentence.
fn joined(words: &[&str]) -> String {
    let clean = |word: &&str| word.strip_suffix('.').filter(|_| COMPANY.has(word)).unwrap_or(word).to_owned();
    words.iter().map(clean).collect::<Vec<String>>().join(" ")
}

fn is_capital(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Letters, digits and what stands inside words; an emoji or a bracket is a word that was not read.
fn is_plain(word: &str) -> bool {
    word.chars().all(|letter| letter.is_alphanumeric() || "'’-.&".contains(letter)) && word.chars().any(char::is_alphanumeric)
}

fn is_function(word: &str) -> bool {
    !matches!(word, "US" | "WHO") && FUNCTION.has_any_case(word)
}

fn is_odd_in_name(word: &str) -> bool {
    !PARTICLES.has(word) && is_function(word)
}

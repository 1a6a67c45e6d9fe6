//! Whether a predicate says all that the words of a frame say: `has` does not for "_ has _ as its capital".

use asof_parser::{Parser, Pos, Word};

use crate::vocabulary;

/// Core predicates that say so little that what a frame says besides is more than they do. The others are trusted to say it all:
/// "was born in the city of" is `born_in`.
const SLIGHT: &[&str] = &[
    "has",
    "from",
    "is_a",
    "located_in",
    "member_of",
    "part_of",
    "works_in",
    "head_of",
    "created",
    "knows",
    "uses",
    "plays",
    "likes",
    "does_regularly",
    "name",
];
/// Words that tell nothing that the sides do not: "the country of Peru", "the current mayor".
const EMPTY: &[&str] = &["be", "have", "current", "currently", "name", "country", "city", "town", "state", "region", "person", "one", "do"];
/// So many letters alike make two words forms of one.
const ALIKE: usize = 5;

/// The words of a statement that tell something and are of none of its names.
pub fn telling(statement: &str, names: &[&str]) -> Vec<Word> {
    let tells = |word: &Word| matches!(word.pos, Pos::Noun | Pos::Verb | Pos::Adj) && !EMPTY.contains(&word.lemma.to_lowercase().as_str());
    let named = |word: &Word| names.iter().any(|name| name.split(' ').any(|part| part == word.form));
    let sentences = Parser::new().parse(statement).into_iter();
    sentences.flat_map(|sentence| sentence.words).filter(|word| tells(word) && !named(word)).collect()
}

/// Whether a predicate leaves none of these words unsaid.
pub fn covers(predicate: &str, words: &[Word], core: bool) -> bool {
    if core && !SLIGHT.contains(&predicate) {
        return true;
    }
    words.iter().all(|word| {
        let (form, lemma) = (word.form.to_lowercase(), word.lemma.to_lowercase());
        says(predicate, &form, &lemma)
    })
}

/// Whether a predicate, or what the vocabulary has for it, has a word in it, in lower case.
pub fn says(predicate: &str, form: &str, lemma: &str) -> bool {
    let is_said = |said: &str| said == form || said == lemma || alike(said, form);
    predicate.split('_').any(is_said) || vocabulary::words(predicate).any(is_said)
}

/// "employ" and "employed".
fn alike(one: &str, other: &str) -> bool {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    ALIKE <= same && one.len().min(other.len()) <= same + 1
}

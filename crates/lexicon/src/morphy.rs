//! Base forms of words: the irregular ones from the table, the others by taking endings off and asking whether the rest is a word.

use crate::part::Part;
use crate::table::Table;

/// Endings of inflected forms, and what the base form has instead.
const ENDINGS: &[(Part, &str, &str)] = &[
    (Part::Noun, "s", ""),
    (Part::Noun, "ses", "s"),
    (Part::Noun, "xes", "x"),
    (Part::Noun, "zes", "z"),
    (Part::Noun, "ches", "ch"),
    (Part::Noun, "shes", "sh"),
    (Part::Noun, "men", "man"),
    (Part::Noun, "ies", "y"),
    (Part::Verb, "s", ""),
    (Part::Verb, "ies", "y"),
    (Part::Verb, "es", "e"),
    (Part::Verb, "es", ""),
    (Part::Verb, "ed", "e"),
    (Part::Verb, "ed", ""),
    (Part::Verb, "ied", "y"),
    (Part::Verb, "ing", "e"),
    (Part::Verb, "ing", ""),
    (Part::Adjective, "er", ""),
    (Part::Adjective, "est", ""),
    (Part::Adjective, "er", "e"),
    (Part::Adjective, "est", "e"),
    (Part::Adjective, "ier", "y"),
    (Part::Adjective, "iest", "y"),
];

/// A base form in the table, and how it was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    pub word: u32,
    /// The part of speech that it is read as; none for a word as it stands, which is read as all of its own.
    pub part: Option<Part>,
}

/// The base forms of a word in normal form: itself first, if it is one; then irregular ones, then by rule.
pub fn bases(table: &Table, word: &str, part: Option<Part>) -> Vec<Base> {
    let mut found = Vec::new();
    let is_wanted = |other: Part| part.is_none_or(|part| part == other);
    if let Some(itself) = table.words.find(word).filter(|itself| Part::ALL.iter().any(|part| is_wanted(*part) && table.has(*itself, *part)))
    {
        found.push(Base { word: itself, part });
    }
    let irregular = table.forms.find(word).map(|form| table.bases.of(form)).unwrap_or_default();
    for (other, base) in irregular.iter().filter(|(other, _)| is_wanted(*other)) {
        push(&mut found, Base { word: *base, part: Some(*other) });
    }
    for (other, ending, instead) in ENDINGS {
        // What is irregular as one part of speech is not regular as the same.
        if is_wanted(*other) && !irregular.iter().any(|(irregular, _)| irregular == other) {
            let base = by_rule(table, word, *other, ending, instead);
            base.into_iter().for_each(|word| push(&mut found, Base { word, part: Some(*other) }));
        }
    }
    found
}

fn push(found: &mut Vec<Base>, base: Base) {
    if found.iter().all(|other| other.word != base.word) {
        found.push(base);
    }
}

fn by_rule(table: &Table, word: &str, part: Part, ending: &str, instead: &str) -> Option<u32> {
    let stem = word.strip_suffix(ending).filter(|stem| 2 <= stem.len() && !(ending == "s" && stem.ends_with('s')))?;
    let is_base = |base: &str| table.words.find(base).filter(|base| table.has(*base, part));
    let longest = 64;
    if longest < stem.len() {
        return None;
    }
    // "Planned" and "planning" double the last letter of "plan".
    let doubled = || (matches!(ending, "ed" | "ing" | "er" | "est") && instead.is_empty()).then(|| undoubled(stem)).flatten();
    is_base(&format!("{stem}{instead}")).or_else(|| is_base(doubled()?))
}

fn undoubled(stem: &str) -> Option<&str> {
    let bytes = stem.as_bytes();
    let (last, rest) = bytes.split_last()?;
    (last.is_ascii_alphabetic() && rest.last() == Some(last)).then(|| stem.get(..rest.len())).flatten()
}

//! Descriptions that stand where a name would: "my sister", "Ana's landlord", "the old house".

use crate::fold::fold;

const POSSESSIVES: &[&str] = &["my", "your", "his", "her", "our", "their", "its", "whose"];
const DETERMINERS: &[&str] = &["the", "a", "an", "this", "that", "these", "those", "some", "another", "every", "each"];

/// What relatives are to each other. Alone, each of them names a person by who speaks.
const KIN: &[&str] = &[
    "mother",
    "mom",
    "mum",
    "mommy",
    "mummy",
    "mama",
    "father",
    "dad",
    "daddy",
    "papa",
    "parent",
    "parents",
    "sister",
    "brother",
    "sibling",
    "siblings",
    "son",
    "daughter",
    "child",
    "children",
    "kid",
    "kids",
    "baby",
    "wife",
    "husband",
    "spouse",
    "partner",
    "boyfriend",
    "girlfriend",
    "fiance",
    "fiancee",
    "ex",
    "grandma",
    "grandpa",
    "grandmother",
    "grandfather",
    "granny",
    "grandad",
    "grandson",
    "granddaughter",
    "aunt",
    "uncle",
    "niece",
    "nephew",
    "cousin",
    "stepmother",
    "stepfather",
    "stepsister",
    "stepbrother",
    "stepson",
    "stepdaughter",
    "in-law",
    "mother-in-law",
    "father-in-law",
    "sister-in-law",
    "brother-in-law",
    "roommate",
    "flatmate",
];

/// What else is somebody's.
const ROLES: &[&str] = &[
    "friend",
    "friends",
    "boss",
    "manager",
    "colleague",
    "coworker",
    "neighbour",
    "neighbor",
    "landlord",
    "landlady",
    "teacher",
    "doctor",
    "dentist",
    "lawyer",
    "coach",
    "therapist",
    "assistant",
    "tutor",
    "mentor",
    "client",
    "dog",
    "cat",
    "family",
    "team",
    "company",
    "house",
    "home",
    "car",
    "apartment",
    "flat",
    "job",
    "school",
    "office",
    "employer",
];

/// Whether a name describes whom it means, by who they are to somebody or what they are, instead of naming them.
///
/// Such a name says nothing by its spelling: two people's sisters are two, and a landlord changes.
///
/// ```
/// use asof_resolve::is_description;
/// assert!(["my sister", "Ana's sister", "the landlord", "the sister of Ana", "a friend from work", "Mom"].into_iter().all(is_description));
/// assert!(!["Lucia", "the Big Apple", "The Beatles", "St Mary's Hospital", "McDonald's", "Sister Act"].into_iter().any(is_description));
/// ```
pub fn is_description(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().take(12).collect();
    let Some((first, rest)) = words.split_first() else { return false };
    let start = fold(first);
    if rest.is_empty() {
        return KIN.contains(&start.as_str());
    }
    says_who(&words) || DETERMINERS.contains(&start.as_str()) && rest.iter().all(|word| lower(word))
}

/// The same by what people are to each other alone: "the plumber" may be spelled "Plumber", but nobody's sister is called Sister.
pub(crate) fn is_relational(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().take(12).collect();
    if let [word] = words[..] { KIN.contains(&fold(word).as_str()) } else { says_who(&words) }
}

fn says_who(words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    let start = fold(first);
    POSSESSIVES.contains(&start.as_str()) && !starts_in_capitals(rest)
        || DETERMINERS.contains(&start.as_str()) && has_common_head(rest)
        || is_possessed(words)
        || (is_role(first) && lower(first) || KIN.contains(&start.as_str()))
            && rest.first().is_some_and(|word| *word == "of")
            && 1 < rest.len()
}

fn starts_in_capitals(words: &[&str]) -> bool {
    words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

/// "landlord", "friend from work", "sister of Ana": the first word says what it is.
fn has_common_head(words: &[&str]) -> bool {
    words.first().is_some_and(|word| lower(word) && is_role(word))
}

/// "that's", "who's": no possessor.
const CONTRACTIONS: &[&str] = &["that", "it", "what", "who", "he", "she", "there", "let", "here", "where", "how"];

/// "Ana's sister", "ana's older sister": a few common nouns after a possessor.
fn is_possessed(words: &[&str]) -> bool {
    let possessor = words.iter().position(|word| word.ends_with("'s") || word.ends_with("’s") || word.ends_with("s'"));
    let (Some(owner), Some(owned)) = (possessor.and_then(|at| words.get(at)), possessor.and_then(|at| words.get(at + 1..))) else {
        return false;
    };
    let name = fold(owner.split(['\'', '’']).next().unwrap_or(owner));
    if owned.is_empty() || 3 < owned.len() || CONTRACTIONS.contains(&name.as_str()) {
        return false;
    }
    owned.iter().all(|word| lower(word)) && !lower(owner) || owned.last().is_some_and(|word| lower(word) && is_role(word))
}

fn lower(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase)
}

fn is_role(word: &str) -> bool {
    let word = fold(word);
    KIN.contains(&word.as_str()) || ROLES.contains(&word.as_str())
}

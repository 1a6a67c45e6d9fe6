//! When two wordings of a subject, a predicate or an object say the same, for the scorer of claims.

use std::collections::BTreeSet;

/// The same words, or the same head with one side's words within the other's.
pub fn subjects_agree(label: &str, found: &str) -> bool {
    let (label, found) = (Phrase::read(label), Phrase::read(found));
    let nested = label.words.is_subset(&found.words) || found.words.is_subset(&label.words);
    label.words == found.words || (nested && label.joined == found.joined && label.head == found.head)
}

/// A noun phrase: its content words, its head, and whether "and" joins it.
struct Phrase {
    words: BTreeSet<String>,
    head: Option<String>,
    joined: bool,
}

impl Phrase {
    fn read(text: &str) -> Self {
        let raw = raw_words(text);
        let end = raw.iter().skip(1).position(|word| ENDS_HEAD.contains(&word.as_str())).map_or(raw.len(), |at| at + 1);
        let head = raw.iter().take(end).next_back().map(|word| stem(word));
        Self { words: content(&raw), head, joined: raw.iter().any(|word| word == "and") }
    }
}

/// The same words, or the same main verb, in both with "by" or in neither: "inspired by" is not "inspire".
pub fn predicates_agree(label: &str, found: &str) -> bool {
    let (label, found) = (verb_words(label), verb_words(found));
    let passive = |words: &[String]| words.iter().any(|word| word == "by");
    label == found || (passive(&label) == passive(&found) && label.first().is_some_and(|verb| found.first() == Some(verb)))
}

/// The words of a predicate from its main verb on.
fn verb_words(text: &str) -> Vec<String> {
    let words: Vec<String> = raw_words(text).iter().map(|word| verb_lemma(word)).collect();
    let main = words.iter().position(|word| !AUXILIARIES.contains(&word.as_str())).unwrap_or(0);
    words.get(main..).map(<[String]>::to_vec).unwrap_or_default()
}

/// The label's content words within those found; or its head is found, and the rest is within the label or F1 is a half.
pub fn objects_agree(label: &str, found: &str) -> bool {
    let (label, found) = (Phrase::read(label), Phrase::read(found));
    if label.words.is_empty() || found.words.is_empty() {
        return label.words.is_empty() && found.words.is_empty();
    }
    let shared = label.words.intersection(&found.words).count();
    let headed = label.head.is_some_and(|head| found.words.contains(&head));
    let near = shared == found.words.len() || label.words.len() + found.words.len() <= 4 * shared;
    shared == label.words.len() || (headed && near)
}

/// The stems of the words that carry meaning; of all words if none does.
fn content(raw: &[String]) -> BTreeSet<String> {
    let heavy: BTreeSet<String> = raw.iter().filter(|word| !STOP_WORDS.contains(&word.as_str())).map(|word| stem(word)).collect();
    if heavy.is_empty() { raw.iter().map(|word| stem(word)).collect() } else { heavy }
}

/// Lower-case words, with possessive endings taken off and small numbers as digits.
fn raw_words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['’', '`'], "'");
    let pieces = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '+' | '#'));
    pieces.map(bare).filter(|word| !word.is_empty()).map(|word| digits(word).to_string()).collect()
}

fn bare(word: &str) -> &str {
    let word = word.trim_matches('\'');
    word.strip_suffix("'s").unwrap_or(word)
}

fn digits(word: &str) -> &str {
    const NUMBERS: [&str; 11] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    const DIGITS: [&str; 11] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    NUMBERS.iter().position(|number| *number == word).and_then(|at| DIGITS.get(at).copied()).unwrap_or(word)
}

/// A crude stem: plural, past and -ing endings and a last "e" go.
fn stem(word: &str) -> String {
    let plural = match word.strip_suffix("ies") {
        Some(short) if 2 <= short.len() => format!("{short}y"),
        _ if word.ends_with("sses") || word.ends_with("shes") || word.ends_with("ches") => {
            word.chars().take(word.chars().count() - 2).collect()
        }
        _ if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") || word.len() < 4 => word.to_string(),
        _ => word.strip_suffix('s').unwrap_or(word).to_string(),
    };
    let verbal = plural.strip_suffix("ing").or_else(|| plural.strip_suffix("ed")).filter(|short| 3 <= short.len());
    let short = verbal.map_or(plural.as_str(), undouble);
    short.strip_suffix('e').filter(|short| 2 <= short.len()).unwrap_or(short).to_string()
}

/// "plann" as "plan"; "tell" and "miss" stay.
fn undouble(word: &str) -> &str {
    let mut ends = word.chars().rev();
    match (ends.next(), ends.next()) {
        (Some(last), Some(other)) if last == other && !"aeioulsz".contains(last) => word.strip_suffix(last).unwrap_or(word),
        _ => word,
    }
}

/// The base form of the commonest irregular verbs; the stem of all others.
fn verb_lemma(word: &str) -> String {
    let known = IRREGULAR.iter().find(|forms| forms.split(' ').any(|form| form == word));
    stem(known.and_then(|forms| forms.split(' ').next()).unwrap_or(word))
}

const AUXILIARIES: [&str; 11] = ["be", "not", "to", "can", "could", "will", "would", "may", "might", "must", "should"];

const ENDS_HEAD: [&str; 12] = ["of", "in", "at", "for", "to", "from", "with", "on", "about", "that", "who", "which"];

const STOP_WORDS: [&str; 55] = [
    "a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their", "some", "any", "such", "own",
    "of", "to", "in", "on", "at", "for", "with", "from", "by", "as", "and", "or", "so", "very", "really", "just", "also", "too", "be",
    "is", "are", "am", "was", "were", "been", "i", "you", "he", "she", "it", "we", "they", "me", "him", "them", "us", "who",
];

/// Base forms, each with its irregular others.
const IRREGULAR: [&str; 34] = [
    "be is are am was were been being",
    "have has had having",
    "do does did done",
    "go goes went gone",
    "buy bought",
    "bring brought",
    "build built",
    "come came",
    "feel felt",
    "find found",
    "give gave given",
    "get got gotten",
    "hold held",
    "keep kept",
    "know knew known",
    "leave left",
    "lose lost",
    "make made",
    "mean meant",
    "meet met",
    "see saw seen",
    "sell sold",
    "teach taught",
    "think thought",
    "tell told",
    "take took taken",
    "win won",
    "write wrote written",
    "run ran",
    "become became",
    "begin began begun",
    "say said",
    "drive drove driven",
    "eat ate eaten",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects() {
        let cases = [
            ("Ana", "ana", true),
            ("support group", "the support group", true),
            ("Ana's sister", "ana’s sister", true),
            ("friends", "Ana's new friends", true),
            ("Ana", "Ana's friends", false),
            ("Ana", "Ana and Ben", false),
            ("Ben and Ana", "Ana and Ben", true),
            ("love and care", "their love and care", true),
            ("game", "the game of chess", true),
            ("it", "they", false),
            ("Ana", "", false),
        ];
        for (label, found, agree) in cases {
            assert_eq!(subjects_agree(label, found), agree, "{label} / {found}");
        }
    }

    #[test]
    fn predicates() {
        let cases = [
            ("lives_in", "lives in", true),
            ("go to", "went to", true),
            ("go to", "go", true),
            ("excited about", "be excited about", true),
            ("is", "be", true),
            ("is", "is proud of", false),
            ("has", "has_pet", true),
            ("create", "created", true),
            ("plans", "plan to", true),
            ("likes", "dislikes", false),
            ("inspired by", "inspire", false),
            ("inspired by", "is inspired by", true),
            ("raise", "can raise", true),
            ("buy", "", false),
        ];
        for (label, found, agree) in cases {
            assert_eq!(predicates_agree(label, found), agree, "{label} / {found}");
        }
    }

    #[test]
    fn objects() {
        let cases = [
            ("support group", "LGBTQ support group", true),
            ("camping trips", "camping trip", true),
            ("three friends", "3 cool new friends", true),
            ("C++", "Python and C++", true),
            ("", "", true),
            ("", "tall", false),
            ("tall", "", false),
            ("he", "him", false),
            ("red car", "blue car", true),
            ("red car", "blue bicycle", false),
            ("stop worrying about exams", "worry", true),
            ("families", "family", true),
            ("great picture", "great", false),
            ("great picture of the dog", "the picture", true),
        ];
        for (label, found, agree) in cases {
            assert_eq!(objects_agree(label, found), agree, "{label} / {found}");
        }
    }

    #[test]
    fn stems() {
        for (word, expected) in [
            ("planning", "plan"),
            ("stories", "story"),
            ("raised", "rais"),
            ("classes", "class"),
            ("this", "this"),
            ("être", "êtr"),
            ("watches", "watch"),
            ("telling", "tell"),
        ] {
            assert_eq!(stem(word), expected, "{word}");
        }
    }
}

//! Verb phrases: what the words of a predicate say, and how two of them are tied.

use asof_lexicon::{Lexicon, Part};

/// Words that carry a phrase's tense and voice, and no meaning.
const AUXILIARIES: [&str; 18] =
    ["is", "are", "am", "was", "were", "be", "been", "being", "has", "have", "had", "does", "do", "did", "will", "gets", "got", "get"];
/// Of those, what is past.
const PAST: [&str; 6] = ["was", "were", "had", "did", "got", "been"];
const ARTICLES: [&str; 9] = ["a", "an", "the", "his", "her", "their", "its", "my", "our"];
const PREPOSITIONS: [&str; 34] = [
    "of", "at", "for", "with", "in", "on", "to", "from", "by", "as", "into", "onto", "out", "off", "up", "down", "over", "under", "before",
    "after", "without", "against", "about", "near", "between", "through", "during", "since", "until", "among", "around", "behind",
    "within", "inside",
];
/// Prepositions of which one says the opposite of the other.
const OPPOSED: [(&str, &str); 12] = [
    ("to", "from"),
    ("in", "out"),
    ("on", "off"),
    ("up", "down"),
    ("before", "after"),
    ("with", "without"),
    ("for", "against"),
    ("over", "under"),
    ("into", "out"),
    ("into", "from"),
    ("since", "until"),
    ("in", "from"),
];
/// Words that say too little by themselves: whatever comes after them makes the predicate.
const LIGHT: [&str; 14] = ["is", "are", "was", "were", "be", "has", "have", "had", "of", "does", "do", "did", "gets", "got"];
/// From this nearness on words mean much the same.
const NEAR: f32 = 0.75;

/// Whether a predicate is nothing but light words.
pub(crate) fn is_light(predicate: &str) -> bool {
    let light = |word: &str| LIGHT.contains(&word) || ARTICLES.contains(&word) || PREPOSITIONS.contains(&word);
    predicate.split(['_', ' ']).all(|word| light(&word.to_lowercase()))
}

/// A predicate's phrase, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// The words that mean something, in their dictionary form.
    words: Vec<String>,
    /// The preposition at its end.
    preposition: Option<String>,
    past: bool,
    /// Whether what comes first has it done to it: "founded by".
    passive: bool,
    negated: bool,
}

/// What ties two phrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tie {
    /// They say the same, by grammar alone.
    Same,
    /// Their words mean much the same.
    Near,
    /// Nothing.
    None,
    /// They say the opposite, or of different times.
    Opposed,
}

impl Phrase {
    /// Reads a predicate such as `was_founded_by`.
    pub fn read(predicate: &str) -> Self {
        let lexicon = Lexicon::shipped();
        let lower = predicate.to_lowercase();
        let mut words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
        let mut phrase = Self { negated: words.iter().any(|word| matches!(*word, "not" | "never" | "no")), ..Self::default() };
        let mut auxiliary = false;
        while 1 < words.len() && words.first().is_some_and(|word| AUXILIARIES.contains(word)) {
            phrase.past |= PAST.contains(&words.remove(0));
            auxiliary = true;
        }
        words.retain(|word| !ARTICLES.contains(word));
        if 1 < words.len() && words.last().is_some_and(|word| PREPOSITIONS.contains(word)) {
            phrase.preposition = words.pop().map(str::to_owned);
        }
        let head = words.first().copied().unwrap_or_default();
        let verb = lexicon.lemmas(head, Some(Part::Verb)).into_iter().next();
        let participle = verb.as_deref().is_some_and(|verb| verb != head && !head.ends_with("ing") && !head.ends_with('s'));
        phrase.passive = participle && phrase.preposition.as_deref() == Some("by");
        // "was founded by" is no more past than "founded by" is.
        phrase.past = if phrase.passive { false } else { phrase.past || participle && !auxiliary };
        let lemma = |word: &str| {
            let of = |part: Part| lexicon.lemmas(word, Some(part)).into_iter().next();
            of(Part::Verb).or_else(|| of(Part::Noun)).unwrap_or_else(|| word.to_owned())
        };
        phrase.words = words.into_iter().map(lemma).collect();
        phrase
    }

    /// What phrases that are one by grammar have in common.
    pub fn core(&self) -> String {
        self.words.join(" ")
    }

    fn head(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }
}

/// How two phrases are tied, read the same way round or with the sides changed.
pub(crate) fn tie(lexicon: &Lexicon, a: &Phrase, b: &Phrase, turned: bool) -> Tie {
    if a.words.is_empty() || b.words.is_empty() {
        return Tie::None;
    }
    let (one, other) = (a.preposition.as_deref(), b.preposition.as_deref());
    let opposed = one.zip(other).is_some_and(|(one, other)| OPPOSED.contains(&(one, other)) || OPPOSED.contains(&(other, one)));
    if opposed && !turned || a.negated != b.negated || lexicon.are_opposites(a.head(), b.head()) && !turned {
        return Tie::Opposed;
    }
    let same_words = a.words == b.words;
    if same_words && a.passive != b.passive {
        // The founder founded; the founded was founded by: the active has no preposition, and the sides change.
        let active = if a.passive { other } else { one };
        return if turned && active.is_none() { Tie::Same } else { Tie::Opposed };
    }
    if same_words && one == other {
        return match (turned, a.past == b.past) {
            (false, true) => Tie::Same,
            (false, false) => Tie::None,
            (true, _) => Tie::Opposed,
        };
    }
    let nearest = |word: &String, words: &[String]| words.iter().map(|other| lexicon.nearness(word, other)).fold(0.0, f32::max);
    let near = a.words.iter().map(|word| nearest(word, &b.words)).fold(0.0, f32::max);
    if NEAR <= near { Tie::Near } else { Tie::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_tied_by_their_words() {
        let cases = [
            ("works_at", "work_at", false, Tie::Same),
            ("works_at", "is_working_at", false, Tie::Same),
            ("has_a_job_at", "has_job_at", false, Tie::Same),
            ("was_founded_by", "founded_by", false, Tie::Same),
            ("founded", "founded_by", true, Tie::Same),
            ("founded", "was_founded_by", true, Tie::Same),
            ("writes", "written_by", true, Tie::Same),
            ("founded", "founded_by", false, Tie::Opposed),
            ("moved_to", "moved_from", false, Tie::Opposed),
            ("likes", "dislikes", false, Tie::Opposed),
            ("works_at", "not_works_at", false, Tie::Opposed),
            ("works_at", "worked_at", false, Tie::None),
            ("works_at", "lives_in", false, Tie::None),
            ("wrote", "authored", false, Tie::Near),
        ];
        for (a, b, turned, expected) in cases {
            let lexicon = Lexicon::shipped();
            assert_eq!(
                tie(lexicon, &Phrase::read(a), &Phrase::read(b), turned),
                expected,
                "{a} {b} {turned}: {:?} {:?}",
                Phrase::read(a),
                Phrase::read(b)
            );
        }
        assert!(["is", "of", "has", "is_a", "was_the"].into_iter().all(is_light));
        assert!(!["is_member_of", "works_at"].into_iter().any(is_light));
    }
}

//! Verb phrases: what the words of a predicate say, and how two of them are tied.

use asof_lexicon::{Lexicon, Part};

/// Words that carry a phrase's tense and voice, and no meaning.
const AUXILIARIES: [&str; 12] = ["is", "are", "am", "was", "were", "be", "been", "being", "does", "do", "did", "will"];
/// Those that do so only before a participle: "has a job" has a meaning of its own.
const BEFORE_PARTICIPLES: [&str; 6] = ["has", "have", "had", "gets", "got", "get"];
/// Of those, what is past.
const PAST: [&str; 8] = ["was", "were", "has", "have", "had", "did", "got", "been"];
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
/// From this one on they are synonyms in their first senses, or the same.
const VERY_NEAR: f32 = 0.85;

/// Whether a predicate is nothing but light words.
pub(crate) fn is_light(predicate: &str) -> bool {
    let light = |word: &str| LIGHT.contains(&word) || ARTICLES.contains(&word) || PREPOSITIONS.contains(&word);
    predicate.split(['_', ' ']).all(|word| light(&word.to_lowercase()))
}

/// Participles that tell of a state: who is based somewhere is so until that changes.
const RESULTS: [&str; 22] = [
    "based",
    "located",
    "situated",
    "headquartered",
    "married",
    "engaged",
    "employed",
    "born",
    "called",
    "named",
    "known",
    "affiliated",
    "associated",
    "registered",
    "assigned",
    "owned",
    "led",
    "headed",
    "managed",
    "rated",
    "priced",
    "written",
];

/// Participles that are written as the verb is.
const UNCHANGED: [&str; 18] = [
    "read", "put", "set", "cut", "hit", "let", "shut", "hurt", "beat", "bet", "cast", "spread", "quit", "split", "run", "come", "become",
    "overcome",
];

/// Whether a predicate tells of something done, which is not undone by doing another: bought, has read, wrote about.
pub(crate) fn tells_of_deeds(predicate: &str) -> bool {
    let lexicon = Lexicon::shipped();
    let lower = predicate.to_lowercase();
    let mut words = lower.split(['_', ' ']).filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return false };
    let passive = matches!(first, "is" | "are" | "was" | "were");
    let perfect = matches!(first, "has" | "have" | "had");
    let head = if passive || perfect { words.next().unwrap_or(first) } else { first };
    let verb = lexicon.lemmas(head, Some(Part::Verb)).into_iter().next();
    let past = verb.is_some_and(|verb| verb != head && !head.ends_with("ing") && !head.ends_with('s'));
    (past || perfect && UNCHANGED.contains(&head)) && !passive && !RESULTS.contains(&head)
}

/// A predicate's phrase, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// The words that mean something, in their dictionary form.
    words: Vec<String>,
    /// The same as written.
    raw: String,
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
        while is_auxiliary(lexicon, &words) {
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
        phrase.raw = words.join(" ");
        phrase.words = words.into_iter().map(lemma).collect();
        phrase
    }

    /// What phrases that are one by grammar have in common.
    pub fn core(&self) -> String {
        match self.words.as_slice() {
            // Who founds is a founder.
            [only] => only.strip_suffix("er").or_else(|| only.strip_suffix("or")).unwrap_or(only).trim_end_matches('e').to_owned(),
            [_, _] => self.words.join(" "),
            words => words.iter().filter_map(|word| word.chars().next()).collect(),
        }
    }

    /// Whether it is an acronym for another, of three letters or more: "CEO of", "chief executive officer of".
    fn spells(&self, other: &Self) -> bool {
        let initials = || other.raw.split(' ').filter_map(|word| word.chars().next());
        2 < self.raw.len() && !self.raw.contains(' ') && 2 < initials().count() && initials().eq(self.raw.chars())
    }

    /// Whether it says much the same as another, by its verb or noun alone, with the same preposition or without one.
    pub fn is_much_like(&self, other: &Self) -> bool {
        let apart = self.preposition.is_some() && other.preposition.is_some() && self.preposition != other.preposition;
        !apart && !self.words.is_empty() && VERY_NEAR <= Lexicon::shipped().nearness(self.head(), other.head())
    }

    /// Whether nothing is left that means anything.
    fn is_empty(&self) -> bool {
        self.words.iter().all(|word| PREPOSITIONS.contains(&word.as_str()))
    }

    fn head(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }
}

/// Whether the first of several words only helps the next.
fn is_auxiliary(lexicon: &Lexicon, words: &[&str]) -> bool {
    let [first, next, ..] = words else { return false };
    if PREPOSITIONS.contains(next) {
        return false;
    }
    let participle = || {
        let verb = lexicon.lemmas(next, Some(Part::Verb)).into_iter().next();
        *next == "been" || UNCHANGED.contains(next) || verb.is_some_and(|verb| verb != *next && !next.ends_with('s'))
    };
    AUXILIARIES.contains(first) || BEFORE_PARTICIPLES.contains(first) && participle()
}

/// How two phrases are tied, read the same way round or with the sides changed.
pub(crate) fn tie(lexicon: &Lexicon, a: &Phrase, b: &Phrase, turned: bool) -> Tie {
    if a.is_empty() || b.is_empty() {
        return Tie::None;
    }
    let (one, other) = (a.preposition.as_deref(), b.preposition.as_deref());
    let opposed = one.zip(other).is_some_and(|(one, other)| OPPOSED.contains(&(one, other)) || OPPOSED.contains(&(other, one)));
    if opposed && !turned || a.negated != b.negated || lexicon.are_opposites(a.head(), b.head()) && !turned {
        return Tie::Opposed;
    }
    if !turned && one == other && a.negated == b.negated && (a.spells(b) || b.spells(a)) {
        return Tie::Same;
    }
    if let Some(tie) = by_noun(lexicon, a, b, turned).or_else(|| by_noun(lexicon, b, a, turned)) {
        return tie;
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

/// What a phrase of a noun and "of" has to do with another: "Porto is the capital of X", "X's capital is Porto"; "the founder of X",
/// "founded X", "X was founded by".
fn by_noun(lexicon: &Lexicon, noun: &Phrase, other: &Phrase, turned: bool) -> Option<Tie> {
    let of = noun.preposition.as_deref() == Some("of") && !noun.passive && !noun.past;
    let is_noun = !noun.raw.is_empty() && !lexicon.lemmas(noun.raw.rsplit(' ').next().unwrap_or_default(), Some(Part::Noun)).is_empty();
    if !of || !is_noun || other.negated || noun.negated {
        return None;
    }
    if other.preposition.is_none() && other.raw == noun.raw {
        // A word that is a verb, too, may be meant as one: "coach".
        let verb = noun.words.len() == 1 && !lexicon.lemmas(&noun.raw, Some(Part::Verb)).is_empty();
        return Some(match (turned, verb) {
            (true, false) => Tie::Same,
            (true, true) => Tie::Near,
            (false, _) => Tie::None,
        });
    }
    let agent = noun.words.len() == 1 && other.words.len() == 1 && is_agent(&noun.raw, other.head());
    match (agent, other.passive, other.preposition.is_none()) {
        (true, true, _) => Some(if turned { Tie::Same } else { Tie::None }),
        (true, false, true) => Some(if turned { Tie::None } else { Tie::Same }),
        _ => None,
    }
}

/// Those who are of what they belong to, and not of what they do it to: a player of a club plays for it.
const OF_A_GROUP: [&str; 14] = [
    "player", "worker", "speaker", "fighter", "dancer", "singer", "drummer", "officer", "banker", "driver", "runner", "minister", "server",
    "rider",
];

/// Whether a noun names who does what a verb says: founder and found, director and direct, manager and manage.
fn is_agent(noun: &str, verb: &str) -> bool {
    let stem = noun.strip_suffix("er").or_else(|| noun.strip_suffix("or"));
    let Some(stem) = stem.filter(|stem| 2 < stem.len() && !OF_A_GROUP.contains(&noun)) else { return false };
    let doubled = || stem.strip_suffix(|c: char| stem.chars().rev().nth(1) == Some(c)) == Some(verb);
    stem == verb || verb.strip_suffix('e') == Some(stem) || doubled()
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
            ("get_from", "from", false, Tie::None),
            ("ceo_of", "chief_executive_officer_of", false, Tie::Same),
            ("ceo_of", "cheap_energy_of", false, Tie::None),
            ("capital", "capital_of", true, Tie::Same),
            ("capital", "capital_of", false, Tie::None),
            ("coach", "coach_of", true, Tie::Near),
            ("head_of_state", "head_of_state_of", true, Tie::Same),
            ("founder_of", "founded", false, Tie::Same),
            ("director_of", "directed", false, Tie::Same),
            ("manager_of", "manages", false, Tie::Same),
            ("player_of", "plays", false, Tie::Near),
            ("founder_of", "founded_by", true, Tie::Same),
            ("member_of", "members", true, Tie::Near),
            ("have_with", "get_with", false, Tie::None),
            ("feel", "feels", false, Tie::Same),
            ("has_married", "married", false, Tie::Same),
            ("has_been_working_at", "works_at", false, Tie::None),
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
        assert!(["bought", "wrote_about", "has_visited", "has_read", "met"].into_iter().all(tells_of_deeds));
        assert!(
            !["drives", "is_based_in", "based_in", "edits_with", "is_founded_by", "hometown", "has_size"].into_iter().any(tells_of_deeds)
        );
    }
}

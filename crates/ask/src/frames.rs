//! What stands before a question and asks nothing: "Quiz question: …", "our readers would like to know …", "my question is about …".

use asof_lexicon::{Lexicon, Part};

use crate::{unfold::clauses, words::is_small};

/// Verbs whose object is the question.
const ASKING: &[&str] = &[
    "ask",
    "check",
    "determine",
    "establish",
    "explain",
    "figure",
    "find",
    "guess",
    "hear",
    "identify",
    "know",
    "learn",
    "name",
    "recall",
    "remember",
    "remind",
    "reveal",
    "say",
    "see",
    "show",
    "specify",
    "state",
    "tell",
    "wonder",
];
/// Other words that a question hangs on.
const ON: &[&str] = &["curious", "idea", "question", "clue", "sure", "certain"];
/// What one asks with.
const QUESTIONS: &[&str] = &["who", "whom", "whose", "what", "which", "where", "when", "how"];
const PREPOSITIONS: &[&str] = &["in", "on", "at", "by", "for", "from", "to", "of", "with", "under", "behind"];
/// "I am looking for …", "this is about …".
const SEEKING: &[&str] = &["ask", "look", "search", "hunt", "inquire", "enquire", "think", "wonder", "question", "be", "know"];
/// What opens a clause that tells a time, which is part of the question.
const TIMES: &[&str] = &["after", "as", "before", "by", "during", "from", "in", "since", "until", "when", "while"];
/// What a question may be looked up as: "what is on record as the capital of …".
const BEING: &[&str] = &["is", "are", "was", "were"];
/// So many words may stand before a comma, and before "as".
const SHORT: usize = 5;
/// What introduces a thing that the question goes on about.
const INTRODUCES: &str = "Consider";

/// A question without what stands before it and asks nothing. What has a name in it is never left out.
#[must_use]
pub fn unframed(question: &str) -> String {
    let mut rest = String::with_capacity(question.len());
    for clause in clauses(question) {
        let words = words(clause);
        let Frame { words: count, introduces } = frame(&words, clause);
        let from = words.get(count).map_or(clause.len(), |word| word.from);
        let space = &clause[..words.first().map_or(0, |word| word.from)];
        let opening = if introduces { [INTRODUCES, " "].concat() } else { String::new() };
        rest.extend([space, &opening, &without_record(&clause[from..])]);
    }
    if rest.trim().is_empty() { question.to_owned() } else { rest }
}

/// How many words frame a clause, and whether what follows is a thing rather than a question.
struct Frame {
    words: usize,
    introduces: bool,
}

/// A word in small letters, where it begins and what sign follows it.
struct Word {
    text: String,
    from: usize,
    sign: Option<char>,
    /// Whether it looks like a part of a name.
    name: bool,
}

impl Word {
    fn is_verb_of(&self, verbs: &[&str]) -> bool {
        Lexicon::shipped().lemmas(&self.text, Some(Part::Verb)).iter().any(|lemma| verbs.contains(&lemma.as_str()))
    }
}

fn words(clause: &str) -> Vec<Word> {
    let mut at = 0;
    let mut words: Vec<Word> = Vec::new();
    for piece in clause.split_inclusive(char::is_whitespace) {
        let written = piece.trim();
        let bare = written.trim_matches(|c: char| !c.is_alphanumeric());
        if !bare.is_empty() {
            let text = bare.to_lowercase();
            let capital = bare.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) && bare != "I";
            let name = capital && (!words.is_empty() || !is_small(&text) && !Lexicon::shipped().is_known(&text));
            words.push(Word { name, text, from: at + piece.find(written).unwrap_or(0), sign: written.chars().last() });
        }
        at += piece.len();
    }
    words
}

fn asks(word: &str) -> bool {
    QUESTIONS.contains(&word)
}

fn frame(words: &[Word], clause: &str) -> Frame {
    let free = &words[..words.iter().position(|word| word.name).unwrap_or(words.len())];
    if clause.trim_end().ends_with(':') && free.len() == words.len() && !free.iter().any(|word| asks(&word.text)) {
        return Frame { words: words.len(), introduces: false };
    }
    let comma = after_comma(free, words);
    let known = embedded(free, words)
        .or_else(|| sought(&free[comma..]).map(|Frame { words, introduces }| Frame { words: words + comma, introduces }));
    known.unwrap_or(Frame { words: comma, introduces: false })
}

/// Whether a question begins at a word: "which", "in which".
fn begins(words: &[Word], at: usize) -> bool {
    let is = |at: usize, these: &[&str]| words.get(at).is_some_and(|word| these.contains(&word.text.as_str()));
    is(at, QUESTIONS) || is(at, PREPOSITIONS) && is(at + 1, QUESTIONS)
}

/// "For one point, what is …": so many words stand before the comma.
fn after_comma(free: &[Word], words: &[Word]) -> usize {
    let opens = |word: &Word| TIMES.contains(&word.text.as_str()) || asks(&word.text);
    let comma = free.iter().position(|word| word.sign == Some(',')).map(|at| at + 1);
    let short = comma.filter(|&at| at <= SHORT && begins(words, at) && !words.first().is_some_and(opens));
    short.unwrap_or(0)
}

/// "Our readers would like to know what …".
fn embedded(free: &[Word], words: &[Word]) -> Option<Frame> {
    let at = (1..free.len()).find(|&at| begins(words, at))?;
    let hangs = |word: &Word| word.is_verb_of(ASKING) || ON.contains(&word.text.as_str());
    // "Who knows what …" asks who, and Ana may be who knows.
    let opens = is_small(&free[0].text) || !Lexicon::shipped().lemmas(&free[0].text, Some(Part::Verb)).is_empty();
    (opens && !asks(&free[0].text) && free[at.saturating_sub(2)..at].iter().any(hangs)).then_some(Frame { words: at, introduces: false })
}

/// "My question is about …", "what would be right if you were asked for …".
fn sought(free: &[Word]) -> Option<Frame> {
    let leads = |at: usize| {
        let about =
            matches!(free[at].text.as_str(), "about" | "concerns") || free[at].text == "for" && free[at - 1].is_verb_of(&SEEKING[..5]);
        about && (free[at].text == "concerns" || free[at - 1].is_verb_of(SEEKING) || free[at - 1].text == "question")
    };
    let at = (1..free.len()).rev().find(|&at| leads(at))?;
    let is = |these: &'static [&str]| move |word: &Word| these.contains(&word.text.as_str());
    // "What do I think about Ana" asks that.
    let direct = asks(&free[0].text) && !free[..at].iter().any(is(&["if", "answer"]));
    let own = is(&["i", "you", "we", "my", "our", "us", "question", "this", "answer"]);
    (!direct && free[..at].iter().any(own)).then_some(Frame { words: at + 1, introduces: true })
}

/// "What is on record as the capital of …" asks what is the capital.
fn without_record(clause: &str) -> String {
    let words = words(clause);
    let is = |at: usize, these: &[&str]| words.get(at).is_some_and(|word| these.contains(&word.text.as_str()));
    let recorded = is(0, QUESTIONS) && is(1, BEING);
    let as_it = (3..words.len().min(SHORT + 1)).find(|&at| is(at, &["as"]) && is(at + 1, &["the"]));
    match as_it.filter(|&at| recorded && words[2..at].iter().all(|word| !word.name)) {
        Some(at) => [&clause[..words[2].from], &clause[words[at + 1].from..]].concat(),
        None => clause.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::unframed;

    #[test]
    fn what_asks_nothing_is_left_out() {
        let cases = [
            ("Quiz question: what is the capital of Peru?", "what is the capital of Peru?"),
            ("Our readers would like to know what the capital of Peru is.", "what the capital of Peru is."),
            ("Do you happen to know in which country Lima is?", "in which country Lima is?"),
            ("For one point, who wrote Sky?", "who wrote Sky?"),
            (
                "My question concerns the maker of the Lamp. Who owns that company?",
                "Consider the maker of the Lamp. Who owns that company?",
            ),
            ("What would be right if you were asked for the owner of Halden?", "Consider the owner of Halden?"),
            ("The next question is about the maker of the Lamp. Who owns it?", "Consider the maker of the Lamp. Who owns it?"),
            (
                "Background: Ana died in some city. Question: in what country is that city?",
                "Ana died in some city. in what country is that city?",
            ),
            ("Ana lives in a city. With that in mind: who is its mayor?", "Ana lives in a city. who is its mayor?"),
            ("What is on record as the currency of Peru?", "What is the currency of Peru?"),
            ("Who is listed as the owner of Halden?", "Who is the owner of Halden?"),
        ];
        for (question, expected) in cases {
            let found = unframed(question).split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(found, expected, "{question}");
        }
    }

    #[test]
    fn what_is_asked_stays() {
        let cases = [
            "Who knows what Ana does?",
            "Where does Ana live?",
            "What is Ana known as?",
            "Who works as the coach of Halden?",
            "Does Ana know where Ben lives?",
            "Ana knows who?",
            "Before the war, where did Ana live?",
            "In May, who was the owner of Halden?",
            "What did Ana ask for?",
            "What do I think about Halden?",
            "What books are about Peru?",
            "What question did Ana ask?",
            "Quiz question:",
            "",
        ];
        for question in cases {
            assert_eq!(unframed(question), question);
        }
    }
}

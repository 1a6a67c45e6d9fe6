//! What a question asks of time: what is so, what ever was, the first, the last, and what was before, after or while something else was.

use asof_parser::{Parser, Pos, Word};

use crate::{
    question::{Form, Named, form, mentions},
    world::World,
};

/// Whether a question asks of what is so at its date, or of what ever was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// At its date.
    Then,
    /// At any time.
    Ever,
}

/// Which of facts that follow each other a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The one of this number, in order of time: 0 is the first.
    Nth(usize),
    /// The last.
    Last,
    /// The last that is over.
    Former,
}

/// How what is asked lies to what a clause tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Right before it.
    Before,
    /// Right after it.
    After,
    /// While it was so.
    While,
    /// Since it began.
    Since,
    /// Until it began.
    Until,
}

/// A question whose time a clause tells: "where did Ana live" and "before Ana moved to Lyon".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// What is asked.
    pub main: String,
    /// How it lies to the clause.
    pub relation: Relation,
    /// The clause, with the name in it that it points back at.
    pub clause: String,
}

const RELATIONS: &[(&str, Relation)] = &[
    ("before", Relation::Before),
    ("after", Relation::After),
    ("when", Relation::While),
    ("while", Relation::While),
    ("during", Relation::While),
    ("since", Relation::Since),
    ("until", Relation::Until),
];
/// "The year when …", "the day before …", "named after …" tell no time of what is asked.
const NO_TIME: &[&str] = &["year", "date", "day", "month", "time", "week", "hour", "moment", "century", "decade", "since", "until", "know"];
const AFTER: &[&str] = &["name", "call", "look", "run", "model", "style", "pattern", "christen", "title", "take"];
const ORDINALS: &[&str] = &["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
const FORMER: &[&str] = &["former", "formerly", "previous", "previously"];
const LAST: &[&str] = &["last", "latest", "newest", "lately"];
const FIRST: &[&str] = &["earliest", "originally"];
/// Words that open what is asked.
const ASKING: &[&str] = &["who", "whom", "whose", "what", "which", "where", "when", "how"];

/// Of what time a question asks that names none.
#[must_use]
pub fn reach(question: &str) -> Reach {
    let lower = lower(question);
    let has = |these: &[&str]| lower.iter().any(|word| these.contains(&word.as_str()));
    let past = has(&["did", "was", "were", "had"]);
    let perfect = is_perfect(question);
    let ever = match form(&lower) {
        Form::When | Form::Duration | Form::Age => true,
        Form::YesNo | Form::Count => past || perfect,
        Form::Who | Form::Where | Form::What => perfect || order(&lower).is_some(),
    };
    if ever || has(&["ever", "never", "once"]) { Reach::Ever } else { Reach::Then }
}

/// "Where has Ana lived", but not "what has Ana got".
fn is_perfect(question: &str) -> bool {
    let perfect = |words: &[Word]| {
        words.iter().any(|word| {
            let helped = word.head.and_then(|head| words.get(head)).is_some_and(|verb| verb.tag == "VBN" && verb.lemma != "get");
            helped && word.lemma == "have" && word.relation == "aux"
        })
    };
    Parser::new().parse(question).iter().any(|sentence| perfect(&sentence.words))
}

/// Which of facts that follow each other words ask for.
pub(crate) fn order(lower: &[String]) -> Option<Order> {
    let has = |these: &[&str]| lower.iter().any(|word| these.contains(&word.as_str()));
    let used = lower.windows(2).any(|pair| matches!(pair[0].as_str(), "use" | "used") && pair[1] == "to");
    match () {
        () if used || has(FORMER) || lower.last().is_some_and(|last| last == "before") => Some(Order::Former),
        () if has(FIRST) => Some(Order::Nth(0)),
        () if has(LAST) => Some(Order::Last),
        () => ORDINALS.iter().position(|ordinal| has(&[ordinal])).map(Order::Nth),
    }
}

/// Whether a word only says that it is not now: it says nothing of what.
pub(crate) fn is_former(word: &str) -> bool {
    FORMER.contains(&word) || word == "before"
}

/// Whether a word says which of facts that follow each other.
pub(crate) fn orders(word: &str) -> bool {
    [FORMER, LAST, FIRST, ORDINALS].iter().any(|words| words.contains(&word))
}

/// What a question asks, and the clause that tells its time, if one does.
#[must_use]
pub fn beside(question: &str, named: &[Named], world: &dyn World) -> Option<Beside> {
    let words: Vec<Word> = Parser::new().parse(question).into_iter().flat_map(|sentence| sentence.words).collect();
    let in_name = |word: &Word| named.iter().any(|(_, (from, to))| word.start < *to && *from < word.end);
    (0..words.len()).filter(|&at| !in_name(&words[at])).find_map(|at| {
        let relation = RELATIONS.iter().find(|(word, _)| words[at].form.eq_ignore_ascii_case(word))?.1;
        let (main, clause) = split(question, &words, at)?;
        let clause = pointed(clause, &mentions(&main, world), world);
        Some(Beside { main, relation, clause })
    })
}

/// A question without the clause that a word opens, and that clause.
fn split<'q>(question: &'q str, words: &[Word], at: usize) -> Option<(String, &'q str)> {
    let before = at.checked_sub(1).map(|before| &words[before]);
    let bound = before.is_some_and(|word| {
        let lemma = word.lemma.to_lowercase();
        NO_TIME.contains(&lemma.as_str()) || words[at].form == "after" && AFTER.contains(&lemma.as_str())
    });
    let from = words.get(at + 1)?.start;
    let comma = words[at + 1..].iter().find(|word| word.form == ",").map(|word| word.start);
    let end = question.trim_end_matches(['?', '.', '!', ' ']).len();
    let clause = question.get(from..comma.unwrap_or(end))?.trim();
    let rest = comma.and_then(|comma| question.get(comma + 1..)).unwrap_or_default();
    let main = format!("{} {}", &question[..words[at].start].trim_end_matches([' ', ',']), rest.trim());
    let opened = lower(&main);
    let asks = opened.iter().any(|word| ASKING.contains(&word.as_str())) || form(&opened) == Form::YesNo;
    (!bound && !clause.is_empty() && asks && 1 < opened.len()).then(|| (main.trim().to_owned(), clause))
}

/// A clause with the first thing that the question names where it points back at it: "she moved", "moving", "her father died".
fn pointed(clause: &str, named: &[Named], world: &dyn World) -> String {
    let Some(name) = named.first().map(|(entity, _)| world.name(*entity)) else { return clause.to_owned() };
    let words: Vec<Word> = Parser::new().parse(clause).into_iter().flat_map(|sentence| sentence.words).collect();
    if words.first().is_some_and(|word| word.tag == "VBG") {
        return format!("{name} {clause}");
    }
    let pronoun = |word: &&Word| word.pos == Pos::Pron && matches!(word.tag, "PRP" | "PRP$") && !is_own(&word.form);
    let Some(word) = words.iter().find(pronoun) else { return clause.to_owned() };
    let owner = if word.tag == "PRP$" { "'s" } else { "" };
    format!("{}{name}{owner}{}", &clause[..word.start], &clause[word.end..])
}

/// "I", "my": who asks.
fn is_own(word: &str) -> bool {
    ["i", "me", "my", "we", "us", "our", "you", "your"].contains(&word.to_lowercase().as_str())
}

/// The words of a text, in small letters.
fn lower(text: &str) -> Vec<String> {
    let apart = |c: char| !c.is_alphanumeric() && c != '\'';
    text.split(apart).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Order, Reach, order, reach};

    #[test]
    fn a_question_is_of_now_or_of_any_time() {
        let ever = [
            "When did Ana move?",
            "How long has Ana lived in Rome?",
            "Has Ana met Ben?",
            "Where has Ana lived?",
            "Who was the first to leave?",
        ];
        let then = ["Where does Ana live?", "Is Ana a nurse?", "How many pets does Ana have?", "What has Ana got?", "Who has the key?"];
        for question in ever {
            assert_eq!(reach(question), Reach::Ever, "{question}");
        }
        for question in then {
            assert_eq!(reach(question), Reach::Then, "{question}");
        }
    }

    #[test]
    fn words_ask_for_one_of_several() {
        let cases = [
            ("who was the third mayor", Some(Order::Nth(2))),
            ("where did ana live before", Some(Order::Former)),
            ("where did ana use to live", Some(Order::Former)),
            ("who lived here before ana", None),
            ("what is the latest", Some(Order::Last)),
            ("who is the mayor", None),
        ];
        for (words, expected) in cases {
            assert_eq!(order(&words.split(' ').map(str::to_owned).collect::<Vec<_>>()), expected, "{words}");
        }
    }
}

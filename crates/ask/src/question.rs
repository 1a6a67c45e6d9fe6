//! A question read: what it names, the words that ask, and what sort of answer it wants.

use std::collections::VecDeque;

use asof_parser::{Parser, Pos, Sentence, Word};

use crate::{
    words::{is_small, units, weight},
    world::World,
};

/// No name has more words than this.
const LONGEST_NAME: usize = 14;
/// A name that nothing is known of weighs more than any word: without it there is no answer.
const UNKNOWN_NAME: f32 = 2.0;
/// "Which city": the answer's kind is worth less than what is asked of it.
const KIND_OF_ANSWER: f32 = 0.45;
/// "The city where …": the kind of something on the way.
const KIND_ON_THE_WAY: f32 = 0.35;

/// What sort of answer a question wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Who or whom.
    Who,
    /// Where.
    Where,
    /// When, or which year.
    When,
    /// How many.
    Count,
    /// How long.
    Duration,
    /// Yes or no.
    YesNo,
    /// Anything else.
    What,
}

/// A word, or words that belong together, that the answer's facts should say.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Its dictionary form.
    pub word: String,
    /// What it weighs.
    pub weight: f32,
    /// Its first word, counted over the question.
    pub at: usize,
    /// Whether it only says of what kind something is.
    pub is_kind: bool,
    /// Whether that something is the answer.
    pub is_answers: bool,
    /// Whether it is a noun.
    pub is_noun: bool,
    /// For the kind of the answer, the term of the verb that goes with it: "which league … compete in".
    pub verb: Option<usize>,
    /// How it is written.
    pub form: String,
}

/// Something that the question names.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The entity.
    pub entity: u32,
    /// Its bytes.
    pub span: (usize, usize),
    /// How far each term is from it in the question's trees.
    pub far: Vec<usize>,
}

/// A question, read.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What sort of answer it wants.
    pub form: Form,
    /// The words that ask.
    pub terms: Vec<Term>,
    /// What it names.
    pub mentions: Vec<Mention>,
    /// It asks of more than one: "which languages", "who else".
    pub many: bool,
    /// It asks of others than those it names.
    pub others: bool,
    /// It asks for the first or the last in time.
    pub order: Option<Order>,
}

/// First or last in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The first.
    First,
    /// The last.
    Last,
}

impl Asked {
    /// Reads a question against what the world knows; `skip` are the bytes of its times.
    pub fn read(question: &str, skip: &[std::ops::Range<usize>], world: &dyn World) -> Self {
        let found = mentions(question, world);
        let sentences = Parser::new().parse(question);
        let words: Vec<&Word> = sentences.iter().flat_map(|sentence| &sentence.words).collect();
        let within = |word: &Word| {
            let inside = |from: usize, to: usize| word.start < to && from < word.end;
            found.iter().any(|(_, span)| inside(span.0, span.1)) || skip.iter().any(|span| inside(span.start, span.end))
        };
        let lower: Vec<String> = words.iter().map(|word| word.form.to_lowercase()).collect();
        let form = form(&lower);
        let heads = heads(&sentences);
        let terms = terms(&words, &lower, &heads, &within);
        let mentions = found
            .iter()
            .map(|&(entity, span)| Mention { entity, span, far: far(&words, &heads, span, &terms) })
            .collect();
        let many = asks_of_many(&words, &lower);
        let has = |these: &[&str]| lower.iter().any(|word| these.contains(&word.as_str()));
        let order = match () {
            () if has(&["first", "earliest"]) => Some(Order::First),
            () if has(&["last", "latest", "newest"]) => Some(Order::Last),
            () => None,
        };
        Self { form, terms, mentions, many, others: has(&["else", "other"]), order }
    }
}

/// The names in a question that the world knows, the longest first, none within another.
pub fn mentions(question: &str, world: &dyn World) -> Vec<(u32, (usize, usize))> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for piece in question.split_inclusive(char::is_whitespace) {
        let text = piece.trim_end();
        if !text.is_empty() {
            words.push((at, at + text.len()));
        }
        at += piece.len();
    }
    let mut found: Vec<(u32, (usize, usize))> = Vec::new();
    for count in (1..=LONGEST_NAME.min(words.len())).rev() {
        for some in words.windows(count) {
            let span = (some[0].0, some[count - 1].1);
            if found.iter().all(|(_, other)| span.1 <= other.0 || other.1 <= span.0)
                && let Some(named) = known(question, span, world)
            {
                found.push(named);
            }
        }
    }
    let proper = |span: &(usize, usize)| question[span.0..span.1].chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
    if found.iter().any(|(_, span)| proper(span) && span.0 != 0) {
        found.retain(|(_, span)| proper(span) || question[span.0..span.1].contains(' '));
    }
    found.sort_by_key(|(_, span)| span.0);
    found
}

/// The entity that a stretch of the question names, as it stands or without what hangs on its ends.
fn known(question: &str, span: (usize, usize), world: &dyn World) -> Option<(u32, (usize, usize))> {
    let text = &question[span.0..span.1];
    let mut tries = vec![text];
    let mut shorter = text;
    while let Some(less) = ["'s", "’s", "'", "’", "?", ".", ",", ";", ":", "!", "\"", "”"].iter().find_map(|end| shorter.strip_suffix(end)) {
        shorter = less;
        tries.push(less);
    }
    let opened = tries.iter().map(|text| text.trim_start_matches(['"', '“', '(', '‘'])).collect::<Vec<&str>>();
    tries.extend(opened);
    tries.iter().filter(|text| !text.is_empty() && !is_small(&text.to_lowercase())).find_map(|text| {
        let entity = world.entity(text)?;
        let start = span.0 + text.as_ptr() as usize - question[span.0..].as_ptr() as usize;
        Some((entity, (start, start + text.len())))
    })
}

fn form(lower: &[String]) -> Form {
    let has = |word: &str| lower.iter().any(|other| other == word);
    let pair = |one: &str, other: &[&str]| lower.windows(2).any(|pair| pair[0] == one && other.contains(&pair[1].as_str()));
    let first = lower.first().map(String::as_str).unwrap_or_default();
    match () {
        () if pair("how", &["many"]) => Form::Count,
        () if pair("how", &["long"]) => Form::Duration,
        () if has("when") || pair("what", &["year", "date", "day", "month"]) || pair("which", &["year", "date", "day", "month"]) => Form::When,
        () if ["is", "are", "was", "were", "does", "do", "did", "has", "have", "had", "can"].contains(&first) => Form::YesNo,
        () if has("who") || has("whom") || has("whose") => Form::Who,
        () if has("where") => Form::Where,
        () => Form::What,
    }
}

/// For each word of all sentences its head, counted over all of them.
fn heads(sentences: &[Sentence]) -> Vec<Option<usize>> {
    let mut heads = Vec::new();
    for sentence in sentences {
        let first = heads.len();
        heads.extend(sentence.words.iter().map(|word| word.head.map(|head| first + head)));
    }
    heads
}

fn terms(words: &[&Word], lower: &[String], heads: &[Option<usize>], within: &dyn Fn(&Word) -> bool) -> Vec<Term> {
    let mut terms = Vec::new();
    let free: Vec<usize> = (0..words.len()).filter(|&at| !within(words[at])).collect();
    // Only words next to each other make a unit.
    for run in free.chunk_by(|one, other| one + 1 == *other) {
        let forms: Vec<String> = run.iter().map(|&at| lower[at].clone()).collect();
        for (from, to) in units(&forms) {
            terms.extend(term(words, lower, heads, run[from], to - from));
        }
    }
    for number in 0..terms.len() {
        let mut up = std::iter::successors(Some(terms[number].at), |&at| heads[at]).take(words.len());
        let verb = terms[number].is_answers.then(|| up.find(|&at| words[at].pos == Pos::Verb)).flatten();
        terms[number].verb = verb.and_then(|verb| terms.iter().position(|term| term.at == verb));
    }
    terms
}

fn term(words: &[&Word], lower: &[String], heads: &[Option<usize>], at: usize, count: usize) -> Option<Term> {
    let word = words[at];
    let form = lower[at..at + count].join(" ");
    if count == 1 && (is_small(&form) || matches!(word.pos, Pos::Punct | Pos::Sym) || !form.chars().any(char::is_alphanumeric)) {
        return None;
    }
    let lemma = if count == 1 { word.lemma.to_lowercase() } else { form.clone() };
    let named = word.pos == Pos::Propn && word.form.chars().next().is_some_and(char::is_uppercase) && at != 0;
    let asked = at > 0 && matches!(lower[at - 1].as_str(), "which" | "what");
    let on_the_way = word.pos == Pos::Noun
        && (at + count..words.len()).take(2).any(|next| matches!(lower[next].as_str(), "where" | "that" | "who" | "which" | "whose" | "whom"));
    let weight = match () {
        () if named => UNKNOWN_NAME,
        () if asked => weight(&lemma) * KIND_OF_ANSWER,
        () if on_the_way && heads.iter().flatten().any(|&head| head == at) => weight(&lemma) * KIND_ON_THE_WAY,
        () if matches!(word.pos, Pos::Adj | Pos::Num) => weight(&lemma) * 0.6,
        () if matches!(word.pos, Pos::Adv | Pos::Adp | Pos::Sconj | Pos::Part | Pos::Det | Pos::Pron) => weight(&lemma) * 0.2,
        () => weight(&lemma),
    };
    Some(Term { word: lemma, weight, at, is_kind: asked || on_the_way, is_answers: asked, is_noun: word.pos == Pos::Noun, verb: None, form })
}

/// How many steps in the trees part each term from a mention; between sentences, the words between count.
fn far(words: &[&Word], heads: &[Option<usize>], span: (usize, usize), terms: &[Term]) -> Vec<usize> {
    let mut distance = vec![usize::MAX; words.len()];
    let mut queue: VecDeque<usize> = VecDeque::new();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.start < span.1 && span.0 < word.end) {
        let _ = word;
        distance[at] = 0;
        queue.push_back(at);
    }
    while let Some(at) = queue.pop_front() {
        let below = heads.iter().enumerate().filter(|(_, head)| **head == Some(at)).map(|(child, _)| child);
        for next in below.chain(heads[at]).collect::<Vec<usize>>() {
            if distance[next] == usize::MAX {
                distance[next] = distance[at] + 1;
                queue.push_back(next);
            }
        }
    }
    terms.iter().map(|term| if distance[term.at] == usize::MAX { words.len() + term.at } else { distance[term.at] }).collect()
}

/// "Which languages", "list all": a plural noun after the question word, or words that ask for all.
fn asks_of_many(words: &[&Word], lower: &[String]) -> bool {
    let listed = lower.iter().any(|word| matches!(word.as_str(), "all" | "list" | "else" | "every"));
    let plural = (1..words.len()).any(|at| {
        let asked = matches!(lower[at - 1].as_str(), "which" | "what") || at > 1 && matches!(lower[at - 2].as_str(), "which" | "what") && lower[at - 1] == "are";
        asked && matches!(words[at].tag, "NNS" | "NNPS")
    });
    listed || plural || matches!(lower.first().map(String::as_str), Some("what" | "who")) && lower.get(1).is_some_and(|word| word == "are")
}

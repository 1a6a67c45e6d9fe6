//! A question read: what it names, the words that ask, and what sort of answer it wants.

use std::collections::VecDeque;

use asof_lexicon::{Lexicon, Part};
use asof_parser::{Parser, Pos, Sentence, Word};

use crate::{
    words::{is_small, units, weight},
    world::World,
};

/// No name has more words than this.
const LONGEST_NAME: usize = 14;
/// A name that nothing is known of weighs more than any word: without it there is no answer.
const UNKNOWN_NAME: f32 = 2.0;
/// Terms are told apart by the bits of a number; what a question says beyond so many is not asked.
const MOST_TERMS: usize = 64;
/// Words of less weight than this say nothing.
const NOTHING: f32 = 0.05;
/// "Which league does it compete in": the verb says less than the noun.
const VERB_OF_KIND: f32 = 0.6;
/// "That city": it was spoken of before.
const AGAIN: f32 = 0.03;
/// "Which city": the answer's kind is worth less than what is asked of it.
const KIND_OF_ANSWER: f32 = 0.5;
/// "The city where …": the kind of something on the way.
const KIND_ON_THE_WAY: f32 = 0.5;

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
    /// For the object of a verb, the verb's term: "music" in "composed the music".
    pub object_of: Option<usize>,
    /// For the kind of the answer, the term of the verb that goes with it: "which league … compete in".
    pub verb: Option<usize>,
    /// How it is written.
    pub form: String,
}

/// An entity that a question names, and the bytes that name it.
pub type Named = (u32, (usize, usize));

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
    /// Reads a question that names these ([`mentions`]); `skip` are the bytes of its times.
    pub fn read(question: &str, found: &[Named], skip: &[std::ops::Range<usize>]) -> Self {
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
        let mentions = found.iter().map(|&(entity, span)| Mention { entity, span, far: far(&words, &heads, span, &terms) }).collect();
        let has = |these: &[&str]| lower.iter().any(|word| these.contains(&word.as_str()));
        let order = match () {
            () if has(&["first", "earliest"]) => Some(Order::First),
            () if has(&["last", "latest", "newest"]) => Some(Order::Last),
            () => None,
        };
        Self { form, terms, mentions, others: has(&["else", "other"]), order }
    }
}

/// The names in a question that the world knows, the longest first, none within another.
pub fn mentions(question: &str, world: &dyn World) -> Vec<Named> {
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
            if !is_description(&question[span.0..span.1])
                && found.iter().all(|(_, other)| span.1 <= other.0 || other.1 <= span.0)
                && let Some(named) = known(question, span, world)
            {
                found.push(named);
            }
        }
    }
    let spans: Vec<(usize, usize)> = found.iter().map(|(_, span)| *span).collect();
    found.retain(|(_, span)| !goes_on(question, *span, &spans));
    found.extend(parts_of_names(question, &words, &found, world));
    // Of a word in lower case it is more likely what is asked than what it is asked of.
    let proper = |span: &(usize, usize)| question[span.0..span.1].chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
    let opens = |span: &(usize, usize)| span.0 == 0 && !question[..span.1].contains(' ');
    if found.iter().any(|(_, span)| proper(span) && !opens(span)) {
        let asks = form(&[question.split(' ').next().unwrap_or_default().to_lowercase()]);
        found.retain(|(_, span)| proper(span) || asks == Form::YesNo);
    }
    found.sort_by_key(|(_, span)| span.0);
    found
}

/// Whether a name goes on after what is known of it: "Paris Hilton" is not Paris.
fn goes_on(question: &str, span: (usize, usize), known: &[(usize, usize)]) -> bool {
    let next = question[span.1..].strip_prefix(' ').and_then(|rest| rest.chars().next());
    let own = question[span.0..span.1].chars().next().is_some_and(char::is_uppercase);
    own && next.is_some_and(char::is_uppercase) && known.iter().all(|other| other.0 != span.1 + 1)
}

/// "Mayor of Havana" may be something that was spoken of; in a question it is what is asked of Havana.
fn is_description(text: &str) -> bool {
    let capital = |word: &str| word.chars().any(char::is_uppercase);
    let mut words = text.split_whitespace().skip_while(|word| matches!(word.to_lowercase().as_str(), "the" | "a" | "an"));
    words.next().is_some_and(|first| !capital(first) && first.chars().any(char::is_alphabetic)) && words.any(capital)
}

/// Names that the world knows only as part of one other name: "Ana" where only Ana Silva is known.
fn parts_of_names(
    question: &str,
    words: &[(usize, usize)],
    found: &[(u32, (usize, usize))],
    world: &dyn World,
) -> Vec<(u32, (usize, usize))> {
    let free = |span: &&(usize, usize)| found.iter().all(|(_, other)| span.1 <= other.0 || other.1 <= span.0);
    let lexicon = Lexicon::shipped();
    let part = |&(from, to): &(usize, usize)| {
        let text = question[from..to].trim_end_matches(|c: char| !c.is_alphanumeric());
        let text = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
        let name = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let capital = name.chars().next().is_some_and(char::is_uppercase);
        if !capital || is_small(&name.to_lowercase()) || from == 0 && lexicon.is_known(name) {
            return None;
        }
        let start = from + (text.len() - name.len());
        match world.like(name).as_slice() {
            [only] => Some((*only, (start, start + name.len()))),
            _ => None,
        }
    };
    words.iter().filter(free).filter_map(part).collect()
}

/// The entity that a stretch of the question names, as it stands or without what hangs on its ends.
fn known(question: &str, span: (usize, usize), world: &dyn World) -> Option<(u32, (usize, usize))> {
    let text = &question[span.0..span.1];
    let mut tries = vec![text];
    let mut shorter = text;
    while let Some(less) = ["'s", "’s", "'", "’", "?", ".", ",", ";", ":", "!", "\"", "”"].iter().find_map(|end| shorter.strip_suffix(end))
    {
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
        () if has("when") || pair("what", &["year", "date", "day", "month"]) || pair("which", &["year", "date", "day", "month"]) => {
            Form::When
        }
        () if ["is", "are", "was", "were", "does", "do", "did", "has", "have", "had", "can"].contains(&first) => Form::YesNo,
        () if has("who") || has("whom") || has("whose") => Form::Who,
        () if has("where") => Form::Where,
        () => Form::What,
    }
}

/// Where the unit ends that begins at a word.
fn units_end(forms: &[String], from: usize) -> usize {
    units(&forms[from..]).first().map_or(from + 1, |(_, to)| from + to)
}

/// Where nouns end that go together: "record label", "head coach".
fn compound(words: &[&Word], heads: &[Option<usize>], run: &[usize], from: usize) -> usize {
    let mut to = from + 1;
    // "Which music does the director play": what looks like a noun may be the verb that "does" goes with.
    let verbless = words.iter().all(|word| word.pos != Pos::Verb) && words.iter().any(|word| word.lemma == "do");
    while to < run.len() && !verbless && words[run[to - 1]].relation == "compound" && heads[run[to - 1]] == Some(run[to]) {
        to += 1;
    }
    to
}

/// Where "country of citizenship" ends: a noun, "of", and another without an article name one relation.
fn of_kind(words: &[&Word], run: &[usize], from: usize) -> usize {
    let noun = |at: usize| run.get(at).is_some_and(|&at| words[at].pos == Pos::Noun && words[at].form.chars().all(char::is_lowercase));
    let of = run.get(from + 1).is_some_and(|&at| words[at].form == "of");
    if noun(from) && of && noun(from + 2) { from + 3 } else { from + 1 }
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
        let mut from = 0;
        while from < run.len() {
            let to = compound(words, heads, run, from).max(units_end(&forms, from)).max(of_kind(words, run, from));
            terms.extend(term(words, lower, heads, run[from], to - from));
            from = to;
        }
    }
    terms.truncate(MOST_TERMS);
    for number in 0..terms.len() {
        let at = terms[number].at;
        let governor = heads[at].filter(|_| words[at].relation == "obj");
        terms[number].object_of = governor.and_then(|governor| terms.iter().position(|term| term.at == governor));
        let mut up = std::iter::successors(Some(terms[number].at), |&at| heads[at]).take(words.len());
        let verb = terms[number].is_answers.then(|| up.find(|&at| words[at].pos == Pos::Verb)).flatten();
        let own = verb.and_then(|verb| terms.iter().position(|term| term.at == verb));
        let after = |term: &Term| terms[number].is_answers && terms[number].at < term.at && !term.is_kind;
        let last_verb = || terms.iter().rposition(|term| after(term) && words[term.at].pos == Pos::Verb);
        terms[number].verb = own.or_else(last_verb).or_else(|| terms.iter().rposition(after));
        if let Some(verb) = terms[number].verb {
            terms[verb].weight *= VERB_OF_KIND;
        }
    }
    terms
}

fn term(words: &[&Word], lower: &[String], heads: &[Option<usize>], at: usize, count: usize) -> Option<Term> {
    let word = words[at];
    let form = lower[at..at + count].join(" ");
    if count == 1 && (is_small(&form) || matches!(word.pos, Pos::Punct | Pos::Sym) || !form.chars().any(char::is_alphanumeric)) {
        return None;
    }
    let lemma = if count == 1 { lemma(word, &form) } else { form.clone() };
    let named = word.pos == Pos::Propn
        && word.form.chars().next().is_some_and(char::is_uppercase)
        && at != 0
        && !Lexicon::shipped().is_known(&form);
    let again = at > 0 && matches!(lower[at - 1].as_str(), "that" | "this" | "those" | "these") && word.pos == Pos::Noun && 1 < at;
    let asked = at > 0 && matches!(lower[at - 1].as_str(), "which" | "what");
    let some = 0 < at && matches!(lower[at - 1].as_str(), "certain" | "some");
    let on_the_way = word.pos == Pos::Noun && (some || is_described(words, lower, at + count));
    let asked = asked || on_the_way && is_first_noun(words, at);
    let weight = match () {
        () if again => AGAIN,
        () if named => UNKNOWN_NAME,
        () if asked => weight(&lemma) * KIND_OF_ANSWER,
        () if on_the_way && (some || heads.iter().flatten().any(|&head| head == at)) => weight(&lemma) * KIND_ON_THE_WAY,
        () if matches!(word.pos, Pos::Adj | Pos::Num) => weight(&lemma) * 0.6,
        () if matches!(word.pos, Pos::Adv | Pos::Adp | Pos::Sconj | Pos::Part | Pos::Det | Pos::Pron) => weight(&lemma) * 0.2,
        () => weight(&lemma),
    };
    Some(Term {
        word: lemma,
        weight,
        at,
        is_kind: asked || on_the_way,
        is_answers: asked,
        is_noun: word.pos == Pos::Noun,
        verb: None,
        object_of: None,
        form,
    })
}

/// Whether a clause follows that says which one is meant: "the city where …", "the country in which …", "the person who …".
fn is_described(words: &[&Word], lower: &[String], next: usize) -> bool {
    let word = |at: usize| lower.get(at).map(String::as_str).unwrap_or_default();
    let opens = |at: usize| match word(at) {
        "where" | "who" | "whom" | "which" | "whose" => true,
        "that" => words.get(at).is_some_and(|word| word.pos != Pos::Det) && words.get(at + 1).is_none_or(|word| word.pos != Pos::Noun),
        _ => false,
    };
    opens(next)
        || matches!(word(next), "in" | "of" | "at" | "for" | "on" | "to" | "by" | "with" | "from")
            && matches!(word(next + 1), "which" | "whom" | "whose")
}

/// "What is the country where …", "Name the city that …": the first noun of a question is what it asks for.
fn is_first_noun(words: &[&Word], at: usize) -> bool {
    let asks = words
        .first()
        .is_some_and(|first| ["what", "which", "who", "name", "tell", "give", "list"].contains(&first.form.to_lowercase().as_str()));
    let empty = |word: &&Word| {
        let form = word.form.to_lowercase();
        is_small(&form) || weight(&form) < NOTHING || matches!(word.pos, Pos::Adj | Pos::Punct)
    };
    asks && words[..at].iter().all(empty)
}

/// The dictionary form of a word: the lexicon's, or else the parser's.
fn lemma(word: &Word, form: &str) -> String {
    let part = match () {
        () if word.pos == Pos::Verb => Some(Part::Verb),
        () if word.pos == Pos::Noun => Some(Part::Noun),
        () => None,
    };
    let known = Lexicon::shipped().lemmas(form, part).into_iter().next();
    known.unwrap_or_else(|| word.lemma.to_lowercase())
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

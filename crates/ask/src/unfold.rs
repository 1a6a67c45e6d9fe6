//! Questions in several sentences, told in one: "Consider the maker of the Lamp. Where was that person born?" asks "Where was the maker
//! of the Lamp born?".

use asof_parser::{Parser, Pos, Word};

/// Speaks of something that is not named.
const SOMEBODY: &[&str] = &["someone", "somebody", "something"];
const ARTICLES: &[&str] = &["a", "an", "one", "some"];
const CERTAIN: &[&str] = &["certain", "particular", "single", "specific"];
/// Points back at what was spoken of, with a noun behind it, alone, and as the owner of what follows.
const POINTERS: &[&str] = &["that", "this"];
const ALONE: &[&str] = &["it", "he", "she", "him", "them", "they"];
const OWNERS: &[&str] = &["its", "his", "her", "their"];

/// A question of more clauses is read as it stands.
const MOST_CLAUSES: usize = 12;

/// The question with what it points back at in its place; as it is, if it does not point back.
#[must_use]
pub fn unfold(question: &str) -> String {
    let mut told = String::new();
    let mut unfolded = false;
    if MOST_CLAUSES < clauses(question).count() {
        return question.to_owned();
    }
    for clause in clauses(question) {
        let whole = description(&told).and_then(|thing| pointing_at(clause, &thing));
        unfolded |= whole.is_some();
        match whole {
            Some(whole) => told = whole,
            None => told.push_str(clause),
        }
    }
    if unfolded { told } else { question.to_owned() }
}

/// The clauses of a question, with the signs that end them.
pub(crate) fn clauses(question: &str) -> impl Iterator<Item = &str> {
    let ends = |(at, sign): (usize, char)| {
        let spaced = question[at + sign.len_utf8()..].starts_with(char::is_whitespace);
        (matches!(sign, '.' | ';' | ':' | '?' | '!') && spaced).then_some(at + 1)
    };
    let ends: Vec<usize> = question.char_indices().filter_map(ends).chain([question.len()]).collect();
    ends.into_iter().scan(0, |from, to| Some(&question[std::mem::replace(from, to)..to]))
}

fn words(text: &str) -> Vec<Word> {
    Parser::new().parse(text).into_iter().flat_map(|sentence| sentence.words).collect()
}

fn lower(words: &[Word], at: usize) -> String {
    words.get(at).map(|word| word.form.to_lowercase()).unwrap_or_default()
}

/// What a statement speaks of: "Take the maker of the Lamp", "the Lamp is made by a certain company".
fn description(told: &str) -> Option<String> {
    // One sign ends it; the stop of "Inc." belongs to the name.
    let text = told.trim();
    let text = text.strip_suffix(['.', ';', ':', '?', '!']).unwrap_or(text);
    let words = words(text);
    let (first, second) = (words.first()?, words.get(1)?);
    if first.pos == Pos::Verb && first.form.eq_ignore_ascii_case(&first.lemma) {
        let from = if second.pos == Pos::Adp { words.get(2)? } else { second };
        return Some(text[from.start..].to_owned());
    }
    let (from, to, noun) = unnamed(&words)?;
    let (before, after) = (text[..words[from].start].trim(), text[words[to - 1].end..].trim());
    let parts = if before.is_empty() { ["the", &noun, "that", after] } else { ["the", &noun, before, after] };
    Some(parts.join(" ").trim().to_owned())
}

/// Where a statement speaks of something without a name, and the noun for it: "a certain city", "someone".
fn unnamed(words: &[Word]) -> Option<(usize, usize, String)> {
    let somebody = words.iter().position(|word| SOMEBODY.contains(&word.form.to_lowercase().as_str()));
    if let Some(at) = somebody {
        let noun = if lower(words, at) == "something" { "thing" } else { "person" };
        return Some((at, at + 1, noun.to_owned()));
    }
    let article = |at: &usize| ARTICLES.contains(&lower(words, *at).as_str());
    let certain = (0..words.len()).filter(article).find(|at| CERTAIN.contains(&lower(words, at + 1).as_str()));
    let from = certain.or_else(|| (0..words.len()).rfind(article).filter(|at| nouns_from(words, at + 1) == words.len()))?;
    let first = from + 1 + usize::from(certain.is_some());
    let to = nouns_from(words, first);
    (first < to).then(|| (from, to, words[first..to].iter().map(|word| word.form.as_str()).collect::<Vec<_>>().join(" ")))
}

/// Where nouns without a name end that begin at a word.
fn nouns_from(words: &[Word], from: usize) -> usize {
    let is_noun = |word: &&Word| word.pos == Pos::Noun && word.form.chars().all(|c| !c.is_uppercase());
    from + words.get(from..).unwrap_or_default().iter().take_while(is_noun).count()
}

/// A clause with the thing that it points back at in its place.
fn pointing_at(clause: &str, thing: &str) -> Option<String> {
    let words = words(clause);
    let place = |from: usize, to: usize, text: &str| format!("{}{text}{}", &clause[..words[from].start], &clause[words[to - 1].end..]);
    let with_noun = (0..words.len()).find(|&at| {
        let points = POINTERS.contains(&lower(&words, at).as_str()) && words[at].pos == Pos::Det;
        points && at + 1 < nouns_from(&words, at + 1)
    });
    if let Some(at) = with_noun {
        return Some(place(at, nouns_from(&words, at + 1), thing));
    }
    let at = (0..words.len()).find(|&at| words[at].pos == Pos::Pron && [ALONE, OWNERS].concat().contains(&lower(&words, at).as_str()))?;
    let owned = nouns_from(&words, words[at].head.unwrap_or(0).max(at));
    if OWNERS.contains(&lower(&words, at).as_str()) && at + 1 < owned {
        return Some(place(at, owned, &format!("the {} of {thing}", &clause[words[at + 1].start..words[owned - 1].end])));
    }
    Some(place(at, at + 1, thing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_of_very_many_clauses_is_read_as_it_stands() {
        let question = "Take the maker of the Lamp. ".to_owned() + &"Take the owner of that maker. ".repeat(1_000);
        assert_eq!(unfold(&question), question);
    }

    #[test]
    fn what_is_pointed_back_at_stands_in_its_place() {
        let cases = [
            ("Consider the maker of the Lamp. Where was that person born?", "Where was the maker of the Lamp born?"),
            ("Take the founder of Halden: who is that person married to?", "who is the founder of Halden married to?"),
            ("Ana lives in a certain city; who is the mayor of that city?", "who is the mayor of the city Ana lives in?"),
            ("Halden was founded by someone. Where did that person die?", "Where did the person Halden was founded by die?"),
            ("A certain company makes the Lamp. Who runs that company?", "Who runs the company that makes the Lamp?"),
            ("Take the team of Ana. Who owns it?", "Who owns the team of Ana?"),
            (
                "Think of the city where Ana was born. What is its longest river?",
                "What is the longest river of the city where Ana was born?",
            ),
            (
                "Consider the club of Ana. Take the owner of that club. Where was that person born?",
                "Where was the owner of the club of Ana born?",
            ),
            // A sign in a name ends nothing.
            ("Take the owner of Ayr F.C.: where was that person born?", "where was the owner of Ayr F.C. born?"),
            ("Take the owner of Ayr F.C.. Where was that person born?", "Where was the owner of Ayr F.C. born?"),
            ("Take the author of Sky: A Tale. Where does that person live?", "Where does the author of Sky: A Tale live?"),
            // Nothing points back.
            ("Where does Ana live? I forgot.", "Where does Ana live? I forgot."),
            ("Who leads the team that J. R. Smith plays for?", "Who leads the team that J. R. Smith plays for?"),
            ("", ""),
            ("?", "?"),
            ("that", "that"),
        ];
        for (question, expected) in cases {
            assert_eq!(unfold(question).trim(), expected, "{question}");
        }
    }
}

//! A wording read: its words, those that make one unit, and which end of the fact each noun is said of.

use asof_lexicon::{Kind, Lexicon, Part};

use crate::{
    words::{is_light, is_small, units},
    world::{OBJECT, SUBJECT},
};

/// An end of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its subject.
    Subject,
    /// Its object.
    Object,
}

/// A word or unit of a wording.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The word, or several.
    pub text: String,
    /// The end it is said of and how, where that is plain: "in the city of _", "_ is the author of …".
    pub said: Option<(End, Said)>,
    /// Whether it is one of several: "_ is a friend of _".
    pub some: bool,
}

/// How a noun is said of an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It only says of what kind the end is: "in the city of _".
    Kind,
    /// The end is that of the other: "_ is the author of …".
    Is,
    /// That of the other has to do with the end: "the working life of … is centred on _".
    Near,
}

impl Unit {
    /// Whether it is what an end is to the other.
    pub fn relates(&self, end: End) -> bool {
        matches!(self.said, Some((of, Said::Is | Said::Near)) if of == end)
    }

    /// Whether an end is one.
    pub fn names(&self, end: End) -> bool {
        matches!(self.said, Some((of, Said::Kind | Said::Is)) if of == end)
    }
}

/// A wording, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// Its words that say something.
    pub units: Vec<Unit>,
    /// What the one end does to the other, if there is a verb between them.
    pub deed: Option<Deed>,
    /// The end that the other is in or at.
    pub place: Option<End>,
}

/// A verb between two ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// What it may be a form of, in dictionary form.
    pub verbs: Vec<String>,
    /// The end that stands before it.
    pub first: End,
    /// Whether it is done to the first: "_ was bought".
    pub passive: bool,
    /// Whether the second does it then: "by _".
    pub by: bool,
}

impl Wording {
    /// Reads a wording.
    pub fn read(text: &str) -> Self {
        let apart = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '\u{1}' | '\u{2}');
        let words: Vec<String> = text.split(apart).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let mut read: Vec<Unit> = Vec::new();
        for (from, to) in units(&words) {
            let text = words[from..to].join(" ");
            let known = read.iter().any(|unit| unit.text == text) || is_light(&text);
            if !known && !is_small(&text) && end(&text).is_none() && text.chars().any(char::is_alphanumeric) {
                let said = said(&words, from, to);
                let some = from.checked_sub(1).is_some_and(|before| matches!(words[before].as_str(), "a" | "an"));
                read.push(Unit { said, some, text });
            }
        }
        Self { units: read, deed: deed(&words), place: place(&words) }
    }

    /// Whether it calls the far end something that there is one of: "the capital of _ is _".
    pub fn has_one(&self, forward: bool) -> bool {
        let far = if forward { End::Object } else { End::Subject };
        self.units.iter().any(|unit| unit.relates(far) && !unit.some)
    }
}

fn end(word: &str) -> Option<End> {
    match word {
        SUBJECT => Some(End::Subject),
        OBJECT => Some(End::Object),
        _ => None,
    }
}

/// "Is the new _": so many words may stand before what something is said to be.
const MOST_BEFORE: usize = 2;
/// Words that join a noun to what it is of.
const OF: &[&str] = &["of", "in", "at", "for", "behind", "called", "named", "on"];

/// Prepositions of place.
pub const PLACES: &[&str] = &["in", "at", "on", "within", "inside"];
/// Prepositions that are no small words.
const LEADS: &[&str] =
    &["within", "inside", "outside", "near", "among", "between", "through", "across", "against", "during", "after", "before", "until"];

fn is_article(word: &str) -> bool {
    matches!(word, "the" | "a" | "an")
}

fn is_be(word: &str) -> bool {
    matches!(word, "is" | "was" | "are" | "were" | "been" | "became" | "becomes" | "become")
}

/// "Has been", "will become": what may stand between an end and what it is said to be.
fn helps(word: &str) -> bool {
    matches!(word, "has" | "have" | "had" | "will" | "also" | "since")
}

/// What the verb between the ends says of them: "_ manages _", "_ was bought by _".
fn deed(words: &[String]) -> Option<Deed> {
    let mut ends = (0..words.len()).filter_map(|at| Some((at, end(&words[at])?)));
    let ((from, first), (to, _)) = (ends.next()?, ends.next()?);
    let between = &words[from + 1..to];
    if between.first().is_some_and(|word| matches!(word.as_str(), "'s" | "s")) {
        return None;
    }
    let lemmas = |word: &String| if is_small(word) { Vec::new() } else { Lexicon::shipped().lemmas(word, Some(Part::Verb)) };
    // "Is a graduate of": what follows an article is no verb.
    let verbs: Vec<String> = between.iter().take_while(|word| !is_article(word)).flat_map(lemmas).collect();
    let by = between.iter().any(|word| word == "by");
    let passive = by || between.iter().take_while(|word| lemmas(word).is_empty()).any(|word| is_be(word));
    // "Born in" and "lived in" look alike, though only one of the two is done by the first.
    let open = !passive && between.len() == 2 && between[0].ends_with(['d', 'n', 't']) && !verbs.contains(&between[0]);
    (!open && !verbs.is_empty()).then_some(Deed { verbs, first, passive, by })
}

/// The one end that a preposition of place leads to: "in _", "in the city of _".
fn place(words: &[String]) -> Option<End> {
    let says = |word: &str| !is_small(word) && end(word).is_none() && !word.contains(char::is_numeric);
    let names = |word: &String| is_article(word) || word == "of" || says(word);
    let led = |at: &usize| {
        let before = words[..*at].iter().rev().find(|word| !names(word) || PLACES.contains(&word.as_str()));
        before.is_some_and(|word| PLACES.contains(&word.as_str()))
    };
    let mut ends = (0..words.len()).filter(|at| end(&words[*at]).is_some()).filter(led);
    let first = ends.next()?;
    if ends.next().is_some() { None } else { end(&words[first]) }
}

fn other(end: End) -> End {
    if end == End::Subject { End::Object } else { End::Subject }
}

/// Which end a noun is said of. "In the city of _" and "the book _" name the kind of the end that follows; "the capital of _ is _",
/// "_'s capital is _" and "_ is the capital of _" say what the other end is to it.
fn said(words: &[String], from: usize, to: usize) -> Option<(End, Said)> {
    let word = |at: usize| words.get(at).map(String::as_str);
    let joins = |word: &str| is_be(word) || is_small(word) && word != "most" && !is_article(word) || LEADS.contains(&word);
    let small = |at: &usize| joins(&words[*at]) || end(&words[*at]).is_some();
    let opener = (0..from).rev().find(small).map(|at| (at, words[at].as_str()));
    if let Some(near) = word(to).and_then(end) {
        // "_ uses _": what stands alone between two ends is no noun.
        let alone = opener.is_some_and(|(_, word)| end(word).is_some());
        return (!alone).then_some((near, Said::Kind));
    }
    let after_of = word(to).filter(|word| OF.contains(word)).and_then(|_| words[to + 1..].iter().take(2).find_map(|word| end(word)));
    let called = || match word(to) {
        Some("of") => names_what_it_is_of(&words[from..to].join(" ")),
        Some(joint) => matches!(joint, "called" | "named"),
        None => false,
    };
    let is = |end: End| (end, Said::Is);
    match (opener, after_of) {
        (Some((at, "'s" | "s")), _) => words[..at].last().and_then(|owner| end(owner)).map(|owner| beside(words, to, other(owner))),
        (Some((at, be)), _) if is_be(be) => words[..at].iter().rfind(|word| !helps(word)).and_then(|word| end(word)).map(is),
        // "_ parent of _": the predicate's own words.
        (Some((at, near)), Some(_)) if at + 1 == from && end(near).is_some() && word(to) == Some("of") => end(near).map(is),
        (None, of) => said_to_be(words).map(is).or(of.map(|of| beside(words, to, other(of)))),
        (Some((at, word)), Some(of)) if word != "of" && (end(word).is_none() || at + 1 < from) && called() => Some((of, Said::Kind)),
        _ => None,
    }
}

/// What a noun of the one end says of the other: it is that if nothing but "is" stands before it.
fn beside(words: &[String], noun: usize, far: End) -> (End, Said) {
    let reached = words.iter().skip(noun).position(|word| end(word) == Some(far)).map_or(words.len(), |at| noun + at);
    let joint = |word: &str| matches!(word, "of" | "'s" | "called" | "named");
    let plain = |word: &String| is_be(word) || end(word).is_some() || is_article(word) || joint(word);
    (far, if words[noun.min(reached)..reached].iter().all(plain) { Said::Is } else { Said::Near })
}

/// Nouns for what is often named after them.
const NAMED_AFTER: &[&str] =
    &["sport", "game", "religion", "art", "genre", "profession", "occupation", "position", "field", "instrument", "month"];

/// Whether "the noun of a name" is what the name names, as in "the city of Porto", and not something that the named has: "the pen of Ana".
fn names_what_it_is_of(noun: &str) -> bool {
    let lexicon = Lexicon::shipped();
    let one = lexicon.lemmas(noun, Some(Part::Noun)).iter().any(|lemma| lemma == noun);
    let main = lexicon.kinds(noun).first().map(|(kind, _)| *kind);
    one && (matches!(main, Some(Kind::Place | Kind::Language)) || NAMED_AFTER.iter().any(|name| noun == *name || lexicon.is_a(noun, name)))
}

/// The end that a wording says the noun at its beginning is: "the school where _ was taught is _".
fn said_to_be(words: &[String]) -> Option<End> {
    let be = words.iter().rposition(|word| is_be(word))?;
    let after = &words[be + 1..];
    let at = after.iter().position(|word| end(word).is_some())?;
    let plain = after[..at].iter().all(|word| !is_small(word) || is_article(word));
    (plain && at <= MOST_BEFORE).then(|| end(&after[at])).flatten()
}

#[cfg(test)]
mod tests {
    use super::{End, Wording};

    #[test]
    fn nouns_are_said_of_one_end() {
        let cases = [
            ("\u{1} was born in the city of \u{2}", "city", Some(End::Object)),
            ("the capital of \u{1} is \u{2}", "capital", Some(End::Object)),
            ("\u{2} is the author of \u{1}", "author", Some(End::Object)),
            ("\u{1} has been the head of \u{2}", "head", Some(End::Subject)),
            ("in 2020 \u{1} became head of \u{2}", "head", Some(End::Subject)),
            ("the book \u{1} is by \u{2}", "book", Some(End::Subject)),
            ("\u{1} speaks the language of \u{2}", "language", Some(End::Object)),
            ("\u{1} 's child is \u{2}", "child", Some(End::Object)),
            ("the university where \u{1} was educated is \u{2}", "university", Some(End::Object)),
            ("\u{1} is a citizen of \u{2}", "citizen", Some(End::Subject)),
            ("\u{1} uses \u{2} as its currency", "uses", None),
            ("\u{1} came from the pen of \u{2}", "pen", None),
            ("\u{1} turns out in the colours of \u{2}", "colours", None),
            ("\u{1} is associated with the sport of \u{2}", "sport", Some(End::Object)),
        ];
        for (text, word, kind) in cases {
            let wording = Wording::read(text);
            let found = wording.units.iter().find(|unit| unit.text == word).map(|unit| unit.said.map(|(end, _)| end));
            assert_eq!(found, Some(kind), "{text}");
        }
    }

    #[test]
    fn one_end_may_be_the_place_of_the_other() {
        let cases = [
            ("\u{1} is located in \u{2}", Some(End::Object)),
            ("\u{1} was born in the city of \u{2}", Some(End::Object)),
            ("in \u{1} lies \u{2}", Some(End::Subject)),
            ("\u{1} is the director of \u{2}", None),
            ("in 2020 \u{1} became head of \u{2}", None),
        ];
        for (text, place) in cases {
            assert_eq!(Wording::read(text).place, place, "{text}");
        }
    }

    #[test]
    fn what_has_to_do_with_an_end_does_not_name_it() {
        let cases = [
            ("the capital of \u{1} is \u{2}", "capital", true),
            ("\u{1} 's capital is \u{2}", "capital", true),
            ("the working life of \u{1} is centred on \u{2}", "working", false),
            ("\u{1} 's headquarters is in \u{2}", "headquarters", false),
            ("\u{1} came into the world in \u{2}", "world", false),
            ("\u{1} works for a band called \u{2}", "band", true),
        ];
        for (text, word, names) in cases {
            let wording = Wording::read(text);
            let unit = wording.units.iter().find(|unit| unit.text == word);
            assert_eq!(unit.map(|unit| unit.names(End::Object)), Some(names), "{text}");
        }
    }
}

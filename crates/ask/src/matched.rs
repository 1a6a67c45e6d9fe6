//! How near the words of a fact come to those of a question.

use asof_lexicon::Lexicon;

use crate::{
    kinds,
    question::Term,
    wording::{End, Unit, Wording},
    words::Nearness,
};

/// A noun that is said of the other end of a fact is worth this share.
const OTHER_END: f32 = 0.96;
/// Words nearer than this are as good as the same.
pub const WHOLLY: f32 = 0.85;
/// A wording that only says what one thing is to another has no more words than this.
const FEW_WORDS: usize = 3;
/// A word said of neither end has to be so near to tell a kind.
const KIND_TOLD: f32 = 0.9;
/// Words nearer than this are the same.
const EXACT: f32 = 0.97;
/// A noun less near than this to what a fact calls something is not what it is called.
const UNLIKE: f32 = 0.5;
/// Phrases less near than this are not the same.
const SAME_PHRASE: f32 = 0.85;
/// What the verb of a fact is worth to a noun, where it calls the thing something else.
const OTHERWISE: f32 = 0.45;
/// A word of several, such as "head" of "head of state", is worth this share of the whole.
const PART: f32 = 0.9;
/// Words of several have to be so near each to be the same together: a state is not a government.
const NEAR_PART: f32 = 0.91;
/// The other end of an opposite: "parent" for "child".
const TURNED: f32 = 0.85;
/// "Work" in "work location" is worth this share to a noun.
const MODIFIER: f32 = 0.8;
/// "Place" in "place of death" is worth this share of "death".
const GENERAL: f32 = 0.18;
/// All of several words, standing apart, are worth this share of the whole.
const PART_OF_ALL: f32 = 0.95;

/// How near the nearest unit comes, and which it is.
pub type Near = (f32, usize);

/// Several units, or none.
pub const NO_UNIT: usize = usize::MAX;
/// No unit, but the kind of thing that the fact leads to.
pub const OF_KIND: usize = usize::MAX - 1;
/// No unit, but that the fact leads to a place.
pub const OF_PLACE: usize = usize::MAX - 2;

/// What a wording says of a question: how near it comes to each term, and how much of it the question does not have.
#[derive(Debug)]
pub struct Match {
    /// The wording, read.
    pub wording: Wording,
    /// For each term: how near comes what is said of neither end, of the subject, and of the object.
    near: Vec<[Near; 3]>,
    /// Whether it calls the subject, and the object, something.
    pub called: [bool; 2],
    /// Whether it says where the subject is.
    pub places: bool,
    /// How much of it the question does not have, from 0 to 1.
    pub unasked: f32,
}

impl Match {
    /// How near it comes to a term, where the fact leads to this end. A noun that is said of the other end is less near, and
    /// does not tell the kind of this one at all.
    pub fn near(&self, number: usize, term: &Term, to: End) -> Near {
        let [whole, subject, object] = self.near[number];
        let (own, other) = if to == End::Subject { (subject, object) } else { (object, subject) };
        if term.is_kind {
            let told = self.called == [false; 2] && KIND_TOLD <= whole.0;
            return if told { nearer(whole, own) } else { own };
        }
        let other = if term.is_noun { (other.0 * OTHER_END, other.1) } else { other };
        // "His position is _" does not tell his team, though "plays" is in it.
        let called_otherwise = term.is_noun && own.0 < UNLIKE && self.called[usize::from(to == End::Object)];
        let whole = if called_otherwise { (whole.0 * OTHERWISE, whole.1) } else { whole };
        let near = nearer(nearer(whole, own), other);
        let misfit = term.is_noun
            && near.0 < EXACT
            && self.wording.kinds_of(to).any(|kind| kinds::fits(&term.word, &[kind.to_owned()]) == Some(false));
        if misfit { (near.0 * OTHERWISE, near.1) } else { near }
    }

    /// Whether it says a term of what a fact leads to as what that is to the other end: "its league is _", not "in the city of _".
    pub fn relational(&self, number: usize, to: End) -> bool {
        let [_, subject, object] = self.near[number];
        let (near, unit) = if to == End::Subject { subject } else { object };
        let kind = self.wording.units.get(unit).is_none_or(|unit| unit.kind);
        WHOLLY <= near && !kind && self.wording.units.len() <= FEW_WORDS
    }
}

fn nearer(one: Near, other: Near) -> Near {
    if one.0 < other.0 { other } else { one }
}

/// Compares wordings with the terms of one question.
pub struct Matcher<'w> {
    /// The question's terms.
    pub terms: &'w [Term],
    /// How near words are.
    pub nearness: &'w Nearness,
}

impl Matcher<'_> {
    /// What a wording says of the question.
    pub fn compare(&self, wording: &str) -> Match {
        let wording = Wording::read(wording);
        let terms = self.terms;
        let near = terms.iter().map(|term| {
            let nearest = |kind: Option<End>| {
                let own = wording.units.iter().enumerate().filter(|(_, unit)| unit.bearer == kind);
                let near = |unit: &Unit| self.nearest(term, &unit.text) * if unit.modifier && term.is_noun { MODIFIER } else { 1.0 };
                own.map(|(at, unit)| (near(unit), at)).fold((0.0, NO_UNIT), nearer)
            };
            let whole = nearer(nearest(None), (self.in_parts(term, &wording), NO_UNIT));
            // Whose parent somebody is is that one's child.
            let turned = |end: End| {
                let units = wording.units.iter().enumerate().filter(|(_, unit)| unit.bearer == Some(end) && !unit.kind && term.is_noun);
                let opposite = units.filter(|(_, unit)| Lexicon::shipped().are_opposites(&term.word, &unit.text)).map(|(at, _)| at).next();
                opposite.map_or((0.0, NO_UNIT), |at| (TURNED, at))
            };
            let (subject, object) = (nearest(Some(End::Subject)), nearest(Some(End::Object)));
            [whole, nearer(subject, turned(End::Object)), nearer(object, turned(End::Subject))]
        });
        let near = near.collect();
        let (mut asked, mut all) = (0.0, 0.0);
        for unit in &wording.units {
            all += unit.weight;
            asked += unit.weight * terms.iter().map(|term| self.nearest(term, &unit.text)).fold(0.0, f32::max);
        }
        let called = [End::Subject, End::Object]
            .map(|end| wording.units.iter().any(|unit| unit.bearer == Some(end) && !unit.kind && !kinds::is_general(&unit.text)));
        let places =
            wording.units.iter().any(|unit| matches!(unit.text.as_str(), "located" | "lies" | "situated" | "based" | "headquartered"));
        Match { wording, near, called, places, unasked: if all > 0.0 { 1.0 - asked / all } else { 0.0 } }
    }

    /// How near a term comes to a unit, as a whole or to one of its words.
    pub fn nearest(&self, term: &Term, unit: &str) -> f32 {
        if term.form == unit {
            return 1.0;
        }
        // What the lexicon does not know as a whole it would take for its last word: "field of work" for "work".
        let known = !term.word.contains(" of ") || Lexicon::shipped().is_known(&term.word);
        let whole = if known { self.nearness.of(&term.word, unit).max(self.nearness.of(&term.form, unit)) } else { 0.0 };
        let of = unit.contains(" of ") && !term.is_kind;
        // Heads of state and heads of government have much in common, and are not the same.
        let whole = if term.word.contains(" of ") && unit.contains(" of ") && whole < SAME_PHRASE { 0.0 } else { whole };
        let part = unit.split(' ').filter(|part| if of { !kinds::is_general(part) } else { main_word(unit) == Some(*part) });
        let part = part.map(|part| self.nearness.of(&term.word, part).max(self.nearness.of(&term.form, part))).fold(0.0, f32::max);
        whole.max(part * PART)
    }

    /// How near a term of several words comes to words that stand apart: "place of death" to "died in the city".
    fn in_parts(&self, term: &Term, wording: &Wording) -> f32 {
        let parts: Vec<&str> = term.word.split(' ').filter(|part| !crate::words::is_small(part)).collect();
        if parts.len() < 2 {
            return 0.0;
        }
        // What comes before "of" is often only the kind of thing; what stands before a noun only modifies it.
        let of = term.word.contains(" of ");
        let last = parts.len() - 1;
        let empty = !of && kinds::is_empty(parts[last]);
        let general = |at: usize| if empty { at == last } else { at < last && (!of || kinds::is_general(parts[at])) };
        let weight = |at: usize| if general(at) { GENERAL } else { 1.0 };
        let nearest = |part: &str| {
            wording.units.iter().flat_map(|unit| unit.text.split(' ')).map(|word| self.nearness.of(part, word)).fold(0.0, f32::max)
        };
        let all: f32 = (0..parts.len()).map(weight).sum();
        let full = |near: f32| if near < NEAR_PART { 0.0 } else { near };
        parts.iter().enumerate().map(|(at, part)| weight(at) * full(nearest(part))).sum::<f32>() / all * PART_OF_ALL
    }
}

/// The word of several that says the most: "head" of "head of state", "citizenship" of "country of citizenship", "label" of "record label".
fn main_word(unit: &str) -> Option<&str> {
    let (first, last) = (unit.split(' ').next()?, unit.rsplit(' ').next()?);
    match () {
        () if !unit.contains(' ') => None,
        () if unit.contains(" of ") && !kinds::is_general(first) => Some(first),
        () => Some(last),
    }
}

//! Which way round a fact is asked for: told by the nouns that name one of its ends, by whose they are, and by who does what a verb says.

use asof_lexicon::{Kind, Lexicon};
use asof_parser::{Pos, Word as Parsed};

use crate::{
    path::Path,
    question::{Asked, Mention, Named},
    wording::{End, PLACES, Wording},
};

/// A noun that is a person this often means one.
const MOSTLY: f32 = 0.8;
/// What the one end of a relation is to the other, and the other to the one.
const CONVERSE: &[(&str, &str)] = &[
    ("parent", "child"),
    ("grandparent", "grandchild"),
    ("ancestor", "descendant"),
    ("employer", "employee"),
    ("boss", "employee"),
    ("teacher", "student"),
    ("predecessor", "successor"),
    ("winner", "loser"),
    ("landlord", "tenant"),
    ("buyer", "seller"),
];

/// What a thing that a question names does, or has done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The verb, in dictionary form.
    pub verb: String,
    /// Whether it does it.
    pub acts: bool,
}

/// The role that a question gives to something it names, if it is a verb's subject or object.
pub(crate) fn role(words: &[&Parsed], heads: &[Option<usize>], (_, (from, to)): &Named) -> Option<Role> {
    let within = |at: usize| words[at].start < *to && *from < words[at].end;
    let own = (0..words.len()).filter(|&at| within(at)).find(|&at| heads[at].is_none_or(|head| !within(head)))?;
    let verb = heads[own].filter(|&head| words[head].pos == Pos::Verb)?;
    let by = || (0..words.len()).any(|at| heads[at] == Some(own) && words[at].form.eq_ignore_ascii_case("by"));
    let is_be = |at: usize| words[at].lemma == "be";
    // "Was Ana born": whatever the verb of being was attached to.
    let asked_of = (0..words.len()).find(|&at| within(at)).and_then(|first| first.checked_sub(1)).is_some_and(is_be);
    let helped = (0..words.len()).any(|at| heads[at] == Some(verb) && is_be(at));
    let acts = match words[own].relation {
        "nsubj" => !asked_of && (words[verb].tag != "VBN" || !helped),
        "obj" | "nsubj:pass" => false,
        "obl" | "obl:agent" if by() => true,
        _ => return None,
    };
    Some(Role { verb: words[verb].lemma.to_lowercase(), acts })
}

/// A fact as it is asked for: at the end of a path, with the words between two windows.
pub(crate) struct Step<'a> {
    pub asked: &'a Asked,
    pub path: &'a Path,
    /// The window with the words that it says.
    pub window: (usize, usize),
    /// Where it leads to.
    pub to: u32,
    pub forward: bool,
    pub wording: &'a Wording,
    /// Whether it leads to a place, a date or a number.
    pub nobody: bool,
}

impl Step<'_> {
    /// Whether the question asks for it the other way round.
    pub fn is_turned(&self) -> bool {
        let (near, far) = if self.forward { (End::Subject, End::Object) } else { (End::Object, End::Subject) };
        let (of_far, of_near) = self.nouns();
        self.calls(near, &of_far) && !self.calls(far, &of_far)
            || self.calls(far, &of_near) && !self.calls(near, &of_near)
            || self.is_converse(far, &of_far) && !self.calls(far, &of_far)
            || self.acts(near) == Some(false)
            || self.leads_away()
            || self.nobody && of_far.iter().any(|noun| is_somebody(noun))
    }

    /// Whether its words ask for where what it starts from is, and it leads to what is there: "where was Ana's daughter born" asks for no fact
    /// about Ana.
    pub fn leads_away(&self) -> bool {
        let near = if self.forward { End::Subject } else { End::Object };
        self.wording.place == Some(near) && self.asks_where()
    }

    /// Whether its words ask for where the one end is: "where", "in which", "which country … in".
    fn asks_where(&self) -> bool {
        let (old, new) = (self.path.window, self.window);
        let word = |at: usize| self.asked.words.get(at).map_or("", |word| word.text.as_str());
        let last = self.asked.words.len().saturating_sub(1);
        let ends = self.asked.words.last().is_some_and(|last| self.asked.mentions.iter().all(|mention| mention.span.0 < last.span.0));
        (new.0..old.0).chain(old.1..new.1).any(|at| match word(at) {
            "where" => true,
            "which" | "what" => at.checked_sub(1).is_some_and(|before| PLACES.contains(&word(before))),
            text => ends && at == last && PLACES.contains(&text),
        })
    }

    /// The nouns for what is asked for, "the mother of Ana", "Ana's mother", and those for what it is asked of: "is Eva Ana's mother".
    fn nouns(&self) -> (Vec<&str>, Vec<&str>) {
        let (old, new) = (self.path.window, self.window);
        let word = |at: usize| self.asked.words.get(at).map_or("", |word| word.text.as_str());
        let left = (new.0..old.0).filter(|at| matches!(word(at + 1), "of" | "in" | "for" | "at" | "behind")).map(word);
        let owned = |at: &usize| word(*at) == "'s";
        let whose = |at: usize| self.asked.mentions.iter().find(|mention| mention.span.1 == self.asked.words[at].span.0);
        let (mut of_far, mut of_near): (Vec<&str>, Vec<&str>) = (left.collect(), Vec::new());
        for at in (new.0..old.0).chain(old.1..new.1).filter(owned) {
            match whose(at).map(|mention| mention.entity) {
                Some(owner) if owner == self.to => of_near.push(word(at + 1)),
                Some(owner) if owner != self.path.end() => {}
                Some(_) | None => of_far.push(word(at + 1)),
            }
        }
        (of_far, of_near)
    }

    /// Whether the wording calls an end one of these.
    fn calls(&self, end: End, nouns: &[&str]) -> bool {
        self.called(end).any(|word| nouns.iter().any(|noun| is_kind_of(noun, word)))
    }

    fn is_converse(&self, end: End, nouns: &[&str]) -> bool {
        self.called(end).any(|word| nouns.iter().any(|noun| are_converse(noun, word)))
    }

    fn called(&self, end: End) -> impl Iterator<Item = &str> {
        let units = self.wording.units.iter().filter(move |unit| unit.relates(end));
        units.flat_map(|unit| unit.text.split(' '))
    }

    /// Whether the end that it starts from does in the question what it does in the wording; none where the verbs differ.
    fn acts(&self, near: End) -> Option<bool> {
        let mention: &Mention = self.asked.mentions.get(self.path.mention).filter(|_| self.path.end() == self.path.start)?;
        let role = mention.role.as_ref()?;
        let deed = self.wording.deed.as_ref().filter(|deed| deed.verbs.contains(&role.verb))?;
        let acts = if deed.first == near { !deed.passive } else { deed.by };
        // What "was born in _" leads to neither bears nor is born.
        (deed.first == near || deed.by || !deed.passive).then_some(acts == role.acts)
    }
}

/// Whether a noun means a person and nothing else.
fn is_somebody(noun: &str) -> bool {
    matches!(Lexicon::shipped().kinds(noun).first(), Some((Kind::Person, share)) if MOSTLY <= *share)
}

/// Whether a noun is another or a kind of it: a mother is a parent.
fn is_kind_of(noun: &str, other: &str) -> bool {
    noun == other || Lexicon::shipped().is_a(noun, other)
}

/// Whether two nouns name the two sides of one relation: a father and a daughter.
fn are_converse(one: &str, other: &str) -> bool {
    let sides = |one: &str, other: &str| CONVERSE.iter().any(|(a, b)| is_kind_of(one, a) && is_kind_of(other, b));
    sides(one, other) || sides(other, one)
}

//! Verb groups: tense, negation and the adverbs around the verb.

use crate::{
    table::{Means, Row},
    word::after,
};

/// Whose verb it is, which decides its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// I
    I,
    /// We
    We,
    /// A name
    Third,
}

/// When the verb says it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// "lives", "is living"
    Present,
    /// "lived", "was living"
    Past,
    /// "has lived"
    Perfect,
    /// "used to live"
    UsedTo,
}

/// Whether it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// "lives"
    Plain,
    /// "does not live"
    Negated,
    /// "no longer lives"
    Over,
}

/// The form in which the main verb must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Finite,
    Base,
    Done,
    Ing,
    /// "Be" itself is the main verb.
    Be,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Adverb {
    /// It fits anything.
    Any,
    /// It fits what is so now.
    Now,
    /// It fits what has come or gone.
    Just,
}

const ADVERBS: &[(&str, Adverb)] = &[
    ("also", Adverb::Any),
    ("really", Adverb::Any),
    ("now", Adverb::Now),
    ("currently", Adverb::Now),
    ("still", Adverb::Now),
    ("just", Adverb::Just),
    ("recently", Adverb::Just),
    ("finally", Adverb::Just),
    ("already", Adverb::Just),
];

/// A verb group, up to its main verb.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a, 'b> {
    person: Person,
    form: Form,
    tense: Tense,
    /// Whether it is so.
    pub mood: Mood,
    adverb: Adverb,
    rest: &'a [&'b str],
}

/// Reads the group that the words begin with; `now` if the sentence ends in "now".
pub fn read<'a, 'b>(words: &'a [&'b str], person: Person, now: bool) -> Group<'a, 'b> {
    let adverb = if now { Adverb::Now } else { Adverb::Any };
    let mut group = Group { person, form: Form::Finite, tense: Tense::Present, mood: Mood::Plain, adverb, rest: words };
    group.skip_adverbs();
    group.auxiliary();
    group.skip_adverbs();
    group
}

impl<'a, 'b> Group<'a, 'b> {
    /// The tense, and what follows the verb and its words, if the row's verb stands here in its form.
    pub fn matches(&self, row: &Row) -> Option<(Tense, &'a [&'b str])> {
        let (tense, rest) = self.main_verb(row)?;
        Some((tense, after(rest, row.tail)?)).filter(|_| self.adverb_fits(tense, row.means))
    }

    /// Whether it speaks of a change under way: "is moving to Lyon".
    pub fn is_under_way(&self, means: Means) -> bool {
        self.form == Form::Ing && means != Means::State
    }

    fn main_verb(&self, row: &Row) -> Option<(Tense, &'a [&'b str])> {
        let Some(verb) = row.verb else {
            return (self.form == Form::Be).then_some((self.tense, self.rest));
        };
        let (word, rest) = self.rest.split_first()?;
        let present = if self.person == Person::Third { verb.third } else { verb.base };
        let tense = match self.form {
            Form::Finite if *word == verb.past => Tense::Past,
            Form::Finite if *word == present => Tense::Present,
            Form::Base if *word == verb.base => self.tense,
            Form::Done if *word == verb.done => self.tense,
            Form::Ing if *word == verb.ing => self.tense,
            Form::Finite | Form::Base | Form::Done | Form::Ing | Form::Be => return None,
        };
        Some((tense, rest))
    }

    fn adverb_fits(&self, tense: Tense, means: Means) -> bool {
        match self.adverb {
            Adverb::Any => true,
            Adverb::Now => tense == Tense::Present || tense == Tense::Perfect && means != Means::State,
            Adverb::Just => means != Means::State && self.mood == Mood::Plain,
        }
    }

    fn skip_adverbs(&mut self) {
        loop {
            if let Some(rest) = after(self.rest, "no longer") {
                self.mood = Mood::Over;
                self.rest = rest;
            } else if let Some((_, adverb)) = self.rest.first().and_then(|word| ADVERBS.iter().find(|(name, _)| name == word)) {
                self.adverb = if *adverb == Adverb::Any { self.adverb } else { *adverb };
                self.rest = &self.rest[1..];
            } else {
                return;
            }
        }
    }

    fn auxiliary(&mut self) {
        let (do_, have, is, was) = match self.person {
            Person::I => ("do not", "have", "am", "was"),
            Person::We => ("do not", "have", "are", "were"),
            Person::Third => ("does not", "has", "is", "was"),
        };
        if self.skip(do_) {
            self.negate(Form::Base, Tense::Present);
        } else if self.skip("did not") {
            self.negate(Form::Base, Tense::Past);
        } else if self.skip("used to be") {
            self.set(Form::Be, Tense::UsedTo);
        } else if self.skip("used to") {
            self.set(Form::Base, Tense::UsedTo);
        } else if self.skip(have) {
            self.perfect();
        } else if self.skip(is) {
            self.being(Tense::Present);
        } else if self.skip(was) {
            self.being(Tense::Past);
        }
    }

    fn perfect(&mut self) {
        self.skip_not();
        if self.skip("been") {
            self.being(Tense::Perfect);
        } else {
            self.set(Form::Done, Tense::Perfect);
        }
    }

    fn being(&mut self, tense: Tense) {
        self.skip_not();
        self.skip_adverbs();
        let running = self.rest.first().is_some_and(|word| word.ends_with("ing") && word.starts_with(char::is_lowercase));
        self.set(if running { Form::Ing } else { Form::Be }, tense);
    }

    fn skip_not(&mut self) {
        self.skip_adverbs();
        if self.skip("not") {
            self.mood = Mood::Negated;
        }
        self.skip_adverbs();
    }

    fn skip(&mut self, words: &str) -> bool {
        let rest = after(self.rest, words);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn set(&mut self, form: Form, tense: Tense) {
        self.form = form;
        self.tense = tense;
    }

    fn negate(&mut self, form: Form, tense: Tense) {
        self.set(form, tense);
        self.mood = Mood::Negated;
    }
}

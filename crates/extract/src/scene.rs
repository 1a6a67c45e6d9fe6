//! A sentence with everything that was read of it: its tree, clauses, forces, times, and what its phrases stand for.

use asof_model::{Object, Point, Scalar};
use asof_parser::Pos;

use crate::{
    clause::Clause,
    discourse::Referent,
    force::Force,
    hedge, phrase,
    told::Told,
    tree::Tree,
    when::{Times, ToldIn, When},
};

/// What is known of one sentence.
pub struct Scene<'a> {
    pub tree: &'a Tree<'a>,
    pub clauses: &'a [Clause],
    pub forces: &'a [Force],
    /// What each phrase stands for, by the number of its head.
    pub referents: &'a [Option<Referent>],
    /// The words that belong to time expressions.
    pub timed: &'a [bool],
    pub times: &'a Times<'a>,
    /// The time expressions of each clause.
    pub shares: &'a [Vec<usize>],
    pub said: Option<Point>,
    pub speaker: Option<Referent>,
    /// What the text has told before this sentence.
    pub told: &'a Told,
    /// What "not" puts aside: "Lyon, *not Paris*".
    pub denied: Option<usize>,
}

impl Scene<'_> {
    pub fn referent(&self, at: usize) -> Option<&Referent> {
        self.referents.get(at)?.as_ref()
    }

    /// The time that a clause gives.
    pub fn when(&self, clause: usize, told: ToldIn) -> When {
        self.times.combine(&self.shares[clause], told, self.told)
    }

    /// The subjects of a clause that are known.
    pub fn subjects(&self, clause: &Clause) -> Vec<Referent> {
        if clause.elided {
            return self.speaker.clone().map(|speaker| Referent { sure: 0.8, ..speaker }).into_iter().collect();
        }
        let hedged = |&at: &usize| {
            let sure = hedge::of_phrase(self.tree, at);
            self.referent(at).map(|referent| Referent { sure: referent.sure * sure, ..referent.clone() })
        };
        clause.subjects.iter().filter_map(hedged).flat_map(|referent| referent.each()).collect()
    }

    /// What a phrase is as the object of a claim about somebody: its own car is "car", and another's "Ana's car".
    pub fn object(&self, at: usize, subject: &Referent) -> Option<(Object, f32)> {
        if self.timed.get(at).copied().unwrap_or_default() || phrase::is_empty_quantity(self.tree, at) || self.denied == Some(at) {
            return None;
        }
        // "wore 3 of the shirts": no mere number.
        let of_some = || self.tree.all(at, &["nmod"]).any(|of| crate::clause::case(self.tree, of) == "of");
        if let Some(value) = quantity(self.tree, at).filter(|_| self.tree.pos(at) != Pos::Num || !of_some()) {
            return Some((value, 1.0));
        }
        // "fixed my brother's": what of his, the words do not say.
        let owner = self.tree.all(at, &["case"]).any(|sign| self.tree.tag(sign) == "POS") && !phrase::is_name(self.tree, at);
        let referent = self.referent(at).filter(|_| !owner)?;
        if referent.name == subject.name {
            return None;
        }
        let hedge = hedge::of_phrase(self.tree, at);
        let own = referent.name.strip_prefix(subject.name.as_str()).and_then(|rest| rest.strip_prefix("'s "));
        let name = match own {
            Some(own) if !referent.person => own.to_owned(),
            Some(_) | None => referent.name.clone(),
        };
        Some((Object::Entity(name), referent.sure * hedge))
    }

    /// A clause as a phrase that could follow "to": "visit Japan", without its time and its subject.
    pub fn verb_phrase(&self, clause: &Clause) -> String {
        let tree = self.tree;
        let wanted = |at: usize| {
            let direct = tree.head(at) == Some(clause.head);
            let base = tree.base(at);
            let dropped = direct
                && matches!(
                    base,
                    "nsubj" | "mark" | "aux" | "conj" | "cc" | "advcl" | "parataxis" | "discourse" | "vocative" | "punct" | "expl" | "dep"
                )
                || self.timed.get(at).copied().unwrap_or_default()
                || tree.is_a(at, "nmod:poss") && tree.pos(at) == Pos::Pron
                || tree.base(at) == "parataxis"
                || tree.is_a(at, "acl:relcl");
            !dropped
        };
        let mut words = tree.under(clause.head, wanted);
        while words.last().is_some_and(|&last| tree.pos(last) == Pos::Punct || tree.pos(last) == Pos::Adp && tree.is_a(last, "case")) {
            words.pop();
        }
        let negated = tree.all(clause.head, &["advmod"]).any(|at| tree.is_one(at, &["not", "n't", "never"]));
        let (before, after): (Vec<usize>, Vec<usize>) = words.iter().partition(|&&at| at < clause.head);
        let kept: Vec<usize> =
            before.into_iter().filter(|&at| clause.copula.is_some_and(|copula| copula < at) && tree.pos(at) != Pos::Adv).collect();
        let helper = tree.exact(clause.head, "aux:pass").filter(|_| clause.copula.is_none()).map(|at| tree.lemma(at).to_owned());
        let head = if clause.copula.is_some() || helper.is_some() {
            tree.words[clause.head].form.clone()
        } else {
            tree.lemma(clause.head).to_owned()
        };
        let rest: Vec<usize> = after.into_iter().filter(|&at| at != clause.head).collect();
        let parts = [
            if negated { "not".to_owned() } else { String::new() },
            if clause.copula.is_some() { "be".to_owned() } else { helper.unwrap_or_default() },
            tree.say(&kept),
            head,
            tree.say(&rest),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ").replace(" ,", ",")
    }

    /// A clause as it is said, without the word that opens it.
    pub fn quote(&self, clause: &Clause) -> String {
        let tree = self.tree;
        let mut words = tree.under(clause.head, |at| {
            !(tree.head(at) == Some(clause.head) && matches!(tree.base(at), "mark" | "punct" | "parataxis" | "discourse"))
        });
        while words.last().is_some_and(|&last| tree.pos(last) == Pos::Punct) {
            words.pop();
        }
        let opening = words.iter().take_while(|&&first| tree.pos(first) == Pos::Adp).count();
        tree.say(&words[opening..])
    }
}

const UNITS: &[&str] = &[
    "kg",
    "kilogram",
    "kilo",
    "gram",
    "pound",
    "lb",
    "ounce",
    "ton",
    "tonne",
    "km",
    "kilometre",
    "kilometer",
    "metre",
    "meter",
    "mile",
    "foot",
    "inch",
    "cm",
    "mm",
    "yard",
    "litre",
    "liter",
    "gallon",
    "percent",
    "%",
    "dollar",
    "euro",
    "$",
    "€",
    "£",
    "acre",
    "hectare",
    "degree",
    "calorie",
    "mph",
    "km/h",
    "hp",
    "watt",
    "volt",
    "gb",
    "mb",
    "tb",
];

/// A number, with its unit if it has one: "62 kg", "$20"; and not "two dogs", which are dogs.
pub fn quantity(tree: &Tree<'_>, at: usize) -> Option<Object> {
    let lemma = tree.lemma(at).to_lowercase();
    let numeral = tree.all(at, &["nummod"]).next();
    match (UNITS.contains(&lemma.as_str()), numeral) {
        (true, Some(numeral)) => number(&tree.words[numeral].form).map(|value| Object::Value { value, unit: Some(lemma) }),
        _ if tree.pos(at) == Pos::Num => number(&tree.words[at].form).map(|value| Object::Value { value, unit: None }),
        _ => None,
    }
}

/// The years of an age, in digits or in words.
pub fn years(form: &str) -> Option<Scalar> {
    let lower = form.to_lowercase();
    let in_words = (0..100).find(|years| asof_dates::in_words(*years).as_deref() == Some(lower.as_str()));
    in_words.map_or_else(|| number(form), |years| Some(Scalar::Number(years.into())))
}

/// The value of a numeral in digits.
pub fn number(form: &str) -> Option<Scalar> {
    let digits = form.replace(',', "");
    let number: serde_json::Number = serde_json::from_str(&digits).ok()?;
    Some(Scalar::Number(number))
}

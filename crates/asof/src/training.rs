//! What is stable over the spaces of a store, as lines to train on.

use asof_consolidate::{INSTRUCTION, OBSERVATION};
use asof_derive::training::{Name, Options, Sort, Stable, What, jsonl, lines};
use asof_model::{Basis, Certainty, Fact, Object};

use crate::{error::Result, memory::Memory, snapshot::AsOf};

/// Facts less sure than this are not stable.
const SURE: f32 = 0.8;
/// The names under which the owner of a space is known.
const USER: &str = "user";
/// What only people do or are: who has one of these is a person.
const OF_PEOPLE: [&str; 13] = [
    "lives_in",
    "works_at",
    "job_title",
    "studies_at",
    "born_on",
    "born_in",
    "spouse_of",
    "sibling_of",
    "parent_of",
    "friend_of",
    "nationality",
    "feels",
    OBSERVATION,
];

impl Memory {
    /// Lines to train on, as JSON, one object a line: what at least so many spaces of the store agree on, with the claims it rests on.
    /// Nothing personal unless asked.
    ///
    /// # Errors
    /// When a space is damaged.
    pub fn training(&self, spaces: usize, personal: bool) -> Result<String> {
        let mut stable = Vec::new();
        let mut people = Vec::new();
        for (space, name) in (0_u32..).zip(self.spaces()) {
            let snapshot = self.space(&name)?.snapshot();
            let facts = snapshot.as_of(AsOf::NOW).everything();
            let of_people = facts.iter().filter(|fact| OF_PEOPLE.contains(&fact.predicate.as_str())).map(|fact| fact.subject.clone());
            let mut own: Vec<String> = of_people.collect();
            own.sort();
            own.dedup();
            stable.extend(facts.iter().filter(|fact| is_stable(fact)).map(|fact| of_fact(space, fact, &own)));
            people.extend(own);
        }
        people.sort();
        people.dedup();
        people.retain(|name| !name.eq_ignore_ascii_case(USER));
        Ok(jsonl(&lines(&stable, &Options { spaces, personal, people })))
    }
}

fn is_stable(fact: &Fact) -> bool {
    let engine = fact.subject.starts_with("asof:");
    !engine && !fact.event && !fact.disputed && fact.certainty == Certainty::Certain && SURE <= fact.confidence
        || fact.predicate == OBSERVATION && fact.basis != Basis::Inertia
}

fn of_fact(space: u32, fact: &Fact, people: &[String]) -> Stable {
    let name = |text: &str| {
        let person = people.iter().any(|person| person == text);
        let sort = if text.eq_ignore_ascii_case(USER) {
            Sort::User
        } else if person {
            Sort::Person
        } else {
            Sort::Other
        };
        Name { text: text.to_owned(), sort }
    };
    let (subject, words, object) = (name(&fact.subject), fact.predicate.replace('_', " "), fact.object.text());
    let what = match (fact.predicate.as_str(), &fact.object) {
        (INSTRUCTION, _) => rule(&object),
        (OBSERVATION, _) => What::Habit { subject, words: object },
        ("prefers" | "likes" | "dislikes", _) => What::Preference { subject, words, object: name(&object) },
        (_, Object::Entity(_) | Object::Value { .. }) => What::Fact { subject, words, object: name(&object) },
    };
    Stable { space, what, claims: fact.claims.clone() }
}

/// A rule is written with its word first: "never e-mail customers directly".
fn rule(text: &str) -> What {
    let (polarity, text) = text.split_once(' ').unwrap_or(("always", text));
    What::Rule { polarity: polarity.to_owned(), text: text.to_owned() }
}

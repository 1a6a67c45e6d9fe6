//! What the text has told so far: it settles a verb of several meanings, and is what a correction corrects.

use std::collections::HashMap;

use asof_model::{Claim, Kind, Object, Point, normalise};

use crate::Found;

/// The claims read from the text so far.
#[derive(Debug, Default)]
pub struct Told {
    ties: HashMap<(String, String), Vec<String>>,
    last: HashMap<String, Claim>,
    /// What somebody or something was said to be, in small letters.
    kinds: HashMap<String, String>,
    /// When the things that the text has dated were, by the last word of what they are called.
    dates: HashMap<String, Point>,
}

impl Told {
    /// Keeps what was read.
    pub fn note(&mut self, found: &[Found]) {
        for Found { claim, .. } in found {
            let object = normalise(&claim.object.text());
            if let Some(point) = claim.from {
                for name in [&claim.subject, &object].into_iter().filter_map(|name| normalise(name).rsplit(' ').next().map(str::to_owned)) {
                    self.dates.insert(name, point);
                }
            }
            if claim.kind != Kind::Denies {
                let known = self.ties.entry((normalise(&claim.subject), object.clone())).or_default();
                if !known.contains(&claim.predicate) {
                    known.push(claim.predicate.clone());
                }
            }
            if matches!(claim.predicate.as_str(), "is_a" | "job_title") && claim.kind != Kind::Denies {
                let kinds = self.kinds.entry(normalise(&claim.subject)).or_default();
                [" ", &object.to_lowercase()].into_iter().for_each(|part| kinds.push_str(part));
            }
            self.last.insert(object, claim.clone());
        }
    }

    /// The one of these predicates that was told of the two.
    pub fn settle(&self, subject: &str, object: &str, predicates: &[&'static str]) -> Option<&'static str> {
        let known = self.ties.get(&(normalise(subject), normalise(object)))?;
        let mut fitting = predicates.iter().filter(|predicate| known.iter().any(|other| other == *predicate));
        fitting.next().filter(|_| fitting.next().is_none()).copied()
    }

    /// Whether something was said to be one of these.
    pub fn is_one(&self, name: &str, nouns: &[&str]) -> bool {
        self.kinds.get(&normalise(name)).is_some_and(|kinds| kinds.split(' ').any(|kind| nouns.contains(&kind)))
    }

    /// The claim by which somebody has what was called so: "Ana has a dog".
    pub fn holding(&self, noun: &str) -> Option<&Claim> {
        let has =
            |claim: &&Claim| matches!(claim.predicate.as_str(), "has_pet" | "has") && matches!(claim.kind, Kind::Holds | Kind::Begins);
        self.last.get(&normalise(noun)).filter(has)
    }

    /// When an event was that the text has dated: "the wedding".
    pub fn date(&self, event: &str) -> Option<Point> {
        self.dates.get(normalise(event).rsplit(' ').next()?).copied()
    }

    /// The last claim with the wrong object, with the right one in its place.
    pub fn corrected(&self, wrong: &str, right: &str) -> Option<Claim> {
        let claim = self.last.get(&normalise(wrong))?;
        matches!(claim.object, Object::Entity(_)).then(|| Claim { object: Object::Entity(right.into()), ..claim.clone() })
    }
}

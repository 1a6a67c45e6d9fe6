//! What the text has told so far: it settles a verb of several meanings, and is what a correction corrects.

use std::collections::{HashMap, HashSet};

use asof_model::{Claim, Kind, Object, normalise};

use crate::reader::Reading;

/// The claims read from the text so far.
#[derive(Debug, Default)]
pub struct Told {
    ties: HashMap<(String, String), Vec<String>>,
    last: HashMap<String, Claim>,
    bodies: HashSet<String>,
}

/// Predicates whose object is a body that people belong to, and no place.
const OF_BODIES: &[&str] = &["works_at", "studies_at", "member_of", "ceo_of", "graduated_from"];

impl Told {
    /// Keeps what was read.
    pub fn note(&mut self, readings: &[Reading]) {
        for Reading { claim, .. } in readings {
            let object = normalise(&claim.object.text());
            if claim.kind != Kind::Denies {
                let known = self.ties.entry((normalise(&claim.subject), object.clone())).or_default();
                if !known.contains(&claim.predicate) {
                    known.push(claim.predicate.clone());
                }
            }
            if OF_BODIES.contains(&claim.predicate.as_str()) {
                self.bodies.insert(object.clone());
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

    /// Whether somebody works there or belongs to it: "moved to" may then be a change of job.
    pub fn is_body(&self, object: &str) -> bool {
        self.bodies.contains(&normalise(object))
    }

    /// The last claim with the wrong object, with the right one in its place.
    pub fn corrected(&self, wrong: &str, right: &str) -> Option<Claim> {
        let claim = self.last.get(&normalise(wrong))?;
        matches!(claim.object, Object::Entity(_)).then(|| Claim { object: Object::Entity(right.into()), ..claim.clone() })
    }
}

//! From paths to an answer, or to saying that there is none.

use crate::{
    question::{Asked, Form},
    search::{Path, Search},
    words::Nearness,
    world::World,
};

/// Below this confidence there is no answer.
pub const LEAST_CONFIDENCE: f32 = 0.5;
/// Paths worth this much less than the best answer as well as it does.
const AS_GOOD: f32 = 0.005;

/// One thing that answers a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The entity or value.
    pub entity: u32,
    /// How it was found.
    pub path: Path,
}

/// The answer to a question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How the question was read.
    pub asked: Asked,
    /// What answers it, the best first; what comes nearest where it abstains.
    pub found: Vec<Found>,
    /// For a question of yes or no, which.
    pub yes: Option<bool>,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// Whether nothing that is known answers it.
    pub abstained: bool,
}

/// Answers a question from a world; `skip` are the bytes of its times, which the world is already held to.
pub fn answer(question: &str, skip: &[std::ops::Range<usize>], world: &dyn World, nearness: &Nearness) -> Answer {
    let asked = Asked::read(question, skip, world);
    let paths = Search::new(world, &asked, nearness).judged();
    let best: Vec<&Path> = paths.iter().filter(|path| paths[0].worth - AS_GOOD <= path.worth).collect();
    let confidence = paths.first().map_or(0.0, |path| path.worth.clamp(0.0, 1.0));
    let mut found: Vec<Found> = Vec::new();
    for path in best {
        let entity = path.end();
        if found.iter().all(|found| found.entity != entity) {
            found.push(Found { entity, path: path.clone() });
        }
    }
    let yes = (asked.form == Form::YesNo).then(|| found.iter().any(|found| asked.mentions.iter().any(|mention| mention.entity == found.entity)));
    Answer { abstained: confidence < LEAST_CONFIDENCE, confidence, yes, found, asked }
}

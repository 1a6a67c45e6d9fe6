//! From paths to an answer, or to saying that there is none.

use crate::{
    habits::Habits,
    question::{Asked, Form, Named},
    search::{MISSED, Path, Search},
    world::World,
};

/// Below this confidence there is no answer.
pub const LEAST_CONFIDENCE: f32 = 0.5;
/// How much surer a path of several steps is than their product: the power of their number by which a root is taken.
const ROOT: f32 = 0.8;
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

/// Answers a question from a world, which is already held to its times; `named` is what it names, and `skip` the bytes of its times.
pub fn answer(question: &str, named: &[Named], skip: &[std::ops::Range<usize>], world: &dyn World, habits: &Habits) -> Answer {
    let asked = Asked::read(question, named, skip);
    let mut paths = Search::new(world, &asked, habits).judged();
    let yes = (asked.form == Form::YesNo).then(|| settled(&asked, &mut paths)).flatten();
    if asked.others {
        paths.retain(|path| asked.mentions.iter().all(|mention| mention.entity != path.end()));
    }
    let best = paths.first().map_or(0.0, |path| path.worth);
    let confidence = if asked.form == Form::YesNo && yes.is_none() { 0.0 } else { paths.first().map_or(0.0, confidence) };
    let mut found: Vec<Found> = Vec::new();
    for path in paths.into_iter().filter(|path| best - AS_GOOD <= path.worth) {
        if found.iter().all(|found| found.entity != path.end()) {
            found.push(Found { entity: path.end(), path });
        }
    }
    Answer { abstained: confidence < LEAST_CONFIDENCE, confidence, yes, found, asked }
}

/// How sure a path is: the more steps it has, the less each needs to be.
fn confidence(path: &Path) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a few steps")]
    let steps = path.steps.len().max(1) as f32;
    path.likelihood.clamp(0.0, 1.0).powf(1.0 / steps.powf(ROOT))
}

/// Whether a question of yes or no is settled: yes, where a path leads from one thing it names to another; no, where it leads to
/// something else of which there is only one.
fn settled(asked: &Asked, paths: &mut Vec<Path>) -> Option<bool> {
    let links = |path: &Path| asked.mentions.iter().any(|mention| mention.entity == path.end());
    let linked = paths.iter().find(|path| links(path) && LEAST_CONFIDENCE <= confidence(path)).cloned();
    // What else a question names is missed on the way to something else.
    let several = 1 < asked.mentions.len();
    let other = paths.iter().find(|path| several && path.steps.last().is_some_and(|step| step.edge.single)).cloned();
    let (path, yes) = match (linked, other) {
        (Some(path), _) => (path, true),
        (None, Some(path)) => (Path { worth: path.worth / MISSED, likelihood: path.likelihood / MISSED, ..path }, false),
        (None, None) => return None,
    };
    *paths = vec![path];
    Some(yes)
}

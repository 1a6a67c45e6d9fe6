//! Paths: walks over facts from what a question names to what may answer it.

use std::cmp::Ordering;

use crate::world::Edge;

/// One fact of a path, and the end that it leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The end it starts from.
    pub from: u32,
    /// The fact.
    pub edge: Edge,
    /// Whether it is asked for by how it ended.
    pub ends: bool,
    /// The words that it says beside those of the steps before.
    pub(crate) bits: u64,
}

/// A walk over facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The number of the mention it starts from.
    pub mention: usize,
    /// The entity it starts from.
    pub start: u32,
    /// Its steps.
    pub steps: Vec<Step>,
    /// The words that it says: from the first to before the last.
    pub(crate) window: (usize, usize),
    /// How likely its facts say what is asked, from 0 to 1.
    pub likelihood: f32,
    /// The same, with how likely questions are put that way.
    pub worth: f32,
}

impl Path {
    pub(crate) fn weigh(&mut self, factor: f32) {
        self.likelihood *= factor;
        self.worth *= factor;
    }

    /// Whether it passes an entity.
    pub(crate) fn passes(&self, entity: u32) -> bool {
        entity == self.start || self.steps.iter().any(|step| step.edge.to == entity)
    }

    /// Its last fact.
    pub(crate) fn last(&self) -> Option<&Edge> {
        self.steps.last().map(|step| &step.edge)
    }

    /// Where it ends.
    pub fn end(&self) -> u32 {
        self.steps.last().map_or(self.start, |step| step.edge.to)
    }
}

/// The worthier first; of equals the shorter, the newer, then in the order of facts, so that the answer is always the same.
pub(crate) fn better(one: &Path, other: &Path) -> Ordering {
    let said = |path: &Path| path.steps.last().map(|step| step.edge.said);
    other
        .worth
        .total_cmp(&one.worth)
        .then(one.steps.len().cmp(&other.steps.len()))
        .then(said(other).cmp(&said(one)))
        .then_with(|| facts(one).cmp(&facts(other)))
}

fn facts(path: &Path) -> Vec<usize> {
    path.steps.iter().map(|step| step.edge.fact).collect()
}

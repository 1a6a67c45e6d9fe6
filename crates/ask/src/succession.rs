//! Facts of one thing that follow each other in time, and which of them is asked for.

use crate::{
    answer::{LEAST_CONFIDENCE, confidence},
    habits::Habits,
    path::{Path, Step},
    question::{Asked, Form, mentions},
    search::Search,
    time::{Beside, Order, Relation},
    world::World,
};

/// Which part of a fact a clause tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Its begin: "moved to Lyon".
    Begin,
    /// All of it: "lived in Lyon".
    Whole,
    /// Its end: "left Lyon".
    End,
}

/// A stretch of time by which a question tells its own, in microseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Around {
    /// How what is asked lies to it.
    pub relation: Relation,
    /// Its first instant.
    pub from: i64,
    /// The instant after its last.
    pub to: i64,
    /// The fact that it was told by: this is not what is asked for.
    fact: Step,
}

impl Around {
    fn of(relation: Relation, fact: &Step, phase: Phase) -> Self {
        let edge = &fact.edge;
        let (from, to) = match phase {
            Phase::Begin => (edge.since, edge.since.saturating_add(1)),
            Phase::Whole => (edge.since, edge.until),
            Phase::End => (edge.until.saturating_sub(1), edge.until),
        };
        Self { relation, from, to, fact: fact.clone() }
    }

    /// Whether a fact lies so to it.
    pub(crate) fn holds(&self, step: &Step) -> bool {
        let (edge, own) = (&step.edge, &self.fact.edge);
        let ends = |step: &Step| (step.from.min(step.edge.to), step.from.max(step.edge.to));
        let same = (edge.predicate, edge.since, edge.until) == (own.predicate, own.since, own.until);
        if same && ends(step) == ends(&self.fact) {
            return false;
        }
        match self.relation {
            Relation::Before | Relation::Until => edge.since < self.from,
            Relation::After => self.to < edge.until,
            Relation::Since => self.from < edge.until,
            Relation::While => edge.since < self.to && self.from < edge.until,
        }
    }
}

/// When it was that a clause tells of: by a name, when that was what is asked for, or else by what it says, of which this is the phase.
#[must_use]
pub fn anchor(beside: &Beside, phase: Option<Phase>, world: &dyn World, habits: &Habits) -> Option<Around> {
    let named = mentions(&beside.clause, world);
    let whole = |span: (usize, usize)| {
        let rest = format!("{}{}", &beside.clause[..span.0], &beside.clause[span.1..]);
        matches!(rest.trim(), "" | "the" | "The" | "in" | "at" | "'s")
    };
    if let [(entity, span)] = named.as_slice()
        && whole(*span)
    {
        let asked = Asked::read(&beside.main, &mentions(&beside.main, world), &[]);
        let search = Search::new(world, &asked, habits);
        let alike = search.judged().first().map(|best| search.alike(best)).unwrap_or_default();
        let last = alike.iter().filter_map(|path| path.steps.last()).find(|step| step.edge.to == *entity)?;
        return last.edge.dated.then(|| Around::of(beside.relation, last, Phase::Whole));
    }
    let asked = Asked { form: Form::When, ..Asked::read(&beside.clause, &named, &[]) };
    let paths = Search::new(world, &asked, habits).judged();
    let sure = |path: &&Path| LEAST_CONFIDENCE <= confidence(path) && named.iter().all(|(entity, _)| path.passes(*entity));
    let last = paths.iter().find(sure)?.steps.last()?;
    let usual = if beside.relation == Relation::While { Phase::Whole } else { Phase::Begin };
    last.edge.dated.then(|| Around::of(beside.relation, last, phase.unwrap_or(usual)))
}

/// Of facts alike those that are asked for, in order of time; `now` is the instant that is asked at.
pub(crate) fn picked(mut alike: Vec<Path>, order: Option<Order>, around: Option<&Around>, all: bool, now: i64) -> Vec<Path> {
    let since = |path: &Path| path.last().map(|edge| edge.since);
    alike.sort_by_key(|path| (since(path), path.last().map(|edge| edge.until)));
    if let Some(around) = around {
        alike.retain(|path| path.steps.last().is_some_and(|step| around.holds(step)));
    }
    let next = |mut alike: Vec<Path>, last: bool| {
        let bound = if last { alike.last().map(since) } else { alike.first().map(since) };
        alike.retain(|path| Some(since(path)) == bound);
        alike
    };
    match (order, around.map(|around| around.relation)) {
        (Some(order), _) => ordered(alike, order, now),
        (None, Some(Relation::Before)) if !all => next(alike, true),
        (None, Some(Relation::After)) if !all => next(alike, false),
        (None, _) => alike,
    }
}

/// Of facts in order of time the one of a number, the last, or the last that is over.
fn ordered(mut alike: Vec<Path>, order: Order, now: i64) -> Vec<Path> {
    // What nobody dated stands nowhere in an order.
    let begun = |path: &Path| path.last().is_some_and(|edge| edge.dated && edge.since != i64::MIN);
    if alike.iter().any(begun) && order != Order::Former {
        alike.retain(|path| begun(path) && path.last().is_some_and(|edge| edge.since <= now));
    }
    if order == Order::Former {
        alike.retain(|path| path.last().is_some_and(|edge| edge.until <= now));
        alike.sort_by_key(|path| path.last().map(|edge| edge.until));
    }
    let at = match order {
        Order::Nth(number) => Some(number),
        Order::Last | Order::Former => alike.len().checked_sub(1),
    };
    at.filter(|&at| at < alike.len()).map(|at| vec![alike.swap_remove(at)]).unwrap_or_default()
}

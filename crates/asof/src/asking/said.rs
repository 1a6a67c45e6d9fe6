//! What was found, in the words that a question wants: names, a date, a number, yes or no.

use asof_ask::{Answer, Form, Found, Step, World};
use asof_model::{End, Fact, Point};
use chrono::DateTime;

use super::{Answered, PathStep, then::Then};

/// An answer as it is shown; lengths of time are counted to an instant.
pub(super) fn present(then: &Then<'_>, answer: &Answer, until: i64, as_of: Point) -> Answered {
    let best = answer.found.first().map(|found| &found.path);
    let facts = best.into_iter().flat_map(|path| &path.steps).filter_map(|step| then.fact(step.edge.fact)).collect();
    let step = |step: &Step| PathStep {
        from: then.name(step.from),
        relation: then.graph.predicate_text(step.edge.predicate).replace('_', " "),
        to: then.name(step.edge.to),
    };
    let said = if answer.abstained { Vec::new() } else { said(then, answer, until) };
    Answered {
        // A date that nobody told is no answer.
        abstained: said.is_empty(),
        answer: said,
        facts,
        path: best.map(|path| path.steps.iter().map(step).collect()).unwrap_or_default(),
        confidence: answer.confidence,
        as_of,
        known_at: then.view.known_at(),
        nearest: Vec::new(),
    }
}

fn said(then: &Then<'_>, answer: &Answer, until: i64) -> Vec<String> {
    let first = answer.found.first().map(|found| &found.path);
    let last_fact = || first.and_then(|path| then.fact(path.steps.last()?.edge.fact));
    match answer.asked.form {
        Form::YesNo => vec![if answer.yes == Some(true) { "yes" } else { "no" }.to_owned()],
        Form::Count => vec![told_number(then, answer).unwrap_or_else(|| answer.found.len().to_string())],
        Form::When => {
            let ends = answer.asked.ends || first.and_then(|path| path.steps.last()).is_some_and(|step| step.ends);
            last_fact().and_then(|fact| date(&fact, ends)).into_iter().collect()
        }
        Form::Duration | Form::Age => {
            let died = first.and_then(|path| then.died(path.steps.last()?.from));
            // How long something was, if nobody knows that it ended, nobody can say.
            let open = answer.asked.form == Form::Duration && answer.asked.past;
            let until = if open { died } else { Some(died.map_or(until, |died| died.min(until))) };
            last_fact().and_then(|fact| length(&fact, until, answer.asked.form)).into_iter().collect()
        }
        Form::Who | Form::Where | Form::What => answer.found.iter().map(|found| then.name(found.entity)).collect(),
    }
}

/// The number that was told last, where numbers of things were told: "450 employees" and "three cats" are not one.
fn told_number(then: &Then<'_>, answer: &Answer) -> Option<String> {
    let number = |found: &Found| {
        let name = then.name(found.entity);
        let (number, _) = name.split_once(' ')?;
        let digits = number.chars().all(|c| c.is_ascii_digit() || c == ',') && number.starts_with(|c: char| c.is_ascii_digit());
        let lower = number.to_lowercase();
        let word = || (2..100).find(|number| asof_dates::in_words(*number).as_deref() == Some(lower.as_str()));
        let number = if digits { number.to_owned() } else { word()?.to_string() };
        Some((found.path.steps.last().map(|step| (step.edge.said, step.edge.since)), number))
    };
    let numbers: Option<Vec<_>> = answer.found.iter().map(number).collect();
    numbers?.into_iter().max().map(|(_, number)| number)
}

/// When a fact began, or ended; of what only one is known, that.
fn date(fact: &Fact, ends: bool) -> Option<String> {
    let end = if let End::At(point) = fact.to { Some(point) } else { None };
    if ends { end } else { fact.from.or(end) }.map(shown)
}

/// A point as it is told: statements of a list are each a moment later than the last, which nobody asks for.
fn shown(point: Point) -> String {
    let text = point.to_string();
    match text.split_once("T00:00:00.") {
        Some((day, _)) => day.to_owned(),
        None => text,
    }
}

/// How long a fact held, or has held so far, in whole years, months or days; of an age, how long ago it began.
fn length(fact: &Fact, until: Option<i64>, form: Form) -> Option<String> {
    const DAY: i64 = 86_400_000_000;
    let from = fact.from?.lo().micros();
    let ended = if let End::At(point) = fact.to { Some(point.lo().micros()) } else { None };
    let to = ended.filter(|_| form == Form::Duration).or(until)?;
    let days = (to - from) / DAY;
    let years = DateTime::from_timestamp_micros(to)?.years_since(DateTime::from_timestamp_micros(from)?)?;
    let (count, unit) = match days {
        0..60 => (days, "day"),
        60..730 if years < 2 => (days / 30, "month"),
        _ => (years.into(), "year"),
    };
    Some(format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
}

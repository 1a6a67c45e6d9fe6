//! The commands that read.

use std::io::{self, Write};

use asof::{Memory, Options, Snapshot};

use crate::{
    Failure,
    args::{DiffArgs, FactsArgs, StoreArgs, TimelineArgs},
    embed::existing_embedded,
    output,
    progress::Late,
};

/// A store that must be there.
pub fn existing(store: &StoreArgs) -> Result<Memory, Failure> {
    existing_by(store, Memory::options())
}

/// The same, with options of one's own.
pub fn existing_by(store: &StoreArgs, options: Options) -> Result<Memory, Failure> {
    let memory = Late::open(options.create(false).space(&store.space), store)?;
    let spaces = memory.spaces();
    if spaces.contains(&store.space) {
        return Ok(memory);
    }
    let there = if spaces.is_empty() { "nothing".to_owned() } else { spaces.join(", ") };
    Err(Failure::NotFound(format!("there is no space `{}` in this store; there is {there}", store.space)))
}

fn snapshot(store: &StoreArgs) -> Result<Snapshot, Failure> {
    Ok(existing(store)?.snapshot())
}

pub fn facts(store: &StoreArgs, args: &FactsArgs) -> Result<(), Failure> {
    let snapshot = snapshot(store)?;
    let facts = snapshot.as_of(args.as_of.as_of()).facts_in(&args.entity, args.direction.into())?;
    if store.json {
        return output::json(&facts);
    }
    if facts.is_empty() {
        note(store, &format!("nothing is known of {} as of then; `asof timeline {}` shows when something was", args.entity, args.entity));
        return Ok(());
    }
    output::facts(&facts, if args.all { |_| true } else { |_| false })
}

pub fn timeline(store: &StoreArgs, args: &TimelineArgs) -> Result<(), Failure> {
    let snapshot = snapshot(store)?;
    let reading = snapshot.as_of(args.as_of.as_of());
    let mut facts = reading.timeline(&args.entity, args.predicate.as_deref())?;
    if args.as_of.as_of.is_some() {
        let holding = reading.facts(&args.entity)?;
        facts.retain(|fact| holding.iter().any(|other| (&other.claims, other.from) == (&fact.claims, fact.from)));
    }
    if store.json {
        return output::json(&facts);
    }
    if facts.is_empty() {
        note(store, &format!("nothing is known of {}", args.entity));
        return Ok(());
    }
    output::facts(&facts, |other| other.why == asof::Why::Disputed)
}

pub fn diff(store: &StoreArgs, args: &DiffArgs) -> Result<(), Failure> {
    let snapshot = snapshot(store)?;
    let base = args.as_of.as_of();
    let at = |point| if args.known { base.known(asof::KnownAt::At(point)) } else { asof::AsOf { valid: Some(point), ..base } };
    let differences = snapshot.as_of(at(args.from)).diff(&snapshot.as_of(at(args.to)), args.entity.as_deref())?;
    if store.json {
        return output::json(&differences);
    }
    if differences.is_empty() {
        note(store, "nothing differs");
        return Ok(());
    }
    output::differences(&differences)
}

pub fn check(store: &StoreArgs) -> Result<(), Failure> {
    let memory = existing(store)?;
    let mut wrong = Vec::new();
    for name in memory.spaces() {
        let of_space = memory.space(&name)?.check()?;
        wrong.extend(of_space.into_iter().map(|line| format!("space {name}: {line}")));
    }
    if store.json {
        output::json(&wrong)?;
    }
    if wrong.is_empty() {
        note(store, "the store is sound: every frame, number and index fits");
        return Ok(());
    }
    let mut out = io::stdout().lock();
    for line in wrong.iter().filter(|_| !store.json) {
        writeln!(out, "{line}")?;
    }
    Err(Failure::Partly(format!("{} things are wrong; restore the store from a backup or an export", wrong.len())))
}

pub fn stats(store: &StoreArgs) -> Result<(), Failure> {
    let memory = existing_embedded(store)?;
    let (stats, size) = (memory.snapshot().stats(), memory.size_on_disk());
    let mut value = serde_json::to_value(stats)?;
    if let Some(object) = value.as_object_mut() {
        object.insert("spaces".into(), memory.spaces().len().into());
        object.insert("bytes_on_disk".into(), size.into());
        if let Some(made) = memory.embeddings() {
            object.insert("embedder".into(), made.model.into());
            object.insert("embedded".into(), made.embedded.into());
        }
    }
    if store.json {
        return output::json(&value);
    }
    let mut out = io::stdout().lock();
    for (name, value) in value.as_object().into_iter().flatten() {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        writeln!(out, "{:16} {shown}", name.replace('_', " "))?;
    }
    Ok(())
}

/// Says something to people.
pub fn note(store: &StoreArgs, text: &str) {
    if !store.quiet && !store.json {
        eprintln!("{text}");
    }
}

//! Printing: tables for people, JSON for programs.

use std::io::{self, IsTerminal, Write};

use asof::{Alternative, Certainty, Difference, End, Extent, Fact, Report};
use comfy_table::{Attribute, Cell, ContentArrangement, Table, presets};
use serde::Serialize;

use crate::Failure;

/// Prints a value as JSON.
pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(out.write_all(&text)?)
}

/// A table that fits the terminal, with headings if there are any; bold ones only where colour is wanted.
pub fn table(heading: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || !io::stdout().is_terminal();
    let cell = |text: &&str| if plain { Cell::new(text) } else { Cell::new(text).add_attribute(Attribute::Bold) };
    if !heading.is_empty() {
        table.set_header(heading.iter().map(cell).collect::<Vec<_>>());
    }
    table
}

pub fn print(table: &Table) -> Result<(), Failure> {
    Ok(writeln!(io::stdout().lock(), "{}", table.trim_fmt())?)
}

/// Facts as a table, each with those of its alternatives that are wanted.
pub fn facts(facts: &[Fact], wanted: fn(&Alternative) -> bool) -> Result<(), Failure> {
    let mut table = table(&["subject", "predicate", "object", "since", "until", "how we know", "claims"]);
    for fact in facts {
        table.add_row(vec![
            fact.subject.clone(),
            fact.predicate.clone(),
            fact.object.text(),
            since(fact),
            until(fact),
            how(fact),
            fact.claims.join(", "),
        ]);
        for other in fact.alternatives.iter().filter(|other| wanted(other)) {
            let why = serde_json::to_value(other.why)?.as_str().unwrap_or_default().to_owned();
            let object = other.object.text();
            table.add_row(vec![
                other.subject.clone(),
                other.predicate.clone(),
                object,
                String::new(),
                String::new(),
                why,
                other.claim.clone(),
            ]);
        }
    }
    print(&table)
}

fn since(fact: &Fact) -> String {
    fact.from.map_or_else(|| "unknown".into(), |from| from.to_string())
}

fn until(fact: &Fact) -> String {
    match fact.to {
        End::At(to) => to.to_string(),
        End::Open => "-".into(),
        End::Unknown => "unknown".into(),
    }
}

/// Everything about how a fact is known, in a few words.
fn how(fact: &Fact) -> String {
    let basis = serde_json::to_value(fact.basis).ok().and_then(|basis| basis.as_str().map(str::to_owned)).unwrap_or_default();
    let mut words = vec![if fact.event { "event".into() } else { basis }];
    if fact.certainty == Certainty::Possible {
        words.push("possible".into());
    }
    if fact.disputed {
        words.push("disputed".into());
    }
    match fact.holds {
        Some(Extent::Part) => words.push("for a part of it".into()),
        Some(Extent::Throughout) => words.push("throughout".into()),
        None => {}
    }
    if fact.believed == Some(Extent::Part) {
        words.push("believed for a part of the time".into());
    }
    if fact.confidence < 1.0 {
        words.push(format!("{:.2}", fact.confidence));
    }
    words.join(", ")
}

/// Differences as a table.
pub fn differences(differences: &[Difference]) -> Result<(), Failure> {
    let mut table = table(&["", "subject", "predicate", "object", "since", "until"]);
    for Difference { change, fact } in differences {
        let sign = match change {
            asof::Change::Added => "+",
            asof::Change::Removed => "-",
        };
        table.add_row(vec![sign.to_owned(), fact.subject.clone(), fact.predicate.clone(), fact.object.text(), since(fact), until(fact)]);
    }
    print(&table)
}

/// What a write did: the report as JSON, or a few lines on stderr.
pub fn report(report: &Report, as_json: bool, quiet: bool) -> Result<(), Failure> {
    if as_json {
        return json(report);
    }
    if quiet {
        return Ok(());
    }
    match report.tx {
        Some(tx) => eprintln!("transaction {tx}{}", told(report)),
        None => eprintln!("nothing new: all of it was already known"),
    }
    for (sign, facts) in [("-", &report.before), ("+", &report.after)] {
        for fact in facts {
            eprintln!("  {sign} {} {} {}  {} .. {}", fact.subject, fact.predicate, fact.object.text(), since(fact), until(fact));
        }
    }
    for line in report.superseded() {
        eprintln!("  {line}");
    }
    Ok(())
}

/// More claims than this are not named one by one.
const SHOWN_CLAIMS: usize = 8;

fn told(report: &Report) -> String {
    let mut parts = Vec::new();
    if !report.episodes.is_empty() {
        parts.push(format!("episode {}", report.episodes.join(", ")));
    }
    match report.claims.as_slice() {
        [] => {}
        [only] => parts.push(format!("claim {only}")),
        [first, .., last] if SHOWN_CLAIMS < report.claims.len() => parts.push(format!("{} claims, {first} to {last}", report.claims.len())),
        several => parts.push(format!("claims {}", several.join(", "))),
    }
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join("; ")) }
}

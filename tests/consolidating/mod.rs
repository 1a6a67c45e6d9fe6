//! What the tests of consolidation share: claims in a few words, a clock to set, and what came of a run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod following;
mod laws;
mod learning;

use std::sync::{Arc, Mutex};

use asof::{AsOf, Claim, Consolidated, Consolidation, Fact, Finding, FindingKind, Kind, Memory, Operation, Outcome, Point, Statement};

/// A clock that a test sets.
pub struct Set(pub Arc<Mutex<String>>);

impl asof::Clock for Set {
    fn now(&self) -> asof::TxTime {
        let point: Point = self.0.lock().unwrap().parse().unwrap();
        asof::TxTime(point.lo())
    }
}

pub fn memory() -> Memory {
    Memory::options().volatile().unwrap()
}

/// "Ana works_at Acme from 2019 to 2020 @2021 #c1 source=a trust=0.5 ends": a claim in a few words.
pub fn statement(line: &str) -> Statement {
    let mut words = line.split_whitespace();
    let mut next = || words.next().unwrap().replace('_', " ");
    let (subject, predicate, object) = (next(), next().replace(' ', "_"), next());
    let mut statement = Statement::new(Claim::new(&subject, &predicate, &object));
    let words: Vec<&str> = line.split_whitespace().skip(3).collect();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let mut date = || rest.next().unwrap().parse::<Point>().unwrap();
        match *word {
            "from" => statement.claim.from = Some(date()),
            "to" => statement.claim.to = asof::End::At(date()),
            "begins" => statement.claim.kind = Kind::Begins,
            "ends" => statement.claim.kind = Kind::Ends,
            "denies" => statement.claim.kind = Kind::Denies,
            "happens" => statement.claim.kind = Kind::Happens,
            other if other.starts_with('@') => statement.occurred_at = other[1..].parse().ok(),
            other if other.starts_with('#') => statement.id = Some(other[1..].into()),
            other if other.starts_with("source=") => statement.source = Some(other[7..].into()),
            other if other.starts_with("trust=") => statement.trust = other[6..].parse().unwrap(),
            other => panic!("{other}"),
        }
    }
    statement
}

pub fn tell(memory: &Memory, lines: &[&str]) {
    for line in lines {
        memory.tell(Operation::Claim(statement(line))).unwrap();
    }
}

pub fn run(memory: &Memory, options: &Consolidation) -> Consolidated {
    memory.consolidate(options, &mut |_| true).unwrap()
}

pub fn consolidated(lines: &[&str]) -> (Memory, Consolidated) {
    let memory = memory();
    tell(&memory, lines);
    let done = run(&memory, &Consolidation::default());
    (memory, done)
}

pub fn of(done: &Consolidated, kind: FindingKind, outcome: Outcome) -> Vec<&Finding> {
    done.findings.iter().filter(|finding| (finding.kind, finding.outcome) == (kind, outcome)).collect()
}

pub fn holds(memory: &Memory, subject: &str, predicate: &str, at: &str) -> Vec<String> {
    let as_of = if at == "now" { AsOf::NOW } else { AsOf::valid(at.parse().unwrap()) };
    let facts: Vec<Fact> = memory.snapshot().as_of(as_of).facts(subject).unwrap_or_default();
    let of_predicate = facts
        .into_iter()
        .filter(|fact| fact.predicate == predicate && asof_model::normalise(&fact.subject) == asof_model::normalise(subject));
    of_predicate.map(|fact| fact.object.text()).collect()
}

/// Thirty people, each with an editor; some changed it, in turn.
pub fn editors(in_turn: usize, together: usize) -> Vec<String> {
    let mut lines: Vec<String> = (0..30).map(|number| format!("P{number} edits_with E{} from 2010 to 2015", number % 7)).collect();
    lines.extend((0..in_turn).map(|number| format!("P{number} edits_with F{number} from 2015 to 2020")));
    lines.extend((0..together).map(|number| format!("P{number} edits_with G{number} from 2012 to 2020")));
    lines
}

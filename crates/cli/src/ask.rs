//! `asof ask`: an answer with its facts, its dates and the way to it.

use std::io::{self, BufRead, Write};

use asof::{Answered, Ask, Asker, Memory};

use crate::{
    Failure,
    args::{AskArgs, StoreArgs},
    output,
    read::{existing, note},
};

pub fn run(store: &StoreArgs, args: &AskArgs) -> Result<(), Failure> {
    let memory = existing(store)?;
    if args.question != "-" {
        return one(store, &mut Asker::default(), &memory, &ask(args, &args.question));
    }
    many(store, args, &memory)
}

/// An answer for each line. A question that cannot be asked is told of in its place and does not keep the others from being answered.
fn many(store: &StoreArgs, args: &AskArgs, memory: &Memory) -> Result<(), Failure> {
    let mut asker = Asker::default();
    let mut failed = 0;
    for (number, line) in (1..).zip(io::stdin().lock().split(b'\n')) {
        let asked = match String::from_utf8(line?) {
            Ok(question) => one(store, &mut asker, memory, &ask(args, question.trim_end())),
            Err(_) => Err(Failure::Usage("the question is not UTF-8".into())),
        };
        match asked {
            Ok(()) => {}
            Err(failure) if failure.io_kind().is_some() => return Err(failure),
            Err(failure) => {
                failed += 1;
                refused(store, number, &failure)?;
            }
        }
    }
    if failed == 0 { Ok(()) } else { Err(Failure::Partly(format!("{failed} questions could not be asked"))) }
}

fn refused(store: &StoreArgs, number: usize, why: &Failure) -> io::Result<()> {
    if store.json {
        writeln!(io::stdout().lock(), "{}", serde_json::json!({ "error": why.to_string() }))?;
    }
    writeln!(io::stderr().lock(), "line {number}: {why}")
}

fn ask(args: &AskArgs, question: &str) -> Ask {
    Ask { as_of: args.as_of.as_of(), now: args.now, speaker: args.speaker.clone(), ..Ask::new(question) }
}

fn one(store: &StoreArgs, asker: &mut Asker, memory: &Memory, ask: &Ask) -> Result<(), Failure> {
    let answered = asker.ask(memory, ask)?;
    if store.json {
        writeln!(io::stdout().lock(), "{}", serde_json::to_string(&answered)?)?;
        return Ok(());
    }
    shown(store, &answered)
}

fn shown(store: &StoreArgs, answered: &Answered) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if answered.abstained {
        writeln!(out, "Nothing that is known answers this.")?;
        if !answered.nearest.is_empty() {
            writeln!(out, "Nearest:")?;
        }
        for hit in &answered.nearest {
            writeln!(out, "  {}", hit.text)?;
        }
        return Ok(());
    }
    writeln!(out, "{}", answered.answer.join(", "))?;
    for step in &answered.path {
        writeln!(out, "  {} · {} · {}", step.from, step.relation, step.to)?;
    }
    drop(out);
    output::facts(&answered.facts, |_| false)?;
    note(store, &format!("confidence {:.2}", answered.confidence));
    Ok(())
}

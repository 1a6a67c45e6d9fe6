//! `asof consolidate` and `asof review`.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use asof::{Case, CaseOutcome, Consolidated, Consolidation, Finding, Memory, Outcome, RecalledCase, TxId, read_rules, with_built_in};
use clap::{Args, Subcommand, ValueEnum};

use crate::{
    Failure,
    args::{StoreArgs, transaction},
    embed::{existing_embedded, with_vectors},
    output,
    progress::Late,
    read::{existing, note},
    write::{count, open, utf8},
};

#[derive(Args)]
pub struct ConsolidateArgs {
    /// Every space of the store
    #[arg(long)]
    pub all: bool,
    /// Tell nothing: only say what would be told
    #[arg(long)]
    pub dry_run: bool,
    /// Read what was told after this transaction [default: after what the last run read; 0 reads everything]
    #[arg(long, value_name = "TX", value_parser = transaction)]
    pub since: Option<TxId>,
    /// Propose again what was rejected or undone
    #[arg(long)]
    pub again: bool,
    /// How to print what was found
    #[arg(long, value_enum, value_name = "FORM")]
    pub report: Option<ReportArg>,
    /// A TOML file of rules by which facts follow from facts, besides the built-in ones
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// Consolidate every store in this folder, all spaces of each, several at a time
    #[arg(long, value_name = "DIR", conflicts_with = "all")]
    pub stores: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportArg {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Args)]
pub struct ReviewArgs {
    /// What to do; without it, what waits is listed
    #[arg(value_enum, requires = "number")]
    pub what: Option<DecisionArg>,
    /// The number of what waits
    pub number: Option<usize>,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DecisionArg {
    /// Do what it proposes
    Accept,
    /// Leave it as it is, and do not propose it again
    Reject,
}

pub fn consolidate(store: &StoreArgs, args: &ConsolidateArgs) -> Result<(), Failure> {
    let options = options(args)?;
    let as_json = store.json || args.report == Some(ReportArg::Json);
    if let Some(folder) = &args.stores {
        return many(store, folder, &options, as_json);
    }
    let memory = if args.all { Late::open(Memory::options().create(false), store)? } else { existing(store)? };
    let spaces = if args.all { memory.spaces() } else { vec![store.space.clone()] };
    let done = of_spaces(&memory, &spaces, &options, store.quiet)?;
    if as_json {
        return if args.all { output::json(&done) } else { done.first().map_or(Ok(()), output::json) };
    }
    done.iter().try_for_each(|consolidated| text(consolidated, store.quiet, args.all))
}

fn options(args: &ConsolidateArgs) -> Result<Consolidation, Failure> {
    let mut options = Consolidation { since: args.since, dry_run: args.dry_run, again: args.again, ..Consolidation::default() };
    if let Some(file) = &args.rules {
        let text = utf8(fs::read(file).map_err(|error| Failure::of_file(file.display(), &error))?, &file.to_string_lossy())?;
        let rules = read_rules(&text).map_err(|errors| Failure::Usage(format!("{}: {errors}", file.display())))?;
        options.rules = with_built_in(rules);
    }
    Ok(options)
}

fn of_spaces(memory: &Memory, spaces: &[String], options: &Consolidation, quiet: bool) -> Result<Vec<Consolidated>, Failure> {
    let mut done = Vec::new();
    for space in spaces {
        let bar = Late::new(space, quiet);
        let consolidated = memory.space(space)?.consolidate(options, &mut |progress| {
            bar.show(progress.stage, progress.done, progress.total);
            true
        });
        bar.clear();
        done.push(consolidated?);
    }
    Ok(done)
}

/// What came of one store of several.
#[derive(serde::Serialize)]
struct OfStore {
    store: PathBuf,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    spaces: Vec<Consolidated>,
}

/// Every store in a folder, as many at a time as there are cores. One that cannot be consolidated does not keep the others from it.
fn many(store: &StoreArgs, folder: &Path, options: &Consolidation, as_json: bool) -> Result<(), Failure> {
    let stores = stores_in(folder).map_err(|error| Failure::of_file(folder.display(), &error))?;
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get).min(stores.len());
    let mut done: Vec<OfStore> = thread::scope(|scope| {
        let work = || {
            let taken = std::iter::repeat_with(|| stores.get(next.fetch_add(1, Ordering::Relaxed))).map_while(|path| path);
            taken.map(|path| one(path, options)).collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    done.sort_by(|a, b| a.store.cmp(&b.store));
    if as_json {
        output::json(&done)?;
    } else {
        for of_store in &done {
            println!("## {}", of_store.store.display());
            of_store.spaces.iter().try_for_each(|consolidated| text(consolidated, store.quiet, true))?;
        }
    }
    let failed: Vec<String> = done.iter().filter_map(|one| Some(format!("{}: {}", one.store.display(), one.error.as_ref()?))).collect();
    if failed.is_empty() { Ok(()) } else { Err(Failure::Partly(failed.join("; "))) }
}

fn one(path: &Path, options: &Consolidation) -> OfStore {
    let done = Memory::options().create(false).open(path).map_err(Failure::from).and_then(|memory| {
        let spaces = memory.spaces();
        of_spaces(&memory, &spaces, options, true)
    });
    match done {
        Ok(spaces) => OfStore { store: path.into(), error: None, spaces },
        Err(failure) => OfStore { store: path.into(), error: Some(failure.to_string()), spaces: Vec::new() },
    }
}

/// The stores in a folder, in order.
fn stores_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut stores = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.join("asof-store").is_file() {
            stores.push(path);
        }
    }
    stores.sort();
    Ok(stores)
}

/// The headings of a report for people, with what comes under each.
const HEADINGS: [(Outcome, &str, &str); 4] = [
    (Outcome::Done, "Done", "Would be done"),
    (Outcome::Review, "For review: `asof review` lists, accepts, rejects", "Would be put up for review"),
    (Outcome::Disputed, "Disputed: equally good claims", "Disputed: equally good claims"),
    (Outcome::Resolved, "Resolved by the policy", "Resolved by the policy"),
];

fn text(done: &Consolidated, quiet: bool, names: bool) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if names {
        writeln!(out, "# {}", done.space)?;
    }
    for (outcome, told, would) in HEADINGS {
        let findings: Vec<&Finding> = done.findings.iter().filter(|finding| finding.outcome == outcome).collect();
        if findings.is_empty() {
            continue;
        }
        writeln!(out, "{} ({})", if done.dry_run { would } else { told }, findings.len())?;
        // The same may follow in several ways.
        let mut lines: Vec<String> = findings.iter().map(|finding| format!("  {} [{}]", finding.reason, finding.rule)).collect();
        lines.dedup();
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    if !quiet {
        summary(done);
    }
    Ok(())
}

fn summary(done: &Consolidated) {
    if 0 < done.unlisted {
        eprintln!("not listed: {} more that the policy resolves", done.unlisted);
    }
    let read = format!("read {} up to transaction {}", count(usize::try_from(done.claims).unwrap_or(usize::MAX), "claim"), done.upto);
    match (done.run, done.dry_run, done.cancelled) {
        (_, _, true) => eprintln!("{read}; stopped: the next run goes on"),
        (_, true, _) => eprintln!("{read}; a dry run: nothing was told"),
        (None, ..) => eprintln!("nothing new since the last run"),
        (Some(_), ..) if done.findings.is_empty() => eprintln!("{read}; there was nothing to do"),
        (Some(run), ..) => eprintln!("{read}; run {run}: `asof undo --run {run}` takes it back as a whole"),
    }
}

pub fn review(store: &StoreArgs, args: &ReviewArgs) -> Result<(), Failure> {
    let memory = existing(store)?;
    if let (Some(what), Some(number)) = (args.what, args.number) {
        let report = memory.decide(number, what == DecisionArg::Accept, args.reason.as_deref())?;
        return output::report(&report, store.json, store.quiet);
    }
    let reviews = memory.snapshot().reviews();
    if store.json {
        return output::json(&reviews);
    }
    if reviews.is_empty() {
        note(store, "nothing waits for review");
        return Ok(());
    }
    let mut table = output::table(&["number", "what", "how sure", "would"]);
    for review in reviews {
        let would: Vec<String> = review.finding.proposes.iter().map(ToString::to_string).collect();
        table.add_row(vec![review.number.to_string(), review.finding.reason, format!("{:.2}", review.finding.confidence), would.join(" ")]);
    }
    output::print(&table)
}

#[derive(Args)]
pub struct CaseArgs {
    #[command(subcommand)]
    pub what: CaseCommand,
}

#[derive(Subcommand)]
pub enum CaseCommand {
    /// Record what was tried, and what came of it
    Record {
        /// What was to be done
        #[arg(long)]
        task: String,
        /// What was done
        #[arg(long)]
        steps: String,
        /// What came of it
        #[arg(long, value_enum)]
        outcome: OutcomeArg,
        /// What else is worth knowing
        #[arg(long)]
        note: Option<String>,
    },
    /// Show what was tried at similar tasks, good and bad outcomes apart
    Recall {
        /// The task
        task: String,
        /// How many of each at the most
        #[arg(long, value_name = "NUMBER", default_value_t = 5)]
        limit: usize,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum OutcomeArg {
    /// It worked
    Good,
    /// It did not
    Bad,
}

pub fn case(store: &StoreArgs, args: &CaseArgs) -> Result<(), Failure> {
    match &args.what {
        CaseCommand::Record { task, steps, outcome, note } => {
            let outcome = match outcome {
                OutcomeArg::Good => CaseOutcome::Good,
                OutcomeArg::Bad => CaseOutcome::Bad,
            };
            let case = Case { task: task.clone(), steps: steps.clone(), outcome, note: note.clone() };
            output::report(&open(store)?.record_case(&case)?, store.json, store.quiet)
        }
        CaseCommand::Recall { task, limit } => {
            let memory = existing_embedded(store)?;
            let found = with_vectors(store, &memory, || memory.recall_cases(task, *limit))?;
            if store.json {
                return output::json(&found);
            }
            if found.good.is_empty() && found.bad.is_empty() {
                note(store, "no similar task was recorded");
            }
            cases("Worked", &found.good)?;
            cases("Did not work", &found.bad)
        }
    }
}

fn cases(heading: &str, cases: &[RecalledCase]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if !cases.is_empty() {
        writeln!(out, "{heading}")?;
    }
    for found in cases {
        writeln!(out, "  {} ({})\n    {}", found.case.task, found.id, found.case.steps.replace('\n', "\n    "))?;
        if let Some(note) = &found.case.note {
            writeln!(out, "    note: {note}")?;
        }
    }
    Ok(())
}

//! Retrieval measured: which passages come first, on public sets of questions whose evidence is known; and its speed.

mod locomo;
pub(crate) mod longmemeval;
mod measure;
mod musique;
mod speed;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use asof::{Batch, Clock, Embedder, Hit, Instant, Memory, MiniLm, Operation, Point, Recall, Recalled, TxTime};
use clap::ValueEnum;
use serde_json::Value;

use crate::{
    Failure,
    retrieve::{measure::Figures, musique::Musique},
};

/// Questions of one memory are asked by so many threads at once.
const THREADS: usize = 2;
/// Operations told in one transaction.
const AT_ONCE: usize = 1_000;
/// The day on which everything is told, so that every run is the same: 2025-01-01, in microseconds.
pub(crate) const TODAY: i64 = 1_735_689_600_000_000;

/// Whose vectors passages are compared by in this run, where that is not the shipped table.
static EMBEDDER: OnceLock<Arc<dyn Embedder>> = OnceLock::new();

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Turns of long conversations between two people
    Locomo,
    /// Turns and sessions of chats with an assistant, of all questions in one memory
    Longmemeval,
    /// Sessions among those of one person, in a memory for each question
    Haystack,
    /// Passages over which a question hops
    Musique,
    /// How fast, on made-up memories; not part of a run of everything
    Speed,
}

/// How to measure retrieval.
#[derive(clap::Args)]
pub struct Args {
    /// The folder that holds the public data sets
    #[arg(long)]
    data: PathBuf,
    /// One part alone
    #[arg(long)]
    only: Option<Part>,
    /// Ask so many questions at the most: of each conversation, of each set, of a turn of `speed`
    #[arg(long, default_value_t = usize::MAX, hide_default_value = true)]
    limit: usize,
    /// How many facts the large memory of `--only speed` has
    #[arg(long, default_value_t = 1_000_000)]
    facts: usize,
    /// How many passages it has
    #[arg(long, default_value_t = 200_000)]
    passages: usize,
    /// Open this store alone, and say what it takes: what `--only speed` starts in a process of its own
    #[arg(long, hide = true)]
    store: Option<PathBuf>,
    /// Compare passages by the transformer in this folder instead of the shipped table; not in a run of `speed`
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Lines of JSON instead of tables
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    if let Some(store) = &args.store {
        return speed::open(store);
    }
    if let Some(weights) = &args.weights {
        let model = MiniLm::open(weights).map_err(|error| error.to_string())?;
        EMBEDDER.get_or_init(|| Arc::new(model));
    }
    if let Some(part) = args.only {
        return measure(part, args);
    }
    for part in [Part::Locomo, Part::Longmemeval, Part::Haystack, Part::Musique] {
        match part.is_in(&args.data) {
            Ok(()) => measure(part, args)?,
            Err(missing) => eprintln!("left out: {missing}"),
        }
    }
    Ok(())
}

impl Part {
    /// Whether its files are in the folder.
    fn is_in(self, data: &Path) -> Result<(), Failure> {
        let paths = match self {
            Self::Locomo => files(&data.join("locomo"), "", ".json"),
            Self::Longmemeval => files(&data.join("longmemeval"), "oracle", ".json"),
            Self::Haystack => files(&data.join("longmemeval"), "s_haystack", ".jsonl"),
            Self::Musique => files(&data.join("musique"), "questions", ".jsonl"),
            Self::Speed => files(&data.join("musique"), "passages", ".jsonl.gz"),
        };
        paths.map(drop)
    }
}

fn measure(part: Part, args: &Args) -> Result<(), Failure> {
    let show = |figures: Vec<Figures>| figures.iter().try_for_each(|figures| figures.show(args.json));
    let folder = |name: &str| args.data.join(name);
    match part {
        Part::Locomo => show(locomo::run(&folder("locomo"), args.limit)?),
        Part::Longmemeval => show(longmemeval::pooled(&folder("longmemeval"), args.limit)?),
        Part::Haystack => show(longmemeval::haystack(&folder("longmemeval"), args.limit)?),
        Part::Musique => {
            let musique = Musique::read(&folder("musique"), args.limit)?;
            show(vec![musique.with_triples()?])?;
            show(vec![musique.with_our_own()?])
        }
        Part::Speed => speed::run(&args.data, speed::Size { facts: args.facts, passages: args.passages }, args.limit, args.json),
    }
}

/// The files of a folder whose names begin and end so, in order.
pub(crate) fn files(folder: &Path, begin: &str, end: &str) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let fits = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with(begin) && name.ends_with(end)
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(fits).collect();
    paths.sort();
    if paths.is_empty() {
        return Err(format!("{} holds no {begin}*{end}", folder.display()).into());
    }
    Ok(paths)
}

/// The items of JSON files that hold a list each, or one item alone.
pub(crate) fn json_lists(paths: &[PathBuf]) -> Result<Vec<Value>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        match serde_json::from_str(&fs::read_to_string(path)?)? {
            Value::Array(items) => all.extend(items),
            item @ (Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => all.push(item),
        }
    }
    Ok(all)
}

/// The items of files with one JSON object a line.
fn json_lines(paths: &[PathBuf]) -> Result<Vec<Value>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        for line in fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()) {
            all.push(serde_json::from_str(line)?);
        }
    }
    Ok(all)
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub(crate) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A clock that stands still.
pub(crate) struct Still;

impl Clock for Still {
    fn now(&self) -> TxTime {
        TxTime(Instant::from_micros(TODAY).unwrap_or(Instant::MAX))
    }
}

/// A memory that is gone afterwards, told some operations; and how many of them it refused.
fn memory(operations: Vec<Operation>) -> Result<(Memory, usize), asof::Error> {
    let options = Memory::options().clock(Still).embed_in_background(false);
    let memory = match EMBEDDER.get() {
        Some(embedder) => options.embedder(Arc::clone(embedder)).volatile()?,
        None => options.volatile()?,
    };
    let refused = tell(&memory, operations)?;
    memory.embed(&mut |done, of| eprint!("\rembedded: {done} of {of} "));
    Ok((memory, refused))
}

/// Tells operations, many in a transaction. Where a transaction is refused, they are told one by one; counts those refused.
fn tell(memory: &Memory, operations: Vec<Operation>) -> Result<usize, asof::Error> {
    let mut refused = 0;
    let mut operations = operations.into_iter().peekable();
    while operations.peek().is_some() {
        let batch = Batch { operations: operations.by_ref().take(AT_ONCE).collect(), ..Batch::default() };
        if memory.tell_batches(std::slice::from_ref(&batch)).is_err() {
            refused += one_by_one(memory, batch.operations);
        }
    }
    Ok(refused)
}

fn one_by_one(memory: &Memory, operations: Vec<Operation>) -> usize {
    let alone = |operation: Operation| Batch { operations: vec![operation], ..Batch::default() };
    operations.into_iter().filter(|operation| memory.tell_batches(&[alone(operation.clone())]).is_err()).count()
}

/// The passages for a question, best first.
fn passages(memory: &Memory, question: &str, now: Option<Point>, speaker: Option<&str>, most: usize) -> Result<Vec<Hit>, asof::Error> {
    Ok(recalled(memory, question, now, speaker, most)?.passages)
}

/// All that is recalled for a question.
fn recalled(memory: &Memory, question: &str, now: Option<Point>, speaker: Option<&str>, most: usize) -> Result<Recalled, asof::Error> {
    memory.recall(&Recall { now, speaker: speaker.map(str::to_owned), passages: most, ..Recall::new(question) })
}

/// Does some work for each item, by several threads; the results keep the items' order.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> Result<R, asof::Error> + Sync) -> Result<Vec<R>, Failure> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return Ok::<_, asof::Error>(done) };
            done.push((index, work(item)?));
        }
    };
    let mut all = Vec::with_capacity(items.len());
    std::thread::scope(|scope| -> Result<(), Failure> {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(take)).collect();
        for thread in threads {
            all.extend(thread.join().map_err(|_| "a thread that asked questions panicked")??);
        }
        Ok(())
    })?;
    all.sort_by_key(|(index, _)| *index);
    Ok(all.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_in_parallel_keeps_the_order() {
        let items: Vec<u32> = (0..100).collect();
        let done = in_parallel(&items, |item| Ok(item * 2)).unwrap();
        assert_eq!(done, items.iter().map(|item| item * 2).collect::<Vec<_>>());
    }

    #[test]
    fn one_bad_operation_does_not_cost_the_others() {
        let episode = |id: &str, text: &str| Operation::Episode {
            id: Some(id.into()),
            text: text.into(),
            occurred_at: None,
            speaker: None,
            source: None,
        };
        let told = vec![episode("a", "Ana lives in Porto."), episode("a", "Something else."), episode("b", "Lucia sings.")];
        let (memory, refused) = memory(told).unwrap();
        assert_eq!(refused, 1);
        let found = passages(&memory, "Who sings?", None, None, 5).unwrap();
        assert_eq!(found.first().map(|hit| hit.id.as_str()), Some("b"));
    }
}

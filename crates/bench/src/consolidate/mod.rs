//! Consolidation and asking measured: which of contradicting statements holds, what is answered, what is left alone, and how fast.

mod distracted;
mod fates;
mod figures;
mod lists;
mod resolved;
mod speed;
mod updates;

use std::{path::PathBuf, time::Instant as Stopwatch};

use asof::{Consolidation, Instant, Memory, Point, Text, extract::Reader};
use clap::ValueEnum;

use crate::{
    Failure,
    retrieve::{Still, TODAY},
};

/// What is told without a date is told the day before, in microseconds; each text a second after the last.
const YESTERDAY: i64 = TODAY - 86_400_000_000;
const SECOND: i64 = 1_000_000;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Numbered lists whose later statements override earlier ones: answers, and what is named superseded
    Lookalike,
    /// Names that are one entity's, and names that only look like it
    Resolution,
    /// Newer evidence against older in chats with an assistant
    Updates,
    /// Statements that look like updates and are none
    Distractors,
    /// Claims a second
    Speed,
}

/// How to measure consolidation and asking.
#[derive(clap::Args)]
pub struct Args {
    /// The folder that holds the public data sets
    #[arg(long)]
    data: PathBuf,
    /// One part alone
    #[arg(long)]
    only: Option<Part>,
    /// Lists of so many statements, or so many claims for `--only speed`; several sizes of each, if absent
    #[arg(long)]
    facts: Option<usize>,
    /// Another seed draws other lists, pairs and claims
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// So many questions of each sort at the most
    #[arg(long, default_value_t = 100)]
    limit: usize,
    /// How many claims are new to a consolidated memory, for `--only speed`
    #[arg(long, default_value_t = 10_000)]
    new: usize,
    /// How many wrong answers to print, of the forms that may be read; how many wrong pairs of the names that may be
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Lines of JSON instead of tables
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let all = [Part::Lookalike, Part::Distractors, Part::Updates, Part::Resolution, Part::Speed];
    let parts = args.only.map_or_else(|| all.to_vec(), |part| vec![part]);
    parts.into_iter().try_for_each(|part| measure(part, args))
}

fn measure(part: Part, args: &Args) -> Result<(), Failure> {
    match part {
        Part::Lookalike => lists::run(args),
        Part::Resolution => resolved::run(args),
        Part::Updates => updates::run(args),
        Part::Distractors => distracted::run(args),
        Part::Speed => speed::run(args),
    }
}

/// An empty memory that is gone afterwards.
fn empty() -> Result<Memory, asof::Error> {
    Memory::options().clock(Still).volatile()
}

/// Remembers texts, each said a second after the last. The seconds it took.
fn remember<'t>(memory: &Memory, texts: impl IntoIterator<Item = &'t str>) -> Result<f64, asof::Error> {
    let reader = Reader::new();
    let start = Stopwatch::now();
    let mut said = YESTERDAY + SECOND * i64::from(memory.snapshot().stats().episodes);
    for text in texts {
        let occurred_at = Instant::from_micros(said).map(Point::at);
        memory.remember(&Text { text: text.to_owned(), occurred_at, ..Text::default() }, &reader)?;
        said += SECOND;
    }
    Ok(start.elapsed().as_secs_f64())
}

/// Consolidates a memory. The seconds it took, and what it found.
fn consolidate(memory: &Memory) -> Result<(f64, asof::Consolidated), asof::Error> {
    let start = Stopwatch::now();
    let done = memory.consolidate(&Consolidation::default(), &mut |_| true)?;
    Ok((start.elapsed().as_secs_f64(), done))
}

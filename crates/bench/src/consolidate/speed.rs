//! How fast a memory is consolidated: from scratch, when nothing changed, and after a few more claims; and what it takes in memory.

mod made;

use std::time::Instant as Stopwatch;

use asof::{Consolidated, Consolidation, Memory};
use serde::Serialize;

use self::made::Made;
use crate::{
    Failure,
    consolidate::{
        Args,
        figures::{Row, show},
    },
    measure::{peak, quantile, resident},
};

/// How many claims a large memory has.
const CLAIMS: usize = 1_000_000;
/// So many claims there are for each entity.
const EACH: usize = 5;
/// How often what is quick is done.
const ROUNDS: usize = 3;

/// A stage and its seconds.
type Stage = (&'static str, f64);

/// One consolidation, or the one of several that took a middling time.
#[derive(Debug, Serialize)]
#[serde(tag = "consolidate", rename = "speed")]
struct Line {
    what: &'static str,
    /// Claims of the memory.
    memory: usize,
    /// Claims that were new to the consolidation.
    new: usize,
    told_s: f64,
    /// Those of each round, and the middling one.
    rounds_s: Vec<f64>,
    seconds: f64,
    /// Those of the last round.
    stages_s: Vec<Stage>,
    resident_mib: u64,
    peak_mib: u64,
    findings: usize,
}

impl Line {
    #[expect(clippy::cast_precision_loss, reason = "a count of claims")]
    fn rate(&self) -> f64 {
        self.new as f64 / self.seconds
    }
}

impl Row for Line {
    fn head() -> String {
        format!(
            "speed: made-up claims, 50 predicates, an entity for every {EACH}; the median of {ROUNDS} where there are several\n{:14} {:>10} {:>10} {:>8} {:>8} {:>10} {:>13} {:>9}  stages, s",
            "what", "claims", "new", "told s", "cons s", "claims/s", "resident MiB", "peak MiB"
        )
    }

    fn line(&self) -> String {
        let stages: Vec<String> = self.stages_s.iter().map(|(stage, seconds)| format!("{stage} {seconds:.2}")).collect();
        format!(
            "{:14} {:>10} {:>10} {:>8.2} {:>8.4} {:>10} {:>13} {:>9}  {}; {} findings",
            self.what,
            self.memory,
            self.new,
            self.told_s,
            self.seconds,
            if self.new == 0 { "-".to_owned() } else { format!("{:.0}", self.rate()) },
            self.resident_mib,
            self.peak_mib,
            stages.join(", "),
            self.findings
        )
    }
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let large = args.facts.unwrap_or(CLAIMS);
    // The largest first: the peak in memory is then its own.
    measure(large, args, true)?;
    measure(large / 10, args, false)
}

/// From scratch, again with nothing new, and with new claims.
fn measure(claims: usize, args: &Args, first: bool) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let memory = Memory::open(folder.path().join("store"))?;
    let mut made = Made::new(args.seed, claims / EACH);
    let told_s = made.tell(&memory, claims)?;
    let line = |what, memory, new, told_s| Line {
        what,
        memory,
        new,
        told_s,
        rounds_s: Vec::new(),
        seconds: 0.0,
        stages_s: Vec::new(),
        resident_mib: 0,
        peak_mib: 0,
        findings: 0,
    };
    let mut scratch = line("from scratch", claims, claims, told_s);
    scratch.round(&memory)?;
    show(&scratch, first, args.json)?;
    let mut same = line("no change", claims, 0, 0.0);
    for _ in 0..ROUNDS {
        same.round(&memory)?;
    }
    show(&same, false, args.json)?;
    let mut more = line("new claims", claims, args.new, 0.0);
    for _ in 0..ROUNDS {
        more.told_s = made.tell(&memory, args.new)?;
        more.round(&memory)?;
    }
    show(&more, false, args.json)
}

impl Line {
    /// Consolidates once more.
    fn round(&mut self, memory: &Memory) -> Result<(), Failure> {
        let start = Stopwatch::now();
        let (done, stages) = watched(memory)?;
        self.rounds_s.push(start.elapsed().as_secs_f64());
        self.seconds = quantile(&mut self.rounds_s.clone(), 0.5);
        self.stages_s = stages;
        (self.resident_mib, self.peak_mib) = (resident() >> 20, peak() >> 20);
        self.findings = done.counts.values().flat_map(|counts| counts.values()).map(|count| usize::try_from(*count).unwrap_or(0)).sum();
        Ok(())
    }
}

/// Consolidates, and says how long each stage took, in seconds.
fn watched(memory: &Memory) -> Result<(Consolidated, Vec<Stage>), Failure> {
    let mut stages = Stages { done: Vec::new(), current: None, since: Stopwatch::now() };
    let done = memory.consolidate(&Consolidation::default(), &mut |progress| {
        stages.change(Some(progress.stage));
        true
    })?;
    stages.change(None);
    Ok((done, stages.done))
}

/// Seconds by stage, each with what follows it until the next is heard of.
struct Stages {
    done: Vec<Stage>,
    current: Option<&'static str>,
    since: Stopwatch,
}

impl Stages {
    fn change(&mut self, next: Option<&'static str>) {
        if self.current == next {
            return;
        }
        let took = self.since.elapsed().as_secs_f64();
        if let Some(stage) = self.current {
            match self.done.iter_mut().find(|(known, _)| *known == stage) {
                Some((_, seconds)) => *seconds += took,
                None => self.done.push((stage, took)),
            }
        }
        (self.current, self.since) = (next, Stopwatch::now());
    }
}

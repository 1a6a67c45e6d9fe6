//! Entity resolution on names of `yago11k` with realistic noise, on the half that was developed on and on the other.

use serde::Serialize;

use crate::{
    Failure,
    consolidate::{
        Args,
        figures::{Row, show},
    },
    resolution::{Half, Outcome, Tally, Told, measure},
};

/// So many times everything is drawn.
const DRAWS: u64 = 3;

#[derive(Debug, Serialize)]
#[serde(tag = "consolidate", rename = "resolution")]
struct Line {
    names: &'static str,
    told: &'static str,
    pairs: usize,
    merged: Quality,
    /// Merged or put up for review.
    offered: Quality,
    /// Of each noise: found, offered, there.
    by_noise: Vec<(String, usize, usize, usize)>,
}

#[derive(Debug, Serialize)]
struct Quality {
    precision: f64,
    recall: f64,
    f1: f64,
}

impl From<Tally> for Quality {
    fn from(tally: Tally) -> Self {
        Self { precision: tally.precision(), recall: tally.recall(), f1: tally.f1() }
    }
}

impl std::fmt::Display for Quality {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&format!("{:.3} {:.3} {:.3}", self.precision, self.recall, self.f1))
    }
}

impl Row for Line {
    fn head() -> String {
        format!(
            "resolution: pairs of names\n{:10} {:16} {:>6}  {:18}  {:18}  by noise: merged, offered of there",
            "names", "told", "pairs", "merged P R F1", "offered P R F1"
        )
    }

    fn line(&self) -> String {
        let noises: Vec<String> =
            self.by_noise.iter().map(|(noise, merged, offered, there)| format!("{noise} {merged}, {offered} of {there}")).collect();
        format!("{:10} {:16} {:>6}  {:18}  {:18}  {}", self.names, self.told, self.pairs, self.merged, self.offered, noises.join("; "))
    }
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let seeds: Vec<u64> = (args.seed..args.seed.saturating_add(DRAWS)).collect();
    let mut first = true;
    for (names, half) in [("developed", Half::Developed), ("held back", Half::Held)] {
        for (told, what) in [("names alone", Told::NamesAlone), ("names and facts", Told::NamesAndFacts)] {
            let outcome = measure(&args.data.join("yago11k"), half, what, &seeds)?;
            if half == Half::Developed {
                outcome.errors.iter().take(args.errors).for_each(|error| eprintln!("{error}"));
            }
            show(&line(names, told, &outcome), std::mem::take(&mut first), args.json)?;
        }
    }
    Ok(())
}

fn line(names: &'static str, told: &'static str, outcome: &Outcome) -> Line {
    let by_noise = outcome.by_noise.iter().map(|(noise, tally)| (format!("{noise:?}"), tally.right, tally.found, tally.expected));
    Line {
        names,
        told,
        pairs: outcome.same.expected,
        merged: outcome.same.into(),
        offered: outcome.offered.into(),
        by_noise: by_noise.collect(),
    }
}

//! What is measured of a ranking, and how it is shown: recall, NDCG, and means with a bootstrap interval.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::{
    Failure,
    measure::{Luck, quantile},
};

/// How often the questions are drawn again for an interval.
const RESAMPLES: usize = 2_000;

/// The share of what is wanted that is among the first `k`.
pub fn fraction(wanted: &BTreeSet<String>, ranked: &[String], k: usize) -> f64 {
    let found = ranked.iter().take(k).collect::<BTreeSet<_>>();
    let hits = wanted.iter().filter(|one| found.contains(one)).count();
    share(hits, wanted.len())
}

/// 1 if all that is wanted is among the first `k`, or else 0.
pub fn all(wanted: &BTreeSet<String>, ranked: &[String], k: usize) -> f64 {
    fraction(wanted, ranked, k).floor()
}

/// How early what is wanted comes among the first `k`, each worth the same: 1 if all of it comes first.
pub fn ndcg(wanted: &BTreeSet<String>, ranked: &[String], k: usize) -> f64 {
    let gain = |place: usize| 1.0 / as_f64(place + 2).log2();
    let found: f64 = (0..k).zip(ranked).filter(|(_, one)| wanted.contains(*one)).map(|(place, _)| gain(place)).sum();
    let ideal: f64 = (0..k.min(wanted.len())).map(gain).sum();
    if ideal == 0.0 { 0.0 } else { found / ideal }
}

/// The first place of each, in order.
pub fn distinct(ranked: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    ranked.into_iter().filter(|one| seen.insert(one.clone())).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of questions and places")]
fn as_f64(count: usize) -> f64 {
    count as f64
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { as_f64(part) / as_f64(whole) }
}

/// One question, as measured.
pub struct Asked {
    /// What is drawn as one by the bootstrap: the conversation, or the question itself.
    pub group: usize,
    /// Its kind.
    pub category: String,
    /// One value for each measure of the sheet.
    pub values: Vec<f64>,
}

/// All questions of one data set, as measured.
pub struct Sheet {
    /// The name of the data set, and which way of asking it was.
    pub data: &'static str,
    /// What the measures say: whether recall is all, any or the fraction.
    pub what: &'static str,
    /// The names of the measures.
    pub measures: Vec<&'static str>,
    /// What the bootstrap draws.
    pub over: &'static str,
    /// The questions.
    pub asked: Vec<Asked>,
    /// What was left out, and anything else to know.
    pub notes: Vec<String>,
}

/// The means of one kind of question.
#[derive(Debug, Serialize)]
pub struct Row {
    category: String,
    questions: usize,
    cells: Vec<Cell>,
}

/// A mean in percent, with the interval that holds 95 % of the bootstrap's means.
#[derive(Debug, Serialize)]
pub struct Cell {
    measure: &'static str,
    mean: f64,
    low: f64,
    high: f64,
}

/// A sheet added up.
#[derive(Debug, Serialize)]
pub struct Figures {
    data: &'static str,
    what: &'static str,
    bootstrap_over: &'static str,
    groups: usize,
    notes: Vec<String>,
    rows: Vec<Row>,
}

impl Sheet {
    /// Means over the questions: all, then of each category.
    pub fn figures(self) -> Figures {
        let of_all: Vec<&Asked> = self.asked.iter().collect();
        let mut categories: BTreeMap<&str, Vec<&Asked>> = BTreeMap::new();
        self.asked.iter().for_each(|one| categories.entry(&one.category).or_default().push(one));
        let mut rows = vec![self.row("all", &of_all)];
        rows.extend(categories.iter().map(|(category, asked)| self.row(category, asked)));
        let groups = self.asked.iter().map(|one| one.group).collect::<BTreeSet<_>>().len();
        Figures { data: self.data, what: self.what, bootstrap_over: self.over, groups, notes: self.notes, rows }
    }

    fn row(&self, category: &str, asked: &[&Asked]) -> Row {
        let cell = |(index, &measure): (usize, &&'static str)| {
            let (mean, low, high) = mean_and_interval(asked.iter().map(|one| (one.group, one.values[index])));
            Cell { measure, mean, low, high }
        };
        Row { category: category.into(), questions: asked.len(), cells: self.measures.iter().enumerate().map(cell).collect() }
    }
}

/// The mean of all values, and between what 95 % of the means lie if the groups are drawn again; in percent.
fn mean_and_interval(values: impl Iterator<Item = (usize, f64)>) -> (f64, f64, f64) {
    let mut sums: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
    for (group, value) in values {
        let (sum, count) = sums.entry(group).or_default();
        *sum += value;
        *count += 1;
    }
    let sums: Vec<(f64, usize)> = sums.into_values().collect();
    let mean = mean_of(sums.iter());
    let mut luck = Luck(17);
    let mut drawn = || sums.get(usize::try_from(luck.below(sums.len() as u64)).unwrap_or(0));
    let mut means: Vec<f64> = (0..RESAMPLES).map(|_| mean_of((0..sums.len()).filter_map(|_| drawn()))).collect();
    (mean, quantile(&mut means, 0.025), quantile(&mut means, 0.975))
}

fn mean_of<'s>(sums: impl Iterator<Item = &'s (f64, usize)>) -> f64 {
    let (sum, count) = sums.fold((0.0, 0), |(sum, count), one| (sum + one.0, count + one.1));
    if count == 0 { 0.0 } else { 100.0 * sum / as_f64(count) }
}

impl Figures {
    /// A table for people, or one line of JSON.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn show(&self, json: bool) -> Result<(), Failure> {
        if json {
            println!("{}", serde_json::to_string(self)?);
        } else {
            self.table();
        }
        Ok(())
    }

    fn table(&self) {
        println!("{}: {}", self.data, self.what);
        println!("  in percent, mean over questions [95 % of the means over {} {} drawn again]", self.groups, self.bootstrap_over);
        for note in &self.notes {
            println!("  {note}");
        }
        let named = |row: &Row| row.cells.iter().map(|cell| format!(" {:>20}", cell.measure)).collect::<String>();
        println!("  {:28} {:>5}{}", "category", "asked", self.rows.first().map(named).unwrap_or_default());
        for row in &self.rows {
            let cell = |cell: &Cell| format!(" {:>20}", format!("{:.1} [{:.1}, {:.1}]", cell.mean, cell.low, cell.high));
            println!("  {:28} {:>5}{}", row.category, row.questions, row.cells.iter().map(cell).collect::<String>());
        }
        println!();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn recall_counts_what_is_wanted_once() {
        let cases = [
            ("a b", "a b c", 2, 1.0, 1.0),
            ("a b", "a c b", 2, 0.5, 0.0),
            ("a b", "a a b", 2, 0.5, 0.0),
            ("a", "", 5, 0.0, 0.0),
            ("a b c", "c b a", 3, 1.0, 1.0),
        ];
        for (wanted, ranked, k, part, whole) in cases {
            let (set, list) = (names(wanted).into_iter().collect(), names(ranked));
            assert!((fraction(&set, &list, k) - part).abs() < 1e-9, "{wanted} in {ranked}");
            assert!((all(&set, &list, k) - whole).abs() < 1e-9, "{wanted} in {ranked}");
        }
    }

    #[test]
    fn ndcg_falls_with_the_place() {
        let wanted: BTreeSet<String> = names("a b").into_iter().collect();
        let [best, later, none] = ["a b c", "c a b", "c d e"].map(|ranked| ndcg(&wanted, &names(ranked), 10));
        assert!((best - 1.0).abs() < 1e-9 && later < best && none == 0.0);
        assert!((later - (1.0 / 3_f64.log2() + 0.5) / (1.0 + 1.0 / 3_f64.log2())).abs() < 1e-9);
    }

    #[test]
    fn an_interval_holds_its_mean_and_is_the_same_each_time() {
        let values = || (0..100_usize).map(|index| (index / 10, as_f64(index % 3)));
        let (mean, low, high) = mean_and_interval(values());
        assert!(low <= mean && mean <= high, "{low} {mean} {high}");
        assert_eq!((mean, low, high), mean_and_interval(values()));
        assert_eq!(mean_and_interval(std::iter::empty()), (0.0, 0.0, 0.0));
    }
}

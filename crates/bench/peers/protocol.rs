//! The line protocol every benchmark peer speaks: commands on stdin, one JSON line each on stdout.
//!
//! An engine implements [`Peer`] and hands itself to [`serve`]; reading the CSV
//! files, timing the queries and digesting their results happen here, once, so
//! that no peer is measured differently from another.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead, Write};
use std::time::{Duration, Instant};

/// The result of anything an engine does: any error is reported as a JSON line.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// One version of a fact, with half-open intervals; `i64::MAX` is an open end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactRow {
    pub subject: i64,
    pub predicate: i64,
    pub valid_from: i64,
    pub tx_from: i64,
    pub object: i64,
    pub valid_to: i64,
    pub tx_to: i64,
}

/// The bi-temporal instant a query is asked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// Only facts with `valid_from <= valid < valid_to` hold.
    pub valid: i64,
    /// Only facts with `tx_from <= known < tx_to` were recorded.
    pub known: i64,
}

/// An engine under measurement.
///
/// Data sets never hold two rows of one subject, predicate and object at the
/// same instant, so returning rows and returning a set come to the same.
pub trait Peer {
    /// Replaces whatever is stored by `rows`; the answer is a note for the report.
    fn load(&mut self, rows: &[FactRow]) -> Result<String>;

    /// The objects of `subject` under `predicate`.
    fn point(&mut self, subject: i64, predicate: i64, at: At) -> Result<Vec<u64>>;

    /// Every fact of `subject`, each packed by [`pack`].
    fn subject(&mut self, subject: i64, at: At) -> Result<Vec<u64>>;

    /// The entities one or two outgoing facts away. What is returned twice
    /// and `start` itself are taken out of it here, still on the clock.
    fn hops(&mut self, start: i64, at: At) -> Result<Vec<u64>>;
}

/// Packs one item of a subject query.
pub fn pack(predicate: i64, object: i64) -> Result<u64> {
    Ok((entity(predicate)? << 32) | entity(object)?)
}

/// Turns a stored integer into the item that is digested.
pub fn entity(id: i64) -> Result<u64> {
    Ok(u64::try_from(id)?)
}

/// The distinct `items`, `without` one of them.
fn distinct_without(mut items: Vec<u64>, without: u64) -> Vec<u64> {
    items.sort_unstable();
    items.dedup();
    items.retain(|&item| item != without);
    items
}

/// Answers commands until `quit` or the end of stdin.
pub fn serve(peer: &mut dyn Peer) -> Result<()> {
    let mut stdout = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (command, path) = line.split_once(' ').unwrap_or((&line, ""));
        if command == "quit" {
            break;
        }
        let answer = run(peer, command, path.trim()).unwrap_or_else(|error| format!("{{\"error\":{}}}", quote(&error.to_string())));
        writeln!(stdout, "{answer}")?;
        stdout.flush()?;
    }
    Ok(())
}

fn run(peer: &mut dyn Peer, command: &str, path: &str) -> Result<String> {
    match command {
        "load" => load(peer, path),
        "point" => measure(path, |[subject, predicate, valid, known]| peer.point(subject, predicate, At { valid, known })),
        "subject" => measure(path, |[subject, valid, known]| peer.subject(subject, At { valid, known })),
        "hops" => measure(path, |[start, valid, known]| {
            let reached = peer.hops(start, At { valid, known })?;
            Ok(distinct_without(reached, entity(start)?))
        }),
        other => Err(format!("unknown command {other:?}").into()),
    }
}

/// Loads a file; the seconds cover the engine alone, not the reading of the CSV.
fn load(peer: &mut dyn Peer, path: &str) -> Result<String> {
    let rows: Vec<FactRow> = read_csv(path)?.into_iter().map(fact_row).collect();
    let start = Instant::now();
    let note = peer.load(&rows)?;
    let seconds = start.elapsed().as_secs_f64();
    Ok(format!("{{\"loaded\":{},\"seconds\":{seconds:.3},\"note\":{}}}", rows.len(), quote(&note)))
}

fn fact_row(columns: [i64; 7]) -> FactRow {
    let [subject, predicate, object, valid_from, valid_to, tx_from, tx_to] = columns;
    FactRow { subject, predicate, valid_from, tx_from, object, valid_to, tx_to }
}

/// Times each query of a file alone, from the call to the collected result.
fn measure<const N: usize>(path: &str, mut query: impl FnMut([i64; N]) -> Result<Vec<u64>>) -> Result<String> {
    let queries = read_csv(path)?;
    let mut times = Vec::with_capacity(queries.len());
    let mut digests = Vec::with_capacity(queries.len());
    for columns in queries {
        let start = Instant::now();
        let items = query(columns)?;
        times.push(start.elapsed());
        digests.push(digest(&items));
    }
    report(times, &digests)
}

fn report(mut times: Vec<Duration>, digests: &[u64]) -> Result<String> {
    if times.is_empty() {
        return Err("the file holds no queries".into());
    }
    times.sort_unstable();
    let mean = times.iter().sum::<Duration>().as_secs_f64() * 1e6 / times.len() as f64;
    let mut answer = format!(
        "{{\"queries\":{},\"p50_us\":{:.3},\"p95_us\":{:.3},\"mean_us\":{mean:.3},\"digests\":[",
        times.len(),
        percentile_us(&times, 50),
        percentile_us(&times, 95)
    );
    for (index, digest) in digests.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(answer, "{comma}{digest}")?;
    }
    answer.push_str("]}");
    Ok(answer)
}

/// The nearest-rank percentile of sorted, non-empty times.
fn percentile_us(sorted: &[Duration], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted[rank - 1].as_secs_f64() * 1e6
}

/// An order-free digest: the wrapping sum of the mixed items, zero for none.
fn digest(items: &[u64]) -> u64 {
    items.iter().fold(0, |sum: u64, &item| sum.wrapping_add(splitmix64(item)))
}

fn splitmix64(item: u64) -> u64 {
    let z = item.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Reads a headerless CSV of `N` integer columns.
fn read_csv<const N: usize>(path: &str) -> Result<Vec<[i64; N]>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
        .map(|(index, line)| parse_line(line).map_err(|error| format!("{path}:{}: {error}", index + 1).into()))
        .collect()
}

fn parse_line<const N: usize>(line: &str) -> Result<[i64; N]> {
    let mut columns = [0; N];
    let mut fields = line.split(',');
    for column in &mut columns {
        *column = fields.next().ok_or("too few columns")?.trim().parse()?;
    }
    match fields.next() {
        None => Ok(columns),
        Some(_) => Err("too many columns".into()),
    }
}

/// A JSON string literal.
fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            control if control.is_control() => quoted.push(' '),
            plain => quoted.push(plain),
        }
    }
    quoted.push('"');
    quoted
}

//! The date and time cases of Recognizers-Text, against the dates crate.
//!
//! An expected result is right when an expression that overlaps it has the same type and exactly the same set of values.
//! A case with no expected result is right when nothing is found. Cases that the reference implementation itself does not
//! support (`dotnet` among its `NotSupported`) are left out; cases are parted by a hash of their input, 90 to develop on, 10 held.

use std::{fs, path::Path};

use asof::{Instant, Point};
use asof_dates::{DayTime, Expression, Interval, Last, Moment, Order, Reference, Relation, Value, find};
use serde_json::Value as Json;

use crate::Failure;

/// A type and its set of values.
type Answer = (String, Vec<String>);

/// How many were right.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: usize,
    all: usize,
}

impl Tally {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    fn percent(self) -> f64 {
        100.0 * self.right as f64 / self.all.max(1) as f64
    }
}

/// The figures for a set of cases.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    results: Tally,
    negatives: Tally,
}

/// Scores a file of cases and prints the figures, those held back only where asked for.
///
/// # Errors
/// When the file cannot be read as a list of cases.
pub fn run(data_file: &Path, show: usize, held: bool) -> Result<(), Failure> {
    let text = fs::read_to_string(data_file)?;
    let cases: Vec<Json> = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    let (mut developed, mut held_back, mut shown) = (Score::default(), Score::default(), 0);
    for case in cases.iter().filter(|case| is_scored(case)) {
        let (score, wrong) = if is_held(case) { (&mut held_back, None) } else { (&mut developed, Some(&mut shown)) };
        if let Some(report) = score_case(case, score)
            && let Some(shown) = wrong.filter(|shown| **shown < show)
        {
            println!("{report}");
            *shown += 1;
        }
    }
    print("developed on", developed);
    if held {
        print("held back", held_back);
    }
    Ok(())
}

fn print(name: &str, Score { results, negatives }: Score) {
    println!(
        "dates, {name}: {:.1} % ({} of {}), negatives clean {} of {}",
        results.percent(),
        results.right,
        results.all,
        negatives.right,
        negatives.all
    );
}

fn input(case: &Json) -> &str {
    case["Input"].as_str().unwrap_or_default()
}

fn is_scored(case: &Json) -> bool {
    !["NotSupported", "NotSupportedByDesign"].iter().any(|key| case[*key].as_str().is_some_and(|names| names.contains("dotnet")))
}

/// One case in ten is only ever counted.
fn is_held(case: &Json) -> bool {
    let hash = input(case).bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash % 10 == 9
}

/// Counts a case; what was wrong with it, in words.
fn score_case(case: &Json, score: &mut Score) -> Option<String> {
    let (text, results) = (input(case), case["Results"].as_array().cloned().unwrap_or_default());
    let told = case["Context"]["ReferenceDateTime"].as_str().unwrap_or("2016-11-07T00:00:00");
    let now = told.parse::<Instant>().ok()?;
    let found = find(text, &Reference { at: Point::at(now), order: Order::MonthFirst, last: Last::OfLastWeek });
    let shown =
        || found.iter().map(|one| format!("[{}] {:?}", &text[one.start..one.end], answer(one, now))).collect::<Vec<_>>().join("\n      ");
    if results.is_empty() {
        score.negatives.add(found.is_empty());
        return (!found.is_empty()).then(|| format!("false {text}\n   got {}", shown()));
    }
    let mut wrong = Vec::new();
    for result in &results {
        let (kind, values) = expected(result);
        let span = bytes(text, result);
        let right = found.iter().any(|one| one.start < span.1 && span.0 < one.end && agrees(&answer(one, now), &kind, &values));
        score.results.add(right);
        if !right {
            wrong.push(format!("[{}] {kind} {values:?}", result["Text"].as_str().unwrap_or_default()));
        }
    }
    (!wrong.is_empty()).then(|| format!("wrong {text}   @{told}\n   want {}\n   got {}", wrong.join("\n        "), shown()))
}

/// The bytes of an expected result, whose bounds count UTF-16 units, the last one included.
fn bytes(text: &str, result: &Json) -> (usize, usize) {
    let at = |units: u64| {
        let mut left = i64::try_from(units).unwrap_or_default();
        text.char_indices()
            .find(|(_, letter)| {
                left -= i64::try_from(letter.len_utf16()).unwrap_or_default();
                left < 0
            })
            .map_or(text.len(), |(at, _)| at)
    };
    let number = |key: &str| result[key].as_u64().unwrap_or_default();
    (at(number("Start")), at(number("End") + 1))
}

fn expected(result: &Json) -> Answer {
    let kind = result.get("TypeName").or_else(|| result.get("Typename")).and_then(Json::as_str).unwrap_or_default();
    let kind = kind.trim_start_matches("datetimeV2.").to_owned();
    let mut values: Vec<String> =
        result["Resolution"]["values"].as_array().into_iter().flatten().map(|value| expected_value(&kind, value)).collect();
    values.sort();
    values.dedup();
    (kind, values)
}

fn expected_value(kind: &str, value: &Json) -> String {
    let text = |key: &str| value[key].as_str().unwrap_or_default();
    match kind {
        "set" => text("timex").to_owned(),
        _ if value.get("start").is_some() || value.get("end").is_some() => format!("{}|{}", text("start"), text("end")),
        _ => text("value").to_owned(),
    }
}

/// "not resolved" asks for nothing but the type.
fn agrees(answer: &Answer, kind: &str, values: &[String]) -> bool {
    answer.0 == kind && (answer.1 == values || values == ["not resolved"])
}

fn answer(expression: &Expression, now: Instant) -> Answer {
    let (kind, mut values) = match &expression.value {
        Value::Moment(all) => of_moments(all),
        Value::Interval(all) => of_intervals(all, now),
        Value::Time(all) => of_times(all),
        Value::Hours(all) => ("timerange", all.iter().map(|one| format!("{}|{}", clock(one.from), clock(one.to))).collect()),
        Value::Length(length) => ("duration", vec![length.seconds().to_string()]),
        Value::Recurring(found) => ("set", vec![found.timex.clone()]),
        Value::Anchored(_) => ("anchored", Vec::new()),
        Value::NoSuchDay(_) => ("date", vec!["not resolved".to_owned()]),
    };
    values.sort();
    values.dedup();
    (kind.to_owned(), values)
}

const DAY: i64 = 86_400_000_000;

fn is_midnight(instant: Instant) -> bool {
    instant.micros().rem_euclid(DAY) == 0
}

fn day(instant: Instant) -> String {
    instant.to_string().chars().take(10).collect()
}

fn moment(instant: Instant) -> String {
    instant.to_string().chars().take(19).collect::<String>().replace('T', " ")
}

fn of_moments(all: &[Moment]) -> (&'static str, Vec<String>) {
    let point = |one: &Moment| (one.nominal.lo(), one.nominal.hi());
    let Some((lo, hi)) = all.first().map(point) else { return ("none", Vec::new()) };
    if lo == hi {
        return ("datetime", all.iter().map(|one| moment(one.nominal.lo())).collect());
    }
    if !is_midnight(lo) || !is_midnight(hi) {
        let last = |end: Instant| {
            Instant::from_micros(end.micros() - if is_midnight(end) { 1_000_000 } else { 0 }).map_or_else(String::new, moment)
        };
        return ("datetimerange", all.iter().map(|one| format!("{}|{}", moment(one.nominal.lo()), last(one.nominal.hi()))).collect());
    }
    if hi.micros() - lo.micros() == DAY {
        return ("date", all.iter().map(|one| day(one.nominal.lo())).collect());
    }
    ("daterange", all.iter().map(|one| format!("{}|{}", day(one.nominal.lo()), day(one.nominal.hi()))).collect())
}

/// A whole day or more.
fn is_whole(bound: &Moment) -> bool {
    is_midnight(bound.nominal.lo()) && is_midnight(bound.nominal.hi()) && bound.nominal.lo() != bound.nominal.hi()
}

fn of_intervals(all: &[Interval<Moment>], now: Instant) -> (&'static str, Vec<String>) {
    let bounds = || all.iter().flat_map(|one| [one.from, one.to]).flatten();
    let is_now = |bound: &Moment| bound.nominal == Point::at(now);
    let dated = bounds().all(|bound| is_whole(&bound) || is_now(&bound) || is_midnight(bound.nominal.lo()))
        && bounds().any(|bound| !is_now(&bound));
    let show = |instant: Instant| if dated { day(instant) } else { moment(instant) };
    let one = |one: &Interval<Moment>| {
        let from = one.from.map_or_else(String::new, |bound| {
            let whole = is_whole(&bound) && bound.nominal.hi().micros() - bound.nominal.lo().micros() > DAY;
            show(if one.relation == Relation::After && whole { bound.nominal.hi() } else { bound.nominal.lo() })
        });
        format!("{from}|{}", one.to.map_or_else(String::new, |bound| show(bound.nominal.lo())))
    };
    (if dated { "daterange" } else { "datetimerange" }, all.iter().map(one).collect())
}

fn of_times(all: &[DayTime]) -> (&'static str, Vec<String>) {
    let span = all.iter().any(|time| time.from != time.to);
    let one = |time: &DayTime| if span { format!("{}|{}", seconds(time.from), seconds(time.to)) } else { seconds(time.from) };
    (if span { "timerange" } else { "time" }, all.iter().map(one).collect())
}

fn clock(time: Option<DayTime>) -> String {
    time.map_or_else(String::new, |time| seconds(time.from))
}

fn seconds(of_day: u32) -> String {
    let at = if of_day == 86_400 { 86_399 } else { of_day % 86_400 };
    format!("{:02}:{:02}:{:02}", at / 3600, at / 60 % 60, at % 60)
}

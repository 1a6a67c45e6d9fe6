//! What a text's expressions mean, in words, for tables of cases.

#![allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "shared by tests that use a part each")]

use asof_dates::{DayTime, Expression, Interval, Moment, Reference, Value, find};

/// When the texts were written.
pub const REFERENCE: &str = "2016-11-07T16:12:00Z";

/// Monday 7 November 2016, 16:12.
pub fn reference() -> Reference {
    Reference::at(REFERENCE.parse().unwrap())
}

/// The first expression of the text, in words: all readings, parted by "or".
pub fn meaning(text: &str) -> String {
    find(text, &reference()).first().map_or_else(|| "nothing".into(), |found| show(text, found))
}

/// All expressions of the text.
pub fn all_meanings(text: &str) -> Vec<String> {
    find(text, &reference()).iter().map(|found| show(text, found)).collect()
}

/// The value of an expression.
pub fn show(text: &str, found: &Expression) -> String {
    let all = |values: Vec<String>| values.join(" or ");
    let value = match &found.value {
        Value::Moment(many) => all(many.iter().map(point).collect()),
        Value::Interval(many) => all(many.iter().map(|one| bounds(one, point)).collect()),
        Value::Time(many) => all(many.iter().map(time).collect()),
        Value::Hours(many) => all(many.iter().map(|one| bounds(one, time)).collect()),
        Value::Length(length) => format!("{} s", length.seconds()),
        Value::Recurring(found) => format!("{} × {}", found.times, found.timex),
        Value::NoSuchDay(year) => format!("no such day of {}", year.as_ref().map_or("a year".to_owned(), point)),
        Value::Anchored(found) => {
            let side = if found.before { "before" } else { "after" };
            let offset = found.offset.as_ref().map_or(0, asof_dates::Length::seconds);
            format!("{offset} s {side} {}", &text[found.event_start..found.event_end])
        }
    };
    let flags = [(found.vague, " (vague)"), (found.anaphoric, " (spoken of)")];
    flags.iter().filter(|(set, _)| *set).fold(value, |value, (_, flag)| value + flag)
}

fn point(moment: &Moment) -> String {
    moment.point.to_string()
}

fn time(time: &DayTime) -> String {
    let clock = |at: u32| format!("{:02}:{:02}", at / 3600, at / 60 % 60);
    if time.from == time.to { clock(time.from) } else { format!("{}-{}", clock(time.from), clock(time.to)) }
}

fn bounds<T>(interval: &Interval<T>, show: impl Fn(&T) -> String) -> String {
    let bound = |bound: &Option<T>| bound.as_ref().map_or("..".to_owned(), &show);
    format!("{:?} {} to {}", interval.relation, bound(&interval.from), bound(&interval.to)).to_lowercase().replace(['t', 'z'], "")
}

/// Checks the first expression of each text.
pub fn check(cases: &[(&str, &str)]) {
    let plain = |text: &str| text.to_lowercase().replace(['t', 'z'], "");
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| plain(&meaning(text)) != plain(expected))
        .map(|(text, expected)| format!("{text}\n   want {expected}\n   got  {}", meaning(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

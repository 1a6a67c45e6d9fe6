//! Shows the time expressions of each line of standard input: `find_dates [REFERENCE]`.

use std::{env, error::Error, io};

use asof_dates::{Expression, Interval, Moment, Reference, Value, find};

fn main() -> Result<(), Box<dyn Error>> {
    let told = env::args().nth(1).unwrap_or_else(|| "2016-11-07T16:12:00Z".to_owned());
    let reference = Reference::at(told.parse()?);
    for line in io::stdin().lines() {
        let line = line?;
        println!("{line}");
        for found in find(&line, &reference) {
            let marks = [if found.vague { " (vague)" } else { "" }, if found.anaphoric { " (anaphoric)" } else { "" }];
            println!("    {:<32} {}{}", &line[found.start..found.end], show(&found, &line), marks.concat());
        }
    }
    Ok(())
}

fn show(found: &Expression, line: &str) -> String {
    let point = |one: &Moment| one.point.to_string();
    let bound = |bound: &Option<Moment>| bound.map_or("…".to_owned(), |one| point(&one));
    let interval = |one: &Interval<Moment>| format!("{:?} {} – {}", one.relation, bound(&one.from), bound(&one.to));
    match &found.value {
        Value::Moment(all) => all.iter().map(point).collect::<Vec<_>>().join(" or "),
        Value::Interval(all) => all.iter().map(interval).collect::<Vec<_>>().join(" or "),
        Value::Length(length) => format!("{:?} {:?}", length.bound, length.parts),
        Value::Recurring(found) => format!("{} × {}", found.timex, found.times),
        Value::Anchored(found) => format!("{:?} before: {} {:?}", found.offset, found.before, &line[found.event_start..found.event_end]),
        Value::Time(all) => format!("{all:?}"),
        Value::Hours(all) => format!("{all:?}"),
    }
}

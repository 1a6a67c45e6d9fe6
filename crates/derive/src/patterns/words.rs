//! A pattern in words: "runs on Sunday mornings".

use super::{Every, Kind, Part, Pattern, Rhythm, Season, rhythm::Days};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
/// What is done at this pace, in days, is done often.
const OFTEN: f64 = 14.0;

/// What is done, and when.
pub(super) fn phrase(pattern: &Pattern, deed: &str) -> String {
    let deed = deed.trim();
    let when = match (&pattern.rhythm, pattern.kind) {
        (Some(rhythm), _) => when(*rhythm),
        (None, Kind::Saying) => String::new(),
        (None, Kind::Deed) if pattern.gap <= OFTEN => "often".into(),
        (None, Kind::Deed) => "now and then".into(),
    };
    [deed, &when].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn when(rhythm: Rhythm) -> String {
    let days = match rhythm.every {
        Some(Every::Days(days)) => on_days(days, rhythm.part),
        Some(Every::Day) => format!("every {}", rhythm.part.map_or("day", one)),
        Some(Every::Week) => apart("about once a week", rhythm.part),
        Some(Every::Fortnight) => apart("about every two weeks", rhythm.part),
        Some(Every::Month) => apart("about once a month", rhythm.part),
        Some(Every::Year(month)) => {
            let month = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?)).unwrap_or(&"the same season");
            apart(&format!("every year in {month}"), rhythm.part)
        }
        None => rhythm.part.map(several).unwrap_or_default(),
    };
    let season = rhythm.season.map(|season| match season {
        Season::Spring => "in spring",
        Season::Summer => "in summer",
        Season::Autumn => "in autumn",
        Season::Winter => "in winter",
    });
    [Some(days.as_str()).filter(|days| !days.is_empty()), season].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// "on Sundays", "on Sunday mornings", "on Mondays and Thursdays", "at weekends", "on weekday evenings".
fn on_days(days: Days, part: Option<Part>) -> String {
    let mut names: Vec<&str> = if days == Days::WEEKEND {
        vec!["weekend"]
    } else if days == Days::WORKING {
        vec!["weekday"]
    } else {
        days.numbers().into_iter().filter_map(|day| DAYS.get(day).copied()).collect()
    };
    let last = names.pop().unwrap_or("day");
    let list = |end: &str| names.iter().map(|name| format!("{name}{end}")).collect::<Vec<_>>().join(", ");
    let and = if names.is_empty() { "" } else { " and " };
    match part {
        Some(part) => format!("on {}{and}{last} {}s", list(""), one(part)),
        None if days == Days::WEEKEND => "at weekends".into(),
        None => format!("on {}{and}{last}s", list("s")),
    }
}

fn apart(how_often: &str, part: Option<Part>) -> String {
    part.map_or_else(|| how_often.to_owned(), |part| format!("{how_often} {}", singly(part)))
}

fn one(part: Part) -> &'static str {
    match part {
        Part::Morning => "morning",
        Part::Afternoon => "afternoon",
        Part::Evening => "evening",
        Part::Night => "night",
    }
}

fn singly(part: Part) -> &'static str {
    match part {
        Part::Morning => "in the morning",
        Part::Afternoon => "in the afternoon",
        Part::Evening => "in the evening",
        Part::Night => "at night",
    }
}

fn several(part: Part) -> String {
    match part {
        Part::Night => "at night".into(),
        Part::Morning | Part::Afternoon | Part::Evening => format!("in the {}s", one(part)),
    }
}

//! Dates: the phrase at the end or the beginning of a sentence that says when.

use asof_model::{Instant, Point};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate};

use crate::Reason;

/// The most words a date phrase has.
const MAX_WORDS: usize = 12;

/// When something was so, as the phrase puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Nothing was said.
    Unsaid,
    /// "in 2019"; `counted` when it counts from the day it was said: "yesterday", "in May".
    At { point: Point, counted: bool },
    /// "since 2019".
    Since(Point),
    /// "from 2019", "from 2019 on".
    From(Point),
    /// "until 2019".
    Until(Point),
    /// "from 2015 to 2019".
    Span(Point, Point),
    /// "between 2015 and 2019".
    Between(Point, Point),
}

impl When {
    /// The points it names.
    pub fn points(self) -> Vec<Point> {
        match self {
            Self::Unsaid => vec![],
            Self::At { point, .. } | Self::Since(point) | Self::From(point) | Self::Until(point) => vec![point],
            Self::Span(from, to) | Self::Between(from, to) => vec![from, to],
        }
    }
}

/// Takes the date phrase off either end of the words.
///
/// # Errors
/// The reason to leave the sentence alone: the date counts from a day that is not known, does not exist, or there are two.
pub fn take<'a, 'b>(words: &'a [&'b str], now: Option<Point>) -> Result<(When, &'a [&'b str]), Reason> {
    let (last, words) = take_last(words);
    let (first, words) = take_first(words);
    match (first, last) {
        (None, None) => Ok((When::Unsaid, words)),
        (Some(phrase), None) | (None, Some(phrase)) => Ok((phrase.resolve(now)?, words)),
        (Some(_), Some(_)) => Err(Reason::NotUnderstood),
    }
}

fn take_last<'a, 'b>(words: &'a [&'b str]) -> (Option<Phrase>, &'a [&'b str]) {
    let first = words.len().saturating_sub(MAX_WORDS);
    let found = (first..words.len()).find_map(|at| phrase(&words[at..]).map(|phrase| (phrase, &words[..at])));
    found.map_or((None, words), |(phrase, rest)| (Some(phrase), rest.strip_suffix(&[","]).unwrap_or(rest)))
}

fn take_first<'a, 'b>(words: &'a [&'b str]) -> (Option<Phrase>, &'a [&'b str]) {
    let Some((opening, _)) = words.split_first() else { return (None, words) };
    let mut start: Vec<&str> = words.iter().take(MAX_WORDS).copied().collect();
    start[0] = OPENINGS.iter().find(|word| word.eq_ignore_ascii_case(opening)).copied().unwrap_or(opening);
    let found = (1..=start.len()).rev().find_map(|end| phrase(&start[..end]).map(|phrase| (phrase, &words[end..])));
    found.map_or((None, words), |(phrase, rest)| (Some(phrase), rest.strip_prefix(&[","]).unwrap_or(rest)))
}

const OPENINGS: &[&str] = &[
    "in",
    "on",
    "since",
    "from",
    "until",
    "between",
    "yesterday",
    "today",
    "last",
    "this",
    "a",
    "an",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
];

const NUMBERS: &[&str] = &["a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

const MONTHS: &[&str] =
    &["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

const WEEKDAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Whether the word belongs to dates, so that it is no part of a name that stands before one.
pub fn is_calendar_word(word: &str) -> bool {
    month(word).is_some() || WEEKDAYS.contains(&word) || year(word).is_some()
}

/// A date phrase before it is known from which day to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phrase {
    At(Date),
    Since(Date),
    From(Date),
    Until(Date),
    Span(Date, Date),
    Between(Date, Date),
}

impl Phrase {
    fn resolve(self, now: Option<Point>) -> Result<When, Reason> {
        Ok(match self {
            Self::At(date) => When::At { point: date.resolve(now)?, counted: date.is_counted() },
            Self::Since(date) => When::Since(date.resolve(now)?),
            Self::From(date) => When::From(date.resolve(now)?),
            Self::Until(date) => When::Until(date.resolve(now)?),
            Self::Span(from, to) => When::Span(from.within(to).resolve(now)?, to.resolve(now)?),
            Self::Between(from, to) => When::Between(from.within(to).resolve(now)?, to.resolve(now)?),
        })
    }
}

fn phrase(words: &[&str]) -> Option<Phrase> {
    match words {
        ["in", rest @ ..] => calendar(rest).filter(|date| !date.is_day()).map(Phrase::At),
        ["on", rest @ ..] => calendar(rest).filter(|date| date.is_day()).map(Phrase::At),
        ["since", rest @ ..] => date(rest).map(Phrase::Since),
        ["until" | "till", rest @ ..] => date(rest).map(Phrase::Until),
        ["from", rest @ .., "on" | "onwards" | "onward"] => date(rest).map(Phrase::From),
        ["from", rest @ ..] => {
            pair(rest, &["to", "until", "till"]).map(|(from, to)| Phrase::Span(from, to)).or_else(|| date(rest).map(Phrase::From))
        }
        ["between", rest @ ..] => pair(rest, &["and"]).map(|(from, to)| Phrase::Between(from, to)),
        _ => relative(words).map(Phrase::At),
    }
}

fn pair(words: &[&str], links: &[&str]) -> Option<(Date, Date)> {
    let at = words.iter().position(|word| links.contains(word))?;
    Some((date(&words[..at])?, date(&words[at + 1..])?))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// A date as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Date {
    Year(i32),
    Month(i32, u32),
    Day(i32, u32, u32),
    BareMonth(u32),
    BareDay(u32, u32),
    Ago(u32, Unit),
}

impl Date {
    fn is_day(self) -> bool {
        matches!(self, Self::Day(..) | Self::BareDay(..))
    }

    fn is_counted(self) -> bool {
        matches!(self, Self::BareMonth(_) | Self::BareDay(..) | Self::Ago(..))
    }

    /// "From May to August 2019": the May of 2019.
    fn within(self, end: Self) -> Self {
        match (self, end) {
            (Self::BareMonth(month), Self::Month(year, last)) if month <= last => Self::Month(year, month),
            (Self::BareDay(month, day), Self::Day(year, last, _)) if month <= last => Self::Day(year, month, day),
            _ => self,
        }
    }

    fn resolve(self, now: Option<Point>) -> Result<Point, Reason> {
        let written = match self {
            Self::Year(year) => format!("{year:04}"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Day(year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
            Self::BareMonth(_) | Self::BareDay(..) | Self::Ago(..) => return self.count(now).ok_or(Reason::NoReferenceDate),
        };
        written.parse().map_err(|_| Reason::NotUnderstood)
    }

    /// Counts from the day it was said; where that is a stretch, from its first and last day, which must agree.
    fn count(self, now: Option<Point>) -> Option<Point> {
        let now = now?;
        let last = Instant::from_micros(now.hi().micros().saturating_sub(1)).map_or(now.lo(), |last| last.max(now.lo()));
        let (early, late) = (self.count_from(day_of(now.lo())?)?, self.count_from(day_of(last)?)?);
        (early == late).then_some(early)
    }

    fn count_from(self, today: NaiveDate) -> Option<Point> {
        let year_of = |passed: bool| if passed { today.year() } else { today.year() - 1 };
        let date = match self {
            Self::BareMonth(month) => Self::Month(year_of(month <= today.month()), month),
            Self::BareDay(month, day) => Self::Day(year_of((month, day) <= (today.month(), today.day())), month, day),
            Self::Ago(count, unit) => return ago(today, count, unit),
            Self::Year(_) | Self::Month(..) | Self::Day(..) => self,
        };
        date.resolve(None).ok()
    }
}

fn day_of(instant: Instant) -> Option<NaiveDate> {
    Some(DateTime::from_timestamp_micros(instant.micros())?.date_naive())
}

/// The day, week, month or year that many before; a week goes from Monday to Sunday.
fn ago(today: NaiveDate, count: u32, unit: Unit) -> Option<Point> {
    let written = match unit {
        Unit::Day => today.checked_sub_days(Days::new(count.into()))?.format("%Y-%m-%d").to_string(),
        Unit::Week => {
            let day = today.checked_sub_days(Days::new(u64::from(count) * 7))?.week(chrono::Weekday::Mon);
            format!("{}/{}", day.checked_first_day()?.format("%Y-%m-%d"), day.checked_last_day()?.format("%Y-%m-%d"))
        }
        Unit::Month => today.checked_sub_months(Months::new(count))?.format("%Y-%m").to_string(),
        Unit::Year => today.checked_sub_months(Months::new(count.checked_mul(12)?))?.format("%Y").to_string(),
    };
    written.parse().ok()
}

fn date(words: &[&str]) -> Option<Date> {
    calendar(words).or_else(|| relative(words))
}

fn calendar(words: &[&str]) -> Option<Date> {
    match words {
        ["the", rest @ ..] => calendar(rest).filter(|date| date.is_day()),
        [word] => year(word).map(Date::Year).or_else(|| month(word).map(Date::BareMonth)).or_else(|| iso(word)),
        [first, second] => month_and(first, second),
        [number, "of", name] => Some(Date::BareDay(month(name)?, day(number)?)),
        [number, "of", name, last] | [number, name, last] | [name, number, ",", last] if month(name).is_some() => {
            Some(Date::Day(year(last)?, month(name)?, day(number)?))
        }
        [name, number, last] => Some(Date::Day(year(last)?, month(name)?, day(number)?)),
        _ => None,
    }
}

/// "May 2019", "7 May", "May 7".
fn month_and(first: &str, second: &str) -> Option<Date> {
    match (month(first), year(second)) {
        (Some(month), Some(year)) => Some(Date::Month(year, month)),
        (Some(month), None) => Some(Date::BareDay(month, day(second)?)),
        (None, _) => Some(Date::BareDay(month(second)?, day(first)?)),
    }
}

fn relative(words: &[&str]) -> Option<Date> {
    let (count, unit) = match words {
        ["today"] => (0, Unit::Day),
        ["yesterday"] => (1, Unit::Day),
        ["this", name] => (0, unit_named(name)?),
        ["last", name] => (1, unit_named(name)?),
        [number, name, "ago"] => (counted(number)?, unit_named(name.strip_suffix('s').unwrap_or(name))?),
        _ => return None,
    };
    let odd = matches!(words, ["this" | "last", "day"]);
    (!odd).then_some(Date::Ago(count, unit))
}

fn unit_named(word: &str) -> Option<Unit> {
    match word {
        "day" => Some(Unit::Day),
        "week" => Some(Unit::Week),
        "month" => Some(Unit::Month),
        "year" => Some(Unit::Year),
        _ => None,
    }
}

fn counted(word: &str) -> Option<u32> {
    let word = if word == "an" { "a" } else { word };
    let spelled = NUMBERS.iter().position(|number| *number == word).map(|at| at.max(1));
    spelled.and_then(|count| u32::try_from(count).ok()).or_else(|| digits(word, 3))
}

fn digits(word: &str, most: usize) -> Option<u32> {
    (word.len() <= most && word.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.parse().ok())?
}

fn year(word: &str) -> Option<i32> {
    digits(word, 4).filter(|year| (1000..3000).contains(year)).and_then(|year| i32::try_from(year).ok())
}

fn day(word: &str) -> Option<u32> {
    let number = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    digits(number, 2).filter(|day| (1..=31).contains(day))
}

/// "May", "Sept.", "Oct".
fn month(word: &str) -> Option<u32> {
    let name = word.strip_suffix('.').unwrap_or(word);
    let short = |month: &str| name.len() == 3 && month.starts_with(name) || name == "Sept" && month == "September";
    let at = MONTHS.iter().position(|month| *month == name || short(month))?;
    u32::try_from(at + 1).ok()
}

/// "2023-05-07" and "2023-05".
fn iso(word: &str) -> Option<Date> {
    let parts: Vec<u32> = word.split('-').map(|part| digits(part, 4)).collect::<Option<_>>()?;
    match *parts {
        [_, month, day] if word.len() == 10 => Some(Date::Day(year(&word[..4])?, month, day)),
        [_, month] if word.len() == 7 => Some(Date::Month(year(&word[..4])?, month)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word;

    fn shown(when: When) -> String {
        match when {
            When::Unsaid => "unsaid".into(),
            When::At { point, counted } => format!("{}{point}", if counted { "~" } else { "" }),
            When::Since(point) => format!("since {point}"),
            When::From(point) => format!("from {point}"),
            When::Until(point) => format!("until {point}"),
            When::Span(from, to) => format!("{from} to {to}"),
            When::Between(from, to) => format!("{from} and {to}"),
        }
    }

    #[test]
    fn a_date_phrase_is_taken_off_either_end() {
        for (text, expected) in [
            ("X in 2019", "2019"),
            ("In 2019, X", "2019"),
            ("X in May 2019", "2019-05"),
            ("X in Sept. 2019", "2019-09"),
            ("X in May", "~2023-05"),
            ("X in March", "~2024-03"),
            ("X on 7 May", "~2023-05-07"),
            ("X on the 7th of May 2023", "2023-05-07"),
            ("On May 7, 2023, X", "2023-05-07"),
            ("X on 2023-05-07", "2023-05-07"),
            ("X in 2023-05", "2023-05"),
            ("Since 2020 X", "since 2020"),
            ("X since last year", "since 2023"),
            ("X from 2015 to 2019", "2015 to 2019"),
            ("X from May to August 2019", "2019-05 to 2019-08"),
            ("X from 2020 onwards", "from 2020"),
            ("X until May 2021", "until 2021-05"),
            ("Between 2015 and 2019 X", "2015 and 2019"),
            ("X yesterday", "~2024-03-13"),
            ("Yesterday X", "~2024-03-13"),
            ("X today", "~2024-03-14"),
            ("X last week", "~2024-03-04/2024-03-10"),
            ("X last month", "~2024-02"),
            ("Two years ago X", "~2022"),
            ("X 3 days ago", "~2024-03-11"),
            ("X a week ago", "~2024-03-04/2024-03-10"),
            ("X 13 months ago", "~2023-02"),
            ("X", "unsaid"),
            ("X in three weeks", "unsaid"),
            ("X on May 2019", "unsaid"),
        ] {
            let words = word::words(text);
            let taken = take(&words, "2024-03-14".parse().ok()).map(|(when, _)| shown(when));
            assert_eq!(taken.as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_rough_day_is_counted_from_only_where_it_makes_no_difference() {
        for (now, text, expected) in [
            ("2024", "X last year", Ok("~2023".to_owned())),
            ("2024", "X yesterday", Err(Reason::NoReferenceDate)),
            ("2024-03", "X last month", Ok("~2024-02".to_owned())),
            ("2024-03", "X 40 days ago", Err(Reason::NoReferenceDate)),
            ("2024-03-14T10:00:00Z", "X yesterday", Ok("~2024-03-13".to_owned())),
        ] {
            let words = word::words(text);
            assert_eq!(take(&words, now.parse().ok()).map(|(when, _)| shown(when)), expected, "{now}: {text}");
        }
    }
}

//! The closed classes of words that speak of time.

use chrono::Weekday;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    /// A day from Monday to Friday.
    BusinessDay,
    Week,
    Weekend,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// Calendar months in one, for the units that are not a fixed number of days.
    pub(crate) fn months(self) -> Option<i64> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Year => Some(12),
            Self::Decade => Some(120),
            Self::Century => Some(1200),
            Self::Second | Self::Minute | Self::Hour | Self::Day | Self::BusinessDay => None,
            Self::Week | Self::Weekend | Self::Fortnight => None,
        }
    }

    /// Seconds in one; a month counts as 30 days and a year as 365.
    #[must_use]
    pub fn seconds(self) -> i64 {
        const DAY: i64 = 86_400;
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3600,
            Self::Day | Self::BusinessDay => DAY,
            Self::Week => 7 * DAY,
            Self::Weekend => 2 * DAY,
            Self::Fortnight => 14 * DAY,
            Self::Month => 30 * DAY,
            Self::Quarter => 90 * DAY,
            Self::Year => 365 * DAY,
            Self::Decade => 3650 * DAY,
            Self::Century => 36_500 * DAY,
        }
    }

    pub(crate) fn is_clock(self) -> bool {
        self <= Self::Hour
    }
}

/// The unit that a word names.
pub(crate) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "second" | "seconds" | "sec" | "secs" => Unit::Second,
        "minute" | "minutes" | "min" | "mins" => Unit::Minute,
        "hour" | "hours" | "hr" | "hrs" | "h" => Unit::Hour,
        "day" | "days" | "night" | "nights" => Unit::Day,
        "weekday" | "weekdays" | "workday" | "workdays" => Unit::BusinessDay,
        "week" | "weeks" | "wk" | "wks" | "workweek" | "workweeks" => Unit::Week,
        "weekend" | "weekends" => Unit::Weekend,
        "fortnight" | "fortnights" => Unit::Fortnight,
        "month" | "months" | "mos" | "mth" | "mths" => Unit::Month,
        "quarter" | "quarters" => Unit::Quarter,
        "year" | "years" | "yr" | "yrs" => Unit::Year,
        "decade" | "decades" => Unit::Decade,
        "century" | "centuries" => Unit::Century,
        _ => return None,
    })
}

pub(crate) fn month(word: &str) -> Option<u32> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sep" | "sept" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// Month names that are also first names, verbs or other words.
pub(crate) fn is_doubtful_month(word: &str) -> bool {
    matches!(word, "may" | "march" | "april" | "june" | "august" | "jan" | "mar" | "dec" | "sep" | "nov" | "jun" | "oct")
}

pub(crate) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" => Weekday::Mon,
        "tuesday" | "tue" | "tues" => Weekday::Tue,
        "wednesday" | "wed" | "weds" => Weekday::Wed,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thu,
        "friday" | "fri" => Weekday::Fri,
        "saturday" | "sat" => Weekday::Sat,
        "sunday" | "sun" => Weekday::Sun,
        _ => return None,
    })
}

pub(crate) fn weekdays(word: &str) -> Option<Weekday> {
    word.strip_suffix('s').filter(|stem| stem.ends_with("day")).and_then(weekday)
}

/// The first month of a season of the northern half of the world, where a year gives it.
pub(crate) fn season(word: &str) -> Option<u32> {
    Some(match word {
        "spring" => 3,
        "summer" => 6,
        "autumn" | "fall" => 9,
        "winter" => 12,
        _ => return None,
    })
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
    Daytime,
    Lunchtime,
    SmallHours,
    Nighttime,
}

impl Part {
    /// From and to, in seconds of the day.
    pub(crate) fn seconds(self) -> (u32, u32) {
        let (from, to) = match self {
            Self::Morning => (8, 12),
            Self::Afternoon => (12, 16),
            Self::Evening => (16, 20),
            Self::Night => (20, 24),
            Self::Daytime => (8, 18),
            Self::Lunchtime => (11, 13),
            Self::SmallHours => (0, 5),
            Self::Nighttime => (0, 8),
        };
        (from * 3600, to * 3600)
    }

    /// How ISO-like time expressions abbreviate it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
            Self::Daytime => "DT",
            Self::Lunchtime => "MEL",
            Self::SmallHours => "SH",
            Self::Nighttime => "NT",
        }
    }
}

pub(crate) fn part(word: &str) -> Option<Part> {
    Some(match word {
        "morning" | "mornings" => Part::Morning,
        "afternoon" | "afternoons" => Part::Afternoon,
        "evening" | "evenings" => Part::Evening,
        "night" | "nights" => Part::Night,
        "nighttime" => Part::Nighttime,
        "daytime" => Part::Daytime,
        "lunchtime" => Part::Lunchtime,
        _ => return None,
    })
}

/// Words that show that what follows is a time.
pub(crate) fn is_time_preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "on"
            | "by"
            | "since"
            | "until"
            | "till"
            | "last"
            | "next"
            | "this"
            | "early"
            | "late"
            | "mid"
            | "of"
            | "before"
            | "after"
            | "through"
            | "during"
            | "around"
            | "between"
            | "past"
            | "every"
            | "each"
            | "previous"
            | "following"
            | "coming"
            | "throughout"
            | "circa"
            | "starting"
            | "beginning"
            | "ending"
            | "than"
            | "year"
    )
}

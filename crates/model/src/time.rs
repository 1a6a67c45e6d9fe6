//! Instants and points: dates that remember how precisely they were told.
//!
//! A [`Point`] is an interval of possible instants `[lo, hi)`. "2019" stays a year; it never turns into 1 January.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// Microseconds since 1970-01-01T00:00:00Z, within the years −9999 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The first instant that can be told.
    pub const MIN: Self = Self(-377_705_116_800_000_000);
    /// The end of the year 9999.
    pub const MAX: Self = Self(253_402_300_800_000_000);

    /// An instant from microseconds since the epoch; `None` outside the years −9999 to 9999.
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Self> {
        let instant = Self(micros);
        (Self::MIN <= instant && instant <= Self::MAX).then_some(instant)
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0
    }

    fn from_date(date: NaiveDate) -> Self {
        Self(date.signed_duration_since(NaiveDate::default()).num_days() * MICROS_PER_DAY)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match DateTime::from_timestamp_micros(self.0) {
            Some(time) => f.write_str(&time.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            None => write!(f, "{}us", self.0),
        }
    }
}

impl FromStr for Instant {
    type Err = TimeError;

    /// Reads RFC 3339 with a zone, or without one as UTC; seconds may be left out.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let micros = read_zoned(text).or_else(|| read_unzoned(text)).ok_or_else(|| TimeError::not_a_date(text))?;
        Self::from_micros(micros).ok_or_else(|| TimeError::OutOfRange(text.into()))
    }
}

fn read_zoned(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"))
        .or_else(|_| DateTime::parse_from_str(&text.replace('Z', "+00:00"), "%Y-%m-%dT%H:%M%:z"))
        .ok()
        .map(|time| time.timestamp_micros())
}

fn read_unzoned(text: &str) -> Option<i64> {
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| chrono::NaiveDateTime::parse_from_str(text, format).ok())
        .map(|time| time.and_utc().timestamp_micros())
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A date as precisely as it was told: the interval of possible instants `[lo, hi)`, or one instant (`lo == hi`).
///
/// ```
/// use asof_model::Point;
/// let year: Point = "2019".parse()?;
/// let day: Point = "2019-05-07".parse()?;
/// assert!(year.lo() < day.lo() && day.hi() < year.hi());
/// assert_eq!(year.to_string(), "2019");
/// # Ok::<(), asof_model::TimeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    lo: Instant,
    hi: Instant,
}

impl Point {
    /// A point from its bounds.
    ///
    /// # Errors
    /// [`TimeError::EndsBeforeItBegins`] when `hi < lo`.
    pub fn new(lo: Instant, hi: Instant) -> Result<Self, TimeError> {
        if hi < lo {
            return Err(TimeError::EndsBeforeItBegins { from: lo.to_string(), to: hi.to_string() });
        }
        Ok(Self { lo, hi })
    }

    /// The point of one instant.
    #[must_use]
    pub fn at(instant: Instant) -> Self {
        Self { lo: instant, hi: instant }
    }

    /// The earliest possible instant.
    #[must_use]
    pub fn lo(self) -> Instant {
        self.lo
    }

    /// The end of the possible instants; equal to `lo` for one instant.
    #[must_use]
    pub fn hi(self) -> Instant {
        self.hi
    }

    /// One past the last instant that the point reaches: never equal to `lo`.
    #[must_use]
    pub fn reach(self) -> i64 {
        self.hi.0.max(self.lo.0 + 1)
    }

    fn of_months(year: i32, month: u32, months: u32) -> Option<Self> {
        let lo = NaiveDate::from_ymd_opt(year, month, 1)?;
        let hi = lo.checked_add_months(chrono::Months::new(months))?;
        Some(Self { lo: Instant::from_date(lo), hi: Instant::from_date(hi) })
    }

    fn of_day(year: i32, month: u32, day: u32) -> Option<Self> {
        let lo = Instant::from_date(NaiveDate::from_ymd_opt(year, month, day)?);
        Some(Self { lo, hi: Instant(lo.0 + MICROS_PER_DAY) })
    }

    /// The calendar form, if the bounds are exactly a year, month, day, decade or century.
    fn calendar(self) -> Option<String> {
        let date = (self.lo.0 % MICROS_PER_DAY == 0).then(|| DateTime::from_timestamp_micros(self.lo.0))??;
        let date = date.date_naive();
        let (year, month, day) = (date.year(), date.month(), date.day());
        let sign = if year < 0 { "-" } else { "" };
        let digits = format!("{sign}{:04}", year.unsigned_abs());
        if self.hi.0 - self.lo.0 == MICROS_PER_DAY {
            return Some(format!("{digits}-{month:02}-{day:02}"));
        }
        if Self::of_months(year, month, 1) == Some(self) {
            return Some(format!("{digits}-{month:02}"));
        }
        let years = |count: u32| Self::of_months(year, 1, 12 * count) == Some(self);
        match year {
            _ if years(1) => Some(digits),
            0.. if year % 10 == 0 && years(10) => Some(format!("{}X", &digits[..3])),
            0.. if year % 100 == 0 && years(100) => Some(format!("{}XX", &digits[..2])),
            _ => None,
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.lo == self.hi {
            return self.lo.fmt(f);
        }
        match self.calendar() {
            Some(text) => f.write_str(&text),
            None => write!(f, "{}/{}", short(self.lo), short_end(self.hi)),
        }
    }
}

/// The shortest form that reads back as a point starting at this instant.
fn short(instant: Instant) -> String {
    Point { lo: instant, hi: Instant(instant.0 + MICROS_PER_DAY) }.calendar().unwrap_or_else(|| instant.to_string())
}

/// The shortest form that reads back as a point ending at this instant: the day before, at midnight.
fn short_end(instant: Instant) -> String {
    Point { lo: Instant(instant.0 - MICROS_PER_DAY), hi: instant }.calendar().unwrap_or_else(|| instant.to_string())
}

impl FromStr for Point {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let text = text.trim();
        match text.split_once('/') {
            Some((from, to)) => read_stretch(text, from, to),
            None if text.contains([':', 'T']) => text.parse().map(Self::at),
            None => read_calendar(text),
        }
    }
}

fn read_stretch(text: &str, from: &str, to: &str) -> Result<Point, TimeError> {
    if to.contains('/') {
        return Err(TimeError::not_a_date(text));
    }
    let (from, to): (Point, Point) = (from.parse()?, to.parse()?);
    if to.hi <= from.lo {
        return Err(TimeError::EndsBeforeItBegins { from: from.to_string(), to: to.to_string() });
    }
    Ok(Point { lo: from.lo, hi: to.hi })
}

/// Reads "2019", "2019-05", "2019-05-07", "-0044", and unspecified digits as in "199X", "19XX", "2003-##-##".
fn read_calendar(text: &str) -> Result<Point, TimeError> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut parts = digits.split('-');
    let year = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.filter(|part| !is_unspecified(part)).collect();
    let malformed = || TimeError::not_a_date(text);
    if let Some(point) = read_unspecified_year(year, sign) {
        return if rest.is_empty() { Ok(point) } else { Err(malformed()) };
    }
    let year = sign * number(year, 1..=4).ok_or_else(malformed)?;
    let point = match rest.as_slice() {
        [] => Point::of_months(year, 1, 12),
        [month] => Point::of_months(year, two_digits(month).ok_or_else(malformed)?, 1),
        [month, day] => {
            let (month, day) = (two_digits(month).ok_or_else(malformed)?, two_digits(day).ok_or_else(malformed)?);
            Point::of_day(year, month, day)
        }
        _ => return Err(malformed()),
    };
    point.ok_or_else(|| TimeError::NoSuchDate(text.into()))
}

fn is_unspecified(part: &str) -> bool {
    matches!(part, "##" | "XX" | "xx")
}

/// "199X", "199#", "19XX": the decade or century.
fn read_unspecified_year(year: &str, sign: i32) -> Option<Point> {
    let known = year.trim_end_matches(['X', 'x', '#']);
    let width = match year.len() - known.len() {
        1 => 10,
        2 => 100,
        _ => return None,
    };
    let start = number(known, 1..=3)? * width;
    (sign == 1).then(|| Point::of_months(start, 1, 12 * width.unsigned_abs())).flatten()
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<i32> {
    (digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn two_digits(text: &str) -> Option<u32> {
    number(text, 1..=2).and_then(|number| u32::try_from(number).ok())
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A date that cannot be read, does not exist, or does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// Not a date in any accepted form.
    #[error("`{0}` is not a date: write 2019, 2019-05, 2019-05-07 or 2019-05-07T14:05:00Z")]
    NotADate(String),
    /// Well-formed, but no such day is in the calendar.
    #[error("`{0}` does not exist in the calendar")]
    NoSuchDate(String),
    /// Outside the years −9999 to 9999.
    #[error("`{0}` is outside the years -9999 to 9999")]
    OutOfRange(String),
    /// An interval whose end is not after its beginning.
    #[error("the interval ends ({to}) before it begins ({from})")]
    EndsBeforeItBegins {
        /// The beginning as told.
        from: String,
        /// The end as told.
        to: String,
    },
}

impl TimeError {
    fn not_a_date(text: &str) -> Self {
        let shown: String = text.chars().take(40).collect();
        Self::NotADate(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_reads_back_as_it_was_written() {
        for text in [
            "2019",
            "2019-05",
            "2019-05-07",
            "2019-05-07T14:05:00Z",
            "2019-05-07T14:05:00.000001Z",
            "199X",
            "19XX",
            "0360",
            "-0044",
            "-0044-03-15",
            "2020-03-01/2020-05-31",
            "9999",
            "-9999",
            "2020-02-29",
        ] {
            let point: Point = text.parse().unwrap();
            assert_eq!(point.to_string(), text);
            assert_eq!(point.to_string().parse::<Point>().unwrap(), point);
        }
    }

    #[test]
    fn other_spellings_are_understood() {
        for (told, meant) in [
            ("2003-##-##", "2003"),
            ("2003-05-##", "2003-05"),
            ("360", "0360"),
            ("199#", "199X"),
            ("19##-##-##", "19XX"),
            ("2020-3", "2020-03"),
            (" 2020 ", "2020"),
            ("2020-03/2020-05", "2020-03-01/2020-05-31"),
            ("2024-04-02T10:00Z", "2024-04-02T10:00:00Z"),
            ("2024-04-02 10:00", "2024-04-02T10:00:00Z"),
            ("2024-04-02T12:00:00+02:00", "2024-04-02T10:00:00Z"),
            ("2019/2019", "2019"),
        ] {
            assert_eq!(told.parse::<Point>().map(|point| point.to_string()), Ok(meant.to_owned()), "{told}");
        }
    }

    #[test]
    fn bad_dates_are_named() {
        let cases = [
            ("2023-02-29", "does not exist"),
            ("2023-13", "does not exist"),
            ("2023-00", "does not exist"),
            ("yesterday", "is not a date"),
            ("", "is not a date"),
            ("20190507", "is not a date"),
            ("12345", "is not a date"),
            ("2019-05-07-09", "is not a date"),
            ("####-##-##", "is not a date"),
            ("2021/2019", "before it begins"),
            ("2019-05-07T25:00:00Z", "is not a date"),
            ("199X-05", "is not a date"),
            ("20\u{661}9", "is not a date"),
        ];
        for (text, expected) in cases {
            let error = text.parse::<Point>().unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn a_year_holds_its_months_and_a_month_its_days() {
        let (year, month, day): (Point, Point, Point) =
            ("2019".parse().unwrap(), "2019-05".parse().unwrap(), "2019-05-07".parse().unwrap());
        assert!(year.lo() < month.lo() && month.hi() < year.hi());
        assert!(month.lo() < day.lo() && day.hi() < month.hi());
    }
}

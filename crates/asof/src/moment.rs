//! Dates as records and chats bring them: ISO, a form of their own, or a count of seconds.

use asof_model::{Instant, Point, TimeError};
use chrono::format::{Item, Parsed, StrftimeItems, parse};

/// Reads a date: in the given form, as Asof writes them, or as seconds, milliseconds or microseconds since 1970.
pub fn read(text: &str, format: Option<&str>) -> Result<Point, TimeError> {
    if let Some(point) = format.and_then(|format| formatted(text, format)) {
        return Ok(point);
    }
    if let Some(instant) = since_1970(text) {
        return Ok(Point::at(instant));
    }
    let point = text.parse::<Point>();
    point.or_else(|error| text.strip_suffix(" UTC").and_then(|text| text.parse().ok()).ok_or(error))
}

/// Whether a date is spelled with nothing but unspecified digits.
pub fn is_unknown(date: &str) -> bool {
    date.chars().all(|letter| matches!(letter, '#' | '-' | '?'))
}

/// Whether a text tells the form of dates.
pub fn is_format(format: &str) -> bool {
    let mut items = StrftimeItems::new(format);
    format.contains('%') && items.all(|item| item != Item::Error)
}

fn formatted(text: &str, format: &str) -> Option<Point> {
    let mut parsed = Parsed::new();
    parse(&mut parsed, text, StrftimeItems::new(format)).ok()?;
    let zone = parsed.to_fixed_offset().ok();
    if let (Ok(date), Ok(time)) = (parsed.to_naive_date(), parsed.to_naive_time()) {
        let local = date.and_time(time).and_utc().timestamp_micros();
        let ahead = zone.map_or(0, |zone| i64::from(zone.local_minus_utc()) * 1_000_000);
        return Instant::from_micros(local - ahead).map(Point::at);
    }
    let (year, month, day) = (parsed.year()?, parsed.month(), parsed.day());
    match (month, day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        (None, _) => format!("{year:04}"),
    }
    .parse()
    .ok()
}

/// Nine digits and more are no year: they count from 1970, in a unit that shows in how many there are.
fn since_1970(text: &str) -> Option<Instant> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(9..=17).contains(&whole.len()) || !digits(whole) || !digits(part) {
        return None;
    }
    let micros = match whole.len() {
        ..=11 => whole.parse::<i64>().ok()? * 1_000_000 + format!("{part:0<6}").get(..6)?.parse::<i64>().ok()?,
        12..=14 => whole.parse::<i64>().ok()? * 1_000,
        _ => whole.parse().ok()?,
    };
    Instant::from_micros(micros)
}

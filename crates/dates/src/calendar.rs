//! Calendar arithmetic: stretches of civil time and how they move.

use asof_model::{Instant, Point};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use crate::lexicon::Unit;

/// A stretch of civil time, its end excluded; one moment when both ends are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) lo: NaiveDateTime,
    pub(crate) hi: NaiveDateTime,
}

impl Span {
    pub(crate) fn instant(at: NaiveDateTime) -> Self {
        Self { lo: at, hi: at }
    }

    pub(crate) fn days(from: NaiveDate, count: u64) -> Option<Self> {
        Some(Self { lo: midnight(from), hi: midnight(from.checked_add_days(Days::new(count))?) })
    }

    pub(crate) fn day(date: NaiveDate) -> Option<Self> {
        Self::days(date, 1)
    }

    /// The week, from Monday, that holds the date.
    pub(crate) fn week(date: NaiveDate) -> Option<Self> {
        Self::days(monday(date)?, 7)
    }

    pub(crate) fn weekend(date: NaiveDate) -> Option<Self> {
        Self::days(monday(date)?.checked_add_days(Days::new(5))?, 2)
    }

    /// The weekend nearest to the date.
    pub(crate) fn near_weekend(date: NaiveDate) -> Option<Self> {
        Self::weekend(add_days(date, if date.weekday().num_days_from_monday() < 2 { -2 } else { 0 })?)
    }

    pub(crate) fn months(year: i32, month: u32, count: u32) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(year, month, 1)?;
        Some(Self { lo: midnight(from), hi: midnight(from.checked_add_months(Months::new(count))?) })
    }

    pub(crate) fn month(year: i32, month: u32) -> Option<Self> {
        Self::months(year, month, 1)
    }

    pub(crate) fn year(year: i32) -> Option<Self> {
        Self::months(year, 1, 12)
    }

    pub(crate) fn quarter(year: i32, quarter: u32) -> Option<Self> {
        Self::months(year, (1..=4).contains(&quarter).then(|| quarter * 3 - 2)?, 3)
    }

    /// The calendar unit that holds the moment.
    pub(crate) fn unit(at: NaiveDateTime, unit: Unit) -> Option<Self> {
        let date = at.date();
        let year = date.year();
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour => Some(Self::instant(at)),
            Unit::Day | Unit::BusinessDay => Self::day(date),
            Unit::Week => Self::week(date),
            Unit::Fortnight => Self::days(monday(date)?, 14),
            Unit::Weekend => Self::weekend(date),
            Unit::Month => Self::month(year, date.month()),
            Unit::Quarter => Self::quarter(year, date.month0() / 3 + 1),
            Unit::Year => Self::year(year),
            Unit::Decade => Self::months(year - year.rem_euclid(10), 1, 120),
            Unit::Century => Self::months(year - year.rem_euclid(100), 1, 1200),
        }
    }

    pub(crate) fn point(self) -> Option<Point> {
        Point::new(instant(self.lo)?, instant(self.hi)?).ok()
    }

    pub(crate) fn is_day(self) -> bool {
        self.hi - self.lo == TimeDelta::days(1) && self.lo.time() == NaiveTime::MIN
    }

    pub(crate) fn at_seconds(self, from: u32, to: u32) -> Option<Self> {
        let lo = self.lo.checked_add_signed(TimeDelta::seconds(i64::from(from)))?;
        Some(Self { lo, hi: self.lo.checked_add_signed(TimeDelta::seconds(i64::from(to)))? })
    }
}

pub(crate) fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}

pub(crate) fn monday(date: NaiveDate) -> Option<NaiveDate> {
    date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into()))
}

/// The named day of the week that starts on the given Monday.
pub(crate) fn in_week(week: NaiveDate, day: Weekday) -> Option<NaiveDate> {
    week.checked_add_days(Days::new(day.num_days_from_monday().into()))
}

pub(crate) fn instant(at: NaiveDateTime) -> Option<Instant> {
    Instant::from_micros(at.and_utc().timestamp_micros())
}

pub(crate) fn civil(at: Instant) -> Option<NaiveDateTime> {
    chrono::DateTime::from_timestamp_micros(at.micros()).map(|time| time.naive_utc())
}

pub(crate) fn add_days(date: NaiveDate, count: i64) -> Option<NaiveDate> {
    date.checked_add_signed(TimeDelta::try_days(count)?)
}

pub(crate) fn add_months(at: NaiveDateTime, count: i64) -> Option<NaiveDateTime> {
    let months = Months::new(u32::try_from(count.unsigned_abs()).ok()?);
    if count < 0 { at.checked_sub_months(months) } else { at.checked_add_months(months) }
}

/// Moves by thousandths of a unit: calendar months keep the day of the month, and what is left over counts in days.
/// Weekends come once a week, the first of those ahead in this one.
pub(crate) fn shift(at: NaiveDateTime, unit: Unit, thousandths: i64) -> Option<NaiveDateTime> {
    if unit == Unit::BusinessDay {
        return shift_business(at, thousandths / 1000);
    }
    if unit == Unit::Weekend {
        let weeks = if thousandths < 0 { thousandths } else { (thousandths - 1000).max(0) };
        return at.checked_add_signed(TimeDelta::try_milliseconds(Unit::Week.seconds().checked_mul(weeks)?)?);
    }
    let Some(months) = unit.months() else {
        let millis = unit.seconds().checked_mul(thousandths)?;
        return at.checked_add_signed(TimeDelta::try_milliseconds(millis)?);
    };
    let total = thousandths.checked_mul(months)?;
    add_months(at, total / 1000)?.checked_add_signed(TimeDelta::try_days(total % 1000 * 30 / 1000)?)
}

fn shift_business(at: NaiveDateTime, count: i64) -> Option<NaiveDateTime> {
    let weekend = |date: NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let (weeks, rest, step) = (count / 5, (count % 5).unsigned_abs(), count.signum());
    let mut date = add_days(at.date(), weeks.checked_mul(7)?)?;
    let mut left = rest;
    while 0 < left || weekend(date) {
        date = add_days(date, if step < 0 { -1 } else { 1 })?;
        left -= u64::from(0 < left && !weekend(date));
    }
    Some(date.and_time(at.time()))
}

/// The Monday of the ISO week with this number.
pub(crate) fn numbered_week(year: i32, week: u32) -> Option<NaiveDate> {
    NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)
}

/// The Mondays of the weeks that have most of their days within the stretch, by number from either end.
pub(crate) fn week_within(span: Span, number: i64) -> Option<NaiveDate> {
    let thursday = |date: NaiveDate| monday(date).and_then(|day| in_week(day, Weekday::Thu));
    if number < 0 {
        let last = span.hi.date().pred_opt()?;
        let thursday = thursday(last)?;
        return monday(if last < thursday { add_days(thursday, -7)? } else { thursday });
    }
    let first = span.lo.date();
    let thursday = thursday(first)?;
    let week = add_days(if thursday < first { add_days(thursday, 7)? } else { thursday }, (number - 1).checked_mul(7)?)?;
    (midnight(week) < span.hi).then(|| monday(week))?
}

/// The nth (from the end if negative) such weekday within the stretch.
pub(crate) fn weekday_within(span: Span, day: Weekday, number: i64) -> Option<NaiveDate> {
    let date = if number < 0 {
        let last = span.hi.date().pred_opt()?;
        let back = last.weekday().days_since(day);
        add_days(last, -i64::from(back))?
    } else {
        let first = span.lo.date();
        add_days(first, i64::from(day.days_since(first.weekday())) + (number - 1).checked_mul(7)?)?
    };
    (span.lo <= midnight(date) && midnight(date) < span.hi).then_some(date)
}

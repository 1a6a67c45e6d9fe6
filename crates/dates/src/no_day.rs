//! Dates that the calendar does not have: "30 February", "2019-02-29", of which no more than a year can be relied on.

use crate::{
    calendar::Span,
    day::valid,
    lexicon::month,
    number::Years,
    parse::Parser,
    value::{Moment, Side},
};

/// A year's number, a month's and a day's.
type Numbers = (Option<Years>, i64, i64);

impl Parser<'_> {
    /// A date with a month but no such day in it: the year, where one is told, and where it ends.
    pub(crate) fn no_such_day(&self, at: usize) -> Option<(Option<Moment>, usize)> {
        if self.is_part_of_number(at) {
            return None;
        }
        let (readings, next) = self.three_digits(at).or_else(|| self.month_first(at)).or_else(|| self.day_first(at))?;
        let in_a_month = |&(_, month, day): &Numbers| (1..=12).contains(&month) && (29..=31).contains(&day);
        let exists = |&(year, month, day): &Numbers| valid(year, month, day).is_some();
        let &(year, ..) = readings.iter().find(|reading| in_a_month(reading))?;
        (!readings.iter().any(exists)).then(|| (year.and_then(whole_year), next))
    }

    /// "2019-02-30", "2/29/2019": as year, month, day, or with month and day in either order.
    fn three_digits(&self, at: usize) -> Option<(Vec<Numbers>, usize)> {
        let mark = self.word(at + 1);
        let glued = (at + 1..at + 5).all(|place| self.tokens.is_glued(place));
        let marked = matches!(mark, "-" | "/" | ".") && self.word(at + 3) == mark;
        let goes_on = self.tokens.is_glued(at + 5) && self.is(at + 5, &["-", "/", "."]) && self.tokens.is_glued(at + 6);
        (glued && marked && !goes_on).then_some(())?;
        let whole = |place: usize| self.digits(place, 4).filter(|_| self.word(place).len() == 4);
        let short = |place: usize| self.digits(place, 2);
        let dated = |year: i64| Some(Years::one(year));
        let readings = match (whole(at), whole(at + 4)) {
            (Some(year), None) => vec![(dated(year), short(at + 2)?, short(at + 4)?)],
            (None, Some(year)) => {
                let (first, second) = (short(at)?, short(at + 2)?);
                vec![(dated(year), first, second), (dated(year), second, first)]
            }
            (Some(_), Some(_)) | (None, None) => return None,
        };
        Some((readings, at + 5))
    }

    /// "Feb 30", "February 30th, 2019".
    fn month_first(&self, at: usize) -> Option<(Vec<Numbers>, usize)> {
        let month = month(self.word(at))?;
        let place = if self.word(at).len() < 5 { self.skip(at + 1, &["."]) } else { at + 1 };
        let (day, next) = self.day_number(self.skip(place, &["the"]), true)?;
        self.in_its_year(month, day, next)
    }

    /// "31 April 1990", "the 30th of February".
    fn day_first(&self, at: usize) -> Option<(Vec<Numbers>, usize)> {
        let (day, next) = self.day_number(self.skip(at, &["the"]), true)?;
        let place = self.skip(next, &["of"]);
        self.in_its_year(month(self.word(place))?, day, place + 1)
    }

    /// A month and day that were told up to `next`, with the year after them.
    fn in_its_year(&self, month: u32, day: u32, next: usize) -> Option<(Vec<Numbers>, usize)> {
        let (year, end) = self.year_after(next);
        let timed = self.word(end) == ":" && self.tokens.is_glued(end) || self.meridiem(end).is_some();
        (!timed && self.closes(end)).then(|| (vec![(year, month.into(), day.into())], end))
    }
}

fn whole_year(year: Years) -> Option<Moment> {
    let point = Span::year(year.first)?.point()?;
    Some(Moment { point, nominal: point, side: Side::Only })
}

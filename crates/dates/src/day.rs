//! Dates that are told by number and month name, in full or in part.

use chrono::{Datelike, Months, NaiveDate, Weekday};

use crate::{
    calendar::{Span, add_months, midnight},
    lexicon::{is_doubtful_month, is_time_preposition, month, weekday},
    number::Years,
    parse::{Parser, When},
    relative::Which,
    value::Side,
};

/// The parts of a date that were told.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Told {
    pub(crate) year: Option<Years>,
    pub(crate) month: Option<u32>,
    pub(crate) day: Option<u32>,
    pub(crate) weekday: Option<Weekday>,
    pub(crate) which: Option<Which>,
}

impl Parser<'_> {
    /// A date of which at least the month, or the year and the month, is told.
    pub(crate) fn told(&self, at: usize, loose: bool) -> Option<(Told, usize)> {
        if let Some((which, day, next)) = self.leading_weekday(at) {
            let inside = self.skip(next, &["("]);
            let spans_hours = self.word(inside + 1) == "-"
                && self.digits(inside, 2) < self.digits(inside + 2, 2)
                && self.digits(inside + 2, 2) <= Some(12);
            let office = (8..=12).contains(&self.digits(inside, 2).unwrap_or_default()) && self.digits(inside + 2, 2) < Some(8);
            let spans_hours = spans_hours || self.word(inside + 1) == "-" && office && self.word(inside + 3) != "-";
            let short = self.word(inside + 1) == "-" && self.word(inside + 3) != "-" && self.tokens.is_number(inside + 2);
            let agrees = |told: &Told| !short || self.falls_on(told, day);
            let hours = |end: usize| (self.meridiem(end).is_some() && self.tokens.is_glued(end)) || (spans_hours && end == inside + 3);
            if let Some((told, end)) =
                self.told_number(inside, true).filter(|(told, end)| told.day.is_some() && !hours(*end) && agrees(told))
            {
                return Some((Told { weekday: Some(day), which, ..told }, if inside == next { end } else { self.skip(end, &[")"]) }));
            }
        }
        if let Some((which, next)) = self.which(at)
            && let Some((told, end)) = self.numeric(next, true)
        {
            return Some((Told { which: Some(which), ..told }, end));
        }
        let (told, next) = self.told_number(at, loose).or_else(|| self.told_number(at, true).filter(|(_, next)| self.names_year(*next)))?;
        if told.year.is_none()
            && told.which.is_none()
            && self.names_year(next)
            && let Some((year, end)) = self.of_year(next)
        {
            return Some((Told { year: Some(Years { first: year, second: None }), ..told }, end));
        }
        let end = self.skip_weekday_note(&told, next);
        if end != next && told.year.is_none() && self.word(end) == "," {
            let (year, after) = self.year_after(end);
            return Some((Told { year, ..told }, if year.is_some() { after } else { end }));
        }
        Some((told, end))
    }

    /// The date is such a weekday last, this or next year; "Fri 9-5" is more likely hours where it is not.
    fn falls_on(&self, told: &Told, day: Weekday) -> bool {
        let year = self.now.year();
        let date = |year: i32| NaiveDate::from_ymd_opt(year, told.month?, told.day?);
        told.year.is_some() || [year - 1, year, year + 1].into_iter().filter_map(date).any(|date| date.weekday() == day)
    }

    /// "Friday", "this Friday,", "Tue the", before a date.
    fn leading_weekday(&self, at: usize) -> Option<(Option<Which>, Weekday, usize)> {
        let (which, next) = self.which(at).map_or((None, at), |(which, next)| (Some(which), next));
        let day = weekday(self.word(next))?;
        let next = self.skip(self.skip(next + 1, &["."]), &[","]);
        let next = if self.is_hyphen(next) { next + 1 } else { next };
        Some((which, day, self.skip(next, &["the"])))
    }

    /// "last year", "of next year" after a month or day.
    fn names_year(&self, at: usize) -> bool {
        let start = self.skip(at, &["of", ","]);
        let plain = self.is(start, &["this", "last", "next"]) && self.word(start + 1) == "year";
        plain || start != at && self.which(start).is_some_and(|(_, year)| self.word(year) == "year")
    }

    /// "(Tue)" after a date, or "Tuesday" where a whole date is one.
    fn skip_weekday_note(&self, told: &Told, at: usize) -> usize {
        let inside = self.word(at) == "(" && weekday(self.word(at + 1)).is_some() && self.word(at + 2) == ")";
        let falls = || {
            let date = NaiveDate::from_ymd_opt(told.year?.first, told.month?, told.day?)?;
            weekday(self.word(at)).filter(|day| *day == date.weekday() && !self.is_timely(at + 1))
        };
        at + if inside { 3 } else { usize::from(falls().is_some()) }
    }

    pub(crate) fn told_number(&self, at: usize, loose: bool) -> Option<(Told, usize)> {
        self.numeric(at, loose).or_else(|| self.year_month(at)).or_else(|| self.day_month(at)).or_else(|| self.month_day(at, loose))
    }

    /// "May 7, 2023", "May the 7th", "May of 2023", "May".
    fn month_day(&self, at: usize, loose: bool) -> Option<(Told, usize)> {
        let (which, start) = self.which(at).map_or((None, at), |(which, next)| (Some(which), next));
        let month = Some(month(self.word(start))?);
        let is_glued_after = self.tokens.is_glued(start) && self.tokens.is_word(start.wrapping_sub(1));
        if is_glued_after || self.is_modal(start) || self.is_after_no_day(start) {
            return None;
        }
        let short = self.word(start).len() < 5 && !self.is(start, &["may", "june", "july"]);
        let dotted = self.tokens.is_glued(start + 1) && self.tokens.is_glued(start + 2) && self.tokens.is_number(start + 2);
        let next = if short || dotted { self.skip(start + 1, &["."]) } else { start + 1 };
        let told = Told { month, which, ..Told::default() };
        if which.is_none() {
            let joined = self.skip(self.skip(next, &["of", "in", ",", "-", "/"]), &["the"]);
            let joined = if self.word(joined) == "year" { joined + 1 } else { joined };
            if let Some((year, end)) = self.year(joined) {
                return Some((Told { year: Some(year), ..told }, end));
            }
        }
        let before_day = self.skip(self.skip(next, &["-", "/"]), &["the"]);
        if let Some((day, end)) =
            self.day_number(before_day, true).filter(|(_, end)| !self.is_hour(before_day, *end) && !self.is_decimal(*end))
        {
            let end = if self.word(end) == "day" { end + 1 } else { end };
            let (year, end) = self.year_after(end);
            if let Some((short, after)) = self.short_year(end).filter(|_| year.is_none()) {
                return Some((Told { day: Some(day), year: Some(short), ..told }, after));
            }
            return Some((Told { day: Some(day), year: year.or_else(|| self.year_of_list(end)), ..told }, end));
        }
        let year = self.year_of_month_list(next);
        (which.is_some() || loose || year.is_some() || self.is_surely_month(start)).then_some((Told { year, ..told }, next))
    }

    /// ", 05" after a month and day, where the number can be no day of a list and counts nothing.
    fn short_year(&self, at: usize) -> Option<(Years, usize)> {
        if let Some(found) = self.bare_short_year(at) {
            return Some(found);
        }
        let number = self.digits(at + 1, 2).filter(|_| self.word(at) == "," && self.word(at + 1).len() == 2)?;
        let year = !(10..=31).contains(&number);
        let open = self.tokens.is_word(at + 2) || self.tokens.is_glued(at + 2) && !self.is(at + 2, &[".", ",", ")", "?", "!", ";"]);
        (year && !open && self.list_mark(at + 2).is_none()).then(|| (Years::of_two_digits(number), at + 2))
    }

    /// The 12 of "January first 12", which an ordinal shows to be no count.
    fn bare_short_year(&self, at: usize) -> Option<(Years, usize)> {
        let ordinal = (1..=2).any(|back| back <= at && self.ordinal(at - back).is_some_and(|(_, end)| end == at));
        let number = self.digits(at, 2).filter(|number| ordinal && 10 <= *number && !self.tokens.is_glued(at))?;
        let open = self.is(at + 1, &[":", "-", "/"]) || self.meridiem(at + 1).is_some() || !self.closes(at + 1);
        (!open && self.list_mark(at + 1).is_none()).then(|| (Years::of_two_digits(number), at + 1))
    }

    /// The 76 of "4 Jul 76", which is no day and no hour.
    fn year_of_two_digits(&self, at: usize) -> Option<(Years, usize)> {
        let number = self.digits(at, 2).filter(|number| 31 < *number && self.word(at).len() == 2 && !self.tokens.is_glued(at))?;
        let ends = !self.tokens.is_word(at + 1) && !self.is(at + 1, &["%", ":", "/", "-", "°"]) || self.goes_on_from(at + 1);
        let decimal = self.is(at + 1, &[".", ","]) && self.tokens.is_number(at + 2);
        (ends && !decimal).then(|| (Years::of_two_digits(number), at + 1))
    }

    /// A number that is no day of this month stands before it: "31 June".
    fn is_after_no_day(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let place = if self.is(before, &["st", "nd", "rd", "th"]) { before.saturating_sub(1) } else { before };
        let number = self.digits(place, 2).filter(|_| !self.is(place.wrapping_sub(1), &[":", "."]));
        number.is_some_and(|day| month(self.word(at)).is_some_and(|month| valid(None, month.into(), day).is_none()))
    }

    /// A fraction follows the number: the ".95" of "Jan 9.95".
    fn is_decimal(&self, at: usize) -> bool {
        let glued = self.tokens.is_glued(at) && self.tokens.is_glued(at + 1) && self.tokens.is_number(at - usize::from(0 < at));
        self.word(at) == "." && glued && self.tokens.is_number(at + 1) && self.word(at + 1).len() != 4
    }

    /// The number there is an hour: "May 3:30", "March 3 pm".
    fn is_hour(&self, at: usize, next: usize) -> bool {
        if next != at + 1 || !self.tokens.is_number(at) {
            return false;
        }
        let colon = self.word(next) == ":" && self.tokens.is_glued(next) && self.tokens.is_number(next + 1);
        colon || self.meridiem(next).is_some()
    }

    /// "2019 August", "2016, Nov 5".
    fn year_month(&self, at: usize) -> Option<(Told, usize)> {
        let (year, next) = self.year(at).filter(|_| !self.is_part_of_number(at) && self.word(at) != "'")?;
        let comma = self.skip(next, &[",", "-"]);
        let place = self.skip(comma, &["of"]);
        let (told, end) = self.month_day(place, true).filter(|(told, _)| told.year.is_none() && told.which.is_none())?;
        let sure = told.day.is_some() || comma == next && (!is_doubtful_month(self.word(place)) || !self.tokens.is_word(end));
        let known = told.day.is_none_or(|day| valid(Some(year), told.month.unwrap_or_default().into(), day.into()).is_some());
        (sure && known).then_some((Told { year: Some(year), ..told }, end))
    }

    /// "7 May 2023", "the 7th of May", "7-May-2023", "the twenty third day of September".
    fn day_month(&self, at: usize) -> Option<(Told, usize)> {
        let start = self.skip(at, &["the"]);
        if self.is_part_of_number(start) {
            return None;
        }
        let (day, next) = self.day_number(start, true)?;
        if let Some(told) = self.shared_month(start, next) {
            return Some((Told { day: Some(day), ..told }, next));
        }
        if let Some(told) = self.listed_day(start, next) {
            let (year, end) = self.year_after(next);
            return Some((Told { day: Some(day), year: year.or(told.year), ..told }, end));
        }
        let next = if self.word(next) == "day" { next + 1 } else { next };
        if self.is_list_number(start, next) {
            return None;
        }
        let next = self.skip(self.skip(next, &["of", "-", "/", "."]), &["the"]);
        let number = month(self.word(next)).filter(|_| !self.is_modal(next))?;
        let end = if self.word(next).len() < 5 && self.tokens.is_glued(next + 1) { self.skip(next + 1, &["."]) } else { next + 1 };
        let (year, end) = self.year_after(self.skip(end, &["-", "/"]).min(end + usize::from(self.tokens.is_glued(end))));
        let (year, end) = self.year_of_two_digits(end).filter(|_| year.is_none()).map_or((year, end), |(year, end)| (Some(year), end));
        Some((Told { day: Some(day), month: Some(number), year, ..Told::default() }, end))
    }

    /// "1. Oct 2": the number of an item in a list, and no day.
    fn is_list_number(&self, at: usize, mark: usize) -> bool {
        let dotted = self.word(mark) == "." && !self.tokens.is_glued(mark + 1);
        let dated = |place: usize| self.day_number(self.skip(place, &[".", "-", "/"]), false).is_some();
        dotted && (at == 0 || dated(mark + 2))
    }

    pub(crate) fn year_after(&self, at: usize) -> (Option<Years>, usize) {
        let dotted = self.tokens.is_glued(at) && self.tokens.is_glued(at + 1) && self.word(at + 1).len() == 4;
        let next = if dotted { self.skip(at, &["."]) } else { at };
        let next = self.skip(next, &[",", "of", "in", "-", "/"]);
        let next = if next != at { self.skip(next, &["the"]) } else { next };
        let next = if self.word(next) == "year" { next + 1 } else { next };
        match self.year(next) {
            Some((year, end)) if !(self.word(end) == ":" && self.tokens.is_glued(end)) => (Some(year), end),
            _ => (None, at),
        }
    }

    /// "may" the verb: lower case, after a subject or before a verb.
    pub(crate) fn is_modal(&self, at: usize) -> bool {
        const SUBJECTS: [&str; 14] = ["i", "you", "he", "she", "it", "we", "they", "that", "this", "who", "which", "there", "one", "and"];
        let name = self.tokens.is_capital(at) && !self.tokens.is_capital(at.wrapping_sub(1));
        let dated = self.tokens.is_number(at + 1)
            || self.tokens.is_capital(at) && !self.tokens.is_capital(at.wrapping_sub(1)) && self.day_number(at + 1, true).is_some();
        self.word(at) == "may" && SUBJECTS.contains(&self.before(at)) && !dated && !name
    }

    fn is_surely_month(&self, at: usize) -> bool {
        let before = self.before(at);
        if !is_doubtful_month(self.word(at)) {
            return self.word(at).len() > 3 || self.tokens.is_capital(at) || is_time_preposition(before);
        }
        let joins = |place: usize| self.is(place, &["and", "or", "-", "/", "to"]);
        let sure = |place: usize| month(self.word(place)).is_some() && !is_doubtful_month(self.word(place));
        let after_one =
            at > 2 && joins(at - 1) && (sure(at - 2) || month(self.word(at - 2)).is_some() && is_time_preposition(self.word(at - 3)));
        if self.tokens.is_capital(at) && (after_one || joins(at + 1) && sure(at + 2)) {
            return true;
        }
        let named = matches!(self.word(at), "may" | "march") && !self.tokens.is_capital(at);
        let shows = is_time_preposition(before) && !matches!(before, "of" | "on" | "around" | "year" | "past");
        (shows || matches!(before, "of" | "from") && self.tokens.is_capital(at))
            && !(named && matches!(before, "this" | "last") && self.is(at + 1, &["be", "on"]))
    }

    /// The token goes on a number that began before it: the "5" of "2.5" or "1-5".
    pub(crate) fn is_part_of_number(&self, at: usize) -> bool {
        if matches!(self.before(at), "$" | "£" | "€") {
            return true;
        }
        if !self.tokens.is_glued(at) || at == 0 {
            return false;
        }
        match self.before(at) {
            "/" if self.is_iso_day(at) && self.is_iso_day(at.wrapping_sub(6)) => false,
            "-" if self.word(at + 1) == "/" || month(self.word(at + 1)).is_some() && !self.tokens.is_glued(at + 1) => false,
            "/" | "-" | ":" => at > 1 && self.tokens.is_number(at - 2) && self.tokens.is_glued(at - 1),
            "." | "," => at > 1 && self.tokens.is_number(at - 2),
            "#" | "+" => true,
            "t" => !(self.tokens.is_glued(at - 1) && at > 1 && self.tokens.is_number(at - 2)),
            _ => self.tokens.is_number(at - 1) || self.tokens.is_word(at - 1),
        }
    }

    /// "2023-05-07", "5/7/2023", "7.5.23", "2019/aug/01", "5/7".
    fn numeric(&self, at: usize, loose: bool) -> Option<(Told, usize)> {
        if !self.tokens.is_number(at) || self.is_part_of_number(at) {
            return None;
        }
        if let Some(found) = self.spaced_iso(at).or_else(|| self.compact_iso(at)).or_else(|| self.spaced_dots(at)) {
            return Some(found);
        }
        let mark = self.word(at + 1);
        let joined = |mark_at: usize| self.word(mark_at) == mark && self.tokens.is_glued(mark_at) && self.tokens.is_glued(mark_at + 1);
        if !matches!(mark, "/" | "-" | ".") || !joined(at + 1) {
            return None;
        }
        let three = joined(at + 3);
        let end = if three { at + 5 } else { at + 3 };
        if self.goes_on(end, mark) {
            return None;
        }
        let told = if three { self.three_numbers(at) } else { self.two_numbers(at, mark, loose) };
        told.map(|told| (told, end))
    }

    /// A number that goes on after what was read, so that it is no date.
    fn goes_on(&self, end: usize, mark: &str) -> bool {
        let glued_number = self.tokens.is_glued(end) && self.tokens.is_glued(end + 1) && self.tokens.is_number(end + 1);
        let same = self.word(end) == mark && glued_number;
        let decimal = matches!(self.word(end), "." | ",") && glued_number;
        same || decimal || (self.tokens.is_glued(end) && self.is(end, &["%", "_"])) || self.is_inch(end)
    }

    /// The mark of inches, where it closes no quotation.
    fn is_inch(&self, at: usize) -> bool {
        let opened = (at.saturating_sub(60)..at).any(|place| self.word(place) == "\"");
        self.word(at) == "\"" && self.tokens.is_glued(at) && !opened
    }

    /// "2016 10 16".
    fn spaced_iso(&self, at: usize) -> Option<(Told, usize)> {
        let long = self.word(at).len() == 4 && self.word(at + 1).len() == 2 && self.word(at + 2).len() == 2;
        if !long || self.goes_on(at + 3, "") {
            return None;
        }
        let (year, month, day) = (self.digits(at, 4)?, self.digits(at + 1, 2)?, self.digits(at + 2, 2)?);
        (1000..=2999).contains(&year).then_some(())?;
        valid(Some(Years::one(year)), month, day).map(|told| (told, at + 3))
    }

    /// "7. 5. 2023", the day first where both orders fit.
    fn spaced_dots(&self, at: usize) -> Option<(Told, usize)> {
        let dotted = self.word(at + 1) == "." && self.word(at + 3) == "." && !self.tokens.is_glued(at + 2) && !self.tokens.is_glued(at + 4);
        let (day, month) = (self.digits(at, 2).filter(|_| dotted)?, self.digits(at + 2, 2)?);
        let year = self.digits(at + 4, 4).filter(|year| (1000..=2999).contains(year))?;
        let told = valid(Some(Years::one(year)), month, day).or_else(|| valid(Some(Years::one(year)), day, month))?;
        (!self.goes_on(at + 5, ".")).then_some((told, at + 5))
    }

    /// "20200701".
    fn compact_iso(&self, at: usize) -> Option<(Told, usize)> {
        let number = self.digits(at, 8).filter(|number| self.word(at).len() == 8 && (19_000_101..=20_991_231).contains(number))?;
        let timed = self.word(at + 1) == "t" && matches!(self.word(at + 2).len(), 4 | 6) && self.tokens.is_number(at + 2);
        let bounded = timed || !self.tokens.is_glued(at + 1) || !(self.tokens.is_word(at + 1) || self.goes_on(at + 1, "-"));
        bounded.then_some(())?;
        valid(Some(Years::one(number / 10_000)), number / 100 % 100, number % 100).map(|told| (told, at + 1))
    }

    fn three_numbers(&self, at: usize) -> Option<Told> {
        let (first, second, third) = (self.word(at), self.word(at + 2), self.word(at + 4));
        let named = |place: usize| month(self.word(place)).map(i64::from);
        if first.len() == 4 {
            let year = Some(Years::one(self.digits(at, 4)?));
            return match (named(at + 2), named(at + 4)) {
                (Some(month), _) => valid(year, month, self.digits(at + 4, 2)?),
                (None, Some(month)) => valid(year, month, self.digits(at + 2, 2)?),
                (None, None) => valid(year, self.digits(at + 2, 2)?, self.digits(at + 4, 2)?),
            };
        }
        if let (Some(year), Some(month)) = (self.digits(at + 2, 4).filter(|_| second.len() == 4), named(at + 4)) {
            return valid(Some(Years::one(year)), month, self.digits(at, 2)?);
        }
        let year = match third.len() {
            4 => Years::one(self.digits(at + 4, 4)?),
            2 => Years::of_two_digits(self.digits(at + 4, 2)?),
            _ => return None,
        };
        if second.len() > 2 {
            return valid(Some(year), named(at + 2)?, self.digits(at, 2)?);
        }
        self.ordered(Some(year), self.digits(at, 2)?, self.digits(at + 2, 2)?)
    }

    /// Two numbers in the order of the place, or in the other one if only that gives a date.
    fn ordered(&self, year: Option<Years>, first: i64, second: i64) -> Option<Told> {
        let (month, day) = if self.day_first { (second, first) } else { (first, second) };
        valid(year, month, day).or_else(|| valid(year, day, month))
    }

    fn two_numbers(&self, at: usize, mark: &str, loose: bool) -> Option<Told> {
        let (first, second) = (self.word(at), self.word(at + 2));
        if first.len() == 4 && second.len() == 2 && mark == "-" {
            let year = Years::one(self.digits(at, 4)?);
            let month = u32::try_from(self.digits(at + 2, 2)?).ok().filter(|month| (1..=12).contains(month))?;
            return Some(Told { year: Some(year), month: Some(month), ..Told::default() });
        }
        if first.len() == 4 && second.len() == 2 && second.starts_with('0') && mark == "/" {
            let month = u32::try_from(self.digits(at + 2, 2)?).ok().filter(|month| (1..=12).contains(month))?;
            return Some(Told { year: Some(Years::one(self.digits(at, 4)?)), month: Some(month), ..Told::default() });
        }
        if second.len() == 4 && mark != "." && (mark == "/" || first.len() == 2 || second.starts_with("20") || second.starts_with("19")) {
            let year = self.digits(at + 2, 4).filter(|year| (1000..=2999).contains(year))?;
            let month = u32::try_from(self.digits(at, 2)?).ok().filter(|month| (1..=12).contains(month))?;
            return Some(Told { year: Some(Years::one(year)), month: Some(month), ..Told::default() });
        }
        let (a, b) = (self.digits(at, 2)?, self.digits(at + 2, 2)?);
        let on = self.before(at) == "on" || self.before(at) == "the" && self.is(at.wrapping_sub(2), &["on"]);
        let whole = mark == "-" && on && self.closes(at + 3);
        let named = weekday(self.before(at)).is_some();
        let counts = !named && self.tokens.is_word(at + 3) && self.is_noun_like(at + 3) || self.is(at + 3, &["%", "°"]);
        let named = named && !(self.word(at + 3) == "-" && self.tokens.is_number(at + 4));
        let told = named || mark != "." || self.is(at.wrapping_sub(1), &["on", "from", "to", "until", "till", "since", "between", "and"]);
        let is_date = if mark == "/" { loose || !self.is_fraction(at, a, b) } else { loose && !counts && told || whole };
        if is_date { self.ordered(None, a, b) } else { None }
    }

    /// A word that a number before it may count, as no preposition or pronoun does.
    fn is_noun_like(&self, at: usize) -> bool {
        !is_time_preposition(self.word(at))
            && !self.is(at, &["at", "and", "or", "to", "from", "for", "is", "was", "i", "we", "he", "she", "they", "it"])
    }

    /// "1/2", "3/4", "8/10", "24/7": more likely a part or a mark than a day.
    fn is_fraction(&self, at: usize, a: i64, b: i64) -> bool {
        let placed = self.is(
            at.wrapping_sub(1),
            &["on", "by", "since", "until", "till", "from", "before", "after", "for", "next", "this", "last", "dated"],
        );
        let noted = weekday(self.word(self.skip(at + 3, &["(", ","]))).is_some();
        let the = self.before(at) == "the" && self.is(at.wrapping_sub(2), &["on"]);
        let placed = placed || the || noted || self.word(at + 4) == ":" && self.tokens.is_number(at + 5);
        let small = a <= b && matches!(b, 2..=5 | 8 | 10) && !self.word(at).starts_with('0');
        let noun =
            self.is(at + 3, &["of", "cup", "cups", "inch", "inches", "mile", "miles", "teaspoon", "tablespoon", "lb", "stars", "points"]);
        let attacks = (a, b) == (9, 11);
        noun || (!placed && (small || attacks || (a, b) == (24, 7) || a == b))
    }

    /// All readings of what was told.
    pub(crate) fn resolve_told(&self, told: Told) -> Option<When> {
        match (told.year, told.month, told.day) {
            (Some(year), month, day) => {
                let span = |year: i32| told_span(year, month, day);
                let first = span(year.first)?;
                Some(match year.second.and_then(span) {
                    Some(second) => When::of(vec![(first, Side::Past), (second, Side::Future)]),
                    None => When::one(first),
                })
            }
            (None, Some(month), day) => self.in_some_year(told, |year| told_span(year, Some(month), day)),
            (None, None, Some(day)) => self.in_some_month(day, told.weekday),
            (None, None, None) => None,
        }
    }

    fn in_some_year(&self, told: Told, in_year: impl Fn(i32) -> Option<Span>) -> Option<When> {
        let year = self.now.year();
        let step = |years: i32| in_year(year + years).map(When::one);
        match told.which {
            Some(Which::This) => step(0),
            Some(Which::Next) => {
                if told.day.is_some() {
                    self.side(&in_year, Side::Future)
                } else {
                    step(1)
                }
            }
            Some(Which::Last) if !self.nearest && told.day.is_none() => step(-1),
            Some(Which::Last | Which::Past) => self.side(&in_year, Side::Past),
            Some(Which::Coming) => self.side(&in_year, Side::Future),
            Some(Which::Same) => step(0).map(|when| When { anaphoric: true, ..when }),
            None => self.yearly(in_year),
        }
    }

    pub(crate) fn side(&self, in_year: impl Fn(i32) -> Option<Span>, wanted: Side) -> Option<When> {
        let when = self.yearly(in_year)?;
        when.readings.iter().find(|(_, side)| *side == wanted).map(|(span, _)| When::one(*span))
    }

    /// The latest and the next such day of a month, of those that fall on the weekday if one was told.
    pub(crate) fn in_some_month(&self, day: u32, weekday: Option<Weekday>) -> Option<When> {
        let first = NaiveDate::from_ymd_opt(self.now.year(), self.now.month(), 1)?;
        let in_month = |months: i64| {
            let month = add_months(midnight(first), months)?.date();
            let date = month.with_day(day).filter(|date| weekday.is_none_or(|weekday| date.weekday() == weekday))?;
            Span::day(date)
        };
        if weekday.is_some_and(|weekday| self.now.weekday() == weekday) && self.now.day() == day {
            return Some(When::one(Span::day(self.now.date())?));
        }
        let reach = if weekday.is_some() { 60 } else { 3 };
        let past = (0..reach).find_map(|back| in_month(-back).filter(|span| span.lo < self.now))?;
        let future = (0..reach).find_map(|ahead| in_month(ahead).filter(|span| self.now <= span.lo))?;
        Some(When::of(vec![(past, Side::Past), (future, Side::Future)]))
    }
}

fn told_span(year: i32, month: Option<u32>, day: Option<u32>) -> Option<Span> {
    match (month, day) {
        (Some(month), Some(day)) => Span::day(NaiveDate::from_ymd_opt(year, month, day)?),
        (Some(month), None) => Span::month(year, month),
        (None, _) => Span::year(year),
    }
}

/// The date if the calendar has it; without a year, a leap year is given the benefit of the doubt.
pub(crate) fn valid(year: Option<Years>, month: i64, day: i64) -> Option<Told> {
    let (month, day) = (u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    let months = NaiveDate::from_ymd_opt(year.map_or(2000, |year| year.first), month, 1)?;
    let fits = day <= months.checked_add_months(Months::new(1))?.pred_opt()?.day() && day != 0;
    fits.then_some(Told { year, month: Some(month), day: Some(day), ..Told::default() })
}

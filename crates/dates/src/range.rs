//! Stretches told by their ends: "from 2015 to 2019", "9-5", "since May", "before 5pm on Friday".

use chrono::Datelike;

use crate::{
    calendar::{Span, add_months},
    datum::{Datum, longest},
    day::Told,
    parse::{Clock, Grain, HourBounds, Hours, Parser, Stretch, When},
    value::{Relation, Side},
};

/// A stretch of dates or of hours.
#[derive(Clone, Debug)]
pub(crate) enum Range {
    Dates(Stretch),
    Hours(Hours),
}

const HALF_DAY: u32 = 12 * 3600;

impl Parser<'_> {
    /// Any stretch that starts here.
    pub(crate) fn range(&self, at: usize) -> Option<(Range, usize)> {
        let days = self.month_then_days(at, false).map(|(stretch, next)| (Range::Dates(stretch), next));
        let bounds = [self.bounded(at), self.to_date(at), self.and_later(at)];
        longest([days, self.day_then_hours(at), self.framed(at), self.bare_pair(at)].into_iter().chain(bounds))
    }

    /// "from X to Y", "between X and Y".
    fn framed(&self, at: usize) -> Option<(Range, usize)> {
        let start = self.skip(at, &["during", "anytime", "sometime"]);
        let next = match self.word(start) {
            "from" | "between" => self.skip(start + 1, &["the"]),
            _ => return None,
        };
        let next = if self.before(next) == "the" && !self.tokens.is_number(next) && self.ordinal(next).is_none() { next - 1 } else { next };
        self.pair(next, true)
    }

    fn bare_pair(&self, at: usize) -> Option<(Range, usize)> {
        self.pair(at, false)
    }

    fn separator(&self, at: usize, framed: bool) -> Option<usize> {
        match self.word(at) {
            "to" if self.is(at + 1, &["the"]) && self.ordinal(at + 2).is_some() => Some(at + 2),
            "through" | "thru" if self.word(at + 1) == "to" => Some(at + 2),
            "to" | "-" | "through" | "thru" | "till" | "until" | "til" | "~" => Some(at + 1),
            "up" if self.word(at + 1) == "to" => Some(at + 2),
            "/" if self.is_iso_day(at.wrapping_sub(5)) && self.is_iso_day(at + 1) => Some(at + 1),
            "and" if framed && (at.saturating_sub(12)..at).any(|place| self.word(place) == "between") => Some(at + 1),
            _ => None,
        }
    }

    /// "2015-12-30" starts here.
    pub(crate) fn is_iso_day(&self, at: usize) -> bool {
        let marked = self.word(at.wrapping_add(1)) == "-" && self.word(at.wrapping_add(3)) == "-";
        marked
            && [(0, 4), (2, 2), (4, 2)].iter().all(|(place, digits)| {
                let place = at.wrapping_add(*place);
                self.tokens.is_number(place) && self.word(place).len() == *digits
            })
    }

    fn pair(&self, at: usize, framed: bool) -> Option<(Range, usize)> {
        let dates = |found: Option<(Stretch, usize)>| found.map(|(stretch, next)| (Range::Dates(stretch), next));
        longest([
            dates(self.day_pair(at, framed)),
            self.clock_pair_dated(at, framed),
            dates(self.told_pair(at, framed)),
            dates(self.year_pair(at, framed)),
            dates(self.nth_pair(at, framed)),
            self.datum_pair(at, framed),
        ])
    }

    /// "3 and 12 of September", "May 2-4, 2020", "4-23 in next month".
    fn day_pair(&self, at: usize, framed: bool) -> Option<(Stretch, usize)> {
        if let Some(found) = self.month_then_days(at, framed) {
            return Some(found);
        }
        let start = self.skip(at, &["the"]);
        (!self.is_part_of_number(start)).then_some(())?;
        let (first, next) = self.day_number(start, true)?;
        let (second, next) = self.day_number(self.skip(self.separator(next, framed)?, &["the"]), true)?;
        let joined = self.skip(self.skip(next, &["of", "in"]), &["the"]);
        if let Some((month, year, end)) = self.month_of_days(joined) {
            let told = |day: u32| Told { day: Some(day), month: Some(month), year, ..Told::default() };
            return Some((self.between_told(told(first), told(second))?, end));
        }
        if let Some((when, end)) = self.unit_period(joined).filter(|(when, _)| is_month(when)) {
            let shown = joined != next || (framed || self.ordinal(start).is_some()) && self.is(next, &["this", "next", "last"]);
            shown.then_some(())?;
            let (span, _) = when.readings.first()?;
            let day = |day: u32| Span::day(span.lo.date().with_day(day)?);
            return Some((between(vec![(day(first)?, day(second)?, Side::Only)]), end));
        }
        const OPENING: [&str; 2] = ["from", "between"];
        let framed = framed && self.is(at.wrapping_sub(2), &OPENING) || OPENING.contains(&self.before(at));
        let ordinal = self.ordinal(start).is_some() && self.is(next.wrapping_sub(1), &["st", "nd", "rd", "th"]);
        (framed && ordinal && first < second && self.closes(next)).then_some(())?;
        let from = self.in_some_month(first, None)?;
        let pair = |(span, side): &(Span, Side)| Some((*span, Span::day(span.lo.date().with_day(second)?)?, *side));
        Some((between(from.readings.iter().map(pair).collect::<Option<_>>()?), next))
    }

    fn month_of_days(&self, at: usize) -> Option<(u32, Option<crate::number::Years>, usize)> {
        let (told, next) = self.told(at, true).filter(|(told, _)| told.day.is_none() && told.which.is_none())?;
        Some((told.month?, told.year, next))
    }

    /// "November 18-19", "April the ninth till the seventeenth".
    fn month_then_days(&self, at: usize, framed: bool) -> Option<(Stretch, usize)> {
        let (told, next) = self.told(at, true).filter(|(told, _)| told.day.is_some() && told.weekday.is_none())?;
        let start = self.skip(self.separator(next, framed)?, &["the"]);
        let (day, end) = self.day_number(start, true)?;
        let is_clock =
            self.word(end) == ":" || self.meridiem(end).is_some() || self.told(start, true).is_some_and(|(told, _)| told.month.is_some());
        let later =
            crate::lexicon::month(self.word(end)).is_none() && told.day < Some(day) && crate::lexicon::unit(self.word(end)).is_none();
        (!is_clock && later).then_some(())?;
        let comma = self.skip(self.skip(end, &[","]), &["of"]);
        let (year, end) = self.year(comma).map_or((told.year, end), |(year, next)| (Some(year), next));
        let told = Told { year, ..told };
        Some((self.between_told(told, Told { day: Some(day), ..told })?, end))
    }

    /// Two dates that may lend each other month and year: "Nov-Feb 2017", "from 10/25 to 01/25".
    fn told_pair(&self, at: usize, framed: bool) -> Option<(Stretch, usize)> {
        let (mut first, next) = self.told(at, framed || !self.tokens.is_number(at) || self.word(at + 1) == ".")?;
        let (mut second, end) = self.told(self.separator(next, framed)?, true)?;
        let end = match (second.year, self.word(end), self.year(end + 1)) {
            (None, ",", Some((year, next))) => {
                second.year = Some(year);
                next
            }
            _ => end,
        };
        if first.which.is_some() || second.which.is_some() {
            return None;
        }
        let turns = (second.month, second.day) < (first.month, first.day);
        match (first.year, second.year) {
            (None, Some(year)) => first.year = Some(crate::number::Years { first: year.first - i32::from(turns), second: None }),
            (Some(year), None) => second.year = Some(crate::number::Years { first: year.first + i32::from(turns), second: None }),
            (None, None) | (Some(_), Some(_)) => {}
        }
        Some((self.between_told(first, second)?, end))
    }

    /// In every year that the words allow; the second date is the first of its kind after the first.
    fn between_told(&self, first: Told, second: Told) -> Option<Stretch> {
        let (from, to) = (self.resolve_told(first)?, self.resolve_told(second)?);
        if first.year.is_some() || second.year.is_some() {
            return self.between_whens(&from, &to);
        }
        let after = |(span, side): &(Span, Side)| {
            let to = [span.lo.year(), span.lo.year() + 1]
                .into_iter()
                .filter_map(|year| self.resolve_told(Told { year: Some(crate::number::Years { first: year, second: None }), ..second }))
                .find_map(|when| when.readings.first().map(|(to, _)| *to).filter(|to| span.lo <= to.lo))?;
            Some((*span, to, *side))
        };
        let mut readings: Vec<(Span, Span, Side)> = from.readings.iter().map(after).collect::<Option<_>>()?;
        let months = first.day.is_none() && second.day.is_none();
        if let Some((from, to, _)) = readings.iter().find(|(from, to, _)| months && from.lo <= self.now && self.now < to.hi).copied() {
            readings = vec![(from, to, Side::Only)];
        }
        Some(between(readings))
    }

    /// "2014-2018", "from 2007 to 2009".
    fn year_pair(&self, at: usize, framed: bool) -> Option<(Stretch, usize)> {
        if !framed && self.is_part_of_number(at) {
            return None;
        }
        let (from, next) = self.year_alone(at, true)?;
        if let Some(found) = self.short_year_pair(at, next, &from) {
            return Some(found);
        }
        let glued = self.word(next) == "-" || self.word(next) == "~";
        let year_like = |place: usize| self.digits(place, 4).is_some_and(|year| (1500..=2100).contains(&year));
        let ends = |place: usize| !self.tokens.is_word(place) && !self.is(place, &["%", "$", "-", "/", ":"]);
        let told =
            year_like(at) && at + 1 == next && year_like(next + 1) && ends(next + 2) && !self.is(at.wrapping_sub(1), &["$", "£", "€"]);
        let shown = framed || told || self.year_alone(at, false).is_some();
        let (to, end) = self.year_alone(self.separator(next, framed)?, true)?;
        let (first, second) = (from.readings.first()?.0, to.readings.first()?.0);
        let plain = (1000..=2200).contains(&first.lo.year()) && first.lo < second.lo && second.lo.year() - first.lo.year() < 1000;
        let alone = !self.is(end, &["-", "/"]) || !self.tokens.is_glued(end);
        ((shown || glued) && plain && alone).then_some(())?;
        Some((self.between_whens(&from, &to)?, end))
    }

    /// "1998-99", "2013/14".
    fn short_year_pair(&self, at: usize, next: usize, from: &When) -> Option<(Stretch, usize)> {
        let glued = self.is(next, &["-", "/", "~"])
            && self.tokens.is_glued(next)
            && self.tokens.is_glued(next + 1)
            && (!self.tokens.is_glued(next + 2) || self.is(next + 2, &[".", ",", ";", ")", "]"]) && !self.tokens.is_number(next + 3));
        let full = self.digits(next + 1, 4).and_then(|year| i32::try_from(year).ok()).filter(|_| glued && self.word(next) == "/");
        if let Some(to) = full.filter(|to| from.readings.first().is_some_and(|(span, _)| span.lo.year() + 1 == *to)) {
            return Some((self.between_whens(from, &When::one(Span::year(to)?))?, next + 2));
        }
        let short =
            self.digits(next + 1, 2).filter(|_| glued && next == at + 1 && self.word(next + 1).len() == 2 && self.word(at).len() == 4)?;
        let first = from.readings.first()?.0.lo.year();
        let to = first - first % 100 + i32::try_from(short).ok()?;
        let season =
            to == first + 1 && self.is(next + 2, &["season", "seasons", "campaign", "school", "academic", "fiscal", "financial", "budget"]);
        ((12 < short || season) && (first + 1..=first + 12).contains(&to)).then_some(())?;
        Some((self.between_whens(from, &When::one(Span::year(to)?))?, next + 2))
    }

    fn datum_pair(&self, at: usize, framed: bool) -> Option<(Range, usize)> {
        let (mut first, next) = self.end_of_range(at, framed).or_else(|| self.until_present(at))?;
        // "from late 2015": it begins somewhere there.
        if let Datum::Date(when) = &mut first
            && self.is(at, &["late", "later"])
        {
            when.to_end = false;
        }
        let start = self.separator(next, framed)?;
        let hour = || {
            self.moment_of_day(start)
                .filter(|(_, end)| (framed || self.word(at) == "now") && !self.tokens.is_word(*end))
                .map(|(clock, end)| (Datum::Clock(clock), end))
        };
        let (second, end) =
            self.end_of_range(self.skip(start, &["the"]).max(start), true).or_else(|| self.end_of_range(start, true)).or_else(hour)?;
        let (second, end) = self.without_hours(&first, second, start, end);
        let stretch = match (first, second) {
            (Datum::Date(from), Datum::Date(to)) => {
                let loose_hyphen = self.word(next) == "-" && self.tokens.is_glued(next) != self.tokens.is_glued(next + 1);
                (!loose_hyphen).then_some(())?;
                self.between_whens(&from, &to)?
            }
            (Datum::Date(from), Datum::Clock(clock)) if from.grain == Grain::Instant => {
                let day = from.clone().map(|span| Span::day(span.lo.date()))?;
                self.between_whens(&from, &self.on_day(&day, &clock)?)?
            }
            (Datum::Clock(clock), Datum::Date(to)) if to.grain <= Grain::Hours || framed => {
                let day = match to.grain {
                    Grain::Instant | Grain::Hours if to.readings.iter().all(|(span, _)| span.lo == self.now) => {
                        to.clone().map(|span| Span::day(span.lo.date()))?
                    }
                    Grain::Instant | Grain::Hours | Grain::Day | Grain::Long => When::one(Span::day(self.now.date())?),
                };
                let from = self.on_day(&day, &clock)?;
                self.between_whens(&from, &to)?
            }
            (Datum::Date(_) | Datum::Clock(_), Datum::Clock(_) | Datum::Date(_)) => return None,
        };
        Some((Range::Dates(stretch), end))
    }

    /// The second day alone where hours follow that are those of every day: "Mon - Fri 9am to 5pm".
    fn without_hours(&self, first: &Datum, second: Datum, start: usize, end: usize) -> (Datum, usize) {
        let (Datum::Date(from), Datum::Date(to)) = (first, &second) else { return (second, end) };
        let timed = from.is_day() && to.grain == Grain::Instant && self.separator(end, false).is_some();
        match self
            .date(start, 0)
            .filter(|(day, next)| timed && day.is_day() && self.clock_pair(self.skip(*next, &[",", ":"]), true).is_some())
        {
            Some((day, next)) => (Datum::Date(day), next),
            None => (second, end),
        }
    }

    /// The year of "2015 - present".
    fn until_present(&self, at: usize) -> Option<(Datum, usize)> {
        let (when, next) = self.year_alone(at, true).filter(|_| self.word(at).len() == 4)?;
        let end = self.skip(self.separator(next, false)?, &["the"]);
        (self.word(end) == "present").then_some((Datum::Date(when), next))
    }

    pub(crate) fn end_of_range(&self, at: usize, loose: bool) -> Option<(Datum, usize)> {
        if loose
            && let Some(next) = self.any_phrase(at, &[&["present"], &["the", "present"], &["the", "present", "day"], &["date"]])
            && (self.before(next) != "date" || self.before(at) == "to" && self.closes(next))
        {
            return Some((Datum::Date(When::one(Span::instant(self.now))), next));
        }
        let plain = self.datum(at);
        if !loose {
            return plain;
        }
        let told = self.told(at, true).and_then(|(told, next)| Some((Datum::Date(self.resolve_told(told)?), next)));
        let year = self.year_alone(at, true).map(|(when, next)| (Datum::Date(when), next));
        longest([plain, told, year, self.loose_season(at).map(|(when, next)| (Datum::Date(when), next))])
    }

    /// "spring" at an end of a stretch.
    fn loose_season(&self, at: usize) -> Option<(When, usize)> {
        let start = self.skip(at, &["the"]);
        let first = crate::lexicon::season(self.word(start))?;
        Some((self.yearly(|year| Span::months(year, first, 3))?, start + 1))
    }

    /// "from the first to the third week of May".
    fn nth_pair(&self, at: usize, framed: bool) -> Option<(Stretch, usize)> {
        let (first, next) = self.ordinal(self.skip(at, &["the"]))?;
        let start = self.skip(self.separator(next, framed)?, &["the"]);
        let (_, named) = self.ordinal(start)?;
        let (from, end) = self.nth_after(first, named, 0)?;
        let (to, _) = self.nth_of(start, 0).filter(|(_, other)| *other == end)?;
        Some((self.between_whens(&from, &to)?, end))
    }

    /// Pairs readings so that each stretch runs forward.
    pub(crate) fn between_whens(&self, from: &When, to: &When) -> Option<Stretch> {
        let edge = |when: &When, span: Span| match (when.to_end, when.to_middle) {
            (true, _) => Span::instant(span.hi),
            (_, true) => middle_day(span).unwrap_or(span),
            (false, false) => span,
        };
        let end = |span: Span| edge(to, span);
        let mut readings: Vec<(Span, Span, Side)> = Vec::new();
        let (from, to) = &by_first_hour(from, to);
        for (start, side) in &from.readings {
            let start = &edge(from, *start);
            let found = to
                .readings
                .iter()
                .map(|(span, _)| end(*span))
                .filter(|span| start.lo < span.lo || !to.to_end && start.lo == span.lo)
                .min_by_key(|span| span.lo)
                .or_else(|| once_more(to, *start));
            readings.extend(found.map(|found| (*start, found, *side)));
        }
        if to.readings.len() == 1 && readings.len() > 1 {
            readings = readings.split_off(readings.len() - 1);
        }
        if from.readings.len() == 1 {
            readings.truncate(1);
        }
        (!readings.is_empty()).then(|| Stretch {
            vague: from.vague || to.vague,
            anaphoric: from.anaphoric || to.anaphoric,
            ..between(readings)
        })
    }

    /// Two times of day, with a day before or after them.
    fn clock_pair_dated(&self, at: usize, framed: bool) -> Option<(Range, usize)> {
        let (hours, next, bare) = self.clock_pair(at, framed)?;
        let joined = self.skip(self.skip(next, &[","]), &["on", "of"]);
        let own = |end: usize| self.word(next) == "," && self.clock_pair(end, true).is_some();
        let day = self.day_of_hours(joined).filter(|(_, end)| !own(*end));
        // "beat Town 3-1 on Saturday"
        if bare && !framed && self.is_score(at) {
            return None;
        }
        if let Some((when, end)) = day {
            return Some((Range::Dates(self.hours_on(&when, &hours)?), end));
        }
        (!bare).then_some((Range::Hours(hours), next))
    }

    /// "3-1", "5-2": more goals than hours.
    fn is_score(&self, at: usize) -> bool {
        let goals = |at: usize| self.digits(at, 1).filter(|_| self.tokens.is_glued(at + 1));
        let (Some(first), Some(second)) = (goals(at), self.digits(at + 2, 1)) else { return false };
        self.is_hyphen(at + 1) && second < first && first <= 6
    }

    /// The day, or part of a day, that hours lie in.
    pub(crate) fn day_of_hours(&self, at: usize) -> Option<(When, usize)> {
        let (datum, next) = self.datum_without_clock(at)?;
        (datum.is_day() || datum.grain == Grain::Hours).then_some((datum, next))
    }

    fn datum_without_clock(&self, at: usize) -> Option<(When, usize)> {
        match self.datum(at)? {
            (Datum::Date(when), next) if when.grain != Grain::Instant => Some((when, next)),
            (Datum::Date(_) | Datum::Clock(_), _) => self.day_part(at).or_else(|| self.date(at, 0)),
        }
    }

    pub(crate) fn clock_pair(&self, at: usize, framed: bool) -> Option<(Hours, usize, bool)> {
        let (first, next) = self.moment_of_day(at).filter(|_| !self.is_part_of_number(at) || framed)?;
        let (first, next) = match self.part_phrase(next).filter(|_| !self.tokens.is_glued(next)) {
            Some((part, _, after)) if self.separator(after, framed).is_some() => (self.in_part(&first, part), after),
            Some(_) | None => (first, next),
        };
        let (second, end) = self.moment_of_day(self.skip(self.separator(next, framed)?, &["at"]))?;
        let spoken = self.tokens.is_word(at) && at + 1 < next;
        let both_bare = first.bare && second.bare && !spoken && !(self.word(end) == "in" && self.part_phrase(end).is_some());
        let glued = self.word(next) == "-";
        let on_weekday =
            framed && (crate::lexicon::weekday(self.before(at)).is_some() || self.is(at.wrapping_sub(1), &["tomorrow", "today"]));
        if both_bare
            && !on_weekday
            && (!framed || self.day_number(at, false).is_none() && !self.tokens.is_number(at) && !self.closes(end))
            && !self.shows_hours(end)
        {
            return None;
        }
        let scale = both_bare && self.digits(at, 2) == Some(1) && self.digits(end.wrapping_sub(1), 3).is_some_and(|number| number % 5 == 0);
        let late = both_bare && [at, end.wrapping_sub(1)].iter().any(|place| self.digits(*place, 2).is_some_and(|hour| 12 < hour));
        if scale || late && self.tokens.is_word(end) || both_bare && glued && self.tokens.is_number(end) {
            return None;
        }
        let (second, end) = match self.part_phrase(end) {
            Some((part, _, next)) => (self.in_part(&second, part), next),
            None => (second, end),
        };
        let unit =
            crate::lexicon::unit(self.word(end)).is_some() || crate::lexicon::month(self.word(end)).is_some() || self.is(end, &["%", "of"]);
        let counts = self.tokens.is_word(end) && !self.closes(end) && !self.is_timely(end) && !self.is_function_word(end);
        (!((unit || counts) && (both_bare || second.bare && glued))).then_some(())?;
        let hours = Hours { readings: pair_hours(&first, &second)?, relation: Relation::Between };
        Some((hours, end, both_bare && !framed))
    }

    fn shows_hours(&self, at: usize) -> bool {
        self.day_of_hours(self.skip(self.skip(at, &[","]), &["on"])).is_some()
    }

    fn hours_on(&self, when: &When, hours: &Hours) -> Option<Stretch> {
        let mut readings = Vec::new();
        for (span, side) in &when.readings {
            let day = Span::day(span.lo.date())?;
            let fits = |from: u32| when.grain != Grain::Hours || day.at_seconds(from, from).is_some_and(|at| near(span, &at));
            let kept: Vec<_> = hours.readings.iter().filter(|(from, to)| from.or(*to).is_some_and(|(from, _)| fits(from))).collect();
            let all: Vec<_> = hours.readings.iter().collect();
            for (from, to) in if kept.is_empty() { all } else { kept } {
                let place = |bound: &Option<(u32, u32)>| bound.map(|(from, to)| day.at_seconds(from, to));
                readings.push((flat(place(from))?, flat(place(to))?, *side));
            }
        }
        Some(Stretch { readings, relation: hours.relation, vague: false, anaphoric: when.anaphoric })
    }

    /// "tomorrow from 3 to 5", "Friday, 9-11am", "1/1/2015 after 2:00".
    fn day_then_hours(&self, at: usize) -> Option<(Range, usize)> {
        let (when, next) = self.day_of_hours(at)?;
        let joined = self.skip(next, &[",", "-", ":"]);
        let framed = self.is(joined, &["from", "between", "at"]);
        let start = joined + usize::from(framed);
        let plain = (self.is_hyphen(start + 1) || self.word(start + 1) == "to" && self.tokens.is_number(start + 2))
            && (crate::lexicon::weekday(self.before(joined)).is_some() || self.is(joined.wrapping_sub(1), &["tomorrow", "today"]));
        let plain = plain || when.grain == Grain::Hours && self.word(start + 1) == "-";
        let pair = self.clock_pair(start, framed || plain).filter(|(_, _, bare)| !*bare || !when.is_day());
        let (hours, end) = pair.map(|(hours, end, _)| (hours, end)).or_else(|| self.hours_bound(joined))?;
        Some((Range::Dates(self.hours_on(&when, &hours)?), end))
    }
}

/// Of moments on different days, the first hour of each: in "5 Nov 8:00 to 6 Nov 17:00" the clock is one of 24 hours.
fn by_first_hour(from: &When, to: &When) -> (When, When) {
    let days = |when: &When| when.readings.iter().map(|(span, _)| span.lo.date()).collect::<Vec<_>>();
    let shared = days(from).iter().any(|day| days(to).contains(day));
    let thin = |when: &When| {
        let mut when = when.clone();
        when.readings.dedup_by_key(|(span, _)| span.lo.date());
        when
    };
    if shared || from.grain != Grain::Instant || to.grain != Grain::Instant { (from.clone(), to.clone()) } else { (thin(from), thin(to)) }
}

fn is_month(when: &When) -> bool {
    when.readings.iter().all(|(span, _)| Span::month(span.lo.year(), span.lo.month()) == Some(*span))
}

pub(crate) fn between(readings: Vec<(Span, Span, Side)>) -> Stretch {
    let readings = readings.into_iter().map(|(from, to, side)| (Some(from), Some(to), side)).collect();
    Stretch { readings, relation: Relation::Between, vague: false, anaphoric: false }
}

#[expect(clippy::option_option, reason = "an absent bound stays absent; an impossible one ends the reading")]
fn flat(bound: Option<Option<Span>>) -> Option<Option<Span>> {
    match bound {
        Some(None) => None,
        Some(found) => Some(found),
        None => Some(None),
    }
}

/// Within the part of the day, give or take four hours.
fn near(part: &Span, at: &Span) -> bool {
    let margin = chrono::TimeDelta::hours(4);
    part.lo - margin < at.lo && at.lo < part.hi + margin && (part.lo.date() == at.lo.date()) && same_half(part, at)
}

fn same_half(part: &Span, at: &Span) -> bool {
    let hour = |span: &Span| chrono::Timelike::hour(&span.lo);
    (hour(part) < 12) == (hour(at) < 12)
}

/// Both ends in the same half of the day where that runs forward; an end that tells its half lends it.
fn pair_hours(first: &Clock, second: &Clock) -> Option<Vec<HourBounds>> {
    let mut froms: Vec<(u32, u32)> = first.readings.clone();
    let mut tos: Vec<(u32, u32)> = second.readings.clone();
    froms.sort_unstable();
    tos.sort_unstable();
    let after = |from: (u32, u32)| tos.iter().copied().find(|to| from.0 < to.0);
    let mut pairs: Vec<((u32, u32), (u32, u32))> = Vec::new();
    match (froms.as_slice(), tos.as_slice()) {
        ([_, _], [to]) => {
            let from = froms.iter().copied().rfind(|from| from.0 < to.0)?;
            pairs.push((from, *to));
        }
        ([from], [_, _]) => pairs.push((*from, after(*from).unwrap_or((tos[0].0 + 86_400, tos[0].1 + 86_400)))),
        ([_, _], [_, _]) => pairs.extend(froms.iter().map(|from| (*from, after(*from).unwrap_or((tos[0].0 + 86_400, tos[0].1 + 86_400))))),
        ([from], [to]) if from.0 <= to.0 => pairs.push((*from, *to)),
        ([from], [to]) => pairs.push((*from, (to.0 + 2 * HALF_DAY, to.1 + 2 * HALF_DAY))),
        _ => return None,
    }
    Some(pairs.into_iter().map(|(from, to)| (Some(from), Some(to))).collect())
}

/// The day after half of the stretch.
fn middle_day(span: Span) -> Option<Span> {
    Span::day(crate::calendar::add_days(span.lo.date(), (span.hi - span.lo).num_days().saturating_add(1) / 2)?)
}

/// The same a week or a year after its last reading, where only that lies after the start.
fn once_more(to: &When, start: Span) -> Option<Span> {
    let [(first, _), (second, _)] = to.readings.as_slice() else { return None };
    let moved = match (second.lo - first.lo).num_days() {
        7 => Span { lo: second.lo + chrono::TimeDelta::days(7), hi: second.hi + chrono::TimeDelta::days(7) },
        365 | 366 => Span { lo: add_months(second.lo, 12)?, hi: add_months(second.hi, 12)? },
        _ => return None,
    };
    (start.lo <= moved.lo).then_some(moved)
}

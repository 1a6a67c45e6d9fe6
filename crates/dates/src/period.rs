//! Named stretches: quarters, halves, seasons, decades, centuries, numbered weeks, and parts of any of them.

use chrono::Datelike;

use crate::{
    calendar::{Span, numbered_week},
    day::Told,
    lexicon::season,
    number::Years,
    parse::{Grain, MAX_DEPTH, Parser, When},
    relative::Which,
    value::Side,
};

impl Parser<'_> {
    /// "Q3 2021", "the first quarter of next year", "2017-q1", "H1 2020", "first half of 2019".
    pub(crate) fn quarter(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        if let Some((years, next)) = self.year(at).filter(|_| !self.is_part_of_number(at)) {
            let next = self.skip(self.skip(next, &["-", "'", ",", "/"]), &["s"]);
            let next = self.skip(next, &["the"]);
            let (months, start, end) = self.part_of_year(next)?;
            return Some((When::one(Span::months(years.first, start, months)?), end));
        }
        if let Some((which, next)) = self.which(at)
            && self.word(next) == "year"
        {
            let next = self.skip_possessive(next + 1);
            let (months, start, end) = self.part_of_year(self.skip(next, &["the"]))?;
            let year = self.now.year()
                + match which {
                    Which::Next | Which::Coming => 1,
                    Which::Last | Which::Past => -1,
                    Which::This | Which::Same => 0,
                };
            return Some((When::one(Span::months(year, start, months)?), end));
        }
        if let Some(found) = self.which_quarter(at) {
            return Some(found);
        }
        let (months, start, next) =
            self.part_of_year(self.skip(at, &["the"])).or_else(|| self.listed_part_of_year(self.skip(at, &["the"])))?;
        let lettered = self.is(next.wrapping_sub(1), &["q", "h"]) || self.is(next.wrapping_sub(2), &["q", "h"]);
        if let Some(short) = self.digits(next, 2).filter(|_| lettered && self.word(next).len() == 2 && !self.tokens.is_word(next + 1)) {
            let years = Years::of_two_digits(short);
            return Some((When::one(Span::months(years.second.unwrap_or(years.first), start, months)?), next + 1));
        }
        let within = self.skip(next, &["of", "in", ",", "-", "/"]);
        let joined = self.skip(within, &["the"]);
        if let Some((years, end)) = self.year(self.skip(joined, &["fy", "year"])) {
            return Some((When::one(Span::months(years.first, start, months)?), end));
        }
        if self.is(joined, &["fy", "cy"])
            && let Some((year, end)) = self.year_alone(joined, true)
        {
            return Some((year.map(|span| Span::months(span.lo.date().year(), start, months))?, end));
        }
        if (within != next || self.is(within, &["this", "last", "next"]))
            && depth < MAX_DEPTH
            && let Some((year, end)) = self.unit_period(within).filter(|(when, _)| is_year(when))
        {
            if months == 3 && self.before(end.saturating_sub(1)) == "the" && year.anaphoric {
                return Some((self.yearly(|year| Span::months(year, start, months))?, end));
            }
            let when = year.map(|span| Span::months(span.lo.date().year(), start, months))?;
            return Some((when, end));
        }
        if let Some(mark) = self.list_mark(next).or_else(|| self.is(next, &["-", "to", "through"]).then_some(next + 1))
            && let Some((_, _, after)) = self.part_of_year(self.skip(mark, &["the"]))
            && let Some((year, _)) = self.of_year(after)
        {
            return Some((When::one(Span::months(year, start, months)?), next));
        }
        if months == 6 {
            return None;
        }
        Some((self.yearly(|year| Span::months(year, start, months))?, next))
    }

    /// The "three" of "quarter three".
    fn spoken_quarter(&self, at: usize) -> Option<i64> {
        self.cardinal_words(at)
            .filter(|(_, end)| *end == at + 1 && (self.closes(*end) || self.word(*end) == "of"))
            .map(|(number, _)| number)
    }

    /// "this Q3", "next Q1", "last H2".
    fn which_quarter(&self, at: usize) -> Option<(When, usize)> {
        let (which, place) = self.which(at).filter(|(_, place)| self.is(*place, &["q", "h"]))?;
        let (months, start, next) = self.part_of_year(place)?;
        let span = |year: i32| Span::months(year, start, months);
        let when = match which {
            Which::This | Which::Same => When::one(span(self.now.year())?),
            Which::Next | Which::Coming => self.side(span, Side::Future)?,
            Which::Last | Which::Past => self.ended(span)?,
        };
        Some((when, next))
    }

    /// The "first" of "the first and second quarter".
    fn listed_part_of_year(&self, at: usize) -> Option<(u32, u32, usize)> {
        let (number, next) = self.ordinal(at)?;
        let (_, end) = self.ordinal(self.skip(self.list_mark(next)?, &["the"]))?;
        let (months, most) = match self.word(end) {
            "quarter" | "quarters" => (3, 4),
            "half" => (6, 2),
            _ => return None,
        };
        let number = u32::try_from(number).ok().filter(|number| (1..=most).contains(number))?;
        Some((months, (number - 1) * months + 1, next))
    }

    /// How many months from which one on.
    fn part_of_year(&self, at: usize) -> Option<(u32, u32, usize)> {
        let letter = self.word(at);
        if letter == "quarter"
            && let Some(number) =
                self.digits(at + 1, 1).or_else(|| self.spoken_quarter(at + 1)).and_then(|number| u32::try_from(number).ok())
        {
            return (1..=4).contains(&number).then(|| (3, number * 3 - 2, at + 2));
        }
        if let Some(number) = self.digits(at, 1).and_then(|number| u32::try_from(number).ok())
            && self.tokens.is_glued(at + 1)
            && (self.word(at + 1) == "q" || self.word(at + 1) == "h" && self.year(self.skip(at + 2, &["of"])).is_some())
        {
            let (months, most) = if self.word(at + 1) == "q" { (3, 4) } else { (6, 2) };
            return (1..=most).contains(&number).then(|| (months, number * months + 1 - months, at + 2));
        }
        if matches!(letter, "q" | "h") && self.tokens.is_glued(at + 1) {
            let number = u32::try_from(self.digits(at + 1, 1)?).ok()?;
            let (months, most) = if letter == "q" { (3, 4) } else { (6, 2) };
            return ((1..=most).contains(&number) && !self.tokens.is_word(at + 2) | !self.tokens.is_glued(at + 2))
                .then(|| (months, (number - 1) * months + 1, at + 2));
        }
        let (number, next) = self.ordinal(at).or_else(|| self.is(at, &["last", "final"]).then_some((0, at + 1)))?;
        let next = if self.is_hyphen(next) { next + 1 } else { next };
        let (months, most) = match self.word(next) {
            "quarter" | "qtr" => (3, 4),
            "half" => (6, 2),
            _ => return None,
        };
        let number = if number == 0 { most } else { u32::try_from(number).ok().filter(|number| (1..=most).contains(number))? };
        Some((months, (number - 1) * months + 1, next + 1))
    }

    /// "the turn of the 20th century": some years to either side.
    pub(crate) fn turn_of(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        let start = self.phrase(at, &["the", "turn", "of"]).filter(|_| depth < MAX_DEPTH)?;
        let (when, end) = self.date(start, depth + 1).filter(|(when, _)| when.grain == Grain::Long)?;
        let turn = |span: Span| {
            let (from, to) = (span.lo.year(), span.hi.year());
            ((99..=100).contains(&(to - from))).then(|| Some(Span { lo: Span::year(from - 5)?.lo, hi: Span::year(from + 4)?.hi }))?
        };
        Some((When { vague: true, ..when.map(turn)? }, end))
    }

    /// "the 90s", "the nineteen eighties", "the 1920's", "the 19th century".
    pub(crate) fn decade(&self, at: usize) -> Option<(When, usize)> {
        let start = self.skip(self.skip(at, &["the"]), &["'"]);
        if let Some((number, next)) = self.ordinal(start) {
            let next = self.skip(next, &["-"]);
            let century = i32::try_from(number).ok().filter(|number| *number <= 30)?;
            if self.shares_century(next) {
                return Some((
                    When::one(Span { lo: Span::year(((century - 1) * 100).max(1))?.lo, hi: Span::year(century * 100 - 1)?.hi }),
                    next,
                ));
            }
            let end = self.is(next, &["century", "centuries", "cent"]).then_some(next + 1)?;
            let before_christ = self.is(end, &["bc", "bce"]);
            let year = if before_christ { -100 * century + 1 } else { (century - 1) * 100 };
            let from = if before_christ { year } else { year.max(1) };
            let era = before_christ || self.is(end, &["ad", "ce"]) && self.tokens.is_capital(end);
            return Some((When::one(Span { lo: Span::year(from)?.lo, hi: Span::year(year + 99)?.hi }), end + usize::from(era)));
        }
        let (year, next) = self.decade_digits(start).or_else(|| self.decade_words(start))?;
        let century = year % 100 == 0 && year < 2000;
        Some((When::one(Span::months(year, 1, if century { 1200 } else { 120 })?), next))
    }

    fn decade_digits(&self, at: usize) -> Option<(i32, usize)> {
        let number = i32::try_from(self.digits(at, 4)?).ok().filter(|number| number % 10 == 0)?;
        let after = self.skip(at + 1, &["'"]);
        let plural = self.word(after) == "s" && self.tokens.is_glued(after) && !self.is_part_of_number(at)
            || self.before(at) == "'" && self.word(after) == "s";
        plural.then_some(())?;
        match self.word(at).len() {
            4 if (1000..2100).contains(&number) => Some((number, after + 1)),
            2 if number < 70 && self.is_of_somebody(at) => None,
            2 if self.is(at.wrapping_sub(1), &["the", "'", "early", "late", "mid", "-", "since"])
                || self.is(at.wrapping_sub(1), &["and", "to", "or"]) && self.word(at.wrapping_sub(2)) == "s" =>
            {
                Some((number + if number < 20 { 2000 } else { 1900 }, after + 1))
            }
            _ => None,
        }
    }

    /// "her early 20s" are years of a life.
    fn is_of_somebody(&self, at: usize) -> bool {
        let back = |place: usize, words: &[&str]| place.saturating_sub(usize::from(self.is(place.wrapping_sub(1), words)));
        let start = back(back(back(at, &["'"]), &["-"]), &["early", "mid", "late"]);
        self.is(start.wrapping_sub(1), &["my", "your", "his", "her", "its", "our", "their", "s", "someone", "people"])
    }

    fn decade_words(&self, at: usize) -> Option<(i32, usize)> {
        let (century, next) = match self.word(at) {
            "sixteen" => (1600, at + 1),
            "seventeen" => (1700, at + 1),
            "eighteen" => (1800, at + 1),
            "nineteen" => (1900, at + 1),
            _ => (1900, at),
        };
        let next = if next == at { at } else { self.skip(next, &["-"]) };
        if self.word(at) == "twenty" && self.word(self.skip(at + 1, &["-"])) == "tens" {
            return Some((2010, self.skip(at + 1, &["-"]) + 1));
        }
        const WORDS: [&str; 8] = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
        if self.word(at + 1) == "hundreds" {
            let century = i32::try_from(self.cardinal_words(at)?.0).ok().filter(|number| (11..=19).contains(number))?;
            return Some((century * 100, at + 2));
        }
        if self.phrase(at, &["two", "thousands"]).is_some() {
            return Some((2000, at + 2));
        }
        if self.word(at) == "noughties" {
            return Some((2000, at + 1));
        }
        let tens = WORDS.iter().position(|word| *word == self.word(next)).and_then(|place| i32::try_from(place * 10 + 20).ok())?;
        let dated = self.is(at.wrapping_sub(1), &["the", "-"])
            || self.is(at.wrapping_sub(1), &["early", "mid", "late"]) && !self.is_of_somebody(at);
        let age = next == at && !dated;
        (!age).then_some((century + tens, next + 1))
    }

    /// "last year's Christmas", "next year's May", "this year's summer".
    pub(crate) fn in_years(&self, at: usize) -> Option<(When, usize)> {
        let (year, next) = self.unit_period(at).filter(|(when, _)| is_year(when))?;
        let owned = self.skip_possessive(next);
        let named = self.is(at, &["this", "next", "last"]);
        let start = if owned == next && named { self.skip(next, &["in", "on", ","]) } else { owned };
        let dated = || self.told(start, true).is_some_and(|(told, _)| named && (told.day.is_some() || start != next));
        if owned == next && (season(self.word(start)).is_none() || self.word(at) == "the") && !dated() {
            return None;
        }
        if let Some((rule, end)) = self.holiday_rule(start) {
            return Some((year.map(|span| Span::day(rule.in_year(span.lo.year())?))?, end));
        }
        if let Some(first) = season(self.word(start)) {
            return Some((year.map(|span| Span::months(span.lo.year(), first, 3))?, start + 1));
        }
        let (told, end) = self.told(start, true).filter(|(told, _)| told.year.is_none() && told.which.is_none())?;
        let whole = |span: Span| {
            let when = self.resolve_told(Told { year: Some(Years { first: span.lo.year(), second: None }), ..told })?;
            when.readings.first().map(|(span, _)| *span)
        };
        Some((year.map(whole)?, end))
    }

    /// "spring 2020", "the summer of 2021", "last winter".
    pub(crate) fn season_date(&self, at: usize) -> Option<(When, usize)> {
        if let Some((years, next)) = self.year(at).filter(|_| self.tokens.is_number(at) && !self.is_part_of_number(at))
            && let Some(first) = season(self.word(next))
        {
            return Some((When::one(Span::months(years.first, first, 3)?), next + 1));
        }
        let (which, start) = self.which(at).map_or((None, self.skip(at, &["the"])), |(which, next)| (Some(which), next));
        let first = season(self.word(start))?;
        let span = |year: i32| Span::months(year, first, 3);
        let next = start + 1;
        if let Some(which) = which {
            let year = self.now.year();
            let when = match which {
                Which::This => When::one(span(year)?),
                Which::Same => When { anaphoric: true, ..When::one(span(year)?) },
                Which::Next | Which::Coming => self.side(span, Side::Future)?,
                Which::Last | Which::Past => self.ended(span)?,
            };
            return Some((when, next));
        }
        let joined = self.skip(self.skip(next, &["of", "in", ","]), &["the"]);
        if let Some((years, end)) = self.year(self.skip(joined, &["year"])) {
            let next_year = i64::from(years.first + 1);
            let twofold = self.is(end, &["-", "/"]) && self.tokens.is_glued(end);
            let twofold =
                twofold && (self.digits(end + 1, 4) == Some(next_year) || self.digits(end + 1, 2) == Some(next_year.rem_euclid(100)));
            return Some((When::one(span(years.first)?), end + if twofold { 2 } else { 0 }));
        }
        let other = self.list_mark(next).filter(|place| season(self.word(*place)).is_some());
        if let Some((year, _)) = other.and_then(|place| self.of_year(place + 1)) {
            return Some((When::one(span(year)?), next));
        }
        if let Some((year, end)) = self.unit_period(joined).filter(|(when, _)| is_year(when) && self.word(joined) != "the") {
            return Some((year.map(|year| span(year.lo.date().year()))?, end));
        }
        self.is_surely_season(at, start).then_some(())?;
        Some((self.yearly(span)?, next))
    }

    /// The latest that had ended.
    fn ended(&self, span: impl Fn(i32) -> Option<Span>) -> Option<When> {
        let year = self.now.year();
        (0..3).find_map(|back| span(year - back).filter(|span| span.hi <= self.now)).map(When::one)
    }

    /// "Winter," at the start of a clause.
    fn is_apposed(&self, at: usize) -> bool {
        self.is(at.wrapping_sub(1), &[",", "(", "\"", ".", ":"]) && !self.tokens.is_word(at + 1)
    }

    fn is_surely_season(&self, at: usize, start: usize) -> bool {
        let before = self.before(at);
        let shown = matches!(
            before,
            "in" | "during"
                | "since"
                | "until"
                | "by"
                | "early"
                | "late"
                | "mid"
                | "whole"
                | "every"
                | "entire"
                | "throughout"
                | "this"
                | "both"
                | "over"
                | "all"
        );
        let listed = 1 < at && self.is(at - 1, &["and", "or"]) && season(self.word(at - 2)).is_some();
        let bounded = listed || self.is(at.wrapping_sub(1), &["before", "after", "till"]);
        match self.word(start) {
            "spring" | "fall" => {
                shown && (at != start && self.word(start + 1) != "of" || !self.is(start + 1, &["from", "in", "of", "for"]))
            }
            _ => shown || bounded || at != start && self.goes_on_from(start + 1) || before.is_empty() || self.is_apposed(start),
        }
    }

    /// "week 10", "the 3rd week of 2018", "week 27 of last year".
    pub(crate) fn numbered_week_date(&self, at: usize) -> Option<(When, usize)> {
        if let Some((years, next)) = self.year(at).filter(|_| !self.is_part_of_number(at)) {
            let start = self.skip(next, &[",", "-"]);
            let named = self.word(start) == "week" || self.word(start) == "w" && self.tokens.is_glued(start + 1);
            let number = self.digits(start + 1, 2).filter(|_| named)?;
            return Some((When::one(Span::week(numbered_week(years.first, u32::try_from(number).ok()?)?)?), start + 2));
        }
        let start = self.skip(at, &["the"]);
        (self.is(start, &["week", "wk"])).then_some(())?;
        let named = self.any_phrase(start + 1, &[&["number"], &["no", "."], &["no"], &["#"], &["nr"]]).unwrap_or(start + 1);
        let spoken =
            || self.cardinal_words(named).filter(|(number, end)| (1..=53).contains(number) && self.closes(*end) || self.word(*end) == "of");
        let (number, next) = self.digits(named, 2).map(|number| (number, named + 1)).or_else(spoken)?;
        let number = u32::try_from(number).ok()?;
        if let Some((told, end)) =
            self.told(self.skip(next, &["of", "in"]), true).filter(|(told, _)| told.day.is_none() && self.is(next, &["of", "in"]))
        {
            let month = self.resolve_told(told)?;
            return Some((month.map(|span| Span::week(crate::calendar::week_within(span, number.into())?))?, end));
        }
        let (year, end) = self.of_year(next).unwrap_or((self.now.year(), next));
        let week = numbered_week(year, number)?;
        Some((When::one(Span::week(week)?), end))
    }

    /// "of 2027", "of last year".
    pub(crate) fn of_year(&self, at: usize) -> Option<(i32, usize)> {
        let next = self.skip(self.skip(at, &["of", ",", "in"]), &["the"]);
        if let Some((years, end)) = self.year(self.skip(next, &["year"])) {
            return Some((years.first, end));
        }
        let named = next != at || self.is(at, &["this", "last", "next"]);
        let whose = if self.before(next) == "the" { next - 1 } else { next };
        let (when, end) = self.unit_period(whose).or_else(|| self.unit_period(next)).filter(|(when, _)| is_year(when) && named)?;
        when.readings.first().map(|(span, _)| (span.lo.date().year(), end))
    }
}

pub(crate) fn is_a_year(span: Span) -> bool {
    Span::year(span.lo.year()) == Some(span)
}

pub(crate) fn is_year(when: &When) -> bool {
    when.readings.iter().all(|(span, _)| is_a_year(*span))
}

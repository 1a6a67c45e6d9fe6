//! Parts of stretches: the nth of something, the first or last of it, its start, middle, end or rest.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use crate::{
    calendar::{Span, add_days, midnight, monday, numbered_week, week_within, weekday_within},
    lexicon::{Unit, season, unit, weekday},
    parse::{MAX_DEPTH, Parser, When},
    period::is_a_year,
    relative::Which,
    value::Side,
};

/// Which part of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edge {
    Start,
    Middle,
    End,
}

impl Parser<'_> {
    /// "the first Monday of next month", "the 20th of next month", "last week of May", "the third month of 2021".
    pub(crate) fn nth_of(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        let start = self.skip(at, &["the"]);
        let number = self.ordinal(start).or_else(|| (self.is(start, &["last", "final"])).then_some((-1, start + 1))).or_else(|| {
            let latter = self.is(start, &["latter", "former"]) && self.word(start + 1) == "half";
            latter.then(|| (if self.word(start) == "latter" { 2 } else { 1 }, start + 1))
        });
        let (number, next) = number.or_else(|| self.plain_day_of(start))?;
        let shared = self.list_mark(next).map(|place| self.skip(place, &["the"]));
        if let Some(end) =
            shared.and_then(|place| self.ordinal(place).map(|(_, end)| end).or(self.is(place, &["last"]).then_some(place + 1)))
            && let Some((when, _)) = self.nth_after(number, end, depth)
        {
            return Some((when, next));
        }
        self.nth_after(number, next, depth)
    }

    /// The 12 of "the 12 of next month".
    fn plain_day_of(&self, at: usize) -> Option<(i64, usize)> {
        let (_, named) = self.which(at + 2).filter(|_| self.before(at) == "the" && self.word(at + 1) == "of")?;
        let number = self.digits(at, 2).filter(|day| (1..=31).contains(day))?;
        (unit(self.word(named)) == Some(Unit::Month)).then_some((number, at + 1))
    }

    /// What follows an ordinal, as in "Monday of next month".
    pub(crate) fn nth_after(&self, number: i64, next: usize, depth: u8) -> Option<(When, usize)> {
        let next = self.skip(next, &["full", "whole", "complete"]);
        let name = self.word(next);
        let day = weekday(name);
        let half = name == "half" && (1..=2).contains(&number);
        if let Some((Unit::BusinessDay, after)) = self.unit_at(next) {
            return self.business_day_of(number, after, depth);
        }
        let within = if unit(name).is_some() || day.is_some() || half { next + 1 } else { next };
        let joined = self.skip(within, &["of", "in"]);
        if within == next && self.word(next) == "in" {
            return None;
        }
        let direct = self.is(within, &["this", "next", "last"]) && 0 < number;
        ((joined != within || direct) && depth < MAX_DEPTH).then_some(())?;
        let (whole, end) = self.whole(joined, depth).filter(|(when, _)| !when.is_day())?;
        if name.ends_with('s') && unit(name).is_some() {
            return None;
        }
        let named = within != next;
        Some((whole.map(|span| if half { halve(span, number == 1) } else { pick_nth(span, number, name, named) })?, end))
    }

    /// "the first business day of next month", "the last weekday of June".
    fn business_day_of(&self, number: i64, at: usize, depth: u8) -> Option<(When, usize)> {
        let joined = self.skip(at, &["of", "in"]);
        (joined != at && depth < MAX_DEPTH && number.abs() < 300).then_some(())?;
        let (whole, end) = self.whole(joined, depth).filter(|(when, _)| !when.is_day())?;
        let pick = |span: Span| {
            let base = if number < 0 { span.hi } else { span.lo.checked_sub_signed(TimeDelta::days(1))? };
            let day = crate::calendar::shift(base, Unit::BusinessDay, number * 1000)?;
            (span.lo <= day && day < span.hi).then(|| Span::day(day.date()))?
        };
        Some((whole.map(pick)?, end))
    }

    /// "this month's 15th", "next month's first week".
    pub(crate) fn nth_in(&self, at: usize) -> Option<(When, usize)> {
        let (month, next) = self.unit_period(at).filter(|(when, _)| !when.is_day())?;
        let start = self.skip_possessive(next);
        let (number, end) = self.ordinal(start).filter(|_| start != next)?;
        let name = self.word(end);
        if weekday(name).is_some() || matches!(unit(name), Some(Unit::Week | Unit::Weekend | Unit::Day | Unit::Month)) {
            return Some((month.map(|span| pick_nth(span, number, name, true))?, end + 1));
        }
        (!self.tokens.is_word(end)).then(|| Some((month.map(|span| nth_day(span, number, false))?, end)))?
    }

    /// "the last four months of 2021", "the first three days of May".
    pub(crate) fn run_of(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        (depth < MAX_DEPTH).then_some(())?;
        let start = self.skip(at, &["the"]);
        let last = match self.word(start) {
            "first" => false,
            "last" | "final" => true,
            _ => return None,
        };
        let some = || {
            let many = unit(self.word(start + 1)).filter(|_| self.word(start + 1).ends_with('s'))?;
            Some((crate::parse::Amount::exact(vec![(3000, many)], true), start + 2))
        };
        let (amount, next) = self.plain_amount(start + 1).or_else(some)?;
        let joined = self.skip(next, &["of", "in"]);
        let (whole, end) = self.whole(joined, depth).filter(|(when, _)| joined != next && !when.is_day() && !amount.is_clock())?;
        let run = |span: Span| {
            let found = if last {
                Span { lo: self.moved(span.hi, -1, &amount)?, ..span }
            } else {
                Span { hi: self.moved(span.lo, 1, &amount)?, ..span }
            };
            (span.lo <= found.lo && found.hi <= span.hi).then_some(found)
        };
        Some((When { vague: amount.vague, ..whole.map(run)? }, end))
    }

    /// "the rest of the week": from now to its end.
    pub(crate) fn rest_of(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        (depth < MAX_DEPTH).then_some(())?;
        let start = self.skip(at, &["the"]);
        let next = self.any_phrase(start, &[&["rest", "of"], &["remainder", "of"]])?;
        let part = self.skip(next, &["the", "this"]);
        if let Some((part, end)) = self.part_at(part).filter(|_| part != next) {
            let (from, to) = part.seconds();
            let span = Span::day(self.now.date())?.at_seconds(from, to)?;
            let lo = if span.lo <= self.now && self.now < span.hi { self.now } else { span.lo };
            return Some((When { grain: crate::parse::Grain::Hours, ..When::one(Span { lo, ..span }) }, end));
        }
        let told = || self.date(next, depth + 1).or_else(|| self.year_alone(next, true));
        let (unit, end) = match self.unit_period(next).or_else(told) {
            Some((when, end)) => (when, end),
            None => {
                let named = self.skip(next, &["the", "this", "my", "our"]);
                let unit = unit(self.word(named)).filter(|unit| Unit::Day <= *unit && !self.word(named).ends_with('s'))?;
                (When::one(Span::unit(self.now, unit)?), named + 1)
            }
        };
        let day = unit.is_day();
        let rest = |span: Span| {
            let lo = if day { self.now } else { midnight(self.now.date()) };
            Some(if span.lo <= lo && lo < span.hi { Span { lo, ..span } } else { span })
        };
        let when = unit.map(rest)?;
        Some((if day { When { grain: crate::parse::Grain::Hours, ..when } } else { when }, end))
    }

    /// "the week of May 5", "the weekend of Halloween", "Halloween weekend 2021".
    pub(crate) fn week_of(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        (depth < MAX_DEPTH).then_some(())?;
        let start = self.skip(at, &["the"]);
        let weekend = match self.word(start) {
            "week" => false,
            "weekend" => true,
            _ => return self.holiday_weekend(start).or_else(|| self.dated_weekend(start)),
        };
        let next = self.skip(start + 1, &["of", "beginning", "starting", "commencing", "following", "after", "before", "ending"]);
        (next != start + 1).then_some(())?;
        let (day, end) = self.date(self.skip(next, &["on"]), depth + 1).filter(|(when, _)| when.is_day())?;
        let days = match self.before(next) {
            "following" | "after" => 7,
            "before" => -7,
            _ => 0,
        };
        let around = |span: Span| {
            let date = add_days(span.lo.date(), days)?;
            if self.before(next) == "ending" {
                return Span::days(add_days(date, -6)?, 7);
            }
            if weekend { Span::near_weekend(date) } else { Span::week(date) }
        };
        Some((day.map(around)?, end))
    }

    /// "July 4th weekend": the one nearest to the day.
    fn dated_weekend(&self, at: usize) -> Option<(When, usize)> {
        let (told, next) = self.told_number(at, false).filter(|(told, _)| told.day.is_some())?;
        (self.word(next) == "weekend").then_some(())?;
        Some((self.resolve_told(told)?.map(|span| Span::near_weekend(span.lo.date()))?, next + 1))
    }

    fn holiday_weekend(&self, at: usize) -> Option<(When, usize)> {
        let (rule, next) = self.holiday_rule(at)?;
        let weekend = self.word(next) == "weekend";
        (weekend || self.word(next) == "week").then_some(())?;
        let span = |year: i32| {
            let day = rule.in_year(year)?;
            if weekend { Span::near_weekend(day) } else { Span::week(day) }
        };
        match self.of_year(next + 1) {
            Some((year, end)) => Some((When::one(span(year)?), end)),
            None => Some((self.yearly(span)?, next + 1)),
        }
    }

    /// "Christmas", "Easter 2018", "last Thanksgiving".
    pub(crate) fn holiday(&self, at: usize) -> Option<(When, usize)> {
        let (which, start) = self.which(at).map_or((None, at), |(which, next)| (Some(which), next));
        let (rule, next) = self.holiday_rule(start)?;
        let span = |year: i32| Span::day(rule.in_year(year)?);
        match which {
            Some(Which::This) => return Some((When::one(span(self.now.year())?), next)),
            Some(Which::Same) => return Some((When { anaphoric: true, ..When::one(span(self.now.year())?) }, next)),
            Some(Which::Next | Which::Coming) => return Some((self.side(span, Side::Future)?, next)),
            Some(Which::Last | Which::Past) => return Some((self.side(span, Side::Past)?, next)),
            None => {}
        }
        match self.of_year(self.skip(next, &["time", "season"])) {
            Some((year, end)) => Some((When::one(span(year)?), end)),
            None => Some((self.yearly(span)?, next)),
        }
    }

    /// "early 2020", "mid-May", "the end of the year", "later this month".
    pub(crate) fn edge_of(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        (depth < MAX_DEPTH).then_some(())?;
        if let Some(next) = self.day_end_words(at) {
            let of = self.skip(next, &["on", "of", ","]);
            if let Some((when, end)) = self.date(of, depth + 1).filter(|(when, _)| when.is_day()) {
                return Some((self.day_end(when)?, end));
            }
            return Some((self.day_end(When::one(Span::day(self.now.date())?))?, next));
        }
        let unit_edge = match self.word(at) {
            "eow" => Some((Unit::Week, Edge::End)),
            "eom" => Some((Unit::Month, Edge::End)),
            "eoy" => Some((Unit::Year, Edge::End)),
            "midweek" => Some((Unit::Week, Edge::Middle)),
            "midyear" => Some((Unit::Year, Edge::Middle)),
            _ => None,
        };
        if let Some((years, next)) = self.year(at + 1).filter(|_| matches!(unit_edge, Some((Unit::Year, _)))) {
            let edge = if self.word(at) == "eoy" { Edge::End } else { Edge::Middle };
            let span = self.slice(Span::year(years.first)?, edge, false)?;
            return Some((When { to_end: edge == Edge::End, ..When::one(span) }, next));
        }
        if let Some((unit, edge)) = unit_edge {
            let span = self.slice(Span::unit(self.now, unit)?, edge, false)?;
            return Some((When { to_end: edge == Edge::End, ..When::one(span) }, at + 1));
        }
        let start = self.skip(at, &["the"]);
        if let Some((end, next)) = self.unit_end(start) {
            if let Some((years, next)) = self.year(next).filter(|_| end == Unit::Year) {
                let span = self.slice(Span::year(years.first)?, Edge::End, false)?;
                return Some((When { to_end: true, ..When::one(span) }, next));
            }
            let span = self.slice(Span::unit(self.now, end)?, Edge::End, false)?;
            return Some((When { to_end: true, anaphoric: true, ..When::one(span) }, next));
        }
        if let Some(found) = self.edges_of(start, depth) {
            return Some(found);
        }
        let (edge, next, relative) = self.edge_words(start)?;
        let (whole, end) = self.whole_of(next, edge, depth)?;
        let whole = match self.lent_year(end).filter(|_| whole.readings.len() == 2) {
            Some(year) => When::one(Span::month(year, whole.readings.first()?.0.lo.month())?),
            None => whole,
        };
        let (whole, end) = match self.date(self.skip(end, &["on", ","]), MAX_DEPTH) {
            Some((day, after)) if (relative || edge == Edge::End) && whole.is_day() && whole.anaphoric && day.is_day() => (day, after),
            _ => (whole, end),
        };
        if whole.is_day() {
            if relative && self.is(start, &["later", "earlier"]) {
                let side = |span: Span| {
                    let half = span.lo + TimeDelta::hours(12);
                    let cut = if span.lo < self.now && self.now < span.hi { self.now } else { half };
                    Some(if edge == Edge::End { Span { lo: cut, ..span } } else { Span { hi: cut, ..span } })
                };
                return Some((When { grain: crate::parse::Grain::Hours, ..whole.map(side)? }, end));
            }
            let late = relative && self.word(start) == "late";
            if edge != Edge::End || late {
                let (from, to) = match edge {
                    Edge::Start => (0, 12),
                    Edge::Middle => (10, 14),
                    Edge::End => (12, 24),
                };
                return Some((
                    When { grain: crate::parse::Grain::Hours, ..whole.map(|span| span.at_seconds(from * 3600, to * 3600))? },
                    end,
                ));
            }
            let ends = edge == Edge::End && !relative;
            return ends.then(|| Some((self.day_end(whole)?, end)))?;
        }
        let to_end = edge == Edge::End;
        let anaphoric = whole.anaphoric && self.word(next) != "the";
        let when = whole.map(|span| self.slice(span, edge, relative))?;
        let to_middle = edge == Edge::Middle && self.before(next) == "of";
        Some((When { to_end, to_start: edge == Edge::Start && !relative, to_middle, anaphoric, ..when }, end))
    }

    /// "early to mid May", "the mid-to-late 1990s": from the one part to the other.
    fn edges_of(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        let first = match self.word(at) {
            "early" => Edge::Start,
            "mid" => Edge::Middle,
            _ => return None,
        };
        let to = self.skip(at + 1, &["-"]);
        let other = self.skip(to + 1, &["-"]);
        let second = match (self.word(to), self.word(other)) {
            ("to", "mid") => Edge::Middle,
            ("to", "late") => Edge::End,
            _ => return None,
        };
        let (whole, end) = self.whole_of(self.skip(self.skip(other + 1, &["-"]), &["in", "of"]), second, depth)?;
        let both = |span: Span| {
            let (from, to) = (self.slice(span, first, first != Edge::Middle)?, self.slice(span, second, second != Edge::Middle)?);
            (from.lo < to.hi).then_some(Span { lo: from.lo, hi: to.hi })
        };
        (!whole.is_day()).then(|| Some((whole.map(both)?, end)))?
    }

    /// The 2002 of "mid-August and mid-October 2002", seen from after "August".
    fn lent_year(&self, at: usize) -> Option<i32> {
        let mark = self.list_mark(at).or_else(|| self.is(at, &["to", "-", "through", "until", "till"]).then_some(at + 1))?;
        let (_, next, _) = self.edge_words(self.skip(mark, &["the"]))?;
        let (told, _) = self.told(next, true).filter(|(told, _)| told.month.is_some() && told.day.is_none())?;
        told.year.map(|year| year.first)
    }

    /// "year end", "month-end", "the week's end".
    fn unit_end(&self, at: usize) -> Option<(Unit, usize)> {
        let unit = unit(self.word(at)).filter(|unit| Unit::Week <= *unit && *unit <= Unit::Century && !self.word(at).ends_with('s'))?;
        let owned = self.skip_possessive(at + 1);
        let end = if owned == at + 1 { self.skip(owned, &["-"]) } else { owned };
        let shown = owned != at + 1 || unit != Unit::Week;
        (shown && self.word(end) == "end").then_some((unit, end + 1))
    }

    /// "eod", "the end of day".
    pub(crate) fn day_end_words(&self, at: usize) -> Option<usize> {
        self.any_phrase(
            self.skip(at, &["the"]),
            &[
                &["eod"],
                &["end", "of", "day"],
                &["end", "of", "the", "day"],
                &["close", "of", "business"],
                &["close", "of", "play"],
                &["end", "of", "play"],
                &["cob"],
            ],
        )
        .filter(|_| self.word(at) != "the" || self.word(at + 1) == "eod" || self.word(at + 3) != "the")
    }

    fn edge_words(&self, at: usize) -> Option<(Edge, usize, bool)> {
        const START: &[&[&str]] = &[&["beginning", "of"], &["start", "of"], &["early", "part", "of"]];
        const MIDDLE: &[&[&str]] = &[
            &["middle", "of"],
            &["middle", "part", "of"],
            &["halfway", "through"],
            &["half", "way", "through"],
            &["midway", "through"],
            &["mid", "-", "way", "through"],
        ];
        const END: &[&[&str]] =
            &[&["end", "of"], &["close", "of"], &["latter", "part", "of"], &["later", "part", "of"], &["tail", "end", "of"]];
        if let Some(next) = self.any_phrase(at, START) {
            return Some((Edge::Start, next, false));
        }
        if let Some(next) = self.any_phrase(at, MIDDLE) {
            return Some((Edge::Middle, next, false));
        }
        if let Some(next) = self.any_phrase(at, END) {
            return Some((Edge::End, next, false));
        }
        let next = self.skip(self.skip(at + 1, &["-"]), &["in", "of", "on"]);
        match self.word(at) {
            "early" | "earlier" => Some((Edge::Start, next, true)),
            "mid" => Some((Edge::Middle, self.skip(at + 1, &["-"]), false)),
            "end" if crate::lexicon::month(self.word(self.skip(at + 1, &["-"]))).is_some() => {
                Some((Edge::End, self.skip(at + 1, &["-"]), false))
            }
            "late" | "later" => Some((Edge::End, next, true)),
            _ => None,
        }
    }

    /// What a part may be of: any date, and a bare month, year or season that only "of" shows to be one.
    fn whole(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        let told = || self.told(at, true).and_then(|(told, next)| Some((self.resolve_told(told)?, next)));
        self.date(at, depth + 1).or_else(told).or_else(|| self.year_alone(at, true))
    }

    fn whole_of(&self, at: usize, edge: Edge, depth: u8) -> Option<(When, usize)> {
        if let Some(found) = self.year_alone(at, false).filter(|_| self.phrase(at, &["the", "year"]).is_some()) {
            return Some(found);
        }
        if self.word(at) == "the"
            && let Some(unit) = unit(self.word(at + 1)).filter(|unit| Unit::Day <= *unit && !self.word(at + 1).ends_with('s'))
            && self.word(at + 1) != "night"
            && !self.is(at + 2, &["of"])
        {
            return Some((When { anaphoric: true, ..When::one(Span::unit(self.now, unit)?) }, at + 2));
        }
        if let Some(found) = self.date(at, depth + 1) {
            return Some(found);
        }
        let half_way = |unit: &Unit| edge == Edge::Middle && matches!(unit, Unit::Week | Unit::Month | Unit::Year);
        if let Some(unit) = unit(self.word(at)).filter(|unit| half_way(unit) && matches!(self.before(at), "-" | "mid")) {
            return Some((When { anaphoric: true, ..When::one(Span::unit(self.now, unit)?) }, at + 1));
        }
        if let Some(unit) =
            unit(self.word(at)).filter(|unit| Unit::Week <= *unit && self.before(at) == "of" && !self.word(at).ends_with('s'))
        {
            return Some((When { anaphoric: true, ..When::one(Span::unit(self.now, unit)?) }, at + 1));
        }
        let loose = edge != Edge::End || self.before(at) == "of" || self.is(at.wrapping_sub(1), &["late", "-"]);
        if !loose {
            return None;
        }
        self.told(at, true).and_then(|(told, next)| Some((self.resolve_told(told)?, next))).or_else(|| self.year_alone(at, true)).or_else(
            || {
                let next = at + 1;
                let first = season(self.word(at))?;
                Some((self.yearly(|year| Span::months(year, first, 3))?, next))
            },
        )
    }

    /// The last second of the day.
    pub(crate) fn day_end(&self, day: When) -> Option<When> {
        day.map(|span| Some(Span::instant(span.hi.checked_sub_signed(TimeDelta::seconds(1))?)))
    }

    /// The start, middle or end of a stretch; relative words also keep to one side of now.
    fn slice(&self, span: Span, edge: Edge, relative: bool) -> Option<Span> {
        let days = span.hi.signed_duration_since(span.lo).num_days();
        let at = |days: i64| add_days(span.lo.date(), days).map(midnight);
        let month = |months: i64| crate::calendar::add_months(span.lo, months);
        let (first, second) = match days {
            ..=3 => (at(days / 2)?, at(days - days / 2)?),
            4..=10 if edge == Edge::Middle => (at(2)?, at(4)?),
            4..=10 => (at(3)?, at(3)?),
            11..=31 if edge == Edge::Middle => (at(9)?, at(20)?),
            11..=31 => (at(15)?, at(15)?),
            32..=366 => {
                let months = i64::from(span.hi.year() - span.lo.year()) * 12 + i64::from(span.hi.month()) - i64::from(span.lo.month());
                if relative { (month(months / 2)?, month(months / 2)?) } else { (month(months / 3)?, month(months - months / 3)?) }
            }
            _ => {
                let years = i64::from(span.hi.year() - span.lo.year());
                (month((years + 2) / 3 * 12)?, month((years * 2 + 2) / 3 * 12)?)
            }
        };
        let now = self.now.date();
        let holds_now = relative && span.lo <= self.now && self.now < span.hi;
        let from = match edge {
            Edge::Start => Span { lo: span.lo, hi: first.max(span.lo) },
            Edge::Middle => Span { lo: first, hi: second },
            Edge::End if holds_now => Span { lo: second.max(midnight(now)), hi: span.hi },
            Edge::End => Span { lo: second, hi: span.hi },
        };
        Some(from)
    }

    /// The named day of the week that holds the date.
    pub(crate) fn day_in_week(&self, week: NaiveDate, day: Weekday) -> Option<NaiveDate> {
        crate::calendar::in_week(monday(week)?, day)
    }
}

fn nth_month(span: Span, number: i64) -> Option<Span> {
    let count = if number < 0 { i64::from(span.hi.year() - span.lo.year()) * 12 + number } else { number - 1 };
    let start = crate::calendar::add_months(span.lo, count)?;
    (span.lo <= start && start < span.hi).then(|| Span::month(start.year(), start.month()))?
}

fn nth_day(span: Span, number: i64, named: bool) -> Option<Span> {
    let short = named || number == 1 && is_a_year(span) || span.hi - span.lo <= TimeDelta::days(31);
    let from = if number < 0 { span.hi.date() } else { span.lo.date() };
    let date = add_days(from, if number < 0 { number } else { number - 1 })?;
    (short && (named || 0 < number) && span.lo <= midnight(date) && midnight(date) < span.hi).then(|| Span::day(date))?
}

fn halve(span: Span, first: bool) -> Option<Span> {
    let days = span.hi.signed_duration_since(span.lo).num_days();
    let years = span.hi.year() - span.lo.year();
    let middle = match years {
        1 if is_a_year(span) => Span::months(span.lo.year(), 7, 1)?.lo,
        1.. if span.lo.month() == 1 && years % 2 == 0 => Span::year(span.lo.year() + years / 2)?.lo,
        _ => midnight(add_days(span.lo.date(), days / 2)?),
    };
    Some(if first { Span { hi: middle, ..span } } else { Span { lo: middle, ..span } })
}

/// The nth of what the word names within the stretch, or the nth day where it names nothing.
fn pick_nth(span: Span, number: i64, name: &str, named: bool) -> Option<Span> {
    match (weekday(name), unit(name)) {
        (Some(day), _) => Span::day(weekday_within(span, day, number)?),
        (None, Some(Unit::Week)) => Span::week(if is_a_year(span) && 0 < number {
            numbered_week(span.lo.year(), u32::try_from(number).ok()?)?
        } else {
            week_within(span, number)?
        }),
        (None, Some(Unit::Weekend)) => Span::weekend(weekday_within(span, Weekday::Sat, number)?),
        (None, Some(Unit::Month)) => nth_month(span, number),
        (None, Some(Unit::Decade)) => {
            let first = span.lo.year() - span.lo.year().rem_euclid(10);
            let year = if number < 0 { span.hi.year() } else { first - 10 }.checked_add(i32::try_from(number.clamp(-99, 99)).ok()? * 10)?;
            Span::months(year, 1, 120).filter(|decade| span.lo <= decade.hi && decade.lo < span.hi)
        }
        (None, Some(Unit::Year)) => {
            let from = if number < 0 { span.hi.year() } else { span.lo.year() - 1 };
            let year = Span::year(from.checked_add(i32::try_from(number).ok()?)?)?;
            (span.lo <= year.lo && year.hi <= span.hi).then_some(year)
        }
        (None, Some(Unit::Day)) | (None, None) => nth_day(span, number, named),
        (None, Some(_)) => None,
    }
}

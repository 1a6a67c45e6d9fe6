//! Dates counted from the reference or from another date: "yesterday", "last week", "three days ago".

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};

use crate::{
    calendar::{Span, add_days, in_week, monday, shift},
    lexicon::{Unit, unit, weekday},
    parse::{Amount, Grain, MAX_DEPTH, Parser, When},
    value::{Bound, Side},
};

/// Which one of many: "this", "next", "last".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    This,
    Next,
    Last,
    /// The nearest before: "this past Friday".
    Past,
    /// The nearest after: "this coming Friday".
    Coming,
    /// The one spoken of: "that week".
    Same,
}

impl Which {
    pub(crate) fn steps(self) -> i64 {
        match self {
            Self::This | Self::Same => 0,
            Self::Next | Self::Coming => 1,
            Self::Last | Self::Past => -1,
        }
    }
}

impl Parser<'_> {
    pub(crate) fn which(&self, at: usize) -> Option<(Which, usize)> {
        let at = if self.word(at) == "the" && !self.is(at + 1, &["the", "this", "that"]) { at + 1 } else { at };
        let next = at + 1;
        Some(match self.word(at) {
            "this" | "the" if self.is(next, &["coming", "upcoming"]) => (Which::Coming, next + 1),
            "this" if self.is(next, &["past", "last"]) => (Which::Past, next + 1),
            "this" if self.word(next) == "next" => (Which::Coming, next + 1),
            "this" | "current" => (Which::This, self.skip(next, &["current", "same", "very"])),
            "next" | "following" => (Which::Next, next),
            "coming" | "upcoming" => (Which::Coming, next),
            "last" | "previous" | "preceding" | "prior" => (Which::Last, next),
            "past" | "trailing" => (Which::Past, next),
            "present" if unit(self.word(next)).is_some() => (Which::This, next),
            "same" => (Which::Same, next),
            "that" => (Which::Same, self.skip(next, &["same", "very", "whole"])),
            _ => return None,
        })
    }

    pub(crate) fn today(&self) -> NaiveDate {
        self.now.date()
    }

    fn day_away(&self, days: i64) -> Option<When> {
        Span::day(add_days(self.today(), days)?).map(When::one)
    }

    /// "today", "yesterday", "the day after tomorrow", "now".
    pub(crate) fn named_day(&self, at: usize) -> Option<(When, usize)> {
        const DAYS: &[(&[&str], i64)] = &[
            (&["the", "day", "before", "yesterday"], -2),
            (&["day", "before", "yesterday"], -2),
            (&["the", "day", "after", "tomorrow"], 2),
            (&["day", "after", "tomorrow"], 2),
            (&["yesterday"], -1),
            (&["today"], 0),
            (&["tomorrow"], 1),
            (&["tmr"], 1),
            (&["tmrw"], 1),
            (&["otd"], 0),
        ];
        self.tokens.is_word(at).then_some(())?;
        let named = DAYS.iter().find_map(|(words, days)| self.phrase(at, words).map(|next| (*days, next)));
        if let Some((days, next)) = named {
            return Some((self.day_away(days)?, next));
        }
        if let Some(found) = self.next_working_day(at) {
            return Some(found);
        }
        self.this_moment(at).or_else(|| self.day_beside(at))
    }

    /// "the next business day", "next weekday"
    fn next_working_day(&self, at: usize) -> Option<(When, usize)> {
        const NAMES: &[&[&str]] = &[
            &["next", "business", "day"],
            &["next", "working", "day"],
            &["next", "work", "day"],
            &["next", "weekday"],
            &["next", "workday"],
        ];
        let next = self.any_phrase(self.skip(at, &["the"]), NAMES)?;
        let day = shift(self.now, Unit::BusinessDay, 1000)?;
        Some((When::one(Span::day(day.date())?), next))
    }

    /// "the evening before", "the morning after": a part of the day beside one spoken of.
    fn part_beside(&self, at: usize) -> Option<(When, usize)> {
        let part = crate::lexicon::part(self.word(at + 1)).filter(|_| self.word(at) == "the" && !self.word(at + 1).ends_with('s'))?;
        let days = match self.word(at + 2) {
            "before" => -1,
            "after" => 1,
            _ => return None,
        };
        let open = self.goes_on_from(at + 3) || self.is(at + 3, &["we", "i", "he", "she", "they", "it"]);
        let (from, to) = part.seconds();
        if let Some((day, end)) = self.date(at + 3, 1).filter(|(when, _)| when.is_day()) {
            let beside = day.map(|span| Span::day(add_days(span.lo.date(), days)?)?.at_seconds(from, to))?;
            return Some((When { grain: Grain::Hours, ..beside }, end));
        }
        let day = self.day_away(days).filter(|_| open)?;
        Some((When { anaphoric: true, grain: Grain::Hours, ..day.map(|span| span.at_seconds(from, to))? }, at + 3))
    }

    fn this_moment(&self, at: usize) -> Option<(When, usize)> {
        const NOW: &[&[&str]] = &[
            &["right", "now"],
            &["just", "now"],
            &["as", "of", "now"],
            &["at", "the", "moment"],
            &["at", "the", "minute"],
            &["at", "this", "moment"],
            &["at", "this", "time"],
            &["at", "present"],
            &["at", "the", "present", "time"],
            &["right", "away"],
            &["as", "soon", "as", "possible"],
            &["asap"],
            &["currently"],
            &["now"],
        ];
        if let Some(found) = self.same_in(at + 1).filter(|_| self.phrase(at, &["at", "this", "time"]).is_some()) {
            return Some(found);
        }
        let next = self.any_phrase(at, NOW)?;
        let idiom =
            self.before(at) == "every" || self.phrase(next, &["and", "then"]).is_some() || self.phrase(next, &["and", "again"]).is_some();
        let joins = self.word(at) == "now" && (idiom || self.is(next, &["that"]) || self.is_hyphen(next));
        (!joins).then(|| (When::one(Span::instant(self.now)), next))
    }

    /// "the day before", "the following day", "the same day": beside a day spoken of.
    fn day_beside(&self, at: usize) -> Option<(When, usize)> {
        const DAYS: &[(&[&str], i64)] = &[
            (&["the", "day", "before"], -1),
            (&["the", "previous", "day"], -1),
            (&["previous", "day"], -1),
            (&["last", "day"], -1),
            (&["the", "last", "day"], -1),
            (&["the", "day", "after"], 1),
            (&["the", "next", "day"], 1),
            (&["the", "following", "day"], 1),
            (&["following", "day"], 1),
            (&["next", "day"], 1),
            (&["the", "same", "day"], 0),
            (&["same", "day"], 0),
            (&["that", "day"], 0),
            (&["that", "very", "day"], 0),
            (&["that", "same", "day"], 0),
            (&["this", "day"], 0),
            (&["this", "very", "day"], 0),
        ];
        if let Some(found) = self.part_beside(at) {
            return Some(found);
        }
        let (days, next) = DAYS.iter().find_map(|(words, days)| self.phrase(at, words).map(|next| (*days, next)))?;
        let ends = matches!(self.before(next), "before" | "after");
        let open = self.goes_on_from(next) || self.is(next, &["we", "i", "he", "she", "they", "it", "on"]);
        let other = self.word(next) == "of" || (self.word(next) == "to" && days < 0);
        if other || (ends && !open) {
            return None;
        }
        Some((When { anaphoric: true, ..self.day_away(days)? }, next))
    }

    /// "last week", "this month", "the current year", "the year".
    pub(crate) fn unit_period(&self, at: usize) -> Option<(When, usize)> {
        if let Some((which, next)) = self.which(at).filter(|(_, next)| !self.is_up_to_now(*next)) {
            let next = self.skip(next, &["whole", "entire", "full", "calendar", "fiscal", "financial", "school", "academic"]);
            let unit = unit(self.word(next)).filter(|unit| Unit::Week <= *unit && !self.word(next).ends_with('s'))?;
            let of_other = which == Which::Last && self.names_part(next + 1);
            if of_other {
                return None;
            }
            let possessive = self.word(next + 1) == "'" && self.word(next + 2) == "s" && self.is(at, &["the"]);
            let ahead = which == Which::Coming && unit == Unit::Weekend && Span::weekend(self.today())?.lo > self.now;
            let when = self.unit_steps(unit, if ahead { 0 } else { which.steps() })?;
            let anaphoric = which == Which::Same
                || self.is(at, &["following"])
                || (self.word(at) == "the" && matches!(which, Which::Next | Which::Last) && !self.is(at + 1, &["last", "past"]));
            return (!possessive).then_some((When { anaphoric, ..when }, next + 1));
        }
        if self.word(at) != "the" {
            return None;
        }
        let next = self.skip(at + 1, &["whole", "entire", "full"]);
        let unit = unit(self.word(next)).filter(|unit| Unit::Day <= *unit && *unit != Unit::BusinessDay)?;
        let plain = !self.word(next).ends_with('s') && self.word(next) != "night";
        let alone = self.goes_on_from(next + 1)
            && !self.is(next + 1, &["'"])
            && !self.is_hyphen(next + 1)
            && self.phrase(next + 1, &["and", "a"]).is_none();
        let placed = matches!(unit, Unit::Weekend | Unit::Fortnight)
            || next != at + 1
            || self.is(at.wrapping_sub(1), &["for", "of", "in", "during", "over", "throughout"]);
        let habit = unit == Unit::Day && self.is(at.wrapping_sub(1), &["during", "throughout"]);
        (plain && alone && placed && !habit).then_some(())?;
        let past = self.is(next + 1, &["was", "were", "had"]);
        if unit == Unit::Weekend && (past || self.is(at.wrapping_sub(1), &["over", "since", "during", "at", "on", "in"])) {
            return Some((self.open_weekend()?, next + 1));
        }
        Some((When { anaphoric: unit != Unit::Weekend, ..self.unit_steps(unit, 0)? }, next + 1))
    }

    /// "over the weekend": the last one or the coming one, unless it is now.
    fn open_weekend(&self) -> Option<When> {
        let this = Span::weekend(self.today())?;
        if this.lo <= self.now {
            return Some(When::one(this));
        }
        let last = Span::weekend(add_days(self.today(), -7)?)?;
        Some(When::of(vec![(last, Side::Past), (this, Side::Future)]))
    }

    /// "the fiscal year", "school year", whichever it is.
    pub(crate) fn kind_of_year(&self, at: usize) -> Option<(When, usize)> {
        let start = self.skip(at, &["the"]);
        let kind = self.is(start, &["fiscal", "financial", "school", "academic", "calendar"]) && self.word(start + 1) == "year";
        (kind && !self.tokens.is_number(start + 2)).then_some(())?;
        Some((When { anaphoric: true, ..self.unit_steps(Unit::Year, 0)? }, start + 2))
    }

    /// "the same day next week", "this time last year", "same month last year".
    pub(crate) fn same_in(&self, at: usize) -> Option<(When, usize)> {
        let (_, next) = self.which(at).filter(|(which, _)| matches!(which, Which::This | Which::Same))?;
        let inner = match self.word(next) {
            "time" => None,
            "date" => Some(Unit::Day),
            word => Some(unit(word).filter(|unit| matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Quarter))?),
        };
        let start = self.skip(next + 1, &["of", "in", ","]);
        if inner.is_none() && self.is(start, &["tomorrow", "yesterday"]) {
            let days = if self.word(start) == "tomorrow" { 1 } else { -1 };
            return Some((When::one(Span::instant(self.now.checked_add_signed(TimeDelta::days(days))?)), start + 1));
        }
        let (outer, after) = self.which(start)?;
        let whole = unit(self.word(after)).filter(|unit| matches!(unit, Unit::Week | Unit::Month | Unit::Quarter | Unit::Year))?;
        let finer = match (inner, whole) {
            (Some(inner), _) => inner,
            (None, Unit::Year) => Unit::Month,
            (None, _) => Unit::Day,
        };
        (finer < whole).then_some(())?;
        let moved = shift(self.now, whole, outer.steps() * 1000)?;
        Some((When { vague: inner.is_none(), ..When::one(Span::unit(moved, finer)?) }, after + 1))
    }

    /// "the week before last", "the Friday after next".
    pub(crate) fn beyond(&self, at: usize) -> Option<(When, usize)> {
        let start = self.skip(at, &["the"]);
        let steps = match (self.word(start + 1), self.word(start + 2)) {
            ("before", "last") => -2,
            ("after", "next") => 2,
            _ => return None,
        };
        let other = self.word(start + 3);
        if unit(other).is_some() || weekday(other).is_some() || crate::lexicon::month(other).is_some() {
            return None;
        }
        let named = self.word(start);
        if let Some((rule, _)) = self.holiday_rule(start).filter(|(_, end)| *end == start + 1) {
            let holiday = |year: i32| rule.in_year(year).filter(|date| if steps < 0 { *date < self.today() } else { self.today() < *date });
            let year = self.today().year();
            let turn =
                if steps < 0 { [year, year - 1].into_iter().find_map(holiday) } else { [year, year + 1].into_iter().find_map(holiday) }?;
            let date = rule.in_year(turn.year() + if steps < 0 { -1 } else { 1 })?;
            return Some((When::one(Span::day(date)?), start + 3));
        }
        let when = match (weekday(named), crate::lexicon::part(named), unit(named)) {
            (Some(day), _, _) => When::one(Span::day(in_week(add_days(monday(self.today())?, 7 * steps)?, day)?)?),
            (None, Some(part), _) => {
                let (from, to) = part.seconds();
                When { grain: Grain::Hours, ..When::one(Span::day(add_days(self.today(), steps)?)?.at_seconds(from, to)?) }
            }
            (None, None, Some(unit)) => self.unit_steps(unit, steps)?,
            (None, None, None) => return None,
        };
        Some((when, start + 3))
    }

    fn unit_steps(&self, unit: Unit, steps: i64) -> Option<When> {
        let counted = if unit == Unit::Weekend { Unit::Week } else { unit };
        let at = shift(self.now, counted, steps * 1000)?;
        Span::unit(at, unit).map(When::one)
    }

    pub(crate) fn moved(&self, at: NaiveDateTime, sign: i64, amount: &Amount) -> Option<NaiveDateTime> {
        amount.length.parts.iter().try_fold(at, |at, (count, unit)| shift(at, *unit, count.checked_mul(sign)?))
    }

    /// A day or moment that lies an amount away from every reading.
    pub(crate) fn away(&self, from: &When, sign: i64, amount: &Amount) -> Option<When> {
        if let Some(between) = self.between_counts_away(from, sign, amount) {
            return Some(between);
        }
        const UNITS: [Unit; 5] = [Unit::Week, Unit::Month, Unit::Quarter, Unit::Year, Unit::Decade];
        let is_whole = |span: Span, unit: Unit| Some(unit) <= amount.finest() && Span::unit(span.lo, unit) == Some(span);
        let whole = |span: Span| UNITS.into_iter().find(|unit| is_whole(span, *unit));
        let move_one = |span: Span| {
            if let Some(unit) = whole(span) {
                return Span::unit(self.moved(span.lo, sign, amount)?, unit);
            }
            let base = if sign < 0 && !from.to_end || from.is_day() || from.grain == Grain::Instant {
                span.lo
            } else {
                span.hi.checked_sub_signed(TimeDelta::days(1))?
            };
            let at = self.moved(base, sign, amount)?;
            if amount.is_clock() { Some(Span::instant(at)) } else { Span::day(at.date()) }
        };
        let moved = from.clone().map(move_one)?;
        let told = amount.finest().filter(|unit| Unit::Day <= *unit);
        let fraction = amount.length.parts.iter().any(|(count, _)| count % 1000 != 0);
        let told = told.map(|unit| if fraction { finer(unit) } else { unit });
        Some(When { told, to_end: false, rough: from.grain == Grain::Instant, vague: from.vague || amount.vague, ..moved })
    }

    /// "in two to three weeks": from the nearer to the further of the two.
    fn between_counts_away(&self, from: &When, sign: i64, amount: &Amount) -> Option<When> {
        let [(count, unit)] = amount.length.parts[..] else { return None };
        let open = amount.vague && count % 1000 != 0 && Unit::Week <= unit && from.grain == Grain::Instant;
        open.then_some(())?;
        let whole = |count: i64| Amount::exact(vec![(count, unit)], false);
        let low = count - count.rem_euclid(1000);
        let near = self.away(from, sign, &whole(low))?;
        let far = self.away(from, sign, &whole(low + 1000))?;
        let unit = if unit == Unit::Fortnight { Unit::Week } else { unit };
        let both = |((one, side), (other, _)): (&(Span, Side), &(Span, Side))| {
            let (one, other) = (Span::unit(one.lo, unit)?, Span::unit(other.lo, unit)?);
            Some((Span { lo: one.lo.min(other.lo), hi: one.hi.max(other.hi) }, *side))
        };
        let readings = near.readings.iter().zip(&far.readings).map(both).collect::<Option<_>>()?;
        Some(When { vague: true, ..When::of(readings) })
    }

    fn now_when(&self) -> When {
        When::one(Span::instant(self.now))
    }

    /// "three days ago", "in two weeks", "two weeks from tomorrow", "an hour later".
    pub(crate) fn counted_date(&self, at: usize, depth: u8) -> Option<(When, Bound, i64, usize)> {
        if self.is(at, &["in", "after"])
            && let Some((amount, next)) = self.plain_amount(at + 1)
            && !self.is(next, &["of", "old", "after", "before", "ago"])
            && !self.is_hyphen(next)
            && !(self.word(next) == "from" && (self.word(next + 1) == "now" || self.date(next + 1, MAX_DEPTH).is_some()))
            && !self.is_look_back(at)
            && (self.word(at) == "in" && self.before(at) != "time" || self.word(next + 1).is_empty() && !self.is(at + 1, &["a", "an"]))
        {
            let next = if self.word(next) == "'" { next + 1 + usize::from(self.is(next + 1, &["time", "s"])) } else { next };
            let next = self.skip(next, &["time"]);
            let when = self.away(&self.now_when(), 1, &amount)?;
            if self.word(next) == "since" && depth < MAX_DEPTH {
                let (base, end) = self.date(next + 1, depth + 1)?;
                let base = base.map(|span| Some(Span { hi: span.lo, ..span }))?;
                return Some((self.away(&base, 1, &amount)?, Bound::Exact, 1, end));
            }
            return Some((when, Bound::Exact, 1, next));
        }
        let start = self.skip(at, &["in"]);
        let (amount, next) = self.amount(start)?;
        let bound = amount.length.bound;
        if self.is(next, &["earlier", "later"])
            && self.word(next + 1) == "than"
            && let Some(found) = self.counted_from(&amount, next, depth)
        {
            return Some(found);
        }
        if self.is(next, &["ago", "back", "earlier"]) || (self.word(next) == "before" && self.is(next + 1, &["now"])) {
            let end = next + 1 + usize::from(self.word(next) == "before");
            let anaphoric = self.word(next) == "earlier";
            if let Some((base, end)) = self.ago_from(end).filter(|_| self.word(next) == "ago" && Some(Unit::Week) <= amount.finest()) {
                return Some((When { told: None, ..self.away(&base, -1, &amount)? }, bound, -1, end));
            }
            let when = self.away(&self.now_when(), -1, &amount)?;
            let today = self.word(end) == "today";
            return Some((When { anaphoric, rough: when.rough && !today, ..when }, bound, -1, end + usize::from(today)));
        }
        if let Some(end) = self.any_phrase(next, &[&["from", "now"], &["hence"]]) {
            return Some((self.away(&self.now_when(), 1, &amount)?, bound, 1, end));
        }
        let open = self.goes_on_from(next + 1) && !self.tokens.is_number(next + 1);
        if self.is(next, &["prior", "before", "previously"]) && open {
            return Some((When { anaphoric: true, ..self.away(&self.now_when(), -1, &amount)? }, bound, -1, next + 1));
        }
        let names = self.word(next) == "later"
            && (self.is(next + 1, &["this", "today", "tonight", "next", "on"])
                || self.word(next + 1) == "in" && (self.is(next + 2, &["the", "this", "a", "my"]) || self.is_timely(next + 2)));
        if self.is(next, &["later", "afterwards", "afterward"]) && !names || self.word(next) == "after" && open {
            return Some((When { anaphoric: true, ..self.away(&self.now_when(), 1, &amount)? }, bound, 1, next + 1));
        }
        if start != at && bound != Bound::Exact && (bound == Bound::AtMost || !self.is_look_back(at)) {
            return Some((self.away(&self.now_when(), 1, &amount)?, bound, 1, next));
        }
        self.counted_from(&amount, next, depth)
    }

    /// What an "ago" may be counted from: "a year ago tomorrow", "two years ago last March", "a week ago Friday".
    fn ago_from(&self, at: usize) -> Option<(When, usize)> {
        if let Some(day) = weekday(self.word(at)).filter(|_| self.word(at).ends_with("day")) {
            return Some((self.weekday_in(Some(Which::Past), day)?, at + 1));
        }
        let named = self.is(at, &["yesterday", "tomorrow", "this", "last", "next"]);
        let found = if named { self.any_named(at) } else { None };
        found.filter(|(when, _)| when.readings.len() == 1)
    }

    fn any_named(&self, at: usize) -> Option<(When, usize)> {
        let told = || self.told(at, false).and_then(|(told, next)| Some((self.resolve_told(told)?, next)));
        self.named_day(at).or_else(|| self.unit_period(at)).or_else(|| self.weekday_date(at)).or_else(told)
    }

    /// "the day after Christmas", "the year before 2019"; alone, "the year before" is that before one spoken of.
    pub(crate) fn unit_beside(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        let named = self.skip(at, &["the"]);
        let definite = named != at;
        let unit = unit(self.word(named)).filter(|unit| Unit::Day <= *unit && !self.word(named).ends_with('s'))?;
        if !definite && (Unit::Week < unit || self.is(at.wrapping_sub(1), &["a", "one", "each", "every", "per", "that", "this"])) {
            return None;
        }
        let at = named.wrapping_sub(1);
        let sign = match self.word(at.wrapping_add(2)) {
            "after" | "following" => 1,
            "before" | "preceding" => -1,
            _ => return None,
        };
        let at = at.wrapping_add(3);
        if self.goes_on_from(at) && !self.tokens.is_number(at) {
            return (definite && unit != Unit::Day).then(|| Some((When { anaphoric: true, ..self.unit_steps(unit, sign)? }, at)))?;
        }
        let (base, end) = if depth < MAX_DEPTH { self.date(at, depth + 1)? } else { return None };
        let same = |span: Span| Span::unit(span.lo, unit) == Some(span);
        let fits = base.readings.iter().all(|(span, _)| same(*span));
        fits.then(|| Some((base.map(|span| Span::unit(shift(span.lo, unit, sign * 1000)?, unit))?, end)))?
    }

    fn counted_from(&self, amount: &Amount, at: usize, depth: u8) -> Option<(When, Bound, i64, usize)> {
        let sign = match (self.word(at), self.word(at + 1)) {
            ("from" | "after" | "following" | "since", _) | ("later", "than") => 1,
            ("before" | "prior" | "preceding", _) | ("earlier", "than") => -1,
            _ => return None,
        };
        let next = self.skip(at + 1, &["to", "than"]);
        let clocked = || {
            let (clock, after) = self.clock(next)?;
            let (day, end) =
                self.date(self.skip(after, &["on", ","]), MAX_DEPTH).filter(|(when, _)| when.is_day() && clock.is_instant())?;
            Some((self.on_day(&day, &clock)?, end))
        };
        let timed = if depth == 0 && amount.is_clock() { clocked() } else { None };
        let (base, end) = match timed {
            Some(found) => found,
            None if depth < MAX_DEPTH => self.date(next, depth + 1)?,
            None => return None,
        };
        let spans = self.word(at) == "from" && self.begins_end(end);
        (!spans).then_some(())?;
        let clock_from_day = amount.is_clock() && base.grain != Grain::Instant;
        let base = self.ahead(base);
        (!clock_from_day).then_some(())?;
        Some((self.away(&base, sign, amount)?, amount.length.bound, sign, end))
    }

    /// Of two readings the future one: what is counted from an undated day is mostly still to come.
    fn ahead(&self, when: When) -> When {
        match when.readings.iter().find(|(_, side)| *side == Side::Future).copied() {
            Some((span, _)) => When { readings: vec![(span, Side::Only)], ..when },
            None => when,
        }
    }
}

/// What half a unit is about as exact as.
fn finer(unit: Unit) -> Unit {
    match unit {
        Unit::Century => Unit::Decade,
        Unit::Decade => Unit::Year,
        Unit::Year => Unit::Quarter,
        Unit::Quarter => Unit::Month,
        Unit::Month => Unit::Week,
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::BusinessDay | Unit::Week | Unit::Weekend | Unit::Fortnight => {
            Unit::Day
        }
    }
}

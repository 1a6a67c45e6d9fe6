//! A whole date, a whole time of day, or both together.

use crate::{
    calendar::{Span, add_days},
    lexicon::{Part, Unit, unit, weekday},
    parse::{Clock, Grain, Parser, When},
    relative::Which,
    value::Bound,
};

/// A date (perhaps with a time) or a time of day alone.
#[derive(Clone, Debug)]
pub(crate) enum Datum {
    Date(When),
    Clock(Clock),
}

impl Parser<'_> {
    /// A date without a time of day: of all rules that fit, the one that reads furthest.
    pub(crate) fn date(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        if depth == 0 { self.dates.get(at, || self.any_date(at, 0)) } else { self.any_date(at, depth) }
    }

    fn any_date(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        if !self.may_begin(at) {
            return None;
        }
        let told = self.told(at, false).and_then(|(told, next)| Some((self.resolve_told(told)?, next)));
        let counted = self.counted_date(at, depth).filter(|(_, bound, _, _)| *bound == Bound::Exact).map(|(when, _, _, next)| (when, next));
        let found = [
            told,
            self.weekday_date(at),
            self.some_weekday(at, depth),
            self.named_day(at),
            self.unit_period(at),
            self.kind_of_year(at),
            self.in_years(at),
            self.beyond(at),
            self.unit_beside(at, depth),
            self.weekday_beside(at, depth),
            self.counted_weekdays(at),
            self.quarter(at, depth),
            self.decade(at),
            self.season_date(at),
            self.numbered_week_date(at),
            self.nth_of(at, depth),
            self.week_of(at, depth),
            self.run_of(at, depth),
            self.rest_of(at, depth),
            self.holiday(at),
            self.edge_of(at, depth),
            counted,
            self.year_alone(at, false),
            self.day_alone(at),
            self.weekday_before(at, depth),
            self.same_in(at),
            self.nth_in(at),
            self.turn_of(at, depth),
            self.week_on(at),
        ];
        let (when, next) = longest(found)?;
        if let Some(found) = self.day_of_month_after(&when, next) {
            return Some(found);
        }
        Some(self.weekday_after(when, next))
    }

    /// "next month on the 5th".
    fn day_of_month_after(&self, when: &When, at: usize) -> Option<(When, usize)> {
        let (day, end) = self.phrase(at, &["on", "the"]).and_then(|place| self.ordinal(place))?;
        let day = u32::try_from(day).ok().filter(|_| self.closes(end))?;
        let month = |span: Span| Span::month(chrono::Datelike::year(&span.lo), chrono::Datelike::month(&span.lo)) == Some(span);
        when.readings.iter().all(|(span, _)| month(*span)).then_some(())?;
        let pick = |span: Span| Span::day(chrono::Datelike::with_day(&span.lo.date(), day)?);
        Some((when.clone().map(pick)?, end))
    }

    /// "next week Wednesday", "the first week of October on Friday", "in three days on Friday".
    fn weekday_after(&self, when: When, at: usize) -> (When, usize) {
        let start = self.skip(at, &["on", ",", "'"]);
        let start = self.skip(start, &["s"]);
        if weekday(self.word(start)).is_none() {
            return (when, at);
        }
        let in_week = |span: Span| span.hi - span.lo == chrono::TimeDelta::days(7);
        let week = when.readings.iter().all(|(span, _)| in_week(*span));
        let counted = when.is_day() && when.told.is_some() && self.word(at) == "on" && !self.tokens.is_number(start + 1);
        if !week && !counted {
            return (when, at);
        }
        self.weekday_near(when.clone(), start).unwrap_or((when, at))
    }

    /// The named day in the same week; for what was counted in months or years, on or after it.
    fn weekday_near(&self, when: When, at: usize) -> Option<(When, usize)> {
        let day = weekday(self.word(at))?;
        let on_or_after = when.told.is_some_and(|unit| Unit::Month <= unit);
        let pick = |span: Span| {
            let date = span.lo.date();
            let found = self.day_in_week(date, day)?;
            Span::day(if on_or_after && found < date { add_days(found, 7)? } else { found })
        };
        Some((When { told: None, ..when.map(pick)? }, at + 1))
    }

    /// "Thursday, two years from now".
    fn weekday_before(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        weekday(self.word(at))?;
        let (counted, _, _, next) =
            self.counted_date(self.skip(at + 1, &[","]), depth).filter(|(when, bound, _, _)| when.is_day() && *bound == Bound::Exact)?;
        let (day, _) = self.weekday_near(counted, at)?;
        Some((day, next))
    }

    /// A date with or without a time, or a time.
    pub(crate) fn datum(&self, at: usize) -> Option<(Datum, usize)> {
        self.data.get(at, || self.any_datum(at))
    }

    fn any_datum(&self, at: usize) -> Option<(Datum, usize)> {
        let dated = self
            .day_part(at)
            .or_else(|| self.edge_of_part(at))
            .or_else(|| self.hour_of_part(at))
            .or_else(|| self.nth_part_of(at))
            .or_else(|| self.date(at, 0));
        let dated = dated.map(|(when, next)| self.with_clock(when, next)).map(|(when, next)| (Datum::Date(when), next));
        let clocked = self.clock(at).map(|(clock, next)| self.with_date(clock, next));
        let moved = self.clock_beside(at).map(|(clock, next)| self.with_date(clock, next));
        let moment = longest([dated, clocked, moved]);
        moment.or_else(|| self.iso_time(at).map(|(clock, next)| (Datum::Clock(clock), next)))
    }

    fn iso_time(&self, at: usize) -> Option<(Clock, usize)> {
        (self.word(at) == "t" && self.tokens.is_glued(at + 1))
            .then(|| self.moment_of_day(at + 1))
            .flatten()
            .filter(|(clock, _)| !clock.bare)
    }

    /// "tonight", "this morning", "last night", "tomorrow evening" without its day: the part of a day near now.
    pub(crate) fn day_part(&self, at: usize) -> Option<(When, usize)> {
        if self.is(at, &["tonight", "tonite"]) {
            return self.part_of_day(0, Part::Night, at + 1);
        }
        let early = self.skip(self.skip(at, &["early", "late", "earlier", "later"]), &["in"]);
        if early != at
            && let Some((which, next)) = self.which(early)
            && let Some((part, end)) = self.part_at(next)
        {
            let late = self.is(at, &["late", "later"]);
            let (from, to) = part.seconds();
            let (from, to) = if late { (to - 7200, to) } else { (from, from + 7200) };
            let day = Span::day(add_days(self.now.date(), steps(which))?)?;
            return Some((When { grain: Grain::Hours, ..When::one(day.at_seconds(from, to)?) }, end));
        }
        let (which, next) = self.which(at)?;
        let (edge, next) = match self.word(next) {
            "early" => (-1, next + 1),
            "late" => (1, next + 1),
            _ => (0, next),
        };
        let (part, end) = self.part_at(next).filter(|_| !self.word(next).ends_with('s'))?;
        let (mut when, end) = self.part_of_day(steps(which), part, end)?;
        if edge != 0 {
            let half = |span: Span| {
                Some(if edge < 0 {
                    Span { hi: span.lo + chrono::TimeDelta::hours(2), ..span }
                } else {
                    Span { lo: span.hi - chrono::TimeDelta::hours(2), ..span }
                })
            };
            when = When { grain: Grain::Hours, ..when.map(half)? };
        }
        let spoken_of = self.word(at) == "the" && which != Which::This || self.is(at, &["following", "previous", "preceding"]);
        Some((When { anaphoric: which == Which::Same || spoken_of, ..when }, end))
    }

    /// "ten this morning", "at 7 tomorrow evening": a bare hour that the part of the day shows to be one.
    fn hour_of_part(&self, at: usize) -> Option<(When, usize)> {
        const SHOWN: [&str; 16] =
            ["", "at", "by", "around", "about", "until", "till", "from", "to", "for", "and", "or", "is", "before", "after", "since"];
        let start = self.skip(at, &["at", "around", "about"]);
        // "one Sunday afternoon", "one morning" tell no hour.
        if start == at && self.word(at) == "one" && !SHOWN[1..].contains(&self.before(at)) && !self.is(at + 1, &["this", "in"]) {
            return None;
        }
        let shown = start != at || SHOWN.contains(&self.before(at));
        let spoken = |next: usize| self.tokens.is_word(start) && start + 1 < next;
        let (clock, next) =
            self.moment_of_day(start).filter(|(clock, next)| (shown || spoken(*next)) && clock.bare && clock.readings.len() == 2)?;
        let next = self.skip(next, &["on"]);
        let (when, end) = self.day_part(next).or_else(|| self.date(next, 0).map(|(when, next)| self.with_part(when, next)))?;
        (when.grain == Grain::Hours || when.is_day() && spoken(next)).then_some(())?;
        Some((self.on_day(&when, &clock)?, end))
    }

    /// "an hour before noon", "two hours after midnight": so much from a time of day.
    fn clock_beside(&self, at: usize) -> Option<(Clock, usize)> {
        let (amount, next) = self.plain_amount(at).filter(|(amount, _)| amount.is_clock())?;
        let sign = match self.word(next) {
            "before" => -1,
            "after" | "past" => 1,
            _ => return None,
        };
        let (clock, end) = self.clock(next + 1).filter(|(clock, _)| clock.is_instant() && !clock.bare)?;
        let moved = |(from, _): &(u32, u32)| {
            let seconds = u32::try_from((i64::from(*from) + sign * amount.length.seconds()).rem_euclid(86_400)).ok()?;
            Some((seconds, seconds))
        };
        Some((Clock { readings: clock.readings.iter().map(moved).collect::<Option<_>>()?, ..clock }, end))
    }

    /// "the first Monday evening of next month".
    fn nth_part_of(&self, at: usize) -> Option<(When, usize)> {
        let start = self.skip(at, &["the"]);
        let (number, next) = self.ordinal(start).or_else(|| (self.word(start) == "last").then_some((-1, start + 1)))?;
        let day = weekday(self.word(next))?;
        let (part, next) = self.part_at(next + 1)?;
        let joined = self.skip(next, &["of", "in"]);
        let (whole, end) = self.date(joined, 1).filter(|(when, _)| joined != next && !when.is_day())?;
        let (from, to) = part.seconds();
        let when = whole.map(|span| Span::day(crate::calendar::weekday_within(span, day, number)?)?.at_seconds(from, to))?;
        Some((When { grain: Grain::Hours, ..when }, end))
    }

    fn part_of_day(&self, days: i64, part: Part, next: usize) -> Option<(When, usize)> {
        let (from, to) = part.seconds();
        let day = Span::day(add_days(self.now.date(), days)?)?;
        Some((When { grain: Grain::Hours, ..When::one(day.at_seconds(from, to)?) }, next))
    }

    /// Joins a time of day that follows the date.
    fn with_clock(&self, when: When, at: usize) -> (When, usize) {
        let joined = self.skip(at, &[",", "-", "@", ":", "(", "|", "·"]);
        let joined =
            if self.word(joined) == "t" && self.tokens.is_glued(joined) && self.tokens.is_number(joined + 1) { joined + 1 } else { joined };
        let joined = if self.is(joined, &["from"]) { at } else { joined };
        let day_part = when.grain == Grain::Hours;
        if !when.is_day() && !day_part {
            return (when, at);
        }
        let owned = self.skip_possessive(at);
        if owned != at
            && when.is_day()
            && let Some((_, (from, to), end)) = self.part_phrase(owned).filter(|_| self.part_at(owned).is_some())
            && let Some(when) = when.clone().map(|span| span.at_seconds(from, to))
        {
            return (When { grain: Grain::Hours, ..when }, end);
        }
        let ending = self.day_end_words(self.skip(joined, &["by", "at", "before"])).filter(|_| when.is_day());
        if let Some(found) = ending.and_then(|end| Some((self.day_end(when.clone())?, end))) {
            return found;
        }
        let near = self.skip(joined, &["around", "about", "approximately"]);
        let about = || self.moment_of_day(near).filter(|(_, end)| near != joined && self.closes(*end));
        let spoken = || self.moment_of_day(joined).filter(|(_, end)| self.tokens.is_word(joined) && joined + 1 < *end && when.is_day());
        let found = self.clock(joined).or_else(spoken).or_else(about).or_else(|| {
            self.any_phrase(joined, &[&["am"], &["pm"], &["a", ".", "m", "."], &["p", ".", "m", "."]]).map(|next| (self.half(joined), next))
        });
        let Some((clock, end)) = found.filter(|(clock, _)| !day_part || clock.is_instant()) else { return (when, at) };
        let end = self.skip_zulu(end);
        let (when, end) = if clock.is_instant() && self.word(end).len() == 4 { self.with_year(when, end) } else { (when, end) };
        match self.on_day(&when, &clock) {
            Some(joined) => self.week_after(&when, joined, &clock, end),
            None => (when, at),
        }
    }

    /// "Wed Oct 26 15:50:06 2016": the year comes last.
    fn with_year(&self, when: When, at: usize) -> (When, usize) {
        let clock = if at > 0 && self.is_zone(at - 1) { at - 1 } else { at };
        let exact = clock > 4 && self.word(clock - 2) == ":" && self.word(clock - 4) == ":";
        let open = when.readings.len() == 2 && (exact || !self.tokens.is_word(at + 1));
        let Some((years, end)) = self.year(at).filter(|_| open) else { return (when, at) };
        let in_year = |span: &(Span, crate::value::Side)| Span::day(chrono::Datelike::with_year(&span.0.lo.date(), years.first)?);
        match when.readings.iter().find_map(in_year) {
            Some(day) => (When::one(day), end),
            None => (when, at),
        }
    }

    fn skip_zulu(&self, at: usize) -> usize {
        at + usize::from(self.word(at) == "z" && self.tokens.is_glued(at))
    }

    /// "today pm" is the afternoon.
    fn half(&self, at: usize) -> Clock {
        let part = if self.word(at).starts_with('a') { Part::Morning } else { Part::Afternoon };
        Clock { readings: vec![part.seconds()], bare: false, part: Some(part), zone: None }
    }

    /// "Wednesday evening next week": the week comes last.
    fn week_after(&self, day: &When, joined: When, clock: &Clock, at: usize) -> (When, usize) {
        let start = self.skip(at, &["of", "on", ","]);
        let week = self.which(start).filter(|(_, next)| unit(self.word(*next)) == Some(Unit::Week)).and_then(|(which, next)| {
            let date = add_days(self.now.date(), 7 * steps(which))?;
            let weekday = chrono::Datelike::weekday(&day.readings.first()?.0.lo);
            Some((When::one(Span::day(self.day_in_week(date, weekday)?)?), next + 1))
        });
        match week.filter(|_| day.readings.len() == 2).and_then(|(day, next)| Some((self.on_day(&day, clock)?, next))) {
            Some(found) => found,
            None => (joined, at),
        }
    }

    /// The time on each reading of the day; on part of a day, the time that lies there.
    pub(crate) fn on_day(&self, when: &When, clock: &Clock) -> Option<When> {
        let mut readings = Vec::new();
        for (span, side) in &when.readings {
            let day = Span::day(span.lo.date())?;
            let part = (when.grain == Grain::Hours).then(|| part_of(*span));
            let clock = part.map_or_else(|| clock.clone(), |part| self.in_part(clock, part));
            for (from, to) in &clock.readings {
                let late = part == Some(Part::Night) && (*from, *to) == (0, 0);
                let (from, to) = if late { (&86_400, &86_400) } else { (from, to) };
                readings.push((day.at_seconds(*from, *to)?, *side));
            }
        }
        let grain = if clock.is_instant() { Grain::Instant } else { Grain::Hours };
        Some(When { grain, readings, zone: clock.zone.or(when.zone), ..when.clone() })
    }

    /// "Monday afternoon", where the hour was told before.
    fn with_part(&self, when: When, at: usize) -> (When, usize) {
        let found = self.part_at(at).filter(|_| when.is_day()).and_then(|(part, next)| {
            let (from, to) = part.seconds();
            let when = when.clone().map(|span| span.at_seconds(from, to))?;
            Some((When { grain: Grain::Hours, ..when }, next))
        });
        found.unwrap_or((when, at))
    }

    /// "early tomorrow morning", "late Friday night".
    fn edge_of_part(&self, at: usize) -> Option<(When, usize)> {
        let early = match self.word(at) {
            "early" | "earlier" => true,
            "late" | "later" => false,
            _ => return None,
        };
        let start = self.skip(at + 1, &["on", "in"]);
        let (day, next) = match self.day_part(start) {
            Some(found) => found,
            None => self.date(start, 1).map(|(when, next)| self.with_part(when, next))?,
        };
        (day.grain == Grain::Hours).then_some(())?;
        let two = chrono::TimeDelta::hours(2);
        let edge = |span: Span| Some(if early { Span { hi: span.lo + two, ..span } } else { Span { lo: span.hi - two, ..span } });
        Some((When { grain: Grain::Hours, ..day.map(edge)? }, next))
    }

    /// Joins a date that follows the time of day.
    fn with_date(&self, clock: Clock, at: usize) -> (Datum, usize) {
        // "one Sunday afternoon" tells no hour.
        let counts = self.before(at) == "one" && weekday(self.word(at)).is_some() && !self.is(at.wrapping_sub(2), &["at", "around", "by"]);
        if counts {
            return (Datum::Clock(clock), at);
        }
        let joined = self.skip(self.skip(at, &[",", "-", "(", "|", "·"]), &["on", "of", "for"]);
        let found = self
            .day_part(joined)
            .or_else(|| self.date(joined, 0).map(|(when, next)| self.with_part(when, next)))
            .filter(|(when, _)| when.is_day() || when.grain == Grain::Hours);
        let fits = |when: &When| !(clock.part.is_some() && when.grain == Grain::Hours);
        match found.filter(|(when, _)| fits(when)).and_then(|(when, next)| Some((self.on_day(&when, &clock)?, next))) {
            Some((when, next)) => (Datum::Date(when), next),
            None => (Datum::Clock(clock), at),
        }
    }
}

fn steps(which: Which) -> i64 {
    match which {
        Which::This | Which::Same => 0,
        Which::Next | Which::Coming => 1,
        Which::Last | Which::Past => -1,
    }
}

fn part_of(span: Span) -> Part {
    match chrono::Timelike::hour(&span.lo) {
        0..=11 => Part::Morning,
        12..=15 => Part::Afternoon,
        16..=19 => Part::Evening,
        _ => Part::Night,
    }
}

/// The one that reads furthest; of equals the first.
pub(crate) fn longest<T>(found: impl IntoIterator<Item = Option<(T, usize)>>) -> Option<(T, usize)> {
    found.into_iter().flatten().reduce(|best, next| if best.1 < next.1 { next } else { best })
}

//! Days told by the name of a weekday: "last Tuesday", "Friday week", "the Monday before Christmas".

use chrono::{Datelike, NaiveDate, Weekday};

use crate::{
    calendar::{Span, add_days, in_week, monday},
    lexicon::{Unit, is_time_preposition, month, unit, weekday, weekdays},
    parse::{MAX_DEPTH, Parser, When},
    relative::Which,
    value::Side,
};

impl Parser<'_> {
    /// "Tuesday", "last Tuesday", "Tuesday next week", "the Tuesday after next".
    pub(crate) fn weekday_date(&self, at: usize) -> Option<(When, usize)> {
        let (which, next) = self.which(at).map_or((None, self.skip(at, &["the"])), |(which, next)| (Some(which), next));
        let day = weekday(self.word(next)).filter(|_| self.is_surely_weekday(next))?;
        let end = if self.word(next).len() < 6 {
            self.skip(next + 1, &["."]).min(next + 1 + usize::from(self.is_dotted(next)))
        } else {
            next + 1
        };
        let title = self.before(next) == "the" && self.tokens.is_capital(end) && !self.is_timely(end);
        if title && !self.is(next.wrapping_sub(2), &["on", "by", "until", "since"]) {
            return None;
        }
        let counted = which == Some(Which::Last) || self.is(next.wrapping_sub(1), &["last", "first", "second", "third"]);
        if counted && self.names_part(end) {
            return None;
        }
        if which.is_none()
            && let Some((when, end)) = self.weekday_of_week(day, end)
        {
            return Some((when, end));
        }
        // "Tuesday last", "Monday next"
        let after = match self.word(end) {
            "last" => Some(Which::Last),
            "next" => Some(Which::Next),
            _ => None,
        };
        if let Some(after) = after.filter(|_| which.is_none() && next == at && self.goes_on_from(end + 1) && self.word(end + 1) != "to") {
            return Some((self.weekday_in(Some(after), day)?, end + 1));
        }
        let when = self.weekday_in(which.or_else(|| self.listed_which(at)), day)?;
        // "the following Monday", "the Monday before": counted from a day spoken of.
        let spoken_of = self.word(at) == "the"
            && (self.is(at + 1, &["following", "previous", "preceding"])
                || next == at + 1 && self.is(end, &["before", "after"]) && !self.tokens.is_word(end + 1));
        let end = self.skip_its_number(&when, end);
        Some((When { anaphoric: when.anaphoric || spoken_of, ..when }, end))
    }

    /// "one Sunday in June", "on a Monday in the spring of 2020": on one of several days, so that only the month is known.
    pub(crate) fn some_weekday(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        let some = self.is(at, &["a", "one", "some"]) && depth < MAX_DEPTH;
        weekday(self.word(at + 1)).filter(|_| some && self.word(at + 1).ends_with("day"))?;
        let end = self.part_at(at + 2).map_or(at + 2, |(_, end)| end);
        let start = self.skip(end, &["in", "of", "during"]);
        let (when, next) = self.date(start, depth + 1).filter(|(when, _)| start != end && when.grain == crate::parse::Grain::Long)?;
        let week = |span: Span| span.hi - span.lo <= chrono::TimeDelta::days(7);
        when.readings.iter().all(|(span, _)| !week(*span)).then_some((when, next))
    }

    /// The "next" that the first weekday of a list has: "next Tuesday or Wednesday".
    fn listed_which(&self, at: usize) -> Option<Which> {
        let mut place = at;
        for _ in 0..5 {
            let and = place.saturating_sub(usize::from(self.is(place.wrapping_sub(1), &["and", "or", "&"])));
            let mark = and.saturating_sub(usize::from(self.is(and.wrapping_sub(1), &[","])));
            let day = mark.checked_sub(1).filter(|day| mark != place && weekday(self.word(*day)).is_some())?;
            let which = self.which(day.checked_sub(1)?).filter(|(_, next)| *next == day);
            if let Some((which, _)) = which.filter(|(which, _)| matches!(which, Which::This | Which::Next | Which::Last)) {
                return Some(which);
            }
            place = day;
        }
        None
    }

    /// ", the 17th" after "next Thursday", where that day is the 17th.
    fn skip_its_number(&self, when: &When, at: usize) -> usize {
        let start = self.skip(self.skip(at, &[","]), &["the"]);
        let number = self.ordinal(start).filter(|_| when.readings.len() == 1);
        let same = |number: i64| when.readings.iter().all(|(span, _)| i64::from(span.lo.day()) == number);
        number.filter(|(number, _)| same(*number)).map_or(at, |(_, end)| end)
    }

    fn is_dotted(&self, at: usize) -> bool {
        self.word(at + 1) == "." && self.tokens.is_glued(at + 1) && (self.tokens.is_number(at + 2) || month(self.word(at + 2)).is_some())
    }

    /// Short names are also words: "sun", "sat", "wed", "fri" need a neighbour that shows the day.
    fn is_surely_weekday(&self, at: usize) -> bool {
        let word = self.word(at);
        if self.tokens.is_glued(at) && self.tokens.is_number(at.wrapping_sub(1)) {
            return false;
        }
        if word.ends_with("day") {
            return true;
        }
        let before = self.before(at);
        let shown = is_time_preposition(before) && before != "of" || matches!(before, "," | "or" | "and" | "to" | "-" | "from" | "(");
        let dated = self.tokens.is_number(at + 1) || self.clock(at + 1).is_some() || self.ordinal(at + 1).is_some();
        let joins = |place: usize| self.is(place, &["-", "to", "and", "or", "&", "/", "through", ","]);
        let paired = joins(at + 1) && weekday(self.word(at + 2)).is_some()
            || joins(at.wrapping_sub(1)) && weekday(self.word(at.wrapping_sub(2))).is_some();
        let dated = dated || paired;
        let plain = matches!(word, "sun" | "sat" | "wed" | "mon");
        let capital = self.tokens.is_capital(at) || !plain;
        (shown || dated || (!plain && self.before(at).is_empty()))
            && (capital || dated || matches!(before, "on" | "next" | "this" | "last" | "every" | "week"))
    }

    /// "Tuesday of next week", "Tuesday next week", "Tuesday week".
    fn weekday_of_week(&self, day: Weekday, at: usize) -> Option<(When, usize)> {
        let other = self.list_mark(at).or_else(|| self.is(at, &["to", "-", "through", "thru", "until", "till"]).then_some(at + 1));
        if let Some(place) = other.filter(|place| weekday(self.word(*place)).is_some()) {
            let (when, _) = self.week_after_day(day, place + 1)?;
            return Some((when, at));
        }
        self.week_after_day(day, at)
    }

    fn week_after_day(&self, day: Weekday, at: usize) -> Option<(When, usize)> {
        let start = self.skip(self.skip(at, &["of", ",", "in"]), &["the"]);
        if let Some((week, end)) = self.beyond(start.saturating_sub(usize::from(self.before(start) == "the"))).filter(|_| start != at) {
            let span = week.readings.first().map(|(span, _)| *span).filter(|span| span.hi - span.lo == chrono::TimeDelta::days(7))?;
            return Some((When::one(Span::day(in_week(span.lo.date(), day)?)?), end));
        }
        let (which, next) = self.which(start)?;
        (unit(self.word(next)) == Some(Unit::Week) && self.word(next) == "week").then_some(())?;
        let week = add_days(monday(self.today())?, 7 * which.steps())?;
        Some((When::one(Span::day(in_week(week, day)?)?), next + 1))
    }

    pub(crate) fn weekday_in(&self, which: Option<Which>, day: Weekday) -> Option<When> {
        let week = |steps: i64| Span::day(in_week(add_days(monday(self.today())?, 7 * steps)?, day)?);
        let past = |from: i64| (from..from + 8).find_map(|back| self.if_weekday(add_days(self.today(), -back)?, day));
        let future = |from: i64| (from..from + 8).find_map(|ahead| self.if_weekday(add_days(self.today(), ahead)?, day));
        Some(match which {
            Some(Which::This) => When::one(week(0)?),
            Some(Which::Same) => When { anaphoric: true, ..When::one(week(0)?) },
            Some(Which::Next) => When::one(week(1)?),
            Some(Which::Coming) => When::one(future(1)?),
            Some(Which::Last) if !self.nearest => When::one(week(-1)?),
            Some(Which::Last | Which::Past) => When::one(past(1)?),
            None => When::of(vec![(past(1)?, Side::Past), (future(0)?, Side::Future)]),
        })
    }

    fn if_weekday(&self, date: NaiveDate, day: Weekday) -> Option<Span> {
        (date.weekday() == day).then(|| Span::day(date))?
    }

    /// "two Sundays from now", "three Fridays ago".
    pub(crate) fn counted_weekdays(&self, at: usize) -> Option<(When, usize)> {
        let (number, next) = self.cardinal(at).filter(|(number, _)| (1..=60).contains(number))?;
        let day = weekdays(self.word(next)).or_else(|| weekday(self.word(next)).filter(|_| number == 1))?;
        let (sign, end) = match (self.word(next + 1), self.word(next + 2)) {
            ("ago", _) => (-1, next + 2),
            ("from", "now" | "today") => (1, next + 3),
            _ => return None,
        };
        let which = if sign < 0 { Which::Past } else { Which::Coming };
        let nearest = self.weekday_in(Some(which), day)?;
        let moved = nearest.map(|span| Span::day(add_days(span.lo.date(), sign * 7 * (number - 1))?))?;
        Some((moved, end))
    }

    /// "a week today", "a week on Friday", "Friday week", "tomorrow fortnight": so much after the next such day.
    pub(crate) fn week_on(&self, at: usize) -> Option<(When, usize)> {
        let ends = |next: usize| !self.tokens.is_word(next) || self.is(next, &["at", "and", "we", "i", "for", "in", "or", "from"]);
        let day = |place: usize| match self.word(place) {
            "today" => Some(self.today()),
            "tomorrow" => add_days(self.today(), 1),
            word => self.weekday_in(Some(Which::Coming), weekday(word)?)?.readings.first().map(|(span, _)| span.lo.date()),
        };
        let weeks = |word: &str| match word {
            "week" => Some(7),
            "fortnight" => Some(14),
            _ => None,
        };
        if let Some(days) = weeks(self.word(at + 1)) {
            if self.is(at, &["a", "one"]) {
                let rate = self.tokens.is_number(at.wrapping_sub(1))
                    || self.before(at).ends_with('s')
                    || self.is(at.wrapping_sub(1), &["once", "twice", "for"]);
                let place = self.skip(at + 2, &["on", "from"]);
                let named = self.is(place, &["today", "tomorrow"]) || self.word(at + 2) == "on";
                let date = day(place).filter(|_| named && !rate && !self.is(place + 1, &["to", "until"]))?;
                return Some((When::one(Span::day(add_days(date, days)?)?), place + 1));
            }
            let full = self.word(at).ends_with("day") || self.word(at) == "tomorrow";
            let date = day(at).filter(|_| full && ends(at + 2))?;
            return Some((When::one(Span::day(add_days(date, days)?)?), at + 2));
        }
        None
    }

    /// "the Friday after Thanksgiving", "the first Monday after 5 May".
    pub(crate) fn weekday_beside(&self, at: usize, depth: u8) -> Option<(When, usize)> {
        let lead = self.skip(at, &["the"]);
        let (count, start) = match self.ordinal(lead) {
            Some((count, next)) if (1..=9).contains(&count) => (count, next),
            _ => (1, self.skip(lead, &["last"])),
        };
        let day = weekday(self.word(start))?;
        let sign = match self.word(start + 1) {
            "after" | "following" => 1,
            "before" | "preceding" => -1,
            _ => return None,
        };
        let (base, end) = if depth < MAX_DEPTH { self.date(start + 2, depth + 1).filter(|(when, _)| when.is_day())? } else { return None };
        let weeks = sign * 7 * (count - 1);
        let beside = |span: Span| (1..=7).find_map(|days| self.if_weekday(add_days(span.lo.date(), weeks + sign * days)?, day));
        Some((base.map(beside)?, end))
    }
}

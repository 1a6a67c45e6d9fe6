//! Days told by their number alone: "the 18th", "Tue 13th", "the 5th or 6th".

use crate::{
    lexicon::{part, unit, weekday},
    parse::{Parser, When},
};

impl Parser<'_> {
    /// "the 18th", "Tue 13th", "Monday the twenty-first", where no month is told.
    pub(crate) fn day_alone(&self, at: usize) -> Option<(When, usize)> {
        if weekday(self.word(at)).is_some() {
            return self.numbered_weekday(at);
        }
        if let Some(found) = self.bare_day(at).or_else(|| self.listed_ordinal(at)) {
            return Some(found);
        }
        if let Some((number, next)) = self.ordinal(at).filter(|_| self.tokens.is_number(at))
            && (self.is_placed_day(at) || self.is_timed_day(at, next))
            && !self.is(next, &["of", "/"])
            && !self.is_hyphen(next)
        {
            return self.day_of_number(number, next);
        }
        let number = |place: usize| self.tokens.is_number(place) || self.ordinal(place).is_some_and(|(number, _)| 2 < number);
        (self.word(at) == "the" && number(at + 1)).then_some(())?;
        let closes = self.before(at) == "on" && self.ends_clause(at + 2);
        let plain = || self.digits(at + 1, 2).filter(|_| closes).map(|number| (number, at + 2));
        let (number, next) = self.ordinal(at + 1).or_else(plain)?;
        let opens = at == 0 && !self.tokens.is_word(next);
        (opens || self.is_placed_day(at) || self.is_timed_day(at, next)).then_some(())?;
        self.day_of_number(number, next)
    }

    /// "Tue 13th", "Monday the twenty-first", "Friday 23".
    fn numbered_weekday(&self, at: usize) -> Option<(When, usize)> {
        let day = weekday(self.word(at))?;
        let start = self.skip(self.skip(at + 1, &[".", ","]), &["the"]);
        let definite = self.before(start) == "the";
        let glued = self.tokens.is_glued(start + 1)
            && !self.is(start + 1, &["\"", ")"])
            && (self.tokens.is_glued(start + 2) && !self.is(start + 2, &["\"", "'", ")"]) || self.tokens.is_word(start + 1));
        let timed = self.word(start + 1) == ":"
            || self.meridiem(start + 1).is_some()
            || self.is(start + 1, &["o", "oclock"])
            || unit(self.word(start + 1)).is_some();
        let plain = || self.digits(start, 2).filter(|_| !glued && !timed);
        let (number, next) = self.ordinal(start).or_else(|| plain().map(|number| (number, start + 1)))?;
        let number = u32::try_from(number).ok().filter(|number| (1..=31).contains(number))?;
        let when = self.in_some_month(number, Some(day))?;
        if definite { Some((self.nearer(&when)?, next)) } else { Some((when, next)) }
    }

    /// A word that places a day stands before "the 18th".
    fn is_placed_day(&self, at: usize) -> bool {
        const PLACES: [&str; 11] = ["on", "by", "until", "till", "since", "from", "before", "after", "through", "around", "about"];
        let of = self.before(at) == "of";
        let whole = of && (part(self.word(at.wrapping_sub(2))).is_some() || self.is(at.wrapping_sub(2), &["week", "weekend"]));
        whole || self.is(at.wrapping_sub(1), &PLACES)
    }

    /// A time of day stands beside "the 18th": "the 18th, 8pm", "8pm the 18th".
    fn is_timed_day(&self, at: usize, next: usize) -> bool {
        let after = self.skip(next, &[","]);
        let follows = self.clock(after).is_some_and(|(clock, _)| clock.is_instant() && (!clock.bare || self.word(after) == "at"));
        let half = |start: usize| self.tokens.is_number(start - 1) && self.meridiem(start).is_some_and(|(_, end)| end == at);
        follows || (at.saturating_sub(4).max(1)..at).any(half)
    }

    /// "on 15" and nothing after it.
    fn bare_day(&self, at: usize) -> Option<(When, usize)> {
        const GOING: [&str; 7] = ["back", "out", "there", "here", "off", "away", "home"];
        let number = self.digits(at, 2).filter(|_| self.before(at) == "on" && self.is(at.wrapping_sub(2), &GOING))?;
        let closes = self.ends_clause(at + 1) || self.is_timed_day(at, at + 1);
        if closes { self.day_of_number(number, at + 1) } else { None }
    }

    /// The "6th" of "on the 5th or 6th".
    fn listed_ordinal(&self, at: usize) -> Option<(When, usize)> {
        let back = |place: usize, words: &[&str]| place.saturating_sub(usize::from(self.is(place.wrapping_sub(1), words)));
        let (number, next) = self.ordinal(at).filter(|_| self.tokens.is_number(at))?;
        let mark = back(back(back(at, &["the"]), &["and", "or", "&"]), &[","]);
        let first = mark.checked_sub(2).filter(|first| mark != at && self.ordinal(*first).is_some_and(|(_, end)| end == mark))?;
        let shown = self.before(first) == "the" && self.is(first.wrapping_sub(2), &["on", "around", "about", "by"]);
        (shown || self.listed_ordinal(first).is_some()).then_some(())?;
        self.day_of_number(number, next)
    }

    fn ends_clause(&self, at: usize) -> bool {
        let marked = self.word(at).is_empty() || self.is(at, &[".", ",", "!", "?", ";", ")"]) && !self.tokens.is_glued(at + 1);
        marked || self.tokens.is_word(at) && self.goes_on_from(at)
    }

    fn day_of_number(&self, number: i64, next: usize) -> Option<(When, usize)> {
        let number = u32::try_from(number).ok().filter(|number| (1..=31).contains(number))?;
        self.closes(next).then(|| self.in_some_month(number, None)).flatten().map(|when| (when, next))
    }

    /// The reading nearest to now.
    fn nearer(&self, when: &When) -> Option<When> {
        let (span, _) = when.readings.iter().min_by_key(|(span, _)| (span.lo - self.now).abs()).copied()?;
        Some(When::one(span))
    }
}

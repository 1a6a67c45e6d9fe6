//! Vague times ("recently", "a while ago") and times counted from an event ("a week after the wedding").

use chrono::Days;

use crate::{
    calendar::{Span, midnight},
    lexicon::is_time_preposition,
    parse::{Grain, Parser, Stretch, When},
    value::{Anchored, Relation, Side},
};

/// How far back or ahead a vague word may reach, in days.
const VAGUE: &[(&[&str], i64)] = &[
    (&["quite", "recently"], -90),
    (&["not", "long", "ago"], -180),
    (&["not", "too", "long", "ago"], -180),
    (&["just", "recently"], -90),
    (&["recently"], -90),
    (&["lately"], -90),
    (&["of", "late"], -90),
    (&["these", "days"], -180),
    (&["nowadays"], -365),
    (&["a", "while", "ago"], -730),
    (&["a", "while", "back"], -730),
    (&["quite", "a", "while", "ago"], -1825),
    (&["some", "time", "ago"], -1825),
    (&["a", "little", "while", "ago"], -60),
    (&["the", "other", "day"], -14),
    (&["the", "other", "night"], -14),
    (&["the", "other", "week"], -42),
    (&["a", "moment", "ago"], 0),
    (&["moments", "ago"], 0),
    (&["in", "recent", "years"], -1825),
    (&["in", "recent", "months"], -365),
    (&["in", "recent", "weeks"], -90),
    (&["in", "recent", "days"], -30),
    (&["recent", "years"], -1825),
    (&["in", "recent", "times"], -1825),
    (&["some", "years", "ago"], -3650),
    (&["some", "months", "ago"], -1095),
    (&["some", "weeks", "ago"], -180),
    (&["some", "days", "ago"], -30),
    (&["soon"], 180),
    (&["very", "soon"], 60),
    (&["in", "a", "bit"], 1),
    (&["in", "a", "moment"], 1),
    (&["in", "a", "little", "while"], 7),
    (&["any", "day", "now"], 30),
    (&["any", "minute", "now"], 1),
    (&["pretty", "soon"], 60),
    (&["in", "the", "near", "future"], 365),
    (&["shortly"], 30),
    (&["one", "of", "these", "days"], 365),
    (&["some", "day"], 36_500),
    (&["someday"], 36_500),
    (&["in", "the", "future"], 36_500),
    (&["days", "from", "now"], 30),
    (&["weeks", "from", "now"], 180),
    (&["months", "from", "now"], 1095),
    (&["years", "from", "now"], 3650),
    (&["a", "long", "time", "ago"], -36_500),
    (&["long", "ago"], -36_500),
    (&["ages", "ago"], -36_500),
    (&["in", "the", "past"], -36_500),
    (&["years", "ago"], -36_500),
    (&["decades", "ago"], -36_500),
    (&["months", "ago"], -1095),
    (&["weeks", "ago"], -180),
    (&["days", "ago"], -30),
];

impl Parser<'_> {
    /// A vague word: a wide stretch up to now or from now.
    pub(crate) fn vague(&self, at: usize) -> Option<(When, usize)> {
        self.tokens.is_word(at).then_some(())?;
        let best = VAGUE.iter().filter(|(words, _)| self.phrase(at, words).is_some()).max_by_key(|(words, _)| words.len())?;
        let next = at + best.0.len();
        let counted = self.phrase(at, &["in", "the"]) == Some(next - 1)
            && (self.plain_amount(next).is_some() || crate::lexicon::unit(self.word(next)).is_some());
        let many = self.is(at.wrapping_sub(1), &["million", "billion", "thousand", "hundred", "thousands", "hundreds", "of"]);
        let dated = self.word(at) == "some" && self.is(next, &["this", "next", "last", "in", "of", "soon", "trip", "trips", "-"]);
        if counted || dated || self.is_look_back(at) || many && self.word(at + 1) == "ago" {
            return None;
        }
        if self.word(next) == "as" && (self.before(at) == "as" || self.word(at) == "soon")
            || (self.is(at, &["soon", "shortly"]) && self.is(next, &["after", "before"]))
        {
            return None;
        }
        let days = Days::new(best.1.unsigned_abs());
        let today = self.now.date();
        let span = if best.1 <= 0 {
            Span { lo: midnight(today.checked_sub_days(days)?), hi: midnight(today.succ_opt()?) }
        } else {
            Span { lo: midnight(today), hi: midnight(today.checked_add_days(days)?) }
        };
        Some((When { vague: true, grain: Grain::Long, ..When::one(span) }, next))
    }

    /// "since breakfast" and the like: a meal that stands for a part of the day.
    pub(crate) fn meal(&self, at: usize) -> Option<((u32, u32), usize)> {
        let (from, to) = match self.word(at) {
            "breakfast" | "breakfasttime" => (8, 12),
            "lunch" | "lunchtime" => (11, 13),
            "dinner" | "supper" | "dinnertime" | "suppertime" => (16, 20),
            "brunch" => (8, 12),
            _ => return None,
        };
        let next = self.skip(self.skip(at + 1, &["-"]), &["time"]);
        let next = if self.before(next) == "time" { next } else { at + 1 };
        Some(((from * 3600, to * 3600), next))
    }

    /// "a week after the wedding", "two days before she left", "before the war".
    pub(crate) fn anchored(&self, at: usize) -> Option<(Anchored, usize)> {
        if let Some((length, next)) = self.anchor_year(at) {
            return Some((length, next));
        }
        let (amount, next) = self.amount(at)?;
        let before = match self.word(next) {
            "after" | "following" => false,
            "before" => true,
            "prior" if self.word(next + 1) == "to" => true,
            _ => return None,
        };
        let start = next + 1 + usize::from(self.word(next) == "prior");
        let end = self.event_end(start)?;
        let event = (self.tokens.start(start), self.tokens.end_before(end));
        Some((Anchored { offset: Some(amount.length), before, event_start: event.0, event_end: event.1 }, end))
    }

    /// "the following year", counted from what was spoken of, is handled with the periods; "the year after the war" here.
    fn anchor_year(&self, at: usize) -> Option<(Anchored, usize)> {
        let unit = crate::lexicon::unit(self.word(at + 1)).filter(|_| self.word(at) == "the" && !self.word(at + 1).ends_with('s'))?;
        let before = match self.word(at + 2) {
            "after" => false,
            "before" => true,
            _ => return None,
        };
        let end = self.event_end(at + 3).filter(|_| self.beyond(at).is_none())?;
        let offset = Some(crate::parse::Amount::exact(vec![(1000, unit)], false).length);
        Some((Anchored { offset, before, event_start: self.tokens.start(at + 3), event_end: self.tokens.end_before(end) }, end))
    }

    /// The end of a noun phrase or short clause: at a mark, a conjunction or a time word, within eight words.
    fn event_end(&self, at: usize) -> Option<usize> {
        if self.is(at, &["that", "then", "this", "it"]) && self.closes(at + 1) {
            return Some(at + 1);
        }
        let opens =
            self.tokens.is_word(at) && !self.goes_on_from(at) && !self.is(at, &["that", "all", "on", "to", "when"]) && !self.is_dated(at);
        // "a week after the wedding we flew": what "we" opens is told of that time; but "after the day we met" is one.
        let named = self.is(at, &["the", "my", "our", "his", "her", "their", "your", "its", "a", "an"]);
        let goes_on = |place: usize| {
            let time = crate::lexicon::unit(self.word(place.wrapping_sub(1))).is_some()
                || self.is(place.wrapping_sub(1), &["time", "moment", "way", "night", "morning"]);
            named && at + 1 < place && !time && self.is(place, &["i", "we", "he", "she", "they", "you"])
        };
        let stops = |place: usize| {
            goes_on(place)
                || !(self.tokens.is_word(place) || self.is(place, &["'", "-"]))
                || self.is(place, &["and", "but", "or", "because", "so", "when", "while", "which", "who", "then"])
                || (place != at && is_time_preposition(self.word(place)) && !self.is(place, &["of", "this", "next", "last"]))
        };
        let end = (at..at + 8).find(|place| stops(*place)).unwrap_or(at + 8).min(self.tokens.len());
        (opens && at < end).then_some(end)
    }

    /// A date begins there, so that no event does.
    fn is_dated(&self, at: usize) -> bool {
        let event = self.is(at, &["the", "a", "an"]);
        self.clock(at).is_some_and(|(clock, _)| !clock.bare)
            || self.date(at, 1).is_some_and(|(when, end)| !event || when.is_day() && self.closes(end))
    }

    /// "for three days starting next Monday", "for two weeks from tomorrow".
    pub(crate) fn length_from(&self, at: usize) -> Option<(Stretch, usize)> {
        let lead = self.word(at) == "for";
        let (amount, next) = self.plain_amount(at + usize::from(lead))?;
        let start = match self.word(next) {
            "starting" | "beginning" | "commencing" => self.skip(next + 1, &["from", "on", "at", "in"]),
            "from" if lead => next + 1,
            _ => return None,
        };
        let (when, end) = match self.datum(start)? {
            (crate::datum::Datum::Date(when), end) => (when, end),
            (crate::datum::Datum::Clock(_), _) => return None,
        };
        (!self.begins_end(end)).then_some(())?;
        let reading = |(span, side): &(Span, Side)| {
            let to = self.moved(span.lo, 1, &amount)?;
            let whole = span.is_day() && !amount.is_clock();
            let at = |at| if whole { Span::day(chrono::NaiveDateTime::date(&at)) } else { Some(Span::instant(at)) };
            Some((Some(at(span.lo)?), Some(at(to)?), *side))
        };
        let mut readings: Vec<_> = when.readings.iter().map(reading).collect::<Option<_>>()?;
        if readings.len() == 2 && when.grain == Grain::Day {
            readings.remove(0);
        }
        Some((Stretch { readings, relation: Relation::Between, vague: amount.vague, anaphoric: when.anaphoric }, end))
    }

    /// "the three months to September", "twelve months ending June 2016", "the year ended 31 December".
    pub(crate) fn length_until(&self, at: usize) -> Option<(Stretch, usize)> {
        let start = self.skip(at, &["the"]);
        let kind = self.skip(start, &["fiscal", "financial", "calendar", "school", "academic"]);
        let start = if crate::lexicon::unit(self.word(kind)).is_some() { kind } else { start };
        let one = || {
            let unit = crate::lexicon::unit(self.word(start)).filter(|unit| *unit != crate::lexicon::Unit::Week)?;
            (start != at && !self.word(start).ends_with('s')).then_some(())?;
            Some((crate::parse::Amount::exact(vec![(1000, unit)], false), start + 1))
        };
        let (amount, next) = self.plain_amount(start).or_else(one).filter(|(amount, _)| !amount.is_clock())?;
        let told = self.is(next, &["ending", "ended"]) || self.word(next) == "to" && start != at;
        let (end, after) = self.told(self.skip(next + 1, &["on", "in"]), true).filter(|_| told)?;
        let when = self.resolve_told(end)?;
        let reading = |(span, side): &(Span, Side)| {
            let from = self.moved(span.hi, -1, &amount)?.date();
            let last = span.hi.date().pred_opt()?;
            Some((Some(Span::day(from)?), Some(if span.is_day() { Span::day(last)? } else { *span }), *side))
        };
        let readings = when.readings.iter().map(reading).collect::<Option<_>>()?;
        Some((Stretch { readings, relation: Relation::Between, vague: amount.vague, anaphoric: false }, after))
    }

    /// "the two weeks before Christmas", "the 3 months after June 2015": a stretch that touches the date.
    pub(crate) fn length_beside(&self, at: usize) -> Option<(Stretch, usize)> {
        let definite = self.word(at) == "the" && !self.is(at + 1, &["a", "an", "one"]);
        let (amount, next) = self.plain_amount(at + 1).filter(|(amount, _)| definite && !amount.is_clock())?;
        let before = match self.word(next) {
            "before" | "preceding" => true,
            "after" | "following" | "since" => false,
            _ => return None,
        };
        let (base, end) = self.date(next + 1, 1).filter(|(when, _)| Grain::Day <= when.grain && self.before(next).ends_with('s'))?;
        let day = |at: chrono::NaiveDateTime| Span::day(at.date());
        let reading = |(span, side): &(Span, Side)| {
            let (from, to) =
                if before { (self.moved(span.lo, -1, &amount)?, span.lo) } else { (span.hi, self.moved(span.hi, 1, &amount)?) };
            Some((Some(day(from)?), Some(day(to)?), *side))
        };
        let readings = base.readings.iter().map(reading).collect::<Option<_>>()?;
        Some((Stretch { readings, relation: Relation::Between, vague: amount.vague, anaphoric: base.anaphoric }, end))
    }

    /// "from 2pm for 2 hours".
    fn hours_for(&self, at: usize) -> Option<(crate::parse::Hours, usize)> {
        let start = self.skip(self.skip(at, &["from", "at"]), &["around", "about"]);
        let (clock, next) = self.clock(start).or_else(|| self.moment_of_day(start)).filter(|_| start != at)?;
        (self.word(next) == "for").then_some(())?;
        let (amount, end) = self.plain_amount(next + 1).filter(|(amount, _)| amount.is_clock())?;
        Some((lasting(&clock, &amount)?, end))
    }

    /// "for 2 hours from 2pm".
    pub(crate) fn hours_from(&self, at: usize) -> Option<(crate::parse::Hours, usize)> {
        if let Some(found) = self.hours_for(at) {
            return Some(found);
        }
        let (amount, next) = self.plain_amount(at + usize::from(self.word(at) == "for"))?;
        (amount.is_clock() && self.is(next, &["from", "starting"])).then_some(())?;
        let (clock, end) = self.clock(self.skip(next + 1, &["at", "from"]))?;
        Some((lasting(&clock, &amount)?, end))
    }

    /// "all day"; "for the hour".
    pub(crate) fn all_of(&self, at: usize) -> Option<(crate::parse::Amount, usize)> {
        if self.before(at) == "for" && self.word(at) == "the" && self.is(at + 1, &["hour", "minute"]) && self.goes_on_from(at + 2) {
            let unit = crate::lexicon::unit(self.word(at + 1))?;
            return Some((crate::parse::Amount::exact(vec![(1000, unit)], false), at + 2));
        }
        let unit = crate::lexicon::unit(self.word(at + 1)).filter(|_| self.word(at) == "all" && !self.word(at + 1).ends_with('s'))?;
        Some((crate::parse::Amount::exact(vec![(1000, unit)], false), at + 2))
    }
}

fn lasting(clock: &crate::parse::Clock, amount: &crate::parse::Amount) -> Option<crate::parse::Hours> {
    let seconds = u32::try_from(amount.length.seconds()).ok().filter(|seconds| *seconds <= 86_400)?;
    let mut readings: Vec<_> =
        clock.readings.iter().map(|(from, to)| (Some((*from, *to)), Some((from + seconds, from + seconds)))).collect();
    readings.truncate(if clock.bare { 1 } else { 2 });
    Some(crate::parse::Hours { readings, relation: Relation::Between })
}

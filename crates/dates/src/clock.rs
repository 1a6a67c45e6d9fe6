//! Times of day: "7pm", "half past seven", "in the morning", "noon".

use crate::{
    lexicon::{Part, month, part, unit},
    parse::{Clock, Parser},
};

const HALF_DAY: u32 = 12 * 3600;

impl Parser<'_> {
    /// A time of day with what tells the half of the day: "7 in the evening", "in the morning at 7", "early morning".
    pub(crate) fn clock(&self, at: usize) -> Option<(Clock, usize)> {
        let start = self.skip(self.skip(at, &["at"]), &["around", "about", "approximately", "roughly", "exactly"]);
        if let Some((clock, next)) = self.moment_of_day(start) {
            let iso = self.before(start) == "t" && self.tokens.is_glued(start);
            if let Some((zone, end)) = self.zone(next, iso) {
                let stamp = self.compact_offset(next).is_some();
                let readings = clock.readings.iter().copied().take(if stamp { 1 } else { 2 }).collect();
                return Some((Clock { readings, zone, bare: false, ..clock }, end));
            }
            let joined = self.skip(next, &[","]);
            let plain = clock.bare && self.part_at(joined).is_some();
            if let Some((part, _, end)) = self.part_phrase(joined).filter(|(part, _, _)| *part != Part::Daytime && !plain) {
                return Some((self.in_part(&clock, part), end));
            }
            let shown = !clock.bare || self.is_shown_hour(at, next);
            return shown.then_some((clock, next));
        }
        let (part, (from, to), next) = self.part_phrase(at)?;
        if self.is(next, &["at", ",", "around", "about"])
            && let Some((clock, end)) = self.moment_of_day(next + 1)
            && !self.begins_end(end)
            // "Sunday morning, 7 pounds"
            && (self.word(next) != "," || !clock.bare || self.closes(end))
        {
            return Some((self.in_part(&clock, part), end));
        }
        Some((Clock { readings: vec![(from, to)], bare: false, part: Some(part), zone: None }, next))
    }

    /// "at 7" and nothing after it that the number could count.
    fn is_shown_hour(&self, at: usize, next: usize) -> bool {
        let shown = self.word(at) == "at" || self.before(at) == "at" || self.is_going_around(at, next);
        let closes = !self.tokens.is_word(next) || month(self.word(next)).is_some() || crate::lexicon::weekday(self.word(next)).is_some();
        let digits = self.tokens.is_number(next.wrapping_sub(1));
        let follows = self.closes(next) || self.is(next, &["tomorrow", "today", "tonight", "this", "next", "every", "sharp", "everyday"]);
        let glued = self.tokens.is_glued(next) && self.tokens.is_glued(next + 1) && self.tokens.is_number(next + 1);
        let late = self.digits(next.wrapping_sub(1), 2).is_some_and(|hour| 12 < hour);
        let amount = (late || glued && self.is(next, &["-", ",", "."]) || self.is(next, &["%", "$", "°", "/"]))
            || (self.word(next) == "." && self.tokens.is_number(next + 1) && self.tokens.is_glued(next + 1));
        let follows = follows && (digits || self.word(next.wrapping_sub(1)) != "one");
        shown && (closes || follows) && !amount && (digits || follows || self.word(next).is_empty() || self.is(next, &[".", ",", "!", "?"]))
    }

    /// "back around 7", "meet about seven", and nothing that the number could count.
    fn is_going_around(&self, at: usize, next: usize) -> bool {
        const GOING: [&str; 22] = [
            "back",
            "home",
            "there",
            "here",
            "out",
            "up",
            "over",
            "meet",
            "met",
            "leave",
            "left",
            "arrive",
            "arrived",
            "start",
            "starts",
            "started",
            "come",
            "came",
            "call",
            "dinner",
            "lunch",
            "breakfast",
        ];
        let named = self.is(at, &["around", "about"]) && self.is(at.wrapping_sub(1), &GOING);
        named && self.closes(next) && self.cardinal(at + 1).is_some_and(|(hour, _)| (1..=12).contains(&hour))
    }

    /// The readings that lie in the part of the day.
    pub(crate) fn in_part(&self, clock: &Clock, part: Part) -> Clock {
        let pick = |&(from, to): &(u32, u32)| match part {
            Part::Morning => from < HALF_DAY,
            Part::Afternoon | Part::Evening => HALF_DAY <= from,
            Part::Night | Part::Nighttime => !(6 * 3600..17 * 3600).contains(&from) || from != to,
            Part::Daytime | Part::Lunchtime => true,
            Part::SmallHours => from < 6 * 3600,
        };
        let mut readings: Vec<(u32, u32)> = clock.readings.iter().copied().filter(pick).collect();
        if readings.is_empty() {
            // "this afternoon at 3ish"
            let later = matches!(part, Part::Afternoon | Part::Evening) && clock.readings.iter().all(|(from, _)| *from < HALF_DAY);
            let by = if later { HALF_DAY } else { 0 };
            readings = clock.readings.iter().map(|(from, to)| (from + by, to + by)).collect();
        }
        if part == Part::Night && readings.len() > 1 {
            readings.retain(|(from, _)| HALF_DAY <= *from);
        }
        Clock { readings, bare: false, part: None, zone: None }
    }

    /// "in the morning", "at night", "early morning", "later in the afternoon", "the evening".
    pub(crate) fn part_phrase(&self, at: usize) -> Option<(Part, (u32, u32), usize)> {
        if self.phrase(at, &["by", "night"]).is_some() {
            return None;
        }
        let middle = if self.word(at) == "mid" { self.skip(at + 1, &["-"]) } else { at };
        let small = |place: usize| self.phrase(place, &["early", "hours"]).is_some();
        let (edge, next) = if small(middle) { (0, middle) } else { self.edge_word(middle) };
        let next = self.skip(self.skip(next, &["in", "during", "at", "on", "by", "through"]), &["the"]);
        let (edge, next) = if edge == 0 && !small(next) { self.edge_word(next) } else { (edge, next) };
        let (part, end) = self.part_at(next)?;
        let (from, to) = part.seconds();
        let span = match edge {
            0 if middle != at => (from + 3600, to - 3600),
            -1 => (from, from + 2 * 3600),
            1 => (to - 2 * 3600, to),
            _ => (from, to),
        };
        Some((part, span, end))
    }

    /// −1 for early, 1 for late.
    fn edge_word(&self, at: usize) -> (i8, usize) {
        let next = self.skip(at + 1, &["-"]);
        match self.word(at) {
            "early" | "earlier" => (-1, next),
            "late" | "later" => (1, next),
            _ => (0, at),
        }
    }

    /// The word for a part of the day, not as a greeting.
    pub(crate) fn part_at(&self, at: usize) -> Option<(Part, usize)> {
        if let Some(next) = self.any_phrase(at, &[&["night", "-", "time"], &["night", "time"]]) {
            return Some((Part::Nighttime, next));
        }
        if let Some(next) = self.any_phrase(at, &[&["lunch", "time"], &["lunch", "-", "time"]]) {
            return Some((Part::Lunchtime, next));
        }
        if let Some(next) = self.any_phrase(at, &[&["small", "hours"], &["wee", "hours"], &["early", "hours"]]) {
            return Some((Part::SmallHours, next));
        }
        let shown = self.before(at) == "this" || self.before(at) == "the" && self.is(at.wrapping_sub(2), &["in"]);
        let found = match self.word(at) {
            "am" if shown => Part::Morning,
            "pm" if shown => Part::Afternoon,
            word => part(word)?,
        };
        let greeting = self.is(at.wrapping_sub(1), &["good", "nice", "great", "lovely", "happy"]);
        (!greeting).then_some((found, at + 1))
    }

    /// A moment: in digits, in words, or "noon".
    pub(crate) fn moment_of_day(&self, at: usize) -> Option<(Clock, usize)> {
        self.named_moment(at).or_else(|| self.spoken(at)).or_else(|| self.hour_and_minutes(at))
    }

    fn named_moment(&self, at: usize) -> Option<(Clock, usize)> {
        let start = match self.word(at) {
            "12" if self.word(at + 1) == ":" && self.word(at + 2) == "00" => at + 3,
            "12" | "twelve" => self.skip_oclock(at + 1),
            _ => at,
        };
        if let Some(next) =
            self.any_phrase(start, &[&["noon"], &["midday"], &["mid", "day"], &["mid", "-", "day"], &["noontime"], &["noonish"]])
        {
            return Some((exact(HALF_DAY), next));
        }
        let next = self.any_phrase(start, &[&["midnight"], &["mid", "night"], &["mid", "-", "night"]])?;
        Some((exact(0), next))
    }

    /// "half past seven", "a quarter to five", "20 min past eight".
    fn spoken(&self, at: usize) -> Option<(Clock, usize)> {
        let (minutes, next) = self.spoken_minutes(at)?;
        if let Some(found) = self.half_hour(at, next) {
            return Some(found);
        }
        let hyphened = self.word(next) == "-" && self.tokens.is_glued(next) && self.is(next.wrapping_sub(1), &["half", "quarter"]);
        let next = next + usize::from(hyphened);
        let told = hyphened || next > 0 && !self.tokens.is_number(next - 1) && self.cardinal(at).is_none_or(|(_, end)| end != next);
        let said = !self.tokens.is_number(at)
            && self.is(at.wrapping_sub(1), &["at", "is", "s", "was", "by", "until", "about", "around", "almost", "nearly"]);
        let after = match self.word(next) {
            "past" => true,
            "after" if told || said => true,
            "to" | "till" | "til" | "before" if told || said || self.closes_spoken(at, next) => false,
            _ => return None,
        };
        let next = next + usize::from(self.word(next + 1) == "-" && self.tokens.is_glued(next + 1));
        if let Some((clock, end)) = self.named_moment(next + 1) {
            let hour = clock.readings.first()?.0;
            let hour = if hour == 0 && !after { 2 * HALF_DAY } else { hour };
            return Some((exact(if after { hour + minutes * 60 } else { hour - minutes * 60 }), end));
        }
        // "45 min to 1 hour" is a length.
        let (hour, end) = self.cardinal(next + 1).filter(|(hour, end)| (1..=12).contains(hour) && unit(self.word(*end)).is_none())?;
        let hour = u32::try_from(hour).ok()? % 12 * 3600;
        let seconds = if after { hour + minutes * 60 } else { (hour + HALF_DAY - minutes * 60) % HALF_DAY };
        let end = self.skip_oclock(end);
        let (meridiem, end) = self.meridiem(end).map_or((None, end), |(pm, end)| (Some(pm), end));
        Some((halves(seconds, meridiem), end))
    }

    /// "ten to eight pm", "twenty to nine in the evening": the half of the day shows the time.
    fn closes_spoken(&self, at: usize, next: usize) -> bool {
        let (Some((minutes, _)), Some((hour, end))) = (self.cardinal(at), self.cardinal(next + 1)) else { return false };
        (1..=12).contains(&hour) && hour < minutes && (self.meridiem(end).is_some() || self.part_phrase(end).is_some())
    }

    /// "half seven", half past it, where a preposition or the half of the day shows a time.
    fn half_hour(&self, at: usize, next: usize) -> Option<(Clock, usize)> {
        let (hour, end) = self.cardinal(next).filter(|(hour, _)| (1..=12).contains(hour) && self.word(at) == "half")?;
        let (meridiem, after) = self.meridiem(end).map_or((None, end), |(pm, after)| (Some(pm), after));
        let placed = self.is(at.wrapping_sub(1), &["at", "by", "until", "till", "around", "about", "from", "before", "after", "since"]);
        let shown = meridiem.is_some() || placed && (!self.tokens.is_word(end) || self.is_timely(end) || self.closes(end));
        let counts = unit(self.word(end)).is_some();
        (shown && !counts).then(|| (halves(u32::try_from(hour).unwrap_or_default() % 12 * 3600 + 1800, meridiem), after))
    }

    fn spoken_minutes(&self, at: usize) -> Option<(u32, usize)> {
        let start = self.skip(at, &["a"]);
        match self.word(start) {
            "half" => return Some((30, start + 1)),
            "quarter" => return Some((15, start + 1)),
            _ => {}
        }
        let (minutes, next) = self.cardinal(at).filter(|(minutes, _)| (1..60).contains(minutes))?;
        let told = unit(self.word(next)) == Some(crate::lexicon::Unit::Minute);
        let end = next + usize::from(told);
        let past = self.word(next) == "past" && self.tokens.is_word(at) && self.cardinal(next + 1).is_some();
        (told || past || minutes % 5 == 0).then_some(())?;
        u32::try_from(minutes).ok().map(|minutes| (minutes, end))
    }

    fn skip_oclock(&self, at: usize) -> usize {
        self.any_phrase(at, &[&["o", "'", "clock"], &["oclock"], &["o", "clock"]]).unwrap_or(at)
    }

    /// Whether afternoon, after "am", "p.m.", "a m".
    pub(crate) fn meridiem(&self, at: usize) -> Option<(bool, usize)> {
        const MORNING: &[&[&str]] = &[&["am"], &["a", ".", "m", "."], &["a", ".", "m"], &["a", "m"]];
        const AFTERNOON: &[&[&str]] = &[&["pm"], &["p", ".", "m", "."], &["p", ".", "m"], &["p", "m"]];
        let at = if self.word(at) == "." && self.tokens.is_glued(at + 1) && self.tokens.is_word(at + 1) { at + 1 } else { at };
        let at = if self.word(at) == "ish" && self.tokens.is_glued(at) { at + 1 } else { at };
        if self.any_phrase(at, &[&["am", "/", "pm"]]).is_some() {
            return None;
        }
        if let Some(next) = self.any_phrase(at, MORNING) {
            return Some((false, next));
        }
        if let Some(next) = self.any_phrase(at, AFTERNOON) {
            return Some((true, next));
        }
        let letter = self.tokens.is_glued(at) && !self.tokens.is_glued(at + 1)
            || self.is(at + 1, &[".", ",", "-", "?", "!", ")", "\"", ";", ":", "\u{201d}"]);
        match self.word(at) {
            "a" | "p" if self.digits(at.wrapping_sub(1), 2).is_none_or(|hour| 12 < hour) && self.word(at.wrapping_sub(2)) != ":" => None,
            "a" if letter && self.tokens.is_glued(at) => Some((false, at + 1)),
            "p" if letter && self.tokens.is_glued(at) => Some((true, at + 1)),
            _ => None,
        }
    }

    fn hour_and_minutes(&self, at: usize) -> Option<(Clock, usize)> {
        if 1 < at && self.is(at - 1, &["-", "+"]) && self.tokens.is_glued(at) && self.is_zone(at - 2) {
            return None;
        }
        if self.is_part_of_number(at) && !self.is(at.wrapping_sub(1), &["-"]) {
            return None;
        }
        let named =
            at > 1 && self.before(at) == "-" && self.tokens.is_glued(at) && self.tokens.is_glued(at - 1) && self.tokens.is_word(at - 2);
        let named = named && self.meridiem(at.saturating_sub(2)).is_none();
        if named && self.digits(at - usize::from(at > 0), 2).is_none() && self.word(at + 1).len() == 1 && self.tokens.is_word(at + 1) {
            return None;
        }
        let digits = if self.tokens.is_number(at) { self.word(at).len() } else { 0 };
        if matches!(digits, 4 | 6) && self.before(at) == "t" && self.tokens.is_glued(at) {
            return self.compact_time(at);
        }
        if digits == 4 || digits == 3 && self.meridiem(at + 1).is_some() {
            return self.military(at);
        }
        let (hour, next) = match self.digits(at, 2) {
            Some(hour) => (hour, at + 1),
            None => self.cardinal_words(at)?,
        };
        if let Some(end) = self.hundred_hours(at, hour, next) {
            return Some((exact(u32::try_from(hour / 100).ok()? * 3600), end));
        }
        let hour = u32::try_from(hour).ok().filter(|hour| *hour <= 24)?;
        if let Some((seconds, end)) = self.minutes_in_digits(next) {
            let (pm, end) = self.meridiem(end).map_or((None, end), |(pm, end)| (Some(pm), end));
            if pm.is_none() && self.is_whole_day_form(at, end) && hour < 24 {
                return Some((exact(hour * 3600 + seconds), end));
            }
            let named = self.tokens.is_glued(end) && self.word(end) == "h" || self.is(end, &["hours", "hrs"]);
            if named && pm.is_none() && hour < 24 {
                return Some((exact(hour * 3600 + seconds), end + 1));
            }
            return whole(hour * 3600 + seconds, pm).map(|clock| (clock, self.skip_oclock(end)));
        }
        self.hour_in_words(hour, next)
    }

    /// "nineteen hundred hours", "oh eight hundred": past an hour told in hundreds.
    fn hundred_hours(&self, at: usize, number: i64, next: usize) -> Option<usize> {
        let zero = self.is(at.wrapping_sub(1), &["oh", "zero"]) && number < 1000;
        let end = self.skip(next, &["hours", "hrs"]);
        (self.tokens.is_word(at) && number % 100 == 0 && (100..2400).contains(&number) && (zero || end != next)).then_some(end)
    }

    /// "08:46", "T11:46", "11:46:00Z": two digits of the hour, in a form that only the clock of 24 hours has.
    fn is_whole_day_form(&self, at: usize, end: usize) -> bool {
        let zero = self.word(at).starts_with('0');
        let iso = self.before(at) == "t" && self.tokens.is_glued(at) || self.word(end) == "z" && self.tokens.is_glued(end);
        let part = self.skip_oclock(end) != end || self.part_phrase(end).is_some();
        self.word(at).len() == 2 && (zero || iso) && !part
    }

    /// The hour with "pm", "o'clock" or spoken minutes; else the bare hour.
    fn hour_in_words(&self, hour: u32, next: usize) -> Option<(Clock, usize)> {
        let oclock = self.skip_oclock(next);
        if let Some((pm, end)) = self.meridiem(oclock) {
            return whole(hour * 3600, Some(pm)).map(|clock| (clock, end));
        }
        if let Some(end) = self.any_phrase(next, &[&["ampm"], &["am", "/", "pm"]]) {
            return whole(hour * 3600, None).map(|clock| (clock, end));
        }
        let ish = if self.is_hyphen(next) { next + 1 } else { next };
        if self.word(ish) == "ish" && self.tokens.is_glued(ish) {
            return Some((exact(hour % 24 * 3600), ish + 1));
        }
        if let Some(minutes) = self.digits(next, 2).filter(|minutes| *minutes < 60 && self.word(next).len() == 2 && hour <= 12)
            && self.tokens.is_number(next - 1)
            && let Some((pm, end)) = self.meridiem(next + 1)
        {
            let seconds = hour * 3600 + u32::try_from(minutes).ok()? * 60;
            return whole(seconds, Some(pm)).map(|clock| (clock, end));
        }
        if oclock != next {
            return whole(hour * 3600, None).map(|clock| (clock, oclock));
        }
        if let Some((minutes, end)) = self.minutes_spoken(next)
            && let Some((pm, end)) = self.meridiem(end)
        {
            return whole(hour * 3600 + minutes * 60, Some(pm)).map(|clock| (clock, end));
        }
        if let Some((minutes, end)) = self.minutes_spoken(next).filter(|(minutes, end)| {
            (10 <= *minutes || self.is(next, &["oh", "o"]))
                && hour <= 12
                && self.tokens.is_word(next - 1)
                && unit(self.word(*end)).is_none()
        }) {
            return whole(hour * 3600 + minutes * 60, None)
                .map(|clock| (Clock { bare: self.word(next.wrapping_sub(2)) != "at", ..clock }, end));
        }
        if self.word(next) == "or"
            && let Some((pm, _)) = self.meridiem(next + 2)
            && self.digits(next + 1, 2).is_some_and(|other| i64::from(hour) < other)
        {
            return whole(hour * 3600, Some(pm)).map(|clock| (clock, next));
        }
        let count = unit(self.word(next)).is_some() || self.is(next, &["st", "nd", "rd", "th", "%"]);
        (!count).then(|| whole(hour * 3600, None)).flatten().map(|clock| (Clock { bare: true, ..clock }, next))
    }

    /// ":30", ":30:15", and ".30" where "pm" follows or "at" precedes; in seconds.
    fn minutes_in_digits(&self, at: usize) -> Option<(u32, usize)> {
        let two = |place: usize| self.digits(place, 2).filter(|number| self.word(place).len() == 2 && *number < 60);
        let glued = self.tokens.is_glued(at) && self.tokens.is_glued(at + 1);
        let minutes = u32::try_from(two(at + 1).filter(|_| glued)?).ok()? * 60;
        match self.word(at) {
            "h" if self.tokens.is_glued(at) && !self.tokens.is_glued(at + 2) => Some((minutes, at + 2)),
            ":" if self.word(at + 2) == ":" && self.tokens.is_glued(at + 3) => {
                let seconds = u32::try_from(two(at + 3)?).ok()?;
                let fraction = self.is(at + 4, &[".", ","])
                    && self.tokens.is_glued(at + 4)
                    && self.tokens.is_glued(at + 5)
                    && matches!(self.word(at + 5).len(), 3 | 6)
                    && self.tokens.is_number(at + 5);
                Some((minutes + seconds, at + if fraction { 6 } else { 4 }))
            }
            ":" => Some((minutes, at + 2)),
            "." => {
                let amount = self
                    .is(at + 2, &["percent", "per", "a", "each", "million", "billion", "thousand", "points", "%", "°", "degrees"])
                    || unit(self.word(at + 2)).is_some();
                let placed = !amount && self.is(at.wrapping_sub(2), &["at", "around"]);
                let paired = self.is(at.wrapping_sub(2), &["between", "from", "-", "to", "and"]) || self.is(at + 2, &["-"]);
                // "10.30 on Sunday"
                let dated = self.word(at + 2) == "on" && crate::lexicon::weekday(self.word(at + 3)).is_some();
                (placed || (paired || dated) && !amount || self.meridiem(at + 2).is_some()).then_some((minutes, at + 2))
            }
            _ => None,
        }
    }

    fn minutes_spoken(&self, at: usize) -> Option<(u32, usize)> {
        let at = self.skip(if self.is_hyphen(at) { at + 1 } else { at }, &["oh", "o"]);
        let (minutes, next) = self.cardinal_words(at).filter(|(minutes, _)| (1..60).contains(minutes))?;
        u32::try_from(minutes).ok().map(|minutes| (minutes, next))
    }

    /// "150000" or "1500" after the T of "20170101T150000".
    fn compact_time(&self, at: usize) -> Option<(Clock, usize)> {
        let number = u32::try_from(self.digits(at, 6)?).ok()? * if self.word(at).len() == 4 { 100 } else { 1 };
        let (hour, minute, second) = (number / 10_000, number / 100 % 100, number % 100);
        (hour < 24 && minute < 60 && second < 60).then(|| (exact(hour * 3600 + minute * 60 + second), at + 1))
    }

    /// "0730", which only a range or "at … hours" shows to be a time.
    fn military(&self, at: usize) -> Option<(Clock, usize)> {
        let number = u32::try_from(self.digits(at, 4)?).ok()?;
        let (hour, minute) = (number / 100, number % 100);
        if let Some((pm, end)) = self.meridiem(at + 1).filter(|_| minute < 60 && (1..=12).contains(&hour)) {
            return Some((halves(number / 100 % 12 * 3600 + minute * 60, Some(pm)), end));
        }
        let paired = |mark: usize, other: usize| self.word(mark) == "-" && self.word(other).len() == 4 && self.word(other).starts_with('0');
        let second = self.before(at) == "-"
            && at > 1
            && self.word(at - 2).len() == 4
            && self.word(at - 2).starts_with('0')
            && self.before(at - 2) != "-";
        let told = self.is(at + 1, &["hours", "hrs"]);
        let shown = told
            || self.word(at).starts_with('0')
                && (paired(at + 1, at + 2) || self.is(at.wrapping_sub(1), &["at", "around", "from", "between"]) || second);
        let seconds = hour * 3600 + minute * 60;
        let clock = if told { exact(seconds) } else { halves(seconds, None) };
        (shown && hour < 24 && minute < 60).then(|| (clock, at + 1 + usize::from(told)))
    }
}

fn exact(seconds: u32) -> Clock {
    Clock { readings: vec![(seconds, seconds)], bare: false, part: None, zone: None }
}

/// An hour told as 0 to 24, with or without its half of the day.
fn whole(seconds: u32, pm: Option<bool>) -> Option<Clock> {
    match (seconds / 3600, pm) {
        (0 | 13..24, _) => Some(exact(seconds)),
        (1..=12, _) => Some(halves(seconds % HALF_DAY, pm)).map(|clock| flip_noon(seconds, clock)),
        (24, None) if seconds == 86_400 => Some(exact(0)),
        _ => None,
    }
}

/// At twelve the second half comes first: "12:30" is first of all after noon.
fn flip_noon(seconds: u32, mut clock: Clock) -> Clock {
    if HALF_DAY <= seconds {
        clock.readings.reverse();
    }
    clock
}

/// Seconds in half a day, in the half that was told or in both.
fn halves(seconds: u32, pm: Option<bool>) -> Clock {
    match pm {
        Some(pm) => exact(seconds + if pm { HALF_DAY } else { 0 }),
        None if seconds < HALF_DAY => {
            Clock { readings: [seconds, seconds + HALF_DAY].map(|at| (at, at)).to_vec(), bare: false, part: None, zone: None }
        }
        None => exact(seconds),
    }
}

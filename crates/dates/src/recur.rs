//! What happens again and again: "every Monday", "twice a week", "daily", "on Thursdays at 5".

use chrono::Weekday;

use crate::{
    lexicon::{Part, Unit, month, part, unit, weekday, weekdays},
    parse::{Clock, Parser},
    value::Recurrence,
};

impl Parser<'_> {
    /// Any recurring expression.
    pub(crate) fn recurring(&self, at: usize) -> Option<(Recurrence, usize)> {
        self.clock_each_day(at)
            .or_else(|| self.listed_nth_weekday(at))
            .or_else(|| self.each(at))
            .or_else(|| self.times_in(at))
            .or_else(|| self.adverb(at))
            .or_else(|| self.plural_weekday(at))
            .or_else(|| self.plural_part(at))
    }

    /// The "3rd Friday" of "every 1st and 3rd Friday".
    fn listed_nth_weekday(&self, at: usize) -> Option<(Recurrence, usize)> {
        let (number, next) = self.ordinal(at)?;
        let day = weekday(self.word(next)).filter(|_| self.is(at.wrapping_sub(1), &["and", "or", "&"]))?;
        let first = if self.is(at.wrapping_sub(2), &["st", "nd", "rd", "th"]) { at.wrapping_sub(3) } else { at.wrapping_sub(2) };
        let listed = self.ordinal(first).is_some_and(|(_, end)| end + 1 == at) && self.is(first.wrapping_sub(1), &["every", "each"]);
        let timex = format!("XXXX-XX-WXX-{}-#{number}", day.number_from_monday());
        listed.then(|| (Recurrence { timex, every: Some((1000, Unit::Month)), times: 1 }, next + 1))
    }

    /// "6am everyday", "at 7 every Monday".
    fn clock_each_day(&self, at: usize) -> Option<(Recurrence, usize)> {
        if let Some((_, next, false)) = self.clock_pair(self.skip(at, &["from", "between"]), self.is(at, &["from", "between"])) {
            let (each, end) = self.recurring_day(next)?;
            let every_day = each.timex == "P1D" || !each.timex.contains('T');
            let (found, _) = self.with_hours(&each, at).filter(|_| every_day)?;
            return Some((found, end));
        }
        let (clock, next) = self.clock(at).filter(|(clock, _)| clock.part.is_none())?;
        let (each, end) = self.recurring_day(next)?;
        Some((self.with_time(each, &clock), end))
    }

    /// What a time of day may recur on: "every Monday", "daily", "on Fridays", "on weekdays".
    fn recurring_day(&self, at: usize) -> Option<(Recurrence, usize)> {
        let next = self.skip(self.skip(at, &[","]), &["on"]);
        let days = |(found, _): &(Recurrence, usize)| found.timex == "P1D" || found.timex.starts_with("P1W") && found.timex.len() > 3;
        let plural = || weekdays(self.word(next)).map(|day| (of_weekday(day), next + 1));
        self.each(next).or_else(plural).or_else(|| self.adverb(next).filter(days))
    }

    /// "every day", "each two weeks", "every other Friday", "every Monday morning", "any weekend".
    fn each(&self, at: usize) -> Option<(Recurrence, usize)> {
        let dated = self.skip(at, &["the"]);
        if let Some(found) = self.listed_day_of_month(dated) {
            return Some(found);
        }
        if let Some((day, next)) = self.ordinal(dated)
            && let Some(end) = self.any_phrase(self.skip(next, &["day"]), &[&["of", "each", "month"], &["of", "every", "month"]])
        {
            return Some(Recurrence { timex: format!("XXXX-XX-{day:02}"), every: Some((1000, Unit::Month)), times: 1 })
                .map(|found| self.then_time(found.clone(), end).unwrap_or((found, end)));
        }
        if let Some((number, next)) = self.ordinal(dated).or_else(|| (self.word(dated) == "last").then_some((-1, dated + 1)))
            && let Some(day) = weekday(self.word(next))
            && let Some(end) =
                self.any_phrase(self.skip(next + 1, &["of", "in"]), &[&["each", "month"], &["every", "month"], &["the", "months"]])
        {
            let timex = format!("XXXX-XX-WXX-{}-#{number}", day.number_from_monday());
            let found = Recurrence { timex, every: Some((1000, Unit::Month)), times: 1 };
            return self.then_time(found.clone(), end).or(Some((found, end)));
        }
        let start = match self.word(at) {
            "every" | "each" => at + 1,
            "any" => return self.any_unit(at + 1).filter(|(_, next)| !self.is_one_of(*next)),
            "alternate" => {
                let (found, next) = match weekdays(self.word(at + 1)) {
                    Some(day) => (Recurrence { every: Some((2000, Unit::Week)), ..of_weekday(day) }, at + 2),
                    None => (of_unit(2000, unit(self.word(at + 1)).filter(|unit| Unit::Day <= *unit)?), at + 2),
                };
                return self.then_time(found.clone(), next).or(Some((found, next)));
            }
            "everyday" => return Some((self.then_time(of_unit(1000, Unit::Day), at + 1)).unwrap_or((of_unit(1000, Unit::Day), at + 1))),
            _ => return None,
        };
        let start = self.skip(start, &["single", "and"]);
        let (other, start) = if self.is(start, &["other", "alternate"]) { (2, start + 1) } else { (1, start) };
        if let Some((number, next)) = self.ordinal(start)
            && let Some((other, end)) = self.list_mark(next).and_then(|place| self.ordinal(place))
            && let Some(day) = weekday(self.word(end)).filter(|_| number < other)
        {
            let timex = format!("XXXX-XX-WXX-{}-#{number}", day.number_from_monday());
            return Some((Recurrence { timex, every: Some((1000, Unit::Month)), times: 1 }, next));
        }
        let (found, next) = self.each_of(start, other)?;
        self.then_time(found.clone(), next).or(Some((found, next)))
    }

    /// The "1st" of "the 1st and 15th of each month".
    fn listed_day_of_month(&self, at: usize) -> Option<(Recurrence, usize)> {
        let (day, next) = self.ordinal(at).filter(|(day, _)| (1..=31).contains(day))?;
        let (_, end) = self.ordinal(self.skip(self.list_mark(next)?, &["the"]))?;
        self.any_phrase(end, &[&["of", "each", "month"], &["of", "every", "month"]])?;
        Some((Recurrence { timex: format!("XXXX-XX-{day:02}"), every: Some((1000, Unit::Month)), times: 1 }, next))
    }

    /// "any day this week", "any month of 2019": one of those of a stretch.
    fn is_one_of(&self, at: usize) -> bool {
        self.is(at, &["this", "next", "last", "of", "now"])
            || self.word(at) == "in" && (self.is_timely(at + 1) || self.is(at + 1, &["the", "this", "next", "last"]))
    }

    fn any_unit(&self, at: usize) -> Option<(Recurrence, usize)> {
        let word = self.word(at);
        let named = unit(word).filter(|unit| Unit::Day <= *unit && !word.ends_with('s') && word != "night");
        if let Some(unit) = named {
            return Some((of_unit(1000, unit), at + 1));
        }
        weekday(word).filter(|_| word.ends_with("day")).map(|day| (of_weekday(day), at + 1))
    }

    fn each_of(&self, at: usize, other: i64) -> Option<(Recurrence, usize)> {
        let word = self.word(at);
        if let Some((number, next)) = self.ordinal(at).or_else(|| (word == "last").then_some((-1, at + 1)))
            && let Some(day) = weekday(self.word(next))
        {
            let end = self
                .any_phrase(
                    next + 1,
                    &[&["of", "the", "month"], &["of", "each", "month"], &["of", "every", "month"], &["in", "the", "month"]],
                )
                .unwrap_or(next + 1);
            let timex = format!("XXXX-XX-WXX-{}-#{number}", day.number_from_monday());
            return Some((Recurrence { timex, every: Some((1000, Unit::Month)), times: 1 }, end));
        }
        if let Some((day, next)) = self.ordinal(at).filter(|(day, _)| (1..=31).contains(day))
            && let Some(end) = self.phrase(self.skip(next, &["day"]), &["of", "the", "month"])
        {
            return Some((Recurrence { timex: format!("XXXX-XX-{day:02}"), every: Some((1000, Unit::Month)), times: 1 }, end));
        }
        if let Some(day) = weekday(word) {
            return Some((Recurrence { every: Some((other * 1000, Unit::Week)), ..of_weekday(day) }, at + 1));
        }
        if let Some((number, next)) = self.ordinal(at)
            && let Some((unit, end)) = self.unit_at(next)
        {
            return Some((of_unit(1000 * number, unit), end));
        }
        let counts = self.plain_amount(at).is_some();
        if let Some((told, next)) = self.told(at, true).filter(|(told, _)| !counts && told.day.is_some() && told.year.is_none())
            && let (Some(month), Some(day)) = (told.month, told.day)
        {
            return Some((
                Recurrence { timex: format!("XXXX-{month:02}-{day:02}"), every: Some((other * 1000, Unit::Year)), times: 1 },
                next,
            ));
        }
        if let Some(part) = part(word) {
            return Some((Recurrence { timex: format!("T{}", part.code()), every: Some((1000, Unit::Day)), times: 1 }, at + 1));
        }
        if matches!(word, "noon" | "midnight" | "midday") {
            let hour = if word == "midnight" { 0 } else { 12 };
            return Some((Recurrence { timex: format!("T{hour:02}"), every: Some((1000, Unit::Day)), times: 1 }, at + 1));
        }
        if let Some(month) = month(word) {
            return Some((Recurrence { timex: format!("XXXX-{month:02}"), every: Some((other * 1000, Unit::Year)), times: 1 }, at + 1));
        }
        if let Some(season) = crate::lexicon::season(word) {
            let code = ["SP", "SU", "FA", "WI"][usize::try_from(season / 3 - 1).unwrap_or_default().min(3)];
            return Some((Recurrence { timex: code.into(), every: Some((other * 1000, Unit::Year)), times: 1 }, at + 1));
        }
        if let Some((rule, next)) = self.holiday_rule(at) {
            let timex = match rule {
                crate::holidays::Rule::Fixed(month, day) => format!("XXXX-{month:02}-{day:02}"),
                crate::holidays::Rule::Nth(..) | crate::holidays::Rule::Easter(_) | crate::holidays::Rule::Thanksgiving(_) => "P1Y".into(),
            };
            return Some((Recurrence { timex, every: Some((1000, Unit::Year)), times: 1 }, next));
        }
        if let Some((unit, next)) = self.unit_at(at).filter(|(_, next)| word != "second" || !self.tokens.is_word(*next))
            && !self.is(at + 1, &["hour"])
        {
            return Some((of_unit(1000 * other, unit), next));
        }
        let (amount, next) = self.plain_amount(at)?;
        let (count, unit) = amount.length.parts.first().copied()?;
        Some((of_unit(count, unit), next))
    }

    /// The pattern with a time of day, in the part of the day that it names.
    fn with_time(&self, found: Recurrence, clock: &Clock) -> Recurrence {
        let told = part_told(&found).filter(|_| clock.part.is_none());
        let clock = told.map_or_else(|| clock.clone(), |part| self.in_part(clock, part));
        match (clock.part, clock.readings.first()) {
            (Some(part), _) => timed(found, part.code()),
            (None, Some((seconds, _))) => timed(found, &clock_code(*seconds)),
            (None, None) => found,
        }
    }

    /// The pattern with hours: "every Monday from 9 to 10".
    fn with_hours(&self, found: &Recurrence, at: usize) -> Option<(Recurrence, usize)> {
        let start = self.skip(self.skip(at, &[","]), &["from", "between"]);
        let framed = self.is(start.wrapping_sub(1), &["from", "between"]) || self.is_hyphen(start + 1);
        let (hours, end, bare) = self.clock_pair(start, framed)?;
        let ((from, _), (to, _)) = hours.readings.first().and_then(|(from, to)| Some(((*from)?, (*to)?))).filter(|_| !bare)?;
        let (day, length) = (day_of(found), clock_length(to.checked_sub(from)?));
        let timex = format!("({day}T{},{day}T{},PT{length})", clock_code(from), clock_code(to % 86_400));
        Some((Recurrence { timex, ..found.clone() }, end))
    }

    /// The day that a yearly, monthly or weekly pattern falls on: "every year on 5 May", "monthly on the 5th".
    fn on_date(&self, found: &Recurrence, at: usize) -> Option<(Recurrence, usize)> {
        let start = self.skip(at, &["on", "in"]);
        let (_, unit) = found.every.filter(|_| start != at && found.timex.starts_with('P'))?;
        let (timex, end) = match unit {
            Unit::Year => {
                let (told, end) = self.told(start, true).filter(|(told, _)| told.year.is_none() && told.which.is_none())?;
                let (month, day) = (told.month?, told.day.map_or_else(String::new, |day| format!("-{day:02}")));
                (format!("XXXX-{month:02}{day}"), end)
            }
            Unit::Month => {
                let (day, end) = self.ordinal(self.skip(start, &["the"])).filter(|(day, _)| (1..=31).contains(day))?;
                (format!("XXXX-XX-{day:02}"), self.closes(end).then_some(end)?)
            }
            Unit::Week => {
                let day = weekdays(self.word(start)).or_else(|| weekday(self.word(start)))?;
                (of_weekday(day).timex, start + 1)
            }
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::BusinessDay => return None,
            Unit::Weekend | Unit::Fortnight | Unit::Quarter | Unit::Decade | Unit::Century => return None,
        };
        Some((Recurrence { timex, ..found.clone() }, end))
    }

    /// The day or the time of day that follows, or both.
    fn then_time(&self, found: Recurrence, at: usize) -> Option<(Recurrence, usize)> {
        match self.on_date(&found, at) {
            Some((dated, end)) => Some(self.then_hour(dated.clone(), end).unwrap_or((dated, end))),
            None => self.then_hour(found, at),
        }
    }

    /// A time of day after the recurring day.
    fn then_hour(&self, found: Recurrence, at: usize) -> Option<(Recurrence, usize)> {
        if let Some(hours) = self.with_hours(&found, at) {
            return Some(hours);
        }
        let next = self.skip(at, &[",", "from"]);
        let (clock, end) = self.clock(next).or_else(|| {
            let plural = part(self.word(next))?;
            Some((Clock { readings: vec![plural.seconds()], bare: false, part: Some(plural), zone: None }, next + 1))
        })?;
        Some((self.with_time(found, &clock), end))
    }

    /// "twice a week", "3 times per year", "once every two days".
    fn times_in(&self, at: usize) -> Option<(Recurrence, usize)> {
        let (times, next) = match self.word(at) {
            "once" | "one" => (1, at + 1),
            "twice" => (2, at + 1),
            "thrice" => (3, at + 1),
            "several" | "many" if self.word(at + 1) == "times" => (3, at + 2),
            "a" if self.is(at + 1, &["few"]) && self.word(at + 2) == "times" => (3, at + 3),
            "a" if self.word(at + 1) == "couple" && self.phrase(self.skip(at + 2, &["of"]), &["times"]).is_some() => {
                (2, self.skip(at + 2, &["of"]) + 1)
            }
            _ => {
                let (number, next) = self.cardinal(at)?;
                let days = self.is(next, &["days", "nights", "mornings", "evenings"]) && self.is(next + 1, &["a", "per", "each", "every"]);
                let days = days && matches!(unit(self.word(next + 2)), Some(Unit::Week | Unit::Month | Unit::Year));
                (self.word(next) == "times" || days).then_some(())?;
                (u32::try_from(number).ok()?, next + 1)
            }
        };
        if self.is(next, &["every", "each"])
            && let Some((found, end)) = self.each(next)
        {
            return Some((Recurrence { times, ..found }, end));
        }
        let next = self.skip(next, &["-"]);
        if self.is(at, &["once", "twice"])
            && self.word(next) == "in"
            && let Some((amount, end)) = self.plain_amount(next + 1)
            && let Some((count, unit)) = amount.length.parts.first().copied()
        {
            return Some((Recurrence { times, ..of_unit(count, unit) }, end));
        }
        if let Some((found, end)) = self.adverb(next).filter(|_| self.word(next).ends_with("ly")) {
            return Some((Recurrence { times, ..found }, end));
        }
        let (unit, end) = match self.word(next) {
            "a" | "an" | "per" | "each" | "every" => self.unit_at(next + 1).filter(|_| !self.word(next + 1).ends_with('s'))?,
            _ => return None,
        };
        Some((Recurrence { times, ..of_unit(1000, unit) }, end))
    }

    /// "daily", "bi-monthly", "annually".
    fn adverb(&self, at: usize) -> Option<(Recurrence, usize)> {
        const COUNTS: &[&str] =
            &["few", "several", "couple", "of", "these", "those", "next", "last", "past", "many", "the", "our", "my", "your"];
        let (factor, start) = match self.word(at) {
            "bi" if self.is(self.skip(at + 1, &["-"]), &["annually", "annual"]) => (500, self.skip(at + 1, &["-"])),
            "bi" => (2000, self.skip(at + 1, &["-"])),
            "semi" | "half" => (500, self.skip(at + 1, &["-"])),
            "tri" => (3000, self.skip(at + 1, &["-"])),
            _ if self.word(at + 1) == "-" && self.is(at + 2, &["monthly", "weekly", "yearly", "hourly"]) => {
                (self.cardinal(at).filter(|(number, _)| *number < 100)?.0 * 1000, at + 2)
            }
            _ => (1000, at),
        };
        let (own, unit) = match self.word(start) {
            "daily" | "nightly" => (1000, Unit::Day),
            "hourly" => (1000, Unit::Hour),
            "weekly" => (1000, Unit::Week),
            "biweekly" => (2000, Unit::Week),
            "fortnightly" => (2000, Unit::Week),
            "monthly" => (1000, Unit::Month),
            "bimonthly" => (2000, Unit::Month),
            "quarterly" => (1000, Unit::Quarter),
            "yearly" | "annually" | "annual" => (1000, Unit::Year),
            "semiannually" | "semiannual" | "biannually" | "biannual" => (500, Unit::Year),
            "biennial" | "biennially" => (2000, Unit::Year),
            "weekdays" => (1000, Unit::BusinessDay),
            "weekends" => (1000, Unit::Weekend),
            "everyday" => (1000, Unit::Day),
            _ => return None,
        };
        let counted = matches!(self.word(start), "weekdays" | "weekends")
            && (self.tokens.is_number(at.wrapping_sub(1))
                || self.is_timely(at.wrapping_sub(1)) && at > 0
                || self.is(at.wrapping_sub(1), COUNTS));
        let found = of_unit(own * factor / 1000, unit);
        (!counted).then(|| self.then_time(found.clone(), start + 1).unwrap_or((found, start + 1)))
    }

    /// "Mondays", "on Thursdays at 17.30", "tuesday afternoons".
    fn plural_weekday(&self, at: usize) -> Option<(Recurrence, usize)> {
        if let Some(day) = weekdays(self.word(at)).or_else(|| weekday(self.word(at)).filter(|_| self.is_listed_after_each(at))) {
            let found = of_weekday(day);
            return self.then_time(found.clone(), at + 1).or(Some((found, at + 1)));
        }
        let part = part(self.word(at + 1)).filter(|_| self.word(at + 1).ends_with('s'))?;
        let found = match self.word(at) {
            "weekday" => of_unit(1000, Unit::BusinessDay),
            "weekend" => of_unit(1000, Unit::Weekend),
            word => of_weekday(weekday(word)?),
        };
        let timed = self
            .then_time(found.clone(), at + 2)
            .filter(|(_, end)| self.is(end.saturating_sub(1), &["am", "pm"]) || self.word(at + 2) == "at");
        let parted = Recurrence { timex: format!("{}T{}", found.timex, part.code()), ..found };
        let timed = timed.and_then(|_| self.then_time(parted.clone(), at + 2));
        Some(timed.unwrap_or((parted, at + 2)))
    }

    /// "in the mornings", "evenings".
    fn plural_part(&self, at: usize) -> Option<(Recurrence, usize)> {
        let start = self.skip(self.skip(at, &["in", "on"]), &["the"]);
        let part = part(self.word(start)).filter(|_| self.word(start).ends_with('s') && start != at && self.word(start) != "nights")?;
        Some((Recurrence { timex: format!("T{}", part.code()), every: Some((1000, Unit::Day)), times: 1 }, start + 1))
    }
}

fn of_weekday(day: Weekday) -> Recurrence {
    Recurrence { timex: format!("XXXX-WXX-{}", day.number_from_monday()), every: Some((1000, Unit::Week)), times: 1 }
}

fn of_unit(thousandths: i64, unit: Unit) -> Recurrence {
    let (thousandths, code) = match unit {
        Unit::Fortnight => (thousandths * 2, "W"),
        Unit::Quarter => (thousandths * 3, "M"),
        Unit::Decade => (thousandths * 10, "Y"),
        Unit::Century => (thousandths * 100, "Y"),
        Unit::Second => (thousandths, "S"),
        Unit::Minute => (thousandths, "M"),
        Unit::Hour => (thousandths, "H"),
        Unit::Day => (thousandths, "D"),
        Unit::BusinessDay => (thousandths, "WD"),
        Unit::Week => (thousandths, "W"),
        Unit::Weekend => (thousandths, "WE"),
        Unit::Month => (thousandths, "M"),
        Unit::Year => (thousandths, "Y"),
    };
    let time = if unit.is_clock() { "T" } else { "" };
    Recurrence { timex: format!("P{time}{}{code}", decimal(thousandths)), every: Some((thousandths, unit)), times: 1 }
}

fn decimal(thousandths: i64) -> String {
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:03}").trim_end_matches('0').to_owned() }
}

/// The pattern with a time or part of the day; a day's is the time alone.
fn timed(mut found: Recurrence, time: &str) -> Recurrence {
    found.timex = format!("{}T{time}", day_of(&found));
    found
}

/// The pattern's day, empty for every day.
fn day_of(found: &Recurrence) -> String {
    if found.timex == "P1D" { String::new() } else { found.timex.split('T').next().unwrap_or_default().to_owned() }
}

/// The part of the day that the pattern names.
fn part_told(found: &Recurrence) -> Option<Part> {
    let code = found.timex.rsplit('T').next().unwrap_or_default();
    [Part::Morning, Part::Afternoon, Part::Evening, Part::Night].into_iter().find(|part| part.code() == code)
}

/// A length of less than two days in the manner of ISO 8601.
fn clock_length(seconds: u32) -> String {
    let part = |count: u32, unit: &str| if count == 0 { String::new() } else { format!("{count}{unit}") };
    part(seconds / 3600, "H") + &part(seconds / 60 % 60, "M") + &part(seconds % 60, "S")
}

fn clock_code(seconds: u32) -> String {
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (minute, second) {
        (0, 0) => format!("{hour:02}"),
        (_, 0) => format!("{hour:02}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}"),
    }
}

//! Stretches that touch the reference: "the last three days", "within 5 minutes", "the next two Fridays".

use chrono::{Days, NaiveDateTime};

use crate::{
    calendar::{Span, add_days, midnight, shift},
    lexicon::{Unit, unit},
    parse::{Amount, Parser, Stretch},
    relative::Which,
    value::{Relation, Side},
};

impl Parser<'_> {
    /// "the last three days", "next few weeks", "5 upcoming years": a stretch that touches the reference.
    pub(crate) fn rolling(&self, at: usize) -> Option<(Stretch, usize)> {
        if let Some(found) = self.within_of(at).or_else(|| self.next_weekdays(at)) {
            return Some(found);
        }
        let within = self.word(at) == "within";
        let start = if within { at + 1 } else { at };
        let lead = self.which(start);
        let (sign, amount, next) = match lead {
            Some((which @ (Which::Next | Which::Last | Which::Past | Which::Coming), next)) => {
                let (amount, end) = self.plain_amount(next).or_else(|| self.single_unit(next, which, within))?;
                (which.steps(), amount, end)
            }
            Some((Which::This | Which::Same, _)) => return None,
            None if within => {
                let one = |unit| (Amount::exact(vec![(1000, unit)], false), start + 2);
                let named = || unit(self.word(start + 1)).filter(|_| self.word(start) == "the").map(one);
                let some = || {
                    let many = unit(self.word(start)).filter(|_| self.word(start).ends_with('s') && self.word(start + 1) != "of")?;
                    Some((Amount::exact(vec![(3000, many)], true), start + 1))
                };
                let (amount, end) = self.plain_amount(start).or_else(named).or_else(some)?;
                // "within two weeks of the accident" does not count from today.
                (self.word(end) != "of" || self.is(end + 1, &["now", "today"])).then_some(())?;
                (1, amount, end)
            }
            None => self.count_then_which(self.skip(start, &["the"]))?,
        };
        let stretch = self.stretch_from_now(sign, &whole_days(amount), within)?;
        Some((stretch, next))
    }

    /// "within a week of Christmas": so much to either side.
    fn within_of(&self, at: usize) -> Option<(Stretch, usize)> {
        (self.word(at) == "within").then_some(())?;
        let (amount, next) = self.plain_amount(at + 1).filter(|(amount, _)| Some(Unit::Day) <= amount.finest())?;
        (self.word(next) == "of").then_some(())?;
        let (base, end) = self.date(next + 1, 1).filter(|(when, _)| when.is_day())?;
        let around = |(span, side): &(Span, Side)| {
            let day = |sign: i64| Span::day(self.moved(span.lo, sign, &amount)?.date());
            Some((Some(day(-1)?), Some(day(1)?), *side))
        };
        let readings = base.readings.iter().map(around).collect::<Option<_>>()?;
        Some((Stretch { readings, relation: Relation::Between, vague: amount.vague, anaphoric: false }, end))
    }

    /// "the next two Fridays", "the last three Mondays": from the first of them to the last.
    fn next_weekdays(&self, at: usize) -> Option<(Stretch, usize)> {
        let (which, next) = self.which(at).filter(|(which, _)| which.steps() != 0)?;
        let (number, next) = self.cardinal(next).filter(|(number, _)| (2..=60).contains(number))?;
        let day = crate::lexicon::weekdays(self.word(next))?;
        let nearest = self.weekday_in(Some(if which.steps() < 0 { Which::Past } else { Which::Coming }), day)?.readings.first()?.0;
        let furthest = Span::day(add_days(nearest.lo.date(), which.steps() * 7 * (number - 1))?)?;
        let (from, to) = if which.steps() < 0 { (furthest, nearest) } else { (nearest, furthest) };
        let readings = vec![(Some(from), Some(to), Side::Only)];
        Some((Stretch { readings, relation: Relation::Between, vague: false, anaphoric: false }, next + 1))
    }

    /// "the past year" is the year up to now; "within the next day" the day from now.
    fn single_unit(&self, at: usize, which: Which, within: bool) -> Option<(Amount, usize)> {
        let unit =
            unit(self.word(at)).filter(|unit| !matches!(unit, Unit::Weekend | Unit::BusinessDay) && !self.word(at).ends_with("night"))?;
        let plural = self.word(at).ends_with('s');
        if plural {
            return matches!(which, Which::Last | Which::Past | Which::Next | Which::Coming)
                .then(|| (Amount::exact(vec![(3000, unit)], true), at + 1));
        }
        let clock = unit.is_clock();
        if let Some(end) = self.any_phrase(at + 1, &[&["or", "two"], &["or", "so"]]) {
            let count = if self.word(end - 1) == "two" { 2000 } else { 1000 };
            return Some((Amount::exact(vec![(count, unit)], true), end));
        }
        if let Some(end) = self.phrase(at + 1, &["and", "a", "half"]) {
            return Some((Amount::exact(vec![(1500, unit)], false), end));
        }
        if within
            && self.word(at + 1) == "and"
            && let Some((rest, end)) = self.plain_amount(at + 2)
        {
            let parts = [vec![(1000, unit)], rest.length.parts].concat();
            return Some((Amount::exact(parts, false), end));
        }
        if self.is_up_to_now(at) && Unit::Day <= unit {
            return Some((Amount::exact(vec![(1000, unit)], false), at + 1));
        }
        let idiom = unit == Unit::Minute && which == Which::Last && self.word(at.wrapping_sub(3)) != "in";
        (within || clock && !idiom).then(|| (Amount::exact(vec![(1000, unit)], false), at + 1))
    }

    /// "over the past year": the year up to now, seen from after "past".
    pub(crate) fn is_up_to_now(&self, at: usize) -> bool {
        let over = ["over", "in", "during", "within", "throughout"];
        let other = self.word(at).ends_with("night") || self.is(at, &["quarter", "weekend"]);
        !other && at > 2 && self.word(at - 1) == "past" && self.word(at - 2) == "the" && over.contains(&self.word(at - 3))
    }

    fn count_then_which(&self, at: usize) -> Option<(i64, Amount, usize)> {
        let (number, next) = self.cardinal(at)?;
        let (which, next) = self.which(next)?;
        let (unit, end) = self.unit_at(next)?;
        let thousandths = number.checked_mul(1000)?;
        let many = self.word(end - 1).ends_with('s');
        (which.steps() != 0 && many).then(|| (which.steps(), Amount::exact(vec![(thousandths, unit)], false), end))
    }

    fn stretch_from_now(&self, sign: i64, amount: &Amount, within: bool) -> Option<Stretch> {
        let unit = amount.finest()?;
        let (from, to) = if unit == Unit::Quarter {
            let this = Span::unit(self.now, Unit::Quarter)?;
            let count = sign * amount.length.parts.first()?.0;
            if sign < 0 { (shift(this.lo, unit, count)?, this.lo) } else { (this.hi, shift(this.hi, unit, count)?) }
        } else if amount.is_clock() || within && amount.length.parts.len() > 1 {
            let other = self.moved(self.now, sign, amount)?;
            (self.now.min(other), self.now.max(other))
        } else if sign < 0 {
            let today = midnight(self.today());
            (self.moved(today, -1, amount)?, today)
        } else if unit == Unit::BusinessDay {
            let first = shift(midnight(self.today()), unit, 1000)?;
            let last = self.moved(midnight(self.today()), 1, amount)?;
            (first, last.checked_add_days(Days::new(1))?)
        } else {
            let first = midnight(add_days(self.today(), 1)?);
            (first, self.moved(first, 1, amount)?)
        };
        let ends = |at: NaiveDateTime| {
            if amount.is_clock() || at.time() != chrono::NaiveTime::MIN { Some(Span::instant(at)) } else { Span::day(at.date()) }
        };
        Some(Stretch {
            readings: vec![(ends(from), ends(to), Side::Only)],
            relation: Relation::Between,
            vague: amount.vague,
            anaphoric: false,
        })
    }
}

/// "2 or 3 days" is up to three of them.
fn whole_days(mut amount: Amount) -> Amount {
    if let [(count, Unit::Day)] = amount.length.parts.as_mut_slice()
        && amount.vague
    {
        *count = count.saturating_add(999) / 1000 * 1000;
    }
    amount
}

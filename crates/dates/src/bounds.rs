//! Stretches told by one bound: "since May", "before 5pm on Friday", "> 2015", "2016 onwards", "year to date".

use crate::{
    calendar::Span,
    datum::{Datum, longest},
    lexicon::{Part, Unit, unit},
    parse::{Clock, Grain, Hours, Parser, Stretch, When},
    range::{Range, between},
    value::{Bound, Relation, Side},
};

impl Parser<'_> {
    /// "after 3pm", "before noon".
    pub(crate) fn hours_bound(&self, at: usize) -> Option<(Hours, usize)> {
        let (relation, next) = self.relation(at)?;
        let ended = matches!(relation, Relation::Since | Relation::After);
        let edge = |(from, to): (u32, u32)| if ended { (to, to) } else { (from, from) };
        let of_meal = |span| Clock { readings: vec![edge(span)], bare: false, part: Some(Part::Lunchtime), zone: None };
        let meal = || self.meal(next).map(|(span, end)| (of_meal(span), end));
        let (clock, end) = self
            .clock(next)
            .or_else(meal)
            .or_else(|| self.moment_of_day(next).filter(|(_, end)| self.shows_bare_hour(at, next) && self.may_be_bare_hour(at, *end)))?;
        let value = |(from, to): (u32, u32)| match relation {
            Relation::Since | Relation::After => (Some(if clock.part.is_some() { (to, to) } else { (from, to) }), None),
            Relation::Until | Relation::Before | Relation::Between => (None, Some((from, to))),
        };
        Some((Hours { readings: clock.readings.iter().copied().map(value).collect(), relation }, end))
    }

    /// The hour is in digits, or in words after a day: "tomorrow after five".
    fn shows_bare_hour(&self, at: usize, next: usize) -> bool {
        let day = crate::lexicon::weekday(self.before(at)).is_some() || self.is(at.wrapping_sub(1), &["today", "tomorrow", "tonight"]);
        self.tokens.is_number(next)
            || day && self.tokens.is_word(next) && self.cardinal(next).is_some_and(|(hour, _)| (1..=12).contains(&hour))
    }

    /// Whether the hour that ends here may be a bound though nothing but the word at the start shows a time: "by 6", "after 7."
    fn may_be_bare_hour(&self, at: usize, end: usize) -> bool {
        let amount = self.word(at) == "by"
            && (self.before(at).ends_with("ed") || self.is(at.wrapping_sub(1), &["multiply", "divide", "up", "down", "it"]));
        let number = self.tokens.is_glued(end) && self.tokens.is_number(end + 1) && self.tokens.is_glued(end + 1);
        let marked = self.is_hyphen(end) || self.is(end, &["/", "%", "(", "$", "°", "\"", "+"]) || self.word(end) == "." && number;
        !amount && !number && !marked && self.closes(end) && !self.is(at, &["up", "through"])
    }

    /// The words that make a bound of what follows.
    fn relation(&self, at: usize) -> Option<(Relation, usize)> {
        const WORDS: &[(&[&str], Relation)] = &[
            (&["since"], Relation::Since),
            (&["ever", "since"], Relation::Since),
            (&["as", "early", "as"], Relation::Since),
            (&["starting", "from"], Relation::Since),
            (&["starting", "on"], Relation::Since),
            (&["starting", "in"], Relation::Since),
            (&["starting"], Relation::Since),
            (&["beginning"], Relation::Since),
            (&["commencing"], Relation::Since),
            (&["commencing", "on"], Relation::Since),
            (&["as", "from"], Relation::Since),
            (&["beginning", "on"], Relation::Since),
            (&["beginning", "in"], Relation::Since),
            (&["as", "of"], Relation::Since),
            (&["effective", "from"], Relation::Since),
            (&["effective"], Relation::Since),
            (&["with", "effect", "from"], Relation::Since),
            (&["on", "or", "after"], Relation::Since),
            (&["on", "and", "after"], Relation::Since),
            (&["no", "earlier", "than"], Relation::Since),
            (&["not", "before"], Relation::Since),
            (&["not", "until"], Relation::Since),
            (&["no", "sooner", "than"], Relation::Since),
            (&["as", "far", "back", "as"], Relation::Since),
            (&["until"], Relation::Until),
            (&["till"], Relation::Until),
            (&["til"], Relation::Until),
            (&["up", "until"], Relation::Until),
            (&["up", "to"], Relation::Until),
            (&["up", "till"], Relation::Until),
            (&["up", "to", "and", "including"], Relation::Until),
            (&["until", "and", "including"], Relation::Until),
            (&["as", "late", "as"], Relation::Until),
            (&["ending"], Relation::Until),
            (&["ending", "on"], Relation::Until),
            (&["ending", "in"], Relation::Until),
            (&["on", "and", "before"], Relation::Until),
            (&["through"], Relation::Until),
            (&["thru"], Relation::Until),
            (&["through", "to"], Relation::Until),
            (&["no", "later", "than"], Relation::Until),
            (&["not", "later", "than"], Relation::Until),
            (&["on", "or", "before"], Relation::Until),
            (&["in", "or", "before"], Relation::Until),
            (&["at", "or", "before"], Relation::Until),
            (&["before", "or", "in"], Relation::Until),
            (&["before", "or", "on"], Relation::Until),
            (&["before", "or", "during"], Relation::Until),
            (&["before", "or", "at"], Relation::Until),
            (&["before", "or", "equal", "to"], Relation::Until),
            (&["earlier", "than", "or", "in"], Relation::Until),
            (&["earlier", "than", "or", "equal", "to"], Relation::Until),
            (&["in", "or", "after"], Relation::Since),
            (&["at", "or", "after"], Relation::Since),
            (&["after", "or", "in"], Relation::Since),
            (&["after", "or", "on"], Relation::Since),
            (&["after", "or", "at"], Relation::Since),
            (&["after", "or", "equal", "to"], Relation::Since),
            (&["later", "than", "or", "in"], Relation::Since),
            (&["later", "than", "or", "equal", "to"], Relation::Since),
            (&["since", "or", "after"], Relation::Since),
            (&["by", "the", "end", "of"], Relation::Until),
            (&["before"], Relation::Before),
            (&["prior", "to"], Relation::Before),
            (&["earlier", "than"], Relation::Before),
            (&["sooner", "than"], Relation::Before),
            (&["by"], Relation::Until),
            (&["pre", "-"], Relation::Before),
            (&["post", "-"], Relation::After),
            (&["after"], Relation::After),
            (&["later", "than"], Relation::After),
            (&["any", "time", "after"], Relation::After),
            (&["anytime", "after"], Relation::After),
        ];
        if let Some(found) = self.sign(at) {
            return Some(found);
        }
        self.tokens.is_word(at).then_some(())?;
        let idiom = self.word(at) == "through" && self.before(at) == "all" || self.word(at) == "by" && self.word(at + 1) == "night";
        if idiom {
            return None;
        }
        let (relation, next) = WORDS
            .iter()
            .filter(|(words, _)| self.phrase(at, words).is_some())
            .max_by_key(|(words, _)| words.len())
            .map(|(words, relation)| (*relation, at + words.len()))?;
        let next = if self.phrase(at, &["by", "the", "end", "of"]).is_some() { at + 1 } else { next };
        let next = self.phrase(next, &["at", "least"]).unwrap_or(next);
        Some((relation, self.skip(next, &["around", "about", "approximately", "on"])))
    }

    /// "> 2015", "<= 1/1/2019".
    fn sign(&self, at: usize) -> Option<(Relation, usize)> {
        let tag = self.tokens.is_glued(at) && (self.tokens.is_word(at.wrapping_sub(1)) || self.before(at) == "-");
        let about_dates =
            at == 0 || self.is(at - 1, &["date", "year", "time", "day", "month", "and", "or", "in", "from", "is", "are", ",", "(", ":"]);
        (!tag && about_dates).then_some(())?;
        let equal = self.word(at + 1) == "=";
        Some(match (self.word(at), equal) {
            ("<", true) => (Relation::Until, at + 2),
            (">", true) => (Relation::Since, at + 2),
            ("≤", _) => (Relation::Until, at + 1),
            ("≥", _) => (Relation::Since, at + 1),
            ("<", false) => (Relation::Before, at + 1),
            (">", false) => (Relation::After, at + 1),
            _ => return None,
        })
    }

    /// "since August", "until last week", "before 5pm tomorrow".
    pub(crate) fn bounded(&self, at: usize) -> Option<(Range, usize)> {
        let (relation, next) = self.relation(at)?;
        let signed = self.sign(at).is_some();
        let inclusive = self.is(next.wrapping_sub(2), &["or", "equal"]) && self.is(next.wrapping_sub(1), &["in", "to", "during"]);
        let closed = (signed || inclusive) && relation == Relation::Until;
        let years = self.word(at) != "by" && (!signed || self.digits(next, 4).is_some_and(|year| (1500..=2100).contains(&year)));
        (!signed || self.tokens.is_number(next) || self.tokens.is_capital(next)).then_some(())?;
        let hour = || {
            let (clock, end) = self.moment_of_day(next).filter(|(clock, _)| clock.bare)?;
            let (when, end) = self.day_of_hours(self.skip(end, &["on"]))?;
            Some((Datum::Date(self.on_day(&when, &clock)?), end))
        };
        let found = self.datum(next).or_else(hour).or_else(|| {
            let told = self
                .told(next, self.tokens.is_capital(next) || self.before(next) != "through")
                .and_then(|(told, end)| Some((self.resolve_told(told)?, end)));
            told.or_else(|| self.year_alone(next, years && self.word(next).len() == 4 && !self.is_plural(next + 1)))
                .map(|(when, end)| (Datum::Date(when), end))
        });
        let hours = self.hours_bound(at).map(|(hours, end)| (Range::Hours(hours), end));
        let dated = found.and_then(|(datum, end)| match datum {
            Datum::Date(when) => {
                let when = When { to_end: when.to_end || closed && when.grain == Grain::Long, ..when };
                Some((Range::Dates(self.bound_by(&when, relation)?), end))
            }
            Datum::Clock(_) => None,
        });
        longest([dated, hours.filter(|_| !signed)])
    }

    fn is_plural(&self, at: usize) -> bool {
        !self.closes(at) && self.word(at).ends_with('s')
    }

    fn bound_by(&self, when: &When, relation: Relation) -> Option<Stretch> {
        let reading = |(span, side): &(Span, Side)| match relation {
            Relation::Since | Relation::After => (Some(if when.to_start { Span::instant(span.lo) } else { *span }), None, *side),
            Relation::Until | Relation::Before | Relation::Between => {
                (None, Some(if when.to_end { Span { lo: span.hi, hi: span.hi } } else { *span }), *side)
            }
        };
        Some(Stretch { readings: when.readings.iter().map(reading).collect(), relation, vague: when.vague, anaphoric: when.anaphoric })
    }

    /// "more than two weeks ago", "less than a month after May 5".
    pub(crate) fn counted_bound(&self, at: usize) -> Option<(Stretch, usize)> {
        let (when, bound, sign, next) = self.counted_date(at, 0)?;
        let before = match bound {
            Bound::Exact => return None,
            Bound::AtLeast => sign < 0,
            Bound::AtMost => 0 < sign,
        };
        let mut stretch = self.bound_by(&when, if before { Relation::Before } else { Relation::After })?;
        if bound == Bound::AtMost {
            let now = Span::instant(self.now);
            for (from, to, _) in &mut stretch.readings {
                if before { *from = Some(now) } else { *to = Some(now) }
            }
            stretch.relation = Relation::Between;
        }
        Some((stretch, next))
    }

    /// "1/1/2016 and later", "2016 onwards", "from 2016 on".
    pub(crate) fn and_later(&self, at: usize) -> Option<(Range, usize)> {
        const LATER: &[&[&str]] = &[
            &["and", "later"],
            &["and", "after"],
            &["and", "greater"],
            &["or", "later"],
            &["or", "after"],
            &["and", "onward"],
            &["and", "onwards"],
            &["onward"],
            &["onwards"],
        ];
        const EARLIER: &[&[&str]] = &[&["and", "earlier"], &["and", "before"], &["or", "earlier"], &["or", "before"]];
        let framed = self.word(at) == "from";
        if let Some((clock, next)) = self.clock(at + usize::from(framed)).filter(|(clock, _)| clock.is_instant()) {
            if let Some(end) = self.any_phrase(next, LATER).or_else(|| self.framed_on(at, next)) {
                let readings = clock.readings.iter().map(|from| (Some(*from), None)).collect();
                return Some((Range::Hours(Hours { readings, relation: Relation::Since }), end));
            }
            if let Some(end) = self.any_phrase(next, EARLIER).filter(|end| self.goes_on_from(*end) && !self.tokens.is_number(*end)) {
                let readings = clock.readings.iter().map(|to| (None, Some(*to))).collect();
                return Some((Range::Hours(Hours { readings, relation: Relation::Until }), end));
            }
        }
        let (datum, next) =
            self.end_of_range(at + usize::from(framed), framed || self.word(at + 1).len() < 5 && self.word(at).len() == 4)?;
        let Datum::Date(when) = datum else { return None };
        if let Some(end) = self.any_phrase(next, LATER).filter(|end| !self.tokens.is_number(*end)).or_else(|| self.framed_on(at, next)) {
            return Some((Range::Dates(self.bound_by(&when, Relation::Since)?), end));
        }
        let end = self.any_phrase(next, EARLIER).filter(|end| self.goes_on_from(*end) && !self.tokens.is_number(*end))?;
        Some((Range::Dates(self.bound_by(&when, Relation::Until)?), end))
    }

    fn clause_follows(&self, at: usize) -> bool {
        self.goes_on_from(at) || self.is(at, &["i", "you", "he", "she", "it", "we", "they", "there"])
    }

    /// The "on" of "from 3pm on".
    fn framed_on(&self, at: usize, next: usize) -> Option<usize> {
        (self.word(at) == "from" && self.word(next) == "on" && self.clause_follows(next + 1) && !self.is_timely(next + 1))
            .then_some(next + 1)
    }

    /// "year to date", "to date".
    pub(crate) fn to_date(&self, at: usize) -> Option<(Range, usize)> {
        let today = Span::day(self.now.date())?;
        let named = self.skip(at, &["the"]);
        if let Some(unit) = unit(self.word(named))
            && let Some(end) = self.any_phrase(named + 1, &[&["to", "date"], &["-", "to", "-", "date"]])
        {
            let start = Span::unit(self.now, unit)?;
            return Some((Range::Dates(between(vec![(Span::day(start.lo.date())?, today, Side::Only)])), end));
        }
        let short = match self.word(at) {
            "ytd" => Some(Unit::Year),
            "qtd" => Some(Unit::Quarter),
            "mtd" => Some(Unit::Month),
            _ => None,
        };
        if let Some(unit) = short {
            let start = Span::day(Span::unit(self.now, unit)?.lo.date())?;
            return Some((Range::Dates(between(vec![(start, today, Side::Only)])), at + 1));
        }
        (self.before(at) != "up").then_some(())?;
        let end = self.any_phrase(at, &[&["to", "date"], &["till", "date"], &["until", "date"]]);
        let end = end.filter(|end| self.closes(*end) && !self.tokens.is_number(*end))?;
        Some((Range::Dates(self.bound_by(&When::one(today), Relation::Before)?), end))
    }
}

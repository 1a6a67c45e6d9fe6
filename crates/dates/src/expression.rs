//! Chooses the meaning that reads furthest at each token, and turns it into public values.

use asof_model::{Instant, Point};

use crate::{
    calendar::{Span, shift},
    datum::{Datum, longest},
    lexicon::Unit,
    parse::{Amount, Clock, Grain, Hours, Parser, Stretch, When},
    range::Range,
    value::{Anchored, DayTime, Expression, Interval, Moment, Recurrence, Side, Value},
};

/// What was understood, before it is turned into a value.
enum Meaning {
    When(When),
    Clock(Clock),
    Stretch(Stretch),
    Hours(Hours),
    Amount(Amount),
    Recurring(Recurrence),
    Anchored(Anchored),
    NoSuchDay(Option<Moment>),
}

impl Parser<'_> {
    /// All expressions, from left to right.
    pub(crate) fn expressions(&self) -> Vec<Expression> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            match self.meaning(at).filter(|(_, next)| at < *next && self.stands_alone(at, *next)) {
                Some((meaning, next)) => {
                    found.extend(meaning.expression(self.tokens.start(at), self.tokens.end_before(next)));
                    at = next;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Neither end runs on into letters or digits, as in "x3am7".
    fn stands_alone(&self, at: usize, next: usize) -> bool {
        let text = |place: usize| self.tokens.is_word(place) || self.tokens.is_number(place);
        let runs_in = at > 0 && self.tokens.is_glued(at) && text(at) && text(at - 1);
        let runs_on = self.tokens.is_glued(next) && text(next) && text(next - 1);
        !runs_in && !runs_on
    }

    fn meaning(&self, at: usize) -> Option<(Meaning, usize)> {
        if !self.may_begin(at) || self.age(at).is_some() || self.is_figure(at) {
            return None;
        }
        let range = self.range(at).map(|(range, next)| match range {
            Range::Dates(stretch) => (Meaning::Stretch(stretch), next),
            Range::Hours(hours) => (Meaning::Hours(hours), next),
        });
        let datum = self.datum(at).map(|(datum, next)| match datum {
            Datum::Date(when) => (Meaning::When(when), next),
            Datum::Clock(clock) => (Meaning::Clock(clock), next),
        });
        let datum = datum.filter(|(_, next)| !self.is_modifier(at, *next));
        longest([
            self.recurring(at).map(|(found, next)| (Meaning::Recurring(found), next)),
            range,
            self.hours_from(at).map(|(hours, next)| (Meaning::Hours(hours), next)),
            self.length_from(at).map(|(stretch, next)| (Meaning::Stretch(stretch), next)),
            self.length_beside(at).map(|(stretch, next)| (Meaning::Stretch(stretch), next)),
            self.length_until(at).map(|(stretch, next)| (Meaning::Stretch(stretch), next)),
            self.counted_bound(at).map(|(stretch, next)| (Meaning::Stretch(stretch), next)),
            datum,
            self.rolling(at).map(|(stretch, next)| (Meaning::Stretch(stretch), next)),
            self.meal_bound(at),
            self.vague(at).map(|(when, next)| (Meaning::When(when), next)),
            self.anchored(at).map(|(found, next)| (Meaning::Anchored(found), next)),
            self.vague_length(at).map(|(amount, next)| (Meaning::Amount(amount), next)),
            self.all_of(at).map(|(amount, next)| (Meaning::Amount(amount), next)),
            self.length_alone(at).map(|(amount, next)| (Meaning::Amount(amount), next)),
            self.no_such_day(at).map(|(year, next)| (Meaning::NoSuchDay(year), next)),
        ])
    }

    /// "To this day" is up to now and no day of its own, and "back in the day" was long ago.
    fn is_figure(&self, at: usize) -> bool {
        self.before(at) == "to" && self.phrase(at, &["this", "day"]).is_some()
            || 1 < at && self.phrase(at - 2, &["back", "in", "the", "day"]).is_some()
    }

    /// "25 years old", "at the age of 25": an age, to be passed over.
    fn age(&self, at: usize) -> Option<usize> {
        let (_, next) = self.plain_amount(at)?;
        let next = self.skip(next, &["-"]);
        self.is(next, &["old", "olds", "younger", "older"]).then_some(next + 1)
    }

    /// A part of the day that only names a kind of thing: "a morning walk", "game night".
    fn is_modifier(&self, at: usize, next: usize) -> bool {
        let bare = self.part_at(at).is_some_and(|(part, end)| end == next && part != crate::lexicon::Part::Lunchtime);
        let listed = 1 < at && self.is(at - 1, &["and", "or"]) && self.part_at(at - 2).is_some();
        bare && (self.tokens.is_word(next) && !(listed && self.closes(next)) || self.tokens.is_word(at.wrapping_sub(1)) && !listed)
    }

    /// A length that is no rate, no age and no part of a compound.
    fn length_alone(&self, at: usize) -> Option<(Amount, usize)> {
        let (amount, next) = self.amount(at)?;
        let closing = self.word(next) == "-" && self.word(next + 1) == "end";
        let compound = closing || self.tokens.is_glued(at) && self.before(at) == "-";
        let quarter = amount.finest() == Some(Unit::Quarter) && (self.word(next) == "of" || amount.length.parts == [(1000, Unit::Quarter)]);
        let other = compound || self.is_kind_of_thing(at, next) || quarter || self.is_rate(at, next) || self.is_some_day(at, next);
        (!other).then_some((amount, next))
    }

    /// "a day job", "a night owl", "a day to day basis".
    fn is_kind_of_thing(&self, at: usize, next: usize) -> bool {
        const THINGS: [&str; 16] = [
            "job", "owl", "shift", "trip", "club", "school", "nurse", "bus", "train", "gown", "person", "spa", "care", "dream", "light",
            "out",
        ];
        let one = self.is(at, &["a", "an", "one"]) && next == at + 2 && self.is(at + 1, &["day", "night"]);
        one && (self.is(next, &THINGS) || self.phrase(next, &["to", "day"]).is_some() || self.phrase(next, &["-", "to"]).is_some())
    }

    /// "one day" as in a tale, where nothing shows a length.
    fn is_some_day(&self, at: usize, next: usize) -> bool {
        let told = self.is(
            at.wrapping_sub(1),
            &["for", "in", "within", "than", "least", "most", "about", "only", "just", "or", "takes", "took", "last", "lasts", "of"],
        );
        self.phrase(at, &["one", "day"]) == Some(next) && !told
    }

    /// "5 dollars a week", "60 miles an hour".
    fn is_rate(&self, at: usize, next: usize) -> bool {
        let article = self.is(at, &["a", "an"]) && next == at + 2;
        let before = self.before(at);
        let noun = self.tokens.is_word(at.wrapping_sub(1))
            && before.ends_with('s')
            && !matches!(before, "was" | "is" | "lasts" | "takes" | "has" | "this");
        article
            && (noun
                || self.tokens.is_number(at.wrapping_sub(1))
                || matches!(before, "dollar" | "euro" | "pound" | "%" | "percent" | "what" | "such" | "one" | "k"))
    }

    /// "after breakfast", "around dinner".
    fn meal_bound(&self, at: usize) -> Option<(Meaning, usize)> {
        let relation = match self.word(at) {
            "after" => crate::value::Relation::After,
            "before" => crate::value::Relation::Before,
            "around" | "at" | "during" => crate::value::Relation::Between,
            _ => return None,
        };
        let ((from, to), next) = self.meal(at + 1)?;
        let meaning = match relation {
            crate::value::Relation::After => Meaning::Hours(Hours { readings: vec![(Some((to, to)), None)], relation }),
            crate::value::Relation::Before => Meaning::Hours(Hours { readings: vec![(None, Some((from, from)))], relation }),
            crate::value::Relation::Between | crate::value::Relation::Since | crate::value::Relation::Until => {
                Meaning::Clock(Clock { readings: vec![(from, to)], bare: false, part: None, zone: None })
            }
        };
        Some((meaning, next))
    }
}

impl Meaning {
    fn expression(self, start: usize, end: usize) -> Option<Expression> {
        let (mut vague, mut anaphoric) = (false, false);
        let value = match self {
            Self::When(when) => {
                (vague, anaphoric) = (when.vague, when.anaphoric);
                let moments = when
                    .readings
                    .iter()
                    .map(|(span, side)| {
                        zoned(when.zone, moment(*span, *side, when.told.filter(|_| when.grain == Grain::Day && when.rough), when.vague)?)
                    })
                    .collect::<Option<_>>()?;
                Value::Moment(moments)
            }
            Self::Clock(clock) => Value::Time(clock.readings.into_iter().map(|(from, to)| DayTime { from, to }).collect()),
            Self::Stretch(stretch) => {
                (vague, anaphoric) = (stretch.vague, stretch.anaphoric);
                Value::Interval(intervals(&stretch)?)
            }
            Self::Hours(hours) => {
                let time = |bound: Option<(u32, u32)>| bound.map(|(from, to)| DayTime { from, to });
                let one = |(from, to)| Interval { from: time(from), to: time(to), relation: hours.relation };
                Value::Hours(hours.readings.iter().copied().map(one).collect())
            }
            Self::Amount(amount) => {
                vague = amount.vague;
                Value::Length(amount.length)
            }
            Self::Recurring(found) => Value::Recurring(found),
            Self::Anchored(found) => Value::Anchored(found),
            Self::NoSuchDay(year) => Value::NoSuchDay(year),
        };
        Some(Expression { start, end, value, vague, anaphoric })
    }
}

fn intervals(stretch: &Stretch) -> Option<Vec<Interval<Moment>>> {
    let bound = |span: &Option<Span>, side: Side| match span {
        Some(span) => moment(*span, side, None, false).map(Some),
        None => Some(None),
    };
    let one = |(from, to, side): &(Option<Span>, Option<Span>, Side)| {
        Some(Interval { from: bound(from, *side)?, to: bound(to, *side)?, relation: stretch.relation })
    };
    stretch.readings.iter().map(one).collect()
}

/// The moment in UTC, where its zone is told; the nominal one stays as the words have it.
fn zoned(zone: Option<i32>, moment: Moment) -> Option<Moment> {
    let Some(minutes) = zone else { return Some(moment) };
    let moved = |at: Instant| Instant::from_micros(at.micros().checked_sub(i64::from(minutes) * 60_000_000)?);
    let point = Point::new(moved(moment.point.lo())?, moved(moment.point.hi())?).ok()?;
    Some(Moment { point, ..moment })
}

fn moment(span: Span, side: Side, told: Option<Unit>, vague: bool) -> Option<Moment> {
    let nominal: Point = span.point()?;
    let about = |at| told.and_then(|unit| Span::unit(at, unit));
    let point = match told {
        Some(unit) if vague => Span { lo: about(shift(span.lo, unit, -1000)?)?.lo, hi: about(shift(span.lo, unit, 1000)?)?.hi }.point()?,
        Some(_) => about(span.lo)?.point()?,
        None => nominal,
    };
    Some(Moment { point, nominal, side })
}

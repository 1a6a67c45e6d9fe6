//! When: the time expressions of a sentence, and which clause each belongs to.

use asof_dates::{Anchored, Expression, Interval, Length, Moment, Reference, Relation, Side, Unit, Value};
use asof_model::{Instant, Point};
use asof_parser::Pos;

use crate::{
    TimeMention,
    clause::{Clause, Link},
    governor::{self, Governor},
    told::Told,
    tree::Tree,
    verb::{Group, Tense},
};

/// The time that a clause gives, as far as its words say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    pub span: Span,
    /// How long, where nothing says from when.
    pub length: Option<Length>,
    /// "every Monday", as it is written.
    pub recurs: Option<String>,
    /// Where in the text that is.
    recurs_at: Option<(usize, usize)>,
    /// Its words are wide on purpose: "recently".
    pub vague: bool,
    /// It counts from a day that is not known.
    pub adrift: bool,
}

/// Which way a clause looks: it decides what "in May" means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldIn {
    Past,
    /// "lives", "has": back for "since May", ahead for "until May" and "on Monday".
    Present,
    /// Up to the day it is said.
    Perfect,
    Ahead,
}

impl ToldIn {
    /// The way that a verb looks: "is moving in May" looks ahead, "quit in May" back.
    pub fn of(group: &Group) -> Self {
        if group.either {
            return Self::Past;
        }
        match group.tense {
            Tense::Perfect => Self::Perfect,
            Tense::Future | Tense::None => Self::Ahead,
            Tense::Present if group.progressive => Self::Ahead,
            Tense::Present => Self::Present,
            Tense::Past => Self::Past,
        }
    }
}

/// The stretch of time itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    #[default]
    Unsaid,
    /// "in May", "last week"
    At(Point),
    /// "since May"
    Since(Point),
    /// "until May", "before May"
    Until(Point),
    /// "from May to July"
    Between(Point, Point),
}

/// The time expressions of a text, read against its date.
pub struct Times<'t> {
    text: &'t str,
    found: Vec<(Expression, bool)>,
    said: Option<Point>,
}

impl<'t> Times<'t> {
    /// Finds them. Without a date for the text, those that would need one are kept as adrift.
    pub fn find(text: &'t str, said: Option<Point>) -> Self {
        let read = |day: Point| asof_dates::find(text, &Reference::at(day));
        let found = match said {
            Some(said) => read(said).into_iter().map(|expression| (expression, false)).collect(),
            None => {
                let (one, other) = (read(day(0)), read(day(1_000)));
                let fixed = |expression: &Expression| other.contains(expression);
                one.into_iter()
                    .map(|expression| {
                        let adrift = !fixed(&expression);
                        (expression, adrift)
                    })
                    .collect()
            }
        };
        Self { text, found, said }
    }

    /// Those of a sentence, each with the words it covers.
    pub fn of_sentence(&self, tree: &Tree<'_>) -> Vec<(usize, Vec<usize>)> {
        let (Some(first), Some(last)) = (tree.words.first(), tree.words.last()) else { return Vec::new() };
        let begin = self.found.partition_point(|(expression, _)| expression.end <= first.start);
        let inside = self.found[begin..].iter().enumerate().take_while(|(_, (expression, _))| expression.start < last.end);
        inside
            .map(|(index, (expression, _))| {
                let covered = |at: &usize| tree.words[*at].start < expression.end && expression.start < tree.words[*at].end;
                let words = (0..tree.words.len()).filter(covered).collect::<Vec<usize>>();
                (begin + index, within_event(tree, expression, words))
            })
            .filter(|(_, words)| !words.is_empty())
            .collect()
    }

    /// Whether an expression says how often or how long, and not when.
    fn is_no_date(&self, index: usize) -> bool {
        self.found.get(index).is_some_and(|(expression, _)| matches!(expression.value, Value::Recurring(_) | Value::Length(_)))
    }

    /// Whether an expression names a day that its month does not have.
    pub fn is_no_day(&self, index: usize) -> bool {
        self.found.get(index).is_some_and(|(expression, _)| matches!(expression.value, Value::NoSuchDay(_)))
    }

    /// An expression as people read it.
    pub fn mention(&self, index: usize) -> Option<TimeMention> {
        let (expression, _) = self.found.get(index)?;
        Some(TimeMention { span: crate::reader::span(expression.start, expression.end), means: self.means(expression, index) })
    }

    fn means(&self, expression: &Expression, index: usize) -> String {
        let when = self.combine(&[index], ToldIn::Past, &Told::default());
        let words = || self.text.get(expression.start..expression.end).unwrap_or_default().to_owned();
        match when.span {
            _ if self.is_no_day(index) => format!("{} (no such day)", words()),
            _ if when.adrift => format!("{} (no date to count from)", words()),
            Span::Unsaid => words(),
            Span::At(point) => point.to_string(),
            Span::Since(point) => format!("since {point}"),
            Span::Until(point) => format!("until {point}"),
            Span::Between(from, to) => format!("{from} to {to}"),
        }
    }

    /// What the expressions of one clause say together, told in this tense.
    pub fn combine(&self, indices: &[usize], told: ToldIn, events: &Told) -> When {
        let mut when = When::default();
        for (expression, adrift) in indices.iter().filter_map(|&index| self.found.get(index)) {
            self.add(&mut when, expression, *adrift, told, events);
        }
        self.anchor_length(&mut when, told);
        when
    }

    fn add(&self, when: &mut When, expression: &Expression, adrift: bool, told: ToldIn, events: &Told) {
        let span = match &expression.value {
            Value::Moment(readings) => {
                let from = self
                    .text
                    .get(expression.start.saturating_sub(6)..expression.start)
                    .is_some_and(|before| before.trim_end().ends_with(" from"));
                let span = if from { Span::Since } else { Span::At };
                pick(readings, |moment| moment.side, told).map(|moment| span(moment.point))
            }
            Value::Interval(readings) => pick(readings, side_of_interval, until(readings, told)).and_then(|interval| span_of(&interval)),
            // "for ages", "for years": since nobody knows when.
            Value::Length(_) if expression.vague => None,
            Value::Length(length) => {
                when.length = Some(length.clone());
                None
            }
            Value::Recurring(_) => {
                // "every Tuesday and Thursday"
                let begun = when.recurs_at.filter(|&(_, end)| {
                    self.text.get(end..expression.start).is_some_and(|between| matches!(between.trim(), "and" | "or" | "," | "&"))
                });
                let from = begun.map_or(expression.start, |(start, _)| start);
                when.recurs_at = Some((from, expression.end));
                when.recurs = self.text.get(from..expression.end).map(str::to_owned);
                None
            }
            Value::Anchored(anchored) => self.anchor(anchored, events),
            Value::NoSuchDay(year) => year.map(|year| Span::At(year.point)),
            Value::Time(_) | Value::Hours(_) => None,
        };
        let opening = self.text.get(expression.start..expression.end).unwrap_or_default().to_lowercase();
        let span = match span {
            // "gave up after two weeks" counts from a day that is not told.
            Some(Span::At(point) | Span::Since(point))
                if opening.starts_with("after ")
                    && matches!(told, ToldIn::Past | ToldIn::Perfect)
                    && self.said.is_some_and(|said| said.hi() <= point.hi()) =>
            {
                None
            }
            // "refunded me within a week" says from when no more.
            Some(_)
                if ["within ", "in under ", "in less than "].iter().any(|words| opening.starts_with(words))
                    && matches!(told, ToldIn::Past | ToldIn::Perfect)
                    && is_length(&opening) =>
            {
                None
            }
            Some(Span::Until(end)) if opening.starts_with("by ") => Some(self.up_to(end)),
            Some(Span::At(point)) if expression.vague && told == ToldIn::Past && self.said.is_some_and(|said| said.lo() <= point.lo()) => {
                None
            }
            other => other,
        };
        when.vague |= expression.vague && span.is_some();
        if span.is_some() && (adrift || expression.anaphoric) {
            when.adrift |= adrift;
        } else if let Some(span) = span {
            when.span = join(when.span, span);
        }
    }

    /// "by the end of June": on some day until then.
    fn up_to(&self, end: Point) -> Span {
        let ahead = self.said.filter(|said| said.hi() < end.lo());
        ahead.and_then(|said| Point::new(said.lo(), end.hi()).ok()).map_or(Span::At(end), Span::At)
    }

    /// "a week after the wedding", where the text has dated the wedding.
    fn anchor(&self, anchored: &Anchored, events: &Told) -> Option<Span> {
        let words = self.text.get(anchored.event_start..anchored.event_end)?.split_whitespace().take(EVENT_WORDS);
        let event = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).find_map(|word| events.date(word))?;
        match (&anchored.offset, anchored.before) {
            (Some(length), _) => shift(event, length, anchored.before).map(Span::At),
            (None, true) => Some(Span::Until(event)),
            (None, false) => Some(Span::Since(event)),
        }
    }

    /// "for three years until 2019", and in the perfect "for three years" up to the day it is said.
    fn anchor_length(&self, when: &mut When, told: ToldIn) {
        let Some(length) = when.length.clone() else { return };
        let back = |end: Point| before(end, &length);
        when.span = match (when.span, self.said) {
            (Span::Until(end), _) => back(end).map_or(when.span, |from| Span::Between(from, end)),
            (Span::Unsaid, Some(said)) | (Span::At(_), Some(said)) if told == ToldIn::Perfect && is_now(when.span, said) => {
                back(said).map_or(when.span, Span::Since)
            }
            (span, _) => span,
        };
    }
}

/// "within a week"; and not "within the last week", which is counted back from the day it is said.
fn is_length(words: &str) -> bool {
    !["last", "past", "first"].iter().any(|back| words.contains(back))
}

/// "for three months now"
fn is_now(span: Span, said: Point) -> bool {
    match span {
        Span::Unsaid => true,
        Span::At(point) => said.lo() <= point.lo() && point.hi() <= said.hi(),
        Span::Since(_) | Span::Until(_) | Span::Between(..) => false,
    }
}

/// How many words an event's name may have: "the wedding of my sister".
const EVENT_WORDS: usize = 5;

/// Of "a week after the wedding we moved", what tells the time: up to the noun that names the event.
fn within_event(tree: &Tree<'_>, expression: &Expression, words: Vec<usize>) -> Vec<usize> {
    let Value::Anchored(anchored) = &expression.value else { return words };
    let named = words.iter().position(|&at| {
        anchored.event_start <= tree.words[at].start
            && matches!(tree.pos(at), Pos::Noun | Pos::Propn)
            && !matches!(tree.base(at), "compound" | "amod" | "nmod")
    });
    let verb = words.iter().position(|&at| anchored.event_start <= tree.words[at].start && matches!(tree.pos(at), Pos::Verb | Pos::Aux));
    match named {
        Some(named) if verb.is_none_or(|verb| named < verb) => words[..=named].to_vec(),
        Some(_) | None => Vec::new(),
    }
}

/// Two days of different weekday, month and year, to see what depends on the day.
pub fn day(days: i64) -> Point {
    Instant::from_micros((18_000 + days) * 86_400_000_000).map_or_else(|| Point::at(Instant::MIN), Point::at)
}

/// The reading that the tense asks for.
fn pick<T: Copy>(readings: &[T], side: impl Fn(&T) -> Side, told: ToldIn) -> Option<T> {
    let wanted = if matches!(told, ToldIn::Ahead | ToldIn::Present) { Side::Future } else { Side::Past };
    readings.iter().find(|reading| side(reading) == Side::Only || side(reading) == wanted).or(readings.first()).copied()
}

/// "lives here until May": what still is ends ahead.
fn until(readings: &[Interval<Moment>], told: ToldIn) -> ToldIn {
    let begins = readings.iter().any(|interval| matches!(interval.relation, Relation::Since | Relation::After));
    if told == ToldIn::Present && begins { ToldIn::Past } else { told }
}

fn side_of_interval(interval: &Interval<Moment>) -> Side {
    interval.from.or(interval.to).map_or(Side::Only, |moment| moment.side)
}

fn span_of(interval: &Interval<Moment>) -> Option<Span> {
    let (from, to) = (interval.from.map(|moment| moment.point), interval.to.map(|moment| moment.point));
    match (interval.relation, from, to) {
        (Relation::Since | Relation::After, Some(from), _) => Some(Span::Since(from)),
        (Relation::Until | Relation::Before, _, Some(to)) => Some(Span::Until(to)),
        (_, Some(from), Some(to)) => Some(Span::Between(from, to)),
        (_, Some(from), None) => Some(Span::Since(from)),
        (_, None, Some(to)) => Some(Span::Until(to)),
        (_, None, None) => None,
    }
}

/// Of two expressions in one clause the narrower stands: "last week, on Tuesday".
fn join(first: Span, second: Span) -> Span {
    match (first, second) {
        (Span::Unsaid, second) => second,
        (Span::At(first), Span::At(second)) if width(second) < width(first) => Span::At(second),
        (first, _) => first,
    }
}

fn width(point: Point) -> i64 {
    point.hi().micros().saturating_sub(point.lo().micros())
}

/// So long before: as precise as the unit in which the length is told.
fn before(end: Point, length: &Length) -> Option<Point> {
    shift(end, length, true)
}

/// So long before a point, or after it.
fn shift(end: Point, length: &Length, back: bool) -> Option<Point> {
    let seconds = if back { length.seconds() } else { length.seconds().checked_neg()? };
    let (_, unit) = length.parts.last().copied()?;
    let moved = |instant: Instant| Instant::from_micros(instant.micros().checked_sub(seconds.checked_mul(1_000_000)?)?);
    let (lo, hi) = (moved(end.lo())?, moved(end.hi())?);
    let moment = chrono::DateTime::from_timestamp_micros(lo.micros())?;
    let years = matches!(unit, Unit::Year | Unit::Decade | Unit::Century);
    let months = matches!(unit, Unit::Month | Unit::Quarter);
    match (years, months) {
        (true, _) => moment.format("%Y").to_string().parse().ok(),
        (_, true) => moment.format("%Y-%m").to_string().parse().ok(),
        (false, false) => Point::new(lo, hi.max(lo)).ok(),
    }
}

/// "(1935 – 2012)": between brackets of its own, telling of the name before and not of the clause.
pub fn is_aside(tree: &Tree<'_>, words: &[usize]) -> bool {
    let form = |at: Option<usize>| at.and_then(|at| tree.words.get(at)).map_or("", |word| word.form.as_str());
    let (first, last) = (words.first().copied().unwrap_or_default(), words.last().copied().unwrap_or_default());
    form(first.checked_sub(1)) == "(" && form(Some(last + 1)) == ")"
}

/// "daily flights", "my daily fare": what recurs is the thing and not what is told of it.
fn is_part_of_noun(tree: &Tree<'_>, words: &[usize]) -> bool {
    words.iter().any(|&at| tree.head(at).is_none_or(|head| !words.contains(&head)) && matches!(tree.base(at), "amod" | "compound"))
}

/// The clause that an expression belongs to: the nearest above its topmost word.
pub fn owner(tree: &Tree<'_>, clauses: &[Clause], words: &[usize]) -> Option<usize> {
    let top = words.iter().copied().find(|&at| tree.head(at).is_none_or(|head| !words.contains(&head)))?;
    let names = |clause: &Clause| clause.link == Link::OfNoun && matches!(tree.lemma(clause.head), "name" | "call");
    tree.upward(top).find_map(|at| clauses.iter().position(|clause| clause.head == at && !names(clause)))
}

/// The expressions of each clause; one that has none of its own takes those of the clause that governs or leads it.
pub fn shares(tree: &Tree<'_>, clauses: &[Clause], found: &[(usize, Vec<usize>)], times: &Times<'_>) -> Vec<Vec<usize>> {
    let mut own: Vec<Vec<usize>> = vec![Vec::new(); clauses.len()];
    let mut fronted = vec![false; clauses.len()];
    for (index, words) in found.iter().filter(|(_, words)| !is_aside(tree, words)) {
        if let Some(clause) = owner(tree, clauses, words) {
            // "my laptop, a ThinkPad from 2017, is slow"
            let aside = words
                .first()
                .is_some_and(|&first| tree.upward(first).take_while(|at| *at != clauses[clause].head).any(|at| tree.base(at) == "appos"));
            // "pregnant, due in October"
            let due = words.iter().any(|&word| crate::clause::case(tree, word).starts_with("due "));
            if aside || due || is_part_of_noun(tree, words) && times.is_no_date(*index) {
                continue;
            }
            own[clause].push(*index);
            let opening = clauses[clause].subjects.iter().copied().min().unwrap_or(clauses[clause].head).min(clauses[clause].head);
            fronted[clause] |= words.first().is_some_and(|&first| first < opening);
        }
    }
    for at in (0..clauses.len()).rev() {
        let Some(parent) = clauses[at].parent.filter(|&parent| own[parent].is_empty() && clauses[at].link == Link::Content) else {
            continue;
        };
        if matches!(
            governor::of(tree, &clauses[parent], &clauses[at]),
            Some(Governor::True | Governor::Begin | Governor::End | Governor::Go)
        ) {
            own[parent] = own[at].clone();
        }
    }
    for at in 0..clauses.len() {
        let Some(parent) = clauses[at].parent.filter(|_| own[at].is_empty()) else { continue };
        let inherits = match clauses[at].link {
            Link::Content => true,
            Link::Joined => fronted[parent],
            Link::Main | Link::OfNoun | Link::Adverbial => false,
        };
        if inherits {
            own[at] = own[parent].clone();
            fronted[at] = fronted[parent];
        }
    }
    own
}

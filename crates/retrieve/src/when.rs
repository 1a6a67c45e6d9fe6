//! The time a question speaks of: dates and stretches against its own date, "before she moved", "first", "used to".

use std::ops::Range;

use asof_dates::{Direction, Interval, Moment, Reference, Relation, Resolved, find};
use asof_model::Point;

use crate::view::Stretch;

/// What a question says about time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// The stretch of valid time it names.
    pub named: Option<Stretch>,
    /// An event whose date only the memory knows: the question asks of before or after it.
    pub event: Option<Event>,
    /// It asks of the past without a date: "used to", "first", "when did".
    pub past: bool,
    /// It asks when something was, or how long.
    pub asks_when: bool,
    /// It asks what is so by now: in the present, or of the latest.
    pub asks_of_now: bool,
    /// The bytes of its time expressions.
    pub spans: Vec<Range<usize>>,
}

/// A clause that tells a time by what happened then.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Where its words are.
    pub span: Range<usize>,
    /// How the question lies to it.
    pub relation: Relation,
}

/// Words by which a question asks of more than what is so now.
const PAST: [&str; 16] = [
    "ago",
    "always",
    "earlier",
    "earliest",
    "ever",
    "first",
    "former",
    "formerly",
    "history",
    "never",
    "once",
    "original",
    "originally",
    "previous",
    "previously",
    "used",
];

/// Words by which a question asks of an earlier time.
const EARLIER: [&str; 12] = [
    "ago",
    "earlier",
    "earliest",
    "first",
    "former",
    "formerly",
    "initial",
    "initially",
    "original",
    "originally",
    "previous",
    "previously",
];

/// Words by which a question asks of the latest, whatever its tense.
const LATEST: [&str; 10] = ["anymore", "current", "currently", "lately", "latest", "newest", "now", "nowadays", "recent", "recently"];

/// Verbs that put a question into the past.
const PAST_VERBS: [&str; 7] = ["did", "didn", "was", "wasn", "were", "weren", "hadn"];

/// Words that may open a clause that tells the time.
const RELATIONS: [(&str, Relation); 6] = [
    ("before", Relation::Before),
    ("after", Relation::After),
    ("since", Relation::Since),
    ("until", Relation::Until),
    ("when", Relation::Between),
    ("while", Relation::Between),
];

impl When {
    /// Reads a question asked at a point in time.
    #[must_use]
    pub fn read(question: &str, now: Point) -> Self {
        let mut when = Self::default();
        let lower = question.to_lowercase();
        let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        when.past = words.iter().any(|word| PAST.contains(word)) || lower.contains("has been") || lower.contains("have been");
        when.asks_when = asks_when(&words);
        let direction =
            if words.iter().any(|word| ["will", "going", "plan", "upcoming"].contains(word)) { Direction::Future } else { Direction::Past };
        for expression in find(question, &Reference::at(now)) {
            // "recently" and "that week" name no time to go by.
            let named = !expression.vague && !expression.anaphoric;
            if let Some(stretch) = expression.resolve(direction).and_then(stretch).filter(|_| named) {
                when.named = Some(when.named.map_or(stretch, |other| meet(other, stretch)));
                when.spans.push(expression.start..expression.end);
            }
        }
        if when.named.is_none() {
            when.event = event(question);
        }
        let timeless = when.named.is_none_or(|named| is_moment_of(named, now)) && when.event.is_none();
        when.asks_of_now = timeless && asks_of_now(&words);
        when
    }

    /// The question without its time expressions: what holds in 2021 need not say "2021". All of it, if it has nothing else.
    #[must_use]
    pub fn without_times(&self, question: &str) -> String {
        let mut rest = question.to_owned();
        for span in self.spans.iter().rev().filter(|span| question.get((*span).clone()).is_some()) {
            rest.replace_range(span.clone(), " ");
        }
        if rest.chars().any(char::is_alphanumeric) { rest } else { question.to_owned() }
    }

    /// Whether it says anything that the default, what is so now, does not cover.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.named.is_none() && self.event.is_none() && !self.past && !self.asks_when
    }
}

/// Whether some words ask of now. "Had" is of the past unless something has had it so far; "used to" is.
fn asks_of_now(words: &[&str]) -> bool {
    let has = |one: &str| words.contains(&one);
    let past = words.iter().any(|word| PAST_VERBS.contains(word)) || has("had") && !has("have") && !has("has");
    let earlier = words.iter().any(|word| EARLIER.contains(word)) || words.windows(2).any(|pair| pair == ["used", "to"]);
    !earlier && (!past || words.iter().any(|word| LATEST.contains(word)))
}

fn asks_when(words: &[&str]) -> bool {
    let opens = |starts: &[&str]| words.windows(starts.len()).take(2).any(|start| start == starts);
    words.first() == Some(&"when")
        || opens(&["how", "long"])
        || opens(&["what", "year"])
        || opens(&["what", "date"])
        || opens(&["which", "year"])
        || opens(&["what", "day"])
}

/// Whether a stretch is no more than the moment at which something is asked.
fn is_moment_of((from, to): Stretch, now: Point) -> bool {
    const SECOND: i64 = 1_000_000;
    let (start, end) = (now.lo().micros(), now.reach());
    from <= end && start <= to && to.saturating_sub(from) <= SECOND.max(end.saturating_sub(start))
}

/// Two stretches of one question: what they share, or where they share nothing, both.
fn meet(a: Stretch, b: Stretch) -> Stretch {
    let shared = (a.0.max(b.0), a.1.min(b.1));
    if shared.0 < shared.1 { shared } else { (a.0.min(b.0), a.1.max(b.1)) }
}

fn stretch(resolved: Resolved) -> Option<Stretch> {
    match resolved {
        Resolved::Moment(moment) => Some(of(moment)),
        Resolved::Interval(interval) => Some(bounds(&interval)),
        Resolved::Time(_) | Resolved::Hours(_) => None,
    }
}

fn of(moment: Moment) -> Stretch {
    (moment.point.lo().micros(), moment.point.reach())
}

fn bounds(interval: &Interval<Moment>) -> Stretch {
    let (from, to) = (interval.from.map(of), interval.to.map(of));
    match interval.relation {
        Relation::Between => (from.map_or(i64::MIN, |from| from.0), to.map_or(i64::MAX, |to| to.1)),
        Relation::Since => (from.map_or(i64::MIN, |from| from.0), i64::MAX),
        Relation::Until => (i64::MIN, to.map_or(i64::MAX, |to| to.1)),
        Relation::Before => (i64::MIN, to.or(from).map_or(i64::MAX, |bound| bound.0)),
        Relation::After => (from.or(to).map_or(i64::MIN, |bound| bound.1), i64::MAX),
    }
}

/// The last clause that tells the time by an event: two words at least after "before", "after", "when" and their like,
/// which do not open the question.
fn event(question: &str) -> Option<Event> {
    let lower = question.to_ascii_lowercase();
    let mut found = None;
    for (word, relation) in RELATIONS {
        for (at, _) in lower.match_indices(word) {
            let end = at + word.len();
            let bounded = lower[..at].ends_with(' ') && lower[end..].starts_with(' ');
            let rest = question[end..].trim_end_matches(['?', '.', '!', ' ']);
            let clause = rest.split([',', ';', '?']).next().unwrap_or_default();
            let latest = found.as_ref().is_none_or(|event: &Event| event.span.start < end);
            if bounded && latest && 2 <= clause.split_whitespace().count() {
                found = Some(Event { span: end + 1..end + clause.len(), relation });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use asof_dates::Relation;
    use asof_model::Point;

    use super::When;

    fn stretch(text: &str) -> Option<(i64, i64)> {
        let point = |text: &str| text.parse::<Point>().unwrap();
        match text.split_once("..") {
            None => (!text.is_empty()).then(|| (point(text).lo().micros(), point(text).reach())),
            Some((from, to)) => {
                let from = if from.is_empty() { i64::MIN } else { point(from).lo().micros() };
                let to = if to.is_empty() { i64::MAX } else { point(to).lo().micros() };
                Some((from, to))
            }
        }
    }

    #[test]
    fn a_question_names_its_time() {
        let cases = [
            ("Where did Ana live in 2021?", "2021"),
            ("What did Ben do last week?", "2024-03-25..2024-04-01"),
            ("Who joined since May 2023?", "2023-05-01.."),
            ("Where did she live before 2019?", "..2019-01-01"),
            ("What happened after 7 May 2023?", "2023-05-08.."),
            ("What did I do between March and May 2022?", "2022-03-01..2022-06-01"),
            ("Where does Ana live?", ""),
            ("What may Ana do?", ""),
        ];
        let now = "2024-04-02T10:00:00Z".parse().unwrap();
        for (question, expected) in cases {
            assert_eq!(When::read(question, now).named, stretch(expected), "{question}");
        }
    }

    #[test]
    fn a_question_names_an_event() {
        let cases = [
            ("Where did Ana live before she moved to Lyon?", Some(("she moved to Lyon", Relation::Before))),
            ("What was Ben's job when he lived in Rome?", Some(("he lived in Rome", Relation::Between))),
            ("When did Ana move?", None),
            ("Who came before?", None),
        ];
        let now = "2024-04-02T10:00:00Z".parse().unwrap();
        for (question, expected) in cases {
            let event = When::read(question, now).event;
            assert_eq!(event.map(|event| (&question[event.span], event.relation)), expected, "{question}");
        }
    }

    #[test]
    fn a_question_has_words_beside_its_time() {
        let now = "2024-04-02T10:00:00Z".parse().unwrap();
        for (question, rest) in
            [("Where did Ana live in 2021?", "Where did Ana live in ?"), ("May 2023", "May 2023"), ("Who is Ana?", "Who is Ana?")]
        {
            let words: Vec<String> = crate::words::words(&When::read(question, now).without_times(question));
            assert_eq!(words, crate::words::words(rest), "{question}");
        }
    }

    #[test]
    fn a_question_of_what_is_so_now_says_so() {
        let cases = [
            ("Where do I keep my sneakers?", true),
            ("Where do I keep my sneakers now?", true),
            ("What is my sister currently reading?", true),
            ("How many countries have I visited so far?", true),
            ("How long has Ana had her bike?", true),
            ("What did I earn on my most recent visit?", true),
            ("personal best", true),
            ("Where did I keep my sneakers?", false),
            ("Where do I keep what I bought in 2021?", false),
            ("Where do I originally keep my sneakers?", false),
            ("What was my previous job?", false),
            ("Which car had Ana before she moved to Lyon?", false),
            ("Who used to be my dentist?", false),
        ];
        for now in ["2024-04-02T10:00:00Z", "2024-04-02"] {
            for (question, of_now) in cases {
                assert_eq!(When::read(question, now.parse().unwrap()).asks_of_now, of_now, "{question} {now}");
            }
        }
    }

    #[test]
    fn a_question_of_the_past_says_so() {
        let now = "2024-04-02T10:00:00Z".parse().unwrap();
        for question in ["Where did Ana first live?", "What did she used to do?", "When did Ana move?", "How long has Ben worked there?"] {
            assert!(!When::read(question, now).is_silent(), "{question}");
        }
        assert!(When::read("Where does Ana live?", now).is_silent());
    }
}

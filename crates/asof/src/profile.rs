//! Profiles: what is stable about someone, what is current, and what changed lately, each line with its sources.

use std::cmp::Reverse;

use asof_model::{Cardinality, End, Fact, Instant, Point};
use serde::Serialize;

use crate::{
    corpus::sentence,
    error::Result,
    lines::{day, fact_line, one_text},
    pins::PREDICATE,
    snapshot::{AsOf, Snapshot},
};

/// How many days back counts as lately where nothing else is said.
pub const DEFAULT_LATELY: u32 = 90;
/// What has held for so many days is stable: two years.
const LONG: i64 = 730;
/// So many lines of a section are printed; the rest is counted.
const MOST_LINES: usize = 30;
const DAY: i64 = 86_400_000_000;

/// What happened lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// A fact ended.
    Ended,
    /// A fact began.
    Began,
    /// An event.
    Happened,
}

/// One line of a profile.
#[derive(Clone, Debug, Serialize)]
pub struct ProfileLine {
    /// The fact in words.
    pub text: String,
    /// What happened, among what changed lately.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happening: Option<Happening>,
    /// What is to be said against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
    /// The fact, with its dates and sources.
    pub fact: Fact,
}

/// What is known of an entity, as of a pair of dates.
#[derive(Clone, Debug, Serialize)]
pub struct Profile {
    /// The entity, by the name it is known by.
    pub entity: String,
    /// When it holds.
    pub as_of: Point,
    /// Since when a change counts as lately.
    pub lately_since: Instant,
    /// What never ends, or has held for two years.
    pub stable: Vec<ProfileLine>,
    /// What else holds.
    pub current: Vec<ProfileLine>,
    /// What began, ended or happened lately, the latest first.
    pub lately: Vec<ProfileLine>,
    /// What is disputed or stale.
    pub doubtful: Vec<ProfileLine>,
}

impl Snapshot {
    /// What is known of an entity: `lately` is in days, counted back from the date asked.
    ///
    /// # Errors
    /// When the name was not in use by then.
    pub fn profile(&self, entity: &str, as_of: AsOf, lately: u32) -> Result<Profile> {
        let reading = self.as_of(as_of);
        let asked = as_of.valid.unwrap_or(Point::at(self.taken_at().0));
        let end = self.end_of(asked);
        let lately_since = end.micros().saturating_sub(i64::from(lately).saturating_mul(DAY));
        let lately_since = Instant::from_micros(lately_since).unwrap_or(Instant::MIN);
        let name = self.entity(entity).map_or(entity, |number| self.graph().entity_text(number)).to_owned();
        let (stable, current, lately, doubtful) = <_>::default();
        let mut profile = Profile { entity: name, as_of: asked, lately_since, stable, current, lately, doubtful };
        for fact in own(reading.facts(entity)?).filter(|fact| !fact.event) {
            self.place(&mut profile, fact, asked, end);
        }
        profile.current.sort_by_cached_key(|line| self.weight(&line.fact));
        let timeline: Vec<Fact> = own(reading.timeline(entity, None)?).collect();
        profile.stable_events(self, &timeline, end);
        profile.lately = timeline.into_iter().filter_map(|fact| happened(fact, lately_since, end)).collect();
        profile.lately.sort_by_key(|line| Reverse((when(line), line.happening)));
        Ok(profile)
    }

    /// The last instant of what is asked, or now where it is not over.
    fn end_of(&self, asked: Point) -> Instant {
        let now = self.taken_at().0;
        if asked.lo() <= now && now < asked.hi() { now } else { asked.hi() }
    }

    fn place(&self, profile: &mut Profile, fact: Fact, asked: Point, end: Instant) {
        let doubt = self.doubt(&fact, asked.lo());
        let long = fact.from.is_some_and(|from| LONG.saturating_mul(DAY) <= end.micros().saturating_sub(from.reach()));
        let section = match (&doubt, long && !self.passes(&fact.predicate) || self.is_permanent(&fact.predicate)) {
            (Some(_), _) => &mut profile.doubtful,
            (None, true) => &mut profile.stable,
            (None, false) => &mut profile.current,
        };
        section.push(ProfileLine { text: in_words(&fact), happening: None, doubt, fact });
    }

    /// What tells most comes first: what there is one of, what there is a schema for, what was said most often and last.
    fn weight(&self, fact: &Fact) -> impl Ord + use<> {
        let schema = self.schema_of(&fact.predicate);
        let one = schema.is_some_and(|schema| schema.cardinality != Cardinality::Many);
        (Reverse((one, schema.is_some(), fact.claims.len(), fact.last_confirmed.map(Point::lo))), fact.order())
    }

    fn schema_of(&self, predicate: &str) -> Option<&asof_model::Schema> {
        let number = self.predicate(predicate)?;
        self.graph().schemas(u32::MAX).get(number).map(|known| &*known.schema)
    }

    fn is_permanent(&self, predicate: &str) -> bool {
        self.schema_of(predicate).is_some_and(|schema| schema.permanent)
    }

    /// Whether it passes soon.
    fn passes(&self, predicate: &str) -> bool {
        self.schema_of(predicate).is_some_and(|schema| schema.half_life.is_some())
    }
}

impl Profile {
    /// What happened by then and can never end, as a graduation, stays so.
    fn stable_events(&mut self, snapshot: &Snapshot, timeline: &[Fact], end: Instant) {
        let past = |fact: &&Fact| fact.from.is_none_or(|from| from.lo() <= end);
        let events = timeline.iter().filter(|fact| fact.event && snapshot.is_permanent(&fact.predicate));
        for fact in events.filter(past) {
            self.stable.push(ProfileLine { text: in_words(fact), happening: None, doubt: None, fact: fact.clone() });
        }
        self.stable.sort_by_cached_key(|line| line.fact.order());
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.stable, &self.current, &self.lately, &self.doubtful].iter().all(|lines| lines.is_empty())
    }

    /// The profile as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}, as of {}\n", one_text(&self.entity, ""), day(self.as_of));
        let lately = format!("Changed since {}", day(Point::at(self.lately_since)));
        let sections =
            [("Stable", &self.stable), ("Current", &self.current), (lately.as_str(), &self.lately), ("Disputed or stale", &self.doubtful)];
        for (heading, lines) in sections.into_iter().filter(|(_, lines)| !lines.is_empty()) {
            text.push_str(&format!("\n## {heading}\n"));
            lines.iter().take(MOST_LINES).for_each(|line| text.push_str(&line.markdown()));
            if MOST_LINES < lines.len() {
                text.push_str(&format!("- … and {} more\n", lines.len() - MOST_LINES));
            }
        }
        text
    }
}

impl ProfileLine {
    fn markdown(&self) -> String {
        let what = match self.happening {
            Some(Happening::Ended) => "ended: ",
            Some(Happening::Began) => "began: ",
            Some(Happening::Happened) | None => "",
        };
        fact_line(&format!("{what}{}", self.text), Some(&self.fact), self.doubt.as_deref())
    }
}

/// Without what is pinned.
fn own(facts: Vec<Fact>) -> impl Iterator<Item = Fact> {
    facts.into_iter().filter(|fact| fact.predicate != PREDICATE)
}

fn in_words(fact: &Fact) -> String {
    sentence(&fact.subject, &fact.predicate, &fact.object.text())
}

/// What of a fact lies between two instants: its end, or else its beginning.
fn happened(fact: Fact, since: Instant, end: Instant) -> Option<ProfileLine> {
    let within = |point: &Point| lies_within(*point, since, end);
    let ended = if let End::At(to) = fact.to { Some(to) } else { None };
    let happening = if fact.event {
        fact.from.filter(within).map(|_| Happening::Happened)
    } else {
        let ended = ended.filter(within).map(|_| Happening::Ended);
        ended.or_else(|| fact.from.filter(within).map(|_| Happening::Began))
    };
    happening.map(|happening| ProfileLine { text: in_words(&fact), happening: Some(happening), doubt: None, fact })
}

/// Whether a date lies between two instants. One told as a year or a month does when it begins there, or is no longer than the time
/// between them and reaches into it.
fn lies_within(point: Point, since: Instant, end: Instant) -> bool {
    let short = point.reach() - point.lo().micros() <= end.micros() - since.micros();
    point.lo() <= end && (since <= point.lo() || short && since.micros() < point.reach())
}

/// The instant by which changes are ordered.
fn when(line: &ProfileLine) -> Option<Instant> {
    match (line.happening, line.fact.to) {
        (Some(Happening::Ended), End::At(to)) => Some(to.lo()),
        _ => line.fact.from.map(Point::lo),
    }
}

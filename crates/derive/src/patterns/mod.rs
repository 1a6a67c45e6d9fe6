//! Patterns: what is done or said again and again becomes one observation, which fades when nothing is heard of it.
//!
//! "I went for a run this morning", told on five Sundays, becomes "runs on Sunday mornings": with its counts, when it was first
//! and last seen, how strong it is, and the claims it rests on. A rhythm is stated only where chance is a poor explanation: of
//! five days, all Sundays by chance is one case in 2,401 for some weekday, while two Sundays of three say nothing. What is
//! tested is the share of days that fit (a binomial tail), multiplied by the number of rhythms that were tried (Bonferroni).
//!
//! Deeds are counted by day, since they happen; sayings ("I prefer short answers") by session, since who repeats himself within a
//! conversation says it once.
//!
//! ```
//! use asof_derive::patterns::{Kind, Object, Occasion, Options, State, observe};
//!
//! let (day, hour) = (86_400_000_000, 3_600_000_000);
//! let sunday = 3 * day; // 4 January 1970
//! let runs: Vec<Occasion> = (0..8)
//!     .map(|week| sunday + week * 7 * day + 8 * hour)
//!     .zip(1..)
//!     .map(|(at, claim)| Occasion { subject: 1, predicate: 2, object: Object::None, lo: at, hi: at, session: None, claim, kind: Kind::Deed })
//!     .collect();
//! let patterns = observe(&runs, &Options::at(sunday + 60 * day));
//! assert_eq!(patterns[0].phrase(|_, _| "runs".into()), "runs on Sunday mornings");
//! assert_eq!((patterns[0].count, patterns[0].state), (8, State::Current));
//! ```

mod chance;
mod day;
mod rhythm;
mod state;
mod words;

use serde::Serialize;

pub use rhythm::{Days, Every, Part, Rhythm, Season};
pub use state::State;

use day::Moment;

/// Of what or whom, if of anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    /// Nothing: "runs".
    None,
    /// An entity.
    Entity(u32),
    /// A text, by a number of the caller's: "short answers".
    Text(u32),
}

/// Whether something was done or said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It happened at its date; days count.
    Deed,
    /// It was said at its date, an attitude or a wish; sessions count.
    Saying,
}

/// One time that something was done or said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// By whom.
    pub subject: u32,
    /// What.
    pub predicate: u32,
    /// Of what or whom.
    pub object: Object,
    /// Its first possible instant, in microseconds.
    pub lo: i64,
    /// The end of its possible instants; `lo` for one instant.
    pub hi: i64,
    /// The session or episode in which it was told.
    pub session: Option<u32>,
    /// The claim it was read from.
    pub claim: u32,
    /// Whether it was done or said.
    pub kind: Kind,
}

/// How patterns are looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// What is now, in microseconds. What is to come is passed over.
    pub now: i64,
    /// The local time's distance from UTC in seconds: mornings are local.
    pub offset: i32,
    /// So many distinct days make a pattern of deeds.
    pub days: usize,
    /// So many distinct sessions make a pattern of sayings.
    pub sessions: usize,
    /// How likely a rhythm found may be by chance alone, after correction.
    pub chance: f64,
    /// Whether summer is in January.
    pub southern: bool,
}

impl Options {
    /// The usual options: three days, two sessions, UTC, one rhythm in forty by chance.
    pub fn at(now: i64) -> Self {
        Self { now, offset: 0, days: 3, sessions: 2, chance: 0.025, southern: false }
    }
}

/// What is done or said again and again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pattern {
    /// By whom.
    pub subject: u32,
    /// What.
    pub predicate: u32,
    /// Of what or whom.
    pub object: Object,
    /// Whether it is done or said.
    pub kind: Kind,
    /// When, if there is a rule in it.
    pub rhythm: Option<Rhythm>,
    /// So many occasions.
    pub count: usize,
    /// On so many distinct days.
    pub days: usize,
    /// In so many distinct sessions.
    pub sessions: usize,
    /// The first instant of the first occasion.
    pub first_seen: i64,
    /// The first instant of the last occasion.
    pub last_seen: i64,
    /// The days from one occasion to the next, on average.
    pub gap: f64,
    /// How strong it is, 0 to 1: how much evidence, how well it fits the rhythm, how lately.
    pub strength: f32,
    /// Whether it still goes on, as far as one can tell.
    pub state: State,
    /// The claims it rests on, sorted.
    pub claims: Vec<u32>,
}

impl Pattern {
    /// The pattern in words: what is done, by a closure, and when. "runs" becomes "runs on Sunday mornings".
    pub fn phrase(&self, words: impl FnOnce(u32, Object) -> String) -> String {
        words::phrase(self, &words(self.predicate, self.object))
    }
}

/// The patterns among occasions, in order of subject, predicate and object. The order of occasions does not matter.
pub fn observe(occasions: &[Occasion], options: &Options) -> Vec<Pattern> {
    let mut past: Vec<&Occasion> = occasions.iter().filter(|one| one.lo <= options.now && one.lo <= one.hi).collect();
    past.sort_unstable_by_key(|one| (group(one), one.lo, one.hi, one.claim, one.session));
    past.dedup();
    past.chunk_by(|a, b| group(a) == group(b)).filter_map(|group| pattern(group, options)).collect()
}

fn group(one: &Occasion) -> (u32, u32, Object, Kind) {
    (one.subject, one.predicate, one.object, one.kind)
}

/// The pattern in the occasions of one thing, which are in order of time.
fn pattern(group: &[&Occasion], options: &Options) -> Option<Pattern> {
    let (first, last) = (group.first()?, group.last()?);
    let moments: Vec<Moment> = group.iter().map(|one| Moment::new(one.lo, one.hi, options)).collect();
    let days = distinct(moments.iter().map(|moment| moment.day).collect());
    let sessions =
        distinct(group.iter().zip(&moments).map(|(one, moment)| one.session.map_or((1, moment.day), |n| (0, n.into()))).collect());
    let enough = match first.kind {
        Kind::Deed => options.days.max(2) <= days.len(),
        Kind::Saying => options.sessions.max(1) <= sessions.len(),
    };
    if !enough {
        return None;
    }
    let found = (first.kind == Kind::Deed).then(|| rhythm::find(&moments, options)).flatten();
    let pace = state::Pace::new(&days, first.kind, state::today(options));
    Some(Pattern {
        subject: first.subject,
        predicate: first.predicate,
        object: first.object,
        kind: first.kind,
        count: group.len(),
        days: days.len(),
        sessions: sessions.len(),
        first_seen: first.lo,
        last_seen: last.lo,
        gap: pace.gap,
        strength: pace.strength(found.as_ref().map_or(1.0, |(_, share)| *share), days.len().max(sessions.len())),
        rhythm: found.map(|(rhythm, _)| rhythm),
        state: pace.state(days.len().max(sessions.len())),
        claims: distinct(group.iter().map(|one| one.claim).collect()),
    })
}

fn distinct<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}

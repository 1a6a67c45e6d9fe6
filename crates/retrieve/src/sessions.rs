//! Which passages belong together: the turns of one session in their order.

use rustc_hash::FxHashMap;

use crate::corpus::Corpus;

/// A silence of this length ends a session, in microseconds: six hours.
const SILENCE: i64 = 6 * 3_600_000_000;
/// No passage.
const NONE: u32 = u32::MAX;

/// The sessions of a memory. A session is what one source said without a long silence; a passage of no source is one of its own.
#[derive(Debug, Default)]
pub struct Sessions {
    /// For each passage the one before it and the one after it.
    places: Vec<Place>,
    /// For each passage what is asked of every one that has a word of a question.
    rows: Vec<Short>,
    /// So many claims it knows.
    claims: u32,
    /// For each session its passages in order.
    sessions: Vec<Vec<u32>>,
    /// For each session the bytes of its passages.
    bytes: Vec<u64>,
    /// For each source its last passage.
    last: FxHashMap<u32, u32>,
    all_bytes: u64,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    before: u32,
    after: u32,
}

/// A passage in short, in one place in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Short {
    /// When it was said, from its first instant, in microseconds; the first of all where nobody knows.
    pub said: i64,
    pub session: u32,
    /// Whether any claim was read from it.
    pub tells: bool,
}

impl Short {
    /// Of a passage that is not known.
    pub const UNKNOWN: Self = Self { said: i64::MIN, session: NONE, tells: false };
}

fn some(number: u32) -> Option<u32> {
    (number != NONE).then_some(number)
}

impl Sessions {
    /// Takes in the passages told since it last looked.
    pub fn catch_up(&mut self, corpus: &dyn Corpus) {
        for number in u32::try_from(self.places.len()).unwrap_or(NONE)..corpus.passages() {
            self.add(corpus, number);
        }
        for claim in self.claims..corpus.claims() {
            let told = corpus.sides(claim).and_then(|sides| sides.passage);
            if let Some(row) = told.and_then(|passage| self.rows.get_mut(passage as usize)) {
                row.tells = true;
            }
        }
        self.claims = self.claims.max(corpus.claims());
    }

    fn add(&mut self, corpus: &dyn Corpus, number: u32) {
        let passage = corpus.passage(number);
        let source = passage.and_then(|passage| passage.source);
        let bytes = passage.map_or(0, |passage| passage.text.len() as u64);
        let last = source.and_then(|source| self.last.insert(source, number));
        let before = last.filter(|&last| !Self::silent(corpus, last, number));
        let session = before.map_or(u32::try_from(self.sessions.len()).unwrap_or(NONE), |before| self.rows[before as usize].session);
        match before {
            Some(before) => {
                self.places[before as usize].after = number;
                self.sessions[session as usize].push(number);
                self.bytes[session as usize] += bytes;
            }
            None => {
                self.sessions.push(vec![number]);
                self.bytes.push(bytes);
            }
        }
        self.all_bytes += bytes;
        let said = passage.and_then(|passage| passage.occurred_at);
        self.rows.push(Short { said: said.map_or(i64::MIN, |said| said.lo().micros()), session, tells: false });
        self.places.push(Place { before: before.unwrap_or(NONE), after: NONE });
    }

    fn silent(corpus: &dyn Corpus, last: u32, number: u32) -> bool {
        let date = |number| corpus.passage(number).and_then(|passage| passage.occurred_at);
        date(last).zip(date(number)).is_some_and(|(last, next)| SILENCE < next.lo().micros().saturating_sub(last.hi().micros()))
    }

    /// The passage before one in its session.
    #[must_use]
    pub fn before(&self, passage: u32) -> Option<u32> {
        self.places.get(passage as usize).and_then(|place| some(place.before))
    }

    /// The passage after one in its session.
    #[must_use]
    pub fn after(&self, passage: u32) -> Option<u32> {
        self.places.get(passage as usize).and_then(|place| some(place.after))
    }

    /// How many passages it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// When a passage was said, in microseconds: long ago where nobody knows.
    #[must_use]
    pub fn said(&self, passage: u32) -> i64 {
        self.rows.get(passage as usize).map_or(i64::MIN, |row| row.said)
    }

    /// What is kept of a passage in short.
    pub(crate) fn short(&self, passage: u32) -> Short {
        self.rows.get(passage as usize).copied().unwrap_or(Short::UNKNOWN)
    }

    /// How many sessions there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.sessions.len()
    }

    /// How long each session is, against the mean.
    pub fn relative_length(&self) -> impl Fn(u32) -> f32 {
        let mean = (self.all_bytes as f32 / self.bytes.len().max(1) as f32).max(1.0);
        move |session| self.bytes.get(session as usize).map_or(1.0, |&bytes| bytes as f32 / mean)
    }

    /// The number of a passage's session.
    #[must_use]
    pub fn of(&self, passage: u32) -> Option<u32> {
        self.rows.get(passage as usize).map(|row| row.session)
    }

    /// The passages of a session, in order.
    #[must_use]
    pub fn passages(&self, session: u32) -> &[u32] {
        self.sessions.get(session as usize).map_or(&[], Vec::as_slice)
    }
}

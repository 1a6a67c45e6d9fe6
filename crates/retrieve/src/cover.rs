//! One pass over the postings of a question's words: how well each passage, and each session, covers the question.

use std::cmp::Reverse;

use crate::{
    bm25::Bm25,
    field::Field,
    index::Reader,
    rarity::rarity,
    sessions::{Sessions, Short},
    terms::Terms,
    windows::{Together, WINDOW},
};

/// BM25's constants for passages, with which tantivy and most others ship.
const PASSAGES: Bm25 = Bm25 { k1: 1.2, b: 0.75 };

/// What passages and sessions have of a question.
#[derive(Debug, Default)]
pub(crate) struct Cover {
    /// The passages that have any of the words, and what of them.
    met: Vec<Met>,
    /// For each passage its place among them, counted from 1.
    places: Vec<u32>,
    /// The best passage's score.
    most: f32,
    /// The sessions of these, each once, and what they have of the words.
    met_sessions: Vec<Had>,
    /// For each session its place among them, counted from 1.
    session_places: Vec<u32>,
    /// For each word what it is worth among passages, 0 where no passage has it.
    worth: Vec<f32>,
    /// For each word what it is worth among sessions.
    session_worth: Vec<f32>,
}

/// What a passage has of a question.
#[derive(Clone, Copy, Debug)]
struct Met {
    passage: u32,
    /// Its BM25, each word weighed by its rarity in general, too.
    soft: f32,
    /// The words, a bit each.
    has: u64,
}

/// What a session has of a question.
#[derive(Clone, Copy, Debug)]
struct Had {
    session: u32,
    /// The words, a bit each.
    has: u64,
    /// Its score, by all of its text.
    soft: f32,
    /// How often it has the word being looked at.
    count: u32,
    /// What its length adds below BM25's fraction.
    by_length: f32,
}

/// So many times as many as are wanted are looked at together.
const AT_A_TIME: usize = 4;
/// No session.
const NONE: u32 = Short::UNKNOWN.session;

/// How often sessions have a word, by their places among those that are met. Passages of one session mostly follow on each other, so
/// each comes a few times at the most.
type Counts = Vec<(u32, u32)>;

impl Cover {
    /// Goes through the postings. Passages that `keep` turns down count for nothing; their sessions are judged by the others.
    pub fn read(reader: &Reader<'_>, sessions: &Sessions, terms: &Terms, size: u32, keep: impl Fn(u32, Short) -> bool) -> Self {
        let (places, session_places) = (vec![0; size as usize], vec![0; sessions.count()]);
        let mut cover = Self { places, session_places, ..Self::default() };
        let rare: Vec<f32> = terms.all.iter().map(|term| rarity(&term.written)).collect();
        let counts = cover.meet(reader, sessions, terms, &rare, |passage, short| passage < size && keep(passage, short));
        for (place, counts) in counts.into_iter().enumerate() {
            cover.add_to_sessions(place, &counts, terms.all[place].idf * rare[place], rare[place]);
        }
        cover.normalise();
        cover
    }

    /// Meets the passages that have any of the words and are kept; for each word, how often sessions have it.
    fn meet(
        &mut self,
        reader: &Reader<'_>,
        sessions: &Sessions,
        terms: &Terms,
        rare: &[f32],
        keep: impl Fn(u32, Short) -> bool,
    ) -> Vec<Counts> {
        let by_length = PASSAGES.by_length(reader.statistics(Field::Text));
        let words: Vec<&str> = terms.all.iter().map(|term| term.word.as_str()).collect();
        let mut counts: Vec<Counts> = vec![Counts::new(); words.len()];
        // A word without worth still meets a passage.
        let (mut has, mut softs, mut of) = ([0_u64; WINDOW], [f32::MIN_POSITIVE; WINDOW], [NONE; WINDOW]);
        let by_session_length = {
            let relative_length = sessions.relative_length();
            move |session| PASSAGES.k1 * (1.0 - PASSAGES.b + PASSAGES.b * relative_length(session))
        };
        Together::find(reader, Field::Text, &words).each_window(|window| {
            window.retain(
                |passage| sessions.short(passage),
                |place, passage, short| {
                    of[place] = short.session;
                    keep(passage, short)
                },
            );
            window.each_document(|place, _| of[place] = self.place_of_session(of[place], &by_session_length));
            for (word, counts) in counts.iter_mut().enumerate() {
                let weight = terms.all[word].idf * rare[word];
                window.each_posting(word, |place, frequency, length| {
                    has[place] |= 1 << word;
                    softs[place] += weight * PASSAGES.saturate(frequency, by_length[usize::from(length)]);
                    count(counts, of[place], frequency);
                });
            }
            window.each_document(|place, passage| {
                let (has, soft) = (std::mem::take(&mut has[place]), std::mem::replace(&mut softs[place], f32::MIN_POSITIVE));
                self.met.push(Met { passage, soft, has });
                self.places[passage as usize] = u32::try_from(self.met.len()).unwrap_or(0);
            });
        });
        counts
    }

    /// The place of a session among those that are met, which it is put among.
    fn place_of_session(&mut self, session: u32, by_length: impl Fn(u32) -> f32) -> u32 {
        let Some(place) = self.session_places.get_mut(session as usize) else { return NONE };
        if *place == 0 {
            self.met_sessions.push(Had { session, has: 0, soft: 0.0, count: 0, by_length: by_length(session) });
            *place = u32::try_from(self.met_sessions.len()).unwrap_or(0);
        }
        place.wrapping_sub(1)
    }

    /// Adds to the sessions what a word is worth in each, by how often they have it.
    fn add_to_sessions(&mut self, word: usize, counts: &Counts, worth: f32, rare: f32) {
        let all = self.session_places.len();
        let mut with = 0;
        for &(place, count) in counts {
            let Some(had) = self.met_sessions.get_mut(place as usize) else { continue };
            with += u32::from(had.count == 0);
            had.count += count;
        }
        let session_weight = Bm25::idf(all as f32, with) * rare;
        self.worth.push(if 0 < with { worth } else { 0.0 });
        self.session_worth.push(if 0 < with { session_weight } else { 0.0 });
        for &(place, _) in counts {
            let Some(had) = self.met_sessions.get_mut(place as usize).filter(|had| 0 < had.count) else { continue };
            had.has |= 1 << word;
            had.soft += session_weight * PASSAGES.saturate(std::mem::take(&mut had.count), had.by_length);
        }
    }

    fn of(&self, passage: u32) -> Option<&Met> {
        let place = self.places.get(passage as usize)?;
        self.met.get((*place as usize).checked_sub(1)?)
    }

    /// A passage's score, as a share of the best one's.
    pub fn soft(&self, passage: u32) -> f32 {
        self.of(passage).map_or(0.0, |met| met.soft / self.most)
    }

    /// The question's words that a passage has, a bit each.
    pub fn has(&self, passage: u32) -> u64 {
        self.of(passage).map_or(0, |met| met.has)
    }

    /// The share of the question's worth that a passage has itself, or less surely the ones beside it.
    pub fn window(&self, passage: u32, sessions: &Sessions) -> f32 {
        let has = |passage: Option<u32>| passage.map_or(0, |passage| self.has(passage));
        let (own, before, after) = (has(Some(passage)), has(sessions.before(passage)), has(sessions.after(passage)));
        let part = |place: usize| match () {
            () if own >> place & 1 == 1 => 1.0,
            () if before >> place & 1 == 1 => 0.7,
            () if after >> place & 1 == 1 => 0.5,
            () => 0.0,
        };
        share(&self.worth, part)
    }

    /// The share of the question's worth that a session has.
    pub fn session(&self, session: u32) -> f32 {
        let has = self.of_session(session).map_or(0, |had| had.has);
        share(&self.session_worth, |place| if has >> place & 1 == 1 { 1.0 } else { 0.0 })
    }

    /// A session's score by all of its text.
    pub fn session_soft(&self, session: u32) -> f32 {
        self.of_session(session).map_or(0.0, |had| had.soft)
    }

    fn of_session(&self, session: u32) -> Option<&Had> {
        let place = self.session_places.get(session as usize)?;
        self.met_sessions.get((*place as usize).checked_sub(1)?)
    }

    /// The sessions with the best scores.
    pub fn best_sessions(&self, most: usize) -> Vec<u32> {
        // Scores are never below zero, so that their bits are in their order.
        let scored = |had: &Had| (Reverse(had.soft.to_bits()), had.session);
        let mut best: Vec<(Reverse<u32>, u32)> = self.met_sessions.iter().map(scored).collect();
        if most < best.len() {
            best.select_nth_unstable(most);
            best.truncate(most);
        }
        best.into_iter().map(|(_, session)| session).collect()
    }

    /// The best passages of those that are kept, best first; of equal ones the first told. What is not kept takes up no place.
    pub fn best(&self, most: usize, keep: impl Fn(u32) -> bool) -> Vec<u32> {
        let share = |met: &Met| ((met.soft / self.most).to_bits(), Reverse(met.passage));
        let mut left: Vec<(u32, Reverse<u32>)> = self.met.iter().map(share).collect();
        let mut best = Vec::with_capacity(most);
        // A few times as many as are wanted are put in order at a time.
        while best.len() < most && !left.is_empty() {
            let rest = left.len().saturating_sub(AT_A_TIME * most);
            if 0 < rest {
                left.select_nth_unstable(rest);
            }
            let mut next = left.split_off(rest);
            next.sort_unstable();
            let kept = next.into_iter().rev().map(|(_, Reverse(passage))| passage).filter(|&passage| keep(passage));
            best.extend(kept.take(most - best.len()));
        }
        best
    }

    /// Whether no passage has any of the words.
    pub fn is_empty(&self) -> bool {
        self.met.is_empty()
    }

    /// Makes scores shares of the best one's.
    fn normalise(&mut self) {
        self.most = self.met.iter().map(|met| met.soft).fold(f32::MIN_POSITIVE, f32::max);
        let most = self.met_sessions.iter().map(|had| had.soft).fold(f32::MIN_POSITIVE, f32::max);
        for had in &mut self.met_sessions {
            had.soft /= most;
        }
    }
}

/// Counts a word in a session.
fn count(counts: &mut Counts, session: u32, frequency: u32) {
    match counts.last_mut() {
        Some((last, count)) if *last == session => *count += frequency,
        Some(_) | None => counts.push((session, frequency)),
    }
}

fn share(worth: &[f32], part: impl Fn(usize) -> f32) -> f32 {
    let total: f32 = worth.iter().sum();
    let had: f32 = worth.iter().enumerate().map(|(place, worth)| worth * part(place)).sum();
    if 0.0 < total { had / total } else { 0.0 }
}

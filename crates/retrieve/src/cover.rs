//! One pass over the postings of a question's words: how well each passage, and each session, covers the question.

use std::cmp::Reverse;

use crate::{
    bm25::Bm25,
    field::Field,
    index::{BLOCK, Found, Reader},
    rarity::rarity,
    sessions::Sessions,
    terms::{Term, Terms},
};

/// BM25's constants for passages, with which tantivy and most others ship.
const PASSAGES: Bm25 = Bm25 { k1: 1.2, b: 0.75 };

/// What passages and sessions have of a question.
#[derive(Debug, Default)]
pub(crate) struct Cover {
    /// What each passage has of the words.
    passages: Vec<Met>,
    /// The passages with any score.
    met: Vec<u32>,
    /// The best passage's score.
    most: f32,
    /// For each session what it has of the words.
    sessions: Vec<Had>,
    /// The sessions that have any.
    met_sessions: Vec<u32>,
    /// For each word what it is worth among passages, 0 where no passage has it.
    worth: Vec<f32>,
    /// For each word what it is worth among sessions.
    session_worth: Vec<f32>,
}

/// What a passage has of a question, in one place: they come by the ten thousand, each somewhere else in memory.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    /// The words, a bit each.
    has: u64,
    /// Its BM25, each word weighed by its rarity in general, too.
    soft: f32,
}

/// What a session has of a question.
#[derive(Clone, Copy, Debug, Default)]
struct Had {
    /// The words, a bit each.
    has: u64,
    /// Its score, by all of its text.
    soft: f32,
    /// How often it has the word being looked at.
    count: u32,
}

/// So many times as many as are wanted are looked at together.
const AT_A_TIME: usize = 4;
/// The score of a passage that the filter turned down.
const LEFT_OUT: f32 = -1.0;

impl Cover {
    /// Goes through the postings. Passages that `keep` turns down count for nothing; their sessions are judged by the others.
    pub fn read(reader: &Reader<'_>, sessions: &Sessions, terms: &Terms, size: u32, keep: &impl Fn(u32) -> bool) -> Self {
        let by_length = PASSAGES.by_length(reader.statistics(Field::Text));
        let (passages, of_sessions) = (vec![Met::default(); size as usize], vec![Had::default(); sessions.count()]);
        let mut cover = Self { passages, sessions: of_sessions, ..Self::default() };
        for (place, term) in terms.all.iter().enumerate() {
            cover.add_word(&reader.find(Field::Text, &term.word), (place, term), &by_length, sessions, keep);
        }
        cover.normalise();
        cover
    }

    fn add_word(
        &mut self,
        found: &Found<'_>,
        (place, term): (usize, &Term),
        by_length: &[f32; 256],
        sessions: &Sessions,
        keep: &impl Fn(u32) -> bool,
    ) {
        let rare = rarity(&term.written);
        let (bit, weight) = (1 << place, term.idf * rare);
        let mut with: Vec<u32> = Vec::new();
        found.each_block(|block| {
            // What passages have so far is far apart in memory: read for all of a block before anything hangs on it, it comes at once.
            let mut softs = [LEFT_OUT; BLOCK];
            for (soft, posting) in softs.iter_mut().zip(block) {
                *soft = self.passages.get(posting.number as usize).map_or(LEFT_OUT, |met| met.soft);
            }
            for (soft, posting) in softs.iter_mut().zip(block) {
                let passage = posting.number;
                if *soft == 0.0 {
                    *soft = self.meet(passage, keep);
                }
                if *soft == LEFT_OUT {
                    continue;
                }
                let met = &mut self.passages[passage as usize];
                met.has |= bit;
                met.soft = *soft + weight * PASSAGES.saturate(posting.frequency, by_length[posting.length as usize]);
                if let Some((session, had)) = sessions.of(passage).and_then(|of| Some((of, self.sessions.get_mut(of as usize)?))) {
                    if had.count == 0 {
                        with.push(session);
                    }
                    had.count += posting.frequency;
                }
            }
        });
        let known = !with.is_empty();
        let session_weight = Bm25::idf(sessions.count() as f32, u32::try_from(with.len()).unwrap_or(u32::MAX)) * rare;
        self.worth.push(if known { weight } else { 0.0 });
        self.session_worth.push(if known { session_weight } else { 0.0 });
        let relative_length = sessions.relative_length();
        for session in with {
            let length = PASSAGES.k1 * (1.0 - PASSAGES.b + PASSAGES.b * relative_length(session));
            let had = &mut self.sessions[session as usize];
            if had.has == 0 {
                self.met_sessions.push(session);
            }
            had.has |= bit;
            had.soft += session_weight * PASSAGES.saturate(std::mem::take(&mut had.count), length);
        }
    }

    /// Meets a passage for the first time: what it has from then on, if it may count.
    fn meet(&mut self, passage: u32, keep: &impl Fn(u32) -> bool) -> f32 {
        // A word without worth still meets a passage.
        let soft = if keep(passage) { f32::MIN_POSITIVE } else { LEFT_OUT };
        self.passages[passage as usize].soft = soft;
        if soft != LEFT_OUT {
            self.met.push(passage);
        }
        soft
    }

    /// A passage's score, as a share of the best one's.
    pub fn soft(&self, passage: u32) -> f32 {
        self.passages.get(passage as usize).map_or(0.0, |met| met.soft.max(0.0) / self.most)
    }

    /// The question's words that a passage has, a bit each.
    pub fn has(&self, passage: u32) -> u64 {
        self.passages.get(passage as usize).map_or(0, |met| met.has)
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
        let has = self.sessions.get(session as usize).map_or(0, |had| had.has);
        share(&self.session_worth, |place| if has >> place & 1 == 1 { 1.0 } else { 0.0 })
    }

    /// A session's score by all of its text.
    pub fn session_soft(&self, session: u32) -> f32 {
        self.sessions.get(session as usize).map_or(0.0, |had| had.soft)
    }

    /// The sessions with the best scores.
    pub fn best_sessions(&self, most: usize) -> Vec<u32> {
        // Scores are never below zero, so that their bits are in their order.
        let scored = |&session: &u32| (Reverse(self.session_soft(session).to_bits()), session);
        let mut best: Vec<(Reverse<u32>, u32)> = self.met_sessions.iter().map(scored).collect();
        if most < best.len() {
            best.select_nth_unstable(most);
            best.truncate(most);
        }
        best.into_iter().map(|(_, session)| session).collect()
    }

    /// The best passages of those that are kept, best first; of equal ones the first told. What is not kept takes up no place.
    pub fn best(&self, most: usize, keep: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut left: Vec<(u32, Reverse<u32>)> = self.met.iter().map(|&passage| (self.soft(passage).to_bits(), Reverse(passage))).collect();
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

    /// The passages with any score.
    pub fn met(&self) -> &[u32] {
        &self.met
    }

    /// Makes scores shares of the best one's.
    fn normalise(&mut self) {
        self.most = self.met.iter().map(|&passage| self.passages[passage as usize].soft).fold(f32::MIN_POSITIVE, f32::max);
        let most = self.met_sessions.iter().map(|&session| self.session_soft(session)).fold(f32::MIN_POSITIVE, f32::max);
        for &session in &self.met_sessions {
            self.sessions[session as usize].soft /= most;
        }
    }
}

fn share(worth: &[f32], part: impl Fn(usize) -> f32) -> f32 {
    let total: f32 = worth.iter().sum();
    let had: f32 = worth.iter().enumerate().map(|(place, worth)| worth * part(place)).sum();
    if 0.0 < total { had / total } else { 0.0 }
}

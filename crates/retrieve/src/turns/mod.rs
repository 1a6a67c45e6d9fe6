//! Ranks what was said: turns of conversations, by a weighted sum of arms that each say something of their own.
//!
//! Candidates come from the words (and words near to them), from the vectors, and from beside what the words found. The weights
//! were fitted once, on a part of two public sets of conversations, and are rounded; `docs/retrieval.md` says what each is worth.

mod cues;

pub(crate) use cues::Telling;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    cover::Cover,
    embedding::Far,
    filter::Filter,
    newer::{Candidate, Newer},
    quantised::Spread,
    retriever::Reason,
    sentences::Gains,
    sessions::Sessions,
    turns::cues::Asking,
    vectors::Vectors,
    view::{Stretch, View},
};

/// So many candidates come from the words, so many from the vectors, and so many of the former bring the turn after them.
const BY_WORDS: usize = 200;
const BY_VECTORS: usize = 100;
const WITH_NEXT: usize = 50;
/// So many of the best are read sentence by sentence.
const READ_CLOSELY: usize = 48;
/// A passage that shares no words with the question is as much like it as this.
pub(crate) const LEAST_ALIKE: f32 = 0.3;
/// So many sessions are compared beside those of candidates.
const BY_SESSIONS: usize = 256;
/// So many sessions tell what the sessions that are sought are like.
const FEEDBACK: usize = 5;

/// The arms, and what each is worth.
const ARMS: [(&str, f32); 13] = [
    ("words", 2.5),
    ("beside", 1.4),
    ("session", 3.5),
    ("answer", 1.8),
    ("vector", 0.65),
    ("speaker", 1.4),
    ("asker", 4.2),
    ("asks", -0.6),
    ("tells time", 0.3),
    ("tells number", 0.3),
    ("time", 3.0),
    ("sentence", 0.2),
    ("newer", 1.0),
];
const VECTOR: usize = 4;
const SENTENCE: usize = 11;
const NEWER: usize = 12;
/// How far a turn climbs at the most over an older one that says the same.
pub(crate) const CLIMB: f32 = 4.0;

/// Whether a question is about the one who asks it.
pub(crate) fn is_about_asker(question: &str) -> bool {
    Asking::read(question).about_asker
}

/// What is asked, as the arms see it.
pub(crate) struct Asked<'a> {
    /// In words.
    pub text: &'a str,
    /// Its vector: what it says as a whole, and its words by their worth.
    pub vector: &'a [f32],
    /// The vector of its words by their worth alone.
    pub words: &'a [f32],
    /// The time it names.
    pub named: Option<Stretch>,
    /// Who asks.
    pub asker: Option<&'a str>,
    /// The one speaker it names, if it names just one.
    pub speaker: Option<&'a str>,
}

/// A turn with its score.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    pub passage: u32,
    pub score: f32,
    /// What each arm gives, before it is weighed.
    arms: [f32; ARMS.len()],
    /// Whether its vector is one of the embedder's that was chosen.
    is_far: bool,
}

/// What the arms look at.
pub(crate) struct Turns<'a> {
    pub view: &'a dyn View,
    pub sessions: &'a Sessions,
    pub vectors: &'a Vectors,
    pub far: Option<&'a Far<'a>>,
    pub cover: &'a Cover,
    pub asked: &'a Asked<'a>,
}

/// The turns nearest to a question by their vectors, and how near turns are in general.
#[derive(Debug, Default)]
pub(crate) struct Near {
    nearest: Vec<u32>,
    spread: Spread,
}

impl Near {
    /// Looks through the vectors of the first so many passages for those that the filter keeps. What the embedder that was chosen has
    /// made no vector of is looked for by the shipped table's.
    pub fn read(vectors: &Vectors, far: Option<&Far<'_>>, question: &[f32], size: u32, filter: &Filter<'_>) -> Self {
        let (may, keeps) = (|passage| filter.may_keep(passage), |passage| filter.keeps(passage));
        let mut nearest = far.map_or_else(Vec::new, |far| far.nearest(size, BY_VECTORS, may, keeps));
        if far.is_none_or(|far| !far.covers(size)) {
            let bare = |passage| far.is_none_or(|far| !far.has(passage));
            nearest.extend(vectors.nearest(question, size, BY_VECTORS, |passage| bare(passage) && may(passage), keeps));
        }
        Self { nearest, spread: vectors.spread(question, size) }
    }
}

impl Turns<'_> {
    /// The turns that may fit, best first; `near` is asked once the best by words are known.
    pub fn rank(&self, filter: &Filter<'_>, near: impl FnOnce() -> Near) -> Vec<Ranked> {
        let asking = Asking::read(self.asked.text);
        let by_words = self.cover.best(BY_WORDS, |passage| filter.keeps(passage));
        let Near { nearest, spread } = near();
        let candidates = self.candidates(by_words, nearest, filter);
        let scored = candidates.into_iter().map(|passage| self.score(passage, asking, spread));
        let mut ranked: Vec<Ranked> = scored.filter(|turn| self.fits(turn)).collect();
        sort(&mut ranked);
        let mut gains = Gains::new(self.asked.words);
        for turn in ranked.iter_mut().take(READ_CLOSELY) {
            turn.arms[SENTENCE] = self.vectors.best_sentence(turn.passage, &mut gains).map_or(0.0, |best| spread.score(best));
            turn.score += ARMS[SENTENCE].1 * turn.arms[SENTENCE];
        }
        sort(&mut ranked);
        ranked
    }

    /// Whether there is any reason to show a turn. Where no turn has a word of the question, one must be much like it: else the
    /// answer is that there is nothing.
    fn fits(&self, turn: &Ranked) -> bool {
        !self.cover.is_empty() || LEAST_ALIKE <= self.likeness(turn.passage)
    }

    /// How alike a turn is to the question, as the shipped table finds it or would.
    fn likeness(&self, passage: u32) -> f32 {
        let far = self.far.and_then(|far| far.likeness(passage));
        far.unwrap_or_else(|| self.vectors.likeness(passage, self.asked.vector))
    }

    fn candidates(&self, by_words: Vec<u32>, near: Vec<u32>, filter: &Filter<'_>) -> Vec<u32> {
        let next = by_words.iter().take(WITH_NEXT).filter_map(|passage| self.sessions.after(*passage));
        let next: Vec<u32> = next.filter(|&passage| filter.keeps(passage)).collect();
        let mut all: Vec<u32> = by_words.into_iter().chain(near).chain(next).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn score(&self, passage: u32, asking: Asking, spread: Spread) -> Ranked {
        // Texts lie far apart in memory: who spoke, and when, is looked up only where that is asked.
        let asks = self.asked.named.is_some() || self.asked.speaker.is_some() || asking.about_asker;
        let told = if asks { self.view.corpus().passage(passage) } else { None };
        let telling = self.vectors.telling(passage);
        let (speaker, date) = told.map_or((None, None), |told| (told.speaker, told.occurred_at));
        let same = |name: Option<&str>| name.zip(speaker).is_some_and(|(name, speaker)| name.eq_ignore_ascii_case(speaker));
        let in_time = self.asked.named.zip(date).is_some_and(|(named, date)| near_in_time(named, (date.lo().micros(), date.reach())));
        let session = self.sessions.of(passage).map_or(0.0, |session| self.cover.session(session));
        let flag = |set: bool| if set { 1.0 } else { 0.0 };
        let far = self.far.and_then(|far| far.score(passage));
        let arms = [
            self.cover.soft(passage),
            self.cover.window(passage, self.sessions),
            session,
            self.answers(passage),
            far.unwrap_or_else(|| spread.score(self.vectors.likeness(passage, self.asked.vector))),
            flag(same(self.asked.speaker)),
            flag(asking.about_asker && same(self.asked.asker)),
            flag(telling.ends_asking),
            flag(telling.time),
            flag(telling.number),
            flag(in_time),
            0.0,
            0.0,
        ];
        let score = ARMS.iter().zip(arms).map(|((_, weight), value)| weight * value).sum();
        Ranked { passage, score, arms, is_far: far.is_some() }
    }

    /// After a turn that asks in the question's words comes the answer.
    fn answers(&self, passage: u32) -> f32 {
        let Some(before) = self.sessions.before(passage) else { return 0.0 };
        if self.vectors.telling(before).asks && self.view.shows_passage(before) { self.cover.soft(before) } else { 0.0 }
    }

    /// Brings turns before older ones whose place they take.
    pub fn newer_first(&self, ranked: &mut [Ranked], newer: &Newer<'_>) {
        let candidate = |turn: &Ranked| {
            let Ranked { passage, score, .. } = *turn;
            Candidate { passage, score, own: score, has: self.cover.has(passage) }
        };
        let candidates: Vec<Candidate> = ranked.iter().map(candidate).collect();
        for (turn, gain) in ranked.iter_mut().zip(newer.gains(&candidates)) {
            turn.arms[NEWER] = gain;
            turn.score += gain;
        }
        sort(ranked);
    }

    /// The sessions that fit, best first: by their best turn, by the sentences of two turns, and by how alike they are to the best by words.
    pub fn sessions(&self, ranked: &[Ranked]) -> Vec<(u32, f32)> {
        let mut by_turn: FxHashMap<u32, Best> = FxHashMap::default();
        for turn in ranked {
            let Some(session) = self.sessions.of(turn.passage) else { continue };
            by_turn.entry(session).or_default().add(turn);
        }
        let alike = self.feedback(&by_turn);
        let feedback = |session: &u32| alike.get(session).copied().unwrap_or(0.0);
        let score = |(session, best): (&u32, &Best)| {
            (*session, 0.45 * best.turn + 0.5 * feedback(session) + 0.8 * best.sentence + 0.1 * best.second_sentence)
        };
        let mut sessions: Vec<(u32, f32)> = by_turn.iter().map(score).collect();
        sessions.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        sessions
    }

    /// How alike the sessions of candidates are to those that fit best by themselves (Rocchio's feedback), in deviations.
    fn feedback(&self, candidates: &FxHashMap<u32, Best>) -> FxHashMap<u32, f32> {
        let mut all: Vec<u32> =
            candidates.keys().copied().chain(self.cover.best_sessions(BY_SESSIONS)).collect::<FxHashSet<u32>>().into_iter().collect();
        all.sort_unstable();
        let width = self.asked.vector.len().max(1);
        let mut vectors = self.vectors.of_sessions(&all);
        let to_question: Vec<f32> = vectors.chunks_exact(width).map(|vector| Vectors::alike(vector, self.asked.words)).collect();
        let spread = Spread::of(to_question.iter().copied());
        centre(&mut vectors, width);
        let own = |(place, &session): (usize, &u32)| (self.cover.session_soft(session) + 0.1 * spread.score(to_question[place]), place);
        let mut best: Vec<(f32, usize)> = all.iter().enumerate().map(own).collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut sought = vec![0.0; self.asked.vector.len()];
        for &(score, place) in best.iter().take(FEEDBACK) {
            let weight = score.max(0.0).powi(3);
            let vector = &vectors[place * width..(place + 1) * width];
            sought.iter_mut().zip(vector).for_each(|(sum, value)| *sum += weight * value);
        }
        let alike: Vec<f32> = vectors.chunks_exact(width).map(|vector| Vectors::alike(vector, &sought)).collect();
        let spread = Spread::of(alike.iter().copied());
        all.into_iter().zip(alike.into_iter().map(|alike| spread.score(alike))).collect()
    }
}

/// The best of a session.
#[derive(Clone, Copy, Debug)]
struct Best {
    /// Its best turn's score.
    turn: f32,
    /// How well the best sentence fits, and the best one of another turn: what a session speaks of twice it is about.
    sentence: f32,
    second_sentence: f32,
}

impl Default for Best {
    fn default() -> Self {
        Self { turn: f32::MIN, sentence: 0.0, second_sentence: 0.0 }
    }
}

impl Best {
    fn add(&mut self, turn: &Ranked) {
        let sentence = turn.arms[SENTENCE];
        self.turn = self.turn.max(turn.score);
        self.second_sentence = self.second_sentence.max(sentence.min(self.sentence));
        self.sentence = self.sentence.max(sentence);
    }
}

/// Takes away what all vectors of a width have in common, and brings each to length 1.
fn centre(vectors: &mut [f32], width: usize) {
    let mut mean = vec![0.0; width];
    let count = (vectors.len() / width).max(1) as f32;
    for vector in vectors.chunks_exact(width) {
        mean.iter_mut().zip(vector).for_each(|(mean, value)| *mean += value / count);
    }
    for vector in vectors.chunks_exact_mut(width) {
        vector.iter_mut().zip(&mean).for_each(|(value, mean)| *value -= mean);
        asof_vectors::normalise(vector);
    }
}

impl Ranked {
    /// What speaks for it, with its rank by each arm among all, and the model that its vector is by.
    pub fn reasons(&self, all: &[Self], model: Option<&Arc<str>>) -> Vec<Reason> {
        let reason = |(place, (arm, weight)): (usize, &(&'static str, f32))| {
            let score = weight * self.arms[place];
            let before = all.iter().filter(|other| score < weight * other.arms[place]).count();
            let model = model.filter(|_| place == VECTOR && self.is_far).cloned();
            (score != 0.0).then_some(Reason { arm, rank: before + 1, score, model })
        };
        ARMS.iter().enumerate().filter_map(reason).collect()
    }
}

fn sort(ranked: &mut [Ranked]) {
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
}

/// People speak of a time while it lasts and for some days after it, of a long one longer.
fn near_in_time(named: Stretch, said: Stretch) -> bool {
    const DAY: i64 = 86_400_000_000;
    let length = named.1.saturating_sub(named.0);
    let after = if length <= 8 * DAY { 10 * DAY } else { 40 * DAY.min(length) };
    named.0.saturating_sub(DAY) < said.1 && said.0 < named.1.saturating_add(after)
}

#[cfg(test)]
mod tests {
    use super::near_in_time;

    #[test]
    fn one_speaks_of_a_day_for_some_days() {
        const DAY: i64 = 86_400_000_000;
        let day = (0, DAY);
        for (said, near) in [(0, true), (5, true), (20, false), (-5, false)] {
            assert_eq!(near_in_time(day, (said * DAY, said * DAY + 1)), near, "{said}");
        }
    }
}

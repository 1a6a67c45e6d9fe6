//! Of two passages that say like things of what is asked now, the newer first: what it says has taken the place of the other.

use asof_vectors::dot;

use crate::{
    sentences::Gains,
    sessions::Sessions,
    terms::{Term, Terms},
    vectors::Vectors,
    view::View,
};

/// So many of the best are compared with each other.
const COMPARED: usize = 48;
/// Two passages speak of what is asked only where both have so much of what the memory has of the question.
const LEAST_SHARED: f32 = 0.5;
/// Sentences less alike than this say different things.
const LEAST_ALIKE: f32 = 0.5;
/// What comes just before another is better by this.
const STEP: f32 = 1e-3;

/// A passage that may take another's place, or lose its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub passage: u32,
    /// By which it is ranked.
    pub score: f32,
    /// How well it fits by itself.
    pub own: f32,
    /// The question's words that it has, a bit each.
    pub has: u64,
}

/// What tells whether one passage takes another's place.
pub(crate) struct Newer<'a> {
    pub view: &'a dyn View,
    pub sessions: &'a Sessions,
    pub vectors: &'a Vectors,
    /// The question's words, and the vector of them by their worth.
    pub terms: &'a Terms,
    pub words: &'a [f32],
    /// What is asked of ends here, in microseconds: what was said later takes no place.
    pub until: i64,
    /// How far a passage climbs at the most: so much of a score if its sentence is the very same.
    pub climb: f32,
}

impl Newer<'_> {
    /// What each of some candidates, best first, gains so that it comes before those whose place it takes.
    ///
    /// The likelier two say the same, the farther the newer one climbs: scores say more than dates about passages that are less alike.
    pub fn gains(&self, candidates: &[Candidate]) -> Vec<f32> {
        let best = &candidates[..candidates.len().min(COMPARED)];
        let mut by_date: Vec<usize> = (0..best.len()).filter(|&at| self.is_dated(best[at].passage)).collect();
        by_date.sort_by_key(|&at| (self.sessions.said(best[at].passage), at));
        let mut gains = vec![0.0; candidates.len()];
        let mut sentences = Sentences { vectors: self.vectors, gains: Gains::new(self.words), known: vec![None; best.len()] };
        for (place, &newer) in by_date.iter().enumerate() {
            for &older in &by_date[..place] {
                let over = best[older].own - best[newer].own;
                if 0.0 <= over && self.may_replace(best[newer], best[older]) && over < self.reach(sentences.alike(best, newer, older)) {
                    let wanted = best[older].score + gains[older] + STEP - best[newer].score;
                    gains[newer] = wanted.max(gains[newer]);
                }
            }
        }
        gains
    }

    fn is_dated(&self, passage: u32) -> bool {
        (i64::MIN + 1..self.until).contains(&self.sessions.said(passage))
    }

    /// Whether one passage may be the newer word on what another says: later and in another session, by the same speaker, on the question.
    fn may_replace(&self, newer: Candidate, older: Candidate) -> bool {
        let speaker = |one: Candidate| self.view.corpus().passage(one.passage).and_then(|passage| passage.speaker);
        let session = |one: Candidate| self.sessions.of(one.passage);
        self.sessions.said(older.passage) < self.sessions.said(newer.passage)
            && LEAST_SHARED <= worth(&self.terms.all, newer.has & older.has)
            && session(newer) != session(older)
            && speaker(newer) == speaker(older)
    }

    /// How much better an older passage may be by itself, and still come after one that is so alike.
    fn reach(&self, alike: f32) -> f32 {
        self.climb * (alike - LEAST_ALIKE) / (1.0 - LEAST_ALIKE)
    }
}

/// What some of a question's words are worth, of all that any passage has.
fn worth(terms: &[Term], has: u64) -> f32 {
    let worth = |had: u64| -> f32 {
        let met = terms.iter().enumerate().filter(|(place, term)| had >> place & 1 == 1 && term.documents != 0);
        met.map(|(_, term)| term.share).sum()
    };
    let all = worth(u64::MAX);
    if 0.0 < all { worth(has) / all } else { 0.0 }
}

/// The vectors of the sentences that are most like the question, each made when it is first asked for.
struct Sentences<'a> {
    vectors: &'a Vectors,
    gains: Gains<'a>,
    known: Vec<Option<Vec<f32>>>,
}

impl Sentences<'_> {
    fn alike(&mut self, candidates: &[Candidate], a: usize, b: usize) -> f32 {
        for at in [a, b] {
            if self.known[at].is_none() {
                self.known[at] = Some(self.vectors.sentence(candidates[at].passage, &mut self.gains));
            }
        }
        let [a, b] = [a, b].map(|at| self.known[at].as_deref().unwrap_or_default());
        if a.len() == b.len() { dot(a, b) } else { 0.0 }
    }
}

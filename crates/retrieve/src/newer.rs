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
    /// The more alike two are, the farther the newer one climbs: scores say more than dates about passages that are less alike.
    pub fn gains(&self, candidates: &[Candidate]) -> Vec<f32> {
        let best = &candidates[..candidates.len().min(COMPARED)];
        let said: Vec<Said<'_>> = best.iter().map(|one| self.said(one.passage)).collect();
        let worth = worth(&self.terms.all);
        let shared = |a: Candidate, b: Candidate| -> f32 { bits(a.has & b.has).filter_map(|place| worth.get(place)).sum() };
        let mut by_date: Vec<usize> = (0..best.len()).filter(|&at| (i64::MIN + 1..self.until).contains(&said[at].at)).collect();
        by_date.sort_by_key(|&at| (said[at].at, at));
        let mut gains = vec![0.0; candidates.len()];
        let mut sentences = Sentences { vectors: self.vectors, gains: Gains::new(self.words), known: vec![None; best.len()] };
        for (place, &newer) in by_date.iter().enumerate() {
            for &older in &by_date[..place] {
                let over = best[older].own - best[newer].own;
                let may = (0.0..self.climb).contains(&over) && said[newer].may_replace(&said[older]);
                let on_it = may && LEAST_SHARED <= shared(best[newer], best[older]);
                if on_it && over < reach(self.climb, sentences.alike(best, newer, older)) {
                    let wanted = best[older].score + gains[older] + STEP - best[newer].score;
                    gains[newer] = wanted.max(gains[newer]);
                }
            }
        }
        gains
    }

    fn said(&self, passage: u32) -> Said<'_> {
        let speaker = self.view.corpus().passage(passage).and_then(|passage| passage.speaker);
        Said { at: self.sessions.said(passage), session: self.sessions.of(passage), speaker }
    }
}

/// How much better an older one may be by itself, and still come after one that is so alike and climbs so far at the most.
pub(crate) fn reach(climb: f32, alike: f32) -> f32 {
    climb * (alike - LEAST_ALIKE) / (1.0 - LEAST_ALIKE)
}

/// Where a passage was said, and by whom.
#[derive(Clone, Copy, Debug)]
struct Said<'a> {
    at: i64,
    session: Option<u32>,
    speaker: Option<&'a str>,
}

impl Said<'_> {
    /// Whether it may be the newer word on what another says: later and in another session, by the same speaker.
    fn may_replace(&self, older: &Self) -> bool {
        older.at < self.at && self.session != older.session && self.speaker == older.speaker
    }
}

/// What each of a question's words is worth, of all that any passage has.
fn worth(terms: &[Term]) -> Vec<f32> {
    let met: Vec<f32> = terms.iter().map(|term| if term.documents == 0 { 0.0 } else { term.share }).collect();
    let all = met.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    met.into_iter().map(|worth| worth / all).collect()
}

/// The places of the bits that are set.
fn bits(mut has: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = has.trailing_zeros() as usize;
        has &= has.checked_sub(1)?;
        Some(place)
    })
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

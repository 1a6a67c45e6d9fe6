//! Maximal marginal relevance: what fits best, less what says the same as something already taken.

use rustc_hash::FxHashSet;

/// How much fitting the question counts against being unlike what was taken already.
///
/// At 1 nothing is moved. At 0.8, with scores spread from 0 for the last to 1 for the first, a passage that shares half of its
/// words with one taken before it loses an eighth: repeats move down, and what is merely on the same subject hardly does.
pub(crate) const LAMBDA: f32 = 0.8;
/// So many of the best are put in order; what comes after them stays as it was, so that long lists take no longer than long.
const WINDOW: usize = 256;
/// Two texts with this share of their words in common say the same, if neither the numbers nor the short words differ.
const SAME: f32 = 0.9;
/// A word of so many letters at the most may turn the sense of a sentence: "not", "no", "off".
const SHORT: usize = 5;

/// The words of a text as a set, to be compared with others.
pub(crate) struct Words {
    words: FxHashSet<String>,
    /// Who said it and when: only what agrees in both can say the same. "I ran today" of two days is told of two runs.
    said: String,
}

impl Words {
    /// The words of a text, as they are indexed, with "not" and its like; and who said it and when.
    pub fn of(text: &str, said: String) -> Self {
        Self { words: asof_retrieve::words(text).into_iter().collect(), said }
    }

    /// The share of the words of both that both have.
    pub fn overlap(&self, other: &Self) -> f32 {
        let (few, many) = if self.words.len() <= other.words.len() { (&self.words, &other.words) } else { (&other.words, &self.words) };
        let shared = few.iter().filter(|word| many.contains(*word)).count();
        let all = few.len() + many.len() - shared;
        if all == 0 { 0.0 } else { shared as f32 / all as f32 }
    }

    /// Whether two texts say the same but for a word that changes little.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let turns = |word: &String| word.chars().count() <= SHORT || word.chars().any(char::is_numeric);
        let near = self.said == other.said && !self.words.is_empty() && SAME <= self.overlap(other);
        near && !self.words.symmetric_difference(&other.words).any(turns)
    }
}

/// An order of candidates, and what was left out of it.
pub(crate) struct Order {
    /// The places of the candidates, best first.
    pub taken: Vec<usize>,
    /// The places of those that say the same as one taken before them, each with that one's.
    pub repeats: Vec<(usize, usize)>,
}

/// Orders candidates that come best first: greedily, each time the one that fits best for what it adds.
pub(crate) fn diverse(scores: &[f32], words: &[Words]) -> Order {
    let window = scores.len().min(words.len()).min(WINDOW);
    let best = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let worst = scores.iter().take(window).copied().fold(f32::INFINITY, f32::min);
    // Where all are alike, all of them fit.
    let spread = (best - worst).max(f32::MIN_POSITIVE);
    let relevance = |place: usize| scores.get(place).map_or(0.0, |score| 1.0 - (best - score) / spread);
    let mut open: Vec<(usize, f32)> = (0..window).map(|place| (place, 0.0)).collect();
    let mut order = Order { taken: Vec::with_capacity(scores.len()), repeats: Vec::new() };
    while let Some(next) = next(&open, relevance) {
        let (place, _) = open.remove(next);
        order.taken.push(place);
        open.retain_mut(|(other, likeness)| {
            let repeats = words[*other].says_the_same(&words[place]);
            if repeats {
                order.repeats.push((*other, place));
            }
            *likeness = likeness.max(words[*other].overlap(&words[place]));
            !repeats
        });
    }
    order.taken.extend(window..scores.len());
    order.repeats.sort_unstable();
    order
}

/// The place in `open` of the best one; of equal ones the first.
fn next(open: &[(usize, f32)], relevance: impl Fn(usize) -> f32) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (at, (place, likeness)) in open.iter().enumerate() {
        let worth = LAMBDA * relevance(*place) - (1.0 - LAMBDA) * likeness;
        if best.is_none_or(|(_, other)| other < worth) {
            best = Some((at, worth));
        }
    }
    best.map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::{Words, diverse};

    fn order(texts: &[(&str, f32)]) -> (Vec<usize>, Vec<(usize, usize)>) {
        let words: Vec<Words> = texts.iter().map(|(text, _)| Words::of(text, String::new())).collect();
        let scores: Vec<f32> = texts.iter().map(|(_, score)| *score).collect();
        let order = diverse(&scores, &words);
        (order.taken, order.repeats)
    }

    #[test]
    fn what_repeats_moves_down_and_what_says_the_same_is_left_out() {
        let garden = "I planted tomatoes in the garden with my sister Lucia today";
        let again = "I planted tomatoes in the garden with Lucia again";
        let other = "My sister lives in Porto";
        let spread = [(garden, 1.0), (again, 0.95), (other, 0.9), ("It rained", -0.5)];
        assert_eq!(order(&spread), (vec![0, 2, 1, 3], vec![]), "more of the same comes later");
        assert_eq!(order(&[(garden, 1.0), (garden, 0.9), (other, 0.5)]), (vec![0, 2], vec![(1, 0)]), "a copy is left out");
        assert_eq!(order(&[]), (vec![], vec![]));
    }

    #[test]
    fn a_number_or_a_denial_makes_another_text() {
        let long = |word: &str| format!("On the way back from the harbour market we met Lucia near room {word} of the old museum building");
        for (a, b) in [("101", "102"), ("one", "two")] {
            assert_eq!(order(&[(&long(a), 1.0), (&long(b), 1.0)]).1, vec![], "{a} {b}");
        }
        let said = "On the way back from the harbour market we met Lucia near the old museum building again";
        let denied = said.replace("we met", "we never met");
        assert_eq!(order(&[(said, 1.0), (&denied, 1.0)]).1, vec![]);
    }

    #[test]
    fn who_said_it_and_when_makes_another_text() {
        let said = |who: &str| Words::of("I had pizza for dinner", who.into());
        assert!(said("Ana, 2024-04-02").says_the_same(&said("Ana, 2024-04-02")));
        assert!(!said("Ana, 2024-04-02").says_the_same(&said("Ben, 2024-04-02")));
        assert!(!said("Ana, 2024-04-02").says_the_same(&said("Ana, 2024-04-03")));
    }

    #[test]
    fn many_candidates_keep_their_order_after_the_window() {
        let texts: Vec<(String, f32)> = (0..1_000).map(|number| (format!("word{number}"), 1.0)).collect();
        let texts: Vec<(&str, f32)> = texts.iter().map(|(text, score)| (text.as_str(), *score)).collect();
        assert_eq!(order(&texts).0, (0..1_000).collect::<Vec<_>>());
    }
}

//! Lists: texts whose statements keep their order, each with a moment of its own, so that later ones are newer.

use asof_graph::ClaimMeta;
use rustc_hash::FxHashMap;

use crate::known::Known;

/// A list has at least so many moments.
const FEWEST: usize = 3;
/// So many claims of a text are looked at to tell whether it is a list.
const LOOKED_AT: usize = 64;

/// Which texts are lists, worked out once for each.
#[derive(Default)]
pub(crate) struct Lists {
    known: FxHashMap<u32, bool>,
}

impl Lists {
    /// Whether a claim is a statement of a list.
    pub fn is_of_one(&mut self, known: &Known<'_>, claim: u32) -> bool {
        let Some((episode, _)) = known.graph.passage(claim) else { return false };
        *self.known.entry(episode).or_insert_with(|| is_list(known, episode))
    }
}

fn is_list(known: &Known<'_>, episode: u32) -> bool {
    let claims = known.graph.claims_of_episode(episode).iter().take(LOOKED_AT);
    let mut moments: Vec<i64> = claims.filter_map(|&claim| known.graph.claim(claim)).map(|meta| meta.said.lo().micros()).collect();
    moments.sort_unstable();
    moments.dedup();
    FEWEST <= moments.len()
}

/// Which side of a claim its words present as having one value: "the capital of X is Y", "X's capital is Y", "Y is the capital of X".
/// A definite description of one thing says that there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Definite {
    /// One object for the subject.
    Object,
    /// One subject for the object.
    Subject,
}

/// Reads the sentence of a claim for a definite description.
pub(crate) fn definite(known: &Known<'_>, claim: u32, meta: &ClaimMeta) -> Option<Definite> {
    let (episode, span) = known.graph.passage(claim)?;
    let text = &known.graph.episode(episode)?.text;
    let (from, to) = span?;
    let sentence = asof_model::normalise(text.get(from as usize..to as usize)?);
    let name = |entity: u32| asof_model::normalise(&known.text(entity));
    if describes(&sentence, &name(meta.subject)) {
        Some(Definite::Object)
    } else if describes(&sentence, &name(meta.object)) {
        Some(Definite::Subject)
    } else {
        None
    }
}

/// Whether a sentence speaks of "the … of NAME" or "NAME's …", in the singular, beside a form of "be".
fn describes(sentence: &str, name: &str) -> bool {
    /// A description has so many words at the most.
    const WORDS: usize = 8;
    let Some(at) = sentence.find(name) else { return false };
    let (before, after) = (&sentence[..at], &sentence[at + name.len()..]);
    let copula = |text: &str| text.split_whitespace().any(|word| matches!(word, "is" | "was" | "remains" | "became" | "becomes"));
    let possessive = after.strip_prefix("'s ").or_else(|| after.strip_prefix("\u{2019}s "));
    if let Some(rest) = possessive {
        return copula(rest) && rest.split_whitespace().take(WORDS).take_while(|word| *word != "is" && *word != "was").count() < WORDS;
    }
    let mut words: Vec<&str> = before.split_whitespace().collect();
    while words.last().is_some_and(|word| matches!(*word, "the" | "a" | "an")) {
        words.pop();
    }
    if !words.last().is_some_and(|word| matches!(*word, "of" | "for" | "in")) {
        return false;
    }
    let Some(the) = words.iter().rposition(|word| *word == "the").filter(|the| words.len() - the <= WORDS) else { return false };
    // It stands on one side of the copula: "is known for the works of NAME" describes no one thing.
    let (opens, is_it) = (the == 0, the.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| copula(word)));
    opens && copula(after) || is_it
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definite_description_says_that_there_is_one() {
        let cases = [
            ("the author of emma is jane austen.", "emma", true),
            ("the chairperson of fc bayern is ann lee.", "fc bayern", true),
            ("ann lee is the chairperson of fc bayern.", "fc bayern", true),
            ("ana's favourite colour is blue.", "ana", true),
            ("a member of the club is ana.", "the club", false),
            ("ana visited rome.", "ana", false),
            ("ana lives in rome.", "rome", false),
            ("the cat is fond of milk", "milk", false),
            ("bo lind is associated with the sport of tennis.", "tennis", false),
            ("bo lind is the keeper of the old mill.", "the old mill", true),
        ];
        for (sentence, name, expected) in cases {
            assert_eq!(describes(sentence, name), expected, "{sentence}");
        }
    }
}

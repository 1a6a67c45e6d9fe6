//! Part of the corpus to learn an encoder from, and the rest to show the judge what such an encoder makes of what it never met.

use super::corpus::{Phrase, Relation};
use super::random::Random;

/// The share of a relation's wordings that are learnt from.
const LEARNT: f64 = 0.6;
/// Of so many relations one is not learnt from at all.
const UNSEEN: usize = 8;

/// A relation's wordings that were not learnt from.
#[derive(Clone, Debug)]
pub struct Held {
    /// The wordings.
    pub relation: Relation,
    /// Its number among those learnt from, if it is.
    pub number: Option<usize>,
}

/// One way to part the corpus.
#[derive(Clone, Debug, Default)]
pub struct Fold {
    /// What is learnt from.
    pub learnt: Vec<Relation>,
    /// What is not.
    pub held: Vec<Held>,
}

impl Fold {
    /// Parts the relations by chance.
    pub fn new(relations: &[Relation], random: &mut Random) -> Self {
        let unseen = random.some((0..relations.len()).collect(), relations.len() / UNSEEN);
        let mut fold = Self::default();
        for (at, relation) in relations.iter().enumerate() {
            let ([learnt_told, told], [learnt_asked, asked]) = (part(&relation.told, random), part(&relation.asked, random));
            let kind = &relation.kind;
            let number = (!unseen.contains(&at)).then_some(fold.learnt.len());
            if number.is_some() {
                fold.learnt.push(Relation { kind: kind.clone(), told: learnt_told, asked: learnt_asked });
            }
            if !told.is_empty() && !asked.is_empty() {
                fold.held.push(Held { relation: Relation { kind: kind.clone(), told, asked }, number });
            }
        }
        fold
    }
}

/// What is learnt from, one at least, and the rest.
fn part(phrases: &[Phrase], random: &mut Random) -> [Vec<Phrase>; 2] {
    let mut learnt = random.some(phrases.to_vec(), phrases.len());
    let held = learnt.split_off(((phrases.len() as f64 * LEARNT) as usize).max(1).min(phrases.len()));
    [learnt, held]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::corpus::shipped;

    #[test]
    fn no_wording_is_lost_or_on_both_sides() {
        let relations: Vec<Relation> = shipped().into_iter().take(24).collect();
        let fold = Fold::new(&relations, &mut Random::new(4));
        assert_eq!(fold.learnt.len(), 21);
        for held in &fold.held {
            let Some(learnt) = held.number.map(|number| &fold.learnt[number]) else { continue };
            let [mut all, mut both] = [learnt.phrases().collect::<Vec<_>>(), held.relation.phrases().collect()];
            all.append(&mut both);
            assert!(
                relations
                    .iter()
                    .any(|relation| { relation.phrases().count() == all.len() && relation.phrases().all(|phrase| all.contains(&phrase)) })
            );
        }
    }
}

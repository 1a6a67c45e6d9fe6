//! What became of the statements of a list: which are named superseded, and which still stand.

use std::{collections::HashSet, ops::Range};

use asof::{Consolidated, Direction, Memory, Outcome};

use crate::{consolidate::figures::Share, retrieve::TODAY};

/// All of time.
const ALWAYS: (i64, i64) = (i64::MIN, i64::MAX);

/// The claims of a memory by what became of them.
pub struct Fates {
    /// Given way to a newer or a better one, by a fact or by what the consolidation reported.
    superseded: HashSet<u32>,
    /// Behind a fact that holds today, or behind an event.
    standing: HashSet<u32>,
}

/// What became of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fate {
    /// Whether anything was read from it.
    pub read: bool,
    pub superseded: bool,
    pub stands: bool,
}

impl Fates {
    pub fn of(memory: &Memory, done: Option<&Consolidated>) -> Self {
        let snapshot = memory.snapshot();
        let graph = snapshot.graph();
        let view = graph.view(u32::MAX);
        let mut fates = Self { superseded: HashSet::new(), standing: HashSet::new() };
        for belief in view.entities().flat_map(|entity| view.beliefs(entity, Direction::Outgoing, None, ALWAYS)) {
            fates.superseded.extend(&belief.superseded);
            if !belief.superseded_by.is_empty() {
                fates.superseded.extend(&belief.claims);
            } else if belief.event || belief.lo <= TODAY && TODAY < belief.hi {
                fates.standing.extend(&belief.claims);
            }
        }
        let told = |outcome| matches!(outcome, Outcome::Done | Outcome::Resolved);
        let findings = done.into_iter().flat_map(|done| &done.findings).filter(|finding| told(finding.outcome));
        fates.superseded.extend(findings.flat_map(|finding| &finding.gave_way).filter_map(|id| graph.claim_number(id)));
        // What was said again later stands, whatever happened to it in between.
        fates.superseded.retain(|claim| !fates.standing.contains(claim));
        fates
    }

    fn of_claims(&self, claims: &[u32]) -> Fate {
        Fate {
            read: !claims.is_empty(),
            superseded: claims.iter().any(|claim| self.superseded.contains(claim)),
            stands: claims.iter().any(|claim| self.standing.contains(claim)),
        }
    }

    /// What became of each line of a list that was remembered as the first text.
    pub fn of_lines(&self, memory: &Memory, text: &str) -> Vec<Fate> {
        claims_of_lines(memory, text).iter().map(|claims| self.of_claims(claims)).collect()
    }
}

/// The claims that were read from each line of the first episode.
fn claims_of_lines(memory: &Memory, text: &str) -> Vec<Vec<u32>> {
    let lines = lines(text);
    let mut claims = vec![Vec::new(); lines.len()];
    let snapshot = memory.snapshot();
    let graph = snapshot.graph();
    for &claim in graph.claims_of_episode(0) {
        let Some((_, Some((start, _)))) = graph.passage(claim) else { continue };
        let at = lines.partition_point(|line| line.end <= start as usize);
        if let Some(claims) = claims.get_mut(at) {
            claims.push(claim);
        }
    }
    claims
}

/// The bytes of each line, with the break that ends it.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let line = |line: &str| {
        let range = start..start + line.len();
        start = range.end;
        range
    };
    text.split_inclusive('\n').map(line).collect()
}

/// How well the superseded lines are named: precision and recall.
pub fn named(fates: &[Fate], superseded: &[bool]) -> (Share, Share) {
    let both = || fates.iter().zip(superseded);
    let precision = Share::of(both().filter(|(fate, _)| fate.superseded), |(_, superseded)| *superseded);
    let recall = Share::of(both().filter(|(_, superseded)| **superseded), |(fate, _)| fate.superseded);
    (precision, recall)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consolidate::{consolidate, empty, remember};

    #[test]
    fn an_older_line_is_named_and_the_newer_stands() {
        let text = "0. Ana lives in Porto.\n1. Bruno lives in Lyon.\n2. Ana lives in Braga.\n";
        let memory = empty().unwrap();
        remember(&memory, [text]).unwrap();
        let (_, done) = consolidate(&memory).unwrap();
        let fates = Fates::of(&memory, Some(&done)).of_lines(&memory, text);
        let found: Vec<_> = fates.iter().map(|fate| (fate.read, fate.superseded, fate.stands)).collect();
        assert_eq!(found, [(true, true, false), (true, false, true), (true, false, true)]);
        let (precision, recall) = named(&fates, &[true, true, false]);
        assert_eq!((precision, recall), (Share { part: 1, whole: 1 }, Share { part: 1, whole: 2 }));
    }
}

//! The graph as retrieval reads it: what was ever told, document by document.

use std::sync::Arc;

use asof_graph::{ClaimMeta, Graph};
use asof_retrieve::{Corpus, Passage, Reach, Sides, Slot};

/// What a graph tells retrieval.
#[derive(Clone)]
pub(crate) struct Told(pub Arc<Graph>);

impl Corpus for Told {
    fn passages(&self) -> u32 {
        self.0.episode_count()
    }

    fn claims(&self) -> u32 {
        self.0.claim_count()
    }

    fn mark(&self) -> (u32, i64) {
        let tx = self.0.last_tx();
        (tx, self.mark_at(tx).unwrap_or_default())
    }

    fn mark_at(&self, tx: u32) -> Option<i64> {
        self.0.recorded_at(tx)
    }

    fn passage(&self, number: u32) -> Option<Passage<'_>> {
        let episode = self.0.episode(number)?;
        Some(Passage {
            text: &episode.text,
            speaker: episode.speaker.map(|speaker| self.0.source_text(speaker)),
            occurred_at: episode.occurred_at,
            source: episode.source,
        })
    }

    fn sides(&self, claim: u32) -> Option<Sides> {
        let passage = self.0.passage(claim).map(|(episode, _)| episode);
        self.0.claim(claim).map(|claim| Sides { subject: claim.subject, object: claim.object, passage })
    }

    fn slot(&self, claim: u32) -> Option<(Slot, usize)> {
        let ClaimMeta { subject, predicate, .. } = *self.0.claim(claim)?;
        Some((Slot { subject, predicate }, self.0.claims_about(subject, predicate)))
    }

    fn claims_of_slot(&self, slot: Slot) -> Vec<u32> {
        self.0.claims_of_slot(slot.subject, slot.predicate).collect()
    }

    fn reach(&self, slot: Slot) -> Reach {
        let asof_graph::Reach { from, to, events } = self.0.reach(slot.subject, slot.predicate);
        Reach { from, to, events }
    }

    fn entity_name(&self, entity: u32) -> String {
        self.0.object(entity).text()
    }

    fn sentence(&self, number: u32) -> String {
        let Some(claim) = self.0.claim(number) else { return String::new() };
        sentence(self.0.entity_text(claim.subject), self.0.predicate_text(claim.predicate), &self.0.object(claim.object).text())
    }
}

/// A fact in words: "Ana lives in Berlin".
pub(crate) fn sentence(subject: &str, predicate: &str, object: &str) -> String {
    format!("{subject} {} {object}", predicate.replace('_', " "))
}

#[cfg(test)]
mod tests {
    use asof_graph::Direction;
    use asof_model::{Claim, Kind, Operation, Point, Statement};
    use proptest::{collection::vec, prelude::*, test_runner::RngSeed};

    use crate::memory::Memory;

    const KINDS: [Kind; 5] = [Kind::Begins, Kind::Ends, Kind::Holds, Kind::Denies, Kind::Happens];
    /// One of one object at a time, one of many, one that is read from both sides, and some that have no schema.
    const PREDICATES: [&str; 4] = ["lives_in", "likes", "spouse", "rents"];
    const DAY: i64 = 86_400_000_000;

    /// The day so many days after the first of 2020.
    fn day(number: u32) -> Point {
        (chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(number.into())).to_string().parse().unwrap()
    }

    #[test]
    fn an_interval_reaches_from_its_first_day_to_its_last_and_a_beginning_for_good() {
        let memory = Memory::options().volatile().unwrap();
        memory.tell(claim((0, 3, 0, 2, Some(3), Some(5)))).unwrap();
        memory.tell(claim((1, 3, 0, 0, Some(3), None))).unwrap();
        let graph = memory.space.graph.load_full();
        let reach = |claim: u32| graph.claim(claim).map(|claim| graph.reach(claim.subject, claim.predicate)).unwrap();
        assert_eq!((reach(0).from, reach(0).to), (day(3).lo().micros(), day(5).hi().micros()));
        assert_eq!((reach(1).from, reach(1).to), (day(3).lo().micros(), i64::MAX));
    }

    /// A subject, a predicate, an object, a kind, and the days from which and to which.
    type Drawn = (usize, usize, usize, usize, Option<u32>, Option<u32>);

    fn claim((subject, predicate, object, kind, from, to): Drawn) -> Operation {
        let claim = Claim::new(["Ana", "Bo"][subject], PREDICATES[predicate], ["Rome", "Oslo", "Bo"][object]).kind(KINDS[kind]);
        let claim = from.map_or(claim.clone(), |from| claim.from(day(from)));
        Operation::Claim(Statement::new(to.map_or(claim.clone(), |to| claim.to(day(to)))))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(11), ..ProptestConfig::default() })]

        #[test]
        fn outside_of_what_a_slots_claims_reach_nothing_of_it_holds(
            drawn in vec((0..2_usize, 0..4_usize, 0..3_usize, 0..5_usize, prop::option::of(0..40_u32), prop::option::of(0..40_u32)), 1..12),
        ) {
            let memory = Memory::options().volatile().unwrap();
            // What cannot be so is refused.
            let told = drawn.into_iter().filter(|drawn| memory.tell(claim(*drawn)).is_ok()).count();
            let graph = memory.space.graph.load_full();
            let slots: Vec<(u32, u32)> = (0..graph.claim_count()).filter_map(|claim| graph.claim(claim)).map(|claim| (claim.subject, claim.predicate)).collect();
            prop_assert_eq!(slots.len(), told);
            let first = day(0).lo().micros();
            for (subject, predicate) in slots {
                let reach = graph.reach(subject, predicate);
                prop_assert!(graph.claims_of_slot(subject, predicate).count() == graph.claims_about(subject, predicate));
                for k in 1..=graph.last_tx() {
                    let view = graph.view(k);
                    for from in (-3..44).map(|from| first + from * DAY).filter(|_| view.reads_alone(predicate)) {
                        let asked = (from, from + DAY);
                        if reach.from < asked.1 && asked.0 < reach.to {
                            continue;
                        }
                        let held = view.states_and_events(subject, Direction::Outgoing, Some(predicate), asked, asked);
                        prop_assert!(held.is_empty(), "{} {}: {held:?}", graph.entity_text(subject), graph.predicate_text(predicate));
                    }
                }
            }
        }

        #[test]
        fn what_is_told_alone_of_its_slot_holds_as_it_does_when_folded(
            drawn in vec((0..2_usize, 0..4_usize, 0..3_usize, 0..5_usize, prop::option::of(0..40_u32), prop::option::of(0..40_u32)), 1..6),
        ) {
            let memory = Memory::options().volatile().unwrap();
            let _told = drawn.into_iter().filter(|drawn| memory.tell(claim(*drawn)).is_ok()).count();
            let graph = memory.space.graph.load_full();
            let first = day(0).lo().micros();
            for (number, claim) in (0..graph.claim_count()).filter_map(|number| Some((number, graph.claim(number)?))) {
                let slot = (claim.subject, claim.predicate);
                for k in 1..=graph.last_tx() {
                    let view = graph.view(k);
                    for from in (-3..44).map(|from| first + from * DAY) {
                        let asked = (from, from + DAY);
                        let Some(holds) = view.holds_alone(number, slot, asked) else { continue };
                        let held = view.states_and_events(slot.0, Direction::Outgoing, Some(slot.1), asked, asked);
                        prop_assert_eq!(holds, held.iter().any(|belief| belief.claims.contains(&number)), "{:?}", held);
                    }
                }
            }
        }
    }
}

//! What holds of every run, whatever was told.

use std::sync::{Arc, Mutex};

use asof::{Claim, Consolidated, Consolidation, End, Kind, Memory, Object, OnError, Operation, Point, Scalar, Statement, TxId};
use proptest::{prelude::*, test_runner::RngSeed};

use super::{Set, editors, run, statement as line_of, tell};

const NAMES: [&str; 9] = ["Ana", "Ana Silva", "A. Silva", "Bo", "NYC", "New York City", "Camden", "Camden Town", "Ana's sister"];
const PREDICATES: [&str; 12] = [
    "lives_in",
    "works_at",
    "spouse_of",
    "likes",
    "dislikes",
    "located_in",
    "parent_of",
    "sibling_of",
    "painted",
    "painted_by",
    "edits_with",
    "feels",
];
const KINDS: [Kind; 5] = [Kind::Begins, Kind::Ends, Kind::Holds, Kind::Denies, Kind::Happens];

fn year() -> impl Strategy<Value = Point> {
    (1950_u32..2020).prop_map(|year| year.to_string().parse().unwrap())
}

fn statement() -> impl Strategy<Value = Statement> {
    let parts = (0..NAMES.len(), 0..PREDICATES.len(), 0..NAMES.len(), 0..KINDS.len(), prop::option::of(year()), year(), 0_u8..4, 0_u8..12);
    parts.prop_map(|(subject, predicate, object, kind, from, said, source, life)| {
        let claim = match life {
            0 | 1 => {
                let object = Object::Value { value: Scalar::Text(said.to_string()), unit: None };
                Claim { object, ..Claim::new(NAMES[subject], if life == 0 { "born_on" } else { "died_on" }, "") }
            }
            _ => Claim { kind: KINDS[kind], from, ..Claim::new(NAMES[subject], PREDICATES[predicate], NAMES[object]) },
        };
        let claim = if life == 2 && claim.from.is_some_and(|from| from.lo() < said.lo()) && claim.kind == Kind::Holds {
            Claim { to: End::At(said), ..claim }
        } else {
            claim
        };
        Statement { occurred_at: Some(said), ..Statement::new(claim).source(&format!("s{source}")) }
    })
}

/// A memory whose clock stands still.
fn still() -> Memory {
    let noon = Set(Arc::new(Mutex::new("2030-01-01T12:00".into())));
    Memory::options().clock(noon).volatile().unwrap()
}

/// Consolidates as with nothing kept, which is how it is tried, and then for good, with what the runs before left.
fn tried_and_done(memory: &Memory) -> [Consolidated; 2] {
    let tried = run(memory, &Consolidation { dry_run: true, ..Consolidation::default() });
    [tried, run(memory, &Consolidation::default())]
}

#[test]
fn a_predicate_is_learned_in_the_run_that_brings_enough_whatever_was_seen_before() {
    for (in_turn, together) in [(5, 0), (3, 1), (30, 1), (0, 3), (0, 0)] {
        let memory = still();
        for few in editors(in_turn, together).chunks(4) {
            tell(&memory, &few.iter().map(String::as_str).collect::<Vec<_>>());
            let [tried, done] = tried_and_done(&memory);
            assert_eq!(tried.findings, done.findings, "{few:?}");
        }
        let learned = memory.snapshot().schemas().iter().any(|schema| schema.name == "edits_with");
        assert_eq!(learned, 3 <= in_turn && (together == 0 || 10 <= in_turn), "{in_turn} {together}");
    }
}

fn exported(memory: &Memory) -> String {
    let mut lines = Vec::new();
    memory.export(&mut lines).unwrap();
    String::from_utf8(lines).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn a_second_run_proposes_nothing_and_an_undone_run_leaves_everything_as_it_was(told in prop::collection::vec(statement(), 0..60)) {
        let memory = Memory::options().volatile().unwrap();
        for statement in told {
            // What is permanent does not end: such claims are refused.
            let _ = memory.tell(Operation::Claim(statement));
        }
        let before = memory.snapshot().as_of(asof::AsOf::NOW).everything();
        let first = run(&memory, &Consolidation::default());
        let second = run(&memory, &Consolidation::default());
        prop_assert!(second.proposes_nothing(), "{:#?}", second.findings);
        let whole = run(&memory, &Consolidation { since: Some(TxId(0)), ..Consolidation::default() });
        prop_assert!(whole.proposes_nothing(), "{:#?}", whole.findings);
        prop_assert_eq!(memory.check().unwrap(), Vec::<String>::new());
        let again = Memory::options().volatile().unwrap();
        again.import_lines(exported(&memory).as_bytes(), OnError::Stop).unwrap();
        prop_assert_eq!(exported(&again), exported(&memory));
        if let Some(number) = first.run {
            memory.undo_run(number).unwrap();
            let after = memory.snapshot().as_of(asof::AsOf::NOW).everything();
            prop_assert_eq!(after, before);
        }
    }

    #[test]
    fn a_run_finds_the_same_whatever_is_kept_of_those_before(
        told in prop::collection::vec(statement(), 0..60),
        (in_turn, together) in (0_usize..30, 0_usize..3),
        undone in prop::collection::vec(0_usize..60, 0..6),
    ) {
        let memory = still();
        let mut txs = Vec::new();
        let mut all: Vec<Statement> = editors(in_turn, together).iter().map(|line| line_of(line)).collect();
        // The two are told in turns.
        told.into_iter().enumerate().for_each(|(at, statement)| all.insert((3 * at).min(all.len()), statement));
        for (at, few) in all.chunks(13).enumerate() {
            let reports = few.iter().filter_map(|statement| memory.tell(Operation::Claim(statement.clone())).ok());
            txs.extend(reports.filter_map(|report| report.tx));
            if let Some(&tx) = undone.get(at).and_then(|&tx| txs.get(tx)) {
                let _ = memory.tell(Operation::Undo { tx });
            }
            if at % 3 == 1 {
                let _ = memory.tell(Operation::Merge { from: NAMES[at % NAMES.len()].into(), into: "Bo".into() });
            }
            let [tried, done] = tried_and_done(&memory);
            prop_assert_eq!(tried.findings, done.findings);
        }
        let whole = run(&memory, &Consolidation { since: Some(TxId(0)), ..Consolidation::default() });
        prop_assert!(whole.proposes_nothing(), "{:#?}", whole.findings);
    }
}

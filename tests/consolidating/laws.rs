//! What holds of every run, whatever was told.

use asof::{Claim, Consolidation, End, Kind, Memory, Object, OnError, Operation, Point, Scalar, Statement, TxId};
use proptest::{prelude::*, test_runner::RngSeed};

use super::run;

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
}

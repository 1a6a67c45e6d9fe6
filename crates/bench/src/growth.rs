//! What a question costs as the history of one fluent grows: it should grow as the logarithm.

use asof::{Batch, Claim, Kind, Memory, Operation, Point, Statement};

use crate::{
    Failure,
    measure::{Luck, turn},
};

const HOUR: i64 = 3_600_000_000;
const VERSIONS: [i64; 3] = [10, 1_000, 100_000];

pub fn run() -> Result<(), Failure> {
    println!("one fluent, questions at any date and any transaction: p50 / p95 in us");
    for order in ["in order", "out of order"] {
        for versions in VERSIONS {
            let memory = history(versions, order == "in order")?;
            let snapshot = memory.snapshot();
            let (graph, last) = (snapshot.graph(), snapshot.last_tx().0);
            let (Some(subject), Some(predicate)) = (snapshot.entity("Ana"), snapshot.predicate("lives_in")) else { continue };
            let mut luck = Luck(3);
            let questions: Vec<(i64, u32)> = (0..20_000)
                .map(|_| {
                    (
                        luck.below(versions.unsigned_abs()).cast_signed() * HOUR + 1,
                        2 + u32::try_from(luck.below(u64::from(last) - 1)).unwrap_or(0),
                    )
                })
                .collect();
            let ask = |question: &(i64, u32)| {
                graph.view(question.1).held(subject, predicate, question.0).into_iter().map(|held| held.object.into()).collect()
            };
            turn(&questions, ask);
            let measured = turn(&questions, ask);
            println!("  {order:12} {versions:7} versions  {:7.2} / {:7.2}", measured.p50, measured.p95);
        }
    }
    Ok(())
}

/// A claim an hour, twenty transactions at the most for the short, a thousand for the long.
fn history(versions: i64, in_order: bool) -> Result<Memory, Failure> {
    let memory = Memory::options().volatile()?;
    let mut order: Vec<i64> = (0..versions).collect();
    if !in_order {
        let mut luck = Luck(5);
        order.sort_by_cached_key(|_| luck.next());
    }
    let at_once = usize::try_from(versions / 1_000).unwrap_or(0).max(1);
    for hours in order.chunks(at_once) {
        let operations = hours.iter().map(|hour| claim(*hour)).collect();
        memory.tell_batches(&[Batch { operations, ..Batch::default() }])?;
    }
    Ok(memory)
}

fn claim(hour: i64) -> Operation {
    let from = asof::Instant::from_micros(hour * HOUR).map(Point::at);
    let claim = Claim { from, ..Claim::new("Ana", "lives_in", &format!("place {}", hour % 977)).kind(Kind::Begins) };
    Operation::Claim(Statement::new(claim))
}

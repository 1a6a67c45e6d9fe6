//! Writers of one process that tell one durable claim at a time, all at once: how many claims a second, by how many they are.

use std::{thread, time::Instant as Stopwatch};

use asof::Memory;

use crate::{Failure, dataset::Dataset, ingest, measure::quantile};

/// So many writers, by turns.
const WRITERS: [usize; 3] = [1, 4, 16];
/// Each number of them takes so many turns, at so many claims in all.
const ROUNDS: usize = 5;
const CLAIMS: usize = 1_600;

pub fn run() -> Result<(), Failure> {
    let data = Dataset::draw_claims(ROUNDS * WRITERS.len() * CLAIMS);
    let folder = tempfile::tempdir()?;
    let memory = ingest::memory(&folder.path().join("store"))?;
    let mut claims = data.claims.chunks(CLAIMS);
    let mut rates = WRITERS.map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for (writers, rates) in WRITERS.into_iter().zip(&mut rates) {
            let operations: Vec<asof::Operation> = claims.next().unwrap_or_default().iter().map(|claim| claim.operation()).collect();
            rates.push(ingest::rate(operations.len(), turn(&memory, &operations, writers)?));
        }
    }
    let medians = rates.map(|mut rates| quantile(&mut rates, 0.5));
    for (writers, rate) in WRITERS.into_iter().zip(medians) {
        println!("{writers:2} writers, one durable claim at a time each:  {rate:.0} claims/s in all, {:.2} x of one", rate / medians[0]);
    }
    Ok(())
}

/// The seconds until so many writers have told their share of the claims.
fn turn(memory: &Memory, operations: &[asof::Operation], writers: usize) -> Result<f64, Failure> {
    let start = Stopwatch::now();
    let failed = thread::scope(|threads| {
        let tell = |share: &[asof::Operation]| share.iter().cloned().find_map(|operation| memory.tell(operation).err());
        let shares = operations.chunks(operations.len().div_ceil(writers).max(1));
        let telling: Vec<_> = shares.map(|share| threads.spawn(move || tell(share))).collect();
        telling.into_iter().find_map(|telling| telling.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    failed.map_or_else(|| Ok(start.elapsed().as_secs_f64()), |error| Err(error.into()))
}

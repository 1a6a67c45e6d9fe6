//! Ingest, size on disk and in memory, opening; and one durable claim against a raw append.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
    time::Instant as Stopwatch,
};

use asof::{Memory, Operation, Schema};

use crate::{
    Failure,
    dataset::{Dataset, predicate},
    measure::{quantile, resident, size_of_folder},
};

/// A memory that knows the benchmark's predicates: one object per subject each.
pub fn memory(folder: &Path) -> Result<Memory, Failure> {
    let memory = Memory::open(folder)?;
    let one = |number: u32| Schema { cardinality: asof::Cardinality::OneObjectPerSubject, ..Schema::many(&predicate(number)) };
    memory.tell_all((0..50).map(|number| Operation::Predicate(one(number))).collect())?;
    Ok(memory)
}

pub fn run(claims: usize) -> Result<(), Failure> {
    let data = Dataset::draw_claims(claims);
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("store");
    drop(ingest(&path, &data)?);
    drop(data);
    sizes(&path, claims)?;
    Ok(())
}

/// Tells everything in durable batches and says how fast that was.
pub fn ingest(path: &Path, data: &Dataset) -> Result<Memory, Failure> {
    let memory = memory(path)?;
    let mut told = 0.0;
    for batch in data.batches() {
        let start = Stopwatch::now();
        memory.tell_batches(&[batch])?;
        told += start.elapsed().as_secs_f64();
    }
    println!("ingest, durable in batches of 1,000:  {:.0} claims/s", rate(data.claims.len(), told));
    Ok(memory)
}

#[expect(clippy::cast_precision_loss, reason = "a count of claims")]
pub fn rate(count: usize, seconds: f64) -> f64 {
    count as f64 / seconds
}

/// Opens a closed store in a process of its own, so that what it takes in memory is its own too.
pub fn sizes(path: &Path, claims: usize) -> Result<(), Failure> {
    let opened = std::process::Command::new(std::env::current_exe()?).arg("open").arg(path).arg(claims.to_string()).status()?;
    if opened.success() { Ok(()) } else { Err("opening in a process of its own failed".into()) }
}

/// Opens a store, and says how long that took and what it takes.
#[expect(clippy::cast_precision_loss, reason = "bytes, to print")]
pub fn open(path: &Path, claims: usize) -> Result<(), Failure> {
    let before = resident();
    let start = Stopwatch::now();
    let memory = Memory::open(path)?;
    let seconds = start.elapsed().as_secs_f64();
    let held = resident().saturating_sub(before);
    drop(memory);
    println!("opening {claims} claims:  {seconds:.2} s");
    println!("resident after opening:  {:.0} bytes a claim ({:.0} MiB)", held as f64 / claims as f64, held as f64 / 1_048_576.0);
    println!("on disk:  {:.0} bytes a claim", size_of_folder(path) as f64 / claims as f64);
    Ok(())
}

/// One durable claim at a time, in turns with an append and fsync of as many bytes.
pub fn single(memory: &Memory, data: &Dataset, folder: &Path) -> Result<(), Failure> {
    let mut raw_file = OpenOptions::new().create(true).append(true).open(folder.join("raw"))?;
    let (mut ours, mut raw) = (Vec::new(), Vec::new());
    for claim in data.claims.iter().take(1_000) {
        let start = Stopwatch::now();
        memory.tell(claim.operation())?;
        ours.push(start.elapsed().as_secs_f64() * 1e6);
        raw.push(append(&mut raw_file)?);
    }
    let (ours, raw) = (quantile(&mut ours, 0.5), quantile(&mut raw, 0.5));
    println!("one durable claim:  {ours:.0} us, raw append and fsync {raw:.0} us, ratio {:.2}", ours / raw);
    Ok(())
}

fn append(file: &mut File) -> Result<f64, Failure> {
    let start = Stopwatch::now();
    file.write_all(&[b'x'; 64])?;
    file.sync_data()?;
    Ok(start.elapsed().as_secs_f64() * 1e6)
}

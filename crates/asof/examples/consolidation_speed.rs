//! How fast a memory is consolidated: from scratch, after a few more claims, and when nothing changed.
//!
//! `cargo run --release -p asof --example consolidation_speed -- CLAIMS MORE [PEOPLE]`

use asof::{Batch, Claim, Consolidated, Consolidation, Kind, Memory, Operation, Point, Statement};

type Failure = Box<dyn std::error::Error>;

/// Claims told at once.
const AT_ONCE: usize = 1_000;
const FIRST: [&str; 20] = [
    "Ana", "Bruno", "Carla", "Dmitri", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Luis", "Mona", "Nils", "Olga", "Pavel",
    "Quin", "Rosa", "Sven", "Tara",
];
const SYLLABLES: [&str; 16] =
    ["ba", "cor", "den", "fal", "gri", "hol", "jan", "kel", "lum", "mor", "nev", "pol", "ras", "sil", "tov", "wen"];

/// A number that looks like chance, and is the same each time.
fn chance(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn pick<'w>(words: &[&'w str], at: u64) -> &'w str {
    usize::try_from(at).ok().and_then(|at| words.get(at % words.len())).copied().unwrap_or_default()
}

fn word(number: u64, syllables: u64) -> String {
    (0..syllables).map(|at| pick(&SYLLABLES, number >> (4 * at))).collect()
}

fn person(number: u64) -> String {
    let name = word(number / 20, 4);
    let (first, rest) = name.split_at(1);
    format!("{} {}{rest}", pick(&FIRST, number), first.to_uppercase())
}

/// A claim about one of as many people as there are claims for five each.
fn claim(number: u64, people: u64) -> Result<Operation, Failure> {
    let luck = chance(number);
    let subject = person(luck % people);
    let year: Point = format!("{}", 1990 + luck / 7 % 30).parse()?;
    let of = |prefix: &str, most: u64| format!("{prefix} {}", word(luck / 31 % most, 4));
    let claim = match luck / 11 % 8 {
        0 | 1 => Claim::new(&subject, "lives_in", &of("Port", 5_000)).kind(Kind::Begins).from(year),
        2 | 3 => Claim::new(&subject, "works_at", &of("Works", 20_000)).kind(Kind::Begins).from(year),
        4 => Claim::new(&subject, "knows", &person(luck / 13 % people)),
        5 => Claim::new(&subject, "edits_with", &of("Editor", 200)).from(year),
        6 => Claim::new(&subject, "visited", &of("Port", 5_000)).kind(Kind::Happens).from(year),
        _ => Claim::new(&subject, "likes", &of("Band", 3_000)),
    };
    Ok(Operation::Claim(Statement::new(claim).source(&format!("feed {}", luck % 40))))
}

fn tell(memory: &Memory, numbers: std::ops::Range<u64>, people: u64) -> Result<(), Failure> {
    let mut operations = Vec::with_capacity(AT_ONCE);
    for number in numbers {
        operations.push(claim(number, people)?);
        if operations.len() == AT_ONCE {
            memory.tell_batches(&[Batch { operations: std::mem::take(&mut operations), ..Batch::default() }])?;
        }
    }
    memory.tell_batches(&[Batch { operations, ..Batch::default() }])?;
    Ok(())
}

/// The time by the memory's own clock: the library's is the only one that reads it.
fn timed(memory: &Memory, what: &str) -> Result<Consolidated, Failure> {
    let mut stages: Vec<(&'static str, i64)> = Vec::new();
    let started = memory.now().0.micros();
    let done = memory.consolidate(&Consolidation { most_listed: 10_000, ..Consolidation::default() }, &mut |progress| {
        if stages.last().is_none_or(|last| last.0 != progress.stage) {
            stages.push((progress.stage, memory.now().0.micros()));
        }
        true
    })?;
    let seconds = |from: i64, to: i64| (to - from) as f64 / 1e6;
    let ended = memory.now().0.micros();
    let took = seconds(started, ended);
    println!("{what}: {:.2} s, {} claims, {:.0} claims a second", took, done.claims, done.claims as f64 / took);
    for (at, (stage, from)) in stages.iter().enumerate() {
        let to = stages.get(at + 1).map_or(ended, |next| next.1);
        println!("  {stage}: {:.2} s", seconds(*from, to));
    }
    println!("  {:?}, {} not listed", done.counts, done.unlisted);
    Ok(done)
}

fn main() -> Result<(), Failure> {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse::<u64>());
    let claims = numbers.next().transpose()?.unwrap_or(100_000);
    let more = numbers.next().transpose()?.unwrap_or(10_000);
    let people = numbers.next().transpose()?.unwrap_or(claims / 5 + 1).max(1);
    let memory = Memory::options().volatile()?;
    tell(&memory, 0..claims, people)?;
    timed(&memory, "from scratch")?;
    timed(&memory, "nothing new")?;
    tell(&memory, claims..claims + more, people)?;
    timed(&memory, "after more claims")?;
    timed(&memory, "nothing new")?;
    Ok(())
}

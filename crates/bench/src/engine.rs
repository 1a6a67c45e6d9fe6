//! As-of look-ups side by side: plain columns, Asof, and other engines, on the same facts and the same questions.

use std::{fmt::Write as _, fs, path::Path};

use asof::{Direction, Memory, Snapshot};

use crate::{
    Failure,
    columns::Columns,
    dataset::{Dataset, Query, SUBJECTS, entity, predicate},
    ingest,
    measure::{Turn, quantile, turn, turn_translated},
    peers::Peer,
};

const QUESTIONS: usize = 20_000;
const KINDS: [&str; 3] = ["point", "subject", "hops"];

pub fn run(claims: usize, rounds: usize, peers: &[String]) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let data = Dataset::draw(claims);
    println!("{} claims, {} rectangles, {} transactions", data.claims.len(), data.rectangles.len(), data.transactions());
    let store = folder.path().join("store");
    drop(ingest::ingest(&store, &data)?);
    ingest::sizes(&store, data.claims.len())?;
    let memory = Memory::open(&store)?;
    look_ups(&data, &memory.snapshot(), folder.path(), rounds, peers)?;
    ingest::single(&memory, &data, folder.path())
}

fn look_ups(data: &Dataset, snapshot: &Snapshot, folder: &Path, rounds: usize, peers: &[String]) -> Result<(), Failure> {
    let queries = data.queries(QUESTIONS);
    let columns = Columns::new(&data.rectangles);
    let ours = Ours::new(snapshot);
    let mut peers = start_peers(data, folder, peers, &queries)?;
    println!("{:8} {:10} {:>9} {:>9} {:>12} {:>12}", "question", "engine", "p50 us", "p95 us", "x columns", "mismatches");
    for kind in KINDS {
        let mut turns: Vec<(String, Vec<Turn>)> = Vec::new();
        for _ in 0..=rounds {
            add(&mut turns, "columns", turn(&queries, |query| columns_answer(&columns, kind, query)));
            add(&mut turns, "asof", turn_translated(&queries, |query| ours.answer(kind, query), |item| ours.back(kind, item)));
            for peer in &mut peers {
                let measured = peer.turn(kind, &folder.join(kind))?;
                let name = peer.name.clone();
                add(&mut turns, &name, measured);
            }
        }
        report(kind, &turns);
    }
    Ok(())
}

fn start_peers(data: &Dataset, folder: &Path, names: &[String], queries: &[Query]) -> Result<Vec<Peer>, Failure> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let path = folder.join("rectangles");
    data.write_rectangles(&path)?;
    for kind in KINDS {
        let mut text = String::new();
        for Query { subject, predicate, v, k } in queries {
            if kind == "point" { writeln!(text, "{subject},{predicate},{v},{k}")? } else { writeln!(text, "{subject},{v},{k}")? }
        }
        fs::write(folder.join(kind), text)?;
    }
    names
        .iter()
        .map(|name| {
            let mut peer = Peer::start(name)?;
            println!("{name} loaded in {:.1} s", peer.load(&path)?);
            Ok(peer)
        })
        .collect()
}

fn add(turns: &mut Vec<(String, Vec<Turn>)>, name: &str, turn: Turn) {
    match turns.iter_mut().find(|(other, _)| other == name) {
        Some((_, of_name)) => of_name.push(turn),
        None => turns.push((name.into(), vec![turn])),
    }
}

/// Medians over the rounds, the first left out as a warm-up; mismatches against the columns.
fn report(kind: &str, turns: &[(String, Vec<Turn>)]) {
    let median = |turns: &[Turn], of: fn(&Turn) -> f64| quantile(&mut turns.iter().skip(1).map(of).collect::<Vec<_>>(), 0.5);
    let Some((_, bound)) = turns.first() else { return };
    for (name, of_name) in turns {
        let ratios = of_name.iter().zip(bound).skip(1).map(|(turn, bound)| turn.p50 / bound.p50);
        let ratio = quantile(&mut ratios.collect::<Vec<_>>(), 0.5);
        let pairs = of_name[0].digests.iter().zip(&bound[0].digests);
        let wrong = pairs.filter(|(found, expected)| found != expected).count() + of_name[0].digests.len().abs_diff(bound[0].digests.len());
        let (p50, p95) = (median(of_name, |turn| turn.p50), median(of_name, |turn| turn.p95));
        println!("{kind:8} {name:10} {p50:9.2} {p95:9.2} {ratio:12.2} {wrong:12}");
    }
}

fn columns_answer(columns: &Columns, kind: &str, query: &Query) -> Vec<u64> {
    match kind {
        "point" => columns.point(query),
        "subject" => columns.subject(query),
        _ => columns.hops(query),
    }
}

/// Asof, with the data's numbers turned into its own and back.
struct Ours<'s> {
    snapshot: &'s Snapshot,
    to: Vec<Option<u32>>,
    from: Vec<u32>,
    predicates: Vec<Option<u32>>,
    predicates_from: Vec<u32>,
}

impl<'s> Ours<'s> {
    fn new(snapshot: &'s Snapshot) -> Self {
        let subjects = u32::try_from(SUBJECTS).unwrap_or(u32::MAX);
        let to: Vec<Option<u32>> = (0..subjects).map(|number| snapshot.entity(&entity(number))).collect();
        let predicates: Vec<Option<u32>> = (0..50).map(|number| snapshot.predicate(&predicate(number))).collect();
        Self { snapshot, from: back(&to), predicates_from: back(&predicates), to, predicates }
    }

    fn answer(&self, kind: &str, query: &Query) -> Vec<u64> {
        let Some(subject) = self.to[query.subject as usize] else { return Vec::new() };
        let view = self.snapshot.graph().view(query.k);
        match kind {
            "point" => {
                let Some(predicate) = self.predicates[query.predicate as usize] else { return Vec::new() };
                view.held(subject, predicate, query.v).into_iter().map(|fact| fact.object.into()).collect()
            }
            "subject" => {
                let mut facts = Vec::new();
                view.each_fact(subject, Direction::Outgoing, query.v, &mut |fact| {
                    facts.push(u64::from(fact.predicate) << 32 | u64::from(fact.object));
                });
                facts
            }
            _ => view.at(query.v).within(subject, 2).into_iter().map(u64::from).collect(),
        }
    }

    /// An answer in the data's numbers.
    fn back(&self, kind: &str, item: u64) -> u64 {
        let [predicate, object] = [item >> 32, item & 0xFFFF_FFFF].map(|half| usize::try_from(half).unwrap_or(usize::MAX));
        let predicate = if kind == "subject" { self.predicates_from[predicate] } else { 0 };
        u64::from(predicate) << 32 | u64::from(self.from[object])
    }
}

/// The data's number for each of Asof's.
fn back(numbers: &[Option<u32>]) -> Vec<u32> {
    let most = numbers.iter().flatten().max().map_or(0, |most| *most as usize + 1);
    let mut back = vec![u32::MAX; most];
    for (there, here) in numbers.iter().zip(0..) {
        if let Some(there) = there {
            back[*there as usize] = here;
        }
    }
    back
}

//! The speed of retrieval on made-up memories, side by side with tantivy alone and SQLite's FTS5.

mod made;
mod racers;

use std::{path::Path, time::Instant as Stopwatch};

use asof::{AsOf, Claim, Memory, Operation, Recall, Statement};
use serde::Serialize;

use crate::{
    Failure,
    measure::{Luck, quantile, resident, size_of_folder},
    retrieve::{
        Still, memory,
        musique::read_passages,
        speed::{
            made::{Ask, Made, Vocabulary, point},
            racers::{Floor, Fts, Loaded, Ours, Racer, Turn, Written},
        },
    },
};

/// Questions, and how often each contestant takes its turn at them after a first one that is not counted.
const QUESTIONS: usize = 200;
const ROUNDS: usize = 3;
/// Episodes written one by one.
const WRITES: usize = 500;
/// The small memory, and each of the many, beside the large one.
const SMALL: usize = 100;
const MANY: usize = 1_000;
/// How often a cold space is opened.
const COLD: usize = 5;
const SPACE: &str = "one";

/// How much is made up.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub facts: usize,
    pub passages: usize,
}

impl Size {
    fn part(self, of: usize) -> Self {
        Self { facts: (self.facts / of).max(1), passages: (self.passages / of).max(1) }
    }
}

/// Measures everything; each turn asks so many questions at the most.
pub fn run(data: &Path, size: Size, questions: usize, json: bool) -> Result<(), Failure> {
    let passages = read_passages(&data.join("musique/passages.jsonl.gz"))?;
    let words = Vocabulary::of(passages.iter().map(|passage| passage.text.as_str()));
    drop(passages);
    if !json {
        println!("made up from {} words of real text, each as often as it is there; recall is measured as TIME here\n", words.len());
    }
    old_fact()?.show(json)?;
    let small = race(&words, size.part(SMALL), questions)?;
    small.show(json)?;
    spaces(&words, Size { facts: MANY, passages: MANY / 5 }, (size.facts / MANY).max(1))?.show(json)?;
    let large = race(&words, size, questions)?;
    large.show(json)?;
    Growth::between(&small, &large).show(json)
}

/// Opens a store, and says what it takes in memory: what a race starts in a process of its own.
pub fn open(store: &Path) -> Result<(), Failure> {
    let start = Stopwatch::now();
    let memory = Ours::open(store, SPACE)?.memory;
    let opened = start.elapsed().as_secs_f64();
    let graph = resident();
    memory.recall(&Recall::new("Who is there?"))?;
    let open = Opened { seconds: opened, to_first_answer: start.elapsed().as_secs_f64(), graph_bytes: graph, bytes: resident() };
    println!("{}", serde_json::to_string(&open)?);
    Ok(())
}

/// One contestant at one size, in milliseconds.
#[derive(Debug, Serialize)]
struct Line {
    name: &'static str,
    p50: f64,
    p95: f64,
    p99: f64,
    /// How many of the questions found the document they were made from, in percent.
    found: f64,
    /// Documents a second.
    indexed: f64,
    /// Documents a second told durably, where that is apart from indexing.
    told: Option<f64>,
    /// Until one text was written, for good.
    written: Times,
    /// From when the write returned until a question had found it: it is visible from the first instant on, so this is what the first
    /// question after a write takes.
    then_found: Times,
}

/// A store opened in a process of its own.
#[derive(Debug, Serialize, serde::Deserialize)]
struct Opened {
    seconds: f64,
    to_first_answer: f64,
    graph_bytes: u64,
    bytes: u64,
}

/// All contestants at one size.
#[derive(Debug, Serialize)]
#[serde(tag = "speed", rename = "one space")]
struct Race {
    facts: usize,
    passages: usize,
    lines: Vec<Line>,
    opened: Opened,
    bytes_on_disk: u64,
    cold: Times,
    cold_first_recall: Times,
}

/// Quantiles, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
struct Times {
    p50: f64,
    p95: f64,
    p99: f64,
}

impl Times {
    fn of(micros: &mut [f64]) -> Self {
        let [p50, p95, p99] = [0.5, 0.95, 0.99].map(|share| quantile(micros, share) / 1e3);
        Self { p50, p95, p99 }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of documents and questions")]
fn as_f64(count: usize) -> f64 {
    count as f64
}

fn race(words: &Vocabulary, size: Size, questions: usize) -> Result<Race, Failure> {
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("store");
    let made = Made::draw(words, size.facts, size.passages, 5);
    let asks = made.asks(words, QUESTIONS.min(questions));
    let mut racers: Vec<Box<dyn Racer>> = vec![
        Box::new(Ours::open(&store, SPACE)?),
        Box::new(Floor::create(&folder.path().join("tantivy"))?),
        Box::new(Fts::start(folder.path())?),
    ];
    let mut loaded = Vec::new();
    for racer in &mut racers {
        loaded.push(racer.load(&made)?);
    }
    let turns = turns(&mut racers, &made, &asks)?;
    let fresh = fresh(words);
    let mut lines = Vec::new();
    for ((racer, loaded), turns) in racers.iter_mut().zip(&loaded).zip(&turns) {
        let writes = racer.write(&fresh)?;
        lines.push(line(racer.name(), &made, loaded, turns, writes));
    }
    drop(racers);
    let (cold, cold_first_recall) = cold(&store, &made, &asks)?;
    let opened = in_own_process(&store)?;
    Ok(Race {
        facts: made.facts(),
        passages: made.passages(),
        lines,
        opened,
        bytes_on_disk: size_of_folder(&store),
        cold,
        cold_first_recall,
    })
}

/// The contestants take turns at the same questions; for each its turns.
fn turns(racers: &mut [Box<dyn Racer>], made: &Made, asks: &[Ask]) -> Result<Vec<Vec<Turn>>, Failure> {
    let mut turns: Vec<Vec<Turn>> = racers.iter().map(|_| Vec::new()).collect();
    for round in 0..=ROUNDS {
        for (racer, turns) in racers.iter_mut().zip(&mut turns) {
            let turn = racer.ask(made, asks)?;
            // The first warms up.
            if round != 0 {
                turns.push(turn);
            }
        }
    }
    Ok(turns)
}

/// Texts that are not there yet, each with a word of its own.
fn fresh(words: &Vocabulary) -> Vec<(String, String)> {
    let word = |number: usize| format!("zq{number}x");
    let made = Made::draw(words, WRITES, WRITES, 9);
    let documents = made.documents().skip(made.facts()).enumerate();
    documents.map(|(number, document)| (word(number), format!("{} {}", document.text, word(number)))).collect()
}

fn line(name: &'static str, made: &Made, loaded: &Loaded, turns: &[Turn], mut writes: Written) -> Line {
    let median = |of: fn(&Times) -> f64| {
        let mut all: Vec<f64> = turns.iter().map(|turn| of(&Times::of(&mut turn.micros.clone()))).collect();
        quantile(&mut all, 0.5)
    };
    let documents = as_f64(made.facts() + made.passages());
    let (found, asked) = turns.iter().fold((0, 0), |sum, turn| (sum.0 + turn.found, sum.1 + turn.micros.len()));
    Line {
        name,
        p50: median(|times| times.p50),
        p95: median(|times| times.p95),
        p99: median(|times| times.p99),
        found: 100.0 * as_f64(found) / as_f64(asked.max(1)),
        indexed: documents / loaded.indexed,
        told: (0.0 < loaded.told).then(|| documents / loaded.told),
        written: Times::of(&mut writes.written),
        then_found: Times::of(&mut writes.found),
    }
}

/// Opens a store's one space several times: how long that takes, and how long with the first answer.
fn cold(store: &Path, made: &Made, asks: &[Ask]) -> Result<(Times, Times), Failure> {
    let (mut opened, mut answered) = (Vec::new(), Vec::new());
    for ask in asks.iter().take(COLD) {
        let store = Memory::options().clock(Still).open(store)?;
        let start = Stopwatch::now();
        let ours = Ours::of(store.space(SPACE)?);
        opened.push(start.elapsed().as_secs_f64() * 1e6);
        ours.ask_one(made, ask)?;
        answered.push(start.elapsed().as_secs_f64() * 1e6);
    }
    Ok((Times::of(&mut opened), Times::of(&mut answered)))
}

fn in_own_process(store: &Path) -> Result<Opened, Failure> {
    let output = std::process::Command::new(std::env::current_exe()?).args(["retrieve", "--data", ".", "--store"]).arg(store).output()?;
    if !output.status.success() {
        return Err("opening in a process of its own failed".into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

impl Race {
    fn show(&self, json: bool) -> Result<(), Failure> {
        if json {
            println!("{}", serde_json::to_string(self)?);
            return Ok(());
        }
        println!("speed: {} facts and {} passages in one space, every question as of a date", self.facts, self.passages);
        println!(
            "  {:12} {:>9} {:>9} {:>9} {:>8} {:>14} {:>11} {:>12} {:>12} {:>12} {:>12}",
            "ms", "p50", "p95", "p99", "found %", "indexed doc/s", "told doc/s", "written p50", "written p99", "then found", "found p99"
        );
        for line in &self.lines {
            let told = line.told.map_or("-".to_owned(), |told| format!("{told:.0}"));
            let Line { name, p50, p95, p99, found, indexed, written, then_found: found_then, .. } = line;
            println!(
                "  {name:12} {p50:>9.3} {p95:>9.3} {p99:>9.3} {found:>8.1} {indexed:>14.0} {told:>11} {:>12.3} {:>12.3} {:>12.3} {:>12.3}",
                written.p50, written.p99, found_then.p50, found_then.p99
            );
        }
        println!("  found: the document that the question was made from is among the answers");
        println!("  written: one text, durably (tantivy: committed; SQLite: in its log, not synced), and visible from then on");
        println!("  then found: from the return of the write until a question has found it, p50 and p99");
        let mib = |bytes: u64| bytes >> 20;
        println!(
            "  asof in a process of its own: opened in {:.2} s, first answer after {:.2} s",
            self.opened.seconds, self.opened.to_first_answer
        );
        println!(
            "  asof, resident: {} MiB opened, {} MiB after a recall; {} MiB on disk",
            mib(self.opened.graph_bytes),
            mib(self.opened.bytes),
            mib(self.bytes_on_disk)
        );
        println!(
            "  asof, the space opened cold: {:.1} ms (median of {COLD}), with its first answer {:.1} ms\n",
            self.cold.p50, self.cold_first_recall.p50
        );
        Ok(())
    }
}

/// Many spaces in one store.
#[derive(Debug, Serialize)]
#[serde(tag = "speed", rename = "many spaces")]
struct Spaces {
    spaces: usize,
    facts_each: usize,
    passages_each: usize,
    cold: Times,
    warm: Times,
    bytes_all_open: u64,
}

fn spaces(words: &Vocabulary, each: Size, count: usize) -> Result<Spaces, Failure> {
    let folder = tempfile::tempdir()?;
    let name = |number: usize| format!("space {number}");
    let draw = |number: usize| Made::draw(words, each.facts, each.passages, 100 + number as u64);
    let store = Memory::options().clock(Still).open(folder.path())?;
    for number in 0..count {
        Ours::of(store.space(&name(number))?).tell(&draw(number))?;
    }
    drop(store);
    let before = resident();
    let store = Memory::options().clock(Still).open(folder.path())?;
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    let mut open = Vec::new();
    for number in 0..count {
        let made = draw(number);
        let asks = made.asks(words, 3);
        let start = Stopwatch::now();
        let ours = Ours::of(store.space(&name(number))?);
        ours.ask_one(&made, &asks[0])?;
        cold.push(start.elapsed().as_secs_f64() * 1e6);
        open.push((made, asks));
    }
    let bytes_all_open = resident().saturating_sub(before);
    let mut luck = Luck(29);
    for turn in 0..2_000 {
        let number = usize::try_from(luck.below(count as u64)).unwrap_or(0);
        let (made, asks) = &open[number];
        let start = Stopwatch::now();
        let ours = Ours::of(store.space(&name(number))?);
        ours.ask_one(made, &asks[turn % asks.len()])?;
        warm.push(start.elapsed().as_secs_f64() * 1e6);
    }
    let (cold, warm) = (Times::of(&mut cold), Times::of(&mut warm));
    Ok(Spaces { spaces: count, facts_each: each.facts, passages_each: each.passages, cold, warm, bytes_all_open })
}

impl Spaces {
    fn show(&self, json: bool) -> Result<(), Failure> {
        if json {
            println!("{}", serde_json::to_string(self)?);
            return Ok(());
        }
        println!("speed: {} spaces of {} facts and {} passages each, asof, ms", self.spaces, self.facts_each, self.passages_each);
        for (name, times) in [("cold: opened and asked", self.cold), ("asked again, any of them", self.warm)] {
            println!("  {name:26} p50 {:.3}  p95 {:.3}  p99 {:.3}", times.p50, times.p95, times.p99);
        }
        println!("  resident for all of them: {} MiB, what was made up to ask them included\n", self.bytes_all_open >> 20);
        Ok(())
    }
}

/// A fact of 2019 under many newer ones of the same words.
#[derive(Debug, Serialize)]
#[serde(tag = "speed", rename = "an old fact")]
struct OldFact {
    newer: usize,
    rank_as_of: Option<usize>,
    rank_by_words: Option<usize>,
}

const NEWER: usize = 10_000;

fn old_fact() -> Result<OldFact, Failure> {
    let told = |object: &str, from: i64, to: i64| {
        let claim = Claim::new("Ana Silva", "rents", object);
        let claim = point(from).zip(point(to)).map_or(claim.clone(), |(from, to)| claim.from(from).to(to));
        Operation::Claim(Statement::new(claim))
    };
    // From March to September 2019; the newer ones a day each, from 2020 on.
    let mut operations = vec![told("Harbour flat", 17_956, 18_140)];
    let newer = |number: usize| told(&format!("Harbour flat {number}"), 18_262 + number as i64 % 1_800, 18_264 + number as i64 % 1_800);
    operations.extend((0..NEWER).map(newer));
    let (memory, refused) = memory(operations)?;
    if refused != 0 {
        return Err(format!("{refused} of the claims were refused").into());
    }
    let rank = |text: &str, as_of: AsOf| -> Result<Option<usize>, Failure> {
        let recalled = memory.recall(&Recall { as_of, ..Recall::new(text) })?;
        Ok(recalled.facts.iter().position(|hit| hit.text == "Ana Silva rents Harbour flat").map(|place| place + 1))
    };
    let question = "Which Harbour flat does Ana Silva rent?";
    Ok(OldFact {
        newer: NEWER,
        rank_as_of: rank(question, AsOf::valid("2019-06-01".parse()?))?,
        rank_by_words: rank("Which Harbour flat did Ana Silva rent in June 2019?", AsOf::NOW)?,
    })
}

impl OldFact {
    fn show(&self, json: bool) -> Result<(), Failure> {
        if json {
            println!("{}", serde_json::to_string(self)?);
            return Ok(());
        }
        let rank = |rank: Option<usize>| rank.map_or("not found".to_owned(), |rank| format!("rank {rank}"));
        println!("a fact of 2019 under {} newer matches: as of June 2019 {}", self.newer, rank(self.rank_as_of));
        println!("  and by the words \"in June 2019\" alone {}\n", rank(self.rank_by_words));
        Ok(())
    }
}

/// How the times of Asof grow from the small memory to the large one.
#[derive(Debug, Serialize)]
#[serde(tag = "speed", rename = "large against small")]
struct Growth {
    p50: f64,
    p95: f64,
}

impl Growth {
    fn between(small: &Race, large: &Race) -> Self {
        let ratio = |of: fn(&Line) -> f64| match (small.lines.first(), large.lines.first()) {
            (Some(small), Some(large)) => of(large) / of(small),
            (None, _) | (_, None) => 0.0,
        };
        Self { p50: ratio(|line| line.p50), p95: ratio(|line| line.p95) }
    }

    fn show(&self, json: bool) -> Result<(), Failure> {
        if json {
            println!("{}", serde_json::to_string(self)?);
        } else {
            println!("asof, large against small: p50 {:.2} times, p95 {:.2} times", self.p50, self.p95);
        }
        Ok(())
    }
}

//! A real history: every answer about it, against a brute-force reading of its file.
//!
//! The reading is written from `docs/time.md` and shares no code with the engine, not even the calendar.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::Path,
    time::Instant as Stopwatch,
};

use asof::{AsOf, Certainty, Columns, Direction, End, Fact, Held, Imported, Instant, Memory, OnError, Point, Snapshot};

use crate::{Failure, measure::Luck};

const MICROS_PER_DAY: i64 = 86_400_000_000;
/// So many probes are asked for whole facts too, in every order.
const WHOLE_FACTS: usize = 2_000;
/// So many mismatches are shown in detail.
const SHOWN: usize = 5;

pub fn run(data: &Path, orders: usize) -> Result<(), Failure> {
    let start = Stopwatch::now();
    let history = History::read(&data.join("yago11k"))?;
    let probes = history.probes();
    history.describe(&probes);
    let mut tally = Tally::default();
    let orders = orders.max(1);
    for order in 0..orders {
        let folder = tempfile::tempdir()?;
        let store = folder.path().join("store");
        let memory = Memory::open(&store)?;
        history.import(&memory, order, &mut tally)?;
        history.compare(&memory.snapshot(), &probes, &format!("order {}", order + 1), &mut tally)?;
        drop(memory);
        if order + 1 == orders {
            let reopened = Memory::open(&store)?;
            history.compare(&reopened.snapshot(), &probes, "after a restart", &mut tally)?;
        }
    }
    tally.conclude(start.elapsed().as_secs_f64())
}

/// The possible instants of a date, as bounds in microseconds.
type Bounds = (i64, i64);

/// A line of the file: ids and dates as written.
struct Row {
    ids: [u32; 3],
    dates: [String; 2],
}

/// What a line says, if it can be read.
#[derive(Clone, Copy)]
struct Told {
    from: Option<Bounds>,
    to: Option<Bounds>,
}

impl Told {
    fn read(dates: &[String; 2]) -> Result<Self, &'static str> {
        let (from, to) = (read_date(&dates[0])?, read_date(&dates[1])?);
        match (from, to) {
            (None, None) => Err("no date at all"),
            (Some(from), Some(to)) if to.1 <= from.0 => Err("ends before it begins"),
            _ => Ok(Self { from, to }),
        }
    }

    /// Whether it holds at an instant, and then whether certainly. Nothing else competes for its fluent.
    fn holds(self, t: i64) -> Option<bool> {
        match (self.from, self.to) {
            // A start: goes on by inertia.
            (Some(from), None) => (from.0 <= t).then_some(from.1 <= t),
            // A span: nothing is said about after.
            (Some(from), Some(to)) => (from.0 <= t && t < to.1).then_some(from.1 <= t && t < to.0),
            // A stop: held up to it, since when is unknown.
            (None, Some(to)) => (t < to.1).then_some(false),
            (None, None) => None,
        }
    }

    fn boundaries(self) -> impl Iterator<Item = i64> {
        [self.from, self.to].into_iter().flatten().flat_map(|(lo, hi)| [lo, hi])
    }
}

/// Reads `2003-05-07`, `2003-05-##`, `2003-##-##`, `200#-##-##`, `20##-##-##`; nothing for `####-##-##`.
fn read_date(text: &str) -> Result<Option<Bounds>, &'static str> {
    const MALFORMED: &str = "a malformed date";
    if text == "####-##-##" {
        return Ok(None);
    }
    let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let [year, month, day] = unsigned.split('-').collect::<Vec<_>>()[..] else { return Err(MALFORMED) };
    let known = year.trim_end_matches('#');
    let years = match year.len() - known.len() {
        0 => 1,
        1 if !negative => 10,
        2 if !negative => 100,
        _ => return Err(MALFORMED),
    };
    let year = digits(known, 4).ok_or(MALFORMED)? * years * if negative { -1 } else { 1 };
    let bounds = match (month, day) {
        ("##", "##") => (days_before(year, 1), days_before(year + years, 1)),
        (month, day) if years == 1 => days_within(year, month, day).ok_or(MALFORMED)?,
        _ => return Err(MALFORMED),
    };
    Ok(Some((bounds.0 * MICROS_PER_DAY, bounds.1 * MICROS_PER_DAY)))
}

/// The days of a month, or one of them.
fn days_within(year: i64, month: &str, day: &str) -> Option<(i64, i64)> {
    let month = digits(month, 2).filter(|month| (1..=12).contains(month))?;
    let (first, next) = (days_before(year, month), days_before(year, month + 1));
    if day == "##" {
        return Some((first, next));
    }
    let day = first + digits(day, 2)? - 1;
    (first <= day && day < next).then_some((day, day + 1))
}

fn digits(text: &str, most: usize) -> Option<i64> {
    (text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// The days from 1970-01-01 to the first of a month; the 13th is January of the next year.
fn days_before(year: i64, month: i64) -> i64 {
    const LENGTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let past = year - 1;
    let leap_days = past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400);
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    let months: i64 = (1..month).zip(LENGTHS).map(|(month, days)| days + i64::from(leap && month == 2)).sum();
    365 * past + leap_days + months - 719_162
}

/// The file, read.
struct History {
    rows: Vec<Row>,
    /// For each row.
    told: Vec<Result<Told, &'static str>>,
    entities: BTreeMap<u32, String>,
    relations: BTreeMap<u32, String>,
}

/// A question, and what the file answers: rows that hold, and whether certainly.
struct Probe {
    subject: u32,
    instant: i64,
    holding: Vec<(usize, bool)>,
}

impl History {
    fn read(folder: &Path) -> Result<Self, Failure> {
        let mut rows = Vec::new();
        for part in ["train", "valid", "test"] {
            let text = std::fs::read_to_string(folder.join(part).with_extension("txt"))?;
            for line in text.lines() {
                rows.push(read_row(line).ok_or_else(|| format!("{part}.txt: not a row: {line}"))?);
            }
        }
        let triples: BTreeSet<[u32; 3]> = rows.iter().map(|row| row.ids).collect();
        if triples.len() < rows.len() {
            return Err("a triple comes twice: this reading takes each row for a fluent of its own".into());
        }
        let told = rows.iter().map(|row| Told::read(&row.dates)).collect();
        Ok(Self {
            rows,
            told,
            entities: read_names(&folder.join("entity2id.txt"))?,
            relations: read_names(&folder.join("relation2id.txt"))?,
        })
    }

    fn accepted(&self) -> impl Iterator<Item = (usize, &Row, Told)> {
        let rows = self.rows.iter().zip(&self.told).enumerate();
        rows.filter_map(|(number, (row, told))| told.ok().map(|told| (number, row, told)))
    }

    /// The subjects with no row that can be read.
    fn silent(&self) -> BTreeSet<u32> {
        let speaking: BTreeSet<u32> = self.accepted().map(|(_, row, _)| row.ids[0]).collect();
        self.rows.iter().map(|row| row.ids[0]).filter(|subject| !speaking.contains(subject)).collect()
    }

    fn entity(&self, id: u32) -> &str {
        self.entities.get(&id).map_or("", String::as_str)
    }

    fn relation(&self, id: u32) -> &str {
        self.relations.get(&id).map_or("", String::as_str)
    }

    /// Every subject at every boundary of its rows, just before each, and in the middle between them.
    fn probes(&self) -> Vec<Probe> {
        let mut subjects: BTreeMap<u32, Vec<(usize, Told)>> = BTreeMap::new();
        for (number, row, told) in self.accepted() {
            subjects.entry(row.ids[0]).or_default().push((number, told));
        }
        let of_subject = |(subject, rows): (u32, Vec<(usize, Told)>)| {
            let at = |instant: i64| {
                let holding = rows.iter().filter_map(|(number, told)| Some((*number, told.holds(instant)?))).collect();
                Probe { subject, instant, holding }
            };
            instants(&rows).into_iter().map(at).collect::<Vec<_>>()
        };
        subjects.into_iter().flat_map(of_subject).collect()
    }

    fn describe(&self, probes: &[Probe]) {
        let (rows, entities, silent) = (self.rows.len(), self.entities.len(), self.silent().len());
        println!("{rows} rows about {entities} entities; {} subjects, and {silent} with refused rows only", subjects(probes));
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for reason in self.told.iter().filter_map(|told| told.err()) {
            *reasons.entry(reason).or_default() += 1;
        }
        println!("the file read by brute force: {} rows to accept, to refuse {reasons:?}", self.accepted().count());
        let certain = probes.iter().flat_map(|probe| &probe.holding).filter(|(_, certain)| *certain).count();
        let holding: usize = probes.iter().map(|probe| probe.holding.len()).sum();
        println!("{} probes, to be answered by {certain} certain and {} possible facts", probes.len(), holding - certain);
    }

    /// Tells the memory the rows: first in the file's own order, then in random ones.
    fn import(&self, memory: &Memory, order: usize, tally: &mut Tally) -> Result<(), Failure> {
        let mut arrival: Vec<usize> = (0..self.rows.len()).collect();
        if order != 0 {
            let mut luck = Luck(order as u64);
            arrival.sort_by_cached_key(|_| luck.next());
        }
        let columns = Columns { delimiter: b'\t', ..Columns::parse("subject,predicate,object,from,to")? };
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("rows.tsv");
        std::fs::write(&path, self.delimited(&arrival)?)?;
        let start = Stopwatch::now();
        let imported = memory.import_delimited(std::io::BufReader::new(std::fs::File::open(&path)?), &columns, OnError::Skip)?;
        let (seconds, refused) = (start.elapsed().as_secs_f64(), imported.rejected.len());
        println!("order {}: {} rows imported, {refused} refused, {seconds:.2} s", order + 1, imported.accepted);
        if order == 0 {
            print_refused(&imported);
        }
        self.check_refused(&imported, &arrival, tally);
        Ok(())
    }

    fn delimited(&self, arrival: &[usize]) -> Result<String, Failure> {
        let mut text = String::new();
        for row in arrival.iter().filter_map(|&number| self.rows.get(number)) {
            let [subject, relation, object] = row.ids;
            let (subject, object) = (self.entity(subject), self.entity(object));
            writeln!(text, "{subject}\t{}\t{object}\t{}\t{}", self.relation(relation), row.dates[0], row.dates[1])?;
        }
        Ok(text)
    }

    /// The memory must have refused exactly the rows that cannot be read.
    fn check_refused(&self, imported: &Imported, arrival: &[usize], tally: &mut Tally) {
        let number = |line: usize| arrival.get(line.wrapping_sub(1)).copied();
        let refused: BTreeSet<usize> = imported.rejected.iter().filter_map(|rejected| number(rejected.line)).collect();
        for (row, told) in self.told.iter().enumerate().filter(|(row, told)| refused.contains(row) != told.is_err()) {
            let verdict = if told.is_err() { "accepted" } else { "refused" };
            tally.mismatch(|| format!("{verdict} by the memory, unlike the file's reading: {}", self.row(row)));
        }
        let accepted = self.accepted().count();
        if imported.accepted != accepted || imported.already_known != 0 {
            let Imported { accepted: told, already_known, .. } = imported;
            tally.mismatch(|| format!("{told} rows imported and {already_known} already known where {accepted} are new"));
        }
    }

    fn row(&self, number: usize) -> String {
        let Some(row) = self.rows.get(number) else { return String::new() };
        let [subject, relation, object] = row.ids;
        format!("{} {} {} {}", self.entity(subject), self.relation(relation), self.entity(object), row.dates.join(" "))
    }

    /// Asks everything as numbers, and some of it as whole facts.
    fn compare(&self, snapshot: &Snapshot, probes: &[Probe], label: &str, tally: &mut Tally) -> Result<(), Failure> {
        let (start, before) = (Stopwatch::now(), tally.mismatches);
        let numbers = Numbers::of(self, snapshot)?;
        let view = snapshot.graph().view(snapshot.last_tx().0);
        for probe in probes {
            let subject = numbers.entities.get(&probe.subject).ok_or("a subject the memory does not know")?;
            let held = view.facts_at(*subject, Direction::Outgoing, probe.instant);
            let mut answer: Vec<_> = held.iter().map(|held| numbers.answer(held)).collect();
            let mut expected: Vec<_> = probe.holding.iter().filter_map(|holding| self.answer(probe, *holding)).collect();
            answer.sort_unstable();
            expected.sort_unstable();
            if answer != expected {
                tally.mismatch(|| self.detail(label, probe, &format!("{answer:?}")));
            }
        }
        self.compare_facts(snapshot, probes, label, tally)?;
        self.compare_silent(snapshot, label, tally)?;
        tally.probes += probes.len();
        let (mismatches, seconds) = (tally.mismatches - before, start.elapsed().as_secs_f64());
        println!("{label}: {} probes and {WHOLE_FACTS} as whole facts compared, {mismatches} mismatches, {seconds:.2} s", probes.len());
        Ok(())
    }

    /// What the file answers, as ids.
    fn answer(&self, probe: &Probe, (row, certain): (usize, bool)) -> Option<Answer> {
        let [_, relation, object] = self.rows.get(row)?.ids;
        Some((Some(probe.subject), Some(relation), Some(object), certain))
    }

    fn compare_facts(&self, snapshot: &Snapshot, probes: &[Probe], label: &str, tally: &mut Tally) -> Result<(), Failure> {
        let mut luck = Luck(tally.probes as u64);
        for _ in 0..WHOLE_FACTS {
            let drawn = usize::try_from(luck.below(probes.len() as u64))?;
            let Some(probe) = probes.get(drawn) else { break };
            let instant = Instant::from_micros(probe.instant).ok_or("an instant out of range")?;
            let reading = snapshot.as_of(AsOf::valid(Point::at(instant)));
            let facts = reading.facts_in(self.entity(probe.subject), Direction::Outgoing)?;
            let mut answer: Vec<_> = facts.iter().map(whole).collect();
            let mut expected: Vec<_> = probe.holding.iter().filter_map(|holding| self.whole(*holding)).collect();
            answer.sort_unstable();
            expected.sort_unstable();
            if answer != expected {
                tally.mismatch(|| self.detail(label, probe, &format!("as whole facts {answer:?}")));
            }
        }
        tally.facts += WHOLE_FACTS;
        Ok(())
    }

    /// Of subjects with no row that can be read, nothing holds at any time.
    fn compare_silent(&self, snapshot: &Snapshot, label: &str, tally: &mut Tally) -> Result<(), Failure> {
        for subject in self.silent() {
            let name = self.entity(subject);
            if snapshot.entity(name).is_some() {
                let facts = snapshot.as_of(AsOf::NOW).timeline(name, None)?;
                for fact in facts.iter().filter(|fact| fact.subject == name) {
                    tally.mismatch(|| format!("{label}: {name} has only refused rows, but the engine believes {:?}", whole(fact)));
                }
            }
        }
        Ok(())
    }

    /// What the file answers, as a fact: each row is a run of its own, from its beginning to its end.
    fn whole(&self, (row, certain): (usize, bool)) -> Option<Whole<'_>> {
        let [subject, relation, object] = self.rows.get(row)?.ids;
        let told = self.told.get(row)?.ok()?;
        Some((self.entity(subject), self.relation(relation), self.entity(object).into(), certain, told.from, told.to))
    }

    fn detail(&self, label: &str, probe: &Probe, answer: &str) -> String {
        let instant = Instant::from_micros(probe.instant).map(|instant| instant.to_string()).unwrap_or_default();
        let rows: Vec<String> = probe.holding.iter().map(|(row, certain)| format!("{} (certain: {certain})", self.row(*row))).collect();
        let (subject, id) = (self.entity(probe.subject), probe.subject);
        format!("{label}: {subject} ({id}) at {instant}\n    the file: {rows:?}\n    the engine: {answer}")
    }
}

fn subjects(probes: &[Probe]) -> usize {
    probes.iter().map(|probe| probe.subject).collect::<BTreeSet<_>>().len()
}

fn instants(rows: &[(usize, Told)]) -> BTreeSet<i64> {
    let boundaries: BTreeSet<i64> = rows.iter().flat_map(|(_, told)| told.boundaries()).collect();
    let between = boundaries.iter().zip(boundaries.iter().skip(1)).map(|(low, high)| low + (high - low) / 2);
    boundaries.iter().flat_map(|&boundary| [boundary - 1, boundary]).chain(between).collect()
}

fn read_row(line: &str) -> Option<Row> {
    let [subject, relation, object, from, to] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
    let ids = [subject.parse().ok()?, relation.parse().ok()?, object.parse().ok()?];
    Some(Row { ids, dates: [from.to_owned(), to.to_owned()] })
}

/// Names by id; those that are alike but for case get the id as well.
fn read_names(path: &Path) -> Result<BTreeMap<u32, String>, Failure> {
    let text = std::fs::read_to_string(path)?;
    let mut names: BTreeMap<u32, String> = BTreeMap::new();
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.lines() {
        let mut columns = line.split('\t');
        let (Some(name), Some(id)) = (columns.next(), columns.next()) else { return Err(format!("not a name: {line}").into()) };
        names.insert(id.parse()?, name.trim().to_owned());
        *alike.entry(name.trim().to_lowercase()).or_default() += 1;
    }
    for (id, name) in &mut names {
        if alike.get(&name.to_lowercase()).is_some_and(|count| 1 < *count) {
            write!(name, " {id}")?;
        }
    }
    Ok(names)
}

fn print_refused(imported: &Imported) {
    for rejected in &imported.rejected {
        println!("  refused: line {}: {}", rejected.line, rejected.reason);
    }
}

/// Subject, relation and object by the file's ids, and whether certain.
type Answer = (Option<u32>, Option<u32>, Option<u32>, bool);

/// A whole fact: subject, relation, object, whether certain, from, to.
type Whole<'f> = (&'f str, &'f str, String, bool, Option<Bounds>, Option<Bounds>);

fn whole(fact: &Fact) -> Whole<'_> {
    let bounds = |point: Point| (point.lo().micros(), point.hi().micros());
    let to = if let End::At(point) = fact.to { Some(bounds(point)) } else { None };
    let certain = fact.certainty == Certainty::Certain;
    (&fact.subject, &fact.predicate, fact.object.text(), certain, fact.from.map(bounds), to)
}

/// Which number of the memory stands for which id of the file.
struct Numbers {
    /// The memory's numbers by id.
    entities: BTreeMap<u32, u32>,
    /// Ids by the memory's numbers.
    entity_ids: BTreeMap<u32, u32>,
    relation_ids: BTreeMap<u32, u32>,
}

impl Numbers {
    fn of(history: &History, snapshot: &Snapshot) -> Result<Self, Failure> {
        let known = |(id, name): (&u32, &String)| Some((*id, snapshot.entity(name)?));
        let entities: BTreeMap<u32, u32> = history.entities.iter().filter_map(known).collect();
        let entity_ids: BTreeMap<u32, u32> = entities.iter().map(|(id, number)| (*number, *id)).collect();
        let relation = |(id, name): (&u32, &String)| Some((snapshot.predicate(name)?, *id));
        let relation_ids: BTreeMap<u32, u32> = history.relations.iter().filter_map(relation).collect();
        if entity_ids.len() < entities.len() {
            return Err("two names of the file are one to the memory".into());
        }
        Ok(Self { entities, entity_ids, relation_ids })
    }

    fn answer(&self, held: &Held) -> Answer {
        let entity = |number: u32| self.entity_ids.get(&number).copied();
        (entity(held.subject), self.relation_ids.get(&held.predicate).copied(), entity(held.object), held.certain)
    }
}

/// What came of it.
#[derive(Default)]
struct Tally {
    probes: usize,
    facts: usize,
    mismatches: usize,
}

impl Tally {
    fn mismatch(&mut self, detail: impl FnOnce() -> String) {
        self.mismatches += 1;
        if self.mismatches <= SHOWN {
            println!("  MISMATCH {}", detail());
        }
    }

    fn conclude(&self, seconds: f64) -> Result<(), Failure> {
        let Self { probes, facts, mismatches } = self;
        println!("in all: {probes} probes and {facts} as whole facts compared, {mismatches} mismatches, {seconds:.1} s");
        if *mismatches == 0 { Ok(()) } else { Err(format!("{mismatches} answers differ from the file").into()) }
    }
}

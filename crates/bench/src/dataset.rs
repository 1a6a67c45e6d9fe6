//! The data of the look-up benchmark: claims as Asof is told them, and the rectangles that follow from them, as other
//! engines are given them. The rectangles are worked out here, apart from the engine: they are the naive answer.

use std::{collections::HashSet, fmt::Write as _, fs, path::Path};

use asof::{Batch, Claim, Kind, Operation, Point, Statement};

use crate::{Failure, measure::Luck};

pub const SUBJECTS: u64 = 100_000;
pub const PREDICATES: u64 = 50;
pub const VERSIONS: usize = 5;
/// Claims told in one transaction.
pub const AT_ONCE: usize = 1_000;
/// The first transaction that tells claims: those before tell schemas.
pub const FIRST_TX: u32 = 3;
const DAY: i64 = 86_400_000_000;
/// The days of all dates: from 1990 on.
const FIRST_DAY: i64 = 7_305;
const DAYS: u64 = 13_000;

/// A claim in numbers: from that day on, the subject has the object.
#[derive(Clone, Copy)]
pub struct Begins {
    pub subject: u32,
    pub predicate: u32,
    pub object: u32,
    pub day: i64,
}

/// A stretch of both times over which a subject has an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Rectangle {
    pub subject: u32,
    pub predicate: u32,
    pub object: u32,
    pub valid: (i64, i64),
    pub known: (i64, i64),
}

/// A question: subject, predicate, instant, transaction.
#[derive(Clone, Copy)]
pub struct Query {
    pub subject: u32,
    pub predicate: u32,
    pub v: i64,
    pub k: u32,
}

pub struct Dataset {
    /// In order of arrival.
    pub claims: Vec<Begins>,
    pub rectangles: Vec<Rectangle>,
}

impl Dataset {
    /// Subjects by Zipf's law, five versions a fluent, arriving in random order.
    pub fn draw(count: usize) -> Self {
        let data = Self::draw_claims(count);
        Self { rectangles: rectangles(&data.claims), ..data }
    }

    /// The claims alone.
    pub fn draw_claims(count: usize) -> Self {
        let mut luck = Luck(7);
        let mut claims: Vec<Begins> =
            fluents(count / VERSIONS, &mut luck).into_iter().flat_map(|fluent| versions(fluent, &mut luck)).collect();
        for index in (1..claims.len()).rev() {
            let other = usize::try_from(luck.below(index as u64 + 1)).unwrap_or(0);
            claims.swap(index, other);
        }
        Self { claims, rectangles: Vec::new() }
    }

    pub fn transactions(&self) -> u32 {
        u32::try_from(self.claims.len() / AT_ONCE).unwrap_or(u32::MAX)
    }

    /// Questions about fluents there are, at any date and any transaction.
    pub fn queries(&self, count: usize) -> Vec<Query> {
        let mut luck = Luck(11);
        (0..count)
            .map(|_| {
                let claim = self.claims[usize::try_from(luck.below(self.claims.len() as u64)).unwrap_or(0)];
                let v = (FIRST_DAY + luck.below(DAYS).cast_signed()) * DAY + DAY / 2;
                let k = FIRST_TX + u32::try_from(luck.below(self.transactions().into())).unwrap_or(0);
                Query { subject: claim.subject, predicate: claim.predicate, v, k }
            })
            .collect()
    }

    /// The claims as transactions to tell.
    pub fn batches(&self) -> impl Iterator<Item = Batch> {
        self.claims
            .chunks(AT_ONCE)
            .map(|chunk| Batch { operations: chunk.iter().map(|claim| claim.operation()).collect(), ..Batch::default() })
    }

    /// Writes the rectangles as other engines read them.
    pub fn write_rectangles(&self, path: &Path) -> Result<(), Failure> {
        let mut text = String::new();
        for Rectangle { subject, predicate, object, valid, known } in &self.rectangles {
            writeln!(text, "{subject},{predicate},{object},{},{},{},{}", valid.0, valid.1, known.0, known.1)?;
        }
        Ok(fs::write(path, text)?)
    }
}

impl Begins {
    pub fn operation(&self) -> Operation {
        let claim = Claim::new(&entity(self.subject), &predicate(self.predicate), &entity(self.object)).kind(Kind::Begins);
        let from = asof::Instant::from_micros(self.day * DAY).zip(asof::Instant::from_micros((self.day + 1) * DAY));
        let from = from.and_then(|(lo, hi)| Point::new(lo, hi).ok());
        Operation::Claim(Statement::new(Claim { from, ..claim }))
    }
}

pub fn entity(number: u32) -> String {
    format!("entity {number}")
}

pub fn predicate(number: u32) -> String {
    format!("predicate_{number}")
}

/// Distinct pairs of subject and predicate, the subject by Zipf's law.
fn fluents(count: usize, luck: &mut Luck) -> Vec<(u32, u32)> {
    let mut seen = HashSet::new();
    while seen.len() < count {
        let predicate = u32::try_from(luck.below(PREDICATES)).unwrap_or(0);
        seen.insert((zipf(luck), predicate));
    }
    let mut fluents: Vec<(u32, u32)> = seen.into_iter().collect();
    fluents.sort_unstable();
    fluents
}

/// Zipf's law with exponent 1, by inverting its continuous form.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the number of subjects")]
fn zipf(luck: &mut Luck) -> u32 {
    let rank = ((SUBJECTS as f64).ln() * luck.share()).exp() - 1.0;
    rank as u32
}

fn versions((subject, predicate): (u32, u32), luck: &mut Luck) -> Vec<Begins> {
    let mut days = HashSet::new();
    while days.len() < VERSIONS {
        days.insert(FIRST_DAY + luck.below(DAYS).cast_signed());
    }
    let mut days: Vec<i64> = days.into_iter().collect();
    days.sort_unstable();
    days.into_iter().map(|day| Begins { subject, predicate, object: u32::try_from(luck.below(SUBJECTS)).unwrap_or(0), day }).collect()
}

/// What follows from the claims, naively: after each transaction the timeline of the fluent is written down anew.
fn rectangles(claims: &[Begins]) -> Vec<Rectangle> {
    let told = claims.iter().enumerate().map(|(index, claim)| (tx_of(index), *claim));
    let mut by_fluent: Vec<(i64, Begins)> = told.collect();
    by_fluent.sort_by_key(|(tx, claim)| (claim.subject, claim.predicate, *tx));
    by_fluent.chunk_by(|a, b| (a.1.subject, a.1.predicate) == (b.1.subject, b.1.predicate)).flat_map(of_fluent).collect()
}

fn tx_of(index: usize) -> i64 {
    i64::from(FIRST_TX) + i64::try_from(index / AT_ONCE).unwrap_or(0)
}

fn of_fluent(told: &[(i64, Begins)]) -> Vec<Rectangle> {
    let mut done: Vec<Rectangle> = Vec::new();
    let mut open: Vec<Rectangle> = Vec::new();
    for (index, &(tx, _)) in told.iter().enumerate() {
        if told.get(index + 1).is_some_and(|next| next.0 == tx) {
            continue;
        }
        let mut known: Vec<Begins> = told[..=index].iter().map(|(_, claim)| *claim).collect();
        known.sort_by_key(|claim| claim.day);
        let now: Vec<Rectangle> = (0..known.len()).map(|at| rectangle(&known, at, tx)).collect();
        let same = |a: &Rectangle, b: &Rectangle| (a.object, a.valid) == (b.object, b.valid);
        let (kept, closed): (Vec<Rectangle>, Vec<Rectangle>) = open.into_iter().partition(|old| now.iter().any(|new| same(old, new)));
        done.extend(closed.into_iter().map(|old| Rectangle { known: (old.known.0, tx), ..old }));
        let new = now.into_iter().filter(|new| !kept.iter().any(|old| same(old, new))).collect::<Vec<_>>();
        open = kept.into_iter().chain(new).collect();
    }
    done.extend(open);
    done
}

fn rectangle(known: &[Begins], at: usize, tx: i64) -> Rectangle {
    let Begins { subject, predicate, object, day } = known[at];
    let until = known.get(at + 1).map_or(i64::MAX, |next| next.day * DAY);
    Rectangle { subject, predicate, object, valid: (day * DAY, until), known: (tx, i64::MAX) }
}

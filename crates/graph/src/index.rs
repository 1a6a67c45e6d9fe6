//! Where rows are kept: assertions under their subject, and for each object who speaks of it.

use std::sync::Arc;

use asof_timeline::{Assertion, Assertions};
use imbl::OrdSet;
use rustc_hash::FxHashMap;

use crate::paged::Paged;

/// Who speaks of an object: (predicate, subject), sorted, each once.
#[derive(Clone, Debug)]
pub(crate) enum Speakers {
    Few(Arc<[(u32, u32)]>),
    Many(OrdSet<(u32, u32)>),
}

/// Beyond so many speakers of one object a tree is cheaper to add to than a list.
const FEW: usize = 64;

impl Default for Speakers {
    fn default() -> Self {
        Self::Few(Arc::from([]))
    }
}

impl Speakers {
    pub fn iter(&self) -> Box<dyn Iterator<Item = (u32, u32)> + '_> {
        match self {
            Self::Few(list) => Box::new(list.iter().copied()),
            Self::Many(tree) => Box::new(tree.iter().copied()),
        }
    }

    /// The subjects that speak of it with one predicate.
    pub fn of_predicate(&self, predicate: u32) -> Box<dyn Iterator<Item = u32> + '_> {
        match self {
            Self::Few(list) => Box::new(list.iter().filter(move |speaker| speaker.0 == predicate).map(|speaker| speaker.1)),
            Self::Many(tree) => Box::new(tree.range((predicate, 0)..=(predicate, u32::MAX)).map(|speaker| speaker.1)),
        }
    }

    fn with(&self, new: &[(u32, u32)]) -> Self {
        match self {
            Self::Few(list) => {
                let mut all: Vec<(u32, u32)> = list.iter().chain(new).copied().collect();
                all.sort_unstable();
                all.dedup();
                if all.len() <= FEW { Self::Few(all.into()) } else { Self::Many(all.into_iter().collect()) }
            }
            Self::Many(tree) => {
                let mut tree = tree.clone();
                tree.extend(new.iter().copied());
                Self::Many(tree)
            }
        }
    }
}

/// All rows, with those not yet sorted in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    by_subject: Paged<Assertions>,
    by_object: Paged<Speakers>,
    pending: Pending,
}

#[derive(Clone, Debug, Default)]
struct Pending {
    added: Vec<(u32, Assertion)>,
    /// By claim: its subject and the transaction from which on it is not visible.
    closed: FxHashMap<u32, (u32, u32)>,
}

impl Index {
    pub fn add(&mut self, subject: u32, row: Assertion) {
        self.pending.added.push((subject, row));
    }

    pub fn close(&mut self, claim: u32, subject: u32, tx: u32) {
        self.pending.closed.insert(claim, (subject, tx));
    }

    /// The last row of a claim, sorted in or not.
    pub fn find(&mut self, claim: u32, subject: u32) -> Option<Assertion> {
        self.sort_in();
        self.of_subject(subject)?.iter().filter(|row| row.claim == claim).max_by_key(|row| row.on).copied()
    }

    pub fn of_subject(&self, subject: u32) -> Option<&Assertions> {
        self.by_subject.get(subject)
    }

    pub fn of_object(&self, object: u32) -> impl Iterator<Item = (u32, u32)> {
        self.by_object.get(object).into_iter().flat_map(Speakers::iter)
    }

    pub fn speakers(&self, object: u32, predicate: u32) -> impl Iterator<Item = u32> {
        self.by_object.get(object).into_iter().flat_map(move |speakers| speakers.of_predicate(predicate))
    }

    /// Sorts in what has been added and closed, touching each subject once.
    pub fn sort_in(&mut self) {
        let Pending { mut added, closed } = std::mem::take(&mut self.pending);
        if added.is_empty() && closed.is_empty() {
            return;
        }
        for (_, row) in &mut added {
            row.off = closed.get(&row.claim).map_or(row.off, |&(_, off)| off);
        }
        self.add_speakers(&added);
        let places = places_by_subject(&added);
        let mut to_close: Vec<u32> = closed.values().map(|&(subject, _)| subject).collect();
        to_close.sort_unstable();
        to_close.dedup();
        for group in places.chunk_by(|&a, &b| added[a as usize].0 == added[b as usize].0) {
            let subject = added[group[0] as usize].0;
            let rows = group.iter().map(|&place| added[place as usize].1).collect();
            let closes = to_close.binary_search(&subject).map(|at| to_close.remove(at)).is_ok();
            self.update(subject, rows, &closed, closes);
        }
        for subject in to_close {
            self.update(subject, Vec::new(), &closed, true);
        }
    }

    fn update(&mut self, subject: u32, added: Vec<Assertion>, closed: &FxHashMap<u32, (u32, u32)>, closes: bool) {
        let close = |row: &Assertion| closed.get(&row.claim).filter(|_| row.off == u32::MAX).map(|&(_, off)| off);
        let rows = self.by_subject.get_mut(subject);
        *rows = if rows.is_empty() { Assertions::new(added) } else { rows.updated(added, &close, closes) };
    }

    fn add_speakers(&mut self, added: &[(u32, Assertion)]) {
        let mut speakers: Vec<(u32, (u32, u32))> = added.iter().map(|(subject, row)| (row.value, (row.key, *subject))).collect();
        speakers.sort_unstable();
        speakers.dedup();
        for group in speakers.chunk_by(|a, b| a.0 == b.0) {
            let new: Vec<(u32, u32)> = group.iter().map(|&(_, speaker)| speaker).collect();
            let speakers = self.by_object.get_mut(group[0].0);
            *speakers = speakers.with(&new);
        }
    }
}

/// The places of rows in order of their subjects, by counting: to sort millions of rows would take longer.
fn places_by_subject(added: &[(u32, Assertion)]) -> Vec<u32> {
    let subject = |place: u32| added[place as usize].0;
    let places = 0..u32::try_from(added.len()).unwrap_or(u32::MAX);
    let most = added.iter().map(|row| row.0).max().unwrap_or(0) as usize;
    if added.len() < most / 4 {
        let mut places: Vec<u32> = places.collect();
        places.sort_by_key(|&place| subject(place));
        return places;
    }
    let mut next = vec![0_u32; most + 2];
    for (subject, _) in added {
        next[*subject as usize + 1] += 1;
    }
    for at in 0..=most {
        next[at + 1] += next[at];
    }
    let mut ordered = vec![0; added.len()];
    for place in places {
        let at = subject(place) as usize;
        ordered[next[at] as usize] = place;
        next[at] += 1;
    }
    ordered
}

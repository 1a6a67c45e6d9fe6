//! Where rows are kept: assertions under their subject, and for each object who speaks of it.

use std::sync::Arc;

use asof_timeline::{Assertion, Assertions};
use imbl::OrdSet;
use rustc_hash::FxHashMap;

use crate::paged::Paged;

/// Who speaks of an object: (predicate, subject), sorted, each once.
#[derive(Clone, Debug)]
pub(crate) enum Speakers {
    Few(Arc<[Speaker]>),
    Many(Arc<ManySpeakers>),
}

/// A predicate and a subject.
type Speaker = (u32, u32);

/// A list, and a tree with those that came later: the one is quick to read, the other to add to.
#[derive(Debug)]
pub(crate) struct ManySpeakers {
    sorted: Arc<[Speaker]>,
    later: OrdSet<Speaker>,
}

/// Up to so many speakers of one object are a list alone.
const FEW: usize = 64;
/// The tree is put into the list when it is larger than this part of it.
const LATER: usize = 4;

impl Default for Speakers {
    fn default() -> Self {
        Self::Few(Arc::from([]))
    }
}

impl Speakers {
    pub fn iter(&self) -> Box<dyn Iterator<Item = (u32, u32)> + '_> {
        match self {
            Self::Few(list) => Box::new(list.iter().copied()),
            Self::Many(many) => Box::new(merged(many.sorted.iter().copied(), many.later.iter().copied())),
        }
    }

    /// The subjects that speak of it with one predicate.
    pub fn of_predicate(&self, predicate: u32) -> Box<dyn Iterator<Item = u32> + '_> {
        match self {
            Self::Few(list) => Box::new(list.iter().filter(move |speaker| speaker.0 == predicate).map(|speaker| speaker.1)),
            Self::Many(many) => {
                let low = many.sorted.partition_point(|speaker| speaker.0 < predicate);
                let high = many.sorted.partition_point(|speaker| speaker.0 <= predicate);
                let later = many.later.range((predicate, 0)..=(predicate, u32::MAX)).copied();
                Box::new(merged(many.sorted[low..high].iter().copied(), later).map(|speaker| speaker.1))
            }
        }
    }

    /// The same with more, which are in order.
    fn with(&self, new: &[Speaker]) -> Self {
        match self {
            Self::Few(list) => Self::of(merged(list.iter().copied(), new.iter().copied()).collect()),
            Self::Many(many) => {
                let mut later = many.later.clone();
                later.extend(new.iter().filter(|speaker| many.sorted.binary_search(speaker).is_err()).copied());
                if later.len() <= many.sorted.len() / LATER {
                    return Self::Many(Arc::new(ManySpeakers { sorted: Arc::clone(&many.sorted), later }));
                }
                Self::of(merged(many.sorted.iter().copied(), later.iter().copied()).collect())
            }
        }
    }

    fn of(mut sorted: Vec<Speaker>) -> Self {
        sorted.dedup();
        let (few, sorted) = (sorted.len() <= FEW, sorted.into());
        if few { Self::Few(sorted) } else { Self::Many(Arc::new(ManySpeakers { sorted, later: OrdSet::new() })) }
    }
}

/// What two sorted lists hold, in order.
fn merged(a: impl Iterator<Item = Speaker>, b: impl Iterator<Item = Speaker>) -> impl Iterator<Item = Speaker> {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    std::iter::from_fn(move || match (a.peek(), b.peek()) {
        (Some(first), Some(second)) if second < first => b.next(),
        (Some(_), _) => a.next(),
        (None, _) => b.next(),
    })
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
    added: Vec<Added>,
    closed: Closed,
}

/// A subject with a row of it.
type Added = (u32, Assertion);

/// By claim: its subject and the transaction from which on it is not visible.
type Closed = FxHashMap<u32, (u32, u32)>;

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

    /// Sorts in what has been added and closed, touching each subject and each object once; much of it in two threads.
    pub fn sort_in(&mut self) {
        let Pending { mut added, closed } = std::mem::take(&mut self.pending);
        if added.is_empty() && closed.is_empty() {
            return;
        }
        for (_, row) in &mut added {
            row.off = closed.get(&row.claim).map_or(row.off, |&(_, off)| off);
        }
        let Self { by_subject, by_object, .. } = self;
        let mut speakers = || add_speakers(by_object, &added);
        let mut rows = || add_rows(by_subject, &added, &closed);
        if added.len() < MANY {
            speakers();
            rows();
        } else {
            together(&mut speakers, &mut rows);
        }
    }
}

/// From so many rows on a second thread is worth its while.
const MANY: usize = 100_000;

/// Does two things at once, or in turn where no thread can be had.
fn together(a: &mut (impl FnMut() + Send), b: &mut impl FnMut()) {
    let at_once = std::thread::scope(|scope| {
        let other = std::thread::Builder::new().name("asof-speakers".into()).spawn_scoped(scope, &mut *a);
        b();
        other.is_ok()
    });
    if !at_once {
        a();
    }
}

fn add_rows(by_subject: &mut Paged<Assertions>, added: &[Added], closed: &Closed) {
    let mut to_close: Vec<u32> = closed.values().map(|&(subject, _)| subject).collect();
    to_close.sort_unstable();
    to_close.dedup();
    let close = |row: &Assertion| closed.get(&row.claim).filter(|_| row.off == u32::MAX).map(|&(_, off)| off);
    let mut update = |subject: u32, added: Vec<Assertion>, closes: bool| {
        let rows = by_subject.get_mut(subject);
        *rows = if rows.is_empty() { Assertions::new(added) } else { rows.updated(added, &close, closes) };
    };
    let place = |place: u32, _: &Added| place;
    each_group(added, |(subject, _)| *subject, place, &mut |subject, places| {
        let rows = places.iter().map(|&place| added[place as usize].1).collect();
        let closes = to_close.binary_search(&subject).map(|at| to_close.remove(at)).is_ok();
        update(subject, rows, closes);
    });
    for subject in to_close {
        update(subject, Vec::new(), true);
    }
}

fn add_speakers(by_object: &mut Paged<Speakers>, added: &[Added]) {
    let speaker = |_: u32, (subject, row): &Added| (row.key, *subject);
    each_group(added, |(_, row)| row.value, speaker, &mut |object, new| {
        new.sort_unstable();
        let speakers = by_object.get_mut(object);
        *speakers = speakers.with(new);
    });
}

/// Calls back with what is wanted of the rows of each number, in order of the number and then of arrival; what is wanted is given the
/// row's place too.
fn each_group<T: Copy + Default>(
    added: &[Added],
    number: impl Fn(&Added) -> u32,
    wanted: impl Fn(u32, &Added) -> T,
    each: &mut dyn FnMut(u32, &mut [T]),
) {
    let most = added.iter().map(&number).max().unwrap_or(0) as usize;
    let places = 0..u32::try_from(added.len()).unwrap_or(u32::MAX);
    if added.len() < most / 4 {
        let mut few: Vec<(u32, T)> = added.iter().zip(places).map(|(row, place)| (number(row), wanted(place, row))).collect();
        few.sort_by_key(|&(number, _)| number);
        few.chunk_by(|a, b| a.0 == b.0).for_each(|group| each(group[0].0, &mut group.iter().map(|&(_, one)| one).collect::<Vec<T>>()));
        return;
    }
    // By counting: to sort millions of rows would take longer.
    let mut next = vec![0_u32; most + 2];
    for row in added {
        next[number(row) as usize + 1] += 1;
    }
    for at in 0..=most {
        next[at + 1] += next[at];
    }
    let mut all = vec![T::default(); added.len()];
    for (row, place) in added.iter().zip(places) {
        let at = &mut next[number(row) as usize];
        all[*at as usize] = wanted(place, row);
        *at += 1;
    }
    // What was the beginning of each number's group is its end by now.
    let mut start = 0;
    for (number, &end) in (0..).zip(&next[..=most]) {
        if start < end {
            each(number, &mut all[start as usize..end as usize]);
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use asof_timeline::Shape;

    use super::*;

    fn row(claim: u32, key: u32, value: u32) -> Assertion {
        let lo = i64::from(claim * 7_919 % 10_007);
        Assertion { lo, hi: lo, end_lo: lo, end_hi: lo, value, claim, on: claim, off: u32::MAX, key, shape: Shape::Start, undated: false }
    }

    fn luck(claim: u32) -> u32 {
        claim.wrapping_mul(2_654_435_761) >> 8
    }

    /// One subject has a third of the claims.
    fn subject_of(claim: u32) -> u32 {
        if claim.is_multiple_of(3) { 1 } else { luck(claim) % 5_000 }
    }

    /// Predicates and objects of uneven frequency; every hundredth row is closed later.
    fn told(claims: u32, at_once: u32) -> Index {
        let mut index = Index::default();
        for claim in 0..claims {
            let object = luck(claim) / 7 % if claim.is_multiple_of(2) { 3 } else { 90_000 };
            index.add(subject_of(claim), row(claim, luck(claim) % 11, object));
            if claim % 100 == 99 {
                index.close(claim - 99, subject_of(claim - 99), claim);
            }
            if claim % at_once == at_once - 1 {
                index.sort_in();
            }
        }
        index.sort_in();
        index
    }

    fn rows(index: &Index, subject: u32) -> Vec<Assertion> {
        index.of_subject(subject).into_iter().flat_map(Assertions::iter).copied().collect()
    }

    #[test]
    fn what_is_sorted_in_at_once_is_found_as_what_is_sorted_in_bit_by_bit() {
        let claims = u32::try_from(MANY).unwrap() + 20_000;
        let (whole, parts, bits) = (told(claims, u32::MAX), told(claims, 30_000), told(claims, 1_500));
        assert_eq!((0..5_000).map(|subject| rows(&whole, subject).len()).sum::<usize>(), claims as usize);
        for other in [&parts, &bits] {
            assert!((0..5_000).all(|subject| rows(&whole, subject) == rows(other, subject)));
            assert!((0..90_000).all(|object| whole.of_object(object).eq(other.of_object(object))));
            assert!((0..3).all(|object| (0..11).all(|predicate| whole.speakers(object, predicate).eq(other.speakers(object, predicate)))));
        }
        let closed = (0..5_000).map(|subject| rows(&whole, subject).iter().filter(|row| row.off != u32::MAX).count()).sum::<usize>();
        assert_eq!(closed, claims as usize / 100);
    }

    #[test]
    fn speakers_are_in_order_and_there_once_however_they_come() {
        let mut speakers = Speakers::default();
        let mut all = std::collections::BTreeSet::new();
        for number in 0..3_000_u32 {
            let mut new = vec![(number * 37 % 5, number * 7_919 % 2_003), (number % 3, number % 50)];
            new.sort_unstable();
            speakers = speakers.with(&new);
            all.extend(new);
        }
        assert!(speakers.iter().eq(all.iter().copied()));
        for predicate in 0..6 {
            let expected = all.iter().filter(|speaker| speaker.0 == predicate).map(|speaker| speaker.1);
            assert!(speakers.of_predicate(predicate).eq(expected), "of predicate {predicate}");
        }
    }
}

//! Reading a space back: frames are fetched, checked and decoded in a thread of their own, while the caller takes in what they said.
//!
//! Invariant: the caller hears transactions in order, and none that comes after the first thing that is wrong.

use std::{
    collections::BTreeMap,
    sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    thread,
};

use crate::{
    error::{Corruption, JournalError},
    frame::{self, Key},
    log::SpaceNo,
    record::{Transaction, decode_transactions},
    store::Store,
};

/// So many batches wait for the caller, beside the one it takes in and the one that is being read.
const AHEAD: usize = 1;
/// A batch is handed over from so many bytes of records on: what is in flight then fits a core's own cache. With ten times as many the
/// journal took half as long again to read.
const BATCH: usize = 24 << 10;

/// A frame below this many bytes of records is small.
pub(crate) const SMALL: usize = 4 << 10;

/// Where a space ends, and its last frames that are small enough to pack.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    pub last: u32,
    pub small: Vec<Small>,
}

/// A small frame, taken apart.
#[derive(Debug)]
pub(crate) struct Small {
    pub key: Key,
    pub last: u32,
    pub raw: Vec<u8>,
}

impl Tail {
    fn follow(&mut self, space: SpaceNo, transactions: &[Transaction]) -> Result<(), Corruption> {
        for found in transactions.iter().map(|transaction| transaction.tx) {
            let expected = self.last + 1;
            if found != expected {
                return Err(Corruption::Gap { space: space.0, expected, found });
            }
            self.last = found;
        }
        Ok(())
    }
}

/// The last transaction of a space by its last frame alone; 0 when there is none.
pub(crate) fn last_told<S: Store + ?Sized>(store: &S, space: SpaceNo) -> Result<u32, JournalError> {
    let Some((key, value)) = store.last(&Key::of_space(space.0))? else { return Ok(0) };
    let (place, frame) = (Key::read(&key)?, frame::open(&key, &value)?);
    if place.part.checked_add(1) != Some(frame.parts) { Err(Corruption::Malformed(PARTS_MISSING).into()) } else { Ok(frame.last) }
}

/// What is wrong with a group that was not written whole.
const PARTS_MISSING: &str = "the last parts of a transaction are missing";

/// Calls back with every transaction of a space, in order; returns where the space ends.
///
/// A leaf of sled's that lost what cut it in two has no neighbour: read forwards the space ends there, without an error, while its
/// last frame is still found from the root. So the two are compared.
pub(crate) fn replay<S: Store + ?Sized>(store: &S, space: SpaceNo, each: &mut dyn FnMut(&Transaction)) -> Result<Tail, JournalError> {
    let tail = read_ahead(store, space, each)?;
    reaches(space, tail.last, last_told(store, space)?)?;
    Ok(tail)
}

fn read_ahead<S: Store + ?Sized>(store: &S, space: SpaceNo, each: &mut dyn FnMut(&Transaction)) -> Result<Tail, JournalError> {
    let together = thread::scope(|scope| {
        let (read, taken) = sync_channel(AHEAD);
        let (done, returned) = channel();
        let reader = thread::Builder::new()
            .name("asof-reader".into())
            .spawn_scoped(scope, move || Ahead { read, returned, batch: Vec::new(), bytes: 0 }.run(store, space))
            .ok()?;
        take_in(&taken, &done, each);
        drop(done);
        Some(reader.join().unwrap_or_else(|_| Err(Corruption::Sled("reading it failed".into()).into())))
    });
    together.unwrap_or_else(|| scan(store, space, &mut |transactions, _| transactions.iter().for_each(&mut *each)))
}

/// Reads every space whole: nothing is missing in between, and none ends before where it is known to have ended.
pub(crate) fn read_whole<S: Store + ?Sized>(store: &S, ends: &BTreeMap<SpaceNo, u32>) -> Result<(), JournalError> {
    ends.iter().try_for_each(|(&space, &expected)| reaches(space, replay(store, space, &mut |_| {})?.last, expected))
}

/// Whether a space ends no earlier than it once did.
pub(crate) fn reaches(space: SpaceNo, found: u32, expected: u32) -> Result<(), JournalError> {
    if found < expected { Err(Corruption::Truncated { space: space.0, expected, found }.into()) } else { Ok(()) }
}

/// Takes in what arrives, and gives it back: whoever allocated it frees it, without the two getting into each other's way.
fn take_in(taken: &Receiver<Vec<Transaction>>, done: &Sender<Vec<Transaction>>, each: &mut dyn FnMut(&Transaction)) {
    for transactions in taken {
        transactions.iter().for_each(&mut *each);
        // A reader that has come to its end wants nothing back.
        let _ = done.send(transactions);
    }
}

/// The thread that reads ahead.
struct Ahead {
    read: SyncSender<Vec<Transaction>>,
    returned: Receiver<Vec<Transaction>>,
    batch: Vec<Transaction>,
    bytes: usize,
}

impl Ahead {
    fn run<S: Store + ?Sized>(mut self, store: &S, space: SpaceNo) -> Result<Tail, JournalError> {
        let found = scan(store, space, &mut |transactions, bytes| {
            self.batch.extend(transactions);
            self.bytes += bytes;
            if BATCH <= self.bytes {
                self.hand_over();
            }
        });
        // What came before something wrong is heard before it.
        self.hand_over();
        found
    }

    fn hand_over(&mut self) {
        self.bytes = 0;
        // Nobody takes it when the caller panicked: then nobody waits for the rest either.
        let _ = self.read.send(std::mem::take(&mut self.batch));
        self.returned.try_iter().for_each(drop);
    }
}

/// Calls back with the transactions of each group, in order, and the bytes they took.
fn scan<S: Store + ?Sized>(store: &S, space: SpaceNo, each: &mut dyn FnMut(Vec<Transaction>, usize)) -> Result<Tail, JournalError> {
    let mut tail = Tail::default();
    let mut group = Group::default();
    store.scan(&Key::of_space(space.0), &mut |key, value| {
        if let Some((key, last, raw)) = group.take(key, value)? {
            let transactions = decode_transactions(&raw)?;
            tail.follow(space, &transactions)?;
            each(transactions, raw.len());
            if tail.last != last {
                return Err(Corruption::Malformed("a frame does not end where it says").into());
            }
            if SMALL <= raw.len() { tail.small.clear() } else { tail.small.push(Small { key, last, raw }) }
        }
        Ok(())
    })?;
    if !group.raw.is_empty() {
        return Err(Corruption::Malformed(PARTS_MISSING).into());
    }
    Ok(tail)
}

/// Collects the parts of a group.
#[derive(Default)]
struct Group {
    raw: Vec<u8>,
    parts: u16,
}

impl Group {
    /// Takes one frame; gives the group back when it was the last of it.
    fn take(&mut self, key: &[u8], value: &[u8]) -> Result<Option<(Key, u32, Vec<u8>)>, JournalError> {
        let place = Key::read(key)?;
        let frame = frame::open(key, value)?;
        if place.part != self.parts {
            return Err(Corruption::Malformed("a part of a transaction is missing").into());
        }
        self.raw.extend(frame.raw);
        self.parts += 1;
        if self.parts < frame.parts {
            return Ok(None);
        }
        self.parts = 0;
        Ok(Some((Key { part: 0, ..place }, frame.last, std::mem::take(&mut self.raw))))
    }
}

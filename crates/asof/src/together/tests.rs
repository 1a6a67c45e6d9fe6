//! Many who write at once, over disks that are slow, fail, and take no more than so much.

use std::{
    io,
    sync::{
        RwLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use asof_journal::{Change, Each, Entry, Store as Disk, VolatileStore};
use asof_model::{Claim, Operation, Statement};

use super::*;
use crate::{clock::SystemClock, embedding::Chosen};

/// A disk that lets nothing through while it is held, counts its flushes, and fails on demand.
#[derive(Clone, Default)]
struct Held(Arc<Inside>);

#[derive(Default)]
struct Inside {
    pages: VolatileStore,
    gate: RwLock<()>,
    flushes: AtomicUsize,
    fails: AtomicBool,
}

impl Held {
    fn flushes(&self) -> usize {
        self.0.flushes.load(Ordering::Relaxed)
    }

    fn fail(&self, fails: bool) {
        self.0.fails.store(fails, Ordering::Relaxed);
    }
}

impl Disk for Held {
    fn commit(&self, changes: Vec<Change>) -> io::Result<()> {
        let _open = self.0.gate.read().unwrap();
        self.0.flushes.fetch_add(1, Ordering::Relaxed);
        if self.0.fails.load(Ordering::Relaxed) {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "the disk is full"));
        }
        self.0.pages.commit(changes)
    }

    fn scan(&self, prefix: &[u8], each: Each<'_>) -> std::result::Result<(), JournalError> {
        self.0.pages.scan(prefix, each)
    }

    fn last(&self, prefix: &[u8]) -> std::result::Result<Option<Entry>, JournalError> {
        self.0.pages.last(prefix)
    }

    fn size_on_disk(&self) -> u64 {
        0
    }
}

/// The space `one` of the store on a disk, which knows one claim.
fn open(disk: &Held) -> Memory {
    let journal = Journal::over(Box::new(disk.clone()) as Box<dyn Disk>).unwrap();
    let memory = Store::over(journal, None, Arc::new(SystemClock), None, Chosen::default()).space("one").unwrap();
    memory.tell(claim("zero", "Bo")).unwrap();
    memory
}

/// The same store, opened again.
fn reopen(disk: &Held) -> Memory {
    let journal = Journal::over(Box::new(disk.clone()) as Box<dyn Disk>).unwrap();
    Store::over(journal, None, Arc::new(SystemClock), None, Chosen::default()).space("one").unwrap()
}

fn claim(id: &str, object: &str) -> Operation {
    Operation::Claim(Statement { id: Some(id.into()), ..Statement::new(Claim::new("Ana", "knows", object)) })
}

fn claims(memory: &Memory) -> u32 {
    memory.space.graph.load().claim_count()
}

/// Tells each in a thread of its own: the disk holds up the first until all others wait. What each heard, in this order.
fn tell_at_once(disk: &Held, told: &[(&Memory, Operation)]) -> Vec<Result<Report>> {
    thread::scope(|threads| {
        let held = disk.0.gate.write().unwrap();
        let mut telling = Vec::new();
        for (place, (memory, operation)) in told.iter().enumerate() {
            telling.push(threads.spawn(|| memory.tell(operation.clone())));
            let waits = |waiting: &Waiting| waiting.led && waiting.writers.len() == place;
            // The first has taken in those who waited before it, and nobody else does before it is let go.
            while !waits(&lock(&memory.store.queue.0)) || (place == 0 && memory.store.journal.try_lock().is_ok()) {
                thread::yield_now();
            }
            if place == 0 {
                // It may still be about to look who waits: once it has drafted, it waits for the disk.
                thread::sleep(std::time::Duration::from_millis(50));
            }
        }
        assert!(told.iter().all(|(memory, _)| claims(memory) <= 1), "nothing is seen before it is durable");
        drop(held);
        telling.into_iter().map(|telling| telling.join().unwrap()).collect()
    })
}

#[test]
fn what_waits_is_made_durable_by_one_flush_in_the_order_in_which_it_came() {
    let disk = Held::default();
    let memory = open(&disk);
    let (ids, before) = (["a", "b", "c", "d", "e", "f"], disk.flushes());
    let heard = tell_at_once(&disk, &ids.map(|id| (&memory, claim(id, id))));
    let txs: Vec<u32> = heard.iter().map(|report| report.as_ref().unwrap().tx.unwrap().0).collect();
    assert_eq!(txs, [3, 4, 5, 6, 7, 8], "after the schemas and the first claim");
    assert_eq!(disk.flushes() - before, 2, "one for the first, one for those that waited");
    for (report, id) in heard.iter().zip(ids) {
        let after: Vec<&str> = report.as_ref().unwrap().after.iter().flat_map(|fact| fact.claims.iter().map(String::as_str)).collect();
        assert_eq!(after, [id], "each hears what it changed itself");
    }
    for memory in [memory, reopen(&disk)] {
        assert_eq!(memory.check().unwrap(), Vec::<String>::new());
        let graph = memory.space.graph.load_full();
        assert!((1..).zip(ids).all(|(place, id)| graph.claim_number(id) == Some(place)));
    }
}

#[test]
fn who_is_refused_is_refused_alone() {
    let disk = Held::default();
    let memory = open(&disk);
    // The second `b` says something else under an id that is in use by then, the second `a` says again what is known.
    let told = [("a", "A"), ("b", "B"), ("b", "C"), ("a", "A"), ("d", "D")];
    let heard = tell_at_once(&disk, &told.map(|(id, object)| (&memory, claim(id, object))));
    let txs: Vec<Option<u32>> = heard.iter().map(|heard| heard.as_ref().ok().and_then(|report| report.tx).map(|tx| tx.0)).collect();
    assert_eq!(txs, [Some(3), Some(4), None, None, Some(5)]);
    assert!(heard[2].as_ref().is_err_and(Error::is_conflict) && heard[3].as_ref().is_ok_and(|report| report.already_known == 1));
    assert_eq!((claims(&memory), claims(&reopen(&disk))), (4, 4));
}

#[test]
fn spaces_share_a_flush() {
    let disk = Held::default();
    let one = open(&disk);
    let two = one.space("two").unwrap();
    two.tell(claim("zero", "Bo")).unwrap();
    let before = disk.flushes();
    let told = [(&one, "a"), (&two, "b"), (&one, "c"), (&two, "d")];
    let heard = tell_at_once(&disk, &told.map(|(memory, id)| (memory, claim(id, id))));
    assert!(heard.iter().all(Result::is_ok));
    assert_eq!(disk.flushes() - before, 2);
    let again = reopen(&disk);
    assert_eq!([&one, &two, &again, &again.space("two").unwrap()].map(claims), [3; 4]);
}

#[test]
fn where_the_disk_refuses_all_hear_of_it_and_nothing_is_there() {
    let disk = Held::default();
    let memory = open(&disk);
    disk.fail(true);
    let heard = tell_at_once(&disk, &["a", "b", "c"].map(|id| (&memory, claim(id, id))));
    let errors: Vec<String> = heard.into_iter().map(|heard| heard.unwrap_err().to_string()).collect();
    assert!(errors[0].contains("full") && errors[1..].iter().all(|error| error.contains("an earlier write failed")), "{errors:?}");
    disk.fail(false);
    assert!(memory.tell(claim("d", "D")).is_err(), "what is on disk is unknown");
    assert_eq!((claims(&memory), claims(&reopen(&disk))), (1, 1));
}

/// Several requests told by one flush, as whoever leads does it.
fn tell_by_one(memory: &Memory, operations: Vec<Operation>) -> Vec<Result<Outcome>> {
    let batches: Vec<[Batch; 1]> = operations.into_iter().map(|one| [Batch { operations: vec![one], ..Batch::default() }]).collect();
    let requests: Vec<Request<'_>> = batches.iter().map(|batches| Request { space: &memory.space, batches }).collect();
    memory.store.tell(&mut lock(&memory.store.journal), &requests)
}

#[test]
fn a_flush_that_fails_fails_all_that_it_was_for() {
    let disk = Held::default();
    let memory = open(&disk);
    disk.fail(true);
    let heard = tell_by_one(&memory, ["a", "b", "c"].map(|id| claim(id, id)).into());
    let kinds: Vec<Option<io::ErrorKind>> = heard.iter().map(|heard| heard.as_ref().err().and_then(Error::io_kind)).collect();
    assert_eq!(kinds, [Some(io::ErrorKind::StorageFull); 3]);
    assert_eq!((claims(&memory), claims(&reopen(&disk))), (1, 1));
}

#[test]
fn what_is_too_much_together_is_told_one_by_one() {
    let disk = Held::default();
    let memory = open(&disk);
    let text = |_| Operation::Episode { id: None, text: "x ".repeat(7 << 20), occurred_at: None, speaker: None, source: None };
    let batch = || [Batch { operations: (0..4).map(text).collect(), ..Batch::default() }];
    let batches = [batch(), batch()];
    let requests = batches.each_ref().map(|batches| Request { space: &memory.space, batches });
    let heard = memory.store.tell(&mut lock(&memory.store.journal), &requests);
    assert!(heard.iter().all(Result::is_ok));
    assert_eq!(reopen(&disk).space.graph.load().episode_count(), 8);
}

#[test]
fn many_writers_are_all_there_each_in_its_own_order() {
    const WRITERS: usize = 8;
    const EACH: usize = 40;
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let memory = Memory::open(&store).unwrap();
    let id = |writer: usize, number: usize| format!("{writer}-{number}");
    thread::scope(|threads| {
        for writer in 0..WRITERS {
            let memory = memory.clone();
            threads.spawn(move || {
                for id in (0..EACH).map(|number| id(writer, number)) {
                    memory.tell(claim(&id, &id)).unwrap();
                    assert!(memory.space.graph.load().claim_number(&id).is_some(), "what was told is there");
                }
            });
        }
    });
    drop(memory);
    let memory = Memory::open(&store).unwrap();
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
    assert_eq!(claims(&memory) as usize, WRITERS * EACH);
    for writer in 0..WRITERS {
        let numbers = (0..EACH).map(|number| memory.space.graph.load().claim_number(&id(writer, number)).unwrap());
        assert!(numbers.is_sorted());
    }
}

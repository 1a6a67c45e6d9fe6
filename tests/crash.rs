//! Writers that are killed, and readers beside a writer: nothing acknowledged is lost, nothing is seen by half.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod binary;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    ffi::OsStr,
    io::{BufRead, BufReader, Cursor},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use asof::{AsOf, Claim, Imported, Kind, Memory, OnError, Operation, Snapshot, Statement};

/// The store that a child of this test writes to.
const STORE: &str = "ASOF_CRASH_STORE";
/// How often the writer is killed.
const ROUNDS: u64 = 15;
/// Lines of the import that is killed.
const LINES: usize = 12_000;

/// A number below `most`, from a fixed generator.
fn draw(luck: &mut u64, most: u64) -> u64 {
    *luck ^= *luck << 13;
    *luck ^= *luck >> 7;
    *luck ^= *luck << 17;
    (*luck >> 1) % most
}

fn claim(id: &str, subject: &str, object: &str) -> Operation {
    let claim = Claim::new(subject, "knows", object).kind(Kind::Begins).from("2020".parse().unwrap());
    Operation::Claim(Statement { id: Some(id.into()), ..Statement::new(claim) })
}

/// Two claims, and now and then a text of more than one frame, all in one transaction.
fn transaction(number: u32) -> Vec<Operation> {
    let object = format!("P{number}");
    let mut told = vec![claim(&format!("a{number}"), "Ana", &object), claim(&format!("b{number}"), "Bo", &object)];
    if number.is_multiple_of(10) {
        let text = (0..4_000 + number).map(|word| format!("{:x} ", word.wrapping_mul(0x9E37_79B9))).collect();
        told.push(Operation::Episode { id: Some(format!("m{number}")), text, occurred_at: None, speaker: None, source: None });
    }
    told
}

/// Starts this very test again as a child that writes to a store.
fn child(test: &str, store: &Path) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(STORE, store);
    command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap()
}

/// Tells transactions for good, each acknowledged once it is durable.
fn write_until_killed(store: &OsStr) {
    let memory = Memory::open(store).unwrap();
    for number in memory.snapshot().stats().claims / 2.. {
        memory.tell_all(transaction(number)).unwrap();
        println!("told {number}.");
    }
}

/// Kills a child after a while; gives back how many transactions it acknowledged in all.
fn kill_after(mut child: Child, wait: Duration) -> Option<u32> {
    let out = BufReader::new(child.stdout.take().unwrap());
    let reader = thread::spawn(move || {
        let lines = out.lines().map_while(Result::ok);
        lines.filter_map(|line| line.rsplit_once("told ")?.1.strip_suffix('.')?.parse::<u32>().ok()).last()
    });
    thread::sleep(wait);
    assert!(child.try_wait().unwrap().is_none(), "the writer ended by itself");
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap().map(|last| last + 1)
}

/// How many transactions a store holds, each of them whole and in its place.
fn whole_transactions(memory: &Memory) -> u32 {
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
    let snapshot = memory.snapshot();
    let stats = snapshot.stats();
    let told = stats.claims / 2;
    let built_in = u32::from(0 < told);
    assert_eq!((stats.claims, stats.transactions), (told * 2, told + built_in), "no transaction is there by half");
    assert_eq!(stats.episodes, told.div_ceil(10));
    for number in 0..told {
        for id in ["a", "b"].map(|letter| format!("{letter}{number}")) {
            let of_id = snapshot.graph().claim_number(&id).and_then(|claim| snapshot.graph().claim(claim));
            assert_eq!(of_id.map(|claim| claim.tx), Some(number + 2), "{id} is in its place");
        }
    }
    told
}

#[test]
fn a_writer_that_is_killed_loses_nothing_it_acknowledged() {
    if let Some(store) = env::var_os(STORE) {
        return write_until_killed(&store);
    }
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let (mut luck, mut acknowledged) = (0x5EED_u64, 0);
    for round in 0..ROUNDS {
        let wait = Duration::from_millis(40 + draw(&mut luck, 900));
        let told = kill_after(child("a_writer_that_is_killed_loses_nothing_it_acknowledged", &store), wait);
        acknowledged = told.unwrap_or(acknowledged);
        let memory = Memory::open(&store).unwrap_or_else(|error| panic!("after round {round}: {error}"));
        let there = whole_transactions(&memory);
        assert!(
            acknowledged <= there && there <= acknowledged + 1,
            "round {round}: {there} transactions, and {acknowledged} were acknowledged"
        );
        acknowledged = there;
    }
    assert!(50 < acknowledged, "the writer was given time to write: {acknowledged}");
}

/// Threads that write at once.
const WRITERS: u64 = 6;

/// The ids of the two claims of a writer's transaction.
fn ids(writer: u64, number: u32) -> [String; 2] {
    ["a", "b"].map(|letter| format!("{letter}{writer}-{number}"))
}

/// How many transactions of a writer a store holds, each of them whole, none without those before it.
fn whole_of_writer(snapshot: &Snapshot, writer: u64) -> u32 {
    let tx = |id: &String| snapshot.graph().claim_number(id).and_then(|claim| snapshot.graph().claim(claim)).map(|claim| claim.tx);
    let txs = (0..).map(|number| ids(writer, number).each_ref().map(tx)).take_while(|txs| *txs != [None, None]);
    let txs: Vec<[Option<u32>; 2]> = txs.collect();
    assert!(txs.iter().all(|[a, b]| a == b), "no transaction is there by half");
    assert!(txs.is_sorted(), "they are in their order");
    u32::try_from(txs.len()).unwrap()
}

/// Writers of one process tell transactions for good, each acknowledged once it is durable.
fn write_together_until_killed(store: &OsStr) {
    let memory = Memory::open(store).unwrap();
    thread::scope(|threads| {
        for writer in 0..WRITERS {
            let memory = memory.clone();
            threads.spawn(move || {
                for number in whole_of_writer(&memory.snapshot(), writer).. {
                    let told = ids(writer, number).map(|id| claim(&id, &format!("P{writer}"), &id));
                    memory.tell_all(told.into()).unwrap();
                    println!("told {writer} {number}.");
                }
            });
        }
    });
}

/// Kills a child after a while; gives back how many transactions of each writer it acknowledged in all.
fn kill_writers_after(mut child: Child, wait: Duration) -> BTreeMap<u64, u32> {
    let out = BufReader::new(child.stdout.take().unwrap());
    let reader = thread::spawn(move || {
        let told = |line: String| {
            let (writer, number) = line.rsplit_once("told ")?.1.strip_suffix('.')?.split_once(' ')?;
            Some((writer.parse().ok()?, number.parse::<u32>().ok()? + 1))
        };
        out.lines().map_while(Result::ok).filter_map(told).collect()
    });
    thread::sleep(wait);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn writers_that_are_killed_together_lose_nothing_that_any_acknowledged() {
    if let Some(store) = env::var_os(STORE) {
        return write_together_until_killed(&store);
    }
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let (mut luck, mut all) = (0xCAFE_u64, 0);
    for round in 0..8 {
        let wait = Duration::from_millis(60 + draw(&mut luck, 600));
        let acknowledged = kill_writers_after(child("writers_that_are_killed_together_lose_nothing_that_any_acknowledged", &store), wait);
        let memory = Memory::open(&store).unwrap_or_else(|error| panic!("after round {round}: {error}"));
        assert_eq!(memory.check().unwrap(), Vec::<String>::new());
        let there = (0..WRITERS).map(|writer| whole_of_writer(&memory.snapshot(), writer));
        for (writer, there) in (0..).zip(there) {
            let told = acknowledged.get(&writer).copied().unwrap_or(0);
            assert!(told <= there, "round {round}: {there} of writer {writer}, and {told} were acknowledged");
            assert!(!acknowledged.contains_key(&writer) || there <= told + 1, "round {round}: no more than one was on its way");
            all += u64::from(there);
        }
        assert_eq!(
            memory.snapshot().stats().claims,
            2 * (0..WRITERS).map(|writer| whole_of_writer(&memory.snapshot(), writer)).sum::<u32>()
        );
    }
    assert!(50 < all, "the writers were given time to write: {all}");
}

fn lines() -> String {
    let line = |number: usize| {
        format!(
            "{{\"claim\": {{\"subject\": \"P{number}\", \"predicate\": \"knows\", \"object\": \"P{}\"}}, \"id\": \"c{number}\"}}\n",
            number / 2
        )
    };
    (0..LINES).map(line).collect()
}

fn import(memory: &Memory) -> Imported {
    memory.import_lines(Cursor::new(lines()), OnError::Stop).unwrap()
}

#[test]
fn an_import_that_is_killed_keeps_a_beginning_and_can_be_run_again() {
    if let Some(store) = env::var_os(STORE) {
        import(&Memory::open(store).unwrap());
        println!("told 0.");
        return thread::sleep(Duration::from_secs(60));
    }
    let mut luck = 0xFEED_u64;
    for _ in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        let wait = Duration::from_millis(100 + draw(&mut luck, 1_200));
        let acknowledged = kill_after(child("an_import_that_is_killed_keeps_a_beginning_and_can_be_run_again", &store), wait);
        let memory = Memory::open(&store).unwrap();
        assert_eq!(memory.check().unwrap(), Vec::<String>::new());
        let there = memory.snapshot().stats().claims as usize;
        assert!(acknowledged.is_none() || there == LINES, "acknowledged whole, and {there} are there");
        let known = |number: usize| memory.snapshot().graph().claim_number(&format!("c{number}")).is_some();
        assert!((0..there).all(known), "it is a beginning of the file");
        let again = import(&memory);
        assert_eq!((again.already_known, again.accepted, again.rejected.len()), (there, LINES - there, 0));
        assert_eq!(memory.snapshot().stats().claims as usize, LINES);
        assert_eq!(memory.check().unwrap(), Vec::<String>::new());
    }
}

#[cfg(unix)]
#[test]
fn an_import_beyond_the_limit_of_file_sizes_says_so_and_can_be_run_again() {
    const LIMITED: &str = "ulimit -f 200; exec \"$0\" --store \"$1\" import \"$2\"";
    let folder = tempfile::tempdir().unwrap();
    let (store, told) = (folder.path().join("store"), folder.path().join("told.jsonl"));
    std::fs::write(&told, lines()).unwrap();
    let ran = Command::new("sh").args(["-c", LIMITED]).arg(binary::binary()).args([&store, &told]).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!((ran.status.code(), said.contains("the disk refused")), (Some(1), true), "{said}");
    let memory = Memory::open(&store).unwrap();
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
    import(&memory);
    assert_eq!(memory.snapshot().stats().claims as usize, LINES);
}

#[test]
fn a_creation_that_was_cut_short_can_be_begun_again() {
    let folder = tempfile::tempdir().unwrap();
    // What is on disk when the process is killed between writing the file and giving it its name.
    for (written, bytes) in [("empty", ""), ("half", "form"), ("whole", "format 1\n")] {
        let store = folder.path().join(written);
        std::fs::create_dir(&store).unwrap();
        std::fs::write(store.join("asof-store.new"), bytes).unwrap();
        let memory = Memory::open(&store).unwrap_or_else(|error| panic!("{written}: {error}"));
        memory.tell(claim("c1", "Ana", "Bo")).unwrap();
    }
}

/// What a reader sees of the transactions of [`transaction`]: the same of both claims of each.
fn see(snapshot: &Snapshot) -> u32 {
    let stats = snapshot.stats();
    assert_eq!(stats.claims % 2, 0, "half a transaction");
    let objects = |subject: &str| -> BTreeSet<String> {
        let facts = snapshot.as_of(AsOf::NOW).facts(subject).unwrap_or_default();
        facts.into_iter().map(|fact| fact.object.text()).collect()
    };
    let (of_ana, of_bo) = (objects("Ana"), objects("Bo"));
    assert_eq!(of_ana, of_bo, "both claims or neither");
    assert_eq!(of_ana.len(), stats.claims as usize / 2);
    stats.claims / 2
}

#[test]
fn readers_beside_a_writer_never_see_half_a_transaction_or_go_back() {
    let folder = tempfile::tempdir().unwrap();
    let memory = Memory::open(folder.path().join("store")).unwrap();
    let (done, seen) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let readers: Vec<_> = (0..8)
        .map(|_| {
            let (memory, done, seen) = (memory.clone(), Arc::clone(&done), Arc::clone(&seen));
            thread::spawn(move || {
                let mut before = 0;
                while !done.load(Ordering::Acquire) {
                    let now = see(&memory.snapshot());
                    assert!(before <= now, "a reader went back from {before} to {now}");
                    before = now;
                    seen.fetch_add(1, Ordering::Relaxed);
                }
                see(&memory.snapshot())
            })
        })
        .collect();
    (0..150).for_each(|number| drop(memory.tell_all(transaction(number)).unwrap()));
    done.store(true, Ordering::Release);
    for reader in readers {
        assert_eq!(reader.join().unwrap(), 150);
    }
    assert!(8 < seen.load(Ordering::Relaxed), "the readers read while the writer wrote");
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
}

#[test]
fn writers_on_several_threads_take_turns() {
    let memory = Memory::options().volatile().unwrap();
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let memory = memory.clone();
            thread::spawn(move || (0..50).for_each(|number| drop(memory.tell_all(transaction(writer * 1_000 + number)).unwrap())))
        })
        .collect();
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    assert_eq!(see(&memory.snapshot()), 200);
    assert_eq!(memory.snapshot().stats().transactions, 201);
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_snapshot_taken_earlier_does_not_change() {
    let memory = Memory::options().volatile().unwrap();
    let empty = memory.snapshot();
    memory.tell_all(transaction(0)).unwrap();
    let early = memory.snapshot();
    let shown = |snapshot: &Snapshot| serde_json::to_string(&snapshot.as_of(AsOf::NOW).everything()).unwrap();
    let (before, stats, last) = (shown(&early), early.stats(), early.last_tx());
    (1..40).for_each(|number| drop(memory.tell_all(transaction(number)).unwrap()));
    memory.tell(Operation::Retract { target: "a0".into(), reason: None }).unwrap();
    memory.tell(Operation::Merge { from: "Bo".into(), into: "Ana".into() }).unwrap();
    assert_eq!((shown(&early), early.stats(), early.last_tx()), (before, stats, last));
    assert_eq!(empty.stats().transactions, 0);
    assert!(empty.as_of(AsOf::NOW).facts("Ana").is_err_and(|error| error.is_not_found()));
    assert_ne!(shown(&memory.snapshot()), shown(&early));
}

#[test]
fn a_memory_and_its_snapshots_may_cross_threads() {
    fn crosses<T: Send + Sync + Clone + 'static>() {}
    crosses::<Memory>();
    crosses::<Snapshot>();
}

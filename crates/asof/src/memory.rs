//! A memory: one space of a store, to tell things to and take snapshots of.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use arc_swap::ArcSwap;
use asof_consolidate::Kept;
use asof_graph::{Direction, Graph};
use asof_journal::{Journal, Record, Transaction};
use asof_model::{BUILT_IN, Fact, Instant, Operation, TxId, TxTime, read_schemas};

use crate::{
    clock::Clock,
    corpus::Told,
    draft::Draft,
    embedding::Chosen,
    error::{Error, Result},
    holding::{Held, Holder},
    opening::{self, Options, Watch},
    recalling::Recalling,
    report::Report,
    snapshot::Snapshot,
    together::{Outcome, Queue},
};

/// The space that is meant when none is named.
pub const DEFAULT_SPACE: &str = "default";
/// Spaces that nobody holds are kept open while all open ones have no more claims and episodes than this: about a gigabyte.
/// To open one again reads its part of the journal.
const MOST_OPEN: u64 = 2_000_000;
/// Reports tell what changed for so many claims at the most; beyond that they only count.
const MOST_REPORTED: usize = 50;
/// How far ahead of ours another machine's clock may be, in microseconds: a day.
const CLOCKS_MAY_DIFFER: i64 = 86_400_000_000;
/// Fluents with more claims than this are left out of reports.
const LONG_FLUENT: usize = 1_000;

/// What the spaces of a store share: one journal with one writer, and a clock.
pub(crate) struct Store {
    pub(crate) journal: Mutex<Journal>,
    /// Who waits to write to it.
    pub(crate) queue: Queue,
    /// The folder of the spaces' indexes, unless the memory is volatile.
    pub(crate) indexes: Option<PathBuf>,
    spaces: Mutex<OpenSpaces>,
    clock: Arc<dyn Clock>,
    /// Who watches a space being opened.
    watch: Option<Watch>,
    /// Whose vectors passages are compared by.
    pub(crate) chosen: Chosen,
}

/// The spaces that are open, by name, with when each was last asked for.
#[derive(Default)]
struct OpenSpaces {
    by_name: BTreeMap<String, (Arc<Space>, u64)>,
    asked: u64,
}

impl OpenSpaces {
    fn get(&mut self, name: &str) -> Option<Arc<Space>> {
        self.asked += 1;
        let (space, asked) = self.by_name.get_mut(name)?;
        *asked = self.asked;
        Some(Arc::clone(space))
    }

    /// Adds a space unless somebody else did, and takes out those not asked for the longest that nobody holds, for the caller to drop
    /// once nobody waits: dropping one may have to wait for its index.
    fn add(&mut self, name: &str, space: Arc<Space>, most: u64) -> (Arc<Space>, Vec<Arc<Space>>) {
        let mut idle_ones = Vec::new();
        let space = Arc::clone(&self.by_name.entry(name.to_owned()).or_insert((space, self.asked)).0);
        while most < self.by_name.values().map(|(space, _)| space.size()).sum() {
            let idle = self.by_name.iter().filter(|(_, (space, _))| Arc::strong_count(space) == 1);
            let Some(oldest) = idle.min_by_key(|(_, (_, asked))| *asked).map(|(name, _)| name.clone()) else { break };
            idle_ones.extend(self.by_name.remove(&oldest).map(|(space, _)| space));
        }
        (space, idle_ones)
    }
}

/// One space: the graph that readers see, and what is kept to recall by, once somebody does.
pub(crate) struct Space {
    name: String,
    pub(crate) graph: ArcSwap<Graph>,
    pub(crate) recalling: Mutex<Option<Arc<Recalling>>>,
    pub(crate) consolidating: Holder,
    /// What the last consolidation left for the next.
    pub(crate) kept: Mutex<Kept>,
}

impl Space {
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How much is kept in memory for it: a little of its own, and something for each claim and episode.
    fn size(&self) -> u64 {
        const OF_ITS_OWN: u64 = 100;
        let graph = self.graph.load();
        OF_ITS_OWN + u64::from(graph.claim_count()) + u64::from(graph.episode_count())
    }
}

/// One space of a store. Clones share it; it may be used from many threads.
///
/// Reading goes through [`Memory::snapshot`], which never waits for a writer and is never waited for.
#[derive(Clone)]
pub struct Memory {
    pub(crate) store: Arc<Store>,
    pub(crate) space: Arc<Space>,
}

/// A panic while the lock was held cannot leave these halfway: they are replaced whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Store {
    pub(crate) fn over(
        journal: Journal,
        indexes: Option<PathBuf>,
        clock: Arc<dyn Clock>,
        watch: Option<Watch>,
        chosen: Chosen,
    ) -> Arc<Self> {
        Arc::new(Self { journal: Mutex::new(journal), queue: Queue::default(), indexes, spaces: Mutex::default(), clock, watch, chosen })
    }

    pub(crate) fn space(self: &Arc<Self>, name: &str) -> Result<Memory> {
        asof_model::check_name("space", name).map_err(|error| Error::invalid(error.to_string()))?;
        if let Some(space) = lock(&self.spaces).get(name) {
            return Ok(Memory { store: Arc::clone(self), space });
        }
        let graph = self.load(name)?;
        let space = Arc::new(Space {
            name: name.into(),
            graph: ArcSwap::from_pointee(graph),
            recalling: Mutex::default(),
            consolidating: Holder::default(),
            kept: Mutex::default(),
        });
        let (space, idle_ones) = lock(&self.spaces).add(name, space, MOST_OPEN);
        drop(idle_ones);
        Ok(Memory { store: Arc::clone(self), space })
    }

    pub(crate) fn now(&self) -> TxTime {
        self.clock.now()
    }

    fn load(&self, name: &str) -> Result<Graph> {
        let mut journal = lock(&self.journal);
        opening::load(&mut journal, name, self.watch.as_ref())
    }
}

/// Operations to be told together, at a time of their own if they have one.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// What is told.
    pub operations: Vec<Operation>,
    /// When it was recorded; now, if absent.
    pub recorded_at: Option<TxTime>,
    /// Whether an empty memory should start from the schemas told here rather than from those that ship with the engine.
    pub brings_schemas: bool,
    /// Whether merges and splits may bring names that nothing told so far uses: so they do where what used them was erased.
    pub brings_names: bool,
}

impl Memory {
    /// Opens the default space of the store in a folder, which is created if there is none.
    ///
    /// # Errors
    /// As [`Options::open`].
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        Self::options().open(folder)
    }

    /// Ways to open a memory.
    #[must_use]
    pub fn options() -> Options {
        Options::default()
    }

    /// Another space of the same store.
    ///
    /// # Errors
    /// When the name cannot be a name, or the space is damaged.
    pub fn space(&self, name: &str) -> Result<Self> {
        self.store.space(name)
    }

    /// The name of this space.
    #[must_use]
    pub fn space_name(&self) -> &str {
        &self.space.name
    }

    /// The names of the spaces of the store.
    #[must_use]
    pub fn spaces(&self) -> Vec<String> {
        lock(&self.store.journal).spaces().map(|(name, _)| name.to_owned()).collect()
    }

    /// What is known now, as a value: later writes do not change it.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.space.graph.load_full(), self.store.clock.now())
    }

    /// What is kept to recall by; opened when it is first asked for.
    pub(crate) fn recalling(&self, told: &Told) -> Arc<Recalling> {
        let mut recalling = lock(&self.space.recalling);
        // What was forgotten since may not come back into an index.
        if told.0.generation() != self.space.graph.load().generation() {
            return Arc::new(Recalling::open(None, told, &Chosen::default()));
        }
        if let Some(recalling) = &*recalling {
            return Arc::clone(recalling);
        }
        let folder = self.index_folder();
        // A space that nothing was told to has no number yet, and no index on disk.
        let is_told = lock(&self.store.journal).space(&self.space.name).is_some();
        let opened = Arc::new(Recalling::open(folder.as_deref(), told, &self.store.chosen));
        if is_told {
            *recalling = Some(Arc::clone(&opened));
        }
        opened
    }

    /// The folder of the index of this space, once it has one.
    pub(crate) fn index_folder(&self) -> Option<PathBuf> {
        let number = lock(&self.store.journal).space(&self.space.name);
        self.store.indexes.as_ref().zip(number).map(|(indexes, number)| indexes.join(number.0.to_string()))
    }

    /// How many bytes the journal of the store takes on disk.
    #[must_use]
    pub fn size_on_disk(&self) -> u64 {
        lock(&self.store.journal).size_on_disk()
    }

    /// The time by the store's clock.
    #[must_use]
    pub fn now(&self) -> TxTime {
        self.store.clock.now()
    }

    /// Tells one thing.
    ///
    /// # Errors
    /// When it cannot be accepted, refers to what is not there, or the disk refuses. Then nothing is told.
    pub fn tell(&self, operation: Operation) -> Result<Report> {
        self.tell_all(vec![operation])
    }

    /// Tells several things in one transaction: all or none.
    ///
    /// # Errors
    /// As [`Memory::tell`].
    pub fn tell_all(&self, operations: Vec<Operation>) -> Result<Report> {
        let Outcome { mut reports, before, after, transactions } = self.tell_in_turn(&[Batch { operations, ..Batch::default() }])?;
        let mut report = reports.pop().ok_or_else(|| Error::invalid("nothing was told"))?;
        if !transactions.is_empty() {
            compare(&mut report, &before, &after, &transactions);
        }
        Ok(report)
    }

    /// Tells several transactions, made durable together: all or none. Their reports count, and leave out what is believed.
    ///
    /// # Errors
    /// As [`Memory::tell`].
    pub fn tell_batches(&self, batches: &[Batch]) -> Result<Vec<Report>> {
        Ok(self.tell_in_turn(batches)?.reports)
    }

    /// Tells what a look at the memory makes, while nobody else can tell anything.
    pub(crate) fn tell_checked(&self, make: impl FnOnce(&Graph) -> Vec<Operation>) -> Result<Report> {
        let mut journal = lock(&self.store.journal);
        let operations = make(&self.space.graph.load());
        let mut told = self.tell_alone(&mut journal, &[Batch { operations, ..Batch::default() }])?;
        told.reports.pop().ok_or_else(|| Error::invalid("nothing was told"))
    }

    /// Holds the space for a consolidation, or says who does.
    pub(crate) fn hold_for_consolidation(&self) -> Result<Held<'_>> {
        let folder = self.store.indexes.as_deref().and_then(Path::parent);
        self.space.consolidating.take(folder, &self.space.name, self.now())
    }

    /// What is kept between consolidations, for whoever holds the space for one.
    pub(crate) fn kept(&self) -> MutexGuard<'_, Kept> {
        lock(&self.space.kept)
    }

    /// What would be if something were told that is not.
    pub(crate) fn trial(&self) -> Trial {
        Trial(self.pending(&self.space.graph.load()))
    }

    fn pending(&self, before: &Graph) -> Pending {
        Pending::new(before, self.store.now())
    }

    /// Which operations would be refused, by their place in each batch, if those batches were told without them.
    pub(crate) fn refused(&self, batches: &[Batch]) -> Vec<Vec<(usize, Error)>> {
        let mut pending = self.pending(&self.space.graph.load());
        batches
            .iter()
            .map(|batch| {
                let mut refused = Vec::new();
                match pending.add(batch, Some(&mut refused)) {
                    Ok(_) => refused,
                    Err(error) => (0..batch.operations.len()).map(|index| (index, Error::conflict(error.to_string()))).collect(),
                }
            })
            .collect()
    }

    /// Calls back with every transaction of the space, as it was told, and the graph that it is part of.
    ///
    /// # Errors
    /// When the journal is damaged.
    pub(crate) fn replay(&self, each: &mut dyn FnMut(&Graph, &Transaction)) -> Result<Arc<Graph>> {
        let mut journal = lock(&self.store.journal);
        // Under the lock: the numbers of a graph mean nothing in a journal that was erased from since.
        let graph = self.space.graph.load_full();
        if let Some(space) = journal.space(&self.space.name) {
            journal.replay(space, &mut |transaction| each(&graph, transaction))?;
        }
        Ok(graph)
    }

    /// Walks every invariant: the journal's frames and numbering, and the graph against a fresh reading of the journal.
    /// Returns what is wrong, one line each.
    ///
    /// # Errors
    /// When the journal cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut fresh = Graph::default();
        let graph = self.replay(&mut |_, transaction| fresh.apply(transaction))?;
        fresh.finish();
        let mut wrong = fresh.validate();
        if (fresh.last_tx(), fresh.claim_count()) != (graph.last_tx(), graph.claim_count()) {
            wrong.push("the graph in memory is not what the journal says".into());
        }
        Ok(wrong)
    }
}

/// A memory that is told things nobody else hears of.
pub(crate) struct Trial(Pending);

impl Trial {
    pub fn graph(&self) -> Arc<Graph> {
        Arc::new(self.0.graph.clone())
    }

    pub fn tell_checked(&mut self, make: impl FnOnce(&Graph) -> Vec<Operation>) -> Result<Report> {
        let operations = make(&self.0.graph);
        let report = self.0.add(&Batch { operations, ..Batch::default() }, None)?;
        self.0.graph.finish();
        Ok(report)
    }
}

/// Transactions in the making, each on top of those before it.
pub(crate) struct Pending {
    pub graph: Graph,
    pub transactions: Vec<Transaction>,
    now: TxTime,
}

impl Pending {
    /// None yet, on top of what a graph says.
    pub fn new(graph: &Graph, now: TxTime) -> Self {
        Self { graph: graph.clone(), transactions: Vec::new(), now }
    }

    /// Adds a batch: all of it, or all but what is refused where those are asked for.
    pub fn add(&mut self, batch: &Batch, mut refused: Option<&mut Vec<(usize, Error)>>) -> Result<Report> {
        if self.graph.last_tx() == 0 && !batch.brings_schemas {
            let recorded_at = self.recorded_at(batch)?;
            self.add_built_in(recorded_at)?;
        }
        let mut draft = Draft::new(&self.graph);
        draft.brings_names = batch.brings_names;
        for (index, operation) in batch.operations.iter().enumerate() {
            match (draft.tell(operation), &mut refused) {
                (Ok(()), _) => {}
                (Err(error), Some(refused)) => refused.push((index, error)),
                (Err(error), None) => return Err(error),
            }
        }
        let Draft { records, claims, episodes, known, .. } = draft;
        // What says nothing new may be as old as it likes.
        let recorded_at = if records.is_empty() { self.now } else { self.recorded_at(batch)? };
        let tx = (!records.is_empty()).then(|| self.commit(recorded_at, records));
        Ok(Report { tx, recorded_at, claims, episodes, already_known: known, before: Vec::new(), after: Vec::new() })
    }

    /// The time of a batch: its own, which may neither be before the last nor in the future, or else now.
    fn recorded_at(&self, batch: &Batch) -> Result<TxTime> {
        let last = self.graph.recorded_at(self.graph.last_tx()).and_then(Instant::from_micros);
        match (batch.recorded_at, last) {
            (Some(told), Some(last)) if told.0 < last => Err(Error::conflict(format!(
                "recorded_at {told} is before {last}, when the memory last learned something; `import --sort` puts a file in order"
            ))),
            (Some(told), _) if self.now.0.micros() + CLOCKS_MAY_DIFFER < told.0.micros() && last.is_none_or(|last| last < told.0) => {
                Err(Error::invalid(format!("recorded_at {told} is in the future; a memory cannot have learned it yet")))
            }
            (Some(told), _) => Ok(told),
            (None, last) => Ok(TxTime(last.map_or(self.now.0, |last| last.max(self.now.0)))),
        }
    }

    /// The schemas that ship with the engine are told first, so that a later version of it changes nothing here.
    fn add_built_in(&mut self, recorded_at: TxTime) -> Result<()> {
        let mut draft = Draft::new(&self.graph);
        for schema in read_schemas(BUILT_IN)? {
            draft.tell(&Operation::Predicate(schema))?;
        }
        let records = draft.records;
        self.commit(recorded_at, records);
        Ok(())
    }

    fn commit(&mut self, recorded_at: TxTime, records: Vec<Record>) -> TxId {
        let tx = self.graph.last_tx() + 1;
        let transaction = Transaction { tx, recorded_at: recorded_at.0.micros(), records };
        self.graph.apply(&transaction);
        self.transactions.push(transaction);
        TxId(tx)
    }
}

/// Fills in what is believed differently: of the fluents that the claims told are about.
fn compare(report: &mut Report, before: &Graph, after: &Graph, transactions: &[Transaction]) {
    let touched = touched(after, transactions);
    if MOST_REPORTED < touched.len() {
        return;
    }
    let all = |graph: &Graph| -> Vec<asof_graph::Belief> {
        let view = graph.view(u32::MAX);
        let known = |entity: u32| entity < graph.next_number(asof_journal::Class::Entity);
        let of_one =
            |&(entity, predicate, direction): &Touched| view.beliefs(view.root(entity), direction, predicate, (i64::MIN, i64::MAX));
        let mut beliefs: Vec<asof_graph::Belief> = touched.iter().filter(|touched| known(touched.0)).flat_map(of_one).collect();
        beliefs.sort_by_key(asof_graph::Belief::key);
        beliefs.dedup_by_key(|belief| belief.key());
        beliefs
    };
    let (old, new) = (all(before), all(after));
    let facts = |graph: &Graph, these: &[asof_graph::Belief], those: &[asof_graph::Belief]| -> Vec<Fact> {
        let differs = |belief: &&asof_graph::Belief| those.iter().all(|other| other.key() != belief.key());
        these.iter().filter(differs).map(|belief| graph.fact(belief)).collect()
    };
    report.before = facts(before, &old, &new);
    report.after = facts(after, &new, &old);
}

/// An entity, a predicate or all, and from which side.
type Touched = (u32, Option<u32>, Direction);

/// The entities and predicates of which something else may be believed, without those with too long a history to compare.
fn touched(graph: &Graph, transactions: &[Transaction]) -> Vec<Touched> {
    let mut touched: Vec<Touched> = Vec::new();
    let mut claims: Vec<u32> = graph.last_changed().to_vec();
    for transaction in transactions {
        claims.extend(graph.claims_of_tx(transaction.tx));
        for record in &transaction.records {
            if let Record::Merge { from: name, into: other } | Record::Split { from: other, name } = record {
                touched.extend([(*name, None, Direction::Outgoing), (*other, None, Direction::Outgoing)]);
            }
        }
    }
    for claim in claims.iter().filter_map(|&claim| graph.claim(claim)) {
        if graph.claims_about(claim.subject, claim.predicate) <= LONG_FLUENT {
            touched.push((claim.subject, Some(claim.predicate), Direction::Outgoing));
            let of_object =
                (!graph.is_about_subjects(claim.predicate)).then_some((claim.object, Some(claim.predicate), Direction::Incoming));
            touched.extend(of_object);
        }
    }
    touched.sort_by_key(|(entity, predicate, direction)| (*entity, *predicate, *direction == Direction::Incoming));
    touched.dedup();
    touched
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use arc_swap::ArcSwap;
    use asof_graph::Graph;

    use super::{Holder, OpenSpaces, Space};

    /// An empty space: its size is 100.
    fn space(name: &str) -> Arc<Space> {
        Arc::new(Space {
            name: name.into(),
            graph: ArcSwap::from_pointee(Graph::default()),
            recalling: Mutex::default(),
            consolidating: Holder::default(),
            kept: Mutex::default(),
        })
    }

    #[test]
    fn the_space_not_asked_for_the_longest_is_closed_unless_somebody_holds_it() {
        let mut open = OpenSpaces::default();
        let (held, _) = open.add("held", space("held"), 300);
        for name in ["first", "second"] {
            assert!(open.get(name).is_none());
            drop(open.add(name, space(name), 300));
        }
        assert!(open.get("first").is_some(), "asked for again");
        let (_, closed) = open.add("third", space("third"), 300);
        assert_eq!(closed.iter().map(|space| space.name.as_str()).collect::<Vec<_>>(), ["second"]);
        assert!(["held", "first", "third"].iter().all(|name| open.get(name).is_some()) && open.get("second").is_none());
        drop(held);
    }
}

//! Carrying it out: everything that could still hold what goes is shut, rewritten, removed and made anew, in that order.
//!
//! The writer is locked throughout, so nothing is told meanwhile; snapshots taken before keep what they have. The index goes before
//! the log is changed: it can be made anew, and must not outlive what it was made of.

use std::{fs, io, path::Path, sync::Arc};

use asof_graph::Graph;
use asof_journal::{Journal, JournalError, Record, SpaceNo, Transaction};
use asof_model::{Erased, Instant, TxId, TxTime};

use super::{
    Forgetting, Forgotten, Selector,
    chosen::{Chosen, Wanted},
    naming,
    weeding::Weeding,
};
use crate::{
    error::{Error, Result},
    memory::{Memory, lock},
};

/// Is told how many transactions of how many are done.
pub type Watch<'w> = &'w mut dyn FnMut(u64, u64);

impl Memory {
    /// What [`Memory::forget`] would erase.
    ///
    /// # Errors
    /// When a selector finds nothing, a query has no words, or the journal is damaged.
    pub fn forgetting(&self, selectors: &[Selector]) -> Result<Forgetting> {
        let mut journal = lock(&self.store.journal);
        let graph = self.space.graph.load_full();
        Ok(Plan::make(self, &mut journal, &graph, selectors)?.what)
    }

    /// Erases for good what the selectors choose, and what cannot stay without it: from the memory, and from every file of the
    /// store. Nothing can bring it back. Snapshots that were taken before keep what they have for as long as they are kept.
    /// Nothing else can be told or recalled meanwhile, so `watch` must not try.
    ///
    /// ```
    /// use asof::{Claim, Memory, Operation, Selector, Statement};
    /// let memory = Memory::options().volatile()?;
    /// memory.tell(Operation::Claim(Statement::new(Claim::new("Ana", "lives_in", "Berlin"))))?;
    /// let ana = [Selector::Entity("Ana".into())];
    /// assert_eq!(memory.forgetting(&ana)?.names, ["Ana", "Berlin"]);
    /// memory.forget(&ana, &mut |_, _| {})?;
    /// assert!(memory.snapshot().entity("Ana").is_none());
    /// # Ok::<(), asof::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Memory::forgetting`], when the space is being consolidated, or when the disk refuses: nothing is erased then, unless the
    /// error says so.
    pub fn forget(&self, selectors: &[Selector], watch: Watch<'_>) -> Result<Forgotten> {
        let _held = self.space.consolidating.take(None, self.space_name(), self.now())?;
        // In this order, as where an index is opened.
        let mut recalling = lock(&self.space.recalling);
        let mut journal = lock(&self.store.journal);
        let graph = self.space.graph.load_full();
        let plan = Plan::make(self, &mut journal, &graph, selectors)?;
        let folder = self.store.indexes.as_ref().map(|indexes| indexes.join(plan.space.0.to_string()));
        let kept = recalling.take();
        let mut ready = || {
            kept.iter().for_each(|kept| kept.retire());
            folder.as_deref().map_or(Ok(()), remove_index)
        };
        let recorded_at = self.no_earlier(&graph);
        let (done, fresh) = if plan.what.everything {
            (journal.erase_space(plan.space, &mut ready), Graph::default())
        } else {
            plan.carry_out(&mut journal, &graph, recorded_at, &mut ready, watch)?
        };
        if matches!(done, Ok(()) | Err(JournalError::NotRemoved(..))) {
            self.space.graph.store(Arc::new(fresh.of_generation(graph.generation().wrapping_add(1))));
            *lock(&self.space.kept) = asof_consolidate::Kept::default();
        }
        done?;
        let tx = (!plan.what.everything).then(|| TxId(graph.last_tx() + 1));
        Ok(Forgotten { tx, recorded_at, what: plan.what })
    }

    fn no_earlier(&self, graph: &Graph) -> TxTime {
        let last = graph.recorded_at(graph.last_tx()).and_then(Instant::from_micros);
        TxTime(last.map_or(self.now().0, |last| last.max(self.now().0)))
    }
}

/// What goes, in numbers and in words.
struct Plan {
    space: SpaceNo,
    wanted: Wanted,
    chosen: Chosen,
    what: Forgetting,
}

impl Plan {
    fn make(memory: &Memory, journal: &mut Journal, graph: &Graph, selectors: &[Selector]) -> Result<Self> {
        let space = journal.space(memory.space_name()).ok_or_else(|| Error::not_found("space", memory.space_name()))?;
        if selectors.is_empty() {
            return Err(Error::invalid("say what to forget: an episode, an entity, a source, a query, or everything"));
        }
        // Each has to find something: of what was meant, a slip of the hand would else take only a part.
        for selector in selectors.iter().filter(|_| 1 < selectors.len()) {
            if matches!(selector, Selector::Entity(_) | Selector::Query(_)) {
                Self::make(memory, journal, graph, std::slice::from_ref(selector))?;
            }
        }
        let wanted = Wanted::of(graph, selectors)?;
        let chosen = Chosen::of(graph, selectors, &wanted)?;
        let mut what = Forgetting::of(memory, graph, selectors, (&wanted, &chosen));
        let mut weeding = Weeding::new(graph, &chosen, &wanted)?;
        let ids = naming::ids(graph, &chosen, selectors)?;
        journal.replay(space, &mut |transaction| what.still_named += naming::still_named(&ids, &weeding.transaction(transaction)))?;
        (what.along, what.become_plain) = (weeding.along, weeding.plain);
        if what.is_empty() {
            let asked: Vec<String> = selectors.iter().map(ToString::to_string).collect();
            return Err(Error::nothing_to_forget(&asked.join(", ")));
        }
        Ok(Self { space, wanted, chosen, what })
    }

    /// Writes the journal anew, and makes the graph of what is written: so that both are the same whatever happens.
    fn carry_out(
        &self,
        journal: &mut Journal,
        graph: &Graph,
        recorded_at: TxTime,
        ready: &mut dyn FnMut() -> io::Result<()>,
        watch: Watch<'_>,
    ) -> Result<(std::result::Result<(), JournalError>, Graph)> {
        let mut weeding = Weeding::new(graph, &self.chosen, &self.wanted)?;
        let mut fresh = Graph::default();
        let records = vec![Record::Erased(Erased::default())];
        let then = Transaction { tx: graph.last_tx() + 1, recorded_at: recorded_at.0.micros(), records };
        let last = then.clone();
        let mut weed = |told: Transaction| {
            watch(told.tx.into(), graph.last_tx().into());
            let left = weeding.transaction(&told);
            fresh.apply(&left);
            left
        };
        let done = journal.erase(self.space, &mut weed, then, ready);
        fresh.apply(&last);
        fresh.finish();
        Ok((done, fresh))
    }
}

/// Removes an index, durably: one that came back with its journal changed would be taken for good.
fn remove_index(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let above = folder.parent().and_then(|above| fs::File::open(above).ok());
    above.map_or(Ok(()), |above| above.sync_all())
}

#[cfg(test)]
mod tests {
    use asof_model::Operation;

    use super::*;
    use crate::{corpus::Told, memory::Batch, recall::Recall};

    /// So many texts that an index goes to disk at once.
    const MANY: u32 = 9_000;

    fn told(memory: &Memory) -> Told {
        Told(memory.snapshot().shared_graph())
    }

    #[test]
    fn nobody_who_comes_late_with_what_was_forgotten_writes_it_into_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::open(folder.path().join("store")).unwrap();
        let text = |number: u32| Operation::Episode {
            id: None,
            text: format!("{} saw heron{number}.", if number.is_multiple_of(2) { "Zerlina" } else { "Ben" }),
            occurred_at: None,
            speaker: None,
            source: None,
        };
        memory.tell_batches(&[Batch { operations: (0..MANY).map(text).collect(), ..Batch::default() }]).unwrap();
        let index = folder.path().join("store/index/0");
        let segments = || {
            fs::read_dir(&index)
                .map_or(0, |files| files.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|end| end == "term")).count())
        };
        // One opened the index before and one looks only afterwards; neither has read anything yet.
        let (early, before) = (memory.recalling(&told(&memory)), told(&memory));
        memory.forget(&[Selector::Entity("Zerlina".into())], &mut |_, _| {}).unwrap();
        memory.recalling(&before).caught_up(&before, &mut |_, _| {});
        assert_eq!((segments(), index.exists()), (0, false), "whoever comes with an older graph keeps it in memory");
        assert!(!memory.recall(&Recall::new("heron1")).unwrap().passages.is_empty());
        drop(memory.space.recalling.lock().unwrap().take());
        let now = segments();
        early.caught_up(&before, &mut |_, _| {});
        assert_eq!(segments(), now, "what was opened before writes no more");
        assert!(memory.recall(&Recall::new("Zerlina")).unwrap().passages.iter().all(|hit| !hit.text.contains("Zerlina")));
    }
}

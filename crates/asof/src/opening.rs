//! Opening a store: what may be chosen, reading a space, and who watches.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use asof_graph::Graph;
use asof_journal::{Journal, JournalError, Mode};
use asof_vectors::Embedder;

use crate::{
    clock::{Clock, SystemClock},
    embedding::Chosen,
    error::{Error, Result},
    holding,
    memory::{DEFAULT_SPACE, Memory, Store},
};

/// The folder of the indexes within a store's.
const INDEX: &str = "index";
/// Those who watch hear of every so many transactions.
const STEP: u32 = 100;

/// How far the opening of a space has come. When everything is read, it is still to be sorted in, which takes about as long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Transactions read.
    pub read: u32,
    /// Transactions there are to read.
    pub of: u32,
}

/// What is called while a space is opened.
pub(crate) type Watch = Box<dyn Fn(Opening) + Send + Sync>;

/// How to open a memory.
pub struct Options {
    mode: Mode,
    space: String,
    clock: Arc<dyn Clock>,
    watch: Option<Watch>,
    chosen: Chosen,
}

impl Default for Options {
    fn default() -> Self {
        Self { mode: Mode::Create, space: DEFAULT_SPACE.into(), clock: Arc::new(SystemClock), watch: None, chosen: Chosen::default() }
    }
}

impl Options {
    /// Whether to create the store if there is none; so by default.
    #[must_use]
    pub fn create(self, create: bool) -> Self {
        Self { mode: if create { Mode::Create } else { Mode::Existing }, ..self }
    }

    /// The space to open.
    #[must_use]
    pub fn space(self, space: &str) -> Self {
        Self { space: space.into(), ..self }
    }

    /// The clock to record by.
    #[must_use]
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// What to call while a space is read, this one or another of the store: a million claims take up to a second.
    #[must_use]
    pub fn watch(self, watch: impl Fn(Opening) + Send + Sync + 'static) -> Self {
        Self { watch: Some(Box::new(watch)), ..self }
    }

    /// Whose vectors passages are compared by, instead of the shipped table's. They are made in the background, from the first recall
    /// on; writing never waits for them. Until they are complete those of the [`Options::former_embedder`] are used, or the table's;
    /// so they are while the embedder fails, and for what it has not embedded yet.
    #[must_use]
    pub fn embedder(mut self, embedder: impl Embedder + 'static) -> Self {
        self.chosen.embedder = Some(Arc::new(embedder));
        self
    }

    /// Who made the vectors that are in use until those of the [`Options::embedder`] are complete.
    #[must_use]
    pub fn former_embedder(mut self, embedder: impl Embedder + 'static) -> Self {
        self.chosen.former = Some(Arc::new(embedder));
        self
    }

    /// Whether vectors are made in the background; so by default. Otherwise [`Memory::embed`] makes them.
    #[must_use]
    pub fn embed_in_background(mut self, in_background: bool) -> Self {
        self.chosen.in_foreground = !in_background;
        self
    }

    /// Opens the memory in a folder.
    ///
    /// # Errors
    /// When there is no store and none may be created, when it is in use, damaged, or of a newer version.
    pub fn open(self, folder: impl AsRef<Path>) -> Result<Memory> {
        let folder = folder.as_ref();
        let journal = Journal::open(folder, self.mode).map_err(|error| who_holds(folder, error))?;
        holding::forget(folder);
        self.over(journal, Some(folder.join(INDEX)))
    }

    /// A memory that is gone with the process: for trying things out, and for tests.
    ///
    /// # Errors
    /// When the name of the space cannot be a name.
    pub fn volatile(self) -> Result<Memory> {
        self.over(Journal::volatile()?, None)
    }

    fn over(self, journal: Journal, indexes: Option<PathBuf>) -> Result<Memory> {
        Store::over(journal, indexes, self.clock, self.watch, self.chosen).space(&self.space)
    }
}

/// A store that is in use says by whom, where it is being consolidated.
fn who_holds(folder: &Path, error: JournalError) -> Error {
    match (&error, holding::holder_of(folder)) {
        (JournalError::Locked(path), Some(who)) => {
            Error::conflict(format!("the store at {} is being consolidated by {who}; wait until it is done", path.display()))
        }
        _ => error.into(),
    }
}

/// The graph of a space, as its journal says; an empty one where there is no such space yet.
pub(crate) fn load(journal: &mut Journal, space: &str, watch: Option<&Watch>) -> Result<Graph> {
    let mut graph = Graph::default();
    if let Some(space) = journal.space(space) {
        let of = if watch.is_some() { journal.last_told(space)? } else { 0 };
        let tell = |read: u32| watch.into_iter().for_each(|watch| watch(Opening { read, of }));
        journal.replay(space, &mut |transaction| {
            graph.apply(transaction);
            if transaction.tx.is_multiple_of(STEP) || transaction.tx == of {
                tell(transaction.tx);
            }
        })?;
    }
    graph.finish();
    Ok(graph)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use asof_model::{Claim, Operation, Statement};

    use super::*;

    #[test]
    fn who_watches_hears_how_far_opening_has_come() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        let memory = Memory::open(&store).unwrap();
        let claim = |number: u32| Operation::Claim(Statement::new(Claim::new("Ana", "knows", &format!("P{number}"))));
        (0..249).for_each(|number| drop(memory.tell(claim(number)).unwrap()));
        drop(memory);
        let heard: Arc<Mutex<Vec<Opening>>> = Arc::default();
        let hear = Arc::clone(&heard);
        let memory = Memory::options().watch(move |opening| hear.lock().unwrap().push(opening)).open(&store).unwrap();
        let of = memory.snapshot().last_tx().0;
        let heard = || std::mem::take(&mut *heard.lock().unwrap());
        assert_eq!(heard(), [100, 200, of].map(|read| Opening { read, of }));
        memory.space("another").unwrap();
        assert_eq!(heard(), [], "a new space has nothing to read");
    }
}

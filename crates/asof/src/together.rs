//! Writers that come while another writes: whoever is next tells what all of them have to say, and one flush makes it durable.
//!
//! Invariants. One thread at a time writes, and holds the journal; what waits is told in the order in which it came, each on top of what
//! came before. Nobody sees any of it, and nobody is answered, before all of it is durable; where the disk refuses, everybody hears of
//! it and none of it is there. What is refused for itself leaves no trace in the others.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        mpsc::{SyncSender, sync_channel},
    },
};

use asof_graph::Graph;
use asof_journal::{Journal, JournalError, SpaceNo, Transaction};

use crate::{
    error::{Error, Result},
    memory::{Batch, Memory, Pending, Space, Store, lock},
    report::Report,
};

/// What one call told.
pub(crate) struct Outcome {
    /// For each batch what it came to; what is believed is left out.
    pub reports: Vec<Report>,
    /// The memory before it and after it.
    pub before: Arc<Graph>,
    pub after: Arc<Graph>,
    /// What was told; nothing where all was known.
    pub transactions: Vec<Transaction>,
}

/// What is to be told, and to which space.
#[derive(Clone, Copy)]
struct Request<'r> {
    space: &'r Arc<Space>,
    batches: &'r [Batch],
}

/// Those who wait for their turn.
#[derive(Default)]
pub(crate) struct Queue(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    /// Whether somebody writes.
    led: bool,
    writers: VecDeque<Writer>,
}

/// One who waits.
struct Writer {
    space: Arc<Space>,
    batches: Vec<Batch>,
    answer: SyncSender<Answer>,
}

/// What one who waits is told at last.
enum Answer {
    /// Another has told it, or found that it cannot be told.
    Done(Result<Outcome>),
    /// It is the next who writes.
    Lead,
}

/// What waiting came to.
enum Waited<'q> {
    /// To be the one who writes.
    Turn(Turn<'q>),
    /// Another has told it.
    Told(Outcome),
}

/// Held by the one who writes; the next gets its turn when it is dropped, whatever happened.
struct Turn<'q>(&'q Queue);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut waiting = lock(&self.0.0);
        while let Some(next) = waiting.writers.pop_front() {
            if next.answer.send(Answer::Lead).is_ok() {
                return;
            }
        }
        waiting.led = false;
    }
}

impl Turn<'_> {
    /// Those who have come to wait so far.
    fn take(&self) -> VecDeque<Writer> {
        std::mem::take(&mut lock(&self.0.0).writers)
    }
}

impl Queue {
    /// Waits until it is one's turn, or until another has told it.
    fn wait(&self, space: &Arc<Space>, batches: &[Batch]) -> Result<Waited<'_>> {
        let answer = {
            let mut waiting = lock(&self.0);
            if !std::mem::replace(&mut waiting.led, true) {
                return Ok(Waited::Turn(Turn(self)));
            }
            let (answer, answered) = sync_channel(1);
            waiting.writers.push_back(Writer { space: Arc::clone(space), batches: batches.to_vec(), answer });
            answered
        };
        match answer.recv() {
            Ok(Answer::Lead) => Ok(Waited::Turn(Turn(self))),
            Ok(Answer::Done(told)) => told.map(Waited::Told),
            Err(_) => {
                let why = "the thread that was telling this came to grief; look whether it was told, and tell it again if not";
                Err(std::io::Error::other(why).into())
            }
        }
    }
}

impl Memory {
    /// Tells batches, together with what others have to tell at the same time.
    pub(crate) fn tell_in_turn(&self, batches: &[Batch]) -> Result<Outcome> {
        let turn = match self.store.queue.wait(&self.space, batches)? {
            Waited::Turn(turn) => turn,
            Waited::Told(told) => return Ok(told),
        };
        let mut journal = lock(&self.store.journal);
        let writers = turn.take();
        let own = Request { space: &self.space, batches };
        let others = writers.iter().map(|writer| Request { space: &writer.space, batches: &writer.batches });
        let mut told = self.store.tell(&mut journal, &std::iter::once(own).chain(others).collect::<Vec<_>>()).into_iter();
        let own = told.next();
        for (writer, told) in writers.into_iter().zip(told) {
            // Who does not listen any more has come to grief elsewhere.
            let _ = writer.answer.send(Answer::Done(told));
        }
        own.unwrap_or_else(|| Err(Error::invalid("nothing was told")))
    }

    /// Tells batches alone, for whoever holds the journal.
    pub(crate) fn tell_alone(&self, journal: &mut Journal, batches: &[Batch]) -> Result<Outcome> {
        let mut told = self.store.tell(journal, &[Request { space: &self.space, batches }]);
        told.pop().unwrap_or_else(|| Err(Error::invalid("nothing was told")))
    }
}

/// A space as it will be when everything is durable.
struct Ahead<'r> {
    space: &'r Arc<Space>,
    graph: Arc<Graph>,
}

impl Store {
    /// Tells what is asked, one after the other, made durable together. Each hears what became of it.
    fn tell(&self, journal: &mut Journal, requests: &[Request<'_>]) -> Vec<Result<Outcome>> {
        let mut ahead: Vec<Ahead<'_>> = Vec::new();
        let drafted: Vec<Result<Outcome>> = requests.iter().map(|request| self.draft(&mut ahead, *request)).collect();
        match commit(journal, requests, &drafted) {
            Ok(()) => {
                ahead.into_iter().for_each(|Ahead { space, graph }| space.graph.store(graph));
                drafted
            }
            // Together they are too much, though each may be told.
            Err(JournalError::TooLarge(_)) if 1 < requests.len() => {
                requests.iter().flat_map(|request| self.tell(journal, std::slice::from_ref(request))).collect()
            }
            Err(error) => {
                let error = Error::from(error);
                drafted.into_iter().map(|drafted| drafted.and_then(|_| Err(error.same()))).collect()
            }
        }
    }

    /// Makes a request's transactions, on top of those drafted before.
    fn draft<'r>(&self, ahead: &mut Vec<Ahead<'r>>, request: Request<'r>) -> Result<Outcome> {
        let known = ahead.iter().position(|ahead| Arc::ptr_eq(ahead.space, request.space));
        let before = known.map_or_else(|| request.space.graph.load_full(), |known| Arc::clone(&ahead[known].graph));
        let mut pending = Pending::new(&before, self.now());
        let reports = request.batches.iter().map(|batch| pending.add(batch, None)).collect::<Result<Vec<Report>>>()?;
        let Pending { mut graph, transactions, .. } = pending;
        if transactions.is_empty() {
            return Ok(Outcome { reports, after: Arc::clone(&before), before, transactions });
        }
        graph.finish();
        let after = Arc::new(graph);
        match known {
            Some(known) => ahead[known].graph = Arc::clone(&after),
            None => ahead.push(Ahead { space: request.space, graph: Arc::clone(&after) }),
        }
        Ok(Outcome { reports, before, after, transactions })
    }
}

/// Makes durable what was drafted.
fn commit(journal: &mut Journal, requests: &[Request<'_>], drafted: &[Result<Outcome>]) -> std::result::Result<(), JournalError> {
    let mut told: Vec<(SpaceNo, Vec<&Transaction>)> = Vec::new();
    for (request, drafted) in requests.iter().zip(drafted) {
        let Ok(Outcome { transactions, .. }) = drafted else { continue };
        if transactions.is_empty() {
            continue;
        }
        let number = journal.create_space(request.space.name())?;
        match told.iter_mut().find(|(space, _)| *space == number) {
            Some((_, all)) => all.extend(transactions),
            None => told.push((number, transactions.iter().collect())),
        }
    }
    if told.is_empty() { Ok(()) } else { journal.append_all(&told) }
}

#[cfg(test)]
mod tests;

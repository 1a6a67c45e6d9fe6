//! Import: lines are read, gathered into transactions, and told; what cannot be is named by its line.

use std::{collections::BTreeMap, io::BufRead};

use asof_extract::Extractor;
use asof_graph::Graph;
use asof_model::{Operation, Run, Statement, Told, TxId, TxTime, read_line};

use crate::{
    error::{Error, Result},
    memory::{Batch, Memory},
    remember::Text,
};

/// So many lines are made durable at once.
const LINES_AT_ONCE: usize = 1_000;
/// A line longer than this is not read.
const MOST_LINE_BYTES: usize = 32 << 20;

/// What to do with a line that cannot be accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// Stop there; what came before stays.
    #[default]
    Stop,
    /// Leave it out and go on.
    Skip,
}

/// A line that was not accepted, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Its number, from 1.
    pub line: usize,
    /// What is numbered: a line, a record, a message.
    pub unit: &'static str,
    /// Why.
    pub reason: String,
}

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Lines accepted.
    pub accepted: usize,
    /// Lines that said, word for word, what was already known.
    pub already_known: usize,
    /// Lines not accepted.
    pub rejected: Vec<Rejected>,
    /// Of records: the claims and texts that were not made because a field is missing or empty.
    pub missing: usize,
    /// Of records: the fields that the mapping names and no record had.
    pub never_met: Vec<String>,
    /// Of records and chats: the claims read in texts.
    pub read: usize,
    /// Of records and chats: the sentences of texts that were kept but not read as claims.
    pub left_alone: usize,
    /// Of records and chats: the texts that brought no date, and count as said when they were imported.
    pub undated: usize,
}

/// A line of the file: its number and what it tells.
type Line = (usize, Told);

/// A running import: lines wait here until they are told together.
pub struct Importer<'m> {
    memory: &'m Memory,
    on_error: OnError,
    pub(crate) imported: Imported,
    /// What is numbered: lines, unless told otherwise.
    pub(crate) unit: &'static str,
    lines: Vec<Line>,
    /// Lines that speak of a claim or episode that has not come yet, by its id.
    waiting: BTreeMap<String, Vec<Line>>,
    /// The store's number for each transaction of the file.
    transactions: BTreeMap<u32, TxId>,
    /// Whether the file comes from a memory from which something was erased.
    erased: bool,
    /// How many runs the memory knew when the import began.
    runs_before: u32,
    /// One time for all lines that bring none, so that the order of the lines does not decide anything.
    started: TxTime,
}

impl Memory {
    /// Whether an episode with the id of this text is known and says the same.
    fn keeps(&self, text: &Text) -> Result<bool> {
        let snapshot = self.snapshot();
        let graph = snapshot.graph();
        let number = text.id.as_deref().and_then(|id| graph.episode_number(id));
        match number.and_then(|number| graph.episode(number)) {
            None => Ok(false),
            Some(known) if *known.text == *text.text => Ok(true),
            Some(_) => {
                let id = text.id.as_deref().unwrap_or_default();
                Err(Error::conflict(format!("the text `{id}` is already there with other words; episodes never change")))
            }
        }
    }

    /// Begins an import.
    #[must_use]
    pub fn importer(&self, on_error: OnError) -> Importer<'_> {
        Importer {
            memory: self,
            on_error,
            imported: Imported::default(),
            unit: "line",
            lines: Vec::new(),
            waiting: BTreeMap::new(),
            transactions: BTreeMap::new(),
            erased: false,
            runs_before: self.snapshot().graph().runs().map(|run| run.number).max().unwrap_or(0),
            started: self.now(),
        }
    }

    /// Imports lines of the wire form.
    ///
    /// # Errors
    /// When reading or writing fails, and, unless they are to be skipped, at the first line that cannot be accepted.
    pub fn import_lines(&self, input: impl BufRead, on_error: OnError) -> Result<Imported> {
        let mut importer = self.importer(on_error);
        for (number, line) in (1..).zip(Lines(input)) {
            importer.line(number, &line?)?;
        }
        importer.finish()
    }

    /// Imports lines of the wire form in the order in which they were recorded; those that do not say keep their place at the front.
    ///
    /// # Errors
    /// As [`Memory::import_lines`].
    pub fn import_sorted(&self, input: impl BufRead, on_error: OnError) -> Result<Imported> {
        let mut importer = self.importer(on_error);
        let mut lines = Vec::new();
        for (number, line) in (1..).zip(Lines(input)) {
            let line = line?;
            let recorded_at = line.as_ref().ok().and_then(|line| read_line(line.trim()).ok()).and_then(|told| told.recorded_at);
            lines.push((recorded_at, number, line));
        }
        lines.sort_by_key(|(recorded_at, number, _)| (*recorded_at, *number));
        for (_, number, line) in lines {
            importer.line(number, &line)?;
        }
        importer.finish()
    }
}

/// Lines of bytes that are checked to be UTF-8 and of bearable length.
struct Lines<R>(R);

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<std::result::Result<String, String>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        match std::io::Read::take(&mut self.0, MOST_LINE_BYTES as u64).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(MOST_LINE_BYTES) if line.last() != Some(&b'\n') => {
                let rest = self.0.skip_until(b'\n');
                Some(rest.map(|_| Err(format!("the line is longer than {MOST_LINE_BYTES} bytes"))).map_err(Error::from))
            }
            Ok(_) => {
                let line = line.strip_prefix(b"\xEF\xBB\xBF").map(<[u8]>::to_vec).unwrap_or(line);
                let text = String::from_utf8(line);
                Some(Ok(text.map_err(|error| format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to() + 1))))
            }
            Err(error) => Some(Err(error.into())),
        }
    }
}

impl Importer<'_> {
    /// Takes a line of the wire form; blank lines are passed over.
    ///
    /// # Errors
    /// As [`Memory::import_lines`].
    pub fn line(&mut self, number: usize, line: &std::result::Result<String, String>) -> Result<()> {
        match line {
            Ok(line) if line.trim().is_empty() => Ok(()),
            Ok(line) => self.told(number, read_line(line.trim()).map_err(Error::from)),
            Err(reason) => self.told(number, Err(Error::invalid(reason.clone()))),
        }
    }

    /// Takes an operation read from a line.
    ///
    /// # Errors
    /// As [`Memory::import_lines`].
    pub fn told(&mut self, line: usize, told: Result<Told>) -> Result<()> {
        let told = match told {
            Ok(told) => told,
            Err(error) => return self.reject(line, &error),
        };
        self.erased |= matches!(told.operation, Operation::Erased(_));
        let (ids, recorded_at) = (ids_of(&told.operation), told.recorded_at);
        self.lines.push((line, told));
        for id in ids {
            self.release(&id, recorded_at);
        }
        let open = self.lines.last().is_some_and(|(_, told)| told.tx.is_some());
        if LINES_AT_ONCE <= self.lines.len() && !open || 50 * LINES_AT_ONCE <= self.lines.len() { self.flush_lines() } else { Ok(()) }
    }

    /// What a line waited for is there, so the line can be told: no earlier than that.
    fn release(&mut self, id: &str, recorded_at: Option<TxTime>) {
        let lines = self.waiting.remove(id).into_iter().flatten();
        let no_earlier =
            |told: Told| Told { recorded_at: told.recorded_at.map(|own| recorded_at.map_or(own, |other| own.max(other))), ..told };
        self.lines.extend(lines.map(|(line, told)| (line, no_earlier(told))));
    }

    pub(crate) fn reject(&mut self, line: usize, error: &Error) -> Result<()> {
        let (reason, unit) = (error.to_string(), self.unit);
        self.imported.rejected.push(Rejected { line, unit, reason: reason.clone() });
        match self.on_error {
            OnError::Skip => Ok(()),
            OnError::Stop => {
                self.flush_lines()?;
                let told = match (self.imported.accepted, unit) {
                    (1, "line") => "1 line was".to_owned(),
                    (count, "line") => format!("{count} lines were"),
                    (count, _) => format!("{count}"),
                };
                Err(Error::invalid(format!("{unit} {line}: {reason} ({told} imported; --on-error skip goes on)")))
            }
        }
    }

    /// Takes a text to be kept and read, at once and in its turn; one that is known is not read again.
    pub(crate) fn read(&mut self, number: usize, text: &Text, extractor: &dyn Extractor) -> Result<()> {
        match self.memory.keeps(text) {
            Ok(true) => self.imported.already_known += 1,
            Ok(false) => match self.memory.remember_one_of(text, extractor) {
                Ok(remembered) => {
                    self.imported.accepted += 1;
                    self.imported.undated += usize::from(text.occurred_at.is_none());
                    self.imported.read += remembered.report.claims.len();
                    self.imported.left_alone += remembered.left_alone.len();
                }
                Err(error) if error.is_invalid() || error.is_conflict() || error.is_not_found() => return self.reject(number, &error),
                Err(error) => return Err(error),
            },
            Err(error) if error.is_conflict() && self.unit == "message" => {
                return self.reject(number, &Error::conflict(format!("{error}; another chat needs another source")));
            }
            Err(error) => return self.reject(number, &error),
        }
        Ok(())
    }

    /// Tells what waits. An undo, and a run, need to know the numbers of the transactions before them.
    fn flush_lines(&mut self) -> Result<()> {
        let lines = std::mem::take(&mut self.lines);
        let mut groups: Vec<Vec<Line>> = Vec::new();
        for line in lines {
            match groups.last_mut().filter(|group| joins(group, &line.1)) {
                Some(group) => group.push(line),
                None => groups.push(vec![line]),
            }
        }
        let mut together = Vec::new();
        for group in groups {
            let undoes = group.iter().any(|(_, told)| matches!(told.operation, Operation::Undo { .. } | Operation::Run(_)));
            if undoes {
                self.tell_groups(std::mem::take(&mut together))?;
                let known = self.of_this_file(group)?;
                self.tell_groups(vec![known])?;
            } else {
                together.push(group);
            }
        }
        self.tell_groups(together)
    }

    /// A line that carries its file's transaction number undoes one of that file's transactions, and no other.
    fn of_this_file(&mut self, group: Vec<Line>) -> Result<Vec<Line>> {
        let mut known = Vec::with_capacity(group.len());
        for (line, told) in group {
            match (&told.operation, told.tx) {
                (Operation::Undo { tx }, Some(_)) if !self.transactions.contains_key(&tx.0) => {
                    self.reject(line, &Error::not_found("transaction of this file", &tx.to_string()))?;
                }
                _ => known.push((line, told)),
            }
        }
        Ok(known)
    }

    /// Tells groups of lines, each a transaction, together.
    fn tell_groups(&mut self, mut groups: Vec<Vec<Line>>) -> Result<()> {
        groups.retain(|group| !group.is_empty());
        let batches: Vec<Batch> = groups.iter().map(|group| self.batch(group)).collect();
        match self.memory.tell_batches(&batches) {
            Ok(reports) => {
                for (group, report) in groups.iter().zip(reports) {
                    self.imported.already_known += report.already_known;
                    self.imported.accepted += group.len() - report.already_known;
                    self.note_transaction(group, report.tx);
                }
                Ok(())
            }
            Err(error) if error.is_invalid() || error.is_conflict() || error.is_not_found() => {
                let refused = self.memory.refused(&batches);
                self.tell_the_rest(groups, refused)
            }
            Err(error) => Err(error),
        }
    }

    /// Tells what was not refused. A transaction of the file's own is told whole or not at all.
    fn tell_the_rest(&mut self, groups: Vec<Vec<Line>>, refused: Vec<Vec<(usize, Error)>>) -> Result<()> {
        let mut rest = Vec::new();
        let mut rejected = Vec::new();
        for (group, mut refused) in groups.into_iter().zip(refused) {
            let of_file = group.first().and_then(|(_, told)| told.tx).filter(|_| !refused.is_empty());
            let mut kept = Vec::new();
            for (index, (line, told)) in group.into_iter().enumerate() {
                let reason = refused.iter().position(|(at, _)| *at == index).map(|at| refused.swap_remove(at).1);
                match (reason, of_file) {
                    (Some(error), _) => {
                        match missing_id(&told.operation, self.memory).filter(|_| error.is_not_found() && of_file.is_none()) {
                            Some(id) => self.waiting.entry(id).or_default().push((line, told)),
                            None => rejected.push((line, error)),
                        }
                    }
                    (None, Some(tx)) => rejected.push((line, Error::invalid(format!("another line of its transaction {tx} was refused")))),
                    (None, None) if rejected.is_empty() || self.on_error == OnError::Skip => kept.push((line, told)),
                    (None, None) => {}
                }
            }
            rest.push(kept);
            if !rejected.is_empty() && self.on_error == OnError::Stop {
                break;
            }
        }
        self.tell_groups(rest)?;
        rejected.into_iter().try_for_each(|(line, error)| self.reject(line, &error))
    }

    fn note_transaction(&mut self, group: &[Line], tx: Option<TxId>) {
        if let (Some(there), Some(here)) = (group.first().and_then(|(_, told)| told.tx), tx) {
            self.transactions.insert(there.0, here);
        }
    }

    fn batch(&self, group: &[Line]) -> Batch {
        let operations = group.iter().map(|(_, told)| self.renumbered(told.operation.clone())).collect();
        let recorded_at = group.iter().find_map(|(_, told)| told.recorded_at).or(Some(self.started));
        // An export starts with the schemas that its memory started with.
        let brings_schemas = group.iter().any(|(_, told)| told.tx == Some(TxId(1)));
        let recorded_at = self.no_earlier_than_known(recorded_at, group);
        Batch { operations, recorded_at, brings_schemas, brings_names: self.erased }
    }

    /// Lines without a time of their own may come after lines that bring a later one.
    fn no_earlier_than_known(&self, recorded_at: Option<TxTime>, group: &[Line]) -> Option<TxTime> {
        let own = group.iter().any(|(_, told)| told.recorded_at.is_some());
        let snapshot = self.memory.snapshot();
        let last = snapshot.recorded_at(snapshot.last_tx());
        if own { recorded_at } else { recorded_at.max(last) }
    }

    /// An undo speaks of the transaction's number in the file it comes from; so does a run, which has a number of its own there, too.
    fn renumbered(&self, operation: Operation) -> Operation {
        if let Operation::Run(run) = operation {
            let upto = self.transactions.range(..=run.upto.0).next_back().map_or(TxId(0), |(_, here)| *here);
            return Operation::Run(Run { number: run.number.saturating_add(self.runs_before).min(u32::MAX - 1), upto, ..run });
        }
        let Operation::Undo { tx } = operation else { return operation };
        Operation::Undo { tx: self.transactions.get(&tx.0).copied().unwrap_or(tx) }
    }

    /// Tells the last lines and says what came of the import.
    ///
    /// # Errors
    /// As [`Memory::import_lines`].
    pub fn finish(mut self) -> Result<Imported> {
        self.flush_lines()?;
        // What waited for a line that came in the same batch can be told now; what it brings may free more.
        loop {
            let snapshot = self.memory.snapshot();
            let here: Vec<String> = self.waiting.keys().filter(|id| knows(snapshot.graph(), id)).cloned().collect();
            if here.is_empty() {
                break;
            }
            let last = snapshot.recorded_at(snapshot.last_tx());
            for id in here {
                self.release(&id, last);
            }
            self.lines.sort_by_key(|(line, _)| *line);
            self.flush_lines()?;
        }
        let waiting = std::mem::take(&mut self.waiting);
        let awaited = awaited(&waiting);
        let mut lines: Vec<(String, usize)> =
            waiting.into_iter().flat_map(|(id, lines)| lines.into_iter().map(move |(line, _)| (id.clone(), line))).collect();
        lines.sort_by_key(|(_, line)| *line);
        for (id, line) in lines {
            let error = if in_a_circle(&id, &awaited) {
                Error::invalid(format!("the claims that it is derived from lead back to `{id}` in a circle"))
            } else {
                Error::not_found("claim or episode", &id)
            };
            self.reject(line, &error)?;
        }
        Ok(self.imported)
    }
}

/// For each id that a waiting line would bring, the id it waits for.
fn awaited(waiting: &BTreeMap<String, Vec<Line>>) -> BTreeMap<String, String> {
    let brings = |id: &String, told: &Told| ids_of(&told.operation).into_iter().map(|brought| (brought, id.clone())).collect::<Vec<_>>();
    waiting.iter().flat_map(|(id, lines)| lines.iter().flat_map(move |(_, told)| brings(id, told))).collect()
}

fn in_a_circle(id: &str, awaited: &BTreeMap<String, String>) -> bool {
    let mut seen = std::collections::BTreeSet::from([id]);
    let mut next = awaited.get(id);
    while let Some(id) = next {
        if !seen.insert(id) {
            return true;
        }
        next = awaited.get(id);
    }
    false
}

fn knows(graph: &Graph, id: &str) -> bool {
    graph.claim_number(id).is_some() || graph.episode_number(id).is_some()
}

/// Lines of one transaction of the file they come from, or lines without any, go together.
fn joins(group: &[Line], told: &Told) -> bool {
    let Some((_, first)) = group.first() else { return false };
    let same = first.tx == told.tx && first.recorded_at == told.recorded_at;
    same && (first.tx.is_some() || group.len() < LINES_AT_ONCE && is_claim(&first.operation) && is_claim(&told.operation))
}

/// Lines without a transaction of their own are told together only when nothing but claims and episodes.
fn is_claim(operation: &Operation) -> bool {
    matches!(operation, Operation::Claim(_) | Operation::Episode { .. })
}

/// The ids that an operation introduces.
fn ids_of(operation: &Operation) -> Vec<String> {
    match operation {
        Operation::Claim(statement) | Operation::Correct { statement, .. } => statement.id.iter().cloned().collect(),
        Operation::Episode { id, .. } => id.iter().cloned().collect(),
        Operation::Retract { .. }
        | Operation::RetractSource { .. }
        | Operation::Undo { .. }
        | Operation::Merge { .. }
        | Operation::Split { .. }
        | Operation::Predicate(_)
        | Operation::Run(_)
        | Operation::Finding(_)
        | Operation::Decision { .. }
        | Operation::Erased(_) => Vec::new(),
    }
}

/// The first id that an operation refers to and the memory does not know.
fn missing_id(operation: &Operation, memory: &Memory) -> Option<String> {
    let snapshot = memory.snapshot();
    let missing = |id: &&String| !knows(snapshot.graph(), id);
    let of_statement = |statement: &Statement| statement.supports.iter().chain(&statement.episode).find(missing).cloned();
    match operation {
        Operation::Claim(statement) => of_statement(statement),
        Operation::Correct { target, statement, .. } => Some(target).filter(missing).cloned().or_else(|| of_statement(statement)),
        Operation::Retract { target, .. } => Some(target).filter(missing).cloned(),
        Operation::Episode { .. }
        | Operation::RetractSource { .. }
        | Operation::Undo { .. }
        | Operation::Merge { .. }
        | Operation::Split { .. }
        | Operation::Predicate(_)
        | Operation::Run(_)
        | Operation::Finding(_)
        | Operation::Decision { .. }
        | Operation::Erased(_) => None,
    }
}

//! Import and export: the wire form, line by line, and delimited files of dated triples.

use std::{
    collections::BTreeMap,
    io::{BufRead, Write},
};

use asof_graph::Graph;
use asof_journal::{ClaimRecord, Record, Transaction};
use asof_model::{
    Claim, End, Instant, Kind, Object, Operation, Point, Schema, Statement, Told, TxId, TxTime, WireError, read_line, write_line,
};

use crate::{
    error::{Error, Result},
    memory::{Batch, Memory},
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
}

/// Which column of a delimited file holds what, and what stands for unknown.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The columns in order: `subject`, `predicate`, `object`, `from`, `to`, `kind`, `source`, `id`, or `-` for one to pass over.
    pub names: Vec<String>,
    /// What separates them.
    pub delimiter: u8,
    /// Whether the first line is a header to pass over.
    pub header: bool,
    /// What stands for an end that is still open.
    pub open: String,
    /// The source of every claim.
    pub source: Option<String>,
}

impl Columns {
    /// Reads a mapping such as `subject,predicate,object,from,to`.
    ///
    /// # Errors
    /// When a column has an unknown name, or subject, predicate or object is missing.
    pub fn parse(mapping: &str) -> Result<Self> {
        const KNOWN: [&str; 9] = ["subject", "predicate", "object", "from", "to", "kind", "source", "id", "-"];
        let names: Vec<String> = mapping.split(',').map(|name| name.trim().to_owned()).collect();
        if let Some(unknown) = names.iter().find(|name| !KNOWN.contains(&name.as_str())) {
            return Err(Error::invalid(format!("unknown column `{unknown}`; columns are {}", KNOWN.join(", "))));
        }
        for needed in &KNOWN[..3] {
            if names.iter().filter(|name| name == needed).count() != 1 {
                return Err(Error::invalid(format!("the mapping needs the column `{needed}` exactly once")));
            }
        }
        Ok(Self { names, delimiter: b',', header: false, open: "null".into(), source: None })
    }

    fn read(&self, fields: &csv::StringRecord) -> Result<Operation> {
        if fields.len() != self.names.len() {
            return Err(Error::invalid(format!("{} columns where the mapping has {}", fields.len(), self.names.len())));
        }
        let field = |name: &str| {
            let at = self.names.iter().position(|other| other == name)?;
            fields.get(at).map(str::trim).filter(|field| !field.is_empty())
        };
        let date = |name: &str| field(name).filter(|field| !is_unknown(field)).map(str::parse::<Point>).transpose();
        let to = match field("to") {
            Some(open) if open == self.open => End::Open,
            _ => date("to")?.map_or(End::Unknown, End::At),
        };
        let kind = field("kind").map(|kind| serde_json::from_value(kind.into())).transpose();
        let claim = Claim {
            subject: field("subject").unwrap_or_default().into(),
            predicate: field("predicate").unwrap_or_default().into(),
            object: Object::Entity(field("object").unwrap_or_default().into()),
            kind: kind.map_err(|error: serde_json::Error| Error::invalid(error.to_string()))?.unwrap_or(Kind::Holds),
            from: date("from")?,
            to,
        };
        let source = field("source").map(str::to_owned).or_else(|| self.source.clone());
        let statement = Statement { id: field("id").map(str::to_owned), source, ..Statement::new(claim) };
        statement.check().map_err(WireError::from)?;
        Ok(Operation::Claim(statement))
    }
}

/// Whether a date is spelled with nothing but unspecified digits.
fn is_unknown(date: &str) -> bool {
    date.chars().all(|letter| matches!(letter, '#' | '-' | '?'))
}

/// A running import: lines wait here until they are told together.
pub struct Importer<'m> {
    memory: &'m Memory,
    on_error: OnError,
    imported: Imported,
    lines: Vec<(usize, Told)>,
    /// Lines that speak of a claim or episode that has not come yet, by its id.
    waiting: BTreeMap<String, Vec<(usize, Told)>>,
    /// The store's number for each transaction of the file.
    transactions: BTreeMap<u32, TxId>,
    /// One time for all lines that bring none, so that the order of the lines does not decide anything.
    started: TxTime,
}

impl Memory {
    /// Begins an import.
    #[must_use]
    pub fn importer(&self, on_error: OnError) -> Importer<'_> {
        Importer {
            memory: self,
            on_error,
            imported: Imported::default(),
            lines: Vec::new(),
            waiting: BTreeMap::new(),
            transactions: BTreeMap::new(),
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

    /// Imports a delimited file of dated triples.
    ///
    /// # Errors
    /// As [`Memory::import_lines`].
    pub fn import_delimited(&self, input: impl BufRead, columns: &Columns, on_error: OnError) -> Result<Imported> {
        let mut importer = self.importer(on_error);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(columns.delimiter)
            .has_headers(columns.header)
            .flexible(true)
            .quoting(columns.delimiter != b'\t')
            .from_reader(input);
        for (index, fields) in reader.byte_records().enumerate() {
            let fields = fields.map_err(|error| Error::invalid(error.to_string()));
            let position = fields.as_ref().ok().and_then(csv::ByteRecord::position);
            let line = position.map_or(index + 1, |at| usize::try_from(at.line()).unwrap_or(usize::MAX));
            let told = fields.and_then(|fields| columns.read(&text(fields)?));
            importer.told(line, told.map(Told::from))?;
        }
        importer.finish()
    }

    /// A claim as it was told, by its id.
    ///
    /// # Errors
    /// When there is none of that id, or the journal is damaged.
    pub fn statement(&self, id: &str) -> Result<Statement> {
        let snapshot = self.snapshot();
        let graph = snapshot.graph();
        let number = graph.claim_number(id).ok_or_else(|| Error::not_found("claim", id))?;
        let tx = graph.claim(number).map_or(0, |claim| claim.tx);
        let mut found = None;
        self.replay(&mut |transaction| {
            if transaction.tx == tx {
                let claims =
                    transaction.records.iter().filter_map(|record| if let Record::Claim(claim) = record { Some(claim) } else { None });
                let at = (number - graph.claims_of_tx(tx).start) as usize;
                found = claims.skip(at).map(|record| statement_of(graph, record, number)).next();
            }
        })?;
        found.ok_or_else(|| Error::not_found("claim", id))
    }

    /// Writes every transaction as lines that import to an equal memory.
    ///
    /// # Errors
    /// When the journal is damaged or writing fails.
    pub fn export(&self, output: &mut dyn Write) -> Result<()> {
        let snapshot = self.snapshot();
        let mut failed = None;
        self.replay(&mut |transaction| {
            if failed.is_none() {
                failed = export_transaction(snapshot.graph(), &transaction, output).err();
            }
        })?;
        failed.map_or(Ok(()), Err)
    }
}

fn text(fields: csv::ByteRecord) -> Result<csv::StringRecord> {
    csv::StringRecord::from_byte_record(fields).map_err(|error| Error::invalid(format!("not UTF-8: {}", error.utf8_error())))
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
        let ids = ids_of(&told.operation);
        self.lines.push((line, told));
        for id in ids {
            self.lines.extend(self.waiting.remove(&id).into_iter().flatten());
        }
        let open = self.lines.last().is_some_and(|(_, told)| told.tx.is_some());
        if LINES_AT_ONCE <= self.lines.len() && !open || 50 * LINES_AT_ONCE <= self.lines.len() { self.flush_lines() } else { Ok(()) }
    }

    fn reject(&mut self, line: usize, error: &Error) -> Result<()> {
        let reason = error.to_string();
        self.imported.rejected.push(Rejected { line, reason: reason.clone() });
        match self.on_error {
            OnError::Skip => Ok(()),
            OnError::Stop => {
                self.flush_lines()?;
                let accepted = self.imported.accepted;
                Err(Error::invalid(format!("line {line}: {reason} ({accepted} lines were imported; --on-error skip goes on)")))
            }
        }
    }

    /// Tells what waits: first all at once, and if that is refused one by one, to find which lines are to blame.
    fn flush_lines(&mut self) -> Result<()> {
        let lines = std::mem::take(&mut self.lines);
        let mut groups: Vec<Vec<(usize, Told)>> = Vec::new();
        for line in lines {
            match groups.last_mut().filter(|group| joins(group, &line.1)) {
                Some(group) => group.push(line),
                None => groups.push(vec![line]),
            }
        }
        let mut together = Vec::new();
        for group in groups {
            let needs_number = group.iter().any(|(_, told)| matches!(told.operation, Operation::Undo { .. }));
            if needs_number {
                self.tell_groups(std::mem::take(&mut together))?;
                self.tell_groups(vec![group])?;
            } else {
                together.push(group);
            }
        }
        self.tell_groups(together)
    }

    fn tell_groups(&mut self, groups: Vec<Vec<(usize, Told)>>) -> Result<()> {
        if groups.is_empty() {
            return Ok(());
        }
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
            Err(error) if !(error.is_invalid() || error.is_conflict() || error.is_not_found()) => Err(error),
            Err(_) => groups.into_iter().try_for_each(|group| self.tell_one_by_one(group)),
        }
    }

    fn note_transaction(&mut self, group: &[(usize, Told)], tx: Option<TxId>) {
        if let (Some(there), Some(here)) = (group.first().and_then(|(_, told)| told.tx), tx) {
            self.transactions.insert(there.0, here);
        }
    }

    fn batch(&self, group: &[(usize, Told)]) -> Batch {
        let operations = group.iter().map(|(_, told)| self.renumbered(told.operation.clone())).collect();
        let recorded_at = group.iter().find_map(|(_, told)| told.recorded_at).or(Some(self.started));
        // An export starts with the schemas that its memory started with.
        let brings_schemas = group.iter().any(|(_, told)| told.tx == Some(TxId(1)));
        Batch { operations, recorded_at: self.no_earlier_than_known(recorded_at, group), brings_schemas }
    }

    /// Lines without a time of their own may come after lines that bring a later one.
    fn no_earlier_than_known(&self, recorded_at: Option<TxTime>, group: &[(usize, Told)]) -> Option<TxTime> {
        let own = group.iter().any(|(_, told)| told.recorded_at.is_some());
        let snapshot = self.memory.snapshot();
        let last = snapshot.recorded_at(snapshot.last_tx());
        if own { recorded_at } else { recorded_at.max(last) }
    }

    /// An undo speaks of the transaction's number in the file it comes from.
    fn renumbered(&self, operation: Operation) -> Operation {
        let Operation::Undo { tx } = operation else { return operation };
        Operation::Undo { tx: self.transactions.get(&tx.0).copied().unwrap_or(tx) }
    }

    fn tell_one_by_one(&mut self, group: Vec<(usize, Told)>) -> Result<()> {
        for (line, told) in group {
            let single = vec![(line, told)];
            match self.memory.tell_batches(&[self.batch(&single)]) {
                Ok(reports) => {
                    let report = reports.into_iter().next();
                    let known = report.as_ref().map_or(0, |report| report.already_known);
                    self.imported.already_known += known;
                    self.imported.accepted += 1 - known;
                    self.note_transaction(&single, report.and_then(|report| report.tx));
                }
                Err(error) => {
                    let Some((line, told)) = single.into_iter().next() else { continue };
                    match missing_id(&told.operation, self.memory) {
                        Some(id) if error.is_not_found() => self.waiting.entry(id).or_default().push((line, told)),
                        _ => self.reject(line, &error)?,
                    }
                }
            }
        }
        Ok(())
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
            for id in here {
                self.lines.extend(self.waiting.remove(&id).into_iter().flatten());
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
fn awaited(waiting: &BTreeMap<String, Vec<(usize, Told)>>) -> BTreeMap<String, String> {
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
fn joins(group: &[(usize, Told)], told: &Told) -> bool {
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
        | Operation::Predicate(_) => Vec::new(),
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
        | Operation::Predicate(_) => None,
    }
}

fn export_transaction(graph: &Graph, transaction: &Transaction, output: &mut dyn Write) -> Result<()> {
    let recorded_at = Instant::from_micros(transaction.recorded_at).map(TxTime);
    let mut claim = graph.claims_of_tx(transaction.tx).start;
    let mut episode = graph.first_episode_of_tx(transaction.tx);
    for record in &transaction.records {
        let Some(operation) = operation_of(graph, record, claim, episode) else { continue };
        claim += u32::from(matches!(record, Record::Claim(_)));
        episode += u32::from(matches!(record, Record::Episode { .. }));
        let line = write_line(&Told { operation, recorded_at, tx: Some(TxId(transaction.tx)) })?;
        writeln!(output, "{line}")?;
    }
    Ok(())
}

/// The operation that a record came from; names are no operations.
fn operation_of(graph: &Graph, record: &Record, claim: u32, episode: u32) -> Option<Operation> {
    let entity = |number: u32| graph.entity_text(number).to_owned();
    Some(match record {
        Record::Name(..) => return None,
        Record::Claim(record) => {
            let statement = statement_of(graph, record, claim);
            match &record.corrects {
                Some((target, reason)) => Operation::Correct { target: graph.claim_id(*target), statement, reason: reason.clone() },
                None => Operation::Claim(statement),
            }
        }
        Record::Episode { text, occurred_at, speaker, source, .. } => Operation::Episode {
            id: graph.episode(episode).map(|episode| episode.id.to_string()),
            text: text.clone(),
            occurred_at: *occurred_at,
            speaker: speaker.map(|speaker| graph.source_text(speaker).to_owned()),
            source: source.map(|source| graph.source_text(source).to_owned()),
        },
        Record::RetractClaim(claim, reason) => Operation::Retract { target: graph.claim_id(*claim), reason: reason.clone() },
        Record::RetractEpisode(episode, reason) => {
            Operation::Retract { target: graph.episode(*episode).map(|episode| episode.id.to_string())?, reason: reason.clone() }
        }
        Record::RetractSource(source, reason) => {
            Operation::RetractSource { source: graph.source_text(*source).to_owned(), reason: reason.clone() }
        }
        Record::Undo(tx) => Operation::Undo { tx: TxId(*tx) },
        Record::Merge { from, into } => Operation::Merge { from: entity(*from), into: entity(*into) },
        Record::Split { from, name } => Operation::Split { from: entity(*from), name: entity(*name) },
        Record::Predicate(json) => Operation::Predicate(serde_json::from_str::<Schema>(json).ok()?),
    })
}

fn statement_of(graph: &Graph, record: &ClaimRecord, claim: u32) -> Statement {
    Statement {
        claim: Claim {
            subject: graph.entity_text(record.subject).into(),
            predicate: graph.predicate_text(record.predicate).into(),
            object: graph.object(record.object),
            kind: record.kind,
            from: record.from,
            to: record.to,
        },
        id: Some(graph.claim_id(claim)),
        source: record.source.map(|source| graph.source_text(source).into()),
        episode: record.episode.and_then(|episode| Some(graph.episode(episode)?.id.to_string())),
        span: record.span,
        occurred_at: record.occurred_at,
        trust: record.trust,
        confidence: record.confidence,
        supports: record.supports.iter().map(|&support| graph.claim_id(support)).collect(),
    }
}

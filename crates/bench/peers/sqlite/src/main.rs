//! The SQLite peer: facts as rows of an interval table, asked through prepared statements.
//!
//! What proved fastest for reads, and so is used:
//! - one table clustered on the whole row (`WITHOUT ROWID`), so that every query
//!   is one range of one b-tree and nothing is looked up a second time;
//! - a file in a temporary directory read through mmap, which beat `:memory:`;
//! - exclusive locking and one read transaction left open, so that no query locks;
//! - no `ANALYZE`: the bundled SQLite keeps STAT4 samples, and with them it would
//!   compile a statement anew each time its parameters change, at thrice the time;
//! - hops as one self-join whose distinct entities are picked out here, which
//!   beat `UNION` within SQLite.

#[path = "../../protocol.rs"]
mod protocol;

use std::path::Path;

use protocol::{At, FactRow, Peer, Result, entity, pack};
use rusqlite::{Connection, OpenFlags, Params, Row, Statement};

const NOTE: &str = "temporary file through mmap, WITHOUT ROWID table clustered on (subject, \
     predicate, valid_from, tx_from, ...), prepared statements in one read transaction; the two \
     hops are one self-join, made distinct in Rust; load sorts the rows first and ends with a \
     scan that maps the file";

const PRAGMAS: &str = "
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -1048576;
PRAGMA mmap_size = 2147418112;
";

const SCHEMA: &str = "
DROP TABLE IF EXISTS facts;
CREATE TABLE facts (
    subject INTEGER NOT NULL,
    predicate INTEGER NOT NULL,
    object INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    tx_from INTEGER NOT NULL,
    tx_to INTEGER NOT NULL,
    PRIMARY KEY (subject, predicate, valid_from, tx_from, object, valid_to, tx_to)
) WITHOUT ROWID;
";

const INSERT: &str = "
INSERT INTO facts (subject, predicate, object, valid_from, valid_to, tx_from, tx_to)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

const POINT: &str = "
SELECT object FROM facts
WHERE subject = ?1 AND predicate = ?4
  AND valid_from <= ?2 AND valid_to > ?2 AND tx_from <= ?3 AND tx_to > ?3";

const SUBJECT: &str = "
SELECT predicate, object FROM facts
WHERE subject = ?1
  AND valid_from <= ?2 AND valid_to > ?2 AND tx_from <= ?3 AND tx_to > ?3";

const HOPS: &str = "
SELECT near.object, far.object
FROM facts AS near LEFT JOIN facts AS far
  ON far.subject = near.object
 AND far.valid_from <= ?2 AND far.valid_to > ?2 AND far.tx_from <= ?3 AND far.tx_to > ?3
WHERE near.subject = ?1
  AND near.valid_from <= ?2 AND near.valid_to > ?2 AND near.tx_from <= ?3 AND near.tx_to > ?3";

fn main() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let connection = open(&dir.path().join("facts.db"))?;
    protocol::serve(&mut SqlitePeer { connection: &connection, queries: None })
}

/// Opens the file for this thread alone: no mutex, no sharing, no durability.
fn open(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch(PRAGMAS)?;
    Ok(connection)
}

struct SqlitePeer<'c> {
    connection: &'c Connection,
    queries: Option<Queries<'c>>,
}

/// The prepared statements, there once something is loaded.
struct Queries<'c> {
    point: Statement<'c>,
    subject: Statement<'c>,
    hops: Statement<'c>,
}

impl<'c> Queries<'c> {
    fn prepare(connection: &'c Connection) -> Result<Self> {
        Ok(Self { point: connection.prepare(POINT)?, subject: connection.prepare(SUBJECT)?, hops: connection.prepare(HOPS)? })
    }
}

impl<'c> SqlitePeer<'c> {
    fn queries(&mut self) -> Result<&mut Queries<'c>> {
        Ok(self.queries.as_mut().ok_or("nothing is loaded")?)
    }

    /// Ends the read transaction of an earlier load, if there was one.
    fn close_queries(&mut self) -> Result<()> {
        self.queries = None;
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("COMMIT")?;
        }
        Ok(())
    }

    /// Writes the rows in key order, in one transaction.
    fn insert(&self, rows: &[FactRow]) -> Result<()> {
        let mut sorted = rows.to_vec();
        sorted.sort_unstable();
        let transaction = self.connection.unchecked_transaction()?;
        transaction.execute_batch(SCHEMA)?;
        let mut insert = transaction.prepare(INSERT)?;
        for row in &sorted {
            insert.execute((row.subject, row.predicate, row.object, row.valid_from, row.valid_to, row.tx_from, row.tx_to))?;
        }
        drop(insert);
        Ok(transaction.commit()?)
    }

    /// Drops the pages cached by the writing, opens the lasting read
    /// transaction and touches every page through it.
    fn warm(&self) -> Result<()> {
        self.connection.execute_batch("PRAGMA shrink_memory; BEGIN")?;
        self.connection.query_row("SELECT total(object) FROM facts", (), |_| Ok(()))?;
        Ok(())
    }
}

impl Peer for SqlitePeer<'_> {
    fn load(&mut self, rows: &[FactRow]) -> Result<String> {
        self.close_queries()?;
        self.insert(rows)?;
        self.warm()?;
        self.queries = Some(Queries::prepare(self.connection)?);
        Ok(NOTE.to_owned())
    }

    fn point(&mut self, subject: i64, predicate: i64, at: At) -> Result<Vec<u64>> {
        collect(&mut self.queries()?.point, (subject, at.valid, at.known, predicate), |row| entity(row.get(0)?))
    }

    fn subject(&mut self, subject: i64, at: At) -> Result<Vec<u64>> {
        collect(&mut self.queries()?.subject, (subject, at.valid, at.known), |row| pack(row.get(0)?, row.get(1)?))
    }

    fn hops(&mut self, start: i64, at: At) -> Result<Vec<u64>> {
        let mut reached = Vec::new();
        let mut rows = self.queries()?.hops.query((start, at.valid, at.known))?;
        while let Some(row) = rows.next()? {
            reached.push(entity(row.get(0)?)?);
            if let Some(far) = row.get(1)? {
                reached.push(entity(far)?);
            }
        }
        Ok(reached)
    }
}

/// Runs a statement and turns each of its rows into an item.
fn collect(statement: &mut Statement<'_>, parameters: impl Params, item: impl Fn(&Row<'_>) -> Result<u64>) -> Result<Vec<u64>> {
    let mut items = Vec::new();
    let mut rows = statement.query(parameters)?;
    while let Some(row) = rows.next()? {
        items.push(item(row)?);
    }
    Ok(items)
}

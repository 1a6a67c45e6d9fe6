//! The grit peer: entities as nodes, each fact version as an edge with both its intervals.
//!
//! Where grit's model and this benchmark part ways, and what is done about it:
//! - grit's write operations stamp the recorded axis themselves: `created_at` is
//!   the clock's time and no operation ever sets an edge's `expired_at`. Its
//!   lossless import does take both, so rows arrive as an export stream, which
//!   keeps the recorded axis exact but leaves grit's own op-log empty.
//! - grit has no query for the outgoing edges of a node at one instant.
//!   `Grit::traverse` travels along both axes, but walks edges both ways and
//!   returns the induced subgraph, out of which the outgoing edges would have to
//!   be picked; `Grit::node_history` returns every edge ever believed, out of
//!   which those of the instant have to be picked. The latter proved more
//!   than twice as fast on some 25 edges a node, in and out, so it is what is used;
//!   grit then finds the edges and the intervals are compared here.
//! - each reached entity is a further `node_history`, as grit offers no batch.

#[path = "../../protocol.rs"]
mod protocol;

use std::io::{self, BufReader, Read};
use std::path::Path;

use grit_core::{Edge, Error, Grit, Options, SCHEMA_VERSION, import_jsonl};
use protocol::{At, FactRow, Peer, Result, entity, pack};
use tempfile::TempDir;
use uuid::Uuid;

const NOTE: &str = "file in a temporary directory, one edge per row; both axes set exactly, but \
     through import_jsonl, as grit's operations cannot set the recorded axis (the op-log stays \
     empty); queries are node_history, which beat traverse, with the intervals compared in the \
     peer; load includes compact(), which made reads faster";

/// Version and variant bits that make an entity number a well-formed UUID.
const NODE_SPACE: u128 = 0x0000_0000_0000_8000_8000_0000_0000_0000;
const EDGE_SPACE: u128 = 0x0000_0001_0000_8000_8000_0000_0000_0000;
/// The bits of a UUID that hold the number.
const NUMBER: u128 = (1 << 62) - 1;

fn main() -> Result<()> {
    protocol::serve(&mut GritPeer { store: None })
}

struct GritPeer {
    store: Option<Store>,
}

/// An open database; fields drop in order, so it is closed before it is removed.
struct Store {
    grit: Grit,
    _dir: TempDir,
}

impl GritPeer {
    /// The outgoing edges of an entity at an instant; none if it is unknown.
    fn outgoing(&self, node: Uuid, at: At) -> Result<impl Iterator<Item = Edge>> {
        let store = self.store.as_ref().ok_or("nothing is loaded")?;
        let edges = match store.grit.node_history(node) {
            Ok(history) => history.edges,
            Err(Error::NotFound(_)) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        Ok(edges.into_iter().filter(move |edge| edge.src == node && holds(edge, at)))
    }
}

/// Whether both intervals of an edge hold the instant.
fn holds(edge: &Edge, at: At) -> bool {
    edge.valid_at.unwrap_or(i64::MIN) <= at.valid
        && at.valid < edge.invalid_at.unwrap_or(i64::MAX)
        && edge.created_at <= at.known
        && at.known < edge.expired_at.unwrap_or(i64::MAX)
}

impl Peer for GritPeer {
    fn load(&mut self, rows: &[FactRow]) -> Result<String> {
        self.store = None;
        let dir = tempfile::tempdir()?;
        let path = dir.path().join("graph.db");
        import(&path, rows)?;
        let grit = Grit::open(&path, Options::new("peer"))?;
        grit.compact()?;
        self.store = Some(Store { grit, _dir: dir });
        Ok(NOTE.to_owned())
    }

    fn point(&mut self, subject: i64, predicate: i64, at: At) -> Result<Vec<u64>> {
        let relation = predicate.to_string();
        self.outgoing(node_id(subject)?, at)?.filter(|edge| edge.rel == relation).map(|edge| entity(number(edge.dst)?)).collect()
    }

    fn subject(&mut self, subject: i64, at: At) -> Result<Vec<u64>> {
        self.outgoing(node_id(subject)?, at)?.map(|edge| pack(edge.rel.parse()?, number(edge.dst)?)).collect()
    }

    fn hops(&mut self, start: i64, at: At) -> Result<Vec<u64>> {
        let mut near: Vec<Uuid> = self.outgoing(node_id(start)?, at)?.map(|edge| edge.dst).collect();
        near.sort_unstable();
        near.dedup();
        let mut reached = Vec::new();
        for node in near {
            reached.push(entity(number(node)?)?);
            for edge in self.outgoing(node, at)? {
                reached.push(entity(number(edge.dst)?)?);
            }
        }
        Ok(reached)
    }
}

fn node_id(entity: i64) -> Result<Uuid> {
    Ok(Uuid::from_u128(NODE_SPACE | u128::try_from(entity)?))
}

fn number(id: Uuid) -> Result<i64> {
    Ok(i64::try_from(id.as_u128() & NUMBER)?)
}

/// Imports the rows, in key order, as grit's own export format.
fn import(path: &Path, rows: &[FactRow]) -> Result<()> {
    let mut sorted = rows.to_vec();
    sorted.sort_unstable();
    let entities = entities(rows);
    let lines = std::iter::once(Ok(header()))
        .chain(entities.iter().map(|&entity| node_line(entity)))
        .chain((0u128..).zip(&sorted).map(|(index, row)| edge_line(index, row)));
    import_jsonl(path, BufReader::new(LineReader::new(lines)))?;
    Ok(())
}

/// Every entity that is a subject or an object.
fn entities(rows: &[FactRow]) -> Vec<i64> {
    let mut entities: Vec<i64> = rows.iter().flat_map(|row| [row.subject, row.object]).collect();
    entities.sort_unstable();
    entities.dedup();
    entities
}

fn header() -> String {
    format!("{{\"grit_export\":1,\"schema_version\":{SCHEMA_VERSION}}}\n")
}

/// A node that was always there; what no query reads stays empty.
fn node_line(entity: i64) -> Result<String> {
    Ok(format!(
        "{{\"t\":\"node\",\"id\":\"{}\",\"kind\":\"\",\"name\":\"\",\"summary\":\"\",\
         \"attrs\":{{}},\"group_id\":\"\",\"created_at\":{},\"hlc\":\"\"}}\n",
        node_id(entity)?,
        i64::MIN
    ))
}

fn edge_line(index: u128, row: &FactRow) -> Result<String> {
    Ok(format!(
        "{{\"t\":\"edge\",\"id\":\"{}\",\"src\":\"{}\",\"dst\":\"{}\",\"rel\":\"{}\",\
         \"fact\":\"\",\"attrs\":{{}},\"group_id\":\"\",\"valid_at\":{},\"invalid_at\":{},\
         \"created_at\":{},\"expired_at\":{},\"hlc\":\"\"}}\n",
        Uuid::from_u128(EDGE_SPACE | index),
        node_id(row.subject)?,
        node_id(row.object)?,
        row.predicate,
        row.valid_from,
        end(row.valid_to),
        row.tx_from,
        end(row.tx_to),
    ))
}

/// The end of an interval in JSON: grit leaves out what is open.
fn end(to: i64) -> String {
    if to == i64::MAX { "null".to_owned() } else { to.to_string() }
}

/// Reads lines as they are made, so that the stream is never held whole.
struct LineReader<I> {
    lines: I,
    current: Vec<u8>,
    position: usize,
}

impl<I> LineReader<I> {
    fn new(lines: I) -> Self {
        Self { lines, current: Vec::new(), position: 0 }
    }
}

impl<I: Iterator<Item = Result<String>>> Read for LineReader<I> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.position == self.current.len() {
            let Some(line) = self.lines.next() else {
                return Ok(0);
            };
            let line = line.map_err(|error| io::Error::other(error.to_string()))?;
            self.current = line.into_bytes();
            self.position = 0;
        }
        let count = (&self.current[self.position..]).read(buffer)?;
        self.position += count;
        Ok(count)
    }
}

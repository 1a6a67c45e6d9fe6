//! The Cozo peer: facts as a stored relation in memory, asked in CozoScript with parameters.
//!
//! What proved fastest for reads, and so is used:
//! - the whole row as the key, in the order the queries bind it, so that each
//!   query is one range of the relation and no value is decoded;
//! - a rayon pool of the one thread that asks: the evaluator hands the rules of
//!   a stratum to rayon, and waking another thread for rules this small made
//!   the hops nearly twice as slow.
//!
//! Cozo has no prepared statements: each query includes the parsing and planning
//! of its script. Its own `Validity` type travels along one time axis only, so
//! both axes are plain intervals here.

#[path = "../../protocol.rs"]
mod protocol;

use std::collections::BTreeMap;

use cozo::{DataValue, Db, MemStorage, NamedRows, ScriptMutability, new_cozo_mem};
use protocol::{At, FactRow, Peer, Result, entity, pack};
use rayon::ThreadPoolBuilder;

const NOTE: &str = "mem storage, whole row as key (subject, predicate, valid_from, tx_from, ...), \
     CozoScript parsed and planned within each query (there are no prepared statements), one-thread \
     rayon pool; load sorts the rows and imports them in batches";

/// Rows imported in one transaction.
const BATCH: usize = 50_000;

const RELATION: &str = "facts";

const SCHEMA: &str = ":create facts {s: Int, p: Int, vf: Int, tf: Int, o: Int, vt: Int, tt: Int}";

/// The columns of [`SCHEMA`], in the order of [`key`].
const COLUMNS: [&str; 7] = ["s", "p", "vf", "tf", "o", "vt", "tt"];

const POINT: &str = "
?[o] := *facts[$s, $p, vf, tf, o, vt, tt], vf <= $v, vt > $v, tf <= $k, tt > $k";

const SUBJECT: &str = "
?[p, o] := *facts[$s, p, vf, tf, o, vt, tt], vf <= $v, vt > $v, tf <= $k, tt > $k";

const HOPS: &str = "
near[o] := *facts[$s, p, vf, tf, o, vt, tt], vf <= $v, vt > $v, tf <= $k, tt > $k
?[o] := near[o]
?[o] := near[n], *facts[n, p, vf, tf, o, vt, tt], vf <= $v, vt > $v, tf <= $k, tt > $k";

fn main() -> Result<()> {
    let pool = ThreadPoolBuilder::new().num_threads(1).build()?;
    pool.install(|| serve().map_err(|error| error.to_string()))?;
    Ok(())
}

fn serve() -> Result<()> {
    protocol::serve(&mut CozoPeer { store: None })
}

struct CozoPeer {
    store: Option<Db<MemStorage>>,
}

impl CozoPeer {
    fn ask(&self, script: &str, parameters: &[(&str, i64)]) -> Result<NamedRows> {
        let store = self.store.as_ref().ok_or("nothing is loaded")?;
        let parameters = parameters.iter().map(|&(name, value)| (name.to_owned(), DataValue::from(value))).collect();
        Ok(store.run_script(script, parameters, ScriptMutability::Immutable)?)
    }
}

impl Peer for CozoPeer {
    fn load(&mut self, rows: &[FactRow]) -> Result<String> {
        self.store = None;
        let store = new_cozo_mem()?;
        store.run_script(SCHEMA, BTreeMap::new(), ScriptMutability::Mutable)?;
        let mut sorted = rows.to_vec();
        sorted.sort_unstable();
        for batch in sorted.chunks(BATCH) {
            store.import_relations(BTreeMap::from([(RELATION.to_owned(), named(batch))]))?;
        }
        self.store = Some(store);
        Ok(NOTE.to_owned())
    }

    fn point(&mut self, subject: i64, predicate: i64, at: At) -> Result<Vec<u64>> {
        let parameters = [("s", subject), ("p", predicate), ("v", at.valid), ("k", at.known)];
        let found = self.ask(POINT, &parameters)?;
        found.rows.iter().map(|row| entity(int(row, 0)?)).collect()
    }

    fn subject(&mut self, subject: i64, at: At) -> Result<Vec<u64>> {
        let parameters = [("s", subject), ("v", at.valid), ("k", at.known)];
        let found = self.ask(SUBJECT, &parameters)?;
        found.rows.iter().map(|row| pack(int(row, 0)?, int(row, 1)?)).collect()
    }

    fn hops(&mut self, start: i64, at: At) -> Result<Vec<u64>> {
        let parameters = [("s", start), ("v", at.valid), ("k", at.known)];
        let found = self.ask(HOPS, &parameters)?;
        found.rows.iter().map(|row| entity(int(row, 0)?)).collect()
    }
}

/// A batch in the shape Cozo imports.
fn named(rows: &[FactRow]) -> NamedRows {
    NamedRows::new(COLUMNS.map(str::to_owned).to_vec(), rows.iter().map(key).collect())
}

fn key(row: &FactRow) -> Vec<DataValue> {
    [row.subject, row.predicate, row.valid_from, row.tx_from, row.object, row.valid_to, row.tx_to].map(DataValue::from).to_vec()
}

fn int(row: &[DataValue], column: usize) -> Result<i64> {
    let value = row.get(column).and_then(DataValue::get_int);
    Ok(value.ok_or("an answer column is missing or no integer")?)
}

//! grit
#[path = "../../protocol.rs"]
mod protocol;
use std::collections::HashSet;
use std::env;
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use grit_core::{Edge, Grit, ManualClock, Options, Traversal};
use protocol::{At, FactRow, Peer, Result, entity, pack};
use tempfile::TempDir;
use uuid::Uuid;

fn main() -> Result<()> { protocol::serve(&mut P { store: None, mode: env::var("MODE").ok().and_then(|x| x.parse().ok()).unwrap_or(0) }) }
struct P { store: Option<(Grit, TempDir)>, mode: i32 }
const NODE: u128 = 0x0000_0000_0000_8000_8000_0000_0000_0000;
const EDGE: u128 = 0x0000_0001_0000_8000_8000_0000_0000_0000;
fn nid(id: i64) -> Uuid { Uuid::from_u128(NODE | id as u128) }
fn un(id: Uuid) -> i64 { (id.as_u128() & ((1u128<<62)-1)) as i64 }
struct Lines<I> { it: I, line: Vec<u8>, at: usize }
impl<I: Iterator<Item = String>> Read for Lines<I> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.at == self.line.len() {
            match self.it.next() { None => return Ok(0), Some(l) => { self.line = l.into_bytes(); self.at = 0; } }
        }
        let n = (&self.line[self.at..]).read(buf)?;
        self.at += n;
        Ok(n)
    }
}
impl P {
    fn edges(&self, s: i64, at: At) -> Result<Vec<Edge>> {
        let g = &self.store.as_ref().ok_or("nl")?.0;
        if self.mode == 0 {
            match g.node_history(nid(s)) {
                Ok(h) => Ok(h.edges.into_iter().filter(|e| e.src == nid(s) && e.valid_at.is_none_or(|x| x <= at.valid) && e.invalid_at.is_none_or(|x| x > at.valid) && e.created_at <= at.known && e.expired_at.is_none_or(|x| x > at.known)).collect()),
                Err(grit_core::Error::NotFound(_)) => Ok(vec![]),
                Err(e) => Err(e.into()),
            }
        } else {
            let sg = g.traverse(&[nid(s)], &Traversal::default().depth(1).as_of(at.valid).as_at(at.known).max_nodes(usize::MAX))?;
            Ok(sg.edges.into_iter().filter(|e| e.src == nid(s)).collect())
        }
    }
}
impl Peer for P {
    fn load(&mut self, rows: &[FactRow]) -> Result<String> {
        self.store = None;
        let dir = tempfile::tempdir()?;
        let path = dir.path().join("g.db");
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        let mut ents: Vec<i64> = rows.iter().flat_map(|r| [r.subject, r.object]).collect();
        ents.sort_unstable(); ents.dedup();
        let head = std::iter::once(format!("{{\"grit_export\":1,\"schema_version\":{}}}\n", grit_core::SCHEMA_VERSION));
        let nodes = ents.iter().map(|&e| format!("{{\"t\":\"node\",\"id\":\"{}\",\"kind\":\"\",\"name\":\"\",\"summary\":\"\",\"attrs\":{{}},\"group_id\":\"\",\"created_at\":{},\"hlc\":\"\"}}\n", nid(e), i64::MIN));
        let null = env::var("NULL").is_ok();
        let o = |x: i64| if null && x == i64::MAX { "null".to_string() } else { x.to_string() };
        let edges = rows.iter().enumerate().map(|(i, r)| format!("{{\"t\":\"edge\",\"id\":\"{}\",\"src\":\"{}\",\"dst\":\"{}\",\"rel\":\"{}\",\"fact\":\"\",\"attrs\":{{}},\"group_id\":\"\",\"valid_at\":{},\"invalid_at\":{},\"created_at\":{},\"expired_at\":{},\"hlc\":\"\"}}\n", Uuid::from_u128(EDGE | i as u128), nid(r.subject), nid(r.object), r.predicate, r.valid_from, o(r.valid_to), r.tx_from, o(r.tx_to)));
        let st = grit_core::import_jsonl(&path, BufReader::new(Lines { it: head.chain(nodes).chain(edges), line: vec![], at: 0 }))?;
        let g = Grit::open(&path, Options::new("bench").clock(Arc::new(ManualClock::new(i64::MIN))))?;
        if env::var("COMPACT").is_ok() { g.compact()?; }
        eprintln!("{st:?} {}", std::fs::metadata(&path)?.len());
        self.store = Some((g, dir));
        Ok("g".into())
    }
    fn point(&mut self, s: i64, p: i64, at: At) -> Result<Vec<u64>> {
        let p = p.to_string();
        self.edges(s, at)?.into_iter().filter(|e| e.rel == p).map(|e| entity(un(e.dst))).collect()
    }
    fn subject(&mut self, s: i64, at: At) -> Result<Vec<u64>> {
        self.edges(s, at)?.into_iter().map(|e| pack(e.rel.parse()?, un(e.dst))).collect()
    }
    fn hops(&mut self, s: i64, at: At) -> Result<Vec<u64>> {
        match self.mode { 0 | 1 => {
            let first: HashSet<Uuid> = self.edges(s, at)?.into_iter().map(|e| e.dst).collect();
            let mut out = vec![];
            for f in first { out.push(entity(un(f))?); for e in self.edges(un(f), at)? { out.push(entity(un(e.dst))?); } }
            Ok(out)
        }
        2 => {
            let first: Vec<Uuid> = self.edges(s, at)?.into_iter().map(|e| e.dst).collect::<HashSet<_>>().into_iter().collect();
            let g = &self.store.as_ref().ok_or("nl")?.0;
            let mut out = vec![];
            for f in &first { out.push(entity(un(*f))?); }
            let set: HashSet<Uuid> = first.iter().copied().collect();
            let sg = g.traverse(&first, &Traversal::default().depth(1).as_of(at.valid).as_at(at.known).max_nodes(usize::MAX))?;
            for e in sg.edges { if set.contains(&e.src) { out.push(entity(un(e.dst))?); } }
            Ok(out)
        }
        _ => {
            let g = &self.store.as_ref().ok_or("nl")?.0;
            let sg = g.traverse(&[nid(s)], &Traversal::default().depth(2).as_of(at.valid).as_at(at.known).max_nodes(usize::MAX))?;
            let first: HashSet<Uuid> = sg.edges.iter().filter(|e| e.src == nid(s)).map(|e| e.dst).collect();
            let mut out = vec![];
            for f in &first { out.push(entity(un(*f))?); }
            for e in sg.edges { if first.contains(&e.src) { out.push(entity(un(e.dst))?); } }
            Ok(out)
        } }
    }
}

//! cozo
#[path = "../../protocol.rs"]
mod protocol;
use std::collections::BTreeMap;
use std::env;
use cozo::{DataValue, Db, MemStorage, NamedRows, ScriptMutability};
use protocol::{At, FactRow, Peer, Result, entity, pack};

fn main() -> Result<()> {
    let db = cozo::new_cozo_mem()?;
    let mut p = CozoPeer { db, ..Default::default() };
    if env::var("WIDE").is_ok() {
        p.schema = ":create facts {s: Int, p: Int, vf: Int, tf: Int, o: Int, vt: Int, tt: Int}";
    } else if env::var("NARROW").is_ok() {
        p.schema = ":create facts {s: Int, p: Int, vf: Int, tf: Int => o: Int, vt: Int, tt: Int}";
    } else {
        p.schema = ":create facts {s: Int, p: Int, vf: Int, tf: Int, o: Int => vt: Int, tt: Int}";
    }
    let f = if env::var("POS").is_ok() { "vf <= $v, $v < vt, tf <= $k, $k < tt" } else { "vf <= $v, vt > $v, tf <= $k, tt > $k" };
    let f2 = if env::var("AND").is_ok() { "and(vf <= $v, vt > $v, tf <= $k, tt > $k)" } else {f};
    p.point = format!("?[o] := *facts[$s, $p, vf, tf, o, vt, tt], {f2}");
    p.subject = format!("?[p, o] := *facts[$s, p, vf, tf, o, vt, tt], {f2}");
    p.hops = format!("near[o] := *facts[$s, p, vf, tf, o, vt, tt], {f2}\n?[o] := near[o]\n?[o] := near[n], *facts[n, p, vf, tf, o, vt, tt], {f2}");
    if env::var("INLINE").is_ok() {
    p.hops = format!("?[n, o] := *facts[$s, p, vf, tf, n, vt, tt], {f2}, *facts[n, p1, vf1, tf1, o, vt1, tt1], vf1 <= $v, vt1 > $v, tf1 <= $k, tt1 > $k\n?[n, o] := *facts[$s, p, vf, tf, n, vt, tt], {f2}, o = n");
    }
    if env::var("TWO").is_ok() {
        p.one = format!("?[o] := *facts[$s, p, vf, tf, o, vt, tt], {f2}");
    }
    if let Ok(x) = env::var("POINT") { p.point = x; }
    if let Ok(x) = env::var("SUBJECT") { p.subject = x; }
    if let Ok(x) = env::var("HOPS") { p.hops = x; }
    if env::var("POOL").is_ok() { return rayon::ThreadPoolBuilder::new().num_threads(1).build()?.install(|| { protocol::serve(&mut p).map_err(|e| e.to_string()) }).map_err(|e| e.into()); }
    protocol::serve(&mut p)
}
struct CozoPeer { db: Db<MemStorage>, schema: &'static str, point: String, subject: String, hops: String, one: String }
impl Default for CozoPeer { fn default() -> Self { CozoPeer { db: cozo::new_cozo_mem().unwrap(), schema: "", point: String::new(), subject: String::new(), hops: String::new(), one: String::new() } } }
impl CozoPeer {
    fn ask(&self, q: &str, params: &[(&str, i64)]) -> Result<NamedRows> {
        let params = params.iter().map(|&(n, v)| (n.to_owned(), DataValue::from(v))).collect::<BTreeMap<_,_>>();
        Ok(self.db.run_script(q, params, ScriptMutability::Immutable)?)
    }
}
fn int(v: &DataValue) -> Result<i64> { Ok(v.get_int().ok_or("int")?) }
impl Peer for CozoPeer {
    fn load(&mut self, rows: &[FactRow]) -> Result<String> {
        self.db = cozo::new_cozo_mem()?;
        self.db.run_script(self.schema, BTreeMap::new(), ScriptMutability::Mutable)?;
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        let ch = env::var("CHUNK").ok().and_then(|x| x.parse().ok()).unwrap_or(50000);
        for c in rows.chunks(ch) {
            let nr = NamedRows::new(["s","p","vf","tf","o","vt","tt"].iter().map(|x| x.to_string()).collect(),
              c.iter().map(|r| [r.subject,r.predicate,r.valid_from,r.tx_from,r.object,r.valid_to,r.tx_to].into_iter().map(DataValue::from).collect()).collect());
            self.db.import_relations(BTreeMap::from([("facts".to_string(), nr)]))?;
        }
        Ok("c".into())
    }
    fn point(&mut self, s: i64, p: i64, at: At) -> Result<Vec<u64>> {
        let r = self.ask(&self.point, &[("s", s), ("p", p), ("v", at.valid), ("k", at.known)])?;
        r.rows.iter().map(|r| entity(int(&r[0])?)).collect()
    }
    fn subject(&mut self, s: i64, at: At) -> Result<Vec<u64>> {
        let r = self.ask(&self.subject, &[("s", s), ("v", at.valid), ("k", at.known)])?;
        r.rows.iter().map(|r| pack(int(&r[0])?, int(&r[1])?)).collect()
    }
    fn hops(&mut self, s: i64, at: At) -> Result<Vec<u64>> {
        if !self.one.is_empty() {
        let r = self.ask(&self.one, &[("s", s), ("v", at.valid), ("k", at.known)])?;
        let mut out = vec![];
        for x in r.rows { let n = int(&x[0])?; out.push(entity(n)?);
        let r = self.ask(&self.one, &[("s", n), ("v", at.valid), ("k", at.known)])?;
        for y in r.rows { out.push(entity(int(&y[0])?)?); } }
        return Ok(out);
        }
        let r = self.ask(&self.hops, &[("s", s), ("v", at.valid), ("k", at.known)])?;
        r.rows.iter().flatten().map(|r| entity(int(&r)?)).collect()
    }
}

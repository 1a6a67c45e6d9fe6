//! What is kept of the whole memory from one pass to the next, so that a pass costs what is new.

use asof_graph::Schemas;
use asof_journal::Class;
use asof_resolve::Census;
use asof_timeline::Assertion;
use rustc_hash::FxHashSet;

use crate::{cardinality::Seen, known::Known, predicates::Usage, scope::claims_of};

/// What one pass leaves for the next over the same memory. It is made from the graph alone: a pass that is given none makes it anew, and
/// finds the same.
#[derive(Debug, Default)]
pub struct Kept {
    /// The last transaction that it knows.
    upto: u32,
    pub(crate) census: Census,
    pub(crate) usage: Usage,
    pub(crate) seen: Seen,
}

/// A visible assertion with its subject, predicate and object as they are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'g> {
    pub read: (u32, u32, u32),
    pub row: &'g Assertion,
}

/// What is said since some transaction, and what was said by then and no longer is, or is read otherwise.
#[derive(Debug, Default)]
pub(crate) struct News<'g> {
    pub since: u32,
    pub come: Vec<Said<'g>>,
    pub gone: Vec<Said<'g>>,
}

impl Kept {
    /// Takes in what changed since.
    pub(crate) fn catch_up(&mut self, known: &Known<'_>) {
        let graph = known.graph;
        let before = graph.schemas(self.upto);
        let read_alike = |predicate: u32| before.canonical(predicate) == known.schemas.canonical(predicate);
        if !(0..graph.next_number(Class::Predicate)).all(read_alike) {
            // Predicates are read otherwise than they were, and with them any number of claims.
            *self = Self { census: std::mem::take(&mut self.census), ..Self::default() };
        }
        let news = if self.upto == 0 { everything(known) } else { news(known, self.upto) };
        self.seen.take_in(known, &news);
        self.usage.take_in(&news);
        self.upto = graph.last_tx();
    }
}

fn everything<'g>(known: &Known<'g>) -> News<'g> {
    let of = |name: u32| known.graph.assertions(name).filter(|row| row.off == u32::MAX).map(move |row| (name, row));
    let rows = (0..known.graph.next_number(Class::Entity)).flat_map(of);
    let come = rows.map(|(name, row)| said(known, known.schemas, u32::MAX, name, row));
    News { come: come.collect(), ..News::default() }
}

fn news<'g>(known: &Known<'g>, since: u32) -> News<'g> {
    let graph = known.graph;
    let changed = graph.changed_since(since);
    let mut claims = changed.claims;
    if !changed.names.is_empty() {
        claims.extend(graph.names_moved_since(since).flat_map(|name| claims_of(graph, name)));
    }
    with_what_rests_on_them(known, &mut claims);
    let mut slots: Vec<(u32, u32)> =
        claims.iter().filter_map(|&claim| graph.claim(claim)).map(|meta| (meta.subject, meta.predicate)).collect();
    slots.sort_unstable();
    slots.dedup();
    let before = graph.schemas(since);
    let mut news = News { since, ..News::default() };
    for (name, predicate) in slots {
        for row in graph.assertions_of(name, predicate).filter(|row| claims.binary_search(&row.claim).is_ok()) {
            if row.visible(since) {
                news.gone.push(said(known, before, since, name, row));
            }
            if row.off == u32::MAX {
                news.come.push(said(known, known.schemas, u32::MAX, name, row));
            }
        }
    }
    news
}

/// Adds the claims that went or came with others, and sorts them.
fn with_what_rests_on_them(known: &Known<'_>, claims: &mut Vec<u32>) {
    let mut all: FxHashSet<u32> = claims.iter().copied().collect();
    let mut next = 0;
    while let Some(&claim) = claims.get(next) {
        claims.extend(known.graph.dependents(claim).iter().filter(|&&dependent| all.insert(dependent)));
        next += 1;
    }
    claims.sort_unstable();
    claims.dedup();
}

/// An assertion as it is read at a transaction, with the schemas of then.
fn said<'g>(known: &Known<'g>, schemas: &Schemas, at: u32, name: u32, row: &'g Assertion) -> Said<'g> {
    let (predicate, turned) = schemas.canonical(row.key);
    let (subject, object) = (known.graph.root(name, at), known.graph.root(row.value, at));
    Said { read: if turned { (object, predicate, subject) } else { (subject, predicate, object) }, row }
}

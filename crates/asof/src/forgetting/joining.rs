//! Which of the names that stay are one entity after each transaction: just those that were, though names that made them so go.
//!
//! A merge or split of names that stay is kept as it was told while it has the effect that it had. Else it gives way to what makes
//! the names that stay one, or not, as they were known to be. An undoing may be of what gave way, so it is looked at afterwards, too.

use asof_graph::Graph;
use asof_journal::{Record, Transaction};
use rustc_hash::{FxHashMap, FxHashSet};

use super::weeding::Survivors;

/// The names that stay, joined as far as was told, by their old numbers.
pub(crate) struct Joining {
    /// Absent where no name goes that was ever merged or split: then everything told stays as it is.
    left: Option<Left>,
}

struct Left {
    /// Of the transactions so far, what is left of their merges, splits and undoings.
    graph: Graph,
    /// The names that stay and were ever merged or split.
    names: Vec<u32>,
}

impl Joining {
    pub fn of(graph: &Graph, survivors: &Survivors) -> Self {
        let told: FxHashSet<u32> = graph.names_ever_joined().collect();
        let mut names: Vec<u32> = told.iter().copied().filter(|&name| survivors.entity(name)).collect();
        names.sort_unstable();
        Self { left: (names.len() < told.len()).then(|| Left { graph: Graph::default(), names }) }
    }

    /// The merges and splits that are left of those that a transaction told, beside the undoings that are left of it.
    pub fn left_of(&mut self, whole: &Graph, told: &Transaction, undoings: &[Record], survivors: &Survivors) -> Vec<Record> {
        let joins: Vec<&Record> = told.records.iter().filter(|record| is_join(record)).collect();
        let Some(left) = &mut self.left else { return joins.into_iter().cloned().collect() };
        let undoes = told.records.iter().any(|record| matches!(record, Record::Undo(_)));
        if joins.is_empty() && !undoes {
            left.graph.apply(&Transaction { records: Vec::new(), tx: told.tx, recorded_at: told.recorded_at });
            return Vec::new();
        }
        let kept: Vec<Record> =
            joins.iter().filter(|join| ends(join).into_iter().all(|name| survivors.entity(name))).copied().cloned().collect();
        let scope = if undoes { left.names.clone() } else { touched(whole, told.tx, &joins, survivors) };
        let after = |joins: &[Record]| {
            let mut graph = left.graph.clone();
            graph.apply(&Transaction { records: [undoings, joins].concat(), tx: told.tx, recorded_at: told.recorded_at });
            graph
        };
        // What says nothing any more is left out, so that nothing is left to be undone where it stood.
        let without = after(&[]);
        if kept.len() < joins.len() && is_right(whole, &without, told.tx, &scope) {
            left.graph = without;
            return Vec::new();
        }
        let as_told = after(&kept);
        if (!undoings.is_empty() || can_be_told(&left.graph, &kept)) && is_right(whole, &as_told, told.tx, &scope) {
            left.graph = as_told;
            return kept;
        }
        let made = difference(whole, &without, told.tx, &scope);
        left.graph = after(&made);
        made
    }
}

/// Whether merges and splits would be accepted of what is left before them; after a split, any is.
fn can_be_told(left: &Graph, joins: &[Record]) -> bool {
    let root = |name: u32| left.root(name, u32::MAX);
    let first_split = joins.iter().position(|join| matches!(join, Record::Split { .. })).unwrap_or(joins.len());
    joins.iter().take(first_split + 1).all(|join| {
        if let Record::Split { from, name } = join {
            root(*from) == root(*name) && root(*name) != *name
        } else if let Record::Merge { from, into } = join {
            root(*from) != root(*into)
        } else {
            false
        }
    })
}

fn is_join(record: &Record) -> bool {
    matches!(record, Record::Merge { .. } | Record::Split { .. })
}

fn ends(join: &Record) -> Vec<u32> {
    if let Record::Merge { from, into: name } | Record::Split { from, name } = join { vec![*from, *name] } else { Vec::new() }
}

/// The names that stay of the entities that a transaction joined or split.
fn touched(whole: &Graph, tx: u32, joins: &[&Record], survivors: &Survivors) -> Vec<u32> {
    let roots: FxHashSet<u32> = joins.iter().flat_map(|join| ends(join)).map(|name| whole.root(name, tx - 1)).collect();
    let mut names: Vec<u32> =
        roots.into_iter().flat_map(|root| whole.members(root, tx - 1)).filter(|&name| survivors.entity(name)).collect();
    names.sort_unstable();
    names
}

/// Whether names are one in what is left just where they are in the whole.
fn is_right(whole: &Graph, left: &Graph, tx: u32, names: &[u32]) -> bool {
    let (mut there, mut back) = (FxHashMap::default(), FxHashMap::default());
    names.iter().map(|&name| (whole.root(name, tx), left.root(name, tx))).all(|(in_whole, in_left)| {
        *there.entry(in_whole).or_insert(in_left) == in_left && *back.entry(in_left).or_insert(in_whole) == in_whole
    })
}

/// What makes names one in what is left just where they are in the whole: first the splits, then the merges.
fn difference(whole: &Graph, left: &Graph, tx: u32, names: &[u32]) -> Vec<Record> {
    let mut made = Vec::new();
    let mut roots: Vec<u32> = names.iter().map(|&name| left.root(name, tx)).collect();
    roots.sort_unstable();
    roots.dedup();
    // For each entity of the whole: the names that stand for its parts.
    let mut parts: Vec<u32> = Vec::new();
    for root in roots {
        parts.push(root);
        let members = left.members(root, tx);
        if members.iter().any(|&name| whole.root(name, tx) != whole.root(root, tx)) {
            // From below, so that each comes off alone.
            let below: Vec<u32> = members.into_iter().skip(1).rev().collect();
            made.extend(below.iter().map(|&name| Record::Split { from: root, name }));
            parts.extend(below);
        }
    }
    let mut entities: FxHashMap<u32, u32> = parts.iter().filter(|&&name| whole.root(name, tx) == name).map(|&name| (name, name)).collect();
    for name in parts {
        let into = *entities.entry(whole.root(name, tx)).or_insert(name);
        if into != name {
            made.push(Record::Merge { from: name, into });
        }
    }
    made
}

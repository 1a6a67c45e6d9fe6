//! Personalised PageRank by forward push (Andersen, Chung and Lang, 2006) over any graph of petgraph's: what a walk that keeps
//! returning to where the question starts comes by. Local: the cost hangs on how exact it is, not on the size of the graph.

use std::collections::{BTreeMap, VecDeque};

use petgraph::{
    Direction,
    visit::{GraphBase, IntoNeighborsDirected},
};

/// The chance of a walk to go back to its start, as in HippoRAG.
const RETURN: f32 = 0.5;
/// What is left at a node, for each of its edges, is left there when it is less than this.
const RESIDUE: f32 = 4e-3;
/// So many nodes are pushed from at the most.
const MOST_PUSHED: usize = 64;

/// For each node that is come by its share of the time, given where walks start and how likely each start is. Edges are walked both
/// ways; nodes that `opens` turns down are come by and not walked on from: a hub would cost much and tell little.
pub fn personalised_pagerank<G>(graph: G, starts: &[(G::NodeId, f32)], opens: impl Fn(G::NodeId) -> bool) -> BTreeMap<G::NodeId, f32>
where
    G: IntoNeighborsDirected + GraphBase,
    G::NodeId: Ord,
{
    let mut shares: BTreeMap<G::NodeId, f32> = BTreeMap::new();
    let mut left: BTreeMap<G::NodeId, f32> = BTreeMap::new();
    let mut queue: VecDeque<G::NodeId> = VecDeque::new();
    for &(start, weight) in starts {
        *left.entry(start).or_default() += weight;
        queue.push_back(start);
    }
    let mut pushed = 0;
    while let Some(node) = queue.pop_front() {
        let Some(residue) = left.remove(&node) else { continue };
        *shares.entry(node).or_default() += RETURN * residue;
        if MOST_PUSHED <= pushed || !opens(node) {
            continue;
        }
        let neighbours: Vec<G::NodeId> =
            [Direction::Outgoing, Direction::Incoming].into_iter().flat_map(|way| graph.neighbors_directed(node, way)).collect();
        let each = (1.0 - RETURN) * residue / neighbours.len().max(1) as f32;
        if each < RESIDUE {
            continue;
        }
        pushed += 1;
        for neighbour in neighbours {
            let had = left.entry(neighbour).or_default();
            if *had == 0.0 {
                queue.push_back(neighbour);
            }
            *had += each;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use petgraph::graph::{DiGraph, NodeIndex};

    use super::personalised_pagerank;

    /// A chain a → b → c, and d apart.
    fn chain() -> DiGraph<(), ()> {
        DiGraph::from_edges([(0, 1), (1, 2), (3, 4)])
    }

    #[test]
    fn what_is_near_the_start_is_come_by_more() {
        let graph = chain();
        let shares = personalised_pagerank(&graph, &[(NodeIndex::new(0), 1.0)], |_| true);
        let share = |node: usize| shares.get(&NodeIndex::new(node)).copied().unwrap_or(0.0);
        assert!(share(0) > share(1) && share(1) > share(2) && share(2) > 0.0);
        assert_eq!((share(3), share(4)), (0.0, 0.0));
        assert!(shares.values().sum::<f32>() <= 1.0 + 1e-6);
    }

    #[test]
    fn a_closed_node_is_not_walked_on_from() {
        let graph = chain();
        let shares = personalised_pagerank(&graph, &[(NodeIndex::new(0), 1.0)], |node| node.index() != 1);
        assert!(shares.contains_key(&NodeIndex::new(1)) && !shares.contains_key(&NodeIndex::new(2)));
    }
}

//! The graph as of one date, for petgraph: implements its visit traits, so that its algorithms run on the graph as it was.

use petgraph::{
    Directed, Direction as Way,
    visit::{
        Data, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected,
        IntoNodeIdentifiers, NodeCount, NodeIndexable, VisitMap, Visitable,
    },
};
use rustc_hash::FxHashSet;

use crate::view::{Direction, Held, View};

/// A view at an instant. Nodes are entities and values, edges the facts that hold; both are found as they are asked for.
///
/// ```
/// # use asof_graph::Graph;
/// let graph = Graph::default();
/// let then = graph.view(graph.last_tx()).at(0);
/// assert!(!petgraph::algo::is_cyclic_directed(&then));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AsOfGraph<'a> {
    view: View<'a>,
    t: i64,
}

impl<'a> View<'a> {
    /// The graph at an instant, in microseconds.
    #[must_use]
    pub fn at(self, t: i64) -> AsOfGraph<'a> {
        AsOfGraph { view: self, t }
    }
}

/// A fact as an edge from its subject to its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactEdge {
    fact: Held,
    source: u32,
    target: u32,
}

impl EdgeRef for FactEdge {
    type NodeId = u32;
    type EdgeId = (u32, u32, u32);
    type Weight = Held;

    fn source(&self) -> u32 {
        self.source
    }

    fn target(&self) -> u32 {
        self.target
    }

    fn weight(&self) -> &Held {
        &self.fact
    }

    fn id(&self) -> Self::EdgeId {
        (self.fact.subject, self.fact.predicate, self.fact.object)
    }
}

impl AsOfGraph<'_> {
    fn edges_of(&self, entity: u32, way: Way) -> Vec<FactEdge> {
        let direction = match way {
            Way::Outgoing => Direction::Outgoing,
            Way::Incoming => Direction::Incoming,
        };
        let edge = |fact: Held| FactEdge { fact, source: fact.subject, target: fact.object };
        self.view.facts_at(entity, direction, self.t).into_iter().map(edge).collect()
    }

    /// The nodes that a walk along outgoing facts of at most `hops` steps reaches, the start left out.
    #[must_use]
    pub fn within(&self, start: u32, hops: usize) -> Vec<u32> {
        let mut seen: FxHashSet<u32> = [start].into_iter().collect();
        let (mut reached, mut edge) = (Vec::new(), 0);
        let mut front = vec![start];
        for _ in 0..hops {
            for entity in std::mem::take(&mut front) {
                self.view.each_fact(entity, Direction::Outgoing, self.t, &mut |fact| {
                    if seen.insert(fact.object) {
                        reached.push(fact.object);
                    }
                });
            }
            front.extend(&reached[edge..]);
            edge = reached.len();
        }
        reached
    }
}

impl GraphBase for AsOfGraph<'_> {
    type NodeId = u32;
    type EdgeId = (u32, u32, u32);
}

impl GraphProp for AsOfGraph<'_> {
    type EdgeType = Directed;
}

impl Data for AsOfGraph<'_> {
    type NodeWeight = u32;
    type EdgeWeight = Held;
}

impl NodeCount for AsOfGraph<'_> {
    fn node_count(&self) -> usize {
        self.view.entities().count()
    }
}

impl NodeIndexable for AsOfGraph<'_> {
    fn node_bound(&self) -> usize {
        self.view.entities().last().map_or(0, |last| last as usize + 1)
    }

    fn to_index(&self, node: u32) -> usize {
        node as usize
    }

    fn from_index(&self, index: usize) -> u32 {
        u32::try_from(index).unwrap_or(u32::MAX)
    }
}

impl IntoNodeIdentifiers for &AsOfGraph<'_> {
    type NodeIdentifiers = std::vec::IntoIter<u32>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        self.view.entities().collect::<Vec<_>>().into_iter()
    }
}

impl IntoNeighbors for &AsOfGraph<'_> {
    type Neighbors = std::vec::IntoIter<u32>;

    fn neighbors(self, entity: u32) -> Self::Neighbors {
        self.neighbors_directed(entity, Way::Outgoing)
    }
}

impl IntoNeighborsDirected for &AsOfGraph<'_> {
    type NeighborsDirected = std::vec::IntoIter<u32>;

    fn neighbors_directed(self, entity: u32, way: Way) -> Self::NeighborsDirected {
        let edges = self.edges_of(entity, way).into_iter();
        let other = |edge: FactEdge| if way == Way::Outgoing { edge.target } else { edge.source };
        edges.map(other).collect::<Vec<_>>().into_iter()
    }
}

impl IntoEdgeReferences for &AsOfGraph<'_> {
    type EdgeRef = FactEdge;
    type EdgeReferences = std::vec::IntoIter<FactEdge>;

    fn edge_references(self) -> Self::EdgeReferences {
        let edges = self.view.entities().flat_map(|entity| self.edges_of(entity, Way::Outgoing));
        edges.collect::<Vec<_>>().into_iter()
    }
}

impl IntoEdges for &AsOfGraph<'_> {
    type Edges = std::vec::IntoIter<FactEdge>;

    fn edges(self, entity: u32) -> Self::Edges {
        self.edges_of(entity, Way::Outgoing).into_iter()
    }
}

impl IntoEdgesDirected for &AsOfGraph<'_> {
    type EdgesDirected = std::vec::IntoIter<FactEdge>;

    fn edges_directed(self, entity: u32, way: Way) -> Self::EdgesDirected {
        self.edges_of(entity, way).into_iter()
    }
}

/// The nodes a traversal has been to.
#[derive(Clone, Debug, Default)]
pub struct Visited(FxHashSet<u32>);

impl VisitMap<u32> for Visited {
    fn visit(&mut self, node: u32) -> bool {
        self.0.insert(node)
    }

    fn is_visited(&self, node: &u32) -> bool {
        self.0.contains(node)
    }

    fn unvisit(&mut self, node: u32) -> bool {
        self.0.remove(&node)
    }
}

impl Visitable for AsOfGraph<'_> {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited::default()
    }

    fn reset_map(&self, map: &mut Visited) {
        map.0.clear();
    }
}

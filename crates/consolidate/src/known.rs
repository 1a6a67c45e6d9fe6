//! What the steps of a pass ask of the graph, as known now.

use asof_graph::{ClaimMeta, Graph, Predicate, Schemas, View};
use asof_journal::Class;
use asof_model::{Cardinality, Operation, Point, Told};

/// The source of the claims that consolidation tells.
pub const SOURCE: &str = "asof:consolidate";

/// The graph as known now, with what is asked of it again and again.
pub(crate) struct Known<'g> {
    pub graph: &'g Graph,
    pub view: View<'g>,
    pub schemas: &'g Schemas,
    /// For each predicate, whether anybody but a run told how it behaves.
    told: Vec<bool>,
}

impl<'g> Known<'g> {
    pub fn new(graph: &'g Graph) -> Self {
        let schemas = graph.schemas(u32::MAX);
        let most = schemas.iter().last().map_or(0, |(number, _)| number + 1);
        let told = (0..most).map(|predicate| schemas.get(predicate).is_some() && graph.is_told_how(predicate)).collect();
        Self { graph, view: graph.view(u32::MAX), schemas, told }
    }

    /// A predicate in use, by name, as which it is read. One that is read with its sides changed does not count.
    pub fn predicate(&self, name: &str) -> Option<u32> {
        let (canonical, turned) = self.schemas.canonical(self.graph.number(Class::Predicate, name)?);
        (!turned).then_some(canonical)
    }

    pub fn schema(&self, predicate: u32) -> Option<&'g Predicate> {
        self.schemas.get(predicate)
    }

    pub fn cardinality(&self, predicate: u32) -> Cardinality {
        self.schema(predicate).map_or(Cardinality::Many, Predicate::cardinality)
    }

    /// Whether a person, or the engine from the start, told how a predicate behaves. What a run learned does not count.
    pub fn is_told(&self, predicate: u32) -> bool {
        self.told.get(predicate as usize).copied().unwrap_or(false)
    }

    /// Whether a claim counts: visible now.
    pub fn shows(&self, claim: u32) -> bool {
        self.graph.shows(claim)
    }

    /// Subject, predicate and object of a claim as they are read: entities by their roots, the canonical predicate, sides changed.
    pub fn read(&self, claim: &ClaimMeta) -> (u32, u32, u32) {
        let (predicate, turned) = self.schemas.canonical(claim.predicate);
        let (subject, object) = (self.view.root(claim.subject), self.view.root(claim.object));
        if turned { (object, predicate, subject) } else { (subject, predicate, object) }
    }

    /// What people read: a name, or a value.
    pub fn text(&self, entity: u32) -> String {
        self.graph.object(entity).text()
    }

    pub fn predicate_text(&self, predicate: u32) -> &'g str {
        self.graph.predicate_text(predicate)
    }

    pub fn id(&self, claim: u32) -> String {
        self.graph.claim_id(claim)
    }

    /// Operations as lines of the wire form.
    pub fn wire(&self, operations: &[Operation]) -> Vec<serde_json::Value> {
        let line = |operation: &Operation| asof_model::write_line(&Told::from(operation.clone())).ok();
        operations.iter().filter_map(line).filter_map(|line| serde_json::from_str(&line).ok()).collect()
    }

    pub fn ids(&self, claims: impl IntoIterator<Item = u32>) -> Vec<String> {
        claims.into_iter().take(asof_model::MOST_EVIDENCE).map(|claim| self.id(claim)).collect()
    }
}

/// A point, in words.
pub(crate) fn date(point: Option<Point>) -> String {
    point.map_or_else(|| "a day unknown".into(), |point| point.to_string())
}

/// So many bytes of a reason or key are kept.
const MOST_BYTES: usize = 900;

/// A text that may be a reason or key: of one line, and not too long.
pub(crate) fn clip(text: &str) -> String {
    let mut text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if MOST_BYTES < text.len() {
        let end = (0..=MOST_BYTES).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        text.truncate(end);
        text.push('…');
    }
    text
}

/// The key of what is said of two names, whichever comes first.
pub(crate) fn pair_key(what: &str, a: &str, b: &str) -> String {
    let (a, b) = (asof_model::normalise(a), asof_model::normalise(b));
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let key = format!("{what} {a} | {b}");
    if key.len() <= MOST_BYTES {
        return clip(&key);
    }
    // Names too long to be told apart by their beginnings are told apart by a hash.
    let mut hasher = rustc_hash::FxHasher::default();
    std::hash::Hash::hash(&key, &mut hasher);
    format!("{} #{:016x}", clip(&key).chars().take(200).collect::<String>(), std::hash::Hasher::finish(&hasher))
}

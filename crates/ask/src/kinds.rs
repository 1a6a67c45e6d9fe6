//! Of what kind an entity is, as far as the words tell in which facts about it were told.

use asof_lexicon::{Kind, Lexicon};

use crate::{
    wording::{End, Wording},
    world::Edge,
};

/// A kind that a noun is less often than this is not meant.
const RARE: f32 = 0.15;
/// So many facts tell of what kind something is.
const ENOUGH: usize = 24;

/// The nouns by which the facts about an entity call it.
pub fn nouns<'e>(edges: impl Iterator<Item = (&'e Edge, &'e Wording)>) -> Vec<String> {
    let own = |edge: &Edge| if edge.forward { End::Subject } else { End::Object };
    let mut nouns: Vec<String> = Vec::new();
    for (edge, wording) in edges.take(ENOUGH) {
        for unit in wording.units.iter().filter(|unit| unit.names(own(edge))) {
            if !nouns.contains(&unit.text) {
                nouns.push(unit.text.clone());
            }
        }
    }
    nouns
}

/// Whether something that these nouns name may be of a kind: yes, no, or nothing tells.
pub fn fits(wanted: &str, nouns: &[String]) -> Option<bool> {
    let wanted = kinds_of(wanted);
    let known: Vec<Kind> = nouns.iter().flat_map(|noun| kinds_of(noun)).collect();
    (!known.is_empty() && !wanted.is_empty()).then(|| wanted.iter().any(|kind| known.contains(kind)))
}

/// What a person may be, and a firm or a club as well.
const EITHER: &[&str] = &[
    "member",
    "owner",
    "maker",
    "producer",
    "developer",
    "publisher",
    "manufacturer",
    "employer",
    "founder",
    "sponsor",
    "partner",
    "winner",
    "champion",
    "leader",
    "operator",
    "provider",
    "supplier",
    "distributor",
    "broadcaster",
    "builder",
    "creator",
    "holder",
    "rival",
    "opponent",
    "competitor",
    "participant",
    "buyer",
    "seller",
    "landlord",
    "tenant",
    "client",
    "customer",
    "successor",
    "predecessor",
];

/// What anything may be.
const ANYTHING: &[&str] = &[
    "property",
    "possession",
    "part",
    "piece",
    "thing",
    "item",
    "subject",
    "object",
    "home",
    "base",
    "choice",
    "favourite",
    "favorite",
    "kind",
    "type",
    "sort",
    "name",
    "example",
    "source",
    "result",
    "status",
    "centre",
    "center",
];

/// What a noun may be, without what is rare or tells nothing.
fn kinds_of(noun: &str) -> Vec<Kind> {
    if ANYTHING.contains(&noun) {
        return Vec::new();
    }
    let kinds = Lexicon::shipped().kinds(noun).into_iter().filter(|(kind, share)| RARE <= *share && *kind != Kind::Other);
    kinds.map(|(kind, _)| kind).chain(EITHER.contains(&noun).then_some(Kind::Organisation)).collect()
}

/// Names that everybody knows the kind of: the lexicon has no names.
const CONTINENTS: &[&str] = &["africa", "antarctica", "asia", "australia", "europe", "north america", "oceania", "south america"];

/// Whether a name itself tells that its bearer is of a kind: rugby is a sport, Europe a continent.
pub fn is_named(name: &str, kind: &str) -> bool {
    kind == "continent" && CONTINENTS.contains(&name.to_lowercase().as_str())
        || Lexicon::shipped().is_known(name) && Lexicon::shipped().is_a(name, kind)
}

/// Whether a noun is the name of a place of some kind.
pub fn is_place(noun: &str) -> bool {
    main_kind(noun) == Some(Kind::Place)
}

fn main_kind(noun: &str) -> Option<Kind> {
    Lexicon::shipped().kinds(noun).first().map(|(kind, _)| *kind)
}

//! What stays and still names what goes by its id, or by the source that was chosen: it is said, so that nobody is surprised to find it.

use asof_graph::Graph;
use asof_journal::{ClaimRecord, Record, Transaction};

use super::{Selector, chosen::Chosen, mentions::Mentions};
use crate::error::Result;

/// How ids begin that the engine made up: they are numbers, and name nothing.
const MADE_UP: char = '~';

/// The ids of what goes, and the sources that were chosen.
pub(crate) fn ids(graph: &Graph, chosen: &Chosen, selectors: &[Selector]) -> Result<Mentions> {
    let claims = chosen.claims.keys().map(|&claim| graph.claim_id(claim));
    let episodes = chosen.episodes.keys().filter_map(|&episode| graph.episode(episode)).map(|episode| episode.id.to_string());
    let sources = selectors.iter().filter_map(|selector| if let Selector::Source(name) = selector { Some(name.clone()) } else { None });
    let all: Vec<String> = claims.chain(episodes).filter(|id| !id.starts_with(MADE_UP)).chain(sources).collect();
    Mentions::of(all.iter().map(String::as_str))
}

/// How many reasons and ids of what is left of a transaction mention any of them.
pub(crate) fn still_named(ids: &Mentions, left: &Transaction) -> usize {
    left.records.iter().flat_map(said_beside).flatten().filter(|text| ids.any(text)).count()
}

/// What a record says beside the claim or text that it tells.
fn said_beside(record: &Record) -> [Option<&str>; 2] {
    match record {
        Record::Claim(ClaimRecord { id, corrects, .. }) => [id.as_deref(), corrects.as_ref().and_then(|(_, reason)| reason.as_deref())],
        Record::Episode { id, .. } => [id.as_deref(), None],
        Record::RetractClaim(_, reason)
        | Record::RetractEpisode(_, reason)
        | Record::RetractSource(_, reason)
        | Record::Decision(_, _, reason) => [reason.as_deref(), None],
        Record::Name(..)
        | Record::Undo(_)
        | Record::Merge { .. }
        | Record::Split { .. }
        | Record::Predicate(_)
        | Record::Run { .. }
        | Record::Finding(..)
        | Record::Erased(_) => [None, None],
    }
}

//! Times told by what happened: "before she moved to Lyon" is dated by what the memory knows of it.

use asof_dates::Relation;

use crate::{
    bm25::Bm25,
    facts::{self, Scope},
    field::Field,
    index::Reader,
    named,
    spells::{Holding, Spells},
    view::{Known, Stretch, View},
    when::Event,
    words::content_words,
};

/// So many facts are looked at for the one that a clause tells of.
const LOOKED_AT: usize = 20;
/// A clause after "when" or "while" must share at least so much of its worth with the fact.
const SHARED: f32 = 0.4;

/// The scope of a question that tells its time by an event, if the memory knows when that was.
pub(crate) fn scope(reader: &Reader<'_>, view: &dyn View, spells: &Spells, question: &str, event: &Event, now: Stretch) -> Option<Scope> {
    let clause = question.get(event.span.clone())?;
    let words = content_words(clause);
    let always = Scope { states: (i64::MIN, i64::MAX), events: (i64::MIN, i64::MAX) };
    let found = facts::by_words(reader, view, &words, &Holding::new(spells, view, always), LOOKED_AT);
    let worth: f32 = words.iter().map(|word| worth(reader, word)).sum();
    let fits = |scored: &&facts::Scored| event.relation != Relation::Between || SHARED * worth <= scored.score;
    let dated = |scored: &&facts::Scored| scored.fact.from != i64::MIN;
    let about = named::entities(view, question);
    let named = |fact: &Known| about.iter().filter(|&&entity| entity == fact.subject || entity == fact.object).count();
    // The more of the question's names a fact has the better; then by its words.
    let mut best: Vec<&facts::Scored> = found.iter().filter(fits).filter(dated).collect();
    best.sort_by_key(|scored| std::cmp::Reverse(named(&scored.fact)));
    best.first().map(|scored| around(&scored.fact, event.relation, now))
}

fn worth(reader: &Reader<'_>, word: &str) -> f32 {
    Bm25::idf(reader.statistics(Field::Claim).documents, reader.find(Field::Claim, word).documents())
}

/// What a question asks of that lies in a relation to a fact: right before it began, since it did, while it lasted.
fn around(fact: &Known, relation: Relation, now: Stretch) -> Scope {
    let (from, to) = (fact.from, fact.to.min(now.1));
    let ended = if fact.event { fact.to } else { fact.from };
    match relation {
        Relation::Before => Scope { states: (from.saturating_sub(1), from), events: (i64::MIN, from) },
        Relation::Until => Scope { states: (i64::MIN, from), events: (i64::MIN, from) },
        Relation::After | Relation::Since => Scope { states: (ended, now.1.max(ended + 1)), events: (ended, now.1.max(ended + 1)) },
        Relation::Between => Scope { states: (from, to.max(from + 1)), events: (from, to.max(from + 1)) },
    }
}

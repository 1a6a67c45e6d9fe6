//! What a list overrides where nothing known says that there is one value at a time: what it says again, in the same words, of the
//! same thing.
//!
//! It takes a list that is seen to revise what has one value, or nearly so; and words that it uses as it uses those: most things are
//! told once, some again, none more often.

use std::collections::BTreeMap;

use asof_graph::ClaimMeta;
use asof_model::{Cardinality, Claim, End, Finding, FindingKind, Kind, Operation, Outcome, Statement};

use crate::{
    cardinality::{CLEARLY, ENOUGH_LISTED, ENOUGH_REVISED, MOST_REVISIONS, Row, Usage, distinct, is_described},
    known::{Known, SOURCE, clip},
    lists::Lists,
    pass::{Pass, Proposal},
};

/// The signs of subject and object in a wording.
const ENDS: [&str; 2] = ["\u{1}", "\u{2}"];
/// Words are used as others that are known to say what has one value, if things are told anew in them at most this much more often.
const MUCH_MORE: u32 = 2;
/// So many statements show whether words describe one value.
const SHOWN: usize = 8;

/// Ends what a later statement of a list overrides, of these statements under predicates that are, or may be, of many.
pub(crate) fn find<'r>(known: &Known<'_>, lists: &mut Lists, habit: &Usage, rows: impl Iterator<Item = &'r Row>, pass: &mut Pass) {
    if habit.revised < ENOUGH_REVISED {
        return;
    }
    let mut told: BTreeMap<(u32, String), Vec<Row>> = BTreeMap::new();
    for row in rows.filter(|row| row.holds() && row.row.undated && lists.is_of_one(known, row.row.claim)) {
        told.entry((row.predicate, wording(known, row.row.claim))).or_default().push(*row);
    }
    for rows in told.into_values() {
        let Some(rows) = side(known, habit, rows) else { continue };
        slots(&rows).for_each(|slot| overridden(known, slot, MOST_REVISIONS, |_, _| false, pass));
    }
}

/// The words of a statement, without signs and articles.
pub(crate) fn wording(known: &Known<'_>, claim: u32) -> String {
    let predicate = || known.graph.claim(claim).map(|claim| known.predicate_text(claim.predicate).replace('_', " "));
    let told = known.graph.wording(claim, ENDS).or_else(predicate).unwrap_or_default();
    let words =
        told.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).filter(|word| !matches!(*word, "" | "the" | "a" | "an"));
    words.collect::<Vec<&str>>().join(" ")
}

/// The statements by the side of which there is one value, in order; none where nothing shows that there is.
pub(crate) fn side(known: &Known<'_>, habit: &Usage, rows: Vec<Row>) -> Option<Vec<Row>> {
    let turned = Side::of(known, habit, rows.iter().map(Row::turned).collect(), Cardinality::OneSubjectPerObject);
    let own = Side::of(known, habit, rows, Cardinality::OneObjectPerSubject);
    let (one, other) = if (turned.described, own.far) < (own.described, turned.far) { (own, turned) } else { (turned, own) };
    let told_apart = one.described && !other.described || CLEARLY <= other.far - one.far;
    (told_apart && one.overrides(habit)).then_some(one.rows)
}

/// The statements of one wording by one of their ends.
struct Side {
    rows: Vec<Row>,
    usage: Usage,
    /// Whether the words say that there is one value.
    described: bool,
    /// How far the list uses it from how it uses what has one value: in bits.
    far: f64,
}

impl Side {
    fn of(known: &Known<'_>, habit: &Usage, mut rows: Vec<Row>, side: Cardinality) -> Self {
        in_order(&mut rows);
        let described = rows.iter().take(SHOWN).all(|row| is_described(known, row, side));
        let mut usage = Usage::default();
        slots(&rows).for_each(|slot| usage.count(values(slot)));
        Self { far: usage.far(habit), usage, described, rows }
    }

    /// Whether it is used as where it is known that the list revises.
    fn overrides(&self, habit: &Usage) -> bool {
        let told: u32 = self.usage.values.iter().sum();
        let revised = told - self.usage.values[0];
        let no_more = revised * habit.listed <= MUCH_MORE * habit.revised * told;
        let like = habit.revises_often() && ENOUGH_LISTED <= told && revised < told && no_more;
        let most = slots(&self.rows).map(values).max().unwrap_or(0);
        0 < revised && (self.described || like && most <= habit.most_of_others() as usize)
    }
}

pub(crate) fn slots(rows: &[Row]) -> impl Iterator<Item = &[Row]> {
    rows.chunk_by(|a, b| a.entity == b.entity)
}

pub(crate) fn values(slot: &[Row]) -> usize {
    distinct(slot.iter().map(|row| row.value))
}

/// Ends what is told anew later, of a slot with so many values at the most, but where the later by itself takes its place.
pub(crate) fn overridden(known: &Known<'_>, slot: &[Row], most: u32, gives_way: impl Fn(&Row, &Row) -> bool, pass: &mut Pass) {
    if values(slot) > most as usize {
        return;
    }
    for (at, early) in slot.iter().enumerate() {
        let later = slot.iter().skip(at + 1).find(|later| later.value != early.value && early.row.lo < later.row.lo);
        let told = later.filter(|later| !gives_way(early, later));
        pass.proposals.extend(told.and_then(|later| ended_by(known, early, later)));
    }
}

/// By the first end, and what is told of one in the order in which it was told.
pub(crate) fn in_order(rows: &mut [Row]) {
    rows.sort_unstable_by_key(|row| (row.entity, row.row.lo, row.row.claim));
}

/// The end of what an earlier statement said, resting on both statements.
fn ended_by(known: &Known<'_>, early: &Row, later: &Row) -> Option<Proposal> {
    let (old, new) = (known.graph.claim(early.row.claim)?, known.graph.claim(later.row.claim)?);
    let (was, is) = (known.id(early.row.claim), known.id(later.row.claim));
    let permanent = known.schema(early.predicate).is_some_and(|schema| schema.schema.permanent);
    let claim = Claim {
        subject: known.graph.entity_text(old.subject).to_owned(),
        predicate: known.predicate_text(old.predicate).to_owned(),
        object: known.graph.object(old.object),
        // What is permanent never ends; it was not so.
        kind: if permanent { Kind::Denies } else { Kind::Ends },
        from: Some(new.said),
        to: End::Unknown,
    };
    let statement = Statement {
        id: Some(clip(&format!("asof:end:{was}:{is}"))),
        supports: vec![is.clone(), was.clone()],
        occurred_at: Some(new.said),
        trust: old.trust.max(new.trust),
        confidence: old.confidence.max(new.confidence),
        ..Statement::new(claim).source(SOURCE)
    };
    let operation = Operation::Claim(statement);
    let says = |claim: &ClaimMeta| {
        let (subject, predicate, object) = known.read(claim);
        format!("{} {} {}", known.text(subject), known.predicate_text(predicate), known.text(object))
    };
    let finding = Finding {
        key: clip(&format!("end {was} {is}")),
        kind: FindingKind::OneValue,
        outcome: Outcome::Done,
        reason: clip(&format!("{} gave way to {}: a later statement of the list", says(old), says(new))),
        rule: "list_revises".into(),
        confidence: 0.9,
        claims: vec![is],
        gave_way: vec![was],
        proposes: known.wire(std::slice::from_ref(&operation)),
    };
    let evidence = vec![early.row.claim, later.row.claim];
    Some(Proposal { operations: vec![operation], evidence, ..Proposal::of(finding) })
}

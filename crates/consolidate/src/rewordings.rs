//! What a list overrides in other words: "_'s team is _" gives way to a later "_ plays for _".
//!
//! It takes a list that tells relations in many wordings. Those that come nearest to the same known relation ([`asof_wording`]) are
//! that relation, whatever predicates they were read as; which end of it has one value is told by the schema of one of these, or else
//! by how the list tells them anew.

use std::collections::BTreeMap;

use asof_model::Cardinality;
use asof_wording::{Matcher, Wordings};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    cardinality::{ENOUGH_REVISED, MOST_REVISIONS, Row, Usage, is_described},
    known::Known,
    lists::Lists,
    overrides::{in_order, overridden, side, slots, values, wording},
    pass::Pass,
};

/// So many wordings at the most are compared: a list of more is none of a few relations.
const MOST_WORDINGS: usize = 4_096;

/// So many statements say which end has one value, and so many times as many as say the contrary.
const ENOUGH_SAY: usize = 2;
const MUCH_LESS: usize = 4;

/// Ends what later statements of a list override in other words, or in the same under predicates that are of many still: `single` tells
/// of which one value at a time holds anyway. The rows are from subjects to objects. Returns the claims that were looked at so.
pub(crate) fn find(
    known: &Known<'_>,
    lists: &mut Lists,
    habit: &Usage,
    rows: impl Iterator<Item = Row>,
    single: &dyn Fn(u32) -> bool,
    pass: &mut Pass,
) -> FxHashSet<u32> {
    let mut seen = FxHashSet::default();
    if habit.revised < ENOUGH_REVISED {
        return seen;
    }
    let told: Vec<(String, Row)> = rows
        .filter(|row| row.holds() && row.row.undated && lists.is_of_one(known, row.row.claim))
        .map(|row| (wording(known, row.row.claim), row))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    told.iter().for_each(|(wording, _)| *counts.entry(wording).or_default() += 1);
    if MOST_WORDINGS < counts.len() {
        return seen;
    }
    let relations = relations(&counts);
    let mut by_relation: BTreeMap<usize, BTreeMap<u32, Vec<Row>>> = BTreeMap::new();
    for (wording, row) in &told {
        if let Some(relation) = relations.get(wording.as_str()) {
            by_relation.entry(*relation).or_default().entry(row.predicate).or_default().push(*row);
        }
    }
    // Under a predicate of one value what is told anew gives way by itself.
    let gives_way = |early: &Row, later: &Row| later.predicate == early.predicate && single(early.predicate);
    for predicates in by_relation.into_values().filter(|predicates| 1 < predicates.len()) {
        let rows = same_way_round(predicates);
        let Some(rows) = one_sided(known, habit, rows) else { continue };
        seen.extend(rows.iter().map(|row| row.row.claim));
        slots(&rows).for_each(|slot| overridden(known, slot, MOST_REVISIONS + 1, gives_way, pass));
    }
    seen
}

/// The known relation that each wording tells, where relations are told in many wordings. What is worded so but once may be a remark:
/// "readers often ask whether _ plays for _".
fn relations<'t>(counts: &BTreeMap<&'t str, usize>) -> FxHashMap<&'t str, usize> {
    let matcher = Matcher::new(counts.keys().copied());
    if !matcher.tells_each_in_many() {
        return FxHashMap::default();
    }
    let again = counts.iter().filter(|(_, count)| 1 < **count).map(|(wording, _)| *wording);
    again.filter_map(|wording| Some((wording, matcher.nearest(&matcher.point(Wordings::shipped().vector(wording)))?))).collect()
}

/// The statements of one relation with the same end first: predicates whose ends are each other's the other way round are turned. What
/// shares no end with the others overrides none of them.
fn same_way_round(predicates: BTreeMap<u32, Vec<Row>>) -> Vec<Row> {
    let mut predicates: Vec<Vec<Row>> = predicates.into_values().collect();
    predicates.sort_by_key(|rows| std::cmp::Reverse(rows.len()));
    let mut all: Vec<Row> = Vec::new();
    let (mut firsts, mut seconds): (FxHashSet<u32>, FxHashSet<u32>) = Default::default();
    for rows in predicates {
        let shared = |one: &FxHashSet<u32>, other: &FxHashSet<u32>| {
            rows.iter().filter(|row| one.contains(&row.entity)).count() + rows.iter().filter(|row| other.contains(&row.value)).count()
        };
        let turned = shared(&firsts, &seconds) < shared(&seconds, &firsts);
        let rows: Vec<Row> = rows.iter().map(|row| if turned { row.turned() } else { *row }).collect();
        firsts.extend(rows.iter().map(|row| row.entity));
        seconds.extend(rows.iter().map(|row| row.value));
        all.extend(rows);
    }
    all
}

/// The statements by the end that has one value: as schemas and words say, or as the list tells it anew.
fn one_sided(known: &Known<'_>, habit: &Usage, rows: Vec<Row>) -> Option<Vec<Row>> {
    let votes = rows.iter().filter_map(|row| first_has_one(known, row));
    let (first, second): (Vec<bool>, Vec<bool>) = votes.partition(|first| *first);
    let (first, second) = (first.len(), second.len());
    let mut rows = match () {
        () if ENOUGH_SAY <= first && second * MUCH_LESS <= first => rows,
        () if ENOUGH_SAY <= second && first * MUCH_LESS <= second => rows.iter().map(Row::turned).collect(),
        () => side(known, habit, rows).filter(|rows| others_have_many(rows))?,
    };
    in_order(&mut rows);
    Some(rows)
}

/// Whether there is one value for the first end of a statement, rather than for the second: as the schema of its predicate says, or its
/// words do, "the team of _ is _".
fn first_has_one(known: &Known<'_>, row: &Row) -> Option<bool> {
    let turned = known.graph.claim(row.row.claim).is_some_and(|claim| known.read(claim).0 != row.entity);
    let described = |side| is_described(known, row, side);
    let of_subject = match known.cardinality(row.predicate) {
        Cardinality::OneToOne => return Some(true),
        Cardinality::OneObjectPerSubject => true,
        Cardinality::OneSubjectPerObject => false,
        Cardinality::Many if described(Cardinality::OneObjectPerSubject) => true,
        Cardinality::Many if described(Cardinality::OneSubjectPerObject) => false,
        Cardinality::Many => return None,
    };
    Some(of_subject != turned)
}

/// Whether the other end has more values than a list would tell anew: a club has many players.
fn others_have_many(rows: &[Row]) -> bool {
    let mut turned: Vec<Row> = rows.iter().map(Row::turned).collect();
    turned.sort_unstable_by_key(|row| row.entity);
    slots(&turned).any(|slot| MOST_REVISIONS as usize <= values(slot))
}

//! Contradictions: what the fold decides between, and where equally good claims disagree.

use std::cmp::Ordering;

use asof_graph::{Belief, ClaimMeta, Direction, Predicate};
use asof_model::{Cardinality, Finding, FindingKind, Object, Operation, Outcome, Why};
use asof_timeline::{Assertion, Shape};
use rustc_hash::FxHashMap;

use crate::{
    agreement::{Agreement, agreement},
    known::{Known, clip, date},
    pass::{Cancelled, Options, Pass, Progress, Proposal, Watch},
    scope::{Scope, Slot},
};

/// All of valid time.
const ALWAYS: (i64, i64) = (i64::MIN, i64::MAX);
/// How often whoever watches is told.
const STEP: usize = 4_096;
/// Beyond so many claims in one slot it is counted and passed over: nobody reads how thousands gave way to each other.
const LONG_SLOT: usize = 2_000;

/// Looks at every slot with more than one claim, at every denial and at every correction of the scope.
pub(crate) fn find(known: &Known<'_>, scope: &Scope, options: &Options, pass: &mut Pass, watch: Watch<'_>) -> Result<(), Cancelled> {
    let mut finder = Finder { known, options, pass };
    for (done, slot) in scope.slots.iter().enumerate() {
        if done % STEP == 0 && !watch(Progress { stage: "contradictions", done: done as u64, total: scope.slots.len() as u64 }) {
            return Err(Cancelled);
        }
        finder.slot(*slot);
    }
    finder.corrections(scope);
    finder.denials(scope);
    Ok(())
}

struct Finder<'k, 'g, 'p> {
    known: &'k Known<'g>,
    options: &'p Options,
    pass: &'p mut Pass,
}

impl Finder<'_, '_, '_> {
    fn slot(&mut self, slot: Slot) {
        let length = if slot.of_subject {
            self.known.graph.claims_about(slot.entity, slot.predicate)
        } else {
            self.known.graph.speakers_of(slot.entity).take(LONG_SLOT + 1).count()
        };
        if LONG_SLOT < length {
            self.pass.unlisted += 1;
            return;
        }
        let gathered = |schema: &Predicate| schema.schema.symmetric || !schema.sames.is_empty() || !schema.inverses.is_empty();
        let group = self.known.schema(slot.predicate).is_some_and(|schema| gathered(schema) || !schema.group.is_empty());
        if slot.of_subject && length < 2 && !group && self.known.graph.is_unmerged() {
            return;
        }
        let direction = if slot.of_subject { Direction::Outgoing } else { Direction::Incoming };
        for belief in self.known.view.beliefs(slot.entity, direction, Some(slot.predicate), ALWAYS) {
            if !belief.event {
                self.belief(&belief, slot);
            }
        }
    }

    fn belief(&mut self, belief: &Belief, slot: Slot) {
        let Some(winner) = self.strongest(&belief.claims) else { return };
        for &loser in belief.superseded.iter().filter(|&&loser| self.known.shows(loser)) {
            self.superseded(belief, winner, loser, slot);
        }
        for &(.., claim, why) in belief.alternatives.iter().filter(|other| !belief.claims.contains(&other.3)) {
            match why {
                Why::Disputed => self.disputed(belief, winner, claim, slot),
                // Vague dates leave it open where both could be; that one is the weaker, they do not.
                Why::Possible if self.is_weaker(claim, winner) => self.superseded(belief, winner, claim, slot),
                Why::Possible | Why::Outranked => {}
            }
        }
    }

    fn is_weaker(&self, claim: u32, than: u32) -> bool {
        let metas = self.known.graph.claim(claim).zip(self.known.graph.claim(than));
        metas.is_some_and(|(weak, strong)| standing(weak).0.partial_cmp(&standing(strong).0) == Some(Ordering::Less))
    }

    fn strongest(&self, claims: &[u32]) -> Option<u32> {
        let meta = |claim: &u32| self.known.graph.claim(*claim);
        claims.iter().copied().filter(|claim| meta(claim).is_some()).max_by(|a, b| match (meta(a), meta(b)) {
            (Some(x), Some(y)) => standing(x).partial_cmp(&standing(y)).unwrap_or(Ordering::Equal).then(a.cmp(b)),
            (_, _) => a.cmp(b),
        })
    }

    fn superseded(&mut self, belief: &Belief, winner: u32, loser: u32, slot: Slot) {
        let Some((new, old)) = self.known.graph.claim(winner).zip(self.known.graph.claim(loser)) else { return };
        let Some(row) = self.row(old, loser) else { return };
        if row.shape == Shape::Span && row.end() <= belief.lo {
            // It ended by itself, as told.
            return;
        }
        let rule = rule(new, old, row.lo < belief.lo);
        let (right, wrong) = (self.known.read(new), self.known.read(old));
        if let Some(agrees) = self.near_duplicate(slot, (right, wrong), (winner, loser)) {
            return agrees;
        }
        if right == wrong {
            return;
        }
        let (this, that) = (self.says(new), self.says(old));
        let finding = Finding {
            key: format!("superseded {} by {}", self.known.id(loser), self.known.id(winner)),
            kind: self.kind(slot),
            outcome: Outcome::Resolved,
            reason: clip(&format!("{that} gave way to {this}: {}", in_words(rule))),
            rule: rule.into(),
            confidence: 1.0,
            claims: self.known.ids(belief.claims.iter().copied()),
            gave_way: self.known.ids([loser]),
            proposes: Vec::new(),
        };
        self.pass.note(finding, self.options);
    }

    /// The visible assertion of a claim.
    fn row(&self, meta: &ClaimMeta, claim: u32) -> Option<Assertion> {
        let mut rows = self.known.graph.assertions_of(meta.subject, meta.predicate);
        rows.find(|row| row.claim == claim && row.off == u32::MAX).copied()
    }

    fn disputed(&mut self, belief: &Belief, winner: u32, other: u32, slot: Slot) {
        let Some((first, second)) = self.known.graph.claim(winner).zip(self.known.graph.claim(other)) else { return };
        // What passes soon is not worth a dispute: one may well feel two things at once.
        if self.known.schema(slot.predicate).is_some_and(|schema| schema.half_life.is_some()) {
            return;
        }
        if let Some(agrees) = self.near_duplicate(slot, (self.known.read(first), self.known.read(second)), (winner, other)) {
            return agrees;
        }
        let (a, b) = (winner.min(other), winner.max(other));
        let finding = Finding {
            key: format!("dispute {} {}", self.known.id(a), self.known.id(b)),
            kind: self.kind(slot),
            outcome: Outcome::Disputed,
            reason: clip(&format!("{} and {} are equally good claims of the same time", self.says(first), self.says(second))),
            rule: "equally_good".into(),
            confidence: 0.5,
            claims: self.known.ids(belief.claims.iter().copied()),
            gave_way: self.known.ids([other]),
            proposes: self
                .known
                .wire(&[Operation::Retract { target: self.known.id(other), reason: Some("the other claim is right".into()) }]),
        };
        self.pass.proposals.push(Proposal { evidence: vec![winner, other], ..Proposal::of(finding) });
    }

    /// Values of one slot that mean, or may mean, the same are no contradiction.
    fn near_duplicate(&mut self, slot: Slot, (new, old): ((u32, u32, u32), (u32, u32, u32)), (winner, loser): (u32, u32)) -> Option<()> {
        let grouped = self.known.schema(slot.predicate).is_some_and(|schema| !schema.group.is_empty());
        let (this, that) = if new.0 == old.0 { (new.2, old.2) } else { (new.0, old.0) };
        if grouped || this == that {
            return None;
        }
        let (a, b) = (self.known.graph.object(this), self.known.graph.object(that));
        let agrees = agreement(&a.text(), &b.text());
        if agrees == Agreement::Different {
            return None;
        }
        // The shorter way to say it gives way to the longer.
        let (Object::Entity(a), Object::Entity(b)) = (a, b) else { return None };
        let (from, into) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let sure = agrees == Agreement::Same;
        let merge = Operation::Merge { from: from.clone(), into: into.clone() };
        let words = if sure { "are two ways to write one name" } else { "may be one" };
        let finding = Finding {
            key: crate::known::pair_key("same", &from, &into),
            kind: FindingKind::NearDuplicate,
            outcome: if sure { Outcome::Done } else { Outcome::Review },
            reason: clip(&format!("{from} and {into} {words}: both are told of {}", self.known.text(slot.entity))),
            rule: if sure { "same_name" } else { "one_name_in_the_other" }.into(),
            confidence: if sure { 0.95 } else { 0.6 },
            claims: self.known.ids([winner, loser]),
            gave_way: Vec::new(),
            proposes: self.known.wire(std::slice::from_ref(&merge)),
        };
        let operations = if sure { vec![merge] } else { Vec::new() };
        self.pass.proposals.push(Proposal { operations, evidence: vec![winner, loser], ..Proposal::of(finding) });
        Some(())
    }

    fn kind(&self, slot: Slot) -> FindingKind {
        match self.known.cardinality(slot.predicate) {
            Cardinality::OneToOne => FindingKind::OneToOne,
            Cardinality::Many => FindingKind::ExclusiveGroup,
            Cardinality::OneObjectPerSubject | Cardinality::OneSubjectPerObject => FindingKind::OneValue,
        }
    }

    /// A claim, in words.
    fn says(&self, claim: &ClaimMeta) -> String {
        let (subject, predicate, object) = self.known.read(claim);
        format!("{} {} {}", self.known.text(subject), self.known.predicate_text(predicate), self.known.text(object))
    }

    /// Claims that a person corrected.
    fn corrections(&mut self, scope: &Scope) {
        let graph = self.known.graph;
        for &wrong in scope.claims.iter().filter(|&&claim| !graph.shows(claim)) {
            for &tx in graph.taken_back_by(wrong).iter().filter(|&&tx| graph.is_active(tx)) {
                let Some(old) = graph.claim(wrong) else { continue };
                let corrects = |claim: &u32| graph.claim(*claim).is_some_and(|meta| meta.corrects && meta.subject == old.subject);
                let Some(right) = graph.claims_of_tx(tx).find(corrects) else { continue };
                let Some(new) = graph.claim(right) else { continue };
                let finding = Finding {
                    key: format!("superseded {} by {}", self.known.id(wrong), self.known.id(right)),
                    kind: FindingKind::OneValue,
                    outcome: Outcome::Resolved,
                    reason: clip(&format!("{} was never so: {} corrects it", self.says(old), self.says(new))),
                    rule: "explicit_correction".into(),
                    confidence: 1.0,
                    claims: self.known.ids([right]),
                    gave_way: self.known.ids([wrong]),
                    proposes: Vec::new(),
                };
                self.pass.note(finding, self.options);
            }
        }
    }

    /// Where one claim says that something is so and another that it is not.
    fn denials(&mut self, scope: &Scope) {
        let known = self.known;
        let metas = scope.claims.iter().filter_map(|&claim| known.graph.claim(claim));
        let mut pairs: Vec<(u32, u32)> = metas.map(|meta| (meta.subject, meta.predicate)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let rows = |wanted: fn(&Assertion) -> bool| {
            let of_pair = |&(name, predicate): &(u32, u32)| known.graph.assertions_of(name, predicate);
            // What a run told is named where it was told.
            let told = move |row: &&Assertion| row.off == u32::MAX && wanted(row) && known.graph.supports(row.claim).is_empty();
            pairs.iter().flat_map(of_pair).filter(told).filter_map(|row| {
                let meta = known.graph.claim(row.claim)?;
                Some((known.read(meta), *row))
            })
        };
        let mut denied: FxHashMap<(u32, u32, u32), Vec<Assertion>> = FxHashMap::default();
        for (triple, row) in rows(|row| matches!(row.shape, Shape::Deny | Shape::DenySpan)) {
            denied.entry(triple).or_default().push(row);
        }
        if denied.is_empty() {
            return;
        }
        let mut held: FxHashMap<(u32, u32, u32), Vec<Assertion>> = FxHashMap::default();
        for (triple, row) in rows(|row| matches!(row.shape, Shape::Start | Shape::Span)) {
            if denied.contains_key(&triple) {
                held.entry(triple).or_default().push(row);
            }
        }
        let mut triples: Vec<_> = denied.into_iter().collect();
        triples.sort_unstable_by_key(|(triple, _)| *triple);
        for (triple, denials) in triples {
            let mut positive = held.remove(&triple).unwrap_or_default();
            positive.sort_unstable_by_key(|row| (row.lo, row.claim));
            for denial in denials {
                // The last that began by then is the one it speaks against; else the first that began after.
                let at = positive.partition_point(|row| row.lo <= denial.lo).saturating_sub(1);
                if let Some(row) = positive.get(at) {
                    self.denial(row, &denial);
                }
            }
        }
    }

    fn denial(&mut self, held: &Assertion, denial: &Assertion) {
        let graph = self.known.graph;
        let Some((positive, negative)) = graph.claim(held.claim).zip(graph.claim(denial.claim)) else { return };
        let overlap = held.lo < denial.end().max(denial.reach()) && denial.lo < held.end().max(held.reach());
        let equals = standing(positive).0 == standing(negative).0;
        let disputed = overlap && equals && positive.said.lo() == negative.said.lo();
        let (winner, loser, new, old) = if stronger(negative, positive) {
            (denial.claim, held.claim, negative, positive)
        } else {
            (held.claim, denial.claim, positive, negative)
        };
        let rule = if disputed { "equally_good" } else { rule(new, old, false) };
        let reason =
            format!("{}: told as so on {}, and as not so on {}", self.says(positive), date(Some(positive.said)), date(Some(negative.said)));
        let finding = Finding {
            key: format!("polarity {} {}", self.known.id(held.claim), self.known.id(denial.claim)),
            kind: FindingKind::OppositePolarity,
            outcome: if disputed { Outcome::Disputed } else { Outcome::Resolved },
            reason: clip(&format!("{reason}: {}", in_words(rule))),
            rule: rule.into(),
            confidence: if disputed { 0.5 } else { 1.0 },
            claims: self.known.ids([winner]),
            gave_way: self.known.ids([loser]),
            proposes: Vec::new(),
        };
        if disputed {
            let proposes =
                self.known.wire(&[Operation::Retract { target: self.known.id(loser), reason: Some("the other claim is right".into()) }]);
            let finding = Finding { proposes, ..finding };
            self.pass.proposals.push(Proposal { evidence: vec![winner, loser], ..Proposal::of(finding) });
        } else {
            self.pass.note(finding, self.options);
        }
    }
}

/// What claims are compared by, where they compete (`docs/time.md`, *Strength*), up to their ids.
fn standing(claim: &ClaimMeta) -> ((bool, f32, f32), i64, u32) {
    ((claim.corrects, claim.trust, claim.confidence), claim.said.lo().micros(), claim.tx)
}

fn stronger(a: &ClaimMeta, b: &ClaimMeta) -> bool {
    standing(a).partial_cmp(&standing(b)) == Some(Ordering::Greater)
}

/// The rule by which one claim won over another; `later` is whether what it says begins later.
fn rule(new: &ClaimMeta, old: &ClaimMeta, later: bool) -> &'static str {
    if new.corrects && !old.corrects {
        return "explicit_correction";
    }
    let (this, that) = (new.said.lo().micros(), old.said.lo().micros());
    if old.trust < new.trust {
        "more_trusted"
    } else if new.trust == old.trust && old.confidence < new.confidence && this <= that {
        "surer"
    } else if that < this || later {
        "newer"
    } else if old.tx < new.tx {
        "recorded_later"
    } else {
        "order_of_ids"
    }
}

fn in_words(rule: &str) -> &'static str {
    match rule {
        "explicit_correction" => "it was corrected",
        "more_trusted" => "its source is trusted more",
        "surer" => "it is surer",
        "newer" => "it is newer",
        "recorded_later" => "it was recorded later",
        "equally_good" => "both are equally good",
        _ => "the order of their ids decides",
    }
}

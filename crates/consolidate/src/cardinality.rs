//! Learned cardinality: how many values a predicate has at a time, from how it is used.
//!
//! A predicate of which nobody told how it behaves is of many. It is learned to have one value at a time only on evidence:
//! values that took turns, statements of a list that revises itself, or one value for nearly everybody. Values told
//! together, or of times that overlap, speak against it, and weigh more: what is learned ends facts.

use asof_journal::Class;
use asof_model::{Cardinality, Finding, FindingKind, MOST_EVIDENCE, Operation, Outcome, Schema};
use asof_timeline::{Assertion, Shape};
use rustc_hash::FxHashMap;

use crate::{
    known::{Known, clip},
    lists::{Definite, Lists, definite},
    pass::{Cancelled, Pass, Progress, Proposal, Watch},
    phrase::is_light,
    scope::Scope,
};

/// Fewer slots than this teach nothing of how a predicate is used.
const ENOUGH_SLOTS: u32 = 20;
/// So many slots whose values took turns are enough evidence.
const ENOUGH_TURNS: u32 = 3;
/// For one slot with several values at once there have to be so many without, and so many whose values took turns.
const SLOTS_PER_TOGETHER: u32 = 50;
const TURNS_PER_TOGETHER: u32 = 10;
/// Without any turns, one slot in so many may have had several values.
const SLOTS_PER_SEVERAL: u32 = 20;
/// A list revises itself if so many slots that are known to have one value are told anew with another.
const ENOUGH_REVISED: u32 = 3;
/// In a list that revises itself no slot is told more often than this.
const MOST_REVISIONS: u32 = 4;
/// So many slots of a predicate in such a list are enough to see how it is used there.
const ENOUGH_LISTED: u32 = 5;

/// How the slots of a predicate are used, seen from one side.
#[derive(Clone, Debug, Default, PartialEq)]
struct Usage {
    slots: u32,
    several: u32,
    together: u32,
    in_turn: u32,
    listed: u32,
    revised: u32,
    most_revisions: u32,
    definite: u32,
    /// Claims that show it.
    examples: Vec<u32>,
}

/// A visible state by its slot.
#[derive(Clone, Copy, Debug)]
struct Row {
    predicate: u32,
    entity: u32,
    value: u32,
    row: Assertion,
}

impl Row {
    fn slot(&self) -> (u32, u32) {
        (self.predicate, self.entity)
    }

    fn order(&self) -> (u32, u32, i64, i64, u32, u32) {
        (self.predicate, self.entity, self.row.lo, self.row.hi, self.value, self.row.claim)
    }

    /// The same seen from the other side.
    fn turned(&self) -> Self {
        Self { entity: self.value, value: self.entity, ..*self }
    }

    fn holds(&self) -> bool {
        matches!(self.row.shape, Shape::Start | Shape::Span)
    }
}

/// Learns what the predicates of the scope that nobody told of are like.
pub(crate) fn learn(known: &Known<'_>, scope: &Scope, pass: &mut Pass, watch: Watch<'_>) -> Result<(), Cancelled> {
    // What "is" and "has" take is whatever comes after them.
    let open = |predicate: u32| {
        known.cardinality(predicate) == Cardinality::Many && !known.is_told(predicate) && !is_light(known.predicate_text(predicate))
    };
    if !scope.predicates.iter().any(|&predicate| open(predicate)) {
        return Ok(());
    }
    if !watch(Progress { stage: "cardinality", done: 0, total: 1 }) {
        return Err(Cancelled);
    }
    let mut learner = Learner { known, lists: Lists::default(), of_lists: Usage::default() };
    let (unknown, single) = learner.rows(scope, &open);
    learner.of_lists = learner.usage(&single, Cardinality::Many);
    for rows in unknown.chunk_by(|a, b| a.predicate == b.predicate) {
        let Some(predicate) = rows.first().map(|row| row.predicate) else { continue };
        let mut by_object: Vec<Row> = rows.iter().map(Row::turned).collect();
        by_object.sort_unstable_by_key(Row::order);
        let of_subjects = learner.usage(rows, Cardinality::OneObjectPerSubject);
        let of_objects = learner.usage(&by_object, Cardinality::OneSubjectPerObject);
        pass.proposals.extend(learner.judged(predicate, &of_subjects, &of_objects));
    }
    Ok(())
}

struct Learner<'k, 'g> {
    known: &'k Known<'g>,
    lists: Lists,
    /// How lists use slots that are known to have one value.
    of_lists: Usage,
}

/// What evidence makes of a predicate.
enum Verdict {
    Learn(&'static str),
    Ask(&'static str),
}

impl Learner<'_, '_> {
    /// The claims of the scope's predicates that nobody told of; and the statements of lists about slots known to have one value.
    fn rows(&mut self, scope: &Scope, open: &dyn Fn(u32) -> bool) -> (Vec<Row>, Vec<Row>) {
        let known = self.known;
        let (mut unknown, mut single) = (Vec::new(), Vec::new());
        for name in 0..known.graph.next_number(Class::Entity) {
            for row in known.graph.assertions(name).filter(|row| row.off == u32::MAX && row.shape != Shape::Event) {
                let (predicate, turned) = known.schemas.canonical(row.key);
                let (entity, value) = (known.view.root(name), known.view.root(row.value));
                let (entity, value) = if turned { (value, entity) } else { (entity, value) };
                let row = Row { predicate, entity, value, row: *row };
                match known.cardinality(predicate) {
                    Cardinality::Many if !open(predicate) || !scope.has_predicate(predicate) => {}
                    Cardinality::Many if known.graph.supports(row.row.claim).is_empty() => unknown.push(row),
                    Cardinality::Many => {}
                    _ if !self.lists.is_of_one(known, row.row.claim) => {}
                    Cardinality::OneSubjectPerObject => single.push(row.turned()),
                    Cardinality::OneObjectPerSubject | Cardinality::OneToOne => single.push(row),
                }
            }
        }
        unknown.sort_unstable_by_key(Row::order);
        single.sort_unstable_by_key(Row::order);
        (unknown, single)
    }

    fn usage(&mut self, rows: &[Row], side: Cardinality) -> Usage {
        let mut usage = Usage::default();
        for slot in rows.chunk_by(|a, b| a.slot() == b.slot()) {
            self.slot(slot, side, &mut usage);
        }
        usage
    }

    fn slot(&mut self, slot: &[Row], side: Cardinality, usage: &mut Usage) {
        let held: Vec<&Row> = slot.iter().filter(|row| row.holds()).collect();
        let Some(first) = held.first() else { return };
        usage.slots += 1;
        let known = self.known;
        let listed: Vec<&Row> = held.iter().copied().filter(|row| self.lists.is_of_one(known, row.row.claim)).collect();
        usage.listed += u32::from(!listed.is_empty());
        usage.definite += u32::from(listed.iter().any(|row| is_described(known, row, side)));
        if held.iter().all(|row| row.value == first.value) {
            return;
        }
        usage.several += 1;
        let told = self.told_how(slot, &held);
        usage.together += u32::from(told.together);
        usage.in_turn += u32::from(told.in_turn && !told.together);
        if 1 < told.revisions && !told.together {
            usage.revised += 1;
            usage.most_revisions = usage.most_revisions.max(told.revisions);
        }
        if usage.examples.len() < MOST_EVIDENCE && (told.in_turn || 1 < told.revisions) {
            usage.examples.extend(held.iter().map(|row| row.row.claim).take(2));
        }
    }

    fn told_how(&mut self, slot: &[Row], held: &[&Row]) -> Told {
        let mut told = Told::default();
        let known = self.known;
        let mut ends: FxHashMap<u32, Vec<i64>> = FxHashMap::default();
        for row in slot.iter().filter(|row| matches!(row.row.shape, Shape::Stop | Shape::Deny)) {
            ends.entry(row.value).or_default().push(row.row.lo);
        }
        let ended = |first: &Row, then: &Row| {
            let between = |lo: &i64| (first.row.lo..=then.row.hi.max(then.row.lo)).contains(lo);
            ends.get(&first.value).is_some_and(|ends| ends.iter().any(between))
        };
        let episode = |row: &Row| known.graph.passage(row.row.claim).map(|(episode, _)| episode);
        for pair in held.windows(2) {
            let [first, then] = pair else { continue };
            if first.value == then.value {
                continue;
            }
            let mut of_list = |row: &Row| self.lists.is_of_one(known, row.row.claim);
            let spanned = first.row.shape == Shape::Span;
            if spanned && then.row.lo < first.row.end_lo {
                told.together = true;
            } else if spanned || ended(first, then) {
                told.in_turn = true;
            } else if of_list(first) && of_list(then) && first.row.lo < then.row.lo {
                told.revisions = told.revisions.max(1) + 1;
            } else if first.row.lo == then.row.lo && episode(first) == episode(then) {
                told.together = true;
            }
        }
        told
    }

    fn judged(&self, predicate: u32, of_subjects: &Usage, of_objects: &Usage) -> Option<Proposal> {
        let objects = self.verdict(of_subjects, true).map(|verdict| (verdict, Cardinality::OneObjectPerSubject, of_subjects));
        let one_sided = of_subjects.revised == 0 && of_subjects.in_turn == 0;
        let subjects =
            || self.verdict(of_objects, false).filter(|_| one_sided).map(|verdict| (verdict, Cardinality::OneSubjectPerObject, of_objects));
        let (verdict, cardinality, usage) = objects.or_else(subjects)?;
        Some(self.proposal(predicate, cardinality, usage, &verdict))
    }

    fn verdict(&self, usage: &Usage, of_subjects: bool) -> Option<Verdict> {
        let few_together = usage.together == 0
            || usage.together * SLOTS_PER_TOGETHER <= usage.slots && usage.together * TURNS_PER_TOGETHER <= usage.in_turn + usage.revised;
        if !few_together {
            return None;
        }
        if ENOUGH_SLOTS <= usage.slots && ENOUGH_TURNS <= usage.in_turn {
            return Some(Verdict::Learn("values_take_turns"));
        }
        if let Some(verdict) = self.in_a_list(usage) {
            return Some(verdict);
        }
        // That everybody has one says little of the other side: everybody lives somewhere, and nobody has a town to themselves.
        let nearly_all = ENOUGH_SLOTS <= usage.slots && usage.several * SLOTS_PER_SEVERAL <= usage.slots;
        (of_subjects && nearly_all && 0 < usage.several).then_some(Verdict::Learn("one_for_nearly_all"))
    }

    /// Later statements of a list override earlier ones, if it does so where that is known.
    fn in_a_list(&self, usage: &Usage) -> Option<Verdict> {
        let most = MOST_REVISIONS.min(self.of_lists.most_revisions.max(2) + 1);
        let revises = ENOUGH_REVISED <= self.of_lists.revised && 0 < usage.revised && usage.most_revisions <= most && usage.together == 0;
        if !revises {
            return None;
        }
        let described = usage.listed <= 2 * usage.definite;
        let seen = ENOUGH_LISTED <= usage.listed && usage.revised < usage.listed;
        Some(if described || seen { Verdict::Learn("list_revises") } else { Verdict::Ask("list_revises") })
    }

    fn proposal(&self, predicate: u32, cardinality: Cardinality, usage: &Usage, verdict: &Verdict) -> Proposal {
        let known = self.known;
        let name = known.predicate_text(predicate);
        let before = known.schema(predicate);
        let kept = before.map_or_else(|| Schema::many(name), |schema| Schema::clone(&schema.schema));
        let schema = Schema { name: name.to_owned(), cardinality, ..kept };
        let (one, each) = match cardinality {
            Cardinality::OneSubjectPerObject => ("one_subject_per_object", "objects"),
            Cardinality::OneObjectPerSubject | Cardinality::OneToOne | Cardinality::Many => ("one_object_per_subject", "subjects"),
        };
        let (rule, sure) = match verdict {
            Verdict::Learn(rule) => (*rule, true),
            Verdict::Ask(rule) => (*rule, false),
        };
        let counts = format!(
            "of {} {each} {} had one value, {} took turns, {} were told anew in a list, {} had several at once",
            usage.slots,
            usage.slots - usage.several,
            usage.in_turn,
            usage.revised,
            usage.together
        );
        let operation = Operation::Predicate(schema);
        let finding = Finding {
            key: clip(&format!("cardinality {name} {one}")),
            kind: FindingKind::LearnedCardinality,
            outcome: if sure { Outcome::Done } else { Outcome::Review },
            reason: clip(&format!("`{name}` has {one}: {counts}")),
            rule: rule.into(),
            confidence: if sure { 0.9 } else { 0.6 },
            claims: known.ids(usage.examples.iter().copied()),
            gave_way: Vec::new(),
            proposes: known.wire(std::slice::from_ref(&operation)),
        };
        let operations = if sure { vec![operation] } else { Vec::new() };
        Proposal { operations, schema: Some((name.to_owned(), before.and_then(|schema| schema.told_in))), ..Proposal::of(finding) }
    }
}

/// How the values of one slot were told.
#[derive(Default)]
struct Told {
    together: bool,
    in_turn: bool,
    /// How many values followed each other in lists.
    revisions: u32,
}

/// Whether the words of a claim say that there is one value on that side.
fn is_described(known: &Known<'_>, row: &Row, side: Cardinality) -> bool {
    let wanted = if side == Cardinality::OneSubjectPerObject { Definite::Subject } else { Definite::Object };
    let claim = row.row.claim;
    known.graph.claim(claim).and_then(|meta| definite(known, claim, meta)) == Some(wanted)
}

//! Learned cardinality: how many values a predicate has at a time, from how it is used.
//!
//! A predicate of which nobody told how it behaves is of many. It is learned to have one value at a time only on evidence:
//! values that took turns, statements of a list that revises itself, or one value for nearly everybody. Values told
//! together, or of times that overlap, speak against it, and weigh more: what is learned ends facts.

use asof_journal::Class;
use asof_model::{Cardinality, Finding, FindingKind, MOST_EVIDENCE, Operation, Outcome, Schema};
use asof_timeline::{Assertion, Shape};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    kept::{News, Said},
    known::{Known, clip},
    lists::{Definite, Lists, definite},
    overrides,
    pass::{Cancelled, Pass, Progress, Proposal, Watch},
    phrase::{Phrase, is_light, tells_of_deeds},
    rewordings,
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
pub(crate) const ENOUGH_REVISED: u32 = 3;
/// In a list that revises itself no slot is told more often than this.
pub(crate) const MOST_REVISIONS: u32 = 4;
/// So many slots of a predicate in such a list are enough to see how it is used there.
pub(crate) const ENOUGH_LISTED: u32 = 5;

/// By so many bits one end is clearly the one that has one value at the other.
pub(crate) const CLEARLY: f64 = 2.0;
/// What is added to each count of the others, so that nothing is impossible.
const ADDED: f64 = 0.5;

/// Who takes over begins no later than a tenth of the time after that the one before had lasted.
const TAKES_OVER: i64 = 10;
/// A list that revises so many, and one in so many of those told, may be taken to revise whatever else it tells anew.
pub(crate) const OFTEN_REVISED: u32 = 10;
pub(crate) const LISTED_PER_REVISED: u32 = 5;

/// How the slots of a predicate are used, seen from one side.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Usage {
    slots: u32,
    several: u32,
    together: u32,
    in_turn: u32,
    pub listed: u32,
    pub revised: u32,
    pub most_revisions: u32,
    /// How many slots lists tell one value of, two, three, and more.
    pub values: [u32; 4],
    definite: u32,
    /// Claims that show it.
    examples: Vec<u32>,
}

/// A visible state by its slot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub predicate: u32,
    pub entity: u32,
    pub value: u32,
    pub row: Assertion,
}

impl Row {
    fn slot(&self) -> (u32, u32) {
        (self.predicate, self.entity)
    }

    fn order(&self) -> (u32, u32, i64, i64, u32, u32) {
        (self.predicate, self.entity, self.row.lo, self.row.hi, self.value, self.row.claim)
    }

    /// The same seen from the other side.
    pub fn turned(&self) -> Self {
        Self { entity: self.value, value: self.entity, ..*self }
    }

    /// Whether it tells of a state. One that ends as it begins, such as a birth told with its day, is an event by another name.
    pub fn holds(&self) -> bool {
        let row = &self.row;
        row.shape == Shape::Start || row.shape == Shape::Span && row.hi.max(row.lo) < row.end_hi.max(row.end_lo)
    }

    /// Whether another begins where this one ends, give or take a share of how long it lasted.
    fn is_followed_by(&self, then: &Self, share: i64) -> bool {
        let (from, to) = (i128::from(self.row.lo), i128::from(self.row.end().max(self.row.hi)));
        let late = (i128::from(then.row.lo) - to).max(0);
        late.saturating_mul(share.into()) <= to - from
    }
}

/// Learns what the predicates of the scope that nobody told of are like, and what lists override.
pub(crate) fn learn(known: &Known<'_>, scope: &Scope, seen: &mut Seen, pass: &mut Pass, watch: Watch<'_>) -> Result<(), Cancelled> {
    // What "is" and "has" take is whatever comes after them.
    let open = |predicate: u32| {
        let name = known.predicate_text(predicate);
        known.cardinality(predicate) == Cardinality::Many
            && !known.is_told(predicate)
            && !is_light(name)
            && !seen.teaches_nothing(predicate)
    };
    let mut learner = Learner { known, lists: Lists::default(), of_lists: Usage::default() };
    let lists = scope.claims.iter().any(|&claim| learner.lists.is_of_one(known, claim));
    let looked_at: Vec<u32> = scope.predicates.iter().copied().filter(|&predicate| open(predicate)).collect();
    if !lists && looked_at.is_empty() {
        return Ok(());
    }
    if !watch(Progress { stage: "cardinality", done: 0, total: 1 }) {
        return Err(Cancelled);
    }
    let rows = learner.rows(scope, &open);
    learner.of_lists = learner.usage(&rows.single, Cardinality::Many);
    let unknown = learner.usages(&rows.unknown);
    let many = learner.usages(&rows.many);
    let both = unknown.iter().chain(&many).flat_map(|(_, of_subjects, of_objects)| [of_subjects, of_objects]);
    for usage in both.filter(|usage| usage.is_described()) {
        learner.of_lists.take_in(usage);
    }
    let judged = |(predicate, of_subjects, of_objects): &(u32, Usage, Usage)| {
        learner.judged(*predicate, of_subjects, of_objects).map(|proposal| (*predicate, proposal))
    };
    let proposals: Vec<(u32, Proposal)> = unknown.iter().filter_map(judged).collect();
    let learnt: FxHashSet<u32> = proposals.iter().filter(|(_, one)| !one.operations.is_empty()).map(|(predicate, _)| *predicate).collect();
    let single = |predicate: u32| learnt.contains(&predicate) || known.cardinality(predicate) != Cardinality::Many;
    let seen_to = rewordings::find(known, &mut learner.lists, &learner.of_lists, rows.by_subject(known), &single, pass);
    let open = rows.many.iter().chain(rows.unknown.iter().filter(|row| !learnt.contains(&row.predicate)));
    let open = open.filter(|row| !seen_to.contains(&row.row.claim));
    overrides::find(known, &mut learner.lists, &learner.of_lists, open, pass);
    pass.proposals.extend(proposals.into_iter().map(|(_, proposal)| proposal));
    seen.note(looked_at, &rows, unknown);
    Ok(())
}

/// What was seen of the predicates that nobody told of when they were last looked at. What is told since can change only so much: while
/// that is too little for anything to be learned, they need not be looked at again.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    predicates: FxHashMap<u32, Last>,
    /// Whether there are lists: these teach of one predicate by another.
    lists: bool,
}

/// How a predicate was used when it was last looked at.
#[derive(Debug, Default)]
struct Last {
    of_subjects: Usage,
    of_objects: Usage,
    /// Whether anything told under it ended.
    ends: bool,
    /// How many states were told since.
    new: u32,
    /// How many others came, went, or are those of names that were merged or split.
    moved: u32,
}

impl Seen {
    pub fn take_in(&mut self, known: &Known<'_>, news: &News<'_>) {
        let mut lists = Lists::default();
        self.lists |= news.come.iter().chain(&news.gone).any(|said| lists.is_of_one(known, said.row.claim));
        let states = |said: &&Said<'_>| said.row.shape != Shape::Event;
        for said in news.come.iter().filter(states) {
            let Some(last) = self.predicates.get_mut(&said.read.1) else { continue };
            let new = known.graph.claim(said.row.claim).is_some_and(|meta| news.since < meta.tx);
            *(if new { &mut last.new } else { &mut last.moved }) += 1;
            last.ends |= ends(said.row);
        }
        for said in news.gone.iter().filter(states) {
            if let Some(last) = self.predicates.get_mut(&said.read.1) {
                last.moved += 1;
            }
        }
    }

    /// Notes how the predicates that were looked at are used; of those that nothing is told under but events, there is nothing to learn.
    fn note(&mut self, looked_at: Vec<u32>, rows: &Rows, usages: Vec<(u32, Usage, Usage)>) {
        self.predicates.extend(looked_at.into_iter().map(|predicate| (predicate, Last::default())));
        for (predicate, of_subjects, of_objects) in usages {
            self.predicates.insert(predicate, Last { of_subjects, of_objects, ..Last::default() });
        }
        for row in rows.unknown.iter().filter(|row| ends(&row.row)) {
            if let Some(last) = self.predicates.get_mut(&row.predicate) {
                last.ends = true;
            }
        }
    }

    /// Whether a predicate cannot have become one that something is learned about.
    fn teaches_nothing(&self, predicate: u32) -> bool {
        let last = self.predicates.get(&predicate).filter(|_| !self.lists);
        last.is_some_and(|last| !last.may_teach(&last.of_subjects, true) && !last.may_teach(&last.of_objects, false))
    }
}

impl Last {
    /// Whether one side may teach something, whatever changed since. Each change is one of one slot; what is new makes no values fewer.
    fn may_teach(&self, usage: &Usage, of_subjects: bool) -> bool {
        let changed = self.new + self.moved;
        let (slots, several) = (usage.slots + changed, usage.several.saturating_sub(self.moved));
        let together = usage.together.saturating_sub(changed);
        let turns = if self.ends { usage.in_turn + changed } else { 0 };
        let few_together = together == 0 || together * SLOTS_PER_TOGETHER <= slots && together * TURNS_PER_TOGETHER <= turns;
        let nearly_all = of_subjects && 0 < usage.several + changed && several * SLOTS_PER_SEVERAL <= slots;
        few_together && ENOUGH_SLOTS <= slots && (ENOUGH_TURNS <= turns || nearly_all)
    }
}

/// Whether something comes to an end, or is said not to be: without that, no values take turns.
fn ends(row: &Assertion) -> bool {
    match row.shape {
        Shape::Span | Shape::Stop | Shape::Deny | Shape::DenySpan => true,
        Shape::Start | Shape::Event => false,
    }
}

/// The visible states that there is something to learn from, each list in order.
#[derive(Default)]
struct Rows {
    /// Under predicates of the scope that nobody told of.
    unknown: Vec<Row>,
    /// Statements of lists about slots known to have one value.
    single: Vec<Row>,
    /// Statements of lists under predicates that are told to be of many.
    many: Vec<Row>,
}

impl Rows {
    /// All of them from subjects to objects.
    fn by_subject(&self, known: &Known<'_>) -> impl Iterator<Item = Row> {
        let turned = |row: &Row| known.cardinality(row.predicate) == Cardinality::OneSubjectPerObject;
        let single = self.single.iter().map(move |row| if turned(row) { row.turned() } else { *row });
        single.chain(self.unknown.iter().copied()).chain(self.many.iter().copied())
    }
}

impl Usage {
    /// Adds what lists say of others.
    fn take_in(&mut self, other: &Self) {
        self.listed += other.listed;
        self.revised += other.revised;
        self.most_revisions = self.most_revisions.max(other.most_revisions);
        self.values.iter_mut().zip(other.values).for_each(|(own, other)| *own += other);
    }

    /// Counts a slot of which lists tell so many values.
    pub fn count(&mut self, values: usize) {
        let last = self.values.len() - 1;
        self.values[values.saturating_sub(1).min(last)] += 1;
    }

    /// How many bits more it takes to tell how many values lists tell of each slot by the shares of others than by their own: the
    /// divergence of Kullback and Leibler (1951), times the slots.
    pub fn far(&self, others: &Self) -> f64 {
        let sum = |usage: &Self| f64::from(usage.values.iter().sum::<u32>());
        let all = sum(others) + ADDED * 4.0;
        let bits = self.values.iter().zip(others.values).filter(|(own, _)| 0 < **own).map(|(&own, other)| {
            let (share, expected) = (f64::from(own) / sum(self), (f64::from(other) + ADDED) / all);
            f64::from(own) * (share / expected).log2()
        });
        bits.sum()
    }

    /// Whether lists present the slots as having one value: by definite descriptions.
    fn is_described(&self) -> bool {
        0 < self.definite && self.listed <= 2 * self.definite
    }

    /// Whether lists revise so much that whatever else they tell anew may be taken for revised.
    pub fn revises_often(&self) -> bool {
        OFTEN_REVISED <= self.revised && self.listed <= LISTED_PER_REVISED * self.revised
    }

    /// How often lists that revise so many slots may tell another, if that is to be a revision too.
    pub fn most_of_others(&self) -> u32 {
        MOST_REVISIONS.min(self.most_revisions.max(2) + 1)
    }
}

struct Learner<'k, 'g> {
    known: &'k Known<'g>,
    lists: Lists,
    /// How lists use slots that are known, or described, to have one value.
    of_lists: Usage,
}

/// What evidence makes of a predicate.
enum Verdict {
    Learn(&'static str),
    Ask(&'static str),
}

impl Learner<'_, '_> {
    /// The visible states that there is something to learn from.
    fn rows(&mut self, scope: &Scope, open: &dyn Fn(u32) -> bool) -> Rows {
        let known = self.known;
        let mut rows = Rows::default();
        for name in 0..known.graph.next_number(Class::Entity) {
            for row in known.graph.assertions(name).filter(|row| row.off == u32::MAX && row.shape != Shape::Event) {
                let (predicate, turned) = known.schemas.canonical(row.key);
                let (entity, value) = (known.view.root(name), known.view.root(row.value));
                let (entity, value) = if turned { (value, entity) } else { (entity, value) };
                self.sort_in(Row { predicate, entity, value, row: *row }, scope, open, &mut rows);
            }
        }
        rows.unknown.sort_unstable_by_key(Row::order);
        rows.single.sort_unstable_by_key(Row::order);
        rows.many.sort_unstable_by_key(Row::order);
        rows
    }

    fn sort_in(&mut self, row: Row, scope: &Scope, open: &dyn Fn(u32) -> bool, rows: &mut Rows) {
        let known = self.known;
        let told = known.graph.supports(row.row.claim).is_empty();
        match known.cardinality(row.predicate) {
            Cardinality::Many if open(row.predicate) => {
                if told && scope.has_predicate(row.predicate) {
                    rows.unknown.push(row);
                }
            }
            _ if !told || !self.lists.is_of_one(known, row.row.claim) => {}
            Cardinality::Many => {
                if scope.has_predicate(row.predicate) && !known.view.is_symmetric(row.predicate) {
                    rows.many.push(row);
                }
            }
            Cardinality::OneSubjectPerObject => rows.single.push(row.turned()),
            Cardinality::OneObjectPerSubject | Cardinality::OneToOne => rows.single.push(row),
        }
    }

    /// How each predicate is used, seen from its subjects and from its objects.
    fn usages(&mut self, rows: &[Row]) -> Vec<(u32, Usage, Usage)> {
        let mut usages = Vec::new();
        for rows in rows.chunk_by(|a, b| a.predicate == b.predicate) {
            let Some(predicate) = rows.first().map(|row| row.predicate) else { continue };
            let of_subjects = self.usage(rows, Cardinality::OneObjectPerSubject);
            usages.push((predicate, of_subjects, self.usage(&turned(rows), Cardinality::OneSubjectPerObject)));
        }
        usages
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
        if !listed.is_empty() {
            usage.count(distinct(listed.iter().map(|row| row.value)));
        }
        usage.definite += u32::from(listed.iter().any(|row| is_described(known, row, side)));
        if held.iter().all(|row| row.value == first.value) {
            return;
        }
        usage.several += 1;
        let told = self.told_how(slot, &held, side);
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

    fn told_how(&mut self, slot: &[Row], held: &[&Row], side: Cardinality) -> Told {
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
            // Of one subject it is enough that they never overlap; an object has many subjects, and those have to take over.
            let share = if side == Cardinality::OneSubjectPerObject { TAKES_OVER } else { 0 };
            if spanned && then.row.lo < first.row.end_lo {
                told.together = true;
            } else if spanned || ended(first, then) {
                told.in_turn |= !spanned || first.is_followed_by(then, share);
            } else if of_list(first) && of_list(then) && first.row.lo < then.row.lo {
                told.revisions = told.revisions.max(1) + 1;
            } else if first.row.lo == then.row.lo && episode(first) == episode(then) {
                told.together = true;
            }
        }
        told
    }

    fn judged(&self, predicate: u32, of_subjects: &Usage, of_objects: &Usage) -> Option<Proposal> {
        let objects =
            self.verdict(predicate, of_subjects, of_objects, true).map(|verdict| (verdict, Cardinality::OneObjectPerSubject, of_subjects));
        let one_sided = of_subjects.revised == 0 && of_subjects.in_turn == 0;
        let subjects = || {
            let found = self
                .verdict(predicate, of_objects, of_subjects, false)
                .filter(|_| one_sided || of_objects.is_described() && !of_subjects.is_described());
            found.map(|verdict| (verdict, Cardinality::OneSubjectPerObject, of_objects))
        };
        // Where the words say on which side there is one, that side counts.
        let objects = objects.filter(|_| of_subjects.is_described() || !of_objects.is_described());
        let (verdict, cardinality, usage) = objects.or_else(subjects)?;
        Some(self.proposal(predicate, cardinality, usage, &verdict))
    }

    fn verdict(&self, predicate: u32, usage: &Usage, other: &Usage, of_subjects: bool) -> Option<Verdict> {
        let few_together = usage.together == 0
            || usage.together * SLOTS_PER_TOGETHER <= usage.slots && usage.together * TURNS_PER_TOGETHER <= usage.in_turn + usage.revised;
        if !few_together {
            return None;
        }
        if ENOUGH_SLOTS <= usage.slots && ENOUGH_TURNS <= usage.in_turn {
            return Some(Verdict::Learn("values_take_turns"));
        }
        if let Some(verdict) = self.in_a_list(predicate, usage, other, of_subjects) {
            return Some(verdict);
        }
        // That everybody has one says little of the other side: everybody lives somewhere, and nobody has a town to themselves.
        let nearly_all = ENOUGH_SLOTS <= usage.slots && 0 < usage.several && usage.several * SLOTS_PER_SEVERAL <= usage.slots;
        let name = self.known.predicate_text(predicate);
        let adds_up = || tells_of_deeds(name) || self.is_like_many(name);
        (of_subjects && nearly_all && !adds_up()).then_some(Verdict::Learn("one_for_nearly_all"))
    }

    /// Later statements of a list override earlier ones, if it does so where that is known.
    fn in_a_list(&self, predicate: u32, usage: &Usage, other: &Usage, of_subjects: bool) -> Option<Verdict> {
        let lists = &self.of_lists;
        let few = usage.most_revisions <= lists.most_of_others();
        let revises = ENOUGH_REVISED <= lists.revised && 0 < usage.revised && few && usage.together == 0;
        if !revises {
            return None;
        }
        if usage.is_described() {
            return Some(Verdict::Learn("list_revises"));
        }
        let seen = ENOUGH_LISTED <= usage.listed && usage.revised < usage.listed;
        // Many may have one and the same: that two do is no revision, unless that end is clearly the one.
        let (own, other) = (usage.far(lists), other.far(lists));
        let this_end = if of_subjects { own < other + CLEARLY } else { own + CLEARLY <= other };
        let learn = (seen || lists.revises_often()) && !self.is_like_many(self.known.predicate_text(predicate));
        this_end.then_some(if learn { Verdict::Learn("list_revises") } else { Verdict::Ask("list_revises") })
    }

    /// Whether a predicate means much the same as one that is told to be of many: visited, owns, knows.
    fn is_like_many(&self, predicate: &str) -> bool {
        let known = self.known;
        let of_many = known
            .schemas
            .iter()
            .filter(|&(number, schema)| schema.cardinality() == Cardinality::Many && known.is_told(number) && schema.read_as.is_none());
        let phrase = Phrase::read(predicate);
        let mut names = of_many.map(|(number, _)| known.predicate_text(number));
        names.any(|name| name != predicate && phrase.is_much_like(&Phrase::read(name)))
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

/// The same rows seen from the other side, in order.
fn turned(rows: &[Row]) -> Vec<Row> {
    let mut turned: Vec<Row> = rows.iter().map(Row::turned).collect();
    turned.sort_unstable_by_key(Row::order);
    turned
}

/// How the values of one slot were told.
#[derive(Default)]
struct Told {
    together: bool,
    in_turn: bool,
    /// How many values followed each other in lists.
    revisions: u32,
}

/// How many of these differ.
pub(crate) fn distinct(values: impl Iterator<Item = u32>) -> usize {
    let mut values: Vec<u32> = values.collect();
    values.sort_unstable();
    values.dedup();
    values.len()
}

/// Whether the words of a claim say that there is one value on that side.
pub(crate) fn is_described(known: &Known<'_>, row: &Row, side: Cardinality) -> bool {
    let claim = row.row.claim;
    let Some(meta) = known.graph.claim(claim) else { return false };
    let (_, turned) = known.schemas.canonical(meta.predicate);
    let of_object = (side == Cardinality::OneSubjectPerObject) != turned;
    definite(known, claim, meta) == Some(if of_object { Definite::Subject } else { Definite::Object })
}

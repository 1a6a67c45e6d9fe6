//! Predicates: which verb phrases say the same, or the same with the sides changed.
//!
//! What counts is the words (the dictionary form, what is derived from it, what means the same) and the data (the same pairs
//! told under both). That two predicates link the same sorts of things counts for nothing: so do "born in" and "died in".

use asof_lexicon::Lexicon;
use asof_model::{Finding, FindingKind, Operation, Outcome, Schema};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    kept::{News, Said},
    known::{Known, clip, pair_key},
    pass::{Cancelled, Pass, Progress, Proposal, Watch},
    phrase::{Phrase, Tie, tie},
    scope::Scope,
};

/// So many pairs told under both are enough, and for so large a share of the rarer one's.
const ENOUGH_SHARED: u32 = 3;
const ENOUGH_SHARE: f32 = 0.5;
/// Without any tie in the words so many pairs are worth asking about, and so large a share.
const WORTH_ASKING: u32 = 5;
const WORTH_SHARE: f32 = 0.8;
/// Of one pair of entities so many predicates are looked at.
const MOST_OF_PAIR: usize = 16;

/// Joins the predicates of the scope with others.
pub(crate) fn join(known: &Known<'_>, scope: &Scope, usage: &Usage, pass: &mut Pass, watch: Watch<'_>) -> Result<(), Cancelled> {
    if !scope.predicates.iter().any(|&predicate| is_free(known, predicate)) {
        return Ok(());
    }
    if !watch(Progress { stage: "predicates", done: 0, total: scope.predicates.len() as u64 }) {
        return Err(Cancelled);
    }
    let mut pairs: Vec<(u32, u32, bool)> = usage.shared.iter().filter(|(_, count)| 0 < **count).map(|(pair, _)| *pair).collect();
    pairs.extend(alike_in_words(known, usage));
    pairs.sort_unstable();
    pairs.dedup();
    let mut joined = FxHashSet::default();
    let judged = pairs.into_iter().filter(|&(a, b, _)| scope.has_predicate(a) || scope.has_predicate(b));
    let mut verdicts: Vec<Verdict> = judged.filter_map(|(a, b, turned)| judge(known, usage, a, b, turned)).collect();
    // The surest first: a predicate is joined to one other at a time.
    verdicts.sort_by(|a, b| b.sure.cmp(&a.sure).then(b.shared.cmp(&a.shared)).then((a.alias, a.into).cmp(&(b.alias, b.into))));
    for verdict in verdicts {
        if verdict.sure && (joined.contains(&verdict.into) || !joined.insert(verdict.alias)) {
            continue;
        }
        pass.proposals.extend(verdict.proposal(known));
    }
    Ok(())
}

/// Whether a run may say how a predicate is read: nobody told it, and it is not read as another yet.
fn is_free(known: &Known<'_>, predicate: u32) -> bool {
    !known.is_told(predicate) && known.schema(predicate).is_none_or(|schema| schema.read_as.is_none())
}

/// Two entities, the lesser first, and a predicate told of them, with whether the greater one is its subject.
type Told = (u32, u32, u32, bool);

/// How often predicates are used, and for which pairs together.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    /// What is told, in order, once for each claim.
    told: Vec<Told>,
    pairs: FxHashMap<u32, u32>,
    /// For two predicates, the lesser first, and whether the sides change: so many pairs are told under both.
    shared: FxHashMap<(u32, u32, bool), u32>,
}

impl Usage {
    pub fn take_in(&mut self, news: &News<'_>) {
        let (mut come, gone) = (told(&news.come), told(&news.gone));
        let mut told = std::mem::take(&mut self.told);
        if told.is_empty() {
            come.chunk_by(|a, b| of(a) == of(b)).for_each(|pair| self.change(pair, true));
            self.told = come;
            return;
        }
        let mut pairs: Vec<(u32, u32)> = come.iter().chain(&gone).map(of).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.iter().for_each(|pair| self.change(told_of(&told, *pair), false));
        let mut gone = gone.into_iter().peekable();
        if gone.peek().is_some() {
            told.retain(|one| gone.next_if_eq(one).is_none());
        }
        told.append(&mut come);
        // Two sorted runs: this only merges them.
        told.sort();
        pairs.iter().for_each(|pair| self.change(told_of(&told, *pair), true));
        self.told = told;
    }

    /// Counts what is told of one pair, or takes it out of the count.
    fn change(&mut self, pair: &[Told], add: bool) {
        let step = |count: &mut u32| *count = if add { *count + 1 } else { count.saturating_sub(1) };
        let each = || pair.chunk_by(|a, b| a == b).filter_map(|same| same.first());
        for &(.., predicate, _) in each() {
            step(self.pairs.entry(predicate).or_default());
        }
        for (at, &(.., a, a_turned)) in each().take(MOST_OF_PAIR).enumerate() {
            for &(.., b, b_turned) in each().take(MOST_OF_PAIR).skip(at + 1).filter(|other| other.2 != a) {
                step(self.shared.entry((a.min(b), a.max(b), a_turned != b_turned)).or_default());
            }
        }
    }

    /// The predicates that anything is told under, as they are read.
    pub fn predicates(&self) -> impl Iterator<Item = u32> {
        self.pairs.iter().filter(|(_, count)| 0 < **count).map(|(predicate, _)| *predicate)
    }

    fn shared(&self, a: u32, b: u32, turned: bool) -> u32 {
        self.shared.get(&(a.min(b), a.max(b), turned)).copied().unwrap_or(0)
    }

    fn count(&self, predicate: u32) -> u32 {
        self.pairs.get(&predicate).copied().unwrap_or(0)
    }
}

/// Pairs of predicates that their words alone make one.
fn alike_in_words(known: &Known<'_>, usage: &Usage) -> Vec<(u32, u32, bool)> {
    let mut by_core: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for predicate in usage.predicates() {
        let phrase = Phrase::read(known.predicate_text(predicate));
        by_core.entry(phrase.core()).or_default().push(predicate);
    }
    let mut pairs = Vec::new();
    for (core, predicates) in by_core {
        if core.is_empty() || MOST_OF_PAIR < predicates.len() {
            continue;
        }
        for (at, &a) in predicates.iter().enumerate() {
            for &b in predicates.iter().skip(at + 1) {
                pairs.extend([(a.min(b), a.max(b), false), (a.min(b), a.max(b), true)]);
            }
        }
    }
    pairs
}

fn of(told: &Told) -> (u32, u32) {
    (told.0, told.1)
}

fn told(said: &[Said<'_>]) -> Vec<Told> {
    let turn = |(subject, predicate, object): (u32, u32, u32)| (subject.min(object), subject.max(object), predicate, object < subject);
    let mut told: Vec<Told> = said.iter().map(|said| turn(said.read)).collect();
    told.sort_unstable();
    told
}

fn told_of(told: &[Told], pair: (u32, u32)) -> &[Told] {
    let rest = told.get(told.partition_point(|told| of(told) < pair)..).unwrap_or(&[]);
    rest.get(..rest.iter().take_while(|told| of(told) == pair).count()).unwrap_or(&[])
}

struct Verdict {
    alias: u32,
    into: u32,
    turned: bool,
    sure: bool,
    shared: u32,
    tie: Tie,
}

fn judge(known: &Known<'_>, usage: &Usage, a: u32, b: u32, turned: bool) -> Option<Verdict> {
    let (shared, fewer) = (usage.shared(a, b, turned), usage.count(a).min(usage.count(b)).max(1));
    let crossed = usage.shared(a, b, !turned);
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let share = shared as f32 / fewer as f32;
    let tie = tie(Lexicon::shipped(), &Phrase::read(known.predicate_text(a)), &Phrase::read(known.predicate_text(b)), turned);
    let told_of_both = ENOUGH_SHARED <= shared && ENOUGH_SHARE <= share;
    let sure = match tie {
        Tie::Opposed => return None,
        // What both ways round has the same pairs is read from both sides: a tie of another sort.
        _ if 0 < crossed && shared <= 2 * crossed => return None,
        Tie::Same => true,
        Tie::Near if told_of_both => true,
        Tie::Near if 1 < shared => false,
        Tie::None if WORTH_ASKING <= shared && WORTH_SHARE <= share => false,
        Tie::Near | Tie::None => return None,
    };
    let (alias, into) = direction(known, usage, a, b, turned)?;
    Some(Verdict { alias, into, turned, sure, shared, tie })
}

/// Which of two gives way: the one that nobody told of; else the one used less.
fn direction(known: &Known<'_>, usage: &Usage, a: u32, b: u32, turned: bool) -> Option<(u32, u32)> {
    let rank = |predicate: u32| (!is_free(known, predicate), usage.count(predicate), std::cmp::Reverse(known.predicate_text(predicate)));
    let (alias, into) = if rank(a) < rank(b) { (a, b) } else { (b, a) };
    // The sides are changed by the schema of the one that stays: it must have none yet, for it has room for one only.
    let room = !turned || known.schema(into).is_none_or(|schema| schema.schema.inverse_of.is_none() && !schema.schema.symmetric);
    (is_free(known, alias) && room).then_some((alias, into))
}

impl Verdict {
    fn proposal(&self, known: &Known<'_>) -> Option<Proposal> {
        let (alias, into) = (known.predicate_text(self.alias), known.predicate_text(self.into));
        let changed = if self.turned { self.into } else { self.alias };
        let before = known.schema(changed);
        let schema = if self.turned {
            let kept = before.map_or_else(|| Schema::many(into), |schema| Schema::clone(&schema.schema));
            Schema { name: into.to_owned(), inverse_of: Some(alias.to_owned()), ..kept }
        } else {
            Schema { same_as: Some(into.to_owned()), ..Schema::many(alias) }
        };
        schema.check().ok()?;
        let operation = Operation::Predicate(schema);
        let rule = match self.tie {
            Tie::Same => "same_words",
            Tie::Near => "near_words_and_same_pairs",
            Tie::None | Tie::Opposed => "same_pairs",
        };
        let how = if self.turned { "say the same with the sides changed" } else { "say the same" };
        let may = if self.sure { "" } else { "may " };
        let finding = Finding {
            key: pair_key(if self.turned { "inverse" } else { "join" }, alias, into),
            kind: if self.turned { FindingKind::InversePredicate } else { FindingKind::SamePredicate },
            outcome: if self.sure { Outcome::Done } else { Outcome::Review },
            reason: clip(&format!("`{alias}` and `{into}` {may}{how}: {} pairs are told under both", self.shared)),
            rule: rule.into(),
            confidence: if self.sure { 0.95 } else { 0.5 },
            claims: Vec::new(),
            gave_way: Vec::new(),
            proposes: known.wire(std::slice::from_ref(&operation)),
        };
        let operations = if self.sure { vec![operation] } else { Vec::new() };
        let name = if self.turned { into } else { alias };
        Some(Proposal { operations, schema: Some((name.to_owned(), before.and_then(|schema| schema.told_in))), ..Proposal::of(finding) })
    }
}

//! Lives: nobody works after they have died, does anything before they are born, or is older than their parents.

use asof_graph::{Belief, Direction};
use asof_model::{Claim, Finding, FindingKind, Instant, Kind, Operation, Outcome, Point, Statement};
use asof_timeline::{Assertion, Shape};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    known::{Known, SOURCE, clip, date},
    pass::{Cancelled, Pass, Progress, Proposal, Watch},
    scope::Scope,
};

/// What one has to be alive for: states that end with a life at the latest.
const OF_THE_LIVING: [&str; 38] = [
    "lives_in",
    "works_at",
    "works_in",
    "job_title",
    "studies_at",
    "studies",
    "spouse_of",
    "engaged_to",
    "partner_of",
    "member_of",
    "manages",
    "reports_to",
    "colleague_of",
    "neighbour_of",
    "lives_with",
    "friend_of",
    "mentor_of",
    "teaches",
    "coach_of",
    "ceo_of",
    "president_of",
    "prime_minister_of",
    "governor_of",
    "mayor_of",
    "attorney_general_of",
    "head_of",
    "located_at",
    "feels",
    "likes",
    "dislikes",
    "prefers",
    "wants",
    "plans",
    "needs",
    "plays",
    "practises",
    "does_regularly",
    "uses",
];
/// What one has to be alive for: things one does.
const DEEDS: [&str; 6] = ["visited", "attended", "graduated_from", "founded", "won", "moved_to"];
/// Looks at so many facts of one life.
const LONG_LIFE: usize = 2_000;
const ALWAYS: (i64, i64) = (i64::MIN, i64::MAX);
/// Births and deaths below this confidence, or trust, are not taken for sure.
const SURE: f32 = 0.5;

/// When a life began or ended, by which claim; and whether claims agree about it.
#[derive(Clone, Copy, Debug)]
struct Bound {
    point: Point,
    claim: u32,
    sure: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Life {
    born: Option<Bound>,
    died: Option<Bound>,
}

/// Checks the lives that the scope is about.
pub(crate) fn check(known: &Known<'_>, scope: &Scope, pass: &mut Pass, watch: Watch<'_>) -> Result<(), Cancelled> {
    let checker = Checker::new(known);
    let lives = checker.lives(scope);
    for (done, &(entity, life)) in lives.iter().enumerate() {
        if done % 1_024 == 0 && !watch(Progress { stage: "lives", done: done as u64, total: lives.len() as u64 }) {
            return Err(Cancelled);
        }
        checker.life(entity, life, pass);
    }
    Ok(())
}

struct Checker<'k, 'g> {
    known: &'k Known<'g>,
    living: FxHashSet<u32>,
    deeds: FxHashSet<u32>,
    born: Vec<u32>,
    died: Vec<u32>,
    died_somehow: Vec<u32>,
    parent: Option<u32>,
}

impl<'k, 'g> Checker<'k, 'g> {
    fn new(known: &'k Known<'g>) -> Self {
        let all = |names: &[&str]| names.iter().filter_map(|name| known.predicate(name)).collect();
        Self {
            known,
            living: OF_THE_LIVING.iter().filter_map(|name| known.predicate(name)).collect(),
            deeds: DEEDS.iter().filter_map(|name| known.predicate(name)).collect(),
            born: all(&["born_on"]),
            died: all(&["died_on"]),
            died_somehow: all(&["died_in", "died", "cause_of_death"]),
            parent: known.predicate("parent_of"),
        }
    }

    /// The lives of the scope's entities, in order, of which a bound is known.
    fn lives(&self, scope: &Scope) -> Vec<(u32, Life)> {
        if [&self.born, &self.died, &self.died_somehow].iter().all(|predicates| predicates.is_empty()) {
            return Vec::new();
        }
        let mut lives: FxHashMap<u32, Life> = FxHashMap::default();
        let lived = scope.entities.iter().map(|&entity| (entity, self.life_of(entity)));
        lives.extend(lived.filter(|(_, life)| life.born.is_some() || life.died.is_some()));
        let mut lives: Vec<(u32, Life)> = lives.into_iter().collect();
        lives.sort_unstable_by_key(|(entity, _)| *entity);
        lives
    }

    fn life_of(&self, entity: u32) -> Life {
        let graph = self.known.graph;
        let mut life = Life::default();
        let members = if graph.is_unmerged() { vec![entity] } else { graph.members(entity, u32::MAX) };
        for member in members {
            let rows = |predicates: &[u32]| -> Vec<Assertion> {
                let rows = predicates.iter().flat_map(|&predicate| graph.assertions_of(member, predicate));
                rows.filter(|row| row.off == u32::MAX && !matches!(row.shape, Shape::Deny | Shape::DenySpan | Shape::Stop))
                    .copied()
                    .collect()
            };
            for row in rows(&self.born) {
                self.bound(&mut life.born, self.named(&row), row.claim);
            }
            for row in rows(&self.died) {
                self.bound(&mut life.died, self.named(&row), row.claim);
            }
            if life.died.is_none() {
                for row in rows(&self.died_somehow).into_iter().filter(|row| !row.undated) {
                    let (lo, hi) = row.point();
                    let point = Instant::from_micros(lo).zip(Instant::from_micros(hi)).and_then(|(lo, hi)| Point::new(lo, hi).ok());
                    self.bound(&mut life.died, point, row.claim);
                }
            }
        }
        life
    }

    /// The date that an object names.
    fn named(&self, row: &Assertion) -> Option<Point> {
        self.known.text(row.value).parse().ok()
    }

    fn bound(&self, bound: &mut Option<Bound>, point: Option<Point>, claim: u32) {
        let (Some(point), Some(meta)) = (point, self.known.graph.claim(claim)) else { return };
        let sure = SURE <= meta.trust && SURE <= meta.confidence;
        *bound = Some(match *bound {
            None => Bound { point, claim, sure },
            // Two ways to tell one date agree if one lies within the other; else nothing is sure.
            Some(known) => Bound { sure: (known.sure || sure) && nested(known.point, point), ..known },
        });
    }

    fn life(&self, entity: u32, life: Life, pass: &mut Pass) {
        let both = life.born.zip(life.died);
        if let Some((born, died)) = both.filter(|(born, died)| died.point.reach() <= born.point.lo().micros()) {
            let reason = format!("{} died on {} and was born on {}", self.known.text(entity), died.point, born.point);
            self.ask("died_before_born", &reason, [born.claim, died.claim], pass);
            return;
        }
        if LONG_LIFE < self.known.view.claims_about(entity) {
            pass.unlisted += 1;
            return;
        }
        for belief in self.known.view.beliefs(entity, Direction::Outgoing, None, ALWAYS) {
            if let Some(died) = life.died {
                self.after_death(&belief, died, pass);
            }
            if let Some(born) = life.born {
                self.before_birth(&belief, born, pass);
            }
            if Some(belief.predicate) == self.parent {
                self.parent(&belief, life, pass);
            }
        }
    }

    fn after_death(&self, belief: &Belief, died: Bound, pass: &mut Pass) {
        let (living, deed) = (self.living.contains(&belief.predicate), belief.event && self.deeds.contains(&belief.predicate));
        let over = died.point.reach();
        let dated = belief.from.is_some();
        let Some(&first) = belief.claims.first() else { return };
        if (living || deed) && dated && over <= belief.lo {
            let reason = format!("{} from {}, and died on {}", self.says(belief), date(belief.from), died.point);
            self.ask("after_death", &reason, [died.claim, first], pass);
        } else if living && !belief.event && !dated && over <= belief.lo {
            self.undated(belief, died, first, pass);
        } else if living && !belief.event && belief.lo < over && over < belief.hi && died.sure {
            self.end(belief, died, first, pass);
        }
    }

    /// Told without a date after a death: it may have been so until then.
    fn undated(&self, belief: &Belief, died: Bound, first: u32, pass: &mut Pass) {
        let reason = format!("{}, as told without a date, and died on {}", self.says(belief), died.point);
        let Some(claim) = self.ended(first, died) else { return };
        let reason_why = Some("it can only have been so until the death".into());
        let operation =
            Operation::Correct { target: self.known.id(first), statement: Statement::new(claim).source(SOURCE), reason: reason_why };
        self.ask_for("told_after_death", &reason, &[died.claim, first], &operation, pass);
    }

    /// What a claim says, ended by a death.
    fn ended(&self, claim: u32, died: Bound) -> Option<Claim> {
        let graph = self.known.graph;
        let meta = graph.claim(claim)?;
        Some(Claim {
            subject: graph.entity_text(meta.subject).to_owned(),
            predicate: graph.predicate_text(meta.predicate).to_owned(),
            object: graph.object(meta.object),
            kind: Kind::Ends,
            from: Some(died.point),
            to: asof_model::End::Unknown,
        })
    }

    /// What one has to be alive for ended with the life at the latest.
    fn end(&self, belief: &Belief, died: Bound, first: u32, pass: &mut Pass) {
        let known = self.known;
        let (death, begun) = (known.id(died.claim), known.id(first));
        let id = clip(&format!("asof:end:{begun}:{death}"));
        let Some(claim) = self.ended(first, died) else { return };
        // Both: without the beginning, an end alone would say that it was so before.
        let supports = vec![death.clone(), begun.clone()];
        let statement = Statement { id: Some(id), supports, occurred_at: Some(died.point), ..Statement::new(claim).source(SOURCE) };
        let operation = Operation::Claim(statement);
        let finding = Finding {
            key: clip(&format!("end {begun} {death}")),
            kind: FindingKind::ImpossibleInterval,
            outcome: Outcome::Done,
            reason: clip(&format!("{}: it ended on {} at the latest, with a death", self.says(belief), died.point)),
            rule: "ends_with_death".into(),
            confidence: 0.95,
            claims: known.ids([died.claim]),
            gave_way: known.ids([first]),
            proposes: known.wire(std::slice::from_ref(&operation)),
        };
        pass.proposals.push(Proposal { operations: vec![operation], evidence: vec![died.claim, first], ..Proposal::of(finding) });
    }

    fn before_birth(&self, belief: &Belief, born: Bound, pass: &mut Pass) {
        let does = self.living.contains(&belief.predicate) || self.deeds.contains(&belief.predicate);
        let until = if belief.event { belief.hi } else { belief.from.map_or(i64::MAX, Point::reach) };
        if let (true, Some(from), Some(&first)) = (does && until <= born.point.lo().micros(), belief.from, belief.claims.first()) {
            let reason = format!("{} from {}, and was born on {}", self.says(belief), from, born.point);
            self.ask("before_birth", &reason, [born.claim, first], pass);
        }
    }

    fn parent(&self, belief: &Belief, life: Life, pass: &mut Pass) {
        let child = self.life_of(belief.object);
        let (Some(&told), Some(child_born)) = (belief.claims.first(), child.born) else { return };
        if let Some(born) = life.born.filter(|born| child_born.point.reach() <= born.point.lo().micros()) {
            let reason = format!("{}, who was born on {}, before the parent on {}", self.says(belief), child_born.point, born.point);
            self.ask("child_older_than_parent", &reason, [told, child_born.claim, born.claim], pass);
        }
    }

    fn says(&self, belief: &Belief) -> String {
        let known = self.known;
        format!("{} {} {}", known.text(belief.subject), known.predicate_text(belief.predicate), known.text(belief.object))
    }

    /// Something is wrong, and a person has to say what: accepting takes back the last of the claims.
    fn ask<const N: usize>(&self, rule: &str, reason: &str, claims: [u32; N], pass: &mut Pass) {
        let Some(target) = claims.last().map(|&claim| self.known.id(claim)) else { return };
        let operation = Operation::Retract { target, reason: Some("it cannot have been then".into()) };
        self.ask_for(rule, reason, &claims, &operation, pass);
    }

    fn ask_for(&self, rule: &str, reason: &str, claims: &[u32], operation: &Operation, pass: &mut Pass) {
        let known = self.known;
        let ids = known.ids(claims.iter().copied());
        let finding = Finding {
            key: clip(&format!("impossible {rule} {}", ids.join(" "))),
            kind: FindingKind::ImpossibleInterval,
            outcome: Outcome::Review,
            reason: clip(reason),
            rule: rule.into(),
            confidence: 0.5,
            gave_way: ids.last().cloned().into_iter().collect(),
            claims: ids,
            proposes: known.wire(std::slice::from_ref(operation)),
        };
        pass.proposals.push(Proposal { evidence: claims.to_vec(), ..Proposal::of(finding) });
    }
}

fn nested(a: Point, b: Point) -> bool {
    let within = |a: Point, b: Point| b.lo() <= a.lo() && a.reach() <= b.reach();
    within(a, b) || within(b, a)
}

//! Patterns: what is done or said again and again becomes an observation, a claim that rests on its evidence.

use asof_derive::patterns::{Kind as Told, Object as Of, Occasion, Options, Pattern, State, observe as patterns};
use asof_model::{Claim, Finding, FindingKind, Instant, Kind, MOST_EVIDENCE, Object, Operation, Outcome, Point, Scalar, Statement};
use asof_timeline::Shape;

use crate::{
    derivation::hash,
    known::{Known, SOURCE, clip},
    pass::{Cancelled, Pass, Progress, Proposal, Watch},
    scope::Scope,
};

/// The predicate of observations: from whom to what is observed, in words.
pub const PREDICATE: &str = "does_regularly";
/// What the ids of observations start with.
const PREFIX: &str = "asof:observed:";
/// What people say of themselves again and again.
const SAYINGS: [&str; 5] = ["prefers", "likes", "dislikes", "wants", "interested_in"];
/// So many occasions of one entity are looked at.
const MOST_OCCASIONS: usize = 20_000;

/// Observes what the entities of the scope do and say.
pub(crate) fn observe(known: &Known<'_>, scope: &Scope, now: i64, pass: &mut Pass, watch: Watch<'_>) -> Result<(), Cancelled> {
    if !watch(Progress { stage: "patterns", done: 0, total: 1 }) {
        return Err(Cancelled);
    }
    let sayings: Vec<u32> = SAYINGS.iter().filter_map(|name| known.predicate(name)).collect();
    let mut subjects: Vec<u32> =
        scope.claims.iter().filter_map(|&claim| known.graph.claim(claim)).map(|meta| known.view.root(meta.subject)).collect();
    subjects.sort_unstable();
    subjects.dedup();
    let mut occasions = Vec::new();
    for subject in subjects {
        occasions.extend(occasions_of(known, subject, &sayings));
    }
    for pattern in patterns(&occasions, &Options::at(now)) {
        pass.proposals.extend(observation(known, &pattern));
    }
    Ok(())
}

fn occasions_of(known: &Known<'_>, subject: u32, sayings: &[u32]) -> Vec<Occasion> {
    let graph = known.graph;
    let members = if graph.is_unmerged() { vec![subject] } else { graph.members(subject, u32::MAX) };
    let rows = members.iter().flat_map(|&member| graph.assertions(member)).filter(|row| row.off == u32::MAX);
    let occasion = |row: &asof_timeline::Assertion| {
        let (predicate, turned) = known.schemas.canonical(row.key);
        let kind = match row.shape {
            Shape::Event => Told::Deed,
            Shape::Start | Shape::Span if sayings.contains(&predicate) => Told::Saying,
            Shape::Start | Shape::Span | Shape::Stop | Shape::Deny | Shape::DenySpan => return None,
        };
        let (lo, hi) = if kind == Told::Saying {
            let said = graph.claim(row.claim)?.said;
            (said.lo().micros(), said.hi().micros())
        } else {
            row.point()
        };
        let session = graph.passage(row.claim).map(|(episode, _)| episode);
        let object = Of::Entity(known.view.root(row.value));
        (!turned).then_some(Occasion { subject, predicate, object, lo, hi, session, claim: row.claim, kind })
    };
    rows.filter_map(occasion).take(MOST_OCCASIONS).collect()
}

/// What is observed as a claim, unless it is told as it now is; or its end, when it has faded.
fn observation(known: &Known<'_>, pattern: &Pattern) -> Option<Proposal> {
    let graph = known.graph;
    let phrase = pattern.phrase(|predicate, object| {
        let verb = known.predicate_text(predicate).replace('_', " ");
        match object {
            Of::Entity(object) => format!("{verb} {}", known.text(object)),
            Of::None | Of::Text(_) => verb,
        }
    });
    let subject = graph.entity_text(pattern.subject);
    let base = format!("{PREFIX}{:016x}", hash(&(subject, &phrase)));
    let over = pattern.state == State::Stale;
    let last = day(pattern.last_seen)?;
    // Seen again, it is told again: so it is confirmed later. Told once for a day, it is not told twice.
    let id = clip(&format!("{base}:{}{}", if over { "over:" } else { "" }, last));
    let told = |id: &str| graph.claim_number(id).is_some();
    let never_told = !(told(&format!("{base}:{last}")));
    if told(&id) || over && never_told {
        return None;
    }
    let evidence: Vec<u32> = pattern.claims.iter().rev().take(MOST_EVIDENCE).copied().collect();
    let claim = Claim {
        object: Object::Value { value: Scalar::Text(clip(&phrase)), unit: None },
        kind: if over { Kind::Ends } else { Kind::Holds },
        from: if over { Some(last) } else { day(pattern.first_seen) },
        ..Claim::new(subject, PREDICATE, "")
    };
    let counts = format!(
        "{} times on {} days, first {}, last {last}: {}",
        pattern.count,
        pattern.days,
        day(pattern.first_seen)?,
        state(pattern.state)
    );
    let statement = Statement {
        id: Some(id),
        supports: known.ids(evidence.iter().copied()),
        occurred_at: Some(last),
        confidence: pattern.strength.clamp(0.0, 1.0),
        ..Statement::new(claim).source(SOURCE)
    };
    let operation = Operation::Claim(statement);
    let finding = Finding {
        key: clip(&format!("pattern {base}:{last} {}", state(pattern.state))),
        kind: FindingKind::Pattern,
        outcome: Outcome::Done,
        reason: clip(&format!("{subject} {phrase}: {counts}")),
        rule: if over { "faded" } else { "repeated" }.into(),
        confidence: pattern.strength.clamp(0.0, 1.0),
        claims: known.ids(evidence.iter().copied()),
        gave_way: Vec::new(),
        proposes: known.wire(std::slice::from_ref(&operation)),
    };
    Some(Proposal { operations: vec![operation], evidence, ..Proposal::of(finding) })
}

fn state(state: State) -> &'static str {
    match state {
        State::Stable => "stable",
        State::Current => "current",
        State::Fading => "fading",
        State::Stale => "stale",
    }
}

fn day(micros: i64) -> Option<Point> {
    const DAY: i64 = 86_400_000_000;
    let start = micros.div_euclid(DAY).checked_mul(DAY)?;
    Point::new(Instant::from_micros(start)?, Instant::from_micros(start.checked_add(DAY)?)?).ok()
}

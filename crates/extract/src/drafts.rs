//! Claims in the making: subject, meaning and object are known, and their place in time is worked out here.

use std::sync::LazyLock;

use asof_model::{BUILT_IN, Claim, Kind, Object, Scalar, Schema, read_schemas};

use crate::{
    Diagnostic, Found, Reason,
    clause::{Clause, Link},
    discourse::Referent,
    force::Force,
    governor::Governor,
    placing::{Asked, place},
    scene::Scene,
    verb::{Group, Tense},
    vocabulary::{Meaning, Means},
    when::{Span, ToldIn, When},
};

/// What the core vocabulary's predicates may say: nobody stops being a sister.
static SCHEMAS: LazyLock<Vec<Schema>> = LazyLock::new(|| read_schemas(BUILT_IN).unwrap_or_default());

/// How sure the reader is of a claim that is told plainly.
const PLAIN: f32 = 0.9;

/// What is so of these usually ends when it is told as past.
const PASSING: &[&str] = &[
    "lives_in",
    "lives_with",
    "works_at",
    "works_in",
    "job_title",
    "studies_at",
    "studies",
    "member_of",
    "owns",
    "has_pet",
    "spouse_of",
    "partner_of",
    "engaged_to",
    "uses",
    "manages",
    "headquartered_in",
    "capital_of",
    "part_of",
    "colleague_of",
    "neighbour_of",
];

/// The claims and what was left alone, of one sentence.
#[derive(Debug, Default)]
pub struct Drafts {
    pub found: Vec<Found>,
    pub left: Vec<Reason>,
}

/// A claim of a clause before it is placed in time.
#[derive(Clone, Debug)]
pub struct Draft<'d> {
    pub subject: &'d Referent,
    pub meaning: Meaning,
    pub object: Object,
    pub sure: f32,
}

impl Drafts {
    /// Places a draft in the time of its clause and keeps it, or the reason why it was left alone.
    pub fn tell(&mut self, scene: &Scene<'_>, index: usize, draft: Draft<'_>) {
        let clause = &scene.clauses[index];
        let draft = fitted(draft);
        let (group, means, sure) = aspect(&scene.forces[index], clause, scene, draft.meaning.means);
        let when = scene.when(index, ToldIn::of(&group));
        if means == Means::Happen && is_plan(scene, index, &group, &when) {
            return self.plan(scene, index, draft.subject, sure);
        }
        let means = if is_occasion(&draft.meaning, &draft.object, &group, &when) { Means::Happen } else { means };
        if when.adrift {
            self.left.push(Reason::NoReferenceDate);
        }
        let passing =
            PASSING.contains(&draft.meaning.predicate.as_str()) || draft.meaning.predicate.ends_with("_of") && !draft.meaning.core;
        match place(&Asked { means, group: &group, when: &when, said: scene.said, passing, core: draft.meaning.core }) {
            Ok(placed) => {
                let confidence = (PLAIN * sure * placed.sure * draft.sure * draft.subject.sure).clamp(0.05, 1.0);
                let claim = Claim { kind: placed.kind, from: placed.from, to: placed.to, ..plain(&draft) };
                self.keep(claim, confidence);
                if let Some(recurs) = when.recurs.as_ref().filter(|_| !speaks_of_it(scene, clause)) {
                    let over = if placed.kind == Kind::Ends { Kind::Ends } else { Kind::Holds };
                    self.keep(Claim { kind: over, ..regular(scene, clause, draft.subject, recurs) }, confidence);
                }
            }
            Err(Reason::Future) if !matches!(group.tense, Tense::Past | Tense::Perfect) => self.plan(scene, index, draft.subject, sure),
            Err(reason) => self.left.push(reason),
        }
    }

    /// What somebody is about to do, if it is their own plan.
    fn plan(&mut self, scene: &Scene<'_>, index: usize, subject: &Referent, sure: f32) {
        if intends(scene, index, subject) {
            let phrase = scene.verb_phrase(&scene.clauses[index]);
            self.keep(text_claim(subject, "plans", phrase), PLAIN * sure * 0.9 * subject.sure);
        } else {
            self.left.push(Reason::Future);
        }
    }

    /// Keeps a claim that is well formed and not there yet.
    pub fn keep(&mut self, claim: Claim, confidence: f32) {
        let known = self.found.iter().any(|found| found.claim == claim);
        let schema = SCHEMAS.iter().find(|schema| schema.name == claim.predicate);
        if !known && claim.check().is_ok() && schema.is_none_or(|schema| schema.accepts(&claim).is_ok()) {
            self.found.push(Found { claim, span: (0, 0), confidence, corrects: None, said: None });
        }
    }
}

/// "Then I'm moving to the other ward": what is over as soon as it is done is not going on.
fn is_plan(scene: &Scene<'_>, index: usize, group: &Group, when: &When) -> bool {
    const OVER: &[&str] = &[
        "move", "leave", "go", "come", "fly", "arrive", "return", "land", "depart", "quit", "resign", "retire", "marry", "bring", "attend",
        "host",
    ];
    let clause = &scene.clauses[index];
    let verb = OVER.contains(&scene.tree.lemma(clause.head)) && clause.particle.is_none();
    let now = group.tense == Tense::Present && group.progressive && !group.ongoing && !group.negated;
    verb && now && clause.copula.is_none() && when.span == Span::Unsaid && when.recurs.is_none()
}

/// What somebody has once, and is over then.
const EVENTS: &[&str] = &[
    "stroke",
    "surgery",
    "operation",
    "accident",
    "baby",
    "attack",
    "fight",
    "argument",
    "meeting",
    "party",
    "dinner",
    "lunch",
    "breakfast",
    "talk",
    "conversation",
    "chat",
    "seizure",
    "miscarriage",
    "picnic",
    "interview",
    "appointment",
    "blast",
    "time",
    "day",
    "week",
    "weekend",
    "trip",
    "wedding",
    "fall",
    "crash",
    "exam",
    "date",
    "barbecue",
    "MRI",
    "checkup",
    "test",
    "ceremony",
    "recital",
    "concert",
    "replacement",
    "bypass",
    "relapse",
    "adventure",
    "scare",
    "setback",
    "breakdown",
    "haircut",
    "massage",
    "injection",
    "vaccination",
    "reunion",
    "breakup",
    "sleepover",
    "rehearsal",
    "audition",
    "transplant",
    "biopsy",
    "scan",
    "nap",
    "dream",
    "nightmare",
    "call",
    "encounter",
    "visit",
    "gathering",
    "celebration",
    "lesson",
    "session",
    "tournament",
    "performance",
    "gig",
    "race",
];

/// "had a picnic on Friday" happened; "had a car in 2019" held.
fn is_occasion(meaning: &Meaning, object: &Object, group: &Group, when: &When) -> bool {
    const FORTNIGHT: i64 = 15 * 86_400_000_000;
    let narrow = matches!(when.span, Span::At(point) if point.hi().micros() - point.lo().micros() < FORTNIGHT);
    let had = narrow && matches!(meaning.predicate.as_str(), "has" | "run" | "lead" | "hold" | "plays");
    // "sold a table to a couple yesterday"
    const TRADE: &[&str] = &["sell", "offer", "serve", "cover", "support", "miss", "hold", "lead", "cost", "fit", "control", "feature"];
    let deal = narrow && !meaning.core && meaning.predicate.split('_').next().is_some_and(|verb| TRADE.contains(&verb));
    let had = had || deal;
    let event = meaning.predicate == "has" && object.text().rsplit(' ').next().is_some_and(|noun| EVENTS.contains(&noun));
    // "We're having a barbecue"
    let having = meaning.predicate == "has" && (group.progressive || event && narrow);
    having || group.tense == Tense::Past && (had || event)
}

/// Companies do not live where they are.
fn fitted(draft: Draft<'_>) -> Draft<'_> {
    let company = draft.meaning.predicate == "lives_in" && draft.subject.name.split(' ').any(crate::kin::is_organisation);
    if company { Draft { meaning: Meaning { predicate: "headquartered_in".into(), ..draft.meaning }, ..draft } } else { draft }
}

/// Whether what lies ahead is somebody's own plan, as in "I'm going to paint"; "it will help you" is none.
fn intends(scene: &Scene<'_>, index: usize, subject: &Referent) -> bool {
    let clause = &scene.clauses[index];
    let own = matches!(clause.link, Link::Main | Link::Joined) && clause.copula.is_none() && !clause.group.negated && !clause.group.passive;
    let you = clause.subjects.iter().any(|&at| scene.tree.is_one(at, &["you"]));
    own && !you && subject.person && subject.named && (clause.group.progressive || !crate::deed::is_stative(scene.tree.lemma(clause.head)))
}

/// Subject, predicate and object, the right way round.
fn plain(draft: &Draft<'_>) -> Claim {
    let claim = Claim { object: draft.object.clone(), ..Claim::new(&draft.subject.name, &draft.meaning.predicate, "") };
    match (draft.meaning.inverse, &draft.object) {
        (true, Object::Entity(name)) => Claim { subject: name.clone(), object: Object::Entity(draft.subject.name.clone()), ..claim },
        (_, Object::Entity(_) | Object::Value { .. }) => claim,
    }
}

/// A claim whose object is text and no entity.
pub fn text_claim(subject: &Referent, predicate: &str, text: String) -> Claim {
    let object = Object::Value { value: Scalar::Text(text), unit: None };
    Claim { object, kind: Kind::Holds, ..Claim::new(&subject.name, predicate, "") }
}

/// "get them once a month": words that say nothing without those before them.
fn speaks_of_it(scene: &Scene<'_>, clause: &Clause) -> bool {
    let obliques = clause.obliques.iter().map(|oblique| &oblique.head);
    clause.objects.iter().chain(obliques).any(|&at| scene.tree.is_one(at, &["it", "them", "him", "her", "this", "that"]))
}

fn regular(scene: &Scene<'_>, clause: &Clause, subject: &Referent, recurs: &str) -> Claim {
    text_claim(subject, "does_regularly", format!("{}, {recurs}", scene.verb_phrase(clause)))
}

/// What "started", "stopped" and "kept" make of the verb that follows them, told in their tense.
fn aspect(force: &Force, clause: &Clause, scene: &Scene<'_>, means: Means) -> (Group, Means, f32) {
    let outer = |clause: &Clause| clause.parent.map_or(clause.group, |parent| scene.clauses[parent].group);
    match force {
        Force::Aspect(governor, sure) => {
            let group = Group { negated: outer(clause).negated, ..outer(clause) };
            match (governor, means) {
                (Governor::UsedTo, _) => (Group { tense: Tense::Past, used_to: true, ..group }, Means::State, *sure),
                (Governor::End, Means::Begin) => (group, means, *sure),
                // "finished painting the wall"
                (Governor::End, Means::Happen) if finishes(clause, scene) => (group, means, *sure),
                (Governor::End, _) => (group, Means::End, *sure),
                (Governor::Fail, _) => (Group { negated: true, ..group }, means, *sure),
                (Governor::Begin, Means::State | Means::Happen) => (group, Means::Begin, *sure),
                (Governor::Go, Means::Happen) => (Group { tense: Tense::Present, ..group }, Means::State, *sure),
                (_, means) => (group, means, *sure),
            }
        }
        Force::Told(sure) if clause.group.tense == Tense::None && clause.parent.is_some() => {
            let parent = outer(clause);
            let group = Group {
                tense: parent.tense,
                negated: clause.group.negated || parent.negated && clause.link == Link::Content,
                ..clause.group
            };
            (group, means, *sure)
        }
        Force::Told(sure) => (clause.group, means, *sure),
        Force::Open(_) | Force::Content => (clause.group, means, 0.0),
    }
}

fn finishes(clause: &Clause, scene: &Scene<'_>) -> bool {
    clause.parent.is_some_and(|parent| scene.tree.lemma(scene.clauses[parent].head) == "finish")
}

impl Diagnostic {
    /// A sentence left alone.
    #[must_use]
    pub fn new(span: (u32, u32), reason: Reason) -> Self {
        Self { span, reason, detail: None }
    }
}

//! Working rules: "always deploy from main", "never e-mail customers directly". They are kept apart from facts about the world.

use asof_derive::instructions::{Reader, Speaker};
use asof_graph::Episode;
use asof_model::{Claim, Finding, FindingKind, Object, Operation, Outcome, Scalar, Statement};

use crate::{
    derivation::hash,
    known::{Known, SOURCE, clip},
    pass::{Cancelled, Pass, Progress, Proposal, Watch},
    scope::Scope,
};

/// The predicate of working rules: from whoever lays it down to the rule, in words.
pub const INSTRUCTION: &str = "follows_rule";
/// What the ids of their claims start with.
const PREFIX: &str = "asof:rule:";
/// Who lays down a rule, where nobody is named.
const USER: &str = "user";
/// Texts longer than this, in bytes, are documents and not somebody speaking.
const LONGEST: usize = 20_000;
/// One of these is in every rule: a text without them is not read.
const CUES: [&str; 16] = [
    "always",
    "never",
    "don't",
    "don\u{2019}t",
    "do not",
    "please",
    "make sure",
    "prefer",
    "must",
    "should",
    "avoid",
    "only",
    "ensure",
    "remember to",
    "from now on",
    "every time",
];

/// Reads the texts that were told since for working rules.
pub(crate) fn read(known: &Known<'_>, scope: &Scope, pass: &mut Pass, watch: Watch<'_>) -> Result<(), Cancelled> {
    let reader = Reader::new();
    let total = scope.episodes.len() as u64;
    for (done, number) in (0_u64..).zip(scope.episodes.clone()) {
        if done % 64 == 0 && !watch(Progress { stage: "instructions", done, total }) {
            return Err(Cancelled);
        }
        let shown = known.graph.keeps_episode(number, u32::MAX);
        if let Some(episode) = known.graph.episode(number).filter(|episode| shown && may_rule(&episode.text)) {
            rules_in(known, &reader, episode, pass);
        }
    }
    Ok(())
}

fn may_rule(text: &str) -> bool {
    if LONGEST < text.len() {
        return false;
    }
    let lower = text.to_lowercase();
    CUES.iter().any(|cue| lower.contains(cue))
}

fn rules_in(known: &Known<'_>, reader: &Reader, episode: &Episode, pass: &mut Pass) {
    let graph = known.graph;
    let source = episode.source.map(|source| graph.source_text(source));
    if source.is_some_and(|source| source.starts_with("asof:")) {
        return;
    }
    let name = episode.speaker.map(|speaker| graph.source_text(speaker));
    let speaker = match name.map(str::to_lowercase).as_deref() {
        None | Some(USER) => Speaker::User,
        Some("assistant" | "system" | "developer" | "tool") => return,
        Some(_) => Speaker::Other,
    };
    for (span, rule) in reader.all(&episode.text, speaker) {
        let text = clip(&rule.to_string());
        let id = format!("{PREFIX}{:016x}", hash(&(&*episode.id, span, &text)));
        if graph.claim_number(&id).is_some() {
            continue;
        }
        let subject = name.unwrap_or(USER);
        let claim =
            Claim { object: Object::Value { value: Scalar::Text(text.clone()), unit: None }, ..Claim::new(subject, INSTRUCTION, "") };
        let bytes = u32::try_from(span.0).ok().zip(u32::try_from(span.1).ok());
        let episode_id = Some(episode.id.to_string());
        let statement = Statement { id: Some(id.clone()), episode: episode_id, span: bytes, ..Statement::new(claim).source(SOURCE) };
        let operation = Operation::Claim(statement);
        let finding = Finding {
            key: format!("rule {id}"),
            kind: FindingKind::Instruction,
            outcome: Outcome::Done,
            reason: clip(&format!("{subject}: {text}")),
            rule: "said_as_a_rule".into(),
            confidence: 0.9,
            claims: Vec::new(),
            gave_way: Vec::new(),
            proposes: known.wire(std::slice::from_ref(&operation)),
        };
        pass.proposals.push(Proposal { operations: vec![operation], quiet: true, ..Proposal::of(finding) });
    }
}

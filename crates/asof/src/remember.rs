//! Remembering text: an episode is kept as it came, and what the extractor reads in it is told as claims.

use asof_extract::{Context, Diagnostic, Extractor, Found};
use asof_model::{Claim, End, Operation, Point, Statement};

use crate::{error::Result, memory::Memory, report::Report, snapshot::Snapshot};

/// A text to remember.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The text.
    pub text: String,
    /// The date that "yesterday" refers to; now, if absent.
    pub occurred_at: Option<Point>,
    /// Who speaks.
    pub speaker: Option<String>,
    /// Where it came from.
    pub source: Option<String>,
    /// Its id.
    pub id: Option<String>,
}

/// What came of a text.
#[derive(Debug)]
pub struct Remembered {
    /// What it changed.
    pub report: Report,
    /// The sentences that were left alone, and why.
    pub left_alone: Vec<Diagnostic>,
}

impl Memory {
    /// Remembers a text: the episode, and the claims that the extractor reads in it.
    ///
    /// # Errors
    /// As [`Memory::tell`].
    pub fn remember(&self, text: &Text, extractor: &dyn Extractor) -> Result<Remembered> {
        let occurred_at = text.occurred_at.unwrap_or(Point::at(self.now().0));
        let context = Context { occurred_at: Some(occurred_at), speaker: text.speaker.as_deref(), ..Context::default() };
        let extraction = extractor.extract(&text.text, &context);
        let snapshot = self.snapshot();
        let id = text.id.clone().unwrap_or_else(|| format!("e~{}", snapshot.stats().episodes));
        let claims = extraction.found.into_iter().flat_map(|found| operations(self, &snapshot, found, text, &id));
        let episode = Operation::Episode {
            id: Some(id.clone()),
            text: text.text.clone(),
            occurred_at: Some(occurred_at),
            speaker: text.speaker.clone(),
            source: text.source.clone(),
        };
        let report = self.tell_all(std::iter::once(episode).chain(claims).collect())?;
        Ok(Remembered { report, left_alone: extraction.diagnostics })
    }
}

/// A claim, or where the sentence says that an earlier one was wrong, its correction.
fn operations(memory: &Memory, snapshot: &Snapshot, found: Found, text: &Text, episode: &str) -> Vec<Operation> {
    let wrong = found.corrects.as_deref().and_then(|object| wrong_claims(snapshot, &found, object));
    let statement = Statement {
        source: text.source.clone(),
        episode: Some(episode.to_owned()),
        span: Some(found.span),
        confidence: found.confidence,
        ..Statement::new(found.claim)
    };
    match wrong {
        None => vec![Operation::Claim(statement)],
        Some(targets) => {
            let reason = Some("the speaker said so".to_owned());
            let corrected = |target: String| {
                let statement = Statement { claim: dated_as(memory, statement.claim.clone(), &target), ..statement.clone() };
                Operation::Correct { target, statement, reason: reason.clone() }
            };
            targets.into_iter().map(corrected).collect()
        }
    }
}

/// A correction that brings no date of its own leaves the date of what it corrects as it was.
fn dated_as(memory: &Memory, claim: Claim, target: &str) -> Claim {
    let dated = claim.from.is_some() || claim.to != End::Unknown;
    match memory.statement(target) {
        Ok(wrong) if !dated => Claim { kind: wrong.claim.kind, from: wrong.claim.from, to: wrong.claim.to, ..claim },
        Ok(_) | Err(_) => claim,
    }
}

fn wrong_claims(snapshot: &Snapshot, found: &Found, object: &str) -> Option<Vec<String>> {
    let claims = snapshot.claims_saying(&found.claim.subject, &found.claim.predicate, object).ok()?;
    (!claims.is_empty()).then_some(claims)
}

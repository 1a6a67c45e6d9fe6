//! Remembering text: an episode is kept as it came, and what the extractor reads in it is told as claims.

use asof_extract::{Context, Diagnostic, Extractor, Found, LEAVING, TIES, Turn};
use asof_model::{Claim, End, Kind, Operation, Point, Statement};

use crate::{
    error::{Error, Result},
    memory::{Batch, Memory},
    report::Report,
    snapshot::Snapshot,
};

/// A text to remember.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The text.
    pub text: String,
    /// The date that "yesterday" refers to; now, if absent.
    pub occurred_at: Option<Point>,
    /// Who speaks.
    pub speaker: Option<String>,
    /// Who is spoken to.
    pub listener: Option<String>,
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
    /// The claims that the memory did not take, and why: a predicate's schema may refuse what the words said.
    pub refused: Vec<(Claim, Error)>,
}

impl Text {
    /// The text as an episode, and what was read of it as claims, to be told to any memory.
    #[must_use]
    pub fn operations(&self, id: &str, occurred_at: Option<Point>, found: Vec<Found>) -> Vec<Operation> {
        let claims = found.into_iter().map(|found| Operation::Claim(self.statement(found, id)));
        std::iter::once(self.episode(id, occurred_at)).chain(claims).collect()
    }

    fn episode(&self, id: &str, occurred_at: Option<Point>) -> Operation {
        Operation::Episode {
            id: Some(id.to_owned()),
            text: self.text.clone(),
            occurred_at,
            speaker: self.speaker.clone(),
            source: self.source.clone(),
        }
    }

    fn statement(&self, found: Found, episode: &str) -> Statement {
        Statement {
            source: self.source.clone(),
            episode: Some(episode.to_owned()),
            span: Some(found.span),
            occurred_at: found.said,
            confidence: found.confidence,
            ..Statement::new(found.claim)
        }
    }
}

/// How many episodes of the same source are looked back at: for whom "she" means, and for the wording of a list told in pieces.
const LOOK_BACK: usize = 8;

impl Memory {
    /// Remembers a text: the episode, and the claims that the extractor reads in it. What was said before in the same source
    /// tells whom its pronouns mean. A text that is known word for word under its id adds nothing.
    ///
    /// # Errors
    /// As [`Memory::tell`].
    pub fn remember(&self, text: &Text, extractor: &dyn Extractor) -> Result<Remembered> {
        self.remember_by(text, extractor, |operations| self.tell_all(operations))
    }

    /// As [`Memory::remember`], for one text of many: its report leaves out what is believed.
    pub(crate) fn remember_one_of(&self, text: &Text, extractor: &dyn Extractor) -> Result<Remembered> {
        self.remember_by(text, extractor, |operations| {
            let mut reports = self.tell_batches(&[Batch { operations, ..Batch::default() }])?;
            reports.pop().ok_or_else(|| Error::invalid("nothing was told"))
        })
    }

    fn remember_by(
        &self,
        text: &Text,
        extractor: &dyn Extractor,
        tell: impl FnOnce(Vec<Operation>) -> Result<Report>,
    ) -> Result<Remembered> {
        let occurred_at = text.occurred_at.unwrap_or(Point::at(self.now().0));
        let snapshot = self.snapshot();
        let id = text.id.clone().unwrap_or_else(|| snapshot.graph().made_up_episode_id(snapshot.graph().episode_count()));
        let episode = text.episode(&id, Some(occurred_at));
        if snapshot.graph().says_again_episode(&id, &episode) {
            // Its claims were told with it, and some may have been taken back since.
            return Ok(Remembered { report: tell(vec![episode])?, left_alone: Vec::new(), refused: Vec::new() });
        }
        // Texts of no source have nothing to do with each other, but lists told in pieces may.
        let goes_on = text.source.is_some() || asof_extract::has_list(&text.text);
        let before = if goes_on { snapshot.last_said(text.source.as_deref(), LOOK_BACK) } else { Vec::new() };
        let turns: Vec<Turn<'_>> = before.iter().map(|(speaker, text)| Turn { speaker: speaker.as_deref(), text }).collect();
        let (speaker, listener) = (text.speaker.as_deref(), text.listener.as_deref());
        let extraction = extractor.extract(&text.text, &Context { occurred_at: Some(occurred_at), speaker, listener, before: &turns });
        let mut found = extraction.found;
        for at in 0..found.len() {
            let (before, rest) = found.split_at_mut(at);
            if let Some(left) = rest.first_mut() {
                end_tie(&snapshot, before, &mut left.claim);
            }
        }
        let claims = found.into_iter().flat_map(|found| operations(self, &snapshot, found, text, &id));
        let told: Vec<Operation> = std::iter::once(episode).chain(claims).collect();
        let (told, refused) = self.acceptable(told);
        let report = tell(told)?;
        Ok(Remembered { report, left_alone: extraction.diagnostics, refused })
    }

    /// Parts the operations from the claims among them that would be refused.
    fn acceptable(&self, operations: Vec<Operation>) -> (Vec<Operation>, Vec<(Claim, Error)>) {
        let batch = Batch { operations, ..Batch::default() };
        let mut refused = self.refused(std::slice::from_ref(&batch)).into_iter().flatten().peekable();
        let (mut told, mut left) = (Vec::new(), Vec::new());
        for (index, operation) in batch.operations.into_iter().enumerate() {
            match (operation, refused.next_if(|(at, _)| *at == index)) {
                (Operation::Claim(statement) | Operation::Correct { statement, .. }, Some((_, error))) => {
                    left.push((statement.claim, error))
                }
                (operation, _) => told.push(operation),
            }
        }
        (told, left)
    }
}

/// A claim, or where the sentence says that an earlier one was wrong, its correction.
fn operations(memory: &Memory, snapshot: &Snapshot, found: Found, text: &Text, episode: &str) -> Vec<Operation> {
    let wrong = found.corrects.as_deref().and_then(|object| wrong_claims(snapshot, &found, object));
    let statement = text.statement(found, episode);
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

/// "Ana left Acme" ends the one tie between the two that the memory, or the text before it, knows of.
fn end_tie(snapshot: &Snapshot, before: &[Found], claim: &mut Claim) {
    if !LEAVING.contains(&claim.predicate.as_str()) {
        return;
    }
    let of_both = |other: &Claim, tie: &str| other.subject == claim.subject && other.predicate == tie && other.object == claim.object;
    let told = |tie: &str| before.iter().any(|found| of_both(&found.claim, tie));
    let known = |tie: &str| snapshot.claims_saying(&claim.subject, tie, &claim.object.text()).is_ok_and(|claims| !claims.is_empty());
    let ties: Vec<&str> = TIES.iter().copied().filter(|tie| told(tie) || known(tie)).collect();
    if let [tie] = ties[..] {
        (claim.predicate, claim.kind) = (tie.to_owned(), Kind::Ends);
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

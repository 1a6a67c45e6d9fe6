//! The wire form: one JSON object a line, stable from the first day.

use serde::{Deserialize, Serialize};

use crate::{
    claim::{Claim, ClaimError, MAX_TEXT_BYTES, Statement},
    finding::Finding,
    id::{TxId, TxTime},
    name::{NameError, check_name},
    operation::{Erased, Operation, Run, Told},
    schema::{Schema, SchemaError},
    time::{Instant, Point},
};

/// Every field a line may have. Which operation it is follows from which of the first thirteen are present.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<Claim>,
    #[serde(skip_serializing_if = "Option::is_none")]
    episode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    correct: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retract: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retract_source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undo: Option<UndoForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merge: Option<MergeForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    split: Option<SplitForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    predicate: Option<Schema>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<Run>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<Box<Finding>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    erased: Option<Erased>,

    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    occurred_at: Option<Point>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    episode_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<(u32, u32)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trust: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    supports: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tx: Option<u32>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UndoForm {
    tx: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MergeForm {
    from: String,
    into: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SplitForm {
    from: String,
    name: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionForm {
    finding: String,
    accepted: bool,
}

/// Reads one line of an import file.
///
/// # Errors
/// [`WireError`] for what is not JSON, not one of the operations, or not acceptable as one.
///
/// ```
/// let told = asof_model::read_line(r#"{"claim": {"subject": "Ana", "predicate": "lives_in", "object": "Berlin"}}"#)?;
/// assert!(matches!(told.operation, asof_model::Operation::Claim(_)));
/// # Ok::<(), asof_model::WireError>(())
/// ```
pub fn read_line(line: &str) -> Result<Told, WireError> {
    if !line.trim_start().starts_with('{') {
        return Err(WireError::Json("expected an object in braces".into()));
    }
    let line: Line = serde_json::from_str(line).map_err(|error| WireError::Json(without_line(&error)))?;
    let (recorded_at, tx) = (line.recorded_at.map(TxTime), line.tx.map(TxId));
    let operation = line.into_operation()?;
    check(&operation)?;
    Ok(Told { operation, recorded_at, tx })
}

/// What is wrong with a line, without its number within itself, which is always 1.
fn without_line(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

impl Line {
    fn into_operation(mut self) -> Result<Operation, WireError> {
        let reason = self.reason.take();
        match self.take_verb()? {
            Verb::Claim(claim) => Ok(Operation::Claim(self.into_statement(claim))),
            Verb::Correct(target, claim) => Ok(Operation::Correct { target, statement: self.into_statement(claim), reason }),
            Verb::Episode(text) => {
                Ok(Operation::Episode { id: self.id, text, occurred_at: self.occurred_at, speaker: self.speaker, source: self.source })
            }
            Verb::Retract(target) => Ok(Operation::Retract { target, reason }),
            Verb::RetractSource(source) => Ok(Operation::RetractSource { source, reason }),
            Verb::Undo(form) => Ok(Operation::Undo { tx: TxId(form.tx) }),
            Verb::Merge(form) => Ok(Operation::Merge { from: form.from, into: form.into }),
            Verb::Split(form) => Ok(Operation::Split { from: form.from, name: form.name }),
            Verb::Predicate(schema) => Ok(Operation::Predicate(schema)),
            Verb::Run(run) => Ok(Operation::Run(run)),
            Verb::Finding(finding) => Ok(Operation::Finding(finding)),
            Verb::Decision(form) => Ok(Operation::Decision { key: form.finding, accepted: form.accepted, reason }),
            Verb::Erased(erased) => Ok(Operation::Erased(erased)),
        }
    }

    /// Takes out the one thing the line says; two at once, or none, is an error.
    fn take_verb(&mut self) -> Result<Verb, WireError> {
        if let Some(target) = self.correct.take() {
            let claim = self.claim.take().ok_or(WireError::CorrectWithoutClaim)?;
            return self.alone(Verb::Correct(target, claim));
        }
        let verb = None
            .or_else(|| self.claim.take().map(Verb::Claim))
            .or_else(|| self.episode.take().map(Verb::Episode))
            .or_else(|| self.retract.take().map(Verb::Retract))
            .or_else(|| self.retract_source.take().map(Verb::RetractSource))
            .or_else(|| self.undo.take().map(Verb::Undo))
            .or_else(|| self.merge.take().map(Verb::Merge))
            .or_else(|| self.split.take().map(Verb::Split))
            .or_else(|| self.predicate.take().map(Verb::Predicate))
            .or_else(|| self.run.take().map(Verb::Run))
            .or_else(|| self.finding.take().map(Verb::Finding))
            .or_else(|| self.decision.take().map(Verb::Decision))
            .or_else(|| self.erased.take().map(Verb::Erased));
        self.alone(verb.ok_or(WireError::NoOperation)?)
    }

    fn alone(&self, verb: Verb) -> Result<Verb, WireError> {
        let more = self.claim.is_some()
            || self.episode.is_some()
            || self.retract.is_some()
            || self.retract_source.is_some()
            || self.undo.is_some()
            || self.merge.is_some()
            || self.split.is_some()
            || self.predicate.is_some()
            || self.run.is_some()
            || self.finding.is_some()
            || self.decision.is_some()
            || self.erased.is_some();
        if more { Err(WireError::TwoOperations) } else { Ok(verb) }
    }

    fn into_statement(self, claim: Claim) -> Statement {
        Statement {
            claim,
            id: self.id,
            source: self.source,
            episode: self.episode_id,
            span: self.span,
            occurred_at: self.occurred_at,
            trust: self.trust.unwrap_or(1.0),
            confidence: self.confidence.unwrap_or(1.0),
            supports: self.supports,
        }
    }
}

enum Verb {
    Claim(Claim),
    Correct(String, Claim),
    Episode(String),
    Retract(String),
    RetractSource(String),
    Undo(UndoForm),
    Merge(MergeForm),
    Split(SplitForm),
    Predicate(Schema),
    Run(Run),
    Finding(Box<Finding>),
    Decision(DecisionForm),
    Erased(Erased),
}

fn check(operation: &Operation) -> Result<(), WireError> {
    match operation {
        Operation::Claim(statement) => Ok(statement.check()?),
        Operation::Correct { target, statement, .. } => {
            Ok(check_name("id", target).map_err(ClaimError::from).and_then(|()| statement.check())?)
        }
        Operation::Episode { id, text, speaker, source, .. } => check_episode(id.as_deref(), text, speaker.as_deref(), source.as_deref()),
        Operation::Retract { target, .. } => Ok(check_name("id", target)?),
        Operation::RetractSource { source, .. } => Ok(check_name("source", source)?),
        Operation::Undo { .. } => Ok(()),
        Operation::Merge { from, into } => Ok(check_name("name", from).and_then(|()| check_name("name", into))?),
        Operation::Split { from, name } => Ok(check_name("name", from).and_then(|()| check_name("name", name))?),
        Operation::Predicate(schema) => Ok(schema.check()?),
        Operation::Run(run) => {
            if matches!(run.number, 0 | u32::MAX) {
                Err(WireError::Json("a run's number begins at 1".into()))
            } else {
                Ok(())
            }
        }
        Operation::Finding(finding) => finding.check(),
        Operation::Decision { key, .. } => Ok(check_name("key", key)?),
        Operation::Erased(_) => Ok(()),
    }
}

fn check_episode(id: Option<&str>, text: &str, speaker: Option<&str>, source: Option<&str>) -> Result<(), WireError> {
    if MAX_TEXT_BYTES < text.len() {
        return Err(WireError::TextTooLong(text.len()));
    }
    for (what, name) in [("id", id), ("speaker", speaker), ("source", source)] {
        name.map_or(Ok(()), |name| check_name(what, name))?;
    }
    Ok(())
}

impl Operation {
    /// Accepts an operation that is well-formed on its own, or says why it is not.
    ///
    /// # Errors
    /// [`WireError`] as [`read_line`].
    pub fn check(&self) -> Result<(), WireError> {
        check(self)
    }
}

/// Writes an operation as one line, without the line break.
///
/// # Errors
/// [`WireError::Json`] if it cannot be written as JSON, which a checked operation always can.
pub fn write_line(told: &Told) -> Result<String, WireError> {
    let line = Line { recorded_at: told.recorded_at.map(|time| time.0), tx: told.tx.map(|tx| tx.0), ..Line::from(&told.operation) };
    serde_json::to_string(&line).map_err(|error| WireError::Json(error.to_string()))
}

impl From<&Operation> for Line {
    fn from(operation: &Operation) -> Self {
        match operation.clone() {
            Operation::Claim(statement) => Self::from(statement),
            Operation::Correct { target, statement, reason } => Self { correct: Some(target), reason, ..Self::from(statement) },
            Operation::Episode { id, text, occurred_at, speaker, source } => {
                Self { episode: Some(text), id, occurred_at, speaker, source, ..Self::default() }
            }
            Operation::Retract { target, reason } => Self { retract: Some(target), reason, ..Self::default() },
            Operation::RetractSource { source, reason } => Self { retract_source: Some(source), reason, ..Self::default() },
            Operation::Undo { tx } => Self { undo: Some(UndoForm { tx: tx.0 }), ..Self::default() },
            Operation::Merge { from, into } => Self { merge: Some(MergeForm { from, into }), ..Self::default() },
            Operation::Split { from, name } => Self { split: Some(SplitForm { from, name }), ..Self::default() },
            Operation::Predicate(schema) => Self { predicate: Some(schema), ..Self::default() },
            Operation::Run(run) => Self { run: Some(run), ..Self::default() },
            Operation::Finding(finding) => Self { finding: Some(finding), ..Self::default() },
            Operation::Decision { key, accepted, reason } => {
                Self { decision: Some(DecisionForm { finding: key, accepted }), reason, ..Self::default() }
            }
            Operation::Erased(erased) => Self { erased: Some(erased), ..Self::default() },
        }
    }
}

impl From<Statement> for Line {
    fn from(statement: Statement) -> Self {
        let share = |share: f32| (share < 1.0).then_some(share);
        Self {
            claim: Some(statement.claim),
            id: statement.id,
            source: statement.source,
            episode_id: statement.episode,
            span: statement.span,
            occurred_at: statement.occurred_at,
            trust: share(statement.trust),
            confidence: share(statement.confidence),
            supports: statement.supports,
            ..Self::default()
        }
    }
}

/// A line that cannot be accepted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// Not JSON, or a field of the wrong name or type.
    #[error("not an import line: {0}")]
    Json(String),
    /// None of the operations.
    #[error(
        "the line says nothing: it needs one of claim, episode, correct, retract, retract_source, undo, merge, split, predicate, run, finding, decision or erased"
    )]
    NoOperation,
    /// More than one operation.
    #[error("the line says two things at once; write two lines")]
    TwoOperations,
    /// A correction without what is right.
    #[error("`correct` needs the `claim` that is right; to take a claim back use `retract`")]
    CorrectWithoutClaim,
    /// A finding with more claims or operations than one may have.
    #[error("a finding names at most {} claims", crate::finding::MOST_EVIDENCE)]
    TooMuchEvidence,
    /// The text of an episode is too long.
    #[error("the text is {0} bytes long; an episode has at most {MAX_TEXT_BYTES}: split it")]
    TextTooLong(usize),
    /// A bad claim.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// A bad name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A bad schema.
    #[error(transparent)]
    Schema(#[from] SchemaError),
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &[&str] = &[
        r#"{"episode":"I moved to Berlin in March.","id":"chat-7/3","occurred_at":"2024-04-02T10:00:00Z","speaker":"Ana","source":"chat-7"}"#,
        r#"{"claim":{"subject":"Ana","predicate":"lives_in","object":"Berlin","kind":"begins","from":"2024-03","to":null},"id":"c1","source":"chat-7","trust":0.8,"confidence":0.9,"recorded_at":"2024-04-02T10:00:01Z"}"#,
        r#"{"claim":{"subject":"Ana","predicate":"weighs","object":{"value":42,"unit":"kg"},"kind":"holds"},"tx":3}"#,
        r#"{"claim":{"subject":"Ana","predicate":"lives_in","object":"Potsdam","kind":"begins","from":"2024-03"},"correct":"c1","reason":"typo"}"#,
        r#"{"retract":"c1","reason":"said in jest"}"#,
        r#"{"retract_source":"chat-7"}"#,
        r#"{"undo":{"tx":12}}"#,
        r#"{"merge":{"from":"Annie","into":"Ana"}}"#,
        r#"{"split":{"from":"Ana","name":"Annie"}}"#,
        r#"{"predicate":{"name":"lives_in","one_object_per_subject":true,"inverse_of":"home_of"}}"#,
        r#"{"predicate":{"name":"works_for","same_as":"works_at"}}"#,
        r#"{"run":{"number":2,"upto":14,"last":false},"tx":15}"#,
        r#"{"finding":{"key":"merge ana | annie","kind":"same_entity","outcome":"done","reason":"a nickname","rule":"nickname","claims":["c1"],"proposes":[{"merge":{"from":"Annie","into":"Ana"}}]}}"#,
        r#"{"decision":{"finding":"merge ana | annie","accepted":false},"reason":"two people"}"#,
        r#"{"erased":{"claims":2,"episodes":1},"tx":5,"recorded_at":"2024-04-02T10:00:01Z"}"#,
        r#"{"erased":{}}"#,
    ];

    #[test]
    fn every_line_reads_back_as_it_was_written() {
        for line in LINES {
            let told = read_line(line).unwrap();
            let (read, written): (serde_json::Value, serde_json::Value) =
                (serde_json::from_str(line).unwrap(), serde_json::from_str(&write_line(&told).unwrap()).unwrap());
            assert_eq!(read, written);
            assert_eq!(read_line(&write_line(&told).unwrap()).unwrap(), told);
        }
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        let cases = [
            ("", "not an import line"),
            ("{", "not an import line"),
            ("[]", "not an import line"),
            ("{}", "says nothing"),
            (r#"{"claim": {"subject": "Ana", "predicate": "p"}}"#, "missing field `object`"),
            (r#"{"claim": {"subject": "", "predicate": "p", "object": "x"}}"#, "subject is empty"),
            (r#"{"claim": {"subject": "A", "predicate": "p", "object": "x", "from": "2023-02-30"}}"#, "does not exist"),
            (r#"{"claim": {"subject": "A", "predicate": "p", "object": "x", "from": "2023", "to": "2020"}}"#, "before it begins"),
            (r#"{"claim": {"subject": "A", "predicate": "p", "object": "x"}, "trust": 7}"#, "between 0 and 1"),
            (r#"{"claim": {"subject": "A", "predicate": "p", "object": "x"}, "retract": "c1"}"#, "two things"),
            (r#"{"claim": {"subject": "A", "predicate": "p", "objekt": "x"}}"#, "unknown field"),
            (r#"{"correct": "c1"}"#, "needs the `claim`"),
            (r#"{"claim": {"subject": "A", "predicate": "p", "object": "x", "kind": "ends", "from": "2020", "to": "2021"}}"#, "one date"),
            (r#"{"undo": {"tx": -1}}"#, "not an import line"),
            (r#"{"erased": {"names": ["Ana"]}}"#, "unknown field"),
            (r#"{"run": {"number": 0, "upto": 1, "last": true}}"#, "begins at 1"),
            (
                r#"{"finding":{"key":"k","kind":"derived","outcome":"done","reason":"r","rule":"r","proposes":[{"undo":{}}]}}"#,
                "not an import line",
            ),
            (r#"{"finding":{"key":"","kind":"derived","outcome":"done","reason":"r","rule":"r"}}"#, "key is empty"),
            (r#"{"predicate":{"name":"a","same_as":"a"}}"#, "the same as itself"),
            (r#"{"predicate":{"name":"a","same_as":"b","one_to_one":true}}"#, "says it there"),
        ];
        for (line, expected) in cases {
            let error = read_line(line).unwrap_err().to_string();
            assert!(error.contains(expected), "{line}: {error}");
        }
    }
}

//! Export: every transaction as lines that import to an equal memory.

use std::io::Write;

use asof_graph::Graph;
use asof_journal::{ClaimRecord, Record, Transaction};
use asof_model::{Claim, Finding, Instant, Operation, Run, Schema, Statement, Told, TxId, TxTime, write_line};

use crate::{
    error::{Error, Result},
    memory::Memory,
};

impl Memory {
    /// A claim as it was told, by its id.
    ///
    /// # Errors
    /// When there is none of that id, or the journal is damaged.
    pub fn statement(&self, id: &str) -> Result<Statement> {
        let mut found = None;
        self.replay(&mut |graph, transaction| {
            let number = graph.claim_number(id).filter(|&number| graph.claim(number).is_some_and(|claim| claim.tx == transaction.tx));
            if let Some(number) = number {
                let claims =
                    transaction.records.iter().filter_map(|record| if let Record::Claim(claim) = record { Some(claim) } else { None });
                let at = (number - graph.claims_of_tx(transaction.tx).start) as usize;
                found = claims.skip(at).map(|record| statement_of(graph, record, number)).next();
            }
        })?;
        found.ok_or_else(|| Error::not_found("claim", id))
    }

    /// Writes every transaction as lines that import to an equal memory.
    ///
    /// # Errors
    /// When the journal is damaged or writing fails.
    pub fn export(&self, output: &mut dyn Write) -> Result<()> {
        let mut failed = None;
        self.replay(&mut |graph, transaction| {
            if failed.is_none() {
                failed = export_transaction(graph, transaction, output).err();
            }
        })?;
        failed.map_or(Ok(()), Err)
    }
}

fn export_transaction(graph: &Graph, transaction: &Transaction, output: &mut dyn Write) -> Result<()> {
    let recorded_at = Instant::from_micros(transaction.recorded_at).map(TxTime);
    let mut claim = graph.claims_of_tx(transaction.tx).start;
    let mut episode = graph.first_episode_of_tx(transaction.tx);
    for record in &transaction.records {
        let Some(operation) = operation_of(graph, record, claim, episode) else { continue };
        claim += u32::from(matches!(record, Record::Claim(_)));
        episode += u32::from(matches!(record, Record::Episode { .. }));
        let line = write_line(&Told { operation, recorded_at, tx: Some(TxId(transaction.tx)) })?;
        writeln!(output, "{line}")?;
    }
    Ok(())
}

/// The operation that a record came from; names are no operations.
fn operation_of(graph: &Graph, record: &Record, claim: u32, episode: u32) -> Option<Operation> {
    let entity = |number: u32| graph.entity_text(number).to_owned();
    Some(match record {
        Record::Name(..) => return None,
        Record::Claim(record) => {
            let statement = statement_of(graph, record, claim);
            match &record.corrects {
                Some((target, reason)) => Operation::Correct { target: graph.claim_id(*target), statement, reason: reason.clone() },
                None => Operation::Claim(statement),
            }
        }
        Record::Episode { text, occurred_at, speaker, source, .. } => Operation::Episode {
            id: graph.episode(episode).map(|episode| episode.id.to_string()),
            text: text.clone(),
            occurred_at: *occurred_at,
            speaker: speaker.map(|speaker| graph.source_text(speaker).to_owned()),
            source: source.map(|source| graph.source_text(source).to_owned()),
        },
        Record::RetractClaim(claim, reason) => Operation::Retract { target: graph.claim_id(*claim), reason: reason.clone() },
        Record::RetractEpisode(episode, reason) => {
            Operation::Retract { target: graph.episode(*episode).map(|episode| episode.id.to_string())?, reason: reason.clone() }
        }
        Record::RetractSource(source, reason) => {
            Operation::RetractSource { source: graph.source_text(*source).to_owned(), reason: reason.clone() }
        }
        Record::Undo(tx) => Operation::Undo { tx: TxId(*tx) },
        Record::Merge { from, into } => Operation::Merge { from: entity(*from), into: entity(*into) },
        Record::Split { from, name } => Operation::Split { from: entity(*from), name: entity(*name) },
        Record::Predicate(json) => Operation::Predicate(serde_json::from_str::<Schema>(json).ok()?),
        Record::Run { number, upto, last } => Operation::Run(Run { number: *number, upto: TxId(*upto), last: *last }),
        Record::Finding(_, json) => Operation::Finding(serde_json::from_str::<Box<Finding>>(json).ok()?),
        Record::Decision(key, accepted, reason) => Operation::Decision { key: key.clone(), accepted: *accepted, reason: reason.clone() },
        Record::Erased(erased) => Operation::Erased(*erased),
    })
}

fn statement_of(graph: &Graph, record: &ClaimRecord, claim: u32) -> Statement {
    Statement {
        claim: Claim {
            subject: graph.entity_text(record.subject).into(),
            predicate: graph.predicate_text(record.predicate).into(),
            object: graph.object(record.object),
            kind: record.kind,
            from: record.from,
            to: record.to,
        },
        id: Some(graph.claim_id(claim)),
        source: record.source.map(|source| graph.source_text(source).into()),
        episode: record.episode.and_then(|episode| Some(graph.episode(episode)?.id.to_string())),
        span: record.span,
        occurred_at: record.occurred_at,
        trust: record.trust,
        confidence: record.confidence,
        supports: record.supports.iter().map(|&support| graph.claim_id(support)).collect(),
    }
}

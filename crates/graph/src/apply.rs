//! Applying the journal: each transaction changes what is known from then on, and nothing before.

use std::sync::Arc;

use asof_journal::{ClaimRecord, Class, Record, Transaction};
use asof_model::{Instant, Point, Schema};
use asof_timeline::Assertion;

use crate::{
    claims::{ClaimMeta, Episode, NONE},
    graph::{Graph, TxMeta, dates_of},
    identity::Change,
    runs::RunTx,
};

impl Graph {
    /// Takes in a transaction. Those already known are passed over, so that replaying is harmless.
    /// What it says is found after [`Graph::finish`].
    pub fn apply(&mut self, transaction: &Transaction) {
        if transaction.tx <= self.last_tx() {
            return;
        }
        self.changed.clear();
        let first_claim = self.claim_count();
        self.txs.push_back(TxMeta { recorded_at: transaction.recorded_at, first_claim, first_episode: self.episode_count() });
        let mut undone = Vec::new();
        for record in &transaction.records {
            self.apply_record(transaction, record, &mut undone);
        }
        if transaction.records.iter().all(|record| matches!(record, Record::Erased(_))) {
            self.gone.emptied.insert(transaction.tx);
        }
        self.after_schemas(transaction.tx);
        for target in undone {
            self.after_undo(transaction.tx, target);
        }
    }

    /// Sorts in what was applied, so that it is found.
    pub fn finish(&mut self) {
        self.index.sort_in();
    }

    fn apply_record(&mut self, transaction: &Transaction, record: &Record, undone: &mut Vec<u32>) {
        let tx = transaction.tx;
        match record {
            Record::Name(class, text) => self.add_name(*class, text, tx),
            Record::Claim(claim) => self.apply_claim(transaction, claim),
            Record::Episode { id, text, occurred_at, speaker, source } => {
                let number = self.episode_count();
                let id: Arc<str> = id.as_deref().map_or_else(|| self.made_up_episode_id(number).into(), Into::into);
                self.episode_ids.insert(Arc::clone(&id), number);
                let text = text.as_str().into();
                self.episodes.push_back(Episode { id, text, occurred_at: *occurred_at, speaker: *speaker, source: *source, tx });
            }
            Record::RetractClaim(claim, _) => self.kill(tx, *claim),
            Record::RetractEpisode(episode, _) => {
                self.kill_episode(tx, *episode);
                for claim in self.claims_of_episode(*episode).to_vec() {
                    self.kill(tx, claim);
                }
            }
            Record::RetractSource(source, _) => {
                let of_source = |number: &u32| self.episode(*number).is_some_and(|episode| episode.source == Some(*source));
                let episodes: Vec<u32> = (0..self.episode_count()).filter(of_source).collect();
                episodes.into_iter().for_each(|episode| self.kill_episode(tx, episode));
                self.kill_all(tx, |graph, number| graph.claim(number).is_some_and(|claim| claim.source == *source))
            }
            Record::Undo(target) => {
                self.force.undo(tx, *target);
                undone.push(*target);
            }
            Record::Merge { from, into } => self.tell_identity(tx, Change::Merge { from: *from, into: *into }),
            Record::Split { name, .. } => self.tell_identity(tx, Change::Split { name: *name }),
            Record::Predicate(json) => self.tell_schema(tx, json),
            // A run reads what was there; a number beyond that can only come from a foreign file.
            Record::Run { number, upto, last } => self.runs.tell_run(RunTx { tx, number: *number, upto: (*upto).min(tx - 1), last: *last }),
            Record::Finding(key, json) => {
                let number = self.gone.findings.shown(self.runs.finding_count());
                self.runs.tell_finding(tx, number, key, json);
            }
            Record::Erased(erased) => {
                let known = [self.claim_count(), self.episode_count(), self.runs.finding_count()];
                self.gone.tell(tx, *erased, known);
            }
            Record::Decision(key, accepted, _) => self.runs.tell_decision(tx, key, *accepted),
        }
    }

    fn tell_identity(&mut self, tx: u32, change: Change) {
        self.force.effects_mut(tx).identity = true;
        self.identity.tell(tx, change);
    }

    fn tell_schema(&mut self, tx: u32, json: &str) {
        // What was journalled was checked before; a schema that no longer reads is left out rather than guessed at.
        let Ok(schema) = serde_json::from_str::<Schema>(json) else { return };
        let Some(predicate) = self.number(Class::Predicate, &schema.name) else { return };
        self.force.effects_mut(tx).schema = true;
        self.schemas.tell(tx, predicate, schema);
    }

    fn after_schemas(&mut self, tx: u32) {
        if self.force.effects(tx).is_some_and(|effects| effects.schema) {
            self.replay_schemas(tx);
        }
    }

    fn replay_schemas(&mut self, tx: u32) {
        let (force, predicates) = (&self.force, &self.predicates);
        self.schemas.replay(tx, |told| force.active(told), &|name| predicates.number(name));
        self.note_ties();
    }

    fn note_ties(&mut self) {
        let schemas = self.schemas.at(u32::MAX);
        let tied = self.used.iter().copied().filter(|&predicate| schemas.is_tied(predicate));
        self.tied.extend(tied);
    }

    fn apply_claim(&mut self, transaction: &Transaction, record: &ClaimRecord) {
        let number = self.claim_count();
        let recorded = Instant::from_micros(transaction.recorded_at).map(Point::at);
        let said = record.occurred_at.or_else(|| self.episode_date(record.episode)).or(recorded);
        let said = said.unwrap_or(Point::at(Instant::MIN));
        let id: Option<Arc<str>> = record.id.as_deref().map(Into::into);
        if let Some(id) = &id {
            self.claim_ids.insert(Arc::clone(id), number);
        }
        if let Some(episode) = record.episode {
            self.passages.insert(number, (episode, record.span));
            self.read.entry(episode).or_default().push(number);
        }
        self.claims.push_back(ClaimMeta {
            subject: record.subject,
            predicate: record.predicate,
            object: record.object,
            tx: transaction.tx,
            source: record.source.unwrap_or(NONE),
            trust: record.trust,
            confidence: record.confidence,
            said,
            corrects: record.corrects.is_some(),
            id,
        });
        let row = Assertion::of(dates_of(record), said, record.predicate, record.object, number, transaction.tx);
        self.index.add(record.subject, row);
        if !self.used.contains(&record.predicate) {
            self.used.insert(record.predicate);
            self.note_ties();
        }
        self.force.support(number, &record.supports);
        if let Some((target, _)) = record.corrects {
            self.kill(transaction.tx, target);
        }
        if !record.supports.is_empty() {
            self.refresh(transaction.tx, number);
        }
    }

    fn episode_date(&self, episode: Option<u32>) -> Option<Point> {
        self.episode(episode?)?.occurred_at
    }

    fn kill(&mut self, tx: u32, claim: u32) {
        self.force.kill(tx, claim);
        self.refresh(tx, claim);
    }

    fn kill_episode(&mut self, tx: u32, episode: u32) {
        self.force.kill_episode(tx, episode);
        self.refresh_episode(tx, episode);
    }

    fn refresh_episode(&mut self, tx: u32, episode: u32) {
        if let Some(told) = self.episode(episode).map(|episode| episode.tx) {
            self.force.refresh_episode(tx, episode, told);
        }
    }

    fn kill_all(&mut self, tx: u32, which: impl Fn(&Self, u32) -> bool) {
        let killed: Vec<u32> = (0..self.claim_count()).filter(|&number| which(self, number)).collect();
        for claim in killed {
            self.kill(tx, claim);
        }
    }

    /// After a transaction came into or out of force: whatever it did does too.
    fn after_undo(&mut self, tx: u32, target: u32) {
        let (mut identity, mut schema) = (false, false);
        for changed in self.force.hang_on(target) {
            let mut claims: Vec<u32> = self.claims_of_tx(changed).collect();
            let mut episodes: Vec<u32> = self.episodes_of_tx(changed).collect();
            if let Some(effects) = self.force.effects(changed) {
                claims.extend(&effects.killed);
                episodes.extend(&effects.killed_episodes);
                identity |= effects.identity;
                schema |= effects.schema;
            }
            for claim in claims {
                self.refresh(tx, claim);
            }
            for episode in episodes {
                self.refresh_episode(tx, episode);
            }
        }
        if identity {
            let force = &self.force;
            self.identity.replay(tx, |told| force.active(told));
        }
        if schema {
            self.replay_schemas(tx);
        }
    }

    /// Shows or hides a claim from a transaction on if that is what now follows, and then whatever is derived from it.
    fn refresh(&mut self, tx: u32, claim: u32) {
        let mut todo = vec![claim];
        while let Some(claim) = todo.pop() {
            let Some((subject, told)) = self.claim(claim).map(|meta| (meta.subject, meta.tx)) else { continue };
            let show = self.force.should_show(claim, told);
            if !self.force.set_shown(claim, show) {
                continue;
            }
            self.changed.push(claim);
            if show {
                self.reopen(tx, claim, subject)
            } else {
                self.index.close(claim, subject, tx)
            }
            todo.extend(self.force.dependents(claim));
        }
    }

    fn reopen(&mut self, tx: u32, claim: u32, subject: u32) {
        if let Some(row) = self.index.find(claim, subject) {
            self.index.add(subject, Assertion { on: tx, off: u32::MAX, ..row });
        }
    }
}

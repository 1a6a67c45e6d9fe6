//! Asking: one question, sent until it is answered in a usable form or the budget is gone.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    chat::{self, Finish, Message, Reply, Usage},
    client::Client,
    json,
    meter::{Bill, estimate},
    prompt,
    record::Recording,
    transport::{Request, Response, TransportError},
    trouble::{Trouble, is_out_of_credit, is_too_long, is_transient},
};

/// The longest wait that a server is granted between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The question about one piece of text.
pub(crate) struct Asking<'a> {
    client: &'a Client,
    deadline: Instant,
    /// The responses used, for the record.
    pub recordings: Vec<Recording>,
    /// Why one of them could not be recorded.
    pub unsaved: Option<String>,
}

/// The claims of an answer, still unread, and what is missing.
#[derive(Default)]
pub(crate) struct Answer {
    pub items: Vec<Value>,
    pub trouble: Option<Trouble>,
}

impl<'a> Asking<'a> {
    pub(crate) fn new(client: &'a Client, deadline: Instant) -> Self {
        Self { client, deadline, recordings: Vec::new(), unsaved: None }
    }

    /// Asks until the answer can be used. What stands whole in the last bad answer is used too.
    pub(crate) fn ask(&mut self, mut messages: Vec<Message>) -> Answer {
        let mut answer = Answer::default();
        for asked in 1..=self.client.settings.repairs.saturating_add(1) {
            let reply = match self.reply(&messages) {
                Ok(reply) => reply,
                // What an earlier try brought is worth more than nothing.
                Err(trouble) => return Answer { trouble: Some(trouble), ..answer },
            };
            let fault = match judged(&reply) {
                Ok(usable) => return usable,
                Err(fault) => fault,
            };
            messages.extend(prompt::repair(&reply.content, &fault.why));
            if answer.items.len() <= fault.salvaged.len() {
                answer.items = fault.salvaged;
            }
            answer.trouble = Some(Trouble::Malformed { asked, why: fault.why });
        }
        answer
    }

    /// The reply to a conversation, in whichever dialect the server takes.
    fn reply(&mut self, messages: &[Message]) -> Result<Reply, Trouble> {
        let settings = &self.client.settings;
        let mut dialect = self.client.dialect();
        loop {
            let request = chat::request(&settings.model, messages, settings.max_answer_tokens, dialect);
            let response = self.sent(&request)?;
            if response.status == 200 {
                if !response.replayed {
                    self.client.learn(dialect);
                }
                return self.noted(&request, &response);
            }
            let message = chat::failure(&response.body);
            let refused = matches!(response.status, 400 | 415 | 422 | 501) && !is_too_long(&message);
            dialect = match refused.then(|| dialect.after(&message)).flatten() {
                Some(simpler) => simpler,
                None => return Err(Trouble::status(response.status, message)),
            };
        }
    }

    fn noted(&mut self, request: &Request, response: &Response) -> Result<Reply, Trouble> {
        self.recordings.push(Recording::new(request, response));
        if let Some(why) = &response.unsaved {
            self.unsaved = Some(why.clone());
        }
        let page = || format!("no chat completion: {}", chat::short(&response.body, 120));
        Reply::read(&response.body).ok_or_else(|| Trouble::status(response.status, page()))
    }

    /// Sends a request, again if the server is busy or away, with longer and longer waits.
    fn sent(&self, request: &Request) -> Result<Response, Trouble> {
        let settings = &self.client.settings;
        let mut wait = settings.backoff;
        let mut tries = 0;
        loop {
            let outcome = self.sent_once(request)?;
            let asked_wait = match &outcome {
                Ok(response) if is_transient(response.status) && !is_out_of_credit(&response.body) => response.retry_after,
                Ok(response) => return Ok(response.clone()),
                Err(error) if error.is_transient() => None,
                Err(error) => return Err(error.clone().into()),
            };
            let pause = asked_wait.unwrap_or(wait).max(wait).min(LONGEST_WAIT);
            if tries == settings.retries || self.left() <= pause {
                return outcome.map_err(Trouble::from);
            }
            thread::sleep(pause);
            (tries, wait) = (tries + 1, wait.saturating_mul(2));
        }
    }

    /// Sends a request once, if time and money allow.
    fn sent_once(&self, request: &Request) -> Result<Result<Response, TransportError>, Trouble> {
        let client = self.client;
        if client.transport.knows(request) {
            let outcome = client.transport.send(request, client.settings.timeout);
            client.meter.replayed_if(outcome.as_ref().is_ok_and(|response| response.replayed));
            return Ok(outcome);
        }
        if let Some(stopped) = client.stopped() {
            return Err(stopped.again());
        }
        let within = self.left().min(client.settings.timeout);
        if within.is_zero() {
            return Err(Trouble::Deadline);
        }
        let most = most(request, client.settings.max_answer_tokens);
        client.meter.reserve(most).map_err(Trouble::Cap)?;
        let outcome = client.transport.send(request, within);
        client.meter.settle(most, bill(&outcome, most));
        Ok(outcome)
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }
}

/// What a request may cost at most.
fn most(request: &Request, max_answer_tokens: u32) -> Usage {
    Usage { prompt_tokens: estimate(request.body.len()), completion_tokens: max_answer_tokens.into() }
}

/// What a call cost: the server's count, or an estimate where it answered, or may have, and did not count.
fn bill(outcome: &Result<Response, TransportError>, most: Usage) -> Bill {
    match outcome {
        Ok(response) if response.replayed => Bill::Nothing,
        Ok(response) => match Usage::of_body(&response.body) {
            Some(usage) => Bill::Counted(usage),
            None if response.status == 200 => {
                Bill::Estimated(Usage { completion_tokens: estimate(response.body.len()).min(most.completion_tokens), ..most })
            }
            None => Bill::Counted(Usage::default()),
        },
        Err(error) if error.may_have_cost() => Bill::Estimated(Usage { completion_tokens: 0, ..most }),
        Err(_) => Bill::Nothing,
    }
}

/// What a reply brings, or why it cannot be used.
fn judged(reply: &Reply) -> Result<Answer, json::Fault> {
    if let Some(refusal) = &reply.refusal {
        return Ok(Answer { items: Vec::new(), trouble: Some(Trouble::Refused(chat::short(refusal, 200))) });
    }
    match (json::items(&reply.content), reply.finish) {
        (Ok(items), _) => Ok(Answer { items, trouble: None }),
        (Err(fault), Finish::Cut) => Ok(Answer { items: fault.salvaged, trouble: Some(Trouble::Cut) }),
        (Err(_), Finish::Filtered) => {
            Ok(Answer { items: Vec::new(), trouble: Some(Trouble::Refused("the server's filter held the answer back".to_owned())) })
        }
        (Err(fault), Finish::Done) => Err(fault),
    }
}

//! Asking: one question, sent until it is answered in a usable form or the budget is gone.

use std::time::Instant;

use serde_json::Value;

use crate::{
    chat::{self, Finish, Message, Reply},
    client::Client,
    json, prompt,
    record::Recording,
    sending::Sending,
    transport::{Request, Response},
    trouble::{Trouble, is_too_long},
};

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

    /// Sends a request until it is answered.
    fn sent(&self, request: &Request) -> Result<Response, Trouble> {
        let Client { settings, transport, meter, .. } = self.client;
        let stopped = || self.client.stopped();
        let sending = Sending {
            settings,
            transport: transport.as_ref(),
            meter,
            retries: settings.retries,
            deadline: self.deadline,
            answer_tokens: settings.max_answer_tokens,
            stopped: &stopped,
        };
        sending.sent(request)
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

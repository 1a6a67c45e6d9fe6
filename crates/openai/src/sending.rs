//! Sending: a request, again if the server is busy or away, until it is answered or time or money runs out.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{
    chat::Usage,
    meter::{Bill, Meter, estimate},
    settings::Settings,
    transport::{Request, Response, Transport, TransportError},
    trouble::{Trouble, is_out_of_credit, is_transient},
};

/// The longest wait that a server is granted between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How, by whom and until when requests are sent.
pub(crate) struct Sending<'a> {
    pub settings: &'a Settings,
    pub transport: &'a dyn Transport,
    pub meter: &'a Meter,
    /// How often a request is sent again.
    pub retries: u32,
    pub deadline: Instant,
    /// The longest answer, in tokens.
    pub answer_tokens: u32,
    /// Why nothing new is sent, if so.
    pub stopped: &'a dyn Fn() -> Option<Trouble>,
}

impl Sending<'_> {
    /// Sends a request, again if the server is busy or away, with longer and longer waits.
    pub fn sent(&self, request: &Request) -> Result<Response, Trouble> {
        let mut wait = self.settings.backoff;
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
            if tries == self.retries || self.left() <= pause {
                return outcome.map_err(Trouble::from);
            }
            thread::sleep(pause);
            (tries, wait) = (tries + 1, wait.saturating_mul(2));
        }
    }

    /// Sends a request once, if time and money allow.
    fn sent_once(&self, request: &Request) -> Result<Result<Response, TransportError>, Trouble> {
        if self.transport.knows(request) {
            let outcome = self.transport.send(request, self.settings.timeout);
            self.meter.replayed_if(outcome.as_ref().is_ok_and(|response| response.replayed));
            return Ok(outcome);
        }
        if let Some(stopped) = (self.stopped)() {
            return Err(stopped.again());
        }
        let within = self.left().min(self.settings.timeout);
        if within.is_zero() {
            return Err(Trouble::Deadline);
        }
        let most = most(request, self.answer_tokens);
        self.meter.reserve(most).map_err(Trouble::Cap)?;
        let outcome = self.transport.send(request, within);
        self.meter.settle(most, bill(&outcome, most));
        Ok(outcome)
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }
}

/// What a request may cost at most.
fn most(request: &Request, answer_tokens: u32) -> Usage {
    Usage { prompt_tokens: estimate(request.body.len()), completion_tokens: answer_tokens.into() }
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

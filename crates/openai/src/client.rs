//! The client: a text in, checked claims out, with everything that was left out noted.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use asof_extract::{Context, Diagnostic, Extraction, Extractor, Found, Reason};

use crate::{
    asking::{Answer, Asking},
    chat::Dialect,
    check::{Checker, span},
    http::Http,
    meter::{Meter, Spent},
    piece::{halves, pieces},
    prompt,
    record::{Recorded, Recording, Tape},
    settings::{Settings, SettingsError},
    transport::Transport,
    trouble::{Note, Rejection, Trouble},
};

/// After how many texts in a row for which the server could not be reached no more is asked.
const OUTAGES: u32 = 3;
/// The most claims that are read from one answer.
const MAX_CLAIMS: usize = 1000;

/// Asks a model for the claims of a text.
///
/// One client is one budget: its caps hold for all the texts that it reads.
pub struct Client {
    pub(crate) settings: Settings,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) meter: Meter,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    dialect: Dialect,
    outages: u32,
    stopped: Option<Trouble>,
}

/// What was read from a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The claims that passed every check, in the order of the text.
    pub found: Vec<Found>,
    /// What was left out, and why, in the order of the text.
    pub notes: Vec<Note>,
    /// The responses that it rests on: with them it can be had again without a call.
    pub recordings: Vec<Recording>,
}

impl Reading {
    /// Adds a claim, unless the same was read from the same piece before: from its whole, say, and now from its half.
    fn add(&mut self, found: Found, piece: (usize, usize)) {
        let piece = span(piece);
        let again = |known: &Found| piece.0 <= known.span.0 && known.span.1 <= piece.1 && known.claim == found.claim;
        if !self.found.iter().any(again) {
            self.found.push(found);
        }
    }

    /// Notes trouble with a piece; the same trouble with the next piece is one note.
    fn note(&mut self, piece: (usize, usize), trouble: Option<Trouble>) {
        let Some(trouble) = trouble else { return };
        let piece = span(piece);
        match self.notes.last_mut() {
            Some(last) if last.trouble == trouble && last.span.1 <= piece.0 => last.span.1 = piece.1,
            Some(_) | None => self.notes.push(Note { span: piece, trouble }),
        }
    }
}

impl Client {
    /// A client that asks over some transport.
    ///
    /// # Errors
    /// [`SettingsError`] if the settings cannot be used.
    pub fn new(settings: Settings, transport: impl Transport + 'static) -> Result<Self, SettingsError> {
        settings.check()?;
        let meter = Meter::new(settings.prices, settings.cap);
        Ok(Self { settings, transport: Box::new(transport), meter, state: Mutex::default() })
    }

    /// A client that asks the server of the settings, and records every answer on a tape so that none is asked for twice.
    ///
    /// # Errors
    /// [`SettingsError`] if the settings cannot be used.
    pub fn live(settings: Settings, tape: Tape) -> Result<Self, SettingsError> {
        let http = Http::new(&settings)?;
        Self::new(settings, Recorded::recording(tape, http))
    }

    /// A client that never calls: only what is on the tape is answered.
    ///
    /// # Errors
    /// [`SettingsError`] if the settings cannot be used.
    pub fn replaying(settings: Settings, tape: Tape) -> Result<Self, SettingsError> {
        Self::new(settings, Recorded::replaying(tape))
    }

    /// What was spent so far.
    #[must_use]
    pub fn spent(&self) -> Spent {
        self.meter.spent()
    }

    /// Why no more is asked, if so: a wrong key, an empty account, a server that is away, a cap.
    #[must_use]
    pub fn stopped(&self) -> Option<Trouble> {
        self.state().stopped.clone()
    }

    /// Reads the claims of a text.
    ///
    /// Never fails: what could not be had is a note, and whatever was read before the trouble is kept.
    #[must_use]
    pub fn read(&self, text: &str, context: &Context<'_>) -> Reading {
        let mut reading = Reading::default();
        // A far deadline may be past what the clock can tell.
        let now = Instant::now();
        let deadline = now.checked_add(self.settings.deadline).unwrap_or(now + std::time::Duration::from_secs(1 << 25));
        let mut left = pieces(text, self.settings.piece_bytes);
        left.reverse();
        while let Some(piece) = left.pop() {
            let mut asking = Asking::new(self, deadline);
            let mut answer = self.asked(&mut asking, text, piece, context);
            reading.recordings.append(&mut asking.recordings);
            let unsaved = asking.unsaved.take().map(Trouble::Unsaved);
            self.settle(answer.trouble.as_ref(), unsaved.as_ref());
            if let (Some(Trouble::Cut), Some(halves)) = (&answer.trouble, halves(text, piece)) {
                left.extend(halves.into_iter().rev());
                answer.trouble = None;
            }
            self.take(answer, text, piece, context, &mut reading);
            reading.note(piece, unsaved);
        }
        reading.found.sort_by_key(|found| found.span);
        reading.notes.sort_by_key(|note| note.span);
        reading
    }

    fn asked(&self, asking: &mut Asking<'_>, text: &str, piece: (usize, usize), context: &Context<'_>) -> Answer {
        asking.ask(prompt::messages(text.get(piece.0..piece.1).unwrap_or_default(), context, &self.settings))
    }

    /// Checks the claims of an answer, and notes what is missing.
    fn take(&self, answer: Answer, text: &str, piece: (usize, usize), context: &Context<'_>, reading: &mut Reading) {
        let checker = Checker::new(text, piece, context, &self.settings);
        for item in answer.items.iter().take(MAX_CLAIMS) {
            match checker.check(item) {
                Ok(found) => reading.add(found, piece),
                Err(note) => reading.notes.push(note),
            }
        }
        reading.note(piece, answer.trouble);
        reading.note(piece, (MAX_CLAIMS < answer.items.len()).then_some(Trouble::Cut));
    }

    /// Learns from the outcome of a question whether there is any use in another.
    fn settle(&self, trouble: Option<&Trouble>, unsaved: Option<&Trouble>) {
        let mut state = self.state();
        state.outages = if trouble.is_some_and(Trouble::is_outage) { state.outages + 1 } else { 0 };
        let outage = OUTAGES <= state.outages;
        let last = trouble.filter(|trouble| outage || trouble.is_final() || matches!(trouble, Trouble::Cap(_)));
        if state.stopped.is_none() {
            state.stopped = unsaved.or(last).cloned();
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.state().dialect
    }

    pub(crate) fn learn(&self, dialect: Dialect) {
        self.state().dialect = dialect;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Extractor for Client {
    fn extract(&self, text: &str, context: &Context<'_>) -> Extraction {
        self.read(text, context).into()
    }
}

impl From<Reading> for Extraction {
    fn from(reading: Reading) -> Self {
        let diagnostics = reading.notes.iter().map(|note| Diagnostic {
            span: note.span,
            reason: reason(&note.trouble),
            detail: Some(note.trouble.to_string()),
        });
        Self { diagnostics: diagnostics.collect(), found: reading.found }
    }
}

/// The nearest of the reader's reasons; the detail says it in full.
fn reason(trouble: &Trouble) -> Reason {
    let Trouble::Rejected { why, .. } = trouble else { return Reason::Model };
    let reasons = [
        (matches!(why, Rejection::Pronoun(_)), Reason::Pronoun),
        (matches!(why, Rejection::Undated(_)), Reason::Undated),
        (matches!(why, Rejection::Order), Reason::Order),
    ];
    reasons.into_iter().find_map(|(fits, reason)| fits.then_some(reason)).unwrap_or(Reason::Model)
}

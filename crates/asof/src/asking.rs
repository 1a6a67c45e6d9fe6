//! Asking: a question in English to an answer with its facts, its path, its dates, and how sure it is.

use asof_ask::{Answer, Around, Beside, Form, Habits, Named, Phase, Reach, Sought, Standing};
use asof_extract::{Context, Extractor, Reader};
use asof_model::{Fact, Instant, Kind, Point};
use asof_retrieve::When;
use serde::Serialize;

use self::{said::present, then::Then};
use crate::{
    error::{Error, Result},
    memory::Memory,
    recall::{Hit, Recall},
    snapshot::{AsOf, KnownAt},
};

mod said;
mod then;

/// The longest question, in bytes.
const LONGEST_QUESTION: usize = 2_000;
/// So many hits are shown where nothing answers.
const NEAREST: usize = 5;

/// A question to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The question.
    pub question: String,
    /// When it should hold, and what the memory should know: these win over the words.
    pub as_of: AsOf,
    /// When it is asked: what "last week" is counted from; now, if absent.
    pub now: Option<Point>,
    /// Who asks: who "I" is; `user`, if absent.
    pub speaker: Option<String>,
}

/// A step of the way to an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PathStep {
    /// Where it starts.
    pub from: String,
    /// The predicate, in words.
    pub relation: String,
    /// Where it leads.
    pub to: String,
}

/// An answer.
#[derive(Clone, Debug, Serialize)]
pub struct Answered {
    /// What answers the question, the best first. Empty where it abstains.
    pub answer: Vec<String>,
    /// The facts that say so, along the path.
    pub facts: Vec<Fact>,
    /// The way from what the question names to the answer.
    pub path: Vec<PathStep>,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// Whether nothing that is known answers it.
    pub abstained: bool,
    /// The valid date it was asked of.
    pub as_of: Point,
    /// The transaction known up to.
    pub known_at: u32,
    /// What comes nearest, where it abstains.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<Hit>,
}

impl Ask {
    /// A question of what is so now.
    #[must_use]
    pub fn new(question: &str) -> Self {
        Self { question: question.into(), as_of: AsOf::NOW, now: None, speaker: None }
    }
}

/// Answers questions, and remembers which words are near which.
#[derive(Default)]
pub struct Asker {
    /// Of a memory of so many claims, as known at a transaction.
    habits: Option<((u32, u32, u32), Habits)>,
}

impl Memory {
    /// Answers a question, or says that nothing known does.
    ///
    /// # Errors
    /// When the question is empty, or the index of the space can neither be read nor made.
    pub fn ask(&self, ask: &Ask) -> Result<Answered> {
        Asker::default().ask(self, ask)
    }
}

impl Asker {
    /// As [`Memory::ask`]: for many questions this is quicker.
    ///
    /// # Errors
    /// As [`Memory::ask`].
    pub fn ask(&mut self, memory: &Memory, ask: &Ask) -> Result<Answered> {
        if !ask.question.chars().any(char::is_alphanumeric) {
            return Err(Error::invalid("the question is empty"));
        }
        if LONGEST_QUESTION < ask.question.len() {
            let length = ask.question.len();
            return Err(Error::invalid(format!("the question has {length} bytes; the longest that is answered has {LONGEST_QUESTION}")));
        }
        let snapshot = memory.snapshot();
        let now = ask.now.unwrap_or(Point::at(memory.now().0));
        let reading = snapshot.as_of(ask.as_of);
        let known = reading.known().1;
        // Names are the same at every date; what looks like a date in one is none.
        let mut then = Then::new(snapshot.graph(), known.0, ask.speaker.as_deref());
        let question = asof_ask::unfold(&asof_ask::unframed(&ask.question));
        let named = asof_ask::mentions(&question, &then);
        let when = When::read(&without_names(&question, &named), now);
        let stretch = match (ask.as_of.valid, when.named) {
            (Some(valid), _) => (valid.lo().micros(), valid.reach()),
            (None, Some(named)) => named,
            (None, None) => (now.lo().micros(), now.reach()),
        };
        let count = (snapshot.graph().generation(), snapshot.graph().claim_count(), known.0);
        let learnt = self.habits.take().filter(|(learnt, _)| *learnt == count);
        let (_, habits) = self.habits.insert(learnt.unwrap_or_else(|| (count, Habits::of(&then))));
        let time = Time { stretch, dated: when.named.is_some(), ever: ask.as_of.valid.map_or(i64::MAX, Point::reach), now };
        let (answer, until) = then.find(&question, &named, &when.spans, time, habits);
        let as_of = ask.as_of.valid.or_else(|| when.named.and_then(point)).unwrap_or(now);
        let mut answered = present(&then, &answer, until, as_of);
        if answered.abstained {
            let recall = Recall {
                as_of: AsOf { known: KnownAt::Tx(known), ..ask.as_of },
                now: ask.now,
                facts: NEAREST,
                passages: NEAREST,
                ..Recall::new(&ask.question)
            };
            let recalled = memory.recall(&recall)?;
            answered.nearest = recalled.facts.into_iter().chain(recalled.passages).take(NEAREST).collect();
        }
        Ok(answered)
    }
}

/// A stretch as a point, or its first instant.
fn point((from, to): (i64, i64)) -> Option<Point> {
    let lo = Instant::from_micros(from)?;
    Instant::from_micros(to).and_then(|hi| Point::new(lo, hi).ok()).or(Some(Point::at(lo)))
}

/// The question with its names blotted out, byte for byte.
fn without_names(question: &str, named: &[Named]) -> String {
    let mut blotted = question.to_owned();
    for &(_, (from, to)) in named {
        blotted.replace_range(from..to, &"x".repeat(to - from));
    }
    blotted
}

/// What time a question is about.
#[derive(Clone, Copy, Debug)]
struct Time {
    /// The stretch it names, or its own date, in microseconds.
    stretch: (i64, i64),
    /// Whether its words name it.
    dated: bool,
    /// Up to when anything is looked at.
    ever: i64,
    /// When it is asked.
    now: Point,
}

impl Then<'_> {
    /// What answers a question, and the instant that lengths of time are counted to.
    fn find(&mut self, question: &str, named: &[Named], skip: &[std::ops::Range<usize>], time: Time, habits: &Habits) -> (Answer, i64) {
        let now = time.stretch.0;
        if let Some(beside) = (!time.dated).then(|| asof_ask::beside(question, named, self)).flatten() {
            self.hold((i64::MIN, time.ever), false);
            let around = asof_ask::anchor(&beside, phase(&beside, time.now), self, habits);
            let named = asof_ask::mentions(&beside.main, self);
            let sought = Sought { question: &beside.main, named: &named, skip: &[], around: around.as_ref(), now };
            let answer = if around.is_some() { asof_ask::answer(&sought, self, habits) } else { asof_ask::unknown(&sought) };
            return (answer, around.map_or(now, |around| around.from));
        }
        let reach = if time.dated { Reach::Then } else { asof_ask::reach(question) };
        self.hold(if reach == Reach::Ever { (i64::MIN, time.ever) } else { time.stretch }, time.dated);
        let sought = Sought { question, named, skip, around: None::<&Around>, now };
        let answer = asof_ask::answer(&sought, self, habits);
        if !(time.dated && answer.abstained && answer.asked.form == Form::YesNo) {
            return (answer, now);
        }
        // What was so at another time only was not so then.
        self.hold((i64::MIN, time.ever), false);
        let ever = asof_ask::answer(&sought, self, habits);
        let state = ever.found.first().and_then(|found| found.path.steps.last()).is_some_and(|step| step.edge.standing == Standing::Holds);
        (if ever.yes == Some(true) && state { Answer { yes: Some(false), ..ever } } else { answer }, now)
    }
}

/// Which part of a fact a clause tells of, as it is read where it is told of the past.
fn phase(beside: &Beside, now: Point) -> Option<Phase> {
    let context = Context { occurred_at: Some(now), ..Context::default() };
    let found = Reader::new().extract(&format!("{} in 1900.", beside.clause), &context).found;
    match found.first()?.claim.kind {
        Kind::Begins => Some(Phase::Begin),
        Kind::Ends => Some(Phase::End),
        Kind::Holds | Kind::Happens => Some(Phase::Whole),
        Kind::Denies => None,
    }
}

//! The tiny language for histories: what is told, when, and what must be answered.
//!
//! ```text
//! # a title
//! 2024-01-01 | Ana lives_in Paris begins 2020 id=c1      told on that day
//! Ana lives_in Berlin begins 2022                        told on the first day
//! 2024-02-01 | correct c1: Ana lives_in Lyon begins 2020 likewise retract, retract_source, undo, merge, split, schema
//! ask Ana lives_in 2021 = Lyon                           `?` possible, `!` disputed, `(Paris)` alternatives, `-` nothing
//! ask Ana lives_in 2021 known 2024-01-15 = Paris
//! timeline Ana lives_in = Lyon 2020..2022, Berlin 2022..
//! ```
//!
//! A name of several words is written with underscores. `undo` takes the label (`id=`) of a line.

use std::collections::BTreeMap;

use asof::{
    AsOf, Batch, Certainty, Claim, Clock, End, Fact, Instant, Kind, KnownAt, Memory, Operation, Point, Schema, Statement, TxId, TxTime,
    Why, read_schemas,
};

/// When lines without a date are told.
const FIRST_DAY: &str = "2000-01-01";
/// What the clock says while a history is told and asked.
const NOW: &str = "2026-01-01T00:00:00Z";

/// A history: lines told, questions with their answers.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// What it shows.
    pub title: String,
    /// What is told, each line with its day.
    pub told: Vec<Line>,
    questions: Vec<Question>,
}

/// A line that is told.
#[derive(Clone, Debug)]
pub struct Line {
    day: TxTime,
    label: Option<String>,
    told: What,
}

#[derive(Clone, Debug)]
enum What {
    Operation(Box<Operation>),
    /// Undoes the line of that label.
    Undo(String),
}

#[derive(Clone, Debug)]
struct Question {
    text: String,
    entity: String,
    predicate: Option<String>,
    asked: Asked,
    known: KnownAt,
    answer: String,
}

#[derive(Clone, Copy, Debug)]
enum Asked {
    At(Point),
    Timeline,
}

/// A clock that stands still.
struct Still;

impl Clock for Still {
    fn now(&self) -> TxTime {
        TxTime(NOW.parse().unwrap_or(Instant::MIN))
    }
}

type Failure = Box<dyn std::error::Error>;

/// Reads histories, separated by their titles.
///
/// # Errors
/// With the line that cannot be read.
pub fn read(text: &str) -> Result<Vec<History>, Failure> {
    let mut histories: Vec<History> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(title) = line.strip_prefix("# ") {
            histories.push(History { title: title.into(), ..History::default() });
            continue;
        }
        let Some(history) = histories.last_mut() else { return Err("a history starts with `# ` and its title".into()) };
        history.line(line).map_err(|error| format!("{line}: {error}"))?;
    }
    Ok(histories)
}

impl History {
    fn line(&mut self, line: &str) -> Result<(), Failure> {
        let question =
            line.strip_prefix("ask ").map(|rest| (rest, false)).or_else(|| line.strip_prefix("timeline ").map(|rest| (rest, true)));
        match question {
            Some((rest, timeline)) => self.questions.push(Question::read(rest, timeline)?),
            None => self.told.push(Line::read(line)?),
        }
        Ok(())
    }

    /// Tells the lines in an order, each day's lines together and a line that speaks of another after it.
    ///
    /// # Errors
    /// When a line is refused.
    pub fn tell(&self, order: &[usize]) -> Result<Memory, Failure> {
        let memory = Memory::options().clock(Still).volatile()?;
        let mut order: Vec<&Line> = order.iter().map(|&index| &self.told[index]).collect();
        order.sort_by_key(|line| line.day);
        let mut labels = BTreeMap::new();
        for day in order.chunk_by(|a, b| a.day == b.day) {
            tell_day(day, &memory, &mut labels)?;
        }
        Ok(memory)
    }

    /// Asks every question; gives back those answered wrongly.
    #[must_use]
    pub fn wrong_answers(&self, memory: &Memory) -> Vec<String> {
        self.questions
            .iter()
            .filter_map(|question| {
                let answer = question.ask(memory);
                (answer != question.answer).then(|| format!("{}\n      got {answer}", question.text))
            })
            .collect()
    }
}

/// Tells the lines of one day, those that speak of a later one after it.
fn tell_day(lines: &[&Line], memory: &Memory, labels: &mut BTreeMap<String, TxId>) -> Result<(), Failure> {
    let mut waiting: Vec<&Line> = lines.to_vec();
    while !waiting.is_empty() {
        let mut later = Vec::new();
        for line in &waiting {
            match line.tell(memory, labels) {
                Ok(()) => {}
                Err(error) if error.is_not_found() => later.push(*line),
                Err(error) => return Err(format!("{line:?}: {error}").into()),
            }
        }
        if later.len() == waiting.len() {
            return Err(format!("nothing of this can be told: {later:?}").into());
        }
        waiting = later;
    }
    Ok(())
}

impl Line {
    fn read(line: &str) -> Result<Self, Failure> {
        let (day, rest) = line.split_once(" | ").unwrap_or((FIRST_DAY, line));
        let (options, words): (Vec<&str>, Vec<&str>) =
            rest.split_whitespace().partition(|word| word.contains('=') && !word.contains("schema"));
        let options: BTreeMap<&str, &str> = options.into_iter().filter_map(|option| option.split_once('=')).collect();
        let point: Point = day.parse()?;
        let told = read_told(rest, &words, &options)?;
        Ok(Self { day: TxTime(point.lo()), label: options.get("id").map(|id| (*id).to_owned()), told })
    }

    fn tell(&self, memory: &Memory, labels: &mut BTreeMap<String, TxId>) -> Result<(), asof::Error> {
        let operation = match &self.told {
            What::Operation(operation) => Operation::clone(operation),
            // An unknown label is told as an unknown transaction: it may come later.
            What::Undo(label) => Operation::Undo { tx: labels.get(label).copied().unwrap_or(TxId(u32::MAX)) },
        };
        let batch = Batch { operations: vec![operation], recorded_at: Some(self.day), ..Batch::default() };
        let reports = memory.tell_batches(&[batch])?;
        if let (Some(label), Some(tx)) = (&self.label, reports.first().and_then(|report| report.tx)) {
            labels.insert(label.clone(), tx);
        }
        Ok(())
    }
}

fn read_told(line: &str, words: &[&str], options: &BTreeMap<&str, &str>) -> Result<What, Failure> {
    let name = |word: &str| word.replace('_', " ");
    let reason = None;
    let operation = match words {
        ["undo", label] => return Ok(What::Undo((*label).into())),
        ["retract", target] => Operation::Retract { target: (*target).into(), reason },
        ["retract_source", source] => Operation::RetractSource { source: (*source).into(), reason },
        ["merge", from, "into", into] => Operation::Merge { from: name(from), into: name(into) },
        ["split", part, "from", from] => Operation::Split { from: name(from), name: name(part) },
        ["episode", id] => Operation::Episode {
            id: Some((*id).into()),
            text: line.into(),
            occurred_at: options.get("said").map(|said| said.parse()).transpose()?,
            speaker: None,
            source: options.get("source").map(|source| (*source).into()),
        },
        ["schema", predicate, ..] => Operation::Predicate(read_schema(predicate, line)?),
        ["correct", target, claim @ ..] => {
            Operation::Correct { target: target.trim_end_matches(':').into(), statement: read_statement(claim, options)?, reason }
        }
        claim => Operation::Claim(read_statement(claim, options)?),
    };
    Ok(What::Operation(Box::new(operation)))
}

/// `schema lives_in: one_object_per_subject = true; inverse_of = "home_of"`
fn read_schema(predicate: &str, line: &str) -> Result<Schema, Failure> {
    let (_, properties) = line.split_once(':').ok_or("a schema needs a colon")?;
    let properties = properties.split(" id=").next().unwrap_or_default();
    let toml = format!("[{}]\n{}", predicate.trim_end_matches(':'), properties.replace(';', "\n"));
    Ok(read_schemas(&toml)?.remove(0))
}

fn read_statement(words: &[&str], options: &BTreeMap<&str, &str>) -> Result<Statement, Failure> {
    let [subject, predicate, object, rest @ ..] = words else { return Err("a claim has subject, predicate and object".into()) };
    let (kind, dates) = match rest {
        ["begins", dates @ ..] => (Kind::Begins, dates),
        ["ends", dates @ ..] => (Kind::Ends, dates),
        ["denies", dates @ ..] => (Kind::Denies, dates),
        ["happens", dates @ ..] => (Kind::Happens, dates),
        ["holds", dates @ ..] | dates => (Kind::Holds, dates),
    };
    let (from, to) = match dates {
        [] => (None, End::Unknown),
        [from] => (Some(from.parse()?), End::Unknown),
        [from, "to", "open"] => (Some(from.parse()?), End::Open),
        ["to", to] => (None, End::At(to.parse()?)),
        [from, "to", to] => (Some(from.parse()?), End::At(to.parse()?)),
        _ => return Err("dates are `2020`, `2020 to 2021`, `to 2021` or `2020 to open`".into()),
    };
    let name = |word: &str| word.replace('_', " ");
    let claim = Claim { kind, from, to, ..Claim::new(&name(subject), predicate, &name(object)) };
    let text = |key: &str| options.get(key).map(|value| (*value).to_owned());
    let share = |key: &str| options.get(key).map_or(Ok(1.0), |value| value.parse());
    Ok(Statement {
        id: text("id"),
        source: text("source"),
        episode: text("episode"),
        occurred_at: options.get("said").map(|said| said.parse()).transpose()?,
        trust: share("trust")?,
        confidence: share("conf")?,
        supports: options.get("supports").map_or(Vec::new(), |ids| ids.split(',').map(str::to_owned).collect()),
        ..Statement::new(claim)
    })
}

impl Question {
    fn read(text: &str, timeline: bool) -> Result<Self, Failure> {
        let (question, answer) = text.split_once(" = ").ok_or("a question ends with ` = ` and its answer")?;
        let (question, known) = match question.split_once(" known ") {
            Some((question, known)) => (question, KnownAt::At(known.trim().parse()?)),
            None => (question, KnownAt::Now),
        };
        let words: Vec<&str> = question.split_whitespace().collect();
        let (entity, predicate, asked) = match words.as_slice() {
            [entity, predicate] if timeline => (entity, Some(*predicate), Asked::Timeline),
            [entity, "*", at] => (entity, None, Asked::At(at.parse()?)),
            [entity, predicate, at] => (entity, Some(*predicate), Asked::At(at.parse()?)),
            _ => return Err("a question is `ask Ana lives_in 2021` or `timeline Ana lives_in`".into()),
        };
        Ok(Self {
            text: text.into(),
            entity: entity.replace('_', " "),
            predicate: predicate.map(str::to_owned),
            asked,
            known,
            answer: answer.trim().into(),
        })
    }

    fn ask(&self, memory: &Memory) -> String {
        let snapshot = memory.snapshot();
        let facts = match self.asked {
            Asked::Timeline => snapshot.as_of(AsOf::NOW.known(self.known)).timeline(&self.entity, self.predicate.as_deref()),
            Asked::At(point) => snapshot.as_of(AsOf::valid(point).known(self.known)).facts(&self.entity),
        };
        let facts = match facts {
            Ok(facts) => facts,
            Err(error) if error.is_not_found() => return "-".into(),
            Err(error) => return error.to_string(),
        };
        let wanted = |fact: &Fact| self.predicate.as_deref().is_none_or(|predicate| fact.predicate == predicate);
        let mut answers: Vec<String> = facts.iter().filter(|fact| wanted(fact)).map(|fact| self.show(fact)).collect();
        if !matches!(self.asked, Asked::Timeline) {
            answers.sort();
        }
        if answers.is_empty() { "-".into() } else { answers.join(", ") }
    }

    fn show(&self, fact: &Fact) -> String {
        let other = |subject: &str, object: String| {
            if asof_model::normalise(subject) == asof_model::normalise(&self.entity) { object } else { subject.to_owned() }
                .replace(' ', "_")
        };
        let mut shown = other(&fact.subject, fact.object.text());
        if self.predicate.is_none() {
            shown = format!("{}:{shown}", fact.predicate);
        }
        match self.asked {
            Asked::At(_) => {
                shown.push_str(if fact.certainty == Certainty::Possible { "?" } else { "" });
                shown.push_str(if fact.disputed { "!" } else { "" });
                shown.push_str(if fact.holds == Some(asof::Extent::Part) { "~" } else { "" });
                shown.push_str(if fact.believed == Some(asof::Extent::Part) { "%" } else { "" });
                let others: Vec<String> = fact
                    .alternatives
                    .iter()
                    .filter(|other| other.why != Why::Outranked)
                    .map(|alternative| match alternative.predicate == fact.predicate {
                        true => other(&alternative.subject, alternative.object.text()),
                        false => alternative.predicate.clone(),
                    })
                    .collect();
                if !others.is_empty() {
                    shown.push_str(&format!(" ({})", others.join(" ")));
                }
            }
            Asked::Timeline => {
                let from = fact.from.map(|from| from.to_string()).unwrap_or_default();
                let to = match fact.to {
                    End::At(to) => to.to_string(),
                    End::Open => String::new(),
                    End::Unknown => "?".into(),
                };
                shown.push_str(&format!(" {from}..{to}"));
            }
        }
        shown
    }
}

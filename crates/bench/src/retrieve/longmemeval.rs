//! LongMemEval: chats with an assistant. All evidence sessions pooled in one memory; and the haystack, a memory for each question.

use std::{
    collections::{BTreeSet, HashSet},
    path::Path,
};

use asof::{Operation, Point};
use serde_json::Value;

use crate::{
    Failure,
    retrieve::{
        files, in_parallel, items, json_lines, json_lists,
        measure::{Asked, Figures, Sheet, all, distinct, ndcg},
        memory, recalled, text,
    },
};

/// So many turns are asked for: enough that the first ten sessions are among them.
const DEEP: usize = 200;
const SESSIONS: &str = "recall ALL: 1 if all the evidence sessions are among the first 5 or 10 sessions, as ranked by the engine";

/// A question with what answers it.
struct Question<'d> {
    said: &'d Value,
    turns: BTreeSet<String>,
    sessions: BTreeSet<String>,
}

impl<'d> Question<'d> {
    fn new(said: &'d Value, turns: BTreeSet<String>) -> Self {
        let sessions = items(&said["answer_session_ids"]).map(text).collect();
        Self { said, turns, sessions }
    }

    /// The turns and the sessions, best first.
    fn ask(&self, memory: &asof::Memory) -> Result<[Vec<String>; 2], asof::Error> {
        let now = self.said["question_date"].as_str().and_then(point);
        let found = recalled(memory, &text(&self.said["question"]), now, Some("user"), DEEP)?;
        let sessions = distinct(found.sessions.into_iter().filter_map(|session| session.source));
        Ok([found.passages.into_iter().map(|hit| hit.id).collect(), sessions])
    }

    fn asked(&self, group: usize, values: Vec<f64>) -> Asked {
        Asked { group, category: text(&self.said["question_type"]), values }
    }

    fn of_sessions(&self, group: usize, ranked: &[String]) -> Asked {
        self.asked(group, [5, 10].map(|depth| all(&self.sessions, ranked, depth)).to_vec())
    }
}

/// Whether a question has an answer.
fn answerable(question: &&Value) -> bool {
    question["question_id"].as_str().is_some_and(|id| !id.ends_with("_abs"))
}

/// All sessions of all questions in one memory.
pub fn pooled(folder: &Path, limit: usize) -> Result<Vec<Figures>, Failure> {
    let data = json_lists(&files(folder, "oracle", ".json")?)?;
    let turns = pool(&data);
    let told = turns.len();
    let (memory, refused) = memory(turns)?;
    let questions: Vec<Question<'_>> =
        data.iter().filter(answerable).map(|question| Question::new(question, evidence(question))).take(limit).collect();
    let ranked = in_parallel(&questions, |question| question.ask(&memory))?;
    let notes = vec![format!("one memory of {told} turns ({refused} refused); questions without an answer are left out")];
    let (mut of_turns, mut of_sessions) = (Vec::new(), Vec::new());
    for (group, (question, [turns, sessions])) in questions.iter().zip(&ranked).enumerate() {
        if !question.turns.is_empty() {
            let wanted = &question.turns;
            of_turns.push(question.asked(group, vec![all(wanted, turns, 5), all(wanted, turns, 10), ndcg(wanted, turns, 10)]));
        }
        if !question.sessions.is_empty() {
            of_sessions.push(question.of_sessions(group, sessions));
        }
    }
    let turns = Sheet {
        data: "longmemeval, turns",
        what: "recall ALL: 1 if all the evidence turns are among the first 5 or 10; NDCG with a gain of 1 each",
        measures: vec!["all@5", "all@10", "NDCG@10"],
        over: "questions",
        asked: of_turns,
        notes: notes.clone(),
    };
    let sessions = sheet("longmemeval, sessions", of_sessions, notes);
    Ok(vec![turns.figures(), sessions.figures()])
}

fn sheet(data: &'static str, asked: Vec<Asked>, notes: Vec<String>) -> Sheet {
    Sheet { data, what: SESSIONS, measures: vec!["all@5", "all@10"], over: "questions", asked, notes }
}

/// The sessions of a question: id, date, turns.
pub(crate) fn sessions(question: &Value) -> impl Iterator<Item = (String, Option<Point>, &Value)> {
    let ids = items(&question["haystack_session_ids"]).map(text);
    let dates = items(&question["haystack_dates"]).map(|date| date.as_str().and_then(point));
    ids.zip(dates).zip(items(&question["haystack_sessions"])).map(|((id, date), turns)| (id, date, turns))
}

/// The turns of all sessions, each session once.
fn pool(data: &[Value]) -> Vec<Operation> {
    let mut seen = HashSet::new();
    let mut pooled = Vec::new();
    for (session, at, turns) in data.iter().flat_map(sessions) {
        if seen.insert(session.clone()) {
            pooled.extend(items(turns).enumerate().map(|(index, turn)| Operation::Episode {
                id: Some(format!("{session}/{index}")),
                text: text(&turn["content"]),
                occurred_at: at,
                speaker: turn["role"].as_str().map(str::to_owned),
                source: Some(session.clone()),
            }));
        }
    }
    pooled
}

/// The turns that hold the answer.
fn evidence(question: &Value) -> BTreeSet<String> {
    let of_session = |(session, _, turns): (String, _, &Value)| -> Vec<String> {
        let marked = items(turns).enumerate().filter(|(_, turn)| turn["has_answer"] == true);
        marked.map(|(index, _)| format!("{session}/{index}")).collect()
    };
    sessions(question).flat_map(of_session).collect()
}

/// A memory for each question, of what its user said in some fifty sessions.
pub fn haystack(folder: &Path, limit: usize) -> Result<Vec<Figures>, Failure> {
    let data = json_lines(&files(folder, "s_haystack", ".jsonl")?)?;
    let questions: Vec<Question<'_>> =
        data.iter().filter(answerable).map(|question| Question::new(question, BTreeSet::new())).take(limit).collect();
    let ranked = in_parallel(&questions, |question| {
        let (memory, refused) = memory(hay(question.said))?;
        Ok((question.ask(&memory)?, refused))
    })?;
    let refused: usize = ranked.iter().map(|(_, refused)| refused).sum();
    let scored = questions.iter().zip(&ranked).enumerate().filter(|(_, (question, _))| !question.sessions.is_empty());
    let asked = scored.map(|(group, (question, ([_, sessions], _)))| question.of_sessions(group, sessions)).collect();
    let notes = vec![
        format!("a memory for each question, of user turns cut at 500 characters a session ({refused} refused)"),
        "questions without an answer are left out".to_owned(),
    ];
    Ok(vec![sheet("longmemeval, S haystack, sessions", asked, notes).figures()])
}

/// The lines of each session, which are the user's turns.
fn hay(question: &Value) -> Vec<Operation> {
    let turns = |session: &Value| -> Vec<Operation> {
        let (id, at) = (text(&session["session_id"]), session["date"].as_str().and_then(point));
        let said = text(&session["user_text_500"]);
        let lines = said.lines().filter(|line| !line.trim().is_empty()).enumerate();
        lines
            .map(|(index, line)| Operation::Episode {
                id: Some(format!("{id}/{index}")),
                text: line.to_owned(),
                occurred_at: at,
                speaker: Some("user".to_owned()),
                source: Some(id.clone()),
            })
            .collect()
    };
    items(&question["haystack"]).flat_map(turns).collect()
}

/// "2023/04/10 (Mon) 17:50".
pub(crate) fn point(said: &str) -> Option<Point> {
    let mut words = said.split_whitespace();
    let day = words.next()?.replace('/', "-");
    match words.last() {
        Some(time) if time.contains(':') => format!("{day}T{time}:00Z").parse().ok(),
        Some(_) | None => day.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_sessions_are_read() {
        assert_eq!(point("2023/04/10 (Mon) 17:50"), "2023-04-10T17:50:00Z".parse().ok());
        assert_eq!(point("2023/04/10"), "2023-04-10".parse().ok());
        assert_eq!(point("soon"), None);
        assert_eq!(point(""), None);
    }
}

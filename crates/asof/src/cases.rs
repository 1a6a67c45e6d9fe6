//! Cases: what an agent tried, and what came of it, to be recalled when a similar task comes up.
//!
//! A case is an episode with the source `case`, whose text has a labelled line for each part. So it is found by the same index as all
//! else, can be taken back, exported and forgotten, and needs no form of its own:
//!
//! ```text
//! Task: deploy the billing service
//! Steps: ran the migrations first
//!   then restarted the workers
//! Outcome: good
//! Note: took ten minutes
//! ```
//!
//! Further lines of a part are indented, so that none can be taken for a label.

use asof_model::{Operation, Point};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    memory::Memory,
    recall::{Hit, Recall},
    report::Report,
};

/// The source of cases.
pub const CASE_SOURCE: &str = "case";
/// So many passages are looked through for cases.
const LOOKED_THROUGH: usize = 500;

/// What came of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseOutcome {
    /// It worked.
    Good,
    /// It did not.
    Bad,
}

/// What an agent tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    /// What was to be done.
    pub task: String,
    /// What was done.
    pub steps: String,
    /// What came of it.
    pub outcome: CaseOutcome,
    /// What else is worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A case that was found.
#[derive(Clone, Debug, Serialize)]
pub struct RecalledCase {
    /// The id of its episode.
    pub id: String,
    /// How well it fits: comparable within one recall.
    pub score: f32,
    /// When it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Point>,
    /// The case.
    #[serde(flatten)]
    pub case: Case,
}

/// Cases of similar tasks, the best fitting first, good and bad outcomes apart.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RecalledCases {
    /// Those that worked.
    pub good: Vec<RecalledCase>,
    /// Those that did not.
    pub bad: Vec<RecalledCase>,
}

impl Case {
    fn text(&self) -> String {
        let outcome = match self.outcome {
            CaseOutcome::Good => "good",
            CaseOutcome::Bad => "bad",
        };
        let parts =
            [("Task", Some(self.task.as_str())), ("Steps", Some(&self.steps)), ("Outcome", Some(outcome)), ("Note", self.note.as_deref())];
        let lines: Vec<String> = parts.into_iter().filter_map(|(label, part)| Some(format!("{label}: {}", indented(part?)))).collect();
        lines.join("\n")
    }

    /// A case as its text tells it; nothing for another text.
    fn read(text: &str) -> Option<Self> {
        let mut parts: Vec<(&str, String)> = Vec::new();
        for line in text.lines() {
            match (line.strip_prefix("  "), line.split_once(": ")) {
                (Some(more), _) => parts.last_mut()?.1.push_str(&format!("\n{more}")),
                (None, Some((label, part))) => parts.push((label, part.to_owned())),
                (None, None) => return None,
            }
        }
        let part = |label: &str| parts.iter().find(|part| part.0 == label).map(|part| part.1.clone());
        let outcome = match part("Outcome")?.as_str() {
            "good" => CaseOutcome::Good,
            "bad" => CaseOutcome::Bad,
            _ => return None,
        };
        Some(Self { task: part("Task")?, steps: part("Steps")?, outcome, note: part("Note") })
    }
}

fn indented(part: &str) -> String {
    part.trim().lines().collect::<Vec<_>>().join("\n  ")
}

impl Memory {
    /// Records a case. One that is known word for word is recorded again: it was tried again.
    ///
    /// # Errors
    /// When the task or the steps are empty, or as [`Memory::tell`].
    pub fn record_case(&self, case: &Case) -> Result<Report> {
        if case.task.trim().is_empty() || case.steps.trim().is_empty() {
            return Err(Error::invalid("a case needs a task and the steps that were taken"));
        }
        let episode = Operation::Episode {
            id: None,
            text: case.text(),
            occurred_at: Some(Point::at(self.now().0)),
            speaker: None,
            source: Some(CASE_SOURCE.into()),
        };
        self.tell(episode)
    }

    /// Cases of tasks like this one: at most so many that worked, and so many that did not.
    ///
    /// # Errors
    /// As [`Memory::recall`].
    pub fn recall_cases(&self, task: &str, most: usize) -> Result<RecalledCases> {
        let recall = Recall { facts: 0, passages: LOOKED_THROUGH, ..Recall::new(task) };
        let mut found = RecalledCases::default();
        for case in self.recall(&recall)?.passages.into_iter().filter_map(case_of) {
            let of_its_sort = match case.case.outcome {
                CaseOutcome::Good => &mut found.good,
                CaseOutcome::Bad => &mut found.bad,
            };
            if of_its_sort.len() < most {
                of_its_sort.push(case);
            }
        }
        Ok(found)
    }
}

fn case_of(hit: Hit) -> Option<RecalledCase> {
    let of_case = hit.source.as_deref() == Some(CASE_SOURCE);
    let case = Case::read(&hit.text).filter(|_| of_case)?;
    Some(RecalledCase { id: hit.id, score: hit.score, occurred_at: hit.occurred_at, case })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_reads_back_as_it_was_written() {
        let cases = [
            Case { task: "deploy".into(), steps: "ran it".into(), outcome: CaseOutcome::Good, note: None },
            Case {
                task: "deploy\nOutcome: bad".into(),
                steps: "one\nNote: two\n  three".into(),
                outcome: CaseOutcome::Bad,
                note: Some("slow: very".into()),
            },
        ];
        for case in cases {
            assert_eq!(Case::read(&case.text()), Some(case));
        }
        for text in ["", "hello", "Task: a", "Task: a\nSteps: b\nOutcome: so-so", "  indented"] {
            assert_eq!(Case::read(text), None, "{text}");
        }
    }
}

//! LoCoMo: long conversations between two people, questions with the turns that answer them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use asof::{Operation, Point};
use serde_json::Value;

use crate::{
    Failure,
    retrieve::{
        files, in_parallel, items, json_lists,
        measure::{Asked, Figures, Sheet, fraction},
        memory, passages, text,
    },
};

const DEPTHS: [usize; 3] = [5, 10, 50];
const DAY: i64 = 86_400_000_000;
const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// A question with the turns that answer it.
struct Question {
    text: String,
    category: String,
    evidence: BTreeSet<String>,
}

/// Measures every conversation in a folder, with at most so many questions of each.
pub fn run(folder: &Path, limit: usize) -> Result<Vec<Figures>, Failure> {
    let conversations = json_lists(&files(folder, "", ".json")?)?;
    let (mut asked, mut left_out, mut unknown, mut refused) = (Vec::new(), 0, 0, 0);
    for (group, one) in conversations.iter().enumerate() {
        let sessions = sessions(&one["conversation"]);
        let turns: Vec<Operation> = sessions.values().flat_map(Session::turns).collect();
        let ids: BTreeSet<String> = turns.iter().filter_map(id).collect();
        let now = sessions.values().rev().find_map(|session| day_after(session.at?));
        let (memory, refusals) = memory(turns)?;
        refused += refusals;
        let mut questions: Vec<Question> = items(&one["qa"]).map(|question| read(question, &ids, &mut unknown)).collect();
        let all = questions.len();
        questions.retain(|question| !question.evidence.is_empty());
        left_out += all - questions.len();
        questions.truncate(limit);
        asked.extend(in_parallel(&questions, |question| {
            let hits = passages(&memory, &question.text, now, None, DEPTHS[2])?;
            let ranked: Vec<String> = hits.into_iter().map(|hit| hit.id).collect();
            let values = DEPTHS.map(|depth| fraction(&question.evidence, &ranked, depth)).to_vec();
            Ok(Asked { group, category: question.category.clone(), values })
        })?);
    }
    let notes = vec![
        format!("left out: {left_out} questions without evidence, {unknown} evidence ids that are no turn, {refused} turns refused"),
        "asked on the day after the last session; a memory for each conversation".to_owned(),
    ];
    let what = "FRACTION of the evidence turns among the first 5, 10 and 50, all five categories";
    let measures = vec!["fraction@5", "fraction@10", "fraction@50"];
    Ok(vec![Sheet { data: "locomo", what, measures, over: "conversations", asked, notes }.figures()])
}

/// What was said at one time.
struct Session<'c> {
    number: u32,
    at: Option<Point>,
    turns: &'c Value,
}

/// By their numbers.
fn sessions(conversation: &Value) -> BTreeMap<u32, Session<'_>> {
    let fields = conversation.as_object().into_iter().flatten();
    let session = |(name, turns)| {
        let number: u32 = str::strip_prefix(name, "session_")?.parse().ok()?;
        let at = conversation[format!("session_{number}_date_time")].as_str().and_then(point);
        Some((number, Session { number, at, turns }))
    };
    fields.filter_map(|(name, turns): (&String, &Value)| session((name.as_str(), turns))).collect()
}

impl Session<'_> {
    fn turns(&self) -> impl Iterator<Item = Operation> {
        items(self.turns).map(|turn| Operation::Episode {
            id: Some(text(&turn["dia_id"])),
            text: said(turn),
            occurred_at: self.at,
            speaker: turn["speaker"].as_str().map(str::to_owned),
            source: Some(format!("session_{}", self.number)),
        })
    }
}

/// The words of a turn, and what its picture shows.
fn said(turn: &Value) -> String {
    let words = text(&turn["text"]);
    turn["blip_caption"].as_str().map_or(words.clone(), |caption| format!("{words} [image: {caption}]"))
}

fn id(turn: &Operation) -> Option<String> {
    if let Operation::Episode { id, .. } = turn { id.clone() } else { None }
}

fn read(question: &Value, ids: &BTreeSet<String>, unknown: &mut usize) -> Question {
    let named: BTreeSet<String> = items(&question["evidence"]).filter_map(Value::as_str).flat_map(turn_ids).collect();
    let evidence: BTreeSet<String> = named.intersection(ids).cloned().collect();
    *unknown += named.len() - evidence.len();
    let name = match question["category"].as_u64() {
        Some(1) => "1 multi-hop".to_owned(),
        Some(2) => "2 temporal".to_owned(),
        Some(3) => "3 open".to_owned(),
        Some(4) => "4 single-hop".to_owned(),
        Some(5) => "5 adversarial".to_owned(),
        other => format!("{other:?}"),
    };
    Question { text: text(&question["question"]), category: name, evidence }
}

/// The ids of turns in a text: `D`, digits, a colon, digits.
fn turn_ids(text: &str) -> Vec<String> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let starts = text.match_indices('D').map(|(at, _)| &text[at + 1..]);
    starts
        .filter_map(|rest| {
            let session = digits(rest);
            let turn = digits(rest[session..].strip_prefix(':')?);
            (session != 0 && turn != 0).then(|| format!("D{}", &rest[..session + 1 + turn]))
        })
        .collect()
}

/// "1:56 pm on 8 May, 2023".
fn point(said: &str) -> Option<Point> {
    let (clock, day) = said.split_once(" on ")?;
    let (time, half) = clock.trim().split_once(' ')?;
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = hour % 12 + if half.trim().eq_ignore_ascii_case("pm") { 12 } else { 0 };
    let mut words = day.split([' ', ',']).filter(|word| !word.is_empty());
    let (day, month, year): (u32, &str, u32) = (words.next()?.parse().ok()?, words.next()?, words.next()?.parse().ok()?);
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))? + 1;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z").parse().ok()
}

fn day_after(at: Point) -> Option<Point> {
    let start = at.lo().micros().div_euclid(DAY).checked_add(1)?.checked_mul(DAY)?;
    let [lo, hi] = [start, start.checked_add(DAY)?].map(asof::Instant::from_micros);
    Point::new(lo?, hi?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_sessions_are_read() {
        let cases = [
            ("1:56 pm on 8 May, 2023", "2023-05-08T13:56:00Z"),
            ("12:09 am on 13 September, 2023", "2023-09-13T00:09:00Z"),
            ("12:30 pm on 1 January, 2024", "2024-01-01T12:30:00Z"),
        ];
        for (said, expected) in cases {
            assert_eq!(point(said), expected.parse().ok(), "{said}");
        }
        for bad in ["", "8 May, 2023", "1:56 pm on", "x:y pm on 8 May, 2023", "1:56 pm on 8 Mai, 2023"] {
            assert_eq!(point(bad), None, "{bad}");
        }
        let after = point("11:59 pm on 31 December, 2023").and_then(day_after).map(|day| day.to_string());
        assert_eq!(after.as_deref(), Some("2024-01-01"));
    }

    #[test]
    fn evidence_is_read_also_where_it_is_malformed() {
        let cases: [(&str, &[&str]); 6] = [
            ("D1:3", &["D1:3"]),
            ("D8:6; D9:17", &["D8:6", "D9:17"]),
            ("D9:1 D4:4 D4:6", &["D9:1", "D4:4", "D4:6"]),
            ("D:11:26", &[]),
            ("D", &[]),
            ("DD30:05é", &["D30:05"]),
        ];
        for (text, expected) in cases {
            assert_eq!(turn_ids(text), expected, "{text}");
        }
    }
}

//! Updates in chats with an assistant: is the newest evidence recalled before what it superseded, and does asking answer by it?

use std::{cmp::Ordering, collections::HashSet, path::Path, time::Instant as Stopwatch};

use asof::{Answered, Ask, Asker, Hit, Instant, Memory, Point, Recall, Text, TxTime, extract::Reader};
use serde::Serialize;
use serde_json::Value;

use crate::{
    Failure,
    consolidate::{
        Args, consolidate,
        figures::{Row, Share, show},
        lists::bare,
    },
    retrieve::{
        files, items, json_lists,
        longmemeval::{point, sessions},
        text,
    },
};

/// So many turns are asked for.
const DEEP: usize = 200;
/// The questions whose answer was updated.
const KIND: &str = "knowledge-update";

/// A question whose answer was updated, with the turns that tell the newer and the older.
struct Update<'d> {
    said: &'d Value,
    now: Option<Point>,
    newer: Vec<String>,
    older: Vec<String>,
    /// The evidence that has more of the accepted answer's words: the older of a question about the past. None where both have as many.
    right: Option<Side>,
    /// Whether it is one of the half on which nothing was chosen: every second one.
    is_held: bool,
}

/// One of the two that the evidence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Newer,
    Older,
}

impl<'d> Update<'d> {
    /// None where only one session tells the answer, or none does.
    fn of(said: &'d Value) -> Option<Self> {
        let mut evidence: Vec<(Option<Point>, Vec<String>)> = sessions(said).map(|(id, at, turns)| (at, evidence(&id, turns))).collect();
        evidence.retain(|(_, turns)| !turns.is_empty());
        evidence.sort_by_key(|(at, _)| at.map(Point::lo));
        let (_, newer) = evidence.pop()?;
        let older: Vec<String> = evidence.into_iter().flat_map(|(_, turns)| turns).collect();
        let right = right(said, &newer, &older);
        let now = said["question_date"].as_str().and_then(point);
        (!older.is_empty()).then_some(Self { said, now, newer, older, right, is_held: false })
    }

    fn question(&self) -> String {
        text(&self.said["question"])
    }
}

/// Which evidence has more of the accepted answer's words.
fn right(said: &Value, newer: &[String], older: &[String]) -> Option<Side> {
    let accepted: HashSet<String> = numbered(&accepted(&said["answer"]));
    let turns = |(id, _, turns): (String, Option<Point>, &Value)| -> Vec<(String, String)> {
        items(turns).enumerate().map(|(index, turn)| (format!("{id}/{index}"), text(&turn["content"]))).collect()
    };
    let said: Vec<(String, String)> = sessions(said).flat_map(turns).collect();
    let most = |ids: &[String]| {
        let of = said.iter().filter(|(id, _)| ids.contains(id)).map(|(_, said)| accepted.intersection(&numbered(said)).count());
        of.max().unwrap_or(0)
    };
    match most(newer).cmp(&most(older)) {
        Ordering::Greater => Some(Side::Newer),
        Ordering::Less => Some(Side::Older),
        Ordering::Equal => None,
    }
}

/// The words of a text, without the shortest, and its numbers, small ones in digits.
fn numbered(said: &str) -> HashSet<String> {
    const NUMBERS: [&str; 13] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let number = |word: String| NUMBERS.iter().position(|number| *number == word).map_or(word, |number| number.to_string());
    let lower = said.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).map(|word| number(word.to_owned()));
    words.filter(|word| 3 < word.len() || word.starts_with(|letter: char| letter.is_ascii_digit())).collect()
}

fn accepted(answer: &Value) -> String {
    answer.as_str().map_or_else(|| answer.to_string(), str::to_owned)
}

fn evidence(session: &str, turns: &Value) -> Vec<String> {
    let marked = items(turns).enumerate().filter(|(_, turn)| turn["has_answer"] == true);
    marked.map(|(index, _)| format!("{session}/{index}")).collect()
}

#[derive(Debug, Default, Serialize)]
#[serde(tag = "consolidate", rename = "updates")]
struct Line {
    memory: &'static str,
    state: &'static str,
    remembered_s: f64,
    /// The newer evidence is recalled before the older.
    newer_first: Share,
    /// Of the half on which nothing was chosen.
    newer_first_held: Share,
    /// The evidence that has the accepted answer is recalled before the other.
    right_first: Share,
    /// The same among facts, where one of either evidence was recalled.
    newer_fact_first: Share,
    answered: Share,
    /// Of what is answered: by the newer evidence, by the older, and with the words of the accepted answer.
    by_newer: Share,
    by_older: Share,
    right: Share,
}

impl Row for Line {
    fn head() -> String {
        format!(
            "updates (LongMemEval, {KIND}): in percent of questions; of what `ask` answers: by the newer evidence, the older, right\n{:12} {:13} {:>12} {:>12} {:>12} {:>18} {:>9} {:>9} {:>9} {:>7} {:>7}",
            "memory",
            "state",
            "newer first",
            "held half",
            "right first",
            "newer fact first",
            "answered",
            "by newer",
            "by older",
            "right",
            "told s"
        )
    }

    fn line(&self) -> String {
        let of = |share: Share| format!("{share} of {}", share.whole);
        format!(
            "{:12} {:13} {:>12} {:>12} {:>12} {:>18} {:>9} {:>9} {:>9} {:>7} {:>7.1}",
            self.memory,
            self.state,
            of(self.newer_first),
            of(self.newer_first_held),
            of(self.right_first),
            of(self.newer_fact_first),
            self.answered,
            self.by_newer,
            self.by_older,
            self.right,
            self.remembered_s
        )
    }
}

/// What one question showed.
struct Shown {
    newer_first: bool,
    is_held: bool,
    right_first: Option<bool>,
    newer_fact_first: Option<bool>,
    answered: bool,
    by_newer: bool,
    by_older: bool,
    right: bool,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let data = read(&args.data.join("longmemeval"))?;
    let mut updates: Vec<Update<'_>> = data.iter().filter_map(Update::of).take(args.limit).collect();
    updates.iter_mut().skip(1).step_by(2).for_each(|update| update.is_held = true);
    let each: Vec<Vec<&Update<'_>>> = updates.iter().map(|update| vec![update]).collect();
    own_and_all("of its own", &each, true, args.json)?;
    own_and_all("all in one", &[updates.iter().collect()], false, args.json)
}

/// Measures memories as they were told, and consolidated.
fn own_and_all(memory: &'static str, memories: &[Vec<&Update<'_>>], first: bool, json: bool) -> Result<(), Failure> {
    let [mut as_told, mut consolidated]: [Vec<Shown>; 2] = Default::default();
    let mut seconds = 0.0;
    for updates in memories {
        let start = Stopwatch::now();
        let memory = memory_of(updates.iter().copied())?;
        seconds += start.elapsed().as_secs_f64();
        as_told.extend(ask_all(&memory, updates)?);
        consolidate(&memory)?;
        consolidated.extend(ask_all(&memory, updates)?);
    }
    show(&line(memory, "as told", seconds, &as_told), first, json)?;
    show(&line(memory, "consolidated", seconds, &consolidated), false, json)
}

/// The questions whose answer was updated; those without an answer are left out.
fn read(folder: &Path) -> Result<Vec<Value>, Failure> {
    let mut data = json_lists(&files(folder, "oracle", ".json")?)?;
    data.retain(|question| question["question_type"] == KIND && !text(&question["question_id"]).ends_with("_abs"));
    Ok(data)
}

/// A memory that remembers the sessions of some questions in the order of their dates.
fn memory_of<'d>(updates: impl IntoIterator<Item = &'d Update<'d>>) -> Result<Memory, asof::Error> {
    let updates: Vec<&Update<'_>> = updates.into_iter().collect();
    let last = updates.iter().filter_map(|update| update.now).map(Point::lo).max().unwrap_or(Instant::MAX);
    let memory = Memory::options().clock(At(last)).volatile()?;
    let mut told: Vec<_> = updates.iter().flat_map(|update| sessions(update.said)).collect();
    told.sort_by_key(|(id, at, _)| (at.map(Point::lo), id.clone()));
    let mut seen = HashSet::new();
    told.retain(|(id, _, _)| seen.insert(id.clone()));
    let reader = Reader::new();
    for (session, at, turns) in told {
        for (index, turn) in items(turns).enumerate() {
            let text = Text {
                text: text(&turn["content"]),
                occurred_at: at,
                speaker: turn["role"].as_str().map(str::to_owned),
                listener: None,
                source: Some(session.clone()),
                id: Some(format!("{session}/{index}")),
            };
            memory.remember(&text, &reader)?;
        }
    }
    Ok(memory)
}

/// A clock that stands still.
struct At(Instant);

impl asof::Clock for At {
    fn now(&self) -> TxTime {
        TxTime(self.0)
    }
}

fn ask_all(memory: &Memory, updates: &[&Update<'_>]) -> Result<Vec<Shown>, asof::Error> {
    updates.iter().map(|update| ask(memory, update)).collect()
}

fn ask(memory: &Memory, update: &Update<'_>) -> Result<Shown, asof::Error> {
    let speaker = Some("user".to_owned());
    let recall = Recall { now: update.now, speaker: speaker.clone(), passages: DEEP, facts: DEEP, ..Recall::new(&update.question()) };
    let found = memory.recall(&recall)?;
    let answered = Asker::default().ask(memory, &Ask { now: update.now, speaker, ..Ask::new(&update.question()) })?;
    let by =
        |evidence: &[String]| answered.facts.last().is_some_and(|fact| fact.episodes.iter().any(|one| evidence.contains(&one.episode)));
    let newer_first = first(&found.passages, update, |hit, ids| ids.contains(&hit.id));
    Ok(Shown {
        newer_first: newer_first == Some(true),
        is_held: update.is_held,
        right_first: update.right.map(|side| newer_first == Some(side == Side::Newer)),
        newer_fact_first: first(&found.facts, update, is_fact_of),
        answered: !answered.abstained,
        by_newer: !answered.abstained && by(&update.newer),
        by_older: !answered.abstained && by(&update.older),
        right: !answered.abstained && is_right(&answered, &update.said["answer"]),
    })
}

/// Whether what is of the newer evidence comes first; nothing where there is nothing of either.
fn first(hits: &[Hit], update: &Update<'_>, is_of: impl Fn(&Hit, &[String]) -> bool) -> Option<bool> {
    let place = |ids: &[String]| hits.iter().position(|hit| is_of(hit, ids)).unwrap_or(usize::MAX);
    let (newer, older) = (place(&update.newer), place(&update.older));
    (newer.min(older) < usize::MAX).then_some(newer < older)
}

fn is_fact_of(hit: &Hit, ids: &[String]) -> bool {
    hit.fact.iter().flat_map(|fact| &fact.episodes).any(|evidence| ids.contains(&evidence.episode))
}

/// Whether the first answer and the accepted one are the same words, or one is within the other.
fn is_right(answered: &Answered, accepted: &Value) -> bool {
    let accepted = bare(&self::accepted(accepted));
    let within = |long: &str, short: &str| !short.is_empty() && format!(" {long} ").contains(&format!(" {short} "));
    let first = answered.answer.first().map(|answer| bare(answer)).unwrap_or_default();
    within(&accepted, &first) || within(&first, &accepted)
}

fn line(memory: &'static str, state: &'static str, remembered_s: f64, shown: &[Shown]) -> Line {
    let answered = || shown.iter().filter(|shown| shown.answered);
    Line {
        memory,
        state,
        remembered_s,
        newer_first: Share::of(shown, |shown| shown.newer_first),
        newer_first_held: Share::of(shown.iter().filter(|shown| shown.is_held), |shown| shown.newer_first),
        right_first: Share::of(shown.iter().filter_map(|shown| shown.right_first), |first| first),
        newer_fact_first: Share::of(shown.iter().filter_map(|shown| shown.newer_fact_first), |first| first),
        answered: Share::of(shown, |shown| shown.answered),
        by_newer: Share::of(answered(), |shown| shown.by_newer),
        by_older: Share::of(answered(), |shown| shown.by_older),
        right: Share::of(answered(), |shown| shown.right),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_evidence_of_the_later_session_is_the_newer() {
        let turns = |said: &str| json!([{"role": "user", "content": said, "has_answer": true}, {"role": "assistant", "content": "Nice."}]);
        let said = json!({
            "question": "Where do I live?", "answer": "Braga", "question_date": "2023/10/08 (Sun) 21:51",
            "haystack_session_ids": ["late", "early"], "haystack_dates": ["2023/09/30 (Sat) 18:01", "2023/08/11 (Fri) 09:00"],
            "haystack_sessions": [turns("I moved to Braga."), turns("I live in Porto.")],
        });
        let update = Update::of(&said).unwrap();
        assert_eq!((update.newer.clone(), update.older.clone()), (vec!["late/0".to_owned()], vec!["early/0".to_owned()]));
        assert_eq!(update.right, Some(Side::Newer));
        let shown = ask(&memory_of([&update]).unwrap(), &update).unwrap();
        assert!(!shown.answered || shown.by_newer && shown.right);
    }
}

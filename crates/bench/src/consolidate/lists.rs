//! Numbered lists whose later statements override earlier ones: what is answered, what is abstained from, and which are named superseded.

use std::time::Instant as Stopwatch;

use asof::{Ask, Asker, Memory};
use serde::Serialize;

use crate::{
    Failure,
    consolidate::{
        Args, consolidate, empty,
        fates::{Fate, Fates, named},
        figures::{Row, Share, miscalibration, show},
        remember,
    },
    lookalike::{Half, List, Question, Real, Settings, Style, Unanswerable, generate},
    measure::quantile,
};

/// How many statements the lists have.
const SIZES: [usize; 3] = [450, 2_500, 20_000];
/// The size that is also told in parts.
const IN_PARTS: usize = 2_500;
/// No part is longer, in bytes, unless one statement is.
const PART: usize = 4_000;
/// The share of facts that are overridden.
const OVERRIDDEN: f64 = 0.4;

/// How a list is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Whole,
    Parts,
}

/// What came of one list.
#[derive(Debug, Serialize)]
#[serde(tag = "consolidate", rename = "lookalike")]
struct Line {
    forms: String,
    style: String,
    facts: usize,
    told: Told,
    remembered_s: f64,
    consolidated_s: f64,
    as_told: Answers,
    consolidated: Answers,
    precision: Share,
    recall: Share,
}

/// What was answered.
#[derive(Debug, Default, Serialize)]
struct Answers {
    one_hop: Share,
    several: Share,
    /// Two, three and four hops.
    hops: [Share; 3],
    /// Questions that follow an older statement somewhere.
    stale: Share,
    /// Of the questions that have an answer, and of those that have none.
    abstained: Share,
    abstained_rightly: Share,
    /// How far the confidence of what was answered is from how often it was right, in percent.
    miscalibrated: Option<f64>,
    p50_ms: f64,
}

impl Row for Line {
    fn head() -> String {
        format!(
            "look-alike: the first answer is an accepted one, in percent; as told / consolidated\n{:11} {:>6} {:6} {:>13} {:>13} {:>20} {:>13} {:>13} {:>9} {:>11} {:>11} {:>8} {:>6} {:>6}",
            "forms",
            "facts",
            "told",
            "one hop",
            "several",
            "2, 3, 4 hops",
            "abstained",
            "rightly",
            "stale",
            "off by",
            "p50 ms",
            "told s",
            "cons s",
            "P / R"
        )
    }

    fn line(&self) -> String {
        let both = |share: fn(&Answers) -> Share| format!("{} / {}", share(&self.as_told), share(&self.consolidated));
        let off = |answers: &Answers| answers.miscalibrated.map_or_else(|| "-".to_owned(), |off| format!("{off:.1}"));
        format!(
            "{:11} {:>6} {:6} {:>13} {:>13} {:>20} {:>13} {:>13} {:>9} {:>11} {:>11} {:>8.2} {:>6.2} {} / {}",
            format!("{} {}", self.forms, self.style),
            self.facts,
            if self.told == Told::Whole { "whole" } else { "parts" },
            both(|answers| answers.one_hop),
            both(|answers| answers.several),
            self.consolidated.hops.map(|share| share.to_string()).join(", "),
            both(|answers| answers.abstained),
            both(|answers| answers.abstained_rightly),
            both(|answers| answers.stale),
            format!("{} / {}", off(&self.as_told), off(&self.consolidated)),
            format!("{:.1} / {:.1}", self.as_told.p50_ms, self.consolidated.p50_ms),
            self.remembered_s,
            self.consolidated_s,
            self.precision,
            self.recall,
        )
    }
}

/// A list to draw for measuring.
pub fn settings(args: &Args, facts: usize, half: Half, style: Style) -> Settings {
    Settings { facts, seed: args.seed, half, style, overridden: OVERRIDDEN, questions: args.limit }
}

/// The plain forms, and those of every other author in both styles.
pub fn wordings() -> impl Iterator<Item = (Half, Style)> {
    let halves = [Half::Dev, Half::Quiz, Half::Crowd, Half::Almanac, Half::Held, Half::Press, Half::Cloze]
        .into_iter()
        .flat_map(|half| [(half, Style::One), (half, Style::Mixed)]);
    std::iter::once((Half::Plain, Style::One)).chain(halves)
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let real = Real::read(&args.data.join("yago11k"))?;
    let sizes = args.facts.map_or(SIZES.to_vec(), |facts| vec![facts]);
    let mut first = true;
    for facts in sizes {
        for (half, style) in wordings() {
            let settings = settings(args, facts, half, style);
            let list = generate(&settings, &real)?;
            let parts = (facts == IN_PARTS || args.facts.is_some()).then_some(Told::Parts);
            for told in std::iter::once(Told::Whole).chain(parts) {
                show(&measure(&list, &settings, told, args)?, std::mem::take(&mut first), args.json)?;
            }
        }
    }
    Ok(())
}

fn measure(list: &List, settings: &Settings, told: Told, args: &Args) -> Result<Line, Failure> {
    let memory = empty()?;
    let remembered_s = match told {
        Told::Whole => remember(&memory, [list.text.as_str()])?,
        Told::Parts => remember(&memory, parts(&list.text))?,
    };
    let as_told = answers(&memory, list, 0)?;
    let (consolidated_s, done) = consolidate(&memory)?;
    let shown = if settings.half == Half::Dev { args.errors } else { 0 };
    let consolidated = answers(&memory, list, shown)?;
    let (precision, recall) = if told == Told::Whole {
        let fates = Fates::of(&memory, Some(&done)).of_lines(&memory, &list.text);
        tell_misnamed(list, &fates, shown);
        named(&fates, &list.told.iter().map(|told| told.superseded).collect::<Vec<_>>())
    } else {
        Default::default()
    };
    let forms = format!("{:?}", settings.half).to_lowercase();
    let style = format!("{:?}", settings.style).to_lowercase();
    Ok(Line { forms, style, facts: settings.facts, told, remembered_s, consolidated_s, as_told, consolidated, precision, recall })
}

/// A text cut between its lines.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut end) = (0, 0);
    for line in text.split_inclusive('\n') {
        if start < end && PART < end - start + line.len() {
            parts.extend(text.get(start..end));
            start = end;
        }
        end += line.len();
    }
    parts.extend(text.get(start..end).filter(|part| !part.is_empty()));
    parts
}

/// A question with what was answered first, if anything.
struct Tried<'l, Q> {
    question: &'l Q,
    answer: Option<String>,
    confidence: f32,
}

impl Tried<'_, Question> {
    fn is_right(&self) -> bool {
        self.is_among(&self.question.answers)
    }

    fn is_among(&self, accepted: &[String]) -> bool {
        is_accepted(self.answer.as_deref(), accepted)
    }
}

fn answers(memory: &Memory, list: &List, errors: usize) -> Result<Answers, Failure> {
    let mut asking = Asking { asker: Asker::default(), memory, times: Vec::new() };
    let tried = asking.all(&list.questions, |question| &question.question)?;
    let unanswerable = asking.all(&list.unanswerable, |question| &question.question)?;
    tell_errors(&tried, &unanswerable, errors);
    let right = |hops: &[usize]| Share::of(tried.iter().filter(|tried| hops.contains(&tried.question.hops)), Tried::is_right);
    let right_or_wrong = tried.iter().filter(|tried| tried.answer.is_some()).map(|tried| (tried.confidence, tried.is_right()));
    let wrong = unanswerable.iter().filter(|tried| tried.answer.is_some()).map(|tried| (tried.confidence, false));
    Ok(Answers {
        one_hop: right(&[1]),
        several: right(&[2, 3, 4]),
        hops: [right(&[2]), right(&[3]), right(&[4])],
        stale: Share::of(&tried, |tried| !tried.is_right() && tried.is_among(&tried.question.superseded)),
        abstained: Share::of(&tried, |tried| tried.answer.is_none()),
        abstained_rightly: Share::of(&unanswerable, |tried| tried.answer.is_none()),
        miscalibrated: miscalibration(&right_or_wrong.chain(wrong).collect::<Vec<_>>()),
        p50_ms: quantile(&mut asking.times, 0.5),
    })
}

fn tell_errors(tried: &[Tried<'_, Question>], unanswerable: &[Tried<'_, Unanswerable>], most: usize) {
    for Tried { question, answer, .. } in tried.iter().filter(|tried| !tried.is_right()).take(most) {
        eprintln!("wrong, {} hops: {} {answer:?}, not {:?}; {:?}", question.hops, question.question, question.answers, question.path);
    }
    for Tried { question, answer, .. } in unanswerable.iter().filter(|tried| tried.answer.is_some()).take(most) {
        eprintln!("answered, {}: {} {answer:?}", question.kind, question.question);
    }
}

/// Lines that are wrongly named superseded, and lines that are not named.
fn tell_misnamed(list: &List, fates: &[Fate], most: usize) {
    let lines = || list.text.lines().zip(&list.told).zip(fates);
    for ((line, _), _) in lines().filter(|((_, told), fate)| fate.superseded && !told.superseded).take(most) {
        eprintln!("wrongly superseded: {line}");
    }
    for ((line, _), fate) in lines().filter(|((_, told), fate)| !fate.superseded && told.superseded).take(most) {
        eprintln!("not named: {line} read {}, stands {}", fate.read, fate.stands);
    }
}

/// Asks a memory, and notes the milliseconds that each question takes.
struct Asking<'m> {
    asker: Asker,
    memory: &'m Memory,
    times: Vec<f64>,
}

impl Asking<'_> {
    fn all<'l, Q>(&mut self, questions: &'l [Q], words: impl Fn(&Q) -> &str) -> Result<Vec<Tried<'l, Q>>, asof::Error> {
        questions.iter().map(|question| self.first(question, words(question))).collect()
    }

    /// What is answered first, unless nothing is.
    fn first<'l, Q>(&mut self, question: &'l Q, words: &str) -> Result<Tried<'l, Q>, asof::Error> {
        let start = Stopwatch::now();
        let answered = self.asker.ask(self.memory, &Ask::new(words))?;
        self.times.push(start.elapsed().as_secs_f64() * 1e3);
        let answer = answered.answer.into_iter().next().filter(|_| !answered.abstained);
        Ok(Tried { question, answer, confidence: answered.confidence })
    }
}

/// What is answered first to each question, unless nothing is.
pub fn first_answers<'q>(memory: &Memory, questions: impl Iterator<Item = &'q str>) -> Result<Vec<Option<String>>, asof::Error> {
    let mut asking = Asking { asker: Asker::default(), memory, times: Vec::new() };
    questions.map(|words| Ok(asking.first(&(), words)?.answer)).collect()
}

/// Whether an answer is one that is accepted.
pub fn is_accepted(answer: Option<&str>, accepted: &[String]) -> bool {
    answer.is_some_and(|answer| accepted.iter().any(|accepted| bare(accepted) == bare(answer)))
}

/// A name or value without what does not matter: case, "the" before it, a stop after it.
pub fn bare(text: &str) -> String {
    let small = text.trim().trim_end_matches('.').to_lowercase();
    let words: Vec<&str> = small.split_whitespace().collect();
    if let ["the", rest @ ..] = words.as_slice() { rest.join(" ") } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_compared_without_what_does_not_matter() {
        let cases = [("The Hague.", "hague"), ("the  New  York Times", "New York Times"), ("the", "The"), ("St. Ives", "st. ives")];
        for (one, other) in cases {
            assert_eq!(bare(one), bare(other));
        }
        assert_ne!(bare("Theodore"), bare("odore"));
        assert!(!is_accepted(None, &[String::new()]));
    }

    #[test]
    fn parts_are_cut_between_lines_and_lose_nothing() {
        let text: String = (0..500).map(|number| format!("{number}. Somebody lives in Straße {number}.\n")).collect();
        let cut = parts(&text);
        assert!(cut.len() > 1 && cut.iter().all(|part| part.len() <= PART && part.ends_with('\n')));
        assert_eq!(cut.concat(), text);
        let long = "x".repeat(2 * PART);
        assert_eq!((parts(&long), parts("")), (vec![long.as_str()], vec![]));
    }
}

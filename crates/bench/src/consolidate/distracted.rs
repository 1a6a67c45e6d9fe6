//! Statements that look like updates and are none: which facts they wrongly end or change.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::{
    Failure,
    consolidate::{
        Args, consolidate, empty,
        fates::{Fate, Fates},
        figures::{Row, Share, show},
        lists::{first_answers, is_accepted, settings, wordings},
        remember,
    },
    lookalike::{Distractor, Half, List, Real, generate},
};

/// How many statements the lists have.
const SIZES: [usize; 2] = [450, 2_500];

/// What the distractors of one list did.
#[derive(Debug, Serialize)]
#[serde(tag = "consolidate", rename = "distractors")]
struct Line {
    forms: String,
    style: String,
    facts: usize,
    told: &'static str,
    distractors: usize,
    /// Of the questions answered right without the distractors, those that no longer are.
    unanswered: Share,
    /// The same, where something else is answered.
    answered_wrong: Share,
    /// Of the facts that stood without the distractors, those that no longer do.
    ended: Share,
    /// The same by the sort of distractor: answers, facts.
    by_kind: BTreeMap<&'static str, (Share, Share)>,
}

impl Row for Line {
    fn head() -> String {
        format!(
            "distractors: wrongly changed or ended, in percent\n{:11} {:>6} {:12} {:>6} {:>15} {:>8} {:>15}  by kind: no longer answered / no longer standing",
            "forms", "facts", "told", "told", "answers of", "wrong", "facts of"
        )
    }

    fn line(&self) -> String {
        let of = |share: Share| format!("{share} of {}", share.whole);
        let kinds: Vec<String> =
            self.by_kind.iter().map(|(kind, (unanswered, ended))| format!("{kind} {} / {}", unanswered.part, ended.part)).collect();
        format!(
            "{:11} {:>6} {:12} {:>6} {:>15} {:>8} {:>15}  {}",
            format!("{} {}", self.forms, self.style),
            self.facts,
            self.told,
            self.distractors,
            of(self.unanswered),
            self.answered_wrong,
            of(self.ended),
            kinds.join(", ")
        )
    }
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let real = Real::read(&args.data.join("yago11k"))?;
    let sizes = args.facts.map_or(SIZES.to_vec(), |facts| vec![facts]);
    let mut first = true;
    for facts in sizes {
        for (half, style) in wordings() {
            let list = generate(&settings(args, facts, half, style), &real)?;
            let before = State::of(&list, &list.text, &[])?;
            let statements: Vec<&str> = list.distractors.iter().map(|distractor| distractor.statement.as_str()).collect();
            let ways =
                [("in the list", State::of(&list, &list.distracted(), &[])?), ("later texts", State::of(&list, &list.text, &statements)?)];
            for (told, after) in ways {
                let compared = Compared { list: &list, before: &before, after: &after };
                if half == Half::Dev {
                    compared.tell_errors(args.errors);
                }
                let (forms, style) = (format!("{half:?}").to_lowercase(), format!("{style:?}").to_lowercase());
                let (unanswered, ended) = compared.of_kind(None);
                let answered_wrong = compared.answered_wrong();
                let line = Line {
                    forms,
                    style,
                    facts,
                    told,
                    distractors: list.distractors.len(),
                    unanswered,
                    answered_wrong,
                    ended,
                    by_kind: compared.by_kind(),
                };
                show(&line, std::mem::take(&mut first), args.json)?;
            }
        }
    }
    Ok(())
}

/// What a memory makes of the facts that must stay.
struct State {
    /// What is answered to each question.
    answers: Vec<Option<String>>,
    /// Whether that is right.
    answered: Vec<bool>,
    /// Whether each fact stands.
    stands: Vec<bool>,
}

impl State {
    fn of(list: &List, text: &str, later: &[&str]) -> Result<Self, Failure> {
        let memory = empty()?;
        remember(&memory, [text])?;
        remember(&memory, later.iter().copied())?;
        let (_, done) = consolidate(&memory)?;
        let fates = Fates::of(&memory, Some(&done)).of_lines(&memory, text);
        let answers = first_answers(&memory, list.distractors.iter().map(|one| one.question.as_str()))?;
        let right = answers.iter().zip(&list.distractors).map(|(answer, one)| is_accepted(answer.as_deref(), &one.answers));
        let answered = right.collect();
        let stands = list.distractors.iter().map(|one| stands(list, one, &fates)).collect();
        Ok(Self { answers, answered, stands })
    }
}

/// Whether a line that tells the fact stands.
fn stands(list: &List, distractor: &Distractor, fates: &[Fate]) -> bool {
    let (subject, relation, object) = &distractor.keeps;
    let mut lines = list.told.iter().zip(fates);
    lines.any(|(told, fate)| fate.stands && &told.subject == subject && &told.relation == relation && &told.object == object)
}

struct Compared<'s> {
    list: &'s List,
    before: &'s State,
    after: &'s State,
}

impl Compared<'_> {
    /// The answers and the facts that were lost to distractors of a kind, or of all.
    fn of_kind(&self, kind: Option<&str>) -> (Share, Share) {
        let distractors = &self.list.distractors;
        // A fact that several distractors are about counts once.
        let mut seen = BTreeSet::new();
        let fits = |at: &usize| kind.is_none_or(|kind| distractors[*at].kind == kind) && seen.insert(&distractors[*at].keeps);
        let places: Vec<usize> = (0..distractors.len()).filter(fits).collect();
        let lost = |before: &[bool], after: &[bool]| Share::of(places.iter().filter(|&&at| before[at]), |&at| !after[at]);
        (lost(&self.before.answered, &self.after.answered), lost(&self.before.stands, &self.after.stands))
    }

    /// Of all facts whose question was answered right, those whose is now answered wrong; the others lost are abstained from.
    fn answered_wrong(&self) -> Share {
        let mut seen = BTreeSet::new();
        let places =
            (0..self.list.distractors.len()).filter(|&at| seen.insert(&self.list.distractors[at].keeps) && self.before.answered[at]);
        Share::of(places, |at| self.after.answers[at].is_some() && !self.after.answered[at])
    }

    fn by_kind(&self) -> BTreeMap<&'static str, (Share, Share)> {
        self.list.distractors.iter().map(|distractor| (distractor.kind, self.of_kind(Some(distractor.kind)))).collect()
    }

    fn tell_errors(&self, most: usize) {
        let lost = |at: &usize| {
            let (before, after) = (&self.before, &self.after);
            before.answered[*at] && !after.answered[*at] || before.stands[*at] && !after.stands[*at]
        };
        for at in (0..self.list.distractors.len()).filter(lost).take(most) {
            let Distractor { statement, kind, keeps, question, .. } = &self.list.distractors[at];
            eprintln!("lost, {kind}: {statement} | {keeps:?} | {question} {:?}, stands: {}", self.after.answers[at], self.after.stands[at]);
        }
    }
}

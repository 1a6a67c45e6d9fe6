//! Extraction measured: claims on labelled dialogue, open propositions by the rule of CaRB, dates, the parser, and speed.

mod carb;
mod claims;
mod dates;

use std::{collections::BTreeMap, fs, path::Path, time::Instant};

use asof::{
    Kind, Point,
    extract::{Context, Extractor, Reader, Turn, proposition::propositions},
};
use asof_parser::{
    Parser,
    train::{on_gold_words, on_text, read},
};

use crate::{Failure, measure};

/// What is asked for besides the figures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Show {
    /// How many errors of each kind to print.
    pub errors: usize,
    /// Also the halves that are held back while developing.
    pub held: bool,
}

pub fn run(data: &Path, labels: &Path, show: Show) -> Result<(), Failure> {
    dates::run(&data.join("recognizers_datetime/DateTimeModel_dev.json"), show.errors, show.held)?;
    parsing(&data.join("ud_ewt"))?;
    dialogue(&data.join("locomo/locomo_dev5.json"), labels, show)?;
    open_propositions(&data.join("carb_dev/dev.tsv"), show)?;
    speed(&data.join("longmemeval/oracle_dev.json"))
}

/// The parser on the treebank's test part, which it was not trained on.
fn parsing(treebank: &Path) -> Result<(), Failure> {
    let gold = read(&treebank.join("test.conllu.gz"))?;
    println!("parser, gold words: {}", on_gold_words(Parser::new(), &gold));
    println!("parser, raw text: {}", on_text(Parser::new(), &gold));
    Ok(())
}

/// The turns of a conversation, by their names, with who spoke and when.
struct Said {
    speaker: String,
    listener: String,
    text: String,
    at: Option<Point>,
    before: Vec<(String, String)>,
}

fn conversations(path: &Path) -> Result<BTreeMap<claims::TurnKey, Said>, Failure> {
    let all: Vec<serde_json::Value> = serde_json::from_str(&fs::read_to_string(path)?)?;
    let mut said = BTreeMap::new();
    for one in &all {
        let name = one["sample_id"].as_str().unwrap_or_default();
        let conversation = &one["conversation"];
        let (a, b) = (text(&conversation["speaker_a"]), text(&conversation["speaker_b"]));
        for session in 1..=40 {
            let at = date(conversation[format!("session_{session}_date_time")].as_str().unwrap_or_default());
            let mut before: Vec<(String, String)> = Vec::new();
            for turn in conversation[format!("session_{session}")].as_array().into_iter().flatten() {
                let (speaker, words) = (text(&turn["speaker"]), text(&turn["text"]));
                let listener = if speaker == a { b.clone() } else { a.clone() };
                let key = claims::TurnKey { conversation: name.to_owned(), turn: text(&turn["dia_id"]) };
                said.insert(key, Said { speaker: speaker.clone(), listener, text: words.clone(), at, before: before.clone() });
                before.push((speaker, words));
            }
        }
    }
    Ok(said)
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// "1:56 pm on 8 May, 2023", by our own reader of dates.
fn date(said: &str) -> Option<Point> {
    let day = said.rsplit(" on ").next()?;
    let read = Reader::new()
        .extract(&format!("Ana visited Rome on {day}."), &Context { occurred_at: "2023-01-01".parse().ok(), ..Context::default() });
    read.found.first()?.claim.from
}

fn dialogue(path: &Path, labels: &Path, show: Show) -> Result<(), Failure> {
    let said = conversations(path)?;
    let labels = claims::read_labels(&fs::read_to_string(labels)?)?;
    let mut found = Vec::new();
    for label in &labels {
        let key = label.key();
        let Some(turn) = said.get(&key) else { return Err(format!("{key:?} is not in the data").into()) };
        let before: Vec<Turn<'_>> = turn.before.iter().map(|(speaker, text)| Turn { speaker: Some(speaker), text }).collect();
        let context = Context { occurred_at: turn.at, speaker: Some(&turn.speaker), listener: Some(&turn.listener), before: &before };
        let read = Reader::new().extract(&turn.text, &context);
        if show.errors > 0 && (show.held || label.part == claims::Part::Dev) {
            println!("\n{} {} ({}, {:?}): {}", key.conversation, key.turn, turn.speaker, turn.at, turn.text);
            for one in &read.found {
                println!("    = {}", shown(one));
            }
            for one in &read.diagnostics {
                println!("    - {}", one.reason);
            }
        }
        found.push((key, read.found.iter().map(extracted).collect()));
    }
    let score = claims::score(&labels, &found);
    let seen = |part: claims::Part| show.held || part == claims::Part::Dev;
    for wrong in score.wrong.iter().filter(|wrong| seen(wrong.part)).take(show.errors) {
        println!("wrong {:?} {} {}: {:?}", wrong.fault, wrong.turn.conversation, wrong.turn.turn, wrong.claim);
    }
    for missed in score.missed.iter().filter(|missed| seen(missed.part)).take(show.errors) {
        println!("missed {:?} {} {}: {:?}", missed.fault, missed.turn.conversation, missed.turn.turn, missed.label);
    }
    faults("wrong", score.wrong.iter().filter(|wrong| seen(wrong.part)).map(|wrong| format!("{:?}", wrong.fault)));
    faults("missed", score.missed.iter().filter(|missed| seen(missed.part)).map(|missed| format!("{:?}", missed.fault)));
    let tally = |name: &str, tally: &claims::Tally| {
        println!(
            "claims on dialogue, {name}: precision {:.3} ({} of {}), recall {:.3} ({} of {}), kind {:.2}, dates {:.2} of {}",
            tally.precision(),
            tally.right,
            tally.found,
            tally.recall(),
            tally.hit,
            tally.required,
            tally.kinds(),
            tally.dates(),
            tally.dated
        );
    };
    tally("developed on", &score.dev);
    if show.held {
        tally("held back", &score.held);
        tally("all", &score.all());
    }
    Ok(())
}

/// How many errors of each kind: what keeps the claim from the nearest label.
fn faults(what: &str, faults: impl Iterator<Item = String>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    faults.for_each(|fault| *counts.entry(fault).or_default() += 1);
    let counts: Vec<String> = counts.iter().map(|(fault, count)| format!("{fault} {count}")).collect();
    println!("claims on dialogue, {what} by kind: {}", counts.join(", "));
}

fn shown(found: &asof::extract::Found) -> String {
    let claim = &found.claim;
    format!(
        "{} | {} | {} | {:?} {:?} {:?} {:.2}",
        claim.subject,
        claim.predicate,
        claim.object.text(),
        claim.kind,
        claim.from.map(|from| from.to_string()),
        claim.to,
        found.confidence
    )
}

fn extracted(found: &asof::extract::Found) -> claims::Extracted {
    let claim = &found.claim;
    let object = claim.object.text();
    claims::Extracted {
        subject: claim.subject.clone(),
        predicate: if claim.predicate == "is_a" { "is".to_owned() } else { claim.predicate.clone() },
        object: if object == "true" { String::new() } else { object },
        kind: format!("{:?}", claim.kind).to_lowercase(),
        negated: matches!(claim.kind, Kind::Denies | Kind::Ends),
        from: claim.from.map(|from| from.to_string()),
        to: match claim.to {
            asof::End::At(to) => Some(to.to_string()),
            asof::End::Open | asof::End::Unknown => None,
        },
    }
}

/// The sentences of CaRB's development set: the even ones are developed on, the odd ones only counted.
fn open_propositions(path: &Path, show: Show) -> Result<(), Failure> {
    let gold = carb::read_gold(&fs::read_to_string(path)?);
    let predicted: Vec<Vec<carb::Predicted>> = gold.iter().map(|sentence| predict(&sentence.text)).collect();
    let half = |odd: usize| {
        let pick = |at: &usize| at % 2 == odd;
        let gold: Vec<carb::GoldSentence> = (0..gold.len()).filter(pick).map(|at| gold[at].clone()).collect();
        let predicted: Vec<Vec<carb::Predicted>> = (0..predicted.len()).filter(pick).map(|at| predicted[at].clone()).collect();
        carb::score(&gold, &predicted)
    };
    for at in (0..gold.len()).step_by(2).take(show.errors) {
        let verdict = carb::judge(&gold[at], &predicted[at]);
        println!("\n{}", gold[at].text);
        for one in &verdict.gold {
            println!("  gold {:.2} {}", one.recall, one.gold);
        }
        for one in &verdict.predicted {
            let ours = &predicted[at][one.predicted];
            println!("  ours {:.2} {:.2} {}", one.precision, ours.confidence, ours.tuple);
        }
    }
    let line = |name: &str, score: &carb::Score| {
        println!(
            "open propositions, {name}: F1 {:.3} (P {:.3}, R {:.3}), AUC {:.3} over {} levels",
            score.best_f1,
            score.precision,
            score.recall,
            score.auc,
            score.curve.len()
        );
    };
    line("developed on", &half(0));
    if show.held {
        line("held back", &half(1));
        line("all", &carb::score(&gold, &predicted));
    }
    Ok(())
}

fn predict(text: &str) -> Vec<carb::Predicted> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let sentence = Parser::new().parse_words(&words);
    let tuple = |one: asof::extract::proposition::Proposition| carb::Predicted {
        confidence: f64::from(one.confidence),
        tuple: carb::Tuple { relation: one.relation, arguments: one.arguments },
    };
    propositions(&sentence).into_iter().map(tuple).collect()
}

/// The whole pipeline over what people wrote to assistants.
fn speed(path: &Path) -> Result<(), Failure> {
    let all: Vec<serde_json::Value> = serde_json::from_str(&fs::read_to_string(path)?)?;
    let turns = all
        .iter()
        .flat_map(|one| one["haystack_sessions"].as_array().into_iter().flatten())
        .flat_map(|session| session.as_array().into_iter().flatten());
    let texts: Vec<String> = turns.filter(|turn| turn["role"] == "user").map(|turn| text(&turn["content"])).take(2_000).collect();
    let context = Context { occurred_at: "2023-05-20".parse().ok(), speaker: Some("Ana"), ..Context::default() };
    let start = Instant::now();
    Parser::new().parse("One.");
    let loaded = start.elapsed();
    let mut rates = Vec::new();
    for _ in 0..3 {
        let (start, before) = (Instant::now(), measure::processor());
        let sentences: usize = texts.iter().map(|text| Reader::new().read(text, &context).len()).sum();
        let elapsed = start.elapsed().as_secs_f64();
        let had = measure::processor().zip(before).map_or(elapsed, |(after, before)| after - before);
        rates.push((sentences as f64 / had, sentences as f64 / elapsed));
    }
    rates.sort_by(|left, right| left.0.total_cmp(&right.0));
    println!(
        "speed: {:.0} sentences a second of one core's time, {:.0} by the clock (median of 3 over {} texts), first sentence after {:.0} ms, resident {} MiB",
        rates[1].0,
        rates[1].1,
        texts.len(),
        loaded.as_secs_f64() * 1e3,
        measure::resident() >> 20
    );
    Ok(())
}

//! A look-alike of the published task of consolidating facts: a numbered list of statements of which later ones override
//! earlier ones, and questions of one hop or several whose answers follow the newest.
//!
//! It shares the shape of `FactConsolidation` (`MemoryAgentBench`, arXiv 2507.05257) and none of its data: who there is,
//! what holds and how it is put into words is drawn here, from public facts of another set and from invented ones. Half of
//! the forms, in `forms_held.toml`, are not looked at while developing.

mod distractors;
mod forms;
mod names;
mod questions;
#[cfg(test)]
mod tests;
mod world;

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use serde::Serialize;

use self::{
    distractors::Distracting,
    forms::{Forms, Phrase, below, pick, stopped},
    names::Namer,
    questions::Asker,
    world::World,
};
pub use self::{forms::Half, world::Real};
use crate::{Failure, measure::Luck};

/// Of a hundred questions of several hops, so many have two hops, so many three, and the rest four.
const TWO_HOPS: usize = 50;
const THREE_HOPS: usize = 30;

/// How the statements of one list are worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Style {
    /// One form for each relation, throughout
    One,
    /// Any form for any statement
    Mixed,
}

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many statements.
    pub facts: usize,
    pub seed: u64,
    pub half: Half,
    pub style: Style,
    /// The share of facts that a later statement overrides.
    pub overridden: f64,
    /// How many questions of one hop, of several, without an answer; how many distractors.
    pub questions: usize,
}

/// A question with its one right answer.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    pub question: String,
    /// What is accepted, the name as told first.
    pub answers: Vec<String>,
    pub hops: usize,
    /// What one answers who follows an older statement somewhere.
    pub superseded: Vec<String>,
    /// Subject, relation and object of each hop.
    pub path: Vec<(String, String, String)>,
}

/// A well-formed question to which the list has no answer.
#[derive(Clone, Debug, Serialize)]
pub struct Unanswerable {
    pub question: String,
    pub kind: &'static str,
}

/// A statement that looks like an update of a fact and is none; to be told after the list.
#[derive(Clone, Debug, Serialize)]
pub struct Distractor {
    pub statement: String,
    pub kind: &'static str,
    /// The fact that must stay.
    pub keeps: (String, String, String),
    /// A question about that fact, and its answer.
    pub question: String,
    pub answers: Vec<String>,
}

/// What a line of the list tells.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    pub subject: String,
    pub relation: String,
    pub object: String,
    /// Whether a later line tells otherwise.
    pub superseded: bool,
}

/// A list and all that is asked about it.
#[derive(Clone, Debug)]
pub struct List {
    /// Numbered from 0, one statement a line.
    pub text: String,
    pub questions: Vec<Question>,
    pub unanswerable: Vec<Unanswerable>,
    pub distractors: Vec<Distractor>,
    /// What each line tells.
    pub told: Vec<Told>,
}

impl List {
    /// The list with the distractors told after it.
    pub fn distracted(&self) -> String {
        let mut text = self.text.clone();
        for (number, distractor) in (self.told.len()..).zip(&self.distractors) {
            let _ = writeln!(text, "{number}. {}", distractor.statement);
        }
        text
    }
}

/// Draws a list. The same settings draw the same list.
///
/// # Errors
///
/// If a data file of this module cannot be read.
pub fn generate(settings: &Settings, real: &Real) -> Result<List, Failure> {
    let forms = Forms::read(settings.half)?;
    let mut luck = Luck(settings.seed.wrapping_mul(2).wrapping_add(u64::from(settings.half == Half::Held)));
    let world = World::draw(settings, real, forms::relations()?, &mut luck)?;
    let teller = Teller::new(settings.style, &world, &forms, &mut luck);
    let text = teller.list(&world, &forms, &mut luck);
    let asker = Asker { world: &world, forms: &forms };
    let questions = questions(&asker, settings.questions, &mut luck);
    let mut namer = world.namer()?;
    let strangers = strangers(&world, &mut namer, settings.questions, &mut luck);
    let mut reserved = BTreeSet::new();
    let unanswerable = asker.unanswerable(settings.questions, &strangers, &mut reserved, &mut luck);
    let distracting = Distracting { asker, teller: &teller, namer: &mut namer, reserved };
    let distractors = distracting.draw(settings.questions, &mut luck);
    Ok(List { text, questions, unanswerable, distractors, told: told(&world) })
}

/// What the lines of the list tell.
fn told(world: &World) -> Vec<Told> {
    let line = |&(fact, nth): &(usize, usize)| {
        let fact = &world.facts[fact];
        Told {
            subject: world.name(fact.subject).to_owned(),
            relation: world.relations[fact.relation].id.clone(),
            object: world.name(fact.values[nth]).to_owned(),
            superseded: fact.values[nth] != fact.newest(),
        }
    };
    world.told.iter().map(line).collect()
}

/// Names that are not in the list, each with a relation that might be told of it.
fn strangers(world: &World, namer: &mut Namer, count: usize, luck: &mut Luck) -> Vec<(String, usize)> {
    let draw = |_| {
        let relation = below(world.relations.len(), luck);
        let kind = pick(&world.relations.get(relation)?.subject, luck)?;
        Some((namer.fresh(kind, luck), relation))
    };
    (0..count).filter_map(draw).collect()
}

/// As many of one hop as of several.
fn questions(asker: &Asker<'_>, count: usize, luck: &mut Luck) -> Vec<Question> {
    let two = count * TWO_HOPS / 100;
    let three = count * THREE_HOPS / 100;
    let wanted = [(1, count), (2, two), (3, three), (4, count - two - three)];
    wanted.into_iter().flat_map(|(hops, count)| asker.questions(hops, count, luck)).collect()
}

/// Puts statements into words.
struct Teller {
    /// For each relation its one form, if the list keeps to one.
    kept: Option<Vec<usize>>,
    relations: Vec<String>,
}

impl Teller {
    fn new(style: Style, world: &World, forms: &Forms, luck: &mut Luck) -> Self {
        let relations: Vec<String> = world.relations.iter().map(|relation| relation.id.clone()).collect();
        let states = |id: &String| forms.relation.get(id).map_or(0, |wording| wording.state.len());
        let kept = (style == Style::One).then(|| relations.iter().map(|id| below(states(id), luck)).collect());
        Self { kept, relations }
    }

    fn list(&self, world: &World, forms: &Forms, luck: &mut Luck) -> String {
        let mut text = String::new();
        for (number, &(fact, nth)) in world.told.iter().enumerate() {
            let fact = &world.facts[fact];
            let statement = self.statement(forms, fact.relation, world.name(fact.subject), world.name(fact.values[nth]), luck);
            let _ = writeln!(text, "{number}. {statement}");
        }
        text
    }

    fn statement(&self, forms: &Forms, relation: usize, subject: &str, object: &str, luck: &mut Luck) -> String {
        let Some(wording) = self.relations.get(relation).and_then(|id| forms.relation.get(id)) else { return String::new() };
        let at = self.kept.as_ref().and_then(|kept| kept.get(relation)).copied().unwrap_or_else(|| below(wording.state.len(), luck));
        let form = wording.state.get(at).map_or("", String::as_str);
        stopped(&Phrase::name(subject).sentence(form, object))
    }
}

/// How to write a look-alike to a folder.
#[derive(clap::Args)]
pub struct Args {
    /// The folder that holds `yago11k`
    #[arg(long)]
    data: PathBuf,
    /// How many statements
    #[arg(long, default_value_t = 450)]
    facts: usize,
    /// Another seed draws another list
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Which half of the forms
    #[arg(long, value_enum, default_value = "dev")]
    forms: Half,
    /// How the statements are worded
    #[arg(long, value_enum, default_value = "mixed")]
    style: Style,
    /// The share of facts that a later statement overrides
    #[arg(long, default_value_t = 0.4)]
    overridden: f64,
    /// How many questions of one hop, of several, without an answer; how many distractors
    #[arg(long, default_value_t = 100)]
    questions: usize,
    /// The folder to write to
    #[arg(long)]
    out: PathBuf,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let real = Real::read(&args.data.join("yago11k"))?;
    let settings = Settings {
        facts: args.facts,
        seed: args.seed,
        half: args.forms,
        style: args.style,
        overridden: args.overridden,
        questions: args.questions,
    };
    let list = generate(&settings, &real)?;
    fs::create_dir_all(&args.out)?;
    fs::write(args.out.join("list.txt"), &list.text)?;
    fs::write(args.out.join("list_distracted.txt"), list.distracted())?;
    write_lines(&args.out.join("told.jsonl"), &list.told)?;
    write_lines(&args.out.join("questions.jsonl"), &list.questions)?;
    write_lines(&args.out.join("unanswerable.jsonl"), &list.unanswerable)?;
    write_lines(&args.out.join("distractors.jsonl"), &list.distractors)?;
    println!(
        "{} statements, {} questions, {} without an answer, {} distractors",
        list.told.len(),
        list.questions.len(),
        list.unanswerable.len(),
        list.distractors.len()
    );
    Ok(())
}

fn write_lines<T: Serialize>(path: &Path, items: &[T]) -> Result<(), Failure> {
    let mut text = String::new();
    for item in items {
        text.push_str(&serde_json::to_string(item)?);
        text.push('\n');
    }
    Ok(fs::write(path, text)?)
}

//! `asof forget`: shows what would go, and with `--yes` erases it.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use asof::{Along, Forgetting, Forgotten, Memory, Selector};
use clap::Args;
use serde_json::json;

use crate::{
    Failure,
    args::StoreArgs,
    model::beside,
    output, progress,
    read::{existing, note},
    write::count,
};

/// So many texts, claims and names are listed for people.
const LISTED: usize = 50;

/// What goes is chosen by any of these; several together choose what any of them does.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub struct ForgetArgs {
    /// A text, with everything that was read from it
    #[arg(long, value_name = "ID", group = "what")]
    pub episode: Vec<String>,
    /// A person, place or thing, by any of its names: every claim about it, and every text that mentions it or speaks of it
    #[arg(long, value_name = "NAME", group = "what")]
    pub entity: Vec<String>,
    /// Everything that a source told
    #[arg(long, value_name = "ID", group = "what")]
    pub source: Vec<String>,
    /// Every text and claim that has all these words in it
    #[arg(long, value_name = "WORDS", group = "what")]
    pub query: Vec<String>,
    /// Everything in the space, and the space itself
    #[arg(long, group = "what")]
    pub everything: bool,
    /// Erase it for good; without this, what would go is only shown
    #[arg(long, short)]
    pub yes: bool,
}

impl ForgetArgs {
    fn selectors(&self) -> Vec<Selector> {
        let of = |given: &[String], make: fn(String) -> Selector| given.iter().cloned().map(make).collect::<Vec<_>>();
        let mut selectors = of(&self.episode, Selector::Episode);
        selectors.extend(of(&self.entity, Selector::Entity));
        selectors.extend(of(&self.source, Selector::Source));
        selectors.extend(of(&self.query, Selector::Query));
        selectors.extend(self.everything.then_some(Selector::Everything));
        selectors
    }
}

pub fn run(store: &StoreArgs, args: &ForgetArgs) -> Result<(), Failure> {
    let (memory, selectors) = (existing(store)?, args.selectors());
    let responses = Responses::beside(store)?;
    if !args.yes {
        let what = memory.forgetting(&selectors)?;
        return shown(store, &what, responses.found());
    }
    let (found, forgotten) = (responses.found(), erase(store, &memory, &selectors, &responses));
    // What was to be forgotten is gone, from here or from before: so are the responses.
    let gone = forgotten.as_ref().map_or_else(is_gone, |_| true);
    let removed = if gone { responses.remove() } else { responses.put_back(found.as_deref()) };
    let forgotten = forgotten?;
    if store.json {
        output::json(&with(serde_json::to_value(&forgotten)?, false, found))?;
        return removed;
    }
    let tombstone =
        forgotten.tx.map_or_else(|| "the space is gone".to_owned(), |tx| format!("transaction {tx} stands for it, with no content"));
    note(store, &format!("erased {}; {tombstone}", in_short(&forgotten.what)));
    removed
}

fn erase(store: &StoreArgs, memory: &Memory, selectors: &[Selector], responses: &Responses) -> Result<Forgotten, asof::Error> {
    let bar = progress::transactions(store.quiet || store.json);
    // Looked at first, so that a model's answers are not lost where nothing is forgotten.
    let forgotten = memory.forgetting(selectors).and_then(|_| {
        responses.put_aside()?;
        memory.forget(selectors, &mut bar.show())
    });
    bar.clear();
    forgotten
}

/// The recorded responses of models: while the forgetting may yet fail, they are only put aside.
struct Responses {
    file: PathBuf,
    /// One that is already there is left over from a forgetting that was cut short.
    aside: PathBuf,
}

impl Responses {
    fn beside(store: &StoreArgs) -> Result<Self, Failure> {
        let file = beside(&store.store)?;
        let mut aside = file.clone().into_os_string();
        aside.push(".forgetting");
        Ok(Self { file, aside: aside.into() })
    }

    /// The file that would go.
    fn found(&self) -> Option<PathBuf> {
        [&self.file, &self.aside].into_iter().find(|file| file.exists()).cloned()
    }

    fn put_aside(&self) -> io::Result<()> {
        if self.file.exists() { self.rename(&self.file, &self.aside) } else { Ok(()) }
    }

    /// Puts back what was found in its place; what had been put aside before may have been read from what is gone.
    fn put_back(&self, found: Option<&Path>) -> Result<(), Failure> {
        if found != Some(&self.file) || self.file.exists() {
            return Ok(());
        }
        self.rename(&self.aside, &self.file).map_err(|error| Failure::of_file(self.aside.display(), &error))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        self.make_durable()
    }

    fn remove(&self) -> Result<(), Failure> {
        if !self.aside.exists() {
            return Ok(());
        }
        let removed = fs::remove_file(&self.aside).and_then(|()| self.make_durable());
        removed.map_err(|error| Failure::of_file(self.aside.display(), &error))
    }

    /// Names of files are the folder's to keep; where a folder cannot be opened, they are kept without.
    fn make_durable(&self) -> io::Result<()> {
        let folder = self.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::File::open(folder).map_or(Ok(()), |folder| folder.sync_all())
    }
}

/// Whether a forgetting failed only because what it is about is in no answer any more: there is nothing, or only old files are left.
fn is_gone(error: &asof::Error) -> bool {
    error.is_not_found() || error.is_erased()
}

/// The JSON of what goes or went, with what is ours to say.
fn with(mut value: serde_json::Value, dry_run: bool, responses: Option<PathBuf>) -> serde_json::Value {
    if let Some(object) = value.as_object_mut() {
        object.insert("dry_run".into(), dry_run.into());
        responses.map(|file| object.insert("responses".into(), json!(file.display().to_string())));
    }
    value
}

fn in_short(what: &Forgetting) -> String {
    format!("{} and {}", count(what.episodes.len(), "text"), count(what.claims.len(), "claim"))
}

fn shown(store: &StoreArgs, what: &Forgetting, responses: Option<PathBuf>) -> Result<(), Failure> {
    if store.json {
        return output::json(&with(serde_json::to_value(what)?, true, responses));
    }
    episodes(what)?;
    claims(what)?;
    let mut out = io::stdout().lock();
    if !what.names.is_empty() {
        let names = what.names.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
        writeln!(out, "Names that nothing would mention any more: {names}{}", more(what.names.len()))?;
    }
    if !what.alike.is_empty() {
        writeln!(out, "Names like it that would stay: {}; if they are the same, `asof merge` them first", what.alike.join(", "))?;
    }
    for part in &what.in_part {
        let texts = count(part.texts, "text");
        writeln!(out, "A part of the name, `{0}`, is in {texts} that would stay; `--query {0}` takes what has it", part.word)?;
    }
    for line in along(what.along) {
        writeln!(out, "Also: {line}")?;
    }
    if !what.become_plain.is_empty() {
        writeln!(out, "Corrections that would stay as plain claims: {}", what.become_plain.join(", "))?;
    }
    if what.still_named != 0 {
        let places = count(what.still_named, "place");
        writeln!(out, "Ids of what goes, or its source, would still be named in {places}: in reasons and ids of what stays")?;
    }
    if let Some(file) = responses {
        writeln!(out, "Also: the recorded responses of models, {}, as a whole", file.display())?;
    }
    if what.in_space_name {
        writeln!(out, "The space's own name, `{}`, would stay; `--everything` takes the space, too", what.space)?;
    }
    if what.everything {
        writeln!(out, "Also: the space `{}` itself, with its history", what.space)?;
    }
    drop(out);
    note(
        store,
        &format!("a dry run: nothing was erased. {} would go for good; `--yes` erases, and nothing can bring it back", in_short(what)),
    );
    Ok(())
}

fn episodes(what: &Forgetting) -> Result<(), Failure> {
    if what.episodes.is_empty() {
        return Ok(());
    }
    let mut table = output::table(&["text", "said", "by", "source", "begins with", "why"]);
    for episode in what.episodes.iter().take(LISTED) {
        table.add_row(vec![
            episode.id.clone(),
            episode.occurred_at.map_or_else(String::new, |at| at.to_string()),
            episode.speaker.clone().unwrap_or_default(),
            episode.source.clone().unwrap_or_default(),
            episode.text.clone(),
            episode.why.clone(),
        ]);
    }
    list("Texts that would go", what.episodes.len(), &table)
}

fn claims(what: &Forgetting) -> Result<(), Failure> {
    if what.claims.is_empty() {
        return Ok(());
    }
    let mut table = output::table(&["claim", "subject", "predicate", "object", "why"]);
    for claim in what.claims.iter().take(LISTED) {
        table.add_row(vec![claim.id.clone(), claim.subject.clone(), claim.predicate.clone(), claim.object.clone(), claim.why.clone()]);
    }
    list("Claims that would go, with every fact that rests on them", what.claims.len(), &table)
}

fn list(heading: &str, length: usize, table: &comfy_table::Table) -> Result<(), Failure> {
    writeln!(io::stdout().lock(), "{heading} ({length})")?;
    output::print(table)?;
    let rest = more(length);
    if !rest.is_empty() {
        writeln!(io::stdout().lock(), " {rest}; --json lists all")?;
    }
    Ok(writeln!(io::stdout().lock())?)
}

fn more(length: usize) -> String {
    if LISTED < length { format!(" … and {} more", length - LISTED) } else { String::new() }
}

/// What goes along, in words.
fn along(along: Along) -> Vec<String> {
    let Along { findings, decisions, merges_and_splits, retractions, schemas, groups, undos, reasons } = along;
    let lines = [
        (findings, "finding", "of consolidations that name it"),
        (decisions, "decision", "on such findings"),
        (merges_and_splits, "merge or split", "of names that go"),
        (retractions, "retraction", "of what goes"),
        (schemas, "schema", "of predicates that nothing uses any more, or that mention it"),
        (groups, "name of a group", "of predicates that mentions it; the predicates stay, in no group"),
        (undos, "undoing", "of transactions of which nothing stays"),
        (reasons, "reason", "in which it is mentioned; what they were given for stays"),
    ];
    let some = lines.into_iter().filter(|(number, ..)| *number != 0);
    some.map(|(number, what, which)| format!("{} {which}", counted(number, what))).collect()
}

fn counted(number: u32, what: &str) -> String {
    match what {
        "merge or split" if 1 < number => format!("{number} merges or splits"),
        "name of a group" if 1 < number => format!("{number} names of groups"),
        _ => count(number as usize, what),
    }
}

//! The commands that find: `recall`, `search`, `profile` and `pin`.

use std::io::{self, IsTerminal, Write};

use asof::{Context, Hit, HitKind, Item, LeftFor, LeftOut, Memory, Pin, Recall, Report};
use comfy_table::{Cell, ColumnConstraint, Row};
use serde_json::{Value, json};

use crate::{
    Failure,
    args::{KindArg, PinArgs, ProfileArgs, RecallArgs, SearchArgs, StoreArgs},
    embed::{existing_embedded, with_vectors},
    output,
    progress::documents,
    read::{existing, note},
    write::{count, open, read_stdin},
};

/// A table that nobody watches is cut to this width, unless `COLUMNS` says another.
const WIDTH: u16 = 120;

pub fn recall(store: &StoreArgs, args: &RecallArgs) -> Result<(), Failure> {
    let text = words(&args.text, "look for")?;
    let memory = existing_embedded(store)?;
    let limit = args.limit.unwrap_or_else(|| room(args.budget.unwrap_or(asof::DEFAULT_BUDGET)));
    let recall = Recall {
        as_of: args.as_of.as_of(),
        now: args.now,
        speaker: args.speaker.clone(),
        facts: limit,
        passages: limit,
        ..Recall::new(&text)
    };
    if store.json && args.budget.is_none() {
        return ranked(store, args, &memory, &recall);
    }
    let bar = documents(store.quiet || store.json);
    let budget = args.budget.unwrap_or(asof::DEFAULT_BUDGET);
    let context = with_vectors(store, &memory, || memory.context_with_progress(&recall, budget, &mut bar.show()));
    bar.clear();
    let context = context?;
    if store.json {
        let left = context.left_out.iter().filter(|_| args.explain).map(left_as_json);
        let hits: Vec<Value> = context.items.iter().map(|item| item_as_json(item, args.explain)).chain(left).collect();
        return output::json(&hits);
    }
    block(store, args, &context)
}

/// How many facts and how many passages a budget has room for: more are not asked for.
fn room(budget: usize) -> usize {
    const SHORT: usize = 40;
    (budget / SHORT).clamp(Recall::new("").passages, 1_000)
}

/// Everything that was found, best first: without a budget nothing is packed, so nothing is left out.
fn ranked(store: &StoreArgs, args: &RecallArgs, memory: &Memory, recall: &Recall) -> Result<(), Failure> {
    let bar = documents(true);
    let recalled = with_vectors(store, memory, || memory.recall_with_progress(recall, &mut bar.show()))?;
    let pins = memory.snapshot().pins(asof::AsOf { valid: None, known: recall.as_of.known });
    let pins = pins.iter().map(|pin| json!({"kind": "pin", "id": pin.label, "text": pin.text, "score": 1.0, "occurred_at": pin.since}));
    let hits = recalled.facts.iter().chain(&recalled.passages).map(|hit| hit_as_json(hit, args.explain));
    output::json(&pins.chain(hits).collect::<Vec<Value>>())
}

/// A hit for programs: every one has a date and a source, if only null.
fn hit_as_json(hit: &Hit, explain: bool) -> Value {
    let mut value = serde_json::to_value(hit).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        for key in ["occurred_at", "source"] {
            object.entry(key).or_insert(Value::Null);
        }
        if !explain {
            object.remove("explain");
        }
    }
    value
}

fn item_as_json(item: &Item, explain: bool) -> Value {
    let mut value = hit_as_json(&item.hit, explain);
    value["section"] = json!(item.section);
    value["line"] = json!(item.line);
    value["tokens"] = json!(item.tokens);
    value
}

fn left_as_json(left: &LeftOut) -> Value {
    let mut value = hit_as_json(&left.hit, true);
    value["tokens"] = json!(left.tokens);
    value["left_for"] = json!(left.left_for);
    value
}

fn block(store: &StoreArgs, args: &RecallArgs, context: &Context) -> Result<(), Failure> {
    let text = if args.explain { explained(context) } else { context.markdown() };
    io::stdout().lock().write_all(text.as_bytes())?;
    let left = context.left_out_by_budget();
    if context.items.iter().all(|item| item.hit.kind == HitKind::Pin) && context.left_out.is_empty() {
        note(store, "nothing that was remembered fits the question");
    } else if 0 < left {
        let (used, budget) = (context.tokens, context.budget);
        note(store, &format!("{used} of {budget} tokens; left out by the budget: {}", count(left, "hit")));
    }
    Ok(())
}

/// The block, with the reasons under each item, and what is not in it at the end.
fn explained(context: &Context) -> String {
    let mut text = context.render(|item| why(&item.hit, item.tokens));
    if !context.left_out.is_empty() {
        text.push_str("\n## Left out\n");
        context.left_out.iter().for_each(|left| text.push_str(&left_line(left)));
    }
    text
}

fn why(hit: &Hit, tokens: usize) -> String {
    let mut lines = format!("    id {}, score {:.3}, {}\n", hit.id, hit.score, count(tokens, "token"));
    for arm in &hit.explain.arms {
        let by = arm.model.as_ref().map(|model| format!(" by {model}")).unwrap_or_default();
        lines.push_str(&format!("    {}{by}: rank {}, {:+.3}\n", arm.arm, arm.rank, arm.score));
    }
    if !hit.explain.path.is_empty() {
        lines.push_str(&format!("    path: {}\n", hit.explain.path.join(" > ")));
    }
    lines.push_str(&format!("    kept: {}\n", hit.explain.kept));
    lines
}

fn left_line(left: &LeftOut) -> String {
    let why = match &left.left_for {
        LeftFor::Budget => "no room in the budget".to_owned(),
        LeftFor::Repeats(id) => format!("says the same as {id}"),
    };
    let kind = match left.hit.kind {
        HitKind::Fact => "fact",
        HitKind::Passage => "passage",
        HitKind::Pin => "pin",
    };
    format!("- {kind} {}, score {:.3}, {}: {why}\n", left.hit.id, left.hit.score, count(left.tokens, "token"))
}

/// The words of a question; `-` stands for standard input.
fn words(text: &str, to: &str) -> Result<String, Failure> {
    let text = if text == "-" { read_stdin()? } else { text.to_owned() };
    if text.trim().is_empty() {
        return Err(Failure::Usage(format!("there is nothing to {to}: the query is empty")));
    }
    Ok(text)
}

pub fn search(store: &StoreArgs, args: &SearchArgs) -> Result<(), Failure> {
    let text = words(&args.words.join(" "), "search for")?;
    let memory = existing(store)?;
    let kind = args.kind.map(|kind| match kind {
        KindArg::Facts => HitKind::Fact,
        KindArg::Passages => HitKind::Passage,
    });
    let bar = documents(store.quiet || store.json);
    let hits = memory.search(&text, args.as_of.as_of(), kind, args.limit, &mut bar.show());
    bar.clear();
    let hits = hits?;
    if store.json {
        return output::json(&hits.iter().map(|hit| hit_as_json(hit, false)).collect::<Vec<_>>());
    }
    if hits.is_empty() {
        note(store, "nothing has these words");
        return Ok(());
    }
    let rows = hits.iter().map(|hit| {
        let date = hit.occurred_at.map(|date| date.to_string()).unwrap_or_default();
        [hit.id.clone(), date, hit.speaker.clone().unwrap_or_default(), hit.text.clone()]
    });
    table_of_texts(["id", "date", "speaker", "text"], rows)
}

/// A table with a line for each row, whose last column is cut to the width of the terminal.
fn table_of_texts(heading: [&str; 4], rows: impl Iterator<Item = [String; 4]>) -> Result<(), Failure> {
    let mut table = output::table(&heading);
    if !io::stdout().is_terminal() {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        table.set_width(columns.unwrap_or(WIDTH));
    }
    table.set_truncation_indicator("…");
    for row in rows {
        let mut cells = Row::from(row.iter().map(|text| Cell::new(one_line(text))).collect::<Vec<_>>());
        cells.max_height(1);
        table.add_row(cells);
    }
    for column in table.column_iter_mut().take(3) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    output::print(&table)
}

/// The beginning of a text as one line, without what would move a cursor.
fn one_line(text: &str) -> String {
    const MOST: usize = 1_000;
    let text: String = text.chars().take(MOST).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn profile(store: &StoreArgs, args: &ProfileArgs) -> Result<(), Failure> {
    let profile = existing(store)?.snapshot().profile(&args.entity, args.as_of.as_of(), args.lately)?;
    if store.json {
        return output::json(&profile);
    }
    if profile.is_empty() {
        note(store, &format!("nothing is known of {} as of then; `asof timeline {}` shows when something was", args.entity, args.entity));
        return Ok(());
    }
    Ok(io::stdout().lock().write_all(profile.markdown().as_bytes())?)
}

pub fn pin(store: &StoreArgs, args: &PinArgs) -> Result<(), Failure> {
    match (&args.label, &args.text) {
        (Some(label), Some(text)) => {
            let text = if text == "-" { read_stdin()? } else { text.clone() };
            pinned(store, "pinned", label, &open(store)?.pin(label, &text)?)
        }
        (Some(label), None) if args.remove => pinned(store, "removed", label, &existing(store)?.unpin(label)?),
        (Some(label), None) => {
            let pin = existing(store)?.snapshot().pin(label, args.as_of.as_of())?;
            let pin =
                pin.ok_or_else(|| Failure::NotFound(format!("nothing is pinned under `{label}` as of then; `asof pin` lists what is")))?;
            if store.json { output::json(&pin) } else { Ok(writeln!(io::stdout().lock(), "{}", pin.text)?) }
        }
        (None, _) => pins(store, &existing(store)?.snapshot().pins(args.as_of.as_of())),
    }
}

fn pinned(store: &StoreArgs, done: &str, label: &str, report: &Report) -> Result<(), Failure> {
    if store.json {
        return output::json(report);
    }
    match report.tx {
        Some(tx) => note(store, &format!("transaction {tx}: {done} {}", label.trim())),
        None => note(store, "nothing new: that is pinned already"),
    }
    Ok(())
}

fn pins(store: &StoreArgs, pins: &[Pin]) -> Result<(), Failure> {
    if store.json {
        return output::json(pins);
    }
    if pins.is_empty() {
        note(store, "nothing is pinned; `asof pin LABEL TEXT` pins a text");
        return Ok(());
    }
    let rows = pins.iter().map(|pin| {
        let since = pin.since.map(|since| since.to_string()).unwrap_or_default();
        [pin.label.clone(), since, pin.tokens.to_string(), pin.text.clone()]
    });
    table_of_texts(["label", "since", "tokens", "text"], rows)
}

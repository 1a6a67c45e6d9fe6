//! `asof extract`: what is read in a text, to be looked at before it is believed.

use std::io::{self, Write};

use asof::{
    End, Prose, Told,
    extract::{Context, Diagnostic, Read, Reader},
    write_line,
};

use crate::{
    Failure,
    args::{ExtractArgs, StoreArgs},
    model::Model,
    output::{print, table},
    read::note,
    records::is_markdown,
    write::{count, read_text, said},
};

/// The id of the episode where none is given.
const ID: &str = "text";

pub fn run(store: &StoreArgs, args: &ExtractArgs) -> Result<(), Failure> {
    let (text, file) = read_text(&args.said.text)?;
    if text.trim().is_empty() {
        return Err(Failure::Usage("there is nothing to read: the text is empty".into()));
    }
    let (speaker, listener) = (args.said.speaker.as_deref(), args.said.listener.as_deref());
    let context = Context { occurred_at: args.said.at, speaker, listener, ..Context::default() };
    let read = match Model::for_show(store, &args.said.model)? {
        Some(model) => model.read(&text, &context)?,
        None if is_markdown(file.as_deref()) => Prose::of_markdown(&text).read(&Reader::new(), &context),
        None => Reader::new().read(&text, &context),
    };
    match () {
        () if store.json => lines(args, text, file, read),
        () if args.marked => marked(&text, &read),
        () => shown(store, &text, &read),
    }
}

/// Import lines: `asof extract … --json | asof import -` remembers the text.
fn lines(args: &ExtractArgs, text: String, file: Option<String>, read: Vec<Read>) -> Result<(), Failure> {
    let said = said(&args.said, text, file);
    let id = said.id.clone().unwrap_or_else(|| ID.to_owned());
    let found = read.into_iter().flat_map(|read| read.found).collect();
    let mut out = io::stdout().lock();
    for operation in said.operations(&id, said.occurred_at, found) {
        let line = write_line(&Told { operation, recorded_at: None, tx: None }).map_err(|error| Failure::Partly(error.to_string()))?;
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn words(text: &str, span: (u32, u32)) -> &str {
    text.get(span.0 as usize..span.1 as usize).unwrap_or_default()
}

/// Why something was left alone, as fully as it is known.
fn why(left: &Diagnostic) -> String {
    left.detail.clone().unwrap_or_else(|| left.reason.to_string())
}

/// Each sentence, then a table of what was read of it.
fn shown(store: &StoreArgs, text: &str, read: &[Read]) -> Result<(), Failure> {
    for read in read {
        writeln!(io::stdout().lock(), "{}", words(text, read.span).split_whitespace().collect::<Vec<_>>().join(" "))?;
        let mut rows = table(&[]);
        for found in &read.found {
            let claim = &found.claim;
            let kind = serde_json::to_value(claim.kind)?.as_str().unwrap_or_default().to_owned();
            let corrects = found.corrects.as_ref().map(|wrong| format!(", not {wrong}")).unwrap_or_default();
            let from = claim.from.map(|from| format!(" {from}")).unwrap_or_default();
            let to = if let End::At(to) = claim.to { format!(" to {to}") } else { String::new() };
            let claimed = format!("{} {} {}{corrects}", claim.subject, claim.predicate, claim.object.text());
            rows.add_row(vec![
                "  claim".to_owned(),
                claimed,
                kind,
                format!("{from}{to}").trim().to_owned(),
                format!("{:.2}", found.confidence),
            ]);
        }
        for mention in read.mentions.iter().filter(|mention| words(text, mention.span) != mention.name) {
            let sure = format!("{:.2}", mention.confidence);
            rows.add_row(vec!["  mention".to_owned(), words(text, mention.span).to_owned(), String::new(), mention.name.clone(), sure]);
        }
        for time in &read.times {
            rows.add_row(vec!["  time".to_owned(), words(text, time.span).to_owned(), String::new(), time.means.clone(), String::new()]);
        }
        for left in &read.left {
            rows.add_row(vec!["  left".to_owned(), why(left), String::new(), String::new(), String::new()]);
        }
        print(&rows)?;
    }
    let claims = read.iter().map(|read| read.found.len()).sum();
    note(store, &format!("{} in {}", count(claims, "claim"), count(read.len(), "sentence")));
    Ok(())
}

/// The text with its spans marked: `[name]` for mentions, `{time = meaning}` for times, and after each sentence its claims.
fn marked(text: &str, read: &[Read]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let mut at = 0;
    for read in read {
        write!(out, "{}", text.get(at..read.span.0 as usize).unwrap_or_default())?;
        write!(out, "{}", mark(text, read))?;
        at = read.span.1 as usize;
        for found in &read.found {
            let claim = &found.claim;
            write!(out, " ⟨{} · {} · {}⟩", claim.subject, claim.predicate, claim.object.text())?;
        }
        for left in &read.left {
            write!(out, " ⟨left: {}⟩", why(left))?;
        }
    }
    writeln!(out, "{}", text.get(at..).unwrap_or_default().trim_end())?;
    Ok(())
}

/// One sentence with its outermost spans marked.
fn mark(text: &str, read: &Read) -> String {
    let times = read.times.iter().map(|time| (time.span, '{', format!(" = {}}}", time.means)));
    let mentions = read.mentions.iter().map(|mention| {
        let meant = if words(text, mention.span) == mention.name { "]".to_owned() } else { format!(" = {}]", mention.name) };
        (mention.span, '[', meant)
    });
    let mut spans: Vec<_> = times.chain(mentions).collect();
    spans.sort_by_key(|(span, ..)| (span.0, std::cmp::Reverse(span.1)));
    let mut marked = String::new();
    let mut at = read.span.0;
    for (span, open, close) in spans {
        if span.0 < at {
            continue;
        }
        marked.push_str(words(text, (at, span.0)));
        marked.push(open);
        marked.push_str(words(text, span));
        marked.push_str(&close);
        at = span.1;
    }
    marked.push_str(words(text, (at, read.span.1)));
    marked
}

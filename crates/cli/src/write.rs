//! The commands that write.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
};

use asof::{Claim, Columns, End, Imported, Markdown, Memory, Object, Operation, Scalar, Statement, Text, extract::Reader, read_schemas};

use crate::{
    Failure,
    args::{CorrectArgs, ExportArgs, ImportArgs, MergeArgs, RememberArgs, RetractArgs, SchemaArgs, SplitArgs, StoreArgs, UndoArgs},
    model::Model,
    output,
    progress::{Late, Watched, bar},
    read::{existing, note},
    records,
};

/// A store that is created if need be.
pub fn open(store: &StoreArgs) -> Result<Memory, Failure> {
    Ok(Late::open(Memory::options().space(&store.space), store)?)
}

pub fn remember(store: &StoreArgs, args: &RememberArgs) -> Result<(), Failure> {
    let (text, file) = read_text(&args.text)?;
    if text.trim().is_empty() {
        return Err(Failure::Usage("there is nothing to remember: the text is empty".into()));
    }
    let memory = open(store)?;
    let is_markdown = records::is_markdown(file.as_deref());
    let text = said(args, text, file);
    let remembered = match Model::for_memory(store, &args.model, &memory)? {
        Some(model) => model.remember(store, &memory, text)?,
        None if is_markdown => memory.remember(&text, &Markdown(&Reader::new()))?,
        None => memory.remember(&text, &Reader::new())?,
    };
    output::report(&remembered.report, store.json, store.quiet)?;
    if !remembered.left_alone.is_empty() {
        note(store, &format!("kept, but not read as claims: {}", count(remembered.left_alone.len(), "sentence")));
    }
    for (claim, error) in &remembered.refused {
        note(store, &format!("not taken: {} {} {}: {error}", claim.subject, claim.predicate, claim.object.text()));
    }
    Ok(())
}

/// A text with what the command line says of it.
pub fn said(args: &RememberArgs, text: String, file: Option<String>) -> Text {
    Text {
        text,
        occurred_at: args.at,
        speaker: args.speaker.clone(),
        listener: args.listener.clone(),
        source: args.source.clone().or(file),
        id: args.id.clone(),
    }
}

fn is_text_file(path: &Path) -> bool {
    const TEXT: [&str; 7] = ["txt", "md", "json", "jsonl", "csv", "tsv", "log"];
    path.extension().is_some_and(|extension| TEXT.iter().any(|text| extension.eq_ignore_ascii_case(text)))
}

pub fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// The text itself, or what a file or standard input holds; with the file's name.
pub fn read_text(text: &str) -> Result<(String, Option<String>), Failure> {
    if text == "-" {
        return Ok((read_stdin()?, None));
    }
    let path = Path::new(text);
    if text.len() < 4_096 && !text.contains('\n') && path.is_file() {
        return Ok((utf8(fs::read(path)?, text)?, path.file_name().map(|name| name.to_string_lossy().into_owned())));
    }
    let looks_like_a_path = !text.contains(char::is_whitespace) && (text.contains(['/', '\\']) || is_text_file(path));
    if path.is_dir() || looks_like_a_path {
        return Err(Failure::Usage(format!("{text}: no such file; to remember these very words, pipe them to `asof remember -`")));
    }
    Ok((text.to_owned(), None))
}

/// What standard input holds.
pub fn read_stdin() -> Result<String, Failure> {
    utf8(read_all(io::stdin().lock())?, "standard input")
}

fn read_all(mut input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub fn utf8(bytes: Vec<u8>, whence: &str) -> Result<String, Failure> {
    String::from_utf8(bytes)
        .map_err(|error| Failure::Partly(format!("{whence} is not UTF-8 at byte {}", error.utf8_error().valid_up_to() + 1)))
}

/// A file or standard input, and its size where it has one.
pub fn input(file: &str) -> Result<(Box<dyn BufRead>, Option<u64>), Failure> {
    if file == "-" {
        return Ok((Box::new(BufReader::new(io::stdin())), None));
    }
    let opened = File::open(file).map_err(|error| Failure::of_file(file, &error))?;
    let size = opened.metadata()?.len();
    Ok((Box::new(BufReader::new(opened)), Some(size)))
}

pub fn import(store: &StoreArgs, args: &ImportArgs) -> Result<(), Failure> {
    if args.mapping.is_some() || args.chat {
        return records::import(store, args);
    }
    let columns = args.columns.as_deref().map(|mapping| columns(mapping, args)).transpose()?;
    let (input, size) = input(&args.file)?;
    let memory = open(store)?;
    let bar = bar(size, store.quiet || store.json);
    let input = BufReader::new(Watched::new(input, bar.clone()));
    let imported = match &columns {
        Some(columns) => memory.import_delimited(input, columns, args.on_error.into()),
        None if args.sort => memory.import_sorted(input, args.on_error.into()),
        None => memory.import_lines(input, args.on_error.into()),
    };
    bar.finish_and_clear();
    summary(store, &imported?, &[])
}

fn columns(mapping: &str, args: &ImportArgs) -> Result<Columns, Failure> {
    let columns = Columns::parse(mapping).map_err(|error| Failure::Usage(error.to_string()))?;
    let file = Path::new(&args.file).file_name().filter(|_| args.file != "-").map(|name| name.to_string_lossy().into_owned());
    let source = args.source.clone().or(file);
    Ok(Columns { delimiter: args.delimiter, header: args.header, open: args.open.clone(), source, ..columns })
}

/// What an import did, with more counts for programs.
pub fn summary(store: &StoreArgs, imported: &Imported, more: &[(&'static str, usize)]) -> Result<(), Failure> {
    for rejected in &imported.rejected {
        eprintln!("{} {}: {}", rejected.unit, rejected.line, rejected.reason);
    }
    if store.json {
        let counts = [("accepted", imported.accepted), ("already_known", imported.already_known), ("rejected", imported.rejected.len())];
        let counts = counts.into_iter().chain(more.iter().copied());
        output::json(&counts.collect::<std::collections::BTreeMap<_, _>>())?;
    }
    note(store, &format!("{} imported, {} already known, {} left out", imported.accepted, imported.already_known, imported.rejected.len()));
    Ok(())
}

pub fn export(store: &StoreArgs, args: &ExportArgs) -> Result<(), Failure> {
    let memory = existing(store)?;
    let write = |out: &mut dyn Write| -> Result<(), Failure> {
        if args.training {
            return Ok(out.write_all(memory.training(args.spaces, args.personal)?.as_bytes())?);
        }
        Ok(memory.export(out)?)
    };
    if args.file == "-" {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        return Ok(out.flush()?);
    }
    let file = File::create(&args.file).map_err(|error| Failure::of_file(&args.file, &error))?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    out.flush()?;
    Ok(out.get_ref().sync_all()?)
}

fn tell(store: &StoreArgs, memory: &Memory, operation: Operation) -> Result<(), Failure> {
    output::report(&memory.tell(operation)?, store.json, store.quiet)
}

pub fn correct(store: &StoreArgs, args: &CorrectArgs) -> Result<(), Failure> {
    let memory = existing(store)?;
    let wrong = memory.statement(&args.claim)?;
    let claim = Claim {
        subject: args.subject.clone().unwrap_or(wrong.claim.subject),
        predicate: args.predicate.clone().unwrap_or(wrong.claim.predicate),
        object: object_like(&wrong.claim.object, &args.object),
        kind: wrong.claim.kind,
        from: args.from.or(wrong.claim.from),
        to: args.to.map_or(wrong.claim.to, End::At),
    };
    let statement = Statement { claim, id: None, supports: Vec::new(), ..wrong };
    tell(store, &memory, Operation::Correct { target: args.claim.clone(), statement, reason: args.reason.clone() })
}

/// An object written on the command line, of the same sort as the one that was wrong.
fn object_like(wrong: &Object, text: &str) -> Object {
    match wrong {
        Object::Entity(_) => Object::Entity(text.to_owned()),
        Object::Value { unit, .. } => {
            let value = serde_json::from_str(text).unwrap_or_else(|_| Scalar::Text(text.to_owned()));
            Object::Value { value, unit: unit.clone() }
        }
    }
}

pub fn retract(store: &StoreArgs, args: &RetractArgs) -> Result<(), Failure> {
    let reason = args.reason.clone();
    let operation = match (&args.source, &args.id) {
        (Some(source), _) => Operation::RetractSource { source: source.clone(), reason },
        (None, Some(id)) => Operation::Retract { target: id.clone(), reason },
        (None, None) => return Err(Failure::Usage("say what to take back: an id, or --source".into())),
    };
    tell(store, &existing(store)?, operation)
}

pub fn undo(store: &StoreArgs, args: &UndoArgs) -> Result<(), Failure> {
    let memory = existing(store)?;
    match (args.run, args.tx) {
        (Some(run), _) => output::report(&memory.undo_run(run)?, store.json, store.quiet),
        (None, Some(tx)) => tell(store, &memory, Operation::Undo { tx }),
        (None, None) => Err(Failure::Usage("say what to undo: a transaction, or --run".into())),
    }
}

pub fn merge(store: &StoreArgs, args: &MergeArgs) -> Result<(), Failure> {
    tell(store, &existing(store)?, Operation::Merge { from: args.from.clone(), into: args.into.clone() })
}

pub fn split(store: &StoreArgs, args: &SplitArgs) -> Result<(), Failure> {
    tell(store, &existing(store)?, Operation::Split { from: args.from.clone(), name: args.name.clone() })
}

pub fn schema(store: &StoreArgs, args: &SchemaArgs) -> Result<(), Failure> {
    let Some(file) = &args.file else { return output::json(&existing(store)?.snapshot().schemas()) };
    let bytes = fs::read(file).map_err(|error| Failure::of_file(file.display(), &error))?;
    let text = utf8(bytes, &file.to_string_lossy())?;
    let schemas = read_schemas(&text).map_err(asof::Error::from)?;
    if schemas.is_empty() {
        return Err(Failure::Usage(format!("{} tells of no predicate", file.display())));
    }
    let report = open(store)?.tell_all(schemas.into_iter().map(Operation::Predicate).collect())?;
    output::report(&report, store.json, store.quiet)
}

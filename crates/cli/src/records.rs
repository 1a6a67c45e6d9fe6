//! `asof import --mapping` and `--chat`, and which files are Markdown.

use std::{
    fs,
    io::BufReader,
    path::{Path, PathBuf},
};

use asof::{Chat, Format, Imported, Mapping, Origin, extract::Reader};

use crate::{
    Failure,
    args::{ImportArgs, StoreArgs},
    progress::{Watched, bar},
    read::note,
    write::{count, input, open, summary, utf8},
};

/// Whether a file is Markdown, by its name.
pub fn is_markdown(file: Option<&str>) -> bool {
    let extension = file.and_then(|file| Path::new(file).extension()).and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| ["md", "markdown", "mdown", "mkd"].iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

pub fn import(store: &StoreArgs, args: &ImportArgs) -> Result<(), Failure> {
    let mapping = args.mapping.as_ref().map(mapping).transpose()?;
    let chat = args.chat || mapping.as_ref().is_some_and(|mapping| mapping.format == Some(Format::Chat));
    if !chat && (args.speaker.is_some() || args.read_assistant) {
        return Err(Failure::Usage("--speaker and --read-assistant are for a chat: add --chat".into()));
    }
    let origin = origin(args, mapping.as_ref());
    let (from, size) = input(&args.file)?;
    let memory = open(store)?;
    let bar = bar(size, store.quiet || store.json);
    let from = BufReader::new(Watched::new(from, bar.clone()));
    let imported = match &mapping {
        Some(mapping) if !chat => memory.import_records(from, mapping, &origin, &Reader::new()),
        Some(_) | None => {
            let how = Chat { user: args.speaker.clone(), read_assistant: args.read_assistant };
            memory.import_chat(from, &how, &origin, &Reader::new())
        }
    };
    bar.finish_and_clear();
    told(store, &imported?, chat)
}

fn mapping(file: &PathBuf) -> Result<Mapping, Failure> {
    let bytes = fs::read(file).map_err(|error| Failure::of_file(file.display(), &error))?;
    let text = utf8(bytes, &file.to_string_lossy())?;
    Mapping::parse(&text).map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))
}

fn origin(args: &ImportArgs, mapping: Option<&Mapping>) -> Origin {
    let name = Path::new(&args.file).file_name().filter(|_| args.file != "-");
    let file = name.map_or_else(|| "stdin".to_owned(), |name| name.to_string_lossy().into_owned());
    let source = args.source.clone().or_else(|| mapping.and_then(|mapping| mapping.source.clone()));
    Origin { file, source, at: args.at, on_error: args.on_error.into() }
}

fn told(store: &StoreArgs, imported: &Imported, chat: bool) -> Result<(), Failure> {
    summary(store, imported, &[("missing", imported.missing), ("read", imported.read), ("left_alone", imported.left_alone)])?;
    match imported.missing {
        0 => {}
        missing if chat => note(store, &format!("passed over, for they have no words: {}", count(missing, "message"))),
        missing => note(store, &format!("not made, for a field of it is empty: {}", count(missing, "claim"))),
    }
    for field in &imported.never_met {
        note(store, &format!("no record has the field `{field}`"));
    }
    if 0 < imported.read + imported.left_alone {
        let (claims, sentences) = (count(imported.read, "claim"), count(imported.left_alone, "sentence"));
        note(store, &format!("read in the texts: {claims}; kept, but not read as claims: {sentences}"));
    }
    if 0 < imported.undated {
        note(store, &format!("without a date, and taken as said now: {}; --at says when", count(imported.undated, "text")));
    }
    Ok(())
}

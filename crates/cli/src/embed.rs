//! `asof embed`: whose vectors passages are compared by, remembered with the store, and the embedding of what is missing.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use asof::{Embedder, Embeddings, Memory, Options};
use asof_openai::{Endpoint, Settings};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    Failure,
    args::StoreArgs,
    model, output,
    progress::{Late, passages},
    read::{existing, existing_by, note},
    write::count,
};

/// The file in a store's folder that says whose vectors are wanted.
const FILE: &str = "embedder.json";
/// So many passages are embedded before a question is answered, if so many are missing; more are left to `asof embed`.
const BEFORE_AN_ANSWER: u32 = 32;

/// Whose vectors are wanted, and how they are had.
#[derive(Args)]
pub struct EmbedArgs {
    /// Whose vectors passages are compared by from now on [default: as chosen before]
    #[arg(long, value_enum)]
    pub embedder: Option<EmbedderArg>,
    /// The folder of the transformer's weights: model.safetensors, vocab.txt and config.json
    #[arg(long, value_name = "DIR")]
    pub weights: Option<PathBuf>,
    /// The server that is asked [default: http://127.0.0.1:8080]
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// The model, by the server's name for it
    #[arg(long, value_name = "NAME")]
    pub model: Option<String>,
    /// The environment variable with the server's key [default: OPENAI_API_KEY]
    #[arg(long, value_name = "NAME")]
    pub api_key_env: Option<String>,
    /// How long one answer may take [default: 60]
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
    /// How many numbers a vector shall have, of models that can shorten them [default: as many as the model makes]
    #[arg(long, value_name = "NUMBER")]
    pub dimensions: Option<usize>,
    /// Throw away what was embedded, and embed all anew: for a server that has another model now under the same name
    #[arg(long)]
    pub anew: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EmbedderArg {
    /// The table that ships with asof: no model, no network
    Static,
    /// all-MiniLM-L6-v2, or another BERT encoder, from a folder of weights
    Minilm,
    /// A server with an OpenAI-compatible /v1/embeddings; it is sent every text and every question
    Openai,
}

/// Who makes the vectors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "embedder", rename_all = "lowercase", deny_unknown_fields)]
enum Choice {
    Minilm {
        weights: PathBuf,
    },
    Openai {
        base_url: String,
        model: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        api_key_env: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        timeout: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dimensions: Option<usize>,
    },
}

/// What is remembered with a store.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Remembered {
    chosen: Choice,
    /// Whether every passage was embedded by it once.
    #[serde(default)]
    complete: bool,
    /// Whose vectors are in use until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    former: Option<Choice>,
}

/// An embedder, ready to be asked.
struct Ready {
    embedder: Arc<dyn Embedder>,
    endpoint: Option<Arc<Endpoint>>,
}

pub fn run(store: &StoreArgs, args: &EmbedArgs) -> Result<(), Failure> {
    let before = if args.embedder.is_some() { Remembered::read(&store.store).ok().flatten() } else { Remembered::read(&store.store)? };
    let remembered = match (chosen(args)?, before) {
        (Some(None), _) => return back_to_the_table(store),
        (Some(Some(choice)), before) => Remembered::changed(before, choice),
        (None, Some(before)) => before,
        (None, None) => {
            drop(Late::open(Memory::options().create(false), store)?);
            note(store, "passages are compared by the table that ships with asof; choose another embedder with --embedder");
            return nothing_made(store);
        }
    };
    let ready = remembered.chosen.open()?;
    let memory = Late::open(remembered.options(&ready).create(false), store)?;
    if args.embedder.is_some() || args.anew {
        // For what does not work at all nothing is thrown away, and it is not remembered.
        ready.embedder.embed_query("a").map_err(|error| Failure::Partly(format!("nothing was changed: {error}")))?;
    }
    if args.embedder.is_some() {
        remembered.write(&store.store)?;
    }
    embed_all(store, args, &memory, remembered, &ready)
}

fn nothing_made(store: &StoreArgs) -> Result<(), Failure> {
    if store.json { output::json(&json!([])) } else { Ok(()) }
}

fn back_to_the_table(store: &StoreArgs) -> Result<(), Failure> {
    let _held = Late::open(Memory::options().create(false), store)?;
    match fs::remove_file(store.store.join(FILE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Failure::of_file(FILE, &error)),
        Ok(()) | Err(_) => {}
    }
    note(store, "passages are compared by the table that ships with asof; what others embedded is kept for when they are chosen again");
    nothing_made(store)
}

/// Embeds what is missing in every space.
fn embed_all(store: &StoreArgs, args: &EmbedArgs, memory: &Memory, mut remembered: Remembered, ready: &Ready) -> Result<(), Failure> {
    let mut all = Vec::new();
    for name in memory.spaces() {
        let space = memory.space(&name)?;
        if args.anew {
            space.discard_embeddings()?;
        }
        all.extend(embed_one(store, &space).map(|made| (name, made)));
    }
    if store.json {
        output::json(&all.iter().map(|(space, made)| as_json(space, made)).collect::<Vec<_>>())?;
    }
    all.iter().for_each(|(space, made)| note(store, &format!("space {space}: {}", so_far(made))));
    if let Some(endpoint) = &ready.endpoint {
        note(store, &format!("model: {}", model::spent(&endpoint.spent())));
    }
    if let Some(why) = all.iter().find_map(|(_, made)| made.unsaved.as_ref()) {
        return Err(Failure::Partly(format!("{}; `asof embed` tries again", unsaved(why))));
    }
    if let Some((_, made)) = all.iter().find(|(_, made)| !made.is_complete()) {
        let why = made.trouble.as_ref().map_or_else(|| "something was told meanwhile".to_owned(), ToString::to_string);
        return Err(Failure::Partly(format!("not all is embedded: {why}; what is, is kept: `asof embed` goes on from there")));
    }
    if !remembered.complete || remembered.former.is_some() {
        (remembered.complete, remembered.former) = (true, None);
        remembered.write(&store.store)?;
    }
    Ok(())
}

fn embed_one(store: &StoreArgs, space: &Memory) -> Option<Embeddings> {
    let bar = passages(store.quiet || store.json);
    let made = {
        let mut show = bar.show();
        space.embed(&mut |done, of| show(done.into(), of.into()))
    };
    bar.clear();
    made
}

fn as_json(space: &str, made: &Embeddings) -> serde_json::Value {
    let trouble = made.trouble.as_ref().map(ToString::to_string);
    json!({"space": space, "embedder": made.model, "embedded": made.embedded.min(made.passages), "passages": made.passages,
           "in_use": made.in_use, "trouble": trouble, "unsaved": made.unsaved})
}

fn unsaved(why: &str) -> String {
    format!("not all that was embedded could be written; the rest is gone with this command ({why})")
}

/// `7 of 9 passages are embedded by minilm 0123abcd`.
fn so_far(made: &Embeddings) -> String {
    let passages = count(made.passages as usize, "passage");
    format!("{} of {passages} embedded by {}", made.embedded.min(made.passages), made.model)
}

/// What the options choose: nothing, the table, or another embedder.
fn chosen(args: &EmbedArgs) -> Result<Option<Option<Choice>>, Failure> {
    let of_weights = [("--weights", args.weights.is_some())];
    let of_server = [
        ("--base-url", args.base_url.is_some()),
        ("--model", args.model.is_some()),
        ("--api-key-env", args.api_key_env.is_some()),
        ("--timeout", args.timeout.is_some()),
        ("--dimensions", args.dimensions.is_some()),
    ];
    let none_of = |options: &[(&str, bool)], embedder: &str| match options.iter().find(|(_, given)| *given) {
        Some((option, _)) => Err(Failure::Usage(format!("{option} goes with --embedder {embedder}"))),
        None => Ok(()),
    };
    if args.embedder != Some(EmbedderArg::Minilm) {
        none_of(&of_weights, "minilm")?;
    }
    if args.embedder != Some(EmbedderArg::Openai) {
        none_of(&of_server, "openai")?;
    }
    Ok(match args.embedder {
        None => None,
        Some(EmbedderArg::Static) => Some(None),
        Some(EmbedderArg::Minilm) => Some(Some(minilm(args)?)),
        Some(EmbedderArg::Openai) => Some(Some(openai(args)?)),
    })
}

fn minilm(args: &EmbedArgs) -> Result<Choice, Failure> {
    let Some(weights) = &args.weights else {
        return Err(Failure::Usage(
            "say with --weights where the model is: a folder with model.safetensors, vocab.txt and config.json".into(),
        ));
    };
    let weights = weights.canonicalize().map_err(|error| Failure::of_file(weights.display(), &error))?;
    Ok(Choice::Minilm { weights })
}

fn openai(args: &EmbedArgs) -> Result<Choice, Failure> {
    let base_url = args.base_url.clone().unwrap_or_else(|| asof_openai::DEFAULT_BASE_URL.to_owned());
    let Some(model) = args.model.clone() else { return Err(model::no_model(&base_url)) };
    if args.dimensions == Some(0) {
        return Err(Failure::Usage("--dimensions: a vector has at least one number".into()));
    }
    Ok(Choice::Openai { base_url, model, api_key_env: args.api_key_env.clone(), timeout: args.timeout, dimensions: args.dimensions })
}

impl Choice {
    fn open(&self) -> Result<Ready, Failure> {
        match self {
            Self::Minilm { weights } => open_weights(weights),
            Self::Openai { base_url, model, api_key_env, timeout, dimensions } => {
                let mut settings = Settings::new(base_url, model);
                settings.timeout = timeout.map_or(settings.timeout, Duration::from_secs);
                // A batch takes two answers, and one of them may be asked for again.
                settings.deadline = settings.deadline.max(settings.timeout.saturating_mul(4));
                model::put_key(&mut settings, api_key_env.as_deref())?;
                let endpoint = Endpoint::live(settings)?;
                let endpoint = Arc::new(dimensions.iter().fold(endpoint, |endpoint, dimensions| endpoint.dimensions(*dimensions)));
                Ok(Ready { embedder: Arc::<Endpoint>::clone(&endpoint), endpoint: Some(endpoint) })
            }
        }
    }
}

#[cfg(feature = "transformer")]
fn open_weights(weights: &Path) -> Result<Ready, Failure> {
    let model = asof::MiniLm::open(weights).map_err(|error| Failure::Partly(error.to_string()))?;
    Ok(Ready { embedder: Arc::new(model), endpoint: None })
}

#[cfg(not(feature = "transformer"))]
fn open_weights(_: &Path) -> Result<Ready, Failure> {
    Err(Failure::Partly("this build has no transformer: build it with the feature `transformer`".into()))
}

impl Remembered {
    /// What is remembered with a store, if anything is.
    fn read(store: &Path) -> Result<Option<Self>, Failure> {
        let file = store.join(FILE);
        let bad = |why: String| Failure::Partly(format!("{}: {why}; choose again with `asof embed --embedder`", file.display()));
        match fs::read_to_string(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(bad(error.to_string())),
            Ok(text) => serde_json::from_str(&text).map(Some).map_err(|error| bad(error.to_string())),
        }
    }

    /// After a choice: whose vectors were complete last stays in use until its own are.
    fn changed(before: Option<Self>, chosen: Choice) -> Self {
        match before {
            Some(before) if before.chosen == chosen => before,
            Some(Self { chosen: old, complete: true, .. }) => Self { chosen, complete: false, former: Some(old) },
            Some(Self { chosen: old, former, .. }) => {
                let former = former.or(Some(old)).filter(|former| *former != chosen);
                Self { chosen, complete: false, former }
            }
            None => Self { chosen, complete: false, former: None },
        }
    }

    /// Writes it so that a kill at any moment leaves either what was or what is.
    fn write(&self, store: &Path) -> Result<(), Failure> {
        let (file, fresh) = (store.join(FILE), store.join(format!("{FILE}.new")));
        let write = || {
            let mut out = File::create(&fresh)?;
            serde_json::to_writer(&mut out, self)?;
            out.write_all(b"\n")?;
            out.sync_all()?;
            fs::rename(&fresh, &file)
        };
        write().map_err(|error| {
            let _ = fs::remove_file(&fresh);
            Failure::of_file(file.display(), &error)
        })
    }

    fn options(&self, ready: &Ready) -> Options {
        let options = Memory::options().embedder(Arc::clone(&ready.embedder)).embed_in_background(false);
        // Without the former the table does.
        match self.former.as_ref().and_then(|former| former.open().ok()) {
            Some(former) => options.former_embedder(former.embedder),
            None => options,
        }
    }
}

/// A store that must be there, with the embedder that was chosen for it. Where that cannot be had, that is said, and the table does.
pub fn existing_embedded(store: &StoreArgs) -> Result<Memory, Failure> {
    let chosen = Remembered::read(&store.store).and_then(|remembered| remembered.map(|it| Ok((it.chosen.open()?, it))).transpose());
    match chosen {
        Ok(None) => existing(store),
        Ok(Some((ready, remembered))) => existing_by(store, remembered.options(&ready)),
        Err(why) => {
            warn(store, &format!("the embedder that was chosen cannot be used: {why}; vectors are the shipped table's"));
            existing(store)
        }
    }
}

/// Answers a question, once a few passages that are missing are embedded, and says what was in the way of that.
pub fn with_vectors<T>(store: &StoreArgs, memory: &Memory, mut answer: impl FnMut() -> asof::Result<T>) -> Result<T, Failure> {
    let mut answered = answer()?;
    let Some(mut made) = memory.embeddings() else { return Ok(answered) };
    let missing = made.passages.saturating_sub(made.embedded);
    // Where the question could not be embedded, passages could not either.
    if made.trouble.is_none() && 0 < missing && missing <= BEFORE_AN_ANSWER {
        made = memory.embed(&mut |_, _| {}).unwrap_or(made);
        answered = answer()?;
        made.trouble = memory.embeddings().and_then(|now| now.trouble);
    }
    made.unsaved.iter().for_each(|why| warn(store, &unsaved(why)));
    match &made.trouble {
        Some(trouble) => warn(store, &format!("{trouble}; what it could not embed is compared by the shipped table")),
        None if !made.is_complete() => note(store, &format!("{}; `asof embed` does the rest", so_far(&made))),
        None => {}
    }
    Ok(answered)
}

/// Says what is in the way, also to programs' people.
fn warn(store: &StoreArgs, text: &str) {
    if !store.quiet {
        eprintln!("asof: {text}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(model: &str) -> Choice {
        let (base_url, model) = ("http://127.0.0.1:1".into(), model.into());
        Choice::Openai { base_url, model, api_key_env: None, timeout: None, dimensions: None }
    }

    #[test]
    fn whose_vectors_were_complete_stays_in_use_until_others_are() {
        let complete = |remembered: Remembered| Remembered { complete: true, former: None, ..remembered };
        let names = |remembered: &Remembered| {
            let name = |choice: &Choice| match choice {
                Choice::Openai { model, .. } => model.clone(),
                Choice::Minilm { .. } => "minilm".into(),
            };
            (name(&remembered.chosen), remembered.former.as_ref().map(name), remembered.complete)
        };
        let a = Remembered::changed(None, choice("a"));
        assert_eq!(names(&a), ("a".into(), None, false));
        let b = Remembered::changed(Some(complete(a)), choice("b"));
        assert_eq!(names(&b), ("b".into(), Some("a".into()), false));
        let again = Remembered::changed(Some(b), choice("b"));
        assert_eq!(names(&again), ("b".into(), Some("a".into()), false));
        let c = Remembered::changed(Some(again), choice("c"));
        assert_eq!(names(&c), ("c".into(), Some("a".into()), false), "b was never complete");
        let back = Remembered::changed(Some(c), choice("a"));
        assert_eq!(names(&back), ("a".into(), None, false), "and needs no other");
    }

    #[test]
    fn what_is_remembered_comes_back_and_what_is_damaged_is_told() {
        let store = std::env::temp_dir().join(format!("asof-embed-{}", std::process::id()));
        fs::create_dir_all(&store).unwrap();
        assert!(Remembered::read(&store).is_ok_and(|none| none.is_none()));
        let remembered = Remembered { chosen: choice("a"), complete: true, former: Some(Choice::Minilm { weights: "w".into() }) };
        assert!(remembered.write(&store).is_ok());
        let read = Remembered::read(&store).ok().flatten().unwrap();
        assert_eq!((read.chosen, read.complete, read.former), (remembered.chosen, true, remembered.former));
        for text in ["", "{", r#"{"chosen":{"embedder":"other"}}"#, r#"{"chosen":{"embedder":"minilm"}}"#] {
            fs::write(store.join(FILE), text).unwrap();
            let said = Remembered::read(&store).err().unwrap().to_string();
            assert!(said.contains("embedder.json") && said.contains("choose again"), "{said}");
        }
        fs::remove_dir_all(&store).unwrap();
    }
}

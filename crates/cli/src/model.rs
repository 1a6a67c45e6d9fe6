//! A language model as the reader of a text: from the options to a client, and what is said of its work.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use asof::{
    Memory, Point, Remembered, Schema, Text,
    extract::{Context, Extraction, Extractor, Read, Reader},
};
use asof_openai::{ApiKey, Cap, Client, Note, Prices, Settings, SettingsError, Spent, Tape, TapeError, TransportError, Trouble};

use crate::{
    Failure, NOT_FOUND,
    args::{ExtractorArg, ModelArgs, StoreArgs},
    read::{existing, note},
    write::count,
};

/// A person who waits at a command line can stop it, and what was answered is recorded: only each request has its limit.
const DAY: Duration = Duration::from_secs(86_400);

/// A model that was asked for on the command line.
pub struct Model {
    client: Client,
    quiet: bool,
}

/// What was read already, for a memory that asks for it.
struct Already(Extraction);

impl Extractor for Already {
    fn extract(&self, _: &str, _: &Context<'_>) -> Extraction {
        self.0.clone()
    }
}

impl Model {
    /// The model that is to read for a memory, or none where the rules are to read. Its answers are recorded beside the store.
    pub fn for_memory(store: &StoreArgs, args: &ModelArgs, memory: &Memory) -> Result<Option<Self>, Failure> {
        let tape = || tape(&args.responses.clone().map_or_else(|| beside(&store.store), Ok)?, args.replay);
        Self::new(store, args, || Ok(Some(memory.snapshot().schemas())), tape)
    }

    /// The model that is to read for nobody but the user. Its answers are recorded only where the user says.
    pub fn for_show(store: &StoreArgs, args: &ModelArgs) -> Result<Option<Self>, Failure> {
        let tape = || match &args.responses {
            Some(file) => tape(file, args.replay),
            None if args.replay => Err(Failure::Usage("--replay answers from recorded responses: name their file with --responses".into())),
            None => Ok(Tape::default()),
        };
        Self::new(store, args, || schemas(store), tape)
    }

    fn new(
        store: &StoreArgs,
        args: &ModelArgs,
        schemas: impl FnOnce() -> Result<Option<Vec<Schema>>, Failure>,
        tape: impl FnOnce() -> Result<Tape, Failure>,
    ) -> Result<Option<Self>, Failure> {
        if !wanted(args)? {
            return Ok(None);
        }
        let mut settings = settings(args)?;
        // A memory that nothing was told yet has none, and will begin with the built-in ones.
        settings.schemas = schemas()?.filter(|schemas| !schemas.is_empty()).unwrap_or(settings.schemas);
        // The question is the same, and answered from what is recorded, whatever order they were told in.
        settings.schemas.sort_by(|a, b| a.name.cmp(&b.name));
        let client = if args.replay { Client::replaying(settings, tape()?) } else { Client::live(settings, tape()?) };
        Ok(Some(Self { client: client?, quiet: store.quiet }))
    }

    /// Has a text read and remembers it. Where nothing could be asked, nothing is remembered either, so that it can be tried again.
    pub fn remember(&self, store: &StoreArgs, memory: &Memory, mut text: Text) -> Result<Remembered, Failure> {
        let occurred_at = text.occurred_at.unwrap_or(Point::at(memory.now().0));
        text.occurred_at = Some(occurred_at);
        let (speaker, listener) = (text.speaker.as_deref(), text.listener.as_deref());
        let extraction = self.ask(&text.text, &Context { occurred_at: Some(occurred_at), speaker, listener, ..Context::default() })?;
        let mut remembered = memory.remember(&text, &Already(extraction))?;
        let left = std::mem::take(&mut remembered.left_alone);
        if !left.is_empty() {
            note(store, &format!("kept, but not read as claims: {}; `asof extract` shows why", count(left.len(), "part")));
        }
        Ok(remembered)
    }

    /// Has a text read, sentence by sentence: what concerns several is shown with the first.
    pub fn read(&self, text: &str, context: &Context<'_>) -> Result<Vec<Read>, Failure> {
        Ok(by_sentence(text, self.ask(text, context)?))
    }

    /// Asks, and says what it cost and what is missing.
    fn ask(&self, text: &str, context: &Context<'_>) -> Result<Extraction, Failure> {
        let reading = self.client.read(text, context);
        if !self.quiet {
            eprintln!("model: {}", spent(&self.client.spent()));
        }
        let trouble = reading.notes.iter().find(|note| is_of_asking(note));
        match trouble {
            Some(note) if reading.recordings.is_empty() => return Err(Failure::Partly(format!("nothing was read: {}", advice(note)))),
            Some(note) if !self.quiet => eprintln!("not all was read: {}", advice(note)),
            Some(_) | None => {}
        }
        Ok(reading.into())
    }
}

/// Whether it is about the asking, and not about what was answered.
fn is_of_asking(note: &Note) -> bool {
    !matches!(note.trouble, Trouble::Rejected { .. } | Trouble::Malformed { .. } | Trouble::Refused(_))
}

/// The trouble, with the option that helps.
fn advice(note: &Note) -> String {
    let trouble = &note.trouble;
    let options = [
        (matches!(trouble, Trouble::Cap(_)), " (--max-tokens, --max-cost)"),
        (matches!(trouble, Trouble::Status { status: 401 | 403, .. }), " (--api-key-env)"),
        (matches!(trouble, Trouble::Transport(TransportError::Timeout { .. })), " (--timeout)"),
        (matches!(trouble, Trouble::Transport(TransportError::Refused(_))), " (--base-url)"),
    ];
    let option = options.into_iter().find_map(|(fits, option)| fits.then_some(option));
    format!("{trouble}{}", option.unwrap_or_default())
}

/// `2 calls, 1 replayed, 512 + 80 tokens, cost 0.0012`.
pub fn spent(spent: &Spent) -> String {
    let usage = spent.usage;
    let about = if spent.estimated == 0 { "" } else { "about " };
    let cost = spent.cost.map(|cost| format!(", cost {cost:.6}")).unwrap_or_default();
    let calls = count(usize::try_from(spent.calls).unwrap_or(usize::MAX), "call");
    format!("{calls}, {} replayed, {about}{} + {} tokens{cost}", spent.replayed, usage.prompt_tokens, usage.completion_tokens)
}

/// Whether a model is asked for; options for one that is not are a mistake.
fn wanted(args: &ModelArgs) -> Result<bool, Failure> {
    if matches!(args.extractor, ExtractorArg::Openai) {
        return Ok(true);
    }
    let given = [
        ("--base-url", args.base_url.is_some()),
        ("--model", args.model.is_some()),
        ("--api-key-env", args.api_key_env.is_some()),
        ("--timeout", args.timeout.is_some()),
        ("--max-tokens", args.max_tokens.is_some()),
        ("--max-cost", args.max_cost.is_some()),
        ("--price-prompt", args.price_prompt.is_some() || args.price_completion.is_some()),
        ("--replay", args.replay),
        ("--responses", args.responses.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((option, _)) => Err(Failure::Usage(format!("{option} is for a model: add --extractor openai"))),
        None => Ok(false),
    }
}

fn settings(args: &ModelArgs) -> Result<Settings, Failure> {
    let url = args.base_url.as_deref().unwrap_or(asof_openai::DEFAULT_BASE_URL);
    let Some(model) = &args.model else { return Err(no_model(url)) };
    let mut settings = Settings::new(url, model);
    settings.deadline = DAY;
    settings.timeout = args.timeout.map_or(settings.timeout, Duration::from_secs);
    settings.cap = Cap { tokens: args.max_tokens, cost: args.max_cost };
    settings.prices = args.price_prompt.zip(args.price_completion).map(|(prompt, completion)| Prices { prompt, completion });
    if !args.replay {
        put_key(&mut settings, args.api_key_env.as_deref())?;
    }
    Ok(settings)
}

/// What is said where no model is named.
pub fn no_model(url: &str) -> Failure {
    let shown = url.trim_end_matches('/').trim_end_matches("/v1");
    Failure::Usage(format!("say which model with --model; `curl {shown}/v1/models` lists what a server has"))
}

/// Puts the key of an environment variable into settings, which must be good then.
pub fn put_key(settings: &mut Settings, api_key_env: Option<&str>) -> Result<(), Failure> {
    let variable = api_key_env.unwrap_or(asof_openai::DEFAULT_KEY_VARIABLE);
    settings.key = key(variable)?;
    settings.check()?;
    if settings.lacks_key() && api_key_env != Some("") {
        let url = &settings.base_url;
        return Err(Failure::Usage(format!(
            "no key for {url}: put it into the environment variable {variable}, name another with --api-key-env NAME, or say with --api-key-env '' that none is needed"
        )));
    }
    Ok(())
}

/// The key in an environment variable; of no name, none.
fn key(variable: &str) -> Result<Option<ApiKey>, Failure> {
    if variable.contains(['=', '\0']) {
        return Err(Failure::Usage("--api-key-env takes the name of an environment variable, and not the key".into()));
    }
    if variable.is_empty() { Ok(None) } else { Ok(ApiKey::from_env(variable)?) }
}

/// The schemas of the store, if there is one, so that a text read for show is asked about as one that is remembered.
fn schemas(store: &StoreArgs) -> Result<Option<Vec<Schema>>, Failure> {
    if !store.store.is_dir() {
        return Ok(None);
    }
    match existing(store) {
        Ok(memory) => Ok(Some(memory.snapshot().schemas())),
        Err(failure) if failure.code() == NOT_FOUND => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Recorded responses: a file that grows, or when only replaying one that is left as it is.
fn tape(file: &Path, replay: bool) -> Result<Tape, Failure> {
    if replay && !file.exists() {
        let file = file.display();
        return Err(Failure::NotFound(format!(
            "no recorded responses at {file}: name their file with --responses, or leave --replay away"
        )));
    }
    Ok(if replay { Tape::load(file)? } else { Tape::open(file)? })
}

/// `memory.responses.jsonl` beside the folder `memory`.
pub fn beside(store: &Path) -> Result<PathBuf, Failure> {
    let store = if store.file_name().is_none() { store.canonicalize()? } else { store.to_owned() };
    let name = store.file_name().ok_or_else(|| io::Error::other("the store has no name: say with --responses where to record"))?;
    let mut name = name.to_owned();
    name.push(".responses.jsonl");
    Ok(store.with_file_name(name))
}

/// The sentences of a text, each with what was found and left alone in it.
fn by_sentence(text: &str, extraction: Extraction) -> Vec<Read> {
    let whole = || vec![Read { span: (0, u32::try_from(text.len()).unwrap_or(u32::MAX)), ..Read::default() }];
    let mut sentences = Reader::new().read(text, &Context::default());
    if sentences.is_empty() {
        sentences = whole();
    }
    for sentence in &mut sentences {
        *sentence = Read { span: sentence.span, ..Read::default() };
    }
    let starts: Vec<u32> = sentences.iter().map(|sentence| sentence.span.0).collect();
    let of = |span: (u32, u32)| starts.partition_point(|&start| start <= span.0).saturating_sub(1);
    for found in extraction.found {
        if let Some(sentence) = sentences.get_mut(of(found.span)) {
            sentence.found.push(found);
        }
    }
    for left in extraction.diagnostics {
        if let Some(sentence) = sentences.get_mut(of(left.span)) {
            sentence.left.push(left);
        }
    }
    sentences
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<TapeError> for Failure {
    fn from(error: TapeError) -> Self {
        Self::Partly(error.to_string())
    }
}

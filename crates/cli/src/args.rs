//! Every command and flag, with its help.

use std::path::PathBuf;

use asof::{KnownAt, OnError, Point, TxId};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// A memory for agents: what was true as of a given date, and what did we know then?
#[derive(Parser)]
#[command(name = "asof", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(subcommand)]
    pub command: Command,
}

/// Where the memory is and how to print.
#[derive(Args)]
pub struct StoreArgs {
    /// The folder of the store; the first write creates it
    #[arg(long, global = true, env = "ASOF_STORE", default_value = "asof-memory", value_name = "DIR")]
    pub store: PathBuf,
    /// The isolated memory within the store: one user, tenant or project
    #[arg(long, global = true, default_value = asof::DEFAULT_SPACE, value_name = "NAME")]
    pub space: String,
    /// Print JSON for programs instead of a table for people
    #[arg(long, global = true)]
    pub json: bool,
    /// Print nothing but data and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Subcommand)]
pub enum Command {
    /// Remember a text: keep it, and tell what can be read in it as claims
    Remember(RememberArgs),
    /// Show what is read in a text: sentences, mentions, times, claims, and what was left alone and why
    Extract(ExtractArgs),
    /// Import claims: JSON lines, dated triples with --columns, records with --mapping, or a chat with --chat
    Import(ImportArgs),
    /// Export everything as JSON lines that import to an equal memory
    Export(ExportArgs),
    /// Show what holds of an entity, as of a date, as known at a date
    Facts(FactsArgs),
    /// Show everything that was ever so of an entity, in order of time
    Timeline(TimelineArgs),
    /// Show what differs between two dates
    Diff(DiffArgs),
    /// Answer a question in English, with its facts, dates and path; or say that nothing known does
    Ask(AskArgs),
    /// Print a block for a prompt: the best facts and passages for a question, within a budget of tokens
    Recall(RecallArgs),
    /// Show what has certain words in it
    Search(SearchArgs),
    /// Choose whose vectors recall compares passages by, and embed what is missing
    Embed(crate::embed::EmbedArgs),
    /// Show what is stable, what is current and what changed lately of an entity
    Profile(ProfileArgs),
    /// Pin a text that comes first in every block for a prompt, or show what is pinned
    Pin(PinArgs),
    /// Consolidate: merge, join and learn what is sure, list what is not, and say why
    Consolidate(crate::consolidate::ConsolidateArgs),
    /// List what a consolidation was not sure of; accept or reject it
    Review(crate::consolidate::ReviewArgs),
    /// Record what was tried and what came of it, or recall what was tried at similar tasks
    Case(crate::consolidate::CaseArgs),
    /// Say that a claim was never so, and what is right
    Correct(CorrectArgs),
    /// Take back a claim, an episode or a source
    Retract(RetractArgs),
    /// Erase for good what is about something, from every file: shows first what would go
    Forget(crate::forget::ForgetArgs),
    /// Make it as if a transaction had never been
    Undo(UndoArgs),
    /// Say that two names are one entity
    Merge(MergeArgs),
    /// Make a merged name an entity of its own again
    Split(SplitArgs),
    /// Tell how predicates behave, from a TOML file
    Schema(SchemaArgs),
    /// Check the store: every checksum, number and index
    Check,
    /// Show what there is in the memory
    Stats,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// The two dates of a question.
#[derive(Args)]
pub struct AsOfArgs {
    /// When it should hold: 2019, 2019-05, 2019-05-07 or 2019-05-07T14:05:00Z; a year or month asks of all of it [default: now]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Point>,
    /// What the memory should know: a date, or tx:12 for a transaction [default: now]
    #[arg(long, value_name = "DATE", value_parser = known_at)]
    pub known_at: Option<KnownAt>,
}

/// A transaction's number, alone or as dates are told apart from it.
pub fn transaction(text: &str) -> Result<TxId, String> {
    let number = text.strip_prefix("tx:").unwrap_or(text);
    number.parse().map(TxId).map_err(|_| format!("`{number}` is not a transaction's number: write 12 or tx:12"))
}

fn known_at(text: &str) -> Result<KnownAt, String> {
    match text.strip_prefix("tx:") {
        Some(number) => transaction(number).map(KnownAt::Tx),
        None => text.parse().map(KnownAt::At).map_err(|error: asof::TimeError| error.to_string()),
    }
}

impl AsOfArgs {
    pub fn as_of(&self) -> asof::AsOf {
        asof::AsOf { valid: self.as_of, known: self.known_at.unwrap_or(KnownAt::Now) }
    }
}

#[derive(Args)]
pub struct RememberArgs {
    /// The text, a file that holds it, or - for standard input
    #[arg(value_name = "TEXT|FILE|-")]
    pub text: String,
    /// When it was said: what "yesterday" refers to [default: now]
    #[arg(long, value_name = "DATE")]
    pub at: Option<Point>,
    /// Who speaks: who "I" is
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// Who is spoken to: who "you" is
    #[arg(long, value_name = "NAME")]
    pub listener: Option<String>,
    /// Where it came from
    #[arg(long, value_name = "ID")]
    pub source: Option<String>,
    /// An id for the episode
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    #[command(flatten)]
    pub model: ModelArgs,
}

/// Who reads a text, and how a model is asked.
#[derive(Args)]
#[command(next_help_heading = "Reading")]
pub struct ModelArgs {
    /// Who reads the text
    #[arg(long, value_enum, default_value = "rules")]
    pub extractor: ExtractorArg,
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
    /// Stop before more tokens than this are spent, sent and answered
    #[arg(long, value_name = "NUMBER")]
    pub max_tokens: Option<u64>,
    /// Stop before it costs more than this, by the prices
    #[arg(long, value_name = "COST", requires = "price_prompt")]
    pub max_cost: Option<f64>,
    /// What a million tokens sent cost
    #[arg(long, value_name = "PRICE", requires = "price_completion")]
    pub price_prompt: Option<f64>,
    /// What a million tokens answered cost
    #[arg(long, value_name = "PRICE", requires = "price_prompt")]
    pub price_completion: Option<f64>,
    /// Call nobody: only recorded responses answer
    #[arg(long)]
    pub replay: bool,
    /// Where responses are recorded, so that nothing is asked twice [default: beside the store; none for extract]
    #[arg(long, value_name = "FILE")]
    pub responses: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ExtractorArg {
    /// The built-in reader of English: no model, no network
    Rules,
    /// A language model behind an OpenAI-compatible server
    Openai,
}

#[derive(Args)]
pub struct ExtractArgs {
    #[command(flatten)]
    pub said: RememberArgs,
    /// Show the text with its mentions, times and claims marked
    #[arg(long)]
    pub marked: bool,
}

#[derive(Args)]
pub struct ImportArgs {
    /// The file, or - for standard input
    #[arg(value_name = "FILE|-", default_value = "-")]
    pub file: String,
    /// What each column of a delimited file holds: subject,predicate,object,from,to,kind,source,id, or - to pass one over
    #[arg(long, value_name = "NAMES", group = "shape")]
    pub columns: Option<String>,
    /// A TOML file that says which fields of JSON, CSV or TSV records make which claims; docs/format.md shows how
    #[arg(long, value_name = "FILE", group = "shape", conflicts_with = "sort")]
    pub mapping: Option<PathBuf>,
    /// The file is a chat in JSON: messages with role, content and date; each is kept, and what its user says is read
    #[arg(long, group = "shape", conflicts_with = "sort")]
    pub chat: bool,
    /// When the texts of a chat or of records were said, where they bring no date [default: now]
    #[arg(long, value_name = "DATE", requires = "shape", conflicts_with = "columns")]
    pub at: Option<Point>,
    /// Who the user of a chat is, where its messages bring no name [default: user]
    #[arg(long, value_name = "NAME", requires = "shape", conflicts_with = "columns")]
    pub speaker: Option<String>,
    /// Read claims in what the assistant of a chat says, too: by default its messages are only kept, for an assistant repeats what
    /// it was told or makes it up, and is no evidence about the world
    #[arg(long, requires = "shape", conflicts_with = "columns")]
    pub read_assistant: bool,
    /// What separates columns: a character, or `tab`
    #[arg(long, default_value = ",", requires = "columns", value_parser = delimiter)]
    pub delimiter: u8,
    /// The first line of a delimited file is a header
    #[arg(long, requires = "columns")]
    pub header: bool,
    /// What stands for an end that is still open in a delimited file; empty, #### and ? are unknown
    #[arg(long, default_value = "null", requires = "columns", value_name = "TEXT")]
    pub open: String,
    /// The source of every claim of a delimited file, of records or of a chat [default: the file's name]
    #[arg(long, requires = "shape", value_name = "ID")]
    pub source: Option<String>,
    /// Put lines in the order of their recorded_at first
    #[arg(long, conflicts_with = "columns")]
    pub sort: bool,
    /// What to do with a line that cannot be accepted
    #[arg(long, value_enum, default_value = "stop")]
    pub on_error: OnErrorArg,
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii() => Ok(*byte),
        _ => Err("one ASCII character, or `tab`".into()),
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum OnErrorArg {
    /// Stop there; what came before stays
    Stop,
    /// Leave it out and go on
    Skip,
}

impl From<OnErrorArg> for OnError {
    fn from(arg: OnErrorArg) -> Self {
        match arg {
            OnErrorArg::Stop => Self::Stop,
            OnErrorArg::Skip => Self::Skip,
        }
    }
}

#[derive(Args)]
pub struct ExportArgs {
    /// The file to write, or - for standard output
    #[arg(value_name = "FILE|-", default_value = "-")]
    pub file: String,
    /// Write lines to train a model on instead: what several spaces of the store agree on, with its provenance
    #[arg(long)]
    pub training: bool,
    /// How many spaces must agree
    #[arg(long, value_name = "NUMBER", default_value_t = 3, requires = "training")]
    pub spaces: usize,
    /// Leave in what is personal
    #[arg(long, requires = "training")]
    pub personal: bool,
}

#[derive(Args)]
pub struct FactsArgs {
    /// The entity
    pub entity: String,
    #[command(flatten)]
    pub as_of: AsOfArgs,
    /// From which side: facts about the entity, facts that point to it, or both
    #[arg(long, value_enum, default_value = "both")]
    pub direction: DirectionArg,
    /// Show the other values that the same time could have had, too
    #[arg(long)]
    pub all: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum DirectionArg {
    /// Of which it is the subject
    Out,
    /// Of which it is the object
    In,
    /// Both
    Both,
}

impl From<DirectionArg> for asof::Direction {
    fn from(arg: DirectionArg) -> Self {
        match arg {
            DirectionArg::Out => Self::Outgoing,
            DirectionArg::In => Self::Incoming,
            DirectionArg::Both => Self::Both,
        }
    }
}

#[derive(Args)]
pub struct TimelineArgs {
    /// The entity
    pub entity: String,
    /// Only this predicate
    pub predicate: Option<String>,
    #[command(flatten)]
    pub as_of: AsOfArgs,
}

#[derive(Args)]
pub struct DiffArgs {
    /// The earlier date
    #[arg(long, value_name = "DATE")]
    pub from: Point,
    /// The later date
    #[arg(long, value_name = "DATE")]
    pub to: Point,
    /// Only this entity
    pub entity: Option<String>,
    /// Compare what was known at the two dates instead of what held; --as-of says of when
    #[arg(long)]
    pub known: bool,
    #[command(flatten)]
    pub as_of: AsOfArgs,
}

#[derive(Args)]
pub struct AskArgs {
    /// The question; - for standard input, one question a line
    #[arg(value_name = "QUESTION|-")]
    pub question: String,
    /// When it is asked: what "last week" is counted from [default: now]
    #[arg(long, value_name = "DATE")]
    pub now: Option<Point>,
    #[command(flatten)]
    pub as_of: AsOfArgs,
    /// Who asks: who "I" is [default: user]
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
}

#[derive(Args)]
pub struct RecallArgs {
    /// The question, or any words; - for standard input
    #[arg(value_name = "TEXT|-")]
    pub text: String,
    /// How many tokens the block may take, as estimated [default: 1200; for JSON, all hits unless given]
    #[arg(long, value_name = "TOKENS")]
    pub budget: Option<usize>,
    /// When it is asked: what "last week" is counted from [default: now]
    #[arg(long, value_name = "DATE")]
    pub now: Option<Point>,
    #[command(flatten)]
    pub as_of: AsOfArgs,
    /// Who asks: who "I" is [default: user]
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// How many facts, and how many passages, at the most [default: what the budget has room for, 20 to 1000]
    #[arg(long, value_name = "NUMBER")]
    pub limit: Option<usize>,
    /// Say of every hit why it is there, and what was left out
    #[arg(long)]
    pub explain: bool,
}

#[derive(Args)]
pub struct SearchArgs {
    /// The words; - for standard input
    #[arg(required = true, value_name = "WORDS|-")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub as_of: AsOfArgs,
    /// How many facts, and how many passages, at the most
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    pub limit: usize,
    /// Only one of the two
    #[arg(long, value_enum)]
    pub kind: Option<KindArg>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum KindArg {
    /// What is believed
    Facts,
    /// What was said
    Passages,
}

#[derive(Args)]
pub struct ProfileArgs {
    /// The entity
    pub entity: String,
    #[command(flatten)]
    pub as_of: AsOfArgs,
    /// How many days back counts as lately
    #[arg(long, value_name = "DAYS", default_value_t = asof::DEFAULT_LATELY)]
    pub lately: u32,
}

#[derive(Args)]
pub struct PinArgs {
    /// What it is called; without one, everything pinned is listed
    pub label: Option<String>,
    /// The text, or - for standard input; without one, what is pinned under the label is shown
    #[arg(value_name = "TEXT|-", conflicts_with_all = ["remove", "as_of", "known_at"])]
    pub text: Option<String>,
    /// Remove what is pinned under the label
    #[arg(long, requires = "label", conflicts_with_all = ["as_of", "known_at"])]
    pub remove: bool,
    #[command(flatten)]
    pub as_of: AsOfArgs,
}

#[derive(Args)]
pub struct CorrectArgs {
    /// The id of the claim that was never so
    pub claim: String,
    /// What is right instead: the object, unless --subject or --predicate say more
    pub object: String,
    /// The right subject [default: as it was]
    #[arg(long)]
    pub subject: Option<String>,
    /// The right predicate [default: as it was]
    #[arg(long)]
    pub predicate: Option<String>,
    /// The right beginning [default: as it was]
    #[arg(long, value_name = "DATE")]
    pub from: Option<Point>,
    /// The right end [default: as it was]
    #[arg(long, value_name = "DATE")]
    pub to: Option<Point>,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
}

#[derive(Args)]
pub struct RetractArgs {
    /// The id of a claim or episode
    #[arg(required_unless_present = "source", conflicts_with = "source")]
    pub id: Option<String>,
    /// Everything that a source said so far
    #[arg(long, value_name = "ID")]
    pub source: Option<String>,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
}

#[derive(Args)]
pub struct UndoArgs {
    /// The transaction's number: 12 or tx:12
    #[arg(required_unless_present = "run", conflicts_with = "run", value_parser = transaction)]
    pub tx: Option<TxId>,
    /// A run of the consolidation, as a whole
    #[arg(long, value_name = "NUMBER")]
    pub run: Option<u32>,
}

#[derive(Args)]
pub struct MergeArgs {
    /// The name that gives way
    pub from: String,
    /// The entity that stays
    pub into: String,
}

#[derive(Args)]
pub struct SplitArgs {
    /// The entity it was merged into
    pub from: String,
    /// The name that becomes an entity again
    pub name: String,
}

#[derive(Args)]
pub struct SchemaArgs {
    /// A TOML file with a table for each predicate; without one, the schemas in force are shown
    pub file: Option<PathBuf>,
}

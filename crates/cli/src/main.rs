//! `asof`: a temporal knowledge-graph memory on the command line.
//!
//! Data goes to stdout, everything else to stderr. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 conflict.

mod args;
mod ask;
mod consolidate;
mod embed;
mod extract;
mod forget;
mod model;
mod output;
mod progress;
mod read;
mod recall;
mod records;
mod write;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use asof::Error;
use clap::{CommandFactory, Parser};

use args::{Cli, Command};

const FAILED: u8 = 1;
const USAGE: u8 = 2;
const NOT_FOUND: u8 = 3;
const CONFLICT: u8 = 4;

/// sled meets damage it did not expect by panicking. That is caught and told as damage, so it need not be told twice.
fn hush_sled() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let of_sled = panic.location().is_some_and(|location| location.file().contains("sled-0.34"));
        if !of_sled {
            usual(panic);
        }
    }));
}

/// A write beyond the limit of file sizes (`ulimit -f`) ends a process that does not listen; with a listener the write fails and says why.
#[cfg(unix)]
fn outlive_size_limit() -> io::Result<()> {
    let heard = std::sync::Arc::default();
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, heard).map(drop)
}

#[cfg(not(unix))]
fn outlive_size_limit() -> io::Result<()> {
    Ok(())
}

fn main() -> ExitCode {
    hush_sled();
    if let Err(error) = outlive_size_limit() {
        eprintln!("asof: a limit of file sizes would end this process without a word: {error}");
    }
    let cli = Cli::parse();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads our output may stop early, as `head` does.
        Err(failure) if failure.io_kind() == Some(io::ErrorKind::BrokenPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("asof: {failure}");
            ExitCode::from(failure.code())
        }
    }
}

/// Why a command failed.
pub(crate) enum Failure {
    Memory(Error),
    Io(io::Error),
    Usage(String),
    NotFound(String),
    /// Anything else, in words.
    Partly(String),
}

impl Failure {
    /// An input or output error, with the file it is about.
    pub(crate) fn of_file(file: impl std::fmt::Display, error: &io::Error) -> Self {
        Self::Partly(format!("{file}: {error}"))
    }

    pub(crate) fn io_kind(&self) -> Option<io::ErrorKind> {
        match self {
            Self::Memory(error) => error.io_kind(),
            Self::Io(error) => Some(error.kind()),
            Self::Usage(_) | Self::NotFound(_) | Self::Partly(_) => None,
        }
    }

    fn code(&self) -> u8 {
        match self {
            Self::Memory(error) if error.is_not_found() => NOT_FOUND,
            Self::Memory(error) if error.is_conflict() => CONFLICT,
            Self::NotFound(_) => NOT_FOUND,
            Self::Usage(_) => USAGE,
            Self::Memory(_) | Self::Io(_) | Self::Partly(_) => FAILED,
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Memory(error) => error.fmt(f),
            Self::Io(error) => error.fmt(f),
            Self::Usage(why) | Self::NotFound(why) | Self::Partly(why) => why.fmt(f),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Memory(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}

fn run(cli: &Cli) -> Result<(), Failure> {
    match &cli.command {
        Command::Remember(args) => write::remember(&cli.store, args),
        Command::Extract(args) => extract::run(&cli.store, args),
        Command::Import(args) => write::import(&cli.store, args),
        Command::Export(args) => write::export(&cli.store, args),
        Command::Consolidate(args) => consolidate::consolidate(&cli.store, args),
        Command::Case(args) => consolidate::case(&cli.store, args),
        Command::Review(args) => consolidate::review(&cli.store, args),
        Command::Correct(args) => write::correct(&cli.store, args),
        Command::Retract(args) => write::retract(&cli.store, args),
        Command::Forget(args) => forget::run(&cli.store, args),
        Command::Undo(args) => write::undo(&cli.store, args),
        Command::Merge(args) => write::merge(&cli.store, args),
        Command::Split(args) => write::split(&cli.store, args),
        Command::Schema(args) => write::schema(&cli.store, args),
        Command::Facts(args) => read::facts(&cli.store, args),
        Command::Timeline(args) => read::timeline(&cli.store, args),
        Command::Diff(args) => read::diff(&cli.store, args),
        Command::Ask(args) => ask::run(&cli.store, args),
        Command::Recall(args) => recall::recall(&cli.store, args),
        Command::Search(args) => recall::search(&cli.store, args),
        Command::Embed(args) => embed::run(&cli.store, args),
        Command::Profile(args) => recall::profile(&cli.store, args),
        Command::Pin(args) => recall::pin(&cli.store, args),
        Command::Check => read::check(&cli.store),
        Command::Stats => read::stats(&cli.store),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "asof", &mut script);
            Ok(io::stdout().write_all(&script)?)
        }
    }
}

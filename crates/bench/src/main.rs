//! `asof-bench`: measures the engine side by side with plain columns and with other engines, in one run.
//!
//! Every comparison alternates between the contestants, quotes medians, and checks that the answers are equal.

mod columns;
mod consolidate;
mod dataset;
mod engine;
mod extract;
mod growth;
mod ingest;
mod lookalike;
mod measure;
mod peers;
mod resolution;
mod retrieve;
mod writers;
mod yago;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// What every benchmark may fail with.
pub(crate) type Failure = Box<dyn std::error::Error>;

#[derive(Parser)]
#[command(name = "asof-bench", about = "Benchmarks of the Asof engine")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// As-of look-ups, ingest, size and opening
    Engine {
        /// How many claims
        #[arg(long, default_value_t = 1_000_000)]
        claims: usize,
        /// How many times each contestant takes its turn
        #[arg(long, default_value_t = 5)]
        rounds: usize,
        /// Which other engines take part, of sqlite, cozo and grit; they are built first
        #[arg(long, value_delimiter = ',')]
        peers: Vec<String>,
    },
    /// Ingest and opening alone, for sizes at which comparing takes too long
    Ingest {
        /// How many claims
        #[arg(long, default_value_t = 10_000_000)]
        claims: usize,
    },
    /// Opens a store: what `engine` and `ingest` start in a process of its own
    #[command(hide = true)]
    Open {
        /// The store
        store: PathBuf,
        /// How many claims it holds
        claims: usize,
    },
    /// Extraction: claims, open propositions, dates, the parser, and speed
    Extract {
        /// The folder that holds the public data sets
        #[arg(long)]
        data: PathBuf,
        /// The labelled turns
        #[arg(long, default_value = "fixtures/labels/locomo-100.jsonl")]
        labels: PathBuf,
        /// How many errors to print
        #[arg(long, default_value_t = 0)]
        errors: usize,
        /// Also the parts that are held back while developing
        #[arg(long)]
        held: bool,
    },
    /// Retrieval: which passages come first, and how fast
    Retrieve(retrieve::Args),
    /// Consolidation and asking: contradictions, answers, entities, and how fast
    Consolidate(consolidate::Args),
    /// Writes a numbered list of statements that override one another, and questions about it
    Lookalike(lookalike::Args),
    /// The cost of a question against the depth of one fluent's history
    Growth,
    /// Durable claims a second, told one at a time by one writer and by several at once
    Writers,
    /// Every answer about a real history, against a brute-force reading of its file, in many orders of arrival
    Yago {
        /// The folder that holds `yago11k`
        #[arg(long)]
        data: PathBuf,
        /// In how many random orders
        #[arg(long, default_value_t = 10)]
        orders: usize,
    },
}

fn main() -> Result<(), Failure> {
    match Cli::parse().command {
        Command::Engine { claims, rounds, peers } => engine::run(claims, rounds, &peers),
        Command::Ingest { claims } => ingest::run(claims),
        Command::Open { store, claims } => ingest::open(&store, claims),
        Command::Extract { data, labels, errors, held } => extract::run(&data, &labels, extract::Show { errors, held }),
        Command::Retrieve(args) => retrieve::run(&args),
        Command::Consolidate(args) => consolidate::run(&args),
        Command::Lookalike(args) => lookalike::run(&args),
        Command::Growth => growth::run(),
        Command::Writers => writers::run(),
        Command::Yago { data, orders } => yago::run(&data, orders),
    }
}

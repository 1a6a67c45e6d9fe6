//! Learns the parser's weights from a treebank, and measures the shipped parser on one.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use asof_parser::Parser;
use asof_parser::train::{Scores, Sources, on_gold_words, on_text, read, rebuild};

const HELP: &str = "asof-train --treebank DIR --vectors MODEL.safetensors VOCAB.txt --out DIR [--rounds NUMBER]
    learns network.bin and lemmas.bin; the treebank's DIR has train.conllu.gz and dev.conllu.gz
asof-train --score FILE.conllu[.gz]
    measures the shipped parser on the treebank's words and from its raw text";

fn say(line: &str) {
    // Whoever reads may have gone away; that is no failure of ours.
    let _ = writeln!(io::stdout(), "{line}");
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["--score", treebank] => score(Path::new(treebank)),
        ["--treebank", treebank, "--vectors", vectors, vocabulary, "--out", out, rest @ ..] => {
            let [treebank, vectors, vocabulary] = [treebank, vectors, vocabulary].map(PathBuf::from);
            rounds(rest).and_then(|rounds| train(&Sources { treebank, vectors, vocabulary }, Path::new(out), rounds))
        }
        _ => Err(io::Error::other(HELP)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// The number of rounds asked for.
fn rounds(arguments: &[&str]) -> io::Result<Option<usize>> {
    match arguments {
        [] => Ok(None),
        ["--rounds", number] => number.parse().map(Some).map_err(io::Error::other),
        _ => Err(io::Error::other(HELP)),
    }
}

fn train(sources: &Sources, out: &Path, rounds: Option<usize>) -> io::Result<()> {
    let start = Instant::now();
    let told = |round: usize, loss: f32, scores: Scores| {
        let Scores { upos, xpos, uas, las, full, .. } = scores;
        let shares = shares(&[("UPOS", upos), ("XPOS", xpos), ("UAS", uas), ("LAS", las), ("LAS with subtypes", full)]);
        say(&format!("round {round}, {:.0} s, loss {loss:.3}, dev: {shares}", start.elapsed().as_secs_f64()));
    };
    let weights = rebuild(sources, rounds, told)?;
    std::fs::create_dir_all(out)?;
    std::fs::write(out.join("network.bin"), weights.network)?;
    std::fs::write(out.join("lemmas.bin"), weights.lemmas)
}

fn score(path: &Path) -> io::Result<()> {
    let gold = read(path)?;
    let start = Instant::now();
    let parser = Parser::new();
    say(&format!("loaded in {:?}", start.elapsed()));
    let start = Instant::now();
    let scores = on_gold_words(parser, &gold);
    say(&format!("{:.0} sentences a second, one at a time, comparing included", gold.len() as f64 / start.elapsed().as_secs_f64()));
    say(&format!("gold words: {scores}"));
    let start = Instant::now();
    let scores = on_text(parser, &gold);
    say(&format!("{:.0} sentences a second, from text, comparing included", gold.len() as f64 / start.elapsed().as_secs_f64()));
    say(&format!("raw text: {scores}"));
    Ok(())
}

fn shares(measures: &[(&str, f64)]) -> String {
    measures.iter().map(|(measure, share)| format!("{measure} {:.2}", 100.0 * share)).collect::<Vec<_>>().join(", ")
}

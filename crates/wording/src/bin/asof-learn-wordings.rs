//! Learns the weights of wordings anew, from the corpus of this crate.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use asof_wording::learn::{Judged, judge, weights};

const HELP: &str = "asof-learn-wordings --out FILE
    learns the weights from crates/wording/corpus, prints how well they do on wordings held back, and writes them
asof-learn-wordings --check
    the same without writing: how well they do on wordings held back";

fn say(line: &str) {
    // Whoever reads may have gone away; that is no failure of ours.
    let _ = writeln!(io::stdout(), "{line}");
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let start = Instant::now();
    let done = match arguments.as_slice() {
        ["--out", out] => write(Path::new(out), start),
        ["--check"] => {
            check(start);
            Ok(())
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

fn write(out: &Path, start: Instant) -> io::Result<()> {
    let judged = check(start);
    let weights = weights(&judged);
    say(&format!("{:.0} s: {} bytes", start.elapsed().as_secs_f64(), weights.len()));
    std::fs::write(out, weights)
}

fn check(start: Instant) -> Judged {
    let judged = judge(|step| say(&format!("{:.0} s: {step}", start.elapsed().as_secs_f64())));
    say(&judged.score.to_string());
    judged
}

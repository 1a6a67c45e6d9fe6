//! Makes the table of words anew, from WordNet's files.

use std::error::Error;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

const HELP: &str = "asof-lexicon-build --wordnet DIR --out FILE
    DIR has data.noun, data.verb, data.adj, data.adv, the four .exc files and index.sense of WordNet 3.0;
    FILE is the table to write";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["--wordnet", folder, "--out", out] => make(Path::new(folder), Path::new(out)),
        _ => Err(HELP.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Whoever reads may have gone away; that is no failure of ours.
            let _ = writeln!(io::stdout(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn make(folder: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    Ok(std::fs::write(out, asof_lexicon::build::build(folder)?)?)
}

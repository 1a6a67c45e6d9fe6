//! Makes the table of word pieces anew, from the transformer it comes from.

use std::error::Error;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use asof_vectors::distil::{Sources, distil};

const HELP: &str = "asof-distil --model DIR --text FILE --out DIR
    DIR has model.safetensors, vocab.txt and config.json of all-MiniLM-L6-v2 or its like;
    FILE is a text that pieces are counted in, or a treebank (.conllu), compressed if it ends in .gz;
    writes pieces.bin and vocab.txt";

fn say(line: &str) {
    // Whoever reads may have gone away; that is no failure of ours.
    let _ = writeln!(io::stdout(), "{line}");
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["--model", model, "--text", text, "--out", out] => make(model, text, Path::new(out)),
        _ => Err(HELP.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn make(model: &str, text: &str, out: &Path) -> Result<(), Box<dyn Error>> {
    let [model, text] = [model, text].map(PathBuf::from);
    let vocabulary = model.join("vocab.txt");
    let mut tenth = 0;
    let table = distil(&Sources { model, text }, |done, all| {
        if tenth < 10 * done / all {
            tenth = 10 * done / all;
            say(&format!("{done} of {all} pieces"));
        }
    })?;
    std::fs::create_dir_all(out)?;
    std::fs::write(out.join("pieces.bin"), table)?;
    std::fs::write(out.join("vocab.txt"), std::fs::read(vocabulary)?)?;
    Ok(())
}

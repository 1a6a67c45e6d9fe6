//! Other engines, each in a process of its own, spoken to in lines (`peers/README.md`).

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::Value;

use crate::{Failure, measure::Turn};

pub struct Peer {
    pub name: String,
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Peer {
    /// Builds and starts one.
    pub fn start(name: &str) -> Result<Self, Failure> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(name);
        let target = PathBuf::from(&folder).join("target");
        let built = Command::new("cargo")
            .args(["build", "--release", "--quiet", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&target)
            .status()?;
        if !built.success() {
            return Err(format!("the peer {name} does not build").into());
        }
        let mut process =
            Command::new(target.join("release").join(format!("peer-{name}"))).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let (Some(input), Some(output)) = (input, output) else { return Err("a peer without pipes".into()) };
        Ok(Self { name: name.into(), process, input, output: BufReader::new(output) })
    }

    /// Says a command about a file, and hears the answer.
    pub fn say(&mut self, command: &str, path: &Path) -> Result<Value, Failure> {
        writeln!(self.input, "{command} {}", path.display())?;
        self.input.flush()?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line)?;
        match answer.get("error") {
            Some(error) => Err(format!("{}: {error}", self.name).into()),
            None => Ok(answer),
        }
    }

    pub fn load(&mut self, path: &Path) -> Result<f64, Failure> {
        Ok(self.say("load", path)?["seconds"].as_f64().unwrap_or(0.0))
    }

    pub fn turn(&mut self, kind: &str, path: &Path) -> Result<Turn, Failure> {
        let answer = self.say(kind, path)?;
        let digests = answer["digests"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
        let number = |key: &str| answer[key].as_f64().unwrap_or(0.0);
        Ok(Turn { p50: number("p50_us"), p95: number("p95_us"), digests })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = writeln!(self.input, "quit").and_then(|()| self.input.flush());
        let _ = self.process.wait();
    }
}

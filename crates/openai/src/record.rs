//! Recordings: what a model answered, kept so that it is never asked the same again.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{
    chat::{Reply, Usage},
    transport::{Request, Response, Transport, TransportError},
};

/// One answer of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    /// The key of the request: see [`Request::key`].
    pub request: String,
    /// The model that was asked.
    pub model: String,
    /// The response's body, as it came.
    pub response: String,
    /// What the server counted, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
}

impl Recording {
    /// The recording of a response to a request.
    #[must_use]
    pub fn new(request: &Request, response: &Response) -> Self {
        Self {
            request: request.key.clone(),
            model: request.model.clone(),
            response: response.body.clone(),
            usage: Usage::of_body(&response.body),
        }
    }
}

/// Recordings by the key of their request, in memory or in a file that grows by a line each.
#[derive(Debug, Default)]
pub struct Tape {
    recordings: BTreeMap<String, Recording>,
    file: Option<(PathBuf, File)>,
}

impl Tape {
    /// Reads recordings from JSON values one after another, on a line each or spread over several.
    ///
    /// # Errors
    /// [`TapeError::Malformed`] with the line of what is no recording.
    pub fn read(text: &str) -> Result<Self, TapeError> {
        let mut tape = Self::default();
        for recording in serde_json::Deserializer::from_str(text).into_iter::<Recording>() {
            tape.insert(recording.map_err(|error| TapeError::Malformed(error.to_string()))?);
        }
        Ok(tape)
    }

    /// Opens a file of recordings, a new one if there is none. A last line that a crash cut short is dropped.
    ///
    /// # Errors
    /// [`TapeError`] if the file cannot be read or written, or holds something else.
    pub fn open(path: &Path) -> Result<Self, TapeError> {
        let io = |error| TapeError::Io(path.to_owned(), error);
        let file = OpenOptions::new().create(true).append(true).open(path).map_err(io)?;
        let (text, whole) = lines(path)?;
        let mut tape = Self::read(&text[..whole])?;
        match Self::read(&text[whole..]) {
            Ok(last) if last.recordings.is_empty() => {}
            Ok(last) => {
                tape.recordings.extend(last.recordings);
                (&file).write_all(b"\n").map_err(io)?;
            }
            Err(_) => file.set_len(whole as u64).map_err(io)?,
        }
        tape.file = Some((path.to_owned(), file));
        Ok(tape)
    }

    /// Reads a file of recordings and leaves it as it is: what is added later is only in memory.
    ///
    /// # Errors
    /// [`TapeError`] if the file cannot be read, or holds something else.
    pub fn load(path: &Path) -> Result<Self, TapeError> {
        let (text, whole) = lines(path)?;
        Self::read(&text).or_else(|_| Self::read(&text[..whole]))
    }

    /// Adds a recording, also to the file. What was recorded first stays.
    ///
    /// # Errors
    /// [`TapeError::Io`] if the file cannot be written; the recording is in memory all the same.
    pub fn add(&mut self, recording: Recording) -> Result<(), TapeError> {
        let line = serde_json::to_string(&recording).map_err(|error| TapeError::Malformed(error.to_string()))?;
        if !self.insert(recording) {
            return Ok(());
        }
        match &mut self.file {
            None => Ok(()),
            Some((path, file)) => file.write_all(format!("{line}\n").as_bytes()).map_err(|error| TapeError::Io(path.clone(), error)),
        }
    }

    /// The recordings, by key.
    pub fn recordings(&self) -> impl Iterator<Item = &Recording> {
        self.recordings.values()
    }

    /// Whether it was new.
    fn insert(&mut self, recording: Recording) -> bool {
        let new = !self.recordings.contains_key(&recording.request);
        if new {
            self.recordings.insert(recording.request.clone(), recording);
        }
        new
    }
}

/// The text of a file, and where its last whole line ends.
fn lines(path: &Path) -> Result<(String, usize), TapeError> {
    let text = fs::read_to_string(path).map_err(|error| TapeError::Io(path.to_owned(), error))?;
    let whole = text.rfind('\n').map_or(0, |at| at + 1);
    Ok((text, whole))
}

/// Recordings that cannot be read or kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TapeError {
    /// The disk refused.
    #[error("the recorded responses at {} cannot be used: {}", .0.display(), .1)]
    Io(PathBuf, #[source] io::Error),
    /// Not a recording.
    #[error("this is no file of recorded responses: {0}")]
    Malformed(String),
}

/// Answers from a tape; what is not on it is asked of another transport and recorded, or refused.
pub struct Recorded {
    tape: Mutex<Tape>,
    live: Option<Box<dyn Transport>>,
}

impl Recorded {
    /// Only replays.
    #[must_use]
    pub fn replaying(tape: Tape) -> Self {
        Self { tape: Mutex::new(tape), live: None }
    }

    /// Replays what is on the tape, and records what is not.
    #[must_use]
    pub fn recording(tape: Tape, live: impl Transport + 'static) -> Self {
        Self { tape: Mutex::new(tape), live: Some(Box::new(live)) }
    }

    /// What is on the tape, by key.
    #[must_use]
    pub fn recordings(&self) -> Vec<Recording> {
        self.tape().recordings().cloned().collect()
    }

    fn tape(&self) -> MutexGuard<'_, Tape> {
        self.tape.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Recorded {
    fn send(&self, request: &Request, within: Duration) -> Result<Response, TransportError> {
        if let Some(recording) = self.tape().recordings.get(&request.key) {
            return Ok(Response { replayed: true, ..Response::new(200, &recording.response) });
        }
        let live = self.live.as_ref().ok_or(TransportError::NotRecorded)?;
        let mut response = live.send(request, within)?;
        // A failure, or the page of some other server, is no answer: the next time may go better.
        if response.status == 200 && Reply::read(&response.body).is_some() {
            response.unsaved = self.tape().add(Recording::new(request, &response)).err().map(|error| error.to_string());
        }
        Ok(response)
    }

    fn knows(&self, request: &Request) -> bool {
        self.tape().recordings.contains_key(&request.key) || self.live.as_ref().is_none_or(|live| live.knows(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recording(key: &str) -> Recording {
        Recording { request: key.into(), model: "m".into(), response: "{}".into(), usage: None }
    }

    #[test]
    fn a_tape_grows_and_survives_a_line_cut_short() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("responses.jsonl");
        let mut tape = Tape::open(&path).unwrap();
        tape.add(recording("a")).unwrap();
        tape.add(recording("a")).unwrap();
        drop(tape);
        fs::write(&path, fs::read_to_string(&path).unwrap() + "{\"request\":\"b\",\"mod").unwrap();
        let mut tape = Tape::open(&path).unwrap();
        assert_eq!(tape.recordings().count(), 1);
        tape.add(recording("c")).unwrap();
        drop(tape);
        // A file that lost only its last line break is whole.
        fs::write(&path, fs::read_to_string(&path).unwrap().trim_end()).unwrap();
        Tape::open(&path).unwrap().add(recording("d")).unwrap();
        let keys: Vec<String> = Tape::open(&path).unwrap().recordings().map(|recording| recording.request.clone()).collect();
        assert_eq!(keys, ["a", "c", "d"]);
    }

    #[test]
    fn what_is_no_tape_is_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("notes.txt");
        fs::write(&path, "Dear diary\nhello\n").unwrap();
        assert!(Tape::open(&path).unwrap_err().to_string().contains("line 1"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "Dear diary\nhello\n");
        assert!(Tape::open(dir.path()).unwrap_err().to_string().contains("cannot be used"));
    }
}

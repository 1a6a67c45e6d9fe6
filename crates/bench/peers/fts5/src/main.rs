//! The FTS5 peer: documents in SQLite's full-text index, asked for any of the words, filtered by date, ranked by BM25.
//!
//! The dates are in a narrow table of their own, joined by row id: reading them beside the text costs more for every match.
//! It speaks lines as `../README.md` describes for `ask`, `load` and `write`.

use std::{
    error::Error,
    fs,
    io::{self, BufRead, Write},
    path::Path,
    time::Instant,
};

use rusqlite::{Connection, Statement};
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const PRAGMAS: &str = "
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -1048576;
PRAGMA mmap_size = 2147418112;
";

const SCHEMA: &str = "
DROP TABLE IF EXISTS words;
DROP TABLE IF EXISTS spans;
CREATE VIRTUAL TABLE words USING fts5(text);
CREATE TABLE spans (id INTEGER PRIMARY KEY, valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL);
";

const ADD_WORDS: &str = "INSERT INTO words (rowid, text) VALUES (?1, ?2)";
const ADD_SPAN: &str = "INSERT INTO spans (id, valid_from, valid_to) VALUES (?1, ?2, ?3)";

const ASK: &str = "
SELECT words.rowid FROM words JOIN spans ON spans.id = words.rowid
WHERE words MATCH ?1 AND valid_from <= ?2 AND valid_to > ?2
ORDER BY bm25(words), words.rowid LIMIT ?3";

/// Documents that never end, and days within them.
const ALWAYS: (i64, i64) = (0, 1_000_000);
/// Row ids of what is written one by one begin here.
const WRITTEN: i64 = 1 << 40;

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let connection = Connection::open(folder.path().join("words.db"))?;
    connection.execute_batch(PRAGMAS)?;
    connection.execute_batch(SCHEMA)?;
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (command, path) = line.split_once(' ').unwrap_or((&line, ""));
        if command == "quit" {
            break;
        }
        let answer = answer(&connection, command, Path::new(path.trim()));
        writeln!(out, "{}", answer.unwrap_or_else(|error| json!({ "error": error.to_string() })))?;
        out.flush()?;
    }
    Ok(())
}

fn answer(connection: &Connection, command: &str, path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path)?;
    match command {
        "load" => load(connection, &text),
        "ask" => ask(connection, &text),
        "write" => write(connection, &text),
        other => Err(format!("unknown command {other:?}").into()),
    }
}

fn columns<const N: usize>(line: &str) -> Result<[&str; N]> {
    let columns: Vec<&str> = line.splitn(N, '\t').collect();
    columns.try_into().map_err(|_| "too few columns".into())
}

/// Replaces everything, in one transaction, and merges the index into one segment.
fn load(connection: &Connection, text: &str) -> Result<Value> {
    connection.execute_batch(SCHEMA)?;
    let start = Instant::now();
    let transaction = connection.unchecked_transaction()?;
    let (mut add_words, mut add_span) = (transaction.prepare(ADD_WORDS)?, transaction.prepare(ADD_SPAN)?);
    for line in text.lines() {
        let [id, from, to, text] = columns(line)?;
        let id: i64 = id.parse()?;
        add_words.execute((id, text))?;
        add_span.execute((id, from.parse::<i64>()?, to.parse::<i64>()?))?;
    }
    drop((add_words, add_span));
    transaction.commit()?;
    connection.execute_batch("INSERT INTO words (words) VALUES ('optimize')")?;
    Ok(json!({ "loaded": text.lines().count(), "seconds": start.elapsed().as_secs_f64() }))
}

/// Any of the words, each in quotes so that none of them is an operator.
fn any_of(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" OR ")
}

fn search(statement: &mut Statement<'_>, text: &str, day: i64, most: i64) -> Result<Vec<i64>> {
    let rows = statement.query_map((any_of(text), day, most), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn ask(connection: &Connection, text: &str) -> Result<Value> {
    let mut statement = connection.prepare(ASK)?;
    let (mut micros, mut answers) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let [day, most, question] = columns(line)?;
        let (day, most) = (day.parse()?, most.parse()?);
        let start = Instant::now();
        answers.push(search(&mut statement, question, day, most)?);
        micros.push(start.elapsed().as_secs_f64() * 1e6);
    }
    Ok(json!({ "micros": micros, "answers": answers }))
}

/// Each in a transaction of its own, and then looked up by its own word.
fn write(connection: &Connection, text: &str) -> Result<Value> {
    let (mut add_words, mut add_span) = (connection.prepare(ADD_WORDS)?, connection.prepare(ADD_SPAN)?);
    let mut statement = connection.prepare(ASK)?;
    let (mut written, mut seen) = (Vec::new(), Vec::new());
    for (id, line) in (WRITTEN..).zip(text.lines()) {
        let [word, text] = columns(line)?;
        let start = Instant::now();
        let transaction = connection.unchecked_transaction()?;
        add_words.execute((id, text))?;
        add_span.execute((id, ALWAYS.0, ALWAYS.1))?;
        transaction.commit()?;
        written.push(start.elapsed().as_secs_f64() * 1e6);
        let found = search(&mut statement, word, ALWAYS.0, 1)?;
        seen.push(start.elapsed().as_secs_f64() * 1e6);
        if found != [id] {
            return Err(format!("{word} is not found").into());
        }
    }
    Ok(json!({ "written": written, "found": seen }))
}

//! Who is measured: Asof, tantivy alone, and SQLite's FTS5, on the same documents with the same as-of filter.

use std::{
    fmt::Write as _,
    fs,
    ops::Bound,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant as Stopwatch,
};

use asof::{AsOf, Batch, Memory, Operation, Recall};
use serde_json::Value;
use tantivy::{
    Index, IndexReader, IndexWriter, TantivyDocument, Term,
    collector::TopDocs,
    doc,
    query::{BooleanQuery, BoostQuery, Occur, Query, RangeQuery, TermQuery},
    schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
};

use crate::{
    Failure,
    peers::Peer,
    retrieve::{
        AT_ONCE, Still,
        speed::made::{Ask, Made, point},
    },
};

/// So many facts and so many passages are asked of Asof; twice as many documents of the others.
const MOST: usize = 10;
/// Threads that index, and their memory.
const THREADS: usize = 2;
const BUDGET: usize = 200 << 20;

/// What one turn of questions took, in microseconds, and how often the document the question was made from was found.
#[derive(Clone, Default)]
pub struct Turn {
    pub micros: Vec<f64>,
    pub found: usize,
}

/// What loading took, in seconds: being told durably, if it is at all, and being indexed.
pub struct Loaded {
    pub told: f64,
    pub indexed: f64,
}

/// What writing took, in microseconds: until it was written for good, and from then on until a question had found it.
#[derive(Default)]
pub struct Written {
    pub written: Vec<f64>,
    pub found: Vec<f64>,
}

/// One that can be measured.
pub trait Racer {
    fn name(&self) -> &'static str;
    fn load(&mut self, made: &Made) -> Result<Loaded, Failure>;
    fn ask(&mut self, made: &Made, asks: &[Ask]) -> Result<Turn, Failure>;
    /// Writes texts, one at a time, and looks each up by its own word.
    fn write(&mut self, texts: &[(String, String)]) -> Result<Written, Failure>;
}

fn micros(start: Stopwatch) -> f64 {
    start.elapsed().as_secs_f64() * 1e6
}

/// Asof, on disk.
pub struct Ours {
    pub memory: Memory,
    asked: AtomicUsize,
}

impl Ours {
    pub fn open(folder: &Path, space: &str) -> Result<Self, Failure> {
        Ok(Self::of(Memory::options().clock(Still).space(space).open(folder)?))
    }

    pub fn of(memory: Memory) -> Self {
        Self { memory, asked: AtomicUsize::new(0) }
    }

    /// Tells everything in durable batches.
    pub fn tell(&self, made: &Made) -> Result<f64, Failure> {
        let mut operations = made.operations().peekable();
        let mut told = 0.0;
        while operations.peek().is_some() {
            let batch = Batch { operations: operations.by_ref().take(AT_ONCE).collect(), ..Batch::default() };
            let start = Stopwatch::now();
            self.memory.tell_batches(&[batch])?;
            told += start.elapsed().as_secs_f64();
        }
        Ok(told)
    }

    /// Asks one question; whether what it was made from is among the answers.
    pub fn ask_one(&self, made: &Made, ask: &Ask) -> Result<(f64, bool), Failure> {
        let as_of = point(ask.day).map_or(AsOf::NOW, AsOf::valid);
        // A speaker of its own each time: an answer that is known already would be given again.
        let speaker = Some(format!("asker {}", self.asked.fetch_add(1, Ordering::Relaxed)));
        let recall = Recall { as_of, facts: MOST, passages: MOST, speaker, ..Recall::new(&ask.text) };
        let start = Stopwatch::now();
        let recalled = self.memory.recall(&recall)?;
        let took = micros(start);
        let found = match ask.wanted.checked_sub(made.facts()) {
            Some(passage) => {
                let id = format!("p{passage}");
                recalled.passages.iter().any(|hit| hit.id == id)
            }
            None => {
                let sentence = made.sentence(ask.wanted);
                recalled.facts.iter().any(|hit| hit.text == sentence)
            }
        };
        Ok((took, found))
    }
}

impl Racer for Ours {
    fn name(&self) -> &'static str {
        "asof"
    }

    fn load(&mut self, made: &Made) -> Result<Loaded, Failure> {
        let told = self.tell(made)?;
        let start = Stopwatch::now();
        self.memory.recall(&Recall::new(""))?;
        Ok(Loaded { told, indexed: start.elapsed().as_secs_f64() })
    }

    fn ask(&mut self, made: &Made, asks: &[Ask]) -> Result<Turn, Failure> {
        let mut turn = Turn::default();
        for ask in asks {
            let (took, found) = self.ask_one(made, ask)?;
            turn.micros.push(took);
            turn.found += usize::from(found);
        }
        Ok(turn)
    }

    fn write(&mut self, texts: &[(String, String)]) -> Result<Written, Failure> {
        let mut times = Written::default();
        for (word, text) in texts {
            let episode = Operation::Episode { id: Some(word.clone()), text: text.clone(), occurred_at: None, speaker: None, source: None };
            let recall = Recall { facts: 1, passages: 1, ..Recall::new(word) };
            let start = Stopwatch::now();
            self.memory.tell_batches(&[Batch { operations: vec![episode], ..Batch::default() }])?;
            times.written.push(micros(start));
            let written = Stopwatch::now();
            let recalled = self.memory.recall(&recall)?;
            times.found.push(micros(written));
            if recalled.passages.first().is_none_or(|hit| hit.id != *word) {
                return Err(format!("what was just told is not found: {word}").into());
            }
        }
        Ok(times)
    }
}

/// Tantivy alone: any of the words, and ranges over fast fields.
pub struct Floor {
    index: Index,
    writer: IndexWriter,
    reader: IndexReader,
    text: Field,
    number: Field,
    from: Field,
    to: Field,
}

impl Floor {
    pub fn create(folder: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(folder)?;
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer("default").set_index_option(IndexRecordOption::WithFreqs);
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let number = schema.add_u64_field("number", FAST);
        let (from, to) = (schema.add_i64_field("from", FAST), schema.add_i64_field("to", FAST));
        let index = Index::create_in_dir(folder, schema.build())?;
        let writer = index.writer_with_num_threads(THREADS, BUDGET)?;
        let reader = index.reader()?;
        Ok(Self { index, writer, reader, text, number, from, to })
    }

    fn add(&self, number: usize, text: &str, from: i64, to: i64) -> Result<(), Failure> {
        let document: TantivyDocument = doc!(self.text => text, self.number => number as u64, self.from => from, self.to => to);
        self.writer.add_document(document)?;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Failure> {
        self.writer.commit()?;
        Ok(self.reader.reload()?)
    }

    fn query(&self, text: &str, day: i64) -> Result<BooleanQuery, Failure> {
        let mut tokenizer = self.index.tokenizer_for_field(self.text)?;
        let mut words: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        tokenizer.token_stream(text).process(&mut |token| {
            let term = Term::from_field_text(self.text, &token.text);
            words.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
        });
        let day = |field| Term::from_field_i64(field, day);
        let begun = RangeQuery::new(Bound::Unbounded, Bound::Included(day(self.from)));
        let not_ended = RangeQuery::new(Bound::Excluded(day(self.to)), Bound::Unbounded);
        let unscored = |query: RangeQuery| -> (Occur, Box<dyn Query>) { (Occur::Must, Box::new(BoostQuery::new(Box::new(query), 0.0))) };
        let any: (Occur, Box<dyn Query>) = (Occur::Must, Box::new(BooleanQuery::new(words)));
        Ok(BooleanQuery::new(vec![any, unscored(begun), unscored(not_ended)]))
    }

    fn search(&self, text: &str, day: i64) -> Result<Vec<u64>, Failure> {
        let searcher = self.reader.searcher();
        let top = searcher.search(&self.query(text, day)?, &TopDocs::with_limit(2 * MOST).order_by_score())?;
        let mut numbers = Vec::with_capacity(top.len());
        for (_, address) in top {
            let column = searcher.segment_reader(address.segment_ord).fast_fields().u64("number")?;
            numbers.extend(column.first(address.doc_id));
        }
        Ok(numbers)
    }
}

impl Racer for Floor {
    fn name(&self) -> &'static str {
        "tantivy"
    }

    fn load(&mut self, made: &Made) -> Result<Loaded, Failure> {
        let documents: Vec<_> = made.documents().collect();
        let start = Stopwatch::now();
        for (number, document) in documents.iter().enumerate() {
            self.add(number, &document.text, document.from, document.to)?;
        }
        self.commit()?;
        Ok(Loaded { told: 0.0, indexed: start.elapsed().as_secs_f64() })
    }

    fn ask(&mut self, _: &Made, asks: &[Ask]) -> Result<Turn, Failure> {
        let mut turn = Turn::default();
        for ask in asks {
            let start = Stopwatch::now();
            let found = self.search(&ask.text, ask.day)?;
            turn.micros.push(micros(start));
            turn.found += usize::from(found.contains(&(ask.wanted as u64)));
        }
        Ok(turn)
    }

    fn write(&mut self, texts: &[(String, String)]) -> Result<Written, Failure> {
        let mut times = Written::default();
        // A commit takes so long that a few tell enough.
        for (word, text) in texts.iter().take(20) {
            let start = Stopwatch::now();
            self.add(usize::MAX, text, 0, i64::MAX)?;
            self.commit()?;
            times.written.push(micros(start));
            let written = Stopwatch::now();
            let found = self.search(word, 1)?;
            times.found.push(micros(written));
            if found.is_empty() {
                return Err(format!("what was just written is not found by tantivy: {word}").into());
            }
        }
        Ok(times)
    }
}

/// SQLite's FTS5, in a process of its own.
pub struct Fts {
    peer: Peer,
    folder: PathBuf,
}

impl Fts {
    pub fn start(folder: &Path) -> Result<Self, Failure> {
        Ok(Self { peer: Peer::start("fts5")?, folder: folder.into() })
    }

    fn say(&mut self, command: &str, lines: &str) -> Result<Value, Failure> {
        let path = self.folder.join(command);
        fs::write(&path, lines)?;
        let answer = self.peer.say(command, &path);
        fs::remove_file(&path)?;
        answer
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

impl Racer for Fts {
    fn name(&self) -> &'static str {
        "sqlite fts5"
    }

    fn load(&mut self, made: &Made) -> Result<Loaded, Failure> {
        let mut lines = String::new();
        for (number, document) in made.documents().enumerate() {
            writeln!(lines, "{number}\t{}\t{}\t{}", document.from, document.to, document.text)?;
        }
        let answer = self.say("load", &lines)?;
        Ok(Loaded { told: 0.0, indexed: answer["seconds"].as_f64().unwrap_or(0.0) })
    }

    fn ask(&mut self, _: &Made, asks: &[Ask]) -> Result<Turn, Failure> {
        let mut lines = String::new();
        for ask in asks {
            writeln!(lines, "{}\t{}\t{}", ask.day, 2 * MOST, ask.text)?;
        }
        let answer = self.say("ask", &lines)?;
        let answers = answer["answers"].as_array().into_iter().flatten();
        let found = answers.zip(asks).filter(|(answer, ask)| {
            let wanted = ask.wanted as u64;
            answer.as_array().into_iter().flatten().any(|one| one.as_u64() == Some(wanted))
        });
        Ok(Turn { found: found.count(), micros: numbers(&answer["micros"]) })
    }

    fn write(&mut self, texts: &[(String, String)]) -> Result<Written, Failure> {
        let mut lines = String::new();
        for (word, text) in texts {
            writeln!(lines, "{word}\t{text}")?;
        }
        let answer = self.say("write", &lines)?;
        let (written, found) = (numbers(&answer["written"]), numbers(&answer["found"]));
        // It counts both from when it began to write.
        let found = found.iter().zip(&written).map(|(found, written)| found - written).collect();
        Ok(Written { written, found })
    }
}

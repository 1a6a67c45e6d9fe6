//! Import of records: JSON objects and rows of a table become claims as a mapping says.

use std::io::BufRead;

use asof_extract::Extractor;
use asof_model::{Operation, Point, Told};
use serde_json::Value;

use crate::{
    error::{Error, Result},
    import::{Imported, Importer, OnError},
    mapping::{Format, Mapping},
    memory::Memory,
    remember::Text,
    template::{Field, Place},
};

/// What is said of a file of records or a chat, beside what is in it.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The file's name: its form may show in it, and it is the source where nothing else is said to be.
    pub file: String,
    /// The source of all that is told.
    pub source: Option<String>,
    /// When its texts were said, where they bring no date.
    pub at: Option<Point>,
    /// What to do with a record or message that cannot be accepted.
    pub on_error: OnError,
}

impl Origin {
    /// The source: as said here or in the mapping, or else the file's name.
    pub(crate) fn source(&self, of_mapping: Option<&str>) -> String {
        self.source.as_deref().or(of_mapping).unwrap_or(&self.file).to_owned()
    }
}

impl Memory {
    /// Imports records by a mapping; `extractor` reads the texts among them.
    ///
    /// # Errors
    /// As [`Memory::import_lines`], and when the file as a whole is not of the mapping's form.
    pub fn import_records(&self, input: impl BufRead, mapping: &Mapping, origin: &Origin, extractor: &dyn Extractor) -> Result<Imported> {
        let format = mapping.format.or_else(|| Format::of_file(&origin.file));
        let source = origin.source(mapping.source.as_deref());
        let importer = self.importer(origin.on_error);
        let mut records = Records { mapping, source, at: origin.at, extractor, importer, unmet: mapping.needed().into_iter().collect() };
        match format {
            Some(Format::Json) => records.json(&read_text(input)?)?,
            Some(Format::Jsonl) => records.lines(&read_text(input)?)?,
            Some(Format::Csv) => records.table(input, b',')?,
            Some(Format::Tsv) => records.table(input, b'\t')?,
            Some(Format::Chat) => return Err(Error::invalid("a chat is no file of records")),
            None => {
                return Err(Error::invalid(
                    "the form of the file does not show in its name; the mapping's `format` says it: json, csv, tsv",
                ));
            }
        }
        records.finish()
    }
}

/// All of a text, checked to be UTF-8, without a byte order mark.
pub(crate) fn read_text(mut input: impl BufRead) -> Result<String> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let text = String::from_utf8(bytes);
    let text = text.map_err(|error| Error::invalid(format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to() + 1)))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// What a JSON text holds.
pub(crate) enum Json {
    /// One value.
    Whole(Value),
    /// A value a line, with its number.
    Lines(Vec<(usize, Result<Value>)>),
}

impl Json {
    /// Reads one value or, where the text is a value a line, each of them.
    pub(crate) fn read(text: &str) -> Result<Self> {
        match serde_json::from_str(text) {
            Ok(value) => Ok(Self::Whole(value)),
            Err(_) if is_a_value_a_line(text) => Ok(Self::Lines(Self::lines(text).collect())),
            Err(error) => Err(Error::invalid(format!("it is no JSON: {error}"))),
        }
    }

    pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, Result<Value>)> {
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        lines.map(|(number, line)| {
            let value = serde_json::from_str(line);
            // The line is given with the reason; a JSON error's own "line 1" would be beside it.
            let reason = |error: &serde_json::Error| error.to_string().replacen(" at line 1 column", " at column", 1);
            (number, value.map_err(|error| Error::invalid(format!("it is no JSON: {}", reason(&error)))))
        })
    }
}

fn is_a_value_a_line(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| serde_json::from_str::<Value>(line).is_ok())
}

/// A running import of records.
struct Records<'r> {
    mapping: &'r Mapping,
    source: String,
    at: Option<Point>,
    extractor: &'r dyn Extractor,
    importer: Importer<'r>,
    /// The fields that no record has had yet.
    unmet: Vec<&'r Field>,
}

impl Records<'_> {
    fn json(&mut self, text: &str) -> Result<()> {
        match Json::read(text)? {
            Json::Whole(value) => self.whole(&value),
            Json::Lines(_) if self.mapping.records.is_some() => {
                Err(Error::invalid("`records` says where the list is in one JSON value; this file has a value a line"))
            }
            Json::Lines(lines) => lines.into_iter().try_for_each(|(number, value)| self.owned(number, value)),
        }
    }

    fn lines(&mut self, text: &str) -> Result<()> {
        Json::lines(text).try_for_each(|(number, value)| self.owned(number, value))
    }

    fn whole(&mut self, value: &Value) -> Result<()> {
        self.importer.unit = "record";
        let place = Place { record: value, element: None };
        let list = match &self.mapping.records {
            None => value,
            Some(field) => field.find(&place)?.ok_or_else(|| Error::invalid(format!("there is nothing at `{}`", field.name)))?,
        };
        let Value::Array(records) = list else { return self.record(1, Ok(list)) };
        (1..).zip(records).try_for_each(|(number, record)| self.record(number, Ok(record)))
    }

    fn table(&mut self, input: impl BufRead, delimiter: u8) -> Result<()> {
        let delimiter = self.mapping.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()).unwrap_or(delimiter);
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).quoting(delimiter != b'\t').from_reader(input);
        let heading = reader.headers().map_err(|error| Error::invalid(error.to_string()))?.clone();
        self.check_heading(&heading)?;
        for (index, row) in reader.into_byte_records().enumerate() {
            let row = row.map_err(|error| Error::invalid(error.to_string()));
            let position = row.as_ref().ok().and_then(csv::ByteRecord::position);
            let line = position.map_or(index + 2, |at| usize::try_from(at.line()).unwrap_or(usize::MAX));
            self.owned(line, row.and_then(|row| object(&heading, row)))?;
        }
        Ok(())
    }

    /// A field that the heading does not name is a slip in the mapping, or the wrong file.
    fn check_heading(&self, heading: &csv::StringRecord) -> Result<()> {
        let named: Vec<&str> = heading.iter().map(str::trim).collect();
        if let Some(missing) = self.unmet.iter().find(|field| !named.contains(&field.name.as_str())) {
            return Err(Error::invalid(format!("the heading has no `{}`; it has {}", missing.name, named.join(", "))));
        }
        let twice = (1..named.len()).find(|&at| !named[at].is_empty() && named[..at].contains(&named[at]));
        twice.map_or(Ok(()), |at| Err(Error::invalid(format!("the heading names `{}` twice", named[at]))))
    }

    fn owned(&mut self, number: usize, record: Result<Value>) -> Result<()> {
        match record {
            Ok(record) => self.record(number, Ok(&record)),
            Err(error) => self.record(number, Err(error)),
        }
    }

    /// Tells what a record makes: all of it or, where a field of it is wrong, nothing.
    fn record(&mut self, number: usize, record: Result<&Value>) -> Result<()> {
        if let Ok(record) = &record {
            self.unmet.retain(|field| !field.is_in(record));
        }
        let made = match record.and_then(|record| self.mapping.make(record, &self.source)) {
            Ok(made) => made,
            Err(error) => return self.importer.reject(number, &error),
        };
        self.importer.imported.missing += made.missing;
        for statement in made.statements {
            self.importer.told(number, Ok(Told::from(Operation::Claim(statement))))?;
        }
        made.texts.into_iter().try_for_each(|text| {
            let text = Text { occurred_at: text.occurred_at.or(self.at), ..text };
            self.importer.read(number, &text, self.extractor)
        })
    }

    fn finish(self) -> Result<Imported> {
        let never = self.unmet.iter().map(|field| field.name.clone()).collect();
        let imported = self.importer.finish()?;
        let any = 0 < imported.accepted + imported.already_known + imported.missing;
        Ok(if any { Imported { never_met: never, ..imported } } else { imported })
    }
}

/// A row as an object.
fn object(heading: &csv::StringRecord, row: csv::ByteRecord) -> Result<Value> {
    let row = csv::StringRecord::from_byte_record(row).map_err(|error| Error::invalid(format!("not UTF-8: {}", error.utf8_error())))?;
    if row.len() != heading.len() {
        return Err(Error::invalid(format!("{} columns where the heading has {}", row.len(), heading.len())));
    }
    let named = heading.iter().map(str::trim).zip(&row).filter(|(name, _)| !name.is_empty());
    Ok(Value::Object(named.map(|(name, value)| (name.to_owned(), value.trim().into())).collect()))
}

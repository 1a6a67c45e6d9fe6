//! Delimited files of dated triples.

use std::io::BufRead;

use asof_model::{Claim, End, Kind, Object, Operation, Point, Statement, Told, WireError};

use crate::{
    error::{Error, Result},
    import::{Imported, OnError},
    memory::Memory,
    moment,
};

/// Which column of a delimited file holds what, and what stands for unknown.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The columns in order: `subject`, `predicate`, `object`, `from`, `to`, `kind`, `source`, `id`, or `-` for one to pass over.
    pub names: Vec<String>,
    /// What separates them.
    pub delimiter: u8,
    /// Whether the first line is a header to pass over.
    pub header: bool,
    /// What stands for an end that is still open.
    pub open: String,
    /// The source of every claim.
    pub source: Option<String>,
}

impl Columns {
    /// Reads a mapping such as `subject,predicate,object,from,to`.
    ///
    /// # Errors
    /// When a column has an unknown name, or subject, predicate or object is missing.
    pub fn parse(mapping: &str) -> Result<Self> {
        const KNOWN: [&str; 9] = ["subject", "predicate", "object", "from", "to", "kind", "source", "id", "-"];
        let names: Vec<String> = mapping.split(',').map(|name| name.trim().to_owned()).collect();
        if let Some(unknown) = names.iter().find(|name| !KNOWN.contains(&name.as_str())) {
            return Err(Error::invalid(format!("unknown column `{unknown}`; columns are {}", KNOWN.join(", "))));
        }
        for needed in &KNOWN[..3] {
            if names.iter().filter(|name| name == needed).count() != 1 {
                return Err(Error::invalid(format!("the mapping needs the column `{needed}` exactly once")));
            }
        }
        Ok(Self { names, delimiter: b',', header: false, open: "null".into(), source: None })
    }

    fn read(&self, fields: &csv::StringRecord) -> Result<Operation> {
        if fields.len() != self.names.len() {
            let (found, expected, delimiter) = (fields.len(), self.names.len(), char::from(self.delimiter).escape_default());
            let plural = if found == 1 { "" } else { "s" };
            return Err(Error::invalid(format!("{found} column{plural} where the mapping has {expected}, separated by `{delimiter}`")));
        }
        let field = |name: &str| {
            let at = self.names.iter().position(|other| other == name)?;
            fields.get(at).map(str::trim).filter(|field| !field.is_empty())
        };
        let date = |name: &str| field(name).filter(|field| !moment::is_unknown(field)).map(str::parse::<Point>).transpose();
        let to = match field("to") {
            Some(open) if open == self.open => End::Open,
            _ => date("to")?.map_or(End::Unknown, End::At),
        };
        let kind = field("kind").map(|kind| serde_json::from_value(kind.into())).transpose();
        let claim = Claim {
            subject: field("subject").unwrap_or_default().into(),
            predicate: field("predicate").unwrap_or_default().into(),
            object: Object::Entity(field("object").unwrap_or_default().into()),
            kind: kind.map_err(|error: serde_json::Error| Error::invalid(error.to_string()))?.unwrap_or(Kind::Holds),
            from: date("from")?,
            to,
        };
        let source = field("source").map(str::to_owned).or_else(|| self.source.clone());
        let statement = Statement { id: field("id").map(str::to_owned), source, ..Statement::new(claim) };
        statement.check().map_err(WireError::from)?;
        Ok(Operation::Claim(statement))
    }
}

impl Memory {
    /// Imports a delimited file of dated triples.
    ///
    /// # Errors
    /// As [`Memory::import_lines`].
    pub fn import_delimited(&self, input: impl BufRead, columns: &Columns, on_error: OnError) -> Result<Imported> {
        let mut importer = self.importer(on_error);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(columns.delimiter)
            .has_headers(columns.header)
            .flexible(true)
            .quoting(columns.delimiter != b'\t')
            .from_reader(input);
        for (index, fields) in reader.byte_records().enumerate() {
            let fields = fields.map_err(|error| Error::invalid(error.to_string()));
            let position = fields.as_ref().ok().and_then(csv::ByteRecord::position);
            let line = position.map_or(index + 1, |at| usize::try_from(at.line()).unwrap_or(usize::MAX));
            let told = fields.and_then(|fields| columns.read(&text(fields)?));
            importer.told(line, told.map(Told::from))?;
        }
        importer.finish()
    }
}

fn text(fields: csv::ByteRecord) -> Result<csv::StringRecord> {
    csv::StringRecord::from_byte_record(fields).map_err(|error| Error::invalid(format!("not UTF-8: {}", error.utf8_error())))
}

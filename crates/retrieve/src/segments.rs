//! The committed part of the index: tantivy's segments, and the way into them.

use std::{io, path::Path, sync::Arc};

use serde::{Deserialize, Serialize};
use tantivy::{
    Index, InvertedIndexReader, ReloadPolicy, TantivyDocument, Term,
    directory::MmapDirectory,
    fieldnorm::FieldNormReader,
    postings::BlockSegmentPostings,
    schema::{self, FAST, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{Token, TokenStream, Tokenizer},
};

use crate::{
    corpus::{Corpus, Kind},
    embedding,
    field::{Field, texts},
    words::each_content_word,
};

/// What the index was made by: it is made anew where any of it changes.
const VERSION: u32 = 1;
const TOKENIZER: &str = "asof";
/// Memory for what is not yet written, in bytes, for each of the threads that index.
const BUDGET: usize = 50 << 20;
const THREADS: usize = 2;

/// How far the index has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    version: u32,
    pub tx: u32,
    history: i64,
    pub passages: u32,
    pub claims: u32,
}

impl Mark {
    pub fn of(corpus: &dyn Corpus) -> Self {
        let (tx, history) = corpus.mark();
        Self { version: VERSION, tx, history, passages: corpus.passages(), claims: corpus.claims() }
    }

    /// Whether an index that came this far is of the same history.
    fn fits(self, corpus: &dyn Corpus) -> bool {
        let known = self.tx == 0 || corpus.mark_at(self.tx) == Some(self.history);
        self.version == VERSION && known && self.passages <= corpus.passages() && self.claims <= corpus.claims()
    }

    /// How many documents of a kind there are by then.
    pub fn count(self, kind: Kind) -> u32 {
        match kind {
            Kind::Passage => self.passages,
            Kind::Claim => self.claims,
        }
    }

    /// How many documents were told from another mark to this.
    pub fn since(self, other: Self) -> u32 {
        self.passages.saturating_sub(other.passages) + self.claims.saturating_sub(other.claims)
    }

    /// The documents from another mark to this.
    pub fn documents_since(self, other: Self) -> impl Iterator<Item = (Kind, u32)> {
        let passages = (other.passages..self.passages).map(|number| (Kind::Passage, number));
        passages.chain((other.claims..self.claims).map(|number| (Kind::Claim, number)))
    }
}

/// Cuts texts into our words for tantivy.
#[derive(Clone, Copy, Debug)]
struct Words;

struct WordStream {
    words: std::vec::IntoIter<String>,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream {
        let mut words = Vec::new();
        each_content_word(text, &mut |_, word| words.push(word.to_owned()));
        WordStream { words: words.into_iter(), token: Token::default() }
    }
}

impl TokenStream for WordStream {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text = word;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

struct Layout {
    schema: Schema,
    number: schema::Field,
    fields: [schema::Field; Field::ALL.len()],
}

fn layout() -> Layout {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer(TOKENIZER).set_index_option(IndexRecordOption::WithFreqs);
    let options = TextOptions::default().set_indexing_options(indexing);
    let number = builder.add_u64_field("number", FAST);
    let fields = Field::ALL.map(|field| builder.add_text_field(field.name(), options.clone()));
    Layout { schema: builder.build(), number, fields }
}

/// A segment, open for reading.
pub(crate) struct Segment {
    fields: [(Arc<InvertedIndexReader>, FieldNormReader); Field::ALL.len()],
    /// For each document of the segment its number.
    pub numbers: Vec<u32>,
}

impl Segment {
    fn open(reader: &tantivy::SegmentReader, layout: &Layout) -> tantivy::Result<Self> {
        let column = reader.fast_fields().u64("number")?;
        let number = |doc| u32::try_from(column.first(doc).unwrap_or(u64::MAX)).unwrap_or(u32::MAX);
        let numbers = (0..reader.max_doc()).map(number).collect();
        let open = |field| -> tantivy::Result<_> { Ok((reader.inverted_index(field)?, reader.get_fieldnorms_reader(field)?)) };
        let [text, speaker, date, claim] = layout.fields;
        Ok(Self { fields: [open(text)?, open(speaker)?, open(date)?, open(claim)?], numbers })
    }

    /// How many words a field has.
    pub fn words(&self, field: Field) -> u64 {
        self.fields[field as usize].0.total_num_tokens()
    }

    /// The lengths of a field's documents, in code.
    pub fn lengths(&self, field: Field) -> &FieldNormReader {
        &self.fields[field as usize].1
    }

    /// Where a word is found, if it is.
    pub fn postings(&self, term: &Term, field: Field) -> io::Result<Option<BlockSegmentPostings>> {
        self.fields[field as usize].0.read_block_postings(term, IndexRecordOption::WithFreqs)
    }
}

/// The index on disk, or in memory for a memory that is.
pub(crate) struct Disk {
    index: Index,
    layout: Layout,
}

/// Removes what an index left, but for the vectors that an embedder made: they may have cost money, and know their texts.
fn clear(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let is_folder = entry.file_type()?.is_dir();
        match entry.file_name() == embedding::EMBEDDED {
            true if is_folder => {}
            _ if is_folder => std::fs::remove_dir_all(entry.path())?,
            _ => std::fs::remove_file(entry.path())?,
        }
    }
    Ok(())
}

/// Segments, and how far they go.
pub(crate) type Committed = (Vec<Segment>, Mark);

impl Disk {
    /// An index that is gone with the process.
    pub fn volatile() -> Self {
        let layout = layout();
        let index = Index::create_in_ram(layout.schema.clone());
        index.tokenizers().register(TOKENIZER, Words);
        Self { index, layout }
    }

    /// Opens what is in a folder; where nothing is, or nothing that can be used, starts anew.
    pub fn open(folder: &Path, corpus: &dyn Corpus) -> tantivy::Result<(Self, Committed)> {
        if let Ok(opened) = Self::open_as_it_is(folder, corpus) {
            return Ok(opened);
        }
        std::fs::create_dir_all(folder)?;
        clear(folder)?;
        let disk = Self::at(folder)?;
        Ok((disk, (Vec::new(), Mark::default())))
    }

    fn at(folder: &Path) -> tantivy::Result<Self> {
        let layout = layout();
        let index = Index::open_or_create(MmapDirectory::open(folder)?, layout.schema.clone())?;
        index.tokenizers().register(TOKENIZER, Words);
        Ok(Self { index, layout })
    }

    /// Damage is found here, by checksum, so that reading need not fear it.
    fn open_as_it_is(folder: &Path, corpus: &dyn Corpus) -> tantivy::Result<(Self, Committed)> {
        let unusable = |why: &str| tantivy::TantivyError::InvalidArgument(why.to_owned());
        if !folder.join("meta.json").exists() {
            return Err(unusable("there is no index"));
        }
        let disk = Self::at(folder)?;
        if !disk.index.validate_checksum()?.is_empty() {
            return Err(unusable("it is damaged"));
        }
        let committed = disk.read()?;
        if committed.1.fits(corpus) { Ok((disk, committed)) } else { Err(unusable("it is of another memory or version")) }
    }

    fn read(&self) -> tantivy::Result<Committed> {
        let payload = self.index.load_metas()?.payload;
        let mark = payload.and_then(|payload| serde_json::from_str(&payload).ok()).unwrap_or_default();
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let segments =
            reader.searcher().segment_readers().iter().map(|reader| Segment::open(reader, &self.layout)).collect::<tantivy::Result<_>>()?;
        Ok((segments, mark))
    }

    /// Writes the documents between two marks, and tells of each.
    pub fn commit(&self, corpus: &dyn Corpus, from: Mark, to: Mark, told: &mut dyn FnMut()) -> tantivy::Result<Committed> {
        let mut writer = self.index.writer_with_num_threads(THREADS, BUDGET * THREADS)?;
        for (kind, number) in to.documents_since(from) {
            let mut document = TantivyDocument::default();
            document.add_u64(self.layout.number, number.into());
            for (field, text) in texts(corpus, kind, number) {
                document.add_text(self.layout.fields[field as usize], text);
            }
            writer.add_document(document)?;
            told();
        }
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&serde_json::to_string(&to).map_err(io::Error::from)?);
        prepared.commit()?;
        writer.wait_merging_threads()?;
        self.read()
    }

    /// A word of a field, as the index knows it.
    pub fn term(&self, field: Field, word: &str) -> Term {
        Term::from_field_text(self.layout.fields[field as usize], word)
    }
}

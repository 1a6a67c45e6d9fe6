//! Markdown: its prose without its signs, each paragraph by itself, with the way back to the bytes it came from.

use std::ops::Range;

use asof_extract::{Context, Diagnostic, Extraction, Extractor, Found, Mention, Read, Reader, Reason, TimeMention};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What parts one paragraph from the next.
const BREAK: &str = "\n\n";

/// The prose of a Markdown text: paragraphs, headings and list items, each parted from the next by a blank line. Code, tables,
/// HTML and struck-out words are not in it.
///
/// ```
/// let markdown = "# Notes\n\n- **Ana** lives in [Porto](https://example.org).\n";
/// let prose = asof::Prose::of_markdown(markdown);
/// assert_eq!(prose.text(), "Notes\n\nAna lives in Porto.");
/// let (from, to) = prose.span((7, 10));
/// assert_eq!(&markdown[from as usize..to as usize], "Ana");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    text: String,
    pieces: Vec<Piece>,
    left: Vec<(u32, u32)>,
}

/// A stretch of the prose and the bytes it stands for: of the same length where it was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    prose: Range<usize>,
    source: Range<usize>,
}

impl Piece {
    /// Where a byte of the prose comes from: that very byte, or the first of what it stands for.
    fn start_of(&self, at: usize) -> usize {
        if self.is_copy() { self.source.start + (at - self.prose.start).min(self.source.len()) } else { self.source.start }
    }

    /// Where the byte after this one would be.
    fn end_of(&self, at: usize) -> usize {
        if self.is_copy() { self.source.start + (at - self.prose.start).min(self.source.len()) } else { self.source.end }
    }

    fn is_copy(&self) -> bool {
        self.prose.len() == self.source.len()
    }
}

impl Prose {
    /// The prose of a Markdown text, in time linear in its length.
    #[must_use]
    pub fn of_markdown(markdown: &str) -> Self {
        let mut walk = Walk { markdown, prose: Self::default(), silent: 0, parted: true };
        for (event, range) in Parser::new_ext(markdown, extensions()).into_offset_iter() {
            walk.event(event, range);
        }
        walk.prose
    }

    /// The prose.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the Markdown text that are no prose: code, tables and HTML.
    #[must_use]
    pub fn left(&self) -> &[(u32, u32)] {
        &self.left
    }

    /// The bytes of the Markdown text that a span of the prose stands for.
    #[must_use]
    pub fn span(&self, span: (u32, u32)) -> (u32, u32) {
        let (from, to) = (span.0 as usize, span.1 as usize);
        let first = self.pieces.partition_point(|piece| piece.prose.end <= from);
        let last = self.pieces.partition_point(|piece| piece.prose.start < to.max(from + 1)).checked_sub(1);
        let end = self.pieces.last().map_or(0, |piece| piece.source.end);
        let start = self.pieces.get(first).map_or(end, |piece| piece.start_of(from.max(piece.prose.start)));
        let stop = last.and_then(|last| self.pieces.get(last)).map_or(start, |piece| piece.end_of(to.min(piece.prose.end)));
        offsets(&(start..stop.max(start)))
    }

    /// The prose sentence by sentence, with all that was read of each, and what is no prose; with the bytes of the Markdown text.
    #[must_use]
    pub fn read(&self, reader: &Reader, context: &Context<'_>) -> Vec<Read> {
        let left = self.left.iter().map(|&span| Read { span, left: vec![no_prose(span)], ..Read::default() });
        let mut all: Vec<Read> = reader.read(&self.text, context).into_iter().map(|read| self.located(read)).chain(left).collect();
        all.sort_by_key(|read| read.span);
        all
    }

    fn located(&self, read: Read) -> Read {
        let mention = |mention: Mention| Mention { span: self.span(mention.span), ..mention };
        let time = |time: TimeMention| TimeMention { span: self.span(time.span), ..time };
        Read {
            span: self.span(read.span),
            mentions: read.mentions.into_iter().map(mention).collect(),
            times: read.times.into_iter().map(time).collect(),
            found: read.found.into_iter().map(|found| self.found(found)).collect(),
            left: read.left.into_iter().map(|left| self.diagnostic(left)).collect(),
        }
    }

    fn found(&self, found: Found) -> Found {
        Found { span: self.span(found.span), ..found }
    }

    fn diagnostic(&self, left: Diagnostic) -> Diagnostic {
        Diagnostic { span: self.span(left.span), ..left }
    }
}

/// An extractor of Markdown: what it finds in the prose, with the bytes of the Markdown text.
///
/// ```
/// use asof::{Markdown, extract::{Context, Extractor, Reader}};
/// let markdown = "* Ana *lives* in `Porto`.\n";
/// let read = Markdown(&Reader::new()).extract(markdown, &Context::default());
/// assert_eq!(read.found[0].claim.object.text(), "Porto");
/// assert_eq!(read.found[0].span, (2, 25));
/// ```
pub struct Markdown<'e>(pub &'e dyn Extractor);

impl Extractor for Markdown<'_> {
    fn extract(&self, text: &str, context: &Context<'_>) -> Extraction {
        let prose = Prose::of_markdown(text);
        let read = self.0.extract(prose.text(), context);
        let left = prose.left.iter().map(|&span| Diagnostic::new(span, Reason::NotProse));
        let mut diagnostics: Vec<_> = read.diagnostics.into_iter().map(|left| prose.diagnostic(left)).chain(left).collect();
        diagnostics.sort_by_key(|left| left.span);
        Extraction { found: read.found.into_iter().map(|found| prose.found(found)).collect(), diagnostics }
    }
}

fn no_prose(span: (u32, u32)) -> Diagnostic {
    Diagnostic { span, reason: Reason::NotProse, detail: None }
}

/// What people write beyond the core of Markdown. No formulas: "$5 and $10" is none.
fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

/// Offsets past 4 GiB, far beyond what an episode may hold, stay at the last that can be told.
fn offsets(range: &Range<usize>) -> (u32, u32) {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    (offset(range.start), offset(range.end))
}

/// The walk through the events of a Markdown text.
struct Walk<'m> {
    markdown: &'m str,
    prose: Prose,
    /// How many elements are open whose words are not read.
    silent: usize,
    /// Whether what comes next begins a paragraph.
    parted: bool,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.words(&text, range),
            Event::Code(text) => self.words(&text, self.inside(&text, range)),
            Event::SoftBreak | Event::HardBreak => self.words(" ", range),
            Event::InlineHtml(html) if is_break(&html) => self.words(" ", range),
            Event::Rule => self.parted = true,
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        if is_block(&tag.to_end()) {
            self.parted = true;
        }
        if is_left(tag) && self.silent == 0 && !self.is_comment(&range) {
            self.prose.left.push(offsets(&range));
        }
        self.silent += usize::from(is_silent(&tag.to_end()));
    }

    fn end(&mut self, tag: TagEnd) {
        if is_block(&tag) {
            self.parted = true;
        }
        self.silent = self.silent.saturating_sub(usize::from(is_silent(&tag)));
    }

    fn is_comment(&self, range: &Range<usize>) -> bool {
        self.markdown.get(range.clone()).is_some_and(|html| html.trim_start().starts_with("<!--"))
    }

    /// Where the words of a code span stand between its backquotes.
    fn inside(&self, text: &str, range: Range<usize>) -> Range<usize> {
        let found = self.markdown.get(range.clone()).and_then(|source| source.find(text));
        found.map_or(range.clone(), |at| range.start + at..range.start + at + text.len())
    }

    fn words(&mut self, words: &str, source: Range<usize>) {
        if 0 < self.silent || words.is_empty() {
            return;
        }
        let prose = &mut self.prose;
        if self.parted && !prose.text.is_empty() {
            prose.text.push_str(BREAK);
        }
        self.parted = false;
        let start = prose.text.len();
        prose.text.push_str(words);
        let stretch = start..prose.text.len();
        match prose.pieces.last_mut() {
            Some(last) if last.is_copy() && follows(last, &stretch, &source) => {
                last.prose.end = stretch.end;
                last.source.end = source.end;
            }
            _ => prose.pieces.push(Piece { prose: stretch, source }),
        }
    }
}

/// Whether a copied stretch goes on where another ended, here as there.
fn follows(last: &Piece, prose: &Range<usize>, source: &Range<usize>) -> bool {
    last.prose.end == prose.start && last.source.end == source.start && prose.len() == source.len()
}

fn is_break(html: &str) -> bool {
    html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br"))
}

/// What begins a paragraph of its own and ends the one before.
fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript | TagEnd::Link | TagEnd::Image
    )
}

/// What is left alone, and said to be.
fn is_left(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Table(_) | Tag::MetadataBlock(_))
}

/// What is no prose, with what is struck out and what stands for a picture.
fn is_silent(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Table | TagEnd::MetadataBlock(_) | TagEnd::Strikethrough | TagEnd::Image)
}

//! Reads treebanks in the CoNLL-U format, compressed or not.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// A word as the treebank has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldWord {
    /// Its form.
    pub form: String,
    /// Its dictionary form.
    pub lemma: String,
    /// Its part of speech.
    pub pos: String,
    /// Its finer tag.
    pub tag: String,
    /// The index in the sentence of its head; `None` for the root.
    pub head: Option<usize>,
    /// Its relation.
    pub relation: String,
    /// Whether a space follows.
    pub spaced: bool,
}

/// A sentence as the treebank has it.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Its words.
    pub words: Vec<GoldWord>,
    /// Whether it opens a paragraph.
    pub opens: bool,
}

impl Gold {
    /// The forms of its words.
    pub fn forms(&self) -> Vec<&str> {
        self.words.iter().map(|word| word.form.as_str()).collect()
    }
}

/// Reads the sentences of a file, compressed if its name ends in `gz`.
///
/// # Errors
/// When the file cannot be read.
pub fn read(path: &Path) -> io::Result<Vec<Gold>> {
    let file = File::open(path)?;
    let packed = path.extension().is_some_and(|end| end == "gz");
    let reader: Box<dyn Read> = if packed { Box::new(flate2::read::GzDecoder::new(file)) } else { Box::new(file) };
    sentences(BufReader::new(reader))
}

/// Reads sentences; ranges, empty nodes and what is no word are left out.
pub fn sentences(lines: impl BufRead) -> io::Result<Vec<Gold>> {
    let (mut sentences, mut gold, mut joined) = (Vec::new(), Gold::default(), (0, true));
    for line in lines.lines() {
        let line = line?;
        if line.is_empty() {
            sentences.push(std::mem::take(&mut gold));
        } else if line.starts_with("# newpar") || line.starts_with("# newdoc") {
            gold.opens = true;
        } else if !line.starts_with('#') {
            take(&line, &mut gold, &mut joined);
        }
    }
    sentences.push(gold);
    sentences.retain(|gold| !gold.words.is_empty());
    Ok(sentences)
}

/// Takes in a line; `joined` says up to which word a written word of several runs, and whether a space follows it.
fn take(line: &str, gold: &mut Gold, joined: &mut (usize, bool)) {
    let fields: Vec<&str> = line.split('\t').collect();
    let &[id, form, lemma, pos, tag, _, head, relation, _, rest] = fields.as_slice() else { return };
    let spaced = !rest.split('|').any(|part| part == "SpaceAfter=No");
    if let Some((_, last)) = id.split_once('-') {
        *joined = (last.parse().unwrap_or(0), spaced);
        return;
    }
    let Ok(at) = id.parse::<usize>() else { return };
    if at == 1 && joined.0 < at {
        *joined = (0, true);
    }
    let inside = at <= joined.0;
    let spaced = if inside { at == joined.0 && joined.1 } else { spaced };
    if joined.0 <= at {
        joined.0 = 0;
    }
    let head = head.parse::<usize>().ok().and_then(|head| head.checked_sub(1));
    let [form, lemma, pos, tag, relation] = [form, lemma, pos, tag, relation].map(str::to_owned);
    gold.words.push(GoldWord { form, lemma, pos, tag, head, relation, spaced });
}

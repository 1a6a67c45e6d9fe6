//! How often people write each piece.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::wordpiece::Vocabulary;

/// How much of a frequency is what Zipf's law says, for pieces that a text has not by chance; the rest is counted.
const BY_LAW: f64 = 0.05;
/// Mandelbrot's shift of Zipf's law.
const SHIFT: f64 = 2.7;
/// The most frequent word; BERT's vocabulary has words and pieces from there on by how often they were met.
const MOST_FREQUENT: &str = "the";

/// How often a text has each piece. Of a treebank only the lines of text count.
pub fn counts(vocabulary: &Vocabulary, path: &Path) -> io::Result<Vec<u32>> {
    let file = File::open(path)?;
    let packed = path.extension().is_some_and(|end| end == "gz");
    let reader: Box<dyn Read> = if packed { Box::new(flate2::read::GzDecoder::new(file)) } else { Box::new(file) };
    let treebank = path.to_string_lossy().contains(".conllu");
    let mut counts = vec![0; vocabulary.len()];
    for line in BufReader::new(reader).lines() {
        let line = line?;
        let text = if treebank { line.strip_prefix("# text = ").unwrap_or_default() } else { &line };
        vocabulary.each_word(text, |pieces| pieces.iter().for_each(|piece| counts[*piece as usize] += 1));
    }
    Ok(counts)
}

/// The frequencies of all pieces, 1 together; that of names such as `[CLS]` is 0. Nothing if nothing was counted.
pub fn frequencies(vocabulary: &Vocabulary, counts: &[u32]) -> Option<Vec<f64>> {
    let first = vocabulary.number(MOST_FREQUENT).unwrap_or_default() as usize;
    let last = counts.len().saturating_sub(1);
    let law = |at: usize| 1.0 / (if at < first { last - first } else { at - first } as f64 + SHIFT);
    let is_written = |at: usize| !is_name(vocabulary.piece(at as u32));
    let all = |part: &dyn Fn(usize) -> f64| {
        let all: Vec<f64> = (0..counts.len()).map(|at| if is_written(at) { part(at) } else { 0.0 }).collect();
        let sum: f64 = all.iter().sum();
        (0.0 < sum).then(|| all.into_iter().map(|value| value / sum).collect::<Vec<f64>>())
    };
    let (law, counted) = (all(&law)?, all(&|at| f64::from(counts[at]))?);
    Some(law.iter().zip(&counted).map(|(law, counted)| BY_LAW * law + (1.0 - BY_LAW) * counted).collect())
}

/// Whether a piece is a name for something that nobody writes.
fn is_name(piece: &str) -> bool {
    1 < piece.len() && piece.starts_with('[')
}

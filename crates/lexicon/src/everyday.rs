//! Everyday relations that WordNet has no link for, from a list written by hand: each line is words that go together.

use std::collections::HashMap;

use crate::normal::normal;

const LIST: &str = include_str!("../data/everyday.txt");

/// For each word the lines that it is in, with how near words of the line are.
pub type Lines = HashMap<String, Vec<(u32, f32)>>;

/// Reads the list: `nearness: word, word, …` a line; lines that are not so are left out.
pub fn read() -> Lines {
    let mut lines = Lines::new();
    for (number, line) in (0..).zip(LIST.lines()) {
        let Some((nearness, words)) = line.split_once(':') else { continue };
        let Ok(nearness) = nearness.trim().parse::<f32>() else { continue };
        for word in words.split(',') {
            lines.entry(normal(word)).or_default().push((number, nearness.clamp(0.0, 1.0)));
        }
    }
    lines
}

/// The words of a line.
pub fn words(line: u32) -> impl Iterator<Item = String> {
    let words = LIST.lines().nth(line as usize).and_then(|line| line.split_once(':'));
    words.into_iter().flat_map(|(_, words)| words.split(',').map(normal))
}

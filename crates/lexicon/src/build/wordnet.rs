//! WordNet's own files, as its manual (wndb) describes them.

use std::collections::HashMap;
use std::io;
use std::path::Path;

/// A meaning is named by its part's letter (of "nvar") and where it is in its file.
pub type Place = (char, u32);

/// A pointer from a meaning, or from one of its words, to another.
#[derive(Debug)]
pub struct Pointer {
    pub symbol: String,
    pub target: Place,
    /// Which words it is between, counted from 1; none for the meanings as wholes.
    pub words: Option<(usize, usize)>,
}

#[derive(Debug)]
pub struct Meaning {
    pub place: Place,
    pub file: u8,
    /// As written, with spaces.
    pub words: Vec<String>,
    pub pointers: Vec<Pointer>,
}

impl Meaning {
    /// Whether it is one thing with a name rather than a kind of thing.
    pub fn is_instance(&self) -> bool {
        self.pointers.iter().any(|pointer| pointer.symbol == "@i")
    }
}

#[derive(Debug)]
pub struct WordNet {
    pub meanings: Vec<Meaning>,
    /// By word in small letters and meaning: the number among the word's senses, and how often met.
    pub senses: HashMap<(String, Place), (u32, u32)>,
    /// Irregular forms: part, form, base.
    pub irregular: Vec<(char, String, String)>,
}

const FILES: [(char, &str); 4] = [('n', "noun"), ('v', "verb"), ('a', "adj"), ('r', "adv")];

impl WordNet {
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut wordnet = Self { meanings: Vec::new(), senses: HashMap::new(), irregular: Vec::new() };
        for (part, name) in FILES {
            each_line(&folder.join(format!("data.{name}")), |line| {
                // Lines of the licence begin with a space.
                if !line.starts_with(' ') {
                    wordnet.meanings.push(meaning(part, line)?);
                }
                Some(())
            })?;
            each_line(&folder.join(format!("{name}.exc")), |line| {
                let (form, bases) = line.split_once(' ')?;
                wordnet.irregular.extend(bases.split(' ').map(|base| (part, spaced(form), spaced(base))));
                Some(())
            })?;
        }
        each_line(&folder.join("index.sense"), |line| {
            let fields: Vec<&str> = line.split(' ').collect();
            let (&[_, place, rank, count], (word, rest)) = (fields.as_slice(), line.split_once('%')?) else { return None };
            let part = match rest.chars().next()? {
                '1' => 'n',
                '2' => 'v',
                '4' => 'r',
                _ => 'a',
            };
            let place = (part, place.parse().ok()?);
            wordnet.senses.insert((spaced(word), place), (rank.parse().ok()?, count.parse().ok()?));
            Some(())
        })?;
        Ok(wordnet)
    }

    /// A word's rank among the word's senses of its part, and how often it was met in this one.
    pub fn sense(&self, word: &str, place: Place) -> (u32, u32) {
        self.senses.get(&(word.to_lowercase(), place)).copied().unwrap_or((u32::MAX, 0))
    }
}

fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

fn each_line(path: &Path, mut take: impl FnMut(&str) -> Option<()>) -> io::Result<()> {
    let text = std::fs::read_to_string(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    for (number, line) in text.lines().enumerate() {
        take(line).ok_or_else(|| io::Error::other(format!("{}, line {}: not as WordNet's", path.display(), number + 1)))?;
    }
    Ok(())
}

/// `offset file type count word id … pointers symbol offset part words …`; counts of words and words of pointers are hexadecimal.
fn meaning(part: char, line: &str) -> Option<Meaning> {
    let mut fields = line.split(' ');
    let place = (part, fields.next()?.parse().ok()?);
    let file = fields.next()?.parse().ok()?;
    fields.next()?;
    let length = usize::from_str_radix(fields.next()?, 16).ok()?;
    let mut words = Vec::new();
    for _ in 0..length {
        let word = fields.next()?;
        fields.next()?;
        // Adjectives may say where they stand: "galore(ip)".
        words.push(spaced(word.split('(').next()?));
    }
    let mut pointers = Vec::new();
    for _ in 0..fields.next()?.parse::<usize>().ok()? {
        let symbol = fields.next()?.to_owned();
        let at = fields.next()?.parse().ok()?;
        let target = (fields.next()?.chars().next()?, at);
        let words = usize::from_str_radix(fields.next()?, 16).ok()?;
        pointers.push(Pointer { symbol, target, words: (words != 0).then_some((words >> 8, words & 0xFF)) });
    }
    Some(Meaning { place, file, words, pointers })
}

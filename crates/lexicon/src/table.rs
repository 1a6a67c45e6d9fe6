//! The table in memory: words, their senses, sets of synonyms and the links between them.

use std::io::Read as _;

use crate::bytes::Reader;
use crate::groups::Groups;
use crate::part::Part;

/// The first bytes of a table; the last is the version.
pub const MARK: &[u8; 8] = b"asoflex\x01";

/// How one sense or set of synonyms is linked with another. Every link is read both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// Employ, employer.
    Derived,
    /// Parent, child.
    Opposite,
    /// Musical, music.
    Pertains,
    /// Two adjectives that are nearly synonyms.
    Similar,
    /// Two senses of verbs that are nearly the same.
    Group,
    /// Weight, heavy.
    Attribute,
    /// Teach, learn; snore, sleep.
    Leads,
}

impl Link {
    /// All, in the order of their numbers in the table.
    pub const ALL: [Self; 7] = [Self::Derived, Self::Opposite, Self::Pertains, Self::Similar, Self::Group, Self::Attribute, Self::Leads];
}

/// A word in one of its meanings.
#[derive(Debug, Clone, Copy)]
pub struct Sense {
    pub word: u32,
    pub synset: u32,
    /// How often it was met in a text whose senses were marked.
    pub count: u16,
    /// The first of the word's senses of this part of speech is 1.
    pub rank: u8,
}

/// A set of synonyms: one meaning.
#[derive(Debug, Clone, Copy)]
pub struct Synset {
    /// The file of WordNet that it is from: tells the part of speech, and people from places.
    pub file: u8,
    /// The base-2 logarithm of the number of meanings under it.
    pub breadth: u8,
}

impl Synset {
    pub fn part(self) -> Part {
        match self.file {
            2 => Part::Adverb,
            3..=28 => Part::Noun,
            29..=43 => Part::Verb,
            _ => Part::Adjective,
        }
    }
}

/// Words, sorted; a text in one piece.
#[derive(Debug, Default)]
pub struct Words {
    text: String,
    ends: Vec<u32>,
}

impl Words {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let length = reader.length()?;
        let (mut text, mut ends) = (String::with_capacity(length * 10), Vec::with_capacity(length));
        let mut start = 0_usize;
        for _ in 0..length {
            let shared = reader.number()? as usize;
            let from = text.len();
            text.extend_from_within(start..start.checked_add(shared).filter(|end| *end <= from && text.is_char_boundary(*end))?);
            let rest = reader.length()?;
            text.push_str(std::str::from_utf8(reader.bytes(rest)?).ok()?);
            start = from;
            ends.push(u32::try_from(text.len()).ok()?);
        }
        Some(Self { text, ends })
    }

    /// A word by its number; empty for a number that none has.
    pub fn get(&self, word: u32) -> &str {
        let word = word as usize;
        let start = word.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(word).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The number of a word.
    pub fn find(&self, word: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.ends.len() as u32);
        while low < high {
            let middle = low.midpoint(high);
            match self.get(middle).cmp(word) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

/// All that is shipped.
#[derive(Debug, Default)]
pub struct Table {
    pub words: Words,
    pub senses: Vec<Sense>,
    pub synsets: Vec<Synset>,
    /// The numbers of a word's senses are those from its start to the next word's.
    starts: Vec<u32>,
    /// The senses in a set of synonyms.
    pub members: Groups<u32>,
    /// The kinds that a meaning is one of.
    pub above: Groups<u32>,
    /// Meanings that are kinds of it.
    pub below: Groups<u32>,
    /// Links between senses.
    pub links: Groups<(Link, u32)>,
    /// Links between meanings.
    pub bonds: Groups<(Link, u32)>,
    /// Irregular forms, and for each its base forms.
    pub forms: Words,
    pub bases: Groups<(Part, u32)>,
}

impl Table {
    /// Reads a table; nothing if it is damaged or of another version.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let packed = bytes.strip_prefix(MARK)?;
        let (size, packed) = packed.split_first_chunk::<4>()?;
        let size = u64::from(u32::from_le_bytes(*size));
        let mut plain = Vec::with_capacity(size.min(1 << 24) as usize);
        flate2::read::DeflateDecoder::new(packed).take(size).read_to_end(&mut plain).ok()?;
        (plain.len() as u64 == size).then(|| Self::unpacked(&mut Reader(&plain))).flatten()
    }

    fn unpacked(reader: &mut Reader<'_>) -> Option<Self> {
        let words = Words::read(reader)?;
        let files = reader.length()?;
        let files = reader.bytes(files)?;
        let breadths = reader.bytes(files.len())?;
        let synsets: Vec<Synset> = files.iter().zip(breadths).map(|(file, breadth)| Synset { file: *file, breadth: *breadth }).collect();
        let above = pairs(reader, synsets.len(), |reader| reader.number())?;
        let (senses, starts) = senses(reader, words.len(), &synsets)?;
        let links = pairs(reader, senses.len(), linked)?;
        let bonds = pairs(reader, synsets.len(), linked)?;
        let forms = Words::read(reader)?;
        let bases = pairs(reader, forms.len(), |reader| Some((Part::ALL.get(reader.byte()? as usize).copied()?, reader.number()?)))?;
        let members = senses.iter().zip(0..).map(|(sense, number)| (sense.synset, number)).collect::<Vec<_>>();
        Some(Self {
            members: Groups::new(synsets.len(), &members),
            below: Groups::new(synsets.len(), &above.iter().map(|(one, other)| (*other, *one)).collect::<Vec<_>>()),
            above: Groups::new(synsets.len(), &above),
            links: Groups::new(senses.len(), &both_ways(&links)),
            bonds: Groups::new(synsets.len(), &both_ways(&bonds)),
            bases: Groups::new(forms.len(), &bases),
            words,
            senses,
            synsets,
            starts,
            forms,
        })
    }

    /// A word's senses with their numbers, by part of speech and then the most frequent first.
    pub fn senses_of(&self, word: u32) -> impl Iterator<Item = (u32, Sense)> {
        let start = self.starts.get(word as usize).copied().unwrap_or_default();
        let end = self.starts.get(word as usize + 1).copied().unwrap_or(start);
        let senses = self.senses.get(start as usize..end as usize).unwrap_or_default();
        (start..end).zip(senses.iter().copied())
    }

    /// Whether a word has a sense of a part of speech.
    pub fn has(&self, word: u32, part: Part) -> bool {
        self.senses_of(word).any(|(_, sense)| self.part(sense.synset) == Some(part))
    }

    pub fn part(&self, synset: u32) -> Option<Part> {
        self.synsets.get(synset as usize).map(|synset| synset.part())
    }
}

fn linked(reader: &mut Reader<'_>) -> Option<(Link, u32)> {
    Some((Link::ALL.get(reader.byte()? as usize).copied()?, reader.number()?))
}

fn both_ways(links: &[(u32, (Link, u32))]) -> Vec<(u32, (Link, u32))> {
    links.iter().flat_map(|(one, (link, other))| [(*one, (*link, *other)), (*other, (*link, *one))]).collect()
}

/// Lists of items, each with how far on the next number is that has one.
fn pairs<T>(reader: &mut Reader<'_>, of: usize, mut item: impl FnMut(&mut Reader<'_>) -> Option<T>) -> Option<Vec<(u32, T)>> {
    let length = reader.length()?;
    let mut pairs = Vec::with_capacity(length);
    let mut at = 0_u32;
    for _ in 0..length {
        at = at.checked_add(reader.number()?).filter(|at| (*at as usize) < of)?;
        pairs.push((at, item(reader)?));
    }
    Some(pairs)
}

fn senses(reader: &mut Reader<'_>, words: usize, synsets: &[Synset]) -> Option<(Vec<Sense>, Vec<u32>)> {
    let (mut senses, mut starts) = (Vec::with_capacity(words * 2), vec![0]);
    for word in 0..words as u32 {
        let (mut part, mut rank) = (None, 0_u8);
        for _ in 0..reader.length()? {
            let (synset, count) = (reader.number()?, u16::try_from(reader.number()?).ok()?);
            let its = Some(synsets.get(synset as usize)?.part());
            rank = if its == part { rank.saturating_add(1) } else { 1 };
            part = its;
            senses.push(Sense { word, synset, count, rank });
        }
        starts.push(senses.len() as u32);
    }
    Some((senses, starts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_tables_are_not_read() {
        let whole = include_bytes!("../data/words.bin");
        for length in [0, 7, 8, 11, 12, 13, 100, whole.len() / 2, whole.len() - 1000] {
            assert!(Table::read(&whole[..length]).is_none(), "{length}");
        }
        let mut other_version = whole.to_vec();
        other_version[7] += 1;
        assert!(Table::read(&other_version).is_none());
        for at in (12..60).chain((60..whole.len()).step_by(150_000)) {
            let mut damaged = whole.to_vec();
            damaged[at] ^= 0x55;
            // Whether it is found out or not, all that it says can be looked at.
            let table = Table::read(&damaged).unwrap_or_default();
            assert!(table.words.find("author").is_none_or(|word| table.senses_of(word).count() < 1000));
        }
    }

    #[test]
    fn every_link_leads_somewhere() {
        let table = Table::read(include_bytes!("../data/words.bin")).unwrap();
        let (senses, synsets) = (table.senses.len() as u32, table.synsets.len() as u32);
        assert!((0..senses).all(|sense| table.links.of(sense).iter().all(|(_, other)| *other < senses)));
        assert!((0..synsets).all(|synset| table.bonds.of(synset).iter().all(|(_, other)| *other < synsets)));
        assert!((0..synsets).all(|synset| table.above.of(synset).iter().all(|other| *other < synsets)));
        assert!(70_000 < table.words.len() && table.words.get(u32::MAX).is_empty());
    }
}

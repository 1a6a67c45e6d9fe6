//! The corpus: relations of everyday English, each told and asked for in many wordings.
//!
//! A relation is a block of lines. The first is `# name | kind of subject | kind of object`; each other is a wording with `{s}` for the
//! subject: those with `{o}`, the object, tell, and those without ask.

use asof_vectors::Static;

const SHIPPED: &str = include_str!("../../corpus/relations.txt");
/// Marks that say nothing.
const MARKS: [char; 6] = ['?', '.', ',', ';', ':', '"'];

/// A wording: for each word its pieces.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Phrase(pub Vec<Vec<u32>>);

impl Phrase {
    /// The words of a text, without the places of subject and object.
    pub fn read(text: &str) -> Self {
        let mut words = Vec::new();
        let bare = text.replace("{s}", " ").replace("{o}", " ").replace(MARKS, " ");
        Static::shipped().vocabulary().each_word(&bare, |pieces| words.push(pieces.to_vec()));
        Self(words)
    }

    /// Its pieces, in order.
    pub fn pieces(&self) -> impl Iterator<Item = u32> {
        self.0.iter().flatten().copied()
    }

    /// The words of this and of another.
    pub fn and(&self, other: &Self) -> Self {
        Self([self.0.as_slice(), other.0.as_slice()].concat())
    }
}

/// A relation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relation {
    /// What it is told of.
    pub kind: String,
    /// Wordings that tell it.
    pub told: Vec<Phrase>,
    /// Wordings that ask for its object.
    pub asked: Vec<Phrase>,
}

impl Relation {
    /// All wordings.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.told.iter().chain(&self.asked)
    }

    fn read(block: &str) -> Option<Self> {
        let mut lines = block.lines().map(str::trim).filter(|line| !line.is_empty());
        let kind = lines.next()?.strip_prefix('#')?.split('|').nth(1).unwrap_or_default().trim().to_owned();
        let (told, asked): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.contains("{o}"));
        let [told, asked] = [told, asked].map(|lines| lines.into_iter().map(Phrase::read).collect::<Vec<_>>());
        (!told.is_empty() && !asked.is_empty()).then_some(Self { kind, told, asked })
    }
}

/// The relations that the shipped weights are learnt from.
pub fn shipped() -> Vec<Relation> {
    read(SHIPPED)
}

fn read(text: &str) -> Vec<Relation> {
    text.split("\n\n").filter_map(Relation::read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_are_read() {
        let text =
            "# author | book | person\n{s} was written by {o}\nWho wrote {s}?\n{s}'s author\n\n# empty | book | person\n{s} is {o}\n";
        let found = read(text);
        let [relation] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((relation.kind.as_str(), relation.told.len(), relation.asked.len()), ("book", 1, 2));
        assert_eq!(relation.asked[0], Phrase::read("who wrote"));
        assert_eq!(relation.told[0].and(&relation.asked[0]), Phrase::read("was written by who wrote"));
    }

    #[test]
    fn every_relation_of_the_corpus_is_read() {
        let blocks = SHIPPED.lines().filter(|line| line.starts_with('#')).count();
        let relations = shipped();
        assert_eq!(relations.len(), blocks);
        assert!(relations.iter().all(|relation| !relation.kind.is_empty() && relation.phrases().all(|phrase| !phrase.0.is_empty())));
    }
}

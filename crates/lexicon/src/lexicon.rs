//! What may be asked of the table: base forms, nearness, kinds.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::everyday::{self, Lines};
use crate::kind::{self, Kind};
use crate::morphy::{self, Base};
use crate::normal::normal;
use crate::part::Part;
use crate::reach::{self, HEAD_ONLY, Reach, prominent};
use crate::table::{Link, Table};

static BYTES: &[u8] = include_bytes!("../data/words.bin");
static SHIPPED: OnceLock<Lexicon> = OnceLock::new();

/// The longest text that is looked up, in bytes.
const LONGEST: usize = 100;
/// A sense less prominent than this does not tell what a word is.
const TELLING: f32 = 0.65;
/// Kinds of a noun that it is less than this are not what it is.
const MOSTLY: f32 = 0.2;

/// English words and how they are related.
///
/// Words are given in any form and case; words of several parts with spaces, underscores or hyphens.
#[derive(Debug)]
pub struct Lexicon {
    pub(crate) table: Table,
    pub(crate) roots: Vec<(u32, Kind)>,
    lines: Lines,
}

impl Lexicon {
    /// The lexicon that is shipped; read the first time that it is asked for.
    pub fn shipped() -> &'static Self {
        SHIPPED.get_or_init(|| Self::new(BYTES))
    }

    /// Reads a table; a damaged one has no words.
    fn new(bytes: &[u8]) -> Self {
        let mut lexicon = Self { table: Table::read(bytes).unwrap_or_default(), roots: Vec::new(), lines: everyday::read() };
        lexicon.roots = kind::roots(&lexicon);
        lexicon
    }

    /// The base forms of a word, the likeliest first: "wrote" to "write". Nothing for an unknown word.
    pub fn lemmas(&self, word: &str, part: Option<Part>) -> Vec<String> {
        self.known(word, part).1.into_iter().map(|base| self.table.words.get(base.word).to_owned()).collect()
    }

    /// Whether it is a word in the lexicon, in any form.
    pub fn is_known(&self, word: &str) -> bool {
        let (written, bases) = self.known(word, None);
        !bases.is_empty() || self.lines.contains_key(&written)
    }

    /// How near two words are in meaning.
    ///
    /// | nearness | words |
    /// |---|---|
    /// | 1 | the same word, or forms of the same |
    /// | about .9 | synonyms in their first senses; one derived from the other; one everyday word for another |
    /// | .7 to .85 | two derived from a third; one a kind of the other; synonyms in rarer senses |
    /// | .4 to .7 | two steps apart, two narrow kinds of one thing, opposites |
    /// | 0 to .4 | little to do with each other |
    ///
    /// It is the same both ways. To compare one word with many, take each word's [`Reach`] once.
    pub fn nearness(&self, one: &str, other: &str) -> f32 {
        if one == other && !one.is_empty() {
            return 1.0;
        }
        self.reach(one).nearness(&self.reach(other))
    }

    /// What a word reaches, to be compared with what others do.
    pub fn reach(&self, word: &str) -> Reach {
        let (written, bases) = self.known(word, None);
        if !bases.is_empty() || self.lines.contains_key(&written) {
            return self.reach_of(written, &bases);
        }
        let Some(head) = head(&written) else { return Reach { word: written, factor: 1.0, ..Reach::default() } };
        let (head, bases) = self.known(head, None);
        Reach { word: written, factor: HEAD_ONLY, ..self.reach_of(head, &bases) }
    }

    fn reach_of(&self, written: String, bases: &[Base]) -> Reach {
        let forms = bases.iter().map(|base| self.table.words.get(base.word)).filter(|base| *base != written);
        let lines = std::iter::once(written.as_str()).chain(forms).filter_map(|form| self.lines.get(form)).flatten().copied().collect();
        Reach { lines, ..reach::reach(&self.table, written, bases) }
    }

    /// Whether two words are opposites or the two ends of one relation: parent and child, husband and wife.
    pub fn are_opposites(&self, one: &str, other: &str) -> bool {
        let words = self.known(other, None).1;
        self.known(one, None)
            .1
            .iter()
            .flat_map(|base| self.opposites(base.word))
            .any(|opposite| words.iter().any(|base| base.word == opposite))
    }

    fn opposites(&self, word: u32) -> impl Iterator<Item = u32> {
        let links = self.table.senses_of(word).flat_map(|(number, _)| self.table.links.of(number));
        links.filter(|(link, _)| *link == Link::Opposite).filter_map(|(_, other)| Some(self.table.senses.get(*other as usize)?.word))
    }

    /// What a noun is, each kind with its share; the largest first. Nothing for an unknown noun.
    pub fn kinds(&self, noun: &str) -> Vec<(Kind, f32)> {
        let mut kinds: BTreeMap<Kind, f32> = BTreeMap::new();
        for (synset, prominence) in self.meanings(noun) {
            // Shares are of how often, and a prominence is about its cube root.
            *kinds.entry(kind::kind(self, synset)).or_default() += (2.0 * prominence - 1.0).powi(2);
        }
        let all: f32 = kinds.values().sum();
        let mut kinds: Vec<(Kind, f32)> = kinds.into_iter().map(|(kind, weight)| (kind, weight / all)).collect();
        kinds.sort_by(|(one, weight), (other, more)| more.total_cmp(weight).then(one.cmp(other)));
        kinds
    }

    /// Whether a noun is a kind of another: a husband is a person. Also true of a word for a whole [`Kind`], such as "place",
    /// if the noun is often of that kind.
    pub fn is_a(&self, noun: &str, ancestor: &str) -> bool {
        self.is_under_kind(noun, ancestor) || {
            let ancestors = self.telling(ancestor);
            self.telling(noun).into_iter().any(|synset| kind::is_under(self, synset, &ancestors))
        }
    }

    /// The same of what the noun means most often: a capital may be an area, and is mostly none.
    pub fn is_mainly_a(&self, noun: &str, ancestor: &str) -> bool {
        let main = self.meanings(noun).into_iter().max_by(|one, other| one.1.total_cmp(&other.1));
        self.is_under_kind(noun, ancestor) || main.is_some_and(|(synset, _)| kind::is_under(self, synset, &self.telling(ancestor)))
    }

    fn is_under_kind(&self, noun: &str, ancestor: &str) -> bool {
        let named = self.lemmas(ancestor, Some(Part::Noun)).iter().find_map(|name| Kind::named(name));
        named.is_some_and(|named| self.kinds(noun).iter().any(|(kind, share)| *kind == named && MOSTLY <= *share))
    }

    /// The meanings that tell what a noun is.
    fn telling(&self, noun: &str) -> Vec<u32> {
        self.meanings(noun).into_iter().filter(|(_, how)| TELLING <= *how).map(|(synset, _)| synset).collect()
    }

    /// The meanings of a noun, each with its prominence; those of its main word if the whole is unknown.
    fn meanings(&self, noun: &str) -> Vec<(u32, f32)> {
        let (written, mut bases) = self.known(noun, Some(Part::Noun));
        if bases.is_empty() {
            bases = head(&written).map(|head| self.known(head, Some(Part::Noun)).1).unwrap_or_default();
        }
        let senses = bases.iter().take(1).flat_map(|base| prominent(&self.table, base.word, Some(Part::Noun)));
        senses.map(|(_, sense, prominence)| (sense.synset, prominence)).collect()
    }

    /// The words nearest to a word, the nearest first; the word itself is not among them.
    pub fn related(&self, word: &str, limit: usize) -> Vec<(String, f32)> {
        let reach = self.reach(word);
        let mut words: Vec<u32> = reach.spots.iter().flat_map(|spot| self.words_about(spot.synset)).collect();
        words.sort_unstable();
        words.dedup();
        let everyday = reach.lines.iter().flat_map(|(line, _)| everyday::words(*line));
        let mut names: Vec<String> = words.iter().map(|word| self.table.words.get(*word).to_owned()).chain(everyday).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| *name != reach.word && !reach.bases.iter().any(|(base, _)| self.table.words.get(*base) == name));
        let mut related: Vec<(String, f32)> =
            names.into_iter().map(|name| (self.reach(&name).nearness(&reach), name)).map(|(near, name)| (name, near)).collect();
        related.sort_by(|(one, near), (other, nearer)| nearer.total_cmp(near).then_with(|| one.cmp(other)));
        related.truncate(limit);
        related
    }

    /// The words for a meaning, and for a few kinds of it.
    fn words_about(&self, synset: u32) -> impl Iterator<Item = u32> {
        let below = self.table.below.of(synset).iter().take(40).copied();
        let members = std::iter::once(synset).chain(below).flat_map(|synset| self.table.members.of(synset));
        members.filter_map(|sense| Some(self.table.senses.get(*sense as usize)?.word))
    }

    /// A word in normal form and its base forms; with other hyphens and spaces if there are none with its own.
    fn known(&self, word: &str, part: Option<Part>) -> (String, Vec<Base>) {
        if LONGEST < word.len() {
            return (normal(word), Vec::new());
        }
        let written = normal(word);
        for written in spellings(&written) {
            let bases = self.bases(&written, part);
            if !bases.is_empty() || self.lines.contains_key(&written) {
                return (written, bases);
            }
        }
        (written, Vec::new())
    }

    /// Base forms; of a phrase, also with its last or first word in its base form ("heads of state", "settled down").
    fn bases(&self, written: &str, part: Option<Part>) -> Vec<Base> {
        let bases = morphy::bases(&self.table, written, part);
        if !bases.is_empty() || !written.contains(' ') {
            return bases;
        }
        let Some((first, rest)) = written.split_once(' ') else { return bases };
        let phrases = morphy::bases(&self.table, first, part).into_iter().map(|base| format!("{} {rest}", self.table.words.get(base.word)));
        let found = phrases.filter_map(|phrase| self.table.words.find(&phrase)).map(|word| Base { word, part });
        found.filter(|base| part.is_none_or(|part| self.table.has(base.word, part))).collect()
    }
}

/// Ways of writing a word: as it is, with spaces for hyphens, as one word, and with hyphens for spaces.
fn spellings(written: &str) -> Vec<String> {
    let mut spellings = vec![written.to_owned()];
    if written.contains(['-', '.']) {
        spellings.extend([written.replace('-', " "), written.replace(['-', '.'], "")]);
    }
    if written.contains(' ') {
        spellings.extend([written.replace(' ', "-"), written.replace(' ', "")]);
    }
    spellings
}

/// The main word of a phrase: the last one, or the one before "of".
fn head(written: &str) -> Option<&str> {
    let before = written.split_once(" of ").map_or(written, |(before, _)| before);
    before.rsplit(' ').next().filter(|head| !head.is_empty() && head.len() < written.len())
}

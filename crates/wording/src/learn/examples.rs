//! Examples for the judge: what is asked and was told, and all the ways in which words ask for something else.

use asof_vectors::Static;

use super::{corpus::Phrase, fit::Shown, memory::Memory, random::Random};

/// So many questions of each relation are asked.
const QUESTIONS: usize = 6;
/// So many words, at most, make a question of nothing.
const WORDS: usize = 3;
/// Words shorter than this are no content.
const LONG: usize = 4;
/// What questions begin with whatever they ask.
const OPENINGS: [&str; 8] =
    ["who is", "what is the name of", "which person", "do you know", "i would like to know", "the one that", "can you say", "give"];
/// Small words, which ask nothing.
const SMALL: [&str; 15] = ["of", "the", "in", "is", "who", "what", "which", "was", "a", "to", "did", "does", "that", "where", "by"];
/// What stands after words that ask for nothing known.
const TAILS: [&str; 5] = ["of", "who is", "what is the", "in which", ""];

/// What kind an example is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A question of what was told.
    Asked,
    /// One of another relation of the same kind of thing.
    Kin,
    /// One of this relation and of another.
    Both,
    /// One of this relation and of two others.
    Three,
    /// Words by chance.
    Noise,
    /// Small words.
    Small,
    /// One of another relation, to be told from that which it comes nearest to.
    Rival,
    /// One of a relation of which nothing was told, to be told from that which it comes nearest to.
    Absent,
}

/// An example and its kind.
pub type Example = (Sort, Shown);

/// What questions are made of besides the corpus.
pub struct Others {
    openings: Vec<Phrase>,
    tails: Vec<Phrase>,
    small: Vec<Phrase>,
    content: Vec<Phrase>,
}

impl Default for Others {
    fn default() -> Self {
        let read = |texts: &[&str]| texts.iter().map(|text| Phrase::read(text)).collect();
        let vocabulary = Static::shipped().vocabulary();
        let pieces = (0..vocabulary.len() as u32).filter(|piece| is_content(vocabulary.piece(*piece)));
        let content = pieces.map(|piece| Phrase(vec![vec![piece]])).collect();
        // One opening says nothing at all.
        Self { openings: read(&[&OPENINGS[..], &[""]].concat()), tails: read(&TAILS), small: read(&SMALL), content }
    }
}

impl Others {
    /// Words by chance.
    fn noise(&self, random: &mut Random) -> Phrase {
        let words = some(&self.content, random);
        random.one(&self.tails).map_or_else(Phrase::default, |tail| words.and(tail))
    }

    /// A question with an opening that adds nothing.
    fn opened(&self, question: &Phrase, random: &mut Random) -> Phrase {
        random.one(&self.openings).map_or_else(Phrase::default, |opening| question.and(opening))
    }
}

/// Whether a piece of the vocabulary is a word that says something.
fn is_content(piece: &str) -> bool {
    LONG <= piece.chars().count() && piece.chars().all(char::is_alphabetic)
}

/// One to a few words.
fn some(words: &[Phrase], random: &mut Random) -> Phrase {
    (0..=random.below(WORDS)).filter_map(|_| random.one(words)).fold(Phrase::default(), |all, word| all.and(word))
}

/// Examples of a memory.
pub fn examples(memory: &Memory<'_>, others: &Others, random: &mut Random) -> Vec<Example> {
    let mut all = Vec::new();
    for (at, relation) in memory.relations.iter().enumerate() {
        let kin = memory.kin(at);
        for question in random.some(relation.asked.iter().collect(), QUESTIONS) {
            for (sort, words, of) in questions(memory, others, (at, question), &kin, random) {
                all.extend(memory.show(&words, of, sort == Sort::Asked, random).map(|shown| (sort, shown)));
            }
        }
    }
    for (relation, alike) in &memory.absent {
        for question in random.some(relation.asked.iter().collect(), QUESTIONS) {
            let of = memory.nearest(question, &|other| !alike[other]);
            all.extend(of.and_then(|of| memory.show(question, of, false, random)).map(|shown| (Sort::Absent, shown)));
        }
    }
    all
}

/// What a question of a relation gives: of which kind, words, and which relation they are held against.
fn questions(
    memory: &Memory<'_>,
    others: &Others,
    (own, question): (usize, &Phrase),
    kin: &[usize],
    random: &mut Random,
) -> Vec<(Sort, Phrase, usize)> {
    let mut all = vec![(Sort::Asked, question.clone(), own), (Sort::Asked, others.opened(question, random), own)];
    all.extend(random.one(kin).map(|of| (Sort::Kin, question.clone(), *of)));
    all.extend(together(memory, (own, question), random));
    all.push((Sort::Noise, others.noise(random), own));
    all.push((Sort::Small, some(&others.small, random), own));
    all.extend(memory.rival(own, question).map(|of| (Sort::Rival, question.clone(), of)));
    all
}

/// A question beside one or two of other relations, none of which says all of it.
fn together(memory: &Memory<'_>, (own, question): (usize, &Phrase), random: &mut Random) -> Vec<(Sort, Phrase, usize)> {
    let [second, third] = [(); 2].map(|()| random.below(memory.relations.len()));
    let [beside, last] = [second, third].map(|at| memory.relations.get(at).and_then(|relation| random.one(&relation.asked)));
    let (Some(beside), Some(last)) = (beside, last) else { return Vec::new() };
    if memory.alike(own, second) {
        return Vec::new();
    }
    let both = question.and(beside);
    let three = (third != own && third != second).then(|| (Sort::Three, both.and(last), own));
    [(Sort::Both, both.clone(), own), (Sort::Both, both, second)].into_iter().chain(three).collect()
}

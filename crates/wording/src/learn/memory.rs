//! A pretended memory of relations that an encoder has not met in these wordings, and what the judge would be shown in it.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use asof_vectors::{Static, dot, normalise};

use super::{
    corpus::{Phrase, Relation},
    fit::Shown,
    random::Random,
};
use crate::matcher::{Point, Unsaid, crowded, distinct, same, seen};
use crate::table::{Vector, Wordings};

/// At most this share of a memory's relations, one of so many, is of one kind of thing.
const OF_A_KIND: usize = 2;
/// So many relations of which it knows nothing are asked of it.
const ABSENT: usize = 12;
/// So many wordings of each are told, if it is not one.
const TOLD: usize = 5;
/// Of so many of 100 other relations what is told in a memory shows that they are others: fewer, where each is told in several wordings.
const APART_SAME: usize = 70;
const APART_MIXED: usize = 12;
/// Relations whose plain vectors come nearer than this hardly differ: nothing is taught of two of them.
const ALIKE: f32 = 0.72;

/// What is known when a memory is asked.
#[derive(Clone, Copy, Debug)]
pub struct Learnt<'l> {
    /// The encoder.
    pub wordings: &'l Wordings,
    /// The relations that it was learnt from.
    pub known: &'l [Vector],
}

impl Learnt<'_> {
    fn vector(&self, phrase: &Phrase) -> Vector {
        self.wordings.sum(phrase.pieces())
    }
}

/// Whether each relation is told in one wording or in several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// In one.
    Same,
    /// In several.
    Mixed,
}

/// A wording that something was told in.
struct Told {
    relation: usize,
    point: Point,
}

/// Relations of a few kinds of things, as some told them.
pub struct Memory<'l> {
    learnt: Learnt<'l>,
    /// The relations.
    pub relations: Vec<&'l Relation>,
    /// Some of which it knows nothing, with what hardly differs from each.
    pub absent: Vec<(&'l Relation, Vec<bool>)>,
    told: Vec<Told>,
    rivals: Vec<Vector>,
    crowded: f32,
    /// For each relation the rivals that are told of its kind of thing.
    fitting: Vec<Vec<bool>>,
    /// For each two relations whether they hardly differ.
    alike: Vec<Vec<bool>>,
    words: RefCell<HashMap<Vec<u32>, Rc<Point>>>,
}

impl<'l> Memory<'l> {
    /// One of so many relations or a few more, by chance.
    pub fn new(learnt: Learnt<'l>, held: &[&'l Relation], style: Style, size: usize, random: &mut Random) -> Self {
        let relations = choose(held, size, random);
        let absent = absent(held, &relations, random);
        let mut units: Vec<(usize, Vector)> = Vec::new();
        for (at, relation) in relations.iter().enumerate() {
            let told: Vec<&Phrase> = match style {
                Style::Same => random.one(&relation.told).into_iter().collect(),
                Style::Mixed => relation.told.iter().take(TOLD).collect(),
            };
            units.extend(told.into_iter().map(|phrase| (at, learnt.vector(phrase).unit())));
        }
        let rivals = distinct(units.iter().map(|(_, unit)| unit.clone()));
        let fitting = fitting(&relations, &units, &rivals);
        let alike = alike(&relations);
        let known_apart = match style {
            Style::Same => APART_SAME,
            Style::Mixed => APART_MIXED,
        };
        let of_rivals: Vec<usize> = rivals.iter().map(|rival| nearest(rival, &units)).collect();
        let point = |(relation, unit): (usize, Vector)| {
            let mut point = Point::new(unit, learnt.known, &rivals);
            let others = (0..rivals.len()).filter(|rival| of_rivals[*rival] != relation && !alike[relation][of_rivals[*rival]]);
            others.filter(|_| random.below(100) < known_apart).for_each(|rival| point.set_apart(learnt.known.len(), rival));
            Told { relation, point }
        };
        let told = units.into_iter().map(point).collect();
        Self { learnt, relations, absent, told, crowded: crowded(&rivals), rivals, fitting, alike, words: RefCell::default() }
    }

    /// Whether two relations hardly differ; each does from itself.
    pub fn alike(&self, one: usize, other: usize) -> bool {
        one == other || self.alike[one][other]
    }

    /// Those of the same kind of thing that differ.
    pub fn kin(&self, relation: usize) -> Vec<usize> {
        let is_kin = |other: &usize| !self.alike(relation, *other) && self.relations[*other].kind == self.relations[relation].kind;
        (0..self.relations.len()).filter(is_kin).collect()
    }

    /// The relation that words come nearest to, but for those that hardly differ from their own.
    pub fn rival(&self, own: usize, words: &Phrase) -> Option<usize> {
        self.nearest(words, &|relation| !self.alike(own, relation))
    }

    /// The relation of some that words come nearest to.
    pub fn nearest(&self, words: &Phrase, of: &dyn Fn(usize) -> bool) -> Option<usize> {
        let asked = self.point(words);
        let others = self.told.iter().filter(|told| of(told.relation));
        let nearest = others.max_by(|one, other| one.point.cosine(&asked).total_cmp(&other.point.cosine(&asked)));
        nearest.map(|told| told.relation)
    }

    /// What the judge sees of some words and of a relation, as it was told.
    pub fn show(&self, words: &Phrase, relation: usize, says: bool, random: &mut Random) -> Option<Shown> {
        let told: Vec<&Told> = self.told.iter().filter(|told| told.relation == relation).collect();
        let told = &random.one(&told)?.point;
        let known = self.learnt.known.len();
        let unsaid: Vec<Unsaid> = words.0.iter().map(|word| told.unsaid(&self.word(word), known)).collect();
        Some(Shown { seen: seen(known, (told, &self.point(words)), &unsaid, &self.fitting[relation], self.crowded), says })
    }

    fn point(&self, words: &Phrase) -> Point {
        Point::new(self.learnt.vector(words), self.learnt.known, &self.rivals)
    }

    fn word(&self, pieces: &[u32]) -> Rc<Point> {
        let make = || Rc::new(Point::new(self.learnt.wordings.sum(pieces.iter().copied()), self.learnt.known, &[]));
        Rc::clone(self.words.borrow_mut().entry(pieces.to_vec()).or_insert_with(make))
    }
}

/// So many relations of some kinds of things.
fn choose<'l>(held: &[&'l Relation], size: usize, random: &mut Random) -> Vec<&'l Relation> {
    let kinds: BTreeSet<&str> = held.iter().map(|relation| relation.kind.as_str()).filter(|kind| !kind.is_empty()).collect();
    let mut kinds: Vec<&str> = kinds.into_iter().collect();
    random.shuffle(&mut kinds);
    let mut chosen = Vec::new();
    for kind in kinds {
        if size <= chosen.len() {
            break;
        }
        chosen.extend(random.some(held.iter().copied().filter(|relation| relation.kind == kind).collect(), size.div_ceil(OF_A_KIND)));
    }
    chosen
}

/// Some relations that were not chosen, with those chosen that hardly differ from each.
fn absent<'l>(held: &[&'l Relation], chosen: &[&Relation], random: &mut Random) -> Vec<(&'l Relation, Vec<bool>)> {
    let others = held.iter().copied().filter(|other| chosen.iter().all(|relation| !std::ptr::eq(*relation, *other))).collect();
    let middles: Vec<Vec<f32>> = chosen.iter().map(|relation| middle(relation)).collect();
    let near = |other: &Relation| {
        let own = middle(other);
        middles.iter().map(|middle| ALIKE < dot(middle, &own)).collect()
    };
    random.some(others, ABSENT).into_iter().map(|other| (other, near(other))).collect()
}

/// The relation of the wording that comes nearest to a rival: its own.
fn nearest(rival: &Vector, told: &[(usize, Vector)]) -> usize {
    let nearest = told.iter().max_by(|(_, one), (_, other)| one.dot(rival).total_cmp(&other.dot(rival)));
    nearest.map_or(0, |(relation, _)| *relation)
}

/// For each relation whether each rival is told of its kind of thing.
fn fitting(relations: &[&Relation], told: &[(usize, Vector)], rivals: &[Vector]) -> Vec<Vec<bool>> {
    let numbers: Vec<(usize, &str)> =
        told.iter().filter_map(|(relation, unit)| Some((same(rivals, unit)?, relations[*relation].kind.as_str()))).collect();
    let fits = |kind: &str| (0..rivals.len()).map(|rival| numbers.contains(&(rival, kind))).collect();
    relations.iter().map(|relation| fits(&relation.kind)).collect()
}

/// For each two relations whether they hardly differ, by vectors that nothing was learnt of.
fn alike(relations: &[&Relation]) -> Vec<Vec<bool>> {
    let middles: Vec<Vec<f32>> = relations.iter().map(|relation| middle(relation)).collect();
    middles.iter().map(|one| middles.iter().map(|other| ALIKE < dot(one, other)).collect()).collect()
}

/// The mean of a relation's plain vectors, of length 1.
fn middle(relation: &Relation) -> Vec<f32> {
    let table = Static::shipped();
    let mut middle = Vec::new();
    for phrase in relation.phrases() {
        let mut sum = Vec::new();
        for piece in phrase.pieces() {
            add(&mut sum, table.weight(piece), &table.piece_vector(piece));
        }
        normalise(&mut sum);
        add(&mut middle, 1.0, &sum);
    }
    normalise(&mut middle);
    middle
}

fn add(onto: &mut Vec<f32>, factor: f32, values: &[f32]) {
    onto.resize(values.len().max(onto.len()), 0.0);
    super::matrix::add(onto, factor, values);
}

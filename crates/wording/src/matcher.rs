//! Whether a wording says what some words ask, seen against everything else that they might ask.

use crate::judge::SEEN;
use crate::table::{Vector, Wordings};

/// What is less near than this to a wording is another relation.
const OTHER: f32 = 0.5;
/// What comes this near to a known relation, and so much nearer than to any other, tells it.
const CLEAR: f32 = 0.6;
const AHEAD: f32 = 0.15;
/// Where the nearest of a memory's wordings come nearer than this to each other, relations are told in several.
const MANY_WORDINGS: f32 = 0.62;
/// Fewer wordings than this do not show it.
const MANY_RIVALS: usize = 20;
/// What is less near than this to a wording is not said by it, whatever else.
const LEAST_NEAR: f32 = 0.3;
/// Words that come this near to a relation, times their length, are as likely asked as not, and how sharply that changes.
const IDLE: f32 = 0.4;
const IDLE_SHARP: f32 = 8.0;
/// Wordings nearer than this to one that is there already are no further rivals.
const NO_NEWS: f32 = 0.9;
/// So many wordings of a memory are rivals.
const MOST_RIVALS: usize = 192;

/// Words, and how near they come to whatever else there is.
#[derive(Clone, Debug)]
pub struct Point {
    unit: Vector,
    length: f32,
    /// To each known relation, then to each rival.
    near: Vec<f32>,
    /// The known relation that it comes nearest to, and how near.
    nearest: Option<(usize, f32)>,
    /// The rivals that are another relation for certain.
    apart: Vec<usize>,
}

impl Point {
    /// Words among the known relations and rivals.
    pub(crate) fn new(words: Vector, known: &[Vector], rivals: &[Vector]) -> Self {
        let (length, unit) = (words.length(), words.unit());
        let near: Vec<f32> = known.iter().chain(rivals).map(|other| other.dot(&unit)).collect();
        let nearest = near.iter().take(known.len()).copied().enumerate().max_by(|one, other| one.1.total_cmp(&other.1));
        Self { unit, length, near, nearest, apart: Vec::new() }
    }

    /// The cosine of two.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        self.unit.dot(&other.unit)
    }

    /// Takes a rival for another relation, if so many relations are known.
    pub(crate) fn set_apart(&mut self, known: usize, rival: usize) {
        if let Some(near) = self.near.get_mut(known + rival) {
            *near = near.min(OTHER - f32::EPSILON);
            self.apart.push(rival);
        }
    }

    /// What it leaves unsaid of a word, if so many relations are known.
    pub(crate) fn unsaid(&self, word: &Self, known: usize) -> Unsaid {
        let others = self.near.iter().zip(&word.near).take(known).filter(|(told, _)| **told < OTHER);
        let top = others.map(|(_, asked)| *asked).fold(0.0, f32::max);
        Unsaid { length: word.length, unsaid: word.length * (top - self.cosine(word).max(0.0)).max(0.0) }
    }
}

/// How much a word says, and how much of it names another relation than was told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unsaid {
    length: f32,
    unsaid: f32,
}

/// Judges wordings of one memory.
#[derive(Debug, Default)]
pub struct Matcher {
    rivals: Vec<Vector>,
    crowded: f32,
}

impl Matcher {
    /// For a memory with facts in these wordings: what is nearer to another of them is not asked of one.
    #[must_use]
    pub fn new<'t>(wordings: impl Iterator<Item = &'t str>) -> Self {
        let rivals = distinct(wordings.map(|text| Wordings::shipped().vector(text).unit()));
        Self { crowded: crowded(&rivals), rivals }
    }

    /// How many rivals there are.
    #[must_use]
    pub fn rivals(&self) -> usize {
        self.rivals.len()
    }

    /// The number of the rival that some words hardly differ from.
    #[must_use]
    pub fn rival(&self, words: &Vector) -> Option<usize> {
        same(&self.rivals, &words.clone().unit())
    }

    /// The point of some words.
    #[must_use]
    pub fn point(&self, words: Vector) -> Point {
        Point::new(words, Wordings::shipped().relations(), &self.rivals)
    }

    /// What a wording leaves unsaid of one word.
    #[must_use]
    pub fn unsaid(&self, told: &Point, word: &Point) -> Unsaid {
        told.unsaid(word, Wordings::shipped().relations().len())
    }

    /// Whether each relation is told in one wording, as far as many of them show: what comes near to another is then another relation.
    #[must_use]
    pub fn tells_each_in_one(&self) -> bool {
        MANY_RIVALS <= self.rivals.len() && self.crowded < MANY_WORDINGS
    }

    /// Whether relations are told in several wordings, as far as many wordings show.
    #[must_use]
    pub fn tells_each_in_many(&self) -> bool {
        MANY_RIVALS <= self.rivals.len() && MANY_WORDINGS <= self.crowded
    }

    /// The known relation that a wording clearly tells, if it does.
    #[must_use]
    pub fn relation(&self, told: &Point) -> Option<usize> {
        let best = told.nearest?;
        let known = told.near.iter().take(Wordings::shipped().relations().len()).enumerate();
        let second = known.filter(|(relation, _)| *relation != best.0).map(|(_, near)| *near).fold(0.0, f32::max);
        (CLEAR <= best.1 && second + AHEAD <= best.1).then_some(best.0)
    }

    /// Whether two wordings come nearest to the same known relation.
    #[must_use]
    pub fn are_nearest_to_one(&self, one: &Point, other: &Point) -> bool {
        self.nearest(one).is_some_and(|relation| self.nearest(other) == Some(relation))
    }

    /// The known relation that a wording comes nearest to, if it comes near at all.
    #[must_use]
    pub fn nearest(&self, told: &Point) -> Option<usize> {
        told.nearest.filter(|(_, near)| OTHER <= *near).map(|(relation, _)| relation)
    }

    /// The known relation that a rival comes nearest to.
    #[must_use]
    pub fn nearest_of(&self, rival: usize) -> Option<usize> {
        self.nearest(&Point::new(self.rivals.get(rival)?.clone(), Wordings::shipped().relations(), &[]))
    }

    /// Takes a rival for another relation than a wording's, however near they come: "born in" and "died in".
    pub fn set_apart(&self, told: &mut Point, rival: usize) {
        told.set_apart(Wordings::shipped().relations().len(), rival);
    }

    /// How likely these words ask nothing, from 0 to 1: they come near to no relation.
    #[must_use]
    pub fn idle(&self, asked: &Point) -> f32 {
        let top = asked.near.iter().copied().fold(0.0, f32::max) * asked.length;
        1.0 / (1.0 + (IDLE_SHARP * (top - IDLE)).exp())
    }

    /// How likely a fact that was told so says what is asked, all of it and nothing else; from 0 to 1. Only rivals that are `fitting`
    /// might be asked of it instead.
    #[must_use]
    pub fn says(&self, told: &Point, asked: &Point, words: &[Unsaid], fitting: &[bool]) -> f32 {
        if told.cosine(asked) < LEAST_NEAR {
            return 0.0;
        }
        let shipped = Wordings::shipped();
        shipped.judge().likelihood(&seen(shipped.relations().len(), (told, asked), words, fitting, self.crowded))
    }
}

/// Those of some wordings that differ, of length 1 each.
pub(crate) fn distinct(wordings: impl Iterator<Item = Vector>) -> Vec<Vector> {
    let mut rivals: Vec<Vector> = Vec::new();
    for vector in wordings {
        if rivals.len() < MOST_RIVALS && rivals.iter().all(|rival| rival.dot(&vector) < NO_NEWS) {
            rivals.push(vector);
        }
    }
    rivals
}

/// The number of the rival that words, brought to length 1, hardly differ from.
pub(crate) fn same(rivals: &[Vector], words: &Vector) -> Option<usize> {
    let near = rivals.iter().map(|rival| rival.dot(words)).enumerate();
    near.max_by(|one, other| one.1.total_cmp(&other.1)).filter(|(_, near)| NO_NEWS <= *near).map(|(number, _)| number)
}

/// How near the rivals come to each other: the mean of what each has as its nearest. Where each relation is told in many wordings, that
/// another wording comes nearer to what is asked says little.
pub(crate) fn crowded(rivals: &[Vector]) -> f32 {
    let nearest = |at: usize, own: &Vector| {
        let others = rivals.iter().enumerate().filter(|(other, _)| *other != at);
        others.map(|(_, other)| other.dot(own)).fold(0.0, f32::max)
    };
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let count = rivals.len().max(1) as f32;
    rivals.iter().enumerate().map(|(at, own)| nearest(at, own)).sum::<f32>() / count
}

/// What the judge is shown: how near some words come to what was told, to the known relations and to the rivals. The judge is taught
/// with this same function.
pub(crate) fn seen(known: usize, (told, asked): (&Point, &Point), words: &[Unsaid], fitting: &[bool], crowded: f32) -> [f32; SEEN] {
    let near = told.cosine(asked);
    let ((told_known, told_rivals), (asked_known, asked_rivals)) = (told.near.split_at(known), asked.near.split_at(known));
    let (left, best) = others(told_known, asked_known, near, &[]);
    let top = asked_known.iter().copied().fold(0.0, f32::max);
    let (rivals_left, rivals_best) = others(told_rivals, asked_rivals, near, fitting);
    let apart = told.apart.iter().filter_map(|rival| asked_rivals.get(*rival)).copied().fold(0.0, f32::max);
    let length = asked.length;
    let most = words.iter().map(|word| word.unsaid).fold(0.0, f32::max);
    let all: f32 = words.iter().map(|word| word.length).sum();
    let share = words.iter().map(|word| word.unsaid).sum::<f32>() / all.max(f32::MIN_POSITIVE);
    let length_log = (length + 0.1).ln();
    [near, left, best, top, length, left * length, length_log, rivals_left, rivals_best, rivals_left * length, most, share, crowded, apart]
}

/// Of what is another thing than what was told, and fits: how near the nearest comes to what the telling leaves unsaid of the words,
/// and to all of them.
fn others(told: &[f32], asked: &[f32], near: f32, fitting: &[bool]) -> (f32, f32) {
    let fits = |at: usize| fitting.get(at).copied().unwrap_or(true);
    let others = told.iter().zip(asked).enumerate().filter(|(_, (told, _))| **told < OTHER);
    others.fold((0.0, 0.0), |(left, best): (f32, f32), (at, (told, asked))| {
        (left.max(asked - near * told), if fits(at) { best.max(*asked) } else { best })
    })
}

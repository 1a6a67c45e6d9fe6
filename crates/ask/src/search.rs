//! The search: from what a question names, step by step over facts whose words say what it asks.
//!
//! The words of a question that belong together stand together, so what one step says widens a window around the name: in "where was
//! the husband of the founder of Halden born" from "the founder of Halden" to "the husband of …" to all of it. A path is a walk over
//! facts with such a window for each step; a beam search (Lowerre 1976) finds the likeliest. How likely a fact says what a window adds
//! is told by how near its wording comes ([`asof_wording`]).

use std::{cell::RefCell, rc::Rc};

use asof_lexicon::{Lexicon, Part};
use asof_wording::{Point, Unsaid, Vector, Wordings};
use rustc_hash::FxHashMap;

use crate::{
    direction,
    habits::{Company, Habits, Way, bare},
    path::{Path, Step, better},
    question::{Asked, Word},
    time::is_former,
    wording::{End, Wording},
    world::{Edge, Standing, World},
};

/// The most steps of a path.
const MOST_STEPS: usize = 5;
/// So many paths are followed for each window.
const BEAM: usize = 12;
/// A step says no more words than this.
const LONGEST_STEP: usize = 14;
/// A step that is less likely than this is not taken.
const LEAST: f32 = 0.05;
/// Wordings nearer than this say the same; if they are never told of the same things, those nearer than that.
const SAME: f32 = 0.8;
const SAME_APART: f32 = 0.62;
/// The same in a memory that tells each relation in one wording.
const SAME_IN_ONE: f32 = 0.92;
/// Wordings less near than this do not say the same.
const MAYBE: f32 = 0.45;
/// How likely the noun for what is asked for is said by what the answer is called, and not by the fact that leads to it.
const OF_KIND: f32 = 0.9;
/// What is told more often than this of one thing is no correction of what was told before.
const MOST_RESTATED: usize = 5;
/// Of things with more facts from lists than this it is not asked which replaced which.
const MOST_LISTED: usize = 128;
/// So many facts in one wording lead from a thing, at the most.
const MOST_ALIKE: usize = 64;
/// How likely one step says two nouns of which one is of the other.
const JOINT: f32 = 0.5;
/// How likely a fact is asked for that calls what is known what should be found.
const AGAINST: f32 = 0.3;
/// How likely what is asked is something that was told before something newer that says it as well.
const OLDER: f32 = 0.3;
const AS_WELL: f32 = 0.8;
/// That a fact is over at the date asked of: where the question is of the present or of a date, and where it is of the past.
const OVER: f32 = 0.4;
const WAS: f32 = 0.8;
/// So much likelier it must be that a fact's end is asked for than the fact.
const ENDED: f32 = 0.1;
/// To go back the way that one came, by another fact of the same kind.
const SIBLING: f32 = 0.3;
/// That something the question names is not on the way.
pub const MISSED: f32 = 0.6;
/// That a name is in the question of which nothing is known.
const STRANGE: f32 = 0.3;
/// So many of the best paths are judged by the kind of thing they end at.
const JUDGED: usize = 32;

/// A fact, how it was told, and in what other words it may be.
#[derive(Debug)]
pub(crate) struct Told {
    pub edge: Edge,
    pub telling: Rc<Telling>,
    /// Other words, and whether they say that it ended.
    readings: Vec<(Rc<Telling>, bool)>,
}

impl Told {
    pub fn way(&self) -> Option<Way> {
        self.telling.known.map(|number| (number, self.edge.forward))
    }
}

/// How likely a fact says what is asked, and whether by how it ended.
struct Likely<'t> {
    told: &'t Told,
    likelihood: f32,
    ends: bool,
}

/// The words of a wording, and the number of another that the same was told in.
type Words = (String, Option<usize>);

/// A wording, read.
#[derive(Debug)]
pub(crate) struct Telling {
    number: usize,
    /// Its number among the wordings of the memory.
    known: Option<usize>,
    pub wording: Wording,
    point: Point,
}

impl Telling {
    /// Whether another hardly differs.
    fn is(&self, other: &Self) -> bool {
        self.number == other.number || self.known.is_some() && self.known == other.known
    }
}

/// A search for one question.
pub struct Search<'w> {
    pub(crate) world: &'w dyn World,
    pub(crate) asked: &'w Asked,
    pub(crate) habits: &'w Habits,
    words: Vec<Vector>,
    /// The words that say of what kind the answer is, as bits.
    kinds: u64,
    /// For each word the verbs that it may be a form of.
    verbs: Vec<Vec<String>>,
    tellings: RefCell<FxHashMap<Words, Rc<Telling>>>,
    edges: RefCell<FxHashMap<u32, Rc<Vec<Told>>>>,
    all: RefCell<FxHashMap<u32, Rc<Vec<Edge>>>>,
    /// How near wordings come to the words of the question, by their bits.
    likely: RefCell<FxHashMap<(usize, u64, u32), f32>>,
    groups: RefCell<FxHashMap<u64, Rc<Point>>>,
    unsaid: RefCell<FxHashMap<(usize, usize), Unsaid>>,
    /// What is known to be of the kind that is asked for, and what is not.
    pub(crate) of_kind: RefCell<FxHashMap<u32, bool>>,
}

impl<'w> Search<'w> {
    /// A search over a world.
    pub fn new(world: &'w dyn World, asked: &'w Asked, habits: &'w Habits) -> Self {
        let said = |word: &Word| if is_former(&word.text) { "" } else { word.text.as_str() }.to_owned();
        let words = asked.words.iter().map(|word| Wordings::shipped().vector(&said(word))).collect();
        let verbs = asked.words.iter().map(|word| Lexicon::shipped().lemmas(&word.text, Some(Part::Verb))).collect();
        let is_kind = |word: &Word| Lexicon::shipped().lemmas(&word.text, Some(Part::Noun)).iter().any(|lemma| asked.kinds.contains(lemma));
        let kinds = (0..asked.words.len()).filter(|at| is_kind(&asked.words[*at])).fold(0, |bits, at| bits | 1 << at);
        Self {
            world,
            asked,
            habits,
            kinds,
            words,
            verbs,
            tellings: RefCell::default(),
            edges: RefCell::default(),
            all: RefCell::default(),
            likely: RefCell::default(),
            groups: RefCell::default(),
            unsaid: RefCell::default(),
            of_kind: RefCell::default(),
        }
    }

    /// The best paths that say the whole question, the best first.
    fn paths(&self) -> Vec<Path> {
        let whole = (0, self.words.len());
        let mut all: Vec<Path> = Vec::new();
        let start = |(number, mention): (usize, &crate::question::Mention)| {
            let at = self.asked.words.iter().filter(|word| word.span.0 < mention.span.0).count();
            Path { mention: number, start: mention.entity, steps: Vec::new(), window: (at, at), likelihood: 1.0, worth: 1.0 }
        };
        let mut beam: Vec<Path> = self.asked.mentions.iter().enumerate().map(start).collect();
        for _ in 0..MOST_STEPS {
            let mut next: Vec<Path> = beam.iter().flat_map(|path| self.longer(path)).collect();
            next.sort_by(better);
            all.extend(next.iter().cloned());
            let mut kept: FxHashMap<(usize, (usize, usize)), usize> = FxHashMap::default();
            next.retain(|path| {
                let kept = kept.entry((path.mention, path.window)).or_default();
                *kept += 1;
                *kept <= BEAM && path.window != whole
            });
            beam = next;
        }
        for path in &mut all {
            path.weigh(self.idle(path.window));
        }
        all.sort_by(better);
        all
    }

    /// How likely the words beside a window ask nothing.
    fn idle(&self, window: (usize, usize)) -> f32 {
        let rest = bits((0, self.words.len())) & !bits(window);
        if rest == 0 { 1.0 } else { self.habits.matcher().idle(&self.group(rest)) }
    }

    /// A path with each step that says something new.
    fn longer(&self, path: &Path) -> Vec<Path> {
        let from = path.end();
        let edges = self.edges_of(from);
        let ways: Vec<Way> = edges.iter().filter_map(Told::way).collect();
        let fitting = self.habits.fitting(&ways);
        let came = path.last().map(|edge| self.telling(&self.world.wording(edge), None));
        let mut longer = Vec::new();
        for window in wider(path.window, self.words.len()) {
            let bits = bits(window) & !bits(path.window);
            let prior = self.joints(path.window, window);
            let likely: Vec<Likely<'_>> = edges
                .iter()
                .filter(|told| !path.passes(told.edge.to))
                .map(|told| self.likelihood(bits, from, told, &fitting))
                .filter(|likely| LEAST <= likely.likelihood)
                .collect();
            for one in &likely {
                let own =
                    one.likelihood * self.doubt(path.last().zip(came.as_deref()), one, &likely) * self.against(path, window, one.told);
                let mut steps = path.steps.clone();
                steps.push(Step { from, edge: one.told.edge.clone(), ends: one.ends, bits });
                longer.push(Path { steps, window, likelihood: path.likelihood * own, worth: path.worth * own * prior, ..path.clone() });
            }
        }
        longer
    }

    /// How likely words with so many joints are one step: "the mother of the founder of …" are two.
    fn joints(&self, old: (usize, usize), new: (usize, usize)) -> f32 {
        let word = |at: usize| self.asked.words.get(at).map_or("", |word| word.text.as_str());
        let joint = |at: &usize| word(*at) == "of" && matches!(word(at + 1), "the" | "a" | "an") && *at + 2 < old.0;
        let joints = (new.0 + 1..old.0).filter(joint).count();
        JOINT.powi(i32::try_from(joints).unwrap_or(i32::MAX))
    }

    /// What speaks against a fact that is asked for the other way round.
    fn against(&self, path: &Path, window: (usize, usize), told: &Told) -> f32 {
        let Told { edge, telling, .. } = told;
        let far = if edge.forward { End::Object } else { End::Subject };
        let name = self.world.name(edge.to);
        let number = name.starts_with(|c: char| c.is_ascii_digit()) && !name.contains(char::is_uppercase);
        let nobody = self.world.kind(edge, far) == Some("place") || number;
        let (to, forward, wording) = (edge.to, edge.forward, &telling.wording);
        let step = direction::Step { asked: self.asked, path, window, to, forward, wording, nobody };
        if !edge.symmetric && step.is_turned() { AGAINST } else { 1.0 }
    }

    /// How likely a fact says these words of the question, in its own words or in those that it was read as.
    fn likelihood<'t>(&self, bits: u64, from: u32, told: &'t Told, fitting: &[bool]) -> Likely<'t> {
        let mut own = Likely { told, likelihood: self.says(bits, from, &told.telling, fitting), ends: false };
        let kinds = bits & self.kinds;
        if kinds != 0 && kinds != bits && self.is_of_kind(told.edge.to) {
            own.likelihood = own.likelihood.max(OF_KIND * self.says(bits & !kinds, from, &told.telling, fitting));
        }
        told.readings.iter().filter(|(telling, ends)| !ends || self.is_said(bits, telling)).fold(own, |best, (telling, ends)| {
            let likelihood = self.says(bits, from, telling, fitting);
            let more = if *ends { ENDED } else { 0.0 };
            if best.likelihood + more < likelihood { Likely { told, likelihood, ends: *ends } } else { best }
        })
    }

    /// Whether one of these words of the question is the verb that a wording opens with: "leave", "stop works at".
    fn is_said(&self, bits: u64, telling: &Telling) -> bool {
        let opens = |at: usize| {
            telling.wording.units.first().is_some_and(|unit| self.verbs[at].iter().any(|verb| unit.text.starts_with(verb.as_str())))
        };
        (0..self.words.len()).any(|at| bits & 1 << at != 0 && opens(at))
    }

    fn says(&self, bits: u64, from: u32, telling: &Telling, fitting: &[bool]) -> f32 {
        let key = (telling.number, bits, from);
        if let Some(known) = self.likely.borrow().get(&key) {
            return *known;
        }
        let words: Vec<Unsaid> = (0..self.words.len()).filter(|at| bits & 1 << at != 0).map(|at| self.unsaid(at, telling)).collect();
        let likely = self.habits.matcher().says(&telling.point, &self.group(bits), &words, fitting);
        self.likely.borrow_mut().insert(key, likely);
        likely
    }

    /// What a wording leaves unsaid of a word.
    fn unsaid(&self, at: usize, telling: &Telling) -> Unsaid {
        if let Some(known) = self.unsaid.borrow().get(&(telling.number, at)) {
            return *known;
        }
        let unsaid = self.habits.matcher().unsaid(&telling.point, &self.group(1 << at));
        self.unsaid.borrow_mut().insert((telling.number, at), unsaid);
        unsaid
    }

    /// Words of the question.
    fn group(&self, bits: u64) -> Rc<Point> {
        let mut groups = self.groups.borrow_mut();
        let group = groups.entry(bits).or_insert_with(|| {
            let mut sum = Wordings::shipped().vector("");
            (0..self.words.len()).filter(|at| bits & 1 << at != 0).for_each(|at| sum.add(&self.words[at]));
            Rc::new(self.habits.matcher().point(sum))
        });
        Rc::clone(group)
    }

    /// What speaks against a fact that is over.
    pub(crate) fn over(&self) -> f32 {
        if self.asked.past { WAS } else { OVER }
    }

    /// What speaks against a step beside its words, after the fact that one came by.
    fn doubt(&self, came: Option<(&Edge, &Telling)>, one: &Likely<'_>, all: &[Likely<'_>]) -> f32 {
        let edge = &one.told.edge;
        let newer = |other: &Likely<'_>| {
            let later = other.told.edge.listed && edge.said < other.told.edge.said;
            later && one.likelihood * AS_WELL <= other.likelihood && self.may_say_the_same(one.told, other.told)
        };
        let revised = edge.listed && all.len() <= MOST_LISTED && self.may_be_replaced(one.told);
        let mut doubt = if revised && all.iter().any(newer) { OLDER } else { 1.0 };
        if edge.standing == Standing::Over && !edge.listed && !one.ends {
            doubt *= self.over();
        }
        if came.is_some_and(|came| self.goes_back(came, one.told)) {
            doubt *= SIBLING;
        }
        doubt
    }

    /// Whether a fact leads back the way that one came: from a club, that somebody plays for, to another player. In other words it does if it
    /// tells the same relation, unless that leads on among things of one kind, as to a child's child.
    fn goes_back(&self, (last, came): (&Edge, &Telling), told: &Told) -> bool {
        if last.predicate == told.edge.predicate {
            return last.forward != told.edge.forward;
        }
        let among_one_kind = self.world.kind(last, End::Subject).is_some_and(|kind| self.world.kind(last, End::Object) == Some(kind));
        !among_one_kind && self.habits.matcher().are_nearest_to_one(&came.point, &told.telling.point)
    }

    pub(crate) fn edges_of(&self, entity: u32) -> Rc<Vec<Told>> {
        if let Some(edges) = self.edges.borrow().get(&entity) {
            return Rc::clone(edges);
        }
        let mut alike: FxHashMap<(u32, bool), usize> = FxHashMap::default();
        let mut few = |edge: &Edge| {
            let count = alike.entry((edge.predicate, edge.forward)).or_default();
            *count += 1;
            *count <= MOST_ALIKE
        };
        let edges = self.all_edges(entity).iter().filter(|edge| few(edge)).cloned().collect::<Vec<Edge>>();
        let edges = edges.into_iter().map(|edge| {
            let wording = self.world.wording(&edge);
            let telling = self.telling(&wording, None);
            let readings = self
                .world
                .readings(&edge, &wording)
                .iter()
                .map(|reading| (self.telling(&reading.text, telling.known), reading.ends))
                .collect();
            Told { edge, telling, readings }
        });
        let edges = Rc::new(self.without_replaced(edges.collect()));
        self.edges.borrow_mut().insert(entity, Rc::clone(&edges));
        edges
    }

    /// Of what lists say again and again of one thing in the same sense, only the last.
    fn without_replaced(&self, edges: Vec<Told>) -> Vec<Told> {
        let listed: Vec<usize> = (0..edges.len()).filter(|&at| edges[at].edge.listed).collect();
        if MOST_LISTED < listed.len() {
            return edges;
        }
        let replaced = |at: &usize| {
            if !self.may_be_replaced(&edges[*at]) {
                return false;
            }
            let alike: Vec<usize> = listed.iter().copied().filter(|other| self.says_the_same(&edges[*at], &edges[*other])).collect();
            alike.len() <= MOST_RESTATED && alike.iter().any(|&other| edges[*at].edge.said < edges[other].edge.said)
        };
        let gone: Vec<usize> = listed.iter().copied().filter(replaced).collect();
        edges.into_iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, edge)| edge).collect()
    }

    /// Whether a later statement of a list may take the place of a fact: where lists revise what they said, or there is but one value.
    fn may_be_replaced(&self, told: &Told) -> bool {
        self.habits.revises() || told.edge.single || told.telling.wording.has_one(told.edge.forward)
    }

    /// How the wordings of two facts stand to each other in the memory.
    fn company(&self, one: &Told, other: &Told) -> Company {
        let ways = one.way().zip(other.way());
        ways.map_or(Company::Unknown, |(one, other)| self.habits.company(one, other))
    }

    /// Whether two facts about one thing may say the same of it, as far as their words go.
    fn may_say_the_same(&self, one: &Told, other: &Told) -> bool {
        let maybe = if self.habits.matcher().tells_each_in_one() { SAME } else { MAYBE };
        one.telling.is(&other.telling)
            || self.tell_one_relation(one, other)
            || self.company(one, other) != Company::Together
                && maybe <= one.telling.point.cosine(&other.telling.point)
                && !self.are_known_apart(one, other)
    }

    /// Whether two wordings clearly tell two relations that everybody knows: "the head of state", "the head of government". Where there are
    /// many wordings of one, they come near to any of its neighbours.
    fn are_known_apart(&self, one: &Told, other: &Told) -> bool {
        if !self.habits.matcher().tells_each_in_one() {
            return false;
        }
        let relation = |told: &Told| self.habits.matcher().relation(&told.telling.point);
        relation(one).zip(relation(other)).is_some_and(|(one, other)| one != other)
    }

    /// Whether two wordings tell one relation that everybody knows, in a memory that tells relations in many: there such wordings stand
    /// together as well, where one corrects what the other said.
    fn tell_one_relation(&self, one: &Told, other: &Told) -> bool {
        let matcher = self.habits.matcher();
        matcher.tells_each_in_many() && matcher.are_nearest_to_one(&one.telling.point, &other.telling.point)
    }

    /// Whether two facts about one thing say the same of it, but for what they lead to.
    fn says_the_same(&self, one: &Told, other: &Told) -> bool {
        if one.telling.is(&other.telling) {
            return one.edge.forward == other.edge.forward;
        }
        let called = |told: &Told| {
            let end = if told.edge.forward { End::Object } else { End::Subject };
            told.telling.wording.units.iter().any(|unit| unit.relates(end))
        };
        if called(one) != called(other) && one.edge.forward != other.edge.forward || self.are_known_apart(one, other) {
            return false;
        }
        if self.tell_one_relation(one, other) {
            return true;
        }
        let same = match self.company(one, other) {
            Company::Together => return false,
            Company::Apart => SAME_APART,
            Company::Unknown if self.habits.matcher().tells_each_in_one() => SAME_IN_ONE,
            Company::Unknown => SAME,
        };
        same <= one.telling.point.cosine(&other.telling.point)
    }

    /// A wording, read; another that the same was told in tells what it is not.
    pub(crate) fn telling(&self, text: &str, like: Option<usize>) -> Rc<Telling> {
        let mut tellings = self.tellings.borrow_mut();
        let number = tellings.len();
        let read = || {
            let matcher = self.habits.matcher();
            let words = Wordings::shipped().vector(&bare(text));
            let known = like.or_else(|| matcher.rival(&words));
            let mut point = matcher.point(words);
            let another = |other: &usize| known.is_some_and(|known| self.habits.are_two(known, *other));
            (0..matcher.rivals()).filter(another).for_each(|other| matcher.set_apart(&mut point, other));
            Rc::new(Telling { number, known, wording: Wording::read(text), point })
        };
        Rc::clone(tellings.entry((text.to_owned(), like)).or_insert_with(read))
    }

    /// The best paths with what speaks for the kind of thing that they end at.
    pub fn judged(&self) -> Vec<Path> {
        let mut paths = self.paths();
        paths.truncate(JUDGED);
        for path in &mut paths {
            let left_out = usize::from(self.asked.others);
            let missed = self.asked.mentions.iter().filter(|mention| !path.passes(mention.entity)).count().saturating_sub(left_out);
            path.weigh(self.leads_away(path) * self.fits(path) * MISSED.powi(i32::try_from(missed).unwrap_or(i32::MAX)));
            path.weigh(if self.asked.words.iter().any(|word| word.strange) { STRANGE } else { 1.0 });
        }
        paths.sort_by(better);
        paths
    }

    /// What speaks against a path that ends at what is in a place, where the question asks where that is: in words too that no step says.
    fn leads_away(&self, path: &Path) -> f32 {
        let Some((last, before)) = path.steps.split_last() else { return 1.0 };
        let told = self.telling(&self.world.wording(&last.edge), None);
        let said = path.window;
        let before = Path { steps: before.to_vec(), window: before_step(said, last.bits), ..path.clone() };
        let step = |window: (usize, usize)| direction::Step {
            asked: self.asked,
            path: &before,
            window,
            to: last.edge.to,
            forward: last.edge.forward,
            wording: &told.wording,
            nobody: false,
        };
        let whole = (0, self.words.len());
        if !last.edge.symmetric && step(whole).leads_away() && !step(said).leads_away() { AGAINST } else { 1.0 }
    }

    /// The nouns for what an entity was told to be.
    pub(crate) fn is_called(&self, entity: u32) -> Vec<String> {
        self.world.is_called(entity)
    }

    /// A path with each fact for its last that says the same of the same thing.
    pub(crate) fn siblings(&self, path: &Path) -> Vec<Path> {
        let Some(last) = path.steps.last() else { return Vec::new() };
        self.onward(&Path { steps: path.steps[..path.steps.len() - 1].to_vec(), ..path.clone() }, last)
    }

    /// A path with each step that is like one elsewhere.
    pub(crate) fn onward(&self, path: &Path, step: &Step) -> Vec<Path> {
        let from = path.end();
        let same = |edge: &Edge| edge.predicate == step.edge.predicate && (edge.forward == step.edge.forward || edge.symmetric);
        let with = |edge: Edge| {
            let steps = path.steps.iter().cloned().chain([Step { from, edge, ..step.clone() }]).collect();
            Path { steps, ..path.clone() }
        };
        self.all_edges(from).iter().filter(|edge| same(edge)).cloned().map(with).collect()
    }

    /// All facts about an entity, however many.
    fn all_edges(&self, entity: u32) -> Rc<Vec<Edge>> {
        Rc::clone(self.all.borrow_mut().entry(entity).or_insert_with(|| Rc::new(self.world.edges(entity))))
    }

    /// The siblings of a path that end at the same kind of thing.
    pub(crate) fn alike(&self, path: &Path) -> Vec<Path> {
        let siblings = self.siblings(path);
        let (judged, fit) = (siblings.len() <= MOST_ALIKE, self.fits(path));
        siblings.into_iter().filter(|other| !judged || fit <= self.fits(other)).collect()
    }

    /// Whether something is a thing of the kind that a path ends at, as far as it is known: neither is told of things as the start is.
    pub(crate) fn may_stand_for(&self, path: &Path, other: u32) -> bool {
        let ways = |entity: u32| self.edges_of(entity).iter().map(|told| (told.edge.predicate, told.edge.forward)).collect::<Vec<_>>();
        let own = ways(other);
        let shares = |entity: u32| ways(entity).iter().any(|way| own.contains(way));
        path.steps.last().is_some_and(|last| last.edge.symmetric || shares(last.edge.to) || !shares(last.from))
    }
}

/// The windows that hold one and more words, nearest first.
fn wider((from, to): (usize, usize), words: usize) -> impl Iterator<Item = (usize, usize)> {
    let least = from.saturating_sub(LONGEST_STEP);
    let window = move |from_now: usize| (to..=words.min(to + LONGEST_STEP)).map(move |to_now| (from_now, to_now));
    let added = move |(from_now, to_now): &(usize, usize)| (from - from_now) + (to_now - to);
    (least..=from).rev().flat_map(window).filter(move |wide| (1..=LONGEST_STEP).contains(&added(wide)))
}

/// A window before a step widened it by these words.
fn before_step((from, to): (usize, usize), said: u64) -> (usize, usize) {
    let said = |at: usize| said & 1 << at != 0;
    let old = |at: &usize| !said(*at);
    let first = (from..to).find(old).unwrap_or(from);
    (first, (first..to).rev().find(old).map_or(first, |last| last + 1))
}

/// The words of a window, as bits.
fn bits((from, to): (usize, usize)) -> u64 {
    (from..to).fold(0, |bits, at| bits | 1 << at)
}

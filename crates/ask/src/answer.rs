//! From paths to an answer, or to saying that there is none.

use asof_lexicon::{Lexicon, Part};
use rustc_hash::FxHashSet;

use crate::{
    habits::Habits,
    path::Path,
    question::{Asked, Form, Named},
    search::{MISSED, Search},
    succession::{Around, picked},
    time::{Order, orders},
    words::is_small,
    world::{Standing, World},
};

/// Below this confidence there is no answer.
pub const LEAST_CONFIDENCE: f32 = 0.5;
/// So sure must be what is so instead, for a no.
const SURE_OF_NO: f32 = 0.75;
/// How much surer a path of several steps is than their product: the power of their number by which a root is taken.
const ROOT: f32 = 0.8;
/// Paths worth this much less than the best answer as well as it does.
const AS_GOOD: f32 = 0.005;

/// One thing that answers a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The entity or value.
    pub entity: u32,
    /// How it was found.
    pub path: Path,
}

/// The answer to a question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How the question was read.
    pub asked: Asked,
    /// What answers it, the best first; what comes nearest where it abstains.
    pub found: Vec<Found>,
    /// For a question of yes or no, which.
    pub yes: Option<bool>,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// Whether nothing that is known answers it.
    pub abstained: bool,
}

/// What a question asks, and of what time.
#[derive(Clone, Copy, Debug)]
pub struct Sought<'q> {
    /// The question.
    pub question: &'q str,
    /// What it names.
    pub named: &'q [Named],
    /// The bytes of its times.
    pub skip: &'q [std::ops::Range<usize>],
    /// The stretch that a clause of it tells its time by.
    pub around: Option<&'q Around>,
    /// When it is asked, in microseconds.
    pub now: i64,
}

/// Answers a question from a world, which is already held to its times.
#[must_use]
pub fn answer(sought: &Sought<'_>, world: &dyn World, habits: &Habits) -> Answer {
    let asked = Asked::read(sought.question, sought.named, sought.skip);
    let search = Search::new(world, &asked, habits);
    let mut paths = search.judged();
    let yes = (asked.form == Form::YesNo).then(|| settled(&search, &asked, &mut paths, sought.around)).flatten();
    paths.retain(|path| is_other(&asked, path));
    if matches!(asked.form, Form::When | Form::Duration | Form::Age)
        && paths.iter().any(|path| is_dated(path) && LEAST_CONFIDENCE <= confidence(path))
    {
        // What has no date is not asked for its date.
        paths.retain(is_dated);
    }
    let settled = asked.form != Form::YesNo || yes.is_some();
    let confidence = paths.first().filter(|_| settled).map_or(0.0, confidence);
    let paths = if asked.form == Form::YesNo { paths } else { sought_of(&search, &asked, sought, paths) };
    let each = |path: Path| Found { entity: path.end(), path };
    let found = if asked.times { paths.into_iter().map(each).collect() } else { distinct(paths) };
    let confidence = if found.is_empty() { 0.0 } else { confidence };
    Answer { abstained: confidence < LEAST_CONFIDENCE, confidence, yes, found, asked }
}

/// Nothing, where nobody knows when that was by which a question tells its time.
#[must_use]
pub fn unknown(sought: &Sought<'_>) -> Answer {
    let asked = Asked::read(sought.question, sought.named, sought.skip);
    Answer { asked, found: Vec::new(), yes: None, confidence: 0.0, abstained: true }
}

/// The paths that answer as well as the best, and those that say the same of another time, as far as these are asked for.
fn sought_of(search: &Search<'_>, asked: &Asked, sought: &Sought<'_>, mut paths: Vec<Path>) -> Vec<Path> {
    let Some(best) = paths.first() else { return paths };
    let (worth, Some(last)) = (best.worth, best.steps.last()) else { return paths };
    let standing = last.edge.standing;
    let listed = last.edge.listed;
    paths.retain(|path| worth - AS_GOOD <= path.worth);
    // A date is asked of the one fact, of a list only the last statement counts.
    let one = matches!(asked.form, Form::When | Form::Duration | Form::Age) && asked.order.is_none() && sought.around.is_none();
    if asked.form == Form::Duration && !asked.past && !listed {
        // "How long has Ana lived in Bonn": this time.
        let end = paths[0].end();
        let again = search.siblings(&paths[0]).into_iter().filter(|path| path.end() == end);
        return again.max_by_key(|path| path.last().map(|edge| edge.until)).into_iter().collect();
    }
    if listed || one {
        return paths;
    }
    let counted = asked.form == Form::Count;
    let order = asked.order.or((standing == Standing::Over && !counted).then_some(Order::Former));
    if let Some((order, at)) = order.and_then(|order| Some((order, ordered_step(asked, paths.first()?)?))) {
        return through(search, &paths[0], at, order, sought.now);
    }
    let mut alike = alike(search, &paths);
    alike.retain(|path| is_other(asked, path) && path.last().is_some_and(|edge| edge.standing == standing));
    // "How many times did Ana move to Bonn" counts no other moves.
    let end = paths[0].end();
    if asked.times && asked.mentions.iter().any(|mention| mention.entity == end) {
        alike.retain(|path| path.end() == end);
    }
    called_so(search, asked, &mut alike);
    if order.is_none() && sought.around.is_none() {
        // The best first, then the others as they are known.
        let known: FxHashSet<Last> = alike.iter().filter_map(last_of).collect();
        paths.retain(|path| !asked.times && last_of(path).is_some_and(|last| known.contains(&last)));
        return paths.into_iter().chain(alike).collect();
    }
    picked(alike, order, sought.around, counted, sought.now)
}

/// Whether a path ends at something else than is named, where others are asked for.
fn is_other(asked: &Asked, path: &Path) -> bool {
    !asked.others || asked.mentions.iter().all(|mention| mention.entity != path.end())
}

/// Of facts alike those that end at what the question has a noun for, if any do: of Ana's pets her dog.
fn called_so(search: &Search<'_>, asked: &Asked, paths: &mut Vec<Path>) {
    let lemmas = |word: &str| Lexicon::shipped().lemmas(word, Some(Part::Noun));
    let asked: Vec<String> = asked.words.iter().flat_map(|word| lemmas(&word.text)).collect();
    let called: Vec<bool> = paths.iter().map(|path| search.is_called(path.end()).iter().any(|noun| asked.contains(noun))).collect();
    if called.contains(&true) {
        let mut called = called.into_iter();
        paths.retain(|_| called.next() == Some(true));
    }
}

/// The step before the last that a word for an order belongs to: "the first husband" in "where was Ana's first husband born".
fn ordered_step(asked: &Asked, path: &Path) -> Option<usize> {
    let word = asked.words.iter().position(|word| orders(&word.text))?;
    let at = path.steps.iter().position(|step| step.bits & 1 << word != 0)?;
    (at + 1 < path.steps.len()).then_some(at)
}

/// A path by the fact that is asked for of those like one of its steps, and on from there as it went.
fn through(search: &Search<'_>, path: &Path, at: usize, order: Order, now: i64) -> Vec<Path> {
    let start = Path { steps: path.steps[..=at].to_vec(), ..path.clone() };
    let chosen = picked(search.siblings(&start), Some(order), None, false, now);
    path.steps[at + 1..].iter().fold(chosen, |paths, step| paths.iter().flat_map(|path| search.onward(path, step)).collect())
}

/// The last fact of a path: where it starts, its predicate, where it ends, and its first and last instant.
type Last = (u32, u32, u32, i64, i64);

fn last_of(path: &Path) -> Option<Last> {
    path.steps.last().map(|step| (step.from, step.edge.predicate, step.edge.to, step.edge.since, step.edge.until))
}

/// The paths that say the same as some of these, each fact once.
fn alike(search: &Search<'_>, paths: &[Path]) -> Vec<Path> {
    let (mut ways, mut known) = (FxHashSet::default(), FxHashSet::default());
    let way = |path: &&Path| path.steps.last().map(|step| (step.from, step.edge.predicate, step.edge.forward));
    let new = paths.iter().filter(|path| ways.insert(way(path)));
    let mut alike: Vec<Path> = new.flat_map(|path| search.alike(path)).collect();
    alike.retain(|path| last_of(path).is_some_and(|last| known.insert(last)));
    alike
}

/// Each entity once.
fn distinct(paths: Vec<Path>) -> Vec<Found> {
    let mut known = FxHashSet::default();
    let new = paths.into_iter().filter(|path| known.insert(path.end()));
    new.map(|path| Found { entity: path.end(), path }).collect()
}

/// How sure a path is: the more steps it has, the less each needs to be.
pub(crate) fn confidence(path: &Path) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a few steps")]
    let steps = path.steps.len().max(1) as f32;
    path.likelihood.clamp(0.0, 1.0).powf(1.0 / steps.powf(ROOT))
}

/// Whether a question of yes or no is settled: yes, where a path leads from one thing it names to another, or the one thing it names is
/// what its one word says; no, where that is over, or lies otherwise to its time, or where it leads to something else of which there is
/// only one.
fn settled(search: &Search<'_>, asked: &Asked, paths: &mut Vec<Path>, around: Option<&Around>) -> Option<bool> {
    let links = |path: &Path| asked.mentions.iter().any(|mention| mention.entity == path.end());
    let alone = asked.mentions.len() == 1 && asked.words.iter().filter(|word| !is_small(&word.text)).count() == 1;
    let says = |path: &Path| LEAST_CONFIDENCE <= confidence(path) && (links(path) || alone && path.steps.len() == 1);
    // What spoke against it as an answer speaks for no.
    let over = || paths.iter().filter(|path| is_over(path)).map(|path| without(path, search.over()));
    let linked = paths.iter().find(|path| says(path)).cloned().or_else(|| over().find(says));
    // What else a question names is missed on the way to something else.
    let several = 1 < asked.mentions.len();
    let instead = |path: &Path| {
        let mut others = asked.mentions.iter().filter(|mention| path.start != mention.entity);
        others.any(|mention| search.may_stand_for(path, mention.entity))
    };
    let single = |path: &Path| path.last().is_some_and(|edge| edge.single);
    let plain = |path: &Path| SURE_OF_NO <= confidence(&without(path, MISSED));
    let other = paths.iter().find(|path| several && single(path) && instead(path) && plain(path)).cloned();
    let (path, yes) = match (linked, other) {
        (Some(path), _) => {
            let beside = around.is_some_and(|around| path.steps.last().is_some_and(|last| !around.holds(last)));
            let yes = !is_over(&path) && !beside;
            (path, yes)
        }
        (None, Some(path)) => (without(&path, MISSED), false),
        (None, None) => return None,
    };
    *paths = vec![path];
    Some(yes)
}

/// Whether the last fact of a path is over, and is not asked for by its end.
fn is_over(path: &Path) -> bool {
    path.steps.last().is_some_and(|last| last.edge.standing == Standing::Over && !last.edge.listed && !last.ends)
}

/// Whether it is known when the last fact of a path began or ended.
fn is_dated(path: &Path) -> bool {
    path.last().is_some_and(|edge| edge.dated)
}

/// A path without what spoke against it.
fn without(path: &Path, factor: f32) -> Path {
    Path { worth: path.worth / factor, likelihood: path.likelihood / factor, ..path.clone() }
}

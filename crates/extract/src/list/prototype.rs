//! What a frame says: its relation is read off a few of its items that are easy to read, so that hard names do no harm.

use std::collections::BTreeMap;

use asof_model::{Claim, Kind, Object, normalise};

use super::coverage::{covers, says, telling};
use crate::{Extraction, Found, Reason, kin, list::Frame};

/// So many of a frame's items are read for its relation.
const SAMPLES: usize = 5;
/// Names that are easy to read, for frames whose own are too few or too hard.
const PLAIN_NAMES: [Fillers<'static>; 2] = [["Alma Reed", "Norland"], ["Norland", "Alma Reed"]];
/// How sure a relation is that only its words name.
const BY_WORDS: f32 = 0.8;

/// The relation that a frame tells between what fills its slots.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The predicate.
    pub predicate: String,
    /// Whether the second slot is the subject.
    pub inverse: bool,
    /// What it says about time.
    pub kind: Kind,
    /// How sure it is, 0 to 1.
    pub sure: f32,
}

impl Relation {
    /// The claim about what fills the slots.
    pub fn claim(&self, first: &str, second: &str) -> Claim {
        let (subject, object) = if self.inverse { (second, first) } else { (first, second) };
        Claim::new(subject, &self.predicate, object).kind(self.kind)
    }
}

/// What fills a frame's slots in one item.
pub type Fillers<'t> = [&'t str; 2];

/// The relation of a frame: what most of its easiest items are read to say, in their own wording or a plainer one.
pub fn relation(
    frame: &Frame,
    fillers: &[Fillers<'_>],
    core: impl Fn(&str) -> bool,
    read: impl Fn(&str) -> Extraction,
) -> Result<Option<Relation>, Unsaid> {
    let unsaid = |sample| {
        let read = read(&frame.filled(sample));
        read.found.is_empty() && read.diagnostics.iter().any(|left| is_unsaid(left.reason))
    };
    if PLAIN_NAMES.iter().all(unsaid) || frame.parts.iter().any(|part| part.to_lowercase().split(' ').any(|word| HEDGES.contains(&word))) {
        return Err(Unsaid);
    }
    let telling = telling(&frame.filled(&PLAIN_NAMES[0]), &PLAIN_NAMES[0]);
    let found = |text: &str| read(text).found;
    let by = |samples: &[Fillers<'_>]| {
        let turned = || {
            let turned: Vec<Fillers<'_>> = samples.iter().map(|[first, second]| [*second, *first]).collect();
            let relation = voted(&turned_about(frame)?, &turned, &core, &found)?;
            Some(Relation { inverse: !relation.inverse, ..relation })
        };
        let plainer = || voted(&plainer(frame)?, samples, &core, &found);
        let ways: [&dyn Fn() -> Option<Relation>; 3] = [&|| voted(frame, samples, &core, &found), &plainer, &turned];
        let mut readings = ways.iter().filter_map(|way| way());
        let first = readings.next()?;
        let whole = |relation: &Relation| {
            let core = core(&relation.predicate);
            let opening = frame.opening().is_none_or(|word| says(&relation.predicate, &word, &word));
            opening && covers(&relation.predicate, &telling, core) || !is_so(relation.kind)
        };
        if whole(&first) { Some(first) } else { readings.find(whole).or_else(|| Some(by_words(frame))) }
    };
    let own = easiest(fillers);
    Ok(Some(&own).filter(|_| !frame.rare).and_then(|own| by(own)).or_else(|| by(&PLAIN_NAMES)).or_else(|| by(&own)))
}

/// Whether it says that something is, came to be or happened, rather than that it ended or is not so.
fn is_so(kind: Kind) -> bool {
    matches!(kind, Kind::Holds | Kind::Begins | Kind::Happens)
}

/// Words by which a statement says less than that it is so: it denies, doubts, reports, asks or intends.
const HEDGES: &[&str] = &[
    "nobody",
    "none",
    "maybe",
    "perhaps",
    "whether",
    "if",
    "may",
    "might",
    "could",
    "would",
    "should",
    "will",
    "shall",
    "asked",
    "asks",
    "wonders",
    "rumoured",
    "rumored",
    "allegedly",
    "reportedly",
    "plans",
    "planning",
    "hopes",
    "hoping",
    "wants",
    "applied",
    "running",
    "candidate",
    "considering",
    "prepared",
    "preparing",
    "proposed",
    "denies",
    "denied",
];

/// What a frame's items do not say to be so: they ask, suppose, plan, report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsaid;

fn is_unsaid(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Question
            | Reason::Hypothetical
            | Reason::Future
            | Reason::Reported
            | Reason::Quoted
            | Reason::Order
            | Reason::Joke
            | Reason::General
    )
}

/// The relation that a frame's words name, where no item is read to say anything.
pub fn by_words(frame: &Frame) -> Relation {
    Relation { predicate: in_words(frame), inverse: false, kind: Kind::Holds, sure: BY_WORDS }
}

/// The items whose names are the shortest, and unlike each other.
fn easiest<'t>(fillers: &[Fillers<'t>]) -> Vec<Fillers<'t>> {
    let hardness = |fillers: &Fillers<'_>| {
        let words: usize = fillers.iter().map(|filler| filler.split(' ').count()).sum();
        let odd = fillers.iter().filter(|filler| filler.contains(|c: char| !c.is_alphabetic() && c != ' ')).count();
        (odd, words, fillers.iter().map(|filler| filler.len()).sum::<usize>())
    };
    let mut sorted: Vec<Fillers<'t>> = fillers.iter().filter(|[first, second]| first != second).copied().collect();
    sorted.sort_by_key(|fillers| (hardness(fillers), fillers[0].to_owned()));
    sorted.dedup();
    sorted.truncate(SAMPLES);
    sorted
}

/// The relation that most samples are read to say.
fn voted(frame: &Frame, samples: &[Fillers<'_>], core: &impl Fn(&str) -> bool, read: &impl Fn(&str) -> Vec<Found>) -> Option<Relation> {
    let mut votes: BTreeMap<(String, bool, Kind), (usize, f32)> = BTreeMap::new();
    for sample in samples {
        let found = read(&frame.filled(sample));
        let link = found.iter().filter_map(|found| Some((linking(&found.claim, sample, core)?, found.confidence)));
        // The surest of what links the two; of equals the first.
        let surest = link.reduce(|best, next| if best.1 < next.1 { next } else { best });
        if let Some((relation, sure)) = surest {
            let vote = votes.entry(relation).or_default();
            *vote = (vote.0 + 1, vote.1 + sure);
        }
    }
    let ((predicate, inverse, kind), (count, sure)) = votes.into_iter().max_by_key(|(_, (count, _))| *count)?;
    let enough = samples.len() <= 2 || samples.len() <= count * 2;
    #[expect(clippy::cast_precision_loss, reason = "a handful of samples")]
    enough.then(|| Relation { predicate, inverse, kind, sure: sure / count as f32 })
}

impl Frame {
    /// The noun that it opens with and that belongs to what follows: "Bank of _ was founded by _" tells of no founder of the latter.
    fn opening(&self) -> Option<String> {
        let (noun, rest) = self.parts[0].split_once(' ').filter(|_| !self.is_plain())?;
        (rest == "of").then(|| noun.to_lowercase())
    }

    /// Whether it says what something is: "the capital of _ is _".
    pub fn is_plain(&self) -> bool {
        self.parts[1].rsplit(' ').next().is_some_and(is_be)
    }

    /// The statement with these in its slots.
    fn filled(&self, [first, second]: &Fillers<'_>) -> String {
        let [before, between, after] = &self.parts;
        let owner = if between.starts_with(['\'', '’', ',']) { "" } else { " " };
        let text = format!("{before} {first}{owner}{between} {second} {after}");
        format!("{}.", text.trim().replace(" ,", ","))
    }
}

/// How a claim links what fills the slots, if it does. "Plays the position of _" has the kind of thing in the object: that goes to
/// the predicate, unless the vocabulary knows it.
fn linking(claim: &Claim, [first, second]: &Fillers<'_>, core: &impl Fn(&str) -> bool) -> Option<(String, bool, Kind)> {
    let Object::Entity(object) = &claim.object else { return None };
    let (subject, object) = (normalise(&claim.subject), normalise(object));
    let (first, second) = (normalise(first), normalise(second));
    for (from, to, inverse) in [(&first, &second, false), (&second, &first, true)] {
        let Some(kind_of_thing) = object.strip_suffix(to.as_str()).filter(|_| subject == *from) else { continue };
        let kind_of_thing = kind_of_thing.trim();
        // The brother of somebody is somebody else.
        let is_another = kind_of_thing.strip_suffix(" of").and_then(|kind| kind.rsplit(' ').next()).is_some_and(kin::is_role);
        let kind_of_thing = kind_of_thing.trim_end_matches(" of");
        let apart = kind_of_thing.is_empty() || core(&claim.predicate) && !is_another;
        let predicate = if apart { claim.predicate.clone() } else { format!("{}_{}", claim.predicate, kind_of_thing.replace(' ', "_")) };
        return Some((predicate, inverse, claim.kind));
    }
    None
}

/// The same in plainer words: "it was _ who wrote _" as "_ wrote _", "the school where _ was taught is _" as "_ was taught in _", and
/// without "the name of".
fn plainer(frame: &Frame) -> Option<Frame> {
    let [before, between, after] = &frame.parts;
    let lower = before.to_lowercase();
    if let Some(rest) = lower.strip_prefix("the name of ") {
        return Some(Frame { rare: frame.rare, parts: [rest.replace("current ", ""), between.clone(), after.clone()] });
    }
    let who = ["who ", "that ", "which "];
    if lower == "it was" {
        let verb = who.iter().find_map(|who| between.strip_prefix(who))?;
        return Some(Frame { rare: frame.rare, parts: [String::new(), verb.to_owned(), after.clone()] });
    }
    if between == "has" {
        let post = OWN.iter().find_map(|own| after.strip_prefix(own))?;
        return Some(Frame { rare: frame.rare, parts: [format!("the {post} of"), "is".into(), String::new()] });
    }
    let verb = between.rsplit_once(' ').filter(|(_, last)| is_be(last))?.0;
    let led = [(" where", " in"), (" in which", " in"), (" at which", " at"), (" that", ""), (" which", "")];
    let (_, preposition) = led.iter().find(|(word, _)| lower.ends_with(word))?;
    Some(Frame { rare: frame.rare, parts: [String::new(), format!("{verb}{preposition}"), after.clone()] })
}

/// "Peru has Lima as its capital".
const OWN: [&str; 6] = ["as its ", "as his ", "as her ", "as their ", "as the ", "for its "];

/// "The company that made _ is _" with its sides changed: "_ made _".
fn turned_about(frame: &Frame) -> Option<Frame> {
    let [before, between, after] = &frame.parts;
    let before = before.to_lowercase();
    let verb = [" who ", " that ", " which "].iter().find_map(|who| before.split_once(who)).filter(|_| is_be(between))?.1;
    Some(Frame { rare: frame.rare, parts: [String::new(), verb.to_owned(), after.clone()] })
}

fn is_be(words: &str) -> bool {
    matches!(words, "is" | "was" | "are" | "were")
}

/// Words that a predicate of the frame's own words leaves out.
const LEFT_OUT: &[&str] = &[
    "the",
    "a",
    "an",
    "is",
    "was",
    "are",
    "were",
    "'s",
    "’s",
    "who",
    "it",
    "has",
    "been",
    ",",
    "current",
    "currently",
    "its",
    "their",
    "name",
];

/// A predicate in the frame's own words: "head of state" for "the head of state in _ is _".
fn in_words(frame: &Frame) -> String {
    let all = frame.parts.join(" ").to_lowercase();
    let mut words: Vec<&str> = all.split_whitespace().filter(|word| !LEFT_OUT.contains(word)).collect();
    while words.len() > 1 && matches!(words[0], "of" | "in" | "for") {
        words.remove(0);
    }
    if is_be(&frame.parts[1]) {
        while words.len() > 1 && words.last().is_some_and(|last| matches!(*last, "of" | "in" | "for" | "at")) {
            words.pop();
        }
    }
    if words.is_empty() { "is".into() } else { words.join("_").replace(['\'', '’', ','], "") }
}

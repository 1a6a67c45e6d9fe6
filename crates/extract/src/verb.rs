//! The verb group: what tense, negation and modality the words around a verb say.

use asof_parser::Pos;

use crate::tree::Tree;

/// The time that the verb itself tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// "lives"
    Present,
    /// "lived"
    Past,
    /// "has lived"
    Perfect,
    /// "will live", "is going to live"
    Future,
    /// "living", "to live", "born": only what it hangs on tells.
    None,
}

/// What the auxiliaries, particles and adverbs of a verb say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    pub tense: Tense,
    pub progressive: bool,
    pub passive: bool,
    /// "not", "never"
    pub negated: bool,
    /// "no longer", "not any more"
    pub over: bool,
    /// "might", "would": not said to be so.
    pub doubtful: bool,
    /// "can", "is able to"
    pub able: bool,
    /// "should", "must", "has to"
    pub bound: bool,
    /// "would", which with "like" and "love" is a wish.
    pub would: bool,
    /// Its form is the same in present and past: "quit", "put".
    pub either: bool,
    /// "used to live"
    pub used_to: bool,
    /// "almost", "nearly", "hardly"
    pub missed: bool,
    /// "maybe", "probably"
    pub unsure: bool,
    /// "already", "currently": what is told in the progressive goes on now and is no plan.
    pub ongoing: bool,
    /// "usually", "often": it is done again and again.
    pub usual: bool,
}

const NEVER: &[&str] = &["never", "not", "n't", "n’t", "nt", "neither", "nor"];
pub const UNSURE: &[&str] = &[
    "maybe",
    "perhaps",
    "probably",
    "possibly",
    "presumably",
    "apparently",
    "allegedly",
    "reportedly",
    "supposedly",
    "hopefully",
    "seemingly",
    "ideally",
    "likely",
    "conceivably",
];
const SAME: &[&str] =
    &["quit", "put", "cut", "hit", "set", "let", "cost", "hurt", "shut", "split", "read", "beat", "bet", "bid", "burst", "cast", "spread"];
const USUAL: &[&str] = &["usually", "always", "often", "sometimes", "typically", "normally", "generally", "regularly", "rarely", "seldom"];
const MISSED: &[&str] = &["almost", "nearly", "barely", "hardly"];

/// Reads the group of a clause's head: the verb, or the noun or adjective that "be" makes a predicate.
pub fn group(tree: &Tree<'_>, head: usize) -> Group {
    let helpers: Vec<usize> = tree.all(head, &["aux", "cop"]).collect();
    let adverbs: Vec<usize> = tree.all(head, &["advmod", "cc", "obl", "discourse", "det", "amod"]).collect();
    let has = |words: &[&str]| adverbs.iter().any(|&at| tree.is_one(at, words));
    let modal = |words: &[&str]| helpers.iter().any(|&at| tree.is_one(at, words));
    let negative = has(NEVER) || helpers.iter().any(|&at| tree.all(at, &["advmod"]).any(|not| tree.is_one(not, NEVER)));
    // "Neither Ana nor I can drive", "I have neither a car nor a bike"
    let neither = tree.all(head, &["nsubj", "obj", "obl"]).any(|at| tree.children(at).iter().any(|&word| tree.is_one(word, &["neither"])));
    let no_longer = adverbs.iter().any(|&at| {
        tree.is_one(at, &["longer", "more"]) && tree.children(at).iter().any(|&no| tree.is_one(no, &["no"]))
            || tree.is_one(at, &["longer", "more"]) && at.checked_sub(1).is_some_and(|before| tree.is_one(before, &["no"]))
    });
    let any_more = adverbs.iter().any(|&at| {
        tree.is_one(at, &["anymore"])
            || tree.is_one(at, &["more", "longer"]) && at.checked_sub(1).is_some_and(|any| tree.is_one(any, &["any"]))
    });
    let bare = helpers.is_empty() && (tree.tag(head) == "VBP" || tree.tag(head) == "VB" && tree.child(head, "nsubj").is_some());
    Group {
        tense: if bare && is_done(tree, head) { Tense::Past } else { tense(tree, head, &helpers) },
        progressive: helpers.iter().any(|&at| tree.lemma(at) == "be")
            && (tree.tag(head) == "VBG" || helpers.iter().any(|&at| tree.tag(at) == "VBG")),
        passive: !has_got(tree, head) && tree.exact(head, "aux:pass").is_some() || tree.exact(head, "nsubj:pass").is_some(),
        negated: negative || neither,
        over: no_longer || negative && any_more,
        doubtful: modal(&["might", "may", "could", "would", "'d", "’d"])
            && !had_better(tree, &helpers, head)
            && !could_not(tree, &helpers, head),
        able: modal(&["can", "ca", "could"]),
        bound: modal(&["should", "must", "ought", "shall"]),
        would: modal(&["would", "'d", "’d", "wou", "d"]),
        either: tree.tag(head) == "VBP" && helpers.is_empty() && tree.is_one(head, SAME),
        used_to: false,
        missed: has(MISSED),
        unsure: has(UNSURE),
        ongoing: has(&["already", "currently", "still", "now", "always", "constantly", "lately", "recently"]),
        usual: has(USUAL),
    }
}

/// "I quit smoking", "Ana beat Ben": a form that is the same in present and past tells the past where the subject is somebody else or
/// the verb is over as soon as it is done.
fn is_done(tree: &Tree<'_>, head: usize) -> bool {
    let single = tree.child(head, "nsubj").is_some_and(|subject| {
        matches!(tree.tag(subject), "NN" | "NNP") && tree.all(subject, &["conj"]).next().is_none()
            || tree.is_one(subject, &["he", "she", "it"])
    });
    tree.is_one(head, SAME) && single || tree.is_one(head, &["quit", "split", "burst"])
}

/// "I've got a dog" says that I have one; "I've got a new job" that I found it.
pub fn has_got(tree: &Tree<'_>, head: usize) -> bool {
    const FOUND: &[&str] = &["job", "position", "role", "internship", "offer", "promotion", "raise", "place", "news", "message"];
    let have = tree.all(head, &["aux"]).any(|at| tree.is_one(at, &["have", "has", "'ve", "’ve", "'s", "’s"]));
    let thing = tree.child(head, "obj").is_some_and(|object| !FOUND.contains(&tree.lemma(object)));
    tree.is_one(head, &["got"]) && have && thing
}

/// "I couldn't sleep" says that I did not; "couldn't be happier" says something else.
fn could_not(tree: &Tree<'_>, helpers: &[usize], head: usize) -> bool {
    let more = |at: usize| matches!(tree.tag(at), "JJR" | "RBR") || tree.is_one(at, &["more", "better", "ask", "agree"]);
    let not = tree.all(head, &["advmod"]).any(|at| tree.is_one(at, &["not", "n't", "n’t"]));
    matches!(helpers, [could] if tree.is_one(*could, &["could"])) && not && !tree.under(head, |_| true).into_iter().any(more)
}

/// "'d" before a participle is "had": "I'd lived there".
fn had_better(tree: &Tree<'_>, helpers: &[usize], head: usize) -> bool {
    let had = helpers.iter().any(|&at| tree.is_one(at, &["'d", "’d"]));
    // "I'd been working there"
    let been = helpers.len() == 2 && helpers.iter().any(|&at| tree.is_one(at, &["been"]));
    had && (tree.tag(head) == "VBN" && helpers.len() == 1 || been)
}

fn tense(tree: &Tree<'_>, head: usize, helpers: &[usize]) -> Tense {
    let finite = helpers.iter().copied().min();
    match finite {
        _ if has_got(tree, head) => Tense::Present,
        _ if helpers.iter().any(|&at| tree.is_one(at, &["will", "'ll", "’ll", "wo", "shall", "ll"])) => Tense::Future,
        Some(first) if tree.lemma(first) == "have" && helpers_perfect(tree, head, helpers) => match tree.tag(first) {
            "VBD" => Tense::Past,
            _ => Tense::Perfect,
        },
        Some(_) if could_not(tree, helpers, head) => Tense::Past,
        Some(first) if had_better(tree, helpers, head) && tree.is_one(first, &["'d", "’d"]) => Tense::Past,
        Some(first) => of_tag(tree.tag(first)),
        None if tree.pos(head) == Pos::Verb || tree.pos(head) == Pos::Aux => of_tag(tree.tag(head)),
        None => Tense::None,
    }
}

/// "has lived", "has been"; and not "has a car", whose "has" is no helper.
fn helpers_perfect(tree: &Tree<'_>, head: usize, helpers: &[usize]) -> bool {
    matches!(tree.tag(head), "VBN" | "VBD") || helpers.iter().any(|&at| tree.tag(at) == "VBN")
}

fn of_tag(tag: &str) -> Tense {
    match tag {
        "VBD" => Tense::Past,
        "VBZ" | "VBP" | "MD" => Tense::Present,
        _ => Tense::None,
    }
}

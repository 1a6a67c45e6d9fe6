//! What a verb says of the clause that completes it: "want to go", "stopped going", "knows that Ana went".

use crate::{
    clause::Clause,
    manner::CHANCES,
    tree::Tree,
    verb::{self, Tense},
};

/// What is said of the clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Governor {
    /// It began: "started working".
    Begin,
    /// It ended: "stopped working".
    End,
    /// It goes on: "keeps working".
    Go,
    /// It is so: "managed to go", "knows that".
    True,
    /// It is not so: "failed to go".
    Fail,
    /// Somebody wants it.
    Want,
    /// Somebody intends it.
    Plan,
    /// Somebody tries it.
    Try,
    /// Somebody needs it.
    Need,
    /// Somebody likes it.
    Like,
    /// Somebody does not like it.
    Dislike,
    /// Somebody prefers it.
    Prefer,
    /// Somebody thinks so, or says so.
    Think,
    /// It will be: "is going to".
    Will,
    /// It was so once: "used to".
    UsedTo,
}

const BEGIN: &[&str] = &["start", "begin", "commence", "resume"];
const END: &[&str] = &["stop", "quit", "cease", "finish"];
const GO: &[&str] = &["continue", "keep"];
const TRUE: &[&str] = &["manage", "get", "help", "come", "happen", "learn", "end", "spend", "able", "lucky", "dare", "remember", "make"];
const FAIL: &[&str] = &["fail", "forget", "refuse", "decline", "avoid", "unable", "neglect"];
const WANT: &[&str] = &[
    "want",
    "wish",
    "hope",
    "long",
    "dream",
    "aspire",
    "desire",
    "wanna",
    "yearn",
    "eager",
    "keen",
    "love",
    "like",
    "excited",
    "interested",
    "dying",
    "wait",
];
const PLAN: &[&str] = &[
    "plan",
    "intend",
    "decide",
    "aim",
    "prepare",
    "arrange",
    "agree",
    "promise",
    "consider",
    "expect",
    "schedule",
    "mean",
    "ready",
    "set",
    "determined",
    "choose",
    "vow",
    "resolve",
    "about",
    "think",
];
const TRY: &[&str] = &["try", "attempt", "struggle", "strive", "work"];
const NEED: &[&str] = &["need", "have", "got", "require"];
const LIKE: &[&str] = &["love", "like", "enjoy", "adore", "fond", "passionate"];
const DISLIKE: &[&str] = &["hate", "dislike", "detest", "loathe", "mind", "stand"];
const PREFER: &[&str] = &["prefer", "favor", "favour"];
/// What they govern as a finite clause is so.
const FACTIVE: &[&str] = &[
    "know",
    "realize",
    "realise",
    "remind",
    "find",
    "discover",
    "learn",
    "notice",
    "see",
    "hear",
    "remember",
    "forget",
    "regret",
    "mention",
    "confirm",
    "glad",
    "happy",
    "sad",
    "proud",
    "thankful",
    "grateful",
    "excited",
    "lucky",
    "amazed",
    "surprised",
    "sorry",
    "show",
    "prove",
    "reveal",
    "love",
    "like",
    "mean",
    "recall",
    "note",
    "point",
    "admit",
];
const THINK: &[&str] = &[
    "think",
    "believe",
    "feel",
    "guess",
    "suppose",
    "reckon",
    "assume",
    "suspect",
    "doubt",
    "claim",
    "say",
    "tell",
    "argue",
    "insist",
    "hope",
    "imagine",
    "expect",
    "fear",
    "worry",
    "wish",
    "deny",
    "hear",
    "suggest",
    "report",
    "announce",
    "write",
    "state",
    "declare",
    "swear",
    "joke",
    "ask",
    "wonder",
    "seem",
    "appear",
    "sure",
    "afraid",
    "convinced",
    "bet",
    "figure",
    "agree",
    "understand",
    "allege",
    "speculate",
    "predict",
    "estimate",
    "propose",
    "recommend",
    "pretend",
];

/// To whom something is given that they are glad of.
const HAVING: &[&str] =
    &["blessed", "bless", "fortunate", "privileged", "lucky", "grateful", "thankful", "proud", "happy", "glad", "honored", "honoured"];

/// "to have a sister", "to be a teacher"
fn is_had(tree: &Tree<'_>, content: &Clause) -> bool {
    let to = content.mark.is_some_and(|mark| tree.is_one(mark, &["to"]));
    let helped = tree.all(content.head, &["aux"]).next().is_some();
    let noun =
        content.copula.is_some() && tree.pos(content.head) == asof_parser::Pos::Noun && crate::clause::case(tree, content.head).is_empty();
    to && !helped && (tree.lemma(content.head) == "have" || noun)
}

/// "had the chance to meet her": she was met, whatever the chance was for.
pub fn is_taken_chance(tree: &Tree<'_>, head: usize) -> bool {
    let Some(noun) = tree.head(head).filter(|&noun| tree.is_a(head, "acl") && CHANCES.contains(&tree.lemma(noun))) else { return false };
    let Some(verb) = tree.head(noun).filter(|&verb| tree.base(noun) == "obj" && matches!(tree.lemma(verb), "have" | "get")) else {
        return false;
    };
    let group = verb::group(tree, verb);
    let done = matches!(group.tense, Tense::Past | Tense::Perfect) && !group.negated && !group.doubtful;
    let marked = |word: &str| tree.all(head, &["mark"]).any(|mark| tree.is_one(mark, &[word]));
    done && (tree.tag(head) == "VB" && marked("to") || tree.tag(head) == "VBG" && marked("of"))
}

/// What a clause's verb says of the clause that completes it.
pub fn of(tree: &Tree<'_>, governor: &Clause, content: &Clause) -> Option<Governor> {
    let lemma = tree.lemma(governor.head).to_lowercase();
    let is = |list: &[&str]| list.contains(&lemma.as_str());
    let finite = content.group.tense != Tense::None;
    if tree.base(content.head) == "ccomp" && finite {
        return finite_content(tree, governor, &lemma);
    }
    let gerund = tree.tag(content.head) == "VBG";
    // "I remember you collecting bugs": long ago.
    if lemma == "remember" && gerund {
        return Some(Governor::UsedTo);
    }
    let progressive = governor.group.progressive;
    match () {
        () if is(&["use"]) && tree.tag(governor.head) != "VBG" => Some(Governor::UsedTo),
        () if is(&["go", "gon"]) && progressive | tree.is_one(governor.head, &["gon", "going"]) && !gerund => Some(Governor::Will),
        () if is(&["go"]) => Some(Governor::True),
        () if is(BEGIN) => Some(Governor::Begin),
        () if is(END) || is(&["give"]) && governor.particle.is_some() => Some(Governor::End),
        () if is(GO) => Some(Governor::Go),
        // "I'm blessed to have a sister", "I'm proud to be a teacher"
        () if is(HAVING) && governor.copula.is_some() | governor.group.passive && is_had(tree, content) => Some(Governor::True),
        () if is(LIKE) && !governor.group.would && (gerund || governor.group.tense == Tense::Present) => Some(Governor::Like),
        () if is(DISLIKE) => Some(Governor::Dislike),
        () if is(PREFER) && !governor.group.would => Some(Governor::Prefer),
        () if is(FAIL) => Some(Governor::Fail),
        () if is(WANT) || governor.group.would && is(PREFER) => Some(Governor::Want),
        // "She was meant to play the wolf, but …"
        () if is(&["mean", "schedule", "expect"]) && governor.group.passive && governor.group.tense == Tense::Past => Some(Governor::Will),
        // "The deal is expected to close": nobody says by whom.
        () if is(&["expect"]) && governor.group.passive => Some(Governor::Think),
        () if is(PLAN) => Some(Governor::Plan),
        () if is(TRY) && (lemma != "work" || governor.objects.is_empty()) => Some(Governor::Try),
        // "I had to leave" says that I left.
        () if lemma == "have"
            && matches!(governor.group.tense, Tense::Past | Tense::Perfect)
            && !governor.group.negated
            && governor.objects.is_empty() =>
        {
            Some(Governor::True)
        }
        () if is(NEED) && content.mark.is_some() && governor.objects.is_empty() => Some(Governor::Need),
        () if is(&["turn"]) && governor.particle.is_some() || is(&["prove"]) => Some(Governor::True),
        () if is(TRUE) && governor.objects.is_empty() => Some(Governor::True),
        () if is(THINK) => Some(Governor::Think),
        () => None,
    }
}

/// "I know that Ana left", "Ben said he was fine".
fn finite_content(tree: &Tree<'_>, governor: &Clause, lemma: &str) -> Option<Governor> {
    let says_i = governor.subjects.iter().any(|&subject| tree.is_one(subject, &["i", "we"])) || governor.elided;
    let own_word = matches!(lemma, "say" | "tell" | "admit" | "swear");
    match () {
        // "I heard that Ana left" is hearsay.
        () if matches!(lemma, "hear" | "read") => Some(Governor::Think),
        () if FACTIVE.contains(&lemma) && !governor.group.negated => Some(Governor::True),
        () if own_word && says_i && !governor.group.negated => Some(Governor::True),
        () if THINK.contains(&lemma) => Some(Governor::Think),
        () => None,
    }
}

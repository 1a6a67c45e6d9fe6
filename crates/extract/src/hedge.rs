//! Hedges: what a speaker says of how sure they are, beside what they tell: "Ana works at Acme, I think", "as far as I know",
//! "to Lyon or Nantes".

use asof_parser::Pos;

use crate::{
    clause::{Clause, Link, case},
    tree::Tree,
    verb,
};

/// What a guess leaves of the confidence, and what somebody tells as far as they know.
const GUESS: f32 = 0.5;
const AS_FAR_AS_KNOWN: f32 = 0.75;

/// Verbs by which the speaker says that it is their own guess.
const GUESSING: &[&str] =
    &["think", "guess", "believe", "suppose", "reckon", "imagine", "assume", "suspect", "gather", "presume", "hear", "figure"];
/// What is said to be uncertain where it is denied, and certain otherwise.
const CERTAIN: &[&str] = &["sure", "certain", "positive"];

/// What the hedges beside a clause leave of its confidence.
pub fn of_clause(tree: &Tree<'_>, clauses: &[Clause], index: usize) -> f32 {
    let clause = &clauses[index];
    let own = tree.children(clause.head).iter().copied();
    let guessed = own.clone().any(|at| is_guess(tree, at)) || after_doubt(tree, clause);
    match () {
        () if guessed => GUESS,
        () if own.clone().any(|at| limits(tree, at)) => AS_FAR_AS_KNOWN,
        () => 1.0,
    }
}

/// ", I think": a remark of the speaker's that says nothing but that.
fn is_guess(tree: &Tree<'_>, at: usize) -> bool {
    let remark = tree.base(at) == "parataxis" && GUESSING.contains(&tree.lemma(at));
    let speaker = tree.child(at, "nsubj").is_none_or(|who| tree.is_one(who, &["i", "we"]));
    let bare = tree.all(at, &["obj", "ccomp", "xcomp", "obl", "conj", "advcl"]).next().is_none();
    remark && speaker && bare && !is_negated(tree, at) && tree.tag(at) != "VBD"
}

/// "as far as I know", "from what I hear", "to my knowledge", "if I remember correctly"
fn limits(tree: &Tree<'_>, at: usize) -> bool {
    let far = tree.is_one(at, &["far"]) && tree.children(at).iter().any(|&word| tree.is_one(word, &["as"]));
    let what = tree.is_one(at, &["what"]) && case(tree, at) == "from";
    let knowledge = matches!(tree.lemma(at), "knowledge" | "memory" | "recollection") && matches!(case(tree, at).as_str(), "to" | "from");
    far || what || knowledge || is_of_memory(tree, at)
}

/// "if I'm not mistaken", "if memory serves": no condition of what is told.
pub fn is_of_memory(tree: &Tree<'_>, at: usize) -> bool {
    let marked = tree.all(at, &["mark"]).any(|mark| tree.is_one(mark, &["if"]));
    let subject = tree.child(at, "nsubj").filter(|_| marked && tree.base(at) == "advcl");
    let own = subject.is_some_and(|who| tree.is_one(who, &["i", "we"]))
        && matches!(tree.lemma(at), "remember" | "recall" | "mistaken" | "wrong" | "right" | "understand" | "mistake");
    own || subject.is_some_and(|who| tree.lemma(who) == "memory") && tree.lemma(at) == "serve"
}

/// "I'm not sure, but …", "I could be wrong, but …", "Don't quote me, but …"
fn after_doubt(tree: &Tree<'_>, clause: &Clause) -> bool {
    let but = || tree.all(clause.head, &["cc"]).any(|at| tree.is_one(at, &["but"]));
    let Some(first) = tree.head(clause.head).filter(|_| clause.link == Link::Joined && but()) else { return false };
    let negated = is_negated(tree, first);
    let speaker = tree.child(first, "nsubj").is_none_or(|who| tree.is_one(who, &["i", "we"]));
    let unsure = negated && CERTAIN.contains(&tree.lemma(first));
    let wrong = matches!(tree.lemma(first), "wrong" | "mistaken") && tree.all(first, &["aux"]).any(|at| tree.tag(at) == "MD");
    let quoted = negated && tree.lemma(first) == "quote";
    speaker && (unsure || wrong || quoted)
}

fn is_negated(tree: &Tree<'_>, at: usize) -> bool {
    tree.all(at, &["advmod"]).any(|not| tree.is_one(not, &["not", "n't", "n’t", "never"]))
}

/// What the words of a phrase leave of what is told of it: "maybe Ana", "probably by the Romans", "to Lyon or Nantes".
pub fn of_phrase(tree: &Tree<'_>, at: usize) -> f32 {
    let maybe = tree.all(at, &["advmod"]).any(|word| tree.is_one(word, verb::UNSURE));
    if maybe || is_alternative(tree, at) { GUESS } else { 1.0 }
}

/// One of two of which only one is so; what is denied is denied of both, and what is told of any is told of both.
fn is_alternative(tree: &Tree<'_>, at: usize) -> bool {
    let or = |at: usize| tree.all(at, &["cc"]).any(|word| tree.is_one(word, &["or"]));
    let one = tree.base(at) == "conj" && or(at) || tree.all(at, &["conj"]).any(or);
    let phrase = matches!(tree.pos(at), Pos::Noun | Pos::Propn) && phrase_is_named(tree, at);
    let denied = || tree.upward(at).any(|up| is_negated(tree, up) || tree.all(up, &["aux"]).any(|aux| tree.tag(aux) == "MD"));
    phrase && one && !denied()
}

/// "Lyon or Nantes" are two of which one is meant; "tea or coffee" may be either, whenever it is.
fn phrase_is_named(tree: &Tree<'_>, at: usize) -> bool {
    tree.pos(at) == Pos::Propn || tree.child(at, "det").is_some()
}

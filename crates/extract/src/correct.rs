//! Corrections: "No, I live in Lyon, not Paris", "I meant Lyon, not Paris", "sorry, not Paris but Lyon".

use asof_parser::Pos;

use crate::{Found, Reason, clause::Clause, scene::Scene, told::Told, tree::Tree};

/// Words that open a correction.
const OPENERS: &[&str] = &["no", "nope", "actually", "sorry", "correction", "wait", "oops", "rather", "apologies"];

/// The thing that was wrong and the one that is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pair {
    wrong: usize,
    right: Option<usize>,
}

/// The words under a "not" that puts one thing in the place of another: they are told of nothing.
pub fn denied(tree: &Tree<'_>) -> Option<usize> {
    pair(tree).map(|pair| pair.wrong)
}

/// "Lyon, not Paris" and "not Paris but Lyon".
fn pair(tree: &Tree<'_>) -> Option<Pair> {
    let noun = |at: usize| matches!(tree.pos(at), Pos::Noun | Pos::Propn | Pos::Num | Pos::X);
    let not = (0..tree.words.len()).find(|&at| {
        tree.is_one(at, &["not"]) && at > 0 && !tree.words[at - 1].form.chars().any(char::is_alphabetic)
            || tree.is_one(at, &["not"]) && at == 0
    })?;
    let wrong =
        (not + 1..tree.words.len().min(not + 6)).find(|&at| noun(at) && !matches!(tree.base(at), "compound" | "nummod" | "flat"))?;
    if tree.words[not + 1..wrong].iter().any(|word| matches!(word.pos, Pos::Verb | Pos::Aux)) {
        return None;
    }
    let but = (wrong + 1..tree.words.len()).find(|&at| tree.is_one(at, &["but"]));
    let right = match but {
        Some(but) => (but + 1..tree.words.len()).find(|&at| noun(at) && !matches!(tree.base(at), "compound" | "flat")),
        None => (0..not).rev().find(|&at| tree.pos(at) == tree.pos(wrong) && !matches!(tree.base(at), "compound" | "flat")),
    };
    Some(Pair { wrong, right })
}

/// Whether the sentence opens as a correction does, or says what was meant.
fn opens(tree: &Tree<'_>, clauses: &[Clause]) -> bool {
    let first = tree.words.iter().take(4).any(|word| OPENERS.contains(&word.form.to_lowercase().as_str()));
    first || clauses.iter().any(|clause| tree.lemma(clause.head) == "mean")
}

/// Marks the claims of a sentence that correct earlier ones, or finds what a bare correction corrects.
///
/// # Errors
/// [`Reason::NothingToCorrect`] where the text has said nothing that it could mean.
pub fn apply(scene: &Scene<'_>, told: &Told, found: &mut Vec<Found>) -> Result<(), Reason> {
    let Some(Pair { wrong, right }) = pair(scene.tree).filter(|_| opens(scene.tree, scene.clauses)) else { return Ok(()) };
    let name = |at: usize| scene.referent(at).map(|referent| referent.name.clone());
    let (Some(wrong), Some(right)) = (name(wrong), right.and_then(name)) else { return Ok(()) };
    found.retain(|found| found.claim.object.text() != wrong && found.claim.predicate != "mean");
    for found in found.iter_mut().filter(|found| found.claim.object.text() == right) {
        found.corrects = Some(wrong.clone());
    }
    if found.iter().all(|found| found.corrects.is_none()) {
        let claim = told.corrected(&wrong, &right).ok_or(Reason::NothingToCorrect)?;
        found.push(Found { claim, span: (0, 0), confidence: 0.9, corrects: Some(wrong), said: None });
    }
    Ok(())
}

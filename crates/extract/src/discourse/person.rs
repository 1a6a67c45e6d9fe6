//! Whether a name is somebody's.

use asof_parser::Pos;

use crate::{
    clause::Clause,
    kin,
    names::{self, Gender},
    phrase::{capital, determiner, is_pet},
    tree::Tree,
};

/// What the words around a name show of whether it is somebody's.
pub(super) fn of_name(tree: &Tree<'_>, clauses: &[Clause], at: usize, name: &str) -> Option<bool> {
    let titled = tree.all(at, &["compound", "flat", "nmod"]).any(|title| {
        kin::is_person(&tree.lemma(title).to_lowercase()) || kin::TITLES.contains(&tree.words[title].form.trim_end_matches('.'))
    });
    let first = name.split(' ').next().unwrap_or_default();
    if !capital(name) && tree.base(at) != "nsubj" {
        return Some(false);
    }
    if tree.all(at, &["nmod", "appos"]).any(|noun| is_pet(tree.lemma(noun))) {
        return None;
    }
    let beside = tree.head(at).filter(|_| tree.base(at) == "conj").into_iter().chain(tree.all(at, &["conj"]));
    let beside_somebody = beside.into_iter().any(|other| names::gender(&tree.words[other].form).is_some() && tree.pos(other) == Pos::Propn);
    if beside_somebody || titled || kin::TITLES.contains(&first.trim_end_matches('.')) {
        return Some(true);
    }
    if name.split(' ').any(kin::is_organisation) {
        return Some(false);
    }
    if names::gender(name).is_some() && name.split(' ').count() <= 4 && !name.contains("'s ") && !name.contains(" of ") {
        return Some(true);
    }
    if is_place(tree, at) || determiner(tree, at).is_some_and(|the| the == "the") {
        return Some(false);
    }
    // "married Olwen Price"
    let married =
        tree.base(at) == "obj" && tree.head(at).is_some_and(|verb| matches!(tree.lemma(verb), "marry" | "divorce" | "wed" | "befriend"));
    let shown = clauses.iter().any(|clause| clause.subjects.contains(&at) && shows_person(tree, clause));
    (married || shown).then_some(true)
}

/// "in Rome", "moved to Rome", "a man from Rome"
fn is_place(tree: &Tree<'_>, at: usize) -> bool {
    const MOTION: &[&str] =
        &["move", "go", "travel", "fly", "drive", "relocate", "trip", "return", "emigrate", "flight", "walk", "come", "way"];
    match crate::clause::case(tree, at).as_str() {
        "in" | "at" | "into" => true,
        "to" | "from" => tree.head(at).is_some_and(|head| MOTION.contains(&tree.lemma(head)) || tree.pos(head) == Pos::Noun),
        _ => false,
    }
}

/// Only somebody is a nurse, marries, or is born.
fn shows_person(tree: &Tree<'_>, clause: &Clause) -> bool {
    let lemma = tree.lemma(clause.head).to_lowercase();
    let noun = clause.copula.is_some() && (kin::is_person(&lemma) || kin::TIES.iter().any(|(tie, ..)| *tie == lemma));
    noun || clause.copula.is_none()
        && matches!(
            lemma.as_str(),
            "marry"
                | "engage"
                | "study"
                | "teach"
                | "resign"
                | "bear"
                | "die"
                | "think"
                | "write"
                | "graduate"
                | "divorce"
                | "retire"
                | "feel"
                | "love"
                | "smile"
                | "laugh"
        )
}

pub(super) fn gender_of_title(name: &str) -> Option<Gender> {
    match name.split([' ', '.']).next().unwrap_or_default() {
        "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" | "Queen" | "Princess" | "Aunt" | "Madam" => Some(Gender::She),
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Uncle" | "Father" => Some(Gender::He),
        _ => None,
    }
}

pub(super) fn gender_of_noun(noun: &str) -> Option<Gender> {
    match noun {
        noun if kin::FEMALE.contains(&noun) => Some(Gender::She),
        noun if kin::MALE.contains(&noun) => Some(Gender::He),
        _ => None,
    }
}

/// "Happy" in "Happy Ana", "CEO" in "CEO John Doe": told of somebody, and no part of the name.
pub(super) fn adorns(tree: &Tree<'_>, name: usize, at: usize) -> bool {
    let under = tree.head(at) == Some(name) && at < name;
    const FOND: &[&str] = &[
        "happy", "poor", "dear", "young", "old", "little", "big", "good", "great", "lovely", "sweet", "beloved", "late", "lucky", "former",
    ];
    let adjective = tree.base(at) == "amod" && (tree.is_one(at, FOND) || !capital(&tree.words[at].form));
    let post = matches!(tree.base(at), "compound" | "nmod") && tree.pos(at) == Pos::Noun && kin::is_person(&tree.lemma(at).to_lowercase());
    under && (adjective || post || tree.is_one(at, &["former"]))
}

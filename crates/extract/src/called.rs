//! Things that a sentence calls by a name: "a dog called Rex" is Rex, who is a dog.

use asof_model::{Claim, End, Kind, Object, Scalar};

use crate::{Found, kin, phrase, told::Told};

/// Tells of the name what the claims of a sentence tell of "a dog", where one of them says what it is called; and, where an earlier sentence
/// said who has it, that the name is what they have.
pub fn by_name(found: &mut Vec<Found>, before: &Told) {
    rename(found, before);
    for at in (1..found.len()).rev() {
        if found[..at].iter().any(|other| other.claim == found[at].claim) {
            found.remove(at);
        }
    }
}

fn rename(found: &mut Vec<Found>, before: &Told) {
    for at in 0..found.len() {
        if by_tie(found, at) {
            continue;
        }
        let Some(name) = name(&found[at].claim) else { continue };
        let noun = found[at].claim.subject.clone();
        let mut told = false;
        for other in found.iter_mut().filter(|other| other.claim.predicate != "name") {
            told |= put(&mut other.claim, &noun, &name);
        }
        // What an earlier sentence told of stays as it was called there.
        if !told {
            let Some(has) = before.holding(&noun).cloned() else { continue };
            let mut claim = Claim { kind: Kind::Holds, from: None, to: End::Unknown, ..has };
            put(&mut claim, &noun, &name);
            let again = Found { claim, ..found[at].clone() };
            found.push(again);
        }
        found[at].claim = Claim { subject: name, predicate: "is_a".into(), object: Object::Entity(noun), ..found[at].claim.clone() };
    }
}

/// "I have a daughter. She's called Emma.": Emma is the speaker's daughter, and what the sentence tells of her is told of Emma.
fn by_tie(found: &mut [Found], at: usize) -> bool {
    let claim = &found[at].claim;
    let Some((owner, noun)) = claim.subject.rsplit_once("'s ").filter(|_| claim.predicate == "name") else { return false };
    let tie = kin::TIES.iter().find(|(tie, ..)| noun.rsplit(' ').next() == Some(tie));
    let (Some(&(_, predicate, inverse)), Some(name)) = (tie, given(claim).filter(|name| phrase::capital(name))) else { return false };
    let (owner, called) = (owner.to_owned(), claim.subject.clone());
    for other in found.iter_mut().filter(|other| other.claim.predicate != "name") {
        put(&mut other.claim, &called, &name);
    }
    let (subject, object) = if inverse { (owner, name) } else { (name, owner) };
    found[at].claim = Claim { subject, predicate: predicate.into(), object: Object::Entity(object), ..found[at].claim.clone() };
    true
}

/// What a claim gives as a name.
fn given(claim: &Claim) -> Option<String> {
    match &claim.object {
        Object::Value { value: Scalar::Text(name), .. } | Object::Entity(name) => Some(name.clone()),
        Object::Value { .. } => None,
    }
}

/// The name that a claim gives to something without one.
fn name(claim: &Claim) -> Option<String> {
    let name = given(claim)?;
    // "a bakery in Ghent called Korst"
    // "a Dutch engineer called Pieter"
    let last = claim.subject.rsplit(' ').next().is_some_and(|last| last.starts_with(char::is_lowercase));
    let nameless = (last || claim.subject.starts_with(char::is_lowercase)) && !claim.subject.contains("'s ");
    (claim.predicate == "name" && nameless && phrase::capital(&name)).then_some(name)
}

/// Puts a name in the place of a noun, if a claim is about it; to have a brother is a tie of its own.
fn put(claim: &mut Claim, noun: &str, name: &str) -> bool {
    let subject = claim.subject == noun;
    if subject {
        name.clone_into(&mut claim.subject);
    }
    if !matches!(&claim.object, Object::Entity(object) if object == noun) {
        return subject;
    }
    claim.object = Object::Entity(name.to_owned());
    // "had a baby boy and named him Theo"
    let noun = if noun.split(' ').any(|word| word == "baby") { "child" } else { noun };
    let tie = kin::TIES.iter().find(|(tie, ..)| claim.predicate == "has" && *tie == noun);
    if let Some(&(_, predicate, inverse)) = tie {
        predicate.clone_into(&mut claim.predicate);
        // The tie is told of whom one has: "a son" is one's child.
        if !inverse {
            let owner = std::mem::replace(&mut claim.subject, name.to_owned());
            claim.object = Object::Entity(owner);
        }
    }
    true
}

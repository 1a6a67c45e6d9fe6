//! What a text says that something is, and what it is called: "Ana is a nurse", "her name is Aisha".

use asof_parser::Pos;

use super::{Discourse, MOST, Referent};
use crate::{kin, phrase::owner, tree::Tree};

impl Discourse {
    /// "Ana is a nurse", "Lucia is my sister", "Ben, a cook": the noun tells what was named, and is nothing beside it.
    pub(super) fn describes(&mut self, tree: &Tree<'_>, found: &[Option<Referent>], at: usize, full: &str, lemma: &str) -> bool {
        let becomes = || tree.head(at).filter(|&verb| tree.base(at) == "xcomp" && matches!(tree.lemma(verb), "become" | "remain" | "stay"));
        // "a pianist and composer"
        let also = || tree.head(at).filter(|&first| tree.base(at) == "conj" && tree.child(first, "cop").is_some());
        let predicate = tree.child(at, "cop").map(|_| at).or_else(becomes).or_else(also);
        // "used to be a detective"
        let used = |at: usize| tree.head(at).filter(|_| tree.base(at) == "xcomp").and_then(|verb| tree.child(verb, "nsubj"));
        let Some(subject) = predicate.and_then(|at| tree.child(at, "nsubj").or_else(|| used(at))).filter(|&subject| subject < at) else {
            return false;
        };
        if !crate::clause::case(tree, at).is_empty() {
            return false;
        }
        // "He isn't a lawyer", "it was the tallest building": nobody and nothing that could be spoken of next.
        let negated = tree.all(at, &["advmod"]).any(|not| tree.is_one(not, &["not", "n't", "never"]));
        let pronoun = tree.pos(subject) == Pos::Pron && found[subject].is_none();
        // "His mother was a teacher", of nobody that was named: she is nobody beside his mother.
        let unknown = owner(tree, subject).is_some() && found[subject].is_none();
        let Some(named) = found[subject].as_ref().filter(|_| !negated) else { return negated || pronoun || unknown };
        let Some(entity) = self.entities.iter_mut().rfind(|entity| entity.name == named.name) else { return false };
        entity.note([lemma.to_owned()]);
        if owner(tree, at).is_some() && entity.aliases.len() < MOST {
            entity.aliases.push(full.to_owned());
        }
        true
    }

    /// "My favourite band is Radiohead", "her name is Aisha", "we named him Tomás": what was only described has a name from here on.
    pub(super) fn identify(&mut self, tree: &Tree<'_>, found: &[Option<Referent>], at: usize, index: usize) {
        let Some(described) = described(tree, at) else { return };
        let Some(known) = found[described].as_ref() else { return };
        let Some(old) = self.entities.iter().position(|entity| entity.name == known.name) else { return };
        if old == index || tree.pos(described) == Pos::Propn {
            return;
        }
        let name = self.entities[index].name.clone();
        let old = self.entities.remove(old);
        let Some(entity) = self.entities.iter_mut().rfind(|entity| entity.name == name) else { return };
        entity.aliases.push(old.name);
        entity.aliases.extend(old.aliases);
        entity.aliases.truncate(MOST);
        entity.person = old.person.or(entity.person);
        entity.gender = entity.gender.or(old.gender);
        entity.number = old.number;
        if old.nouns.iter().any(|noun| kin::is_role(noun)) {
            entity.person = Some(true);
        }
        entity.note(old.nouns);
    }
}

/// What a name is told of as the name of it.
fn described(tree: &Tree<'_>, at: usize) -> Option<usize> {
    if !crate::clause::case(tree, at).is_empty() {
        return None;
    }
    if tree.child(at, "cop").is_some() {
        let subject = tree.child(at, "nsubj").filter(|&subject| subject < at && tree.pos(subject) == Pos::Noun)?;
        let whose = owner(tree, subject)?;
        return Some(if tree.lemma(subject) == "name" { whose } else { subject });
    }
    let verb = tree.head(at).filter(|&verb| verb < at && matches!(tree.lemma(verb), "name" | "call"))?;
    match tree.base(at) {
        "xcomp" | "obj" if tree.base(verb) == "acl" => tree.head(verb),
        "xcomp" => tree.child(verb, "obj").or_else(|| tree.exact(verb, "nsubj:pass")).filter(|&named| named < at),
        _ => None,
    }
}

//! Some of many: "both of my brothers", "most of my colleagues", "one of my sisters".

use asof_parser::Pos;

use super::{Discourse, Referent};
use crate::{Context, clause::Clause, clause::case, kin, phrase::owner, tree::Tree};

const WHOLE: &[&str] = &["all", "both"];
const PART: &[&str] = &["most", "some", "many", "half", "several", "few"];

/// "Lots of people" are people.
pub(super) fn measured(tree: &Tree<'_>, at: usize) -> Option<usize> {
    const MEASURES: &[&str] = &["lot", "dozen", "couple", "bunch", "handful", "hundred", "thousand", "number", "majority", "ton"];
    let of = |&what: &usize| case(tree, what) == "of" && tree.pos(what) == Pos::Noun;
    MEASURES.contains(&tree.lemma(at)).then(|| tree.all(at, &["nmod"]).find(of)).flatten()
}

/// Whether a word takes a part of what is somebody's.
pub(super) fn is_part(tree: &Tree<'_>, at: usize) -> bool {
    (tree.is_one(at, WHOLE) || tree.is_one(at, PART) || tree.is_one(at, &["one"])) && many(tree, at).is_some()
}

/// What it is a part of.
fn many(tree: &Tree<'_>, at: usize) -> Option<usize> {
    let owned = |&of: &usize| at < of && tree.pos(of) == Pos::Noun && case(tree, of) == "of" && owner(tree, of).is_some();
    tree.all(at, &["nmod"]).find(owned)
}

impl Discourse {
    /// All of them are they; one of my sisters is my sister.
    pub(super) fn part(
        &mut self,
        tree: &Tree<'_>,
        clauses: &[Clause],
        found: &[Option<Referent>],
        at: usize,
        skip: &[bool],
        context: &Context<'_>,
    ) -> Option<Referent> {
        let of = many(tree, at)?;
        let whose = owner(tree, of)?;
        let mut known = found.to_vec();
        known[whose] = self.refer(tree, clauses, found, whose, skip, context);
        let owner = known[whose].clone()?;
        let whole = self.noun(tree, clauses, &known, of, skip)?;
        match () {
            () if tree.is_one(at, WHOLE) => Some(whole),
            () if tree.is_one(at, PART) => {
                let name = format!("{} of {}", tree.words[at].form.to_lowercase(), whole.name);
                Some(Referent { name, named: false, ..whole })
            }
            () => {
                let lemma = tree.lemma(of).to_lowercase();
                let tie = kin::TIES.iter().any(|(noun, ..)| *noun == lemma);
                tie.then(|| self.point(format!("{}'s {lemma}", owner.name), tree, clauses, at, lemma))
            }
        }
    }
}

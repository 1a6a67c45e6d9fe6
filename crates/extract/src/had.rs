//! Whom somebody has: "I have a sister who lives in Rome" is told of the speaker's sister.

use asof_model::{Claim, Kind, Object};

use crate::{
    deed::Deed,
    discourse::Referent,
    drafts::Drafts,
    kin, phrase,
    tree::Tree,
    verb::{Tense, has_got},
    vocabulary::{Meaning, Means},
};

/// Whose somebody is who is only said to be had: the subject of "have", for "a sister" after it. Whoever is given a name there has that.
pub fn owner(tree: &Tree<'_>, at: usize) -> Option<usize> {
    let verb = tree.head(at).filter(|&verb| tree.base(at) == "obj" && verb < at)?;
    let has = tree.lemma(verb) == "have" || has_got(tree, verb);
    let called = tree.all(at, &["acl"]).any(|verb| matches!(tree.lemma(verb), "name" | "call")) || tree.child(at, "appos").is_some();
    let negated = tree.all(verb, &["advmod"]).any(|not| tree.is_one(not, &["not", "n't", "n’t", "never"]));
    if !has || called || negated || phrase::is_plural(tree, at) || tie(tree, at).is_none() {
        return None;
    }
    let one = phrase::determiner(tree, at).is_some_and(|word| matches!(word.as_str(), "a" | "an"));
    tree.child(verb, "nsubj").filter(|&subject| one && subject < at && tree.tag(subject) != "WP")
}

fn tie(tree: &Tree<'_>, at: usize) -> Option<&'static (&'static str, &'static str, bool)> {
    let lemma = tree.lemma(at).to_lowercase();
    kin::TIES.iter().find(|(noun, ..)| *noun == lemma)
}

impl Deed<'_, '_> {
    /// "I have a sister": what she is to the speaker; `true` if that is what is said.
    pub fn has_tie(&self, object: usize, drafts: &mut Drafts) -> bool {
        let tree = self.scene.tree;
        let (Some(_), Some(&(_, predicate, inverse)), Some(named)) = (owner(tree, object), tie(tree, object), self.scene.referent(object))
        else {
            return false;
        };
        let owned = named.name.strip_prefix(self.subject.name.as_str()).is_some_and(|rest| rest.starts_with("'s "));
        if owned {
            let meaning = Meaning { predicate: predicate.to_owned(), means: Means::State, inverse: !inverse, core: true };
            self.draft(meaning, Object::Entity(named.name.clone()), 1.0, drafts);
            self.lives_there(object, named, drafts);
        }
        owned
    }

    /// "I have a sister in Boston": that is where she lives.
    fn lives_there(&self, object: usize, named: &Referent, drafts: &mut Drafts) {
        let tree = self.scene.tree;
        let now = matches!(self.clause.group.tense, Tense::Present);
        let place = self.clause.obliques.iter().find(|oblique| oblique.case == "in" && object < oblique.head);
        let place = place.filter(|oblique| now && phrase::is_name(tree, oblique.head) && !self.scene.timed[oblique.head]);
        if let Some(place) = place.and_then(|oblique| self.scene.referent(oblique.head)) {
            let claim = Claim { object: Object::Entity(place.name.clone()), kind: Kind::Holds, ..Claim::new(&named.name, "lives_in", "") };
            drafts.keep(claim, 0.75 * named.sure * place.sure);
        }
    }
}

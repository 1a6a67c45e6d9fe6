//! What a verb says with the words beside it and no object: how something went, what somebody would rather do, and as what they do it.

use asof_model::{Claim, End, Kind, Object, Scalar};
use asof_parser::Pos;

use crate::{
    being,
    clause::{Link, Oblique},
    deed::Deed,
    drafts::{Draft, Drafts, text_claim},
    kin, phrase,
    verb::Tense,
    vocabulary::{Meaning, Means},
};

/// Participles that say how somebody is and nothing that is done to them.
const STATES: &[&str] = &["married", "engaged", "divorced", "separated", "widowed", "retired", "pregnant", "vaccinated", "unemployed"];
/// What somebody gets and then does: "had the chance to meet her".
pub const CHANCES: &[&str] = &["chance", "opportunity", "honor", "honour", "pleasure", "privilege", "joy"];

impl Deed<'_, '_> {
    /// "I can't stand coriander"
    pub fn bears(&self, drafts: &mut Drafts) -> bool {
        let group = &self.clause.group;
        let verb = self.scene.tree.is_one(self.clause.head, &["stand", "bear"]) && self.clause.particle.is_none();
        let cannot = verb && group.able && group.negated && group.tense == Tense::Present;
        // "Can't wait for the trip!"
        let waits = self.scene.tree.lemma(self.clause.head) == "wait" && group.able && group.negated;
        let awaited = self.clause.obliques.iter().find(|oblique| waits && oblique.case == "for");
        if let Some((object, sure)) = awaited.and_then(|oblique| self.scene.object(oblique.head, self.subject)) {
            let claim = Claim { object, kind: Kind::Holds, ..Claim::new(&self.subject.name, "wants", "") };
            drafts.keep(claim, 0.9 * sure * self.subject.sure);
            return true;
        }
        for &object in self.clause.objects.iter().filter(|_| cannot) {
            if let Some((object, sure)) = self.scene.object(object, self.subject) {
                let claim = Claim { object, kind: Kind::Holds, ..Claim::new(&self.subject.name, "dislikes", "") };
                drafts.keep(claim, 0.9 * sure * self.subject.sure);
            }
        }
        cannot && !self.clause.objects.is_empty()
    }

    /// "The interview went well"
    pub fn goes(&self, drafts: &mut Drafts) -> bool {
        const HOW: &[&str] =
            &["well", "great", "fine", "okay", "ok", "good", "badly", "poorly", "terribly", "smoothly", "perfectly", "wonderfully"];
        let tree = self.scene.tree;
        let past = matches!(self.clause.group.tense, Tense::Past | Tense::Perfect);
        if tree.lemma(self.clause.head) != "go" || !past || self.subject.person || !self.clause.objects.is_empty() {
            return false;
        }
        let how = tree.all(self.clause.head, &["advmod", "xcomp", "obj", "obl"]).find(|&at| self.clause.head < at && tree.is_one(at, HOW));
        if let Some(how) = how {
            let text = tree.words[how].form.to_lowercase();
            let meaning = Meaning { predicate: "go".into(), means: Means::Happen, inverse: false, core: false };
            self.draft(meaning, Object::Value { value: Scalar::Text(text), unit: None }, 0.95, drafts);
        }
        how.is_some()
    }

    /// "Painting makes me happy", "my job keeps me busy": what something does to somebody, where it is named.
    pub fn makes(&self, drafts: &mut Drafts) -> bool {
        let scene = self.scene;
        let tree = scene.tree;
        let verb = tree.lemma(self.clause.head);
        let named = !self.clause.subjects.is_empty()
            && self.clause.subjects.iter().all(|&at| tree.pos(at) != Pos::Pron && tree.head(at) == Some(self.clause.head));
        let ([whom], [content]) = (&self.clause.objects[..], &self.clause.contents[..]) else { return false };
        let plain = !self.clause.group.negated && !self.subject.person && tree.tag(*whom) == "PRP";
        if !matches!(verb, "make" | "keep") || !named || !plain || whom > content {
            return false;
        }
        let done = matches!(tree.tag(*content), "JJ" | "VB" | "VBN") && tree.child(*content, "cop").is_none();
        // "makes me think of home": what is thought, it does not say.
        let done = done && !matches!(tree.lemma(*content), "think" | "wonder");
        let Some(whom) = scene.referent(*whom).filter(|whom| whom.person && done) else { return false };
        let degree = |at: usize| tree.is_one(at, &["so", "very", "really", "super"]);
        let aside = |at: usize| matches!(tree.base(at), "punct" | "conj" | "cc" | "nsubj" | "advcl" | "mark");
        let words = tree.under(*content, |at| !aside(at) && !degree(at) && !scene.timed[at]);
        let text = format!("{} {}", whom.name, tree.say(&words));
        let meaning = Meaning {
            predicate: verb.into(),
            means: if self.clause.group.tense == Tense::Past { Means::Happen } else { Means::State },
            inverse: false,
            core: false,
        };
        self.draft(meaning, Object::Value { value: Scalar::Text(text), unit: None }, 0.9 * whom.sure, drafts);
        true
    }

    /// "My passion is teaching kids": what its owner likes.
    pub fn passion(&self, drafts: &mut Drafts) -> bool {
        let tree = self.scene.tree;
        let [noun] = self.clause.subjects[..] else { return false };
        let predicate = match tree.lemma(noun) {
            "passion" => "likes",
            "hobby" | "pastime" => "practises",
            "goal" | "dream" => "wants",
            "plan" => "plans",
            _ => return false,
        };
        if !self.clause.group.progressive || self.clause.group.tense != Tense::Present {
            return false;
        }
        let Some(owner) = phrase::owner(tree, noun).and_then(|owner| self.scene.referent(owner)) else { return true };
        let phrase = self.scene.verb_phrase(self.clause);
        let rest = phrase.strip_prefix(tree.lemma(self.clause.head)).unwrap_or_default();
        let text = format!("{}{rest}", tree.words[self.clause.head].form.to_lowercase());
        drafts.keep(text_claim(owner, predicate, text), 0.85 * owner.sure);
        true
    }

    /// "I'd rather stay home"
    pub fn would_rather(&self, drafts: &mut Drafts) -> bool {
        let tree = self.scene.tree;
        let rather = self.clause.group.would
            && self.clause.link == Link::Main
            && tree.all(self.clause.head, &["advmod"]).any(|at| at < self.clause.head && tree.is_one(at, &["rather", "sooner"]));
        if rather && self.subject.person {
            let phrase = self.scene.verb_phrase(self.clause);
            drafts.keep(text_claim(self.subject, "prefers", phrase), 0.8 * self.subject.sure);
        }
        rather
    }

    /// "We named her after my aunt": told of her.
    pub fn named_after(&self, drafts: &mut Drafts) -> bool {
        let scene = self.scene;
        let after = self.clause.obliques.iter().find(|oblique| oblique.case == "after" && !scene.timed[oblique.head]);
        let (Some(after), [object]) = (after, &self.clause.objects[..]) else { return false };
        if scene.tree.lemma(self.clause.head) != "name" || self.clause.group.passive {
            return false;
        }
        if let (Some(named), Some(after)) = (scene.referent(*object), scene.referent(after.head)) {
            let meaning = Meaning { predicate: "named_after".into(), means: Means::Begin, inverse: false, core: true };
            drafts.tell(scene, self.index, Draft { subject: named, meaning, object: Object::Entity(after.name.clone()), sure: after.sure });
        }
        true
    }

    /// "I'm married" is how somebody is.
    pub fn state_of(&self) -> Option<(Meaning, Object)> {
        let form = self.scene.tree.words[self.clause.head].form.to_lowercase();
        let got = self.scene.tree.all(self.clause.head, &["aux"]).any(|at| self.scene.tree.lemma(at) == "get");
        let state = self.clause.group.passive && !got && self.subject.person && STATES.contains(&form.as_str());
        state.then(|| {
            let meaning = Meaning { predicate: "is".into(), means: Means::State, inverse: false, core: false };
            (meaning, Object::Value { value: Scalar::Text(form), unit: None })
        })
    }

    /// "As a nurse, I work a lot of nights": so the speaker is one; `true` for whatever stands so before a verb and its subject.
    pub fn as_somebody(&self, oblique: &Oblique, drafts: &mut Drafts) -> bool {
        let tree = self.scene.tree;
        let subject = tree.child(self.clause.head, "nsubj").unwrap_or(self.clause.head);
        let fronted = oblique.case == "as" && oblique.head < subject && !oblique.of_object;
        let one = phrase::determiner(tree, oblique.head).is_some_and(|word| matches!(word.as_str(), "a" | "an"));
        if !fronted || !one {
            return false;
        }
        let lemma = tree.lemma(oblique.head).to_lowercase();
        let young = matches!(lemma.as_str(), "child" | "kid" | "boy" | "girl" | "teenager" | "teen" | "student" | "baby" | "toddler");
        let somebody = kin::is_person(&lemma) || kin::is_role(&lemma) || lemma == "fan" || lemma == "user";
        let now = matches!(self.clause.group.tense, Tense::Present | Tense::Perfect);
        if self.subject.person && somebody && !young && now && matches!(self.clause.link, Link::Main) {
            let mut own = Drafts::default();
            being::noun(self.scene, self.index, self.subject, oblique.head, Means::State, &mut own);
            for found in own.found.into_iter().filter(|found| found.claim.predicate != "does_regularly") {
                let claim = Claim { kind: Kind::Holds, from: None, to: End::Unknown, ..found.claim };
                drafts.keep(claim, found.confidence);
            }
        }
        true
    }
}

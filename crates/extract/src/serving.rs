//! What a thing is to whoever has it: "Peru has Lima as its capital", "Norway uses the krone as its currency".

use crate::{being, clause::case, deed::Deed, drafts::Drafts, kin, phrase, vocabulary::Means};

/// Verbs by which something is had for something.
const HAS: &[&str] = &["have", "use", "keep"];

/// Tells of the subject what its object is to it, if that is what is said.
pub fn tell(deed: &Deed<'_, '_>, drafts: &mut Drafts) -> bool {
    let tree = deed.scene.tree;
    let [object] = deed.clause.objects[..] else { return false };
    if deed.clause.group.passive || !HAS.contains(&tree.lemma(deed.clause.head)) {
        return false;
    }
    let obliques = deed.clause.obliques.iter().map(|oblique| oblique.head);
    let own = |at: &usize| {
        let owned = phrase::owner(tree, *at).is_some_and(|owner| tree.tag(owner) == "PRP$");
        owned && case(tree, *at) == "as" && !deed.scene.timed[*at]
    };
    let Some(role) = obliques.chain(tree.all(object, &["nmod"])).find(own) else { return false };
    if kin::is_role(&tree.lemma(role).to_lowercase()) && phrase::is_name(tree, object) {
        // "Oslo has Ana as its mayor": told of Ana.
        return being::holder(deed.scene, deed.index, (role, object), deed.subject, drafts);
    }
    let Some((object, sure)) = deed.scene.object(object, deed.subject) else { return false };
    let nouns = phrase::nouns(tree, role);
    let known =
        being::PROPERTIES.iter().find(|(noun, _)| nouns.iter().any(|own| own == noun)).map(|(_, predicate)| (*predicate).to_owned());
    let plain = || nouns.first().map(|noun| noun.replace([' ', '-'], "_")).unwrap_or_default();
    deed.draft(being::meaning(&known.unwrap_or_else(plain), Means::State), object, 0.95 * sure, drafts);
    true
}

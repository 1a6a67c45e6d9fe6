//! Facets of what something is: how tall, how old, on what day, and whose favourite.

use asof_model::{Claim, Kind, Object, Scalar};

use crate::{
    being::meaning,
    discourse::Referent,
    drafts::{Draft, Drafts, text_claim},
    kin, phrase,
    scene::{Scene, quantity},
    tree::Tree,
    verb::Tense,
    vocabulary::{self, Means},
    when::{Span, ToldIn},
};

/// "170 cm tall"
pub fn measure(tree: &Tree<'_>, at: usize) -> Option<(&'static str, Object)> {
    const MEASURES: &[(&str, &str)] = &[
        ("tall", "height"),
        ("high", "height"),
        ("long", "length"),
        ("wide", "width"),
        ("deep", "depth"),
        ("heavy", "weight"),
        ("thick", "thickness"),
    ];
    let form = tree.words[at].form.to_lowercase();
    let (_, predicate) = MEASURES.iter().find(|(word, _)| *word == form)?;
    let value = tree
        .all(at, &["obl", "nmod", "advmod"])
        .find_map(|amount| quantity(tree, amount).filter(|value| matches!(value, Object::Value { unit: Some(_), .. })))?;
    Some((predicate, value))
}

/// The years in "25 years old".
pub fn age(tree: &Tree<'_>, old: usize) -> Option<Scalar> {
    let years = tree.children(old).iter().copied().find(|&at| tree.lemma(at) == "year")?;
    tree.all(years, &["nummod"]).find_map(|at| crate::scene::years(&tree.words[at].form))
}

/// All words of a date that is said of something: "my last day is January 31".
pub fn date(tree: &Tree<'_>, at: usize, timed: &[bool]) -> Object {
    let words = tree.under(at, |word| timed[word] && !matches!(tree.base(word), "case" | "nsubj" | "cop"));
    Object::Value { value: Scalar::Text(tree.say(&words)), unit: None }
}

/// "My birthday is on June 3rd": a day of every year.
fn birthday(scene: &Scene<'_>, index: usize, subject: usize, drafts: &mut Drafts) -> bool {
    let owner = phrase::owner(scene.tree, subject).and_then(|owner| scene.referent(owner));
    let clause = &scene.clauses[index];
    let words: Vec<usize> = scene.tree.under(clause.head, |at| !matches!(scene.tree.base(at), "nsubj" | "cop" | "case" | "punct"));
    if let Some(owner) = owner {
        drafts.keep(text_claim(owner, "birthday", scene.tree.say(&words)), 0.9 * owner.sure);
    }
    true
}

/// "The wedding is on 5 June": an event and its date.
pub fn dated(scene: &Scene<'_>, index: usize, drafts: &mut Drafts) -> bool {
    let clause = &scene.clauses[index];
    if !scene.timed[clause.head] {
        return false;
    }
    let when = scene.when(index, if clause.group.tense == Tense::Past { ToldIn::Past } else { ToldIn::Ahead });
    if let [subject] = clause.subjects[..]
        && scene.tree.lemma(subject) == "birthday"
    {
        return birthday(scene, index, subject, drafts);
    }
    // "now it's every week", "it isn't on Monday"
    if when.recurs.is_some() || clause.group.negated {
        return true;
    }
    if let Span::At(point) | Span::Between(point, _) = when.span {
        for subject in scene.subjects(clause).iter().filter(|subject| !subject.person) {
            let claim = Claim { kind: Kind::Happens, from: Some(point), ..text_claim(subject, "takes_place_on", point.to_string()) };
            drafts.keep(claim, 0.8 * subject.sure);
        }
    }
    true
}

/// "Jazz is my favourite music": told of whose it is.
pub fn favourite(scene: &Scene<'_>, index: usize, subject: &Referent, at: usize, drafts: &mut Drafts) -> bool {
    let tree = scene.tree;
    // "This series is one of my favorites"
    let one = tree.is_one(at, &["one"]).then(|| tree.all(at, &["nmod"]).find(|&of| tree.lemma(of).starts_with("favo"))).flatten();
    if let Some(owner) = one.and_then(|of| phrase::owner(tree, of)).and_then(|owner| scene.referent(owner)).cloned() {
        let likes = vocabulary::Meaning { core: true, ..meaning("likes", Means::State) };
        drafts.tell(
            scene,
            index,
            Draft { subject: &owner, meaning: likes, object: Object::Entity(subject.name.clone()), sure: subject.sure },
        );
        return true;
    }
    let nouns = phrase::nouns(tree, at);
    let thing = !kin::is_person(&tree.lemma(at).to_lowercase());
    let Some(noun) = nouns.first().filter(|noun| thing && noun.starts_with("favo") && noun.contains(' ')) else { return false };
    let Some(owner) = phrase::owner(tree, at).and_then(|owner| scene.referent(owner)).cloned() else { return false };
    let meaning = meaning(&noun.replace([' ', '-'], "_"), Means::State);
    drafts.tell(scene, index, Draft { subject: &owner, meaning, object: Object::Entity(subject.name.clone()), sure: subject.sure });
    true
}

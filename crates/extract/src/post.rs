//! Posts and ties: what a noun with its owner says of somebody: "the mayor of Lyon", "Acme's CEO", "my sister".

use asof_parser::Pos;

use crate::{
    being,
    clause::{case, joined},
    discourse::Referent,
    drafts::{Draft, Drafts},
    kin, phrase,
    scene::Scene,
    tree::Tree,
    vocabulary::{self, Meaning, Means},
};

/// What is somebody's or of something: "the mayor of Lyon", "Acme's CEO", "my sister"; `true` if it is such a noun.
pub fn role(
    scene: &Scene<'_>,
    index: usize,
    subject: &Referent,
    at: usize,
    owner: Option<usize>,
    means: Means,
    drafts: &mut Drafts,
) -> bool {
    let tree = scene.tree;
    let mut any = false;
    let mut owners: Vec<(String, usize)> = owner.map(|owner| ("of".to_owned(), owner)).into_iter().collect();
    let lemma = tree.lemma(at).to_lowercase();
    let trade = kin::is_occupation(&lemma) && !POSTS.contains(&lemma.as_str());
    // "a chemist and Master of Queen's College": of the college is only the Master.
    let another = |child: usize| trade && tree.all(at, &["conj"]).any(|other| at < other && other < child);
    for child in tree.all(at, &["nmod"]).filter(|&child| !tree.is_a(child, "nmod:poss") && !scene.timed[child] && !another(child)) {
        for each in joined(tree, child) {
            // "the son of Mary Colt and brother of Tessa": he is the brother too.
            if each != child && is_own_role(tree, each) {
                any |= role(scene, index, subject, each, None, means, drafts);
            } else {
                owners.push((case(tree, child), each));
            }
        }
    }
    if owners.is_empty() && !trade {
        let later = tree
            .all(at, &["conj"])
            .flat_map(|other| tree.all(other, &["nmod"]).filter(|&child| case(tree, child) == "of").collect::<Vec<_>>());
        owners.extend(later.take(1).map(|child| ("of".to_owned(), child)));
    }
    for (preposition, owner) in owners {
        let Some(meaning) = role_meaning(scene, at, &preposition, means) else { continue };
        // "a mother of three"
        let Some((object, sure)) = scene.object(owner, subject).filter(|_| tree.pos(owner) != Pos::Num) else { continue };
        // "my co-founder Anders": nobody founded me.
        let made = matches!(meaning.predicate.as_str(), "founded" | "created" | "author_of" | "composer_of" | "director_of");
        any = true;
        if made && scene.referent(owner).is_some_and(|owner| owner.person) {
            continue;
        }
        drafts.tell(scene, index, Draft { subject, meaning, object, sure });
    }
    any
}

/// Posts that are held of something, whatever else they are.
const POSTS: &[&str] = &[
    "president",
    "director",
    "chairman",
    "chairwoman",
    "chair",
    "ceo",
    "cto",
    "cfo",
    "mayor",
    "governor",
    "secretary",
    "minister",
    "leader",
    "captain",
    "coach",
    "manager",
    "editor",
    "principal",
    "dean",
    "ambassador",
    "bishop",
    "treasurer",
    "chancellor",
    "king",
    "queen",
];

/// A noun for somebody with an owner of its own.
fn is_own_role(tree: &Tree<'_>, at: usize) -> bool {
    tree.pos(at) == Pos::Noun
        && kin::is_role(&tree.lemma(at).to_lowercase())
        && tree.all(at, &["nmod"]).any(|child| matches!(case(tree, child).as_str(), "of" | "to"))
}

pub fn role_meaning(scene: &Scene<'_>, at: usize, preposition: &str, means: Means) -> Option<Meaning> {
    let tree = scene.tree;
    let lemma = tree.lemma(at).to_lowercase();
    let form = tree.words[at].form.to_lowercase();
    let (lemma, ex) = lemma.strip_prefix("ex-").map_or((lemma.clone(), false), |bare| (bare.to_owned(), true));
    let former = ex || tree.all(at, &["amod"]).any(|word| tree.is_one(word, &["former", "ex", "erstwhile"]));
    let means = if former && means == Means::State { Means::End } else { means };
    if matches!(lemma.as_str(), "one" | "lot" | "kind" | "sort" | "type" | "bit" | "number" | "couple") {
        return None;
    }
    if matches!(preposition, "of" | "to")
        && let Some(&(_, predicate, inverse)) = kin::TIES.iter().find(|(noun, ..)| *noun == lemma)
    {
        return Some(Meaning { inverse, core: true, ..being::meaning(predicate, means) });
    }
    let nouns = phrase::nouns(tree, at).into_iter().chain([form]);
    let known = nouns.into_iter().find_map(|noun| vocabulary::find(&format!("be {noun} {preposition}")).cloned());
    let office = (preposition == "of" && kin::is_role(&lemma)).then(|| being::meaning(&format!("{}_of", office(tree, at)), means));
    let own = (preposition == "of" && office.is_none()).then(|| being::meaning(&format!("{}_of", lemma.replace(' ', "_")), means));
    known.map(|known| being::raise(known, means)).or(office).or(own)
}

/// "prime minister", "vice president", with underscores.
fn office(tree: &Tree<'_>, at: usize) -> String {
    let part = |part: usize| {
        part < at
            && (tree.base(part) == "compound"
                || matches!(
                    tree.words[part].form.to_lowercase().as_str(),
                    "prime" | "vice" | "deputy" | "chief" | "general" | "executive" | "managing" | "foreign"
                ))
    };
    let before = tree.all(at, &["compound", "amod"]).filter(|&at| part(at)).map(|part| tree.words[part].form.to_lowercase());
    let parts: Vec<String> = before.chain([tree.lemma(at).to_lowercase()]).collect();
    let office = parts.join("_").replace('.', "").replace(' ', "_");
    if office == "chief_executive" { "ceo".to_owned() } else { office }
}

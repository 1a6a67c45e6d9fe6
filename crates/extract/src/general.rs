//! What is said of things in general, and of the people of a story: "a good doctor listens", "the novel follows a nurse".

use asof_parser::Pos;

use crate::{
    clause::{Clause, Link},
    kin, phrase,
    tree::Tree,
    verb::Tense,
};

/// Works that tell of what never was.
pub const WORKS: &[&str] = &[
    "film",
    "novel",
    "book",
    "series",
    "story",
    "play",
    "movie",
    "show",
    "sequel",
    "opera",
    "musical",
    "sitcom",
    "episode",
    "comic",
    "thriller",
    "drama",
    "comedy",
    "fairytale",
    "poem",
    "tale",
    "game",
];
/// What such a work does with those it tells of.
const TELL: &[&str] = &["follow", "tell", "centre", "center", "revolve", "depict", "recount", "chronicle", "star", "portray"];

/// Whether a main clause speaks of any and all, and of nobody in particular.
pub fn is_general(tree: &Tree<'_>, clauses: &[Clause], index: usize) -> bool {
    let clause = &clauses[index];
    let group = &clause.group;
    let plain = group.tense == Tense::Present && !group.progressive && clause.link == Link::Main;
    let [subject] = clause.subjects[..] else { return false };
    plain && (whoever(tree, clauses, clause, subject) || kind(tree, clause, subject))
}

/// "When you work at a bank, you wear a suit"
fn whoever(tree: &Tree<'_>, clauses: &[Clause], clause: &Clause, subject: usize) -> bool {
    let you = |at: &usize| tree.is_one(*at, &["you"]);
    let same = |other: &Clause| {
        let when = other.mark.is_some_and(|mark| tree.is_one(mark, &["when", "whenever"]))
            || tree.all(other.head, &["advmod"]).any(|at| tree.is_one(at, &["when", "whenever"]));
        tree.head(other.head) == Some(clause.head) && other.link == Link::Adverbial && when && other.subjects.iter().any(you)
    };
    you(&subject) && clauses.iter().any(same)
}

/// "A good doctor listens", "otters eat fish": said of the kind, with nothing named or pointed at.
fn kind(tree: &Tree<'_>, clause: &Clause, subject: usize) -> bool {
    let lemma = tree.lemma(subject).to_lowercase();
    let bare = tree.pos(subject) == Pos::Noun
        && tree.words[subject].form.chars().skip(1).all(char::is_lowercase)
        && (subject == 0 || !phrase::capital(&tree.words[subject].form))
        && tree.all(subject, &["nmod", "nummod", "appos", "compound"]).all(|at| tree.pos(at) == Pos::Noun && tree.base(at) == "compound")
        && phrase::owner(tree, subject).is_none();
    let many = phrase::is_plural(tree, subject) && phrase::determiner(tree, subject).is_none();
    let any = matches!(phrase::determiner(tree, subject).as_deref(), Some("a" | "an"))
        && !phrase::is_plural(tree, subject)
        && tree.child(subject, "acl").is_none()
        && !kin::TIES.iter().any(|(tie, ..)| *tie == lemma)
        && !matches!(lemma.as_str(), "man" | "woman" | "guy" | "lady" | "girl" | "boy" | "person" | "couple" | "family");
    bare && (many || any) && !points(tree, clause)
}

/// Whether something in the clause is named, dated or pointed at: "refugees live in Berlin", "clients love my cakes".
fn points(tree: &Tree<'_>, clause: &Clause) -> bool {
    let definite = |at: usize| {
        tree.pos(at) == Pos::Propn
            || tree.pos(at) == Pos::Num
            || tree.tag(at).starts_with("PRP")
            || tree.is_one(at, &["the", "this", "that", "these", "those", "here", "there", "now"])
    };
    // "kids are the best"
    let best = clause.copula.is_some() && tree.tag(clause.head) == "JJS";
    let article = |at: usize| best && tree.head(at) == Some(clause.head);
    tree.under(clause.head, |at| !clause.subjects.contains(&at))
        .into_iter()
        .any(|at| definite(at) && !article(at) && !refers_back(tree, clause, at))
}

/// "her pups", of any otter.
fn refers_back(tree: &Tree<'_>, clause: &Clause, at: usize) -> bool {
    clause.subjects.iter().all(|&subject| subject < at)
        && tree.is_one(at, &["her", "his", "its", "their", "them", "it", "themselves", "itself"])
}

/// What a sentence does to the telling of a story: begins it, goes on with it, or says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    Begins,
    GoesOn,
    Over,
}

/// Whether a sentence is, or goes on, telling what happens in a story.
pub fn story(tree: &Tree<'_>, clauses: &[Clause]) -> Story {
    let work = |at: &usize| WORKS.contains(&tree.lemma(*at).to_lowercase().as_str());
    // "In the film, a detective moves to an island"
    let inside = 3 < tree.words.len() && tree.is_one(0, &["in"]) && tree.pos(1) == Pos::Det && work(&2);
    let Some(main) = clauses.iter().find(|clause| clause.link == Link::Main) else {
        return if inside { Story::Begins } else { Story::GoesOn };
    };
    let told = main.subjects.iter().any(work) && TELL.contains(&tree.lemma(main.head)) && main.group.tense == Tense::Present;
    match () {
        () if told || inside && !matches!(main.group.tense, Tense::Past | Tense::Perfect) => Story::Begins,
        () if main.subjects.iter().any(work) => Story::Over,
        () if matches!(main.group.tense, Tense::Present | Tense::Perfect) => Story::GoesOn,
        () => Story::Over,
    }
}

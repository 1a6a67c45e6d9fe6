//! Clauses: who does what to whom, read off the tree with the arguments that grammar shares or leaves out.

use asof_parser::Pos;

use crate::{
    governor, kin, phrase,
    tree::Tree,
    verb::{Group, Tense, group},
};

/// How a clause hangs in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It is the sentence, or stands beside it.
    Main,
    /// It is joined to a clause before it: "and sold it".
    Joined,
    /// It tells about a noun: "who lives in Lyon", "founded by Ben".
    OfNoun,
    /// It is what another verb is about: "want *to go*", "thinks *that it rains*".
    Content,
    /// It goes with another clause: "when", "because", "if".
    Adverbial,
}

/// A preposition with what stands after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oblique {
    /// The preposition in small letters; empty for none ("last week").
    pub case: String,
    /// The head of the phrase.
    pub head: usize,
    /// It hangs on the clause's object and not on its verb: "a job *at Acme*".
    pub of_object: bool,
}

/// A predicate with its arguments. The numbers are words of the sentence.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The verb; or the noun, adjective or name that "be" makes the predicate.
    pub head: usize,
    /// The form of "be" before such a predicate.
    pub copula: Option<usize>,
    pub group: Group,
    pub link: Link,
    /// The clause that it hangs in.
    pub parent: Option<usize>,
    /// Heads of the subject, one for each joined by "and".
    pub subjects: Vec<usize>,
    /// It has no subject because chat leaves "I" out: "Went home early".
    pub elided: bool,
    pub objects: Vec<usize>,
    /// To whom: "gave *Ana* a book".
    pub indirect: Option<usize>,
    pub obliques: Vec<Oblique>,
    /// "up" in "gave up".
    pub particle: Option<usize>,
    /// Clauses and predicates that complete the verb: "want *to go*", "became *famous*".
    pub contents: Vec<usize>,
    /// "if", "because", "when", "to".
    pub mark: Option<usize>,
}

/// All clauses of a sentence, each after the one that it hangs in.
pub fn clauses(tree: &Tree<'_>) -> Vec<Clause> {
    let mut heads: Vec<(usize, usize)> =
        (0..tree.words.len()).filter(|&at| is_predicate(tree, at)).map(|at| (tree.upward(at).count(), at)).collect();
    heads.sort_unstable();
    let mut clauses: Vec<Clause> = Vec::with_capacity(heads.len());
    for (_, head) in heads {
        let clause = read(tree, head, &clauses);
        clauses.push(clause);
    }
    clauses
}

/// Whether a word is the head of a clause.
fn is_predicate(tree: &Tree<'_>, at: usize) -> bool {
    let base = tree.base(at);
    if tree.child(at, "cop").is_some() {
        return true;
    }
    let inside =
        matches!(base, "amod" | "compound" | "case" | "mark" | "aux" | "cop" | "fixed" | "flat" | "advmod" | "det" | "cc" | "discourse");
    let stands_alone = matches!(base, "root" | "conj" | "parataxis" | "ccomp" | "advcl" | "acl");
    tree.pos(at) == Pos::Verb && !inside || tree.pos(at) == Pos::Aux && stands_alone
}

fn read(tree: &Tree<'_>, head: usize, before: &[Clause]) -> Clause {
    let parent = tree.upward(head).skip(1).find_map(|at| before.iter().position(|clause| clause.head == at));
    let group = group(tree, head);
    let link = link(tree, head);
    let mut clause = Clause {
        head,
        copula: tree.child(head, "cop"),
        group,
        link,
        parent,
        subjects: Vec::new(),
        elided: false,
        objects: Vec::new(),
        indirect: tree.child(head, "iobj").or_else(|| tree.child(head, "nmod").filter(|&at| tree.is_a(at, "iobj"))),
        obliques: obliques(tree, head, false),
        particle: tree.exact(head, "compound:prt"),
        contents: tree.all(head, &["xcomp", "ccomp"]).collect(),
        mark: tree.child(head, "mark"),
    };
    subjects(tree, &mut clause, before);
    objects(tree, &mut clause);
    share_tense(tree, &mut clause, before);
    // "Working on my thesis.": I am.
    if clause.elided && clause.group.tense == Tense::None && tree.tag(head) == "VBG" && clause.link == Link::Main {
        (clause.group.tense, clause.group.progressive) = (Tense::Present, true);
    }
    if clause.elided && clause.copula.is_some_and(|copula| tree.is_one(copula, &["been"])) {
        clause.group.tense = Tense::Perfect;
    }
    // "Lost 12 pounds since New Year's!": I have.
    if clause.elided && clause.group.tense == Tense::None && tree.tag(head) == "VBN" && !clause.group.passive {
        clause.group.tense = Tense::Perfect;
    }
    clause
}

fn link(tree: &Tree<'_>, head: usize) -> Link {
    match tree.base(head) {
        "conj" => Link::Joined,
        "acl" => Link::OfNoun,
        "xcomp" | "ccomp" | "csubj" => Link::Content,
        "advcl" => Link::Adverbial,
        _ => Link::Main,
    }
}

const RELATIVE: &[&str] = &["who", "whom", "which", "that", "where", "when", "whose"];

/// Whether a word is the relative pronoun of a clause about a noun.
fn is_relative(tree: &Tree<'_>, at: usize) -> bool {
    tree.is_one(at, RELATIVE) && matches!(tree.tag(at), "WP" | "WDT" | "WRB" | "IN" | "WP$")
}

/// A head with all joined to it by "and": "Ana and Ben".
pub fn joined(tree: &Tree<'_>, head: usize) -> Vec<usize> {
    let noun = |at: usize| matches!(tree.pos(at), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::X | Pos::Adj | Pos::Sym | Pos::Det);
    // "retired from teaching in 2011 and Peter a year later": Peter is a clause of his own.
    let whole = |at: usize| {
        tree.child(at, "nsubj").is_none() && tree.child(at, "cop").is_none() && tree.child(at, "orphan").is_none() && !has_later(tree, at)
    };
    std::iter::once(head).chain(tree.all(head, &["conj"]).filter(|&at| noun(at) && whole(at))).collect()
}

/// "Peter a year later": a name with a time of its own.
fn has_later(tree: &Tree<'_>, at: usize) -> bool {
    phrase::is_name(tree, at)
        && tree
            .all(at, &["advmod", "obl", "nmod"])
            .any(|time| at < time && tree.is_one(time, &["later", "earlier", "after", "before", "ago"]))
}

fn subjects(tree: &Tree<'_>, clause: &mut Clause, before: &[Clause]) {
    let parent = clause.parent.map(|parent| &before[parent]);
    let own = tree.all(clause.head, &["nsubj"]).find(|&at| !tree.is_a(at, "nsubj:outer"));
    // "Having somebody to motivate you is important": you are not.
    if own.is_some_and(|own| tree.is_one(own, &["you", "we", "they"])) && is_singular(tree, clause.head) {
        return;
    }
    let noun = tree.head(clause.head);
    let who = own.filter(|&own| tree.is_one(own, &["who"]));
    let noun = noun.map(|noun| who.and_then(|who| somebody_before(tree, noun, who)).unwrap_or(noun));
    // "…, and it was great to see": what is great is to see, and nobody before it.
    let idle = own.is_none() && (tree.child(clause.head, "expl").is_some() || tree.child(clause.head, "csubj").is_some());
    clause.subjects = match (own, clause.link) {
        _ if idle => Vec::new(),
        (Some(own), Link::OfNoun) if is_relative(tree, own) => match parent.filter(|parent| says_what(tree, parent, noun)) {
            Some(parent) => parent.subjects.clone(),
            None => noun.map(|noun| joined_if_plural(tree, noun, clause.head)).unwrap_or_default(),
        },
        (Some(own), _) => joined(tree, own),
        (None, Link::OfNoun) if tree.is_a(clause.head, "acl:relcl") => Vec::new(),
        (None, Link::OfNoun) if governor::is_taken_chance(tree, clause.head) => {
            parent.map(|parent| parent.subjects.clone()).unwrap_or_default()
        }
        (None, Link::OfNoun) => {
            let own = participle(tree, clause, noun);
            match parent.filter(|parent| !own.is_empty() && says_what(tree, parent, noun)) {
                Some(parent) => parent.subjects.clone(),
                None => own,
            }
        }
        (None, Link::Joined) => parent
            .filter(|_| tree.head(clause.head) == parent.map(|parent| parent.head))
            .map(|parent| parent.subjects.clone())
            .unwrap_or_default(),
        (None, Link::Content) => parent.map(controlled).unwrap_or_default(),
        (None, Link::Adverbial) if tree.tag(clause.head) == "VBN" && tree.child(clause.head, "aux").is_none() => {
            // "Born in Lyon, she moved to Paris"
            clause.group.passive = true;
            parent.map(|parent| parent.subjects.clone()).unwrap_or_default()
        }
        (None, Link::Adverbial) => parent.map(|parent| parent.subjects.clone()).unwrap_or_default(),
        (None, Link::Main) if tree.tag(clause.head) == "VBN" && noun.is_some_and(|noun| tree.pos(noun) == Pos::Propn) => {
            participle(tree, clause, noun)
        }
        (None, Link::Main) => Vec::new(),
    };
    let inherits = matches!(clause.link, Link::Joined | Link::Content | Link::Adverbial);
    clause.elided = clause.subjects.is_empty()
        && tree.child(clause.head, "expl").is_none()
        && tree.child(clause.head, "csubj").is_none()
        && if clause.link == Link::Main {
            says_i(tree, clause)
        } else {
            inherits && parent.is_some_and(|parent| parent.elided && parent.objects.is_empty() | (clause.link != Link::Content))
        };
}

/// Whether a finite verb is in the third person singular.
fn is_singular(tree: &Tree<'_>, head: usize) -> bool {
    let finite = tree.all(head, &["aux", "cop"]).min().unwrap_or(head);
    tree.tag(finite) == "VBZ" && !tree.is_one(finite, &["'s", "’s", "s"])
}

/// "Lunch with Petra, who came back": who came back is somebody, and no lunch.
fn somebody_before(tree: &Tree<'_>, noun: usize, who: usize) -> Option<usize> {
    let role = |at: usize| kin::is_role(&tree.lemma(at).to_lowercase());
    let person = |at: usize| tree.pos(at) == Pos::Propn || role(at);
    // "The director of the museum, who is Danish"
    let above = tree.head(noun).filter(|&above| tree.base(noun) == "nmod" && role(above) && tree.pos(noun) == Pos::Noun);
    if let Some(above) = above.filter(|_| !role(noun)) {
        return Some(above);
    }
    if person(noun) || !phrase::is_plural(tree, noun) && tree.pos(noun) != Pos::Noun {
        return None;
    }
    tree.all(noun, &["nmod"]).filter(|&at| noun < at && at < who && tree.pos(at) == Pos::Propn).last()
}

/// "Kofi is a footballer who plays for Ajax": what is told of the footballer is told of Kofi. "It was Ana who called" is about Ana.
fn says_what(tree: &Tree<'_>, parent: &Clause, noun: Option<usize>) -> bool {
    let empty = |at: usize| tree.is_one(at, &["it", "this", "that", "there", "these", "those", "what"]);
    parent.copula.is_some()
        && noun == Some(parent.head)
        && tree.pos(parent.head) == Pos::Noun
        && case(tree, parent.head).is_empty()
        && !parent.group.negated
        && matches!(parent.subjects[..], [subject] if !empty(subject))
}

/// "Lucia, who lives in Porto" is about Lucia; "Ana and Ben, who live in Porto" about both.
fn joined_if_plural(tree: &Tree<'_>, noun: usize, verb: usize) -> Vec<usize> {
    let plural = tree.tag(verb) == "VBP" || tree.all(verb, &["aux", "cop"]).any(|at| tree.is_one(at, &["are", "were", "have"]));
    if plural { joined(tree, noun) } else { vec![noun] }
}

/// "a pump made in Riga", "the man living next door"; an infinitive ("a place to live") has no subject of its own.
fn participle(tree: &Tree<'_>, clause: &mut Clause, noun: Option<usize>) -> Vec<usize> {
    const IDLE: &[&str] = &[
        "lot",
        "thanks",
        "thank",
        "time",
        "job",
        "way",
        "fun",
        "trouble",
        "luck",
        "bit",
        "reason",
        "idea",
        "chance",
        "problem",
        "hard",
        "kind",
        "experience",
        "blast",
        "ball",
        "weekend",
        "day",
        "evening",
        "week",
        "vacation",
        "holiday",
        "adventure",
        "summer",
        "afternoon",
        "night",
        "morning",
        "rest",
    ];
    // "spent part of the meeting discussing it": who spent it discussed it.
    let spent = |noun: usize| tree.base(noun) == "obj" && tree.head(noun).is_some_and(|verb| tree.lemma(verb) == "spend");
    let above = |noun: usize| std::iter::successors(Some(noun), |&at| tree.head(at)).take(3).any(spent);
    if tree.tag(clause.head) == "VBG" && noun.is_some_and(above) {
        return Vec::new();
    }
    let idle = clause.mark.is_some() || noun.is_some_and(|noun| IDLE.contains(&tree.lemma(noun)));
    match tree.tag(clause.head) {
        _ if idle => Vec::new(),
        "VBN" | "VBD" => {
            clause.group.passive = true;
            noun.into_iter().collect()
        }
        "VBG" => noun.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Who goes in "want to go" and in "asked Ana to go".
fn controlled(parent: &Clause) -> Vec<usize> {
    if parent.objects.is_empty() { parent.subjects.clone() } else { parent.objects.clone() }
}

/// Whether a clause without a subject tells what the speaker did, and is no order.
fn says_i(tree: &Tree<'_>, clause: &Clause) -> bool {
    // "Youngest took two trips": somebody is named, whatever the word was taken for.
    if tree.all(clause.head, &["advmod", "amod"]).any(|at| at == 0 && at + 1 == clause.head && matches!(tree.tag(at), "RBS" | "JJS" | "JJ"))
    {
        return false;
    }
    let finite = tree.all(clause.head, &["aux", "cop"]).min().unwrap_or(clause.head);
    match tree.tag(finite) {
        _ if crate::force::is_own_remark(tree, clause.head) => true,
        "VBD" => clause.copula.is_none(),
        _ if is_been(tree, clause) => true,
        _ if clause.copula.is_some() => false,
        "VBG" | "VBN" => tree.is_a(clause.head, "root") && !has_other_finite(tree, clause.head) && !is_remark(tree, clause.head),
        "MD" => true,
        "VBP" => tree.lemma(finite) != "be" && finite != clause.head,
        _ => false,
    }
}

/// "Always been interested in it", "been to Paris": I have; but "been crazy" is said of anything.
fn is_been(tree: &Tree<'_>, clause: &Clause) -> bool {
    let been = clause.copula.is_some_and(|copula| tree.is_one(copula, &["been"]));
    let told = tree.child(clause.head, "case").is_some()
        || matches!(tree.pos(clause.head), Pos::Adj | Pos::Verb) && tree.all(clause.head, &["obl", "nmod"]).next().is_some();
    been && told && tree.child(clause.head, "aux").is_none()
}

/// "Much appreciated", "so satisfying": how something is, and nothing that the speaker did.
fn is_remark(tree: &Tree<'_>, head: usize) -> bool {
    let degree =
        tree.all(head, &["advmod"]).any(|at| at < head && tree.is_one(at, &["so", "very", "much", "super", "pretty", "really", "well"]));
    // "Uplifting!"
    let lone = tree.children(head).iter().all(|&at| tree.pos(at) == Pos::Punct);
    lone || degree && tree.all(head, &["obj", "obl", "xcomp", "ccomp"]).next().is_none()
}

/// "Doing good brings joy", "Combining both - that's cool": the gerund is what the sentence is about.
fn has_other_finite(tree: &Tree<'_>, head: usize) -> bool {
    let finite = |at: usize| matches!(tree.tag(at), "VBZ" | "VBP" | "VBD" | "MD");
    let clausal = |at: usize| finite(at) || tree.all(at, &["aux", "cop"]).any(finite);
    // "Surrounding ourselves with people who care is key"
    let first = tree.under(head, |_| true).first() == Some(&head);
    let loose = |at: usize| {
        let verb = if matches!(tree.base(at), "aux" | "cop") { tree.head(at).unwrap_or(at) } else { at };
        at != head && verb != head && finite(at) && tree.child(verb, "nsubj").is_none() && tree.child(verb, "mark").is_none()
    };
    tree.all(head, &["parataxis", "conj", "ccomp", "dep"]).any(clausal) || first && tree.under(head, |_| true).into_iter().any(loose)
}

fn objects(tree: &Tree<'_>, clause: &mut Clause) {
    let own = tree.all(clause.head, &["obj"]).find(|&at| !is_relative(tree, at));
    clause.objects = own.map(|own| joined(tree, own)).unwrap_or_default();
    if let Some(own) = own {
        clause.obliques.extend(obliques(tree, own, true));
    }
    if !tree.is_a(clause.head, "acl:relcl") {
        return;
    }
    let Some(noun) = tree.head(clause.head) else { return };
    let subject_is_gap =
        clause.subjects.first() == Some(&noun) || tree.all(clause.head, &["nsubj"]).any(|subject| is_relative(tree, subject));
    if subject_is_gap {
        return;
    }
    match gap(tree, clause) {
        _ if matches!(tree.lemma(noun), "way" | "reason" | "time" | "day" | "moment" | "year" | "month" | "week") => {}
        Some(case) if case.is_empty() && clause.objects.is_empty() && !clause.group.passive && clause.copula.is_none() => {
            clause.objects = vec![noun]
        }
        Some(case) if !case.is_empty() => clause.obliques.push(Oblique { case, head: noun, of_object: false }),
        Some(_) | None => {}
    }
}

/// What the noun is in the clause about it: the object ("the car *that* Ana bought"), or after a preposition ("the house she lives *in*").
fn gap(tree: &Tree<'_>, clause: &Clause) -> Option<String> {
    let relative = tree.children(clause.head).iter().copied().find(|&at| is_relative(tree, at));
    let stranded = tree
        .children(clause.head)
        .iter()
        .copied()
        .find(|&at| tree.pos(at) == Pos::Adp && at > clause.head && tree.children(at).is_empty() && !tree.is_a(at, "compound:prt"));
    match (relative, stranded) {
        (_, Some(stranded)) => Some(tree.words[stranded].form.to_lowercase()),
        (Some(at), None) if tree.is_one(at, &["where"]) => Some("in".to_owned()),
        (Some(at), None) if tree.is_one(at, &["when"]) => None,
        (Some(at), None) if tree.base(at) == "obl" => Some(case(tree, at)),
        (Some(_) | None, None) => Some(String::new()),
    }
}

/// The preposition of a phrase, in small letters: "in", "out of".
pub fn case(tree: &Tree<'_>, head: usize) -> String {
    let mut words: Vec<usize> = tree.all(head, &["case"]).filter(|&at| !tree.is_one(at, &["'s", "'", "’s", "’"])).collect();
    let fixed: Vec<usize> = words.iter().flat_map(|&at| tree.all(at, &["fixed"])).collect();
    words.extend(fixed);
    words.sort_unstable();
    words.iter().map(|&at| tree.words[at].form.to_lowercase()).collect::<Vec<_>>().join(" ")
}

fn obliques(tree: &Tree<'_>, head: usize, of_object: bool) -> Vec<Oblique> {
    let relations: &[&str] = if of_object { &["nmod"] } else { &["obl", "nmod"] };
    let phrase = |at: usize| !tree.is_a(at, "nmod:poss") && !tree.is_a(at, "nmod:desc") && !is_relative(tree, at);
    let mut found = Vec::new();
    for at in tree.all(head, relations).filter(|&at| phrase(at)) {
        let shared = case(tree, at);
        for each in joined(tree, at) {
            let own = case(tree, each);
            found.push(Oblique { case: if own.is_empty() { shared.clone() } else { own }, head: each, of_object });
            let target = phrase::target(tree, each);
            found.extend(target.map(|target| Oblique { case: case(tree, target), head: target, of_object }));
        }
    }
    found
}

/// "was fired and moved": a joined verb without helpers of its own takes the tense of the first.
fn share_tense(tree: &Tree<'_>, clause: &mut Clause, before: &[Clause]) {
    let Some(parent) = clause.parent.map(|parent| &before[parent]) else { return };
    if clause.link == Link::Joined && clause.group.tense == Tense::None {
        let Group { tense, doubtful, able, bound, would, unsure, progressive, .. } = parent.group;
        // "was born in Split but raised in Vienna"
        let passive = clause.group.passive || parent.group.passive && tree.tag(clause.head) == "VBN" && clause.objects.is_empty();
        clause.group = Group { tense, doubtful, able, bound, would, unsure, progressive, passive, ..clause.group };
    }
}

impl Clause {
    /// The phrases after a preposition that hang on a word: on the clause's own head those of the clause.
    pub fn obliques_of(clauses: &[Self], at: usize, tree: &Tree<'_>) -> Vec<Oblique> {
        clauses.iter().find(|clause| clause.head == at).map_or_else(|| obliques(tree, at, false), |clause| clause.obliques.clone())
    }
}

//! The force of a clause: is it told as so, or only asked, wished, supposed, ordered or reported?

use crate::{
    Reason,
    clause::{Clause, Link},
    general,
    governor::{self, Governor},
    hedge,
    tree::Tree,
    verb::Tense,
};

/// How a clause is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Force {
    /// It is told as so, and how sure that is.
    Told(f32),
    /// It is told as so by its aspect: "started working", "stopped working".
    Aspect(Governor, f32),
    /// It is not told as so.
    Open(Reason),
    /// It is what somebody wants, plans, likes or believes; the clause that it hangs in tells so.
    Content,
}

impl Force {
    /// Whether the clause says that something is so.
    pub fn is_told(&self) -> bool {
        matches!(self, Self::Told(_) | Self::Aspect(..))
    }
}

/// The force of each clause.
pub fn forces(tree: &Tree<'_>, clauses: &[Clause], quoted: &[bool], joke: bool) -> Vec<Force> {
    let asks = !ends_in_tag(tree)
        && tree
            .words
            .iter()
            .rev()
            .find(|word| !matches!(word.form.as_str(), "\"" | "”" | ")" | "'"))
            .is_some_and(|word| word.form.contains('?'));
    let mut forces: Vec<Force> = Vec::with_capacity(clauses.len());
    for (index, clause) in clauses.iter().enumerate() {
        let force = match () {
            () if joke => Force::Open(Reason::Joke),
            () if quoted[clause.head] => Force::Open(Reason::Quoted),
            () if asks && is_question(tree, clauses, index) => Force::Open(Reason::Question),
            () => hedged(force(tree, clauses, &forces, index), hedge::of_clause(tree, clauses, index)),
        };
        forces.push(force);
    }
    forces
}

/// "I love coriander seeds, weird right?": told, with a remark that asks for nothing but a nod; "I live in Berlin, right?" asks.
fn ends_in_tag(tree: &Tree<'_>) -> bool {
    let words: Vec<usize> = (0..tree.words.len()).filter(|&at| tree.pos(at) != asof_parser::Pos::Punct).collect();
    let [.., remark, tag] = words[..] else { return false };
    let aside = remark.checked_sub(1).is_some_and(|comma| tree.words[comma].form == ",");
    aside && tree.is_one(tag, &["right", "huh", "eh"]) && tree.tag(remark) == "JJ"
}

/// A force with what the speaker's own doubt leaves of it.
fn hedged(force: Force, sure: f32) -> Force {
    match force {
        Force::Told(told) => Force::Told(told * sure),
        Force::Aspect(governor, told) => Force::Aspect(governor, told * sure),
        Force::Open(_) | Force::Content => force,
    }
}

fn force(tree: &Tree<'_>, clauses: &[Clause], before: &[Force], index: usize) -> Force {
    let clause = &clauses[index];
    let parent = clause.parent.map(|parent| (&clauses[parent], &before[parent]));
    match (clause.link, parent) {
        (Link::Main, Some((_, Force::Open(Reason::Joke)))) => Force::Open(Reason::Joke),
        (Link::Main, _) | (_, None) => main(tree, clauses, index),
        (Link::Joined, Some((_, force))) => joined(tree, clauses, index, force),
        (Link::OfNoun, Some((_, force))) => of_noun(tree, clause, force),
        (Link::Content, Some((parent, force))) => content(tree, clause, parent, force),
        (Link::Adverbial, Some((parent, force))) => adverbial(tree, clauses, index, parent, force),
    }
}

fn main(tree: &Tree<'_>, clauses: &[Clause], index: usize) -> Force {
    let clause = &clauses[index];
    match () {
        () if is_inverted(tree, clause) => Force::Open(Reason::Question),
        () if is_order(tree, clause) => Force::Open(Reason::Order),
        () if has_condition(tree, clauses, index) || is_fiction(tree, clause) => Force::Open(Reason::Hypothetical),
        // "You can crash with me": an offer
        () if clause.group.able && !clause.group.negated && clause.subjects.iter().any(|&at| tree.is_one(at, &["you"])) => {
            Force::Open(Reason::Hypothetical)
        }
        // "It was about switching our office to solar power"
        () if clause.group.tense != Tense::None
            && tree.tag(clause.head) == "VBG"
            && clause.mark.is_some_and(|mark| tree.is_one(mark, &["about", "for", "of", "on"])) =>
        {
            Force::Open(Reason::NotUnderstood)
        }
        () if is_hearsay(tree, clause) => Force::Open(Reason::Reported),
        () if general::is_general(tree, clauses, index) => Force::Open(Reason::General),
        () => mood(clause, 1.0),
    }
}

/// "In the novel, the hero moves to Mars", "in my dream I flew": it is so in no world but that one.
fn is_fiction(tree: &Tree<'_>, clause: &Clause) -> bool {
    const FICTION: &[&str] =
        &["novel", "story", "dream", "nightmare", "film", "movie", "sitcom", "fairytale", "myth", "legend", "sequel", "video game"];
    let before = clause.subjects.iter().copied().min().unwrap_or(clause.head);
    tree.all(clause.head, &["obl"]).any(|at| at < before && crate::clause::case(tree, at) == "in" && FICTION.contains(&tree.lemma(at)))
}

/// "According to Priya she's pregnant": somebody else says so.
fn is_hearsay(tree: &Tree<'_>, clause: &Clause) -> bool {
    tree.all(clause.head, &["obl", "nmod", "advcl"]).any(|at| crate::clause::case(tree, at) == "according to")
}

/// "We're having a barbecue, bring a chair": told to somebody, though it hangs beside what "we" do.
fn asks_along(tree: &Tree<'_>, clause: &Clause) -> bool {
    let bare = tree.tag(clause.head) == "VB" && tree.all(clause.head, &["aux", "cop", "mark", "nsubj", "cc"]).next().is_none();
    let helped = tree.head(clause.head).is_some_and(|first| {
        tree.tag(first) == "VB" || tree.all(first, &["aux"]).any(|at| matches!(tree.tag(at), "MD" | "TO") || tree.lemma(at) == "do")
    });
    bare && !helped && tree.words.get(clause.head.wrapping_sub(1)).is_some_and(|before| before.form == ",")
}

/// What modality leaves of a clause that would be told with this confidence.
fn mood(clause: &Clause, sure: f32) -> Force {
    let group = &clause.group;
    match () {
        () if group.missed => Force::Open(Reason::Hypothetical),
        () if group.doubtful && !(group.would && clause.link == Link::Main) => Force::Open(Reason::Hypothetical),
        () if group.doubtful => Force::Told(sure * 0.5),
        () if group.bound => Force::Open(Reason::Hypothetical),
        () if group.unsure => Force::Told(sure * 0.5),
        () => Force::Told(sure),
    }
}

fn joined(tree: &Tree<'_>, clauses: &[Clause], index: usize, first: &Force) -> Force {
    let clause = &clauses[index];
    match first {
        Force::Told(_) if is_order(tree, clause) || asks_along(tree, clause) => Force::Open(Reason::Order),
        Force::Told(_) if has_condition(tree, clauses, index) || is_how(tree, clause) || goes_on_infinitive(tree, clause) => {
            Force::Open(Reason::Hypothetical)
        }
        Force::Told(_) => mood(clause, 1.0),
        Force::Open(Reason::Hypothetical)
            if !clause.subjects.is_empty()
                && tree.child(clause.head, "nsubj").is_some()
                && tree.all(clause.head, &["cc"]).any(|at| tree.is_one(at, &["but"])) =>
        {
            mood(clause, 1.0)
        }
        Force::Open(Reason::Order) if tree.child(clause.head, "nsubj").is_some() => main(tree, clauses, index),
        Force::Aspect(..) | Force::Open(_) | Force::Content => first.clone(),
    }
}

/// "about my garden and how I can use it": what is thought of, and not told.
fn is_how(tree: &Tree<'_>, clause: &Clause) -> bool {
    let noun = tree.head(clause.head).is_some_and(|first| matches!(tree.pos(first), asof_parser::Pos::Noun | asof_parser::Pos::Propn));
    noun && tree.all(clause.head, &["advmod", "mark"]).any(|at| at < clause.head && tree.is_one(at, &["how", "why", "where", "what"]))
}

/// "I'm excited to try it and create a memorable evening": a bare verb goes on with an infinitive.
fn goes_on_infinitive(tree: &Tree<'_>, clause: &Clause) -> bool {
    let bare = tree.tag(clause.head) == "VB" && tree.all(clause.head, &["aux", "cop", "mark", "nsubj"]).next().is_none();
    let Some(first) = tree.head(clause.head).filter(|_| bare) else { return false };
    let helped =
        tree.tag(first) == "VB" || tree.all(first, &["aux"]).any(|at| matches!(tree.tag(at), "MD" | "TO") || tree.lemma(at) == "do");
    // "makes me love sports and admire the players"
    let infinitive = |at: usize| {
        let marked = tree.all(at, &["mark"]).any(|mark| tree.is_one(mark, &["to"]));
        tree.tag(at) == "VB" && (marked || matches!(tree.base(at), "xcomp" | "ccomp"))
    };
    !helped && tree.all(first, &["xcomp", "advcl", "ccomp", "acl"]).any(|at| at < clause.head && infinitive(at))
}

fn of_noun(tree: &Tree<'_>, clause: &Clause, force: &Force) -> Force {
    let definite = tree.head(clause.head).is_some_and(|noun| {
        crate::phrase::is_name(tree, noun)
            || matches!(crate::phrase::determiner(tree, noun).as_deref(), Some("the" | "this" | "that"))
            || crate::phrase::owner(tree, noun).is_some()
    });
    let infinitive = tree.is_a(clause.head, "acl") && clause.mark.is_some();
    match force {
        _ if is_either(tree, clause) => Force::Open(Reason::Ambiguous),
        Force::Told(_) if governor::is_taken_chance(tree, clause.head) => mood(clause, 0.9),
        _ if infinitive => Force::Open(Reason::Hypothetical),
        Force::Told(_) | Force::Aspect(..) => mood(clause, 0.9),
        _ if definite => mood(clause, 0.8),
        Force::Open(reason) => Force::Open(*reason),
        Force::Content => Force::Open(Reason::Hypothetical),
    }
}

fn content(tree: &Tree<'_>, clause: &Clause, parent: &Clause, force: &Force) -> Force {
    let governor = if tree.head(clause.head) == Some(parent.head) { governor::of(tree, parent, clause) } else { None };
    let sure = match force {
        Force::Told(sure) | Force::Aspect(_, sure) => *sure,
        // "I almost forgot: …"
        Force::Open(Reason::Hypothetical) if parent.group.missed && tree.lemma(parent.head) == "forget" => 1.0,
        Force::Open(Reason::Order) if is_reminder(tree, parent) => 1.0,
        Force::Content | Force::Open(Reason::Hypothetical) if is_announced(tree, parent) => 1.0,
        Force::Open(reason) => return Force::Open(*reason),
        Force::Content => return Force::Content,
    };
    // "Nobody has confirmed that …"
    let nobody = parent.subjects.iter().any(|&at| tree.is_one(at, &["nobody", "none", "neither", "nothing"]));
    if nobody {
        return Force::Open(Reason::Reported);
    }
    if parent.group.negated && !matches!(governor, Some(Governor::Begin | Governor::End | Governor::Go | Governor::True)) {
        return Force::Content;
    }
    match governor {
        Some(Governor::True) => mood(clause, sure * 0.9),
        Some(Governor::Think) if speaks_for_self(tree, parent) => mood(clause, sure * 0.6),
        Some(aspect @ (Governor::Begin | Governor::End | Governor::Go | Governor::Fail | Governor::UsedTo)) => Force::Aspect(aspect, sure),
        Some(_) => Force::Content,
        None if is_result(tree, parent, clause) => mood(clause, sure * 0.9),
        None if tree.is_a(clause.head, "csubj") => Force::Open(Reason::Hypothetical),
        None if clause.group.tense == Tense::None => Force::Content,
        None => Force::Open(Reason::Reported),
    }
}

/// "the son of the baker that lived next door": the son, or the baker.
fn is_either(tree: &Tree<'_>, clause: &Clause) -> bool {
    let plain = |at: usize| tree.pos(at) == asof_parser::Pos::Noun;
    let of = |at: usize| plain(at) && crate::clause::case(tree, at) == "of";
    let pronoun = tree.children(clause.head).iter().copied().find(|&at| at < clause.head && tree.is_one(at, &["that", "who", "which"]));
    let (Some(noun), Some(pronoun)) = (tree.head(clause.head), pronoun.filter(|_| tree.is_a(clause.head, "acl:relcl"))) else {
        return false;
    };
    let lower = tree.all(noun, &["nmod"]).find(|&at| of(at) && at < pronoun);
    let pair = lower.map(|lower| (noun, lower)).or_else(|| tree.head(noun).filter(|_| of(noun)).map(|upper| (upper, noun)));
    let Some((upper, lower)) = pair.filter(|&(upper, lower)| plain(upper) && upper < lower) else { return false };
    let role = |at: usize| crate::kin::is_role(&tree.lemma(at).to_lowercase());
    let the = |at: usize| crate::phrase::determiner(tree, at).is_some_and(|word| word == "the");
    role(upper) == role(lower) && tree.tag(upper) == tree.tag(lower) && the(upper) && the(lower)
}

/// "Remember that I'm allergic to nuts" tells that; but not among other orders.
fn is_reminder(tree: &Tree<'_>, parent: &Clause) -> bool {
    matches!(tree.lemma(parent.head), "remember" | "note") && parent.link == Link::Main && tree.child(parent.head, "conj").is_none()
}

/// "I wanted to let you know I joined a club", "I'm excited to tell you that …": what the speaker says so is told.
fn is_announced(tree: &Tree<'_>, parent: &Clause) -> bool {
    let above = |at: usize| tree.head(at).filter(|_| matches!(tree.base(at), "xcomp" | "ccomp" | "advcl"));
    let lets = above(parent.head).filter(|&at| tree.lemma(at) == "let" && tree.lemma(parent.head) == "know");
    let tells = matches!(tree.lemma(parent.head), "tell" | "say" | "announce" | "mention" | "share") && parent.mark.is_some();
    let Some(top) = lets.or(tells.then_some(parent.head)).and_then(above) else { return false };
    let wants = matches!(tree.lemma(top), "want" | "like" | "love" | "have" | "wait" | "need")
        || crate::attitude::FEELINGS.contains(&tree.lemma(top));
    let speaker = tree.child(top, "nsubj").is_none_or(|who| tree.is_one(who, &["i", "we"]));
    wants && speaker && parent.group.tense == Tense::None
}

/// "It was so cold that we stayed inside": we did.
fn is_result(tree: &Tree<'_>, parent: &Clause, clause: &Clause) -> bool {
    let so = tree.all(parent.head, &["advmod", "det", "amod"]).any(|at| at < parent.head && tree.is_one(at, &["so", "such"]));
    so && clause.group.tense != Tense::None && clause.mark.is_some_and(|mark| tree.is_one(mark, &["that"]))
}

/// "I think": the speaker's own hedge.
fn speaks_for_self(tree: &Tree<'_>, parent: &Clause) -> bool {
    parent.subjects.iter().any(|&subject| tree.is_one(subject, &["i", "we"])) || parent.elided
}

const CONDITIONS: &[&str] = &["if", "unless", "whether", "lest", "provided", "assuming", "supposing"];
const TIMES: &[&str] = &["when", "once", "after", "before", "until", "till", "whenever", "as", "while"];

fn adverbial(tree: &Tree<'_>, clauses: &[Clause], index: usize, parent: &Clause, force: &Force) -> Force {
    let clause = &clauses[index];
    let opens = |words: &[&str]| tree.all(clause.head, &["mark", "advmod", "case"]).any(|at| tree.is_one(at, words));
    let purpose = clause.group.tense == Tense::None
        && tree.all(clause.head, &["mark", "case", "advmod"]).any(|at| {
            let mark = tree.base(at) == "mark" && tree.is_one(at, &["to", "for", "without"]);
            mark || tree.is_one(at, &["instead"])
        });
    match force {
        _ if opens(CONDITIONS) || in_case(tree, clause.head) => Force::Open(Reason::Hypothetical),
        _ if clause.group.tense == Tense::None
            && opens(&["about", "of", "by", "for", "without", "to", "from", "in", "on", "at", "into", "with"]) =>
        {
            Force::Open(Reason::Hypothetical)
        }
        // "Speaking of art, …"
        _ if tree.is_one(clause.head, &["speaking"]) && clause.group.tense == Tense::None => Force::Open(Reason::Hypothetical),
        _ if purpose || opens(&["like", "than", "though as", "as if"]) => Force::Open(Reason::Hypothetical),
        // "when you reach a goal": anybody
        _ if opens(&["when", "whenever", "once"]) && clause.group.tense == Tense::Present && says_you(tree, clause) => {
            Force::Open(Reason::General)
        }
        _ if opens(TIMES) && clause.group.tense == Tense::Present && parent.group.tense != Tense::Present => {
            Force::Open(Reason::Hypothetical)
        }
        Force::Told(sure) => mood(clause, sure * 0.9),
        Force::Open(Reason::Question | Reason::Quoted | Reason::Joke | Reason::General) => force.clone(),
        Force::Open(_) | Force::Content | Force::Aspect(..) if clause.group.tense == Tense::None => Force::Open(Reason::Hypothetical),
        Force::Open(_) | Force::Content | Force::Aspect(..) => mood(clause, 0.8),
    }
}

fn says_you(tree: &Tree<'_>, clause: &Clause) -> bool {
    !clause.subjects.is_empty() && clause.subjects.iter().all(|&at| tree.is_one(at, &["you"]))
}

/// "in case I need it"
fn in_case(tree: &Tree<'_>, head: usize) -> bool {
    tree.all(head, &["mark"]).any(|mark| tree.is_one(mark, &["case"]) || tree.all(mark, &["fixed"]).any(|at| tree.is_one(at, &["case"])))
}

fn has_condition(tree: &Tree<'_>, clauses: &[Clause], index: usize) -> bool {
    let clause = &clauses[index];
    let marked =
        |at: usize| tree.all(at, &["mark", "advmod"]).any(|mark| tree.is_one(mark, CONDITIONS) && !tree.is_one(mark, &["whether"]));
    let adverbial = tree.all(clause.head, &["advcl"]).any(|at| marked(at) && !hedge::is_of_memory(tree, at));
    adverbial && (clause.group.tense != Tense::Past || clause.group.would) || marked(clause.head) && clause.link == Link::Main
}

/// Verbs that open a remark of the speaker's own when chat leaves "I" out: "Hope all is well", "Love it".
const OWN: &[&str] = &["love", "hope", "appreciate", "miss", "wish", "hate", "need", "want", "guess", "wanna"];

/// Whether a bare verb tells what the speaker feels and is no order.
pub fn is_own_remark(tree: &Tree<'_>, head: usize) -> bool {
    tree.is_a(head, "root") && matches!(tree.tag(head), "VB" | "VBP") && OWN.contains(&tree.words[head].form.to_lowercase().as_str())
}

/// "Book a table": a bare verb with nobody who does it.
fn is_order(tree: &Tree<'_>, clause: &Clause) -> bool {
    if is_own_remark(tree, clause.head) {
        return false;
    }
    let finite = tree.all(clause.head, &["aux", "cop"]).min().unwrap_or(clause.head);
    let bare = matches!(tree.tag(finite), "VB") || tree.tag(finite) == "VBP" && clause.link == Link::Main && finite == clause.head;
    let lets = tree.is_one(clause.head, &["let", "let's", "lets"]);
    clause.subjects.is_empty()
        && tree.child(clause.head, "nsubj").is_none()
        && tree.child(clause.head, "expl").is_none()
        && (bare || lets)
        && clause.group.tense != Tense::Future
}

/// "Do you live here": the helper stands before the subject. "Never had I seen" is no question.
fn is_inverted(tree: &Tree<'_>, clause: &Clause) -> bool {
    let Some(subject) = tree.child(clause.head, "nsubj") else { return opens_with_wh(tree, clause) && clause.group.tense != Tense::None };
    let helper = tree.all(clause.head, &["aux", "cop"]).min();
    let first = tree.under(clause.head, |at| tree.base(at) != "parataxis").first().copied().unwrap_or_default();
    let leads = helper.is_some_and(|helper| {
        helper < subject
            && tree.words[first..helper].iter().all(|word| {
                !word.form.chars().any(char::is_alphabetic) || matches!(word.pos, asof_parser::Pos::Cconj | asof_parser::Pos::Intj)
            })
    });
    leads || opens_with_wh(tree, clause)
}

fn opens_with_wh(tree: &Tree<'_>, clause: &Clause) -> bool {
    let wh = |at: usize| matches!(tree.tag(at), "WP" | "WRB" | "WDT" | "WP$");
    let first = tree
        .under(clause.head, |at| !matches!(tree.base(at), "parataxis" | "discourse" | "punct" | "cc" | "vocative" | "advcl"))
        .first()
        .copied();
    clause.link == Link::Main
        && first.is_some_and(|first| wh(first) && !tree.all(first, &["acl"]).any(|_| true))
        && (tree.all(clause.head, &["aux", "cop"]).next().is_some() || clause.subjects.first() == first.as_ref())
}

/// In a sentence that asks, all is asked; but "I moved to Lyon, do you know it?" tells before it asks.
fn is_question(tree: &Tree<'_>, clauses: &[Clause], index: usize) -> bool {
    let clause = &clauses[index];
    if clause.link == Link::OfNoun {
        // "What's the best part you remember?"
        return clause.subjects.iter().any(|&at| tree.is_one(at, &["you"]));
    }
    let main =
        std::iter::successors(Some(index), |&at| clauses[at].parent.filter(|_| clauses[at].link != Link::Main)).last().unwrap_or(index);
    let asked_later = clauses.iter().any(|other| other.head > clauses[main].head && other.link != Link::OfNoun && is_inverted(tree, other));
    !asked_later || is_inverted(tree, &clauses[main]) || clauses[main].subjects.is_empty()
}

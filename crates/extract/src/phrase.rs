//! Noun phrases: which words name a thing, and what it is called.

use asof_parser::Pos;

use crate::tree::Tree;

/// The words that stand before or around a noun and are no part of what it is called.
const OUTSIDE: &[&str] = &[
    "det",
    "case",
    "cop",
    "aux",
    "nsubj",
    "mark",
    "cc",
    "conj",
    "appos",
    "acl",
    "advcl",
    "parataxis",
    "discourse",
    "vocative",
    "punct",
    "expl",
    "csubj",
    "advmod",
    "obl",
    "obj",
    "iobj",
    "xcomp",
    "ccomp",
    "dislocated",
    "orphan",
    "reparandum",
    "list",
    "dep",
];

/// Adverbs that weigh a phrase and name nothing of it.
const FOCUS: &[&str] = &[
    "even",
    "just",
    "only",
    "also",
    "too",
    "so",
    "very",
    "really",
    "quite",
    "especially",
    "mostly",
    "once",
    "still",
    "always",
    "almost",
    "maybe",
    "truly",
    "super",
    "pretty",
];

/// The words of a noun phrase without its determiner, its owner, and all that is told about it in clauses.
pub fn words(tree: &Tree<'_>, head: usize, skip: &[bool]) -> Vec<usize> {
    let wanted = |at: usize| {
        if skip.get(at).copied().unwrap_or_default() {
            return false;
        }
        if tree.pos(at) == Pos::Punct {
            return joins(tree, at);
        }
        if !tree.words[at].form.chars().any(char::is_alphanumeric) && !matches!(tree.words[at].form.as_str(), "$" | "€" | "£" | "%" | "&")
        {
            return false;
        }
        let inner = tree.head(at) != Some(head);
        match tree.base(at) {
            "nmod" if tree.is_a(at, "nmod:poss") => inner,
            "nmod" if !inner && owner_after(tree, head) == Some(at) => false,
            "nmod" if tree.all(at, &["case"]).any(|case| tree.is_one(case, &["with", "without", "during", "like", "since", "until"])) => {
                false
            }
            // "Tom from next door"
            "nmod" if !inner && is_name(tree, head) && tree.all(at, &["case"]).any(|case| tree.is_one(case, &["from"])) => false,
            "nmod" if is_description(tree, at) || tree.is_a(at, "nmod:unmarked") => false,
            "nmod"
                if matches!(tree.lemma(at), "generation" | "year" | "month" | "week")
                    && tree.all(at, &["nummod"]).next().is_some()
                    && tree.all(at, &["case"]).any(|case| tree.is_one(case, &["for"])) =>
            {
                false
            }
            "nmod" if tree.head(at).and_then(|from| target(tree, from)) == Some(at) => false,
            "nmod" if tree.all(at, &["advmod", "cc"]).any(|not| tree.is_one(not, &["not"])) => false,
            "nmod" => !has_time(tree, at, skip),
            // "by the singer Maja Holm": the article is the singer's.
            "det" if inner && tree.head(at).is_some_and(|name| tree.exact(name, "nmod:desc").is_some()) => false,
            "case" | "det" => inner,
            // "a 34-year-old man"
            "obl" if inner && tree.words.get(at + 1).is_some_and(|next| next.form == "-" && next.start == tree.words[at].end) => true,
            // "flights between Oslo and Boston"
            "conj" if inner && tree.head(at).is_some_and(|head| is_between(tree, head)) => true,
            "cc" if tree.head(at).and_then(|conj| tree.head(conj)).is_some_and(|first| first != head && is_between(tree, first)) => true,
            // "a 34-year-old man": the age is a length of time, and what is left of the word says nothing.
            "amod" if has_skipped(tree, at, skip) => false,
            "advmod" if tree.is_one(at, FOCUS) => false,
            "amod" | "det:predet" if tree.is_one(at, &["such", "own", "very"]) => false,
            "advmod" => inner || tree.head(at) == Some(head) && at + 1 < head && tree.pos(head) == Pos::Num,
            base => !OUTSIDE.contains(&base),
        }
    };
    let words = tree.under(head, wanted);
    // "All Souls College" is a name.
    let whole =
        |at: usize| tree.words[at].form == "All" && is_name(tree, head) && at + 1 < tree.words.len() && capital(&tree.words[at + 1].form);
    let articles = words.iter().take_while(|&&at| at != head && tree.pos(at) == Pos::Det && tree.tag(at) == "DT" && !whole(at)).count();
    words[articles..].to_vec()
}

fn is_between(tree: &Tree<'_>, at: usize) -> bool {
    tree.is_a(at, "nmod") && tree.all(at, &["case"]).any(|case| tree.is_one(case, &["between"]))
}

fn has_skipped(tree: &Tree<'_>, at: usize, skip: &[bool]) -> bool {
    tree.under(at, |_| true).into_iter().any(|word| skip.get(word).copied().unwrap_or_default())
}

/// "Apple Music" in "from Spotify to Apple Music": where what begins at the first ends.
pub fn target(tree: &Tree<'_>, from: usize) -> Option<usize> {
    let is = |at: usize, case: &[&str]| tree.all(at, &["case"]).any(|at| tree.is_one(at, case));
    tree.all(from, &["nmod"]).find(|&to| {
        from < to && determiner(tree, from).is_none() && owner(tree, from).is_none() && is(from, &["from"]) && is(to, &["to", "into"])
    })
}

fn has_time(tree: &Tree<'_>, at: usize, skip: &[bool]) -> bool {
    skip.get(at).copied().unwrap_or_default() && !tree.children(at).is_empty()
}

/// A hyphen, a stop or an apostrophe inside a name: "al-Ani", "St. Petersburg".
fn joins(tree: &Tree<'_>, at: usize) -> bool {
    let word = &tree.words[at];
    let glued = |a: usize, b: usize| tree.words.get(a).zip(tree.words.get(b)).is_some_and(|(a, b)| a.end == b.start);
    matches!(word.form.as_str(), "-" | "–" | "/" | "'" | "’" | "&" | ".") && at > 0 && glued(at - 1, at) && glued(at, at + 1)
}

/// The noun with its modifiers before it, in dictionary form: "head office", "mother tongue"; the shortest last.
pub fn nouns(tree: &Tree<'_>, head: usize) -> Vec<String> {
    let noun = tree.lemma(head).to_lowercase();
    let modifiers: Vec<usize> = tree.all(head, &["compound", "amod"]).filter(|&at| at < head).collect();
    let mut found: Vec<String> = (0..modifiers.len())
        .map(|from| {
            let before: Vec<String> = modifiers[from..].iter().map(|&at| tree.words[at].form.to_lowercase()).collect();
            format!("{} {noun}", before.join(" "))
        })
        .collect();
    found.push(noun);
    found
}

/// Whether the phrase is a name: its head is a proper noun, or all its main words are capitalised inside a sentence.
pub fn is_name(tree: &Tree<'_>, head: usize) -> bool {
    tree.pos(head) == Pos::Propn || tree.pos(head) == Pos::X && capital(&tree.words[head].form)
}

pub fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether the noun stands for many; each of "my sister and her husband" is one.
pub fn is_plural(tree: &Tree<'_>, head: usize) -> bool {
    matches!(tree.tag(head), "NNS" | "NNPS")
}

/// "sister" in "my sister Lucia": it tells what Lucia is and is no part of her name, as "President" would be.
pub fn is_description(tree: &Tree<'_>, at: usize) -> bool {
    tree.is_a(at, "nmod:desc")
        && tree.pos(at) == Pos::Noun
        && !tree.children(at).is_empty() | tree.pos(at).eq(&Pos::Noun)
        && !capital(&tree.words[at].form)
}

/// Whether the noun is for an animal that people keep.
pub fn is_pet(noun: &str) -> bool {
    crate::vocabulary::find(&format!("have {noun}")).is_some_and(|meaning| meaning.predicate == "has_pet")
}

/// The owner: "Ana" in "Ana's sister", "my" in "my sister".
pub fn owner(tree: &Tree<'_>, head: usize) -> Option<usize> {
    tree.exact(head, "nmod:poss").or_else(|| owner_after(tree, head)).or_else(|| shared_owner(tree, head))
}

/// "a friend of mine": mine.
fn owner_after(tree: &Tree<'_>, head: usize) -> Option<usize> {
    const OWN: &[&str] = &["mine", "yours", "his", "hers", "ours", "theirs"];
    tree.all(head, &["nmod"]).find(|&at| tree.is_one(at, OWN) && tree.all(at, &["case"]).any(|case| tree.is_one(case, &["of"])))
}

/// "my mom and dad", "her brother, cousin and aunt": of two nouns side by side the second has the owner of the first, if it has nothing
/// of its own before it.
fn shared_owner(tree: &Tree<'_>, head: usize) -> Option<usize> {
    let first = tree.head(head).filter(|&first| first < head && tree.base(head) == "conj")?;
    let both = tree.pos(first) == Pos::Noun && tree.pos(head) == Pos::Noun;
    let own = || tree.children(head).iter().any(|&at| at < head && !matches!(tree.base(at), "cc" | "punct" | "compound"));
    let owner = tree.exact(first, "nmod:poss").filter(|_| both && !own())?;
    (tree.child(first, "cop").is_none() && tree.child(head, "nsubj").is_none()).then_some(owner)
}

/// The determiner, in small letters.
pub fn determiner(tree: &Tree<'_>, head: usize) -> Option<String> {
    tree.child(head, "det").map(|at| tree.words[at].form.to_lowercase())
}

/// "no", "every", "nobody": the phrase names nothing of which something could be claimed.
pub fn is_empty_quantity(tree: &Tree<'_>, head: usize) -> bool {
    const QUANTIFIED: &[&str] = &["no", "every", "each", "any", "either", "neither", "what", "which", "whatever", "whichever"];
    let bare = [
        "nobody",
        "everybody",
        "anybody",
        "somebody",
        "no-one",
        "everyone",
        "anyone",
        "someone",
        "nothing",
        "everything",
        "anything",
        "none",
        "who",
        "what",
        "whom",
        "one",
        "there",
        "all",
        "both",
        "something",
        "whoever",
        "whatever",
    ];
    // "I don't have any siblings" is said of siblings.
    let denied =
        tree.head(head).is_some_and(|verb| tree.all(verb, &["advmod"]).any(|not| tree.is_one(not, &["not", "n't", "n’t", "never"])));
    if denied && tree.base(head) == "obj" && determiner(tree, head).is_some_and(|word| word == "any") {
        return false;
    }
    let nor = tree.all(head, &["conj"]).any(|other| tree.all(other, &["cc"]).any(|at| tree.is_one(at, &["nor"])));
    if nor && tree.all(head, &["cc", "det"]).any(|at| tree.is_one(at, &["neither"])) {
        return false;
    }
    tree.is_one(head, &bare) || determiner(tree, head).is_some_and(|word| QUANTIFIED.contains(&word.as_str()))
}

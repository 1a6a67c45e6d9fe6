//! What belongs together and the parser tore apart: names in several pieces, a post and its bearer, a thing and what it is called.

use asof_parser::{Pos, Word};

use crate::torn;

/// Mends them.
pub fn mend(words: &mut [Word]) {
    torn::verbs_after_names(words);
    torn::verbs_after_ages(words);
    hyphened_names(words);
    torn::is_doing(words);
    numbered_firms(words);
    names_in_parts(words);
    owners_of_places(words);
    adjectives_of_posts(words);
    births_aside(words);
    listed_ties(words);
    torn::times_before_verbs(words);
    torn::shifts(words);
    posts_for_now(words);
    torn::finite_objects(words);
    torn::greetings(words);
    small_roles(words);
    chief_roles(words);
    nouns_of_nouns(words);
    torn::second_subjects(words);
    called_ties(words);
    torn::apposed_subjects(words);
    torn::born_first(words);
    torn::restrictive_clauses(words);
    torn::subjects_without_case(words);
    is_called(words);
    called_things(words);
    torn::got_done(words);
    torn::owned_objects(words);
    torn::phrases_after_nouns(words);
    torn::asides_of_telling(words);
}

pub fn capital(word: &Word) -> bool {
    word.form.chars().next().is_some_and(char::is_uppercase)
}

pub fn is_name(word: &Word) -> bool {
    (word.pos == Pos::Propn || word.tag == "NNP") && capital(word)
}

/// Whether a word has a child in one of these relations.
pub fn has(words: &[Word], at: usize, relations: &[&str]) -> bool {
    words.iter().any(|word| word.head == Some(at) && relations.contains(&word.relation))
}

fn take_over(words: &mut [Word], from: usize, to: usize) {
    words.iter_mut().enumerate().filter(|(at, word)| *at != to && word.head == Some(from)).for_each(|(_, word)| word.head = Some(to));
}

/// "works for 3M": a firm, and no number of anything.
fn numbered_firms(words: &mut [Word]) {
    const TIES: &[&str] = &["work", "join", "leave", "intern", "employ", "quit"];
    for at in 1..words.len() {
        let number = words[at - 1].form.bytes().all(|byte| byte.is_ascii_digit()) && words[at - 1].head == Some(at);
        let letters = capital(&words[at]) && words[at].form.chars().all(char::is_alphanumeric) && words[at - 1].end == words[at].start;
        let tied = words[at].head.is_some_and(|verb| TIES.contains(&words[verb].lemma.as_str()));
        if number && letters && tied {
            (words[at].pos, words[at].tag) = (Pos::Propn, "NNP");
            (words[at - 1].pos, words[at - 1].tag, words[at - 1].relation) = (Pos::Propn, "NNP", "compound");
        }
    }
}

/// "Delmont United F.C. is", "by Luton Borough Council": names side by side in the same place are one.
fn names_in_parts(words: &mut [Word]) {
    const PLACES: &[&str] = &["nsubj", "nsubj:pass", "obl:agent", "obj"];
    for first in 0..words.len() {
        let Some(head) = words[first].head.filter(|_| is_name(&words[first]) && PLACES.contains(&words[first].relation)) else { continue };
        let last = (first + 1..words.len()).take_while(|&at| is_name(&words[at])).filter(|&at| {
            words[at].head == Some(head) && words[at].relation == words[first].relation && !has(words, at, &["case", "det", "nmod:poss"])
        });
        let Some(last) = last.last() else { continue };
        take_over(words, first, last);
        (words[first].head, words[first].relation) = (Some(last), "compound");
    }
}

/// "My favourite restaurant is Luigi's on 5th Street": that is what it is, and the street where.
fn owners_of_places(words: &mut [Word]) {
    let Some(root) = words.iter().position(|word| word.head.is_none()) else { return };
    let Some(be) = words.iter().position(|word| word.head == Some(root) && word.relation == "cop") else { return };
    let name = be + 1;
    let torn = words.get(name).is_some_and(|word| is_name(word) && word.head == Some(root) && word.relation == "nsubj");
    let sign = torn && words.iter().any(|word| word.head == Some(name) && word.tag == "POS");
    let placed = words.iter().position(|word| word.head == Some(root) && word.relation == "case").is_some_and(|case| name < case);
    if !sign || !placed || name >= root {
        return;
    }
    let moved = |at: usize, word: &Word| word.head == Some(root) && (at < name || word.relation == "punct") && at != name;
    let over: Vec<usize> = (0..words.len()).filter(|&at| moved(at, &words[at])).collect();
    over.into_iter().for_each(|at| words[at].head = Some(name));
    (words[name].head, words[name].relation) = (None, "root");
    (words[root].head, words[root].relation) = (Some(name), "nmod");
}

/// "by Irish author Nuala Byrne", "the Swiss film critic Freddy Buache": the author is Irish, and nobody is called that.
fn adjectives_of_posts(words: &mut [Word]) {
    for noun in 1..words.len() {
        let Some(name) = words[noun].head.filter(|&name| words[noun].relation == "nmod:desc" && noun < name) else { continue };
        for before in words[..noun].iter_mut().rev() {
            if before.head != Some(name) || !matches!(before.relation, "amod" | "compound") {
                break;
            }
            before.head = Some(noun);
        }
    }
}

/// "two brothers, Mark and Simon": that is who they are.
fn listed_ties(words: &mut [Word]) {
    for name in 2..words.len() {
        let Some(tie) = words[name].head.filter(|_| words[name].relation == "conj" && is_name(&words[name])) else { continue };
        let many = words[tie].tag == "NNS" && crate::kin::TIES.iter().any(|(noun, ..)| *noun == words[tie].lemma);
        let after = words[name - 1].form == "," && name - 2 == tie;
        if many && after && !has(words, name, &["cc"]) {
            words[name].relation = "appos";
        }
    }
}

/// "will serve as acting mayor": mayor for now, and nobody acts.
fn posts_for_now(words: &mut [Word]) {
    for acting in 1..words.len().saturating_sub(1) {
        let as_what = words[acting - 1].form == "as" && words[acting - 1].head == Some(acting);
        let post = acting + 1;
        let led = words[acting].tag == "VBG" && words[post].head == Some(acting) && words[post].relation == "obj";
        let kind = matches!(words[acting].lemma.as_str(), "act" | "visit" | "found" | "manage" | "preside");
        if !as_what || !led || !kind || !crate::kin::is_role(&words[post].lemma) {
            continue;
        }
        let head = words[acting].head;
        take_over(words, acting, post);
        (words[post].head, words[post].relation) = (head, "obl");
        (words[acting].head, words[acting].relation, words[acting].pos) = (Some(post), "amod", Pos::Adj);
        words[acting - 1].relation = "case";
        if let Some(verb) = head {
            words
                .iter_mut()
                .skip(post + 1)
                .filter(|word| word.head == Some(post) && word.relation == "obl")
                .for_each(|word| word.head = Some(verb));
        }
    }
}

/// "My physio's called Greg": is called.
fn is_called(words: &mut [Word]) {
    for sign in 1..words.len().saturating_sub(2) {
        let (verb, name) = (sign + 1, sign + 2);
        let called = matches!(words[verb].form.as_str(), "called" | "named") && capital(&words[name]);
        let owns = words[sign].tag == "POS" && called;
        // "She's called Dr. Moss."
        let ends = (name..words.len())
            .take_while(|&at| is_name(&words[at]))
            .last()
            .is_some_and(|last| words.get(last + 1).is_none_or(|next| next.pos == Pos::Punct));
        let helps = called && ends && matches!(words[sign].form.as_str(), "'s" | "’s") && words[sign].head == Some(verb);
        let subject = if helps { Some(sign - 1) } else { words[sign].head.filter(|_| owns) };
        let subject = subject.filter(|&noun| words[noun].head == Some(verb) && words[noun].relation.starts_with("nsubj"));
        let given = std::iter::successors(Some(name), |&at| words[at].head).take(4).find(|&at| words[at].head == Some(verb));
        let (Some(subject), Some(name)) = (subject, given.filter(|&at| verb < at)) else { continue };
        (words[sign].head, words[sign].relation, words[sign].pos, words[sign].tag) = (Some(verb), "aux:pass", Pos::Aux, "VBZ");
        words[sign].lemma = "be".to_owned();
        (words[subject].relation, words[verb].tag, words[name].relation) = ("nsubj:pass", "VBN", "xcomp");
    }
}

/// "the Norwegian singer Maja Holm", "Danish rival Ferm": what is written small is no part of the name.
fn small_roles(words: &mut [Word]) {
    for at in 0..words.len() {
        if words[at].tag != "NNP" || !words[at].form.chars().all(char::is_lowercase) {
            continue;
        }
        let before_name = words[at].head == Some(at + 1) && words.get(at + 1).is_some_and(is_name);
        if before_name || crate::kin::is_person(&words[at].form) {
            (words[at].pos, words[at].tag) = (Pos::Noun, "NN");
        }
        if before_name && matches!(words[at].relation, "amod" | "compound") {
            words[at].relation = "nmod:desc";
            let led = at.checked_sub(1).filter(|&led| words[led].head == Some(at + 1) && words[led].relation == "amod");
            led.into_iter().for_each(|led| (words[led].head, words[led].pos) = (Some(at), Pos::Adj));
        }
    }
}

/// "The head of government of Peru", "Ana's country of citizenship": a noun of a bare noun is one noun, and what it is of is the whole's.
fn nouns_of_nouns(words: &mut [Word]) {
    for at in 0..words.len().saturating_sub(3) {
        let (of, second) = (at + 1, at + 2);
        let bare = |word: &Word| word.pos == Pos::Noun && word.tag == "NN" && word.form.chars().all(|c| c.is_lowercase() || c == '-');
        let joined = words[of].form == "of" && words[of].head == Some(second) && words[second].head == Some(at);
        let alone = words.iter().filter(|word| word.head == Some(second)).all(|word| matches!(word.relation, "case" | "nmod" | "punct"));
        let of_name = words[at + 3].form == "of"
            && words[at + 3].head.is_some_and(|name| matches!(words[name].head, Some(head) if head == at || head == second));
        if bare(&words[at]) && bare(&words[second]) && joined && alone && (of_name || has(words, at, &["nmod:poss"])) {
            take_over(words, second, at);
            words[of].relation = "fixed";
            (words[second].head, words[second].relation) = (Some(at), "fixed");
            words[at].lemma = format!("{} of {}", words[at].lemma, words[second].lemma);
        }
    }
}

/// "Chief executive Dana Ortiz": the first word of a sentence is written with a capital, whatever it is.
fn chief_roles(words: &mut [Word]) {
    let [first, second, ..] = &*words else { return };
    let before = matches!(first.relation, "amod" | "compound" | "nmod:desc" | "flat");
    let name = second.head.filter(|&name| before && 1 < name && first.head == Some(name) && is_name(&words[name]));
    let post = second.form.chars().all(char::is_lowercase) && crate::kin::is_person(&second.lemma);
    if name.is_some() && post && matches!(second.relation, "amod" | "compound" | "nmod:desc") {
        (words[1].relation, words[1].pos, words[1].tag) = ("nmod:desc", Pos::Noun, "NN");
        (words[0].head, words[0].relation, words[0].pos, words[0].tag) = (Some(1), "amod", Pos::Adj, "JJ");
    }
}

/// "to my amazing wife Julia!": that is her name, and nobody spoken to.
fn called_ties(words: &mut [Word]) {
    for name in 1..words.len() {
        let tie = name - 1;
        let owned = crate::kin::TIES.iter().any(|(noun, ..)| *noun == words[tie].lemma) && has(words, tie, &["nmod:poss"]);
        if owned && words[name].relation == "vocative" && is_name(&words[name]) {
            (words[name].head, words[name].relation) = (Some(tie), "appos");
        }
    }
}

/// "Brian Ostrosser (born June 17, 1949 in Hamilton) was a shortstop": all of that is told of his birth.
fn births_aside(words: &mut [Word]) {
    for born in 2..words.len() {
        if !words[born].form.eq_ignore_ascii_case("born") || words[born - 1].form != "(" || !is_name(&words[born - 2]) {
            continue;
        }
        let Some(close) = (born + 1..words.len()).find(|&at| words[at].form == ")") else { continue };
        let above = |&name: &usize| words[name].head.filter(|&head| head < born && is_name(&words[head]));
        // No longer than the sentence, whatever ring an earlier mend has left.
        let name = std::iter::successors(Some(born - 2), above).take(born).last().unwrap_or(born - 2);
        let outside = |word: &Word| word.head.is_none_or(|head| head <= born || close < head);
        for word in words[born + 1..close].iter_mut().filter(|word| outside(word)) {
            (word.head, word.relation) = (Some(born), if word.relation == "punct" { "punct" } else { "obl" });
        }
        if words[name].head != Some(born) && words[born].head.is_some() {
            (words[born].head, words[born].relation, words[born].pos, words[born].tag) = (Some(name), "acl", Pos::Verb, "VBN");
        }
    }
}

/// "We run a bakery in Ghent called Korst": the bakery is, and we are not.
fn called_things(words: &mut [Word]) {
    for at in 1..words.len().saturating_sub(1) {
        let called = words[at].tag == "VBN" && matches!(words[at].form.as_str(), "called" | "named") && capital(&words[at + 1]);
        let beside =
            called && matches!(words[at].relation, "advcl" | "xcomp") && !has(words, at, &["aux", "aux:pass", "nsubj", "nsubj:pass"]);
        let Some(verb) = words[at].head.filter(|&verb| beside && verb < at) else { continue };
        let thing = (verb + 1..at).rev().find(|&thing| words[thing].head == Some(verb) && words[thing].relation == "obj");
        if let Some(thing) = thing.filter(|&thing| words[thing].pos == Pos::Noun) {
            (words[at].head, words[at].relation) = (Some(thing), "acl");
        }
    }
}

/// "an engineer at Rolls-Royce": one name.
fn hyphened_names(words: &mut [Word]) {
    for hyphen in 1..words.len().saturating_sub(1) {
        let (first, last) = (hyphen - 1, hyphen + 1);
        let glued = words[first].end == words[hyphen].start && words[hyphen].end == words[last].start;
        let name = |at: usize| capital(&words[at]) && words[at].form.chars().any(char::is_lowercase) && words[at].tag.starts_with("NN");
        if words[hyphen].form != "-" || !glued || !name(first) || !name(last) {
            continue;
        }
        for at in [first, last] {
            (words[at].pos, words[at].tag) = (Pos::Propn, "NNP");
            words[at].lemma = words[at].form.clone();
        }
        let mut above = std::iter::successors(words[last].head, |&at| words[at].head).take(words.len());
        if above.any(|at| at == first) {
            (words[last].head, words[last].relation) = (Some(first), "flat");
        } else if words[first].head != Some(last) && words[last].head.is_some() {
            (words[first].head, words[first].relation) = (Some(last), "compound");
        }
    }
}

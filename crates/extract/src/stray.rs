//! Words that the parser hung in the wrong place, and what grammar knows of them: a name after "called", a subject on a helper.

use asof_parser::{Pos, Word};

use crate::wholes::{capital, has};

/// "a red Toyota": what is written small before a name is no name.
pub fn small_adjectives(words: &mut [Word]) {
    let small = |word: &&mut Word| word.pos == Pos::Adj && word.tag == "NNP" && !capital(word);
    words.iter_mut().filter(small).for_each(|word| word.tag = "JJ");
}

/// Mends them.
pub fn mend(words: &mut [Word]) {
    for at in 1..words.len() {
        given_name(words, at);
        compound_adjective(words, at);
        compound_object(words, at);
        subject_of_helper(words, at);
        noun_of_noun(words, at);
        hyphened_state(words, at);
        numbered_name(words, at);
        felt_state(words, at);
        name_after_tie(words, at);
        common_noun(words, at);
        verb_after_now(words, at);
        phrase_before_participle(words, at);
        subject_after_clause(words, at);
        clause_of_name(words, at);
        doing_that_is(words, at);
    }
    verb_beside_name(words);
    verb_after_time(words);
}

/// "My boss is called Henrike": that is the name.
fn given_name(words: &mut [Word], at: usize) {
    let called = matches!(words[at - 1].lemma.as_str(), "call" | "name") && words[at].head == Some(at - 1);
    if called && words[at].pos == Pos::Propn && capital(&words[at]) && words[at].relation == "advmod" {
        words[at].relation = "xcomp";
    }
}

/// "is lactose intolerant": intolerant, and not lactose.
fn compound_adjective(words: &mut [Word], at: usize) {
    let before = at - 1;
    let hung = words[at].head == Some(before) && words[at].relation == "xcomp" && words[at].tag == "JJ";
    let bare = || matches!(words[before].pos, Pos::Adj | Pos::Noun) && !has(words, before, &["det", "amod", "nmod:poss", "case"]);
    let ends = words.get(at + 1).is_none_or(|next| matches!(next.pos, Pos::Punct | Pos::Cconj));
    if !(hung && ends && bare() && has(words, before, &["cop"])) {
        return;
    }
    let (head, relation) = (words[before].head, words[before].relation);
    words.iter_mut().filter(|word| word.head == Some(before)).for_each(|word| word.head = Some(at));
    (words[at].head, words[at].relation) = (head, relation);
    (words[before].head, words[before].relation) = (Some(at), "compound");
}

/// "took up some community work": that was taken up, and no community.
fn compound_object(words: &mut [Word], at: usize) {
    const NAMING: &[&str] = &["call", "name", "make", "consider", "elect", "appoint", "find", "keep", "declare", "label", "deem", "choose"];
    let before = at - 1;
    let Some(verb) = words[before].head.filter(|&verb| words[before].relation == "obj" && verb < before) else { return };
    let both = words[at].head == Some(verb) && words[at].relation == "xcomp" && words[at].tag == "NN" && words[before].tag == "NN";
    if !both || NAMING.contains(&words[verb].lemma.as_str()) || has(words, at, &["det", "cop", "mark", "case", "nmod:poss"]) {
        return;
    }
    words.iter_mut().filter(|word| word.head == Some(before)).for_each(|word| word.head = Some(at));
    words[at].relation = "obj";
    (words[before].head, words[before].relation) = (Some(at), "compound");
    // "with my friends from church": done with them, who are from there.
    let mut phrases = (at + 1..words.len()).filter(|&word| words[word].head == Some(at) && words[word].relation == "obl");
    let (first, rest) = (phrases.next(), phrases.collect::<Vec<_>>());
    if let Some(first) = first {
        words[first].head = Some(verb);
        rest.into_iter().for_each(|phrase| (words[phrase].head, words[phrase].relation) = (Some(first), "nmod"));
    }
}

/// "My parents got divorced": they are whom the verb is about, and not its helper.
fn subject_of_helper(words: &mut [Word], at: usize) {
    let Some(verb) = words[at].head.filter(|_| words[at].relation.starts_with("aux")) else { return };
    if at < verb && !has(words, verb, &["nsubj", "nsubj:pass", "csubj", "expl"]) {
        let subject = |word: &&mut Word| word.head == Some(at) && word.relation.starts_with("nsubj");
        words.iter_mut().take(at).filter(subject).for_each(|word| word.head = Some(verb));
    }
}

/// "did a bit of coding": coding is a noun there, and when it was done is told of the doing.
fn noun_of_noun(words: &mut [Word], at: usize) {
    let of =
        words[at - 1].form == "of" && words[at - 1].head == Some(at) && words[at - 1].relation == "mark" && words[at].relation == "acl";
    let Some(bit) = words[at].head.filter(|&bit| of && bit < at) else { return };
    let done = words[bit].head.filter(|&verb| words[verb].lemma == "do" && matches!(words[bit].lemma.as_str(), "bit" | "lot"));
    if words[at].pos != Pos::Noun && done.is_none() {
        return;
    }
    (words[at].relation, words[at].pos, words[at].tag) = ("nmod", Pos::Noun, "NN");
    (words[at - 1].relation, words[at - 1].pos) = ("case", Pos::Adp);
    for word in words.iter_mut().filter(|word| word.head == Some(at)) {
        match (word.relation, done) {
            ("obl" | "obj", _) => word.relation = "nmod",
            ("obl:unmarked" | "advmod", Some(verb)) => word.head = Some(verb),
            _ => {}
        }
    }
}

/// "My roommate Dan snores": a sentence whose verb was hung beside its subject.
fn verb_beside_name(words: &mut [Word]) {
    let Some(root) = words.iter().position(|word| word.head.is_none()) else { return };
    let nominal = matches!(words[root].pos, Pos::Noun | Pos::Propn) && !has(words, root, &["cop", "nsubj", "nsubj:pass", "expl", "aux"]);
    let finite = |at: usize| words[at].pos == Pos::Verb && matches!(words[at].tag, "VBZ" | "VBD");
    let hung = |at: usize| words[at].head == Some(root) && words[at].relation == "appos";
    let Some(verb) = (root + 1..words.len()).find(|&at| finite(at)).filter(|&at| nominal && hung(at)) else { return };
    if words[root..verb].iter().any(|word| word.pos == Pos::Punct) || has(words, verb, &["nsubj", "nsubj:pass", "mark"]) {
        return;
    }
    (words[verb].head, words[verb].relation) = (None, "root");
    (words[root].head, words[root].relation) = (Some(verb), "nsubj");
    let after = |(at, word): &(usize, &mut Word)| verb < *at && word.head == Some(root);
    words.iter_mut().enumerate().filter(after).for_each(|(_, word)| word.head = Some(verb));
}

/// "I'm left-handed": one adjective, and nothing that was left.
fn hyphened_state(words: &mut [Word], at: usize) {
    let Some(first) = at.checked_sub(2).filter(|&first| words[at].head == Some(first) && words[at].relation == "conj") else { return };
    let glued = words[at - 1].form == "-" && words[first].end == words[at - 1].start && words[at - 1].end == words[at].start;
    let is = |at: usize| has(words, at, &["aux:pass", "cop"]);
    if !glued || words[at].tag != "VBN" || !(is(first) || is(at)) {
        return;
    }
    let (head, relation) = (words[first].head, words[first].relation);
    for word in words.iter_mut().filter(|word| word.head == Some(first) || word.head == Some(at)) {
        word.head = Some(at);
        word.relation = match word.relation {
            "aux:pass" => "cop",
            "nsubj:pass" => "nsubj",
            relation => relation,
        };
    }
    (words[at].head, words[at].relation, words[at].pos, words[at].tag) = (head, relation, Pos::Adj, "JJ");
    (words[first].head, words[first].relation) = (Some(at), "compound");
}

/// "a Pixel 8": the number is part of the name.
fn numbered_name(words: &mut [Word], at: usize) {
    let before = at - 1;
    let named = words[at].pos == Pos::Num && words[before].head == Some(at) && words[before].relation == "compound";
    if !named || !capital(&words[before]) || !has(words, at, &["det"]) {
        return;
    }
    let (head, relation) = (words[at].head, words[at].relation);
    words.iter_mut().filter(|word| word.head == Some(at)).for_each(|word| word.head = Some(before));
    (words[before].head, words[before].relation, words[before].pos, words[before].tag) = (head, relation, Pos::Propn, "NNP");
    (words[at].head, words[at].relation) = (Some(before), "flat");
}

/// "I feel stressed about my exams": how somebody feels, and nothing that was done.
fn felt_state(words: &mut [Word], at: usize) {
    let feels = words[at].head == Some(at - 1) && matches!(words[at - 1].lemma.as_str(), "feel" | "seem" | "look" | "become");
    if feels && words[at].tag == "VBN" && words[at].relation == "xcomp" && !has(words, at, &["obj", "xcomp", "ccomp", "aux:pass"]) {
        (words[at].pos, words[at].tag) = (Pos::Adj, "JJ");
    }
}

/// "My coworker Ingrid quit": what stands in capitals between somebody and a verb is a name.
fn name_after_tie(words: &mut [Word], at: usize) {
    let noun = at - 1;
    let hung = words[at].pos == Pos::Adv && words[at].relation == "advmod" && words[at].head == words[noun].head;
    let somebody = words[noun].relation.starts_with("nsubj") && crate::kin::is_person(&words[noun].lemma);
    if hung && somebody && capital(&words[at]) && has(words, noun, &["nmod:poss"]) {
        (words[at].pos, words[at].tag, words[at].head, words[at].relation) = (Pos::Propn, "NNP", Some(noun), "flat");
        words[at].lemma = words[at].form.clone();
    }
}

/// "The lake": what is written small after an article is no name.
fn common_noun(words: &mut [Word], at: usize) {
    let article = words[at - 1].head == Some(at) && words[at - 1].relation == "det";
    if words[at].pos == Pos::Propn && article && words[at].form.chars().all(char::is_lowercase) {
        (words[at].pos, words[at].tag) = (Pos::Noun, "NN");
    }
}

/// "moved to Rotterdam and now heads logistics": a plural before another noun, after "now", is a verb.
fn verb_after_now(words: &mut [Word], at: usize) {
    const NOW: &[&str] = &["now", "currently", "also", "still", "often", "then"];
    let led = NOW.contains(&words[at - 1].form.as_str()) && at.checked_sub(2).is_some_and(|cc| words[cc].relation == "cc");
    let Some(noun) = words[at].head.filter(|&noun| led && at < noun && words[at].tag == "NNS" && words[at].relation == "compound") else {
        return;
    };
    let first = words[noun].head.filter(|_| words[noun].relation == "conj");
    let verb =
        first.and_then(|first| std::iter::successors(Some(first), |&up| words[up].head).take(4).find(|&up| words[up].pos == Pos::Verb));
    let Some(verb) = verb.filter(|_| words[at].form.ends_with('s')) else { return };
    for word in words.iter_mut().take(at).filter(|word| word.head == Some(noun)) {
        word.head = Some(at);
    }
    (words[at].pos, words[at].tag, words[at].head, words[at].relation) = (Pos::Verb, "VBZ", Some(verb), "conj");
    words[at].lemma = words[at].form.trim_end_matches('s').to_owned();
    (words[noun].head, words[noun].relation) = (Some(at), "obj");
}

/// "mercury from a mill owned by Kymi": nothing stands before such a participle that is told with it, so the mill is owned.
fn phrase_before_participle(words: &mut [Word], at: usize) {
    let Some(noun) = words[at].head.filter(|&noun| words[at].relation == "acl" && words[at].tag == "VBN" && noun < at) else { return };
    let before =
        (noun + 1..at).find(|&phrase| words[phrase].head == Some(at) && words[phrase].relation == "obl" && has(words, phrase, &["case"]));
    if let Some(phrase) = before.filter(|_| !has(words, at, &["nsubj", "nsubj:pass", "aux", "aux:pass"])) {
        (words[phrase].head, words[phrase].relation) = (Some(noun), "nmod");
        words[at].head = Some(phrase);
    }
}

/// "She took the children to Wells, and my mother, who was six, remembers the train": my mother remembers, and was not taken.
fn subject_after_clause(words: &mut [Word], at: usize) {
    let finite = matches!(words[at].tag, "VBD" | "VBZ") && words[at].pos == Pos::Verb && words[at].relation == "conj";
    if !finite || words[at - 1].form != "," || has(words, at, &["nsubj", "nsubj:pass", "cc", "aux"]) {
        return;
    }
    let told = (0..at - 1).rev().find(|&verb| words[verb].relation == "acl:relcl");
    let Some(who) = told.and_then(|verb| words[verb].head).filter(|&who| words[who].relation == "conj" && has(words, who, &["cc"])) else {
        return;
    };
    if words[at].head.is_some_and(|first| first < who) {
        (words[who].head, words[who].relation) = (Some(at), "nsubj");
        let joint = words.iter_mut().find(|word| word.head == Some(who) && word.relation == "cc");
        joint.into_iter().for_each(|word| word.head = Some(at));
    }
}

/// "is Marie Dufour, who replaced him": told of her.
fn clause_of_name(words: &mut [Word], at: usize) {
    let relative = words[at].relation == "advcl:relcl" && words[at].head.is_some_and(|name| name < at && words[name].pos == Pos::Propn);
    if relative && words[..at].iter().any(|word| word.head == Some(at) && word.form == "who") {
        words[at].relation = "acl:relcl";
    }
}

/// "A week after the wedding we bought a house": a time is no sentence, and what is told is what was bought.
fn verb_after_time(words: &mut [Word]) {
    const UNITS: &[&str] = &["minute", "hour", "day", "week", "month", "year", "decade"];
    let Some(root) = words.iter().position(|word| word.head.is_none() && UNITS.contains(&word.lemma.as_str())) else { return };
    if has(words, root, &["cop", "nsubj", "expl"]) {
        return;
    }
    let told = |at: usize| words[at].head == Some(root) && words[at].relation == "acl:relcl" && has(words, at, &["nsubj"]);
    let Some(verb) = (root + 1..words.len()).find(|&at| told(at) && matches!(words[at].tag, "VBD" | "VBP" | "VBZ")) else { return };
    (words[verb].head, words[verb].relation) = (None, "root");
    (words[root].head, words[root].relation) = (Some(verb), "obl:unmarked");
}

/// "My hobbies are knitting and hiking": that is what they are, and not what they do.
fn doing_that_is(words: &mut [Word], at: usize) {
    const WHAT: &[&str] = &["hobby", "passion", "pastime"];
    let doing = words[at].tag == "VBG" && words[at - 1].lemma == "be" && words[at - 1].head == Some(at) && words[at - 1].relation == "aux";
    let what = |word: &Word| word.head == Some(at) && word.relation == "nsubj" && WHAT.contains(&word.lemma.as_str());
    if doing && !has(words, at, &["obj", "obl"]) && words[..at].iter().any(what) {
        (words[at].pos, words[at].tag) = (Pos::Noun, "NN");
        words[at].lemma = words[at].form.to_lowercase();
        words[at - 1].relation = "cop";
    }
}

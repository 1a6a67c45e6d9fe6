//! Clauses that the parser tore apart: a verb taken for a noun, a subject hung beside its verb, a phrase hung on the wrong word.

use asof_parser::{Pos, Word};

use crate::wholes::{capital, has, is_name};

/// "Ecuador borders Colombia", "the River Tamar forms most of the border": a sentence without a verb has one in "s" right after a name.
pub fn verbs_after_names(words: &mut [Word]) {
    if words.iter().any(|word| matches!(word.pos, Pos::Verb | Pos::Aux)) || words.last().is_none_or(|last| last.form != ".") {
        return;
    }
    let Some(verb) = (1..words.len().saturating_sub(1)).find(|&at| {
        let noun = words[at].tag == "NNS" && words[at].form.ends_with('s') && !capital(&words[at]);
        noun && is_name(&words[at - 1])
            && (is_name(&words[at + 1]) || matches!(words[at + 1].form.as_str(), "most" | "the" | "a" | "an" | "part"))
    }) else {
        return;
    };
    let Some(root) = words.iter().position(|word| word.head.is_none()) else { return };
    if root != verb && words[verb].head != Some(root) {
        return;
    }
    // What hung on the noun before and after it is told of the verb.
    let (subject, object) = (verb - 1, if root == verb { first_after(words, verb) } else { Some(root) });
    let Some(object) = object.filter(|&object| verb < object) else { return };
    for (at, word) in words.iter_mut().enumerate() {
        if word.head == Some(verb) && at < subject && word.relation != "punct" {
            word.head = Some(subject);
        } else if at != verb && (word.head == Some(root) || word.head == Some(verb)) && (at <= subject || word.relation == "punct") {
            word.head = Some(if at == subject || word.relation == "punct" { verb } else { subject });
        }
    }
    (words[verb].head, words[verb].relation, words[verb].pos, words[verb].tag) = (None, "root", Pos::Verb, "VBZ");
    words[verb].lemma = words[verb].form.to_lowercase().trim_end_matches('s').to_owned();
    (words[subject].head, words[subject].relation) = (Some(verb), "nsubj");
    (words[object].head, words[object].relation) = (Some(verb), "obj");
    if words[object].pos == Pos::Adj {
        words[object].pos = Pos::Noun;
    }
}

/// "She's 74 and lives alone": she lives, and is no lives.
pub fn verbs_after_ages(words: &mut [Word]) {
    for at in 1..words.len().saturating_sub(1) {
        let verb = matches!(words[at].form.as_str(), "lives" | "works") && words[at].tag == "NNS" && words[at].relation == "conj";
        let goes_on = matches!(words[at + 1].pos, Pos::Adv | Pos::Adp) && !has(words, at, &["det", "amod", "nmod:poss", "case"]);
        if verb && goes_on && words[at].head.is_some_and(|first| has(words, first, &["cop"])) {
            (words[at].pos, words[at].tag) = (Pos::Verb, "VBZ");
            words[at].lemma = words[at].form.trim_end_matches('s').to_owned();
            let told = |word: &&mut Word| word.head == Some(at) && matches!(word.relation, "nmod" | "amod");
            words.iter_mut().filter(told).for_each(|word| word.relation = if word.pos == Pos::Adv { "advmod" } else { "obl" });
        }
    }
}

/// The first phrase that hangs on a word and stands after it.
fn first_after(words: &[Word], at: usize) -> Option<usize> {
    (at + 1..words.len()).find(|&after| words[after].head == Some(at) && words[after].relation != "punct")
}

/// "I had never been to Asia, but last year I went to Japan": last year I went.
pub fn times_before_verbs(words: &mut [Word]) {
    const TIMES: &[&str] = &["year", "month", "week", "day", "summer", "winter", "spring", "autumn", "fall", "night", "time"];
    for time in 1..words.len().saturating_sub(2) {
        let joined = words[time].relation == "conj" && TIMES.contains(&words[time].lemma.as_str());
        let Some(verb) = words[time + 1].head.filter(|&verb| joined && words[time + 1].relation == "nsubj" && time + 1 < verb) else {
            continue;
        };
        if words[verb].relation == "conj" && words[verb].head == words[time].head {
            (words[time].head, words[time].relation) = (Some(verb), "obl:unmarked");
        } else if words[verb].relation == "acl:relcl" && words[verb].head == Some(time) && has(words, verb, &["cc"]) {
            (words[verb].head, words[verb].relation) = (words[time].head, "conj");
            (words[time].head, words[time].relation) = (Some(verb), "obl:unmarked");
        }
    }
}

/// "works nights at St. Luke's": at St. Luke's somebody works, and no nights are.
pub fn shifts(words: &mut [Word]) {
    const SHIFTS: &[&str] = &["night", "day", "shift", "evening", "weekend", "hour", "morning"];
    for at in 1..words.len() {
        let Some(shift) = words[at].head.filter(|_| words[at].relation == "nmod") else { continue };
        let Some(verb) = words[shift].head.filter(|_| words[shift].relation == "obj" && SHIFTS.contains(&words[shift].lemma.as_str()))
        else {
            continue;
        };
        if words[verb].lemma == "work" && has(words, at, &["case"]) {
            (words[at].head, words[at].relation) = (Some(verb), "obl");
        }
    }
}

/// "I suspect Ben lives in Rome": what is suspected is all of that.
pub fn finite_objects(words: &mut [Word]) {
    for verb in 1..words.len() {
        let finite = words[verb].pos == Pos::Verb && matches!(words[verb].tag, "VBZ" | "VBD" | "VBP");
        if finite && words[verb].relation == "obj" && has(words, verb, &["nsubj", "nsubj:pass"]) {
            words[verb].relation = "ccomp";
            words.iter_mut().filter(|word| word.head == Some(verb) && word.relation == "nmod").for_each(|word| word.relation = "obl");
        }
    }
}

/// "Dear Aunt Margaret, thank you": she is spoken to.
pub fn greetings(words: &mut [Word]) {
    if !words.first().is_some_and(|first| matches!(first.form.to_lowercase().as_str(), "dear" | "hi" | "hello" | "hey")) {
        return;
    }
    let Some(comma) = words.iter().take(6).position(|word| word.form == ",") else { return };
    let Some(verb) = (comma + 1..words.len()).find(|&at| words[at].head.is_none()) else { return };
    for word in words[1..comma].iter_mut().filter(|word| word.head == Some(verb) && word.relation.starts_with("nsubj")) {
        word.relation = "vocative";
    }
}

/// "The couple, who met at university, have two sons": what stands before a verb without any subject is that.
pub fn subjects_without_case(words: &mut [Word]) {
    const TIMES: &[&str] = &["time", "day", "week", "month", "year", "night", "morning", "evening", "afternoon", "weekend", "way"];
    let Some(verb) = words.iter().position(|word| word.head.is_none() && matches!(word.tag, "VBP" | "VBZ" | "VBD")) else { return };
    if has(words, verb, &["nsubj", "nsubj:pass", "expl", "csubj"]) {
        return;
    }
    let first = (0..verb).find(|&at| words[at].head == Some(verb) && words[at].relation != "punct");
    let Some(first) = first.filter(|&at| words[at].relation == "obl:unmarked" && words[at].pos == Pos::Noun) else { return };
    if has(words, first, &["det", "nmod:poss"]) && !TIMES.contains(&words[first].lemma.as_str()) {
        words[first].relation = "nsubj";
    }
}

/// "Emily lost her first tooth": hers; "prescribed me statins": to me.
pub fn owned_objects(words: &mut [Word]) {
    const NAMING: &[&str] = &["call", "name", "make", "consider", "elect", "appoint", "find", "keep", "declare", "label", "deem"];
    for whom in 1..words.len() {
        let Some(verb) = words[whom].head.filter(|_| words[whom].relation == "obj" && words[whom].tag == "PRP") else { continue };
        let second = (whom + 1..words.len()).find(|&at| words[at].head == Some(verb) && words[at].relation == "obj");
        let Some(thing) = second.filter(|&at| words[at].pos == Pos::Noun) else { continue };
        let beside = (whom + 1..thing).all(|at| words[at].head.is_some_and(|head| whom < head && head <= thing));
        let bare = !has(words, thing, &["det", "nmod:poss", "case"]);
        if words[whom].form == "her" && beside && bare && words[thing].tag == "NN" {
            (words[whom].head, words[whom].relation, words[whom].tag) = (Some(thing), "nmod:poss", "PRP$");
        } else if beside && !has(words, thing, &["case"]) && !NAMING.contains(&words[verb].lemma.as_str()) {
            words[whom].relation = "iobj";
        }
    }
}

/// "was Minister for Rural Affairs", "a song by the singer Maja Holm": what has a preposition right after a noun is told of the noun.
pub fn phrases_after_nouns(words: &mut [Word]) {
    for at in 2..words.len() {
        if !matches!(words[at].relation, "conj" | "appos") || has(words, at, &["cc", "cop", "nsubj"]) {
            continue;
        }
        let Some(case) = words.iter().position(|word| word.head == Some(at) && word.relation == "case" && word.tag == "IN") else {
            continue;
        };
        let Some(noun) = case.checked_sub(1).filter(|&noun| case < at && matches!(words[noun].pos, Pos::Noun | Pos::Propn)) else {
            continue;
        };
        let (first, conj) = (words[at].head, words[at].relation == "conj");
        // "in Rome and near Milan" are two places of one verb, and "by Ana, by Ben" a list.
        let list = first.is_some_and(|first| has(words, first, &["case"])) && words[noun].form == ",";
        if list || conj && words[noun].head != first && first != Some(noun) {
            continue;
        }
        (words[at].head, words[at].relation) = (Some(noun), "nmod");
    }
}

/// "told my parents about the engagement": what they were told of, and not what they are.
pub fn asides_of_telling(words: &mut [Word]) {
    for about in 1..words.len() {
        let Some(whom) = words[about].head.filter(|_| words[about].relation == "nmod") else { continue };
        let Some(verb) = words[whom].head.filter(|_| matches!(words[whom].relation, "obj" | "iobj")) else { continue };
        let tells = matches!(words[verb].lemma.as_str(), "tell" | "ask" | "warn" | "remind" | "teach" | "inform");
        let led =
            words.iter().any(|word| word.head == Some(about) && word.relation == "case" && matches!(word.form.as_str(), "about" | "of"));
        if tells && led && crate::kin::is_person(&words[whom].lemma) {
            (words[about].head, words[about].relation) = (Some(verb), "obl");
        }
    }
}

/// "My favourite singer is Nina Simone and my favourite colour is teal": the second noun is what the second clause is about.
pub fn second_subjects(words: &mut [Word]) {
    for be in 1..words.len() {
        let passive = words[be].relation == "aux:pass";
        let Some(verb) = words[be].head.filter(|&verb| (passive || words[be].relation == "cop") && be < verb) else { continue };
        let noun = be - 1;
        let joined = words[verb].relation == "conj" && words[noun].relation == "conj" && words[noun].head == words[verb].head;
        let noun_like = matches!(words[noun].pos, Pos::Noun | Pos::Propn);
        if !joined || !noun_like || has(words, verb, &["nsubj", "nsubj:pass", "expl"]) {
            continue;
        }
        (words[noun].head, words[noun].relation) = (Some(verb), if passive { "nsubj:pass" } else { "nsubj" });
        words.iter_mut().filter(|word| word.head == Some(noun) && word.relation == "cc").for_each(|word| word.head = Some(verb));
    }
}

/// "Norvik, the shipping group, has bought Ferm": what stands between commas tells what the subject is.
pub fn apposed_subjects(words: &mut [Word]) {
    let Some(verb) = words.iter().position(|word| word.head.is_none()) else { return };
    let Some(name) = (0..verb).find(|&at| words[at].head == Some(verb) && words[at].relation == "vocative" && is_name(&words[at])) else {
        return;
    };
    let Some(noun) = (name + 1..verb).find(|&at| words[at].head == Some(verb) && words[at].relation.starts_with("nsubj")) else { return };
    let first = (name..noun).find(|&at| words[at].form == ",");
    let comma = (noun + 1..verb).find(|&at| words[at].form == ",");
    let helpers = |at: usize| matches!(words[at].relation, "aux" | "aux:pass" | "cop" | "advmod");
    let closes = comma.is_some_and(|comma| (comma + 1..verb).all(helpers));
    if words[noun].pos == Pos::Noun && first.is_some_and(|first| words[first + 1].pos == Pos::Det) && closes {
        words[name].relation = words[noun].relation;
        (words[noun].head, words[noun].relation) = (Some(name), "appos");
    }
}

/// "Born in Lahore in 1950, Tariq Ansari moved to London": he moved, and he was born.
pub fn born_first(words: &mut [Word]) {
    if words.first().is_none_or(|first| first.tag != "VBN" || first.head.is_some()) {
        return;
    }
    let name = (1..words.len()).find(|&at| is_name(&words[at]) && words[at - 1].form == "," && words[at].head == Some(0));
    let Some(name) = name.filter(|&name| !has(words, name, &["cc", "case"])) else { return };
    // The name may be torn in two besides.
    if let Some(verb) = words.get(name + 1).filter(|next| is_name(next) && next.relation == "nsubj").and_then(|next| next.head) {
        (words[name].head, words[name].relation) = (Some(name + 1), "compound");
        (words[verb].head, words[verb].relation) = (None, "root");
        return (words[0].head, words[0].relation) = (Some(verb), "advcl");
    }
    let verb = (name + 1..words.len()).find(|&at| words[at].head == Some(name) && words[at].tag == "VBD" && words[at].pos == Pos::Verb);
    let Some(verb) = verb.filter(|&verb| words[verb].relation.starts_with("acl") && !has(words, verb, &["nsubj"])) else { return };
    (words[verb].head, words[verb].relation) = (None, "root");
    (words[name].head, words[name].relation) = (Some(verb), "nsubj");
    (words[0].head, words[0].relation) = (Some(verb), "advcl");
}

/// "a country in Africa whose capital is Mbara": without a comma it tells which country, and a name needs no telling.
pub fn restrictive_clauses(words: &mut [Word]) {
    for verb in 2..words.len() {
        let Some(name) = words[verb].head.filter(|&name| words[verb].relation == "acl:relcl" && is_name(&words[name])) else { continue };
        let Some(noun) = words[name].head.filter(|&noun| words[name].relation == "nmod" && noun < name && words[noun].pos == Pos::Noun)
        else {
            continue;
        };
        let opens = matches!(words.get(name + 1).map(|next| next.form.as_str()), Some("who" | "which" | "that" | "whose"));
        let some = words.iter().any(|word| word.head == Some(noun) && word.relation == "det" && matches!(word.form.as_str(), "a" | "an"));
        if opens && some {
            words[verb].head = Some(noun);
        }
    }
}

/// "love to get lost": one verb, whatever both were hung on.
pub fn got_done(words: &mut [Word]) {
    for done in 1..words.len() {
        let get = done - 1;
        let both = words[get].head == words[done].head && words[get].relation == words[done].relation;
        if both && words[get].lemma == "get" && words[done].tag == "VBN" && words[done].relation == "xcomp" {
            (words[get].head, words[get].relation, words[get].pos) = (Some(done), "aux:pass", Pos::Aux);
        }
    }
}

/// "My nephew's starting school in September": he is, where nothing else is a verb.
pub fn is_doing(words: &mut [Word]) {
    let finite = |word: &Word| matches!(word.tag, "VBZ" | "VBD" | "VBP" | "MD");
    let Some(root) = words.iter().position(|word| word.head.is_none() && word.pos == Pos::Noun) else { return };
    if words.iter().any(finite) || words.last().is_none_or(|last| last.form != "." && last.form != "!") {
        return;
    }
    let Some(doing) = (2..root).find(|&at| words[at].head == Some(root) && words[at].tag == "VBG") else { return };
    let (sign, who) = (doing - 1, doing - 2);
    let owner = words[sign].tag == "POS" && words[sign].head == Some(who) && words[who].relation == "nmod:poss" && doing + 1 == root;
    if !owner || words[who].head != Some(root) || !crate::kin::is_person(&words[who].lemma) && words[who].pos != Pos::Propn {
        return;
    }
    let after = |word: &&mut Word| word.head == Some(root) && word.relation == "nmod";
    words.iter_mut().filter(after).for_each(|word| (word.head, word.relation) = (Some(doing), "obl"));
    words.iter_mut().filter(|word| word.head == Some(root) && word.relation == "punct").for_each(|word| word.head = Some(doing));
    (words[doing].head, words[doing].relation, words[doing].pos) = (None, "root", Pos::Verb);
    (words[root].head, words[root].relation) = (Some(doing), "obj");
    (words[who].head, words[who].relation) = (Some(doing), "nsubj");
    (words[sign].head, words[sign].relation, words[sign].pos, words[sign].tag) = (Some(doing), "aux", Pos::Aux, "VBZ");
    words[sign].lemma = "be".to_owned();
}

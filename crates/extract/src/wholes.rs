//! What belongs together and the parser tore apart: names in several pieces, a place with its owner's sign, a time with its verb.

use asof_parser::{Pos, Word};

/// Mends them.
pub fn mend(words: &mut [Word]) {
    verbs_after_names(words);
    verbs_after_ages(words);
    numbered_firms(words);
    names_in_parts(words);
    owners_of_places(words);
    adjectives_of_posts(words);
    births_aside(words);
    listed_ties(words);
    times_before_verbs(words);
    shifts(words);
    posts_for_now(words);
    finite_objects(words);
    greetings(words);
    small_roles(words);
    chief_roles(words);
    second_subjects(words);
    called_ties(words);
    apposed_subjects(words);
    born_first(words);
    restrictive_clauses(words);
    subjects_without_case(words);
    is_called(words);
    called_things(words);
    got_done(words);
    owned_objects(words);
    phrases_after_nouns(words);
    asides_of_telling(words);
}

fn capital(word: &Word) -> bool {
    word.form.chars().next().is_some_and(char::is_uppercase)
}

fn is_name(word: &Word) -> bool {
    (word.pos == Pos::Propn || word.tag == "NNP") && capital(word)
}

/// Whether a word has a child in one of these relations.
fn has(words: &[Word], at: usize, relations: &[&str]) -> bool {
    words.iter().any(|word| word.head == Some(at) && relations.contains(&word.relation))
}

fn take_over(words: &mut [Word], from: usize, to: usize) {
    words.iter_mut().enumerate().filter(|(at, word)| *at != to && word.head == Some(from)).for_each(|(_, word)| word.head = Some(to));
}

/// "Ecuador borders Colombia", "the River Tamar forms most of the border": a sentence without a verb has one in "s" right after a name.
fn verbs_after_names(words: &mut [Word]) {
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
fn verbs_after_ages(words: &mut [Word]) {
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

/// "I had never been to Asia, but last year I went to Japan": last year I went.
fn times_before_verbs(words: &mut [Word]) {
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
fn shifts(words: &mut [Word]) {
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

/// "I suspect Ben lives in Rome": what is suspected is all of that.
fn finite_objects(words: &mut [Word]) {
    for verb in 1..words.len() {
        let finite = words[verb].pos == Pos::Verb && matches!(words[verb].tag, "VBZ" | "VBD" | "VBP");
        if finite && words[verb].relation == "obj" && has(words, verb, &["nsubj", "nsubj:pass"]) {
            words[verb].relation = "ccomp";
            words.iter_mut().filter(|word| word.head == Some(verb) && word.relation == "nmod").for_each(|word| word.relation = "obl");
        }
    }
}

/// "Dear Aunt Margaret, thank you": she is spoken to.
fn greetings(words: &mut [Word]) {
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
fn subjects_without_case(words: &mut [Word]) {
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

/// "Emily lost her first tooth": hers; "prescribed me statins": to me.
fn owned_objects(words: &mut [Word]) {
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
fn phrases_after_nouns(words: &mut [Word]) {
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
fn asides_of_telling(words: &mut [Word]) {
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

/// "My favourite singer is Nina Simone and my favourite colour is teal": the second noun is what the second clause is about.
fn second_subjects(words: &mut [Word]) {
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

/// "Norvik, the shipping group, has bought Ferm": what stands between commas tells what the subject is.
fn apposed_subjects(words: &mut [Word]) {
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
fn born_first(words: &mut [Word]) {
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
fn restrictive_clauses(words: &mut [Word]) {
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

/// "Brian Ostrosser (born June 17, 1949 in Hamilton) was a shortstop": all of that is told of his birth.
fn births_aside(words: &mut [Word]) {
    for born in 2..words.len() {
        if !words[born].form.eq_ignore_ascii_case("born") || words[born - 1].form != "(" || !is_name(&words[born - 2]) {
            continue;
        }
        let Some(close) = (born + 1..words.len()).find(|&at| words[at].form == ")") else { continue };
        let mut name = born - 2;
        while let Some(head) = words[name].head.filter(|&head| head < born && is_name(&words[head])) {
            name = head;
        }
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

/// "love to get lost": one verb, whatever both were hung on.
fn got_done(words: &mut [Word]) {
    for done in 1..words.len() {
        let get = done - 1;
        let both = words[get].head == words[done].head && words[get].relation == words[done].relation;
        if both && words[get].lemma == "get" && words[done].tag == "VBN" && words[done].relation == "xcomp" {
            (words[get].head, words[get].relation, words[get].pos) = (Some(done), "aux:pass", Pos::Aux);
        }
    }
}

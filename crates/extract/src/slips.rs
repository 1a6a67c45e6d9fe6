//! More slips of the parser that grammar can tell: a verb has one subject, and a score is no part of a team's name.

use asof_parser::{Pos, Word};

/// Mends them.
pub fn mend(words: &mut [Word]) {
    is_for_owner(words);
    for verb in 0..words.len() {
        if let Some((first, second)) = two_subjects(words, verb) {
            one_subject(words, first, second);
        }
        unhelped(words, verb);
        has_done(words, verb);
    }
    capitals(words);
    parts_of_names(words);
    articles(words);
    scores(words);
    its(words);
    fillers(words);
    kind_of(words);
    used_to(words);
    schools(words);
    named_people(words);
    joined_subjects(words);
    surnames(words);
    taking_over(words);
}

/// "I was um in Lisbon": what says nothing holds nothing together.
fn fillers(words: &mut [Word]) {
    for at in 1..words.len() {
        if !matches!(words[at].form.to_lowercase().as_str(), "um" | "uh" | "erm" | "er" | "uhm" | "hmm") || words[at].pos == Pos::Intj {
            continue;
        }
        (words[at].pos, words[at].tag) = (Pos::Intj, "UH");
        let after = (at + 1..words.len()).find(|&next| words[next].head == Some(at) && words[next].relation != "punct");
        let Some(next) = after else { continue };
        let (head, relation) = (words[at].head, words[at].relation);
        hand_over(words, at, next);
        (words[next].head, words[next].relation) = (head, relation);
        (words[at].head, words[at].relation) = (Some(next), "discourse");
    }
}

/// "feeling kind of lost": lost, and of no kind.
fn kind_of(words: &mut [Word]) {
    for at in 0..words.len().saturating_sub(2) {
        let kind = matches!(words[at].form.as_str(), "kind" | "sort") && words[at + 1].form == "of" && words[at].tag == "NN";
        let how = words[at + 2].head == Some(at) && (matches!(words[at + 2].pos, Pos::Adj) || words[at + 2].tag == "VBN");
        if !kind || !how || words.iter().any(|word| word.head == Some(at) && word.relation == "det") {
            continue;
        }
        let (head, relation) = (words[at].head, if words[at].relation == "obj" { "xcomp" } else { words[at].relation });
        hand_over(words, at, at + 2);
        (words[at + 2].head, words[at + 2].relation, words[at + 2].pos) = (head, relation, Pos::Adj);
        (words[at].head, words[at].relation, words[at].pos) = (Some(at + 2), "advmod", Pos::Adv);
        (words[at + 1].head, words[at + 1].relation) = (Some(at), "fixed");
    }
}

/// "used to bowl": what follows is what was done.
fn used_to(words: &mut [Word]) {
    for at in 2..words.len() {
        let to = words[at - 1].form == "to" && words[at - 1].head == Some(at) && words[at - 2].form.eq_ignore_ascii_case("used");
        let bare =
            words[at].tag == "NN" && !words.iter().any(|word| word.head == Some(at) && matches!(word.relation, "det" | "amod" | "nummod"));
        if !to || !bare || words[at].head != Some(at - 2) || words[at - 2].tag != "VBD" {
            continue;
        }
        (words[at].pos, words[at].tag, words[at].relation) = (Pos::Verb, "VB", "xcomp");
        (words[at - 1].relation, words[at - 1].tag, words[at - 1].pos) = ("mark", "TO", Pos::Part);
    }
}

/// "since nursing school": no school is nursed.
fn schools(words: &mut [Word]) {
    const TAUGHT: &[&str] =
        &["nursing", "driving", "dancing", "boarding", "riding", "cooking", "acting", "swimming", "training", "sailing"];
    const PLACES: &[&str] = &["school", "class", "lesson", "club", "home", "pool", "board", "machine", "shoe", "room", "center", "centre"];
    for at in 1..words.len().saturating_sub(1) {
        let object = words[at + 1].head == Some(at) && words[at + 1].relation == "obj" && PLACES.contains(&words[at + 1].lemma.as_str());
        let after = matches!(words[at - 1].form.to_lowercase().as_str(), "since" | "in" | "at" | "from" | "before" | "after" | "during");
        let beside = matches!(words[at].relation, "obj" | "xcomp")
            && words[at + 1].head == words[at].head
            && words[at + 1].relation.starts_with("ob");
        if beside && TAUGHT.contains(&words[at].form.as_str()) && PLACES.contains(&words[at + 1].lemma.as_str()) {
            (words[at].head, words[at].relation, words[at].pos) = (Some(at + 1), "compound", Pos::Noun);
            words[at + 1].relation = "obj";
            continue;
        }
        let led = after && words[at - 1].head == Some(at);
        // "started nursing school"
        let taught = words[at].relation == "xcomp" && TAUGHT.contains(&words[at].form.as_str());
        if words[at].tag != "VBG" || !object || !(led || taught) {
            continue;
        }
        let (head, relation) = (words[at].head, if led { "obl" } else { "obj" });
        hand_over(words, at, at + 1);
        (words[at + 1].head, words[at + 1].relation) = (head, relation);
        (words[at].head, words[at].relation, words[at].pos) = (Some(at + 1), "compound", Pos::Noun);
        if led {
            words[at - 1].relation = "case";
        }
    }
}

/// "A woman named Carol invited me": the name is hers.
fn named_people(words: &mut [Word]) {
    for at in 1..words.len().saturating_sub(1) {
        let given = words[at].relation == "acl" && matches!(words[at].lemma.as_str(), "name" | "call");
        let torn = words[at + 1].pos == Pos::Propn && words[at + 1].head != Some(at) && words[at + 1].relation.starts_with("nsubj");
        let taken = words[at].head.is_some_and(|noun| words[noun].head == words[at + 1].head && words[noun].relation.starts_with("nsubj"));
        if given && torn && taken {
            (words[at + 1].head, words[at + 1].relation) = (Some(at), "obj");
        }
        // "hiked a glacier with a guide named Sigga and bathed in hot springs": we bathed.
        let above = std::iter::successors(words[at].head, |&up| words[up].head).take(4);
        let main = above.into_iter().find(|&verb| given && words[verb].tag == "VBD");
        let beside = (at + 1..words.len()).find(|&next| words[next].head == Some(at) && words[next].relation == "conj");
        if let (Some(main), Some(beside)) = (main, beside)
            && matches!(words[beside].tag, "VBN" | "VBD")
        {
            (words[beside].head, words[beside].tag) = (Some(main), "VBD");
        }
    }
}

/// "a portrait of our cat and Mila gave me a necklace": Mila gave, and is in no portrait.
fn joined_subjects(words: &mut [Word]) {
    for verb in 2..words.len() {
        let finite = matches!(words[verb].tag, "VBD" | "VBZ") && words[verb].pos == Pos::Verb && words[verb].relation == "conj";
        let who = verb - 1;
        // One "and" joins either the noun or the verb.
        let joints = words.iter().filter(|word| word.relation == "cc" && (word.head == Some(verb) || word.head == Some(who))).count();
        let noun = words[who].pos == Pos::Propn || words[who].pos == Pos::Noun && joints == 1;
        let hung = noun && words[who].relation == "conj" && words[who].head.is_some_and(|first| first < who);
        let own =
            words.iter().any(|word| word.head == Some(verb) && (word.relation.starts_with("nsubj") || word.relation.starts_with("aux")));
        if finite && hung && !own && words[verb].head.is_some_and(|first| first < who) {
            (words[who].head, words[who].relation) = (Some(verb), "nsubj");
        }
    }
}

/// "her minister, Juris Ozols, on Thursday": the second half of a name that was hung up elsewhere.
fn surnames(words: &mut [Word]) {
    for at in 1..words.len() {
        let name = |word: &Word| word.pos == Pos::Propn && is_capital(word);
        let torn = words[at].relation == "list" && words[at].head.is_some_and(|head| head + 1 < at);
        if torn && name(&words[at]) && name(&words[at - 1]) && words[at - 1].relation == "appos" {
            (words[at].head, words[at].relation) = (Some(at - 1), "flat");
        }
    }
}

/// "will take over year four": what was taken over, and no taking.
fn taking_over(words: &mut [Word]) {
    for at in 1..words.len() {
        let over = words[at].form == "over" && words[at].relation == "case" && words[at - 1].lemma == "take";
        if over && words[at].head.is_some_and(|thing| words[thing].head == Some(at - 1) && words[thing].relation == "obj") {
            (words[at].head, words[at].relation, words[at].pos) = (Some(at - 1), "compound:prt", Pos::Adp);
        }
    }
}

/// "married Olwen Price", "joined Spotify": what is written as a name is one.
fn capitals(words: &mut [Word]) {
    const LINKING: &[&str] = &[
        "become", "get", "turn", "go", "stay", "remain", "feel", "look", "seem", "sound", "grow", "call", "name", "be", "keep", "make",
        "consider", "say",
    ];
    for at in 1..words.len() {
        let before = &words[at - 1];
        let compound = before.head == Some(at) && before.relation == "compound" && before.pos == Pos::Propn && is_capital(before);
        let name = is_capital(&words[at]) && words[at].form.chars().any(char::is_lowercase);
        if name && compound && matches!(words[at].tag, "NN" | "NNS") {
            (words[at].pos, words[at].tag) = (Pos::Propn, if words[at].tag == "NN" { "NNP" } else { "NNPS" });
        }
        // "Nina met Oskar"
        let known = words[at].tag == "RB" && words[at].relation == "advmod" && crate::names::gender(&words[at].form).is_some();
        let object = words[at].head == Some(at - 1) && (words[at].relation == "xcomp" || known) && words[at - 1].pos == Pos::Verb;
        if name && object && matches!(words[at].pos, Pos::Adj | Pos::Verb | Pos::Adv) && !LINKING.contains(&words[at - 1].lemma.as_str()) {
            (words[at].pos, words[at].tag, words[at].relation) = (Pos::Propn, "NNP", "obj");
            words[at].lemma = words[at].form.clone();
            hand_over_phrases(words, at, at - 1);
        }
    }
}

/// "Mount Erskine", "Saint Orla's Church", "Nordwind AB": a name in one piece.
fn parts_of_names(words: &mut [Word]) {
    const FORMS: &[&str] = &["AB", "AG", "SA", "SE", "NV", "BV", "KG", "AS", "ASA", "LLP", "LLC", "PLC", "GmbH", "Oy", "SpA"];
    for at in 1..words.len() {
        let propn = |word: &Word| word.pos == Pos::Propn && is_capital(word);
        if !is_capital(&words[at - 1]) || !is_capital(&words[at]) {
            continue;
        }
        // "Mount Erskine, also known as Tahu"
        if at == 1 && words[1].head == Some(0) && words[1].relation == "vocative" && words[0].relation.starts_with("nsubj") {
            (words[0].pos, words[0].tag, words[1].relation) = (Pos::Propn, "NNP", "flat");
            words[0].lemma = words[0].form.clone();
        }
        let owners = words[at].relation == "nmod:poss" && words[at - 1].relation == "nmod:poss" && words[at].head == words[at - 1].head;
        if owners && propn(&words[at]) && propn(&words[at - 1]) {
            (words[at - 1].head, words[at - 1].relation) = (Some(at), "compound");
        }
        if FORMS.contains(&words[at].form.as_str()) && propn(&words[at - 1]) && words[at].pos != Pos::Propn && words[at].head.is_some() {
            (words[at].head, words[at].relation, words[at].pos, words[at].tag) = (Some(at - 1), "flat", Pos::Propn, "NNP");
        }
    }
}

/// "He's a notary": what has an article of its own is a noun.
fn articles(words: &mut [Word]) {
    for at in 1..words.len() {
        let article =
            words[at - 1].head == Some(at) && matches!(words[at - 1].form.as_str(), "a" | "an") && words[at - 1].relation == "det";
        let last = words.get(at + 1).is_none_or(|next| matches!(next.pos, Pos::Punct | Pos::Adp | Pos::Cconj));
        let said = words.iter().any(|word| word.head == Some(at) && word.relation == "cop");
        // "has been its chief executive"
        let owned = words[..at].iter().any(|word| word.head == Some(at) && word.relation == "nmod:poss");
        if (article || owned) && last && said && words[at].tag == "JJ" {
            (words[at].pos, words[at].tag) = (Pos::Noun, "NN");
        }
    }
}

/// What follows a preposition is told of the verb.
fn hand_over_phrases(words: &mut [Word], from: usize, to: usize) {
    words.iter_mut().filter(|word| word.head == Some(from) && word.relation.starts_with("obl")).for_each(|word| word.head = Some(to));
}

/// "His name's Elliot": that is what it is, where nothing else is said.
fn is_for_owner(words: &mut [Word]) {
    let verbless = words.iter().all(|word| !matches!(word.pos, Pos::Verb | Pos::Aux));
    let Some(name) = words.iter().position(|word| word.head.is_none()).filter(|_| verbless) else { return };
    let owner = (0..name).find(|&at| words[at].head == Some(name) && words[at].relation == "nmod:poss" && words[at].pos == Pos::Noun);
    let Some(owner) = owner.filter(|&at| words.iter().any(|word| word.head == Some(at) && word.relation == "nmod:poss")) else { return };
    let sign = owner + 1;
    if words[sign].tag != "POS" || words[sign].head != Some(owner) || !words[owner].lemma.eq_ignore_ascii_case("name") {
        return;
    }
    words[owner].relation = "nsubj";
    (words[sign].head, words[sign].relation, words[sign].pos, words[sign].tag) = (Some(name), "cop", Pos::Aux, "VBZ");
    words[sign].lemma = "be".to_owned();
}

fn is_capital(word: &Word) -> bool {
    word.form.chars().next().is_some_and(char::is_uppercase)
}

/// The two phrases that were both taken for the subject of one verb.
fn two_subjects(words: &[Word], verb: usize) -> Option<(usize, usize)> {
    let mut subjects = (0..verb).filter(|&at| words[at].head == Some(verb) && matches!(words[at].relation, "nsubj" | "nsubj:pass"));
    let two = (subjects.next()?, subjects.next()?);
    subjects.next().is_none().then_some(two)
}

/// Of two subjects the second is the subject, and the first stands beside it.
fn one_subject(words: &mut [Word], first: usize, second: usize) {
    let comma = words[first..second].iter().any(|word| word.form == ",");
    let noun = words[first].pos == Pos::Noun;
    let dear = words.iter().any(|word| word.head == Some(first) && word.form == "Dear");
    let (somebody, named) = (words[second].pos == Pos::Pron, words[second].pos == Pos::Propn);
    match () {
        // "Dear parents, Ms Dunne is leaving"
        () if dear && comma => words[first].relation = "vocative",
        // "The daughter of a pastor, she grew up on Funen"
        () if somebody && noun && comma => words[first].relation = "dislocated",
        // "Councillor Jean Abbott, who represents the ward"
        () if named && second == first + 1 && is_capital(&words[first]) && words[first].pos == Pos::Propn => {
            hand_over(words, first, second);
            (words[first].head, words[first].relation) = (Some(second), "compound");
        }
        // "The novel The Glass Orchard was written"
        () if named && noun && !comma && words[first + 1..second].iter().all(is_capital) => {
            words.iter_mut().skip(first + 1).filter(|word| word.head == Some(first)).for_each(|word| word.head = Some(second));
            (words[first].head, words[first].relation) = (Some(second), "nmod:desc");
        }
        () => {}
    }
}

/// What hangs on the one word hangs on the other.
fn hand_over(words: &mut [Word], from: usize, to: usize) {
    words.iter_mut().enumerate().filter(|(at, word)| *at != to && word.head == Some(from)).for_each(|(_, word)| word.head = Some(to));
}

/// "The director, who is Danish, resigned": without a helper and without anybody who did it to them it is no passive.
fn unhelped(words: &mut [Word], verb: usize) {
    let own = |at: usize, relations: &[&str]| words[at].head == Some(verb) && relations.contains(&words[at].relation);
    let root = words[verb].head.is_none() && words[verb].tag == "VBN";
    let helped = (0..words.len()).any(|at| own(at, &["aux", "aux:pass", "cop", "obl:agent"]));
    let subject = (0..verb).find(|&at| own(at, &["nsubj:pass"]));
    if let Some(subject) = subject.filter(|_| root && !helped) {
        words[subject].relation = "nsubj";
        words[verb].tag = "VBD";
    }
}

/// "She's published two novels": she has, and nobody published her.
fn has_done(words: &mut [Word], verb: usize) {
    let own = |words: &[Word], at: usize, relation: &str| words[at].head == Some(verb) && words[at].relation == relation;
    let object = (verb + 1..words.len()).any(|at| own(words, at, "obj"));
    let by = words.iter().any(|word| word.head == Some(verb) && word.relation == "obl:agent");
    let helper = (0..verb).find(|&at| matches!(words[at].form.as_str(), "'s" | "’s") && own(words, at, "aux:pass"));
    let Some(helper) = helper.filter(|_| words[verb].tag == "VBN" && object && !by) else { return };
    (words[helper].relation, words[helper].lemma) = ("aux", "have".to_owned());
    for at in (0..verb).filter(|&at| own(words, at, "nsubj:pass")).collect::<Vec<_>>() {
        words[at].relation = "nsubj";
    }
}

/// "beat Harrow Town 3-1": how, and not whom.
fn scores(words: &mut [Word]) {
    for at in 1..words.len().saturating_sub(2) {
        let number = |at: usize| words[at].pos == Pos::Num && words[at].form.len() < 3;
        let score = number(at) && matches!(words[at + 1].form.as_str(), "-" | "–") && number(at + 2);
        let glued = words[at].end == words[at + 1].start && words[at + 1].end == words[at + 2].start;
        let Some(team) = words[at].head.filter(|&team| score && glued && team < at && is_capital(&words[team])) else { continue };
        let Some(verb) = words[team].head.filter(|_| words[at].relation != "conj") else { continue };
        (words[at].head, words[at].relation) = (Some(verb), "advmod");
        (words[at + 2].head, words[at + 2].relation) = (Some(at), "advmod");
    }
}

/// "its in Leith": what chat writes for "it's".
fn its(words: &mut [Word]) {
    let Some(root) = words.iter().position(|word| word.head.is_none()) else { return };
    for at in 0..words.len().saturating_sub(2) {
        let said = words[at].form.eq_ignore_ascii_case("its") && matches!(words[at + 1].pos, Pos::Adp | Pos::Det) && at != root;
        let Some(place) = words[at + 1].head.filter(|&place| said && at + 1 < place && place != root) else { continue };
        (words[at].head, words[at].relation) = (Some(root), "parataxis");
        (words[place].head, words[place].relation) = (Some(at), "dep");
    }
}

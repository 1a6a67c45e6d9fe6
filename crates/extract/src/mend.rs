//! Mends what a parser gets wrong and grammar can tell: a sentence needs a verb, and "Theresa May" is no modal.

use asof_parser::{Pos, Sentence, Word};

/// The sentence with its slips mended.
pub fn mend(mut sentence: Sentence) -> Sentence {
    in_laws(&mut sentence.words);
    crate::titles::mend(&mut sentence.words);
    crate::stray::small_adjectives(&mut sentence.words);
    for at in 1..sentence.words.len() {
        if is_name_not_modal(&sentence.words, at) {
            join_name(&mut sentence.words, at);
        }
    }
    crate::wholes::mend(&mut sentence.words);
    torn_names(&mut sentence.words);
    names_with_sign(&mut sentence.words);
    split_owners(&mut sentence.words);
    by_the_way(&mut sentence.words);
    distances(&mut sentence.words);
    guess_what(&mut sentence.words);
    cannot_wait(&mut sentence.words);
    into_what(&mut sentence.words);
    kinds_by_number(&mut sentence.words);
    receivers(&mut sentence.words);
    capitals(&mut sentence.words);
    named_ties(&mut sentence.words);
    contact_clauses(&mut sentence.words);
    misread_verb(&mut sentence.words);
    cut_off_verb(&mut sentence.words);
    crate::slips::mend(&mut sentence.words);
    crate::stray::mend(&mut sentence.words);
    ages(&mut sentence.words);
    participles(&mut sentence.words);
    given_names(&mut sentence.words);
    parted_names(&mut sentence.words);
    described_names(&mut sentence.words);
    no_longer(&mut sentence.words);
    verbs_with_compounds(&mut sentence.words);
    if let Some(at) = missing_verb(&sentence.words) {
        make_verb(&mut sentence.words, at);
    }
    crate::untie::untie(&mut sentence.words);
    sentence
}

fn capital(word: &Word) -> bool {
    word.form.chars().next().is_some_and(char::is_uppercase)
}

/// "Theresa May became": written with a capital inside a sentence, after a name, with a verb that needs no modal.
fn is_name_not_modal(words: &[Word], at: usize) -> bool {
    let (before, word) = (&words[at - 1], &words[at]);
    (word.tag == "MD" || word.relation == "aux")
        && capital(word)
        && capital(before)
        && before.pos == Pos::Propn
        && word.head.is_some_and(|head| words[head].tag != "VB")
}

fn join_name(words: &mut [Word], at: usize) {
    words[at].pos = Pos::Propn;
    words[at].tag = "NNP";
    words[at].lemma = words[at].form.clone();
    words[at].head = Some(at - 1);
    words[at].relation = "flat";
}

/// "Ana Silva married Ben Ito": a name stands in one piece, so its last word is not that of the name before the verb.
fn torn_names(words: &mut [Word]) {
    for at in 2..words.len() {
        let Some(head) = words[at].head.filter(|&head| head + 1 < at && words[at].relation == "flat") else { continue };
        let before = &words[at - 1];
        let joined = before.head == Some(head) && matches!(before.relation, "flat" | "compound" | "nmod");
        if before.pos == Pos::Propn && !joined {
            words[at].head = before.head.filter(|_| before.relation == "flat").or(Some(at - 1));
        }
    }
}

/// What names of firms end with.
const FIRM: &[&str] =
    &["Co", "Co.", "Sons", "Brothers", "Bros", "Bros.", "Partners", "Associates", "Company", "Inc", "Inc.", "Ltd", "Ltd."];

/// "Marlowe & Finch makes …", "at Marlowe & Finch", "Finch & Sons" are one name each; "Ana & Ben moved" are two.
fn names_with_sign(words: &mut [Word]) {
    for sign in 1..words.len().saturating_sub(1) {
        let Some(head) = words[sign + 1].head.filter(|&head| head < sign && words[sign + 1].relation == "conj") else { continue };
        let named = words[head..=sign + 1].iter().all(|word| word.form == "&" || capital(word) && word.pos == Pos::Propn);
        if words[sign].form == "&" && named && (FIRM.contains(&words[sign + 1].form.as_str()) || is_spoken_of_as_one(words, head)) {
            for word in &mut words[head + 1..=sign + 1] {
                (word.head, word.relation, word.pos) = (Some(head), "flat", Pos::Propn);
            }
        }
    }
}

/// Whether names are the subject of a verb in the singular, or what something is at.
fn is_spoken_of_as_one(words: &[Word], head: usize) -> bool {
    let single = |verb: usize| {
        let helps = |word: &Word| word.head == Some(verb) && matches!(word.relation, "aux" | "aux:pass" | "cop");
        let own = |word: &Word| word.tag == "VBZ" || word.form.eq_ignore_ascii_case("was");
        own(&words[verb]) || words.iter().any(|word| helps(word) && own(word))
    };
    let subject = words[head].relation.starts_with("nsubj") && words[head].head.is_some_and(single);
    subject || words.iter().any(|word| word.head == Some(head) && word.relation == "case" && word.form.eq_ignore_ascii_case("at"))
}

/// "the Whitby Museum's director": all of a name is the owner.
fn split_owners(words: &mut [Word]) {
    for owner in 1..words.len() {
        let is_name = |at: usize| words[at].pos == Pos::Propn && capital(&words[at]);
        if words[owner].relation != "nmod:poss" || !is_name(owner) {
            continue;
        }
        let from = (0..owner).rev().take_while(|&at| is_name(at) && words[at].relation == "compound").last().unwrap_or(owner);
        let owned = words[owner].head;
        words[from..owner].iter_mut().filter(|word| word.head == owned).for_each(|word| word.head = Some(owner));
    }
}

/// A finite verb has no compounds: what stands before it as one is its subject, and what follows is no noun's.
fn verbs_with_compounds(words: &mut [Word]) {
    for verb in 0..words.len() {
        let finite = matches!(words[verb].tag, "VBZ" | "VBD" | "VBP") && words[verb].pos == Pos::Verb;
        let has_subject = words.iter().any(|word| word.head == Some(verb) && word.relation.starts_with("nsubj"));
        if !finite || has_subject {
            continue;
        }
        let subject =
            (0..verb).rev().find(|&at| words[at].head == Some(verb) && words[at].relation == "compound" && words[at].pos == Pos::Propn);
        let Some(subject) = subject else { continue };
        words[subject].relation = "nsubj";
        words.iter_mut().filter(|word| word.head == Some(verb) && word.relation == "nmod").for_each(|word| word.relation = "obl");
    }
}

/// "my ex-wife Ana": the name is what the sentence is about, and the noun tells what she is.
fn described_names(words: &mut [Word]) {
    for noun in 0..words.len().saturating_sub(1) {
        let name = noun + 1;
        if words[noun].pos != Pos::Noun || words[name].pos != Pos::Propn {
            continue;
        }
        let under = words[name].head == Some(noun) && matches!(words[name].relation, "flat" | "appos");
        let twice = words[name].head == words[noun].head && words[name].relation == words[noun].relation;
        // "a song by the Danish band Norlys"
        let beside = words[name].head == words[noun].head
            && matches!((words[noun].relation, words[name].relation), ("nmod", "appos") | ("obl", "obl:unmarked"))
            && !matches!(words[noun].lemma.as_str(), "week" | "month" | "year" | "day" | "morning" | "evening" | "night" | "afternoon");
        let owned = words.iter().any(|word| word.head == Some(noun) && word.relation == "nmod:poss");
        // "with my friend Rachel today", whatever Rachel was taken for
        let friend =
            owned && words[name].head == words[noun].head && words[noun].relation == "obl" && crate::kin::is_person(&words[noun].lemma);
        let compound = words[noun].head == Some(name) && words[noun].relation == "compound";
        // "my daughter Mia" is mine as a daughter.
        let whose = words.iter().position(|word| word.head == Some(name) && word.relation == "nmod:poss");
        if let Some(whose) = whose.filter(|&whose| compound && whose < noun && crate::kin::is_person(&words[noun].lemma)) {
            words[whose].head = Some(noun);
            words[noun].relation = "nmod:desc";
        } else if owned && compound {
            words[noun].relation = "nmod:desc";
        }
        if listed_posts(words, noun, name) || !(under || twice || beside || friend) {
            continue;
        }
        (words[name].head, words[name].relation) = (words[noun].head, words[noun].relation);
        (words[noun].head, words[noun].relation) = (Some(name), "nmod:desc");
        // "with my friend Jolie, who is a cook": the preposition is the name's, and so is all that is told after it.
        for (at, word) in words.iter_mut().enumerate().filter(|(_, word)| word.head == Some(noun)) {
            if name < at || word.relation == "case" {
                word.head = Some(name);
            }
        }
    }
}

/// "a quilt my grandma made for me": she made it, and is no second thing that I have.
fn contact_clauses(words: &mut [Word]) {
    for verb in 2..words.len() {
        let Some(maker) = words[verb].head.filter(|&maker| maker + 1 == verb && words[verb].relation == "acl") else { continue };
        let done = matches!(words[verb].tag, "VBN" | "VBD") && !words[verb..].iter().take(3).any(|word| word.form == "by");
        let owned = words.iter().position(|word| word.head == Some(maker) && word.relation == "nmod:poss");
        let Some(thing) = owned.and_then(|owned| owned.checked_sub(1)).filter(|_| done) else { continue };
        let both = words[thing].head == words[maker].head && words[thing].relation == "obj" && words[maker].relation == "obj";
        if !both || words[thing].pos != Pos::Noun {
            continue;
        }
        (words[maker].head, words[maker].relation) = (Some(verb), "nsubj");
        (words[verb].head, words[verb].relation, words[verb].tag) = (Some(thing), "acl:relcl", "VBD");
        let left = |word: &&mut Word| word.head == Some(maker) && word.relation == "det";
        words.iter_mut().take(thing).filter(left).for_each(|word| word.head = Some(thing));
    }
}

/// "He works in IT", "in the US": no pronouns.
fn capitals(words: &mut [Word]) {
    for at in 1..words.len() {
        let led = matches!(words[at - 1].pos, Pos::Adp | Pos::Det | Pos::Adj);
        if led && matches!(words[at].form.as_str(), "IT" | "US") && words[at].pos == Pos::Pron {
            (words[at].pos, words[at].tag) = (Pos::Propn, "NNP");
            words[at].lemma = words[at].form.clone();
        }
    }
}

/// "by his wife, Joan, and their children": Joan is the wife.
fn named_ties(words: &mut [Word]) {
    for name in 2..words.len().saturating_sub(1) {
        let Some(tie) = words[name].head.filter(|_| words[name].relation == "conj" && words[name].pos == Pos::Propn) else { continue };
        let lone = !words.iter().any(|word| word.head == Some(name) && word.relation == "cc");
        let owned = words.iter().any(|word| word.head == Some(tie) && word.relation == "nmod:poss");
        let between = words[name - 1].form == "," && name - 2 == tie && words[name + 1].form == ",";
        let one = words[tie].tag == "NN" && crate::kin::TIES.iter().any(|(noun, ..)| *noun == words[tie].lemma);
        if lone && owned && between && one {
            words[name].relation = "appos";
        }
    }
}

/// "I bought my niece a bike": of two things after a verb the first is who gets the other.
fn receivers(words: &mut [Word]) {
    const GIVE: &[&str] = &[
        "buy", "give", "get", "bring", "send", "make", "show", "teach", "offer", "lend", "hand", "cook", "read", "write", "build", "owe",
        "pay",
    ];
    for verb in 0..words.len() {
        if words[verb].pos != Pos::Verb || !GIVE.contains(&words[verb].lemma.as_str()) {
            continue;
        }
        const TIMES: &[&str] =
            &["time", "day", "week", "month", "year", "night", "morning", "evening", "afternoon", "weekend", "lot", "bit"];
        let article = |at: usize| words.iter().any(|word| word.head == Some(at) && word.relation == "det");
        let unmarked = |at: usize| words[at].relation == "obl:unmarked" && article(at) && !TIMES.contains(&words[at].lemma.as_str());
        let taken = |at: &usize| words[*at].head == Some(verb) && (words[*at].relation == "obj" || unmarked(*at));
        let objects: Vec<usize> = (verb + 1..words.len()).filter(taken).collect();
        if let [whom, what] = objects[..]
            && (words[whom].pos == Pos::Pron || words[whom].pos == Pos::Propn || crate::kin::is_person(&words[whom].lemma))
            && words[what].pos == Pos::Noun
        {
            words[whom].relation = "iobj";
            words[what].relation = "obj";
        }
    }
}

/// "type 2 diabetes" is diabetes.
fn kinds_by_number(words: &mut [Word]) {
    for kind in 0..words.len().saturating_sub(2) {
        let named = kind + 2;
        let numbered = matches!(words[kind].lemma.as_str(), "type" | "stage") && words[kind + 1].pos == Pos::Num;
        if numbered && words[named].head == Some(kind) && words[named].pos == Pos::Noun {
            (words[named].head, words[named].relation) = (words[kind].head, words[kind].relation);
            (words[kind].head, words[kind].relation) = (Some(named), "compound");
            words.iter_mut().filter(|word| word.head == Some(kind)).for_each(|word| word.head = Some(named));
        }
    }
}

/// "My kids are into swimming": swimming is a verb, and "are" its helper.
fn into_what(words: &mut [Word]) {
    for verb in 2..words.len() {
        if words[verb].tag != "VBG" || !words[verb - 1].form.eq_ignore_ascii_case("into") {
            continue;
        }
        words.iter_mut().filter(|word| word.head == Some(verb) && word.relation == "cop").for_each(|word| word.relation = "aux");
    }
}

/// "Can't wait to meet them" is about meeting them.
fn cannot_wait(words: &mut [Word]) {
    for at in 0..words.len() {
        let waits = words[at].head.is_some_and(|verb| words[verb].lemma == "wait" && verb < at);
        if !waits {
            continue;
        }
        let to = words.iter().any(|word| word.head == Some(at) && word.relation == "mark" && word.form == "to");
        if to && words[at].relation == "advcl" {
            words[at].relation = "xcomp";
        }
    }
}

/// "The actor and director Tomas Vell": one man, and what he is.
fn listed_posts(words: &mut [Word], last: usize, name: usize) -> bool {
    let conj = |at: usize| words[at].head.filter(|&first| words[at].relation == "conj" && first < at);
    let Some(first) = conj(name).filter(|&first| conj(last) == Some(first)) else { return false };
    let post = |at: usize| words[at].pos == Pos::Noun && crate::kin::is_role(&words[at].lemma);
    let owned = words.iter().any(|word| word.head == Some(first) && word.relation == "nmod:poss");
    if owned || !post(first) || !post(last) {
        return false;
    }
    (words[name].head, words[name].relation) = (words[first].head, words[first].relation);
    for noun in [first, last] {
        (words[noun].head, words[noun].relation) = (Some(name), "nmod:desc");
    }
    words.iter_mut().filter(|word| word.head == Some(first) && word.relation == "case").for_each(|word| word.head = Some(name));
    true
}

/// "the painter Lars Moe": two names side by side in the same place are one.
fn parted_names(words: &mut [Word]) {
    for at in 1..words.len() {
        let (before, word) = (&words[at - 1], &words[at]);
        let names = [before, word].iter().all(|word| word.pos == Pos::Propn && capital(word) && word.relation == "appos");
        if names && before.head == word.head {
            (words[at].head, words[at].relation) = (Some(at - 1), "flat");
        }
    }
}

/// "We named him Tomás": the name is what was given, and no second thing that was named.
fn given_names(words: &mut [Word]) {
    for verb in 0..words.len() {
        if words[verb].pos != Pos::Verb || !matches!(words[verb].lemma.as_str(), "name" | "call") {
            continue;
        }
        // "a cat named Miso"
        if words[verb].relation == "acl" && words.get(verb + 1).is_some_and(|next| next.pos == Pos::Propn) {
            let given = words.iter_mut().find(|word| word.head == Some(verb) && word.relation == "xcomp" && word.pos == Pos::Propn);
            given.into_iter().for_each(|name| name.relation = "obj");
        }
        let objects: Vec<usize> =
            (verb + 1..words.len()).filter(|&at| words[at].head == Some(verb) && matches!(words[at].relation, "obj" | "iobj")).collect();
        if let [named, name] = objects[..]
            && words[name].pos == Pos::Propn
        {
            words[named].relation = "obj";
            words[name].relation = "xcomp";
        }
    }
}

/// "Acme, based in Austin, employs", "had opposed the bill": a participle is no preposition.
fn participles(words: &mut [Word]) {
    const PREPOSITIONS: &[&str] = &["given", "compared", "due", "related", "owed"];
    for at in 1..words.len().saturating_sub(1) {
        let Some(noun) = words[at].head.filter(|&noun| at < noun && words[at].relation == "case") else { continue };
        if words[at].tag != "VBN" || PREPOSITIONS.contains(&words[at].lemma.as_str()) || PREPOSITIONS.contains(&words[at].form.as_str()) {
            continue;
        }
        let Some(above) = words[noun].head else { continue };
        if words[above].lemma == "have" && above + 1 == at {
            perfect(words, above, at);
        } else if words[at + 1].relation == "case"
            && words[at + 1].head == Some(noun)
            && above < at
            && matches!(words[above].pos, Pos::Noun | Pos::Propn)
        {
            (words[at].pos, words[at].head, words[at].relation) = (Pos::Verb, Some(above), "acl");
            (words[noun].head, words[noun].relation) = (Some(at), "obl");
        }
    }
}

/// "had" is the helper of the participle after it, which takes its place.
fn perfect(words: &mut [Word], have: usize, participle: usize) {
    for word in words.iter_mut().filter(|word| word.head == Some(have)) {
        word.head = Some(participle);
    }
    (words[participle].head, words[participle].relation) = (words[have].head, words[have].relation);
    words[participle].pos = Pos::Verb;
    (words[have].head, words[have].relation, words[have].pos) = (Some(participle), "aux", Pos::Aux);
}

/// "mother-in-law" is one word.
fn in_laws(words: &mut Vec<Word>) {
    let mut at = 0;
    while at + 4 < words.len() {
        let forms: Vec<&str> = words[at + 1..at + 5].iter().map(|word| word.form.as_str()).collect();
        let glued = words[at..at + 5].windows(2).all(|pair| pair[0].end == pair[1].start);
        if glued && forms[..3] == ["-", "in", "-"] && matches!(forms[3], "law" | "laws") {
            melt(words, at, 5);
        }
        at += 1;
    }
}

/// Makes one word of so many, in the place of the first of them.
fn melt(words: &mut Vec<Word>, at: usize, many: usize) {
    let inside = |word: usize| (at..at + many).contains(&word);
    let form: String = words[at..at + many].iter().map(|word| word.form.as_str()).collect();
    let outer = (at..at + many).find(|&word| words[word].head.is_none_or(|head| !inside(head))).unwrap_or(at);
    let (head, relation) = (words[outer].head, words[outer].relation);
    let lemma = [words[at].lemma.as_str(), "-in-law"].concat();
    let end = words[at + many - 1].end;
    let first = &mut words[at];
    (first.form, first.lemma, first.end, first.head, first.relation, first.pos) = (form, lemma, end, head, relation, Pos::Noun);
    words.drain(at + 1..at + many);
    for word in words.iter_mut() {
        word.head = word.head.map(|head| match head {
            head if inside(head) => at,
            head if at < head => head - (many - 1),
            head => head,
        });
    }
}

/// "I ran 5 kilometers": that is what was run.
fn distances(words: &mut [Word]) {
    const FAR: &[&str] = &["kilometer", "kilometre", "km", "mile", "meter", "metre", "yard", "lap", "step", "pound", "kg", "kilo"];
    const MOVE: &[&str] = &["run", "walk", "hike", "bike", "cycle", "swim", "jog", "drive", "row", "ride", "lose", "gain", "weigh"];
    for at in 1..words.len() {
        let verb = words[at].head.filter(|_| words[at].relation == "obl:unmarked" && FAR.contains(&words[at].lemma.as_str()));
        let Some(verb) = verb.filter(|&verb| verb < at && MOVE.contains(&words[verb].lemma.as_str())) else { continue };
        if !words.iter().any(|word| word.head == Some(verb) && word.relation == "obj") {
            words[at].relation = "obj";
        }
    }
}

/// "By the way" says nothing of what it stands beside.
fn by_the_way(words: &mut [Word]) {
    for way in 2..words.len() {
        let said = ["by", "the", "way"].iter().enumerate().all(|(at, form)| words[way - 2 + at].form.eq_ignore_ascii_case(form));
        if said && words[way].head.is_some() {
            words[way].relation = "discourse";
        }
    }
}

/// "Guess what, I got the job": what follows is told.
fn guess_what(words: &mut [Word]) {
    let opens = |at: &usize| words[*at].form.eq_ignore_ascii_case("guess") && words[at + 1].form.eq_ignore_ascii_case("what");
    let Some(guess) = (0..words.len().saturating_sub(2).min(4)).find(opens) else { return };
    (words[guess + 1].head, words[guess + 1].relation) = (Some(guess), "obj");
    let told = |word: &&mut Word| word.head == Some(guess) && word.relation == "ccomp";
    words.iter_mut().filter(told).for_each(|word| word.relation = "parataxis");
}

/// "Nimbus Labs, a startup, raised 12 million", "the company, which has grown, plans to hire": a sentence whose verb was taken for a part of
/// what stands between commas.
fn misread_verb(words: &mut [Word]) {
    let Some(root) = words.iter().position(|word| word.head.is_none()) else { return };
    let verbless = matches!(words[root].pos, Pos::Noun | Pos::Propn)
        && !words.iter().any(|word| word.head == Some(root) && matches!(word.relation, "cop" | "nsubj" | "nsubj:pass" | "expl"));
    if !verbless {
        return;
    }
    let bare =
        |at: usize| !words.iter().any(|word| word.head == Some(at) && matches!(word.relation, "det" | "amod" | "nummod" | "nmod:poss"));
    let plans = |at: usize| {
        let to = words.get(at + 1).is_some_and(|next| next.tag == "TO");
        words[at].tag == "NNS" && words[at].relation == "appos" && words[at].head == Some(root) && to && bare(at)
    };
    let raised =
        |at: usize| matches!(words[at].tag, "VBN" | "VBD") && words[at].relation == "amod" && words[at].head.is_some_and(|noun| at < noun);
    let Some(verb) = (root + 2..words.len()).find(|&at| words[at - 1].form == "," && (plans(at) || raised(at))) else { return };
    let object = words[verb].head.filter(|&noun| words[verb].relation == "amod" && noun != root);
    if words[verb].tag == "NNS" {
        words[verb].lemma = words[verb].form.to_lowercase().trim_end_matches('s').to_owned();
        words.iter_mut().filter(|word| word.head == Some(verb) && word.relation == "acl").for_each(|word| word.relation = "xcomp");
    }
    let tag = if words[verb].tag == "NNS" { "VBZ" } else { "VBD" };
    (words[verb].head, words[verb].relation, words[verb].pos, words[verb].tag) = (None, "root", Pos::Verb, tag);
    (words[root].head, words[root].relation) = (Some(verb), "nsubj");
    if let Some(object) = object {
        (words[object].head, words[object].relation) = (Some(verb), "obj");
    }
}

/// "Ben Ito, the new CEO, moved to Lyon": what stands between commas must not cut the verb off from its subject.
fn cut_off_verb(words: &mut [Word]) {
    let Some(root) = words.iter().position(|word| word.head.is_none()) else { return };
    if !matches!(words[root].pos, Pos::Noun | Pos::Propn)
        || words.iter().any(|word| word.head == Some(root) && matches!(word.relation, "cop" | "nsubj" | "expl"))
    {
        return;
    }
    let first = |at: usize| first_helper(words, at);
    let after_aside = |at: usize| first(at) > root + 1 && matches!(words[first(at) - 1].form.as_str(), "," | ")");
    let past = |at: usize| words[at].pos == Pos::Verb && matches!(words[at].tag, "VBD" | "VBZ" | "VBN") || first(at) < at;
    let bare =
        |at: usize| !words.iter().any(|word| word.head == Some(at) && (word.relation.starts_with("nsubj") || word.relation == "mark"));
    let lone = |at: usize| {
        words[at].head == Some(root) && matches!(words[at].relation, "parataxis" | "acl") && after_aside(at) && past(at) && bare(at)
    };
    let Some(verb) = (0..words.len()).find(|&at| lone(at)) else { return };
    let by_agent = words.iter().any(|word| word.head == Some(verb) && word.relation == "obl:agent")
        || words.get(verb + 1).is_some_and(|next| next.form == "by");
    if by_agent {
        return;
    }
    (words[verb].head, words[verb].relation) = (None, "root");
    if words[verb].tag == "VBN" && first_helper(words, verb) == verb {
        words[verb].tag = "VBD";
    }
    (words[root].head, words[root].relation) = (Some(verb), "nsubj");
}

/// The first of a verb's helpers, or the verb.
fn first_helper(words: &[Word], verb: usize) -> usize {
    (0..verb).find(|&child| words[child].head == Some(verb) && matches!(words[child].relation, "cop" | "aux" | "aux:pass")).unwrap_or(verb)
}

/// "turned 30 last week": the number is the age, and no part of the time.
fn ages(words: &mut [Word]) {
    for verb in 0..words.len().saturating_sub(1) {
        if words[verb].lemma == "turn" && words[verb].pos == Pos::Verb && words[verb + 1].pos == Pos::Num {
            (words[verb + 1].head, words[verb + 1].relation) = (Some(verb), "obj");
        }
    }
}

/// "no longer" says that something is over, whatever it was attached to.
fn no_longer(words: &mut [Word]) {
    for at in 1..words.len() {
        if words[at].form.eq_ignore_ascii_case("longer") && words[at - 1].form.eq_ignore_ascii_case("no") {
            words[at].relation = "advmod";
            words[at].pos = Pos::Adv;
            verb_after(words, at);
        }
    }
}

/// "I no longer drink alcohol": what stands after it is a verb, and no part of a noun.
fn verb_after(words: &mut [Word], longer: usize) {
    let verb = longer + 1;
    let Some(noun) = words.get(verb).filter(|word| word.relation == "compound" && word.tag == "NN").and_then(|word| word.head) else {
        return;
    };
    let told = words.iter().any(|word| word.head == Some(noun) && word.relation == "nsubj")
        && !words.iter().any(|word| word.head == Some(noun) && matches!(word.relation, "cop" | "aux"));
    if noun < verb || !told {
        return;
    }
    (words[verb].head, words[verb].relation) = (words[noun].head, words[noun].relation);
    (words[verb].pos, words[verb].tag) = (Pos::Verb, "VBP");
    for (at, word) in words.iter_mut().enumerate().filter(|(at, word)| word.head == Some(noun) && *at != verb) {
        if at <= longer || !matches!(word.relation, "compound" | "amod" | "nmod" | "det") {
            word.head = Some(verb);
        }
    }
    (words[noun].head, words[noun].relation) = (Some(verb), "obj");
}

/// "Ana studies at Oxford": no verb anywhere, and the root is a noun in "s" right after a name or "no longer".
fn missing_verb(words: &[Word]) -> Option<usize> {
    let verbless = words.iter().all(|word| !matches!(word.pos, Pos::Verb | Pos::Aux));
    let root = words.iter().position(|word| word.head.is_none())?;
    let noun = words[root].tag == "NNS" && words[root].form.ends_with('s') && !capital(&words[root]);
    let subject = subject_of(words, root)?;
    let follows = words.get(root + 1).is_some_and(|next| matches!(next.pos, Pos::Adp | Pos::Det | Pos::Propn | Pos::Noun | Pos::Pron));
    (verbless && noun && follows && subject < root).then_some(root)
}

fn subject_of(words: &[Word], root: usize) -> Option<usize> {
    let named = |at: &usize| {
        words[*at].head == Some(root)
            && matches!(words[*at].pos, Pos::Propn | Pos::Pron | Pos::Noun)
            && matches!(words[*at].relation, "compound" | "nsubj" | "nmod:poss" | "nmod:desc" | "flat")
    };
    (0..root).rev().find(named)
}

fn make_verb(words: &mut [Word], root: usize) {
    let Some(subject) = subject_of(words, root) else { return };
    words[root].pos = Pos::Verb;
    words[root].tag = "VBZ";
    let form = words[root].form.to_lowercase();
    words[root].lemma = match form.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None if form == "lives" => "live".to_owned(),
        None => form.trim_end_matches('s').to_owned(),
    };
    words[subject].relation = "nsubj";
    // "My ex-husband lives in Spain": he is mine, and not the living.
    let of_subject = |word: &&mut Word| word.head == Some(root) && matches!(word.relation, "nmod:poss" | "det" | "amod");
    words.iter_mut().take(subject).filter(of_subject).for_each(|word| word.head = Some(subject));
    for word in words.iter_mut().filter(|word| word.head == Some(root) && word.relation == "nmod") {
        word.relation = "obl";
    }
}

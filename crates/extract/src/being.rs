//! Being: the claims of a clause whose predicate is a noun, an adjective or a place after "be", "become" or "remain".

use asof_model::{Claim, Kind, Object, Scalar};
use asof_parser::Pos;

use crate::{
    attitude::FEELINGS,
    clause::{case, joined},
    discourse::Referent,
    drafts::{Draft, Drafts, text_claim},
    facets::{age, date, dated, favourite, measure},
    kin,
    phrase::{self, is_name},
    scene::{Scene, quantity},
    tree::Tree,
    verb::Tense,
    vocabulary::{self, Meaning, Means},
};

/// Nouns that name a property of their owner, and the predicate: "her mother tongue is Basque".
pub const PROPERTIES: &[(&str, &str)] = &[
    ("mother tongue", "native_language"),
    ("native language", "native_language"),
    ("first language", "native_language"),
    ("native tongue", "native_language"),
    ("nationality", "nationality"),
    ("citizenship", "nationality"),
    ("job", "job_title"),
    ("occupation", "job_title"),
    ("profession", "job_title"),
    ("employer", "works_at"),
    ("hobby", "practises"),
    ("pastime", "practises"),
    ("birthplace", "born_in"),
    ("place of birth", "born_in"),
    ("place of death", "died_in"),
    ("place of residence", "lives_in"),
    ("country of residence", "lives_in"),
    ("country of citizenship", "nationality"),
    ("hometown", "from"),
    ("home town", "from"),
    ("religion", "has_religion"),
    ("headquarters", "headquartered_in"),
    ("head office", "headquartered_in"),
    ("seat", "headquartered_in"),
    ("pronouns", "pronouns"),
    ("phone number", "phone_number"),
    ("address", "address"),
    ("email", "email"),
    ("email address", "email"),
    ("age", "age"),
    ("gender", "gender"),
    ("currency", "currency"),
    ("population", "population"),
    ("major", "studies"),
    ("status", "status"),
    ("version", "version"),
    ("price", "price"),
];

/// Adjectives that only lead to a verb: "able to", "going to".
const LEADING: &[&str] = &[
    "able", "unable", "going", "ready", "about", "supposed", "bound", "likely", "sure", "set", "willing", "eager", "free", "welcome",
    "worth", "afraid",
];

/// Tells the claims of a clause with "be".
pub fn tell(scene: &Scene<'_>, index: usize, drafts: &mut Drafts) {
    let clause = &scene.clauses[index];
    // "I'm 5'4\""
    if !scene.tree.words[clause.head].form.chars().any(char::is_alphanumeric) {
        return;
    }
    // "One that stands out was when I met her"
    let when = scene.tree.all(clause.head, &["advmod", "mark"]).any(|at| scene.tree.is_one(at, &["when", "where", "how", "why"]));
    if !scene.forces[index].is_told() || when && clause.link == crate::clause::Link::Main && scene.tree.pos(clause.head) == Pos::Verb {
        return;
    }
    if aim(scene, index, drafts) || property(scene, index, drafts) || dated(scene, index, drafts) {
        return;
    }
    if each_other(scene, index, drafts) {
        return;
    }
    for subject in scene.subjects(clause) {
        for at in joined(scene.tree, clause.head) {
            // "I've been to Rome but never to Venice"
            let not = |word: usize| scene.tree.is_one(word, &["not", "never", "n't"]);
            if at != clause.head && !clause.group.negated && scene.tree.all(at, &["advmod"]).any(not) {
                let mut own = Drafts::default();
                told(scene, index, &subject, at, Means::State, &mut own);
                for found in own.found {
                    let claim = Claim { kind: Kind::Denies, from: None, to: asof_model::End::Unknown, ..found.claim };
                    drafts.keep(claim, found.confidence);
                }
                continue;
            }
            told(scene, index, &subject, at, Means::State, drafts);
        }
    }
}

/// "They are siblings", "Ana and Ben are neighbours": each of the other.
fn each_other(scene: &Scene<'_>, index: usize, drafts: &mut Drafts) -> bool {
    let tree = scene.tree;
    let at = scene.clauses[index].head;
    let own = phrase::owner(tree, at).is_some() || tree.all(at, &["nmod"]).any(|child| matches!(case(tree, child).as_str(), "of" | "with"));
    let tie = kin::TIES.iter().find(|(noun, ..)| *noun == tree.lemma(at) && phrase::is_plural(tree, at) && !own);
    let subjects = scene.subjects(&scene.clauses[index]);
    let (Some(&(_, predicate, inverse)), [one, other]) = (tie, &subjects[..]) else { return false };
    const MUTUAL: &[&str] =
        &["friend_of", "sibling_of", "neighbour_of", "colleague_of", "relative_of", "lives_with", "partner_of", "spouse_of"];
    if inverse || !MUTUAL.contains(&predicate) {
        return false;
    }
    let meaning = Meaning { core: true, ..meaning(predicate, Means::State) };
    drafts.tell(scene, index, Draft { subject: one, meaning, object: Object::Entity(other.name.clone()), sure: 1.0 });
    true
}

pub fn meaning(predicate: &str, means: Means) -> Meaning {
    Meaning { predicate: predicate.to_owned(), means, inverse: false, core: false }
}

/// What somebody or something is said to be, or to have become.
pub fn told(scene: &Scene<'_>, index: usize, subject: &Referent, at: usize, means: Means, drafts: &mut Drafts) {
    let tree = scene.tree;
    let own = case(tree, at);
    // "is on Elm Street, third floor": the second is where the first is.
    let conjoined = tree.base(at) == "conj" && tree.child(at, "cop").is_none() && tree.child(at, "nsubj").is_none();
    let shared = || tree.head(at).filter(|_| conjoined).map(|first| case(tree, first)).unwrap_or_default();
    let preposition = if own.is_empty() { shared() } else { own };
    let pos = tree.pos(at);
    let nameable = subject.person || subject.named && phrase::capital(&subject.name);
    match () {
        () if !preposition.is_empty() => place(scene, index, subject, at, &preposition, means, drafts),
        () if pos == Pos::Adv || pos == Pos::Verb && tree.child(at, "mark").is_some() => {}
        () if matches!(pos, Pos::Adj | Pos::Verb) => property_of(scene, index, subject, at, means, drafts),
        () if pos == Pos::Num && scene.clauses[index].link == crate::clause::Link::Adverbial && means == Means::State => {}
        () if pos == Pos::Num && nameable => {
            let alone = tree.all(at, &["nmod", "obl"]).next().is_none();
            if let Some(years) = crate::scene::years(&tree.words[at].form).filter(|_| alone) {
                let object = Object::Value { value: years, unit: None };
                drafts.tell(scene, index, Draft { subject, meaning: meaning("age", means), object, sure: 0.9 });
            }
        }
        () => noun(scene, index, subject, at, means, drafts),
    }
}

/// "is in Riga", "is at work", "was with Ben".
fn place(scene: &Scene<'_>, index: usize, subject: &Referent, at: usize, preposition: &str, means: Means, drafts: &mut Drafts) {
    let tree = scene.tree;
    let known = vocabulary::find(&format!("be {preposition}")).cloned();
    let been = preposition == "to" && subject.person && scene.clauses[index].copula.is_some_and(|copula| tree.is_one(copula, &["been"]));
    if is_circumstance(scene, subject, at, preposition) {
        let words: Vec<usize> = tree.under(at, |word| {
            !matches!(tree.base(word), "nsubj" | "cop" | "punct" | "conj" | "cc" | "advmod" | "parataxis") && !scene.timed[word]
        });
        let object = Object::Value { value: Scalar::Text(tree.say(&words)), unit: None };
        return drafts.tell(scene, index, Draft { subject, meaning: meaning("is", means), object, sure: 0.85 });
    }
    // "over the moon", "like a family"
    if preposition == "like" || matches!((preposition, tree.lemma(at)), ("over", "moon") | ("on", "cloud")) {
        return;
    }
    // "forever in my heart" is no place.
    let figure = matches!(
        tree.lemma(at),
        "year"
            | "month"
            | "week"
            | "stage"
            | "phase"
            | "process"
            | "middle"
            | "heart"
            | "mind"
            | "soul"
            | "thought"
            | "prayer"
            | "life"
            | "charge"
            | "love"
    );
    // "haven't in a while"
    if matches!(tree.lemma(at), "while" | "moment" | "way" | "meantime" | "end" | "hunt" | "lookout" | "move" | "mend" | "verge") {
        return;
    }
    let known = known.filter(|_| !figure);
    let meaning = match known {
        // "is on the school board"
        _ if subject.person
            && preposition == "on"
            && matches!(tree.lemma(at), "board" | "team" | "committee" | "council" | "panel" | "squad" | "staff" | "jury") =>
        {
            Meaning { core: true, ..meaning("member_of", means) }
        }
        _ if been => Meaning { core: true, ..meaning("visited", Means::Happen) },
        _ if !figure && subject.person && matches!(preposition, "in" | "at" | "on") => meaning("located_at", means),
        Some(known) => known,
        None => meaning(&preposition.replace(' ', "_"), means),
    };
    if let Some((object, sure)) = scene.object(at, subject).filter(|_| tree.pos(at) != Pos::Num) {
        drafts.tell(scene, index, Draft { subject, meaning, object, sure: sure * 0.8 });
    }
}

/// "in talks with Gatorade", "at peace", "in love": how somebody is and not where.
fn is_circumstance(scene: &Scene<'_>, subject: &Referent, at: usize, preposition: &str) -> bool {
    const PLACES: &[&str] = &[
        "hospital",
        "school",
        "college",
        "university",
        "church",
        "bed",
        "prison",
        "jail",
        "town",
        "court",
        "work",
        "home",
        "class",
        "base",
        "camp",
        "sea",
        "space",
        "traffic",
        "kindergarten",
        "daycare",
        "grade",
        "page",
        "therapy",
        "rehab",
        "office",
    ];
    let tree = scene.tree;
    let bare = tree.pos(at) == Pos::Noun && phrase::determiner(tree, at).is_none() && phrase::owner(tree, at).is_none();
    let plain = tree.all(at, &["amod", "compound", "nummod"]).next().is_none();
    subject.person
        && matches!(preposition, "in" | "at" | "on")
        && bare
        && plain
        && !PLACES.contains(&tree.lemma(at))
        && !phrase::capital(&tree.words[at].form)
}

/// "is allergic to nuts", "is happy", "is 25 years old".
fn property_of(scene: &Scene<'_>, index: usize, subject: &Referent, at: usize, means: Means, drafts: &mut Drafts) {
    let tree = scene.tree;
    let form = tree.words[at].form.to_lowercase();
    // "when I was little"; "I'm sorry to hear that"
    let clause = &scene.clauses[index];
    let then = clause.link == crate::clause::Link::Adverbial && clause.group.tense == Tense::Past;
    if then && matches!(form.as_str(), "little" | "small" | "young" | "younger" | "older")
        || form == "sorry"
        || matches!(form.as_str(), "worth" | "right" | "wrong" | "correct" | "welcome") && tree.all(at, &["obl", "nmod"]).next().is_none()
        || clause.group.negated && matches!(form.as_str(), "sure" | "certain" | "positive")
    {
        return;
    }
    if form == "old"
        && let Some(years) = age(tree, at)
    {
        let object = Object::Value { value: years, unit: None };
        return drafts.tell(scene, index, Draft { subject, meaning: meaning("age", means), object, sure: 1.0 });
    }
    if let Some((predicate, value)) = measure(tree, at) {
        return drafts.tell(scene, index, Draft { subject, meaning: meaning(predicate, means), object: value, sure: 1.0 });
    }
    let mut found = false;
    for oblique in crate::clause::Clause::obliques_of(scene.clauses, at, tree) {
        // "He's more into football"
        let degree = matches!(form.as_str(), "more" | "really") && oblique.case == "into";
        let phrase = if degree { format!("be {}", oblique.case) } else { format!("be {form} {}", oblique.case) };
        let known = vocabulary::find(&phrase).cloned();
        let core = known.is_some();
        let told = known.map_or_else(|| meaning(&format!("{form}_{}", oblique.case.replace(' ', "_")), means), |known| raise(known, means));
        let usable = (core || !oblique.case.is_empty()) && tree.pos(oblique.head) != Pos::Num;
        if let Some((object, sure)) = scene.object(oblique.head, subject).filter(|_| usable && !scene.timed[oblique.head]) {
            // "good with money" is not "good".
            found |= core || !FEELINGS.contains(&form.as_str());
            drafts.tell(scene, index, Draft { subject, meaning: told, object, sure: if core { sure } else { sure * 0.8 } });
        }
    }
    let before = drafts.found.len();
    let told = |case: &str| {
        vocabulary::find(&format!("be {form} {case}"))
            .cloned()
            .map_or_else(|| meaning(&format!("{form}_{case}"), means), |known| raise(known, means))
    };
    crate::deed::gerunds(scene, index, subject, at, &told, drafts);
    found |= before < drafts.found.len() && !FEELINGS.contains(&form.as_str());
    let leads = tree.all(at, &["xcomp", "advcl", "ccomp"]).next().is_some();
    if found || leads && LEADING.contains(&form.as_str()) {
        return;
    }
    if at > 0 && subject.person && tree.words[at].form.len() > 3 && is_nation(&tree.words[at].form) {
        let object = Object::Entity(tree.words[at].form.clone());
        return drafts.tell(scene, index, Draft { subject, meaning: meaning("nationality", means), object, sure: 0.9 });
    }
    let feels = FEELINGS.contains(&form.as_str()) || tree.lemma(scene.clauses[index].head) == "feel";
    let predicate = if subject.person && feels { "feels" } else { "is" };
    drafts.tell(scene, index, Draft { subject, meaning: meaning(predicate, means), object: crate::deed::adjective(tree, at), sure: 0.9 });
}

/// "became" makes a beginning of what "is" says.
pub fn raise(meaning: Meaning, means: Means) -> Meaning {
    Meaning { means: if meaning.means == Means::State { means } else { meaning.means }, ..meaning }
}

/// "is a nurse", "is the capital of Estonia", "is Ana's sister", "is Lucia".
pub fn noun(scene: &Scene<'_>, index: usize, subject: &Referent, at: usize, means: Means, drafts: &mut Drafts) {
    let tree = scene.tree;
    if favourite(scene, index, subject, at, drafts) {
        return;
    }
    if crate::post::role(scene, index, subject, at, phrase::owner(tree, at), means, drafts) {
        return;
    }
    let lemma = tree.lemma(at).to_lowercase();
    let Some(text) = scene.referent(at).map(|referent| referent.name.clone()) else { return };
    let retired = tree.all(at, &["amod"]).any(|word| tree.is_one(word, &["retired", "former", "ex"]));
    let means = if retired && means == Means::State { Means::End } else { means };
    // "Tamsin Foods Ltd is a producer of oat drinks"
    let organisation = subject.name.split(' ').any(kin::is_organisation);
    let occupation = !organisation && subject.person | !is_name(tree, at) && kin::is_occupation(&lemma);
    let text = if occupation && kin::is_occupation(&lemma) { job(scene, at) } else { text };
    // "Since I was a kid" says when.
    let clause = &scene.clauses[index];
    let marked = clause.mark.is_some_and(|mark| tree.is_one(mark, &["since", "when", "as"]));
    let then = (clause.link == crate::clause::Link::Adverbial || marked) && clause.group.tense == Tense::Past;
    if then && matches!(lemma.as_str(), "kid" | "child" | "teenager" | "baby" | "student" | "boy" | "girl" | "teen") {
        return;
    }
    // "They're tough kids", of the kids
    if !is_name(tree, at)
        && subject.name.starts_with(char::is_lowercase)
        && subject.name.to_lowercase().rsplit([' ', '\'']).next() == Some(&tree.words[at].form.to_lowercase())
    {
        return;
    }
    // "That's why we are friends": whose, the words do not say.
    if subject.person && subject.others.is_empty() && phrase::is_plural(tree, at) && kin::TIES.iter().any(|(tie, ..)| *tie == lemma) {
        return;
    }
    // "She's the reason I became an engineer"
    if matches!(lemma.as_str(), "reason" | "way" | "point" | "question" | "part")
        || lemma == "game" && phrase::determiner(tree, at).is_none()
    {
        return;
    }
    // "When they were that age"
    if phrase::determiner(tree, at).is_some_and(|word| matches!(word.as_str(), "this" | "that" | "these" | "those")) {
        return;
    }
    let article = phrase::determiner(tree, at).is_some_and(|word| matches!(word.as_str(), "a" | "an"));
    let (predicate, object) = match () {
        () if is_name(tree, at) && (!article || phrase::capital(&tree.words[at].form)) => ("is", Object::Entity(text)),
        () if occupation && kin::is_occupation(&lemma) => ("job_title", Object::Entity(text)),
        // "the population was 28,876"
        () if matches!(tree.pos(at), Pos::Num | Pos::Sym) => ("is", Object::Entity(text)),
        () => ("is_a", Object::Entity(text)),
    };
    drafts.tell(scene, index, Draft { subject, meaning: meaning(predicate, means), object, sure: 0.9 });
    if predicate == "job_title" {
        if let Some(nation) = nation(tree, at) {
            let object = Object::Entity(tree.words[nation].form.clone());
            drafts.tell(
                scene,
                index,
                Draft { subject, meaning: Meaning { core: true, ..meaning("nationality", Means::State) }, object, sure: 0.9 },
            );
        }
        workplace(scene, index, subject, at, means, drafts);
    }
}

/// The words for somebody's work, without the place.
pub fn job(scene: &Scene<'_>, at: usize) -> String {
    let tree = scene.tree;
    let nation = nation(tree, at);
    let places: Vec<usize> =
        tree.all(at, &["nmod"]).filter(|&child| case(tree, child) != "of").flat_map(|child| tree.under(child, |_| true)).collect();
    let words = phrase::words(tree, at, scene.timed);
    let kept: Vec<usize> = words
        .into_iter()
        .filter(|word| {
            !places.contains(word)
                && !is_age(tree, *word, scene.timed)
                && nation != Some(*word)
                && !tree.is_one(*word, &["new", "former", "retired", "old", "current", "great", "good"])
        })
        .collect();
    tree.say(&kept)
}

/// "67-year-old" in "a 67-year-old teacher".
fn is_age(tree: &Tree<'_>, at: usize, timed: &[bool]) -> bool {
    let old =
        |at: usize| tree.is_one(at, &["old"]) && tree.under(at, |_| true).into_iter().any(|part| timed[part] || tree.lemma(part) == "year");
    tree.upward(at).take_while(|&up| tree.pos(up) != Pos::Verb).any(old)
}

/// "Estonian" in "the Estonian composer": an adjective that is written with a capital inside a sentence.
pub fn nation(tree: &Tree<'_>, at: usize) -> Option<usize> {
    tree.all(at, &["amod"]).find(|&word| word > 0 && is_nation(&tree.words[word].form))
}

/// "French", "Estonian"; and not "AWESOME".
fn is_nation(word: &str) -> bool {
    const ENDINGS: &[&str] = &["an", "ish", "ese", "ch", "ss", "ek", "ic", "sh", "li", "qi", "ni", "ai", "i"];
    phrase::capital(word) && ENDINGS.iter().any(|end| word.ends_with(end))
}

/// "a nurse at St. Mary's", "a nurse in Porto".
pub fn workplace(scene: &Scene<'_>, index: usize, subject: &Referent, at: usize, means: Means, drafts: &mut Drafts) {
    for place in scene.tree.all(at, &["nmod"]) {
        let predicate = match case(scene.tree, place).as_str() {
            "at" | "for" => "works_at",
            // "a teacher with diabetes"
            "with" if is_name(scene.tree, place) || kin::is_collective(scene.tree.lemma(place)) => "works_at",
            "in" => "works_in",
            _ => continue,
        };
        if let Some((object, sure)) = scene.object(place, subject) {
            drafts.tell(scene, index, Draft { subject, meaning: meaning(predicate, means), object, sure });
        }
    }
}

/// Whose it is: of "whose", the thing that the clause is about.
fn owner(tree: &Tree<'_>, head: usize, noun: usize) -> Option<usize> {
    let owner = phrase::owner(tree, noun)?;
    if !tree.is_one(owner, &["whose"]) {
        return Some(owner);
    }
    let told = tree.head(head).filter(|_| tree.is_a(head, "acl:relcl"))?;
    // "Sandoria is a country whose capital is Mbara"
    Some(tree.child(told, "nsubj").filter(|_| tree.child(told, "cop").is_some()).unwrap_or(told))
}

/// "My goal is to run a marathon": what its owner wants.
fn aim(scene: &Scene<'_>, index: usize, drafts: &mut Drafts) -> bool {
    let tree = scene.tree;
    let clause = &scene.clauses[index];
    let infinitive = tree.pos(clause.head) == Pos::Verb && clause.mark.is_some_and(|mark| tree.is_one(mark, &["to"]));
    let Some(noun) = tree.child(clause.head, "nsubj").filter(|_| infinitive && !clause.group.negated) else { return false };
    let predicate = match tree.lemma(noun) {
        "goal" | "dream" | "aim" | "wish" | "hope" | "ambition" => "wants",
        "plan" | "intention" => "plans",
        _ => return false,
    };
    let Some(owner) = phrase::owner(tree, noun).and_then(|owner| scene.referent(owner)) else { return false };
    let phrase = scene.verb_phrase(&crate::clause::Clause { copula: None, ..clause.clone() });
    drafts.keep(text_claim(owner, predicate, phrase), 0.9 * owner.sure);
    true
}

/// "Her mother tongue is Basque", "my wife's name is Ana", "the CEO of Acme is Ben": the subject names a property of its owner.
fn property(scene: &Scene<'_>, index: usize, drafts: &mut Drafts) -> bool {
    let tree = scene.tree;
    let clause = &scene.clauses[index];
    let [subject] = clause.subjects[..] else { return false };
    // "Gran's 90th is on Saturday"
    let ordinal = tree.words[subject].form.starts_with(|c: char| c.is_ascii_digit());
    if tree.pos(subject) != Pos::Noun || ordinal || tree.is_one(clause.head, &["here", "there"]) {
        return false;
    }
    let Some(owner) = owner(tree, clause.head, subject).or_else(|| tree.all(subject, &["nmod"]).find(|&at| case(tree, at) == "of")) else {
        return false;
    };
    let lemma = tree.lemma(subject).to_lowercase();
    let nouns = phrase::nouns(tree, subject);
    let Some(whose) = scene.referent(owner).cloned() else { return false };
    let name = lemma == "name";
    // "Our flight is on 3 July" says when it is.
    if scene.timed[clause.head] && !case(tree, clause.head).is_empty() && !matches!(lemma.as_str(), "birthday" | "age") {
        return false;
    }
    if name && let Some(own) = phrase::owner(tree, owner).and_then(|at| scene.referent(at)).cloned() {
        return tie(scene, index, &tree.lemma(owner).to_lowercase(), &own, clause.head, drafts);
    }
    let placed = !case(tree, clause.head).is_empty();
    if !placed && tie(scene, index, &lemma, &whose, clause.head, drafts) {
        return true;
    }
    if kin::is_person(&lemma) && (placed || !is_name(tree, clause.head)) {
        return false;
    }
    let known = PROPERTIES.iter().find(|(noun, _)| nouns.iter().any(|own| own == noun)).map(|(_, predicate)| *predicate);
    // "My job is stressful" says what it is like, and not which.
    let like = tree.pos(clause.head) == Pos::Adj && !phrase::capital(&tree.words[clause.head].form);
    if like && known.is_some_and(|known| matches!(known, "job_title" | "works_at" | "lives_in" | "from" | "headquartered_in" | "studies")) {
        return false;
    }
    // "My brother's wedding was in Tuscany" says where it was.
    if placed && known.is_none() && !scene.timed[clause.head] {
        return false;
    }
    let capital = phrase::capital(&tree.words[clause.head].form);
    let is_value = capital
        || is_name(tree, clause.head)
        || known.is_some()
        || tree.pos(clause.head) == Pos::Num
        || quantity(tree, clause.head).is_some();
    if !is_value && !nouns.iter().any(|noun| noun.starts_with("favo")) {
        return false;
    }
    let liked = nouns.iter().any(|noun| noun.starts_with("favo"));
    if !liked && kin::is_role(&lemma) && is_name(tree, clause.head) {
        return holder(scene, index, (subject, clause.head), &whose, drafts);
    }
    let own = nouns.first().map(|noun| noun.replace([' ', '-'], "_")).unwrap_or_default();
    let predicate = known.unwrap_or(&own);
    for at in joined(tree, clause.head) {
        let object = scene.object(at, &whose).or_else(|| {
            (scene.timed[at] || matches!(tree.pos(at), Pos::Adj | Pos::Adv | Pos::Verb | Pos::Intj))
                .then(|| (if scene.timed[at] { date(tree, at, scene.timed) } else { crate::deed::adjective(tree, at) }, 1.0))
        });
        if let Some((object, sure)) = object {
            let meaning = Meaning { core: predicate == "native_language", ..meaning(predicate, Means::State) };
            drafts.tell(scene, index, Draft { subject: &whose, meaning, object, sure });
        }
    }
    true
}

/// "Acme's CEO is Ben": Ben is what the noun says.
pub fn holder(scene: &Scene<'_>, index: usize, (noun, at): (usize, usize), whose: &Referent, drafts: &mut Drafts) -> bool {
    let Some(named) = scene.referent(at).cloned() else { return false };
    let Some(meaning) = crate::post::role_meaning(scene, noun, "of", Means::State) else { return false };
    drafts.tell(scene, index, Draft { subject: &named, meaning, object: Object::Entity(whose.name.clone()), sure: whose.sure });
    true
}

/// "My sister is Lucia", "my sister's name is Lucia".
pub fn tie(scene: &Scene<'_>, index: usize, noun: &str, owner: &Referent, at: usize, drafts: &mut Drafts) -> bool {
    let mut told = false;
    for named in joined(scene.tree, at) {
        told |= one_tie(scene, index, noun, owner, named, drafts);
    }
    told
}

fn one_tie(scene: &Scene<'_>, index: usize, noun: &str, owner: &Referent, at: usize, drafts: &mut Drafts) -> bool {
    let given = |at: usize| is_name(scene.tree, at) || at > 0 && phrase::capital(&scene.tree.words[at].form);
    let Some(named) = scene.referent(at).filter(|_| given(at)).cloned() else { return false };
    if phrase::is_pet(noun) {
        pet(scene, index, noun, owner, &named, drafts);
        return true;
    }
    let Some(&(_, predicate, inverse)) = kin::TIES.iter().find(|(tie, ..)| *tie == noun) else { return false };
    let meaning = Meaning { inverse, core: true, ..meaning(predicate, Means::State) };
    drafts.tell(scene, index, Draft { subject: &named, meaning, object: Object::Entity(owner.name.clone()), sure: owner.sure });
    true
}

/// "Ana's dog is called Bruno": Bruno is what she has.
fn pet(scene: &Scene<'_>, index: usize, noun: &str, owner: &Referent, named: &Referent, drafts: &mut Drafts) {
    let has = Meaning { core: true, ..meaning("has_pet", Means::State) };
    drafts.tell(scene, index, Draft { subject: owner, meaning: has, object: Object::Entity(named.name.clone()), sure: 1.0 });
    let object = Object::Entity(noun.to_owned());
    drafts.tell(scene, index, Draft { subject: named, meaning: meaning("is_a", Means::State), object, sure: owner.sure });
}

/// "My sister is called Lucia": Lucia is the speaker's sister.
pub fn called(scene: &Scene<'_>, index: usize, at: usize, drafts: &mut Drafts) -> bool {
    let [subject] = scene.clauses[index].subjects[..] else { return false };
    let Some(owner) = phrase::owner(scene.tree, subject).and_then(|owner| scene.referent(owner)).cloned() else { return false };
    let noun = scene.tree.lemma(subject).to_lowercase();
    tie(scene, index, &noun, &owner, at, drafts)
        || kin::is_occupation(&noun) && phrase::capital(&scene.tree.words[at].form) && {
            let named = scene
                .referent(at)
                .cloned()
                .unwrap_or_else(|| Referent::somebody(&scene.tree.say(&phrase::words(scene.tree, at, scene.timed))));
            let role = crate::post::role_meaning(scene, subject, "of", Means::State);
            role.is_some_and(|meaning| {
                drafts.tell(scene, index, Draft { subject: &named, meaning, object: Object::Entity(owner.name.clone()), sure: owner.sure });
                true
            })
        }
}

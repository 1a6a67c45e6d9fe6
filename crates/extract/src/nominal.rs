//! Noun phrases that tell something by themselves: "Ana's sister Lucia", "Acme's new CEO, Ben Ito", "the Estonian composer Arvo Pärt".

use asof_model::{Claim, Kind, Object};
use asof_parser::Pos;

use crate::{
    clause::joined,
    discourse::Referent,
    drafts::{Drafts, text_claim},
    kin,
    phrase::{self, is_name},
    scene::Scene,
    vocabulary,
    when::{Span, ToldIn, is_aside},
};

/// How sure it is that a noun beside a name says what its bearer is.
const SURE_OF_DESCRIPTION: f32 = 0.9;

/// Tells what the noun phrases of a sentence say, whatever its verbs say.
pub fn tell(scene: &Scene<'_>, drafts: &mut Drafts) {
    let tree = scene.tree;
    for at in 0..tree.words.len() {
        if !matches!(tree.pos(at), Pos::Noun | Pos::Propn) || scene.timed[at] {
            continue;
        }
        possession(scene, at, drafts);
        for noun in tree.all(at, &["nmod"]).filter(|&noun| phrase::is_description(tree, noun)) {
            // "Last autumn Tom bought a van": Tom is no autumn.
            if scene.timed[noun] {
                continue;
            }
            // "my friends Marco and Elena": both are.
            let both = if phrase::is_plural(tree, noun) { joined(tree, at) } else { vec![at] };
            for named in both.into_iter().filter_map(|at| scene.referent(at)) {
                describe(scene, named, noun, phrase::owner(tree, noun).or_else(|| phrase::owner(tree, at)), drafts);
            }
        }
        for other in tree.all(at, &["appos"]) {
            apposition(scene, at, other, drafts);
        }
        age(scene, at, drafts);
    }
}

/// "Klaus Hartmann, 58, lives in Graz"
fn age(scene: &Scene<'_>, at: usize, drafts: &mut Drafts) {
    let tree = scene.tree;
    let between = |number: usize| {
        let comma =
            |at: Option<usize>| at.and_then(|at| tree.words.get(at)).is_some_and(|word| matches!(word.form.as_str(), "," | ")" | "("));
        at < number && tree.pos(number) == Pos::Num && comma(number.checked_sub(1)) && comma(Some(number + 1))
    };
    let Some(number) = tree.all(at, &["nmod", "appos", "nummod"]).find(|&number| between(number)) else { return };
    let years = tree.words[number].form.parse().ok().filter(|years: &u8| (1..120).contains(years));
    let (Some(years), Some(somebody)) = (years, scene.referent(at).filter(|referent| referent.person && referent.named)) else { return };
    let object = Object::Value { value: asof_model::Scalar::Number(years.into()), unit: None };
    drafts.keep(Claim { object, kind: Kind::Holds, ..Claim::new(&somebody.name, "age", "") }, 0.9 * somebody.sure);
}

fn keep(subject: &str, predicate: &str, object: &str, sure: f32, drafts: &mut Drafts) {
    let claim = Claim { object: Object::Entity(object.to_owned()), kind: Kind::Holds, ..Claim::new(subject, predicate, "") };
    drafts.keep(claim, sure);
}

/// "Camil Samson (January 3, 1935 – December 18, 2012)": when somebody was born and died.
pub fn lives(scene: &Scene<'_>, found: &[(usize, Vec<usize>)], drafts: &mut Drafts) {
    born_aside(scene, found, drafts);
    for (index, words) in found.iter().filter(|(_, words)| is_aside(scene.tree, words)) {
        let before = words.first().and_then(|first| first.checked_sub(2));
        let name = before.and_then(|at| scene.tree.upward(at).find(|&up| scene.referent(up).is_some()));
        let Some(somebody) = name.and_then(|name| scene.referent(name)).filter(|referent| referent.person && referent.named) else {
            continue;
        };
        if let Span::Between(from, to) = scene.times.combine(&[*index], ToldIn::Past, scene.told).span {
            for (predicate, point) in [("born_on", from), ("died_on", to)] {
                let claim = Claim { kind: Kind::Begins, from: Some(point), ..text_claim(somebody, predicate, point.to_string()) };
                drafts.keep(claim, 0.9);
            }
        }
    }
}

/// "Nora Lindqvist (born 4 May 1971)"
fn born_aside(scene: &Scene<'_>, found: &[(usize, Vec<usize>)], drafts: &mut Drafts) {
    let tree = scene.tree;
    let form = |at: Option<usize>| at.and_then(|at| tree.words.get(at)).map_or("", |word| word.form.as_str());
    for (index, words) in found {
        let Some(born) = words.first().and_then(|first| first.checked_sub(1)).filter(|&at| tree.is_one(at, &["born", "b."])) else {
            continue;
        };
        let name = born.checked_sub(2).filter(|_| form(born.checked_sub(1)) == "(");
        let name = name.and_then(|at| tree.upward(at).find(|&up| scene.referent(up).is_some()));
        let Some(somebody) = name.and_then(|name| scene.referent(name)).filter(|referent| referent.named) else { continue };
        if let Span::At(point) = scene.times.combine(&[*index], ToldIn::Past, scene.told).span {
            let claim = Claim { kind: Kind::Begins, from: Some(point), ..text_claim(somebody, "born_on", point.to_string()) };
            drafts.keep(claim, 0.9);
        }
    }
}

/// "my sister": whoever she is, she is the speaker's sister.
fn possession(scene: &Scene<'_>, at: usize, drafts: &mut Drafts) {
    let tree = scene.tree;
    let lemma = tree.lemma(at).to_lowercase();
    if phrase::is_pet(&lemma)
        && !is_identified(scene, at)
        && let Some(owner) = phrase::owner(tree, at).and_then(|owner| scene.referent(owner)).filter(|owner| owner.person)
        && !tree.is_a(at, "nmod:desc")
    {
        return keep(&owner.name, "has_pet", &tree.say(&phrase::words(tree, at, scene.timed)), 0.8 * owner.sure, drafts);
    }
    let (ex, bare) = lemma.strip_prefix("ex-").map_or((false, lemma.as_str()), |bare| (true, bare));
    let Some(&(_, predicate, inverse)) = kin::TIES.iter().find(|(noun, ..)| *noun == bare) else { return };
    if tree.base(at) == "compound" || tree.child(at, "cop").is_some() {
        return;
    }
    let Some(owner) = phrase::owner(tree, at).and_then(|owner| scene.referent(owner)) else { return };
    if phrase::is_plural(tree, at) && tree.is_a(at, "nmod:desc") {
        return;
    }
    if phrase::is_plural(tree, at) {
        let many = tree.say(&phrase::words(tree, at, scene.timed));
        return keep(&owner.name, "has", &many, 0.8 * owner.sure, drafts);
    }
    if is_identified(scene, at) {
        return;
    }
    let Some(own) = scene.referent(at).filter(|own| own.name != owner.name) else { return };
    // "my great-grandmother"
    let predicate = if own.name.contains("great-") { "relative_of" } else { predicate };
    // "her first husband", "his then wife"
    let counted = matches!(predicate, "spouse_of" | "partner_of" | "engaged_to")
        && tree.all(at, &["amod", "advmod"]).any(|word| tree.is_one(word, &["first", "second", "third", "then", "previous", "future"]));
    if ex {
        // "my ex-husband": he was.
        let (subject, object) = if inverse { (&owner.name, &own.name) } else { (&own.name, &owner.name) };
        let over = Claim { object: Object::Entity(object.clone()), kind: Kind::Ends, ..Claim::new(subject, predicate, "") };
        drafts.keep(over, 0.8 * owner.sure * own.sure);
    }
    if !counted && !is_former(tree, at) {
        let (subject, object) = if inverse { (&owner.name, &own.name) } else { (&own.name, &owner.name) };
        keep(subject, predicate, object, 0.8 * owner.sure * own.sure, drafts);
        // "their son": of both.
        for other in &owner.others {
            let (subject, object) = if inverse { (other, &own.name) } else { (&own.name, other) };
            keep(subject, predicate, object, 0.8 * owner.sure * own.sure, drafts);
        }
    }
}

/// "My sister is Lucia", "my dog's name is Rex", "we named our son Theo": told of the name.
fn is_identified(scene: &Scene<'_>, at: usize) -> bool {
    let tree = scene.tree;
    let calls = |clause: &crate::clause::Clause| matches!(tree.lemma(clause.head), "call" | "name");
    let gives = |clause: &crate::clause::Clause| calls(clause) && clause.contents.iter().any(|&name| is_name(tree, name));
    let told = |clause: &crate::clause::Clause| {
        let says = clause.copula.is_some() && is_name(tree, clause.head) || calls(clause);
        says && clause.subjects.contains(&at) || gives(clause) && clause.objects.contains(&at)
    };
    let name_of = tree.base(at) == "nmod" && tree.head(at).is_some_and(|noun| tree.lemma(noun) == "name");
    name_of || scene.clauses.iter().any(told)
}

fn is_former(tree: &crate::tree::Tree<'_>, noun: usize) -> bool {
    tree.lemma(noun).starts_with("ex-") || tree.all(noun, &["amod"]).any(|word| tree.is_one(word, &["ex", "former", "late", "old"]))
}

/// A name and what it is said to be: "Ben Ito, Acme's new CEO", "the composer Arvo Pärt".
fn apposition(scene: &Scene<'_>, one: usize, other: usize, drafts: &mut Drafts) {
    let tree = scene.tree;
    let (name, noun) = match (is_name(tree, one), is_name(tree, other)) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return,
    };
    // A title is nothing that somebody is: "Evelyn Hugo", "The Silent Patient".
    let title = phrase::capital(&tree.words[noun].form) && !kin::is_role(&tree.lemma(noun).to_lowercase());
    // "Which one, Jonas?"
    let asked = phrase::is_empty_quantity(tree, noun) || tree.is_one(noun, &["one", "ones"]);
    // "university in Bristol this autumn"
    if tree.pos(noun) != Pos::Noun || title || asked || scene.timed[noun] {
        return;
    }
    // "born in Dublin, to a Protestant family"
    if noun == other && !crate::clause::case(tree, noun).is_empty() {
        return;
    }
    let Some(mut named) = scene.referent(name).cloned() else { return };
    // "born in Oxford, the son of a banker": no town is a son.
    let place = matches!(crate::clause::case(tree, name).as_str(), "in" | "at" | "near") && noun == other;
    if place && kin::is_person(&tree.lemma(noun).to_lowercase()) {
        let clause = tree.upward(name).find_map(|at| scene.clauses.iter().find(|clause| clause.head == at));
        let Some(subject) = clause.and_then(|clause| scene.subjects(clause).first().cloned()) else { return };
        named = subject;
    }
    // "her sons, Declan and Brian": both are.
    let both = phrase::is_plural(tree, noun) && name == other;
    let others: Vec<usize> =
        [name, noun].iter().flat_map(|&first| tree.all(first, &["conj"])).filter(|&at| both && name < at && is_name(tree, at)).collect();
    describe(scene, &named, noun, phrase::owner(scene.tree, noun), drafts);
    for another in others.into_iter().filter_map(|at| scene.referent(at)) {
        describe(scene, another, noun, phrase::owner(scene.tree, noun), drafts);
    }
}

/// What a noun with its owner, its "of" and its adjectives says of somebody.
fn describe(scene: &Scene<'_>, named: &Referent, noun: usize, owner: Option<usize>, drafts: &mut Drafts) {
    let tree = scene.tree;
    let clause = tree.upward(noun).find_map(|at| scene.clauses.iter().position(|clause| clause.head == at));
    let lemma = tree.lemma(noun).to_lowercase();
    let told = clause.filter(|&clause| scene.forces[clause].is_told());
    if let Some(owner) = owner.and_then(|owner| scene.referent(owner))
        && owned(scene, named, noun, owner, told.is_some(), drafts)
    {
        return;
    }
    if told.is_none() && (post(scene, named, noun, drafts) || kin::TIES.iter().any(|(tie, ..)| *tie == lemma)) {
        return;
    }
    let mut own = Drafts::default();
    let role = told.is_some_and(|clause| crate::post::role(scene, clause, named, noun, owner, vocabulary::Means::State, &mut own));
    // "My manager, Priscilla, left": that the sentence tells of the past says not that she manages no more.
    let over = is_former(tree, noun) || tree.all(noun, &["amod"]).any(|word| tree.is_one(word, &["retired", "erstwhile", "onetime"]));
    // What recurs is what the sentence tells, and not whose friend somebody is.
    for found in own.found.into_iter().filter(|found| found.claim.predicate != "does_regularly") {
        drafts.keep(
            Claim {
                kind: if found.claim.kind == Kind::Ends && over { Kind::Ends } else { Kind::Holds },
                from: None,
                to: asof_model::End::Unknown,
                ..found.claim
            },
            SURE_OF_DESCRIPTION * found.confidence,
        );
    }
    if role || kin::TIES.iter().any(|(tie, ..)| *tie == lemma) {
        return;
    }
    trade(scene, named, noun, owner.is_some(), drafts);
}

/// What a noun with its owner says of somebody or something: "my dog Rex", "my employer, Zalando", "my laptop, a ThinkPad"; `true` if that
/// is all there is to it.
fn owned(scene: &Scene<'_>, named: &Referent, noun: usize, owner: &Referent, told: bool, drafts: &mut Drafts) -> bool {
    let tree = scene.tree;
    let lemma = tree.lemma(noun).to_lowercase();
    // "Sorry about your job, Jon" calls Jon.
    if owner.name == named.name {
        return true;
    }
    let pet = vocabulary::find(&format!("have {lemma}")).filter(|meaning| meaning.predicate == "has_pet");
    let property = crate::being::PROPERTIES.iter().find(|(property, _)| *property == lemma);
    if let Some(predicate) = pet.map(|pet| pet.predicate.as_str()).or(property.map(|(_, predicate)| *predicate)) {
        keep(&owner.name, predicate, &named.name, SURE_OF_DESCRIPTION * owner.sure, drafts);
        return true;
    }
    // "Did my nephew Jack call?" takes for granted whose nephew he is.
    if let Some(&(_, predicate, inverse)) = kin::TIES.iter().find(|(noun, ..)| *noun == lemma && !told) {
        if !is_former(tree, noun) {
            let (subject, object) = if inverse { (&owner.name, &named.name) } else { (&named.name, &owner.name) };
            keep(subject, predicate, object, 0.8 * owner.sure * named.sure, drafts);
        }
        return true;
    }
    let tie = kin::TIES.iter().any(|(noun, ..)| *noun == lemma);
    let thing = owner.person && owner.named && told && !tie && !named.person && !kin::is_role(&lemma) && !kin::is_collective(&lemma);
    if thing {
        keep(&owner.name, "has", &named.name, 0.75 * owner.sure, drafts);
    }
    thing
}

/// "Ben Ito, CEO of Acme" inside a quotation: the post is told all the same.
fn post(scene: &Scene<'_>, named: &Referent, noun: usize, drafts: &mut Drafts) -> bool {
    let tree = scene.tree;
    let of = tree.all(noun, &["nmod"]).find(|&child| crate::clause::case(tree, child) == "of" && is_name(tree, child));
    let of = of.filter(|_| kin::is_role(&tree.lemma(noun).to_lowercase())).and_then(|of| scene.referent(of));
    let post = crate::post::role_meaning(scene, noun, "of", vocabulary::Means::State).filter(|meaning| !meaning.inverse);
    let (Some(post), Some(of)) = (post, of) else { return false };
    keep(&named.name, &post.predicate, &of.name, 0.75, drafts);
    true
}

/// What somebody is by trade and nation, or what something is: "a cellist with the Lisbon Orchestra", "the Estonian composer".
fn trade(scene: &Scene<'_>, named: &Referent, noun: usize, owned: bool, drafts: &mut Drafts) {
    let tree = scene.tree;
    let lemma = tree.lemma(noun).to_lowercase();
    let occupation = kin::is_occupation(&lemma);
    // "His brother-in-law, Raymond": nobody knows whose.
    let unknown = phrase::owner(tree, noun).is_some_and(|owner| scene.referent(owner).is_none());
    if unknown && kin::is_person(&lemma) && !occupation {
        return;
    }
    let text = if occupation { crate::being::job(scene, noun) } else { tree.say(&phrase::words(tree, noun, scene.timed)) };
    if let Some(nation) = crate::being::nation(tree, noun).filter(|_| occupation) {
        keep(&named.name, "nationality", &tree.words[nation].form, 0.75, drafts);
    }
    let said = phrase::determiner(tree, noun).is_some_and(|word| word != "no") || owned || tree.is_a(noun, "nmod:desc");
    // "at the farmer's market, Mrs. Boyle!": nobody is a market.
    let thing = named.person && !kin::is_role(&lemma) && !occupation;
    if thing || !occupation && (!said || phrase::is_plural(tree, noun)) {
        return;
    }
    let predicate = if occupation { "job_title" } else { "is_a" };
    if tree.all(noun, &["amod"]).any(|word| tree.is_one(word, &["retired", "former"])) {
        let over = Claim { object: Object::Entity(text), kind: Kind::Ends, ..Claim::new(&named.name, predicate, "") };
        return drafts.keep(over, 0.75);
    }
    keep(&named.name, predicate, &text, 0.75, drafts);
    // "a cellist with the Lisbon Orchestra", "a nurse at St. Mary's"
    for place in tree.all(noun, &["nmod"]).filter(|&place| occupation && is_name(tree, place)) {
        if let Some(place) = scene.referent(place).filter(|_| matches!(crate::clause::case(tree, place).as_str(), "with" | "at" | "for")) {
            keep(&named.name, "works_at", &place.name, 0.75, drafts);
        }
    }
}

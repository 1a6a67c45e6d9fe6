//! Whom a pronoun means.

use asof_parser::Pos;

use super::{Discourse, Entity, Gender, LONG_REACH, Number, OBJECT_WEIGHT, REACH, Referent, SUBJECT_WEIGHT, is_part, weight};
use crate::{Context, clause::Clause, phrase::owner, tree::Tree};

/// Where a pronoun stands.
pub(super) struct Place<'p> {
    pub tree: &'p Tree<'p>,
    pub clauses: &'p [Clause],
    /// What the words before it stand for.
    pub found: &'p [Option<Referent>],
    pub at: usize,
    pub context: &'p Context<'p>,
}

/// How sure it is that "we" is more than the speaker, and "they" the last two who were named.
const SURE_OF_WE: f32 = 0.8;
const SURE_OF_TWO: f32 = 0.65;
/// What is less sure than this makes nothing more prominent.
const TOO_OPEN: f32 = 0.6;

impl Discourse {
    /// Whom or what it means; `None` where that is open.
    pub(super) fn pronoun(&mut self, place: &Place<'_>) -> Option<Referent> {
        let (tree, context) = (place.tree, place.context);
        let somebody = |name: Option<&str>, sure: f32| name.map(|name| Referent { sure, ..Referent::somebody(name) });
        // "mine will win" is said of what is mine.
        let own = tree.is_one(place.at, &["mine", "yours", "hers", "ours", "theirs"]);
        match tree.words[place.at].form.to_lowercase().as_str() {
            _ if own && tree.head(place.at).and_then(|noun| owner(tree, noun)) != Some(place.at) => None,
            "i" | "me" | "my" | "mine" | "myself" | "i'm" => somebody(context.speaker, 1.0),
            "we" | "us" | "our" | "ours" | "ourselves" => self.we(context),
            "you" | "your" | "yours" | "yourself" => somebody(context.listener, 0.9),
            "she" | "her" | "hers" | "herself" => self.latest(place, Some(Gender::She)),
            "he" | "him" | "his" | "himself" => self.latest(place, Some(Gender::He)),
            "it" if is_idle(tree, place.at) => None,
            "it" | "its" | "itself" => self.thing(place),
            "they" | "them" | "their" | "theirs" | "themselves" => self.they(place),
            _ => None,
        }
    }

    /// "Ana and I bought a house. We moved in last week.": both; else the speaker, with whoever that may be.
    fn we(&mut self, context: &Context<'_>) -> Option<Referent> {
        let sentence = self.sentence;
        let near = |sentence_then: usize| sentence < sentence_then + REACH;
        let with = context.speaker.and_then(|speaker| {
            self.groups.iter_mut().rfind(|group| near(group.sentence) && group.members.iter().any(|member| member == speaker))
        });
        let mut we = Referent { sure: SURE_OF_WE, ..Referent::somebody(context.speaker?) };
        if let Some(group) = with {
            group.sentence = sentence;
            we.others = group.members.iter().filter(|member| **member != we.name).cloned().collect();
        }
        Some(we)
    }

    /// "It": what was named last; but where a sentence began with an "it" that means nobody knows what, the next one speaks of the same.
    fn thing(&mut self, place: &Place<'_>) -> Option<Referent> {
        let subject = place.tree.base(place.at) == "nsubj";
        if subject && 0 < self.lost && self.sentence == self.lost + 1 {
            self.lost = self.sentence;
            return None;
        }
        let meant = self.latest(place, None);
        if subject && meant.as_ref().is_none_or(|meant| meant.sure < TOO_OPEN) {
            self.lost = self.sentence;
        }
        meant
    }

    /// The entity that a singular pronoun means: the most prominent of the latest sentence that has one which fits.
    fn latest(&mut self, place: &Place<'_>, gender: Option<Gender>) -> Option<Referent> {
        if let Some(same) = gender.map_or_else(|| owned_again(place), |_| said_again(place)) {
            return same;
        }
        let barred = barred(place);
        let fits = |entity: &Entity| self.may_be(entity, gender) && !is_barred(&barred, &entity.name);
        // Who is known to be somebody comes before what may be nobody, however near.
        let now = self.sentence;
        // "Milo chewed my shoes. – Our cat did that once. What breed is he?": who has been "he" before a cat that may be.
        let called = |entity: &Entity| entity.gender == gender && entity.named && entity.name.starts_with(char::is_uppercase);
        let known_by_name = gender.is_some() && self.entities.iter().any(|entity| called(entity) && fits(entity));
        let somebody = |entity: &Entity| {
            let told = entity.sentence == now && entity.weight == SUBJECT_WEIGHT;
            // "We had a beagle. His name was Duke."
            let pet = entity.nouns.iter().any(|noun| crate::phrase::is_pet(noun));
            match gender {
                Some(_) if entity.gender == gender || entity.person == Some(true) || told => 2,
                Some(_) if pet => {
                    if known_by_name {
                        1
                    } else {
                        2
                    }
                }
                Some(_) | None => 0,
            }
        };
        // "a Ghanaian father", told beside somebody, is not whom the sentence is about.
        let known = |entity: &Entity| {
            let own = entity.named && !entity.name.contains("'s ");
            gender.is_some() && entity.gender == gender && (own || 1 < entity.weight)
        };
        // What is only said of something else comes after what it is said of: "in Leicester" after "a shop".
        let core = |entity: &Entity| gender.is_none() && 1 < entity.weight;
        let score = |entity: &Entity| (somebody(entity), entity.sentence, known(entity), core(entity), entity.named, entity.weight);
        let best = (0..self.entities.len())
            .filter(|&index| fits(&self.entities[index]))
            .max_by_key(|&index| (score(&self.entities[index]), index))?;
        let rivals: Vec<&Entity> = self
            .entities
            .iter()
            .enumerate()
            .filter(|(index, entity)| *index != best && entity.sentence == self.entities[best].sentence && fits(entity))
            .map(|(_, entity)| entity)
            .collect();
        let distance = self.sentence.saturating_sub(self.entities[best].sentence);
        // Things go out of sight sooner than people.
        let step = if gender.is_some() { 0.05 } else { 0.12 };
        let far = step * f32::from(u8::try_from(distance.saturating_sub(1)).unwrap_or(u8::MAX).min(4));
        // "Its church was built. It …": the church, or what it belongs to; but "its mascot is the moose, and its colours" are of one owner.
        let owner = rivals.iter().find(|rival| gender.is_none() && self.entities[best].name.starts_with(&format!("{}'s ", rival.name)));
        if let Some(owner) = owner.filter(|_| place.tree.is_a(place.at, "nmod:poss")) {
            return Some(owner.referent(0.7));
        }
        let whose = gender.is_none() && place.tree.is_a(place.at, "nmod:poss");
        let open = owner.is_some() || whose && self.has_topic_beside(best);
        // "Ecuador borders Peru. Its capital …": what the sentence before was about owns what this one is about.
        let topic = whose && distance == 1 && place.tree.head(place.at).is_some_and(|noun| place.tree.base(noun) == "nsubj");
        let leads = || self.entities[best].weight == SUBJECT_WEIGHT && rivals.iter().all(|rival| rival.weight < SUBJECT_WEIGHT);
        let sure = match () {
            () if open => 0.5,
            () if topic && self.entities[best].named && leads() => 0.65,
            () => sureness(&self.entities[best], &rivals, gender, distance) - far,
        };
        if sure < TOO_OPEN {
            return Some(Referent { person: gender.is_some(), ..self.entities[best].referent(sure) });
        }
        self.touch(best, weight(place.tree, place.clauses, place.at));
        let entity = &mut self.entities[best];
        if let Some(gender) = gender {
            entity.gender = Some(gender);
            entity.person = entity.person.or(Some(true));
        }
        Some(Referent { person: gender.is_some(), ..entity.referent(sure) })
    }

    /// "Saint Orla's is a church. The organ was built in 1880. Its patron saint …": of the organ, or of what the text is about.
    fn has_topic_beside(&self, best: usize) -> bool {
        let named = |entity: &Entity| entity.named && entity.name.starts_with(char::is_uppercase);
        let topic = |entity: &Entity| {
            let thing = entity.person != Some(true) && entity.number != Number::Many && entity.weight == SUBJECT_WEIGHT;
            named(entity) && thing && self.sentence < entity.sentence + REACH && entity.sentence < self.entities[best].sentence
        };
        let best = &self.entities[best];
        !named(best) && best.sentence < self.sentence && self.entities.iter().any(topic)
    }

    fn may_be(&self, entity: &Entity, gender: Option<Gender>) -> bool {
        let known = gender.is_some() && entity.gender == gender;
        let near = self.sentence < entity.sentence + if known { LONG_REACH } else { REACH };
        let right = match gender {
            Some(gender) => entity.person != Some(false) && entity.number == Number::One && entity.gender.is_none_or(|own| own == gender),
            None => entity.person != Some(true) && entity.number != Number::Many,
        };
        near && right
    }

    /// "They" are the last who were named together, or what was named in the plural.
    fn they(&mut self, place: &Place<'_>) -> Option<Referent> {
        if let Some(one) = their_of_one(place) {
            return one;
        }
        let barred = barred(place);
        // "Their children" are people's.
        let tree = place.tree;
        let owned = tree.head(place.at).filter(|_| tree.is_a(place.at, "nmod:poss"));
        let parents = owned.is_some_and(|noun| crate::kin::TIES.iter().any(|(tie, ..)| *tie == tree.lemma(noun)));
        // Things are not happy about anything.
        let adjective = tree.head(place.at).filter(|_| tree.base(place.at) == "nsubj");
        let feel = adjective.is_some_and(|told| tree.is_one(told, crate::attitude::FEELINGS) || is_of_people(tree, told));
        let many = (0..self.entities.len())
            .filter(|&index| !(parents || feel) || self.entities[index].person != Some(false))
            .filter(|&index| {
                let entity = &self.entities[index];
                entity.number != Number::One && self.sentence < entity.sentence + REACH && !is_barred(&barred, &entity.name)
            })
            .max_by_key(|&index| (self.entities[index].sentence, self.entities[index].weight));
        let since = many.map_or(0, |index| self.entities[index].sentence);
        let group = self.groups.iter().rposition(|group| {
            since <= group.sentence
                && self.sentence < group.sentence + REACH
                && !group.members.iter().any(|member| is_barred(&barred, member))
        });
        // "The Low Tides were formed by Ana and Ben. Their album …" speaks of the band.
        let led = many.is_some_and(|index| {
            let band = &self.entities[index];
            let beside = |member: &String| self.entities.iter().any(|entity| entity.name == *member && entity.weight < SUBJECT_WEIGHT);
            band.weight == SUBJECT_WEIGHT && group.is_some_and(|group| self.groups[group].members.iter().all(beside))
        });
        if let Some(group) = group.filter(|_| !led) {
            self.groups[group].sentence = self.sentence;
            return several(&self.groups[group].members, 0.75);
        }
        let two = self.two_of_the_last(&barred);
        let surely_many = many.filter(|&index| self.entities[index].number == Number::Many || since == self.sentence);
        if surely_many.is_none() && !two.is_empty() {
            return several(&two, SURE_OF_TWO);
        }
        if let Some(index) = many {
            self.entities[index].sentence = self.sentence;
            let other =
                |(at, entity): (usize, &Entity)| at != index && entity.number == Number::Many && self.sentence < entity.sentence + REACH;
            let alone = !self.entities.iter().enumerate().any(other);
            return Some(self.entities[index].referent(if alone { 0.8 } else { 0.7 }));
        }
        None
    }

    /// "Ana married Ben. They have two daughters.": the two people of the last sentence that named any.
    fn two_of_the_last(&self, barred: &[&str]) -> Vec<String> {
        let people = || self.entities.iter().filter(|entity| entity.person == Some(true) && !is_barred(barred, &entity.name));
        let last = people().map(|entity| entity.sentence).max().unwrap_or_default();
        let mut two: Vec<&Entity> = people().filter(|entity| entity.sentence == last && entity.named).collect();
        two.sort_by_key(|entity| std::cmp::Reverse(entity.weight));
        if two.len() == 2 && self.sentence <= last + 1 { two.iter().map(|entity| entity.name.clone()).collect() } else { Vec::new() }
    }
}

/// "He took over from Ben, and he reports to me": of two clauses side by side both are told of the same.
fn said_again(place: &Place<'_>) -> Option<Option<Referent>> {
    let Place { tree, found, at, .. } = *place;
    if let Some(owner) = owned_again(place) {
        return Some(owner);
    }
    let subject = |at: usize| tree.base(at) == "nsubj" && tree.is_one(at, &["he", "she"]);
    let beside =
        tree.head(at).filter(|&verb| subject(at) && matches!(tree.base(verb), "conj" | "parataxis")).and_then(|verb| tree.head(verb))?;
    let first = tree.child(beside, "nsubj").filter(|&first| first < at && subject(first))?;
    tree.is_one(first, &[&tree.words[at].form]).then(|| found[first].clone())
}

/// "Its capital is Quito, and its language is Spanish": of one owner.
fn owned_again(place: &Place<'_>) -> Option<Option<Referent>> {
    let Place { tree, found, at, .. } = *place;
    let noun = tree.head(at).filter(|&noun| tree.is_a(at, "nmod:poss") && tree.base(noun) == "nsubj")?;
    let verb = tree.head(noun).filter(|&verb| matches!(tree.base(verb), "conj" | "parataxis"))?;
    let first = tree.child(tree.head(verb)?, "nsubj").filter(|&first| first < at)?;
    let owner = owner(tree, first).filter(|&owner| tree.is_one(owner, &[&tree.words[at].form.to_lowercase()]))?;
    Some(found[owner].clone())
}

/// "They live in Rome", "they are friends": so are people, and no things.
fn is_of_people(tree: &Tree<'_>, told: usize) -> bool {
    const DEEDS: &[&str] = &[
        "live",
        "marry",
        "divorce",
        "meet",
        "settle",
        "emigrate",
        "rehearse",
        "adopt",
        "own",
        "buy",
        "study",
        "visit",
        "teach",
        "speak",
        "know",
        "hope",
        "decide",
        "celebrate",
        "date",
        "say",
        "tell",
        "ask",
        "think",
        "want",
        "love",
        "like",
        "hate",
        "plan",
        "travel",
        "argue",
        "laugh",
        "retire",
        "graduate",
        "hire",
        "invite",
        "enjoy",
    ];
    let noun = tree.child(told, "cop").is_some();
    let lemma = tree.lemma(told);
    if noun { crate::kin::TIES.iter().any(|(tie, ..)| *tie == lemma) } else { tree.pos(told) == Pos::Verb && DEEDS.contains(&lemma) }
}

/// "Robin has their own company": Robin's; "Sam lost their keys": Sam's, or those of others named before, which nothing tells.
fn their_of_one(place: &Place<'_>) -> Option<Option<Referent>> {
    let Place { tree, clauses, found, at, .. } = *place;
    let noun = tree.head(at).filter(|_| tree.is_a(at, "nmod:poss"))?;
    let clause = tree.upward(noun).find_map(|up| clauses.iter().find(|clause| clause.head == up))?;
    let [subject] = clause.subjects[..] else { return None };
    let who =
        found.get(subject)?.as_ref().filter(|who| subject < at && who.others.is_empty() && who.name.starts_with(char::is_uppercase))?;
    let one = matches!(tree.tag(subject), "NNP") && !who.name.split(' ').any(crate::kin::is_organisation) && who.person;
    let own = tree.all(noun, &["amod"]).any(|word| tree.is_one(word, &["own"]));
    (one && !tree.is_one(noun, &["daughter", "son", "child", "children", "kids"]))
        .then(|| own.then(|| Referent { sure: 0.8, ..who.clone() }))
}

fn several(names: &[String], sure: f32) -> Option<Referent> {
    let (first, others) = names.split_first()?;
    Some(Referent { sure, others: others.to_vec(), ..Referent::somebody(first) })
}

/// How sure it is that a pronoun means the best of those whom it could mean.
fn sureness(best: &Entity, rivals: &[&Entity], gender: Option<Gender>, distance: usize) -> f32 {
    let known = gender.is_some() && best.gender == gender;
    let equal: Vec<&&Entity> = rivals.iter().filter(|rival| !known || rival.gender == gender).collect();
    let leads = best.weight == SUBJECT_WEIGHT && equal.iter().all(|rival| rival.weight < best.weight);
    match gender {
        // Who was only named beside something else, and is not known to be somebody.
        Some(_) if !known && best.person != Some(true) && best.weight <= 1 => 0.55,
        Some(_) if rivals.is_empty() => {
            if known || best.person == Some(true) {
                0.9
            } else {
                0.8
            }
        }
        Some(_) if equal.is_empty() => 0.85,
        Some(_) if leads => 0.75,
        Some(_) => 0.6,
        // A place, or what is only said of something else, is seldom what is spoken of next.
        None if best.weight <= 1 && (0 < distance || best.named && best.person == Some(false)) => 0.55,
        None if rivals.is_empty() => 0.85,
        // "They moved to Leicester and opened a shop. It sold spices."
        None if !best.named && best.weight == OBJECT_WEIGHT && distance <= 1 && rivals.iter().all(|rival| rival.weight <= 1) => 0.65,
        None if best.named && 1 < best.weight && rivals.iter().all(|rival| rival.weight <= 1) => {
            if leads {
                0.7
            } else {
                0.65
            }
        }
        None => 0.5,
    }
}

/// "it" that points at nothing, or at what follows: "it's great that", "it feels like", "it rains".
fn is_idle(tree: &Tree<'_>, at: usize) -> bool {
    let Some(verb) = tree.head(at) else { return true };
    // "It said that …" is said by somebody; "founded in 1652, it became …" and "it closed when …" are no "it is good when …".
    let says = matches!(tree.lemma(verb), "say" | "announce" | "add" | "claim" | "report" | "plan" | "expect" | "hope");
    let clausal = tree.child(verb, "csubj").is_some()
        || !says && tree.child(verb, "ccomp").is_some()
        || tree.child(verb, "advcl").is_some() && (tree.child(verb, "cop").is_some() || matches!(tree.pos(verb), Pos::Adj | Pos::Adv))
        || tree.all(verb, &["xcomp"]).any(|at| tree.child(at, "mark").is_some())
        // "It's a reminder that all things pass"
        || tree.all(verb, &["acl"]).any(|at| tree.all(at, &["mark"]).any(|mark| tree.is_one(mark, &["that"])));
    // "It was a lot of fun" is said of what was done.
    const DOINGS: &[&str] = &[
        "fun",
        "blast",
        "lot",
        "pleasure",
        "shame",
        "pity",
        "relief",
        "decision",
        "surprise",
        "time",
        "day",
        "night",
        "honor",
        "honour",
        "shock",
        "disaster",
        "success",
        "nightmare",
        "mess",
        "mistake",
        "struggle",
        "challenge",
        "thrill",
        "treat",
        "joy",
        "start",
        "experience",
        "dream",
        "success",
        "failure",
        "joke",
        "miracle",
        "idea",
    ];
    let doing = tree.base(at) == "nsubj" && tree.child(verb, "cop").is_some() && DOINGS.contains(&tree.lemma(verb));
    let adjective = doing || tree.base(at) == "nsubj" && matches!(tree.pos(verb), Pos::Adj | Pos::Adv);
    tree.base(at) == "expl"
        || clausal
        || adjective
        // "I doubt it", "I did it"
        || tree.base(at) == "obj"
            && matches!(tree.lemma(verb), "doubt" | "believe" | "know" | "say" | "mean" | "guess" | "think" | "do" | "mention" | "deserve" | "help" | "make")
        // "It got me thinking"
        || tree.lemma(verb) == "get" && tree.child(verb, "obj").is_some_and(|object| tree.pos(object) == Pos::Pron)
        || tree.base(at) == "nsubj"
            && matches!(tree.lemma(verb), "feel" | "seem" | "rain" | "snow" | "take" | "mean" | "make" | "remind" | "sound" | "look")
}

fn is_barred(barred: &[&str], name: &str) -> bool {
    barred.iter().any(|bar| *bar == name || is_part(bar, name))
}

/// Whom a pronoun cannot mean: who speaks and who is spoken to; and beside "Ana married him", Ana.
/// "At the 2016 census it had …", "in Britain its numbers": what only says where and when is not what the sentence is about.
fn fronted<'f>(place: &Place<'f>) -> Vec<&'f str> {
    let Place { tree, found, at, .. } = *place;
    let subject = if tree.is_a(at, "nmod:poss") { tree.head(at).unwrap_or(at) } else { at };
    let thing = tree.is_one(at, &["it", "its", "they", "their"]) && tree.base(subject) == "nsubj";
    let Some(verb) = tree.head(subject).filter(|_| thing) else { return Vec::new() };
    let bare = |phrase: usize| tree.base(phrase) != "advcl" || tree.child(phrase, "nsubj").is_none();
    let before = tree.all(verb, &["obl", "advcl"]).filter(|&phrase| phrase < subject && bare(phrase));
    let phrases = before.flat_map(|phrase| tree.under(phrase, |_| true));
    phrases.filter_map(|phrase| found.get(phrase)?.as_ref().map(|referent| referent.name.as_str())).collect()
}

fn barred<'f>(place: &Place<'f>) -> Vec<&'f str> {
    let Place { tree, clauses, found, at, context } = *place;
    let mut barred: Vec<&str> = context.speaker.into_iter().chain(context.listener).collect();
    barred.extend(fronted(place));
    if tree.is_one(at, &["himself", "herself", "itself", "themselves"]) || tree.is_a(at, "nmod:poss") {
        return barred;
    }
    let clause = tree.upward(at).find_map(|up| clauses.iter().find(|clause| clause.head == up));
    let Some(clause) = clause.filter(|clause| !clause.subjects.contains(&at)) else { return barred };
    // "wrote a new song for it": nor is it the song.
    let objects = clause.objects.iter().filter(|&&object| object < at && tree.base(at) == "obl");
    let named = |&at: &usize| found.get(at)?.as_ref().map(|referent| referent.name.as_str());
    barred.extend(clause.subjects.iter().filter_map(named).chain(objects.filter_map(named)));
    barred
}

//! Who is who: the entities a text has named so far, and which of them a pronoun or "the company" means.

use asof_parser::Pos;

use crate::{
    Context,
    clause::Clause,
    kin,
    phrase::{self, capital, determiner, is_name, is_plural, owner},
    tree::Tree,
};

/// What a phrase of the text stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Referent {
    /// What it is called.
    pub name: String,
    /// How sure it is that the phrase means this: 1 for a name.
    pub sure: f32,
    /// It is somebody, as far as the words show.
    pub person: bool,
    /// The phrase names it, or points at something that was named: it is no plain noun such as "a car".
    pub named: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gender {
    She,
    He,
}

#[derive(Clone, Debug)]
struct Entity {
    name: String,
    /// `None` where nothing showed it yet.
    person: Option<bool>,
    gender: Option<Gender>,
    plural: bool,
    /// What kind of thing it is called: "company", "sister".
    nouns: Vec<String>,
    /// The sentence that named it last, and how prominently.
    sentence: usize,
    weight: u32,
}

/// What a text has named so far.
#[derive(Debug, Default)]
pub struct Discourse {
    entities: Vec<Entity>,
    sentence: usize,
}

const SUBJECT_WEIGHT: u32 = 3;
const OBJECT_WEIGHT: u32 = 2;
/// How many sentences back a pronoun reaches.
const REACH: usize = 3;
/// How many entities are kept; a pronoun never reaches further.
const KEPT: usize = 64;

impl Discourse {
    /// Begins the next sentence.
    pub fn next_sentence(&mut self) {
        self.sentence += 1;
        let surplus = self.entities.len().saturating_sub(KEPT);
        self.entities.drain(..surplus);
    }

    /// What each phrase of a sentence stands for, by the number of its head; `None` where that is open.
    pub fn read(&mut self, tree: &Tree<'_>, clauses: &[Clause], skip: &[bool], context: &Context<'_>) -> Vec<Option<Referent>> {
        let mut found: Vec<Option<Referent>> = vec![None; tree.words.len()];
        for at in 0..tree.words.len() {
            if skip[at] && tree.pos(at) != Pos::Pron {
                continue;
            }
            found[at] = self.refer(tree, clauses, &found, at, skip, context);
        }
        found
    }

    fn refer(
        &mut self,
        tree: &Tree<'_>,
        clauses: &[Clause],
        found: &[Option<Referent>],
        at: usize,
        skip: &[bool],
        context: &Context<'_>,
    ) -> Option<Referent> {
        match tree.pos(at) {
            Pos::Pron | Pos::Det if is_pronoun(tree, at) => self.pronoun(tree, clauses, found, at, context),
            Pos::Adv | Pos::Adj | Pos::Verb | Pos::Intj
                if at > 0
                    && capital(&tree.words[at].form)
                    && matches!(tree.base(at), "nmod" | "obl" | "obj" | "nsubj" | "appos" | "conj")
                    && tree.child(at, "cop").is_none() =>
            {
                self.name(tree, clauses, found, at, skip)
            }
            Pos::Propn | Pos::X if is_name(tree, at) && heads_phrase(tree, at) => self.name(tree, clauses, found, at, skip),
            Pos::Noun | Pos::Propn | Pos::Num | Pos::Sym | Pos::X if heads_phrase(tree, at) => self.noun(tree, clauses, found, at, skip),
            Pos::Noun
            | Pos::Propn
            | Pos::Num
            | Pos::Adj
            | Pos::Sym
            | Pos::X
            | Pos::Pron
            | Pos::Det
            | Pos::Adp
            | Pos::Adv
            | Pos::Aux
            | Pos::Cconj
            | Pos::Intj
            | Pos::Part
            | Pos::Punct
            | Pos::Sconj
            | Pos::Verb => None,
        }
    }

    fn name(&mut self, tree: &Tree<'_>, clauses: &[Clause], found: &[Option<Referent>], at: usize, skip: &[bool]) -> Option<Referent> {
        let words: Vec<usize> = phrase::words(tree, at, skip).into_iter().filter(|&word| !adorns(tree, at, word)).collect();
        let mut said = tree.say(&words);
        let described = tree.all(at, &["nmod"]).any(|child| phrase::is_description(tree, child));
        if let Some(owner) = owner(tree, at).filter(|_| !described).and_then(|owner| found.get(owner)).and_then(Option::as_ref) {
            said = format!("{}'s {said}", owner.name);
        }
        let known =
            self.entities.iter().rposition(|entity| entity.name == said || is_part(&said, &entity.name) && entity.person != Some(false));
        let index = known.unwrap_or_else(|| self.add(said.clone()));
        let person = person_of_name(tree, clauses, at, &said);
        self.touch(index, weight(tree, clauses, at));
        let entity = &mut self.entities[index];
        entity.person = entity.person.or(person);
        entity.gender = entity.gender.or(gender_of_title(&said));
        entity.plural |= tree.tag(at) == "NNPS" && person != Some(true);
        let told = tree
            .all(at, &["appos", "nmod"])
            .filter(|&at| tree.base(at) == "appos" && tree.pos(at) == Pos::Noun || phrase::is_description(tree, at))
            .map(|at| tree.lemma(at).to_lowercase());
        entity.nouns.extend(told);
        if entity.nouns.iter().any(|noun| kin::is_person(noun)) {
            entity.person = Some(true);
        }
        Some(Referent { name: entity.name.clone(), sure: 1.0, person: entity.person.unwrap_or_default(), named: true })
    }

    fn noun(&mut self, tree: &Tree<'_>, clauses: &[Clause], found: &[Option<Referent>], at: usize, skip: &[bool]) -> Option<Referent> {
        if phrase::is_empty_quantity(tree, at) || matches!(tree.lemma(at), "thanks" | "thank" | "congrats" | "congratulation") {
            return None;
        }
        let words = phrase::words(tree, at, skip);
        let said = tree.say(&words);
        let lemma = tree.lemma(at).to_lowercase();
        let possessor = owner(tree, at).and_then(|owner| found.get(owner)).and_then(Option::as_ref).map(|owner| owner.name.clone());
        if owner(tree, at).is_some() && possessor.is_none() {
            return None;
        }
        let definite = matches!(determiner(tree, at).as_deref(), Some("the" | "this" | "that"));
        let plain = words.len() == 1;
        let full = match &possessor {
            Some(possessor) => format!("{possessor}'s {said}"),
            None => said,
        };
        if let Some(name) = place_named(tree, at) {
            return Some(Referent { name, sure: 1.0, person: false, named: true });
        }
        if let Some(name) = Self::named_apposition(tree, at, skip) {
            return Some(self.point(name, tree, clauses, at, lemma));
        }
        let called = self.entities.iter().rposition(|entity| entity.name == full || definite && plain && entity.nouns.contains(&lemma));
        let index = match called {
            Some(index) => index,
            None => {
                let index = self.add(full);
                self.entities[index].nouns.push(lemma.clone());
                index
            }
        };
        self.touch(index, weight(tree, clauses, at));
        let entity = &mut self.entities[index];
        entity.person = entity.person.or(Some(kin::is_person(&lemma)));
        entity.gender = entity.gender.or(gender_of_noun(&lemma));
        entity.plural |= is_plural(tree, at);
        let pointed = possessor.is_some() || called.is_some() && definite;
        Some(Referent {
            name: entity.name.clone(),
            sure: if called.is_some() && definite { 0.9 } else { 1.0 },
            person: entity.person.unwrap_or_default(),
            named: pointed,
        })
    }

    /// "my sister Lucia": the phrase means Lucia from here on.
    fn named_apposition(tree: &Tree<'_>, at: usize, skip: &[bool]) -> Option<String> {
        let named = tree.all(at, &["appos"]).find(|&name| name > at && is_name(tree, name))?;
        Some(tree.say(&phrase::words(tree, named, skip)))
    }

    fn point(&mut self, name: String, tree: &Tree<'_>, clauses: &[Clause], at: usize, lemma: String) -> Referent {
        let index = self.entities.iter().rposition(|entity| entity.name == name).unwrap_or_else(|| self.add(name));
        self.touch(index, weight(tree, clauses, at));
        let entity = &mut self.entities[index];
        entity.person = Some(kin::is_person(&lemma));
        entity.gender = entity.gender.or(gender_of_noun(&lemma));
        entity.nouns.push(lemma);
        Referent { name: entity.name.clone(), sure: 1.0, person: entity.person.unwrap_or_default(), named: true }
    }

    fn pronoun(
        &mut self,
        tree: &Tree<'_>,
        clauses: &[Clause],
        found: &[Option<Referent>],
        at: usize,
        context: &Context<'_>,
    ) -> Option<Referent> {
        let speaker = |name: Option<&str>, sure: f32| name.map(|name| Referent { name: name.to_owned(), sure, person: true, named: true });
        match tree.words[at].form.to_lowercase().as_str() {
            "i" | "me" | "my" | "myself" | "i'm" => speaker(context.speaker, 1.0),
            "we" | "us" | "our" | "ourselves" => speaker(context.speaker, 0.8),
            "you" | "your" | "yourself" => speaker(context.listener, 0.9),
            "she" | "her" | "herself" => self.latest(tree, clauses, found, at, Some(Gender::She)),
            "he" | "him" | "his" | "himself" => self.latest(tree, clauses, found, at, Some(Gender::He)),
            "it" if is_idle(tree, at) => None,
            "it" | "its" | "itself" => self.latest(tree, clauses, found, at, None),
            "they" | "them" | "their" | "themselves" => self.group(tree, clauses, found, at),
            _ => None,
        }
    }

    /// The entity that a singular pronoun means: the most prominent of the latest sentence that has one which fits.
    fn latest(
        &mut self,
        tree: &Tree<'_>,
        clauses: &[Clause],
        found: &[Option<Referent>],
        at: usize,
        gender: Option<Gender>,
    ) -> Option<Referent> {
        let barred = barred(tree, clauses, found, at);
        let fits = |entity: &Entity| {
            let right = match gender {
                Some(gender) => entity.person != Some(false) && !entity.plural && entity.gender.is_none_or(|own| own == gender),
                None => entity.person != Some(true) && !entity.plural,
            };
            right && entity.sentence + REACH > self.sentence && !barred.contains(&entity.name.as_str())
        };
        let score =
            |entity: &Entity| (entity.sentence, entity.gender == gender && gender.is_some(), entity.person.is_some(), entity.weight);
        let best = (0..self.entities.len())
            .filter(|&index| fits(&self.entities[index]))
            .max_by_key(|&index| (score(&self.entities[index]), index))?;
        let rivals = self.entities.iter().filter(|entity| fits(entity) && entity.sentence == self.entities[best].sentence).count();
        let sentence = self.sentence;
        let entity = &mut self.entities[best];
        let distance = sentence.saturating_sub(entity.sentence);
        entity.sentence = sentence;
        if let Some(gender) = gender {
            entity.gender = Some(gender);
            entity.person = Some(true);
        }
        let open = if gender.is_some() { 0.6 } else { 0.5 };
        let sure = if rivals > 1 { open } else { 0.85 } - 0.1 * f32::from(u8::try_from(distance).unwrap_or(u8::MAX).min(3));
        Some(Referent { name: entity.name.clone(), sure, person: gender.is_some(), named: true })
    }

    fn group(&mut self, tree: &Tree<'_>, clauses: &[Clause], found: &[Option<Referent>], at: usize) -> Option<Referent> {
        let barred = barred(tree, clauses, found, at);
        let fits =
            |entity: &&mut Entity| entity.plural && entity.sentence + REACH > self.sentence && !barred.contains(&entity.name.as_str());
        let entity = self.entities.iter_mut().filter(fits).max_by_key(|entity| (entity.sentence, entity.weight))?;
        entity.sentence = self.sentence;
        Some(Referent { name: entity.name.clone(), sure: 0.7, person: entity.person.unwrap_or_default(), named: true })
    }

    fn add(&mut self, name: String) -> usize {
        self.entities.push(Entity {
            name,
            person: None,
            gender: None,
            plural: false,
            nouns: Vec::new(),
            sentence: self.sentence,
            weight: 0,
        });
        self.entities.len() - 1
    }

    fn touch(&mut self, index: usize, weight: u32) {
        let entity = &mut self.entities[index];
        entity.weight = if entity.sentence == self.sentence { entity.weight.max(weight) } else { weight };
        entity.sentence = self.sentence;
    }
}

fn is_pronoun(tree: &Tree<'_>, at: usize) -> bool {
    matches!(tree.tag(at), "PRP" | "PRP$" | "NN" | "NNP" | "NNS") && tree.pos(at) == Pos::Pron || tree.tag(at).starts_with("PRP")
}

/// "the city of Lyon" is Lyon.
fn place_named(tree: &Tree<'_>, at: usize) -> Option<String> {
    const KINDS: &[&str] =
        &["city", "country", "state", "town", "village", "province", "region", "island", "continent", "nation", "municipality"];
    let kind = KINDS.contains(&tree.lemma(at)) && determiner(tree, at).as_deref() == Some("the");
    let named = tree
        .all(at, &["nmod"])
        .find(|&child| crate::clause::case(tree, child) == "of" && tree.pos(child) == Pos::Propn)
        .filter(|_| kind)?;
    Some(tree.say(&phrase::words(tree, named, &[])))
}

/// "it" that points at nothing, or at what follows: "it's great that", "it feels like", "it rains".
fn is_idle(tree: &Tree<'_>, at: usize) -> bool {
    let Some(verb) = tree.head(at) else { return true };
    let clausal = tree.all(verb, &["csubj", "ccomp", "advcl"]).next().is_some()
        || tree.all(verb, &["xcomp"]).any(|at| tree.child(at, "mark").is_some());
    let adjective = tree.base(at) == "nsubj" && matches!(tree.pos(verb), Pos::Adj | Pos::Adv);
    tree.base(at) == "expl"
        || clausal
        || adjective
        || tree.base(at) == "nsubj" && matches!(tree.lemma(verb), "feel" | "seem" | "rain" | "snow" | "take" | "mean" | "sound" | "look")
}

/// A noun that is not a part of another's name.
fn heads_phrase(tree: &Tree<'_>, at: usize) -> bool {
    !tree.is_a(at, "nmod:desc")
        && !matches!(tree.base(at), "compound" | "flat" | "fixed" | "amod" | "det" | "case" | "nummod" | "advmod" | "goeswith" | "punct")
}

/// "Happy" in "Happy Ana", "CEO" in "CEO John Doe": told of somebody, and no part of the name.
fn adorns(tree: &Tree<'_>, name: usize, at: usize) -> bool {
    let under = tree.head(at) == Some(name) && at < name;
    const FOND: &[&str] = &[
        "happy", "poor", "dear", "young", "old", "little", "big", "good", "great", "lovely", "sweet", "beloved", "late", "lucky", "former",
    ];
    let adjective = tree.base(at) == "amod" && (tree.is_one(at, FOND) || !capital(&tree.words[at].form));
    let post = matches!(tree.base(at), "compound" | "nmod") && tree.pos(at) == Pos::Noun && kin::is_person(&tree.lemma(at).to_lowercase());
    under && (adjective || post || tree.is_one(at, &["former"]))
}

fn gender_of_title(name: &str) -> Option<Gender> {
    match name.split([' ', '.']).next().unwrap_or_default() {
        "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" | "Queen" | "Princess" | "Aunt" | "Madam" => Some(Gender::She),
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Uncle" | "Father" => Some(Gender::He),
        _ => None,
    }
}

/// "Harris" for "Kamala Harris".
fn is_part(short: &str, long: &str) -> bool {
    short.len() < long.len()
        && !short.contains(' ')
        && long.split(' ').any(|part| part == short)
        && !long.contains("'s ")
        && long.split(' ').all(capital)
}

/// The subject of the clause in which an object pronoun stands: "Ana married him" is not about Ana marrying herself.
fn barred<'f>(tree: &Tree<'_>, clauses: &[Clause], found: &'f [Option<Referent>], at: usize) -> Vec<&'f str> {
    if tree.is_one(at, &["himself", "herself", "itself", "themselves"]) || tree.is_a(at, "nmod:poss") {
        return Vec::new();
    }
    let clause = tree.upward(at).find_map(|up| clauses.iter().find(|clause| clause.head == up));
    let Some(clause) = clause else { return Vec::new() };
    if clause.subjects.contains(&at) {
        return Vec::new();
    }
    clause.subjects.iter().filter_map(|&subject| found.get(subject)?.as_ref()).map(|referent| referent.name.as_str()).collect()
}

fn weight(tree: &Tree<'_>, clauses: &[Clause], at: usize) -> u32 {
    match tree.base(at) {
        "nsubj" => SUBJECT_WEIGHT,
        "obj" | "iobj" | "root" => OBJECT_WEIGHT,
        "appos" if clauses.iter().any(|clause| clause.subjects.contains(&at)) => SUBJECT_WEIGHT,
        _ => 1,
    }
}

fn gender_of_noun(noun: &str) -> Option<Gender> {
    match noun {
        noun if kin::FEMALE.contains(&noun) => Some(Gender::She),
        noun if kin::MALE.contains(&noun) => Some(Gender::He),
        _ => None,
    }
}

/// What the words around a name show of whether it is somebody's.
fn person_of_name(tree: &Tree<'_>, clauses: &[Clause], at: usize, name: &str) -> Option<bool> {
    let titled = tree.all(at, &["compound", "flat", "nmod"]).any(|title| {
        kin::is_person(&tree.lemma(title).to_lowercase()) || kin::TITLES.contains(&tree.words[title].form.trim_end_matches('.'))
    });
    let first = name.split(' ').next().unwrap_or_default();
    if !capital(name) && tree.base(at) != "nsubj" {
        return Some(false);
    }
    if titled || kin::TITLES.contains(&first.trim_end_matches('.')) {
        return Some(true);
    }
    if name.split(' ').any(kin::is_organisation) {
        return Some(false);
    }
    if matches!(tree.base(at), "obl" | "nmod") && matches!(crate::clause::case(tree, at).as_str(), "in" | "at" | "into") {
        return Some(false);
    }
    let own = clauses.iter().find(|clause| clause.subjects.contains(&at));
    own.filter(|clause| shows_person(tree, clause)).map(|_| true)
}

/// Only somebody is a nurse, marries, or is born.
fn shows_person(tree: &Tree<'_>, clause: &Clause) -> bool {
    let lemma = tree.lemma(clause.head).to_lowercase();
    let noun = clause.copula.is_some() && (kin::is_person(&lemma) || kin::TIES.iter().any(|(tie, ..)| *tie == lemma));
    noun || clause.copula.is_none()
        && matches!(
            lemma.as_str(),
            "marry" | "bear" | "die" | "say" | "think" | "write" | "graduate" | "divorce" | "retire" | "feel" | "love" | "smile" | "laugh"
        )
}

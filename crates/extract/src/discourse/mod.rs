//! Who is who: the entities a text has named so far, and which of them a pronoun or "the company" means.

use asof_parser::Pos;

mod identity;
mod person;
mod pronoun;
mod quantity;

use person::{adorns, gender_of_noun, gender_of_title};

use crate::{
    Context,
    clause::Clause,
    general::Story,
    kin,
    names::{self, Gender},
    phrase::{self, capital, determiner, is_name, owner},
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
    /// Who else is meant: "they" and "we" may stand for several people.
    pub others: Vec<String>,
}

impl Referent {
    /// Somebody who is named.
    pub fn somebody(name: &str) -> Self {
        Self { name: name.to_owned(), sure: 1.0, person: true, named: true, others: Vec::new() }
    }

    /// The phrase stands for each of these.
    pub fn each(&self) -> Vec<Self> {
        let other = |name: &String| Self { name: name.clone(), others: Vec::new(), ..self.clone() };
        std::iter::once(Self { others: Vec::new(), ..self.clone() }).chain(self.others.iter().map(other)).collect()
    }
}

/// Whether one or many are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    One,
    Many,
    /// A band, a family: "it" as well as "they".
    Either,
}

#[derive(Clone, Debug)]
struct Entity {
    name: String,
    /// `None` where nothing showed it yet.
    person: Option<bool>,
    gender: Option<Gender>,
    number: Number,
    /// Its name is its own, or the phrase is definite: it is more prominent than "a man".
    named: bool,
    /// What else it was said to be: "Mia's sister".
    aliases: Vec<String>,
    /// What kind of thing it is called: "company", "sister".
    nouns: Vec<String>,
    /// The sentence that named it last, and how prominently.
    sentence: usize,
    weight: u32,
}

/// A noun phrase that may name something again.
struct Pointer<'p> {
    full: &'p str,
    lemma: &'p str,
    /// "the", "this", and nothing but the noun.
    points: bool,
    many: bool,
    /// "a", "another": it is none of those that have a name.
    another: bool,
}

/// People named together: "Ana and I".
#[derive(Clone, Debug)]
struct Group {
    members: Vec<String>,
    sentence: usize,
    /// The word that the last of them was joined to.
    head: usize,
}

/// What a text has named so far.
#[derive(Debug, Default)]
pub struct Discourse {
    entities: Vec<Entity>,
    groups: Vec<Group>,
    sentence: usize,
    /// What is told is told in a story.
    story: bool,
    /// The last sentence whose "it" meant nobody knows what.
    lost: usize,
    /// Who is spoken to.
    listener: Option<String>,
    /// What is told is an item of a list, that may tell of other things than the item before.
    itemised: bool,
}

const SUBJECT_WEIGHT: u32 = 3;
const OBJECT_WEIGHT: u32 = 2;
/// How many sentences back a pronoun reaches, and how far "she" and "he" do where the gender is known.
const REACH: usize = 3;
const LONG_REACH: usize = 7;
/// How many entities are kept; a pronoun never reaches further.
const KEPT: usize = 64;
/// How much is kept of one of them: what it was called, and who belongs to a group.
const MOST: usize = 16;

impl Discourse {
    /// Begins the next sentence; "What!" and "No worries!" put nothing further away.
    pub fn next_sentence(&mut self, tree: &Tree<'_>) {
        if self.sentence == 0 || 3 < tree.words.len() {
            self.sentence += 1;
        }
        let surplus = self.entities.len().saturating_sub(KEPT);
        self.entities.drain(..surplus);
    }

    /// Whether a sentence is told in a story; what it begins goes on until something else is told, or to the end of the paragraph.
    pub fn tells_story(&mut self, story: Story) -> bool {
        self.story = story == Story::Begins || story == Story::GoesOn && self.story;
        self.story
    }

    /// Says whether the next sentence is an item of a list.
    pub fn set_itemised(&mut self, itemised: bool) {
        self.itemised = itemised;
    }

    /// Ends whatever story was told.
    pub fn end_story(&mut self) {
        self.story = false;
    }

    /// What each phrase of a sentence stands for, by the number of its head; `None` where that is open.
    pub fn read(&mut self, tree: &Tree<'_>, clauses: &[Clause], skip: &[bool], context: &Context<'_>) -> Vec<Option<Referent>> {
        let mut found: Vec<Option<Referent>> = vec![None; tree.words.len()];
        if self.listener.as_deref() != context.listener {
            self.listener = context.listener.map(str::to_owned);
        }
        for at in 0..tree.words.len() {
            // "The daughter of a pastor, she …": neither is anybody whom "she" could mean.
            let aside = tree.upward(at).any(|up| tree.is_a(up, "dislocated")) || is_addressed(tree, at, context.listener);
            if aside || skip[at] && tree.pos(at) != Pos::Pron {
                continue;
            }
            // "a friend of mine": whose, before who.
            if let Some(after) = owner(tree, at).filter(|&after| at < after && found[after].is_none()) {
                found[after] = self.refer(tree, clauses, &found, after, skip, context);
            }
            found[at] = self.refer(tree, clauses, &found, at, skip, context);
            self.join(tree, &found, at);
        }
        found
    }

    /// "Ana and Ben", "my wife and I": who is named together is meant together by "they" and "we".
    fn join(&mut self, tree: &Tree<'_>, found: &[Option<Referent>], at: usize) {
        let Some(head) = tree.head(at).filter(|&head| tree.base(at) == "conj" && head < at) else { return };
        let (Some(first), Some(next)) = (found[head].as_ref(), found[at].as_ref()) else { return };
        let no_person = |name: &str| self.entities.iter().any(|entity| entity.name == name && entity.person == Some(false));
        let somebody = |at: usize, referent: &Referent| referent.person || is_name(tree, at) && !no_person(&referent.name);
        if !(first.person || next.person)
            || !somebody(head, first)
            || !somebody(at, next)
            || is_plural_noun(tree, head)
            || is_plural_noun(tree, at)
        {
            return;
        }
        let sentence = self.sentence;
        match self.groups.last_mut().filter(|group| group.sentence == sentence && group.head == head) {
            Some(group) if MOST <= group.members.len() => {}
            Some(group) => group.members.push(next.name.clone()),
            None => self.groups.push(Group { members: vec![first.name.clone(), next.name.clone()], sentence, head }),
        }
        let surplus = self.groups.len().saturating_sub(KEPT);
        self.groups.drain(..surplus);
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
            Pos::Pron | Pos::Det if is_pronoun(tree, at) => {
                let place = pronoun::Place { tree, clauses, found, at, context };
                self.pronoun(&place)
            }
            Pos::Adv | Pos::Adj | Pos::Verb | Pos::Intj
                if at > 0
                    && capital(&tree.words[at].form)
                    && matches!(tree.base(at), "nmod" | "obl" | "obj" | "nsubj" | "appos" | "conj")
                    && tree.child(at, "cop").is_none() =>
            {
                self.name(tree, clauses, found, at, skip)
            }
            Pos::Adj | Pos::Det | Pos::Pron | Pos::Num if quantity::is_part(tree, at) => self.part(tree, clauses, found, at, skip, context),
            // "most of the files"
            Pos::Adj | Pos::Det | Pos::Pron
                if tree.is_one(at, &["most", "some", "many", "half", "several", "few"])
                    && tree.all(at, &["nmod"]).any(|of| crate::clause::case(tree, of) == "of") =>
            {
                self.noun(tree, clauses, found, at, skip)
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
        // "Piranesi by Susanna Clarke" is called Piranesi.
        let makers: Vec<usize> = tree.all(at, &["nmod"]).filter(|&child| crate::clause::case(tree, child) == "by").collect();
        let makers: Vec<usize> = makers.into_iter().flat_map(|maker| tree.under(maker, |_| true)).collect();
        // "Bremen-based Lumo", "Chief executive Dana Whitfield": with all that hangs on what adorns the name.
        let beside: Vec<usize> =
            tree.children(at).iter().filter(|&&word| adorns(tree, at, word)).flat_map(|&word| tree.under(word, |_| true)).collect();
        let words: Vec<usize> =
            phrase::words(tree, at, skip).into_iter().filter(|word| !beside.contains(word) && !makers.contains(word)).collect();
        let mut said = tree.say(&words);
        let described = tree.all(at, &["nmod"]).any(|child| phrase::is_description(tree, child));
        if let Some(owner) = owner(tree, at).filter(|_| !described).and_then(|owner| found.get(owner)).and_then(Option::as_ref) {
            said = format!("{}'s {said}", owner.name);
        }
        let known = self.entities.iter().rposition(|entity| {
            let firm = || {
                entity.name.starts_with(&said)
                    && entity.nouns.iter().any(|noun| kin::is_collective(noun) || kin::is_kind_of(noun, "company"))
            };
            // "The coach of Halden Rovers is Ben. Halden is in Norway.": in a list, the short name is as likely that of a town.
            let known = entity.person == Some(true) || names::gender(&said).is_some();
            let fits = entity.person != Some(false) && (known || !self.itemised);
            entity.name == said || is_part(&said, &entity.name) && (fits || firm())
        });
        let index = known.unwrap_or_else(|| self.add(said.clone()));
        let person = person::of_name(tree, clauses, at, &said);
        self.touch(index, weight(tree, clauses, at));
        let entity = &mut self.entities[index];
        entity.named = true;
        entity.person = entity.person.or(person);
        // "Grandpa"
        let kin = Some(said.to_lowercase()).filter(|said| kin::is_person(said) && capital(&self.entities[index].name));
        let entity = &mut self.entities[index];
        if let Some(kin) = kin {
            entity.person = entity.person.or(Some(true));
            entity.gender = entity.gender.or(gender_of_noun(&kin));
        }
        let first_name = names::gender(&said).filter(|_| entity.person == Some(true));
        entity.gender = entity.gender.or(gender_of_title(&said)).or(first_name);
        let of_many = |part: &str| kin::is_organisation(part) && !kin::is_spot(part) || kin::is_collective(&part.to_lowercase());
        if tree.tag(at) == "NNPS" && person != Some(true) || said.split(' ').any(of_many) {
            entity.number = Number::Either;
        }
        let told = tree
            .all(at, &["appos", "nmod"])
            .filter(|&at| tree.base(at) == "appos" && tree.pos(at) == Pos::Noun || phrase::is_description(tree, at))
            .map(|at| tree.lemma(at).to_lowercase())
            // "born in Oxford, the son of a banker"
            .filter(|noun| !kin::is_person(noun) || !matches!(crate::clause::case(tree, at).as_str(), "in" | "at" | "near"));
        entity.note(told);
        if joined(tree, at) && entity.nouns.is_empty() {
            entity.nouns.push(ORGANISATION.to_owned());
        }
        let referent = entity.referent(1.0);
        self.identify(tree, found, at, index);
        Some(referent)
    }

    fn noun(&mut self, tree: &Tree<'_>, clauses: &[Clause], found: &[Option<Referent>], at: usize, skip: &[bool]) -> Option<Referent> {
        // "Oldest worked retail" is a sentence, whatever it was taken for.
        let torn = |&word: &usize| tree.pos(word) == Pos::Verb && matches!(tree.tag(word), "VBD" | "VBZ" | "VBP");
        if tree.all(at, &["compound", "amod", "flat"]).any(|word| torn(&word)) {
            return None;
        }
        // "There are five of us"
        let of_us = tree.pos(at) == Pos::Num && tree.all(at, &["nmod"]).any(|of| tree.is_one(of, &["us", "them", "you"]));
        if of_us || phrase::is_empty_quantity(tree, at) || matches!(tree.lemma(at), "thanks" | "thank" | "congrats" | "congratulation") {
            return None;
        }
        let mut words = phrase::words(tree, at, skip);
        // "I have a sister in Boston": she is the speaker's sister.
        if crate::had::owner(tree, at).is_some() {
            words.retain(|&word| word <= at);
        }
        let said = tree.say(&words);
        let lemma = quantity::measured(tree, at).unwrap_or(at);
        let lemma = tree.lemma(lemma).to_lowercase();
        let had = || crate::had::owner(tree, at).filter(|&who| found[who].as_ref().is_some_and(|who| who.person && who.others.is_empty()));
        let possessor = owner(tree, at).or_else(had).and_then(|owner| found.get(owner)).and_then(Option::as_ref);
        let possessor = possessor.map(|owner| owner.name.clone());
        if owner(tree, at).is_some() && possessor.is_none() {
            return None;
        }
        let definite = matches!(determiner(tree, at).as_deref(), Some("the" | "this" | "that"));
        let plain = words.len() == 1;
        let many = is_plural_noun(tree, at);
        let full = match &possessor {
            Some(possessor) => format!("{possessor}'s {said}"),
            None => said,
        };
        if let Some(name) = named_after_kind(tree, at) {
            return Some(self.point(name, tree, clauses, at, lemma));
        }
        if let Some(name) = self.named_apposition(tree, at, skip) {
            return Some(self.point(name, tree, clauses, at, lemma));
        }
        let name = tree.head(at).filter(|&name| tree.base(at) == "appos" && name < at && is_name(tree, name));
        if let Some(named) = name.and_then(|name| found[name].clone()) {
            return Some(named);
        }
        if self.describes(tree, found, at, &full, &lemma) || is_no_thing(tree, at) {
            let person = kin::is_person(&lemma);
            return Some(Referent { person, named: possessor.is_some(), ..Referent::somebody(&full) });
        }
        let another = matches!(determiner(tree, at).as_deref(), Some("a" | "an" | "another"));
        let pointer = Pointer { full: &full, lemma: &lemma, points: definite && plain, many, another };
        let called = self.called(&pointer);
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
        // A pet is "she" as well as "it", and who ends in "-er" may be somebody.
        let open = phrase::is_pet(&lemma) || !kin::is_person(&lemma) && kin::is_role(&lemma);
        entity.person = entity.person.or((!open).then(|| kin::is_person(&lemma)));
        entity.gender = entity.gender.or(gender_of_noun(&lemma));
        entity.named |= definite || possessor.is_some();
        match () {
            () if many => entity.number = Number::Many,
            () if kin::is_collective(&lemma) => entity.number = Number::Either,
            () => {}
        }
        let pointed = possessor.is_some() || called.is_some() && definite;
        Some(Referent { named: pointed, ..entity.referent(if called.is_some() && definite { 0.9 } else { 1.0 }) })
    }

    /// What a noun phrase names again: its own words, another name of the same, or "the company".
    fn called(&self, pointer: &Pointer<'_>) -> Option<usize> {
        let fits = |entity: &Entity| {
            let kind = pointer.points && (entity.number == Number::Many) <= pointer.many && entity.is_called(pointer.lemma);
            entity.name == pointer.full || kind || !pointer.another && entity.aliases.iter().any(|alias| alias == pointer.full)
        };
        let some = || self.some_organisation(pointer.lemma).filter(|_| pointer.points);
        self.entities.iter().rposition(fits).or_else(some)
    }

    /// "The firm" after "Kerrin Textiles has closed its factory": the thing named last of which nothing is known that speaks against it.
    fn some_organisation(&self, noun: &str) -> Option<usize> {
        if !matches!(
            noun,
            "company"
                | "firm"
                | "carrier"
                | "retailer"
                | "manufacturer"
                | "startup"
                | "organisation"
                | "organization"
                | "group"
                | "country"
                | "city"
                | "town"
                | "village"
                | "island"
        ) {
            return None;
        }
        let fits = |entity: &Entity| {
            entity.named && entity.nouns.is_empty() && entity.person.is_none() && entity.weight == SUBJECT_WEIGHT && capital(&entity.name)
        };
        let index = self.entities.iter().rposition(fits)?;
        (self.sentence <= self.entities[index].sentence + 1 && !self.entities[index].name.contains("'s ")).then_some(index)
    }

    /// "my sister Lucia": the phrase means Lucia from here on.
    fn named_apposition(&self, tree: &Tree<'_>, at: usize, skip: &[bool]) -> Option<String> {
        let addressed = |name: usize| is_addressed(tree, name, self.listener.as_deref());
        let named = tree.all(at, &["appos"]).find(|&name| name > at && is_name(tree, name) && !addressed(name))?;
        Some(tree.say(&phrase::words(tree, named, skip)))
    }

    fn point(&mut self, name: String, tree: &Tree<'_>, clauses: &[Clause], at: usize, lemma: String) -> Referent {
        let index = self.entities.iter().rposition(|entity| entity.name == name).unwrap_or_else(|| self.add(name));
        self.touch(index, weight(tree, clauses, at));
        let entity = &mut self.entities[index];
        let somebody = kin::is_person(&lemma) || names::gender(&entity.name).is_some() || gender_of_title(&entity.name).is_some();
        entity.person = if somebody { Some(true) } else { (!kin::is_role(&lemma)).then_some(false) };
        entity.named = true;
        entity.note([lemma]);
        entity.referent(1.0)
    }

    fn add(&mut self, name: String) -> usize {
        self.entities.push(Entity {
            name,
            person: None,
            gender: None,
            number: Number::One,
            named: false,
            aliases: Vec::new(),
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

impl Entity {
    /// Keeps what it is said to be.
    fn note(&mut self, nouns: impl IntoIterator<Item = String>) {
        for noun in nouns {
            self.gender = self.gender.or(gender_of_noun(&noun));
            if kin::is_person(&noun) && !self.name.split(' ').any(kin::is_organisation) {
                self.person = Some(true);
            }
            if kin::is_collective(&noun) && self.number == Number::One {
                self.number = Number::Either;
            }
            if self.nouns.len() < MOST && !self.nouns.contains(&noun) {
                self.nouns.push(noun);
            }
        }
    }

    /// Whether "the company" can mean it: it was said to be one, or a kind of one.
    fn is_called(&self, noun: &str) -> bool {
        let firm = matches!(noun, "company" | "firm" | "organisation" | "organization" | "agency" | "bank" | "team" | "band" | "club");
        firm && self.nouns.iter().any(|own| own == ORGANISATION)
            || self.nouns.iter().any(|own| own == noun || kin::is_kind_of(own, noun))
            || noun == "company" && self.name.split(' ').any(kin::is_company)
    }

    fn referent(&self, sure: f32) -> Referent {
        Referent { sure, person: self.person.unwrap_or_default(), ..Referent::somebody(&self.name) }
    }
}

/// "Love the quote, Sam.": said to Sam, and of nobody.
fn is_addressed(tree: &Tree<'_>, at: usize, listener: Option<&str>) -> bool {
    let form = |at: Option<usize>| at.and_then(|at| tree.words.get(at)).map_or("", |word| word.form.as_str());
    listener.and_then(|name| name.split(' ').next()) == Some(tree.words[at].form.as_str())
        && form(at.checked_sub(1)) == ","
        && matches!(form(Some(at + 1)), "" | "." | "!" | "?" | ",")
        && !matches!(tree.base(at), "nsubj")
}

/// What somebody joined or works for, whatever it is called later.
const ORGANISATION: &str = "\u{1}organisation";

fn joined(tree: &Tree<'_>, at: usize) -> bool {
    let verb = |verbs: &[&str]| tree.head(at).is_some_and(|verb| verbs.contains(&tree.lemma(verb)));
    tree.base(at) == "obj" && verb(&["join"])
        || tree.base(at) == "obl" && matches!(crate::clause::case(tree, at).as_str(), "at" | "for") && verb(&["work"])
}

/// A noun in the plural; "Ana and Ben" are two phrases.
fn is_plural_noun(tree: &Tree<'_>, at: usize) -> bool {
    matches!(tree.tag(at), "NNS" | "NNPS")
}

/// "as CEO", "a lot", "had a great time": nothing that could be spoken of afterwards.
fn is_no_thing(tree: &Tree<'_>, at: usize) -> bool {
    const NOTHING: &[&str] = &[
        "time",
        "fun",
        "way",
        "lot",
        "bit",
        "moment",
        "luck",
        "kind",
        "sort",
        "chance",
        "blast",
        "while",
        "difference",
        "sense",
        "look",
        "hand",
        "break",
        "care",
        "note",
        "try",
    ];
    // "$240" and "62 kg" are amounts.
    NOTHING.contains(&tree.lemma(at))
        || tree.pos(at) == Pos::Num
        || crate::scene::quantity(tree, at).is_some()
        || crate::clause::case(tree, at) == "as"
}

fn is_pronoun(tree: &Tree<'_>, at: usize) -> bool {
    // "I/O Controller Hub"
    if tree.words[at].form == "I" && tree.words.get(at + 1).is_some_and(|next| next.form == "/") {
        return false;
    }
    matches!(tree.tag(at), "PRP" | "PRP$" | "NN" | "NNP" | "NNS") && tree.pos(at) == Pos::Pron || tree.tag(at).starts_with("PRP")
}

/// "the city of Lyon" is Lyon, and "the sport of rowing" rowing.
fn named_after_kind(tree: &Tree<'_>, at: usize) -> Option<String> {
    const PLACES: &[&str] =
        &["city", "country", "state", "town", "village", "province", "region", "island", "continent", "nation", "municipality"];
    const OTHERS: &[&str] = &["language", "religion", "sport", "game", "genre", "field", "discipline", "profession", "position", "subject"];
    // "the largest city of Marland" is not Marland.
    let plain = tree.all(at, &["amod", "cop", "compound"]).next().is_none();
    let place = PLACES.contains(&tree.lemma(at));
    let kind = plain && (place || OTHERS.contains(&tree.lemma(at))) && determiner(tree, at).as_deref() == Some("the");
    // "the language of the court" is not the court.
    let other = |child: usize| !place && tree.pos(child) == Pos::Noun && determiner(tree, child).is_none();
    let named = tree
        .all(at, &["nmod"])
        .find(|&child| crate::clause::case(tree, child) == "of" && (tree.pos(child) == Pos::Propn || other(child)))
        .filter(|_| kind)?;
    Some(tree.say(&phrase::words(tree, named, &[])))
}

/// A noun that is not a part of another's name.
fn heads_phrase(tree: &Tree<'_>, at: usize) -> bool {
    let misread = tree.base(at) == "advmod" && tree.tag(at) == "NNP";
    !tree.is_a(at, "nmod:desc")
        && (misread
            || !matches!(
                tree.base(at),
                "compound" | "flat" | "fixed" | "amod" | "det" | "case" | "nummod" | "advmod" | "goeswith" | "punct"
            ))
}

/// "Harris" for "Kamala Harris".
fn is_part(short: &str, long: &str) -> bool {
    short.len() < long.len()
        && !short.contains(' ')
        && long.split(' ').any(|part| part == short)
        && !long.contains("'s ")
        && long.split(' ').all(capital)
}

fn weight(tree: &Tree<'_>, clauses: &[Clause], at: usize) -> u32 {
    match tree.base(at) {
        "nsubj" => SUBJECT_WEIGHT,
        "obj" | "iobj" | "root" => OBJECT_WEIGHT,
        // "Emma and her daughter": one as much as the other.
        "conj" => tree.head(at).filter(|&first| first < at && tree.base(first) == "nsubj").map_or(1, |_| SUBJECT_WEIGHT),
        // "Apple's headquarters are in Cupertino" is about Apple.
        "nmod" if tree.is_a(at, "nmod:poss") && tree.head(at).is_some_and(|noun| tree.base(noun) == "nsubj") => OBJECT_WEIGHT,
        "appos" if clauses.iter().any(|clause| clause.subjects.contains(&at)) => SUBJECT_WEIGHT,
        _ => 1,
    }
}

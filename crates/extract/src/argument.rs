//! Arguments: what a verb's objects and the phrases after its prepositions are told of.

use asof_model::{Claim, Kind, Object};
use asof_parser::Pos;

use crate::{
    clause::Oblique,
    deed::Deed,
    drafts::Drafts,
    kin,
    manner::CHANCES,
    phrase,
    verb::Tense,
    vocabulary::{self, Meaning, Means},
};

/// Phrases after a preposition that say how something is told, not what.
const SET_PHRASES: &[&str] = &[
    "course",
    "fact",
    "general",
    "particular",
    "way",
    "case",
    "example",
    "instance",
    "least",
    "addition",
    "hand",
    "time",
    "moment",
    "point",
    "end",
    "total",
    "sure",
    "now",
    "lot",
    "bit",
    "sudden",
    "mind",
    "opinion",
    "while",
    "note",
    "need",
    "touch",
    "person",
    "favour",
    "favor",
    "age",
    "year",
    "month",
    "week",
    "day",
    "decade",
    "hour",
    "minute",
    "knowledge",
    "memory",
    "rest",
    "contrast",
    "turn",
    "response",
    "return",
    "practice",
    "theory",
    "part",
];

/// Prepositions of what is told aside: manner, comparison, and times that no date is known for.
const ASIDE: &[&str] = &[
    "like",
    "unlike",
    "than",
    "except",
    "without",
    "instead of",
    "because of",
    "despite",
    "according to",
    "due to",
    "besides",
    "as well as",
    "such as",
    "per",
    "before",
    "after",
    "following",
    "during",
    "until",
    "till",
    "since",
    "throughout",
    "rather than",
    "including",
];

/// Verbs that end whatever tie there was.
pub const LEAVING: &[&str] = &["leave", "quit"];
/// The ties that these may end: which of them, only what was told before can say.
pub const TIES: &[&str] = &["works_at", "lives_in", "studies_at", "member_of", "spouse_of", "partner_of"];

impl Deed<'_, '_> {
    /// What stands after a preposition; `true` if one of them told what the object is there for ("has an office in").
    pub fn obliques(&self, verbs: &[String], drafts: &mut Drafts) -> bool {
        let mut taken = false;
        let mut known_of: Vec<(&str, Option<usize>)> = Vec::new();
        for oblique in &self.clause.obliques {
            let agent = self.clause.group.passive && oblique.case == "by";
            let known_aside = || verbs.iter().any(|verb| vocabulary::find(&format!("{verb} {}", oblique.case)).is_some());
            let aside = ASIDE.contains(&oblique.case.as_str()) && !known_aside();
            // "at Nokia for ten years before joining Ericsson"
            let long = matches!(self.scene.tree.lemma(oblique.head), "year" | "month" | "week" | "day" | "hour" | "decade" | "minute")
                && self.scene.tree.child(oblique.head, "nummod").is_some();
            if agent || long || self.scene.timed[oblique.head] || oblique.case.is_empty() || aside || self.as_somebody(oblique, drafts) {
                continue;
            }
            let with_object = self.with_object(verbs, oblique);
            let known = with_object.clone().or_else(|| {
                if oblique.of_object {
                    None
                } else {
                    verbs.iter().find_map(|verb| vocabulary::find(&format!("{verb} {}", oblique.case)).cloned())
                }
            });
            taken |= with_object.is_some();
            let known = known.and_then(|meaning| self.fitted(meaning, oblique.head));
            let first = self.scene.tree.head(oblique.head).filter(|_| self.scene.tree.base(oblique.head) == "conj");
            // "For the room, I'm looking for a lamp": what stands before the verb is not what it looks for.
            let again = |other: &Oblique| other.case == oblique.case && self.clause.head < other.head;
            if known.is_some() && oblique.head < self.clause.head && self.clause.obliques.iter().any(again) {
                continue;
            }
            // "looking for supplies for a project": a verb has each preposition of its own once.
            if known.is_some() && known_of.iter().any(|(case, head)| *case == oblique.case && first != *head) {
                continue;
            }
            let meaning = match known {
                Some(meaning) => {
                    known_of.push((&oblique.case, Some(oblique.head)));
                    meaning
                }
                None if oblique.of_object
                    || self.is_set_phrase(oblique)
                    || self.says_little(&oblique.case)
                    || self.scene.tree.lemma(self.clause.head) == "become"
                    || self.is_of_another(oblique) =>
                {
                    continue;
                }
                None => self.own_words(verbs, &oblique.case),
            };
            self.oblique(meaning, oblique.head, drafts);
        }
        taken
    }

    /// What a phrase after a preposition is told of.
    fn oblique(&self, meaning: Meaning, at: usize, drafts: &mut Drafts) {
        let tree = self.scene.tree;
        // "died at 54" says not where.
        let number = (tree.pos(at) == Pos::Num || crate::scene::quantity(tree, at).is_some())
            && (!meaning.core || meaning.predicate.ends_with("_in") || meaning.predicate.ends_with("_at"));
        if number || self.is_no_place(&meaning, at) {
            return;
        }
        if self.scene.denied == Some(at) {
            self.deny(&meaning, at, drafts);
        } else if meaning.predicate == "job_title" {
            self.post(&meaning, at, drafts);
        } else if let Some((object, sure)) = self.scene.object(at, self.subject) {
            let sure = if meaning.core { sure } else { sure * 0.9 };
            self.draft(meaning, object, sure, drafts);
        }
    }

    /// "served as president of Halden", "a job as a nurse in Porto".
    fn post(&self, meaning: &Meaning, at: usize, drafts: &mut Drafts) {
        let owner = phrase::owner(self.scene.tree, at);
        if crate::post::role(self.scene, self.index, self.subject, at, owner, meaning.means, drafts) {
            return;
        }
        if !kin::is_role(&self.scene.tree.lemma(at).to_lowercase()) {
            let is_a = Meaning { predicate: "is_a".to_owned(), core: false, ..meaning.clone() };
            if let Some((object, sure)) = self.scene.object(at, self.subject) {
                self.draft(is_a, object, sure, drafts);
            }
            return;
        }
        self.draft(meaning.clone(), Object::Entity(crate::being::job(self.scene, at)), 0.95, drafts);
        crate::being::workplace(self.scene, self.index, self.subject, at, meaning.means, drafts);
    }

    /// "in Lyon, not Paris": it is denied of Paris.
    fn deny(&self, meaning: &Meaning, at: usize, drafts: &mut Drafts) {
        let Some(referent) = self.scene.referent(at) else { return };
        let claim = Claim { kind: Kind::Denies, ..Claim::new(&self.subject.name, &meaning.predicate, &referent.name) };
        drafts.keep(claim, 0.8 * self.subject.sure);
    }

    /// "have office in": the verb, its object and the preposition together.
    fn with_object(&self, verbs: &[String], oblique: &Oblique) -> Option<Meaning> {
        let tree = self.scene.tree;
        let nouns: Vec<String> = self.clause.objects.iter().flat_map(|&object| phrase::nouns(tree, object)).collect();
        let phrases = verbs.iter().flat_map(|verb| nouns.iter().map(move |noun| format!("{verb} {noun} {}", oblique.case)));
        phrases.into_iter().find_map(|phrase| vocabulary::find(&phrase).cloned())
    }

    /// "lives in fear"
    fn is_no_place(&self, meaning: &Meaning, at: usize) -> bool {
        let tree = self.scene.tree;
        let placed = matches!(meaning.predicate.as_str(), "lives_in" | "born_in" | "died_in" | "member_of");
        if matches!(tree.lemma(at), "age" | "home") && meaning.predicate != "lives_in" && placed {
            return true;
        }
        let bare = tree.pos(at) == Pos::Noun && phrase::determiner(tree, at).is_none() && phrase::owner(tree, at).is_none();
        placed && bare && !phrase::capital(&tree.words[at].form) && tree.all(at, &["compound", "amod", "nmod"]).next().is_none()
    }

    /// Whether what is told fits what it is told of: nobody studies at "stand-up comedy", and a filter that was replaced has no successor.
    pub fn suits(&self, meaning: &Meaning, at: usize) -> bool {
        const SCHOOLS: &[&str] =
            &["university", "college", "school", "academy", "institute", "program", "programme", "course", "uni", "faculty"];
        let tree = self.scene.tree;
        let name = phrase::is_name(tree, at);
        match (meaning.predicate.as_str(), meaning.means) {
            ("studies_at", Means::Begin) => name || SCHOOLS.contains(&tree.lemma(at)),
            ("has_condition", _) => !matches!(tree.lemma(at), "operation" | "surgery" | "accident" | "breakup" | "divorce"),
            ("job_title", Means::Begin) if self.clause.group.passive && tree.is_one(self.clause.head, &["made"]) => {
                kin::is_role(tree.lemma(at)) || matches!(tree.lemma(at), "lead" | "head" | "captain" | "chief")
            }
            // "signed the lease for a flat"
            ("member_of", Means::Begin) => tree.lemma(self.clause.head) != "sign" || self.clause.objects.is_empty(),
            ("succeeded", _) => name || self.scene.referent(at).is_some_and(|referent| referent.person),
            // "I'm writing a novel" is no author yet.
            ("created" | "author_of" | "composer_of" | "director_of", Means::Begin) => !self.clause.group.progressive,
            // "bought my niece a bike"
            ("owns", Means::Begin)
                if self.clause.indirect.is_some_and(|whom| {
                    !tree.is_one(whom, &["myself", "ourselves", "himself", "herself", "themselves"])
                        && self.scene.referent(whom).is_none_or(|referent| referent.name != self.subject.name)
                }) =>
            {
                false
            }
            // "firing mortars" leaves nobody without work.
            ("works_at", _) if meaning.inverse && self.subject.person => false,
            // "employs 240 people"
            ("works_at", _) if meaning.inverse && matches!(tree.lemma(at), "people" | "person" | "staff" | "worker" | "employee") => false,
            ("works_at", _) if meaning.inverse => {
                name || self.scene.referent(at).is_some_and(|referent| referent.person) || kin::is_role(tree.lemma(at))
            }
            // "A shop that sells violins" goes on doing so, and "it sold fabric" did.
            ("owns", Means::End) if !self.subject.person && !phrase::capital(&self.subject.name) => false,
            ("owns", Means::End) if self.clause.group.tense == Tense::Present && !self.clause.group.progressive => false,
            ("owns", Means::Begin | Means::End) => !(self.clause.group.progressive && self.clause.group.tense == Tense::Past),
            _ => true,
        }
    }

    /// "had a great time at the wedding": a verb that says nothing of the wedding without its object.
    fn says_little(&self, case: &str) -> bool {
        const LIGHT: &[&str] = &["have", "get", "make", "do", "give", "change", "buy", "put"];
        !matches!(case, "from" | "to")
            && !self.clause.objects.is_empty()
            && self.clause.particle.is_none()
            && !self.clause.objects.iter().any(|&at| self.scene.tree.is_one(at, &["place", "part"]))
            && (LIGHT.contains(&self.scene.tree.lemma(self.clause.head))
                || self.scene.tree.lemma(self.clause.head) == "take" && case != "with")
    }

    /// "seeing a guy from her gym", "served as ambassador to Persia", "got the keys to the flat": told of the noun, whatever it hangs on.
    fn is_of_another(&self, oblique: &Oblique) -> bool {
        const FETCH: &[&str] = &[
            "take",
            "get",
            "buy",
            "borrow",
            "receive",
            "steal",
            "remove",
            "bring",
            "move",
            "inherit",
            "learn",
            "hear",
            "steal",
            "save",
            "rescue",
            "order",
            "adopt",
            "translate",
            "import",
            "separate",
            "protect",
            "keep",
            "hide",
            "sign",
            "hire",
            "recruit",
        ];
        let tree = self.scene.tree;
        let verb = tree.lemma(self.clause.head);
        let beside = |at: usize| at < oblique.head && kin::is_person(&tree.lemma(at).to_lowercase());
        let somebody = oblique.case == "from" && self.clause.objects.iter().any(|&at| beside(at)) && !FETCH.contains(&verb);
        let post = matches!(verb, "serve" | "work" | "act")
            && matches!(oblique.case.as_str(), "to" | "of")
            && (self.clause.obliques.iter().any(|other| other.case == "as") || !self.clause.objects.is_empty());
        let keys = oblique.case == "to" && verb == "get" && self.clause.objects.iter().any(|&at| at < oblique.head);
        // "joined Siemens in Munich", "joined Rovers from Almeria for £4m"
        let joined = verb == "join" && !self.clause.objects.is_empty() && matches!(oblique.case.as_str(), "in" | "from" | "for" | "at");
        // "built the dock with his own hands"
        let row = oblique.case == "in" && tree.is_one(oblique.head, &["row"]);
        let hands = row || oblique.case == "with" && matches!(tree.lemma(oblique.head), "hand" | "eye" | "heart");
        // "owns a laundromat in Tulsa"
        let noun = matches!(verb, "own" | "miss" | "love" | "like" | "know" | "hate" | "use" | "need" | "want" | "prefer" | "look")
            && matches!(oblique.case.as_str(), "in" | "from" | "at" | "of" | "on")
            && self
                .clause
                .objects
                .iter()
                .chain(self.clause.obliques.iter().map(|other| &other.head))
                .any(|&at| self.clause.head < at && at < oblique.head && tree.pos(at) != Pos::Pron && !self.scene.timed[at]);
        // "a workshop on listening"
        const TALKS: &[&str] = &[
            "workshop",
            "seminar",
            "lecture",
            "talk",
            "class",
            "course",
            "book",
            "article",
            "film",
            "documentary",
            "conference",
            "webinar",
            "presentation",
            "paper",
            "report",
            "study",
            "exhibition",
            "lesson",
            "podcast",
            "video",
        ];
        let talk = matches!(oblique.case.as_str(), "on" | "about")
            && self.clause.objects.iter().any(|&at| self.clause.head < at && at < oblique.head && TALKS.contains(&tree.lemma(at)));
        // "shared the same love of it as me"
        let same = oblique.case == "as"
            && self.clause.objects.iter().any(|&at| tree.all(at, &["amod"]).any(|word| tree.is_one(word, &["same", "such"])));
        somebody || post || keys || joined || hands || noun || talk || same
    }

    pub fn is_set_phrase(&self, oblique: &Oblique) -> bool {
        // "moved to London as a child"
        let as_a_child = oblique.case == "as"
            && matches!(self.scene.tree.lemma(oblique.head), "child" | "kid" | "boy" | "girl" | "teenager" | "baby" | "student" | "adult");
        let of_what = self.scene.tree.all(oblique.head, &["nmod"]).any(|of| crate::clause::case(self.scene.tree, of) == "of");
        let lot = matches!(self.scene.tree.lemma(oblique.head), "lot" | "bit") && of_what;
        as_a_child
            || !lot
                && SET_PHRASES.contains(&self.scene.tree.lemma(oblique.head))
                && self.scene.referent(oblique.head).is_none_or(|referent| !referent.named)
    }

    pub fn objects(&self, verbs: &[String], taken: bool, drafts: &mut Drafts) {
        let tree = self.scene.tree;
        for &object in &self.clause.objects {
            let with_noun = verbs.iter().flat_map(|verb| phrase::nouns(tree, object).into_iter().map(move |noun| format!("{verb} {noun}")));
            let known = with_noun.into_iter().find_map(|phrase| vocabulary::find(&phrase).cloned());
            if taken && known.is_none() {
                continue;
            }
            let meaning = known
                .or_else(|| self.left(object))
                .or_else(|| self.hired(object))
                .or_else(|| verbs.iter().find_map(|verb| vocabulary::find(verb).cloned()))
                .and_then(|meaning| self.fitted(meaning, object))
                .unwrap_or_else(|| self.own_words(verbs, ""));
            let you = tree.is_one(object, &["you"]) && matches!(tree.lemma(self.clause.head), "tell" | "thank" | "ask" | "show" | "have");
            let lot = matches!(tree.lemma(object), "lot" | "bit") && tree.child(object, "nmod").is_none();
            let place = tree.is_one(object, &["place"]) && verbs.iter().any(|verb| verb.ends_with("take place"));
            // "called him the best"
            let quoted = tree.words.get(object + 1).is_some_and(|next| matches!(next.form.as_str(), "\"" | "“" | "``"));
            let label =
                tree.lemma(self.clause.head) == "call" && (self.clause.indirect.is_some() || self.clause.contents.len() == 1 || quoted);
            // "Doing good!"
            let well = tree.lemma(self.clause.head) == "do" && tree.is_one(object, &["good", "well", "great", "okay", "fine", "ok"]);
            // "You deserve a break!"
            let kind_words = tree.lemma(self.clause.head) == "deserve"
                || tree.lemma(object) == "thing" && phrase::determiner(tree, object).is_some_and(|word| word != "the")
                // "I have people who care"
                || tree.lemma(object) == "people" && meaning.predicate == "has"
                // "connecting with the things I love"
                || matches!(tree.lemma(object), "thing" | "one" | "stuff") && self.clause.link == crate::clause::Link::OfNoun
                // "had the chance to meet her"
                || CHANCES.contains(&tree.lemma(object)) && meaning.predicate == "has" && tree.child(object, "acl").is_some();
            // "€8m": a sign without its number
            let sign = tree.pos(object) == Pos::Sym && tree.child(object, "nummod").is_none();
            if you
                || well
                || lot
                || place
                || label
                || sign
                || kind_words
                || self.is_no_place(&meaning, object)
                || self.children(object, drafts)
                || self.has_tie(object, drafts)
            {
                continue;
            }
            if self.scene.denied == Some(object) {
                self.deny(&meaning, object, drafts);
            } else if let Some(count) = self.age(object) {
                self.draft(Meaning { predicate: "age".into(), means: Means::Begin, inverse: false, core: true }, count, 1.0, drafts);
            } else if let Some((value, sure)) = self.scene.object(object, self.subject) {
                let none = phrase::determiner(tree, object).is_some_and(|word| word == "no");
                if !none {
                    self.draft(meaning, value, sure, drafts);
                }
            }
        }
        // "Told you!"
        let says = matches!(tree.lemma(self.clause.head), "tell" | "ask" | "thank" | "show");
        if let Some(object) = self.clause.indirect.filter(|_| self.clause.objects.is_empty() && !says)
            && let Some((value, sure)) = self.scene.object(object, self.subject)
        {
            self.draft(self.own_words(verbs, ""), value, sure, drafts);
        }
    }

    /// "left Acme" ends what the text has told of the two, if that is one thing.
    fn left(&self, object: usize) -> Option<Meaning> {
        let leaves = LEAVING.contains(&self.scene.tree.lemma(self.clause.head));
        let referent = self.scene.referent(object).filter(|_| leaves)?;
        let predicate = self.scene.told.settle(&self.subject.name, &referent.name, TIES)?;
        Some(Meaning { predicate: predicate.to_owned(), means: Means::End, inverse: false, core: true })
    }

    /// "two kids, Emma and Jack", "a daughter, Elle": each who is named is one.
    fn children(&self, object: usize, drafts: &mut Drafts) -> bool {
        let tree = self.scene.tree;
        let has = tree.lemma(self.clause.head) == "have" || crate::verb::has_got(tree, self.clause.head);
        if !has || self.clause.group.negated {
            return false;
        }
        let named = |at: &usize| phrase::is_name(tree, *at) && object < *at;
        let apposed: Vec<usize> = tree.all(object, &["appos"]).filter(named).flat_map(|at| crate::clause::joined(tree, at)).collect();
        let first = self.clause.objects.first().copied().filter(|&first| first != object && phrase::is_name(tree, object));
        let (noun, names) = if apposed.is_empty() { (first, vec![object]) } else { (Some(object), apposed) };
        let noun = noun.map(|noun| tree.lemma(noun).to_lowercase());
        // "two dogs, Rex and Bella"
        if noun.as_ref().is_some_and(|noun| phrase::is_pet(noun)) && names.iter().all(|&at| phrase::is_name(tree, at)) {
            for named in names.into_iter().filter_map(|at| self.scene.referent(at)) {
                let meaning = Meaning { predicate: "has_pet".into(), means: Means::State, inverse: false, core: true };
                self.draft(meaning, Object::Entity(named.name.clone()), named.sure, drafts);
            }
            return true;
        }
        let Some(&(_, predicate, inverse)) = noun.and_then(|noun| kin::TIES.iter().find(|(tie, ..)| *tie == noun)) else { return false };
        for named in names.into_iter().filter_map(|at| self.scene.referent(at)) {
            let meaning = Meaning { predicate: predicate.to_owned(), means: Means::State, inverse: !inverse, core: true };
            self.draft(meaning, Object::Entity(named.name.clone()), named.sure, drafts);
        }
        true
    }

    /// "turned 30"
    fn age(&self, object: usize) -> Option<Object> {
        let turned = self.scene.tree.lemma(self.clause.head) == "turn" && self.subject.person;
        let years = crate::scene::years(&self.scene.tree.words[object].form).filter(|_| turned && self.scene.tree.pos(object) == Pos::Num);
        years.map(|value| Object::Value { value, unit: None })
    }
}

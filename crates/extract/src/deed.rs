//! Verbs: the claims of a clause whose predicate is a verb.

use asof_model::{Claim, Kind, Object, Scalar};
use asof_parser::Pos;

use crate::{
    clause::{Clause, Link, Oblique},
    discourse::Referent,
    drafts::{Draft, Drafts, text_claim},
    force::Force,
    governor::{self, Governor},
    kin, phrase,
    scene::Scene,
    verb::Tense,
    vocabulary::{self, Meaning, Means},
    when::{Span, ToldIn},
};

/// Verbs that tell a state when they stand in the simple present or past.
const STATIVE: &[&str] = &[
    "be",
    "have",
    "know",
    "believe",
    "understand",
    "contain",
    "consist",
    "include",
    "involve",
    "mean",
    "matter",
    "own",
    "possess",
    "owe",
    "remain",
    "stay",
    "depend",
    "deserve",
    "exist",
    "fit",
    "lie",
    "resemble",
    "lack",
    "weigh",
    "measure",
    "cost",
    "border",
    "suit",
    "belong",
    "concern",
    "rely",
    "trust",
    "respect",
    "admire",
    "care",
    "support",
    "value",
    "hold",
    "miss",
    "live",
    "feature",
    "comprise",
    "house",
    "run",
    "lead",
    "head",
    "control",
    "govern",
    "cover",
    "span",
    "serve",
    "operate",
    "specialize",
    "specialise",
    "offer",
    "sell",
    "speak",
];

/// Predicates that two may have of each other without an object.
const RECIPROCAL: &[&str] = &["spouse_of", "engaged_to", "partner_of", "friend_of", "knows", "lives_with"];

/// Whether a verb tells a state and no deed.
pub fn is_stative(lemma: &str) -> bool {
    STATIVE.contains(&lemma) || matches!(lemma, "like" | "love" | "need" | "want" | "help" | "enjoy" | "prefer")
}

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
];

/// Tells the claims of a verb.
pub fn tell(scene: &Scene<'_>, index: usize, drafts: &mut Drafts) {
    let clause = &scene.clauses[index];
    if !scene.forces[index].is_told() {
        return;
    }
    if reciprocal(scene, index, drafts) {
        return;
    }
    for subject in scene.subjects(clause) {
        Deed { scene, index, clause, subject: &subject }.tell(drafts);
    }
    if clause.group.passive {
        agents(scene, index, drafts);
    }
}

/// "Sara and I got married": what each does to the other.
fn reciprocal(scene: &Scene<'_>, index: usize, drafts: &mut Drafts) -> bool {
    let clause = &scene.clauses[index];
    let free = clause.objects.is_empty() && clause.obliques.iter().all(|oblique| scene.timed[oblique.head]);
    let subjects = scene.subjects(clause);
    let [one, other] = &subjects[..] else { return false };
    let phrases = verb_phrases(scene, clause)
        .into_iter()
        .flat_map(|verb| [format!("{verb} to"), format!("{verb} with"), format!("{verb} from"), verb]);
    let known = phrases.into_iter().find_map(|phrase| vocabulary::find(&phrase).cloned());
    let Some(meaning) = known.filter(|meaning| free && RECIPROCAL.contains(&meaning.predicate.as_str())) else { return false };
    drafts.tell(scene, index, Draft { subject: one, meaning, object: Object::Entity(other.name.clone()), sure: other.sure });
    true
}

/// One subject of a verb.
struct Deed<'s, 'a> {
    scene: &'s Scene<'a>,
    index: usize,
    clause: &'s Clause,
    subject: &'s Referent,
}

impl Deed<'_, '_> {
    fn tell(&self, drafts: &mut Drafts) {
        let before = (drafts.found.len(), drafts.left.len());
        if self.attitude(drafts) || self.life(drafts) {
            return;
        }
        let verbs = verb_phrases(self.scene, self.clause);
        let taken = self.obliques(&verbs, drafts);
        self.objects(&verbs, taken, drafts);
        self.complement(&verbs, drafts);
        gerunds(
            self.scene,
            self.index,
            self.subject,
            self.clause.head,
            &|case| {
                verbs
                    .iter()
                    .find_map(|verb| vocabulary::find(&format!("{verb} {case}")).cloned())
                    .unwrap_or_else(|| self.own_words(&verbs, case))
            },
            drafts,
        );
        let own = matches!(self.clause.link, Link::Main | Link::Joined) && matches!(self.scene.forces[self.index], Force::Told(_));
        if own && self.subject.person && (drafts.found.len(), drafts.left.len()) == before && !self.has_arguments() {
            self.alone(&verbs, drafts);
        }
    }

    fn draft(&self, meaning: Meaning, object: Object, sure: f32, drafts: &mut Drafts) {
        drafts.tell(self.scene, self.index, Draft { subject: self.subject, meaning, object, sure });
    }

    /// What stands after a preposition; `true` if one of them told what the object is there for ("has an office in").
    fn obliques(&self, verbs: &[String], drafts: &mut Drafts) -> bool {
        let mut taken = false;
        for oblique in &self.clause.obliques {
            if self.scene.timed[oblique.head] || oblique.case.is_empty() || self.clause.group.passive && oblique.case == "by" {
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
            let meaning = match known {
                Some(meaning) => meaning,
                None if oblique.of_object || self.is_set_phrase(oblique) => continue,
                None => self.own_words(verbs, &oblique.case),
            };
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
                "during",
                "until",
                "till",
                "since",
                "throughout",
                "rather than",
            ];
            if ASIDE.contains(&oblique.case.as_str()) {
                continue;
            }
            let number = self.scene.tree.pos(oblique.head) == Pos::Num && !meaning.core;
            if number || self.is_no_place(&meaning, oblique.head) {
                continue;
            }
            if self.scene.denied == Some(oblique.head) {
                self.deny(&meaning, oblique.head, drafts);
            } else if meaning.predicate == "job_title" {
                self.post(&meaning, oblique.head, drafts);
            } else if let Some((object, sure)) = self.scene.object(oblique.head, self.subject) {
                let sure = if meaning.core { sure } else { sure * 0.9 };
                self.draft(meaning, object, sure, drafts);
            }
        }
        taken
    }

    /// "served as president of Halden", "a job as a nurse in Porto".
    fn post(&self, meaning: &Meaning, at: usize, drafts: &mut Drafts) {
        let owner = phrase::owner(self.scene.tree, at);
        if crate::being::role(self.scene, self.index, self.subject, at, owner, meaning.means, drafts) {
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
        drafts.keep(self.scene, claim, 0.8 * self.subject.sure);
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
        let bare = tree.pos(at) == Pos::Noun && phrase::determiner(tree, at).is_none() && phrase::owner(tree, at).is_none();
        placed && bare && !phrase::capital(&tree.words[at].form) && tree.all(at, &["compound", "amod", "nmod"]).next().is_none()
    }

    fn is_set_phrase(&self, oblique: &Oblique) -> bool {
        SET_PHRASES.contains(&self.scene.tree.lemma(oblique.head))
            && self.scene.referent(oblique.head).is_none_or(|referent| !referent.named)
    }

    fn objects(&self, verbs: &[String], taken: bool, drafts: &mut Drafts) {
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
                .unwrap_or_else(|| self.own_words(verbs, ""));
            if self.is_no_place(&meaning, object) || self.children(object, drafts) {
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
        if let Some(object) = self.clause.indirect.filter(|_| self.clause.objects.is_empty())
            && let Some((value, sure)) = self.scene.object(object, self.subject)
        {
            self.draft(self.own_words(verbs, ""), value, sure, drafts);
        }
    }

    /// "left Acme" ends what the text has told of the two, if that is one thing.
    fn left(&self, object: usize) -> Option<Meaning> {
        const TIES: &[&str] = &["works_at", "lives_in", "studies_at", "member_of", "spouse_of", "partner_of"];
        let leaves = matches!(self.scene.tree.lemma(self.clause.head), "leave" | "quit");
        let referent = self.scene.referent(object).filter(|_| leaves)?;
        let predicate = self.scene.told.settle(&self.subject.name, &referent.name, TIES)?;
        Some(Meaning { predicate: predicate.to_owned(), means: Means::End, inverse: false, core: true })
    }

    /// "joined Acme Inc." is a new job; "joined the club" is not.
    fn hired(&self, object: usize) -> Option<Meaning> {
        let company = !self.subject.name.split(' ').any(kin::is_organisation)
            && self.scene.tree.lemma(self.clause.head) == "join"
            && self.scene.referent(object)?.name.split(' ').any(kin::is_company);
        company.then(|| Meaning { predicate: "works_at".into(), means: Means::Begin, inverse: false, core: true })
    }

    /// "two kids, Emma and Jack": each who is named is one.
    fn children(&self, object: usize, drafts: &mut Drafts) -> bool {
        let tree = self.scene.tree;
        let first = self
            .clause
            .objects
            .first()
            .copied()
            .filter(|&first| first != object && phrase::is_name(tree, object) && tree.lemma(self.clause.head) == "have");
        let noun = first.map(|first| tree.lemma(first).to_lowercase());
        let Some(&(_, predicate, inverse)) = noun.and_then(|noun| kin::TIES.iter().find(|(tie, ..)| *tie == noun)) else { return false };
        let Some(named) = self.scene.referent(object) else { return false };
        let meaning = Meaning { predicate: predicate.to_owned(), means: Means::State, inverse: !inverse, core: true };
        self.draft(meaning, Object::Entity(named.name.clone()), named.sure, drafts);
        true
    }

    /// "turned 30"
    fn age(&self, object: usize) -> Option<Object> {
        let turned = self.scene.tree.lemma(self.clause.head) == "turn";
        crate::scene::quantity(self.scene.tree, object).filter(|_| turned && self.subject.person)
    }

    /// "feel happy", "became famous", "stayed calm".
    fn complement(&self, verbs: &[String], drafts: &mut Drafts) {
        let tree = self.scene.tree;
        let plain = |at: &usize| matches!(tree.pos(*at), Pos::Adj | Pos::Noun | Pos::Propn) && tree.child(*at, "cop").is_none();
        let Some(at) = self.clause.contents.iter().copied().find(plain) else { return };
        if !self.clause.objects.is_empty() {
            return;
        }
        let means = match tree.lemma(self.clause.head) {
            "become" | "get" | "turn" | "grow" | "go" => Means::Begin,
            "be" | "stay" | "remain" | "keep" | "feel" => Means::State,
            _ => {
                let meaning = verbs.iter().find_map(|verb| vocabulary::find(verb).cloned()).unwrap_or_else(|| self.own_words(verbs, ""));
                if meaning.predicate != "name" || !crate::being::called(self.scene, self.index, at, drafts) {
                    self.draft(meaning, adjective(tree, at), 0.8, drafts);
                }
                return;
            }
        };
        crate::being::told(self.scene, self.index, self.subject, at, means, drafts);
    }

    fn has_arguments(&self) -> bool {
        !self.clause.objects.is_empty()
            || self.clause.obliques.iter().any(|oblique| !self.scene.timed[oblique.head])
            || !self.clause.contents.is_empty()
    }

    /// "Oscar died": nothing but the verb.
    fn alone(&self, verbs: &[String], drafts: &mut Drafts) {
        let meaning = self.own_words(verbs, "");
        let empty = matches!(
            meaning.predicate.as_str(),
            "guess"
                | "suppose"
                | "remember"
                | "hope"
                | "love"
                | "wait"
                | "keep"
                | "try"
                | "need"
                | "want"
                | "start"
                | "begin"
                | "stop"
                | "finish"
                | "be"
                | "have"
                | "do"
                | "go"
                | "come"
                | "say"
                | "know"
                | "think"
                | "agree"
                | "mean"
                | "see"
                | "hear"
                | "get"
                | "let"
        );
        if !empty {
            self.draft(meaning, Object::Value { value: Scalar::Bool(true), unit: None }, 0.8, drafts);
        }
    }

    /// A predicate of the words themselves: nothing is thrown away for lack of one in the vocabulary.
    fn own_words(&self, verbs: &[String], case: &str) -> Meaning {
        let verb = verbs.first().map_or("", |verb| verb.strip_prefix("be ").unwrap_or(verb));
        let predicate = [verb, case].join(" ").trim().replace(' ', "_");
        let stative = STATIVE.contains(&self.scene.tree.lemma(self.clause.head));
        Meaning { predicate, means: if stative { Means::State } else { Means::Happen }, inverse: false, core: false }
    }

    /// What somebody wants, plans, likes, tries or believes to do; `true` if the verb told that.
    fn attitude(&self, drafts: &mut Drafts) -> bool {
        let contents = self
            .scene
            .clauses
            .iter()
            .enumerate()
            .filter(|(_, clause)| clause.parent == Some(self.index) && self.clause.contents.contains(&clause.head));
        let mut told = false;
        for (at, content) in contents {
            let governor = governor::of(self.scene.tree, self.clause, content);
            if self.scene.forces[at].is_told() && governor != Some(Governor::Think) {
                self.plain_content(governor, content, drafts);
                told |= !matches!(governor, Some(Governor::Go) | None) && self.clause.objects.is_empty();
                continue;
            }
            let Some(governor) = governor else { continue };
            told = true;
            if let Some((predicate, text)) = self.wish(governor, content, at) {
                self.keep_wish(&predicate, text, drafts);
            }
        }
        told
    }

    /// "went hiking", "started painting": the verb that completes it has nothing of its own to tell, so the two are told together.
    fn plain_content(&self, governor: Option<Governor>, content: &Clause, drafts: &mut Drafts) {
        let joins =
            matches!(governor, Some(Governor::True | Governor::Begin | Governor::End | Governor::Go)) && content.group.tense == Tense::None;
        let alone = content.copula.is_none()
            && content.objects.is_empty()
            && content.contents.is_empty()
            && content.obliques.iter().all(|oblique| self.scene.timed[oblique.head]);
        let verb = self.scene.tree.lemma(self.clause.head);
        if joins && alone && self.subject.person && !matches!(verb, "be" | "able" | "get" | "make") {
            let text = self.scene.tree.words[content.head].form.to_lowercase();
            let meaning = self.own_words(&[verb.to_owned()], "");
            self.draft(meaning, Object::Value { value: Scalar::Text(text), unit: None }, 0.9, drafts);
        }
    }

    fn wish(&self, governor: Governor, content: &Clause, at: usize) -> Option<(String, String)> {
        let phrase = || self.dated_phrase(content, at);
        let quoted = || self.scene.quote(content);
        let lemma = self.scene.tree.lemma(self.clause.head).to_lowercase();
        let predicate = match governor {
            Governor::Want if lemma == "wait" => return self.clause.group.negated.then(|| ("wants".to_owned(), phrase())),
            Governor::Want => "wants",
            Governor::Plan => "plans",
            Governor::Try => "tries",
            Governor::Need => "needs",
            Governor::Like => "likes",
            Governor::Dislike => "dislikes",
            Governor::Prefer => "prefers",
            Governor::Will => return self.settled(content, at).then(|| ("plans".to_owned(), phrase())),
            Governor::Think if matches!(lemma.as_str(), "hope" | "wish") => {
                let about = content.elided
                    || content.subjects.iter().any(|&at| self.scene.referent(at).is_some() && !self.scene.tree.is_one(at, &["you"]));
                return about.then(|| ("wants".to_owned(), quoted()));
            }
            Governor::Think => return (!self.says_i() && content.group.tense != Tense::None).then(|| (lemma, quoted())),
            Governor::Begin | Governor::End | Governor::Go | Governor::True | Governor::Fail | Governor::UsedTo => return None,
        };
        Some((predicate.to_owned(), phrase()))
    }

    /// "visit Japan, 2024-06": the date of what is wanted belongs to it, and not to the wanting.
    fn dated_phrase(&self, content: &Clause, at: usize) -> String {
        let phrase = self.scene.verb_phrase(content);
        match self.scene.when(at, ToldIn::Ahead).span {
            Span::At(point) => format!("{phrase}, {point}"),
            Span::Since(point) => format!("{phrase}, from {point}"),
            Span::Until(point) => format!("{phrase}, until {point}"),
            Span::Between(from, to) => format!("{phrase}, {from} to {to}"),
            Span::Unsaid => phrase,
        }
    }

    fn says_i(&self) -> bool {
        self.clause.elided || self.clause.subjects.iter().any(|&subject| self.scene.tree.is_one(subject, &["i", "we"]))
    }

    fn settled(&self, _content: &Clause, _at: usize) -> bool {
        true
    }

    fn keep_wish(&self, predicate: &str, text: String, drafts: &mut Drafts) {
        let sure = match &self.scene.forces[self.index] {
            Force::Told(sure) | Force::Aspect(_, sure) => *sure,
            Force::Open(_) | Force::Content => return,
        };
        let would_like = self.clause.group.would && matches!(predicate, "likes" | "wants" | "prefers");
        let kind = match () {
            () if self.clause.group.over => Kind::Ends,
            () if self.clause.group.negated && self.scene.tree.lemma(self.clause.head) != "wait" => Kind::Denies,
            () => Kind::Holds,
        };
        let sure = if would_like { 0.9 } else { sure };
        let claim = Claim { kind, ..text_claim(self.subject, if would_like { "wants" } else { predicate }, text) };
        drafts.keep(self.scene, claim, 0.9 * sure * self.subject.sure);
    }

    /// Births, deaths and foundings, whose date is a fact of its own.
    fn life(&self, drafts: &mut Drafts) -> bool {
        let tree = self.scene.tree;
        let (predicate, whole) = match tree.words[self.clause.head].form.to_lowercase().as_str() {
            "born" => ("born_on", true),
            "died" | "dies" => ("died_on", false),
            "founded" | "established" if self.clause.group.passive => ("founded_on", false),
            _ => return false,
        };
        let when = self.scene.when(self.index, ToldIn::Past);
        if let Span::At(point) = when.span
            && !self.clause.group.negated
        {
            let claim = Claim { kind: Kind::Begins, from: Some(point), ..text_claim(self.subject, predicate, point.to_string()) };
            drafts.keep(self.scene, claim, 0.9 * self.subject.sure);
        }
        whole && !self.clause.obliques.iter().any(|oblique| !self.scene.timed[oblique.head])
    }
}

/// "inspired by talking to people", "passionate about making films": what a preposition governs is a clause, told as text.
pub fn gerunds(scene: &Scene<'_>, index: usize, subject: &Referent, head: usize, meaning: &dyn Fn(&str) -> Meaning, drafts: &mut Drafts) {
    let tree = scene.tree;
    for at in tree.all(head, &["advcl", "acl"]).filter(|&at| tree.tag(at) == "VBG") {
        let Some(case) = tree.all(at, &["mark", "case"]).map(|mark| tree.words[mark].form.to_lowercase()).next() else { continue };
        if !matches!(case.as_str(), "by" | "about" | "of" | "in" | "at" | "from" | "with" | "to" | "for") {
            continue;
        }
        for each in std::iter::once(at).chain(tree.all(at, &["conj"]).filter(|&each| tree.tag(each) == "VBG")) {
            let Some(content) = scene.clauses.iter().find(|clause| clause.head == each) else { continue };
            let rest = scene.verb_phrase(content);
            let text = rest
                .strip_prefix(tree.lemma(each))
                .map_or_else(|| rest.clone(), |after| format!("{}{after}", tree.words[each].form.to_lowercase()));
            let object = Object::Value { value: Scalar::Text(text), unit: None };
            drafts.tell(scene, index, Draft { subject, meaning: meaning(&case), object, sure: 0.85 });
        }
    }
}

/// "founded by Ben": what the agent did to the subject.
fn agents(scene: &Scene<'_>, index: usize, drafts: &mut Drafts) {
    let clause = &scene.clauses[index];
    let lemma = scene.tree.lemma(clause.head).to_lowercase();
    let agents = clause.obliques.iter().filter(|oblique| oblique.case == "by" && !oblique.of_object && !scene.timed[oblique.head]);
    for agent in agents.filter_map(|oblique| scene.referent(oblique.head)) {
        for &subject in &clause.subjects {
            let Some((object, sure)) = scene.object(subject, agent) else { continue };
            let participle = format!("be {} by", scene.tree.words[clause.head].form.to_lowercase());
            let passive = vocabulary::find(&participle).map(|meaning| Meaning { inverse: !meaning.inverse, ..meaning.clone() });
            let verb =
                clause.particle.map_or(lemma.clone(), |particle| format!("{lemma} {}", scene.tree.words[particle].form.to_lowercase()));
            let own = || Meaning {
                predicate: verb.replace(' ', "_"),
                means: if STATIVE.contains(&lemma.as_str()) { Means::State } else { Means::Happen },
                inverse: false,
                core: false,
            };
            let meaning = passive.or_else(|| vocabulary::find(&verb).cloned()).unwrap_or_else(own);
            drafts.tell(scene, index, Draft { subject: agent, meaning, object, sure });
        }
    }
}

/// The ways in which the vocabulary may have a verb, the most particular first: "be based", "move out".
fn verb_phrases(scene: &Scene<'_>, clause: &Clause) -> Vec<String> {
    let tree = scene.tree;
    let form = tree.words[clause.head].form.to_lowercase();
    let lemma = tree.lemma(clause.head).to_lowercase();
    let particle = clause.particle.map(|at| tree.words[at].form.to_lowercase());
    let got = tree.all(clause.head, &["aux"]).any(|at| tree.lemma(at) == "get");
    let base: Vec<String> = match () {
        () if clause.group.passive && got => vec![format!("get {form}"), format!("be {form}")],
        () if clause.group.passive => vec![format!("be {form}")],
        () if clause.group.progressive => vec![lemma, format!("be {form}")],
        () => vec![lemma],
    };
    let with = |verb: &String| particle.as_ref().map_or(verb.clone(), |particle| format!("{verb} {particle}"));
    let mut phrases: Vec<String> = base.iter().map(with).collect();
    let adverbs = tree
        .all(clause.head, &["advmod"])
        .filter(|&at| tree.is_one(at, &["out", "away", "back", "up", "over", "down", "in", "together", "off"]));
    let moved: Vec<String> = adverbs
        .filter(|_| particle.is_none())
        .flat_map(|at| base.iter().map(move |verb| (at, verb)))
        .map(|(at, verb)| format!("{verb} {}", tree.words[at].form.to_lowercase()))
        .collect();
    phrases.splice(0..0, moved);
    phrases
}

/// An adjective or noun as text: "very happy" is "happy".
pub fn adjective(tree: &crate::tree::Tree<'_>, at: usize) -> Object {
    let form = &tree.words[at].form;
    let text = if tree.pos(at) == Pos::Propn || at > 0 && phrase::capital(form) { form.clone() } else { form.to_lowercase() };
    Object::Value { value: Scalar::Text(text), unit: None }
}

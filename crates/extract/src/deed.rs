//! Verbs: the claims of a clause whose predicate is a verb.

use asof_model::{Claim, Kind, Object, Scalar};
use asof_parser::Pos;

use crate::{
    clause::{Clause, Link},
    discourse::Referent,
    drafts::{Draft, Drafts, text_claim},
    force::Force,
    hedge,
    phrase::{self, is_name},
    scene::Scene,
    serving,
    verb::{Tense, has_got},
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
pub struct Deed<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub index: usize,
    pub clause: &'s Clause,
    pub subject: &'s Referent,
}

impl Deed<'_, '_> {
    fn tell(&self, drafts: &mut Drafts) {
        let before = (drafts.found.len(), drafts.left.len());
        if self.has_done() || self.passion(drafts) || self.makes(drafts) || self.is_figure() || self.bears(drafts) {
            return;
        }
        if self.into(drafts)
            || self.attitude(drafts)
            || self.life(drafts)
            || self.named_after(drafts)
            || self.names(drafts)
            || self.goes(drafts)
            || self.would_rather(drafts)
            || serving::tell(self, drafts)
        {
            return;
        }
        let verbs = verb_phrases(self.scene, self.clause);
        let taken = self.obliques(&verbs, drafts);
        self.objects(&verbs, taken, drafts);
        self.appoints(drafts);
        self.complement(&verbs, drafts);
        gerunds(
            self.scene,
            self.index,
            self.subject,
            self.clause.head,
            &|case| {
                verbs
                    .iter()
                    .find_map(|verb| {
                        vocabulary::find(&format!("{verb} {case}"))
                            .filter(|meaning| !matches!(meaning.predicate.as_str(), "uses" | "studies_at"))
                            .cloned()
                    })
                    .unwrap_or_else(|| self.own_words(&verbs, case))
            },
            drafts,
        );
        let own = matches!(self.clause.link, Link::Main | Link::Joined) && matches!(self.scene.forces[self.index], Force::Told(_));
        // "The class starts next month", "my laptop crashed": a thing's own doing counts where it has a date or an owner.
        let thing = || {
            let owned = self.clause.subjects.iter().any(|&at| phrase::owner(self.scene.tree, at).is_some());
            let dated = !self.scene.shares[self.index].is_empty();
            dated || owned && self.clause.group.tense == Tense::Past
        };
        // "a hotel with breakfast included"
        let bare = self.scene.tree.tag(self.clause.head) == "VBN" && self.scene.tree.child(self.clause.head, "aux").is_none();
        let own = own && !(bare && self.clause.link == Link::Joined);
        if own && (self.subject.person || thing()) && (drafts.found.len(), drafts.left.len()) == before && !self.has_arguments() {
            self.alone(&verbs, drafts);
        }
    }

    pub fn draft(&self, meaning: Meaning, object: Object, sure: f32, drafts: &mut Drafts) {
        drafts.tell(self.scene, self.index, Draft { subject: self.subject, meaning, object, sure });
    }

    /// "feel happy", "became famous", "stayed calm".
    fn complement(&self, verbs: &[String], drafts: &mut Drafts) {
        let tree = self.scene.tree;
        let plain = |at: &usize| matches!(tree.pos(*at), Pos::Adj | Pos::Noun | Pos::Propn) && tree.child(*at, "cop").is_none();
        let Some(at) = self.clause.contents.iter().copied().find(plain) else { return };
        // "who died aged 88"
        // "We made sure to leave early"
        let sure = tree.is_one(at, &["sure", "certain"]) && tree.lemma(self.clause.head) == "make";
        // "I'm getting creative", "hope all's good"
        let group = &self.clause.group;
        let comes = matches!(tree.lemma(self.clause.head), "get" | "become" | "grow" | "turn" | "go")
            && group.progressive
            && group.tense == Tense::Present
            && self.scene.shares[self.index].is_empty();
        let hopes = matches!(tree.lemma(self.clause.head), "hope" | "guess" | "wish");
        if !self.clause.objects.is_empty() || tree.is_one(at, &["aged"]) || sure || comes || hopes {
            return;
        }
        let means = match tree.lemma(self.clause.head) {
            "become" | "get" | "turn" | "grow" | "go" => Means::Begin,
            "be" | "stay" | "remain" | "keep" | "feel" => Means::State,
            _ => {
                let meaning = verbs.iter().find_map(|verb| vocabulary::find(verb).cloned()).unwrap_or_else(|| self.own_words(verbs, ""));
                // "was made redundant"
                if meaning.predicate == "job_title" && tree.pos(at) == Pos::Adj {
                    return;
                }
                if meaning.predicate != "name" || !crate::being::called(self.scene, self.index, at, drafts) {
                    let sure = if meaning.core { 0.95 } else { 0.8 };
                    let whole = meaning.predicate == "name" && is_name(tree, at);
                    let name = || Scalar::Text(tree.say(&phrase::words(tree, at, self.scene.timed)));
                    let object = if whole { Object::Value { value: name(), unit: None } } else { adjective(tree, at) };
                    self.draft(meaning, object, sure, drafts);
                }
                return;
            }
        };
        crate::being::told(self.scene, self.index, self.subject, at, means, drafts);
    }

    fn has_arguments(&self) -> bool {
        !self.clause.objects.is_empty()
            || self.clause.obliques.iter().any(|oblique| !self.scene.timed[oblique.head] && !self.is_set_phrase(oblique))
            || self.clause.contents.iter().any(|&at| !self.scene.tree.is_one(at, &["aged"]))
    }

    /// "Oscar died": nothing but the verb.
    fn alone(&self, verbs: &[String], drafts: &mut Drafts) {
        if self.scene.tree.pos(self.clause.head) != Pos::Verb {
            return;
        }
        if let Some((meaning, object)) = self.state_of() {
            return self.draft(meaning, object, 0.9, drafts);
        }
        let meaning = self.own_words(verbs, "");
        let empty = matches!(
            meaning.predicate.as_str(),
            "guess"
                | "suppose"
                | "explain"
                | "feel"
                | "aim"
                | "plan"
                | "believe"
                | "reckon"
                | "imagine"
                | "assume"
                | "suspect"
                | "doubt"
                | "figure"
                | "gather"
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
                | "sound"
                | "look"
                | "seem"
                | "appear"
                | "announce"
                | "report"
                | "claim"
                | "add"
                | "bet"
                | "tell"
                | "ask"
                | "date"
                | "can"
                | "could"
                | "should"
                | "would"
                | "will"
                | "must"
                | "may"
                | "might"
        );
        let dated =
            !self.scene.shares[self.index].is_empty() && matches!(meaning.predicate.as_str(), "start" | "begin" | "stop" | "finish");
        // "We have each other's back"
        let empty = empty || self.scene.tree.lemma(self.clause.head) == "have";
        if !empty || dated {
            let sure = if self.scene.shares[self.index].is_empty() { 0.8 } else { 0.9 };
            self.draft(meaning, Object::Value { value: Scalar::Bool(true), unit: None }, sure, drafts);
        }
    }

    /// A predicate of the words themselves: nothing is thrown away for lack of one in the vocabulary.
    pub fn own_words(&self, verbs: &[String], case: &str) -> Meaning {
        let verb = verbs.first().map_or("", |verb| verb.strip_prefix("be ").unwrap_or(verb));
        let predicate = [verb, case].join(" ").trim().replace(' ', "_");
        // Somebody runs a firm for long, and a race once.
        const RACES: &[&str] = &["race", "marathon", "half", "mile", "lap", "errand", "5k", "10k", "relay", "sprint", "test", "experiment"];
        let short = |at: usize| {
            let far = crate::scene::quantity(self.scene.tree, at).is_some() && self.subject.person;
            far || RACES.contains(&self.scene.tree.lemma(at).to_lowercase().as_str())
        };
        let runs = self.scene.tree.lemma(self.clause.head) == "run";
        let race = runs && (self.subject.person && self.clause.objects.is_empty() || self.clause.objects.iter().any(|&at| short(at)));
        // "I've been offered a job"
        let trades = matches!(self.scene.tree.lemma(self.clause.head), "offer" | "sell" | "serve");
        let offered = trades && (self.clause.group.passive || case == "to" && self.clause.group.tense == Tense::Past);
        // "My contract runs out" is no state, though "runs" is.
        let whole = !verb.contains(' ');
        let stative = !race && whole && !offered && STATIVE.contains(&self.scene.tree.lemma(self.clause.head))
            || has_got(self.scene.tree, self.clause.head);
        Meaning { predicate, means: if stative { Means::State } else { Means::Happen }, inverse: false, core: false }
    }

    /// "My boss promoted me to team lead", "Acme appointed Ben as its chief executive": told of who got the post.
    fn appoints(&self, drafts: &mut Drafts) {
        const APPOINT: &[&str] = &["promote", "appoint", "hire", "elect", "name", "nominate"];
        let tree = self.scene.tree;
        let [object] = self.clause.objects[..] else { return };
        let post = self.clause.obliques.iter().find(|oblique| matches!(oblique.case.as_str(), "to" | "as"));
        let (Some(post), Some(whom)) = (post, self.scene.referent(object)) else { return };
        let title = !matches!(tree.lemma(post.head), "successor" | "replacement" | "one");
        let fits = title && APPOINT.contains(&tree.lemma(self.clause.head)) && !self.clause.group.passive && whom.person;
        if fits && !is_name(tree, post.head) && !self.scene.timed[post.head] {
            let title = Meaning { predicate: "job_title".into(), means: Means::Begin, inverse: false, core: true };
            let job = Object::Entity(crate::being::job(self.scene, post.head));
            drafts.tell(self.scene, self.index, Draft { subject: whom, meaning: title, object: job, sure: 0.9 });
        }
    }

    /// "had his knee done": somebody else did it, and he has no more knees than before.
    fn has_done(&self) -> bool {
        let tree = self.scene.tree;
        // "had money left"
        let done =
            |&at: &usize| tree.tag(at) == "VBN" && tree.lemma(at) != "leave" && self.clause.objects.iter().any(|&object| object < at);
        matches!(tree.lemma(self.clause.head), "have" | "get") && self.clause.contents.iter().any(done)
    }

    /// "It rained", "I'm dying here", "this is killing me", "it makes me sleepy", "I tried it, didn't help": nobody rains, dies or helps.
    fn is_figure(&self) -> bool {
        const WEATHER: &[&str] = &["rain", "snow", "drizzle", "hail", "pour"];
        let tree = self.scene.tree;
        let lemma = tree.lemma(self.clause.head);
        let group = &self.clause.group;
        let dying = lemma == "die"
            && group.progressive
            && group.tense == Tense::Present
            && tree.all(self.clause.head, &["nsubj"]).any(|at| tree.is_one(at, &["i"]));
        let killing = lemma == "kill" && group.progressive && !self.subject.person;
        let left_out = self.clause.elided || self.clause.subjects.iter().all(|&at| tree.head(at) != Some(self.clause.head));
        let thing = left_out && group.negated && self.clause.objects.is_empty() && matches!(lemma, "help" | "work" | "matter" | "happen");
        // "can't have dairy"
        let may_not = lemma == "have" && group.able && group.negated && group.tense == Tense::Present;
        // "I wish you all the best", "Got your back", "I can't imagine life without him", "all that I had to overcome"
        let object = |nouns: &[&str]| self.clause.objects.iter().any(|&at| nouns.contains(&tree.lemma(at)));
        let wishes = lemma == "wish" && !self.clause.objects.is_empty()
            // "…, which I don't believe"
            || matches!(lemma, "believe" | "doubt") && self.clause.link == Link::OfNoun;
        let backs = matches!(lemma, "get" | "have") && object(&["back"]);
        let cannot = group.able && group.negated && matches!(lemma, "imagine" | "believe" | "complain" | "stress");
        let own = tree.child(self.clause.head, "obj").is_some();
        let had_to = lemma == "have"
            && !own
            && self.clause.contents.iter().any(|&at| tree.all(at, &["mark"]).any(|mark| tree.is_one(mark, &["to"])));
        let idle = wishes || backs || cannot || had_to && !self.clause.objects.is_empty();
        // "that place you told me about"
        let told = lemma == "tell" && self.clause.link == Link::OfNoun;
        // "It has me excited"
        let pronoun = || self.clause.objects.iter().all(|&at| tree.tag(at) == "PRP");
        let does = matches!(lemma, "make" | "keep") || matches!(lemma, "have" | "get") && pronoun();
        let makes = does && self.clause.objects.len() == 1 && !self.clause.contents.is_empty();
        idle || dying || killing || thing || makes || may_not || told || self.clause.elided && WEATHER.contains(&lemma)
    }

    /// "My kids are into swimming"
    fn into(&self, drafts: &mut Drafts) -> bool {
        let tree = self.scene.tree;
        let into = self.clause.mark.is_some_and(|mark| tree.is_one(mark, &["into"])) && self.clause.link == Link::Main;
        if into {
            let likes = Meaning { predicate: "likes".into(), means: Means::State, inverse: false, core: true };
            let phrase = self.scene.verb_phrase(self.clause);
            let rest = phrase.strip_prefix(tree.lemma(self.clause.head)).unwrap_or_default();
            let text = format!("{}{rest}", tree.words[self.clause.head].form.to_lowercase());
            self.draft(likes, Object::Value { value: Scalar::Text(text), unit: None }, 0.9, drafts);
        }
        into
    }

    /// "We named him Tomás": told of whom the name was given to.
    fn names(&self, drafts: &mut Drafts) -> bool {
        let tree = self.scene.tree;
        let gives = matches!(tree.lemma(self.clause.head), "name" | "call") && !self.clause.group.passive;
        // "a corgi called Waffle"
        let called = self.clause.link == Link::OfNoun && matches!(tree.lemma(self.clause.head), "name" | "call");
        if let [object] = self.clause.objects[..]
            && called
            && phrase::capital(&tree.words[object].form)
        {
            let meaning = Meaning { predicate: "name".into(), means: Means::State, inverse: false, core: true };
            let text = tree.say(&phrase::words(tree, object, self.scene.timed));
            self.draft(meaning, Object::Value { value: Scalar::Text(text), unit: None }, 0.95, drafts);
            return true;
        }
        let name = self.clause.contents.iter().copied().find(|&at| gives && is_name(tree, at));
        // "We named the baby Juniper": of the baby, whatever the two words were taken for.
        let noun = |at: usize| phrase::is_description(tree, at) || tree.base(at) == "compound" && tree.pos(at) == Pos::Noun;
        let merged = |&at: &usize| is_name(tree, at) && tree.children(at).iter().any(|&word| noun(word));
        if gives && tree.lemma(self.clause.head) == "name" && name.is_none() && self.clause.objects.iter().any(merged) {
            return true;
        }
        let (Some(name), [object]) = (name, &self.clause.objects[..]) else { return false };
        let owner = phrase::owner(tree, *object).and_then(|owner| self.scene.referent(owner)).cloned();
        if let Some(owner) = owner
            && crate::being::tie(self.scene, self.index, &tree.lemma(*object).to_lowercase(), &owner, name, drafts)
        {
            return true;
        }
        let Some(named) = self.scene.referent(*object) else { return true };
        let object = Object::Value { value: Scalar::Text(tree.say(&phrase::words(tree, name, self.scene.timed))), unit: None };
        let meaning = Meaning { predicate: "name".into(), means: Means::State, inverse: false, core: true };
        if tree.lemma(self.clause.head) == "name" {
            drafts.tell(self.scene, self.index, Draft { subject: named, meaning, object, sure: 1.0 });
        }
        true
    }

    /// Births, deaths and foundings, whose date is a fact of its own.
    fn life(&self, drafts: &mut Drafts) -> bool {
        let tree = self.scene.tree;
        let (predicate, whole) = match tree.words[self.clause.head].form.to_lowercase().as_str() {
            "born" => ("born_on", true),
            "died" | "dies" if self.subject.person || phrase::capital(&self.subject.name) && !self.subject.name.contains("'s ") => {
                ("died_on", false)
            }
            "passed" if self.subject.person && tree.children(self.clause.head).iter().any(|&at| tree.is_one(at, &["away"])) => {
                ("died_on", false)
            }
            "founded" | "established" if self.clause.group.passive => ("founded_on", false),
            _ => return false,
        };
        let when = self.scene.when(self.index, ToldIn::Past);
        if let Span::At(point) = when.span
            && !self.clause.group.negated
        {
            let claim = Claim { kind: Kind::Begins, from: Some(point), ..text_claim(self.subject, predicate, point.to_string()) };
            drafts.keep(claim, 0.9 * self.subject.sure);
        }
        whole && !self.clause.obliques.iter().any(|oblique| !self.scene.timed[oblique.head])
    }
}

/// "inspired by talking to people", "passionate about making films": what a preposition governs is a clause, told as text.
pub fn gerunds(scene: &Scene<'_>, index: usize, subject: &Referent, head: usize, meaning: &dyn Fn(&str) -> Meaning, drafts: &mut Drafts) {
    let tree = scene.tree;
    for at in tree.all(head, &["advcl", "acl"]).filter(|&at| tree.tag(at) == "VBG") {
        let Some(case) = tree.all(at, &["mark", "case"]).map(|mark| tree.words[mark].form.to_lowercase()).next() else { continue };
        if !matches!(case.as_str(), "by" | "about" | "of" | "in" | "at" | "from" | "with" | "to" | "for" | "on" | "into") {
            continue;
        }
        // "a workshop on listening"
        // "with the new tenant pursuing approvals"
        if case == "on" && tree.child(head, "obj").is_some() || case == "with" && tree.child(at, "nsubj").is_some() {
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
    for (at, agent) in agents.filter_map(|oblique| Some((oblique.head, scene.referent(oblique.head)?))) {
        let hedge = hedge::of_phrase(scene.tree, at);
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
            let known = passive.or_else(|| vocabulary::find(&verb).cloned());
            let meaning = known.filter(|meaning| is_meant(scene, meaning, subject, agent, clause.group.tense)).unwrap_or_else(own);
            drafts.tell(scene, index, Draft { subject: agent, meaning, object, sure: sure * hedge });
        }
    }
}

/// Things have no successors, and people are no employers: "the boiler was replaced by a firm", "was employed by us".
fn is_meant(scene: &Scene<'_>, meaning: &Meaning, subject: usize, agent: &Referent, tense: Tense) -> bool {
    match meaning.predicate.as_str() {
        "succeeded" => is_name(scene.tree, subject) || scene.referent(subject).is_some_and(|referent| referent.person),
        "works_at" => !agent.person,
        // "The album was produced by Greg Field": once, and no line of goods.
        "produces" => tense != Tense::Past,
        _ => true,
    }
}

/// The ways in which the vocabulary may have a verb, the most particular first: "be based", "move out".
fn verb_phrases(scene: &Scene<'_>, clause: &Clause) -> Vec<String> {
    let tree = scene.tree;
    let form = tree.words[clause.head].form.to_lowercase();
    let lemma = if has_got(tree, clause.head) { "have".to_owned() } else { tree.lemma(clause.head).to_lowercase() };
    let particle = clause.particle.map(|at| tree.words[at].form.to_lowercase());
    let got = tree.all(clause.head, &["aux"]).any(|at| tree.lemma(at) == "get");
    // "takes place in Basel" takes nothing.
    let place = lemma == "take" && clause.objects.iter().any(|&at| tree.is_one(at, &["place"]) && tree.children(at).is_empty());
    let lemma = if place { "take place".to_owned() } else { lemma };
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
        .filter(|&at| clause.head < at && !scene.timed[at])
        .filter(|&at| tree.is_one(at, &["out", "away", "back", "up", "over", "down", "in", "together", "off", "forward"]));
    // "tore my knee back in 2019", "saw it up close": told of what follows, and not with the verb.
    let leads = |at: usize| {
        let next = |wanted: &dyn Fn(usize) -> bool| at + 1 < tree.words.len() && wanted(at + 1);
        let after_object = clause.objects.iter().any(|&object| clause.head < object && object < at);
        let dated = |next: usize| scene.timed[next] || tree.head(next).is_some_and(|head| next < head && scene.timed[head]);
        // "collecting bugs back in high school"
        let then = |next: usize| dated(next) || tree.is_one(next, &["in", "at", "when"]);
        let meanwhile = tree.is_one(at, &["in"]) && at + 1 < tree.words.len() && scene.timed[at + 1];
        meanwhile || tree.is_one(at, &["back"]) && after_object && next(&then) || next(&|next| tree.is_one(next, &["close"]))
    };
    let moved: Vec<String> = adverbs
        .filter(|&at| particle.is_none() && !leads(at))
        .flat_map(|at| base.iter().map(move |verb| (at, verb)))
        .map(|(at, verb)| format!("{verb} {}", tree.words[at].form.to_lowercase()))
        .collect();
    // "came back from Chile" says not where somebody comes from.
    if !moved.is_empty() && tree.lemma(clause.head) == "come" {
        return moved;
    }
    phrases.splice(0..0, moved);
    phrases
}

/// An adjective or noun as text: "very happy" is "happy".
pub fn adjective(tree: &crate::tree::Tree<'_>, at: usize) -> Object {
    let form = &tree.words[at].form;
    // "less adventurous" is the contrary.
    if let Some(degree) = tree.all(at, &["advmod"]).find(|&degree| degree < at && tree.is_one(degree, &["less", "least", "half", "too"])) {
        let text = format!("{} {}", tree.words[degree].form.to_lowercase(), form.to_lowercase());
        return Object::Value { value: Scalar::Text(text), unit: None };
    }
    let text = if tree.pos(at) == Pos::Propn || at > 0 && phrase::capital(form) { form.clone() } else { form.to_lowercase() };
    // "lactose intolerant"
    let part = at.checked_sub(1).filter(|&before| tree.head(before) == Some(at) && tree.base(before) == "compound");
    let text = part.map_or(text.clone(), |part| format!("{} {text}", tree.words[part].form));
    // "eye-opening"
    let glued = |a: usize, b: usize| tree.words[a].end == tree.words[b].start;
    let hyphened = 1 < at && tree.words[at - 1].form == "-" && glued(at - 2, at - 1) && glued(at - 1, at);
    let text = if hyphened { format!("{}-{text}", tree.words[at - 2].form.to_lowercase()) } else { text };
    Object::Value { value: Scalar::Text(text), unit: None }
}

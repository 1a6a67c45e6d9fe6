//! Attitudes: what somebody wants, plans, likes, tries, needs or thinks, told as a claim about that person.

use asof_model::{Claim, Kind, Object, Scalar};

use crate::{
    clause::Clause,
    deed::Deed,
    drafts::{Drafts, text_claim},
    force::Force,
    governor::{self, Governor},
    verb::Tense,
    when::{Span, ToldIn},
};

/// Adjectives for what somebody feels for a while.
pub const FEELINGS: &[&str] = &[
    "happy",
    "sad",
    "angry",
    "tired",
    "excited",
    "nervous",
    "anxious",
    "proud",
    "thankful",
    "grateful",
    "glad",
    "upset",
    "worried",
    "scared",
    "afraid",
    "stressed",
    "bored",
    "lonely",
    "relieved",
    "surprised",
    "thrilled",
    "overwhelmed",
    "exhausted",
    "confused",
    "frustrated",
    "hopeful",
    "hungry",
    "thirsty",
    "sick",
    "cold",
    "hot",
    "busy",
    "swamped",
    "calm",
    "relaxed",
    "jealous",
    "ashamed",
    "embarrassed",
    "inspired",
    "motivated",
    "content",
    "disappointed",
    "depressed",
    "ecstatic",
    "delighted",
    "amazed",
    "pumped",
    "stoked",
    "blessed",
    "honored",
    "determined",
    "confident",
    "comfortable",
    "accepted",
    "sorry",
];

impl Deed<'_, '_> {
    /// What somebody wants, plans, likes, tries or believes to do; `true` if the verb told that.
    pub fn attitude(&self, drafts: &mut Drafts) -> bool {
        let contents = self
            .scene
            .clauses
            .iter()
            .enumerate()
            .filter(|(_, clause)| clause.parent == Some(self.index) && self.clause.contents.contains(&clause.head));
        let mut told = false;
        // "I've wanted to do this": nobody can tell what.
        let idle = |content: &Clause| {
            let this = |at: usize| self.scene.tree.is_one(at, &["this", "that", "it", "so"]);
            matches!(content.objects[..], [object] if this(object))
        };
        for (at, content) in contents {
            let governor = governor::of(self.scene.tree, self.clause, content);
            if self.scene.forces[at].is_told() && governor != Some(Governor::Think) {
                self.plain_content(governor, content, drafts);
                // "I love how the colours blend"
                let how = |at: usize| at < content.head && self.scene.tree.is_one(at, &["how"]);
                if self.scene.tree.is_one(self.clause.head, &["love", "like", "adore"])
                    && self.scene.tree.all(content.head, &["advmod", "mark"]).any(how)
                {
                    self.keep_wish("likes", self.scene.quote(content), drafts);
                }
                told |= !matches!(governor, Some(Governor::Go) | None) && self.clause.objects.is_empty();
                continue;
            }
            let Some(governor) = governor else { continue };
            told = true;
            // "a trail I've been wanting to check out": what for, the words do not say.
            let gap = self.scene.tree.is_a(self.clause.head, "acl:relcl") && content.objects.is_empty() && content.obliques.is_empty();
            // "I wanted to let you know I joined a club": that is told, and nothing wanted.
            let you = |at: usize| self.scene.tree.is_one(at, &["you", "you guys"]);
            let announces = matches!(self.scene.tree.lemma(content.head), "let" | "tell")
                && self
                    .scene
                    .tree
                    .all(content.head, &["obj", "iobj", "ccomp", "xcomp"])
                    .any(|at| you(at) || self.scene.tree.child(at, "nsubj").is_some_and(you));
            if announces && self.says_i() && matches!(governor, Governor::Want | Governor::Need) {
                continue;
            }
            if gap || idle(content) && self.scene.tree.lemma(content.head) == "do" {
                continue;
            }
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
            // "had to stay": she stayed.
            let (verb, object) = match verb {
                "have" | "end" => (self.scene.tree.lemma(content.head), Scalar::Bool(true)),
                verb => (verb, Scalar::Text(text)),
            };
            let meaning = self.own_words(&[verb.to_owned()], "");
            self.draft(meaning, Object::Value { value: object, unit: None }, 0.9, drafts);
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
            // "You have to come next time"
            Governor::Need if self.says_you() => return None,
            Governor::Need => "needs",
            Governor::Like => "likes",
            Governor::Dislike => "dislikes",
            Governor::Prefer => "prefers",
            // "You're going to be an amazing dad" is no plan of yours.
            // "I was going to call, but …"
            Governor::Will if self.clause.group.tense == Tense::Past => return None,
            Governor::Will if content.copula.is_some() && !self.says_i() || self.says_you() => return None,
            Governor::Will => "plans",
            Governor::Think if matches!(lemma.as_str(), "hope" | "wish") => {
                let about = content.elided
                    || content.subjects.iter().any(|&at| self.scene.referent(at).is_some() && !self.scene.tree.is_one(at, &["you"]));
                return about.then(|| ("wants".to_owned(), quoted()));
            }
            // "Funny you say that"
            Governor::Think if self.says_you() => return None,
            // "wrote from Lisbon, where his ship lay"
            Governor::Think if self.opens_with_place(content) => return None,
            Governor::Think => return (!self.says_i() && content.group.tense != Tense::None).then(|| (lemma, quoted())),
            Governor::Begin | Governor::End | Governor::Go | Governor::True | Governor::Fail | Governor::UsedTo => return None,
        };
        Some((predicate.to_owned(), phrase()))
    }

    /// "visit Japan, 2024-06": the date of what is wanted belongs to it, and not to the wanting.
    fn dated_phrase(&self, content: &Clause, at: usize) -> String {
        let phrase = self.scene.verb_phrase(content);
        let when = self.scene.when(at, ToldIn::Ahead);
        let now = |point: asof_model::Point| {
            point.lo() == point.hi() && self.scene.said.is_some_and(|said| said.lo() <= point.lo() && point.hi() <= said.hi())
        };
        // "someday", "now"
        if when.vague || matches!(when.span, Span::At(point) if now(point)) {
            return phrase;
        }
        match when.span {
            Span::At(point) => format!("{phrase}, {point}"),
            Span::Since(point) => format!("{phrase}, from {point}"),
            Span::Until(point) => format!("{phrase}, until {point}"),
            Span::Between(from, to) => format!("{phrase}, {from} to {to}"),
            Span::Unsaid => phrase,
        }
    }

    fn opens_with_place(&self, content: &Clause) -> bool {
        let tree = self.scene.tree;
        let asks = matches!(tree.lemma(self.clause.head), "wonder" | "ask" | "tell" | "say" | "explain");
        !asks && tree.all(content.head, &["advmod"]).any(|at| at < content.head && tree.is_one(at, &["where", "when"]))
    }

    fn says_you(&self) -> bool {
        self.clause.subjects.iter().any(|&subject| self.scene.tree.is_one(subject, &["you"]))
    }

    fn says_i(&self) -> bool {
        self.clause.elided || self.clause.subjects.iter().any(|&subject| self.scene.tree.is_one(subject, &["i", "we"]))
    }

    fn keep_wish(&self, predicate: &str, text: String, drafts: &mut Drafts) {
        // "As I like to say"
        if self.clause.mark.is_some_and(|mark| self.scene.tree.is_one(mark, &["as"])) {
            return;
        }
        let sure = match &self.scene.forces[self.index] {
            Force::Told(sure) | Force::Aspect(_, sure) => *sure,
            Force::Open(_) | Force::Content => return,
        };
        let would_like = self.clause.group.would && matches!(predicate, "likes" | "wants" | "prefers");
        let kind = match () {
            () if self.clause.group.over => Kind::Ends,
            // "I used to love hiking"
            () if matches!(self.scene.forces[self.index], Force::Aspect(Governor::UsedTo | Governor::End, _)) => Kind::Ends,
            () if self.clause.group.negated && self.scene.tree.lemma(self.clause.head) != "wait" => Kind::Denies,
            () => Kind::Holds,
        };
        let sure = if would_like { 0.9 } else { sure };
        let claim = Claim { kind, ..text_claim(self.subject, if would_like { "wants" } else { predicate }, text) };
        drafts.keep(claim, 0.9 * sure * self.subject.sure);
    }
}

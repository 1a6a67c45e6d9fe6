//! Open propositions: every clause as (subject, relation, further arguments) in the words of the sentence, whoever tells it.
//!
//! They are what Open Information Extraction calls tuples (ClausIE, Del Corro and Gemulla 2013; Stanford Open IE, Angeli et al. 2015);
//! nothing is resolved, dated or judged. Claims are made of the same clauses, with care; propositions show what was understood.

use asof_parser::{Pos, Sentence};

use crate::{
    clause::{Clause, Link, Oblique, clauses, joined},
    phrase::is_name,
    tree::Tree,
    verb::Tense,
};

/// A proposition in the words of its sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposition {
    /// The relation: "was born in".
    pub relation: String,
    /// The subject, then the others.
    pub arguments: Vec<String>,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
}

/// The most copies that "and" makes of one clause.
const MOST_COPIES: usize = 16;
/// The most prepositional phrases that one argument keeps.
const MOST_PHRASES: usize = 2;

/// The propositions of a sentence.
#[must_use]
pub fn propositions(sentence: &Sentence) -> Vec<Proposition> {
    let tree = Tree::new(sentence);
    let clauses = clauses(&tree);
    let teller = Teller { tree: &tree, clauses: &clauses };
    let mut told = Vec::new();
    for index in 0..clauses.len() {
        teller.clause(index, &mut told);
    }
    for at in 0..tree.words.len() {
        teller.noun(at, &mut told);
    }
    told
}

struct Teller<'a> {
    tree: &'a Tree<'a>,
    clauses: &'a [Clause],
}

/// The parts of a clause that were read off its chain of verbs.
struct Parts {
    relation: Vec<usize>,
    objects: Vec<usize>,
    obliques: Vec<Oblique>,
    contents: Vec<usize>,
    last: usize,
}

impl Teller<'_> {
    fn clause(&self, index: usize, told: &mut Vec<Proposition>) {
        let clause = &self.clauses[index];
        if clause.subjects.is_empty() || self.is_swallowed(clause) {
            return;
        }
        let parts = self.parts(index);
        let mut relation = self.tree.say(&parts.relation);
        if clause.group.passive && self.tree.all(clause.head, &["aux"]).next().is_none() {
            relation = format!("be {relation}");
        }
        let (suffix, arguments) = self.arguments(clause, &parts);
        if !suffix.is_empty() {
            relation = format!("{relation} {suffix}");
        }
        let sure = self.confidence(clause, &arguments);
        for &subject in &clause.subjects {
            let copies = arguments.iter().fold(vec![Vec::new()], |copies: Vec<Vec<String>>, choices| spread(&copies, choices));
            for copy in copies {
                let arguments: Vec<String> = std::iter::once(self.subject(subject)).chain(copy).collect();
                told.push(Proposition { relation: relation.clone(), arguments, confidence: sure });
            }
        }
    }

    /// "to visit" in "want to visit" belongs to the relation of "want".
    fn is_swallowed(&self, clause: &Clause) -> bool {
        let parent = clause.parent.map(|parent| &self.clauses[parent]);
        clause.link == Link::Content
            && parent.is_some_and(|parent| self.chain(parent).is_some_and(|next| self.clauses[next].head == clause.head))
    }

    /// The clause that a verb makes one relation with: "began building", "is expected to rise".
    fn chain(&self, clause: &Clause) -> Option<usize> {
        let at = clause.contents.iter().copied().find(|&at| self.tree.base(at) == "xcomp")?;
        let next = self.clauses.iter().position(|other| other.head == at && other.group.tense == Tense::None)?;
        clause.objects.is_empty().then_some(next)
    }

    fn parts(&self, index: usize) -> Parts {
        let mut at = index;
        let mut relation = Vec::new();
        let mut obliques = Vec::new();
        loop {
            let clause = &self.clauses[at];
            relation.extend(self.group(clause));
            obliques.extend(clause.obliques.iter().filter(|oblique| !oblique.of_object).cloned());
            match self.chain(clause) {
                Some(next) if relation.len() < 12 => at = next,
                _ => break,
            }
        }
        relation.sort_unstable();
        relation.dedup();
        let last = &self.clauses[at];
        let contents = last
            .contents
            .iter()
            .copied()
            .filter(|&content| self.chain(last).is_none_or(|next| self.clauses[next].head != content))
            .collect();
        Parts { relation, objects: last.objects.clone(), obliques, contents, last: at }
    }

    /// The verb with its helpers, its particle, "not" and the adverbs that stand among them.
    fn group(&self, clause: &Clause) -> Vec<usize> {
        let tree = self.tree;
        let predicate = clause.copula.is_some();
        let mut words: Vec<usize> = tree.all(clause.head, &["aux", "cop"]).collect();
        words.extend(tree.exact(clause.head, "compound:prt"));
        words.extend(tree.all(clause.head, &["mark"]).filter(|&at| tree.is_one(at, &["to"]) && clause.link == Link::Content));
        if !predicate || tree.pos(clause.head) == Pos::Adj && self.joins_adjective(clause) {
            words.push(clause.head);
        }
        let first = words.iter().copied().min().unwrap_or(clause.head);
        let last = words.iter().copied().max().unwrap_or(clause.head);
        let near = |at: &usize| first <= at + 1 && *at <= last && tree.children(*at).is_empty() && !matches!(tree.tag(*at), "WRB");
        words.extend(tree.all(clause.head, &["advmod"]).filter(near));
        words
    }

    /// "is aware of": the adjective belongs to the relation where a phrase follows it.
    fn joins_adjective(&self, clause: &Clause) -> bool {
        clause.obliques.iter().any(|oblique| oblique.head > clause.head && !oblique.case.is_empty())
    }

    /// What the relation ends in, and the choices for each argument after the subject.
    fn arguments(&self, clause: &Clause, parts: &Parts) -> (String, Vec<Vec<String>>) {
        let tree = self.tree;
        let last = &self.clauses[parts.last];
        let mut suffix = String::new();
        let mut arguments: Vec<Vec<String>> = Vec::new();
        let predicate = last.copula.is_some() && !parts.relation.contains(&last.head);
        if predicate {
            arguments.push(joined(tree, last.head).into_iter().map(|at| self.predicate(at, last)).collect());
        }
        if let Some(indirect) = last.indirect {
            arguments.push(vec![self.phrase(indirect)]);
        }
        if !parts.objects.is_empty() {
            arguments.push(parts.objects.iter().map(|&at| self.phrase(at)).collect());
        }
        for &content in &parts.contents {
            if let Some(mark) = tree.child(content, "mark").filter(|&at| tree.is_one(at, &["that"])) {
                suffix = tree.words[mark].form.clone();
            }
            arguments.push(vec![self.span(content)]);
        }
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        for oblique in &parts.obliques {
            let conjunct = tree.is_a(oblique.head, "conj");
            match groups.last_mut().filter(|_| conjunct) {
                Some((_, heads)) => heads.push(oblique.head),
                None => groups.push((oblique.case.clone(), vec![oblique.head])),
            }
        }
        let verb = parts.relation.iter().copied().max().unwrap_or(clause.head);
        for (case, heads) in groups {
            let direct = arguments.is_empty() && suffix.is_empty() && !case.is_empty() && heads.first().is_some_and(|&head| verb < head);
            if direct {
                suffix = self.cased(heads[0]).map_or(case.clone(), |words| tree.say(&words));
                arguments.push(heads.iter().map(|&at| self.phrase(at)).collect());
            } else {
                arguments.push(heads.iter().map(|&at| self.with_case(at, heads[0])).collect());
            }
        }
        (suffix, arguments)
    }

    /// The words of a phrase's preposition.
    fn cased(&self, head: usize) -> Option<Vec<usize>> {
        let mut words: Vec<usize> = self.tree.all(head, &["case"]).flat_map(|at| self.tree.under(at, |_| true)).collect();
        words.sort_unstable();
        (!words.is_empty()).then_some(words)
    }

    fn with_case(&self, at: usize, first: usize) -> String {
        let case = self.cased(at).or_else(|| self.cased(first)).map(|words| self.tree.say(&words)).unwrap_or_default();
        format!("{case} {}", self.phrase(at)).trim().to_owned()
    }

    fn subject(&self, at: usize) -> String {
        let tree = self.tree;
        let of = |child: usize| crate::clause::case(tree, child) == "of";
        self.tree.say(&trimmed(
            tree,
            &tree.under(at, |child| {
                self.inside(at, child)
                    && (tree.head(child) != Some(at) || tree.base(child) != "nmod" || tree.is_a(child, "nmod:poss") || of(child))
            }),
        ))
    }

    fn phrase(&self, at: usize) -> String {
        let tree = self.tree;
        let kept: Vec<usize> = tree
            .under(at, |child| self.inside(at, child))
            .into_iter()
            .filter(|&word| tree.base(word) == "nmod" && !tree.is_a(word, "nmod:poss"))
            .take(MOST_PHRASES)
            .collect();
        tree.say(&trimmed(
            tree,
            &tree.under(at, |child| {
                self.inside(at, child) && (tree.base(child) != "nmod" || tree.is_a(child, "nmod:poss") || kept.contains(&child))
            }),
        ))
    }

    /// What stays in an argument: no clause about it, nothing joined to it, no preposition before it.
    fn inside(&self, top: usize, child: usize) -> bool {
        let tree = self.tree;
        let direct = tree.head(child) == Some(top);
        match tree.base(child) {
            "case" => !direct || tree.is_one(child, &["'s", "'"]),
            "acl" => !tree.is_a(child, "acl:relcl") && child > 0 && tree.words[child - 1].form != ",",
            "conj" | "cc" => !direct,
            "appos" | "parataxis" | "advcl" | "cop" | "aux" | "nsubj" | "mark" | "expl" | "csubj" | "discourse" | "vocative"
            | "dislocated" => false,
            "obl" | "obj" | "xcomp" | "ccomp" => !direct || tree.pos(top) == Pos::Verb,
            "punct" => !direct || matches!(tree.words[child].form.as_str(), "-" | "''" | "``" | "\"" | "$" | "%"),
            _ => true,
        }
    }

    fn predicate(&self, at: usize, clause: &Clause) -> String {
        let tree = self.tree;
        let obliques: Vec<usize> = clause.obliques.iter().map(|oblique| oblique.head).collect();
        let adverb = |child: usize| {
            tree.base(child) == "advmod"
                && child + 1 < at
                && tree.head(child) == Some(at)
                && clause.copula.is_some_and(|copula| child < copula)
        };
        tree.say(&trimmed(
            tree,
            &tree.under(at, |child| {
                (self.inside(at, child) || tree.base(child) == "case")
                    && !(obliques.contains(&child) && tree.base(child) == "obl")
                    && !adverb(child)
            }),
        ))
    }

    /// A clause that is an argument, as it stands.
    fn span(&self, at: usize) -> String {
        let tree = self.tree;
        let wanted = |child: usize| {
            let direct = tree.head(child) == Some(at);
            !(direct && (tree.base(child) == "mark" && tree.is_one(child, &["that"]) || matches!(tree.base(child), "parataxis")))
        };
        tree.say(&trimmed(tree, &tree.under(at, wanted)))
    }

    fn confidence(&self, clause: &Clause, arguments: &[Vec<String>]) -> f32 {
        let tree = self.tree;
        let link = match clause.link {
            Link::Main => 0.9,
            Link::Joined => 0.8,
            Link::OfNoun if tree.is_a(clause.head, "acl:relcl") => 0.75,
            Link::OfNoun => 0.65,
            Link::Content | Link::Adverbial => 0.7,
        };
        let own = if tree.child(clause.head, "nsubj").is_some() { 0.08 } else { 0.0 };
        let long = 0.002 * f32::from(u16::try_from(tree.words.len().min(100)).unwrap_or(100));
        let alone = if arguments.is_empty() { 0.3 } else { 0.0 };
        let copies = 0.02 * f32::from(u8::try_from(arguments.iter().map(Vec::len).max().unwrap_or(1).min(9)).unwrap_or(9));
        (link + own - long - alone - copies).clamp(0.05, 0.99)
    }

    /// What a noun phrase says by itself.
    fn noun(&self, at: usize, told: &mut Vec<Proposition>) {
        let tree = self.tree;
        if !matches!(tree.pos(at), Pos::Noun | Pos::Propn) {
            return;
        }
        for other in tree.all(at, &["appos"]) {
            self.add(at, "be", other, 0.6, told);
        }
        if let Some(owner) = crate::phrase::owner(tree, at).filter(|&owner| tree.pos(owner) != Pos::Pron) {
            let owned = tree.under(at, |child| self.inside(at, child) && !tree.is_a(child, "nmod:poss"));
            let owner = self.phrase(owner).trim_end_matches(" 's").trim_end_matches(" '").to_owned();
            told.push(Proposition { relation: "has".into(), arguments: vec![owner, tree.say(&owned)], confidence: 0.35 });
        }
        for place in tree.all(at, &["nmod"]).filter(|&place| tree.is_a(place, "nmod")) {
            let case = crate::clause::case(tree, place);
            if matches!(case.as_str(), "in" | "at" | "on" | "near" | "from") && is_name(tree, place) {
                let noun = tree.under(at, |child| self.inside(at, child) && tree.base(child) != "nmod");
                told.push(Proposition {
                    relation: format!("be {case}"),
                    arguments: vec![tree.say(&trimmed(tree, &noun)), self.phrase(place)],
                    confidence: 0.25,
                });
            }
        }
    }

    fn add(&self, one: usize, relation: &str, other: usize, confidence: f32, told: &mut Vec<Proposition>) {
        told.push(Proposition { relation: relation.into(), arguments: vec![self.subject(one), self.phrase(other)], confidence });
    }
}

/// Without punctuation at either end.
fn trimmed(tree: &Tree<'_>, words: &[usize]) -> Vec<usize> {
    let plain = |at: &&usize| tree.pos(**at) == Pos::Punct && !matches!(tree.words[**at].form.as_str(), ")" | "''" | "\"" | "``");
    let front = words.iter().take_while(plain).count();
    let back = words[front..].iter().rev().take_while(plain).count();
    words[front..words.len() - back].to_vec()
}

/// Each copy with each choice added.
fn spread(copies: &[Vec<String>], choices: &[String]) -> Vec<Vec<String>> {
    let with = |copy: &Vec<String>, choice: &String| copy.iter().chain([choice]).cloned().collect();
    copies.iter().flat_map(|copy| choices.iter().map(move |choice| with(copy, choice))).take(MOST_COPIES).collect()
}

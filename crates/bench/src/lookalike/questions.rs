//! Questions of one hop or several, and questions to which the list has no answer.

use std::collections::BTreeSet;

use super::{
    Question, Unanswerable,
    forms::{Forms, Phrase, Wording, below, capital, pick, small},
    world::World,
};
use crate::measure::Luck;

/// So many questions are tried for each that is wanted.
const TRIES: usize = 60;
/// Answers that follow older statements: no more are listed.
const SUPERSEDED: usize = 40;

/// Relations to follow from a subject, and where they lead.
struct Chain {
    subject: usize,
    relations: Vec<usize>,
    /// After each relation.
    reached: Vec<usize>,
}

/// One step of a question: its words, and what kind it leads to.
struct Step<'a> {
    wording: &'a Wording,
    kind: &'a str,
}

/// Puts questions about a world into words.
pub struct Asker<'a> {
    pub world: &'a World,
    pub forms: &'a Forms,
}

impl Asker<'_> {
    /// So many questions of each number of hops, no two alike.
    pub fn questions(&self, hops: usize, count: usize, luck: &mut Luck) -> Vec<Question> {
        let mut seen = BTreeSet::new();
        let mut questions = Vec::new();
        for _ in 0..count * TRIES {
            if questions.len() == count {
                break;
            }
            let stale = luck.below(10) < 7;
            let Some(question) = self.chain(hops, stale, luck).and_then(|chain| self.question(&chain, luck)) else { continue };
            if seen.insert(question.question.clone()) {
                questions.push(question);
            }
        }
        questions
    }

    /// A chain over what holds; with `stale`, one that also an older statement would answer, wrongly.
    fn chain(&self, hops: usize, stale: bool, luck: &mut Luck) -> Option<Chain> {
        let start = self.world.any_fact(luck)?;
        let mut chain = Chain { subject: start.subject, relations: vec![start.relation], reached: vec![start.newest()] };
        let mut overridden = start.values.iter().any(|&value| value != start.newest());
        while chain.relations.len() < hops {
            let at = *chain.reached.last()?;
            let told: Vec<usize> = (0..self.world.relations.len()).filter(|&relation| self.world.fact(at, relation).is_some()).collect();
            let fact = self.world.fact(at, *pick(&told, luck)?)?;
            let next = fact.newest();
            if next == chain.subject || chain.reached.contains(&next) {
                return None;
            }
            overridden |= fact.values.iter().any(|&value| value != next);
            chain.relations.push(fact.relation);
            chain.reached.push(next);
        }
        (overridden || !stale).then_some(chain)
    }

    fn question(&self, chain: &Chain, luck: &mut Luck) -> Option<Question> {
        let answer = *chain.reached.last()?;
        let text = self.words(self.world.name(chain.subject), &chain.relations, &chain.reached, luck);
        if names_it(&text, self.world.name(answer)) {
            return None;
        }
        let subjects = std::iter::once(&chain.subject).chain(&chain.reached);
        let path = subjects
            .zip(&chain.relations)
            .zip(&chain.reached)
            .map(|((&subject, &relation), &object)| self.triple(subject, relation, object))
            .collect();
        let older = self.everywhere(chain).into_iter().filter(|&other| other != answer);
        Some(Question {
            question: text,
            hops: chain.relations.len(),
            answers: accepted(self.world.name(answer)),
            path,
            superseded: older.take(SUPERSEDED).map(|other| self.world.name(other).to_owned()).collect(),
        })
    }

    /// Subject, relation and object in words.
    pub fn triple(&self, subject: usize, relation: usize, object: usize) -> (String, String, String) {
        let relation = self.world.relations.get(relation).map_or("", |relation| relation.id.as_str());
        (self.world.name(subject).to_owned(), relation.to_owned(), self.world.name(object).to_owned())
    }

    /// Wherever one gets by following any statement, older or newer.
    fn everywhere(&self, chain: &Chain) -> BTreeSet<usize> {
        chain.relations.iter().fold(BTreeSet::from([chain.subject]), |from, &relation| {
            from.iter().filter_map(|&subject| self.world.fact(subject, relation)).flat_map(|fact| fact.values.iter().copied()).collect()
        })
    }

    /// The question in words. `reached` says what kinds the relations lead to.
    pub fn words(&self, subject: &str, relations: &[usize], reached: &[usize], luck: &mut Luck) -> String {
        let kinds: Vec<&str> = reached.iter().map(|&entity| self.world.kind(entity)).collect();
        self.words_of_kinds(subject, relations, &kinds, luck)
    }

    fn words_of_kinds(&self, subject: &str, relations: &[usize], kinds: &[&str], luck: &mut Luck) -> String {
        let steps = self.steps(relations, kinds, luck);
        let name = Phrase::name(subject);
        let Some((last, before)) = steps.split_last() else { return String::new() };
        let words = match luck.below(20) {
            0..5 => self.wrapped(&name, &steps, luck),
            5..8 if 1 < steps.len() => self.split(&name, &steps, luck),
            8..11 if 1 < steps.len() => self.clued(&name, &steps, luck),
            _ => ask(&nest(name, before, luck), last, luck),
        };
        // Nobody asks twice after a title that asks.
        if words.ends_with("??") { words[..words.len() - 1].to_owned() } else { words }
    }

    /// The relations as steps, some of them two relations at once.
    fn steps<'a>(&'a self, relations: &[usize], kinds: &[&'a str], luck: &mut Luck) -> Vec<Step<'a>> {
        let ids: Vec<&str> = relations.iter().filter_map(|&at| self.world.relations.get(at)).map(|relation| relation.id.as_str()).collect();
        let mut steps = Vec::new();
        let mut at = 0;
        while let Some(id) = ids.get(at) {
            let fused =
                self.forms.fused.iter().find(|fused| ids[at..].starts_with(&fused.path.iter().map(String::as_str).collect::<Vec<_>>()));
            let wording = fused.filter(|_| luck.below(2) == 0).or_else(|| self.forms.relation.get(*id));
            let Some(wording) = wording else { break };
            at += wording.path.len().max(1);
            steps.push(Step { wording, kind: kinds.get(at - 1).copied().unwrap_or("other") });
        }
        steps
    }

    fn wrapped(&self, name: &Phrase, steps: &[Step<'_>], luck: &mut Luck) -> String {
        let phrase = nest(name.clone(), steps, luck);
        let who = if steps.last().is_some_and(|step| step.kind == "person") { "who" } else { "what" };
        let frame = pick(&self.forms.general.wrap, luck).map_or("", String::as_str);
        let frame = frame.replace("{Who}", &capital(who)).replace("{who}", who);
        capital(&frame.replace("{np}", &phrase.text))
    }

    /// A phrase first, then a question about what it stands for.
    fn split(&self, name: &Phrase, steps: &[Step<'_>], luck: &mut Luck) -> String {
        let (front, back) = steps.split_at(1 + below(steps.len() - 1, luck));
        let phrase = nest(name.clone(), front, luck);
        let frame = pick(&self.forms.general.split, luck).map_or("", String::as_str);
        let asked = self.ask_back(front, back, luck);
        framed(frame, "{np}", &phrase.text, &asked)
    }

    /// A remark first, then a question about who or what it left unnamed.
    fn clued(&self, name: &Phrase, steps: &[Step<'_>], luck: &mut Luck) -> String {
        let (front, back) = steps.split_at(1);
        let clue = front.first().map_or("", |step| name.choose(&step.wording.clue, luck));
        if clue.is_empty() {
            return self.split(name, steps, luck);
        }
        let frame = pick(&self.forms.general.clue, luck).map_or("", String::as_str);
        let asked = self.ask_back(front, back, luck);
        let clue = if frame.starts_with("{clue}") { name.sentence(clue, "") } else { name.clause(clue, "") };
        framed(frame, "{clue}", &clue, &asked)
    }

    fn ask_back(&self, front: &[Step<'_>], back: &[Step<'_>], luck: &mut Luck) -> String {
        let anaphor = self.forms.anaphor(front.last().map_or("other", |step| step.kind));
        match back.split_last() {
            Some((last, before)) => ask(&nest(anaphor, before, luck), last, luck),
            None => String::new(),
        }
    }

    /// Well-formed questions without an answer. `reserved` holds the subjects and relations that must stay untold.
    pub fn unanswerable(
        &self,
        count: usize,
        fresh: &[(String, usize)],
        reserved: &mut BTreeSet<(usize, usize)>,
        luck: &mut Luck,
    ) -> Vec<Unanswerable> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for turn in 0..count * TRIES {
            if found.len() == count {
                break;
            }
            let asked = match sort_in_turn(3, found.len(), turn) {
                0 => self.unknown(fresh, luck),
                1 => self.untold(reserved, luck),
                _ => self.broken(reserved, luck),
            };
            if let Some(asked) = asked.filter(|asked| seen.insert(asked.question.clone())) {
                found.push(asked);
            }
        }
        found
    }

    /// About somebody of whom the list says nothing.
    fn unknown(&self, fresh: &[(String, usize)], luck: &mut Luck) -> Option<Unanswerable> {
        let (name, relation) = pick(fresh, luck)?;
        let kind = self.world.relations.get(*relation)?.object.first()?;
        let mut relations = vec![*relation];
        let mut kinds = vec![kind.as_str()];
        let onward: Vec<usize> = (0..self.world.relations.len()).filter(|&at| self.world.relations[at].subject.contains(kind)).collect();
        if let Some(&next) = pick(&onward, luck).filter(|_| luck.below(3) == 0) {
            relations.push(next);
            kinds.push(self.world.relations[next].object.first()?);
        }
        Some(Unanswerable { question: self.words_of_kinds(name, &relations, &kinds, luck), kind: "unknown entity" })
    }

    /// About something that the list never says of somebody it knows.
    fn untold(&self, reserved: &mut BTreeSet<(usize, usize)>, luck: &mut Luck) -> Option<Unanswerable> {
        let subject = self.world.any_fact(luck)?.subject;
        let (relation, value) = self.gap(subject, luck)?;
        reserved.insert((subject, relation));
        Some(Unanswerable { question: self.words(self.world.name(subject), &[relation], &[value], luck), kind: "untold relation" })
    }

    /// A chain that breaks off after the newest values; an older one may well lead on.
    fn broken(&self, reserved: &mut BTreeSet<(usize, usize)>, luck: &mut Luck) -> Option<Unanswerable> {
        let mut chain = self.chain(1 + below(2, luck), true, luck)?;
        let last = *chain.reached.last()?;
        let (mut relation, mut value) = self.gap(last, luck)?;
        // A step that an older value would have: the trap.
        let stale: Vec<usize> = self.everywhere(&chain).into_iter().filter(|&other| other != last).collect();
        let trap = stale.iter().flat_map(|&other| (0..self.world.relations.len()).filter_map(move |at| self.world.fact(other, at)));
        let trap = trap.filter(|fact| self.is_gap(last, fact.relation)).map(|fact| (fact.relation, fact.newest())).next();
        let kind = if trap.is_some() { "older value leads on" } else { "broken chain" };
        (relation, value) = trap.unwrap_or((relation, value));
        reserved.insert((last, relation));
        chain.relations.push(relation);
        chain.reached.push(value);
        Some(Unanswerable { question: self.words(self.world.name(chain.subject), &chain.relations, &chain.reached, luck), kind })
    }

    /// A relation that is never told of the subject, and a value it might have had.
    fn gap(&self, subject: usize, luck: &mut Luck) -> Option<(usize, usize)> {
        let gaps: Vec<usize> = (0..self.world.relations.len()).filter(|&relation| self.is_gap(subject, relation)).collect();
        let relation = *pick(&gaps, luck)?;
        Some((relation, self.world.draw_value(relation, luck)?))
    }

    fn is_gap(&self, subject: usize, relation: usize) -> bool {
        let fits =
            self.world.relations.get(relation).is_some_and(|relation| relation.subject.iter().any(|kind| kind == self.world.kind(subject)));
        fits && self.world.fact(subject, relation).is_none() && !self.world.hints_at(subject, relation)
    }
}

/// Which of so many sorts is next: each as often as another, unless one cannot be had.
pub fn sort_in_turn(sorts: usize, found: usize, turn: usize) -> usize {
    if turn < (found + 1) * TRIES / 3 { found % sorts } else { turn % sorts }
}

/// Whether the text has the name in it as words of its own.
fn names_it(text: &str, name: &str) -> bool {
    let ends = |side: &str, last: bool| {
        let next = if last { side.chars().next_back() } else { side.chars().next() };
        next.is_none_or(|c| !c.is_alphanumeric())
    };
    text.match_indices(name).any(|(at, _)| ends(&text[..at], true) && ends(&text[at + name.len()..], false))
}

fn nest(start: Phrase, steps: &[Step<'_>], luck: &mut Luck) -> Phrase {
    steps.iter().fold(start, |phrase, step| phrase.nest(phrase.choose(&step.wording.noun, luck)))
}

fn ask(phrase: &Phrase, step: &Step<'_>, luck: &mut Luck) -> String {
    phrase.sentence(phrase.choose(&step.wording.ask, luck), "")
}

/// A frame filled; a question that does not begin a sentence begins small.
fn framed(frame: &str, slot: &str, front: &str, asked: &str) -> String {
    let begins = frame.starts_with("{ask}") || frame.contains(". {ask}");
    let asked = if begins { asked.to_owned() } else { small(asked) };
    let filled = match frame.split_once("{ask}") {
        Some((before, after)) => format!("{}{asked}{after}", before.replace(slot, front)),
        None => frame.replace(slot, front),
    };
    if frame.starts_with(slot) && slot != "{np}" { filled } else { capital(&filled) }
}

/// The strings that are accepted for a name: as told, and without what only tells it apart.
pub fn accepted(name: &str) -> Vec<String> {
    let mut accepted = vec![name.to_owned()];
    let mut add = |other: &str| {
        let other = other.trim();
        if !other.is_empty() && !accepted.iter().any(|known| known == other) {
            accepted.push(other.to_owned());
        }
    };
    if let Some((before, _)) = name.split_once(" (") {
        add(before);
    }
    add(name.trim_end_matches('.'));
    if let Some(rest) = name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")) {
        add(rest);
    }
    accepted
}

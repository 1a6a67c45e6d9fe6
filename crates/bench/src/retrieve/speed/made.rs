//! Facts, passages and questions made up from the words of real text, each word as often as it is there.

use std::collections::{BTreeMap, HashSet};

use asof::{Claim, Instant, Operation, Point, Statement};

use crate::measure::Luck;

/// Predicates of the facts.
const PREDICATES: usize = 50;
/// Facts to an entity.
const FACTS_EACH: usize = 10;
/// Passages of one session.
const SESSION: usize = 20;
/// The most common words: too common to name anything.
const COMMON: usize = 200;
const DAY: i64 = 86_400_000_000;
/// The days of all dates, from 1990 on.
const DAYS: std::ops::Range<i64> = 7_305..20_000;

/// Words by how often they are used, the most common first.
pub struct Vocabulary {
    words: Vec<String>,
    /// How many uses there are of each word and those before it.
    uses: Vec<u64>,
}

impl Vocabulary {
    pub fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for word in texts.flat_map(|text| text.split(|c: char| !c.is_alphabetic())).filter(|word| 2 <= word.len() && word.len() <= 24) {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut sum = 0;
        let mut add = |count: u64| {
            sum += count;
            sum
        };
        let (words, uses) = counts.into_iter().map(|(word, count)| (word, add(count))).unzip();
        Self { words, uses }
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// A word as text draws it.
    fn word(&self, luck: &mut Luck) -> &str {
        let at = luck.below(self.uses.last().copied().unwrap_or(0));
        self.words.get(self.uses.partition_point(|&uses| uses <= at)).map_or("word", String::as_str)
    }

    /// A word that is not common, each as likely as any other.
    fn rare(&self, luck: &mut Luck) -> &str {
        let common = COMMON.min(self.words.len() / 2);
        self.words.get(common + below(luck, self.words.len() - common)).map_or("word", String::as_str)
    }

    fn sentence(&self, luck: &mut Luck) -> String {
        let length = 6 + below(luck, 12);
        let words: Vec<&str> = (0..length).map(|_| self.word(luck)).collect();
        format!("{}.", capital(&words.join(" ")))
    }

    fn name(&self, luck: &mut Luck) -> String {
        format!("{} {}", capital(self.rare(luck)), capital(self.rare(luck)))
    }

    fn names(&self, count: usize, luck: &mut Luck) -> Vec<String> {
        let mut seen = HashSet::new();
        let mut names = Vec::with_capacity(count);
        while names.len() < count {
            let mut name = self.name(luck);
            if !seen.insert(name.clone()) {
                name = format!("{name} {}", names.len());
            }
            names.push(name);
        }
        names
    }
}

fn below(luck: &mut Luck, bound: usize) -> usize {
    usize::try_from(luck.below(bound as u64)).unwrap_or(0)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A fact in numbers, with its days.
struct Fact {
    subject: usize,
    predicate: usize,
    object: usize,
    from: i64,
    to: i64,
}

struct Passage {
    text: String,
    speaker: usize,
    day: i64,
}

/// A question as of a day, and the document that it was made from.
pub struct Ask {
    pub text: String,
    pub day: i64,
    pub wanted: usize,
}

/// A document as other engines are given it: its text, and from which day to which it holds.
pub struct Document {
    pub text: String,
    pub from: i64,
    pub to: i64,
}

/// A made-up memory: the facts are the first documents, the passages follow.
pub struct Made {
    entities: Vec<String>,
    predicates: Vec<String>,
    facts: Vec<Fact>,
    passages: Vec<Passage>,
}

impl Made {
    /// Draws so many facts and passages; each passage tells the facts that fall to it among sentences that tell none.
    pub fn draw(words: &Vocabulary, facts: usize, passages: usize, seed: u64) -> Self {
        let mut luck = Luck(seed);
        let entities = words.names((facts / FACTS_EACH).max(PREDICATES), &mut luck);
        let predicates = (0..PREDICATES).map(|_| format!("{}_{}", words.rare(&mut luck), words.word(&mut luck))).collect();
        let facts = (0..facts).map(|_| Fact::draw(entities.len(), &mut luck)).collect();
        let mut made = Self { entities, predicates, facts, passages: Vec::new() };
        made.passages = (0..passages).map(|number| made.passage(words, number, passages, &mut luck)).collect();
        made
    }

    fn passage(&self, words: &Vocabulary, number: usize, of: usize, luck: &mut Luck) -> Passage {
        let mut sentences: Vec<String> = (0..2 + below(luck, 4)).map(|_| words.sentence(luck)).collect();
        for fact in number * self.facts.len() / of..(number + 1) * self.facts.len() / of {
            sentences.insert(below(luck, sentences.len() + 1), format!("{}.", self.sentence(fact)));
        }
        Passage { text: sentences.join(" "), speaker: below(luck, self.entities.len().min(PREDICATES)), day: day(luck) }
    }

    pub fn facts(&self) -> usize {
        self.facts.len()
    }

    pub fn passages(&self) -> usize {
        self.passages.len()
    }

    pub fn documents(&self) -> impl Iterator<Item = Document> {
        let facts =
            self.facts.iter().enumerate().map(|(number, fact)| Document { text: self.sentence(number), from: fact.from, to: fact.to });
        let said = |passage: &Passage| Document { text: passage.text.clone(), from: passage.day, to: 1_000_000 };
        facts.chain(self.passages.iter().map(said))
    }

    /// A fact in words.
    pub fn sentence(&self, fact: usize) -> String {
        let Fact { subject, predicate, object, .. } = &self.facts[fact];
        format!("{} {} {}", self.entities[*subject], self.predicates[*predicate].replace('_', " "), self.entities[*object])
    }

    /// Everything as it is told to Asof: each passage, then the facts it tells.
    pub fn operations(&self) -> impl Iterator<Item = Operation> {
        (0..self.passages.len()).flat_map(move |number| {
            let share = |number: usize| number * self.facts.len() / self.passages.len();
            let facts = (share(number)..share(number + 1)).map(move |fact| self.claim(fact, number));
            std::iter::once(self.episode(number)).chain(facts)
        })
    }

    fn episode(&self, number: usize) -> Operation {
        let Passage { text, speaker, day } = &self.passages[number];
        Operation::Episode {
            id: Some(format!("p{number}")),
            text: text.clone(),
            occurred_at: point(*day),
            speaker: Some(self.entities[*speaker].clone()),
            source: Some(format!("session {}", number / SESSION)),
        }
    }

    fn claim(&self, fact: usize, passage: usize) -> Operation {
        let Fact { subject, predicate, object, from, to } = &self.facts[fact];
        let claim = Claim::new(&self.entities[*subject], &self.predicates[*predicate], &self.entities[*object]);
        let claim = match (point(*from), point(*to)) {
            (Some(from), Some(to)) => claim.from(from).to(to),
            (None, _) | (_, None) => claim,
        };
        Operation::Claim(Statement { episode: Some(format!("p{passage}")), ..Statement::new(claim) })
    }

    /// Questions: of a fact, of a passage by some of its words, and of an entity among common words, by turns.
    pub fn asks(&self, words: &Vocabulary, count: usize) -> Vec<Ask> {
        let mut luck = Luck(23);
        (0..count)
            .map(|number| match number % 3 {
                0 => self.ask_fact(&mut luck),
                1 => self.ask_passage(words, &mut luck),
                _ => self.ask_about(words, &mut luck),
            })
            .collect()
    }

    fn ask_fact(&self, luck: &mut Luck) -> Ask {
        let wanted = below(luck, self.facts.len());
        let fact = &self.facts[wanted];
        let predicate = self.predicates[fact.predicate].replace('_', " ");
        Ask { text: format!("What is the {predicate} of {}?", self.entities[fact.subject]), day: fact.midst(), wanted }
    }

    fn ask_passage(&self, words: &Vocabulary, luck: &mut Luck) -> Ask {
        let number = below(luck, self.passages.len());
        let said: Vec<&str> = self.passages[number].text.split([' ', '.']).filter(|word| !word.is_empty()).collect();
        let of_it: Vec<&str> = (0..4).map(|_| said[below(luck, said.len())]).collect();
        let text = format!("What was said about {} {}, {} and {} {}?", of_it[0], of_it[1], of_it[2], of_it[3], words.word(luck));
        // What was said later is no answer as of a day.
        Ask { text, day: self.passages[number].day + 1, wanted: self.facts.len() + number }
    }

    fn ask_about(&self, words: &Vocabulary, luck: &mut Luck) -> Ask {
        let wanted = below(luck, self.facts.len());
        let fact = &self.facts[wanted];
        let (subject, object) = (&self.entities[fact.subject], &self.entities[fact.object]);
        Ask {
            text: format!("How did {subject} {} come to the {} of {object}?", words.word(luck), words.word(luck)),
            day: fact.midst(),
            wanted,
        }
    }
}

impl Fact {
    fn draw(entities: usize, luck: &mut Luck) -> Self {
        let (from, length) = (day(luck), 30 + luck.below(3_000).cast_signed());
        let (subject, object) = (below(luck, entities), below(luck, entities));
        Self { subject, predicate: below(luck, PREDICATES), object, from, to: from + length }
    }

    fn midst(&self) -> i64 {
        i64::midpoint(self.from, self.to)
    }
}

fn day(luck: &mut Luck) -> i64 {
    DAYS.start + luck.below((DAYS.end - DAYS.start).cast_unsigned()).cast_signed()
}

/// A day as a date.
pub fn point(day: i64) -> Option<Point> {
    let [lo, hi] = [day * DAY, (day + 1) * DAY].map(Instant::from_micros);
    Point::new(lo?, hi?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_the_same_each_time_and_can_be_told() {
        let words = Vocabulary::of("The cat sat on the mat, and the dog of Zoë barked at the cat.".split('.'));
        let (one, other) = (Made::draw(&words, 100, 20, 3), Made::draw(&words, 100, 20, 3));
        let texts = |made: &Made| made.documents().map(|document| document.text).collect::<Vec<_>>();
        assert_eq!(texts(&one), texts(&other));
        assert_eq!((one.documents().count(), one.operations().count()), (120, 120));
        for operation in one.operations() {
            if let Operation::Claim(statement) = operation {
                assert!(statement.claim.check().is_ok() && statement.claim.from.is_some());
            }
        }
        let asks = one.asks(&words, 9);
        assert!(asks.iter().all(|ask| ask.wanted < 120 && point(ask.day).is_some()));
    }
}

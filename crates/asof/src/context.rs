//! Context for a prompt: what was recalled, packed into a budget of tokens.
//!
//! Pins are packed first, then facts, then passages. Facts may take half of what the pins leave while there are passages that want
//! room (an eighth, where they share no more with the question than a name that everything is about), and the rest of it after them. Passages are taken in an order that is diverse, and what says the same as a passage before
//! it is left out. What is disputed or stale is a fact like others until it is printed: under a heading of its own, at the end.

use std::collections::BTreeSet;

use asof_journal::Class;
use asof_model::{End, Fact, Instant, Why};
use serde::Serialize;

use crate::{
    diverse::{Words, diverse},
    error::Result,
    excerpt::excerpt,
    lines::{fact_line, passage_line, plain, said},
    memory::Memory,
    pins::Pin,
    recall::{Hit, HitKind, Recall, Recalled},
    snapshot::{AsOf, Snapshot},
    tokens::estimate_tokens,
};

/// The budget where none is given, in tokens.
pub const DEFAULT_BUDGET: usize = 1_200;
/// While passages want room, facts take this share of what the pins leave,
const FACT_SHARE: usize = 2;
/// and facts that fit the question by no more than what most facts found have, this one.
const THIN_SHARE: usize = 8;
/// Of fewer facts than this, none is thin.
const FEW: usize = 4;
/// A passage takes this share of the budget at the most: of a longer one, the part that fits the question best is shown.
const PASSAGE_SHARE: usize = 4;
/// Shorter than this, in tokens, no passage is cut.
const SHORT_PASSAGE: usize = 64;
/// When so many passages one after another are too long for what is left, the ones after them are not looked at.
const MISSES: usize = 16;

/// Where in a block something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// What was pinned.
    Pinned,
    /// What is believed.
    Facts,
    /// What was said.
    Passages,
    /// What is believed with a doubt.
    Doubtful,
}

/// Something in a block.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// Where.
    pub section: Section,
    /// As it is printed.
    pub line: String,
    /// What it takes of the budget: with the heading, where it is the first under one.
    pub tokens: usize,
    /// What was found; of a pin, its label and its text.
    #[serde(flatten)]
    pub hit: Hit,
}

/// Why something is not in a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftFor {
    /// The budget has no room for it.
    Budget,
    /// It says the same as another passage, of this id.
    Repeats(String),
}

/// Something that was found and is not in a block.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOut {
    /// What it would have taken of the budget.
    pub tokens: usize,
    /// Why it was left out.
    pub left_for: LeftFor,
    /// What it is.
    #[serde(flatten)]
    pub hit: Hit,
}

/// A block to put into a prompt.
#[derive(Clone, Debug, Serialize)]
pub struct Context {
    /// How many tokens it may take.
    pub budget: usize,
    /// How many it takes, as estimated.
    pub tokens: usize,
    /// What is in it, in the order it is printed in.
    pub items: Vec<Item>,
    /// What is not.
    pub left_out: Vec<LeftOut>,
}

impl Memory {
    /// What is recalled for a question, with the pins before it, packed into a budget of tokens.
    ///
    /// Pins belong to the prompt rather than to the world: they are those in force, as known then, whatever `as_of` asks of.
    ///
    /// # Errors
    /// As [`Memory::recall`].
    ///
    /// ```
    /// # use asof::{Claim, Kind, Memory, Operation, Recall, Statement};
    /// let memory = Memory::options().volatile()?;
    /// memory.pin("tone", "Be brief.")?;
    /// let claim = Claim::new("Ana", "lives_in", "Berlin").kind(Kind::Begins).from("2024-03".parse()?);
    /// memory.tell(Operation::Claim(Statement::new(claim).source("chat-7")))?;
    /// let context = memory.context(&Recall::new("Where does Ana live?"), 200)?;
    /// let facts = "## Facts\n- Ana lives in Berlin (since 2024-03, ongoing; source chat-7)\n";
    /// assert_eq!(context.markdown(), format!("## Pinned: tone\nBe brief.\n\n{facts}"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn context(&self, recall: &Recall, budget: usize) -> Result<Context> {
        self.context_with_progress(recall, budget, &mut |_, _| {})
    }

    /// As [`Memory::context`], telling how much of the index is made, where it has to be made first.
    ///
    /// # Errors
    /// As [`Memory::recall`].
    pub fn context_with_progress(&self, recall: &Recall, budget: usize, progress: &mut dyn FnMut(u64, u64)) -> Result<Context> {
        let recalled = self.recall_with_progress(recall, progress)?;
        let snapshot = self.snapshot();
        let pins = snapshot.pins(AsOf { valid: None, known: recall.as_of.known });
        Ok(snapshot.pack(recalled, pins, &recall.text, budget))
    }
}

impl Snapshot {
    /// Packs what was recalled for a question into a budget, with pins before it.
    #[must_use]
    pub fn pack(&self, recalled: Recalled, pins: Vec<Pin>, question: &str, budget: usize) -> Context {
        let asked = recalled.states.0.or(recalled.states.1).unwrap_or(self.taken_at().0);
        let mut packing = Packing { budget, used: 0, items: Vec::new(), left_out: Vec::new(), opened: [false; 4] };
        for pin in pins {
            let hit = pinned(pin);
            packing.take_or_leave(Candidate { rank: 0, section: Section::Pinned, line: format!("{}\n", plain(&hit.text)), hit }, budget);
        }
        let (free, alone) = (budget - packing.used, recalled.passages.is_empty());
        let share = |part: usize| if alone { budget } else { budget - free + free / part };
        let thin = thin(&recalled.facts, question);
        let mut later = Vec::new();
        for (rank, (hit, thin)) in recalled.facts.into_iter().zip(thin).enumerate() {
            let candidate = self.fact(rank, hit, asked);
            let room = match (rank, thin) {
                // What answers best comes first, however small the budget.
                (0, false) => budget,
                (_, false) => share(FACT_SHARE),
                (_, true) => share(THIN_SHARE),
            };
            later.extend(packing.take(candidate, room));
        }
        packing.passages(recalled.passages, question);
        for candidate in later {
            packing.take_or_leave(candidate, budget);
        }
        packing.finish()
    }

    fn fact(&self, rank: usize, hit: Hit, asked: Instant) -> Candidate {
        let doubt = hit.fact.as_ref().and_then(|fact| self.doubt(fact, asked));
        let line = fact_line(&hit.text, hit.fact.as_ref(), doubt.as_deref());
        Candidate { rank, section: if doubt.is_some() { Section::Doubtful } else { Section::Facts }, line, hit }
    }

    /// What is to be said against a fact: that an equally good claim says otherwise, or that it passes soon and was long not confirmed.
    pub(crate) fn doubt(&self, fact: &Fact, asked: Instant) -> Option<String> {
        if fact.disputed {
            let others = fact.alternatives.iter().filter(|other| other.why == Why::Disputed);
            let others: Vec<String> = others.map(|other| format!("{} (claim {})", other.object.text(), other.claim)).collect();
            let others = if others.is_empty() { "that it is not so".to_owned() } else { others.join(", ") };
            return Some(format!("disputed: it is also said {others}"));
        }
        let schemas = self.graph().schemas(u32::MAX);
        let schema = self.graph().number(Class::Predicate, &fact.predicate).and_then(|number| schemas.get(number));
        let half_life = schema.and_then(|schema| schema.half_life)?;
        let confirmed = fact.last_confirmed?;
        let stale = confirmed.reach().saturating_add(half_life) < asked.micros();
        let ended = matches!(fact.to, End::At(_));
        (stale && !fact.event && !ended).then(|| format!("stale: last confirmed {confirmed}, and it passes soon"))
    }
}

/// Which facts are thin: all that they share with the question are words that more than half of the facts found have, a name that
/// everything is about, while the question has other words too.
fn thin(facts: &[Hit], question: &str) -> Vec<bool> {
    let asked: BTreeSet<String> = asof_retrieve::content_words(question).into_iter().collect();
    let shared =
        |hit: &Hit| -> BTreeSet<String> { asof_retrieve::words(&hit.text).into_iter().filter(|word| asked.contains(word)).collect() };
    let shared: Vec<BTreeSet<String>> = facts.iter().map(shared).collect();
    let common = |word: &String| facts.len() < 2 * shared.iter().filter(|words| words.contains(word)).count();
    let common: BTreeSet<&String> = asked.iter().filter(|word| common(word)).collect();
    let is_thin =
        |words: &BTreeSet<String>| FEW <= facts.len() && words.len() < asked.len() && words.iter().all(|word| common.contains(word));
    shared.iter().map(is_thin).collect()
}

/// A pin as if it were found.
fn pinned(pin: Pin) -> Hit {
    Hit {
        kind: HitKind::Pin,
        id: pin.label,
        text: pin.text,
        score: 1.0,
        occurred_at: pin.since,
        speaker: None,
        source: Some(pin.entity),
        fact: None,
        explain: crate::recall::Explain { kept: "pinned".into(), ..Default::default() },
    }
}

/// Something that may come into the block.
struct Candidate {
    rank: usize,
    section: Section,
    line: String,
    hit: Hit,
}

/// A block in the making.
struct Packing {
    budget: usize,
    used: usize,
    items: Vec<(usize, Item)>,
    left_out: Vec<LeftOut>,
    /// The sections that have their heading.
    opened: [bool; 4],
}

impl Packing {
    /// Takes a candidate if it fits below a limit, or gives it back.
    fn take(&mut self, candidate: Candidate, limit: usize) -> Option<Candidate> {
        let tokens = self.cost(&candidate);
        if limit < self.used.saturating_add(tokens) {
            return Some(candidate);
        }
        self.used += tokens;
        self.opened[candidate.section as usize] = true;
        let Candidate { rank, section, line, hit } = candidate;
        self.items.push((rank, Item { section, line, tokens, hit }));
        None
    }

    fn take_or_leave(&mut self, candidate: Candidate, limit: usize) -> bool {
        match self.take(candidate, limit) {
            None => true,
            Some(candidate) => {
                let tokens = self.cost(&candidate);
                self.left_out.push(LeftOut { tokens, left_for: LeftFor::Budget, hit: candidate.hit });
                false
            }
        }
    }

    /// With the heading and the blank line before it, where it is the first under one. Every pin has a heading of its own.
    fn cost(&self, candidate: &Candidate) -> usize {
        let first = candidate.section == Section::Pinned || !self.opened[candidate.section as usize];
        let heading = if first { 1 + estimate_tokens(&heading(candidate.section, &candidate.hit)) } else { 0 };
        heading + estimate_tokens(&candidate.line)
    }

    fn passages(&mut self, passages: Vec<Hit>, question: &str) {
        let words: Vec<Words> = passages.iter().map(|hit| Words::of(&hit.text, said(hit))).collect();
        let scores: Vec<f32> = passages.iter().map(|hit| hit.score).collect();
        let order = diverse(&scores, &words);
        let ids: Vec<String> = passages.iter().map(|hit| hit.id.clone()).collect();
        let mut passages: Vec<Option<Hit>> = passages.into_iter().map(Some).collect();
        let longest = (self.budget / PASSAGE_SHARE).max(SHORT_PASSAGE);
        let mut misses = 0;
        for (rank, place) in order.taken.into_iter().enumerate() {
            let Some(hit) = passages.get_mut(place).and_then(Option::take) else { continue };
            let limit = if misses < MISSES { self.budget } else { 0 };
            let line = passage_line(&hit, &excerpt(&hit.text, question, longest));
            let taken = self.take_or_leave(Candidate { rank, section: Section::Passages, line, hit }, limit);
            misses = if taken { 0 } else { misses + 1 };
        }
        for (place, of) in order.repeats {
            let Some(hit) = passages.get_mut(place).and_then(Option::take) else { continue };
            let tokens = estimate_tokens(&hit.text);
            self.left_out.push(LeftOut { tokens, left_for: LeftFor::Repeats(ids.get(of).cloned().unwrap_or_default()), hit });
        }
    }

    fn finish(mut self) -> Context {
        self.items.sort_by_key(|(rank, item)| (item.section, *rank));
        let items = self.items.into_iter().map(|(_, item)| item).collect();
        Context { budget: self.budget, tokens: self.used, items, left_out: self.left_out }
    }
}

impl Context {
    /// The block, as Markdown: empty when there is nothing in it.
    #[must_use]
    pub fn markdown(&self) -> String {
        self.render(|_| String::new())
    }

    /// The block with more lines after each item, which the budget does not count.
    #[must_use]
    pub fn render(&self, more: impl Fn(&Item) -> String) -> String {
        let mut text = String::new();
        let mut last = None;
        for item in &self.items {
            let opens = item.section == Section::Pinned || last != Some(item.section);
            last = Some(item.section);
            if opens && !text.is_empty() {
                text.push('\n');
            }
            if opens {
                text.push_str(&heading(item.section, &item.hit));
            }
            text.push_str(&item.line);
            text.push_str(&more(item));
        }
        text
    }

    /// How many facts and passages the budget left out.
    #[must_use]
    pub fn left_out_by_budget(&self) -> usize {
        self.left_out.iter().filter(|left| left.left_for == LeftFor::Budget).count()
    }
}

fn heading(section: Section, hit: &Hit) -> String {
    match section {
        Section::Pinned => format!("## Pinned: {}\n", hit.id),
        Section::Facts => "## Facts\n".into(),
        Section::Passages => "## Passages\n".into(),
        Section::Doubtful => "## Disputed or stale\n".into(),
    }
}

#[cfg(test)]
mod tests {
    use asof_model::{Claim, Kind, Operation, Point, Statement};
    use proptest::{prelude::*, test_runner::RngSeed};

    use super::{Context, LeftFor, Section};
    use crate::{
        memory::Memory,
        recall::{Explain, Hit, HitKind, Recall, Recalled},
        snapshot::AsOf,
        tokens::estimate_tokens,
    };

    fn passage(id: usize, text: &str, score: f32) -> Hit {
        Hit {
            kind: HitKind::Passage,
            id: format!("m{id}"),
            text: text.into(),
            score,
            occurred_at: "2024-04-02".parse().ok(),
            speaker: Some("Ana".into()),
            source: None,
            fact: None,
            explain: Explain::default(),
        }
    }

    fn pack(passages: &[String], budget: usize) -> Context {
        let memory = Memory::options().volatile().unwrap();
        memory.pin("tone", "Be kind.\nBe brief.").unwrap();
        let snapshot = memory.snapshot();
        let hits = passages.iter().enumerate().map(|(place, text)| passage(place, text, -(place as f32))).collect();
        let recalled = Recalled { passages: hits, ..memory.recall(&Recall::new("nothing")).unwrap() };
        snapshot.pack(recalled, snapshot.pins(AsOf::NOW), "what?", budget)
    }

    #[test]
    fn what_passes_soon_and_was_long_not_confirmed_is_stale() {
        let memory = Memory::options().volatile().unwrap();
        let schema = asof_model::read_schemas("[located_at]\none_object_per_subject = true\ntransient_half_life_days = 1.0").unwrap();
        memory.tell_all(schema.into_iter().map(Operation::Predicate).collect()).unwrap();
        let at: Point = "2024-04-02T10:00:00Z".parse().unwrap();
        let claim = Claim::new("Ana", "located_at", "Airport").kind(Kind::Begins).from(at);
        memory.tell(Operation::Claim(Statement { occurred_at: Some(at), ..Statement::new(claim) })).unwrap();
        let snapshot = memory.snapshot();
        for (asked, stale) in [("2024-04-02T12:00:00Z", false), ("2024-04-03T09:00:00Z", false), ("2024-04-04T12:00:00Z", true)] {
            let asked: Point = asked.parse().unwrap();
            let facts = snapshot.as_of(AsOf::valid(asked)).facts("Ana").unwrap();
            assert_eq!(facts.iter().map(|fact| snapshot.doubt(fact, asked.lo()).is_some()).collect::<Vec<_>>(), [stale], "{asked}");
        }
    }

    #[test]
    fn everything_found_is_in_the_block_or_left_out_for_a_reason() {
        let texts: Vec<String> = ["We met in Porto.", "The cat sleeps.", "we met in porto!", "It rained."].map(str::to_owned).into();
        let context = pack(&texts, 10_000_000);
        assert_eq!(context.items.len(), 4);
        assert_eq!(context.items[0].section, Section::Pinned);
        assert_eq!(context.left_out.iter().map(|left| left.left_for.clone()).collect::<Vec<_>>(), [LeftFor::Repeats("m0".into())]);
        assert_eq!(pack(&texts, 0).markdown(), "");
        assert_eq!(pack(&texts, 0).left_out_by_budget(), 4);
        assert_eq!(pack(&texts, usize::MAX).items.len(), 4);
    }

    #[test]
    fn the_best_fact_comes_before_any_passage_however_small_the_budget() {
        let memory = Memory::options().volatile().unwrap();
        let text = "I live in Berlin, and the cat sleeps.".to_owned();
        memory.tell(Operation::Episode { id: None, text, occurred_at: None, speaker: Some("Ana".into()), source: None }).unwrap();
        memory.tell(Operation::Claim(Statement::new(Claim::new("Ana", "lives_in", "Berlin")))).unwrap();
        let question = "Where does Ana live?";
        let recalled = memory.recall(&Recall::new(question)).unwrap();
        let context = memory.snapshot().pack(recalled, Vec::new(), question, 32);
        assert_eq!(context.items.first().map(|item| item.section), Some(Section::Facts), "{}", context.markdown());
    }

    #[test]
    fn facts_that_share_but_a_name_with_the_question_leave_room_to_passages() {
        let memory = Memory::options().volatile().unwrap();
        for number in 0..40 {
            let claim = Claim::new("Ana", &format!("predicate_{number}"), &format!("thing {number}"));
            memory.tell(Operation::Claim(Statement::new(claim))).unwrap();
        }
        let home = Claim::new("Ana", "lives_in", "Berlin");
        memory.tell(Operation::Claim(Statement::new(home))).unwrap();
        let snapshot = memory.snapshot();
        let tokens = |question: &str, section: Section| -> usize {
            let recall = Recall { facts: 100, ..Recall::new(question) };
            let passages = (0..50).map(|id| passage(id, &format!("It was about number {id} and {} again", id * 7), 1.0)).collect();
            let recalled = Recalled { passages, ..memory.recall(&recall).unwrap() };
            let items = snapshot.pack(recalled, Vec::new(), question, 400).items;
            items.iter().filter(|item| item.section == section).map(|item| item.tokens).sum()
        };
        let named = tokens("What about Ana?", Section::Facts);
        assert!((150..=200).contains(&named), "{named}");
        let thin = tokens("Which instrument does Ana play?", Section::Facts);
        assert!((20..=50).contains(&thin), "{thin}");
        assert!(300 <= tokens("Which instrument does Ana play?", Section::Passages));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(4), ..ProptestConfig::default() })]

        #[test]
        fn no_block_is_longer_than_its_budget(texts in prop::collection::vec("(\\PC|[a-z ]{1,9}|\n){0,40}", 0..12), budget in 0_usize..400) {
            let context = pack(&texts, budget);
            let markdown = context.markdown();
            prop_assert!(context.tokens <= budget && estimate_tokens(&markdown) <= context.tokens, "{}: {markdown}", context.tokens);
            prop_assert_eq!(context.items.len() + context.left_out.len(), texts.len() + 1);
            prop_assert_eq!(markdown.lines().filter(|line| line.starts_with("## ")).count(), markdown.matches("## Pinned: tone\n").count() + markdown.matches("## Passages\n").count());
            prop_assert_eq!(&pack(&texts, budget).markdown(), &markdown);
        }
    }
}

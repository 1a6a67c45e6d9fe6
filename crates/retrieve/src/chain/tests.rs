//! Chains over small memories made by hand.

use std::collections::BTreeMap;

use asof_model::Point;
use proptest::{
    prelude::{ProptestConfig, any, prop_assert_eq},
    test_runner::RngSeed,
};

use super::{Chained, Chains, Names, documents, rank};
use crate::{
    corpus::{Corpus, Passage, Sides},
    facts::Scope,
    filter::Filter,
    index::Index,
    sessions::Sessions,
    terms::Terms,
    vectors::Vectors,
    view::{Known, Stretch, View},
};

const EVER: Stretch = (i64::MIN, i64::MAX);

/// A claim: subject, predicate, object, its passage, and when it holds.
type Told = (&'static str, &'static str, &'static str, u32, Stretch);

#[derive(Default)]
struct Memory {
    passages: Vec<String>,
    names: Vec<&'static str>,
    claims: Vec<Told>,
    /// Passages that were taken back.
    hidden: Vec<u32>,
    /// Two names of one entity.
    same: Option<(&'static str, &'static str)>,
}

impl Memory {
    fn new(passages: &[&str], claims: &[Told]) -> Self {
        let mut names: Vec<&str> = Vec::new();
        for name in claims.iter().flat_map(|claim| [claim.0, claim.2]) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Self { passages: passages.iter().map(ToString::to_string).collect(), names, claims: claims.to_vec(), ..Self::default() }
    }

    fn number(&self, name: &str) -> u32 {
        self.names.iter().position(|other| *other == name).unwrap() as u32
    }

    fn known(&self, claim: usize) -> Known {
        let (subject, predicate, object, _, (from, to)) = self.claims[claim];
        let (subject, object) = (self.number(subject), self.number(object));
        let predicate = predicate.len() as u32;
        Known { subject, predicate, object, from, to, claims: vec![claim as u32], event: false, disputed: false }
    }

    fn all(&self, states: Stretch, fits: impl Fn(&Known) -> bool) -> Vec<Known> {
        let known = (0..self.claims.len()).map(|claim| self.known(claim));
        known.filter(|known| known.from < states.1 && states.0 < known.to && fits(known)).collect()
    }

    fn ask(&self, question: &str, states: Stretch) -> Vec<Chained> {
        let index = Index::volatile();
        index.catch_up(self, &mut |_, _| {}).unwrap();
        let (mut names, mut sessions, mut vectors) = (Names::default(), Sessions::default(), Vectors::default());
        names.catch_up(self);
        sessions.catch_up(self);
        vectors.catch_up(self, &sessions);
        let reader = index.reader();
        let terms = Terms::read(&reader, question, &[]);
        let scope = Scope { states, events: states };
        documents(
            &Chains { reader: &reader, view: self, names: &names, vectors: &vectors, far: None, terms: &terms, scope },
            question,
            &Filter::new(self, &sessions, None),
        )
    }

    fn titles(&self, question: &str, states: Stretch) -> Vec<String> {
        let title = |chained: Chained| self.passages[chained.passage as usize].lines().next().unwrap_or_default().to_owned();
        self.ask(question, states).into_iter().map(title).collect()
    }
}

impl Corpus for Memory {
    fn passages(&self) -> u32 {
        self.passages.len() as u32
    }

    fn claims(&self) -> u32 {
        self.claims.len() as u32
    }

    fn mark(&self) -> (u32, i64) {
        (1, 1)
    }

    fn mark_at(&self, _: u32) -> Option<i64> {
        Some(1)
    }

    fn passage(&self, number: u32) -> Option<Passage<'_>> {
        let text = self.passages.get(number as usize)?;
        Some(Passage { text, speaker: None, occurred_at: None::<Point>, source: None })
    }

    fn sentence(&self, number: u32) -> String {
        let (subject, predicate, object, ..) = self.claims[number as usize];
        format!("{subject} {predicate} {object}")
    }

    fn sides(&self, claim: u32) -> Option<Sides> {
        let (subject, _, object, passage, _) = *self.claims.get(claim as usize)?;
        Some(Sides { subject: self.number(subject), object: self.number(object), passage: Some(passage) })
    }

    fn entity_name(&self, entity: u32) -> String {
        self.names[entity as usize].to_owned()
    }
}

impl View for Memory {
    fn corpus(&self) -> &dyn Corpus {
        self
    }

    fn known_passages(&self) -> u32 {
        self.passages()
    }

    fn known_claims(&self) -> u32 {
        self.claims()
    }

    fn hides(&self, passage: u32) -> bool {
        self.hidden.contains(&passage)
    }

    fn slot(&self, claim: u32) -> Option<(u32, u32)> {
        (claim < self.claims()).then(|| self.known(claim as usize)).map(|known| (known.subject, known.predicate))
    }

    fn facts(&self, subject: u32, predicate: Option<u32>, states: Stretch, _: Stretch) -> Vec<Known> {
        self.all(states, |known| known.subject == subject && predicate.is_none_or(|predicate| predicate == known.predicate))
    }

    fn facts_to(&self, object: u32, states: Stretch, _: Stretch) -> Vec<Known> {
        self.all(states, |known| known.object == object)
    }

    fn entity(&self, name: &str) -> Option<u32> {
        self.names.iter().position(|other| *other == name).map(|place| place as u32)
    }

    fn same(&self, entity: u32) -> Vec<u32> {
        let (a, b) = self.same.map_or((u32::MAX, u32::MAX), |(a, b)| (self.number(a), self.number(b)));
        if entity == a || entity == b { vec![a, b] } else { vec![entity] }
    }

    fn name(&self, entity: u32) -> &str {
        self.names[entity as usize]
    }

    fn claims_about(&self, _: u32) -> usize {
        0
    }

    fn near(&self, _: &[(u32, f32)], _: i64, _: usize) -> BTreeMap<u32, f32> {
        BTreeMap::new()
    }

    fn passage_of(&self, claim: u32) -> Option<u32> {
        self.claims.get(claim as usize).map(|claim| claim.3)
    }

    fn claims_of(&self, passage: u32) -> Vec<u32> {
        (0u32..).zip(&self.claims).filter(|(_, claim)| claim.3 == passage).map(|(number, _)| number).collect()
    }
}

/// A company, whose owners changed in 2015, and the towns around.
fn owners() -> Memory {
    let passages = [
        "Acme\n\nAcme makes anvils and had several owners.",
        "Bolt Group\n\nA family from the north. It is based in Oslo.",
        "Dune Holdings\n\nA fund. It is based in Lima.",
        "Owners\n\nA guide to who owns a home.",
        "Anvils\n\nHeavy things made of iron.",
        "Oslo\n\nA town by a fjord.",
        "Lima\n\nA town by the sea.",
    ];
    let claims = [
        ("Acme", "is owned by", "Bolt Group", 0, (2000, 2015)),
        ("Acme", "is owned by", "Dune Holdings", 0, (2015, i64::MAX)),
        ("Acme", "makes", "anvils", 0, EVER),
        ("Bolt Group", "is based in", "Oslo", 1, EVER),
        ("Dune Holdings", "is based in", "Lima", 2, EVER),
    ];
    Memory::new(&passages, &claims)
}

const OWNER: &str = "Where is the owner of Acme?";

#[test]
fn the_second_hop_is_found_as_of_then() {
    let memory = owners();
    for (states, second) in [((2010, 2011), "Bolt Group"), ((2020, 2021), "Dune Holdings")] {
        let ranked = memory.ask(OWNER, states);
        let linked: Vec<&str> = ranked.iter().filter(|chained| !chained.path.is_empty()).map(|hit| title(&memory, hit)).collect();
        assert!(linked.contains(&"Acme") && linked.contains(&second), "{states:?}: {ranked:#?}");
        let other = if second == "Bolt Group" { "Dune Holdings" } else { "Bolt Group" };
        assert!(ranked.iter().all(|chained| title(&memory, chained) != other), "{states:?}: {other} is not led to");
        assert_eq!(title(&memory, &ranked[0]), "Acme");
    }
}

#[test]
fn the_path_tells_the_names_on_the_way() {
    let memory = owners();
    let ranked = memory.ask(OWNER, (2010, 2011));
    let bolt = ranked.iter().find(|chained| title(&memory, chained) == "Bolt Group").unwrap();
    let names: Vec<&str> = bolt.path.iter().map(|&entity| memory.name(entity)).collect();
    assert_eq!(names, ["Acme", "Bolt Group"]);
    assert!(bolt.reasons.iter().any(|(arm, gain)| *arm == "link" && 0.0 < *gain), "{bolt:?}");
}

fn title<'m>(memory: &'m Memory, chained: &Chained) -> &'m str {
    memory.passages[chained.passage as usize].lines().next().unwrap_or_default()
}

#[test]
fn what_is_taken_back_neither_counts_nor_leads_on() {
    let mut memory = owners();
    memory.hidden = vec![0];
    let titles = memory.titles(OWNER, (2010, 2011));
    assert!(!titles.iter().any(|title| title == "Acme" || title == "Bolt Group"), "{titles:?}");
}

#[test]
fn two_names_of_one_entity_link() {
    let passages = ["Play\n\nA comedy in three acts.", "Life\n\nBorn in Leeds.", "Acts\n\nThree laws."];
    let claims = [("Play", "was written by", "Bob Stone", 0, EVER), ("Robert Quarry", "was born in", "Leeds", 1, EVER)];
    let mut memory = Memory::new(&passages, &claims);
    let reaches = |memory: &Memory| memory.titles("Who wrote the comedy Play?", EVER).iter().any(|title| title == "Life");
    assert!(!reaches(&memory));
    memory.same = Some(("Bob Stone", "Robert Quarry"));
    assert!(reaches(&memory));
}

#[test]
fn a_title_inside_a_longer_name_links() {
    let passages = ["Ana\n\nShe governs.", "New York City\n\nIt is large.", "Governs\n\nA verb."];
    let claims = [("Ana", "is", "mayor of New York City", 0, EVER)];
    let memory = Memory::new(&passages, &claims);
    assert_eq!(memory.titles("What does Ana govern?", EVER)[..2], ["Ana", "New York City"]);
}

#[test]
fn without_facts_words_and_names_rank() {
    let passages = ["The Red House\n\nA novel.", "Houses\n\nMany are red.", "Cats\n\nThey sleep."];
    let memory = Memory::new(&passages, &[]);
    assert_eq!(memory.titles("Who wrote The Red House?", EVER)[0], "The Red House");
    assert_eq!(Memory::default().titles("Who wrote it?", EVER), Vec::<String>::new());
}

#[test]
fn another_ranking_may_say_how_good_a_passage_is() {
    let memory = owners();
    let index = Index::volatile();
    index.catch_up(&memory, &mut |_, _| {}).unwrap();
    let mut names = Names::default();
    names.catch_up(&memory);
    let (reader, vectors) = (index.reader(), Vectors::default());
    let terms = Terms::read(&reader, OWNER, &[]);
    let scope = Scope { states: (2010, 2011), events: EVER };
    let chains = Chains { reader: &reader, view: &memory, names: &names, vectors: &vectors, far: None, terms: &terms, scope };
    let ranked = rank(&chains, OWNER, &[3], Some(&|passage| if passage == 0 { 9.0 } else { 0.0 }));
    assert_eq!(title(&memory, &ranked[0]), "Acme");
    assert!(ranked[1..].iter().any(|chained| title(&memory, chained) == "Bolt Group"), "{ranked:#?}");
}

#[test]
fn nothing_that_is_asked_is_too_odd() {
    let memory = owners();
    let long = "Acme owner ".repeat(10_000);
    let cases = ["", " ", "?!", "who of the", "\u{0}\u{ffff}", "ि ् ा", "Acme\u{301}\u{301}", "(((", ",,,", "東京の会社", "👍🏽", &long];
    for question in cases {
        let ranked = memory.ask(question, EVER);
        assert!(ranked.iter().all(|chained| chained.score.is_finite()), "{question:?}");
        assert!(ranked.is_sorted_by(|a, b| b.score <= a.score), "{question:?}: {ranked:?}");
        assert_eq!(ranked, memory.ask(question, EVER), "{question:?}");
    }
}

#[test]
fn no_name_is_too_odd() {
    let odd = ["", "ि ् ा", "स्थानीय नगर ि ् ा मद", "a", "()", "The (", ") x (", "¨ ¨", "the of", "東京都"];
    for name in odd {
        let claims = [(name, "is", "Acme", 0, EVER), ("Acme", "is", name, 0, EVER)];
        let memory = Memory::new(&[&format!("{name}\n\nAcme and {name}."), "Acme\n\nMore."], &claims);
        assert!(!memory.titles("What is Acme?", EVER).is_empty(), "{name:?}");
    }
}

proptest::proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(4), ..ProptestConfig::default() })]

    /// The names do not depend on how much was told at a time.
    #[test]
    fn names_are_the_same_however_they_were_told(order in proptest::collection::vec(any::<u8>(), 1..6)) {
        let memory = owners();
        let at_once = told(&memory, &[]);
        prop_assert_eq!(at_once, told(&memory, &order));
    }
}

/// What names lead to, when a memory is told in parts.
fn told(memory: &Memory, parts: &[u8]) -> Vec<(String, Vec<u32>, Vec<u32>, u32)> {
    let mut names = Names::default();
    let mut told = Memory { names: memory.names.clone(), ..Memory::default() };
    for part in parts.iter().copied().chain([u8::MAX, u8::MAX]) {
        if part % 2 == 0 {
            let more = told.claims.len() + usize::from(part / 64);
            told.claims = memory.claims[..more.min(memory.claims.len())].to_vec();
        } else {
            let more = told.passages.len() + usize::from(part / 64);
            told.passages = memory.passages[..more.min(memory.passages.len())].to_vec();
        }
        names.catch_up(&told);
    }
    names.catch_up(memory);
    let texts = ["acm", "bolt group", "dune hold", "oslo", "anvil"];
    let leads = |text: &&str| {
        let key = names.named_in(text).into_iter().next().unwrap_or(u32::MAX);
        (names.text(key).to_owned(), names.claims(key).collect(), names.titled(key).to_vec(), names.passages(key))
    };
    texts.iter().map(leads).collect()
}

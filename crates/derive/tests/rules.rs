//! Rules in the user's words: what follows, what does not, and what is wrong with a file of them.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::{fmt::Write as _, time::Instant};

use asof_derive::rules::{Cut, Input, Limits, Outcome, Program, Traits, built_in, derive, read, with_built_in};

/// A tiny memory: names become numbers as they come.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        let at = self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.into());
            self.0.len() - 1
        });
        u32::try_from(at).unwrap()
    }

    fn traits(&mut self) -> Traits {
        let symmetric = [self.number("sibling_of"), self.number("spouse_of")].into_iter().collect();
        let inverse = [(self.number("child_of"), self.number("parent_of"))].into_iter().collect();
        Traits { symmetric, inverse, one_object: [self.number("located_in")].into_iter().collect(), ..Traits::default() }
    }
}

/// Facts a line: `Ana lives_in Porto 2010..2020 #7`, the interval and the claim being optional.
fn facts(names: &mut Names, text: &str) -> Vec<Input> {
    let mut facts = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let year = |text: &str, open: i64| if text.is_empty() { open } else { text.parse().unwrap() };
        let when = words.iter().find_map(|word| word.split_once("..")).unwrap_or_default();
        let claim = words.iter().find_map(|word| word.strip_prefix('#')).map_or(facts.len() as u32 + 1, |claim| claim.parse().unwrap());
        let [subject, predicate, object] = [0, 1, 2].map(|at| names.number(words[at]));
        facts.push(Input::new(subject, predicate, object, year(when.0, i64::MIN)..year(when.1, i64::MAX), claim));
    }
    facts
}

fn run(rules: &str, text: &str) -> (Names, Outcome) {
    let mut names = Names::default();
    let rules = if rules.is_empty() { built_in() } else { read(rules).unwrap() };
    let traits = names.traits();
    let facts = facts(&mut names, text);
    let cell = std::cell::RefCell::new(&mut names);
    let program = Program::link(
        &rules,
        traits,
        |name| cell.borrow_mut().number(name),
        |name| cell.borrow().0.iter().position(|known| known == name).map(|at| at as u32),
    );
    let outcome = derive(&program, &facts, &Limits::default());
    (names, outcome)
}

fn told(rules: &str, text: &str) -> Vec<String> {
    let (names, outcome) = run(rules, text);
    assert_eq!(outcome.cut, []);
    let name = |number: u32| names.0[number as usize].as_str();
    let year = |year: i64| if year == i64::MIN || year == i64::MAX { String::new() } else { year.to_string() };
    outcome
        .facts
        .iter()
        .map(|fact| {
            let mut line = format!("{} {} {}", name(fact.subject), name(fact.predicate), name(fact.object));
            if (fact.lo, fact.hi) != (i64::MIN, i64::MAX) {
                write!(line, " {}..{}", year(fact.lo), year(fact.hi)).unwrap();
            }
            let claims: Vec<String> = fact.supports.iter().map(u32::to_string).collect();
            line + " #" + &claims.join(",")
        })
        .collect()
}

#[test]
fn what_follows_by_the_built_in_rules() {
    let cases: &[(&str, &[&str])] = &[
        (
            "Alfama located_in Lisbon\nLisbon located_in Portugal\nPortugal part_of Europe",
            &["Alfama within Portugal #1,2", "Alfama within Europe #1,2,3", "Lisbon within Europe #2,3"],
        ),
        // A country that moved: only while both hold.
        ("Lviv located_in Austria ..1918\nAustria located_in Europe 1900..", &["Lviv within Europe 1900..1918 #1,2"]),
        ("Lviv located_in Austria ..1918\nAustria located_in Union 1995..", &[]),
        // Places that contain each other say nothing of themselves.
        ("A located_in B\nB located_in A", &[]),
        ("Ana lives_in Porto 2010..2020\nPorto located_in Portugal", &["Ana lives_within Portugal 2010..2020 #1,2"]),
        (
            "Ana lives_in Alfama 2015..\nAlfama located_in Lisbon\nLisbon located_in Portugal",
            &["Alfama within Portugal #2,3", "Ana lives_within Lisbon 2015.. #1,2", "Ana lives_within Portugal 2015.. #1,2,3"],
        ),
        ("Eva parent_of Ana\nAna parent_of Leo", &["Eva grandparent_of Leo #1,2"]),
        // The inverse is read as its partner.
        ("Ana child_of Eva\nLeo child_of Ana", &["Eva grandparent_of Leo #1,2"]),
        ("Eva parent_of Ana\nEva parent_of Rui", &["Ana sibling_of Rui #1,2"]),
        // Told already, from either side.
        ("Eva parent_of Ana\nEva parent_of Rui\nRui sibling_of Ana", &[]),
    ];
    for (text, expected) in cases {
        let mut found = told("", text);
        found.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_follows_by_rules_of_ones_own() {
    let uncle = r#"
        [[rule]]
        name = "uncle"
        if = ["?a sibling_of ?b", "?b parent_of ?c"]
        then = "?a relative_of ?c"
        confidence = 0.5
        [[rule]]
        name = "further"
        if = ["?a relative_of ?b", "?b spouse_of ?c"]
        then = "?a relative_of ?c"
        confidence = 0.5
    "#;
    assert_eq!(
        told(uncle, "Ana sibling_of Rui 1990..\nAna parent_of Leo 2010..\nMia spouse_of Leo 2035..2040"),
        ["Rui relative_of Leo 2010.. #1,2", "Rui relative_of Mia 2035..2040 #1,2,3"],
        "a symmetric predicate is read from both sides",
    );
    let (_, outcome) = run(uncle, "Ana sibling_of Rui\nAna parent_of Leo\nMia spouse_of Leo");
    assert_eq!(outcome.facts.iter().map(|fact| (fact.confidence, fact.depth)).collect::<Vec<_>>(), [(0.5, 1), (0.25, 2)]);

    let colleagues = "[[rule]]\nname = 'c'\nif = [\"?a works_at 'Acme'\", '?b works_at Acme', '?a != ?b']\nthen = '?a colleague_of ?b'";
    assert_eq!(
        told(colleagues, "Ana works_at Acme\nRui works_at Acme\nLeo works_at Initech"),
        ["Ana colleague_of Rui #1,2", "Rui colleague_of Ana #1,2"]
    );

    // Nothing is derived against what was told of a slot that holds one thing at a time; elsewhere it is.
    let branch = "[[rule]]\nname = 'b'\nif = ['?a branch_of ?b', '?b located_in ?c']\nthen = '?a located_in ?c'";
    assert_eq!(told(branch, "Shop branch_of Acme\nAcme located_in Porto\nShop located_in Faro"), [""; 0]);
    assert_eq!(
        told(branch, "Shop branch_of Acme\nAcme located_in Porto 5..9\nShop located_in Faro ..5"),
        ["Shop located_in Porto 5..9 #1,2"]
    );
}

#[test]
fn two_ways_to_a_fact_are_two_proofs_and_the_longer_is_dropped_when_it_needs_the_shorter() {
    let rule = "[[rule]]\nname = 't'\nif = ['?a over ?b', '?b over ?c']\nthen = '?a over ?c'";
    assert_eq!(told(rule, "A over B #1\nB over D #2\nA over C #3\nC over D #4"), ["A over D #1,2", "A over D #3,4"]);
    assert_eq!(told(rule, "A over B #1\nB over C #1\nB over D #2\nD over C #3"), ["A over C #1", "A over D #1,2"]);
    assert_eq!(
        told(rule, "A over B 0..9 #1\nB over C 0..4 #2\nB over C 4..9 #2"),
        ["A over C 0..9 #1,2"],
        "joined where the claims are the same"
    );
    assert_eq!(told(rule, "A over B 0..9 #1\nB over C 0..4 #2\nB over C 4..9 #3"), ["A over C 0..4 #1,2", "A over C 4..9 #1,3"]);
}

#[test]
fn a_bad_file_of_rules_says_where_and_why() {
    let rule = |premises: &str, then: &str| format!("[[rule]]\nname = \"r\"\nif = [{premises}]\nthen = \"{then}\"\n");
    let parent = "[[rule]]\nname = 'p'\nif = ['?a b ?c']\nthen = '?a d ?c'\n";
    let cases = [
        ("[[rule]\nname = 1".into(), "line 1: "),
        (String::new(), "line 1: there is no rule here"),
        ("# nothing\n".into(), "there is no rule here"),
        ("[[rule]]\nname = \"r\"\nif = [\"?a b ?c\"]\nthem = \"?a d ?c\"\n".into(), "line 4: unknown field `them`"),
        ("rules = 1".into(), "line 1: unknown field `rules`"),
        ("[[rule]]\nname = \"r\"\nif = [\"?a b ?c\"]\n".into(), "missing field `then`"),
        ("[[rule]]\nname = \"r\"\nif = \"?a b ?c\"\nthen = \"?a d ?c\"".into(), "line 3: invalid type: string"),
        ("[[rule]]\nname = \" \"\nif = [\"?a b ?c\"]\nthen = \"?a d ?c\"".into(), "line 2: rule ` `: it has no name"),
        (rule("", "?a d ?b"), "line 3: rule `r`: `if` is empty"),
        (rule("\"?a b\"", "?a d ?b"), "line 3: rule `r`: `?a b` is not `subject predicate object`"),
        (rule("\"?a b ?c ?d\"", "?a d ?c"), "is not `subject predicate object`"),
        (rule("\"?a ?b ?c\"", "?a d ?c"), "is not `subject predicate object`"),
        (rule("\"?a 'b ?c\"", "?a d ?c"), "is not `subject predicate object`"),
        (rule("\"? b ?c\"", "?c d ?c"), "is not `subject predicate object`"),
        (rule("\"?a b ?c\"", "?a d ?e"), "line 4: rule `r`: `then` uses ?e, which no premise has"),
        (rule("\"?a b ?c\", \"?a != ?e\"", "?a d ?c"), "line 3: rule `r`: ?e is compared, but no premise says what it is"),
        (rule("\"?a b ?c\", \"?a != ?a\"", "?a d ?c"), "never holds"),
        (rule("\"?a b ?c\", \"?d b ?e\"", "?a d ?e"), "line 3: rule `r`: unsafe: its premises have no variable in common"),
        (rule("\"?a b ?c\", \"?c e ?d\"", "?a b ?c"), "line 4: rule `r`: it derives only what it was given"),
        (rule(&["\"?a b ?c\""; 9].join(","), "?a d ?c"), "more than 8 premises"),
        (format!("{parent}confidence = 0"), "line 5: rule `p`: its confidence is 0"),
        (format!("{parent}confidence = 0.0"), "line 5: rule `p`: its confidence is 0"),
        (format!("{parent}confidence = 1.5"), "must be more than 0 and at most 1"),
        (format!("{parent}confidence = nan"), "must be more than 0 and at most 1"),
        (format!("{parent}\n{parent}"), "line 7: rule `p`: another rule has the same name (line 2)"),
        (format!("{parent}\n{}", parent.replace("'p'", "'q'").replace("?a", "?x")), "rule `q`: it says the same as `p`"),
    ];
    for (text, expected) in cases {
        let error = read(&text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}\nsays: {error}\nexpected: {expected}");
    }
    let two = format!("{}{}", rule("", "?a d ?b"), rule("\"?a b ?c\"", "?a d ?e"));
    assert_eq!(read(&two).unwrap_err().0.len(), 2, "every bad rule is told");
}

#[test]
fn ones_own_rule_takes_the_place_of_a_built_in_one() {
    let own = read("[[rule]]\nname = 'grandparent'\nif = ['?a parent_of ?b', '?b parent_of ?c']\nthen = '?a grandmother_of ?c'").unwrap();
    let all = with_built_in(own);
    assert_eq!(all.len(), built_in().len());
    assert!(!all.iter().any(|rule| rule.conclusion.predicate == "grandparent_of"));
}

#[test]
fn a_rule_that_says_what_the_schema_says_is_left_out() {
    for then in ["?b sibling_of ?a", "?b child_of ?a"] {
        let body = if then.contains("child") { "?a parent_of ?b" } else { "?a sibling_of ?b" };
        let rules = read(&format!("[[rule]]\nname = 'n'\nif = ['{body}']\nthen = '{then}'")).unwrap();
        let mut names = Names::default();
        let traits = names.traits();
        let program = Program::link(&rules, traits, |name| names.number(name), |_| None);
        assert_eq!(program.idle.len(), 1, "{then}");
    }
}

const RELATED: &str = "[[rule]]\nname = 't'\nif = ['?a knows ?b', '?b knows ?c']\nthen = '?a knows ?c'";

fn knows(pairs: impl Iterator<Item = (u32, u32)>, limits: &Limits) -> Outcome {
    let rules = read(RELATED).unwrap();
    let program = Program::link(&rules, Traits::default(), |_| 0, |_| None);
    let facts: Vec<Input> = (0..).zip(pairs).map(|(claim, (a, b))| Input::new(a, 0, b, 0..10, claim)).collect();
    derive(&program, &facts, limits)
}

#[test]
fn limits_are_met_and_told() {
    let ring = || (0..60).flat_map(|a| (1..8).map(move |step| (a, (a + step * step) % 60)));
    let outcome = knows(ring(), &Limits { derivations: 500, ..Limits::default() });
    assert!(matches!(outcome.cut[..], [Cut::Derivations { most: 500, rule: 0 }]) && outcome.facts.len() <= 500, "{:?}", outcome.cut);
    let outcome = knows(ring(), &Limits { steps: 5_000, ..Limits::default() });
    assert!(matches!(outcome.cut[..], [Cut::Steps { .. }]) && outcome.steps == 5_000, "{:?}", outcome.cut);
    let chain = || (0..40).map(|a| (a, a + 1));
    let outcome = knows(chain(), &Limits { depth: 2, ..Limits::default() });
    assert!(matches!(outcome.cut[..], [Cut::Depth { most: 2, rule: 0 }]), "{:?}", outcome.cut);
    assert!(outcome.facts.iter().all(|fact| fact.object - fact.subject <= 4));
    let outcome = knows(chain(), &Limits { supports: 5, ..Limits::default() });
    assert!(matches!(outcome.cut[..], [Cut::Supports { most: 5, dropped }] if 0 < dropped), "{:?}", outcome.cut);
    let outcome = knows(chain(), &Limits { supports: 5, depth: u16::MAX, steps: u64::MAX, derivations: 0, proofs: 0 });
    assert!(outcome.facts.is_empty() && !outcome.cut.is_empty());
    let outcome = knows(chain(), &Limits::default());
    assert_eq!((outcome.facts.len(), outcome.cut.len()), (40 * 39 / 2, 0));
}

#[test]
fn a_dense_cycle_ends() {
    let outcome = knows((0..12).flat_map(|a| (0..12).map(move |b| (a, b))), &Limits::default());
    assert_eq!((outcome.cut, outcome.facts.len()), (vec![], 0), "all of it was told");
    let outcome = knows((0..30).map(|a| (a, (a + 1) % 30)), &Limits::default());
    assert_eq!(outcome.cut, []);
    assert_eq!(outcome.facts.len(), 30 * 28);
}

fn shaped(count: u32, shape: impl Fn(u32) -> [u32; 3]) -> Vec<Input> {
    (0..count)
        .map(|claim| {
            let [s, p, o] = shape(claim);
            Input::new(s, p, o, i64::from(claim)..i64::MAX, claim)
        })
        .collect()
}

/// Facts by the number of them, most about one entity; the time each takes is in proportion.
fn quick(count: u32) {
    let mut names = Names::default();
    let program = Program::link(&built_in(), Traits::default(), |name| names.number(name), |_| None);
    let (located, lives, parent) = (names.number("located_in"), names.number("lives_in"), names.number("parent_of"));
    let chunks = count / 1000 + 1;
    let mut many_homes = shaped(count, |claim| [1_000 + claim / 2, if claim % 2 == 0 { lives } else { located }, 2_000_000 + claim % 1000]);
    many_homes.push(Input::new(7, located, 8, i64::MIN..i64::MAX, count));
    let mut in_one_place = shaped(count, |claim| [100 + claim, located, 7]);
    in_one_place.push(Input::new(7, located, 8, i64::MIN..i64::MAX, count));
    let mut moved_often = shaped(count, |_| [100, located, 7]);
    moved_often.push(Input::new(7, located, 8, i64::MIN..i64::MAX, count));
    let told_again = shaped(count, |_| [7, lives, 8]);
    let families = shaped(count, |claim| [claim % chunks, parent, 3_000_000 + claim]);
    for (what, facts) in [
        ("many homes", many_homes),
        ("a million in one place", in_one_place),
        ("one fact a million times, each time true", moved_often),
        ("one fact that nothing follows from", told_again),
        ("a thousand children each", families.into_iter().take(count as usize / 50).collect()),
    ] {
        let began = Instant::now();
        let outcome = derive(&program, &facts, &Limits::default());
        eprintln!(
            "{what}: {} facts, {} follow, {} steps, {:?}, cut: {:?}",
            facts.len(),
            outcome.facts.len(),
            outcome.steps,
            began.elapsed(),
            outcome.cut
        );
        assert!(outcome.steps < 40 * u64::from(count) + 1000, "{what}: {}", outcome.steps);
    }
}

#[test]
fn ten_thousand_facts_about_one_entity_take_steps_in_proportion() {
    quick(10_000);
}

/// Everybody knows everybody of a thousand, and a rule that tries every way from one to another.
#[test]
#[ignore = "a measurement: run with --release --ignored --nocapture"]
fn a_dense_million_meets_its_limits() {
    for (what, count, degree) in [("dense", 1000, 999), ("sparse", 100_000, 10)] {
        let began = Instant::now();
        let pairs = (0..count).flat_map(|a| (1..=degree).map(move |step| (a, (a + step * step) % count)));
        let outcome = knows(pairs, &Limits::default());
        eprintln!("{what}: {} follow, {} steps, {:?}, cut: {:?}", outcome.facts.len(), outcome.steps, began.elapsed(), outcome.cut);
        assert_eq!(outcome.cut.len(), 1);
    }
}

#[test]
#[ignore = "a measurement: run with --release --ignored --nocapture"]
fn a_million_facts_about_one_entity() {
    quick(1_000_000);
}

#[test]
fn a_fact_may_be_told_from_either_side() {
    let rule = "[[rule]]\nname = 'g'\nif = ['?a child_of ?b', '?b child_of ?c']\nthen = '?c ancestor_of ?a'";
    for text in ["Leo child_of Ana\nAna child_of Eva", "Ana parent_of Leo\nAna child_of Eva", "Ana parent_of Leo\nEva parent_of Ana"] {
        assert_eq!(told(rule, text), ["Eva ancestor_of Leo #1,2"], "{text}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 200,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(11),
        ..proptest::prelude::ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_rules_or_an_error_with_its_line(text in "(\\[\\[rule\\]\\]\n|name = |if = |then = |confidence = |[\"'\\[\\],?=!a-c0-9 \né👍]){0,30}") {
        if let Err(errors) = read(&text) {
            let lines = text.split('\n').count().max(1);
            proptest::prop_assert!(!errors.0.is_empty() && errors.0.iter().all(|error| 1 <= error.line && error.line <= lines), "{}", errors);
        }
    }

    #[test]
    fn any_premise_is_read(premise in ".{0,30}", then in "[?a-c '\"!=]{0,12}") {
        let quoted = |text: &str| text.chars().filter(|letter| !letter.is_control()).collect::<String>().replace('\\', "").replace('"', "\\\"");
        let _ = read(&format!("[[rule]]\nname = \"r\"\nif = [\"{}\"]\nthen = \"{}\"", quoted(&premise), quoted(&then)));
    }
}

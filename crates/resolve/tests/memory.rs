//! Many profiles together: rivals, chains, descriptions, cost, and any input.

use asof_resolve::{Candidate, Feature, Kind, Profile, Resolver, Verdict, candidates, candidates_of, is_description};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, RngSeed},
};

fn named(names: &[&str]) -> Vec<Profile> {
    (0..).zip(names).map(|(number, name)| Profile::named(number, name)).collect()
}

fn verdicts(found: &[Candidate]) -> Vec<(u32, u32, Verdict)> {
    found.iter().map(|candidate| (candidate.a, candidate.b, candidate.verdict)).collect()
}

#[test]
fn what_fits_two_is_unsure_of_both() {
    let found = candidates(&named(&["J. R. Whitfield", "John Robert Whitfield", "Jane Rose Whitfield"]));
    assert_eq!(verdicts(&found), [(0, 1, Verdict::Unsure), (0, 2, Verdict::Unsure)]);
    assert!(found[0].evidence.iter().any(|evidence| evidence.to_string() == "Jane Rose Whitfield fits as well, and is another"));
    let found = candidates(&named(&["Ana", "Ana Silva", "Ana Souza"]));
    assert!(found.iter().all(|candidate| candidate.verdict != Verdict::Same), "{found:?}");
}

#[test]
fn no_chain_joins_two_that_are_apart() {
    let found = candidates(&named(&["Acme Inc.", "Acme", "Acme GmbH", "ACME Ltd."]));
    let sure: Vec<_> = found.iter().filter(|candidate| candidate.verdict == Verdict::Same).collect();
    let joined = |a: u32, b: u32| sure.iter().any(|candidate| (candidate.a, candidate.b) == (a, b));
    assert!(!(joined(0, 1) && joined(1, 2)), "{found:?}");
}

#[test]
fn aliases_count_and_main_names_too() {
    let mut profiles = named(&["New York City", "Gotham", "John Brown", "Peter Green"]);
    profiles[1].names.push("NYC".to_owned());
    profiles[2].names.push("Johnny".to_owned());
    profiles[3].names.push("johnny".to_owned());
    assert_eq!(verdicts(&candidates(&profiles)), [(0, 1, Verdict::Same), (2, 3, Verdict::Unsure)]);
}

#[test]
fn descriptions_are_known() {
    let descriptions = [
        "my sister",
        "Ana's sister",
        "ana's older sister",
        "the landlord",
        "her boss",
        "our dog",
        "a friend",
        "the sister of Ana",
        "sister of Ana",
        "Mom",
        "dad",
        "his ex-wife",
        "my old house",
        "my friend from Porto",
        "James' brother",
        "this company",
        "the plumber",
    ];
    for name in descriptions {
        assert!(is_description(name), "{name}");
    }
    let names = [
        "Lucia",
        "the Big Apple",
        "The Beatles",
        "My Chemical Romance",
        "St Mary's Hospital",
        "McDonald's",
        "Sister Act",
        "A Beautiful Mind",
        "Mia",
        "Lloyd's of London",
        "",
        "the",
        "his",
        "The Landlord",
        "House",
        "House of Cards",
        "that's my mama",
    ];
    for name in names {
        assert!(!is_description(name), "{name}");
    }
}

#[test]
fn a_description_becomes_a_name_by_its_fact_alone() {
    const SIBLING: u32 = 0;
    const VISITED: u32 = 1;
    let ana = || Profile::named(0, "Ana");
    let described = |number, name: &str| Profile { facts: vec![Feature::new(SIBLING, 0).defining()], ..Profile::named(number, name) };
    let sibling = |number, name: &str| Profile { facts: vec![Feature::new(SIBLING, 0)], ..Profile::named(number, name) };
    let visitor = Profile { facts: vec![Feature::new(VISITED, 0)], ..Profile::named(3, "Bob") };
    let of = |profiles: &[Profile]| verdicts(&candidates(profiles));
    assert_eq!(of(&[ana(), described(1, "Ana's sister"), sibling(2, "Lucia"), visitor.clone()]), [(1, 2, Verdict::Same)]);
    assert_eq!(of(&[ana(), described(1, "my sister"), sibling(2, "Lucia")]), [(1, 2, Verdict::Same)]);
    let two = [ana(), described(1, "Ana's sister"), sibling(2, "Lucia"), sibling(4, "Clara")];
    assert_eq!(of(&two), [(1, 2, Verdict::Unsure), (1, 4, Verdict::Unsure)]);
    let both = [ana(), described(1, "Ana's sister"), described(4, "Ana's brother"), sibling(2, "Lucia")];
    assert!(of(&both).iter().all(|(.., verdict)| *verdict == Verdict::Unsure));
    assert_eq!(of(&[ana(), described(1, "Ana's sister"), visitor]), []);
    assert_eq!(of(&named(&["my sister", "My sister", "My Sister Eileen"])), []);
    let place = Profile { kind: Some(Kind::Place), ..sibling(2, "Lucia") };
    assert_eq!(of(&[ana(), Profile { kind: Some(Kind::Person), ..described(1, "Ana's sister") }, place]), []);
}

/// One family with as many members as asked for.
fn family(members: u32) -> Vec<Profile> {
    let syllables = ["ka", "lo", "mi", "ne", "pu", "ra", "si", "to", "vu", "ze"];
    let name = |mut number: u32| {
        let mut name = String::from("B");
        while 0 < number {
            name.push_str(syllables[number as usize % 10]);
            number /= 10;
        }
        name
    };
    (0..members).map(|number| Profile::named(number, &format!("{} Silva", name(number)))).collect()
}

#[test]
fn the_cost_of_one_family_is_linear() {
    let compared = |members| Resolver::new(&family(members)).compared();
    let (few, many) = (compared(5_000), compared(20_000));
    assert!(many < few * 5, "{few} {many}");
    assert!(many < 20_000 * 60, "{many}");
}

#[test]
fn a_million_facts_about_one_are_bounded() {
    let facts: Vec<Feature> = (0..200_000).map(|number| Feature::new(number % 7, 10 + number).functional()).collect();
    let profiles =
        [Profile { facts: facts.clone(), ..Profile::named(1, "Ana Ito") }, Profile { facts, ..Profile::named(2, "Dr. Ana Ito") }];
    assert_eq!(verdicts(&candidates(&profiles)), [(1, 2, Verdict::Same)]);
}

fn config() -> Config {
    Config { cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(5), rng_algorithm: RngAlgorithm::ChaCha, ..Config::default() }
}

fn names() -> impl Strategy<Value = Vec<String>> {
    let first = prop::sample::select(vec!["Ana", "Anna", "A.", "John", "J.", "Bill", "William", "Dr. Ana", "", "my", "the"]);
    let last = prop::sample::select(vec!["Silva", "Slva", "Souza", "Müller", "Mueller", "Inc.", "II", "III", "101", "sister", "Town"]);
    let made = (first, last).prop_map(|(first, last)| format!("{first} {last}"));
    prop::collection::vec(prop_oneof![4 => made, 1 => ".*", 1 => "[(),.'& -]{0,9}"], 0..24)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_names_in_any_order_give_the_same(names in names(), turn in 0_usize..24) {
        let profiles: Vec<Profile> = (0..).zip(&names).map(|(number, name)| Profile::named(number, name)).collect();
        let mut turned = profiles.clone();
        turned.rotate_left(turn.min(profiles.len()));
        let found = candidates(&profiles);
        prop_assert_eq!(verdicts(&found), verdicts(&candidates(&turned)));
        for candidate in &found {
            prop_assert!(candidate.a < candidate.b && (0.0..=1.0).contains(&candidate.score));
            prop_assert!(!candidate.evidence.is_empty());
        }
    }

    #[test]
    fn what_changed_is_found_alone(names in names(), changed in 0_u32..24) {
        let profiles: Vec<Profile> = (0..).zip(&names).map(|(number, name)| Profile::named(number, name)).collect();
        // With all, each entity is given its best only; alone, what changed has all the room.
        let pairs = |found: Vec<Candidate>| found.iter().filter(|c| c.a == changed || c.b == changed).map(|c| (c.a, c.b)).collect::<Vec<_>>();
        let alone = pairs(candidates_of(&[changed], &profiles));
        prop_assert!(pairs(candidates(&profiles)).iter().all(|pair| alone.contains(pair)));
    }
}

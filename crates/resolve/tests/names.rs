//! Pairs of names in the user's words, and what is to come of each.
#![expect(clippy::unwrap_used, reason = "a test")]

use asof_resolve::{Candidate, Feature, Kind, Profile, Resolver, Verdict, candidates};

fn judge(a: &str, b: &str) -> Candidate {
    let profiles = [Profile::named(1, a), Profile::named(2, b)];
    Resolver::new(&profiles).compare(1, 2).unwrap()
}

fn describe(candidate: &Candidate) -> String {
    let evidence: Vec<String> = candidate.evidence.iter().map(|evidence| format!("{evidence} ({:+.1})", evidence.weight)).collect();
    format!("{:?} {:.3}: {}", candidate.verdict, candidate.score, evidence.join("; "))
}

/// Checks all pairs, both ways round, alone and through the keys, and tells of all that fail.
fn check(cases: &[(&str, &str)], allowed: &[Verdict]) {
    let mut failures = Vec::new();
    for (a, b) in cases {
        for (a, b) in [(a, b), (b, a)] {
            let judged = judge(a, b);
            if !allowed.contains(&judged.verdict) {
                failures.push(format!("{a} | {b}: {}", describe(&judged)));
            }
            let found = candidates(&[Profile::named(1, a), Profile::named(2, b)]);
            if found.len() != usize::from(judged.verdict != Verdict::Apart) {
                failures.push(format!("{a} | {b}: through the keys {}", found.len()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn one_entity() {
    let cases = [
        ("J. R. Smith", "John Robert Smith"),
        ("J.R. Smith", "John Robert Smith"),
        ("Dr. Ana Ito", "Ana Ito"),
        ("Prof. Ana Ito", "Dr Ana Ito"),
        ("Sir Ian McKellen", "Ian McKellen"),
        ("Müller", "Mueller"),
        ("Müller", "Muller"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Łódź", "Lodz"),
        ("José Ibáñez", "Jose Ibanez"),
        ("Ito, Ana", "Ana Ito"),
        ("Smith, John Robert", "John Robert Smith"),
        ("Acme Inc.", "Acme"),
        ("Acme, Inc.", "ACME"),
        ("Globex Corporation", "Globex Corp."),
        ("The Beatles", "Beatles"),
        ("Jean-Luc Picard", "Jean Luc Picard"),
        ("O'Brien", "OBrien"),
        ("McDonald's", "McDonalds"),
        ("You Tube", "YouTube"),
        ("Marks & Spencer", "Marks and Spencer"),
        ("Bill Whitfield", "William Whitfield"),
        ("Liz Warburton", "Elizabeth Warburton"),
        ("Katherine Hale", "Catherine Hale"),
        ("Heisuke Hironaka", "Heisuke Hiornaka"),
        ("Beverly Adams", "Beverly Adaams"),
        ("Patricia Kalember", "Patricia Kalmber"),
        ("Robert G. Gallager", "Robert Gallager"),
        ("John Robert Whitfield", "John Whitfield"),
        ("NYC", "New York City"),
        ("USA", "United States"),
        ("U.S.", "United States of America"),
        ("UK", "the United Kingdom"),
        ("World War II", "World War 2"),
        ("Ana Ito, PhD", "Ana Ito"),
        ("St. Louis", "Saint Louis"),
        ("Univ. of Oslo", "University of Oslo"),
        ("Ludwig van Beethoven", "Ludwig Beethoven"),
    ];
    check(&cases, &[Verdict::Same]);
}

#[test]
fn never_sure() {
    let cases = [
        ("Camden", "Camden Town"),
        ("New York", "New York City"),
        ("Ana", "Ana Silva"),
        ("Silva", "Ana Silva"),
        ("Ana S.", "Ana Silva"),
        ("A. Silva", "Ana Silva"),
        ("John Smith Jr.", "John Smith"),
        ("Acme Inc.", "Acme GmbH"),
        ("Walt Disney Company", "Walt Disney"),
        ("James Thomas", "Thomas James"),
        ("Firoza Begum (singer)", "Firoza Begum"),
        ("John Hansen", "John Hanson"),
        ("Marko Peric", "Marko Petric"),
        ("Mark Jonson", "Mark Johnson"),
        ("Peter Brown", "Peter Browne"),
        ("George W. Bush", "George H. W. Bush"),
        ("WHO", "World Health Organization"),
        ("Queen Victoria", "Victoria"),
        ("Dr. Smith", "John Smith"),
    ];
    check(&cases, &[Verdict::Unsure]);
}

#[test]
fn two_entities() {
    let cases = [
        ("Room 101", "Room 102"),
        ("Tigran", "Iran"),
        ("Ana Silva", "Ana Souza"),
        ("Iran", "Iraq"),
        ("Austria", "Australia"),
        ("North Korea", "South Korea"),
        ("Manchester United", "Manchester City"),
        ("World War I", "World War II"),
        ("FC Barcelona", "Barcelona"),
        ("Paris, Texas", "Paris"),
        ("Louis XIV", "Louis XV"),
        ("Halloween", "Halloween 2"),
        ("Rocky II", "Rocky III"),
        ("Part One", "Part Two"),
        ("Windows 10", "Windows 11"),
        ("Henry Ford II", "Henry Ford"),
        ("John Smith Jr.", "John Smith Sr."),
        ("Mr. Smith", "Mrs. Smith"),
        ("John A. Smith", "John B. Smith"),
        ("Slovakia", "Slovenia"),
        ("Niger", "Nigeria"),
        ("Marta Silva", "Maria Silva"),
        ("Daniel Silva", "Daniela Silva"),
        ("the Big Apple", "New York City"),
        ("my sister", "My Sister Eileen"),
        ("the landlord", "Landlord"),
        ("Ana's sister", "Ana"),
        ("Mercury (planet)", "Mercury (element)"),
        ("Vitamin C", "Vitamin D"),
        ("Harry Potter", "Harry Potter and the Goblet of Fire"),
        ("Bill", "William"),
        ("Springfield, Illinois", "Springfield, Ohio"),
        ("Kim Jong-il", "Kim Jong-un"),
        ("East Timor", "West Timor"),
        ("New Mexico", "Mexico"),
        ("Christina Hale", "Christine Hale"),
        ("iPhone 12", "iPhone 12 Pro"),
        ("Boeing 747", "Boeing"),
        ("", "Ana"),
        ("!!!", "..."),
    ];
    check(&cases, &[Verdict::Apart]);
}

#[test]
fn facts_decide() {
    const SPOUSE: u32 = 0;
    const LIVES_IN: u32 = 1;
    let person =
        |number, name: &str, facts: &[Feature]| Profile { facts: facts.to_vec(), kind: Some(Kind::Person), ..Profile::named(number, name) };
    let (mia, nora, oslo) = (Profile::named(10, "Mia"), Profile::named(11, "Nora"), Profile::named(12, "Oslo"));
    let spouse = |of| Feature::new(SPOUSE, of).functional();
    let lives = |at| Feature::new(LIVES_IN, at).functional();
    type Side<'c> = (&'c str, &'c [Feature]);
    let cases: [(Side<'_>, Side<'_>, Verdict, &str); 9] = [
        (("John Smith", &[spouse(10)]), ("Dr. John Smith", &[spouse(11)]), Verdict::Apart, "different spouse of: Mia and Nora at once"),
        (("John Smith", &[spouse(10).during(0, 5)]), ("Dr. John Smith", &[spouse(11).during(6, 9)]), Verdict::Same, "the same name"),
        (("Ana", &[spouse(10), lives(12)]), ("Ana Silva", &[spouse(10), lives(12)]), Verdict::Same, "both spouse of Mia"),
        (("Ana", &[lives(12)]), ("Ana Silva", &[lives(12)]), Verdict::Unsure, "both lives in Oslo"),
        (("Ana Ito", &[Feature::new(7, 2)]), ("Ana Itoh", &[]), Verdict::Apart, "words differ"),
        (("Ana Ito", &[Feature::new(7, 2)]), ("Dr. Ana Ito", &[]), Verdict::Apart, "fact 7"),
        (("Mia", &[spouse(10)]), ("Ana Ito", &[spouse(10)]), Verdict::Apart, "words differ"),
        (("A. Silva", &[spouse(10), lives(12)]), ("Ana Silva", &[spouse(10), lives(12)]), Verdict::Same, "both spouse of Mia"),
        (("Ana Silva", &[spouse(10), lives(12)]), ("Ana Souza", &[spouse(10), lives(12)]), Verdict::Apart, "words differ: silva and souza"),
    ];
    for ((a, facts), (b, other_facts), expected, why) in cases {
        let profiles = [person(1, a, facts), person(2, b, other_facts), mia.clone(), nora.clone(), oslo.clone()];
        let resolver = Resolver::new(&profiles).with_predicates([(SPOUSE, "spouse_of".to_owned()), (LIVES_IN, "lives_in".to_owned())]);
        let judged = resolver.compare(1, 2).unwrap();
        assert_eq!(judged.verdict, expected, "{a} | {b}: {}", describe(&judged));
        assert!(describe(&judged).contains(why), "{a} | {b}: {}", describe(&judged));
    }
}

#[test]
fn kinds_differ() {
    let mut profiles = [Profile::named(1, "Lincoln"), Profile::named(2, "LINCOLN")];
    profiles[0].kind = Some(Kind::Person);
    profiles[1].kind = Some(Kind::Place);
    assert_eq!(Resolver::new(&profiles).compare(1, 2).unwrap().verdict, Verdict::Apart);
}

//! What is learned of predicates: how many values they have, and which of them say the same.

use asof::{AsOf, Consolidation, FindingKind, Memory, Operation, Outcome, Point, Statement};

use super::{consolidated, editors, holds, memory, of, run, statement, tell};

#[test]
fn a_predicate_whose_values_take_turns_is_learned_to_have_one() {
    for (in_turn, together, learned) in [(5, 0, true), (0, 0, false), (5, 5, false), (2, 2, false)] {
        let lines = editors(in_turn, together);
        let (memory, done) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(
            of(&done, FindingKind::LearnedCardinality, Outcome::Done).len(),
            usize::from(learned),
            "{in_turn} {together}: {:#?}",
            done.findings
        );
        let single = memory
            .snapshot()
            .schemas()
            .iter()
            .any(|schema| schema.name == "edits_with" && schema.cardinality == asof::Cardinality::OneObjectPerSubject);
        assert_eq!(single, learned);
    }
}

#[test]
fn what_happens_to_many_in_one_place_is_not_learned_to_happen_to_one() {
    let lines: Vec<String> =
        (0..60).map(|number| format!("P{number} came_to_life_in T{0} from {1} to {1}", number % 6, 1950 + number)).collect();
    let (memory, done) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(done.proposes_nothing(), "{:#?}", done.findings);
    assert_eq!(holds(&memory, "P3", "came_to_life_in", "1953"), ["T3"]);
    // Those who follow one another in an office do so without a gap.
    let lines: Vec<String> = (0..66)
        .map(|number| format!("P{number} keeper_of T{} from {} to {}", number % 22, 1950 + number / 22 * 4, 1954 + number / 22 * 4))
        .collect();
    let (_, done) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(of(&done, FindingKind::LearnedCardinality, Outcome::Done)[0].key, "cardinality keeper_of one_subject_per_object");
}

#[test]
fn what_is_told_of_a_predicate_wins_over_what_would_be_learned() {
    let memory = memory();
    memory.tell(Operation::Predicate(asof::Schema::many("edits_with"))).unwrap();
    let lines = editors(5, 0);
    tell(&memory, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
}

#[test]
fn predicates_told_to_be_the_same_are_read_as_one() {
    let memory = memory();
    let schema = |name: &str, same_as: Option<&str>, inverse_of: Option<&str>| {
        let schema =
            asof::Schema { same_as: same_as.map(str::to_owned), inverse_of: inverse_of.map(str::to_owned), ..asof::Schema::many(name) };
        memory.tell(Operation::Predicate(schema)).unwrap();
    };
    tell(&memory, &["Ana works_for Acme @2020 #a", "Ana works_at Halden @2021 #b", "Acme set_up_by Bo #c"]);
    schema("works_for", Some("works_at"), None);
    schema("founded", None, Some("founded_by"));
    schema("set_up_by", Some("founded_by"), None);
    assert_eq!(holds(&memory, "Ana", "works_at", "2020"), ["Acme"]);
    assert_eq!(holds(&memory, "Ana", "works_at", "2022"), ["Halden"]);
    assert_eq!(holds(&memory, "Bo", "founded", "now"), ["Acme"]);
    let timeline = memory.snapshot().as_of(AsOf::NOW).timeline("Ana", Some("works_for")).unwrap();
    assert_eq!(timeline.iter().map(|fact| fact.object.text()).collect::<Vec<_>>(), ["Acme", "Halden"]);
    assert_eq!(memory.snapshot().as_of(AsOf::NOW).facts("Acme").unwrap().len(), 1);
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
}

fn joined(memory: &Memory, predicate: &str) -> Option<String> {
    let schemas = memory.snapshot().schemas();
    let same = schemas.iter().find(|schema| schema.name == predicate).and_then(|schema| schema.same_as.clone());
    same.or_else(|| schemas.iter().find(|schema| schema.inverse_of.as_deref() == Some(predicate)).map(|schema| format!("^{}", schema.name)))
}

#[test]
fn verb_phrases_that_mean_the_same_are_joined_and_others_are_not() {
    let told_under_both = |a: &str, b: &str, turned: bool| -> Vec<String> {
        let of = |number: usize| if turned { format!("O{number} {b} S{number}") } else { format!("S{number} {b} O{number}") };
        (0..4).flat_map(|number| [format!("S{number} {a} O{number}"), of(number)]).chain([format!("S9 {a} O9")]).collect()
    };
    let alone = |a: &str, b: &str| vec![format!("S1 {a} O1"), format!("S2 {b} O2"), format!("S3 {a} O3")];
    let cases = [
        (alone("set_up", "was_set_up"), "set_up", None),
        (alone("works_on", "is_working_on"), "is_working_on", Some("works_on")),
        (alone("painted", "painted_by"), "painted_by", Some("^painted")),
        (alone("founded", "was_founded_by"), "was_founded_by", Some("^founded")),
        (alone("works_at", "works_with"), "works_with", None),
        (alone("moved_to", "moved_from"), "moved_from", None),
        (alone("visited", "saw"), "saw", None),
        (told_under_both("works_at", "has_a_job_at", false), "has_a_job_at", Some("works_at")),
        (told_under_both("wrote", "authored", false), "authored", Some("wrote")),
        (told_under_both("moved_to", "moved_from", false), "moved_from", None),
        (told_under_both("admires", "despises", false), "despises", None),
        (told_under_both("lives_in", "votes_in", false), "votes_in", None),
        (told_under_both("trained", "was_trained_by", true), "was_trained_by", Some("^trained")),
    ];
    for (lines, alias, expected) in cases {
        let (memory, done) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(joined(&memory, alias).as_deref(), expected, "{lines:?}: {:#?}", done.findings);
    }
}

#[test]
fn joined_predicates_come_apart_with_the_run() {
    let (memory, done) = consolidated(&["Bo painted Mural", "Sunset painted_by Cy", "Di painted Door"]);
    assert_eq!(holds(&memory, "Cy", "painted", "now"), ["Sunset"]);
    memory.undo_run(done.run.unwrap()).unwrap();
    assert_eq!(holds(&memory, "Cy", "painted", "now"), Vec::<String>::new());
    assert_eq!(holds(&memory, "Sunset", "painted_by", "now"), ["Cy"]);
}

/// A numbered list, told as the reader tells it: one text, and a claim for each statement with a moment of its own.
fn tell_list(memory: &Memory, id: &str, statements: &[(&str, &str)]) {
    let text: String = statements.iter().map(|(sentence, _)| format!("{sentence}\n")).collect();
    let day: Point = "2024-04-02T10:00:00Z".parse().unwrap();
    let mut told = vec![Operation::Episode { id: Some(id.into()), text, occurred_at: Some(day), speaker: None, source: None }];
    let mut from = 0;
    for (number, (sentence, claim)) in (0..).zip(statements) {
        let to = from + u32::try_from(sentence.len()).unwrap();
        let at = asof::Instant::from_micros(day.lo().micros() + number).map(Point::at);
        told.push(Operation::Claim(Statement { episode: Some(id.into()), span: Some((from, to)), occurred_at: at, ..statement(claim) }));
        from = to + 1;
    }
    memory.tell_all(told).unwrap();
}

const REVISED: &[(&str, &str)] = &[
    ("Ana works at Acme.", "Ana works_at Acme"),
    ("The chairperson of Halden is Bo.", "Bo chairperson_of Halden"),
    ("Cy lives in Rome.", "Cy lives_in Rome"),
    ("The flagship product of Dorn is Lamp.", "Dorn flagship_product Lamp"),
    ("Di was born in Oslo.", "Di born_in Oslo"),
    ("Gus is a fan of Reds.", "Gus fan_of Reds"),
    ("Gus owns a car.", "Gus owns car"),
    ("Ana works at Halden.", "Ana works_at Halden"),
    ("The chairperson of Halden is Eva.", "Eva chairperson_of Halden"),
    ("Cy lives in Madrid.", "Cy lives_in Madrid"),
    ("The flagship product of Dorn is Chair.", "Dorn flagship_product Chair"),
    ("Di was born in Bergen.", "Di born_in Bergen"),
    ("Gus is a fan of Blues.", "Gus fan_of Blues"),
    ("Gus owns a bike.", "Gus owns bike"),
];

#[test]
fn later_statements_of_a_list_override_earlier_ones_where_that_is_meant() {
    let memory = memory();
    tell_list(&memory, "list", REVISED);
    let done = run(&memory, &Consolidation::default());
    let learned: Vec<&str> = of(&done, FindingKind::LearnedCardinality, Outcome::Done).iter().map(|finding| finding.key.as_str()).collect();
    assert_eq!(learned, ["cardinality chairperson_of one_subject_per_object", "cardinality flagship_product one_object_per_subject"]);
    assert_eq!(holds(&memory, "Dorn", "flagship_product", "now"), ["Chair"]);
    assert_eq!(holds(&memory, "Bo", "chairperson_of", "now"), Vec::<String>::new());
    assert_eq!(holds(&memory, "Eva", "chairperson_of", "now"), ["Halden"]);
    // What may as well add up is asked about, or left alone.
    assert_eq!(holds(&memory, "Gus", "fan_of", "now").len(), 2);
    assert_eq!(holds(&memory, "Gus", "owns", "now").len(), 2);
    let gave_way = of(&done, FindingKind::OneValue, Outcome::Resolved);
    assert_eq!(gave_way.len(), 5, "{gave_way:#?}");
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
}

/// A list that revises a third of what it tells: homes, and what else is told of so many things and again of a third of them.
fn revising_list(again: usize, tell: &dyn Fn(usize, usize) -> Vec<(String, String)>) -> Memory {
    const THINGS: usize = 30;
    let mut lines: Vec<(String, String)> = Vec::new();
    for round in 0..=again {
        for thing in (0..THINGS).filter(|thing| round == 0 || thing % 3 == 0) {
            let town = thing + THINGS * round;
            lines.push((format!("P{thing} lives in Town{town}."), format!("P{thing} lives_in Town{town}")));
            lines.extend(tell(thing, round));
        }
    }
    let memory = memory();
    tell_list(&memory, "list", &lines.iter().map(|(words, claim)| (words.as_str(), claim.as_str())).collect::<Vec<_>>());
    memory
}

#[test]
fn a_list_that_revises_itself_overrides_what_may_be_of_many_where_it_is_told_the_same_way() {
    let line = |words: String, claim: String| vec![(words, claim)];
    // Each plays for one club, and a club has many players.
    let memory = revising_list(1, &|player, round| {
        let club = (player * 7 + round * 3) % 11;
        line(format!("P{player} plays for Club{club}."), format!("P{player} member_of Club{club}"))
    });
    let done = run(&memory, &Consolidation::default());
    assert_eq!(of(&done, FindingKind::OneValue, Outcome::Done).len(), 10, "{:#?}", done.findings);
    assert_eq!(holds(&memory, "P3", "member_of", "now"), ["Club2"]);
    assert_eq!(holds(&memory, "P1", "member_of", "now"), ["Club7"]);
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
    memory.undo_run(done.run.unwrap()).unwrap();
    assert_eq!(holds(&memory, "P3", "member_of", "now"), ["Club10", "Club2"]);
}

/// A relation as a list tells it in several wordings, each with the predicate that it is read as, from `A` to `B`.
const REWORDED: &[&[(&str, &str)]] = &[
    &[
        ("The religion of A is B.", "A religion B"),
        ("A is a follower of the religion of B.", "A follower_of B"),
        ("The religion that A follows is B.", "A religion_that_follows B"),
        ("A has B as religion.", "A has_religion B"),
    ],
    &[
        ("The employer of A is B.", "A employer B"),
        ("A works for B.", "A works_at B"),
        ("A is employed by B.", "A employed_by B"),
        ("A is an employee of B.", "A employee_of B"),
    ],
    &[
        ("The birthplace of A is B.", "A birthplace B"),
        ("A was born in the city of B.", "A born_in B"),
        ("A's place of birth is B.", "A place_of_birth B"),
        ("The city where A was born is B.", "A city_where_born B"),
    ],
    &[
        ("The spouse of A is B.", "A spouse_of B"),
        ("A is married to B.", "A married_to B"),
        ("A's husband or wife is B.", "A husband_or_wife B"),
        ("The person whom A is married to is B.", "A person_whom_married_to B"),
    ],
    &[
        ("A is a citizen of B.", "A citizen_of B"),
        ("The country of citizenship of A is B.", "A country_of_citizenship B"),
        ("A carries the passport of B.", "A carries_passport_of B"),
        ("The nation that A belongs to as a citizen is B.", "A nation_that_belongs_to B"),
    ],
    &[
        ("A died in B.", "A died_in B"),
        ("The place of death of A is B.", "A place_of_death B"),
        ("A passed away in the city of B.", "A passed_away_in B"),
        ("The city where A died is B.", "A city_where_died B"),
    ],
];

#[test]
fn a_list_that_tells_relations_in_many_wordings_overrides_in_other_words() {
    let told = |relation: usize, person: usize, round: usize| {
        let (words, claim) = REWORDED[relation][(person + round) % 4];
        let (one, other) = (
            format!("P{person}"),
            format!("{}{}", ["Creed", "Firm", "Town", "Q", "Land", "Place"][relation], (person * 7 + round * 3) % 11),
        );
        let fill = |text: &str| text.replace('A', &one).replace('B', &other);
        (fill(words), fill(claim))
    };
    let memory = revising_list(1, &|person, round| (0..REWORDED.len()).map(|relation| told(relation, person, round)).collect());
    run(&memory, &Consolidation::default());
    // "P3 has Creed10 as religion", then "The religion of P3 is Creed2".
    assert_eq!(holds(&memory, "P3", "has_religion", "now"), Vec::<String>::new());
    assert_eq!(holds(&memory, "P3", "religion", "now"), ["Creed2"]);
    assert_eq!(holds(&memory, "P3", "employee_of", "now"), Vec::<String>::new());
    // Nobody took the place of what was told once.
    assert_eq!(holds(&memory, "P1", "follower_of", "now"), ["Creed7"]);
    assert!(run(&memory, &Consolidation::default()).proposes_nothing());
}

#[test]
fn words_that_add_up_override_nothing() {
    // Everybody is told two instruments at once; one predicate, told in other words of other things; clubs told of few.
    let memory = revising_list(1, &|player, round| {
        let plays = |number: usize| (format!("P{player} plays the I{number}."), format!("P{player} plays I{number}"));
        vec![plays(player + 100 * round), plays(player + 100 * round + 50)]
    });
    run(&memory, &Consolidation::default());
    assert_eq!(holds(&memory, "P1", "plays", "now").len(), 2);
    let memory = revising_list(1, &|player, round| {
        let told = [(format!("P{player} works in the field of F{player}."), format!("P{player} works_in F{player}"))];
        let worked = (format!("P{player} works in the town of T{player}."), format!("P{player} works_in T{player}"));
        told.into_iter().chain([worked]).filter(|_| round == 0).collect()
    });
    run(&memory, &Consolidation::default());
    assert_eq!(holds(&memory, "P1", "works_in", "now"), ["F1", "T1"]);
}

#[test]
fn a_list_that_never_revises_what_is_known_teaches_nothing() {
    let memory = memory();
    tell_list(
        &memory,
        "list",
        &[
            ("Ana works at Acme.", "Ana works_at Acme"),
            ("Cy lives in Rome.", "Cy lives_in Rome"),
            ("The sponsor of Halden is Bo.", "Bo sponsor_of Halden"),
            ("The sponsor of Halden is Eva.", "Eva sponsor_of Halden"),
        ],
    );
    let done = run(&memory, &Consolidation::default());
    assert!(done.proposes_nothing(), "{:#?}", done.findings);
    assert_eq!(holds(&memory, "Bo", "sponsor_of", "now"), ["Halden"]);
}

#[test]
fn one_value_for_nearly_everybody_is_learned_unless_the_words_say_that_it_adds_up() {
    for (predicate, learned) in [("drives", true), ("bought", false), ("has_read", false), ("possesses", false)] {
        let mut lines: Vec<String> = (0..40).map(|number| format!("P{number} {predicate} Car{number} @2020-01-01")).collect();
        lines.push(format!("P1 {predicate} Van @2021-01-01"));
        let (memory, done) = consolidated(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(
            of(&done, FindingKind::LearnedCardinality, Outcome::Done).len(),
            usize::from(learned),
            "{predicate}: {:#?}",
            done.findings
        );
        assert_eq!(holds(&memory, "P1", predicate, "now").len(), if learned { 1 } else { 2 }, "{predicate}");
    }
}

#[test]
fn schemas_that_go_in_circles_are_read_one_way() {
    let circles = [
        "[a]\nsame_as = \"b\"\n[b]\nsame_as = \"c\"\n[c]\nsame_as = \"a\"",
        "[a]\nsame_as = \"b\"\n[b]\ninverse_of = \"a\"\n[c]\nsame_as = \"b\"",
        "[a]\ninverse_of = \"b\"\n[b]\ninverse_of = \"c\"\n[c]\ninverse_of = \"a\"",
        "[a]\nsame_as = \"b\"\n[b]\nsymmetric = true\n[c]\nsame_as = \"a\"",
    ];
    for circle in circles {
        let memory = memory();
        // Within one file they are refused; told one after the other, each is right by itself.
        for schema in circle.split_inclusive("\"\n").chain([""]).filter(|schema| !schema.is_empty()) {
            memory.tell_all(asof::read_schemas(schema).unwrap().into_iter().map(Operation::Predicate).collect()).unwrap();
        }
        tell(&memory, &["X a Y", "X b Y", "Y c X", "Z a X"]);
        for name in ["X", "Y", "Z"] {
            let facts = memory.snapshot().as_of(AsOf::NOW).facts(name).unwrap();
            let predicates: std::collections::BTreeSet<&str> = facts.iter().map(|fact| fact.predicate.as_str()).collect();
            assert_eq!(predicates.len(), 1, "{circle}: {facts:?}");
        }
        assert!(run(&memory, &Consolidation::default()).proposes_nothing(), "{circle}");
        assert_eq!(memory.check().unwrap(), Vec::<String>::new());
    }
}

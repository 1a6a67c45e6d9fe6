//! Asking: questions in a user's words, over prose and over lists in which later statements override earlier ones.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::sync::OnceLock;

use asof::{AsOf, Ask, Asker, Memory, Text, extract::Reader};
use proptest::{prelude::*, test_runner::RngSeed};

const NOTES: &str = "Ana Silva moved to Lyon in March 2021. Ana Silva has worked for Halden Works since 2019. \
    Halden Works was founded by Mira Tal in 1998. Mira Tal is married to Jon Reis. Jon Reis was born in Porto. \
    Jon Reis speaks Portuguese. Ana Silva's sister Lucia is a nurse in Porto. Ana Silva likes tea and jazz. \
    Ben Ito is the coach of Oslo Kings. Ben Ito lives in Norway. Norway is located in Europe. \
    Ana Silva played for Oslo Kings from 2010 to 2012.";

fn told(text: &str) -> Memory {
    let memory = Memory::options().volatile().unwrap();
    let text =
        Text { text: text.into(), occurred_at: Some("2024-04-02".parse().unwrap()), source: Some("notes".into()), ..Text::default() };
    memory.remember(&text, &Reader::new()).unwrap();
    memory
}

fn answers(memory: &Memory, question: &str) -> Vec<String> {
    memory.ask(&Ask::new(question)).unwrap().answer
}

/// Each question and its answers, separated by `;`; no answer where it should abstain.
fn hold(memory: &Memory, cases: &[(&str, &str)]) {
    let mut asker = Asker::default();
    for (question, expected) in cases {
        let answered = asker.ask(memory, &Ask::new(question)).unwrap();
        assert_eq!(answered.answer.join("; "), *expected, "{question}: {answered:#?}");
        assert_eq!(answered.abstained, expected.is_empty(), "{question}");
    }
}

#[test]
fn a_question_is_answered_from_what_was_remembered() {
    hold(
        &told(NOTES),
        &[
            ("Where does Ana Silva live?", "Lyon"),
            ("Where does Ana live?", "Lyon"),
            ("Who does Ana work for?", "Halden Works"),
            ("Who is Ana's sister?", "Lucia"),
            ("What does Ana like?", "tea; jazz"),
            ("Who founded Halden Works?", "Mira Tal"),
            ("What did Mira Tal found?", "Halden Works"),
            ("What is Lucia's job?", "nurse"),
        ],
    );
}

#[test]
fn several_hops_compose() {
    hold(
        &told(NOTES),
        &[
            ("Where was the husband of the founder of Halden Works born?", "Porto"),
            ("Which language does the spouse of the founder of Ana's employer speak?", "Portuguese"),
            ("On which continent does the coach of Oslo Kings live?", "Europe"),
        ],
    );
}

#[test]
fn a_fact_is_asked_for_by_how_it_began() {
    let memory = told("Ana Silva grew up in Porto and moved to Lyon in 2003.");
    hold(&memory, &[("When did Ana Silva move to Lyon?", "2003"), ("Where did Ana Silva grow up?", "Porto")]);
}

#[test]
fn questions_in_several_sentences_are_answered_as_one() {
    hold(
        &told(NOTES),
        &[
            ("Consider the founder of Halden Works. Where was the husband of that person born?", "Porto"),
            ("Ana's employer was founded by someone; who is that person married to?", "Jon Reis"),
        ],
    );
}

#[test]
fn a_fact_told_under_an_inverse_is_found_in_its_own_words() {
    let memory = told("The capital of Peru is Lima. The capital of Chile is Santiago. The capital of Cuba is Havana.");
    memory
        .tell_all(vec![asof::Operation::Predicate(asof::Schema { inverse_of: Some("capital".into()), ..asof::Schema::many("capital_of") })])
        .unwrap();
    let answered = memory.ask(&Ask::new("What is the capital of Peru?")).unwrap();
    assert_eq!(answered.answer, ["Lima"], "{answered:#?}");
    assert!(0.8 < answered.confidence, "{answered:#?}");
}

#[test]
fn dates_and_yes_or_no_are_answered_in_kind() {
    hold(
        &told(NOTES),
        &[
            ("When did Ana move to Lyon?", "2021-03"),
            ("When was Halden Works founded?", "1998"),
            ("Is Mira Tal married to Jon Reis?", "yes"),
            ("Is Mira Tal married to Ben Ito?", "no"),
            ("Does Ana live in Lyon?", "yes"),
            ("Does Ana live in Porto?", "no"),
        ],
    );
}

const LIFE: &str = "Ana Silva lived in Porto from 2005 to 2012.\nAna Silva moved to Lyon in 2012.\nAna Silva moved to Berlin in 2019.\n\
    Ana Silva worked at Acme from 2010 to 2015.\nAna Silva has worked at Globex since 2015.\n\
    Ben Ito was the CEO of Globex from 2008 to 2014.\nCarla Ruiz was the CEO of Globex from 2014 to 2020.\n\
    Dan Wood has been the CEO of Globex since 2020.\nAna Silva married Ben Ito in 2013.\nAna Silva and Ben Ito divorced in 2018.\n\
    In 2021 Ana married Tom Reed.\nTom Reed works at Globex.\nTom Reed was born in Leeds in 1980.\nAna Silva was born in Faro in 1983.\n";

#[test]
fn what_was_before_after_and_meanwhile_is_answered() {
    hold(
        &told(LIFE),
        &[
            ("Where did Ana live before Lyon?", "Porto"),
            ("Where did Ana live before she moved to Berlin?", "Lyon"),
            ("Before moving to Berlin, where did Ana live?", "Lyon"),
            ("Where did Ana live after she left Lyon?", "Berlin"),
            ("Where did Ana work before she married Ben?", "Acme"),
            ("Where did Ana live when she worked at Acme?", "Porto; Lyon"),
            ("Who was CEO of Globex when Ana married Tom?", "Dan Wood"),
            ("Who was the CEO of Globex before Carla Ruiz?", "Ben Ito"),
            ("Who was the CEO of Globex after Carla Ruiz?", "Dan Wood"),
            ("Who was CEO of Globex after Dan Wood?", ""),
            ("Who was CEO of Globex before 2014?", "Ben Ito"),
            ("Did Ana live in Porto before Lyon?", "yes"),
            ("How old was Ana when she moved to Lyon?", "29 years"),
            ("Where did Ana live before she moved to Oslo?", ""),
        ],
    );
}

#[test]
fn the_first_the_last_and_what_is_over_are_told_apart() {
    hold(
        &told(LIFE),
        &[
            ("Who was the first CEO of Globex?", "Ben Ito"),
            ("Who was the second CEO of Globex?", "Carla Ruiz"),
            ("Who was Globex's previous CEO?", "Carla Ruiz"),
            ("Who was the fourth CEO of Globex?", ""),
            ("How many CEOs has Globex had?", "3"),
            ("Where does Ana work?", "Globex"),
            ("Where has Ana lived?", "Porto; Lyon; Berlin"),
            ("Where did Ana use to live?", "Lyon"),
            ("When did Ana leave Acme?", "2015"),
            ("Until when did Ana work at Acme?", "2015"),
            ("How long did Ana live in Lyon?", "7 years"),
            ("Is Ana married to Ben?", "no"),
            ("Was Ana ever married to Ben?", "yes"),
            ("Did Ana work at Globex in 2012?", "no"),
            ("Who works at Globex besides Ana?", "Tom Reed"),
            ("Where was Ana's husband born?", "Leeds"),
            // Ben's birthplace is not known; Tom was the second.
            ("Where was Ana's first husband born?", ""),
        ],
    );
}

#[test]
fn who_does_and_to_whom_is_told_apart() {
    hold(
        &told(
            "Omar manages Dana. Dana manages Priya. Zoe defeated Pia in 2021. Pia defeated Max in 2020. Acme was bought by Quinn. \
             Ana's father is Karl. Lisa's mother is Eva.",
        ),
        &[
            ("Who manages Dana?", "Omar"),
            ("Who does Dana manage?", "Priya"),
            ("Who is managed by Dana?", "Priya"),
            ("Who defeated Pia?", "Zoe"),
            ("Who bought Acme?", "Quinn"),
            ("Who is Ana's father?", "Karl"),
            ("Who is Karl's daughter?", "Ana"),
            ("Who is Ana's daughter?", ""),
            ("Is Karl Ana's father?", "yes"),
            ("Is Ana Karl's father?", ""),
        ],
    );
}

#[test]
fn where_something_is_asks_for_what_it_is_in() {
    hold(
        &told("The University of Arlen is located in Porto. Porto is located in Portugal. Portugal is located in Europe."),
        &[
            ("Which country is Porto located in?", "Portugal"),
            ("On which continent is Portugal located?", "Europe"),
            ("What is located in Porto?", "University of Arlen"),
        ],
    );
}

#[test]
fn a_clause_about_a_place_does_not_ask_for_one() {
    hold(
        &told("Mia Tal was born in Peru. Peru uses the sol as its currency. The head of government of Peru is Leo Paz."),
        &[
            ("What is the currency of the country where Mia Tal was born?", "sol"),
            ("What is the name of the head of government of the country in which Mia Tal was born?", "Leo Paz"),
        ],
    );
}

#[test]
fn what_is_asked_of_somebody_is_not_answered_of_another() {
    hold(
        &told(
            "Ana Silva was born in Porto on 3 May 1980. Dora is the daughter of Ana Silva. Dora was born in Lyon in 2008. \
             Otto Lang was born in 1930. Otto Lang married Vera Lang in 1955. Otto Lang died in 2003.\n\
             Rosa Vine lived in Bonn from 1999 to 2001. Rosa Vine moved to Bonn in 2006.\n\
             Tom Reed became CEO of Halden Works in 2010. Carla Diaz became CEO of Halden Works in 2016.",
        ),
        &[
            ("When was Ana's daughter born?", "2008"),
            ("Where was Ana's daughter born?", "Lyon"),
            ("When was Ana born?", "1980-05-03"),
            ("How old is Otto Lang?", "73 years"),
            ("How long was Otto Lang married to Vera Lang?", "48 years"),
            ("How many times did Rosa Vine move to Bonn?", "2"),
            ("Who has been CEO of Halden Works since Tom Reed left?", "Carla Diaz"),
        ],
    );
    let now = Ask { now: Some("2024-06-01".parse().unwrap()), ..Ask::new("How long has Rosa Vine lived in Bonn?") };
    let memory = told("Rosa Vine lived in Bonn from 1999 to 2001.\nRosa Vine moved to Bonn in 2006.");
    assert_eq!(memory.ask(&now).unwrap().answer, ["18 years"]);
}

#[test]
fn of_what_very_many_have_any_may_be_asked_quickly() {
    let memory = Memory::options().volatile().unwrap();
    let line = |at: usize| {
        format!(
            "{{\"claim\":{{\"subject\":\"Person {at}\",\"predicate\":\"works_at\",\"object\":\"Acme\",\"kind\":\"begins\",\"from\":\"{}\"}}}}\n",
            1950 + at % 70
        )
    };
    let lines: String = (0..20_000).map(line).collect();
    memory.import_lines(lines.as_bytes(), asof::OnError::Stop).unwrap();
    let started = std::time::Instant::now();
    hold(&memory, &[("How many people work at Acme?", "20000")]);
    assert!(started.elapsed().as_secs() < 60, "not with each compared with each: {:?}", started.elapsed());
}

#[test]
fn who_left_what_the_memory_knows_of_is_there_no_more() {
    let memory = told("Ana has worked at Siemens since 2019. Ana has been a member of the Chess Club since 2018.");
    let later = Text { text: "Ana left Siemens in May 2021.".into(), source: Some("mail".into()), ..Text::default() };
    memory.remember(&later, &Reader::new()).unwrap();
    hold(
        &memory,
        &[
            ("Does Ana work at Siemens?", "no"),
            ("Where did Ana work in 2020?", "Siemens"),
            ("When did Ana leave Siemens?", "2021-05"),
            ("Is Ana a member of the Chess Club?", "yes"),
            ("When was Ana born?", ""),
        ],
    );
}

#[test]
fn what_is_called_by_a_name_is_asked_for_by_its_kind() {
    let memory = told("Ana has a dog called Rex. Ana has a cat called Miso. Ben has a dog called Bo.");
    hold(
        &memory,
        &[
            ("What is Ana's dog called?", "Rex"),
            ("How many dogs does Ana have?", "1"),
            ("How many pets does Ana have?", "2"),
            ("What is the name of Ben's dog?", "Bo"),
        ],
    );
}

#[test]
fn a_number_that_was_told_is_the_number() {
    let memory = told("Halden has 450 employees. Ana has a cat and a dog.");
    hold(&memory, &[("How many employees does Halden have?", "450"), ("How many pets does Ana have?", "2")]);
}

#[test]
fn entries_of_a_diary_happened_on_their_dates() {
    let diary = "2024-01-05: Ana moved to Rome.\n2024-02-10: Ana visited Oslo.\n2024-05-01: Ana met Karl Mann.\n\
        2024-05-03: Ana met Rosa Pohl.\n2024-06-01: Ana moved to Paris.\n2024-07-01: Karl Mann married Rosa Pohl.\n";
    hold(
        &told(diary),
        &[
            ("When did Ana move to Paris?", "2024-06-01"),
            ("Where did Ana live in March 2024?", "Rome"),
            ("Does Ana live in Rome?", "no"),
            ("Where did Ana live after Rome?", "Paris"),
            ("Whom did Ana meet?", "Rosa Pohl; Karl Mann"),
            ("Who did Ana meet first?", "Karl Mann"),
            ("How long did Ana live in Rome?", "4 months"),
        ],
    );
}

#[test]
fn a_question_of_what_was_known_then_leaves_the_next_as_it_is() {
    let memory = told("Ana Silva lives in Porto.");
    let first = memory.snapshot().graph().last_tx();
    let later = Text { text: LIFE.into(), source: Some("notes".into()), ..Text::default() };
    memory.remember(&later, &Reader::new()).unwrap();
    let question = Ask::new("Who was the CEO of Globex before Carla Ruiz?");
    let known = asof::KnownAt::Tx(asof::TxId(first));
    let mut asker = Asker::default();
    let then = Ask { as_of: AsOf { known, ..AsOf::NOW }, ..Ask::new("Where does Ana Silva live?") };
    assert_eq!(asker.ask(&memory, &then).unwrap().answer, ["Porto"]);
    let (after, alone) = (asker.ask(&memory, &question).unwrap(), memory.ask(&question).unwrap());
    assert_eq!((after.answer, after.confidence), (alone.answer, alone.confidence));
}

#[test]
fn who_asks_is_asked_of() {
    let memory = Memory::options().volatile().unwrap();
    let text = "I live in Leeds. My sister Lucia lives in Porto. My boss is Ben Ito.";
    let text = Text { text: text.into(), speaker: Some("Dana".into()), ..Text::default() };
    memory.remember(&text, &Reader::new()).unwrap();
    for (question, expected) in [
        ("Where do I live?", "Leeds"),
        ("Where does my sister live?", "Porto"),
        ("Who is my boss?", "Ben Ito"),
        ("Can you tell me where Lucia lives?", "Porto"),
    ] {
        let ask = Ask { speaker: Some("Dana".into()), ..Ask::new(question) };
        assert_eq!(memory.ask(&ask).unwrap().answer, [expected], "{question}");
        assert_ne!(answers(&memory, "Where do I live?"), ["Leeds"], "nobody says who asks");
    }
}

#[test]
fn a_list_that_revises_nothing_keeps_what_may_be_of_many() {
    let memory = told("1. Ana likes tea.\n2. Ben likes jazz.\n3. Ana likes chess.\n4. Ana visited Rome.\n5. Ana visited Oslo.\n");
    hold(&memory, &[("What does Ana like?", "chess; tea"), ("What did Ana visit?", "Oslo; Rome")]);
}

#[test]
fn what_is_not_in_memory_is_not_answered() {
    hold(
        &told(NOTES),
        &[
            ("What is the phone number of Ana?", ""),
            ("Who is the king of Norway?", ""),
            ("What is Zorblax's favourite colour?", ""),
            ("Does Ana like coffee?", ""),
        ],
    );
    let answered = told(NOTES).ask(&Ask::new("Who is the king of Norway?")).unwrap();
    assert!(!answered.nearest.is_empty(), "it shows what comes nearest");
}

#[test]
fn a_firm_may_be_named_by_a_number() {
    hold(
        &told("0. Ana works for 3S.\n1. Ben works for Acme.\n2. Mia works for Halden."),
        &[("Who is Ana's employer?", "3S"), ("Who is Ben's employer?", "Acme")],
    );
}

#[test]
fn what_somebody_means_to_do_is_no_answer_to_what_is() {
    hold(
        &told(
            "Ana wants to buy two bikes. Ana plans to keep an old sofa in the attic. Ana saw a play. Ana has three cats. Ana paid 450 dollars for the sofa.",
        ),
        &[
            ("How many bikes does Ana own?", ""),
            ("Where does Ana keep the old sofa?", ""),
            ("How many cats does Ana have?", "3"),
            ("How much did Ana pay for the sofa?", "450 dollar"),
            ("How much did Ana like the play?", ""),
            ("How many dogs does Ana have?", ""),
            ("What play did Ana see?", ""),
        ],
    );
}

#[test]
fn an_answer_holds_as_of_the_date_asked_of() {
    let memory = told("Ana moved to Berlin in March 2020. Ana moved to Lyon in June 2022.");
    assert_eq!(answers(&memory, "Where does Ana live?"), ["Lyon"]);
    assert_eq!(answers(&memory, "Where did Ana live in 2021?"), ["Berlin"]);
    let then = Ask { as_of: AsOf::valid("2021".parse().unwrap()), ..Ask::new("Where does Ana live?") };
    assert_eq!(memory.ask(&then).unwrap().answer, ["Berlin"]);
}

#[test]
fn later_items_of_a_list_override_earlier_ones() {
    let memory = told(
        "0. The author of Blue Hour is Ana Ito.\n1. The author of What Is Man is Mia Tal.\n2. Ana Ito is a citizen of Peru.\n\
         3. Mia Tal is a citizen of Chad.\n4. The capital of Peru is Lima.\n5. The capital of Chad is Abeche.\n\
         6. The author of Blue Hour is Mia Tal.\n7. Mia Tal is a citizen of Mali.\n8. The capital of Mali is Bamako.\n\
         9. The author of The Old Man of the Sea is Ana Ito.",
    );
    hold(
        &memory,
        &[
            ("Who is the author of Blue Hour?", "Mia Tal"),
            ("Who wrote What Is Man?", "Mia Tal"),
            ("What is the capital of the country that the author of Blue Hour is a citizen of?", "Bamako"),
            ("Of which country is the writer of The Old Man of the Sea a citizen?", "Peru"),
        ],
    );
}

#[test]
fn what_a_run_derives_takes_no_answer_away() {
    let countries = ["Italy", "Peru", "Mali", "Chad", "Cuba", "Laos"];
    let continents = ["Oceania", "Africa", "Europe"];
    let mut lines: Vec<String> = Vec::new();
    for (number, country) in countries.iter().enumerate() {
        lines.push(format!("{country} is located in the continent of {}.", continents[number % 3]));
    }
    for (number, city) in ["Aden", "Bern", "Cadiz", "Derby", "Essen", "Ferrol", "Graz", "Hull"].iter().enumerate() {
        lines.push(format!("{city} is located in the country of {}.", countries[number % 6]));
    }
    let list: Vec<String> = lines.iter().enumerate().map(|(number, line)| format!("{number}. {line}")).collect();
    let memory = told(&list.join("\n"));
    let cases = [("Which continent is Italy located in?", "Oceania"), ("Which country is Aden located in?", "Italy")];
    hold(&memory, &cases);
    memory.consolidate(&asof::Consolidation::default(), &mut |_| true).unwrap();
    hold(&memory, &cases);
}

#[test]
fn a_list_may_come_in_several_pieces() {
    let memory =
        told("0. The author of Blue Hour is Ana Ito.\n1. The author of Grey Dawn is Jon Reis.\n2. The author of Red Sun is Eva Lund.");
    let rest = "3. The author of Grey Dawn is Mia Tal.\n4. The author of Green Sea is Jon Reis.\n5. The author of Red Sun is Ben Kovac.";
    let text =
        Text { text: rest.into(), occurred_at: Some("2024-04-02".parse().unwrap()), source: Some("notes".into()), ..Text::default() };
    memory.remember(&text, &Reader::new()).unwrap();
    hold(&memory, &[("Who is the author of Grey Dawn?", "Mia Tal"), ("Who is the author of Blue Hour?", "Ana Ito")]);
}

#[test]
fn an_empty_question_is_refused_and_a_strange_one_is_not_answered() {
    let memory = told(NOTES);
    let long = "who ".repeat(5_000);
    for question in ["", "  ", "???", long.as_str()] {
        assert!(memory.ask(&Ask::new(question)).unwrap_err().is_invalid(), "{question:?}");
    }
    let many = "who ".repeat(400);
    for question in [many.as_str(), "\u{1}\u{2} a\u{1}?", "¿Dónde vive Ana Silva?", "Ana Ana Ana Ana", "the of the of the"] {
        memory.ask(&Ask::new(question)).unwrap();
    }
}

#[test]
fn a_question_of_more_words_than_it_can_weigh_is_still_read() {
    let memory = told("0. Ana's team is Oslo Kings.\n1. Ben's team is Porto Stars.\n2. Mia's team is Lima Bears.");
    let words: Vec<String> = (0..150).map(|number| format!("word{number}")).collect();
    memory.ask(&Ask::new(&format!("Which team, {}, did Ana join?", words.join(", ")))).unwrap();
}

/// A memory for the laws to share.
static SMALL: OnceLock<Memory> = OnceLock::new();

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    /// Any question is answered or not, and the same way each time.
    #[test]
    fn asking_never_fails_and_is_always_the_same(question in "[A-Za-z ,'?0-9éß\u{1}]{1,80}") {
        let memory = SMALL.get_or_init(|| told("Ana Silva lives in Lyon. Lyon is located in France."));
        let ask = Ask::new(&question);
        if let Ok(first) = memory.ask(&ask) {
            prop_assert_eq!(first.answer, memory.ask(&ask).unwrap().answer);
        }
    }
}

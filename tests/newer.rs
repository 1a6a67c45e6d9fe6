//! Of two things that were said, the newer first where one asks what is so now, and not where one asks of before: in a user's words.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

use asof::{AsOf, KnownAt, Memory, Recall, Text, extract::Reader};

/// A memory of some lines, `date | speaker | text`, each said in a chat of its own. Nobody speaks where the speaker is `-`.
fn told(lines: &str) -> Memory {
    let memory = Memory::options().volatile().unwrap();
    for (number, line) in lines.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let [date, speaker, text] = line.splitn(3, '|').map(str::trim).collect::<Vec<_>>().try_into().unwrap();
        let text = Text {
            text: text.into(),
            occurred_at: Some(date.parse().unwrap()),
            speaker: (speaker != "-").then(|| speaker.into()),
            source: Some(format!("chat {number}")),
            ..Text::default()
        };
        memory.remember(&text, &Reader::new()).unwrap();
    }
    memory
}

/// A question of the user's at the end of 2023, and as of when.
fn asked(question: &str, as_of: Option<&str>) -> Recall {
    let valid = as_of.map(|date| date.parse().unwrap());
    Recall { as_of: AsOf { valid, known: KnownAt::Now }, now: Some("2023-12-31".parse().unwrap()), ..Recall::new(question) }
}

fn passages(memory: &Memory, question: &str, as_of: Option<&str>) -> Vec<String> {
    memory.recall(&asked(question, as_of)).unwrap().passages.into_iter().map(|hit| hit.text).collect()
}

/// Which of some words is found in an earlier hit than all others.
#[track_caller]
fn check_first(memory: &Memory, question: &str, as_of: Option<&str>, expected: &str) {
    let found = passages(memory, question, as_of);
    assert!(found.first().is_some_and(|text| text.contains(expected)), "{question} {as_of:?}: {found:#?}");
}

const RUNNING: &str = "
    2023-04-11 | user | I ran the 5K on Sunday, and my personal best for it is 27 minutes and 45 seconds.
    2023-04-20 | user | My running shoes are worn out.
    2023-07-30 | user | I ran again today, and I am happy to say that my personal best for the 5K is 26 minutes and 30 seconds.
    2023-08-02 | user | My personal trainer says that I should do my best to sleep more.
    2023-08-09 | Ben  | My personal best for the 5K is 31 minutes.";

const SNEAKERS: &str = "
    2023-05-20 | user | I keep my old sneakers under the bed, and they are starting to smell.
    2023-05-26 | user | I tidied up, and I keep my old sneakers in a shoe rack in the closet these days.
    2023-06-01 | user | I bought new sneakers for my sister, who wants to start running.
    2023-06-07 | user | I keep the garage door open when it is hot.";

#[test]
fn what_is_so_now_is_what_was_said_last() {
    let running = told(RUNNING);
    for question in ["What is my personal best for the 5K?", "my personal best 5K", "What is my current personal best for the 5K?"] {
        check_first(&running, question, None, "26 minutes");
    }
    let sneakers = told(SNEAKERS);
    for question in ["Where do I keep my old sneakers?", "Where do I keep my old sneakers now?"] {
        check_first(&sneakers, question, None, "shoe rack");
    }
}

#[test]
fn a_question_about_the_past_finds_what_was_said_then() {
    let (running, sneakers) = (told(RUNNING), told(SNEAKERS));
    check_first(&running, "What was my personal best for the 5K in April 2023?", None, "27 minutes");
    check_first(&running, "What was my first personal best for the 5K?", None, "27 minutes");
    check_first(&running, "What is my personal best for the 5K?", Some("2023-05"), "27 minutes");
    check_first(&running, "What is my personal best for the 5K?", Some("2023-08"), "26 minutes");
    check_first(&sneakers, "Where did I originally keep my old sneakers?", None, "under the bed");
    check_first(&sneakers, "Where did I keep my old sneakers?", Some("2023-05-22"), "under the bed");
}

#[test]
fn what_another_said_later_takes_no_place() {
    let memory = told(RUNNING);
    let found = passages(&memory, "What is my personal best for the 5K?", None);
    let place = |words: &str| found.iter().position(|text| text.contains(words)).unwrap_or(usize::MAX);
    assert!(place("26 minutes") < place("27 minutes") && place("27 minutes") < place("31 minutes"), "{found:#?}");
}

#[test]
fn what_is_newer_and_says_something_else_climbs_over_nothing() {
    let cases = [
        (
            "What is the name of my dentist?",
            "Kovac",
            "
            2023-03-01 | user | The name of my dentist is Dr. Kovac, near the station.
            2023-09-01 | user | I should buy a toothbrush; my dentist told me so.
            2023-09-05 | user | The name of my new cat is Pixel.",
        ),
        (
            "How much did I pay for my bike?",
            "450",
            "
            2023-03-01 | user | I bought a bike and paid 450 euros for it.
            2023-09-01 | user | I want to ride my bike to work more.",
        ),
        (
            "Where does my sister live?",
            "Lyon",
            "
            2023-03-01 | user | My sister lives in Lyon with her two children.
            2023-09-01 | user | My sister loves live music and jazz.",
        ),
        (
            "What is my wifi password?",
            "tulip",
            "
            2023-03-01 | user | My wifi password is tulip-42.
            2023-09-01 | user | I forgot the password of my bank.",
        ),
    ];
    for (question, expected, lines) in cases {
        check_first(&told(lines), question, None, expected);
    }
}

#[test]
fn notes_that_nobody_speaks_are_told_apart_too() {
    let notes = told(
        "
        2023-03-01 | - | The office of Halden is in Porto.
        2023-05-01 | - | The coffee machine in the office of Halden is broken.
        2023-09-01 | - | The office of Halden is in Lyon.",
    );
    check_first(&notes, "Where is the office of Halden?", None, "Lyon");
    check_first(&notes, "Where is the office of Halden?", Some("2023-08"), "Porto");
    check_first(&notes, "Where was the office of Halden in April 2023?", None, "Porto");
}

#[test]
fn of_facts_the_current_one_comes_first() {
    let memory = told(
        "
        2023-05-20 | user | I visited Porto with Lea.
        2023-05-29 | user | I tried two Korean restaurants in Oslo.
        2023-08-11 | user | I tried three Korean restaurants in Oslo.",
    );
    let facts =
        |question: &str| -> Vec<String> { memory.recall(&asked(question, None)).unwrap().facts.into_iter().map(|hit| hit.text).collect() };
    let place = |facts: &[String], words: &str| facts.iter().position(|text| text.contains(words)).unwrap_or(usize::MAX);
    let now = facts("How many Korean restaurants have I tried in Oslo?");
    assert!(place(&now, "three") < place(&now, "two"), "{now:#?}");
    assert!(place(&now, "two") < usize::MAX, "{now:#?}");
}

//! Any text at all is read without a panic, in order, on character boundaries, and in linear time.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Instant;

use asof_dates::{Reference, find};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed},
};

fn config() -> Config {
    Config { failure_persistence: None, rng_seed: RngSeed::Fixed(11), cases: 400, ..Config::default() }
}

/// Checks the spans of whatever is found.
fn check(text: &str, reference: &str) -> Result<(), TestCaseError> {
    let mut last = 0;
    for found in find(text, &Reference::at(reference.parse().unwrap())) {
        prop_assert!(last <= found.start && found.start < found.end && found.end <= text.len(), "{found:?}");
        prop_assert!(text.is_char_boundary(found.start) && text.is_char_boundary(found.end));
        last = found.end;
    }
    Ok(())
}

/// Words that the rules look for, in any order.
const WORDS: &str = "the|a|last|next|this|from|to|between|and|of|in|on|at|until|since|before|after|every|week|month|year|day|days|hours|quarter|century|decade|\
    monday|sun|may|march|12|2019|5|31|0|99999|1/2|5/6/20|9:30|pm|am|'|s|90|th|first|second|twenty|hundred|thousand|half|few|ago|later|end|early|mid|-|,|.|/|:|\
    summer|christmas|tonight|morning|now|noon|bc|ad|q3|weekend|business|rest|earlier|following|1000|century|decades|0730|999999999";

proptest! {
    #![proptest_config(config())]

    #[test]
    fn of_any_characters(text in "\\PC{0,60}") {
        check(&text, "2024-04-02")?;
    }

    #[test]
    fn of_any_words(picks in prop::collection::vec((0_usize..1000, any::<bool>()), 0..24)) {
        let words: Vec<&str> = WORDS.split('|').collect();
        let text = picks.iter().map(|(pick, glued)| format!("{}{}", words[pick % words.len()].trim(), if *glued { "" } else { " " })).collect::<String>();
        for reference in ["2024-02-29T23:59:59Z", "-9999-01-01", "9999-12-31", "0001-01-01"] {
            check(&text, reference)?;
        }
    }
}

#[test]
fn hard_text_takes_time_in_proportion_to_its_length() {
    let reference = Reference::at("2024-04-02".parse().unwrap());
    let time = |text: &str| {
        let start = Instant::now();
        let _ = find(text, &reference);
        start.elapsed().as_secs_f64()
    };
    for seed in [
        "the ",
        "1/1/",
        "last ",
        "from ",
        "end of the ",
        "2019-",
        "twenty ",
        "a week after ",
        "every ",
        "rest of the ",
        "5, 6 and ",
        "every monday, ",
        "not in ",
        "1 hour after 5pm ",
        "q1 to ",
        "> ",
        "x",
        "\u{202e}",
        "1",
    ] {
        let (short, long) = (seed.repeat((1 << 12) / seed.len()), seed.repeat((1 << 15) / seed.len()));
        let (short, long) = (time(&short).max(0.005), time(&long));
        assert!(long < short * 8.0 * 6.0, "{seed:?}: {short} s, then {long} s for 8 times as much");
    }
}

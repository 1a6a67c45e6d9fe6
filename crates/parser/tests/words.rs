//! Words and sentences: where they begin and end.

use asof_parser::sentences;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The sentences of a text, words parted by spaces.
fn cut(text: &str) -> Vec<String> {
    let words = |words: &Vec<(usize, usize)>| words.iter().map(|(start, end)| &text[*start..*end]).collect::<Vec<_>>().join(" ");
    sentences(text).iter().map(words).collect()
}

/// Checks cases of a text and its sentences, words parted by spaces and sentences by strokes.
fn check(cases: &[(&str, &str)]) {
    for (text, wanted) in cases {
        assert_eq!(cut(text).join(" | "), *wanted, "{text:?}");
    }
}

#[test]
fn what_is_written_together_is_parted() {
    check(&[
        ("I don't know.", "I do n't know ."),
        ("I don’t know.", "I do n’t know ."),
        ("She can't and won't.", "She ca n't and wo n't ."),
        ("I cannot say", "I can not say"),
        ("it's Ana's", "it 's Ana 's"),
        ("We'll, I'd, you've, they're, I'm", "We 'll , I 'd , you 've , they 're , I 'm"),
        ("I'm gonna go, wanna come?", "I 'm gon na go , wan na come ?"),
        ("im sure she didnt", "i m sure she did nt"),
        ("my parents' house", "my parents ' house"),
        ("Mr. O'Brien at 5 o'clock", "Mr. O'Brien at 5 o'clock"),
        ("let's go", "let 's go"),
    ]);
}

#[test]
fn marks_stand_alone() {
    check(&[
        ("(so he said)", "( so he said )"),
        ("\"Yes,\" she said", "\" Yes , \" she said"),
        ("well...maybe", "well ... maybe"),
        ("a two-week trip", "a two - week trip"),
        ("by e-mail to a co-worker", "by e-mail to a co-worker"),
        ("from Saint-Jean-de-Luz to Stratford-upon-Avon", "from Saint-Jean-de-Luz to Stratford-upon-Avon"),
        ("Stratford-upon-Avon-based and Jean-Luc's", "Stratford-upon-Avon - based and Jean - Luc 's"),
        ("the Paris-to-London train", "the Paris - to - London train"),
        ("and/or", "and / or"),
        ("Really?!", "Really ?!"),
        ("great :-) thanks", "great :-) thanks"),
        ("nice 😊👍🏽 day", "nice 😊 👍🏽 day"),
    ]);
}

#[test]
fn numbers_dates_and_money() {
    check(&[
        ("$5.50 and 20%", "$ 5.50 and 20 %"),
        ("1,250,000 people", "1,250,000 people"),
        ("at 5pm on 11/29/2000", "at 5 pm on 11/29/2000"),
        ("at 10:30 a.m. on the 3rd", "at 10:30 a.m. on the 3rd"),
        ("from 2015-2019", "from 2015 - 2019"),
        ("on 2019-05-07", "on 2019-05-07"),
        ("call 713-853-3989", "call 713-853-3989"),
        ("in the '90s and the 1980s", "in the '90s and the 1980s"),
        ("in the 60's, mid-1980s", "in the 60's , mid-1980s"),
    ]);
}

#[test]
fn addresses_stay_whole() {
    check(&[
        ("See http://a.example.org/x?y=1.", "See http://a.example.org/x?y=1 ."),
        ("write to ana.b@example.com, please", "write to ana.b@example.com , please"),
        ("open notes.txt now", "open notes.txt now"),
    ]);
}

#[test]
fn points_that_end_nothing() {
    check(&[
        ("Dr. Ito met J. R. Smith. They spoke.", "Dr. Ito met J. R. Smith . | They spoke ."),
        ("He lives in the U.S. now.", "He lives in the U.S. now ."),
        ("Fruit, e.g. pears, etc. are cheap.", "Fruit , e.g. pears , etc. are cheap ."),
        ("She works at Acme Inc. She likes it.", "She works at Acme Inc. | She likes it ."),
        ("1. Buy milk", "1 . Buy milk"),
    ]);
}

#[test]
fn sentences_end() {
    check(&[
        ("I came. I saw! Did I win? Yes", "I came . | I saw ! | Did I win ? | Yes"),
        ("He said \"stop.\" Then he left.", "He said \" stop . \" | Then he left ."),
        ("\"Stop!\" he said.", "\" Stop ! \" he said ."),
        ("i moved.it was fun", "i moved . | it was fun"),
        ("I moved to Porto.It is nice.", "I moved to Porto . | It is nice ."),
        ("one\ntwo", "one | two"),
        ("- milk\n- bread", "- milk | - bread"),
        ("Thanks!!! See you", "Thanks !!! | See you"),
        (
            "This line was broken by a program that was wide enough to\nbreak it here.",
            "This line was broken by a program that was wide enough to break it here .",
        ),
        ("", ""),
        (" \n\t ", ""),
    ]);
}

#[test]
fn long_input_takes_time_in_proportion() {
    for unit in ["a", "a.", "a,", "a-", "1-", "a'", "(", "a@", "\u{300}", "http", "e-", "A&", "a ", "漢"] {
        let text = unit.repeat(30_000);
        let spans: Vec<(usize, usize)> = sentences(&text).into_iter().flatten().collect();
        assert!(!spans.is_empty(), "{unit:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn words_lie_in_order_and_cover_what_is_written(text in "[ \\n.,'a-cA-C0-9\\-$@/:?!’é漢😊)(&]{0,60}|\\PC{0,40}") {
        let mut last = 0;
        for (start, end) in sentences(&text).into_iter().flatten() {
            prop_assert!(last <= start && start < end);
            prop_assert!(text[last..start].chars().all(char::is_whitespace));
            last = end;
            prop_assert!(!text[start..end].contains(char::is_whitespace));
        }
        prop_assert!(text[last..].chars().all(char::is_whitespace));
    }
}

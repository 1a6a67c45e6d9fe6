//! What wordings are judged alike, that vectors add up, and that any text may be given.

use asof_wording::{Matcher, Unsaid, Vector, Wordings};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

fn vector(text: &str) -> Vector {
    Wordings::shipped().vector(text)
}

/// How likely a fact told in one wording says what another asks.
fn says(matcher: &Matcher, told: &str, asked: &str) -> f32 {
    let told = matcher.point(vector(told));
    let words: Vec<Unsaid> = asked.split_whitespace().map(|word| matcher.unsaid(&told, &matcher.point(vector(word)))).collect();
    matcher.says(&told, &matcher.point(vector(asked)), &words, &[])
}

#[test]
fn what_is_told_is_told_from_what_is_not() {
    let memory = [
        "was written by",
        "was born in the city of",
        "is married to",
        "works for",
        "died in the year",
        "has its headquarters in",
        "was founded by",
        "studied at the university of",
        "speaks the language",
        "is the capital of",
        "was directed by",
        "plays for the club",
    ];
    let matcher = Matcher::new(memory.into_iter());
    assert_eq!(matcher.rivals(), memory.len());
    for (asked, told, other) in [
        ("who penned", "was written by", "was directed by"),
        ("the author of", "was written by", "was founded by"),
        ("in which town was he born", "was born in the city of", "has its headquarters in"),
        ("the spouse of", "is married to", "works for"),
        ("who employs", "works for", "plays for the club"),
        ("when did she die", "died in the year", "was born in the city of"),
        ("where is the head office of", "has its headquarters in", "is the capital of"),
        ("who established", "was founded by", "was directed by"),
        ("the alma mater of", "studied at the university of", "works for"),
        ("which tongue does he speak", "speaks the language", "studied at the university of"),
        ("who shot the film", "was directed by", "was written by"),
        ("which team does she play for", "plays for the club", "works for"),
    ] {
        let [told, other] = [told, other].map(|wording| says(&matcher, wording, asked));
        assert!(0.5 < told && other < 0.9 * told, "{asked}: {told} and {other}");
    }
}

#[test]
fn what_asks_more_or_nothing_is_not_said() {
    let matcher = Matcher::new(["was written by", "is married to"].into_iter());
    for asked in ["the wife of the author of", "who is", "purple melting trombones"] {
        let likely = says(&matcher, "was written by", asked);
        assert!(likely < 0.5, "{asked}: {likely}");
    }
}

#[test]
fn wordings_that_hardly_differ_are_one_rival() {
    let matcher = Matcher::new(["was written by", "was written by the", "is married to"].into_iter());
    assert_eq!(matcher.rivals(), 2);
    assert_eq!(
        ["was written by", "is married to", "plays for the club"].map(|text| matcher.rival(&vector(text))),
        [Some(0), Some(1), None]
    );
}

#[test]
fn damaged_weights_are_refused() {
    let weights = include_bytes!("../weights/wordings.bin");
    assert!(Wordings::read(weights).is_some());
    let refused = |bytes: &[u8], what: &str| assert!(Wordings::read(bytes).is_none(), "{what}");
    for length in (0..weights.len()).step_by(39_973).chain([1, 7, 8, 12, weights.len() - 1]) {
        refused(&weights[..length], &format!("{length} bytes"));
    }
    refused(&[weights.as_slice(), &[0]].concat(), "one byte more");
    let with = |at: usize, bytes: [u8; 4]| {
        let mut damaged = weights.to_vec();
        damaged[at..at + 4].copy_from_slice(&bytes);
        damaged
    };
    let many = [0xff; 4];
    let [height, width] = [8, 12].map(|at| u32::from_le_bytes([weights[at], weights[at + 1], weights[at + 2], weights[at + 3]]) as usize);
    let moved = 16 + 4 * height * width;
    for (at, bytes, what) in [
        (0, many, "another mark"),
        (5, [b'r', b'd', 2, 0], "another version"),
        (8, many, "a high matrix"),
        (8, [0; 4], "no matrix"),
        (12, many, "a wide matrix"),
        (12, [0; 4], "a matrix without columns"),
        (16, f32::NAN.to_le_bytes(), "no number"),
        (16, f32::INFINITY.to_le_bytes(), "no finite number"),
        (moved, many, "more moves than bytes"),
        (moved + 4, many, "a piece that there is not"),
        (moved + 8, [0; 4], "a piece out of order"),
    ] {
        refused(&with(at, bytes), what);
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "who", "wrote", "the", "author", "of", "born", "in", "?", "'s", "\u{1}", "\u{0}", "😀", "東", "e\u{301}",
    ]);
    prop_oneof![prop::collection::vec(known, 0..12).prop_map(|words| words.join(" ")), ".{0,40}"]
}

proptest! {
    #![proptest_config(Config { cases: 48, failure_persistence: None, rng_seed: RngSeed::Fixed(11), ..Config::default() })]

    #[test]
    fn any_text_is_judged(told in any_text(), asked in any_text(), memory in prop::collection::vec(any_text(), 0..6)) {
        let matcher = Matcher::new(memory.iter().map(String::as_str));
        let likely = says(&matcher, &told, &asked);
        let idle = matcher.idle(&matcher.point(vector(&asked)));
        prop_assert!([likely, idle].iter().all(|value| (0.0..=1.0).contains(value)), "{likely} {idle}");
    }

    #[test]
    fn vectors_of_parts_add_up(one in any_text(), other in any_text()) {
        let mut sum = vector(&one);
        sum.add(&vector(&other));
        let whole = vector(&format!("{one} {other}"));
        let (length, near) = (sum.length(), sum.unit().dot(&whole.clone().unit()));
        prop_assert!((length - whole.length()).abs() <= 1e-3 * (1.0 + length));
        prop_assert!(length < 1e-3 || 0.999 < near, "{near}");
    }
}

#[test]
fn long_texts_are_judged() {
    let matcher = Matcher::new(["was written by"].into_iter());
    for text in ["who wrote ".repeat(200), "x".repeat(100_000)] {
        let likely = says(&matcher, "was written by", &text);
        assert!((0.0..=1.0).contains(&likely), "{likely}");
    }
}

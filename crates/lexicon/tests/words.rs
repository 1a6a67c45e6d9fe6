//! Pairs of words that must be near, or must not be; base forms; kinds; and that any string may be asked about.

use asof_lexicon::{Kind, Lexicon, Part};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Left, right, the least nearness.
const NEAR: &[(&str, &str, f32)] = &[
    ("wife", "wives", 1.0),
    ("Author", "author", 1.0),
    ("wrote", "write", 0.95),
    ("wrote", "written", 0.9),
    ("author", "writer", 0.9),
    ("author", "write", 0.85),
    ("film", "movie", 0.9),
    ("faith", "religion", 0.9),
    ("nation", "country", 0.9),
    ("car", "automobile", 0.9),
    ("employ", "employer", 0.85),
    ("employer", "employee", 0.75),
    ("employee", "employment", 0.75),
    ("founded", "founder", 0.9),
    ("citizen", "citizenship", 0.85),
    ("citizen", "nationality", 0.6),
    ("produce", "producer", 0.85),
    ("invention", "inventor", 0.8),
    ("born", "birth", 0.8),
    ("birthplace", "born", 0.8),
    ("place of birth", "birthplace", 0.9),
    ("died", "death", 0.9),
    ("husband", "spouse", 0.85),
    ("wife", "married", 0.85),
    ("mom", "mother", 0.9),
    ("boss", "manager", 0.8),
    ("job", "employer", 0.7),
    ("lives", "residence", 0.85),
    ("headquarters", "based", 0.7),
    ("alma mater", "educated", 0.85),
    ("CEO", "chief executive officer", 0.9),
    ("C.E.O.", "chief_executive_officer", 0.9),
    ("heads of state", "chief of state", 0.9),
    ("mother tongue", "native language", 0.9),
    ("mother-tongue", "language", 0.75),
    ("head coach", "coach", 0.75),
    ("novelist", "writer", 0.7),
    ("city", "municipality", 0.75),
    ("composer", "composed", 0.85),
    ("performed", "performer", 0.85),
    ("musician", "music", 0.7),
    ("teacher", "teaching", 0.85),
    ("sister-in-law", "sister in law", 0.9),
    ("colour", "color", 0.9),
    ("specialise", "specialize", 0.9),
    ("employer", "company", 0.6),
];

/// Left, right, the most nearness.
const FAR: &[(&str, &str, f32)] = &[
    ("author", "river", 0.3),
    ("banana", "president", 0.3),
    ("wife", "telephone", 0.3),
    ("city", "religion", 0.3),
    ("birthplace", "salary", 0.3),
    ("spouse", "employer", 0.5),
    ("continent", "sport", 0.3),
    ("founder", "headquarters", 0.5),
    ("language", "capital", 0.4),
    ("doctor", "violin", 0.3),
    ("parent", "employee", 0.55),
    ("author", "coach", 0.5),
    ("born", "died", 0.6),
    ("", "author", 0.0),
    ("", "", 0.0),
    ("zzyzx", "author", 0.0),
];

#[test]
fn near_words_are_near() {
    let lexicon = Lexicon::shipped();
    for (one, other, least) in NEAR {
        let near = lexicon.nearness(one, other);
        assert!(*least <= near, "{one} and {other}: {near}, not {least} or more");
        assert_eq!(near, lexicon.nearness(other, one), "{one} and {other}, the other way round");
    }
}

#[test]
fn far_words_are_far() {
    let lexicon = Lexicon::shipped();
    for (one, other, most) in FAR {
        let near = lexicon.nearness(one, other);
        assert!(near <= *most, "{one} and {other}: {near}, not {most} or less");
    }
}

#[test]
fn base_forms() {
    let cases: &[(&str, Option<Part>, &[&str])] = &[
        ("wrote", Some(Part::Verb), &["write"]),
        ("wives", Some(Part::Noun), &["wife"]),
        ("cities", Some(Part::Noun), &["city"]),
        ("churches", Some(Part::Noun), &["church"]),
        ("planned", Some(Part::Verb), &["plan"]),
        ("living", Some(Part::Verb), &["live"]),
        ("happiest", Some(Part::Adjective), &["happy"]),
        ("founded", Some(Part::Verb), &["found"]),
        ("found", Some(Part::Verb), &["found", "find"]),
        ("heads of state", Some(Part::Noun), &["head of state"]),
        ("Brothers-in-law", Some(Part::Noun), &["brother-in-law"]),
        ("boss", Some(Part::Noun), &["boss"]),
        ("wrote", Some(Part::Noun), &[]),
        ("", None, &[]),
        ("blorptastic", None, &[]),
    ];
    for (word, part, bases) in cases {
        assert_eq!(Lexicon::shipped().lemmas(word, *part), *bases, "{word}");
    }
}

#[test]
fn kinds_of_nouns() {
    let cases = [
        ("wives", Kind::Person),
        ("head of state", Kind::Person),
        ("children", Kind::Person),
        ("company", Kind::Organisation),
        ("political party", Kind::Organisation),
        ("football club", Kind::Organisation),
        ("university", Kind::Organisation),
        ("city", Kind::Place),
        ("continent", Kind::Place),
        ("river", Kind::Place),
        ("hotel", Kind::Place),
        ("novel", Kind::Work),
        ("song", Kind::Work),
        ("movie", Kind::Work),
        ("language", Kind::Language),
        ("Portuguese", Kind::Language),
        ("year", Kind::Time),
        ("birthday", Kind::Time),
        ("salary", Kind::Amount),
        ("height", Kind::Amount),
        ("weight", Kind::Amount),
        ("price", Kind::Amount),
        ("country", Kind::Place),
        ("war", Kind::Event),
        ("wedding", Kind::Event),
        ("dog", Kind::Animal),
        ("happiness", Kind::Other),
    ];
    for (noun, kind) in cases {
        let kinds = Lexicon::shipped().kinds(noun);
        assert_eq!(kinds.first().map(|(kind, _)| *kind), Some(kind), "{noun}: {kinds:?}");
        let all: f32 = kinds.iter().map(|(_, share)| share).sum();
        assert!((all - 1.0).abs() < 1e-3, "{noun}: {all}");
    }
    assert_eq!(Lexicon::shipped().kinds("zzyzx"), []);
}

#[test]
fn what_is_a_kind_of_what() {
    let cases = [
        ("husband", "person", true),
        ("husband", "spouse", true),
        ("author", "writer", true),
        ("continent", "place", true),
        ("continent", "location", true),
        ("cities", "locations", true),
        ("piano", "musical instrument", true),
        ("company", "organization", true),
        ("football club", "organisation", true),
        ("dog", "animal", true),
        ("person", "husband", false),
        ("city", "person", false),
        ("teacher", "place", false),
        ("zzyzx", "person", false),
        ("person", "", false),
    ];
    for (noun, ancestor, expected) in cases {
        assert_eq!(Lexicon::shipped().is_a(noun, ancestor), expected, "{noun}, {ancestor}");
    }
}

#[test]
fn opposites() {
    let lexicon = Lexicon::shipped();
    for (one, other) in [("parent", "child"), ("husband", "wives"), ("employer", "employee"), ("hot", "cold"), ("buy", "sell")] {
        assert!(lexicon.are_opposites(one, other) && lexicon.are_opposites(other, one), "{one}, {other}");
    }
    assert!(!lexicon.are_opposites("author", "writer"));
}

#[test]
fn related_words_are_the_nearest() {
    let related = Lexicon::shipped().related("author", 10);
    assert!(related.iter().any(|(word, _)| word == "writer"), "{related:?}");
    assert!(related.len() == 10 && related.is_sorted_by(|(_, near), (_, next)| next <= near), "{related:?}");
    assert!(related.iter().all(|(word, near)| word != "author" && *near == Lexicon::shipped().nearness("author", word)));
    assert_eq!(Lexicon::shipped().related("zzyzx", 10), []);
}

#[test]
fn no_names() {
    for name in ["paris", "shakespeare", "microsoft", "danube"] {
        assert!(!Lexicon::shipped().is_known(name), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_string_may_be_asked_about(one in "\\PC{0,40}|[a-z' _.-]{0,20}(s|ed|ing|er)", other in "\\PC{0,200}|[a-z]{2,9} of [a-z]{1,9}") {
        let lexicon = Lexicon::shipped();
        let near = lexicon.nearness(&one, &other);
        prop_assert!((0.0..=1.0).contains(&near));
        prop_assert_eq!(near, lexicon.nearness(&other, &one));
        prop_assert!(lexicon.lemmas(&one, None).iter().all(|lemma| lexicon.is_known(lemma)));
        prop_assert!(lexicon.related(&one, 3).len() <= 3);
        lexicon.kinds(&one);
        lexicon.is_a(&one, &other);
        lexicon.are_opposites(&one, &other);
    }
}

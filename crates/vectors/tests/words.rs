//! What texts are cut into, what their vectors are like, and that any text may be given.

use asof_vectors::{Embedder, Static, dot};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

fn pieces(text: &str) -> String {
    let table = Static::shipped();
    let pieces = table.pieces(text);
    pieces.iter().map(|piece| table.vocabulary().piece(*piece)).collect::<Vec<_>>().join(" ")
}

#[test]
fn texts_are_cut_as_bert_cuts_them() {
    for (text, expected) in [
        ("", ""),
        (" \t\r\n", ""),
        ("Hey Mel! Good to see you!", "hey mel ! good to see you !"),
        ("I'm swamped", "i ' m swamp ##ed"),
        ("unaffordable", "una ##ff ##ord ##able"),
        ("Café Müller, São Paulo", "cafe muller , sao paulo"),
        ("cafe\u{301}", "cafe"),
        ("İstanbul ΑΘΉΝΑ", "istanbul α ##θ ##η ##ν ##α"),
        ("2021-03-04", "2021 - 03 - 04"),
        ("$3.50", "$ 3 . 50"),
        ("東京に行く", "東 京 に 行 く"),
        ("한국", "ᄒ ##ᅡ ##ᆫ ##ᄀ ##ᅮ ##ᆨ"),
        ("हिन्दी", "ह ##ि ##न ##द ##ी"),
        ("“quoted”—dashed…", "“ quoted ” — dashed …"),
        ("soft\u{ad}hyphen zero\u{200b}width \u{feff}bom", "soft ##hy ##ph ##en zero ##wi ##dt ##h bo ##m"),
        ("a\u{0}b", "ab"),
        ("😀 ok", "[UNK] ok"),
        ("[CLS] ##ing", "[ cl ##s ] # # ing"),
    ] {
        assert_eq!(pieces(text), expected, "{text:?}");
    }
}

#[test]
fn long_words_are_not_cut() {
    let long = "a".repeat(101);
    assert_eq!(pieces(&format!("before {long} after")), "before [UNK] after");
    assert_ne!(pieces(&long[1..]), "[UNK]");
}

#[test]
fn texts_that_mean_alike_are_closer() {
    let table = Static::shipped();
    for (asked, near, far) in [
        ("Where does Ana work?", "Ana got a job at the hospital", "It rained on Tuesday"),
        ("What pets does she have?", "I adopted two kittens", "I repaired the roof"),
        ("When did he learn to swim?", "swimming lessons started in June", "the invoice was paid in June"),
        ("favourite food", "I love eating sushi", "I love driving fast"),
        ("illness in the family", "my grandmother has diabetes", "my grandmother has a piano"),
        ("DOCTOR", "physician", "carpenter"),
    ] {
        let [asked_vector, near_vector, far_vector] = [asked, near, far].map(|text| table.vector(text));
        assert!(dot(&asked_vector, &far_vector) < dot(&asked_vector, &near_vector), "{asked}: {near} / {far}");
    }
}

#[test]
fn rare_pieces_weigh_more() {
    let table = Static::shipped();
    let weight = |word: &str| table.weight(table.pieces(word)[0]);
    for (common, rare) in [("the", "said"), ("said", "kitten"), (".", "piano"), ("i", "saxophone")] {
        assert!(weight(common) < weight(rare), "{common} {rare}");
    }
    let number = |piece: &str| table.vocabulary().number(piece).unwrap();
    assert_eq!([table.weight(number("[UNK]")), table.weight(number("[unused7]")), table.weight(u32::MAX)], [0.0; 3]);
}

#[test]
fn pieces_can_be_compared() {
    let table = Static::shipped();
    let [doctor, nurse, roof] = ["doctor", "nurse", "roof"].map(|word| table.pieces(word)[0]);
    assert!(table.likeness(doctor, roof) < table.likeness(doctor, nurse));
    assert_eq!((table.likeness(doctor, u32::MAX), table.likeness(doctor, doctor)), (0.0, 1.0));
    let [mut left, mut right] = [doctor, nurse].map(|piece| table.piece_vector(piece));
    asof_vectors::normalise(&mut left);
    asof_vectors::normalise(&mut right);
    assert!((dot(&left, &right) - table.likeness(doctor, nurse)).abs() < 1e-5);
    assert_eq!(table.piece_vector(u32::MAX), vec![0.0; table.dimensions()]);
}

#[test]
fn the_name_of_the_shipped_table_is_its_checksum() {
    let (bytes, name) = (include_bytes!("../weights/pieces.bin"), Static::shipped().id());
    let body = &bytes[8 + 4 + name.len()..];
    assert_eq!(name, format!("static {:08x}", crc32fast::hash(body)));
    assert_eq!(Static::shipped().dimensions(), 256);
}

#[test]
fn a_table_that_is_not_one_is_refused() {
    let table = include_bytes!("../weights/pieces.bin").as_slice();
    assert!(Static::read(table.into(), "too\nfew\npieces".into()).is_none());
    assert!(Static::read(b"no table".as_slice().into(), "".into()).is_none());
    let empty = Static::default();
    assert_eq!((empty.vector("any"), empty.pieces("any"), empty.dimensions()), (vec![], vec![], 0));
}

fn config() -> Config {
    Config { cases: 256, failure_persistence: None, rng_seed: RngSeed::Fixed(4), ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_has_a_vector(text in any::<String>()) {
        let vector = Static::shipped().vector(&text);
        let length = dot(&vector, &vector);
        prop_assert!(length == 0.0 || (length - 1.0).abs() < 1e-4, "{}", length);
    }

    #[test]
    fn case_and_spaces_change_nothing(words in prop::collection::vec("[a-zà-öø-ü]{1,12}|[0-9]{1,4}|[.,!?]", 0..8)) {
        let (tight, wide) = (words.join(" "), words.join("\t \n"));
        prop_assert_eq!(Static::shipped().pieces(&tight), Static::shipped().pieces(&wide.to_uppercase()));
    }

    #[test]
    fn pieces_of_a_text_are_those_of_its_parts(left in ".{0,20}", right in ".{0,20}") {
        let table = Static::shipped();
        let both = [table.pieces(&left), table.pieces(&right)].concat();
        prop_assert_eq!(table.pieces(&format!("{left} {right}")), both);
    }

    #[test]
    fn words_are_put_together_again(word in "[a-z]{1,40}") {
        let written = pieces(&word).replace(" ##", "");
        prop_assert_eq!(written, word);
    }
}

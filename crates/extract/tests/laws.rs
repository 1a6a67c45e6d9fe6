//! Laws: what holds of every text whatever.

use asof_extract::{Context, Extraction, Extractor, Reader};
use proptest::{prelude::*, test_runner::RngSeed};

fn read(text: &str, speaker: Option<&str>) -> Extraction {
    Reader::new().extract(text, &Context { occurred_at: "2024-05-20".parse().ok(), speaker, ..Context::default() })
}

/// Texts made of the words the reader knows, so that they get far into it.
fn near_sentences() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "Ana", "I", "We", "Bob's", "my", "lives", "live", "in", "Berlin", "moved", "to", "from", "2019", "May", "7", ",", "not", "No,",
        ".", "?", "\n", " ", "is", "was", "the", "CEO", "of", "born", "since", "until", "ago", "two", "years", "a", "car", "owns", "any",
        "more", "no", "longer", "used", "has", "been", "on", "between", "and", "I meant", "\"", "’", "it", "0000", "31", "February", "-",
        "é",
    ];
    // Words that are cut, joined or hung together otherwise than others.
    const ODD: &str =
        "Joseph-Désiré Job Te-Pei Stratford-upon-Avon Rio-de- mother-in-law Mother-in-Law -based name called ( ) Mr. Inc. İ \u{301} 🙂";
    let piece = prop::sample::select(PIECES.iter().copied().chain(ODD.split(' ')).collect::<Vec<_>>());
    prop::collection::vec((piece, prop::sample::select(&[" ", " ", " ", ""][..])), 0..24)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

fn check(text: &str, speaker: Option<&str>) {
    let extraction = read(text, speaker);
    let spans = extraction.found.iter().map(|found| found.span).chain(extraction.diagnostics.iter().map(|diagnostic| diagnostic.span));
    for (from, to) in spans {
        let sentence = text.get(from as usize..to as usize);
        assert!(sentence.is_some_and(|sentence| !sentence.trim().is_empty()), "{from}..{to} of {text:?}");
    }
    for found in &extraction.found {
        assert_eq!(found.claim.check(), Ok(()), "{text:?}");
        assert!((0.0..=1.0).contains(&found.confidence));
    }
    assert_eq!(extraction, read(text, speaker));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_accepted(text in any::<String>(), speaker in any::<Option<String>>()) {
        check(&text, speaker.as_deref());
    }

    #[test]
    fn any_almost_sentence_is_accepted(text in near_sentences()) {
        check(&text, Some("Mia"));
        check(&text, None);
    }
}

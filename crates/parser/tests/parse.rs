//! Trees: what the shipped weights make of plain sentences, and what holds of every tree.

use asof_parser::{Parser, Pos, Sentence, Word};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// A text, and for some of its words the relation and the head.
type Case = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

/// The word of a sentence with a form.
fn word<'a>(sentence: &'a Sentence, form: &str) -> Option<&'a Word> {
    sentence.words.iter().find(|word| word.form == form)
}

#[test]
fn arguments_hang_on_their_verbs() {
    let cases: &[Case] = &[
        ("Ana moved to Porto last year.", &[("Ana", "nsubj", "moved"), ("Porto", "obl", "moved"), ("year", "obl:unmarked", "moved")]),
        (
            "My sister works at a hospital in Riga.",
            &[("sister", "nsubj", "works"), ("hospital", "obl", "works"), ("My", "nmod:poss", "sister")],
        ),
        ("Ben bought a red car.", &[("Ben", "nsubj", "bought"), ("car", "obj", "bought"), ("red", "amod", "car")]),
        ("I don't like tea.", &[("I", "nsubj", "like"), ("n't", "advmod", "like"), ("tea", "obj", "like"), ("do", "aux", "like")]),
        ("Ana and Ben live here.", &[("Ana", "nsubj", "live"), ("Ben", "conj", "Ana")]),
        ("She is a nurse.", &[("She", "nsubj", "nurse"), ("is", "cop", "nurse")]),
        ("The house was sold by my father.", &[("house", "nsubj:pass", "sold"), ("was", "aux:pass", "sold")]),
    ];
    for (text, wanted) in cases {
        let sentences = Parser::new().parse(text);
        assert_eq!(sentences.len(), 1, "{text:?}");
        for (form, relation, head) in *wanted {
            let found = word(&sentences[0], form).map(|word| (word.relation, word.head.map(|head| sentences[0].words[head].form.as_str())));
            assert_eq!(found, Some((*relation, Some(*head))), "{form:?} in {text:?}");
        }
    }
}

#[test]
fn words_have_their_dictionary_forms() {
    let cases = [
        ("She lives in Porto.", "lives", "live", Pos::Verb),
        ("They moved house.", "moved", "move", Pos::Verb),
        ("He left early.", "left", "leave", Pos::Verb),
        ("I'm here.", "'m", "be", Pos::Aux),
        ("I don't know.", "n't", "not", Pos::Part),
        ("I can't swim.", "ca", "can", Pos::Aux),
        ("She won't come.", "wo", "will", Pos::Aux),
        ("This is a better idea.", "better", "good", Pos::Adj),
        ("Two women were running.", "women", "woman", Pos::Noun),
        ("Two women were running.", "running", "run", Pos::Verb),
        ("He bought two houses.", "houses", "house", Pos::Noun),
        ("They were hoping for it.", "hoping", "hope", Pos::Verb),
        ("She stopped smoking.", "stopped", "stop", Pos::Verb),
        ("He studied law.", "studied", "study", Pos::Verb),
        ("We are going.", "going", "go", Pos::Verb),
    ];
    for (text, form, lemma, pos) in cases {
        let sentences = Parser::new().parse(text);
        let found = word(&sentences[0], form).map(|word| (word.lemma.as_str(), word.pos));
        assert_eq!(found, Some((lemma, pos)), "{form:?} in {text:?}");
    }
}

#[test]
fn places_are_those_of_the_text() {
    let text = "  Café Ana?\n\nI’m in!";
    for sentence in Parser::new().parse(text) {
        for word in &sentence.words {
            assert_eq!(&text[word.start..word.end], word.form);
        }
    }
    let sentence = Parser::new().parse_words(&["Ana", "sleeps"]);
    assert_eq!((sentence.words[1].start, sentence.words[1].end), (4, 10));
}

/// Sentences of our own, each word with its part of speech, the number of its head (0 for the root) and its relation.
const READ_BY_HAND: &[&str] = &[
    "My/PRON/2/nmod:poss brother/NOUN/3/nsubj works/VERB/0/root at/ADP/7/case a/DET/7/det small/ADJ/7/amod bakery/NOUN/3/obl \
     in/ADP/9/case Lisbon/PROPN/7/nmod ./PUNCT/3/punct",
    "We/PRON/2/nsubj moved/VERB/0/root to/ADP/6/case a/DET/6/det new/ADJ/6/amod flat/NOUN/2/obl because/SCONJ/13/mark the/DET/10/det \
     old/ADJ/10/amod one/NOUN/13/nsubj was/AUX/13/cop too/ADV/13/advmod noisy/ADJ/2/advcl ./PUNCT/2/punct",
    "Did/AUX/4/aux you/PRON/4/nsubj ever/ADV/4/advmod finish/VERB/0/root the/DET/6/det book/NOUN/4/obj that/PRON/9/obj I/PRON/9/nsubj \
     lent/VERB/6/acl:relcl you/PRON/9/iobj ?/PUNCT/4/punct",
    "Tom/PROPN/3/nsubj:pass was/AUX/3/aux:pass born/VERB/0/root in/ADP/5/case Riga/PROPN/3/obl and/CCONJ/7/cc grew/VERB/3/conj \
     up/ADP/7/compound:prt in/ADP/10/case Vilnius/PROPN/7/obl ./PUNCT/3/punct",
    "His/PRON/2/nmod:poss wife/NOUN/7/nsubj ,/PUNCT/5/punct a/DET/5/det doctor/NOUN/2/appos ,/PUNCT/5/punct wants/VERB/0/root \
     to/PART/9/mark learn/VERB/7/xcomp Spanish/PROPN/9/obj ./PUNCT/7/punct",
    "I/PRON/4/nsubj do/AUX/4/aux n't/PART/4/advmod think/VERB/0/root they/PRON/7/nsubj will/AUX/7/aux come/VERB/4/ccomp \
     tomorrow/NOUN/7/obl:unmarked ./PUNCT/4/punct",
    "The/DET/2/det letters/NOUN/4/nsubj:pass were/AUX/4/aux:pass sent/VERB/0/root by/ADP/7/case the/DET/7/det lawyer/NOUN/4/obl:agent \
     on/ADP/9/case Monday/PROPN/4/obl ./PUNCT/4/punct",
    "Please/INTJ/2/discourse call/VERB/0/root me/PRON/2/obj if/SCONJ/6/mark you/PRON/6/nsubj need/VERB/2/advcl help/NOUN/6/obj \
     !/PUNCT/2/punct",
    "our/PRON/3/nmod:poss new/ADJ/3/amod neighbours/NOUN/4/nsubj have/VERB/0/root two/NUM/6/nummod dogs/NOUN/4/obj and/CCONJ/9/cc \
     a/DET/9/det cat/NOUN/6/conj",
];

#[test]
fn nearly_all_is_read_as_by_hand() {
    let (mut words, mut wrong) = (0, Vec::new());
    for line in READ_BY_HAND {
        let gold: Vec<Vec<&str>> = line.split_whitespace().map(|word| word.split('/').collect()).collect();
        let found = Parser::new().parse_words(&gold.iter().map(|fields| fields[0]).collect::<Vec<_>>());
        for (gold, word) in gold.iter().zip(&found.words) {
            let found = format!("{}/{}/{}/{}", word.form, word.pos.name(), word.head.map_or(0, |head| head + 1), word.relation);
            words += 1;
            if found != gold.join("/") {
                wrong.push((gold.join("/"), found));
            }
        }
    }
    assert!(wrong.len() * 20 <= words, "{} of {words}: {wrong:#?}", wrong.len());
}

#[test]
fn many_sentences_are_read_quickly() {
    let text = "Ana moved to Porto last year. She did not like the rain. ".repeat(500);
    let start = std::time::Instant::now();
    assert_eq!(Parser::new().parse(&text).len(), 1_000);
    // Usually a quarter of a second. When a loop over vectors was not compiled for the processor's own it took half a minute.
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn sentences_are_read_alike_alone_and_among_others() {
    let lines = ["Ana moved to Porto last year.", "Why?", "I don't know who she works for, but her sister might."];
    let together = Parser::new().parse(&lines.join("\n"));
    let shape = |sentence: &Sentence| sentence.words.iter().map(|word| (word.tag, word.head, word.relation)).collect::<Vec<_>>();
    let alone = lines.iter().flat_map(|line| Parser::new().parse(line));
    assert_eq!(together.iter().map(shape).collect::<Vec<_>>(), alone.map(|sentence| shape(&sentence)).collect::<Vec<_>>());
}

/// Checks that a sentence has one root and that every word leads up to it.
fn check_tree(sentence: &Sentence) {
    let roots = sentence.words.iter().filter(|word| word.head.is_none());
    assert_eq!(roots.map(|word| word.relation).collect::<Vec<_>>(), ["root"], "{sentence:?}");
    for start in 0..sentence.words.len() {
        let (mut at, mut steps) = (start, 0);
        while let Some(head) = sentence.words[at].head {
            (at, steps) = (head, steps + 1);
            assert!(steps <= sentence.words.len(), "a ring in {sentence:?}");
        }
    }
}

#[test]
fn any_number_of_words_makes_a_tree() {
    assert!(Parser::new().parse_words(&[]).words.is_empty());
    for count in [1, 2, 159, 160, 161, 500] {
        check_tree(&Parser::new().parse_words(&vec!["word"; count]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn every_text_makes_trees(text in "([A-Za-z]{1,6}[ .,!?'\\n-]{1,2}){0,30}|\\PC{0,60}") {
        for sentence in Parser::new().parse(&text) {
            check_tree(&sentence);
            prop_assert!(text.is_char_boundary(sentence.start) && text.is_char_boundary(sentence.end));
        }
    }
}

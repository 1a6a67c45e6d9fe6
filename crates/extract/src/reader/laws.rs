//! Laws: what is mended is a tree, whatever the words and whatever hung from what, and is read to its end.

use asof_parser::Word;
use proptest::{prelude::*, sample::Index, test_runner::RngSeed};

use super::*;

/// Words as they stand in real text, of every kind that a mend looks at.
const FORMS: &str = "\
    Ana Silva Ben Ito Joseph-Désiré Job Te Pei Stratford Avon Rio Acme 3M US IT Inc. Ltd. Mr. Dr. St. Lyon Porto Monday May I she it who \
    which that what my his a the no longer not n't to of in on at by for with into upon under since until and or but - – — , . ; : ! ? ( ) \
    \" “ ” ' 's ’s & / % $ # is was are be been has had have did will can works worked lives live moved married born called named based \
    made turned buy bought run studies plans wait guess said says sister wife daughter mother law laws friend director painter CEO company \
    name head type song car way kilometers years week 2 2019 30 1,000 12.5 2021-03-04 first new small chief former now ago back yesterday \
    İ ß é \u{301} \u{200b} 中文 🙂 ﬁ Ǆ";
const TAGS: &[(Pos, &str)] = &[
    (Pos::Propn, "NNP"),
    (Pos::Propn, "NNPS"),
    (Pos::Noun, "NN"),
    (Pos::Noun, "NNS"),
    (Pos::Verb, "VB"),
    (Pos::Verb, "VBD"),
    (Pos::Verb, "VBG"),
    (Pos::Verb, "VBN"),
    (Pos::Verb, "VBP"),
    (Pos::Verb, "VBZ"),
    (Pos::Aux, "VBZ"),
    (Pos::Aux, "MD"),
    (Pos::Pron, "PRP"),
    (Pos::Pron, "PRP$"),
    (Pos::Pron, "WP"),
    (Pos::Pron, "WDT"),
    (Pos::Adj, "JJ"),
    (Pos::Adv, "RB"),
    (Pos::Adv, "WRB"),
    (Pos::Adp, "IN"),
    (Pos::Sconj, "IN"),
    (Pos::Adp, "RP"),
    (Pos::Det, "DT"),
    (Pos::Num, "CD"),
    (Pos::Part, "TO"),
    (Pos::Part, "RB"),
    (Pos::Cconj, "CC"),
    (Pos::Intj, "UH"),
    (Pos::Punct, "HYPH"),
    (Pos::Punct, ","),
    (Pos::Sym, "SYM"),
    (Pos::X, "FW"),
];
const RELATIONS: &str = "\
    root nsubj nsubj:pass nsubj:outer csubj obj iobj obl obl:unmarked obl:agent xcomp ccomp advcl advcl:relcl acl acl:relcl advmod amod \
    nummod nmod nmod:poss nmod:desc nmod:unmarked compound compound:prt flat fixed appos conj cc aux aux:pass cop case mark det expl \
    parataxis discourse vocative dislocated punct list goeswith dep";

/// One word, and what it hangs from: any word of the sentence, itself among them, or in one of six nothing.
type Drawn = (&'static str, bool, (Pos, &'static str), &'static str, Option<Index>);

fn drawn() -> impl Strategy<Value = Drawn> {
    let select = |words: &'static str| prop::sample::select(words.split(' ').collect::<Vec<_>>());
    (select(FORMS), prop::bool::weighted(0.7), prop::sample::select(TAGS), select(RELATIONS), prop::option::weighted(0.85, any::<Index>()))
}

/// The text of the words, and a sentence of them whose heads may be anything but outside it.
fn sentence(drawn: &[Drawn]) -> (String, Sentence) {
    let mut text = String::new();
    let mut words = Vec::with_capacity(drawn.len());
    for (form, spaced, (pos, tag), relation, head) in drawn {
        text.push_str(if *spaced { " " } else { "" });
        let start = text.len();
        text.push_str(form);
        let (form, lemma, head) = ((*form).to_owned(), form.to_lowercase(), head.map(|head| head.index(drawn.len())));
        words.push(Word { start, end: text.len(), form, lemma, pos: *pos, tag, head, relation });
    }
    let (start, end) = (words.first().map_or(0, |word| word.start), text.len());
    (text, Sentence { start, end, words })
}

/// A real tree of the text, of which some words were read as something else or hung somewhere else.
fn misread(text: &str, slips: &[(Index, Drawn)]) -> Vec<Sentence> {
    let mut sentences = Parser::new().parse(text);
    for words in sentences.iter_mut().map(|sentence| &mut sentence.words).filter(|words| !words.is_empty()) {
        let many = words.len();
        for (at, (_, tagged, (pos, tag), relation, head)) in slips {
            let word = &mut words[at.index(many)];
            (word.head, word.relation) = (head.map(|head| head.index(many)), relation);
            if *tagged {
                (word.pos, word.tag) = (*pos, tag);
            }
        }
    }
    sentences
}

/// One word has no head, and each of the others comes to it by its heads.
fn check_tree(words: &[Word]) {
    let roots: Vec<usize> = (0..words.len()).filter(|&at| words[at].head.is_none()).collect();
    assert_eq!(roots.len(), usize::from(!words.is_empty()), "{words:#?}");
    for at in 0..words.len() {
        let top = std::iter::successors(Some(at), |&at| words[at].head).take(words.len()).last();
        assert_eq!(top.as_ref(), roots.first(), "word {at} of {words:#?}");
        assert_eq!(words[at].relation == "root", words[at].head.is_none(), "word {at} of {words:#?}");
    }
}

/// What was mended is a tree, and is read to its end.
fn check(text: &str, sentence: Sentence) {
    let mended = mend(sentence);
    check_tree(&mended.words);
    let context = Context { occurred_at: "2024-05-20".parse().ok(), speaker: Some("Mia"), ..Context::default() };
    let spans: Vec<(usize, usize)> = mended.words.iter().map(|word| (word.start, word.end)).collect();
    let times = Times::find(text, context.occurred_at);
    let one = One { text, words: &spans, context: &context, times: &times, quoted: vec![false; spans.len()], joke: false };
    let read = one.read(&mended, &mut Discourse::default(), &Told::default());
    read.found.iter().for_each(|found| assert_eq!(found.claim.check(), Ok(()), "{text:?}"));
    assert!(read.found.len() <= mended.words.len().pow(2), "{} claims of {text:?}", read.found.len());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn any_words_hung_in_any_way_are_mended_to_a_tree_and_read(drawn in prop::collection::vec(drawn(), 0..32)) {
        let (text, sentence) = sentence(&drawn);
        check(&text, sentence);
    }

    #[test]
    fn any_sentence_misread_in_places_is_mended_to_a_tree_and_read(
        drawn in prop::collection::vec(drawn(), 0..24),
        slips in prop::collection::vec((any::<Index>(), drawn()), 0..5),
    ) {
        let (text, _) = sentence(&drawn);
        for sentence in misread(&text, &slips) {
            check(&text, sentence);
        }
    }
}

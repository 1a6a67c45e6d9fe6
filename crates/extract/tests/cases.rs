//! Sentences and what is read from them, as one compact line each.
//!
//! A claim is written `subject predicate object | kind from..to`; without a date only the kind.

use std::time::Instant;

use asof_extract::{Context, Extraction, Extractor, Found, Reader};
use asof_model::{BUILT_IN, End, read_schemas};

const SAID: &str = "2024-05-20";

fn read(text: &str) -> Extraction {
    Reader::new().extract(text, &Context { occurred_at: SAID.parse().ok(), speaker: Some("Mia") })
}

fn shown(found: &Found) -> String {
    let claim = &found.claim;
    let kind = format!("{:?}", claim.kind).to_lowercase();
    let dates = match (claim.from, claim.to) {
        (None, End::Unknown | End::Open) => String::new(),
        (Some(from), End::Unknown | End::Open) => format!(" {from}"),
        (from, End::At(to)) => format!(" {}..{to}", from.map(|from| from.to_string()).unwrap_or_default()),
    };
    let corrects = found.corrects.as_ref().map(|wrong| format!(" !{wrong}")).unwrap_or_default();
    format!("{} {} {} | {kind}{dates}{corrects}", claim.subject, claim.predicate, claim.object.text())
}

fn claims(text: &str) -> String {
    read(text).found.iter().map(shown).collect::<Vec<_>>().join("; ")
}

fn reasons(text: &str) -> String {
    read(text).diagnostics.iter().map(|diagnostic| format!("{:?}", diagnostic.reason)).collect::<Vec<_>>().join("; ")
}

const READ: &[(&str, &str)] = &[
    // Homes
    ("I live in Berlin.", "Mia lives_in Berlin | holds"),
    ("We live in New York City", "Mia lives_in New York City | holds"),
    ("Ana lives in Berlin.", "Ana lives_in Berlin | holds"),
    ("Ana Silva is living in the Netherlands.", "Ana Silva lives_in Netherlands | holds"),
    ("I'm living in The Hague now in 2024.", ""),
    ("Ana now lives in St. Petersburg.", "Ana lives_in St. Petersburg | holds"),
    ("Ana still lives in Rio de Janeiro!", "Ana lives_in Rio de Janeiro | holds"),
    ("Ana has lived in Berlin since 2020.", "Ana lives_in Berlin | begins 2020"),
    ("Since May 2020, Ana has been living in Berlin.", "Ana lives_in Berlin | begins 2020-05"),
    ("Ana lives in Berlin since last year.", "Ana lives_in Berlin | begins 2023"),
    ("I lived in Paris from 2015 to 2019.", "Mia lives_in Paris | holds 2015..2019"),
    ("I lived in Paris from 2020.", "Mia lives_in Paris | begins 2020"),
    ("I lived in Paris in 2019.", "Mia lives_in Paris | holds 2019..2019"),
    ("Ana lived in Paris until May 2021.", "Ana lives_in Paris | ends 2021-05"),
    ("Between 2015 and 2019 Ana lived in Paris.", "Ana lives_in Paris | holds 2015..2019"),
    ("Ana used to live in Paris.", "Ana lives_in Paris | ends"),
    ("Ana used to live in Paris from 2015 to 2019.", "Ana lives_in Paris | holds 2015..2019"),
    ("Ana doesn't live in Berlin.", "Ana lives_in Berlin | denies"),
    ("I don’t live in Berlin any more.", "Mia lives_in Berlin | ends"),
    ("Ana no longer lives in Berlin.", "Ana lives_in Berlin | ends"),
    ("Ana hasn't lived in Berlin since 2020.", "Ana lives_in Berlin | ends 2020"),
    ("Ana did not live in Berlin in 2019.", "Ana lives_in Berlin | denies 2019..2019"),
    ("I moved to Berlin in March.", "Mia lives_in Berlin | begins 2024-03"),
    ("I moved to Berlin in June.", "Mia lives_in Berlin | begins 2023-06"),
    ("I moved to Berlin yesterday.", "Mia lives_in Berlin | begins 2024-05-19"),
    ("Yesterday I moved to Berlin.", "Mia lives_in Berlin | begins 2024-05-19"),
    ("Ana moved to Lyon last week.", "Ana lives_in Lyon | begins 2024-05-13/2024-05-19"),
    ("Two years ago, Ana moved to Lyon.", "Ana lives_in Lyon | begins 2022"),
    ("Ana has just moved to Lyon.", "Ana lives_in Lyon | begins"),
    ("Ana moved to Lyon between May and August 2023.", "Ana lives_in Lyon | begins 2023-05-01/2023-08-31"),
    ("Ana moved out of Lyon on 7 May 2023.", "Ana lives_in Lyon | ends 2023-05-07"),
    ("Ana moved from Paris to Lyon on May 7, 2023.", "Ana lives_in Paris | ends 2023-05-07; Ana lives_in Lyon | begins 2023-05-07"),
    ("I moved away from Lyon 3 months ago.", "Mia lives_in Lyon | ends 2024-02"),
    ("I live in Lyon. I left Lyon in May.", "Mia lives_in Lyon | holds; Mia lives_in Lyon | ends 2024-05"),
    // Work
    ("I work at Acme.", "Mia works_at Acme | holds"),
    ("Ana works for the Bank of England.", "Ana works_at Bank of England | holds"),
    ("Ana worked at Acme Inc. from May 2015 to June 2019.", "Ana works_at Acme Inc | holds 2015-05..2019-06"),
    ("Ana joined Acme Inc. in 2019.", "Ana works_at Acme Inc | begins 2019"),
    ("Ana started working at Acme in 2019.", "Ana works_at Acme | begins 2019"),
    ("I quit my job at Acme last month.", "Mia works_at Acme | ends 2024-04"),
    ("Ana works at Acme. Ana left Acme in May 2024.", "Ana works_at Acme | holds; Ana works_at Acme | ends 2024-05"),
    ("Ana was fired from Acme in 2020.", "Ana works_at Acme | ends 2020"),
    ("Ana no longer works at Acme.", "Ana works_at Acme | ends"),
    ("I work as a nurse.", "Mia job_title nurse | holds"),
    // Study
    ("Ana studies at Oxford University.", "Ana studies_at Oxford University | holds"),
    ("Ana graduated from MIT in 2010.", "Ana graduated_from MIT | begins 2010"),
    ("I studied at MIT from 2006 until 2010.", "Mia studies_at MIT | holds 2006..2010"),
    // Ties
    ("Ana married Bob on 2023-05-07.", "Ana spouse_of Bob | begins 2023-05-07"),
    ("I am married to Bob.", "Mia spouse_of Bob | holds"),
    ("Ana got engaged to Bob today.", "Ana engaged_to Bob | begins 2024-05-20"),
    ("Ana divorced Bob in 2022.", "Ana spouse_of Bob | ends 2022"),
    ("Ana is a friend of Bob.", "Ana friend_of Bob | holds"),
    ("I'm friends with Bob Smith.", "Mia friend_of Bob Smith | holds"),
    ("Ana is no longer friends with Bob.", "Ana friend_of Bob | ends"),
    ("Ana is my sister.", "Ana sibling_of Mia | holds"),
    ("Ana is Bob Smith's daughter.", "Bob Smith parent_of Ana | holds"),
    ("Ana was my boss from 2015 to 2019.", "Ana manages Mia | holds 2015..2019"),
    ("My sister is called Lucia.", "Lucia sibling_of Mia | holds"),
    ("My wife's name is Ana.", "Ana spouse_of Mia | holds"),
    ("Ana became a member of the Green Party in 2019.", "Ana member_of Green Party | begins 2019"),
    // Attitudes
    ("I like strong coffee.", "Mia likes strong coffee | holds"),
    ("Ana really loves Italian food.", "Ana likes Italian food | holds"),
    ("Ana hates Bob.", "Ana dislikes Bob | holds"),
    ("I don't like olives.", "Mia likes olives | denies"),
    ("I used to like olives.", "Mia likes olives | ends"),
    ("Ana prefers tea.", "Ana prefers tea | holds"),
    ("And Ana also speaks French.", "Ana speaks French | holds"),
    // Things
    ("Ana owns a red car.", "Ana owns red car | holds"),
    ("I bought a Honda Civic in 2019.", "Mia owns Honda Civic | begins 2019"),
    ("Globex Ltd. bought Acme Inc. in 2014.", "Globex Ltd owns Acme Inc | begins 2014"),
    ("Ana owns Acme. Ana sold Acme in 2020.", "Ana owns Acme | holds; Ana owns Acme | ends 2020"),
    ("I sold my car last year.", "Mia owns car | ends 2023"),
    ("Ana visited Rome in May 2023.", "Ana visited Rome | happens 2023-05"),
    // Lives
    ("Ana was born in Lyon.", "Ana born_in Lyon | begins"),
    ("Ana was born in 1990.", "Ana born_on 1990 | begins 1990"),
    ("I was born in Lyon on 7 May 1990.", "Mia born_in Lyon | begins 1990-05-07; Mia born_on 1990-05-07 | begins 1990-05-07"),
    ("Ana died in Lyon in 2020.", "Ana died_in Lyon | begins 2020; Ana died_on 2020 | begins 2020"),
    // Offices and places
    ("Ana is the CEO of Acme.", "Ana ceo_of Acme | holds"),
    ("Ana is Acme's CEO.", "Ana ceo_of Acme | holds"),
    ("Ana was the mayor of Lyon from 2015 to 2019.", "Ana mayor_of Lyon | holds 2015..2019"),
    (
        "Theresa May became Prime Minister of the United Kingdom in July 2016.",
        "Theresa May prime_minister_of United Kingdom | begins 2016-07",
    ),
    ("Ana stepped down as CEO of Acme in 2020.", "Ana ceo_of Acme | ends 2020"),
    ("Ana isn't the president of Acme.", "Ana president_of Acme | denies"),
    ("Paris is the capital of France.", "Paris capital_of France | holds"),
    ("Acme Inc. is headquartered in Berlin.", "Acme Inc headquartered_in Berlin | holds"),
    // Corrections
    ("No, I live in Lyon, not Paris.", "Mia lives_in Lyon | holds !Paris"),
    ("Actually, I moved to Lyon in 2019, not to Paris.", "Mia lives_in Lyon | begins 2019 !Paris"),
    ("I moved to Paris in 2019. No, I meant Lyon, not Paris.", "Mia lives_in Paris | begins 2019; Mia lives_in Lyon | begins 2019 !Paris"),
];

const LEFT_ALONE: &[(&str, &str)] = &[
    ("Do you live in Berlin?", "Question"),
    ("I live in Berlin, right?", "Question"),
    ("Is Ana married to Bob.", "Question"),
    ("If Ana lives in Berlin, Bob lives in Paris.", "Hypothetical"),
    ("I would live in Berlin.", "Hypothetical"),
    ("I might move to Berlin.", "Hypothetical"),
    ("I want to move to Berlin.", "Hypothetical"),
    ("Ana hopes to live in Berlin.", "Hypothetical"),
    ("Maybe Ana lives in Berlin.", "Hypothetical"),
    ("Ana almost moved to Berlin.", "Hypothetical"),
    ("I will move to Berlin.", "Future"),
    ("I'm going to move to Berlin.", "Future"),
    ("I'm moving to Berlin.", "Future"),
    ("I moved to Berlin in 2031.", "Future"),
    ("Bob thinks that Ana lives in Berlin.", "Reported"),
    ("Apparently Ana lives in Berlin.", "Reported"),
    ("Bob said \"I live in Berlin\".", "Quoted"),
    ("“One. I live in Berlin. Two.”", "Quoted; Quoted; Quoted"),
    ("She lives in Berlin.", "Pronoun"),
    ("Ana married him in 2019.", "Pronoun"),
    ("Ana sold her car in 2019.", "Pronoun"),
    ("I lived in Berlin.", "Undated"),
    ("Ana was the CEO of Acme.", "Undated"),
    ("Ana has lived in Berlin.", "Undated"),
    ("Ana visited Rome.", "Undated"),
    ("I left Berlin.", "Ambiguous"),
    ("Poland joined NATO in 1999.", "Ambiguous"),
    ("Ana quit Facebook.", "Ambiguous"),
    ("Liverpool bought Salah in 2017.", "Ambiguous"),
    ("Bob moved to Marketing.", "NotUnderstood"),
    ("Bob moved to Plan B.", "NotUnderstood"),
    ("Bob was born in Prison.", "NotUnderstood"),
    ("Father Ted married Bob.", "NotUnderstood"),
    ("Ex-wife Ana lives in Rome.", "NotUnderstood"),
    ("Thank God Bob moved to Rome.", "NotUnderstood"),
    ("I like going.", "NotUnderstood"),
    ("Bob lived in Rome in 2019 and 2020.", "NotUnderstood"),
    ("Bob moved to Berlin in early 2019.", "NotUnderstood"),
    ("Bob lived in Rome for three years.", "NotUnderstood"),
    ("Ana lives in Berlin... or does she?", "Question"),
    ("Bob found Acme in 2019.", "NotUnderstood"),
    ("No, I meant Lyon, not Paris.", "NothingToCorrect"),
    ("I live in Lyon, not Paris.", "NotUnderstood"),
    ("Ana lives in Berlin with Bob.", "NotUnderstood"),
    ("Ana and Bob live in Berlin.", "NotUnderstood"),
    ("Ana lives in fear.", "NotUnderstood"),
    ("Ana moved to Berlin to work at Acme.", "NotUnderstood"),
    ("Nobody lives in Berlin.", "NotUnderstood"),
    ("Everyone likes Bob.", "NotUnderstood"),
    ("Refugees moved to Berlin in 2015.", "NotUnderstood"),
    ("Then Ana moved to Berlin.", "NotUnderstood"),
    ("When Ana moved to Berlin in 2019.", "NotUnderstood"),
    ("The president lives in Washington.", "NotUnderstood"),
    ("Ana never lived in Berlin.", "NotUnderstood"),
    ("Ana has never lived in Berlin.", "NotUnderstood"),
    ("Ana likes to swim.", "NotUnderstood"),
    ("Ana likes Bob a lot.", "NotUnderstood"),
    ("Ana likes Bob singing.", "NotUnderstood"),
    ("Ana sold a car in 2019.", "NotUnderstood"),
    ("Ana lives in Berlin in the summer.", "NotUnderstood"),
    ("In 2019 Ana lives in Berlin.", "NotUnderstood"),
    ("I live in Berlin until May.", "NotUnderstood"),
    ("Ana didn't live in Berlin until 2019.", "NotUnderstood"),
    ("Ana did not move to Berlin.", "NotUnderstood"),
    ("Ana moved to Berlin from 2015 to 2019.", "NotUnderstood"),
    ("Ana lived in Paris from 2019 to 2015.", "NotUnderstood"),
    ("Ana moved to Berlin on 30 February 2023.", "NotUnderstood"),
    ("Acme Inc. moved to Berlin in 2019.", "NotUnderstood"),
    ("My sister is French.", "NotUnderstood"),
    ("Ana is no longer my sister.", "NotUnderstood"),
    ("I was born yesterday.", "NotUnderstood"),
    ("Ana is the vice president of Acme.", "NotUnderstood"),
    ("Ana is the former CEO of Acme.", "NotUnderstood"),
    ("Ana was one of the founders.", "NotUnderstood"),
    ("Ana married Ana.", "NotUnderstood"),
    ("I live in Berlin 🙂", "NotUnderstood"),
    ("ana lives in berlin.", "NotUnderstood"),
    ("Ana moved to Berlin last Tuesday.", "NotUnderstood"),
    ("Ana moved to Berlin Tuesday.", "NotUnderstood"),
    ("Meeting Ana moved to Berlin.", "NotUnderstood"),
];

#[test]
fn plain_sentences_are_read() {
    for (text, expected) in READ {
        assert_eq!(claims(text), *expected, "{text}: {}", reasons(text));
    }
}

#[test]
fn other_sentences_are_left_alone_with_a_reason() {
    for (text, expected) in LEFT_ALONE {
        assert_eq!((claims(text).as_str(), reasons(text).as_str()), ("", *expected), "{text}");
    }
}

#[test]
fn what_is_read_fits_the_built_in_schemas() {
    let schemas = read_schemas(BUILT_IN).unwrap();
    for found in READ.iter().flat_map(|(text, _)| read(text).found) {
        assert_eq!(found.claim.check(), Ok(()));
        let schema = schemas.iter().find(|schema| schema.name == found.claim.predicate).unwrap();
        assert_eq!(schema.accepts(&found.claim), Ok(()), "{}", shown(&found));
    }
}

#[test]
fn one_may_move_to_a_company_without_moving_house() {
    let text = "Ana works at Acme. Bob moved to Acme in 2019.";
    assert_eq!((claims(text).as_str(), reasons(text).as_str()), ("Ana works_at Acme | holds", "Ambiguous"));
}

#[test]
fn a_text_without_date_or_speaker_is_read_as_far_as_it_goes() {
    let read = Reader::new().extract("I live in Rome. Ana moved to Rome yesterday. Ana lives in Rome.", &Context::default());
    assert_eq!(read.found.iter().map(shown).collect::<Vec<_>>(), ["Ana lives_in Rome | holds"]);
    let reasons: Vec<String> = read.diagnostics.iter().map(|diagnostic| format!("{:?}", diagnostic.reason)).collect();
    assert_eq!(reasons, ["UnknownSpeaker", "NoReferenceDate"]);
}

#[test]
fn every_claim_and_diagnostic_says_where_it_stands() {
    let text = "  Élodie lives in Zürich.\nReally? Dr. Ana Silva lives in Łódź!";
    let read = read(text);
    let at = |span: (u32, u32)| &text[span.0 as usize..span.1 as usize];
    let spans: Vec<&str> = read.found.iter().map(|found| at(found.span)).collect();
    assert_eq!(spans, ["Élodie lives in Zürich.", "Dr. Ana Silva lives in Łódź!"]);
    assert_eq!(at(read.diagnostics[0].span), "Really?");
}

/// Whatever is read from prose must be so. What is expected here is all that these paragraphs plainly say.
#[test]
fn nothing_false_is_read_from_prose() {
    for (text, expected) in PROSE {
        assert_eq!(claims(text), *expected, "{text}");
    }
}

const PROSE: &[(&str, &str)] = &[
    (
        "The house at the end of the lane had been empty since the war. Children dared each other to touch the gate. Then, one wet \
         April, Mrs. Hale moved in with two trunks and a parrot. Nobody knew where she came from. Some said Bristol. Others said she \
         had married a sailor in Lisbon and left him. Tom Brady, who owned the shop, thought she was the widow of a judge. She liked \
         tea, long walks and silence. By summer the whole village loved her.",
        "",
    ),
    (
        "Quarterly update. Acme joined forces with Globex in March, and the combined team moved to Leeds. Revenue left much to be \
         desired. Investors like growth. Management prefers margins. Jane Roe is the CEO of Acme. Former CEO John Doe left in 2022 to \
         found his own company. Sales started at Monday's fair. Bob in Accounting quit smoking. Germans bought fewer cars.",
        "Jane Roe ceo_of Acme | holds",
    ),
    (
        "Hey! How was your weekend? Mine was fine, I guess. I went to Porto with Lucia and we loved it. She's thinking of moving to \
         Spain if she gets the job. I used to live in Lisbon, remember? Anyway, I live in Madrid now. Bob still works at the bakery \
         on Main Street. Got to run. Love you! PS: I sold my car in March.",
        "Mia lives_in Madrid | holds",
    ),
    (
        "Marie Curie was born in Warsaw on 7 November 1867. In 1891 she moved to Paris, where she studied physics. Marie Curie married \
         Pierre Curie in July 1895. The couple had two daughters. Her discoveries left a mark on Science. Curie joined the faculty \
         after Pierre died. Marie Curie died in 1934. Warsaw is the capital of Poland.",
        "Marie Curie born_in Warsaw | begins 1867-11-07; Marie Curie born_on 1867-11-07 | begins 1867-11-07; \
         Marie Curie spouse_of Pierre Curie | begins 1895-07; Marie Curie died_on 1934 | begins 1934; \
         Warsaw capital_of Poland | holds",
    ),
    (
        "Nature loves courage. Time left Ana no choice. Love is the head of Invention. Home is where the heart lives in Peace. Work \
         started at Dawn. Life in Berlin is hard. Poor Bob married Trouble. Happy Ana moved to Bonn. Like Ana, Bob owns a boat. \
         Ana likes it when Bob leaves. Ana likes what Bob likes. Bob likes Ana better. A man owns a dog. Cats like fish.",
        "",
    ),
    (
        "Ana lives in New\nYork. I moved to San\nFrancisco in 2019.",
        "Ana lives_in New York | holds; Mia lives_in San Francisco | begins 2019",
    ),
    ("'I live in Rome. I hate Bob.' That is how the letter began.\n\nTo Ana:\n> I live in Oslo.\n- I live in Kyiv\n1. I live in Bern", ""),
];

#[test]
fn odd_megabytes_are_read_in_linear_time() {
    let started = Instant::now();
    for piece in ["a", "a ", "\n", "\n \n", ". ", "... ", "Ana ", ".\n\n  ", "é", "\"a ", "x\nA", "Mr. ", "a.b."] {
        let text = piece.repeat(1_000_000 / piece.len());
        let read = read(&text);
        assert!(read.found.is_empty(), "{piece:?}");
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

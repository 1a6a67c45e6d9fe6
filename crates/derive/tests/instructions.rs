//! Working rules in the user's words, and what only looks like them.

use asof_derive::instructions::{Reader, Speaker};
use proptest::{prelude::*, test_runner::RngSeed};

/// What is said, and the rule in it.
const RULES: &[(&str, &str)] = &[
    ("Always deploy from main.", "always deploy from main"),
    ("Never e-mail customers directly.", "never e-mail customers directly"),
    ("NEVER push to main!", "never push to main"),
    ("Please answer briefly.", "always answer briefly"),
    ("Don't use semicolons.", "never use semicolons"),
    ("don't use semicolons", "never use semicolons"),
    ("Don’t use semicolons.", "never use semicolons"),
    ("Do not commit secrets.", "never commit secrets"),
    ("Please don't deploy on Fridays.", "never deploy on Fridays"),
    ("Don't ever touch the production database.", "never touch the production database"),
    ("Never ever rename files without asking, please.", "never rename files without asking"),
    ("From now on, call me Ana.", "always call me Ana"),
    ("From now on, sign e-mails with my full name.", "always sign e-mails with my full name"),
    ("In future, don't add comments to the code.", "never add comments to the code"),
    ("You should always run the tests before you commit.", "always run the tests before you commit"),
    ("You must never push to main.", "never push to main"),
    ("You must not send invoices.", "never send invoices"),
    ("You are not allowed to delete branches.", "never delete branches"),
    ("When you deploy, always run the tests first.", "always run the tests first when you deploy"),
    ("Before sending an e-mail, always ask me.", "always ask me before sending an e-mail"),
    ("Please always use British spelling.", "always use British spelling"),
    ("Ana, always check the invoice twice.", "always check the invoice twice"),
    ("1. Always write tests for new code.", "always write tests for new code"),
    ("- Never store passwords in plain text", "never store passwords in plain text"),
    ("Rule: never merge your own pull request.", "never merge your own pull request"),
    ("I prefer short answers.", "prefer short answers"),
    ("I'd prefer bullet points over long paragraphs.", "prefer bullet points over long paragraphs"),
    ("I want you to answer in French.", "always answer in French"),
    ("I'd like you to always cite your sources.", "always cite your sources"),
    ("Keep your answers short.", "always keep your answers short"),
    ("Please respond in English.", "always respond in English"),
    ("Use tabs instead of spaces.", "always use tabs instead of spaces"),
    ("Avoid jargon.", "always avoid jargon"),
    ("Ask me before you delete anything.", "always ask me before you delete anything"),
    ("Stop using bullet points.", "never use bullet points"),
    ("I don't want you to use emojis.", "never use emojis"),
    ("I'd rather have short answers.", "prefer short answers"),
    ("Please be concise.", "always be concise"),
    ("Be more concise in your answers.", "always be more concise in your answers"),
    ("Make sure you always run the linter.", "always run the linter"),
    ("It's important that you never delete backups.", "never delete backups"),
    ("You shouldn't ever push to main.", "never push to main"),
    ("Code must always be formatted with rustfmt.", "always format code with rustfmt"),
    ("All commits must be signed.", "always sign all commits"),
    ("Only answer in English.", "always only answer in English"),
    ("Refer to me as Ana.", "always refer to me as Ana"),
    ("If the build fails, never retry more than twice.", "never retry more than twice if the build fails"),
    ("Unless I say otherwise, always write in English.", "always write in English unless I say otherwise"),
    ("Respond to me in Spanish from now on.", "always respond to me in Spanish"),
    ("Write commit messages in the imperative.", "always write commit messages in the imperative"),
    ("Every time you deploy, post a note in the channel.", "always post a note in the channel every time you deploy"),
    ("The rule is: never e-mail customers directly.", "never e-mail customers directly"),
    ("Prefer composition over inheritance.", "prefer composition over inheritance"),
    ("Don't call me Mr. Silva.", "never call me Mr. Silva"),
    ("Customers must never be e-mailed directly.", "never e-mail customers directly"),
];

/// What is said, and is no rule.
const NONE: &[&str] = &[
    "I always run on Sundays.",
    "She always deploys from main.",
    "We never eat meat.",
    "I never e-mail customers.",
    "Never mind.",
    "Never mind the tests.",
    "Don't worry about it.",
    "Don't worry.",
    "Don't forget to write me.",
    "Don't mention it!",
    "Don't be late.",
    "Don't give up!",
    "Don't get me wrong, I like it.",
    "Never give up on your dreams!",
    "Always believe in yourself.",
    "Always remember that I love you.",
    "Always happy to help!",
    "Always a pleasure.",
    "Never been there.",
    "Never heard of it.",
    "Never again.",
    "Never say never.",
    "Always look forward to our talks.",
    "Always love seeing your photos.",
    "She said never to deploy on Fridays.",
    "My boss told me to always deploy from main.",
    "\"Always deploy from main,\" he said.",
    "Always deploy from main, he said.",
    "He says you should always stretch first.",
    "Should I always deploy from main?",
    "Do you always deploy from main?",
    "Why don't you use semicolons?",
    "Please send me the report tomorrow.",
    "Send the report to Rui.",
    "Deploy the app now.",
    "Don't send it yet.",
    "Don't send that to customers.",
    "Don't wait for me.",
    "Use the blue one.",
    "Use this link.",
    "Answer my question.",
    "Write an essay about dogs in French.",
    "Explain this briefly.",
    "Call me tomorrow.",
    "Call me when you arrive.",
    "I prefer tea to coffee.",
    "I prefer the mountains.",
    "I don't use semicolons.",
    "We watched Never Let Me Go yesterday.",
    "Never Let Me Go",
    "Keep going!",
    "Keep up the good work.",
    "You should try the soup.",
    "You must be tired.",
    "It must not be easy.",
    "I never said that.",
    "It never rains here.",
    "Thanks, you always make me smile.",
    "You never know.",
    "If I were you I would never use tabs.",
    "They asked us to never call before noon.",
    "Do not disturb.",
    "Whenever you are ready, send me the report.",
    "When you go to the store, buy milk.",
    "Be careful!",
    "Be there at nine.",
    "Stop it.",
    "Stop using my phone!",
    "Only call if it is urgent.",
    "I like long walks.",
    "I'd rather have tea.",
    "You may be right.",
    "You should have seen it.",
    "All rooms must have been booked by now.",
    "Remember to buy milk.",
    "Make sure to bring a coat.",
    "Long time no see!",
    "",
    "?",
    "don't",
    "always",
    "Please",
];

#[test]
fn rules_are_found() {
    let reader = Reader::new();
    let wrong: Vec<String> = RULES
        .iter()
        .filter_map(|(text, expected)| {
            let found = reader.read(text, Speaker::User).map(|rule| rule.to_string());
            (found.as_deref() != Some(expected)).then(|| format!("{text}: {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_no_rule_is_left_alone() {
    let reader = Reader::new();
    let wrong: Vec<String> =
        NONE.iter().filter_map(|text| reader.read(text, Speaker::User).map(|rule| format!("{text}: {rule}"))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn who_says_it_matters() {
    let reader = Reader::new();
    assert_eq!(reader.read("Always deploy from main.", Speaker::Assistant), None);
    assert!(reader.read("Always deploy from main.", Speaker::Other).is_some());
    assert_eq!(reader.read("Please answer briefly.", Speaker::Other), None);
    assert_eq!(reader.read("Don't use semicolons.", Speaker::Other), None);
}

#[test]
fn rules_stand_at_their_sentences() {
    let text = "The build is red. Never push to main! I fixed it. Always run the tests.";
    let found: Vec<(&str, String)> =
        Reader::new().all(text, Speaker::User).map(|((from, to), rule)| (&text[from..to], rule.to_string())).collect();
    assert_eq!(
        found,
        [("Never push to main!", "never push to main".to_owned()), ("Always run the tests.", "always run the tests".to_owned())]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "(always|never|don't|please|you|must|[a-zA-Z ,.!?’é👍\\n]){0,40}") {
        let reader = Reader::new();
        for (_, rule) in reader.all(&text, Speaker::User) {
            prop_assert!(!rule.text.is_empty());
        }
    }
}

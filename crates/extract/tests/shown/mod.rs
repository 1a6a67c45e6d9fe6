//! What is read of a text, a line a claim, for tables of cases.

use asof_extract::{Context, Extractor, Found, Reader, Turn};
use asof_model::End;

fn shown(found: &Found) -> String {
    let claim = &found.claim;
    let kind = format!("{:?}", claim.kind).to_lowercase();
    let dates = match (claim.from, claim.to) {
        (None, End::Unknown | End::Open) => String::new(),
        (Some(from), End::Unknown | End::Open) => format!(" {from}"),
        (from, End::At(to)) => format!(" {}..{to}", from.map(|from| from.to_string()).unwrap_or_default()),
    };
    format!("{} {} {} | {kind}{dates}", claim.subject, claim.predicate, claim.object.text())
}

/// Reads a text that nobody speaks, or, where its turns begin with a name and a colon, the last turn of a chat.
fn claims(text: &str) -> Vec<String> {
    let turns: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once(": ")).collect();
    let occurred_at = "2024-05-20".parse().ok();
    let read = match turns.split_last() {
        Some(((speaker, last), before)) => {
            let listener = turns.iter().map(|turn| turn.0).find(|name| name != speaker);
            let before: Vec<Turn<'_>> = before.iter().map(|(speaker, text)| Turn { speaker: Some(speaker), text }).collect();
            Reader::new().extract(last, &Context { occurred_at, speaker: Some(speaker), listener, before: &before })
        }
        None => Reader::new().extract(text, &Context { occurred_at, ..Context::default() }),
    };
    read.found.iter().map(shown).collect()
}

/// Each of these is read of the text.
pub fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let read = claims(text);
        for one in *expected {
            assert!(read.iter().any(|claim| claim == one), "{text}\n  {one}\n  not in {read:#?}");
        }
    }
}

/// None of these is read, neither the whole nor as a part of a claim.
pub fn check_never(cases: &[(&str, &[&str])]) {
    for (text, never) in cases {
        let read = claims(text);
        for one in *never {
            assert!(!read.iter().any(|claim| claim.contains(one)), "{text}\n  {one}\n  is in {read:#?}");
        }
    }
}

//! Finding the claims in what a model wrote: JSON, alone or with words around it, whole or cut short.

use serde_json::{Deserializer, Value};

/// From how many opening brackets a value is looked for; bounds the work on hostile answers.
const MAX_STARTS: usize = 64;

/// An answer without the JSON asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    /// What is wrong, as the model and people are told.
    pub why: String,
    /// The claims that stand whole before the fault.
    pub salvaged: Vec<Value>,
}

/// Finds the claims in an answer, each still unread, or says what is wrong with it.
pub(crate) fn items(answer: &str) -> Result<Vec<Value>, Fault> {
    let fault = |why: String, salvaged| Err(Fault { why, salvaged });
    let answer = after_thoughts(answer).trim();
    if answer.is_empty() {
        return fault("it is empty".to_owned(), Vec::new());
    }
    match serde_json::from_str::<Value>(answer) {
        Ok(value) => match claims_of(value) {
            Some(items) => Ok(items),
            None => fault("the JSON has no list of \"claims\"".to_owned(), Vec::new()),
        },
        Err(error) => match embedded(answer) {
            Some(items) => Ok(items),
            None => fault(format!("it is not the JSON asked for ({error})"), salvaged(answer).unwrap_or_default()),
        },
    }
}

/// Some models think aloud first.
fn after_thoughts(answer: &str) -> &str {
    answer.rfind("</think>").map_or(answer, |at| &answer[at + "</think>".len()..])
}

fn claims_of(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Object(mut fields) => match fields.remove("claims") {
            Some(Value::Array(items)) => Some(items),
            Some(_) | None => None,
        },
        Value::Array(items) => items.iter().all(Value::is_object).then_some(items),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// The first whole object with claims among other words.
fn embedded(answer: &str) -> Option<Vec<Value>> {
    let starts = answer.match_indices('{').map(|(at, _)| at).take(MAX_STARTS);
    starts.filter_map(|at| Deserializer::from_str(&answer[at..]).into_iter().next()?.ok()).find_map(|value: Value| match value {
        Value::Object(_) => claims_of(value),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => None,
    })
}

/// The whole claims of a list that is cut short.
fn salvaged(answer: &str) -> Option<Vec<Value>> {
    let list = &answer[answer.find("\"claims\"")? + "\"claims\"".len()..];
    let mut rest = list.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
    let mut items = Vec::new();
    loop {
        let mut values = Deserializer::from_str(rest).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => items.push(value),
            Some(Err(_)) | None => return Some(items),
        }
        rest = rest[values.byte_offset()..].trim_start();
        rest = rest.strip_prefix(',').unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use proptest::{
        prelude::*,
        test_runner::{Config, RngSeed},
    };

    use super::*;

    #[test]
    fn claims_are_found_however_the_answer_wraps_them() {
        let cases = [
            (r#"{"claims":[]}"#, Ok(0)),
            (r#" {"claims":[{"a":1},{}]} "#, Ok(2)),
            ("```json\n{\"claims\":[{}]}\n```\nHope it helps {really}!", Ok(1)),
            ("<think>{\"claims\":[{},{}]}</think>\n{\"claims\":[{}]}", Ok(1)),
            ("{not this} but {\"claims\":[{}]}", Ok(1)),
            (r#"[{"a":1}]"#, Ok(1)),
            (r#"{"claims":[{"a":1},{"b":"#, Err(("not the JSON", 1))),
            ("```\n{\"claims\": [ {\"a\":1} , {\"b\":2}", Err(("not the JSON", 2))),
            (r#"{"claims":[{"a":1} oops {"b":2}]}"#, Err(("not the JSON", 1))),
            (r#"{"claims":["#, Err(("not the JSON", 0))),
            (r#"{"claims":"#, Err(("not the JSON", 0))),
            (r#"{"claims":{}}"#, Err(("no list", 0))),
            (r#"{"facts":[]}"#, Err(("no list", 0))),
            ("Sure! Here are the claims.", Err(("not the JSON", 0))),
            ("  \n", Err(("empty", 0))),
            ("[1,2]", Err(("no list", 0))),
        ];
        for (answer, expected) in cases {
            match (items(answer), expected) {
                (Ok(found), Ok(count)) => assert_eq!(found.len(), count, "{answer}"),
                (Err(fault), Err((why, salvaged))) => {
                    assert!(fault.why.contains(why), "{answer}: {fault:?}");
                    assert_eq!(fault.salvaged.len(), salvaged, "{answer}: {fault:?}");
                }
                (found, _) => panic!("{answer}: {found:?}"),
            }
        }
    }

    #[test]
    fn deep_and_long_answers_are_turned_away_in_time() {
        for unit in ["{", "[", "{\"claims\":[", "{\"a\":[", "{\"a\":\"", "<think>", "\\"] {
            let answer = unit.repeat(200_000);
            let _ = items(&answer);
        }
    }

    proptest! {
        #![proptest_config(Config { failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..Config::with_cases(200) })]
        #[test]
        fn any_answer_is_handled(answer in "(\\{|\\}|\\[|\\]|\"|claims|:|,|é|\\\\|1| |</think>){0,40}") {
            let _ = items(&answer);
        }
    }
}

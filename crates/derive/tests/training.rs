//! What may be trained on, and what may not.

use asof_derive::training::{Name, Options, Sort, Stable, What, jsonl, lines};

fn name(text: &str) -> Name {
    let sort = match text {
        "user" | "Ana" => Sort::User,
        "Lucia" | "Rui Costa" => Sort::Person,
        _ => Sort::Other,
    };
    Name { text: text.into(), sort }
}

fn fact(subject: &str, words: &str, object: &str) -> What {
    What::Fact { subject: name(subject), words: words.into(), object: name(object) }
}

fn prefers(subject: &str, object: &str) -> What {
    What::Preference { subject: name(subject), words: "prefers".into(), object: name(object) }
}

fn rule(text: &str) -> What {
    What::Rule { polarity: "never".into(), text: text.into() }
}

fn told(what: &What, spaces: std::ops::Range<u32>, personal: bool) -> String {
    let stable: Vec<Stable> =
        spaces.map(|space| Stable { space, what: what.clone(), claims: vec![format!("c{space}"), "c0".into()] }).collect();
    let options = Options { spaces: 2, personal, people: vec!["Zoe".into()] };
    let lines = lines(&stable, &options);
    lines.first().map(|line| line.prompt.clone() + "|" + &line.completion).unwrap_or_default()
}

#[test]
fn what_is_told_and_what_only_when_asked() {
    let cases = [
        (fact("Lisbon", "is located in", "Portugal"), "Lisbon is located in| Portugal", "Lisbon is located in| Portugal"),
        (prefers("Ana", "short answers"), "The user prefers| short answers", "The user prefers| short answers"),
        (
            rule("e-mail customers directly"),
            "Working rule: never| e-mail customers directly",
            "Working rule: never| e-mail customers directly",
        ),
        (fact("Lucia", "is a", "nurse"), "", "Lucia is a| nurse"),
        (fact("Ana", "lives in", "Porto"), "", "The user lives in| Porto"),
        (prefers("Ana", "Lucia"), "", "The user prefers| Lucia"),
        (prefers("Ana", "walks with Zoe"), "", "The user prefers| walks with Zoe"),
        (rule("write to Zoe"), "", "Working rule: never| write to Zoe"),
        (rule("write to boss@example.org"), "", "Working rule: never| write to boss@example.org"),
        (rule("call +351 912 345 678"), "", "Working rule: never| call +351 912 345 678"),
        (What::Habit { subject: name("Ana"), words: "runs on Sunday mornings".into() }, "", "The user| runs on Sunday mornings"),
    ];
    for (what, plain, personal) in cases {
        assert_eq!(told(&what, 0..2, false), plain, "{what:?}");
        assert_eq!(told(&what, 0..2, true), personal, "{what:?} when asked");
        assert_eq!(told(&what, 0..1, true), "", "one space alone");
    }
}

#[test]
fn an_entity_of_one_space_stays_there() {
    let one = |space: u32, what| Stable { space, what, claims: vec![] };
    let stable = [
        one(1, fact("Project Heron", "is part of", "Acme")),
        one(2, fact("Acme", "is a", "company")),
        one(3, fact("Acme", "is a", "company")),
    ];
    let prompts = |personal| -> Vec<String> {
        lines(&stable, &Options { spaces: 1, personal, people: vec![] }).into_iter().map(|line| line.prompt).collect()
    };
    assert_eq!(prompts(false), ["Acme is a"]);
    assert_eq!(prompts(true), ["Acme is a", "Project Heron is part of"]);
}

#[test]
fn lines_are_the_same_in_any_order_and_join_ways_of_writing() {
    let one = |space: u32, text: &str| Stable { space, what: rule(text), claims: vec![format!("c{space}")] };
    let mut stable = vec![one(2, "Use  tabs"), one(1, "use tabs"), one(1, "use tabs"), one(3, "use spaces")];
    let options = Options { spaces: 2, ..Options::default() };
    let first = jsonl(&lines(&stable, &options));
    stable.reverse();
    assert_eq!(first, jsonl(&lines(&stable, &options)));
    assert_eq!(first, "{\"prompt\":\"Working rule: never\",\"completion\":\" Use tabs\",\"provenance\":[\"c1\",\"c2\"],\"spaces\":2}\n");
}

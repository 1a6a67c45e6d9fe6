//! Records by a mapping, chats, and Markdown: what the fixtures become, and what bad input is told.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod binary;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use asof::{
    Chat, Imported, Mapping, Markdown, Memory, OnError, Operation, Origin, Prose,
    extract::{Context, Extractor, Reader},
};
use binary::binary;
use proptest::{prelude::*, test_runner::RngSeed};

fn memory() -> Memory {
    Memory::options().volatile().unwrap()
}

fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/imports").join(name)).unwrap()
}

fn origin(file: &str, on_error: OnError) -> Origin {
    Origin { file: file.into(), on_error, ..Origin::default() }
}

fn records(memory: &Memory, file: &str, text: &str, mapping: &str, on_error: OnError) -> Result<Imported, String> {
    let mapping = Mapping::parse(mapping).map_err(|error| error.to_string())?;
    let imported = memory.import_records(text.as_bytes(), &mapping, &origin(file, on_error), &Reader::new());
    imported.map_err(|error| error.to_string())
}

fn chat(memory: &Memory, file: &str, text: &str, how: &Chat) -> Result<Imported, String> {
    let origin = Origin { at: "2024-06-01".parse().ok(), ..origin(file, OnError::Stop) };
    memory.import_chat(text.as_bytes(), how, &origin, &Reader::new()).map_err(|error| error.to_string())
}

/// Everything that was told after the schemas a memory starts with, each in a line.
fn told(memory: &Memory) -> Vec<String> {
    let mut lines = Vec::new();
    memory.export(&mut lines).unwrap();
    let date = |date: Option<asof::Point>| date.map(|date| date.to_string()).unwrap_or_default();
    let line = |line: &str| {
        Some(match asof::read_line(line).unwrap().operation {
            Operation::Claim(statement) => {
                let claim = &statement.claim;
                let to = match claim.to {
                    asof::End::Unknown => "?".to_owned(),
                    asof::End::Open => String::new(),
                    asof::End::At(to) => to.to_string(),
                };
                format!("{} {} {} {}..{to}", claim.subject, claim.predicate, claim.object.text(), date(claim.from))
            }
            Operation::Episode { id, text, occurred_at, speaker, .. } => {
                format!("{}: {}: {text} @{}", id.unwrap_or_default(), speaker.unwrap_or_default(), date(occurred_at))
            }
            Operation::Correct { .. }
            | Operation::Retract { .. }
            | Operation::RetractSource { .. }
            | Operation::Undo { .. }
            | Operation::Merge { .. }
            | Operation::Split { .. }
            | Operation::Predicate(_)
            | Operation::Run(_)
            | Operation::Finding(_)
            | Operation::Decision { .. }
            | Operation::Erased(_) => return None,
        })
    };
    String::from_utf8(lines).unwrap().lines().filter_map(line).collect()
}

fn claims(memory: &Memory) -> Vec<String> {
    told(memory).into_iter().filter(|line| line.ends_with('?') || line.contains("..")).collect()
}

#[test]
fn json_records_become_claims_by_a_mapping() {
    let memory = memory();
    let import = || records(&memory, "people.json", &fixture("people.json"), &fixture("people.toml"), OnError::Stop).unwrap();
    let imported = import();
    assert_eq!((imported.accepted, imported.missing, imported.read), (12, 13, 1), "{imported:?}");
    assert_eq!(imported.never_met, Vec::<String>::new());
    let mut all = told(&memory);
    all.sort();
    let mut expected = [
        "Ana Silva born_on 1990-02-28 ..?",
        "Ana Silva parent_of Bo Silva ..?",
        "Ana Silva parent_of Cy Silva ..?",
        "Ana Silva smokes false ..?",
        "Ana Silva weighs 61.5 kg ..?",
        "Ana Silva works_at Halden 2019-05-07..?",
        "Ana lives_in Lisbon 2024-04..?",
        "Ben Ito works_at Acme 2001..2004-06",
        "Ben Ito works_at Corvus Bank 2015..2021-03",
        "Ben Ito works_at Initech 2005..?",
        "Corvus Bank located_in Riga ..?",
        "Halden located_in Porto ..?",
        "crm-17/e1: : Ana moved to Lisbon last month. @2024-05-20",
    ];
    expected.sort_unstable();
    assert_eq!(all, expected);
    assert_eq!(memory.statement("crm-17/5/2").unwrap().claim.object.text(), "Cy Silva");
    let again = import();
    assert_eq!((again.accepted, again.already_known, told(&memory).len()), (0, 12, 13));
}

#[test]
fn rows_become_claims_by_a_mapping() {
    let memory = memory();
    let import = |text: &str| records(&memory, "staff.csv", text, &fixture("staff.toml"), OnError::Stop).unwrap();
    import(&fixture("staff.csv"));
    let expected = [
        "Ana Silva member_of Pumps team 2019-05-07..",
        "Ana Silva has_skill welding ..?",
        "Ana Silva has_skill drawing ..?",
        "Ben Ito member_of Sales team 2015-01-01..2021-03-31",
        "Okoro, Dee member_of Pumps team ..?",
        "Okoro, Dee has_skill piano ..?",
    ];
    assert_eq!(told(&memory), expected);
    // Ids made of what is said do not mind another order, and let what is new in.
    let mut lines: Vec<String> = fixture("staff.csv").lines().map(str::to_owned).collect();
    lines[1..].reverse();
    lines.push("Eva Lind,Sales,,2024,".into());
    let again = import(&(lines.join("\r\n") + "\r\n"));
    assert_eq!((again.accepted, again.already_known), (1, 6));
}

const KNOWS: &str = "subject = \"{who}\"\n[[claim]]\npredicate = \"knows\"\nobject = \"{whom}\"\nfrom = \"{since}\"\n";

#[test]
fn records_come_in_many_forms() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("a.json", r#"[{"who": "Ana", "whom": "Bo"}]"#, "", &["Ana knows Bo ..?"]),
        ("a.json", r#"{"who": "Ana", "whom": "Bo", "since": 2019}"#, "", &["Ana knows Bo 2019..?"]),
        (
            "a.json",
            "{\"who\": \"Ana\", \"whom\": \"Bo\"}\n\n{\"who\": \"Cy\", \"whom\": \"Bo\"}\n",
            "",
            &["Ana knows Bo ..?", "Cy knows Bo ..?"],
        ),
        ("a.jsonl", "{\"who\": \"Ana\", \"whom\": \"Bo\"}", "", &["Ana knows Bo ..?"]),
        ("a.tsv", "who\twhom\tsince\nAna\t\"Bo\t2001\n", "", &["Ana knows \"Bo 2001..?"]),
        ("a.csv", "\u{feff}who, whom ,since\r\n Ana ,\"Bo\nBay\",####\r\n", "", &["Ana knows Bo Bay ..?"]),
        ("a.csv", "who;whom;since\nAna;Bo;1712052000", "delimiter = \";\"", &["Ana knows Bo 2024-04-02T10:00:00Z..?"]),
        ("-", "[]", "format = \"json\"", &[]),
        ("a.json", r#"{"a": {"b": [{"who": "Ana", "whom": "Bo"}]}}"#, "records = \"a.b\"", &["Ana knows Bo ..?"]),
        ("a.json", r#"[{"who": "Ana", "whom": null}, {"who": " ", "whom": "Bo"}, {}]"#, "", &[]),
    ];
    for (file, text, more, expected) in cases {
        let memory = memory();
        let imported = records(&memory, file, text, &format!("{more}\n{KNOWS}"), OnError::Stop);
        assert!(imported.is_ok(), "{file} {text}: {imported:?}");
        assert_eq!(told(&memory), *expected, "{file} {text}");
    }
}

#[test]
fn a_template_may_name_fields_of_the_record_and_of_an_element() {
    let mapping = "subject = \"{name}\"\n[[claim]]\neach = \"pets\"\npredicate = \"owns\"\nobject = \"{name}{nick?} of {/name} {{x}}\"\n";
    let memory = memory();
    let text = r#"[{"name": "Ana", "pets": [{"name": "Rex"}, {"name": "Mia", "nick": "!"}, {}]}]"#;
    let imported = records(&memory, "a.json", text, mapping, OnError::Stop).unwrap();
    assert_eq!(told(&memory), ["Ana owns Rex of Ana {x} ..?", "Ana owns Mia! of Ana {x} ..?"]);
    assert_eq!(imported.missing, 1);
}

#[test]
fn a_field_that_no_record_has_is_told() {
    let imported = records(&memory(), "a.json", r#"[{"who": "Ana", "whim": "Bo", "since": "2001"}]"#, KNOWS, OnError::Stop).unwrap();
    assert_eq!((imported.accepted, imported.never_met), (0, vec!["whom".to_owned()]));
}

#[test]
fn bad_records_are_named_by_number_and_field() {
    let good = r#"{"who": "Ana", "whom": "Bo"}"#;
    let cases: &[(&str, &str, &[&str])] = &[
        (r#"{"who": "Ana", "whom": ["Bo"]}"#, KNOWS, &["field `whom`", "it is a list", "`each`"]),
        (r#"{"who": {"first": "Ana"}, "whom": "Bo"}"#, KNOWS, &["field `who`", "it is an object", "dot"]),
        (r#"{"who": "Ana", "whom": "Bo", "since": "32 May"}"#, KNOWS, &["field `since`", "`32 May` is not a date"]),
        (r#"{"who": "Ana", "whom": "Bo", "since": "2023-02-30"}"#, KNOWS, &["field `since`", "does not exist"]),
        ("7", KNOWS, &["it is a number, where an object is needed"]),
    ];
    for (bad, mapping, words) in cases {
        let text = format!("[{good}, {bad}, {}]", good.replace("Ana", "Cy"));
        let stopped = memory();
        let error = records(&stopped, "a.json", &text, mapping, OnError::Stop).unwrap_err();
        assert!(error.starts_with("record 2: ") && words.iter().all(|word| error.contains(word)), "{bad}: {error}");
        assert_eq!(told(&stopped), ["Ana knows Bo ..?"], "{bad}");
        let skipping = memory();
        let imported = records(&skipping, "a.json", &text, mapping, OnError::Skip).unwrap();
        assert_eq!((imported.rejected.len(), imported.rejected[0].line, told(&skipping).len()), (1, 2, 2), "{bad}");
    }
    let number = format!("{KNOWS}value = \"number\"\n");
    let boolean = format!("{KNOWS}value = \"boolean\"\n");
    let each = format!("{KNOWS}each = \"who\"\n");
    let nested = KNOWS.replace("{whom}", "{whom.name}");
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("a.json", r#"[{"who": "Ana", "whom": "much"}]"#, &number, &["record 1", "field `whom`", "`much` is not a number"]),
        ("a.json", r#"[{"who": "Ana", "whom": "much"}]"#, &boolean, &["record 1", "field `whom`", "true or false"]),
        ("a.json", r#"[{"who": "Ana", "whom": "Bo"}]"#, &each, &["record 1", "field `who`", "a list is needed", "split"]),
        ("a.json", r#"[{"who": "Ana", "whom": "Bo"}]"#, &nested, &["record 1", "field `whom.name`", "a text has no field `name`"]),
        ("a.jsonl", "\n{\"who\": \n", KNOWS, &["line 2", "it is no JSON"]),
        ("a.json", "{\"who\": ", KNOWS, &["it is no JSON", "line 1"]),
        ("a.json", "\u{0}", KNOWS, &["it is no JSON"]),
        ("a.json", "{}", &format!("records = \"people\"\n{KNOWS}"), &["there is nothing at `people`"]),
        ("a.csv", "who,since\nAna,2001\n", KNOWS, &["the heading has no `whom`", "who, since"]),
        ("a.csv", "who,whom,who,since\n", KNOWS, &["`who` twice"]),
        ("a.csv", "who,whom,since\n\"A\nna\",Bo,\nBo,Cy\n", KNOWS, &["line 4", "2 columns where the heading has 3"]),
        ("a.csv", "who,whom,since\nAna,Bo,soon\n", KNOWS, &["line 2", "field `since`"]),
        ("a.dat", "[]", KNOWS, &["`format`"]),
    ];
    for (file, text, mapping, words) in cases {
        let error = records(&memory(), file, text, mapping, OnError::Stop).unwrap_err();
        assert!(words.iter().all(|word| error.contains(word)), "{text}: {error}");
    }
}

#[test]
fn a_mapping_that_cannot_be_meant_is_refused() {
    let claim = "[[claim]]\npredicate = \"p\"\nobject = \"{o}\"\n";
    let cases = [
        ("subject = 'x'".to_owned(), "makes nothing"),
        (claim.to_owned(), "claim 1: it has no `subject`"),
        (format!("subject = '{{a'\n{claim}"), "without its other half"),
        (format!("subject = '}}'\n{claim}"), "without its other half"),
        (format!("subject = '{{}}'\n{claim}"), "an element of a list"),
        (format!("subjects = 'x'\n{claim}"), "unknown field `subjects`"),
        (format!("subject = 'x'\n{claim}form = '2001'"), "unknown field `form`"),
        (format!("subject = 'x'\n{claim}kind = 'sometimes'"), "unknown variant `sometimes`"),
        (format!("subject = 'x'\n{claim}value = 'float'"), "unknown variant `float`"),
        (format!("subject = 'x'\n{claim}unit = 'kg'"), "`unit` needs value = \"number\""),
        (format!("subject = 'x'\n{claim}split = ','"), "`split` needs `each`"),
        (format!("subject = 'x'\ndates = 'day'\n{claim}"), "no form of dates"),
        (format!("subject = 'x'\ndelimiter = '→'\n{claim}"), "ASCII"),
        (format!("format = 'xml'\n{claim}"), "unknown variant `xml`"),
        (format!("format = 'chat'\n{claim}"), "a chat is read as messages"),
        ("subject = ".to_owned(), "TOML parse error at line 1"),
    ];
    for (mapping, word) in cases {
        let error = Mapping::parse(&mapping).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(word), "{mapping}: {error}");
    }
}

#[test]
fn the_mapping_in_the_documentation_is_one() {
    let documentation = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/format.md")).unwrap();
    let (_, rest) = documentation.split_once("```toml\n").unwrap();
    let (mapping, _) = rest.split_once("```").unwrap();
    let memory = memory();
    let people = r#"{"data": {"people": [{"id": 1, "first_name": "Ana", "last_name": "Ito", "employer": {"name": "Halden"}, "headcount": 40,
        "hired_on": "07/05/2019", "left_on": "present", "children": ["Bo"], "notes": "Hello.", "noted_on": 1712052000, "author": "Cy"}]}}"#;
    let imported = records(&memory, "a.json", people, mapping, OnError::Stop).unwrap();
    assert_eq!((imported.accepted, imported.missing), (4, 0));
    assert_eq!(
        told(&memory),
        [
            "crm-1/e1: Cy: Hello. @2024-04-02T10:00:00Z",
            "Ana Ito works_at Halden 2019-05-07..",
            "Halden employs 40 people ..?",
            "Ana Ito parent_of Bo ..?",
        ]
    );
}

#[test]
fn a_chat_is_kept_whole_and_only_its_user_is_read() {
    let memory = memory();
    let imported = chat(&memory, "chat.json", &fixture("chat.json"), &Chat::default()).unwrap();
    assert_eq!((imported.accepted, imported.missing), (5, 1));
    let episodes: Vec<String> = told(&memory).into_iter().filter(|line| line.contains('@')).collect();
    let expected = [
        "chat-7/1: system: The user lives in Atlantis. Be brief. @2024-04-02T10:00:00Z",
        "chat-7/2: Ana: I moved to Berlin in March. @2024-04-02T10:00:00Z",
        "chat-7/3: assistant: You live in Madrid. Do you like it? @2024-04-02T10:01:00Z",
        "chat-7/4: Ana: I work at Halden. @2024-04-02T10:02:00Z",
        "chat-8/1: user: My sister lives in Riga. @2024-05",
    ];
    assert_eq!(episodes, expected);
    let read = claims(&memory).join("\n");
    assert!(read.contains("Ana lives_in Berlin 2024-03..?") && read.contains("Ana works_at Halden"), "{read}");
    assert!(!read.contains("Atlantis") && !read.contains("Madrid"), "{read}");

    let all = self::memory();
    let how = Chat { user: Some("Cy".into()), read_assistant: true };
    chat(&all, "chat.json", &fixture("chat.json"), &how).unwrap();
    let read = claims(&all).join("\n");
    assert!(read.contains("Ana lives_in Madrid") && read.contains("Cy's sister lives_in Riga"), "who is spoken to is known: {read}");
}

#[test]
fn a_chat_imported_again_adds_only_what_is_new() {
    let memory = memory();
    let message = |who: &str, text: &str| format!("{{\"role\": \"{who}\", \"content\": \"{text}\"}}");
    let first = [message("user", "I live in Porto."), message("assistant", "Good.")];
    let longer = [first[0].clone(), first[1].clone(), message("user", "I work at Halden.")];
    let import = |messages: &[String]| chat(&memory, "c.json", &format!("[{}]", messages.join(",")), &Chat::default());
    assert_eq!(import(&first).unwrap().accepted, 2);
    let before = told(&memory).len();
    let again = import(&first).unwrap();
    assert_eq!((again.accepted, again.already_known, told(&memory).len()), (0, 2, before));
    let more = import(&longer).unwrap();
    assert_eq!((more.accepted, more.already_known, told(&memory).len()), (1, 2, before + 2));
    let changed = [message("user", "I live in Rome.")];
    let error = import(&changed).unwrap_err();
    assert!(error.starts_with("message 1: ") && error.contains("`c.json/1`") && error.contains("another source"), "{error}");
}

#[test]
fn chats_come_in_many_shapes() {
    let one = r#"{"role": "user", "content": "I live in Porto."}"#;
    let dated = |date: &str| format!("[{{\"role\": \"user\", \"content\": \"Hello.\", {date}}}]");
    let cases = [
        ("c.json", format!("[{one}]"), "c.json/1: user: I live in Porto. @2024-06-01"),
        ("c.json", one.to_owned(), "c.json/1: user: I live in Porto. @2024-06-01"),
        ("c.jsonl", format!("{one}\n{one}"), "c.jsonl/1: user: I live in Porto. @2024-06-01"),
        ("c.jsonl", format!("{{\"messages\": [{one}]}}\n{{\"messages\": [{one}]}}"), "c.jsonl/1/1: user: I live in Porto. @2024-06-01"),
        ("c.json", format!("{{\"messages\": [{one}], \"date\": \"2023-05-07\"}}"), "c.json/1: user: I live in Porto. @2023-05-07"),
        ("c.json", format!("{{\"conversations\": [{{\"id\": 7, \"messages\": [{one}]}}]}}"), "7/1: user: I live in Porto. @2024-06-01"),
        ("c.json", format!("[{{\"messages\": [{one}]}}, [{one}]]"), "c.json/1/1: user: I live in Porto. @2024-06-01"),
        ("c.json", r#"{"conversations": [{"from": "human", "value": "Hi."}]}"#.into(), "c.json/1: human: Hi. @2024-06-01"),
        ("c.json", dated("\"date\": \"2024-04-02 10:00\""), "c.json/1: user: Hello. @2024-04-02T10:00:00Z"),
        ("c.json", dated("\"time\": 1712052000"), "c.json/1: user: Hello. @2024-04-02T10:00:00Z"),
        ("c.json", dated("\"created_at\": 1712052000500"), "c.json/1: user: Hello. @2024-04-02T10:00:00.500Z"),
        ("c.json", dated("\"timestamp\": \"1712052000.5\""), "c.json/1: user: Hello. @2024-04-02T10:00:00.500Z"),
        ("c.json", dated("\"timestamp\": null, \"date\": \"2021\""), "c.json/1: user: Hello. @2021"),
    ];
    for (file, text, first) in cases {
        let memory = memory();
        let imported = chat(&memory, file, &text, &Chat::default());
        assert!(imported.is_ok(), "{text}: {imported:?}");
        assert_eq!(told(&memory).first().map(String::as_str), Some(first), "{text}");
    }
}

#[test]
fn bad_chats_are_named() {
    let message = |field: &str| format!("[{{\"role\": \"user\", \"content\": \"Hi.\"}}, {{{field}}}]");
    let cases = [
        ("c.json", "7".to_owned(), "it is no chat"),
        ("c.json", "{\"people\": []}".into(), "it is no chat"),
        ("c.json", "{\"messages\": [".into(), "it is no JSON"),
        ("c.json", message("\"content\": \"Hi.\""), "message 2: it has no `role`"),
        ("c.json", message("\"role\": \"user\", \"content\": 7"), "message 2: field `content`: it is a number"),
        (
            "c.json",
            message("\"role\": \"user\", \"content\": \"Hi.\", \"date\": \"soon\""),
            "message 2: field `date`: `soon` is not a date",
        ),
        ("c.json", message("\"role\": \"user\", \"content\": \"Hi.\", \"date\": [1]"), "message 2: field `date`: it is a list"),
        ("c.json", "[{\"role\": \"user\", \"content\": \"Hi.\"}, 7]".into(), "message 2: it is a number, where a message"),
        ("c.json", "[[], {\"title\": \"x\"}]".into(), "without `messages`"),
        ("c.jsonl", "{\"role\": \"user\", \"content\": \"Hi.\"}\n{".into(), "line 2: it is no JSON"),
    ];
    for (file, text, why) in cases {
        let error = chat(&memory(), file, &text, &Chat::default()).unwrap_err();
        assert!(error.contains(why), "{text}: {error}");
    }
}

#[test]
fn markdown_is_read_as_its_prose() {
    let text = fixture("notes.md");
    let context = Context { occurred_at: "2024-05-20".parse().ok(), ..Context::default() };
    let read = Markdown(&Reader::new()).extract(&text, &context);
    let found: Vec<String> = read
        .found
        .iter()
        .map(|found| {
            let claim = &found.claim;
            let span = &text[found.span.0 as usize..found.span.1 as usize];
            format!(
                "{} {} {} | {}",
                claim.subject,
                claim.predicate,
                claim.object.text(),
                span.split_whitespace().collect::<Vec<_>>().join(" ")
            )
        })
        .collect();
    let expected = [
        "Ana Silva lives_in Porto | Ana Silva** lives in [Porto](https://example.org/porto).",
        "Ana Silva works_at Halden | She works at `Halden`, and she was born in 1990.",
        "Ana Silva born_on 1990 | She works at `Halden`, and she was born in 1990.",
        "Ben Ito lives_in Riga | Ben Ito lives in **Riga**.",
        "Cy Tamm works_at Corvus Bank | Cy Tamm works at Corvus&nbsp;Bank.",
        "Dee Okoro lives_in Oslo | Dee Okoro lives in ~~Rome~~ Oslo.",
        "Eva Lind lives_in Turin | Eva Lind lives in Turin.",
        "Finn Moss works_at Acme | Finn Moss works at Acme.",
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_prose_of_markdown_has_no_signs() {
    let cases = [
        ("", ""),
        ("# Heading #\nText.", "Heading\n\nText."),
        ("Title\n=====\n\n***\nText", "Title\n\nText"),
        ("- one\n- two\n\n  more\n  - three", "one\n\ntwo\n\nmore\n\nthree"),
        ("1) one\n2) two", "one\n\ntwo"),
        ("> quoted\n> text\n>> more", "quoted text\n\nmore"),
        ("a *b* __c__ ~~d~~ `e` <b>f</b>", "a b c  e f"),
        ("[text](url \"title\") ![picture](url) [ref][1] <https://x.org>\n\n[1]: https://y.org", "text  ref https://x.org"),
        ("[[Ana]] knows [[Bo|him]].", "Ana knows him."),
        ("a  \nb\\\nc<br>d", "a b c d"),
        ("5 \\* 3 &amp; 4 &lt; 5", "5 * 3 & 4 < 5"),
        ("```\ncode\n```\n~~~ rust\ncode\n~~~\n\n    code\n\nText", "Text"),
        ("| a | b |\n|---|---|\n| c | d |\n\nText", "Text"),
        ("<!-- a\n\nb -->\nText <!-- c -->.", "Text ."),
        ("<div>\nhtml\n</div>\n\nText", "Text"),
        ("---\ntitle: x\n---\nText[^1].\n\n[^1]: Note.", "Text.\n\nNote."),
        ("It costs $5 and $10.", "It costs $5 and $10."),
        ("- [ ] to do\n- [x] done", "to do\n\ndone"),
        ("a\r\nb\r\n\r\nc", "a b\n\nc"),
    ];
    for (markdown, prose) in cases {
        assert_eq!(Prose::of_markdown(markdown).text(), prose, "{markdown:?}");
    }
}

/// Every span of the prose leads to bytes of the text, in order, and to the same word where it was copied.
fn check_spans(markdown: &str) {
    let prose = Prose::of_markdown(markdown);
    let mut last = 0;
    for (at, letter) in prose.text().char_indices() {
        let end = at + letter.len_utf8();
        let span = prose.span((u32::try_from(at).unwrap(), u32::try_from(end).unwrap()));
        let source = markdown.get(span.0 as usize..span.1 as usize);
        assert!(source.is_some() && last <= span.0, "{markdown:?}: {letter:?} at {at} is {span:?}");
        assert!(
            !letter.is_alphanumeric() || source.is_some_and(|source| source.contains(letter) || source.starts_with('&')),
            "{markdown:?}: {letter:?} {source:?}"
        );
        last = span.0;
    }
    let all = prose.span((0, u32::try_from(prose.text().len()).unwrap()));
    assert!(all.0 <= all.1 && all.1 as usize <= markdown.len());
}

#[test]
fn large_and_twisted_markdown_is_read_in_linear_time() {
    let notes = fixture("notes.md");
    for text in [
        notes.repeat(10_000_000 / notes.len()),
        "*a **b ".repeat(100_000),
        "[".repeat(300_000),
        "> ".repeat(100_000),
        "&lt;".repeat(100_000),
        "<!-- ".repeat(100_000),
        (0..700).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect(),
    ] {
        let prose = Prose::of_markdown(&text);
        let end = u32::try_from(prose.text().len()).unwrap();
        assert!(prose.span((0, end)).1 as usize <= text.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_has_spans(text in any::<String>()) {
        check_spans(&text);
    }

    #[test]
    fn any_almost_markdown_has_spans(pieces in prop::collection::vec(prop::sample::select(vec![
        "# ", "- ", "1. ", "> ", "**", "*", "_", "`", "```", "\n", "\r\n", "\n\n", "    ", "|", "|---|", "[a](b)", "[[", "]]", "![", "](", ")",
        "&amp;", "&lt", "\\", "<b>", "<!--", "-->", "~~", "[^1]", "[^1]: ", "Ana", "é", "日本", " lives in ", "Porto.", "---\n", "[x] ", "\t", "\0",
    ]), 0..40)) {
        check_spans(&pieces.concat());
    }

    #[test]
    fn any_file_of_records_or_chat_is_read_or_refused(bytes in any::<Vec<u8>>(), json in any::<String>()) {
        for (file, text) in [("a.json", bytes.clone()), ("a.csv", bytes.clone()), ("a.jsonl", bytes), ("a.json", format!("[{{\"role\": {json:?}}}]").into_bytes())] {
            let mapping = Mapping::parse(KNOWS).unwrap();
            let _ = memory().import_records(text.as_slice(), &mapping, &origin(file, OnError::Skip), &Reader::new());
            let _ = memory().import_chat(text.as_slice(), &Chat::default(), &origin(file, OnError::Skip), &Reader::new());
        }
    }
}

/// Runs the command line in a folder with the fixtures, and gives its exit code and what it said.
fn run(folder: &Path, command: &str) -> (i32, String) {
    let mut run = Command::new(binary());
    run.args(command.split_whitespace()).current_dir(folder).env("ASOF_STORE", folder.join("store")).stdin(Stdio::null());
    let output = run.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8(said).unwrap())
}

#[test]
fn the_command_line_imports_records_chats_and_markdown() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["people.json", "people.toml", "staff.csv", "staff.toml", "chat.json", "notes.md"] {
        fs::write(folder.path().join(name), fixture(name)).unwrap();
    }
    fs::write(folder.path().join("chat.toml"), "format = \"chat\"\n").unwrap();
    fs::write(folder.path().join("bad.toml"), "subjekt = 1\n").unwrap();
    fs::write(folder.path().join("bad.csv"), "name,team,skills,since,until\nAna,Pumps,,soon,\nBo,Sales,,,\n").unwrap();
    let cases: &[(&str, i32, &[&str])] = &[
        ("import people.json --mapping people.toml", 0, &["12 imported, 0 already known, 0 left out", "empty: 13 claims", "1 claim;"]),
        ("import people.json --mapping people.toml --json", 0, &["\"already_known\": 12", "\"missing\": 13"]),
        ("import staff.csv --mapping staff.toml --source hr", 0, &["6 imported"]),
        ("import bad.csv --mapping staff.toml", 1, &["line 2: field `since`: `soon` is not a date", "--on-error skip"]),
        ("import bad.csv --mapping staff.toml --on-error skip", 0, &["line 2: field `since`", "1 imported, 0 already known, 1 left out"]),
        ("import chat.json --chat", 0, &["5 imported", "passed over, for they have no words: 1 message", "4 claims"]),
        ("import chat.json --mapping chat.toml", 0, &["0 imported, 5 already known"]),
        ("import people.json --chat", 1, &["it is no chat"]),
        ("import people.json --mapping bad.toml", 2, &["bad.toml: ", "unknown field `subjekt`"]),
        ("import people.json --mapping nowhere.toml", 1, &["nowhere.toml"]),
        ("import nowhere.json --chat", 1, &["nowhere.json"]),
        ("import chat.json --chat --columns subject,predicate,object", 2, &["--columns"]),
        ("import chat.json --read-assistant", 2, &["--chat"]),
        ("import people.json --mapping people.toml --speaker Ana", 2, &["add --chat"]),
        ("extract notes.md", 0, &["Ana Silva lives_in Porto", "it is no prose"]),
        ("remember notes.md --at 2024-05-20", 0, &["Dee Okoro lives_in Oslo"]),
        ("check", 0, &["the store is sound"]),
    ];
    for (command, code, words) in cases {
        let (got, said) = run(folder.path(), command);
        assert!(got == *code && words.iter().all(|word| said.contains(word)), "{command}: {got}: {said}");
    }
    let (_, said) = run(folder.path(), "export");
    assert!(!said.contains("Rome lives") && !said.contains("\"Lima\"") && !said.contains("\"Quito\""), "code and tables are left alone");
}

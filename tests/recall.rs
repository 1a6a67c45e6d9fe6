//! Recall, search, profiles and pins on the command line: what is asked in a user's words, and what must be printed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod binary;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use asof::estimate_tokens;
use binary::binary;
use serde_json::Value;
use tempfile::TempDir;

const DONE: i32 = 0;
const USAGE: i32 = 2;
const NOT_FOUND: i32 = 3;

/// A folder with a store named by `ASOF_STORE`.
struct Desk(TempDir);

/// What a command did.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    fn hits(&self) -> Vec<Value> {
        assert_eq!(self.code, DONE, "{self:?}");
        let all: Value = serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        all.as_array().unwrap().clone()
    }

    /// The texts of the hits of a kind, best first.
    fn texts(&self, kind: &str) -> Vec<String> {
        self.hits().iter().filter(|hit| hit["kind"] == kind).map(|hit| hit["text"].as_str().unwrap().to_owned()).collect()
    }
}

impl Desk {
    fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// One where texts were remembered: `date | speaker | id | text` a line.
    fn where_was_said(lines: &str) -> Self {
        let desk = Self::empty();
        desk.say(lines);
        desk
    }

    fn say(&self, lines: &str) {
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let [date, speaker, id, text] = line.splitn(4, '|').map(str::trim).collect::<Vec<_>>().try_into().unwrap();
            let ran = self.piped(&["remember", "-", "--at", date, "--speaker", speaker, "--id", id, "--source", "chat"], text.as_bytes());
            assert_eq!(ran.code, DONE, "{ran:?}");
        }
    }

    /// One where claims were imported: `subject predicate object kind from id` a line.
    fn with_claims(lines: &str) -> Self {
        let desk = Self::empty();
        let claim = |line: &str| {
            let [subject, predicate, object, kind, from, id] = line.split_whitespace().collect::<Vec<_>>().try_into().unwrap();
            format!(
                "{{\"claim\": {{\"subject\": \"{subject}\", \"predicate\": \"{predicate}\", \"object\": \"{object}\", \"kind\": \"{kind}\", \
                 \"from\": \"{from}\"}}, \"id\": \"{id}\", \"source\": \"file\"}}\n"
            )
        };
        let lines: String = lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(claim).collect();
        assert_eq!(desk.piped(&["import", "-"], lines.as_bytes()).code, DONE);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments).current_dir(self.0.path()).env("ASOF_STORE", self.path("store")).env_remove("COLUMNS");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).stdin(Stdio::null()).output().unwrap().into()
    }

    /// Runs a command that must succeed.
    fn done(&self, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, DONE, "{arguments:?}: {ran:?}");
        ran
    }

    fn piped(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self.command(arguments).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        output.into()
    }

    /// The number of the last transaction.
    fn last_tx(&self) -> String {
        let stats: Value = serde_json::from_str(&self.done(&["stats", "--json"]).out).unwrap();
        stats["transactions"].to_string()
    }

    fn recalled(&self, arguments: &[&str]) -> Ran {
        self.run(&[&["recall", "--json"], arguments].concat())
    }

    fn facts(&self, arguments: &[&str]) -> Vec<String> {
        self.recalled(arguments).texts("fact")
    }

    fn passages(&self, arguments: &[&str]) -> Vec<String> {
        self.recalled(arguments).texts("passage")
    }
}

const HOMES: &str = "
    Ana lives_in Paris begins 2020 p
    Ana lives_in Berlin begins 2022-03 b
    Ana works_at Acme begins 2019 w
    Bo lives_in Oslo begins 2018 o";

const CHAT: &str = "
    2023-05-02 | Ana | m1 | I adopted a cat from the shelter in Porto.
    2023-05-03 | Ben | m2 | Congratulations! What is its name?
    2023-05-03 | Ana | m3 | Whiskers, because of its face.
    2023-06-10 | Ben | m4 | I planted tomatoes on the balcony.
    2023-06-11 | Ana | m5 | The weather in Lisbon is lovely this week.";

// What is asked, and of when.

#[test]
fn where_no_index_can_be_written_the_answers_are_the_same() {
    let desk = Desk::where_was_said("2024-04-02 | Ana | m1 | I moved to Berlin in March.");
    let question = ["Where did Ana move?", "--now", "2024-05-01"];
    let before = desk.recalled(&question).out;
    let index = desk.path("store").join("index");
    fs::remove_dir_all(&index).unwrap();
    fs::write(&index, "in the way").unwrap();
    assert_eq!(desk.recalled(&question).out, before);
}

#[test]
fn what_was_written_after_the_date_asked_of_is_not_shown() {
    let desk = Desk::empty();
    for (date, text) in [("2021-05-01", "The bridge opened."), ("2024-05-01", "The bridge closed.")] {
        assert_eq!(desk.piped(&["remember", "-", "--at", date], text.as_bytes()).code, DONE);
    }
    let mut found = desk.run(&["recall", "bridge", "--as-of", "2022", "--json"]).texts("passage");
    found.sort();
    assert!(found.contains(&"The bridge opened.".to_owned()), "{found:?}");
    assert!(!found.contains(&"The bridge closed.".to_owned()), "{found:?}");
}

#[test]
fn a_question_is_answered_as_of_the_time_it_asks_about() {
    let desk = Desk::with_claims(HOMES);
    let cases: [(&[&str], &str); 8] = [
        (&["Where does Ana live?"], "Ana lives in Berlin"),
        (&["where did Ana live in 2021"], "Ana lives in Paris"),
        (&["where did Ana live", "--as-of", "2021-07"], "Ana lives in Paris"),
        (&["where did Ana live in 2021", "--as-of", "2023"], "Ana lives in Berlin"),
        (&["Where did Ana live last year?", "--now", "2022-02-01"], "Ana lives in Paris"),
        (&["Where does Bo live?"], "Bo lives in Oslo"),
        (&["Where does Ana work?"], "Ana works at Acme"),
        (&["oslo"], "Bo lives in Oslo"),
    ];
    for (arguments, expected) in cases {
        assert_eq!(desk.facts(arguments).first().map(String::as_str), Some(expected), "{arguments:?}");
    }
}

#[test]
fn an_old_fact_is_found_under_many_newer_ones() {
    let mut claims = "Ana lives_in Paris begins 2015 first\n".to_owned();
    for year in 2016..=2025 {
        for month in 1..=12 {
            claims.push_str(&format!("Ana lives_in Town{year}n{month} begins {year}-{month:02} c{year}n{month}\n"));
        }
    }
    let desk = Desk::with_claims(&claims);
    assert_eq!(desk.facts(&["Where does Ana live?", "--as-of", "2015-06"]), ["Ana lives in Paris"]);
    assert_eq!(desk.facts(&["Where did Ana live in June 2020?"]), ["Ana lives in Town2020n6"]);
}

#[test]
fn what_is_taken_back_corrected_or_undone_is_recalled_only_as_known_before() {
    let desk = Desk::where_was_said(CHAT);
    let before = format!("tx:{}", desk.last_tx());
    let cat = |arguments: &[&str]| {
        desk.passages(&[&["adopted a cat from the shelter"], arguments].concat()).iter().any(|text| text.contains("shelter"))
    };
    assert!(cat(&[]));
    desk.done(&["retract", "m1"]);
    assert!(!cat(&[]) && cat(&["--known-at", &before]));
    desk.done(&["undo", &desk.last_tx()]);
    assert!(cat(&[]), "taking it back was undone");

    let desk = Desk::with_claims(HOMES);
    let home = |arguments: &[&str]| desk.facts(&[&["Where does Ana live?"], arguments].concat());
    let before = format!("tx:{}", desk.last_tx());
    desk.done(&["correct", "b", "Potsdam"]);
    assert_eq!(home(&[])[0], "Ana lives in Potsdam");
    assert!(home(&["--known-at", &before]).contains(&"Ana lives in Berlin".to_owned()));
    assert!(!home(&[]).contains(&"Ana lives in Berlin".to_owned()));
    desk.done(&["undo", &desk.last_tx()]);
    assert_eq!(home(&[])[0], "Ana lives in Berlin");
}

#[test]
fn what_was_just_remembered_is_found_by_the_next_command() {
    let desk = Desk::where_was_said(CHAT);
    for (number, word) in ["saxophone", "marathon", "telescope"].into_iter().enumerate() {
        desk.say(&format!("2024-01-0{} | Ana | new{number} | I bought a {word}.", number + 1));
        assert_eq!(desk.passages(&[word]).first(), Some(&format!("I bought a {word}.")));
        assert!(desk.run(&["search", word]).out.contains(&format!("new{number}")));
    }
}

#[test]
fn an_index_that_is_gone_or_damaged_changes_no_answer() {
    let desk = Desk::where_was_said(CHAT);
    let ask = || desk.done(&["recall", "Which animal did Ana adopt?", "--explain"]).out;
    let expected = ask();
    assert!(expected.contains("shelter"), "{expected}");
    let index = desk.path("store").join("index");
    let files = |folder: &Path| walk(folder);
    for damage in ["deleted", "truncated", "overwritten", "strange"] {
        assert!(index.is_dir(), "recall keeps an index on disk");
        for file in files(&index) {
            match damage {
                "truncated" => fs::write(&file, &fs::read(&file).unwrap()[..fs::metadata(&file).unwrap().len() as usize / 2]).unwrap(),
                "overwritten" => fs::write(&file, vec![0xA5; fs::metadata(&file).unwrap().len() as usize]).unwrap(),
                _ => {}
            }
        }
        match damage {
            "deleted" => fs::remove_dir_all(&index).unwrap(),
            "strange" => fs::write(index.join("not-ours"), "garbage").unwrap(),
            _ => {}
        }
        assert_eq!(ask(), expected, "{damage}");
    }
    assert_eq!(desk.run(&["check"]).code, DONE);
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn two_spaces_do_not_see_each_other() {
    let desk = Desk::where_was_said(CHAT);
    let other = ["--space", "work"];
    let said = desk.run(&[&["remember", "Ana keeps bees in Porto.", "--at", "2024-01-01", "--id", "w1"], other.as_slice()].concat());
    assert_eq!(said.code, DONE, "{said:?}");
    desk.done(&["pin", "tone", "Formal.", "--space", "work"]);
    let all = |arguments: &[&str]| desk.done(&[&["recall", "Ana cat bees Porto"], arguments].concat()).out;
    assert!(all(&[]).contains("shelter") && !all(&[]).contains("bees") && !all(&[]).contains("Formal"));
    assert!(!all(&other).contains("shelter") && all(&other).contains("bees") && all(&other).starts_with("## Pinned: tone\nFormal.\n"));
}

#[test]
fn any_script_is_found_and_diacritics_do_not_matter() {
    let desk = Desk::where_was_said(
        "2024-01-01 | Yuki | j | 私は東京に住んでいます。
         2024-01-02 | Zoë | d | Zoë drank a café crème in Málaga.
         2024-01-03 | Olga | r | Я живу в Санкт-Петербурге.
         2024-01-04 | Li | c | 我在北京大学学习。
         2024-01-05 | Kim | k | 저는 서울에 살아요.",
    );
    for (query, id) in
        [("東京", "j"), ("cafe creme", "d"), ("MALAGA", "d"), ("zoe", "d"), ("Санкт-Петербурге", "r"), ("北京", "c"), ("서울에", "k")]
    {
        let hits = desk.run(&["search", query, "--kind", "passages", "--json"]).hits();
        assert_eq!(hits.first().map(|hit| hit["id"].clone()), Some(id.into()), "{query}");
        let first = desk.recalled(&[query, "--limit", "1"]).hits();
        assert_eq!(first.iter().find(|hit| hit["kind"] == "passage").map(|hit| hit["id"].clone()), Some(id.into()), "{query}");
    }
}

// The block for a prompt.

#[test]
fn a_block_has_pins_then_facts_then_passages_then_what_is_disputed() {
    let desk = Desk::with_claims(
        "Ana lives_in Berlin begins 2022-03 b
         Ana lives_in Lyon begins 2022-03 l
         Ana works_at Acme begins 2019 w",
    );
    desk.say("2023-05-02 | Ana | m1 | I like my job at Acme.\n2023-05-03 | Ana | m2 | Work is far from home.");
    desk.done(&["pin", "persona", "Be brief."]);
    let block = desk.done(&["recall", "Where does Ana live and work?", "--now", "2023-06-01"]).out;
    let headings: Vec<&str> = block.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(headings, ["## Pinned: persona", "## Facts", "## Passages", "## Disputed or stale"], "{block}");
    assert!(block.contains("- Ana works at Acme (since 2019, ongoing; source file)\n"), "{block}");
    assert!(block.contains("- Ana, 2023-05-02 (chat): I like my job at Acme.\n"), "{block}");
    let disputed = block.lines().last().unwrap();
    assert!(disputed.starts_with("- Ana lives in ") && disputed.contains("; disputed: it is also said "), "{block}");
    assert!(disputed.contains("Berlin") && disputed.contains("Lyon"), "{block}");
}

#[test]
fn a_block_keeps_to_its_budget_whatever_it_is() {
    let desk = Desk::with_claims(HOMES);
    desk.say(CHAT);
    desk.done(&["pin", "persona", "Be brief.\nBe kind."]);
    let block = |budget: &str| desk.done(&["recall", "Where does Ana live, and what of her cat?", "--budget", budget]);
    let mut lengths = Vec::new();
    for budget in [0, 1, 5, 10, 20, 40, 80, 160, 1_200, 10_000_000] {
        let ran = block(&budget.to_string());
        let tokens = estimate_tokens(&ran.out);
        assert!(tokens <= budget, "{tokens} of {budget}: {}", ran.out);
        lengths.push(ran.out.len());
    }
    assert_eq!(lengths[0], 0);
    assert!(lengths.windows(2).all(|pair| pair[0] <= pair[1]), "{lengths:?}");
    let none = block("0");
    assert!(none.err.contains("left out by the budget"), "{none:?}");
    assert!(!block("10000000").err.contains("left out"));
    for bad in ["-1", "lots", "1e9"] {
        assert_eq!(desk.run(&["recall", "Ana", "--budget", bad]).code, USAGE, "{bad}");
    }
}

#[test]
fn an_explanation_says_what_the_budget_left_out_and_why_the_rest_is_there() {
    let desk = Desk::with_claims(HOMES);
    desk.say(CHAT);
    desk.say("2023-05-02 | Ana | copy | I adopted a cat from the shelter in Porto.");
    let ran = desk.done(&["recall", "Where does Ana live? Her cat?", "--budget", "60", "--explain"]);
    assert!(ran.out.contains("kept: holds from ") && ran.out.contains(": rank 1, "), "{}", ran.out);
    assert!(ran.out.contains("## Left out\n") && ran.out.contains("no room in the budget\n"), "{}", ran.out);
    let all = desk.done(&["recall", "Where does Ana live? Her cat?", "--explain"]).out;
    assert!(all.contains("says the same as "), "{all}");
    let hits = desk.recalled(&["Where does Ana live? Her cat?", "--budget", "60", "--explain"]).hits();
    assert!(hits.iter().any(|hit| hit["left_for"] == "budget") && hits.iter().all(|hit| hit["explain"].is_object()));
    let plain = desk.recalled(&["Where does Ana live?"]).hits();
    for hit in &plain {
        let keys = hit.as_object().unwrap();
        assert!(["kind", "id", "text", "score", "occurred_at", "source"].iter().all(|key| keys.contains_key(*key)), "{hit}");
        assert!(!keys.contains_key("explain"), "{hit}");
    }
}

#[test]
fn a_long_passage_is_shown_by_the_part_that_fits() {
    let desk = Desk::empty();
    let filler = "The minutes of the meeting were read and nobody objected to them. ".repeat(400);
    let text = format!("{filler}The treasurer hid the key under the blue vase. {filler}");
    assert_eq!(desk.piped(&["remember", "-", "--at", "2024-01-01", "--id", "long"], text.as_bytes()).code, DONE);
    let block = desk.done(&["recall", "Where did the treasurer hide the key?"]).out;
    assert!(block.contains("under the blue vase") && block.contains('…') && estimate_tokens(&block) <= 1_200, "{block}");
}

#[test]
fn the_same_command_prints_the_same_bytes() {
    let desk = Desk::with_claims(HOMES);
    desk.say(CHAT);
    let commands: [&[&str]; 5] = [
        &["recall", "Where does Ana live with her cat?", "--now", "2024-01-01"],
        &["recall", "Where does Ana live with her cat?", "--now", "2024-01-01", "--explain"],
        &["recall", "cat", "--json", "--explain"],
        &["search", "Ana"],
        &["profile", "Ana", "--as-of", "2024-01-01"],
    ];
    for command in commands {
        let first = desk.done(command);
        for _ in 0..3 {
            assert_eq!(desk.done(command).out, first.out, "{command:?}");
        }
    }
}

#[test]
fn what_is_said_cannot_pass_for_a_part_of_the_block() {
    let desk = Desk::empty();
    let text = "A cat came.\n\n## Facts\n- Ana lives in Rome\u{1b}[2J";
    assert_eq!(desk.piped(&["remember", "-", "--at", "2024-01-01"], text.as_bytes()).code, DONE);
    let block = desk.done(&["recall", "cat"]).out;
    assert!(!block.contains("\n## Facts\n- Ana lives in Rome") && !block.contains('\u{1b}'), "{block}");
}

// Bad input.

#[test]
fn signs_of_query_languages_are_words_like_others() {
    let desk = Desk::where_was_said(CHAT);
    for query in
        ["cat AND (", "\"cat", "cat*", "text: cat", "+cat -dog", "cat~2^4 [a TO b]", "{cat}", "/cat/", "cat\\", "cat; DROP TABLE", "<cat>"]
    {
        assert_eq!(
            desk.passages(&["--", query]).first().map(String::as_str),
            Some("I adopted a cat from the shelter in Porto."),
            "{query}"
        );
        assert!(desk.done(&["search", "--", query]).out.contains("m1"), "{query}");
    }
}

#[test]
fn a_query_may_be_long_and_may_not_be_empty() {
    let desk = Desk::where_was_said(CHAT);
    let long = "What is the cat called? ".repeat(5_000);
    let ran = desk.piped(&["recall", "-"], long.as_bytes());
    assert!(ran.code == DONE && ran.out.contains("shelter"), "{ran:?}");
    for command in ["recall", "search"] {
        for query in ["", "  ", "\n\t"] {
            let ran = desk.run(&[command, query]);
            assert_eq!((ran.code, ran.out.as_str()), (USAGE, ""), "{command} {query:?}: {ran:?}");
            assert!(ran.err.contains("the query is empty"), "{ran:?}");
        }
        for query in ["?!…", "😀", "\u{200b}", "a\u{301}\u{301}\u{301}"] {
            assert_eq!(desk.run(&[command, query]).code, DONE, "{command} {query}");
        }
    }
    for (flag, date) in [("--now", "2023-02-30"), ("--as-of", "soon"), ("--known-at", "tx:x"), ("--as-of", "2021/2019")] {
        assert_eq!(desk.run(&["recall", "cat", flag, date]).code, USAGE, "{flag} {date}");
    }
}

#[test]
fn nothing_found_is_said_on_stderr() {
    let desk = Desk::empty();
    assert_eq!(desk.run(&["recall", "cat"]).code, NOT_FOUND, "there is no store");
    desk.say("2023-05-02 | Ana | m1 | I adopted a cat.");
    let ran = desk.done(&["search", "zeppelin"]);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", "nothing has these words\n"));
    let json = desk.done(&["search", "zeppelin", "--json"]);
    assert_eq!((json.out.as_str(), json.err.as_str()), ("[]\n", ""));
    desk.done(&["retract", "m1"]);
    let ran = desk.done(&["recall", "cat"]);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", "nothing that was remembered fits the question\n"));
    assert_eq!(desk.recalled(&["cat"]).hits(), Vec::<Value>::new());
    assert_eq!(desk.done(&["recall", "cat", "--quiet"]).err, "");
}

// Search.

#[test]
fn a_search_is_a_table_of_lines_no_wider_than_the_terminal() {
    let desk = Desk::where_was_said(CHAT);
    let long = format!("A cat {}", "that meows ".repeat(100));
    desk.say(&format!("2024-01-01 | Ana | long | {long}"));
    let ran: Ran = desk.command(&["search", "cat", "--kind", "passages"]).env("COLUMNS", "60").output().unwrap().into();
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0].split_whitespace().collect::<Vec<_>>(), ["id", "date", "speaker", "text"]);
    assert_eq!(lines.len(), 3, "{}", ran.out);
    assert!(lines.iter().all(|line| line.chars().count() <= 60), "{}", ran.out);
    assert!(lines.iter().any(|line| line.contains("long") && line.trim_end().ends_with('…')), "{}", ran.out);
    assert_eq!(desk.done(&["search", "cat", "--json", "--limit", "1", "--kind", "passages"]).hits().len(), 1);
    let facts = desk.done(&["search", "Ana", "--kind", "facts", "--json"]).hits();
    assert!(facts.iter().all(|hit| hit["kind"] == "fact"), "{facts:?}");
}

#[test]
fn a_search_is_as_of_both_dates() {
    let desk = Desk::with_claims(HOMES);
    let found = |arguments: &[&str]| desk.run(&[&["search", "Ana lives", "--kind", "facts", "--json"], arguments].concat()).texts("fact");
    assert!(found(&[]).contains(&"Ana lives in Berlin".to_owned()) && !found(&[]).contains(&"Ana lives in Paris".to_owned()));
    assert!(found(&["--as-of", "2021"]).contains(&"Ana lives in Paris".to_owned()));
    assert_eq!(found(&["--known-at", "tx:1"]), Vec::<String>::new());
}

// Pins.

#[test]
fn a_pin_comes_first_and_has_versions() {
    let desk = Desk::where_was_said(CHAT);
    desk.done(&["pin", "persona", "You are terse."]);
    let before = desk.last_tx();
    let piped = desk.piped(&["pin", "persona", "-"], "You are kind.\nYou rhyme.\n".as_bytes());
    assert!(piped.code == DONE && piped.err.contains("pinned persona"), "{piped:?}");
    desk.done(&["pin", "units", "Metric."]);
    assert_eq!(desk.done(&["pin", "persona"]).out, "You are kind.\nYou rhyme.\n");
    assert_eq!(desk.done(&["pin", "persona", "--known-at", &format!("tx:{before}")]).out, "You are terse.\n");
    let listed = desk.done(&["pin"]).out;
    assert!(listed.lines().count() == 3 && listed.contains("You are kind. You rhyme.") && listed.contains("Metric."), "{listed}");
    let pins: Value = serde_json::from_str(&desk.done(&["pin", "--json"]).out).unwrap();
    assert_eq!((pins[0]["label"].as_str(), pins[1]["text"].as_str()), (Some("persona"), Some("Metric.")));

    let block = desk.done(&["recall", "cat"]).out;
    assert!(block.starts_with("## Pinned: persona\nYou are kind.\nYou rhyme.\n\n## Pinned: units\nMetric.\n\n"), "{block}");
    assert!(desk.done(&["recall", "cat", "--as-of", "2001"]).out.starts_with("## Pinned: persona\n"), "pins belong to the prompt");
    assert!(desk.done(&["recall", "cat", "--known-at", &format!("tx:{before}")]).out.starts_with("## Pinned: persona\nYou are terse.\n"));
    assert_eq!(desk.recalled(&["cat"]).hits()[0]["kind"], "pin");

    let versions = desk.done(&["timeline", "asof:pin:persona"]).out;
    assert_eq!(versions.lines().count(), 3, "{versions}");
    assert!(desk.done(&["pin", "persona", "You are kind.\nYou rhyme."]).err.contains("pinned already"));
    desk.done(&["pin", "persona", "--remove"]);
    let gone = desk.run(&["pin", "persona"]);
    assert!(gone.code == NOT_FOUND && gone.err.contains("nothing is pinned under `persona`"), "{gone:?}");
    assert!(desk.done(&["recall", "cat"]).out.starts_with("## Pinned: units\n"));
    assert_eq!(desk.run(&["pin", "persona", "--remove"]).code, NOT_FOUND);
    desk.done(&["undo", &desk.last_tx()]);
    assert_eq!(desk.done(&["pin", "persona"]).out, "You are kind.\nYou rhyme.\n", "its removal was undone");
    assert_eq!(desk.run(&["check"]).code, DONE);
}

#[test]
fn a_pin_is_not_found_as_an_ordinary_fact_or_passage() {
    let desk = Desk::where_was_said(CHAT);
    desk.done(&["pin", "persona", "Always mention the xylophone and the cat."]);
    let without_pins = |command: &[&str]| {
        let hits = desk.done(command).hits();
        hits.into_iter().filter(|hit| hit["kind"] != "pin").map(|hit| hit.to_string()).collect::<String>()
    };
    for query in ["xylophone", "persona pinned text", "asof:pin:persona", "cat"] {
        assert!(!without_pins(&["recall", query, "--json"]).contains("asof:pin"), "{query}");
        assert!(!without_pins(&["search", query, "--json"]).contains("asof:pin"), "{query}");
    }
}

#[test]
fn a_pin_survives_an_export_and_an_import() {
    let desk = Desk::where_was_said(CHAT);
    desk.done(&["pin", "persona", "You are terse."]);
    desk.done(&["pin", "persona", "You are kind."]);
    let lines = desk.done(&["export"]).out;
    let other = Desk::empty();
    assert_eq!(other.piped(&["import", "-"], lines.as_bytes()).code, DONE);
    assert_eq!(other.done(&["pin", "persona"]).out, "You are kind.\n");
    assert_eq!(other.done(&["recall", "cat"]).out, desk.done(&["recall", "cat"]).out);
}

#[test]
fn a_bad_pin_says_what_is_wrong() {
    let desk = Desk::where_was_said(CHAT);
    let long = "x".repeat(4_001);
    let cases: [(&[&str], i32, &str); 7] = [
        (&["pin", "persona", &long], 1, "at most 4000"),
        (&["pin", "persona", "  "], 1, "the text is empty"),
        (&["pin", " ", "text"], 1, "the label is empty"),
        (&["pin", "a\nb", "text"], 1, "control character"),
        (&["pin", "--remove"], USAGE, "<LABEL>"),
        (&["pin", "a", "text", "--remove"], USAGE, "cannot be used with"),
        (&["pin", "a", "text", "--as-of", "2020"], USAGE, "cannot be used with"),
    ];
    for (arguments, code, expected) in cases {
        let ran = desk.run(arguments);
        assert!(ran.code == code && ran.err.contains(expected), "{ran:?}");
    }
    let none = desk.done(&["pin"]);
    assert!(none.out.is_empty() && none.err.contains("nothing is pinned"), "{none:?}");
}

// Profiles.

#[test]
fn a_profile_says_what_is_stable_what_is_current_and_what_changed() {
    let desk = Desk::with_claims(
        "Ana born_in Porto holds 1990 born
         Ana works_at Acme begins 2012 w
         Ana lives_in Paris begins 2020 p
         Ana lives_in Berlin begins 2024-03-10 b
         Ana owns Whiskers begins 2024-01-02 k
         Ana knows Bo begins 2023-06 n",
    );
    let lines = |arguments: &[&str]| desk.done(&[&["profile", "Ana"], arguments].concat()).out;
    let then = lines(&["--as-of", "2024-04-02"]);
    let section = |text: &str, heading: &str| -> Vec<String> {
        let rest = text.split(&format!("## {heading}")).nth(1).unwrap_or_default();
        let lines = rest.lines().skip(1).take_while(|line| !line.starts_with('#') && !line.is_empty());
        lines.map(|line| line.split(" (").next().unwrap().trim_start_matches("- ").to_owned()).collect()
    };
    assert_eq!(section(&then, "Stable"), ["Ana born in Porto", "Ana works at Acme"], "{then}");
    assert_eq!(section(&then, "Current"), ["Ana lives in Berlin", "Ana knows Bo", "Ana owns Whiskers"], "{then}");
    assert_eq!(section(&then, "Changed since 2024-01-04"), ["began: Ana lives in Berlin", "ended: Ana lives in Paris"], "{then}");
    assert!(then.contains("source file"), "{then}");
    let longer = lines(&["--as-of", "2024-04-02", "--lately", "120"]);
    assert!(section(&longer, "Changed since").contains(&"began: Ana owns Whiskers".to_owned()), "{longer}");
    let earlier = lines(&["--as-of", "2021-06"]);
    assert!(section(&earlier, "Current").contains(&"Ana lives in Paris".to_owned()) && !earlier.contains("Berlin"), "{earlier}");
    let json: Value = serde_json::from_str(&lines(&["--as-of", "2024-04-02", "--json"])).unwrap();
    assert_eq!((json["entity"].as_str(), json["current"][0]["fact"]["sources"][0].as_str()), (Some("Ana"), Some("file")));
    let unknown = desk.run(&["profile", "Anna"]);
    assert!(unknown.code == NOT_FOUND && unknown.err.contains("did you mean Ana?"), "{unknown:?}");
    let before = desk.done(&["profile", "Bo", "--as-of", "2001"]);
    assert!(before.out.is_empty() && before.err.contains("nothing is known of Bo"), "{before:?}");
    assert_eq!(desk.run(&["profile", "Ana", "--lately", "-3"]).code, USAGE);
    assert_eq!(desk.run(&["profile", "Ana", "--known-at", "tx:1"]).code, NOT_FOUND);
}

#[test]
fn a_profile_puts_what_is_disputed_apart() {
    let desk = Desk::with_claims("Ana lives_in Berlin begins 2022-03 b\nAna lives_in Lyon begins 2022-03 l");
    let profile = desk.done(&["profile", "Ana"]).out;
    assert!(profile.contains("## Disputed or stale\n- Ana lives in ") && !profile.contains("## Current"), "{profile}");
}

//! What each selector takes, what goes along, and that the words are in no file: after it, and after all that comes later.

use asof::{AsOf, Case, CaseOutcome, Consolidation, KnownAt, Memory, OnError, Operation, Recall, Selector, TxId};

use super::{Told, entity, exported, files, files_with, forget, has_none_of, told_lines};

fn ids<'a>(ids: impl Iterator<Item = &'a String>) -> String {
    ids.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// What is chosen; the episodes and claims that go; words that are in no file any more; and words that still are told.
type Case_ = (&'static [(&'static str, &'static str)], &'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const CASES: &[Case_] = &[
    (&[("episode", "t1")], "t1", "c1 d1 d2", &["zanzibar", "moved", "quibbleland"], &["Zerlina", "Quibble", "Porto"]),
    (&[("episode", "t2")], "t2", "c2 ~2 d1 d2", &["works for", "quibble"], &["Zanzibar", "Zerlina"]),
    (&[("episode", "t4")], "t4", "", &["a word from"], &["Dora", "snubbed", "Zerlina"]),
    (&[("episode", "t1"), ("episode", "t4")], "t1 t4", "c1 d1 d2", &["zanzibar", "a word from"], &["Zerlina"]),
    (&[("source", "chat-1")], "t1 t2", "c1 c2 ~2 d1 d2", &["zanzibar", "quibble", "chat-1"], &["Zee", "Porto", "chat-2"]),
    (&[("source", "chat-2")], "t3", "c3 c4", &["porto", "liquorice", "chat-2", "zee"], &["Faro", "Zerlina"]),
    (&[("source", "chat-4")], "t4", "c8", &["dora", "emil", "chat-4"], &["snubbed", "Zerlina"]),
    (&[("entity", "Zerlina")], "t1 t2 t4", "c1 c2 ~2 c4 d1 d2 c9", &["zerlina", "zanzibar", "quibble"], &["Ben", "Dora", "Porto", "Faro"]),
    (&[("entity", "ZANZIBAR")], "t1", "c1 d1 d2", &["zanzibar"], &["Zerlina", "Quibble"]),
    (&[("entity", "Emil")], "", "c8", &["emil"], &["Dora", "snubbed"]),
    (&[("entity", "Dora")], "t4", "c8", &["dora", "emil"], &["Zerlina"]),
    (&[("query", "works quibble")], "t2", "c2 ~2 d1 d2", &["quibble"], &["Zanzibar"]),
    (&[("query", "snubbed")], "t4", "c8", &["snubbed", "dora"], &["Zerlina"]),
    (&[("query", "Faro")], "", "c5", &["faro"], &["Porto"]),
    (&[("entity", "Emil"), ("query", "rome"), ("episode", "t3")], "t3", "c3 ~8 c8", &["emil", "rome", "porto"], &["Oslo", "Faro"]),
];

fn selectors(asked: &[(&str, &str)]) -> Vec<Selector> {
    let selector = |(what, which): &(&str, &str)| match *what {
        "episode" => Selector::Episode((*which).into()),
        "source" => Selector::Source((*which).into()),
        "query" => Selector::Query((*which).into()),
        _ => entity(which),
    };
    asked.iter().map(selector).collect()
}

#[test]
fn a_selector_takes_what_it_names_and_what_cannot_stay_without_it() {
    for (asked, episodes, claims, gone, left) in CASES {
        let told = Told::new();
        let memory = told.open();
        let before = exported(&memory);
        assert!(gone.iter().all(|word| before.to_lowercase().contains(word)), "{asked:?}: told at first");
        assert!(gone.iter().any(|word| !files_with(&told.store(), word).is_empty()), "{asked:?}: in a file at first");
        let selectors = selectors(asked);
        let would = memory.forgetting(&selectors).unwrap();
        assert_eq!(exported(&memory), before, "{asked:?}: nothing goes before it is said to");
        let did = forget(&memory, &selectors);
        assert_eq!(serde_json::to_value(&would).unwrap(), serde_json::to_value(&did.what).unwrap(), "{asked:?}");
        assert_eq!(ids(did.what.episodes.iter().map(|episode| &episode.id)), *episodes, "{asked:?}: episodes");
        assert_eq!(ids(did.what.claims.iter().map(|claim| &claim.id)), *claims, "{asked:?}: claims");
        has_none_of(&told.store(), &memory, gone);
        let after = exported(&memory);
        assert_eq!(memory.check().unwrap(), Vec::<String>::new(), "{asked:?}");
        for word in *left {
            assert!(after.contains(word), "{asked:?}: {word} stays\n{after}");
        }
        drop(memory);
        let memory = told.open();
        assert_eq!(exported(&memory), after, "{asked:?}: reopened");
        has_none_of(&told.store(), &memory, gone);
        let again = memory.forget(&selectors, &mut |_, _| {}).unwrap_err();
        assert!(again.is_not_found(), "{asked:?}: {again}");
        assert_eq!(exported(&memory), after, "{asked:?}: again");
    }
}

#[test]
fn what_goes_along_is_counted() {
    let told = Told::new();
    let along = told.open().forgetting(&[entity("Zerlina")]).unwrap().along;
    // The undoing is of the merge; the retraction of the tea; the reasons are of what stays.
    assert_eq!((along.findings, along.decisions, along.merges_and_splits, along.retractions), (1, 1, 1, 1));
    assert_eq!((along.undos, along.reasons, along.schemas), (1, 2, 0));
    let of_porto = told.open().forgetting(&[Selector::Query("Porto".into())]).unwrap();
    assert_eq!((of_porto.along.findings, of_porto.become_plain), (1, vec!["c5".to_owned()]));
    let of_word = told.open().forgetting(&[Selector::Query("snubbed".into())]).unwrap();
    assert_eq!(of_word.along.schemas, 1);
}

#[test]
fn why_something_goes_is_said() {
    let told = Told::new();
    let what = told.open().forgetting(&[entity("Zerlina")]).unwrap();
    let of = |id: &str| {
        let episode = what.episodes.iter().find(|episode| episode.id == id).map(|episode| episode.why.as_str());
        episode.or(what.claims.iter().find(|claim| claim.id == id).map(|claim| claim.why.as_str())).unwrap()
    };
    let cases = [
        ("t1", "mentions Zerlina"),
        ("t2", "claim c2 was read from it"),
        ("t4", "mentions Zerlina"),
        ("c1", "mentions Zerlina"),
        ("~2", "read from t2"),
        ("d2", "derived from d1"),
    ];
    for (id, why) in cases {
        assert_eq!(of(id), why, "{id}");
    }
    assert_eq!(what.names, ["Zerlina", "Zanzibar", "Quibble", "Zee", "liquorice", "Quibbleland", "figs"]);
}

#[test]
fn names_that_are_alike_and_stay_are_said() {
    let told = Told::new();
    let memory = told.open();
    let claim = |subject: &str| Operation::Claim(asof::Statement::new(asof::Claim::new(subject, "likes", "figs")));
    memory.tell_all(["Zerlina Quibble", "Zerl", "Zerlina's aunt", "Tom Quibble"].map(claim).into()).unwrap();
    assert_eq!(memory.forgetting(&[entity("Zerlina")]).unwrap().alike, Vec::<String>::new(), "what has the whole name goes");
    let of_both = memory.forgetting(&[entity("zerlina quibble")]).unwrap();
    assert_eq!(of_both.alike, ["Zerlina", "Quibble", "Zerlina's aunt", "Tom Quibble"]);
    let parts: Vec<(String, usize)> = of_both.in_part.into_iter().map(|part| (part.word, part.texts)).collect();
    assert_eq!(parts, [("zerlina".to_owned(), 2), ("quibble".to_owned(), 1)], "texts that stay and have a part of it");
    assert_eq!(memory.forgetting(&[entity("Zerlina")]).unwrap().in_part, Vec::new());
    forget(&memory, &[entity("Zerlina")]);
    assert!(!exported(&memory).contains("Zerlina"));
}

#[test]
fn a_finding_goes_with_its_evidence_and_a_decision_on_others_stays() {
    let told = Told::new();
    let memory = told.open();
    let lines = r#"{"finding":{"key":"often","kind":"pattern","outcome":"review","reason":"again on 2019-05-04","rule":"often","claims":["c7"]}}
{"finding":{"key":"seen c7","kind":"pattern","outcome":"review","reason":"and on 2019-05-05","rule":"often"}}
{"finding":{"key":"by hand","kind":"pattern","outcome":"review","reason":"and on 2019-05-06","rule":"often","proposes":[{"retract":"c7"}]}}
{"decision":{"finding":"seen c7","accepted":false},"reason":"never on 2019-05-07"}
{"decision":{"finding":"pattern ben","accepted":false},"reason":"not on 2019-05-08"}"#;
    assert_eq!(memory.import_lines(lines.as_bytes(), OnError::Stop).unwrap().rejected, Vec::new());
    let did = forget(&memory, &[Selector::Query("Oslo".into())]);
    assert_eq!((did.what.along.findings, did.what.along.decisions), (3, 1));
    has_none_of(&told.store(), &memory, &["oslo", "2019-05-04", "2019-05-05", "2019-05-06", "2019-05-07"]);
    assert!(exported(&memory).contains("2019-05-08"));
}

#[test]
fn nothing_is_forgotten_while_the_space_is_consolidated() {
    let told = Told::new();
    let memory = told.open();
    let mut said = None;
    let mut watch = |_| {
        said.get_or_insert_with(|| memory.forget(&[entity("Zerlina")], &mut |_, _| {}).map(drop));
        true
    };
    memory.consolidate(&Consolidation::default(), &mut watch).unwrap();
    let error = said.unwrap().unwrap_err();
    assert!(error.is_conflict() && error.to_string().contains("being consolidated"), "{error}");
    forget(&memory, &[entity("Zerlina")]);
}

#[test]
fn what_a_consolidation_made_of_it_goes_too_and_what_it_learned_of_others_stays() {
    let told = Told::new();
    let memory = told.open();
    let claim = |id: &str, subject: &str, predicate: &str, object: &str, from: &str| {
        format!(
            "{{\"claim\":{{\"subject\":\"{subject}\",\"predicate\":\"{predicate}\",\"object\":\"{object}\",\"from\":\"{from}\"}},\"id\":\"{id}\",\"source\":\"s{id}\"}}\n"
        )
    };
    let lines = [
        claim("n1", "Zerlina", "lives_in", "NYC", "2020"),
        claim("n2", "Zerlina", "lives_in", "New York City", "2021"),
        claim("n3", "Zerlina", "died_on", "Ostend", "2030"),
        claim("n4", "Ben", "lives_in", "LA", "2020"),
        claim("n5", "Ben", "lives_in", "Los Angeles", "2021"),
        claim("n6", "Zerlina", "parent_of", "Ida", "1990"),
        claim("n7", "Ben", "spouse_of", "Gwen", "1990"),
        claim("n8", "Ben", "spouse_of", "Zerlina", "2001"),
    ];
    memory.import_lines(lines.concat().as_bytes(), OnError::Skip).unwrap();
    let run = |memory: &Memory| memory.consolidate(&Consolidation::default(), &mut |_| true).unwrap();
    let first = run(&memory);
    let about_her = |text: &str| text.to_lowercase().contains("zerlina");
    let (hers, others): (Vec<_>, Vec<_>) = first.findings.iter().partition(|finding| about_her(&serde_json::to_string(finding).unwrap()));
    assert!(!hers.is_empty() && !others.is_empty(), "{:#?}", first.findings);
    assert!(about_her(&exported(&memory)));
    forget(&memory, &[entity("Zerlina")]);
    has_none_of(&told.store(), &memory, &["zerlina", "nyc", "new york"]);
    assert!(exported(&memory).contains("Los Angeles"));
    let second = run(&memory);
    assert!(second.claims > 0, "what stays is read anew");
    assert!(run(&memory).proposes_nothing());
    has_none_of(&told.store(), &memory, &["zerlina", "nyc", "new york"]);
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
}

#[test]
fn what_nothing_matches_is_an_error_and_leaves_all_as_it_was() {
    let told = Told::new();
    let memory = told.open();
    let before = exported(&memory);
    let not_there = [
        Selector::Episode("t9".into()),
        Selector::Episode("c1".into()),
        Selector::Source("chat-9".into()),
        entity("Nobody"),
        entity("Zer"),
        Selector::Query("zerlina oslo".into()),
    ];
    for selector in not_there {
        let error = memory.forget(std::slice::from_ref(&selector), &mut |_, _| {}).unwrap_err();
        assert!(error.is_not_found(), "{selector}: {error}");
        // One slip of the hand, and nothing goes: of what was meant only a part would.
        let error = memory.forget(&[Selector::Episode("t1".into()), selector.clone()], &mut |_, _| {}).unwrap_err();
        assert!(error.is_not_found() && !error.to_string().contains("t1"), "{selector}: {error}");
        assert_eq!(exported(&memory), before);
        let empty = Memory::options().volatile().unwrap();
        assert!(empty.forget(&[selector], &mut |_, _| {}).unwrap_err().is_not_found());
    }
    for selector in [Selector::Query(" ,. ".into()), Selector::Query("w ".repeat(65)), entity(""), entity("a\nb")] {
        assert!(memory.forget(std::slice::from_ref(&selector), &mut |_, _| {}).unwrap_err().is_invalid(), "{selector}");
    }
    assert!(memory.forget(&[], &mut |_, _| {}).unwrap_err().is_invalid());
}

#[test]
fn numbers_ids_and_times_of_what_stays_are_as_they_were() {
    let told = Told::new();
    let memory = told.open();
    let (before, last) = (told_lines(&memory), memory.snapshot().last_tx());
    let did = forget(&memory, &[entity("Zerlina")]);
    assert_eq!(did.tx, Some(TxId(last.0 + 1)));
    assert_eq!(memory.snapshot().last_tx(), TxId(last.0 + 1));
    let after = told_lines(&memory);
    let stays = |line: &&String| !line.contains("\"erased\"");
    for line in after.iter().filter(stays) {
        // A correction of what stays keeps all but the reason that mentions her; so does a retraction.
        let same = before.iter().any(|old| old == line || old.contains("\"reason\"") && !line.contains("\"reason\""));
        assert!(same, "{line}");
    }
    assert!(after.iter().any(|line| line.contains("\"id\":\"~8\"")), "a made-up id: {after:#?}");
    let reviews: Vec<(usize, String)> = memory.snapshot().reviews().into_iter().map(|review| (review.number, review.finding.key)).collect();
    assert_eq!(reviews, [(3, "pattern ben".to_owned())], "the number of a review stays, too");
    let (stats, expected) = (memory.snapshot().stats(), (7, 3));
    assert_eq!((stats.erased_claims, stats.erased_episodes), expected);
    let new = memory.tell(Operation::Claim(asof::Statement::new(asof::Claim::new("Ben", "likes", "figs")))).unwrap();
    assert_eq!(new.claims, ["~12"], "no id is used twice");
}

#[test]
fn what_was_known_of_the_rest_at_any_time_is_known_as_it_was() {
    let told = Told::new();
    let memory = told.open();
    let facts = |memory: &Memory, tx: u32| {
        let snapshot = memory.snapshot();
        let known = snapshot.as_of(AsOf::NOW.known(KnownAt::Tx(TxId(tx))));
        let of_ben = known.timeline("Ben", None).unwrap_or_default();
        let rest = of_ben.into_iter().filter(|fact| fact.predicate != "works_at");
        rest.map(|fact| serde_json::to_string(&fact).unwrap()).collect::<Vec<_>>()
    };
    let last = memory.snapshot().last_tx().0;
    let before: Vec<_> = (1..=last).map(|tx| facts(&memory, tx)).collect();
    forget(&memory, &[entity("Zerlina")]);
    let after: Vec<_> = (1..=last).map(|tx| facts(&memory, tx)).collect();
    assert_eq!(before, after);
    assert!(before.iter().collect::<std::collections::BTreeSet<_>>().len() > 3, "they were not all the same");
}

#[test]
fn a_snapshot_taken_before_keeps_what_it_has() {
    let told = Told::new();
    let memory = told.open();
    let before = memory.snapshot();
    let shown = |snapshot: &asof::Snapshot| serde_json::to_string(&snapshot.as_of(AsOf::NOW).everything()).unwrap();
    let (said, stats) = (shown(&before), before.stats());
    forget(&memory, &[entity("Zerlina")]);
    assert_eq!((shown(&before), before.stats()), (said.clone(), stats));
    assert!(said.contains("Zerlina") && !shown(&memory.snapshot()).contains("Zerlina"));
    assert!(memory.snapshot().as_of(AsOf::NOW).facts("Zerlina").unwrap_err().is_not_found());
}

#[test]
fn what_was_erased_cannot_be_undone_into_being() {
    let told = Told::new();
    let memory = told.open();
    let did = forget(&memory, &[Selector::Episode("t4".into())]);
    let emptied = did.tx.unwrap();
    let error = memory.tell(Operation::Undo { tx: emptied }).unwrap_err();
    assert!(error.is_conflict() && error.to_string().contains("was erased"), "{error}");
    assert_eq!(memory.snapshot().last_tx(), emptied);
}

#[test]
fn an_export_imports_to_an_equal_memory_tombstones_and_ids_included() {
    for (asked, ..) in CASES {
        let told = Told::new();
        let memory = told.open();
        forget(&memory, &selectors(asked));
        memory.tell(Operation::Claim(asof::Statement::new(asof::Claim::new("Ben", "likes", "figs")))).unwrap();
        let other = Memory::options().volatile().unwrap();
        let imported = other.import_lines(exported(&memory).as_bytes(), OnError::Stop).unwrap();
        assert_eq!(imported.rejected, Vec::new(), "{asked:?}");
        assert_eq!(exported(&other), exported(&memory), "{asked:?}");
        assert_eq!(other.snapshot().stats(), memory.snapshot().stats(), "{asked:?}");
    }
}

#[test]
fn other_spaces_are_as_they_were_and_a_whole_space_leaves_not_even_its_name() {
    let told = Told::new();
    let memory = told.open();
    let (other, third) = (memory.space("zoological").unwrap(), memory.space("third").unwrap());
    other.import_lines(super::TOLD.trim().as_bytes(), OnError::Stop).unwrap();
    third.tell(Operation::Claim(asof::Statement::new(asof::Claim::new("Cy", "likes", "figs")))).unwrap();
    let (mine, thirds) = (exported(&memory), exported(&third));
    let did = forget(&other, &[Selector::Everything]);
    assert!(did.what.everything && did.tx.is_none());
    assert_eq!((exported(&memory), exported(&third)), (mine, thirds.clone()));
    assert_eq!((other.snapshot().stats().transactions, exported(&other).as_str()), (0, ""));
    assert_eq!(memory.spaces(), ["default", "third"]);
    assert_eq!(files_with(&told.store(), "zoological").len(), 0);
    assert!(other.forget(&[Selector::Everything], &mut |_, _| {}).unwrap_err().is_not_found());
    forget(&memory, &[Selector::Everything]);
    for word in ["zerlina", "porto", "chat-"] {
        assert_eq!(files_with(&told.store(), word).len(), 0, "{word}");
    }
    // The name can be used again, and begins anew.
    other.tell(Operation::Claim(asof::Statement::new(asof::Claim::new("Dee", "likes", "figs")))).unwrap();
    let again = exported(&other);
    drop((memory, other, third));
    let memory = told.open();
    assert_eq!(memory.spaces(), ["third", "zoological"]);
    assert_eq!((exported(&memory.space("third").unwrap()), exported(&memory.space("zoological").unwrap())), (thirds, again));
    assert_eq!(memory.space("third").unwrap().check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_memory_that_is_only_in_memory_forgets_too() {
    let memory = Memory::options().volatile().unwrap();
    memory.import_lines(super::TOLD.trim().as_bytes(), OnError::Stop).unwrap();
    forget(&memory, &[entity("Zerlina")]);
    assert!(!exported(&memory).to_lowercase().contains("zerlina"));
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
    forget(&memory, &[Selector::Everything]);
    assert_eq!(memory.snapshot().stats().transactions, 0);
}

#[test]
fn recall_consolidation_and_reopening_bring_nothing_back() {
    let told = Told::new();
    let memory = told.open();
    memory.pin("trip", "Pack for Zanzibar with Zerlina").unwrap();
    memory.pin("tone", "Be brief").unwrap();
    let case = |task: &str| Case { task: task.into(), steps: "asked around".into(), outcome: CaseOutcome::Good, note: None };
    memory.record_case(&case("find Zerlina a flat")).unwrap();
    memory.record_case(&case("find Ben a flat")).unwrap();
    let run = |memory: &Memory| memory.consolidate(&Consolidation::default(), &mut |_| true).unwrap();
    run(&memory);
    let hits = |memory: &Memory, text: &str| {
        let recalled = memory.recall(&Recall::new(text)).unwrap();
        recalled.facts.iter().chain(&recalled.passages).map(|hit| hit.text.clone()).collect::<Vec<_>>().join("\n")
    };
    assert!(hits(&memory, "where does Zerlina live?").contains("Zanzibar"));
    forget(&memory, &[entity("Zerlina"), entity("Zanzibar")]);
    let words = ["zerlina", "zanzibar", "quibble"];
    let sound = |memory: &Memory| {
        let found = hits(memory, "where does Zerlina live in Zanzibar?").to_lowercase();
        assert!(words.iter().all(|word| !found.contains(word)), "{found}");
        assert!(hits(memory, "where does Ben live?").contains("Faro"));
        has_none_of(&told.store(), memory, &words);
        assert_eq!(memory.check().unwrap(), Vec::<String>::new());
    };
    sound(&memory);
    let pins: Vec<String> = memory.snapshot().pins(AsOf::NOW).into_iter().map(|pin| pin.label).collect();
    assert_eq!(pins, ["tone"]);
    let cases = memory.recall_cases("find a flat", 5).unwrap();
    assert_eq!(cases.good.iter().map(|found| found.case.task.as_str()).collect::<Vec<_>>(), ["find Ben a flat"]);
    run(&memory);
    sound(&memory);
    assert!(run(&memory).proposes_nothing());
    drop(memory);
    let memory = told.open();
    sound(&memory);
    run(&memory);
    sound(&memory);
    assert!(told.store().join("journal-2").exists() && !told.store().join("journal").exists());
}

#[test]
fn an_index_on_disk_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let memory = Memory::open(&store).unwrap();
    let line = |number: usize| {
        let who = if number.is_multiple_of(3) { "Zerlina" } else { "Ben" };
        format!("{{\"episode\": \"{who} counted to {number} and saw heron{number}.\", \"id\": \"m{number}\", \"speaker\": \"{who}\"}}\n")
    };
    let lines: String = (0..9_000).map(line).collect();
    memory.import_lines(lines.as_bytes(), OnError::Stop).unwrap();
    let search = |memory: &Memory, text: &str| memory.recall(&Recall::new(text)).unwrap().passages.len();
    assert!(0 < search(&memory, "heron42"));
    let index = store.join("index/0");
    let committed = |least: usize| least < files(&index).len();
    assert!(committed(5), "the index is on disk: {:?}", files(&index));
    let old: Vec<_> = files(&index);
    let snapshot_held = memory.snapshot();
    forget(&memory, &[entity("Zerlina")]);
    assert!(!index.exists(), "gone until it is asked for");
    assert_eq!(files_with(&store, "zerlina"), Vec::<std::path::PathBuf>::new());
    assert!(
        memory
            .recall(&Recall::new("heron42"))
            .unwrap()
            .passages
            .iter()
            .all(|hit| !hit.text.contains("heron42 ") && !hit.text.contains("Zerlina"))
    );
    assert!(0 < search(&memory, "heron43"));
    let segment = |file: &&std::path::PathBuf| 30 < file.file_stem().map_or(0, std::ffi::OsStr::len);
    assert!(1 < old.iter().filter(segment).count() && old.iter().filter(segment).all(|file| !file.exists()), "{old:?}");
    assert_eq!(files_with(&store, "zerlina"), Vec::<std::path::PathBuf>::new());
    assert_eq!(snapshot_held.stats().episodes, 9_000);
}

#[test]
fn a_schema_that_an_import_told_first_ships_with_nothing_and_a_group_is_called_like_nobody() {
    let lines = r#"{"predicate":{"name":"zerlina_snubs"},"recorded_at":"2024-01-01T00:00:00Z","tx":1}
{"predicate":{"name":"snubs","permanent":true,"exclusive_group":"zerlina_moods"},"recorded_at":"2024-01-01T00:00:00Z","tx":1}
{"predicate":{"name":"likes","exclusive_group":"attitude"},"recorded_at":"2024-01-01T00:00:00Z","tx":1}
{"claim":{"subject":"Ben","predicate":"zerlina_snubs","object":"Cy"},"id":"z1","recorded_at":"2024-01-02T00:00:00Z","tx":2}
{"claim":{"subject":"Ben","predicate":"snubs","object":"Dee"},"recorded_at":"2024-01-02T00:00:00Z","tx":2}"#;
    let memory = Memory::options().volatile().unwrap();
    assert_eq!(memory.import_lines(lines.as_bytes(), OnError::Stop).unwrap().rejected, Vec::new());
    let did = forget(&memory, &[Selector::Query("zerlina".into())]).what;
    assert_eq!(ids(did.claims.iter().map(|claim| &claim.id)), "z1");
    assert_eq!((did.along.schemas, did.along.groups), (1, 1));
    let after = exported(&memory);
    assert!(!after.contains("zerlina"), "{after}");
    assert!(after.contains(r#"{"predicate":{"name":"snubs","permanent":true}"#), "all but the group stays: {after}");
    // What ships stays, though its words are in a query.
    assert!(memory.forgetting(&[Selector::Query("attitude".into())]).unwrap_err().is_not_found());
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
}

#[test]
fn what_was_found_of_others_stays_though_what_goes_is_called_like_a_word_of_the_engine() {
    let lines = r#"{"claim":{"subject":"Same","predicate":"newer","object":"Review"},"source":"gone"}
{"claim":{"subject":"Pattern","predicate":"often","object":"Friend"},"source":"gone"}
{"claim":{"subject":"Ana","predicate":"friend_of","object":"Ben"},"id":"k1","source":"kept"}
{"finding":{"key":"same ana | annie","kind":"same_entity","outcome":"review","reason":"Ana and Annie","rule":"newer","proposes":[{"merge":{"from":"Annie","into":"Ana"}}]}}
{"finding":{"key":"pattern ana","kind":"pattern","outcome":"review","reason":"Ana often travels","rule":"often","proposes":[{"claim":{"subject":"Ana","predicate":"friend_of","object":"Cy"}}]}}
{"finding":{"key":"same friend | ana","kind":"same_entity","outcome":"review","reason":"two names","rule":"newer"}}
{"finding":{"key":"join likes | often","kind":"same_predicate","outcome":"review","reason":"two words","rule":"newer"}}
{"finding":{"key":"learned","kind":"learned_cardinality","outcome":"review","reason":"one","rule":"one","proposes":[{"predicate":{"name":"often"}}]}}
{"decision":{"finding":"same ana | annie","accepted":false}}
{"decision":{"finding":"join likes | often","accepted":false}}"#;
    let memory = Memory::options().volatile().unwrap();
    assert_eq!(memory.import_lines(lines.as_bytes(), OnError::Stop).unwrap().rejected, Vec::new());
    let did = forget(&memory, &[Selector::Source("gone".into())]).what;
    let after = exported(&memory);
    assert_eq!((did.claims.len(), did.along.findings, did.along.decisions), (2, 3, 1), "{after}");
    for (key, stays) in [("same ana", true), ("pattern ana", true), ("same friend", false), ("join likes", false), ("learned", false)] {
        assert_eq!(after.contains(&format!("\"key\":\"{key}")), stays, "{key}");
    }
}

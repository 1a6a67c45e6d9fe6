//! Names: which stay, which go, and which are still one entity when the name that made them one is gone.

use asof::{AsOf, KnownAt, Memory, OnError, Selector, Snapshot, TxId};

use proptest::{collection::vec, prelude::*, sample::Index, test_runner::RngSeed};

use super::{exported, forget, told_lines};

/// Names each told of by a source of the same letter, then what was said of the names, a day apart.
fn told(names: &[&str], said: &[&str]) -> Memory {
    let memory = Memory::options().volatile().unwrap();
    let claim = |(day, name): (usize, &&str)| {
        let source = &name[..1].to_lowercase();
        format!(
            "{{\"claim\":{{\"subject\":\"{name}\",\"predicate\":\"likes\",\"object\":\"{name} tea\"}},\"source\":\"{source}\",\"recorded_at\":\"2024-01-{:02}T00:00:00Z\"}}\n",
            day + 1
        )
    };
    let what = |(day, what): (usize, &&str)| {
        let words: Vec<&str> = what.split_whitespace().collect();
        let told = match words[..] {
            [from, "into", into] => format!("\"merge\":{{\"from\":\"{from}\",\"into\":\"{into}\"}}"),
            ["split", name, "from", from] => format!("\"split\":{{\"from\":\"{from}\",\"name\":\"{name}\"}}"),
            _ => format!("\"undo\":{{\"tx\":{}}}", words[1]),
        };
        format!("{{{told},\"recorded_at\":\"2024-02-{:02}T00:00:00Z\"}}\n", day + 1)
    };
    let lines: String = names.iter().enumerate().map(claim).chain(said.iter().enumerate().map(what)).collect();
    let imported = memory.import_lines(lines.as_bytes(), OnError::Stop).unwrap();
    assert_eq!(imported.rejected, Vec::new());
    memory
}

/// The names as entities, as known then: `A+B C`, in order of the alphabet.
fn entities(snapshot: &Snapshot, names: &[&str], tx: u32) -> String {
    let graph = snapshot.graph();
    let number = |name: &str| (0..100).find(|&number| graph.entity_text(number) == name);
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for &name in names {
        let Some(own) = number(name) else { continue };
        let same = |group: &&mut Vec<&str>| number(group[0]).is_some_and(|other| graph.root(other, tx) == graph.root(own, tx));
        match groups.iter_mut().find(same) {
            Some(group) => group.push(name),
            None => groups.push(vec![name]),
        }
    }
    groups.iter().map(|group| group.join("+")).collect::<Vec<_>>().join(" ")
}

#[test]
fn names_that_were_one_through_a_name_that_goes_stay_one() {
    let names = ["A", "B", "C", "D"];
    // What is said of the names; the sources that go; what is one entity then.
    let cases: &[(&[&str], &str, &str)] = &[
        (&["A into B"], "", "A+B C D"),
        (&["A into B"], "a", "B C D"),
        (&["A into B"], "b", "A C D"),
        (&["A into B", "B into C"], "b", "A+C D"),
        (&["A into B", "C into B"], "b", "A+C D"),
        (&["A into B", "C into B", "B into D"], "b", "A+C+D"),
        (&["A into B", "B into C", "C into D"], "bc", "A+D"),
        (&["A into B", "B into C", "split B from C"], "b", "A C D"),
        (&["A into B", "B into C", "split A from C"], "b", "A C D"),
        (&["A into B", "split A from B"], "b", "A C D"),
        (&["A into B", "B into C", "undo 7"], "b", "A C D"),
        (&["A into B", "B into C", "undo 7", "undo 8"], "b", "A+C D"),
        (&["A into B", "C into D"], "ad", "B C"),
        (&["A into B", "B into C", "C into D"], "abcd", ""),
        (&["A into B", "C into B", "split A from B"], "b", "A C D"),
        (&["A into B", "C into B", "split A from B", "split C from B"], "b", "A C D"),
        (&["A into B", "C into B", "undo 6"], "b", "A C D"),
        (&["A into B", "C into B", "undo 6", "undo 7"], "b", "A C D"),
        (&["A into B", "C into B", "undo 6", "undo 8"], "b", "A+C D"),
        (&["A into B", "C into B", "split A from B", "undo 8"], "b", "A+C D"),
        (&["A into B", "C into B", "D into B", "split A from B"], "b", "A C+D"),
        (&["A into B", "C into B", "D into A", "split A from B"], "b", "A C+D"),
        (&["D into A", "A into B", "C into B", "split A from B"], "b", "A+D C"),
        (&["A into B", "C into B", "D into B", "undo 6", "A into C"], "b", "A+C+D"),
    ];
    for (said, sources, expected) in cases {
        let memory = told(&names, said);
        let selectors: Vec<Selector> = sources.chars().map(|source| Selector::Source(source.into())).collect();
        if !selectors.is_empty() {
            forget(&memory, &selectors);
        }
        let snapshot = memory.snapshot();
        assert_eq!(entities(&snapshot, &names, u32::MAX), *expected, "{said:?} without {sources}");
        let lines = exported(&memory);
        for source in sources.chars() {
            let name = format!("\"{}\"", source.to_uppercase());
            assert!(!lines.contains(&name), "{said:?} without {sources}: {lines}");
        }
        let other = Memory::options().volatile().unwrap();
        assert_eq!(other.import_lines(lines.as_bytes(), OnError::Stop).unwrap().rejected, Vec::new());
        assert_eq!(entities(&other.snapshot(), &names, u32::MAX), *expected, "{said:?} without {sources}: imported");
    }
}

#[test]
fn names_that_were_one_then_are_still_known_to_have_been() {
    let names = ["A", "B", "C", "D"];
    let memory = told(&names, &["A into B", "C into B", "split C from B"]);
    let before = [5, 6, 7, 8].map(|tx| entities(&memory.snapshot(), &names, tx));
    assert_eq!(before, ["A B C D", "A+B C D", "A+B+C D", "A+B C D"]);
    forget(&memory, &[Selector::Source("b".into())]);
    let after = [5, 6, 7, 8].map(|tx| entities(&memory.snapshot(), &names, tx));
    assert_eq!(after, ["A C D", "A C D", "A+C D", "A C D"]);
}

#[test]
fn a_name_is_not_known_from_before_what_stays_used_it() {
    let memory = Memory::options().volatile().unwrap();
    let lines = r#"{"claim":{"subject":"Ana","predicate":"likes","object":"tea"},"source":"a","recorded_at":"2024-01-01T00:00:00Z"}
{"claim":{"subject":"Ben","predicate":"likes","object":"figs"},"source":"b","recorded_at":"2024-01-02T00:00:00Z"}
{"claim":{"subject":"Ana","predicate":"likes","object":"figs"},"source":"b","recorded_at":"2024-01-03T00:00:00Z"}"#;
    memory.import_lines(lines.as_bytes(), OnError::Stop).unwrap();
    let known = |tx: u32| memory.snapshot().as_of(AsOf::NOW.known(KnownAt::Tx(TxId(tx)))).facts("Ana").is_ok();
    assert_eq!([2, 3, 4].map(known), [true, true, true]);
    forget(&memory, &[Selector::Source("a".into())]);
    let snapshot = memory.snapshot();
    let since = snapshot.entity("Ana").map(|ana| snapshot.graph().entity_since(ana));
    assert_eq!(since, Some(4), "nothing tells that she was spoken of before");
}

#[test]
fn names_that_were_made_one_in_a_single_transaction_stay_one() {
    let names = ["A", "B", "C", "D"];
    for (merges, expected) in [
        (&[("A", "B"), ("B", "C")][..], "A+C D"),
        (&[("B", "C"), ("A", "B")], "A+C D"),
        (&[("A", "B"), ("C", "B"), ("B", "D")], "A+C+D"),
        (&[("B", "D")], "A C D"),
    ] {
        let memory = told(&names, &[]);
        let merge = |(from, into): &(&str, &str)| asof::Operation::Merge { from: (*from).into(), into: (*into).into() };
        memory.tell_all(merges.iter().map(merge).collect()).unwrap();
        forget(&memory, &[Selector::Source("b".into())]);
        assert_eq!(entities(&memory.snapshot(), &names, u32::MAX), expected, "{merges:?}");
        let other = Memory::options().volatile().unwrap();
        assert_eq!(other.import_lines(exported(&memory).as_bytes(), OnError::Stop).unwrap().rejected, Vec::new());
        assert_eq!(entities(&other.snapshot(), &names, u32::MAX), expected, "{merges:?}: imported");
    }
}

const LETTERS: [&str; 6] = ["A", "B", "C", "D", "E", "F"];

/// What may be said of names, as far as it is accepted, each a transaction of its own or two together.
fn tell_of_names(memory: &Memory, said: &[(u8, Index, Index, bool)]) {
    let mut waiting = Vec::new();
    for (what, one, other, alone) in said {
        let (from, name) = (one.get(&LETTERS).to_string(), other.get(&LETTERS).to_string());
        let last = memory.snapshot().last_tx().0 as usize;
        waiting.push(match what {
            0..4 => asof::Operation::Merge { from, into: name },
            4..6 => asof::Operation::Split { from, name },
            _ => asof::Operation::Undo { tx: TxId(u32::try_from(8 + other.index(last)).unwrap()) },
        });
        if *alone && memory.tell_all(std::mem::take(&mut waiting)).is_err() {
            continue;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(78), ..ProptestConfig::default() })]

    #[test]
    fn names_that_stay_are_one_at_each_transaction_just_where_they_were(
        said in vec((0..9_u8, any::<Index>(), any::<Index>(), prop::bool::weighted(0.8)), 1..20),
        goes in vec(prop::sample::select(&LETTERS[..]), 1..4),
    ) {
        let memory = told(&LETTERS, &[]);
        tell_of_names(&memory, &said);
        let staying: Vec<&str> = LETTERS.into_iter().filter(|name| !goes.contains(name)).collect();
        let times = 7..=memory.snapshot().last_tx().0;
        let known = |memory: &Memory| times.clone().map(|tx| entities(&memory.snapshot(), &staying, tx)).collect::<Vec<_>>();
        let before = known(&memory);
        let mut selectors: Vec<Selector> = goes.iter().map(|name| Selector::Source(name.to_lowercase())).collect();
        selectors.dedup();
        forget(&memory, &selectors);
        prop_assert_eq!(known(&memory), &before[..]);
        prop_assert_eq!(memory.check().unwrap(), Vec::<String>::new());
        let other = Memory::options().volatile().unwrap();
        let imported = other.import_lines(exported(&memory).as_bytes(), OnError::Stop);
        prop_assert!(imported.as_ref().is_ok_and(|imported| imported.rejected.is_empty()), "{:?}\n{:#?}", imported, told_lines(&memory));
        prop_assert_eq!(known(&other), before);
        prop_assert_eq!(told_lines(&other), told_lines(&memory));
    }
}

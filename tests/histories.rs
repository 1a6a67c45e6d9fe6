//! Every history in `fixtures/histories`, and each again in every order of its lines.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::{fs, path::Path};

use asof_tests::{History, read};

/// Beyond so many lines, not every order but this many of them.
const ORDERS: usize = 300;

fn histories() -> Vec<History> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/histories");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .flat_map(|file| read(&fs::read_to_string(file).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
        .collect()
}

fn check(history: &History, order: &[usize]) -> Vec<String> {
    let memory = match history.tell(order) {
        Ok(memory) => memory,
        Err(error) => return vec![format!("{}: {error}", history.title)],
    };
    let mut wrong = history.wrong_answers(&memory);
    wrong.extend(memory.check().unwrap());
    wrong.iter().map(|answer| format!("{}\n  asked {answer}\n  told in the order {order:?}", history.title)).collect()
}

/// All orders of a few lines, or many of many: the n-th order by Lehmer's code, or drawn by a fixed generator.
fn orders(lines: usize) -> Vec<Vec<usize>> {
    let factorial: usize = (1..=lines).try_fold(1_usize, usize::checked_mul).unwrap_or(usize::MAX);
    let mut luck = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = || {
        luck ^= luck << 13;
        luck ^= luck >> 7;
        luck ^= luck << 17;
        usize::try_from(luck >> 1).unwrap()
    };
    (0..factorial.min(ORDERS))
        .map(|index| {
            let mut code = if factorial <= ORDERS { index } else { draw() % factorial };
            let mut left: Vec<usize> = (0..lines).collect();
            (1..=lines)
                .rev()
                .map(|count| {
                    let at = code % count;
                    code /= count;
                    left.remove(at)
                })
                .collect()
        })
        .collect()
}

#[test]
fn every_history_is_answered_as_it_says() {
    let histories = histories();
    assert!(30 < histories.len(), "the fixtures are there");
    let wrong: Vec<String> = histories.iter().flat_map(|history| check(history, &(0..history.told.len()).collect::<Vec<_>>())).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn and_in_every_order_of_its_lines() {
    let mut wrong = Vec::new();
    for history in histories() {
        let first = orders(history.told.len()).iter().map(|order| check(&history, order)).find(|wrong| !wrong.is_empty());
        wrong.extend(first.into_iter().flatten());
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

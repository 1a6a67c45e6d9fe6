//! Patterns in the user's words: what is done on which dates, and what is made of it.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use asof_derive::patterns::{Kind, Object, Occasion, Options, Pattern, State, observe};
use chrono::NaiveDate;
use proptest::{prelude::*, test_runner::RngSeed};

const DAY: i64 = 86_400_000_000;
const HOUR: i64 = DAY / 24;

fn day(date: &str) -> i64 {
    let date: NaiveDate = date.parse().unwrap();
    date.signed_duration_since(NaiveDate::default()).num_days() * DAY
}

fn occasion(lo: i64, hi: i64, claim: u32) -> Occasion {
    Occasion { subject: 1, predicate: 2, object: Object::None, lo, hi, session: None, claim, kind: Kind::Deed }
}

/// Reads "2024-01-07 8h", "2024-01-07 morning", "2024-01-07", "2024-01" in turn.
fn read(dates: &str) -> Vec<Occasion> {
    (1..)
        .zip(dates.split(',').map(str::trim).filter(|date| !date.is_empty()))
        .map(|(claim, date)| {
            let (date, time) = date.split_once(' ').unwrap_or((date, ""));
            let (lo, hi) = if date.len() == 7 {
                (day(&format!("{date}-01")), day(&format!("{date}-01")) + 30 * DAY)
            } else {
                (day(date), day(date) + DAY)
            };
            let part = |from: i64, to: i64| occasion(lo + from * HOUR, lo + to * HOUR, claim);
            match time {
                "" => occasion(lo, hi, claim),
                "morning" => part(8, 12),
                "evening" => part(16, 20),
                "night" => part(20, 24),
                time => part(time.trim_end_matches('h').parse().unwrap(), time.trim_end_matches('h').parse().unwrap()),
            }
        })
        .collect()
}

fn every(first: &str, step: i64, count: i64, time: &str) -> String {
    let date = |n: i64| (first.parse::<NaiveDate>().unwrap() + chrono::Days::new((n * step) as u64)).to_string();
    (0..count).map(|n| format!("{} {time}", date(n)).trim().to_owned()).collect::<Vec<_>>().join(", ")
}

fn one(dates: &str, now: &str) -> Option<Pattern> {
    let mut patterns = observe(&read(dates), &Options::at(day(now) + 12 * HOUR));
    assert!(patterns.len() <= 1);
    patterns.pop()
}

#[test]
fn what_is_made_of_dates() {
    let cases = [
        // Three Sundays in three weeks are beyond chance; two of three are not.
        ("2024-01-07, 2024-01-14, 2024-01-28".to_owned(), "2024-02-01", "runs on Sundays"),
        ("2024-01-07, 2024-01-14, 2024-01-30".into(), "2024-02-01", "runs often"),
        ("2024-01-07 morning, 2024-01-14 morning, 2024-01-28 morning".into(), "2024-02-01", "runs on Sunday mornings"),
        (every("2024-01-05", 7, 6, "night"), "2024-02-20", "runs on Friday nights"),
        (every("2024-01-04", 7, 5, "19h"), "2024-02-05", "runs on Thursday evenings"),
        // Three times at eight o'clock might be chance; nobody said "in the morning".
        ("2024-01-07 8h, 2024-01-14 8h, 2024-01-28 8h".into(), "2024-02-01", "runs on Sundays"),
        ("2024-01-06, 2024-01-14, 2024-01-20, 2024-01-27, 2024-02-04, 2024-02-11".into(), "2024-02-12", "runs at weekends"),
        (format!("{}, {}", every("2024-01-01", 7, 5, ""), every("2024-01-04", 7, 5, "")), "2024-02-10", "runs on Mondays and Thursdays"),
        (
            format!("{}, {}, {}", every("2024-01-01", 7, 5, "7h"), every("2024-01-03", 7, 5, "7h"), every("2024-01-05", 7, 5, "7h")),
            "2024-02-10",
            "runs on Monday, Wednesday and Friday mornings",
        ),
        (
            (0..4).map(|week| every(&format!("2024-01-{:02}", 1 + 7 * week), 1, 5, "")).collect::<Vec<_>>().join(","),
            "2024-01-28",
            "runs on weekdays",
        ),
        (every("2024-01-01", 1, 20, ""), "2024-01-22", "runs every day"),
        (every("2024-01-01", 1, 20, "22h"), "2024-01-22", "runs every night"),
        (
            "2024-01-01, 2024-01-09, 2024-01-15, 2024-01-23, 2024-01-31, 2024-02-06, 2024-02-12".into(),
            "2024-02-14",
            "runs about once a week",
        ),
        ("2024-01-01, 2024-01-30, 2024-03-01, 2024-03-31, 2024-04-29".into(), "2024-05-01", "runs about once a month"),
        ("2020-02-10, 2021-02-14, 2022-02-20".into(), "2022-06-01", "runs every year in February"),
        ("2019-12-30, 2021-01-04, 2022-01-02, 2022-12-29, 2024-01-03".into(), "2024-06-01", "runs every year in January"),
        (
            "2018-06-03, 2018-08-20, 2019-07-01, 2019-08-30, 2020-06-10, 2021-08-14, 2021-06-02, 2022-06-30, 2022-08-21".into(),
            "2022-09-01",
            "runs in summer",
        ),
        ("2024-01-01, 2024-02-20, 2024-05-02".into(), "2024-05-05", "runs now and then"),
        // A habit that changed: lately on Wednesdays.
        (format!("{}, {}", every("2023-01-01", 7, 12, ""), every("2023-04-05", 7, 9, "")), "2023-06-05", "runs on Wednesdays"),
        // Known to the month only: no day of the week, whatever the calendar says.
        ("2024-01, 2024-02, 2024-04".into(), "2024-05-01", "runs now and then"),
    ];
    for (dates, now, expected) in cases {
        let pattern = one(&dates, now);
        assert_eq!(pattern.map(|pattern| pattern.phrase(|_, _| "runs".into())).as_deref(), Some(expected), "{dates}");
    }
}

#[test]
fn too_little_is_no_pattern() {
    for dates in [
        "",
        "2024-01-07",
        "2024-01-07, 2024-01-14",
        "2024-01-07 8h, 2024-01-07 9h, 2024-01-07 10h, 2024-01-14 8h",
        "2025-01-05, 2025-01-12, 2025-01-19",
    ] {
        assert_eq!(one(dates, "2024-03-01"), None, "{dates}");
    }
}

#[test]
fn a_pattern_fades_when_nothing_is_heard_of_it() {
    let (weekly, yearly) =
        (every("2024-01-07", 7, 12, ""), "2018-05-01, 2019-05-02, 2020-05-03, 2021-05-01, 2022-05-02, 2023-05-01".to_owned());
    let cases = [
        (&weekly, "2024-03-25", State::Stable),
        (&weekly, "2024-04-10", State::Stable),
        (&weekly, "2024-04-28", State::Fading),
        (&weekly, "2024-07-01", State::Stale),
        (&yearly, "2024-03-01", State::Stable),
        (&yearly, "2027-05-01", State::Fading),
        (&yearly, "2032-05-01", State::Stale),
    ];
    let mut last = f32::MAX;
    for (dates, now, expected) in cases {
        let pattern = one(dates, now).unwrap();
        assert_eq!(pattern.state, expected, "{dates} as of {now}");
        assert!(pattern.strength <= last || now == "2024-03-01", "weaker as time goes by: {now}");
        last = pattern.strength;
    }
    assert_eq!(one("2024-01-07, 2024-01-14, 2024-01-28", "2024-02-01").unwrap().state, State::Current, "too young to be stable");
}

#[test]
fn mornings_are_local() {
    let occasions = read(&every("2024-01-07", 7, 6, "23h"));
    let options = Options { offset: 9 * 3600, ..Options::at(day("2024-02-15")) };
    assert_eq!(observe(&occasions, &options)[0].phrase(|_, _| "runs".into()), "runs on Monday mornings");
}

#[test]
fn what_is_said_counts_by_sessions() {
    let said = |session: u32, claim: u32, hours: i64| Occasion {
        object: Object::Text(9),
        session: Some(session),
        kind: Kind::Saying,
        ..occasion(day("2024-01-07") + hours * HOUR, day("2024-01-07") + hours * HOUR, claim)
    };
    let options = Options::at(day("2024-02-01"));
    assert_eq!(observe(&[said(1, 1, 0), said(1, 2, 1), said(1, 3, 2)], &options), [], "one conversation says it once");
    let patterns = observe(&[said(1, 1, 0), said(2, 2, 100), said(2, 3, 100), said(5, 7, 300)], &options);
    let pattern = &patterns[0];
    assert_eq!((pattern.count, pattern.sessions, pattern.rhythm, pattern.state), (4, 3, None, State::Current));
    assert_eq!(pattern.claims, [1, 2, 3, 7]);
    assert_eq!(
        pattern.phrase(|_, object| format!("prefers {}", if object == Object::Text(9) { "short answers" } else { "?" })),
        "prefers short answers"
    );
}

#[test]
fn days_at_random_seldom_have_a_rhythm() {
    let mut state = 1u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut rhythms = 0;
    for _ in 0..1000 {
        let count = 3 + random(20);
        let occasions: Vec<Occasion> = (0..count)
            .map(|claim| {
                let at = random(300) as i64 * DAY;
                occasion(at, at + DAY, claim as u32)
            })
            .collect();
        rhythms += observe(&occasions, &Options::at(300 * DAY)).iter().filter(|pattern| pattern.rhythm.is_some()).count();
    }
    assert!(rhythms <= 60, "{rhythms} of 1000");
}

#[test]
fn a_million_occasions_of_one_thing() {
    let occasions: Vec<Occasion> = (0..200_000).map(|claim| occasion(i64::from(claim) * HOUR, i64::from(claim) * HOUR, claim)).collect();
    let patterns = observe(&occasions, &Options::at(200_000 * HOUR));
    assert_eq!((patterns[0].count, patterns[0].phrase(|_, _| "breathes".into()).as_str()), (200_000, "breathes every day"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn any_occasions_in_any_order_give_the_same(
        rows in proptest::collection::vec((0u32..2, any::<i64>(), any::<i64>(), proptest::option::of(0u32..4), 0u32..30, any::<bool>(), any::<bool>()), 0..60),
        now in any::<i64>(),
        offset in any::<i32>(),
    ) {
        let mut occasions: Vec<Occasion> = rows.iter().map(|(subject, lo, hi, session, claim, deed, near)| {
            let (lo, hi) = if *near { (lo % (2000 * DAY), lo % (2000 * DAY) + hi.abs() % DAY) } else { (*lo, *hi) };
            let kind = if *deed { Kind::Deed } else { Kind::Saying };
            Occasion { subject: *subject, predicate: 1, object: Object::Entity(claim % 2), lo, hi, session: *session, claim: *claim, kind }
        }).collect();
        for now in [now, 3000 * DAY, i64::MAX] {
            let options = Options { offset, ..Options::at(now) };
            let patterns = observe(&occasions, &options);
            occasions.reverse();
            prop_assert_eq!(&patterns, &observe(&occasions, &options));
            for pattern in &patterns {
                prop_assert!((0.0..=1.0).contains(&pattern.strength) && pattern.first_seen <= pattern.last_seen);
                prop_assert!(!pattern.phrase(|_, _| "does it".into()).is_empty());
            }
        }
    }
}

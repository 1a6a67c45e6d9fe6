//! Tables of time expressions and what they mean, a family each; the reference is Monday 7 November 2016, 16:12.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod shown;

use asof_dates::{Direction, Reference, Resolved, Side, find};
use shown::{check, meaning, reference, show};

#[test]
fn absolute() {
    check(&[
        ("She was born on 7 May 2023 in Rome.", "2023-05-07"),
        ("May 7th, 2023", "2023-05-07"),
        ("the seventh of May 2023", "2023-05-07"),
        ("Sunday, May 7, 2023", "2023-05-07"),
        ("It opened on 05/07/2023.", "2023-05-07"),
        ("25/12/2018", "2018-12-25"),
        ("2023-05-07", "2023-05-07"),
        ("2019/aug/01", "2019-08-01"),
        ("23/Sep/2020", "2020-09-23"),
        ("20200701", "2020-07-01"),
        ("January twenty five nineteen eighty six", "1986-01-25"),
        ("In May 2019 we met.", "2019-05"),
        ("April of 1987", "1987-04"),
        ("He left in 2019.", "2019"),
        ("in nineteen eighty four", "1984"),
        ("the year 2008", "2008"),
        ("in 44 BC", "-0043"),
        ("Q3 2021", "2021-07-01/2021-09-30"),
        ("the first half of 2020", "2020-01-01/2020-06-30"),
        ("in the 90s", "199X"),
        ("the nineteen sixties", "196X"),
        ("the 1700s", "17XX"),
        ("in the 19th century", "18XX"),
        ("spring 2020", "2020-03-01/2020-05-31"),
        ("the summer of 2021", "2021-06-01/2021-08-31"),
        ("early 2020", "2020-01-01/2020-06-30"),
        ("mid-May 2020", "2020-05-10/2020-05-20"),
        ("the end of 2000", "2000-09-01/2000-12-31"),
        ("Easter 2018", "2018-04-01"),
        ("Thanksgiving 2019", "2019-11-28"),
        ("the third Monday of January 2017", "2017-01-16"),
        ("week 3 of 2027", "2027-01-18/2027-01-24"),
        ("May 7th, 2023 at 3:15 pm", "2023-05-07T15:15:00Z"),
        ("2020-05-07T14:30:00Z", "2020-05-07T14:30:00Z"),
        ("Wed Oct 26 15:50:06 2016", "2016-10-26T15:50:06Z"),
    ]);
}

#[test]
fn open_dates_have_a_past_and_a_future() {
    check(&[
        ("in March", "2016-03 or 2017-03"),
        ("on Tuesday", "2016-11-01 or 2016-11-08"),
        ("on the 18th", "2016-10-18 or 2016-11-18"),
        ("the 5th of May", "2016-05-05 or 2017-05-05"),
        ("2/29", "2016-02-29 or 2020-02-29"),
        ("at Christmas", "2015-12-25 or 2016-12-25"),
        ("on the 5th and 6th of May", "2016-05-05 or 2017-05-05"),
        ("12/12/30", "1930-12-12 or 2030-12-12"),
    ]);
}

#[test]
fn relative() {
    check(&[
        ("yesterday", "2016-11-06"),
        ("the day before yesterday", "2016-11-05"),
        ("the day after tomorrow", "2016-11-09"),
        ("last week", "2016-10-31/2016-11-06"),
        ("next month", "2016-12"),
        ("last year", "2015"),
        ("this quarter", "2016-10-01/2016-12-31"),
        ("I turned 30 last week.", "2016-10-31/2016-11-06"),
        ("last Tuesday", "2016-11-01"),
        ("next Friday", "2016-11-18"),
        ("Tuesday of next week", "2016-11-15"),
        ("next week Wednesday", "2016-11-16"),
        ("the 20th of next month", "2016-12-20"),
        ("the week before last", "2016-10-24/2016-10-30"),
        ("the week of May 5, 2020", "2020-05-04/2020-05-10"),
        ("last summer", "2016-06-01/2016-08-31"),
        ("5 May last year", "2015-05-05"),
        ("this weekend", "2016-11-12/2016-11-13"),
        ("this morning", "2016-11-07T08:00:00Z/2016-11-07T12:00:00Z"),
        ("last night", "2016-11-06T20:00:00Z/2016-11-06"),
        ("tomorrow at 7pm", "2016-11-08T19:00:00Z"),
        ("in 5 minutes", "2016-11-07T16:17:00Z"),
        ("three Fridays ago", "2016-10-21"),
        ("two days from next Monday", "2016-11-16"),
        ("two days before Christmas", "2016-12-23"),
    ]);
}

#[test]
fn counted_dates_are_no_finer_than_their_unit() {
    check(&[
        ("3 days ago", "2016-11-04"),
        ("two weeks ago", "2016-10-24/2016-10-30"),
        ("in two months", "2017-01"),
        ("two years ago", "2014"),
        ("a decade ago", "200X"),
        ("a year ago today", "2015-11-07"),
        ("a week from tomorrow", "2016-11-15"),
        ("a year and a half ago", "2015-04-01/2015-06-30"),
    ]);
}

#[test]
fn ranges() {
    check(&[
        ("from 2015 to 2019", "between 2015 to 2019"),
        ("2014-2018", "between 2014 to 2018"),
        ("(12 June 1967 – 3 May 2010)", "between 1967-06-12 to 2010-05-03"),
        ("between May and July 2018", "between 2018-05 to 2018-07"),
        ("from Nov to Feb 2017", "between 2016-11 to 2017-02"),
        ("5/1-5/7, 2020", "between 2020-05-01 to 2020-05-07"),
        ("May 2-4, 2020", "between 2020-05-02 to 2020-05-04"),
        ("from the 3rd to the 5th of May 2018", "between 2018-05-03 to 2018-05-05"),
        ("since 2020", "since 2020 to .."),
        ("until last week", "until .. to 2016-10-31/2016-11-06"),
        ("before May 2019", "before .. to 2019-05"),
        ("after the year 2020", "after 2020 to .."),
        ("the last 3 years", "between 2013-11-07 to 2016-11-07"),
        ("the past few weeks", "between 2016-10-17 to 2016-11-07 (vague)"),
        ("next 3 days", "between 2016-11-08 to 2016-11-11"),
        ("from now until Friday", "between 2016-11-07T16:12:00Z to 2016-11-11"),
        ("tomorrow from 3 to 5pm", "between 2016-11-08T15:00:00Z to 2016-11-08T17:00:00Z"),
        ("year to date", "between 2016-01-01 to 2016-11-07"),
        ("for 3 days starting next Monday", "between 2016-11-14 to 2016-11-17"),
    ]);
}

#[test]
fn durations() {
    check(&[
        ("for three years", "94608000 s"),
        ("an hour and a half", "5400 s"),
        ("two and a half hours", "9000 s"),
        ("half an hour", "1800 s"),
        ("3h", "10800 s"),
        ("1 year and 6 months", "47088000 s"),
        ("a few hours", "10800 s (vague)"),
        ("all week", "604800 s"),
        ("a 30-minute call", "1800 s"),
    ]);
}

#[test]
fn recurring() {
    check(&[
        ("every Monday", "1 × XXXX-WXX-1"),
        ("twice a week", "2 × P1W"),
        ("weekly", "1 × P1W"),
        ("every other day", "1 × P2D"),
        ("on Thursdays at 17.30", "1 × XXXX-WXX-4T17:30"),
        ("every day at 7:13 p.m.", "1 × T19:13"),
        ("tuesday afternoons", "1 × XXXX-WXX-2TAF"),
        ("on the first of each month", "1 × XXXX-XX-01"),
    ]);
}

#[test]
fn anchored() {
    check(&[
        ("a week after the wedding", "604800 s after the wedding"),
        ("Two days before she left, it rained.", "172800 s before she left"),
        ("the day after the party", "86400 s after the party"),
        ("five days later", "2016-11-12 (spoken of)"),
        ("the following year", "2017 (spoken of)"),
        ("that weekend", "2016-11-12/2016-11-13 (spoken of)"),
        ("partner of the year", "2016 (spoken of)"),
    ]);
}

#[test]
fn vague() {
    check(&[
        ("recently", "2016-08-09/2016-11-07 (vague)"),
        ("a while ago", "2014-11-08/2016-11-07 (vague)"),
        ("these days", "2016-05-11/2016-11-07 (vague)"),
        ("soon", "2016-11-07/2017-05-05 (vague)"),
        ("a few weeks ago", "2016-10-10/2016-10-30 (vague)"),
    ]);
}

#[test]
fn times_of_day() {
    check(&[
        ("at 7pm", "19:00"),
        ("half past seven", "07:30 or 19:30"),
        ("a quarter to nine pm", "20:45"),
        ("seven in the evening", "19:00"),
        ("12 noon", "12:00"),
        ("at 16:45", "16:45"),
        ("from 9 to 5pm", "between 09:00 to 17:00"),
        ("after 3pm", "after 15:00 to .."),
        ("in the morning", "08:00-12:00"),
        ("early in the morning", "08:00-10:00"),
    ]);
}

#[test]
fn a_day_that_its_month_does_not_have_keeps_its_year() {
    check(&[
        ("February 30, 2019", "no such day of 2019"),
        ("the 31st of April", "no such day of a year"),
        ("31 June 2020", "no such day of 2020"),
        ("Feb. 30th", "no such day of a year"),
        ("feb 29 2019", "no such day of 2019"),
        ("feb 29 2020", "2020-02-29"),
        ("2/29/2019", "no such day of 2019"),
        ("30/02/2019", "no such day of 2019"),
        ("2019-02-30", "no such day of 2019"),
        ("2019.11.31", "no such day of 2019"),
        ("31.11.2019", "no such day of 2019"),
    ]);
}

#[test]
fn not_a_date() {
    for text in [
        "This may or may not be right.",
        "May I go? You may.",
        "They march on.",
        "June is my aunt, and April said no.",
        "The sun rose and we sat down.",
        "2019 people came; 20 stayed.",
        "We paid 2000 dollars for room 1945.",
        "at the age of 25 he was a 30-year-old man",
        "I am 25 years old.",
        "13/32/2019",
        "build 2019-02-30-7",
        "the year 99999",
        "call 020-7946-0018 or 192.168.1.1",
        "The ssn is 123-12-1234",
        "version 2.5.1",
        "1/2 cup of flour, 24/7",
        "it costs 5 dollars a week",
        "60 miles an hour",
        "Good morning Paul",
        "day after day",
        "Wait a second.",
        "the second man",
        "Fall in love",
        "",
    ] {
        assert_eq!(meaning(text), "nothing", "{text}");
    }
}

#[test]
fn the_order_of_numbers_and_the_sense_of_last_are_the_readers() {
    let day_first = Reference { order: asof_dates::Order::DayFirst, ..reference() };
    let told = find("05/07/2023", &day_first);
    assert_eq!(show("", &told[0]), "2023-07-05");
    let friday = Reference::at("2016-11-11".parse().unwrap());
    let of_week = Reference { last: asof_dates::Last::OfLastWeek, ..friday };
    assert_eq!(show("", &find("last Tuesday", &friday)[0]), "2016-11-08");
    assert_eq!(show("", &find("last Tuesday", &of_week)[0]), "2016-11-01");
}

#[test]
fn the_direction_picks_the_reading() {
    let found = find("on Tuesday", &reference());
    let day = |direction| match found[0].resolve(direction) {
        Some(Resolved::Moment(moment)) => (moment.point.to_string(), moment.side),
        other => panic!("{other:?}"),
    };
    assert_eq!(day(Direction::Past), ("2016-11-01".into(), Side::Past));
    assert_eq!(day(Direction::Open), ("2016-11-01".into(), Side::Past));
    assert_eq!(day(Direction::Future), ("2016-11-08".into(), Side::Future));
    assert_eq!(find("for three years", &reference())[0].resolve(Direction::Past), None);
}

#[test]
fn bytes_are_those_of_the_text() {
    let text = "Émile 🙂 came on 7 May 2023 — and left in 2024.";
    let spans: Vec<&str> = find(text, &reference()).iter().map(|one| &text[one.start..one.end]).collect();
    assert_eq!(spans, ["7 May 2023", "2024"]);
}

#[test]
fn a_wide_reference_makes_wide_dates() {
    let month = Reference::at("2020-05".parse().unwrap());
    let shown = |text: &str| find(text, &month).iter().map(|one| show(text, one)).collect::<Vec<_>>();
    assert_eq!(shown("yesterday"), ["2020-04-30/2020-05-30"]);
    assert_eq!(shown("last year"), ["2019"]);
    assert_eq!(shown("since 7 March 2019"), ["since 2019-03-07 o .."]);
}

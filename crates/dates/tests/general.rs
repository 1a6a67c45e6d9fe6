//! Tables of forms that ordinary English has, wherever they are met; the reference is Monday 7 November 2016, 16:12.

mod shown;

use shown::{all_meanings, check};

#[test]
fn spoken_times() {
    check(&[
        ("Meet me at half seven.", "07:30 or 19:30"),
        ("quarter after six", "06:15 or 18:15"),
        ("5 minutes past midnight", "00:05"),
        ("half past noon", "12:30"),
        ("quarter-to-six", "05:45 or 17:45"),
        ("at nineteen hundred hours", "19:00"),
        ("at oh nine hundred hours", "09:00"),
        ("13:00h", "13:00"),
        ("mid-morning", "09:00-11:00"),
        ("in the wee hours", "00:00-05:00"),
        ("an hour before noon", "11:00"),
        ("two hours after midnight", "02:00"),
        ("ten this morning", "2016-11-07T10:00:00Z"),
        ("7 this evening", "2016-11-07T19:00:00Z"),
        ("4 on Tuesday afternoon", "2016-11-01T16:00:00Z or 2016-11-08T16:00:00Z"),
        ("this evening around six", "2016-11-07T18:00:00Z"),
        ("the rest of the afternoon", "2016-11-07T12:00:00Z/2016-11-07T16:00:00Z"),
        ("late Thursday", "2016-11-03T12:00:00Z/2016-11-03 or 2016-11-10T12:00:00Z/2016-11-10"),
        ("by COB Friday", "until .. to 2016-11-04T23:59:59 or until .. to 2016-11-11T23:59:59"),
        ("tomorrow after lunch", "after 2016-11-08T13:00:00 to .."),
        ("before breakfast", "before .. to 08:00"),
        ("5m ago", "2016-11-07T16:07:00Z"),
    ]);
}

#[test]
fn zones_move_the_moment_to_utc() {
    check(&[
        ("tomorrow at 3pm EST", "2016-11-08T20:00:00Z"),
        ("3pm GMT tomorrow", "2016-11-08T15:00:00Z"),
        ("5 May 2017, 10:30 UTC+2", "2017-05-05T08:30:00Z or 2017-05-05T20:30:00Z"),
        ("2016-11-08T10:00+02:00", "2016-11-08T08:00:00Z"),
        ("2016-11-08T10:00:00-05:00", "2016-11-08T15:00:00Z"),
        ("20170101T150000Z", "2017-01-01T15:00:00Z"),
        ("3pm GMT", "15:00"),
    ]);
}

#[test]
fn beside_other_dates() {
    check(&[
        ("a year ago tomorrow", "2015-11-08"),
        ("two years ago last March", "2014-03"),
        ("five years ago this week", "2011-11-07/2011-11-13"),
        ("a week ago Friday", "2016-10-28"),
        ("a decade before 1990", "1980"),
        ("2 weeks before the end of the year", "2016-12-17"),
        ("the evening before", "2016-11-06T16:00:00Z/2016-11-06T20:00:00Z (spoken of)"),
        ("the next morning", "2016-11-08T08:00:00Z/2016-11-08T12:00:00Z (spoken of)"),
        ("Monday of the week after next", "2016-11-21"),
        ("next month on the 5th", "2016-12-05"),
        ("the 2nd Saturday this month", "2016-11-12"),
        ("the week ending 18 November 2016", "2016-11-12/2016-11-18"),
        ("over the weekend", "2016-11-05/2016-11-06 or 2016-11-12/2016-11-13"),
        ("July 4th weekend", "2016-07-02/2016-07-03 or 2017-07-01/2017-07-02"),
        ("around the 20th", "2016-10-20 or 2016-11-20"),
        ("Aug 9, 05", "2005-08-09"),
        ("May 5, 6 and 7", "2016-05-05 or 2017-05-05"),
        ("On May 5, 12 people came.", "2016-05-05 or 2017-05-05"),
        ("1,200 years ago", "0816"),
        ("3mo ago", "2016-08"),
    ]);
}

#[test]
fn parts_of_stretches() {
    check(&[
        ("the final days of 2015", "2015-12-29/2015-12-31 (vague)"),
        ("by year end", "until .. to 2017-01-01T00:00:00 (spoken of)"),
        ("halfway through June", "2016-06-10/2016-06-20 or 2017-06-10/2017-06-20"),
        ("the fiscal year", "2016 (spoken of)"),
        ("quarter 3 of 2015", "2015-07-01/2015-09-30"),
        ("1Q16", "2016-01-01/2016-03-31"),
        ("H1 FY17", "2017-01-01/2017-06-30"),
        ("in the 1st century AD", "0001-01-01/0099-12-31"),
        ("the year of 1066", "1066"),
        ("the year 33", "0033"),
        ("this month's first Friday", "2016-11-04"),
        ("the last year of the decade", "2019 (spoken of)"),
        ("the first and third Tuesday of next month", "2016-12-06"),
        ("the first and last day of May 2015", "2015-05-01"),
    ]);
}

#[test]
fn stretches() {
    check(&[
        ("within 5 days of May 1, 2017", "between 2017-04-26 to 2017-05-06"),
        ("within the hour", "between 2016-11-07T16:12:00 to 2016-11-07T17:12:00"),
        ("the next two Fridays", "between 2016-11-11 to 2016-11-18"),
        ("the last three Mondays", "between 2016-10-17 to 2016-10-31"),
        ("in the last year and a half", "between 2015-05-07 to 2016-11-07"),
        ("the twelve months ending June 2016", "between 2015-07-01 to 2016-06"),
        ("for the year ended 31 December 2015", "between 2015-01-01 to 2015-12-31"),
        ("between the years 2010 and 2014", "between 2010 to 2014"),
        ("the 3 months after June 2015", "between 2015-07-01 to 2015-10-01"),
        ("now until 5", "between 2016-11-07T16:12:00 to 2016-11-07T17:00:00"),
        ("2015-12-30/2016-01-02", "between 2015-12-30 to 2016-01-02"),
        ("from 5 Nov 2016 10:00 to 6 Nov 2016 12:00", "between 2016-11-05T10:00:00 to 2016-11-06T12:00:00"),
        ("11/5/2016 8:00 - 11/6/2016 17:00", "between 2016-11-05T08:00:00 to 2016-11-06T17:00:00"),
        ("from Monday until the end of the week", "between 2016-11-07 to 2016-11-14T00:00:00"),
        ("beginning 1 January 2017", "since 2017-01-01 to .."),
        ("ending December 31, 2016", "until .. to 2016-12-31"),
        ("on and after June 1, 2017", "since 2017-06-01 to .."),
    ]);
    assert_eq!(all_meanings("Mon - Fri 9am to 5pm").len(), 2);
    assert_eq!(all_meanings("next Tuesday or Wednesday"), ["2016-11-15", "2016-11-16"]);
}

#[test]
fn recurrences() {
    check(&[
        ("every Monday from 9 to 10", "1 × (XXXX-WXX-1T09,XXXX-WXX-1T10,PT1H)"),
        ("daily from 9am to 5pm", "1 × (T09,T17,PT8H)"),
        ("8am–10pm daily", "1 × (T08,T22,PT14H)"),
        ("at 7 every evening", "1 × T19"),
        ("every night at ten", "1 × T22"),
        ("every Sunday morning at 8", "1 × XXXX-WXX-7T08"),
        ("every year on 5 May", "1 × XXXX-05-05"),
        ("monthly on the 5th", "1 × XXXX-XX-05"),
        ("weekly on Mondays", "1 × XXXX-WXX-1"),
        ("every first of the month", "1 × XXXX-XX-01"),
        ("on the 1st and 15th of each month", "1 × XXXX-XX-01"),
        ("every 1st and 3rd Friday", "1 × XXXX-XX-WXX-5-#1"),
        ("once in two weeks", "1 × P2W"),
        ("a couple of times a week", "2 × P1W"),
        ("five days a week", "5 × P1W"),
        ("twice-yearly", "2 × P1Y"),
        ("on alternate Tuesdays", "1 × XXXX-WXX-2"),
        ("each New Year's Eve", "1 × XXXX-12-31"),
        ("any day next week", "2016-11-14/2016-11-20"),
        ("1,000 days", "86400000 s"),
    ]);
}

#[test]
fn not_a_date() {
    for text in [
        "It costs from 5 to 10 dollars.",
        "between 3 and 5 kg",
        "a year-round resort",
        "2,5 hours",
        "half the people",
        "half seven people were there",
        "all through the house",
        "0q",
        "quarter 0 of the field",
    ] {
        assert!(all_meanings(text).is_empty(), "{text}: {:?}", all_meanings(text));
    }
}

#[test]
fn numbers_that_count_something_else_are_no_hours() {
    check(&[
        ("Sunday morning, 7 pounds", "2016-11-06T08:00:00Z/2016-11-06T12:00:00Z or 2016-11-13T08:00:00Z/2016-11-13T12:00:00Z"),
        ("Sunday morning, 7 am", "2016-11-06T07:00:00Z or 2016-11-13T07:00:00Z"),
        ("Rovers beat Town 3-1 on Saturday.", "2016-11-05 or 2016-11-12"),
        ("this afternoon at 3ish", "2016-11-07T15:00:00Z"),
        ("in exactly two weeks", "2016-11-21/2016-11-27"),
        ("within two weeks of the accident", "1209600 s"),
        ("the next business day", "2016-11-08"),
        ("EOY 2017", "2017-09-01/2017-12-31"),
        ("from late 2015 to early 2016", "between 2015-07-01/2015-12-31 to 2016-01-01/2016-06-30"),
        (
            "late May to mid June",
            "between 2016-05-16/2016-05-31 to 2016-06-10/2016-06-20 or between 2017-05-16/2017-05-31 to 2017-06-10/2017-06-20",
        ),
    ]);
}

#[test]
fn what_letters_reports_and_reference_works_say() {
    check(&[
        ("One Sunday in June we met.", "2016-06 or 2017-06"),
        ("We met one Sunday afternoon.", "2016-11-06T12:00:00Z/2016-11-06T16:00:00Z or 2016-11-13T12:00:00Z/2016-11-13T16:00:00Z"),
        ("We shall call on Tuesday last.", "2016-11-01"),
        ("The Monday before, it rained.", "2016-10-31 or 2016-11-07 (spoken of)"),
        ("The following Friday it rained.", "2016-11-18 (spoken of)"),
        ("He served 1914–18.", "between 1914 to 1918"),
        ("Passed 4 Jul 76, in Boston", "1976-07-04"),
        ("10.30 on Sunday", "2016-11-06T10:30:00Z or 2016-11-06T22:30:00Z or 2016-11-13T10:30:00Z or 2016-11-13T22:30:00Z"),
        ("between the 10th and the 12th", "between 2016-10-10 to 2016-10-12 or between 2016-11-10 to 2016-11-12"),
        ("a letter from March", "2016-03 or 2017-03"),
        ("in two to three weeks", "2016-11-21/2016-12-04 (vague)"),
        ("three to four years ago", "2012-01-01/2013-12-31 (vague)"),
        ("for the fiscal year ended September 30, 2015", "between 2014-10-01 to 2015-09-30"),
        ("at the turn of the 20th century", "1895-01-01/1904-12-31 (vague)"),
        ("in the early-to-mid 1990s", "1990-01-01/1996-12-31"),
        ("mid to late 2015", "2015-05-01/2015-12-31"),
        ("in the early hours of 3 June 2015", "2015-06-03/2015-06-03T05:00:00Z"),
        ("over the past year", "between 2015-11-07 to 2016-11-07"),
        ("sales for the past quarter", "2016-07-01/2016-09-30"),
        ("by close of play on Friday", "until .. to 2016-11-04T23:59:59 or until .. to 2016-11-11T23:59:59"),
    ]);
    for text in ["It stands to this day.", "Back in the day, we danced.", "Ana works for 3S."] {
        assert!(all_meanings(text).is_empty(), "{text}: {:?}", all_meanings(text));
    }
}

//! Tables of the many forms that one thing takes; the reference is Monday 7 November 2016, 16:12.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod shown;

use shown::{all_meanings, check};

#[test]
fn lists_share_a_month_a_year_or_a_unit() {
    let all = |text: &str| all_meanings(text).join("; ");
    assert_eq!(all("on the 5th, 6th and 7th of May"), "2016-05-05 or 2017-05-05; 2016-05-06 or 2017-05-06; 2016-05-07 or 2017-05-07");
    assert_eq!(all("May 5, 6 and 7, 2019"), "2019-05-05; 2019-05-06; 2019-05-07");
    assert_eq!(all("June 2nd or 3rd, 2015"), "2015-06-02; 2015-06-03");
    assert_eq!(all("May and June 2015"), "2015-05; 2015-06");
    assert_eq!(all("spring or summer of 2015"), "2015-03-01/2015-05-31; 2015-06-01/2015-08-31");
    assert_eq!(all("the 18th and 19th centuries"), "17XX; 18XX");
    assert_eq!(all("Mondays and Fridays"), "1 × XXXX-WXX-1; 1 × XXXX-WXX-5");
    assert_eq!(all("every Monday and Wednesday"), "1 × XXXX-WXX-1; 1 × XXXX-WXX-3");
    assert_eq!(all("Tuesday and Wednesday next week"), "2016-11-15; 2016-11-16");
    assert_eq!(all("at 3 or 4 pm"), "15:00; 16:00");
    assert_eq!(all("On May 5 20 people came."), "2016-05-05 or 2017-05-05");
}

#[test]
fn days() {
    check(&[
        ("a week on Friday", "2016-11-18"),
        ("tomorrow week", "2016-11-15"),
        ("Friday week", "2016-11-18"),
        ("the same day next week", "2016-11-14"),
        ("this month last year", "2015-11"),
        ("day before Thanksgiving", "2015-11-25 or 2016-11-23"),
        ("the third Sunday after Easter", "2016-04-17 or 2017-05-07"),
        ("last business day of the month", "2016-11-30 (spoken of)"),
        ("first weekday of June 2019", "2019-06-03"),
        ("this month's 15th", "2016-11-15"),
        ("3 weeks earlier than May 5", "2017-04-14"),
        ("16. 12. 2016", "2016-12-16"),
        ("on 4-23", "2016-04-23 or 2017-04-23"),
        ("11/11 (Sunday)", "2015-11-11 or 2016-11-11"),
        ("Monday 7", "2016-11-07"),
        ("next Thursday, the 17th", "2016-11-17"),
        ("on 9/11", "2016-09-11 or 2017-09-11"),
        ("two weekends ago", "2016-10-29/2016-10-30"),
        ("the week of the 12th", "2016-10-10/2016-10-16 or 2016-11-07/2016-11-13"),
        ("Christmas week", "2015-12-21/2015-12-27 or 2016-12-19/2016-12-25"),
        ("trinity Sunday 2019", "2019-06-16"),
        ("St. George's Day 2019", "2019-04-23"),
    ]);
}

#[test]
fn periods() {
    check(&[
        ("Q4 last year", "2015-10-01/2015-12-31"),
        ("3Q 2018", "2018-07-01/2018-09-30"),
        ("Q1-Q3 2019", "between 2019-01-01/2019-03-31 to 2019-07-01/2019-09-30"),
        ("fiscal 2018", "2018"),
        ("2012-W15", "2012-04-09/2012-04-15"),
        ("week 2 of May 2016", "2016-05-09/2016-05-15"),
        ("the rest of 2016", "2016-11-07/2016-12-31"),
        ("ytd", "between 2016-01-01 to 2016-11-07"),
        ("Winter 2014-15", "2014-12-01/2015-02-28"),
        ("2015 summer", "2015-06-01/2015-08-31"),
        ("the 2010-11 season", "between 2010 to 2011"),
        ("in 2010-11", "2010-11"),
        ("before 2015/05", "before .. to 2015-05"),
        ("the latter half of 2015", "2015-07-01/2015-12-31"),
        ("the first decade of the 20th century", "190X"),
        ("nineteen-fifties", "195X"),
        ("throughout 2015", "2015"),
        ("the 2008 elections", "2008"),
        ("(b. 1901, d. 1980)", "1901"),
    ]);
}

#[test]
fn bounds_and_stretches() {
    check(&[
        ("> 2015", "after 2015 to .."),
        ("<= 5/1/2019", "until .. to 2019-05-01"),
        ("not until 2010", "since 2010 to .."),
        ("4pm or later", "since 16:00 to .."),
        ("from the 12th to the 15th", "between 2016-10-12 to 2016-10-15 or between 2016-11-12 to 2016-11-15"),
        ("between the 14th and 16th century", "between 13XX to 15XX"),
        ("from Tuesday to Friday next week", "between 2016-11-15 to 2016-11-18"),
        ("13 December, 1998-30 June 2001", "between 1998-12-13 to 2001-06-30"),
        ("2007 to 2009", "between 2007 to 2009"),
        ("in the past 24 hours", "between 2016-11-06T16:12:00Z to 2016-11-07T16:12:00Z"),
        ("from nine to five", "between 09:00 to 17:00 or between 21:00 to 29:00"),
        ("5 to 6 in the afternoon", "between 17:00 to 18:00"),
    ]);
}

#[test]
fn clocks() {
    check(&[
        ("tonight at around 7", "2016-11-07T19:00:00Z"),
        ("until midnight tonight", "until .. to 2016-11-08T00:00:00Z"),
        ("tomorrow's afternoon", "2016-11-08T12:00:00Z/2016-11-08T16:00:00Z"),
        ("tomorrow eod", "2016-11-08T23:59:59Z"),
        ("end of day tomorrow", "2016-11-08T23:59:59Z"),
        ("an hour before 5pm tomorrow", "2016-11-08T16:00:00Z"),
        ("later tonight", "2016-11-07T22:00:00Z/2016-11-07"),
        ("early in the day tomorrow", "2016-11-08/2016-11-08T12:00:00Z"),
        ("at seven oh five", "07:05 or 19:05"),
        ("at 730pm", "19:30"),
        ("at 19h30", "19:30"),
        ("noonish", "12:00"),
        ("2001-09-11T08:46:00.000Z", "2001-09-11T08:46:00Z"),
        ("Tue Sep 11 08:46:00 EDT 2001", "2001-09-11T12:46:00Z"),
        ("08:46", "08:46"),
        ("twelve noon", "12:00"),
    ]);
}

#[test]
fn lengths() {
    check(&[
        ("for years", "94608000 s (vague)"),
        ("I haven't seen her in 3 years.", "94608000 s"),
        ("the first time in 10 years", "315360000 s"),
        ("not in decades", "nothing"),
        ("I'll be there in 3 days.", "2016-11-10"),
        ("two-and-a-half hours", "9000 s"),
        ("1 1/4 hours", "4500 s"),
        ("three quarters of an hour", "2700 s"),
        ("a year and a quarter", "39420000 s"),
        ("1h30m", "5400 s"),
        ("a day or two", "129600 s (vague)"),
        ("between 3 and 5 days", "345600 s (vague)"),
        ("every 2-3 days", "1 × P2.5D"),
        ("three times weekly", "3 × P1W"),
        ("Saturday mornings at 9", "1 × XXXX-WXX-6T09"),
        ("the 5th of every month at 9am", "1 × XXXX-XX-05T09"),
        ("the first Monday of every month", "1 × XXXX-XX-WXX-1-#1"),
    ]);
}

#[test]
fn not_a_date() {
    for text in [
        "capacity up to 10,000 mAh",
        "charge it up to 3-4 times",
        "reduced by 10 (3d6)",
        "air pressure between 10-20 PSI",
        "use about 1/4 to 1/2 of the original recipe",
        "pH 6.5-8.5, but",
        "between 6.50 % to 7.88 %",
        "the satellite Sentinel-2A",
        "priced at 20-30% off",
        "an accident at 18, and then",
        "someone in their mid-20s",
        "<b>2010</b>",
        "two million years ago",
        "CD 3-1663",
        "the 9/11 attacks",
        "since childhood",
        "Chinese New Year",
        "once in a while, every now and then, in no time",
        "between the 3rd and 12th floor",
    ] {
        assert!(all_meanings(text).is_empty(), "{text}: {:?}", all_meanings(text));
    }
}

#[test]
fn forms_and_contracts() {
    check(&[
        ("Valid from 01.12.2016 until 28.02.2017 inclusive.", "between 2016-12-01 to 2017-02-28"),
        ("From 3/11/2016 to 25/11/2016.", "between 2016-11-03 to 2016-11-25"),
        ("Due 03/11/2016.", "2016-03-11"),
        ("On 3/11/2016 and 11/25/2016.", "2016-03-11"),
        ("On 3/11/2016, then 25/11/2016 and 11/25/2016.", "2016-03-11"),
        ("for a term of twenty-four (24) months", "62208000 s"),
        ("upon ninety (90) days' written notice", "7776000 s"),
        ("ninety (60) days", "nothing"),
        ("Let rise for 45 min to 1 hour.", "2700 s"),
        ("the Christmas before last", "2014-12-25"),
        ("A week after the wedding we flew to Bali.", "604800 s after the wedding"),
        ("Two days after the day we met she called.", "172800 s after the day we met"),
    ]);
}

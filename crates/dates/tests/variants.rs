//! Tables of the ways in which people vary one thing: spelling, order, connectives; the reference is Monday 7 November 2016, 16:12.

mod shown;

use shown::{all_meanings, check};

#[test]
fn misspelt_words_are_read_as_meant() {
    check(&[
        ("See you tommorrow.", "2016-11-08"),
        ("yesturday at 5pm", "2016-11-06T17:00:00Z"),
        ("next wensday", "2016-11-16"),
        ("on the 3rd of febuary 2015", "2015-02-03"),
        ("friday nite", "2016-11-04T20:00:00Z/2016-11-04 or 2016-11-11T20:00:00Z/2016-11-11"),
        ("untill next friday", "until .. to 2016-11-18"),
    ]);
}

#[test]
fn short_units_and_loose_counts() {
    check(&[
        ("2 d ago", "2016-11-05"),
        ("for 3 mths", "7776000 s"),
        ("3 mo", "7776000 s"),
        ("for 45s", "45 s"),
        ("an hour and half", "5400 s"),
        ("thirty and six hours", "129600 s"),
        ("3 dozen days", "3110400 s"),
        ("for a number of weeks", "1814400 s (vague)"),
        ("for hundreds of years", "9460800000 s (vague)"),
        ("some days ago", "2016-10-08/2016-11-07 (vague)"),
        ("the last 3 fiscal years", "between 2013-11-07 to 2016-11-07"),
        ("within minutes", "between 2016-11-07T16:12:00 to 2016-11-07T16:15:00 (vague)"),
        ("I'll be back in more than 2 weeks.", "after 2016-11-21 to .."),
        ("Two weeks after, he left.", "2016-11-21/2016-11-27 (spoken of)"),
        ("every quarter hour", "1 × PT0.25H"),
    ]);
}

#[test]
fn days_told_by_number_alone() {
    let all = |text: &str| all_meanings(text).join("; ");
    assert_eq!(all("on the 5th or 6th"), "2016-11-05 or 2016-12-05; 2016-11-06 or 2016-12-06");
    check(&[
        ("I'll be back on 15.", "2016-10-15 or 2016-11-15"),
        ("the 15th, 8pm", "2016-10-15T20:00:00Z or 2016-11-15T20:00:00Z"),
        ("8 p.m. the 15th", "2016-10-15T20:00:00Z or 2016-11-15T20:00:00Z"),
        ("from 4 to 23 this month", "between 2016-11-04 to 2016-11-23"),
        ("4th to 23rd this month", "between 2016-11-04 to 2016-11-23"),
    ]);
}

#[test]
fn clocks_in_other_words() {
    check(&[
        ("thirty-six past eight", "08:36 or 20:36"),
        ("twenty to nine in the evening", "20:40"),
        ("half an hour past noon", "12:30"),
        ("at 9:30p", "21:30"),
        ("8a-5p", "between 08:00 to 17:00"),
        ("back seven thirty tonight", "2016-11-07T19:30:00Z"),
        ("Friday a.m.", "2016-11-04T08:00:00Z/2016-11-04T12:00:00Z or 2016-11-11T08:00:00Z/2016-11-11T12:00:00Z"),
        ("at the end of the day on Friday", "2016-11-04T23:59:59Z or 2016-11-11T23:59:59Z"),
        ("at this time tomorrow", "2016-11-08T16:12:00Z"),
        ("last night at 7 to 9", "between 2016-11-06T19:00:00 to 2016-11-06T21:00:00"),
        ("tomorrow afternoon 2-4", "between 2016-11-08T14:00:00 to 2016-11-08T16:00:00"),
        ("from 3pm on", "since 15:00 to .."),
        ("12.48 pm - 3 lbs", "12:48"),
    ]);
    assert_eq!(all_meanings("in the morning or afternoon"), ["08:00-12:00", "12:00-16:00"]);
}

#[test]
fn periods_in_other_words() {
    check(&[
        ("Back in '16 we met.", "2016"),
        ("next year in January", "2017-01"),
        ("next year on September 23", "2017-09-23"),
        ("this Q3", "2016-07-01/2016-09-30"),
        ("next Q1", "2017-01-01/2017-03-31"),
        ("the final quarter of 2018", "2018-10-01/2018-12-31"),
        ("the first and second quarter of 2018", "2018-01-01/2018-03-31"),
        ("week no. 5", "2016-02-01/2016-02-07"),
        ("midweek", "2016-11-09/2016-11-10"),
        ("We worked the whole week.", "2016-11-07/2016-11-13 (spoken of)"),
        ("the early 70s", "1970-01-01/1973-12-31"),
        ("the late 19th century", "1867-01-01/1899-12-31"),
        ("2010 or 2011", "2010"),
    ]);
}

#[test]
fn connectives() {
    check(&[
        ("May 3 till 5", "between 2016-05-03 to 2016-05-05 or between 2017-05-03 to 2017-05-05"),
        ("from the first to the third week of May 2015", "between 2015-05-04/2015-05-10 to 2015-05-18/2015-05-24"),
        (
            "from spring to fall",
            "between 2016-03-01/2016-05-31 to 2016-09-01/2016-11-30 or between 2017-03-01/2017-05-31 to 2017-09-01/2017-11-30",
        ),
        ("from 2010 to date", "between 2010 to 2016-11-07T16:12:00"),
        ("2014~16", "between 2014 to 2016"),
        ("in or after 2010", "since 2010 to .."),
        ("before or on May 3, 2015", "until .. to 2015-05-03"),
    ]);
}

#[test]
fn recurrences_in_other_orders() {
    check(&[
        ("5pm on Fridays", "1 × XXXX-WXX-5T17"),
        ("at noon on weekdays", "1 × P1WDT12"),
        ("between 8 and 9 am on weekdays", "1 × (P1WDT08,P1WDT09,PT1H)"),
        ("half-yearly", "1 × P0.5Y"),
        ("six-monthly", "1 × P6M"),
        ("every midnight", "1 × T00"),
    ]);
    assert_eq!(all_meanings("Monday to Friday, 8am to 5pm").len(), 2);
}

#[test]
fn years_alone() {
    check(&[
        ("An estimate issued in 2003 suggests it.", "2003"),
        ("He published a 1999 paper.", "1999"),
        ("after Yang's 2003 mission", "2003"),
        ("We went to the World Cup 2018.", "2018"),
        ("It was a mess. 2005 was better.", "2005"),
        ("I think 2012 will be a great year.", "2012"),
    ]);
}

#[test]
fn dates_lend_each_other_years_and_weekdays() {
    check(&[
        ("between mid-August and mid-October 2002", "between 2002-08-10/2002-08-20 to 2002-10-10/2002-10-20"),
        ("late March or early April 2003", "2003-03-16/2003-03-31"),
        ("March 30, 2004 Tuesday", "2004-03-30"),
        ("May 22 (Tuesday), 2018", "2018-05-22"),
        ("17-2019-October", "2019-10-17"),
        ("jan.12.2016", "2016-01-12"),
        ("in both summer and winter", "2016-06-01/2016-08-31 or 2017-06-01/2017-08-31"),
        ("in the next week or so", "between 2016-11-08 to 2016-11-15 (vague)"),
        ("a second ago", "2016-11-07T16:11:59Z"),
        ("in 5m", "2016-11-07T16:17:00Z"),
    ]);
}

#[test]
fn not_a_date() {
    for text in [
        "I read the Sunday Times.",
        "He has a day job and she is a night owl.",
        "It runs by night.",
        "a 1500 word essay",
        "in Room 2010, with Windows 2000",
        "OK, 1701 LOCUST STREET it is.",
        "a day to day basis",
        "100s of birds",
        "the last week of school",
        "the last Monday of the term",
        "his last year of high school",
        "You May Also Like",
    ] {
        assert!(all_meanings(text).is_empty(), "{text}: {:?}", all_meanings(text));
    }
}

#[test]
fn chat_and_calendar_words() {
    check(&[
        ("see you 2nite at 8", "2016-11-07T20:00:00Z"),
        ("c u 2moro", "2016-11-08"),
        ("by EOW", "until .. to 2016-11-14T00:00:00"),
        ("this wknd", "2016-11-12/2016-11-13"),
        ("back seven thirty tomorrow", "2016-11-08T07:30:00Z or 2016-11-08T19:30:00Z"),
        ("back on 15 at 8:00pm", "2016-10-15T20:00:00Z or 2016-11-15T20:00:00Z"),
        ("at 7 56 pm", "19:56"),
        ("12 o'clock noon", "12:00"),
        ("my gift on the 3/8", "2016-03-08 or 2017-03-08"),
        ("the night before the 5th", "2016-11-04T20:00:00Z/2016-11-04 or 2016-12-04T20:00:00Z/2016-12-04"),
        ("next 2 or 3 days", "between 2016-11-08 to 2016-11-11 (vague)"),
        ("up to and including May 5, 2015", "until .. to 2015-05-05"),
        ("in 500 B.C. it was new", "-0499"),
        ("plan meals for the week and more", "2016-11-07/2016-11-13 (spoken of)"),
    ]);
    assert!(all_meanings("I haven't talked to you in a bit. Can you recommend some day trips?").is_empty());
}

/// What stands about a time changes nothing of what it means, as long as it is no part of it.
#[test]
fn the_sentence_goes_on() {
    const TIMES: [&str; 17] = [
        "at 7",
        "on the 18th",
        "on 18th",
        "for the week",
        "from now on",
        "from 3 to 5",
        "two days after today",
        "this morning at 7",
        "on the last Monday of the year",
        "over the summer",
        "by the 15th",
        "two weeks before",
        "every Monday at 4",
        "May 3 or earlier",
        "from 2010 to date",
        "in the spring",
        "in half an hour",
    ];
    const AFTER: [&str; 16] = [
        "",
        ".",
        "!",
        " - thanks",
        " via Zoom",
        " with Bob",
        " for dinner",
        " in London",
        " please",
        " from home",
        " and then home",
        " is fine",
        " so we can talk",
        " instead",
        ", right?",
        " (maybe)",
    ];
    for time in TIMES {
        let plain = all_meanings(&format!("I will be back {time}"));
        assert_eq!(plain.len(), 1, "{time}: {plain:?}");
        for after in AFTER {
            let text = format!("I will be back {time}{after}");
            assert_eq!(all_meanings(&text).first(), plain.first(), "{text}");
        }
    }
}

#[test]
fn signs_for_words_and_dashes() {
    check(&[
        ("between 4pm & 5pm", "between 16:00 to 17:00"),
        ("1 hour & 30 minutes", "5400 s"),
        ("dinner @ 8", "08:00 or 20:00"),
        ("from three - five pm", "between 15:00 to 17:00"),
        ("from next friday - Oct 1st 2020", "between 2016-11-18 to 2020-10-01"),
        ("back around 7", "07:00 or 19:00"),
        ("tomorrow morning around 8", "2016-11-08T08:00:00Z"),
        ("1. Oct 2, 2015", "2015-10-02"),
        ("September of the following year", "2017-09"),
        ("3pm or before", "until .. to 15:00"),
        ("Is it May to July?", "between 2016-05 to 2016-07 or between 2017-05 to 2017-07"),
        ("weeks from now", "2016-11-07/2017-05-05 (vague)"),
    ]);
}

#[test]
fn opening_hours_and_office_words() {
    assert_eq!(all_meanings("Mon–Fri: 9:00–17:00").len(), 2);
    assert_eq!(all_meanings("open Mon-Fri 9-5, Sat 10am-2pm").len(), 2);
    check(&[
        ("Mon–Fri: 9:00–17:00", "between 2016-10-31 to 2016-11-04 or between 2016-11-07 to 2016-11-11"),
        ("weekdays 9-5", "1 × (P1WDT09,P1WDT17,PT8H)"),
        ("from Monday through to Friday", "between 2016-10-31 to 2016-11-04 or between 2016-11-07 to 2016-11-11"),
        ("through at least May 2017", "until .. to 2017-05"),
        ("see you in the am", "08:00-12:00"),
        ("this pm", "2016-11-07T12:00:00Z/2016-11-07T16:00:00Z"),
        ("week five", "2016-02-01/2016-02-07"),
        ("week two of May 2016", "2016-05-09/2016-05-15"),
        ("on the five to seven of May 2015", "between 2015-05-05 to 2015-05-07"),
        ("between May three and May five, 2019", "between 2019-05-03 to 2019-05-05"),
        ("tomorrow after five", "after 2016-11-08T05:00:00 to .. or after 2016-11-08T17:00:00 to .."),
    ]);
}

#[test]
fn nothing_reaches_over_an_empty_line() {
    assert_eq!(all_meanings("in 10 minutes\n\n10 seconds"), ["2016-11-07T16:22:00Z", "10 s"]);
    assert_eq!(all_meanings("in 10 minutes\n10 seconds"), ["2016-11-07T16:22:10Z"]);
    assert_eq!(all_meanings("See you on Friday\n\n5 May 2015 was fun"), ["2016-11-04 or 2016-11-11", "2015-05-05"]);
}

#[test]
fn stamps_of_mail_chat_and_logs() {
    check(&[
        ("2018-06-15T20:00:00.123Z", "2018-06-15T20:00:00Z"),
        ("2018-06-15T20:00:00.000+0100", "2018-06-15T19:00:00Z"),
        ("Thu, 14 Jun 2018 10:00:00 +0200", "2018-06-14T08:00:00Z"),
        ("[6/14/18, 10:02:33 PM] Ana: hi", "2018-06-14T22:02:33Z"),
        ("22:02 | 14 June 2018", "2018-06-14T22:02:00Z"),
        ("10:02 AM · Jun 14, 2018", "2018-06-14T10:02:00Z"),
        ("tomorrow at 9am (EST)", "2016-11-08T14:00:00Z"),
        ("9am Pacific Time tomorrow", "2016-11-08T09:00:00Z"),
        ("10:00 ((((((", "10:00 or 22:00"),
    ]);
}

#[test]
fn years_and_parts_of_years_in_reports() {
    check(&[
        ("the 2018/2019 season", "between 2018 to 2019"),
        ("Winter of 2018-2019", "2018-12-01/2019-02-28"),
        ("third-quarter 2018 results", "2018-07-01/2018-09-30"),
        ("year-end 2018", "2018-09-01/2018-12-31"),
        ("at the end of the year 2018", "2018-09-01/2018-12-31"),
        ("end-June 2018", "2018-06-16/2018-06-30"),
        ("on Giving Tuesday 2018", "2018-11-27"),
    ]);
}

#[test]
fn what_is_said_on_the_day_itself() {
    check(&[
        ("on Monday", "2016-10-31 or 2016-11-07"),
        ("Monday at 6pm", "2016-10-31T18:00:00Z or 2016-11-07T18:00:00Z"),
        ("from September to December", "between 2016-09 to 2016-12"),
        ("from March to May", "between 2016-03 to 2016-05 or between 2017-03 to 2017-05"),
        ("from the end of March 2015 to the middle of September 2015", "between 2015-04-01T00:00:00 to 2015-09-16"),
        ("offline for the hour", "3600 s"),
        ("back 11ish", "11:00"),
        ("tomorrow 6-ish", "2016-11-08T06:00:00Z"),
        ("in the night-time", "00:00-08:00"),
        ("March third 14 was a good day.", "2014-03-03"),
        ("On May 5th 20 people came.", "2016-05-05 or 2017-05-05"),
    ]);
}

//! Holidays that the English-speaking calendars fix by date or by rule.

use chrono::{NaiveDate, Weekday};

use crate::{
    calendar::{Span, add_days, weekday_within},
    parse::Parser,
};

/// How a holiday falls in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    Fixed(u32, u32),
    /// The nth weekday of a month; −1 is the last.
    Nth(i64, Weekday, u32),
    /// Days from Easter Sunday.
    Easter(i64),
    /// Days from the fourth Thursday of November.
    Thanksgiving(i64),
}

impl Rule {
    pub(crate) fn in_year(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Nth(number, day, month) => weekday_within(Span::month(year, month)?, day, number),
            Self::Easter(days) => add_days(easter(year)?, days),
            Self::Thanksgiving(days) => add_days(weekday_within(Span::month(year, 11)?, Weekday::Thu, 4)?, days),
        }
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)
}

use Rule::{Easter, Fixed, Nth, Thanksgiving};
use Weekday::{Mon, Sun};

/// Names as sequences of words, longer ones before those they begin with.
const HOLIDAYS: &[(&[&str], Rule)] = &[
    (&["new", "year", "'", "s", "eve"], Fixed(12, 31)),
    (&["new", "years", "eve"], Fixed(12, 31)),
    (&["new", "year", "eve"], Fixed(12, 31)),
    (&["new", "year", "'", "s", "day"], Fixed(1, 1)),
    (&["new", "year", "'", "s"], Fixed(1, 1)),
    (&["new", "years", "day"], Fixed(1, 1)),
    (&["new", "years"], Fixed(1, 1)),
    (&["new", "year", "day"], Fixed(1, 1)),
    (&["new", "year"], Fixed(1, 1)),
    (&["international", "workers", "'", "day"], Fixed(5, 1)),
    (&["workers", "'", "day"], Fixed(5, 1)),
    (&["international", "workers", "day"], Fixed(5, 1)),
    (&["kwanzaa"], Fixed(12, 26)),
    (&["st", "george", "'", "s", "day"], Fixed(4, 23)),
    (&["st", ".", "george", "'", "s", "day"], Fixed(4, 23)),
    (&["saint", "george", "'", "s", "day"], Fixed(4, 23)),
    (&["st", "andrew", "'", "s", "day"], Fixed(11, 30)),
    (&["st", ".", "andrew", "'", "s", "day"], Fixed(11, 30)),
    (&["st", "david", "'", "s", "day"], Fixed(3, 1)),
    (&["st", ".", "david", "'", "s", "day"], Fixed(3, 1)),
    (&["st", ".", "patricks", "day"], Fixed(3, 17)),
    (&["saint", "patrick", "'", "s", "day"], Fixed(3, 17)),
    (&["saint", "patricks", "day"], Fixed(3, 17)),
    (&["st", "patty", "'", "s", "day"], Fixed(3, 17)),
    (&["saint", "valentine", "'", "s", "day"], Fixed(2, 14)),
    (&["st", ".", "valentine", "'", "s", "day"], Fixed(2, 14)),
    (&["all", "hallows", "'", "eve"], Fixed(10, 31)),
    (&["all", "hallows", "eve"], Fixed(10, 31)),
    (&["all", "hallows", "day"], Fixed(11, 1)),
    (&["bonfire", "night"], Fixed(11, 5)),
    (&["star", "wars", "day"], Fixed(5, 4)),
    (&["patriot", "day"], Fixed(9, 11)),
    (&["constitution", "day"], Fixed(9, 17)),
    (&["pearl", "harbor", "day"], Fixed(12, 7)),
    (&["world", "aids", "day"], Fixed(12, 1)),
    (&["international", "men", "'", "s", "day"], Fixed(11, 19)),
    (&["international", "children", "'", "s", "day"], Fixed(6, 1)),
    (&["singles", "'", "day"], Fixed(11, 11)),
    (&["singles", "day"], Fixed(11, 11)),
    (&["single", "'", "s", "day"], Fixed(11, 11)),
    (&["thanksgiving", "eve"], Thanksgiving(-1)),
    (&["small", "business", "saturday"], Thanksgiving(2)),
    (&["giving", "tuesday"], Thanksgiving(5)),
    (&["tax", "day"], Fixed(4, 15)),
    (&["arbor", "day"], Nth(-1, Weekday::Fri, 4)),
    (&["patriots", "'", "day"], Nth(3, Mon, 4)),
    (&["patriots", "day"], Nth(3, Mon, 4)),
    (&["world", "environment", "day"], Fixed(6, 5)),
    (&["human", "rights", "day"], Fixed(12, 10)),
    (&["christmas", "time"], Fixed(12, 25)),
    (&["xmas", "day"], Fixed(12, 25)),
    (&["x", "-", "mas"], Fixed(12, 25)),
    (&["st", "stephen", "'", "s", "day"], Fixed(12, 26)),
    (&["st", ".", "stephen", "'", "s", "day"], Fixed(12, 26)),
    (&["saint", "stephen", "'", "s", "day"], Fixed(12, 26)),
    (&["mothering", "sunday"], Easter(-21)),
    (&["easter", "saturday"], Easter(-1)),
    (&["easter", "eve"], Easter(-1)),
    (&["easter", "friday"], Easter(-2)),
    (&["whit", "sunday"], Easter(49)),
    (&["trinity", "sunday"], Easter(56)),
    (&["feast", "of", "corpus", "christi"], Easter(60)),
    (&["fat", "tuesday"], Easter(-47)),
    (&["pancake", "day"], Easter(-47)),
    (&["turkey", "day"], Thanksgiving(0)),
    (&["thanks", "giving", "day"], Thanksgiving(0)),
    (&["thanks", "giving"], Thanksgiving(0)),
    (&["martin", "luther", "king", "'", "s", "day"], Nth(3, Mon, 1)),
    (&["martin", "luther", "king", ",", "jr", ".", "day"], Nth(3, Mon, 1)),
    (&["martin", "luther", "king", "junior", "day"], Nth(3, Mon, 1)),
    (&["mlk", "jr", ".", "day"], Nth(3, Mon, 1)),
    (&["mlk", "jr", "day"], Nth(3, Mon, 1)),
    (&["washington", "birthday"], Nth(3, Mon, 2)),
    (&["mother", "day"], Nth(2, Sun, 5)),
    (&["father", "day"], Nth(3, Sun, 6)),
    (&["parents", "'", "day"], Nth(4, Sun, 7)),
    (&["grandparents", "'", "day"], Nth(1, Sun, 9)),
    (&["grandparents", "day"], Nth(1, Sun, 9)),
    (&["decoration", "day"], Nth(-1, Mon, 5)),
    (&["columbus", "'", "day"], Nth(2, Mon, 10)),
    (&["indigenous", "people", "'", "s", "day"], Nth(2, Mon, 10)),
    (&["veterans", "'", "day"], Fixed(11, 11)),
    (&["veteran", "day"], Fixed(11, 11)),
    (&["international", "womens", "day"], Fixed(3, 8)),
    (&["labor", "'", "s", "day"], Nth(1, Mon, 9)),
    (&["april", "fool", "day"], Fixed(4, 1)),
    (&["all", "fools", "'", "day"], Fixed(4, 1)),
    (&["all", "fools", "day"], Fixed(4, 1)),
    (&["ground", "hog", "day"], Fixed(2, 2)),
    (&["us", "independence", "day"], Fixed(7, 4)),
    (&["american", "independence", "day"], Fixed(7, 4)),
    (&["inauguration", "day"], Fixed(1, 20)),
    (&["midsummer", "day"], Fixed(6, 24)),
    (&["twelfth", "night"], Fixed(1, 5)),
    (&["christmastime"], Fixed(12, 25)),
    (&["nye"], Fixed(12, 31)),
    (&["christmas", "eve"], Fixed(12, 24)),
    (&["xmas", "eve"], Fixed(12, 24)),
    (&["christmas", "day"], Fixed(12, 25)),
    (&["christmas"], Fixed(12, 25)),
    (&["xmas"], Fixed(12, 25)),
    (&["boxing", "day"], Fixed(12, 26)),
    (&["halloween"], Fixed(10, 31)),
    (&["all", "saints", "day"], Fixed(11, 1)),
    (&["all", "saints", "'", "day"], Fixed(11, 1)),
    (&["all", "souls", "day"], Fixed(11, 2)),
    (&["guy", "fawkes", "day"], Fixed(11, 5)),
    (&["guy", "fawkes", "night"], Fixed(11, 5)),
    (&["valentine", "'", "s", "day"], Fixed(2, 14)),
    (&["valentines", "day"], Fixed(2, 14)),
    (&["valentine", "day"], Fixed(2, 14)),
    (&["valentine", "'", "s"], Fixed(2, 14)),
    (&["saint", "patrick", "'", "s", "day"], Fixed(3, 17)),
    (&["st", "patrick", "'", "s", "day"], Fixed(3, 17)),
    (&["st", ".", "patrick", "'", "s", "day"], Fixed(3, 17)),
    (&["st", "patricks", "day"], Fixed(3, 17)),
    (&["saint", "patrick"], Fixed(3, 17)),
    (&["april", "fools", "'", "day"], Fixed(4, 1)),
    (&["april", "fools", "day"], Fixed(4, 1)),
    (&["april", "fool", "'", "s", "day"], Fixed(4, 1)),
    (&["april", "fools"], Fixed(4, 1)),
    (&["earth", "day"], Fixed(4, 22)),
    (&["anzac", "day"], Fixed(4, 25)),
    (&["may", "day"], Fixed(5, 1)),
    (&["cinco", "de", "mayo"], Fixed(5, 5)),
    (&["juneteenth"], Fixed(6, 19)),
    (&["freedom", "day"], Fixed(6, 19)),
    (&["jubilee", "day"], Fixed(6, 19)),
    (&["canada", "day"], Fixed(7, 1)),
    (&["independence", "day"], Fixed(7, 4)),
    (&["bastille", "day"], Fixed(7, 14)),
    (&["veterans", "day"], Fixed(11, 11)),
    (&["veteran", "'", "s", "day"], Fixed(11, 11)),
    (&["remembrance", "day"], Fixed(11, 11)),
    (&["armistice", "day"], Fixed(11, 11)),
    (&["australia", "day"], Fixed(1, 26)),
    (&["burns", "night"], Fixed(1, 25)),
    (&["groundhog", "day"], Fixed(2, 2)),
    (&["international", "women", "'", "s", "day"], Fixed(3, 8)),
    (&["women", "'", "s", "day"], Fixed(3, 8)),
    (&["pi", "day"], Fixed(3, 14)),
    (&["flag", "day"], Fixed(6, 14)),
    (&["epiphany"], Fixed(1, 6)),
    (&["martin", "luther", "king", "jr", ".", "day"], Nth(3, Mon, 1)),
    (&["martin", "luther", "king", "jr", "day"], Nth(3, Mon, 1)),
    (&["martin", "luther", "king", "day"], Nth(3, Mon, 1)),
    (&["mlk", "day"], Nth(3, Mon, 1)),
    (&["presidents", "'", "day"], Nth(3, Mon, 2)),
    (&["presidents", "day"], Nth(3, Mon, 2)),
    (&["president", "'", "s", "day"], Nth(3, Mon, 2)),
    (&["washington", "'", "s", "birthday"], Nth(3, Mon, 2)),
    (&["mother", "'", "s", "day"], Nth(2, Sun, 5)),
    (&["mothers", "'", "day"], Nth(2, Sun, 5)),
    (&["mothers", "day"], Nth(2, Sun, 5)),
    (&["father", "'", "s", "day"], Nth(3, Sun, 6)),
    (&["fathers", "'", "day"], Nth(3, Sun, 6)),
    (&["fathers", "day"], Nth(3, Sun, 6)),
    (&["memorial", "day"], Nth(-1, Mon, 5)),
    (&["labor", "day"], Nth(1, Mon, 9)),
    (&["labour", "day"], Nth(1, Mon, 9)),
    (&["columbus", "day"], Nth(2, Mon, 10)),
    (&["indigenous", "peoples", "'", "day"], Nth(2, Mon, 10)),
    (&["indigenous", "peoples", "day"], Nth(2, Mon, 10)),
    (&["thanksgiving", "day"], Thanksgiving(0)),
    (&["thanksgiving"], Thanksgiving(0)),
    (&["black", "friday"], Thanksgiving(1)),
    (&["cyber", "monday"], Thanksgiving(4)),
    (&["shrove", "tuesday"], Easter(-47)),
    (&["mardi", "gras"], Easter(-47)),
    (&["ash", "wednesday"], Easter(-46)),
    (&["palm", "sunday"], Easter(-7)),
    (&["maundy", "thursday"], Easter(-3)),
    (&["good", "friday"], Easter(-2)),
    (&["holy", "saturday"], Easter(-1)),
    (&["easter", "sunday"], Easter(0)),
    (&["easter", "monday"], Easter(1)),
    (&["easter", "day"], Easter(0)),
    (&["easter"], Easter(0)),
    (&["ascension", "day"], Easter(39)),
    (&["whit", "monday"], Easter(50)),
    (&["pentecost"], Easter(49)),
];

impl Parser<'_> {
    pub(crate) fn holiday_rule(&self, at: usize) -> Option<(Rule, usize)> {
        if !self.tokens.is_word(at) {
            return None;
        }
        let first = self.word(at);
        HOLIDAYS
            .iter()
            .filter(|(words, _)| words.first() == Some(&first))
            .filter(|(words, _)| {
                words.len() == 1
                    || words[0] != "new"
                    || words.len() > 2
                    || !self.is(
                        at.wrapping_sub(1),
                        &[
                            "a",
                            "happy",
                            "every",
                            "each",
                            "brand",
                            "chinese",
                            "lunar",
                            "jewish",
                            "islamic",
                            "tibetan",
                            "persian",
                            "vietnamese",
                            "hindu",
                        ],
                    )
            })
            .find(|(words, _)| words.iter().enumerate().all(|(offset, word)| self.word(at + offset) == *word))
            .map(|(words, rule)| (*rule, at + words.len()))
    }
}

//! Numbers in digits and in words: how many, which one, which year.

use crate::parse::Parser;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn small(word: &str) -> Option<i64> {
    SMALL.iter().position(|known| *known == word).and_then(|at| i64::try_from(at).ok())
}

fn tens(word: &str) -> Option<i64> {
    TENS.iter().position(|known| *known == word).and_then(|at| i64::try_from(at * 10 + 20).ok())
}

/// A number below a hundred in words: "seven", "forty-two".
///
/// ```
/// assert_eq!(asof_dates::in_words(42).as_deref(), Some("forty-two"));
/// assert_eq!(asof_dates::in_words(100), None);
/// ```
#[must_use]
pub fn in_words(number: usize) -> Option<String> {
    if let Some(word) = SMALL.get(number) {
        return Some((*word).to_owned());
    }
    let ten = TENS.get((number / 10).checked_sub(2)?)?;
    let one = SMALL.get(number % 10).filter(|_| !number.is_multiple_of(10));
    Some(one.map_or_else(|| (*ten).to_owned(), |one| format!("{ten}-{one}")))
}

fn nth(word: &str) -> Option<i64> {
    const WORDS: [&str; 20] = [
        "zeroth",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ];
    match word {
        "twentieth" => Some(20),
        "thirtieth" => Some(30),
        _ => WORDS.iter().position(|known| *known == word).filter(|at| *at != 0).and_then(|at| i64::try_from(at).ok()),
    }
}

/// A word that a number may begin with.
pub(crate) fn is_number_word(word: &str) -> bool {
    matches!(word, "hundred" | "thousand") || small(word).or_else(|| tens(word)).or_else(|| nth(word)).is_some()
}

impl Parser<'_> {
    /// The digits at `at`, of at most `digits` digits.
    pub(crate) fn digits(&self, at: usize, digits: usize) -> Option<i64> {
        let word = self.word(at);
        (self.tokens.is_number(at) && word.len() <= digits).then(|| word.parse().ok())?
    }

    /// "3", "three", "twenty-one", "one hundred and five", "two thousand and five".
    pub(crate) fn cardinal(&self, at: usize) -> Option<(i64, usize)> {
        if let Some(found) = self.grouped_digits(at) {
            return Some(found);
        }
        match self.digits(at, 9) {
            Some(number) => Some((number, at + 1)),
            None => self.cardinal_words(at),
        }
    }

    /// "1,000", "12,000,000".
    fn grouped_digits(&self, at: usize) -> Option<(i64, usize)> {
        let group = |place: usize| {
            let glued = self.word(place) == "," && self.tokens.is_glued(place) && self.tokens.is_glued(place + 1);
            self.digits(place + 1, 3).filter(|_| glued && self.word(place + 1).len() == 3)
        };
        let mut total = self.digits(at, 3)?;
        let mut next = at + 1;
        while let Some(more) = group(next).filter(|_| next < at + 5) {
            total = total * 1000 + more;
            next += 2;
        }
        (next != at + 1).then_some((total, next))
    }

    pub(crate) fn cardinal_words(&self, at: usize) -> Option<(i64, usize)> {
        let article = self.word(at) == "a" && self.is(at + 1, &["hundred", "thousand"]);
        let (mut total, mut next) = match self.word(at) {
            "hundred" | "thousand" => (1, at),
            _ if article => (1, at + 1),
            _ => self.below_hundred(at)?,
        };
        for (name, size) in [("thousand", 1000), ("hundred", 100)] {
            let last = total % 1000;
            if self.word(next) == name && last != 0 {
                total = total - last + last * size;
                next += 1;
                let joined = self.skip(next, &["and"]);
                if let Some((rest, end)) = self.below_hundred(joined) {
                    total += rest;
                    next = end;
                }
            }
        }
        Some((total, next))
    }

    fn below_hundred(&self, at: usize) -> Option<(i64, usize)> {
        let word = self.word(at);
        if let Some(number) = small(word) {
            return Some((number, at + 1));
        }
        let number = tens(word)?;
        let unit_at = self.skip(at + 1, &["-"]);
        match small(self.word(unit_at)).filter(|unit| (1..10).contains(unit)) {
            Some(unit) => Some((number + unit, unit_at + 1)),
            None => Some((number, at + 1)),
        }
    }

    /// "3rd", "third", "twenty-first".
    pub(crate) fn ordinal(&self, at: usize) -> Option<(i64, usize)> {
        if let Some(number) = self.digits(at, 4) {
            let ending =
                (self.tokens.is_glued(at + 1) || self.word(at + 2) == "of") && matches!(self.word(at + 1), "st" | "nd" | "rd" | "th");
            return ending.then_some((number, at + 2));
        }
        if let Some(number) = nth(self.word(at)) {
            return Some((number, at + 1));
        }
        let ten = tens(self.word(at))?;
        let unit_at = self.skip(at + 1, &["-"]);
        nth(self.word(unit_at)).filter(|unit| *unit < 10).map(|unit| (ten + unit, unit_at + 1))
    }

    /// A day of the month: "3", "3rd", "third", "three" where `words` says that words may count.
    pub(crate) fn day_number(&self, at: usize, words: bool) -> Option<(u32, usize)> {
        let found = self.ordinal(at).or_else(|| self.digits(at, 2).map(|number| (number, at + 1)));
        let (number, next) = found.or_else(|| words.then(|| self.below_hundred(at)).flatten())?;
        u32::try_from(number).ok().filter(|day| (1..=31).contains(day)).map(|day| (day, next))
    }

    /// A year said as a year: "1986", "'86", "nineteen eighty six", "two thousand and five".
    pub(crate) fn year(&self, at: usize) -> Option<(Years, usize)> {
        if self.word(at) == "'" && self.word(at + 1).len() == 2 && self.tokens.is_glued(at + 1) {
            return Some((Years::of_two_digits(self.digits(at + 1, 2)?), at + 2));
        }
        if self.word(at).len() == 4
            && let Some(number) = self.digits(at, 4)
        {
            let is_year = (1000..=2999).contains(&number) && !self.is_glued_to_more(at);
            return is_year.then(|| (Years::one(number), at + 1));
        }
        self.year_words(at)
    }

    fn is_glued_to_more(&self, at: usize) -> bool {
        let next = at + 1;
        let decimal = matches!(self.word(next), "." | ",") && self.tokens.is_glued(next) && self.tokens.is_glued(next + 1);
        (self.tokens.is_glued(next) && self.tokens.is_word(next)) || (decimal && self.tokens.is_number(next + 1))
    }

    pub(crate) fn year_words(&self, at: usize) -> Option<(Years, usize)> {
        let (first, next) = self.below_hundred(at)?;
        if first == 2 && self.word(next) == "thousand" {
            let (number, end) = self.cardinal_words(at)?;
            return (2000..=2099).contains(&number).then(|| (Years::one(number), end));
        }
        if !(15..=20).contains(&first) {
            return None;
        }
        let oh = self.skip(next, &["oh", "o"]);
        if self.word(next) == "hundred" {
            let rest = self.below_hundred(self.skip(next + 1, &["and"]));
            return Some(rest.map_or((Years::one(first * 100), next + 1), |(rest, end)| (Years::one(first * 100 + rest), end)));
        }
        let (second, end) = self.below_hundred(oh)?;
        let fits = if oh == next { (10..=99).contains(&second) } else { (1..=9).contains(&second) };
        fits.then(|| (Years::one(first * 100 + second), end))
    }
}

/// The year that was told, or the two that two digits leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Years {
    pub(crate) first: i32,
    pub(crate) second: Option<i32>,
}

impl Years {
    pub(crate) fn one(year: i64) -> Self {
        Self { first: i32::try_from(year).unwrap_or(i32::MAX), second: None }
    }

    /// '05 is 2005 and '95 is 1995; the thirties of either century are as likely.
    pub(crate) fn of_two_digits(digits: i64) -> Self {
        match digits {
            0..30 => Self::one(2000 + digits),
            30..40 => Self { second: Some(2000 + i32::try_from(digits).unwrap_or_default()), ..Self::one(1900 + digits) },
            _ => Self::one(1900 + digits),
        }
    }
}

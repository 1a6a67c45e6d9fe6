//! What the form of a question and of a turn says: who is asked about, who asks, whether a turn asks itself, tells a time or a number.

use crate::words::each_word;

/// Words of the one who asks.
const FIRST_PERSON: [&str; 14] = ["i", "i'd", "i'll", "i'm", "i've", "me", "mine", "my", "myself", "our", "ours", "us", "we", "we're"];
/// Words for the one who is asked.
const SECOND_PERSON: [&str; 9] = ["you", "you'd", "you'll", "you're", "you've", "your", "yours", "yourself", "yourselves"];
/// Words that tell a time, as they are written.
const TIMES: [&str; 48] = [
    "ago",
    "april",
    "august",
    "autumn",
    "day",
    "days",
    "december",
    "evening",
    "fall",
    "february",
    "friday",
    "january",
    "july",
    "june",
    "last",
    "march",
    "may",
    "monday",
    "month",
    "months",
    "morning",
    "next",
    "night",
    "november",
    "october",
    "recently",
    "saturday",
    "season",
    "september",
    "since",
    "spring",
    "summer",
    "sunday",
    "thursday",
    "today",
    "tomorrow",
    "tonight",
    "tuesday",
    "until",
    "wednesday",
    "week",
    "weekend",
    "weekends",
    "weeks",
    "winter",
    "year",
    "years",
    "yesterday",
];
/// Numbers as words.
const NUMBERS: [&str; 28] = [
    "eight",
    "eighteen",
    "eighty",
    "eleven",
    "fifteen",
    "fifty",
    "five",
    "forty",
    "four",
    "fourteen",
    "hundred",
    "million",
    "nine",
    "nineteen",
    "ninety",
    "one",
    "seven",
    "seventeen",
    "seventy",
    "six",
    "sixteen",
    "sixty",
    "ten",
    "thirty",
    "thousand",
    "three",
    "twelve",
    "twenty",
];

/// What a question's form says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asking {
    /// It is about the one who asks, and not about what the other said: the answer is in the asker's own words.
    pub about_asker: bool,
}

impl Asking {
    pub fn read(question: &str) -> Self {
        let (mut first, mut second) = (false, false);
        each_word(question, &mut |written, _| {
            first |= FIRST_PERSON.contains(&written);
            second |= SECOND_PERSON.contains(&written);
        });
        Self { about_asker: first && !second }
    }
}

/// What a turn's form says: read once, when it is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Telling {
    /// It asks something, and ends with it.
    pub ends_asking: bool,
    /// It asks something somewhere.
    pub asks: bool,
    /// It tells a time.
    pub time: bool,
    /// It tells a number.
    pub number: bool,
}

impl Telling {
    pub fn read(text: &str) -> Self {
        let said = text.rfind(" [").filter(|_| text.ends_with(']')).map_or(text, |at| &text[..at]);
        let mut telling = Self { ends_asking: said.trim_end().ends_with('?'), asks: text.contains('?'), ..Self::default() };
        each_word(text, &mut |written, _| {
            telling.time |= TIMES.binary_search(&written).is_ok() || is_year(written);
            telling.number |= NUMBERS.binary_search(&written).is_ok() || written.bytes().any(|byte| byte.is_ascii_digit());
        });
        telling
    }
}

impl From<Telling> for u8 {
    fn from(telling: Telling) -> Self {
        let Telling { ends_asking, asks, time, number } = telling;
        Self::from(ends_asking) | Self::from(asks) << 1 | Self::from(time) << 2 | Self::from(number) << 3
    }
}

impl From<u8> for Telling {
    fn from(bits: u8) -> Self {
        let bit = |place: u8| bits >> place & 1 == 1;
        Self { ends_asking: bit(0), asks: bit(1), time: bit(2), number: bit(3) }
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Asking, NUMBERS, TIMES, Telling};

    #[test]
    fn the_lists_are_in_order() {
        assert!(TIMES.is_sorted() && NUMBERS.is_sorted());
    }

    #[test]
    fn a_question_about_the_asker_says_so() {
        for (question, about) in [("Where did I park my car?", true), ("What did you tell me about Rome?", false), ("Who is Ana?", false)] {
            assert_eq!(Asking::read(question).about_asker, about, "{question}");
        }
    }

    #[test]
    fn a_turn_tells_what_it_is() {
        let telling = |ends_asking, asks, time, number| Telling { ends_asking, asks, time, number };
        let cases = [
            ("Did you go?", telling(true, true, false, false)),
            ("Really? We went last May.", telling(false, true, true, false)),
            ("In 2019 we had three cats.", telling(false, false, true, true)),
            ("Look at this! [image: a dog]", telling(false, false, false, false)),
        ];
        for (text, expected) in cases {
            assert_eq!(Telling::read(text), expected, "{text}");
            assert_eq!(Telling::from(u8::from(expected)), expected, "{text}");
        }
    }
}

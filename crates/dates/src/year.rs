//! Years that stand alone: which four digits are one, and which only count.

use crate::{
    calendar::Span,
    lexicon::unit,
    number::Years,
    parse::{Parser, When},
};

impl Parser<'_> {
    /// "in 2019", "the year 2008", "fy 2020", "2019".
    pub(crate) fn year_alone(&self, at: usize, loose: bool) -> Option<(When, usize)> {
        const NAMES: &[&[&str]] = &[
            &["the", "calendar", "year"],
            &["the", "fiscal", "year"],
            &["calendar", "year"],
            &["fiscal", "year"],
            &["school", "year"],
            &["academic", "year"],
            &["fiscal"],
            &["financial", "year"],
            &["the", "year", "of"],
            &["year", "of"],
            &["the", "years"],
            &["years"],
            &["the", "year"],
            &["year"],
            &["cy"],
            &["fy"],
            &["sy"],
            &["ad"],
            &["a", ".", "d", "."],
        ];
        let named = self.any_phrase(at, NAMES);
        let start = self.skip(named.unwrap_or(at), &["'"]);
        if let Some((when, next)) = self.era_year(start) {
            return Some((when, next));
        }
        if self.word(at) == "ad"
            && self.tokens.is_capital(at)
            && let Some(year) = self.digits(at + 1, 4).and_then(|year| i32::try_from(year).ok()).filter(|year| *year != 0)
        {
            return Some((When::one(Span::year(year)?), at + 2));
        }
        if named.is_some() && self.is(start.wrapping_sub(1), &["cy", "fy", "sy"]) && self.word(start).len() == 2 {
            let years = Years::of_two_digits(self.digits(start, 2)?);
            return Some((When::one(Span::year(years.second.unwrap_or(years.first))?), start + 1));
        }
        let early = self.digits(start, 3).filter(|year| named.is_some() && self.before(start) == "year" && *year != 0);
        if let Some(year) = early.filter(|_| self.word(at) == "the" && !self.tokens.is_word(start + 1) && !self.tokens.is_glued(start + 1))
        {
            return Some((When::one(Span::year(i32::try_from(year).ok()?)?), start + 1));
        }
        let (years, next) = self.year(if self.before(start) == "'" { start - 1 } else { start })?;
        let digits = self.tokens.is_number(start);
        if self.is_part_of_number(start) && named.is_none_or(|named| named != start) && !self.is(start.wrapping_sub(1), &["(", "-", "="]) {
            return None;
        }
        let plain = self.tokens.is_glued(next) && self.is(next, &["%", ":", "/", "_", "@", "-"]) && self.tokens.is_glued(next + 1);
        let spoken =
            !digits && self.tokens.is_word(start) && self.is(at.wrapping_sub(1), &["in", "since", "during", "until", "from", "by", "of"]);
        let shown = named.is_some() || loose || (spoken && !self.counts_things(next)) || (digits && self.shows_year(start, next));
        (shown && (!plain || loose)).then_some(())?;
        Some((When::one(Span::year(years.first)?), next))
    }

    /// "44 BC", "360 AD".
    fn era_year(&self, at: usize) -> Option<(When, usize)> {
        let number = i32::try_from(self.digits(at, 4)?).ok()?;
        let year = match self.word(at + 1) {
            "bc" | "bce" | "b" => 1 - number,
            "ad" | "ce" => number,
            _ => return None,
        };
        let dotted = self.phrase(at + 1, &["b", ".", "c", "."]).filter(|_| number != 0);
        if let Some(end) = dotted {
            return Some((When::one(Span::year(1 - number)?), end));
        }
        (self.tokens.is_capital(at + 1) && self.word(at + 1) != "b" && number != 0)
            .then(|| Span::year(year).map(|span| (When::one(span), at + 2)))?
    }

    /// "2010 or 2011", with nothing that they could count.
    fn is_year_of_two(&self, at: usize) -> bool {
        let year = |place: usize| self.digits(place, 4).is_some_and(|year| (1900..=2100).contains(&year) && self.word(place).len() == 4);
        year(at) && self.is(at + 1, &["or", "and"]) && year(at + 2) && !self.counts_things(at + 3) && !self.tokens.is_glued(at + 3)
    }

    /// The words about a four-digit number show that it is a year.
    fn shows_year(&self, at: usize, next: usize) -> bool {
        if self.is_year_of_two(at) && !self.is(at.wrapping_sub(1), &["'", "$", "-", "/", "#", "£", "€"]) {
            return true;
        }
        let year = self.digits(at, 4).unwrap_or_default();
        let (year_like, modern) = ((1500..=2100).contains(&year), (1800..=2100).contains(&year));
        let counted = self.counts_things(next);
        let noun = modern && self.tokens.is_word(next) && !self.tokens.is_glued(next);
        let opens = || year_like && !counted && (next == self.tokens.len() || self.is(next, &[":", "and", ",", "."]) || self.is_verb(next));
        match self.before(at) {
            "since" => true,
            "in" | "during" | "throughout" | "circa" | "until" | "till" | "mid" | "early" | "late" | "year" | "born" | "died"
            | "founded" | "established" => !counted || year_like && self.names_event(at, next),
            "of" | "by" | "from" | "after" | "before" | "around" | "through" | "between" | "to" | "than" | "for" | "and" | "or"
            | "about" => year_like && !counted,
            "," => year_like && !counted && !self.is_address(next),
            "the" => noun && !(year % 100 == 0 && self.is_measure(next)) && (!counted || self.names_event(at, next)),
            "his" | "her" | "their" | "its" | "my" | "our" => noun && !counted,
            "s" if self.word(at.wrapping_sub(2)) == "'" => noun && !counted,
            "a" | "an" => noun && !counted && year % 100 != 0 && !self.is_measure(next),
            "(" => year_like && self.is(next, &[")", "-", ",", ";"]),
            "" => opens(),
            "was" | "is" if self.word(at.wrapping_sub(2)) == "it" => year_like && !counted && self.closes(next),
            "=" => year_like,
            "." | "!" | "?" if !self.tokens.is_glued(at) && self.tokens.is_word(at.wrapping_sub(2)) && !self.is_dated_person(at) => opens(),
            "." => self.is_dated_person(at),
            "'" => {
                self.tokens.is_glued(at)
                    && self.is(at.wrapping_sub(2), &["in", "since", "during", "until", "till", "by", "before", "after"])
            }
            "that" | "as" | "if" | "when" | "while" | "because" | "but" | "so" | "think" => year_like && self.is_verb(next),
            _ => !counted && self.follows_name(at, year),
        }
    }

    /// "b. 1901", "c. 1850".
    fn is_dated_person(&self, at: usize) -> bool {
        self.is(at.wrapping_sub(2), &["c", "ca", "b", "d", "est", "fl"]) && at != 0 && self.tokens.is_glued(at - 1)
    }

    /// A verb whose subject a year may be.
    fn is_verb(&self, at: usize) -> bool {
        self.is(
            at,
            &["was", "is", "will", "has", "had", "could", "would", "can", "may", "might", "came", "went", "saw", "brought", "turned"],
        )
    }

    /// What a round number or a size counts, in the singular: "a 1500 word essay".
    fn is_measure(&self, at: usize) -> bool {
        const MEASURES: [&str; 18] = [
            "dollar",
            "euro",
            "pound",
            "word",
            "page",
            "mile",
            "foot",
            "calorie",
            "square",
            "point",
            "meter",
            "metre",
            "piece",
            "person",
            "percent",
            "seat",
            "watt",
            "horsepower",
        ];
        self.is(at, &MEASURES)
    }

    /// "1701 Locust Street": a number of a house.
    fn is_address(&self, at: usize) -> bool {
        const STREETS: [&str; 11] = ["street", "st", "avenue", "ave", "road", "rd", "lane", "drive", "dr", "boulevard", "blvd"];
        self.tokens.is_capital(at) && (at + 1..at + 4).any(|place| self.is(place, &STREETS))
    }

    /// "World Cup 2018", "Expo 2020": the year after the name of an event, but not the number of a room or a version.
    fn follows_name(&self, at: usize, year: i64) -> bool {
        const NUMBERED: [&str; 20] = [
            "room", "suite", "apt", "box", "flight", "gate", "bus", "boeing", "model", "unit", "page", "no", "nr", "version", "windows",
            "word", "office", "excel", "server", "studio",
        ];
        let named = 1 < at && self.tokens.is_capital(at - 1) && self.tokens.is_word(at - 2) && !self.tokens.is_glued(at);
        let plain = !self.is(at.wrapping_sub(1), &NUMBERED) && self.before(at).len() > 2 && !self.is_measure(at + 1);
        (1950..2050).contains(&year) && named && plain && !self.is(at + 1, &["-", "/", ":"]) && !self.is_address(at + 1)
    }

    /// "the 2008 elections", "in 2003 suggests": a plural that a round number would count, but not this one.
    fn names_event(&self, at: usize, next: usize) -> bool {
        unit(self.word(next)).is_none() && !self.word(at).ends_with('0') && self.word(next).ends_with('s')
    }

    /// A unit or a plural noun follows, so that the number counts it.
    fn counts_things(&self, at: usize) -> bool {
        let word = self.word(at);
        let plural = self.tokens.is_word(at)
            && word.ends_with('s')
            && word.len() > 3
            && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending))
            && !matches!(word, "sales" | "does" | "says" | "census" | "olympics");
        let unit = unit(word).is_some()
            || matches!(
                word,
                "people"
                    | "km"
                    | "kg"
                    | "m"
                    | "metres"
                    | "meters"
                    | "feet"
                    | "ft"
                    | "percent"
                    | "%"
                    | "men"
                    | "women"
                    | "children"
                    | "miles"
                    | "million"
            );
        (plural && !self.is(at, &["was", "its", "his", "towards", "across", "perhaps", "versus", "always"])) || unit
    }
}

//! Lengths: "three years", "an hour and a half", "a few days", "3h".

use crate::{
    lexicon::{Unit, unit},
    parse::{Amount, Parser},
    value::Bound,
};

/// A count in thousandths, and whether it is a guess.
struct Count {
    thousandths: i64,
    vague: bool,
    /// "a", which does not count where a rate is meant ("5 dollars a week").
    article: bool,
}

impl Count {
    fn exact(thousandths: i64) -> Self {
        Self { thousandths, vague: false, article: false }
    }

    fn about(number: i64) -> Self {
        Self { thousandths: number * 1000, vague: true, article: false }
    }
}

impl Parser<'_> {
    /// A length with its bound: "more than two weeks".
    pub(crate) fn amount(&self, at: usize) -> Option<(Amount, usize)> {
        let (bound, from) = self.length_bound(at);
        let (mut amount, next) = self.plain_amount(from)?;
        let open = (from..next).any(|place| self.word(place) == "+" || self.phrase(place, &["or", "more"]).is_some());
        amount.length.bound = if open && bound == Bound::Exact { Bound::AtLeast } else { bound };
        Some((amount, next))
    }

    fn length_bound(&self, at: usize) -> (Bound, usize) {
        const LEAST: &[&[&str]] = &[
            &["more", "than"],
            &["no", "less", "than"],
            &["not", "less", "than"],
            &["no", "fewer", "than"],
            &["a", "minimum", "of"],
            &["minimum", "of"],
            &["upwards", "of"],
            &["at", "least"],
            &["over"],
            &["longer", "than"],
        ];
        const MOST: &[&[&str]] = &[
            &["less", "than"],
            &["no", "more", "than"],
            &["not", "more", "than"],
            &["no", "longer", "than"],
            &["a", "maximum", "of"],
            &["maximum", "of"],
            &["at", "most"],
            &["under"],
            &["up", "to"],
            &["fewer", "than"],
            &["shorter", "than"],
        ];
        if let Some(next) = self.any_phrase(at, LEAST) {
            return (Bound::AtLeast, next);
        }
        self.any_phrase(at, MOST).map_or((Bound::Exact, at), |next| (Bound::AtMost, next))
    }

    pub(crate) fn plain_amount(&self, at: usize) -> Option<(Amount, usize)> {
        let at = self.skip(at, &["about", "around", "roughly", "approximately", "almost", "nearly"]);
        // "in exactly two weeks"
        let at = if self.before(at) == "in" { self.skip(at, &["exactly", "precisely"]) } else { at };
        let (mut thousandths, unit, vague, mut next) = self.counted(at)?;
        let half = self.any_phrase(next, &[&["and", "a", "half"], &["and", "one", "half"], &["and", "half"]]);
        if let Some(end) = half.filter(|end| !self.is(*end, &["a", "an", "of", "the"])) {
            thousandths += 500;
            next = end;
        } else if let Some(end) = self.any_phrase(next, &[&["and", "a", "quarter"]]) {
            thousandths += 250;
            next = end;
        }
        let mut vague = vague;
        if let Some(end) = self.any_phrase(next, &[&["or", "two"], &["or", "so"]]).filter(|_| thousandths == 1000) {
            vague = true;
            thousandths += if self.word(end - 1) == "two" { 500 } else { 0 };
            next = end;
        }
        let mut parts = vec![(thousandths, unit)];
        let mut finest = unit;
        while parts.len() < 4 {
            let joined = self.skip(self.skip(next, &[","]), &["and"]);
            let Some((count, unit, _, end)) = self.counted(joined).filter(|(_, unit, _, _)| *unit < finest) else { break };
            if self.is(end, &["ago", "later", "earlier"])
                && joined != next
                && !self.before(at).is_empty()
                && self.is(at - 1, &["last", "past", "next"])
            {
                break;
            }
            parts.push((count, unit));
            (finest, next) = (unit, end);
        }
        Some((Amount::exact(parts, vague), next))
    }

    /// "for years", "in ages": many, but how many is not said.
    pub(crate) fn vague_length(&self, at: usize) -> Option<(Amount, usize)> {
        let lead = self.is(at, &["for", "in"]).then_some(at + 1)?;
        const MANY: &[(&[&str], i64)] = &[
            (&["many"], 3),
            (&["some"], 3),
            (&["so", "many"], 3),
            (&["countless"], 3),
            (&["dozens", "of"], 36),
            (&["hundreds", "of"], 300),
            (&["thousands", "of"], 3000),
        ];
        let many = MANY.iter().find_map(|(words, count)| Some((self.phrase(lead, words)?, *count)));
        let (start, count) = many.unwrap_or((lead, 3));
        let unit = match self.word(start) {
            "ages" => Unit::Year,
            word => unit(word).filter(|_| word.ends_with('s') && !matches!(word, "nights" | "weekends" | "weekdays"))?,
        };
        let counted = self.word(at) == "in" && many.is_none() && !self.is_look_back(at) && self.word(start) != "ages";
        let more = self.is_hyphen(start + 1)
            || self.is(start + 1, &["of", "to", "before", "after", "ago", "past", "gone"]) && self.word(start + 2) != "have";
        (!counted && !more).then(|| (Amount::exact(vec![(count * 1000, unit)], true), start + 1))
    }

    /// "in" that measures back from now: "haven't slept in three days", "the first time in years", "the best in decades".
    pub(crate) fn is_look_back(&self, at: usize) -> bool {
        let start =
            (at.saturating_sub(12)..at).rev().find(|place| self.is(*place, &[".", "!", "?", ";", "will", "won", "shall", "going", "ll"]));
        let start = start.map_or(at.saturating_sub(12), |place| place + 1);
        let ranked = |place: usize| ranks(self.word(place)) && !(self.word(place) == "only" && place + 1 == at);
        self.word(at) == "in" && (start.max(at.saturating_sub(5))..at).any(ranked) || self.is_negated_past(start, at)
    }

    /// "have not", "never had", "didn't" between the two places.
    fn is_negated_past(&self, start: usize, at: usize) -> bool {
        const JOINED: [&str; 4] = ["havent", "hasnt", "hadnt", "didnt"];
        const NEGATED: [&str; 9] = ["not", "never", "hardly", "no", "nobody", "nothing", "haven", "hasn", "hadn"];
        const PAST: [&str; 9] = ["have", "has", "had", "haven", "hasn", "hadn", "ve", "did", "didn"];
        let any = |words: &[&str]| (start..at).any(|place| self.is(place, words));
        self.word(at) == "in" && (any(&JOINED) || any(&["didn"]) || any(&PAST) && any(&NEGATED))
    }

    fn counted(&self, at: usize) -> Option<(i64, Unit, bool, usize)> {
        let (count, next) = self.count(at)?;
        let next = self.told_again(next, count.thousandths);
        let next = if self.is(next, &["-", "+"]) && self.tokens.is_glued(next) { next + 1 } else { next };
        let next = self.phrase(next, &["or", "more"]).unwrap_or(next);
        let next = self.skip(next, &["more", "additional", "full", "whole", "consecutive", "straight", "entire"]);
        let (unit, end) = self.unit_at(next)?;
        let hyphen = self.word(end.saturating_sub(2)) == "-" && self.tokens.is_word(end.saturating_sub(3));
        if hyphen && matches!(self.word(end - 1), "second" | "quarter")
            || self.word(end - 1) == "day" && self.word(end.saturating_sub(2)) == "2" && self.tokens.is_glued(end - 1)
        {
            return None;
        }
        let placed = self.is(at.wrapping_sub(1), &["for", "in", "within", "than", "about"]);
        if self.word(end) == "-" && self.word(end + 1) == "round" {
            return None;
        }
        let guess = count.article && !placed && matches!(unit, Unit::Second | Unit::Minute | Unit::Weekend);
        let moved = self.is(end, &["ago", "later", "earlier"]) || self.is(end, &["from"]) && self.word(end + 1) == "now";
        (!guess || moved).then_some((count.thousandths, unit, count.vague, end))
    }

    /// Past the "(24)" of "twenty-four (24) months", as contracts write it.
    fn told_again(&self, at: usize, thousandths: i64) -> usize {
        let again =
            self.word(at) == "(" && self.word(at + 2) == ")" && self.digits(at + 1, 4).map(|number| number * 1000) == Some(thousandths);
        at + if again { 3 } else { 0 }
    }

    /// A unit; one letter only glued to its number.
    pub(crate) fn unit_at(&self, at: usize) -> Option<(Unit, usize)> {
        if let Some(next) = self.any_phrase(at, &[&["business", "days"], &["business", "day"], &["working", "days"], &["work", "days"]]) {
            return Some((Unit::BusinessDay, next));
        }
        let word = self.word(at);
        let glued = self.tokens.is_glued(at) && at.checked_sub(1).is_some_and(|before| self.tokens.is_number(before));
        let counted = at.checked_sub(1).is_some_and(|before| self.tokens.is_number(before));
        let moved = counted && self.is(at + 1, &["ago", "later", "earlier", "from"]);
        if let Some(end) = self.years_of_a_kind(at) {
            return Some((Unit::Year, end));
        }
        let found = match word {
            "d" if moved => Some(Unit::Day),
            "w" if moved => Some(Unit::Week),
            "h" if moved => Some(Unit::Hour),
            "mo" if counted && !self.tokens.is_capital(at) => Some(Unit::Month),
            "s" if glued && !self.tokens.is_capital(at) && self.counts_seconds(at) => Some(Unit::Second),
            "m" if glued && !self.tokens.is_capital(at) && self.is_waited(at) => Some(Unit::Minute),
            "h" if counted && !self.tokens.is_capital(at) && self.tokens.is_number(self.skip(at + 1, &["and"])) => Some(Unit::Hour),
            "h" if counted && !self.tokens.is_capital(at) && self.closes(at + 1) => Some(Unit::Hour),
            "h" if !glued => None,
            "d" if glued && !self.tokens.is_capital(at) => Some(Unit::Day),
            "m" if glued && !self.tokens.is_capital(at) && self.is(at.wrapping_sub(2), &["h", "hr"]) => Some(Unit::Minute),
            "y" if glued && !self.tokens.is_capital(at) => Some(Unit::Year),
            "m" if glued && self.is(at + 1, &["ago"]) => Some(Unit::Minute),
            "w" if glued && !self.tokens.is_capital(at) => Some(Unit::Week),
            _ => unit(word),
        };
        found.map(|unit| (unit, at + 1 + usize::from(is_abbreviation(word) && self.word(at + 1) == "." && self.tokens.is_glued(at + 1))))
    }

    /// "fiscal years", "school year" after a count.
    fn years_of_a_kind(&self, at: usize) -> Option<usize> {
        let kind = self.is(at, &["fiscal", "financial", "school", "academic", "calendar"]);
        (kind && unit(self.word(at + 1)) == Some(Unit::Year)).then_some(at + 2)
    }

    /// "in 5m", "2m30s".
    fn is_waited(&self, at: usize) -> bool {
        let seconds = self.tokens.is_glued(at + 1) && self.tokens.is_number(at + 1) && self.word(at + 2) == "s";
        seconds || self.is(at.wrapping_sub(2), &["in", "within", "after", "every"]) && self.closes(at + 1)
    }

    /// "45s" and "2m30s", but not "the 40s".
    fn counts_seconds(&self, at: usize) -> bool {
        let lead = self.is(at.wrapping_sub(2), &["for", "within", "m", "min", "after", "every"]);
        self.digits(at.wrapping_sub(1), 3).is_some_and(|number| lead || number % 10 != 0)
            && self.word(at.wrapping_sub(2)) != "'"
            && self.word(at + 1) != "of"
    }

    /// "between 3 and 5 days".
    fn between_counts(&self, at: usize) -> Option<(Count, usize)> {
        (self.word(at) == "between").then_some(())?;
        let (low, next) = self.cardinal(at + 1)?;
        (self.word(next) == "and").then_some(())?;
        let (high, end) = self.cardinal(next + 1).filter(|(high, _)| low < *high && *high < 1000)?;
        self.unit_at(self.skip(end, &["-"]))?;
        Some((Count { vague: true, ..Count::exact((low + high) * 500) }, end))
    }

    fn count(&self, at: usize) -> Option<(Count, usize)> {
        if let Some(found) = self.between_counts(at) {
            return Some(found);
        }
        const COUPLE: &[&[&str]] = &[&["a", "couple", "of"], &["a", "couple"], &["couple", "of"], &["couple"]];
        const FEW: &[&[&str]] = &[
            &["a", "few"],
            &["few"],
            &["several"],
            &["quite", "a", "few"],
            &["multiple"],
            &["numerous"],
            &["a", "number", "of"],
            &["a", "handful", "of"],
        ];
        const HALF: &[&[&str]] = &[
            &["half", "of", "an"],
            &["half", "of", "a"],
            &["half", "an"],
            &["half", "a"],
            &["half", "-", "an"],
            &["half", "-", "a", "-"],
            &["a", "half"],
            &["one", "half"],
            &["one", "-", "half"],
            &["half"],
            &["½"],
        ];
        const QUARTER: &[&[&str]] =
            &[&["a", "quarter", "of", "an"], &["quarter", "of", "an"], &["quarter", "of", "a"], &["a", "quarter", "of", "a"]];
        const DOZEN: &[&[&str]] = &[&["a", "dozen"], &["dozen"]];
        if let Some(next) = self.any_phrase(at, COUPLE) {
            return Some((Count { vague: true, ..Count::exact(2000) }, next));
        }
        if let Some(next) = self.any_phrase(at, FEW) {
            return Some((Count::about(3), next));
        }
        if let Some(next) = self.any_phrase(at, HALF) {
            return Some((Count::exact(500), next));
        }
        const QUARTERS: &[&[&str]] =
            &[&["three", "quarters", "of", "an"], &["three", "-", "quarters", "of", "an"], &["three", "quarters", "of", "a"]];
        if let Some(next) = self.any_phrase(at, QUARTERS) {
            return Some((Count::exact(750), next));
        }
        let before_hour = || (self.word(at) == "quarter" && self.word(at + 1) == "hour").then_some(at + 1);
        if let Some(next) = self.any_phrase(at, QUARTER).or_else(before_hour) {
            return Some((Count::exact(250), next));
        }
        if let Some(next) = self.any_phrase(at, DOZEN) {
            return Some((Count::exact(12_000), next));
        }
        if let Some(next) = self.any_phrase(
            at,
            &[
                &["another"],
                &["an", "extra"],
                &["an", "additional"],
                &["one", "additional"],
                &["an", "entire"],
                &["a", "whole"],
                &["a", "full"],
            ],
        ) {
            return Some((Count::exact(1000), next));
        }
        if self.is(at, &["a", "an"]) && !self.is(at + 1, &["hundred", "thousand"]) {
            return Some((Count { article: true, ..Count::exact(1000) }, at + 1));
        }
        self.exact_count(at)
    }

    fn exact_count(&self, at: usize) -> Option<(Count, usize)> {
        if let Some((thousandths, next)) = self.part_count(at) {
            return Some((Count::exact(thousandths), next));
        }
        if self.is(at.wrapping_sub(1), &[".", ","]) && self.is_part_of_number(at) {
            return None;
        }
        let (number, mut next) = self.cardinal(at).map(|found| self.with_ones(found).unwrap_or(found))?;
        if self.word(next) == "dozen" {
            return Some((Count::exact(number.checked_mul(12_000)?), self.skip(next + 1, &["of"])));
        }
        if self.word(next) == "/" && self.tokens.is_glued(next) {
            return None;
        }
        let mut thousandths = number.checked_mul(1000)?;
        if self.word(next) == "." && self.tokens.is_glued(next) && self.tokens.is_glued(next + 1) {
            thousandths += self.fraction(next + 1)?;
            next += 2;
        }
        if let Some((upper, end)) = self.upper_count(next).filter(|(upper, _)| number < *upper && *upper < 1000) {
            let thousandths = (thousandths + upper * 1000) / 2;
            return Some((Count { vague: true, ..Count::exact(thousandths) }, end));
        }
        const HALVES: &[&[&str]] = &[
            &["and", "a", "half"],
            &["-", "and", "-", "a", "-", "half"],
            &["and", "half", "an"],
            &["and", "half", "a"],
            &["and", "half"],
            &["½"],
            &["and", "½"],
        ];
        let part = self.any_phrase(next, HALVES).map(|end| (500, end)).or_else(|| self.part_count(self.skip(next, &["and"])));
        let (more, end) = part.unwrap_or((0, next));
        Some((Count::exact(thousandths + more), end))
    }

    /// "twenty and four".
    fn with_ones(&self, (tens, next): (i64, usize)) -> Option<(i64, usize)> {
        let (ones, end) = self.cardinal_words(next + 1).filter(|(ones, _)| (1..10).contains(ones) && self.word(next) == "and")?;
        let round = (20..100).contains(&tens) && tens % 10 == 0 && self.tokens.is_word(next - 1);
        (round && self.unit_at(end).is_some()).then_some((tens + ones, end))
    }

    /// "1/2", "3/4" of one, in thousandths, where a unit follows.
    fn part_count(&self, at: usize) -> Option<(i64, usize)> {
        let (part, whole) = (self.digits(at, 1)?, self.digits(at + 2, 1)?);
        let next = self.any_phrase(at + 3, &[&["of", "a"], &["of", "an"]]).unwrap_or(at + 3);
        let fits = self.word(at + 1) == "/" && 0 < part && part < whole && !self.is_part_of_number(at);
        let thousandths = (part * 1000).checked_div(whole)?;
        (fits && self.unit_at(self.skip(next, &["-"])).is_some()).then_some((thousandths, next))
    }

    /// "to 5" after "3", where a unit follows: a count that is not known exactly.
    fn upper_count(&self, at: usize) -> Option<(i64, usize)> {
        let start = at + usize::from(self.is(at, &["to", "or", "-"]));
        let (number, next) = self.cardinal(start).filter(|_| start != at)?;
        let joined = self.skip(next, &["-"]);
        self.unit_at(joined).map(|_| (number, next))
    }

    fn fraction(&self, at: usize) -> Option<i64> {
        let digits = self.digits(at, 3)?;
        Some(match self.word(at).len() {
            1 => digits * 100,
            2 => digits * 10,
            _ => digits,
        })
    }
}

/// A word that picks the first or the most of many.
fn ranks(word: &str) -> bool {
    const PLAIN: [&str; 7] = ["interest", "request", "forest", "honest", "protest", "harvest", "suggest"];
    matches!(word, "first" | "best" | "worst" | "most" | "least" | "only")
        || word.len() > 5 && word.ends_with("est") && !PLAIN.contains(&word)
}

fn is_abbreviation(word: &str) -> bool {
    matches!(word, "min" | "mins" | "sec" | "secs" | "hr" | "hrs" | "yr" | "yrs" | "wk" | "wks")
}

//! Lists whose items share a word: "the 1st, 2nd and 3rd of June", "May 5 and 6, 2019", "every Monday and Friday".

use crate::{
    day::Told,
    lexicon::{month, unit},
    number::Years,
    parse::Parser,
};

/// How many items of a list are looked at.
const ITEMS: usize = 5;

impl Parser<'_> {
    /// Past the word or mark that parts two items of a list.
    pub(crate) fn list_mark(&self, at: usize) -> Option<usize> {
        let comma = self.skip(at, &[","]);
        let next = self.skip(comma, &["and", "or", "&"]);
        (next != at).then_some(next)
    }

    /// The month that a day shares with later ones: "the 5th, 6th and 7th of May".
    pub(crate) fn shared_month(&self, at: usize, next: usize) -> Option<Told> {
        let placed = self.ordinal(at).is_some() || self.is(at.wrapping_sub(1), &["on", "the", "and", ","]);
        let alone = self.is(next, &["and", "or", "&"]) && (at == 0 || self.is(at - 1, &[".", "(", ":", ";"]) && !self.tokens.is_glued(at));
        (placed || alone).then_some(())?;
        let mut next = next;
        for _ in 0..ITEMS {
            let start = self.skip(self.list_mark(next)?, &["the"]);
            let (_, after) = self.day_number(start, false)?;
            let named = self.skip(self.skip(after, &["of"]), &["the"]);
            if let Some(number) = month(self.word(named)).filter(|_| !self.is_modal(named)) {
                let (year, _) = self.year_after(named + 1);
                return Some(Told { month: Some(number), year, ..Told::default() });
            }
            next = after;
        }
        None
    }

    /// The month told before the first day of a list: the 6 of "May 5 and 6".
    pub(crate) fn listed_day(&self, at: usize, next: usize) -> Option<Told> {
        let joined = self.is(at.wrapping_sub(1), &["and", "or", "&"]);
        let goes_on = self.list_mark(next).is_some_and(|place| self.day_number(place, false).is_some());
        let counts = self.tokens.is_word(next)
            && self.ordinal(at).is_none()
            && !self.is(next, &["and", "or", "in", "at", "for", "from", "were", "are", "was", "is", "of", "to", "this", "next", "last"]);
        let timed = self.is(next, &[":", "%", "/", "-"]) || self.meridiem(next).is_some();
        ((joined || goes_on) && !counts && !timed).then_some(())?;
        let mut place = at;
        for _ in 0..ITEMS {
            let day = self.day_before(place)?;
            if let Some(number) = month(self.before(day)).filter(|_| !self.is_modal(day.wrapping_sub(1))) {
                let (year, _) = self.year_after(next);
                return Some(Told { month: Some(number), year: year.or_else(|| self.year_of_list(next)), ..Told::default() });
            }
            place = day;
        }
        None
    }

    /// Where the day of the month starts that a list has before this item.
    fn day_before(&self, at: usize) -> Option<usize> {
        let back = |place: usize, words: &[&str]| place.saturating_sub(usize::from(self.is(place.wrapping_sub(1), words)));
        let mark = back(back(at, &["the"]), &["and", "or", "&"]);
        let mark = back(mark, &[","]);
        (mark < at).then_some(())?;
        let start = back(mark, &["st", "nd", "rd", "th"]).checked_sub(1)?;
        self.day_number(start, false).filter(|(_, end)| *end == mark).map(|_| start)
    }

    /// The year after the last day of a list: "May 5, 6 and 7, 2019".
    pub(crate) fn year_of_list(&self, at: usize) -> Option<Years> {
        let mut next = at;
        for _ in 0..ITEMS {
            let (_, after) = self.day_number(self.skip(self.list_mark(next)?, &["the"]), false)?;
            if let (Some(year), _) = self.year_after(after) {
                return Some(year);
            }
            next = after;
        }
        None
    }

    /// The year after the last month of a list: "May and June 2015".
    pub(crate) fn year_of_month_list(&self, at: usize) -> Option<Years> {
        let mut next = at;
        for _ in 0..ITEMS {
            let place = self.list_mark(next)?;
            month(self.word(place))?;
            if let (Some(year), _) = self.year_after(place + 1) {
                return Some(year);
            }
            next = place + 1;
        }
        None
    }

    /// An "every" or "each" stands before the first item of the list that this is an item of.
    pub(crate) fn is_listed_after_each(&self, at: usize) -> bool {
        let mut place = at;
        for _ in 0..ITEMS {
            let and = place.saturating_sub(usize::from(self.is(place.wrapping_sub(1), &["and", "or", "&"])));
            let mark = and.saturating_sub(usize::from(self.is(and.wrapping_sub(1), &[","])));
            if mark == place || mark < 2 || crate::lexicon::weekday(self.word(mark - 1)).is_none() {
                return false;
            }
            if self.is(mark - 2, &["every", "each"]) || self.word(mark - 2) == "other" && self.before(mark - 2) == "every" {
                return true;
            }
            place = mark - 1;
        }
        false
    }

    /// The century after the last item of a list or stretch: "the 18th and 19th centuries".
    pub(crate) fn shares_century(&self, at: usize) -> bool {
        let mark = self.list_mark(at).or_else(|| self.is(at, &["to", "-", "through"]).then_some(at + 1));
        let next = mark.and_then(|place| self.ordinal(self.skip(self.skip(place, &["the"]), &["early", "late", "mid"])));
        next.is_some_and(|(_, end)| unit(self.word(self.skip(end, &["-"]))) == Some(crate::lexicon::Unit::Century))
    }
}

//! Lists: numbered and dated statements, one an item, of which later ones are newer.
//!
//! A list is told apart from prose by its markers alone: numbers that count up at the starts of lines (or, after full stops,
//! within them), or dates at the starts of lines. A list that an earlier text broke off may go on with any number.

mod coverage;
mod frames;
mod prototype;
mod read;
mod words;

use asof_dates::{Reference, Value};
use asof_model::{Instant, Point};

pub use frames::{Frame, Place, frames};
pub use prototype::Relation;
pub use read::Lists;

/// Items without a number count on from the last; a number beyond this one is no item's.
const MOST: u64 = 10_000_000;
/// Numbers of a list within a line, that may as well be part of a sentence, need so many in a row.
const LEAST_INLINE: usize = 3;

/// What may be a year rather than the number of an item, where a list begins with it.
const YEARS: std::ops::RangeInclusive<u64> = 1_500..=2_100;

/// So many numbers that belong to something else may stand within an item.
const FAR: usize = 16;

/// One statement of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The bytes of the statement, without its marker.
    pub span: (usize, usize),
    /// Its place in the order of the list: its number, or one more than that of the item before.
    pub order: u64,
    /// The date that stands before it.
    pub date: Option<Point>,
}

/// A number or date that may open an item.
#[derive(Clone, Copy, Debug)]
struct Marker {
    start: usize,
    end: usize,
    means: Means,
    opens_line: bool,
}

#[derive(Clone, Copy, Debug)]
enum Means {
    Number(u64),
    /// A number with a colon that may be a year.
    Year(u64),
    Date(Point),
}

impl Means {
    fn number(self) -> Option<u64> {
        match self {
            Self::Number(number) | Self::Year(number) => Some(number),
            Self::Date(_) => None,
        }
    }
}

impl Item {
    /// The statement.
    pub fn body<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.span.0..self.span.1).unwrap_or_default()
    }

    /// When it was said: so many microseconds after the text as its place in the list, so that what comes later is newer.
    pub fn said(&self, text: Option<Point>) -> Option<Point> {
        let base = self.date.or(text)?;
        let micros = base.lo().micros().checked_add(i64::try_from(self.order).ok()?)?;
        Instant::from_micros(micros).map(Point::at)
    }
}

/// The items of all lists of a text, in its order.
pub fn items(text: &str) -> Vec<Item> {
    let markers = markers(text);
    let mut items = Vec::new();
    let mut at = 0;
    while at < markers.len() {
        let list = chain(&markers[at..]);
        let Some(&last) = list.last() else {
            at += 1;
            continue;
        };
        let of_list: Vec<Marker> = list.iter().map(|&place| markers[at + place]).collect();
        at += last + 1;
        let limit = markers.get(at).map_or(text.len(), |next| next.start);
        push_items(text, &of_list, limit, &mut items);
    }
    items
}

fn push_items(text: &str, markers: &[Marker], limit: usize, items: &mut Vec<Item>) {
    let mut order = 0;
    let by_year = markers.iter().all(|marker| matches!(marker.means, Means::Year(_)));
    for (index, marker) in markers.iter().enumerate() {
        let next = markers.get(index + 1).map(|next| next.start);
        let end = next.unwrap_or_else(|| end_of_last(text, marker.end, limit));
        let body = text.get(marker.end..end).unwrap_or_default();
        let body = if next.is_some() { paragraph(body) } else { body };
        let start = marker.end + (body.len() - body.trim_start().len());
        let span = (start, start + body.trim().len());
        order = marker.means.number().filter(|_| !by_year).unwrap_or(order + 1);
        let date = match marker.means {
            Means::Date(date) => Some(date),
            Means::Year(year) if by_year => year.to_string().parse().ok(),
            Means::Number(_) | Means::Year(_) => None,
        };
        if span.0 < span.1 {
            items.push(Item { span, order, date });
        }
    }
}

/// An item ends with its paragraph.
fn paragraph(body: &str) -> &str {
    let blank = body.find("\n\n").or_else(|| body.find("\r\n\r\n"));
    blank.map_or(body, |blank| &body[..blank])
}

/// The last item ends with its line, or with the line that ends its sentence.
fn end_of_last(text: &str, start: usize, limit: usize) -> usize {
    let rest = paragraph(text.get(start..limit).unwrap_or_default());
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        end += line.len();
        if line.trim_end().ends_with(['.', '!', '?']) {
            break;
        }
    }
    start + end
}

/// The places of the markers that make one list with the first, or none.
fn chain(markers: &[Marker]) -> Vec<usize> {
    let Some(first) = markers.first() else { return Vec::new() };
    let lines = linked(markers, |next, last| match (next.means, last) {
        (Means::Date(_), Means::Date(_)) => next.opens_line,
        (Means::Year(year), Means::Year(last)) if year == last => next.opens_line,
        (next_means, last) => next.opens_line && next_means.number().zip(last.number()).is_some_and(|(number, last)| last < number),
    });
    if first.opens_line && 1 < lines.len() {
        return lines;
    }
    let inline = linked(markers, |next, last| next.means.number().zip(last.number()).is_some_and(|(number, last)| number == last + 1));
    if LEAST_INLINE <= inline.len() { inline } else { Vec::new() }
}

/// The first marker, and each that goes on from the one before, up to one that begins something else.
fn linked(markers: &[Marker], goes_on: impl Fn(&Marker, Means) -> bool) -> Vec<usize> {
    let Some(first) = markers.first() else { return Vec::new() };
    let (mut places, mut last) = (vec![0], first.means);
    for (place, marker) in markers.iter().enumerate().skip(1) {
        if goes_on(marker, last) {
            places.push(place);
            last = marker.means;
        } else if marker.opens_line || FAR < place - places.last().copied().unwrap_or_default() {
            break;
        }
    }
    places
}

/// Everything in a text that may open an item.
fn markers(text: &str) -> Vec<Marker> {
    let mut markers = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        markers.extend(opening(line).map(|(start, end, means)| Marker { start: at + start, end: at + end, means, opens_line: true }));
        let first = markers.last().map_or(at, |marker: &Marker| marker.end.max(at));
        inner(&line[first - at..], first, &mut markers);
        at += line.len();
    }
    markers
}

/// A number or date at the start of a line.
fn opening(line: &str) -> Option<(usize, usize, Means)> {
    let body = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '•' | '#' | '(' | '['));
    let start = line.len() - body.len();
    let found = numbered(body).or_else(|| dated(body))?;
    Some((0, start + found.0, found.1))
}

/// "12." or "12)" and a space.
fn numbered(body: &str) -> Option<(usize, Means)> {
    let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: u64 = body[..digits].parse().ok().filter(|&number| number < MOST)?;
    let rest = &body[digits..];
    let mark = rest.chars().next().filter(|c| matches!(c, '.' | ')' | ':' | ']'))?;
    let means = if mark == ':' && YEARS.contains(&number) { Means::Year(number) } else { Means::Number(number) };
    rest[mark.len_utf8()..].starts_with(char::is_whitespace).then_some((digits + mark.len_utf8(), means))
}

/// "2021-03-04:", "4 March 2021 -": a full date, and a mark that parts it from what it dates.
fn dated(body: &str) -> Option<(usize, Means)> {
    let mut end = body.len().min(LONGEST_DATE);
    end = body.floor_char_boundary(end);
    if !body[..end].contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let day = Instant::from_micros(0).map(Point::at)?;
    let found = asof_dates::find(&body[..end], &Reference::at(day)).into_iter().find(|found| found.start == 0)?;
    let Value::Moment(readings) = &found.value else { return None };
    let point = readings.first()?.point;
    let year = point.to_string();
    let says_year = year.get(..4).is_some_and(|year| body[..found.end].contains(year));
    let rest = body[found.end..].trim_start_matches([']', ')', ' ']);
    let mark = rest.chars().next().filter(|c| matches!(c, ':' | '-' | '–' | '—' | '|' | ','))?;
    says_year.then_some((body.len() - rest.len() + mark.len_utf8(), Means::Date(point)))
}

/// No date is written with more bytes than this.
const LONGEST_DATE: usize = 48;

/// Numbers that follow a full stop within a line.
fn inner(line: &str, offset: usize, markers: &mut Vec<Marker>) {
    let mut ended = offset == 0;
    let mut at = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        if let Some((end, means)) = numbered(word).filter(|_| ended) {
            markers.push(Marker { start: offset + at, end: offset + at + end, means, opens_line: false });
        }
        ended = word.trim_end().ends_with(['.', '!', '?', ':', '"', '”']);
        at += word.len();
    }
}

#[cfg(test)]
mod tests {
    use super::items;

    fn read(text: &str) -> Vec<(u64, &str)> {
        items(text).iter().map(|item| (item.order, &text[item.span.0..item.span.1])).collect()
    }

    #[test]
    fn numbers_that_count_up_make_a_list() {
        let cases: &[(&str, &[(u64, &str)])] = &[
            ("1. Ana left.\n2. Ben came.", &[(1, "Ana left."), (2, "Ben came.")]),
            ("Facts:\n0. Ana left.\n1. Ben came.\nThat was all.", &[(0, "Ana left."), (1, "Ben came.")]),
            ("(7) Ana left.\n(9) Ben came.", &[(7, "Ana left."), (9, "Ben came.")]),
            ("0. Ana left. 1. Ben came. 2. Mia stayed.", &[(0, "Ana left."), (1, "Ben came."), (2, "Mia stayed.")]),
            ("1. Ana left\n   in May.\n2. Ben came.", &[(1, "Ana left\n   in May."), (2, "Ben came.")]),
            ("1. Ana left.\n\nBen came.\n\n2. Mia stayed.", &[(1, "Ana left."), (2, "Mia stayed.")]),
            ("4. Ana came 3. in the race.\n5. Ben came 4. in it.", &[(4, "Ana came 3. in the race."), (5, "Ben came 4. in it.")]),
            (
                "1. Ana left.\n2. Ben came.\n1. Mia left.\n2. Jon came.",
                &[(1, "Ana left."), (2, "Ben came."), (1, "Mia left."), (2, "Jon came.")],
            ),
            ("In 2019. Ana left.", &[]),
            ("Ana is 12. Ben is 13. Mia is 15.", &[]),
            ("1. One line only.", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn dates_at_the_starts_of_lines_make_a_list() {
        let text = "2021-03-04: Ana moved to Lyon.\n5 March 2022 - Ana moved to Porto.\n[2023-01-01] - Ana left.";
        let found = items(text);
        let dates: Vec<String> = found.iter().filter_map(|item| item.date).map(|date| date.to_string()).collect();
        assert_eq!(dates, ["2021-03-04", "2022-03-05", "2023-01-01"]);
        assert_eq!(&text[found[1].span.0..found[1].span.1], "Ana moved to Porto.");
        let said: Vec<_> = found.iter().filter_map(|item| item.said(None)).collect();
        assert!(said.is_sorted_by_key(|said| said.lo()) && said.len() == 3);
        let dates = |text: &str| items(text).iter().map(|item| item.date.map(|date| date.to_string())).collect::<Vec<_>>();
        let year = |year: &str| Some(year.to_owned());
        assert_eq!(dates("2019: Ana left.\n2019: Ben left.\n2021: Mia came."), [year("2019"), year("2019"), year("2021")]);
        assert_eq!(dates("1499: Ana left.\n1500: Ben came.\n1501: Mia came."), [None, None, None]);
    }
}

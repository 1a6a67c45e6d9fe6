//! Words: where each begins and ends in a text, by the conventions of the treebank.

use crate::clitic;
use crate::token_lists::{ABBREVIATIONS, ENDINGS, FACES, JOINED, LINKS, SLASHED, UNITS};

/// A word's bytes in the text, from the first to past the last.
pub type Span = (usize, usize);

/// The words between two places of a text.
pub fn words(text: &str, start: usize, end: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = start;
    for piece in text.get(start..end).unwrap_or_default().split(char::is_whitespace) {
        let mut from = 0;
        while from < piece.len() {
            let to = near(piece, from + LONGEST);
            cut(&piece[from..to], at + from, &mut spans);
            from = to;
        }
        let gap = text.get(at + piece.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        at += piece.len() + gap;
    }
    spans
}

/// How much without a space is looked at as a whole: what is longer is no word, and looking ahead in it would cost.
const LONGEST: usize = 400;

/// The last place of a text where a letter begins, up to a limit.
fn near(text: &str, limit: usize) -> usize {
    (0..=limit.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Cuts what stands between two spaces into words.
fn cut(piece: &str, offset: usize, spans: &mut Vec<Span>) {
    let mut at = 0;
    while let Some(rest) = piece.get(at..).filter(|rest| !rest.is_empty()) {
        let length = first(rest, piece.get(..at).unwrap_or_default()).max(1);
        let word = rest.get(..length).unwrap_or(rest);
        clitic::parts(word, |from, to| spans.push((offset + at + from, offset + at + to)));
        at += word.len();
    }
}

/// The length of the first word of what is left of a piece, given what went before it.
fn first(rest: &str, before: &str) -> usize {
    let Some(letter) = rest.chars().next() else { return 0 };
    let begins = !before.ends_with(char::is_alphanumeric);
    let found = if begins { address(rest).or_else(|| face(rest)) } else { None };
    if let Some(length) = found {
        return length;
    }
    match letter {
        '0'..='9' => number(rest),
        '#' | '@' if begins && rest[1..].starts_with(char::is_alphabetic) => 1 + letters(&rest[1..]),
        _ if is_apostrophe(letter) => clitic::led(rest, begins).unwrap_or_else(|| run(rest, letter)),
        _ if is_word(letter) => word(rest),
        _ => run(rest, letter),
    }
}

/// Whether a letter belongs inside words.
fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || ('\u{300}'..='\u{36F}').contains(&letter) || letter == '\u{AD}' || letter == '\u{200D}'
}

/// Whether a letter stands for an apostrophe.
pub fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '`' | '‘' | '´')
}

/// A mark, or several alike: "...", "--", "!!?".
fn run(rest: &str, letter: char) -> usize {
    let same = |other: char| match letter {
        '!' | '?' => matches!(other, '!' | '?'),
        '.' | '-' | '$' | '*' | '=' | '_' | '+' | '~' | '<' | '>' | '#' | '^' | '\'' | '`' | '’' | '‘' | '…' => other == letter,
        _ => false,
    };
    let length = rest.chars().take_while(|other| same(*other)).map(char::len_utf8).sum::<usize>();
    match length.max(letter.len_utf8()) {
        1 if rest.starts_with("->") => 2,
        length => length + joined_marks(&rest[length.min(rest.len())..]),
    }
}

/// The bytes of what makes one sign with the letter before it: variants, skin tones, joined emoji.
fn joined_marks(rest: &str) -> usize {
    let mut length = 0;
    let mut bound = false;
    for letter in rest.chars() {
        let joins = matches!(letter, '\u{FE0F}' | '\u{200D}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{300}'..='\u{36F}');
        if !joins && !bound {
            break;
        }
        bound = letter == '\u{200D}';
        length += letter.len_utf8();
    }
    length
}

/// The length of a face such as ":-)" at the start.
fn face(rest: &str) -> Option<usize> {
    // The first byte settles most: this is asked of every word.
    let may_start = |face: &&&str| face.as_bytes().first() == rest.as_bytes().first();
    let starts = |face: &&&str| rest.strip_prefix(**face).is_some_and(|after| !after.starts_with(char::is_alphanumeric));
    FACES.iter().filter(may_start).filter(starts).map(|face| face.len()).max()
}

/// The length of an address of the web or of mail at the start.
fn address(rest: &str) -> Option<usize> {
    let end = rest.find(['<', '>', '"', '“', '”', '(', ')', '[', ']', ',']).unwrap_or(rest.len());
    let lower = |text: &str| text.bytes().take(8).map(|byte| byte.to_ascii_lowercase()).collect::<Vec<u8>>();
    let opening = lower(rest);
    let marked = [&b"http://"[..], b"https://", b"www.", b"ftp://", b"mailto:"].iter().any(|mark| opening.starts_with(mark));
    if marked {
        let end = rest.find(['<', '>', '"', '“', '”']).unwrap_or(rest.len());
        return Some(trimmed(&rest[..end]));
    }
    let candidate = &rest[..end];
    if let Some(length) = dotted(candidate) {
        return Some(length);
    }
    let (name, place) = candidate.split_once('@')?;
    let plain = |text: &str| text.chars().all(|letter| is_word(letter) || matches!(letter, '.' | '-' | '+' | '_'));
    (name.starts_with(char::is_alphanumeric) && plain(name) && place.starts_with(is_word)).then(|| trimmed(candidate))
}

/// The length of a name of three or more small words with points between: "alt.animals.cat".
fn dotted(candidate: &str) -> Option<usize> {
    let small = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '.' | '-' | '_');
    let length = candidate.find(|letter| !small(letter)).unwrap_or(candidate.len());
    let name = candidate[..length].trim_end_matches('.');
    let parts = || name.split('.');
    let long = 3 <= parts().count() && parts().all(|part| 1 < part.len() && part.starts_with(|first: char| first.is_ascii_lowercase()));
    (long && !candidate[length..].starts_with(is_word)).then_some(name.len())
}

/// The length of an address without the marks that end the sentence it stands in.
fn trimmed(address: &str) -> usize {
    let length = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', ')', ']', '*']).len();
    if length == 0 { address.len() } else { length }
}

/// The length of a number at the start, with what is written together with it.
fn number(rest: &str) -> usize {
    let digits = digits(rest);
    let after = &rest[digits..];
    let letters = after.find(|letter: char| !letter.is_alphabetic()).unwrap_or(after.len());
    let word = after[..letters].to_lowercase();
    let beyond = after[letters..].chars().next();
    if letters == 0 {
        return digits + decade(&rest[..digits], after);
    }
    if UNITS.contains(&word.as_str()) && beyond.is_none_or(|letter| !letter.is_alphanumeric()) {
        return digits;
    }
    if matches!(word.as_str(), "st" | "nd" | "rd" | "th" | "s") {
        return digits + letters;
    }
    digits + after.find(|letter: char| !is_word(letter)).unwrap_or(after.len())
}

/// The length of what makes digits a decade: the end of "60's" and "1960's".
fn decade(digits: &str, after: &str) -> usize {
    let mark = after.chars().next().filter(|letter| is_apostrophe(*letter)).map_or(0, char::len_utf8);
    let ends = after[mark..].starts_with('s') && !after[mark + 1..].starts_with(is_word);
    let round = matches!(digits.len(), 2 | 4) && digits.ends_with('0');
    if 0 < mark && ends && round { mark + 1 } else { 0 }
}

/// The length of digits, with the points, commas, colons, slashes and hyphens that stand within numbers, times, dates and telephone numbers.
fn digits(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let inside = |at: usize| {
        let next = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        match bytes.get(at) {
            Some(b'0'..=b'9') => true,
            Some(b'.' | b',' | b':' | b'/') => next,
            _ => false,
        }
    };
    let plain = (0..bytes.len()).find(|at| !inside(*at)).unwrap_or(bytes.len());
    let hyphened =
        (0..bytes.len()).find(|at| !(inside(*at) || bytes.get(*at) == Some(&b'-') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)));
    let whole = &rest[..hyphened.unwrap_or(bytes.len())];
    let groups: Vec<usize> = whole.split('-').map(str::len).collect();
    let telephone = 3 <= groups.len() || groups.as_slice() == [3, 4] && !whole.contains(['.', ',']);
    if telephone { whole.len() } else { plain }
}

/// The length of a word at the start.
fn word(rest: &str) -> usize {
    let mut length = letters(rest);
    if let Some(short) = SLASHED.iter().find(|short| starts_small(rest, short)) {
        return short.len();
    }
    if let Some(initials) = initials(rest) {
        return initials;
    }
    if let Some(name) = linked(rest) {
        return name;
    }
    while let Some(more) = more(&rest[..length], &rest[length..]) {
        length += more;
    }
    let abbreviated = rest[length..].starts_with('.') && !rest[length..].starts_with("..") && is_abbreviation(&rest[..length]);
    length + usize::from(abbreviated)
}

/// Whether a text starts with a short form, in any case, that ends there.
fn starts_small(rest: &str, short: &str) -> bool {
    let ends = |after: &str| !after.starts_with(is_word);
    rest.get(..short.len()).is_some_and(|start| start.eq_ignore_ascii_case(short)) && rest.get(short.len()..).is_some_and(ends)
}

/// The length of a name whose parts are linked by small words: "Stratford-upon-Avon", "Saint-Jean-de-Luz".
fn linked(rest: &str) -> Option<usize> {
    let mut length = letters(rest);
    let mut name = None;
    let mut link = false;
    if !is_titled(&rest[..length]) {
        return None;
    }
    while let Some(after) = rest[length..].strip_prefix('-') {
        let part = &after[..letters(after)];
        length += 1 + part.len();
        match is_titled(part) {
            true if link => name = Some(length),
            true => {}
            false if LINKS.contains(&part) => link = true,
            false => break,
        }
    }
    name
}

/// Whether a word is written as names are: a capital, then small letters.
fn is_titled(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

fn letters(rest: &str) -> usize {
    rest.find(|letter| !is_word(letter)).unwrap_or(rest.len())
}

/// How much of what follows still belongs to a word: "e-mail", "O'Brien", "AT&T", "file.doc".
fn more(word: &str, after: &str) -> Option<usize> {
    let mark = after.chars().next()?;
    let next = &after[mark.len_utf8()..];
    let length = letters(next);
    let follows = next.get(..length).filter(|follows| !follows.is_empty())?;
    let joins = match mark {
        '-' => JOINED.contains(&word.to_lowercase().as_str()),
        '&' => is_capital(word) && is_capital(follows) && word.len() + follows.len() < 6,
        '.' => is_ending(follows) && !next[length..].starts_with(is_apostrophe) && 1 < word.len(),
        _ if is_apostrophe(mark) => !clitic::is_clitic(word, follows) || follows.eq_ignore_ascii_case("t"),
        _ => false,
    };
    joins.then_some(mark.len_utf8() + length)
}

fn is_capital(text: &str) -> bool {
    text.chars().all(|letter| letter.is_uppercase() || letter.is_numeric())
}

fn is_ending(text: &str) -> bool {
    ENDINGS.contains(&text.to_ascii_lowercase().as_str()) && (text.chars().all(char::is_lowercase) || is_capital(text) && text.len() == 3)
}

/// The length of letters each with its point: "U.S.", "a.m.", "J.R.R.".
fn initials(rest: &str) -> Option<usize> {
    let mut length = 0;
    let mut count = 0;
    let mut letters = rest.chars().peekable();
    while let (Some(letter), Some('.')) = (letters.next(), letters.peek()) {
        if !letter.is_alphabetic() {
            break;
        }
        letters.next();
        length += letter.len_utf8() + 1;
        count += 1;
    }
    let after = &rest[length..];
    let first_is_capital = rest.starts_with(char::is_uppercase);
    match count {
        0 => None,
        // One letter with a point is an initial only if it is a capital other than the pronoun.
        1 => (first_is_capital && !rest.starts_with("I.") && !after.starts_with(['.', '"']) && after.chars().take(2).count() != 1)
            .then_some(length),
        _ => {
            let tail = letters_only(after);
            Some(if 0 < tail && tail < 2 { length + tail } else { length })
        }
    }
}

fn letters_only(after: &str) -> usize {
    after.find(|letter: char| !letter.is_alphabetic()).unwrap_or(after.len())
}

/// Whether a word takes a point as its own.
fn is_abbreviation(word: &str) -> bool {
    word.len() < 8 && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

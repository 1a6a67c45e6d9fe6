//! A name taken apart: the words that say who is meant, and what stands around them.

use crate::{
    describe::{is_description, is_relational},
    fold::fold,
    lists,
    words::{WordId, Words},
};

/// No name has more words; what follows is read as one qualifier, so that cost stays bounded.
const MOST_WORDS: usize = 12;
/// Nor more letters.
const MOST_LETTERS: usize = 200;

/// A name, read.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The words that count, in order; single letters among them are initials.
    pub core: Vec<WordId>,
    /// The small words, in order.
    pub small: Vec<WordId>,
    /// Every number in it: digits, Roman numerals, number words.
    pub numbers: Vec<WordId>,
    pub titles: Vec<WordId>,
    pub generation: Option<&'static str>,
    pub legal: Option<&'static str>,
    /// What stands in brackets.
    pub qualifier: Vec<WordId>,
    /// How many words of the core come before a comma; nought without one.
    pub before_comma: usize,
    /// Whether it is one word in capitals.
    pub capitals: bool,
    /// All letters and digits of the name but articles, titles and legal forms.
    pub solid: String,
    /// The line of short forms that has it.
    pub short_form: Option<usize>,
    /// Whether it describes instead of naming.
    pub description: bool,
    /// Whether it does so in a way that says nothing by its spelling.
    pub relational: bool,
}

/// A word as it stands in a name.
struct Piece<'n> {
    raw: &'n str,
    folded: String,
    dotted: bool,
    bracketed: bool,
    /// How many commas come before.
    part: usize,
}

impl Piece<'_> {
    fn in_capitals(&self) -> bool {
        self.raw.chars().all(|c| !c.is_lowercase()) && self.raw.chars().any(char::is_uppercase)
    }

    /// "under19": a word and a number written as one.
    fn word_and_number(&self) -> Option<(&str, &str)> {
        let letters = self.folded.bytes().take_while(u8::is_ascii_lowercase).count();
        let (word, number) = self.folded.split_at_checked(letters)?;
        (4 <= letters && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some((word, number))
    }

    fn is_article(&self) -> bool {
        !self.dotted && matches!(self.folded.as_str(), "the" | "a" | "an")
    }

    fn number(&self, last: bool) -> Option<String> {
        if self.raw.chars().any(|c| c.is_ascii_digit()) {
            let digits: &str = self.folded.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let ordinal = matches!(self.folded.get(digits.len()..), Some("st" | "nd" | "rd" | "th"));
            return Some(if ordinal { digits.to_owned() } else { self.folded.clone() });
        }
        let roman = if last || 1 < self.raw.len() { lists::roman(self.raw) } else { None };
        let roman = roman.filter(|_| !self.dotted);
        roman.or_else(|| lists::number_word(&self.folded)).map(|number| number.to_string())
    }
}

pub(crate) fn read(name: &str, words: &mut Words) -> Reading {
    let whole = name.chars().take(MOST_LETTERS + 1).count();
    let end = name.char_indices().nth(MOST_LETTERS).map_or(name.len(), |(at, _)| at);
    let mut pieces = pieces(name.get(..end).unwrap_or(name));
    let mut reading = Reading { description: is_description(name), relational: is_relational(name), ..Reading::default() };
    strip_ends(&mut pieces, &mut reading, words);
    if MOST_LETTERS < whole || MOST_WORDS < pieces.len() {
        // Too long to take apart: it is itself and nothing else.
        pieces.truncate(MOST_WORDS);
        reading.qualifier.push(words.intern(name));
    }
    let count = pieces.len();
    for (at, piece) in pieces.iter().enumerate() {
        place(piece, at, count, &mut reading, words);
    }
    reading.short_form = lists::short_form(&reading.solid);
    reading.numbers.sort_unstable();
    reading.capitals = count == 1 && pieces.first().is_some_and(Piece::in_capitals);
    reading
}

fn place(piece: &Piece<'_>, at: usize, count: usize, reading: &mut Reading, words: &mut Words) {
    if piece.bracketed {
        let word = words.intern(&piece.folded);
        return reading.qualifier.push(word);
    }
    if let Some((word, number)) = piece.word_and_number() {
        reading.solid.push_str(&piece.folded);
        reading.core.push(words.intern(word));
        return reading.numbers.push(words.intern(number));
    }
    if let Some(number) = piece.number(0 < at && at + 1 == count) {
        reading.solid.push_str(&number);
        return reading.numbers.push(words.intern(&number));
    }
    if lists::SMALL.contains(&piece.folded.as_str()) && !piece.dotted && !(piece.folded.len() == 1 && piece.in_capitals()) && 1 < count {
        if !matches!(piece.folded.as_str(), "the" | "a" | "an") {
            reading.solid.push_str(&piece.folded);
        }
        return reading.small.push(words.intern(&piece.folded));
    }
    if piece.part == 0 {
        reading.before_comma += 1;
    }
    let long = lists::ABBREVIATIONS.iter().find(|(short, _)| *short == piece.folded).map(|(_, long)| *long);
    reading.solid.push_str(&piece.folded);
    let plain: String = piece.raw.chars().filter(|c| !is_apostrophe(*c)).collect();
    reading.core.push(words.intern(long.unwrap_or(&plain)));
    if at + 1 == count && reading.before_comma == reading.core.len() {
        reading.before_comma = 0;
    }
}

/// Takes titles off the front, and degrees, generations and legal forms off the end, as long as a name is left.
fn strip_ends(pieces: &mut Vec<Piece<'_>>, reading: &mut Reading, words: &mut Words) {
    while 1 < pieces.len() && pieces.first().is_some_and(Piece::is_article) {
        pieces.remove(0);
    }
    // "King of Kong" has no title.
    let small = |piece: &Piece<'_>| lists::SMALL.contains(&piece.folded.as_str());
    while pieces.get(1).is_some_and(|piece| !small(piece))
        && pieces.first().is_some_and(|piece| lists::TITLES.contains(&piece.folded.as_str()))
    {
        let title = pieces.remove(0);
        reading.titles.push(words.intern(&title.folded));
    }
    while 1 < pieces.len() {
        let Some(last) = pieces.last() else { return };
        let word = last.folded.as_str();
        let generation = lists::GENERATIONS.iter().find(|(known, _)| *known == word);
        let capital = !lists::LEGAL_IN_CAPITALS.contains(&word) || last.raw.chars().filter(|c| c.is_uppercase()).count() >= 2;
        let legal = lists::LEGAL_FORMS.iter().find(|(known, _)| *known == word).filter(|_| capital && last.raw != "CO");
        match (generation, legal) {
            (Some((_, generation)), _) => reading.generation = Some(generation),
            (_, Some((_, legal))) => reading.legal = Some(legal),
            _ if lists::DEGREES.contains(&word) && last.in_capitals() || word == "phd" => {}
            _ => return,
        }
        pieces.pop();
    }
}

/// The words of a name, without punctuation; "&" is "and", "U.S." is "US", "J.R." is "J" and "R".
fn pieces(name: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut part, mut depth) = (0, 0_usize);
    let mut start = None;
    let mut chars = name.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let digit_follows = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let inside = c.is_alphanumeric() || is_mark(c) || is_apostrophe(c) || c == '.' && digit_follows && ends_in_digit(name, start, at);
        if inside {
            start = start.or(Some(at));
            continue;
        }
        push(&mut pieces, name, start.take(), at, c == '.', (part, 0 < depth));
        match c {
            ',' if depth == 0 => part += 1,
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '&' | '+' => {
                pieces.push(Piece { raw: "and", folded: "and".to_owned(), dotted: false, bracketed: 0 < depth, part });
            }
            _ => {}
        }
    }
    push(&mut pieces, name, start, name.len(), false, (part, 0 < depth));
    pieces
}

fn ends_in_digit(name: &str, start: Option<usize>, end: usize) -> bool {
    start.and_then(|start| name.get(start..end)).is_some_and(|word| word.ends_with(|c: char| c.is_ascii_digit()))
}

fn push<'n>(pieces: &mut Vec<Piece<'n>>, name: &'n str, start: Option<usize>, end: usize, dotted: bool, (part, bracketed): (usize, bool)) {
    let Some(raw) = start.and_then(|start| name.get(start..end)) else { return };
    let mut folded = fold(raw);
    folded.retain(|c| !is_apostrophe(c));
    if !folded.is_empty() {
        pieces.push(Piece { raw, folded, dotted, bracketed, part });
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ')
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

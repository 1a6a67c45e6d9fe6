//! Words cut into pieces of a vocabulary, as BERT's uncased models do it: small letters without accents, each Chinese character and
//! each mark of punctuation a word of its own, and of every word the longest known beginning, again and again.

use std::borrow::Cow;
use std::hash::Hasher;

use rustc_hash::FxHasher;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// What stands before a piece that goes on with a word.
const GOES_ON: &str = "##";
/// The piece for a word that cannot be cut.
const UNKNOWN: &str = "[UNK]";
/// Numbers take so many bits of a slot.
const NUMBER: u32 = 24;
/// The longest word that is cut, in characters; nobody writes longer ones.
const LONGEST_WORD: usize = 100;

/// The pieces of words that an embedder knows, each with its number.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    text: Cow<'static, str>,
    /// Where each piece is.
    lines: Vec<(u32, u32)>,
    /// A hash table, half empty: 0, or a number and 1, and above them bits of its hash, so that another piece need hardly be looked at.
    slots: Vec<u32>,
    /// The longest piece, in bytes.
    longest: usize,
    unknown: Option<u32>,
}

impl Vocabulary {
    /// Reads a vocabulary: a piece a line, `##` before those that go on with a word.
    pub fn read(text: Cow<'static, str>) -> Self {
        let lines: Vec<(u32, u32)> = lines(&text).collect();
        let slots = vec![0; (lines.len() * 2 + 1).next_power_of_two()];
        let mut vocabulary = Self { text, lines, slots, longest: 0, unknown: None };
        for number in 0..(vocabulary.lines.len() as u32).min((1 << NUMBER) - 1) {
            let (goes_on, piece) = parts(vocabulary.piece(number));
            let ((slot, tag), longest) = (vocabulary.slot(goes_on, piece), piece.len());
            // Of a piece that is there twice, the first counts.
            if vocabulary.slots[slot] == 0 {
                vocabulary.slots[slot] = tag | (number + 1);
            }
            vocabulary.longest = vocabulary.longest.max(longest);
        }
        vocabulary.unknown = vocabulary.number(UNKNOWN);
        vocabulary
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// A piece as the vocabulary writes it; empty if there is none.
    pub fn piece(&self, number: u32) -> &str {
        let line = self.lines.get(number as usize);
        line.and_then(|(start, end)| self.text.get(*start as usize..*end as usize)).unwrap_or_default()
    }

    /// The number of a piece, as the vocabulary writes it.
    pub fn number(&self, piece: &str) -> Option<u32> {
        let (goes_on, piece) = parts(piece);
        self.find(goes_on, piece)
    }

    /// Gives each word's pieces, in order. A word that cannot be cut, or of more than a hundred characters, is one `[UNK]`.
    pub fn each_word(&self, text: &str, mut take: impl FnMut(&[u32])) {
        let (mut word, mut pieces) = (Word::default(), Vec::new());
        for character in text.chars() {
            self.each_letter(character, |letter| match letter {
                Letter::Of(letter) => word.push(letter),
                Letter::Alone(letter) => {
                    self.end(&mut word, &mut pieces, &mut take);
                    word.push(letter);
                    self.end(&mut word, &mut pieces, &mut take);
                }
                Letter::Between => self.end(&mut word, &mut pieces, &mut take),
            });
        }
        self.end(&mut word, &mut pieces, &mut take);
    }

    /// What a character is to a word; nothing for what is not seen.
    fn each_letter(&self, character: char, mut take: impl FnMut(Letter)) {
        if character.is_ascii_alphanumeric() {
            take(Letter::Of(character.to_ascii_lowercase()));
        } else if character.is_whitespace() {
            take(Letter::Between);
        } else if character.is_ascii() {
            if !character.is_ascii_control() {
                take(Letter::Alone(character));
            }
        } else if !is_invisible(character) {
            let mut plain = |letter| {
                if is_combining_mark(letter) {
                    // Accents go, but the vowels of Indian scripts are marks too, and the vocabulary has those.
                    if self.find(true, letter.encode_utf8(&mut [0; 4])).is_some() {
                        take(Letter::Of(letter));
                    }
                } else if letter.is_alphanumeric() && !is_ideograph(letter) {
                    take(Letter::Of(letter));
                } else {
                    take(Letter::Alone(letter));
                }
            };
            character.to_lowercase().for_each(|letter| decompose_canonical(letter, &mut plain));
        }
    }

    /// Cuts a word, gives its pieces and makes it empty.
    fn end(&self, word: &mut Word, pieces: &mut Vec<u32>, take: &mut impl FnMut(&[u32])) {
        if 0 < word.characters {
            pieces.clear();
            if LONGEST_WORD < word.characters || !self.cut(&word.text, pieces) {
                pieces.clear();
                pieces.extend(self.unknown);
            }
            take(pieces);
            word.text.clear();
            word.characters = 0;
        }
    }

    /// The pieces of a word; says whether it could be cut.
    fn cut(&self, word: &str, pieces: &mut Vec<u32>) -> bool {
        let mut rest = word;
        while !rest.is_empty() {
            let goes_on = rest.len() < word.len();
            let Some((piece, length)) = self.beginning(goes_on, rest) else { return false };
            pieces.push(piece);
            rest = &rest[length..];
        }
        true
    }

    /// The longest known beginning, and its length.
    fn beginning(&self, goes_on: bool, word: &str) -> Option<(u32, usize)> {
        let lengths = (1..=word.len().min(self.longest)).rev().filter(|length| word.is_char_boundary(*length));
        lengths.map(|length| (length, &word[..length])).find_map(|(length, piece)| Some((self.find(goes_on, piece)?, length)))
    }

    fn find(&self, goes_on: bool, piece: &str) -> Option<u32> {
        if self.slots.is_empty() { None } else { number(self.slots[self.slot(goes_on, piece).0]) }
    }

    /// The slot of a piece, or the empty one where it would be, and the bits of its hash that are kept there.
    fn slot(&self, goes_on: bool, piece: &str) -> (usize, u32) {
        let mut hasher = FxHasher::default();
        hasher.write_u8(u8::from(goes_on));
        hasher.write(piece.as_bytes());
        let last = self.slots.len() - 1;
        let hash = hasher.finish();
        let (mut at, tag) = (hash as usize & last, (hash >> 32) as u32 >> NUMBER << NUMBER);
        while let Some(number) = number(self.slots[at])
            && (self.slots[at] >> NUMBER << NUMBER != tag || parts(self.piece(number)) != (goes_on, piece))
        {
            at = (at + 1) & last;
        }
        (at, tag)
    }
}

/// The number in a slot, if there is one.
fn number(slot: u32) -> Option<u32> {
    (slot & ((1 << NUMBER) - 1)).checked_sub(1)
}

/// A word being read; beyond the longest its letters are only counted.
#[derive(Default)]
struct Word {
    text: String,
    characters: usize,
}

impl Word {
    fn push(&mut self, letter: char) {
        if self.characters <= LONGEST_WORD {
            self.text.push(letter);
        }
        self.characters = self.characters.saturating_add(1);
    }
}

/// What a character is to a word.
enum Letter {
    /// Part of one.
    Of(char),
    /// One of its own.
    Alone(char),
    /// The end of one.
    Between,
}

/// Where each line is.
fn lines(text: &str) -> impl Iterator<Item = (u32, u32)> {
    let mut next = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = next;
        next += line.len();
        let end = start + line.trim_end_matches(['\r', '\n']).len();
        (u32::try_from(start).unwrap_or(u32::MAX), u32::try_from(end).unwrap_or(u32::MAX))
    })
}

/// Whether a piece goes on with a word, and its letters.
fn parts(piece: &str) -> (bool, &str) {
    match piece.strip_prefix(GOES_ON) {
        Some(letters) if !letters.is_empty() => (true, letters),
        _ => (false, piece),
    }
}

/// Whether a character is one of the Chinese ones, which are words of their own.
fn is_ideograph(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2a6df}'
            | '\u{2a700}'..='\u{2ebef}' | '\u{2f800}'..='\u{2fa1f}' | '\u{30000}'..='\u{323af}'
    )
}

/// Whether a character is only there to steer how others are shown.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}'
        )
}

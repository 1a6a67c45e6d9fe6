//! What the network may look at in a word: hashed keys of the word, its beginnings, endings and shape, and its word pieces.

/// The longest word piece, in letters.
const LONGEST_PIECE: usize = 18;
/// Words longer than this, in letters, have no word pieces.
const LONGEST_WORD: usize = 64;

/// The kinds of keys.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Word = 1,
    Form,
    Beginning,
    Ending,
    Shape,
    Piece,
    Continuation,
}

/// A hash of a kind and some text (FNV-1a), the same on every machine.
fn key(kind: Kind, text: impl Iterator<Item = char>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ (kind as u64);
    hash = hash.wrapping_mul(0x0100_0000_01b3);
    for letter in text {
        hash = (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^ (hash >> 29)
}

/// The keys of a word's features: the word itself first, then its form if that has capitals, then the parts of it.
#[derive(Clone, Debug)]
pub struct Keys {
    /// All keys.
    pub keys: Vec<u64>,
    /// How many of the first say which word it is.
    pub identity: usize,
}

/// The keys of a word's features.
pub fn keys(form: &str) -> Keys {
    let plain = form.chars().map(plain).collect::<Vec<_>>();
    let mut keys = vec![key(Kind::Word, plain.iter().copied())];
    if form.chars().any(char::is_uppercase) {
        keys.push(key(Kind::Form, form.chars()));
    }
    let identity = keys.len();
    for length in 1..=3.min(plain.len()) {
        keys.push(key(Kind::Beginning, plain[..length].iter().copied()));
    }
    for length in 1..=4.min(plain.len()) {
        keys.push(key(Kind::Ending, plain[plain.len() - length..].iter().copied()));
    }
    keys.push(key(Kind::Shape, shape(form).into_iter()));
    Keys { keys, identity }
}

/// A letter in small, a digit as 0.
fn plain(letter: char) -> char {
    if letter.is_numeric() { '0' } else { small(letter) }
}

fn small(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// The shape of a word: capitals, small letters, digits and marks, runs cut to two, the whole to eight.
fn shape(form: &str) -> Vec<char> {
    let mut shape = Vec::new();
    for letter in form.chars() {
        let class = class(letter);
        if !shape.ends_with(&[class, class]) {
            shape.push(class);
        }
        if shape.len() == 8 {
            break;
        }
    }
    shape
}

fn class(letter: char) -> char {
    if letter.is_uppercase() {
        'X'
    } else if letter.is_alphabetic() {
        'x'
    } else if letter.is_numeric() {
        '0'
    } else {
        letter
    }
}

/// A key of a spelling.
pub fn spelling_key(form: &str) -> u64 {
    key(Kind::Form, form.chars())
}

/// The key of a line of a word-piece vocabulary.
pub fn piece_key(piece: &str) -> u64 {
    match piece.strip_prefix("##") {
        Some(rest) if !rest.is_empty() => key(Kind::Continuation, rest.chars()),
        _ => key(Kind::Piece, piece.chars()),
    }
}

/// Cuts a word into the longest pieces that `find` knows, from the left; nothing if it cannot be cut.
pub fn pieces(form: &str, find: impl Fn(u64) -> Option<u32>) -> Vec<u32> {
    let letters = form.chars().map(bare).collect::<Vec<_>>();
    if LONGEST_WORD < letters.len() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for part in letters.chunk_by(|left, right| left.is_alphanumeric() && right.is_alphanumeric()) {
        found.extend(part_pieces(part, &find));
    }
    found
}

fn part_pieces(letters: &[char], find: impl Fn(u64) -> Option<u32>) -> Vec<u32> {
    let (mut at, mut found) = (0, Vec::new());
    while at < letters.len() {
        let kind = if at == 0 { Kind::Piece } else { Kind::Continuation };
        let longest = LONGEST_PIECE.min(letters.len() - at);
        let hit = (1..=longest).rev().find_map(|length| Some((length, find(key(kind, letters[at..at + length].iter().copied()))?)));
        let Some((length, piece)) = hit else { return Vec::new() };
        found.push(piece);
        at += length;
    }
    found
}

/// A small letter without its accent, for the accents common in names, and with plain quotes and dashes.
fn bare(letter: char) -> char {
    match small(letter) {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ś' | 'š' => 's',
        'ź' | 'ż' | 'ž' => 'z',
        '‘' | '’' | '`' | '´' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_into_pieces() {
        let known = ["play", "##ing", "'", "s", "don", "t"].map(piece_key);
        let find = |key| known.iter().position(|known| *known == key).map(|at| at as u32);
        let cases: &[(&str, &[u32])] =
            &[("Playing", &[0, 1]), ("'s", &[2, 3]), ("’s", &[2, 3]), ("don't", &[4, 2, 5]), ("played", &[]), ("", &[])];
        for (form, expected) in cases {
            assert_eq!(pieces(form, find), *expected, "{form}");
        }
    }

    #[test]
    fn keys_of_a_word() {
        assert_eq!(keys("a").keys.len(), 4);
        assert_eq!(keys("Anna").keys.len(), 10);
        assert_eq!(keys("Anna").identity, 2);
        assert_eq!(keys("1998").keys[0], keys("2024").keys[0]);
        assert_eq!(shape("McDonalds"), ['X', 'x', 'X', 'x', 'x']);
    }
}

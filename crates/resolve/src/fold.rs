//! Letters without case and marks, so that names compare as people read them.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case, no marks, no ligatures: "Łódź" is "lodz".
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    folded
}

/// Letters that do not decompose but are written otherwise where a keyboard lacks them.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ı' => "i",
        'ħ' => "h",
        'ŋ' => "n",
        // Case folding leaves the dot of a Turkish capital behind.
        '\u{307}' => "",
        _ => return None,
    })
}

/// The other way to write a word whose umlauts cannot be typed: "mueller" for "Müller".
pub(crate) fn spelled_out(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut changed = false;
    let mut spelled = String::with_capacity(text.len() + 2);
    for c in text.nfc() {
        let pair = match c {
            'ä' | 'Ä' => "ae",
            'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
            'ü' | 'Ü' => "ue",
            'å' | 'Å' => "aa",
            _ => {
                spelled.push(c);
                continue;
            }
        };
        changed = true;
        spelled.push_str(pair);
    }
    changed.then(|| fold(&spelled))
}

/// The folded word with "ae", "oe", "ue" as one letter: equal for both ways to write an umlaut.
pub(crate) fn umlauts_merged(folded: &str) -> String {
    let mut merged = String::with_capacity(folded.len());
    for c in folded.chars() {
        if !(c == 'e' && merged.ends_with(['a', 'o', 'u'])) {
            merged.push(c);
        }
    }
    merged
}

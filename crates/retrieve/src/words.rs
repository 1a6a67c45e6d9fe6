//! Text to words as they are indexed and asked for: in any script, without case and diacritics, English ones by their stem.

use std::cell::RefCell;

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::function_words::is_function_word;

/// The longest word that is kept whole, in bytes; what is longer is no word that anybody asks for.
const LONGEST: usize = 64;
/// How many stems a thread remembers before it starts anew.
const STEMS: usize = 1 << 14;

thread_local! {
    static STEMMED: RefCell<FxHashMap<Box<str>, Box<str>>> = RefCell::default();
}

/// What is called with each word: as it is written, folded, and as it is indexed.
pub type Each<'e> = &'e mut dyn FnMut(&str, &str);

/// Calls back with the words of a text that carry its content, in order: all but function words ("the", "of", "who").
/// A text of nothing but function words keeps them.
pub fn each_content_word(text: &str, each: Each<'_>) {
    let mut any = false;
    each_word(text, &mut |written, indexed| {
        if !is_function_word(written) {
            any = true;
            each(written, indexed);
        }
    });
    if !any {
        each_word(text, each);
    }
}

/// The content words of a text, as they are indexed.
#[must_use]
pub fn content_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_content_word(text, &mut |_, word| words.push(word.to_owned()));
    words
}

/// Calls back with every word of a text, in order.
///
/// Words end where Unicode says (UAX 29). Scripts that put no spaces between words are cut into overlapping pairs of
/// letters. Case and diacritics are folded; words of ASCII letters are reduced to their stem (Snowball's English).
pub fn each_word(text: &str, each: Each<'_>) {
    let mut run: Vec<char> = Vec::new();
    let mut run_end = 0;
    for (at, word) in text.unicode_word_indices() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if is_unspaced(first) => {
                if run_end != at {
                    each_pair(&mut run, each);
                }
                run.push(first);
                run.extend(letters);
                run_end = at + word.len();
            }
            Some(_) | None => {
                each_pair(&mut run, each);
                each_part(word, each);
            }
        }
    }
    each_pair(&mut run, each);
}

/// The words of a text.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, &mut |_, word| words.push(word.to_owned()));
    words
}

/// Whether a letter belongs to a script that is written without spaces (kana, ideographs, Thai, Lao, Burmese, Khmer), or hangs
/// its particles on its words (hangul).
fn is_unspaced(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF66..=0xFF9D | 0x20000..=0x3FFFF)
}

fn each_pair(run: &mut Vec<char>, each: Each<'_>) {
    let folded: Vec<char> = run.drain(..).nfkc().collect();
    let mut text = String::with_capacity(8);
    let mut say = |letters: &[char]| {
        text.clear();
        text.extend(letters);
        each(&text, &text);
    };
    match folded.as_slice() {
        [] => {}
        [only] => say(&[*only]),
        several => several.windows(2).for_each(say),
    }
}

/// A word may still be two, as `lives_in` and `user:hello` are.
fn each_part(word: &str, each: Each<'_>) {
    for part in word.split(['_', ':']) {
        let part = part.strip_suffix("'s").or_else(|| part.strip_suffix("’s")).unwrap_or(part);
        if !part.is_empty() && part.len() <= LONGEST {
            fold(part, each);
        }
    }
}

fn fold(word: &str, each: Each<'_>) {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return stem(word, each);
    }
    let folded: String = if word.is_ascii() {
        word.to_ascii_lowercase()
    } else {
        word.nfkd().filter(|letter| !is_accent(*letter)).flat_map(plain).collect()
    };
    if folded.is_empty() {
        return;
    }
    if folded.bytes().all(|byte| byte.is_ascii_lowercase()) { stem(&folded, each) } else { each(&folded, &folded) }
}

/// Whether a mark only adds to a letter: accents, and the points of Hebrew and Arabic, which are mostly left out in writing. The vowel
/// signs of Indian scripts are letters.
fn is_accent(letter: char) -> bool {
    matches!(u32::from(letter), 0x0300..=0x036F | 0x0591..=0x05C7 | 0x064B..=0x065F | 0x0670 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// Lower case, and the letters that do not come apart into a plain one and a mark.
fn plain(letter: char) -> impl Iterator<Item = char> {
    let same: &[char] = match letter {
        'ß' | 'ẞ' => &['s', 's'],
        'æ' | 'Æ' => &['a', 'e'],
        'œ' | 'Œ' => &['o', 'e'],
        'ø' | 'Ø' => &['o'],
        'đ' | 'Đ' | 'ð' | 'Ð' => &['d'],
        'ł' | 'Ł' => &['l'],
        'þ' | 'Þ' => &['t', 'h'],
        'ı' => &['i'],
        '’' => &['\''],
        _ => &[],
    };
    let lower = same.is_empty().then(|| letter.to_lowercase()).into_iter().flatten();
    same.iter().copied().chain(lower)
}

fn stem(word: &str, each: Each<'_>) {
    if word.len() <= 2 {
        return each(word, word);
    }
    STEMMED.with_borrow_mut(|stems| {
        if let Some(known) = stems.get(word) {
            return each(word, known);
        }
        if STEMS <= stems.len() {
            stems.clear();
        }
        let stem: Box<str> = Stemmer::new(Algorithm::English).stem(word).into();
        each(word, &stem);
        stems.insert(word.into(), stem);
    });
}

#[cfg(test)]
mod tests {
    use super::{content_words, words};

    #[test]
    fn words_of_every_script_are_found_in_one_form() {
        let cases: &[(&str, &[&str])] = &[
            ("She was running to Zürich's harbours", &["she", "was", "run", "to", "zurich", "harbour"]),
            ("lives_in user:hello", &["live", "in", "user", "hello"]),
            ("Łódź, Tromsø, ＦＵＬＬ", &["lodz", "tromso", "full"]),
            ("東京都に住む", &["東京", "京都", "都に", "に住", "住む"]),
            ("猫", &["猫"]),
            ("서울에 살아요", &["서울", "울에", "살아", "아요"]),
            ("हिन्दी भाषा", &["हिन्दी", "भाषा"]),
            ("كِتَاب", &["كتاب"]),
            ("東京 and 大阪", &["東京", "and", "大阪"]),
            ("ภาษาไทย", &["ภา", "าษ", "ษา", "าไ", "ไท", "ทย"]),
            ("Москва́ — Ёлка", &["москва", "елка"]),
            ("v2.0 3,14 a+b", &["v2.0", "3,14", "a", "b"]),
            ("", &[]),
            ("?! … 👍", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(&words(text), expected, "{text}");
        }
    }

    #[test]
    fn function_words_count_only_where_there_is_nothing_else() {
        let cases: &[(&str, &[&str])] = &[
            ("Where does Ana live?", &["ana", "live"]),
            ("What was that?", &["what", "was", "that"]),
            ("She hasn't been there", &["she", "hasn't", "been", "there"]),
        ];
        for (text, expected) in cases {
            assert_eq!(&content_words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_longer_than_any_word_is_left_out() {
        assert_eq!(words(&"x".repeat(100_000)), Vec::<String>::new());
    }
}

//! How a word is written in the table: small letters, one space between words, plain apostrophes and hyphens.

/// A word or words as the table writes them.
pub fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '_' | '\u{a0}' => push_space(&mut normal),
            letter if letter.is_whitespace() => push_space(&mut normal),
            '\u{2018}' | '\u{2019}' => normal.push('\''),
            '\u{2010}'..='\u{2013}' => normal.push('-'),
            letter => normal.extend(letter.to_lowercase()),
        }
    }
    normal.truncate(normal.trim_end_matches(|letter: char| letter == ' ' || letter.is_ascii_punctuation()).len());
    normal.drain(..normal.len() - normal.trim_start_matches(|letter: char| letter == ' ' || "\"'(".contains(letter)).len());
    normal
}

fn push_space(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

//! Words written together: "don't" is "do" and "n't", "gonna" is "gon" and "na".

use crate::token::is_apostrophe;

/// What stands after an apostrophe as a word of its own.
const AFTER: &[&str] = &["s", "m", "d", "ll", "re", "ve"];

/// What may begin with an apostrophe.
const LED: &[&str] = &["s", "m", "d", "ll", "re", "ve", "em", "cause", "til", "till", "bout", "n", "cuz", "round", "tis", "twas", "nother"];

/// Words written as one, and after how many bytes the second begins.
const JOINED: &[(&str, usize)] = &[
    ("cannot", 3),
    ("alot", 1),
    ("gonna", 3),
    ("gotta", 3),
    ("wanna", 3),
    ("gimme", 3),
    ("lemme", 3),
    ("im", 1),
    ("ive", 1),
    ("dont", 2),
    ("doesnt", 4),
    ("didnt", 3),
    ("isnt", 2),
    ("wasnt", 3),
    ("arent", 3),
    ("werent", 4),
    ("havent", 4),
    ("hasnt", 3),
    ("hadnt", 3),
    ("wont", 2),
    ("cant", 2),
    ("couldnt", 5),
    ("wouldnt", 5),
    ("shouldnt", 6),
    ("aint", 2),
    ("thats", 4),
    ("whats", 4),
    ("theres", 5),
    ("youre", 3),
    ("theyre", 4),
    ("youve", 3),
    ("theyve", 4),
    ("hes", 2),
    ("shes", 3),
    ("lets", 3),
    ("youll", 3),
    ("theyll", 4),
];

/// Whether letters after an apostrophe are a word of their own, given the word before it.
pub fn is_clitic(word: &str, follows: &str) -> bool {
    let follows = follows.to_lowercase();
    AFTER.contains(&follows.as_str()) || follows == "t" && word.ends_with(['n', 'N'])
}

/// The length of a word that begins with an apostrophe: "'s", "'em", "'90s"; `begins` says that no letter stands before it.
pub fn led(rest: &str, begins: bool) -> Option<usize> {
    let mark = rest.chars().next().map_or(0, char::len_utf8);
    let after = &rest[mark..];
    let length = after.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(after.len());
    let word = after[..length].to_lowercase();
    let decade = word.len() == 3 && word.ends_with('s') && word.bytes().take(2).all(|byte| byte.is_ascii_digit());
    let year = begins && word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let known = if begins { LED.contains(&word.as_str()) } else { AFTER.contains(&word.as_str()) };
    (known || decade || year).then_some(mark + length)
}

/// Gives the parts of a word: where each begins and ends in it.
pub fn parts(word: &str, mut part: impl FnMut(usize, usize)) {
    let at = negated(word).or_else(|| joined(word)).unwrap_or(0);
    if 0 < at && at < word.len() {
        part(0, at);
    }
    part(at, word.len());
}

/// Where "n't" begins.
fn negated(word: &str) -> Option<usize> {
    let bare = word.strip_suffix(['t', 'T'])?;
    let mark = bare.chars().next_back().filter(|letter| is_apostrophe(*letter))?;
    let bare = &bare[..bare.len() - mark.len_utf8()];
    bare.strip_suffix(['n', 'N']).map(str::len)
}

fn joined(word: &str) -> Option<usize> {
    if 8 < word.len() || word == "IM" || word == "IVE" {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    JOINED.iter().find(|(joined, _)| *joined == lower).map(|(_, at)| *at)
}

//! Words: a sentence cut at white space, commas set apart, contractions written out.

/// The words of a sentence; a comma is a word of its own.
pub fn words(body: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for chunk in body.split_whitespace() {
        let word = chunk.trim_end_matches(',');
        match written_out(word) {
            Some(whole) => words.extend(whole),
            None if word.is_empty() => {}
            None => words.push(word),
        }
        words.extend(std::iter::repeat_n(",", chunk.len() - word.len()));
    }
    words
}

/// Each contraction with the two words it stands for. "Ana's" is not here: it may be "Ana is" or what is Ana's.
const CONTRACTIONS: &[(&str, [&str; 2])] = &[
    ("I'm", ["I", "am"]),
    ("We're", ["We", "are"]),
    ("we're", ["we", "are"]),
    ("I've", ["I", "have"]),
    ("We've", ["We", "have"]),
    ("we've", ["we", "have"]),
    ("I'll", ["I", "will"]),
    ("We'll", ["We", "will"]),
    ("we'll", ["we", "will"]),
    ("I'd", ["I", "would"]),
    ("We'd", ["We", "would"]),
    ("we'd", ["we", "would"]),
    ("don't", ["do", "not"]),
    ("doesn't", ["does", "not"]),
    ("didn't", ["did", "not"]),
    ("isn't", ["is", "not"]),
    ("aren't", ["are", "not"]),
    ("wasn't", ["was", "not"]),
    ("weren't", ["were", "not"]),
    ("hasn't", ["has", "not"]),
    ("haven't", ["have", "not"]),
    ("won't", ["will", "not"]),
    ("can't", ["can", "not"]),
    ("wouldn't", ["would", "not"]),
    ("couldn't", ["could", "not"]),
];

fn written_out(word: &str) -> Option<[&'static str; 2]> {
    let apostrophe = word.find(['\'', '’'])?;
    let (head, tail) = word.split_at(apostrophe);
    let tail = tail.trim_start_matches(['\'', '’']);
    let contracted = |short: &str| short.split_once('\'') == Some((head, tail));
    CONTRACTIONS.iter().find(|(short, _)| contracted(short)).map(|(_, whole)| *whole)
}

/// The owner in "Ana's", if the word is a possessive.
pub fn owner(word: &str) -> Option<&str> {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).filter(|owner| !owner.is_empty())
}

/// Whether the words begin with these, given as one text; returns what follows.
pub fn after<'a, 'b>(words: &'a [&'b str], start: &str) -> Option<&'a [&'b str]> {
    start.split_whitespace().try_fold(words, |rest, expected| match rest {
        [word, rest @ ..] if *word == expected => Some(rest),
        _ => None,
    })
}

/// Whether the words end with these, given as one text; returns what precedes.
pub fn before<'a, 'b>(words: &'a [&'b str], end: &str) -> Option<&'a [&'b str]> {
    let at = words.len().checked_sub(end.split_whitespace().count())?;
    let (head, tail) = words.split_at(at);
    after(tail, end).map(|_| head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_into_words() {
        for (text, expected) in [
            ("Ana lives in Berlin", "Ana|lives|in|Berlin"),
            ("on May 7, 2023", "on|May|7|,|2023"),
            ("I don’t live", "I|do|not|live"),
            ("I'm Ana's", "I|am|Ana's"),
            (", ,,", ",|,|,"),
            ("O'Brien d''", "O'Brien|d''"),
        ] {
            assert_eq!(words(text).join("|"), expected, "{text}");
        }
    }
}

//! Titles in quotation marks: "Becoming Nicole" is one name, whatever its words are.

use asof_parser::{Pos, Word};

use crate::wholes::capital;

/// The longest title that is looked for, in words.
const LONGEST: usize = 9;
/// Words that are written small within a title.
const SMALL: &[&str] = &[
    "of", "the", "a", "an", "and", "in", "to", "for", "on", "with", "at", "by", "from", "or", "is", "as", "into", "vs", "&", ":", "'s",
    "-", "%",
];

/// Makes one name of each.
pub fn mend(words: &mut [Word]) {
    let mut at = 0;
    while at < words.len() {
        let close =
            is_mark(&words[at]).then(|| (at + 2..words.len().min(at + LONGEST + 2)).find(|&close| is_mark(&words[close]))).flatten();
        match close {
            Some(close) => {
                if is_title(&words[at + 1..close]) {
                    one_name(words, at + 1, close);
                }
                at = close + 1;
            }
            None => at += 1,
        }
    }
}

fn is_mark(word: &Word) -> bool {
    matches!(word.form.as_str(), "\"" | "“" | "”" | "``" | "''")
}

/// "Effective Communication in the Workplace"; and not "I love it", which somebody says.
fn is_title(words: &[Word]) -> bool {
    let written = |word: &Word| capital(word) || SMALL.contains(&word.form.as_str()) || word.pos == Pos::Num;
    let big = words.iter().filter(|word| capital(word)).count();
    let said = words.iter().any(|word| word.tag == "PRP" || matches!(word.form.as_str(), "!" | "?" | "."));
    1 < big && words.first().is_some_and(capital) && words.iter().all(written) && !said
}

/// Hangs all words of a title on the one that hangs on something outside it.
fn one_name(words: &mut [Word], from: usize, to: usize) {
    let inside = |at: usize| (from..to).contains(&at);
    let mut outer = (from..to).filter(|&at| words[at].head.is_some_and(|head| !inside(head)) && words[at].relation != "punct");
    // What stands alone, or hangs together in no way, is left as it is.
    let (Some(first), rest) = (outer.next(), outer.collect::<Vec<_>>()) else { return };
    if rest.iter().any(|&at| words[at].head != words[first].head) {
        return;
    }
    let head = rest.last().copied().unwrap_or(first);
    if (from..to).any(|at| words[at].head.is_none()) {
        return;
    }
    if matches!(words[head].relation, "xcomp" | "ccomp" | "advcl") {
        words[head].relation = "obj";
    }
    for (at, word) in words.iter_mut().enumerate() {
        if word.head.is_some_and(inside) && at != head {
            word.head = Some(head);
        }
        if !inside(at) || word.relation == "punct" {
            continue;
        }
        if at != head {
            word.relation = if at < head { "compound" } else { "flat" };
        }
        if word.pos != Pos::Det {
            (word.pos, word.tag) = (Pos::Propn, "NNP");
            word.lemma = word.form.clone();
        }
    }
}

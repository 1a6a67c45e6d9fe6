//! Keeps what was mended a tree: one root, and every word under it.

use asof_parser::Word;

/// Every word hangs from the root: a ring that a mend has tied is cut at its first word, and a second root is told beside the first.
pub fn untie(words: &mut [Word]) {
    let root = words.iter().position(|word| word.head.is_none()).unwrap_or(0);
    let Some(word) = words.get_mut(root) else { return };
    (word.head, word.relation) = (None, "root");
    let not_root = |(at, word): (usize, &mut Word)| {
        if at != root && (word.head.is_none() || word.relation == "root") {
            (word.head, word.relation) = (word.head.or(Some(root)), "parataxis");
        }
    };
    words.iter_mut().enumerate().for_each(not_root);
    // From which word each was first walked over.
    let mut walked: Vec<Option<usize>> = vec![None; words.len()];
    walked[root] = Some(root);
    for from in 0..words.len() {
        let mut at = from;
        while walked[at].is_none() {
            walked[at] = Some(from);
            at = words[at].head.unwrap_or(root);
        }
        if walked[at] == Some(from) && at != root {
            cut(words, at, root);
        }
    }
}

/// Hangs the first word of a ring from the root.
fn cut(words: &mut [Word], ring: usize, root: usize) {
    let around = std::iter::successors(words[ring].head, |&at| words[at].head.filter(|_| at != ring));
    if let Some(first) = around.take(words.len()).min() {
        words[first].head = Some(root);
    }
}

//! The entities that a question names.

use asof_model::MAX_NAME_BYTES;
use unicode_segmentation::UnicodeSegmentation;

use crate::{function_words::is_function_word, view::View};

/// The longest name that is looked for, in words.
const MOST_WORDS: usize = 8;
/// So many words of a question are looked at.
const MOST_LOOKED_AT: usize = 256;

/// The entities that a question names: the longest names first come by, which do not overlap. Function words alone name nothing.
pub(crate) fn entities(view: &dyn View, question: &str) -> Vec<u32> {
    let words: Vec<(usize, &str)> = question.unicode_word_indices().take(MOST_LOOKED_AT).collect();
    let mut found = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let ends = (start..words.len().min(start + MOST_WORDS)).rev();
        let named = ends.filter_map(|end| Some((end, entity(view, question, &words[start..=end])?))).next();
        match named {
            Some((end, entity)) => {
                found.push(entity);
                start = end + 1;
            }
            None => start += 1,
        }
    }
    found.dedup();
    found
}

fn entity(view: &dyn View, question: &str, words: &[(usize, &str)]) -> Option<u32> {
    let (first, last) = (words.first()?, words.last()?);
    let text = &question[first.0..last.0 + last.1.len()];
    if MAX_NAME_BYTES < text.len() || words.iter().all(|(_, word)| is_function_word(&word.to_lowercase())) {
        return None;
    }
    let own = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s"));
    view.entity(text).or_else(|| view.entity(own?))
}

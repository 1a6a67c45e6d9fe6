//! Excerpts: of a long passage, the part that fits a question best.

use rustc_hash::FxHashSet;

use crate::tokens::estimate_tokens;

/// What stands for what was cut.
const CUT: &str = "…";

/// A text as it is if it takes no more than so many tokens, or the sentences around the one that shares most words with a question.
pub(crate) fn excerpt(text: &str, question: &str, tokens: usize) -> String {
    if estimate_tokens(text) <= tokens {
        return text.to_owned();
    }
    let pieces: Vec<&str> = text.split_inclusive(['\n', '.', '!', '?', '。', '！', '？']).collect();
    let asked: FxHashSet<String> = asof_retrieve::content_words(question).into_iter().collect();
    let shared = |piece: &str| {
        let mut shared: Vec<String> = asof_retrieve::words(piece).into_iter().filter(|word| asked.contains(word)).collect();
        shared.sort_unstable();
        shared.dedup();
        shared.len()
    };
    let mut best = (0, 0);
    for (place, piece) in pieces.iter().enumerate() {
        let shared = shared(piece);
        if best.1 < shared {
            best = (place, shared);
        }
    }
    around(&pieces, best.0, tokens.saturating_sub(2))
}

/// The piece of a place and as many after it, then before it, as there is room for.
fn around(pieces: &[&str], place: usize, tokens: usize) -> String {
    let (mut first, mut end, mut used) = (place, place, 0);
    let costs = |at: usize| pieces.get(at).map(|piece| estimate_tokens(piece));
    while let Some(cost) = costs(end).filter(|cost| used + cost <= tokens) {
        used += cost;
        end += 1;
    }
    while let Some(cost) = first.checked_sub(1).and_then(costs).filter(|cost| used + cost <= tokens) {
        used += cost;
        first -= 1;
    }
    let shown = if first == end { start_of(pieces.get(place).copied().unwrap_or_default(), tokens) } else { pieces[first..end].concat() };
    let before = if first == 0 { "" } else { CUT };
    let after = if first < end && end == pieces.len() { "" } else { CUT };
    format!("{before}{}{after}", shown.trim())
}

/// The first words of a text, or where it has none, its first letters.
fn start_of(text: &str, tokens: usize) -> String {
    let mut used = 0;
    let mut end = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        used += estimate_tokens(word);
        if tokens < used {
            break;
        }
        end += word.len();
    }
    if end == 0 { text.chars().take(tokens).collect() } else { text.get(..end).unwrap_or_default().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::excerpt;
    use crate::tokens::estimate_tokens;

    #[test]
    fn the_part_that_fits_is_shown() {
        let filler = "It rained on the hills. ".repeat(100);
        let text = format!("{filler}Ana keeps bees in Porto. {filler}");
        let shown = excerpt(&text, "Where does Ana keep her bees?", 30);
        assert!(shown.starts_with('…') && shown.contains("Ana keeps bees in Porto.") && shown.ends_with('…'), "{shown}");
        assert_eq!(excerpt("Short.", "anything", 30), "Short.");
    }

    #[test]
    fn whatever_the_text_the_excerpt_is_short_and_ends_at_a_letter() {
        let texts =
            ["x".repeat(10_000), "東京".repeat(5_000), "a ".repeat(10_000), "?!".repeat(5_000), "é".repeat(9_999), "\n".repeat(9_999)];
        for text in &texts {
            for tokens in [0, 1, 2, 3, 64, 1_000] {
                let shown = excerpt(text, "東京 a", tokens);
                assert!(estimate_tokens(&shown) <= tokens + 2, "{tokens}: {}", estimate_tokens(&shown));
            }
        }
    }
}

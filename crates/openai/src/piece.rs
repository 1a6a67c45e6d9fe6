//! Cutting a long text into pieces that a model can take, at the best place near the end of each.

/// The pieces of a text as byte ranges, blank ones left out.
pub(crate) fn pieces(text: &str, most: usize) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = if text.len() - start <= most { text.len() } else { start + cut(&text[start..], most) };
        pieces.extend(tight(text, start, end));
        start = end;
    }
    pieces
}

/// Two halves of a piece, if it is long enough to have them.
pub(crate) fn halves(text: &str, (start, end): (usize, usize)) -> Option<Vec<(usize, usize)>> {
    const SHORTEST: usize = 400;
    let piece = text.get(start..end).filter(|piece| SHORTEST <= piece.len())?;
    let middle = start + cut(piece, piece.len() * 2 / 3);
    Some([tight(text, start, middle), tight(text, middle, end)].into_iter().flatten().collect())
}

/// Where to cut: after a paragraph, else a line, a sentence, a word, in the second half; else anywhere.
fn cut(text: &str, most: usize) -> usize {
    let most = text.floor_char_boundary(most).max(text.chars().next().map_or(1, char::len_utf8));
    let window = &text[..most];
    let after = |mark: &str| window.rfind(mark).map(|at| at + mark.len()).filter(|at| most / 2 <= *at);
    ["\n\n", "\n", ". ", "! ", "? ", "。", " "].iter().find_map(|mark| after(mark)).unwrap_or(most)
}

fn tight(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let piece = &text[start..end];
    let body = piece.trim();
    let start = start + piece.len() - piece.trim_start().len();
    (!body.is_empty()).then_some((start, start + body.len()))
}

#[cfg(test)]
mod tests {
    use proptest::{
        prelude::*,
        test_runner::{Config, RngSeed},
    };

    use super::*;

    #[test]
    fn a_text_is_cut_at_the_best_place() {
        let cases = [
            ("", 10, vec![]),
            (" \n ", 10, vec![]),
            ("One. Two.", 20, vec!["One. Two."]),
            ("One is here.\n\nTwo is there. Three.", 16, vec!["One is here.", "Two is there.", "Three."]),
            ("aaaa bbbb cccc", 10, vec!["aaaa bbbb", "cccc"]),
            ("aaaaaaaaaaaa", 5, vec!["aaaaa", "aaaaa", "aa"]),
            ("éé", 1, vec!["é", "é"]),
        ];
        for (text, most, expected) in cases {
            let found: Vec<&str> = pieces(text, most).into_iter().map(|(start, end)| &text[start..end]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest! {
        #![proptest_config(Config { failure_persistence: None, rng_seed: RngSeed::Fixed(3), ..Config::with_cases(300) })]
        #[test]
        fn nothing_but_white_space_falls_between_pieces(text in "(\\PC|\n|\\. | ){0,80}", most in 1_usize..40) {
            let joined: String = pieces(&text, most).into_iter().map(|(start, end)| &text[start..end]).collect();
            let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(dense(&joined), dense(&text));
            if let Some(halves) = halves(&text, (0, text.len())) {
                let joined: String = halves.into_iter().map(|(start, end)| &text[start..end]).collect();
                prop_assert_eq!(dense(&joined), dense(&text));
            }
        }
    }
}

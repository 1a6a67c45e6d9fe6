//! How rarely a word is written in general: what a small memory's own counts cannot tell.

use asof_vectors::Static;

/// The first whole word of the table's vocabulary; before it come letters and signs. From here on words are in order of how often
/// they are written.
const FIRST: &str = "the";

/// How rarely a word is written, 0 to 1, by its place in the vocabulary: by Zipf's law the logarithm of the place measures
/// information. A word that the vocabulary does not have whole is rare.
pub(crate) fn rarity(written: &str) -> f32 {
    let vocabulary = Static::shipped().vocabulary();
    let first = vocabulary.number(FIRST).unwrap_or(0);
    let place = vocabulary.number(written).filter(|number| first <= *number).map(|number| number - first + 2);
    let all = vocabulary.len().saturating_sub(first as usize).max(3);
    place.map_or(1.0, |place| (place as f32).ln() / (all as f32).ln())
}

#[cfg(test)]
mod tests {
    use super::rarity;

    #[test]
    fn common_words_count_less() {
        assert!(rarity("day") < rarity("guitar") && rarity("guitar") < rarity("theremin"));
    }
}

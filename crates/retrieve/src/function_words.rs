//! English function words: articles, pronouns, prepositions, conjunctions, auxiliaries and the like, which carry no content.

/// In alphabetical order, folded.
const WORDS: [&str; 196] = [
    "a", "about", "above", "against", "all", "also", "am", "among", "an", "and", "any", "are", "aren't", "around", "as", "at", "be",
    "because", "been", "being", "below", "between", "both", "but", "by", "can", "can't", "cannot", "could", "couldn't", "did", "didn't",
    "do", "does", "doesn't", "doing", "don't", "done", "down", "each", "either", "else", "etc", "every", "few", "for", "from",
    "further", "had", "hadn't", "has", "hasn't", "have", "haven't", "having", "he", "he'd", "he'll", "he's", "her", "here", "here's",
    "hers", "herself", "him", "himself", "his", "how", "how's", "i", "i'd", "i'll", "i'm", "i've", "if", "in", "into", "is", "isn't",
    "it", "it'd", "it'll", "it's", "its", "itself", "just", "let", "let's", "may", "me", "might", "mine", "more", "most", "much",
    "must", "my", "myself", "neither", "no", "nor", "not", "of", "off", "on", "only", "onto", "or", "other", "ought", "our", "ours",
    "ourselves", "out", "over", "own", "per", "same", "shall", "shan't", "she", "she'd", "she'll", "she's", "should", "shouldn't", "so",
    "some", "such", "than", "that", "that's", "the", "their", "theirs", "them", "themselves", "then", "there", "there's", "these",
    "they", "they'd", "they'll", "they're", "they've", "this", "those", "through", "to", "too", "towards", "under", "up", "upon", "us",
    "very", "was", "wasn't", "we", "we'd", "we'll", "we're", "we've", "were", "weren't", "what", "what's", "when", "when's", "where",
    "where's", "which", "while", "who", "who's", "whom", "whose", "why", "why's", "will", "with", "within", "without", "won't", "would",
    "wouldn't", "you", "you'd", "you'll", "you're", "you've", "your", "yours", "yourself", "yourselves",
];

/// Whether a folded word is one of them.
pub(crate) fn is_function_word(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn the_list_is_in_order() {
        assert!(WORDS.is_sorted());
    }
}

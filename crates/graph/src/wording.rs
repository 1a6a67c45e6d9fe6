//! The words in which a claim was told.

use crate::Graph;

/// A sentence of more words is no wording: it says more than one thing.
const LONGEST: usize = 24;

impl Graph {
    /// The words in which a claim was told, in small letters: those of its sentence, with these signs where its subject and its object
    /// stood, by their names, by one word of them, or by a pronoun. `None` where the sentence says anything else, or is long.
    #[must_use]
    pub fn wording(&self, claim: u32, [subject, object]: [&str; 2]) -> Option<String> {
        let (episode, span) = self.passage(claim)?;
        let span = span?;
        let neighbours = [claim.checked_sub(1), claim.checked_add(1)];
        let alone = neighbours.into_iter().flatten().all(|other| self.passage(other) != Some((episode, Some(span))));
        let text = self.episode(episode)?.text.get(span.0 as usize..span.1 as usize).filter(|_| alone)?.to_lowercase();
        let meta = self.claim(claim)?;
        let mut names =
            [(meta.subject, subject), (meta.object, object)].map(|(entity, end)| (self.object(entity).text().to_lowercase(), end));
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let rest = names.iter().fold(text, |text, (name, end)| put(&text, name, end));
        (rest.split_whitespace().count() <= LONGEST && rest.chars().any(char::is_alphabetic)).then_some(rest)
    }
}

/// What a sentence may call its subject.
const PRONOUNS: [&str; 6] = ["he", "she", "it", "they", "i", "we"];

/// A sentence with a sign in the place of a name.
fn put(text: &str, name: &str, sign: &str) -> String {
    let sign = format!(" {sign} ");
    if text.contains(name) {
        return text.replacen(name, &sign, 1);
    }
    let called = name.split(' ').chain(PRONOUNS).find_map(|word| standing(text, word));
    called.map_or_else(|| text.to_owned(), |(from, to)| format!("{}{sign}{}", &text[..from], &text[to..]))
}

/// Where a word stands as a whole.
fn standing(text: &str, word: &str) -> Option<(usize, usize)> {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let whole = |at: &usize| apart(text[..*at].chars().next_back()) && apart(text[at + word.len()..].chars().next());
    let at = text.match_indices(word).map(|(at, _)| at).find(whole)?;
    (!word.is_empty()).then_some((at, at + word.len()))
}

//! The words in which a claim was told.

use crate::Graph;

/// A sentence of more words is no wording: it says more than one thing.
const LONGEST: usize = 24;

impl Graph {
    /// The words in which a claim was told, in small letters: those of its sentence, with these signs where its subject and its object
    /// stood. `None` where the sentence says anything else, or is long.
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
        let rest = names.iter().fold(text, |text, (name, end)| text.replacen(name.as_str(), &format!(" {end} "), 1));
        (rest.split_whitespace().count() <= LONGEST && rest.chars().any(char::is_alphabetic)).then_some(rest)
    }
}

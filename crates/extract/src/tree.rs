//! Questions asked of a dependency tree: children by relation, words under a word, and the text they cover.

use asof_parser::{Pos, Sentence, Word};

/// A sentence with the children of each word at hand.
pub struct Tree<'a> {
    /// The words, in order.
    pub words: &'a [Word],
    children: Vec<Vec<usize>>,
}

impl<'a> Tree<'a> {
    pub fn new(sentence: &'a Sentence) -> Self {
        let mut children = vec![Vec::new(); sentence.words.len()];
        for (at, word) in sentence.words.iter().enumerate() {
            if let Some(head) = word.head.and_then(|head| children.get_mut(head)) {
                head.push(at);
            }
        }
        Self { words: &sentence.words, children }
    }

    pub fn children(&self, at: usize) -> &[usize] {
        &self.children[at]
    }

    /// The children that stand in one of these relations, subtypes aside: `nmod` finds `nmod:poss` too.
    pub fn all<'t>(&'t self, at: usize, relations: &'t [&str]) -> impl Iterator<Item = usize> + 't {
        self.children[at].iter().copied().filter(move |&child| relations.contains(&self.base(child)))
    }

    /// The first child in this relation, subtypes aside.
    pub fn child(&self, at: usize, relation: &str) -> Option<usize> {
        self.children[at].iter().copied().find(|&child| self.base(child) == relation)
    }

    /// The first child in exactly this relation.
    pub fn exact(&self, at: usize, relation: &str) -> Option<usize> {
        self.children[at].iter().copied().find(|&child| self.words[child].relation == relation)
    }

    /// The relation without its subtype.
    pub fn base(&self, at: usize) -> &'static str {
        self.words[at].relation.split(':').next().unwrap_or_default()
    }

    pub fn lemma(&self, at: usize) -> &str {
        &self.words[at].lemma
    }

    pub fn pos(&self, at: usize) -> Pos {
        self.words[at].pos
    }

    pub fn tag(&self, at: usize) -> &'static str {
        self.words[at].tag
    }

    pub fn is_a(&self, at: usize, relation: &str) -> bool {
        self.words[at].relation == relation
    }

    pub fn head(&self, at: usize) -> Option<usize> {
        self.words[at].head
    }

    /// A word and all under it, in order, passing over the children that the caller does not want, with all under them.
    pub fn under(&self, at: usize, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = vec![at];
        let mut next = 0;
        while let Some(&word) = found.get(next) {
            found.extend(self.children[word].iter().copied().filter(|&child| wanted(child)));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// The words as they are written, with one space wherever the text has a gap or a word was left out.
    pub fn say(&self, words: &[usize]) -> String {
        let mut said = String::new();
        let mut last: Option<usize> = None;
        for &at in words {
            let glued = last.is_some_and(|last| last + 1 == at && self.words[last].end == self.words[at].start);
            if last.is_some() && !glued {
                said.push(' ');
            }
            said.push_str(&self.words[at].form);
            last = Some(at);
        }
        said
    }

    /// The word and its heads up to the root.
    pub fn upward(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(at), |&at| self.head(at)).take(self.words.len())
    }

    /// Whether the word's form, in small letters, is one of these.
    pub fn is_one(&self, at: usize, words: &[&str]) -> bool {
        let form = &self.words[at].form;
        words.iter().any(|word| form.eq_ignore_ascii_case(word))
    }
}

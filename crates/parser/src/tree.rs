//! What a parse is: sentences of words, each with its tag, its lemma and the word it depends on.

/// A part of speech, as Universal Dependencies names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of Universal Dependencies, version 2")]
pub enum Pos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

/// Their names in Universal Dependencies.
const NAMES: [(&str, Pos); 17] = [
    ("ADJ", Pos::Adj),
    ("ADP", Pos::Adp),
    ("ADV", Pos::Adv),
    ("AUX", Pos::Aux),
    ("CCONJ", Pos::Cconj),
    ("DET", Pos::Det),
    ("INTJ", Pos::Intj),
    ("NOUN", Pos::Noun),
    ("NUM", Pos::Num),
    ("PART", Pos::Part),
    ("PRON", Pos::Pron),
    ("PROPN", Pos::Propn),
    ("PUNCT", Pos::Punct),
    ("SCONJ", Pos::Sconj),
    ("SYM", Pos::Sym),
    ("VERB", Pos::Verb),
    ("X", Pos::X),
];

impl Pos {
    /// Its name in Universal Dependencies: `NOUN`.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, pos)| *pos == self).map_or("X", |(name, _)| name)
    }

    /// The part of speech of that name; a name unknown is [`Pos::X`].
    pub(crate) fn named(name: &str) -> Self {
        NAMES.iter().find(|(known, _)| *known == name).map_or(Self::X, |(_, pos)| *pos)
    }
}

/// A word of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The first byte of the text it was read from.
    pub start: usize,
    /// The byte past its last.
    pub end: usize,
    /// The word as it is written.
    pub form: String,
    /// Its dictionary form: `go` for "went".
    pub lemma: String,
    /// Its part of speech.
    pub pos: Pos,
    /// Its part of speech in the finer tags of the Penn Treebank: `VBD`, `NNS`, `MD`.
    pub tag: &'static str,
    /// The index in the sentence of the word it depends on; `None` for the root.
    pub head: Option<usize>,
    /// How it depends on that word, as Universal Dependencies names it: `nsubj`, `obl`, `nmod:poss`; `root` for the root.
    pub relation: &'static str,
}

/// A sentence: exactly one of its words has no head, and following heads from any word ends there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// The first byte of the text it was read from.
    pub start: usize,
    /// The byte past its last.
    pub end: usize,
    /// Its words, in order.
    pub words: Vec<Word>,
}

//! Rules bound to the numbers of a memory: predicates and things by number, inverses read as their partners.

use rustc_hash::{FxHashMap, FxHashSet};

use super::rule::{Atom, Rule, Term};

/// What the schema says of predicates, by number.
#[derive(Clone, Debug, Default)]
pub struct Traits {
    /// Read from both sides.
    pub symmetric: FxHashSet<u32>,
    /// A predicate and the one it is read as with its sides changed. Facts may be given under either; what is derived has
    /// the partner's number (the smaller one where each is the other's).
    pub inverse: FxHashMap<u32, u32>,
    /// One object per subject: nothing is derived against what was told of the same subject at the same time.
    pub one_object: FxHashSet<u32>,
    /// One subject per object: nothing is derived against what was told of the same object at the same time.
    pub one_subject: FxHashSet<u32>,
}

impl Traits {
    /// A fact with its inverse read as its partner, and the two of a symmetric one in order.
    pub(super) fn straight(&self, subject: u32, predicate: u32, object: u32) -> (u32, u32, u32) {
        let (predicate, turned) = self.partner(predicate);
        let (subject, object) = if turned { (object, subject) } else { (subject, object) };
        let (subject, object) = if self.symmetric.contains(&predicate) && object < subject { (object, subject) } else { (subject, object) };
        (subject, predicate, object)
    }

    /// What a predicate is read as, and whether its sides change.
    fn partner(&self, predicate: u32) -> (u32, bool) {
        match self.inverse.get(&predicate) {
            Some(partner) if self.inverse.get(partner) == Some(&predicate) && predicate <= *partner => (predicate, false),
            Some(partner) => (*partner, true),
            None => (predicate, false),
        }
    }
}

/// A hole by its number, or a thing by its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Variable(usize),
    Thing(u32),
}

/// An atom by numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    pub subject: Slot,
    pub predicate: u32,
    pub object: Slot,
}

impl Pattern {
    fn turned(self) -> Self {
        Self { subject: self.object, predicate: self.predicate, object: self.subject }
    }

    pub fn slots(&self) -> [Slot; 2] {
        [self.subject, self.object]
    }
}

/// A rule by numbers.
#[derive(Clone, Debug)]
pub(super) struct Linked {
    pub rule: u32,
    pub premises: Vec<Pattern>,
    pub unequal: Vec<(usize, usize)>,
    pub head: Pattern,
    pub confidence: f32,
}

/// Why a rule is left out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Idle {
    /// It names something the memory does not know.
    #[error("nothing is called `{0}`")]
    NoSuchThing(String),
    /// It derives what the schema says already.
    #[error("the schema says so already, by an inverse or by symmetry")]
    SaidBySchema,
}

/// Rules ready to be run.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub(super) rules: Vec<Linked>,
    pub(super) traits: Traits,
    /// The rules left out, by their place among those given, and why.
    pub idle: Vec<(usize, Idle)>,
}

impl Program {
    /// Binds rules to numbers: `predicate` gives every predicate its number, `thing` finds an entity by its name.
    pub fn link(rules: &[Rule], traits: Traits, predicate: impl FnMut(&str) -> u32, thing: impl FnMut(&str) -> Option<u32>) -> Self {
        let mut linker = Linker { traits: &traits, predicate, thing, variables: Vec::new() };
        let (mut linked, mut idle) = (Vec::new(), Vec::new());
        for (at, rule) in rules.iter().enumerate() {
            match linker.link(at, rule) {
                Ok(rule) => linked.push(rule),
                Err(why) => idle.push((at, why)),
            }
        }
        Self { rules: linked, traits, idle }
    }

    /// The predicates its rules read.
    pub(super) fn read(&self) -> FxHashSet<u32> {
        self.rules.iter().flat_map(|rule| &rule.premises).map(|premise| premise.predicate).collect()
    }

    /// The predicates its rules derive.
    pub(super) fn derived(&self) -> FxHashSet<u32> {
        self.rules.iter().map(|rule| rule.head.predicate).collect()
    }

    /// Whether facts of a predicate matter to its rules: only those need to be given.
    pub fn concerns(&self, predicate: u32) -> bool {
        let (predicate, _) = self.traits.partner(predicate);
        self.rules.iter().any(|rule| rule.head.predicate == predicate || rule.premises.iter().any(|one| one.predicate == predicate))
    }
}

struct Linker<'a, P, T> {
    traits: &'a Traits,
    predicate: P,
    thing: T,
    variables: Vec<String>,
}

impl<P: FnMut(&str) -> u32, T: FnMut(&str) -> Option<u32>> Linker<'_, P, T> {
    fn link(&mut self, at: usize, rule: &Rule) -> Result<Linked, Idle> {
        self.variables.clear();
        let premises: Vec<Pattern> = rule.premises.iter().map(|atom| self.atom(atom)).collect::<Result<_, _>>()?;
        let head = self.atom(&rule.conclusion)?;
        let symmetric = self.traits.symmetric.contains(&head.predicate);
        if premises.iter().any(|premise| *premise == head || symmetric && premise.turned() == head) {
            return Err(Idle::SaidBySchema);
        }
        let unequal = rule.unequal.iter().map(|(a, b)| (self.number(a), self.number(b))).collect();
        Ok(Linked { rule: u32::try_from(at).unwrap_or(u32::MAX), premises, unequal, head, confidence: rule.confidence })
    }

    fn atom(&mut self, atom: &Atom) -> Result<Pattern, Idle> {
        let (predicate, turned) = self.traits.partner((self.predicate)(&atom.predicate));
        let pattern = Pattern { subject: self.slot(&atom.subject)?, predicate, object: self.slot(&atom.object)? };
        Ok(if turned { pattern.turned() } else { pattern })
    }

    fn slot(&mut self, term: &Term) -> Result<Slot, Idle> {
        match term {
            Term::Variable(name) => Ok(Slot::Variable(self.number(name))),
            Term::Name(name) => (self.thing)(name).map(Slot::Thing).ok_or_else(|| Idle::NoSuchThing(name.clone())),
        }
    }

    fn number(&mut self, name: &str) -> usize {
        self.variables.iter().position(|known| known == name).unwrap_or_else(|| {
            self.variables.push(name.into());
            self.variables.len() - 1
        })
    }
}

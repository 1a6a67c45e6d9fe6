//! What a rule is, what makes one sound, and how a bad one is told.

use std::{collections::BTreeSet, fmt};

/// The most premises a rule may have.
pub const MOST_PREMISES: usize = 8;

/// A rule: where all premises hold, the conclusion does.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What it is called; no two have the same name.
    pub name: String,
    /// What must hold.
    pub premises: Vec<Atom>,
    /// Pairs of variables that must stand for different things.
    pub unequal: Vec<(String, String)>,
    /// What then holds.
    pub conclusion: Atom,
    /// How sure the conclusion is when the premises are, more than 0 and at most 1.
    pub confidence: f32,
}

/// A fact with holes: `?a parent_of ?b`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Atom {
    /// Who or what it is about.
    pub subject: Term,
    /// The predicate's name.
    pub predicate: String,
    /// Of whom or what.
    pub object: Term,
}

/// A hole, or a thing by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// `?a`
    Variable(String),
    /// `Lisbon`, `'New York'`
    Name(String),
}

impl Term {
    /// The variable's name, for a variable.
    pub fn variable(&self) -> Option<&str> {
        match self {
            Self::Variable(name) => Some(name),
            Self::Name(_) => None,
        }
    }
}

impl Atom {
    /// Its subject and its object.
    pub fn terms(&self) -> [&Term; 2] {
        [&self.subject, &self.object]
    }

    fn shares_a_term(&self, other: &Self) -> bool {
        self.terms().iter().any(|term| other.terms().contains(term))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "?{name}"),
            Self::Name(name) if name.contains(char::is_whitespace) => write!(f, "'{name}'"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.subject, self.predicate, self.object)
    }
}

impl Rule {
    /// What is wrong with it, if anything.
    ///
    /// # Errors
    /// The first reason why it cannot be used.
    pub fn check(&self) -> Result<(), Reason> {
        if self.name.trim().is_empty() {
            return Err(Reason::NoName);
        }
        if !(0.0 < self.confidence && self.confidence <= 1.0) {
            return Err(Reason::Confidence(self.confidence));
        }
        match self.premises.len() {
            0 => return Err(Reason::NoPremise),
            1..=MOST_PREMISES => {}
            _ => return Err(Reason::TooManyPremises),
        }
        self.check_variables()?;
        if self.premises.contains(&self.conclusion) {
            return Err(Reason::DerivesItself);
        }
        if self.is_joined() { Ok(()) } else { Err(Reason::Unjoined) }
    }

    fn check_variables(&self) -> Result<(), Reason> {
        let bound: BTreeSet<&str> = self.premises.iter().flat_map(Atom::terms).filter_map(Term::variable).collect();
        let unbound = self.conclusion.terms().into_iter().filter_map(Term::variable).find(|name| !bound.contains(name));
        if let Some(name) = unbound {
            return Err(Reason::UnknownVariable(name.into()));
        }
        for (a, b) in &self.unequal {
            if let Some(name) = [a, b].into_iter().find(|name| !bound.contains(name.as_str())) {
                return Err(Reason::UnboundVariable(name.clone()));
            }
            if a == b {
                return Err(Reason::NeverHolds(a.clone()));
            }
        }
        Ok(())
    }

    /// Whether each premise hangs together with the others, so that no join tries everything with everything.
    fn is_joined(&self) -> bool {
        let mut joined = vec![false; self.premises.len()];
        let mut open = vec![0];
        while let Some(at) = open.pop() {
            if let Some(seen) = joined.get_mut(at) {
                *seen = true;
            }
            let Some(atom) = self.premises.get(at) else { continue };
            let next = |other: &(usize, &Atom)| !joined.get(other.0).copied().unwrap_or(true) && other.1.shares_a_term(atom);
            open.extend(self.premises.iter().enumerate().filter(next).map(|(other, _)| other));
        }
        joined.into_iter().all(|joined| joined)
    }

    /// Whether it says the same as another, whatever it is called.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.renamed() == other.renamed()
    }

    /// The rule with its variables numbered as they come, to compare what rules say.
    fn renamed(&self) -> (Vec<String>, Vec<(usize, usize)>) {
        let mut order: Vec<&str> = Vec::new();
        for name in self.premises.iter().flat_map(Atom::terms).filter_map(Term::variable) {
            if !order.contains(&name) {
                order.push(name);
            }
        }
        let number = |name: &str| order.iter().position(|known| *known == name).unwrap_or(usize::MAX);
        let word = |term: &Term| term.variable().map_or_else(|| format!("={term}"), |name| format!("?{}", number(name)));
        let atom = |atom: &Atom| format!("{} {} {}", word(&atom.subject), atom.predicate, word(&atom.object));
        let atoms = self.premises.iter().chain([&self.conclusion]).map(atom).collect();
        let mut unequal: Vec<(usize, usize)> =
            self.unequal.iter().map(|(a, b)| (number(a), number(b))).map(|(a, b)| (a.min(b), a.max(b))).collect();
        unequal.sort_unstable();
        (atoms, unequal)
    }
}

/// What is wrong with a rule.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The TOML cannot be read, or has keys that no rule has.
    #[error("{0}")]
    Malformed(String),
    /// The text holds no rule.
    #[error("there is no rule here: begin one with [[rule]]")]
    Empty,
    /// No name.
    #[error("it has no name")]
    NoName,
    /// A name that another rule has.
    #[error("another rule has the same name (line {0})")]
    SameName(usize),
    /// It says what another rule says.
    #[error("it says the same as `{0}`")]
    SameRule(String),
    /// Nothing after `if`.
    #[error("`if` is empty: a rule needs a premise")]
    NoPremise,
    /// More premises than a rule may have.
    #[error("it has more than {MOST_PREMISES} premises")]
    TooManyPremises,
    /// Not a subject, a predicate and an object.
    #[error("`{0}` is not `subject predicate object`, as in `?a parent_of ?b`")]
    NotAnAtom(String),
    /// A variable of the conclusion that no premise has.
    #[error("`then` uses ?{0}, which no premise has")]
    UnknownVariable(String),
    /// A variable of an inequality that no premise has.
    #[error("?{0} is compared, but no premise says what it is")]
    UnboundVariable(String),
    /// `?a != ?a`
    #[error("?{0} != ?{0} never holds")]
    NeverHolds(String),
    /// Premises that have nothing to do with each other.
    #[error("unsafe: its premises have no variable in common, so everything would be tried with everything")]
    Unjoined,
    /// The conclusion is one of the premises.
    #[error("it derives only what it was given: `then` is one of the premises")]
    DerivesItself,
    /// Not within 0 to 1.
    #[error("its confidence is {0}, and must be more than 0 and at most 1")]
    Confidence(f32),
}

/// A rule that cannot be used, and where it stands.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("line {line}: {}{reason}", rule.as_ref().map(|name| format!("rule `{name}`: ")).unwrap_or_default())]
pub struct RuleError {
    /// The line, from 1.
    pub line: usize,
    /// What the rule is called, where it has got so far.
    pub rule: Option<String>,
    /// What is wrong.
    pub reason: Reason,
}

/// All that is wrong with a file of rules, in order of lines.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleErrors(pub Vec<RuleError>);

impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.0.iter().enumerate() {
            let gap = if at == 0 { "" } else { "\n" };
            write!(f, "{gap}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for RuleErrors {}

//! Rules from TOML, each error with its line and its reason.

use serde::Deserialize;
use toml::Spanned;

use super::rule::{Atom, Reason, Rule, RuleError, RuleErrors, Term};

/// The rules Asof knows from the start.
const BUILT_IN: &str = include_str!("built_in.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<Spanned<Written>>,
}

/// A rule as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: Spanned<String>,
    #[serde(rename = "if")]
    premises: Spanned<Vec<Spanned<String>>>,
    then: Spanned<String>,
    confidence: Option<Spanned<f64>>,
}

/// A rule with the byte at which it stands, or what is wrong with it and where.
type Read = Result<(usize, Rule), (usize, Option<String>, Reason)>;

/// Reads rules from TOML.
///
/// # Errors
/// Every rule that cannot be used, with its line and the reason.
pub fn read(text: &str) -> Result<Vec<Rule>, RuleErrors> {
    let file: File = toml::from_str(text).map_err(|error| malformed(text, &error))?;
    if file.rule.is_empty() {
        return Err(RuleErrors(vec![RuleError { line: 1, rule: None, reason: Reason::Empty }]));
    }
    let mut rules: Vec<(usize, Rule)> = Vec::new();
    let mut errors = Vec::new();
    for written in file.rule {
        match read_rule(written).and_then(|(at, rule)| alone(text, &rules, at, rule)) {
            Ok(rule) => rules.push(rule),
            Err((at, rule, reason)) => errors.push(RuleError { line: line(text, at), rule, reason }),
        }
    }
    if errors.is_empty() { Ok(rules.into_iter().map(|(_, rule)| rule).collect()) } else { Err(RuleErrors(errors)) }
}

/// The rules Asof knows from the start.
pub fn built_in() -> Vec<Rule> {
    read(BUILT_IN).unwrap_or_default()
}

/// A user's rules with the built-in ones before them; a user's rule takes the place of a built-in one of the same name.
pub fn with_built_in(own: Vec<Rule>) -> Vec<Rule> {
    let replaced = |rule: &Rule| own.iter().any(|other| other.name == rule.name || other.says_the_same(rule));
    let mut rules: Vec<Rule> = built_in().into_iter().filter(|rule| !replaced(rule)).collect();
    rules.extend(own);
    rules
}

fn line(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

fn malformed(text: &str, error: &toml::de::Error) -> RuleErrors {
    let at = error.span().map_or(0, |span| span.start);
    let message = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
    RuleErrors(vec![RuleError { line: line(text, at), rule: None, reason: Reason::Malformed(message) }])
}

/// Whether no rule before has its name or says the same.
fn alone(text: &str, before: &[(usize, Rule)], at: usize, rule: Rule) -> Read {
    for (other_at, other) in before {
        if other.name == rule.name {
            return Err((at, Some(rule.name), Reason::SameName(line(text, *other_at))));
        }
        if other.says_the_same(&rule) {
            return Err((at, Some(rule.name), Reason::SameRule(other.name.clone())));
        }
    }
    Ok((at, rule))
}

fn read_rule(written: Spanned<Written>) -> Read {
    let Written { name, premises, then, confidence } = written.into_inner();
    let (at, called) = (name.span().start, name.into_inner());
    let fail = |at: usize, reason: Reason| (at, Some(called.clone()), reason);
    let (if_at, then_at) = (premises.span().start, then.span().start);
    let conclusion = read_atom(then.get_ref()).map_err(|reason| fail(then_at, reason))?;
    let confidence_at = confidence.as_ref().map_or(at, |value| value.span().start);
    #[expect(clippy::cast_possible_truncation, reason = "a confidence needs no more than single precision")]
    let confidence = confidence.map_or(1.0, |value| value.into_inner() as f32);
    let mut rule = Rule { name: called.clone(), premises: Vec::new(), unequal: Vec::new(), conclusion, confidence };
    for premise in premises.into_inner() {
        add_premise(&mut rule, premise.get_ref()).map_err(|reason| fail(premise.span().start, reason))?;
    }
    let place = |reason: &Reason| match reason {
        Reason::UnknownVariable(_) | Reason::DerivesItself => then_at,
        Reason::Confidence(_) => confidence_at,
        Reason::NoPremise | Reason::TooManyPremises | Reason::Unjoined | Reason::UnboundVariable(_) | Reason::NeverHolds(_) => if_at,
        Reason::Malformed(_) | Reason::Empty | Reason::NoName | Reason::SameName(_) | Reason::SameRule(_) | Reason::NotAnAtom(_) => at,
    };
    rule.check().map_err(|reason| fail(place(&reason), reason))?;
    Ok((at, rule))
}

fn add_premise(rule: &mut Rule, text: &str) -> Result<(), Reason> {
    let parts = parts(text).ok_or_else(|| Reason::NotAnAtom(shown(text)))?;
    match parts.as_slice() {
        [Part::Term(Term::Variable(a)), Part::Unequal, Part::Term(Term::Variable(b))] => rule.unequal.push((a.clone(), b.clone())),
        _ => rule.premises.push(read_atom(text)?),
    }
    Ok(())
}

fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

/// A piece of an atom.
enum Part {
    Term(Term),
    Unequal,
}

fn read_atom(text: &str) -> Result<Atom, Reason> {
    let mut parts = parts(text).ok_or_else(|| Reason::NotAnAtom(shown(text)))?.into_iter();
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Part::Term(subject)), Some(Part::Term(Term::Name(predicate))), Some(Part::Term(object)), None)
            if is_predicate(&predicate) =>
        {
            Ok(Atom { subject, predicate, object })
        }
        _ => Err(Reason::NotAnAtom(shown(text))),
    }
}

fn is_predicate(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | ':'))
}

/// The pieces of an atom: words, and what stands between quotes.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (part, after) = if matches!(first, '\'' | '"') {
            let (name, after) = rest.get(1..)?.split_once(first)?;
            (Part::Term(Term::Name(name.trim().to_owned())), after)
        } else {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let (word, after) = rest.split_at_checked(end)?;
            (read_word(word)?, after)
        };
        if matches!(&part, Part::Term(Term::Name(name)) if name.is_empty()) || parts.len() == 3 {
            return None;
        }
        parts.push(part);
        rest = after.trim_start();
    }
    Some(parts)
}

fn read_word(word: &str) -> Option<Part> {
    if word == "!=" {
        return Some(Part::Unequal);
    }
    let Some(name) = word.strip_prefix('?') else { return Some(Part::Term(Term::Name(word.into()))) };
    let sound = !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    sound.then(|| Part::Term(Term::Variable(name.into())))
}

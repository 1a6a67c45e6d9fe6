//! Laws of rules, against a naive reading that shares no code with the engine.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod reference;

use std::collections::BTreeSet;

use asof_derive::rules::{Atom, Derived, Input, Limits, Outcome, Program, Rule, Term, Traits, derive};
use proptest::{prelude::*, test_runner::RngSeed};
use reference::{Known, closure, minimal};

const INSTANTS: i64 = 6;
const SYMMETRIC: u32 = 3;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() }
}

fn fact() -> impl Strategy<Value = Input> {
    let when = (-1..INSTANTS, 1..=INSTANTS).prop_map(|(lo, length)| (if lo < 0 { i64::MIN } else { lo }, (lo + length).max(1)));
    let claims = proptest::collection::vec(0u32..9, 1..3);
    (0u32..4, 0u32..4, 0u32..4, when, claims, prop_oneof![4 => Just(true), 1 => Just(false)], prop_oneof![Just(1.0f32), Just(0.5)])
        .prop_map(|(subject, predicate, object, (lo, hi), claims, certain, confidence)| {
            let (subject, object) = if predicate == SYMMETRIC { (subject.min(object), subject.max(object)) } else { (subject, object) };
            Input { subject, predicate, object, lo, hi, certain, confidence, claims: claims.into() }
        })
}

fn variable() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("a"), Just("b"), Just("c")]
}

fn rule() -> impl Strategy<Value = reference::Rule> {
    let chain = (0u32..4, 0u32..4).prop_map(|(first, second)| vec![("a", first, "b"), ("b", second, "c")]);
    let premises = prop_oneof![chain, proptest::collection::vec((variable(), 0u32..4, variable()), 1..4)];
    (premises, variable(), 0u32..4, variable(), any::<bool>(), prop_oneof![Just(1.0f32), Just(0.75)]).prop_map(
        |(premises, subject, predicate, object, unequal, confidence)| reference::Rule {
            premises,
            unequal: if unequal { vec![("a", "b")] } else { vec![] },
            head: (subject, predicate, object),
            confidence,
        },
    )
}

fn written(rule: &reference::Rule) -> Rule {
    let term = |name: &str| Term::Variable(name.into());
    let atom = |(s, p, o): &reference::Atom| Atom { subject: term(s), predicate: p.to_string(), object: term(o) };
    Rule {
        name: "any".into(),
        premises: rule.premises.iter().map(atom).collect(),
        unequal: rule.unequal.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect(),
        conclusion: atom(&rule.head),
        confidence: rule.confidence,
    }
}

/// Rules that pass the check, whose head has two variables.
fn rules() -> impl Strategy<Value = Vec<reference::Rule>> {
    proptest::collection::vec(rule(), 2..6)
        .prop_map(|rules| rules.into_iter().filter(|rule| rule.head.0 != rule.head.2 && written(rule).check().is_ok()).collect())
}

fn program(rules: &[reference::Rule]) -> Program {
    let rules: Vec<Rule> = rules.iter().map(written).collect();
    let traits = Traits { symmetric: [SYMMETRIC].into_iter().collect(), ..Traits::default() };
    Program::link(&rules, traits, |name| name.parse().unwrap(), |_| None)
}

fn told(facts: &[Input], at: i64) -> Known {
    let mut known = Known::new();
    for fact in facts.iter().filter(|fact| fact.lo <= at && at < fact.hi) {
        let proof = (fact.claims.iter().copied().collect(), fact.certain, fact.confidence.to_bits());
        known.entry((fact.subject, fact.predicate, fact.object)).or_default().insert((proof, true));
    }
    known.values_mut().for_each(|proofs| *proofs = minimal(proofs));
    known
}

/// What was derived of one instant, without what was told of it as certainly.
fn derived_only(known: &Known, facts: &[Input], at: i64) -> Known {
    let told = told(facts, at);
    let is_told = |triple, certain: bool| told.get(triple).is_some_and(|proofs| proofs.iter().any(|((_, sure, _), _)| certain <= *sure));
    let derived = known.iter().map(|(triple, proofs)| {
        let proofs = proofs.iter().filter(|((_, certain, _), told)| !told && !is_told(triple, *certain)).cloned().collect();
        (*triple, proofs)
    });
    derived.filter(|(_, proofs): &(_, BTreeSet<_>)| !proofs.is_empty()).collect()
}

fn at(derived: &[Derived], instant: i64) -> Known {
    let mut known = Known::new();
    for fact in derived.iter().filter(|fact| fact.lo <= instant && instant < fact.hi) {
        let proof = (fact.supports.iter().copied().collect(), fact.certain, fact.confidence.to_bits());
        known.entry((fact.subject, fact.predicate, fact.object)).or_default().insert((proof, false));
    }
    known
}

/// Proofs told and derived together, the needless left out, and of those the derived.
fn settled(mut known: Known, facts: &[Input], instant: i64) -> Known {
    for (triple, proofs) in told(facts, instant) {
        known.entry(triple).or_default().extend(proofs);
    }
    known.values_mut().for_each(|proofs| {
        let told: BTreeSet<_> = proofs.iter().filter(|(_, told)| *told).map(|(proof, _)| proof.clone()).collect();
        proofs.retain(|(proof, is_told)| *is_told || !told.contains(proof));
        *proofs = minimal(proofs);
    });
    derived_only(&known, facts, instant)
}

fn run(rules: &[reference::Rule], facts: &[Input], proofs: usize) -> Outcome {
    let outcome = derive(&program(rules), facts, &Limits { proofs, depth: 1000, ..Limits::default() });
    assert_eq!(outcome.cut, []);
    outcome
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn what_follows_is_what_the_naive_reading_finds_at_every_instant(rules in rules(), facts in proptest::collection::vec(fact(), 3..12)) {
        let outcome = run(&rules, &facts, usize::MAX);
        for instant in -1..INSTANTS + 1 {
            let naive = closure(&told(&facts, instant), &rules, &[SYMMETRIC].into());
            prop_assert_eq!(settled(at(&outcome.facts, instant), &facts, instant), settled(naive, &facts, instant), "at {}", instant);
        }
    }

    #[test]
    fn few_proofs_say_of_when_all_say(rules in rules(), facts in proptest::collection::vec(fact(), 3..14)) {
        let (all, one) = (run(&rules, &facts, usize::MAX), run(&rules, &facts, 1));
        for instant in -1..INSTANTS + 1 {
            let triples = |outcome: &Outcome| settled(at(&outcome.facts, instant), &facts, instant).into_keys().collect::<Vec<_>>();
            prop_assert_eq!(triples(&one), triples(&all), "at {}", instant);
        }
        prop_assert!(one.facts.len() <= all.facts.len());
    }

    #[test]
    fn the_supports_alone_are_enough(rules in rules(), facts in proptest::collection::vec(fact(), 3..12)) {
        for fact in run(&rules, &facts, 2).facts {
            prop_assert!(fact.lo < fact.hi && fact.supports.is_sorted());
            let own: Vec<Input> = facts.iter().filter(|input| input.claims.iter().all(|claim| fact.supports.contains(claim))).cloned().collect();
            let instant = fact.lo.max(-1);
            let naive = closure(&told(&own, instant), &rules, &[SYMMETRIC].into());
            prop_assert!(naive.contains_key(&(fact.subject, fact.predicate, fact.object)), "{:?}", fact);
        }
    }

    #[test]
    fn the_order_of_facts_does_not_matter(
        rules in rules(),
        facts in proptest::collection::vec(fact(), 0..14),
        seed in any::<u64>(),
        derivations in 0usize..30,
    ) {
        let limits = Limits { derivations, depth: 3, ..Limits::default() };
        let mut shuffled = facts.clone();
        shuffled.sort_by_key(|fact| (u64::from(fact.subject * 5 + fact.object * 3 + fact.predicate) ^ seed).wrapping_mul(seed | 1));
        prop_assert_eq!(derive(&program(&rules), &facts, &limits), derive(&program(&rules), &shuffled, &limits));
    }
}

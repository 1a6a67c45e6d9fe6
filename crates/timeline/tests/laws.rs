//! The fold against the naive reference: the same answers at every instant, as known at every transaction.

mod reference;

use asof_timeline::{Assertion, Assertions, Fluent, Shape, Strength, Stretch};
use proptest::{prelude::*, test_runner::RngSeed};
use reference::{Point, Told};

/// Strength by a table: the rank and footing of each claim.
#[derive(Clone, Copy)]
struct Table<'a>(&'a [Told]);

impl Strength for Table<'_> {
    fn stronger(&self, a: &Assertion, b: &Assertion) -> bool {
        self.0[b.claim as usize].strength < self.0[a.claim as usize].strength
    }

    fn equals(&self, a: &Assertion, b: &Assertion) -> bool {
        self.0[a.claim as usize].footing == self.0[b.claim as usize].footing
    }
}

fn assertions(told: &[Told]) -> Assertions {
    let rows = told.iter().zip(0..).flat_map(|(told, claim)| {
        told.visible.iter().map(move |&(on, off)| {
            let (shape, from, to) = match told.shape {
                reference::Shape::Start(from) => (Shape::Start, from, from),
                reference::Shape::Span(from, to) => (Shape::Span, from, to),
                reference::Shape::Stop(from) => (Shape::Stop, from, from),
                reference::Shape::Deny(from) => (Shape::Deny, from, from),
                reference::Shape::DenySpan(from, to) => (Shape::DenySpan, from, to),
            };
            Assertion {
                lo: from.lo,
                hi: from.hi,
                end_lo: to.lo,
                end_hi: to.hi,
                value: told.value,
                claim,
                on,
                off,
                key: 7,
                shape,
                undated: false,
            }
        })
    });
    Assertions::new(rows.collect())
}

fn point(horizon: i64) -> impl Strategy<Value = Point> + Clone {
    (0..horizon, prop_oneof![Just(0_i64), Just(1), Just(4), Just(10)], any::<bool>()).prop_map(|(lo, width, aligned)| {
        let lo = if aligned && 0 < width { lo / width * width } else { lo };
        Point { lo, hi: lo + width }
    })
}

fn shape(horizon: i64) -> impl Strategy<Value = reference::Shape> {
    let both = (point(horizon), 1..horizon / 2, point(10)).prop_map(|(from, length, end)| {
        let lo = from.lo + length;
        (from, Point { lo, hi: lo + (end.hi - end.lo) })
    });
    prop_oneof![
        6 => point(horizon).prop_map(reference::Shape::Start),
        3 => both.clone().prop_map(|(from, to)| reference::Shape::Span(from, to)),
        2 => point(horizon).prop_map(reference::Shape::Stop),
        1 => point(horizon).prop_map(reference::Shape::Deny),
        1 => both.prop_map(|(from, to)| reference::Shape::DenySpan(from, to)),
    ]
}

/// Claims that fight: few values, close dates, close strengths, coming and going.
fn history(claims: std::ops::Range<usize>, horizon: i64) -> impl Strategy<Value = Vec<Told>> {
    let one = (0..3_u32, shape(horizon), any::<u16>(), 0..3_u32, 1..6_u32, prop_oneof![3 => Just(u32::MAX), 1 => 2..8_u32], any::<bool>());
    prop::collection::vec(one, claims).prop_map(|drawn| {
        drawn
            .into_iter()
            .zip(0_u32..)
            .map(|((value, shape, luck, footing, on, off, back), index)| {
                let visible = if off <= on { vec![(on, u32::MAX)] } else { vec![(on, off)] };
                let again = back && off < 8 && on < off;
                let visible = if again { [visible, vec![(off + 1, u32::MAX)]].concat() } else { visible };
                Told { value, shape, strength: footing << 28 | u32::from(luck) << 10 | index, footing, visible }
            })
            .collect()
    })
}

fn compare(told: &[Told], instants: impl Iterator<Item = i64>, half_life: Option<i64>) -> Result<(), TestCaseError> {
    let assertions = assertions(told);
    let instants: Vec<i64> = instants.collect();
    for k in 0..10 {
        let fluent = Fluent::new(assertions.of_key(7), k, Table(told), half_life);
        for &t in &instants {
            let expected = reference::belief_at(told, t, k, half_life);
            let state = fluent.state_at(t);
            let found = state.map(|state| reference::Belief {
                value: state.value(),
                claim: state.winner.claim as usize,
                certain: state.certain,
                observed: state.observed,
                disputed: state.disputed,
                looked_back: state.looked_back,
                alternatives: fluent.alternatives_at(t).iter().map(|row| row.value).collect(),
            });
            prop_assert_eq!(found, expected, "at {} known at {}", t, k);
        }
        let runs: Vec<reference::Run> =
            fluent.timeline().iter().map(|run| reference::Run { value: run.state.value(), from: run.from, to: run.to }).collect();
        prop_assert_eq!(&runs, &reference::runs(told, k, half_life), "runs known at {}", k);
        for run in fluent.timeline() {
            let t = run.from.max(run.to.saturating_sub(1).min(1_000_000));
            let alone = fluent.run_at(t).map(|run| (run.state.value(), run.from, run.to));
            prop_assert_eq!(alone, Some((run.state.value(), run.from, run.to)), "run at {} known at {}", t, k);
        }
    }
    Ok(())
}

/// The same cases every time, so that a change is judged by itself. `PROPTEST_CASES` and `PROPTEST_RNG_SEED` search elsewhere.
fn config(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let searching = std::env::var_os("PROPTEST_CASES").is_some();
    if searching { asked } else { ProptestConfig { cases, rng_seed: RngSeed::Fixed(1), ..asked } }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn short_fluents_read_as_the_reference_reads_them(told in history(0..9, 40), transient in any::<bool>()) {
        compare(&told, -3..75, transient.then_some(2))?;
    }

    #[test]
    fn any_order_of_claims_gives_the_same_timeline(told in history(0..12, 40), seed in any::<u64>()) {
        let mut order: Vec<usize> = (0..told.len()).collect();
        order.sort_by_key(|&index| (index as u64 + 1).wrapping_mul(seed | 1));
        let shuffled: Vec<Told> = order.iter().map(|&index| told[index].clone()).collect();
        let runs = |told: &[Told]| {
            let assertions = assertions(told);
            let fluent = Fluent::new(assertions.of_key(7), 9, Table(told), None);
            fluent.timeline().iter().map(|run| (run.state.value(), run.from, run.to)).collect::<Vec<_>>()
        };
        prop_assert_eq!(runs(&told), runs(&shuffled));
    }

    #[test]
    fn the_visible_intervals_of_a_fluent_never_overlap(told in history(0..12, 40)) {
        let assertions = assertions(&told);
        let timeline = Fluent::new(assertions.of_key(7), 9, Table(&told), None).timeline();
        prop_assert!(timeline.windows(2).all(|pair| pair[0].to <= pair[1].from));
    }
}

/// Everything about a fluent, asked at some instants.
fn answers(stretch: Stretch<'_>, told: &[Told], k: u32) -> impl PartialEq + std::fmt::Debug {
    let fluent = Fluent::new(stretch, k, Table(told), None);
    let at = |t| {
        let state = fluent.state_at(t).map(|state| (state.winner.claim, state.certain, state.observed, state.disputed));
        let run = fluent.run_at(t).map(|run| (run.from, run.to, run.certain, run.disputed));
        (state, run, fluent.alternatives_at(t).iter().map(|row| row.claim).collect::<Vec<_>>())
    };
    (-10..2_400).step_by(41).map(at).collect::<Vec<_>>()
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn in_a_long_fluent_what_is_passed_over_changes_nothing(told in history(150..500, 1_500)) {
        let blocks = assertions(&told);
        let all: Vec<Assertion> = blocks.iter().copied().collect();
        for k in [0, 2, 9] {
            prop_assert_eq!(answers(blocks.of_key(7), &told, k), answers(Stretch::Slice(&all), &told, k), "known at {}", k);
        }
    }
}

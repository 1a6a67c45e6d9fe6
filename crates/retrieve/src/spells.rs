//! For each claim the spell of time that its slot can hold in, short and in one place: what need not be folded is told by it, and to
//! find out from the graph would be to look for each claim in a dozen places of memory.

use std::cell::RefCell;

use rustc_hash::FxHashSet;

use crate::{
    corpus::{Corpus, Reach, Slot},
    facts::Scope,
    view::{Stretch, View},
};

/// A slot of more claims than this may hold at any time, as far as is known here: it would have to be looked through for each new one.
const LONG: usize = 16;
/// Spells are kept in whole days, in microseconds.
const DAY: i64 = 86_400_000_000;
/// The bit of a predicate's number that says that something happened.
const EVENTS: u32 = 1 << 31;

/// When a claim's slot may hold, as far as can be told from its claims, seen or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spell {
    /// The predicate as it was told, with a bit for events.
    predicate: u32,
    from: i32,
    to: i32,
}

impl Spell {
    /// Not read yet, or whatever: it may hold at any time.
    const ALWAYS: Self = Self { predicate: EVENTS, from: i32::MIN, to: i32::MAX };

    fn new(predicate: u32, reach: Reach) -> Self {
        let events = if reach.events { EVENTS } else { 0 };
        Self { predicate: predicate | events, from: day_from(reach.from), to: day_to(reach.to) }
    }

    fn meets(self, asked: Stretch) -> bool {
        self.from < day_to(asked.1) && day_from(asked.0) < self.to
    }
}

/// The day that an instant is in, and the day before which it ends; what is not a day any more is the first or the last of all.
fn day_from(micros: i64) -> i32 {
    if micros == i64::MIN { i32::MIN } else { i32::try_from(micros.div_euclid(DAY)).unwrap_or(i32::MAX) }
}

fn day_to(micros: i64) -> i32 {
    if micros == i64::MAX { i32::MAX } else { i32::try_from(micros.saturating_sub(1).div_euclid(DAY) + 1).unwrap_or(i32::MIN) }
}

/// A spell in short: a third as large, so that of claims which lie far apart more stay close by. What cannot hold by it cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sketch {
    predicate: u16,
    /// The stretches of time in which it begins and ends.
    from: u8,
    to: u8,
}

impl Sketch {
    /// Whatever: the spell itself tells.
    const ANY: Self = Self { predicate: u16::MAX, from: 0, to: u8::MAX };
    /// The day on which the first stretch ends, in 1950, and the days of each other; the last, from 2039 on, does not end.
    const FIRST: i32 = -7_305;
    const DAYS: i32 = 128;

    fn new(spell: Spell) -> Self {
        // Events are told by a bit that is not in range.
        let predicate = u16::try_from(spell.predicate).unwrap_or(u16::MAX);
        Self { predicate, from: Self::stretch(spell.from), to: Self::stretch(spell.to) }
    }

    fn stretch(day: i32) -> u8 {
        u8::try_from(day.saturating_sub(Self::FIRST).div_euclid(Self::DAYS).clamp(0, 255)).unwrap_or(u8::MAX)
    }
}

/// The spells of a memory's claims.
#[derive(Debug, Default)]
pub(crate) struct Spells {
    /// For each claim.
    of: Vec<Spell>,
    /// The same in short.
    sketches: Vec<Sketch>,
    /// The slots with many claims.
    long: FxHashSet<Slot>,
}

impl Spells {
    /// Takes in the claims told since it last looked.
    pub fn catch_up(&mut self, corpus: &dyn Corpus) {
        let (known, all) = (self.of.len(), corpus.claims());
        self.of.resize(self.of.len().max(all as usize), Spell::ALWAYS);
        self.sketches.resize(self.of.len(), Sketch::ANY);
        for claim in u32::try_from(known).unwrap_or(u32::MAX)..all {
            if self.of[claim as usize] == Spell::ALWAYS {
                self.read(corpus, claim);
            }
        }
    }

    fn of(&self, claim: u32) -> Spell {
        self.of.get(claim as usize).copied().unwrap_or(Spell::ALWAYS)
    }

    fn sketch(&self, claim: u32) -> Sketch {
        self.sketches.get(claim as usize).copied().unwrap_or(Sketch::ANY)
    }

    /// Whether all of it is taken in.
    pub fn knows(&self, corpus: &dyn Corpus) -> bool {
        corpus.claims() as usize <= self.of.len()
    }

    /// Reads a claim's slot, of which the spell of every claim may be another now.
    fn read(&mut self, corpus: &dyn Corpus, claim: u32) {
        let Some((slot, size)) = corpus.slot(claim) else { return };
        let spell = match size {
            ..=LONG => Spell::new(slot.predicate, corpus.reach(slot)),
            _ if self.long.insert(slot) => Spell::ALWAYS,
            _ => return,
        };
        for claim in corpus.claims_of_slot(slot) {
            if let (Some(of), Some(sketch)) = (self.of.get_mut(claim as usize), self.sketches.get_mut(claim as usize)) {
                (*of, *sketch) = (spell, Sketch::new(spell));
            }
        }
    }
}

/// Which claims may hold in the scope of a question.
pub(crate) struct Holding<'a> {
    spells: &'a Spells,
    view: &'a dyn View,
    pub scope: Scope,
    /// In which stretches of sketches states must hold.
    stretches: (u8, u8),
    /// For each predicate whether it reads alone, once that was asked.
    alone: RefCell<Vec<Option<bool>>>,
}

impl<'a> Holding<'a> {
    pub fn new(spells: &'a Spells, view: &'a dyn View, scope: Scope) -> Self {
        let stretches = (Sketch::stretch(day_from(scope.states.0)), Sketch::stretch(day_to(scope.states.1)));
        Self { spells, view, scope, stretches, alone: RefCell::default() }
    }

    /// Whether a claim's slot may hold anything: where not, to fold it would find nothing.
    pub fn may_hold(&self, claim: u32) -> bool {
        self.may(self.spells.of(claim))
    }

    /// The same of many claims, less surely, and in two steps: what is looked up, and what is told by it.
    pub fn filter(&self) -> (impl Fn(u32) -> Sketch, impl Fn(u32, Sketch) -> bool) {
        (|claim| self.spells.sketch(claim), |_, sketch| self.may_by(sketch))
    }

    fn may_by(&self, sketch: Sketch) -> bool {
        let Sketch { predicate, from, to } = sketch;
        let meets = from <= self.stretches.1 && self.stretches.0 <= to;
        meets || predicate == u16::MAX || !self.reads_alone(predicate.into())
    }

    fn may(&self, spell: Spell) -> bool {
        let events = spell.predicate & EVENTS != 0;
        spell.meets(self.scope.states) || events && spell.meets(self.scope.events) || !self.reads_alone(spell.predicate & !EVENTS)
    }

    fn reads_alone(&self, predicate: u32) -> bool {
        let mut alone = self.alone.borrow_mut();
        let place = predicate as usize;
        if alone.len() <= place {
            alone.resize(place + 1, None);
        }
        *alone[place].get_or_insert_with(|| self.view.reads_alone(predicate))
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, EVENTS, LONG, Sketch, Spell, Spells};
    use crate::corpus::{Corpus, Passage, Reach, Sides, Slot};

    /// Claims by their slot's predicate, each with the day on which it holds; of them the first so many are told.
    struct Told<'t>(&'t [(u32, i64)], usize);

    impl Corpus for Told<'_> {
        fn passages(&self) -> u32 {
            0
        }

        fn claims(&self) -> u32 {
            self.1 as u32
        }

        fn mark(&self) -> (u32, i64) {
            (0, 0)
        }

        fn mark_at(&self, _: u32) -> Option<i64> {
            None
        }

        fn passage(&self, _: u32) -> Option<Passage<'_>> {
            None
        }

        fn sentence(&self, _: u32) -> String {
            String::new()
        }

        fn sides(&self, _: u32) -> Option<Sides> {
            None
        }

        fn slot(&self, claim: u32) -> Option<(Slot, usize)> {
            let slot = Slot { subject: 0, predicate: self.0[claim as usize].0 };
            Some((slot, self.claims_of_slot(slot).len()))
        }

        fn claims_of_slot(&self, slot: Slot) -> Vec<u32> {
            (0..self.claims()).filter(|&claim| self.0[claim as usize].0 == slot.predicate).collect()
        }

        fn reach(&self, slot: Slot) -> Reach {
            let days = self.claims_of_slot(slot).into_iter().map(|claim| self.0[claim as usize].1 * DAY);
            let (from, to) = days.fold((i64::MAX, i64::MIN), |(from, to), day| (from.min(day), to.max(day + DAY)));
            Reach { from, to, events: false }
        }

        fn entity_name(&self, _: u32) -> String {
            String::new()
        }
    }

    #[test]
    fn spells_are_the_same_however_much_is_told_at_a_time() {
        // One slot of one claim, one of two, one of as many as are looked through, and one of one more.
        let slots = [1, 2, LONG, LONG + 1].into_iter().zip(0..);
        let mut claims: Vec<(u32, i64)> = slots.flat_map(|(size, slot)| (0..size as i64).map(move |day| (slot, 10 * day))).collect();
        claims.sort_by_key(|claim| claim.1 * 7_919 % 101);
        let mut bits = Spells::default();
        (0..=claims.len()).for_each(|told| bits.catch_up(&Told(&claims, told)));
        let mut whole = Spells::default();
        whole.catch_up(&Told(&claims, claims.len()));
        assert_eq!((&bits.of, &bits.sketches), (&whole.of, &whole.sketches));
        for (number, (slot, _)) in (0..).zip(&claims) {
            let expected = match slot {
                0 => Spell { predicate: 0, from: 0, to: 1 },
                1 => Spell { predicate: 1, from: 0, to: 11 },
                2 => Spell { predicate: 2, from: 0, to: 10 * (LONG as i32 - 1) + 1 },
                _ => Spell::ALWAYS,
            };
            assert_eq!(whole.of(number), expected, "of slot {slot}");
        }
    }

    #[test]
    fn what_a_spell_meets_its_sketch_meets() {
        let days = [i32::MIN, -90_000, -7_306, -7_305, -7_178, -7_177, 0, 18_000, 18_001, 18_127, 18_128, 30_000, i32::MAX];
        let spells = days.iter().flat_map(|&from| days.iter().map(move |&to| Spell { predicate: 3, from, to }));
        for spell in spells {
            let sketch = Sketch::new(spell);
            for asked in days.iter().flat_map(|&first| days.iter().map(move |&last| (first, last))) {
                let meets = spell.from < asked.1 && asked.0 < spell.to;
                assert!(!meets || sketch.from <= Sketch::stretch(asked.1) && Sketch::stretch(asked.0) <= sketch.to, "{spell:?}, {asked:?}");
            }
        }
        assert_eq!(Sketch::new(Spell { predicate: EVENTS | 3, from: 0, to: 1 }).predicate, u16::MAX, "events are asked of another time");
    }

    #[test]
    fn a_spell_meets_what_it_may_hold_in_to_the_microsecond() {
        let spell = Spell::new(0, Reach { from: 3 * DAY + 5, to: 4 * DAY, events: false });
        let cases = [((0, 3 * DAY), false), ((0, 3 * DAY + 6), true), ((4 * DAY, 9 * DAY), false), ((4 * DAY - 1, 9 * DAY), true)];
        for (asked, meets) in cases.into_iter().chain([((i64::MIN, i64::MAX), true)]) {
            assert_eq!(spell.meets(asked), meets, "{asked:?}");
        }
        let ever = Spell::new(0, Reach { from: i64::MIN, to: i64::MAX, events: false });
        assert!([(i64::MIN, i64::MIN + 1), (i64::MAX - 1, i64::MAX), (0, 1)].into_iter().all(|asked| ever.meets(asked)));
    }
}

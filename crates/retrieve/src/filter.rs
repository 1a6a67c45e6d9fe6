//! The as-of filter of passages: known by then, not taken back, and said by the date that was asked for, or telling what held then.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::{
    facts::Scope,
    sessions::{Sessions, Short},
    spells::Holding,
    view::View,
};

/// Which passages may be shown for a question. It works inside each arm, before any limit, in two steps: what can be told from the
/// passage alone, and for a few of those said later whether they tell a fact that held.
pub(crate) struct Filter<'a> {
    view: &'a dyn View,
    sessions: &'a Sessions,
    /// What was asked for: the first instant after it, and what may hold in the scope it makes.
    given: Option<(i64, Holding<'a>)>,
    /// How many passages were known by then, and whether any is hidden.
    size: u32,
    hides: bool,
    known: RefCell<FxHashMap<u32, bool>>,
}

impl<'a> Filter<'a> {
    pub fn new(view: &'a dyn View, sessions: &'a Sessions, given: Option<(i64, Holding<'a>)>) -> Self {
        Self { view, sessions, given, size: view.known_passages(), hides: view.hides_any(), known: RefCell::default() }
    }

    /// Whether a passage may be shown, as far as it can be told at once.
    pub fn may_keep(&self, passage: u32) -> bool {
        self.may(passage, self.sessions.short(passage))
    }

    /// The same of a passage by what is kept of it in short.
    pub fn may(&self, passage: u32, short: Short) -> bool {
        let in_time = self.given.as_ref().is_none_or(|(given, _)| short.said < *given || short.tells);
        in_time && passage < self.size && !(self.hides && self.view.hides(passage))
    }

    /// Whether a passage may be shown.
    pub fn keeps(&self, passage: u32) -> bool {
        let later = self.given.as_ref().filter(|(given, _)| *given <= self.sessions.said(passage));
        let held = |holding| *self.known.borrow_mut().entry(passage).or_insert_with(|| tells_what_held(self.view, passage, holding));
        self.may_keep(passage) && later.is_none_or(|(_, holding)| held(holding))
    }
}

fn tells_what_held(view: &dyn View, passage: u32, holding: &Holding<'_>) -> bool {
    let Scope { states, events } = holding.scope;
    let holds = |claim: u32| view.slot(claim).is_some_and(|slot| view.supports(claim, slot, states, events));
    view.claims_of(passage).into_iter().filter(|&claim| holding.may_hold(claim)).any(holds)
}

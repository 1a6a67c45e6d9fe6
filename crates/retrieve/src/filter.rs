//! The as-of filter of passages: known by then, not taken back, and said by the date that was asked for, or telling what held then.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::{facts::Scope, sessions::Sessions, view::View};

/// Which passages may be shown for a question. It works inside each arm, before any limit, in two steps: what can be told from the
/// passage alone, and for a few of those said later whether they tell a fact that held.
pub(crate) struct Filter<'a> {
    view: &'a dyn View,
    sessions: &'a Sessions,
    /// What was asked for: the first instant after it, and the scope it makes.
    given: Option<(i64, Scope)>,
    /// How many passages were known by then, and whether any is hidden.
    size: u32,
    hides: bool,
    known: RefCell<FxHashMap<u32, bool>>,
}

impl<'a> Filter<'a> {
    pub fn new(view: &'a dyn View, sessions: &'a Sessions, given: Option<(i64, Scope)>) -> Self {
        Self { view, sessions, given, size: view.known_passages(), hides: view.hides_any(), known: RefCell::default() }
    }

    /// Whether a passage may be shown, as far as it can be told at once.
    pub fn may_keep(&self, passage: u32) -> bool {
        let in_time = self.given.is_none_or(|(given, _)| self.sessions.said(passage) < given || self.sessions.tells(passage));
        in_time && passage < self.size && !(self.hides && self.view.hides(passage))
    }

    /// Whether a passage may be shown.
    pub fn keeps(&self, passage: u32) -> bool {
        let later = self.given.filter(|(given, _)| *given <= self.sessions.said(passage));
        let held = |scope: Scope| *self.known.borrow_mut().entry(passage).or_insert_with(|| tells_what_held(self.view, passage, scope));
        self.may_keep(passage) && later.is_none_or(|(_, scope)| held(scope))
    }
}

fn tells_what_held(view: &dyn View, passage: u32, scope: Scope) -> bool {
    let holds = |claim: u32| {
        let Some((subject, predicate)) = view.slot(claim) else { return false };
        view.facts(subject, Some(predicate), scope.states, scope.events).iter().any(|fact| fact.claims.contains(&claim))
    };
    view.claims_of(passage).into_iter().any(holds)
}

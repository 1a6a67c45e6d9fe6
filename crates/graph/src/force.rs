//! What is in force: which transactions were undone, which claims taken back, and what follows from that.

use imbl::GenericHashSet;
use rustc_hash::FxBuildHasher;

use crate::names::Map;

type Set<T> = GenericHashSet<T, FxBuildHasher, imbl::shared_ptr::DefaultSharedPtr>;

/// What a transaction did beside making claims: looked up when it is undone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects {
    /// The claims it took back or corrected.
    pub killed: Vec<u32>,
    /// The episodes it took back.
    pub killed_episodes: Vec<u32>,
    /// The transactions it undid.
    pub undid: Vec<u32>,
    /// Whether it merged or split.
    pub identity: bool,
    /// Whether it told a schema.
    pub schema: bool,
}

/// The state of undoing and taking back, now. Earlier states live in the rows' ranges of transactions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Force {
    effects: Map<u32, Effects>,
    /// For each transaction ever undone: by which.
    undoers: Map<u32, Vec<u32>>,
    /// For each claim ever taken back: by which transactions.
    killers: Map<u32, Vec<u32>>,
    supports: Map<u32, Vec<u32>>,
    dependents: Map<u32, Vec<u32>>,
    hidden: Set<u32>,
    /// For each episode ever taken back: by which transactions.
    episode_killers: Map<u32, Vec<u32>>,
    /// For each episode that was ever hidden: from which transactions on it showed or did not.
    episodes: Map<u32, Vec<(u32, bool)>>,
}

impl Force {
    pub fn effects(&self, tx: u32) -> Option<&Effects> {
        self.effects.get(&tx)
    }

    pub fn effects_mut(&mut self, tx: u32) -> &mut Effects {
        self.effects.entry(tx).or_default()
    }

    /// Whether a transaction is in force: not undone, or every undoing of it undone.
    pub fn active(&self, tx: u32) -> bool {
        self.undoers.get(&tx).is_none_or(|undoers| undoers.iter().all(|&undoer| !self.active(undoer)))
    }

    pub fn undo(&mut self, tx: u32, target: u32) {
        self.effects_mut(tx).undid.push(target);
        self.undoers.entry(target).or_default().push(tx);
    }

    pub fn kill(&mut self, tx: u32, claim: u32) {
        self.effects_mut(tx).killed.push(claim);
        self.killers.entry(claim).or_default().push(tx);
    }

    pub fn killers(&self, claim: u32) -> &[u32] {
        self.killers.get(&claim).map_or(&[], Vec::as_slice)
    }

    pub fn kill_episode(&mut self, tx: u32, episode: u32) {
        self.effects_mut(tx).killed_episodes.push(episode);
        self.episode_killers.entry(episode).or_default().push(tx);
    }

    /// Shows or hides an episode told in `told` from a transaction on, if that is what now follows.
    pub fn refresh_episode(&mut self, tx: u32, episode: u32, told: u32) {
        let killers = self.episode_killers.get(&episode);
        let show = self.active(told) && killers.is_none_or(|killers| killers.iter().all(|&killer| !self.active(killer)));
        if show != self.shows_episode(episode, tx) {
            self.episodes.entry(episode).or_default().push((tx, show));
        }
    }

    /// Whether no episode was ever hidden.
    pub fn shows_every_episode(&self) -> bool {
        self.episodes.is_empty()
    }

    /// Whether an episode that was told by then shows at a transaction.
    pub fn shows_episode(&self, episode: u32, k: u32) -> bool {
        let Some(changes) = self.episodes.get(&episode) else { return true };
        changes.iter().rev().find(|(tx, _)| *tx <= k).is_none_or(|(_, shown)| *shown)
    }

    pub fn support(&mut self, claim: u32, supports: &[u32]) {
        if supports.is_empty() {
            return;
        }
        self.supports.insert(claim, supports.to_vec());
        for &support in supports {
            self.dependents.entry(support).or_default().push(claim);
        }
    }

    pub fn supports(&self, claim: u32) -> &[u32] {
        self.supports.get(&claim).map_or(&[], |supports| supports)
    }

    pub fn dependents(&self, claim: u32) -> &[u32] {
        self.dependents.get(&claim).map_or(&[], |dependents| dependents)
    }

    /// Whether a claim of transaction `tx` should be visible now.
    pub fn should_show(&self, claim: u32, tx: u32) -> bool {
        self.active(tx)
            && self.killers.get(&claim).is_none_or(|killers| killers.iter().all(|&killer| !self.active(killer)))
            && self.supports(claim).iter().all(|&support| self.shows(support))
    }

    /// Whether a claim is visible now.
    pub fn shows(&self, claim: u32) -> bool {
        !self.hidden.contains(&claim)
    }

    /// Notes that a claim is visible now, or not; says whether that is new.
    pub fn set_shown(&mut self, claim: u32, shown: bool) -> bool {
        if shown { self.hidden.remove(&claim).is_some() } else { self.hidden.insert(claim).is_none() }
    }

    /// The transactions whose being in force hangs on that of `tx`, itself first.
    pub fn hang_on(&self, tx: u32) -> Vec<u32> {
        let mut all = vec![tx];
        let mut next = 0;
        while let Some(&tx) = all.get(next) {
            let undid = self.effects(tx).map_or(&[][..], |effects| &effects.undid);
            let new: Vec<u32> = undid.iter().copied().filter(|undone| !all.contains(undone)).collect();
            all.extend(new);
            next += 1;
        }
        all
    }
}

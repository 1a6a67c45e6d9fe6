//! Which names are one entity, as known at any transaction.
//!
//! Definitions. A merge makes one root a child of another; a split makes a name a root again. Each name keeps the list
//! of its parents by transaction, so that an earlier state is never lost.

use std::collections::BTreeSet;

use crate::names::Map;

/// A merge or split, in the order in which they were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Merge { from: u32, into: u32 },
    Split { name: u32 },
}

/// The forest of merged names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Identity {
    /// For each name that ever had a parent: since when it has which.
    parents: Map<u32, Vec<(u32, Option<u32>)>>,
    /// For each name, the names that were ever directly merged into it.
    children: Map<u32, Vec<u32>>,
    told: Vec<(u32, Change)>,
}

impl Identity {
    /// Whether nothing was ever merged.
    pub fn is_plain(&self) -> bool {
        self.parents.is_empty()
    }

    /// The transactions at which anything was merged or split.
    pub fn changes(&self) -> impl Iterator<Item = u32> {
        self.parents.values().flatten().map(|&(tx, _)| tx)
    }

    fn parent(&self, name: u32, k: u32) -> Option<u32> {
        let parents = self.parents.get(&name)?;
        let known = parents.partition_point(|&(tx, _)| tx <= k);
        parents.get(known.checked_sub(1)?)?.1
    }

    /// The name that stands for the entity of a name.
    pub fn root(&self, name: u32, k: u32) -> u32 {
        if self.is_plain() {
            return name;
        }
        std::iter::successors(Some(name), |&name| self.parent(name, k)).last().unwrap_or(name)
    }

    /// All names of an entity, its root first.
    pub fn members(&self, root: u32, k: u32) -> Vec<u32> {
        let mut members = vec![root];
        let mut next = 0;
        while let Some(&name) = members.get(next) {
            let children = self.children.get(&name).into_iter().flatten().copied();
            members.extend(children.filter(|&child| self.parent(child, k) == Some(name)));
            next += 1;
        }
        members
    }

    /// The names that transactions merged or split.
    pub fn names_of(&self, of: impl Fn(u32) -> bool) -> impl Iterator<Item = u32> {
        let told = self.told.iter().filter(move |(tx, _)| of(*tx));
        told.flat_map(|(_, change)| match *change {
            Change::Merge { from, into } => [from, into],
            Change::Split { name } => [name, name],
        })
    }

    /// The names that stood for another entity at a transaction than now.
    pub fn moved_since(&self, k: u32) -> impl Iterator<Item = u32> {
        self.parents.keys().copied().filter(move |&name| self.root(name, k) != self.root(name, u32::MAX))
    }

    /// Takes in a change told in transaction `tx`.
    pub fn tell(&mut self, tx: u32, change: Change) {
        self.told.push((tx, change));
        self.make(tx, change);
    }

    fn make(&mut self, tx: u32, change: Change) {
        match change {
            Change::Merge { from, into } => {
                let (from, into) = (self.root(from, u32::MAX), self.root(into, u32::MAX));
                if from != into {
                    self.set_parent(tx, from, Some(into));
                }
            }
            Change::Split { name } => self.set_parent(tx, name, None),
        }
    }

    fn set_parent(&mut self, tx: u32, name: u32, parent: Option<u32>) {
        if self.parent(name, u32::MAX) == parent {
            return;
        }
        self.parents.entry(name).or_default().push((tx, parent));
        if let Some(parent) = parent {
            let children = self.children.entry(parent).or_default();
            if !children.contains(&name) {
                children.push(name);
            }
        }
    }

    /// After some told changes came into or out of force: makes the forest what those in force say, from `tx` on.
    pub fn replay(&mut self, tx: u32, in_force: impl Fn(u32) -> bool) {
        let mut right = Self::default();
        for &(told, change) in self.told.iter().filter(|(told, _)| in_force(*told)) {
            right.make(told, change);
        }
        let names: BTreeSet<u32> = self.parents.keys().chain(right.parents.keys()).copied().collect();
        for name in names {
            self.set_parent(tx, name, right.parent(name, u32::MAX));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_holds_until_it_is_split_or_undone() {
        let mut identity = Identity::default();
        identity.tell(2, Change::Merge { from: 1, into: 0 });
        identity.tell(3, Change::Merge { from: 0, into: 5 });
        identity.tell(4, Change::Split { name: 1 });
        let roots = |identity: &Identity, name| [1, 2, 3, 4, 5].map(|k| identity.root(name, k));
        assert_eq!(roots(&identity, 1), [1, 0, 5, 1, 1]);
        assert_eq!(identity.members(5, 3), [5, 0, 1]);
        identity.replay(5, |tx| tx != 3);
        assert_eq!(roots(&identity, 0), [0, 0, 5, 5, 0]);
        identity.replay(6, |tx| tx != 4);
        assert_eq!(identity.root(1, 6), 5);
    }
}

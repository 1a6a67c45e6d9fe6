//! The assertions of one subject, sorted, in shared blocks.
//!
//! Definitions. Assertions are kept in [`Assertion::order`], in blocks of at most [`BLOCK`] that are shared between
//! versions: an update copies the blocks it touches and nothing else. Most subjects have one block. Where there are
//! more, a summary of each block, and of each [`GROUP`] of blocks, lets a search pass over what cannot matter, so that
//! a question to a long history costs about the logarithm of it.

use std::sync::Arc;

use crate::assertion::{Assertion, Shape};

/// The most assertions in one block.
pub(crate) const BLOCK: usize = 128;
/// Up to so many assertions a block is searched as it is.
const FEW: usize = 16;
/// How many blocks share a summary of summaries.
const GROUP: usize = 32;

/// Sorted assertions; a clone shares everything.
#[derive(Clone, Debug)]
pub struct Assertions(Blocks);

#[derive(Clone, Debug)]
enum Blocks {
    One(Block),
    Many(Arc<Many>),
}

/// Sorted assertions in one piece.
#[derive(Clone, Debug)]
struct Block {
    rows: Arc<[Assertion]>,
    /// The key of each row, close together so that a search touches few cache lines; only where there are many.
    keys: Option<Arc<[u32]>>,
}

impl Block {
    fn new(rows: &[Assertion]) -> Self {
        let keys = (FEW < rows.len()).then(|| rows.iter().map(|row| row.key).collect());
        Self { rows: Arc::from(rows), keys }
    }

    /// The rows of a key.
    fn of_key(&self, key: u32) -> std::ops::Range<usize> {
        let low = match &self.keys {
            Some(keys) => keys.partition_point(|&other| other < key),
            // Walked through: one reads on without knowing what the row before says, which a search by halves has to wait for.
            None => self.rows.iter().position(|row| key <= row.key).unwrap_or(self.rows.len()),
        };
        low..low + self.length_of_key(low, key)
    }

    fn length_of_key(&self, low: usize, key: u32) -> usize {
        match &self.keys {
            Some(keys) => keys[low..].iter().position(|&other| other != key).unwrap_or(keys.len() - low),
            None => self.rows[low..].iter().position(|row| row.key != key).unwrap_or(self.rows.len() - low),
        }
    }
}

#[derive(Debug)]
struct Many {
    blocks: Vec<Block>,
    /// The key and instant of each block's first assertion.
    firsts: Vec<(u32, i64)>,
    /// The index of each block's first assertion; one more than there are blocks.
    offsets: Vec<usize>,
    summaries: Vec<Summary>,
    groups: Vec<Summary>,
}

/// What a block, or a group of blocks, may hold.
#[derive(Clone, Copy, Debug)]
struct Summary {
    on: u32,
    off: u32,
    end: i64,
    starts: bool,
}

/// What a search is looking for among the visible assertions.
#[derive(Clone, Copy)]
pub(crate) enum Want {
    Any,
    /// A start that has certainly begun.
    BegunStart,
    /// Anything whose cover ends later than this.
    EndAfter(i64),
}

/// A search: what is wanted, as known when, asked of which instant.
#[derive(Clone, Copy)]
pub(crate) struct Search {
    pub k: u32,
    pub t: i64,
    pub want: Want,
}

impl Search {
    fn finds(&self, row: &Assertion) -> bool {
        row.visible(self.k)
            && match self.want {
                Want::Any => true,
                Want::BegunStart => row.shape == Shape::Start && row.hi <= self.t,
                Want::EndAfter(after) => after < row.end(),
            }
    }

    fn may_find(&self, summary: &Summary) -> bool {
        summary.on <= self.k
            && self.k < summary.off
            && match self.want {
                Want::Any => true,
                Want::BegunStart => summary.starts,
                Want::EndAfter(after) => after < summary.end,
            }
    }
}

impl Summary {
    const NOTHING: Self = Self { on: u32::MAX, off: 0, end: i64::MIN, starts: false };

    fn of(rows: &[Assertion]) -> Self {
        rows.iter()
            .fold(Self::NOTHING, |sum, row| sum.with(Self { on: row.on, off: row.off, end: row.end(), starts: row.shape == Shape::Start }))
    }

    fn with(self, other: Self) -> Self {
        Self { on: self.on.min(other.on), off: self.off.max(other.off), end: self.end.max(other.end), starts: self.starts | other.starts }
    }
}

impl Default for Assertions {
    fn default() -> Self {
        Self(Blocks::One(Block::new(&[])))
    }
}

impl Assertions {
    /// From assertions in any order.
    #[must_use]
    pub fn new(mut rows: Vec<Assertion>) -> Self {
        rows.sort_unstable_by_key(Assertion::order);
        Self::from_blocks(split(&rows))
    }

    /// Asks something of assertions of one key, in any order, that are not kept: few are asked where they are.
    pub fn asked<A>(rows: &mut [Assertion], ask: impl FnOnce(Stretch<'_>) -> A) -> A {
        match rows.first().map(|row| row.key) {
            Some(key) if BLOCK < rows.len() => ask(Self::new(rows.to_vec()).of_key(key)),
            Some(_) | None => {
                rows.sort_unstable_by_key(Assertion::order);
                ask(Stretch::Slice(rows))
            }
        }
    }

    fn from_blocks(mut blocks: Vec<Block>) -> Self {
        if blocks.len() <= 1 {
            return Self(Blocks::One(blocks.pop().unwrap_or_else(|| Block::new(&[]))));
        }
        let mut offsets = vec![0];
        offsets.extend(blocks.iter().scan(0, |sum, block| {
            *sum += block.rows.len();
            Some(*sum)
        }));
        let summaries: Vec<Summary> = blocks.iter().map(|block| Summary::of(&block.rows)).collect();
        let groups = summaries.chunks(GROUP).map(|group| group.iter().copied().fold(Summary::NOTHING, Summary::with)).collect();
        let firsts = blocks.iter().map(|block| (block.rows[0].key, block.rows[0].lo)).collect();
        Self(Blocks::Many(Arc::new(Many { blocks, firsts, offsets, summaries, groups })))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Blocks::One(block) => block.rows.len(),
            Blocks::Many(many) => many.offsets.last().copied().unwrap_or(0),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = &Assertion> {
        self.blocks().iter().flat_map(|block| block.rows.iter())
    }

    fn blocks(&self) -> &[Block] {
        match &self.0 {
            Blocks::One(block) => std::slice::from_ref(block),
            Blocks::Many(many) => &many.blocks,
        }
    }

    /// The assertions of one key, as a stretch to ask questions of.
    #[must_use]
    pub fn of_key(&self, key: u32) -> Stretch<'_> {
        match &self.0 {
            Blocks::One(block) => Stretch::Slice(&block.rows[block.of_key(key)]),
            Blocks::Many(many) => {
                let low = many.begun_by(key, i64::MIN);
                let high = key.checked_add(1).map_or(self.len(), |next| many.begun_by(next, i64::MIN));
                self.stretch(low, high)
            }
        }
    }

    /// The stretches of every key in turn.
    pub fn stretches(&self) -> impl Iterator<Item = Stretch<'_>> {
        let mut block = 0;
        let mut offset = 0;
        let mut low = 0;
        std::iter::from_fn(move || {
            while offset == self.blocks().get(block)?.rows.len() {
                (block, offset) = (block + 1, 0);
            }
            let rows = &self.blocks()[block].rows[offset..];
            let key = rows[0].key;
            let here = self.blocks()[block].length_of_key(offset, key);
            let goes_on = here == rows.len() && self.blocks().get(block + 1).is_some_and(|next| next.rows[0].key == key);
            if !goes_on {
                (offset, low) = (offset + here, low + here);
                return Some(Stretch::Slice(&rows[..here]));
            }
            let stretch = self.of_key(key);
            low += stretch.len();
            block = self.block_of(low);
            offset = low - self.offset_of(block);
            Some(stretch)
        })
    }

    fn block_of(&self, index: usize) -> usize {
        match &self.0 {
            Blocks::One(_) => 0,
            Blocks::Many(many) => many.block_of(index),
        }
    }

    fn offset_of(&self, block: usize) -> usize {
        match &self.0 {
            Blocks::One(_) => 0,
            Blocks::Many(many) => many.offsets[block],
        }
    }

    fn stretch(&self, low: usize, high: usize) -> Stretch<'_> {
        match &self.0 {
            Blocks::One(block) => Stretch::Slice(&block.rows[low..high]),
            Blocks::Many(many) => many.slice(low, high).map_or(Stretch::Blocks { all: self, low, high }, Stretch::Slice),
        }
    }

    fn get(&self, index: usize) -> &Assertion {
        match &self.0 {
            Blocks::One(block) => &block.rows[index],
            Blocks::Many(many) => {
                let block = many.block_of(index);
                &many.blocks[block].rows[index - many.offsets[block]]
            }
        }
    }

    /// The same with more assertions, and with some claims no longer visible from a transaction on.
    #[must_use]
    pub fn updated(&self, mut added: Vec<Assertion>, closed: &dyn Fn(&Assertion) -> Option<u32>, any_closed: bool) -> Self {
        added.sort_unstable_by_key(Assertion::order);
        let mut added = added.as_slice();
        let mut blocks = Vec::with_capacity(self.blocks().len() + 1);
        let firsts = self.blocks().iter().skip(1).map(|block| block.rows[0].order()).map(Some).chain([None]);
        for (block, next) in self.blocks().iter().zip(firsts) {
            let here = next.map_or(added.len(), |next| added.partition_point(|row| row.order() < next));
            let (new, rest) = added.split_at(here);
            added = rest;
            let touched = !new.is_empty() || any_closed && block.rows.iter().any(|row| closed(row).is_some());
            if touched { blocks.extend(split(&merged(&block.rows, new, closed))) } else { blocks.push(block.clone()) }
        }
        Self::from_blocks(blocks)
    }
}

/// Both sorted, so that one walk puts them together.
fn merged(block: &[Assertion], new: &[Assertion], closed: &dyn Fn(&Assertion) -> Option<u32>) -> Vec<Assertion> {
    let mut rows = Vec::with_capacity(block.len() + new.len());
    let mut new = new.iter().copied().peekable();
    for row in block {
        while let Some(first) = new.next_if(|first| first.order() < row.order()) {
            rows.push(first);
        }
        rows.push(closed(row).map_or(*row, |off| Assertion { off, ..*row }));
    }
    rows.extend(new);
    rows
}

/// Splits sorted rows into blocks with room to grow, between keys where that can be.
fn split(mut rows: &[Assertion]) -> Vec<Block> {
    if rows.len() <= BLOCK {
        return vec![Block::new(rows)];
    }
    let mut blocks = Vec::with_capacity(rows.len() / (BLOCK / 2) + 1);
    while !rows.is_empty() {
        let half = rows.len().min(BLOCK / 2);
        let most = rows.len().min(BLOCK);
        let cut = (half..most).find(|&at| rows[at].key != rows[at - 1].key);
        let (block, rest) = rows.split_at(cut.unwrap_or(if rows.len() <= BLOCK { rows.len() } else { half }));
        blocks.push(Block::new(block));
        rows = rest;
    }
    blocks
}

impl Many {
    /// The index of the first assertion that comes after every one of this key up to this instant, and of lesser keys.
    fn begun_by(&self, key: u32, t: i64) -> usize {
        let block = self.firsts.partition_point(|&first| first <= (key, t)).saturating_sub(1);
        self.offsets[block] + self.blocks[block].rows.partition_point(|row| (row.key, row.lo) <= (key, t))
    }

    fn block_of(&self, index: usize) -> usize {
        self.offsets.partition_point(|&offset| offset <= index) - 1
    }

    /// The rows between two indexes, if they are in one block.
    fn slice(&self, low: usize, high: usize) -> Option<&[Assertion]> {
        if low == high {
            return Some(&[]);
        }
        let block = self.block_of(low);
        let offset = self.offsets[block];
        (high <= self.offsets[block + 1]).then(|| &self.blocks[block].rows[low - offset..high - offset])
    }

    /// The blocks that may hold what is searched for, going forwards from `block`.
    fn blocks_forward(&self, search: Search, block: usize) -> Option<usize> {
        let group_end = (block / GROUP + 1) * GROUP;
        let in_group = (block..group_end.min(self.blocks.len())).find(|&block| search.may_find(&self.summaries[block]));
        in_group.or_else(|| {
            let group = (block / GROUP + 1..self.groups.len()).find(|&group| search.may_find(&self.groups[group]))?;
            (group * GROUP..self.blocks.len()).find(|&block| search.may_find(&self.summaries[block]))
        })
    }

    /// The blocks that may hold what is searched for, going backwards from `block`.
    fn blocks_back(&self, search: Search, mut block: usize) -> Option<usize> {
        loop {
            if search.may_find(&self.summaries[block]) {
                return Some(block);
            }
            let group = block / GROUP;
            let at_group_start = block.is_multiple_of(GROUP);
            block = block.checked_sub(1)?;
            if at_group_start {
                let group = (0..group).rev().find(|&group| search.may_find(&self.groups[group]))?;
                block = block.min(group * GROUP + GROUP - 1);
            }
        }
    }
}

/// The assertions of one fluent: contiguous in memory, or across blocks.
#[derive(Clone, Copy, Debug)]
pub enum Stretch<'a> {
    /// In one piece.
    Slice(&'a [Assertion]),
    /// Across blocks: indexes into all the assertions of the subject.
    Blocks {
        /// Where they are.
        all: &'a Assertions,
        /// The first.
        low: usize,
        /// One past the last.
        high: usize,
    },
}

impl<'a> Stretch<'a> {
    /// All of them in order.
    pub fn iter(self) -> impl Iterator<Item = &'a Assertion> {
        let (slice, rest) = match self {
            Self::Slice(rows) => (rows, None),
            Self::Blocks { all, low, high } => (&[] as &[Assertion], Some(all.rows(low, high))),
        };
        slice.iter().chain(rest.into_iter().flatten())
    }

    /// The key they share; `None` when there are none.
    #[must_use]
    pub fn key(self) -> Option<u32> {
        self.iter().next().map(|row| row.key)
    }

    /// The assertions visible at `k` whose covers meet `[from, to)`, in no particular order.
    pub fn meeting(self, from: i64, to: i64, k: u32) -> Vec<&'a Assertion> {
        let meets = |row: &&Assertion| row.visible(k) && row.lo < to && from < row.end();
        match self {
            Self::Slice(rows) => rows.iter().filter(meets).collect(),
            Self::Blocks { all, low, high } => {
                let search = Search { k, t: to, want: Want::EndAfter(from) };
                let last = all.begun_by(to.saturating_sub(1), low, high);
                let found = std::iter::successors(all.find_back(search, low, last), |&at| all.find_back(search, low, at));
                found.map(|at| all.at(at)).collect()
            }
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        match self {
            Self::Slice(rows) => rows.len(),
            Self::Blocks { low, high, .. } => high - low,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

impl Assertions {
    fn rows(&self, low: usize, high: usize) -> impl Iterator<Item = &Assertion> {
        let (skip, first) = match &self.0 {
            Blocks::One(_) => (low, 0),
            Blocks::Many(many) if low < high => {
                let block = many.block_of(low);
                (low - many.offsets[block], block)
            }
            Blocks::Many(_) => (0, 0),
        };
        self.blocks()[first..].iter().flat_map(|block| block.rows.iter()).skip(skip).take(high - low)
    }

    /// The last visible assertion before `index`, and not before `low`, that is searched for.
    pub(crate) fn find_back(&self, search: Search, low: usize, index: usize) -> Option<usize> {
        let Blocks::Many(many) = &self.0 else {
            return (low..index).rev().find(|&at| search.finds(self.get(at)));
        };
        let mut high = index;
        while low < high {
            let block = many.blocks_back(search, many.block_of(high - 1))?;
            let offset = many.offsets[block];
            let all = &many.blocks[block].rows;
            let rows = &all[low.saturating_sub(offset).min(all.len())..(high - offset).min(all.len())];
            let first = offset.max(low);
            if let Some(at) = rows.iter().rposition(|row| search.finds(row)) {
                return Some(first + at);
            }
            high = offset;
        }
        None
    }

    /// The first visible assertion from `index` on, and before `high`, that is searched for.
    pub(crate) fn find_forward(&self, search: Search, index: usize, high: usize) -> Option<usize> {
        let Blocks::Many(many) = &self.0 else {
            return (index..high).find(|&at| search.finds(self.get(at)));
        };
        let mut low = index;
        while low < high {
            let block = many.blocks_forward(search, many.block_of(low))?;
            let first = many.offsets[block].max(low);
            let last = many.offsets[block + 1].min(high);
            if let Some(at) = (first..last).find(|&at| search.finds(&many.blocks[block].rows[at - many.offsets[block]])) {
                return Some(at);
            }
            low = many.offsets[block + 1];
        }
        None
    }

    /// The index of the first assertion between `low` and `high` that begins after `t`.
    pub(crate) fn begun_by(&self, t: i64, low: usize, high: usize) -> usize {
        let Some(key) = (low < high).then(|| self.get(low).key) else { return low };
        match &self.0 {
            Blocks::One(block) => block.rows.partition_point(|row| (row.key, row.lo) <= (key, t)),
            Blocks::Many(many) => many.begun_by(key, t),
        }
        .clamp(low, high)
    }

    pub(crate) fn at(&self, index: usize) -> &Assertion {
        self.get(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(lo: i64, claim: u32) -> Assertion {
        Assertion {
            lo,
            hi: lo,
            end_lo: lo,
            end_hi: lo,
            value: 0,
            claim,
            on: claim,
            off: u32::MAX,
            key: 0,
            shape: Shape::Start,
            undated: false,
        }
    }

    #[test]
    fn rows_that_are_not_kept_are_asked_in_order_however_many_there_are() {
        for count in [0, 1, 2, BLOCK, BLOCK + 1, 3 * BLOCK] {
            let mut rows: Vec<Assertion> = (0..count as u32).map(|claim| row(i64::from(claim * 7919 % 2_003), claim)).collect();
            let mut expected: Vec<i64> = rows.iter().map(|row| row.lo).collect();
            expected.sort_unstable();
            let los: Vec<i64> = Assertions::asked(&mut rows, |stretch| stretch.iter().map(|row| row.lo).collect());
            assert_eq!(los, expected);
        }
    }

    #[test]
    fn rows_stay_sorted_however_they_arrive() {
        let mut rows = Assertions::default();
        for claim in 0..2_000 {
            rows = rows.updated(vec![row(i64::from(claim * 7919 % 2_003), claim)], &|_| None, false);
        }
        let los: Vec<i64> = rows.iter().map(|row| row.lo).collect();
        assert_eq!(rows.len(), 2_000);
        assert!(los.is_sorted());
        assert!((0..2_000).all(|index| rows.at(index).lo == los[index]));
    }

    #[test]
    fn a_search_finds_what_a_walk_finds() {
        let rows = Assertions::new((0..5_000).map(|claim| row(i64::from(claim), claim * 37 % 5_003)).collect());
        for k in [0, 1, 10, 500, 4_000, 6_000] {
            for index in [0, 1, 64, 127, 128, 3_000, 5_000] {
                let search = Search { k, t: 0, want: Want::Any };
                let walked = (20.min(index)..index).rev().find(|&at| rows.at(at).visible(k));
                assert_eq!(rows.find_back(search, 20.min(index), index), walked, "{k} {index}");
                let walked = (index..4_990.max(index)).find(|&at| rows.at(at).visible(k));
                assert_eq!(rows.find_forward(search, index, 4_990.max(index)), walked, "{k} {index}");
            }
        }
    }

    #[test]
    fn a_claim_can_be_closed_in_the_middle() {
        let rows = Assertions::new((0..1_000).map(|claim| row(i64::from(claim), claim)).collect());
        let closed = rows.updated(Vec::new(), &|row| (row.claim == 500).then_some(7_000), true);
        assert_eq!(closed.at(500).off, 7_000);
        assert_eq!(rows.at(500).off, u32::MAX);
    }
}

//! A vector that shares structure between versions, in small pages.
//!
//! Like `imbl::Vector`, but with pages of 16: what is kept here holds reference counts, and copying a page of 64 to change
//! one entry, as that does, was the largest cost of telling claims in random order (a third of the time).

use std::sync::Arc;

const PAGE: usize = 16;
const PAGES: usize = 64;

/// Entries by number; those never set are the default.
#[derive(Clone, Debug)]
pub(crate) struct Paged<T>(Vec<Arc<Vec<Arc<[T]>>>>);

impl<T> Default for Paged<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Clone + Default> Paged<T> {
    pub fn get(&self, number: u32) -> Option<&T> {
        let number = number as usize;
        self.0.get(number / (PAGE * PAGES))?.get(number / PAGE % PAGES)?.get(number % PAGE)
    }

    /// The entry to change; it, and those before it, come into being if need be.
    pub fn get_mut(&mut self, number: u32) -> &mut T {
        let number = number as usize;
        let (node, page, entry) = (number / (PAGE * PAGES), number / PAGE % PAGES, number % PAGE);
        if self.0.len() <= node {
            self.0.resize_with(node + 1, Arc::default);
        }
        let pages = Arc::make_mut(&mut self.0[node]);
        if pages.len() <= page {
            pages.resize_with(page + 1, || std::iter::repeat_n(T::default(), PAGE).collect());
        }
        &mut Arc::make_mut(&mut pages[page])[entry]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_keeps_what_it_had() {
        let mut paged = Paged::default();
        for number in 0..5_000 {
            *paged.get_mut(number * 7 % 5_003) = number;
        }
        let before = paged.clone();
        *paged.get_mut(4_000) = 1;
        *paged.get_mut(9_000) = 2;
        assert_eq!((paged.get(4_000), paged.get(9_000), paged.get(100_000)), (Some(&1), Some(&2), None));
        assert_ne!(before.get(4_000), Some(&1));
        assert!((0..5_000).filter(|number| number * 7 % 5_003 != 4_000).all(|number| before.get(number * 7 % 5_003) == Some(&number)));
    }
}

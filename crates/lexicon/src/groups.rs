//! Lists of items by number, in two arrays.

/// For each number from 0 on, a list of items.
#[derive(Debug)]
pub struct Groups<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Groups<T> {
    fn default() -> Self {
        Self { starts: Vec::new(), items: Vec::new() }
    }
}

impl<T: Copy> Groups<T> {
    /// Puts pairs in their lists, in the order in which they come; those of numbers that are not there are left out.
    pub fn new(length: usize, pairs: &[(u32, T)]) -> Self {
        let mut starts = vec![0_u32; length + 1];
        for (number, _) in pairs {
            if let Some(count) = starts.get_mut(*number as usize + 1) {
                *count += 1;
            }
        }
        let mut all = 0;
        for start in &mut starts {
            all += *start;
            *start = all;
        }
        let mut next = starts.clone();
        let mut items: Vec<T> = pairs.first().map(|(_, any)| vec![*any; all as usize]).unwrap_or_default();
        for (number, item) in pairs.iter().filter(|(number, _)| (*number as usize) < length) {
            let at = next.get_mut(*number as usize).map(|at| std::mem::replace(at, *at + 1));
            if let Some(place) = at.and_then(|at| items.get_mut(at as usize)) {
                *place = *item;
            }
        }
        Self { starts, items }
    }

    /// A number's list.
    pub fn of(&self, number: u32) -> &[T] {
        let number = number as usize;
        match (self.starts.get(number), self.starts.get(number + 1)) {
            (Some(start), Some(end)) => self.items.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Groups;

    #[test]
    fn lists_keep_their_order_and_strangers_stay_out() {
        let groups = Groups::new(3, &[(2, 'a'), (0, 'b'), (2, 'c'), (7, 'd'), (3, 'e')]);
        assert_eq!([0, 1, 2, 3].map(|number| groups.of(number)), [&['b'][..], &[], &['a', 'c'], &[]]);
        assert!(Groups::<u8>::new(0, &[]).of(0).is_empty());
        assert!(Groups::<u8>::default().of(u32::MAX).is_empty());
    }
}

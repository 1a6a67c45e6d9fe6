//! Slips of the pen: words that differ as typing errors do (Damerau 1964: four out of five are one of four single edits).

/// What a slip did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edit {
    /// Two neighbouring letters changed places.
    Swap,
    /// A letter doubled, or a double one written once.
    Double,
    /// A letter left out or added.
    Gap,
    /// A letter replaced by its neighbour on the keyboard.
    Neighbour,
    /// A letter replaced by any other.
    Letter,
    /// Two single edits in a long word.
    Two,
}

/// Where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    First,
    Inside,
    Last,
}

/// Where and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slip {
    pub edit: Edit,
    pub place: Place,
    /// Of vowels only: Hansen, Hanson; Daniel, Daniela.
    pub vowels: bool,
    /// The length of the shorter word.
    pub length: usize,
}

impl Slip {
    /// Whether no other explanation is as good. At its ends a name often becomes another: Gambia, Zambia.
    pub(crate) fn clear(self) -> bool {
        match self.edit {
            Edit::Swap => true,
            Edit::Double => SHORTEST <= self.length,
            // Peric, Petric; Jonson, Johnson.
            Edit::Gap => self.place == Place::Inside && SHORTEST + 2 <= self.length,
            Edit::Neighbour => self.place == Place::Inside && !self.vowels,
            Edit::Letter | Edit::Two => false,
        }
    }

    /// Whether it changes an ending, as grammar does: Mario, Maria; Clark, Clarke.
    pub(crate) fn inflects(self) -> bool {
        self.place == Place::Last && self.vowels && self.edit != Edit::Swap
    }
}

/// Shorter words are too close to too many others: Iran, Iraq. A letter may be missing from one of this length.
const SHORTEST: usize = 5;
/// From this length on, two edits.
const SHORTEST_FOR_TWO: usize = 10;
/// Nobody's name has longer words, and the table of distances grows with the square.
const LONGEST: usize = 40;

/// How two different words differ, if as a slip of the pen does.
pub(crate) fn slip(a: &str, b: &str) -> Option<Slip> {
    if 8 < a.len().abs_diff(b.len()) || a.is_ascii() && b.is_ascii() && too_far(a.as_bytes(), b.as_bytes()) {
        return None;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shortest = a.len().min(b.len());
    let longest = a.len().max(b.len());
    if longest < SHORTEST || shortest + 1 < SHORTEST || LONGEST < longest {
        return None;
    }
    let prefix = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count().min(shortest - prefix);
    let (left, right) = (a.get(prefix..a.len() - suffix)?, b.get(prefix..b.len() - suffix)?);
    let edit = match (left, right) {
        ([x], []) | ([], [x]) => gap(*x, &a, &b, prefix),
        ([x], [y]) if neighbours(*x, *y) => Edit::Neighbour,
        ([_], [_]) => Edit::Letter,
        ([x, y], [v, w]) if x == w && y == v => Edit::Swap,
        _ if SHORTEST_FOR_TWO <= shortest && within_two(&a, &b) => Edit::Two,
        _ => return None,
    };
    let place = if prefix == 0 {
        Place::First
    } else if suffix == 0 {
        Place::Last
    } else {
        Place::Inside
    };
    let vowels = left.iter().chain(right).all(|letter| "aeiouy".contains(*letter));
    Some(Slip { edit, place, vowels, length: shortest })
}

/// What most pairs of words are, seen without taking them apart.
fn too_far(a: &[u8], b: &[u8]) -> bool {
    let (shortest, longest) = (a.len().min(b.len()), a.len().max(b.len()));
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    shortest < SHORTEST_FOR_TWO && prefix + suffix + 2 < longest
}

fn gap(letter: char, a: &[char], b: &[char], at: usize) -> Edit {
    let shorter = if a.len() < b.len() { a } else { b };
    let beside = [at.checked_sub(1), Some(at)].into_iter().flatten().filter_map(|index| shorter.get(index));
    if beside.into_iter().any(|c| *c == letter) { Edit::Double } else { Edit::Gap }
}

/// Whether two letters lie side by side on the common keyboards.
fn neighbours(a: char, b: char) -> bool {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let place = |c| ROWS.iter().enumerate().find_map(|(row, letters)| Some((row, letters.find(c)?)));
    let (Some((row, column)), Some((other_row, other_column))) = (place(a), place(b)) else { return false };
    match row.abs_diff(other_row) {
        0 => column.abs_diff(other_column) == 1,
        1 => {
            let (upper, lower) = if row < other_row { (column, other_column) } else { (other_column, column) };
            upper == lower || upper == lower + 1
        }
        _ => false,
    }
}

/// Optimal string alignment distance of at most two; the words are short.
fn within_two(a: &[char], b: &[char]) -> bool {
    if 2 < a.len().abs_diff(b.len()) {
        return false;
    }
    let at = |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX / 2);
    let mut before: Vec<usize> = Vec::with_capacity(b.len() + 1);
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row: Vec<usize> = Vec::with_capacity(b.len() + 1);
    for (i, x) in a.iter().enumerate() {
        row.clear();
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let mut cost = (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = 0 < i && 0 < j && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
        }
        // What is too far in two rows stays so: most words differ at their beginnings.
        if row.iter().chain(&last).all(|cost| 2 < *cost) {
            return false;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.last().is_some_and(|cost| *cost <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_other_words() {
        for (a, b, expected) in [
            ("adams", "adasm", Some((Edit::Swap, Place::Last))),
            ("hironaka", "hiornaka", Some((Edit::Swap, Place::Inside))),
            ("miller", "miler", Some((Edit::Double, Place::Inside))),
            ("hironaka", "hionaka", Some((Edit::Gap, Place::Inside))),
            ("silva", "silba", Some((Edit::Neighbour, Place::Inside))),
            ("hanson", "hansen", Some((Edit::Letter, Place::Inside))),
            ("gambia", "zambia", Some((Edit::Letter, Place::First))),
            ("daniel", "daniela", Some((Edit::Gap, Place::Last))),
            ("iran", "iraq", None),
            ("tigran", "iran", None),
            ("austria", "australia", None),
            ("slovakia", "slovenia", None),
            ("thessaloniki", "tesaloniki", Some((Edit::Two, Place::Inside))),
        ] {
            assert_eq!(slip(a, b).map(|slip| (slip.edit, slip.place)), expected, "{a} {b}");
        }
    }
}

//! The best tree for a sentence from the scores of its words for their heads.

use crate::net::matrix::{Matrix, best};

/// Sentences longer than this take each word's best head and have their cycles cut, which is linear.
const LONGEST_EXACT: usize = 200;
/// How many candidates for the root are tried.
const ROOTS: usize = 3;

/// The tree with the best sum of scores and exactly one root (Chu and Liu, Edmonds): for each word its head, 0 for the root,
/// `n` for word `n - 1`. Column 0 of the scores is the root.
pub fn tree(scores: &Matrix) -> Vec<usize> {
    let greedy = (0..scores.rows()).map(|row| best_head(scores, row)).collect::<Vec<_>>();
    if is_tree(&greedy) {
        return greedy;
    }
    let mut roots = (0..scores.rows()).collect::<Vec<_>>();
    let gain = |row: usize| scores.row(row)[0] - scores.row(row)[greedy[row]];
    roots.sort_by(|left, right| gain(*right).total_cmp(&gain(*left)));
    let tried = roots.iter().take(if scores.rows() <= LONGEST_EXACT { ROOTS } else { 0 });
    let trees = tried.map(|root| rooted(scores, *root));
    let chosen = trees.max_by(|left, right| total(scores, left).total_cmp(&total(scores, right)));
    chosen.unwrap_or_else(|| repair(greedy, roots.first().copied().unwrap_or(0)))
}

/// A word's best head other than itself.
fn best_head(scores: &Matrix, row: usize) -> usize {
    let (before, after) = scores.row(row).split_at(row + 1);
    let left = best(before);
    match after.get(1..) {
        Some(after) if !after.is_empty() && before[left] < after[best(after)] => row + 2 + best(after),
        _ => left,
    }
}

fn total(scores: &Matrix, heads: &[usize]) -> f32 {
    heads.iter().enumerate().map(|(row, head)| scores.row(row)[*head]).sum()
}

/// Whether there is one root and every word leads to it.
pub fn is_tree(heads: &[usize]) -> bool {
    heads.iter().filter(|head| **head == 0).count() == 1 && cycle(heads, |at| heads[at]).is_none()
}

/// Words that lead back to themselves, if any do.
fn cycle(words: &[usize], head: impl Fn(usize) -> usize) -> Option<Vec<usize>> {
    let mut seen = vec![0; words.len() + 1];
    for start in 1..=words.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = head(at - 1);
        }
        if at != 0 && seen[at] == start {
            let mut members = vec![at - 1];
            let mut next = head(at - 1);
            while next != at {
                members.push(next - 1);
                next = head(next - 1);
            }
            return Some(members);
        }
    }
    None
}

/// Makes a tree of any heads: all roots but one hang from that one, and so does one word of every cycle.
fn repair(mut heads: Vec<usize>, root: usize) -> Vec<usize> {
    for (row, head) in heads.iter_mut().enumerate() {
        if row == root {
            *head = 0;
        } else if *head == 0 {
            *head = root + 1;
        }
    }
    let mut state = vec![0; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut at = start;
        while at != 0 && state[at] == 0 {
            state[at] = start;
            let next = heads[at - 1];
            if next != 0 && state[next] == start {
                heads[at - 1] = root + 1;
                break;
            }
            at = next;
        }
    }
    heads
}

/// The best tree under the root given.
fn rooted(scores: &Matrix, root: usize) -> Vec<usize> {
    let words = scores.rows();
    let mut edges = vec![vec![f32::NEG_INFINITY; words + 1]; words];
    for (row, edges) in edges.iter_mut().enumerate() {
        if row == root {
            edges[0] = 0.0;
        } else {
            edges[1..].copy_from_slice(&scores.row(row)[1..]);
            edges[row + 1] = f32::NEG_INFINITY;
        }
    }
    contract(&edges)
}

/// The best tree: takes each node's best head, and while there is a cycle makes one node of it.
fn contract(edges: &[Vec<f32>]) -> Vec<usize> {
    let heads = edges.iter().map(|row| best(row)).collect::<Vec<_>>();
    let Some(members) = cycle(&heads, |at| heads[at]) else { return heads };
    let outside = (0..edges.len()).filter(|node| !members.contains(node)).collect::<Vec<_>>();
    let (smaller, entries, exits) = merged(edges, &heads, &members, &outside);
    let inner = contract(&smaller);
    expand(&inner, heads, &members, &outside, (&entries, &exits))
}

/// The graph with the cycle as its last node; and for each possible head (0, then the outside nodes) the member it would enter
/// by, and for each outside node the member it would hang from.
fn merged(edges: &[Vec<f32>], heads: &[usize], members: &[usize], outside: &[usize]) -> (Vec<Vec<f32>>, Vec<usize>, Vec<usize>) {
    let columns = std::iter::once(0).chain(outside.iter().map(|node| node + 1)).collect::<Vec<_>>();
    let mut exits = Vec::new();
    let mut smaller = Vec::new();
    for node in outside {
        let mut row = columns.iter().map(|column| edges[*node][*column]).collect::<Vec<_>>();
        let exit = members.iter().copied().max_by(|left, right| edges[*node][left + 1].total_cmp(&edges[*node][right + 1])).unwrap_or(0);
        row.push(edges[*node][exit + 1]);
        exits.push(exit);
        smaller.push(row);
    }
    let cost = |member: usize, column: usize| edges[member][column] - edges[member][heads[member]];
    let enter =
        |column: usize| members.iter().copied().max_by(|left, right| cost(*left, column).total_cmp(&cost(*right, column))).unwrap_or(0);
    let entries = columns.iter().map(|column| enter(*column)).collect::<Vec<_>>();
    let mut row = columns.iter().zip(&entries).map(|(column, entry)| cost(*entry, *column)).collect::<Vec<_>>();
    row.push(f32::NEG_INFINITY);
    smaller.push(row);
    (smaller, entries, exits)
}

/// Reads the tree of the larger graph off that of the smaller.
fn expand(
    inner: &[usize],
    mut heads: Vec<usize>,
    members: &[usize],
    outside: &[usize],
    (entries, exits): (&[usize], &[usize]),
) -> Vec<usize> {
    let outer = |head: usize| if head == 0 { 0 } else { outside[head - 1] + 1 };
    for (at, node) in outside.iter().enumerate() {
        heads[*node] = if inner[at] == outside.len() + 1 { exits[at] + 1 } else { outer(inner[at]) };
    }
    let into = inner[outside.len()];
    if into <= outside.len() && !members.is_empty() {
        heads[entries[into]] = outer(into);
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every assignment of heads, tried one by one.
    fn exhaustive(scores: &Matrix) -> f32 {
        let words = scores.rows();
        let mut most = f32::NEG_INFINITY;
        for code in 0..(words + 1).pow(words as u32) {
            let heads = (0..words).map(|at| code / (words + 1).pow(at as u32) % (words + 1)).collect::<Vec<_>>();
            if is_tree(&heads) {
                most = most.max(total(scores, &heads));
            }
        }
        most
    }

    #[test]
    fn trees_are_the_best() {
        let mut state = 7_u64;
        for round in 0..300 {
            let words = 1 + round % 5;
            let mut scores = Matrix::zeros(words, words + 1);
            for value in scores.values_mut() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *value = (state >> 40) as f32 / 1e6;
            }
            let found = tree(&scores);
            assert!(is_tree(&found), "{found:?}");
            if words <= ROOTS {
                assert!((total(&scores, &found) - exhaustive(&scores)).abs() < 1e-3);
            }
            assert!(is_tree(&repair(found.iter().map(|head| (head + 1) % (words + 1)).collect(), 0)));
        }
    }
}

//! Sentences of unlike length read together: how their words lie in the matrices.

/// The layout of a batch of sentences, longest first.
///
/// In *step order* the first words of all sentences come first, then their second words, and so on; every step holds a prefix
/// of the sentences, so that a recurrent step is one product without padding. In *sentence order* each sentence is contiguous.
#[derive(Clone, Debug)]
pub struct Batch {
    lengths: Vec<usize>,
    starts: Vec<usize>,
    steps: Vec<Step>,
}

/// One step: the rows of the words at one position.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Its first row.
    pub first: usize,
    /// How many sentences reach it.
    pub count: usize,
}

impl Batch {
    /// The layout of sentences of these lengths, which must be sorted, the longest first.
    pub fn new(lengths: Vec<usize>) -> Self {
        debug_assert!(lengths.is_sorted_by(|left, right| right <= left), "longest first");
        let mut starts = vec![0];
        for length in &lengths {
            starts.push(starts.last().unwrap_or(&0) + length);
        }
        let mut steps = Vec::new();
        let (mut first, mut count) = (0, lengths.len());
        for at in 0..lengths.first().copied().unwrap_or(0) {
            while 0 < count && lengths[count - 1] <= at {
                count -= 1;
            }
            steps.push(Step { first, count });
            first += count;
        }
        Self { lengths, starts, steps }
    }

    /// How many sentences there are.
    pub fn sentences(&self) -> usize {
        self.lengths.len()
    }

    /// How many words there are.
    pub fn words(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// The rows of a sentence in sentence order.
    pub fn rows(&self, sentence: usize) -> std::ops::Range<usize> {
        self.starts[sentence]..self.starts[sentence + 1]
    }

    /// The row in step order of a word of a sentence.
    pub fn row(&self, sentence: usize, word: usize) -> usize {
        self.steps[word].first + sentence
    }

    /// The steps.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Every step in the order in which a direction walks them, with the step it comes from.
    pub fn walk(&self, backwards: bool) -> Vec<(Step, Option<Step>)> {
        let mut order = self.steps.clone();
        if backwards {
            order.reverse();
        }
        let before = std::iter::once(None).chain(order.iter().copied().map(Some)).collect::<Vec<_>>();
        order.into_iter().zip(before).collect()
    }

    /// For each row in step order: its row in sentence order.
    pub fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.words()];
        for (row, (_, from)) in self.pairs().into_iter().enumerate() {
            places[from] = row;
        }
        places
    }

    /// For each row in sentence order: its sentence and its row in step order.
    pub fn pairs(&self) -> Vec<(usize, usize)> {
        let words = self.lengths.iter().enumerate();
        words.flat_map(|(sentence, length)| (0..*length).map(move |word| (sentence, self.row(sentence, word)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_a_permutation() {
        let batch = Batch::new(vec![5, 3, 3, 1]);
        let mut rows = batch.pairs().iter().map(|pair| pair.1).collect::<Vec<_>>();
        assert_eq!(rows[..5], [0, 4, 7, 10, 11]);
        rows.sort_unstable();
        assert_eq!(rows, (0..12).collect::<Vec<_>>());
        assert_eq!(batch.walk(true)[1].1.map(|step| step.count), Some(1));
    }
}

//! What makes vectors of texts, near or far, and how it may fail.

use std::sync::Arc;

/// Makes vectors of texts.
///
/// Every vector has length 1, or is all zeros when the text says nothing to the embedder; so [`dot`] is the cosine.
/// The same text has the same vector for as long as the id is the same.
pub trait Embedder: Send + Sync {
    /// The name of the space its vectors live in: another name, and vectors cannot be compared.
    fn id(&self) -> &str;

    /// How many numbers a vector has; 0 where only the first answer will tell.
    fn dimensions(&self) -> usize;

    /// The vector of each text, in order.
    ///
    /// # Errors
    /// When the embedder cannot be reached or answers nonsense; one on this machine never fails.
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError>;

    /// The vector of a question, for embedders that read questions differently from what answers them.
    ///
    /// # Errors
    /// As [`embed`](Self::embed).
    fn embed_query(&self, query: &str) -> Result<Vec<f32>, EmbedError> {
        self.embed(&[query])?.pop().ok_or(EmbedError::Count { asked: 1, given: 0 })
    }
}

macro_rules! forward {
    ($($kind:ty),*) => {$(
        impl<E: Embedder + ?Sized> Embedder for $kind {
            fn id(&self) -> &str {
                (**self).id()
            }

            fn dimensions(&self) -> usize {
                (**self).dimensions()
            }

            fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
                (**self).embed(texts)
            }

            fn embed_query(&self, query: &str) -> Result<Vec<f32>, EmbedError> {
                (**self).embed_query(query)
            }
        }
    )*};
}

forward!(&E, Box<E>, Arc<E>);

/// Why there are no vectors.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EmbedError {
    /// It may work later: nobody answered, or whoever did was busy.
    #[error("no vectors for now: {0}")]
    Unavailable(String),
    /// It will not work later either: the key, the model or the address is wrong.
    #[error("no vectors: {0}")]
    Refused(String),
    /// Not one vector for each text.
    #[error("asked for {asked} vectors, got {given}")]
    Count {
        /// How many texts were given.
        asked: usize,
        /// How many vectors came back.
        given: usize,
    },
    /// A vector of another width.
    #[error("expected vectors of {expected} numbers, got one of {given}")]
    Dimensions {
        /// How wide vectors should be.
        expected: usize,
        /// How wide one was.
        given: usize,
    },
    /// A vector with infinities or what is not a number.
    #[error("a vector is not made of finite numbers")]
    NotFinite,
}

impl EmbedError {
    /// Whether the same question may be answered later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

/// Vectors from outside, each brought to length 1, if they are what was asked for.
///
/// # Errors
/// When there are more or fewer than `asked`, or one is not `dimensions` finite numbers.
pub fn checked(asked: usize, dimensions: usize, mut vectors: Vec<Vec<f32>>) -> Result<Vec<Vec<f32>>, EmbedError> {
    if vectors.len() != asked {
        return Err(EmbedError::Count { asked, given: vectors.len() });
    }
    for vector in &mut vectors {
        if vector.len() != dimensions {
            return Err(EmbedError::Dimensions { expected: dimensions, given: vector.len() });
        }
        if !vector.iter().all(|value| value.is_finite()) {
            return Err(EmbedError::NotFinite);
        }
        normalise(vector);
    }
    Ok(vectors)
}

/// Brings a vector of finite numbers to length 1; one that is too short to have a direction becomes all zeros.
pub fn normalise(vector: &mut [f32]) {
    let most = greatest(vector);
    if most < f32::MIN_POSITIVE {
        return vector.fill(0.0);
    }
    // Twice, for the squares of very large numbers are infinite.
    vector.iter_mut().for_each(|value| *value /= most);
    let length = dot(vector, vector).sqrt();
    vector.iter_mut().for_each(|value| *value /= length);
}

/// The greatest value without its sign, looked for in sixteen places side by side.
fn greatest(vector: &[f32]) -> f32 {
    let (rows, rest) = vector.as_chunks::<16>();
    let mut most = [0.0_f32; 16];
    for row in rows {
        for (most, value) in most.iter_mut().zip(row) {
            *most = if *most < value.abs() { value.abs() } else { *most };
        }
    }
    most.iter().chain(rest).fold(0.0, |most, value| most.max(value.abs()))
}

/// The dot product: of vectors of length 1, how alike they are, from -1 to 1.
pub fn dot(left: &[f32], right: &[f32]) -> f32 {
    let (left, left_rest) = left.as_chunks::<16>();
    let (right, right_rest) = right.as_chunks::<16>();
    let mut sums = [0.0_f32; 16];
    for (left, right) in left.iter().zip(right) {
        for (at, sum) in sums.iter_mut().enumerate() {
            *sum += left[at] * right[at];
        }
    }
    let rest: f32 = left_rest.iter().zip(right_rest).map(|(left, right)| left * right).sum();
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_brought_to_length_one() {
        for (given, expected) in [
            (vec![3.0, 4.0], vec![0.6, 0.8]),
            (vec![0.0, 0.0], vec![0.0, 0.0]),
            (vec![3e38, 0.0], vec![1.0, 0.0]),
            (vec![1e-40, 0.0], vec![0.0, 0.0]),
            (vec![0.0, -1e-30], vec![0.0, -1.0]),
            (vec![], vec![]),
        ] {
            let mut vector = given.clone();
            normalise(&mut vector);
            assert_eq!(vector, expected, "{given:?}");
        }
    }

    #[test]
    fn vectors_from_outside_are_checked() {
        assert_eq!(checked(1, 2, vec![vec![0.0, 2.0]]), Ok(vec![vec![0.0, 1.0]]));
        assert_eq!(checked(2, 2, vec![vec![0.0, 2.0]]), Err(EmbedError::Count { asked: 2, given: 1 }));
        assert_eq!(checked(1, 3, vec![vec![0.0, 2.0]]), Err(EmbedError::Dimensions { expected: 3, given: 2 }));
        assert_eq!(checked(1, 1, vec![vec![f32::NAN]]), Err(EmbedError::NotFinite));
    }

    #[test]
    fn an_embedder_may_be_shared() {
        let table = crate::Static::shipped();
        let shared: Arc<dyn Embedder> = Arc::new(table);
        assert_eq!((shared.id(), shared.dimensions()), (table.id(), table.dimensions()));
        assert_eq!(shared.embed_query("a dog"), Ok(table.vector("a dog")));
        assert_eq!(shared.embed(&["a dog", ""]), Ok(vec![table.vector("a dog"), vec![0.0; table.dimensions()]]));
    }
}

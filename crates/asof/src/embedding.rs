//! Embedding: whose vectors a memory compares passages by, and how far they are made.

use std::{fs, io, sync::Arc};

use asof_retrieve::{EMBEDDED, Embedders, Embeddings};
use asof_vectors::Embedder;

use crate::{
    corpus::Told,
    error::Result,
    memory::{Memory, lock},
};

/// What was chosen of embedders when a store was opened.
#[derive(Clone, Default)]
pub(crate) struct Chosen {
    pub embedder: Option<Arc<dyn Embedder>>,
    pub former: Option<Arc<dyn Embedder>>,
    pub in_foreground: bool,
}

impl Chosen {
    /// The embedders, if one was chosen.
    pub fn embedders(&self) -> Option<Embedders> {
        Some(Embedders { chosen: self.embedder.clone()?, former: self.former.clone() })
    }
}

impl Memory {
    /// How far the vectors of the embedder that was chosen are made for this space, and what is in the way; nothing where none was
    /// chosen. Asks nobody.
    #[must_use]
    pub fn embeddings(&self) -> Option<Embeddings> {
        self.store.chosen.embedder.as_ref()?;
        let told = self.told();
        self.recalling(&told).retriever().embeddings(&told)
    }

    /// Makes the vectors that are missing of the embedder that was chosen, and waits for them: for who does not want to leave it to the
    /// background. Calls back with how many of how many are made. What is in the way is told of, and what was made before it stays.
    ///
    /// ```
    /// # use asof::{EmbedError, Embedder, Memory, Text, extract::Reader};
    /// /// Knows dogs, whatever they are called.
    /// struct Dogs;
    ///
    /// impl Embedder for Dogs {
    ///     fn id(&self) -> &str {
    ///         "dogs"
    ///     }
    ///     fn dimensions(&self) -> usize {
    ///         2
    ///     }
    ///     fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
    ///         let is_dog = |text: &&str| ["dog", "poodle"].iter().any(|word| text.contains(word));
    ///         Ok(texts.iter().map(|text| if is_dog(text) { vec![1.0, 0.0] } else { vec![0.0, 1.0] }).collect())
    ///     }
    /// }
    ///
    /// let memory = Memory::options().embedder(Dogs).volatile()?;
    /// memory.remember(&Text { text: "A poodle barked all night.".into(), ..Text::default() }, &Reader::new())?;
    /// let made = memory.embed(&mut |_, _| {});
    /// assert!(made.is_some_and(|made| made.is_complete() && made.in_use.as_deref() == Some("dogs")));
    /// # Ok::<(), asof::Error>(())
    /// ```
    pub fn embed(&self, progress: &mut dyn FnMut(u32, u32)) -> Option<Embeddings> {
        self.store.chosen.embedder.as_ref()?;
        let told = self.told();
        let recalling = self.recalling(&told);
        // An index that the disk refuses is no reason to have no vectors.
        let retriever = recalling.caught_up(&told, &mut |_, _| {});
        loop {
            let left = recalling.embed_next(&told);
            let made = retriever.embeddings(&told)?;
            progress(made.embedded.min(made.passages), made.passages);
            if !matches!(left, Ok(true)) {
                return Some(made);
            }
        }
    }

    /// Throws away what embedders made for this space: for an embedder that makes other vectors now under the same id.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn discard_embeddings(&self) -> Result<()> {
        let mut recalling = lock(&self.space.recalling);
        if let Some(recalling) = recalling.take() {
            recalling.retire();
        }
        match self.index_folder().map_or(Ok(()), |folder| fs::remove_dir_all(folder.join(EMBEDDED))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    fn told(&self) -> Told {
        Told(self.snapshot().shared_graph())
    }
}

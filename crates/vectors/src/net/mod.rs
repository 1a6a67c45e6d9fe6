//! The transformer: a BERT encoder, read from its folder and run on the processor.

pub mod bert;
pub mod dense;
pub mod tensors;

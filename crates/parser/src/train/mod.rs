//! Reads treebanks, learns the shipped weights from them, and measures parsers on them.

mod adam;
mod back;
mod conllu;
mod forward;
mod input;
mod pack;
mod product;
mod random;
mod rebuild;
mod score;
mod trainer;
mod vectors;

pub use conllu::{Gold, GoldWord, read};
pub use rebuild::{Sources, Weights, rebuild};
pub use score::{Scores, on_gold_words, on_text};

//! The network that tags words and finds their heads: two-way recurrent layers and a biaffine scorer (Dozat and Manning 2017).

pub mod batch;
pub mod curves;
pub mod input;
pub mod layers;
pub mod matrix;
pub mod model;
pub mod read;
pub mod table;
pub mod tree;
pub mod whole;
pub mod words;

//! The weights of the network: word vectors in, scores of tags, heads and relations out.
//!
//! Layers of recurrent cells read the sentence in both directions. A cell is an LSTM whose input gate is what its forget gate
//! leaves, so that its state stays between -1 and 1 and needs no second curve. On top, one product gives each word its tag
//! scores and its roles as dependent and as head; heads are scored by a bilinear form, relations by a small layer over the pair
//! (after Dozat and Manning, 2017).

use crate::net::matrix::Matrix;

/// How large the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Width of a word vector.
    pub input: usize,
    /// Width of a cell, in each direction.
    pub hidden: usize,
    /// Layers of cells.
    pub layers: usize,
    /// Width of the vectors that score heads.
    pub arc: usize,
    /// Width of the layer that scores relations.
    pub relation: usize,
    /// Number of tags.
    pub tags: usize,
    /// Number of relations.
    pub relations: usize,
}

impl Sizes {
    /// Where the parts of a word's roles lie: dependent, head, relation as dependent, relation as head, tags, end.
    pub fn parts(&self) -> [usize; 6] {
        let Self { arc, relation, tags, .. } = *self;
        [0, arc, 2 * arc, 2 * arc + relation, 2 * arc + 2 * relation, 2 * arc + 2 * relation + tags]
    }
}

/// The weights of one direction of a layer; columns are forget gate, new content, output gate.
#[derive(Clone, Debug)]
pub struct Cell {
    pub(crate) input: Matrix,
    pub(crate) state: Matrix,
    pub(crate) bias: Matrix,
}

impl Cell {
    fn new(input: usize, hidden: usize) -> Self {
        Self { input: Matrix::zeros(input, 3 * hidden), state: Matrix::zeros(hidden, 3 * hidden), bias: Matrix::zeros(1, 3 * hidden) }
    }
}

/// The weights.
#[derive(Clone, Debug)]
pub struct Net {
    /// How large it is.
    pub sizes: Sizes,
    pub(crate) layers: Vec<[Cell; 2]>,
    pub(crate) roles: Matrix,
    pub(crate) roles_bias: Matrix,
    pub(crate) root: Matrix,
    pub(crate) arc: Matrix,
    pub(crate) arc_bias: Matrix,
    pub(crate) relation: Matrix,
    pub(crate) relation_bias: Matrix,
}

impl Net {
    /// A network of zeros.
    pub fn new(sizes: Sizes) -> Self {
        let width = |layer| if layer == 0 { sizes.input } else { 2 * sizes.hidden };
        let roles = sizes.parts()[5];
        Self {
            sizes,
            layers: (0..sizes.layers).map(|layer| [0, 1].map(|_| Cell::new(width(layer), sizes.hidden))).collect(),
            roles: Matrix::zeros(2 * sizes.hidden, roles),
            roles_bias: Matrix::zeros(1, roles),
            root: Matrix::zeros(1, sizes.arc + sizes.relation),
            arc: Matrix::zeros(sizes.arc, sizes.arc),
            arc_bias: Matrix::zeros(1, sizes.arc),
            relation: Matrix::zeros(sizes.relation, sizes.relations),
            relation_bias: Matrix::zeros(1, sizes.relations),
        }
    }

    /// All weights, in a fixed order.
    pub fn weights(&self) -> Vec<&Matrix> {
        let cells = self.layers.iter().flatten().flat_map(|cell| [&cell.input, &cell.state, &cell.bias]);
        let tops = [&self.roles, &self.roles_bias, &self.root, &self.arc, &self.arc_bias, &self.relation, &self.relation_bias];
        cells.chain(tops).collect()
    }

    /// All weights, to write to, in the same order.
    pub fn weights_mut(&mut self) -> Vec<&mut Matrix> {
        let cells = self.layers.iter_mut().flatten().flat_map(|cell| [&mut cell.input, &mut cell.state, &mut cell.bias]);
        let tops = [
            &mut self.roles,
            &mut self.roles_bias,
            &mut self.root,
            &mut self.arc,
            &mut self.arc_bias,
            &mut self.relation,
            &mut self.relation_bias,
        ];
        cells.chain(tops).collect()
    }
}

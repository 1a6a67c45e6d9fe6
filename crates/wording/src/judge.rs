//! The judge: how likely a wording says what some words ask, all of it and nothing else.

use crate::table::Reader;

/// How many things it looks at.
pub(crate) const SEEN: usize = 14;

/// A network of one hidden layer over a few measures of how near two points come.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Judge {
    /// A row for each hidden unit: a weight for each measure, what is added, and what the unit weighs.
    pub(crate) units: Vec<[f32; SEEN + 2]>,
    pub(crate) added: f32,
}

impl Judge {
    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let count = reader.count()?;
        let units = (0..count).map(|_| reader.floats(SEEN + 2)?.try_into().ok()).collect::<Option<Vec<_>>>()?;
        let added = reader.floats(1)?.into_iter().next()?;
        Some(Self { units, added })
    }

    /// From 0 to 1.
    pub(crate) fn likelihood(&self, seen: &[f32; SEEN]) -> f32 {
        let unit = |unit: &[f32; SEEN + 2]| {
            let sum: f32 = unit.iter().zip(seen).map(|(weight, seen)| weight * seen).sum();
            unit[SEEN + 1] * (sum + unit[SEEN]).tanh()
        };
        let sum: f32 = self.units.iter().map(unit).sum();
        1.0 / (1.0 + (-(sum + self.added)).exp())
    }
}

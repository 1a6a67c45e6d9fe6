//! Shares, and tables or lines of JSON to show them.

use serde::Serialize;

use crate::Failure;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    pub part: usize,
    pub whole: usize,
}

impl Share {
    /// Of some items those that are so.
    pub fn of<T>(items: impl IntoIterator<Item = T>, so: impl Fn(T) -> bool) -> Self {
        items.into_iter().fold(Self::default(), |share, item| Self { part: share.part + usize::from(so(item)), whole: share.whole + 1 })
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of questions")]
    pub fn percent(self) -> Option<f64> {
        (self.whole > 0).then(|| 100.0 * self.part as f64 / self.whole as f64)
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.percent().map_or_else(|| "-".to_owned(), |percent| format!("{percent:.1}")))
    }
}

/// A line of a table.
pub trait Row: Serialize {
    /// The names of the columns.
    fn head() -> String;
    fn line(&self) -> String;
}

/// Shows a row as soon as it is measured; the first with the names of the columns.
pub fn show<R: Row>(row: &R, first: bool, json: bool) -> Result<(), Failure> {
    if json {
        println!("{}", serde_json::to_string(row)?);
        return Ok(());
    }
    if first {
        println!("{}", R::head());
    }
    println!("{}", row.line());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_shown_in_percent() {
        let cases = [(&[true, false][..], "50.0"), (&[true], "100.0"), (&[], "-"), (&[true, false, false], "33.3")];
        for (items, shown) in cases {
            assert_eq!(Share::of(items, |item| *item).to_string(), shown);
        }
        assert_eq!(format!("{:>6}", Share { part: 1, whole: 2 }), "  50.0");
    }
}

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

/// How far confidence is from the share that is right, on average, over ten steps of confidence; in percent.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of questions, and a step of ten"
)]
pub fn miscalibration(answers: &[(f32, bool)]) -> Option<f64> {
    let mut steps = [(0.0, 0.0); 10];
    for (confidence, right) in answers {
        let confidence = f64::from(confidence.clamp(0.0, 1.0));
        if let Some((sure, so)) = steps.get_mut(((confidence * 10.0) as usize).min(9)) {
            *sure += confidence;
            *so += f64::from(u8::from(*right));
        }
    }
    let apart: f64 = steps.iter().map(|(sure, so)| (sure - so).abs()).sum();
    (!answers.is_empty()).then(|| 100.0 * apart / answers.len() as f64)
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
    fn confidence_is_compared_with_what_is_right() {
        let apart = |answers: &[(f32, bool)]| miscalibration(answers).map(f64::round);
        assert_eq!(apart(&[]), None);
        assert_eq!(apart(&[(1.0, true), (1.0, true)]), Some(0.0));
        assert_eq!(apart(&[(0.55, true), (0.55, false)]), Some(5.0));
        assert_eq!(apart(&[(0.9, false), (2.0, false)]), Some(95.0));
    }

    #[test]
    fn shares_are_shown_in_percent() {
        let cases = [(&[true, false][..], "50.0"), (&[true], "100.0"), (&[], "-"), (&[true, false, false], "33.3")];
        for (items, shown) in cases {
            assert_eq!(Share::of(items, |item| *item).to_string(), shown);
        }
        assert_eq!(format!("{:>6}", Share { part: 1, whole: 2 }), "  50.0");
    }
}

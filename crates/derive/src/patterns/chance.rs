//! How likely chance alone would do as well.

/// The chance of at least `hits` of `tries` when each hits with `chance`: the upper tail of the binomial distribution.
pub(super) fn tail(tries: usize, hits: usize, chance: f64) -> f64 {
    if hits == 0 || 1.0 <= chance {
        return 1.0;
    }
    if tries < hits || chance <= 0.0 {
        return 0.0;
    }
    let (n, k) = (real(tries), real(hits));
    let choices: f64 = (0..hits).map(|i| ((n - real(i)) / (k - real(i))).ln()).sum();
    let mut term = (choices + k * chance.ln() + (n - k) * (1.0 - chance).ln()).exp();
    let odds = chance / (1.0 - chance);
    let mut sum = 0.0;
    for i in hits..=tries {
        sum += term;
        term *= odds * (n - real(i)) / (real(i) + 1.0);
    }
    sum.min(1.0)
}

/// A count as a real number.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_what_counting_gives() {
        let cases = [
            (3, 3, 1.0 / 7.0, 1.0 / 343.0),
            (2, 1, 0.5, 0.75),
            (4, 3, 0.5, 5.0 / 16.0),
            (10, 0, 0.1, 1.0),
            (5, 6, 0.5, 0.0),
            (3, 2, 0.0, 0.0),
            (3, 2, 1.0, 1.0),
        ];
        for (tries, hits, chance, expected) in cases {
            assert!((tail(tries, hits, chance) - expected).abs() < 1e-12, "{tries} {hits} {chance}");
        }
        assert!(tail(1_000_000, 200_000, 1.0 / 7.0) < 1e-12);
        assert!((tail(1_000_000, 100_000, 1.0 / 7.0) - 1.0).abs() < 1e-6 || tail(1_000_000, 100_000, 1.0 / 7.0) <= 1.0);
    }
}

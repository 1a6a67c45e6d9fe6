//! Numbers as texts write them.

/// The ways in which a text may write a number: in digits, in groups of three, in words below a hundred.
pub(crate) fn forms(number: &str) -> Vec<String> {
    let mut forms = vec![number.to_owned()];
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    if 3 < whole.len() && whole.len() < 40 && whole.bytes().all(|byte| byte.is_ascii_digit()) {
        forms.extend([',', '.', ' ', '\''].map(|mark| grouped(whole, mark) + rest));
    }
    if let Ok(small @ 0..100) = number.parse::<usize>() {
        forms.extend(asof_dates::in_words(small));
        forms.extend([st(small)].into_iter().flatten());
    }
    forms
}

fn grouped(digits: &str, mark: char) -> String {
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at != 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

/// "30th", as in a birthday.
fn st(small: usize) -> Option<String> {
    let ending = match (small / 10, small % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    (0 < small).then(|| format!("{small}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_in_every_dress() {
        let cases = [
            ("30", "thirty"),
            ("42", "forty-two"),
            ("7", "seven"),
            ("0", "zero"),
            ("13", "13th"),
            ("22", "22nd"),
            ("1200000", "1,200,000"),
            ("1200.5", "1,200.5"),
            ("-3.5", "-3.5"),
        ];
        for (number, form) in cases {
            assert!(forms(number).iter().any(|known| known == form), "{number}: {:?}", forms(number));
        }
    }
}

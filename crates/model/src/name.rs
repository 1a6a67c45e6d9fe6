//! Names: what counts as the same name, and what cannot be one.

use unicode_normalization::UnicodeNormalization;

use crate::claim::MAX_NAME_BYTES;

/// The form under which names are compared: compatibility-composed, lower case, single spaces.
///
/// ```
/// assert_eq!(asof_model::normalise("  Ana   SILVA "), asof_model::normalise("ana silva"));
/// assert_ne!(asof_model::normalise("Room 101"), asof_model::normalise("Room 102"));
/// ```
#[must_use]
pub fn normalise(name: &str) -> String {
    let lower: String =
        if name.is_ascii() { name.to_ascii_lowercase() } else { name.nfkc().collect::<String>().to_lowercase().nfkc().collect() };
    let mut words = lower.split_whitespace();
    let mut normal = words.next().unwrap_or_default().to_owned();
    for word in words {
        normal.push(' ');
        normal.push_str(word);
    }
    normal
}

/// Whether a name is plainly in its normal form already, so that it need not be worked out.
#[must_use]
pub fn is_normal(name: &str) -> bool {
    let bytes = name.as_bytes();
    let plain = |byte: &u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase() || *byte == b' ';
    let spaced = !bytes.windows(2).any(|pair| pair == b"  ");
    bytes.iter().all(plain) && spaced && bytes.first() != Some(&b' ') && bytes.last() != Some(&b' ')
}

/// Accepts a name, or says why it cannot be one.
///
/// # Errors
/// [`NameError`] when the name is blank, longer than [`MAX_NAME_BYTES`], or holds a control character.
pub fn check_name(what: &'static str, name: &str) -> Result<(), NameError> {
    if MAX_NAME_BYTES < name.len() {
        return Err(NameError::TooLong { what, bytes: name.len() });
    }
    if name.chars().any(char::is_control) {
        return Err(NameError::Control { what });
    }
    if name.chars().all(char::is_whitespace) {
        return Err(NameError::Blank { what });
    }
    Ok(())
}

/// Why a text cannot be a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// Nothing but white space.
    #[error("the {what} is empty")]
    Blank {
        /// Which name it was: subject, predicate, object, source, …
        what: &'static str,
    },
    /// Longer than a name may be.
    #[error("the {what} is {bytes} bytes long; a name has at most {MAX_NAME_BYTES}")]
    TooLong {
        /// Which name it was.
        what: &'static str,
        /// Its length.
        bytes: usize,
    },
    /// A control character, such as a line break or NUL.
    #[error("the {what} holds a control character; names are one line of text")]
    Control {
        /// Which name it was.
        what: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_only_by_more_than_case_space_and_composition() {
        assert_eq!(normalise("Cafe\u{301}"), normalise("CAFÉ"));
        assert_eq!(normalise("a\u{a0}b"), "a b");
        assert_ne!(normalise("Tigran"), normalise("Iran"));
    }

    #[test]
    fn what_is_plainly_normal_is_its_own_normal_form() {
        for name in ["ana silva", "room 101", "Ana", " ana", "ana ", "ana  silva", "caf\u{e9}", "", "a\tb"] {
            assert!(!is_normal(name) || normalise(name) == name, "{name}");
        }
        assert!(is_normal("ana silva"));
    }

    #[test]
    fn what_cannot_be_a_name_says_why() {
        let cases = [(" \t ".replace('\t', " "), "is empty"), ("x".repeat(1 << 20), "bytes long"), ("a\nb".into(), "control")];
        for (name, expected) in cases {
            let error = check_name("subject", &name).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}

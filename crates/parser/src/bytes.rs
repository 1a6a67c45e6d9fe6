//! The bytes of a weights file: numbers of varying length, one after another.

/// Reads from a slice; every read past its end is `None`.
#[derive(Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    #[inline]
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    #[inline]
    pub fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub fn text(&mut self) -> Option<&'a str> {
        let count = self.number()?;
        std::str::from_utf8(self.bytes(count)?).ok()
    }
}

/// Writes what [`Reader`] reads.
#[cfg(feature = "train")]
#[derive(Debug, Default)]
pub struct Writer {
    pub done: Vec<u8>,
}

#[cfg(feature = "train")]
impl Writer {
    pub fn byte(&mut self, byte: u8) {
        self.done.push(byte);
    }

    pub fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.byte(number as u8 & 0x7F | 0x80);
            number >>= 7;
        }
        self.byte(number as u8);
    }

    pub fn text(&mut self, text: &str) {
        self.number(text.len());
        self.done.extend(text.as_bytes());
    }
}

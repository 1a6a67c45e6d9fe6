//! The bytes of the table: numbers of varying length, one after another.

/// Reads from a slice; every read past its end is `None`.
#[derive(Debug)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// How many items follow; each takes a byte or more, so there are no more than bytes are left.
    pub fn length(&mut self) -> Option<usize> {
        let length = self.number()? as usize;
        (length <= self.0.len()).then_some(length)
    }
}

/// Writes what [`Reader`] reads.
#[cfg(feature = "distil")]
#[derive(Debug, Default)]
pub struct Writer(pub Vec<u8>);

#[cfg(feature = "distil")]
impl Writer {
    pub fn number(&mut self, mut number: usize) {
        while 0x80 <= number {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// Texts in order, each as what differs from the one before.
    pub fn texts<'t>(&mut self, texts: impl ExactSizeIterator<Item = &'t str>) {
        self.number(texts.len());
        let mut before = "";
        for text in texts {
            let shared = before.bytes().zip(text.bytes()).take_while(|(one, other)| one == other).count();
            let rest = text.as_bytes().get(shared..).unwrap_or_default();
            self.number(shared);
            self.number(rest.len());
            self.0.extend(rest);
            before = text;
        }
    }
}

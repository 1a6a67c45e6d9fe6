//! Bytes: variable-length integers (LEB128, zigzag for signed), points and texts, written and read back.

use asof_model::{Instant, Point};

use crate::error::Corruption;

const MICROS_PER_DAY: i64 = 86_400_000_000;

pub(crate) fn put(out: &mut Vec<u8>, mut number: u64) {
    while 0x80 <= number {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

pub(crate) fn put_signed(out: &mut Vec<u8>, number: i64) {
    put(out, ((number << 1) ^ (number >> 63)).cast_unsigned());
}

pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// A point of whole days is days and a width in days; any other is microseconds.
pub(crate) fn put_point(out: &mut Vec<u8>, point: Point) {
    let (lo, hi) = (point.lo().micros(), point.hi().micros());
    if lo < hi && lo % MICROS_PER_DAY == 0 && hi % MICROS_PER_DAY == 0 {
        put(out, (hi - lo).unsigned_abs() / MICROS_PER_DAY.unsigned_abs());
        put_signed(out, lo / MICROS_PER_DAY);
    } else {
        put(out, 0);
        put_signed(out, lo);
        put_signed(out, hi - lo);
    }
}

/// Reads what was put, from the front.
pub(crate) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self) -> Result<u8, Corruption> {
        let (&first, rest) = self.0.split_first().ok_or(Corruption::Malformed("it ends too early"))?;
        self.0 = rest;
        Ok(first)
    }

    pub fn number(&mut self) -> Result<u64, Corruption> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Corruption::Malformed("a number is too long"))
    }

    pub fn signed(&mut self) -> Result<i64, Corruption> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub fn small(&mut self) -> Result<u32, Corruption> {
        u32::try_from(self.number()?).map_err(|_| Corruption::Malformed("a number is too large"))
    }

    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], Corruption> {
        let (bytes, rest) = self.0.split_at_checked(count).ok_or(Corruption::Malformed("it ends too early"))?;
        self.0 = rest;
        Ok(bytes)
    }

    pub fn text(&mut self) -> Result<&'a str, Corruption> {
        let count = self.small()? as usize;
        std::str::from_utf8(self.bytes(count)?).map_err(|_| Corruption::Malformed("a text is not UTF-8"))
    }

    pub fn float(&mut self) -> Result<f32, Corruption> {
        let bytes = self.bytes(4)?.try_into().map_err(|_| Corruption::Malformed("a share is cut short"))?;
        Ok(f32::from_le_bytes(bytes))
    }

    pub fn point(&mut self) -> Result<Point, Corruption> {
        let width = i64::from(self.small()?);
        let start = self.signed()?;
        let bounds = if width == 0 {
            let width = self.signed()?;
            Some(start).zip(start.checked_add(width))
        } else {
            start.checked_mul(MICROS_PER_DAY).zip(start.checked_add(width).and_then(|end| end.checked_mul(MICROS_PER_DAY)))
        };
        bounds
            .and_then(|(lo, hi)| Point::new(Instant::from_micros(lo)?, Instant::from_micros(hi)?).ok())
            .ok_or(Corruption::Malformed("a date is out of range"))
    }
}

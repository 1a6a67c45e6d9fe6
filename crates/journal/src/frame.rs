//! Frames: parts of a group of transactions, compressed and checksummed, keyed by space, first transaction and part.

use crate::error::{Corruption, JournalError};

/// The bytes of a group that go into one frame before compression: about 7 KB after it, which suits sled's leaves.
const RAW: usize = 12 << 10;
/// The most frames in one atomic batch.
pub(crate) const MOST_PARTS: usize = 900;
/// A frame beyond this would become a file of its own in sled.
const MOST_RAW: usize = 120 << 10;
/// Bytes before the body: version, codec, parts, last transaction, raw length, checksum.
const HEADER: usize = 1 + 1 + 2 + 4 + 4 + 4;
const VERSION: u8 = 1;
const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// The first byte of a frame's key.
pub(crate) const FRAME: u8 = b'f';

/// Where a frame belongs. Keys sort by space, then transaction, then part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub space: u32,
    pub first: u32,
    pub part: u16,
}

impl Key {
    pub fn bytes(self) -> [u8; 11] {
        let mut bytes = [FRAME; 11];
        bytes[1..5].copy_from_slice(&self.space.to_be_bytes());
        bytes[5..9].copy_from_slice(&self.first.to_be_bytes());
        bytes[9..].copy_from_slice(&self.part.to_be_bytes());
        bytes
    }

    pub fn read(bytes: &[u8]) -> Result<Self, Corruption> {
        let malformed = || Corruption::Malformed("its key has the wrong form");
        let bytes: &[u8; 11] = bytes.try_into().map_err(|_| malformed())?;
        let [FRAME, s0, s1, s2, s3, t0, t1, t2, t3, p0, p1] = *bytes else { return Err(malformed()) };
        Ok(Self {
            space: u32::from_be_bytes([s0, s1, s2, s3]),
            first: u32::from_be_bytes([t0, t1, t2, t3]),
            part: u16::from_be_bytes([p0, p1]),
        })
    }

    /// The prefix of all frames of a space.
    pub fn of_space(space: u32) -> [u8; 5] {
        let bytes = Self { space, first: 0, part: 0 }.bytes();
        [bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]]
    }
}

/// A frame taken apart.
pub(crate) struct Frame {
    pub parts: u16,
    pub last: u32,
    pub raw: Vec<u8>,
}

/// Cuts a group's bytes into frames.
pub(crate) fn seal(space: u32, first: u32, last: u32, group: &[u8]) -> Result<Vec<(Key, Vec<u8>)>, JournalError> {
    let size = RAW.max(group.len() / MOST_PARTS + 1);
    if MOST_RAW < size {
        return Err(JournalError::TooLarge(group.len()));
    }
    let chunks: Vec<&[u8]> = group.chunks(size).collect();
    let parts = u16::try_from(chunks.len()).map_err(|_| JournalError::TooLarge(group.len()))?;
    Ok(chunks
        .into_iter()
        .zip(0..)
        .map(|(chunk, part)| {
            let key = Key { space, first, part };
            (key, seal_part(key, parts, last, chunk))
        })
        .collect())
}

fn seal_part(key: Key, parts: u16, last: u32, raw: &[u8]) -> Vec<u8> {
    let packed = lz4_flex::block::compress(raw);
    let (codec, body) = if packed.len() < raw.len() { (LZ4, packed.as_slice()) } else { (PLAIN, raw) };
    let mut frame = Vec::with_capacity(HEADER + body.len());
    frame.extend([VERSION, codec]);
    frame.extend(parts.to_le_bytes());
    frame.extend(last.to_le_bytes());
    frame.extend(u32::try_from(raw.len()).unwrap_or(u32::MAX).to_le_bytes());
    frame.extend([0; 4]);
    frame.extend(body);
    let sum = checksum(&key.bytes(), &frame);
    frame[HEADER - 4..HEADER].copy_from_slice(&sum.to_le_bytes());
    frame
}

/// The checksum covers the key, so that a frame in the wrong place is noticed too.
fn checksum(key: &[u8], frame: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(key);
    hasher.update(&frame[..HEADER - 4]);
    hasher.update(&frame[HEADER..]);
    hasher.finalize()
}

/// Checks a frame and takes it apart.
pub(crate) fn open(key: &[u8], frame: &[u8]) -> Result<Frame, Corruption> {
    let place = Key::read(key)?;
    let header: &[u8; HEADER] = frame.first_chunk().ok_or(Corruption::Malformed("it is shorter than a header"))?;
    let &[version, codec, p0, p1, l0, l1, l2, l3, r0, r1, r2, r3, c0, c1, c2, c3] = header;
    if u32::from_le_bytes([c0, c1, c2, c3]) != checksum(key, frame) {
        return Err(Corruption::Checksum { space: place.space, tx: place.first });
    }
    let raw_length = u32::from_le_bytes([r0, r1, r2, r3]) as usize;
    let body = &frame[HEADER..];
    let raw = match (version, codec) {
        (VERSION, PLAIN) => body.to_vec(),
        (VERSION, LZ4) if raw_length <= MOST_RAW => {
            lz4_flex::block::decompress(body, raw_length).map_err(|_| Corruption::Malformed("it does not decompress"))?
        }
        _ => return Err(Corruption::Malformed("its version or codec is unknown")),
    };
    Ok(Frame { parts: u16::from_le_bytes([p0, p1]), last: u32::from_le_bytes([l0, l1, l2, l3]), raw })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_of_any_size_comes_back_whole() {
        for size in [0, 1, RAW - 1, RAW, RAW + 1, 3 << 20, 40 << 20] {
            let group: Vec<u8> = (0..size).map(|byte: usize| (byte * byte / 7).to_le_bytes()[0]).collect();
            let frames = seal(3, 10, 12, &group).unwrap();
            let mut whole = Vec::new();
            for (key, frame) in &frames {
                let frame = open(&key.bytes(), frame).unwrap();
                assert_eq!((usize::from(frame.parts), frame.last), (frames.len(), 12));
                whole.extend(frame.raw);
            }
            assert_eq!(whole, group);
        }
    }

    #[test]
    fn one_flipped_bit_anywhere_is_noticed() {
        let frames = seal(3, 10, 12, &[7; 300]).unwrap();
        let (key, frame) = &frames[0];
        for bit in 0..frame.len() * 8 {
            let mut frame = frame.clone();
            frame[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&key.bytes(), &frame).is_err(), "bit {bit}");
        }
        assert!(open(&Key { part: 1, ..*key }.bytes(), frame).is_err(), "another place");
    }
}

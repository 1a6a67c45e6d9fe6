//! Texts as numbers of 32 bits, the same on every machine.

/// A text as a number.
pub fn text(text: &str) -> u32 {
    texts([text])
}

/// Texts, one after another, as a number (FNV-1a, mixed once more).
pub fn texts<const COUNT: usize>(texts: [&str; COUNT]) -> u32 {
    let bytes = texts.into_iter().flat_map(str::bytes);
    let hash = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
    ((hash ^ (hash >> 32)).wrapping_mul(0xFF51_AFD7_ED55_8CCD) >> 32) as u32
}

//! Measuring: a fixed generator of luck, quantiles, digests, memory.

use std::time::Instant as Stopwatch;

/// A small fixed generator (splitmix64), so that every run draws the same.
pub struct Luck(pub u64);

impl Luck {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// A number from 0 up to 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are kept")]
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// One number for a set of results, whatever their order.
pub fn digest(items: impl IntoIterator<Item = u64>) -> u64 {
    items.into_iter().fold(0, |sum, item| sum.wrapping_add(mix(item.wrapping_add(0x9E37_79B9_7F4A_7C15))))
}

/// What one turn of a contestant measured.
#[derive(Clone, Debug, Default)]
pub struct Turn {
    pub p50: f64,
    pub p95: f64,
    pub digests: Vec<u64>,
}

/// Times each query alone, in microseconds.
pub fn turn<Q>(queries: &[Q], ask: impl FnMut(&Q) -> Vec<u64>) -> Turn {
    turn_translated(queries, ask, |item| item)
}

/// The same; what is answered is put into the data's own numbers off the clock.
pub fn turn_translated<Q>(queries: &[Q], mut ask: impl FnMut(&Q) -> Vec<u64>, translate: impl Fn(u64) -> u64) -> Turn {
    let mut times = Vec::with_capacity(queries.len());
    let mut digests = Vec::with_capacity(queries.len());
    for query in queries {
        let start = Stopwatch::now();
        let answer = ask(query);
        times.push(start.elapsed().as_secs_f64() * 1e6);
        digests.push(digest(answer.into_iter().map(&translate)));
    }
    Turn { p50: quantile(&mut times, 0.5), p95: quantile(&mut times, 0.95), digests }
}

/// A quantile of some numbers, which get sorted.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index into a short list")]
pub fn quantile(numbers: &mut [f64], share: f64) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let at = (numbers.len().saturating_sub(1) as f64 * share).round() as usize;
    numbers.get(at).copied().unwrap_or(0.0)
}

/// The processor's time that this thread has had, in seconds: on a busy machine less than the clock's. Nothing where no file tells it.
pub fn processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(told.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}

/// The bytes of this process that are in memory, as Linux counts them; 0 elsewhere.
pub fn resident() -> u64 {
    counted("VmRSS:")
}

fn counted(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()).map_or(0, |kib| kib * 1024)
}

/// The most that was ever in memory; 0 where [`resident`] is.
pub fn peak() -> u64 {
    counted("VmHWM:")
}

/// The bytes of all files in a folder and below.
pub fn size_of_folder(folder: &std::path::Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(data) if data.is_dir() => size_of_folder(&entry.path()),
            Ok(data) => data.len(),
            Err(_) => 0,
        })
        .sum()
}

//! The clock: the only place in Asof that reads the time.

use asof_model::{Instant, TxTime};

/// Tells the time. Tests and replays bring their own.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> TxTime;
}

/// The system's clock, in UTC.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
    fn now(&self) -> TxTime {
        TxTime(Instant::from_micros(chrono::Utc::now().timestamp_micros()).unwrap_or(Instant::MAX))
    }
}

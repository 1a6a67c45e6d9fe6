//! Progress on stderr, for work that takes more than a moment and someone who watches.

use std::io::{BufRead, Read};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over so many bytes of input; hidden when nobody watches.
pub fn bar(bytes: Option<u64>, quiet: bool) -> ProgressBar {
    let bar = bytes.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let template = if bytes.is_some() { "{bar:30} {bytes}/{total_bytes} {eta}" } else { "{spinner} {bytes}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    if quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    bar
}

/// A bar over documents that are indexed: it shows itself once there are any.
pub struct Documents {
    bar: ProgressBar,
}

/// A bar for the making of an index; hidden when nobody watches.
pub fn documents(quiet: bool) -> Documents {
    let bar = ProgressBar::with_draw_target(None, if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() });
    if let Ok(style) = ProgressStyle::with_template("indexing {bar:30} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    Documents { bar }
}

/// A bar over transactions that are written anew; hidden when nobody watches.
pub fn transactions(quiet: bool) -> Documents {
    let bar = ProgressBar::with_draw_target(None, if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() });
    if let Ok(style) = ProgressStyle::with_template("erasing {bar:30} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    Documents { bar }
}

impl Documents {
    /// What is called with how many are done of how many.
    pub fn show(&self) -> impl FnMut(u64, u64) + '_ {
        |done, total| {
            self.bar.set_length(total);
            self.bar.set_position(done);
        }
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// A reader that moves a bar.
pub struct Watched<R> {
    inner: R,
    bar: ProgressBar,
}

impl<R> Watched<R> {
    pub fn new(inner: R, bar: ProgressBar) -> Self {
        Self { inner, bar }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bar.inc(count as u64);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.bar.inc(amount as u64);
        self.inner.consume(amount);
    }
}

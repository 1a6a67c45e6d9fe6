//! Progress on stderr, for work that takes more than a moment and someone who watches.

use std::{
    io::{BufRead, Read},
    time::Duration,
};

use asof::{Memory, Opening, Options};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::StoreArgs;

/// How often a bar is drawn of itself.
const TICK: Duration = Duration::from_millis(200);

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

/// A bar over passages that are embedded; hidden when nobody watches.
pub fn passages(quiet: bool) -> Documents {
    let bar = ProgressBar::with_draw_target(None, if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() });
    if let Ok(style) = ProgressStyle::with_template("embedding {bar:30} {pos}/{len} {eta}") {
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

/// A bar that shows itself once the work has taken a second, and only where somebody watches. Clones are one bar.
#[derive(Clone)]
pub struct Late {
    bar: ProgressBar,
    quiet: bool,
}

impl Late {
    /// A bar over what is worked on.
    pub fn new(what: &str, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{prefix}: {msg} {bar:30} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_prefix(what.to_owned());
        Self { bar, quiet }
    }

    /// Shows how much is done of how much.
    pub fn show(&self, stage: &'static str, done: u64, total: u64) {
        if !self.quiet && self.bar.is_hidden() && 1 <= self.bar.elapsed().as_secs() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            // So that a stage is seen that begins and then says nothing for a while.
            self.bar.enable_steady_tick(TICK);
        }
        self.bar.set_message(stage);
        self.bar.set_length(total);
        self.bar.set_position(done);
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// Opens a memory, and shows how far that has come.
    pub fn open(options: Options, store: &StoreArgs) -> asof::Result<Memory> {
        let bar = Self::new("opening", store.quiet || store.json);
        let shown = bar.clone();
        let show = move |opening: Opening| {
            let stage = if opening.read < opening.of { "reading" } else { "sorting in" };
            shown.show(stage, opening.read.into(), opening.of.into());
        };
        let memory = options.watch(show).open(&store.store);
        bar.clear();
        memory
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

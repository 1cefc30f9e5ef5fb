//! The progress bar.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::parallel;

/// The bar is shown only if a command takes longer than this.
const DELAY: Duration = Duration::from_secs(1);
const POLL_INTERVAL: Duration = Duration::from_millis(80);

/// A progress bar on stderr, which is shown until this value is dropped.
pub struct Progress {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts the thread that shows the bar.
    pub fn begin() -> Self {
        let (end, ended) = mpsc::channel();
        let thread = thread::spawn(move || {
            let goes_on = |pause| ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout);
            if !goes_on(DELAY) {
                return;
            }
            let bar = ProgressBar::new(0);
            bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len}").expect("a template"));
            while goes_on(POLL_INTERVAL) {
                let (done, all) = parallel::progress();
                bar.set_length(all as u64);
                bar.set_position(done as u64);
            }
            bar.finish_and_clear();
        });
        Self { end: Some(end), thread: Some(thread) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // a panic of the bar must not affect the command
        }
    }
}

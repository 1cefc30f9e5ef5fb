//! Limits on the output, memory and time of templates, because Tera has none.
//!
//! Templates of a pack are rendered on a separate thread that is monitored. A thread that exceeds a limit
//! is abandoned, and ends with the process.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::parallel;
use crate::source::{Code, Diagnostic, FileId, Span};

/// The maximum size of a file.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The maximum memory that rendering may use, far more than ten thousand environments need.
const MEMORY: usize = 1024 * 1024 * 1024;
/// The maximum time for a template, about a thousand times what one needs.
const TIME: Duration = Duration::from_secs(5);
/// The maximum time for all templates, for any number of environments.
const ALL_TIME: Duration = Duration::from_secs(120);
/// The stack size. Templates can nest values deeply. Unused stack costs nothing.
const STACK: usize = 16 * parallel::STACK;
/// The interval for checking memory, short enough that it can't grow much in between.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// The templates being rendered, with their start times.
static IN_PROGRESS: Mutex<Vec<(u64, String, Instant)>> = Mutex::new(Vec::new());

/// A template that exceeds a limit.
pub struct Overrun {
    template: Option<String>,
    what: String,
}

impl Overrun {
    /// The diagnostic. `file` looks up the file of a template.
    pub fn diagnostic(self, file: &dyn Fn(&str) -> Option<FileId>) -> Diagnostic {
        let name = self.template.as_deref().unwrap_or("the templates");
        let message = format!("can't render {name}: {}", self.what);
        let diagnostic = match self.template.as_deref().and_then(file) {
            Some(file) => Diagnostic::at(Span::new(file, 0, 0), Code::BadTemplate, message),
            None => Diagnostic::new(Code::BadTemplate, message),
        };
        diagnostic.help("look for an infinite loop, or for text that grows with every iteration")
    }
}

/// Runs `work` on another thread, and monitors its resources.
///
/// # Errors
/// The work exceeds a limit.
///
/// # Panics
/// If the work panics.
pub fn within<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Overrun> {
    let (before, began) = (memory(), Instant::now());
    let (done, wait) = mpsc::channel();
    let thread = thread::Builder::new().stack_size(STACK).spawn(move || done.send(work()));
    let thread = thread.expect("the system has room for a thread");
    loop {
        match wait.recv_timeout(POLL_INTERVAL) {
            Ok(result) => return Ok(result),
            Err(RecvTimeoutError::Timeout) => overrun(before, began)?,
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(_) => unreachable!("the thread has sent its result"),
            },
        }
    }
}

fn overrun(before: usize, began: Instant) -> Result<(), Overrun> {
    let longest = in_progress().iter().min_by_key(|(_, _, since)| *since).cloned();
    let template = longest.as_ref().map(|(_, template, _)| template.clone());
    if memory().saturating_sub(before) > MEMORY {
        let what = format!("it takes more than {} MiB of memory", MEMORY >> 20);
        return Err(Overrun { template, what });
    }
    let of_one = longest.filter(|(_, _, since)| since.elapsed() > TIME).map(|_| TIME);
    match of_one.or((began.elapsed() > ALL_TIME).then_some(ALL_TIME)) {
        Some(time) => {
            Err(Overrun { template, what: format!("it takes more than {} seconds", time.as_secs()) })
        }
        None => Ok(()),
    }
}

/// The memory used by the process in bytes, or 0 if the system does not report it.
fn memory() -> usize {
    memory_stats::memory_stats().map_or(0, |stats| stats.physical_mem)
}

/// Marks a template as being rendered, until the returned guard is dropped.
pub fn begin(template: &str) -> InProgress {
    let mut all = in_progress();
    let number = all.last().map_or(0, |(number, ..)| number + 1);
    all.push((number, template.to_owned(), Instant::now()));
    InProgress(number)
}

/// A guard for a template that is being rendered.
pub struct InProgress(u64);

impl Drop for InProgress {
    fn drop(&mut self) {
        in_progress().retain(|(number, ..)| *number != self.0);
    }
}

fn in_progress() -> std::sync::MutexGuard<'static, Vec<(u64, String, Instant)>> {
    IN_PROGRESS.lock().unwrap_or_else(PoisonError::into_inner)
}

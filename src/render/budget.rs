//! How much a template may give, and how much memory and time a pack's may take: Tera itself has no limits.
//!
//! The templates are rendered on a thread of its own, which is watched. One that takes too much is left
//! alone with its work, which ends with the process.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::parallel;
use crate::source::{Code, Diagnostic, FileId, Span};

/// A file has at most so many bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// So much memory may be added by rendering: far more than ten thousand environments take.
const MEMORY: usize = 1024 * 1024 * 1024;
/// A template is rendered in a thousandth of this.
const TIME: Duration = Duration::from_secs(5);
/// All of them together are in this, whatever the number of environments.
const ALL_TIME: Duration = Duration::from_secs(120);
/// Templates nest values as deep as they like, which goes onto the stack. It costs nothing until it is used.
const STACK: usize = 16 * parallel::STACK;
/// Memory is looked at so often that not much more can be taken in between.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// What is being rendered, and since when.
static IN_PROGRESS: Mutex<Vec<(u64, String, Instant)>> = Mutex::new(Vec::new());

/// A template that takes too much.
pub struct Overrun {
    template: Option<String>,
    what: String,
}

impl Overrun {
    /// What to say of it, with the file of its template.
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

/// Does the work on another thread, and watches what it takes.
///
/// # Errors
/// It takes too much.
///
/// # Panics
/// Where the work does.
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

/// The memory that the process uses, in bytes; nothing where the system does not tell.
fn memory() -> usize {
    memory_stats::memory_stats().map_or(0, |stats| stats.physical_mem)
}

/// Says that a template is being rendered, as long as what it gives lives.
pub fn begin(template: &str) -> InProgress {
    let mut all = in_progress();
    let number = all.last().map_or(0, |(number, ..)| number + 1);
    all.push((number, template.to_owned(), Instant::now()));
    InProgress(number)
}

/// A template is being rendered while this lives.
pub struct InProgress(u64);

impl Drop for InProgress {
    fn drop(&mut self) {
        in_progress().retain(|(number, ..)| *number != self.0);
    }
}

fn in_progress() -> std::sync::MutexGuard<'static, Vec<(u64, String, Instant)>> {
    IN_PROGRESS.lock().unwrap_or_else(PoisonError::into_inner)
}

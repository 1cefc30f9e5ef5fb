//! The runs of Terraform that have not ended, so that an interruption can end them.

use std::collections::BTreeSet;
use std::io;
use std::process::{Child, Command, Output};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How long the runs have to end after an interruption. Terraform ends its plugins in this time.
const PATIENCE: Duration = Duration::from_secs(10);

static RUNNING: Mutex<Running> = Mutex::new(Running { processes: BTreeSet::new(), is_stopped: false });
static ENDED: Condvar = Condvar::new();

struct Running {
    /// The IDs of the processes.
    processes: BTreeSet<u32>,
    /// Whether nothing may start any more.
    is_stopped: bool,
}

/// Runs a command, and returns its output.
///
/// # Errors
/// The program can't be run, or an interruption came before it started.
pub fn output(command: &mut Command) -> io::Result<Output> {
    let child = start(command)?;
    let process = child.id();
    let output = child.wait_with_output();
    running().processes.remove(&process);
    ENDED.notify_all();
    output
}

fn start(command: &mut Command) -> io::Result<Child> {
    let mut running = running();
    if running.is_stopped {
        return Err(io::Error::from(io::ErrorKind::Interrupted));
    }
    let child = command.spawn()?;
    running.processes.insert(child.id());
    Ok(child)
}

/// Ends all runs: asks them to end, and waits for it.
pub fn stop() {
    let mut running = running();
    running.is_stopped = true;
    running.processes.iter().for_each(|process| end(*process));
    let is_left = |running: &mut Running| !running.processes.is_empty();
    drop(ENDED.wait_timeout_while(running, PATIENCE, is_left));
}

/// Waits for the end of the program if an interruption came: its handler ends the program.
pub fn wait_if_stopped() {
    let is_stopped = running().is_stopped;
    if is_stopped {
        loop {
            thread::park();
        }
    }
}

/// Asks a process to end, as Terraform does it: it ends its plugins first. On Windows, the console has told it already.
fn end(process: u32) {
    #[cfg(unix)]
    if let Some(process) = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw) {
        // The process may have ended in the meantime.
        let _ = rustix::process::kill_process(process, rustix::process::Signal::INT);
    }
    #[cfg(not(unix))]
    let _ = process;
}

fn running() -> MutexGuard<'static, Running> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

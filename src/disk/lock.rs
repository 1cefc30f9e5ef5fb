//! A lock that lets only one process at a time write a workspace.

use std::fs::TryLockError;
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::disk::Directory;

const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// How long to wait before telling the user why.
const NOTICE_AFTER: Duration = Duration::from_secs(1);

/// The lock of a workspace's directory. The operating system releases it when the process ends, however
/// it ends.
#[derive(Debug)]
pub struct WorkspaceLock {
    _handle: Option<Directory>,
}

impl WorkspaceLock {
    /// Waits for the lock of a directory, and calls `on_wait` once if that takes long. Returns `None` if
    /// another process still holds it after `timeout`. If directories can't be locked, always succeeds.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn acquire(
        directory: &Directory,
        timeout: Duration,
        on_wait: impl FnOnce(),
    ) -> io::Result<Option<Self>> {
        let handle = directory.open_below(Path::new(""))?;
        let Some(file) = handle.as_file() else { return Ok(Some(Self { _handle: None })) };
        let mut waited = Duration::ZERO;
        let mut on_wait = Some(on_wait);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Self { _handle: Some(handle) })),
                Err(TryLockError::Error(_)) => return Ok(Some(Self { _handle: None })),
                Err(TryLockError::WouldBlock) if waited >= timeout => return Ok(None),
                Err(TryLockError::WouldBlock) => thread::sleep(POLL_INTERVAL),
            }
            waited += POLL_INTERVAL;
            if waited >= NOTICE_AFTER
                && let Some(on_wait) = on_wait.take()
            {
                on_wait();
            }
        }
    }

    /// Whether another process currently holds the lock of a directory.
    pub fn is_held(directory: &Directory) -> bool {
        let Ok(handle) = directory.open_below(Path::new("")) else { return false };
        handle.as_file().is_some_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_at_a_time_has_the_lock() {
        let directory = tempfile::tempdir().unwrap();
        let directory = Directory::open(directory.path()).unwrap();
        let acquire = || WorkspaceLock::acquire(&directory, Duration::ZERO, || {}).unwrap();
        let lock = acquire();
        assert!(lock.is_some() && WorkspaceLock::is_held(&directory));
        assert!(acquire().is_none());
        drop(lock);
        assert!(!WorkspaceLock::is_held(&directory) && acquire().is_some());
    }
}

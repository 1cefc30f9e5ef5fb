//! Failpoints, at which tests kill the process.

/// Aborts the process without cleanup, like a signal, at the n-th call, where n is `POOLSMITH_DIE_AT`.
///
/// Unlike in the crate `fail`, failpoints have numbers instead of names, and abort instead of panicking,
/// so no destructors run.
#[cfg(debug_assertions)]
pub(crate) fn failpoint() {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static DIE_AT: LazyLock<Option<usize>> =
        LazyLock::new(|| std::env::var("POOLSMITH_DIE_AT").ok()?.parse().ok());
    static PASSED: AtomicUsize = AtomicUsize::new(0);
    if DIE_AT.is_some_and(|number| PASSED.fetch_add(1, Ordering::SeqCst) + 1 == number) {
        std::process::abort();
    }
}

/// Release builds have no failpoints.
#[cfg(not(debug_assertions))]
pub(crate) fn failpoint() {}

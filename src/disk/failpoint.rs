/// A point at which tests end the process as a signal would, with nothing cleaned up: the one whose
/// number is in `POOLSMITH_DIE_AT`.
///
/// The crate `fail` names its points and makes them panic, which runs destructors. Here the n-th file
/// operation is the last, whichever it is, and nothing after it runs.
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

/// A release has no such points.
#[cfg(not(debug_assertions))]
pub(crate) fn failpoint() {}

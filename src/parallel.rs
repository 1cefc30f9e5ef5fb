//! A parallel map over all cores.
//!
//! It does not use `rayon`, whose thread pool is shared: `render::budget` abandons a template that does not
//! terminate together with its threads, and those would be missing in the pool.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The number of items that a thread takes at a time. Starting a thread costs more than a few items.
const BATCH: usize = 16;

/// The stack size of a thread in bytes, large enough for deeply nested templates and HCL. Unused stack
/// costs nothing.
pub const STACK: usize = 64 * 1024 * 1024;

static DONE: AtomicUsize = AtomicUsize::new(0);
static ALL: AtomicUsize = AtomicUsize::new(0);

/// The number of items that are done, and the total so far.
pub fn progress() -> (usize, usize) {
    (DONE.load(Ordering::Relaxed), ALL.load(Ordering::Relaxed))
}

/// Adds work that is done elsewhere to what the progress is about.
pub fn add_work(count: usize) {
    ALL.fetch_add(count, Ordering::Relaxed);
}

/// Says that one piece of such work is done.
pub fn finish_one() {
    DONE.fetch_add(1, Ordering::Relaxed);
}

/// Applies `work` to each item, and returns the results in the order of the items.
///
/// # Panics
/// If `work` panics.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    ALL.fetch_add(items.len(), Ordering::Relaxed);
    let work = |item: &T| {
        let result = work(item);
        DONE.fetch_add(1, Ordering::Relaxed);
        result
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(items.len().div_ceil(BATCH));
    if threads <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut batches = Vec::new();
        loop {
            let start = next.fetch_add(BATCH, Ordering::Relaxed);
            let Some(rest) = items.get(start..).filter(|rest| !rest.is_empty()) else { return batches };
            let batch = &rest[..rest.len().min(BATCH)];
            batches.push((start, batch.iter().map(&work).collect::<Vec<R>>()));
        }
    };
    let mut batches: Vec<(usize, Vec<R>)> = thread::scope(|scope| {
        let thread = || thread::Builder::new().stack_size(STACK).spawn_scoped(scope, take);
        let others: Vec<_> =
            (1..threads).map(|_| thread().expect("the system has room for a thread")).collect();
        let mut batches = take();
        for other in others {
            batches.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        batches
    });
    batches.sort_unstable_by_key(|(start, _)| *start);
    batches.into_iter().flat_map(|(_, batch)| batch).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn the_results_are_in_the_order_of_the_items() {
        for count in [0, 1, 15, 16, 17, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map(&items, |item| item * 2), expected);
        }
    }
}

//! Many independent solves on a few threads.
//!
//! Threads of the standard library, not of rayon: a thread of rayon that waits for a solve's own pool
//! would begin another solve meanwhile, and the first would be kept waiting for it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Results ahead of the one to be told next, for each thread; so memory stays bounded.
const AHEAD: u64 = 16;

struct Shared<T> {
    /// The next to be begun, the next to be told.
    next: u64,
    told: u64,
    done: BTreeMap<u64, Option<T>>,
    /// Threads still at work.
    working: usize,
}

/// Does `work` for every index on `threads` threads and hands the results to `tell` in the order of
/// the indices, each as soon as those before it are told. An index for which `work` gives nothing is
/// left out; once `stop` says so, no other is begun.
pub fn in_order<T: Send>(
    range: Range<u64>,
    threads: usize,
    stop: impl Fn() -> bool + Sync,
    work: impl Fn(u64) -> Option<T> + Sync,
    mut tell: impl FnMut(u64, T),
) {
    let threads = threads.max(1);
    let first =
        Shared { next: range.start, told: range.start, done: BTreeMap::new(), working: threads };
    let (shared, changed) = (Mutex::new(first), Condvar::new());
    let window = AHEAD * threads as u64;
    let run = || {
        loop {
            let mut own = lock(&shared);
            while own.next < range.end && own.next >= own.told + window && !stop() {
                own = changed.wait(own).unwrap_or_else(PoisonError::into_inner);
            }
            if own.next >= range.end || stop() {
                own.working -= 1;
                changed.notify_all();
                return;
            }
            let index = own.next;
            own.next += 1;
            drop(own);
            let result = work(index);
            lock(&shared).done.insert(index, result);
            changed.notify_all();
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(run);
        }
        let mut own = lock(&shared);
        loop {
            let at = own.told;
            if let Some(result) = own.done.remove(&at) {
                own.told += 1;
                drop(own);
                if let Some(result) = result {
                    tell(at, result);
                }
                changed.notify_all();
                own = lock(&shared);
            } else if own.working == 0 {
                return;
            } else {
                own = changed.wait(own).unwrap_or_else(PoisonError::into_inner);
            }
        }
    });
}

/// The same, with all results together.
pub fn all<T: Send>(
    count: usize,
    threads: usize,
    stop: impl Fn() -> bool + Sync,
    work: impl Fn(usize) -> Option<T> + Sync,
) -> Vec<Option<T>> {
    let mut results: Vec<Option<T>> = (0..count).map(|_| None).collect();
    let work = |index: u64| work(index as usize);
    in_order(0..count as u64, threads, stop, work, |index, result| {
        results[index as usize] = Some(result);
    });
    results
}

/// A thread that panicked takes the whole down when the scope ends.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_threads_do() {
        for threads in [1, 2, 7] {
            let mut told = Vec::new();
            let slow_if_even = |index: u64| {
                if index.is_multiple_of(2) {
                    thread::yield_now();
                }
                (index != 5).then_some(index * index)
            };
            in_order(
                3..200,
                threads,
                || false,
                slow_if_even,
                |index, square| {
                    told.push((index, square));
                },
            );
            let expected: Vec<(u64, u64)> =
                (3..200).filter(|&i| i != 5).map(|i| (i, i * i)).collect();
            assert_eq!(told, expected);
        }
    }

    #[test]
    fn nothing_is_begun_once_it_is_to_stop() {
        let (stop, begun) = (AtomicBool::new(false), AtomicU64::new(0));
        let work = |index: u64| {
            begun.fetch_add(1, Ordering::SeqCst);
            stop.store(index >= 4, Ordering::SeqCst);
            Some(index)
        };
        let mut told = Vec::new();
        in_order(0..1_000, 1, || stop.load(Ordering::SeqCst), work, |i, _| told.push(i));
        assert_eq!((told, begun.into_inner()), (vec![0, 1, 2, 3, 4], 5));
    }
}

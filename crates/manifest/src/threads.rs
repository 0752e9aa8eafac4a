//! Work on many things, on as many threads as there may be.

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// How many threads long work may use, the caller's included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threads(pub(crate) usize);

impl Default for Threads {
    fn default() -> Self {
        Self::ONE
    }
}

/// More threads would only wait for the same disk.
const THREADS_MAX: usize = 4;

impl Threads {
    /// The caller's alone: the order of all acts is the same each time.
    pub const ONE: Self = Self(1);

    /// As many as this computer has cores, within reason, and never the caller's alone: who
    /// waits for a large file must still hear of it.
    pub fn as_many_as_useful() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self(cores.clamp(2, THREADS_MAX))
    }

    /// Whether there are more than the caller's.
    pub fn are_many(self) -> bool {
        self.0 > 1
    }

    /// Does `work` on every item and returns the results in order. Each thread has a tool made
    /// by `tool`. `work` reports what it did through its last argument, which is false when
    /// it shall stop; the caller's thread passes the sum on to `progress`. When stopped, or
    /// after an error, results of items not begun are missing at the end.
    pub fn map<I, T, R, E>(
        self,
        items: &[I],
        tool: impl Fn() -> T + Sync,
        work: impl Fn(&mut T, &I, &mut dyn FnMut(u64) -> bool) -> Result<R, E> + Sync,
        progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Vec<Result<R, E>>
    where
        I: Sync,
        R: Send,
        E: Send,
    {
        let (next, sum, stop) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicBool::new(false));
        let results: Vec<Mutex<Option<Result<R, E>>>> =
            items.iter().map(|_| Mutex::new(None)).collect();
        let turn = |tell: &mut dyn FnMut(u64) -> ControlFlow<()>| {
            let mut tool = tool();
            while !stop.load(Ordering::Relaxed) {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = items.get(number) else { return };
                let result = work(&mut tool, item, &mut |done| {
                    let sum = sum.fetch_add(done, Ordering::Relaxed) + done;
                    let stopped = tell(sum).is_break();
                    stop.fetch_or(stopped, Ordering::Relaxed);
                    !stop.load(Ordering::Relaxed)
                });
                stop.fetch_or(result.is_err(), Ordering::Relaxed);
                *results[number].lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..self.0.min(items.len()) {
                scope.spawn(|| turn(&mut |_| ControlFlow::Continue(())));
            }
            turn(progress);
        });
        let done = results.into_iter();
        done.map_while(|one| one.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: Threads, stop_at: u64) -> (Vec<Result<u64, u64>>, u64) {
        let items: Vec<u64> = (1..=100).collect();
        let mut heard = 0;
        let results = threads.map(
            &items,
            || (),
            |(), item, count| if count(*item) { Ok(item * item) } else { Err(*item) },
            &mut |sum| {
                heard = heard.max(sum);
                if sum > stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        (results, heard)
    }

    #[test]
    fn results_come_in_order_whoever_did_the_work() {
        let expected: Vec<Result<u64, u64>> = (1..=100).map(|n| Ok(n * n)).collect();
        for threads in [Threads::ONE, Threads(4)] {
            assert_eq!(squares(threads, u64::MAX).0, expected);
        }
        assert_eq!(squares(Threads::ONE, u64::MAX).1, 5050);
    }

    #[test]
    fn work_that_is_stopped_ends_soon() {
        let (results, _) = squares(Threads::ONE, 20);
        assert_eq!(results.last(), Some(&Err(6)));
        assert_eq!(results.len(), 6);
    }
}

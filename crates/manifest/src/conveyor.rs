//! Tasks go in on the caller's thread, are worked on by others, and results come back to the
//! caller: in any order, never more under way than a few for each thread.
//!
//! Light tasks travel together: waking a thread for each of 200,000 small files took a third of
//! the time.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::Threads;

/// Tasks under way for each thread: enough that none waits for the caller.
const TASKS_PER_THREAD: usize = 64;
/// Tasks that travel together, and what they may weigh.
const TOGETHER: usize = 16;
const WEIGHT_TOGETHER: u64 = 1 << 20;
/// A caller that waits hears this often that it still does.
const TICK: Duration = Duration::from_millis(100);

/// What a caller hears.
pub enum Heard<R> {
    /// A task is done.
    Done(R),
    /// Nothing new; large tasks are still under way.
    Waiting,
}

/// Where tasks are handed over.
pub struct Conveyor<'a, T, R> {
    hands: Hands<'a, T, R>,
    /// Waits for company, and what it weighs.
    batch: Vec<T>,
    weight: u64,
    under_way: usize,
    most: usize,
}

enum Hands<'a, T, R> {
    /// The caller's own: the order of all acts is the same each time.
    Own(&'a mut dyn FnMut(T) -> R),
    Others {
        tasks: Sender<Vec<T>>,
        results: Receiver<Option<Vec<R>>>,
    },
}

/// Sets `threads` to `work`, each with a tool made by `tool`, for as long as `feed` takes.
pub fn convey<T: Send, R: Send, Tool, Out>(
    threads: Threads,
    tool: impl Fn() -> Tool + Sync,
    work: impl Fn(&mut Tool, T) -> R + Sync,
    feed: impl FnOnce(&mut Conveyor<'_, T, R>) -> Out,
) -> Out {
    if !threads.are_many() {
        let mut tool = tool();
        let mut own = |task| work(&mut tool, task);
        return feed(&mut Conveyor::new(Hands::Own(&mut own), 0));
    }
    let (tasks, incoming) = channel::<Vec<T>>();
    let (tell, results) = channel();
    let incoming = Mutex::new(incoming);
    let turn = |tell: Sender<Option<Vec<R>>>| {
        let farewell = Farewell(tell);
        let mut tool = tool();
        loop {
            let next = incoming.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(tasks) = next else { return };
            let done = tasks.into_iter().map(|task| work(&mut tool, task)).collect();
            if farewell.0.send(Some(done)).is_err() {
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.0 {
            let tell = tell.clone();
            let turn = &turn;
            scope.spawn(move || turn(tell));
        }
        drop(tell);
        let most = threads.0 * TASKS_PER_THREAD;
        // Dropped at the end of this, which is how the others learn that it is over.
        let mut conveyor = Conveyor::new(Hands::Others { tasks, results }, most);
        let out = feed(&mut conveyor);
        drop(conveyor);
        out
    })
}

/// Says that a thread is gone. One that fell over must not be waited for.
struct Farewell<R>(Sender<Option<Vec<R>>>);

impl<R> Drop for Farewell<R> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send(None);
        }
    }
}

impl<'a, T, R> Conveyor<'a, T, R> {
    fn new(hands: Hands<'a, T, R>, most: usize) -> Self {
        Self { hands, batch: Vec::new(), weight: 0, under_way: 0, most }
    }

    /// Hands a task over, waiting while too many are under way. `weight` is in bytes of work;
    /// a heavy task goes at once. `hear` is given what became of this one or of earlier ones.
    pub fn put(&mut self, task: T, weight: u64, hear: &mut dyn FnMut(Heard<R>)) {
        if let Hands::Own(work) = &mut self.hands {
            let done = work(task);
            return hear(Heard::Done(done));
        }
        self.batch.push(task);
        self.weight = self.weight.saturating_add(weight);
        if self.batch.len() >= TOGETHER || self.weight >= WEIGHT_TOGETHER {
            self.send();
            self.wait_until(self.most, hear);
            while self.take_ready(hear) {}
        }
    }

    /// Waits for everything that is under way.
    pub fn settle(&mut self, hear: &mut dyn FnMut(Heard<R>)) {
        self.send();
        self.wait_until(0, hear);
    }

    fn send(&mut self) {
        self.weight = 0;
        let batch = std::mem::take(&mut self.batch);
        if let Hands::Others { tasks, .. } = &self.hands
            && !batch.is_empty()
        {
            self.under_way += batch.len();
            // They go only by falling over, which is told below.
            let _ = tasks.send(batch);
        }
    }

    fn wait_until(&mut self, at_most: usize, hear: &mut dyn FnMut(Heard<R>)) {
        let Hands::Others { results, .. } = &self.hands else { return };
        while self.under_way > at_most {
            match results.recv_timeout(TICK) {
                Ok(Some(done)) => {
                    self.under_way = self.under_way.saturating_sub(done.len());
                    done.into_iter().for_each(|done| hear(Heard::Done(done)));
                }
                Err(RecvTimeoutError::Timeout) => hear(Heard::Waiting),
                // Its panic is passed on where the threads are joined.
                Ok(None) | Err(RecvTimeoutError::Disconnected) => self.under_way = 0,
            }
        }
    }

    fn take_ready(&mut self, hear: &mut dyn FnMut(Heard<R>)) -> bool {
        let Hands::Others { results, .. } = &self.hands else { return false };
        let Ok(Some(done)) = results.try_recv() else { return false };
        self.under_way = self.under_way.saturating_sub(done.len());
        done.into_iter().for_each(|done| hear(Heard::Done(done)));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: Threads) -> Vec<u64> {
        let mut found = Vec::new();
        convey(
            threads,
            || 0u64,
            |count, number: u64| {
                *count += 1;
                number * number
            },
            |conveyor| {
                let mut hear = |heard| {
                    if let Heard::Done(square) = heard {
                        found.push(square);
                    }
                };
                (1..=1000).for_each(|number| conveyor.put(number, number << 12, &mut hear));
                conveyor.settle(&mut hear);
            },
        );
        found.sort_unstable();
        found
    }

    #[test]
    fn every_task_is_done_once_whoever_does_it() {
        let expected: Vec<u64> = (1..=1000).map(|number| number * number).collect();
        assert_eq!(squares(Threads::ONE), expected);
        assert_eq!(squares(Threads(3)), expected);
    }

    #[test]
    fn a_thread_that_falls_over_is_not_waited_for_and_its_panic_is_passed_on() {
        let fallen = std::panic::catch_unwind(|| {
            convey(
                Threads(2),
                || (),
                |(), number: u32| assert_ne!(number, 7),
                |conveyor| {
                    (0..1000).for_each(|number| conveyor.put(number, 1, &mut |_| ()));
                    conveyor.settle(&mut |_| ());
                },
            );
        });
        assert!(fallen.is_err());
    }
}

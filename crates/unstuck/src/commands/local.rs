//! Commands that need no phone: long work on a thread of its own, its progress told meanwhile,
//! Ctrl-C heard.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::interrupt::Interrupts;
use crate::report::{Report, code};
use crate::view::{View, Working};

/// What such a command works with.
pub(crate) struct Local<'a> {
    /// What people see.
    pub(crate) view: &'a mut dyn View,
    /// Ctrl-C.
    pub(crate) interrupts: Interrupts,
}

/// How work speaks to whoever waits for it.
pub(crate) struct Teller {
    stop: Arc<AtomicBool>,
    tell: UnboundedSender<Told>,
    last: Mutex<Option<Instant>>,
}

enum Told {
    Working(Working),
    Line(String, Value),
}

/// Progress is told no more often.
const GAP: Duration = Duration::from_millis(200);

impl Teller {
    /// Tells how far it is; breaks when the work shall stop.
    pub(crate) fn working(&self, working: Working) -> ControlFlow<()> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_none_or(|last| last.elapsed() >= GAP) {
            *last = Some(Instant::now());
            let _ = self.tell.send(Told::Working(working));
        }
        self.flow()
    }

    /// A line worth a person's attention, and the same as an object.
    pub(crate) fn line(&self, text: String, object: Value) {
        let _ = self.tell.send(Told::Line(text, object));
    }

    /// Breaks when the work shall stop.
    pub(crate) fn flow(&self) -> ControlFlow<()> {
        if self.stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

impl Local<'_> {
    /// Does `work` on a thread of its own. After an interruption it is told to stop, and
    /// what it came to is thrown away.
    pub(crate) async fn carry_out<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&Teller) -> T + Send + 'static,
    ) -> Result<T, Report> {
        let stop = Arc::new(AtomicBool::new(false));
        let (tell, mut told) = unbounded_channel();
        let teller = Teller { stop: Arc::clone(&stop), tell, last: Mutex::new(None) };
        let mut work = tokio::task::spawn_blocking(move || work(&teller));
        let mut interrupted = false;
        let done = loop {
            tokio::select! {
                biased;
                () = self.interrupts.next(), if !interrupted => {
                    interrupted = true;
                    stop.store(true, Ordering::Relaxed);
                }
                Some(told) = told.recv() => self.pass_on(told),
                done = &mut work => break done,
            }
        };
        while let Ok(told) = told.try_recv() {
            self.pass_on(told);
        }
        if interrupted {
            return Err(stopped());
        }
        done.map_err(|error| {
            Report::new(code::FAILED, "The work did not come to an end.").saw(error.to_string())
        })
    }

    fn pass_on(&mut self, told: Told) {
        match told {
            Told::Working(working) => self.view.working(&working),
            Told::Line(text, object) => self.view.say(&text, Some(object)),
        }
    }
}

/// The person interrupted.
pub(crate) fn stopped() -> Report {
    Report::new(code::INTERRUPTED, "Stopped. Everything is safe.")
        .next("Run it again: it goes on where it stopped, or begins anew without harm.")
}

//! Real time, as the machines count it.

use tokio::time::Instant;
use unstuck_wire::Moment;

/// Tells moments since the start of a run. With tokio's paused time it is a virtual clock.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    started: Instant,
}

impl Clock {
    /// A clock that starts now.
    pub fn start() -> Self {
        Self { started: Instant::now() }
    }

    /// Now.
    pub fn now(&self) -> Moment {
        Moment::after_start(self.started.elapsed())
    }

    /// Waits until a moment; for ever without one.
    pub async fn until(&self, moment: Option<Moment>) {
        match moment {
            Some(moment) => tokio::time::sleep_until(self.started + moment.since_start()).await,
            None => std::future::pending().await,
        }
    }
}

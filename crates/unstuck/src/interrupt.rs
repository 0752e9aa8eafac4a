//! Ctrl-C and a polite kill.

use std::io;
use std::time::Duration;

use tokio::sync::watch;

/// Hears the person interrupt. Clones hear the same.
#[derive(Clone, Debug)]
pub(crate) struct Interrupts {
    count: watch::Receiver<u32>,
    heard: u32,
}

/// After an interruption a command has this long to put things in order.
pub(crate) const ORDER_TIME: Duration = Duration::from_millis(1700);

impl Interrupts {
    /// Listens from now on, for as long as the runtime lives.
    ///
    /// # Errors
    /// The system gives no signals.
    pub(crate) fn listen() -> io::Result<Self> {
        let (tell, count) = watch::channel(0);
        let mut signals = Signals::new()?;
        tokio::spawn(async move {
            loop {
                signals.next().await;
                tell.send_modify(|count| *count += 1);
            }
        });
        Ok(Self { count, heard: 0 })
    }

    /// Those that somebody else counts: a page with a button to stop.
    pub(crate) fn counted(count: watch::Receiver<u32>) -> Self {
        Self { count, heard: 0 }
    }

    /// The next interruption that was not heard yet.
    pub(crate) async fn next(&mut self) {
        let heard = self.heard;
        match self.count.wait_for(|count| *count > heard).await {
            Ok(count) => self.heard = *count,
            // The listener ends only with the runtime.
            Err(_) => std::future::pending().await,
        }
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Signals {
    interrupt: tokio::signal::windows::CtrlC,
    close: tokio::signal::windows::CtrlClose,
}

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::windows::{ctrl_c, ctrl_close};
        Ok(Self { interrupt: ctrl_c()?, close: ctrl_close()? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.close.recv() => {}
        }
    }
}

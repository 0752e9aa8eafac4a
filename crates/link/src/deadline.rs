//! No call without a deadline (docs/protocol.md 8).

use std::future::Future;
use std::time::Duration;

use crate::error::{Fault, LinkError};

/// How long each kind of call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// An answer of the usbmux daemon.
    pub daemon: Duration,
    /// A tunnel to a port of the phone.
    pub connect: Duration,
    /// A TLS handshake as a whole.
    pub tls: Duration,
    /// An answer of lockdown or of a small service.
    pub answer: Duration,
    /// The Trust dialog.
    pub trust: Duration,
    /// The sync lock, before another program is named.
    pub sync_lock: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            daemon: Duration::from_secs(5),
            connect: Duration::from_secs(10),
            tls: Duration::from_secs(15),
            answer: Duration::from_secs(15),
            trust: Duration::from_secs(120),
            sync_lock: Duration::from_secs(10),
        }
    }
}

impl Deadlines {
    /// Every deadline multiplied by `factor` (`--patience`).
    pub fn scaled(self, factor: f64) -> Self {
        let scale = |duration: Duration| duration.mul_f64(factor);
        Self {
            daemon: scale(self.daemon),
            connect: scale(self.connect),
            tls: scale(self.tls),
            answer: scale(self.answer),
            trust: scale(self.trust),
            sync_lock: scale(self.sync_lock),
        }
    }
}

/// Waits for `work`, but not longer than `limit`. What was half done is dropped with the
/// future: the caller must drop the connection too.
///
/// # Errors
/// [`Fault::Timeout`], or what the work came to.
pub async fn within<T, E: Into<Fault>>(
    limit: Duration,
    act: &'static str,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, LinkError> {
    match tokio::time::timeout(limit, work).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(LinkError::new(act, error)),
        Err(_) => Err(LinkError::new(act, Fault::Timeout { after: limit })),
    }
}

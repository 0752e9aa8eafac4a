//! The small services beside a backup, each behind a trait of our own.
//!
//! The traits are what the rest of Unstuck knows; what stands behind them (the `idevice`
//! crate, where it is good) can be replaced file by file. Every call has a deadline. After a
//! call that failed the service is of no use and is dropped by its owner.

mod apps;
mod crashes;
mod diagnostics;
mod heartbeat;
mod log;
mod media;
mod notifications;
mod power;

pub use apps::{AppInfo, Apps};
pub use crashes::crash_reports;
pub use diagnostics::restart;
pub use heartbeat::Heartbeat;
pub use log::{LogLine, PhoneLog};
pub use media::{Media, SyncLock, SyncLockFault};
pub use notifications::{NotificationCentre, Notifications, names};
pub use power::{Awake, keep_awake};

use idevice::Idevice;

use crate::error::LinkError;
use crate::guard::{Framing, Guarded};
use crate::lockdown::LABEL;
use crate::phone::Phone;

/// Opens a service for a client of the crate, with the guard in between.
async fn open(phone: &mut Phone, name: &str, framing: Framing) -> Result<Idevice, LinkError> {
    let stream = phone.open_service(name, false).await?;
    Ok(Idevice::new(Box::new(Guarded::new(stream, framing)), LABEL))
}

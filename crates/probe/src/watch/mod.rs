//! Looks on while another program makes a backup: what grows where, and what the phone says.
//!
//! ```text
//!  places ─► folder, folder, … ─┐
//!  counters of its disk ────────┤
//!  phone: log, sheet, lock,     ├─► Watching::next ─► Seen ─► diagnosis::pulse
//!  presence, dates, power ──────┘
//! ```
//!
//! Judging is not done here, and nothing is changed by looking.

mod disk;
mod folder;
mod folders;
mod phone;
mod places;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::AbortHandle;
use unstuck_diagnosis::pulse::Sign;
use unstuck_link::{LinkError, Muxer};

use crate::here::Here;
use folders::Orders;
pub use places::Where;

/// What was seen.
#[derive(Debug)]
pub enum Seen {
    /// A sign for [`unstuck_diagnosis::pulse::Watch`].
    Sign(Sign),
    /// A line of the phone's log that has to do with backups: evidence.
    Line(String),
    /// This folder is looked at from now on.
    Folder(PathBuf),
    /// The phone with this UDID is listened to from now on.
    Phone(String),
    /// All folders were gone round, as [`Watching::look_whole`] asked.
    Whole,
    /// Its log can be read.
    Hears,
    /// It says nothing about itself, for this reason.
    Deaf(LinkError),
}

/// A look that goes on until it is dropped.
#[derive(Debug)]
pub struct Watching {
    receiver: UnboundedReceiver<Seen>,
    orders: Arc<Orders>,
    phone: AbortHandle,
}

impl Watching {
    /// Begins. `gap` is the time between two looks at a folder. Must be called within a tokio
    /// runtime.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(here: Here, place: Where, muxer: Muxer, gap: Duration) -> std::io::Result<Self> {
        let (tell, receiver) = unbounded_channel();
        let orders = Arc::new(Orders::default());
        let udid = place.udid.clone();
        folders::watch(here, place, gap, tell.clone(), Arc::clone(&orders))?;
        let phone = tokio::spawn(phone::follow(muxer, udid, tell)).abort_handle();
        Ok(Self { receiver, orders, phone })
    }

    /// The backups that would be looked at now.
    pub fn backups(here: &Here, place: &Where) -> Vec<PathBuf> {
        places::candidates(here, place)
    }

    /// Has everything that lies in the folders looked at once; [`Seen::Whole`] follows what was
    /// seen then.
    pub fn look_whole(&self) {
        self.orders.whole.store(true, Ordering::Relaxed);
    }

    /// How long the look at the folders lasts that is under way: a disk that does not answer
    /// holds it up.
    pub fn waits_for_disk(&self) -> Option<Duration> {
        self.orders.looking.lock().ok()?.map(|since| since.elapsed())
    }

    /// The next thing seen.
    pub async fn next(&mut self) -> Option<Seen> {
        self.receiver.recv().await
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.orders.stop.store(true, Ordering::Relaxed);
        self.phone.abort();
    }
}

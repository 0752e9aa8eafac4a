//! Watches the daemon for the phone coming and going: it tells at once what a silent stream
//! never will.

use std::collections::HashSet;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use unstuck_backup::Sign;
use unstuck_link::{MuxEvent, Muxer};

/// Pause before a daemon that is gone is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Watches until aborted.
pub(super) fn watch(muxer: &Muxer, udid: &str, tell: mpsc::Sender<Sign>) -> JoinHandle<()> {
    let (muxer, udid) = (muxer.clone(), udid.to_owned());
    tokio::spawn(async move {
        loop {
            // A daemon that goes takes all connections with it; that the phone went is another
            // matter, and shows when the daemon is back without it.
            if watch_once(&muxer, &udid, &tell).await.is_none() {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
    })
}

/// Watches until the daemon is gone; `None` when nobody listens to us any more.
async fn watch_once(muxer: &Muxer, udid: &str, tell: &mpsc::Sender<Sign>) -> Option<()> {
    let Ok(mut listener) = muxer.listen().await else { return Some(()) };
    let mut present = HashSet::new();
    loop {
        match listener.next().await {
            Ok(MuxEvent::Attached(attached)) if attached.udid.eq_ignore_ascii_case(udid) => {
                present.insert(attached.device_id);
                tell.send(Sign::Attached).await.ok()?;
            }
            // By cable and over Wi-Fi it is there twice; gone is gone from both.
            Ok(MuxEvent::Detached(id)) if present.remove(&id) && present.is_empty() => {
                tell.send(Sign::Detached).await.ok()?;
            }
            Ok(_) => {}
            Err(_) => return Some(()),
        }
    }
}

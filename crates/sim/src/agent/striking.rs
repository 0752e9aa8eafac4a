//! Faults of the scenario, where they strike the agent.

use std::time::Duration;

use super::io::Io;
use super::story::Stop;
use crate::phone::{Number, PhoneEvent, SharedPhone};
use crate::scenario::{FaultKind, Stretch};

/// A fault that waits before message `number` of a stretch.
pub(super) async fn before(
    io: &Io,
    phone: &SharedPhone,
    stretch: Stretch,
    number: usize,
) -> Result<(), Stop> {
    let number = Number::of_message(number as u64);
    inside(io, phone, stretch, number, u64::MAX, true).await
}

/// A fault that waits in `stretch`, in file (or message) `number` behind `sent` bytes, or at
/// its end.
pub(super) async fn inside(
    io: &Io,
    phone: &SharedPhone,
    stretch: Stretch,
    number: Number,
    sent: u64,
    at_end: bool,
) -> Result<(), Stop> {
    let struck = phone.lock().faults.strike(stretch, number, sent, at_end);
    let Some((kind, lasts)) = struck else { return Ok(()) };
    suffer(io, phone, kind, lasts).await
}

/// A fault happens now.
pub(super) async fn suffer(
    io: &Io,
    phone: &SharedPhone,
    kind: FaultKind,
    lasts: Option<Duration>,
) -> Result<(), Stop> {
    phone.lock().struck.get_or_insert(io.now());
    match kind {
        FaultKind::Silence => {
            if let Some(lasts) = lasts {
                return Ok(io.sleep(lasts).await?);
            }
        }
        FaultKind::ScreenLocks => {
            phone.lock().screen_locked = true;
            return Ok(());
        }
        kind => strike(io, phone, kind, lasts),
    }
    Err(io.silence().await.into())
}

/// Strikes; the story is over.
fn strike(io: &Io, phone: &SharedPhone, kind: FaultKind, lasts: Option<Duration>) {
    let mut state = phone.lock();
    match kind {
        FaultKind::Silence | FaultKind::ScreenLocks => {}
        FaultKind::Unplug => state.announce(PhoneEvent::Unplugged { back_after: lasts }),
        FaultKind::BatteryGone => {
            state.battery = 1;
            state.announce(PhoneEvent::Unplugged { back_after: None });
        }
        FaultKind::MuxRestart => {
            let back_after = lasts.unwrap_or(Duration::from_secs(1));
            state.announce(PhoneEvent::MuxRestart { back_after });
        }
        FaultKind::Locks => {
            state.locked = true;
            state.unlocked_at = lasts.map(|lasts| io.now() + lasts);
            io.die();
        }
        FaultKind::Cancels => state.notify("com.apple.itunes-client.syncCancelRequest"),
        FaultKind::AgentDies => io.die(),
        FaultKind::Disconnects => io.disconnect("Connection interrupted by the agent"),
        FaultKind::Garbage => io.raw(vec![0xFF; 64]),
    }
}

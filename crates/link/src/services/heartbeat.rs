//! The phone's heartbeat (docs/protocol.md 7): a sign of life by cable, a condition of life
//! over Wi-Fi.

use std::time::Duration;

use idevice::heartbeat::HeartbeatClient;

use super::open;
use crate::deadline::within;
use crate::error::LinkError;
use crate::guard::Framing;
use crate::phone::Phone;

/// The heartbeat of a phone.
#[derive(Debug)]
pub struct Heartbeat {
    client: HeartbeatClient,
    limit: Duration,
    /// Seconds until the next beat, as the phone said with the last one.
    interval_s: u64,
}

/// Beats may come this much late.
const MARGIN_S: u64 = 20;

impl Heartbeat {
    /// Opens the service.
    ///
    /// # Errors
    /// Whatever broke.
    pub async fn open(phone: &mut Phone, limit: Duration) -> Result<Self, LinkError> {
        let idevice = open(phone, "com.apple.mobile.heartbeat", Framing::Plist).await?;
        Ok(Self { client: HeartbeatClient::new(idevice), limit, interval_s: 10 })
    }

    /// Waits for the next beat and answers it.
    ///
    /// # Errors
    /// It did not come in time, or the phone goes to sleep.
    pub async fn beat(&mut self) -> Result<(), LinkError> {
        let act = "waiting for the iPhone's heartbeat";
        let patience = self.interval_s.saturating_add(MARGIN_S);
        let limit = Duration::from_secs(patience + 1);
        self.interval_s = within(limit, act, self.client.get_marco(patience)).await?.min(300);
        within(self.limit, "answering the iPhone's heartbeat", self.client.send_polo()).await
    }
}

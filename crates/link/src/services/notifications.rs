//! Notifications of the phone (docs/protocol.md 3.4).

use std::future::Future;
use std::time::Duration;

use idevice::notification_proxy::NotificationProxyClient;

use super::open;
use crate::deadline::within;
use crate::error::{Fault, LinkError};
use crate::guard::Framing;
use crate::phone::Phone;

/// Names of notifications.
pub mod names {
    /// Posted before the lock file is opened.
    pub const SYNC_WILL_START: &str = "com.apple.itunes-mobdev.syncWillStart";
    /// Posted before locking.
    pub const SYNC_LOCK_REQUEST: &str = "com.apple.itunes-mobdev.syncLockRequest";
    /// Posted when the lock is held.
    pub const SYNC_DID_START: &str = "com.apple.itunes-mobdev.syncDidStart";
    /// Posted when it is free again, on every way out.
    pub const SYNC_DID_FINISH: &str = "com.apple.itunes-mobdev.syncDidFinish";
    /// The person cancelled on the phone.
    pub const SYNC_CANCEL_REQUEST: &str = "com.apple.itunes-client.syncCancelRequest";
    /// Backup settings changed, for example encryption.
    pub const BACKUP_DOMAIN_CHANGED: &str = "com.apple.mobile.backup.domain_changed";
    /// The passcode sheet came up.
    pub const PASSCODE_PRESENTED: &str = "com.apple.LocalAuthentication.ui.presented";
    /// The passcode sheet went away.
    pub const PASSCODE_DISMISSED: &str = "com.apple.LocalAuthentication.ui.dismissed";
}

/// Posting and hearing notifications.
pub trait NotificationCentre {
    /// Posts a notification.
    fn post(&mut self, name: &'static str) -> impl Future<Output = Result<(), LinkError>> + Send;

    /// The next one of those observed; it may take for ever.
    fn next(&mut self) -> impl Future<Output = Result<String, Fault>> + Send;
}

/// notification_proxy of a phone.
#[derive(Debug)]
pub struct Notifications {
    client: NotificationProxyClient,
    limit: Duration,
}

impl Notifications {
    /// Opens the proxy and observes `observed` from here on.
    ///
    /// # Errors
    /// Whatever broke.
    pub async fn open(
        phone: &mut Phone,
        limit: Duration,
        observed: &[&str],
    ) -> Result<Self, LinkError> {
        let act = "listening to the iPhone's notifications";
        let idevice = open(phone, "com.apple.mobile.notification_proxy", Framing::Plist).await?;
        let mut client = NotificationProxyClient::new(idevice);
        within(limit, act, client.observe_notifications(observed)).await?;
        Ok(Self { client, limit })
    }
}

impl NotificationCentre for Notifications {
    async fn post(&mut self, name: &'static str) -> Result<(), LinkError> {
        let posted = self.client.post_notification(name);
        within(self.limit, "posting a notification", posted).await
    }

    async fn next(&mut self) -> Result<String, Fault> {
        Ok(self.client.receive_notification().await?)
    }
}

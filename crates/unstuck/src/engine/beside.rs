//! What runs beside a backup connection: the passcode sheet, the sync lock, the log, the
//! heartbeat. All of it ends with the connection.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use unstuck_backup::Sign;
use unstuck_link::services::{
    Awake, Heartbeat, NotificationCentre, Notifications, PhoneLog, SyncLock, names,
};
use unstuck_link::{Muxer, Phone};

/// The process on the phone that makes backups.
const AGENT: &str = "BackupAgent2";
/// Letting go of the phone may take this long.
const FINISH_TIME: Duration = Duration::from_secs(2);

/// Side channels of one connection.
pub(super) struct Beside {
    stop: Option<oneshot::Sender<()>>,
    notifications: Option<JoinHandle<()>>,
    others: Vec<JoinHandle<()>>,
    _awake: Option<Awake>,
}

impl Beside {
    /// Starts to listen. Log and heartbeat are good to have and nothing more: a phone that
    /// does not offer them is backed up without.
    pub(super) async fn start(
        phone: &mut Phone,
        muxer: Muxer,
        limit: Duration,
        notifications: Notifications,
        lock: Option<SyncLock>,
        awake: Option<Awake>,
        tell: &mpsc::Sender<Sign>,
    ) -> Self {
        let (stop, stopped) = oneshot::channel();
        let udid = phone.attached().udid.clone();
        let listening = listen(notifications, lock, stopped, tell.clone());
        let mut others = vec![tokio::spawn(follow_battery(muxer, udid, tell.clone()))];
        if let Ok(heartbeat) = Heartbeat::open(phone, limit).await {
            others.push(tokio::spawn(follow_heartbeat(heartbeat, tell.clone())));
        }
        if let Ok(log) = PhoneLog::open(phone).await {
            others.push(tokio::spawn(follow_log(log, tell.clone())));
        }
        Self {
            stop: Some(stop),
            notifications: Some(tokio::spawn(listening)),
            others,
            _awake: awake,
        }
    }

    /// Releases the sync lock and says so to the phone.
    pub(super) async fn finish(mut self) {
        drop(self.stop.take());
        if let Some(notifications) = self.notifications.take() {
            let _ = tokio::time::timeout(FINISH_TIME, notifications).await;
        }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.others.iter().for_each(JoinHandle::abort);
        // The task lets go of the lock by itself once `stop` is dropped.
    }
}

async fn listen(
    mut notifications: Notifications,
    lock: Option<SyncLock>,
    mut stopped: oneshot::Receiver<()>,
    tell: mpsc::Sender<Sign>,
) {
    loop {
        tokio::select! {
            heard = notifications.next() => {
                let Ok(name) = heard else { break };
                if let Some(sign) = sign_of(&name) {
                    let _ = tell.send(sign).await;
                }
            }
            _ = &mut stopped => break,
        }
    }
    match lock {
        Some(lock) => {
            let _ = lock.release(&mut notifications).await;
        }
        None => {
            let _ = notifications.post(names::SYNC_DID_FINISH).await;
        }
    }
}

fn sign_of(name: &str) -> Option<Sign> {
    match name {
        names::PASSCODE_PRESENTED => Some(Sign::PromptShown),
        names::PASSCODE_DISMISSED => Some(Sign::PromptGone),
        names::SYNC_CANCEL_REQUEST => Some(Sign::CancelledOnPhone),
        _ => None,
    }
}

/// How often the battery is looked at: each time is a session of its own.
const BATTERY_GAP: Duration = Duration::from_secs(5 * 60);

async fn follow_battery(muxer: Muxer, udid: String, tell: mpsc::Sender<Sign>) {
    loop {
        tokio::time::sleep(BATTERY_GAP).await;
        let Ok(mut phone) = Phone::open(&muxer, &udid).await else { continue };
        if let Ok(Some(percent)) = phone.battery().await
            && tell.send(Sign::Battery(percent)).await.is_err()
        {
            return;
        }
    }
}

async fn follow_heartbeat(mut heartbeat: Heartbeat, tell: mpsc::Sender<Sign>) {
    while heartbeat.beat().await.is_ok() {
        if tell.send(Sign::Heartbeat).await.is_err() {
            return;
        }
    }
}

async fn follow_log(mut log: PhoneLog, tell: mpsc::Sender<Sign>) {
    while let Ok(line) = log.next_of(AGENT).await {
        if tell.send(Sign::AgentLog(line)).await.is_err() {
            return;
        }
    }
}

//! What goes wrong on the way to a phone, and after how long it is known: in virtual time. The
//! simulated world tells runs the same with the same figures.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod room;

use std::time::Duration;

use tokio::time::Instant;
use unstuck_link::services::{Media, Notifications, SyncLock, SyncLockFault};
use unstuck_link::{Fault, LinkError, Muxer, Phone};
use unstuck_sim::Scenario;
use unstuck_sim::serve::Server;

use room::{UDID, client_of, room};

const LIMIT: Duration = Duration::from_secs(15);

/// Opens what a backup needs, in its order; what it came to, and after how long.
async fn open(muxer: &Muxer, udid: &str) -> (Result<(), LinkError>, Duration) {
    let start = Instant::now();
    let opened = async {
        let mut phone = Phone::open(muxer, udid).await?;
        let mut notifications = Notifications::open(&mut phone, LIMIT, &[]).await?;
        let media = Media::open(&mut phone, LIMIT).await?;
        let patience = Duration::from_secs(10);
        match SyncLock::take(media, &mut notifications, patience, || ()).await {
            Ok(_) | Err(SyncLockFault::Link(_)) => {}
            Err(SyncLockFault::HeldByOther) => {
                return Err(LinkError::new("taking the sync lock", Fault::Busy));
            }
        }
        phone.open_service("com.apple.mobilebackup2", true).await.map(drop)
    };
    (opened.await, start.elapsed())
}

async fn fault_of(name: &str) -> (Fault, Duration) {
    let (_server, muxer) = room(&Scenario::named(name).unwrap());
    let (opened, took) = open(&muxer, UDID).await;
    (opened.unwrap_err().fault, took)
}

macro_rules! assert_fault {
    ($name:literal, $fault:pat, $seconds:expr) => {
        let (fault, took) = fault_of($name).await;
        assert!(matches!(fault, $fault), "{}: {fault:?}", $name);
        let seconds = took.as_secs_f64();
        assert!($seconds.contains(&seconds), "{}: after {seconds} s", $name);
    };
}

#[tokio::test(start_paused = true)]
async fn a_daemon_that_is_silent_or_mad_is_known_within_five_seconds() {
    assert_fault!("usb-data-blocked", Fault::Detached, (0.0..0.1));
    assert_fault!("usbmuxd-silent", Fault::Timeout { .. }, (4.9..5.1));
    assert_fault!("usbmuxd-nonsense", Fault::Nonsense(_), (0.0..0.1));
}

#[tokio::test(start_paused = true)]
async fn a_phone_that_does_not_answer_or_secure_is_known_within_fifteen_seconds() {
    assert_fault!("lockdown-silent", Fault::Timeout { .. }, (14.9..15.1));
    assert_fault!("lockdown-nonsense", Fault::Nonsense(_), (0.0..0.1));
    assert_fault!("tls-silent", Fault::Timeout { .. }, (14.9..15.1));
    assert_fault!("tls-refused", Fault::Broken(_), (0.0..0.1));
}

#[tokio::test(start_paused = true)]
async fn trust_lost_services_refused_and_locks_held_are_told_apart() {
    assert_fault!("trust-lost", Fault::NotTrusted, (0.0..0.1));
    assert_fault!("wifi-trust-lost", Fault::NotTrusted, (0.0..0.1));
    assert_fault!("backup-service-taken", Fault::Busy, (0.0..0.1));
    assert_fault!("backup-service-forbidden", Fault::Prohibited(_), (0.0..0.1));
    assert_fault!("sync-lock-held", Fault::Busy, (9.5..10.5));
    assert_fault!("locked", Fault::Locked, (0.0..0.1));
}

#[tokio::test(start_paused = true)]
async fn a_notification_proxy_that_dies_does_not_keep_anybody_from_the_backup() {
    let (_server, muxer) = room(&Scenario::named("notifications-die").unwrap());
    assert!(open(&muxer, UDID).await.0.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_daemon_that_mixes_up_numbers_never_leads_to_another_phone() {
    let scenario = Scenario::named("usbmuxd-mixes-numbers").unwrap();
    let server = Server::new(&scenario, 1_793_491_200);
    let serving = server.clone();
    let muxer = client_of(move |stream| {
        let server = serving.clone();
        async move { server.serve(stream).await }
    });
    for phone in server.phones() {
        let udid = phone.lock().identity.udid.clone();
        let mut opened = Phone::open(&muxer, &udid).await.unwrap();
        let found = opened.session().value(None, Some("UniqueDeviceID")).await.unwrap();
        assert_eq!(found.unwrap().as_string(), Some(udid.as_str()));
    }
}

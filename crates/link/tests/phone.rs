//! From an attached phone to its services, against the simulated phone and in virtual time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod room;

use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::time::Instant;
use unstuck_link::mux::Transport;
use unstuck_link::pairing::{PairStep, pair};
use unstuck_link::services::{
    Apps, Heartbeat, Media, NotificationCentre, Notifications, PhoneLog, SyncLock, SyncLockFault,
    names,
};
use unstuck_link::{Fault, LinkError, MuxEvent, Muxer, PairRecord, Phone};
use unstuck_sim::Scenario;

use room::{UDID, room};

const LIMIT: Duration = Duration::from_secs(15);

fn named(name: &str) -> Scenario {
    Scenario::named(name).unwrap()
}

async fn opened(muxer: &Muxer) -> Phone {
    Phone::open(muxer, UDID).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_trusted_phone_tells_values_and_opens_its_services() {
    let (_server, muxer) = room(&named("healthy"));
    let mut phone = opened(&muxer).await;
    let name = phone.session().value(None, Some("DeviceName")).await.unwrap();
    assert_eq!(name.unwrap().as_string(), Some("Ada's iPhone"));
    assert_eq!(phone.session().value(Some("no.such"), Some("Thing")).await.unwrap(), None);
    let apps = Apps::list(&mut phone, LIMIT, LIMIT).await.unwrap();
    assert!(!apps.is_empty() && apps.iter().all(|app| app.icon.is_some()));
    let mut heartbeat = Heartbeat::open(&mut phone, LIMIT).await.unwrap();
    heartbeat.beat().await.unwrap();
    heartbeat.beat().await.unwrap();
    PhoneLog::open(&mut phone).await.unwrap();
    assert_eq!(Phone::ask_lock_state(&muxer, UDID).await.unwrap(), Some(false));
}

#[tokio::test(start_paused = true)]
async fn trust_given_late_makes_a_record_that_works() {
    let (_server, muxer) = room(&named("trust-late"));
    let untrusted = Phone::open(&muxer, UDID).await.unwrap_err();
    assert!(matches!(untrusted.fault, Fault::NotTrusted), "{untrusted}");
    let attached = muxer.find(UDID).await.unwrap();
    let (start, mut steps) = (Instant::now(), Vec::new());
    let record = pair(&muxer, &attached, |step| steps.push(step)).await.unwrap();
    assert_eq!(steps, [PairStep::TapTrust], "told once, not every second");
    assert!(start.elapsed() >= Duration::from_secs(30));
    let stored = muxer.pair_record(UDID).await.unwrap().unwrap();
    assert_eq!(PairRecord::from_bytes(&stored).unwrap(), record);
    assert!(record.escrow_bag.is_some());
    opened(&muxer).await;
}

#[tokio::test(start_paused = true)]
async fn trust_refused_and_trust_never_given_are_told_apart() {
    for (name, seconds) in [("trust-refused", 5), ("trust-never", 119)] {
        let (_server, muxer) = room(&named(name));
        let attached = muxer.find(UDID).await.unwrap();
        let start = Instant::now();
        let error = pair(&muxer, &attached, |_| {}).await.unwrap_err();
        match name {
            "trust-refused" => assert!(matches!(error.fault, Fault::TrustRefused), "{error}"),
            _ => assert!(matches!(error.fault, Fault::Timeout { .. }), "{error}"),
        }
        let took = start.elapsed().as_secs();
        assert!((seconds..seconds + 3).contains(&took), "{name}: {took} s");
        assert_eq!(muxer.pair_record(UDID).await.unwrap(), None, "nothing is stored");
    }
}

#[tokio::test(start_paused = true)]
async fn a_locked_phone_is_named_as_locked() {
    let (_server, muxer) = room(&named("locked"));
    let opened = Phone::open(&muxer, UDID).await;
    let fault = match opened {
        Err(error) => error.fault,
        Ok(mut phone) => phone.open_service("com.apple.afc", false).await.unwrap_err().fault,
    };
    assert!(matches!(fault, Fault::Locked), "{fault}");
    assert_eq!(Phone::ask_lock_state(&muxer, UDID).await.unwrap(), Some(true));
}

#[tokio::test(start_paused = true)]
async fn a_phone_with_a_foreign_certificate_is_not_believed() {
    let (_server, muxer) = room(&named("trust-late"));
    let attached = muxer.find(UDID).await.unwrap();
    let record = pair(&muxer, &attached, |_| {}).await.unwrap();
    let (_other, other_muxer) = room(&named("trust-late"));
    let attached = other_muxer.find(UDID).await.unwrap();
    let other = pair(&other_muxer, &attached, |_| {}).await.unwrap();
    // The phone knows the host, but shows a certificate the record does not hold.
    let mixed = PairRecord {
        device_certificate: other.device_certificate,
        root_certificate: other.root_certificate,
        ..record
    };
    muxer.save_pair_record(UDID, attached.device_id, mixed.to_bytes()).await.unwrap();
    let error = Phone::open(&muxer, UDID).await.unwrap_err();
    assert!(matches!(error.fault, Fault::Tls(_)), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_sync_lock_held_elsewhere_is_named_and_ends_with_its_connection() {
    let (_server, muxer) = room(&named("healthy"));
    let mut first = opened(&muxer).await;
    let mut notifications = Notifications::open(&mut first, LIMIT, &[]).await.unwrap();
    let media = Media::open(&mut first, LIMIT).await.unwrap();
    let held = SyncLock::take(media, &mut notifications, LIMIT, || ()).await.unwrap();

    let mut second = opened(&muxer).await;
    let observed = [names::SYNC_DID_FINISH];
    let mut heard = Notifications::open(&mut second, LIMIT, &observed).await.unwrap();
    let media = Media::open(&mut second, LIMIT).await.unwrap();
    let start = Instant::now();
    let patience = Duration::from_secs(10);
    let mut told = 0;
    let refused = SyncLock::take(media, &mut heard, patience, || told += 1).await.unwrap_err();
    assert_eq!(told, 1, "told once, and at once");
    assert!(matches!(refused, SyncLockFault::HeldByOther), "{refused:?}");
    assert!((9..=11).contains(&start.elapsed().as_secs()));

    held.release(&mut notifications).await.unwrap();
    assert_eq!(heard.next().await.unwrap(), names::SYNC_DID_FINISH);
    let media = Media::open(&mut second, LIMIT).await.unwrap();
    let held = SyncLock::take(media, &mut heard, patience, || ()).await.unwrap();
    drop(held);
    tokio::task::yield_now().await;
    let media = Media::open(&mut first, LIMIT).await.unwrap();
    SyncLock::take(media, &mut notifications, patience, || ()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_pulled_cable_is_told_and_breaks_what_was_open() {
    let (server, muxer) = room(&named("healthy"));
    let mut events = muxer.listen().await.unwrap();
    let MuxEvent::Attached(attached) = events.next().await.unwrap() else { panic!() };
    assert!(matches!(attached.transport, Transport::Usb { .. }));
    let mut phone = opened(&muxer).await;
    let mut stream = phone.open_service("com.apple.mobile.heartbeat", false).await.unwrap();
    let back_after = Some(Duration::from_secs(20));
    let pulled = unstuck_sim::phone::PhoneEvent::Unplugged { back_after };
    server.phones()[0].lock().announce(pulled);
    // The next thing anybody asks of the phone lets the event out.
    let _ = Phone::ask_lock_state(&muxer, UDID).await;
    assert_eq!(events.next().await.unwrap(), MuxEvent::Detached(attached.device_id));
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    let gone: Result<Phone, LinkError> = Phone::open(&muxer, UDID).await;
    assert!(matches!(gone.unwrap_err().fault, Fault::Detached));
    let MuxEvent::Attached(back) = events.next().await.unwrap() else { panic!() };
    assert_ne!(back.device_id, attached.device_id, "another number after a replug");
    opened(&muxer).await;
}

#[tokio::test(start_paused = true)]
async fn phones_are_told_apart_and_the_network_is_named() {
    let (_server, muxer) = room(&named("two-phones"));
    let found = muxer.list().await.unwrap();
    assert_eq!(found.len(), 2);
    for attached in found {
        let phone = Phone::open(&muxer, &attached.udid).await.unwrap();
        assert_eq!(phone.attached(), &attached);
    }
    let (_server, muxer) = room(&named("wifi"));
    assert_eq!(muxer.list().await.unwrap()[0].transport, Transport::Network);
    opened(&muxer).await;
}

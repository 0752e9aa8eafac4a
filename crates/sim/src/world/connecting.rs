//! What opening the backup service comes to, told without the sockets of `link`.
//!
//! `link`'s tests play the same faults against its real code in virtual time and hold the same
//! figures; what a fault becomes for a run is said in one place here.

use std::time::Duration;

use unstuck_backup::{ConnectFault, PersonNeed, Sign};
use unstuck_wire::Moment;

use super::Coming;
use crate::phone::Phone;
use crate::scenario::{LinkFaultKind, TrustAnswer};

/// Time to open the backup service when all goes well.
pub(super) const CONNECT_TIME: Duration = Duration::from_millis(40);

// Deadlines of `link` (docs/protocol.md 8).
const DAEMON: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(15);
const TLS: Duration = Duration::from_secs(15);
const SYNC_LOCK: Duration = Duration::from_secs(10);
const TRUST: Duration = Duration::from_secs(120);
/// A daemon that mixes up numbers gets another chance after this pause.
const NUMBER_PAUSE: Duration = Duration::from_millis(300);

/// Things that come, in order, each with the time since the attempt began.
pub(super) fn story(phone: &mut Phone, attached: bool, now: Moment) -> Vec<(Duration, Coming)> {
    let other = |text: &str| Coming::ConnectFailed(ConnectFault::Other(text.into()));
    if phone.link_faults.strikes(LinkFaultKind::MuxSilent, now) {
        return vec![(DAEMON, other("the usbmux service did not answer within 5 seconds"))];
    }
    if phone.link_faults.strikes(LinkFaultKind::MuxNonsense, now) {
        return vec![(CONNECT_TIME, other("the usbmux service answered what makes no sense"))];
    }
    if !attached || phone.link_faults.strikes(LinkFaultKind::NoDevice, now) {
        return vec![(CONNECT_TIME, Coming::ConnectFailed(ConnectFault::Absent))];
    }
    let mut after = CONNECT_TIME;
    while phone.link_faults.strikes(LinkFaultKind::WrongNumber, now) {
        after += NUMBER_PAUSE;
    }
    let waits = [
        (LinkFaultKind::LockdownSilent, ANSWER, "the iPhone did not answer within 15 seconds"),
        (LinkFaultKind::LockdownNonsense, CONNECT_TIME, "the iPhone answered what makes no sense"),
        (LinkFaultKind::TlsSilent, TLS, "no secure connection within 15 seconds"),
        (LinkFaultKind::TlsRefused, CONNECT_TIME, "the iPhone broke the secure connection off"),
    ];
    for (kind, wait, text) in waits {
        if phone.link_faults.strikes(kind, now) {
            return vec![(wait, other(text))];
        }
    }
    if phone.link_faults.strikes(LinkFaultKind::HostUnknown, now) {
        return ask_for_trust(phone, now, TrustAnswer::Trust);
    }
    match phone.scenario.trust.answer {
        TrustAnswer::Given => {}
        answer => return ask_for_trust(phone, now, answer),
    }
    service(phone, now, after)
}

/// The phone trusts: on to the backup service.
fn service(phone: &mut Phone, now: Moment, after: Duration) -> Vec<(Duration, Coming)> {
    let failed = |after, fault| vec![(after, Coming::ConnectFailed(fault))];
    if phone.is_locked(now) {
        return failed(after, ConnectFault::Locked);
    }
    if phone.link_faults.strikes(LinkFaultKind::SyncLockHeld, now) {
        let mut held = vec![(after, Coming::Sign(Sign::HeldByOther))];
        held.extend(failed(after + SYNC_LOCK, ConnectFault::Busy));
        return held;
    }
    if phone.link_faults.strikes(LinkFaultKind::ServiceLimit, now) {
        return failed(after, ConnectFault::Busy);
    }
    if phone.link_faults.strikes(LinkFaultKind::ServiceProhibited, now) {
        return failed(after, ConnectFault::Prohibited("ServiceProhibited".into()));
    }
    vec![(after, Coming::Connected)]
}

/// The Trust dialog, as its owner answers it.
fn ask_for_trust(phone: &mut Phone, now: Moment, answer: TrustAnswer) -> Vec<(Duration, Coming)> {
    let failed = |fault| Coming::ConnectFailed(fault);
    if phone.scenario.network {
        return vec![(CONNECT_TIME, failed(ConnectFault::TrustNeedsCable))];
    }
    let asked = (CONNECT_TIME, Coming::Sign(Sign::PersonAsked(PersonNeed::Trust)));
    let after = Duration::from_secs_f64(phone.scenario.trust.after_s);
    let end = match answer {
        TrustAnswer::Trust if after < TRUST => service(phone, now, CONNECT_TIME + after),
        TrustAnswer::Refuse => vec![(CONNECT_TIME + after, failed(ConnectFault::TrustRefused))],
        _ => vec![(CONNECT_TIME + TRUST, failed(ConnectFault::TrustMissing))],
    };
    [asked].into_iter().chain(end).collect()
}

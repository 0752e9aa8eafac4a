//! The services of a simulated phone, each a machine without a socket.

mod afc;
mod crash_reports;
mod diagnostics;
mod heartbeat;
mod inbox;
mod installation;
mod lockdown;
mod logs;
mod notifications;
mod plists;
mod power;
mod springboard;

use unstuck_wire::{Machine, Moment};

use crate::agent::Agent;
use crate::phone::{PhoneEvent, SharedPhone, Trusted};
use crate::scenario::LinkFaultKind;

pub use lockdown::Lockdown;

/// Port of lockdown on the phone.
pub const LOCKDOWN_PORT: u16 = 62078;

/// A service on one connection.
pub trait Service: Machine + Send {
    /// Something happened on the phone.
    fn handle_event(&mut self, _now: Moment, _event: &PhoneEvent) {}

    /// The connection is to change once everything said before is sent.
    fn take_turn(&mut self) -> Option<Turn> {
        None
    }
}

/// How a connection changes.
#[derive(Clone, Debug)]
pub enum Turn {
    /// TLS begins, with the certificates of this host.
    StartTls(Box<Trusted>),
    /// TLS ends, the connection goes on in the clear.
    StopTls,
}

impl Service for Agent {}

/// Who a service is for.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The phone.
    pub phone: SharedPhone,
    /// Number of the connection, for what it holds (the sync lock).
    pub connection: u64,
}

/// Names of services that lockdown starts.
const SERVICES: [&str; 12] = [
    "com.apple.afc",
    "com.apple.crashreportcopymobile",
    "com.apple.crashreportmover",
    "com.apple.mobile.assertion_agent",
    "com.apple.mobile.diagnostics_relay",
    "com.apple.mobile.heartbeat",
    "com.apple.mobile.installation_proxy",
    "com.apple.mobile.notification_proxy",
    "com.apple.mobilebackup2",
    "com.apple.os_trace_relay",
    "com.apple.springboardservices",
    "com.apple.syslog_relay",
];

/// Whether lockdown knows a service.
pub(crate) fn is_known(name: &str) -> bool {
    SERVICES.contains(&name)
}

/// Opens a service for a connection that begins now; `None` for an unknown name.
pub fn open(name: &str, now: Moment, caller: Caller) -> Option<Box<dyn Service>> {
    let phone = caller.phone.clone();
    let strikes = |kind| phone.lock().link_faults.strikes(kind, now);
    Some(match name {
        "com.apple.mobilebackup2" => Box::new(Agent::new(now, phone.clone())),
        "com.apple.afc" => {
            let held = strikes(LinkFaultKind::SyncLockHeld);
            phone.lock().media.locked_by_other = held;
            Box::new(afc::Afc::media(caller))
        }
        "com.apple.crashreportcopymobile" => Box::new(afc::Afc::crash_reports(caller)),
        "com.apple.crashreportmover" => Box::new(crash_reports::mover()),
        "com.apple.mobile.assertion_agent" => power::service(now),
        "com.apple.mobile.diagnostics_relay" => diagnostics::service(now, phone),
        "com.apple.mobile.heartbeat" => {
            heartbeat::service(now, strikes(LinkFaultKind::NoHeartbeat))
        }
        "com.apple.mobile.installation_proxy" => installation::service(now, phone),
        "com.apple.mobile.notification_proxy" => {
            let dies = strikes(LinkFaultKind::NotificationsDie);
            notifications::service(now, phone, dies)
        }
        "com.apple.os_trace_relay" => Box::new(logs::OsTrace::new()),
        "com.apple.springboardservices" => springboard::service(now),
        "com.apple.syslog_relay" => Box::new(logs::Syslog::new(now, &phone)),
        _ => return None,
    })
}

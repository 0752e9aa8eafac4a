//! The state of a simulated phone: what all of its services see.

mod cured;
mod faults;
mod keybag;
mod media;
mod restored;
mod trust;
mod values;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use unstuck_wire::Moment;

pub use faults::{FaultPlan, LinkPlan, Number};
pub use keybag::PhoneKeybag;
pub use media::{Handle, LockResult, Media};
pub use restored::Restored;
pub use trust::{
    DEVICE_KEY, DEVICE_PUBLIC_KEY, PairOutcome, PairRequest, SYSTEM_BUID, Trusted,
    bundled_pair_record,
};

use crate::content::Content;
use crate::identity::Identity;
use crate::scenario::Scenario;

/// A phone that several services share.
#[derive(Clone, Debug)]
pub struct SharedPhone(Arc<Mutex<Phone>>);

impl SharedPhone {
    /// Phone `number` of a scenario.
    pub fn new(scenario: &Scenario, number: u64) -> Self {
        Self(Arc::new(Mutex::new(Phone::new(scenario, number))))
    }

    /// The same phone once more, with nothing in common.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self(Arc::new(Mutex::new(self.lock().clone())))
    }

    /// Looks at the phone, or changes it.
    pub fn lock(&self) -> MutexGuard<'_, Phone> {
        // A panicked service is a bug of its own; the others may go on.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Something every service may want to hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneEvent {
    /// A notification was posted, by a host or by the phone itself.
    Notification(String),
    /// A process wrote a line into the log.
    Log(LogLine),
    /// The cable is pulled; back after that time, or not at all.
    Unplugged {
        /// Time until it is put back.
        back_after: Option<Duration>,
    },
    /// The usbmux daemon restarts.
    MuxRestart {
        /// Time until it is back.
        back_after: Duration,
    },
    /// The phone restarts.
    Restarting,
    /// A restore came to its end.
    Restored(Box<Restored>),
}

/// One line of the phone's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Process, for example `BackupAgent2`.
    pub process: String,
    /// Text.
    pub message: String,
    /// 0 notice, 1 info, 2 debug, 0x10 error, 0x11 fault.
    pub level: u8,
}

/// The state.
#[derive(Clone, Debug)]
pub struct Phone {
    /// What was asked for.
    pub scenario: Scenario,
    /// Who it is.
    pub identity: Identity,
    /// What it holds now.
    pub content: Arc<Content>,
    /// Hosts it trusts, and the dialog about those it does not.
    pub trust: trust::TrustState,
    /// Locked since its start.
    pub locked: bool,
    /// The backup password and what follows from it.
    pub keybag: Option<Arc<PhoneKeybag>>,
    /// The upload under way or interrupted: what a real phone keeps in its cache folder.
    pub cache: Option<UploadCache>,
    /// Time of the last backup that ended well, in seconds since 2001.
    pub last_backup: Option<i64>,
    /// The media partition, with the sync lock.
    pub media: Media,
    /// Faults still to happen.
    pub faults: FaultPlan,
    /// The same on the way to the phone.
    pub link_faults: LinkPlan,
    /// When a fault struck first in the scenario at hand.
    pub struck: Option<Moment>,
    /// Percent of the battery.
    pub battery: u8,
    /// The screen is locked; services go on.
    pub screen_locked: bool,
    /// When it is unlocked, if that is known.
    pub unlocked_at: Option<Moment>,
    /// Bytes of payload sent in all runs, as they are stored.
    pub payload_bytes_sent: u64,
    /// Wi-Fi connections are allowed.
    pub wifi_connections: bool,
    /// Seconds since 1970 at [`Moment::START`].
    pub epoch: i64,
    /// How often `final_error` has struck.
    pub final_errors: u32,
    /// Instead of making a backup the agent does what these bytes say.
    pub script: Option<Vec<u8>>,
    /// When somebody first read its log: from then on its story runs.
    pub log_began: Option<Moment>,
    /// Number of the phone in its scenario.
    pub number: u64,
    /// The latest generation its content ever had.
    pub newest_generation: u32,
    /// The last restore that came to its end.
    pub restored: Option<Restored>,
    events: Vec<PhoneEvent>,
    after_goodbye: Vec<PhoneEvent>,
}

/// What a phone remembers of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadCache {
    /// UUID of the backup it belongs to.
    pub uuid: String,
    /// Generation of the content that is being uploaded.
    pub generation: u32,
}

impl Phone {
    /// Phone `number` of a scenario.
    pub fn new(scenario: &Scenario, number: u64) -> Self {
        let scenario = &scenario.of_phone(number);
        let identity = scenario.identity.clone().completed(scenario.seed, number);
        let content = Content::new(scenario.seed.wrapping_add(number), scenario.content.clone());
        let mut phone = Self {
            identity,
            content: Arc::new(content),
            trust: trust::TrustState::new(scenario),
            locked: scenario.locked,
            keybag: None,
            cache: None,
            last_backup: None,
            media: Media::new(),
            faults: FaultPlan::new(scenario),
            link_faults: LinkPlan::new(scenario, Moment::START),
            struck: None,
            battery: scenario.battery.unwrap_or(87),
            screen_locked: false,
            unlocked_at: None,
            payload_bytes_sent: 0,
            wifi_connections: scenario.values.wifi_sync.unwrap_or(scenario.network),
            // 2026-11-01; a server sets the time of day.
            epoch: 1_793_491_200,
            final_errors: 0,
            script: None,
            log_began: None,
            number,
            newest_generation: 0,
            restored: None,
            events: Vec::new(),
            after_goodbye: Vec::new(),
            scenario: scenario.clone(),
        };
        if let Some(password) = scenario.encryption.password.clone() {
            phone.set_password(Some(&password));
        }
        phone
    }

    /// Sets or removes the backup password. The same phone and password always give the
    /// same keys, as if the phone had kept them.
    pub fn set_password(&mut self, password: Option<&str>) {
        self.keybag = self.keybag_of(password).map(Arc::new);
    }

    /// The keys this phone has under a password.
    pub fn keybag_of(&self, password: Option<&str>) -> Option<PhoneKeybag> {
        let rounds = &self.scenario.encryption;
        let seed = self.scenario.seed.wrapping_add(self.number);
        let (first, second) = (rounds.first_rounds, rounds.second_rounds);
        password.map(|password| PhoneKeybag::new(seed, password, first, second))
    }

    /// From now on things go as another scenario says; who the phone is, what it holds and
    /// what it remembers stay.
    pub fn become_like(&mut self, scenario: &Scenario, now: Moment) {
        let scenario = &scenario.of_phone(self.number);
        self.faults = FaultPlan::new(scenario);
        self.link_faults = LinkPlan::new(scenario, now);
        self.struck = None;
        self.battery = scenario.battery.unwrap_or(87);
        self.unlocked_at = None;
        self.screen_locked = false;
        self.trust = trust::TrustState::new(scenario);
        self.locked = scenario.locked;
        self.final_errors = 0;
        self.scenario = Scenario {
            identity: self.scenario.identity.clone(),
            content: self.scenario.content.clone(),
            seed: self.scenario.seed,
            ..scenario.clone()
        };
    }

    /// Whether its services refuse because it was not unlocked since its start.
    pub fn is_locked(&mut self, now: Moment) -> bool {
        if self.unlocked_at.is_some_and(|at| at <= now) {
            self.unlocked_at = None;
            self.locked = false;
        }
        self.locked
    }

    /// Something happened that other services may want to hear of.
    pub fn announce(&mut self, event: PhoneEvent) {
        self.events.push(event);
    }

    /// Something that will happen once the backup service's connection is over.
    pub fn after_goodbye(&mut self, event: PhoneEvent) {
        self.after_goodbye.push(event);
    }

    /// The backup service's connection is over.
    pub fn said_goodbye(&mut self) {
        self.events.append(&mut self.after_goodbye);
    }

    /// Posts a notification.
    pub fn notify(&mut self, name: &str) {
        self.announce(PhoneEvent::Notification(name.into()));
    }

    /// Writes a line into the log.
    pub fn log(&mut self, process: &str, message: impl Into<String>) {
        let line = LogLine { process: process.into(), message: message.into(), level: 0 };
        self.announce(PhoneEvent::Log(line));
    }

    /// What happened since this was last asked.
    pub fn take_events(&mut self) -> Vec<PhoneEvent> {
        std::mem::take(&mut self.events)
    }

    /// Seconds since 1970 at `now`.
    pub fn unix_time(&self, now: Moment) -> i64 {
        self.epoch + i64::try_from(now.since_start().as_secs()).unwrap_or(0)
    }

    /// A backup ended well: the phone notes when, and its owner goes on using it.
    pub fn backup_done(&mut self, now: Moment) {
        // 2001-01-01 in seconds since 1970.
        self.last_backup = Some(self.unix_time(now) - 978_307_200);
        self.cache = None;
        Arc::make_mut(&mut self.content).pass_time();
        self.newest_generation = self.newest_generation.max(self.content.generation);
    }
}

//! Errors as people read them: what is stuck, why, what to do next.

use unstuck_link::{Fault, LinkError};
use unstuck_vault::StoreError;

/// Exit codes (docs/contracts.md).
pub(crate) mod code {
    /// Done, and checked.
    pub(crate) const DONE: u8 = 0;
    /// Failed for a reason that has no code of its own.
    pub(crate) const FAILED: u8 = 1;
    /// Wrong use of the command.
    pub(crate) const USAGE: u8 = 2;
    /// Done in part: except what is named.
    pub(crate) const PARTIAL: u8 = 3;
    /// A person is needed.
    pub(crate) const PERSON: u8 = 4;
    /// No phone in reach.
    pub(crate) const NO_PHONE: u8 = 5;
    /// Nothing moved, or the phone went away.
    pub(crate) const STALLED: u8 = 6;
    /// The place for the backup does not serve.
    pub(crate) const PLACE: u8 = 7;
    /// Verification found damage.
    pub(crate) const DAMAGE: u8 = 8;
    /// Wrong backup password.
    pub(crate) const PASSWORD: u8 = 9;
    /// The phone refused.
    pub(crate) const REFUSED: u8 = 10;
    /// Interrupted by the person.
    pub(crate) const INTERRUPTED: u8 = 130;
}

/// A failure, told to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    /// One sentence: what is the matter.
    pub(crate) headline: String,
    /// What we saw, or what it means. Sentences.
    pub(crate) details: Vec<String>,
    /// What to do next.
    pub(crate) next: Vec<String>,
    /// Exit code.
    pub(crate) code: u8,
    /// Label from the closed list of causes, where one is known.
    pub(crate) cause: Option<&'static str>,
}

impl Report {
    /// A report without details.
    pub(crate) fn new(code: u8, headline: impl Into<String>) -> Self {
        Self { headline: headline.into(), details: vec![], next: vec![], code, cause: None }
    }

    /// Adds what we saw.
    pub(crate) fn saw(mut self, detail: impl Into<String>) -> Self {
        self.details.push(detail.into());
        self
    }

    /// Adds a next step.
    pub(crate) fn next(mut self, step: impl Into<String>) -> Self {
        self.next.push(step.into());
        self
    }

    /// Names the cause.
    pub(crate) fn because(mut self, cause: &'static str) -> Self {
        self.cause = Some(cause);
        self
    }
}

impl From<LinkError> for Report {
    fn from(error: LinkError) -> Self {
        let saw = error.to_string();
        match &error.fault {
            Fault::NoDaemon { .. } => Self::new(code::NO_PHONE, NO_DAEMON)
                .saw(saw)
                .next(START_DAEMON)
                .because("usb-stack"),
            Fault::Detached => no_phone(),
            Fault::Locked => Self::new(code::PERSON, "The iPhone is locked.")
                .saw("It was not unlocked since it was started, so its services refuse.")
                .next("Unlock the iPhone with its passcode, then run this again.")
                .because("device-locked-passcode"),
            Fault::NotTrusted | Fault::TrustPending | Fault::TrustRefused => {
                Self::new(code::PERSON, "The iPhone does not trust this computer.")
                    .saw(saw)
                    .next("Unlock the iPhone, tap Trust when it asks, and type its passcode.")
                    .next("If it does not ask: unplug it, plug it in again, and run this again.")
                    .because("pairing-trust")
            }
            Fault::NeedsCable => Self::new(code::PERSON, "Trust can be given over a cable only.")
                .next("Connect the iPhone with its cable once and run this again.")
                .because("pairing-trust"),
            Fault::Tls(_) => Self::new(
                code::PERSON,
                "The iPhone and this computer do not know each other any more.",
            )
            .saw(saw)
            .next("Unplug the iPhone, plug it in again, and tap Trust when it asks.")
            .because("pairing-trust"),
            Fault::Timeout { .. } => silent(error.is_of_service()).saw(saw).because("usb-stack"),
            Fault::Prohibited(text) => {
                Self::new(code::REFUSED, "This iPhone does not allow it now.")
                    .saw(format!("The iPhone said: {text}."))
                    .next("If it belongs to a company or school, ask whoever manages it.")
                    .because("mdm-restriction")
            }
            Fault::Busy => Self::new(code::FAILED, "Another program is using the iPhone.")
                .next("Let it finish or quit it, then run this again.")
                .because("busy-device"),
            Fault::Daemon(_) | Fault::Nonsense(_) | Fault::OtherPhone { .. } => {
                Self::new(code::STALLED, "The usbmux service or the iPhone talks nonsense.")
                    .saw(saw)
                    .next("Unplug the iPhone, plug it in again, and run this again.")
                    .next("If that does not help, restart this computer.")
                    .because("usb-stack")
            }
            _ => Self::new(code::FAILED, "The conversation with the iPhone failed.")
                .saw(saw)
                .next("Unplug the iPhone, plug it in again, and run this again."),
        }
    }
}

/// Somebody did not answer in time: this computer's own service, or the phone.
fn silent(is_service: bool) -> Report {
    if is_service {
        Report::new(code::STALLED, "The service for iPhones on this computer does not answer.")
            .next("Restart the service: unstuck fix restart-host-service")
            .next("If that does not help, restart this computer.")
    } else {
        Report::new(code::STALLED, "The iPhone does not answer.")
            .next("Unplug the iPhone, wait ten seconds, plug it in again, and run this again.")
            .next("If that does not help, restart the iPhone.")
    }
}

impl From<StoreError> for Report {
    fn from(error: StoreError) -> Self {
        let full = error.is_full();
        let headline = if full {
            "The place for the backup is full."
        } else {
            "The place for the backup does not work."
        };
        let report = Self::new(code::PLACE, headline).saw(format!("{error}."));
        if full {
            report
                .next("Make room there, or choose another place with --to DIR.")
                .because("host-disk-full")
        } else {
            report.next("Choose another place with --to DIR.").because("target-filesystem")
        }
    }
}

const NO_DAEMON: &str = if cfg!(windows) {
    "Apple Mobile Device Service is not running, so no iPhone can be reached."
} else {
    "The usbmux service is not running, so no iPhone can be reached."
};
const START_DAEMON: &str = if cfg!(windows) {
    "Install Apple Devices or iTunes, or start Apple Mobile Device Service."
} else if cfg!(target_os = "macos") {
    "Restart this computer: the service belongs to macOS."
} else {
    "Install and start usbmuxd (on Debian and Ubuntu: the package usbmuxd)."
};

/// Nothing is attached.
pub(crate) fn no_phone() -> Report {
    Report::new(code::NO_PHONE, "No iPhone is in reach.")
        .next("Connect the iPhone with its cable and unlock it.")
        .next("When it asks whether to trust this computer, tap Trust and type its passcode.")
        .next("If nothing happens, try another cable or port: some cables only charge.")
}

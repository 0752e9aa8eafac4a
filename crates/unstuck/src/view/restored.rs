//! How a restore ended, told to a person: above all, what state the phone is in.

use unstuck_backup::restore::{PhoneState, RestoreEnd, RestoreOutcome};
use unstuck_backup::{BATTERY_EMPTY_PERCENT, GiveUp};
use unstuck_wire::ErrorCode;

use super::outcome::Told;
use super::words;
use crate::time::{counted, human_bytes, human_count, human_time};

/// What is known around a restore.
#[derive(Clone, Debug)]
pub(crate) struct Restored {
    /// The owner's name for the phone.
    pub(crate) phone: String,
    /// Name of the version.
    pub(crate) version: Option<String>,
    /// It is encrypted.
    pub(crate) encrypted: bool,
    /// Every byte that left was held against the seal of the version.
    pub(crate) sealed: bool,
    /// The person wanted no restart.
    pub(crate) no_reboot: bool,
}

/// The word for the state of the phone.
pub(super) fn state_word(state: PhoneState) -> &'static str {
    match state {
        PhoneState::Untouched => "untouched",
        PhoneState::KeepsWhatItHad => "keeps-what-it-had",
        PhoneState::Unknown => "unknown",
        PhoneState::Restored => "restored",
    }
}

/// Puts an outcome into words.
pub(super) fn tell(outcome: &RestoreOutcome, about: &Restored) -> Told {
    let told = match &outcome.end {
        RestoreEnd::Complete => return complete(outcome, about),
        end => failed(end, about),
    };
    let mut told = told.line(state(outcome));
    if outcome.files > 0 {
        told = told.line(format!("Sent      {}", sent(outcome)));
    }
    not_sent(told, outcome)
}

fn sent(outcome: &RestoreOutcome) -> String {
    let (files, bytes) = (counted(outcome.files, "file", "files"), human_bytes(outcome.bytes));
    format!("{files}, {bytes}, in {}", human_time(outcome.took))
}

fn complete(outcome: &RestoreOutcome, about: &Restored) -> Told {
    let phone = &about.phone;
    let headline = match outcome.file_error_count {
        0 => format!("{phone} has the whole backup and says that all is well."),
        count => format!("{phone} is restored, except {}.", counted(count, "file", "files")),
    };
    let mut told = Told::new(headline).line(format!("Sent      {}", sent(outcome)));
    if about.sealed && outcome.file_error_count == 0 {
        told = told.line("Proven    every byte sent is the one that was sealed");
    }
    if outcome.restarts {
        told = told
            .line("It restarts now and puts everything in place: some minutes, many files more.")
            .next("Leave it on power, and wait until it shows its lock screen.")
            .next("Apps come back from the App Store by themselves once it is on Wi-Fi.")
            .next("Turn Find My on again, and look whether what matters to you is there.");
    } else if about.no_reboot {
        told = told.next("Restart the iPhone yourself: only then is everything in place.");
    }
    not_sent(told, outcome)
}

fn not_sent(mut told: Told, outcome: &RestoreOutcome) -> Told {
    if outcome.file_error_count == 0 {
        return told;
    }
    told = told.line("Could not be sent:");
    for error in outcome.file_errors.iter().take(10) {
        told = told.line(words::not_sent(error));
    }
    match outcome.file_error_count.saturating_sub(10) {
        0 => told,
        more => told.line(format!("  … and {} more", human_count(more))),
    }
}

/// What state the phone is in.
fn state(outcome: &RestoreOutcome) -> &'static str {
    match outcome.phone_state() {
        PhoneState::Untouched => "Not a single file was sent: the iPhone is as it was.",
        PhoneState::KeepsWhatItHad => {
            "The iPhone had not begun to replace anything: it drops what it was sent and keeps \
             what it held. If it shows a progress bar, it goes away by itself."
        }
        PhoneState::Unknown => {
            "The iPhone had everything and was putting it in place: it may finish by itself or \
             go back to what it held. Leave it alone for ten minutes and see what it shows."
        }
        PhoneState::Restored => "The backup is on the iPhone.",
    }
}

const AGAIN: &str = "Run this again: a restore begins anew, and the backup is as it was.";

fn failed(end: &RestoreEnd, about: &Restored) -> Told {
    match end {
        RestoreEnd::Complete => Told::new("Restored."),
        RestoreEnd::PhoneError { code, text } => phone_error(*code, text, about),
        RestoreEnd::Lost { battery: Some(0..=BATTERY_EMPTY_PERCENT), .. } => {
            Told::new("The battery of the iPhone ran out in the middle of the restore.")
                .next("Connect it to power and let it charge for half an hour.")
                .next(AGAIN)
        }
        RestoreEnd::Lost { gone: true, .. } => {
            Told::new("The iPhone was unplugged before the restore was over.")
                .next("Plug it in again, directly into the computer, with a good cable.")
                .next(AGAIN)
        }
        RestoreEnd::Lost { why, .. } => {
            let told = Told::new("The connection broke before the restore was over.");
            let told = match why {
                Some(why) => told.line(format!("The iPhone said: {why}.")),
                None => told,
            };
            told.next("Unlock the iPhone and plug it in again, with another cable or port.")
                .next(AGAIN)
        }
        RestoreEnd::Unconfirmed => {
            Told::new("All of it was sent, but the iPhone did not confirm the end.")
                .next("Look at the iPhone: if it restarts and shows your things, all is well.")
                .next("If it shows what it held before, run this again.")
        }
        RestoreEnd::Stalled(GiveUp::NoPasscode) => {
            Told::new("Nobody typed the passcode on the iPhone.")
                .next("Run this again and type the passcode on the sheet it shows.")
        }
        RestoreEnd::Stalled(_) => Told::new("The iPhone stopped taking the restore.")
            .next("Restart the iPhone, unlock it, and run this again."),
        RestoreEnd::Violation(text) => {
            Told::new("The iPhone said what makes no sense in a restore.")
                .line(format!("Seen: {text}."))
                .next("Restart the iPhone and run this again.")
        }
        RestoreEnd::Interrupted => Told::new("Stopped.").next(AGAIN),
    }
}

fn phone_error(code: ErrorCode, text: &str, about: &Restored) -> Told {
    let told = match code {
        ErrorCode::CANCELLED => Told::new("The restore was cancelled on the iPhone.").next(AGAIN),
        ErrorCode::FIND_MY => Told::new("Find My is on: this iPhone refuses a restore.")
            .next("Turn it off in Settings > your name > Find My, then run this again."),
        ErrorCode::PHONE_FULL => Told::new("The backup does not fit on this iPhone.")
            .next("Remove large apps or videos from it, or restore to one with more room."),
        ErrorCode::PASSWORD if about.encrypted => {
            Told::new("The iPhone did not accept the password of the backup.")
                .next("Rehearse the restore: unstuck restore --rehearse tells whether it opens.")
        }
        ErrorCode::PASSWORD => {
            Told::new("The iPhone wants an encrypted backup.").next("Restore an encrypted version.")
        }
        ErrorCode::LOCKED => Told::new("The iPhone is locked, or nobody typed its passcode.")
            .next("Unlock it, keep it awake, and run this again."),
        ErrorCode::VERSION => Told::new("The backup is of a newer iOS than this iPhone has.")
            .next("Update the iPhone, then run this again."),
        ErrorCode::DAMAGED | ErrorCode::HOST_READ => {
            Told::new("The iPhone refused the backup: something in it is missing or damaged.")
                .next("Prove the backup with: unstuck verify, and restore another version.")
        }
        ErrorCode::RESTORE_IN_PROGRESS => {
            Told::new("The iPhone is still being restored from iCloud.")
                .next("Wait until that is over, or stop it in Settings, then run this again.")
        }
        ErrorCode::NOT_SET_UP => Told::new("The iPhone is not set up yet.")
            .next("Go through its first screens until the home screen, then run this again."),
        _ => Told::new(format!("The iPhone ended the restore with its error {code}."))
            .next("Restart the iPhone and run this again."),
    };
    let text = text.trim_end_matches('.');
    match text {
        "" => told,
        text => told.line(format!("The iPhone said: error {code}, {text}.")),
    }
}

//! Words for people. One place, plain, short.

use std::time::Duration;

use unstuck_backup::restore::RestorePhase;
use unstuck_backup::{FileError, GiveUp, Notice, Phase, Pulse, Verdict, WaitingFor};
use unstuck_vault::{CloneKind, Origin};

use crate::time::{counted, human_bytes, human_time};

/// A notice as a line of its own; `None` for what only moves a bar.
pub(super) fn notice(notice: &Notice) -> Option<String> {
    Some(match notice {
        Notice::Phase(phase) => self::phase(*phase).to_owned(),
        Notice::RestorePhase(phase) => restore_phase(*phase).to_owned(),
        Notice::Origin(origin) => self::origin(origin),
        Notice::Pulse(pulse) => return self::pulse(pulse),
        Notice::Stall { reason, silent, .. } => stall(*reason, *silent),
        Notice::Lost { waiting_for, patience, why } => {
            lost(*waiting_for, *patience, why.as_deref())
        }
        Notice::Resumed { files, bytes, .. } => {
            let (files, bytes) = (counted(*files, "file", "files"), human_bytes(*bytes));
            format!("Connected again; going on behind {files} ({bytes}).")
        }
        Notice::FileError(error) => file_error(error),
        Notice::NotSent(error) => not_sent(error),
        Notice::LeftAlone { verb, path } => {
            format!("The iPhone wanted to {verb} {path}; a restore leaves the backup as it is.")
        }
        Notice::Refused { verb, path, fault } => {
            format!("Refused what the iPhone asked for ({verb} {path}): {fault}.")
        }
        Notice::UnknownMessage(name) => {
            format!("The iPhone said something unknown ({name}); it was told so.")
        }
        Notice::SpaceMissing { needed_bytes, available_bytes } => {
            let (needed, there) = (human_bytes(*needed_bytes), human_bytes(*available_bytes));
            format!("The iPhone wants room for {needed}; there is {there}.")
        }
        Notice::BatteryLow { percent } => {
            format!(
                "The battery of the iPhone is at {percent} %. Connect it to power, or it will go."
            )
        }
        Notice::Progress(_) | Notice::Proving { .. } | Notice::Cloning { .. } => return None,
    })
}

/// One file that is missing.
pub(super) fn file_error(error: &FileError) -> String {
    let path = &error.path;
    let why = if error.text.is_empty() { String::new() } else { format!(" ({})", error.text) };
    match error.on_phone {
        true => format!("  {path}: the iPhone could not read it{why}"),
        false => format!("  {path}: the disk did not take it{why}"),
    }
}

/// One file of the backup that could not be sent.
pub(super) fn not_sent(error: &FileError) -> String {
    format!("  {}: it could not be read from the backup ({})", error.path, error.text)
}

/// What is going on in a restore, as a line of its own.
pub(super) fn restore_phase(phase: RestorePhase) -> &'static str {
    match phase {
        RestorePhase::Connecting => "Connecting to the iPhone.",
        RestorePhase::WaitingPasscode => {
            "The iPhone is asking for its passcode: type it on the iPhone."
        }
        RestorePhase::Preparing => {
            "The iPhone reads the lists of the backup and looks whether it fits."
        }
        RestorePhase::Sending => "Sending files. Until the iPhone restarts, nothing is replaced.",
        RestorePhase::PuttingInPlace => {
            "The iPhone has everything and puts it in place. Some minutes without a sign are \
             normal here; leave it connected."
        }
        RestorePhase::Restarting => "The iPhone says it is done, and restarts.",
    }
}

/// The same in two words, for the bar.
pub(super) fn restore_phase_short(phase: RestorePhase) -> &'static str {
    match phase {
        RestorePhase::Connecting => "connecting",
        RestorePhase::WaitingPasscode => "waiting for the passcode",
        RestorePhase::Preparing => "iPhone reads the lists",
        RestorePhase::Sending => "sending",
        RestorePhase::PuttingInPlace => "putting in place",
        RestorePhase::Restarting => "restarting",
    }
}

/// What is going on, as a line of its own.
pub(super) fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Connecting => "Connecting to the iPhone.",
        Phase::WaitingPasscode => "The iPhone is asking for its passcode: type it on the iPhone.",
        Phase::Preparing => {
            "The iPhone is looking through itself. Some minutes without a sign are normal here."
        }
        Phase::Receiving => "Receiving files.",
        Phase::Moving => "Everything new is here. Putting it in place.",
        Phase::Removing => "Clearing away what is no longer on the iPhone.",
        Phase::Verifying => "The iPhone says it is done. Checking every byte.",
        Phase::Sealing => "Sealing the backup.",
        Phase::Done => "Done.",
    }
}

/// The same in two words, for the bar.
pub(super) fn phase_short(phase: Phase) -> &'static str {
    match phase {
        Phase::Connecting => "connecting",
        Phase::WaitingPasscode => "waiting for the passcode",
        Phase::Preparing => "iPhone is preparing",
        Phase::Receiving => "receiving",
        Phase::Moving => "putting in place",
        Phase::Removing => "clearing away",
        Phase::Verifying => "checking",
        Phase::Sealing => "sealing",
        Phase::Done => "done",
    }
}

/// What would move things on.
pub(super) fn waiting_for(what: WaitingFor) -> &'static str {
    match what {
        WaitingFor::MoreBytes => "the iPhone to go on sending",
        WaitingFor::AgentStart => "the backup service on the iPhone",
        WaitingFor::Scan => "the iPhone to finish looking through itself",
        WaitingFor::PhoneWork => "the iPhone to sort what it sent",
        WaitingFor::ReadingLists => "the iPhone to read the lists of the backup",
        WaitingFor::PuttingInPlace => "the iPhone to put everything in place",
        WaitingFor::NextRequest => "the iPhone to ask for more",
        WaitingFor::Passcode => "the passcode to be typed on the iPhone",
        WaitingFor::Unlock => "the iPhone to be unlocked",
        WaitingFor::Trust => "Trust to be tapped on the iPhone",
        WaitingFor::Phone => "the iPhone to be plugged in again",
        WaitingFor::PhoneNearby => "the iPhone to come back into reach",
        WaitingFor::PhoneToRead => "the iPhone to take what we send",
        WaitingFor::Disk => "the disk of this computer",
        WaitingFor::OtherProgram => "another program to let go of the iPhone",
    }
}

/// The same in the words of the JSON notices.
pub(super) fn waiting_for_word(what: WaitingFor) -> &'static str {
    match what {
        WaitingFor::MoreBytes => "more-bytes",
        WaitingFor::AgentStart => "agent-start",
        WaitingFor::Scan => "scan",
        WaitingFor::PhoneWork => "phone-work",
        WaitingFor::ReadingLists => "reading-lists",
        WaitingFor::PuttingInPlace => "putting-in-place",
        WaitingFor::NextRequest => "next-request",
        WaitingFor::Passcode => "passcode",
        WaitingFor::Unlock => "unlock",
        WaitingFor::Trust => "trust",
        WaitingFor::Phone => "phone",
        WaitingFor::PhoneNearby => "phone-nearby",
        WaitingFor::PhoneToRead => "phone-to-read",
        WaitingFor::Disk => "disk",
        WaitingFor::OtherProgram => "other-program",
    }
}

/// A pulse, when it is worth a line.
pub(super) fn pulse(pulse: &Pulse) -> Option<String> {
    let silent = human_time(pulse.silent);
    let waiting = waiting_for(pulse.waiting_for);
    match pulse.verdict {
        Verdict::Moving => None,
        Verdict::WaitingForPerson => Some(match pulse.waiting_for {
            WaitingFor::Passcode => {
                "Waiting for the passcode. Unlock the iPhone and type it on the sheet it shows."
                    .to_owned()
            }
            WaitingFor::Unlock => "Waiting for the iPhone to be unlocked.".to_owned(),
            WaitingFor::Trust => {
                "Waiting for trust: unlock the iPhone, tap Trust, and type its passcode.".to_owned()
            }
            _ => format!("Waiting for {waiting}."),
        }),
        Verdict::Preparing => Some(format!(
            "Nothing came for {silent}; up to {} is normal here. Waiting for {waiting}.",
            human_time(pulse.normal)
        )),
        Verdict::Slow => Some(format!("Slow: waiting for {waiting}.")),
        Verdict::Stalled if pulse.waiting_for == WaitingFor::OtherProgram => Some(
            "Another program uses the iPhone: Finder, iTunes or another backup. Waiting until it \
             lets go."
                .to_owned(),
        ),
        Verdict::Stalled => Some(format!("Nothing came for {silent}. Waiting for {waiting}.")),
    }
}

/// Why a connection was given up.
pub(super) fn stall(reason: GiveUp, silent: Duration) -> String {
    let silent = human_time(silent);
    match reason {
        GiveUp::NoHandshake => {
            format!("The backup service on the iPhone did not start within {silent}.")
        }
        GiveUp::DeadStream => {
            format!("Nothing came for {silent} in the middle of a file: the connection is dead.")
        }
        GiveUp::AgentStalled => {
            format!("The iPhone answers, but its backup service did nothing for {silent}.")
        }
        GiveUp::PhoneSilent => format!("The iPhone does not answer any more (since {silent})."),
        GiveUp::Trickle => {
            "Bytes come, but hardly any: at this pace it would never end.".to_owned()
        }
        GiveUp::NoPasscode => format!("Nobody typed the passcode within {silent}."),
    }
}

/// The same in the words of the JSON notices.
pub(super) fn stall_word(reason: GiveUp) -> &'static str {
    match reason {
        GiveUp::NoHandshake => "no-handshake",
        GiveUp::DeadStream => "dead-stream",
        GiveUp::AgentStalled => "agent-stalled",
        GiveUp::PhoneSilent => "phone-silent",
        GiveUp::NoPasscode => "no-passcode",
        GiveUp::Trickle => "trickle",
    }
}

/// The connection is gone, or could not be opened.
pub(super) fn lost(what: WaitingFor, patience: Duration, why: Option<&str>) -> String {
    let patience = human_time(patience);
    match (what, why) {
        (WaitingFor::Phone, _) => format!(
            "The iPhone is gone. Plug it in again: the backup then goes on by itself. \
             Waiting up to {patience}. Nothing is lost."
        ),
        (WaitingFor::PhoneNearby, _) => format!(
            "The iPhone is out of reach. Wake it and bring it near: the backup then goes on by \
             itself. Waiting up to {patience}. Nothing is lost."
        ),
        (_, Some(why)) => format!("No connection: {why}. Trying again; nothing is lost."),
        (_, None) => "The connection broke. Connecting again; nothing is lost.".to_owned(),
    }
}

/// What a run begins with.
pub(super) fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Empty => "No earlier backup here: everything will be sent.".to_owned(),
        Origin::Cloned { version, report } => {
            let how = match report.how {
                CloneKind::Reflink => "sharing its disk space",
                CloneKind::HardLink => "sharing its files",
                CloneKind::Copy => "as a full copy",
            };
            format!("Building upon the backup {version}, {how}. It stays as it is.")
        }
        Origin::Interrupted(report) => {
            let kept = counted(report.files, "file is", "files are");
            let bytes = human_bytes(report.bytes);
            let dropped = match report.dropped {
                0 => String::new(),
                count => {
                    let count = counted(count, "was", "were");
                    format!(" {count} not whole and will be sent again.")
                }
            };
            format!("An interrupted backup was found: {kept} here already ({bytes}).{dropped}")
        }
    }
}

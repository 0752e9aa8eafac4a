//! What lines of the phone's log say about the course of a backup. Wording changes between
//! versions of iOS: a line that is not known is a sign of life and nothing more. The lines are
//! those of docs/protocol.md 7 and of the signatures (`knowledge/signatures`).

use super::Conditions;

/// Who wrote a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Process {
    /// `BackupAgent2`: backups by computers.
    Agent,
    /// `backupd`: backups to iCloud.
    Cloud,
    /// Any other that speaks of one of the two.
    Other,
}

impl Process {
    /// The process of this name; `None` when its lines say nothing about backups.
    pub fn named(name: &str, text: &str) -> Option<Self> {
        match name {
            "BackupAgent2" => Some(Self::Agent),
            "backupd" => Some(Self::Cloud),
            "launchd" | "runningboardd" | "kernel" | "ReportCrash" | "SpringBoard" => {
                let names = ["BackupAgent2", "mobilebackup2", "backupd"];
                names.iter().any(|name| text.contains(name)).then_some(Self::Other)
            }
            _ => None,
        }
    }
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Told {
    /// An attempt begins.
    Begins,
    /// The phone looks through itself.
    Scans,
    /// So much is to be sent.
    Plan { bytes: Option<u64>, files: Option<u64> },
    /// Data flows.
    Sends,
    /// New files go to their places.
    Moves,
    /// Old files go.
    Removes,
    /// The phone checks.
    Checks,
    /// It says how far it is, from 0 to 1.
    Share(f64),
    /// It ended well.
    Done,
    /// It ended with this error of the phone.
    Failed(Option<i64>),
    /// The process that makes it is gone.
    Died,
    /// Nobody typed the passcode.
    NoPasscode,
    /// The conditions under which it may begin.
    May(Conditions),
    /// It will be tried again later; so many attempts failed in a row.
    Later { failures: Option<u64> },
    /// There is nothing to do.
    Recent,
}

/// Reads a line of the local backup service.
pub(super) fn of_agent(text: &str) -> Option<Told> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    Some(match () {
        () if has(&["Timed out waiting 30 minutes for passcode"]) => Told::NoPasscode,
        () if has(&["Failed to backup", "Failed to preflight", "Failed to back up"]) => {
            Told::Failed(mb_code(text))
        }
        () if has(&["Finished backup in", "Backup finished"]) => Told::Done,
        () if has(&["Starting backup"]) => Told::Begins,
        () if has(&["uploadSize:"]) => Told::Plan {
            bytes: number_after(text, "uploadSize:"),
            files: number_after(text, "uploadFileCount:"),
        },
        () if has(&["Finished uploading", "Moved "]) => Told::Moves,
        () if has(&["Removed "]) => Told::Removes,
        () if has(&["Verifying backup contents", "ManifestDB: closing"]) => Told::Checks,
        () if has(&["Uploaded ", "File modified while being uploaded", "Failed to upload"]) => {
            Told::Sends
        }
        () if has(&["canning", "preflight", "napshots created", "Scanned in"]) => Told::Scans,
        () => return None,
    })
}

/// Reads a line of the iCloud backup service.
pub(super) fn of_cloud(text: &str) -> Option<Told> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    Some(match () {
        () if text.contains("condition") && text.contains("enabled:") => {
            Told::May(conditions(text))
        }
        () if has(&["lost power"]) => {
            Told::May(Conditions { power: Some(false), ..Conditions::default() })
        }
        () if has(&["lost WiFi", "Not starting automatic backup on cellular"]) => {
            Told::May(Conditions { wifi: Some(false), ..Conditions::default() })
        }
        () if has(&["Auto backup is not enabled", "isn't enabled", "disabled by MDM"]) => {
            Told::May(Conditions { enabled: Some(false), ..Conditions::default() })
        }
        () if has(&["Backup finished successfully"]) => Told::Done,
        () if has(&["Backup failed", "Too many skipped files"]) => Told::Failed(mb_code(text)),
        () if has(&["lready backed up recently"]) => Told::Recent,
        () if has(&["backoff:", "pushed later", "RetryAfter", "needs to be deferred"]) => {
            Told::Later { failures: number_after(text, "failureCount:") }
        }
        () if has(&["Starting automatic backup", "Starting manual backup", "Starting backup"]) => {
            Told::Begins
        }
        () if has(&["Going to upload"]) => Told::Plan {
            bytes: number_after(text, "with size "),
            files: number_after(text, "Going to upload "),
        },
        () if share(text).is_some() => Told::Share(share(text)?),
        () if has(&["Uploading files", "Failed to upload", "Uploaded "]) => Told::Sends,
        () if has(&["canning", "during the file scan", "during scan", "purged"]) => Told::Scans,
        () => return None,
    })
}

/// Reads a line of another process that names one of the two: which of them is gone.
pub(super) fn of_other(text: &str) -> Option<(Process, Told)> {
    let who = if text.contains("backupd") { Process::Cloud } else { Process::Agent };
    let gone = ["exited due to", "killing", "jetsam", "Formulating report", "crash"];
    let gone = gone.iter().any(|word| text.contains(word));
    // A service that ended by itself did so because it was through.
    let calmly = text.contains("exit(0)");
    if text.contains("Successfully spawned") {
        return None;
    }
    (gone && !calmly).then_some((who, Told::Died))
}

/// `enabled:1, locked:1, onPower:0, onWiFi:1`
fn conditions(text: &str) -> Conditions {
    let flag = |name| number_after(text, name).map(|number| number != 0);
    Conditions {
        enabled: flag("enabled:"),
        locked: flag("locked:"),
        power: flag("onPower:"),
        wifi: flag("onWiFi:"),
    }
}

/// `progress=0.34` or `progress = "0.34"`: the state that the daemon keeps and logs
/// (`MBStateInfo` of iOS 15 to 26 has progress as a number from 0 to 1).
fn share(text: &str) -> Option<f64> {
    let (_, rest) = text.split_once("progress")?;
    let rest = rest.trim_start_matches([' ', '=', ':', '"']);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let share: f64 = rest[..end].parse().ok()?;
    (0.0..=1.0).contains(&share).then_some(share)
}

/// The number of the phone's error, the outermost.
fn mb_code(text: &str) -> Option<i64> {
    let (_, rest) = text.split_once("MBErrorDomain")?;
    let rest = rest.trim_start_matches(['/', '(']);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

fn number_after(text: &str, word: &str) -> Option<u64> {
    let (_, rest) = text.split_once(word)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_agent_are_told_apart() {
        let plan = Told::Plan { bytes: Some(5_368_709_120), files: Some(81_234) };
        for (text, told) in [
            ("Starting backup", Some(Told::Begins)),
            ("Finished preflight in 62.104s", Some(Told::Scans)),
            ("Finished scanning domain <private> - size:1, files:2", Some(Told::Scans)),
            ("uploadSize:5368709120(5400000000), uploadFileCount:81234", Some(plan)),
            ("Moved 1 files in 0.015 s", Some(Told::Moves)),
            ("Verifying backup contents", Some(Told::Checks)),
            ("Failed to backup: Insufficient (MBErrorDomain/105)", Some(Told::Failed(Some(105)))),
            ("Finished backup in 18.998s", Some(Told::Done)),
            ("Timed out waiting 30 minutes for passcode", Some(Told::NoPasscode)),
            ("Not backed up (explicit): <private>", None),
        ] {
            assert_eq!(of_agent(text), told, "{text}");
        }
    }

    #[test]
    fn lines_of_the_cloud_are_told_apart() {
        let off =
            "=scheduler= [Off condition] state changed, enabled:1, locked:0, onPower:1, onWiFi:0";
        let flags = |enabled, locked, power, wifi| Conditions {
            enabled: Some(enabled),
            locked: Some(locked),
            power: Some(power),
            wifi: Some(wifi),
        };
        let plan = Told::Plan { bytes: Some(123_456), files: Some(512) };
        let full = "=cloud-backup= Backup failed: MBErrorDomain(303) Underlying error: \
                    CKErrorDomain(25)";
        for (text, told) in [
            (off, Some(Told::May(flags(true, false, true, false)))),
            ("=scheduler= Starting automatic backup for account", Some(Told::Begins)),
            ("Going to upload 512 file records with size 123456", Some(plan)),
            ("Uploading files for 143 domains", Some(Told::Sends)),
            ("state: 2, progress = \"0.25\", isCloud", Some(Told::Share(0.25))),
            (full, Some(Told::Failed(Some(303)))),
            ("=cloud-backup= Backup finished successfully", Some(Told::Done)),
            ("=scheduler= failureCount:4, backoff:3600.0", Some(Told::Later { failures: Some(4) })),
            ("something else", None),
        ] {
            assert_eq!(of_cloud(text), told, "{text}");
        }
    }

    #[test]
    fn a_process_that_is_killed_is_gone_and_one_that_ends_calmly_is_not() {
        let killed = "memorystatus: killing_specific_process pid 550 [BackupAgent2]";
        assert_eq!(of_other(killed), Some((Process::Agent, Told::Died)));
        let calm = "[com.apple.mobilebackup2 [550]:] exited due to exit(0), ran for 14268ms";
        assert_eq!(of_other(calm), None);
        assert_eq!(Process::named("kernel", killed), Some(Process::Other));
        assert_eq!(Process::named("kernel", "AppleUSB: reset"), None);
    }
}

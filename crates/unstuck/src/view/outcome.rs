//! How a run ended, told to a person.

use std::path::PathBuf;

use unstuck_backup::{BATTERY_EMPTY_PERCENT, End, GiveUp, Outcome, PersonNeed};
use unstuck_manifest::Verdict;
use unstuck_wire::ErrorCode;

use super::words;
use crate::time::{counted, human_bytes, human_count, human_time};

/// Where the version of a run lies.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    /// The backup itself, in Apple's layout.
    pub(crate) backup: PathBuf,
    /// Whether it is encrypted.
    pub(crate) encrypted: bool,
}

/// Headline, lines, next steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) headline: String,
    pub(super) lines: Vec<String>,
    pub(super) next: Vec<String>,
}

impl Told {
    pub(super) fn new(headline: impl Into<String>) -> Self {
        Self { headline: headline.into(), ..Self::default() }
    }

    pub(super) fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    pub(super) fn next(mut self, step: impl Into<String>) -> Self {
        self.next.push(step.into());
        self
    }
}

/// Puts an outcome into words.
pub(super) fn tell(outcome: &Outcome, published: Option<&Published>) -> Told {
    match &outcome.end {
        End::Complete | End::Unconfirmed => complete(outcome, published),
        End::WrongPassword => wrong_password(published),
        End::Damaged => damaged(outcome),
        end => failed(end).line(safe(outcome)),
    }
}

fn complete(outcome: &Outcome, published: Option<&Published>) -> Told {
    let proven = outcome.proof.as_ref().is_some_and(|proof| proof.is_full());
    let missing = outcome.file_error_count;
    let confirmed = outcome.end == End::Complete;
    let headline = headline(missing, proven, confirmed);
    let mut told = Told::new(headline).line(format!(
        "Received  {}, {}, in {}",
        files(outcome.files),
        human_bytes(outcome.bytes),
        human_time(outcome.took)
    ));
    if let Some(proof) = &outcome.proof {
        let totals = proof.report.totals;
        told = told
            .line(format!(
                "Holds     {}, {}",
                files(totals.payloads),
                human_bytes(totals.payload_bytes)
            ))
            .line(format!("Proven    {}", proof_line(proof)));
    }
    if let Some(published) = published {
        told = told.line(format!("Where     {}", published.backup.display()));
        if published.encrypted {
            told = told.line("Opens     with the backup password, and without it for nobody");
        }
    }
    if outcome.attempts > 1 {
        let times = outcome.attempts - 1;
        let times = if times == 1 { "once".to_owned() } else { format!("{times} times") };
        told = told.line(format!("On the way the connection was lost {times} and taken up again."));
    }
    if missing > 0 {
        told = told.line("Not in this backup:");
        for error in outcome.file_errors.iter().take(10) {
            told = told.line(words::file_error(error));
        }
        if missing > 10 {
            told = told.line(format!("  … and {} more", human_count(missing - 10)));
        }
        told = told.next(
            "Open these files on the iPhone: what can still be seen there, copy or share it, \
             then delete the damaged original and back up again.",
        );
    }
    if !confirmed {
        told = told
            .line("The connection broke just before its last word. The backup is kept.")
            .next("Run this again: the iPhone then sends only what has changed, and confirms.");
    }
    if !proven && missing == 0 {
        told = told.next("Prove it with the password: unstuck verify on the folder above.");
    }
    told
}

fn headline(missing: u64, proven: bool, confirmed: bool) -> String {
    match (missing, proven) {
        _ if !confirmed => {
            "All of it came and was checked, but the iPhone did not confirm the end.".to_owned()
        }
        (0, true) => "Your iPhone is backed up, and the backup is proven.".to_owned(),
        (0, false) => {
            "Your iPhone is backed up. Without the password its list could not be checked."
                .to_owned()
        }
        (count, _) => format!("Your iPhone is backed up except for {}.", files(count)),
    }
}

fn proof_line(proof: &unstuck_backup::Proven) -> String {
    let read_back = match proof.hashes.read_back {
        0 => "nothing new had to be read back".to_owned(),
        count => format!("{} read back and found as received", files(count)),
    };
    match proof.report.verdict {
        Verdict::Complete => format!("every file of its list is there; {read_back}"),
        _ => read_back,
    }
}

fn files(count: u64) -> String {
    counted(count, "file", "files")
}

fn wrong_password(published: Option<&Published>) -> Told {
    let mut told = Told::new("The backup was made, but the password given does not open it.")
        .line("The iPhone encrypts with another password, set on it earlier.");
    if let Some(published) = published {
        told = told.line(format!("Where     {}", published.backup.display()));
    }
    told.next("Try other passwords you may have used: unstuck verify on the folder above.").next(
        "If none opens it, the password can be reset on the iPhone; this backup then stays closed.",
    )
}

fn damaged(outcome: &Outcome) -> Told {
    let mut told = Told::new("The iPhone said it was done, but the proof found damage.");
    if let Some(proof) = &outcome.proof {
        for finding in proof.report.findings.iter().take(5) {
            told = told
                .line(format!("  {} {}: {}", finding.card.id, finding.card.name, finding.total));
        }
        for path in proof.hashes.changed.iter().take(5) {
            told = told.line(format!("  {path}: not what was received"));
        }
    }
    told.line("It was not published. Your earlier backups are untouched.")
        .next("Run this again: what is sound is kept, the rest is sent again.")
        .next("If it happens again, choose another disk with --to DIR.")
}

/// What every failure ends with: nothing is lost.
fn safe(outcome: &Outcome) -> String {
    if outcome.files > 0 {
        format!(
            "What was received ({}) is kept, and every earlier backup is untouched.",
            files(outcome.files)
        )
    } else {
        "Every earlier backup is untouched.".to_owned()
    }
}

fn failed(end: &End) -> Told {
    match end {
        End::Interrupted => {
            Told::new("Stopped. Everything is safe.").next("Run this again to go on from here.")
        }
        End::PhoneGone { battery: Some(percent @ 0..=BATTERY_EMPTY_PERCENT) } => {
            Told::new("Stuck: the battery of the iPhone is empty.")
                .line(format!("Its last word was {percent} %."))
                .next("Charge it for ten minutes, start it, unlock it, and run this again.")
        }
        End::PhoneGone { .. } => {
            Told::new("Stuck: the iPhone was unplugged and did not come back.")
                .next("Plug it in again and run this again: the backup goes on from here.")
        }
        End::Prohibited(text) => Told::new("Stuck: this iPhone does not allow backups now.")
            .line(format!("The iPhone said: {text}."))
            .next("If it belongs to a company or school, ask whoever manages it.")
            .next("If it is yours: unlock it, restart it, and run this again."),
        End::NoConnection(text) => Told::new("Stuck: no connection to the iPhone could be opened.")
            .line(format!("The last attempt: {text}."))
            .next("Unplug the iPhone, wait ten seconds, plug it in again, run this again.")
            .next("If that does not help, restart the iPhone."),
        End::Busy => Told::new("Stuck: another program is syncing with the iPhone.")
            .line("Finder, iTunes or another backup program holds it, perhaps on another computer.")
            .next("Let it finish or quit it, then run this again."),
        End::Stalled(reason) => stalled(*reason),
        End::Looping { times, unplugged: true } => {
            Told::new("Stuck: the iPhone loses its connection again and again.")
                .line(format!("{times} times in a row it was gone before anything new came."))
                .next("Try another cable and another port, without a hub, and run this again.")
        }
        End::Looping { times, unplugged: false } => {
            Told::new("Stuck: the same stretch again and again without progress.")
                .line(format!("{times} connections in a row brought nothing new."))
                .next("Restart the iPhone, then run this again: the backup goes on from here.")
        }
        End::Repeating { files: count } => {
            Told::new("Stuck: the iPhone sends the same files again and again.")
                .line(format!(
                    "{} came that were here already, and none that was new.",
                    files(*count)
                ))
                .next("Restart the iPhone, then run this again: the backup goes on from here.")
        }
        End::Violation(text) => Told::new("The iPhone broke the rules of the conversation.")
            .line(format!("{text}."))
            .next("Restart the iPhone and run this again."),
        End::PersonNeeded(need) => person_needed(*need),
        End::Store { text, full: true } => Told::new("Stuck: the place for the backup is full.")
            .line(format!("{text}."))
            .next("Make room there, or choose another place with --to DIR, and run this again."),
        End::Store { text, full: false } => {
            Told::new("Stuck: the place for the backup does not work.")
                .line(format!("{text}."))
                .next("Choose another place with --to DIR.")
        }
        End::PhoneError { code, text } => phone_error(*code, text),
        End::Complete | End::Unconfirmed | End::Damaged | End::WrongPassword => Told::default(),
    }
}

fn stalled(reason: GiveUp) -> Told {
    match reason {
        GiveUp::NoPasscode => Told::new("Stuck: nobody typed the passcode on the iPhone.").next(
            "Run this again, unlock the iPhone, and type the passcode on the sheet it shows.",
        ),
        GiveUp::NoHandshake | GiveUp::AgentStalled => {
            Told::new("Stuck: the backup service on the iPhone does not go on.")
                .next("Restart the iPhone, then run this again: the backup goes on from here.")
        }
        GiveUp::Trickle => Told::new("Stuck: hardly anything comes over the connection.")
            .next("Try another cable or port, without a hub, and run this again.")
            .next("If that does not help, restart the iPhone."),
        GiveUp::DeadStream | GiveUp::PhoneSilent => {
            Told::new("Stuck: the connection to the iPhone died.")
                .next("Try another cable or port, without a hub, and run this again.")
        }
    }
}

fn person_needed(need: PersonNeed) -> Told {
    match need {
        PersonNeed::Unlock => Told::new("Stuck: the iPhone is locked.")
            .next("Unlock it with its passcode and run this again."),
        PersonNeed::Trust => Told::new("Stuck: the iPhone does not trust this computer.")
            .next("Run this again, tap Trust on the iPhone, and type its passcode.")
            .next("If it does not ask: unplug it, plug it in again, and run this again."),
        PersonNeed::TrustByCable => {
            Told::new("Stuck: the iPhone does not trust this computer any more.")
                .line("Over Wi-Fi it cannot be asked: trust is given over a cable.")
                .next("Connect it with its cable once, tap Trust, type its passcode.")
                .next("Then run this again, by cable or over Wi-Fi.")
        }
        PersonNeed::Passcode => Told::new("Stuck: the iPhone waits for its passcode.")
            .next("Run this again and type the passcode on the iPhone."),
    }
}

fn phone_error(code: ErrorCode, text: &str) -> Told {
    let told = match code {
        ErrorCode::HOST_FULL => {
            Told::new("Stuck: there is not enough room for what the iPhone wants to send.")
                .next("Make room, or choose another place with --to DIR, and run this again.")
        }
        ErrorCode::PHONE_FULL => {
            Told::new("Stuck: the iPhone itself has no room left to prepare a backup.")
                .next("Free about one gigabyte on the iPhone (Settings, General, iPhone Storage).")
        }
        ErrorCode::PASSWORD => Told::new(
            "Stuck: the iPhone takes the backup password for wrong, or demands one.",
        )
        .next("Check it with: unstuck password change. A company's profile may demand encryption."),
        ErrorCode::LOCKED => Told::new(
            "Stuck: the iPhone is locked, or its passcode was not typed.",
        )
        .next("Run this again, unlock the iPhone, and type the passcode on the sheet it shows."),
        ErrorCode::DAMAGED | ErrorCode::HOST_READ => Told::new(
            "Stuck: the iPhone takes the backup here for damaged.",
        )
        .next("Run this again: it sets this try aside and begins anew from the newest version.")
        .next("If that ends like this, too: unstuck backup --full. Nothing is deleted by that."),
        ErrorCode::EXISTS => {
            Told::new("Stuck: something an interrupted backup left on the iPhone is in the way.")
                .next("Restart the iPhone and run this again.")
        }
        ErrorCode::HOST_WRITE => Told::new("Stuck: the iPhone could not send some of its files.")
            .next("Restart the iPhone and run this again.")
            .next("If it happens again, some photos or files on the iPhone are damaged."),
        ErrorCode::FIND_MY => Told::new("Stuck: Find My is on, and the iPhone refuses.")
            .next("Turn Find My off for the time being (Settings, your name, Find My)."),
        ErrorCode::CANCELLED => Told::new("Stopped: it was cancelled on the iPhone.")
            .next("Run this again to go on from here."),
        ErrorCode::RESTORE_IN_PROGRESS => {
            Told::new("Stuck: the iPhone is still restoring from iCloud.")
                .next("Let it finish (Settings, your name, iCloud), then run this again.")
        }
        ErrorCode::NOT_SET_UP => Told::new("Stuck: the iPhone is not set up to the end.")
            .next("Finish its setup, then run this again."),
        ErrorCode::VERSION => Told::new("Stuck: the iPhone does not understand the backup here.")
            .next("Start over beside it with: unstuck backup --full. Nothing is deleted by that."),
        _ => Told::new("Stuck: the iPhone ended the backup with an error of its own.")
            .next("Restart the iPhone and run this again."),
    };
    let words = if text.is_empty() { "it gave no reason" } else { text };
    told.line(format!("The iPhone said: error {code}, {words}"))
}

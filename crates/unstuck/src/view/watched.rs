//! A backup that another program makes, as it is seen: for people and for scripts.

use serde_json::{Value, json};
use unstuck_diagnosis::case::Case;
use unstuck_diagnosis::pulse::{Conditions, Pulse, Stage, WaitingFor, Way};
use unstuck_diagnosis::{Cause, Diagnosis, Verdict};

use super::diagnosis as whole;
use crate::time::{counted, human_bytes, human_time};

/// A cause below this is no more than a guess.
const SURE: f64 = 0.35;

/// What is said of a backup now.
pub(crate) struct Watched<'a> {
    /// The judgement.
    pub(crate) pulse: &'a Pulse,
    /// For iCloud, the conditions as last told.
    pub(crate) conditions: Conditions,
    /// Two backups are watched: each is named.
    pub(crate) both: bool,
    /// Something changed since the last time.
    pub(crate) changed: bool,
}

impl Watched<'_> {
    /// As a line.
    pub(super) fn text(&self) -> String {
        let line = line(self.pulse);
        match (self.both, self.pulse.way) {
            (true, Way::Local) => format!("On this computer: {line}"),
            (_, Way::Icloud) => format!("iCloud: {line}"),
            (false, Way::Local) => line,
        }
    }

    /// Whether it deserves a loud voice.
    pub(super) fn is_loud(&self) -> bool {
        matches!(
            self.pulse.verdict,
            Verdict::Stalled | Verdict::Looping | Verdict::Failed | Verdict::WaitingForPerson
        )
    }

    /// As an object (docs/contracts.md 11).
    pub(super) fn object(&self) -> Value {
        let pulse = self.pulse;
        let mut object = json!({
            "type": "pulse",
            "way": pulse.way.word(),
            "verdict": pulse.verdict.word(),
            "stage": pulse.stage.word(),
            "stage_seconds": seconds(pulse.in_stage),
            "silent_seconds": seconds(pulse.silent),
            "normal_seconds": seconds(pulse.normal),
            "learnt": pulse.learnt,
            "waiting_for": pulse.waiting_for.word(),
            "percent": pulse.percent,
            "bytes": pulse.bytes,
            "files": pulse.files,
            "bytes_per_second": pulse.bytes_per_second,
            "attempts": pulse.attempts,
            "code": pulse.code,
        });
        if pulse.way == Way::Icloud {
            object["conditions"] = json!({
                "enabled": self.conditions.enabled,
                "locked": self.conditions.locked,
                "power": self.conditions.power,
                "wifi": self.conditions.wifi,
            });
        }
        object
    }
}

fn seconds(time: std::time::Duration) -> f64 {
    (time.as_secs_f64() * 10.0).round() / 10.0
}

/// What it waits for, in words.
fn waits(waiting_for: WaitingFor) -> &'static str {
    match waiting_for {
        WaitingFor::Nothing => "nothing",
        WaitingFor::Begin => "a backup to begin",
        WaitingFor::MoreBytes => "more to come",
        WaitingFor::Scan => "the iPhone to finish looking through itself",
        WaitingFor::PhoneWork => "the iPhone to sort what it sent",
        WaitingFor::Passcode => "the passcode to be typed on the iPhone",
        WaitingFor::Unlock => "the iPhone to be unlocked",
        WaitingFor::Lock => "the iPhone to be locked and left alone",
        WaitingFor::Phone => "the iPhone to come back",
        WaitingFor::Power => "the iPhone to be put on its charger",
        WaitingFor::Wifi => "the iPhone to be on Wi-Fi",
        WaitingFor::SwitchOn => "iCloud Backup to be switched on",
        WaitingFor::Retry => "the iPhone to try again by itself",
        WaitingFor::Disk => "the disk of this computer",
    }
}

/// What a person is to do, where only that is missing.
pub(crate) fn asked(pulse: &Pulse) -> Option<String> {
    Some(match pulse.waiting_for {
        WaitingFor::Passcode => "Type the passcode on the iPhone, on the sheet it shows.".into(),
        WaitingFor::Unlock => {
            "Unlock the iPhone; it may ask for its passcode a second time.".into()
        }
        WaitingFor::Lock => "Lock the iPhone and leave it alone.".into(),
        WaitingFor::Phone => "Plug the iPhone in again, in another port if it fell out.".into(),
        WaitingFor::Power => "Put the iPhone on its charger.".into(),
        WaitingFor::Wifi => "Connect the iPhone to Wi-Fi.".into(),
        WaitingFor::SwitchOn => {
            "Switch it on: Settings, your name, iCloud, iCloud Backup, Back Up This iPhone.".into()
        }
        _ => return None,
    })
}

fn line(pulse: &Pulse) -> String {
    let (silent, normal) = (human_time(pulse.silent), human_time(pulse.normal));
    let waits = waits(pulse.waiting_for);
    match pulse.verdict {
        Verdict::Unknown => format!("Nothing is under way. Waiting for {waits}."),
        Verdict::Moving => format!("It moves: {}{}.", going_on(pulse), amounts(pulse)),
        Verdict::Slow if pulse.silent.as_secs() < 15 => {
            format!("It moves, slowly{}.", amounts(pulse))
        }
        Verdict::Slow => format!(
            "Nothing came for {silent}; up to {normal} is normal here. Waiting for {waits}."
        ),
        Verdict::Preparing if pulse.stage == Stage::Waiting => {
            format!("Not stuck: it waits for {waits}.")
        }
        Verdict::Preparing => format!(
            "Not stuck: it prepares, without a sign for {silent}; up to {normal} is normal \
             {}. Waiting for {waits}.",
            if pulse.learnt { "here on this iPhone" } else { "here" }
        ),
        Verdict::WaitingForPerson => {
            format!("It waits for you. {}", asked(pulse).unwrap_or_else(|| format!("{waits}.")))
        }
        Verdict::Stalled => format!(
            "It stands still: nothing for {silent}, and {normal} is normal here. Waiting for \
             {waits}."
        ),
        Verdict::Looping | Verdict::Failed | Verdict::Done => headline(pulse),
    }
}

/// What moves.
fn going_on(pulse: &Pulse) -> &'static str {
    match (pulse.stage, pulse.way) {
        (Stage::Sending, Way::Local) => "files come in",
        (Stage::Sending, Way::Icloud) => "files go to iCloud",
        (Stage::Moving, _) => "new files go to their places",
        (Stage::Removing, _) => "old files go",
        (Stage::Checking, _) => "the iPhone checks the result",
        _ => "the iPhone is at it",
    }
}

fn amounts(pulse: &Pulse) -> String {
    let mut parts = Vec::new();
    if let Some(percent) = pulse.percent {
        parts.push(format!("{percent:.0} %"));
    }
    if pulse.files > 0 {
        parts.push(counted(pulse.files, "file", "files"));
        parts.push(human_bytes(pulse.bytes));
    }
    if let Some(rate) = pulse.bytes_per_second {
        parts.push(format!("{}/s", human_bytes(rate as u64)));
    }
    parts.iter().map(|part| format!(" · {part}")).collect()
}

/// The last word.
pub(crate) fn headline(pulse: &Pulse) -> String {
    let which = match pulse.way {
        Way::Local => "The backup",
        Way::Icloud => "The iCloud backup",
    };
    match pulse.verdict {
        Verdict::Done => format!("{which} is done."),
        Verdict::Failed => match pulse.code {
            Some(code) => format!("{which} failed (error {code} of the iPhone)."),
            None => format!("{which} failed."),
        },
        Verdict::Looping => {
            let code = pulse.code.map(|code| format!(" (error {code} of the iPhone)"));
            let code = code.unwrap_or_default();
            format!("{which} is stuck in a loop: it begins and ends without getting on{code}.")
        }
        Verdict::Stalled => {
            let silent = human_time(pulse.silent);
            format!("{which} is stuck: nothing for {silent}.")
        }
        Verdict::WaitingForPerson => format!("{which} waits for {}.", waits(pulse.waiting_for)),
        Verdict::Moving => format!("{which} moves{}.", amounts(pulse)),
        Verdict::Slow => format!("{which} moves, slowly{}.", amounts(pulse)),
        Verdict::Preparing => format!("{which} is not stuck: it prepares."),
        Verdict::Unknown => "No backup was under way.".to_owned(),
    }
}

/// Why it stands still, in three lines, and the whole as an object of docs/contracts.md 10.
pub(crate) fn diagnosis(pulse: &Pulse, case: &Case, found: &Diagnosis) -> (String, Value) {
    let likely = found.likeliest();
    let mut text = match likely.cause {
        Cause::Unknown => "Why: that cannot be told yet.".to_owned(),
        cause if likely.probability < SURE => {
            format!("Perhaps: {} ({:.0} % sure)", cause.headline(), likely.probability * 100.0)
        }
        cause => {
            format!("Why: {} ({:.0} % sure)", cause.headline(), likely.probability * 100.0)
        }
    };
    if let Some(reason) = likely.why.iter().find(|reason| reason.weight > 0.0) {
        text += &format!("\n  Saw   {}", reason.says);
    }
    let own = asked(pulse).filter(|_| pulse.verdict == Verdict::WaitingForPerson);
    let offered = found.ladder.first();
    let next = own.or_else(|| {
        offered.map(|offer| format!("{} ({} min)", offer.remedy.title, offer.remedy.minutes))
    });
    if let Some(next) = next {
        text += &format!("\n  Next  {next}");
    }
    let mut object = whole::object(case, found, false);
    object["way"] = json!(pulse.way.word());
    (text, object)
}

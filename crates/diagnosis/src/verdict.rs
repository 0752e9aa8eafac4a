//! Is it stuck at all?

use crate::cause::Cause;
use crate::reading::Reading;

/// What can be said of a backup before any cause. The words are those of the JSON answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Bytes flow.
    Moving,
    /// They flow, but hardly.
    Slow,
    /// Quiet, and that is right at this point.
    Preparing,
    /// Somebody is asked for something.
    WaitingForPerson,
    /// Nothing moves although it should.
    Stalled,
    /// The same again and again.
    Looping,
    /// It ended with an error.
    Failed,
    /// It is finished.
    Done,
    /// It cannot be told.
    Unknown,
}

impl Verdict {
    /// All of them.
    const ALL: [Self; 9] = [
        Self::Moving,
        Self::Slow,
        Self::Preparing,
        Self::WaitingForPerson,
        Self::Stalled,
        Self::Looping,
        Self::Failed,
        Self::Done,
        Self::Unknown,
    ];

    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Moving => "moving",
            Self::Slow => "slow",
            Self::Preparing => "preparing",
            Self::WaitingForPerson => "waiting-for-person",
            Self::Stalled => "stalled",
            Self::Looping => "looping",
            Self::Failed => "failed",
            Self::Done => "done",
            Self::Unknown => "unknown",
        }
    }
}

/// What somebody saw who looked on for a while: that is no guess.
fn watched(reading: &Reading<'_>) -> Option<Verdict> {
    let word = reading.fact_text("here.watch_verdict")?;
    Verdict::ALL.into_iter().find(|verdict| verdict.word() == word)
}

/// What Unstuck's own last word says.
fn own(reading: &Reading<'_>, cause: Cause) -> Option<Verdict> {
    let at = |id: &str| reading.line(id).map(|hit| hit.last);
    let own = reading.lines().filter(|(line, _)| line.id.starts_with("own-"));
    let own = own.filter(|(line, _)| line.id != "own-quiet");
    let (line, _) = own.max_by_key(|(_, hit)| hit.last)?;
    Some(match line.id {
        "own-done" | "own-partial" => Verdict::Done,
        "own-locked" | "own-trust" => Verdict::WaitingForPerson,
        "own-loop-line" | "own-loop-phone" => Verdict::Looping,
        "own-line" => Verdict::Stalled,
        _ if at("own-done").is_some() && cause == Cause::SlowButHealthy => Verdict::Done,
        _ => Verdict::Failed,
    })
}

/// From marks and words, and from the cause where they leave it open.
pub(crate) fn judge(reading: &Reading<'_>, cause: Cause) -> Verdict {
    if let Some(verdict) = watched(reading) {
        return verdict;
    }
    if let Some(verdict) = own(reading, cause) {
        return verdict;
    }
    let waits = ["ib2-passcode", "ip-dialog", "ip-passcode", "um-locked"];
    let ended = reading.line("mark-ended").is_some() || !reading.codes().is_empty();
    let ended = ended || reading.lines().any(|(line, _)| line.id.starts_with("ib2-recv"));
    let moving = reading.says("moving").is_some();
    if reading.any_line(&waits).is_some() && !ended {
        return Verdict::WaitingForPerson;
    }
    if reading.line("ib2-not-ready").is_some_and(|hit| hit.count > 1)
        || reading.says("looping").is_some()
    {
        return Verdict::Looping;
    }
    if ended {
        return Verdict::Failed;
    }
    if moving {
        return if reading.says("slow").is_some() { Verdict::Slow } else { Verdict::Moving };
    }
    let stuck = reading.says_any(&["stuck", "nothing-starts"]).is_some();
    let failed = reading.says("failed").is_some();
    let calm = cause == Cause::SlowButHealthy;
    match cause {
        Cause::DeviceLockedPasscode | Cause::PairingTrust if stuck && !failed => {
            Verdict::WaitingForPerson
        }
        Cause::SlowButHealthy if reading.says_any(&["estimating", "resumed"]).is_some() => {
            Verdict::Preparing
        }
        _ if failed && !stuck => Verdict::Failed,
        _ if stuck && !calm => Verdict::Stalled,
        _ if reading.says("slow").is_some() => Verdict::Slow,
        _ if calm && stuck => Verdict::Preparing,
        _ if reading.any_line(&["bd-success", "ib2-successful"]).is_some() => Verdict::Done,
        _ if failed => Verdict::Failed,
        _ => Verdict::Unknown,
    }
}
